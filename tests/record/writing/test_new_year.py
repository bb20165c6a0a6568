"""The next year from this one."""

from __future__ import annotations

import datetime

import pytest

from francis.changes.compare import compare
from francis.errors import FrancisError
from francis.record.model import Confirmed
from francis.record.reading import loading
from francis.record.register import Register
from francis.record.writing import new_year, updates
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, YEAR, action, plan, record_files

DAY = datetime.date
PLAN = plan(
    action("A1", "completed: 2021-03-01\nverified:\n  by: Auditor\n  date: 2021-03-02"),
    "A2",
    action("A3", "closure:\n  outcome: closed"),
    action("A4", "completed: 2021-03-01"),
)
FIRST = POSITION.format(number=1) + (
    "# What was promised.\ncommitments:\n  - text: Position on 1.\n    kind: 'will'   \n    actions: [A1]\n"
    "confirmed:\n  on: 2021-03-30\n"
)
FILES = record_files(
    body__2021__year="# The year.\n" + YEAR + "source: A paper.\nnotes:\n  - It is the first.\n",
    body__2021__1=FIRST,
    body__2021__actions=PLAN,
)


def registers(files: dict[str, bytes]) -> dict[str, Register]:
    """Return the registers of files that are clean, by year."""
    found = loading.load(files)
    assert found.problems == ()
    return {register.year_id: register for register in found.registers}


def rolled(**more: object) -> dict[str, bytes]:
    return new_year.next_year(FILES, registers(FILES)["2021"], "2022", **more)  # type: ignore[arg-type]


def test_the_next_year_is_the_same_but_unconfirmed() -> None:
    """It follows, is a draft, as at a year later; no position has changed, and each waits for a look."""
    both = registers({**FILES, **rolled()})
    old, new = both["2021"], both["2022"]
    assert (new.year.follows, new.year.status, new.as_at) == ("2021", "draft", DAY(2022, 3, 31))
    assert (new.year.source, new.year.notes) == (None, ())
    assert compare(old, new).positions == ()
    assert [position.number for position in new.carried] == ["1", "2"]
    assert old.carried == ()
    assert new.earlier == old


def test_settled_actions_stay_behind_and_are_still_known() -> None:
    """What was done, but verified by nobody, is not settled."""
    new = registers({**FILES, **rolled()})["2022"]
    assert [a.id for a in new.actions] == ["A2", "A4"]
    assert new.fulfilment(new.positions["1"].commitments[0]).value == "kept"
    assert new.exceptions.unplanned == ()


def test_comments_order_and_quoting_are_kept() -> None:
    """The only lines that go are those that are not carried, and the only ones that come are new."""
    made = rolled()["standards/body/2022/1.yaml"].decode()
    answers = [line for line in made.splitlines() if line.startswith("answers: ")]
    assert made == FIRST.replace("confirmed:\n  on: 2021-03-30\n", answers[0] + "\n")
    assert (
        rolled()["standards/body/2022/year.yaml"]
        .decode()
        .startswith("# The year.\nformat: 1\nset: inquiry\n")
    )


def test_nothing_is_overwritten_and_no_year_goes_back() -> None:
    """Each refusal says why."""
    register = registers(FILES)["2021"]
    with pytest.raises(FrancisError, match="already has files"):
        new_year.next_year({**FILES, **rolled()}, register, "2022")
    with pytest.raises(FrancisError, match="is not after"):
        rolled(as_at=DAY(2021, 3, 31))
    with pytest.raises(FrancisError, match="cannot be named"):
        new_year.next_year(FILES, register, "../2022")
    for name in ("providers", "papers", "imports", "Output", "concerns"):
        with pytest.raises(
            FrancisError, match=f"cannot be named '{name}': a folder of that name holds"
        ):
            new_year.next_year(FILES, register, name)


def test_a_year_from_a_leap_day_ends_on_a_day_that_exists() -> None:
    """The last of February."""
    files = {
        **FILES,
        "standards/body/2021/year.yaml": YEAR.replace("2021-03-31", "2024-02-29").encode(),
    }
    made = new_year.next_year(files, registers(files)["2021"], "2022")
    assert b"as_at: 2025-02-28" in made["standards/body/2022/year.yaml"]


