"""A council's own Word file as the house of a paper: its pages are met exactly, and made safe."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from openxml_audit import OpenXmlValidator

from francis.errors import FrancisError
from francis.formats.word import document as word
from francis.formats.word.house_file import _as_document
from tests.formats.word.test_document import WHOLE, paper
from tests.shared import council_files
from tests.shared.file_text import W, word_dump, word_part, word_text
from tests.shared.house_file import OFFICE, SHIPPED
from tests.shared.once import once

BASE = SHIPPED.read_bytes()
NOTICE = "Example data: not a real organisation"
MARKED = f"Draft · {NOTICE}"
PAPER = WHOLE.replace("Not real", NOTICE)
UPRIGHT = PAPER.replace("landscape stocktake", "stocktake")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def houses(
    soffice: Callable[..., list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Return the councils' files by name; one was saved by LibreOffice."""
    path = tmp_path_factory.mktemp("houses") / "flat.fodt"
    path.write_text(council_files.flat(), encoding="utf-8")
    (saved,) = soffice(path, kind="docx")
    return {
        "libreoffice": saved.read_bytes(),
        **{name: make() for name, make in council_files.MADE.items()},
    }


def read(data: bytes) -> Any:
    """Return a file opened by the library, which takes no templates."""
    return docx.Document(BytesIO(_as_document(data)))


NAMES = [*council_files.MADE, "libreoffice"]


