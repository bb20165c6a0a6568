"""A council's form is filled in as if by hand, and what could not be is told with its place."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from openxml_audit import OpenXmlValidator

from francis.formats.reading_back.readers import READERS
from francis.formats.word import document as word
from francis.formats.word.council.form import words_of_name
from tests.formats.word.test_document import paper
from tests.shared import council_files
from tests.shared.council_forms import (
    LAST,
    PROMPT,
    box,
    cell,
    choices,
    control,
    form,
    label,
    line,
    run,
    table,
)
from tests.shared.file_text import W, word_text
from tests.shared.house_file import SHIPPED

BASE = SHIPPED.read_bytes()
ANSWERS = (
    ("Meeting", ("meeting",), "Health and Wellbeing Board"),
    ("Date", ("date", "date of meeting", "meeting date"), "15 May 2015"),
    ("Title", ("title", "report title"), "Quality and safety"),
    ("Report of", ("report_of",), "Chief Officer"),
    ("Summary", ("summary", "summary of report"), "First line.\nSecond line."),
    ("Wards affected", ("wards",), "All"),
)
FACTS = (
    "<h1>Quality and safety</h1>"
    '<table class="facts"><caption>Details</caption><tbody>{}</tbody></table><p>The text.</p>'
)
HTML = paper(
    FACTS.format(
        "".join(
            f'<tr><th scope="row">{name}</th><td>{text}</td></tr>'
            for name, text in (("Date", "15 May 2015"), ("Contact", "Chief Officer"))
        )
    )
)


def made(house: bytes, html: str = HTML) -> word.WordPaper:
    return word.fill_in(html, house, BASE, ANSWERS)


def of_body(*blocks: str, last: str = LAST) -> word.WordPaper:
    return made(council_files.archive("".join(blocks) + last, line(run("Riverside"))))


def cells(data: bytes) -> list[list[str]]:
    """Return the cells of the first table of a file, by its rows."""
    first = docx.Document(BytesIO(data)).tables[0]
    return [[c.text for c in row.cells] for row in first.rows]


def test_a_form_is_filled_in_whatever_kinds_of_controls_it_has() -> None:
    """A list to choose from, a day, a control around a cell, one in it that is bound to data, empty cells, a box."""
    found = made(form())
    assert cells(found.data) == [
        ["Meeting:", "Health and Wellbeing Board"],
        ["Date of Meeting", "15 May 2015"],
        ["Report title", "Quality and safety"],
        ["Report of", "Chief Officer"],
        ["Summary of report", "First line.\nSecond line."],
        ["Ward Member", ""],
        ["Key decision", "No"],
    ]
    text = word_text(found.data)
    assert text[0] == "Riverside Borough Council: report to committee"
    assert "All" in text
    assert not any(words in " ".join(text) for words in ("Click", "[wards]", "Guidance"))


def test_what_nothing_fills_is_told_with_its_place() -> None:
    """An empty cell beside a label that names nothing, and a control in the header."""
    assert made(form()).left == ("“Ward Member” in its form", "“Cabinet Member” in the header")


def test_details_that_stand_in_the_form_stand_there_alone() -> None:
    """The other details follow, and the page that the file is compared with has no more than they."""
    found = made(form())
    tables = READERS["docx"](found.data).tables
    assert [[c.words.strip() for c in row.cells] for row in tables[-1].rows] == [
        ["Contact", "Chief Officer"]
    ]
    assert "15 May" not in "".join(found.page.root.find(".//tbody").itertext())
    assert {answer.label for answer in found.filled} == {answer[0] for answer in ANSWERS}


def test_a_table_of_details_that_all_stand_in_the_form_is_left_out() -> None:
    """An empty table is no table."""
    html = paper(FACTS.format('<tr><th scope="row">Date</th><td>15 May 2015</td></tr>'))
    assert made(form(), html).page.root.find(".//table") is None


@pytest.mark.slow
def test_a_filled_form_is_a_valid_file(tmp_path: Path) -> None:
    """The same bytes each time, and nothing for the validator to find."""
    data = made(form()).data
    assert data == made(form()).data
    path = tmp_path / "paper.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_nothing_of_a_control_is_left_but_its_words() -> None:
    """What it was bound to stays behind, so that Word puts nothing else in its place; and its prompt's look."""
    root = docx.Document(BytesIO(made(form()).data)).element
    assert not list(root.iter(W + "sdt", W + "dataBinding"))
    assert not [s for s in root.iter(W + "rStyle") if s.get(W + "val") == "PlaceholderText"]


