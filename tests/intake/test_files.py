"""Files that are hostile until they are read: each is refused in words, or read with what is left out said."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from openpyxl.comments import Comment

from francis.errors import FrancisError
from francis.formats.office_archive import archived, members
from francis.intake import archives, files
from francis.intake.files import admit, open_word, open_workbook, receive

SHEET, TEXT = "xl/worksheets/sheet1.xml", "word/document.xml"


def word(*rows: tuple[str, ...]) -> bytes:
    """Return a Word file with a table."""
    document = docx.Document()
    table = document.add_table(0, 2)
    for row in rows or (("Ref", "Position"), ("1", "Begun")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    """Return a workbook with a sheet."""
    book = openpyxl.Workbook()
    for row in rows or (("Ref", "Position"), ("1", "Begun")):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, **parts: tuple[str, str]) -> bytes:
    """Return an Office file in one part of which words were replaced: `part=(name, …)` by position."""
    found = members(data)
    for part, (old, new) in parts.items():
        name = next(n for n in found if n.endswith(part.replace("__", ".")))
        text = found[name].decode()
        assert old in text
        found[name] = text.replace(old, new, 1).encode()
    return archived(found)


def refused(name: str, data: bytes) -> str:
    """Return why a file is refused, and hold the message to what each says: the file first, and no traceback."""

    def opened() -> None:
        file = admit(name, data)
        (open_word if file.kind == "word" else open_workbook)(file)

    with pytest.raises(FrancisError) as error:
        opened()
    assert str(error.value).startswith(f"{name}: ")
    return str(error.value)


def test_a_file_that_is_what_its_name_says_is_read() -> None:
    assert open_word(admit("a.docx", word())).tables[0].cell(1, 1).text == "Begun"
    assert open_workbook(admit("a.xlsx", workbook())).book.active["B2"].value == "Begun"
    assert admit("a.docx", word()).remarks == admit("a.xlsx", workbook()).remarks == ()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"", "it is empty"),
        ("a.docx", b"  \n", "it is empty"),
        ("a.doc", b"x", "Save it as Word document (.docx)"),
        ("a.pdf", b"x", "Save it as Word document (.docx)"),
        ("a.exe", b"x", "only .docx"),
        ("a", b"x", "only .docx"),
        ("a.docx", b"%PDF-1.7", "it is a PDF"),
        ("a.xlsx", b"MZ\x90", "it is a program"),
        ("a.docx", b"hello", "damaged"),
        ("a.csv", word(), "a Word or Excel file"),
        ("a.docx", workbook(), "it is an Excel file.\nRename it to a.xlsx"),
        ("a.xlsx", word(), "it is a Word file.\nRename it to a.docx"),
        ("a.docx", word()[:2000], "damaged"),
        ("a.docx", archived({"note.txt": b"x"}), "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word or Excel file"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a password",
        ),
    ],
)
def test_what_is_no_file_to_read_is_refused_in_words(name: str, data: bytes, words: str) -> None:
    assert words in refused(name, data)


def test_only_so_much_of_a_file_is_read_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of 100 MB is refused by its first bytes, whatever it is."""
    monkeypatch.setattr(files, "MOST_BYTES", 5_000_000)
    path = tmp_path / "large.docx"
    with path.open("wb") as out:
        out.truncate(100_000_000)
    with pytest.raises(FrancisError, match="larger than 5 MB"):
        receive(path)
    with pytest.raises(FrancisError, match="No such file"):
        receive(tmp_path / "none.docx")


