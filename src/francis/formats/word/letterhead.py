"""What stands around the text in a Word file: its page, its margins, its headers and footers.

They are a council's own, and papers in its file have them as they are. They are hostile all the same:
what would lead out of the file is taken out of them, and words and pictures are what remains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from francis.formats.word.council.form import Form
from francis.formats.word.elements import RELATION_ID, RELATIONSHIPS, TYPE, VAL, W
from francis.formats.word.house_file import refuse_house

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

#: A page and its margins, in twentieths of a point, where a file does not say.
A4 = (11906, 16838)
MARGINS = {
    **dict.fromkeys(("top", "right", "bottom", "left"), 1134),
    **{"header": 567, "footer": 567, "gutter": 0},
}
#: The sides of a page of Word, at least and at most.
SHORTEST, LONGEST = 1440, 31680

#: The number of the first drawing in a header; each in a file has another, and the text begins at 1.
FIRST_DRAWING = 10_001
#: And that of the first in a form that stands before the text.
FIRST_OF_FORM = 100_001

VARIANTS = ("default", "first", "even")
_PAGES = {"default": "", "first": " of the first page", "even": " of even pages"}
#: What makes a header or footer more than an empty line, besides words.
VISIBLE = ("drawing", "pict", "object", "fldSimple", "instrText", "sym", "pgNum")

# ---------------------------------------------------------------------------------------------
# What is taken out of headers and footers. Their look does not change by any of it.

#: Elements that lead to parts that stay behind, mark what was changed, or run something.
_TAKEN_OUT = (
    "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange",
    "cellIns", "cellDel", "cellMerge", "numberingChange", "commentRangeStart", "commentRangeEnd",
    "commentReference", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "proofErr", "altChunk",
    "subDoc", "control", "contentPart", "footnoteReference", "endnoteReference", "ffData", "fldData",
    "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr",
)  # fmt: skip
#: Elements around content, which stays: controls bound to data that stays behind, tracked insertions.
_UNWRAPPED = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
#: Fields that Word works out from the paper alone. Any other fetches, runs or asks for something, and
#: becomes the text that it shows.
_FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE",
    "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS", "COMMENTS", "FILENAME", "STYLEREF", "IF",
})  # fmt: skip

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_VML = "{urn:schemas-microsoft-com:vml}"
_RELATION = f"{{{RELATIONSHIPS}}}"
_LINKS = (W + "hyperlink", _DRAWING + "hlinkClick", _DRAWING + "hlinkHover")
#: What the text of a document leads to besides pictures: parts that are looked after elsewhere.
_OF_DOCUMENTS = frozenset({
    "styles", "numbering", "theme", "fontTable", "settings", "webSettings", "header", "footer",
})  # fmt: skip
_FOLLOWED = ("http", "https", "mailto")


class Furniture:
    """The page of a Word file, and its own headers and footers if they hold anything."""

    def __init__(self, document: Document, form: Form | None = None) -> None:
        """Read the last section, fill in its headers and footers, and make them safe; no other is kept."""
        body = document.element.body
        sections = [*body.iterfind(f".//{W}pPr/{W}sectPr"), *body.iterchildren(W + "sectPr")]
        last = sections[-1] if sections else body.makeelement(W + "sectPr")
        self.shorter, self.longer = sorted(_size(last.find(W + "pgSz")))
        self.margins = dict(MARGINS)
        margins = last.find(W + "pgMar")
        for side in MARGINS if margins is not None else ():
            if re.fullmatch(r"-?[0-9]{1,5}", margins.get(W + side, "")):
                self.margins[side] = int(margins.get(W + side))
        #: The relationship of each header or footer; none at all if none of them shows anything.
        self.names = _names(document, sections)
        self.parts = [document.part.related_parts[name] for name in self.names.values()]
        places = {self.parts[n]: place for n, place in enumerate(self.names)}
        for part, (kind, variant) in places.items():
            if form:
                form.fill_part(part.element, f"the {kind}{_PAGES[variant]}")
            make_safe(part.element, part, f"one of its {kind}s")
        drawings = [drawing for part in self.parts for drawing in part.element.iter(_DRAWN)]
        for number, drawing in enumerate(drawings, FIRST_DRAWING):
            drawing.set("id", str(number))
        #: The number of the next drawing in a header.
        self.next_drawing = FIRST_DRAWING + len(drawings)
        #: The pages that have a header of their own.
        self.variants = ["default"]
        #: Elements of the section besides, in the order of the schema.
        self.rest = [deepcopy(found) for found in last.iterchildren(W + "pgBorders")]
        #: Settings of the file on which its page rests.
        self.settings = ["mirrorMargins", "gutterAtTop"]
        for border in self.rest:
            for name in [name for name in border.attrib if str(name).startswith(_RELATION)]:
                del border.attrib[name]
        if self.names:
            self.settings += ["defaultTabStop", "evenAndOddHeaders"]
            self.rest += [
                deepcopy(found) for found in last.iterchildren(W + "pgNumType", W + "titlePg")
            ]
            settings = document.settings.element
            for variant, switch in (
                ("first", last.find(W + "titlePg")),
                ("even", settings.find(W + "evenAndOddHeaders")),
            ):
                if _is_on(switch) or any(place == variant for _, place in self.names):
                    self.variants.append(variant)

    def size(self, *, landscape: bool) -> tuple[int, int]:
        """Return the width and the height of the page, turned as a paper needs it."""
        return (self.longer, self.shorter) if landscape else (self.shorter, self.longer)


def _size(page: Element | None) -> tuple[int, int]:
    """Return the sides of a page; those of A4 if they are none that Word has."""
    sides = ["" if page is None else page.get(W + side, "") for side in ("w", "h")]
    numbers = [int(side) for side in sides if re.fullmatch("[0-9]{1,5}", side)]
    if len(numbers) == 2 and all(SHORTEST <= number <= LONGEST for number in numbers):
        return numbers[0], numbers[1]
    return A4


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(VAL) not in ("0", "false", "off")


def _names(document: Document, sections: Iterable[Element]) -> dict[tuple[str, str], str]:
    """Return the relationship of each header and footer of the last section, and let go of others.

    The key is which of the two it is, and for which pages. A section that does not name one has that
    of the section before it.
    """
    relationships: Any = document.part.rels
    names: dict[tuple[str, str], str] = {}
    for section in sections:
        for kind in ("header", "footer"):
            for reference in section.iterchildren(f"{W}{kind}Reference"):
                names[kind, reference.get(TYPE, "default")] = reference.get(RELATION_ID, "")
    roots = []
    for (kind, variant), name in names.items():
        found = relationships.get(name)
        if found is None or found.reltype.rpartition("/")[2] != kind or variant not in VARIANTS:
            refuse_house("one of its headers or footers is missing", "Save it again in Word")
        if getattr(found.target_part, "element", None) is None:
            refuse_house("one of its headers or footers is damaged", "Save it again in Word")
        roots.append(found.target_part.element)
    if not any(map(_shows_something, roots)):
        names = {}
    for name, relationship in list(relationships.items()):
        furniture = relationship.reltype.rpartition("/")[2] in ("header", "footer")
        if furniture and name not in names.values():
            del relationships[name]
    return names


def _shows_something(root: Element) -> bool:
    words = "".join(text.text or "" for text in root.iter(W + "t"))
    return bool(words.strip()) or next(root.iter(*(W + name for name in VISIBLE)), None) is not None


# ---------------------------------------------------------------------------------------------
# Making them safe


def safe_blocks(document: Document, blocks: Iterable[Element]) -> list[Element]:
    """Return blocks of a document's text, made safe, and let go of the pictures that are in none of them."""
    holder = document.element.body.makeelement(W + "body")
    holder.extend(blocks)
    make_safe(holder, document.part, "its form")
    for number, drawing in enumerate(holder.iter(_DRAWN), FIRST_OF_FORM):
        drawing.set("id", str(number))
    return list(holder)


