"""Control charts drawn: points, their mean and limits, a target, and where limits were drawn anew."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from francis.formats.charts.canvas import BOLD, GAP, LINE, TYPE, WIDTH, Canvas, in_short
from francis.formats.charts.control_figure import (
    ControlFigure,
    Limits,
    point_looks,
)
from francis.formats.text.measures import length, wrapped

HEIGHT, TOP, EDGE = 112, 5, 6
"""How high the plot is, what is free above it, and before its first and behind its last point."""
SIZE, KEY = 3.4, 14
"""Half the width of a point, and the room for one before its meaning."""
DASHED, DOTTED = {"stroke-dasharray": "5 3"}, {"stroke-dasharray": "1 3", "stroke-width": "1.6"}


def draw_control(canvas: Canvas, chart: ControlFigure) -> None:
    """Draw a control chart, with its figures in words and the key to its points below it."""
    drawn = _Control(canvas, chart)
    drawn.scale()
    drawn.lines()
    drawn.course()
    drawn.years()
    drawn.words()
    drawn.key()


class _Control:
    """A control chart while it is drawn."""

    def __init__(self, canvas: Canvas, chart: ControlFigure) -> None:
        self.canvas, self.chart = canvas, chart
        self.ticks = chart.ticks
        self.left = max(length(f"{tick:f}", TYPE) for tick in self.ticks) + 5
        self.step = (WIDTH - self.left - 2 * EDGE) / max(len(chart.points) - 1, 1)
        self.foot = TOP + HEIGHT

    def x(self, place: float) -> float:
        """Return where a point is across."""
        return self.left + EDGE + place * self.step

    def y(self, value: Decimal) -> float:
        """Return where a value is down."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.foot - float((value - low) / (high - low)) * HEIGHT

    def across(self, start: float, end: float, y: float, **pen: str) -> None:
        """Draw a level line."""
        self.canvas.line(f"M{in_short(start)},{in_short(y)}H{in_short(end)}", **pen)

    def scale(self) -> None:
        """Draw the scale, with a faint line at each step."""
        for value in self.ticks:
            y, faint = self.y(value), {"stroke-width": ".5", "stroke-opacity": ".35"}
            self.across(self.left, WIDTH, y, **faint)
            self.canvas.text([f"{value:f}"], self.left - 4, y + 4, **{"text-anchor": "end"})
        self.across(self.left, WIDTH, self.foot)

    def lines(self) -> None:
        """Draw the target, and for each stretch its mean, its limits and where it begins."""
        if self.chart.target is not None:
            self.across(self.left, WIDTH, self.y(self.chart.target), **DOTTED)
        begins = [self.x(limits.first - 0.5) for limits in self.chart.limits[1:]]
        ends = [self.left, *begins, WIDTH]
        for limits, (start, end) in zip(self.chart.limits, pairwise(ends), strict=True):
            self.across(start, end, self.y(limits.mean))
            for limit in (limits.lower, limits.upper):
                if limit is not None:
                    self.across(start, end, self.y(limit), **DASHED)
        for start in begins:
            self.canvas.line(f"M{in_short(start)},{self.foot}V{TOP - 4}")

    def course(self) -> None:
        """Draw the points, and a line that joins those of a stretch as far as none is missing."""
        path, begun = "", False
        starts = {limits.first for limits in self.chart.limits}
        placed = []
        for place, point in enumerate(self.chart.points):
            if point.value is None:
                begun = False
                continue
            x, y = self.x(place), self.y(point.value)
            path += f"{'L' if begun and place not in starts else 'M'}{in_short(x)},{in_short(y)}"
            begun = True
            placed.append((place, point, x, y))
        self.canvas.line(path, fill="none", **{"stroke-width": "1.2"})
        for place, point, x, y in placed:
            self.canvas.point(point_looks()[point.look], point.up, x, y, SIZE)
            self.letter(place, x, y)

    def letter(self, place: int, x: float, y: float) -> None:
        """Write the letter of a point, if it has one, beside it where there is room."""
        letter = self.chart.points[place].letter
        across, down, anchor = {
            "above": (0.0, -SIZE - 3, "middle"),
            "below": (0.0, SIZE + TYPE, "middle"),
            "left": (-SIZE - 3, TYPE / 3, "end"),
            "right": (SIZE + 3, TYPE / 3, "start"),
        }[self.chart.side_of(place)]
        if letter:
            inside = min(max(x + across, self.left), WIDTH - TYPE / 2)
            foot = min(y + down, self.foot - 3)
            self.canvas.text([letter], inside, foot, **BOLD, **{"text-anchor": anchor})

    def years(self) -> None:
        """Write the name of each row below its first point, where there is room."""
        self.canvas.y = self.foot + LINE
        free = 0.0
        for first, words in self.chart.years:
            x = self.x(first) - SIZE
            if first < len(self.chart.points) and x >= free and x + length(words, TYPE) <= WIDTH:
                self.canvas.text([words], x, self.canvas.y)
                tick = f"M{in_short(self.x(first))},{in_short(self.foot)}v4"
                self.canvas.line(tick)
                free = x + length(words, TYPE) + GAP
        self.canvas.y += 4

    def words(self) -> None:
        """Write the mean and the limits of each stretch, in words."""
        for limits in self.chart.limits:
            begins = f"From {self.chart.points[limits.first].words}: " if limits.first else ""
            lines = wrapped(f"{begins}{_words(limits)}", WIDTH, TYPE)
            self.canvas.text(lines, 0, self.canvas.y + LINE)
            self.canvas.y += LINE * len(lines) + 2

    def key(self) -> None:
        """Draw what each kind of point and the dotted line mean, as far as they occur."""
        ups = {point.look: point.up for point in self.chart.points if point.value is not None}
        entries = {
            look.words: (look, ups[key]) for key, look in point_looks().items() if key in ups
        }
        wanted = [*entries, *([] if self.chart.target is None else [f"target {self.chart.target}"])]
        x, y = 0.0, self.canvas.y + LINE
        for words in wanted:
            width = KEY + length(words, TYPE)
            if x and x + width > WIDTH:
                x, y = 0.0, y + LINE
            if words in entries:
                self.canvas.point(*entries[words], x + SIZE + 1, y - 4, SIZE)
            else:
                self.across(x, x + KEY - 4, y - 4, **DOTTED)
            self.canvas.text([words], x + KEY, y)
            x += width + 2 * GAP
        self.canvas.end(y + 4)


def _words(limits: Limits) -> str:
    """Return a mean and limits in words."""
    about = f", {limits.words}" if limits.words else ""
    ends = [
        f"none ({cut})" if cut else line
        for line, cut in zip((limits.lower, limits.upper), limits.cut, strict=True)
    ]
    if None in ends:
        return f"Mean {limits.mean}, too few points for limits{about}"
    return f"Mean {limits.mean}, limits {ends[0]} to {ends[1]}{about}"
