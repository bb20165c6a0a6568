"""The house file: the Word document whose styles, lists and margins papers take.

It comes from outside, from an officer or a council, and is treated as hostile: what could do harm is
refused, and only what a paper needs is kept of the rest.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NoReturn

from francis.errors import FrancisError

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
W = f"{{{NAMESPACES['w']}}}"
VAL, TYPE = W + "val", W + "type"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = NAMESPACES["r"]

# A file that unpacks to more, or has a longer part, is no letterhead.
MOST_BYTES, MOST_PARTS, MOST_UNPACKED, LONGEST_XML = 20_000_000, 1_000, 80_000_000, 10_000_000

# ---------------------------------------------------------------------------------------------
# The file around the parts: what is taken from the house file, and what is written of our own

#: The parts of a house file that a paper keeps. Its text, headers, footers, pictures, comments and
#: properties stay behind, and with them whatever else may hide in a Word file.
_KEPT = frozenset({"styles", "numbering", "theme", "fontTable", "settings", "webSettings"})
#: And of what those parts lead to: embedded fonts, the pictures of bullets.
_KEPT_OF_THEIRS = frozenset({"font", "image"})

_SETTINGS = """\
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/><w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="differentiateMultirowTableHeaders" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
</w:compat><w:themeFontLang w:val=""/>
<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"
 w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5"
 w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>
<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""


def opened(house: bytes) -> Document:
    """Return the house file, opened, with nothing in it that a paper does not keep."""
    import docx

    _inspect(house)
    try:
        document = docx.Document(BytesIO(house))
        # The library adds missing styles and settings, but cannot add lists.
        parts = [document.element.body, document.styles.element, document.settings.element]
        with suppress(NotImplementedError):
            parts.append(document.part.numbering_part.element)
        if any(part is None for part in parts):
            raise ValueError("no text")
    except Exception as error:
        # A file from outside can be wrong in more ways than the library has names for.
        raise FrancisError(
            "The house file for Word cannot be opened: it is damaged, or no Word document. Open it "
            "in Word and save it again as a Word document (.docx)."
        ) from error
    _keep(document.part.package.rels, frozenset({"officeDocument"}))
    _keep(document.part.rels, _KEPT)
    for relationship in document.part.rels.values():
        _keep(relationship.target_part.rels, _KEPT_OF_THEIRS)
    return document


def _keep(relationships: Any, kinds: frozenset[str]) -> None:
    """Leave all parts behind but those of some kinds: what nothing leads to is not written."""
    for name, relationship in list(relationships.items()):
        if relationship.is_external or relationship.reltype.rsplit("/", 1)[-1] not in kinds:
            del relationships[name]


def _inspect(house: bytes) -> None:
    """Refuse a house file that is no Word file or could do harm; say why and what to do."""
    if house[:4] == b"\xd0\xcf\x11\xe0":
        _refuse_house(
            "it is an old Word file (.doc), or has a password", "Save it as .docx without"
        )
    if len(house) > MOST_BYTES:
        _refuse_house("it is larger than 20 MB", "Take the pictures out")
    try:
        with zipfile.ZipFile(BytesIO(house)) as archive:
            members = archive.infolist()
            names = {member.filename.lower() for member in members}
            if len(members) > MOST_PARTS or len(names) < len(members):
                _refuse_house(
                    "its parts are too many or have the same name", "Save it again in Word"
                )
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                _refuse_house("it unpacks to more than 80 MB", "Take the pictures out")
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels")):
                    if member.file_size > LONGEST_XML:
                        _refuse_house(f"its part {member.filename} is too long", "Shorten it")
                    _inspect_xml(member.filename, archive.read(member))
    except FrancisError:
        raise
    except Exception as error:
        # Not only BadZipFile: a broken archive makes zipfile and zlib raise half a dozen others.
        _refuse_house("it is not a Word document, or it is damaged", "Save it as .docx", error)


def _inspect_xml(name: str, data: bytes) -> None:
    """Refuse a part that declares entities, carries macros, or fetches from elsewhere."""
    from lxml import etree

    # Before parsing, and in either width of letters: a declaration can swell without end.
    if b"<!DOCTYPE" in data.replace(b"\0", b"").upper():
        _refuse_house(f"its part {name} declares entities", "Save it again in Word")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        _refuse_house(f"its part {name} is damaged", "Save it again in Word", error)
    if root.getroottree().docinfo.doctype:
        _refuse_house(f"its part {name} declares entities", "Save it again in Word")
    if name == "[Content_Types].xml":
        types = " ".join(element.get("ContentType", "") for element in root.iterchildren())
        if "macroEnabled" in types or "vbaProject" in types:
            _refuse_house("it has macros", "Save it as a Word document without macros (.docx)")
        if "template.main+xml" in types:
            _refuse_house("it is a Word template (.dotx)", "Open it and save it as .docx")
    if name.endswith(".rels"):
        for relationship in root.iterchildren():
            kind = relationship.get("Type", "").rsplit("/", 1)[-1]
            # A link in the text does nothing until somebody follows it, and is left behind.
            if relationship.get("TargetMode") == "External" and kind != "hyperlink":
                _refuse_house(
                    f"it fetches something from elsewhere ({kind}: {relationship.get('Target')})",
                    "Take the link out in Word (an attached template: Developer, Document Template)",
                )


