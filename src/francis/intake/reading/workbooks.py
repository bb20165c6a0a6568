"""Workbooks and CSV files read: every sheet as a table, with its merged cells, days, numbers and colours."""

from __future__ import annotations

import csv
import datetime
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from francis.errors import quotation
from francis.formats.dates import Span
from francis.formats.excel.workbook import span_shown
from francis.intake.archives import MOST_CELLS, MOST_ROWS, refusal
from francis.intake.files import Incoming, open_workbook
from francis.intake.reading.grid import Grid, GridCell, GridRow, Line, Run, Sheets, text_lines
from francis.record.days import When

MOST_TEXT = 20_000_000
"""How many characters all cells may have together: many cells may share one long text."""


def workbook_sheets(file: Incoming) -> Sheets:
    """Return what a workbook says: the sheets that have cells, in their order, hidden ones too."""
    read, made = open_workbook(file), Sheets()
    left = MOST_TEXT
    for sheet in read.book.worksheets:
        formulas = read.formulas.get(sheet.title, frozenset())
        rows: dict[int, dict[int, GridCell]] = defaultdict(dict)
        for (row, column), cell in sheet._cells.items():  # iter_rows() would walk to the farthest
            if type(cell).__name__ == "MergedCell":
                continue
            left -= _weight(str(cell.value or ""))
            if left < 0:
                raise refusal(file.name, f"its cells have more than {MOST_TEXT:,} characters.")
            place = f"{quotation(sheet.title)}, cell {cell.coordinate}"
            if cell.comment is not None:
                made.remarks.append(
                    f"{place}: a comment: “{' '.join(str(cell.comment.text).split())}”"
                )
            if cell.value is not None and cell.font and cell.font.strike:
                made.remarks.append(f"{place}: words that are struck through, read like others")
            if cell.coordinate in formulas:
                stored = (
                    "its stored value was read"
                    if cell.value is not None
                    else "without a stored value: open it in Excel and save it"
                )
                made.remarks.append(f"{place}: a formula, {stored}")
            if cell.data_type == "e":  # such as #DIV/0!
                made.remarks.append(
                    f"{place}: {cell.value}, an error of the workbook, which was not read"
                )
                continue
            if cell.value is not None or _fill(cell):
                rows[row][column] = _cell(cell, place)
        _join(sheet, rows)
        hidden = [n for n in rows if n in sheet.row_dimensions and sheet.row_dimensions[n].hidden]
        if hidden:
            made.remarks.append(
                f"{quotation(sheet.title)}: hidden rows ({len(hidden):,}) were read too"
            )
        if sheet.sheet_state != "visible":
            made.remarks.append(f"{quotation(sheet.title)}: the sheet is hidden")
        _add(made, sheet.title, rows)
    return made


def _weight(words: str) -> int:
    """Return how much room words take: each line of a cell is kept apart."""
    return len(words) + 200 * words.count("\n")


def _cell(cell: Any, place: str) -> GridCell:
    """Return a cell; a day or a number is kept beside its words."""
    value, link = cell.value, cell.hyperlink.target if cell.hyperlink else ""
    if hasattr(value, "as_list"):  # text in several looks
        lines = tuple(_rich_lines(value))
    else:
        lines = tuple(text_lines(_words(value)))
    if link and lines:
        lines = tuple(
            line._replace(runs=tuple(r._replace(link=link) for r in line.runs)) for line in lines
        )
    if isinstance(value, datetime.date) and (span := _span(cell.number_format)) != "day":
        last = value.date() if isinstance(value, datetime.datetime) else value
        value, lines = None, tuple(text_lines(str(When(last, span))))  # of which no day is shown
    is_plain = isinstance(value, datetime.date | int | float) and not isinstance(value, bool)
    if is_plain and "%" in cell.number_format:
        is_plain, lines = False, tuple(text_lines(f"{round(cell.value * 100, 6):g}%"))
    return GridCell(place, lines, _fill(cell), value if is_plain else None)


def _span(number_format: str) -> Span:
    """Return whether a date is shown as a day, a month or a quarter."""
    shown = span_shown(number_format)
    return "month" if shown == "day" and "d" not in number_format.lower() else shown


