"""Tables that stand upright: one for each row, with the headings below each other in their first column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """One such table: what it holds by its labels, in small letters, and the labels as they are written.

    `title` is what stands above it, and `over` a first row over all columns. `rest` are other rows of one cell.
    """

    name: str
    title: str
    over: GridCell | None = None
    labels: dict[str, GridCell] = field(default_factory=dict)
    values: dict[str, GridCell] = field(default_factory=dict)
    rest: list[GridCell] = field(default_factory=list)

    def put(self, label: GridCell, value: GridCell) -> bool:
        """Take a label and what stands beside it; return whether that can be."""
        name = bare_heading(label.words)
        if not name or name in self.labels or len(self.labels) == MOST_LABELS:
            return not name and not value.words
        self.labels[name], self.values[name] = label, value
        return True


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
    card, above = _Card(grid.name, grid.title), None
    for cells in filter(None, (row.distinct for row in grid.rows)):
        if len(cells) > 1 and len(cells) % 2:
            return None
        if above is not None and len(cells) > 1:
            card.rest.append(above)
        if len(cells) > 1:
            above = None
            if not all(map(card.put, cells[::2], cells[1::2])):
                return None
        elif above is not None:  # a label over all columns, and below it what belongs to it
            if not card.put(above, cells[0]):
                return None
            above = None
        elif vocabulary.is_known(cells[0].words, vocabulary.main):
            above = cells[0]
        elif not card.labels and not card.over and any(map(str.isdigit, cells[0].words)):
            card.over = cells[0]
        elif cells[0].words:
            card.rest.append(cells[0])
    card.rest += [above] if above is not None else []
    known, others = (
        sum(
            vocabulary.is_known(cell.words, vocabulary.main)
            for cell in cells.values()
            if cell.words
        )
        for cells in (card.labels, card.values)
    )  # in the header of any other table headings stand beside each other
    are_many = known >= KNOWN_LABELS and 2 * known > len(card.labels)
    return card if are_many and 2 * others < known else None


def _flat(cards: list[_Card], vocabulary: Vocabulary) -> Grid:
    """Return upright tables as one with a row for each, and a column for each label that any of them has."""
    first = cards[0]
    labels: Mapping[str, GridCell] = {
        n: c for card in reversed(cards) for n, c in card.labels.items()
    }
    order = list(dict.fromkeys(name for card in cards for name in card.labels))
    main = vocabulary.main
    meant = (vocabulary.meaning(labels[name].words, main) for name in order)
    has_id = any(each and each.key == main.id for each in meant)
    titled = "" if has_id else next(words for words, key in main.headings.items() if key == main.id)
    rest = [[*([card.over] if card.over and not titled else []), *card.rest] for card in cards]
    others = max(map(len, rest))

    def row(
        name: str, about: GridCell, cells: Mapping[str, GridCell], more: Sequence[GridCell]
    ) -> GridRow:
        empty = GridCell(name)
        known = (cells.get(each, empty) for each in order)
        return GridRow(
            name, (*[about] * bool(titled), *known, *more, *[empty] * (others - len(more)))
        )

    rows = [row(first.name, _cell(titled, first.name), labels, ())]
    for card, more in zip(cards, rest, strict=True):
        about = card.over or _cell(card.title, f"above {card.name}")
        rows.append(row(card.name, about, card.values, more))
    return Grid(first.name, first.title, tuple(rows))


def _cell(words: str, place: str) -> GridCell:
    return GridCell(place, (Line((Run(words),)),))
