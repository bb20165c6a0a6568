"""Charts: the same figures and words in each format, for those who see colours and those who do not."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from francis.errors import FrancisError
from francis.formats.charts import canvas
from francis.formats.charts import figure as charts
from francis.formats.charts import svg as svg_chart
from francis.formats.charts.figure import Chart, Label
from francis.formats.html import Page, parse
from francis.formats.pdf import document as pdf
from francis.formats.text.measures import length
from francis.formats.vocabulary import CHARTS as CHART_KINDS
from francis.formats.word import document as word
from tests.shared.file_text import W, word_part

TEMPLATES = Path(__file__).parents[3] / "templates"
HOUSE = (TEMPLATES / "house.docx").read_bytes()
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

STEPS = (
    ("Blue", "005eb8", "ffffff"),
    ("Green", "00703c", "ffffff"),
    ("Amber", "ffbf47", "000000"),
    ("Red", "b10e1e", "ffffff"),
    ("Not rated", "", ""),
    ("Not applicable", "", ""),
)


def chip(word: str, colour: str, ink: str) -> str:
    style = f"--colour: #{colour}; --ink: #{ink}"
    return f'<span class="rating" style="{style}">{word}</span>' if colour else word


def figure(kind: str, heads: list[str], rows: list[list[object]], caption: str) -> str:
    """Return a chart as a template writes it."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    columns = f'<col style="width: {100 // len(heads)}%">' * len(heads)
    return (
        f'<figure class="chart" data-chart="{kind}" data-description="What {caption} shows.">\n'
        f'<table class="figures">\n<caption>{caption}</caption><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></figure>"
    )


COUNTS = (0, 5, 3, 2, 12, 0)
BARS = figure(
    "bars",
    ["Rating", "Standards"],
    [[chip(*step), count] for step, count in zip(STEPS, COUNTS, strict=True)],
    "Standards at each rating",
)
THEMES: dict[str, tuple[int, ...]] = {
    "Commissioning arrangements and the relationship with providers": (0, 14, 2, 1, 0, 1),
    "Openness &amp; candour": (0, 0, 0, 0, 0, 0),
    "Pneumonoultramicroscopicsilicovolcanoconiosis": (0, 0, 1, 0, 0, 0),
}
STACKED = figure(
    "stacked",
    ["Theme", *(chip(*step) for step in STEPS)],
    [[theme, *counts] for theme, counts in THEMES.items()],
    "Position by theme",
)
NOUGHTS = figure("bars", ["Rating", "Standards"], [["Green", 0], ["Red", 0]], "Nothing yet")
ONE = figure("stacked", ["Year", chip(*STEPS[1])], [["2013", 0]], "One year")

PAPER = (
    '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Charts</title>'
    '<meta name="author" content="Example body"></head><body data-mark="Draft"><main id="paper">'
    f"<h1>Charts</h1><p>Before.</p>{BARS}{STACKED}{NOUGHTS}{ONE}<p>After.</p></main></body></html>"
)


def read(html: str) -> Chart:
    return charts.read(next(parse(f"<html><body>{html}</body></html>").iter("figure")))


def drawing(html: str) -> Any:
    return svg_chart.drawing(read(html))


def bars_of(svg: Any) -> list[tuple[float, float, float]]:
    """Return each bar or segment of a drawing: its row, its left end, its length."""
    return [
        tuple(float(rectangle.get(side)) for side in ("y", "x", "width"))  # type: ignore[misc]
        for rectangle in svg.iter("rect")
        if rectangle.get("stroke") and float(rectangle.get("height")) == canvas.BAR
    ]


def texts(svg: Any) -> list[str]:
    return [text.text for text in svg.iter("text")]


# -- what is read -----------------------------------------------------------------------------


def test_a_figure_is_read_off_its_table() -> None:
    """Words, colours and figures are those of the cells; steps without a colour are plain."""
    chart = read(BARS)
    assert (chart.title, chart.heading) == ("Standards at each rating", "Rating")
    assert chart.description == "What Standards at each rating shows."
    assert chart.figures == tuple((count,) for count in COUNTS)
    assert chart.rows[2:] == (
        Label("Amber", "FFBF47", "000000", 2), Label("Red", "B10E1E", "FFFFFF", 3),
        Label("Not rated"), Label("Not applicable"),
    )  # fmt: skip
    assert read(STACKED).figures == tuple(THEMES.values())
    assert read(STACKED).rows[1].words == "Openness & candour"


def test_the_order_of_steps_decides_their_patterns() -> None:
    """Each step of a stacked bar can be told apart in black and white, and has it in bars too."""
    columns = read(STACKED).columns
    assert len({(bool(label.colour), label.pattern) for label in columns}) == len(columns)
    assert columns[:4] == read(BARS).rows[:4]
    assert len(set(charts.PATTERNS)) == len(charts.PATTERNS)
    turned = figure("bars", ["Rating", "n"], [["Not rated", 1], [chip(*STEPS[0]), 1]], "c")
    assert read(turned).rows[1] == columns[0], "wherever “not rated” stands"


CELL = "<td>5</td>"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (BARS.replace(CELL, "<td>many</td>"), "<td> (“many”): a figure of a chart must be a whole"),
        (BARS.replace(CELL, "<td>-5</td>"), "<td> (“-5”)"),
        (BARS.replace(CELL, "<td>5.5</td>"), "<td> (“5.5”)"),
        (BARS.replace(CELL, "<td>٣</td>"), "<td> (“٣”)"),
        (BARS.replace(CELL, "<td>1e9</td>"), "<td> (“1e9”)"),
        (BARS.replace(CELL, "<td>1000000</td>"), "<td> (“1000000”)"),
        (BARS.replace(CELL, f"<td>{'9' * 5000}</td>"), "<td> (“99999"),
        (BARS.replace(CELL, "<td></td>"), "<td>: a figure"),
        (BARS.replace(CELL, "<td><p>5</p></td>"), "does not belong in a chart"),
        (BARS.replace(CELL, CELL * 2), "it fills 3 of 2 columns"),
        (BARS.replace(CELL, ""), "it fills 1 of 2 columns"),
        (BARS.replace(CELL, '<td colspan="1">5</td>'), "cannot fill two columns"),
        (BARS.replace('data-chart="bars"', 'data-chart="pie"'), "one of: bars, stacked"),
        (BARS.replace('data-chart="bars"', ""), "<figure class="),
        (BARS.replace("What Standards at each rating shows.", " "), "a data-description"),
        (STACKED.replace('data-chart="stacked"', 'data-chart="bars"'), "bars need one column"),
        (figure("stacked", ["Theme"], [["Openness"]], "c"), "stacked bars 1 to 8"),
        (figure("stacked", list("abcdefghij"), [list("a123456789")], "c"), "stacked bars 1 to 8"),
        (figure("bars", ["Rating", "n"], [["", 1]], "c"), "needs a name"),
        (figure("bars", ["Rating", "n"], [], "c"), "needs a table with one row"),
        (re.sub("<caption>.*?</caption>", "", BARS), "one <caption>"),
        (re.sub("<thead>.*?</thead>", "", BARS), "header cells"),
        (re.sub("<table.*</table>", "", BARS, flags=re.DOTALL), "needs one <table>"),
        (re.sub("<table.*</table>", "<p>5</p>", BARS, flags=re.DOTALL), "does not belong in <fig"),
        (BARS.replace('class="figures"', 'class="key"'), "does not belong in <figure>"),
        (BARS.replace("--ink: #ffffff", "--ink: url(x)", 1), "a rating needs style"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_by_name(html: str, said: str) -> None:
    """In every format, and before any of it is drawn."""
    page = PAPER.replace(BARS, html)
    for attempt in (
        lambda: word.to_word(page, HOUSE),
        lambda: Page(page),
    ):
        with pytest.raises(FrancisError) as caught:
            attempt()
        assert said in str(caught.value)


# -- SVG --------------------------------------------------------------------------------------


@pytest.mark.parametrize("html", [BARS, STACKED], ids=["bars", "stacked"])
def test_lengths_are_in_proportion_to_the_figures(html: str) -> None:
    """All bars have one scale and begin at the axis; segments follow each other."""
    chart, svg = read(html), drawing(html)
    bars = bars_of(svg)
    rows = [[figure for figure in figures if figure] for figures in chart.figures if any(figures)]
    assert len(bars) == sum(map(len, rows))
    (axis,) = re.findall(r"M([\d.]+),", [path.get("d") for path in svg.iter("path")][-1])
    unit = bars[0][2] / rows[0][0]
    at = iter(bars)
    for row in rows:
        end, level = float(axis), None
        for value in row:
            y, x, length = next(at)
            assert length == pytest.approx(unit * value, abs=0.02)
            assert x == pytest.approx(end, abs=0.02)
            assert level in (None, y)
            end, level = x + length, y
    assert max(x + length for _, x, length in bars) <= canvas.WIDTH


def test_noughts_are_shown_as_noughts() -> None:
    """A row without a bar has its word and a 0; so has a chart of nothing else."""
    assert texts(drawing(BARS)).count("0") == 2
    assert texts(drawing(STACKED)).count("0") == 1
    assert texts(drawing(NOUGHTS)) == ["Green", "0", "Red", "0"]
    assert bars_of(drawing(NOUGHTS)) == []
    assert texts(drawing(ONE)) == ["Green", "2013", "0"]


def test_counts_stand_in_segments_that_have_room() -> None:
    """And not over the ends of those that have none; the table says them all."""
    html = figure("stacked", ["Year", *"abc"], [["2013", 900, 1, 99]], "c")
    assert texts(drawing(html)) == ["a", "b", "c", "2013", "900", "99"]


def test_long_words_are_broken_and_not_cut() -> None:
    """Every letter of every label is in the drawing, within its column."""
    svg = drawing(STACKED)
    whole = "".join(texts(svg)).replace(" ", "")
    for theme in read(STACKED).rows:
        assert theme.words.replace(" ", "") in whole
    axis = min(x for _, x, _ in bars_of(svg))
    for text in svg.iter("text"):
        if text.get("x") == "0":
            assert length(text.text, canvas.TYPE) <= axis


def test_a_legend_is_broken_into_lines_that_fit() -> None:
    """A step that would leave the drawing begins a line, with its swatch, below the one before it."""
    names = ["On track", "Some slippage", "At serious risk", "Not yet rated at all", "Closed"]
    svg = drawing(figure("stacked", ["Year", *names], [["2013", 0, 0, 0, 0, 0]], "c"))
    words = {text.text: text for text in svg.iter("text") if text.text in names}
    assert list(words) == names
    ends = [float(text.get("x")) + length(name, canvas.TYPE) for name, text in words.items()]
    assert max(ends) <= canvas.WIDTH
    swatches = [r for r in svg.iter("rect") if r.get("width") == "13" and r.get("fill") == "none"]
    places = [(float(r.get("y")), float(r.get("x"))) for r in swatches]
    assert len(places) == len(set(places)) == len(names)
    assert places == sorted(places)
    lines = sorted({y for y, _ in places})
    assert 1 < len(lines) < len(names)
    assert all(low - high >= canvas.LINE for high, low in pairwise(lines))


def test_a_chart_can_be_read_in_a_column_of_60_millimetres() -> None:
    """Its type has 7 points there, counts stand in segments of a fifth, and it is no wider than a telephone."""
    points = canvas.TYPE * (60 / 25.4 * 72) / canvas.WIDTH
    assert points >= 7
    assert canvas.WIDTH <= 320 - 2 * 16
    svg = drawing(figure("stacked", ["Year", *"abcde"], [["31 March 2015", 9, 9, 9, 9, 9]], "c"))
    assert texts(svg).count("9") == 5


def test_the_bars_say_the_same_without_colour() -> None:
    """No two segments side by side have the same pattern, and each has its outline."""
    chart = read(STACKED)
    patterns = [column.pattern for column in chart.columns if column.colour]
    assert len(set(patterns)) == len(patterns)


def test_every_kind_of_chart_is_drawn() -> None:
    """What the vocabulary knows, something draws."""
    assert set(svg_chart.DRAWN_BY) == set(CHART_KINDS)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@given(st.lists(st.lists(WORDS, min_size=1).map(" ".join), min_size=1, max_size=4), st.data())
def test_any_words_and_figures_are_drawn(words: list[str], data: st.DataObject) -> None:
    """Nothing leaves the drawing, whatever the labels and the figures are."""
    labels = tuple(map(Label, words))
    rows = st.tuples(*[st.integers(0, 999_999)] * len(words))
    figures = tuple(data.draw(rows) for _ in words)
    svg = svg_chart.drawing(Chart("stacked", "t", "d", "h", labels, labels, figures))
    whole = "".join("".join(texts(svg)).split())
    assert all("".join(label.split()) in whole for label in words)
    *_, height = map(float, svg.get("viewBox").split())
    for rectangle in svg.iter("rect"):
        x, y, width, high = (float(rectangle.get(n)) for n in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + width <= canvas.WIDTH
        assert y + high <= height


def test_each_colour_has_its_pattern_over_it() -> None:
    """In the ink that can be read on the colour."""
    svg = drawing(BARS)
    patterns = [(path.get("stroke"), path.get("d")) for path in svg.iter("path")][:-1]
    assert [ink for ink, _ in patterns] == ["#ffffff", "#000000", "#ffffff"]
    fills = [rectangle.get("fill") for rectangle in svg.iter("rect")]
    assert fills == ["#00703c", "none", "#ffbf47", "none", "#b10e1e", "none", "white", "none"]


@pytest.mark.parametrize("pattern", [strokes for strokes, _ in charts.PATTERNS])
def test_patterns_stay_within_their_bar(pattern: str) -> None:
    """Strokes end at the edges of the rectangle, and there are some in the smallest swatch."""
    path = canvas._strokes(pattern, 10, 20, 13, 13)
    assert bool(path) == bool(pattern)
    points = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path)]
    assert all(10 <= x <= 23 and 20 <= y <= 33 for x, y in points)
    turns = {"/": -1, "\\": 1}
    slopes = {
        round((y2 - y1) / (x2 - x1))
        for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=True)
        if x1 != x2
    }
    expected = {turns[stroke] for stroke in pattern if stroke in turns}
    assert slopes == expected | ({0} if "-" in pattern else set())