@pytest.mark.parametrize(
    "declared", ["<!DOCTYPE x [<!ENTITY a 'b'>]>", "<!DOCTYPE x SYSTEM 'http://x/y'>"]
)
@pytest.mark.parametrize(
    ("name", "data", "part"), [("a.docx", word(), TEXT), ("a.xlsx", workbook(), SHEET)]
)
def test_entities_are_refused_before_any_reader_of_xml_sees_them(
    name: str, data: bytes, part: str, declared: str
) -> None:
    found = members(data)
    begin, _, rest = (
        found[part].decode().partition("?>")
        if b"?>" in found[part]
        else ("<?xml version='1.0'", "", found[part].decode())
    )
    found[part] = f"{begin}?>{declared}{rest}".encode()
    assert "declares entities" in refused(name, archived(found))
    found[part] = f"{begin}?>{declared}{rest}".encode("utf-16")  # where the words are hidden
    assert "damaged" in refused(name, archived(found))
    found[part] = f'<?xml version="1.0" encoding="utf-7"?>{rest}'.encode()
    assert "damaged" in refused(name, archived(found))


def test_an_archive_that_swells_is_refused_by_the_sizes_it_states(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is unpacked."""
    found = members(word())
    found[TEXT] += b" " * 70_000_000
    bomb = archived(found)
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(FrancisError, match="more than 60 MB"):
        archives._Opening("a.docx", "word", zipfile.ZipFile(BytesIO(bomb)))._unpack(TEXT)


def test_a_part_that_nothing_reads_is_not_unpacked() -> None:
    """A picture of 70 MB of zeros costs nothing, and is said to be left out."""
    document = docx.Document()
    document.part.relate_to(
        Part(
            PackURI("/word/media/a.png"),
            "image/png",
            bytes(70_000_000),
            document.part.package,
        ),
        RELATIONSHIP_TYPE.IMAGE,
    )
    out = BytesIO()
    document.save(out)
    file = admit("a.docx", out.getvalue())
    assert file.remarks == ("It holds pictures, which were not read.",)
    assert len(file.data) < 1_000_000


def test_an_archive_of_many_parts_is_refused_before_they_are_listed() -> None:
    many = archived({f"{n}.xml": b"" for n in range(archives.MOST_PARTS + 1)})
    assert "more than 5,000 parts" in refused("a.docx", many)


def test_two_parts_with_one_name_are_refused() -> None:
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(TEXT, "<other/>")
    assert "damaged" in refused("a.docx", out.getvalue())


def test_a_locked_member_is_refused() -> None:
    data = bytearray(archived(members(word())))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    assert "password" in refused("a.docx", bytes(data))


def test_too_much_markup_is_refused_by_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MARKUP", 20_000)
    assert "too large" in refused("a.docx", word(*[("a", "b")] * 2_000))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="{n}"/>', "100,001 rows"),
        ('<row r="{n}"><c r="A{n}"/><c r="B{n}"/></row>', "cells, empty ones included"),
    ],
)
def test_a_million_empty_rows_are_refused_by_their_count(
    rows: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_CELLS", 150_000)
    many = "".join(rows.format(n=n) for n in range(3, 100_002))
    assert words in refused(
        "a.xlsx", changed(workbook(), sheet1__xml=("</sheetData>", f"{many}</sheetData>"))
    )


def test_a_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    """The size that a sheet states is not trusted, and nothing walks to its last cell."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "=1+1", "=2"
    out = BytesIO()
    book.save(out)
    for stated in ('ref="A1:A1"', 'ref="A1:XFD1048576"'):
        data = changed(out.getvalue(), sheet1__xml=('ref="A1:XFD1048576"', stated))
        read = open_workbook(admit("a.xlsx", data))
        assert read.formulas == {"Sheet": {"A1", "XFD1048576"}}


@pytest.mark.parametrize(
    "swelling",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell ref="A1&#58;XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell x=">" ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576" location="B1"/></hyperlinks>',
        '<hyperlinks><hyperlink location="B1" ref="A1:XFD1048576"/></hyperlinks>',
    ],
)
def test_a_range_that_swells_is_refused(swelling: str) -> None:
    data = changed(workbook(), sheet1__xml=("</sheetData>", f"</sheetData>{swelling}"))
    assert any(words in refused("a.xlsx", data) for words in ("joined, or linked", "damaged"))


