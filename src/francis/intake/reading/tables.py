"""Tables understood: their header rows, the key of each column, and the rows with what each says of which key.

Nothing is lost: whatever has no key stands in `left` with its place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from francis.intake.headings import DAY, LEFT_OUT, KindOfTable, Vocabulary, bare_heading
from francis.intake.reading.cards import laid_flat
from francis.intake.reading.grid import Grid, GridCell, GridRow, Line, lines_at_breaks

HEADER_ROWS = 12
"""Among how many rows of a table, from its first, its header is looked for."""


@dataclass
class Mention:
    """What a table says of one key: its lines, the number or day of a workbook's cell, its colour, and its place."""

    place: str
    lines: tuple[Line, ...] = ()
    value: object = None
    shade: str = ""

    @property
    def words(self) -> str:
        """Return its words, on one line."""
        return " ".join(filter(None, (line.words for line in self.lines)))


class ColumnHeading(NamedTuple):
    """A heading of a table, the key that it means, and whether that is sure; without a key it is unknown."""

    words: str
    key: str
    is_sure: bool = True


@dataclass
class KnownRow:
    """A row, or several that are one: what it says of each key, and the items of each list.

    `theme` is what the row above said that groups it. `is_joined` says that it is one with the row above.
    """

    place: str
    values: dict[str, Mention] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Mention]]] = field(default_factory=dict)
    theme: str = ""
    is_joined: bool = False


class Left(NamedTuple):
    """Words that belong to no key, with their place."""

    place: str
    words: str


@dataclass
class KnownTable:
    """A table that was understood: of which kind, its headings, its rows, and what of it has no key.

    `skipped` are the words of each column that is known and not taken over, with how often each stands there.
    """

    name: str
    title: str
    kind: KindOfTable
    headings: tuple[ColumnHeading, ...]
    entries: list[KnownRow] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    repeated: int = 0
    skipped: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def understood(
    grids: Iterable[Grid], vocabulary: Vocabulary
) -> tuple[list[KnownTable], list[Grid]]:
    """Return the tables that have headings which are known, and those that have none.

    A table without a header goes on with the one before, if it has as many columns and nothing stands between them.
    """
    tables: list[KnownTable] = []
    strange: list[Grid] = []
    width, title = 0, ""
    for grid in laid_flat(grids, vocabulary):
        if header := _header(grid, vocabulary):
            first, end, kind, headings = header
            width, title = len(headings), grid.title
            tables.append(KnownTable(grid.name, grid.title, kind, headings))
            for row in grid.rows[:first]:
                if words := " | ".join(cell.words for cell in row.distinct if cell.words):
                    tables[-1].left.append(Left(row.place, words))
            _read(tables[-1], grid.rows[end:], vocabulary, grid.rows[:end])
        elif grid.rows and grid.title == title and len(grid.rows[0].cells) == width > 1:
            _read(tables[-1], grid.rows, vocabulary, ())
        else:
            strange.append(grid)
            width = 0
    return tables, strange


def _texts(row: GridRow) -> tuple[str, ...]:
    return tuple(bare_heading(cell.words) for cell in row.distinct)


def _header(
    grid: Grid, vocabulary: Vocabulary
) -> tuple[int, int, KindOfTable, tuple[ColumnHeading, ...]] | None:
    """Return where the rows of the header begin and end, the kind of table, and its headings; None without a header."""
    for at, row in enumerate(grid.rows[:HEADER_ROWS]):
        cells = [cell for cell in row.distinct if cell.words]
        kinds = [k for k in vocabulary.lists if {*k.only} <= {bare_heading(c.words) for c in cells}]
        for kind in (*kinds, vocabulary.main):
            known = [cell for cell in cells if vocabulary.is_known(cell.words, kind)]
            if len(known) >= 2:
                made = _headings(grid, at, kind, vocabulary)
                if {*kind.told_by} & {heading.key for heading in made[-1]}:
                    return made
    return None