def test_a_file_without_a_form_gives_no_text() -> None:
    """Nor does one label beside an empty cell make a form of a report."""
    plain = council_files.plain()
    assert made(plain).data == word.to_word(HTML, plain, BASE)
    one = of_body(table(label("Date") + cell(line())), line(run("An old report")))
    assert one.filled == ()
    assert one.left == ()
    assert "An old report" not in word_text(one.data)


def test_no_answers_leave_a_form_behind() -> None:
    """As of a paper that goes to no meeting."""
    found = word.fill_in(HTML, form(), BASE)
    assert found.filled == ()
    assert "Riverside Borough Council: report to committee" not in word_text(found.data)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Two pairs in a row
        (
            [label("Date") + cell(line()) + label("Title") + cell(line())],
            [["Date", "15 May 2015", "Title", "Quality and safety"]],
        ),
        # Labels above
        (
            [label("Date") + label("Title"), cell(line()) + cell(line())],
            [["Date", "Title"], ["15 May 2015", "Quality and safety"]],
        ),
        # What the council wrote already stays
        (
            [label("Date") + cell(line(run("Today"))), label("Title") + cell(line(run("[title]"))),
             label("Report of") + cell(line())],
            [["Date", "Today"], ["Title", "Quality and safety"], ["Report of", "Chief Officer"]],
        ),
        (
            [label("Title") + cell(line()), label("Meeting") + cell(line(run("Select Committee"))),
             label("Date (DD/MM/YY):") + cell(line(run("……")))],
            [["Title", "Quality and safety"], ["Meeting", "Select Committee"], ["Date (DD/MM/YY):", "15 May 2015"]],
        ),
    ],
)  # fmt: skip
def test_cells_are_filled_in_beside_or_below_their_labels(
    rows: list[str], expected: list[list[str]]
) -> None:
    """Only those that are empty, or hold words that ask to be replaced."""
    assert cells(of_body(table(*rows)).data) == expected


def test_a_choice_that_is_not_offered_is_not_made() -> None:
    """A clerk could not choose it either; the place is told by its label."""
    found = of_body(
        table(
            label("Committee") + cell(line(control("", PROMPT, tag="Meeting", kind=choices("Cabinet")))),
            label("Date") + cell(line()),
            label("Title") + cell(line()),
        )
    )  # fmt: skip
    assert found.left == ("“Committee” in its form",)


def test_a_control_in_a_line_has_breaks_and_one_around_lines_has_paragraphs() -> None:
    """In the look of the words around it."""
    found = of_body(
        line(run("Summary: ") + control("Summary", run("x", "<w:b/>"))),
        control("Summary", line(PROMPT)),
    )
    inline, *lines = docx.Document(BytesIO(found.data)).paragraphs
    assert inline.text == "Summary: First line.\nSecond line."
    assert inline.runs[-1].bold
    assert [p.text for p in lines[:2]] == ["First line.", "Second line."]


def test_a_cover_page_of_its_own_stays_one() -> None:
    """Its section ends the page; its columns and its direction stay behind."""
    section = '<w:sectPr><w:type w:val="nextPage"/><w:cols w:num="2"/><w:bidi/></w:sectPr>'
    found = of_body(line(control("Title", PROMPT)), line("", section))
    title = docx.Document(BytesIO(found.data)).paragraphs
    first = next(p for p in reversed(title) if p.text == "Quality and safety")
    assert first.paragraph_format.page_break_before
    assert not list(docx.Document(BytesIO(found.data)).element.iter(W + "bidi"))
    assert len(docx.Document(BytesIO(found.data)).sections) == 1


@pytest.mark.parametrize("place", ["the header", "the footer of the first page"])
def test_prompts_outside_controls_are_told_too(place: str) -> None:
    """Words in brackets in a letterhead."""
    document: Any = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    part = section.header if place == "the header" else section.first_page_footer
    part.paragraphs[0].text = "[Name of directorate]"
    found = made(council_files.document_bytes(document))
    assert found.left == (f"“[Name of directorate]” in {place}",)


