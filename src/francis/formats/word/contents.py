"""The contents list of a Word file, which Word can update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from francis.formats.html import TextRun, blocks, children, pieces_of
from francis.formats.vocabulary import LISTS
from francis.formats.word.context import Context, Cursor
from francis.formats.word.elements import VAL, W
from francis.formats.word.text import begin_field, end_field, write_paragraph, write_runs

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ContentsEntry = tuple[int, list[TextRun]]
"""The level of the heading that an entry leads to, and its words."""


def write_contents(context: Context, nav: Element, cursor: Cursor) -> None:
    r"""Write a contents list as Word's own, in the block that offers to update it.

    Its entries carry no page numbers (`\n`): only Word can know them, it fills them in when the
    officer updates the list and not before, and until then each would be wrong in print. The
    entries are links, in the order of the paper.
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
    """Write the entries as paragraphs, and around the words of all of them one field."""
    used = [level for level, _ in entries]
    for place, (level, pieces) in enumerate(entries):
        paragraph = write_paragraph(context, content, f"TOC {level}", [], cursor)
        if place == 0:
            begin_field(context, paragraph, f'TOC \\o "{min(used)}-{max(used)}" \\n \\h \\z')
        write_runs(context, paragraph, pieces)
        if place == len(entries) - 1:
            end_field(context, paragraph)


def _entries(
    element: Element, levels: dict[str | None, int], depth: int
) -> Iterator[ContentsEntry]:
    """Yield each entry of a contents list with the level of the heading it leads to."""
    for _, item in children(element, "li"):
        for kind, block in blocks(item):
            if kind in LISTS:
                yield from _entries(block, levels, depth + 1)
            else:
                target = next((look.href[1:] for _, look in block if look.href), None)
                yield levels.get(target, min(depth, 4)), _unstyled(block)


def _unstyled(pieces: list[TextRun]) -> list[TextRun]:
    """Return words without the look of links: a list of links says by itself that it is one."""
    return [
        (words, look._replace(style="") if look.style == "Hyperlink" else look)
        for words, look in pieces
    ]
