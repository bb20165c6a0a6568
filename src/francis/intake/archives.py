"""Office files from outside: of each archive the parts that are read, once they are known to be harmless.

Only the parts that a table and its words need are unpacked (`_KEPT`), each with its size checked first. What is left out,
macros, embedded objects and links to other files among it, never reaches a library that might run or fetch it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING

from francis.errors import FrancisError, quotation

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PARTS = 5_000
"""How many parts an archive may list."""
MOST_UNPACKED = 60_000_000
"""How many bytes the parts that are read may have together, unpacked."""
MOST_MARKUP = 1_500_000
"""How many elements and attributes they may have together: each takes some hundred bytes of memory."""
MOST_SHORT = 200_000
"""The same for one part that is neither the text nor a sheet, such as the styles."""
MOST_ROWS, MOST_CELLS = 100_000, 200_000
"""How many rows and cells the sheets of a workbook may have together, empty ones included."""

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MANIFEST, _ROOT = "[Content_Types].xml", "_rels/.rels"
_KEPT = frozenset({
    *("officeDocument", "core-properties", "custom-properties", "styles", "theme", "settings"),
    *("numbering", "hyperlink", "comments", "footnotes", "endnotes", "header", "footer"),
    *("worksheet", "chartsheet", "sharedStrings", "table"),
})  # fmt: skip
"""The kinds of relationship whose targets are read: the last word of their type."""
_LEFT_OUT: Mapping[str, str] = {
    "vbaProject": "macros, which were not run",
    "oleObject": "embedded objects, which were not opened",
    "package": "embedded objects, which were not opened",
    "control": "embedded objects, which were not opened",
    "aFChunk": "another document inside it, which was not read",
    "subDocument": "another document inside it, which was not read",
    "attachedTemplate": "links to other files, which were not fetched",
    "externalLink": "links to other files, which were not fetched",
    "frame": "links to other files, which were not fetched",
    "image": "pictures, which were not read",
    "chart": "charts, which were not read",
    "drawing": "pictures, charts or text boxes, which were not read",
    "diagramData": "diagrams, which were not read",
    "pivotTable": "pivot tables, of which only the cells were read",
}
_LONG = frozenset({"officeDocument", "worksheet", "sharedStrings"})
_FIRST_REF = re.compile(
    rb"<(?:\w+:)?(?P<kind>mergeCell|hyperlink|comment)(?=[\s/>])"
    rb"(?:\s+ref=[\"'](?P<a>[A-Z]{1,3}[0-9]{1,7})(?::(?P<b>[A-Z]{1,3}[0-9]{1,7}))?[\"'])?"
)
_CELL, _ROW = re.compile(rb"<(?:\w+:)?c[\s/>]"), re.compile(rb"<(?:\w+:)?row[\s/>]")


def refusal(name: str, why: str, remedy: str = "") -> FrancisError:
    """Return the error of a file that cannot be read, with what to do about it."""
    return FrancisError("\n".join(filter(None, (f"{name}: {why}", remedy))))


@dataclass
class OfficeParts:
    """The parts of an Office file that are read, by name, and what there is besides, in words."""

    name: str
    kind: str
    files: dict[str, bytes] = field(default_factory=dict)
    left_out: dict[str, None] = field(default_factory=dict)


def office_parts(name: str, kind: str, data: bytes) -> OfficeParts:
    """Return the parts of an Office file that are read, by whether it is to be a "word" file or a "workbook"; raise `FrancisError` if it is too large, damaged or locked."""
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise refusal(name, f"it holds more than {MOST_PARTS:,} parts.", _SMALLER)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Opening(name, kind, archive).parts()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(name) from error


def damaged(name: str) -> FrancisError:
    """Return the error of a file that no library can read."""
    return refusal(
        name,
        "it is damaged, or not what its name says.",
        "Open it in Word or Excel, save it under another name, and try again.",
    )


_SMALLER = "Copy the table that you need into a new document, and import that."


class _Opening:
    """The opening of one archive: what was read so far, and how much of it there is."""

    def __init__(self, name: str, kind: str, archive: zipfile.ZipFile) -> None:
        self._archive, self._made = archive, OfficeParts(name, kind)
        self._members = {member.filename: member for member in archive.infolist()}
        self._unpacked = self._markup = self._cells = self._rows = 0
        if len(self._members) < len(archive.infolist()):
            raise damaged(name)
        if any(member.flag_bits & 1 for member in self._members.values()):
            raise locked(name)

    def parts(self) -> OfficeParts:
        """Return what is read of the archive, from its relationships on."""
        if _MANIFEST not in self._members or _ROOT not in self._members:
            raise damaged(self._made.name)
        self._read(_MANIFEST, "")
        waiting = [*self._related(_ROOT, PurePosixPath())]
        while waiting:
            kind, part = waiting.pop()
            if part in self._made.files or part not in self._members:
                continue
            self._read(part, kind)
            path = PurePosixPath(part)
            relations = str(path.parent / "_rels" / f"{path.name}.rels")
            if relations in self._members:
                waiting += self._related(relations, path.parent)
        return self._made

    def _related(self, part: str, folder: PurePosixPath) -> Iterator[tuple[str, str]]:
        """Yield the kind and the name of each part that relationships lead to, and keep only these."""
        data = self._unpack(part)
        self._weigh(data, MOST_SHORT)
        root = _parsed(self._made.name, data)
        for relation in [*root.iter(_RELATIONS)]:
            kind = (relation.get("Type") or "").rpartition("/")[2]
            is_outside = relation.get("TargetMode") == "External"
            if kind not in _KEPT or (is_outside and kind != "hyperlink"):
                if kind in _LEFT_OUT:
                    self._made.left_out[_LEFT_OUT[kind]] = None
                parent = relation.getparent()
                assert parent is not None
                parent.remove(relation)
            elif not is_outside:
                target = relation.get("Target") or ""
                yield kind, normpath(str(folder / target)).lstrip("/")
        self._made.files[part] = _serialised(root)

    def _read(self, part: str, kind: str) -> None:
        """Unpack a part and count what is in it."""
        data = self._unpack(part)
        if kind == "worksheet":
            self._count(data)
        if kind == "worksheet" or (kind == "comments" and self._made.kind == "workbook"):
            self._measure(data)
        self._weigh(data, MOST_MARKUP if kind in _LONG else MOST_SHORT)
        if kind == "officeDocument" and b"pivotCaches" in data:
            data = _without_caches(self._made.name, data)
        self._made.files[part] = data

    def _unpack(self, part: str) -> bytes:
        """Return a part; refuse one that is too large, or that readers of XML could take for different things."""
        name, member = self._made.name, self._members[part]
        self._unpacked += member.file_size
        if self._unpacked > MOST_UNPACKED:
            raise refusal(
                name,
                f"unpacked, its text and tables have more than {MOST_UNPACKED // 1_000_000} MB.",
                _SMALLER,
            )
        data = self._archive.read(member)
        if b"\0" in data or not re.match(_PLAIN, data):
            raise damaged(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise refusal(
                name,
                f"it declares entities in {quotation(part)}, which no Office file does.",
                "It may be an attack. Ask whoever sent it.",
            )
        return data

    def _weigh(self, data: bytes, most: int) -> None:
        markup = data.count(b"<") + data.count(b"=")
        self._markup += markup
        if markup > most or self._markup > MOST_MARKUP:
            raise refusal(self._made.name, "its text and tables are too large.", _SMALLER)

    def _count(self, data: bytes) -> None:
        self._rows += sum(1 for _ in _ROW.finditer(data))
        self._cells += sum(1 for _ in _CELL.finditer(data))
        if self._rows > MOST_ROWS or self._cells > MOST_CELLS:
            raise refusal(
                self._made.name,
                f"its sheets have {self._rows:,} rows and {self._cells:,} cells, empty ones included. "
                f"Up to {MOST_ROWS:,} rows and {MOST_CELLS:,} cells are read.",
                "Copy the table that you need into a new workbook, and import that.",
            )

    def _measure(self, data: bytes) -> None:
        """Count the cells of each range that a library would go through one by one."""
        for found in _FIRST_REF.finditer(data):
            if not found["a"] or (found["kind"] == b"comment" and found["b"]):
                raise damaged(self._made.name)
            (left, top), (right, bottom) = (_cell(found[k] or found["a"]) for k in ("a", "b"))
            self._cells += max(right - left + 1, 1) * max(bottom - top + 1, 1)
            if self._cells > MOST_CELLS:
                raise refusal(
                    self._made.name,
                    f"cells are joined, or linked, over more than the {MOST_CELLS:,} that are read.",
                    "Copy the table that you need into a new workbook, and import that.",
                )


_PLAIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?![^>]*encoding=[\"'](?!utf-?8[\"']|us-ascii[\"']))|<[^?])",
    re.I,
)
"""How a part begins: in UTF-8, or in no other encoding that it names."""


def locked(name: str) -> FrancisError:
    """Return the error of a file that only opens with a password."""
    return refusal(
        name,
        "it is protected by a password.",
        "Open it, remove the password (File, Info, Protect), save it, and try again.",
    )


def _parsed(name: str, data: bytes) -> Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(name) from error


def _without_caches(name: str, data: bytes) -> bytes:
    """Return the part of a workbook without what it says of pivot tables, which are left out."""
    root = _parsed(name, data)
    for caches in [*root.iter("{*}pivotCaches")]:
        root.remove(caches)
    return _serialised(root)


def _serialised(root: Element) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _cell(reference: bytes) -> tuple[int, int]:
    """Return the column and the row of a cell, each from 1."""
    letters, row = re.findall(rb"[A-Z]+|[0-9]+", reference)
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column, int(row)
