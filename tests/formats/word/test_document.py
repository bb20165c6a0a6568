"""The Word file: what stands in it, what it refuses, and what other programs make of it."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from francis.errors import FrancisError
from francis.formats import vocabulary
from francis.formats.html import SPLIT, Page
from francis.formats.word import document as word
from francis.formats.word.elements import NAMESPACES
from francis.workspace import packaged
from tests.formats.charts.test_figure import PAPER as CHARTS
from tests.shared import council_files
from tests.shared.file_text import W, pdf_pages, word_dump, word_part, word_text
from tests.shared.house_file import SHIPPED, house_file
from tests.shared.once import once

HOUSE = SHIPPED.read_bytes()

HEAD = """<title>The position &amp; the plan</title>
<meta name="author" content="Example CCG">
<meta name="description" content="Where Example CCG stood.">
<meta name="keywords" content="stock-take">
<meta name="dcterms.modified" content="2013-04-25T00:00:00Z">
<meta name="generator" content="francis 0.2.0">"""


def paper(text: str, *, body: str = "", around: str = "") -> str:
    """Return an HTML document around some text."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">{HEAD}</head>'
        f"<body{body}>{around}<main>{text}</main></body></html>"
    )


def positions(*cells: str, theme: str = "h1") -> str:
    """Return a table with a row for each two cells, below a theme of that level."""
    rows = "".join(
        f'<tr class="item"><td>{left}</td><td>{right}</td></tr>\n'
        for left, right in zip(cells[::2], cells[1::2], strict=True)
    )
    return (
        '<table class="positions" data-description="A row for each standard.">'
        "<caption>Each standard</caption>"
        '<colgroup><col style="width: 33.3%"><col style="width: 66.7%"></colgroup>'
        '<thead><tr><th scope="col">Standard</th><th scope="col">Position</th></tr></thead>'
        f'<tbody><tr class="theme"><th scope="colgroup" colspan="2"><{theme} id="theme">Theme</{theme}></th>'
        f"</tr>{rows}</tbody></table>"
    )


KEY = '<table class="key"><caption>Key</caption><tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>'

WHOLE = paper(
    """<h1>The position</h1>
<p class="subtitle">As at 25 April 2013</p>
<p class="banner">Draft: not approved.</p>
<table class="facts"><caption>Facts</caption><tbody>
<tr><th scope="row">Body</th><td>Example CCG; <a href="https://example.org/é?a=1&amp;b=2">licence</a></td></tr>
</tbody></table>
<nav class="contents" aria-labelledby="contents"><h2 id="contents">Contents</h2>
<ol><li><a href="#positions">Positions</a>
  <ol><li><a href="#item-123">123 Monitoring</a></li></ol></li></ol></nav>
<section><h2 id="positions">Positions</h2>"""
    + positions(
        """<h4 id="item-123"><span class="number">123</span> Monitoring</h4>
<p>The standard:</p>
<ul><li>one<ul><li>deeper</li></ul></li><li>two</li></ul>
<p class="response"><span class="label">Response</span> not recorded</p>
<p>A note.</p><h5>Found</h5><blockquote><p>Said in a cell.</p></blockquote>
<table class="text" data-description="Answers."><colgroup><col style="width: 60%"><col style="width: 40%"></colgroup>
<thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>
<tbody><tr><td>Who?</td><td>The <em>board</em></td></tr></tbody></table><h6>At night</h6>""",
        """<p class="status"><span class="label">Rating</span>
<span class="rating" style="--colour: #00703c; --ink: #ffffff" data-shape="circle">Green</span>
· <a href="#item-123">above</a></p>
<ol><li>First</li><li>Second<ol><li>Inner</li></ol>and on</li></ol>
<p>Between <strong>strong</strong>, <em>emphasis</em>, <strong><em>both</em></strong>.<br>A line.</p>
<ol start="4"><li><p>Fourth</p><p>More of it</p></li></ol>
<p class="incomplete">Breaks off.</p>""",
        theme="h3",
    )
    + """</section>
<table class="key" data-description="Each rating."><caption>Ratings</caption>
<thead><tr><th scope="col">Rating</th><th scope="col">Meaning</th></tr></thead>
<tbody><tr><th scope="row"><span class="outlined" data-shape="dash">Not rated</span></th><td>None given.</td></tr></tbody></table>
<figure class="chart" data-chart="bars" data-description="Green 5."><table class="figures"><caption>Ratings given</caption>
<thead><tr><th scope="col">Rating</th><th scope="col">Standards</th></tr></thead>
<tbody><tr><td>Green</td><td>5</td></tr><tr><td>Red</td><td>0</td></tr></tbody></table></figure>
<ul><li>in the text</li></ul><ol><li>numbered</li></ol>
<p>A plain paragraph.</p><blockquote><p>Said.</p><ul><li>twice</li></ul></blockquote>
<div class="numbered" id="ten"><p><span class="paragraph-number">10.5</span> It <strong>has</strong></p>
<ul><li>a point</li><li>two<br>lines<ol><li>inner</li></ol></li></ul><p>More of 10.5.</p></div>
<div class="numbered"><p><span class="paragraph-number">10.12</span></p><ol><li>first</li></ol></div>
<table class="headlines"><caption>Figures</caption>
<colgroup><col style="width: 50%"><col style="width: 50%"></colgroup>
<tbody><tr><td data-figure="actions"><p class="count">2</p></td><th scope="row">of 3</th></tr></tbody></table>
<p class="finding">One is red.</p>
<table class="strip"><caption>The item</caption>
<colgroup><col style="width: 100%"></colgroup>
<tbody><tr><th scope="row">6.2</th></tr></tbody></table>
<p>It is asked to</p>
<table class="asks"><caption>What is asked</caption>
<colgroup><col style="width: 100%"></colgroup>
<tbody><tr><th scope="row">Approve it: <span class="reason">late</span></th></tr></tbody></table>
<table class="plan" data-rows="actions"><caption>Plan</caption>
<colgroup><col style="width: 100%"></colgroup>
<tbody><tr data-record="A1"><th scope="row"><strong><span class="fact" data-field="due">June</span></strong>
<span class="fact"><span class="unstated">not stated</span></span><p class="detail">late</p></th></tr></tbody></table>
<p>Made from the record.</p>""",
    body=' class="landscape stocktake" data-mark="Draft"',
    around='<header class="page-header"><p>Example · CCG</p><p class="notice">Not real</p></header>'
    '<footer class="page-footer"><p>as at 25 April 2013</p><p>Page <span class="page-number"></span>'
    ' of <span class="page-count"></span></p></footer>',
)

