"""How wide the columns of a table are: as the page says, and wide enough for the longest word of each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from francis.formats.html import span_of
from francis.formats.text.measures import length

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CELL_EDGES = 226
"""The margins of a cell at its left and right, in twentieths of a point."""
_BREAKS = re.compile(r"[ \t\r\n]+|(?<=[-\u2013/])")
"""Where Word may end a line; a space that does not break is no such place."""
_SHAPE = "\u25cf\u2007"
"""As wide as the shape before a rating."""


def column_widths(
    whole: int, per_cent: tuple[float, ...], rows: Iterable[Element], size: int
) -> list[int]:
    """Return the widths of columns, which fill the whole exactly.

    All in twentieths of a point; `size` is that of the type. Where a word is wider than its column, the column
    takes what it needs from those that have room to spare. If all words together need more than there is, the
    widths stay as the page has them, and Word breaks within a word.
    """
    widths = _shares(whole, per_cent)
    needed = [0] * len(widths)
    for row in rows:
        column = 0
        for cell in row:
            span = span_of(cell)
            if span == 1 and column < len(widths):
                needed[column] = max(needed[column], _longest(cell, size, needed[column]))
            column += span
    needed = [need + CELL_EDGES for need in needed]
    lacking = sum(max(need - width, 0) for need, width in zip(needed, widths, strict=True))
    if not lacking or sum(needed) > whole:
        return widths
    spare = [max(width - need, 0) for need, width in zip(needed, widths, strict=True)]
    kept = 1 - lacking / sum(spare)
    return _shares(
        whole, tuple(need + room * kept for need, room in zip(needed, spare, strict=True))
    )


def _longest(cell: Element, size: int, known: int) -> int:
    """Return the width of the widest word of a cell, if it is wider than one that is known."""
    words = max(_unbroken(cell), key=len, default="")
    if len(words) * size <= known:  # no letter is wider than the type is high
        return known
    return max(round(length(word, size)) for word in _unbroken(cell))


def _unbroken(cell: Element) -> Iterator[str]:
    """Yield the words of a cell that Word sets on one line; a rating and the page of a link are some."""
    for element in cell.iter():
        if element.get("data-shape"):
            yield _SHAPE + "".join(element.itertext())
        elif element.get("data-page") is not None:
            yield (element.text or "").rpartition(" ")[2] + " 99"
        else:
            yield from filter(None, _BREAKS.split(element.text or ""))
        yield from filter(None, _BREAKS.split(element.tail or ""))


def _shares(whole: int, parts: tuple[float, ...]) -> list[int]:
    """Return the widths that fill the whole exactly."""
    total, ends, so_far = sum(parts), [0], 0.0
    for share in parts:
        so_far += share
        ends.append(round(whole * so_far / total))
    return [end - start for start, end in itertools.pairwise(ends)]
