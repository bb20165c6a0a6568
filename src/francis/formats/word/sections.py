"""Sections of a Word file, as Word calls them: runs of pages of one layout, and what is around their text."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from francis.formats.html import children, mark_of, page_header, pieces_of
from francis.formats.word.context import Context, Cursor, Layout
from francis.formats.word.elements import (
    PPR,
    PSTYLE,
    RELATION_ID,
    SECTPR,
    TYPE,
    VAL,
    WIDTH,
    P,
    R,
    W,
)
from francis.formats.word.house_file import HouseError
from francis.formats.word.letterhead import Furniture
from francis.formats.word.text import write_paragraph, write_runs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SMALLEST_TEXT = 3000
"""The least width and height of the text on a page, in twentieths of a point."""


def layout_of(furniture: Furniture, *, landscape: bool) -> Layout:
    """Return a new layout: the page of the house file, turned if it is landscape."""
    width, height = furniture.size(landscape=landscape)
    sides = furniture.margins
    text_width = width - sides["left"] - sides["right"] - sides["gutter"]
    # A negative margin lets the text run under the header; its size is what counts.
    text_height = height - abs(sides["top"]) - abs(sides["bottom"])
    if min(text_width, text_height) < SMALLEST_TEXT:
        raise HouseError("The margins of the house file leave no room for text on its page.")
    return Layout(landscape, width, height, text_width, text_height)


class Sections:
    """The sections of a text so far: each with its layout, and the element that will describe it."""

    def __init__(self, context: Context, first: Layout) -> None:
        self._context = context
        self._layout = first
        self._ended: list[tuple[Layout, Element]] = []

    def begin(self, layout: Layout) -> bool:
        """End the section before if what comes is laid out otherwise, and return whether it is."""
        if layout is self._layout:
            return False
        add, body = self._context.add, self._context.body
        if len(body):
            last = body[-1]
            if last.tag != P:
                last = add(body, P)
                style = self._context.styles.ids["Section End"]
                add(add(last, PPR), PSTYLE, {VAL: style})
            properties = last.find(PPR)
            if properties is None:
                properties = add(last, PPR)
                last.insert(0, properties)
            self._end(properties)
        self._layout = layout
        return True

    def end_last(self) -> list[tuple[Layout, Element]]:
        """End the last section, and return all of them."""
        self._end(self._context.body)
        return self._ended

    def _end(self, parent: Element) -> None:
        self._ended.append((self._layout, self._context.add(parent, SECTPR)))


def write_sections(context: Context, ended: list[tuple[Layout, Element]]) -> None:
    """Write of each section its page, and what stands around the text.

    Only the first has the first page of the house file, and begins to count where that does.
    """
    around: dict[bool, list[Element]] = {}
    for place, (layout, section) in enumerate(ended):
        # The paper's own footer goes to the right margin, which turned pages have elsewhere.
        turned = layout.landscape and not context.furniture.names
        if turned not in around:
            _write_edges(context, section, Cursor(layout))
            around[turned] = deepcopy(list(section))
        else:
            section.extend(deepcopy(around[turned]))
        _add_page(context, section, layout)
        rest = {found.tag: found for found in deepcopy(context.furniture.rest)}
        first_page = rest.pop(W + "titlePg", None)
        if place and W + "pgNumType" in rest:
            rest[W + "pgNumType"].attrib.pop(W + "start", None)
        section.extend(rest.values())
        if first_page is not None and not place:
            section.append(first_page)


def _add_page(context: Context, section: Element, layout: Layout) -> None:
    """Write the size of a page and its margins."""
    size = {WIDTH: str(layout.width), W + "h": str(layout.height)}
    turned = {W + "orient": "landscape"} if layout.landscape else {}
    context.add(section, W + "pgSz", size | turned)
    margins = {W + side: str(value) for side, value in context.furniture.margins.items()}
    context.add(section, W + "pgMar", margins)


# ---------------------------------------------------------------------------------------------
# Headers and footers


def _write_edges(context: Context, section: Element, cursor: Cursor) -> None:
    """Write headers and footers, the house file's if it has any, and name them in a section."""
    if context.furniture.names:
        _keep_furniture(context, section, cursor)
    else:
        header = page_header(context.page, *_LINES)
        if header is not None:
            root = _add_part(context, section, "header").element
            context.bookmarks.wait(header)
            _add_lines(context, root, header, cursor)
        _write_footer(context, section, context.page.find("body/footer"), cursor)


_LINES = {"p": "Header", "p.notice": "Notice"}
"""The lines of a page header, and the style of each."""