FURNITURE = WHOLE[WHOLE.index("<header") : WHOLE.index("<main")]
#: An upright paper with turned pages within it, twice, and a part that begins a page.
TURNED = paper(
    """<h1>Report</h1><p>Upright.</p><section class="page"><h2>On a new page</h2><p>Text.</p></section>
<section class="landscape"><h2 id="appendix">Appendix</h2>"""
    + KEY
    + "</section><p>Upright again.</p>"
    + KEY
    + '<section class="landscape"><section class="page">'
    + KEY
    + "</section></section>",
    body=' data-mark="Draft"',
    around=FURNITURE,
)

DUMP = """\
title: The position & the plan
creator: Example CCG
keywords: stock-take
description: Where Example CCG stood.
language: en-GB
lastModifiedBy: Example CCG
revision: 1
created: 2013-04-25T00:00:00Z
modified: 2013-04-25T00:00:00Z
"""


def refused(html: str, house: bytes = HOUSE) -> str:
    """Return the message with which a paper is refused."""
    with pytest.raises(FrancisError) as caught:
        word.to_word(html, house)
    return str(caught.value)


def attribute(element: Any, name: str = "val") -> str:
    return str(element.get(W + name))


# -- what stands in it ------------------------------------------------------------------------


def test_the_whole_vocabulary_becomes_styles() -> None:
    """Every element arrives in its named style; nothing is formatted by hand but ratings."""
    found = word_dump(word.to_word(WHOLE, HOUSE))
    assert found == GOLDEN, "read the difference; then, if it is right, put the new text in GOLDEN"


def test_a_title_shows_in_the_properties_and_the_language_is_british() -> None:
    """A reader program finds title, author and language without opening the text."""
    data = word.to_word(WHOLE, HOUSE)
    assert word_dump(data).startswith(DUMP)
    assert {attribute(lang) for lang in word_part(data, "word/styles.xml").iter(W + "lang")} == {
        "en-GB"
    }
    language = next(word_part(data, "word/settings.xml").iter(W + "themeFontLang"))
    assert attribute(language) == "en-GB"
    mode = next(word_part(data, "word/settings.xml").iter(W + "compatSetting"))
    assert (attribute(mode, "name"), attribute(mode)) == ("compatibilityMode", "15")


