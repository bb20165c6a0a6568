"""Workbooks: what one is to say, by its rows, and what one says, read back by openpyxl."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

from francis.formats.dates import Period, date_in_words
from francis.formats.excel.workbook import HEADER_ROW, Book, Cell, headings_of, span_shown
from francis.formats.reading_back.contents import Contents, FileLine, Mark, Row, Table


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
    titles = (FileLine(" · ".join((sheet.title, *source.marks))) for sheet in source.sheets)
    return Contents(tuple(tables), tuple(titles))


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

    opened = load_workbook(BytesIO(data), read_only=True)
    tables: list[Table] = []
    titles: list[FileLine] = []
    for sheet in opened.worksheets:
        rows = [tuple(map(_shown, cells)) for cells in sheet.iter_rows()]
        titles += rows[0][:1]
        tables.append(Table(sheet.title, tuple(map(Row, rows[HEADER_ROW - 1 :]))))
    opened.close()
    return Contents(tuple(tables), tuple(titles))


def _shown(cell: Any) -> FileLine:
    value = cell.value
    if isinstance(value, datetime.datetime):
        value = Period(value.date(), span_shown(cell.number_format))
    return FileLine(
        _printed(value, "").replace("_x005F_", "_")
    )  # as a file writes some underscores
