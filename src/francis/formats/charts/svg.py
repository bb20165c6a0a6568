"""Charts as SVG, as the web page and the PDF show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from francis.formats.charts.figure import PATTERNS, Chart, Label, read
from francis.formats.text.measures import length, wrapped

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# The measures of a drawing, in units of SVG: at its natural size a unit is a pixel, three quarters of
# a point. It is as wide as a telephone, so that its type need never be scaled below what is legible.
WIDTH, TYPE, LINE, BAR, GAP = 360, 12, 15, 20, 8
LABELS = 140
"""What the words before the bars may take; longer ones are broken into lines."""
STEP = 6
"""The distance between the strokes of a pattern."""
BOLD = {"font-weight": "bold"}
FONT = '"House Sans", sans-serif'
"""The font of house.css, named again: WeasyPrint does not hand a style sheet on to a drawing."""


def draw(page: Element) -> None:
    """Put its drawing into each chart of a page, between the caption of the table and the table.

    The caption becomes that of the whole figure, and still names the table.
    """
    for number, figure in enumerate(page.iter("figure"), 1):
        if figure.get("class", "").strip() != "chart":
            continue
        chart, table = read(figure), figure.find("table")
        assert table is not None
        caption = table.find("caption")
        assert caption is not None
        caption.tag, caption.tail = "figcaption", None
        caption.set("id", caption.get("id") or f"caption-of-chart-{number}")
        table.set("aria-labelledby", caption.get("id", ""))
        figure.insert(0, caption)
        figure.insert(1, drawing(chart))


def drawing(chart: Chart) -> Element:
    """Return the drawing, which scales to whatever width there is.

    Bars have one scale, from nothing to the longest. A count stands behind its bar, or, in a stacked
    bar, on its segment where it fits; the table has it in any case.
    """
    drawing = _Drawing(chart)
    drawing.legend()
    for row in range(len(chart.rows)):
        drawing.bar(row)
    drawing.axis()
    return drawing.root


def height(chart: Chart) -> float:
    """Return how high a chart is, in points, where its type has its natural size."""
    units = drawing(chart).get("viewBox", "").split()[-1]
    return 0.75 * float(units)


class _Drawing:
    """A chart while it is drawn, from top to bottom: `y` is where the next thing goes."""

    def __init__(self, chart: Chart) -> None:
        from lxml.etree import Element as new_element
        from lxml.etree import SubElement

        self.chart = chart
        self.add = SubElement
        self.root = new_element(
            "svg",
            {
                "role": "img", "viewBox": f"0 0 {WIDTH} 0", "preserveAspectRatio": "xMinYMin",
                "font-family": FONT, "font-size": str(TYPE), "fill": "currentColor",
            },
        )  # fmt: skip
        self.add(self.root, "title").text = chart.description
        # Browsers hand the words of a drawing on to screen readers even where it is one image.
        self.seen = self.add(self.root, "g", {"aria-hidden": "true"})
        stacked = chart.kind == "stacked"
        self.lines = [wrapped(row.words, LABELS, TYPE) for row in chart.rows]
        self.left = max(length(line, TYPE) for lines in self.lines for line in lines) + GAP
        totals = [sum(figures) for figures in chart.figures]
        behind = 0 if stacked else max(length(str(total), TYPE) for total in totals) + GAP
        self.scale = (WIDTH - 1 - self.left - behind) / max(1, *totals)
        self.y = 1.0
        self.top = 1.0

    def legend(self) -> None:
        """Draw what the segments of stacked bars mean, in as many lines as that takes."""
        if self.chart.kind != "stacked":
            return
        x, key = 0.5, 18
        for column in self.chart.columns:
            lines = wrapped(column.words, WIDTH - key - GAP, TYPE)
            width = key + max(length(line, TYPE) for line in lines) + 2 * GAP
            if x > 1 and x + width - 2 * GAP > WIDTH:
                x, self.y = 0.5, self.y + LINE + 5
            self._filled(column, x, self.y, 13, 13)
            self._text(lines, x + key, self.y + 11)
            x, self.y = x + width, self.y + LINE * (len(lines) - 1)
        self.y += LINE + 1.5 * GAP
        self.top = self.y

    def bar(self, row: int) -> None:
        """Draw the words and the bar of a row."""
        height = max(BAR, LINE * len(self.lines[row]))
        words = self.y + (height - LINE * len(self.lines[row])) / 2 + 11.5
        self._text(self.lines[row], 0, words)
        x, y, figures = self.left, self.y + (height - BAR) / 2, self.chart.figures[row]
        for column, figure in enumerate(figures):
            width, look = figure * self.scale, self.chart.look(row, column)
            if figure:
                self._filled(look, x, y, width, BAR)
                if self.chart.kind == "stacked":
                    self._count(look, figure, x, y, width)
            x += width
        if self.chart.kind == "bars" or not any(figures):
            self._text([str(sum(figures))], x + 5, y + 14, **BOLD)
        self.y += height + GAP

    def axis(self) -> None:
        """Draw the line at which bars begin, from the first to the last, and end the drawing."""
        line = f"M{_number(self.left)},{_number(self.top - 1)}V{_number(self.y - GAP + 1)}"
        self.add(self.seen, "path", {"d": line, "stroke": "currentColor", "stroke-width": "1.5"})
        self.root.set("viewBox", f"0 0 {WIDTH} {_number(self.y - GAP + 2)}")

    def _filled(self, look: Label, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle in the colour and the pattern of a step, with a dark outline."""
        self._rectangle(x, y, width, height, fill=_paint(look.colour, "white"))
        if strokes := _strokes(PATTERNS[look.pattern][0], x, y, width, height):
            pen = {"stroke": _paint(look.ink, "currentColor"), "stroke-linecap": "round"}
            pen["stroke-width"] = "2.4" if "." in PATTERNS[look.pattern][0] else "1"
            self.add(self.seen, "path", {"d": strokes, "fill": "none", **pen})
        self._rectangle(x, y, width, height, fill="none", stroke="currentColor")

    def _count(self, look: Label, figure: int, x: float, y: float, width: float) -> None:
        """Write a count on its segment if there is room, on a plain ground."""
        words = str(figure)
        if (needed := length(words, TYPE)) + 2 > width:
            return
        middle = x + width / 2
        if look.pattern:
            ground = _paint(look.colour, "white")
            wide = min(needed + 5, width - 1)
            self._rectangle(middle - wide / 2, y + 3, wide, BAR - 6, fill=ground)
        ink = {"text-anchor": "middle", "fill": _paint(look.ink, "currentColor")}
        self._text([words], middle, y + 14, **BOLD, **ink)

    def _rectangle(self, x: float, y: float, width: float, height: float, **look: str) -> None:
        place = {"x": x, "y": y, "width": width, "height": height}
        numbers = {name: _number(value) for name, value in place.items()}
        self.add(self.seen, "rect", {**numbers, **look})

    def _text(self, lines: Sequence[str], x: float, y: float, **look: str) -> None:
        """Write lines below each other; `y` is the foot of the first."""
        for number, line in enumerate(lines):
            place = {"x": _number(x), "y": _number(y + number * LINE)}
            self.add(self.seen, "text", {**place, **look}).text = line


