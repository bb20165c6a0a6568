"""Charts of bars: a figure around the table of its own figures, read off that table and nothing else.

The words and colours are those of the table; each coloured step also has a pattern of its own, by its
place in the order of steps, so that a chart says the same in black and white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from francis.formats.html import fold, pieces_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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

    @property
    def cells(self) -> Sequence[Sequence[object]]:
        """Return the rows of its workbook, the names of the columns first."""
        head = [self.heading, *(column.words for column in self.columns)]
        rows = zip(self.rows, self.figures, strict=True)
        return [head, *([label.words, *figures] for label, figures in rows)]

    def look(self, row: int, column: int) -> Label:
        """Return the label whose colour and pattern a figure is drawn in."""
        return self.columns[column] if self.kind == "stacked" else self.rows[row]


def read(figure: Element) -> Chart:
    """Return what a figure of a checked page shows."""
    kind = figure.get("data-chart", "")
    caption, head, body = table_parts(figure)
    columns = [_label(cell) for cell in head]
    rows = [_label(row[0]) for row in body]
    return Chart(
        kind=kind,
        title=caption,
        description=fold(figure.get("data-description", "")).strip(" "),
        heading=columns[0].words,
        rows=patterned(rows, uncoloured=False) if kind == "bars" else tuple(rows),
        columns=patterned(columns[1:], uncoloured=True),
        figures=tuple(tuple(int(words_of(cell)) for cell in row[1:]) for row in body),
    )


def table_parts(figure: Element) -> tuple[str, Element, list[Element]]:
    """Return the caption of the table of a figure, the one row of its head, and the rows of its body."""
    caption, head = figure.find("table/caption"), figure.find("table/thead/tr")
    assert caption is not None
    assert head is not None  # as the vocabulary demands
    rows = (row for row in figure.iter("tr") if row is not head)
    return words_of(caption), head, list(rows)


def words_of(element: Element) -> str:
    """Return the words of a cell or a caption."""
    return " ".join("".join(words for words, _ in pieces_of(element)).split())


def _label(cell: Element) -> Label:
    looks = (look for _, look in pieces_of(cell) if look.colour)
    look = next(looks, None)
    return Label(words_of(cell), look.colour, look.ink) if look else Label(words_of(cell))


def patterned(labels: Sequence[Label], *, uncoloured: bool) -> tuple[Label, ...]:
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
