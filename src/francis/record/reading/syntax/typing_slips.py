"""Lines typed so that YAML cannot be read, each told at its own line, and as it should read.

They are looked for only in a file that cannot be read. Once they are mended, in memory alone, the rest of the file
is read too, so that its other mistakes are told in the same run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import NamedTuple

from francis.errors import Place, Problem, excerpt
from francis.record import model
from francis.record.reading.nodes import NUMBER_IN_CURLY, NUMBER_KEYS, QUOTES, WRONG_QUOTES

_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that look like the ordinary one, and are none to YAML."""
_UNSEEN = "".join(map(chr, (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
_START = r"(?P<start>[ ]*(?:- +)?)"
_KEY = r"(?P<key>[a-z][a-z_]*)"
_BEFORE = r"(?P<before>[ ]*(?:- +)?[a-z][a-z_]*: +|[ ]*- +)"
"""What stands before a value on its line: a key, an item's hyphen, or both."""
_BLOCK = re.compile(r"[ ]*(?:- +)?[a-z][a-z_]*: *[|>][-+]? *(?:#.*)?")
"""A line below which text stands: `text: |`."""


class Slip(NamedTuple):
    """A line that cannot stand so: its number from 0, the column, what is wrong, and the line as it should read.

    Of a line that only begins in the wrong column, `remedy` says in which it belongs.
    """

    line: int
    column: int
    message: str
    mended: str
    remedy: str = ""

    def problem(self, path: str) -> Problem:
        """Return it as a problem of a file."""
        place, words = Place(path, self.line + 1, self.column + 1), excerpt(self.mended.strip())
        if self.remedy:
            return Problem(place, f"{self.message} The line reads: {words}", "syntax", self.remedy)
        message = f"{self.message} It should read: {words}"
        return Problem(place, message, "syntax", "Write the line as it is shown.")


def mended(text: str, keys: Collection[str]) -> tuple[str, list[Slip]]:
    """Return a text with every slip mended, line by line, and the slips; `keys` are those of its file."""
    lines = text.split("\n")
    found: list[Slip] = []
    columns = _Columns()
    place = 0
    while place < len(lines):
        if shifted := _shifted(lines, place, keys, columns):
            slip, lines = shifted
            found.append(slip)
        slips = list(_slips_of_line(lines, place))
        for slip in slips:
            lines[place] = slip.mended
        found += slips[:1] and [
            slips[-1]._replace(message=slips[0].message, column=slips[0].column)
        ]
        columns.take(lines[place])
        place += 1
        if _BLOCK.fullmatch(lines[place - 1].rstrip("\r")):
            end = _end_of_block(lines, place)
            for slip in _slips_of_block(lines, place, end):
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
        if slip.line in (unknown if slip.remedy else places) and slip.remedy != _MOVE
    ]
    for slip in found:
        lines[slip.line] = slip.mended
    return "\n".join(lines), found


def surely_mended(text: str, places: Collection[int]) -> str:
    """Return a text without those slips that have one answer only: spaces and tabs that should not be, at any line.

    Curly quotation marks are straightened only on lines, from 0, of which something is wrong: they may be meant.
    """
    lines = text.split("\n")
    inside: dict[int, Slip] = {}
    end_of_text = 0
    for place, line in enumerate(lines):
        bare = line.rstrip("\r")
        for pattern, message, mend in _PATTERNS if place >= end_of_text else ():
            is_sure = message in _SURE or (message == _CURLY and place in places)
            if is_sure and (found := pattern.fullmatch(bare)):
                bare = mend(found)
                if message == _TAB and found["start"] == "\t":
                    bare = " " * _column_below(lines, place) + found["rest"]
        if place in places and place >= end_of_text:
            bare = NUMBER_IN_CURLY.sub(r'"\1"', bare)
        if place in inside and inside[place].message in _SURE:
            bare = inside[place].mended
        lines[place] = (
            _without_end(bare, in_text=place < end_of_text) + line[len(line.rstrip("\r")) :]
        )
        if place >= end_of_text and _BLOCK.fullmatch(bare.rstrip()):
            end_of_text = _end_of_block(lines, place + 1)
            inside = {slip.line: slip for slip in _slips_of_block(lines, place + 1, end_of_text)}
    return "\n".join(lines)


def _column_below(lines: Sequence[str], place: int) -> int:
    """Return the column, from 0, in which a line belongs that goes on with the line before: below its key or its item."""
    before = next((line for line in reversed(lines[:place]) if line.strip()), "")
    begin = len(before) - len(before.lstrip())
    opens = before.rstrip().endswith(":") or before.lstrip().startswith("- ")
    return begin + 2 if opens or not begin else begin


def _without_end(line: str, *, in_text: bool) -> str:
    """Return a line without the spaces at its end; not without two in a text, which break the line there."""
    bare = line.rstrip(f" \t{_UNSEEN}")
    breaks = in_text and bare and line.endswith("  ")
    return line if breaks or bare.endswith("\\") else bare


@cache
def _known() -> frozenset[str]:
    """Return every key of every record."""
    kinds = (kind for kind in vars(model).values() if is_dataclass(kind))
    return frozenset(field.name for kind in kinds for field in fields(kind)) - {"at"}


# One line


def _spaces(found: re.Match[str]) -> str:
    return "".join("  " if c == "\t" else " " for c in found["start"]) + found["rest"]


def _quoted(found: re.Match[str]) -> str:
    value = found["value"].rstrip()
    plain = '"' not in value and "\\" not in value
    words = f'"{value}"' if plain else "'" + value.replace("'", "''") + "'"
    return f"{found['before']}{words}"


def _quoted_anew(found: re.Match[str]) -> str:
    value = found["value"].rstrip()
    is_around = len(value) > 1 and value.endswith(value[0])
    inner = value[1:-1].replace(value[0] * 2, value[0]) if is_around else value
    return _PLAIN.sub(_quoted, f"{found['before']}{inner}", count=1)


_PLAIN = re.compile(rf"{_BEFORE}(?P<value>.*)")


def _straight(found: re.Match[str]) -> str:
    return f'{found["before"]}"{found["value"]}"'


def _item(found: re.Match[str]) -> str:
    return f"{found['start']}- {found['key']}:{found['rest']}"


_SIGNS = re.compile("^[=–—-]+ *")


_Pattern = tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]]
_TAB = "there is a tab where only spaces are allowed."
_STRANGE_SPACE = (
    "the line begins with a non-breaking space, or another that YAML does not take for one."
)
_STRANGE_BEHIND = (
    "behind the colon is a non-breaking space, or another that YAML does not take for one."
)
_CURLY = "the quotation marks are curly, which YAML does not read as quotes."
_SURE = frozenset({_TAB, _STRANGE_SPACE, _STRANGE_BEHIND})
"""What is wrong with lines that can be meant in one way only."""
_PATTERNS: tuple[_Pattern, ...] = (
    (re.compile(rf"(?P<start>[ {_SPACES}]*\t[ \t{_SPACES}]*)(?P<rest>\S.*)"), _TAB, _spaces),
    (
        re.compile(rf"(?P<start>[ {_SPACES}]*[{_SPACES}][ {_SPACES}]*)(?P<rest>\S.*)"),
        _STRANGE_SPACE,
        _spaces,
    ),
    (
        re.compile(rf"{_START}{_KEY}:[ ]*[{_SPACES}][ {_SPACES}]*(?P<value>.*)"),
        _STRANGE_BEHIND,
        lambda found: f"{found['start']}{found['key']}: {found['value']}",
    ),
    (
        re.compile(rf"{_START}{_KEY}(?P<sign>:[|>][-+]?)"),
        "there is no space behind the colon.",
        lambda found: f"{found['start']}{found['key']}: {found['sign'][1:]}",
    ),
    (
        re.compile(rf"{_START}{_KEY}:(?P<value>[^\s:/].*)"),
        "there is no space behind the colon.",
        lambda found: f"{found['start']}{found['key']}: {found['value']}",
    ),
    (
        re.compile(rf"{_START}{_KEY}:{{2,}} *(?P<value>.*)"),
        "there are two colons behind the key.",
        lambda found: f"{found['start']}{found['key']}: {found['value']}".rstrip(),
    ),
    (
        re.compile(rf"{_START}{_KEY} *[;\uff1a\ufe55] *(?P<value>.*)"),
        "the key has another sign behind it than a colon.",
        lambda found: f"{found['start']}{found['key']}: {found['value']}".rstrip(),
    ),
    (
        re.compile(rf"(?P<start>[ ]*)-{_KEY}:(?P<rest>.*)"),
        "there is no space behind the hyphen.",
        _item,
    ),
    (
        re.compile(rf"(?P<start>[ ]*)[–—•*·] *{_KEY}:(?P<rest>.*)"),
        "the item begins with another sign than a hyphen.",
        _item,
    ),
    (
        re.compile(rf"{_BEFORE}(?P<value>> ?[0-9£$].*)"),
        "a value that begins with SIGN needs quotes.",
        _quoted,
    ),
    (
        re.compile(rf"{_START}{_KEY}: *(?P<sign>[|>][-+]?)[ ]+(?P<value>[^\s#].*)"),
        "text stands on the line of its key, behind the sign for a longer text; it belongs below, indented.",
        lambda found: f"{found['start']}{found['key']}: {found['sign']}",
    ),
    (
        re.compile(rf"(?P<before>{_START}(?:{_KEY}: *)?)[“”„‘](?P<value>[^“”„‘’\"]*)[“”’] *"),
        _CURLY,
        _straight,
    ),
    (
        re.compile(
            rf"""(?P<before>[ ]*(?:- +)?(?:{"|".join(sorted(NUMBER_KEYS))}): *)(?!"[^{QUOTES}]+" *$|'[^{QUOTES}]+' *$)(?=.*[{QUOTES}])"""
            rf"""[{QUOTES}]*(?P<value>[^\s{QUOTES}][^{QUOTES}#]*?)[{QUOTES}]* *"""
        ),
        WRONG_QUOTES,
        _straight,
    ),
    (
        re.compile(
            rf"{_BEFORE}(?P<value>[%@`*&].*|!(?![!\w]*[:/!]).*|\[[^\[\]]*\]\s*[^\s\],#].*|\{{[^{{}}]*\}}\s*[^\s}},#].*|\? .*)"
        ),
        "a value that begins with SIGN needs quotes.",
        _quoted,
    ),
    (
        re.compile(r"(?P<before>[ ]*(?:- +)?[a-z][a-z_]*: +)(?P<value>- [^\s\"']+ [^:]*)"),
        "a value that begins with SIGN needs quotes.",
        _quoted,
    ),
    (
        re.compile(rf"{_BEFORE}(?P<value>\{{\{{.*)"),
        "a value begins with {{, so it needs quotes.",
        _quoted,
    ),
    (
        re.compile(rf"{_BEFORE}(?P<value>\"[^\"]*(?P<at>\\)[^0abtnvfre \"/\\N_LPxuU][^\"]*\") *"),
        'YAML does not understand the backslash in "…".',
        _quoted_anew,
    ),
    (
        re.compile(rf"{_BEFORE}(?P<value>'(?:[^']|'')*'\s*(?P<at>[^\s'#]).*)"),
        "there is a quotation mark inside quoted text.",
        _quoted_anew,
    ),
    (
        re.compile(rf"{_BEFORE}(?P<value>\"(?:[^\"\\]|\\.)*\"\s*(?P<at>[^\s\"#]).*)"),
        "there is a quotation mark inside quoted text.",
        _quoted_anew,
    ),
    (
        re.compile(r"(?P<before>[ ]*(?:- +)?[a-z][a-z_]*: +)(?P<value>[^\s\"'|>\[{#][^#]*?: .*)"),
        "there is a second colon in this line, so the value needs quotes.",
        _quoted,
    ),
    (
        re.compile(r"(?P<before>[ ]*- +)(?P<value>[A-Z][^\"'\[{#]*?: .*)"),
        "there is a second colon in this line, so the value needs quotes.",
        _quoted,
    ),
)


