"""What a built file says: its tables row by row, and its lines, as one who has only the file reads them.

Nothing here knows the record, or how a file was made. Word is read by python-docx, a page by its
elements, a workbook by openpyxl, and a PDF by the text that is painted on its pages, with the tags that
say what it belongs to. What a file is made from, HTML or the rows of a workbook, is read the same way,
and it alone has marks: what of the record stands where.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from francis.errors import FrancisError
from francis.formats.dates import Month, date_in_words
from francis.formats.excel import HEADER_ROW, MONTH, Book, Cell
from francis.formats.html import fold, parse
from francis.formats.pdf.tags import REMARK
from francis.formats.vocabulary import LISTS, NUMBER_FORMATS, PAGE_FIELDS, PARAGRAPHS, RUNS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Mark(NamedTuple):
    """The words of a text, from `start` to `end`, that state one thing of the record.

    `name` is that of a figure, or of a field of the record whose row it stands in.
    """

    name: str
    is_figure: bool
    start: int
    end: int


class FileLine(NamedTuple):
    """The words of a cell or a line, a new line wherever the file begins one.

    `page` is where they begin, 0 in a file without pages. Only HTML has marks. `markers` are those of
    the items of lists that begin in it, as `marker` returns them.
    """

    words: str
    page: int = 0
    marks: tuple[Mark, ...] = ()
    markers: tuple[str, ...] = ()


class Row(NamedTuple):
    """A row of a table; `record` says whose it is, a number or an id, which only HTML says."""

    cells: tuple[FileLine, ...]
    record: str = ""


class Table(NamedTuple):
    """A table, and what the chart above it says in words and numbers, if it has one.

    `rows_of` names the list that its rows are, and `chart` the kind of its chart; both says only HTML.
    """

    caption: str
    rows: tuple[Row, ...]
    drawn: str = ""
    rows_of: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Contents:
    """The tables of a file, and the lines outside them, each in the order of the file.

    A line is what stands in a heading, a paragraph or an item of a list before and after other such.
    """

    tables: tuple[Table, ...]
    lines: tuple[FileLine, ...]


# ---------------------------------------------------------------------------------------------
# When two texts are the same

#: A stretch of what HTML folds and what nobody sees: white space, soft hyphens, signs that have no width.
UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
#: Letters that are painted as one.
_SPELT_OUT = str.maketrans({
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "ſt", "\ufb06": "st",
})  # fmt: skip
_HYPHENS = ("-", "\u2010")
#: What PDFs do not give back sign by sign: words from right to left, and marks upon letters.
_INEXACT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u25cc"
    "\ufb1d-\ufdff\ufe20-\ufe2f\ufe70-\ufefc]"
)
#: Among them, letters and figures that they do: those of English, Hebrew and Arabic.
_EXACT = re.compile("[0-9A-Za-z\u05d0-\u05ea\u0620-\u064a]")


def letters(words: str) -> str:
    """Return what two formats must share of a text: its letters, figures and signs, in their order.

    Where lines break, how wide a space is, and whether f and i are painted as one is layout.
    """
    seen = UNSEEN.sub("", words)
    return seen if seen.isascii() else unicodedata.normalize("NFC", seen.translate(_SPELT_OUT))


def same(expected: str, found: str) -> bool:
    """Return whether a text that was found says what was expected; its lines may have been hyphenated.

    Of a text with words from right to left, or with marks upon its letters, it is enough that its
    letters and figures are all there: in which order they are painted, and with what, is not sure.
    """
    whole = letters(expected)
    if whole == letters(found):
        return True
    if _INEXACT.search(whole):
        return _counted(whole) <= _counted(found)
    at = 0
    for line in map(letters, found.split("\n")):
        if not whole.startswith(line, at) and line.endswith(_HYPHENS):
            line = line[:-1]
        if not whole.startswith(line, at):
            return False
        at += len(line)
    return at == len(whole)


def marker(painted: str) -> str:
    """Return what the marker of an item says: its number, as “2” or “b”; “•” for any bullet."""
    return re.sub(r"^\W+|\W+$", "", painted) or "•"


def _number(number: int, form: str) -> str:
    """Return a number as Word's formats of numbers have it."""
    if form == "decimal" or number < 1:
        return str(number)
    if form.endswith("Letter"):
        count, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) * (count + 1)
    elif form.endswith("Roman"):
        text, steps = "", (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
        names = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
        for step, name in zip(steps, names, strict=True):
            text, number = text + name * (number // step), number % step
    else:
        return f"{form} {number}"
    return text.upper() if form.startswith("upper") else text


def _carried(lines: Sequence[FileLine]) -> tuple[FileLine, ...]:
    """Return lines; a marker without words beside it belongs to the words that follow."""
    out: list[FileLine] = []
    waiting: tuple[str, ...] = ()
    for line in lines:
        markers = waiting + line.markers
        if line.markers and not line.words.strip() and not line.marks:
            waiting = markers
            continue
        waiting = waiting if not line.words.strip() else ()
        out.append(line._replace(markers=() if waiting else markers))
    return tuple(out)


def _counted(words: str) -> Counter[str]:
    return Counter(_EXACT.findall(unicodedata.normalize("NFKD", words)))


# ---------------------------------------------------------------------------------------------
# HTML, of a template or a page


def html(root: Element) -> Contents:
    """Return what HTML says, from its root on, outside the head and foot of pages and the list of contents."""
    body = root.find("body")
    assert body is not None
    tables: list[Table] = []
    lines: list[FileLine] = []
    _gather(body, tables, lines)
    return Contents(tuple(tables), _carried(lines))


_WITHIN_LINES = {kind.partition(".")[0] for kind in (*RUNS, *PAGE_FIELDS)} | {"br"}
_BREAKS = {kind.partition(".")[0] for kind in (*PARAGRAPHS, *LISTS)} | {"li", "br"}
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
            elif child.get("class") not in _FURNITURE:
                _gather(child, tables, lines)
        line.add(child.tail)
    line.mark(element, 0)
    lines += line.ended()


def _item_marker(item: Element) -> str:
    """Return the marker of an item, by its list, its place and its level."""
    of = item.getparent()
    if of is None or of.tag != "ol":
        return "•"
    level = sum(1 for _ in of.iterancestors(*LISTS))
    place = int(of.get("start", "1")) + sum(1 for _ in item.itersiblings("li", preceding=True))
    return _number(place, NUMBER_FORMATS[level % len(NUMBER_FORMATS)])


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
        """Return the line, if it says or states anything."""
        return [self.text()] if self.words.strip() or self.marks or self.markers else []


def _table(table: Element) -> Table:
    rows = (
        Row(tuple(map(_text, row.iterchildren("td", "th"))), row.get("data-record", ""))
        for row in table.iter("tr")
    )
    caption, figure = table.find("caption"), table.getparent()
    drawing = None
    if figure is not None and figure.tag == "figure":
        caption = figure.find("figcaption") if caption is None else caption
        drawing = figure.find("svg")
    return Table(
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


# ---------------------------------------------------------------------------------------------
# Word


def word(data: bytes) -> Contents:
    """Return what the text of a Word file says, without its headers, footers and list of contents."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(BytesIO(data))
    tables: list[Table] = []
    lines: list[FileLine] = []
    drawn = ""
    numbers = _Numbers(document)
    for element in document.element.body:
        if element.tag == qn("w:p"):
            lines.append(FileLine(_word_text(element), markers=numbers.markers(element)))
            if (chart := element.find(".//" + _CHART)) is not None:
                drawn = _charted(document.part.related_parts[chart.get(qn("r:id"))].blob)
        elif element.tag == qn("w:tbl"):
            tables.append(_word_table(element, drawn, numbers))
            drawn = ""
    return Contents(tuple(tables), _carried(lines))


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_SAID = (_W + "t", _W + "delText")  # HTML says what was deleted, too
_BEGINS_LINE = (_W + "p", _W + "br", _W + "tab")


def _word_text(element: Any) -> str:
    pieces = element.iter(*_SAID, *_BEGINS_LINE)
    return "".join((piece.text or "") if piece.tag in _SAID else "\n" for piece in pieces)


class _Numbers:
    """The lists of a Word file, counted as Word counts them, paragraph by paragraph (ECMA-376-1, 17.9)."""

    def __init__(self, document: Any) -> None:
        styles = document.styles.element.iterchildren(_W + "style")
        self._styles = {style.get(f"{_W}styleId"): style for style in styles}
        self._lists: dict[str, Any] = {}
        self._definitions: dict[str, Any] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                root = relation.target_part.element
                self._lists = {n.get(f"{_W}numId"): n for n in root.iterchildren(_W + "num")}
                abstract = root.iterchildren(_W + "abstractNum")
                self._definitions = {a.get(f"{_W}abstractNumId"): a for a in abstract}

    def markers(self, *paragraphs: Any) -> tuple[str, ...]:
        """Return the markers of those paragraphs that have one; each paragraph is counted once."""
        return tuple(filter(None, map(self._marker, paragraphs)))

    def _marker(self, paragraph: Any) -> str:
        number, level = self._place(paragraph)
        if number not in self._lists:
            return ""
        name = _value(self._lists[number].find(_W + "abstractNumId"))
        if name not in self._definitions:
            return ""
        looks = {
            int(of.get(f"{_W}ilvl")): of for of in self._definitions[name].iterchildren(_W + "lvl")
        }
        if level not in looks:
            return ""
        self._count(name, number, level, looks)
        form, text = (_value(looks[level].find(_W + part)) for part in ("numFmt", "lvlText"))
        if form == "none" or not text:
            return ""
        if form == "bullet":
            return "•"

        def written(found: re.Match[str]) -> str:
            of = int(found[1]) - 1
            count = self._counts.get((name, of), 1)
            return _number(count, _value(looks[of].find(_W + "numFmt")))

        return marker(re.sub("%([1-9])", written, text))

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is None:
            style = self._styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))
            own = None if style is None else style.find(f"{_W}pPr/{_W}numPr")
        if own is None:
            return "", 0
        return _value(own.find(_W + "numId")), int(_value(own.find(_W + "ilvl")) or 0)

    def _count(self, name: str, number: str, level: int, looks: dict[int, Any]) -> None:
        """Count a paragraph: on from the last of its definition, or from where its list begins anew."""
        override = self._lists[number].find(
            f"{_W}lvlOverride[@{_W}ilvl='{level}']/{_W}startOverride"
        )
        start = int(_value(looks[level].find(_W + "start")) or 1)
        if override is not None and (number, level) not in self._begun:
            self._counts[name, level] = int(_value(override))
        else:
            self._counts[name, level] = self._counts.get((name, level), start - 1) + 1
        self._begun.add((number, level))
        for deeper in looks:
            if deeper > level:
                self._counts.pop((name, deeper), None)


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _word_table(table: Any, drawn: str, numbers: _Numbers) -> Table:
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    rows = (
        Row(
            tuple(
                FileLine(_word_text(cell), markers=numbers.markers(*cell.iter(_W + "p")))
                for cell in row.iterchildren(_W + "tc")
            )
        )
        for row in table.iterchildren(_W + "tr")
    )
    return Table("" if caption is None else caption.get(_W + "val"), tuple(rows), drawn)


def _charted(part: bytes) -> str:
    """Return what a native chart shows: the names of its columns, then each row with its numbers."""
    from lxml import etree

    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))

    def values(within: Any, name: str) -> list[str]:
        return [value.text or "" for value in within.iterfind(f"{{*}}{name}//{{*}}v")]

    series = list(root.iter("{*}ser"))
    numbers = [values(column, "val") for column in series]
    names = ["".join(values(column, "tx")) for column in series] if len(series) > 1 else []
    rows = zip(values(series[0], "cat") if series else [], *numbers, strict=False)
    return "\n".join([*names, *(word for row in rows for word in row)])


# ---------------------------------------------------------------------------------------------
# PDF


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


def pdf(data: bytes) -> Contents:
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
    return Contents(tuple(tables), _carried(lines))


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
        return words.replace("\x02", "-")  # PDFium's sign for a hyphen at the end of a line


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
"""Signs before the items of a list, drawings, what the style sheet remarks: no text of the paper."""


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
            tables.append(_tagged_table(kid, caption, drawn))
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


def _tagged_table(tag: _Tag, caption: str, drawn: str) -> Table:
    """Return a table; `caption` and `drawn` are those of the figure in which it stands."""
    captions = [text for kid in tag.parts() if kid.role == "Caption" for text in _texts(kid)]
    rows = (
        _tagged_row(group.kids.get(place))
        for group in tag.parts()
        if group.role in ("THead", "TBody", "TFoot")
        for place in range(group.size)
    )
    return Table("\n".join(captions) or caption, tuple(rows), drawn)


def _tagged_row(row: _Tag | None) -> Row:
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


# ---------------------------------------------------------------------------------------------
# Excel


def read_rows(source: Book) -> Contents:
    """Return what a workbook is to say: each sheet as a table, and its title as a line."""
    tables = []
    for sheet in source.sheets:
        rows = [Row(tuple(FileLine(column.heading) for column in sheet.columns))]
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
    if isinstance(value, Month | datetime.date):
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
        value = Month(value.date()) if cell.number_format == MONTH else value.date()
    return FileLine(
        _printed(value, "").replace("_x005F_", "_")
    )  # as a file writes some underscores


READERS: dict[str, Callable[[bytes], Contents]] = {
    "docx": word,
    "pdf": pdf,
    "html": lambda data: html(parse(data.decode())),
    "xlsx": read_workbook,
}
"""How each format is read, by the ending of its files."""
