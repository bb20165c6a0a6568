"""Excel: a book of plain rows in, one workbook out.

Whoever makes the rows says what stands in them. Here is what turns them into sheets that people filter,
sort, print and go on with: a table with a filter, a header row that stays in view, dates that are dates,
lists to choose from, colours that follow the words. Text is text: nothing in a cell is ever a formula.
"""

from __future__ import annotations

import datetime
import itertools
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from francis.errors import FrancisError, excerpt, quotation
from francis.formats.charts import svg
from francis.formats.charts.canvas import WIDTH
from francis.formats.charts.figure import Chart
from francis.formats.charts.native import native
from francis.formats.dates import MONTHS, Period, Span, date_in_words, financial_quarter
from francis.formats.office_archive import archived, members
from francis.formats.text.formulas import FORMULA_STARTS
from francis.formats.text.measures import lines_in_column
from francis.own_data import own_data

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet


Cell = str | int | datetime.date | Period | None
"""What a cell holds; None is what the record does not state, and an empty text is nothing to say.

The cell of a month is a date, the month's last day, shown as the month.
"""


class Choice(NamedTuple):
    """A word that a column allows, what it means, and how its cells look.

    `colour` and the `ink` on it are #rrggbb, both None for a word without a colour. A `shape`, one of SHAPES, is shown
    before the word, and is no part of it. One that is `urgent` stands out by its type.
    """

    word: str
    meaning: str
    colour: str | None = None
    ink: str | None = None
    shape: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class SheetScheme:
    """The words of a column, in their order, with the name that the key gives them."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in figures of the text's size, and the words that it allows.

    `fact` names what of the record its cells state, so that they can be compared with it: a field of
    the record whose row it is, or a figure for each row.
    """

    heading: str
    width: float
    scheme: SheetScheme | None = None
    fact: str | tuple[str, ...] = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what it shows, its columns and rows; `empty` is said where there are no rows.

    The first column stays in view beside the others. `rows_of` names the list of the record that the
    rows are; then the first column says whose each is. A `chart` stands below the rows, and is drawn from them: its
    rows are all of them, and its columns those behind the first.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    rows_of: str = ""
    chart: Chart | None = None


@dataclass(frozen=True)
class Book:
    """A workbook: what its properties say, what is printed around each page, and its sheets.

    `marks` are what nobody must overlook (a draft, example data): they stand on every sheet and
    every printed page. `unstated` is shown where a cell is None. `made` is the moment that the
    properties name.
    """

    title: str
    author: str
    description: str
    keywords: str
    generator: str
    made: datetime.datetime
    marks: tuple[str, ...]
    foot: str
    unstated: str
    sheets: tuple[Sheet, ...]


# ---------------------------------------------------------------------------------------------
# The look, as that of the Word papers

FONT, SIZE = "Arial", 10
DAY, MONTH = "[$-809]d mmm yyyy", "[$-809]mmmm yyyy"
"""British names of months, on whatever computer."""

FIRST_DAY = datetime.date(1900, 3, 1)
"""The first day that Excel counts as the calendar does; an earlier one is written as text."""
LINE_HEIGHT, HIGHEST = 12.75, 409
"""The height of a line, and the most that Excel gives a row, in points."""
WIDEST_ON_A4 = 195
"""How wide all columns may be together to be printed on A4 in type of 8 points, and not smaller."""
MOST_LETTERS = 32_767
"""How many letters Excel holds in a cell, counted in UTF-16."""
MOST_IN_HEADER = 255
"""The most characters of a printed header or footer; a longer one damages the file."""
_SHAPES = {
    "tick": "\u2713",
    "circle": "\u25cf",
    "triangle": "\u25b2",
    "diamond": "\u2666",
    "dash": "\u2013",
}
"""The character of each shape of a rating."""
HEADER_ROW = 2
"""The row of the headings; above it stand what the sheet shows, and the marks."""


@cache
def _colours() -> Mapping[str, str]:
    """Return the colours of `colours.yaml` by what they are of, as six hexadecimal digits."""
    return {of: colour[1:] for of, colour in own_data(__file__, "colours.yaml").items()}


