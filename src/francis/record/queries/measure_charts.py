"""What a measure shows: the rows of its control chart, and a sentence that says whether it may be chance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.charts.control_limits import (
    LIMIT,
    OUTLYING,
    PROVISIONAL,
    RUN,
    Better,
    ControlChart,
    Signal,
    Stretch,
    control_chart,
    days_between,
)
from francis.formats.dates import (
    FINANCIAL_YEAR,
    SHORT_MONTHS,
    Span,
    date_in_words,
    financial_quarter,
)
from francis.record.days import Day, When
from francis.record.prose import first_upper
from francis.record.queries.withholding import why_withheld

if TYPE_CHECKING:
    from francis.record.model import MovingRanges
    from francis.record.model.providers import Measure, ProviderView

_MONTHS = (*SHORT_MONTHS[FINANCIAL_YEAR - 1 :], *SHORT_MONTHS[: FINANCIAL_YEAR - 1])
_COLUMNS = {"month": _MONTHS, "quarter": ("Q1", "Q2", "Q3", "Q4")}
"""The columns of a chart's table, a year to a row."""
_NUMBERS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MEANT = {"improvement": ", and better", "concern": ", and worse", "neither": ""}
_TARGETS = {
    "always": "While nothing changes, the target of {} will always be met.",
    "never": "While nothing changes, the target of {} will never be met.",
    "by chance": "While nothing changes, the target of {} will be met or missed by chance.",
}
_CUT = ("below", "above")
"""How words begin that stand for a limit beyond what a value can be."""
_BETTER = {"up": "higher is better", "down": "lower is better", "neither": "neither way is better"}


class ChartCell(NamedTuple):
    """A point in the table of a chart: its value in words, what it signals, if it is not chance, and its letter, if any."""

    words: str = "–"
    signal: str = ""
    letter: str = ""


class ChartRow(NamedTuple):
    """A year, or that part of it that has its limits together; `limits` begins them, and says what is to be known."""

    year: str
    cells: tuple[ChartCell, ...]
    mean: str
    lower: str
    upper: str
    limits: str | None