def _paint(colour: str, otherwise: str) -> str:
    return f"#{colour.lower()}" if colour else otherwise


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _strokes(pattern: str, x: float, y: float, width: float, height: float) -> str:
    """Return the path of a pattern over a rectangle.

    Strokes and not a `pattern` of SVG: they are crisp wherever they are painted, and need no names.
    """
    ends: list[tuple[float, float, float, float]] = []  # across and down, from the corner
    across, down = ([*_steps(side)] for side in (width, height))
    if "-" in pattern:
        ends += [(0, v, width, v) for v in down]
    if "|" in pattern:
        ends += [(u, 0, u, height) for u in across]
    slopes = [
        (min(k, width), max(0, k - width), max(0, k - height), min(k, height))
        for k in _steps(width + height)
    ]
    if "/" in pattern:
        ends += slopes
    if "\\" in pattern:
        ends += [(width - u, v, width - s, t) for u, v, s, t in slopes]
    if "." in pattern:  # a stroke without length has a round end at each side, and is a dot
        ends += [
            (u, v, u, v) for n, v in enumerate(down) for u in across[n % 2 :: 2] if u < width - 1
        ]
    return "".join(
        f"M{_number(x + u)},{_number(y + v)}L{_number(x + s)},{_number(y + t)}"
        for u, v, s, t in ends
    )


def _steps(side: float) -> Iterator[float]:
    """Yield where strokes stand along a side, from its start."""
    place = STEP / 2
    while place < side:
        yield place
        place += STEP