def _slips_of_line(lines: Sequence[str], place: int) -> Iterator[Slip]:
    """Yield what is wrong with a line, one slip after another, each with the line as mended so far."""
    line = lines[place].rstrip("\r")
    for pattern, message, mend in _PATTERNS:
        if found := pattern.fullmatch(line):
            new = mend(found)
            column = (
                found.start("at") if "at" in found.re.groupindex else _first_difference(line, new)
            )
            line = new
            sign = found.groupdict().get("value", "")[:1]
            yield Slip(place, column, message.replace("SIGN", sign), line)
    if without := _without_colon(lines, place, line):
        column = _first_difference(line, without)
        yield Slip(place, column, "there is no colon behind the key.", without)
        line = without
    if (found := _PLAIN.fullmatch(line)) and found["value"][:1] in _OPENING:
        yield from _unclosed(lines, place, line, found)


def _first_difference(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))


_BARE = re.compile(rf"{_START}{_KEY}(?:[ ]+(?P<value>[^\s:].*))?")


def _without_colon(lines: Sequence[str], place: int, line: str) -> str:
    """Return a line with the colon that it lacks behind a key of the record; nothing if it lacks none.

    A line of a longer text may begin with such a word: it is a key only where others of its block begin.
    """
    found = _BARE.fullmatch(line)
    if found is None or found["key"] not in _known():
        return ""
    column = len(found["start"])
    before = next((other for other in reversed(lines[:place]) if other.strip()), "")
    after = next((other for other in lines[place + 1 :] if other.strip()), "")
    opens = before.rstrip().endswith(":") and 0 <= _key_column(before.rstrip()) < column
    if column and not opens and column not in (_key_column(before), _key_column(after)):
        return ""
    value = _SIGNS.sub("", found["value"] or "", count=1)
    return f"{found['start']}{found['key']}:{' ' + value if value else ''}"


