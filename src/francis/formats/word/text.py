"""Paragraphs, runs and lists of a Word file, in the text and in cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from francis.formats.html import (
    BREAK,
    FIELD,
    PLAIN,
    RunStyle,
    TextRun,
    blocks,
    children,
    pieces_of,
)
from francis.formats.text import scripts
from francis.formats.text.measures import most_lines
from francis.formats.vocabulary import IN_CELLS, LISTS, PARAGRAPHS, QUOTATION
from francis.formats.word.context import CellSpace, Context, Cursor
from francis.formats.word.elements import (
    BR,
    DELETED,
    KEEP_NEXT,
    NAMESPACE,
    PPR,
    PRESERVE,
    PSTYLE,
    RPR,
    RSTYLE,
    TBL,
    VAL,
    P,
    R,
    T,
    W,
)
from francis.formats.word.styles import Styles
from francis.formats.word.tracked_changes import change_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ListLevel = tuple[str, int]
"""The number of a list, and the level in it."""


def write_block(
    context: Context, parent: Element, kind: str, block: Element, cursor: Cursor
) -> None:
    """Write a paragraph or a list, in the text or in a cell."""
    if kind in PARAGRAPHS:
        context.bookmarks.wait(block)
        write_paragraph(context, parent, PARAGRAPHS[kind], pieces_of(block), cursor)
    elif kind == "blockquote":
        _write_quotation(context, parent, block, cursor)
    else:
        _write_list(context, parent, kind, block, cursor, 0)


def write_paragraph(
    context: Context,
    parent: Element,
    style: str,
    pieces: list[TextRun],
    cursor: Cursor,
    number: ListLevel | None = None,
) -> Element:
    """Write one paragraph and return it; `number` is its list where its style does not say it."""
    begins_page, cell = False, cursor.cell
    if cell is None:
        # Its last child, for to ask how many there are would take the longer, the longer the paper is.
        before = next(parent.iterchildren(reversed=True), parent)
        begins_page = before is cursor.page_after
        if style == "Normal" and before.tag == TBL:
            style = "After Table"  # tables have no space of their own below them
    else:
        style = IN_CELLS.get(style, style)
        cell.height += _height(context.styles, cell, style, pieces, number)
    # Bookmarks stand before the words, so where one begins, these are written one by one.
    looks = () if context.bookmarks.waiting else _looks_of(pieces)
    from_right = any(look.script for _, look in pieces) and scripts.is_from_right(
        "".join([words for words, _ in pieces])
    )
    kind = (style, begins_page, cursor.stays, cell is None, number, from_right)
    new = context.copies.get((kind, looks))
    if new is None:
        empty = _empty_paragraph(context, *kind)
        empty.extend([_empty_run(context, *look) for look in looks])
        new = context.copies[kind, looks] = empty.__copy__
    paragraph = new()
    for text, (words, _) in zip(paragraph.iter(T), pieces, strict=False):
        text.text = words
    parent.append(paragraph)
    if looks:
        return paragraph
    if context.revisions and (change := change_of(pieces)):
        context.revisions.mark_end(paragraph, change)
    begun = context.bookmarks.begin(paragraph)
    write_runs(context, paragraph, pieces)
    context.bookmarks.end(paragraph, begun)
    return paragraph


def _empty_paragraph(
    context: Context,
    style: str,
    begins_page: bool,
    stays: bool,
    in_text: bool,
    number: ListLevel | None,
    from_right: bool,
) -> Element:
    """Return an empty paragraph that says what it is, in the order of the schema."""
    add, styles = context.add, context.styles
    paragraph = context.body.makeelement(P, nsmap=NAMESPACE)
    if style == "Normal" and styles.text_is_default and not (begins_page or stays or from_right):
        return paragraph
    properties = add(paragraph, PPR)
    add(properties, PSTYLE, {VAL: styles.ids[style]})
    if stays and not styles.keeps(style):
        add(properties, KEEP_NEXT)
    elif not in_text and not stays and styles.keeps(style):
        # Word keeps a whole row with the next for one such paragraph, and so, heading by
        # heading, the whole table on one page.
        add(properties, KEEP_NEXT, {VAL: "0"})
    if begins_page:
        add(properties, W + "pageBreakBefore")
    if number is not None:
        numbering = add(properties, W + "numPr")
        add(numbering, W + "ilvl", {VAL: str(number[1])})
        add(numbering, W + "numId", {VAL: number[0]})
    if from_right:
        add(properties, W + "bidi")
    return paragraph


def _height(
    styles: Styles, cell: CellSpace, style: str, pieces: list[TextRun], number: ListLevel | None
) -> float:
    """Return the height that a paragraph of a cell needs at most."""
    size, line, around = styles.measured.get(style) or styles.measures(style)
    width = cell.width - 230  # the margins of a cell
    if style in styles.lists:
        width -= 300 * (1 + (number[1] if number else 0))
    text = "".join([f"●   {words}" if look.shape else words for words, look in pieces])
    return most_lines(text, width, size) * line + around


# ---------------------------------------------------------------------------------------------
# The words of a paragraph


def write_runs(context: Context, paragraph: Element, pieces: Sequence[TextRun]) -> None:
    """Write the words of a paragraph: each run in its link and its change, if it is in any."""
    link, holder, href, change = paragraph, paragraph, "", ""
    for words, look in pieces:
        if look is FIELD:
            _write_field(context, paragraph, *words.split("\t"))
            link, holder, href, change = paragraph, paragraph, "", ""
            continue
        if look.href != href:
            href, change = look.href, ""
            link = holder = context.links.begin(paragraph, href) if href else paragraph
        if look.change != change:
            change = look.change
            holder = _begin_change(context, link, change) if change else link
        _write_run(context, holder, words, look)


def _write_run(context: Context, holder: Element, words: str, look: RunStyle) -> None:
    """Write words of one look, or a line break."""
    if look.style == BREAK:
        context.add(context.add(holder, R), BR)
        return
    spaced = words[0] == " " or words[-1] == " "
    key = (look[:5], look.script, look.change == "del", spaced)
    new = context.copies.get(key)
    if new is None:
        new = context.copies[key] = _empty_run(context, look, spaced).__copy__
    run = new()
    run[-1].text = words
    if look.shape:
        _write_symbols(context, holder, look, _SPACE, _SHAPES[look.shape], _SPACE)
    holder.append(run)
    if look.shape:
        _write_symbols(context, holder, look, _SPACE)


def _looks_of(pieces: Sequence[TextRun]) -> tuple[tuple[RunStyle, bool], ...]:
    """Return what `_empty_run` needs for each of these runs, which are then copied with their paragraph.

    There is nothing of what stands in links or changes or has a shape, and where a line breaks or a field stands.
    """
    looks = []
    for words, look in pieces:
        if look is not PLAIN and (
            look.href or look.change or look.shape or look.style == BREAK or look is FIELD
        ):
            return ()
        looks.append((look, words[0] == " " or words[-1] == " "))
    return tuple(looks)


def _empty_run(context: Context, look: RunStyle, spaced: bool) -> Element:
    """Return a run without words in a look; `spaced` words begin or end with a space."""
    run = context.body.makeelement(R, nsmap=NAMESPACE)
    if any(look[:5]) or look.script:
        _add_look(context, run, look)
    context.add(run, DELETED if look.change == "del" else T, PRESERVE if spaced else {})
    return run


_SPACE = ("Arial", "00A0")
_SHAPES = {
    "tick": ("Segoe UI Symbol", "2713"),
    "circle": ("Arial", "25CF"),
    "triangle": ("Arial", "25B2"),
    "diamond": ("Arial", "2666"),
    "dash": ("Arial", "2013"),
}
"""The font of each shape of a rating, and its character there: fonts that come with Word.

