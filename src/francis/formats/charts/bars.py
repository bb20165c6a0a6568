"""Bars: one for each row, or one of segments."""

from __future__ import annotations

from francis.formats.charts.canvas import BAR, BOLD, FOOT, GAP, LINE, TYPE, WIDTH, Canvas, in_short
from francis.formats.charts.figure import Chart
from francis.formats.text.measures import length, wrapped

LABELS = 108
"""What the words before the bars may take; longer ones are broken into lines."""


def draw_bars(canvas: Canvas, chart: Chart) -> None:
    """Draw a bar for each row.

    Bars have one scale, from nothing to the longest. A count stands behind its bar, or, in a stacked
    bar, on its segment where it fits; the table has it in any case.
    """
    bars = _Bars(canvas, chart)
    bars.legend()
    for row in range(len(chart.rows)):
        bars.bar(row)
    bars.axis()


class _Bars:
    """The bars of a chart, with their legend and the line at which they begin."""

    def __init__(self, canvas: Canvas, chart: Chart) -> None:
        self.canvas, self.chart = canvas, chart
        stacked = chart.kind == "stacked"
        self.lines = [wrapped(row.words, LABELS, TYPE) for row in chart.rows]
        self.left = max(length(line, TYPE) for lines in self.lines for line in lines) + GAP
        totals = [sum(figures) for figures in chart.figures]
        behind = 0 if stacked else max(length(str(total), TYPE) for total in totals) + GAP
        self.scale = (WIDTH - 1 - self.left - behind) / max(1, *totals)
        self.top = canvas.y

    def legend(self) -> None:
        """Draw what the segments of stacked bars mean, in as many lines as that takes."""
        if self.chart.kind != "stacked":
            return
        x, key = 0.5, 18
        for column in self.chart.columns:
            lines = wrapped(column.words, WIDTH - key - GAP, TYPE)
            width = key + max(length(line, TYPE) for line in lines) + 2 * GAP
            if x > 1 and x + width - 2 * GAP > WIDTH:
                x, self.canvas.y = 0.5, self.canvas.y + LINE + 5
            self.canvas.filled(column, x, self.canvas.y, 13, 13)
            self.canvas.text(lines, x + key, self.canvas.y + 11)
            x, self.canvas.y = x + width, self.canvas.y + LINE * (len(lines) - 1)
        self.canvas.y += LINE + 1.5 * GAP
        self.top = self.canvas.y

    def bar(self, row: int) -> None:
        """Draw the words and the bar of a row."""
        height = max(BAR, LINE * len(self.lines[row]))
        words = self.canvas.y + (height - LINE * len(self.lines[row])) / 2 + 11.5
        self.canvas.text(self.lines[row], 0, words)
        x, y, figures = self.left, self.canvas.y + (height - BAR) / 2, self.chart.figures[row]
        for column, figure in enumerate(figures):
            width, look = figure * self.scale, self.chart.look(row, column)
            if figure:
                self.canvas.filled(look, x, y, width, BAR)
                if self.chart.kind == "stacked":
                    self.canvas.count(look, figure, x, y, width)
            x += width
        if self.chart.kind == "bars" or not any(figures):
            self.canvas.text([str(sum(figures))], x + 5, y + FOOT, **BOLD)
        self.canvas.y += height + GAP

    def axis(self) -> None:
        """Draw the line at which bars begin, from the first to the last, and end the drawing."""
        line = (
            f"M{in_short(self.left)},{in_short(self.top - 1)}V{in_short(self.canvas.y - GAP + 1)}"
        )
        self.canvas.line(line, **{"stroke-width": "1.5"})
        self.canvas.end(self.canvas.y - GAP + 2)
