"""A council's styles that would spoil a paper are settled, and all others are left as they are."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt

from francis.formats.reading_back.readers import READERS
from francis.formats.vocabulary import IN_CELLS, LIST_STYLES, STYLES
from francis.formats.word import document as word
from francis.formats.word.council import look
from francis.formats.word.house_file import opened
from francis.formats.word.styles import Styles
from tests.formats.word.test_document import paper
from tests.shared import council_files
from tests.shared.file_text import W
from tests.shared.house_file import NAMESPACE, SHIPPED

BASE = SHIPPED.read_bytes()
TEXT = "Words of a report that somebody wrote by hand in this style. " * 6


def settled(house: bytes) -> Styles:
    document = opened(house)
    found = Styles(document, STYLES, LIST_STYLES, BASE, look.text_style(document))
    look.settle(found, STYLES)
    return found


def properties(style: Any, xml: str) -> None:
    """Put properties of paragraphs into a style, in the place of its own."""
    for old in style.element.findall(f"{W}pPr"):
        style.element.remove(old)
    new = parse_xml(f'<w:pPr xmlns:w="{NAMESPACE}">{xml}</w:pPr>')
    style.element.find(f"{W}name").addnext(new)


def numbered_headings(*, by_level: bool = False) -> bytes:
    """Return a file whose headings and captions number themselves, from 5 on."""
    document = docx.Document()
    root = document.part.numbering_part.element
    ties = ["Heading1", "Heading2", "Heading3"] if by_level else ["", "", ""]
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="5"/><w:numFmt w:val="decimal"/>'
        + (f'<w:pStyle w:val="{tie}"/>' if tie else "")
        + f'<w:lvlText w:val="%{n + 1}."/><w:pPr><w:ind w:left="{720 * (n + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for n, tie in enumerate(ties)
    )
    definition = parse_xml(
        f'<w:abstractNum xmlns:w="{NAMESPACE}" w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )
    root.insert(0, definition)
    root.append(
        parse_xml(
            f'<w:num xmlns:w="{NAMESPACE}" w:numId="77"><w:abstractNumId w:val="77"/>'
            '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
        )
    )
    for level in (1, 2, 3):
        properties(
            document.styles[f"Heading {level}"],
            f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="77"/></w:numPr>'
            f'<w:ind w:left="{720 * level}"/>',
        )
    properties(document.styles["Caption"], '<w:numPr><w:numId w:val="77"/></w:numPr>')
    return council_files.document_bytes(document)


HEADINGS = (
    "<h1>Title</h1><h2>1. First</h2><p>a</p><h2>2. Second</h2><h3>Part</h3><p>b</p>"
    '<table class="key"><caption>Key</caption><thead><tr><th>x</th><th>y</th></tr></thead>'
    "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
)


@pytest.mark.parametrize("by_level", [False, True])
def test_headings_are_numbered_once_by_the_paper(by_level: bool) -> None:
    """Whether the styles or the levels of the list say it, and wherever they begin; lists keep their numbers."""
    data = word.to_word(
        paper(HEADINGS + "<ol><li>c</li></ol>"), numbered_headings(by_level=by_level), BASE
    )
    lines = READERS["docx"](data).lines
    assert [line.markers for line in lines if line.markers] == [("1",)]
    assert [line.words.strip() for line in lines][:2] == ["Title", "1. First"]
    document = docx.Document(BytesIO(data))
    ties = document.part.numbering_part.element.iter(f"{W}pStyle")
    assert not {tie.get(f"{W}val") for tie in ties} & {"Heading1", "Heading2", "Heading3"}


def test_a_heading_without_its_number_begins_at_the_margin() -> None:
    """Where the council's number would have pushed it in."""
    found = settled(numbered_headings())
    assert found.indent("Heading 2") == found.indent("Heading 3") == 0


def test_only_the_paper_begins_pages() -> None:
    """A title style that does, and a subtitle that is based on it, leave no page with the title alone."""
    document = docx.Document()
    document.styles["Title"].paragraph_format.page_break_before = True
    document.styles["Subtitle"].base_style = document.styles["Title"]
    document.styles["Heading 2"].paragraph_format.page_break_before = True
    found = settled(council_files.document_bytes(document))
    for name in ("Subtitle", "Heading 1", "Heading 2"):
        switch = next(found.found(found.ids[name], "pPr/pageBreakBefore"), None)
        assert switch is None or switch.get(f"{W}val") == "0"


