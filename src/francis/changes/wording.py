"""How one text became another: block by block, and within a block by whole words.

A block is a paragraph, a point of a list or a row of a table, as plain words: Markdown marks are not compared. A diff
of characters would turn "red" and "green" into a riddle; and a paragraph that moved is not new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from francis.record.prose import BETWEEN_CELLS, TextBlock, TextKind, blocks_of

PieceKind = Literal["same", "old", "new"]
BlockKind = Literal["same", "changed", "old", "new", "moved away", "moved here"]

ALIKE = 0.3
"""The share of words and punctuation in common from which two paragraphs count as one that changed."""


ROWS_ALIKE = 0.6
"""The same of two rows, whose cells often say the same of different things."""


class Piece(NamedTuple):
    """Words that are unchanged (`same`), removed (`old`) or added (`new`)."""

    kind: PieceKind
    words: str


class Block(NamedTuple):
    """A paragraph, a point or a row, and what became of it; `level` is 0 for a paragraph, 1 and more for a point.

    The pieces of a row are those of its `cells`, with `BETWEEN_CELLS` between two cells.
    """

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]
    form: TextKind = "paragraph"
    cells: tuple[tuple[Piece, ...], ...] = ()

    @property
    def old(self) -> str:
        """Return the words before the change; nothing if it is new."""
        return "".join(piece.words for piece in self.pieces if piece.kind != "new")

    @property
    def new(self) -> str:
        """Return the words after the change; nothing if it was removed."""
        return "".join(piece.words for piece in self.pieces if piece.kind != "old")

    @property
    def mirrored(self) -> Block:
        """Return the block as a comparison the other way round would have it."""
        return Block(
            _MIRROR[self.kind],
            self.level,
            _mirrored(self.pieces),
            self.form,
            tuple(map(_mirrored, self.cells)),
        )


def _mirrored(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return _ordered(Piece(_SWAP[p.kind], p.words) for p in pieces)


_SWAP: dict[PieceKind, PieceKind] = {"same": "same", "old": "new", "new": "old"}
_MIRROR: dict[BlockKind, BlockKind] = {
    "same": "same",
    "changed": "changed",
    "old": "new",
    "new": "old",
    "moved away": "moved here",
    "moved here": "moved away",
}

_TOKEN = re.compile(r"(\s*)(\w+(?:['’.,\-–]\w+)*|[^\w\s]|\s+\Z)")
"""The space before a word or a punctuation mark, and the word or the mark."""


def blocks_between(old: str, new: str) -> tuple[Block, ...]:
    """Return how `old` became `new`; the mirror of how `new` became `old`."""
    if old > new:  # the library's answer depends on which text comes first
        return tuple(_in_order(block.mirrored for block in blocks_between(new, old)))
    before, after = blocks_of(old), blocks_of(new)
    return tuple(_in_order(_aligned(before, after)))


def _in_order(blocks: Iterator[Block] | list[Block]) -> list[Block]:
    """Return the blocks with what went before what came, where the two stand side by side."""
    out: list[Block] = []
    waiting: list[Block] = []
    for block in blocks:
        if block.kind in ("new", "moved here"):
            waiting.append(block)
            continue
        if block.kind not in ("old", "moved away"):
            out += waiting
            waiting = []
        out.append(block)
    return out + waiting


class Group(NamedTuple):
    """Blocks that stand together: rows of one table, of which `columns` are the names; or all else, without any.

    The header of a table is among its rows only if it changed.
    """

    blocks: tuple[Block, ...]
    columns: tuple[str, ...] = ()


def groups_of(blocks: Iterable[Block]) -> list[Group]:
    """Return blocks as tables and what stands between them, in their order."""
    found: list[tuple[tuple[str, ...], list[Block]]] = []
    names: dict[int, tuple[str, ...]] = {0: ()}
    for block in blocks:
        width = len(block.cells)
        is_header = block.form == "header"
        if is_header:
            names[width] = tuple(_words(cell, block) for cell in block.cells)
        columns = names.setdefault(width, tuple(f"Column {n}" for n in range(1, width + 1)))
        if is_header or not found or found[-1][0] != columns:
            found.append((columns, []))
        if not is_header or block.kind != "same":
            found[-1][1].append(block)
    return [Group(tuple(those), columns) for columns, those in found if those]


def _words(cell: Iterable[Piece], block: Block) -> str:
    """Return the words that a cell has now, or had, if its row is gone."""
    gone = "new" if block.kind in ("old", "moved away") else "old"
    return "".join(piece.words for piece in cell if piece.kind != gone)


def _aligned(before: list[TextBlock], after: list[TextBlock]) -> Iterator[Block]:
    """Yield the blocks of both texts, in order."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    codes = matcher.get_opcodes()
    gone = [unit for tag, i, j, _, _ in codes if tag != "equal" for unit in before[i:j]]
    came = [unit for tag, _, _, i, j in codes if tag != "equal" for unit in after[i:j]]
    moved = {unit for unit in gone if unit in came}
    for tag, i, j, k, n in codes:
        if tag == "equal":
            yield from (_whole("same", "same", unit) for unit in before[i:j])
        else:
            yield from _replaced(before[i:j], after[k:n], moved)


