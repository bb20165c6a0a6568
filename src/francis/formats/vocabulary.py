"""What the HTML of a paper may hold, what it is called in Word, and the check that holds it to that.

This is the one list of elements, classes and attributes, and the one place that refuses a paper, for
every format alike: whatever is not here is refused, so that nothing vanishes between template and file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from francis.errors import excerpt
from francis.formats.addresses import is_address
from francis.formats.dates import moment

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
    "tr": frozenset({"data-record"}),
    "figure": frozenset({"data-chart", "data-description"}),  # see charts/figure.py
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

#: The kinds of chart: a bar for each row of one column of figures, and bars of segments, one for each of
#: several columns; and how many columns can be told apart by their patterns.
CHARTS = ("bars", "stacked")
CHART_COLUMNS = 8

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
_OF_TEXT = frozenset({"title", *PAGE_FIELDS, *(k for k, held in CONTENT.items() if held >= INLINE)})
_KINDS = STRUCTURE.union(SECTIONS, PARAGRAPHS, LISTS, TABLES, ROWS, RUNS, PAGE_FIELDS, ("body",))
_NONE: frozenset[str] = frozenset()

#: Elements of which there is one in another, or one at most.
_ONE = {"html": ("head", "body"), "body": ("main",), "head": ("title",), "figure": ("table",), "table": ("caption",)}  # fmt: skip
_ONE_AT_MOST = {"body": ("header", "footer"), "table": ("colgroup", "thead")}
_COUNTED = frozenset((*_ONE, *_ONE_AT_MOST))

_RATINGS = ("span.rating", "span.outlined")
RATING = re.compile(r"\s*--colour:\s*#([0-9a-fA-F]{6});\s*--ink:\s*#([0-9a-fA-F]{6});?\s*")
PER_CENT = re.compile(r"\s*width:\s*([0-9]{1,3}(?:\.[0-9]+)?)%;?\s*")
_SCOPES = ("", "col", "colgroup", "row", "rowgroup")


class Fault(NamedTuple):
    """A fault of a paper: its element as people find it, the reason, and clues to its place in the template.

    `clues` are literals that stand in the template unless it computes them, the most telling first.
    """

    element: str
    reason: str
    clues: tuple[str, ...]

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.element}: {self.reason}."


def kind_of(element: Element) -> str:
    """Return the element as the vocabulary writes it."""
    name = element.get("class")
    return element.tag if name is None or element.tag == "body" else f"{element.tag}.{name}"


def faults(page: Element) -> list[Fault]:
    """Return why the HTML of a paper is refused, in its order; whatever format it is meant for.

    What is in the wrong place comes alone, for nothing else can be said of such HTML.
    """
    found = list(_misplaced(page)) or [fault for check in CHECKS for fault in check(page)]
    return list(dict.fromkeys(found))


def _fault(element: Element, reason: str, attribute: str = "") -> Fault:
    """Return a fault of an element, or of one of its attributes."""
    words = _words(element)
    start = "".join(f' {name}="{value}"' for name, value in element.items())
    about = f" (“{excerpt(words)}”)" if words else ""
    of_class = [f'<{element.tag} class="{element.get("class")}"'] if element.get("class") else []
    literal = [f'{attribute}="{element.get(attribute)}"'] if attribute else of_class
    return Fault(f"<{element.tag}{start}>{about}", reason, (*literal, f"<{element.tag}{start}>"))


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table, without those of tables in its cells."""
    rows = ([part] if part.tag == "tr" else part.findall("tr") for part in table)
    return [row for part in rows for row in part]


def _words(element: Element | None) -> str:
    if element is None:
        return ""
    return " ".join("".join(element.itertext()).split())


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
            yield _fault(element, "its elements are nested too deeply")
            return
        if kind not in _KINDS:
            fault = _fault(element, "papers cannot have this element")
            yield fault._replace(clues=(*fault.clues, f"<{element.tag} ", f"<{element.tag}>"))
            continue
        yield from _attributes(element)
        allowed = CONTENT.get(kind, _NONE)
        if kind not in _OF_TEXT and _has_text(element):
            yield _fault(element, "it has text outside a paragraph")
        children = []
        for child in element:
            child_kind = kind_of(child)
            if child_kind not in allowed:
                if child_kind in _KINDS:
                    yield _fault(child, f"it does not belong in <{element.tag}>")
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
            yield _fault(element, f"papers cannot have the attribute {name}", name)


def _has_text(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip(" \t\n\r\f") for text in texts)


def _numbers(element: Element) -> Iterator[Fault]:
    """Yield what an element lacks, or has too often."""
    counts = Counter(child.tag for child in element)
    for name in () if kind_of(element) == TEXT_TABLE else _ONE.get(element.tag, ()):
        if counts[name] != 1:
            yield _fault(element, f"it needs one <{name}>, but has {counts[name] or 'none'}")
    for name in _ONE_AT_MOST.get(element.tag, ()):
        if counts[name] > 1:
            yield _fault(element, f"it has more than one <{name}>")


