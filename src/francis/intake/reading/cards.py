"""Tables that stand upright: one for each row, with the headings below each other in their first column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from francis.intake.headings import Vocabulary, bare_heading
from francis.intake.reading.grid import Grid, GridCell, GridRow, Line, Run

KNOWN_LABELS = 3
"""How many known headings the first column has at least; a table of other things seldom has so many."""
MOST_LABELS = 40
"""How many headings it has at most: a longer table has rows, not headings, below each other."""


@dataclass
class _Card:
    """One such table: what it holds by its labels, in small letters, and the labels as they are written."""

    grid: Grid
    labels: dict[str, GridCell] = field(default_factory=dict)
    values: dict[str, GridCell] = field(default_factory=dict)


def laid_flat(grids: Iterable[Grid], vocabulary: Vocabulary) -> Iterator[Grid]:
    """Yield the tables, of which those that stand upright, one behind the other, are one with a row for each.

    Where none of its labels says what it is about, that is the line above it: “Recommendation 124: Fundamental standards”.
    """
    cards = ((grid, _card(grid, vocabulary)) for grid in grids)
    for _, group in groupby(cards, key=lambda each: each[1] is None):
        pairs = list(group)
        found = [card for _, card in pairs if card is not None]
        if found:
            yield _flat(found, vocabulary)
        else:
            yield from (grid for grid, _ in pairs)


def _card(grid: Grid, vocabulary: Vocabulary) -> _Card | None:
    """Return what an upright table holds; None of any other table."""
    card = _Card(grid)
    for row in grid.rows:
        cells = row.distinct
        if len(cells) == 1:
            continue  # a heading within it
        if len(cells) % 2:
            return None
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            name = bare_heading(label.words)
            if not name and not value.words:
                continue
            if not name or name in card.labels or len(card.labels) == MOST_LABELS:
                return None
            card.labels[name], card.values[name] = label, value
    known = [
        n for n, label in card.labels.items() if vocabulary.is_known(label.words, vocabulary.main)
    ]
    return card if len(known) >= KNOWN_LABELS and 2 * len(known) > len(card.labels) else None


def _flat(cards: list[_Card], vocabulary: Vocabulary) -> Grid:
    """Return upright tables as one with a row for each, and a column for each label that any of them has."""
    first = cards[0].grid
    labels: Mapping[str, GridCell] = {
        n: c for card in reversed(cards) for n, c in card.labels.items()
    }
    order = list(dict.fromkeys(name for card in cards for name in card.labels))
    main = vocabulary.main
    meant = (vocabulary.meaning(labels[name].words, main) for name in order)
    has_id = any(each and each.key == main.id for each in meant)
    titled = "" if has_id else next(words for words, key in main.headings.items() if key == main.id)
    header = (labels[name] for name in order)
    rows = [GridRow(first.name, (*_cells(titled, titled, first.name), *header))]
    for card in cards:
        about = _cells(titled, card.grid.title, f"the line above {card.grid.name}")
        empty = GridCell(card.grid.name)
        cells = (card.values.get(name, empty) for name in order)
        rows.append(GridRow(card.grid.name, (*about, *cells)))
    return Grid(first.name, first.title, tuple(rows))


def _cells(titled: str, words: str, place: str) -> tuple[GridCell, ...]:
    """Return the cell of the column that is made of the lines above the tables; none if there is no such column."""
    return (GridCell(place, (Line((Run(words),)),)),) if titled else ()