def _replaced(
    before: list[TextBlock], after: list[TextBlock], moved: set[TextBlock]
) -> Iterator[Block]:
    """Yield the blocks of a stretch in which nothing stayed as it was."""
    k = 0
    for unit in before:
        if unit in moved:
            yield _whole("moved away", "old", unit)
            continue
        match = next(
            (n for n in range(k, len(after)) if after[n] not in moved and _alike(unit, after[n])),
            None,
        )
        if match is None:
            yield _whole("old", "old", unit)
            continue
        yield from _came(after[k:match], moved)
        yield _changed(unit, after[match])
        k = match + 1
    yield from _came(after[k:], moved)


def _changed(old: TextBlock, new: TextBlock) -> Block:
    if not new.cells:
        return Block("changed", new.level, pieces_between(old.words, new.words), new.kind)
    cells = tuple(pieces_between(*pair) for pair in zip(old.cells, new.cells, strict=True))
    between = Piece("same", BETWEEN_CELLS)
    pieces = [piece for cell in cells for piece in (between, *cell)][1:]
    return Block("changed", new.level, _ordered(pieces), new.kind, cells)


def _came(units: list[TextBlock], moved: set[TextBlock]) -> Iterator[Block]:
    for unit in units:
        yield _whole("moved here" if unit in moved else "new", "new", unit)


def _whole(kind: BlockKind, words: PieceKind, unit: TextBlock) -> Block:
    cells = tuple((Piece(words, cell),) if cell else () for cell in unit.cells)
    return Block(kind, unit.level, (Piece(words, unit.words),), unit.kind, cells)


def _alike(one: TextBlock, other: TextBlock) -> bool:
    """Return whether two blocks are one that was changed: by the words that they share, in any order.

    Two rows are one if they begin with the same cell.
    """
    if (one.level, one.kind, len(one.cells)) != (other.level, other.kind, len(other.cells)):
        return False
    if one.cells and one.cells[0] and one.cells[0] == other.cells[0]:
        return True
    texts = (" ".join(unit.cells) or unit.words for unit in (one, other))
    words, others = (Counter(word for _, word in _TOKEN.findall(text)) for text in texts)
    shared = (words & others).total()
    return 2 * shared >= (ROWS_ALIKE if one.cells else ALIKE) * (words.total() + others.total())


def pieces_between(old: str, new: str) -> tuple[Piece, ...]:
    """Return how the words of one paragraph became those of another.

    Words are compared, and the space before each goes with it: as words alone they are few enough to
    be compared in little time, and between two words that changed there is no space that stayed.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, [w for _, w in before], [w for _, w in after], autojunk=False)
    pieces: list[Piece] = []
    for tag, i, j, k, n in matcher.get_opcodes():
        if tag == "equal":
            for (space, word), (other, _) in zip(before[i:j], after[k:n], strict=True):
                if space != other:
                    pieces += [Piece("old", space), Piece("new", other)]
                    space = ""
                pieces.append(Piece("same", space + word))
            continue
        gone, came = ("".join(map("".join, side)) for side in (before[i:j], after[k:n]))
        if gone.startswith(" ") and came.startswith(" "):  # a space before both did not change
            pieces.append(Piece("same", " "))
            gone, came = gone[1:], came[1:]
        pieces += [Piece("old", gone), Piece("new", came)]
    return _ordered(pieces)


def _ordered(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces with what went before what came, and neighbours of one kind as one."""
    out: list[Piece] = []
    old: list[str] = []
    new: list[str] = []
    same: list[str] = []
    for kind, words in (*pieces, Piece("same", ""), Piece("old", " ")):
        if kind == "same":
            out += _joined(old, "old") + _joined(new, "new")
            same.append(words)
        else:
            out += _joined(same, "same")
            (old if kind == "old" else new).append(words)
    return tuple(out)


def _joined(words: list[str], kind: PieceKind) -> list[Piece]:
    """Return words as one piece, if there are any, and empty their list."""
    whole = "".join(words)
    words.clear()
    return [Piece(kind, whole)] if whole else []
