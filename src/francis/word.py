"""Word: one HTML document and a house file in, one Word file out.

The HTML says what each piece of text is; the house file says, by its named styles, what that looks
like; this module joins the two and formats nothing itself, so that an officer who edits the paper
afterwards finds the styles, headings, lists and tables that Word itself would have made.
"""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote, urlsplit

from francis.errors import FrancisError

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

# ---------------------------------------------------------------------------------------------
# The vocabulary. An element is written `tag` or `tag.class`; whatever is not here is refused, so
# that nothing vanishes in silence. Styles are named as Word shows them.

#: Elements that become one paragraph. The title is Heading 1, not Title, and h2 to h4 follow: so
#: a level means the same in Word, PDF and HTML, a screen reader finds the title among the headings
#: (Title is none), and the navigation pane shows one tree with the paper at its root.
PARAGRAPHS = {
    "h1": "Heading 1",
    "h2": "Heading 2",
    "h3": "Heading 3",
    "h4": "Heading 4",
    "p": "Normal",
    "p.subtitle": "Subtitle",
    "p.banner": "Banner",
    "p.status": "Status",
    "p.response": "Response",
    "p.note": "Note",
    "p.incomplete": "Incomplete",
    "p.provenance": "Provenance",
}

#: Lists: the style of each point, and of what follows within a point.
LISTS = {"ul": ("List Bullet", "List Continue"), "ol": ("List Number", "List Continue")}

#: What a style becomes in a table cell, where type is smaller.
IN_CELLS = {
    "Normal": "Table Text",
    "List Bullet": "Table Bullet",
    "List Number": "Table Number",
    "List Continue": "Table Continue",
}

#: Elements within a paragraph that become a run in a character style.
RUNS = {
    "a": "Hyperlink",
    "em": "Emphasis",
    "strong": "Strong",
    "span.label": "Label",
    "span.number": "Number",
    "span.rating": "Rating",
    "span.separator": "Separator",
}

#: Elements within a paragraph that Word counts; the text cached for them is Word's to replace.
FIELDS = {"span.page-number": ("PAGE", "1"), "span.page-count": ("NUMPAGES", "1")}

#: Tables: the table style, and the widths in per cent where there is no `colgroup`.
TABLES: dict[str, tuple[str, tuple[float, ...]]] = {
    "table.positions": ("Positions table", (38, 62)),
    "table.facts": ("Facts table", (22, 78)),
    "table.key": ("Key table", (20, 80)),
}

#: Rows, and whether the row stays on the page of the row that follows it.
ROWS = {"tr": False, "tr.item": False, "tr.theme": True}

#: `meta` elements, and where each goes: to the core properties, to the application's, or nowhere.
METADATA = {
    "author": "creator",
    "description": "description",
    "keywords": "keywords",
    "subject": "subject",
    "dcterms.modified": "modified",
    "generator": "Application",
}

#: Elements that only hold others, or that are handled one by one below.
STRUCTURE = frozenset(
    ["html", "head", "title", "meta", "main", "section", "header.page-header", "footer.page-footer", "nav.contents", "table", "caption", "colgroup", "col", "thead", "tbody", "td", "th", "li", "br"]
)

#: Attributes, besides `id` everywhere and the classes above. `body` may have any class: one names
#: the paper, and `landscape` turns the page.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "html": frozenset({"lang"}),
    "meta": frozenset({"charset", "name", "content"}),
    "body": frozenset({"class", "data-mark"}),
    "nav": frozenset({"aria-labelledby"}),
    "a": frozenset({"href"}),
    "span": frozenset({"style"}),  # of a rating: its colour and the ink on it, and nothing else
    "ol": frozenset({"start"}),
    "table": frozenset({"data-description"}),
    "col": frozenset({"style"}),  # its width in per cent, and nothing else
    "td": frozenset({"colspan"}),
    "th": frozenset({"colspan", "scope"}),
}

#: Styles that no element names: around the page, above a table, in its cells, in the contents.
FURNITURE = (
    "Header", "Footer", "Caption", "Table Heading", "TOC Heading", "TOC 2", "TOC 3", "TOC 4",
)  # fmt: skip

#: All of the styles that the house file must have, each with its kind.
STYLES: dict[str, str] = {
    **dict.fromkeys(PARAGRAPHS.values(), "paragraph"),
    **dict.fromkeys((style for pair in LISTS.values() for style in pair), "paragraph"),
    **dict.fromkeys(IN_CELLS.values(), "paragraph"),
    **dict.fromkeys(FURNITURE, "paragraph"),
    **dict.fromkeys(RUNS.values(), "character"),
    **dict.fromkeys((style for style, _ in TABLES.values()), "table"),
}
#: Those among them that must have bullets or numbers.
LIST_STYLES = tuple(
    style for pair in LISTS.values() for name in pair for style in (name, IN_CELLS[name])
)

_KINDS = STRUCTURE.union(PARAGRAPHS, LISTS, TABLES, ROWS, RUNS, FIELDS)
_NO_ATTRIBUTES: frozenset[str] = frozenset()

# ---------------------------------------------------------------------------------------------
# The measures of a page, in twentieths of a point, as Word counts.

A4 = (11906, 16838)
#: The width of a letter of text and the height of a line, by the size of the type: more than Arial
#: needs, since a row that is wrongly thought to fit cannot break, and one wrongly let break may not.
LETTER, LINE, AROUND = 0.56, 1.5, 160
#: The part of a page that a row may fill and still be kept whole: the header row is above it.
WHOLE_ROW = 0.85

# What a house file may be: an archive that unpacks to more, or a part that is longer, is no
# letterhead.
MOST_BYTES, MOST_PARTS, MOST_UNPACKED, LONGEST_XML = 20_000_000, 1_000, 80_000_000, 10_000_000

# ---------------------------------------------------------------------------------------------
# Names of WordprocessingML, spelt out once: the writer makes a hundred thousand elements.

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = NAMESPACES["r"]
_W = f"{{{NAMESPACES['w']}}}"
P, PPR, PSTYLE, R, RPR, RSTYLE, T, BR = (
    _W + name for name in ("p", "pPr", "pStyle", "r", "rPr", "rStyle", "t", "br")
)
TBL, TR, TRPR, TC, TCPR, TCW = (_W + name for name in ("tbl", "tr", "trPr", "tc", "tcPr", "tcW"))
VAL, TYPE, WIDTH = _W + "val", _W + "type", _W + "w"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRESERVE = {SPACE: "preserve"}

