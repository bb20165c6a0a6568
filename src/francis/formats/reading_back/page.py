"""HTML read back: a page, or what every format of a paper is made from, which alone has marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from francis.formats.html import fold
from francis.formats.reading_back.contents import (
    Contents,
    FileLine,
    Mark,
    Row,
    Table,
    join_markers,
    named_table,
)
from francis.formats.reading_back.equality import letters
from francis.formats.reading_back.numbering import numeral
from francis.formats.vocabulary import (
    BULLETS,
    LISTS,
    NUMBER_FORMATS,
    PAGE_FIELDS,
    PARAGRAPHS,
    RUNS,
    rows_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_html(root: Element) -> Contents:
    """Return what HTML says, from its root on, outside the head and foot of pages and the list of contents."""
    body = root.find("body")
    assert body is not None
    tables: list[Table] = []
    lines: list[FileLine] = []
    _gather(body, tables, lines)
    return Contents(tuple(tables), join_markers(lines))


_WITHIN_LINES = {kind.partition(".")[0] for kind in (*RUNS, *PAGE_FIELDS)} | {"br"}
_BREAKS = {kind.partition(".")[0] for kind in (*PARAGRAPHS, *LISTS)} | {"li", "br", "td", "th"}
_FURNITURE = ("page-header", "page-footer", "contents")


def _gather(element: Element, tables: list[Table], lines: list[FileLine]) -> None:
    """Add the tables and lines that stand in an element."""
    line = _Line()
    if element.tag == "li":
        line.markers.append(_item_marker(element))
    line.add(element.text)
    for child in element:
        if child.tag in _WITHIN_LINES:
            line.read(child)
        else:
            lines += line.ended()
            line = _Line()
            if child.tag == "table":
                tables.append(_table(child))
                tables += [_table(inner) for inner in child.iterfind(".//td//table")]
            elif child.get("class") not in _FURNITURE:
                _gather(child, tables, lines)
        line.add(child.tail)
    line.mark(element, 0)
    lines += line.ended()


def _item_marker(item: Element) -> str:
    """Return the marker of an item, by its list, its place and its level."""
    of = item.getparent()
    if of is None:
        return ""
    level = sum(1 for _ in of.iterancestors(*LISTS))
    if of.tag != "ol":
        return BULLETS[level % len(BULLETS)]
    place = int(of.get("start", "1")) + sum(1 for _ in item.itersiblings("li", preceding=True))
    return numeral(place, NUMBER_FORMATS[level % len(NUMBER_FORMATS)])


class _Line:
    """A text of an HTML while it is read, with the marks in it."""

    def __init__(self) -> None:
        self.words = ""
        self.marks: list[Mark] = []
        self.markers: list[str] = []

    def add(self, words: str | None) -> None:
        """Add words, with each stretch of white space as one space."""
        if words:
            self.words += fold(words)

    def read(self, element: Element) -> None:
        """Add what an element says; a paragraph, a point or a break begins a new line."""
        if element.tag == "li":
            self.markers.append(_item_marker(element))
        edge = "\n" if element.tag in _BREAKS else ""
        self.words += edge
        start = len(self.words)
        self.add(element.text)
        for child in element:
            self.read(child)
            self.add(child.tail)
        self.mark(element, start)
        self.words += edge

    def mark(self, element: Element, start: int) -> None:
        """Note what an element says that its words, from `start`, state."""
        if name := element.get("data-figure") or element.get("data-field"):
            is_figure = "data-figure" in element.attrib
            self.marks.append(Mark(name, is_figure, start, len(self.words)))

    def text(self) -> FileLine:
        """Return what was read."""
        return FileLine(self.words, 0, tuple(self.marks), tuple(self.markers))

    def ended(self) -> list[FileLine]:
        """Return the line, if it says or states anything that somebody sees."""
        return [self.text()] if letters(self.words) or self.marks or self.markers else []


def _table(table: Element) -> Table:
    rows = (
        Row(tuple(map(_text, row.iterchildren("td", "th"))), row.get("data-record", ""))
        for row in rows_of(table)
    )
    caption, figure = table.find("caption"), table.getparent()
    drawing = None
    if figure is not None and figure.tag == "figure":
        caption = figure.find("figcaption") if caption is None else caption
        drawing = figure.find("svg")
    return named_table(
        "" if caption is None else _text(caption).words,
        tuple(rows),
        "" if drawing is None else "\n".join(text.text or "" for text in drawing.iter("text")),
        table.get("data-rows", ""),
        "" if figure is None else figure.get("data-chart", ""),
    )


def _text(element: Element) -> FileLine:
    line = _Line()
    line.read(element)
    return line.text()
