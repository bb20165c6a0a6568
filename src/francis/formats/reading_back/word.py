"""Word files read back by python-docx, with the numbers that Word would show and the figures of native charts."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from francis.formats.reading_back.contents import (
    Contents,
    FileLine,
    Row,
    Table,
    join_markers,
    named_table,
)
from francis.formats.reading_back.native_chart import read_chart
from francis.formats.reading_back.numbering import ListNumbers, W

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SAID = (W + "t", W + "delText")  # HTML says what was deleted, too
_BEGINS_LINE = (W + "p", W + "br", W + "tab")


def read_word(data: bytes) -> Contents:
    """Return what the text of a Word file says, without its headers, footers and list of contents."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(BytesIO(data))
    tables: list[Table] = []
    lines: list[FileLine] = []
    drawn = ""
    numbers = ListNumbers(document)
    for element in document.element.body:
        if element.tag == qn("w:p"):
            lines.append(FileLine(_text(element), markers=numbers.markers(element)))
            if (chart := element.find(".//" + _CHART)) is not None:
                drawn = read_chart(document.part.related_parts[chart.get(qn("r:id"))].blob).words
        elif element.tag == qn("w:tbl"):
            tables.append(_table(element, drawn, numbers))
            inner = element.iterfind(f".//{W}tc//{W}tbl")
            tables += [_table(table, "", numbers) for table in inner]
            drawn = ""
    return Contents(tuple(tables), join_markers(lines))


def _text(element: Any) -> str:
    pieces = element.iter(*_SAID, *_BEGINS_LINE)
    return "".join((piece.text or "") if piece.tag in _SAID else "\n" for piece in pieces)


def _table(table: Any, drawn: str, numbers: ListNumbers) -> Table:
    caption = table.find(f"{W}tblPr/{W}tblCaption")
    rows = (
        Row(
            tuple(
                FileLine(_text(cell), markers=numbers.markers(*cell.iter(W + "p")))
                for cell in row.iterchildren(W + "tc")
            )
        )
        for row in table.iterchildren(W + "tr")
    )
    return named_table("" if caption is None else caption.get(W + "val"), tuple(rows), drawn)
