"""The workbook of the action plan: each fact of the record once, and nothing that is not for its readers."""

from __future__ import annotations

import datetime
import html
import re
import zipfile
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from francis.formats.dates import Period
from francis.formats.excel import workbook as excel
from francis.formats.excel.workbook import Book
from francis.papers import templates
from francis.papers.tracker import book as tracker
from francis.record.audience import for_audience
from francis.record.model import Classification
from francis.record.reading import loading
from francis.record.register import Register
from francis.workspace import packaged
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RED,
    plan,
    record_files,
    record_with_plan,
)

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
        "Days overdue as at 31 March 2021": "",
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
    assert [row["Days overdue as at 31 March 2021"] for row in (late, begun)] == [31, ""]
    stated = {"Reference", "Serves", "Action", "Times extended", "State", "Rating"}
    assert {heading for heading, value in begun.items() if value not in (None, "")} == stated


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
    assert late["Reason for the rating"] == "Nobody has signed."
    assert (begun["Outcome"], begun["Source"]) == ("", None)


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


def test_the_overview_comes_first_with_a_chart_of_its_rows() -> None:
    """A row for each day of account, and a chart of the same figures that says them to those who do not see it."""
    of = register(body__2021__2=POSITION.format(number=2).replace("value: green", "value: red"))
    first = book(of).sheets[0]
    assert first.name == "Overview"
    (row,) = rows(of, "Overview")
    assert row["As at"] == "31 March 2021"
    assert (row["Green"], row["Red"], row["Open actions"], row["Overdue actions"]) == (1, 1, 2, 1)
    assert first.chart is not None
    assert first.chart.figures == ((1, 1, 0),)
    assert [label.words for label in first.chart.columns] == ["Green", "Red", "Not rated"]
    assert len({(label.colour, label.pattern) for label in first.chart.columns}) == 3
    data = excel.to_excel(book(of))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        frame = archive.read("xl/drawings/drawing1.xml").decode()
    assert "<c:f>Overview!$B$2</c:f>" in chart
    assert "<c:f>Overview!$A$3:$A$3</c:f>" in chart
    assert "<c:f>Overview!$B$3:$B$3</c:f>" in chart
    assert "externalData" not in chart
    assert 'descr="A bar for each year, divided by rating. 31 March 2021: 1 Green, 1 Red."' in frame
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("Overview", "B3")


def test_there_is_no_chart_where_a_sentence_says_it_better() -> None:
    """As where all positions have one rating."""
    (all_green,) = loading.load(record_files(body__2021__actions=plan("A1"))).registers
    assert book(all_green).sheets[0].chart is None


def test_a_position_is_there_line_by_line_and_figures_are_filled_in() -> None:
    """A row of a table as its cells; a figure that a cover names as its number."""
    text = "Before.\n\n  | Question | Answer |\n  |---|---|\n  | Who? | **All** |\n\n  - one"
    of = register(body__2021__1=POSITION.format(number=1).replace("Position on 1.", text))
    position = rows(of, "Positions")[0][of.body.words.position_heading]
    assert position == "Before.\nQuestion | Answer\nWho? | All\n- one"
    promised = (
        COVER
        + "commitments:\n  - text: There are {{ counts.positions }} positions.\n    kind: will\n"
    )
    covers: dict[str, Any] = {"body__2021__papers__board-report": promised}
    covered = register(
        body__body=BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n") + FORM,
        **covers,
    )
    (made,) = (r for r in rows(covered, "Commitments") if "positions" in r["Commitment"])
    assert made["Commitment"] == "There are 2 positions."