@dataclass(frozen=True)
class MeasureChart:
    """A measure with its readings, month by month or quarter by quarter, the earliest first.

    `splits` are the days from which limits are drawn anew, with the reasons: the first period that begins on the
    day or later is the first of the new limits. `screened` is whether outlying moving ranges are left out.
    """

    name: str
    unit: str
    better: Better
    readings: tuple[tuple[When, Decimal], ...]
    target: Decimal | None = None
    splits: tuple[tuple[Day, str], ...] = ()
    screened: bool = False
    source: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    """The least and the most that a value can be: no limit lies beyond them."""
    letters: Mapping[int, str] = field(default_factory=dict)
    """Letters of points, by their places, under which something else tells of them."""
    withheld: str = ""
    """For whom it is, why and until when, to stand behind its words."""

    @cached_property
    def chart(self) -> ControlChart:
        """Return its limits and signals."""
        return control_chart(
            [float(value) for _, value in self.readings],
            self.better,
            target=None if self.target is None else float(self.target),
            splits=[*self._places()],
            screened=self.screened,
        )

    def _places(self) -> Iterator[tuple[int, str]]:
        """Yield each split by the place of its first reading; of two without a reading between them, the later."""
        periods = [when for when, _ in self.readings]
        begins = {
            sum(when.first < day for when in periods): reason for day, reason in sorted(self.splits)
        }
        yield from ((place, why) for place, why in begins.items() if 0 < place < len(periods))

    # -- the table -----------------------------------------------------------------------------

    @property
    def _span(self) -> Span:
        return self.readings[0][0].span

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the periods of a year."""
        return _COLUMNS["month" if self._span == "month" else "quarter"]

    @property
    def rows(self) -> tuple[ChartRow, ...]:
        """Return the rows of the table: one a year, or two of one in which limits are drawn anew."""
        return tuple(row for stretch in self.chart.stretches for row in self._rows(stretch))

    def _rows(self, stretch: Stretch) -> Iterator[ChartRow]:
        years: dict[str, list[ChartCell]] = {}
        for place in range(stretch.first, stretch.end):
            when, value = self.readings[place]
            year, column = _cell_of(when)
            cells = years.setdefault(year, [ChartCell()] * len(self.columns))
            letter = self.letters.get(place, "")
            cells[column] = ChartCell(f"{value:f}", self._signal(place), letter)
        mean, lower, upper = self._lines(stretch)
        about = [stretch.reason, "provisional" if stretch.provisional else ""]
        words: str | None = ", ".join(filter(None, about))
        for year, cells in years.items():
            yield ChartRow(year, tuple(cells), mean, lower, upper, words)
            words = None

    def _signal(self, place: int) -> str:
        found = self.chart.signal_at.get(place)
        return f"{'up' if found.side > 0 else 'down'} {found.verdict}" if found else ""

    def _lines(self, stretch: Stretch) -> tuple[str, str, str]:
        """Return mean and limits in words, by one place more exact than the readings, unless these are in thousands."""
        if stretch.limits is None:
            return self._words(stretch.mean), "–", "–"
        lower, upper = map(self._words, stretch.limits)
        if self.least is not None and Decimal(lower) < self.least:
            lower = f"below {self.least:f}"
        if self.most is not None and Decimal(upper) > self.most:
            upper = f"above {self.most:f}"
        return self._words(stretch.mean), lower, upper

    def _words(self, line: float) -> str:
        return f"{Decimal(line).quantize(self._place, ROUND_HALF_UP) + 0:f}"

    @cached_property
    def _place(self) -> Decimal:
        exponents = [value.as_tuple().exponent for _, value in self.readings]
        places = max(-exponent for exponent in exponents if isinstance(exponent, int))
        small = max(abs(value) for _, value in self.readings) < 1000
        return Decimal(1).scaleb(-(max(places, 0) + small))

    # -- in words ------------------------------------------------------------------------------

    @property
    def sentence(self) -> str:
        """Return what it shows, in a sentence; in two where limits were drawn anew after a signal."""
        last = self.chart.stretches[-1]
        earlier = [s for s in self.chart.signals if s.points[-1] < last.first]
        later = [s for s in self.chart.signals if s.points[-1] >= last.first]
        if later:
            return self._told(_chief(later), last)
        now = self._quiet(last)
        if not earlier:
            return f"{self.name} {now}."
        return f"{self.told_of(_chief(earlier))} Since {self._period(last.first)} it {now}."

    @property
    def chiefs(self) -> tuple[Signal, ...]:
        """Return one signal of all that overlap, in the order of their last points."""
        rest, found = [*self.chart.signals], []
        while rest:
            found.append(_chief(rest))
            rest = rest[: -len(_overlapping(rest))]
        return tuple(reversed(found))

    def told_of(self, signal: Signal) -> str:
        """Return a signal as a sentence."""
        held = (s for s in self.chart.stretches if s.first <= signal.points[0] < s.end)
        return self._told(signal, next(held))

    def _told(self, signal: Signal, stretch: Stretch) -> str:
        mean, lower, upper = self._lines(stretch)
        points, up = signal.points, signal.side > 0
        many, to = self._many(len(points)), f"to {self._period(points[-1])}"
        limit = _limit_in_words("upper", upper) if up else _limit_in_words("lower", lower)
        above = "above" if up else "below"
        what = {
            "trend": f"{'rose' if up else 'fell'} over {many} running, {to}",
            "shift": f"stayed {above} the mean of {mean} for {many} running, {to}",
            "beyond": f"stood {above} {limit} for {many} running, {to}",
            "near": f"came close to {limit} in {_number(len(points))} of {self._many(points[-1] - points[0] + 1)}, {to}",
        }[signal.cause]
        if signal.cause == "beyond" and len(points) == 1:
            value = self.readings[points[0]][1]
            what = f"stood at {value:f} in {self._period(points[0])}, {above} {limit}"
        if signal.cause == "near" and points[-1] - points[0] == len(points) - 1:
            what = f"came close to {limit} {many} running, {to}"
        return f"{self.name} {what}: not chance{_MEANT[signal.verdict]}."

    def _quiet(self, stretch: Stretch) -> str:
        """Return what is said of points that may all be chance."""
        values = {self.readings[place][1] for place in range(stretch.first, stretch.end)}
        if len(values) == 1:
            return f"stayed at {values.pop():f}"
        return f"varied around {self._lines(stretch)[0]} by chance"

    @property
    def worsens(self) -> bool:
        """Return whether its last point is not chance, and worse."""
        if not self._may_worsen:
            return False
        last = self.chart.signal_at.get(len(self.readings) - 1)
        return last is not None and last.verdict == "concern"

    @property
    def _may_worsen(self) -> bool:
        """Return whether a signal could end at the last point, and be worse: of few others need the chart be computed.

        That needs a whole run on the worse side or of worse steps, or a point that is near the limit or beyond it.
        """
        if self.better == "neither" or self.splits or self.screened:
            return self.better != "neither"
        sign = 1 if self.better == "up" else -1
        values = [sign * float(value) for _, value in self.readings]
        steps = [after - before for before, after in pairwise(values)]
        mean = fmean(values)
        near = mean - LIMIT * fmean(map(abs, steps)) * 2 / 3
        return values[-1] <= near or max(values[-RUN:]) < mean or max(steps[1 - RUN :]) < 0

    @property
    def on_target(self) -> str:
        """Return how the target fares while nothing changes; nothing where that cannot be said."""
        met = self.chart.target_met
        return _TARGETS[met].format(self.target_words) if met else ""

    @property
    def target_words(self) -> str:
        """Return the target in digits."""
        return "" if self.target is None else f"{self.target:f}"

    @property
    def note(self) -> str:
        """Return what is measured, and how the limits were computed."""
        each = f"{first_upper(self.unit)}, each {self._unit}; {_BETTER[self.better]}."
        source = f" Source: {self.source}." if self.source else ""
        return f"{each}{source} {self._method}{self._anew}{self.withheld}"

    @property
    def _method(self) -> str:
        ranges = (
            f"those over {OUTLYING} times their mean left out" if self.screened else "all counted"
        )
        limits = f"Limits: the mean, and 2.66 mean moving ranges to each side ({ranges})."
        cut = {w for s in self.chart.stretches for w in self._lines(s) if w.startswith(_CUT)}
        none = (f" None is drawn {w}, where no value can be." for w in sorted(cut, reverse=True))
        return limits + "".join(none)

    @property
    def _anew(self) -> str:
        """Return where limits were drawn anew and why, and which of them are provisional."""
        said = [
            f" Drawn anew from {self._period(stretch.first)}: {stretch.reason}."
            for stretch in self.chart.stretches[1:]
        ]
        if any(stretch.provisional for stretch in self.chart.stretches):
            said.append(f" Limits of fewer than {PROVISIONAL} {self._unit}s are provisional.")
        return "".join(said)

    @property
    def description(self) -> str:
        """Return what is read to somebody who does not see the drawing."""
        first, last = self._period(0), self._period(len(self.readings) - 1)
        unlike = len(self.chart.signal_at)
        lines = "their mean and limits" + (", and the target" if self.target is not None else "")
        return (
            f"{len(self.readings)} points from {first} to {last}, with {lines}. "
            f"{unlike or 'None'} of them {'is' if unlike == 1 else 'are'} not chance. The table has the figures."
        )

    @property
    def _unit(self) -> str:
        return "month" if self._span == "month" else "quarter"

    def _many(self, number: int) -> str:
        return f"{_number(number)} {self._unit}s"

    def _period(self, place: int) -> str:
        return date_in_words(self.readings[place][0])


def _limit_in_words(name: str, words: str) -> str:
    """Return a limit by its number, or what is said of one beyond what a value can be."""
    if words.startswith(_CUT):
        return f"where the {name} limit would be ({words})"
    return f"the {name} limit of {words}"


def _chief(signals: Sequence[Signal]) -> Signal:
    """Return the signal that is told, of the latest that overlap: a long run if there is one, then what is beyond a limit."""
    return max(
        _overlapping(signals),
        key=lambda signal: (
            signal.cause in ("trend", "shift"),
            signal.cause == "beyond",
            len(signal.points),
        ),
    )


def _overlapping(signals: Sequence[Signal]) -> list[Signal]:
    """Return the latest of some signals, with those before it that overlap, the latest first."""
    since, found = signals[-1].points[0], []
    for signal in reversed(signals):
        if signal.points[-1] < since:
            break
        found.append(signal)
        since = min(since, signal.points[0])
    return found


def _number(number: int) -> str:
    return _NUMBERS[number - 2] if 2 <= number <= 12 else str(number)


def _cell_of(when: When) -> tuple[str, int]:
    """Return the year in whose row a period stands, and its column."""
    last = when.last
    if when.span == "quarter":
        return str(last.year), last.month // 3 - 1
    quarter, year = financial_quarter(last)
    if when.span == "financial quarter":
        return year, quarter - 1
    return year, (last.month - FINANCIAL_YEAR) % 12


def can_be_drawn(readings: Iterable[tuple[When, Decimal]]) -> bool:
    """Return whether readings make a control chart: seven or more, all of months or of quarters of one kind, each once."""
    periods = [when for when, _ in readings]
    spans = {when.span for when in periods}
    one_kind = len(spans) == 1 and "day" not in spans
    return one_kind and len(periods) >= RUN and all(a.last < b.last for a, b in pairwise(periods))


def measure_chart(
    view: ProviderView, measure: Measure, moving_ranges: MovingRanges
) -> MeasureChart | None:
    """Return the chart of a measure of a provider, or None if there are not enough readings of it."""
    readings = [(r.period, r.value) for r in view.readings[measure.key] if r.value is not None]
    if not can_be_drawn(readings):
        return None
    least = measure.least or ("0" if measure.counts_people else None)
    return MeasureChart(
        measure.name,
        measure.unit,
        measure.better,
        tuple(readings),
        target=_number_in(measure.target),
        splits=tuple((each.on, each.because) for each in measure.new_limits),
        screened=moving_ranges == "without outliers",
        source=measure.source,
        least=_number_in(least),
        most=_number_in(measure.most),
        withheld=why_withheld(measure),
    )


def _number_in(words: str | None) -> Decimal | None:
    """Return the number that a key of a measure says, if a chart can draw it."""
    return Decimal(words) if words and _NUMBER.fullmatch(words) else None


def charts_of(view: ProviderView, moving_ranges: MovingRanges) -> tuple[MeasureChart, ...]:
    """Return a chart for each measure of a provider of which there are enough readings, in the order of the record."""
    charts = (measure_chart(view, measure, moving_ranges) for measure in view.provider.measures)
    return tuple(chart for chart in charts if chart)


_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,4})?")
"""What a chart can draw."""


class RareEvents(NamedTuple):
    """A measure of events on single days: its name, and each day with its value and the days since the one before."""

    name: str
    rows: tuple[tuple[Day, Decimal, int | None], ...]
    since: int
    """How many days have passed since the last."""


def rare_events(view: ProviderView) -> tuple[RareEvents, ...]:
    """Return the measures of a provider that are of days, in the order of the record."""
    found = []
    for measure in view.provider.measures:
        held = [r for r in view.readings[measure.key] if r.value]
        if held and all(r.period.span == "day" for r in held):
            days = [r.period.last for r in held]
            between = (None, *days_between(days))
            rows = tuple(
                (day, r.value or Decimal(0), gap)
                for day, r, gap in zip(days, held, between, strict=True)
            )
            name = f"{measure.name}{why_withheld(measure)}"
            found.append(RareEvents(name, rows, (view.as_at - days[-1]).days))
    return tuple(found)
