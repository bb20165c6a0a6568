"""Charts: a figure around the table of its own figures, read off that table and nothing else.

The words and colours are those of the table; each coloured step also has a pattern of its own, by its
place in the order of steps, so that a chart says the same in black and white.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.vocabulary import children, fold, pieces_of, refuse

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KINDS = ("bars", "stacked")
"""One column of figures and a bar for each; several columns, and a bar of segments for each row."""

PATTERNS = (
    ("", ""), ("/", "wdUpDiag"), (".", "pct25"), ("-|", "lgGrid"), ("\\", "wdDnDiag"),
    ("-", "ltHorz"), ("/\\", "openDmnd"), ("|", "ltVert"),
)  # fmt: skip
"""What is drawn over each colour in turn: the strokes of it in SVG, and Word's name for it
(ECMA-376-1, 20.1.10.51). The first is plain. A ninth bar looks like the first and has its
words beside it; stacked bars have no ninth segment."""


class Label(NamedTuple):
    """The name of a row or a column, and what its bars look like.

    `colour` and `ink` are six hexadecimal digits, or empty where the table gives none; `pattern` is
    a place in PATTERNS.
    """

    words: str
    colour: str = ""
    ink: str = ""
    pattern: int = 0


@dataclass(frozen=True)
class Chart:
    """What a figure shows: `figures` by row, and in each by column."""

    kind: str
    title: str
    description: str
    """What is read to somebody who does not see the drawing."""
    heading: str
    """What the rows are, as the head of the first column has it."""
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    figures: tuple[tuple[int, ...], ...]

    def look(self, row: int, column: int) -> Label:
        """Return the label whose colour and pattern a figure is drawn in."""
        return self.columns[column] if self.kind == "stacked" else self.rows[row]


def read(figure: Element) -> Chart:
    """Return what a figure shows; raise FrancisError, naming the element, where it cannot be drawn."""
    kind = figure.get("data-chart", "")
    if kind not in KINDS:
        refuse(figure, f"its data-chart is none of these: {', '.join(KINDS)}")
    description = fold(figure.get("data-description", "")).strip(" ")
    if not description:
        refuse(figure, "it needs a data-description, for those who do not see the chart")
    tables = [table for _, table in children(figure, "table.figures")]
    if len(tables) != 1:
        refuse(figure, "a chart needs one table of its figures, and no more")
    caption, head, body = _parts(tables[0])
    if not 2 <= len(head) <= (2 if kind == "bars" else 1 + len(PATTERNS)):
        refuse(tables[0], f"bars need one column of figures, stacked bars 1 to {len(PATTERNS)}")
    for row in body:
        if len(row) != len(head):
            refuse(row, f"it has {len(row)} cells, and the head of the table {len(head)}")
    columns = [_label(cell) for cell in head]
    rows = [_label(row[0]) for row in body]
    return Chart(
        kind=kind,
        title=caption,
        description=description,
        heading=columns[0].words,
        rows=_patterned(rows, uncoloured=False) if kind == "bars" else tuple(rows),
        columns=_patterned(columns[1:], uncoloured=True),
        figures=tuple(tuple(map(_figure, list(row)[1:])) for row in body),
    )


def _parts(table: Element) -> tuple[str, Element, list[Element]]:
    """Return the caption of a table, the one row of its head, and the rows of its body."""
    caption = ""
    head: list[Element] = []
    body: list[Element] = []
    for kind, part in children(table, "caption", "colgroup", "thead", "tbody"):
        if kind == "caption":
            caption = _words(part)
        elif kind in ("thead", "tbody"):
            rows = [row for _, row in children(part, "tr")]
            (head if kind == "thead" else body).extend(rows)
    if not caption or len(head) != 1 or not body:
        refuse(table, "a chart needs a table with a caption, one row of headings, and figures")
    for row in (*head, *body):
        for _, cell in children(row, "td", "th"):
            if cell.get("colspan"):
                refuse(cell, "no cell of a chart's table may fill two columns")
    return caption, head[0], body


def _words(element: Element) -> str:
    return " ".join("".join(words for words, _ in pieces_of(element)).split())


def _label(cell: Element) -> Label:
    words = _words(cell)
    if not words:
        refuse(cell, "each row and column of a chart needs a name")
    looks = (look for _, look in pieces_of(cell) if look.colour)
    look = next(looks, None)
    return Label(words, look.colour, look.ink) if look else Label(words)


def _figure(cell: Element) -> int:
    words = _words(cell)
    if not re.fullmatch("[0-9]{1,6}", words):
        refuse(cell, "a figure of a chart is a whole number from 0 to 999999, in digits alone")
    return int(words)


def _patterned(labels: Sequence[Label], *, uncoloured: bool) -> tuple[Label, ...]:
    """Return the labels of steps with a pattern each; those without a colour only if asked for.

    They are counted by themselves, so that the others look the same wherever “not rated” stands.
    """
    seen = {True: 0, False: 0}
    out = []
    for label in labels:
        coloured = bool(label.colour)
        if coloured or uncoloured:
            label = label._replace(pattern=seen[coloured] % len(PATTERNS))
            seen[coloured] += 1
        out.append(label)
    return tuple(out)