def test_the_drawing_stands_between_the_caption_and_the_figures() -> None:
    """It is one image with one name; the caption names the figure and its table."""
    page = parse(PAPER)
    svg_chart.draw(page)
    for part in page.iter("figure"):
        assert [child.tag for child in part] == ["figcaption", "svg", "table"]
        caption, svg, table = part
        assert table.get("aria-labelledby") == caption.get("id")
        assert svg.get("role") == "img"
        assert svg[0].tag == "title"
        assert svg[0].text == part.get("data-description")
        assert table.find("caption") is None
    ids = [element.get("id") for element in page.iterfind(".//*[@id]")]
    assert len(ids) == len(set(ids))


# -- Word -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> bytes:
    return word.to_word(PAPER, HOUSE)


def word_table(data: bytes, number: int) -> list[list[str]]:
    """Return the words of a table of the Word file, cell by cell."""
    table = list(word_part(data, "word/document.xml").iter(W + "tbl"))[number]
    return [
        ["".join(cell.itertext()) for cell in row.iter(W + "tc")] for row in table.iter(W + "tr")
    ]


def shown(part: Any) -> list[list[str]]:
    """Return what a chart part shows, as a table: names of series above, of categories before."""
    series = list(part.iter(C + "ser"))
    names = [one.findtext(f"{C}tx//{C}v") for one in series]
    rows = [v.text for v in series[0].findall(f"{C}cat//{C}v")]
    values = [[v.text for v in one.findall(f"{C}val//{C}v")] for one in series]
    return [names, *([row, *figures] for row, *figures in zip(rows, *values, strict=True))]


