"""What a register says of its positions and its plan, list by list."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from francis.record.days import When
from francis.record.model import (
    Action,
    Closure,
    Commitment,
    Confirmed,
    Correction,
    Extension,
    Item,
    PaperForm,
    Plan,
    Position,
    Progress,
    Rated,
    Recommendation,
    Step,
    Theme,
    Verified,
    digest,
)
from francis.record.model.cover import Cover
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import record_files

DAY = datetime.date
AS_AT = DAY(2021, 3, 31)
(SMALL,) = loading.load(record_files()).registers


def action(name: str, **more: object) -> Action:
    plain = {"id": name, "recommendations": ("1",), "description": "Do it.", "rating": Rated("green")}  # fmt: skip
    return Action(**plain | more)  # type: ignore[arg-type]


def register(*numbers: str, actions: tuple[Action, ...] = (), **more: object) -> Register:
    """Return a register of these recommendations, in their order, with a plan of these actions."""
    asked, answer = SMALL.recommendations[0], SMALL.positions["1"]
    return replace(
        SMALL,
        recommendations=tuple(replace(asked, number=n, heading=f"Heading {n}") for n in numbers),
        positions={n: replace(answer, number=n) for n in numbers},
        plan=Plan(1, actions),
        **more,  # type: ignore[arg-type]
    )


def answering(of: Register, number: str, **more: object) -> Register:
    """Return a register with one position changed."""
    new = replace(of.positions[number], **more)  # type: ignore[arg-type]
    return replace(of, positions={**of.positions, number: new})


def asking(of: Register, **more: object) -> Register:
    """Return a register with its first recommendation changed."""
    first = replace(of.recommendations[0], **more)  # type: ignore[arg-type]
    return replace(of, recommendations=(first, *of.recommendations[1:]))


def numbers(positions: tuple[Position, ...]) -> list[str]:
    return [position.number for position in positions]


def ids(actions: tuple[Action, ...]) -> list[str]:
    return [action.id for action in actions]


def test_a_register_names_its_recommendations() -> None:
    """By the runs that are there; and each has its heading."""
    item = Item("standard", "standards")
    assert register("7", "9", "12").span(item) == "standards 7, 9 and 12"
    assert register("7").span(item) == "standard 7"
    total = register("7").set.total
    assert register("7", "9", "12").share == f"7, 9 and 12: 3 of the {total}"
    assert register("7", "8").share == f"7 and 8: 2 of the {total}"
    assert register("7", "8", "9").share == f"7–9 of the {total}"
    assert register("7", "9").names == {"7": "Heading 7", "9": "Heading 9"}


def test_a_note_is_on_either_text() -> None:
    """A correction of what was asked, or a remark on what was answered."""
    plain = register("1", "2")
    corrected = asking(plain, corrections=(Correction("text", "A slip."),))
    remarked = answering(plain, "2", notes=("So it stands.",))
    assert [plain.noted(r) for r in plain.recommendations] == [False, False]
    assert [corrected.noted(r) for r in plain.recommendations] == [False, False]
    assert [corrected.noted(r) for r in corrected.recommendations] == [True, False]
    assert [remarked.noted(r) for r in remarked.recommendations] == [False, True]
    assert [r.has_notes for r in (plain, corrected, remarked)] == [False, True, True]


def test_themes_hold_their_recommendations_in_order() -> None:
    """A theme of which the register has none is left out."""
    themes = Theme("Care", "1", "4"), Theme("Empty", "5", "6"), Theme("Staff", "7", "10")
    of = register("1", "3", "7", "10", set=replace(SMALL.set, themes=themes))
    found = [(theme.title, [r.number for r in those]) for theme, those in of.themes]
    assert found == [("Care", ["1", "3"]), ("Staff", ["7", "10"])]


def test_an_action_stands_under_the_first_theme_that_it_serves() -> None:
    """By the order of numbers, in which 10 comes after 7."""
    themes = Theme("Care", "1", "7"), Theme("Staff", "8", "10")
    plan = action("A1", recommendations=("10", "7")), action("A2", recommendations=("10",))
    of = register("1", "7", "10", set=replace(SMALL.set, themes=themes), actions=plan)
    assert [(theme and theme.title, ids(those)) for theme, those in of.by_theme] == [
        ("Care", ["A1"]),
        ("Staff", ["A2"]),
    ]


def test_leads_stand_by_name_whatever_their_capitals() -> None:
    """Actions without one come last; each lead has its own in the order of the plan."""
    leads = ("b", None, "C", "a", "b", "B")
    plan = tuple(action(f"A{n}", lead=lead) for n, lead in enumerate(leads))
    assert [(lead, ids(those)) for lead, those in register("1", actions=plan).by_lead] == [
        ("a", ["A3"]),
        ("b", ["A0", "A4"]),
        ("B", ["A5"]),
        ("C", ["A2"]),
        (None, ["A1"]),
    ]


def test_a_position_is_carried_forward_that_says_the_same_and_was_not_confirmed() -> None:
    """One that is new, changed or confirmed is not; without a year before none is."""
    before = register("1", "2", "3", year_id="2020")
    now = register("1", "2", "3", "4", earlier=before)
    now = answering(now, "2", text="Another.")
    now = answering(now, "3", confirmed=Confirmed(AS_AT))
    assert numbers(now.carried) == ["1"]
    assert numbers(replace(now, earlier=None).carried) == []
    assert now.counts.figures["carried"] == 1
    assert [r.year_id for r in now.years] == ["2020", "2021"]


def test_a_position_is_for_review_whose_recommendation_reads_otherwise_now() -> None:
    """One that does not say what it answered is not, nor is one that answers the text as it is."""
    of = register("1", "2", "3")
    of = answering(of, "1", answers=digest(of.recommendations[0]))
    of = answering(of, "3", answers="0123456789ab")
    assert numbers(of.for_review) == ["3"]
    assert numbers(asking(of, text="It was made clearer.").for_review) == ["1", "3"]
    assert of.counts.figures["for_review"] == 1


def test_a_form_is_the_bodys_own_or_an_empty_one() -> None:
    """Of a paper of which the body says nothing."""
    form = PaperForm("board-report", clear_days=5)
    of = register("1", body=replace(SMALL.body, papers=(PaperForm("hwbb"), form)))
    assert of.form("board-report") == form
    assert of.form("action-plan") == PaperForm("action-plan")


def test_actions_are_listed_by_their_state() -> None:
    """In the order of the plan."""
    verified = Verified("Auditor", AS_AT)
    plan = (
        action("open", original_due=When(DAY(2021, 6, 30))),
        action("done", completed=AS_AT),
        action("late", original_due=When(DAY(2021, 2, 28))),
        action("verified", completed=AS_AT, verified=verified),
        action("closed", closure=Closure("closed")),
        action("undated"),
    )
    of = register("1", actions=plan)
    assert ids(of.in_state("overdue", "open")) == ["open", "late", "undated"]
    assert ids(of.in_state("verified")) == ["verified"]
    assert [of.is_open(a) for a in plan] == [True, False, True, False, False, True]
    assert of.counts.open_actions == 3
    assert of.counts.states == {"overdue": 1, "open": 2, "completed": 1, "verified": 1, "closed": 1}


def test_what_is_due_by_a_day_is_due_on_it_too() -> None:
    """What is overdue is told of by itself, and what has no date is due by none."""
    plan = (
        action("late", original_due=When(DAY(2021, 2, 28))),
        action("on it", original_due=When(DAY(2021, 5, 1))),
        action("after", original_due=When(DAY(2021, 5, 2))),
        action("undated"),
        action("done", original_due=When(DAY(2021, 5, 1)), completed=AS_AT),
    )
    assert ids(register("1", actions=plan).due_by(DAY(2021, 5, 1))) == ["on it"]
    assert ids(register("1", actions=plan).due_soon) == []


@pytest.mark.parametrize(
    ("meeting", "until"),
    [
        (DAY(2021, 4, 1), DAY(2021, 4, 1)),
        (DAY(2021, 7, 1), DAY(2021, 7, 1)),
        (AS_AT, DAY(2021, 4, 30)),
        (DAY(2021, 3, 1), DAY(2021, 4, 30)),
        (None, DAY(2021, 4, 30)),
    ],
)
def test_a_paper_counts_what_is_due_until_its_meeting(
    meeting: datetime.date | None, until: datetime.date
) -> None:
    """If that comes after the register's day; otherwise for thirty days."""
    cover = Cover(1, "Title", "Board", (), {}, date=When(meeting) if meeting else None)
    of = register("1", covers={"board-report": cover})
    assert of.due_until("board-report") == until
    assert of.due_until("hwbb") == of.due_until() == DAY(2021, 4, 30)