def _refuse_house(reason: str, remedy: str, cause: Exception | None = None) -> NoReturn:
    raise FrancisError(f"The house file for Word is refused: {reason}. {remedy}.") from cause


def set_settings(document: Document, language: str) -> None:
    """Put settings of our own in place of the house file's, which may protect, merge or track."""
    from docx.oxml import parse_xml

    settings, ours = document.settings.element, parse_xml(_SETTINGS)
    ours.find(W + "themeFontLang").set(VAL, language)
    settings.clear()
    settings.extend(list(ours))


def set_properties(document: Document, properties: dict[str, str]) -> None:
    """Write the properties of the file: what the HTML says, and nothing of the house file's."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    core, dc = f"{_PACKAGE}/metadata/core-properties", "http://purl.org/dc/elements/1.1/"
    terms, xsi = "http://purl.org/dc/terms/", "http://www.w3.org/2001/XMLSchema-instance"
    names = {"cp": core, "dc": dc, "dcterms": terms, "xsi": xsi}
    root = etree.Element(f"{{{core}}}coreProperties", nsmap=names)
    for space, name in (
        (dc, "title"), (dc, "subject"), (dc, "creator"), (core, "keywords"), (dc, "description"),
        (dc, "language"),
    ):  # fmt: skip
        if value := properties.get(name):
            etree.SubElement(root, f"{{{space}}}{name}").text = value
    if author := properties.get("creator"):
        etree.SubElement(root, f"{{{core}}}lastModifiedBy").text = author
    etree.SubElement(root, f"{{{core}}}revision").text = "1"
    if modified := properties.get("modified"):
        for name in ("created", "modified"):
            element = etree.SubElement(
                root, f"{{{terms}}}{name}", {f"{{{xsi}}}type": "dcterms:W3CDTF"}
            )
            element.text = _moment(modified)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    app = etree.Element(f"{{{office}}}Properties", nsmap={None: office})
    if maker := properties.get("Application"):
        etree.SubElement(app, f"{{{office}}}Application").text = maker
    package = document.part.package
    types = "application/vnd.openxmlformats-"
    for path, kind, relation, tree in (
        (
            "core",
            f"{types}package.core-properties+xml",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            root,
        ),
        (
            "app",
            f"{types}officedocument.extended-properties+xml",
            f"{_OFFICE}/extended-properties",
            app,
        ),
    ):
        data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        package.relate_to(Part(PackURI(f"/docProps/{path}.xml"), kind, data, package), relation)


def _moment(text: str) -> str:
    """Return a date and time as the properties of a file have it, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FrancisError(f"Word cannot be made: dcterms.modified is no date: {text}.") from error
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def packed(package: Any, written: dict[str, bytes]) -> bytes:
    """Return the archive of a package: one order, one time and one owner, whenever it is made."""
    from docx.opc.packuri import PACKAGE_URI

    parts = {part.partname: part for part in package.iter_parts()}
    members: dict[str, bytes] = {PACKAGE_URI.rels_uri.membername: _data(package.rels.xml)}
    for name in sorted(parts):
        members[name.membername] = written.get(name) or parts[name].blob
        if len(parts[name].rels):
            members[name.rels_uri.membername] = _data(parts[name].rels.xml)
    content_types = _content_types({name: part.content_type for name, part in parts.items()})
    return archived({"[Content_Types].xml": content_types, **members})