@pytest.mark.parametrize("number", range(4))
def test_table_chart_and_workbook_have_the_same_figures(made: bytes, number: int) -> None:
    """What Word shows, what “Edit data” opens, and what the table below says."""
    table = word_table(made, number)
    part = word_part(made, f"word/charts/chart{number + 1}.xml")
    assert shown(part) == [table[0][1:], *table[1:]]
    with zipfile.ZipFile(BytesIO(made)) as archive:
        book = load_workbook(
            BytesIO(archive.read(f"word/embeddings/Microsoft_Excel_Sheet{number + 1}.xlsx"))
        )
    rows = [[str(cell) for cell in row] for row in book["Figures"].iter_rows(values_only=True)]
    assert rows == table
    for reference in part.iter(C + "f"):
        name, _, cells = reference.text.partition("!")
        first, _, last = cells.replace("$", "").partition(":")
        kept = [v.text for v in reference.getnext().iter(C + "v")]
        found = book[name][f"{first}:{last or first}"]
        assert [str(row[0].value) for row in found] == kept


def test_words_that_begin_like_a_formula_are_words() -> None:
    """Excel does not calculate what stands in a cell."""
    html = figure("bars", ["=1+1", "n"], [["=HYPERLINK(0)", 1]], "c")
    with zipfile.ZipFile(BytesIO(word.to_word(PAPER.replace(BARS, html), HOUSE))) as archive:
        book = archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml").split(b"<sheetData>")[1]
    assert load_workbook(BytesIO(book)).active["A2"].value == "=HYPERLINK(0)"


