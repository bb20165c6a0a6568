"""The HTML of papers: parsing it once, holding it to the vocabulary, and reading it.

A `Page` is HTML that was checked; every writer takes one, and there is no other way to have one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from francis.errors import FrancisError
from francis.formats.dates import moment
from francis.formats.text import scripts
from francis.formats.text.measures import most_lines
from francis.formats.vocabulary import (
    CHANGES,
    INLINE,
    PAGE_FIELDS,
    PER_CENT,
    RATING,
    RUNS,
    TABLES,
    Fault,
    faults,
    kind_of,
    rows_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPACES = re.compile("  +")
#: What XML, and so Word, has no way to write. HTML folds a form feed.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SUSPECT = bytes({*range(9), 0x0B, *range(0x0E, 0x20), 0xED, 0xEF})
"""The bytes of UTF-8 with which one of those begins, among others."""


class PageError(FrancisError):
    """The HTML of a paper is refused; `faults` say why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(f"The paper cannot be made: {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, eq=False)
class Page:
    """The HTML of a paper, parsed and held to the vocabulary; nobody may change its `root`.

    Raise `PageError` with all that is wrong.
    """

    text: str
    root: Element = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Parse and check the text."""
        object.__setattr__(self, "root", parse(self.text))
        if found := faults(self.root):
            raise PageError(tuple(found))
        _mark_long_rows(self.root)
        if scripts.is_other(self.text):
            scripts.mark_scripts(self.root.find("body"))


SPLIT = "data-split"
"""What marks a row that may go on on the next page; all formats with pages have it from here."""
MOST_KEPT = 12
"""How many lines a row may have at most, by our estimate, to be kept on one page."""
_WIDTHS, _TYPE = (504, 751), 9.5
"""How wide the text of an upright and of a turned page is, and how large the type of a table; in points."""
_GAP = 0.6
"""The room between two paragraphs, in lines."""


def _mark_long_rows(root: Element) -> None:
    """Mark the rows that have so many lines that to keep each on one page would leave much of the page before it empty."""
    body = root.find("body")
    is_turned = body is not None and "landscape" in (body.get("class") or "").split()
    for table in root.iter("table"):
        turned = is_turned or any(
            s.get("class") == "landscape" for s in table.iterancestors("section")
        )
        columns = [per_cent_of(c) for c in table.iterfind("colgroup/col")] or TABLES[
            kind_of(table)
        ][1]
        widths = [share * _WIDTHS[turned] / 100 for share in columns]
        for row in rows_of(table):
            cells = [cell for cell in row if cell.get("colspan") is None]
            if (
                row.getparent().tag != "thead"
                and len(cells) == len(widths)
                and any(
                    _lines(cell, width) > MOST_KEPT
                    for cell, width in zip(cells, widths, strict=True)
                )
            ):
                row.set(SPLIT, "")


def _lines(cell: Element, width: float) -> float:
    blocks = [*cell.iter("p", "li", "h4", "h5", "h6", "tr")] or [cell]
    texts = (" ".join("".join(block.itertext()).split()) for block in blocks)
    return sum(most_lines(text, width, _TYPE) for text in texts) + _GAP * (len(blocks) - 1)


def page_of(html: str | Page) -> Page:
    """Return HTML as a page: one that is checked already, or the text of one, which is checked now."""
    return html if isinstance(html, Page) else Page(html)


def without_details(page: Page, labels: Collection[str]) -> Page:
    """Return a page without the rows of its tables of details (`table.facts`) that have these labels."""
    if not labels:
        return page
    rest, gone = deepcopy(page), {" ".join(label.split()) for label in labels}
    for table in rest.root.findall(".//table[@class='facts']"):
        rows = list(table.iter("tr"))
        said = [row for row in rows if " ".join("".join(row[0].itertext()).split()) in gone]
        for element in [table] if len(said) == len(rows) else said:
            element.getparent().remove(element)
    return rest


def parse(html: str) -> Element:
    """Return the root of the HTML, of a paper or of a file that was made of one."""
    from lxml import etree

    data = html.encode("utf-8", "surrogatepass")
    # Looked for among bytes first, which takes a tenth of the time; few papers have one of these.
    suspect = len(data.translate(None, _SUSPECT)) < len(data)
    if suspect and (found := UNWRITABLE.search(html)):
        near = fold(html[max(found.start() - 30, 0) : found.start()])
        reason = (
            f"the character U+{ord(found[0]):04X} after “{near}” cannot be in any file: remove it"
        )
        raise PageError((Fault("its text", reason, ()),))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PageError((Fault("its HTML", f"it cannot be read: {error}", ()),)) from error
    if root is None or root.find("body") is None:
        raise PageError((Fault("its HTML", "it has no body", ()),))
    return root


# ---------------------------------------------------------------------------------------------
# Reading the HTML


class RunStyle(NamedTuple):
    """What a run of text is: its character style, and what a style cannot hold."""

    style: str = ""
    bold: bool = False
    italic: bool = False
    colour: str = ""
    ink: str = ""
    shape: str = ""  # one of SHAPES, before the words
    href: str = ""
    change: str = ""  # a value of CHANGES
    script: str = ""  # the key of another script, and the language after a space if it is known


PLAIN = RunStyle()

# A piece of a paragraph: its words and its look. A line break is "\n", which text never is after
# folding; a field is the name of the field, with its cached text after a tab, or of the page that a link leads to
# the address of the link, with nothing after the tab.
TextRun = tuple[str, RunStyle]


class Revision(NamedTuple):
    """Who changed a text, and when, in UTC as Word writes it."""

    author: str
    date: str


def revision_of(page: Page) -> Revision | None:
    """Return who made the changes of a paper and when; None if it has none."""
    if next(page.root.iter(*CHANGES), None) is None:
        return None
    said = {
        meta.get("name"): fold(meta.get("content", "")).strip(" ")
        for meta in page.root.iterfind("head/meta")
    }
    return Revision(said["revision.author"], moment(said["revision.date"]) or "")


ARROWS = {"span.up": "up", "span.down": "down"}
"""What is heard in the place of an arrow."""


def mark_of(page: Element) -> str:
    """Return the word that every page of a paper begins with, as “Draft”; nothing if it has none."""
    return str(page.xpath("normalize-space(body/@data-mark)"))


def page_header(page: Element, *kinds: str) -> Element | None:
    """Return a copy of the lines of these kinds of a page header, the paper's mark in bold before the first.

    A mark without a line has one of the last kind. None if there is nothing to show.
    """
    found, mark = page.find("body/header"), mark_of(page)
    header = (
        page.makeelement("header", {"class": "page-header"}) if found is None else deepcopy(found)
    )
    header[:] = [line for kind, line in children(header, *kinds)]
    if mark:
        name, _, look = kinds[-1].partition(".")
        line = header[0] if len(header) else header.makeelement(name, {"class": look})
        word = line.makeelement("strong")
        word.text, word.tail = (
            mark,
            f" · {line.text or ''}" if "".join(line.itertext()).strip() else "",
        )
        line.text = ""
        line.insert(0, word)
        header[:1] = [line]
    return header if len(header) else None


def children(element: Element, *kinds: str) -> Iterator[tuple[str, Element]]:
    """Yield each child of these kinds, with its kind."""
    for child in element:
        kind = kind_of(child)
        if kind in kinds:
            yield kind, child


def fold(text: str) -> str:
    """Return the text with each stretch of white space as one space, as HTML shows it."""
    for other in "\n\t\r\f":  # a no-break space is not among them
        if other in text:
            text = text.replace(other, " ")
    return _SPACES.sub(" ", text) if "  " in text else text


def blocks(element: Element) -> Iterator[tuple[str, Any]]:
    """Yield what an element holds: each block with its kind, and loose text as "" with pieces."""
    if not len(element):  # most points of lists are words alone
        if pieces := pieces_of(element):
            yield "", pieces
        return
    loose: list[TextRun] = [(element.text, PLAIN)] if element.text else []
    for child in element:
        kind = kind_of(child)
        if kind in INLINE or kind == scripts.KIND:
            loose += _words(kind, child, PLAIN)
        else:
            if loose and (pieces := _folded(loose)):
                yield "", pieces
            loose = []
            yield kind, child
        tail = child.tail
        if tail and (loose or tail.strip(" \t\n\r\f")):  # space behind a block is nothing
            loose.append((tail, PLAIN))
    if loose and (pieces := _folded(loose)):
        yield "", pieces


def pieces_of(element: Element) -> list[TextRun]:
    """Return the words of a paragraph, folded as HTML folds them."""
    if not len(element):  # most paragraphs are words alone
        words = fold(element.text or "").strip(" ")
        return [(words, PLAIN)] if words else []
    loose: list[TextRun] = [(element.text, PLAIN)] if element.text else []
    for child in element:
        loose += _words(kind_of(child), child, PLAIN)
        if child.tail:
            loose.append((child.tail, PLAIN))
    return _folded(loose)


def _words(kind: str, element: Element, outer: RunStyle) -> list[TextRun]:
    """Return the words of one element within a paragraph, and of those within it."""
    if kind == "br":
        return [("\n", BREAKS[outer.change])]
    if kind in PAGE_FIELDS:
        name, cached = PAGE_FIELDS[kind]
        return [(f"{name}\t{cached}", FIELD)]
    look = _look(kind, element, outer)
    pieces: list[TextRun] = [(element.text, look)] if element.text else []
    if look.shape:
        look = look._replace(shape="")  # it stands before the first words alone
    for child in element:
        pieces += _words(kind_of(child), child, look)
        if child.tail:
            pieces.append((child.tail, look))
    if element.get("data-page") is not None:
        pieces += [(" ", outer), (f"{element.get('href')}\t", FIELD)]
    return pieces


#: The looks that mark a piece as something else than words. A line break is known by its style, for
#: it can be a change.
BREAK = "\n"
BREAKS = {change: RunStyle(BREAK, change=change) for change in ("", *CHANGES.values())}
FIELD = RunStyle("\t")

#: The looks of elements that have no more to say than their style, or that they are a change.
_SIMPLE = {
    kind: RunStyle(style)
    for kind, style in RUNS.items()
    if kind not in ("a", "span.rating", "span.outlined")
}
_SIMPLE |= {kind: PLAIN for kind, style in RUNS.items() if not style}
_SIMPLE |= {kind: RunStyle(change=change) for kind, change in CHANGES.items()}


def _look(kind: str, element: Element, outer: RunStyle) -> RunStyle:
    """Return the look of an element within another.

    A run has one character style in Word: the innermost, and strong and emphasis give way to any
    other, and are then kept as bold and italic.
    """
    if outer is PLAIN and kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind == scripts.KIND:
        return outer._replace(script=f"{scripts.script_of(element)} {element.get('lang', '')}")
    if kind in CHANGES:
        return outer._replace(change=CHANGES[kind])
    style = RUNS[kind] or outer.style
    if style in ("Strong", "Emphasis") and outer.style:
        if style == outer.style:
            return outer
        return outer._replace(
            bold=outer.bold or style == "Strong",
            italic=outer.italic or style == "Emphasis",
        )
    look = outer._replace(
        style=style,
        bold=outer.bold or outer.style == "Strong",
        italic=outer.italic or outer.style == "Emphasis",
    )
    if kind == "a":
        return look._replace(href=element.get("href", ""))
    if shape := element.get("data-shape"):
        look = look._replace(shape=shape)
    if kind == "span.rating" and (colours := RATING.fullmatch(element.get("style", ""))):
        return look._replace(colour=colours[1].upper(), ink=colours[2].upper())
    return look


def _folded(pieces: list[TextRun]) -> list[TextRun]:
    """Return the pieces with white space folded, also from one to the next and at the ends.

    What was deleted and what was inserted are two texts, so each is folded as if the other were not
    there: a space is left out only if there is one before it in every text that it belongs to.
    """
    out: list[TextRun] = []
    after_space_deleted = after_space_inserted = True
    for words, look in pieces:
        change = look.change
        if look.style == BREAK:
            if not change or (out and out[-1][1].change == change):
                _drop_last_space(out)
            ends_in_space = True
        elif look is FIELD:
            ends_in_space = False
        else:
            words = fold(words)
            if (
                words.startswith(" ")
                and (after_space_deleted or change == "ins")
                and (after_space_inserted or change == "del")
            ):
                words = words[1:]
            if not words:
                continue
            ends_in_space = words.endswith(" ")
        if change != "ins":
            after_space_deleted = ends_in_space
        if change != "del":
            after_space_inserted = ends_in_space
        out.append((words, look))
    _drop_last_space(out)
    return out


def _drop_last_space(pieces: list[TextRun]) -> None:
    """Take the space off the end of a line; only the last piece can have one."""
    if pieces and pieces[-1][0].endswith(" "):
        words, look = pieces.pop()
        if words != " ":
            pieces.append((words[:-1], look))


def span_of(cell: Element) -> int:
    """Return how many columns a cell fills."""
    return int(cell.get("colspan", "1"))


def per_cent_of(column: Element) -> float:
    """Return the width of a column in per cent."""
    width = PER_CENT.fullmatch(column.get("style", ""))
    assert width is not None  # as the vocabulary demands
    return float(width[1])


def address(href: str) -> str:
    """Return an address as Word takes it, which refuses a whole file for a malformed one."""
    return quote(href, safe="%/:?#[]@!$&'()*+,;=~-._")