def archived(members: dict[str, bytes]) -> bytes:
    """Return the archive of some files: in their order, of one time and one owner."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name)  # of 1 January 1980
            member.create_system = 0
            member.external_attr = 0
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _data(xml: str | bytes) -> bytes:
    return xml.encode() if isinstance(xml, str) else xml


def _content_types(types: dict[str, str]) -> bytes:
    """Return the part that says what each part is."""
    from lxml import etree

    space = f"{_PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap={None: space})
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{space}}}Default", {"Extension": extension, "ContentType": kind})
    for name in sorted(types):
        attributes = {"PartName": str(name), "ContentType": types[name]}
        etree.SubElement(root, f"{{{space}}}Override", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # type: ignore[no-any-return]


# ---------------------------------------------------------------------------------------------
# The styles of the house file


class Styles:
    """The named styles of a house file and its lists, by the names that Word shows."""

    def __init__(self, document: Document, needed: Mapping[str, str], lists: Iterable[str]) -> None:
        """Find every style of the vocabulary; what is missing is named at once, all of it."""
        from lxml.etree import SubElement

        self.root = document.styles.element
        self.by_id: dict[str, Element] = {}
        by_name: dict[tuple[str, str], str] = {}
        for style in self.root.iterchildren(W + "style"):
            name, identifier = style.find(W + "name"), style.get(W + "styleId")
            if name is not None and identifier:
                self.by_id[identifier] = style
                by_name[style.get(TYPE, ""), name.get(VAL, "").lower()] = identifier
        self.add = SubElement
        self.numbering, self.numbers = _numbers(document)
        self.last_number = max(map(int, self.numbers), default=0)
        self.measured: dict[str, tuple[int, float, int]] = {}
        self.kept: dict[str, bool] = {}
        self.ids: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        missing: list[str] = []
        for name, kind in needed.items():
            if found := by_name.get((kind, name.lower())):
                self.ids[name] = found
            else:
                missing.append(f"{name} ({kind} style)")
        for name in lists:
            number = next(self._found(name, "pPr/numPr/numId"), None)
            if number is not None and number.get(VAL, "") in self.numbers:
                self.lists[name] = number.get(VAL, "")
            elif name in self.ids:
                missing.append(f"bullets or numbers of {name} (a list tied to the style)")
        if missing:
            raise FrancisError(
                f"The house file for Word lacks {len(missing)} of what papers need: "
                f"{'; '.join(missing)}. Start from a copy of templates/house.docx and edit its "
                "styles, or bring them into your file in Word (Developer, Document Template, "
                "Organizer)."
            )

    def _found(self, name: str, path: str) -> Iterator[Element]:
        """Yield a property of a style: its own, of the one it is based on, and so to the defaults."""
        path = "/".join(W + step for step in path.split("/"))
        identifier = self.ids.get(name, "")
        for _ in range(20):  # deeper than Word allows, and an end to a circle
            style = self.by_id.get(identifier)
            if style is None:
                break
            if (found := style.find(path)) is not None:
                yield found
            base = style.find(W + "basedOn")
            identifier = "" if base is None else base.get(VAL, "")
        kind = path.split("/")[0].removeprefix(W)
        if (found := self.root.find(f"{W}docDefaults/{W}{kind}Default/{path}")) is not None:
            yield found

    def _number(self, name: str, path: str, attribute: str, default: int) -> int:
        """Return the number that a style has for an attribute of a property."""
        for found in self._found(name, path):
            if re.fullmatch("[0-9]{1,5}", found.get(W + attribute, "")):
                return int(found.get(W + attribute))
        return default

    def measures(self, name: str) -> tuple[int, float, int]:
        """Return the size of a style's type, its line, and its space above and below.

        All in twentieths of a point; 1.15 times its size is the line of Arial and its like.
        """
        if name not in self.measured:
            size = self._number(name, "rPr/sz", "val", 20) * 10
            line = self._number(name, "pPr/spacing", "line", 240) / 240
            around = sum(self._number(name, "pPr/spacing", side, 0) for side in ("before", "after"))
            self.measured[name] = size, size * 1.15 * max(line, 1), around
        return self.measured[name]

    def keeps(self, name: str) -> bool:
        """Return whether a style stays with the paragraph after it."""
        if name not in self.kept:
            keep = next(self._found(name, "pPr/keepNext"), None)
            self.kept[name] = keep is not None and keep.get(VAL) not in ("0", "false", "off")
        return self.kept[name]

    def tab_stops(self, name: str) -> list[int]:
        """Return where a style has tab stops, in twentieths of a point."""
        tabs = next(self._found(name, "pPr/tabs"), None)
        found = [] if tabs is None else [tab.get(W + "pos", "") for tab in tabs]
        return [int(position) for position in found if re.fullmatch("-?[0-9]{1,5}", position)]

    def restarted(self, number: str, level: int, start: str) -> str:
        """Return a new list that looks like another and counts from `start`."""
        assert self.numbering is not None
        self.last_number += 1
        new = self.add(self.numbering, W + "num", {W + "numId": str(self.last_number)})
        self.add(new, W + "abstractNumId", {VAL: self.numbers[number]})
        override = self.add(new, W + "lvlOverride", {W + "ilvl": str(level)})
        self.add(override, W + "startOverride", {VAL: start})
        return str(self.last_number)

    def set_language(self, language: str) -> None:
        """Make a language the language of all text; a house file may have been edited in another."""
        defaults = self.root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for found in self.root.iter(W + "lang"):
            if found.get(VAL) is not None:
                found.set(VAL, language)
        if defaults is not None and defaults.find(W + "lang") is None:
            defaults.append(defaults.makeelement(W + "lang", {VAL: language}))


def _numbers(document: Document) -> tuple[Element, dict[str, str]]:
    """Return the root of the lists, and the definition of each list by its number."""
    try:
        root: Element = document.part.numbering_part.element
    except NotImplementedError:  # the file has no lists; each list style will be missing
        return None, {}
    numbers = {}
    for number in root.iterchildren(W + "num"):
        definition = number.find(W + "abstractNumId")
        if definition is not None and re.fullmatch("[0-9]{1,9}", number.get(W + "numId", "")):
            numbers[number.get(W + "numId")] = definition.get(VAL, "")
    # Lists are added at the end, and this mark of Word for Mac would have to stay behind them.
    for mark in list(root.iterchildren(W + "numIdMacAtCleanup")):
        root.remove(mark)
    return root, numbers