#: What HTML folds into one space; a no-break space is not among them.
_FOLDED = re.compile(r"[ \t\n\r\f]+")
_RATING = re.compile(r"\s*--colour:\s*#([0-9a-fA-F]{6});\s*--ink:\s*#([0-9a-fA-F]{6});?\s*")
_PER_CENT = re.compile(r"\s*width:\s*([0-9]{1,3}(?:\.[0-9]+)?)%;?\s*")


def make(html: str, house: bytes) -> bytes:
    """Return the Word file of an HTML document, in the styles of a house file.

    The same two inputs give the same bytes. Raise `FrancisError` for HTML outside the vocabulary
    and for a house file that is unsafe, is no Word file, or lacks styles (all of them are named).
    """
    page = _page(html)
    document = _house(house)
    _Paper(document, page).write()
    return _packed(document.part.package)


def _page(html: str) -> Element:
    """Return the root of the HTML."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(html.encode(), parser)
    except (UnicodeEncodeError, etree.XMLSyntaxError) as error:
        raise FrancisError(f"The HTML for Word cannot be read: {error}.") from error
    if root is None or root.find("body") is None:
        raise FrancisError("The HTML for Word has no body.")
    return root


# ---------------------------------------------------------------------------------------------
# Reading the HTML


@dataclass(frozen=True)
class _Look:
    """What a run of text is: its character style, and what a style cannot hold."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    colour: str = ""
    ink: str = ""
    href: str = ""


_PLAIN = _Look()

# A piece of a paragraph: its words and its look. A line break is "\n", which text never is after
# folding; a field is the name of the field, with its cached text after a tab.
_Piece = tuple[str, _Look]


def _kind(element: Element) -> str:
    """Return the element as the vocabulary writes it, or refuse it."""
    tag = element.tag
    kind: str = tag
    for name in element.keys():  # noqa: SIM118 - an element is no dictionary
        if name == "class" and tag != "body":
            kind = f"{tag}.{element.get('class').strip()}"
        elif name != "id" and name not in ATTRIBUTES.get(tag, _NO_ATTRIBUTES):
            _refuse(element, f"its attribute {name} is not in the vocabulary")
    if kind not in _KINDS and tag != "body":
        _refuse(element, "it is not in the vocabulary")
    return kind


def _refuse(element: Element, reason: str) -> NoReturn:
    """Raise the error that shows where in the HTML something stands that Word cannot have."""
    text = _fold("".join(element.itertext())).strip(" ")
    start = "".join(f' {name}="{value}"' for name, value in element.items())
    about = f" (“{text[:60]}{'…' if len(text) > 60 else ''}”)" if text else ""
    raise FrancisError(
        f"Word cannot be made: <{element.tag}{start}>{about}: {reason}. "
        "What a template may use is listed at the top of word.py."
    )


def _children(element: Element, *allowed: str) -> Iterator[tuple[str, Element]]:
    """Yield each child with its kind; refuse other kinds, and text between them."""
    if not _blank(element.text):
        _refuse(element, "it has text outside a paragraph")
    for child in element:
        kind = _kind(child)
        if kind not in allowed:
            _refuse(child, f"it does not belong in <{element.tag}>")
        if not _blank(child.tail):
            _refuse(element, "it has text outside a paragraph")
        yield kind, child


def _blank(text: str | None) -> bool:
    return not text or not text.strip(" \t\n\r\f")


def _fold(text: str) -> str:
    """Return the text with each stretch of white space as one space, as HTML shows it."""
    # Most text has none to fold, and looking is cheaper than replacing each space by itself.
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        return _FOLDED.sub(" ", text)
    return text


def _blocks(element: Element) -> Iterator[tuple[str, Any]]:
    """Yield what an element holds: each block with its kind, and loose text as "" with pieces."""
    loose: list[_Piece] = [(element.text, _PLAIN)] if element.text else []
    for child in element:
        kind = _kind(child)
        if kind in RUNS or kind in FIELDS or kind == "br":
            loose += _pieces_of(kind, child, _PLAIN)
        else:
            if pieces := _folded(loose):
                yield "", pieces
            loose = []
            yield kind, child
        if child.tail:
            loose.append((child.tail, _PLAIN))
    if pieces := _folded(loose):
        yield "", pieces


def _pieces(element: Element) -> list[_Piece]:
    """Return the words of a paragraph, folded as HTML folds them."""
    loose: list[_Piece] = [(element.text, _PLAIN)] if element.text else []
    for child in element:
        loose += _pieces_of(_kind(child), child, _PLAIN)
        if child.tail:
            loose.append((child.tail, _PLAIN))
    return _folded(loose)


def _pieces_of(kind: str, element: Element, outer: _Look) -> list[_Piece]:
    """Return the words of one element within a paragraph, and of those within it."""
    if kind == "br":
        return [("\n", _BREAK)]
    if kind in FIELDS:
        name, cached = FIELDS[kind]
        if len(element) or not _blank(element.text):
            _refuse(element, "Word counts the pages, so it must be empty")
        return [(f"{name}\t{cached}", _FIELD)]
    if kind not in RUNS:
        _refuse(element, "it does not belong in a paragraph")
    look = _look(kind, element, outer)
    pieces: list[_Piece] = [(element.text, look)] if element.text else []
    for child in element:
        pieces += _pieces_of(_kind(child), child, look)
        if child.tail:
            pieces.append((child.tail, look))
    return pieces


#: The looks that mark a piece as something else than words.
_BREAK, _FIELD = _Look("\n"), _Look("\t")


def _look(kind: str, element: Element, outer: _Look) -> _Look:
    """Return the look of an element within another.

    A run has one character style in Word: the innermost, and strong and emphasis give way to any
    other, and are then kept as bold and italic.
    """
    style = RUNS[kind]
    bold = outer.bold or outer.style == "Strong"
    italic = outer.italic or outer.style == "Emphasis"
    if style in ("Strong", "Emphasis") and outer.style:
        if style == outer.style:
            return outer
        return replace(outer, bold=bold or style == "Strong", italic=italic or style == "Emphasis")
    look = replace(outer, style=style, bold=bold, italic=italic)
    if kind == "a":
        href = element.get("href", "").strip()
        if outer.href or not href:
            _refuse(element, "it is a link within a link" if outer.href else "it links to nothing")
        return replace(look, href=href)
    style_attribute = element.get("style")
    if kind == "span.rating":
        colours = _RATING.fullmatch(style_attribute or "")
        if not colours:
            _refuse(element, 'a rating needs style="--colour: #rrggbb; --ink: #rrggbb"')
        return replace(look, colour=colours[1].upper(), ink=colours[2].upper())
    if style_attribute is not None:
        _refuse(element, "only a rating has colours of its own")
    return look


