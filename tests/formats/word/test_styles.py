"""Styles and lists of a file that lacks some of them: what is borrowed, and how it is dressed."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from francis.formats.office_archive import archived, members
from francis.formats.vocabulary import LIST_STYLES, STYLES
from francis.formats.word import document as word
from francis.formats.word.council import look
from francis.formats.word.house_file import opened
from francis.formats.word.styles import Styles, indents, name_of
from tests.formats.word.test_document import WHOLE, paper
from tests.shared import council_files
from tests.shared.file_text import W
from tests.shared.house_file import SHIPPED

BASE = SHIPPED.read_bytes()


def styles(house: bytes, base: bytes | None = BASE) -> Styles:
    return Styles(opened(house), STYLES, LIST_STYLES, base)


def changed(change: Any) -> Styles:
    """Return the styles of the library's document after a change of it."""
    document = docx.Document()
    change(document)
    return styles(council_files.document_bytes(document))


def said(found: Styles, name: str, tag: str, attribute: str = "val") -> str | None:
    """Return an attribute of what a style itself says of its runs."""
    element = found.by_id[found.ids[name]].find(f"{W}rPr/{W}{tag}")
    return None if element is None else element.get(W + attribute)


def remove(*names: str) -> Any:
    def change(document: Any) -> None:
        for name in names:
            document.styles[name].delete()

    return change


def test_the_packaged_file_borrows_nothing() -> None:
    """It has all styles and whole lists, and no part of it is touched."""
    before = opened(BASE)
    found = styles(BASE)
    assert set(found.ids) == set(STYLES)
    assert len(found.by_id) == len(list(before.styles.element.iter(W + "style")))


@pytest.mark.parametrize("house", council_files.MADE.values(), ids=council_files.MADE)
def test_every_style_and_list_is_there_afterwards(house: Any) -> None:
    """Each with a base, a next style and a list that exist, and a name that no other has."""
    found = styles(house())
    assert set(found.ids) == set(STYLES)
    assert set(found.lists) == set(LIST_STYLES)
    names = [name_of(style).lower() for style in found.by_id.values()]
    assert len(set(names)) == len(names)
    for style in found.by_id.values():
        for link in ("basedOn", "next", "link"):
            other = style.find(W + link)
            assert other is None or other.get(W + "val") in found.by_id
    for number in found.lists.values():
        assert sorted(found.numbering.levels(number)) == list(range(9))


def test_a_heading_that_is_missing_looks_like_the_nearest() -> None:
    """Its font, its colour; and no larger than the one above it."""

    def change(document: Any) -> None:
        remove("Heading 4")(document)
        heading = document.styles["Heading 3"]
        heading.font.name, heading.font.color.rgb = "Verdana", RGBColor(0, 0x66, 0x4D)
        heading.font.size, heading.font.italic = Pt(10), True

    found = changed(change)
    assert said(found, "Heading 4", "color") == "00664D"
    assert said(found, "Heading 4", "rFonts", "ascii") == "Verdana"
    assert said(found, "Heading 4", "sz") == "20"
    assert said(found, "Heading 4", "i") is None
    assert found.by_id[found.ids["Heading 4"]].find(f"{W}rPr/{W}i") is not None
    assert found.keeps("Heading 4")


@pytest.mark.parametrize(
    ("missing", "there", "points", "expected"),
    [
        ("Heading 4", "Heading 3", 10, 20),  # no larger than the one above it
        ("Heading 4", "Heading 3", 40, 21),  # the lender's own, where that is smaller
        ("Heading 1", "Heading 2", 40, 80),  # no smaller than the one below it
        ("Heading 1", "Heading 2", 8, 40),  # the lender's own, where that is larger
    ],
)
def test_a_borrowed_heading_has_a_size_of_its_level(
    missing: str, there: str, points: int, expected: int
) -> None:
    """Its size in half points lies between those of the levels around it."""

    def change(document: Any) -> None:
        remove(missing)(document)
        document.styles[there].font.size = Pt(points)

    assert said(changed(change), missing, "sz") == str(expected)


