"""Sections of a Word file, as Word calls them: runs of pages of one layout, and what is around their text."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from francis.formats.html import TextRun, children, pieces_of
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


@dataclass(frozen=True)
class PageEdges:
    """What a paper itself has around the text of its pages."""

    header: Element | None
    footer: Element | None
    mark: str
    """The words across each page, or nothing."""


def write_sections(context: Context, ended: list[tuple[Layout, Element]], edges: PageEdges) -> None:
    """Write of each section its page, and what stands around the text.

    Only the first has the first page of the house file, and begins to count where that does.
    """
    around: dict[bool, list[Element]] = {}
    for place, (layout, section) in enumerate(ended):
        # The paper's own footer goes to the right margin, which turned pages have elsewhere.
        turned = layout.landscape and not context.furniture.names
        if turned not in around:
            _write_edges(context, section, edges, Cursor(layout))
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


def _write_edges(context: Context, section: Element, edges: PageEdges, cursor: Cursor) -> None:
    """Write headers and footers, the house file's if it has any, and name them in a section."""
    if context.furniture.names:
        _keep_furniture(context, section, edges, cursor)
    else:
        _write_header(context, section, edges, cursor)
        _write_footer(context, section, edges.footer, cursor)


def _write_header(context: Context, section: Element, edges: PageEdges, cursor: Cursor) -> None:
    """Write the page header and, behind the text of each page, the mark."""
    if edges.header is None and not edges.mark:
        return
    root = _add_part(context, section, "header").element
    if edges.header is not None:
        context.bookmarks.wait(edges.header)
        for kind, line in children(edges.header, "p", "p.notice"):
            style = "Header" if kind == "p" else "Notice"
            write_paragraph(context, root, style, pieces_of(line), cursor)
    if not len(root):
        write_paragraph(context, root, "Header", [], cursor)
    if edges.mark:
        _add_mark(context, root[0], edges.mark)


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


def _keep_furniture(context: Context, section: Element, edges: PageEdges, cursor: Cursor) -> None:
    """Keep the headers and footers of the house file; each header gains the notice and the mark.

    A page for which it has no header, as a first page may be, gets one for them.
    """
    lines = () if edges.header is None else children(edges.header, "p", "p.notice")
    notices = [pieces_of(line) for kind, line in lines if kind == "p.notice"]
    related = context.document.part.related_parts
    headers: list[Any] = []
    for variant in context.furniture.variants:
        if name := context.furniture.names.get(("header", variant)):
            _refer(context, section, "header", variant, name)
            headers.append(related[name])
        elif notices or edges.mark:
            headers.append(_add_part(context, section, "header", variant))
        if name := context.furniture.names.get(("footer", variant)):
            _refer(context, section, "footer", variant, name)
    for part in dict.fromkeys(headers):
        _add_to_header(context, part.element, notices, edges.mark, cursor)


def _add_to_header(
    context: Context, root: Element, notices: list[list[TextRun]], mark: str, cursor: Cursor
) -> None:
    """Add what every page must carry, below what a header has."""
    for notice in notices:
        write_paragraph(context, root, "Notice", notice, cursor)
    if root.find(P) is None:
        write_paragraph(context, root, "Header", [], cursor)
    if mark:
        _add_mark(context, root.findall(P)[-1], mark)


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


def _add_mark(context: Context, paragraph: Element, mark: str) -> None:
    """Write the mark across the page as Word's own watermarks are, found by its menu too."""
    from docx.oxml import parse_xml

    width = 440
    height = min(140, width / len(mark) * 1.6)
    number = next(context.shapes)
    picture = parse_xml(
        _WATERMARK.format(width=width, height=round(height), number=number - 2048, shape=number)
    )
    shape = picture.find(".//{urn:schemas-microsoft-com:vml}shape")
    shape.set("alt", f"Watermark: {mark}")
    shape.find("{urn:schemas-microsoft-com:vml}textpath").set("string", mark.upper())
    paragraph.append(picture)


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
