"""The contents list of a Word file, whose page numbers Word and LibreOffice fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.html import TextRun, blocks, children, pieces_of
from francis.formats.vocabulary import LISTS
from francis.formats.word.context import Context, Cursor
from francis.formats.word.elements import VAL, R, W
from francis.formats.word.text import write_page_of, write_paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class ContentsEntry(NamedTuple):
    """An entry: the level of the heading that it leads to, its words, and the id there; None leads nowhere."""

    level: int
    pieces: list[TextRun]
    target: str | None


def write_contents(context: Context, nav: Element, cursor: Cursor) -> None:
    """Write a contents list as Word's own “manual table”, in the block that offers another one.

    Its entries are links, in the order of the paper, and each ends in the page that it leads to:
    a field of its own, marked as out of date and empty, so that Word and LibreOffice fill it in
    when they open or print the paper, and no wrong number is printed where nothing does. There is
    no field around all entries, for within one LibreOffice leaves the pages as they are.
    """
    before = next(context.body.iterchildren(reversed=True), None)
    content = _begin_block(context)
    begins_page = before is not None and before is cursor.page_after
    inside = replace(cursor, page_after=content if begins_page else None)
    levels = {
        heading.get("id"): int(heading.tag[1])
        for heading in context.page.iter("h2", "h3", "h4")
        if heading.get("id")
    }
    entries: list[ContentsEntry] = []
    context.bookmarks.wait(nav)
    for kind, child in children(nav, "h2", "h3", "h4", *LISTS):
        if kind in LISTS:
            entries += _entries(child, levels, 2)
        else:
            context.bookmarks.wait(child)
            write_paragraph(context, content, "TOC Heading", pieces_of(child), inside)
    _write_entries(context, content, entries, inside)


def _begin_block(context: Context) -> Element:
    """Return what holds the paragraphs of a new contents list."""
    add = context.add
    block = add(context.body, W + "sdt")
    part = add(add(block, W + "sdtPr"), W + "docPartObj")
    add(part, W + "docPartGallery", {VAL: "Table of Contents"})
    add(part, W + "docPartUnique")
    content: Element = add(block, W + "sdtContent")
    return content


def _write_entries(
    context: Context, content: Element, entries: list[ContentsEntry], cursor: Cursor
) -> None:
    """Write the entries as paragraphs, each with the page that it leads to."""
    for level in {entry.level for entry in entries}:
        context.styles.end_in_tab(f"TOC {level}", cursor.layout.text_width)
    for level, pieces, target in entries:
        paragraph = write_paragraph(context, content, f"TOC {level}", pieces, cursor)
        if target is not None:
            context.add(context.add(paragraph, R), W + "tab")
            write_page_of(context, paragraph, target)


def _entries(
    element: Element, levels: dict[str | None, int], depth: int
) -> Iterator[ContentsEntry]:
    """Yield each entry of a contents list with the level of the heading it leads to."""
    for _, item in children(element, "li"):
        for kind, block in blocks(item):
            if kind in LISTS:
                yield from _entries(block, levels, depth + 1)
            else:
                hrefs = (look.href for _, look in block)
                target = next((href[1:] for href in hrefs if href.startswith("#")), None)
                level = levels.get(target, min(depth, 4))
                yield ContentsEntry(level, _unstyled(block), target)


def _unstyled(pieces: list[TextRun]) -> list[TextRun]:
    """Return words without the look of links: a list of links says by itself that it is one."""
    return [
        (words, look._replace(style="") if look.style == "Hyperlink" else look)
        for words, look in pieces
    ]