def test_borrowed_words_have_the_font_and_ink_of_the_text_in_their_proportion() -> None:
    """A council's text at 12 points makes larger findings, but tables no wider; and nothing brings a font."""

    def change(document: Any) -> None:
        document.styles["Normal"].font.size = Pt(12)

    found = changed(change)
    assert said(found, "Finding", "sz") == "26"  # 12 of 11 points, of 12
    assert said(found, "Table Text", "sz") == "20"
    assert said(found, "Table Heading", "color") is None
    new = [s for s in found.by_id.values() if s.get(W + "customStyle") and name_of(s) in STYLES]
    assert new
    assert not [style for style in new if style.find(f".//{W}rFonts") is not None]


def test_rules_of_borrowed_styles_have_the_colour_of_the_headings() -> None:
    """The blue of our own headings stays at home."""

    def change(document: Any) -> None:
        document.styles["Heading 1"].font.color.rgb = RGBColor(0x99, 0, 0x33)

    found = changed(change)
    style = found.by_id[found.ids["Positions table"]]
    borders = {border.get(W + "color") for border in style.iter(W + "top", W + "bottom")}
    assert "990033" in borders
    assert "003087" not in borders


def test_a_name_that_another_kind_of_style_has_is_not_taken_from_it() -> None:
    """Word has each name once; a character style Banner cannot be a paragraph."""

    def change(document: Any) -> None:
        document.styles.add_style("Banner", WD_STYLE_TYPE.CHARACTER)

    found = changed(change)
    assert name_of(found.by_id[found.ids["Banner"]]) == "Banner (paragraph)"


def test_an_alias_is_a_name() -> None:
    """Word lets a style have several, with commas between them."""

    def change(document: Any) -> None:
        style = document.styles.add_style("Council table", WD_STYLE_TYPE.PARAGRAPH).element
        style.find(W + "name").addnext(
            style.makeelement(W + "aliases", {W + "val": "Cells,Table Text"})
        )

    found = changed(change)
    assert name_of(found.by_id[found.ids["Table Text"]]) == "Council table"


def test_a_list_of_one_level_gains_the_others_in_line() -> None:
    """Word's own bullets have one level; the point within a point is one step further in."""

    def change(document: Any) -> None:
        document.styles["List Bullet"].paragraph_format.left_indent = Pt(40)

    found = changed(change)
    levels = found.numbering.levels(found.lists["List Bullet"])
    lefts = [indents(levels[place])[0] for place in range(9)]
    assert lefts[0] == 800  # what the style says, as Word has it
    assert {right - left for left, right in pairwise(lefts)} == {357}


def test_what_continues_a_point_is_in_line_with_it() -> None:
    """However far in the council's bullets stand."""

    def change(document: Any) -> None:
        document.styles["List Bullet"].paragraph_format.left_indent = Pt(40)

    found = changed(change)
    bullets, continued = (
        found.numbering.levels(found.lists[name]) for name in ("List Bullet", "List Continue")
    )
    assert [indents(bullets[n])[0] for n in range(9)] == [
        indents(continued[n])[0] for n in range(9)
    ]


def test_lists_within_a_numbered_paragraph_stand_further_in() -> None:
    """They look like the others, and there is one such list for each style."""
    found = styles(BASE)
    moved = found.moved("List Bullet", 720)
    assert moved == found.moved("List Bullet", 720) != found.lists["List Bullet"]
    for place, level in found.numbering.levels(found.lists["List Bullet"]).items():
        assert indents(found.numbering.levels(moved)[place])[0] == indents(level)[0] + 720
    assert found.moved("List Bullet", 0) == found.lists["List Bullet"]


