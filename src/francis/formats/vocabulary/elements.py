"""The one list of elements, classes and attributes that a paper may have, and what each is called in Word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# An element is written `tag` or `tag.class`. Styles are named as Word shows them.

#: Elements that become one paragraph. The title is Heading 1, not Title, and h2 to h6 follow: so
#: a level means the same in Word, PDF and HTML, a screen reader finds the title among the headings
#: (Title is none), and the navigation pane shows one tree with the paper at its root.
PARAGRAPHS = {
    "h1": "Heading 1",
    "h2": "Heading 2",
    "h3": "Heading 3",
    "h4": "Heading 4",
    "h5": "Heading 5",
    "h6": "Heading 6",
    "p": "Normal",
    "p.subtitle": "Subtitle",
    "p.banner": "Banner",
    "p.status": "Status",
    "p.response": "Response",
    "p.incomplete": "Incomplete",
    "p.count": "Count",
    "p.detail": "Detail",
    "p.finding": "Finding",
}

#: Lists: the style of each point, and of what follows within a point.
LISTS = {"ul": ("List Bullet", "List Continue"), "ol": ("List Number", "List Continue")}

#: The style of the paragraphs of a quotation (`blockquote`).
QUOTATION = "Quote"

#: A numbered paragraph (`div.numbered`): the style of its first paragraph, which begins with its
#: number, and of those that follow. Lists in it keep their styles, and move right to its words.
NUMBERED = ("Numbered Paragraph", "Numbered Continue")

#: What a style becomes in a table cell, where type is smaller.
IN_CELLS = {
    "Normal": "Table Text",
    "List Bullet": "Table Bullet",
    "List Number": "Table Number",
    "List Continue": "Table Continue",
    QUOTATION: "Table Quote",
}

#: Changes, and what Word calls them. A paragraph or a point of a list all of whose words are one change
#: came or went as a whole. What moved was deleted in one place and inserted in another; a span around
#: the change says so to those who read it, without a word of its own in the text.
CHANGES = {"ins": "ins", "del": "del"}

#: Elements within a paragraph that become a run in a character style. Some have none: `fact` is there
#: for its `data-field`, and what is around a change or an arrow says what it is.
RUNS = {
    "a": "Hyperlink",
    "em": "Emphasis",
    "strong": "Strong",
    "span.label": "Label",
    "span.number": "Number",
    "span.rating": "Rating",
    "span.reason": "Reason",
    "span.outlined": "Outlined",
    "span.unstated": "Not Stated",
    "span.fact": "",
    "span.paragraph-number": "Paragraph Number",
    **dict.fromkeys((*CHANGES, "span.moved-away", "span.moved-here", "span.up", "span.down"), ""),
}

#: The shapes that are drawn before a rating, for those who do not see its colour.
SHAPES = ("tick", "circle", "triangle", "diamond", "dash")

#: Elements within a paragraph that Word counts; the text cached for them is Word's to replace.
PAGE_FIELDS = {"span.page-number": ("PAGE", "1"), "span.page-count": ("NUMPAGES", "1")}

#: Tables: the table style, and the widths in per cent where there is no `colgroup`.
TABLES: dict[str, tuple[str, tuple[float, ...]]] = {
    "table.positions": ("Positions table", (38, 62)),
    "table.facts": ("Facts table", (22, 78)),
    "table.key": ("Key table", (20, 80)),
    "table.notes": ("Key table", (12, 88)),
    "table.headlines": ("Headlines table", (20, 20, 20, 20, 20)),
    "table.grid": ("Plan table", (8, 13, 13, 16, 8, 13, 13, 16)),
    "table.strip": ("Strip table", (20, 20, 20, 20, 20)),
    "table.asks": ("Asks table", (5, 65, 16, 14)),
    "table.list": ("Plan table", (8.5, 27.5, 12.5, 15, 12.5, 24)),
    "table.plan": ("Plan table", (7.5, 26.5, 11, 18, 11.5, 25.5)),
    "table.figures": ("Figures table", (75, 25)),
    "table.text": ("Plan table", (100,)),
}

#: Tables of which what stands above says the same as their caption: that is read out, and not seen.
NAMED_ABOVE = frozenset({"table.strip", "table.asks"})
#: Tables within texts of the record: they may stand in a cell, and have no caption.
TEXT_TABLE = "table.text"
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
    "nav.contents", "div.numbered", "blockquote", "figure.chart", "caption", "colgroup", "col", "thead", "tbody", "td", "th", "li", "br",
})  # fmt: skip

#: Attributes, besides `id` everywhere and the classes above. `body` may have any class: one names
#: the paper, and `landscape` turns the page. Four name the part of the record that is printed, so that a built
#: file can be compared with it: `data-rows` of a table names the list that its rows are, `data-record`
#: of a row whose it is (a number, an id), `data-field` what of it, and `data-figure` which count.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "html": frozenset({"lang"}),
    "meta": frozenset({"charset", "name", "content"}),
    "body": frozenset({"class", "data-mark"}),
    "nav": frozenset({"aria-labelledby"}),
    "a": frozenset(
        {"href", "data-page"}
    ),  # with the page that it leads to behind it, where there are pages
    # Of a rating: its colour and the ink on it (none if it is outlined), and its shape.
    "span": frozenset({"style", "data-shape", "data-field", "data-figure"}),
    "strong": frozenset({"data-figure"}),
    "ol": frozenset({"start"}),
    "table": frozenset({"data-description", "data-rows"}),
    "tr": frozenset({"data-record", "data-limits"}),
    "figure": frozenset({"data-chart", "data-description", "data-target"}),  # see charts/
    "col": frozenset({"style"}),  # its width in per cent, and nothing else
    "td": frozenset({"colspan", "data-field", "data-figure", "data-signal"}),
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
    **dict.fromkeys(IN_CELLS, "paragraph"),
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
    for first, continued in reversed(LISTS.values())
    for own, other in ((first, first), (continued, first))
    for style, beside in ((own, other), (IN_CELLS[own], IN_CELLS[other]))
}

#: How numbers of lists are written at each level of nesting, and again from the fourth, in Word's names;
#: and the bullets of each level. house.css and house.docx say the same.
NUMBER_FORMATS = ("decimal", "lowerLetter", "lowerRoman")
BULLETS = ("•", "–", "▪")
#: How many levels of lists Word has, and how deep elements may be nested before any format gives up.
LIST_LEVELS, DEPTH = 9, 60

# ---------------------------------------------------------------------------------------------
# What may stand in what

INLINE = frozenset({*RUNS, *PAGE_FIELDS, "br"})
_TEXT = frozenset({*PARAGRAPHS, *LISTS, TEXT_TABLE, "blockquote"})
_FLOW = frozenset({*_TEXT, *TABLES, *SECTIONS, "figure.chart", "nav.contents", "div.numbered"})

#: What each element may hold besides white space. Those that hold words may have text of their own.
CONTENT: dict[str, frozenset[str]] = {
    "html": frozenset({"head", "body"}),
    "head": frozenset({"title", "meta"}),
    "body": frozenset({"header.page-header", "footer.page-footer", "main"}),
    "header.page-header": frozenset({"p", "p.notice"}),
    "footer.page-footer": frozenset({"p"}),
    **dict.fromkeys(("main", *SECTIONS), _FLOW),
    "nav.contents": frozenset({"h2", "h3", "h4", *LISTS}),
    "div.numbered": _TEXT - PARAGRAPHS.keys() | {"p", "h3", "h4", "h5", "h6"},
    "blockquote": frozenset({"p", *LISTS}),
    **dict.fromkeys(LISTS, frozenset({"li"})),
    "li": frozenset({"p", *LISTS, *INLINE}),
    **dict.fromkeys((*PARAGRAPHS, "p.notice", "caption", *RUNS), INLINE),
    **dict.fromkeys(TABLES, frozenset({"caption", "colgroup", "thead", "tbody", *ROWS})),
    "figure.chart": frozenset({"table.figures"}),
    "colgroup": frozenset({"col"}),
    **dict.fromkeys(("thead", "tbody"), frozenset(ROWS)),
    **dict.fromkeys(ROWS, frozenset({"td", "th"})),
    "td": _TEXT | INLINE,
    "th": frozenset({*PARAGRAPHS, *LISTS, *INLINE}),
}

RATING = re.compile(r"\s*--colour:\s*#([0-9a-fA-F]{6});\s*--ink:\s*#([0-9a-fA-F]{6});?\s*")
PER_CENT = re.compile(r"\s*width:\s*([0-9]{1,3}(?:\.[0-9]+)?)%;?\s*")


def kind_of(element: Element) -> str:
    """Return the element as the vocabulary writes it."""
    name = element.get("class")
    return element.tag if name is None or element.tag == "body" else f"{element.tag}.{name}"


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table, without those of tables in its cells."""
    rows = ([part] if part.tag == "tr" else part.findall("tr") for part in table)
    return [row for part in rows for row in part]
