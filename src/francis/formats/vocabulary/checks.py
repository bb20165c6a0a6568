"""The check that holds the HTML of a paper to its vocabulary, whatever format it is meant for.

This is the one place that refuses a paper, for every format alike: whatever the vocabulary does not list is refused,
so that nothing vanishes between template and file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from francis.formats.addresses import is_address
from francis.formats.dates import moment
from francis.formats.vocabulary.chart_tables import chart_faults
from francis.formats.vocabulary.elements import (
    ATTRIBUTES,
    CHANGES,
    CONTENT,
    DEPTH,
    INLINE,
    LIST_LEVELS,
    LISTS,
    METADATA,
    PAGE_FIELDS,
    PARAGRAPHS,
    PER_CENT,
    RATING,
    ROWS,
    RUNS,
    SECTIONS,
    SHAPES,
    STRUCTURE,
    TABLES,
    TEXT_TABLE,
    kind_of,
    rows_of,
)
from francis.formats.vocabulary.fault import Fault, fault_of, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OF_TEXT = frozenset({"title", *PAGE_FIELDS, *(k for k, held in CONTENT.items() if held >= INLINE)})
_KINDS = STRUCTURE.union(SECTIONS, PARAGRAPHS, LISTS, TABLES, ROWS, RUNS, PAGE_FIELDS, ("body",))
_NONE: frozenset[str] = frozenset()

#: Elements of which there is one in another, or one at most.
_ONE = {"html": ("head", "body"), "body": ("main",), "head": ("title",), "figure": ("table",), "table": ("caption",)}  # fmt: skip
_ONE_AT_MOST = {"body": ("header", "footer"), "table": ("colgroup", "thead")}
_COUNTED = frozenset((*_ONE, *_ONE_AT_MOST))

_RATINGS = ("span.rating", "span.outlined")
_SCOPES = ("", "col", "colgroup", "row", "rowgroup")


def faults(page: Element) -> list[Fault]:
    """Return why the HTML of a paper is refused, in its order; whatever format it is meant for.

    What is in the wrong place comes alone, for nothing else can be said of such HTML.
    """
    found = list(_misplaced(page)) or [fault for check in CHECKS for fault in check(page)]
    return list(dict.fromkeys(found))


def _has_words(element: Element) -> bool:
    if element.text and not element.text.isspace():  # as most have, and looking is cheap
        return True
    return any(not text.isspace() for text in element.itertext())


# ---------------------------------------------------------------------------------------------
# Elements and their places


def _misplaced(page: Element) -> Iterator[Fault]:
    """Yield the elements and attributes that no paper has, and those in the wrong place."""
    # The pages of large papers have a hundred thousand elements, so each is asked what it is once.
    waiting: list[tuple[Element, str, int]] = [(page, kind_of(page), 1)]
    while waiting:
        element, kind, depth = waiting.pop()
        if depth > DEPTH:
            yield fault_of(element, "its elements are nested too deeply")
            return
        if kind not in _KINDS:
            fault = fault_of(element, "papers cannot have this element")
            yield fault._replace(clues=(*fault.clues, f"<{element.tag} ", f"<{element.tag}>"))
            continue
        yield from _attributes(element)
        allowed = CONTENT.get(kind, _NONE)
        if kind not in _OF_TEXT and _has_text(element):
            yield fault_of(element, "it has text outside a paragraph")
        children = []
        for child in element:
            child_kind = kind_of(child)
            if child_kind not in allowed:
                if child_kind in _KINDS:
                    yield fault_of(child, f"it does not belong in <{element.tag}>")
            elif child_kind in _OF_TEXT and depth < DEPTH and not len(child) and not child.keys():
                continue  # words alone: most are, and there is no more to ask
            children.append((child, child_kind, depth + 1))
        if element.tag in _COUNTED:
            yield from _numbers(element)
        waiting += reversed(children)


def _attributes(element: Element) -> Iterator[Fault]:
    known = ATTRIBUTES.get(element.tag, _NONE)
    for name in element.keys():  # noqa: SIM118 - an element is no dictionary
        if name not in known and name not in ("id", "class"):
            yield fault_of(element, f"papers cannot have the attribute {name}", name)


def _has_text(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip(" \t\n\r\f") for text in texts)


def _numbers(element: Element) -> Iterator[Fault]:
    """Yield what an element lacks, or has too often."""
    counts = Counter(child.tag for child in element)
    for name in () if kind_of(element) == TEXT_TABLE else _ONE.get(element.tag, ()):
        if counts[name] != 1:
            yield fault_of(element, f"it needs one <{name}>, but has {counts[name] or 'none'}")
    for name in _ONE_AT_MOST.get(element.tag, ()):
        if counts[name] > 1:
            yield fault_of(element, f"it has more than one <{name}>")


# ---------------------------------------------------------------------------------------------
# Names, links and words


def _head(page: Element) -> Iterator[Fault]:
    if not page.get("lang", "").strip():
        yield fault_of(page, 'the paper does not state its language, as in <html lang="en-GB">')
    for title in page.iterfind("head/title"):
        if not _has_words(title):
            yield fault_of(title, "the paper has no title, as in <title>Action plan</title>")
    for meta in page.iterfind("head/meta"):
        if meta.get("name") and meta.get("name") not in METADATA:
            yield fault_of(meta, "papers cannot have metadata with this name", "name")
        elif meta.get("name") == "dcterms.modified" and moment(meta.get("content", "")) is None:
            yield fault_of(
                meta, f"dcterms.modified is not a date: {meta.get('content')}", "content"
            )


def _ids(page: Element) -> Generator[Fault, None, set[str]]:
    """Yield what is wrong with ids, and return all of them."""
    seen: set[str] = set()
    for element in page.iterfind(".//*[@id]"):
        name = element.get("id", "")
        if not name or re.search(r"[\s%]", name):
            yield fault_of(element, "its id is empty, or has a space or % in it", "id")
        elif name in seen:
            yield fault_of(
                element,
                f"its id “{name}” appears twice, and a link would reach only the first",
                "id",
            )
        seen.add(name)
    for element in page.iterfind(".//nav[@aria-labelledby]"):  # no other has it
        if element.get("aria-labelledby") not in seen:
            yield fault_of(
                element, "its aria-labelledby names an id that does not exist", "aria-labelledby"
            )
    return seen


def _names(page: Element) -> Iterator[Fault]:
    names = yield from _ids(page)  # found once, for that takes as long as all links
    for link in page.iter("a"):
        href = link.get("href", "")
        above = {ancestor.tag for ancestor in link.iterancestors("a", "header", "footer")}
        if not _has_words(link):
            yield fault_of(link, "the link has no words")
        if above - {"a"}:
            yield fault_of(link, "a link does not work in the header or footer of pages")
        if "a" in above:
            yield fault_of(link, "it is a link inside a link")
        if not href:
            yield fault_of(link, "the link leads nowhere")
        elif href.startswith("#"):
            if href[1:] not in names:
                yield fault_of(link, f"it links to “{href[1:]}”, which is not in the paper", "href")
        elif not is_address(href):
            yield fault_of(link, "it links neither to a place in the paper nor to a web address (http, https) or mail address (mailto)", "href")  # fmt: skip


def _headings(page: Element) -> Iterator[Fault]:
    last = 0
    for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if not _has_words(heading):
            yield fault_of(heading, "a heading has no words")
        if level > last + 1:
            yield fault_of(
                heading, f"it is an {heading.tag}, but there is no h{level - 1} before it"
            )
        last = level


def _runs(page: Element) -> Iterator[Fault]:
    """Yield the ratings without their colours, the colours and shapes of other words, what only Word counts."""
    for span in page.iter("span"):
        kind, style = kind_of(span), span.get("style")
        if kind == "span.rating" and not RATING.fullmatch(style or ""):
            yield fault_of(
                span,
                'a rating needs style="--colour: #rrggbb; --ink: #rrggbb"',
                "style" if style else "",
            )
        elif kind != "span.rating" and style is not None:
            yield fault_of(span, "only a rating can have its own colours", "style")
        if (shape := span.get("data-shape")) and not (kind in _RATINGS and shape in SHAPES):
            yield fault_of(span, f"only a rating has a shape: {', '.join(SHAPES)}", "data-shape")
        if kind in PAGE_FIELDS and _has_words(span):
            yield fault_of(span, "each format fills in the page number, so it must be empty")


def _changes(page: Element) -> Iterator[Fault]:
    """Yield the changes that do not say whose they are, and those that are not in the text.

    What stands around the text is read by programs too, which would take what was deleted for there.
    """
    changes = list(page.iter(*CHANGES))
    for change in changes:
        if change.xpath(_AROUND):
            yield fault_of(change, "changes can be marked only in the text")
        if next(change.iterancestors(*CHANGES), None) is not None:
            yield fault_of(change, "it is a change inside a change")
        if change.xpath(".//span[@class='page-number' or @class='page-count']"):
            yield fault_of(change, "a page number cannot be a change")
    said = {
        meta.get("name"): meta.get("content", "").strip() for meta in page.iterfind("head/meta")
    }
    for name in ("revision.author", "revision.date"):
        if changes and not said.get(name):
            yield fault_of(
                changes[0], f'a change needs <meta name="{name}" content="…"> in the head'
            )
        elif changes and name == "revision.date" and moment(said[name]) is None:
            yield fault_of(changes[0], f"{name} is not a date: {said[name]}")


_AROUND = "boolean(ancestor::*[contains(' caption th nav header footer figure ', concat(' ', name(), ' '))])"


# ---------------------------------------------------------------------------------------------
# Lists, tables and charts


def _lists(page: Element) -> Iterator[Fault]:
    for found in page.iter(*LISTS):
        if sum(1 for _ in found.iterancestors(*LISTS)) >= LIST_LEVELS:
            yield fault_of(found, "the list is ten levels deep, but Word has only nine")
        if not re.fullmatch("[0-9]{1,5}", found.get("start", "1")):
            yield fault_of(found, "its start is not a number", "start")
    for item in page.iter("li"):
        if not _has_words(item):
            yield fault_of(item, "an item of a list has no words")
    for nav in page.iter("nav"):
        if next(nav.iter("li"), None) is None:
            yield fault_of(nav, "the list is empty")
        for block in nav.iterfind(".//li/p"):
            yield fault_of(block, "it does not belong in a contents list")


def _around(page: Element) -> Iterator[Fault]:
    for footer in page.iter("footer"):
        if len(footer) > 2:
            yield fault_of(footer, "a page footer has only a left and a right paragraph")
    for numbered in page.iter("div"):
        if not len(numbered):
            yield fault_of(numbered, "it is empty")
        elif not _begins_with_number(numbered[0]):
            yield fault_of(
                numbered,
                "a numbered paragraph must begin with its number, which cannot be a change",
            )


def _begins_with_number(paragraph: Element) -> bool:
    if paragraph.tag != "p" or not len(paragraph) or (paragraph.text or "").strip():
        return False
    first = paragraph[0]
    return kind_of(first) == "span.paragraph-number" and not len(first) and _has_words(first)


def _tables(page: Element) -> Iterator[Fault]:
    for table in page.iter("table"):
        yield from _table(table)
        if table.getparent().tag == "figure":
            yield from chart_faults(table.getparent(), table)


def _table(table: Element) -> Iterator[Fault]:
    rows = rows_of(table)
    if not rows or (kind_of(table) != TEXT_TABLE and not words_in(table.find("caption"))):
        yield fault_of(table, "a table needs a caption and a row")
        return
    cells = [cell for row in rows for cell in row]
    if all(cell.tag != "th" for cell in cells):
        yield fault_of(table, "a table needs header cells (th)")
    of_head = [row for row in rows if row.getparent().tag == "thead"]
    if of_head != rows[: len(of_head)]:
        yield fault_of(table, "its header rows must come first")
    for cell in cells:
        if not re.fullmatch("[1-9][0-9]?", cell.get("colspan", "1")):
            yield fault_of(cell, "its colspan is not a number from 1 to 99", "colspan")
        if cell.get("scope", "") not in _SCOPES:
            yield fault_of(cell, "its scope must be one of: col, colgroup, row, rowgroup", "scope")
    yield from _columns(table, rows)


def _columns(table: Element, rows: Sequence[Element]) -> Iterator[Fault]:
    """Yield the columns without a width, and the rows that do not fill them."""
    columns = table.findall("colgroup/col")
    for column in columns:
        width = PER_CENT.fullmatch(column.get("style") or "")
        if not width or not float(width[1]):
            yield fault_of(column, 'a column needs style="width: N%"')
    many = len(columns) if table.find("colgroup") is not None else len(TABLES[kind_of(table)][1])
    for row in rows:
        filled = sum(
            int(cell.get("colspan", "1")) for cell in row if cell.get("colspan", "1").isdecimal()
        )
        if row is rows[0] and filled != many:
            yield fault_of(table, f"it has {filled} columns, but widths for {many}")
            return
        if filled != many:
            yield fault_of(row, f"it fills {filled} of {many} columns")


CHECKS = (_head, _names, _headings, _runs, _changes, _lists, _around, _tables)
"""What is looked for in HTML whose elements are all known and in their places."""
