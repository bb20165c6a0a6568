"""Rules about when actions are due: dates that are not set, milestones, turns, and shares of the work."""

from __future__ import annotations

import pytest

from francis.check import claims, promises
from francis.check.rule import Rule
from tests.shared.findings import RATED, At, findings, position
from tests.shared.workspaces import POSITION, SET, YEAR, action, plan, record_files

KNOWN = "measure: It is so.\nlead: Head of Care\nsince: 2021-03-01\n"


def found(rule: Rule, *lines: str) -> list[str]:
    """Return what a rule says of an action with further lines, as at 31 March 2021."""
    text = plan(action("A1", KNOWN + "\n".join(lines)))
    return findings(rule, record_files(body__2021__actions=text))


@pytest.mark.parametrize(("by", "told"), [("2021-03-30", True), ("2021-03-31", False)])
def test_a_date_that_was_to_be_set_by_now_is_told(by: str, told: bool) -> None:
    """Until then it is no fault that there is none."""
    line = f"original_due: {{to_be_set_by: {by}}}"
    here = At("2021/actions.yaml:11:19", "A1 has no date yet")
    assert found(promises.date_not_set, line) == [here] * told
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


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("completed: 2021-02-28", "A1 was completed on 28 February 2021, before it was in the plan (1 March 2021)"),
        ("extensions:\n  - {due: 2021-08-31, asked_on: 2021-03-10, approved_on: 2021-03-09, approved_by: The Board}", "A1 to 31 August 2021 was approved on 9 March 2021, before"),
        ("completed: 2021-03-01", ""),
        ("extensions:\n  - {due: 2021-08-31, asked_on: 2021-03-10, approved_on: 2021-03-10, approved_by: The Board}", ""),
        ("extensions:\n  - {due: 2021-08-31, approved_on: 2021-03-10, approved_by: The Board}", ""),
    ],
)  # fmt: skip
def test_what_comes_first_happened_first(lines: str, told: str) -> None:
    """Completed once it was in the plan, approved once asked for; on one day is in order."""
    said = found(promises.dates_out_of_order, "original_due: 2021-06-30", *lines.split("\n"))
    assert len(said) == bool(told)
    assert told in "".join(said)


@pytest.mark.parametrize(("published", "is_told"), [("2021-03-31", False), ("2021-04-01", True)])
def test_no_stocktake_is_older_than_the_report(published: str, is_told: bool) -> None:
    """One of the two days is wrong; a day that is not over yet is among them."""
    files = record_files(inquiry__set=SET.replace("2020-02-29", published))
    assert findings(promises.dates_out_of_order, files) == (
        [At("2021/year.yaml:3:8", "before the Inquiry Report was published (1 April 2021)")]
        if is_told
        else []
    )


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


def vague(words: str) -> bool:
    """Return whether a text is said to have something that is no date."""
    files = record_files(body__2021__1=position(words))
    return bool(findings(promises.date_vague, files))


@pytest.mark.parametrize(
    "words",
    [
        "We will report by end of Quarter 2.",
        "The review ends by the end of Q3.",
        "A new policy will be published in Q4.",
        "Q4",
        "End of quarter four.",
        "The tender is out by Q2, and the contract is to be signed in due course.",
        "The tender is due Q4 (2019/20), and is signed by quarter 1.",
        "Roll out in all practices, date TBC.",
        "Completion date: TBC",
        "Train all staff (TBC).",
        "Train all staff – TBC",
        "It will be done by Q2 of 2019/20, in due course.",
    ],
)
def test_a_quarter_of_no_year_is_no_date(words: str) -> None:
    """Nor is a date that is to be confirmed."""
    assert vague(words)


@pytest.mark.parametrize(
    "words",
    [
        "We will report by end of Quarter 2 of 2021/22.",
        "The review ends by Q3 2021.",
        "The review ends in 2021/22 Q3, and not in due course.",
        "It will be done by 2021-Q3.",
        "Complaints fell in Q4.",
        "Complaints fell by Q4 2019/20.",
        "We will report by quarter 1, on 30 June 2021.",
        "Costs are TBC.",
    ],
)
def test_a_quarter_of_a_year_is_one(words: str) -> None:
    """And what is said of the past needs none."""
    assert not vague(words)


ONE = 'recommendations: ["1"]'
TWO = 'recommendations: ["2"]'


@pytest.mark.parametrize(
    ("described", "serves", "since", "told"),
    [
        ("Train staff.", TWO, "2020-09-01", True),
        ("Train staff.", TWO, "2020-03-01", False),  # the day on which the other came into the plan
        ("Train staff.", ONE, "2020-09-01", False),
        ("Do  a1.", TWO, "2020-09-01", False),
    ],
)
def test_an_id_that_is_used_again_is_told(
    described: str, serves: str, since: str, told: bool
) -> None:
    """An action that was carried forward may be worded anew, or serve other recommendations."""
    later = action("A1", f"since: {since}").replace("Do A1.", described).replace(ONE, serves)
    files = record_files(
        body__2020__year=YEAR.replace("2021", "2020"),
        body__2020__1=POSITION.format(number=1),
        body__2020__2=POSITION.format(number=2),
        body__2020__actions=plan(action("A1", "since: 2020-03-01")),
        body__2021__year=YEAR + 'follows: "2020"\n',
        body__2021__actions=plan(later),
    )
    expected = [At("2021/actions.yaml:3:9", "A1 was another action in 2020: “Do A1.”")]
    assert findings(promises.action_id_reused, files) == (expected if told else [])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("As above.", True),
        ("As 2.1 above", True),
        ("See above", True),
        ("Please see recommendation 1 above.", True),
        ("Ditto", True),
        ("As above, and we will report in June.", False),
        ("The ward is above its limit.", False),
        ("See the plan of the trust.", False),
    ],
)
def test_a_text_that_only_points_elsewhere_is_told(words: str, told: bool) -> None:
    """In a position and in an action: a reader of one row cannot follow it."""
    files = record_files(
        body__2021__1=position(words),
        body__2021__actions=plan(action("A1").replace("Do A1.", words)),
    )
    found = findings(claims.text_elsewhere, files)
    assert found == (
        [At("2021/1.yaml:10:1", "the text of 1"), At("2021/actions.yaml:5:18", "description of A1")]
        if told
        else []
    )