def test_prompts_in_lines_and_cells_of_a_form_are_told_too() -> None:
    """Those that stand for a whole line, and those within one; words in brackets that ask for nothing are not."""
    found = of_body(
        line(run("[Insert ward]")),
        line(run("Report of {name of director} (interim) [see note 2]")),
        table(cell(line(run("Click to add a logo"))), label("Title") + cell(line()), label("Date") + cell(line())),
        table(label("Ward Member") + cell(line(run("[Name]"))), label("Meeting") + cell(line())),
    )  # fmt: skip
    assert found.left == (
        "“[Insert ward]” in its form",
        "“{name of director}” in its form",
        "“Click to add a logo” in its form",
        "“Ward Member” in its form",
    )


def test_a_box_without_a_name_is_left_as_it_is() -> None:
    """A council's own motto is no field."""
    found = of_body(
        line(control("Title", PROMPT)), box("Motto", "Forward"), box("Wards affected", "…")
    )
    text = word_text(found.data)
    assert "Forward" in text
    assert "All" in text


def field(name: str, shown: str) -> str:
    """Return a field of a form as Word made them before it had controls."""
    mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    data = f'<w:ffData><w:name w:val="{name}"/><w:textInput/></w:ffData>'
    return (
        mark.format("begin", data)
        + "<w:r><w:instrText> FORMTEXT </w:instrText></w:r>"
        + mark.format("separate", "")
        + "".join(run(letter, "<w:b/>") for letter in shown)
        + mark.format("end", "")
    )


def test_fields_of_older_forms_are_filled_in() -> None:
    """They show five wide spaces; one in which something was written stays."""
    found = of_body(
        line(run("Date: ") + field("MeetingDate", "\u2002" * 5) + run(".")),
        line(run("Title: ") + field("Title", "Mine")),
        line(field("Summary", "\u2002")),
    )
    lines = [p.text for p in docx.Document(BytesIO(found.data)).paragraphs]
    assert lines[:3] == ["Date: 15 May 2015.", "Title: Mine", "First line.\nSecond line."]
    first = docx.Document(BytesIO(found.data)).paragraphs[0]
    assert next(r for r in first.runs if "15 May" in r.text).bold


def ticks(name: str, behind: str) -> str:
    kind = (
        '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/></w14:checkbox>'
    )
    return line(control(name, run("☐"), kind=kind, prompt=False) + run(behind))


def test_boxes_are_ticked_that_an_answer_lists() -> None:
    """By their names, or by the words behind them; and no others."""
    answers = [*ANSWERS, ("Purpose", ("purpose",), "Note, Discuss")]
    body = (
        line(control("Title", PROMPT)) + ticks("Note", " to be noted") + ticks("", " Discuss") + ticks("", " Decide")
        + line(control("Date", PROMPT)) + LAST
    )  # fmt: skip
    found = word.fill_in(HTML, council_files.archive(body, line(run("x"))), BASE, answers)
    lines = [p.text for p in docx.Document(BytesIO(found.data)).paragraphs]
    assert lines[1:4] == ["☒ to be noted", "☒ Discuss", "☐ Decide"]


def test_a_picture_of_a_form_is_kept_and_others_are_not() -> None:
    """A logo above the form comes along, as a picture of the text behind it does not."""
    document: Any = docx.Document()
    document.add_paragraph().add_run().add_picture(BytesIO(council_files.logo()))
    rows = document.add_table(rows=2, cols=2).rows
    rows[0].cells[0].text, rows[1].cells[0].text = "Date", "Title"
    document.add_paragraph().add_run().add_picture(BytesIO(council_files.logo("#123456")))
    data = made(council_files.document_bytes(document)).data
    images = [
        p
        for p in docx.Document(BytesIO(data)).part.package.iter_parts()
        if "image" in p.content_type
    ]
    assert [p.blob for p in images] == [council_files.logo()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Date of Meeting:", "DateOfMeeting"),
        ("Ward(s) affected", "wards affected"),
        ("agenda_item", "Agenda item"),
        ("Title (of report)", "title"),
    ],
)
def test_names_are_compared_by_their_words(one: str, other: str) -> None:
    """Whoever wrote them, in a label, a title or a tag."""
    assert words_of_name(one) == words_of_name(other)
