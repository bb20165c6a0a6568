"""Rules about when actions are due: dates that are not set, milestones, turns, and shares of the work."""

from __future__ import annotations

import pytest

from francis.check import claims, promises
from francis.check.rule import Rule
from tests.shared.findings import RATED, At, findings
from tests.shared.workspaces import POSITION, action, plan, record_files

KNOWN = "measure: It is so.\nlead: Head of Care\nsince: 2021-03-01\n"


def found(rule: Rule, *lines: str) -> list[str]:
    """Return what a rule says of an action with further lines, as at 31 March 2021."""
    text = plan(action("A1", KNOWN + "\n".join(lines)))
    return findings(rule, record_files(body__2021__actions=text))


@pytest.mark.parametrize(("by", "told"), [("2021-03-30", True), ("2021-03-31", False)])
def test_a_date_that_was_to_be_set_by_now_is_told(by: str, told: bool) -> None:
    """Until then it is no fault that there is none."""
    line = f"original_due: {{to_be_set_by: {by}}}"
    assert bool(found(promises.date_not_set, line)) == told
    assert found(promises.action_incomplete, line) == []
    assert found(promises.date_not_set, line, "completed: 2021-03-20") == []


def test_a_milestone_that_is_overdue_is_told_unless_its_action_is() -> None:
    """One that was met late is not, nor one of an action that is done."""
    steps = (
        "milestones:",
        "  - {what: Tender out, due: 2021-03-01, met: 2021-03-02}",
        "  - {what: Bids in, due: 2021-03-30}",
        "  - {what: In use, due: 2021-03-31}",
    )
    (told,) = found(promises.milestone_overdue, "original_due: 2021-06", *steps)
    assert told == At("2021/actions.yaml:14:9", "“Bids in” of A1", "not met, 1 day overdue")
    assert found(promises.milestone_overdue, "original_due: 2021-02", *steps) == []
    assert found(promises.milestone_overdue, "completed: 2021-03-31", *steps) == []


def test_a_date_brought_forward_needs_no_reason() -> None:
    """The rules on extensions pass it over; one that had passed when it was set is told."""
    early = "extensions: [{due: 2021-04, approved_by: The Board, approved_on: 2021-03-30}]"
    assert found(promises.extension_unexplained, "original_due: 2021-06", early) == []
    past = early.replace("2021-04", "2021-03-01")
    (told,) = found(promises.due_in_past, "original_due: 2021-06", past)
    assert "the bringing forward of A1 to 1 March 2021 was approved later" in told


TURNS = "repeats: {every: quarter, done: [2021-01-31]}"


def test_an_action_whose_turns_are_kept_is_not_found_at_fault() -> None:
    """It is not stale, and may be rated complete though it is never completed."""
    kept = ("original_due: 2021-01-31", TURNS)
    assert found(promises.progress_stale, *kept) == []
    assert found(promises.turns_over, *kept) == []
    green = plan(action("A1", KNOWN + "\n".join(kept)))
    blue = record_files(
        body__body=RATED,
        body__2021__1=POSITION.format(number=1).replace("value: green", "value: blue"),
        body__2021__actions=green.replace("value: green", "value: blue"),
    )
    for rule in (
        claims.rating_against_dates,
        claims.good_but_overdue,
        claims.complete_not_verified,
    ):
        assert findings(rule, blue) == []


def test_one_that_has_had_its_last_turn_is_told() -> None:
    """Somebody has to say that it is completed, or goes on."""
    over = ("original_due: 2021-01-31", TURNS.replace("done", "until: 2021-03, done"))
    (told,) = found(promises.turns_over, *over)
    assert told == At("2021/actions.yaml:12:14", "A1 has had its last turn")
    assert found(promises.turns_over, *over, "completed: 2021-01-31") == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("percent: 100", "A1 is 100% done, but has no completion date."),
        ("percent: 60\ncompleted: 2021-03-31", "A1 is completed, but only 60% done."),
        ("percent: 100\ncompleted: 2021-03-31", None),
        ("percent: 99", None),
        ("percent: 60\nclosure: {outcome: superseded}", None),
        ("completed: 2021-03-31", None),
    ],
)
def test_a_share_that_contradicts_the_state_is_told(lines: str, words: str | None) -> None:
    """An action that was given up may stay where it was."""
    told = found(claims.percent_against_state, lines)
    assert told == ([] if words is None else [f"2021/actions.yaml:11:14: {words}"])