def make_safe(root: Element, part: Any, where: str) -> None:
    """Take out of what stands in a part all that leads out of it, and leave its words and pictures.

    `where` says what an officer calls it.
    """
    for element in list(root.iter(*(W + name for name in _TAKEN_OUT), _OFFICE + "OLEObject")):
        _take_out(element)
    for element in list(root.iter(*(W + name for name in _UNWRAPPED))):
        _unwrap(element)
    _flatten_fields(root)
    used = {name for element in list(root.iter()) for name in _relations(part, element, where)}
    for name, relationship in list(part.rels.items()):
        if name not in used and relationship.reltype.rpartition("/")[2] not in _OF_DOCUMENTS:
            del part.rels[name]
        elif name in used and not relationship.is_external:
            relationship.target_part.rels.clear()


def _take_out(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    """Put what an element holds in its place."""
    for child in list(element):
        element.addprevious(child)
    _take_out(element)


def _relations(part: Any, element: Element, where: str) -> Iterator[str]:
    """Yield the relationships of an element to pictures and to the web; it may have no others."""
    if not isinstance(element.tag, str):
        return
    if element.tag.startswith((_VML, _OFFICE)):
        for name in ("src", "href", "althref", _OFFICE + "href", _OFFICE + "althref"):
            element.attrib.pop(name, None)
    is_link = element.tag in _LINKS
    names = [
        str(name)
        for name in element.attrib
        if str(name).startswith(_RELATION) or name == _OFFICE + "relid"
    ]
    leads = False
    for name in names:
        relation = element.get(name, "")
        found = part.rels.get(relation)
        if is_link and found is not None and _may_be_followed(found):
            leads = True
            yield relation
        elif not is_link and found is not None and _is_picture(found):
            yield relation
        elif not relation:
            del element.attrib[name]
        elif not is_link:
            _without_extension(element, where)
    if is_link and not leads:
        _unwrap(element) if element.tag == W + "hyperlink" else _take_out(element)


def _may_be_followed(relationship: Any) -> bool:
    """Return whether a link leads to the web or to a mailbox."""
    try:
        scheme = urlsplit(relationship.target_ref).scheme
    except ValueError:
        return False
    return bool(relationship.is_external) and scheme in _FOLLOWED


def _is_picture(relationship: Any) -> bool:
    """Return whether a relationship is to a picture in the file."""
    if relationship.is_external or relationship.reltype.rpartition("/")[2] != "image":
        return False
    return bool(relationship.target_part.content_type.startswith("image/"))


def _without_extension(element: Element, where: str) -> None:
    """Take out the extension of a picture that an element is in; refuse what is no picture at all."""
    for above in element.iterancestors(_DRAWING + "ext"):
        _take_out(above)
        return
    refuse_house(
        f"{where} has a chart, a diagram or another object",
        "Replace it with a picture, or remove it",
    )


class _Field:
    """A field while it is read: its marks, what stands in its instruction, and whether it may stay."""

    def __init__(self, mark: Element) -> None:
        self.marks = [mark]
        self.instruction: list[Element] = []
        self.has_result = False
        self.is_safe = True

    def may_stay(self) -> bool:
        """Return whether Word can work it out from the paper alone."""
        text = "".join(part.text or "" for part in self.instruction if part.tag == W + "instrText")
        # What comes before the name could be a field that makes it.
        begins = bool(self.instruction) and self.instruction[0].tag == W + "instrText"
        return self.is_safe and begins and _field_name(text) in _FIELDS

    def flatten(self) -> None:
        """Leave of the field what it shows."""
        for element in (*self.marks, *self.instruction):
            _take_out(element)


def _field_name(instruction: str) -> str:
    name = re.match(r"\s*([A-Za-z]+)", instruction)
    return name[1].upper() if name else ""


def _flatten_fields(root: Element) -> None:
    """Turn every field that is not known to be safe into the text that it shows."""
    for simple in list(root.iter(W + "fldSimple")):
        if _field_name(simple.get(W + "instr", "")) not in _FIELDS:
            _unwrap(simple)
    open_fields: list[_Field] = []
    for run in list(root.iter(W + "r")):
        for element in list(run):
            kind = element.get(W + "fldCharType") if element.tag == W + "fldChar" else ""
            # The marks of the innermost field are its own, and of the instruction of those around it.
            around = open_fields[:-1] if kind in ("separate", "end") else open_fields
            for field in around if element.tag != W + "rPr" else ():
                if not field.has_result:
                    field.instruction.append(element)
            if kind == "begin":
                open_fields.append(_Field(element))
            elif kind and not open_fields:
                run.remove(element)
            elif kind == "separate":
                open_fields[-1].marks.append(element)
                open_fields[-1].has_result = True
            elif kind == "end":
                _close(open_fields, element)
    for field in open_fields:
        field.flatten()


def _close(open_fields: list[_Field], mark: Element) -> None:
    """End the innermost field; one that may not stay takes those that it is an instruction of along."""
    field = open_fields.pop()
    field.marks.append(mark)
    if not field.may_stay():
        field.flatten()
        for outer in open_fields:
            if not outer.has_result:
                outer.is_safe = False
