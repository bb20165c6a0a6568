"""Forms filled in as somebody would, without francis: in the XML of Word and LibreOffice, and by openpyxl."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from lxml import etree

from francis.formats.word.elements import NAMESPACES, TC, W
from francis.intake.forms.questions import Stamp
from francis.intake.forms.word_boxes import Address, address_of
from francis.intake.forms.workbook import places_of

Answers = Mapping[Address, str | date]
ODF = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


def changed_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an archive with one of its parts changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, change(content) if member.filename == name else content)
    return out.getvalue()


def fill_word(data: bytes, answers: Answers) -> bytes:
    """Return a Word form with answers typed into its boxes, lines as Word breaks them."""

    def fill(part: bytes) -> bytes:
        root = etree.fromstring(part)
        for address, answer in answers.items():
            (mark,) = root.xpath(
                f".//w:bookmarkStart[@w:name='{address_of(*address)}']", namespaces=NAMESPACES
            )
            cell = next(mark.iterancestors(TC)).getnext()
            (content,) = cell.iter(f"{W}sdtContent")
            for showing in list(cell.iter(f"{W}showingPlcHdr")):
                showing.getparent().remove(showing)
            content.clear()
            run = etree.SubElement(content, f"{W}r")
            for number, line in enumerate(str(answer).split("\n")):
                if number:
                    etree.SubElement(run, f"{W}br")
                etree.SubElement(run, f"{W}t").text = line
        filled: bytes = etree.tostring(root)
        return filled

    return changed_part(data, "word/document.xml", fill)


def fill_odt(data: bytes, answers: Answers) -> bytes:
    """Return a form as an OpenDocument text with answers typed into its boxes, lines as new paragraphs."""

    def fill(part: bytes) -> bytes:
        root = etree.fromstring(part)
        for address, answer in answers.items():
            (mark,) = root.xpath(f".//*[@text:name='{address_of(*address)}']", namespaces=ODF)
            cell: Any = next(mark.iterancestors(f"{{{ODF['table']}}}table-cell")).getnext()
            while cell.tag != f"{{{ODF['table']}}}table-cell":
                cell = cell.getnext()
            for child in list(cell):
                cell.remove(child)
            for line in str(answer).split("\n"):
                etree.SubElement(cell, f"{{{ODF['text']}}}p").text = line
        filled: bytes = etree.tostring(root)
        return filled

    return changed_part(data, "content.xml", fill)


def fill_workbook(data: bytes, stamp: Stamp, answers: Answers) -> bytes:
    """Return a workbook form with answers typed into its boxes."""
    book = openpyxl.load_workbook(BytesIO(data))
    places = places_of(stamp)
    for address, answer in answers.items():
        place = places[address]
        cell = book[place.sheet].cell(place.row, place.column)
        cell.value = answer
        if isinstance(answer, str):
            cell.data_type = "s"  # text, also where it begins like a formula
    out = BytesIO()
    book.save(out)
    return out.getvalue()