def test_a_position_is_confirmed_or_changed() -> None:
    """Either way it is no longer carried forward unseen."""
    files = {**FILES, **rolled()}
    new = registers(files)["2022"]
    files |= updates.confirmed(files, new, "1", Confirmed(DAY(2022, 3, 1), "Director of Care"))
    second = files["standards/body/2022/2.yaml"].replace(
        b"Position on 2.", b"Position on 2, at last."
    )
    new = registers(files)["2022"]
    assert new.positions["1"].confirmed == Confirmed(DAY(2022, 3, 1), "Director of Care")
    assert [position.number for position in new.carried] == ["2"]
    assert registers({**files, "standards/body/2022/2.yaml": second})["2022"].carried == ()


def test_a_position_that_answered_an_older_text_is_for_review() -> None:
    """Until it is confirmed against the text of today."""
    files = {**FILES, **rolled()}
    files["standards/inquiry/1.yaml"] = files["standards/inquiry/1.yaml"].replace(
        b"Text of", b"New text of"
    )
    new = registers(files)["2022"]
    assert [position.number for position in new.for_review] == ["1"]
    files |= updates.confirmed(files, new, "1", Confirmed(DAY(2022, 3, 1)))
    assert registers(files)["2022"].for_review == ()


def test_a_promise_that_nothing_answers_is_not_forgotten() -> None:
    """It is told in the later year, even if its sentence is gone from the position."""
    promise = FIRST.replace("    actions: [A1]\n", "")
    files = {**FILES, "standards/body/2021/1.yaml": promise.encode()}
    files |= new_year.next_year(files, registers(files)["2021"], "2022")
    (told,) = registers(files)["2022"].exceptions.unplanned
    assert (told.number, told.year) == ("1", None)
    files["standards/body/2022/1.yaml"] = POSITION.format(number=1).encode()
    (told,) = registers(files)["2022"].exceptions.unplanned
    assert (told.number, told.year, told.commitment.text) == ("1", "2021", "Position on 1.")


@pytest.mark.parametrize(
    ("follows", "as_at", "rule"),
    [("2022", "2022-03-31", "year-order"), ("2020", "2022-03-31", "year-unknown")],
)
def test_years_follow_each_other_in_order(follows: str, as_at: str, rule: str) -> None:
    """Not in a circle, not a later one, and not one that is not there."""
    first = YEAR + f'follows: "{follows}"\n'
    files = {**FILES, **rolled(), "standards/body/2021/year.yaml": first.encode()}
    assert rule in {problem.rule for problem in loading.load(files).problems}


@pytest.mark.parametrize("name", ["2", "year"])
def test_a_year_that_follows_one_with_errors_is_not_made(name: str) -> None:
    """Its papers would not say what was carried; the errors are told for both. Its own files can be changed."""
    file = f"standards/body/2021/{name}.yaml"
    found = loading.load({**FILES, **rolled(), file: b"format: 1\n"})
    assert found.registers == found.readable == ()
    assert {p.place.path for p in found.concerning("body", "2022")} == {file}
    assert found.concerning("body", "2021") == found.problems
    (register,) = found.by_themselves
    assert (register.year_id, register.earlier) == ("2022", None)
    assert found.concerning_alone("body", "2022") == ()


HELD = (
    COVER.replace(
        "purposes:",
        "# The meeting.\npaper: board-report\ndate: 2021-03-01\nsession: public\npublished: 2021-02-20\n"
        "late: It snowed.\nchair_agreed: true\nasks:\n  - Note it.\n"
        "  - {text: Agree it., outcome: {value: agreed}}\npurposes:",
    ).replace("      - text: There are", "      - heading: How many\n        text: There are")
    + "      - text: We will do A2.\ncommitments:\n  - {text: We will do A2., kind: will, actions: [A2]}\n"
)
BEGUN = """\
format: 1
title: The position of the Test Body
meeting: The Board
# The meeting.
paper: board-report
session: public
asks:
  - Note it.
  - Agree it.
purposes: [note]
fields:
  author: Director of Care
sections:
  - key: background
    paragraphs:
      - heading: How many
        text: To be written.
"""


def test_covers_stay_behind_or_are_carried_over_as_a_start() -> None:
    """Without anything that was true of the last meeting only."""
    files = {
        **FILES,
        **record_files(body__body=BODY + FORM, body__2021__papers__spring=HELD),
        "standards/body/2021/actions.yaml": PLAN.encode(),
    }
    register = registers(files)["2021"]
    path = "standards/body/2022/papers/spring.yaml"
    assert path not in new_year.next_year(files, register, "2022")
    made = new_year.next_year(files, register, "2022", with_covers=True)
    assert made[path].decode() == BEGUN
    assert list(registers({**files, **made})["2022"].covers) == ["spring"]
