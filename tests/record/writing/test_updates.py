"""Confirmations, ratings, and what became of actions: only what must change does."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from francis.errors import FrancisError
from francis.record.days import When
from francis.record.model import (
    Acceptance,
    Closure,
    Confirmed,
    Evidence,
    Extension,
    Milestone,
    Progress,
    Rated,
    Verified,
    digest,
)
from francis.record.reading import loading
from francis.record.reading.nodes import STRANGE
from francis.record.register import Register
from francis.record.writing import updates
from tests.shared.workspaces import BODY, POSITION, RED, action, plan, record_files

DAY = datetime.date
FIRST = """\
# The position of the board.
format: 1
number: '1'
acceptance: {value: accepted, reason: "It's right"}

# The board's rating.
rating:
    value: "green"   
    # Said in March.
    reason: >-
      On its way: two of three,
      and the third in June.

assurance:
  value: not assessed
text: |
  Position on 1.

  - a point # one

# The end.
lead: 'Director'
"""  # noqa: W291 - spaces at the end of a line are a line's own
PLAN = plan(
    action("A1", "original_due: 2021-02-28\nlead: Director of Care"),
    # Written as another officer would.
    """\
  # The second.
  - rating: {value: red, reason: 'No, late'}
    id: "A2"
    recommendations: ["1"]
    description: >
      Do A2,
      and more.

    original_due: 2021-05
    extensions:
    - {due: 2021-07, asked_on: 2021-02-01, reason: Because}
    progress: [{date: 2021-01-01, text: Begun}]
