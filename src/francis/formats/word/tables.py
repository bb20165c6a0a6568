"""Tables of a Word file, and the charts that stand above tables of figures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.charts import svg
from francis.formats.charts.svg import AnyChart
from francis.formats.html import (
    SPLIT,
    TextRun,
    blocks,
    children,
    fold,
    per_cent_of,
    pieces_of,
    span_of,
)
from francis.formats.text.measures import length
from francis.formats.vocabulary import (
    IN_CELLS,
    KEPT_ENDS,
    KEPT_WHOLE,
    NAMED_ABOVE,
    ROWS,
    TABLES,
    TEXT_TABLE,
)
from francis.formats.word.chart import add_parts, drawing_of
from francis.formats.word.context import CellSpace, Context, Cursor
from francis.formats.word.elements import (
    KEEP_NEXT,
    NAMESPACE,
    PPR,
    PSTYLE,
    TBL,
    TC,
    TCPR,
    TCW,
    TR,
    TRPR,
    TYPE,
    VAL,
    WIDTH,
    W,
)
from francis.formats.word.text import write_block, write_paragraph
from francis.formats.word.tracked_changes import change_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CELL_EDGES = 226
"""The margins of a cell at its left and right, in twentieths of a point."""
NARROW_EDGES = 60
"""And those of the many columns of a control chart."""
_BREAKS = re.compile(r"[ \t\r\n]+|(?<=[-\u2013/])")
"""Where Word may end a line; a space that does not break is no such place."""
_SHAPE = "\u25cf\u2007"
"""As wide as the shape before a rating."""
BARS_WIDTH, CHART_EDGES = 6803, 240
"""The width of bars and of the table of their figures, 12 centimetres, and what Word leaves free at the
top and foot of a chart; in twentieths of a point, as Word counts."""
WHOLE_ROW = 0.95
"""The part of the page below the header row that a row may fill, by our measure, and be kept whole."""


class _Row(NamedTuple):
    """A row of a table, whose kind is a key of ROWS."""

    is_header: bool
    kind: str
    element: Element


class _Parts(NamedTuple):
    """What a table of the page consists of: its caption, the widths of its columns, its rows."""

    caption: list[TextRun]
    per_cent: tuple[float, ...]
    rows: list[_Row]


def write_table(
    context: Context,
    parent: Element,
    kind: str,
    table: Element,
    cursor: Cursor,
    chart: AnyChart | None = None,
) -> None:
    """Write a table, in the text or in a cell: its caption as a paragraph above it, its chart if it has one, its rows."""
    parts = _parts_of(context, kind, table)
    whole = cursor.cell.width - CELL_EDGES if cursor.cell else cursor.layout.text_width
    if chart and chart.kind == "bars":  # one column of figures is not stretched over the page
        whole = min(whole, BARS_WIDTH)
    context.bookmarks.wait(table)
    if kind not in (*NAMED_ABOVE, TEXT_TABLE):
        _write_caption(context, parts.caption, cursor)
    if chart:
        _write_chart(context, chart, whole, cursor)
    element = context.add(parent, TBL)
    edges = NARROW_EDGES if chart and chart.kind == "control" else CELL_EDGES
    _add_table_properties(context, element, kind, table, parts, whole, edges)
    size, _, _ = context.styles.measures(IN_CELLS["Normal"])
    rows = [row.element for row in parts.rows]
    widths = column_widths(whole, parts.per_cent, rows, size, edges)
    grid = context.add(element, W + "tblGrid")
    for width in widths:
        context.add(grid, W + "gridCol", {WIDTH: str(width)})
    _write_rows(context, element, kind, parts.rows, widths, replace(cursor, page_after=None))


def _parts_of(context: Context, kind: str, table: Element) -> _Parts:
    """Return the caption, the widths in per cent, and each row with its kind."""
    caption: list[TextRun] = []
    per_cent = TABLES[kind][1]
    rows: list[_Row] = []
    for part, element in children(table, "caption", "colgroup", "thead", "tbody", *ROWS):
        if part == "caption":
            caption = pieces_of(element)
        elif part == "colgroup":
            per_cent = tuple(per_cent_of(column) for _, column in children(element, "col"))
        elif part in ROWS:  # older parsers add no tbody
            rows.append(_Row(False, part, element))
        else:
            context.bookmarks.wait(element)
            rows += [_Row(part == "thead", name, row) for name, row in children(element, *ROWS)]
    return _Parts(caption, per_cent, rows)


def _write_caption(context: Context, caption: list[TextRun], cursor: Cursor) -> None:
    """Write a caption, kept on the page of what it names: Word's own style of captions does not say so."""
    paragraph = write_paragraph(context, context.body, "Caption", caption, cursor)
    name = paragraph.find(f"{PPR}/{PSTYLE}")
    if name is not None and not (cursor.stays or context.styles.keeps("Caption")):
        name.addnext(name.makeelement(KEEP_NEXT))


