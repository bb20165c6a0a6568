"""Charts as SVG, as the web page and the PDF show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from francis.formats.charts.bars import draw_bars
from francis.formats.charts.canvas import Canvas
from francis.formats.charts.control import draw_control
from francis.formats.charts.control_figure import ControlFigure, read_control
from francis.formats.charts.figure import Chart, read

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

AnyChart = Chart | ControlFigure
READ_BY: Mapping[str, Callable[[Any], AnyChart]] = {
    "bars": read,
    "stacked": read,
    "control": read_control,
}
DRAWN_BY: Mapping[str, Callable[[Canvas, Any], None]] = {
    "bars": draw_bars,
    "stacked": draw_bars,
    "control": draw_control,
}
"""What reads each kind of chart off its figure, and what draws it on a canvas."""


def chart_of(figure: Element) -> AnyChart:
    """Return what a figure of a checked page shows."""
    return READ_BY[figure.get("data-chart", "")](figure)


def draw(page: Element) -> None:
    """Put its drawing into each chart of a page, between the caption of the table and the table.

    The caption becomes that of the whole figure, and still names the table.
    """
    for number, figure in enumerate(page.iter("figure"), 1):
        if figure.get("class", "").strip() != "chart":
            continue
        chart, table = chart_of(figure), figure.find("table")
        assert table is not None
        caption = table.find("caption")
        assert caption is not None
        caption.tag, caption.tail = "figcaption", None
        caption.set("id", caption.get("id") or f"caption-of-chart-{number}")
        table.set("aria-labelledby", caption.get("id", ""))
        figure.insert(0, caption)
        figure.insert(1, drawing(chart))


def drawing(chart: AnyChart) -> Element:
    """Return the drawing, which scales to whatever width there is."""
    canvas = Canvas(chart.description)
    DRAWN_BY[chart.kind](canvas, chart)
    return canvas.root


def height(chart: AnyChart) -> float:
    """Return how high a chart is, in points, where its type has its natural size."""
    units = drawing(chart).get("viewBox", "").split()[-1]
    return 0.75 * float(units)