# Between the two.
""",
    action("A-3.1", "closure:\n  outcome: superseded"),
)
FILES = record_files(
    body__body=BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n"),
    body__2021__1=FIRST,
    body__2021__actions=PLAN,
)
ONE, ACTIONS = "standards/body/2021/1.yaml", "standards/body/2021/actions.yaml"


def register(files: dict[str, bytes]) -> Register:
    """Return the register of files that are clean."""
    found = loading.load(files)
    assert found.problems == ()
    return found.registers[0]


def changes(made: dict[str, bytes], files: dict[str, bytes] = FILES) -> list[str]:
    """Return the lines that went and came, with their ends."""
    lines: list[str] = []
    for path, data in made.items():
        old, new = (text.decode().splitlines(keepends=True) for text in (files[path], data))
        lines += [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    return lines


def rate(rating: Rated, files: dict[str, bytes] = FILES) -> dict[str, bytes]:
    return updates.rated(files, register(files), "1", rating)


def test_a_new_rating_does_not_keep_the_reason_of_another() -> None:
    """Its value and the old reason change, and no other line."""
    assert changes(rate(Rated("red"))) == [
        '-     value: "green"   \n',
        "+     value: red\n",
        "-     reason: >-\n",
        "-       On its way: two of three,\n",
        "-       and the third in June.\n",
    ]
    new = register({**FILES, **rate(Rated("red"))})
    assert new.positions["1"] == replace(register(FILES).positions["1"], rating=Rated("red"))


def test_the_reason_alone_can_change() -> None:
    """The same rating without a reason is no change, and neither is the same with the same."""
    assert changes(rate(Rated("green", "All done."))) == [
        "+     reason: All done.\n",
        "-     reason: >-\n",
        "-       On its way: two of three,\n",
        "-       and the third in June.\n",
    ]
    for same in (Rated("green"), register(FILES).positions["1"].rating):
        with pytest.raises(FrancisError, match="1 is already rated Green"):
            rate(same)


WINDOWS = {
    **FILES,
    ONE: b"\xef\xbb\xbf" + FIRST.replace("\n", "\r\n").encode(),
    ACTIONS: b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode(),
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)
HOSTILE = [
    "no",
    "~",
    "1.10",
    "2014-03-31",
    "a: b",
    "a #b",
    "- a",
    "*a",
    "'",
    '"',
    "\\",
    "{a}",
    "|",
    "a\n b",
]


def said(files: dict[str, bytes], old: Register, reason: str, note: str) -> dict[str, bytes]:
    """Return the files that change when a position and an action are rated for a reason, with a note."""
    rating, progress = Rated("red", reason.strip()), Progress(DAY(2021, 3, 1), note.strip())
    made = updates.rated(files, old, "1", rating)
    return made | updates.acted(
        files, old, ("A2",), updates.Happened(progress=progress, rating=rating)
    )


@given(TEXT | st.sampled_from(HOSTILE), TEXT)
@example("a  \n\n\tb", "\ta\nb")
@example("a\r\nb", "a\rb")
@example("\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}\nb", "=1+1")
def test_any_reason_that_is_accepted_is_read_back_as_written(reason: str, note: str) -> None:
    """In a file of either system; no other line changes, and what no file may hold is refused."""
    for files in (FILES, WINDOWS):
        old = register(files)
        if STRANGE.search(reason.strip() + note.strip()):
            with pytest.raises(FrancisError, match="cannot be printed"):
                said(files, old, reason, note)
            continue
        made = said(files, old, reason, note)
        new = register({**files, **made})
        assert new.positions["1"] == replace(
            old.positions["1"], rating=Rated("red", reason.strip())
        )
        assert new.positions["2"] == old.positions["2"]
        assert new.actions[1] == replace(
            old.actions[1],
            rating=Rated("red", reason.strip()),
            progress=(*old.actions[1].progress, Progress(DAY(2021, 3, 1), note.strip())),
        )
        assert new.actions[::2] == old.actions[::2]
        for path, data in made.items():
            assert data.startswith(b"\xef\xbb\xbf") == files[path].startswith(b"\xef\xbb\xbf")
            assert data.count(b"\r\n") == (data.count(b"\n") if files is WINDOWS else 0)


def test_what_became_of_an_action_goes_to_its_place() -> None:
    """Each in the order that the record has; what is written on one line grows over several."""
    old = register(FILES)
    made = updates.acted(
        FILES,
        old,
        ("A1",),
        updates.Happened(
            progress=Progress(DAY(2021, 3, 1), "Nearly: two."),
            completed=DAY(2021, 3, 2),
            rating=Rated("not rated"),
        ),
    )
    assert changes(made) == [
        "-       value: green\n",
        "+       value: not rated\n",
        "+     progress:\n",
        "+       - date: 2021-03-01\n",
        '+         text: "Nearly: two."\n',
        "+     completed: 2021-03-02\n",
    ]
    extension = Extension(When.of_month(2021, 9), "Snow", asked_on=DAY(2021, 3, 1))
    made = updates.acted(
        FILES, old, ("A2",), updates.Happened(extension=extension, rating=Rated("green"))
    )
    assert changes(made) == [
        "-   - rating: {value: red, reason: 'No, late'}\n",
        "+   - rating:\n",
        "+       value: green\n",
        "+     - due: 2021-09\n",
        "+       reason: Snow\n",
        "+       asked_on: 2021-03-01\n",
    ]
    assert register({**FILES, **made}).actions[1].due == When.of_month(2021, 5)


def test_an_extension_that_was_asked_for_is_approved_where_it_stands() -> None:
    """It is written once; asking for it again, without an approval, is refused."""
    files = {
        **FILES,
        ACTIONS: PLAN.replace(
            "- {due: 2021-07, asked_on: 2021-02-01, reason: Because}",
            '- due: "2021-07"\n      asked_on: 2021-02-01\n      reason: Because',
        ).encode(),
    }
    approved = Extension(
        When.of_month(2021, 7), None, approved_by="The Board", approved_on=DAY(2021, 3, 3)
    )
    made = updates.acted(files, register(files), ("A2",), updates.Happened(extension=approved))
    assert changes(made, files) == [
        "+       approved_by: The Board\n",
        "+       approved_on: 2021-03-03\n",
    ]
    new = register({**files, **made}).actions[1]
    assert (new.asked, new.due) == (None, When.of_month(2021, 7))
    assert new.extensions[0].reason == "Because"
    with pytest.raises(FrancisError, match="already waiting for a decision"):
        updates.acted(
            files,
            register(files),
            ("A2",),
            updates.Happened(extension=Extension(When.of_month(2021, 7))),
        )
    made = updates.acted(FILES, register(FILES), ("A2",), updates.Happened(extension=approved))
    assert register({**FILES, **made}).actions[1].due == When.of_month(2021, 7)  # from one line


def test_an_action_that_is_over_is_neither_completed_nor_extended() -> None:
    """A note on it can still be added; a change that changes nothing is refused."""
    old = register(FILES)
    later = Extension(When(DAY(2021, 9, 1)))
    done = {
        **FILES,
        **updates.acted(FILES, old, ("A1",), updates.Happened(completed=DAY(2021, 3, 1))),
    }
    changed: dict[str, Callable[[], object]] = {
        "A-3.1 was closed as superseded, so it cannot be completed": lambda: updates.acted(
            FILES, old, ("A-3.1",), updates.Happened(completed=DAY(2021, 3, 1))
        ),
        "A1 was completed on 2021-03-01, so it cannot be extended": lambda: updates.acted(
            done, register(done), ("A1",), updates.Happened(extension=later)
        ),
        "A1 is already rated Green": lambda: updates.acted(
            FILES, old, ("A1",), updates.Happened(rating=Rated("green"))
        ),
    }
    for message, change in changed.items():
        with pytest.raises(FrancisError, match=message):
            change()
    note = Progress(DAY(2021, 3, 1), "Looked at again.")
    made = updates.acted(FILES, old, ("A-3.1",), updates.Happened(progress=note))
    assert register({**FILES, **made}).actions[2].latest == note


def test_text_that_is_used_in_two_places_is_not_changed_in_both() -> None:
    """The file would then say something else than was wanted, and is not given out."""
    text = POSITION.format(number=1).replace("value: green\n", "&r\n  value: green\n  reason: x\n")
    text = text.replace("assurance:\n  value: not assessed\n", "assurance: *r\n")
    text = text.replace("rating:\n  &r\n", "rating: &r\n")
    body = BODY.replace("key: not assessed", "key: green").replace("key: not rated", "key: red")
    second = POSITION.format(number=2).replace("not assessed", "green")
    files = record_files(body__body=body, body__2021__1=text, body__2021__2=second)
    with pytest.raises(FrancisError, match="francis cannot change"):
        updates.rated(files, register(files), "1", Rated("green", "y"))


def test_a_position_is_confirmed_against_the_text_of_today() -> None:
    """Two keys come, in their places."""
    old = register(FILES)
    made = updates.confirmed(FILES, old, "1", Confirmed(DAY(2021, 3, 1), "Director"))
    assert [line.replace('"', "") for line in changes(made)] == [
        "+ confirmed:\n",
        "+   on: 2021-03-01\n",
        "+   by: Director\n",
        f"+ answers: {digest(old.recommendations[0])}\n",
    ]


def test_an_extension_that_was_approved_is_not_overwritten() -> None:
    """Another one to the same date stands beside it, and the check refuses it."""
    plan_ = PLAN.replace(
        "- {due: 2021-07, asked_on: 2021-02-01, reason: Because}",
        '- due: "2021-07"\n      approved_by: The Board\n      approved_on: 2021-02-01',
    )
    files = {**FILES, ACTIONS: plan_.encode()}
    again = Extension(When.of_month(2021, 7), approved_by="The Chair", approved_on=DAY(2021, 3, 3))
    made = updates.acted(files, register(files), ("A2",), updates.Happened(extension=again))
    assert made[ACTIONS].count(b"approved_by") == 2
    assert "extension" in {problem.rule for problem in loading.load({**files, **made}).problems}


NEW_POSITIONS: list[dict[str, Any]] = [
    {"rating": Rated("red", "On its way: two of three,\nand the third in June.")},
    {"rating": Rated("green")},
    {"rating": Rated("red", "Late")},
    {"lead": "Head of Care"},
    {"lead": None},
    {"oversight": "The Board"},
    {"notes": ("One.", "Two.")},
    {"text": "Another text.\n\nOf two paragraphs."},
    {"acceptance": Acceptance("not accepted", "It is not ours")},
    {"rating": Rated("red"), "lead": None, "notes": ("One.",)},
]
NEW_ACTIONS: list[dict[str, Any]] = [
    {"rating": Rated("red")},
    {"rating": Rated("green", "It is well")},
    {"description": "Do all of it."},
    {"progress": (Progress(DAY(2021, 1, 1), "Begun"), Progress(DAY(2021, 2, 1), "Half"))},
    {"completed": DAY(2021, 3, 1), "lead": "Head of Care"},
    {"recommendations": ("1", "2")},
]


@pytest.mark.parametrize("changed", NEW_POSITIONS)
def test_a_position_becomes_another(changed: dict[str, Any]) -> None:
    """And no more than that: what is not told stays as it was written."""
    before = register(FILES)
    new = replace(before.positions["1"], **changed)
    made = updates.became(FILES, before, {}, {"1": new})
    after = register({**FILES, **made})
    assert [*made] == [ONE]
    assert after.positions["1"] == new
    assert "# The position of the board." in made[ONE].decode()
    assert ("# Said in March." in made[ONE].decode()) or "rating" in changed


@pytest.mark.parametrize("changed", NEW_ACTIONS)
@pytest.mark.parametrize("place", [0, 1])
def test_an_action_becomes_another(changed: dict[str, Any], place: int) -> None:
    """The others stay as they were written."""
    before = register(FILES)
    old = before.actions[place]
    had = {"progress": (*old.progress, changed["progress"][-1])} if "progress" in changed else {}
    new = replace(old, **changed | had)
    made = updates.became(FILES, before, {new.id: new}, {})
    after = register({**FILES, **made})
    assert [*made] == [ACTIONS]
    assert after.actions == tuple(new if a.id == new.id else a for a in before.actions)


def test_what_became_nothing_else_is_not_written() -> None:
    """Byte by byte."""
    before = register(FILES)
    same = updates.became(FILES, before, {"A1": before.actions[0]}, {"1": before.positions["1"]})
    assert all(FILES[path] == data for path, data in same.items())


STEPS = """\
original_due: 2021-06
milestones:
  - {what: Tender out, due: 2021-01-31, met: 2021-01-30}
  - {what: Tender in, due: 2021-02}
  - {what: In use, due: 2021-05}
  - {what: In, due: 2021-06}
