"""Charts as Word and Excel have them: the one part that both show, with the cells that it is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from francis.formats.charts.control_figure import ControlFigure
from francis.formats.charts.figure import PATTERNS, Chart, Label
from francis.formats.charts.native_lines import NativeLines
from francis.formats.charts.native_part import CATEGORIES, VALUES, NativePart

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def native(
    chart: Chart | ControlFigure,
    language: str,
    sheet: str,
    *,
    header_row: int = 1,
    workbook: str = "",
) -> bytes:
    """Return the chart as a part of a Word or an Excel file (ECMA-376-1, 21.2).

    The names of the rows stand in column A of a sheet, and the figures beside them, below the names of the columns
    in `header_row`. In Word, `workbook` is the name of the relationship to the workbook with that sheet, from which
    Word takes them when somebody edits the data; until then it shows those that are kept here.
    """
    from lxml.etree import tostring

    if isinstance(chart, ControlFigure):
        xml = NativeLines(chart, language, sheet, header_row).chart_space(workbook)
    else:
        xml = _Bars(chart, language, sheet, header_row).chart_space(workbook)
    data: bytes = tostring(xml, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


class _Bars(NativePart):
    """Writes bars."""

    def __init__(self, chart: Chart, language: str, sheet: str, header_row: int) -> None:
        super().__init__(language, sheet, header_row)
        self.chart = chart

    def chart_space(self, workbook: str) -> Element:
        """Return the root of the part."""
        c, stacked = self.c, self.chart.kind == "stacked"
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
        return self.around([bars, *self._axes()], legend, workbook)

    def _axes(self) -> Iterator[Element]:
        """Yield the words beside the bars, the first on top, and the scale, which is not shown."""
        c = self.c
        yield self.categories("maxMin", "l", "12700")
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
        name, head = chr(ord("B") + column), self.head
        first, last = head + 1, head + len(rows)
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
            c.tx(self.reference("str", f"${name}${head}", [chart.columns[column].words])),
            self._shape(chart.columns[column]),
            c.invertIfNegative(val="0"),
            *([] if stacked else points),
            self._counts(column),
            c.cat(self.reference("str", f"$A${first}:$A${last}", words)),
            c.val(self.reference("num", f"${name}${first}:${name}${last}", figures)),
        )

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
        yield c.spPr(a.noFill() if ground is None else a.solidFill(self.paint(ground, "bg1")))
        yield self.type(self.ink(ink), bold=True)
        yield c.dLblPos(val=place)
        for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
            yield c(f"show{name}", val=str(int(name == "Val")))

    def _shape(self, look: Label) -> Element:
        """Return a colour with its pattern and a dark outline."""
        c, a = self.c, self.a
        ground, name = self.paint(look.colour, "bg1"), PATTERNS[look.pattern][1]
        if name:
            fill = a.pattFill(a.fgClr(self.ink(look.ink)), a.bgClr(ground), prst=name)
        else:
            fill = a.solidFill(ground)
        return c.spPr(fill, a.ln(a.solidFill(self.ink("")), w="9525"))