def test_an_extension_that_waits_is_counted() -> None:
    """Of each action once."""
    waiting = Extension(When(DAY(2021, 6, 30)))
    approved = replace(waiting, approved_by="Board")
    plan = action("A1", extensions=(approved,)), action("A2", extensions=(waiting, waiting))
    of = register("1", actions=plan)
    assert ids(of.asked) == ["A2"]
    assert of.counts.figures["extensions_asked"] == 1


def test_the_last_that_was_heard_of_an_action() -> None:
    """Its latest note, or the day on which it came into the plan, whichever is later; or nothing."""
    of = register("1")
    notes = Progress(DAY(2021, 2, 1), "Later."), Progress(DAY(2021, 1, 1), "First.")
    assert of.last_sign(action("A1", progress=notes)) == DAY(2021, 2, 1)
    assert of.last_sign(action("A1", progress=notes, since=DAY(2021, 3, 1))) == DAY(2021, 3, 1)
    assert of.last_sign(action("A1", since=DAY(2020, 1, 1))) == DAY(2020, 1, 1)
    assert of.last_sign(action("A1")) is None
    assert of.is_stale(action("A1"))
    assert not of.is_stale(action("A1", completed=AS_AT))


def test_actions_are_listed_under_each_recommendation_that_they_serve() -> None:
    """In the order of the plan; a recommendation that none serves is not there."""
    plan = action("A1", recommendations=("2", "1")), action("A2", recommendations=("1",))
    serving = register("1", "2", "3", actions=plan).serving
    assert {number: ids(those) for number, those in serving.items()} == {
        "2": ["A1"],
        "1": ["A1", "A2"],
    }