def _folded(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with white space folded, also from one to the next and at the ends."""
    out: list[_Piece] = []
    after_space = True
    for words, look in pieces:
        if look is _BREAK:
            _drop_last_space(out)
            after_space = True
        elif look is _FIELD:
            after_space = False
        else:
            words = _fold(words)
            if after_space and words.startswith(" "):
                words = words[1:]
            if not words:
                continue
            after_space = words.endswith(" ")
        out.append((words, look))
    _drop_last_space(out)
    return out


def _drop_last_space(pieces: list[_Piece]) -> None:
    """Take the space off the end of a line; only the last piece can have one."""
    if pieces and pieces[-1][0].endswith(" "):
        words, look = pieces.pop()
        if words != " ":
            pieces.append((words[:-1], look))


# ---------------------------------------------------------------------------------------------
# Writing the paper


class _Paper:
    """The Word document while it is written: where the text goes, and what has been given out."""

    def __init__(self, document: Document, page: Element) -> None:
        from lxml.etree import Element as new_element
        from lxml.etree import SubElement

        self.document = document
        self.page = page
        self.add = SubElement
        self.styles = _Styles(document)
        self.language = page.get("lang") or "en-GB"
        # Built apart and moved into the document at the end: the library's own classes of elements
        # would more than double the time.
        self.body = new_element(_W + "body", nsmap=NAMESPACES)
        self.bookmarks = self._bookmark_names()
        self.waiting: list[str] = []  # ids of elements that hold others, for the next paragraph
        self.given = 0  # bookmarks so far
        self.links: dict[str, str] = {}
        self.cell: _Cell | None = None  # None in the text
        self.keep_rows = False  # whether this row stays with the next

    def write(self) -> None:
        """Write all parts of the paper."""
        body = self.page.find("body")
        assert body is not None
        _kind(self.page)
        title, metadata = self._metadata()
        self._page_size("landscape" in body.get("class", "").split())
        header: Element | None = None
        footer: Element | None = None
        for kind, child in _children(body, "header.page-header", "footer.page-footer", "main"):
            if kind == "main":
                self._flow(child)
            elif kind == "header.page-header":
                header = child
            else:
                footer = child
        if len(self.body) and self.body[-1].tag == TBL:
            # Word demands a paragraph after the last table and would add it.
            self._paragraph(self.body, "Normal", [])
        self._body()
        _kind(body)
        self._header(header, body.get("data-mark", "").strip())
        self._footer(footer)
        _set_settings(self.document, self.language)
        _set_properties(self.document, {**metadata, "title": title, "language": self.language})
        self.styles.set_language(self.language)

    # -- what stands in the text --------------------------------------------------------------

    def _flow(self, element: Element) -> None:
        """Write what a container holds, one block after another."""
        self._wait_for_paragraph(element)
        for kind, block in _blocks(element):
            if not kind:
                _refuse(element, "it has text outside a paragraph")
            elif kind in ("main", "section"):
                self._flow(block)
            elif kind in TABLES:
                self._table(kind, block)
            elif kind == "nav.contents":
                self._contents(block)
            else:
                self._block(self.body, kind, block)

    def _block(self, parent: Element, kind: str, block: Element) -> None:
        """Write a paragraph or a list, in the text or in a cell."""
        if kind in PARAGRAPHS:
            self._wait_for_paragraph(block)
            self._paragraph(parent, PARAGRAPHS[kind], _pieces(block))
        elif kind in LISTS:
            self._list(parent, kind, block, 0)
        else:
            _refuse(block, f"it does not belong in <{block.getparent().tag}>")

    def _paragraph(
        self,
        parent: Element,
        style: str,
        pieces: list[_Piece],
        number: tuple[str, int] | None = None,
    ) -> Element:
        """Write one paragraph; `number` is its list and level where its style does not say them."""
        add = self.add
        paragraph = add(parent, P)
        if self.cell is not None:
            style = IN_CELLS.get(style, style)
            self.cell.height += self._height(style, pieces, number)
        if style != "Normal":
            properties = add(paragraph, PPR)
            add(properties, PSTYLE, {VAL: self.styles.ids[style]})
            if self.cell is not None and not self.keep_rows and self.styles.keeps(style):
                # Word keeps a whole row with the next for one such paragraph, and so, heading by
                # heading, the whole table on one page.
                add(properties, _W + "keepNext", {VAL: "0"})
            if number is not None:
                numbering = add(properties, _W + "numPr")
                add(numbering, _W + "ilvl", {VAL: str(number[1])})
                add(numbering, _W + "numId", {VAL: number[0]})
        ends = self._start_bookmarks(paragraph) if self.waiting else []
        self._runs(paragraph, pieces)
        for end in ends:
            add(paragraph, _W + "bookmarkEnd", {_W + "id": end})
        return paragraph

    def _runs(self, paragraph: Element, pieces: list[_Piece]) -> None:
        """Write the words of a paragraph."""
        add, holder, href = self.add, paragraph, ""
        for words, look in pieces:
            if look is _FIELD:
                self._field(paragraph, *words.split("\t"))
                continue
            if look.href != href:
                href = look.href
                holder = self._link(paragraph, href) if href else paragraph
            run = add(holder, R)
            if look is _BREAK:
                add(run, BR)
                continue
            if look is not _PLAIN:
                self._run_properties(run, look)
            text = add(run, T, PRESERVE)
            try:
                text.text = words
            except ValueError as error:
                raise FrancisError(
                    f"Word cannot hold a character of “{words[:60]}”: it is one that no text file "
                    "should have, such as U+FFFE. Take it out."
                ) from error

    def _run_properties(self, run: Element, look: _Look) -> None:
        """Write a look, in the order of the schema."""
        properties = self.add(run, RPR)
        if look.style:
            self.add(properties, RSTYLE, {VAL: self.styles.ids[look.style]})
        if look.bold:
            self.add(properties, _W + "b")
            self.add(properties, _W + "bCs")
        if look.italic:
            self.add(properties, _W + "i")
            self.add(properties, _W + "iCs")
        if look.colour:
            self.add(properties, _W + "color", {VAL: look.ink})
            shading = {VAL: "clear", _W + "color": "auto", _W + "fill": look.colour}
            self.add(properties, _W + "shd", shading)

    def _field(self, paragraph: Element, instruction: str, cached: str) -> None:
        """Write a field as Word does, in five runs."""
        self._field_mark(paragraph, "begin")
        self._instruction(paragraph, instruction)
        self._field_mark(paragraph, "separate")
        self.add(self.add(paragraph, R), T, PRESERVE).text = cached
        self._field_mark(paragraph, "end")

    def _field_mark(self, paragraph: Element, kind: str) -> None:
        self.add(self.add(paragraph, R), _W + "fldChar", {_W + "fldCharType": kind})

    def _instruction(self, paragraph: Element, instruction: str) -> None:
        self.add(self.add(paragraph, R), _W + "instrText", PRESERVE).text = f" {instruction} "

    # -- lists --------------------------------------------------------------------------------

    def _list(self, parent: Element, kind: str, element: Element, level: int) -> None:
        """Write a list and those within it; each `ol` begins at its own start."""
        if level > 8:
            _refuse(element, "Word has nine levels of lists, and this is the tenth")
        style, continued = (
            IN_CELLS[name] if self.cell is not None else name for name in LISTS[kind]
        )
        self._wait_for_paragraph(element)
        number = self.styles.lists[style]
        if kind == "ol":
            start = element.get("start", "1")
            if not (start.isascii() and start.isdigit() and len(start) < 6):
                _refuse(element, "its start is no number")
            number = self.styles.restarted(number, level, start)
        for _, item in _children(element, "li"):
            self._wait_for_paragraph(item)
            first = True
            for inner, block in _blocks(item):
                if inner in LISTS:
                    if first:
                        self._paragraph(parent, style, [], (number, level))
                    self._list(parent, inner, block, level + 1)
                elif inner in ("", "p"):
                    pieces = block if not inner else _pieces(block)
                    place = (number if first else self.styles.lists[continued], level)
                    self._paragraph(parent, style if first else continued, pieces, place)
                else:
                    _refuse(block, "it does not belong in a list")
                first = False
            if first:
                self._paragraph(parent, style, [], (number, level))

    # -- tables -------------------------------------------------------------------------------

    def _table(self, kind: str, table: Element) -> None:
        """Write a table: its caption as a paragraph above it, then its rows."""
        caption, per_cent, rows = self._parts_of_table(kind, table)
        columns = sum(_span(cell) for cell in rows[0][2]) if rows else 0
        if not columns or not caption:
            _refuse(table, "a table needs a caption and a row")
        if len(per_cent) != columns:
            _refuse(table, f"it has {columns} columns, and widths for {len(per_cent)}")
        widths = _shares(self.text_width, per_cent)
        self._wait_for_paragraph(table)
        self._paragraph(self.body, "Caption", caption)
        add = self.add
        element = add(self.body, TBL)
        properties = add(element, _W + "tblPr")
        add(properties, _W + "tblStyle", {VAL: self.styles.ids[TABLES[kind][0]]})
        add(properties, _W + "tblW", {WIDTH: str(self.text_width), TYPE: "dxa"})
        add(properties, _W + "tblInd", {WIDTH: "0", TYPE: "dxa"})
        add(properties, _W + "tblLayout", {TYPE: "fixed"})
        add(properties, _W + "tblLook", _table_look(rows))
        add(properties, _W + "tblCaption", {VAL: "".join(words for words, _ in caption)})
        if description := _fold(table.get("data-description", "")).strip(" "):
            add(properties, _W + "tblDescription", {VAL: description})
        grid = add(element, _W + "tblGrid")
        for width in widths:
            add(grid, _W + "gridCol", {WIDTH: str(width)})
        for is_header, row_kind, row in rows:
            self._row(element, is_header, row_kind, row, widths)

    def _parts_of_table(
        self, kind: str, table: Element
    ) -> tuple[list[_Piece], tuple[float, ...], list[tuple[bool, str, Element]]]:
        """Return the caption, the widths in per cent, and each row with its kind."""
        caption: list[_Piece] = []
        per_cent = TABLES[kind][1]
        rows: list[tuple[bool, str, Element]] = []
        parts = ("caption", "colgroup", "thead", "tbody", *ROWS)
        for part, element in _children(table, *parts):
            if part == "caption":
                caption = _pieces(element)
            elif part == "colgroup":
                per_cent = tuple(_width(column) for _, column in _children(element, "col"))
            elif part in ROWS:  # older parsers add no tbody
                rows.append((False, part, element))
            else:
                if part == "thead" and rows:
                    _refuse(table, "its header rows must come first")
                self._wait_for_paragraph(element)
                rows += [(part == "thead", name, row) for name, row in _children(element, *ROWS)]
        return caption, per_cent, rows

    def _row(
        self, table: Element, is_header: bool, kind: str, row: Element, widths: list[int]
    ) -> None:
        """Write a row; it is kept whole unless it may be longer than a page."""
        add = self.add
        element = add(table, TR)
        properties = add(element, TRPR)
        self.keep_rows = is_header or ROWS[kind]
        self._wait_for_paragraph(row)
        column, highest = 0, 0.0
        for name, cell in _children(row, "td", "th"):
            span = _span(cell)
            width = sum(widths[column : column + span])
            column += span
            self.cell = _Cell(width)
            target = add(element, TC)
            cell_properties = add(target, TCPR)
            add(cell_properties, TCW, {WIDTH: str(width), TYPE: "dxa"})
            if span > 1:
                add(cell_properties, _W + "gridSpan", {VAL: str(span)})
            self._fill_cell(target, cell, name == "th" and cell.get("scope") != "row")
            highest = max(highest, self.cell.height)
        self.cell = None
        if column != len(widths):
            _refuse(row, f"it fills {column} of {len(widths)} columns")
        if highest < self.text_height * WHOLE_ROW:
            add(properties, _W + "cantSplit")
        if is_header:
            add(properties, _W + "tblHeader")

    def _fill_cell(self, target: Element, cell: Element, is_heading: bool) -> None:
        """Write what a cell holds: paragraphs and lists, or plain text."""
        self._wait_for_paragraph(cell)
        style = "Table Heading" if is_heading else "Normal"
        for kind, block in _blocks(cell):
            if not kind:
                self._paragraph(target, style, block)
            else:
                self._block(target, kind, block)
        if len(target) == 1:
            self._paragraph(target, style, [])  # Word demands a paragraph in each cell

    def _height(self, style: str, pieces: list[_Piece], number: tuple[str, int] | None) -> float:
        """Return the height that a paragraph of a cell needs at most."""
        assert self.cell is not None
        size = self.styles.size(style)
        width = self.cell.width - 230  # the margins of a cell
        if style in self.styles.lists:
            width -= 400 * (1 + (number[1] if number else 0))
        # Bytes, not letters: what takes two or three is wider than Latin letters are.
        letters = sum(len(words.encode()) for words, _ in pieces)
        breaks = sum(look is _BREAK for _, look in pieces)
        lines = 1 + breaks + letters * LETTER * size // max(width - 3 * size, size)
        return lines * LINE * size + AROUND

    # -- contents, links, bookmarks -----------------------------------------------------------

    def _contents(self, nav: Element) -> None:
        r"""Write a contents list as Word's own, in the block that offers to update it.

        Its entries carry no page numbers (`\n`): only Word can know them, it fills them in when the
        officer updates the list and not before, and until then each would be wrong in print. The
        entries are links, in the order of the paper.
        """
        add = self.add
        block = add(self.body, _W + "sdt")
        part = add(add(block, _W + "sdtPr"), _W + "docPartObj")
        add(part, _W + "docPartGallery", {VAL: "Table of Contents"})
        add(part, _W + "docPartUnique")
        content = add(block, _W + "sdtContent")
        levels = {
            heading.get("id"): int(heading.tag[1])
            for heading in self.page.iter("h2", "h3", "h4")
            if heading.get("id")
        }
        entries: list[tuple[int, list[_Piece]]] = []
        self._wait_for_paragraph(nav)
        for kind, child in _children(nav, "h2", "h3", "h4", *LISTS):
            if kind in LISTS:
                entries += self._entries(child, levels, 2)
            else:
                self._wait_for_paragraph(child)
                self._paragraph(content, "TOC Heading", _pieces(child))
        if not entries:
            _refuse(nav, "it lists nothing")
        used = [level for level, _ in entries]
        for place, (level, pieces) in enumerate(entries):
            paragraph = self._paragraph(content, f"TOC {level}", [])
            if place == 0:
                self._field_mark(paragraph, "begin")
                self._instruction(paragraph, f'TOC \\o "{min(used)}-{max(used)}" \\n \\h \\z')
                self._field_mark(paragraph, "separate")
            self._runs(paragraph, pieces)
            if place == len(entries) - 1:
                self._field_mark(paragraph, "end")

    def _entries(
        self, element: Element, levels: dict[str | None, int], depth: int
    ) -> list[tuple[int, list[_Piece]]]:
        """Return each entry of a contents list with the level of the heading it leads to."""
        out: list[tuple[int, list[_Piece]]] = []
        for _, item in _children(element, "li"):
            for kind, block in _blocks(item):
                if kind in LISTS:
                    out += self._entries(block, levels, depth + 1)
                elif kind:
                    _refuse(block, "it does not belong in a contents list")
                else:
                    target = next((look.href[1:] for _, look in block if look.href), None)
                    # A list of links says by itself that it is one; blue lines all over do not help.
                    plain = [
                        (words, replace(look, style="") if look.style == "Hyperlink" else look)
                        for words, look in block
                    ]
                    out.append((levels.get(target, min(depth, 4)), plain))
        return out

    def _link(self, paragraph: Element, href: str) -> Element:
        """Return a new link in a paragraph: to a bookmark of the paper, or out of it."""
        if href.startswith("#"):
            name = self.bookmarks.get(href[1:])
            if name is None:
                raise FrancisError(
                    f"Word cannot be made: the paper links to {href}, which it has not."
                )
            attributes = {_W + "anchor": name}
        else:
            attributes = {f"{{{_OFFICE}}}id": self._relationship(href)}
        return self.add(paragraph, _W + "hyperlink", {**attributes, _W + "history": "1"})

    def _relationship(self, href: str) -> str:
        """Return the name under which the document part knows an address."""
        if href not in self.links:
            name = f"link{len(self.links) + 1}"
            self.document.part.rels.add_relationship(
                f"{_OFFICE}/hyperlink", _address(href), name, is_external=True
            )
            self.links[href] = name
        return self.links[href]

    def _wait_for_paragraph(self, element: Element) -> None:
        """Note an element's id, for the bookmark of the next paragraph."""
        if identifier := element.get("id"):
            self.waiting.append(identifier)

    def _start_bookmarks(self, paragraph: Element) -> list[str]:
        """Begin a bookmark for each id that waits, and return what ends them."""
        ends = []
        for identifier in self.waiting:
            self.given += 1
            attributes = {_W + "id": str(self.given), _W + "name": self.bookmarks[identifier]}
            self.add(paragraph, _W + "bookmarkStart", attributes)
            ends.append(str(self.given))
        self.waiting = []
        return ends

    def _bookmark_names(self) -> dict[str, str]:
        """Return Word's name for each id: letters, digits and lines, 40 at most, each only once."""
        names: dict[str, str] = {}
        taken: set[str] = set()
        for element in self.page.xpath("//*[@id]"):
            identifier = element.get("id")
            if identifier in names:
                _refuse(element, "its id is used twice")
            stem = re.sub(r"[^A-Za-z0-9_]", "_", identifier)[:36]
            stem = stem if stem[:1].isalpha() else f"b{stem}"
            name, copy = stem, 1
            while name.lower() in taken:  # Word does not tell A from a
                copy += 1
                name = f"{stem[: 39 - len(str(copy))]}_{copy}"
            taken.add(name.lower())
            names[identifier] = name
        return names

    def _metadata(self) -> tuple[str, dict[str, str]]:
        """Return the title of the paper, and what else its head says, by the names of Word."""
        title, found = "", {}
        head = self.page.find("head")
        for kind, element in () if head is None else _children(head, "title", "meta"):
            if kind == "title":
                title = _fold(element.text or "").strip(" ")
            elif name := element.get("name"):
                if name not in METADATA:
                    _refuse(element, "this name is not in the vocabulary")
                found[METADATA[name]] = _fold(element.get("content", "")).strip(" ")
        return title, found

    # -- around the text ----------------------------------------------------------------------

    def _page_size(self, landscape: bool) -> None:
        """Set the page: A4 either way, with the margins of the house file."""
        width, height = reversed(A4) if landscape else A4
        section = self.document.element.body.find(_W + "sectPr")
        margins = None if section is None else section.find(_W + "pgMar")
        sides = dict.fromkeys(("top", "right", "bottom", "left"), 1134)
        sides |= {"header": 567, "footer": 567, "gutter": 0}
        if margins is not None:
            for side in sides:
                value = margins.get(_W + side, "")
                if re.fullmatch(r"-?[0-9]{1,5}", value):
                    sides[side] = int(value)
        self.text_width = width - sides["left"] - sides["right"] - sides["gutter"]
        # A negative margin lets the text run under the header; its size is what counts.
        self.text_height = height - abs(sides["top"]) - abs(sides["bottom"])
        if self.text_width < 3000 or self.text_height < 3000:
            raise FrancisError(
                "The margins of the house file leave no room for text on an A4 page."
            )
        size = {WIDTH: str(width), _W + "h": str(height)}
        self.size = size | ({_W + "orient": "landscape"} if landscape else {})
        self.margins = {_W + side: str(value) for side, value in sides.items()}

    def _body(self) -> None:
        """Put the text into the document, in place of the house file's own."""
        body = self.document.element.body
        for child in list(body):
            body.remove(child)
        body.extend(list(self.body))
        section = self.add(body, _W + "sectPr")
        self.add(section, _W + "pgSz", self.size)
        self.add(section, _W + "pgMar", self.margins)

    def _header(self, header: Element | None, mark: str) -> None:
        """Write the page header and, behind the text of each page, the mark."""
        if header is None and not mark:
            return
        part = self._emptied(self.document.sections[0].header)
        if header is not None:
            self._wait_for_paragraph(header)
            for _, line in _children(header, "p"):
                self._around(part, "Header", [_pieces(line)])
        if not len(part):
            self._around(part, "Header", [])
        if mark:
            self._mark(part[0], mark)

    def _footer(self, footer: Element | None) -> None:
        """Write the page footer on one line: its first paragraph left, its second right."""
        if footer is None:
            return
        part = self._emptied(self.document.sections[0].footer)
        self._wait_for_paragraph(footer)
        lines = [_pieces(line) for _, line in _children(footer, "p")]
        if len(lines) > 2:
            _refuse(footer, "a page footer has a left and a right paragraph, and no third")
        self._around(part, "Footer", lines)

    def _emptied(self, furniture: Any) -> Element:
        """Return the root of a new header or footer."""
        furniture.is_linked_to_previous = False
        root: Element = furniture.part.element
        for child in list(root):
            root.remove(child)
        return root

    def _around(self, part: Element, style: str, sides: list[list[_Piece]]) -> None:
        """Write a line of a header or footer, its second side against the right margin."""
        paragraph = self._paragraph(part, style, sides[0] if sides else [])
        if len(sides) > 1:
            self._to_the_right(paragraph)
            self._runs(paragraph, sides[1])

    def _to_the_right(self, paragraph: Element) -> None:
        """Go to the right margin, wherever the house file and the paper's direction put it."""
        properties = paragraph.find(PPR)
        tabs = self.add(properties, _W + "tabs")
        self.add(tabs, _W + "tab", {VAL: "right", _W + "pos": str(self.text_width)})
        self.add(self.add(paragraph, R), _W + "tab")

    def _mark(self, paragraph: Element, mark: str) -> None:
        """Write the mark across the page as Word's own watermarks are, found by its menu too."""
        from docx.oxml import parse_xml

        width = 440
        height = min(140, width / len(mark) * 1.6)
        picture = parse_xml(_WATERMARK.format(width=width, height=round(height)))
        shape = picture.find(".//{urn:schemas-microsoft-com:vml}shape")
        shape.set("alt", f"Watermark: {mark}")
        shape.find("{urn:schemas-microsoft-com:vml}textpath").set("string", mark.upper())
        paragraph.append(picture)


@dataclass
class _Cell:
    """The cell that is being written: its width, and the height of what it has so far."""

    width: int
    height: float = 0.0


def _span(cell: Element) -> int:
    """Return how many columns a cell fills."""
    span = cell.get("colspan", "1")
    if not re.fullmatch("[1-9][0-9]?", span):
        _refuse(cell, "its colspan is no number from 1 to 99")
    return int(span)


def _width(column: Element) -> float:
    """Return the width of a column in per cent."""
    width = _PER_CENT.fullmatch(column.get("style") or "")
    if not width or not float(width[1]):
        _refuse(column, 'a column needs style="width: N%"')
    return float(width[1])


def _shares(whole: int, per_cent: tuple[float, ...]) -> list[int]:
    """Return the widths that fill the whole exactly."""
    total, ends, so_far = sum(per_cent), [0], 0.0
    for share in per_cent:
        so_far += share
        ends.append(round(whole * so_far / total))
    return [end - start for start, end in itertools.pairwise(ends)]


def _table_look(rows: list[tuple[bool, str, Element]]) -> dict[str, str]:
    """Return which parts of its style a table shows: its header row, its first column."""
    first_row = rows[0][0]
    body = [row for is_header, _, row in rows if not is_header]
    first_column = bool(body) and all(
        len(row) and row[0].tag == "th" and row[0].get("scope") == "row" for row in body
    )
    bits = 0x0600 | 0x0020 * first_row | 0x0080 * first_column
    return {
        VAL: f"{bits:04X}",
        _W + "firstRow": str(int(first_row)),
        _W + "lastRow": "0",
        _W + "firstColumn": str(int(first_column)),
        _W + "lastColumn": "0",
        _W + "noHBand": "1",
        _W + "noVBand": "1",
    }


def _address(href: str) -> str:
    """Return an address that Word takes; one that it would not follow safely is refused."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https", "mailto"):
        raise FrancisError(
            f"Word cannot be made: the link {href!r} is neither within the paper nor a web or mail address."
        )
    # Word takes a file with a malformed address for damaged, and refuses all of it.
    return quote(href, safe="%/:?#[]@!$&'()*+,;=~-._")


_WATERMARK = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
  path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/>
<v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
  o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136"
  style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;\
rotation:315;z-index:-251658752;mso-position-horizontal:center;\
mso-position-horizontal-relative:margin;mso-position-vertical:center;\
mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d8dde0" stroked="f">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt"/></v:shape>
</w:pict></w:r>"""


# ---------------------------------------------------------------------------------------------
# The styles of the house file


class _Styles:
    """The named styles of a house file and its lists, by the names that Word shows."""

    def __init__(self, document: Document) -> None:
        """Find every style of the vocabulary; what is missing is named at once, all of it."""
        from lxml.etree import SubElement

        self.root = document.styles.element
        self.by_id: dict[str, Element] = {}
        by_name: dict[tuple[str, str], str] = {}
        for style in self.root.iterchildren(_W + "style"):
            name, identifier = style.find(_W + "name"), style.get(_W + "styleId")
            if name is not None and identifier:
                self.by_id[identifier] = style
                by_name[style.get(TYPE, ""), name.get(VAL, "").lower()] = identifier
        self.add = SubElement
        self.numbering, self.numbers = _numbers(document)
        self.last_number = max(map(int, self.numbers), default=0)
        self.sizes: dict[str, int] = {}
        self.kept: dict[str, bool] = {}
        self.ids: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        missing: list[str] = []
        for name, kind in STYLES.items():
            if found := by_name.get((kind, name.lower())):
                self.ids[name] = found
            else:
                missing.append(f"{name} ({kind} style)")
        for name in LIST_STYLES:
            number = self._found(name, "pPr/numPr/numId")
            if number is not None and number.get(VAL, "") in self.numbers:
                self.lists[name] = number.get(VAL, "")
            elif name in self.ids:
                missing.append(f"bullets or numbers of {name} (a list tied to the style)")
        if missing:
            raise FrancisError(
                f"The house file for Word lacks {len(missing)} of what papers need: "
                f"{'; '.join(missing)}. Start from a copy of templates/house.docx and edit its "
                "styles, or bring them into your file in Word (Developer, Document Template, "
                "Organizer)."
            )

    def _found(self, name: str, path: str) -> Element | None:
        """Return a property of a style, its own or the nearest of those it is based on."""
        path = "/".join(_W + step for step in path.split("/"))
        identifier = self.ids.get(name, "")
        for _ in range(20):  # deeper than Word allows, and an end to a circle
            style = self.by_id.get(identifier)
            if style is None:
                return None
            if (found := style.find(path)) is not None:
                return found
            base = style.find(_W + "basedOn")
            identifier = "" if base is None else base.get(VAL, "")
        return None

    def size(self, name: str) -> int:
        """Return the size of a style's type, in twentieths of a point."""
        if name not in self.sizes:
            size = self._found(name, "rPr/sz")
            if size is None:
                size = self.root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}sz")
            value = "20" if size is None else size.get(VAL, "")
            self.sizes[name] = int(value) * 10 if re.fullmatch("[1-9][0-9]{0,2}", value) else 200
        return self.sizes[name]

    def keeps(self, name: str) -> bool:
        """Return whether a style stays with the paragraph after it."""
        if name not in self.kept:
            keep = self._found(name, "pPr/keepNext")
            self.kept[name] = keep is not None and keep.get(VAL) not in ("0", "false", "off")
        return self.kept[name]

    def restarted(self, number: str, level: int, start: str) -> str:
        """Return a new list that looks like another and counts from `start`."""
        assert self.numbering is not None
        self.last_number += 1
        new = self.add(self.numbering, _W + "num", {_W + "numId": str(self.last_number)})
        self.add(new, _W + "abstractNumId", {VAL: self.numbers[number]})
        override = self.add(new, _W + "lvlOverride", {_W + "ilvl": str(level)})
        self.add(override, _W + "startOverride", {VAL: start})
        return str(self.last_number)

    def set_language(self, language: str) -> None:
        """Make a language the language of all text; a house file may have been edited in another."""
        defaults = self.root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        for found in self.root.iter(_W + "lang"):
            if found.get(VAL) is not None:
                found.set(VAL, language)
        if defaults is not None and defaults.find(_W + "lang") is None:
            defaults.append(defaults.makeelement(_W + "lang", {VAL: language}))