repeats: {every: month, done: [2021-02-28]}
percent: 40
"""
WITH_STEPS = {**FILES, ACTIONS: plan(action("A1", STEPS), "A2").encode()}


def after(name: str, files: dict[str, bytes] = WITH_STEPS, **happened: Any) -> Any:
    """Return what an action has become."""
    made = updates.acted(files, register(files), (name,), updates.Happened(**happened))
    return register({**files, **made}).action(name)


def refused(name: str, **happened: Any) -> str:
    """Return why something that happened to an action is not written."""
    with pytest.raises(FrancisError) as found:
        after(name, **happened)
    return str(found.value)


@pytest.mark.parametrize(
    ("words", "index"),
    [("Tender in", 1), ("tender", 1), ("in use", 2), ("In", 3), ("IN U", 2)],
)
def test_a_milestone_is_met_by_its_words_or_how_they_begin(words: str, index: int) -> None:
    """Of one that is open; its words as a whole go before the beginning of another's."""
    met = after("A1", met=(words, DAY(2021, 3, 1))).milestones
    assert [place for place, step in enumerate(met) if step.met == DAY(2021, 3, 1)] == [index]
    assert met[0].met == DAY(2021, 1, 30)


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("A1", "Tender out", "A1: no open milestone begins with 'Tender out'. Choose from: Tender in, In use, In."),
        ("A1", "i", "A1: several open milestones begin with 'i'. Choose from: Tender in, In use, In."),
        ("A2", "In", "A2: no open milestone begins with 'In'. It has none."),
    ],
)  # fmt: skip
def test_what_milestone_is_meant_has_to_be_clear(name: str, words: str, why: str) -> None:
    """Else those that are open are listed."""
    assert refused(name, met=(words, DAY(2021, 3, 1))) == why


