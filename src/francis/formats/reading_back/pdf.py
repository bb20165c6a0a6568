"""PDF files read back: the text that is painted on their pages, by the tags that say what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from francis.errors import FrancisError
from francis.formats.pdf.tags import REMARK
from francis.formats.reading_back.contents import (
    Contents,
    FileLine,
    Row,
    Table,
    join_markers,
    marker,
    named_table,
)


@dataclass
class _Tag:
    """An element of a PDF's structure, on however many pages: what it holds, by its place in it."""

    role: str
    page: int
    size: int
    kids: dict[int, _Tag] = field(default_factory=dict)
    words: dict[int, list[str]] = field(default_factory=dict)

    def parts(self) -> Iterator[_Tag]:
        """Yield the elements within, in their order."""
        for place in sorted(self.kids):
            yield self.kids[place]


def read_pdf(data: bytes) -> Contents:
    """Return what is painted on the pages of a PDF, by the tags that it is painted under.

    What is no content of the paper (heads and feet of pages, repeated header rows, the draft mark) has
    no tag. Raise FrancisError if it cannot be read.
    """
    import pypdfium2

    root = _Tag("", 0, 0)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise FrancisError(f"The PDF that was made cannot be read back: {error}.") from error
    try:
        for number in range(len(document)):
            _read_page(document, number, root)
    finally:
        document.close()
    tables: list[Table] = []
    lines: list[FileLine] = []
    _sort(root, tables, lines)
    return Contents(tuple(tables), join_markers(lines))


def _read_page(document: Any, number: int, root: _Tag) -> None:
    """Add what is painted on a page to the tags of all pages."""
    from pypdfium2 import raw

    page = document[number]
    painted = _painted(page)
    structure = raw.FPDF_StructTree_GetForPage(page)
    try:
        for place in range(raw.FPDF_StructTree_CountChildren(structure)):
            element = raw.FPDF_StructTree_GetChildAtIndex(structure, place)
            _add(root, place, element, number + 1, painted)
    finally:
        raw.FPDF_StructTree_Close(structure)
        page.close()


def _painted(page: Any) -> dict[int, list[str]]:
    """Return the texts that are painted on a page, by the number of the mark that they belong to."""
    from pypdfium2 import raw

    texts: dict[int, list[str]] = {}
    words = _Words(page)
    count = raw.FPDFPage_CountObjects(page)
    waiting = [(raw.FPDFPage_GetObject(page, place), -1) for place in reversed(range(count))]
    while waiting:
        painted, outer = waiting.pop()
        kind, mark = raw.FPDFPageObj_GetType(painted), raw.FPDFPageObj_GetMarkedContentID(painted)
        mark = mark if outer < 0 else outer
        if mark < 0:
            continue
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.setdefault(mark, []).append(words.of(painted))
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            places = reversed(range(raw.FPDFFormObj_CountObjects(painted)))
            waiting += [(raw.FPDFFormObj_GetObject(painted, place), mark) for place in places]
    words.page.close()
    return texts


class _Words:
    """The texts of a page's objects, which PDFium writes where it is told to."""

    def __init__(self, page: Any) -> None:
        self.page = page.get_textpage()
        self._grow(4096)

    def _grow(self, size: int) -> None:
        from ctypes import POINTER, cast, create_string_buffer

        from pypdfium2 import raw

        self.size, self.buffer = size, create_string_buffer(size)
        self.start = cast(self.buffer, POINTER(raw.FPDF_WCHAR))

    def of(self, painted: Any) -> str:
        """Return the words of a text object."""
        from ctypes import string_at

        from pypdfium2 import raw

        size = raw.FPDFTextObj_GetText(painted, self.page, self.start, self.size)
        if size > self.size:
            self._grow(size)
            raw.FPDFTextObj_GetText(painted, self.page, self.start, self.size)
        words = string_at(self.buffer, size - 2).decode("utf-16-le", "replace")
        return words.replace("\x02", "-")  # what PDFium has for a hyphen at the end of a line


