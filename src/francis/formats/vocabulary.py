"""The HTML of papers: what a template may use, what it is called in Word, and its text.

This is the one list of elements, classes and attributes. Whatever is not in it is refused, so that
nothing vanishes in silence between a template and the Word file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import quote, urlsplit

from francis.errors import FrancisError

if TYPE_CHECKING:
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
    "p.incomplete": "Incomplete",
    "p.count": "Count",
    "p.detail": "Detail",
}

#: Lists: the style of each point, and of what follows within a point.
LISTS = {"ul": ("List Bullet", "List Continue"), "ol": ("List Number", "List Continue")}

#: A numbered paragraph (`div.numbered`): the style of its first paragraph, which begins with its
#: number, and of those that follow. Lists in it keep their styles, and move right to its words.
NUMBERED = ("Numbered Paragraph", "Numbered Continue")

#: What a style becomes in a table cell, where type is smaller.
IN_CELLS = {
    "Normal": "Table Text",
    "List Bullet": "Table Bullet",
    "List Number": "Table Number",
    "List Continue": "Table Continue",
}

#: Changes, and what Word calls them. A paragraph or a point of a list all of whose words are one change
#: came or went as a whole. What moved was deleted in one place and inserted in another; a span around
#: the change says so to those who read it, without a word of its own in the text.
CHANGES = {"ins": "ins", "del": "del"}

#: Elements within a paragraph that become a run in a character style. Some have none: `fact` is there
#: for its `data-field`, and what is around a change for the eye.
RUNS = {
    "a": "Hyperlink",
    "em": "Emphasis",
    "strong": "Strong",
    "span.label": "Label",
    "span.number": "Number",
    "span.rating": "Rating",
    "span.unstated": "Not Stated",
    "span.fact": "",
    "span.paragraph-number": "Paragraph Number",
    "span.moved-away": "",
    "span.moved-here": "",
    "ins": "",
    "del": "",
}

#: Elements within a paragraph that Word counts; the text cached for them is Word's to replace.
PAGE_FIELDS = {"span.page-number": ("PAGE", "1"), "span.page-count": ("NUMPAGES", "1")}

#: Tables: the table style, and the widths in per cent where there is no `colgroup`.
TABLES: dict[str, tuple[str, tuple[float, ...]]] = {
    "table.positions": ("Positions table", (38, 62)),
    "table.facts": ("Facts table", (22, 78)),
    "table.key": ("Key table", (20, 80)),
    "table.notes": ("Key table", (12, 88)),
    "table.headlines": ("Headlines table", (20, 20, 20, 20, 20)),
    "table.list": ("Plan table", (8.5, 27.5, 12.5, 15, 12.5, 24)),
    "table.plan": ("Plan table", (7.5, 26.5, 11, 18, 11.5, 25.5)),
    "table.figures": ("Figures table", (75, 25)),
}

#: Tables that are kept on one page, as they are read at one glance.
KEPT_WHOLE = frozenset({"table.key", "table.figures"})
#: And those of which no first or last row stands alone on a page; they have no header row.
KEPT_ENDS = frozenset({"table.facts"})

#: Rows, and whether the row stays on the page of the row that follows it.
ROWS = {"tr": False, "tr.item": False, "tr.theme": True}

#: `meta` elements, and where each goes: to the core properties, to the application's, or nowhere;
#: those of a revision go to each change.
METADATA = {
    "author": "creator",
    "description": "description",
    "keywords": "keywords",
    "dcterms.modified": "modified",
    "generator": "Application",
    "revision.author": "",
    "revision.date": "",
}

#: Parts of a paper: one like any other, one that begins a page, one that is kept on one page (and is no
#: longer than that), and one on pages that are turned.
SECTIONS = frozenset({"section", "section.page", "section.whole", "section.landscape"})

#: Elements that only hold others, or that are handled one by one below.
STRUCTURE = frozenset({
    "html", "head", "title", "meta", "main", "header.page-header", "footer.page-footer", "p.notice",
    "nav.contents", "div.numbered", "figure.chart", "caption", "colgroup", "col", "thead", "tbody", "td", "th", "li", "br",
})  # fmt: skip

#: Attributes, besides `id` everywhere and the classes above. `body` may have any class: one names
#: the paper, and `landscape` turns the page. Four say what of the record stands here, so that a built
#: file can be compared with it: `data-rows` of a table names the list that its rows are, `data-record`
#: of a row whose it is (a number, an id), `data-field` what of it, and `data-figure` which count.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "html": frozenset({"lang"}),
    "meta": frozenset({"charset", "name", "content"}),
    "body": frozenset({"class", "data-mark"}),
    "nav": frozenset({"aria-labelledby"}),
    "a": frozenset({"href"}),
    "span": frozenset(
        {"style", "data-field", "data-figure"}
    ),  # of a rating: its colour and the ink on it
    "strong": frozenset({"data-figure"}),
    "ol": frozenset({"start"}),
    "table": frozenset({"data-description", "data-rows"}),
    "tr": frozenset({"data-record"}),
    "figure": frozenset({"data-chart", "data-description"}),  # see charts.py
    "col": frozenset({"style"}),  # its width in per cent, and nothing else
    "td": frozenset({"colspan", "data-field", "data-figure"}),
    "th": frozenset({"colspan", "scope"}),
}

#: Styles that no element names: around the page, above a table, in its cells, in the contents.
FURNITURE = (
    "Header", "Notice", "Footer", "Caption", "Chart", "After Table", "Section End", "Table Heading",
    "TOC Heading", "TOC 2", "TOC 3", "TOC 4",
)  # fmt: skip

#: All of the styles that the house file must have, each with its kind.
STYLES: dict[str, str] = {
    **dict.fromkeys(PARAGRAPHS.values(), "paragraph"),
    **dict.fromkeys((style for pair in LISTS.values() for style in pair), "paragraph"),
    **dict.fromkeys(IN_CELLS.values(), "paragraph"),
    **dict.fromkeys(NUMBERED, "paragraph"),
    **dict.fromkeys(FURNITURE, "paragraph"),
    **dict.fromkeys(filter(None, RUNS.values()), "character"),
    **dict.fromkeys((style for style, _ in TABLES.values()), "table"),
}
#: Those among them that must have bullets or numbers, each with the one whose words it is in line
#: with: itself, or the bullets where it has none of its own.
LIST_STYLES: dict[str, str] = {
    style: beside
    for sign, continued in reversed(LISTS.values())
    for own, other in ((sign, sign), (continued, sign))
    for style, beside in ((own, other), (IN_CELLS[own], IN_CELLS[other]))
}

_KINDS = STRUCTURE.union(SECTIONS, PARAGRAPHS, LISTS, TABLES, ROWS, RUNS, PAGE_FIELDS)
_NO_ATTRIBUTES: frozenset[str] = frozenset()

#: What HTML folds into one space; a no-break space is not among them.
_FOLDED = re.compile(r"[ \t\n\r\f]+")
#: What XML, and so Word, has no way to write. HTML folds a form feed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RATING = re.compile(r"\s*--colour:\s*#([0-9a-fA-F]{6});\s*--ink:\s*#([0-9a-fA-F]{6});?\s*")
_PER_CENT = re.compile(r"\s*width:\s*([0-9]{1,3}(?:\.[0-9]+)?)%;?\s*")


def parsed(html: str) -> Element:
    """Return the root of the HTML."""
    from lxml import etree

    if found := _UNWRITABLE.search(html):
        near = html[max(found.start() - 30, 0) : found.start()]
        raise FrancisError(
            f"Word cannot hold the character U+{ord(found[0]):04X}, after “{fold(near)}”: it is no "
            "part of any text. Take it out."
        )

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(html.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise FrancisError(f"The HTML of the paper cannot be read: {error}.") from error
    if root is None or root.find("body") is None:
        raise FrancisError("The HTML of the paper has no body.")
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
    href: str = ""
    change: str = ""  # a value of CHANGES


PLAIN = RunStyle()

# A piece of a paragraph: its words and its look. A line break is "\n", which text never is after
# folding; a field is the name of the field, with its cached text after a tab.
TextRun = tuple[str, RunStyle]


class Revision(NamedTuple):
    """Who changed a text, and when, in UTC as Word writes it."""

    author: str
    date: str


def kind_of(element: Element) -> str:
    """Return the element as the vocabulary writes it, or refuse it."""
    tag = element.tag
    kind: str = tag
    for name in element.keys():  # noqa: SIM118 - an element is no dictionary
        if name == "class" and tag != "body":
            kind = f"{tag}.{element.get('class').strip()}"
        elif name != "id" and name not in ATTRIBUTES.get(tag, _NO_ATTRIBUTES):
            refuse(element, f"its attribute {name} is not in the vocabulary")
    if kind not in _KINDS and tag != "body":
        refuse(element, "it is not in the vocabulary")
    return kind


def check(html: str) -> None:
    """Refuse HTML that holds anything outside the vocabulary, for whatever format it is meant."""
    page = parsed(html)
    for element in page.iter():
        kind_of(element)
    revision_of(page)


def revision_of(page: Element) -> Revision | None:
    """Return who made the changes of a paper and when; None if it has none.

    Refuse changes that do not say so, and those that are not in the text: what stands around the text
    is read by programs too, which would take what was deleted for what is there.
    """
    changes = page.xpath("//ins | //del")
    if not changes:
        return None
    for change in changes:
        if change.xpath(_AROUND):
            refuse(change, "changes are marked in the text alone")
    said = {
        meta.get("name"): fold(meta.get("content", "")).strip(" ")
        for meta in page.iterfind("head/meta")
    }
    for name in ("revision.author", "revision.date"):
        if not said.get(name):
            refuse(changes[0], f'a change needs <meta name="{name}" content="…"> in the head')
    date = moment(said["revision.date"], "revision.date")
    return Revision(said["revision.author"], date)


_AROUND = "boolean(ancestor::*[contains(' caption th nav header footer figure ', concat(' ', name(), ' '))])"


def moment(text: str, name: str) -> str:
    """Return a date and time as Word writes it, in UTC; one without a zone is taken to be in UTC.

    `name` says in the error what is no date.
    """
    try:
        value = datetime.fromisoformat(text)
        value = value if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise FrancisError(f"The paper cannot be made: {name} is no date: {text}.") from error
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def refuse(element: Element, reason: str) -> NoReturn:
    """Raise the error that shows where in the HTML something stands that no paper can have."""
    text = fold("".join(element.itertext())).strip(" ")
    start = "".join(f' {name}="{value}"' for name, value in element.items())
    about = f" (“{text[:60]}{'…' if len(text) > 60 else ''}”)" if text else ""
    raise FrancisError(
        f"The paper cannot be made: <{element.tag}{start}>{about}: {reason}. "
        "What a template may use is listed at the top of markup.py."
    )


def children(element: Element, *allowed: str) -> Iterator[tuple[str, Element]]:
    """Yield each child with its kind; refuse other kinds, and text between them."""
    if not _blank(element.text):
        refuse(element, "it has text outside a paragraph")
    for child in element:
        kind = kind_of(child)
        if kind not in allowed:
            refuse(child, f"it does not belong in <{element.tag}>")
        if not _blank(child.tail):
            refuse(element, "it has text outside a paragraph")
        yield kind, child


def _blank(text: str | None) -> bool:
    return not text or not text.strip(" \t\n\r\f")


def fold(text: str) -> str:
    """Return the text with each stretch of white space as one space, as HTML shows it."""
    # Most text has none to fold, and looking is cheaper than replacing each space by itself.
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        return _FOLDED.sub(" ", text)
    return text


def blocks(element: Element) -> Iterator[tuple[str, Any]]:
    """Yield what an element holds: each block with its kind, and loose text as "" with pieces."""
    loose: list[TextRun] = [(element.text, PLAIN)] if element.text else []
    for child in element:
        kind = kind_of(child)
        if kind in RUNS or kind in PAGE_FIELDS or kind == "br":
            loose += _words(kind, child, PLAIN)
        else:
            if loose and (pieces := _folded(loose)):
                yield "", pieces
            loose = []
            yield kind, child
        if child.tail and (loose or not _blank(child.tail)):  # space behind a block is nothing
            loose.append((child.tail, PLAIN))
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
        if outer.change:
            refuse(element, "what Word counts is no change")
        if len(element) or not _blank(element.text):
            refuse(element, "Word counts the pages, so it must be empty")
        return [(f"{name}\t{cached}", FIELD)]
    if kind not in RUNS:
        refuse(element, "it does not belong in a paragraph")
    look = _look(kind, element, outer)
    pieces: list[TextRun] = [(element.text, look)] if element.text else []
    for child in element:
        pieces += _words(kind_of(child), child, look)
        if child.tail:
            pieces.append((child.tail, look))
    return pieces


#: The looks that mark a piece as something else than words. A line break is known by its style, for
#: it can be a change.
BREAK = "\n"
BREAKS = {change: RunStyle(BREAK, change=change) for change in ("", *CHANGES.values())}
FIELD = RunStyle("\t")

#: The looks of elements that have no more to say than their style, or that they are a change.
_SIMPLE = {
    kind: RunStyle(style) for kind, style in RUNS.items() if kind not in ("a", "span.rating")
}
_SIMPLE |= {kind: PLAIN for kind, style in RUNS.items() if not style}
_SIMPLE |= {kind: RunStyle(change=change) for kind, change in CHANGES.items()}


def _look(kind: str, element: Element, outer: RunStyle) -> RunStyle:
    """Return the look of an element within another.

    A run has one character style in Word: the innermost, and strong and emphasis give way to any
    other, and are then kept as bold and italic.
    """
    if outer is PLAIN and kind in _SIMPLE and "style" not in element.attrib:
        return _SIMPLE[kind]
    if kind in CHANGES:
        if outer.change:
            refuse(element, "it is a change within a change")
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
        href = element.get("href", "").strip()
        if outer.href or not href:
            refuse(element, "it is a link within a link" if outer.href else "it links to nothing")
        return look._replace(href=href)
    style_attribute = element.get("style")
    if kind == "span.rating":
        colours = _RATING.fullmatch(style_attribute or "")
        if not colours:
            refuse(element, 'a rating needs style="--colour: #rrggbb; --ink: #rrggbb"')
        return look._replace(colour=colours[1].upper(), ink=colours[2].upper())
    if style_attribute is not None:
        refuse(element, "only a rating has colours of its own")
    return look


def _folded(pieces: list[TextRun]) -> list[TextRun]:
    """Return the pieces with white space folded, also from one to the next and at the ends.

    What was deleted and what was inserted are two texts, so each is folded as if the other were not
    there: a space is left out only if there is one before it in every text that it belongs to.
    """
    out: list[TextRun] = []
    after_space = {"del": True, "ins": True}
    for words, look in pieces:
        texts = (look.change,) if look.change else ("del", "ins")
        if look.style == BREAK:
            if not look.change or (out and out[-1][1].change == look.change):
                _drop_last_space(out)
            ends_in_space = True
        elif look is FIELD:
            ends_in_space = False
        else:
            words = fold(words)
            if words.startswith(" ") and all(after_space[text] for text in texts):
                words = words[1:]
            if not words:
                continue
            ends_in_space = words.endswith(" ")
        after_space |= dict.fromkeys(texts, ends_in_space)
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
    span = cell.get("colspan", "1")
    if not re.fullmatch("[1-9][0-9]?", span):
        refuse(cell, "its colspan is no number from 1 to 99")
    return int(span)


def per_cent_of(column: Element) -> float:
    """Return the width of a column in per cent."""
    width = _PER_CENT.fullmatch(column.get("style") or "")
    if not width or not float(width[1]):
        refuse(column, 'a column needs style="width: N%"')
    return float(width[1])


def address(href: str) -> str:
    """Return an address that Word takes; one that it would not follow safely is refused."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        raise FrancisError(
            f"The paper cannot be made: the link {href!r} is neither within the paper nor a web address."
        )
    # Word takes a file with a malformed address for damaged, and refuses all of it.
    return quote(href, safe="%/:?#[]@!$&'()*+,;=~-._")