def test_a_comment_on_a_whole_sheet_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"].comment = Comment("Look", "Officer")
    out = BytesIO()
    book.save(out)
    assert open_workbook(admit("a.xlsx", out.getvalue())).book.active["A1"].comment.text == "Look"
    data = changed(out.getvalue(), comment1__xml=('ref="A1"', 'ref="A1:XFD1048576"'))
    assert "damaged" in refused("a.xlsx", data)


def test_macros_links_and_embedded_objects_never_reach_a_library() -> None:
    """What is left out is said, and the archive that is opened has none of it."""
    found = members(word())
    relations = "word/_rels/document.xml.rels"
    kinds = ("vbaProject", "oleObject", "aFChunk", "image")
    more = "".join(
        f'<Relationship Id="x{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="evil{n}.bin"/>'
        for n, kind in enumerate(kinds)
    )
    more += (
        '<Relationship Id="t" Type="http://x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/>'
        '<Relationship Id="h" Type="http://x/hyperlink" Target="https://example.org/" TargetMode="External"/>'
        '<Relationship Id="s" Type="http://x/styles" Target="http://evil/styles.xml" TargetMode="External"/>'
    )
    found[relations] = (
        found[relations].decode().replace("</Relationships>", f"{more}</Relationships>").encode()
    )
    found |= {f"word/evil{n}.bin": b"evil" for n in range(len(kinds))}
    file = admit("a.docx", archived(found))
    assert file.remarks == (
        "It holds macros, which were not run.",
        "It holds embedded objects, which were not opened.",
        "It holds another document inside it, which was not read.",
        "It holds pictures, which were not read.",
        "It holds links to other files, which were not fetched.",
    )
    opened = members(file.data)
    assert not any(b"evil" in data for data in (*opened.values(), "".join(opened).encode()))
    assert b"example.org" in opened[relations]
    assert open_word(file).tables


def test_formulas_are_read_as_the_values_that_were_stored() -> None:
    data = workbook(("Ref", "Position"), ("1", "=1+1"))
    read = open_workbook(admit("a.xlsx", data))
    assert read.formulas == {"Sheet": {"B2"}}
    assert read.book.active["B2"].value is None  # nobody has calculated it


def test_a_pivot_table_and_its_cache_are_left_out() -> None:
    caches = '<pivotCaches><pivotCache cacheId="1" r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pivotCaches>'
    data = changed(workbook(), workbook__xml=("<calcPr", f"{caches}<calcPr"))
    assert open_workbook(admit("a.xlsx", data)).book.active["B2"].value == "Begun"


WORST = """\
import re, sys
from francis.intake.files import admit, open_word, open_workbook
file = admit(sys.argv[1], open(sys.argv[1], "rb").read())
(open_word if file.kind == "word" else open_workbook)(file)
print(re.search(r"VmHWM:\\s*([0-9]+) kB", open("/proc/self/status").read())[1])
"""
"""Not what `resource` tells: that counts the memory of the process that started this one, too."""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")
@pytest.mark.parametrize("kind", ["elements", "attributes", "cells", "styles"])
def test_what_is_just_admitted_takes_less_than_500_MB(kind: str, tmp_path: Path) -> None:
    """The limits are counts; this holds them to the memory that they stand for."""
    most = archives.MOST_MARKUP - 40_000  # the rest of the file has some too
    if kind == "elements":
        data = changed(word(), document__xml=("<w:body>", f"<w:body>{'<w:p/>' * most}"))
    elif kind == "attributes":
        some = " ".join(f'a{n}=""' for n in range(1_000))
        data = changed(
            word(), document__xml=("<w:body>", f"<w:body>{f'<w:p {some}/>' * (most // 1_001)}")
        )
    elif kind == "cells":
        rows = [tuple(f"words {row} {column}" for column in range(10)) for row in range(9_000)]
        data = workbook(*rows)
    else:
        data = changed(workbook(), styles__xml=("</cellXfs>", f"{'<xf/>' * 190_000}</cellXfs>"))
    path = tmp_path / ("a.docx" if kind in ("elements", "attributes") else "a.xlsx")
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", WORST, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 500_000
