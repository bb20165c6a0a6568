"""When an action is due: days, months and quarters, dates that are not set, and dates that were moved."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest

from francis.changes import sentences
from francis.changes.compare import compare
from francis.changes.reports import files_told
from francis.formats.dates import date_in_words
from francis.papers.tracker import plan_workbook
from francis.record.audience import for_audience
from francis.record.days import day_in_words, parse_when
from francis.record.model import Action
from francis.record.reading import loading
from francis.record.register import Register
from francis.record.schema import schema_of
from francis.record.timing import ToBeSet, due_in_words
from tests.shared.workspaces import action, plan, record_files

DAY = datetime.date


def register(*actions: str, **also: str) -> Register:
    """Return the small workspace, as at 31 March 2021, with a plan of these actions."""
    loaded = loading.load(record_files(body__2021__actions=plan(*actions, **also)))
    assert not loaded.problems, loaded.problems
    return loaded.registers[-1]


def first(*lines: str) -> Action:
    """Return an action with further lines of YAML."""
    return register(action("A1", "\n".join(lines))).actions[0]


def problems(*lines: str) -> list[str]:
    """Return the problems of an action with further lines of YAML, by place."""
    files = record_files(body__2021__actions=plan(action("A1", "\n".join(lines))))
    return [f"{p.message} {p.remedy}" for p in loading.load(files).problems]


def rows(of: Register, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet of the plan's workbook, by the headings of its columns."""
    made = datetime.datetime(2021, 3, 31)
    sheets = {s.name: s for s in plan_workbook(of, provenance="", made=made, version="0").sheets}
    headings = [column.heading for column in sheets[name].columns]
    return [dict(zip(headings, row, strict=True)) for row in sheets[name].rows]


# Quarters


@pytest.mark.parametrize(
    ("written", "begin", "end", "words"),
    [
        ("2015-Q1", DAY(2015, 1, 1), DAY(2015, 3, 31), "January to March 2015"),
        ("2015-Q3", DAY(2015, 7, 1), DAY(2015, 9, 30), "July to September 2015"),
        ("2015/16-Q1", DAY(2015, 4, 1), DAY(2015, 6, 30), "April to June 2015 (Q1 of 2015/16)"),
        ("2015/16-Q3", DAY(2015, 10, 1), DAY(2015, 12, 31),
         "October to December 2015 (Q3 of 2015/16)"),
        ("2015/16-Q4", DAY(2016, 1, 1), DAY(2016, 3, 31), "January to March 2016 (Q4 of 2015/16)"),
        ("1999/00-Q2", DAY(1999, 7, 1), DAY(1999, 9, 30),
         "July to September 1999 (Q2 of 1999/00)"),
    ],
)  # fmt: skip
def test_a_quarter_is_of_the_calendar_or_of_a_financial_year(
    written: str, begin: DAY, end: DAY, words: str
) -> None:
    """It is written back as it was read, and printed by its months."""
    when = parse_when(written)
    assert (when.first, when.last, str(when)) == (begin, end, written)
    assert day_in_words(when) == words
    pattern = schema_of("actions")["properties"]["actions"]["items"]["properties"]
    assert any(
        re.match(option.get("pattern", "(?!)"), written)
        for option in pattern["original_due"]["anyOf"]
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2015-Q5", "a quarter that does not exist"),
        ("2015/17-Q1", "not a financial year: 2015 is followed by 16"),
        ("9999/00-Q4", "a quarter that does not exist"),
        ("0000-Q1", "a quarter that does not exist"),
        ("2015-q3", "a month (year-month) or a quarter"),
        ("Q3 2015", "or a quarter, as in 2013-Q2 or 2013/14-Q1"),
    ],
)
def test_what_is_no_quarter_is_said_to_be_none(written: str, said: str) -> None:
    """With what is wrong, and how a date is written."""
    (problem,) = problems(f'original_due: "{written}"')
    assert said in problem


def test_the_last_day_of_a_quarter_decides() -> None:
    """It is in time until its end, and a later one is an extension."""
    late = "{due: 2021-Q2, approved_by: The Board, approved_on: 2021-03-01}"
    of = register(
        action("A1", "original_due: 2020/21-Q4"),
        action("A2", "original_due: 2020-Q4"),
        action("A3", f"original_due: 2020-Q4\nextensions: [{late}]"),
    )
    assert [of.state(a) for a in of.actions] == ["open", "overdue", "open"]
    assert of.days_overdue(of.actions[1]) == 90
    cells = [row["Due"] for row in rows(of, "Action plan")]
    assert [cell.last for cell in cells] == [DAY(2021, 3, 31), DAY(2020, 12, 31), DAY(2021, 6, 30)]
    assert [*map(date_in_words, cells)] == [
        "January to March 2021 (Q4 of 2020/21)", "October to December 2020", "April to June 2021"
    ]  # fmt: skip


# Dates that are not set


def test_a_date_to_be_set_is_no_date() -> None:
    """It is printed, and counted with those that there are not."""
    of = register(action("A1", "original_due: {to_be_set_by: 2021-04-30}"), "A2")
    (told, silent) = of.actions
    assert told.original_due == ToBeSet(DAY(2021, 4, 30))
    assert (told.due, of.state(told)) == (None, "open")
    assert due_in_words(told.due_stated) == "to be set by 30 April 2021"
    assert due_in_words(silent.due_stated) == "not stated"
    assert of.counts.figures["open_without_date"] == 2
    assert [row["Due"] for row in rows(of, "Action plan")] == ["to be set by 30 April 2021", None]


