"""NHS numbers in a text, in whatever shape they are written or pasted.

Ten digits name one patient if their check digit is right. They are looked for as groups of digits with
anything but letters and digits between them, so that no separator and no mark of a format hides them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import mul
from typing import Any

import yaml

from francis.errors import Place, Problem
from francis.record.reading.nodes import node_place, place_in_text

NHS_NUMBER = "nhs-number"
"""The name of the rule by which they are refused."""
HELD_BY = "{} holds a valid NHS number. This message does not repeat it."
"""What is said of an option that holds one."""

_GROUPS = re.compile(r"[0-9]+(?:[^0-9A-Za-z]{1,12}[0-9]+)*")
"""Digits in groups, with what may stand between two of one number."""
_MAYBE = re.compile(r"\d(?:[^\dA-Za-z]{0,80}\d){9}")
_BETWEEN = bytes(c for c in range(0xC4) if not chr(c).isascii() or not chr(c).isalnum()) + b"\xe2"
"""The bytes of UTF-8 that are of no letter of English and of no digit of any script: signs, and accents of the West."""
_DIGITS = bytes(c if c < 0x80 and chr(c).isalpha() else ord("0") for c in range(0x100))
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_MARKS = re.compile(r"[*_`~\\]|\]\([^)]{0,2000}\)|\[|</?[A-Za-z][^>]{0,200}>")
"""Marks of Markdown and HTML, which may stand inside a number: 943 **476** 5919, [943](x) 476 5919."""
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_HEX = re.compile(
    r"(?<![0-9a-f])(?:[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)
"""A digest or a UUID: its digits are no number that anybody wrote."""
_MONEY = re.compile(r"[£€$¥]\s*\Z")
_ISBN = re.compile(r"(?<![A-Za-z])ISBN(?:-10)?[\s:#.]*\Z", re.IGNORECASE)
_POUNDS = re.compile(r"\s*pounds\b", re.IGNORECASE)

_NO_DIGITS = bytes(c for c in range(0x80) if not chr(c).isdigit())
_READ_OTHERWISE = "]<&%"
"""What begins something in a plain text without which, or undone, it has other digits."""

USUAL = {(10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (1,) * 10}
"""The lengths of groups in which people write the ten digits, whatever stands between these."""
_EVEN = re.compile(r"\s+|\s*[-‐-―−.]\s*")
"""What stands between the groups of any other lengths, if it is the same each time."""


def is_nhs_number(ten: str) -> bool:
    """Return whether ten digits are a valid NHS number.

    The first nine are multiplied by 10 down to 2; the last is what is lacking to the next multiple of 11,
    11 being written as 0, and 10 never being used (NHS Data Dictionary, “NHS number”). None begins with 0.
    """
    total = sum(map(mul, map(int, ten[:9]), range(10, 1, -1)))
    return ten[0] != "0" and (11 - total % 11) % 11 == int(ten[9])


def nhs_numbers(text: str) -> Iterator[int]:
    """Yield the offset in a text of the first digit of each valid NHS number, in order, each once.

    Nothing is said of an amount of money or of an ISBN, which a sign or that word right before it tells.
    """
    if text.isascii() and not any(map(text.__contains__, _READ_OTHERWISE)):
        digits = text.encode().translate(None, _NO_DIGITS).decode()
        if len(digits) < 10 or not any(
            is_nhs_number(digits[n : n + 10]) for n in range(len(digits) - 9)
        ):
            return  # as of nearly all names and texts
    found: set[int] = set()
    for readable, offsets in _readings(text):
        if _may_hold_one(readable):
            found.update(offsets[begin] for begin in _numbers_in(readable))
    yield from sorted(found)


def _may_hold_one(text: str) -> bool:
    """Return whether ten digits follow each other in a text, with no letter of English between them.

    The first look is at bytes, where the library is ten times as fast, and takes other scripts for digits.
    """
    return (
        b"0" * 10 in text.encode("utf-8", "replace").translate(_DIGITS, _BETWEEN)
        and _MAYBE.search(text) is not None
    )


def _readings(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Yield the text as it can be read, each time with the offset in `text` of each character.

    As it stands; without what nobody sees, with every digit as a plain one; without marks; and with the
    escapes of HTML and of addresses undone.
    """
    yield text, range(len(text))
    if not text.isascii():
        text, offsets = _visible(text)
        yield text, offsets
    else:
        offsets = list(range(len(text)))
    if _MARKS.search(text):
        kept = [place for begin, end in _between_marks(text) for place in range(begin, end)]
        yield "".join(text[place] for place in kept), [offsets[place] for place in kept]
    for undo, sign in ((_without_entities, "&"), (_without_escapes, "%")):
        if sign in text:
            undone = undo(text)
            yield _visible(undone)[0], [_near(undone, text, n) for n in range(len(undone) + 1)]