def test_a_chart_in_word_has_alternative_text(made: bytes) -> None:
    """A title and a description, and a name that no other drawing has."""
    found = list(word_part(made, "word/document.xml").iter("{*}docPr"))
    assert [(one.get("title"), one.get("descr")) for one in found[:2]] == [
        ("Standards at each rating", "What Standards at each rating shows."),
        ("Position by theme", "What Position by theme shows."),
    ]
    assert len({one.get("id") for one in found}) == 4


def test_colours_and_patterns_are_those_of_the_table(made: bytes) -> None:
    """As in the drawing: the first plain, then a pattern each, and none without a colour."""
    expected = [
        ("005EB8",), ("00703C", "wdUpDiag", "FFFFFF"), ("FFBF47", "pct25", "000000"),
        ("B10E1E", "lgGrid", "FFFFFF"),
    ]  # fmt: skip
    bars = word_part(made, "word/charts/chart1.xml")
    points = [looks(point) for point in bars.iter(C + "dPt")]
    assert points == [*expected, ("bg1",), ("bg1",)]
    stacked = word_part(made, "word/charts/chart2.xml")
    series = [looks(one) for one in stacked.iter(C + "ser")]
    assert series == [*expected, ("bg1",), ("bg1", "wdUpDiag", "tx1")]


