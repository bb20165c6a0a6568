"""The ten defects of Barnet CCG's paper of April 2013 are each found, and an honest record is let pass.

Each defect is put into a record without any, as nearly in the words of the paper as its rules allow.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from francis import workspace
from francis.check import all_rules
from francis.record.reading import loading
from tests.shared.findings import RATED, At, findings, position
from tests.shared.workspaces import YEAR, record_files

ROOT = Path(__file__).parents[2]

BODY = f"""\
{RATED}committees:
  - name: Clinical Quality and Risk Committee
    also: [Quality and Clinical Risk Committee, Quality committee, Clinical Quality Committee]
papers:
  - paper: hwbb
    clear_days: 5
    fields:
      - {{key: meeting, label: Meeting}}
      - {{key: date, label: Date}}
      - {{key: session, label: Session}}
    sections:
      - {{key: previous, label: Relevant previous discussions}}
      - {{key: details, label: Details}}
      - {{key: papers, label: Background papers}}
"""
COVER = """\
format: 1
title: A response to the inquiry
meeting: Health and Well-Being Board
date: 2021-03-25
session: public
published: 2021-03-17
purposes: [note]
fields: {}
sections:
  - key: previous
    paragraphs:
      - text: Barnet CCG Board meeting held on 4 March 2021.
      - text: Clinical Quality and Risk Committee, 11 March 2021.
  - key: details
    paragraphs:
      - text: >-
          Figure 1 shows the parts of quality: Clinical Effectiveness, Patient Experience and Patient Safety.
      - text: The report rests on “Quality in the new health system” and “Patients first and foremost”.
      - text: A report was presented to the CCG Board in March 2021.
      - text: The plan is due at the Board in June 2021.
  - key: papers
    paragraphs:
      - text: Quality in the new health system; Patients first and foremost.
"""
FIRST = """\
The team gives added value to the scrutiny of performance and quality.