def _without_entities(text: str) -> str:
    import html  # slow to load, and few texts have any

    return html.unescape(text)


def _without_escapes(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text)


def _near(undone: str, text: str, place: int) -> int:
    """Return about where a character of a shortened text stands in the text."""
    return min(round(place * len(text) / max(len(undone), 1)), max(len(text) - 1, 0))


def _between_marks(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for mark in _MARKS.finditer(text):
        yield last, mark.start()
        last = mark.end()
    yield last, len(text)


def _visible(text: str) -> tuple[str, list[int]]:
    """Return a text without characters that nobody sees, with plain digits, and the offset of each character."""
    import unicodedata  # slow to load, and few texts have ten digits

    shown: list[str] = []
    offsets: list[int] = []
    for place, character in enumerate(text):
        if _INVISIBLE.match(character) or unicodedata.combining(character):
            continue
        digit = unicodedata.digit(character, None)
        shown.append(character if digit is None else str(digit))
        offsets.append(place)
    return "".join(shown), offsets


def _numbers_in(text: str) -> Iterator[int]:
    """Yield where a valid number begins, among the groups of digits of a text."""
    hidden = {
        place
        for found in _HEX.finditer(text)
        if re.search("[a-fA-F]", found.group())
        for place in range(*found.span())
    }
    for run in _GROUPS.finditer(text):
        groups = [
            (found.start() + run.start(), found.end() + run.start())
            for found in re.finditer("[0-9]+", run.group())
        ]
        for first, (begin, _) in enumerate(groups):
            digits = 0
            for last in range(first, len(groups)):
                digits += groups[last][1] - groups[last][0]
                if digits >= 10:
                    break
            is_hidden = begin in hidden
            if digits == 10 and not is_hidden and _is_one(text, groups[first : last + 1]):
                yield begin


def _is_one(text: str, groups: Sequence[tuple[int, int]]) -> bool:
    """Return whether groups of ten digits in all are a valid number, and not said to be something else."""
    ten = "".join(text[begin:end] for begin, end in groups)
    if not is_nhs_number(ten):
        return False
    lengths = tuple(end - begin for begin, end in groups)
    between = {text[a[1] : b[0]] for a, b in pairwise(groups)}
    if lengths not in USUAL and not _is_even(between):
        return False
    if lengths not in USUAL and _DATE.match(ten):
        return False
    begin, end = groups[0][0], groups[-1][1]
    before = text[max(begin - 20, 0) : begin]
    silenced = _MONEY.search(before) or _ISBN.search(before) or _POUNDS.match(text, end)
    return not silenced


def _is_even(between: set[str]) -> bool:
    """Return whether the same space, hyphen or full stop stands between all groups."""
    return len(between) == 1 and all(_EVEN.fullmatch(sign) for sign in between)


# In files

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_ENTITY = re.compile(r"&#?\w{1,10};")


def nhs_problems(path: str, text: str, node: Any) -> Iterator[Problem]:
    """Yield each NHS number in a file: in its name, its values and keys one by one, and its comments.

    `node` is what YAML composed from `text`; None for a file of another kind, which is one value.
    """
    places: dict[Place, None] = {}
    if any(True for _ in nhs_numbers(path)):
        places[Place(path)] = None
    if _may_hold_one(text) or "\\" in text or ("&" in text and _ENTITY.search(text)):
        if node is None:
            places |= {place_in_text(path, text, offset): None for offset in nhs_numbers(text)}
        for scalar in _scalars(node):
            for offset in nhs_numbers(scalar.value):
                places[node_place(path, scalar, offset)] = None
        lines = {place.line for place in places}
        for comment in _COMMENT.finditer(text):
            for offset in nhs_numbers(comment.group()):
                place = place_in_text(path, text, comment.start() + offset)
                if place.line not in lines:
                    places[place] = None
    for place in places:
        yield Problem(
            place,
            "there is a valid NHS number here. This message does not repeat it.",
            NHS_NUMBER,
            "Remove the number. If it was committed, git keeps it: tell your Data Protection Officer.",
        )


def _scalars(node: Any) -> Iterator[Any]:
    """Yield the scalars of a file, keys among them; those that an alias repeats once."""
    waiting, seen = [node], set()
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, yaml.ScalarNode):
            yield found
        elif isinstance(found, yaml.MappingNode):
            waiting += [part for pair in found.value for part in pair]
        elif isinstance(found, yaml.SequenceNode):
            waiting += found.value
