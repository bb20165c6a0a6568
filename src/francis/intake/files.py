"""Files from outside, hostile until they are read: which kind each is, and a library's view of it.

    file = receive(path)          # refused here: too large, locked, damaged, another kind than its name says
    document = open_word(file)      # python-docx, or open_workbook(file) for openpyxl

Nothing in a file is run or fetched. `remarks` say what it holds that is not read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, NamedTuple

from francis.errors import FrancisError
from francis.formats.office_archive import archived, members
from francis.intake.archives import damaged, locked, office_parts, refusal

FileKind = Literal["word", "workbook", "csv", "page"]
MOST_BYTES = 50_000_000
"""How large a file may be."""
ACCEPTED: Mapping[str, FileKind] = {
    ".docx": "word",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".csv": "csv",
    ".html": "page",
    ".htm": "page",
}
_MAIN: Mapping[str, FileKind] = {"word": "word", "xl": "workbook"}
"""The folders of the main parts of Office files."""
_SAVE_AS: Mapping[str, str] = {
    ".doc": "Word document (.docx)",
    ".docm": "Word document (.docx)",
    ".odt": "Word document (.docx)",
    ".rtf": "Word document (.docx)",
    ".pdf": "Word document (.docx)",
    ".xls": "Excel workbook (.xlsx)",
    ".xlsb": "Excel workbook (.xlsx)",
    ".ods": "Excel workbook (.xlsx)",
}
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"MZ", "a program"),
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Incoming:
    """A file from outside that may be opened: its name, its kind, its bytes, and what in it is not read.

    Of an Office file the bytes are an archive of those parts alone that are read.
    """

    name: str
    kind: FileKind
    data: bytes
    remarks: tuple[str, ...] = ()


def receive(path: Path) -> Incoming:
    """Return a file that was sent; raise `FrancisError` if it cannot be read, or should not be."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FrancisError(f"{path}: {error.strerror}.") from error
    return admit(path.name, data)


def admit(name: str, data: bytes) -> Incoming:
    """Return a file by its name and bytes, as `receive` does."""
    ending = Path(name).suffix.lower()
    if ending in _SAVE_AS:
        raise refusal(name, f"{ending} files are not read.", f"Save it as {_SAVE_AS[ending]}.")
    if ending not in ACCEPTED:
        raise refusal(name, f"only {', '.join(ACCEPTED)} files are read.")
    if len(data) > MOST_BYTES:
        raise refusal(
            name,
            f"it is larger than {MOST_BYTES // 1_000_000} MB.",
            "Copy the table that you need into a new document, and import that.",
        )
    if not data.strip():
        raise refusal(name, "it is empty.")
    kind = ACCEPTED[ending]
    if data.startswith(_OLE):
        raise locked(name) if _is_encrypted(data) else _another(name, "an old Word or Excel file")
    for sign, what in _SIGNS:
        if data.startswith(sign):
            raise _another(name, what)
    if kind in ("csv", "page"):
        if data.startswith(_ZIP):
            raise _another(name, "a Word or Excel file, or another archive")
        return Incoming(name, kind, data)
    return _office(name, kind, data)


def _is_encrypted(data: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in data


def _another(name: str, what: str) -> FrancisError:
    return refusal(
        name,
        f"it is {what}, whatever its name says.",
        "Open it in Word or Excel, save it as .docx or .xlsx, and try again.",
    )


def _office(name: str, kind: FileKind, data: bytes) -> Incoming:
    parts = office_parts(name, kind, data)
    found = {
        _MAIN[part.partition("/")[0]] for part in parts.files if part.partition("/")[0] in _MAIN
    }
    if found and kind not in found:
        (is_in_fact,) = found
        what, ending = {"word": ("a Word", ".docx"), "workbook": ("an Excel", ".xlsx")}[is_in_fact]
        raise refusal(name, f"it is {what} file.", f"Rename it to {Path(name).stem}{ending}.")
    if not found:
        raise damaged(name)
    held = [f"It holds {words}." for words in parts.left_out]
    return Incoming(name, kind, archived(parts.files, level=0), tuple(held))


def open_word(file: Incoming) -> Any:
    """Return the document of a Word file, as python-docx reads it."""
    import docx

    try:
        return docx.Document(BytesIO(file.data))
    except Exception as error:  # whatever a library makes of a damaged file
        raise damaged(file.name) from error


class Workbook(NamedTuple):
    """A workbook as openpyxl reads it: its values with their rich text, and which cells hold formulas.

    `formulas` are the places of formulas by sheet. Their values are those that were stored when the
    file was last saved: None where none was.
    """

    book: Any
    formulas: Mapping[str, frozenset[str]]


def open_workbook(file: Incoming) -> Workbook:
    """Return a workbook; nothing is calculated, and formulas are read as their stored values."""
    import openpyxl

    def load(data_only: bool) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is not read: validation lists, headers
            return openpyxl.load_workbook(
                BytesIO(file.data), data_only=data_only, keep_links=False, rich_text=data_only
            )

    try:
        book = load(True)
        formulas: dict[str, frozenset[str]] = {}
        if any(_FORMULA.search(part) for part in members(file.data).values()):
            for sheet in load(False).worksheets:
                cells = sheet._cells.values()  # iter_rows() would walk to the farthest cell
                found = frozenset(c.coordinate for c in cells if c.data_type == "f")
                formulas |= {sheet.title: found} if found else {}
        return Workbook(book, formulas)
    except Exception as error:  # whatever a library makes of a damaged file
        raise damaged(file.name) from error
