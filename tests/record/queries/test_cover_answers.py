"""The answers of a cover to a form that somebody else made."""

from __future__ import annotations

from pathlib import Path

from francis import workspace
from francis.record.queries.cover_answers import CoverAnswer, cover_answers
from francis.record.reading import loading
from francis.record.register import Register

ROOT = Path(__file__).parents[3]


def register(body: str, year: str) -> Register:
    registers = loading.load(workspace.read_files(ROOT)).registers
    return next(r for r in registers if (r.body_id, r.year_id) == (body, year))


def answers(body: str, year: str, paper: str) -> dict[str, CoverAnswer]:
    return {answer.label: answer for answer in cover_answers(register(body, year), paper)}


def test_the_fields_of_the_form_come_first_by_their_labels() -> None:
    """Each with its key and the names that councils give it; then what else a cover has."""
    found = answers("barnet-ccg", "2013", "hwbb")
    form = register("barnet-ccg", "2013").form("hwbb")
    assert list(found)[: len(form.fields)] == [entry.label for entry in form.fields]
    assert found["Report of"].text == "Chief Officer, Barnet Clinical Commissioning Group (CCG)"
    assert {"wards", "ward affected"} <= set(found["Wards affected"].names)
    assert found["Date"].text == "25 April 2013"
    assert found["Title"].text == "Quality and Safety – A response to Francis"
    assert found["Body"].text == "NHS Barnet Clinical Commissioning Group"


def test_figures_stand_in_the_text_and_marks_of_markdown_do_not() -> None:
    """As the paper prints them."""
    summary = answers("barnet-ccg", "2013", "board-report")["Summary"].text
    assert "holds 22 positions" in summary
    assert "{{" not in summary


def test_what_a_cover_leaves_out_says_so() -> None:
    """Never an empty answer, which a reader would take for “none”."""
    assert answers("barnet-ccg", "2013", "board-report")["Legal implications"].text == "not stated"


def test_a_paper_without_a_cover_answers_nothing() -> None:
    """Such as the stock-take."""
    assert cover_answers(register("barnet-ccg", "2013"), "stocktake") == ()