def test_nothing_of_the_library_is_left() -> None:
    """No thumbnail, no second styles part, no author or words that are not the paper's."""
    with zipfile.ZipFile(BytesIO(word.to_word(WHOLE, HOUSE))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        for name in archive.namelist():
            assert "stylesWithEffects" not in name
            assert "thumbnail" not in name
            assert b"python-docx" not in archive.read(name)
            assert b"The house file" not in archive.read(name)


def test_the_header_row_repeats_and_rows_are_kept_whole() -> None:
    """A row that fits on a page does not break; one that may not fit must be able to."""
    data = word.to_word(
        paper(positions("<p>short</p>", "<p>also</p>", "<p>long</p>", "<p>word </p>" * 60)), HOUSE
    )
    rows = list(word_part(data, "word/document.xml").iter(W + "tr"))
    assert [row.find(f".//{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert [row.find(f".//{W}cantSplit") is not None for row in rows] == [True, True, True, False]


@pytest.mark.parametrize(("header", "whole"), [("Standard", True), ("Standard " * 400, False)])
def test_a_row_shares_its_page_with_the_header_row(header: str, whole: bool) -> None:
    """What fits on a page under a low header row must be able to break under a high one."""
    table = positions("<p>a</p>", "<p>word</p>" * 7).replace(">Standard<", f">{header}<")
    rows = list(word_part(word.to_word(paper(table), HOUSE), "word/document.xml").iter(W + "tr"))
    assert (rows[-1].find(f".//{W}cantSplit") is not None) is whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("<p>" + "word " * 100 + "</p>", True),
        ("<p>" + "word " * 400 + "</p>", False),
        ("<p>word</p>" * 7, True),  # with the room between, eleven lines
        ("<p>word</p>" * 8, False),
    ],
)
def test_a_row_of_many_lines_may_go_on_on_the_next_page(text: str, whole: bool) -> None:
    """In all formats alike: the mark is made once, and the PDF's style follows it."""
    page = Page(paper(positions("<p>a</p>", text)))
    marked = [row.get(SPLIT) is not None for row in page.root.iter("tr")]
    assert marked == [False, False, not whole]
    rows = list(word_part(word.to_word(page, HOUSE), "word/document.xml").iter(W + "tr"))
    assert (rows[-1].find(f".//{W}cantSplit") is not None) is whole
    assert (
        f"tr[{SPLIT}] {{ break-inside: auto; }}" in (packaged() / "templates/house.css").read_text()
    )


@pytest.mark.parametrize("body", ["", ' class="landscape"'])
def test_columns_fill_the_text_width_exactly(body: str) -> None:
    """The widths of a table add up to the page without its margins."""
    document = word_part(
        word.to_word(paper(positions("a", "b"), body=body), HOUSE), "word/document.xml"
    )
    size, margins = next(document.iter(W + "pgSz")), next(document.iter(W + "pgMar"))
    text = int(attribute(size, "w")) - sum(int(attribute(margins, s)) for s in ("left", "right"))
    assert sum(int(attribute(column, "w")) for column in document.iter(W + "gridCol")) == text
    assert attribute(next(document.iter(W + "tblW")), "w") == str(text)
    assert (int(attribute(size, "w")) > int(attribute(size, "h"))) is bool(body)


def sections(data: bytes) -> list[Any]:
    """Return the properties of each section of a Word file."""
    return list(word_part(data, "word/document.xml").iter(W + "sectPr"))


def test_turned_pages_are_sections_of_their_own() -> None:
    """Each has its size, and tables and a footer that fill its own width; a last one ends the file."""
    data = word.to_word(TURNED, HOUSE)
    document = word_part(data, "word/document.xml")
    turned = [
        section.find(W + "pgSz").get(W + "orient") == "landscape" for section in sections(data)
    ]
    assert turned == [False, True, False, True]
    assert document.find(W + "body")[-1].tag == W + "sectPr"
    widths = [
        sum(int(attribute(column, "w")) for column in table.iter(W + "gridCol"))
        for table in document.iter(W + "tbl")
    ]
    assert widths == [14570, 9638, 14570]
    footers = [
        [reference.get(f"{{{NAMESPACES['r']}}}id") for reference in section][:2]
        for section in sections(data)
    ]
    assert footers[0] == footers[2] != footers[1] == footers[3]
    stops = [
        attribute(word_part(data, f"word/footer{n}.xml").find(f".//{W}tab[@{W}val='right']"), "pos")
        for n in (1, 2)
    ]
    assert stops == ["9638", "14570"]


def test_a_section_ends_in_its_last_paragraph_or_in_one_without_height() -> None:
    """A table cannot hold the end of a section, and an empty line might need a page."""
    ends = [
        (line.split(" (")[0].strip(), line.rpartition("| ")[2])
        for line in word_dump(word.to_word(TURNED, HOUSE)).splitlines()
        if "sectPr" in line
    ]
    assert ends == [("Normal", "Text."), ("Section End", ""), ("Section End", "")]


def test_a_part_begins_a_page_once() -> None:
    """Not at the beginning of a paper, nor where turned pages begin one."""
    page = '<section class="page"><p>{}</p><p>more</p></section>'
    found = word_dump(
        word.to_word(
            paper(
                page.format("first")
                + page.format("second")
                + '<section class="page"></section>'
                + f'<section class="landscape">{page.format("third")}</section>'
            ),
            HOUSE,
        )
    )
    assert [line for line in found.splitlines() if "pageBreakBefore" in line] == [
        "Normal (pageBreakBefore) | second"
    ]


def test_turned_pages_keep_the_headers_of_a_council() -> None:
    """But its first page comes once, and pages are counted on."""
    house = docx.Document(BytesIO(council_files.council()))
    properties = house.sections[-1]._sectPr
    properties.append(properties.makeelement(W + "pgNumType", {W + "start": "5"}))
    first, *others = sections(word.to_word(TURNED, council_files.document_bytes(house), HOUSE))
    names = [reference.get(f"{{{NAMESPACES['r']}}}id") for reference in first[:2]]
    assert first.find(W + "titlePg") is not None
    assert attribute(first.find(W + "pgNumType"), "start") == "5"
    for section in others:
        assert [reference.get(f"{{{NAMESPACES['r']}}}id") for reference in section[:2]] == names
        assert section.find(W + "titlePg") is None
        assert section.find(W + "pgNumType").get(W + "start") is None


def test_rows_of_items_do_not_chain() -> None:
    """A heading in a row keeps with what follows it only in a theme row.

    Word keeps a whole row with the next for one such paragraph; a table full of them has no place
    to break.
    """
    data = word.to_word(paper(positions("<h2>one</h2>", "a", "<h2>two</h2>", "b")), HOUSE)
    off = {
        "".join(paragraph.itertext()): paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in word_part(data, "word/document.xml").iter(W + "p")
    }
    assert off == {
        "Each standard": False, "Standard": False, "Position": False, "Theme": False,
        "one": True, "a": False, "two": True, "b": False, "": False,
    }  # fmt: skip


def test_a_part_is_kept_on_one_page() -> None:
    """Every paragraph and row stays with the next but the last, after which a page may end."""
    table = (
        '<table class="key"><caption>Key</caption><thead><tr><th>Word</th><th>Meaning</th></tr></thead>'
        "<tbody><tr><td>Green</td><td>good</td></tr><tr><td>Red</td><td>bad</td></tr></tbody></table>"
    )
    whole = '<section class="whole"><h1>{}</h1><p>Text.</p><ul><li>point</li></ul>{}</section>'
    data = word.to_word(
        paper(whole.format("One", table) + whole.format("Two", "<p>last</p>") + "<p>on</p>"), HOUSE
    )
    found = [
        ("".join(paragraph.itertext()), paragraph.find(f"{W}pPr/{W}keepNext") is not None)
        for paragraph in word_part(data, "word/document.xml").iter(W + "p")
    ]
    heading = False  # its style keeps it
    assert found == [
        ("One", heading), ("Text.", True), ("point", True), ("Key", False),
        ("Word", False), ("Meaning", False), ("Green", True), ("good", True), ("Red", False), ("bad", False),
        ("Two", heading), ("Text.", True), ("point", True), ("last", False), ("on", False),
    ]  # fmt: skip


def test_a_paragraph_between_a_heading_and_a_table_stays_with_the_table() -> None:
    """Otherwise the two would end a page by themselves; one that leads to more text may."""
    table = (
        '<table class="key"><caption>Key</caption><thead><tr><th>Word</th><th>Meaning</th></tr></thead>'
        "<tbody><tr><td>Green</td><td>good</td></tr></tbody></table>"
    )
    data = word.to_word(
        paper(f"<h1>One</h1><p>leads</p>{table}<h2>Two</h2><p>tells</p><p>more</p>"), HOUSE
    )
    kept = {
        "".join(paragraph.itertext()): paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in word_part(data, "word/document.xml").iter(W + "p")
    }
    assert (kept["leads"], kept["tells"], kept["more"]) == (True, False, False)


def test_a_whole_section_within_another_leaves_that_one_whole() -> None:
    """What comes after the inner one still stays with what follows it, up to the end of the outer one."""
    inner = '<section class="whole"><p>two</p><p>three</p></section>'
    text = f'<section class="whole"><p>one</p>{inner}<p>four</p><p>five</p></section><p>six</p>'
    found = word_part(word.to_word(paper(text), HOUSE), "word/document.xml").iter(W + "p")
    kept = {
        "".join(paragraph.itertext()): paragraph.find(f"{W}pPr/{W}keepNext") is not None
        for paragraph in found
    }
    words = ("one", "two", "three", "four", "five", "six")
    assert [kept[name] for name in words] == [True, True, False, True, False, False]


def test_no_row_of_facts_stands_alone_on_a_page() -> None:
    """The first stays with the second, and the last with the one before it."""
    rows = "".join(f'<tr><th scope="row">{n}</th><td>fact</td></tr>' for n in range(5))
    table = f'<table class="facts"><caption>Facts</caption><tbody>{rows}</tbody></table>'
    found = word_part(word.to_word(paper(table), HOUSE), "word/document.xml").iter(W + "tr")
    kept = [row.find(f".//{W}keepNext") is not None for row in found]
    assert kept == [True, False, False, True, False]


def test_each_numbered_list_begins_at_its_own_start() -> None:
    """Two lists never count on from each other, and share the look of the house file."""
    data = word.to_word(
        paper("<ol><li>a</li></ol><ol><li>b</li></ol><ol start='7'><li>c</li></ol>"), HOUSE
    )
    used = [attribute(n) for n in word_part(data, "word/document.xml").iter(W + "numId")]
    assert len(set(used)) == 3
    lists = {
        attribute(number, "numId"): (
            attribute(number.find(W + "abstractNumId")),
            attribute(number.find(f"{W}lvlOverride/{W}startOverride")),
        )
        for number in word_part(data, "word/numbering.xml").iter(W + "num")
        if number.find(W + "lvlOverride") is not None
    }
    assert [lists[number] for number in used] == [("2", "1"), ("2", "1"), ("2", "7")]


@pytest.mark.parametrize(
    ("around", "lines"),
    [
        ("", ["{Strong: Draft}{The hatched edge of a draft}"]),
        (
            '<header class="page-header"><p>Plan</p><p class="notice">Not real</p></header>',
            ["{Strong: Draft} · Plan", "Not real{The hatched edge of a draft}"],
        ),
    ],
)
def test_a_draft_says_so_first_in_its_header_and_has_an_edge(around: str, lines: list[str]) -> None:
    """The edge is as high as the text, in the margin beside it; another paper has neither."""
    data = word.to_word(paper("<p>a</p>", body=' data-mark="Draft"', around=around), HOUSE)
    header = word_dump(data).partition("-- word/header1.xml\n")[2].partition("-- text")[0]
    assert [line.partition(" | ")[2] for line in header.splitlines()] == lines
    edge = word_part(data, "word/header1.xml").find(".//{*}anchor")
    (beside, above) = (int(offset.text) for offset in edge.iter("{*}posOffset"))
    size, millimetre = edge.find("{*}extent"), 36000
    assert edge.find("{*}positionH").get("relativeFrom") == "rightMargin"
    assert (beside, above, int(size.get("cx"))) == (6 * millimetre, 0, 3 * millimetre)
    assert int(size.get("cy")) == 255 * millimetre  # of 297, without the margins
    final = word.to_word(paper("<p>a</p>", around=around), HOUSE)
    assert "Draft" not in word_dump(final)
    assert "draft" not in word_dump(final)


def test_fields_are_whole() -> None:
    """Page x of y and the contents list begin, separate and end in order."""
    data = word.to_word(WHOLE, HOUSE)
    for part in ("word/footer1.xml", "word/document.xml"):
        kinds = [attribute(c, "fldCharType") for c in word_part(data, part).iter(W + "fldChar")]
        assert kinds
        assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


def test_contents_lead_to_pages_that_are_yet_to_be_counted() -> None:
    """Each entry has the field of its own page, out of date and empty, so no wrong page is printed."""
    document = word_part(word.to_word(WHOLE, HOUSE), "word/document.xml")
    begins = [mark for mark in document.iter(W + "fldChar") if attribute(mark, "dirty") == "true"]
    assert len(begins) == 2
    for begin in begins:
        following = [run[0] for run in begin.getparent().itersiblings()]
        assert [field.tag for field in following] == [W + "instrText", W + "fldChar", W + "fldChar"]
        name = (following[0].text or "").split()[1]
        assert document.find(f".//{W}bookmarkStart[@{W}name='{name}']") is not None


@pytest.mark.parametrize("body", ["", ' class="landscape"'])
@pytest.mark.parametrize("house", ["own", *council_files.MADE])
def test_page_numbers_of_contents_stand_at_the_right_margin(house: str, body: str) -> None:
    """However wide the page, and whatever tab stops the styles of the house file have."""
    data = HOUSE if house == "own" else council_files.MADE[house]()
    nav = WHOLE[WHOLE.index("<nav") : WHOLE.index("</nav>") + len("</nav>")]
    places = '<h2 id="positions">a</h2><h3>b</h3><h4 id="item-123">c</h4>'
    made = word.to_word(paper(f"<h1>x</h1>{nav}{places}", body=body), data, HOUSE)
    page = word_part(made, "word/document.xml")
    size, margins = next(page.iter(W + "pgSz")), next(page.iter(W + "pgMar"))
    sides = sum(int(attribute(margins, side)) for side in ("left", "right", "gutter"))
    text_width = int(attribute(size, "w")) - sides
    styles = {
        attribute(style.find(W + "name")).lower(): style
        for style in word_part(made, "word/styles.xml").iter(W + "style")
    }
    for name in ("toc 2", "toc 4"):
        stops = [stop for stop in styles[name].iter(W + "tab") if attribute(stop) != "clear"]
        found = [(attribute(s), attribute(s, "leader"), attribute(s, "pos")) for s in stops]
        assert found == [("right", "dot", str(text_width))]


def test_the_shape_of_a_rating_is_no_text() -> None:
    """It is a symbol in the look of the rating, so that who copies or reads back has the word alone."""
    rating = (
        '<span class="rating" style="--colour: #00703c; --ink: #ffffff" data-shape="{}">{}</span>'
    )
    shapes = {shape: rating.format(shape, f"{shape} <em>rated</em>") for shape in vocabulary.SHAPES}
    data = word.to_word(paper("".join(f"<p>{html}</p>" for html in shapes.values())), HOUSE)
    assert word_text(data) == [f"{shape} rated" for shape in shapes]
    for paragraph in word_part(data, "word/document.xml").iter(W + "p"):
        symbols = [
            symbol for symbol in paragraph.iter(W + "sym") if attribute(symbol, "char") != "00A0"
        ]
        assert len(symbols) == 1
        looks = [
            attribute(run.find(f"{W}rPr/{W}shd"), "fill")
            for run in paragraph.iter(W + "r")
            if run.find(W + "sym") is not None
        ]
        assert set(looks) == {"00703C"}


def test_bookmarks_have_names_that_word_takes() -> None:
    """Long, odd and almost equal ids become different names, and links follow."""
    ids = ["a" * 50, "a" * 50 + "b", "1-2", "1_2", "é", "Ab", "aB"]
    html = paper("".join(f'<h1 id="{i}">{i}</h1><p><a href="#{i}">{i}</a></p>' for i in ids))
    document = word_part(word.to_word(html, HOUSE), "word/document.xml")
    names = [attribute(mark, "name") for mark in document.iter(W + "bookmarkStart")]
    assert len({name.lower() for name in names}) == len(ids)
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    assert [attribute(link, "anchor") for link in document.iter(W + "hyperlink")] == names


# -- all text arrives -------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


def folded(text: str) -> str:
    """Return the text as a browser would show it."""
    return re.sub("[ \t\n\r\f]+", " ", text).strip(" ")


@given(st.lists(TEXT.filter(folded), min_size=1, max_size=4))
@example(["R&D <b>", "𝒜 \U0001f600", "a\u00a0b \u00a0", "שלום עולם", "\u00ad\u200b\u2028"])
@example([" tab\tand\r\nline ", "&amp; &#60;", "]]>", "\u00a0"])
def test_any_text_reaches_word_unharmed(texts: list[str]) -> None:
    """In the text, in a cell, in runs of different styles: each character, and in its order."""
    inner = "".join(f"<em>{escape(t)}</em>\n <strong>{escape(t)}</strong>" for t in texts)
    html = paper(
        "".join(f"<p>{escape(t)}</p>" for t in texts)
        + positions(f"<p>{escape(texts[0])}</p>", escape(texts[-1]))
        + f"<p>{inner}</p>"
    )
    found = word_text(word.to_word(html, HOUSE))
    assert found[: len(texts)] == [folded(t) for t in texts]
    assert found[-3:-1] == [folded(texts[0]), folded(texts[-1])]
    assert found[-1] == folded("".join(f"{t}\n {t}" for t in texts))


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\ufffe", "\ud800"])
def test_what_no_file_can_hold_is_named(character: str) -> None:
    """A character that XML cannot write is refused with what stands before it."""
    assert "after “" in refused(paper(f"<p>before{character}</p>"))
    assert f"U+{ord(character):04X}" in refused(paper(f"<p>{character}</p>"))


# -- what it refuses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<p class="odd">Some text</p>', '<p class="odd"> (“Some text”)'),
        ("<blockquote>Some text</blockquote>", "<blockquote> (“Some text”)"),
        ('<p data-odd="1">Some text</p>', "the attribute data-odd"),
        ("<p><u>Some text</u></p>", "<u> (“Some text”)"),
        ("<p><span>Some text</span></p>", "<span> (“Some text”)"),
        ("Some text", "text outside a paragraph"),
        ("<ul>Some text<li>a</li></ul>", "text outside a paragraph"),
        ("<ul><li>a</li>Some text</ul>", "text outside a paragraph"),
        ("<div class='numbered'><p>Some text</p></div>", "must begin with its number"),
        ("<div class='numbered'><ul><li>a</li></ul></div>", "must begin with its number"),
        ("<div class='numbered'></div>", "it is empty"),
        ("<div class='numbered'>Some text</div>", "text outside a paragraph"),
        ("<div class='numbered'><h2>Some text</h2></div>", "does not belong in <div>"),
        (positions("<div class='numbered'></div>", "b"), "does not belong in <td>"),
        ("<ul><li><h2>Some text</h2></li></ul>", "does not belong in <li>"),
        ("<p><span class='rating'>Green</span></p>", "a rating needs style"),
        ("<p><span class='label' style='x'>Green</span></p>", "only a rating"),
        ("<p><span class='page-number'>3</span></p>", "must be empty"),
        ("<p><a>Some text</a></p>", "leads nowhere"),
        ('<p><a href="#nowhere">Some text</a></p>', "#nowhere"),
        (
            '<p><a href="javascript:alert(1)">Some text</a></p>',
            "neither to a place in the paper nor",
        ),
        ('<p><a href="http://[">Some text</a></p>', "neither to a place in the paper nor"),
        ('<p id="a">x</p><p id="a">y</p>', "id “a” appears twice"),
        ("<ol start='x'><li>a</li></ol>", "start is not a number"),
        ("<ul><li>" * 10 + "</li></ul>" * 10, "ten levels"),
        (
            "<table class='key'><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
            "one <caption>",
        ),
        (positions("a", "b").replace("33.3%", "wide"), "a column needs style"),
        (positions("a", "b").replace("<col ", '<col style="width: 1%"><col ', 1), "widths for 3"),
        (positions("a", "b").replace('colspan="2"', ""), "fills 1 of 2"),
        (positions("a", "b").replace('colspan="2"', 'colspan="x"'), "colspan is not a number"),
        (positions("a", "b").replace('colspan="2"', 'rowspan="2"'), "attribute rowspan"),
        (positions("<table class='key'></table>", "b"), "does not belong in <td>"),
        ("<nav class='contents'></nav>", "the list is empty"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused_by_name(text: str, said: str) -> None:
    """Nothing vanishes in silence: the message names the element and shows its text."""
    assert said in refused(paper(text))


def test_a_third_side_of_a_footer_is_refused() -> None:
    """A footer has a left and a right."""
    around = '<footer class="page-footer"><p>a</p><p>b</p><p>c</p></footer>'
    assert "a left and a right paragraph" in refused(paper("<p>a</p>", around=around))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<body>", '<body onload="x">', "attribute onload"),
        ('name="author"', 'name="viewport"', "papers cannot have metadata"),
        ("2013-04-25T00:00:00Z", "yesterday", "is not a date"),
        ("<main>", "<aside>x</aside><main>", "papers cannot have this element"),
    ],
)
def test_head_and_body_are_held_to_the_vocabulary_too(old: str, new: str, said: str) -> None:
    """Metadata and the page's own attributes do not vanish either."""
    assert re.search(said, refused(paper("<p>a</p>").replace(old, new)))