def test_a_new_milestone_stands_behind_the_others() -> None:
    """Also where there was none; and it can be met at once."""
    new = Milestone("Signed", When.of_month(2021, 7))
    assert after("A1", milestone=new).milestones[-1] == new
    assert len(after("A1", milestone=new).milestones) == 5
    both = after("A2", milestone=new, met=("signed", DAY(2021, 3, 1)))
    assert both.milestones == (replace(new, met=DAY(2021, 3, 1)),)


def test_turns_and_shares_are_written_down() -> None:
    """A turn behind those before it; only what repeats has turns."""
    assert after("A1", turn=DAY(2021, 3, 28)).repeats.done == (DAY(2021, 2, 28), DAY(2021, 3, 28))
    assert refused("A2", turn=DAY(2021, 3, 28)).startswith(
        "A2 does not repeat, so it has no turns."
    )
    assert (after("A1", percent=0).percent, after("A2", percent=60).percent) == (0, 60)
    assert refused("A1", percent=40) == "A1 is already as you say."
    assert (
        refused("A1", rating=Rated("green"))
        == "A1 is already rated Green. You can give a new reason."
    )


def test_what_is_complete_is_verified_once_and_closed_once() -> None:
    """Completed and verified in one go too; an action that is closed is not closed again."""
    seen, day = Verified("Internal Audit", DAY(2021, 3, 2)), DAY(2021, 3, 1)
    assert refused("A2", verified=seen).startswith("A2 is not complete, so nobody can verify it.")
    assert after("A2", completed=day, verified=seen).verified == seen
    made = updates.acted(
        WITH_STEPS, register(WITH_STEPS), ("A2",), updates.Happened(completed=day, verified=seen)
    )
    done = {**WITH_STEPS, **made}
    with pytest.raises(FrancisError, match="A2 was verified on 2021-03-02 by Internal Audit"):
        after("A2", done, verified=seen)
    end = Closure("superseded", DAY(2021, 3, 3), "A1 does it")
    assert after("A1", closure=end).closure == end
    with pytest.raises(
        FrancisError, match="A2 was completed on 2021-03-01, so it cannot be closed"
    ):
        after("A2", done, closure=end)


