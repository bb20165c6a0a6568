"""What a chart needs of its table, by its kind, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.vocabulary.elements import INLINE, kind_of
from francis.formats.vocabulary.fault import Fault, fault_of, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class ChartForm(NamedTuple):
    """How many columns the table of a chart has, at least and at most, and what its figures are."""

    least: int
    most: int
    figure: re.Pattern[str]
    said: str


_COUNT = re.compile("[0-9]{1,6}")
_COUNT_SAID = "a figure of a chart must be a whole number from 0 to 999999, in digits only"
_MEASURE = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,4})?|–")
_POINT = re.compile(rf"(?:{_MEASURE.pattern})(?:(?<!–) [A-Z]{{1,2}})?")
_LIMIT = re.compile(rf"(?:(?:below|above) -?[0-9]{{1,9}}(?:\.[0-9]{{1,4}})?)|{_MEASURE.pattern}")
#: The kinds of chart: a bar for each row of one column of figures; bars of segments, one for each of several
#: columns (eight can be told apart by their patterns); and points with their limits, see charts/control_figure.py.
CHARTS = {
    "bars": ChartForm(2, 2, _COUNT, _COUNT_SAID),
    "stacked": ChartForm(2, 9, _COUNT, _COUNT_SAID),
    "control": ChartForm(
        5, 16, _MEASURE, "a figure of a control chart must be a number, or – where there is none"
    ),
}
_COLUMNS_SAID = "bars need one column of figures, stacked bars 1 to 8, and a control chart 1 to 12 with the mean and two limits behind them"
SIGNALS = tuple(
    f"{way} {what}" for way in ("up", "down") for what in ("concern", "improvement", "neither")
)


def chart_faults(figure: Element, table: Element) -> Iterator[Fault]:
    """Yield why a figure cannot be drawn from its table."""
    form = CHARTS.get(kind := figure.get("data-chart", ""))
    if form is None:
        known = f"its data-chart must be one of: {', '.join(CHARTS)}"
        yield fault_of(figure, known, "data-chart" if kind else "")
        return
    if not figure.get("data-description", "").strip():
        yield fault_of(figure, "it needs a data-description for readers who cannot see the chart")
    head = table.findall("thead/tr")
    body = [row for row in table.iter("tr") if row.getparent().tag != "thead"]
    if len(head) != 1 or not body:
        yield fault_of(table, "a chart needs a table with one row of headings, and figures")
        return
    if not form.least <= len(head[0]) <= form.most:
        yield fault_of(table, _COLUMNS_SAID)
    for cell in table.iter("td", "th"):
        if cell.get("colspan"):
            yield fault_of(cell, "a cell of a chart's table cannot fill two columns", "colspan")
        for block in cell:
            if kind_of(block) not in INLINE:
                yield fault_of(block, "it does not belong in a chart's table")
        if cell.get("data-signal", SIGNALS[0]) not in SIGNALS:
            yield fault_of(
                cell, f"its data-signal must be one of: {', '.join(SIGNALS)}", "data-signal"
            )
    for cell in (*head[0], *(row[0] for row in body if len(row))):
        if not words_in(cell):
            yield fault_of(cell, "each row and column of a chart needs a name")
    for cell in (cell for row in body for cell in row[1:]):
        wanted = form.figure
        if kind == "control":
            wanted = {-1: _LIMIT, -2: _LIMIT, -3: wanted}.get(_from_end(cell), _POINT)
        if not wanted.fullmatch(words_in(cell)):
            yield fault_of(cell, form.said)
    yield from _control(figure, body) if kind == "control" else ()


def _from_end(cell: Element) -> int:
    """Return the place of a cell in its row, counted from the end: -1 is the last."""
    row = cell.getparent()
    return row.index(cell) - len(row) if row is not None else 0


def _control(figure: Element, body: Sequence[Element]) -> Iterator[Fault]:
    if not _MEASURE.fullmatch(target := figure.get("data-target", "0")) or target == "–":
        yield fault_of(figure, "its data-target must be a number", "data-target")
    if all(words_in(cell) == "–" for row in body for cell in row[1:-3]):
        yield fault_of(figure, "a control chart needs a point")
    for row in body:
        begins = row is body[0] or row.get("data-limits") is not None
        if begins and len(row) > 3 and words_in(row[-3]) == "–":
            yield fault_of(row, "limits begin here, and have no mean")