def test_an_empty_document_is_refused() -> None:
    """There is no Word file of nothing."""
    assert "HTML" in refused("")


# -- house files ------------------------------------------------------------------------------


def changed(changes: dict[str, Callable[[bytes], bytes]], **added: bytes) -> bytes:
    """Return the house file with some of its parts changed and some added."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(HOUSE)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, data in added.items():
            new.writestr(name, data)
    return out.getvalue()


def replaced(part: str, old: str, new: str) -> bytes:
    """Return the house file with some text of a part replaced."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return changed({part: change})


def test_the_shipped_house_file_is_the_reviewed_one() -> None:
    """The binary in `templates` is what `tests/house_file.py` makes."""
    with zipfile.ZipFile(SHIPPED) as shipped, zipfile.ZipFile(BytesIO(house_file())) as made:
        assert shipped.namelist() == made.namelist()
        for name in shipped.namelist():
            assert shipped.read(name) == made.read(name), "run python tests/house_file.py"


def test_the_colours_of_the_house_file_can_be_read() -> None:
    """Every ink has 4.5 to 1 against white and against the tint behind a header row."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    styles = word_part(HOUSE, "word/styles.xml")
    inks = {attribute(colour) for colour in styles.iter(W + "color")}
    grounds = {attribute(shade, "fill") for shade in styles.iter(W + "shd")} | {"FFFFFF"}
    assert len(inks) > 2
    for ink in inks:
        for ground in grounds:
            bright, dark = sorted((light(ink), light(ground)), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_a_template_serves_as_a_house_file() -> None:
    """Officers have .dotx files; the paper is a document all the same."""
    house = replaced("[Content_Types].xml", "document.main+xml", "template.main+xml")
    assert word.to_word(WHOLE, house) == word.to_word(WHOLE, HOUSE)


def test_all_missing_styles_are_named_at_once() -> None:
    """An officer learns in one run what a house file lacks."""
    house = changed(
        {
            "word/styles.xml": lambda data: (
                data.replace(b'w:val="Banner"', b'w:val="Bannr"')
                .replace(b'w:val="Key table"', b'w:val="x"')
                .replace(b'w:numId w:val="2"', b'w:numId w:val="77"')
            )
        }
    )
    message = refused(WHOLE, house)
    assert "does not have 3" in message
    for part in ("Banner (paragraph style)", "Key table (table style)", "numbers of List Number"):
        assert part in message


def test_a_style_is_found_by_its_name_in_any_case_and_under_any_identifier() -> None:
    """A German Word calls Heading 1 berschrift1 in the file, and still names it heading 1."""
    house = replaced("word/styles.xml", "Heading1", "berschrift1")
    data = word.to_word(WHOLE, house)
    assert "heading 1 | The position" in word_dump(data)


def test_another_language_of_the_house_file_gives_way() -> None:
    """A house file that was edited in an American Word still makes a British paper."""
    house = replaced("word/styles.xml", '<w:lang w:val="en-GB"', '<w:lang w:val="en-US"')
    languages = word_part(word.to_word(WHOLE, house), "word/styles.xml").iter(W + "lang")
    assert {attribute(language) for language in languages} == {"en-GB"}


def test_tab_stops_of_the_house_file_do_not_catch_the_footer() -> None:
    """Word's own footer style has a stop in the middle; the page number goes to the right margin."""
    stops = '<w:tabs><w:tab w:val="center" w:pos="4513"/></w:tabs>'
    house = replaced("word/styles.xml", '<w:name w:val="footer"/>', '<w:name w:val="footer"/>')
    house = changed(
        {
            "word/styles.xml": lambda data: re.sub(
                rb'(<w:name w:val="footer"/>.*?</w:pBdr>)', rb"\1" + stops.encode(), data
            )
        }
    )
    tabs = list(word_part(word.to_word(WHOLE, house), "word/footer1.xml").iter(W + "tab"))
    assert [(attribute(t), attribute(t, "pos")) for t in tabs][:2] == [
        ("clear", "4513"),
        ("right", "14570"),
    ]


