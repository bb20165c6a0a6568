"""Control charts: a figure around the table of its points and limits, read off that table.

Each row holds the points of a year, or of a part of one, and its last three cells their mean and limits. A row with
`data-limits` begins limits of its own, and the attribute says in words what is to be known about them; a point that is
not chance says so in `data-signal`, and may have a letter behind its number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from francis.formats.charts.figure import table_parts, words_of
from francis.formats.html import fold
from francis.own_data import own_data

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TICKS = 4
"""How many steps a scale has, or one more."""
ROOM = Decimal("0.14")
"""Which share of the scale a letter needs."""
Side = Literal["above", "below", "left", "right"]
LIMIT_COLUMNS = 3
"""The last columns: the mean, the lower and the upper limit."""


class Point(NamedTuple):
    """A point: the name of its period, its value (None where there is none), whether it points up, and what it is.

    `look` is a key of points.yaml, and `letter` that under which the paper tells of it.
    """

    words: str
    value: Decimal | None
    up: bool = False
    look: str = "chance"
    letter: str = ""


class Limits(NamedTuple):
    """The mean and the limits of points from `first` on, and what is to be known about them.

    `lower` and `upper` are None where there are too few points, and where `cut` says that they would lie beyond what
    can be: “below 0”, “above 100”.
    """

    first: int
    mean: Decimal
    lower: Decimal | None
    upper: Decimal | None
    words: str = ""
    cut: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class ControlFigure:
    """What a control chart shows; `years` are the names of the rows, each with the place of its first point."""

    title: str
    description: str
    """What is read to somebody who does not see the drawing."""
    heading: str
    columns: tuple[str, ...]
    """What the mean and the limits are called."""
    points: tuple[Point, ...]
    limits: tuple[Limits, ...]
    years: tuple[tuple[int, str], ...]
    target: Decimal | None = None
    kind: str = "control"

    @property
    def ticks(self) -> list[Decimal]:
        """Return the steps of a scale: round numbers, of which the first and the last are around all that is drawn."""
        drawn = [point.value for point in self.points]
        drawn += [
            line for limits in self.limits for line in (limits.mean, limits.lower, limits.upper)
        ]
        values = [value for value in (*drawn, self.target) if value is not None]
        low, high = min(values), max(values)
        span = high - low or max(abs(high), Decimal(1))
        step = Decimal(1).scaleb((span / TICKS).adjusted())
        step = next(step * by for by in (1, 2, 5, 10) if span <= step * by * TICKS)
        first, last = math.floor(low / step), math.ceil(high / step)
        return [step * place for place in range(first, last + 1 + (first == last))]

    def side_of(self, place: int) -> Side:
        """Return on which side of a point, which has a value, there is room for its letter.

        Behind the last of some that rise or fall the line turns away.
        """
        point, low, high = self.points[place], self.ticks[0], self.ticks[-1]
        share = (point.value - low) / (high - low) if point.value is not None else Decimal(0)
        if ROOM < share < 1 - ROOM or point.up == (share <= ROOM):
            return "above" if point.up else "below"
        return "right" if place + 1 < len(self.points) else "left"

    def limits_of(self, point: int) -> Limits:
        """Return the limits of the point at a place."""
        return [limits for limits in self.limits if limits.first <= point][-1]

    @property
    def cells(self) -> Sequence[Sequence[object]]:
        """Return the rows of its workbook, the names of the columns first; one without a point keeps stretches apart.

        The last column has what stands below the axis: the name of a row at its first point.
        """
        target = [] if self.target is None else [self.target]
        names = [PERIOD, VALUE, *self.columns, *([TARGET] if target else []), self.heading]
        rows: list[list[object]] = [[*names]]
        years, said = dict(self.years), ""
        begins = {limits.first for limits in self.limits[1:]}
        for place, point in enumerate(self.points):
            if place in begins:
                rows.append(["", None, None, None, None, *target, ""])
            of, year = self.limits_of(place), years.get(place, said)
            lines = [point.value, of.mean, of.lower, of.upper, *target]
            rows.append([point.words, *lines, "" if year == said else year])
            said = year
        return rows


PERIOD, VALUE, TARGET = "Period", "Value", "Target"
"""What the points and the target are called in a workbook."""


class PointLook(NamedTuple):
    """How points are drawn: a shape, six hexadecimal digits or nothing for the colour of text, and words for the key."""

    shape: str
    colour: str
    words: str


@cache
def point_looks() -> Mapping[str, PointLook]:
    """Return how each kind of point is drawn, by its key in points.yaml."""
    listed = own_data(__file__, "points.yaml")
    return {key: PointLook(**look) for key, look in listed.items()}


def read_control(figure: Element) -> ControlFigure:
    """Return what a control chart of a checked page shows."""
    caption, head, body = table_parts(figure)
    names = [words_of(cell) for cell in head]
    points: list[Point] = []
    limits: list[Limits] = []
    years: list[tuple[int, str]] = []
    for row in body:
        year, *cells = row
        *values, mean, lower, upper = map(_number, cells)
        cut = (_cut(cells[-2]), _cut(cells[-1]))
        if mean is not None and (not limits or row.get("data-limits") is not None):
            words = fold(row.get("data-limits", "")).strip(" ")
            limits.append(Limits(len(points), mean, lower, upper, words, cut))
        years.append((len(points), words_of(year)))
        filled = [place for place, value in enumerate(values) if value is not None]
        for place in range(filled[0], filled[-1] + 1) if filled else ():
            period = f"{names[1 + place]} {words_of(year)}"
            points.append(_point(period, values[place], cells[place]))
    target = figure.get("data-target")
    return ControlFigure(
        title=caption,
        description=fold(figure.get("data-description", "")).strip(" "),
        heading=names[0],
        columns=tuple(names[-LIMIT_COLUMNS:]),
        points=tuple(points),
        limits=tuple(limits),
        years=tuple(years),
        target=None if target is None else Decimal(target),
    )


def _number(cell: Element) -> Decimal | None:
    words = words_of(cell).partition(" ")[0]
    return None if words == "–" or _cut(cell) else Decimal(words)


def _cut(cell: Element) -> str:
    """Return beyond what a limit would lie that cannot be, if the cell says that instead of a number."""
    words = words_of(cell)
    return words if words.startswith(("below", "above")) else ""


def _point(period: str, value: Decimal | None, cell: Element) -> Point:
    way, _, look = cell.get("data-signal", "").partition(" ")
    letter = words_of(cell).partition(" ")[2]
    return Point(period, value, way == "up", look or "chance", letter)
