"""The PDF of a paper: HTML and a style sheet in, PDF/UA-1 out.

WeasyPrint lays out and paints. It tags each page by itself, though, so that a table on three pages
would be read as three tables, with its header row as text on each. `make` therefore writes the tags
anew from WeasyPrint's boxes: one tag for an HTML element, whatever pages it crosses, and whatever
is repeated or painted for the page's sake marked as an artifact (ISO 14289-1, 7.1).
"""

from __future__ import annotations

import logging
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from francis.errors import FrancisError

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BASE = "https://templates.invalid/"
"""What relative addresses are joined to; nothing but the folders of templates answers for it."""

LIBRARIES = {
    "darwin": "run “brew install pango”",
    "linux": "run “sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0”",
    "win32": "install MSYS2 and run “pacman -S mingw-w64-x86_64-pango” in its shell",
}
"""How to get WeasyPrint's native libraries, by `sys.platform`, as its documentation says."""

SVG = "{http://www.w3.org/2000/svg}svg"

ROLES = {
    **{name: name.upper() for name in ("p", *HEADINGS, "tr", "th", "td")},
    **{"article": "Art", "section": "Sect", "nav": "Sect", "aside": "Sect", "div": "Div"},
    **{"blockquote": "BlockQuote", "figure": "Div", "figcaption": "Caption", "a": "Link"},
    **{"ul": "L", "ol": "L", "dl": "L", "li": "LBody", "dt": "Lbl", "dd": "LBody"},
    **{"table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody"},
    **{"tfoot": "TFoot", "img": "Figure", SVG: "Figure"},
}
"""The tag of each HTML element (ISO 32000-1, 14.8.4); any other leaves its text to its parent."""

INLINE = {"span", "em", "strong", "i", "b", "cite", "q"}
"""Elements that have a tag only when they are in another language."""

GROUPS = {"Document", "Art", "Sect", "Div", "BlockQuote", "L", "LI"}
"""The tags that hold other tags: text that stands in one by itself becomes a paragraph."""

SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}