def _headings(
    grid: Grid, at: int, kind: KindOfTable, vocabulary: Vocabulary
) -> tuple[int, int, KindOfTable, tuple[ColumnHeading, ...]]:
    """Return the header of a table with its headings; of two rows where one covers several columns that the next divides."""
    row = grid.rows[at]
    below = grid.rows[at + 1] if at + 1 < len(grid.rows) else None
    spans = [cell for cell in row.distinct if cell.words and row.cells.count(cell) > 1]
    parts = [*zip(below.cells, row.cells, strict=True)] if below is not None else []
    divides = any(
        vocabulary.is_known(part.words, kind)
        or vocabulary.is_known(f"{cell.words} {part.words}", kind)
        for cell in spans
        for part, over in parts
        if over is cell and part.words
    )
    made = []
    for column, cell in enumerate(row.cells):
        part = below.cells[column].words if divides and below is not None else ""
        options = [f"{cell.words} {part}".strip(), part, cell.words] if part else [cell.words]
        found = [(words, vocabulary.meaning(words, kind)) for words in options if words]
        sure = [(words, m) for words, m in found if m and m.is_sure]
        words, meaning = next(iter([*sure, *[f for f in found if f[1]]]), (options[0], None))
        made.append(
            ColumnHeading(words, meaning.key, meaning.is_sure)
            if meaning
            else ColumnHeading(words, "")
        )
    return at, at + 1 + divides, kind, tuple(_told_apart(made, row.cells, vocabulary))


def _told_apart(
    headings: Sequence[ColumnHeading], cells: Sequence[GridCell], vocabulary: Vocabulary
) -> Iterator[ColumnHeading]:
    """Yield headings, of which each means another key: of two with one key the longer words have it, if there is another."""
    for heading, cell in zip(headings, cells, strict=True):
        alike = {
            h.words
            for h, c in zip(headings, cells, strict=True)
            if h.key == heading.key and c is not cell
        }
        other = vocabulary.beside.get(heading.key)
        shorter = any(len(words) > len(heading.words) for words in alike)
        yield heading._replace(key=other) if other and shorter else heading


def _read(
    table: KnownTable,
    rows: Sequence[GridRow],
    vocabulary: Vocabulary,
    headers: Sequence[GridRow],
) -> None:
    """Add the rows below a header to a table."""
    repeated = {*map(_texts, headers), tuple(bare_heading(h.words) for h in table.headings)}
    longest = max(len(cell.words) for row in headers for cell in row.cells) if headers else 0
    longest = max(longest, *(len(heading.words) for heading in table.headings)) + 20
    theme = table.themes[-1] if table.themes else ""
    above: tuple[GridCell, ...] = ()
    for row in rows:
        cells = [cell for cell in row.distinct if cell.words]
        if cells and max(len(cell.words) for cell in cells) <= longest and _texts(row) in repeated:
            table.repeated += 1
            continue
        if not cells:
            continue
        if _is_theme(row, table):
            theme = cells[0].words
            table.themes.append(theme)
            continue
        table.entries.append(_entry(table, row, above, vocabulary, theme))
        above = tuple(
            old if cell.joined and column < len(above) else cell
            for column, (cell, old) in enumerate(zip(row.cells, above or row.cells, strict=False))
        )


def _is_theme(row: GridRow, table: KnownTable) -> bool:
    """Return whether a row is a heading over those below: one cell over all columns."""
    return len(row.distinct) == 1 and len(row.cells) > 1 and len(table.headings) > 1


def _entry(
    table: KnownTable,
    row: GridRow,
    above: tuple[GridCell, ...],
    vocabulary: Vocabulary,
    theme: str,
) -> KnownRow:
    """Return what a row says of each key."""
    entry = KnownRow(row.place, theme=theme)
    seen: set[int] = set()
    for column, (cell, heading) in enumerate(zip(row.cells, table.headings, strict=False)):
        if id(cell) in seen:
            continue
        seen.add(id(cell))
        if cell.joined and column < len(above):
            entry.is_joined |= heading.key == table.kind.id
            cell = above[column] if heading.key != "text" else cell
        if not cell.words and not cell.shade:
            continue
        if heading.key.startswith(LEFT_OUT):
            table.skipped[heading.words][cell.words] += 1
            continue
        if not heading.key:
            if cell.words:
                name = f" ({heading.words})" if heading.words else ""
                table.left.append(Left(f"{cell.place}{name}", cell.words))
            continue
        _put(entry, table, heading.key, cell, vocabulary)
    for cell in row._replace(cells=row.cells[len(table.headings) :]).distinct:
        if cell.words:
            table.left.append(Left(cell.place, cell.words))
    return entry