They are symbols and no text, so that what is read or copied is the word of the rating alone.
"""


def _write_symbols(
    context: Context, holder: Element, look: RunStyle, *symbols: tuple[str, str]
) -> None:
    """Write symbols in the look of a rating, in a run of their own: text beside one takes on its font."""
    run = context.add(holder, R)
    _add_look(context, run, look)
    for font, character in symbols:
        context.add(run, W + "sym", {W + "font": font, W + "char": character})


def _begin_change(context: Context, parent: Element, change: str) -> Element:
    """Return a new change in a paragraph or a link of it."""
    assert context.revisions is not None
    return context.revisions.begin(parent, change)


def _add_look(context: Context, run: Element, look: RunStyle) -> None:
    """Write a look, in the order of the schema."""
    add = context.add
    properties = add(run, RPR)
    if look.style:
        add(properties, RSTYLE, {VAL: context.styles.ids[look.style]})
    key, _, code = look.script.partition(" ")
    script = scripts.all_scripts()[key] if key else None
    if script:
        slots = ("ascii", "hAnsi", "eastAsia", "cs")
        add(properties, W + "rFonts", {W + slot: script.windows for slot in slots})
    if look.bold:
        add(properties, W + "b")
        add(properties, W + "bCs")
    if look.italic:
        add(properties, W + "i")
        add(properties, W + "iCs")
    if look.colour:
        add(properties, W + "color", {VAL: look.ink})
        shading = {VAL: "clear", W + "color": "auto", W + "fill": look.colour}
        add(properties, W + "shd", shading)
    if script and script.is_rtl:
        add(properties, W + "rtl")
    for language in script.languages if script else ():
        if language.code == code:
            add(properties, W + "lang", {W + "eastAsia": language.word, W + "bidi": language.word})


def _write_field(context: Context, paragraph: Element, instruction: str, cached: str) -> None:
    """Write a field as Word does, in five runs, or the page that a link of the paper leads to."""
    if instruction.startswith("#"):
        write_page_of(context, paragraph, instruction[1:])
        return
    begin_field(context, paragraph, instruction)
    context.add(context.add(paragraph, R), T, PRESERVE).text = cached
    end_field(context, paragraph)


def write_page_of(context: Context, paragraph: Element, target: str) -> None:
    """Write on which page a place of the paper is, as a field that Word and LibreOffice fill in: no wrong number is printed."""
    name = context.bookmarks.names[target]
    begin_field(context, paragraph, f"PAGEREF {name} \\h", dirty=True)
    end_field(context, paragraph)


def begin_field(
    context: Context, paragraph: Element, instruction: str, *, dirty: bool = False
) -> None:
    """Write what comes before the words that a field shows; those of a `dirty` one are out of date."""
    add = context.add
    _mark_field(context, paragraph, "begin", dirty=dirty)
    add(add(paragraph, R), W + "instrText", PRESERVE).text = f" {instruction} "
    _mark_field(context, paragraph, "separate")


def end_field(context: Context, paragraph: Element) -> None:
    """Write what comes after the words that a field shows."""
    _mark_field(context, paragraph, "end")


def _mark_field(context: Context, paragraph: Element, kind: str, *, dirty: bool = False) -> None:
    context.add(
        context.add(paragraph, R),
        W + "fldChar",
        {W + "fldCharType": kind} | ({W + "dirty": "true"} if dirty else {}),
    )


# ---------------------------------------------------------------------------------------------
# Lists


def _write_quotation(context: Context, parent: Element, block: Element, cursor: Cursor) -> None:
    """Write a quotation: its paragraphs, and its lists in line with their words."""
    context.bookmarks.wait(block)
    style = QUOTATION if cursor.cell is None else IN_CELLS[QUOTATION]
    inside = replace(cursor, indent=context.styles.indent(style))
    for kind, part in blocks(block):
        if kind in LISTS:
            _write_list(context, parent, kind, part, inside, 0)
        else:
            write_paragraph(context, parent, QUOTATION, pieces_of(part), cursor)


def _write_list(
    context: Context, parent: Element, kind: str, element: Element, cursor: Cursor, level: int
) -> None:
    """Write a list and those within it; each `ol` begins at its own start."""
    styles = context.styles
    context.bookmarks.wait(element)
    style, continued = (name if cursor.cell is None else IN_CELLS[name] for name in LISTS[kind])
    number = styles.moved(style, cursor.indent)
    if kind == "ol":
        number = styles.restarted(number, level, element.get("start", "1"))
    for _, item in children(element, "li"):
        context.bookmarks.wait(item)
        first = True
        for inner, block in blocks(item):
            if inner in LISTS:
                if first:
                    write_paragraph(context, parent, style, [], cursor, (number, level))
                _write_list(context, parent, inner, block, cursor, level + 1)
            else:
                pieces = block if not inner else pieces_of(block)
                place = number if first else styles.moved(continued, cursor.indent)
                name = style if first else continued
                write_paragraph(context, parent, name, pieces, cursor, (place, level))
            first = False
        if first:
            write_paragraph(context, parent, style, [], cursor, (number, level))