def test_a_date_to_be_set_must_name_a_day() -> None:
    """And nothing else; and what has no date cannot be extended."""
    (month,) = problems("original_due: {to_be_set_by: 2021-04}")
    assert "'to_be_set_by' of 'original_due'" in month
    assert "or a month" not in month
    assert "a quarter" not in month
    later = "extensions: [{due: 2021-06-30}]"
    (extended,) = problems("original_due: {to_be_set_by: 2021-04-30}", later)
    assert "no first date is set" in extended


# Dates brought forward


MOVED = """\
original_due: 2021-02-28
extensions:
  - {due: 2021-06-30, reason: Late, approved_by: The Board, approved_on: 2021-01-31}
  - {due: 2021-04-30, reason: Ready early, approved_by: The Chair, approved_on: 2021-02-15}
"""


def test_a_date_brought_forward_applies_and_extends_nothing() -> None:
    """It is due earlier, and is counted nowhere as extended."""
    of = register(action("A1", MOVED))
    (moved,) = of.actions
    assert moved.due == parse_when("2021-04-30")
    assert moved.times_extended == 1
    assert [moved.is_forward(e) for e in moved.extensions] == [False, True]
    assert of.exceptions.extended == ()
    (row,) = rows(of, "Action plan")
    assert row["Times extended"] == 1
    later, earlier = rows(of, "Extensions")
    assert (later["Brought forward"], earlier["Brought forward"]) == ("", "yes")
    assert "Extended to" not in later


def test_a_date_that_is_asked_to_be_brought_forward_is_no_extension_asked() -> None:
    """Until it is approved the date before applies."""
    asked = "extensions: [{due: 2021-03-31, asked_on: 2021-03-01}]"
    of = register(action("A1", f"original_due: 2021-06\n{asked}"))
    (action_,) = of.actions
    assert (of.asked, of.counts.asked) == ((), 0)
    assert action_.due == parse_when("2021-06")
    assert action_.fate(action_.extensions[0]) == "requested"
    (problem,) = problems("original_due: 2021-06", "extensions: [{due: 2021-06-30}]")
    assert "it is due then already" in problem


def test_a_comparison_says_that_a_date_was_brought_forward() -> None:
    """Nothing slipped by it."""
    before = MOVED.rpartition("  - ")[0]
    old, new = register(action("A1", before)), register(action("A1", MOVED))
    changes = compare(old, new)
    (change,) = changes.actions
    assert change.events == ("brought forward",)
    assert changes.figures["slipped"] == 0
    assert [*sentences.action(change, day_in_words)] == [
        "Brought forward from 30 June 2021 to 30 April 2021: Ready early. "
        "Approved by The Chair on 15 February 2021."
    ]
    (back,) = compare(new, old).actions
    assert [*sentences.action(back, day_in_words)] == [
        "The bringing forward to 30 April 2021 was removed."
    ]


# Milestones


STEPS = """\
original_due: 2021-06-30
milestones:
  - {what: Tender out, due: 2021-01, met: 2021-02-02}
  - {what: Bids in, due: 2021-02-28, met: 2021-02-28}
  - {what: Contract signed, due: 2021-03-30}
  - {what: In use, due: 2021-05-31}
"""
STANDING = [
    "due January 2021; met 2 February 2021, 2 days late",
    "due 28 February 2021; met 28 February 2021",
    "due 30 March 2021; not met, 1 day overdue",
    "due 31 May 2021",
]


def test_a_milestone_says_whether_it_was_met() -> None:
    """In the workbook each has a row; without any there is no sheet of them."""
    of = register(action("A1", STEPS))
    (stepped,) = of.actions
    assert [row["Standing"] for row in rows(of, "Milestones")] == STANDING
    done = register(action("A1", STEPS + "completed: 2021-03-30")).actions[0]
    assert done.milestone_in_words(done.milestones[2], of.as_at) == "due 30 March 2021; not met"
    assert [stepped.is_missed(m, of.as_at) for m in stepped.milestones] == [0, 0, 1, 0]
    assert not any(done.is_missed(m, of.as_at) for m in done.milestones)
    with pytest.raises(KeyError):
        rows(register("A1"), "Milestones")


def test_a_milestone_of_another_day_or_of_the_same_name_is_a_problem() -> None:
    """It cannot have been met after the day of the year, nor be there twice."""
    late, twice = (
        problems("milestones: [{what: Out, due: 2021-03, met: 2021-04-01}]"),
        problems("milestones: [{what: Out, due: 2021-03}, {what: Out, due: 2021-04}]"),
    )
    assert "'met' is 2021-04-01, which is after" in late[0]
    assert "the milestone 'Out' appears twice" in twice[0]


def test_a_comparison_says_what_became_of_milestones() -> None:
    """Each fact once: that one came, was met, or is due another day."""
    old = action("A1", STEPS.replace(", met: 2021-02-02", "").replace("In use", "In hand"))
    new = action("A1", STEPS.replace("2021-03-30", "2021-04-30"))
    changes = compare(register(old), register(new))
    (change,) = changes.actions
    assert [*sentences.action(change, day_in_words)] == [
        "Milestone “Tender out” met on 2 February 2021, 2 days late.",
        "Milestone “Contract signed”: due 30 March 2021 → 30 April 2021.",
        "Milestone added: “In use”, due 31 May 2021.",
        "Milestone removed: “In hand”.",
    ]
    assert files_told(changes, day_in_words) == [("standards/body/2021/actions.yaml", [])]


def test_the_words_of_a_milestone_are_classified_with_its_action() -> None:
    """Its dates are for everybody."""
    of = register(action("A1", STEPS + "classification: internal"))
    (milestone, *_) = for_audience(of, "public").actions[0].milestones
    assert str(milestone.what) == "Left out of this paper: internal."
    assert milestone.met == DAY(2021, 2, 2)
