"""When an action is due: days, months and quarters, dates that are not set, and dates that were moved."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from francis.changes import sentences
from francis.changes.compare import compare
from francis.changes.reports import files_told
from francis.formats.dates import date_in_words
from francis.papers.tracker.book import plan_workbook
from francis.record.audience import for_audience
from francis.record.days import day_in_words, parse_when
from francis.record.model import Action
from francis.record.model.timing import ToBeSet, due_in_words
from francis.record.reading import loading
from francis.record.register import Register
from francis.record.schema import schema_of
from tests.project.auditor import StockTake
from tests.shared.findings import explained
from tests.shared.workspaces import POSITION, YEAR, action, plan, record_files, write_files

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
    return [f"{p.message} {p.remedy}" for p in explained(loading.load(files).problems)]


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
        ("2015/17-Q1", "names no financial year: the one that begins in 2015 is 2015/16. Write"),
        ("2015/2016-Q1", "Did you mean 2015/16-Q1?"),
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
    late = "{due: 2021-06-30, approved_by: The Board, approved_on: 2021-01-31}"
    (twice,) = problems("original_due: 2021-02-28", f"extensions: [{late}, {late}]")
    assert "it is due then already" in twice


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
    assert str(milestone.what) == "[internal]"
    assert milestone.met == DAY(2021, 2, 2)


# Actions that repeat


@pytest.mark.parametrize(
    ("first", "every", "done", "ahead"),
    [
        ("2015-06-30", "quarter", "", "2015-06-30"),
        ("2015-06-30", "quarter", "2015-06-20", "2015-09-30"),  # kept
        ("2015-06-30", "quarter", "2015-06-30", "2015-09-30"),  # on the day
        ("2015-06-30", "quarter", "2015-07-03", "2015-09-30"),  # late
        ("2015-06-30", "quarter", "2015-09-20", "2015-12-31"),  # nearer to the next
        ("2015-06-30", "quarter", "2015-08-15", "2015-09-30"),  # as near to both
        ("2015-06-30", "quarter", "2015-06-20, 2015-06-25", "2015-09-30"),  # twice in its time
        ("2015-06-30", "quarter", "2015-07-03, 2015-07-10", "2015-12-31"),
        ("2015-06-30", "quarter", "2015-09-18, 2015-06-20", "2015-12-31"),  # in any order
        ("2015-06-30", "quarter", "2016-12-20", "2017-03-31"),  # some were passed over
        ("2015-06-30", "half-year", "2015-06-20", "2015-12-31"),
        ("2015-06-29", "half-year", "2015-06-20", "2015-12-29"),
        ("2015-01-31", "month", "2015-01-31", "2015-02-28"),
        ("2015-01-30", "month", "2015-01-31, 2015-02-28", "2015-03-30"),
        ("2015-06-30", "week", "2015-06-30", "2015-07-07"),
        ("2015-06-30", "fortnight", "2015-06-30", "2015-07-14"),
        ("2016-02-29", "year", "2016-02-29", "2017-02-28"),
        ("2015-06", "month", "2015-06-20", "2015-07"),
        ("2015/16-Q1", "quarter", "2015-06-20", "2015/16-Q2"),
        ("2015-Q4", "year", "2015-12-20", "2016-Q4"),
        ("2015-Q2", "month", "2015-06-20", "2015-07-31"),
        ("2015-06", "week", "2015-06-20", "2015-07-07"),
    ],
)
def test_the_next_turn_follows_from_those_that_were_done(
    first: str, every: str, done: str, ahead: str
) -> None:
    """And is when the action is due; the auditor finds the same."""
    of = StockTake.turns(
        {
            "original_due": first,
            "repeats": {"every": every, "done": done.split(", ") if done else []},
        }
    )
    year = YEAR.replace("2021-03-31", "2016-12-31")
    block = action("A1", f"original_due: {first}\nrepeats: {{every: {every}, done: [{done}]}}")
    files = record_files(body__2021__actions=plan(block), body__2021__year=year)
    (repeating,) = loading.load(files).registers[-1].actions
    assert str(repeating.next_turn) == ahead
    assert repeating.due == repeating.next_turn
    assert of[0][of[1]] == parse_when(ahead).last


KEPT = """\
since: 2020-01-01
original_due: 2020-03-31
repeats: {every: quarter, until: 2022-03-31, done: [2020-03-20, 2020-07-02, 2020-09-30, 2020-12-18]}
"""


def test_an_action_whose_turns_are_kept_is_neither_overdue_nor_stale() -> None:
    """Once its next turn has passed it is overdue, whenever it came into the plan."""
    missed = KEPT.replace(", 2020-12-18", "")
    of = register(action("A1", KEPT), action("A2", missed))
    assert [of.state(a) for a in of.actions] == ["open", "overdue"]
    assert [of.is_stale(a) for a in of.actions] == [False, True]
    assert [of.days_overdue(a) for a in of.actions] == [0, 90]
    assert [a.id for a in of.due_soon] == ["A1"]
    assert of.actions[0].turns_in_words == (
        "every quarter until 31 March 2022; last done 18 December 2020; next by 31 March 2021"
    )
    assert rows(of, "Action plan")[0]["Repeats"] == of.actions[0].turns_in_words


def test_after_its_last_turn_nothing_is_due() -> None:
    """It stays open until somebody says that it is completed, and is not overdue meanwhile."""
    of = register(action("A1", KEPT.replace("2022-03-31", "2020-12-31")))
    (over,) = of.actions
    assert (over.next_turn, of.state(over), of.is_stale(over)) == (None, "open", False)
    assert over.due == parse_when("2020-12-31")
    assert of.counts.figures["actions_without_date"] == of.counts.due_soon == 0
    assert over.turns_in_words.endswith("; last done 18 December 2020; no turn is left")


def test_what_contradicts_itself_in_how_an_action_repeats_is_a_problem() -> None:
    """A first turn is needed; a later date of one turn is no extension."""
    often = "repeats: {every: month, done: [2021-01-31, 2021-01-31]}"
    later = "extensions: [{due: 2021-06-30}]"
    assert "has no 'original_due'" in problems(often.replace(", 2021-01-31", ""))[0]
    assert "cannot have 'extensions'" in problems("original_due: 2021-01-31", later, often)[0]
    assert "the day 2021-01-31 appears twice" in problems("original_due: 2021-01-31", often)[0]
    (future,) = problems("original_due: 2021-01-31", "repeats: {every: month, done: [2021-04-01]}")
    assert "'done' is 2021-04-01, which is after" in future
    (ends,) = problems("original_due: 2021-01-31", "repeats: {every: month, until: 2020-12}")
    assert "until 2020-12, which is before its first turn" in ends
    (word,) = problems("original_due: 2021-01-31", "repeats: {every: monthly}")
    assert "week, fortnight, month, quarter, half-year, year" in word


def test_turns_end_with_the_calendar() -> None:
    """As nothing can be written after its last day."""
    year = YEAR.replace("2021-03-31", "9999-12-31")
    block = action("A1", "original_due: 9999-12-31\nrepeats: {every: week, done: [9999-12-31]}")
    files = record_files(body__2021__actions=plan(block), body__2021__year=year)
    of = loading.load(files).registers[-1]
    assert of.actions[0].has_had_its_turns


def test_a_comparison_says_when_it_was_done() -> None:
    """Each day once."""
    before = KEPT.replace(", 2020-12-18", "")
    changes = compare(register(action("A1", before)), register(action("A1", KEPT)))
    (change,) = changes.actions
    assert change.events == ("no longer overdue",)
    assert [*sentences.action(change, day_in_words)] == ["Done on 18 December 2020."]
    assert files_told(changes, day_in_words) == [("standards/body/2021/actions.yaml", [])]


def test_a_commitment_is_not_late_while_turns_are_kept() -> None:
    """The first turn has passed, but the next has not."""
    made = "commitments:\n  - {text: Position on 1., kind: continuing, actions: [A1]}\n"
    for lines, fate in ((KEPT, "being kept"), (KEPT.replace(", 2020-12-18", ""), "late")):
        files = record_files(
            body__2021__1=POSITION.format(number=1) + made,
            body__2021__actions=plan(action("A1", lines)),
        )
        (of,) = loading.load(files).registers
        assert of.fulfilment(of.promises[0].commitment).value == fate


def test_an_independent_count_finds_the_same(tmp_path: Path) -> None:
    """Of every state and every figure, whatever dates there are."""
    often = "repeats: {every: month, done: [%s]}"
    blocks = [
        action(f"A{number}", lines)
        for number, lines in enumerate(
            (
                "original_due: 2021-Q1",
                "original_due: 2020/21-Q3",
                "original_due: {to_be_set_by: 2021-03-01}",
                MOVED,
                MOVED.replace(", approved_by: The Chair, approved_on: 2021-02-15", ""),
                MOVED.replace("2021-04-30", "2021-07-31"),
                "original_due: 2021-06\nextensions: [{due: 2021-04-30}]",
                STEPS,
                KEPT,
                KEPT.replace("2022-03-31", "2020-12-31"),
                KEPT.replace(", 2020-12-18", ""),
                "original_due: {to_be_set_by: 2021-03-01}\n" + often % "",
                "original_due: 2021-01-31\n" + often % "2021-02-20",
                "original_due: 2021-01-31\n" + often % "2021-03-20" + "\ncompleted: 2021-03-20",
            )
        )
    ]
    made = "commitments:\n" + "".join(
        f"  - {{text: Position, kind: {kind}, actions: [A{number}]}}\n"
        for number in range(len(blocks))
        for kind in ("will", "continuing")
    )
    files = record_files(
        body__2021__1=POSITION.format(number=1) + made, body__2021__actions=plan(*blocks)
    )
    (of,) = loading.load(files).registers
    counted = StockTake(write_files(tmp_path, files) / "standards" / "body" / "2021").figures()
    assert of.counts.figures == counted


# Per cent


def test_a_body_that_counts_in_per_cent_sees_it() -> None:
    """A column says so if any action does; nothing done is something said."""
    of = register(action("A1", "percent: 0"), "A2")
    assert [row["Per cent done"] for row in rows(of, "Action plan")] == [0, None]
    assert "Per cent done" not in rows(register("A1"), "Action plan")[0]
    changes = compare(of, register(action("A1", "percent: 60"), action("A2", "percent: 5")))
    assert [[*sentences.action(c, day_in_words)] for c in changes.actions] == [
        ["Done: 0% → 60%."],
        ["Done: not stated → 5%."],
    ]
    assert files_told(changes, day_in_words) == [("standards/body/2021/actions.yaml", [])]


@pytest.mark.parametrize(("before", "now", "stale"), [
    ("", "percent: 5", False), ("percent: 5", "percent: 5", True), ("percent: 5", "percent: 4", False),
    ("percent: 5", "", True), ("", "percent: 0", True), (None, "percent: 5", False), (None, "", True),
])  # fmt: skip
def test_a_percentage_that_moved_is_progress(before: str | None, now: str, stale: bool) -> None:
    """It says how the action stood on the day; one that is carried over says nothing new."""
    earlier = register(*([] if before is None else [action("A1", before)]))
    of = replace(register(action("A1", now)), earlier=earlier)
    assert [a.id for a in of.exceptions.stale] == (["A1"] if stale else [])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("101", "is the number 101, which is more than 100. Write 100 or less."),
        ("-1", "is the number -1, which is less than 0."),
        ("60.5", "must be a whole number"),
        ("60%", "must be a whole number"),
    ],
)
def test_per_cent_is_a_whole_number_up_to_100(written: str, said: str) -> None:
    """Nothing else can be compared."""
    (problem,) = problems(f"percent: {written}")
    assert said in problem