def _put(
    entry: KnownRow, table: KnownTable, key: str, cell: GridCell, vocabulary: Vocabulary
) -> None:
    """Put what a cell says under its key, and what single lines of it say under theirs."""
    if table.kind.name:
        entry.values[key] = Mention(cell.place, cell.lines, cell.value, cell.shade)
        return
    rest: list[Line] = []
    note: Mention | None = None  # on progress, with a date
    for line in cell.lines if key == "text" else _divided(cell.lines):
        # In the middle of a text only its style tells that a line is something else.
        is_text = key == "text" and any(line.words for line in rest)
        found = _styled(line, vocabulary) if is_text else _said_in(line, key, vocabulary)
        if found is None and note is not None and key == "progress":
            note.lines += (line,)
            continue
        if found is None:
            rest.append(line)
            continue
        lists: dict[str, dict[str, Mention]] = {}
        for name, part in found.items():
            made = Mention(cell.place, (part,))
            holder, _, inner = name.partition(".")
            if inner and holder in {kind.name for kind in vocabulary.lists}:
                lists.setdefault(holder, {})[inner] = made
            elif name not in entry.values and part.words:
                entry.values[name] = made
        for holder, item in lists.items():
            entry.lists.setdefault(holder, []).append(item)
            note = item.get("text")
    if rest or cell.value is not None or cell.shade:
        made = Mention(cell.place, tuple(rest), cell.value, cell.shade)
        if key not in entry.values:
            entry.values[key] = made
        elif key in vocabulary.beside:
            entry.values.setdefault(vocabulary.beside[key], made)
        elif made.words:
            entry.values[key].lines += made.lines


_NEXT_NOTE = re.compile(rf"[.;!?]\s+(?={DAY}(?::| ?[–-]) )")
"""Where a note with a date of its own begins within a line."""


def _divided(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines of a cell, where breaks divide them, and where another note with a date begins."""
    for line in (
        piece for each in lines for piece in (lines_at_breaks(each) if not each.cells else [each])
    ):
        raw, start = "".join(run.words for run in line.runs), 0
        for found in _NEXT_NOTE.finditer(raw):
            yield line.cut(start, found.end())
            start = found.end()
        yield line.cut(start)


def _styled(line: Line, vocabulary: Vocabulary) -> dict[str, Line] | None:
    """Return the key that the style of a line means, with the line; nothing of one that is not taken over."""
    key = vocabulary.styles.get(line.style.casefold())
    if key is None:
        return None
    if any(form.fullmatch(line.words) for form, _ in vocabulary.lines):
        return {}
    return None if key == LEFT_OUT else {key: line}


def _said_in(line: Line, column: str, vocabulary: Vocabulary) -> dict[str, Line] | None:
    """Return the parts of a line that belong to keys of their own; None of a line that is of its column's key."""
    if (styled := _styled(line, vocabulary)) is not None:
        return styled
    raw = "".join(run.words for run in line.runs)
    text = raw.rstrip()
    start = len(text) - len(text.lstrip())
    for form, within in vocabulary.lines:
        if within in ("", column) and (found := form.fullmatch(text, start)):
            return {
                name.replace("__", "."): line.cut(found.start(name), found.end(name))
                for name, words in found.groupdict().items()
                if words
            }
    labels = [*vocabulary.labels.finditer(text)]
    if not labels or text[: labels[0].start()].strip():
        return None
    parts: dict[str, Line] = {}
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        key = vocabulary.main.headings[bare_heading(label["label"])]
        part = line.cut(label.end(), following.start() if following else len(text))
        if not key.startswith(LEFT_OUT):
            parts[key] = part
    return parts


def without_start(found: Mention, count: int) -> Mention:
    """Return what was found without the first characters of its first line."""
    first, *rest = found.lines
    cut = first.cut(count)
    raw = "".join(run.words for run in cut.runs)
    cut = cut.cut(len(raw) - len(re.sub(r"^[\s:.–—-]+", "", raw)))
    return Mention(found.place, (*([cut] if cut.words else []), *rest), None, found.shade)


def left_in_row(entry: KnownRow) -> Iterator[Left]:
    """Yield what a row says, as nobody's."""
    words = " | ".join(dict.fromkeys(f.words for f in entry.values.values() if f.words))
    if words:
        yield Left(entry.place, words)


def left_of(grid: Grid) -> Iterator[Left]:
    """Yield what a table says that was not understood, row by row."""
    for row in grid.rows:
        words = " | ".join(cell.words for cell in row.distinct if cell.words)
        if words:
            yield Left(row.place, words)