# ---------------------------------------------------------------------------------------------
# Names, links and words


def _head(page: Element) -> Iterator[Fault]:
    if not page.get("lang", "").strip():
        yield _fault(page, 'the paper does not state its language, as in <html lang="en-GB">')
    for title in page.iterfind("head/title"):
        if not _has_words(title):
            yield _fault(title, "the paper has no title, as in <title>Action plan</title>")
    for meta in page.iterfind("head/meta"):
        if meta.get("name") and meta.get("name") not in METADATA:
            yield _fault(meta, "papers cannot have metadata with this name", "name")
        elif meta.get("name") == "dcterms.modified" and moment(meta.get("content", "")) is None:
            yield _fault(meta, f"dcterms.modified is not a date: {meta.get('content')}", "content")


def _ids(page: Element) -> Generator[Fault, None, set[str]]:
    """Yield what is wrong with ids, and return all of them."""
    seen: set[str] = set()
    for element in page.iterfind(".//*[@id]"):
        name = element.get("id", "")
        if not name or re.search(r"[\s%]", name):
            yield _fault(element, "its id is empty, or has a space or % in it", "id")
        elif name in seen:
            yield _fault(
                element,
                f"its id “{name}” appears twice, and a link would reach only the first",
                "id",
            )
        seen.add(name)
    for element in page.iterfind(".//nav[@aria-labelledby]"):  # no other has it
        if element.get("aria-labelledby") not in seen:
            yield _fault(
                element, "its aria-labelledby names an id that does not exist", "aria-labelledby"
            )
    return seen


def _names(page: Element) -> Iterator[Fault]:
    names = yield from _ids(page)  # found once, for that takes as long as all links
    for link in page.iter("a"):
        href = link.get("href", "")
        above = {ancestor.tag for ancestor in link.iterancestors("a", "header", "footer")}
        if not _has_words(link):
            yield _fault(link, "the link has no words")
        if above - {"a"}:
            yield _fault(link, "a link does not work in the header or footer of pages")
        if "a" in above:
            yield _fault(link, "it is a link inside a link")
        if not href:
            yield _fault(link, "the link leads nowhere")
        elif href.startswith("#"):
            if href[1:] not in names:
                yield _fault(link, f"it links to “{href[1:]}”, which is not in the paper", "href")
        elif not is_address(href):
            yield _fault(link, "it links neither to a place in the paper nor to a web address (http, https) or mail address (mailto)", "href")  # fmt: skip


def _headings(page: Element) -> Iterator[Fault]:
    last = 0
    for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if not _has_words(heading):
            yield _fault(heading, "a heading has no words")
        if level > last + 1:
            yield _fault(heading, f"it is an {heading.tag}, but there is no h{level - 1} before it")
        last = level


def _runs(page: Element) -> Iterator[Fault]:
    """Yield the ratings without their colours, the colours and shapes of other words, what only Word counts."""
    for span in page.iter("span"):
        kind, style = kind_of(span), span.get("style")
        if kind == "span.rating" and not RATING.fullmatch(style or ""):
            yield _fault(
                span,
                'a rating needs style="--colour: #rrggbb; --ink: #rrggbb"',
                "style" if style else "",
            )
        elif kind != "span.rating" and style is not None:
            yield _fault(span, "only a rating can have its own colours", "style")
        if (shape := span.get("data-shape")) and not (kind in _RATINGS and shape in SHAPES):
            yield _fault(span, f"only a rating has a shape: {', '.join(SHAPES)}", "data-shape")
        if kind in PAGE_FIELDS and _has_words(span):
            yield _fault(span, "each format fills in the page number, so it must be empty")


def _changes(page: Element) -> Iterator[Fault]:
    """Yield the changes that do not say whose they are, and those that are not in the text.

    What stands around the text is read by programs too, which would take what was deleted for there.
    """
    changes = list(page.iter(*CHANGES))
    for change in changes:
        if change.xpath(_AROUND):
            yield _fault(change, "changes can be marked only in the text")
        if next(change.iterancestors(*CHANGES), None) is not None:
            yield _fault(change, "it is a change inside a change")
        if change.xpath(".//span[@class='page-number' or @class='page-count']"):
            yield _fault(change, "a page number cannot be a change")
    said = {
        meta.get("name"): meta.get("content", "").strip() for meta in page.iterfind("head/meta")
    }
    for name in ("revision.author", "revision.date"):
        if changes and not said.get(name):
            yield _fault(changes[0], f'a change needs <meta name="{name}" content="…"> in the head')
        elif changes and name == "revision.date" and moment(said[name]) is None:
            yield _fault(changes[0], f"{name} is not a date: {said[name]}")