It looks at all contracts, and reports to the Clinical Quality and Risk Committee."""
SECOND = "As [1](#1) says, a team looks at quality in all contracts."


def files(
    cover: str = COVER, second: str = SECOND, status: str = "final", paper: str = "hwbb"
) -> dict[str, bytes]:
    """Return a record without a defect, but for what is changed."""
    return record_files(
        body__body=BODY,
        body__2021__year=YEAR.replace("draft", status),
        body__2021__1=position(FIRST).replace("green", "not rated"),
        body__2021__2=position(second, 2).replace("green", "not rated"),
        **{f"body__2021__papers__{paper}": cover},
    )


def found(changed: dict[str, bytes]) -> list[tuple[str, str, int]]:
    """Return the rule, the file and the line of everything that any rule finds."""
    loaded = loading.load(changed)
    assert not loaded.problems, loaded.problems
    return [
        (problem.rule, Path(problem.place.path).name, problem.place.line)
        for problem in all_rules.found(loaded.registers, lambda path: False).problems
    ]


def said(old: str, new: str) -> dict[str, bytes]:
    """Return the record with other words in its paper."""
    assert COVER.count(old) == 1
    return files(COVER.replace(old, new))


def test_a_record_without_a_defect_is_silent() -> None:
    """All rules look at it, and none finds anything; what follows changes one thing in it."""
    assert found(files()) == []


def test_one_meeting_on_two_days() -> None:
    """The Board saw the report on 4 April in 2.1, which is after this meeting, and in March in 8.1."""
    changed = said("4 March 2021", "4 April 2021")
    assert found(changed) == [
        ("considered-after-meeting", "hwbb.yaml", 12),
        ("meeting-two-dates", "hwbb.yaml", 19),
    ]


def test_one_committee_by_four_names() -> None:
    """Each of the three others is told once in a file."""
    names = "The Quality and Clinical Risk Committee, the Quality committee and the Clinical Quality Committee agreed."
    changed = said("Clinical Quality and Risk Committee, 11 March 2021.", names)
    assert found(changed) == [("committee-names", "hwbb.yaml", 13)] * 3
    assert found(files(second=f"{SECOND} The Quality committee met.")) == [
        ("committee-names", "2.yaml", 10)
    ]


def test_background_papers_none_though_two_are_cited() -> None:
    """14.1 says that there are none, and section 10 rests on two."""
    changed = said("Quality in the new health system; Patients first and foremost.", "None.")
    assert found(changed) == [("background-papers-none", "hwbb.yaml", 21)]


@pytest.mark.parametrize("when", ["Over the forthcoming months", "Over the next three months"])
def test_months_without_a_date(when: str) -> None:
    """Nobody can tell when it is late."""
    changed = said("The plan is due at the Board in June 2021.", f"{when} a workshop is held.")
    assert found(changed) == [("date-vague", "hwbb.yaml", 20)]


def test_one_plan_due_in_june_and_at_future_meetings() -> None:
    """10.5 gives a date, and the end of 13.7 takes it back."""
    due = "The plan is due at the Board in June 2021."
    changed = said(due, f"{due} It goes to future meetings of the CCG and this Board.")
    assert found(changed) == [("date-vague", "hwbb.yaml", 20)]


@pytest.mark.parametrize("pointing", ["As stated above", "As stated in [section 1 above](#1)"])
def test_above_points_at_text_that_may_move(pointing: str) -> None:
    """Also where a link leads there: on paper, nobody can follow it."""
    changed = files(second=f"{pointing}, a team looks at quality in all contracts.")
    assert found(changed) == [("above-below", "2.yaml", 10)]


def test_sentences_are_copied_from_one_position_to_another() -> None:
    """The officer is told in the later one, and of which."""
    changed = files(second=f"{SECOND}\n\n{FIRST.partition('.')[0]}.")
    assert found(changed) == [("copied-sentence", "2.yaml", 12)]


def test_a_figure_names_one_part_twice_and_leaves_out_another() -> None:
    """Patient experience stands where patient safety should."""
    changed = said("and Patient Safety", "and Patient Experience")
    assert found(changed) == [("named-twice", "hwbb.yaml", 16)]


def test_a_draft_goes_to_a_meeting_in_public() -> None:
    """Published, or after its meeting; while it is being written, a draft is as it should be."""
    assert found(files(status="draft")) == [("draft-to-public", "hwbb.yaml", 5)]
    held = COVER.replace("published: 2021-03-17\n", "")
    assert ("draft-to-public", "hwbb.yaml", 5) in found(files(held, status="draft"))
    rule = next(rule for rule in all_rules.RULES if rule.name == "draft-to-public")
    assert findings(rule, files(status="draft")) == [
        At("2021/papers/hwbb.yaml:5:10", "25 March 2021")
    ]
    for waiting in (
        held.replace("2021-03-25", "2021-04-29"),
        COVER.replace("session: public", "session: private"),
        held.replace("date: 2021-03-25\n", ""),
        COVER.replace("session: public\n", ""),
    ):
        assert not findings(rule, files(waiting, status="draft"))
    undated = COVER.replace("date: 2021-03-25\n", "")
    assert findings(rule, files(undated, status="draft")) == [
        At("2021/papers/hwbb.yaml:4:10", "the public")
    ]


def test_a_paper_goes_out_late() -> None:
    """As a supplement, the day before; with a reason for lateness it is as the law has it."""
    changed = said("published: 2021-03-17", "published: 2021-03-24")
    assert found(changed) == [("clear-days-short", "hwbb.yaml", 6)]
    explained = said("published: 2021-03-17", "published: 2021-03-24\nlate: It awaited a count.")
    assert "clear-days-short" not in {rule for rule, *_ in found(explained)}


SHOWN = [
    ("action-incomplete", "actions.yaml", "A13 has no measure."),  # what a plan looks like with a gap
    ("action-incomplete", "actions.yaml", "A21 has no due date."),  # the board is asked to set one
    ("action-incomplete", "actions.yaml", "A32 has no lead."),  # the board is asked to name one
    ("commitment-without-action", "135.yaml", "135 makes a commitment that has no action:"),  # the promises
    ("commitment-without-action", "142.yaml", "142 makes a commitment that has no action:"),  # of which the board
    ("commitment-without-action", "144.yaml", "144 makes a commitment that has no action:"),  # is told
    ("progress-stale", "actions.yaml", "A19 has no progress note since 13 December 2014."),  # the actions
    ("progress-stale", "actions.yaml", "A29 has no progress note since 5 December 2014."),  # of which it is told
    ("progress-stale", "actions.yaml", "A32 has no progress note since 25 July 2014."),  # that nobody leads them on
]  # fmt: skip
"""What the example of 2015 is made to show; each is printed in its papers as an exception."""


def test_the_example_shows_what_it_is_made_to_show() -> None:
    """And nothing else: no error, no warning and no note besides."""
    loaded = loading.load(workspace.read_files(ROOT))
    registers = [r for r in loaded.registers if (r.body_id, r.year_id) == ("example-ccg", "2015")]
    problems = all_rules.found(registers, lambda path: (ROOT / path).is_file()).problems
    told_of = sorted((p.rule, Path(p.place.path).name, p.message) for p in problems)
    assert len(told_of) == len(SHOWN)
    for (rule, file, message), (shown_rule, shown_file, begins) in zip(told_of, sorted(SHOWN), strict=True):  # fmt: skip
        assert (rule, file) == (shown_rule, shown_file)
        assert message.startswith(begins)