def _numbers(document: Document) -> tuple[Element, dict[str, str]]:
    """Return the root of the lists, and the definition of each list by its number."""
    try:
        root: Element = document.part.numbering_part.element
    except NotImplementedError:  # the file has no lists; each list style will be missing
        return None, {}
    numbers = {}
    for number in root.iterchildren(_W + "num"):
        definition = number.find(_W + "abstractNumId")
        if definition is not None and number.get(_W + "numId", "").isdigit():
            numbers[number.get(_W + "numId")] = definition.get(VAL, "")
    # Lists are added at the end, and this mark of Word for Mac would have to stay behind them.
    for mark in list(root.iterchildren(_W + "numIdMacAtCleanup")):
        root.remove(mark)
    return root, numbers


# ---------------------------------------------------------------------------------------------
# The file around the parts: what is taken from the house file, and what is written of our own

#: The parts of a house file that a paper keeps. Its text, headers, footers, pictures, comments and
#: properties stay behind, and with them whatever else may hide in a Word file.
_KEPT = frozenset({"styles", "numbering", "theme", "fontTable", "settings"})

_SETTINGS = """\
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="differentiateMultirowTableHeaders" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
</w:compat><w:themeFontLang w:val=""/>
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
 w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5"
 w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""


def _house(house: bytes) -> Document:
    """Return the house file, opened, with nothing in it that a paper does not keep."""
    import docx

    _inspect(house)
    try:
        document = docx.Document(BytesIO(house))
        document.element.body  # noqa: B018 - a file without a body is found out here
        document.styles.element  # noqa: B018
        document.settings.element  # noqa: B018 - the library adds what is missing
        settings = document.part.part_related_by(f"{_OFFICE}/settings")
    except Exception as error:
        # A file from outside can be wrong in more ways than the library has names for.
        raise FrancisError(
            "The house file for Word cannot be opened: it is damaged, or no Word document. Open it "
            "in Word and save it again as a Word document (.docx)."
        ) from error
    for relationships, kept in (
        (document.part.package.rels, {"officeDocument"}),
        (document.part.rels, _KEPT),
        (settings.rels, frozenset[str]()),
    ):
        for name, relationship in list(relationships.items()):
            if relationship.reltype.rsplit("/", 1)[-1] not in kept:
                del relationships[name]
    return document


def _inspect(house: bytes) -> None:
    """Refuse a house file that is no Word file or could do harm; say why and what to do."""
    if house[:4] == b"\xd0\xcf\x11\xe0":
        _refuse_house(
            "it is an old Word file (.doc), or has a password", "Save it as .docx without"
        )
    if len(house) > MOST_BYTES:
        _refuse_house("it is larger than 20 MB", "Take the pictures out")
    try:
        with zipfile.ZipFile(BytesIO(house)) as archive:
            members = archive.infolist()
            names = {member.filename.lower() for member in members}
            if len(members) > MOST_PARTS or len(names) < len(members):
                _refuse_house(
                    "its parts are too many or have the same name", "Save it again in Word"
                )
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                _refuse_house("it unpacks to more than 80 MB", "Take the pictures out")
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    if member.file_size > LONGEST_XML:
                        _refuse_house(f"its part {member.filename} is too long", "Shorten it")
                    _inspect_xml(member.filename, archive.read(member))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        _refuse_house("it is not a Word document, or it is damaged", "Save it as .docx", error)
    except Exception as error:
        if isinstance(error, FrancisError):
            raise
        _refuse_house("it is packed in a way that Word does not use", "Save it as .docx", error)


def _inspect_xml(name: str, data: bytes) -> None:
    """Refuse a part that declares entities, carries macros, or fetches from elsewhere."""
    from lxml import etree

    # Before parsing, and in either width of letters: a declaration can swell without end.
    if b"<!DOCTYPE" in data.replace(b"\0", b"").upper():
        _refuse_house(f"its part {name} declares entities", "Save it again in Word")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        _refuse_house(f"its part {name} is damaged", "Save it again in Word", error)
    if root.getroottree().docinfo.doctype:
        _refuse_house(f"its part {name} declares entities", "Save it again in Word")
    if name == "[Content_Types].xml":
        types = " ".join(element.get("ContentType", "") for element in root.iterchildren())
        if "macroEnabled" in types or "vbaProject" in types:
            _refuse_house("it has macros", "Save it as a Word document without macros (.docx)")
        if "template.main+xml" in types:
            _refuse_house("it is a Word template (.dotx)", "Open it and save it as .docx")
    if name.endswith(".rels"):
        for relationship in root.iterchildren():
            kind = relationship.get("Type", "").rsplit("/", 1)[-1]
            # A link in the text does nothing until somebody follows it, and is left behind.
            if relationship.get("TargetMode") == "External" and kind != "hyperlink":
                _refuse_house(
                    f"it fetches something from elsewhere ({kind}: {relationship.get('Target')})",
                    "Take the link out in Word (an attached template: Developer, Document Template)",
                )


def _refuse_house(reason: str, remedy: str, cause: Exception | None = None) -> NoReturn:
    raise FrancisError(f"The house file for Word is refused: {reason}. {remedy}.") from cause


def _set_settings(document: Document, language: str) -> None:
    """Put settings of our own in place of the house file's, which may protect, merge or track."""
    from docx.oxml import parse_xml

    settings, ours = document.settings.element, parse_xml(_SETTINGS)
    ours.find(_W + "themeFontLang").set(VAL, language)
    settings.clear()
    settings.extend(list(ours))