def test_the_same_can_happen_to_several_actions() -> None:
    """All are written, or none."""
    note = Progress(DAY(2021, 3, 1), "Looked at.")
    made = updates.acted(
        WITH_STEPS, register(WITH_STEPS), ("A2", "A1"), updates.Happened(progress=note)
    )
    assert [a.progress for a in register({**WITH_STEPS, **made}).actions] == [(note,), (note,)]
    with pytest.raises(FrancisError, match="A2 does not repeat"):
        updates.acted(
            WITH_STEPS, register(WITH_STEPS), ("A1", "A2"), updates.Happened(turn=DAY(2021, 3, 1))
        )


def test_a_rating_comes_with_its_evidence() -> None:
    """Which may come alone, with the rating that there is."""
    shown = Evidence("Minutes", DAY(2021, 3, 1))
    for rating, expected in ((Rated("red"), Rated("red")), (Rated("green"), None)):
        made = updates.rated(FILES, register(FILES), "1", rating, shown)
        new = register({**FILES, **made}).positions["1"]
        assert new.evidence == (shown,)
        assert new.rating == (expected or register(FILES).positions["1"].rating)


JOINT = {
    **FILES,
    "standards/body/2021/2.yaml": b'format: 1\nnumber: "2"\nanswered_with: "1"\n',
}


def test_what_is_answered_together_is_confirmed_together() -> None:
    """Each against its own text; it is rated and confirmed where it is written."""
    old, by = register(JOINT), Confirmed(DAY(2021, 3, 1))
    made = updates.confirmed(JOINT, old, "1", by)
    new = register({**JOINT, **made})
    assert (new.positions["1"].confirmed, new.joint["2"].answers) == (
        by,
        digest(old.recommendations[1]),
    )
    assert new.positions["1"].answers == digest(old.recommendations[0])
    again = updates.became(JOINT, old, {}, {"1": replace(old.positions["1"], confirmed=by)})
    assert register({**JOINT, **again}).joint["2"].answers == digest(old.recommendations[1])
    assert [*updates.became(JOINT, old, {}, {"1": replace(old.positions["1"], lead="Chair")})] == [
        ONE
    ]
    for change in (lambda: updates.confirmed(JOINT, old, "2", by), lambda: updates.rated(JOINT, old, "2", Rated("red"))):  # fmt: skip
        with pytest.raises(
            FrancisError, match=r"2 is answered together with 1\. Give the number 1"
        ):
            change()
