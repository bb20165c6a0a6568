"""What Word files, workbooks, CSV files and saved pages say, in one shape."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from francis.errors import FrancisError
from francis.intake.files import admit
from francis.intake.reading.grid import Line, Run, Sheets, as_markdown
from francis.intake.reading.pages import page_sheets
from francis.intake.reading.word import word_sheets
from francis.intake.reading.workbooks import csv_sheets, workbook_sheets
from francis.papers.markdown import markdown


def saved(made: Any) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def word(document: Any, **options: Any) -> Sheets:
    return word_sheets(admit("a.docx", saved(document)), **options)


def workbook(book: Any) -> Sheets:
    return workbook_sheets(admit("a.xlsx", saved(book)))


def shown(sheets: Sheets, number: int = 0) -> list[list[str]]:
    """Return the words of a table, "^" for a cell that is one with that above it."""
    return [
        ["^" if cell.joined else as_markdown(cell.lines) for cell in row.cells]
        for row in sheets.grids[number].rows
    ]


def of_markdown(text: str) -> str:
    """Return the words that a paper prints of Markdown."""
    html = str(markdown(text))
    words = re.sub(r"<[^>]*>", " ", html.replace("<br>", " "))
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        words = words.replace(entity, sign)
    return "".join(words.split())


# Text


@given(
    st.lists(
        st.builds(
            Run,
            st.text("ab *_[](){}<>&#-+.!`\\1\n:|\u00a0é", max_size=12),
            st.booleans(),
            st.booleans(),
            st.sampled_from(["", "", "https://example.org/a"]),
        ),
        max_size=5,
    )
)
def test_any_words_in_any_look_are_printed_as_they_were(runs: list[Run]) -> None:
    """Whatever they hold: a paper that is made of them says the same words; what begins a point may become its sign."""
    written = as_markdown([Line(tuple(runs))])
    said = "".join(run.words for run in runs)
    sign = r"^\s*(?:(?:[-+*]|[0-9]{1,2}[.)])\s+)+(?=\S)"
    unsigned = (re.sub(sign, "", said, flags=flags) for flags in (re.NOFLAG, re.MULTILINE))
    assert of_markdown(written) in {"".join(words.split()) for words in (said, *unsigned)}


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([Line((Run("One "), Run("two", bold=True), Run(".")))], "One **two**."),
        ([Line((Run("Label:", bold=True), Run("value")))], "Label:value"),
        ([Line((Run(":", bold=True), Run(""), Run(":", bold=True)))], "**::**"),
        ([Line((Run("Label: ", bold=True), Run("value")))], "**Label:** value"),
        ([Line((Run("2 * 3 and *a*"),))], r"2 \* 3 and \*a\*"),
        ([Line((Run("snake_case and _x_"),))], r"snake_case and \_x\_"),
        ([Line((Run("see"), Run(" the page", link="https://a.org/")))], "see [the page](https://a.org/)"),
        ([Line((Run("a\nb"),))], "a\\\nb"),
        ([Line((Run("a\n- b"),))], "a\\\n\\- b"),
        ([Line((Run("a\n1. b"),))], "a\\\n1\\. b"),
        ([Line((Run("1*_", italic=True),))], r"*1\*\_*"),
        ([Line((Run("First:"),)), Line((Run("a"),), "", "•"), Line((Run("b"),), "", "•", 1), Line((Run("c"),))], "First:\n\n- a\n    - b\n\nc"),
        ([Line((Run("• a"),)), Line((Run("·\tb"),))], "- a\n- b"),
        ([Line((Run("a"),), "", "1"), Line((Run("b"),), "", "2")], "1. a\n2. b"),
        ([Line((Run("a"),), "", "a")], "(a) a"),
    ],
)  # fmt: skip
def test_looks_and_lists_become_markdown(lines: list[Line], text: str) -> None:
    assert as_markdown(lines) == text


# Word


def test_merged_cells_of_word_stand_in_each_column_and_are_known_below() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("After")
    read = word(document)
    rows = read.grids[0].rows
    assert shown(read) == [
        ["00", "01\n\n02", "01\n\n02"],
        ["10\n\n20", "11", "12"],
        ["^", "21", "22"],
    ]
    assert [len(row.distinct) for row in rows] == [2, 3, 3]
    assert rows[2].cells[2].place == "table 1, row 3, column 3"
    assert read.outside == ["After"]


def ins(words: str) -> str:
    return f'<w:ins {nsdecls("w")} w:id="1" w:author="X"><w:r><w:t>{words}</w:t></w:r></w:ins>'


def dele(words: str) -> str:
    return f'<w:del {nsdecls("w")} w:id="2" w:author="X"><w:r><w:delText>{words}</w:delText></w:r></w:del>'


def test_tracked_changes_are_counted_accepted_or_refused() -> None:
    document = docx.Document()
    table = document.add_table(3, 1)
    paragraph = table.cell(0, 0).paragraphs[0]
    paragraph.add_run("All ")
    paragraph._p.append(parse_xml(dele("old")))
    paragraph._p.append(parse_xml(ins("new")))
    for row, name in ((1, "ins"), (2, "del")):
        table.cell(row, 0).text = name
        table.rows[row]._tr.get_or_add_trPr().append(
            parse_xml(f'<w:{name} {nsdecls("w")} w:id="3" w:author="X"/>')
        )
    assert word(document).tracked == 4
    assert shown(word(document, tracked="accept")) == [["All new"], ["ins"]]
    assert shown(word(document, tracked="refuse")) == [["All old"], ["del"]]
    assert word(document, tracked="accept").tracked == 0


def test_comments_and_controls_and_looks_of_word_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
    run = paragraph.add_run("Begun")
    run.bold = True
    document.add_comment([run], "Is this so?", author="Officer", initials="O")
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtContent><w:r><w:t xml:space="preserve"> in May</w:t></w:r></w:sdtContent></w:sdt>'
        )
    )
    paragraph.add_run().add_break()
    paragraph.add_run("and June", style="Emphasis")
    read = word(document)
    assert shown(read) == [["**Begun** in May\\\n*and June*"]]
    assert read.remarks == ["table 1, row 1, column 1: a comment: “Is this so?”"]


def test_lists_and_shading_of_word_are_read() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "First:"
    cell.add_paragraph("a", style="List Bullet")
    cell.add_paragraph("b", style="List Bullet")
    cell.add_paragraph("c", style="List Number")
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="FF0000"/>')
    )
    read = word(document)
    assert shown(read) == [["First:\n\n- a\n- b\n1. c"]]
    assert read.grids[0].rows[0].cells[0].shade == "ff0000"


def test_a_table_in_a_cell_is_one_in_its_text_and_a_frame_is_not() -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    inner = cell.add_table(2, 2)
    for each, words in zip(inner._cells, ("a", "b", "c|d", ""), strict=True):
        each.text = words
    cell.add_paragraph("Then:", "Heading 2")
    cell.add_table(1, 1).cell(0, 0).text = "framed"
    cell.add_paragraph("They said no.", "Quote")
    read = word(document)
    table = "| a | b |\n| --- | --- |\n| c\\|d |  |"
    assert shown(read) == [[f"{table}\n\n## Then:\n\nframed\n\n> They said no.", ""]]


def test_a_table_in_a_frame_is_a_table() -> None:
    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "All of it:"
    inner = frame.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    read = word(document)
    assert shown(read) == [["a", "b"]]
    assert read.outside == ["All of it:"]


# Limits, by count


def spread(name: str) -> bytes:
    """Return a file with a cell over 100 columns in each of its rows."""
    if name.endswith("html"):
        return b"<table>" + b"<tr><td colspan=100 rowspan=100>a</td></tr>" * 20 + b"</table>"
    document = docx.Document()
    table = document.add_table(20, 1)
    for cell in table._cells:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="9999"/>'))
    return saved(document)


@pytest.mark.parametrize("name", ["a.docx", "a.html"])
def test_cells_over_many_columns_are_counted_as_many(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, read = {"a.docx": ("word", word_sheets), "a.html": ("pages", page_sheets)}[name]
    file = admit(name, spread(name))
    assert read(file).grids
    monkeypatch.setattr(f"francis.intake.reading.{module}.MOST_CELLS", 1_000)
    with pytest.raises(FrancisError, match="more than 1,000 cells"):
        read(file)


def test_lines_of_a_cell_have_their_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("francis.intake.reading.workbooks.MOST_TEXT", 1_000)
    assert csv_sheets(admit("a.csv", b'a,"' + b"x" * 900 + b'"')).grids
    with pytest.raises(FrancisError, match="1,000 characters"):
        csv_sheets(admit("a.csv", b'a,"' + b"x\n" * 6 + b'"'))


def test_rows_without_cells_are_no_rows() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}/>"))
    assert shown(word(document))[1:] == [[]]


# Workbooks and CSV


def test_a_workbook_is_read_with_its_days_looks_and_colours() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet["B2"], sheet["C2"], sheet["D2"] = "Ref", "What", "When"
    sheet["B3"], sheet["C3"] = (
        7,
        CellRichText("A ", TextBlock(InlineFont(b=True), "bold"), " word\nand more"),
    )
    sheet["D3"] = datetime.datetime(2014, 3, 31)
    sheet["D3"].fill = PatternFill("solid", fgColor="FFFFBF00")
    sheet["C3"].comment = Comment("Is this so?", "Officer")
    sheet.merge_cells("B3:B4")
    sheet["C4"] = "More"
    hidden = book.create_sheet("Lists")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    book.create_sheet("Empty")
    read = workbook(book)
    assert [grid.name for grid in read.grids] == ["Plan", "Lists"]
    assert shown(read) == [
        ["Ref", "What", "When"],
        ["7", "A **bold** word\n\nand more", "2014-03-31"],
        ["^", "More", ""],
    ]
    cell = read.grids[0].rows[1].cells[2]
    assert (cell.place, cell.shade, cell.value) == (
        "'Plan', cell D3",
        "ffbf00",
        datetime.datetime(2014, 3, 31),
    )
    assert read.remarks == [
        "'Plan', cell C3: a comment: “Is this so?”",
        "'Lists': the sheet is hidden",
    ]


def test_a_formula_is_told() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "x", "=1+1"
    assert workbook(book).remarks == [
        "'Sheet', cell A2: a formula, without a stored value: open it in Excel and save it"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_wrote_it(encoding: str, divider: str) -> None:
    text = (
        divider.join(("Ref", "Position"))
        + "\r\n"
        + divider.join(("1", '"Begun – in\nMay"'))
        + "\r\n\r\n2\r\n"
    )
    read = csv_sheets(admit("a.csv", text.encode(encoding)))
    assert shown(read) == [["Ref", "Position"], ["1", "Begun – in\n\nMay"], ["2", ""]]
    assert bool(read.remarks) == (encoding == "cp1252")


def test_what_is_no_csv_is_refused() -> None:
    for data in (b"a\0b", b"a,b\n" * 150_000):
        with pytest.raises(FrancisError, match=r"^a\.csv: it"):
            csv_sheets(admit("a.csv", data))


# Pages


def test_a_page_is_read_with_its_spans_lists_and_links() -> None:
    page = """<html><body><h1>Plan</h1><table><caption>All  actions</caption>
    <tr><th rowspan=2>Ref</th><th colspan=2>What</th></tr><tr><td>a</td><td style="background-color: #FFBF00">b</td></tr>
    <tr><td>1</td><td><p>See <a href="https://a.org/">this</a>:</p><ul><li>x</li><li><b>y</b></li></ul></td></tr></table>
    <p>After<script>evil()</script></p></body></html>"""
    read = page_sheets(admit("a.html", page.encode()))
    assert shown(read) == [
        ["Ref", "What", "What"],
        ["^", "a", "b"],
        ["1", "See [this](https://a.org/):\n\n- x\n- **y**", ""],
    ]
    assert (read.grids[0].title, read.outside) == ("All actions", ["Plan", "After"])
    assert read.grids[0].rows[1].cells[2].shade == "ffbf00"


# Files that LibreOffice has saved


def test_what_libreoffice_saves_says_the_same(
    soffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """A document and a workbook that were opened, saved in another format, and saved back."""
    document = docx.Document()
    document.add_paragraph("Before")
    table = document.add_table(4, 3)
    for at, words in enumerate(("Ref", "What", "Due")):
        table.cell(0, at).text = words
    table.cell(1, 0).text = "1"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).text = "A theme"
    table.cell(3, 0).merge(table.cell(3, 2))
    cell = table.cell(1, 1)
    cell.paragraphs[0].add_run("All ").bold = True
    cell.paragraphs[0].add_run("of it")
    cell.add_paragraph("a", style="List Bullet")
    cell.add_paragraph("b", style="List Bullet")
    table.cell(1, 2).text, table.cell(2, 2).text = "31 March 2021", "June 2021"
    book = openpyxl.Workbook()
    book.active.append(["Ref", "What", "Due"])
    book.active.append([1, "All of it", datetime.datetime(2021, 3, 31)])
    book.active.append([None, "More", "=C2"])
    book.active["B2"].fill = PatternFill("solid", fgColor="FFFFBF00")
    book.active.merge_cells("A2:A3")
    document.save(str(tmp_path / "a.docx"))
    book.save(tmp_path / "b.xlsx")
    before = word(document)
    (odt,) = soffice(tmp_path / "a.docx", kind="odt")
    (ods,) = soffice(tmp_path / "b.xlsx", kind="ods")
    for path, kind in ((odt, "docx"), (ods, "xlsx")):
        (back,) = soffice(path, kind=kind)
        if kind == "docx":
            read = word_sheets(admit(back.name, back.read_bytes()))
            assert shown(read) == shown(before)
            assert read.outside == before.outside
        else:
            read = workbook_sheets(admit(back.name, back.read_bytes()))
            cells = [[cell.value or cell.words for cell in row.cells] for row in read.grids[0].rows]
            day = datetime.datetime(2021, 3, 31)
            assert cells == [["Ref", "What", "Due"], [1, "All of it", day], ["", "More", day]]
            assert read.grids[0].rows[1].cells[1].shade == "ffbf00"
            assert read.grids[0].rows[2].cells[0].joined
            assert read.remarks == ["'Sheet', cell C3: a formula, its stored value was read"]