def test_an_action_of_two_with_one_id_is_the_first() -> None:
    """So is a step of two with one key."""
    plan = action("A1", description="First."), action("A1", description="Second.")
    assert register("1", actions=plan).action("A1") == plan[0]
    green = SMALL.body.ratings[0]
    again = (*SMALL.body.ratings, replace(green, word="Another"))
    of = register("1", body=replace(SMALL.body, ratings=again))
    assert of.rating(of.positions["1"]) == green


def test_commitments_of_earlier_years_without_an_action_are_told_once() -> None:
    """Each under the year that made it last, the earliest first; one that is repeated is this year's."""
    words = {"2019": ("old", "both"), "2020": ("both", "mid", "kept"), "2021": ("kept", "now")}
    of: Register | None = None
    for year, texts in words.items():
        made = tuple(Commitment(text, "will") for text in texts)
        of = answering(register("1", year_id=year, earlier=of), "1", commitments=made)
    assert of is not None
    assert [(p.key, p.commitment.text) for p in of.exceptions.unplanned] == [
        ("2019/1/1", "old"),
        ("2020/1/1", "both"),
        ("2020/1/2", "mid"),
        ("1/1", "kept"),
        ("1/2", "now"),
    ]
    planned = tuple(replace(c, actions=("A1",)) for c in of.positions["1"].commitments)
    answered = answering(replace(of, plan=Plan(1, (action("A1"),))), "1", commitments=planned)
    assert [p.key for p in answered.exceptions.unplanned] == ["2019/1/1", "2020/1/1", "2020/1/2"]


def test_ratings_are_counted_of_some_recommendations() -> None:
    """By the key of each step of the scheme, in its order, also of those that nobody has."""
    of = answering(register("1", "2", "3"), "3", rating=Rated("not rated"))
    some: list[Recommendation] = [of.recommendations[1], of.recommendations[2]]
    assert list(of.ratings_of(some).items()) == [("green", 1), ("not rated", 1)]
    assert list(of.ratings_of(some[:1]).items()) == [("green", 1), ("not rated", 0)]


def test_what_is_not_known_is_counted_among_how_many() -> None:
    """Of open actions the date and the rating, of positions the rating, the assurance and the text."""
    plan = (
        action("A1", original_due=When(AS_AT)),
        action("A2", rating=Rated("not rated"), original_due=When(DAY(2021, 1, 1))),
        action("A3"),
        action("A4", rating=Rated("not rated"), completed=AS_AT),
    )
    of = answering(register("1", "2", "3", actions=plan), "2", rating=Rated("not rated"))
    assert {kind: (*found,) for kind, found in of.unknown.items()} == {
        "dates": (1, 3),
        "ratings": (1, 3),
        "action_ratings": (1, 3),
        "assurances": (3, 3),
        "texts": (0, 3),
    }


def test_the_rating_before_is_told_if_it_was_another() -> None:
    """Of a position and of an action; what the year before did not have had none."""
    was = register("1", "2", actions=(action("A1"), action("A2")))
    of = replace(register("1", "2", "3", actions=(action("A1"), action("A3"))), earlier=was)
    of = answering(of, "1", rating=Rated("not rated"))
    late = replace(of.actions[0], rating=Rated("not rated"))
    before = [of.rating_before(of.positions[number]) for number in ("1", "2", "3")]
    assert [step and step.key for step in before] == ["green", None, None]
    assert [of.rating_before(a) for a in of.actions] == [None, None]
    assert of.rating_before(late) == was.rating(was.actions[0])
    assert was.rating_before(late) is None


def test_a_rating_moves_up_or_down_by_the_order_of_both_years() -> None:
    """Where they put the two otherwise, or one is no judgement, it moves neither way."""
    (steps, red) = SMALL.body.ratings, Step("red", "Red", colour="#d4351c")
    body = replace(SMALL.body, ratings=(steps[0], red, *steps[1:]))
    was = replace(register("1", "2", "3", "4"), body=body)
    of = replace(
        register("1", "2", "3", "4"), body=body, earlier=answering(was, "1", rating=Rated("red"))
    )
    for number, rating in (("2", "red"), ("3", "not rated")):
        of = answering(of, number, rating=Rated(rating))
    moved = [of.rating_moved(of.positions[number]) for number in ("1", "2", "3", "4")]
    assert moved == ["better", "worse", "taken back", None]
    turned = replace(of, body=replace(body, ratings=body.ratings[::-1]))
    assert turned.rating_moved(turned.positions["1"]) == "other"
    assert was.rating_moved(was.positions["1"]) is None