def test_justified_text_is_not_spread_in_tables() -> None:
    """The text between margins stays as the council has it."""
    document = docx.Document()
    document.styles["Normal"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    found = settled(council_files.document_bytes(document))
    sides = {
        name: next(found.found(found.ids[name], "pPr/jc")).get(f"{W}val")
        for name in (
            "Normal",
            "Numbered Paragraph",
            *IN_CELLS.values(),
            "Table Heading",
            "Heading 4",
        )
    }
    assert sides.pop("Normal") == sides.pop("Numbered Paragraph") == "both"
    assert set(sides.values()) == {"left"}


def test_styles_that_hide_or_turn_text_do_not() -> None:
    """Hidden text, text from right to left, and frames beside the text."""
    document = docx.Document()
    normal = document.styles["Normal"]
    properties(normal, '<w:framePr w:w="2000" w:wrap="around"/><w:bidi/><w:jc w:val="left"/>')
    normal.font.hidden = normal.font.rtl = True
    found = settled(council_files.document_bytes(document))
    for path in ("pPr/bidi", "rPr/rtl", "rPr/vanish"):
        assert next(found.found(found.ids["Table Text"], path)).get(f"{W}val") == "0"
    assert next(found.found(found.ids["Table Text"], "pPr/framePr"), None) is None
    order = [child.tag.rpartition("}")[2] for child in normal_of(found).find(f"{W}pPr")]
    assert order == sorted(order, key=["bidi", "jc"].index)


def normal_of(found: Styles) -> Any:
    return found.by_id[found.ids["Normal"]]


def own_text(name: str, words: str, kind: str = "") -> bytes:
    document = docx.Document()
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.name, style.font.size = "Georgia", Pt(12)
    style.paragraph_format.space_after = Pt(8)
    document.add_paragraph(words, style=name)
    document.add_paragraph("A line of another style")
    if kind:
        document.add_paragraph(words * 2, style=kind)
    return council_files.document_bytes(document)


@pytest.mark.parametrize(
    ("house", "style"),
    [
        (own_text("Report Para", TEXT), "ReportPara"),
        (own_text("Report Para", TEXT, "List Bullet"), "ReportPara"),
        (own_text("Report Para", "A short line of a form"), ""),
        (own_text("My Heading", TEXT), ""),
        (council_files.plain(), ""),
        (BASE, "Normal"),
    ],
)
def test_text_has_the_style_that_the_council_writes_in(house: bytes, style: str) -> None:
    """The style of most of its words, where these are enough to tell; else that of any Word file."""
    assert look.text_style(opened(house)) == style
    data = word.to_word(paper("<h1>T</h1><p>a</p>"), house, BASE)
    (line,) = [p for p in docx.Document(BytesIO(data)).paragraphs if p.text == "a"]
    assert line.style
    assert line.style.style_id == (style or "Normal")


def test_what_is_borrowed_is_based_on_the_text_of_the_council() -> None:
    """So that its font is theirs too."""
    found = settled(own_text("Report Para", TEXT))
    fonts = next(found.found(found.ids["Numbered Paragraph"], "rPr/rFonts"))
    assert fonts.get(f"{W}ascii") == "Georgia"


def plain_headings() -> Styles:
    """Return the styles of a file whose headings look like its text, which has no space around it."""
    document = docx.Document()
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name]
        for old in style.element.findall(f"{W}rPr"):
            style.element.remove(old)
        properties(style, "")
    defaults = document.styles.element.find(f"{W}docDefaults/{W}pPrDefault")
    defaults.getparent().remove(defaults)
    return settled(council_files.document_bytes(document))


def test_headings_that_look_like_text_are_set_apart() -> None:
    """Bold, larger by their level, with space above them, and on the page of what follows."""
    found = plain_headings()
    text = found.number(found.ids["Normal"], "rPr/sz", "val", 20)
    for name, larger in (("Heading 1", 1.5), ("Heading 2", 1.25)):
        assert next(found.found(found.ids[name], "rPr/b")).get(f"{W}val") == "1"
        assert found.number(found.ids[name], "rPr/sz", "val", 20) == round(text * larger)
        assert found.keeps(name)
    assert found.number(found.ids["Heading 2"], "pPr/spacing", "before", 0) == 120


def test_paragraphs_without_space_are_set_apart() -> None:
    """In a style of the paper's own, so that the council's headers and tables stay as they are."""
    found = plain_headings()
    assert found.number(found.ids["Normal"], "pPr/spacing", "after", 0) == 120
    own = found.by_name["paragraph", "normal"]
    assert found.ids["Normal"] != own
    assert found.number(own, "pPr/spacing", "after", 0) == 0


def test_the_packaged_file_is_left_as_it_is() -> None:
    """But for the number of a numbered paragraph, which is no list of Word's there either."""
    before = opened(BASE).styles.element
    assert settled(BASE).root.xml == before.xml
