"""Excel: a workbook that programs open, filter and print, and in which text is never a formula."""

from __future__ import annotations

import csv
import datetime
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from francis.errors import FrancisError
from francis.formats.dates import Period
from francis.formats.excel import workbook as excel
from francis.formats.excel.workbook import Book, Cell, Choice, Column, Sheet, SheetScheme
from tests.shared.file_text import pdf_pages

DAY = datetime.date
SCHEME = SheetScheme(
    "Rating",
    (
        Choice("Green", "On track.", "#00703c", "#ffffff", "circle"),
        Choice("Late", "Not on track.", urgent=True),
        Choice('"Odd"', "Anything."),
    ),
)
COLUMNS = (
    Column("Reference", 10),
    Column("What", 30),
    Column("Due", 16),
    Column("Rating", 10, SCHEME),
)


def book(*rows: tuple[Cell, ...], columns: tuple[Column, ...] = COLUMNS, **more: Any) -> Book:
    """Return a book of one sheet, with whatever else is given."""
    sheet = Sheet("The plan", "A plan as at some day", columns, rows, "There is nothing.")
    plain = Book(
        title="A plan & more",
        author="The Body of a Test",
        description="What a plan says.",
        keywords="plan",
        generator="francis 0",
        made=datetime.datetime(2021, 3, 31, 12),
        marks=("Draft",),
        foot="as at 31 March 2021",
        unstated="not stated",
        sheets=(sheet,),
    )
    return replace(plain, **more)


ROW = ("A1", "Do it.", DAY(2021, 4, 30), "Green")


def opened(made: Book) -> Any:
    """Return the sheet of a book, as openpyxl reads it."""
    return load_workbook(BytesIO(excel.to_excel(made)))["The plan"]


def test_values_are_what_they_are() -> None:
    """A date is a date, a month is shown as one, and what is not stated is said."""
    month = Period(DAY(2013, 6, 30), "month")
    columns = tuple(Column(str(n), 20) for n in range(6))
    sheet = opened(book(("a", 2, DAY(2013, 6, 5), month, None, ""), columns=columns))
    cells = sheet[3]
    assert [cell.value for cell in cells] == [
        *("a", 2, datetime.datetime(2013, 6, 5), datetime.datetime(2013, 6, 30)),
        *("not stated", None),
    ]
    assert [cell.is_date for cell in cells] == [False, False, True, True, False, False]
    assert "d mmm yyyy" in cells[2].number_format
    assert "mmmm yyyy" in cells[3].number_format
    assert "d" not in cells[3].number_format
    styles = ["Words", "Number", "Day", "Month", "Not stated", "Words"]
    assert [cell.style for cell in cells] == styles


