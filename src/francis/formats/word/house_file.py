"""The house file: the Word document whose styles, lists, page and headers papers take.

It comes from outside, from an officer or a council, and is treated as hostile: what could do harm is
refused, and only what a paper needs is kept of the rest.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, NoReturn

from francis.errors import FrancisError
from francis.formats.dates import moment
from francis.formats.office_archive import archived, members
from francis.formats.word.elements import RELATIONSHIPS, VAL, W

if TYPE_CHECKING:
    from docx.document import Document

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = re.compile(
    rb"application/vnd\.(openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.(document|template)\.macroEnabled(Template)?)\.main\+xml"
)
_OF_FURNITURE = re.compile(r"(header|footer)\d*\.xml\.rels$", re.IGNORECASE)

# A file that unpacks to more, or has a longer part, is no letterhead.
MOST_BYTES, MOST_PARTS, MOST_UNPACKED, LONGEST_XML = 20_000_000, 1_000, 80_000_000, 10_000_000

# ---------------------------------------------------------------------------------------------
# The file around the parts: what is taken from the house file, and what is written of our own

#: The parts of a house file that a paper keeps. Its text, pictures, comments and properties stay
#: behind, and with them whatever else may hide in a Word file.
_KEPT = frozenset({"styles", "numbering", "theme", "fontTable", "settings", "webSettings"})
#: Those that `furniture` makes safe, or leaves behind.
_FURNITURE = frozenset({"header", "footer"})
#: And of its text only what its form needs, if that is kept: see `letterhead.safe_blocks`.
_OF_FORMS = frozenset({"image"})
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


#: What follows in the schema on a setting that may be kept.
_SETTING_AFTER = {
    "mirrorMargins": "defaultTabStop",
    "gutterAtTop": "defaultTabStop",
    "defaultTabStop": "characterSpacingControl",
    "evenAndOddHeaders": "characterSpacingControl",
}


class HouseError(FrancisError):
    """A house file cannot be used; the message says why, and what to do in Word."""


def opened(house: bytes) -> Document:
    """Return the house file, opened, with nothing in it that a paper does not keep."""
    import docx

    _inspect(house)
    try:
        document = docx.Document(BytesIO(_as_document(house)))
        # The library adds missing styles and settings, but cannot add lists.
        parts = [document.element.body, document.styles.element, document.settings.element]
        with suppress(NotImplementedError):
            parts.append(document.part.numbering_part.element)
        if any(part is None for part in parts):
            raise ValueError("no text")
    except Exception as error:
        # A file from outside can be wrong in more ways than the library has names for.
        raise HouseError(
            "The house file for Word cannot be opened: it is damaged, or is not a Word document. "
            "Open it in Word and save it again as a Word document (.docx)."
        ) from error
    _keep(document.part.package.rels, frozenset({"officeDocument"}))
    _keep(document.part.rels, _KEPT | _FURNITURE | _OF_FORMS)
    for relationship in document.part.rels.values():
        if relationship.reltype.rsplit("/", 1)[-1] in _KEPT:
            _keep(relationship.target_part.rels, _KEPT_OF_THEIRS)
    return document


def _as_document(house: bytes) -> bytes:
    """Return a template (.dotx), or a file that could have macros (.dotm, .docm), as a document.

    They differ by the name of their type alone.
    """
    types, files = "[Content_Types].xml", members(house)
    renamed = _OTHER_TYPES.sub(_DOCUMENT, files[types])
    return house if renamed == files[types] else archived(files | {types: renamed})


def _keep(relationships: Any, kinds: frozenset[str]) -> None:
    """Leave all parts behind but those of some kinds: what nothing leads to is not written."""
    for name, relationship in list(relationships.items()):
        if relationship.is_external or relationship.reltype.rsplit("/", 1)[-1] not in kinds:
            del relationships[name]


def _inspect(house: bytes) -> None:
    """Refuse a house file that is no Word file or could do harm; say why and what to do."""
    if house[:4] == b"\xd0\xcf\x11\xe0":
        refuse_house(
            "it is an old Word file (.doc), or has a password",
            "Save it as .docx without a password",
        )
    if len(house) > MOST_BYTES:
        refuse_house("it is larger than 20 MB", "Remove the pictures")
    try:
        with zipfile.ZipFile(BytesIO(house)) as archive:
            members = archive.infolist()
            names = {member.filename.lower() for member in members}
            if len(members) > MOST_PARTS or len(names) < len(members):
                refuse_house(
                    "it has too many parts, or two with the same name", "Save it again in Word"
                )
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                refuse_house("it unpacks to more than 80 MB", "Remove the pictures")
            for member in members:
                if member.filename.lower().endswith((".xml", ".rels", ".svg")):
                    if member.file_size > LONGEST_XML:
                        refuse_house(f"its part {member.filename} is too long", "Shorten it")
                    _inspect_xml(member.filename, archive.read(member))
    except FrancisError:
        raise
    except Exception as error:
        # Not only BadZipFile: a broken archive makes zipfile and zlib raise half a dozen others.
        refuse_house("it is not a Word document, or it is damaged", "Save it as .docx", error)


def _inspect_xml(name: str, data: bytes) -> None:
    """Refuse a part that declares entities, carries macros, or fetches from elsewhere."""
    from lxml import etree

    # Before parsing, and in either width of letters: a declaration can swell without end.
    if b"<!DOCTYPE" in data.replace(b"\0", b"").upper():
        refuse_house(f"its part {name} declares entities", "Save it again in Word")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        refuse_house(f"its part {name} is damaged", "Save it again in Word", error)
    if root.getroottree().docinfo.doctype:
        refuse_house(f"its part {name} declares entities", "Save it again in Word")
    if name == "[Content_Types].xml":
        types = " ".join(element.get("ContentType", "") for element in root.iterchildren())
        if not all(element.get("ContentType") for element in root.iterchildren()):
            refuse_house(f"its part {name} is damaged", "Save it again in Word")
        if "vbaProject" in types:
            refuse_house("it has macros", "Save it as a Word document without macros (.docx)")
    if name.endswith(".rels"):
        for relationship in root.iterchildren():
            if any(relationship.get(needed) is None for needed in ("Id", "Type", "Target")):
                refuse_house(f"its part {name} is damaged", "Save it again in Word")
            kind = relationship.get("Type", "").rsplit("/", 1)[-1]
            # Whatever else leads out of the file stays behind with the part that it is in, or does
            # nothing until somebody follows it; but a picture would be missing from each page.
            outside = relationship.get("TargetMode") == "External" and kind != "hyperlink"
            if outside and _OF_FURNITURE.search(name):
                refuse_house(
                    f"its header or footer loads something from elsewhere ({kind}: {relationship.get('Target')})",
                    "Put a picture into the file itself (in Word: File, Info, Edit Links to Files, Break Link)",
                )


def refuse_house(reason: str, remedy: str, cause: Exception | None = None) -> NoReturn:
    """Raise the error that says why a house file is not used, and what to do."""
    raise HouseError(f"The house file for Word cannot be used: {reason}. {remedy}.") from cause


def set_settings(document: Document, language: str, kept: Iterable[str] = ()) -> None:
    """Put settings of our own in place of the house file's, which may protect, merge or track.

    Those named in `kept` stay as the house file has them, or has them not.
    """
    from docx.oxml import parse_xml

    settings, ours = document.settings.element, parse_xml(_SETTINGS)
    ours.find(W + "themeFontLang").set(VAL, language)
    for name in kept:
        if (own := settings.find(W + name)) is not None:
            for old in ours.findall(W + name):
                ours.remove(old)
            ours.find(W + _SETTING_AFTER[name]).addprevious(own)
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
            element.text = moment(modified)
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
            f"{RELATIONSHIPS}/extended-properties",
            app,
        ),
    ):
        data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        package.relate_to(Part(PackURI(f"/docProps/{path}.xml"), kind, data, package), relation)


def packed(package: Any, written: dict[str, bytes]) -> bytes:
    """Return the archive of a package: one order, one time and one owner, whenever it is made."""
    from docx.opc.packuri import PACKAGE_URI

    parts = {part.partname: part for part in package.iter_parts()}
    files: dict[str, bytes] = {PACKAGE_URI.rels_uri.membername: _data(package.rels.xml)}
    for name in sorted(parts):
        files[name.membername] = written.get(name) or parts[name].blob
        if len(parts[name].rels):
            files[name.rels_uri.membername] = _data(parts[name].rels.xml)
    content_types = _content_types({name: part.content_type for name, part in parts.items()})
    return archived({"[Content_Types].xml": content_types, **files})


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
