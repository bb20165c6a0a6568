"""Files read back: the same tables and lines from every format, whatever the words are."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from francis.errors import FrancisError
from francis.formats import web_page
from francis.formats.dates import Period
from francis.formats.excel import workbook as excel
from francis.formats.excel.workbook import Book, Column, Sheet
from francis.formats.html import parse
from francis.formats.markdown import to_markdown
from francis.formats.office_archive import archived, members
from francis.formats.pdf import document as pdf
from francis.formats.reading_back.contents import Contents, Mark, Table
from francis.formats.reading_back.equality import letters, same
from francis.formats.reading_back.numbering import numeral
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.pdf import read_pdf
from francis.formats.reading_back.readers import READERS
from francis.formats.reading_back.word import read_word
from francis.formats.reading_back.workbook import read_rows, read_workbook
from francis.formats.vocabulary import (
    BULLETS,
    IN_CELLS,
    LIST_LEVELS,
    NUMBER_FORMATS,
    SHAPES,
)
from francis.formats.word import document as word
from francis.formats.word.house_file import opened
from francis.formats.word.styles import Lists
from tests.formats.charts.test_figure import BARS, STACKED
from tests.formats.word.test_tracked_changes import CHANGES
from tests.shared.file_text import W

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLES = (TEMPLATES / "house.css").read_text()
HOUSE = (TEMPLATES / "house.docx").read_bytes()
FORMS = ("docx", "pdf", "html")
OF_WORDS = (*FORMS, "md")
"""With Markdown, which has no charts."""


def made(form: str, html: str) -> bytes:
    """Return the HTML of a paper as a file, as the program makes it."""
    if form == "docx":
        return word.to_word(html, HOUSE, HOUSE)
    if form == "pdf":
        return pdf.to_pdf(html, STYLES, [TEMPLATES])
    if form == "md":
        return to_markdown(html)
    return web_page.to_page(html, STYLES, "")


def paper(text: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Paper</title></head>'
        '<body><header class="page-header"><p>Head of a page</p></header>'
        '<footer class="page-footer"><p>Foot</p>'
        '<p>Page <span class="page-number"></span></p></footer>'
        f'<main id="paper"><h1 id="top">Paper</h1>{text}</main></body></html>'
    )


def table(*rows: Sequence[str], caption: str = "Table") -> str:
    """Return a table of two columns, with a row of headings."""
    body = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>\n" for left, right in rows)
    return (
        f'<table class="facts"><caption>{caption}</caption><thead><tr><th scope="col">Key</th>'
        f'<th scope="col">Words</th></tr></thead><tbody>{body}</tbody></table>'
    )


def read(form: str, html: str) -> Contents:
    return READERS[form](made(form, html))


def words(table: Table) -> list[list[str]]:
    """Return the words of each cell of a table, each on one line."""
    return [[" ".join(cell.words.split()) for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("form", OF_WORDS)
def test_tables_and_lines_are_read_in_their_order(form: str) -> None:
    """With what a cell holds in its order; heads, feet, marks of lists and contents are no lines."""
    html = paper(
        '<nav class="contents" aria-labelledby="c"><h2 id="c">Contents</h2><ol>'
        '<li><a href="#top">Paper</a></li></ol></nav>'
        "<p>One <strong>line</strong>.</p><ul><li>Point<ul><li>Deeper</li></ul>and on</li><li>a<br>b</li></ul>"
        + table(("a", "<p>First</p><ul><li>Second<ol><li>Third</li></ol></li></ul>"), ("b", ""))
        + "<h2>After</h2>"
        + table(("c", "d<br>e"), caption="Another")
    )
    contents = read(form, html)
    assert [" ".join(table.caption.split()) for table in contents.tables] == ["Table", "Another"]
    first = [["Key", "Words"], ["a", "First Second Third"], ["b", ""]]
    assert words(contents.tables[0]) == first
    assert words(contents.tables[1]) == [["Key", "Words"], ["c", "d e"]]
    lines = [letters(line.words) for line in contents.lines]
    expected = ["Oneline.", "Point", "Deeper", "andon", "ab", "After"]
    assert [line for line in lines if line in expected] == expected
    assert not {"Headofapage", "Foot", "•"}.intersection(lines)


@pytest.mark.parametrize("form", OF_WORDS)
def test_of_a_rating_the_word_is_read(form: str) -> None:
    """And not its shape, which is drawn beside it."""
    colours = 'style="--colour: #ffbf00; --ink: #000000"'
    rows = [
        (shape, f'<span class="rating" {colours} data-shape="{shape}">A word</span>')
        for shape in SHAPES
    ]
    rows.append(("none", '<span class="outlined" data-shape="dash">Not rated</span>'))
    contents = read(form, paper(table(*rows)))
    assert words(contents.tables[0])[1:] == [
        *([shape, "A word"] for shape in SHAPES),
        ["none", "Not rated"],
    ]


@pytest.mark.parametrize("form", OF_WORDS)
def test_an_arrow_is_read_as_it_is_painted(form: str) -> None:
    """Whatever is heard in its place."""
    arrows = '<span class="up">↑</span> from Amber, <span class="down">↓</span> from Blue'
    contents = read(form, paper(f"<p>{arrows}.</p>" + table(("a", arrows))))
    assert "↑fromAmber,↓fromBlue." in [letters(line.words) for line in contents.lines]
    assert words(contents.tables[0])[1] == ["a", "↑ from Amber, ↓ from Blue"]


@pytest.mark.parametrize("form", OF_WORDS)
def test_changes_are_read_with_both_texts(form: str) -> None:
    """What was deleted as well as what was inserted; the words that only say so are no text."""
    revision = (
        '<meta name="revision.author" content="a"><meta name="revision.date" content="2014-04-25">'
    )
    html = paper(CHANGES + table(("a", CHANGES))).replace("</head>", revision + "</head>")
    expected, contents = read_html(parse(html)), read(form, html)
    wanted = [letters(line.words) for line in expected.lines if line.words.strip()]
    found = [letters(line.words) for line in contents.lines]
    begin = wanted.index("Theratingisredgreen,allofit.")
    assert [line for line in found if line in wanted[begin:]] == wanted[begin:]
    cells = [[letters(cell) for cell in row] for row in words(contents.tables[0])]
    assert cells == [[letters(cell) for cell in row] for row in words(expected.tables[0])]


@pytest.mark.parametrize("form", OF_WORDS)
def test_a_table_longer_than_a_page_is_one(form: str) -> None:
    """Also where a row is longer than a page, and its header row is painted on each."""
    rows = [(str(number), f"Words of {number}. " * 40) for number in range(12)]
    rows[5] = ("5", "A row that is longer than any page. " * 400)
    (only,) = read(form, paper(table(*rows))).tables
    assert [[cell.strip() for cell in row] for row in words(only)[1:]] == [
        [key, " ".join(cell.split())] for key, cell in rows
    ]
    if form == "pdf":
        pages = [row.cells[1].page for row in only.rows]
        assert pages == sorted(pages)
        assert pages[-1] > pages[0]


def test_only_html_has_marks() -> None:
    """They say which words state what of which record; spaces around the words are not part of them."""
    source = read_html(
        parse(
            paper(
                '<p>There are <strong data-figure="overdue">4</strong>.</p>'
                '<table class="list" data-rows="overdue"><caption>Overdue</caption>'
                '<tr data-record="A1"><td><p>By\n <span class="fact" data-field="lead">The Chair</span></p></td>'
                '<td data-field="due">June 2014</td></tr></table>'
            )
        )
    )
    line = source.lines[1]
    assert line.marks == (Mark("overdue", True, 10, 11),)
    assert line.words == "There are 4."
    (only,) = source.tables
    assert (only.rows_of, only.rows[0].record) == ("overdue", "A1")
    marked = [(m.name, c.words[m.start : m.end]) for c in only.rows[0].cells for m in c.marks]
    assert marked == [("lead", "The Chair"), ("due", "June 2014")]


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_is_read_with_its_table(form: str) -> None:
    """What the drawing says in words and numbers, in its own order."""
    bars, stacked = read(form, paper(BARS + STACKED)).tables
    assert letters(bars.drawn).startswith("Blue0Green5Amber3Red2")
    assert letters(bars.caption) == "Standardsateachrating"
    assert letters(stacked.drawn)
    assert read(form, paper(table(("a", "b")))).tables[0].drawn == ""


def test_markdown_says_that_it_has_no_charts() -> None:
    """Rather than leave out what the others draw."""
    with pytest.raises(FrancisError, match="Markdown cannot show a chart"):
        made("md", paper(BARS))


def test_markdown_is_what_people_write() -> None:
    """Signs where they are sure to be read as such; nothing of the words is a sign, and a caption stands above its table."""
    html = paper(
        "<p><strong>Bold</strong>, <em>soft</em> and in<strong>sid</strong>e.</p>"
        '<p>1. No *list* | <a href="https://example.org/a_b">a link</a>, <a href="#top">none</a></p>'
        "<p>- dash</p><p>a<br># b</p>"
        '<ul><li>One<ol start="3"><li>Two</li></ol></li></ul>'
        + table(("<p>a|b</p><ul><li>c</li></ul>", "d"))
    )
    assert made("md", html).decode() == (
        "# Paper\n\n**Bold**, *soft* and in<strong>sid</strong>e.\n\n"
        "1\\. No \\*list\\* \\| [a link](<https://example.org/a_b>), none\n\n"
        "\\- dash\n\na<br>\\# b\n\n- One\n\n  3. Two\n\n"
        "**Table**\n\n| Key | Words |\n| --- | --- |\n| a\\|b<br><ul><li>c</li></ul> | d |\n"
    )


def test_what_is_layout_makes_no_difference() -> None:
    """Spaces, lines, soft hyphens and letters painted as one; nothing else."""
    assert same("a b\u00a0c\nd", "ab c d")
    assert same("office", "oﬃce")
    assert same("e\u0301", "é")
    assert same("extra\u00adordinary", "extra‐\nordinary")
    assert same("well-being", "well-\nbeing")
    assert same("to שלום 12 עולם", "to עולם 12 שלום")
    assert not same("to שלום 12", "to שלום 13")
    assert same("® שלום", "שלום R")
    assert same("a\u0301\u0323 12", "ڋ a\u0323 12")
    assert not same("a\u0301\u0323 12", "a\u0323 13")
    assert not same("well-being", "wellbeing")
    assert not same("extraordinary", "extra-ordinary")
    assert not same("12", "1")
    assert not same("1", "12")
    assert not same("green", "Green")
    assert not same("", "x")


def test_what_is_no_pdf_is_said() -> None:
    """In words, not with a trace."""
    with pytest.raises(FrancisError, match="cannot be read back"):
        read_pdf(b"%PDF-1.7 nonsense")


ODD = (
    "office final flow ﬁ ﬂ",
    "R&D <b> “quotes” ‘here’ it’s",
    "1,234 and 1\u00a0234 and 1\u202f234",
    "e\u0301 n\u0303 ü Å",
    "x" * 300,
    "soft\u00adhyphen " * 60,
    "sign-off hyper-text well‑being " * 40,
    "http://example.org/" + "very-long-address/" * 20,
    "שלום עולם",
    "report שלום 12 עולם end",
    "مرحبا بالعالم",
    "a\u0301\u0323 ◌ ﷺ 12",
    "zero\u200bwidth\u2060joiner\u200d",
    "\u00ad",
    "½ m² № ™ Ω ≥ …",
    "2013. The year",
    "a - b – c — d / e",
)
LETTERS = st.characters(
    codec="utf-8", min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=["C"]
) | st.sampled_from(
    "ﬁﬂﬀ\u00a0\u00ad\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2026 -‐אבגدعم"
)


@pytest.mark.parametrize("form", OF_WORDS)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@example(list(ODD))
@given(st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=12))
def test_any_words_are_read_back(form: str, texts: list[str]) -> None:
    """Nothing that a record may hold raises a false alarm, in a cell or in a line."""
    shown = [escape(text) for text in texts if text.strip()] or ["x"]
    lines = "".join(f"<p>{text}</p>" for text in shown)
    html = paper(lines + table(*zip(shown, shown, strict=True)))
    source, found = read_html(parse(html)), read(form, html)
    pairs = zip(source.tables[0].rows, found.tables[0].rows, strict=True)
    for row, row_found in pairs:
        for cell, cell_found in zip(row.cells, row_found.cells, strict=True):
            assert same(cell.words, cell_found.words)
    read_lines = iter(found.lines)
    for line in source.lines:
        assert any(same(line.words, other.words) for other in read_lines)


@settings(max_examples=30)
@example(list(ODD))
@example(["=1+1", "_x0041_", "+44", "@x", "'a", "2013-04-25", "1,234", "  "])
@given(st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=12))
def test_any_words_of_a_workbook_are_read_back(texts: list[str]) -> None:
    """What begins like a formula, a number or an escaped sign too; and days, months and numbers."""
    others = (3, datetime.date(2021, 3, 1), Period(datetime.date(2021, 2, 28), "month"), None, "")
    rows = tuple((text,) for text in (*texts, *others))
    sheet = Sheet("Sheet", "Title", (Column("Words", 20),), rows)
    empty = Sheet("None", "Nothing", (Column("Words", 20), Column("More", 9)), (), "There is none.")
    book = Book(
        *("T", "A", "D", "K", "G"), datetime.datetime(2021, 3, 31), ("Draft",), "F", "not stated",
        (sheet, empty),
    )  # fmt: skip
    source, found = read_rows(book), read_workbook(excel.to_excel(book))
    for table, table_found in zip(source.tables, found.tables, strict=False):
        for row, row_found in zip(table.rows, table_found.rows, strict=True):
            assert same(row.cells[0].words, row_found.cells[0].words)
    assert [line.words for line in found.lines][:2] == ["Title · Draft", "Nothing · Draft"]
    shown = [row.cells[0].words for row in found.tables[0].rows[-5:]]
    assert shown == ["3", "1 March 2021", "February 2021", "not stated", ""]


NESTED = (
    '<ul><li>a<ol start="2"><li>b<ol><li>c</li><li>d<ol><li>e</li></ol></li></ol></li><li>f</li></ol></li></ul>'
    "<ol><li>one<ul><li>deeper<ul><li>deepest</li></ul></li></ul></li><li>two</li></ol>"
)


def markers(contents: Contents) -> list[str]:
    """Return the markers of all lists outside tables."""
    return [mark for line in contents.lines for mark in line.markers]


@pytest.mark.parametrize("form", OF_WORDS)
def test_markers_of_lists_are_read_and_are_alike(form: str) -> None:
    """Bullets and numbers of each level, in the text and in a cell."""
    html = paper(NESTED + table(("x", NESTED)))
    wanted = ["•", "b", "i", "ii", "1", "c", "1", "–", "▪", "2"]
    for contents in (read_html(parse(html)), read(form, html)):
        assert markers(contents) == wanted
        assert list(contents.tables[0].rows[1].cells[1].markers) == wanted


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("ul", BULLETS * 3), ("ol", [numeral(1, form) for form in NUMBER_FORMATS] * 3)],
    ids=["bullets", "numbers"],
)
def test_the_house_files_mark_each_level_as_the_vocabulary_says(
    form: str, kind: str, wanted: Sequence[str]
) -> None:
    """Down to the last level of Word, as house.docx counts it and as house.css paints it."""
    nested = f"<{kind}><li>x" * LIST_LEVELS + f"</li></{kind}>" * LIST_LEVELS
    assert markers(read(form, paper(nested))) == list(wanted)


@pytest.mark.parametrize(
    ("said", "read", "is_same"),
    [
        (
            "12 \u05d1\u05bc\u05d0",
            "12 \u08f4\u05d0",
            True,
        ),  # a letter and its point, painted as one
        ("12 \u05d1\u05d0", "12 \u08f4\u05d0", False),
        ("12 \u05d1\u05bc\u05d0", "13 \u08f4\u05d0", False),
        ("12 e\u0301\u0302\u0303 x", "12 \ufffd x", True),
        ("12 e\u0301\u0302\u0303 x", "12 \ufffd y", False),
        ("45 \u0e19\u0e49\u0e33", "45 \u0e19\u0a01", True),
        ("45 \u0e19\u0e49\u0e33", "46 \u0e19\u0a01", False),
        ("of (it) [1]", "of )it( ]1[", True),  # on a page with words from right to left
        ("of (it)", "of it", False),
    ],
)
def test_what_a_pdf_cannot_say_is_no_difference(said: str, read: str, is_same: bool) -> None:
    """Of what is painted as one the rest must do; every figure must be there."""
    assert same(said, read) is is_same


def test_house_css_and_house_docx_name_the_same_markers() -> None:
    """As they stand in the files, for a browser reads the one and whoever edits in Word the other."""
    css = {"decimal": "decimal", "lower-alpha": "lowerLetter", "lower-roman": "lowerRoman"}
    found = re.findall(
        r'(?m)^((?:li )*):is\(ul, ol\) { --bullet: "(.)"; --number: (.+); }$', STYLES
    )
    assert [within.count("li") for within, _, _ in found] == list(range(LIST_LEVELS))
    assert [bullet for _, bullet, _ in found] == list(BULLETS * 3)
    assert [css[number] for _, _, number in found] == list(NUMBER_FORMATS * 3)

    lists, styles = Lists(opened(HOUSE)), opened(HOUSE).styles
    for style, part, wanted in (
        ("List Bullet", "lvlText", BULLETS),
        ("List Number", "numFmt", NUMBER_FORMATS),
    ):
        for name in (style, IN_CELLS[style]):
            levels = lists.levels(str(styles[name].element.pPr.numPr.numId.val))
            said = [levels[place].find(W + part).get(W + "val") for place in range(LIST_LEVELS)]
            assert said == list(wanted * 3), name


def with_lists(data: bytes, old: str, new: str) -> bytes:
    """Return a Word file with other words in the definitions of its lists."""
    parts = members(data)
    text = parts["word/numbering.xml"].decode()
    assert old in text
    return archived(parts | {"word/numbering.xml": text.replace(old, new).encode()})


def test_a_marker_of_another_form_is_noticed() -> None:
    """A style sheet, or a definition of Word's, that counts otherwise does not go unseen."""
    html = paper(NESTED)
    styles = STYLES + "ol > li::before { content: counter(list-item, upper-roman) !important }"
    found = read_pdf(pdf.to_pdf(html, styles, [TEMPLATES]))
    assert markers(found) == ["•", "II", "I", "II", "I", "III", "I", "–", "▪", "II"]
    found = read_word(with_lists(word.to_word(html, HOUSE), '"decimal"', '"upperRoman"'))
    assert markers(found)[-4:] == ["I", "–", "▪", "II"]


