"""Lines typed so that YAML cannot be read, each told at its own line, and as it should read.

They are looked for only in a file that cannot be read. Once they are mended, in memory alone, the rest of the file
is read too, so that its other mistakes are told in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from francis.errors import quotation
from francis.record.reading.nodes import NUMBER_IN_CURLY
from francis.record.reading.syntax.line_slips import CURLY, LINE_PATTERNS, SURE, TAB, slips_of_line
from francis.record.reading.syntax.lines import (
    BLOCK,
    KEYED,
    SPACES,
    Slip,
    indent_of,
    key_column,
    list_keys,
)
from francis.record.reading.syntax.long_texts import (
    end_of_block,
    end_of_indented,
    slip_of_sign,
    slips_of_block,
)


def mended(text: str, keys: Collection[str]) -> tuple[str, list[Slip]]:
    """Return a text with every slip mended, line by line, and the slips; `keys` are those of its file."""
    lines = text.split("\n")
    found: list[Slip] = []
    columns = _Columns(has_file=bool(keys))
    place = 0
    while place < len(lines):
        if item := _item_without_hyphen(lines, place):
            found.append(item)
            lines[place] = item.mended
        elif shifted := _shifted(lines, place, keys, columns):
            slip, lines = shifted
            found.append(slip)
        if first := _without_hyphen(lines, place):
            slip, lines = first
            found.append(slip)
        slips = [*slip_of_sign(lines, place)] or [*slips_of_line(lines, place)]
        if slips and slips[0].message == TAB and lines[place].startswith("\t"):
            slips = _to_column(slips, _column_below(lines, place, keys))
        for slip in slips:
            lines[place] = slip.mended
        found += slips[:1] and [
            slips[-1]._replace(message=slips[0].message, column=slips[0].column)
        ]
        columns.take(lines[place])
        place += 1
        if BLOCK.fullmatch(lines[place - 1].rstrip("\r")):
            end = end_of_block(lines, place)
            for slip in slips_of_block(lines, place, end):
                lines[slip.line] = slip.mended
                found.append(slip)
            place = end
    return "\n".join(lines), found


def mended_at(
    text: str, places: Collection[int], unknown: Collection[int] = ()
) -> tuple[str, list[Slip]]:
    """Return a text that is YAML with the slips mended that stand alone on some of its lines, from 0, and these.

    On lines that are `unknown`, words before a colon may also be those of the text above.
    """
    lines = text.split("\n")
    found = [
        slip
        for slip in mended(text, ())[1]
        if slip.touches(unknown if slip.remedy else places) and slip.remedy != _MOVE
    ]
    for slip in found:
        lines[slip.line] = slip.mended
    return "\n".join(lines), found


def surely_mended(text: str, places: Collection[int], keys: Collection[str] = ()) -> str:
    """Return a text without those slips that have one answer only: spaces and tabs that should not be, at any line.

    `keys` are those of its file. Curly quotation marks are straightened only on lines, from 0, of which something is wrong: they may be meant.
    """
    lines = text.split("\n")
    inside: dict[int, Slip] = {}
    end_of_text = 0
    for place, line in enumerate(lines):
        bare = line.rstrip("\r")
        for pattern, message, mend in LINE_PATTERNS if place >= end_of_text else ():
            is_sure = message in SURE or (message == CURLY and place in places)
            if is_sure and (found := pattern.fullmatch(bare)):
                bare = mend(found)
                if message == TAB and found["start"] == "\t":
                    bare = " " * _column_below(lines, place, keys) + found["rest"]
        if place in places and place >= end_of_text:
            bare = NUMBER_IN_CURLY.sub(r'"\1"', bare)
        if place in inside and inside[place].message in SURE:
            bare = inside[place].mended
        lines[place] = (
            _without_end(bare, in_text=place < end_of_text) + line[len(line.rstrip("\r")) :]
        )
        if place >= end_of_text and BLOCK.fullmatch(bare.rstrip()):
            end_of_text = end_of_block(lines, place + 1)
            inside = {slip.line: slip for slip in slips_of_block(lines, place + 1, end_of_text)}
    return "\n".join(lines)


def _to_column(slips: Sequence[Slip], column: int) -> list[Slip]:
    """Return the slips of a line with the line as it reads where it begins in a column."""
    return [slip._replace(mended=" " * column + slip.mended.lstrip()) for slip in slips]


def _column_below(lines: Sequence[str], place: int, keys: Collection[str]) -> int:
    """Return the column, from 0, in which a line belongs that goes on with the line before: below its key or its item.

    A key of the file that stands nowhere else belongs in the first.
    """
    found = KEYED.fullmatch(lines[place].strip())
    if found and "-" in found["start"]:
        same = f"- {found['key']}:"
        items = (line for line in reversed(lines[:place]) if line.lstrip(" ").startswith(same))
        if item := next(items, ""):
            return indent_of(item)
    elif (
        found
        and found["key"] in keys
        and not any(line.startswith(f"{found['key']}:") for line in lines)
    ):
        return 0
    before = next((line for line in reversed(lines[:place]) if line.strip()), "")
    begin = len(before) - len(before.lstrip())
    opens = before.rstrip().endswith(":") or before.lstrip().startswith("- ")
    return begin + 2 if opens or not begin else begin


def _without_end(line: str, *, in_text: bool) -> str:
    """Return a line without the spaces at its end; not without two in a text, which break the line there."""
    bare = line.rstrip(f" \t{SPACES}")
    breaks = in_text and bare and line.endswith("  ")
    return line if breaks or bare.endswith("\\") else bare


# The first item of a list


def _without_hyphen(lines: Sequence[str], place: int) -> tuple[Slip, list[str]] | None:
    """Return that the first item of the list below a key has no hyphen, and all lines with it."""
    opens = KEYED.fullmatch(lines[place].rstrip())
    column, end = key_column(lines[place]), end_of_indented(lines, place, with_items=True)
    filled = [at for at in range(place + 1, end) if _is_filled(lines[at])]
    if opens is None or not lines[place].rstrip().endswith(":") or not filled:
        return None
    if opens["key"] not in list_keys(any):
        return None
    first, indent = filled[0], indent_of(lines[filled[0]])
    is_key = key_column(lines[first]) == indent
    hyphen = _next_hyphen(lines, filled)
    if opens["key"] not in list_keys(all) and not _begin_alike(lines, filled, hyphen):
        return None  # it may be a block, and the items of a list whose key is missing
    if hyphen is None and is_key and opens["key"] in list_keys(all) and indent - 2 >= column:
        hyphen = indent - 2
    if hyphen is None or lines[first].lstrip().startswith(("- ", "[", "{")):
        return None
    behind = (
        at
        for at in filled[1:]
        if indent_of(lines[at]) < indent
        or (indent_of(lines[at]) == hyphen and lines[at].lstrip().startswith("- "))
    )
    last, moved = next(behind, end), hyphen + 2 - indent
    if [indent_of(lines[at]) for at in filled[1:2]] == [hyphen + 2]:
        last = first + 1  # all that belongs to it stands where it should
    item = [" " * moved + line if moved > 0 else line[-moved:] for line in lines[first:last]]
    item[0] = f"{' ' * hyphen}- {lines[first].lstrip()}"
    message = f"{quotation(opens['key'])} must be a list, but its first item has no hyphen."
    return Slip(first, indent, message, item[0]), [*lines[:first], *item, *lines[last:]]


def _item_without_hyphen(lines: Sequence[str], place: int) -> Slip | None:
    """Return that a key begins an item behind one of words alone, and has no hyphen."""
    before = next((line for line in reversed(lines[:place]) if _is_filled(line)), "")
    hyphen = indent_of(before)
    is_of_words = before.lstrip().startswith("- ") and key_column(before) < 0
    if (
        not is_of_words
        or key_column(lines[place]) != hyphen + 2
        or "- " in lines[place][: hyphen + 2]
    ):
        return None
    line = f"{' ' * hyphen}- {lines[place].lstrip()}"
    return Slip(place, hyphen + 2, "a new item begins here, but its line has no hyphen.", line)


def _is_filled(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _begin_alike(lines: Sequence[str], filled: Sequence[int], hyphen: int | None) -> bool:
    """Return whether the next item below a key begins with the key with which the first line does."""
    items = (lines[at].strip() for at in filled[1:] if indent_of(lines[at]) == hyphen)
    key = lines[filled[0]].strip().partition(":")[0]
    return next(items, "").startswith(f"- {key}:")


def _next_hyphen(lines: Sequence[str], filled: Sequence[int]) -> int | None:
    """Return the column of the hyphen of the item that follows the first on some lines, or None."""
    indent = indent_of(lines[filled[0]])
    for before, at in pairwise(filled):
        column = indent_of(lines[at])
        is_nested = column == indent and lines[before].rstrip().endswith(":")
        if column <= indent and not is_nested and lines[at].lstrip().startswith("- "):
            return column
        if column < indent:
            return None
    return None


# Lines that begin in the wrong column

_MOVE = "Begin the line, and those that belong to it, in that column."


class _Columns:
    """The columns in which keys and the hyphens of items may begin, as the lines above have them."""

    def __init__(self, *, has_file: bool) -> None:
        self.has_file = has_file
        self.keys: list[int] = []
        self.hyphens: list[int] = []
        self.opened: int | None = None

    def take(self, line: str) -> None:
        """Note where a line has its key and its hyphen, and whether a block may begin below it."""
        found = KEYED.fullmatch(line.rstrip("\r"))
        if found is None:
            if line.lstrip().startswith("- "):
                self.opened = None
            return
        indent, column = indent_of(line), len(found["start"])
        self.keys = [other for other in self.keys if other < column and other <= indent] + [column]
        self.hyphens = [other for other in self.hyphens if other < indent]
        self.hyphens += [indent] if column > indent else []
        self.opened = column if line.rstrip().endswith(":") else None

    def of_key(self, column: int, *, is_of_file: bool) -> int | None:
        """Return the column in which a key belongs that begins beside one, or None; one of the file in the first."""
        if column == self.opened == 0 and not is_of_file and self.has_file:
            return 2
        if column in self.keys or (self.opened is not None and column > self.opened + 1):
            return None
        near = [other for other in self.keys if abs(other - column) == 1]
        if self.opened is not None and column == self.opened + 1:
            return None
        return min(near) if is_of_file and 0 in near else max(near, default=None)

    def of_key_too_far(self, column: int, *, is_of_file: bool) -> int | None:
        """Return the column in which a key belongs that begins to the right of one with a value, or None."""
        if self.opened is not None or not self.keys or column <= self.keys[-1]:
            return None
        return self.keys[-1] if self.keys[-1] or is_of_file else None

    def of_item(self, column: int) -> int | None:
        """Return the column in which an item belongs that begins beside those above, or None."""
        if column in self.hyphens or self.opened is not None or not self.hyphens:
            return None
        return min(self.hyphens, key=lambda other: abs(other - column))


def _first_item_column(
    lines: Sequence[str], place: int, found: re.Match[str], columns: _Columns
) -> int | None:
    """Return where the first item of a list belongs, if the keys below it say otherwise than it itself."""
    column = len(found["start"])
    if columns.opened is None or lines[place].rstrip().endswith(":"):
        return None
    below = [key_column(line) for line in lines[place + 1 : place + 3] if "- " not in line[:column]]
    others = {other for other in below if other > columns.opened}
    return below[0] - 2 if len(below) == 2 and len(others) == 1 and column not in others else None


def _first_key_column(lines: Sequence[str], place: int, columns: _Columns) -> int | None:
    """Return where the first key of a block belongs, if the next one says otherwise than it itself."""
    opened, indent = columns.opened, indent_of(lines[place])
    if opened is None or indent <= opened + 2 or lines[place].rstrip().endswith(":"):
        return None
    below = next((key_column(line) for line in lines[place + 1 :] if _is_filled(line)), -1)
    return below if below == opened + 2 and "- " not in lines[place][: indent + 2] else None


def _stands_alone(lines: Sequence[str], place: int) -> bool:
    """Return whether no other key begins in the column of one: else the key above them all is missing."""
    indent = indent_of(lines[place])
    filled = (line for line in lines[place + 1 :] if _is_filled(line))
    ends = (line for line in filled if indent_of(line) < indent or key_column(line) == indent)
    return key_column(next(ends, "")) != indent


def _shifted(
    lines: Sequence[str], place: int, keys: Collection[str], columns: _Columns
) -> tuple[Slip, list[str]] | None:
    """Return a slip of the column in which an item or a key of the file begins, and all lines with it mended."""
    found = KEYED.fullmatch(lines[place].rstrip("\r"))
    if found is None:
        return None
    indent, is_item = indent_of(lines[place]), "-" in found["start"]
    if is_item:
        wanted = _item_column(lines, place, found)
        wanted = columns.of_item(indent) if wanted is None else wanted
        wanted = _first_item_column(lines, place, found, columns) if wanted is None else wanted
    elif _is_among_items(lines, place):
        wanted = 0 if found["key"] in keys else indent + 2
    else:
        wanted = _first_key_column(lines, place, columns)
        is_of_file = found["key"] in keys
        wanted = columns.of_key(indent, is_of_file=is_of_file) if wanted is None else wanted
        if wanted is None and _stands_alone(lines, place):
            wanted = columns.of_key_too_far(indent, is_of_file=is_of_file)
    if wanted is None or wanted == indent:
        return None
    end = _end_of_shifted(lines, place, indent, takes_items=not (wanted or is_item))
    below = lines[place + 1] if place + 1 < len(lines) else ""
    is_below = (
        not is_item and indent_of(below) == wanted + 2 and lines[place].rstrip().endswith(":")
    )
    if is_below or (
        is_item and "- " not in below and key_column(below) == wanted + len(found["start"]) - indent
    ):
        end = place + 1  # all that belongs to it stands where it should
    moved = [
        " " * (wanted - indent) + line if wanted > indent else line[indent - wanted :]
        for line in lines[place:end]
    ]
    what = "the item" if is_item else "the key"
    message = f"{what} begins in column {indent + 1}, and belongs in column {wanted + 1}."
    return Slip(place, indent, message, moved[0], _MOVE), [*lines[:place], *moved, *lines[end:]]


def _end_of_shifted(lines: Sequence[str], place: int, indent: int, *, takes_items: bool) -> int:
    """Return the place of the first line behind a key or an item, and all that belongs to it.

    A key of the file takes along the items in its column; one with a value takes nothing.
    """
    line = lines[place].rstrip()
    if (
        not takes_items
        and "-" not in line[: indent + 1]
        and not re.search(r":(?: *[|>].*)?$", line)
    ):
        return place + 1
    own = indent + (not takes_items)
    filled = (n for n in range(place + 1, len(lines)) if lines[n].strip())
    return next((n for n in filled if indent_of(lines[n]) < own), len(lines))


def _item_column(lines: Sequence[str], place: int, found: re.Match[str]) -> int | None:
    """Return the column in which the items of its list stand above, if they begin with an id, as lists of no other do."""
    if found["key"] != "id":
        return None
    start = f"- {found['key']}:"
    above = (line for line in reversed(lines[:place]) if line.lstrip().startswith(start))
    return next((indent_of(line) for line in above), None)


def _is_among_items(lines: Sequence[str], place: int) -> bool:
    """Return whether a key begins in the column in which the hyphens of the list above it stand."""
    indent = indent_of(lines[place])
    if not indent:
        return False
    for line in reversed(lines[:place]):
        if line.strip() and indent_of(line) <= indent:
            return indent_of(line) == indent and line.lstrip().startswith("- ")
    return False
