"""Word: one HTML document and a house file in, one Word file out.

The HTML says what each piece of text is, and `vocabulary` what that is called in Word; the house file
says, by its named styles, what it looks like. This module writes the text in those styles and
formats nothing itself, so that an officer who edits the paper afterwards finds the headings, lists
and tables that Word itself would have made.
"""

from __future__ import annotations

import itertools
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from francis.formats.charts import svg
from francis.formats.charts.figure import Chart, read
from francis.formats.html import (
    BREAK,
    FIELD,
    Page,
    RunStyle,
    TextRun,
    address,
    blocks,
    children,
    fold,
    page_of,
    per_cent_of,
    pieces_of,
    revision_of,
    span_of,
)
from francis.formats.measures import most_lines
from francis.formats.vocabulary import (
    IN_CELLS,
    KEPT_ENDS,
    KEPT_WHOLE,
    LIST_STYLES,
    LISTS,
    METADATA,
    NUMBERED,
    PARAGRAPHS,
    ROWS,
    SECTIONS,
    STYLES,
    TABLES,
)
from francis.formats.word.chart import add_parts, drawing_of
from francis.formats.word.house_file import (
    NAMESPACES,
    TYPE,
    VAL,
    HouseError,
    W,
    opened,
    packed,
    set_properties,
    set_settings,
)
from francis.formats.word.letterhead import Furniture
from francis.formats.word.styles import Styles
from francis.formats.word.tracked_changes import Revisions, change_of

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

# ---------------------------------------------------------------------------------------------
# The measures of a page, in twentieths of a point, as Word counts.

#: The width of bars and of the table of their figures, 12 centimetres, and what Word leaves free at
#: the top and foot of a chart.
BARS, CHART_EDGES = 6803, 240
#: The part of the page below the header row that a row may fill, by this measure, and be kept whole.
WHOLE_ROW = 0.95

# ---------------------------------------------------------------------------------------------
# Names of WordprocessingML, spelt out once: the writer makes a hundred thousand elements.

RELATIONSHIPS = NAMESPACES["r"]
P, PPR, PSTYLE, R, RPR, RSTYLE, T, DELETED, BR = (
    W + name for name in ("p", "pPr", "pStyle", "r", "rPr", "rStyle", "t", "delText", "br")
)
SECTPR = W + "sectPr"
TBL, TR, TRPR, TC, TCPR, TCW = (W + name for name in ("tbl", "tr", "trPr", "tc", "tcPr", "tcW"))
WIDTH = W + "w"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRESERVE = {SPACE: "preserve"}


def to_word(html: str | Page, house: bytes, base: bytes | None = None) -> bytes:
    """Return the Word file of an HTML document, in the styles and on the page of a house file.

    The house file may be any Word document or template. Its styles win by their names; those that it
    lacks are borrowed from `base`, or where that is None, all of them are named in a `FrancisError`.
    Its page and margins are the paper's, turned for a paper or a section of the class `landscape`. If it has
    headers or footers that show anything, they are kept as they are, the paper's own title and
    provenance give way to them, and each header carries besides the two things that no page may be
    without: the notice (`p.notice` of the page header) and the mark. Its text is not used.

    The same inputs give the same bytes. Raise `PageError` for HTML outside the vocabulary, and
    `FrancisError` for a house file that is unsafe or no Word file.
    """
    document = opened(house)
    text = _Paper(document, page_of(html), base).written()
    return packed(document.part.package, {document.part.partname: text})


