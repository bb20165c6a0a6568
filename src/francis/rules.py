"""What a rule of the check is, and what it looks at.

A rule judges a record that can be read: whether its papers may be sent out. What keeps a file from being read
at all is found by `store`, and is no matter of opinion.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from francis.errors import Level, Place
from francis.model import Classification
from francis.register import Register

GROUPS: Mapping[str, str] = {
    "claims": "What the record claims, and what it holds to show for it.",
    "promises": "What was promised, and who does it by when.",
    "consistency": "What contradicts itself, or leads nowhere.",
    "publication": "What must not be shown to the public, and what it is owed.",
}
"""The groups of rules, each named like the module that holds it."""


class Finding(NamedTuple):
    """What a rule found: where, in a sentence, and what to do if that is not what the rule says."""

    place: Place
    message: str
    remedy: str = ""


class Text(NamedTuple):
    """Words that somebody wrote into the record, and where they stand: under `keys` of a record.

    `at` is the place of a value of that record, by its keys.
    """

    words: str
    at: Callable[..., Place]
    keys: tuple[str | int, ...]
    classification: Classification

    def place(self, offset: int = 0) -> Place:
        """Return where the words begin, or, in a block of lines, the line of the letter at `offset`."""
        return self.at(*self.keys, offset=offset)

    @property
    def key(self) -> str:
        """Return the key under which the words stand."""
        return next(key for key in reversed(self.keys) if isinstance(key, str))


@dataclass(frozen=True)
class Case:
    """What rules look at: a body's year, and whether there is a file at a path from the workspace's root."""

    register: Register
    is_file: Callable[[str], bool]

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Return all words of the year: of its positions by number, its plan, its covers, and its own."""
        register = self.register
        records = (
            *(register.positions[r.number] for r in register.recommendations),
            register.plan,
            *register.covers.values(),
            register.year,
        )
        return tuple(text for record in records for text in texts_of(record))


def texts_of(record: Any) -> Iterator[Text]:
    """Yield the words of a record and of all that it holds, with their classification."""
    return _texts(record, record.at, (), "public")


NAMES = frozenset(
    {
        *("at", "format", "set", "follows", "answers", "id", "number", "key", "recommendations"),
        *("value", "status", "kind", "outcome", "purposes", "session", "classification"),
    }
)
"""Keys whose values are no words of anybody, but names of things."""


def _texts(
    value: object, at: Callable[..., Place], keys: tuple[str | int, ...], reader: Classification
) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(value, at, keys, reader)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, at, (*keys, index), reader)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, at, (*keys, key), reader)
    elif is_dataclass(value):
        reader = getattr(value, "classification", "public") if reader == "public" else reader
        for name in _named(type(value)):
            yield from _texts(getattr(value, name), at, (*keys, name), reader)


@cache
def _named(cls: Any) -> tuple[str, ...]:
    """Return the keys of a record under which words may stand."""
    return tuple(field.name for field in fields(cls) if field.name not in NAMES)


@dataclass(frozen=True)
class Rule:
    """A rule: its name, how bad it is to break it, its group, what to do, and the function that looks.

    The docstring of the function is what officers read: what the rule finds, then why it matters.
    """

    name: str
    level: Level
    group: str
    remedy: str
    find: Callable[[Case], Iterable[Finding]]

    @property
    def about(self) -> str:
        """Return what it finds, and why that matters, in paragraphs."""
        return inspect.getdoc(self.find) or ""


def rule(level: Level, remedy: str) -> Callable[[Callable[[Case], Iterable[Finding]]], Rule]:
    """Make a function a rule, named after it and grouped by its module."""

    def made(find: Callable[[Case], Iterable[Finding]]) -> Rule:
        group = find.__module__.rpartition(".")[2]
        return Rule(find.__name__.replace("_", "-"), level, group, remedy, find)

    return made


@cache
def phrases() -> Mapping[str, Any]:
    """Return the words by which rules recognise things: `phrases.yaml`, which lies beside this module."""
    from francis.source import compose, plain_value

    file = Path(__file__).with_name("phrases.yaml")
    read: Mapping[str, Any] = plain_value(compose(file.read_text(encoding="utf-8")))
    return read


@cache
def any_of(name: str) -> re.Pattern[str]:
    """Return the pattern that finds any of the phrases of a list, as whole words, whatever their case.

    A space in a phrase may be any white space in the text, and the longest phrase wins.
    """
    listed = sorted(phrases()[name], key=len, reverse=True)
    return re.compile(alternation(listed), re.IGNORECASE)


def alternation(listed: Iterable[str]) -> str:
    """Return the pattern of any of some phrases, as whole words, over line ends too."""
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in listed)
    return rf"(?<!\w)(?:{joined})(?!\w)" if joined else r"(?!)"