PRINT = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, table 165)."""


class PdfUnavailable(FrancisError):
    """WeasyPrint cannot load its native libraries; the text says how to get them."""


def make(html: str, styles: str, folders: Sequence[Path]) -> bytes:
    """Return the paper as a tagged PDF: the same bytes for the same input, in any process.

    Relative addresses in `html` and `styles` are looked for in `folders`, in their order; nothing
    else is fetched. Raises `PdfUnavailable` where WeasyPrint cannot load its native libraries, and
    `FrancisError` where a file is refused, missing or broken, or a link leads nowhere.
    """
    try:
        with redirect_stdout(StringIO()):  # where it would print advice of its own
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        remedy = LIBRARIES.get(sys.platform, LIBRARIES["linux"])
        raise PdfUnavailable(
            f"No PDF was made: the libraries that draw it are not on this computer; {remedy}."
        ) from error
    with _complaints() as complaints:
        fetcher = _fetcher(folders, complaints)
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=styles, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
        page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        try:
            paper = _printed(page, {"stylesheets": [sheet], "font_config": fonts})
        except RecursionError:
            complaints.append("Its elements are nested too deeply.")
    if complaints:
        raise FrancisError("No PDF was made. " + " ".join(dict.fromkeys(complaints)))
    return paper


def _printed(page: Any, look: dict[str, Any]) -> bytes:
    laid_out = page.render(**look, pdf_variant="pdf/ua-1")
    if rows := [*_overlong_rows(laid_out), *_stranding_rows(laid_out)]:
        for row in rows:
            row.set("style", f"{row.get('style', '')}; break-inside: auto")
        laid_out = page.render(**look, pdf_variant="pdf/ua-1")
    paper: bytes = laid_out.write_pdf(finisher=_tag, pdf_variant="pdf/ua-1")
    return paper


def _overlong_rows(document: Any) -> list[Any]:
    """Return the rows (tr) that are on more than one page although they were not to be split.

    WeasyPrint leaves an empty page before such a row, and takes the header off its pages. Told that
    it may be split, it does neither.
    """
    first: dict[Any, int] = {}
    long: dict[Any, None] = {}
    for number, page in enumerate(document.pages):
        waiting = [page._page_box]
        while waiting:
            box = waiting.pop()
            if box.element_tag in ("thead", "tfoot"):
                continue
            waiting += getattr(box, "children", ())
            whole = box.element_tag == "tr" and box.style["break_inside"] != "auto"
            if whole and first.setdefault(box.element, number) != number:
                long[box.element] = None
    return list(long)


def _stranding_rows(document: Any) -> Iterator[Any]:
    """Yield the rows that fit on a page, but not below the headings that must stay with them.

    WeasyPrint leaves the last heading alone on a page then. Told that the row may be split, it puts
    the row's beginning below it.
    """
    for page, after in pairwise(document.pages):
        if _ends_in_heading(page._page_box.children[0]):
            rows = (box for box in after._page_box.descendants() if box.element_tag == "tr")
            of_text = (row for row in rows if row.element.find("td") is not None)
            whole = (row.element for row in of_text if row.style["break_after"] != "avoid")
            yield from islice(whole, 1)


def _ends_in_heading(box: Any) -> bool:
    while children := getattr(box, "children", ()):
        box = children[-1]
        if box.element_tag in HEADINGS:
            return True
    return False


# What WeasyPrint may read, and what it complains of


def _fetcher(folders: Sequence[Path], complaints: list[str]) -> Any:
    """Return the only way from WeasyPrint to files; what is refused is added to `complaints`.

    WeasyPrint goes on without a file that it cannot have, so an error alone would be lost.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Templates(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        """Answers from the folders of templates, and from nowhere else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            try:
                return URLFetcherResponse(url, _file(url, folders).read_bytes())
            except (OSError, ValueError) as error:
                complaints.append(f"{_shortened(url)}: {_reason(error)}.")
                raise

    return Templates()


def _file(url: str, folders: Sequence[Path]) -> Path:
    """Return the file in the first folder that has it; raise ValueError for any other address."""
    if not url.startswith(BASE):
        raise ValueError("only files of the templates folder may be used in a paper")
    name = unquote(url.removeprefix(BASE).split("?")[0].split("#")[0])
    for folder in folders:
        root = folder.resolve()
        path = root.joinpath(*name.split("/"))
        if not path.is_file():
            continue
        if path.resolve() != path or not path.is_relative_to(root):
            raise ValueError("links and paths that leave the templates folder are not followed")
        return path
    raise ValueError("there is no such file in the templates folder")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _shortened(url: str) -> str:
    name = unquote(url.removeprefix(BASE))
    return name if len(name) <= 80 else name[:79] + "…"


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather what WeasyPrint only logs: its errors, and the fonts that it could not use."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        """Keeps the messages that mean a paper without one of its parts."""

        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            about_fonts = message.startswith("Font-face")
            about_alt = "required alt" in message  # said of decoration too; `hazards` knows better
            if (record.levelno >= logging.ERROR or about_fonts) and not about_alt:
                complaints.append(message.rstrip(".") + ".")

    logger = logging.getLogger("weasyprint")
    listener = Listener(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield complaints
    finally:
        logger.removeHandler(listener)


# What a paper must not hold


def hazards(html: str, fonts: Sequence[Path] = ()) -> list[str]:
    """Return, in plain English, what in a paper no tags could make good.

    Each of these was seen to fail a check of PDF/UA-1, or to send a reader astray. `fonts` are the
    files of the paper's font: a character that none of them has would be painted from whatever
    font a computer happens to have, or as an empty box.
    """
    from lxml.html import document_fromstring

    page = document_fromstring(html)
    found = [
        *_nameless(page),
        *_astray(page),
        *_misplaced_headings(page),
        *(fault for table in page.iter("table") for fault in _broken_table(table)),
        *(_strangers(page.text_content(), fonts) if fonts else ()),
    ]
    return list(dict.fromkeys(found))


def _nameless(page: Any) -> Iterator[str]:
    """Yield what says nothing to somebody who cannot see it."""
    if not page.get("lang"):
        yield 'The paper does not say its language, as in <html lang="en-GB">.'
    if not page.findtext(".//title", "").strip():
        yield "The paper has no title, as in <title>Action plan</title>."
    for image in page.iter("img"):
        if image.get("alt") is None:
            yield f"The image {image.get('src')} has no alternative text (alt)."
    for drawing in page.iter("svg"):
        if not (
            drawing.findtext("title") or drawing.get("aria-label") or drawing.get("aria-hidden")
        ):
            yield "A drawing (svg) does not begin with a <title> that says what it shows."
    for item in page.iter("li"):
        if not item.text_content().strip() and item.find(".//img") is None:
            yield "An item of a list has no words."
    for link in page.iterfind(".//a[@href]"):
        if not _link_text(link):
            yield f"The link to {link.get('href')} has no words."


def _astray(page: Any) -> Iterator[str]:
    """Yield the links that lead nowhere, or elsewhere than they say."""
    names = [element.get("id") for element in page.iterfind(".//*[@id]")]
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{times} elements are named “{name}”, and a link reaches only the first."
    for link in page.iterfind(".//a[@href]"):
        address = link.get("href")
        if address.startswith("#") and unquote(address[1:]) not in names:
            yield f"The link “{_link_text(link)}” leads to “{address[1:]}”, which is not in the paper."
        elif not address.startswith("#") and not urlsplit(address).scheme:
            yield f"The link “{_link_text(link)}” leads to {address}, which works on one website only."
        if any(
            "page-" in above.get("class", "") for above in link.iterancestors("header", "footer")
        ):
            yield f"The link “{_link_text(link)}” does not work at the head or foot of pages."


def _misplaced_headings(page: Any) -> Iterator[str]:
    last = 0
    for heading in page.iter(*HEADINGS):
        level, words = int(heading.tag[1]), " ".join(heading.text_content().split())
        if not words:
            yield f"A heading ({heading.tag}) has no words."
        if level > last + 1:
            yield f"The heading “{words}” is an {heading.tag}, and no h{level - 1} comes before it."
        last = level


def _broken_table(table: Any) -> Iterator[str]:
    """Yield what keeps the cells of a table from finding their headers."""
    name = " ".join(table.findtext("caption", "").split()) or "without a caption"
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if next(table.iter("th"), None) is None:
        yield f"The table “{name}” has no header cells (th)."
    widths, below = set(), Counter[int]()
    for number, row in enumerate(rows):
        for cell in row.iterchildren("th", "td"):
            across, down = (_span(cell, name) for name in ("colspan", "rowspan"))
            below.update(dict.fromkeys(range(number, min(number + down, len(rows))), across))
        widths.add(below[number])
    if len(widths) > 1:
        yield f"The rows of the table “{name}” have between {min(widths)} and {max(widths)} columns."


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "")
    return min(int(value), 1000) if value.isascii() and value.isdigit() and int(value) else 1


def _strangers(text: str, fonts: Sequence[Path]) -> Iterator[str]:
    from fontTools.ttLib import TTFont

    known = {ord("\n"), ord("\t"), ord("\r")}
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            known |= set(font.getBestCmap())
    for letter in sorted(set(text)):
        if ord(letter) not in known:
            name = unicodedata.name(letter, "unnamed")
            yield f"The font has no “{letter}” (U+{ord(letter):04X}, {name.lower()})."


# The tags


class _Mark(NamedTuple):
    """A piece of painted content: its page and its number there (an MCID)."""

    page: int
    number: int


class _Hotspot(NamedTuple):
    """A rectangle of a page that follows a link; `annotation` is pydyf's dictionary."""

    page: int
    annotation: Any


@dataclass
class _Tag:
    """One element of the structure tree, before it is written."""

    role: str
    page: int = 0
    """The first page that it is on."""
    element: Any = None
    """Its HTML element; None where the tags need one that HTML has not."""
    parent: _Tag | None = None
    kids: list[_Tag | _Mark | _Hotspot] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    """Entries of its dictionary besides those that every tag has."""

    def add(self, role: str, page: int, element: Any = None) -> _Tag:
        """Return a new tag, the last inside this one."""
        tag = _Tag(role, page, element, self)
        self.kids.append(tag)
        return tag


def _tag(document: Any, pdf: Any) -> None:
    """Replace WeasyPrint's tags, when all else is in `pdf` and nothing yet is written."""
    marks, counts = _painted(pdf)
    reader = _Reader(marks, counts)
    for number, page in enumerate(document.pages):
        reader.read(number, page._page_box)
    _tidy(reader.root)
    _remove_tags(pdf)
    _paint_artifacts(pdf, reader.furniture)
    _remove_links(pdf, reader.dead)
    _Writer(pdf, counts).write(reader.root)


def _painted(pdf: Any) -> tuple[list[list[int]], list[int]]:
    """Return the marks of each page in the order of its text, and how many marks it has in all.

    The first come from WeasyPrint's tags, which leave out the boxes in the margins.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    parents = _object(pdf, root["ParentTree"])["Nums"]
    counts = [len(numbers) for numbers in parents[1 : 2 * pdf.pages["Count"] : 2]]
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    marks: list[list[int]] = [[] for _ in counts]
    waiting = [_object(pdf, root["K"][0])]
    while waiting:
        tag = waiting.pop()
        if isinstance(tag, tuple):
            page, number = tag
            marks[page].append(number)
            continue
        # The last in is the first out, so that everything comes in the order of the text.
        for kid in reversed(tag.get("K", ())):
            waiting.append((pages[tag["Pg"]], kid) if isinstance(kid, int) else _object(pdf, kid))
    return marks, counts


class _Reader:
    """Reads WeasyPrint's boxes, page by page, into one tree of tags.

    Boxes and not HTML, because only they know what was painted where; the HTML element of a box
    says which boxes are parts of one thing.
    """

    def __init__(self, marks: list[list[int]], counts: list[int]) -> None:
        self.root = _Tag("Document")
        self.furniture: dict[_Mark, str] = {}
        """Marks that are artifacts, with what they are: Header, Footer, Watermark or nothing."""
        self.dead: list[_Hotspot] = []
        """Links inside artifacts, which nobody could reach by their tags."""
        self._marks, self._counts = marks, counts
        self._tags: dict[Any, _Tag] = {}
        self._page = 0
        self._height = 0.0
        self._numbers: dict[int, int] = {}

    def read(self, page: int, box: Any) -> None:
        """Add what is on one page; pages come in their order."""
        self._page, self._height = page, box.margin_height()
        leaves, flow = list(_leaves(box)), self._marks[page]
        margins = [
            (leaf, child) for child in box.children if _is_margin(child) for leaf in _leaves(child)
        ]
        rest = sorted(set(range(self._counts[page])).difference(flow))
        if (len(leaves), len(margins)) != (len(flow), len(rest)):
            raise FrancisError(
                "No PDF was made: this version of WeasyPrint tags pages in a way that francis does"
                " not know. Install one that francis allows: pip install --upgrade francis."
            )
        self._numbers = dict(zip(map(id, leaves), flow, strict=True))
        for number, (_, margin) in zip(rest, margins, strict=True):
            kind = "Header" if margin.at_keyword.startswith("@top") else "Footer"
            self.furniture[_Mark(page, number)] = kind
        self._add(box, self.root)

    def _add(self, box: Any, parent: _Tag | str) -> None:
        """Add a box; `parent` is a tag, or what kind of artifact it is part of."""
        box = getattr(box, "_box", box)
        if _is_margin(box):
            self.dead += [_Hotspot(self._page, inner) for inner in _annotations(box)]
            return
        inside = parent if hasattr(box, "text") else self._tag_of(box, parent)
        if id(box) in self._numbers:
            self._add_mark(_Mark(self._page, self._numbers[id(box)]), inside)
        if box.link_annotation:
            self._add_hotspot(_Hotspot(self._page, box.link_annotation), inside)
        for child in getattr(box, "children", ()):
            self._add(child, inside)

    def _add_mark(self, mark: _Mark, inside: _Tag | str) -> None:
        if isinstance(inside, str):
            self.furniture[mark] = inside
        else:
            _home(inside, self._page).kids.append(mark)

    def _add_hotspot(self, hotspot: _Hotspot, inside: _Tag | str) -> None:
        link = inside if isinstance(inside, _Tag) else None
        while link and link.role != "Link":
            link = link.parent
        if link:
            link.kids.append(hotspot)
        else:
            self.dead.append(hotspot)

    def _tag_of(self, box: Any, parent: _Tag | str) -> _Tag | str:
        """Return the tag that a box's content belongs to, or what kind of artifact it is."""
        element, name = box.element, box.element_tag
        if isinstance(parent, str) or element is None:
            return parent
        if box.style["position"] == "fixed":
            return "Watermark"
        if name in ("li::marker", "li::before"):
            return _label(parent, self._page)
        if box.is_leader or element.get("aria-hidden") == "true" or element.get("alt") == "":
            return ""
        tag = self._tags.get(element)
        if tag and tag.role in ("THead", "TFoot") and tag.page != self._page:
            return ""
        in_words = name in INLINE and element.get("lang")
        if tag is None and (name in ROLES or in_words):
            tag = self._tags[element] = self._new_tag(box, parent)
        return tag or parent

    def _new_tag(self, box: Any, parent: _Tag) -> _Tag:
        element, page = box.element, self._page
        role = ROLES.get(box.element_tag, "Span")
        if role == "Link" and not element.get("href"):
            return parent
        if role == "Div" and parent.role == "L":
            return parent  # a group of terms and descriptions in a dl
        if role in ("LBody", "Lbl"):
            last = parent.kids[-1] if parent.kids else None
            if box.element_tag == "dd" and isinstance(last, _Tag) and last.role == "LI":
                parent = last
            else:
                parent = parent.add("LI", page)
        elif role in ("Link", "Figure", "Span"):
            parent = _home(parent, page)
        tag = parent.add(role, page, element)
        if role == "THead":  # where the first page had no room for it, rows came before
            parent.kids.sort(key=lambda kid: isinstance(kid, _Tag) and kid.role == "TBody")
        if language := element.get("lang"):
            tag.facts["Lang"] = language
        if role in ("TH", "TD"):
            _describe_cell(box, tag)
        elif role == "Table" and (summary := element.get("data-description")):
            tag.facts["A"] = {"O": "/Table", "Summary": summary}
        elif role == "L":
            tag.facts["A"] = {"O": "/List", "ListNumbering": _numbering(box)}
        elif role == "Link":
            words = _link_text(element)
            if words == " ".join(map(_alternative, _images(element))):
                tag.facts["Alt"] = words
        elif role == "Figure":
            tag.facts |= {"Alt": _alternative(element), "A": _place(box, self._height)}
        return tag


def _is_margin(box: Any) -> bool:
    return hasattr(box, "at_keyword")


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the boxes that are painted as text or image, in the order of WeasyPrint's tags.

    It puts a list inside an item after that item. Boxes in the margins of a page are left out.
    """
    box = getattr(box, "_box", box)
    if hasattr(box, "text") or hasattr(box, "replacement"):
        yield box
        return
    style, after = box.style, []
    item = (
        box.element_tag == "li"
        and "list-item" in style["display"]
        and style["list_style_type"] != "none"
    )
    for child in getattr(box, "children", ()):
        if item and child.element_tag in ("ul", "ol"):
            after.append(child)
        elif not _is_margin(child):
            yield from _leaves(child)
    for child in after:
        yield from _leaves(child)


def _annotations(box: Any) -> Iterator[Any]:
    """Yield the link annotations of a box and all inside it."""
    box = getattr(box, "_box", box)
    if box.link_annotation:
        yield box.link_annotation
    for child in getattr(box, "children", ()):
        yield from _annotations(child)


def _home(tag: _Tag, page: int) -> _Tag:
    """Return where text in `tag` belongs: a paragraph, if the tag is one that holds other tags."""
    if tag.role not in GROUPS:
        return tag
    last = tag.kids[-1] if tag.kids else None
    if isinstance(last, _Tag) and last.role == "P" and last.element is None:
        return last
    return tag.add("P", page)


def _label(body: _Tag, page: int) -> _Tag:
    """Return the label of the list item whose body is given, made at first asking."""
    item = body.parent
    assert item is not None
    if not item.kids or not isinstance(item.kids[0], _Tag) or item.kids[0].role != "Lbl":
        item.kids.insert(0, _Tag("Lbl", page, None, item))
    label = item.kids[0]
    assert isinstance(label, _Tag)
    return label


def _describe_cell(box: Any, tag: _Tag) -> None:
    """Give a cell its scope and its spans.

    A heading across a table's body, as of a theme, becomes an ordinary cell with a heading in it:
    PDF knows no row groups, so as a header it would be read out over every later row as well.
    """
    scope = box.element.get("scope", "")
    row = tag.parent
    in_head = row is not None and row.parent is not None and row.parent.role == "THead"
    facts: dict[str, Any] = {"O": "/Table"}
    if scope == "colgroup" and not in_head:
        tag.role = "TD"
    elif tag.role == "TH":
        facts["Scope"] = f"/{SCOPES.get(scope, 'Column' if in_head else 'Row')}"
    if box.colspan > 1:
        facts["ColSpan"] = box.colspan
    if box.rowspan > 1:
        facts["RowSpan"] = box.rowspan
    if len(facts) > 1:
        tag.facts["A"] = facts


def _numbering(box: Any) -> str:
    """Return how a list counts (ISO 32000-1, table 347)."""
    names = {
        "disc": "Disc",
        "circle": "Circle",
        "square": "Square",
        "decimal": "Decimal",
        "lower-alpha": "LowerAlpha",
        "lower-latin": "LowerAlpha",
        "upper-alpha": "UpperAlpha",
        "upper-latin": "UpperAlpha",
        "lower-roman": "LowerRoman",
        "upper-roman": "UpperRoman",
    }
    return "/" + names.get(str(box.style["list_style_type"]), "None")


def _alternative(element: Any) -> str:
    title = element.find("{http://www.w3.org/2000/svg}title")
    text = title.text if title is not None else element.get("alt") or element.get("aria-label")
    return text or ""


def _place(box: Any, height: float) -> dict[str, Any]:
    """Return the rectangle of an image, in points from the bottom left of a page so high (px)."""
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, height - top - box.height, left + box.width, height - top)
    return {"O": "/Layout", "BBox": [0.75 * corner for corner in corners], "Placement": "/Block"}


def _tidy(tag: _Tag) -> bool:
    """Drop the tags that hold nothing; tell whether this one is to stay.

    An empty cell stays, and so does the body of an item: rows and lists would not add up. Text
    beside tags gets a tag of its own, so that every reader takes them in their order.
    """
    kept = [kid for kid in tag.kids if not isinstance(kid, _Tag) or _tidy(kid)]
    tag.kids = []
    mixed = any(isinstance(kid, _Tag) for kid in kept)
    for kid in kept:
        if not (mixed and isinstance(kid, _Mark)):
            tag.kids.append(kid)
            continue
        last = tag.kids[-1] if tag.kids else None
        if not isinstance(last, _Tag) or last.role != "Span" or last.element is not None:
            last = tag.add("Span", kid.page)
        last.kids.append(kid)
    return bool(kept) or tag.role in ("TH", "TD", "LBody")


# Writing them


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _remove_tags(pdf: Any) -> None:
    """Take WeasyPrint's tags out, which are the last of its objects but for the metadata."""
    first = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"]).number
    metadata = _object(pdf, pdf.catalog["Metadata"])
    del pdf.objects[first:]
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference


def _remove_links(pdf: Any, dead: list[_Hotspot]) -> None:
    for hotspot in dead:
        page = _object(pdf, pdf.page_references[hotspot.page])
        page["Annots"].remove(hotspot.annotation.reference)
        if not page["Annots"]:
            del page["Annots"]


def _paint_artifacts(pdf: Any, furniture: dict[_Mark, str]) -> None:
    """Mark painted content as artifacts (ISO 32000-1, 14.8.2.2), the draft mark as a pattern."""
    import pydyf

    for number, page in enumerate(_object(pdf, reference) for reference in pdf.page_references):
        stream = _object(pdf, page["Contents"]).stream
        for place, token in enumerate(stream):
            if token != b"BDC" or not isinstance(stream[place - 1], dict):
                continue
            kind = furniture.get(_Mark(number, stream[place - 1].get("MCID")))
            if kind is None:
                continue
            facts = {"Type": "/Pagination", "Subtype": f"/{kind}"} if kind else {"Type": "/Layout"}
            stream[place - 2 : place] = ["/Artifact", pydyf.Dictionary(facts)]
            if kind == "Watermark":
                _paint_as_pattern(pdf, page, stream, place + 1)


def _paint_as_pattern(pdf: Any, page: Any, stream: list[Any], start: int) -> None:
    """Let a pattern paint what stands in `stream` from `start` to the end of its mark.

    A page then looks the same, but nobody who selects, copies or searches its text meets the word.
    """
    import pydyf

    end = stream.index(b"EMC", start)
    left, bottom, right, top = page["MediaBox"]
    painted = [*_transformations(stream[:start]), *stream[start:end]]
    resources = _object(pdf, page["Resources"])
    known = {name: _object(pdf, number) for name, number in resources["Pattern"].items()}
    same = [
        name
        for name, pattern in known.items()
        if pattern.stream == painted and pattern.extra["BBox"] == page["MediaBox"]
    ]
    if same:
        name = same[0]
    else:
        pattern = pydyf.Stream(painted, {
            "Type": "/Pattern", "PatternType": 1, "PaintType": 1, "TilingType": 1,
            "BBox": page["MediaBox"], "XStep": right - left, "YStep": top - bottom,
            "Resources": page["Resources"],
        }, compress=True)  # fmt: skip
        pdf.add_object(pattern)
        name = f"mark{pattern.number}"
        resources["Pattern"][name] = pattern.reference
    # The rectangle covers the page however the page is turned here; the pattern is not turned.
    whole = b"-99999 -99999 199998 199998 re"
    stream[start:end] = [b"/Pattern cs", f"/{name} scn", whole, b"f"]


def _transformations(stream: list[Any]) -> list[Any]:
    """Return the changes to the coordinates that hold at the end of a piece of a page."""
    saved: list[list[Any]] = [[]]
    for token in stream:
        if token == b"q":
            saved.append([])
        elif token == b"Q":
            saved.pop()
        elif isinstance(token, bytes) and token.endswith(b" cm"):
            saved[-1].append(token)
    return [token for level in saved for token in level]


class _Writer:
    """Writes a tree of tags into a PDF."""

    def __init__(self, pdf: Any, counts: list[int]) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references
        self._parents: list[list[Any]] = [["null"] * count for count in counts]
        self._links: list[Any] = []

    def write(self, root: _Tag) -> None:
        """Write the tree, and which tag each mark and each link belongs to."""
        import pydyf

        pdf = self._pdf
        top, parents = pydyf.Dictionary({"Type": "/StructTreeRoot"}), pydyf.Dictionary()
        pdf.add_object(top)
        pdf.add_object(parents)
        top["K"] = pydyf.Array([self._write(root, top.reference)])
        top["ParentTree"] = parents.reference
        top["ParentTreeNextKey"] = len(self._parents) + len(self._links)
        tags = [pydyf.Array(numbers) for numbers in self._parents] + self._links
        parents["Nums"] = pydyf.Array(item for pair in enumerate(tags) for item in pair)
        pdf.catalog["StructTreeRoot"] = top.reference

    def _write(self, tag: _Tag, parent: bytes) -> Any:
        import pydyf

        entry = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{tag.role}", "P": parent})
        self._pdf.add_object(entry)
        entry["Pg"] = self._pages[tag.page]
        kids = pydyf.Array()
        for kid in tag.kids:
            if isinstance(kid, _Tag):
                kids.append(self._write(kid, entry.reference))
            elif isinstance(kid, _Mark):
                self._parents[kid.page][kid.number] = entry.reference
                kids.append(
                    kid.number
                    if kid.page == tag.page
                    else pydyf.Dictionary(
                        {"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.number}
                    )
                )
            else:
                kids.append(self._write_link(kid, tag, entry.reference))
        entry["K"] = kids
        for name, value in tag.facts.items():
            entry[name] = _pdf_value(value)
        return entry.reference

    def _write_link(self, hotspot: _Hotspot, tag: _Tag, entry: bytes) -> Any:
        import pydyf

        annotation = hotspot.annotation
        annotation["F"] = PRINT
        address, text = tag.element.get("href"), _link_text(tag.element)
        contents = text if address.startswith("#") else f"{text} ({address})".lstrip()
        annotation["Contents"] = pydyf.String(contents)
        annotation["StructParent"] = len(self._pages) + len(self._links)
        self._links.append(entry)
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Pg": self._pages[hotspot.page], "Obj": annotation.reference}
        )


def _link_text(link: Any) -> str:
    """Return what a link says, in words or by its images."""
    pictures = (image.get("alt", "") for image in link.iter("img"))
    return " ".join(" ".join([*link.itertext(), *pictures]).split())


def _images(element: Any) -> list[Any]:
    return [inner for inner in element.iter() if inner.tag in ("img", SVG)]


def _pdf_value(value: Any) -> Any:
    import pydyf

    if isinstance(value, dict):
        return pydyf.Dictionary({name: _pdf_value(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return pydyf.Array(value)
    if isinstance(value, str) and not value.startswith("/"):
        return pydyf.String(value)
    return value