def _add(parent: _Tag, place: int, element: Any, page: int, painted: dict[int, list[str]]) -> None:
    """Add an element of a page's structure to what is known of it from earlier pages.

    PDFium gives a page those elements that have something on it, each at its place among all that its
    parent holds; so the places from the root downwards say which element it is, on any page.
    """
    from pypdfium2 import raw

    tag = parent.kids.get(place)
    if tag is None:
        size = raw.FPDF_StructElement_CountChildren(element)
        tag = parent.kids[place] = _Tag(_role(element), page, size)
    for inner in range(tag.size):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, inner)
        if mark >= 0:
            tag.words[inner] = painted.get(mark, [])
        elif kid := raw.FPDF_StructElement_GetChildAtIndex(element, inner):
            _add(tag, inner, kid, page, painted)


def _role(element: Any) -> str:
    from ctypes import create_string_buffer

    from pypdfium2 import raw

    buffer = create_string_buffer(64)

    def asked(question: Any) -> str:
        size = question(element, buffer, 64)
        return buffer.raw[: max(size - 2, 0)].decode("utf-16-le") if size <= 64 else ""

    role = asked(raw.FPDF_StructElement_GetType)
    remarks = role == "Span" and asked(raw.FPDF_StructElement_GetTitle) == REMARK
    return REMARK if remarks else role


_WITHIN = ("Span", "Link")
_NO_TEXT = ("Lbl", "Figure", REMARK)
"""Markers of the items of a list, drawings, what the style sheet remarks: no text of the paper."""


def _sort(tag: _Tag, tables: list[Table], lines: list[FileLine]) -> None:
    """Add the tables and lines that stand in a tag."""
    words: list[str] = []
    caption = drawn = ""
    for place in sorted({**tag.words, **tag.kids}):
        kid = tag.kids.get(place)
        if kid is None or kid.role in _WITHIN:
            words += tag.words[place] if kid is None else _texts(kid)
            continue
        if kid.role == REMARK:
            continue
        if words:
            lines.append(FileLine("\n".join(words), tag.page))
            words = []
        if kid.role == "Lbl":
            lines.append(FileLine("", tag.page, markers=(marker("".join(_texts(kid))),)))
        elif kid.role == "Table":
            tables.append(_table(kid, caption, drawn))
            tables += [_table(inner, "", "") for inner in _tables_in(kid)]
        elif kid.role == "Caption":
            caption = "\n".join(_texts(kid))
        elif figure := next((part for part in (kid, *kid.parts()) if part.role == "Figure"), None):
            drawn = "\n".join(_texts(figure))
        elif kid.role not in _NO_TEXT:
            _sort(kid, tables, lines)
    if words:
        lines.append(FileLine("\n".join(words), tag.page))


def _texts(tag: _Tag) -> Iterator[str]:
    """Yield what is painted under a tag and the tags in it, in its order."""
    for place in sorted({**tag.words, **tag.kids}):
        if place in tag.words:
            yield from tag.words[place]
        elif tag.kids[place].role not in _NO_TEXT:
            yield from _texts(tag.kids[place])


def _table(tag: _Tag, caption: str, drawn: str) -> Table:
    """Return a table; `caption` and `drawn` are those of the figure in which it stands."""
    captions = [text for kid in tag.parts() if kid.role == "Caption" for text in _texts(kid)]
    rows = (
        _row(group.kids.get(place))
        for group in tag.parts()
        if group.role in ("THead", "TBody", "TFoot")
        for place in range(group.size)
    )
    return named_table("\n".join(captions) or caption, tuple(rows), drawn)


def _tables_in(tag: _Tag) -> Iterator[_Tag]:
    """Yield the tables in the cells of a table, in their order."""
    for kid in tag.parts():
        if kid.role == "Table":
            yield kid
        yield from _tables_in(kid)


def _row(row: _Tag | None) -> Row:
    """Return a row; one that has nothing on any page is a row of empty cells."""
    if row is None:
        return Row(())
    cells = (row.kids.get(place, _Tag("TD", row.page, 0)) for place in range(row.size))
    return Row(
        tuple(
            FileLine("\n".join(_texts(cell)), cell.page, markers=tuple(_labels(cell)))
            for cell in cells
        )
    )


def _labels(tag: _Tag) -> Iterator[str]:
    """Yield the markers of the items of lists in a tag."""
    for kid in tag.parts():
        if kid.role == "Lbl":
            yield marker("".join(_texts(kid)))
        else:
            yield from _labels(kid)