class _Paper:
    """The Word document while it is written: where the text goes, and what has been given out."""

    def __init__(self, document: Document, page: Page, base: bytes | None) -> None:
        from lxml.etree import Element as new_element
        from lxml.etree import SubElement

        self.document = document
        self.page = page.root
        self.add = SubElement
        self.furniture = Furniture(document)
        self.styles = Styles(document, STYLES, LIST_STYLES, base)
        self.styles.number_by_hand(NUMBERED[0])
        self.language = page.root.get("lang", "")
        # Built apart from the library's document, whose own classes of elements would more than
        # double the time; and never moved into it, for that takes the square of their number.
        self.root = new_element(W + "document", nsmap=NAMESPACES)
        self.body = SubElement(self.root, W + "body")
        self.part: Any = document.part  # the part that is being written
        self.bookmarks = self._bookmark_names()
        self.waiting: list[str] = []  # ids of elements that hold others, for the next paragraph
        self.numbers = itertools.count(1)  # of bookmarks and changes
        revision = revision_of(page)
        self.revisions = Revisions(revision, self.numbers) if revision else None
        self.links: dict[tuple[str, str], str] = {}
        self.shape = self.furniture.last_shape()
        self.cell: _Cell | None = None  # None in the text
        self.indent = 0  # of lists: in a numbered paragraph they are in line with its words
        self.header_height = 0.0  # of the table that is being written, on each page that it fills
        self.keep_rows = False  # whether this row stays with the next
        self.whole = False  # whether all that is written stays on one page
        self.charts = 0  # so far
        self.layout = self.wanted = _Layout()  # of what was written last, and of what comes next
        self.layouts: list[tuple[_Layout, Element]] = []  # of the sections so far
        self.new_page = False  # whether the next paragraph begins a page

    def written(self) -> bytes:
        """Write all parts of the paper, and return the one with the text."""
        from lxml.etree import tostring

        body = self.page.find("body")
        assert body is not None
        title, metadata = self._metadata()
        self.layout = self.wanted = _Layout("landscape" in body.get("class", "").split())
        self._set_page(self.layout)
        header: Element | None = None
        footer: Element | None = None
        for kind, child in children(body, "header.page-header", "footer.page-footer", "main"):
            if kind == "main":
                self._flow(child)
            elif kind == "header.page-header":
                header = child
            else:
                footer = child
        if self.revisions:
            self.revisions.settle_end(self.body, self.styles.ids["After Table"])
        if len(self.body) and self.body[-1].tag == TBL:
            # Word demands a paragraph after the last table, and would add this one itself.
            self._paragraph(self.body, "Normal", [])
        self.new_page = False
        self.layouts.append((self.layout, self.add(self.body, SECTPR)))
        self._write_sections(header, footer, body.get("data-mark", "").strip())
        set_settings(self.document, self.language, self.furniture.settings)
        set_properties(self.document, {**metadata, "title": title, "language": self.language})
        self.styles.set_language(self.language)
        text: bytes = tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return text

    # -- what stands in the text --------------------------------------------------------------

    def _flow(self, element: Element) -> None:
        """Write what a container holds, one block after another."""
        self._wait_for_paragraph(element)
        for kind, block in blocks(element):
            if kind in SECTIONS:
                self._section(kind, block)
            else:
                self._part_of_text(kind, block)

    def _part_of_text(self, kind: str, block: Element) -> None:
        """Write a table, a chart, a list or a paragraph of the text."""
        self._begin_section()
        if kind in TABLES:
            self._table(kind, block)
        elif kind == "figure.chart":
            self._wait_for_paragraph(block)
            self._table("table.figures", block.find("table"), read(block))
        elif kind == "nav.contents":
            self._contents(block)
        elif kind == "div.numbered":
            self._numbered(block)
        else:
            self._block(self.body, kind, block)

    def _section(self, kind: str, element: Element) -> None:
        """Write a part of the paper: on a new page, on one page or on turned pages if it asks for that."""
        if kind == "section.page" and len(self.body):
            self.new_page = True
        if kind == "section.whole":
            self.whole = True
            self._flow(element)
            self.whole = False
            self._let_go()
            return
        if kind != "section.landscape":
            self._flow(element)
            return
        around, self.wanted = self.wanted, _Layout(landscape=True)
        self._flow(element)
        self.wanted = _Layout(around.landscape)

    def _let_go(self) -> None:
        """Let the last paragraph or row end a page, as what comes after it may stand on the next."""
        last = self.body[-1][-1] if self.body[-1].tag == TBL else self.body[-1]
        for keep in list(last.iter(W + "keepNext")):
            keep.getparent().remove(keep)

    def _begin_section(self) -> None:
        """End the section before, as Word calls it, if what comes is laid out otherwise."""
        if self.wanted is self.layout:
            return
        self.new_page = False  # the section begins one
        if len(self.body):
            last = self.body[-1]
            if last.tag != P:
                last = self.add(self.body, P)
                self.add(self.add(last, PPR), PSTYLE, {VAL: self.styles.ids["Section End"]})
            properties = last.find(PPR)
            if properties is None:
                properties = self.add(last, PPR)
                last.insert(0, properties)
            self.layouts.append((self.layout, self.add(properties, SECTPR)))
        self.layout = self.wanted
        self._set_page(self.layout)

    def _numbered(self, element: Element) -> None:
        """Write a numbered paragraph, and the paragraphs and lists that belong to it."""
        first, following = NUMBERED
        self._wait_for_paragraph(element)
        self.indent = self.styles.indent(following)
        style = first
        for kind, block in blocks(element):
            if style == first:
                self._begin_numbered(block)
            elif kind in LISTS:
                self._list(self.body, kind, block, 0)
            else:
                self._wait_for_paragraph(block)
                self._paragraph(self.body, style, pieces_of(block))
            style = following
        self.indent = 0

    def _begin_numbered(self, block: Element) -> None:
        """Write the paragraph with the number, which a tab sets apart from its words."""
        self._wait_for_paragraph(block)
        pieces = pieces_of(block)
        paragraph = self._paragraph(self.body, NUMBERED[0], pieces[:1])
        if len(pieces) > 1:
            self.add(self.add(paragraph, R), W + "tab")
            words, look = pieces[1]
            spaceless = [(words.removeprefix(" "), look)] if words != " " else []
            self._runs(paragraph, [*spaceless, *pieces[2:]])

    def _block(self, parent: Element, kind: str, block: Element) -> None:
        """Write a paragraph or a list, in the text or in a cell."""
        if kind in PARAGRAPHS:
            self._wait_for_paragraph(block)
            self._paragraph(parent, PARAGRAPHS[kind], pieces_of(block))
        else:
            self._list(parent, kind, block, 0)

    def _paragraph(
        self,
        parent: Element,
        style: str,
        pieces: list[TextRun],
        number: tuple[str, int] | None = None,
    ) -> Element:
        """Write one paragraph; `number` is its list and level where its style does not say them."""
        add = self.add
        if style == "Normal" and len(parent) and parent[-1].tag == TBL:
            style = "After Table"  # tables have no space of their own below them
        paragraph = add(parent, P)
        if self.cell is not None:
            style = IN_CELLS.get(style, style)
            self.cell.height += self._height(style, pieces, number)
        stays = self.whole if self.cell is None else self.keep_rows
        if style != "Normal" or self.new_page or stays:
            properties = add(paragraph, PPR)
            add(properties, PSTYLE, {VAL: self.styles.ids[style]})
            if stays and not self.styles.keeps(style):
                add(properties, W + "keepNext")
            elif self.cell is not None and not stays and self.styles.keeps(style):
                # Word keeps a whole row with the next for one such paragraph, and so, heading by
                # heading, the whole table on one page.
                add(properties, W + "keepNext", {VAL: "0"})
            if self.new_page:
                add(properties, W + "pageBreakBefore")
                self.new_page = False
            if number is not None:
                numbering = add(properties, W + "numPr")
                add(numbering, W + "ilvl", {VAL: str(number[1])})
                add(numbering, W + "numId", {VAL: number[0]})
        if self.revisions and (change := change_of(pieces)):
            self.revisions.mark_end(paragraph, change)
        ends = self._start_bookmarks(paragraph) if self.waiting else []
        self._runs(paragraph, pieces)
        for end in ends:
            add(paragraph, W + "bookmarkEnd", {W + "id": end})
        return paragraph

    def _runs(self, paragraph: Element, pieces: list[TextRun]) -> None:
        """Write the words of a paragraph: each run in its link and its change, if it is in any."""
        add, link, holder, href, change = self.add, paragraph, paragraph, "", ""
        for words, look in pieces:
            if look is FIELD:
                self._field(paragraph, *words.split("\t"))
                link, holder, href, change = paragraph, paragraph, "", ""
                continue
            if look.href != href:
                href, change = look.href, ""
                link = holder = self._link(paragraph, href) if href else paragraph
            if look.change != change:
                change = look.change
                holder = self._change(link, change) if change else link
            run = add(holder, R)
            if look.style == BREAK:
                add(run, BR)
                continue
            if any(look[:5]):
                self._run_properties(run, look)
            text = add(run, DELETED if change == "del" else T)
            text.text = words
            if words[0] == " " or words[-1] == " ":
                text.set(SPACE, "preserve")

    def _change(self, parent: Element, change: str) -> Element:
        """Return a new change in a paragraph or a link of it."""
        assert self.revisions is not None
        return self.revisions.begin(parent, change)

    def _run_properties(self, run: Element, look: RunStyle) -> None:
        """Write a look, in the order of the schema."""
        properties = self.add(run, RPR)
        if look.style:
            self.add(properties, RSTYLE, {VAL: self.styles.ids[look.style]})
        if look.bold:
            self.add(properties, W + "b")
            self.add(properties, W + "bCs")
        if look.italic:
            self.add(properties, W + "i")
            self.add(properties, W + "iCs")
        if look.colour:
            self.add(properties, W + "color", {VAL: look.ink})
            shading = {VAL: "clear", W + "color": "auto", W + "fill": look.colour}
            self.add(properties, W + "shd", shading)

    def _field(self, paragraph: Element, instruction: str, cached: str) -> None:
        """Write a field as Word does, in five runs."""
        self._field_mark(paragraph, "begin")
        self._instruction(paragraph, instruction)
        self._field_mark(paragraph, "separate")
        self.add(self.add(paragraph, R), T, PRESERVE).text = cached
        self._field_mark(paragraph, "end")

    def _field_mark(self, paragraph: Element, kind: str) -> None:
        self.add(self.add(paragraph, R), W + "fldChar", {W + "fldCharType": kind})

    def _instruction(self, paragraph: Element, instruction: str) -> None:
        self.add(self.add(paragraph, R), W + "instrText", PRESERVE).text = f" {instruction} "

    # -- lists --------------------------------------------------------------------------------

    def _list(self, parent: Element, kind: str, element: Element, level: int) -> None:
        """Write a list and those within it; each `ol` begins at its own start."""
        style, continued = (
            IN_CELLS[name] if self.cell is not None else name for name in LISTS[kind]
        )
        self._wait_for_paragraph(element)
        number = self.styles.moved(style, self.indent)
        if kind == "ol":
            number = self.styles.restarted(number, level, element.get("start", "1"))
        for _, item in children(element, "li"):
            self._wait_for_paragraph(item)
            first = True
            for inner, block in blocks(item):
                if inner in LISTS:
                    if first:
                        self._paragraph(parent, style, [], (number, level))
                    self._list(parent, inner, block, level + 1)
                else:
                    pieces = block if not inner else pieces_of(block)
                    place = number if first else self.styles.moved(continued, self.indent)
                    name = style if first else continued
                    self._paragraph(parent, name, pieces, (place, level))
                first = False
            if first:
                self._paragraph(parent, style, [], (number, level))

    # -- tables -------------------------------------------------------------------------------

    def _table(self, kind: str, table: Element, chart: Chart | None = None) -> None:
        """Write a table: its caption as a paragraph above it, its chart if it has one, its rows."""
        caption, per_cent, rows = self._parts_of_table(kind, table)
        whole = self.text_width
        if chart and chart.kind == "bars":  # one column of figures is not stretched over the page
            whole = min(whole, BARS)
        widths = _shares(whole, per_cent)
        self._wait_for_paragraph(table)
        self._stay_with_next(self._paragraph(self.body, "Caption", caption), "Caption")
        if chart:
            self._chart(chart, whole)
        add = self.add
        element = add(self.body, TBL)
        properties = add(element, W + "tblPr")
        add(properties, W + "tblStyle", {VAL: self.styles.ids[TABLES[kind][0]]})
        add(properties, W + "tblW", {WIDTH: str(whole), TYPE: "dxa"})
        add(properties, W + "tblInd", {WIDTH: "0", TYPE: "dxa"})
        add(properties, W + "tblLayout", {TYPE: "fixed"})
        add(properties, W + "tblLook", _table_look(rows, kind == "table.figures"))
        add(
            properties,
            W + "tblCaption",
            {VAL: " ".join("".join(words for words, _ in caption).split())},
        )
        if description := fold(table.get("data-description", "")).strip(" "):
            add(properties, W + "tblDescription", {VAL: description})
        grid = add(element, W + "tblGrid")
        for width in widths:
            add(grid, W + "gridCol", {WIDTH: str(width)})
        self.header_height = 0.0
        for place, (is_header, row_kind, row) in enumerate(rows, 1):
            keep = is_header or ROWS[row_kind] or self.whole
            if place < len(rows):  # behind the last row the page may end
                at_an_end = kind in KEPT_ENDS and place in (1, len(rows) - 1)
                keep = keep or kind in KEPT_WHOLE or at_an_end
            self._row(element, is_header, keep, row, widths)

    def _stay_with_next(self, paragraph: Element, style: str) -> None:
        """Keep a paragraph on the page of the next, if its style does not; Word's own caption does not."""
        name = paragraph.find(f"{PPR}/{PSTYLE}")
        if name is not None and not (self.whole or self.styles.keeps(style)):
            name.addnext(name.makeelement(W + "keepNext"))

    def _parts_of_table(
        self, kind: str, table: Element
    ) -> tuple[list[TextRun], tuple[float, ...], list[tuple[bool, str, Element]]]:
        """Return the caption, the widths in per cent, and each row with its kind."""
        caption: list[TextRun] = []
        per_cent = TABLES[kind][1]
        rows: list[tuple[bool, str, Element]] = []
        parts = ("caption", "colgroup", "thead", "tbody", *ROWS)
        for part, element in children(table, *parts):
            if part == "caption":
                caption = pieces_of(element)
            elif part == "colgroup":
                per_cent = tuple(per_cent_of(column) for _, column in children(element, "col"))
            elif part in ROWS:  # older parsers add no tbody
                rows.append((False, part, element))
            else:
                self._wait_for_paragraph(element)
                rows += [(part == "thead", name, row) for name, row in children(element, *ROWS)]
        return caption, per_cent, rows

    def _row(
        self, table: Element, is_header: bool, keep: bool, row: Element, widths: list[int]
    ) -> None:
        """Write a row, `keep` if it stays with the next; it is whole unless longer than a page."""
        add = self.add
        element = add(table, TR)
        properties = add(element, TRPR)
        self.keep_rows = keep
        self._wait_for_paragraph(row)
        column, highest = 0, 0.0
        for name, cell in children(row, "td", "th"):
            span = span_of(cell)
            width = sum(widths[column : column + span])
            column += span
            self.cell = _Cell(width)
            target = add(element, TC)
            cell_properties = add(target, TCPR)
            add(cell_properties, TCW, {WIDTH: str(width), TYPE: "dxa"})
            if span > 1:
                add(cell_properties, W + "gridSpan", {VAL: str(span)})
            self._fill_cell(target, cell, name == "th" and cell.get("scope") != "row")
            highest = max(highest, self.cell.height)
        self.cell = None
        if highest < (self.text_height - self.header_height) * WHOLE_ROW:
            add(properties, W + "cantSplit")
        if is_header:
            add(properties, W + "tblHeader")
            self.header_height += highest

    def _fill_cell(self, target: Element, cell: Element, is_heading: bool) -> None:
        """Write what a cell holds: paragraphs and lists, or plain text."""
        self._wait_for_paragraph(cell)
        style = "Table Heading" if is_heading else "Normal"
        for kind, block in blocks(cell):
            if not kind:
                self._paragraph(target, style, block)
            else:
                self._block(target, kind, block)
        if self.revisions:
            self.revisions.settle_end(target, self.styles.ids[IN_CELLS["Normal"]])
        if len(target) == 1:
            self._paragraph(target, style, [])  # Word demands a paragraph in each cell

    def _height(self, style: str, pieces: list[TextRun], number: tuple[str, int] | None) -> float:
        """Return the height that a paragraph of a cell needs at most."""
        assert self.cell is not None
        measured = self.styles.measured
        size, line, around = measured.get(style) or self.styles.measures(style)
        width = self.cell.width - 230  # the margins of a cell
        if style in self.styles.lists:
            width -= 300 * (1 + (number[1] if number else 0))
        text = pieces[0][0] if len(pieces) == 1 else "".join([words for words, _ in pieces])
        return most_lines(text, width, size) * line + around

    def _chart(self, chart: Chart, width: int) -> None:
        """Write a chart as Word's own, no higher than three quarters of the page; twentieths of a point."""
        self.charts += 1
        paragraph = self._paragraph(self.body, "Chart", [])
        height = min(round(svg.height(chart) * 20) + CHART_EDGES, self.text_height * 3 // 4)
        name = add_parts(self.document, chart, self.charts, self.language)
        paragraph.append(drawing_of(chart, self.charts, name, (width, height)))

    # -- contents, links, bookmarks -----------------------------------------------------------

    def _contents(self, nav: Element) -> None:
        r"""Write a contents list as Word's own, in the block that offers to update it.

        Its entries carry no page numbers (`\n`): only Word can know them, it fills them in when the
        officer updates the list and not before, and until then each would be wrong in print. The
        entries are links, in the order of the paper.
        """
        add = self.add
        block = add(self.body, W + "sdt")
        part = add(add(block, W + "sdtPr"), W + "docPartObj")
        add(part, W + "docPartGallery", {VAL: "Table of Contents"})
        add(part, W + "docPartUnique")
        content = add(block, W + "sdtContent")
        levels = {
            heading.get("id"): int(heading.tag[1])
            for heading in self.page.iter("h2", "h3", "h4")
            if heading.get("id")
        }
        entries: list[tuple[int, list[TextRun]]] = []
        self._wait_for_paragraph(nav)
        for kind, child in children(nav, "h2", "h3", "h4", *LISTS):
            if kind in LISTS:
                entries += self._entries(child, levels, 2)
            else:
                self._wait_for_paragraph(child)
                self._paragraph(content, "TOC Heading", pieces_of(child))
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
    ) -> list[tuple[int, list[TextRun]]]:
        """Return each entry of a contents list with the level of the heading it leads to."""
        out: list[tuple[int, list[TextRun]]] = []
        for _, item in children(element, "li"):
            for kind, block in blocks(item):
                if kind in LISTS:
                    out += self._entries(block, levels, depth + 1)
                else:
                    target = next((look.href[1:] for _, look in block if look.href), None)
                    # A list of links says by itself that it is one; blue lines all over do not help.
                    plain = [
                        (words, look._replace(style="") if look.style == "Hyperlink" else look)
                        for words, look in block
                    ]
                    out.append((levels.get(target, min(depth, 4)), plain))
        return out

    def _link(self, paragraph: Element, href: str) -> Element:
        """Return a new link in a paragraph: to a bookmark of the paper, or out of it."""
        if href.startswith("#"):
            attributes = {W + "anchor": self.bookmarks[href[1:]]}
        else:
            attributes = {f"{{{RELATIONSHIPS}}}id": self._relationship(href)}
        return self.add(paragraph, W + "hyperlink", {**attributes, W + "history": "1"})

    def _relationship(self, href: str) -> str:
        """Return the name under which the part that is being written knows an address."""
        known = (self.part.partname, href)
        if known not in self.links:
            self.links[known] = f"link{len(self.links) + 1}"
            self.part.rels.add_relationship(
                f"{RELATIONSHIPS}/hyperlink", address(href), self.links[known], is_external=True
            )
        return self.links[known]

    def _wait_for_paragraph(self, element: Element) -> None:
        """Note an element's id, for the bookmark of the next paragraph."""
        if identifier := element.get("id"):
            self.waiting.append(identifier)

    def _start_bookmarks(self, paragraph: Element) -> list[str]:
        """Begin a bookmark for each id that waits, and return what ends them."""
        ends = []
        for identifier in self.waiting:
            number = str(next(self.numbers))
            attributes = {W + "id": number, W + "name": self.bookmarks[identifier]}
            self.add(paragraph, W + "bookmarkStart", attributes)
            ends.append(number)
        self.waiting = []
        return ends

    def _bookmark_names(self) -> dict[str, str]:
        """Return Word's name for each id: letters, digits and lines, 40 at most, each only once."""
        names: dict[str, str] = {}
        taken: set[str] = set()
        unnameable = re.compile(r"[^A-Za-z0-9_]")
        for element in self.page.xpath("//*[@id]"):
            identifier = element.get("id")
            stem = unnameable.sub("_", identifier)[:36]
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
        for kind, element in () if head is None else children(head, "title", "meta"):
            if kind == "title":
                title = fold(element.text or "").strip(" ")
            elif name := element.get("name"):
                found[METADATA[name]] = fold(element.get("content", "")).strip(" ")
        return title, found

    # -- around the text ----------------------------------------------------------------------

    def _set_page(self, layout: _Layout) -> None:
        """Set the page to that of the house file, turned if the layout is."""
        width, height = self.furniture.size(landscape=layout.landscape)
        sides = self.furniture.margins
        self.text_width = width - sides["left"] - sides["right"] - sides["gutter"]
        # A negative margin lets the text run under the header; its size is what counts.
        self.text_height = height - abs(sides["top"]) - abs(sides["bottom"])
        if self.text_width < 3000 or self.text_height < 3000:
            raise HouseError("The margins of the house file leave no room for text on its page.")
        size = {WIDTH: str(width), W + "h": str(height)}
        self.size = size | ({W + "orient": "landscape"} if layout.landscape else {})
        self.margins = {W + side: str(value) for side, value in sides.items()}

    def _write_sections(self, header: Element | None, footer: Element | None, mark: str) -> None:
        """Write of each section its page, and what stands around the text.

        Only the first has the first page of the house file, and begins to count where that does.
        """
        add = self.add
        around: dict[bool, list[Element]] = {}
        for place, (layout, section) in enumerate(self.layouts):
            self._set_page(layout)
            # The paper's own footer goes to the right margin, which turned pages have elsewhere.
            turned = layout.landscape and not self.furniture.names
            if turned not in around:
                self._stand_around(section, header, footer, mark)
                around[turned] = deepcopy(list(section))
            else:
                section.extend(deepcopy(around[turned]))
            add(section, W + "pgSz", self.size)
            add(section, W + "pgMar", self.margins)
            rest = {found.tag: found for found in deepcopy(self.furniture.rest)}
            first_page = rest.pop(W + "titlePg", None)
            if place and W + "pgNumType" in rest:
                rest[W + "pgNumType"].attrib.pop(W + "start", None)
            section.extend(rest.values())
            if first_page is not None and not place:
                section.append(first_page)

    def _stand_around(
        self, section: Element, header: Element | None, footer: Element | None, mark: str
    ) -> None:
        """Write headers and footers, the house file's if it has any, and name them in a section."""
        if self.furniture.names:
            self._keep_furniture(section, header, mark)
        else:
            self._header(section, header, mark)
            self._footer(section, footer)

    def _header(self, section: Element, header: Element | None, mark: str) -> None:
        """Write the page header and, behind the text of each page, the mark."""
        if header is None and not mark:
            return
        root = self._emptied(section, "header")
        if header is not None:
            self._wait_for_paragraph(header)
            for kind, line in children(header, "p", "p.notice"):
                self._around(root, "Header" if kind == "p" else "Notice", [pieces_of(line)])
        if not len(root):
            self._around(root, "Header", [])
        if mark:
            self._mark(root[0], mark)

    def _footer(self, section: Element, footer: Element | None) -> None:
        """Write the page footer on one line: its first paragraph left, its second right."""
        if footer is None:
            return
        root = self._emptied(section, "footer")
        self._wait_for_paragraph(footer)
        lines = [pieces_of(line) for _, line in children(footer, "p")]
        self._around(root, "Footer", lines)

    def _keep_furniture(self, section: Element, header: Element | None, mark: str) -> None:
        """Keep the headers and footers of the house file; each header gains the notice and the mark.

        A page for which it has no header, as a first page may be, gets one for them.
        """
        lines = () if header is None else children(header, "p", "p.notice")
        notices = [pieces_of(line) for kind, line in lines if kind == "p.notice"]
        done: list[Any] = []
        for variant in self.furniture.variants:
            for kind in ("header", "footer"):
                if name := self.furniture.names.get((kind, variant)):
                    self._refer(section, kind, variant, name)
                    self.part = self.document.part.related_parts[name]
                elif kind == "header" and (notices or mark):
                    self._emptied(section, kind, variant)
                else:
                    continue
                if kind == "header" and self.part not in done:
                    done.append(self.part)
                    self._add_to_header(self.part.element, notices, mark)

    def _add_to_header(self, root: Element, notices: list[list[TextRun]], mark: str) -> None:
        """Add what every page must carry, below what a header has."""
        for notice in notices:
            self._around(root, "Notice", [notice])
        if root.find(W + "p") is None:
            self._around(root, "Header", [])
        if mark:
            self._mark(root.findall(W + "p")[-1], mark)

    def _emptied(self, section: Element, kind: str, variant: str = "default") -> Element:
        """Return the root of a new header or footer, named in its section."""
        part: Any = self.document.part
        added = part.add_header_part() if kind == "header" else part.add_footer_part()
        self.part, name = added
        self._refer(section, kind, variant, name)
        root: Element = self.part.element
        for child in list(root):
            root.remove(child)
        return root

    def _refer(self, section: Element, kind: str, variant: str, name: str) -> None:
        """Name a header or footer in its section."""
        reference = {TYPE: variant, f"{{{RELATIONSHIPS}}}id": name}
        self.add(section, f"{W}{kind}Reference", reference)

    def _around(self, part: Element, style: str, sides: list[list[TextRun]]) -> None:
        """Write a line of a header or footer, its second side against the right margin."""
        paragraph = self._paragraph(part, style, sides[0] if sides else [])
        if len(sides) > 1:
            self._to_the_right(paragraph)
            self._runs(paragraph, sides[1])

    def _to_the_right(self, paragraph: Element) -> None:
        """Go to the right margin, wherever the house file and the paper's direction put it."""
        # The stops of the style are for another width of page, and would come first.
        stops = dict.fromkeys(self.styles.tab_stops("Footer"), "clear")
        stops[self.text_width] = "right"
        tabs = self.add(paragraph.find(PPR), W + "tabs")
        for position, kind in sorted(stops.items()):
            self.add(tabs, W + "tab", {VAL: kind, W + "pos": str(position)})
        self.add(self.add(paragraph, R), W + "tab")

    def _mark(self, paragraph: Element, mark: str) -> None:
        """Write the mark across the page as Word's own watermarks are, found by its menu too."""
        from docx.oxml import parse_xml

        width = 440
        height = min(140, width / len(mark) * 1.6)
        self.shape += 1
        picture = parse_xml(
            _WATERMARK.format(
                width=width, height=round(height), number=self.shape - 2048, shape=self.shape
            )
        )
        shape = picture.find(".//{urn:schemas-microsoft-com:vml}shape")
        shape.set("alt", f"Watermark: {mark}")
        shape.find("{urn:schemas-microsoft-com:vml}textpath").set("string", mark.upper())
        paragraph.append(picture)


@dataclass(frozen=True, eq=False)
class _Layout:
    """How a section of Word's stands on its pages; two of them are the same if they are one."""

    landscape: bool = False


@dataclass
class _Cell:
    """The cell that is being written: its width, and the height of what it has so far."""

    width: int
    height: float = 160  # its margins


def _shares(whole: int, per_cent: tuple[float, ...]) -> list[int]:
    """Return the widths that fill the whole exactly."""
    total, ends, so_far = sum(per_cent), [0], 0.0
    for share in per_cent:
        so_far += share
        ends.append(round(whole * so_far / total))
    return [end - start for start, end in itertools.pairwise(ends)]


def _table_look(rows: list[tuple[bool, str, Element]], of_figures: bool) -> dict[str, str]:
    """Return which parts of its style a table shows: its header row, its first column."""
    first_row = rows[0][0]
    body = [row for is_header, _, row in rows if not is_header]
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
<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{shape}" type="#_x0000_t136"
  style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;\
rotation:315;z-index:-251658752;mso-position-horizontal:center;\
mso-position-horizontal-relative:margin;mso-position-vertical:center;\
mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d8dde0" stroked="f">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt"/></v:shape>
</w:pict></w:r>"""
