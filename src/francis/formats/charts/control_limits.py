"""The arithmetic of control charts of one series of numbers (XmR): limits, what is not chance, targets.

The limits are those of D. J. Wheeler, Understanding Variation (1993), and of the “Making data count” programme: three times the deviation that is estimated from moving ranges, which are the differences between one point and
the next. Nothing here knows what the numbers are of.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import fmean
from typing import Literal, NamedTuple

Better = Literal["up", "down", "neither"]
"""Which way is better."""
Cause = Literal["beyond", "trend", "near", "shift"]
"""Why points are not chance: beyond the limits; rising or falling; two of three near one limit; on one side of the mean."""
Verdict = Literal["improvement", "concern", "neither"]

LIMIT = 2.66
"""How many mean moving ranges a limit is from the mean: 3 / 1.128."""
OUTLYING = 3.267
"""A moving range of more than so many times their mean can be left out: the upper limit of moving ranges."""
RUN, PROVISIONAL = 7, 12
"""How many points in a row are not chance, and below how many points limits are provisional."""
CAUSES: tuple[Cause, ...] = ("beyond", "trend", "near", "shift")
"""In the order in which one of them is said of a point that several hold of (as NHSRplotthedots has it)."""


class Stretch(NamedTuple):
    """Points that have their limits together: from `first` to before `end`, as places in the series.

    `limits` are the lower and the upper; None for a single point, which has no moving range.
    """

    first: int
    end: int
    mean: float
    limits: tuple[float, float] | None
    reason: str
    """Why limits are drawn anew from here on; empty for the first."""

    @property
    def provisional(self) -> bool:
        """Return whether there are too few points for limits that one can rely on."""
        return self.end - self.first < PROVISIONAL


class Signal(NamedTuple):
    """Points that are not chance: their places, in order, why, to which side (1 is up), and what that means."""

    cause: Cause
    side: int
    points: tuple[int, ...]
    verdict: Verdict


@dataclass(frozen=True)
class ControlChart:
    """A series with its limits and signals; signals are in the order of their last points."""

    values: tuple[float, ...]
    better: Better
    target: float | None
    stretches: tuple[Stretch, ...]
    signals: tuple[Signal, ...]

    @cached_property
    def signal_at(self) -> dict[int, Signal]:
        """Return the signal of each point that has one, by the first of `CAUSES` that holds."""
        found: dict[int, Signal] = {}
        for signal in sorted(self.signals, key=lambda signal: CAUSES.index(signal.cause)):
            for point in signal.points:
                found.setdefault(point, signal)
        return found

    @property
    def target_met(self) -> Literal["always", "never", "by chance"] | None:
        """Return how the target fares while nothing changes: by where it lies to the last limits.

        None without a target, without limits, or where neither way is better.
        """
        limits = self.stretches[-1].limits
        if self.target is None or limits is None or self.better == "neither":
            return None
        lower, upper = (_side(self.target, limit) for limit in limits)
        always, never = (lower <= 0, upper > 0) if self.better == "up" else (upper >= 0, lower < 0)
        return "always" if always else "never" if never else "by chance"


def control_chart(
    values: Sequence[float],
    better: Better = "neither",
    *,
    target: float | None = None,
    splits: Sequence[tuple[int, str]] = (),
    screened: bool = False,
) -> ControlChart:
    """Return the control chart of a series of at least one number, oldest first.

    `splits` are the places from which on limits are drawn anew, in order, each with the reason; no signal crosses
    one. `screened` leaves moving ranges of more than 3.267 times their mean out of the mean, once, as
    the package NHSRplotthedots does; otherwise all count, as in the workbooks of “Making data count”.
    """
    starts = [(0, ""), *splits]
    ends = [*(start for start, _ in splits), len(values)]
    stretches = tuple(
        _stretch(values, start, end, reason, screened=screened)
        for (start, reason), end in zip(starts, ends, strict=True)
    )
    found = [
        Signal(cause, side, points, _verdict(side, better))
        for stretch in stretches
        for cause, side, points in _signals(values, stretch)
    ]
    found.sort(key=lambda signal: (signal.points[-1], signal.points[0]))
    return ControlChart(tuple(values), better, target, stretches, tuple(found))


def _stretch(
    values: Sequence[float], first: int, end: int, reason: str, *, screened: bool
) -> Stretch:
    mean = fmean(values[first:end])
    ranges = [abs(after - before) for before, after in pairwise(values[first:end])]
    if not ranges:
        return Stretch(first, end, mean, None, reason)
    if screened:
        most = OUTLYING * fmean(ranges)
        ranges = [each for each in ranges if _side(each, most) <= 0]
    away = LIMIT * fmean(ranges)
    return Stretch(first, end, mean, (mean - away, mean + away), reason)


def _side(value: float, line: float) -> int:
    """Return 1 above a line, -1 below it, and 0 on it: a mean of tenths differs from a tenth in its last digit."""
    return 0 if math.isclose(value, line, rel_tol=1e-9, abs_tol=1e-12) else 1 - 2 * (value < line)


def _verdict(side: int, better: Better) -> Verdict:
    if better == "neither":
        return "neither"
    return "improvement" if (side > 0) == (better == "up") else "concern"


def _signals(
    values: Sequence[float], stretch: Stretch
) -> Iterator[tuple[Cause, int, tuple[int, ...]]]:
    """Yield the signals of a stretch: each cause, side and points, none of which could be one point longer."""
    if stretch.limits is None:
        return
    first, mean, (lower, upper) = stretch.first, stretch.mean, stretch.limits
    those = values[first : stretch.end]
    # A mean of tenths differs from a tenth in its last digit.
    some = max(1e-9 * max(map(abs, those)), 1e-12)

    def beyond(low: float, high: float) -> list[int]:
        """Return, for each value, 1 above the high line, -1 below the low one, otherwise 0."""
        low, high = low - some, high + some
        return [1 if value > high else -1 if value < low else 0 for value in those]

    for side, run in _runs(first, beyond(lower, upper)):
        yield "beyond", side, tuple(run)
    near = beyond(*(mean + (limit - mean) * 2 / 3 for limit in (lower, upper)))
    for side, run in _runs(first, beyond(mean, mean)):
        if len(run) >= RUN:
            yield "shift", side, tuple(run)
        if len(run) >= 3:  # of which two are near: all three on one side
            for cluster in _clusters([place for place in run if near[place - first]]):
                yield "near", side, cluster
    steps = [after - before for before, after in pairwise(those)]
    sides = [1 if step > some else -1 if step < -some else 0 for step in steps]
    for side, run in _runs(first + 1, sides):
        if len(run) + 1 >= RUN:
            yield "trend", side, (run[0] - 1, *run)


def _runs(first: int, sides: Sequence[int]) -> Iterator[tuple[int, range]]:
    """Yield each run of places on one side, and that side; what is on no side ends a run. They begin at `first`."""
    place = first
    for side, run in groupby(sides):
        end = place + len([*run])
        if side:
            yield side, range(place, end)
        place = end


def _clusters(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the places, in order, that are among three in a row with another one."""
    cluster: list[int] = []
    for place in places:
        if cluster and place - cluster[-1] > 2:
            if len(cluster) > 1:
                yield tuple(cluster)
            cluster = []
        cluster.append(place)
    if len(cluster) > 1:
        yield tuple(cluster)


def days_between(days: Sequence[datetime.date]) -> tuple[int, ...]:
    """Return the days from each event to the next, of events in order: what is rare has no limits."""
    return tuple((after - before).days for before, after in pairwise(days))