def looks(element: Any) -> tuple[str, ...]:
    """Return the colour of a bar, and its pattern with the ink of it if it has one."""
    fill = element.find(C + "spPr")[0]
    if fill.tag != A + "pattFill":
        return (fill[0].get("val"),)
    ink, ground = (fill.find(A + name)[0].get("val") for name in ("fgClr", "bgClr"))
    return ground, fill.get("prst"), ink


def test_word_shows_noughts_once(made: bytes) -> None:
    """Behind each empty bar; in stacked bars only where the whole row is empty."""
    bars = word_part(made, "word/charts/chart1.xml")
    assert [form.get("formatCode") for form in bars.iterfind(f".//{C}dLbls/{C}numFmt")] == ["0"]
    stacked = word_part(made, "word/charts/chart2.xml")
    own = [label.find(C + "idx").get("val") for label in stacked.iter(C + "dLbl")]
    assert own == ["1"]
    forms = {form.get("formatCode") for form in stacked.iterfind(f".//{C}dLbls/{C}numFmt")}
    assert forms == {"0;;"}


def test_a_chart_fetches_nothing(made: bytes) -> None:
    """Its workbook is in the file; nothing that it names is elsewhere."""
    with zipfile.ZipFile(BytesIO(made)) as archive:
        for name in archive.namelist():
            if "chart" in name and name.endswith(".rels"):
                (relation,) = etree.fromstring(archive.read(name))
                assert relation.get("TargetMode") is None
                assert relation.get("Id") == "rId1"
                assert relation.get("Target").startswith("../embeddings/")