def to_excel(book: Book) -> bytes:
    """Return the workbook: the same bytes for the same book.

    Raise FrancisError where a text has characters that no file can hold, or is longer than a cell.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    workbook = Workbook()
    workbook.remove(workbook.active)
    _add_styles(workbook)
    key = _key(book)
    for sheet in (*book.sheets, key):
        _write(workbook.create_sheet(sheet.name), sheet, book)
    _add_lists(workbook, book, key)
    _set_properties(workbook, book)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        ExcelWriter(workbook, archive).save()  # without the time of now, which `save` would write
    return _packed(out.getvalue(), book)


# Sheets


def _write(target: Worksheet, sheet: Sheet, book: Book) -> None:
    """Write a sheet: its title and marks, its headings, its rows, and how it is shown and printed."""
    from openpyxl.utils import get_column_letter

    _put(target.cell(1, 1), " · ".join((sheet.title, *book.marks)), "Title", sheet)
    headings = headings_of(sheet)
    for number, (column, heading) in enumerate(zip(sheet.columns, headings, strict=True), 1):
        _put(target.cell(HEADER_ROW, number), heading, "Heading", sheet)
        target.column_dimensions[get_column_letter(number)].width = column.width
    _set_height(target, HEADER_ROW, headings, sheet)
    for row, cells in enumerate(sheet.rows, HEADER_ROW + 1):
        for number, value in enumerate(cells, 1):
            _fill(target.cell(row, number), value, book, sheet)
        _set_height(target, row, cells, sheet)
    if sheet.rows:
        _make_table(target, sheet)
    else:
        _put(target.cell(HEADER_ROW + 1, 1), sheet.empty, "Note", sheet)
    target.freeze_panes = target.cell(HEADER_ROW + 1, 2)
    if sheet.chart:
        _place_chart(target, sheet, sheet.chart)
    _set_up_printing(target, sheet, book)


def headings_of(sheet: Sheet) -> list[str]:
    """Return the headings, of which no two may be the same in a table, whatever their case."""
    taken: dict[str, str] = {}
    for column in sheet.columns:
        heading = plain = " ".join(column.heading.split())
        copies = itertools.count(2)
        while heading.lower() in taken:
            heading = f"{plain} ({next(copies)})"
        taken[heading.lower()] = heading
    return list(taken.values())


def _fill(cell: SheetCell, value: Cell, book: Book, sheet: Sheet) -> None:
    """Write a value in its style: a date as a date, a number as a number, all else as text."""
    if isinstance(value, Period | datetime.date):
        last, span = value if isinstance(value, Period) else Period(value)
        if last < FIRST_DAY:
            _put(cell, date_in_words(value), "Words", sheet)
            return
        cell.value, cell.style = last, "Day" if span == "day" else "Month"
        if "quarter" in span:
            cell.number_format = _quarter_format(Period(last, span))
    elif isinstance(value, int):
        cell.value, cell.style = value, "Number"
    elif value is None:
        _put(cell, book.unstated, "Not stated", sheet)
    else:
        _put(cell, value, "Words", sheet)


def _quarter_format(value: Period) -> str:
    """Return the number format that shows the last day of a quarter as the quarter, so that it is sorted as a day."""
    label = ""
    if value.span == "financial quarter":
        quarter, year = financial_quarter(value.last)
        label = f'" (Q{quarter} of {year})"'
    return f'[$-809]"{MONTHS[value.last.month - 3][:3]} to "mmm yyyy{label}'


def span_shown(number_format: str) -> Span:
    """Return what a date of a number format that a workbook has shows: a day, a month or a quarter."""
    if " to " in number_format:
        return "financial quarter" if "(Q" in number_format else "quarter"
    return "month" if number_format == MONTH else "day"


def date_width(values: Iterable[Cell], least: float) -> float:
    """Return how wide a column of dates must be for the longest of them, as no program wraps a date."""
    spans = {value.span for value in values if isinstance(value, Period)}
    return max(least, 30 if "financial quarter" in spans else 0)


_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""An underscore before what Excel would read as an escaped character: _x0041_ is an A."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _put(cell: SheetCell, text: str, style: str, sheet: Sheet) -> None:
    """Write a text as text, whatever it begins with."""
    if found := _UNWRITABLE.search(text):
        raise FrancisError(
            f"Excel cannot hold the character U+{ord(found[0]):04X} in {cell.coordinate} of "
            f"{quotation(sheet.name)}. Remove it from the record."
        )
    written = _ESCAPED.sub("_x005F_", text)
    letters = letters_of(written)
    if letters > MOST_LETTERS:
        raise FrancisError(
            f"The Excel file cannot be made: the text in {cell.coordinate} of {quotation(sheet.name)}, “{excerpt(text)}”, "
            f"has {letters:,} characters, but a cell holds only {MOST_LETTERS:,}. Shorten it in the record."
        )
    cell.value = written
    cell.data_type = "s"
    cell.style = style
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def letters_of(text: str) -> int:
    """Return how many letters a text has, as Excel counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _set_height(target: Worksheet, row: int, cells: Sequence[Cell], sheet: Sheet) -> None:
    """Make a row as high as its text; a program fits it anew once somebody edits the row.

    Not every program looks at the rows of a file that it opens: longer text would be cut off.
    """
    texts = ((cell, col.width) for cell, col in zip(cells, sheet.columns, strict=True))
    lines = max(
        (lines_in_column(text, width) for text, width in texts if isinstance(text, str)), default=1
    )
    height = min(lines * LINE_HEIGHT + 4, HIGHEST)
    target.row_dimensions[row] = _fitted_row()(target, index=row, ht=height)


