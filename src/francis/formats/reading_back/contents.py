"""What a file says, in one shape for every format: its tables row by row, and its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Mark(NamedTuple):
    """The words of a text, from `start` to `end`, that state one thing of the record.

    `name` is that of a figure, or of a field of the record whose row it stands in.
    """

    name: str
    is_figure: bool
    start: int
    end: int


class FileLine(NamedTuple):
    """The words of a cell or a line, a new line wherever the file begins one.

    `page` is where they begin, 0 in a file without pages. Only HTML has marks. `markers` are those of
    the items of lists that begin in it, as `marker` returns them.
    """

    words: str
    page: int = 0
    marks: tuple[Mark, ...] = ()
    markers: tuple[str, ...] = ()


class Row(NamedTuple):
    """A row of a table; `record` says whose it is, a number or an id, which only HTML says."""

    cells: tuple[FileLine, ...]
    record: str = ""


class Table(NamedTuple):
    """A table, and what the chart above it says in words and numbers, if it has one.

    `rows_of` names the list that its rows are, and `chart` the kind of its chart; only HTML says either.
    """

    caption: str
    rows: tuple[Row, ...]
    drawn: str = ""
    rows_of: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Contents:
    """The tables of a file, and the lines outside them, each in the order of the file.

    A line is what stands in a heading, a paragraph or an item of a list before and after other such.
    """

    tables: tuple[Table, ...]
    lines: tuple[FileLine, ...]


def named_table(
    caption: str, rows: tuple[Row, ...], drawn: str = "", rows_of: str = "", chart: str = ""
) -> Table:
    """Return a table; one without a caption has the names of its columns for one."""
    names = ", ".join(cell.words for cell in rows[0].cells) if rows else ""
    return Table(caption or names, rows, drawn, rows_of, chart)


def marker(painted: str) -> str:
    """Return what the marker of an item says: its number, as “2” or “b”, or else its bullet."""
    return re.sub(r"^\W+|\W+$", "", painted) or painted.strip()


def join_markers(lines: Sequence[FileLine]) -> tuple[FileLine, ...]:
    """Join each marker that stands alone to the words that follow it, and return the lines."""
    out: list[FileLine] = []
    waiting: tuple[str, ...] = ()
    for line in lines:
        markers = waiting + line.markers
        if line.markers and not line.words.strip() and not line.marks:
            waiting = markers
            continue
        waiting = waiting if not line.words.strip() else ()
        out.append(line._replace(markers=() if waiting else markers))
    return tuple(out)
