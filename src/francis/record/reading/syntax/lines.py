"""Lines of YAML as people type them: what a slip in one is, and how keys, items and texts begin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import NamedTuple

from francis.errors import Place, Problem, excerpt
from francis.record import model

SPACES = "".join(map(chr, (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""Spaces that look like the ordinary one, and are none to YAML."""
START = r"(?P<start>[ ]*(?:- +)?)"
KEY = r"(?P<key>[a-z][a-z_]*)"
BEFORE = r"(?P<before>[ ]*(?:- +)?[a-z][a-z_]*: +|[ ]*- +)"
"""What stands before a value on its line: a key, an item's hyphen, or both."""
BLOCK = re.compile(r"[ ]*(?:- +)?[a-z][a-z_]*: *[|>][-+]? *(?:#.*)?")
"""A line below which text stands: `text: |`."""


class Slip(NamedTuple):
    """A line that cannot stand so: its number from 0, the column, what is wrong, and the line as it should read.

    Of a line that only begins in the wrong column, `remedy` says in which it belongs. `last` is the line, from 0, of
    the last that is read otherwise for it, where others are.
    """

    line: int
    column: int
    message: str
    mended: str
    remedy: str = ""
    last: int = 0

    def touches(self, places: Collection[int]) -> bool:
        """Return whether it stands on one of some lines, or on one above that is read otherwise for it."""
        return any(place in places for place in range(self.line, max(self.line, self.last) + 1))

    def problem(self, path: str) -> Problem:
        """Return it as a problem of a file."""
        place, words = Place(path, self.line + 1, self.column + 1), excerpt(self.mended.strip())
        if self.remedy:
            return Problem(place, f"{self.message} The line reads: {words}", "syntax", self.remedy)
        message = f"{self.message} It should read: {words}"
        return Problem(place, message, "syntax", "Write the line as it is shown.")


@cache
def known_keys() -> frozenset[str]:
    """Return every key of every record."""
    kinds = (kind for kind in vars(model).values() if is_dataclass(kind))
    return frozenset(field.name for kind in kinds for field in fields(kind)) - {"at"}


def text_keys() -> frozenset[str]:
    """Return the keys below which every record has a text, and none a list or a block."""
    texts = {"str", "str | None"}
    return frozenset(key for key, types in _types().items() if types <= texts)


def list_keys(among: Callable[[Iterable[bool]], bool]) -> frozenset[str]:
    """Return the keys below which all records have a list, or any of them."""
    return frozenset(
        key for key, types in _types().items() if among(each.startswith("tuple[") for each in types)
    )


@cache
def _types() -> dict[str, set[str]]:
    """Return the types that each key has in the records, as they are written there."""
    from francis.record.model import providers  # which a record without any needs nowhere else

    types: defaultdict[str, set[str]] = defaultdict(set)
    kinds = (*vars(model).values(), *vars(providers).values())
    for field in (field for kind in kinds if is_dataclass(kind) for field in fields(kind)):
        types[field.name].add(str(field.type))
    return types


def indent_of(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def opener_of(lines: Sequence[str], place: int) -> str:
    """Return the line further to the left below which a line stands."""
    margin = indent_of(lines[place])
    above = (line for line in reversed(lines[:place]) if line.strip())
    return next((line.strip() for line in above if indent_of(line) < margin), "")


KEYED = re.compile(rf"{START}{KEY}:(?: .*)?")


def key_column(line: str) -> int:
    """Return the column in which the key of a line begins; -1 if it has none."""
    found = KEYED.fullmatch(line.rstrip("\r"))
    return len(found["start"]) if found else -1
