"""Charts: a figure around the table of its own figures, drawn from that table and nothing else.

The page and the PDF draw it as SVG, Word as a native chart whose data can be edited there. The words
and colours are those of the table; each coloured step also has a pattern of its own, by its place in
the order of steps, so that a chart says the same in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from francis.formats.html import fold, pieces_of
from francis.formats.office_archive import members

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PATTERNS = (
    ("", ""), ("/", "wdUpDiag"), (".", "pct25"), ("-|", "lgGrid"), ("\\", "wdDnDiag"),
    ("-", "ltHorz"), ("/\\", "openDmnd"), ("|", "ltVert"),
)  # fmt: skip
"""What is drawn over each colour in turn: the strokes of it in SVG, and Word's name for it
(ECMA-376-1, 20.1.10.51). The first is plain. A ninth bar looks like the first and has its
words beside it; stacked bars have no ninth segment."""

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


class Label(NamedTuple):
    """The name of a row or a column, and what its bars look like.

    `colour` and `ink` are six hexadecimal digits, or empty where the table gives none; `pattern` is
    a place in PATTERNS.
    """

    words: str
    colour: str = ""
    ink: str = ""
    pattern: int = 0


@dataclass(frozen=True)
class Chart:
    """What a figure shows: `figures` by row, and in each by column."""

    kind: str
    title: str
    description: str
    """What is read to somebody who does not see the drawing."""
    heading: str
    """What the rows are, as the head of the first column has it."""
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    figures: tuple[tuple[int, ...], ...]

    def look(self, row: int, column: int) -> Label:
        """Return the label whose colour and pattern a figure is drawn in."""
        return self.columns[column] if self.kind == "stacked" else self.rows[row]


# ---------------------------------------------------------------------------------------------
# Reading a figure


def read(figure: Element) -> Chart:
    """Return what a figure of a checked page shows."""
    kind = figure.get("data-chart", "")
    caption, head, body = _parts(figure)
    columns = [_label(cell) for cell in head]
    rows = [_label(row[0]) for row in body]
    return Chart(
        kind=kind,
        title=caption,
        description=fold(figure.get("data-description", "")).strip(" "),
        heading=columns[0].words,
        rows=_patterned(rows, uncoloured=False) if kind == "bars" else tuple(rows),
        columns=_patterned(columns[1:], uncoloured=True),
        figures=tuple(tuple(int(_words(cell)) for cell in row[1:]) for row in body),
    )


def _parts(figure: Element) -> tuple[str, Element, list[Element]]:
    """Return the caption of the table of a figure, the one row of its head, and the rows of its body."""
    caption, head = figure.find("table/caption"), figure.find("table/thead/tr")
    assert caption is not None
    assert head is not None  # as the vocabulary demands
    rows = (row for row in figure.iter("tr") if row is not head)
    return _words(caption), head, list(rows)


def _words(element: Element) -> str:
    return " ".join("".join(words for words, _ in pieces_of(element)).split())


def _label(cell: Element) -> Label:
    looks = (look for _, look in pieces_of(cell) if look.colour)
    look = next(looks, None)
    return Label(_words(cell), look.colour, look.ink) if look else Label(_words(cell))


def _patterned(labels: Sequence[Label], *, uncoloured: bool) -> tuple[Label, ...]:
    """Return the labels of steps with a pattern each; those without a colour only if asked for.

    They are counted by themselves, so that the others look the same wherever “not rated” stands.
    """
    seen = {True: 0, False: 0}
    out = []
    for label in labels:
        coloured = bool(label.colour)
        if coloured or uncoloured:
            label = label._replace(pattern=seen[coloured] % len(PATTERNS))
            seen[coloured] += 1
        out.append(label)
    return tuple(out)


# ---------------------------------------------------------------------------------------------
# Drawing it as SVG


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
        figure.insert(1, svg(chart))


def svg(chart: Chart) -> Element:
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
    units = svg(chart).get("viewBox", "").split()[-1]
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
        self.lines = [_wrapped(row.words, LABELS) for row in chart.rows]
        self.left = max(_length(line) for lines in self.lines for line in lines) + GAP
        totals = [sum(figures) for figures in chart.figures]
        behind = 0 if stacked else max(_length(str(total)) for total in totals) + GAP
        self.scale = (WIDTH - 1 - self.left - behind) / max(1, *totals)
        self.y = 1.0
        self.top = 1.0

    def legend(self) -> None:
        """Draw what the segments of stacked bars mean, in as many lines as that takes."""
        if self.chart.kind != "stacked":
            return
        x, key = 0.5, 18
        for column in self.chart.columns:
            lines = _wrapped(column.words, WIDTH - key - GAP)
            width = key + max(map(_length, lines)) + 2 * GAP
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
        if (needed := _length(words)) + 2 > width:
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


def _steps(length: float) -> Iterator[float]:
    """Yield where strokes stand along a side, from its start."""
    place = STEP / 2
    while place < length:
        yield place
        place += STEP


def _wrapped(words: str, width: float) -> list[str]:
    """Return words in lines that are no wider; a word that is wider by itself is broken."""
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and _length(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if _length(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _length(words: str) -> float:
    """Return the width of words in Arial and its like, or somewhat more; a drawing has no layout."""
    return sum(_letter(letter) for letter in words) * TYPE


def _letter(letter: str) -> float:
    """Return the width of a letter by the size of the type."""
    if letter in " ,.:;!|'’‘/\\iIjltf()[]-":
        return 0.333
    if letter in "mwMW@%—…" or ord(letter) > 0x2E7F:  # of East Asia: as wide as high
        return 1
    return 0.78 if letter.isupper() or letter == "&" or ord(letter) > 0xFF else 0.56


# ---------------------------------------------------------------------------------------------
# Drawing it in Word

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CATEGORIES, VALUES = "1", "2"
"""The names of the two axes: positive numbers, as the schema has them."""
SHEET = "Figures"


def native(chart: Chart, language: str, workbook: str) -> bytes:
    """Return the chart as a part of a Word file (ECMA-376-1, 21.2).

    `workbook` is the name of the relationship to the workbook of the same figures, from which Word
    takes them when somebody edits the data; until then it shows those that are kept here.
    """
    from lxml.etree import tostring

    xml = _Native(chart, language).chart_space(workbook)
    data: bytes = tostring(xml, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


class _Native:
    """Writes the elements of a native chart, in the order of the schema."""

    def __init__(self, chart: Chart, language: str) -> None:
        from lxml.builder import ElementMaker

        self.chart = chart
        self.language = language
        names = {"c": f"{_DRAWING}chart", "a": f"{_DRAWING}main", "r": _RELATIONSHIPS}
        self.c: Any = ElementMaker(namespace=names["c"], nsmap=names)
        self.a: Any = ElementMaker(namespace=names["a"], nsmap=names)

    def chart_space(self, workbook: str) -> Element:
        """Return the root of the part."""
        c, a, stacked = self.c, self.a, self.chart.kind == "stacked"
        bars = c.barChart(
            c.barDir(val="bar"),
            c.grouping(val="stacked" if stacked else "clustered"),
            c.varyColors(val="0"),
            *(self._series(column) for column in range(len(self.chart.columns))),
            c.gapWidth(val="45"),
            *([c.overlap(val="100")] if stacked else []),
            c.axId(val=CATEGORIES),
            c.axId(val=VALUES),
        )
        legend = [c.legend(c.legendPos(val="t"), c.overlay(val="0"))] if stacked else []
        root: Element = c.chartSpace(
            c.date1904(val="0"),
            c.lang(val=self.language),
            c.roundedCorners(val="0"),
            c.chart(
                c.autoTitleDeleted(val="1"),  # the caption stands above
                c.plotArea(c.layout(), bars, *self._axes()),
                *legend,
                c.plotVisOnly(val="1"),
                c.dispBlanksAs(val="gap"),
            ),
            c.spPr(a.noFill(), a.ln(a.noFill())),
            self._type(self._ink("")),
            c.externalData(c.autoUpdate(val="0"), {f"{{{_RELATIONSHIPS}}}id": workbook}),
        )
        return root

    def _axes(self) -> Iterator[Element]:
        """Yield the words beside the bars, the first on top, and the scale, which is not shown."""
        c, a = self.c, self.a
        yield c.catAx(
            c.axId(val=CATEGORIES),
            c.scaling(c.orientation(val="maxMin")),
            c.delete(val="0"),
            c.axPos(val="l"),
            c.numFmt(formatCode="General", sourceLinked="0"),
            c.majorTickMark(val="none"),
            c.minorTickMark(val="none"),
            c.tickLblPos(val="low"),
            c.spPr(a.ln(a.solidFill(self._ink("")), w="12700")),
            c.crossAx(val=VALUES),
            c.crosses(val="autoZero"),
            c.auto(val="0"),
            c.lblAlgn(val="ctr"),
            c.lblOffset(val="100"),
            c.noMultiLvlLbl(val="1"),
        )
        nothing = not any(map(any, self.chart.figures))
        yield c.valAx(
            c.axId(val=VALUES),
            c.scaling(
                c.orientation(val="minMax"), *([c.max(val="1")] if nothing else []), c.min(val="0")
            ),
            c.delete(val="1"),
            c.axPos(val="t"),
            c.numFmt(formatCode="0", sourceLinked="0"),
            c.majorTickMark(val="none"),
            c.minorTickMark(val="none"),
            c.tickLblPos(val="nextTo"),
            c.crossAx(val=CATEGORIES),
            c.crosses(val="autoZero"),
            c.crossBetween(val="between"),
        )

    def _series(self, column: int) -> Element:
        """Return one column of figures: its name, its looks, its counts, the words beside it."""
        c, chart, rows = self.c, self.chart, range(len(self.chart.rows))
        name, last = chr(ord("B") + column), len(rows) + 1
        stacked = chart.kind == "stacked"
        words = [row.words for row in chart.rows]
        figures = [str(figures[column]) for figures in chart.figures]
        points = [
            c.dPt(
                c.idx(val=str(row)),
                c.invertIfNegative(val="0"),
                c.bubble3D(val="0"),
                self._shape(chart.look(row, column)),
            )
            for row in rows
        ]
        return c.ser(
            c.idx(val=str(column)),
            c.order(val=str(column)),
            c.tx(self._reference("str", f"${name}$1", [chart.columns[column].words])),
            self._shape(chart.columns[column]),
            c.invertIfNegative(val="0"),
            *([] if stacked else points),
            self._counts(column),
            c.cat(self._reference("str", f"$A$2:$A${last}", words)),
            c.val(self._reference("num", f"${name}$2:${name}${last}", figures)),
        )

    def _reference(self, kind: str, cells: str, values: Sequence[str]) -> Element:
        """Return where in the workbook values stand, and what they are; `kind` is str or num."""
        c = self.c
        return c(f"{kind}Ref",
            c.f(f"{SHEET}!{cells}"),
            c(f"{kind}Cache",
                *([c.formatCode("General")] if kind == "num" else []),
                c.ptCount(val=str(len(values))),
                *(c.pt(c.v(value), idx=str(place)) for place, value in enumerate(values)),
            ),
        )  # fmt: skip

    def _counts(self, column: int) -> Element:
        """Return the counts: behind each bar, or on a plain ground in each segment that is not empty.

        A row of nothing but noughts has one of them, at the beginning of its first segment.
        """
        c, chart = self.c, self.chart
        if chart.kind == "bars":
            return c.dLbls(*self._count("0", None, "", "outEnd"))
        look = chart.columns[column]
        empty = [row for row, figures in enumerate(chart.figures) if not any(figures)]
        noughts = [
            c.dLbl(c.idx(val=str(row)), *self._count("0", "", "", "inBase"))
            for row in (empty if column == 0 else [])
        ]
        return c.dLbls(*noughts, *self._count("0;;", look.colour, look.ink, "ctr"))

    def _count(self, form: str, ground: str | None, ink: str, place: str) -> Iterator[Element]:
        """Yield how counts are written: their number format, ground (if any), ink and place."""
        c, a = self.c, self.a
        yield c.numFmt(formatCode=form, sourceLinked="0")
        yield c.spPr(a.noFill() if ground is None else a.solidFill(self._paint(ground, "bg1")))
        yield self._type(self._ink(ink), bold=True)
        yield c.dLblPos(val=place)
        for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
            yield c(f"show{name}", val=str(int(name == "Val")))

    def _shape(self, look: Label) -> Element:
        """Return a colour with its pattern and a dark outline."""
        c, a = self.c, self.a
        ground, name = self._paint(look.colour, "bg1"), PATTERNS[look.pattern][1]
        if name:
            fill = a.pattFill(a.fgClr(self._ink(look.ink)), a.bgClr(ground), prst=name)
        else:
            fill = a.solidFill(ground)
        return c.spPr(fill, a.ln(a.solidFill(self._ink("")), w="9525"))

    def _type(self, ink: Element, *, bold: bool = False) -> Element:
        """Return how text looks; its font is that of the house file's theme."""
        c, a = self.c, self.a
        size = {"sz": "900", "b": str(int(bold))}
        return c.txPr(
            a.bodyPr(),
            a.lstStyle(),
            a.p(a.pPr(a.defRPr(a.solidFill(ink), size)), a.endParaRPr(lang=self.language)),
        )

    def _ink(self, colour: str) -> Element:
        return self._paint(colour, "tx1")

    def _paint(self, colour: str, otherwise: str) -> Element:
        """Return a colour of the table, or one of the house file's theme by its name."""
        return self.a.srgbClr(val=colour) if colour else self.a.schemeClr(val=otherwise)


def chart_workbook(chart: Chart) -> dict[str, bytes]:
    """Return the parts of a workbook with the figures of a chart, for Word's “Edit data”.

    It holds no moment and no author, so that the same figures give the same bytes.
    """
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    rows: list[list[str | int]] = [[chart.heading, *(column.words for column in chart.columns)]]
    for label, figures in zip(chart.rows, chart.figures, strict=True):
        rows.append([label.words, *figures])
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # words that begin like a formula are words
    sheet.column_dimensions["A"].width = 40
    out = BytesIO()
    book.save(out)
    return members(out.getvalue()) | {"docProps/core.xml": _PROPERTIES}


_PROPERTIES = b"""\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""