def test_the_same_chart_has_the_same_bytes(made: bytes) -> None:
    """The workbook keeps no moment: neither in its properties nor in its archive."""
    assert word.to_word(PAPER, HOUSE) == made
    with zipfile.ZipFile(BytesIO(made)) as archive:
        book = archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            assert not re.search(rb"20\d\d-\d\d-\d\d|openpyxl", archive.read(name)), name


def test_a_chart_stays_with_its_figures(made: bytes) -> None:
    """Caption, chart and all rows but the last keep with what follows them."""
    body = word_part(made, "word/document.xml").find(W + "body")
    styles = [
        p.find(f"{W}pPr/{W}pStyle").get(W + "val") for p in body if p.find(f"{W}pPr") is not None
    ]
    assert styles.count("Chart") == styles.count("Caption") == 4
    rows = list(next(body.iter(W + "tbl")).iter(W + "tr"))
    keeps = [row.find(f".//{W}keepNext") is not None for row in rows[1:]]
    assert keeps == [True] * 5 + [False]


def test_a_chart_is_no_wider_and_no_higher_than_the_page() -> None:
    """However many rows it has."""
    html = figure("stacked", ["Theme", *"abc"], [[f"Theme {n}", n, 1, 0] for n in range(90)], "c")
    data = word.to_word(PAPER.replace(BARS, html), HOUSE)
    extent = next(word_part(data, "word/document.xml").iter("{*}extent"))
    assert int(extent.get("cx")) <= 9638 * 635, "the text width of the house file"
    assert int(extent.get("cy")) <= 200 * 36_000


# -- PDF --------------------------------------------------------------------------------------


def test_the_pdf_holds_the_words_and_figures_in_the_house_font() -> None:
    """As text in the paper's own font, and nothing that its tags could not make good."""
    import pikepdf

    styles = (TEMPLATES / "house.css").read_text()
    with pikepdf.open(BytesIO(pdf.to_pdf(PAPER, styles, [TEMPLATES]))) as paper:
        fonts = {
            str(font.BaseFont) for page in paper.pages for font in page.Resources.Font.values()
        }
        assert all("House-Sans" in font for font in fonts)
        waiting, alternatives = [paper.Root.StructTreeRoot.K[0]], []
        while waiting:
            tag = waiting.pop()
            if tag.S == "/Figure":
                alternatives.append(str(tag.Alt))
            waiting += [kid for kid in reversed(list(tag.K)) if isinstance(kid, pikepdf.Dictionary)]
    assert alternatives == [
        f"What {name} shows."
        for name in ("Standards at each rating", "Position by theme", "Nothing yet", "One year")
    ]