def test_a_bullet_of_another_level_is_noticed() -> None:
    """Where it stands says which it should be."""
    html = paper(NESTED)
    found = read_pdf(pdf.to_pdf(html, STYLES.replace('"–"', '"•"'), [TEMPLATES]))
    assert markers(found)[-4:] == ["1", "•", "▪", "2"]
    found = read_word(with_lists(word.to_word(html, HOUSE), '"–"', '"•"'))
    assert markers(found)[-4:] == ["1", "•", "▪", "2"]


def test_a_house_file_has_bullets_of_its_own() -> None:
    """Each stands for its level; but one that marks another level elsewhere gives way."""
    own = with_lists(with_lists(HOUSE, '"•"', '"\uf0fc"'), '"▪"', '"–"')
    made = word.to_word(paper(NESTED), own, HOUSE)
    assert markers(read_word(made)) == ["•", "b", "i", "ii", "1", "c", "1", "–", "▪", "2"]
    painted = re.findall('<w:lvlText w:val="(\\W)"', members(made)["word/numbering.xml"].decode())
    assert set(painted) == {"\uf0fc", "–", "▪"}


def test_a_real_hyphen_at_the_end_of_a_line_of_a_pdf_is_read() -> None:
    """What a PDF says is not what a text without it says."""
    text = "a well-known sign-off " * 60
    (line,) = (line.words for line in read("pdf", paper(f"<p>{text}</p>")).lines[1:])
    assert line.count("-\n") > 1
    assert same(text, line)
    assert not same(text.replace("-", ""), line)
    assert not same(text.replace("-", "", 1), line)


def test_a_real_hyphen_at_the_end_of_a_line_is_kept() -> None:
    """Beside a line that was hyphenated, which the text has not."""
    assert same("a well-known example", "a well-\nknown exam-\nple")
    assert not same("a wellknown example", "a well-\nknown exam\nples")
