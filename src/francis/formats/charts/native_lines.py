"""Control charts as Word has them: lines for points, mean, limits and target, drawn from the cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from francis.formats.charts.control_figure import ControlFigure, Point, point_looks
from francis.formats.charts.native_part import CATEGORIES, VALUES, NativePart

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DASHES = ("solid", "solid", "dash", "dash", "sysDot")
"""How the points are joined, and the lines of the mean, the limits and the target."""
_MARKERS = {
    "dot": "circle", "filled triangle": "triangle", "hollow triangle": "triangle", "square": "square",
}  # fmt: skip
"""What Word calls the shapes of points; it has no triangle that points down."""
_SIDES = {"above": "t", "below": "b", "left": "l", "right": "r"}
_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
"""What a label of a point can show."""
_WIDE, _THIN = "15875", "9525"


class NativeLines(NativePart):
    """Writes a control chart."""

    def __init__(self, chart: ControlFigure, language: str, sheet: str, header_row: int) -> None:
        super().__init__(language, sheet, header_row)
        self.chart = chart

    def chart_space(self, workbook: str) -> Element:
        """Return the root of the part."""
        c = self.c
        lines = c.lineChart(
            c.grouping(val="standard"),
            c.varyColors(val="0"),
            *(self._series(column) for column in self._drawn),
            c.marker(val="1"),
            c.axId(val=CATEGORIES),
            c.axId(val=VALUES),
        )
        legend = c.legend(c.legendPos(val="t"), c.overlay(val="0"))
        return self.around([lines, *self._axes()], [legend], workbook)

    @property
    def _drawn(self) -> list[int]:
        """Return the columns of which there is anything to draw: not a limit that every stretch lacks."""
        head, *rows = self.chart.cells
        columns = range(len(head) - 2)
        return [n for n in columns if n == 0 or any(row[1 + n] is not None for row in rows)]

    def _axes(self) -> Iterator[Element]:
        """Yield the axis, with a name where a row of the table begins, and the scale."""
        c, a = self.c, self.a
        yield self.categories("minMax", "b", _THIN, c.tickLblSkip(val="1"))
        low, second, *_, high = self.chart.ticks
        yield c.valAx(
            c.axId(val=VALUES),
            c.scaling(c.orientation(val="minMax"), c.max(val=f"{high:f}"), c.min(val=f"{low:f}")),
            c.delete(val="0"),
            c.axPos(val="l"),
            c.numFmt(formatCode="General", sourceLinked="0"),
            c.majorTickMark(val="none"),
            c.minorTickMark(val="none"),
            c.tickLblPos(val="nextTo"),
            c.spPr(a.ln(a.noFill())),
            c.crossAx(val=CATEGORIES),
            c.crosses(val="min"),
            c.crossBetween(val="midCat"),
            c.majorUnit(val=f"{second - low:f}"),
        )

    def _series(self, column: int) -> Element:
        """Return one line: the points, the mean, a limit or the target."""
        c, a, cells = self.c, self.a, self.chart.cells
        name = chr(ord("B") + column)
        first, last = self.head + 1, self.head + len(cells) - 1
        words, axis = [str(row[-1]) for row in cells[1:]], chr(ord("A") + len(cells[0]) - 1)
        values = ["" if row[1 + column] is None else str(row[1 + column]) for row in cells[1:]]
        pen = a.ln(
            a.solidFill(self.ink("")),
            a.prstDash(val=_DASHES[column]),
            w=_THIN if column else _WIDE,
        )
        return c.ser(
            c.idx(val=str(column)),
            c.order(val=str(column)),
            c.tx(self.reference("str", f"${name}${self.head}", [str(cells[0][1 + column])])),
            c.spPr(pen),
            self._marker(None if column else Point("", None)),
            *([] if column else [*self._points(), *self._letters()]),
            c.cat(self.reference("str", f"${axis}${first}:${axis}${last}", words)),
            c.val(self.reference("num", f"${name}${first}:${name}${last}", values)),
            c.smooth(val="0"),
        )

    def _points(self) -> Iterator[Element]:
        """Yield the points that are not chance: they look otherwise."""
        c = self.c
        for row, point in self._rows():
            if point.look != "chance":
                yield c.dPt(c.idx(val=row), self._marker(point), c.bubble3D(val="0"))

    def _rows(self) -> Iterator[tuple[str, Point]]:
        """Yield the points, each with the number of its row, counted from 0."""
        split, apart = {limits.first for limits in self.chart.limits[1:]}, 0
        for place, point in enumerate(self.chart.points):
            apart += place in split  # for the row between two stretches
            yield str(place + apart), point

    def _letters(self) -> Iterator[Element]:
        """Yield the letters of the points that have one, as labels; no other point has a label."""
        c, a = self.c, self.a
        if not any(point.letter for point in self.chart.points):
            return
        shown = [c(f"show{n}", val="0") for n in _SHOWN]
        labels = [
            c.dLbl(
                c.idx(val=row),
                c.tx(
                    c.rich(
                        a.bodyPr(), a.p(a.r(a.rPr(lang=self.language, b="1"), a.t(point.letter)))
                    )
                ),
                c.dLblPos(val=_SIDES[self.chart.side_of(place)]),
                *(c(f"show{n}", val=str(int(n == "Val"))) for n in _SHOWN),
            )
            for place, (row, point) in enumerate(self._rows())
            if point.letter
        ]
        yield c.dLbls(*labels, *shown)

    def _marker(self, point: Point | None) -> Element:
        """Return the shape of a point in its colour; None has none."""
        c, a = self.c, self.a
        if point is None:
            return c.marker(c.symbol(val="none"))
        look = point_looks()[point.look]
        ink, hollow = self.ink(look.colour), look.shape not in ("dot", "filled triangle")
        fill = a.solidFill(self.paint("", "bg1") if hollow else self.ink(look.colour))
        return c.marker(
            c.symbol(val=_MARKERS[look.shape]),
            c.size(val="5" if look.shape == "dot" else "7"),
            c.spPr(fill, a.ln(a.solidFill(ink), w=_THIN)),
        )
