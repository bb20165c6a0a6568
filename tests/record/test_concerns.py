"""What a meeting must hear of: each thing once, why, in which order, and what it could decide."""

from __future__ import annotations

import pytest

from francis.record.concerns import Concern, is_less_sure, named_in, with_assurance
from francis.record.model import Step
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RED,
    YEAR,
    action,
    plan,
    record_files,
)

SCHEME = BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n").replace(
    "assurances:\n",
    "assurances:\n"
    + "".join(
        f"  - key: {key}\n    word: {key.title()}\n    meaning: So.\n{more}"
        for key, more in (
            ("full", ""),
            ("some", "    exception: true\n"),
            ("none", "    exception: true\n"),
        )
    ),
)
LED = "lead: Director\noriginal_due: 2021-12-31\nsince: 2021-03-01\n"
LATE = LED.replace("2021-12-31", "2021-03-30")


def position(number: int, rating: str = "green", assurance: str = "full", promise: str = "") -> str:
    text = (
        POSITION.format(number=number).replace("green", rating).replace("not assessed", assurance)
    )
    return text + (f"commitments:\n  - text: {promise}\n    kind: will\n" if promise else "")


def register(*actions: str, **changed: str) -> Register:
    files = record_files(
        **{
            "body__body": SCHEME
            + FORM
            + FORM.removeprefix("papers:\n").replace("board-report", "hwbb"),
            "body__2021__1": position(1),
            "body__2021__2": position(2),
            "body__2021__actions": plan(*actions),
            **changed,
        }
    )
    found = loading.load(files)
    assert [*map(str, found.problems)] == []
    return found.registers[-1]


def rows(of: Register) -> list[tuple[str, str]]:
    """Return what each row is named after, and why it is here."""
    return [(concern.key, "; ".join(concern.reasons)) for concern in of.concerns]


def one(of: Register) -> Concern:
    (concern,) = of.concerns
    return concern


def test_where_nothing_is_amiss_there_is_nothing_to_hear_of() -> None:
    """Also of an action that was late and is done."""
    done = action("A2", LATE + "completed: 2021-03-31\n")
    assert rows(register(action("A1", LED), done)) == []


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"rating": "red"}, "rated Red"),
        ({"assurance": "none"}, "no assurance"),
        ({"rating": "red", "assurance": "some"}, "Some assurance"),
        ({"promise": "Position on 1."}, "commitment without action"),
    ],
)
def test_a_position_is_there_with_why(changed: dict[str, str], reasons: str) -> None:
    """Its rating stands beside it, and is a reason only where there is no other."""
    of = register(body__2021__1=position(1, **changed))
    assert rows(of) == [("1", reasons)]


@pytest.mark.parametrize(
    ("lines", "reasons", "wanted"),
    [
        (LATE, "1 day overdue", ()),
        (LATE.replace("03-30", "03-29"), "2 days overdue", ()),
        (
            LED + "extensions:\n  - due: 2022-01-31\n    reason: So.\n",
            "later date asked for",
            ("decide",),
        ),
        (LED.replace("lead: Director\n", ""), "no lead", ("name a lead",)),
        (LED.replace("original_due: 2021-12-31\n", ""), "no date", ("set a date",)),
        (LED.replace("2021-03-01", "2020-12-30"), "no progress recorded", ()),
        (
            LED.replace("2021-03-01", "2020-12-01")
            + "progress:\n  - date: 2020-12-30\n    text: Begun.\n",
            "no progress for 91 days",
            (),
        ),
    ],
)
def test_an_action_is_there_with_why_and_what_a_meeting_could_decide(
    lines: str, reasons: str, wanted: tuple[str, ...]
) -> None:
    """One of two: what half of them lack is an exception."""
    concern = one(register(action("A1", lines), action("A2", LED)))
    assert (concern.key, "; ".join(concern.reasons), concern.wanted) == ("A1", reasons, wanted)


def test_what_most_actions_lack_is_no_exception_of_any() -> None:
    """It is said once, of all of them."""
    bare = "since: 2021-03-01\n"
    assert rows(register(action("A1", bare), action("A2", bare), action("A3", LED))) == []


def test_an_action_shares_the_row_of_a_position_that_is_there() -> None:
    """It is named after what is rated worse; of two rated alike, after the position."""
    late = action("A1", LATE)
    of = register(late, body__2021__1=position(1, "red", "none"))
    assert rows(of) == [("1", "no assurance; A1 1 day overdue")]
    assert one(of).keys == {"1", "A1"}
    of = register(
        late.replace("value: green", "value: red"), body__2021__1=position(1, assurance="none")
    )
    assert rows(of) == [("A1", "1 no assurance; 1 day overdue")]
    of = register(late, body__2021__2=position(2, "red"))
    assert rows(of) == [("2", "rated Red"), ("A1", "1 day overdue")]