@cache
def _fitted_row() -> Any:
    """Return the class of rows whose height nobody has set by hand, as openpyxl takes every height for."""
    from openpyxl.worksheet.dimensions import RowDimension

    class Fitted(RowDimension):  # type: ignore[misc]  # openpyxl ships no types
        """A row that a program may make higher or lower."""

        customHeight = False

    return Fitted


def _make_table(target: Worksheet, sheet: Sheet) -> None:
    """Make the rows a table of Excel's own, with a filter."""
    from openpyxl.worksheet.table import Table, TableStyleInfo

    name = re.sub(r"\W", "", sheet.name.title())
    last = target.cell(HEADER_ROW + len(sheet.rows), len(sheet.columns))
    table = Table(displayName=f"Table{name}", ref=f"A{HEADER_ROW}:{last.coordinate}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    target.add_table(table)


CHART_WIDTH = 16
"""How wide a chart is, in centimetres."""


def _place_chart(target: Worksheet, sheet: Sheet, chart: Chart) -> None:
    """Put a chart below the rows: the frame of one, whose part `_charts` writes."""
    from openpyxl.chart import BarChart

    frame = BarChart()
    frame.width, frame.height = CHART_WIDTH, svg.height(chart) * CHART_WIDTH / WIDTH + 1
    target.add_chart(frame, f"A{HEADER_ROW + len(sheet.rows) + 3}")


def _charts(parts: Mapping[str, bytes], book: Book) -> dict[str, bytes]:
    """Return the parts of the charts, and of their frames with what is read to those who do not see them."""
    from lxml import etree

    changed = {}
    shown = [(sheet, sheet.chart) for sheet in book.sheets if sheet.chart]
    for number, (sheet, chart) in enumerate(shown, 1):
        name = f"xl/charts/chart{number}.xml"
        changed[name] = native(chart, "en-GB", sheet.name, header_row=HEADER_ROW)
        frame = etree.fromstring(parts[f"xl/drawings/drawing{number}.xml"])
        (properties,) = frame.iter("{*}cNvPr")
        properties.set("name", "Chart")
        properties.set("title", chart.title)
        properties.set("descr", chart.description)
        changed[f"xl/drawings/drawing{number}.xml"] = etree.tostring(
            frame, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    return changed


def _set_up_printing(target: Worksheet, sheet: Sheet, book: Book) -> None:
    """Print across and as wide as the page, on A4 or A3, with the headings on each page."""
    fits = sum(column.width for column in sheet.columns) <= WIDEST_ON_A4
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = target.PAPERSIZE_A4 if fits else target.PAPERSIZE_A3
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    margins = target.page_margins
    margins.left = margins.right = 0.3
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    target.oddHeader.left.text = _printed(book.title, MOST_IN_HEADER // 2)
    target.oddHeader.right.text = "&B" + _printed(" · ".join(book.marks), MOST_IN_HEADER // 2 - 10)
    target.oddFooter.left.text = _printed(book.foot, MOST_IN_HEADER - 30)
    target.oddFooter.right.text = "Page &P of &N"


def _printed(text: str, most: int) -> str:
    """Return a text for a header or footer; what is too long stands in full on a sheet."""
    text = " ".join(text.split()).replace("&", "&&")
    return text if len(text) <= most else text[: most - 1].rstrip("&") + "…"


# Lists to choose from


def _key(book: Book) -> Sheet:
    """Return the sheet with every word that a column allows; the lists are taken from it."""
    rows = tuple(
        (scheme.name, choice.word, choice.meaning)
        for scheme in _schemes(book)
        for choice in scheme.choices
    )
    columns = (Column("Of", 24), Column("Word", 24), Column("Meaning", 100))
    return Sheet("Key", "What each word means", columns, rows)


def _schemes(book: Book) -> list[SheetScheme]:
    """Return the schemes of all columns, each once."""
    columns = (column for sheet in book.sheets for column in sheet.columns)
    return list(dict.fromkeys(column.scheme for column in columns if column.scheme))


def _add_lists(workbook: Workbook, book: Book, key: Sheet) -> None:
    """Tie each column that has a scheme to its words, and colour them there and in the key."""
    from openpyxl.workbook.defined_name import DefinedName

    first = HEADER_ROW + 1
    for number, scheme in enumerate(_schemes(book), 1):
        last = first + len(scheme.choices) - 1
        name = f"Words{number}"
        place = f"'{key.name}'!$B${first}:$B${last}"
        workbook.defined_names[name] = DefinedName(name, attr_text=place)
        _colour(workbook[key.name], f"B{first}:B{last}", scheme)
        for sheet in book.sheets:
            _tie(workbook[sheet.name], sheet, scheme, name)
        first = last + 1


def _tie(target: Worksheet, sheet: Sheet, scheme: SheetScheme, name: str) -> None:
    """Let the columns of a scheme have its words alone."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(sheet.columns, 1):
        if column.scheme != scheme or not sheet.rows:
            continue
        letter = get_column_letter(number)
        cells = f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + len(sheet.rows)}"
        rule = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = scheme.name[:32], "Choose one of the words of the list."
        rule.add(cells)
        target.add_data_validation(rule)
        _colour(target, cells, scheme)


def _colour(target: Worksheet, cells: str, scheme: SheetScheme) -> None:
    """Give each word its look wherever it is chosen."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    for choice in scheme.choices:
        look: dict[str, Any] = {}
        if choice.colour and choice.ink:
            look["fill"] = PatternFill("solid", bgColor=choice.colour[1:].upper())
            look["font"] = Font(bold=True, color=choice.ink[1:].upper())
        elif choice.urgent:
            look["font"] = Font(bold=True, color=_colours()["urgent"])
        if choice.shape:
            look["numFmt"] = _number_format(choice.shape)
        if not look:
            continue
        quoted = '"' + choice.word.replace('"', '""') + '"'
        rule = Rule("cellIs", operator="equal", formula=[quoted], dxf=DifferentialStyle(**look))
        target.conditional_formatting.add(cells, rule)


def _number_format(shape: str) -> Any:
    """Return what shows a shape before any text; Excel's own formats have the numbers below 164."""
    from openpyxl.styles.numbers import NumberFormat

    return NumberFormat(200 + [*_SHAPES].index(shape), f'"{_SHAPES[shape]} "@')


# The workbook around the sheets


def _add_styles(workbook: Workbook) -> None:
    """Name the looks of cells, so that somebody can change them in one place."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    colours = _colours()
    title, quiet = colours["title"], colours["quiet"]
    hair = Side("hair", color=colours["line"])

    def style(
        name: str, font: dict[str, Any], number_format: str = "General", *, wrapped: bool = True
    ) -> Any:
        made = NamedStyle(name, font=Font(name=FONT, **{"size": SIZE} | font))
        made.alignment = Alignment(vertical="top", horizontal="left", wrap_text=wrapped)
        made.number_format = number_format
        if wrapped:
            made.border = Border(left=hair, right=hair, bottom=hair)
        workbook.add_named_style(made)
        return made

    # By its figures programs measure columns; the library has no other way to it.
    workbook._named_styles["Normal"].font = Font(name=FONT, size=SIZE)
    style("Words", {})
    style("Day", {}, DAY)
    style("Month", {}, MONTH)
    style("Number", {}, "#,##0")
    style("Not stated", {"italic": True, "color": quiet})
    style("Note", {"italic": True, "color": quiet}, wrapped=False)
    style("Title", {"bold": True, "size": 12, "color": title}, wrapped=False)
    heading = style("Heading", {"bold": True, "color": title})
    heading.fill = PatternFill("solid", fgColor=colours["head"])
    heading.border = Border(left=hair, right=hair, bottom=Side("medium", color=title))


def _set_properties(workbook: Workbook, book: Book) -> None:
    properties = workbook.properties
    properties.title, properties.description = book.title, book.description
    properties.creator = properties.lastModifiedBy = book.author
    properties.keywords, properties.language = book.keywords, "en-GB"
    properties.created = properties.modified = book.made.replace(tzinfo=None)


_APPLICATION = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>{}</Application></Properties>"""


def _packed(data: bytes, book: Book) -> bytes:
    """Return an archive with its members as they were, and of no time and no system."""
    from xml.sax.saxutils import escape

    own = {"docProps/app.xml": _APPLICATION.format(escape(book.generator)).encode()}
    parts = members(data)
    return archived(parts | own | _charts(parts, book))