def _add_lines(context: Context, root: Element, header: Element, cursor: Cursor) -> None:
    """Add the lines of a page header to a header of Word's, and the hatched edge of a paper with a mark."""
    for kind, line in children(header, *_LINES):
        last = write_paragraph(context, root, _LINES[kind], pieces_of(line), cursor)
    if mark_of(context.page):
        _add_hatched_edge(context, last, cursor.layout)


def _write_footer(
    context: Context, section: Element, footer: Element | None, cursor: Cursor
) -> None:
    """Write the page footer on one line: its first paragraph left, its second right."""
    if footer is None:
        return
    root = _add_part(context, section, "footer").element
    context.bookmarks.wait(footer)
    sides = [pieces_of(line) for _, line in children(footer, "p")]
    paragraph = write_paragraph(context, root, "Footer", sides[0] if sides else [], cursor)
    if len(sides) > 1:
        _add_right_tab(context, paragraph, cursor.layout.text_width)
        write_runs(context, paragraph, sides[1])


def _keep_furniture(context: Context, section: Element, cursor: Cursor) -> None:
    """Keep the headers and footers of the house file; each header gains the notice and the mark.

    A page for which it has no header, as a first page may be, gets one for them.
    """
    lines = page_header(context.page, "p.notice")
    related = context.document.part.related_parts
    headers: list[Any] = []
    for variant in context.furniture.variants:
        if name := context.furniture.names.get(("header", variant)):
            _refer(context, section, "header", variant, name)
            headers.append(related[name])
        elif lines is not None:
            headers.append(_add_part(context, section, "header", variant))
        if name := context.furniture.names.get(("footer", variant)):
            _refer(context, section, "footer", variant, name)
    for part in dict.fromkeys(headers):
        if lines is not None:
            _add_lines(context, part.element, lines, cursor)
        if part.element.find(P) is None:
            write_paragraph(context, part.element, "Header", [], cursor)


def _add_part(context: Context, section: Element, kind: str, variant: str = "default") -> Any:
    """Return the part of a new header or footer, which is empty and named in its section."""
    main: Any = context.document.part
    part, name = main.add_header_part() if kind == "header" else main.add_footer_part()
    _refer(context, section, kind, variant, name)
    for child in list(part.element):
        part.element.remove(child)
    return part


def _refer(context: Context, section: Element, kind: str, variant: str, name: str) -> None:
    """Name a header or footer in its section."""
    context.add(section, f"{W}{kind}Reference", {TYPE: variant, RELATION_ID: name})


def _add_right_tab(context: Context, paragraph: Element, text_width: int) -> None:
    """Go to the right margin, wherever the house file and the paper's direction put it."""
    # The stops of the style are for another width of page, and would come first.
    stops = dict.fromkeys(context.styles.tab_stops("Footer"), "clear")
    stops[text_width] = "right"
    tabs = context.add(paragraph.find(PPR), W + "tabs")
    for position, kind in sorted(stops.items()):
        context.add(tabs, W + "tab", {VAL: kind, W + "pos": str(position)})
    context.add(context.add(paragraph, R), W + "tab")


def _add_hatched_edge(context: Context, paragraph: Element, layout: Layout) -> None:
    """Draw an edge 3 mm wide of slanting lines beside the text of each page, in the right margin."""
    from docx.oxml import parse_xml

    margin = context.furniture.margins["right"] / _PER_MILLIMETRE
    beside = max(min(6, (margin - 3) / 2), 0)
    height = int(layout.text_height / _PER_MILLIMETRE)
    lines = "".join(
        _LINE.format(
            *(point for x, y in ((0, 3), (3, 0), (3, 1), (0, 4)) for point in (x, top + y))
        )
        for top in range(0, height - 3, 2)
    )
    edge = _EDGE.format(
        number=next(context.shapes),
        beside=round(beside * _MILLIMETRE),
        width=3 * _MILLIMETRE,
        height=height * _MILLIMETRE,
        down=height,
        lines=lines,
    )
    paragraph.append(parse_xml(edge))


_PER_MILLIMETRE = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

_MILLIMETRE = 36000
"""A millimetre in the units of drawings."""

_LINE = (
    '<a:moveTo><a:pt x="{}" y="{}"/></a:moveTo>'
    + '<a:lnTo><a:pt x="{}" y="{}"/></a:lnTo>' * 3
    + "<a:close/>"
)

_EDGE = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="1"
  locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="rightMargin"><wp:posOffset>{beside}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{number}" name="Hatched edge {number}" descr="The hatched edge of a draft"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>
<a:pathLst><a:path w="3" h="{down}">{lines}</a:path></a:pathLst></a:custGeom>
<a:solidFill><a:prstClr val="dimGray"/></a:solidFill>
<a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>
</w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
