"""The tags of a PDF: what each piece of a page is, for those who do not see it.

WeasyPrint tags each page by itself, so that a table on three pages would be read as three tables,
with its header row as text on each. `write` therefore writes the tags anew from WeasyPrint's boxes:
one tag for an HTML element, whatever pages it crosses, and whatever is repeated or painted for the
page's sake marked as an artifact (ISO 14289-1, 7.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from francis.errors import FrancisError
from francis.formats.html import ARROWS
from francis.formats.text import scripts
from francis.formats.vocabulary import kind_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
SVG = f"{SVG_NAMESPACE}svg"

ROLES = {
    **{name: name.upper() for name in ("p", *HEADINGS, "tr", "th", "td")},
    **{"section": "Sect", "nav": "Sect", "div": "Div", "figure": "Div", "figcaption": "Caption"},
    **{"a": "Link", "ul": "L", "ol": "L", "li": "LBody", "table": "Table", "caption": "Caption"},
    **{
        "thead": "THead",
        "tbody": "TBody",
        "blockquote": "BlockQuote",
        SVG: "Figure",
        "ins": "Span",
        "del": "Span",
    },
}
"""The tag of each HTML element (ISO 32000-1, 14.8.4); any other leaves its text to its parent."""

LINES = {"ins": "Underline", "del": "LineThrough"}
"""The line that says of words that they were inserted, or deleted (ISO 32000-1, table 345)."""

REMARK = "Remark"
"""The title of a Span whose words a style sheet adds to the paper's own, as “deleted:”."""

GROUPS = {"Document", "Sect", "Div", "BlockQuote", "L", "LI"}
"""The tags that hold other tags: text that stands in one by itself becomes a paragraph."""

SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}

PRINT = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, table 165)."""


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


def write(document: Any, pdf: Any) -> None:
    """Replace WeasyPrint's tags, when all else is in `pdf` and nothing yet is written."""
    marks, counts = _painted(pdf)
    reader = _Reader(marks, counts)
    for number, page in enumerate(document.pages):
        reader.read(number, page._page_box)
    _tidy(reader.root)
    _remove_tags(pdf)
    _complete_mappings(pdf)
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
        """Marks that are artifacts, with what they are: Header, Footer or nothing."""
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
            return ""
        if name in ("li::marker", "li::before"):
            return _label(parent, self._page)
        if "::" in name:
            remark = _home(parent, self._page).add("Span", self._page, element)
            remark.facts["T"] = REMARK
            return remark
        if box.is_leader:
            return ""
        tag = self._tags.get(element)
        if tag and tag.role == "THead" and tag.page != self._page:
            return ""
        if tag is None and (name in ROLES or kind_of(element) in (*ARROWS, scripts.KIND)):
            tag = self._tags[element] = self._new_tag(box, parent)
        return tag or parent

    def _new_tag(self, box: Any, parent: _Tag) -> _Tag:
        element, page = box.element, self._page
        role = ROLES.get(box.element_tag, "Span")
        if role == "LBody":
            parent = parent.add("LI", page)
        elif role in ("Link", "Figure", "Span"):
            parent = _home(parent, page)
        tag = parent.add(role, page, element)
        if role == "THead":  # where the first page had no room for it, rows came before
            parent.kids.sort(key=lambda kid: isinstance(kid, _Tag) and kid.role == "TBody")
        if role in ("TH", "TD"):
            _describe_cell(box, tag)
        elif role == "Table" and (summary := element.get("data-description")):
            tag.facts["A"] = {"O": "/Table", "Summary": summary}
        elif role == "L":
            tag.facts["A"] = {"O": "/List", "ListNumbering": _numbering(box)}
        elif line := LINES.get(box.element_tag):
            tag.facts["A"] = {"O": "/Layout", "TextDecorationType": f"/{line}"}
        elif kind_of(element) == scripts.KIND and (language := element.get("lang")):
            tag.facts |= {"Lang": language, "ActualText": element.text}
        elif heard := ARROWS.get(kind_of(element)):
            tag.facts["ActualText"] = heard
        elif role == "Figure":
            title = element.findtext(f"{SVG_NAMESPACE}title", "")
            tag.facts |= {"Alt": title, "A": _place(box, self._height)}
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


_UNMAPPED = re.compile(rb"(<[0-9a-f]+>) <>")


def _complete_mappings(pdf: Any) -> None:
    """Map each glyph to a character: those that paint one together with others to one that nobody sees.

    WeasyPrint gives the characters of a group of glyphs to the first of them, and none to the others.
    """
    for thing in pdf.objects:
        stream = getattr(thing, "stream", None)
        if isinstance(stream, list) and b"begincmap" in stream[:9]:
            thing.stream = [_UNMAPPED.sub(rb"\1 <200d>", line) for line in stream]


def _remove_links(pdf: Any, dead: list[_Hotspot]) -> None:
    for hotspot in dead:
        page = _object(pdf, pdf.page_references[hotspot.page])
        page["Annots"].remove(hotspot.annotation.reference)
        if not page["Annots"]:
            del page["Annots"]


def _paint_artifacts(pdf: Any, furniture: dict[_Mark, str]) -> None:
    """Mark painted content as artifacts (ISO 32000-1, 14.8.2.2)."""
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
        address, text = tag.element.get("href"), " ".join("".join(tag.element.itertext()).split())
        contents = text if address.startswith("#") else f"{text} ({address})".lstrip()
        annotation["Contents"] = pydyf.String(contents)
        annotation["StructParent"] = len(self._pages) + len(self._links)
        self._links.append(entry)
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Pg": self._pages[hotspot.page], "Obj": annotation.reference}
        )


def _pdf_value(value: Any) -> Any:
    import pydyf

    if isinstance(value, dict):
        return pydyf.Dictionary({name: _pdf_value(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return pydyf.Array(value)
    if isinstance(value, str) and not value.startswith("/"):
        return pydyf.String(value)
    return value