def _set_properties(document: Document, properties: dict[str, str]) -> None:
    """Write the properties of the file: what the HTML says, and nothing of the house file's."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    core, dc = f"{_PACKAGE}/metadata/core-properties", "http://purl.org/dc/elements/1.1/"
    terms, xsi = "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema-instance"
    names = {"cp": core, "dc": dc, "dcterms": terms, "xsi": xsi}
    root = etree.Element(f"{{{core}}}coreProperties", nsmap=names)
    for space, name in (
        (dc, "title"), (dc, "subject"), (dc, "creator"), (core, "keywords"), (dc, "description"),
        (dc, "language"),
    ):  # fmt: skip
        if value := properties.get(name):
            etree.SubElement(root, f"{{{space}}}{name}").text = value
    if author := properties.get("creator"):
        etree.SubElement(root, f"{{{core}}}lastModifiedBy").text = author
    etree.SubElement(root, f"{{{core}}}revision").text = "1"
    if modified := properties.get("modified"):
        for name in ("created", "modified"):
            element = etree.SubElement(
                root, f"{{{terms}}}{name}", {f"{{{xsi}}}type": "dcterms:W3CDTF"}
            )
            element.text = _moment(modified)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    app = etree.Element(f"{{{office}}}Properties", nsmap={None: office})
    if maker := properties.get("Application"):
        etree.SubElement(app, f"{{{office}}}Application").text = maker
    package = document.part.package
    types = "application/vnd.openxmlformats-"
    for path, kind, relation, tree in (
        (
            "core",
            f"{types}package.core-properties+xml",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            root,
        ),
        (
            "app",
            f"{types}officedocument.extended-properties+xml",
            f"{_OFFICE}/extended-properties",
            app,
        ),
    ):
        data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        package.relate_to(Part(PackURI(f"/docProps/{path}.xml"), kind, data, package), relation)


def _moment(text: str) -> str:
    """Return a date and time as the properties of a file have it, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FrancisError(f"Word cannot be made: dcterms.modified is no date: {text}.") from error
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _packed(package: Any) -> bytes:
    """Return the archive of a package: one order, one time and one owner, whenever it is made."""
    from docx.opc.packuri import PACKAGE_URI

    parts = {part.partname: part for part in package.iter_parts()}
    members: dict[str, bytes] = {PACKAGE_URI.rels_uri.membername: _data(package.rels.xml)}
    for name in sorted(parts):
        members[name.membername] = parts[name].blob
        if len(parts[name].rels):
            members[name.rels_uri.membername] = _data(parts[name].rels.xml)
    content_types = _content_types({name: part.content_type for name, part in parts.items()})
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"[Content_Types].xml": content_types, **members}.items():
            member = zipfile.ZipInfo(name)  # of 1 January 1980
            member.create_system = 0
            member.external_attr = 0
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _data(xml: str | bytes) -> bytes:
    return xml.encode() if isinstance(xml, str) else xml


def _content_types(types: dict[str, str]) -> bytes:
    """Return the part that says what each part is."""
    from lxml import etree

    space = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{space}}}Default", {"Extension": extension, "ContentType": kind})
    for name in sorted(types):
        attributes = {"PartName": str(name), "ContentType": types[name]}
        etree.SubElement(root, f"{{{space}}}Override", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # type: ignore[no-any-return]