def _write_chart(context: Context, chart: AnyChart, width: int, cursor: Cursor) -> None:
    """Write a chart as Word's own, no higher than three quarters of the page; twentieths of a point."""
    number = next(context.charts)
    paragraph = write_paragraph(context, context.body, "Chart", [], cursor)
    height = min(round(svg.height(chart) * 20) + CHART_EDGES, cursor.layout.text_height * 3 // 4)
    name = add_parts(context.document, chart, number, context.language)
    paragraph.append(drawing_of(chart, number, name, (width, height)))


def _add_table_properties(
    context: Context,
    element: Element,
    kind: str,
    table: Element,
    parts: _Parts,
    whole: int,
    edges: int,
) -> None:
    """Write what a table is, in the order of the schema."""
    add = context.add
    properties = add(element, W + "tblPr")
    add(properties, W + "tblStyle", {VAL: context.styles.ids[TABLES[kind][0]]})
    add(properties, W + "tblW", {WIDTH: str(whole), TYPE: "dxa"})
    add(properties, W + "tblInd", {WIDTH: "0", TYPE: "dxa"})
    add(properties, W + "tblLayout", {TYPE: "fixed"})
    if edges != CELL_EDGES:
        margins = add(properties, W + "tblCellMar")
        for side in ("left", "right"):
            add(margins, W + side, {WIDTH: str(edges // 2), TYPE: "dxa"})
    add(properties, W + "tblLook", _table_look(parts.rows, kind == "table.figures"))
    if caption := " ".join("".join(words for words, _ in parts.caption).split()):
        add(properties, W + "tblCaption", {VAL: caption})
    if description := fold(table.get("data-description", "")).strip(" "):
        add(properties, W + "tblDescription", {VAL: description})


def _table_look(rows: list[_Row], of_figures: bool) -> dict[str, str]:
    """Return which parts of its style a table shows: its header row, its first column."""
    first_row = rows[0].is_header
    body = [row.element for row in rows if not row.is_header]
    first_column = of_figures or (
        bool(body)
        and all(len(row) and row[0].tag == "th" and row[0].get("scope") == "row" for row in body)
    )
    bits = 0x0600 | 0x0020 * first_row | 0x0080 * first_column
    return {
        VAL: f"{bits:04X}",
        W + "firstRow": str(int(first_row)),
        W + "lastRow": "0",
        W + "firstColumn": str(int(first_column)),
        W + "lastColumn": "0",
        W + "noHBand": "1",
        W + "noVBand": "1",
    }


# ---------------------------------------------------------------------------------------------
# Columns


def column_widths(
    whole: int,
    per_cent: tuple[float, ...],
    rows: Iterable[Element],
    size: int,
    edges: int = CELL_EDGES,
) -> list[int]:
    """Return the widths of columns, which fill the whole exactly.

    All in twentieths of a point; `size` is that of the type, and `edges` are the margins of a cell. Where a word is wider than its column, the column
    takes what it needs from those that have room to spare. If all words together need more than there is, the
    widths stay as the page has them, and Word breaks within a word.
    """
    widths = _shares(whole, per_cent)
    needed = [0] * len(widths)
    for row in rows:
        column = 0
        for cell in row:
            span = span_of(cell)
            if span == 1 and column < len(widths):
                needed[column] = max(needed[column], _longest(cell, size, needed[column]))
            column += span
    needed = [need + edges for need in needed]
    lacking = sum(max(need - width, 0) for need, width in zip(needed, widths, strict=True))
    if not lacking or sum(needed) > whole:
        return widths
    spare = [max(width - need, 0) for need, width in zip(needed, widths, strict=True)]
    kept = 1 - lacking / sum(spare)
    return _shares(
        whole, tuple(need + room * kept for need, room in zip(needed, spare, strict=True))
    )


def _longest(cell: Element, size: int, known: int) -> int:
    """Return the width of the widest word of a cell, if it is wider than one that is known."""
    words = max(_unbroken(cell), key=len, default="")
    if len(words) * size <= known:  # no letter is wider than the type is high
        return known
    return max(round(length(word, size)) for word in _unbroken(cell))


def _unbroken(cell: Element) -> Iterator[str]:
    """Yield the words of a cell that Word sets on one line; a rating and the page of a link are some."""
    for element in cell.iter():
        if element.get("data-shape"):
            yield _SHAPE + "".join(element.itertext())
        elif element.get("data-page") is not None:
            yield (element.text or "").rpartition(" ")[2] + " 99"
        else:
            yield from filter(None, _BREAKS.split(element.text or ""))
        yield from filter(None, _BREAKS.split(element.tail or ""))


def _shares(whole: int, parts: tuple[float, ...]) -> list[int]:
    """Return the widths that fill the whole exactly."""
    total, ends, so_far = sum(parts), [0], 0.0
    for share in parts:
        so_far += share
        ends.append(round(whole * so_far / total))
    return [end - start for start, end in itertools.pairwise(ends)]


# ---------------------------------------------------------------------------------------------
# Rows and cells


def _write_rows(
    context: Context,
    table: Element,
    kind: str,
    rows: list[_Row],
    widths: list[int],
    cursor: Cursor,
) -> None:
    """Write the rows, each whole unless it is longer than what its page has below the header rows."""
    room: float = cursor.layout.text_height
    for place, row in enumerate(rows, 1):
        stays = row.is_header or ROWS[row.kind] or cursor.stays
        if place < len(rows):  # behind the last row the page may end
            at_an_end = kind in KEPT_ENDS and place in (1, len(rows) - 1)
            stays = stays or kind in KEPT_WHOLE or at_an_end
        element = context.add(table, TR)
        properties = context.add(element, TRPR)
        height = _write_cells(context, element, row.element, widths, replace(cursor, stays=stays))
        if cursor.cell:
            cursor.cell.height += height
        if height < room * WHOLE_ROW and row.element.get(SPLIT) is None:
            context.add(properties, W + "cantSplit")
        if row.is_header:
            context.add(properties, W + "tblHeader")
            room -= height
        if context.revisions and (change := _change_of(row.element)):
            context.revisions.begin(properties, change)


def _change_of(row: Element) -> str:
    """Return the change that a row is as a whole, by the words of its cells; nothing if it is none."""
    pieces = [piece for cell in row for kind, block in blocks(cell) if not kind for piece in block]
    return change_of(pieces)


def _write_cells(
    context: Context, target: Element, row: Element, widths: list[int], cursor: Cursor
) -> float:
    """Write the cells of a row, and return the height that the row needs at most."""
    context.bookmarks.wait(row)
    column, highest = 0, 0.0
    for name, cell in children(row, "td", "th"):
        span = span_of(cell)
        width = sum(widths[column : column + span])
        column += span
        element = _add_cell(context, target, width, span)
        is_heading = name == "th" and cell.get("scope") != "row"
        space = CellSpace(width)
        _fill_cell(context, element, cell, is_heading, replace(cursor, cell=space))
        highest = max(highest, space.height)
    return highest


def _add_cell(context: Context, row: Element, width: int, span: int) -> Element:
    """Return a new cell of a row."""
    new = context.copies.get((TC, width, span))
    if new is None:
        new = context.copies[TC, width, span] = _empty_cell(context, width, span).__copy__
    cell = new()
    row.append(cell)
    return cell


def _empty_cell(context: Context, width: int, span: int) -> Element:
    """Return a cell that says how wide it is, and holds nothing."""
    cell = context.body.makeelement(TC, nsmap=NAMESPACE)
    properties = context.add(cell, TCPR)
    context.add(properties, TCW, {WIDTH: str(width), TYPE: "dxa"})
    if span > 1:
        context.add(properties, W + "gridSpan", {VAL: str(span)})
    return cell


def _fill_cell(
    context: Context, target: Element, cell: Element, is_heading: bool, cursor: Cursor
) -> None:
    """Write what a cell holds: paragraphs and lists, or plain text."""
    context.bookmarks.wait(cell)
    style = "Table Heading" if is_heading else "Normal"
    for kind, block in blocks(cell):
        if not kind:
            write_paragraph(context, target, style, block, cursor)
        elif kind in TABLES:
            write_table(context, target, kind, block, cursor)
        else:
            write_block(context, target, kind, block, cursor)
    if context.revisions:
        context.revisions.settle_end(target, context.styles.ids[IN_CELLS["Normal"]])
    if len(target) == 1 or target[-1].tag == TBL:
        write_paragraph(context, target, style, [], cursor)  # Word demands one in each cell