def test_the_row_gives_the_date_that_comes_first_and_who_leads() -> None:
    """Of the actions, where it is named after a position; of that, if it has a lead."""
    late, later = (
        action("A1", LATE),
        action("A2", LATE.replace("03-30", "03-01").replace("Director", "Head")),
    )
    of = one(register(late, later, body__2021__1=position(1, "red")))
    assert of.dated is not None
    assert (of.dated.id, of.led_by) == ("A2", "Head")
    of = one(register(late, later, body__2021__1=position(1, "red") + "lead: Chief\n"))
    assert of.led_by == "Chief"


def test_the_worst_come_first() -> None:
    """By rating; then positions by assurance, actions by days overdue and by whether they wait for a decision."""
    red = [
        action(f"A{n}", LATE.replace("03-30", f"03-{n:02}")).replace("value: green", "value: red")
        for n in (21, 11)
    ]
    asked = action("A3", LED + "extensions:\n  - due: 2022-01-31\n    reason: So.\n")
    no_lead = action("A4", LED.replace("lead: Director\n", ""))
    unrated = action("A5", LATE).replace("value: green", "value: not rated")
    of = register(
        *(text.replace('["1"]', "[]") for text in (no_lead, asked, unrated, *red)),
        body__2021__1=position(1, "red", "some"),
        body__2021__2=position(2, "red", "none"),
    )
    assert [key for key, _ in rows(of)] == ["2", "1", "A11", "A21", "A3", "A4", "A5"]
    assert [concern.key for concern in of.worst] == ["2", "1", "A11", "A21", "A3", "A4"]


def test_a_paper_is_there_for_its_own_commitments() -> None:
    """After all others; a commitment of a number that is not answered any more, by that number."""
    made = COVER + "commitments:\n  - text: There are\n    kind: continuing\n"
    of = register(**{"body__2021__papers__board-report": made})
    assert rows(of) == [("board-report", "commitment without action")]
    assert one(of).wanted == ("act, or withdraw",)
    of = register(
        body__2021__1=position(1, promise="Position on 1."),
        body__2022__year=YEAR.replace("2021-", "2022-") + 'follows: "2021"\nnumbers: ["2"]\n',
        body__2022__2=position(2),
    )
    assert rows(of) == [("1", "commitment without action")]
    assert one(of).named is None


def test_an_ask_is_about_what_it_lists_and_the_actions_that_it_names() -> None:
    """Numbers in its words may be anything."""
    asks = 'asks:\n  - Decide on A1.\n  - Note 1 of 22.\n  - text: Say what more is wanted.\n    about: ["1"]\n'
    of = register(
        action("A1", LATE),
        body__2021__1=position(1, "red"),
        **{"body__2021__papers__board-report": COVER + asks},
    )
    assert of.asks_about("board-report", one(of)) == (1, 3)


def test_assurance_is_told_as_people_say_it() -> None:
    """Whatever the body calls its steps."""
    told = {
        "None": "no assurance",
        "Limited": "Limited assurance",
        "No assurance": "no assurance",
        "Not assessed": "assurance Not assessed",
    }
    assert {word: with_assurance(Step(word, word)) for word in told} == told


def test_what_may_be_the_id_of_an_action_is_found_in_a_text() -> None:
    """Without the signs of the sentence around it."""
    text = "Decide A09. See B/1-, (C.2) and D-3/."
    assert named_in(text) == {"Decide", "A09", "See", "B/1", "C.2", "and", "D-3"}


def extended(*dates: str) -> str:
    """Return an action that was extended to some days, with approval."""
    given = "".join(
        f"  - {{due: {day}, reason: So., approved_by: The Board, approved_on: 2021-03-01}}\n"
        for day in dates
    )
    return LED.replace("2021-12-31", "2021-04-30") + f"extensions:\n{given}"


def test_an_action_that_was_extended_often_is_there() -> None:
    """With how many times."""
    assert rows(register(action("A1", extended("2021-05-31")), action("A2", LED))) == []
    twice = register(action("A1", extended("2021-05-31", "2021-06-30")), action("A2", LED))
    assert rows(twice) == [("A1", "extended twice")]
    often = register(action("A1", extended("2021-05-31", "2021-06-30", "2021-07-31")))
    assert rows(often) == [("A1", "extended 3 times")]


def test_a_rating_is_the_reason_where_there_is_no_other() -> None:
    """Of an action as of a position; what a row is not named after is named with its reason."""
    red = action("A1", LED).replace("value: green", "value: red")
    assert rows(register(red)) == [("A1", "rated Red")]
    late = action("A1", LATE).replace("value: green", "value: red")
    assert rows(register(late)) == [("A1", "1 day overdue")]
    asked = action("A1", LED + "extensions:\n  - due: 2022-01-31\n    reason: So.\n")
    concern = one(register(asked, body__2021__1=position(1, "red")))
    assert (concern.key, concern.reasons) == ("1", ("rated Red", "A1 later date asked for"))
    assert concern.wanted == ("decide for A1",)


