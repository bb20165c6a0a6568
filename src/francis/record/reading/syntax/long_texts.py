"""Texts over several lines: where they end, and the lines that are not indented as the others are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from francis.record.reading.syntax.line_slips import STRANGE_SPACE, TAB
from francis.record.reading.syntax.lines import (
    KEY,
    KEYED,
    SPACES,
    START,
    Slip,
    indent_of,
    key_column,
    known_keys,
    list_keys,
    opener_of,
    text_keys,
)

_OPENS = re.compile(rf"{START}{KEY}: *(?P<value>.*?) *")
_SIGN = re.compile(r"[|>](?P<columns>[1-9]?)[-+]?(?: +#.*)?")
_ALMOST = re.compile(r"(?P<quote>[\"']?)(?=.{0,2}[|>])[|>¦0-9.:;]{1,3} ?[-+–—]?(?P=quote)")
"""What people type in place of | or >, such as |4, || or | with a full stop."""
_AT_START = tuple("\"'|>#[{&!%@`*")
"""What a text cannot begin with where no sign says that it is one."""
_INSIDE = re.compile(r"#|[-*+•] |[0-9]{1,2}[.)] |.*(?::(?: |$)| #)")
"""A line that YAML takes for something else, or joins to the one above, where no sign says that it is text."""
_TOO_MUCH = "only the sign | or > may follow the key of a long text."
_NO_SIGN = (
    "the text runs over several lines: write | after its key, and the whole text below, indented."
)


def slip_of_sign(lines: Sequence[str], place: int) -> Iterator[Slip]:
    """Yield that a key has a text of several lines below it, and no sign for it, or another sign."""
    found = _OPENS.fullmatch(lines[place].rstrip("\r"))
    end = end_of_indented(lines, place)
    if found is None or end == place + 1 or not _is_text(lines, place, found["key"]):
        return
    message = _said_of_sign(lines[place + 1 : end], found)
    if message:
        column = found.start("value") if found["value"] else found.end("key")
        mended = f"{found['start']}{found['key']}: |"
        yield Slip(place, column, message, mended, last=end - 1)


def _said_of_sign(below: Sequence[str], found: re.Match[str]) -> str:
    """Return what is wrong with what stands behind the key of a text, or with nothing there; "" if nothing is wrong."""
    value, filled = found["value"], [line for line in below if line.strip()]
    first = value or filled[0].strip()
    if sign := _SIGN.fullmatch(value):
        least = len(found["start"]) + int(sign["columns"] or 0)
        return _TOO_MUCH if sign["columns"] and indent_of(filled[0]) < least else ""
    if _ALMOST.fullmatch(value):
        return _TOO_MUCH
    if value and key_column(filled[0]) > 0 and filled[0].split(":")[0].strip() in known_keys():
        return ""  # a key that begins too far to the right
    if value.startswith(_AT_START) or (first[0] in "\"'" and filled[-1].rstrip()[-1:] == first[0]):
        return ""  # it is wrong in another way, or in quotes, as it may be
    is_strange = first.startswith(_AT_START) or any(_INSIDE.match(line.strip()) for line in filled)
    return _NO_SIGN if is_strange else ""


def _is_text(lines: Sequence[str], place: int, key: str) -> bool:
    """Return whether what stands below a key is a text: its own, or of a field of a cover."""
    if key in text_keys() or key in known_keys():
        return key in text_keys()
    return opener_of(lines, place) == "fields:"


def end_of_indented(lines: Sequence[str], place: int, *, with_items: bool = False) -> int:
    """Return the place behind the last line that is indented below a key, or is an item in its column."""
    column, end = key_column(lines[place]), place + 1
    for at in range(place + 1, len(lines)):
        if lines[at].strip():
            is_item = with_items and lines[at].lstrip().startswith("- ")
            if indent_of(lines[at]) + is_item <= column:
                break
            end = at + 1
    return end


_KEY_AT_START = re.compile(rf"[ ]*(?:[-–—•] *)?{KEY}(?=[:;\uff1a\ufe55\s]|$)")


def end_of_block(lines: Sequence[str], begin: int) -> int:
    """Return the place of the first line behind the text that begins at a place."""
    margin = indent_of(lines[begin - 1])
    usual = next((indent_of(line) for line in lines[begin:] if line.strip()), 0)
    for place in range(begin, len(lines)):
        line = lines[place]
        if line.strip() and indent_of(line) <= margin and _is_structure(line):
            return place
        if margin < indent_of(line) < usual and _opens_list(lines, place):
            return place
    return len(lines)


def _opens_list(lines: Sequence[str], place: int) -> bool:
    """Return whether a line is the key of a list, and the next one an item."""
    below = next((line for line in lines[place + 1 :] if line.strip()), "")
    is_key = lines[place].strip().removesuffix(":") in list_keys(any)
    return is_key and lines[place].rstrip().endswith(":") and below.lstrip().startswith("- ")


def _is_structure(line: str) -> bool:
    """Return whether a line is a key of the record, with a slip or without, an item that begins with one, or a comment."""
    if line.lstrip(" ").startswith("\t"):
        typed = KEYED.fullmatch(line.strip())
        return bool(typed and typed["key"] in known_keys())
    found = _KEY_AT_START.match(line)
    return line.lstrip().startswith("#") or bool(found and found["key"] in known_keys())


def slips_of_block(lines: Sequence[str], begin: int, end: int) -> Iterator[Slip]:
    """Yield the lines of a text that are not indented as its others are."""
    margin = indent_of(lines[begin - 1])
    filled = [place for place in range(begin, end) if lines[place].strip()]
    inside = Counter(
        indent_of(lines[place]) for place in filled if indent_of(lines[place]) > margin
    )
    usual = min(
        inside, key=lambda indent: (-inside[indent], abs(indent - margin - 2)), default=margin + 2
    )
    for place in filled:
        line, indent = lines[place], indent_of(lines[place])
        first = place == filled[0]
        if usual <= indent and not (first and indent > usual):
            continue
        if line[indent : indent + 1] == "\t":
            message = TAB
        elif line[indent:].startswith(tuple(SPACES)):
            message = STRANGE_SPACE
        elif indent <= margin:
            message = "the line is not indented under the key of its text."
        else:
            where = "right" if indent > usual else "left"
            message = f"the line begins further to the {where} than the text around it."
        remedy = f"Begin the line with {usual} spaces, as the rest of the text."
        yield Slip(place, indent, message, " " * usual + line.strip(), remedy)
