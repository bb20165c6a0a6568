"""How one text became another: block by block, and within a block by whole words.

A block is a paragraph or a point of a list, as plain words: Markdown marks are not compared. A diff
of characters would turn "red" and "green" into a riddle; and a paragraph that moved is not new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from francis.record.prose import blocks_of

PieceKind = Literal["same", "old", "new"]
BlockKind = Literal["same", "changed", "old", "new", "moved away", "moved here"]

ALIKE = 0.3
"""The share of words and punctuation in common from which two paragraphs count as one that changed."""


class Piece(NamedTuple):
    """Words that are unchanged (`same`), removed (`old`) or added (`new`)."""

    kind: PieceKind
    words: str


class Block(NamedTuple):
    """A paragraph or a point, and what became of it; `level` is 0 for a paragraph, 1 and more for a point."""

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]

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
            _ordered(Piece(_SWAP[p.kind], p.words) for p in self.pieces),
        )


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


Unit = tuple[int, str]


def _aligned(before: list[Unit], after: list[Unit]) -> Iterator[Block]:
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


def _replaced(before: list[Unit], after: list[Unit], moved: set[Unit]) -> Iterator[Block]:
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
        yield Block("changed", after[match][0], pieces_between(unit[1], after[match][1]))
        k = match + 1
    yield from _came(after[k:], moved)


def _came(units: list[Unit], moved: set[Unit]) -> Iterator[Block]:
    for unit in units:
        yield _whole("moved here" if unit in moved else "new", "new", unit)


def _whole(kind: BlockKind, words: PieceKind, unit: Unit) -> Block:
    return Block(kind, unit[0], (Piece(words, unit[1]),))


def _alike(one: Unit, other: Unit) -> bool:
    """Return whether two blocks are one that was changed: by the words that they share, in any order."""
    if one[0] != other[0]:
        return False
    words, others = (Counter(word for _, word in _TOKEN.findall(unit[1])) for unit in (one, other))
    shared = (words & others).total()
    return 2 * shared >= ALIKE * (words.total() + others.total())


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
