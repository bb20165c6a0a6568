"""Workbooks: what one is to say, by its rows, and what one says, read back by openpyxl."""

from __future__ import annotations

import datetime
import re
from io import BytesIO
from typing import Any

from francis.formats.dates import Period, date_in_words
from francis.formats.excel.workbook import HEADER_ROW, Book, Cell, headings_of, span_shown
from francis.formats.office_archive import members
from francis.formats.reading_back.contents import Contents, FileLine, Mark, Row, Table
from francis.formats.reading_back.native_chart import ChartFigures, read_chart


def read_rows(source: Book) -> Contents:
    """Return what a workbook is to say: each sheet as a table, and its title as a line."""
    tables = []
    for sheet in source.sheets:
        rows = [Row(tuple(map(FileLine, headings_of(sheet))))]
        for place, cells in enumerate(sheet.rows):
            texts = (
                _cell(_printed(cell, source.unstated), column.fact, place)
                for cell, column in zip(cells, sheet.columns, strict=True)
            )
            rows.append(Row(tuple(texts), str(cells[0]) if sheet.rows_of else ""))
        if not sheet.rows:
            rows.append(Row((FileLine(sheet.empty),)))
        tables.append(Table(sheet.name, tuple(rows), rows_of=sheet.rows_of))
        if chart := sheet.chart:
            names = tuple(column.words for column in chart.columns)
            figures = (
                (row.words, *map(str, of))
                for row, of in zip(chart.rows, chart.figures, strict=True)
            )
            shown = ChartFigures(names, tuple(figures))
            tables.append(_of_chart(len(tables), shown, chart.kind))
    titles = (FileLine(" · ".join((sheet.title, *source.marks))) for sheet in source.sheets)
    return Contents(tuple(tables), tuple(titles))


def _of_chart(place: int, shown: ChartFigures, kind: str = "") -> Table:
    """Return what a chart shows as a table, under the place of its sheet."""
    rows = (("", *shown.columns), *shown.rows)
    cells = (Row(tuple(map(FileLine, row))) for row in rows)
    return Table(f"chart of sheet {place}", tuple(cells), shown.words, chart=kind)


def _cell(words: str, fact: str | tuple[str, ...], place: int) -> FileLine:
    """Return a cell with what it states: a field, or the figure at a place among several."""
    name = fact if isinstance(fact, str) else fact[place]
    return FileLine(words, 0, (Mark(name, name != fact, 0, len(words)),) if name else ())


def _printed(value: Cell, unstated: str) -> str:
    """Return what a cell shows; a day in the words of papers, whatever form the computer gives it."""
    if isinstance(value, Period | datetime.date):
        return date_in_words(value)
    return unstated if value is None else str(value)


def read_workbook(data: bytes) -> Contents:
    """Return what the sheets of a workbook say: each as a table, and the title above it as a line."""
    from openpyxl import load_workbook

    opened, parts = load_workbook(BytesIO(data), read_only=True), members(data)
    tables: list[Table] = []
    titles: list[FileLine] = []
    for sheet in opened.worksheets:
        rows = [tuple(map(_shown, cells)) for cells in sheet.iter_rows()]
        titles += rows[0][:1]
        tables.append(Table(sheet.title, tuple(map(Row, rows[HEADER_ROW - 1 :]))))
        if chart := _chart_of(parts, len(titles)):
            tables.append(_of_chart(len(tables), read_chart(chart)))
    opened.close()
    return Contents(tuple(tables), tuple(titles))


def _chart_of(parts: dict[str, bytes], number: int) -> bytes | None:
    """Return the chart on a sheet, to which relations lead by way of a drawing; None if it has none."""
    relations, name = parts.get(f"xl/worksheets/_rels/sheet{number}.xml.rels", b""), ""
    for folder in ("drawings", "charts"):
        found = re.search(rf"/xl/{folder}/(\w+\.xml)", relations.decode())
        if found is None:
            return None
        name = found[1]
        relations = parts.get(f"xl/{folder}/_rels/{name}.rels", b"")
    return parts[f"xl/charts/{name}"]


def _shown(cell: Any) -> FileLine:
    value = cell.value
    if isinstance(value, datetime.datetime):
        value = Period(value.date(), span_shown(cell.number_format))
    return FileLine(
        _printed(value, "").replace("_x005F_", "_")
    )  # as a file writes some underscores