EXTERNAL = (
    '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="https://example.org/x" TargetMode="External"/></Relationships>'
)
MACROS = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("house", "said"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04 but no archive", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
        (HOUSE[: len(HOUSE) // 2], "not a Word document"),
        (bytes(20_000_001), "larger than 20 MB"),
        (
            replaced("[Content_Types].xml", "</Types>", MACROS),
            "it has macros",
        ),
        (changed({"word/theme.xml": lambda _: BOMB.encode()}), "theme.xml declares entities"),
        (changed({"word/theme.xml": lambda _: BOMB.encode("utf-16")}), "declares entities"),
        (changed({"word/styles.xml": lambda _: b"<broken"}), "styles.xml is damaged"),
        (changed({"word/document.xml": lambda _: b"<a/>"}), "cannot be opened"),
        (changed({"_rels/.rels": lambda data: data.replace(b"officeDocument\"", b"x\"")}), "cannot be opened"),
        (changed({}, **{"word/big.bin": bytes(80_000_000)}), "unpacks to more than 80 MB"),
        (changed({}, **{"word/big.xml": bytes(10_000_001)}), "big.xml is too long"),
        (changed({}, **{f"word/{n}.bin": b"" for n in range(1000)}), "too many"),
        (changed({}, **{"word/STYLES.xml": b"<x/>"}), "the same name"),
        (
            replaced("word/document.xml", 'w:left="1134"', 'w:left="99999"'),
            "leave no room",
        ),
    ],
)  # fmt: skip
def test_a_hostile_house_file_is_refused_in_words(house: bytes, said: str) -> None:
    """Whatever comes in, an officer reads what is wrong and what to do."""
    message = refused(WHOLE, house)
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.ms-word.template.macroEnabledTemplate",
        "vnd.ms-word.document.macroEnabled",
        "vnd.openxmlformats-officedocument.wordprocessingml.template",
    ],
)
def test_a_template_that_could_have_macros_and_has_none_is_a_house_file(kind: str) -> None:
    """A .dotm or .docm without macros is a .docx by another name."""
    document = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    house = replaced("[Content_Types].xml", document + ".main", kind + ".main")
    assert word.to_word(WHOLE, house) == word.to_word(WHOLE, HOUSE)


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
def test_what_a_house_file_has_elsewhere_stays_behind(kind: str) -> None:
    """The template that it was made from, and whatever its own text loads: no paper has any of it."""
    house = replaced("word/_rels/document.xml.rels", "</Relationships>", EXTERNAL.format(kind))
    data = word.to_word(WHOLE, house)
    assert data == word.to_word(WHOLE, HOUSE)