def members(data: bytes, pattern: str) -> dict[str, bytes]:
    """Return the parts of a file whose names match."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {n: archive.read(n) for n in sorted(archive.namelist()) if re.fullmatch(pattern, n)}


def shown(data: bytes) -> dict[tuple[str, str], list[str]]:
    """Return the lines of each header and footer of the last section, by kind and variant."""
    section = read(data).sections[-1]
    parts = {
        (kind, variant): getattr(section, f"{prefix}{kind}")
        for kind in ("header", "footer")
        for variant, prefix in (
            ("default", ""),
            ("first", "first_page_"),
            ("even", "even_page_"),
        )
    }
    return {
        key: ["".join(text.itertext(W + "t")) for text in part._element.iter(W + "p")]
        for key, part in parts.items()
        if part._has_definition or len(read(data).sections) > 1
    }


def made(house: bytes, html: str = PAPER) -> bytes:
    return word.to_word(html, house, BASE)


# -- councils' files --------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("html", [PAPER, UPRIGHT], ids=["landscape", "upright"])
def test_any_word_file_makes_a_valid_paper(
    houses: dict[str, bytes], name: str, html: str, tmp_path: Path
) -> None:
    """The same bytes each time, nothing for the validator to find, and none of the sample text."""
    data = made(houses[name], html)
    assert data == made(houses[name], html)
    path = tmp_path / "paper.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    text = "\n".join(word_text(data))
    assert council_files.SAMPLE not in text
    assert word_text(data) == word_text(word.to_word(html, BASE))


@pytest.mark.parametrize("name", ["council", "template", "libreoffice"])
def test_headers_and_footers_are_the_councils(houses: dict[str, bytes], name: str) -> None:
    """Line by line, with its pictures; a header has the notice besides, and a footer nothing."""
    before, after = shown(houses[name]), shown(made(houses[name]))
    assert set(after) >= set(before)
    for key, lines in before.items():
        assert after[key] == (lines if key[0] == "footer" else [*lines, MARKED])
    wanted = members(houses[name], r"word/media/.*")
    assert sorted(wanted.values()) == sorted(members(made(houses[name]), r"word/media/.*").values())
    assert "Example · CCG" not in word_dump(made(houses[name])).partition("-- text")[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_notice_and_the_mark_are_in_every_header(houses: dict[str, bytes], name: str) -> None:
    """Whichever pages a header is for, and each hatched edge is a drawing with a number of its own."""
    data = made(houses[name])
    headers = members(data, r"word/header[0-9]+\.xml")
    section = next(word_part(data, "word/document.xml").iter(W + "sectPr"))
    assert len(headers) == len(list(section.iter(W + "headerReference")))
    drawings = [
        number for xml in headers.values() for number in re.findall(rb'<wp:docPr id="([^"]*)"', xml)
    ]
    for xml in headers.values():
        assert xml.count(NOTICE.encode()) == 1
        assert xml.count(b">Draft</w:t>") == 1
        assert xml.count(b'descr="The hatched edge of a draft"') == 1
    assert len(set(drawings)) == len(drawings) >= len(headers)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_the_councils(houses: dict[str, bytes], name: str) -> None:
    """Its margins and its size, turned as the paper needs it."""
    own = read(houses[name]).sections[-1]
    short, long = sorted((int(own.page_width or 0), int(own.page_height or 0)))
    for html, size in ((PAPER, (long, short)), (UPRIGHT, (short, long))):
        section = read(made(houses[name], html)).sections[-1]
        assert (section.page_width, section.page_height) == size
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin",
                     "header_distance", "footer_distance"):  # fmt: skip
            assert getattr(section, side) == getattr(own, side)


@pytest.mark.parametrize("name", NAMES)
def test_its_styles_are_its_own(houses: dict[str, bytes], name: str) -> None:
    """A style that the file has is in the paper as it was, but for headings."""
    before, after = (
        {style.get(W + "styleId"): style for style in word_part(data, "word/styles.xml").iter(W + "style")}
        for data in (houses[name], made(houses[name]))
        if members(houses[name], "word/styles.xml")
    ) if members(houses[name], "word/styles.xml") else ({}, {})  # fmt: skip
    for identifier, style in before.items():
        if not identifier.startswith("Heading"):  # which are set apart: see test_council_look.py
            assert looks(style) == looks(after[identifier])


def looks(style: Any) -> list[tuple[str, dict[str, str]]]:
    """Return what each element of a style says, but for its language."""
    return [
        (e.tag, {k: v for k, v in e.attrib.items() if "lang" not in e.tag}) for e in style.iter()
    ]


@pytest.fixture(scope="module")
def printed(
    houses: dict[str, bytes],
    soffice: Callable[..., list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Return what LibreOffice makes of a paper in each council's file, as a PDF."""
    html = PAPER.replace("</main>", "<p>On.</p>" * 90 + "</main>")

    def convert(folder: Path) -> None:
        for name, house in houses.items():
            (folder / f"{name}.docx").write_bytes(made(house, html))
        soffice(*sorted(folder.glob("*.docx")))

    folder = once(tmp_path_factory, "letterheads", convert)
    return {name: folder / f"{name}.pdf" for name in houses}


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_shows_the_councils_pages(printed: dict[str, Path], name: str) -> None:
    """Every page has the notice, its pages are counted by the council's footer, bullets are there."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(printed[name]), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    pages = done.stdout.split("\f")[:-1]
    assert len(pages) > 3
    heads = {
        "council": ["report to committee", "an even page", "Riverside Borough Council"],
        "template": ["District Council"],
        "libreoffice": ["Moorland County Council"],
        "plain": ["Example · CCG"],
    }[name]
    for number, page in enumerate(pages, 1):
        head = heads[0] if number == 1 or len(heads) == 1 else heads[1 + number % 2]
        assert head in page
        assert NOTICE in page
        if name != "template":
            assert re.search(rf"[Pp]age {number} of {len(pages)}", page)
    assert re.search(r"[•\uf0b7] +a point", done.stdout)


def test_nothing_is_added_that_a_paper_does_not_have(houses: dict[str, bytes]) -> None:
    """A final paper of a real body has the council's headers, and only those."""
    before = shown(houses["council"])
    assert shown(made(houses["council"], paper("<p>a</p>"))) == before


# -- odd sections -----------------------------------------------------------------------------

SECTION = "<w:sectPr>{}<w:pgSz w:w='11906' w:h='16838'/>{}</w:sectPr>"
REFERENCE = '<w:headerReference w:type="{}" r:id="rId9"/>'
LETTERHEAD = "<w:p><w:r><w:t>Letterhead</w:t></w:r></w:p>"


def test_a_first_page_without_a_header_gets_one_for_the_notice() -> None:
    """In Word it would show nothing; it gains the mark and the notice, and not the other header."""
    house = council_files.archive(
        SECTION.format(REFERENCE.format("default"), "<w:titlePg/>"), LETTERHEAD
    )
    assert shown(made(house))["header", "first"] == [MARKED]
    assert shown(made(house))["header", "default"] == ["Letterhead", MARKED]
    without = word_part(made(house, paper("<p>a</p>")), "word/document.xml")
    assert [r.get(W + "type") for r in without.iter(W + "headerReference")] == ["default"]


