"""Word: one HTML document and a house file in, one Word file out.

The HTML says what each piece of text is, and `vocabulary` what that is called in Word; the house file
says, by its named styles, what it looks like. The modules of this folder write the text in those styles
and format nothing themselves, so that an officer who edits the paper afterwards finds the headings, lists
and tables that Word itself would have made.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.charts.svg import chart_of
from francis.formats.html import (
    Page,
    blocks,
    children,
    fold,
    page_of,
    pieces_of,
    revision_of,
    without_details,
)
from francis.formats.vocabulary import LIST_STYLES, METADATA, NUMBERED, SECTIONS, STYLES, TABLES
from francis.formats.word.contents import write_contents
from francis.formats.word.context import Context, Cursor
from francis.formats.word.council import look
from francis.formats.word.council.form import Form, FormAnswer
from francis.formats.word.elements import KEEP_NEXT, NAMESPACES, TBL, R, W
from francis.formats.word.house_file import opened, packed, set_properties, set_settings
from francis.formats.word.letterhead import Furniture, safe_blocks
from francis.formats.word.links import Bookmarks, Links
from francis.formats.word.sections import Sections, layout_of, write_sections
from francis.formats.word.styles import Styles
from francis.formats.word.tables import write_table
from francis.formats.word.text import write_block, write_paragraph, write_runs
from francis.formats.word.tracked_changes import Revisions

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element


class WordPaper(NamedTuple):
    """A Word file, and what came of the form of its house file.

    `page` is what the paper was made from, without the rows of its cover that stand in that form, and
    `filled` are the answers there. `left` are the places of the house file that nothing fills.
    """

    data: bytes
    page: Page
    filled: tuple[FormAnswer, ...] = ()
    left: tuple[str, ...] = ()


def to_word(html: str | Page, house: bytes, base: bytes | None = None) -> bytes:
    """Return the Word file of an HTML document, in the styles and on the page of a house file.

    The house file may be any Word document or template. Its styles win by their names; those that it
    lacks are borrowed from `base`, or where that is None, all of them are named in a `FrancisError`.
    Its page and margins are the paper's, turned for a paper or a section of the class `landscape`. If it has
    headers or footers that show anything, they are kept as they are, the paper's own title and
    provenance give way to them, and each header carries besides the two things that no page may be
    without: the notice (`p.notice` of the page header) and the mark of a draft. Its text is not used.

    The same inputs give the same bytes. Raise `PageError` for HTML outside the vocabulary, and
    `FrancisError` for a house file that is unsafe or no Word file.
    """
    return fill_in(html, house, base).data


def fill_in(
    html: str | Page,
    house: bytes,
    base: bytes | None = None,
    answers: Iterable[tuple[str, tuple[str, ...], str]] = (),
) -> WordPaper:
    """Return the Word file of an HTML document, as `to_word` does, with the form of the house file filled in.

    If the text of the house file has a form that asks for some of the answers, the paper begins with that
    form, and the rows of its own table of details that say the same are left out.
    """
    document = opened(house)
    page, form = page_of(html), Form(answers)
    form.fill_text(document.element.body)
    rest = without_details(page, [answer.label for answer in form.filled])
    context = _context_of(document, rest, base, form)
    _write_parts(context, form)
    data = packed(document.part.package, {document.part.partname: _text_of(context)})
    return WordPaper(data, rest, tuple(form.filled), tuple(form.left))


def _context_of(document: Document, page: Page, base: bytes | None, form: Form) -> Context:
    """Return what a paper is written with; its body has the form alone."""
    from lxml.etree import Element as new_element
    from lxml.etree import SubElement

    furniture = Furniture(document, form)
    styles = Styles(document, STYLES, LIST_STYLES, base, look.text_style(document))
    look.settle(styles, STYLES)
    # Built apart from the library's document, whose own classes of elements would more than
    # double the time; and never moved into it, for that takes the square of their number.
    body = SubElement(new_element(W + "document", nsmap=NAMESPACES), W + "body")
    body.extend(safe_blocks(document, form.blocks))
    numbers = itertools.count(1)
    bookmarks = Bookmarks(page.root, numbers)
    revision = revision_of(page)
    return Context(
        document=document,
        page=page.root,
        body=body,
        language=page.root.get("lang", ""),
        add=SubElement,
        styles=styles,
        furniture=furniture,
        bookmarks=bookmarks,
        links=Links(document.part, bookmarks),
        revisions=Revisions(revision, numbers) if revision else None,
        charts=itertools.count(1),
        shapes=itertools.count(furniture.next_drawing),
    )


def _text_of(context: Context) -> bytes:
    """Return the part with the text."""
    from lxml.etree import tostring

    root = context.body.getparent()
    text: bytes = tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def _write_parts(context: Context, form: Form) -> None:
    """Write all parts of the paper."""
    page_body = context.page.find("body")
    assert page_body is not None
    landscape = "landscape" in page_body.get("class", "").split()
    cursor = Cursor(layout_of(context.furniture, landscape=landscape))
    sections = Sections(context, cursor.layout)
    main = page_body.find("main")
    assert main is not None
    if len(context.body):  # the form
        if form.ends_page:
            cursor = replace(cursor, page_after=context.body[-1])
        else:
            write_paragraph(context, context.body, "Normal", [], cursor)
    _write_flow(context, sections, main, cursor)
    _end_text(context, cursor)
    write_sections(context, sections.end_last())
    title, metadata = _metadata(context.page)
    set_settings(context.document, context.language, context.furniture.settings)
    set_properties(context.document, {**metadata, "title": title, "language": context.language})
    context.styles.set_language(context.language)


def _end_text(context: Context, cursor: Cursor) -> None:
    """Settle how the text ends: Word demands a paragraph there."""
    if context.revisions:
        context.revisions.settle_end(context.body, context.styles.ids["After Table"])
    if len(context.body) and context.body[-1].tag == TBL:
        write_paragraph(context, context.body, "Normal", [], cursor)


def _write_flow(context: Context, sections: Sections, element: Element, cursor: Cursor) -> None:
    """Write what a container holds, one block after another."""
    context.bookmarks.wait(element)
    for kind, block in blocks(element):
        if kind in SECTIONS:
            _write_section(context, sections, kind, block, cursor)
            continue
        here = replace(cursor, stays=True) if _leads_to_table(block) else cursor
        if sections.begin(cursor.layout):  # which begins a page
            here = replace(here, page_after=None)
        _write_part_of_text(context, kind, block, here)


def _leads_to_table(block: Element) -> bool:
    """Return whether a block is a paragraph between a heading and a table: without it, the two would stand together."""
    before, after = block.getprevious(), block.getnext()
    if block.tag != "p" or before is None or after is None:
        return False
    return re.fullmatch("h[1-6]", before.tag) is not None and after.tag == "table"


def _write_part_of_text(context: Context, kind: str, block: Element, cursor: Cursor) -> None:
    """Write a table, a chart, a list or a paragraph of the text."""
    if kind in TABLES:
        write_table(context, context.body, kind, block, cursor)
    elif kind == "figure.chart":
        context.bookmarks.wait(block)
        figures = block.find("table")
        write_table(context, context.body, "table.figures", figures, cursor, chart_of(block))
    elif kind == "nav.contents":
        write_contents(context, block, cursor)
    elif kind == "div.numbered":
        _write_numbered(context, block, cursor)
    else:
        write_block(context, context.body, kind, block, cursor)


def _write_numbered(context: Context, element: Element, cursor: Cursor) -> None:
    """Write a numbered paragraph of the text, and the paragraphs and lists that belong to it."""
    first, following = NUMBERED
    context.bookmarks.wait(element)
    inside = replace(cursor, indent=context.styles.indent(following))
    style = first
    for kind, block in blocks(element):
        if style == first:
            _begin_numbered(context, block, inside)
        elif kind == "p":
            context.bookmarks.wait(block)
            write_paragraph(context, context.body, style, pieces_of(block), inside)
        else:
            _write_part_of_text(context, kind, block, inside)
        style = following


def _begin_numbered(context: Context, block: Element, cursor: Cursor) -> None:
    """Write the paragraph with the number, which a tab sets apart from its words."""
    context.bookmarks.wait(block)
    pieces = pieces_of(block)
    paragraph = write_paragraph(context, context.body, NUMBERED[0], pieces[:1], cursor)
    if len(pieces) > 1:
        context.add(context.add(paragraph, R), W + "tab")
        words, look = pieces[1]
        spaceless = [(words.removeprefix(" "), look)] if words != " " else []
        write_runs(context, paragraph, [*spaceless, *pieces[2:]])


def _write_section(
    context: Context, sections: Sections, kind: str, element: Element, cursor: Cursor
) -> None:
    """Write a part of the paper: on a new page, on one page or on turned pages if it asks for that."""
    if kind == "section.page" and len(context.body):
        cursor = replace(cursor, page_after=context.body[-1])
    elif kind == "section.whole":
        cursor = replace(cursor, stays=True)
    elif kind == "section.landscape":
        cursor = replace(cursor, layout=layout_of(context.furniture, landscape=True))
    _write_flow(context, sections, element, cursor)
    if kind == "section.whole":
        _let_go(context.body)


def _let_go(body: Element) -> None:
    """Let the last paragraph or row end a page, as what comes after it may stand on the next."""
    last = body[-1][-1] if body[-1].tag == TBL else body[-1]
    for keep in list(last.iter(KEEP_NEXT)):
        keep.getparent().remove(keep)


def _metadata(page: Element) -> tuple[str, dict[str, str]]:
    """Return the title of the paper, and what else its head says, by the names of Word."""
    title, found = "", {}
    head = page.find("head")
    for kind, element in () if head is None else children(head, "title", "meta"):
        if kind == "title":
            title = fold(element.text or "").strip(" ")
        elif name := element.get("name"):
            found[METADATA[name]] = fold(element.get("content", "")).strip(" ")
    return title, found
