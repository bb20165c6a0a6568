"""The workbook of the action plan: each fact of the record once, and nothing that is not for its readers."""

from __future__ import annotations

import datetime
import html
import re
import zipfile
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from francis.formats import excel
from francis.formats.dates import Period
from francis.formats.excel import Book
from francis.papers import templates, tracker
from francis.record.audience import for_audience
from francis.record.model import Classification
from francis.record.reading import loading
from francis.record.register import Register
from francis.workspace import packaged
from tests.shared.workspaces import plan, record_files, record_with_plan

DAY = datetime.date
MADE = datetime.datetime(2021, 3, 31)
TEMPLATES = packaged() / "templates"


def register(audience: Classification = "public", **changed: str | bytes | None) -> Register:
    """Return the small workspace's register with its plan, for some readers."""
    (only,) = loading.load(record_with_plan(**changed)).registers
    return for_audience(only, audience)


def book(of: Register, *, final: bool = False) -> Book:
    return tracker.plan_workbook(of, provenance="commit 1", made=MADE, version="0", final=final)


def rows(of: Register, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet, by the headings of its columns."""
    (sheet,) = (sheet for sheet in book(of).sheets if sheet.name == name)
    headings = [column.heading for column in sheet.columns]
    return [
        {heading: shown(cell) for heading, cell in zip(headings, row, strict=True)}
        for row in sheet.rows
    ]


def shown(cell: Any) -> Any:
    """Return what a reader sees of a cell; words that were left out are equal to nothing else."""
    return str(cell) if isinstance(cell, str) else cell


def test_a_row_has_what_a_board_follows() -> None:
    """Whatever the record does not state of an action is said to be so, and not left empty."""
    done, late, begun = rows(register(), "Action plan")
    assert done == {
        "Reference": "A1",
        "Serves": 1,
        "Action": "Do A1.",
        "Measure": "Everybody has it.",
        "Lead": "Director of Care",
        "Original due": Period(DAY(2020, 12, 31)),
        "Times extended": 2,
        "Due": Period(DAY(2021, 2, 28)),
        "State": "Closed",
        "Rating": "Green",
        "Latest progress on": DAY(2021, 2, 20),
        "Latest progress": "[internal]",
        "Evidence": "Delivery note\n[internal]",
        "Completed": DAY(2021, 2, 11),
        "Verified": DAY(2021, 3, 1),
        "Verified by": "Internal Audit",
    }
    assert late["Due"] == Period(DAY(2021, 2, 28), "month")
    assert (late["State"], late["Rating"]) == ("Overdue", "Red")
    stated = {"Reference", "Serves", "Action", "Times extended", "State", "Rating"}
    assert {heading for heading, value in begun.items() if value is not None} == stated


def test_each_action_serves_what_it_serves() -> None:
    """Numbers, or the response as a whole; one number is a number, so that Excel finds no fault."""
    actions = record_with_plan()["standards/body/2021/actions.yaml"].decode()
    several = actions.replace('["1"]', '["1", "2"]', 1).replace(
        '["1"]\n    description: Do A3', "[]\n    description: Do A3"
    )
    served = [row["Serves"] for row in rows(register(body__2021__actions=several), "Action plan")]
    assert served == ["1, 2", 1, "the whole response"]
    themes = [row["Theme"] for row in rows(register(body__2021__actions=several), "Details")]
    assert themes == ["Care", "Care", "The response as a whole"]


def test_the_details_say_where_an_action_comes_from_and_how_it_ended() -> None:
    """What is not yet has nothing to say; what is not stated is said to be so."""
    done, late, begun = rows(register(), "Details")
    assert done["Outcome"] == "Business as usual"
    assert done["Closed on"] == DAY(2021, 3, 2)
    assert done["Reason for closing"] == "It is ordered every year."
    assert (done["In the plan since"], done["Source"]) == (DAY(2020, 10, 1), "Section 7")
    assert (late["Days overdue"], late["Reason for the rating"]) == (31, "Nobody has signed.")
    assert (begun["Days overdue"], begun["Outcome"], begun["Source"]) == ("", "", None)


def test_every_extension_every_note_and_every_piece_of_evidence_has_a_row() -> None:
    """In the order of the record."""
    of = register()
    assert [(r["Reference"], r["Decision"], r["Reason"]) for r in rows(of, "Extensions")] == [
        ("A1", "Approved", "The supplier was late."),
        ("A1", "Approved", "So was the weather."),
        ("A2", "Requested", "They have not signed."),
    ]
    assert rows(of, "Extensions")[0]["Approved by"] == "The Board"
    assert [(r["Reference"], r["Date"]) for r in rows(of, "Progress")] == [
        ("A1", DAY(2020, 11, 5)),
        ("A1", DAY(2021, 2, 10)),
        ("A1", DAY(2021, 2, 20)),
        ("A2", DAY(2021, 3, 30)),
    ]
    assert [(r["Evidence"], r["Where it is kept"]) for r in rows(of, "Evidence")] == [
        ("Delivery note", "https://example.org/note"),
        ("[internal]", ""),
    ]


def test_an_extension_that_nobody_approved_of_what_is_done_was_not_approved() -> None:
    """It waits for nobody."""
    actions = record_with_plan()["standards/body/2021/actions.yaml"].decode()
    ended = actions.replace(
        "original_due: 2021-02\n", "original_due: 2021-02\n    completed: 2021-03-21\n"
    )
    decisions = [row["Decision"] for row in rows(register(body__2021__actions=ended), "Extensions")]
    assert decisions == ["Approved", "Approved", "Not approved"]


def test_commitments_positions_and_figures_are_there() -> None:
    """With the actions for a commitment, and each figure by the name that narratives use."""
    of = register()
    (made,) = rows(of, "Commitments")
    assert made["Made in"] == "Position on 1"
    assert (made["Commitment"], made["Actions"]) == ("Position on 1.", "A1, A2")
    assert [(r["Number"], r["Heading"], r["Rating"]) for r in rows(of, "Positions")] == [
        (1, "Heading 1", "Green"),
        (2, "Heading 2", "Green"),
    ]
    figures = {row["How to write it in a narrative"]: row["Number"] for row in rows(of, "Figures")}
    assert figures == {
        f"{{{{ counts.{name} }}}}": number for name, number in of.counts.figures.items()
    }
    assert set(tracker.FIGURE_WORDS) <= set(of.counts.figures)


def test_the_workbook_rests_on_what_the_paper_rests_on() -> None:
    """In the same words, but for the link to the licence, which a cell has no room for."""
    of = register()
    page = templates.paper(
        "action-plan.html.j2", of, [TEMPLATES], provenance="commit 1", made=MADE, version="0"
    )
    (table,) = re.findall(r'<table class="facts">.*?</table>', page, re.DOTALL)
    printed = [
        tuple(html.unescape(re.sub("<[^>]+>", "", cell)) for cell in cells)
        for cells in re.findall(r"<tr>(<th.*?</th>)(<td>.*?</td>)</tr>", table)
    ]
    assert [label for label, _ in printed] == [
        *("Body", "Standards", "Status of the positions", "Source of the standards"),
        *("Copyright", "Made from"),
    ]
    told = {row["About"]: row["Details"] for row in rows(of, "About")}
    assert told["Source of the positions"] is None
    for label, words in printed:
        link = " Open Government Licence v3.0: https://example.org/licence"
        assert told[label] == words.replace(" Read the Open Government Licence v3.0.", link)


def test_every_word_of_the_record_is_in_the_workbook() -> None:
    """For those who may read all of it."""
    data = excel.to_excel(book(register("restricted")))
    values = [
        str(cell) for sheet in load_workbook(BytesIO(data)) for row in sheet.values for cell in row
    ]
    actions = record_with_plan()["standards/body/2021/actions.yaml"].decode()
    for line in actions.splitlines():
        key, _, value = line.strip(" -").partition(": ")
        if value and key not in ("recommendations", "value", "last_meeting", "id", "outcome"):
            assert any(value in text for text in values) or DATES.get(value, value) in values, line


DATES = {"2021-02": "2021-02-28 00:00:00", "2021-06": "2021-06-30 00:00:00"}


def test_nothing_internal_is_in_a_workbook_for_the_public() -> None:
    """In no cell of any sheet, and in no property."""
    for audience, secret in (("public", False), ("internal", True)):
        with zipfile.ZipFile(BytesIO(excel.to_excel(book(register(audience))))) as archive:  # type: ignore[arg-type]
            whole = b"".join(map(archive.read, archive.namelist()))
        assert (b"secret" in whole, b"drawer" in whole) == (secret, secret)


def test_the_marks_of_a_draft_of_example_data_and_of_the_audience() -> None:
    """On every sheet; a final workbook for the public has none."""
    body = record_with_plan()["standards/body/body.yaml"].decode() + "notice: Only a test.\n"
    assert book(register("internal", body__body=body)).marks == (
        "Only a test.",
        "Draft: this paper is not final",
        "Internal: not for publication",
    )
    assert book(register(), final=True).marks == ()


def test_a_plan_without_anything_says_so_sheet_by_sheet() -> None:
    """A sheet that is empty could be one that was forgotten."""
    of = register(
        body__2021__actions=plan("A1"), body__2021__1=record_files()["standards/body/2021/1.yaml"]
    )
    assert {sheet.name: sheet.empty for sheet in book(of).sheets if not sheet.rows} == {
        "Extensions": "No extension is recorded, as at 31 March 2021.",
        "Progress": "No progress is recorded, as at 31 March 2021.",
        "Evidence": "No evidence is recorded, as at 31 March 2021.",
        "Commitments": "No commitment is recorded.",
    }