def test_the_last_section_has_the_header_of_the_one_before_if_it_names_none() -> None:
    """As in Word, where a new section continues the header; its own page counts."""
    first = f"<w:p><w:pPr>{SECTION.format(REFERENCE.format('default'), '')}</w:pPr></w:p>"
    last = "<w:sectPr><w:pgSz w:w='8391' w:h='11906'/></w:sectPr>"
    data = made(council_files.archive(first + last, LETTERHEAD), UPRIGHT)
    assert shown(data)["header", "default"] == ["Letterhead", MARKED]
    assert "page: w=8391 h=11906" in word_dump(data)


def test_one_header_for_two_kinds_of_page_gains_the_notice_once() -> None:
    """Odd, but no reason to say it twice."""
    references = REFERENCE.format("default") + REFERENCE.format("first")
    house = council_files.archive(SECTION.format(references, "<w:titlePg/>"), LETTERHEAD)
    assert shown(made(house))["header", "first"] == ["Letterhead", MARKED]


def test_empty_headers_do_not_count() -> None:
    """Word leaves empty lines behind; such a file has no header of its own, and the paper brings its."""
    house = council_files.archive(SECTION.format(REFERENCE.format("default"), "<w:titlePg/>"))
    lines = word_dump(made(house)).partition("-- text")[0].splitlines()
    assert "header | {Strong: Draft} · Example · CCG" in lines
    assert "titlePg" not in members(made(house), "word/document.xml")["word/document.xml"].decode()


def test_a_size_that_is_no_page_is_a4() -> None:
    """A damaged size does not make a paper without room."""
    house = council_files.archive("<w:sectPr><w:pgSz w:w='99999' w:h='1'/></w:sectPr>")
    assert "page: w=11906 h=16838" in word_dump(made(house, UPRIGHT))


# -- hostile headers --------------------------------------------------------------------------


def header_of(xml: str, rels: str = "", parts: Mapping[str, bytes] | None = None) -> Any:
    """Return the header that a paper has from a house file with this one."""
    body = SECTION.format(REFERENCE.format("default"), "")
    data = made(council_files.archive(body, xml, rels=rels, parts=parts), paper("<p>a</p>"))
    (name,) = members(data, r"word/header.*\.xml")
    return word_part(data, name)


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def complex_field(instruction: str, shown: str) -> str:
    mark = '<w:fldChar w:fldCharType="{}"/>'
    return (
        run(mark.format("begin"))
        + instruction
        + run(mark.format("separate"))
        + run(f"<w:t>{shown}</w:t>")
        + run(mark.format("end"))
    )


def code(text: str) -> str:
    return run(f"<w:instrText>{text}</w:instrText>")


@pytest.mark.parametrize(
    ("field", "stays", "shown"),
    [
        (complex_field(code("PAGE"), "1"), True, "1"),
        (complex_field(code(" STYLEREF &quot;heading 1&quot; "), "A"), True, "A"),
        (complex_field(code("INCLUDE") + code("PICTURE &quot;https://example.org/x&quot;"), "old"), False, "old"),
        (complex_field(code("DDEAUTO c:\\\\x"), "old"), False, "old"),
        (complex_field(complex_field(code("QUOTE 68"), "D") + code("DEAUTO x"), "old"), False, "old"),
        (complex_field(code("IF ") + complex_field(code("PAGE"), "1") + code(" = 1 a b"), "a"), True, "1a"),
        (complex_field(code("IF ") + complex_field(code("DDE x"), "1") + code(" = 1 a b"), "a"), False, "a"),
        (complex_field(code("SET x ") + complex_field(code("PAGE"), "1"), "a"), False, "a"),
        ('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>', True, "9"),
        ('<w:fldSimple w:instr="LINK x"><w:r><w:t>old</w:t></w:r></w:fldSimple>', False, "old"),
        (run('<w:fldChar w:fldCharType="begin"/>') + code("DDE x") + run("<w:t>lost</w:t>"), False, ""),
        (run('<w:fldChar w:fldCharType="end"/>') + run("<w:t>old</w:t>"), False, "old"),
    ],
)  # fmt: skip
def test_fields_that_ask_for_something_become_the_text_they_show(
    field: str, stays: bool, shown: str
) -> None:
    """Page numbers go on counting; whatever would fetch or run is words from now on."""
    root = header_of(f"<w:p>{run('<w:t>:</w:t>')}{field}</w:p>")
    kept = list(root.iter(W + "fldChar", W + "instrText", W + "fldSimple"))
    assert bool(kept) is stays
    assert "".join(root.itertext(W + "t")) == f":{shown}"