def test_a_day_that_excel_cannot_count_is_text() -> None:
    """Its calendar begins in 1900, with a day that there never was."""
    days = (DAY(1900, 3, 1), DAY(1900, 2, 28), Period(DAY(1899, 12, 31), "month"), "")
    values = [cell.value for cell in opened(book(days))[3]][:3]
    assert values == [datetime.datetime(1900, 3, 1), "28 February 1900", "December 1899"]


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "\n=1+1", "＝1+1",
    '=HYPERLINK("https://example.org","x")', "=cmd|' /C calc'!A0", "{=1+1}", "#REF!", "TRUE", "1E5", "'=1",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula(text: str) -> None:
    """It is stored as text, and stays text when somebody edits the cell."""
    data = excel.to_excel(book((text, text, text, "Green")))
    for cell in load_workbook(BytesIO(data))["The plan"][3][:3]:
        assert (cell.value, cell.data_type) == (text, "s")
        assert cell.quotePrefix == (text[0] in "=+-@\t\n＝")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_libreoffice_shows_what_looks_like_a_formula_as_it_stands(
    soffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """Nothing is worked out, also what Excel would read as the number of a sign."""
    texts = [text for text in FORMULAS if text[0] not in "\t\n＝"] + ["_x0041_", "a _x000D_ b"]
    path = tmp_path / "plan.xlsx"
    path.write_bytes(excel.to_excel(book(*((f"A{n}", t, 1, "Late") for n, t in enumerate(texts)))))
    (sheet,) = soffice(path, kind="csv")
    with sheet.open(encoding="latin-1") as file:
        shown = [row[1] for row in csv.reader(file)][2:]
    assert shown == texts


WRITABLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


@settings(max_examples=20)
@given(st.lists(st.text(WRITABLE), min_size=1, max_size=40))
def test_any_text_arrives(texts: list[str]) -> None:
    """Signs of XML, of formulas and of Excel's own escapes are text."""
    sheet = opened(book(*((text, "", 1, "Green") for text in texts)))
    values = [sheet.cell(row, 1).value or "" for row in range(3, 3 + len(texts))]
    assert [value.replace("_x005F_x", "_x") for value in values] == texts


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_what_no_file_can_hold_is_said(sign: str) -> None:
    """With the cell in which it stands."""
    with pytest.raises(FrancisError, match=r"U\+[0-9A-F]{4} in B3 of 'The plan'"):
        excel.to_excel(book(("A1", f"a{sign}b", 1, "Green")))


def test_a_text_that_no_cell_holds_is_refused_and_never_cut() -> None:
    """Excel counts in UTF-16, where some signs are two."""
    whole = "a" * 32_765 + "\N{OLD PERSIAN SIGN A}"
    assert opened(book(("A1", whole, 1, "Green")))["B3"].value == whole
    for longer in (whole + "a", "_x0041_" + "a" * 32_755):
        with pytest.raises(FrancisError, match=r"in B3 of 'The plan', “.*32,768 characters"):
            excel.to_excel(book(("A1", longer, 1, "Green")))


def test_a_sheet_is_a_table_with_a_filter_and_headings_that_stay() -> None:
    """The marks stand above it, and the first column stays in view too."""
    sheet = opened(book(ROW, ROW))
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A2:D4", "A2:D4")
    assert [column.name for column in table.tableColumns] == ["Reference", "What", "Due", "Rating"]
    assert sheet.freeze_panes == "B3"
    assert sheet["A1"].value == "A plan as at some day · Draft"


def test_two_headings_are_never_the_same() -> None:
    """A table in which they are is a damaged file to Excel; a line break in one is a space."""
    columns = (Column("Lead", 9), Column("lead", 9), Column("Le\nad", 9), Column("LEAD", 9))
    sheet = opened(book(("a", "b", "c", "d"), columns=columns))
    assert [cell.value for cell in sheet[2]] == ["Lead", "lead (2)", "Le ad", "LEAD (3)"]


def test_a_sheet_without_rows_says_so() -> None:
    """A table needs a row; there is none, and no list, either."""
    sheet = opened(book())
    assert sheet["A3"].value == "There is nothing."
    assert not sheet.tables
    assert not sheet.data_validations.dataValidation


def test_a_column_has_its_words_alone() -> None:
    """They are those of the key, where each has its meaning."""
    workbook = load_workbook(BytesIO(excel.to_excel(book(ROW, ROW))))
    (rule,) = workbook["The plan"].data_validations.dataValidation
    assert (rule.type, str(rule.sqref), rule.showErrorMessage) == ("list", "D3:D4", True)
    assert workbook.defined_names[rule.formula1].attr_text == "'Key'!$B$3:$B$5"
    assert [[cell.value for cell in row] for row in workbook["Key"]["A3:C5"]] == [
        ["Rating", "Green", "On track."],
        ["Rating", "Late", "Not on track."],
        ["Rating", '"Odd"', "Anything."],
    ]


def test_colours_follow_the_words() -> None:
    """Where another word is chosen, the cell has the other colour."""
    workbook = load_workbook(BytesIO(excel.to_excel(book(ROW))))
    for sheet, cells in (("The plan", "D3:D3"), ("Key", "B3:B5")):
        (found,) = workbook[sheet].conditional_formatting
        assert str(found.sqref) in (cells, cells.split(":")[0])
        green, late = found.rules
        assert (green.operator, green.formula) == ("equal", ['"Green"'])
        assert green.dxf.fill.bgColor.rgb.endswith("00703C")
        assert green.dxf.font.color.rgb.endswith("FFFFFF")
        assert (
            green.dxf.numFmt.formatCode == '"\u25cf "@'
        )  # its shape, which is no part of the word
        assert late.formula == ['"Late"']
        assert late.dxf.font.b
        assert late.dxf.fill is None


def test_it_prints_on_a4_across() -> None:
    """As wide as the page, with the headings, the marks and the number on every page."""
    sheet = opened(book(ROW))
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.oddHeader.left.text == "A plan && more"
    assert sheet.oddHeader.right.text.endswith("Draft")
    assert sheet.oddFooter.right.text == "Page &P of &N"


@pytest.mark.parametrize(("width", "paper"), [(97, 9), (98, 8)], ids=["a4", "a3"])
def test_what_would_be_too_small_to_read_prints_on_a3(width: int, paper: int) -> None:
    """On A4 the type of so wide a sheet would be smaller than 8 points."""
    columns = (Column("One", width), Column("Two", width))
    assert opened(book(("a", "b"), columns=columns)).page_setup.paperSize == paper


def test_a_long_header_does_no_damage() -> None:
    """Excel takes a file for damaged whose header is longer than 255 signs."""
    data = excel.to_excel(book(ROW, title="&" * 300, marks=("b" * 300,), foot="&c" * 300))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    for part in re.findall(r"<odd(?:Header|Footer)>(.*?)<", text):
        whole = part.replace("&amp;", "&")
        assert len(whole) <= 255
        assert not re.search(r"(?<!&)(?:&&)*&…", whole), "half of a sign"


def test_rows_are_as_high_as_their_text() -> None:
    """And no height is fixed, so that a row grows with what somebody writes into it."""
    sheet = opened(book(ROW, ("A2", "word " * 60, 1, "Green"), ("A3", "a\nb\nc", 1, "Green")))
    one, long, three = (sheet.row_dimensions[row].height for row in (3, 4, 5))
    assert one < three < long
    assert long >= 10 * 12
    with zipfile.ZipFile(BytesIO(excel.to_excel(book(ROW)))) as archive:
        assert b"customHeight" not in archive.read("xl/worksheets/sheet1.xml")
    assert opened(book(("A1", "x" * 30_000, 1, "Green"))).row_dimensions[3].height == 409


def test_the_properties_say_what_it_is() -> None:
    """Who made it, from when it is, and in which language."""
    properties = load_workbook(BytesIO(excel.to_excel(book(ROW)))).properties
    assert (properties.title, properties.creator) == ("A plan & more", "The Body of a Test")
    assert properties.lastModifiedBy == "The Body of a Test"
    assert properties.created == properties.modified == datetime.datetime(2021, 3, 31, 12)
    assert properties.language == "en-GB"


def test_the_same_book_has_the_same_bytes_in_any_process() -> None:
    """Neither the hash seed, the time zone nor the clock shows in the file."""
    program = (
        "import sys; from francis.formats.excel import workbook as excel; from tests.formats.test_excel import ROW, book;"
        "sys.stdout.buffer.write(excel.to_excel(book(ROW)))"
    )
    root = Path(__file__).parents[2]
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert made == {excel.to_excel(book(ROW))}


def faults(data: bytes, path: Path) -> list[str]:
    """Return what the validator finds, but for what the library does to every file and Excel allows.

    It writes texts into their cells instead of a table of texts, and the properties of a font in
    an order of its own.
    """
    path.write_bytes(data)
    return [
        str(error)
        for error in OpenXmlValidator().validate(str(path)).errors
        if error.id != "Excel_InlineStrCells" and "/fonts[1]/font[" not in error.path
    ]


@pytest.mark.parametrize(
    "rows", [(), (ROW,), (ROW, ("=1", None, Period(DAY(2021, 4, 30), "month"), "Late"))]
)
def test_the_validator_finds_nothing(rows: tuple[tuple[Cell, ...], ...], tmp_path: Path) -> None:
    """LibreOffice opens what Excel would refuse, so the file is held to the schemas too."""
    assert faults(excel.to_excel(book(*rows)), tmp_path / "plan.xlsx") == []


def test_libreoffice_prints_it(soffice: Callable[..., list[Path]], tmp_path: Path) -> None:
    """With the headings and the marks on every page, and no text cut off."""
    path = tmp_path / "plan.xlsx"
    words = "the commissioner monitors every contract " * 12 + "to its end"
    path.write_bytes(
        excel.to_excel(book(*((f"A{n}", words, DAY(2021, 4, 1), "Late") for n in range(40))))
    )
    pages = pdf_pages(*soffice(path))
    text = re.sub(r"\s+", " ", " ".join(pages))
    assert text.count("to its end") == 40
    assert text.count("1 Apr 2021") == 40
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Draft" in page
        assert "Reference" in page or "Meaning" in page