_OPENING = {"[": "]", '"': '"', "'": "'"}


def _unclosed(lines: Sequence[str], place: int, line: str, found: re.Match[str]) -> Iterator[Slip]:
    """Yield that a bracket or a quotation mark at the beginning of a value is closed nowhere before the next key."""
    closing, key = _OPENING[found["value"][0]], found["before"].strip(" -:")
    if closing in found["value"][1:] or not found["value"][1:].strip() or key not in _known():
        return
    for other in lines[place + 1 :]:
        if _KEYED.fullmatch(other.rstrip("\r")):
            break
        if closing in other:
            return
    what = "a bracket" if closing == "]" else "a quotation mark"
    yield Slip(place, found.start("value"), f"{what} is not closed.", line.rstrip() + closing)


_KEYED = re.compile(rf"{_START}{_KEY}:(?: .*)?")


def _key_column(line: str) -> int:
    """Return the column in which the key of a line begins; -1 if it has none."""
    found = _KEYED.fullmatch(line.rstrip("\r"))
    return len(found["start"]) if found else -1


# Lines that begin in the wrong column

_MOVE = "Begin the line, and those that belong to it, in that column."


class _Columns:
    """The columns in which keys and the hyphens of items may begin, as the lines above have them."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.hyphens: list[int] = []
        self.opened: int | None = None

    def take(self, line: str) -> None:
        """Note where a line has its key and its hyphen, and whether a block may begin below it."""
        found = _KEYED.fullmatch(line.rstrip("\r"))
        if found is None:
            return
        indent, column = _indent(line), len(found["start"])
        self.keys = [other for other in self.keys if other < column and other <= indent] + [column]
        self.hyphens = [other for other in self.hyphens if other < indent]
        self.hyphens += [indent] if column > indent else []
        self.opened = column if line.rstrip().endswith(":") else None

    def of_key(self, column: int, *, is_of_file: bool) -> int | None:
        """Return the column in which a key belongs that begins beside one, or None; one of the file in the first."""
        if column in self.keys or (self.opened is not None and column > self.opened + 1):
            return None
        near = [other for other in self.keys if abs(other - column) == 1]
        if self.opened is not None and column == self.opened + 1:
            return None
        return min(near) if is_of_file and 0 in near else max(near, default=None)

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
    below = [
        _key_column(line) for line in lines[place + 1 : place + 3] if "- " not in line[:column]
    ]
    others = {other for other in below if other > columns.opened}
    return below[0] - 2 if len(below) == 2 and len(others) == 1 and column not in others else None


def _shifted(
    lines: Sequence[str], place: int, keys: Collection[str], columns: _Columns
) -> tuple[Slip, list[str]] | None:
    """Return a slip of the column in which an item or a key of the file begins, and all lines with it mended."""
    found = _KEYED.fullmatch(lines[place].rstrip("\r"))
    if found is None:
        return None
    indent, is_item = _indent(lines[place]), "-" in found["start"]
    if is_item:
        wanted = _item_column(lines, place, found)
        wanted = columns.of_item(indent) if wanted is None else wanted
        wanted = _first_item_column(lines, place, found, columns) if wanted is None else wanted
    elif _is_among_items(lines, place):
        wanted = 0 if found["key"] in keys else indent + 2
    else:
        wanted = columns.of_key(indent, is_of_file=found["key"] in keys)
    if wanted is None or wanted == indent:
        return None
    end = _end_of_shifted(lines, place, indent, takes_items=not (wanted or is_item))
    below = lines[place + 1] if place + 1 < len(lines) else ""
    if (
        is_item
        and "- " not in below
        and _key_column(below) == wanted + len(found["start"]) - indent
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
    return next((n for n in filled if _indent(lines[n]) < own), len(lines))


def _item_column(lines: Sequence[str], place: int, found: re.Match[str]) -> int | None:
    """Return the column in which the items of its list stand above, if they begin with an id, as lists of no other do."""
    if found["key"] != "id":
        return None
    start = f"- {found['key']}:"
    above = (line for line in reversed(lines[:place]) if line.lstrip().startswith(start))
    return next((_indent(line) for line in above), None)


def _is_among_items(lines: Sequence[str], place: int) -> bool:
    """Return whether a key begins in the column in which the hyphens of the list above it stand."""
    indent = _indent(lines[place])
    if not indent:
        return False
    for line in reversed(lines[:place]):
        if line.strip() and _indent(line) <= indent:
            return _indent(line) == indent and line.lstrip().startswith("- ")
    return False


# Text below a key

_KEY_AT_START = re.compile(rf"[ ]*(?:[-–—•] *)?{_KEY}(?=[:;\uff1a\ufe55\s]|$)")


def _end_of_block(lines: Sequence[str], begin: int) -> int:
    """Return the place of the first line behind the text that begins at a place."""
    margin = _indent(lines[begin - 1])
    for place in range(begin, len(lines)):
        line = lines[place]
        if line.strip() and _indent(line) <= margin and _is_structure(line):
            return place
    return len(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_structure(line: str) -> bool:
    """Return whether a line is a key of the record, with a slip or without, an item that begins with one, or a comment."""
    found = _KEY_AT_START.match(line)
    return line.lstrip().startswith("#") or bool(found and found["key"] in _known())


def _slips_of_block(lines: Sequence[str], begin: int, end: int) -> Iterator[Slip]:
    """Yield the lines of a text that are not indented as its others are."""
    margin = _indent(lines[begin - 1])
    filled = [place for place in range(begin, end) if lines[place].strip()]
    inside = Counter(_indent(lines[place]) for place in filled if _indent(lines[place]) > margin)
    usual = min(
        inside, key=lambda indent: (-inside[indent], abs(indent - margin - 2)), default=margin + 2
    )
    for place in filled:
        line, indent = lines[place], _indent(lines[place])
        first = place == filled[0]
        if usual <= indent and not (first and indent > usual):
            continue
        if line[indent : indent + 1] == "\t":
            message = _TAB
        elif line[indent : indent + 1] in tuple(_UNSEEN):
            message = _STRANGE_SPACE
        elif indent <= margin:
            message = "the line is not indented under the key of its text."
        else:
            where = "right" if indent > usual else "left"
            message = f"the line begins further to the {where} than the text around it."
        remedy = f"Begin the line with {usual} spaces, as the rest of the text."
        yield Slip(place, indent, message, " " * usual + line.strip(), remedy)