@pytest.mark.parametrize(
    "xml",
    [
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{1}"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>',
        '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>Council</w:t></w:r></w:ins><w:del w:id="2" w:author="A"><w:r>'
        "<w:delText>Old</w:delText></w:r></w:del></w:p>",
        '<w:p><w:commentRangeStart w:id="0"/><w:bookmarkStart w:id="1" w:name="x"/>{run}<w:bookmarkEnd w:id="1"/>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
        '<w:p><w:hyperlink w:anchor="x">{run}</w:hyperlink></w:p>',
        '<w:p><w:hyperlink r:id="bad">{run}</w:hyperlink></w:p>',
        '<w:p>{run}<w:r><w:object><v:shape><v:imagedata r:id="" src="http://example.org/x"/></v:shape>'
        '<o:OLEObject Type="Embed" r:id="none"/></w:object></w:r></w:p>',
        '{}<w:altChunk r:id="none"/>',
    ],
)  # fmt: skip
def test_what_leads_out_of_a_header_is_taken_out_and_its_words_stay(xml: str) -> None:
    """Bound controls, tracked changes, comments, dead links, objects behind pictures."""
    words = "<w:r><w:t>Council</w:t></w:r>"
    link = f'<Relationship Id="bad" Type="{OFFICE}/hyperlink" Target="file:///c:/x" TargetMode="External"/>'
    xml = xml.replace("{run}", words).replace("{}", f"<w:p>{words}</w:p>")
    root = header_of(xml, link)
    assert "".join(root.itertext(W + "t", W + "delText")) == "Council"
    left = {str(element.tag).rpartition("}")[2] for element in root.iter()}
    assert left <= {"hdr", "p", "r", "t", "object", "shape", "imagedata"}
    assert not any("example.org" in value for e in root.iter() for value in e.attrib.values())


def test_a_link_to_the_web_stays_in_a_header() -> None:
    """Many a footer ends in the council's address."""
    link = f'<Relationship Id="web" Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    root = header_of(
        '<w:p><w:hyperlink r:id="web"><w:r><w:t>example.org</w:t></w:r></w:hyperlink></w:p>', link
    )
    assert root.find(f".//{W}hyperlink") is not None


CHART = f'<Relationship Id="c" Type="{OFFICE}/chart" Target="chart.xml"/>'
PICTURE = f'<Relationship Id="c" Type="{OFFICE}/image" Target="{{}}"/>'


@pytest.mark.parametrize(
    ("header", "rels", "said"),
    [
        ('<w:p><w:r><w:drawing><a:chart r:id="c"/></w:drawing></w:r></w:p>', CHART, "a chart, a diagram"),
        ('<w:p><w:r><w:drawing><a:blip r:embed="c"/></w:drawing></w:r></w:p>', "", "a chart, a diagram"),
        ('<w:p><w:r><w:drawing><a:blip r:embed="c"/></w:drawing></w:r></w:p>', PICTURE.format("chart.xml"), "a chart, a diagram"),
        (
            '<w:p><w:r><w:drawing><a:blip r:embed="c"/></w:drawing></w:r></w:p>',
            PICTURE.format("https://example.org/x.png").replace("/>", ' TargetMode="External"/>'),
            "its header or footer loads something from elsewhere (image: https://example.org/x.png)",
        ),
        (LETTERHEAD, PICTURE.replace("Type=", "Typ="), "header7.xml.rels is damaged"),
        ("<!DOCTYPE x>", "", "declares entities"),
        ("<w:p>", "", "header7.xml is damaged"),
    ],
)  # fmt: skip
def test_a_hostile_header_is_refused_in_words(header: str, rels: str, said: str) -> None:
    """An officer reads what stands in it and what to do."""
    with pytest.raises(FrancisError) as caught:
        header_of(header, rels, {"word/chart.xml": b"<x/>"})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_picture_with_an_entity_is_refused() -> None:
    """Drawings (SVG) are XML too."""
    with pytest.raises(FrancisError, match="declares entities"):
        header_of(LETTERHEAD, "", {"word/media/logo.svg": b"<!DOCTYPE x [<!ENTITY a 'b'>]><svg/>"})


def test_a_header_that_is_not_there_is_refused() -> None:
    """The file is damaged, and saying so is better than half a page."""
    body = SECTION.format(REFERENCE.format("default").replace("rId9", "rId8"), "")
    with pytest.raises(FrancisError, match="headers or footers is missing"):
        made(council_files.archive(body, LETTERHEAD))