@settings(max_examples=60)
@given(place=st.integers(0, len(HOUSE) - 1), byte=st.integers(0, 255))
def test_a_damaged_house_file_never_makes_a_traceback(place: int, byte: int) -> None:
    """A flipped byte leaves a usable file or a message."""
    data = bytearray(HOUSE)
    data[place] = byte
    with contextlib.suppress(FrancisError):
        word.to_word(paper("<p>a</p>"), bytes(data))


def test_a_link_in_the_text_of_a_house_file_does_no_harm() -> None:
    """A sample page may have a link; it stays behind with all else that is not a style."""
    house = replaced(
        "word/_rels/document.xml.rels", "</Relationships>", EXTERNAL.format("hyperlink")
    )
    with zipfile.ZipFile(BytesIO(word.to_word(paper("<p>a</p>"), house))) as archive:
        assert b"example.org" not in archive.read("word/_rels/document.xml.rels")


def test_what_is_no_style_stays_behind() -> None:
    """Second styles, pictures and whatever else a house file holds do not reach a paper."""
    kind = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
    relation = f'<Relationship Id="x" Type="{kind}" Target="extra.xml"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    house = changed(
        {rels: lambda data: data.replace(b"</Relationships>", relation.encode())},
        **{"word/extra.xml": b"<x/>"},
    )
    with zipfile.ZipFile(BytesIO(word.to_word(paper("<p>a</p>"), house))) as archive:
        assert "word/extra.xml" not in archive.namelist()