def _words(value: object) -> str:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def _rich_lines(value: Any) -> Iterator[Line]:
    """Yield the lines of a text in several looks."""
    runs: list[Run] = []
    for part in value:
        look = getattr(part, "font", None)
        bold, italic = bool(look and look.b), bool(look and look.i)
        first, *rest = str(getattr(part, "text", part)).split("\n")
        runs.append(Run(first, bold, italic))
        for words in rest:
            yield Line(tuple(run for run in runs if run.words))
            runs = [Run(words, bold, italic)]
    yield Line(tuple(run for run in runs if run.words))


def _fill(cell: Any) -> str:
    """Return the colour behind a cell; one of the workbook's theme by its number there, as "theme 5"."""
    from openpyxl.styles.colors import COLOR_INDEX

    fill = cell.fill
    if not fill or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "theme":
        tint = f" {colour.tint:+.1f}" if colour.tint else ""
        return f"theme {colour.theme}{tint}" if colour.theme else ""
    listed = colour.indexed if colour.type == "indexed" else len(COLOR_INDEX)
    found = COLOR_INDEX[listed] if listed < len(COLOR_INDEX) else str(colour.rgb)
    digits = found[-6:].lower() if colour.type == "rgb" or listed < len(COLOR_INDEX) else ""
    return "" if digits == "ffffff" else digits


def _join(sheet: Any, rows: dict[int, dict[int, GridCell]]) -> None:
    """Give the cells of each merged range the cell in its corner, and mark those below it."""
    for merged in sheet.merged_cells.ranges:
        corner = rows.get(merged.min_row, {}).get(merged.min_col)
        if corner is None:
            continue
        below = GridCell(corner.place, joined=True)
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                rows[row][column] = corner if row == merged.min_row else below


def _add(made: Sheets, name: str, rows: dict[int, dict[int, GridCell]]) -> None:
    """Add a sheet as a table, without the empty rows and columns around it."""
    columns = {
        column for row in rows.values() for column, cell in row.items() if cell.words or cell.joined
    }
    if not columns:
        return
    wanted = range(min(columns), max(columns) + 1)
    grid = []
    for number in sorted(rows):
        place = f"{quotation(name)}, row {number}"
        cells = tuple(rows[number].get(column) or GridCell(place) for column in wanted)
        if any(cell.words or cell.joined for cell in cells):
            grid.append(GridRow(place, cells))
    made.grids.append(Grid(name, name, tuple(grid)))


def csv_sheets(file: Incoming) -> Sheets:
    """Return what a CSV file says, whatever divides its cells."""
    made = Sheets()
    text = _decoded(file, made)
    first = text.partition("\n")[0]
    divider = max(",;\t|", key=first.count)
    rows: list[GridRow] = []
    cells, room = 0, MOST_TEXT
    csv.field_size_limit(MOST_TEXT)
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=divider), 1
        ):
            place = f"row {number}"
            cells += len(row)
            room -= sum(map(_weight, row))
            if number > MOST_ROWS or cells > MOST_CELLS or room < 0:
                most = f"{MOST_ROWS:,} rows, {MOST_CELLS:,} cells or {MOST_TEXT:,} characters"
                raise refusal(file.name, f"it has more than {most}.")
            if any(words.strip() for words in row):
                made_row = (
                    GridCell(f"{place}, column {n}", tuple(text_lines(words)))
                    for n, words in enumerate(row, 1)
                )
                rows.append(GridRow(place, tuple(made_row)))
    except csv.Error as error:
        raise refusal(file.name, f"it is not CSV: {error}.") from error
    width = max((len(row.cells) for row in rows), default=0)
    padded = (
        row._replace(cells=(*row.cells, *[GridCell(row.place)] * (width - len(row.cells))))
        for row in rows
    )
    made.grids.append(Grid("the file", "", tuple(padded)))
    return made


def _decoded(file: Incoming, made: Sheets) -> str:
    """Return the text of a file in the encoding that it names by its first bytes, in UTF-8, or as Excel for Windows writes it."""
    is_wide = file.data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and b"\0" in file.data:
        raise refusal(file.name, "it is not a text.", "Save it as CSV UTF-8, and try again.")
    try:
        return file.data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        made.remarks.append("the file is not UTF-8, and was read as Excel for Windows writes it")
        return file.data.decode("cp1252", "replace")