def test_a_numbered_style_of_the_council_does_not_number_twice() -> None:
    """The number of a paragraph is the paper's; the indents of the council's list remain."""

    def change(document: Any) -> None:
        style = document.styles.add_style("Numbered Paragraph", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["List Number"]

    found = changed(change)
    assert found.list_of("Numbered Paragraph")
    look.settle(found, STYLES)
    assert not found.list_of("Numbered Paragraph")
    assert found.indent("Numbered Paragraph") == found.indent("Numbered Continue") == 360


def test_what_is_based_on_a_numbered_heading_has_no_number_of_its_own() -> None:
    """The heading of the contents list is no section 1."""

    def change(document: Any) -> None:
        remove("TOC Heading")(document)
        heading, bullet = (document.styles[n].element for n in ("Heading 2", "List Number"))
        heading.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = (
            bullet.pPr.numPr.numId.val
        )

    found = changed(change)
    assert found.list_of("Heading 2")
    assert not found.list_of("TOC Heading")


def test_a_list_may_be_defined_by_a_style_of_lists() -> None:
    """Word then keeps the levels in another definition."""
    document = docx.Document()
    root = document.part.numbering_part.element
    number = document.styles["List Bullet"].element.pPr.numPr.numId.val
    (num,) = (n for n in root.iter(W + "num") if n.get(W + "numId") == str(number))
    (own,) = (
        d
        for d in root.iter(W + "abstractNum")
        if d.get(W + "abstractNumId") == num.find(W + "abstractNumId").get(W + "val")
    )
    level = own.find(W + "lvl")
    level.find(W + "lvlText").set(W + "val", "§")
    other = root.makeelement(W + "abstractNum", {W + "abstractNumId": "900"})
    other.append(other.makeelement(W + "styleLink", {W + "val": "Council"}))
    other.append(level)
    own.append(own.makeelement(W + "numStyleLink", {W + "val": "Council"}))
    root.insert(0, other)
    found = styles(council_files.document_bytes(document))
    levels = found.numbering.levels(found.lists["List Bullet"])
    assert levels[0].find(W + "lvlText").get(W + "val") == "§"


def test_a_file_without_a_theme_or_a_table_of_fonts_is_lent_both() -> None:
    """Word expects them of every document."""
    document = opened(council_files.template())
    Styles(document, STYLES, LIST_STYLES, BASE)
    kinds = {r.reltype.rpartition("/")[2] for r in document.part.rels.values()}
    assert {"theme", "fontTable", "numbering"} <= kinds
    council = opened(council_files.council())
    theme = next(
        r.target_part for r in council.part.rels.values() if r.reltype.endswith("/theme")
    ).blob
    Styles(council, STYLES, LIST_STYLES, BASE)
    assert [
        r.target_part.blob for r in council.part.rels.values() if r.reltype.endswith("/theme")
    ] == [theme]


def test_a_numbered_paragraph_in_a_council_s_own_numbered_style_has_one_number() -> None:
    """That of the record, in a paper as it is made."""
    document = docx.Document()
    own = document.styles.add_style("Numbered Paragraph", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["List Number"]
    number = '<div class="numbered"><p><span class="paragraph-number">10.5</span> It has.</p></div>'
    made = docx.Document(
        BytesIO(word.to_word(paper(number), council_files.document_bytes(document), BASE))
    )
    assert [p.text for p in made.paragraphs] == ["10.5\tIt has."]
    assert made.styles["Numbered Paragraph"].element.pPr.numPr.numId.val == 0


def test_a_caption_stays_with_its_table_in_any_file() -> None:
    """Word's own style of captions does not say so, and the table may be on the next page."""
    for house, said in ((BASE, None), (council_files.plain(), True)):
        made = docx.Document(BytesIO(word.to_word(WHOLE, house, BASE)))
        captions = [p for p in made.paragraphs if p.style and p.style.name == "Caption"]
        assert captions
        assert {p.paragraph_format.keep_with_next for p in captions} == {said}


def test_the_library_itself_reads_what_was_made() -> None:
    """The styles are where an officer finds them."""
    document = docx.Document(BytesIO(word.to_word(WHOLE, council_files.council(), BASE)))
    assert document.styles["Positions table"].base_style.name == "Normal Table"
    assert document.styles["Table Bullet"].base_style.name == "Table Text"


def test_a_house_file_numbers_lists_as_papers_do() -> None:
    """Whatever its own lists look like, Word's numbers are those of the PDF and the page."""
    parts = members(BASE)
    parts["word/numbering.xml"] = parts["word/numbering.xml"].replace(b"decimal", b"upperRoman")
    own = styles(archived(parts), None)
    levels = own.numbering.levels(own.lists["List Number"])
    found = [
        tuple(element.get(f"{W}val") for element in level.iter(f"{W}numFmt", f"{W}lvlText"))
        for _, level in sorted(levels.items())
    ][:4]
    assert found == [
        ("decimal", "%1."),
        ("lowerLetter", "%2."),
        ("lowerRoman", "%3."),
        ("decimal", "%4."),
    ]