# -- the same each time, and what other programs say ------------------------------------------


def test_the_same_paper_has_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    """Neither the hash seed, the time zone nor the clock shows in the file."""
    (tmp_path / "paper.html").write_text(WHOLE, encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from francis.formats.word import document as word;"
        "sys.stdout.buffer.write(word.to_word(Path(sys.argv[1]).read_text(encoding='utf-8'), Path(sys.argv[2]).read_bytes()))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "paper.html"), str(SHIPPED)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert made == {word.to_word(WHOLE, HOUSE)}


@pytest.mark.parametrize(
    "html",
    [
        *(None, WHOLE, paper("<p>a</p>")),
        *(paper(positions("", "") + KEY, body=' data-mark="A &lt; B"'), CHARTS, TURNED),
    ],
    ids=["house", "whole", "small", "tables", "charts", "turned"],
)
def test_the_validator_finds_nothing(html: str | None, tmp_path: Path) -> None:
    """The house file and the papers keep to the schema of Office."""
    path = tmp_path / "paper.docx"
    path.write_bytes(HOUSE if html is None else word.to_word(html, HOUSE))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


MONITORED = "The commissioner monitors the performance of every contract. " * 25
LONG = paper(
    positions(*(cell for n in range(22) for cell in (f"<h2>{n} Item</h2>", f"<p>{MONITORED}</p>"))),
    body=' class="landscape" data-mark="Draft"',
    around=FURNITURE,
)


@pytest.fixture(scope="module")
def printed(
    soffice: Callable[..., list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return what LibreOffice makes of some papers, as PDFs."""
    papers = {"long": LONG, "turned": TURNED, "charts": CHARTS}

    def convert(folder: Path) -> None:
        for name, html in papers.items():
            (folder / f"{name}.docx").write_bytes(word.to_word(html, HOUSE))
        soffice(*sorted(folder.glob("*.docx")))

    folder = once(tmp_path_factory, "word-files", convert)
    return {name: folder / f"{name}.pdf" for name in papers}


def test_libreoffice_opens_it_and_shows_all_of_it(printed: dict[str, Path]) -> None:
    """Another program lays out the pages, repeats the header row and counts the pages."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(printed["long"]), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    pages = done.stdout.split("\f")[:-1]
    assert 7 <= len(pages) <= 12
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert re.search(r"Standard +Position", page)
    # Rows of many lines go on on the next page, and nothing of them is lost.
    assert done.stdout.count(" Item") == 22
    assert done.stdout.count("monitors") == 22 * 25


def test_libreoffice_turns_pages(printed: dict[str, Path]) -> None:
    """Each page has its size, its number and the mark of all others; none is empty."""
    pages = pdf_pages(printed["turned"])
    assert all(f"Page {number} of 5" in page for number, page in enumerate(pages, 1))
    sizes = subprocess.run(
        ["pdfinfo", "-l", "9", str(printed["turned"])],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.findall("size: +([0-9]+)[0-9.]* x", sizes) == ["595", "595", "841", "595", "841"]


def test_libreoffice_draws_charts(printed: dict[str, Path]) -> None:
    """Words, counts and legends are there, beside those of the tables."""
    done = subprocess.run(
        ["pdftotext", "-raw", str(printed["charts"]), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = done.stdout.split()
    assert found.count("Amber") == 4, "in two tables, beside a bar and in a legend"
    assert found.count("14") == 2
    assert found.count("12") == 2


def test_every_style_of_the_vocabulary_is_in_the_whole_paper() -> None:
    """The tests above leave out nothing of the vocabulary."""
    styles = {line.split(" | ")[0].split(" (")[0].strip().lower() for line in GOLDEN.splitlines()}
    used = styles | {f"{name.lower()}" for name in re.findall(r"\{([A-Z][A-Za-z ]+)[:,]", GOLDEN)}
    used |= {name.lower() for name in re.findall(r"table \| (.*)", GOLDEN)}
    assert {name.lower() for name in vocabulary.STYLES} - used == {
        *("toc 3", "list continue"),
        "section end",  # in the tests of turned pages
    }


GOLDEN = r"""title: The position & the plan
creator: Example CCG
keywords: stock-take
description: Where Example CCG stood.
language: en-GB
lastModifiedBy: Example CCG
revision: 1
created: 2013-04-25T00:00:00Z
modified: 2013-04-25T00:00:00Z
page: w=16838 h=11906 orient=landscape, margins: top=1247 right=1134 bottom=1134 left=1134 header=567 footer=510 gutter=0
-- word/footer1.xml
footer (tabs) | as at 25 April 2013⇥Page {PAGE}1 of {NUMPAGES}1
-- word/header1.xml
header | {Strong: Draft} · Example · CCG
Notice | Not real{The hatched edge of a draft}
-- text
heading 1 | The position
Subtitle | As at 25 April 2013
Banner | Draft: not approved.
caption | Facts
table | Facts table
  tblCaption: Facts
  look: firstColumn noHBand noVBand
  widths: 3205 11365
  row cantSplit
    cell
      Table Text | Body
    cell
      Table Text | Example CCG; [{Hyperlink: licence}](https://example.org/%C3%A9?a=1&b=2)
contents
  TOC Heading | <contents>Contents
  toc 2 | [Positions](#positions)⇥{PAGEREF positions \h}
  toc 4 | [123 Monitoring](#item_123)⇥{PAGEREF item_123 \h}
heading 2 | <positions>Positions
caption | Each standard
table | Positions table
  tblCaption: Each standard
  tblDescription: A row for each standard.
  look: firstRow noHBand noVBand
  widths: 4852 9718
  row cantSplit tblHeader
    cell
      Table Heading | Standard
    cell
      Table Heading | Position
  row cantSplit
    cell of 2
      heading 3 | <theme>Theme
  row
    cell
      heading 4 (keepNext 0) | <item_123>{Number: 123} Monitoring
      Table Text | The standard:
      Table Bullet (list 4 level 0) | one
      Table Bullet (list 4 level 1) | deeper
      Table Bullet (list 4 level 0) | two
      Response | {Label: Response} not recorded
      Table Text | A note.
      heading 5 (keepNext 0) | Found
      Table Quote | Said in a cell.
      table | Plan table
        tblDescription: Answers.
        look: firstRow noHBand noVBand
        widths: 2776 1850
        row cantSplit tblHeader
          cell
            Table Heading | Question
          cell
            Table Heading | Answer
        row cantSplit
          cell
            Table Text | Who?
          cell
            Table Text | The {Emphasis: board}
      heading 6 (keepNext 0) | At night
    cell
      Status | {Label: Rating} ●{Rating, color FFFFFF, shd 00703C: Green} · [{Hyperlink: above}](#item_123)
      Table Number (list 7 level 0) | First
      Table Number (list 7 level 0) | Second
      Table Number (list 8 level 1) | Inner
      Table Continue (list 6 level 0) | and on
      Table Text | Between {Strong: strong}, {Emphasis: emphasis}, {Strong, i: both}.⏎A line.
      Table Number (list 9 level 0) | Fourth
      Table Continue (list 6 level 0) | More of it
      Incomplete | Breaks off.
caption | Ratings
table | Key table
  tblCaption: Ratings
  tblDescription: Each rating.
  look: firstRow firstColumn noHBand noVBand
  widths: 2914 11656
  row cantSplit tblHeader
    cell
      Table Heading | Rating
    cell
      Table Heading | Meaning
  row cantSplit
    cell
      Table Text | –{Outlined: Not rated}
    cell
      Table Text | None given.
caption | Ratings given
Chart | {chart: Ratings given: Green 5.}
table | Figures table
  tblCaption: Ratings given
  look: firstRow firstColumn noHBand noVBand
  widths: 5102 1701
  row cantSplit tblHeader
    cell
      Table Heading | Rating
    cell
      Table Heading | Standards
  row cantSplit
    cell
      Table Text (keepNext) | Green
    cell
      Table Text (keepNext) | 5
  row cantSplit
    cell
      Table Text | Red
    cell
      Table Text | 0
List Bullet (list 1 level 0) | in the text
List Number (list 10 level 0) | numbered
Normal | A plain paragraph.
Quote | Said.
List Bullet (list 11 level 0) | twice
Numbered Paragraph | <ten>{Paragraph Number: 10.5}⇥It {Strong: has}
List Bullet (list 12 level 0) | a point
List Bullet (list 12 level 0) | two⏎lines
List Number (list 14 level 1) | inner
Numbered Continue | More of 10.5.
Numbered Paragraph | {Paragraph Number: 10.12}
List Number (list 15 level 0) | first
caption | Figures
table | Headlines table
  tblCaption: Figures
  look: noHBand noVBand
  widths: 7285 7285
  row cantSplit
    cell
      Count | 2
    cell
      Table Text | of 3
Finding | One is red.
table | Strip table
  tblCaption: The item
  look: firstColumn noHBand noVBand
  widths: 14570
  row cantSplit
    cell
      Table Text | 6.2
After Table | It is asked to
table | Asks table
  tblCaption: What is asked
  look: firstColumn noHBand noVBand
  widths: 14570
  row cantSplit
    cell
      Table Text | Approve it: {Reason: late}
caption | Plan
table | Plan table
  tblCaption: Plan
  look: firstColumn noHBand noVBand
  widths: 14570
  row cantSplit
    cell
      Table Text | {Strong: June} {Not Stated: not stated}
      Detail | late
After Table | Made from the record.
"""
