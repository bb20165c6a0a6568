"""Control charts drawn: the points and limits of their table, in each format, with colours and without."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from francis.errors import FrancisError
from francis.formats.charts import svg as svg_chart
from francis.formats.charts.canvas import TYPE, WIDTH
from francis.formats.charts.control_figure import ControlFigure, Point, point_looks, read_control
from francis.formats.charts.control_limits import Verdict
from francis.formats.html import Page, parse
from francis.formats.pdf import document as pdf
from francis.formats.reading_back.contents import Table
from francis.formats.reading_back.equality import letters
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.pdf import read_pdf
from francis.formats.reading_back.word import read_word
from francis.formats.text.measures import length
from francis.formats.word import document as word
from francis.papers.agreement import _draws
from tests.shared.file_text import word_part

TEMPLATES = Path(__file__).parents[3] / "templates"
HOUSE = (TEMPLATES / "house.docx").read_bytes()
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

MONTHS = ["Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
HEADS = ["Year", *MONTHS, "Mean", "Lower", "Upper"]


def row(name: str, cells: list[str], lines: str, limits: str | None = None) -> str:
    """Return a row: cells as the table prints them, `!` before one that is not chance, and its mean and limits."""
    marked = (
        f'<td data-signal="{cell[1:].partition(":")[0]}"><strong>{cell.partition(":")[2]}</strong></td>'
        if cell.startswith("!")
        else f"<td>{cell}</td>"
        for cell in cells
    )
    attribute = "" if limits is None else f' data-limits="{limits}"'
    ends = "".join(f"<td>{line}</td>" for line in lines.split())
    return f'<tr{attribute}><th scope="row">{name}</th>{"".join(marked)}{ends}</tr>\n'


def chart(rows: str, attributes: str = ' data-target="90"', heads: list[str] = HEADS) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    widths = f'<col style="width: {100 / len(heads):.2f}%">' * len(heads)
    return (
        f'<figure class="chart" data-chart="control" data-description="What is seen."{attributes}>'
        f'<table class="figures"><caption>Letters fell: not chance.</caption><colgroup>{widths}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></figure>"
    )


FIRST = row(
    "2012/13",
    ["–", "–", "70.5", "73", "–", "66", "71", "67", "70", "71", "66", "71"],
    "67.4 59.2 75.6",
)
FALLING = [f"!down concern:{value}" for value in (64, 61, 58)]
SECOND = row(
    "2013/14", [*["70", "71", "68", "72", "67", "73", "70", "69", "66"], *FALLING], "67.4 59.2 75.6"
)
THIRD = row(
    "2014/15",
    [*["88", "91", "92", "93"], "!up improvement:99", *["–"] * 7],
    "91.6 87 96",
    "provisional, remedial action plan",
)
LETTERS = chart(FIRST + SECOND + THIRD)
PAPER = (
    '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Charts</title></head>'
    f'<body><main id="paper"><h1>Charts</h1><p>Before.</p>{LETTERS}<p>After.</p></main></body></html>'
)


def read(html: str) -> ControlFigure:
    return read_control(next(parse(f"<html><body>{html}</body></html>").iter("figure")))


def drawing(html: str) -> Any:
    return svg_chart.drawing(read(html))


def texts(svg: Any) -> list[str]:
    return [text.text for text in svg.iter("text")]


# -- what is read ----------------------------------------------------------------------------------


def test_a_chart_is_read_off_its_table() -> None:
    """Points in order, with gaps between them but none at the ends of a row; limits where they begin."""
    found = read(LETTERS)
    assert [point.words for point in found.points[:3]] == [
        "June 2012/13",
        "July 2012/13",
        "Aug 2012/13",
    ]
    assert [point.value for point in found.points[:4]] == [Decimal("70.5"), 73, None, 66]
    assert len(found.points) == 10 + 12 + 5
    assert found.points[19] == Point("Jan 2013/14", Decimal(64), False, "concern")
    assert found.points[-1] == Point("Aug 2014/15", Decimal(99), True, "improvement")
    assert [(limits.first, limits.mean) for limits in found.limits] == [
        (0, Decimal("67.4")),
        (22, Decimal("91.6")),
    ]
    assert found.limits[1].words == "provisional, remedial action plan"
    assert found.target == 90
    assert found.years == ((0, "2012/13"), (10, "2013/14"), (22, "2014/15"))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (LETTERS.replace("<td>73</td>", "<td>many</td>"), "<td> (“many”): a figure of a control"),
        (LETTERS.replace("<td>73</td>", "<td></td>"), "<td>: a figure of a control"),
        (LETTERS.replace("<td>73</td>", "<td>7e9</td>"), "must be a number, or –"),
        (LETTERS.replace("<td>73</td>", "<td>٧</td>"), "must be a number, or –"),
        (LETTERS.replace('data-target="90"', 'data-target="ninety"'), "its data-target must be"),
        (LETTERS.replace('data-target="90"', 'data-target="–"'), "its data-target must be"),
        (LETTERS.replace("up improvement", "up"), "its data-signal must be one of: up concern"),
        (LETTERS.replace("<td>73</td>", "<td>73 a</td>"), "(“73 a”): a figure of a control"),
        (LETTERS.replace("<td>73</td>", "<td>– A</td>"), "(“– A”): a figure of a control"),
        (LETTERS.replace("<td>91.6</td>", "<td>91.6 A</td>"), "(“91.6 A”): a figure of a control"),
        (LETTERS.replace("<td>73</td>", "<td>below 0</td>"), "(“below 0”): a figure of a control"),
        (LETTERS.replace("<td>91.6</td>", "<td>–</td>"), "limits begin here, and have no mean"),
        (chart(row("2012/13", ["–"] * 12, "1 1 1")), "needs a point"),
        (chart(row("2012/13", [], "1 2 3"), "", ["Year", "Mean", "Lower", "Upper"]), "1 to 12"),
        (chart(row("2012/13", ["1"] * 13, "1 2 3"), "", [*HEADS, "x"]), "1 to 12"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(html: str, said: str) -> None:
    """Before any of it is drawn."""
    with pytest.raises(FrancisError) as caught:
        Page(PAPER.replace(LETTERS, html))
    assert said in str(caught.value)


def test_every_verdict_has_a_look() -> None:
    """What the arithmetic can say of a point, and that it may be chance; all told apart without their colours."""
    looks = point_looks()
    assert set(looks) == {"chance", *get_args(Verdict)}
    assert len({look.shape for look in looks.values()}) == len(looks)
    assert len({look.words for look in looks.values()}) == len(looks)
    assert "normal" not in " ".join(look.words for look in looks.values())


# -- SVG -------------------------------------------------------------------------------------------


def test_points_stand_where_their_values_are() -> None:
    """In proportion, on the scale that is written beside them."""
    found, svg = read(LETTERS), drawing(LETTERS)
    labels = {text.text: float(text.get("y")) - 4 for text in svg.iter("text")}
    unit = (labels["60"] - labels["100"]) / 40
    (course,) = (p.get("d") for p in svg.iter("path") if p.get("stroke-width") == "1.2")
    placed = [(kind, float(y)) for kind, y in re.findall(r"([ML])[\d.]+,([\d.]+)", course)]
    values = [point.value for point in found.points if point.value is not None]
    assert [y for _, y in placed] == [
        pytest.approx(labels["100"] + (100 - float(value)) * unit, abs=0.02) for value in values
    ]
    # The line is broken by the gap in 2012/13, and where limits are drawn anew.
    assert [place for place, (kind, _) in enumerate(placed) if kind == "M"] == [0, 2, 21]


def test_what_is_not_chance_has_its_own_shape() -> None:
    """A triangle that points the way it goes: filled if it is worse, hollow if it is better."""
    svg = drawing(LETTERS)
    assert len(list(svg.iter("circle"))) == 9 + 9 + 4 + 1, "with one in the key"
    triangles = [p for p in svg.iter("path") if p.get("d").endswith("z")]
    down = [p for p in triangles if "l-3.4,6.8" in p.get("d")]
    assert [p.get("fill") for p in down] == ["#b10e1e"] * (3 + 1)
    up = [p for p in triangles if "l-3.4,-6.8" in p.get("d")]
    assert [(p.get("fill"), p.get("stroke")) for p in up] == [("white", "#005eb8")] * (1 + 1)


def test_the_figures_of_the_lines_are_told_in_words() -> None:
    """With the reason for which limits are drawn anew; and the key has what occurs, and nothing else."""
    said = " ".join(texts(drawing(LETTERS)))
    assert "Mean 67.4, limits 59.2 to 75.6" in said
    assert "From Apr 2014/15: Mean 91.6, limits 87 to 96, provisional, remedial action plan" in said
    assert said.endswith("may be chance not chance, worse not chance, better target 90")
    alone = texts(drawing(chart(row("2014/15", ["5", *["–"] * 11], "5 – –"), "")))
    assert alone[-2:] == ["Mean 5, too few points for limits", "may be chance"]


LETTERED = LETTERS.replace("<strong>58</strong>", "<strong>58</strong> A").replace(
    "<strong>99</strong>", "<strong>99</strong> B"
)


def test_a_letter_stands_beside_its_point() -> None:
    """Below one that points down; where there is no room, behind it, or before the last; and in Word as its label."""
    found = read(LETTERED)
    assert {p.letter: p.value for p in found.points if p.letter} == {"A": 58, "B": 99}
    assert [found.side_of(n) for n in (0, 21, 26)] == ["below", "below", "left"]
    assert read(LETTERED.replace(">58<", ">41<")).side_of(21) == "right"
    svg = drawing(LETTERED)
    placed = {
        text.text: float(text.get("x")) for text in svg.iter("text") if text.get("font-weight")
    }
    triangles = [p.get("d") for p in svg.iter("path") if p.get("d").endswith("z")]
    assert placed["A"] == pytest.approx(float(triangles[2][1:].split(",")[0]) + 3.4)
    assert placed["B"] < float(triangles[3][1:].split(",")[0]) + 3.4
    made = word.to_word(PAPER.replace(LETTERS, LETTERED), HOUSE)
    part = word_part(made, "word/charts/chart1.xml")
    labels = {
        label.find(C + "idx").get("val"): "".join(label.itertext())
        for label in part.iter(C + "dLbl")
    }
    assert labels == {"21": "A", "27": "B"}
    (source,) = read_html(Page(PAPER.replace(LETTERS, LETTERED)).root).tables
    (in_word,) = read_word(made).tables
    assert _draws(source, in_word.drawn)
    assert not _draws(source, in_word.drawn.replace("58A", "58"))
    assert _draws(source, " ".join(texts(svg)))
    assert not _draws(source, " ".join(texts(drawing(LETTERS))).replace("A", ""))


def test_a_limit_beyond_what_can_be_is_not_drawn() -> None:
    """It is told in words, and Word has no line for it; the scale ends where values do."""
    cut = chart(row("2014/15", [*"31230451", *"2302"], "2.4 below_0 13.5").replace("_", " "), "")
    svg = drawing(cut)
    assert "Mean 2.4, limits none (below 0) to 13.5" in texts(svg)
    assert texts(svg)[0] == "0"
    dashed = [path for path in svg.iter("path") if path.get("stroke-dasharray") == "5 3"]
    assert len(dashed) == 1
    part = word_part(word.to_word(PAPER.replace(LETTERS, cut), HOUSE), "word/charts/chart1.xml")
    names = [one.findtext(f"{C}tx//{C}v") for one in part.iter(C + "ser")]
    assert names == ["Value", "Mean", "Upper"]


def test_a_chart_can_be_read_in_a_column_of_60_millimetres() -> None:
    """36 points do not touch in it, and its type has more than 7 points: that of all drawings."""
    rows = "".join(row(year, list("123456789012"), "4 1 9") for year in ("2012", "2013", "2014"))
    svg = drawing(chart(rows))
    across = [float(circle.get("cx")) for circle in svg.iter("circle")][:-1]
    radius = float(next(svg.iter("circle")).get("r"))
    assert len(across) == 36
    assert min(b - a for a, b in pairwise(across)) > 2 * radius
    assert TYPE * (60 / 25.4 * 72) / WIDTH >= 7


NUMBERS = st.builds(
    "{}{}".format, st.decimals(-9999, 9999, places=1), st.sampled_from(["", " AB"])
) | st.just("–")


@given(
    st.lists(st.lists(NUMBERS, min_size=12, max_size=12), min_size=1, max_size=4),
    st.lists(st.decimals(-9999, 9999, places=1).map(str), min_size=3, max_size=3),
    st.none() | st.decimals(-9999, 9999, places=1).map(str),
)
def test_any_figures_are_drawn_within_the_drawing(
    rows: list[list[str]], lines: list[str], target: str | None
) -> None:
    """Whatever their size, and wherever some are missing."""
    years = "".join(
        row(f"{2000 + n}/{n + 1:02}", cells, " ".join(lines), "anew" if n else None)
        for n, cells in enumerate([["5", *rows[0][1:]], *rows[1:]])
    )
    svg = drawing(chart(years, f' data-target="{target}"' if target else ""))
    *_, width, height = map(float, svg.get("viewBox").split())
    for circle in svg.iter("circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    for path in svg.iter("path"):
        for x, y in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path.get("d")):
            assert 0 <= float(x) <= width
            assert 0 <= float(y) <= height
    for text in svg.iter("text"):
        wide = length(text.text, TYPE)
        start = float(text.get("x")) - (wide if text.get("text-anchor") else 0)
        assert start >= -0.01
        assert start + wide <= width + 0.01


# -- Word ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> bytes:
    return word.to_word(PAPER, HOUSE)


def test_word_draws_its_own_lines_from_a_workbook(made: bytes) -> None:
    """The chart keeps what its workbook holds: points, mean, limits and target, with a row between stretches."""
    part = word_part(made, "word/charts/chart1.xml")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        book = load_workbook(BytesIO(archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")))[
            "Figures"
        ]
    head, *rows = book.iter_rows(values_only=True)
    assert head == ("Period", "Value", "Mean", "Lower", "Upper", "Target", "Year")
    assert rows[0] == ("June 2012/13", 70.5, 67.4, 59.2, 75.6, 90, "2012/13")
    assert rows[22][1:5] == (None,) * 4, "between the stretches"
    assert rows[23] == ("Apr 2014/15", 88, 91.6, 87, 96, 90, "2014/15")
    series = list(part.iter(C + "ser"))
    assert [one.findtext(f"{C}tx//{C}v") for one in series] == [*head[1:-1]]
    for column, one in enumerate(series, 1):
        kept = {int(p.get("idx")): float(p[0].text) for p in one.iterfind(f"{C}val//{C}pt")}
        assert kept == {n: r[column] for n, r in enumerate(rows) if r[column] is not None}
    unlike = [int(p.find(C + "idx").get("val")) for p in series[0].iter(C + "dPt")]
    assert unlike == [n for n, r in enumerate(rows) if r[1] in (64, 61, 58, 99)]
    symbols = [p.find(f"{C}marker/{C}symbol").get("val") for p in series[0].iter(C + "dPt")]
    assert symbols == ["triangle"] * 4


def test_a_chart_in_word_has_alternative_text(made: bytes) -> None:
    """Its sentence and its description."""
    (drawn,) = word_part(made, "word/document.xml").iter("{*}docPr")
    assert (drawn.get("title"), drawn.get("descr")) == (
        "Letters fell: not chance.",
        "What is seen.",
    )


# -- reading back ----------------------------------------------------------------------------------


def test_each_format_is_read_back_and_agrees(made: bytes) -> None:
    """Cell by cell; and what is drawn is what the table says, or else the paper is refused."""
    (source,) = read_html(Page(PAPER).root).tables
    styles = (TEMPLATES / "house.css").read_text()
    (in_word,) = read_word(made).tables
    (in_pdf,) = read_pdf(pdf.to_pdf(PAPER, styles, [TEMPLATES])).tables
    page = parse(PAPER)
    svg_chart.draw(page)
    (on_page,) = read_html(page).tables
    for found in (in_word, in_pdf, on_page):
        assert [[letters(cell.words) for cell in r.cells] for r in found.rows] == [
            [letters(cell.words) for cell in r.cells] for r in source.rows
        ]
        assert _draws(source, found.drawn)
    wrong: list[tuple[Table, str, str]] = [
        (in_word, "70.5", "70.6"),
        (in_word, "99", ""),
        (in_pdf, "limits 59.2", "limits 59.1"),
        (on_page, "Mean 91.6", "Mean 191.6"),
        (on_page, "87 to 96", "87 to 9"),
    ]
    for found, old, new in wrong:
        drawn, old = letters(found.drawn), letters(old)
        assert old in drawn
        assert not _draws(source, drawn.replace(old, letters(new)))
