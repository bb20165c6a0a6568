"""Charts of Word and Excel read back: the figures that are kept in the chart, as it shows them."""

from __future__ import annotations

from typing import Any, NamedTuple


class ChartFigures(NamedTuple):
    """What a chart shows: the names of its columns, and of each row the name and the figures.

    Of lines, the rows are the points of the first alone, and only those that have a figure, each with its letter.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    are_lines: bool = False

    @property
    def words(self) -> str:
        """Return them one after another; the name of a single column is not shown, and of lines the figures alone are."""
        if self.are_lines:
            return "\n".join(figure for _, figure in self.rows)
        names = self.columns if len(self.columns) > 1 else ()
        return "\n".join([*names, *(word for row in self.rows for word in row)])


def read_chart(part: bytes) -> ChartFigures:
    """Return the figures of a chart, by its part of the file."""
    from lxml import etree

    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))

    def values(within: Any, name: str) -> list[str]:
        return [value.text or "" for value in within.iterfind(f"{{*}}{name}//{{*}}v")]

    series = list(root.iter("{*}ser"))
    if root.find(".//{*}lineChart") is not None:
        labels = {
            label.find("{*}idx").get("val"): "".join(t.text or "" for t in label.iter("{*}t"))
            for label in series[0].iter("{*}dLbl")
        }
        points = (
            (point.findtext("{*}v") or "") + labels.get(point.get("idx"), "")
            for point in series[0].iterfind("{*}val//{*}pt")
        )
        return ChartFigures((), tuple(("", point) for point in points), are_lines=True)
    figures = [values(column, "val") for column in series]
    names = tuple("".join(values(column, "tx")) for column in series)
    rows = zip(values(series[0], "cat") if series else [], *figures, strict=False)
    return ChartFigures(names, tuple(rows))