def test_what_an_action_repeats_is_a_sign_of_progress() -> None:
    """As a note is; the days are counted from the last."""
    turns = LED.replace("2021-03-01", "2020-11-01").replace("2021-12-31", "2020-11-30")
    turns += "repeats: {every: year, done: [2020-12-01]}\n"
    noted = turns.replace("repeats", "progress: [{date: 2020-12-30, text: Begun.}]\nrepeats")
    for lines in (turns, noted):
        told = rows(register(action("A1", lines), action("A2", LED)))
        assert not any("no progress recorded" in reasons for _, reasons in told)


@pytest.mark.parametrize(
    ("before", "now", "less"),
    [
        ("full", "some", True),
        ("some", "none", True),
        ("some", "full", False),
        ("full", "full", False),
        ("not assessed", "none", False),
        ("full", "not assessed", False),
    ],
)
def test_assurance_that_fell_by_a_step_is_less_sure(before: str, now: str, less: bool) -> None:
    """By the order of the body's scheme; of what nobody has looked at, nobody can say."""
    of = register(
        body__2020__year=YEAR.replace("2021-", "2020-"),
        body__2020__1=position(1, assurance=before),
        body__2020__2=position(2),
        body__2021__year=f'{YEAR}follows: "2020"\n',
        body__2021__1=position(1, assurance=now),
    )
    assert is_less_sure(of, of.positions["1"]) is less
    assert of.earlier is not None
    assert not is_less_sure(of.earlier, of.earlier.positions["1"])


ASKS = 'asks:\n  - Note {{ counts.positions }} positions.\n  - text: Approve it.\n    outcome: {value: agreed, text: "All {{ counts.positions }}."}\n'


def paper(date: str, more: str = "", meeting: str = "The Board") -> str:
    """Return the cover of a paper to a meeting on a day."""
    dated = f"meeting: {meeting}\n" + (f"date: {date}\n" if date else "")
    return COVER.replace("meeting: The Board\n", dated) + more


def matters(**papers: str) -> list[tuple[str, str, int]]:
    """Return the year, the paper and the place of each ask that the paper of 20 March 2021 hears of."""
    of = register(
        **{
            f"body__2021__papers__{name.replace('_', '-')}": text
            for name, text in {"board_report": paper("2021-03-20"), **papers}.items()
        }
    )
    return [(each.year, each.paper, each.place) for each in of.matters("board-report")]


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ({}, []),
        ({"jan": paper("2021-01-20", f"paper: board-report\n{ASKS}")}, ["jan", "jan"]),
        ({"jan": paper("2021-01-20", f"paper: board-report\n{ASKS}"), "feb": paper("2021-02-20", f"paper: board-report\n{ASKS}")}, ["feb", "feb"]),
        ({"jan": paper("2021-03-20", f"paper: board-report\n{ASKS}")}, []),
        ({"jan": paper("", f"paper: board-report\n{ASKS}")}, []),
        ({"jan": paper("2021-01-20", f"paper: board-report\n{ASKS}", "Another")}, []),
        ({"jan": paper("2021-01-20", f"paper: board-report\nsession: private\n{ASKS}")}, []),
        ({"jan": paper("2021-01-20", f"paper: board-report\nsession: public\n{ASKS}")}, ["jan", "jan"]),
        ({"board_report": paper("2021-03-20", "session: private\n"), "jan": paper("2021-01-20", f"paper: board-report\nsession: private\n{ASKS}")}, ["jan", "jan"]),
        ({"board_report": paper("2021-03-20", "session: private\n"), "jan": paper("2021-01-20", f"paper: board-report\n{ASKS}")}, []),
        ({"hwbb": paper("2021-01-20", ASKS)}, ["hwbb", "hwbb"]),
        ({"hwbb": paper("2021-01-20", ASKS), "jan": paper("2021-01-20", f"paper: board-report\n{ASKS}")}, ["jan", "jan"]),
        ({"board_report": paper(""), "jan": paper("2021-01-20", f"paper: board-report\n{ASKS}")}, []),
    ],
)  # fmt: skip
def test_a_meeting_hears_of_what_it_was_asked_before(
    papers: dict[str, str], told: list[str]
) -> None:
    """By the latest paper of an earlier day, of the same kind if there are several; in private only by one in private."""
    found = matters(**papers)
    assert [name for _, name, _ in found] == told
    assert [place for *_, place in found] == [1, 2][: len(told)]


def test_what_a_meeting_was_asked_is_told_with_what_came_of_it() -> None:
    """Figures are filled in as they were; of a year before too."""
    of = register(
        body__2020__1=position(1),
        body__2020__2=position(2),
        body__2020__year=YEAR.replace("2021-", "2020-"),
        **{"body__2020__papers__board-report": paper("2020-05-20", ASKS)},
        body__2021__year=f'{YEAR}follows: "2020"\n',
        **{"body__2021__papers__board-report": paper("2021-03-20", ASKS)},
    )
    first, second = of.matters("board-report")
    assert (first.year, first.paper, first.place, first.text) == (
        "2020",
        "board-report",
        1,
        "Note 2 positions.",
    )
    assert first.outcome is None
    assert second.outcome is not None
    assert (second.outcome.value, second.outcome.text) == ("agreed", "All 2.")
    assert of.matters("hwbb") == ()