_AROUND = "boolean(ancestor::*[contains(' caption th nav header footer figure ', concat(' ', name(), ' '))])"


# ---------------------------------------------------------------------------------------------
# Lists, tables and charts


def _lists(page: Element) -> Iterator[Fault]:
    for found in page.iter(*LISTS):
        if sum(1 for _ in found.iterancestors(*LISTS)) >= LIST_LEVELS:
            yield _fault(found, "the list is ten levels deep, but Word has only nine")
        if not re.fullmatch("[0-9]{1,5}", found.get("start", "1")):
            yield _fault(found, "its start is not a number", "start")
    for item in page.iter("li"):
        if not _has_words(item):
            yield _fault(item, "an item of a list has no words")
    for nav in page.iter("nav"):
        if next(nav.iter("li"), None) is None:
            yield _fault(nav, "the list is empty")
        for block in nav.iterfind(".//li/p"):
            yield _fault(block, "it does not belong in a contents list")


def _around(page: Element) -> Iterator[Fault]:
    for footer in page.iter("footer"):
        if len(footer) > 2:
            yield _fault(footer, "a page footer has only a left and a right paragraph")
    for numbered in page.iter("div"):
        if not len(numbered):
            yield _fault(numbered, "it is empty")
        elif not _begins_with_number(numbered[0]):
            yield _fault(
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
            yield from _chart(table.getparent(), table)


def _table(table: Element) -> Iterator[Fault]:
    rows = rows_of(table)
    if not rows or (kind_of(table) != TEXT_TABLE and not _words(table.find("caption"))):
        yield _fault(table, "a table needs a caption and a row")
        return
    cells = [cell for row in rows for cell in row]
    if all(cell.tag != "th" for cell in cells):
        yield _fault(table, "a table needs header cells (th)")
    of_head = [row for row in rows if row.getparent().tag == "thead"]
    if of_head != rows[: len(of_head)]:
        yield _fault(table, "its header rows must come first")
    for cell in cells:
        if not re.fullmatch("[1-9][0-9]?", cell.get("colspan", "1")):
            yield _fault(cell, "its colspan is not a number from 1 to 99", "colspan")
        if cell.get("scope", "") not in _SCOPES:
            yield _fault(cell, "its scope must be one of: col, colgroup, row, rowgroup", "scope")
    yield from _columns(table, rows)


def _columns(table: Element, rows: Sequence[Element]) -> Iterator[Fault]:
    """Yield the columns without a width, and the rows that do not fill them."""
    columns = table.findall("colgroup/col")
    for column in columns:
        width = PER_CENT.fullmatch(column.get("style") or "")
        if not width or not float(width[1]):
            yield _fault(column, 'a column needs style="width: N%"')
    many = len(columns) if table.find("colgroup") is not None else len(TABLES[kind_of(table)][1])
    for row in rows:
        filled = sum(
            int(cell.get("colspan", "1")) for cell in row if cell.get("colspan", "1").isdecimal()
        )
        if row is rows[0] and filled != many:
            yield _fault(table, f"it has {filled} columns, but widths for {many}")
            return
        if filled != many:
            yield _fault(row, f"it fills {filled} of {many} columns")


def _chart(figure: Element, table: Element) -> Iterator[Fault]:
    kind = figure.get("data-chart", "")
    if kind not in CHARTS:
        yield _fault(
            figure,
            f"its data-chart must be one of: {', '.join(CHARTS)}",
            "data-chart" if kind else "",
        )
    if not figure.get("data-description", "").strip():
        yield _fault(figure, "it needs a data-description for readers who cannot see the chart")
    head, body = (
        table.findall("thead/tr"),
        [row for row in table.iter("tr") if row.getparent().tag != "thead"],
    )
    if len(head) != 1 or not body:
        yield _fault(table, "a chart needs a table with one row of headings, and figures")
        return
    if not 2 <= len(head[0]) <= (2 if kind == "bars" else 1 + CHART_COLUMNS):
        yield _fault(table, f"bars need one column of figures, stacked bars 1 to {CHART_COLUMNS}")
    for cell in table.iter("td", "th"):
        if cell.get("colspan"):
            yield _fault(cell, "a cell of a chart's table cannot fill two columns", "colspan")
        for block in cell:
            if kind_of(block) not in INLINE:
                yield _fault(block, "it does not belong in a chart's table")
    for cell in (*head[0], *(row[0] for row in body if len(row))):
        if not _words(cell):
            yield _fault(cell, "each row and column of a chart needs a name")
    whole = "a figure of a chart must be a whole number from 0 to 999999, in digits only"
    for cell in (cell for row in body for cell in row[1:]):
        if not re.fullmatch("[0-9]{1,6}", _words(cell)):
            yield _fault(cell, whole)


CHECKS = (_head, _names, _headings, _runs, _changes, _lists, _around, _tables)
"""What is looked for in HTML whose elements are all known and in their places."""
