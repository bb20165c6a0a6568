"""What the rules look at: a body's year, and the texts in it with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import itemgetter
from string import digits
from typing import Any, NamedTuple

from francis.check.phrases import (
    Stems,
    bare,
    places_in,
    possible,
    sentences,
    stems_of,
    vocabulary_of,
)
from francis.errors import Place
from francis.record.model import Classification, Commitment, Position
from francis.record.model.cover import Ask, Cover
from francis.record.register import Register

_MASK = bytes.maketrans(digits.encode(), b"0" * len(digits))
"""The table by which `translate` makes every digit a 0."""


@dataclass(frozen=True)
class Text:
    """Words that somebody wrote into the record, and where they stand: under `keys` of a record.

    `at` is the place of a value of that record, by its keys.
    """

    words: str
    at: Callable[..., Place]
    keys: tuple[str | int, ...]
    classification: Classification

    @cached_property
    def lower(self) -> str:
        """Return the words as `bare` has them, in which phrases are looked for."""
        return bare(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return the words that occur in it."""
        return vocabulary_of(self.words)

    @cached_property
    def masked(self) -> str:
        """Return the words with 0 for each digit, in which numbers are found at the speed of plain search."""
        if self.words.isascii():  # of bytes a table is five times as fast
            return self.words.encode().translate(_MASK).decode()
        masked = self.words
        for digit in digits[1:]:
            masked = masked.replace(digit, "0")
        return masked

    @cached_property
    def digits(self) -> int:
        """Return how many digits it has."""
        return self.masked.count("0")

    @cached_property
    def _words(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return where each word begins in `lower`, and where in the text as it was written."""
        written = [found.start() for found in re.finditer(r"\S+", self.words)]
        lengths = (len(word) + 1 for word in self.lower.split(" "))
        return (0, *accumulate(lengths))[:-1], tuple(written)

    def written(self, begin: int, end: int) -> tuple[int, int]:
        """Return where in the text as it was written something stands that stands there in `lower`."""
        lower, written = self._words

        def offset(place: int) -> int:
            word = bisect_right(lower, place) - 1
            return written[word] + place - lower[word]

        return offset(begin), offset(end - 1) + 1

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Return its sentences, each with the offset at which it begins."""
        return tuple(sentences(self.words))

    def sentence_at(self, offset: int) -> str:
        """Return the sentence in which the letter at `offset` stands, as `sentences` yields it."""
        found = bisect_right(self.sentences, offset, key=itemgetter(0))
        return self.sentences[max(found - 1, 0)][1] if self.sentences else ""

    def place(self, offset: int = 0) -> Place:
        """Return where the words begin, or, in a block of lines, the line of the letter at `offset`."""
        return self.at(*self.keys, offset=offset or 1)  # at 0 it would be the line of the key

    @property
    def key(self) -> str:
        """Return the key under which the words stand."""
        last = self.keys[-1]
        if isinstance(last, str):  # nearly always, and asked of each text by several rules
            return last
        return next(key for key in reversed(self.keys) if isinstance(key, str))


class Speech(NamedTuple):
    """A position or a paper, what it is called in messages, and all its words."""

    record: Position | Cover
    name: str
    texts: tuple[Text, ...]

    @property
    def narrative(self) -> Iterator[Text]:
        """Yield the words in which it may promise something: the text, or the sections."""
        for text in self.texts:
            if text.keys == ("text",) or (text.keys[0] == "sections" and text.key != "heading"):
                yield text


@dataclass(frozen=True)
class Case:
    """What rules look at: a body's year, and whether there is a file at a path from the workspace's root.

    `before` are the body's years of other sets that were looked at before this one.
    """

    register: Register
    is_file: Callable[[str], bool]
    before: tuple[Register, ...] = ()

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """Return the positions, by number; of one that answers several recommendations only the one that is written."""
        return self.register.written

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Return all words of the year: of its positions by number, its papers, its plan, and its own."""
        register = self.register
        spoken = (text for speech in self.speeches for text in speech.texts)
        others = (*register.joint.values(), register.plan, register.year)
        rest = (text for record in others for text in texts_of(record))
        return (*spoken, *rest)

    @cached_property
    def words(self) -> tuple[Text, ...]:
        """Return these, and all words of the files of providers, whatever their day: nobody's details belong there either."""
        held = self.register.dossiers
        if held is None:
            return self.texts
        records: list[Any] = [held.log]
        for of in held.providers.values():
            records += (of.provider, of.log, *of.concerns.values())
        return (*self.texts, *(text for record in records for text in texts_of(record)))

    @cached_property
    def speeches(self) -> tuple[Speech, ...]:
        """Return every position by number, and every paper, each with its words."""
        held: list[tuple[Position | Cover, str]] = [(p, p.number) for p in self.positions]
        held += [(cover, f"the paper {name}") for name, cover in self.register.covers.items()]
        return tuple(Speech(record, name, tuple(texts_of(record))) for record, name in held)

    @cached_property
    def answers(self) -> tuple[Text, ...]:
        """Return the text of each position, in the order of `positions`."""
        return tuple(text for text in self.texts if text.keys == ("text",))

    @cached_property
    def statements(self) -> tuple[Text, ...]:
        """Return the words in which the body speaks: without remarks on sources, posts, and commitments.

        The words of a commitment stand in their text too.
        """
        silent = POSTS | {"notes", "source", "incomplete"}
        return tuple(
            text for text in self.texts if text.key not in silent and text.keys[0] != "commitments"
        )


def texts_of(record: Any, under: frozenset[str] | None = None) -> list[Text]:
    """Return the words of a record and of all that it holds, or of some of its keys alone, with their classification."""
    found: list[Text] = []
    if under is None:
        _gather(record, record.at, (), "public", found)
    else:
        kind: Any = type(record)
        reader: Classification = getattr(record, "classification", "public")
        for name in _named(kind):
            if name in under and (item := getattr(record, name)):
                _gather(item, record.at, (name,), reader, found)
    return found


NAMES = frozenset(
    ["at", "format", "set", "follows", "answers", "answered_with", "id", "number", "key", "recommendations", "value",
     "status", "kind", "outcome", "purposes", "session", "classification", "providers", "step", "ladder"]
)  # fmt: skip
"""Keys whose values are no words of anybody, but names of things."""
POSTS = frozenset({"lead", "post", "oversight", "approved_by", "by", "asked_of"})
"""Keys under which a post stands."""


def _gather(
    value: object,
    at: Callable[..., Place],
    keys: tuple[str | int, ...],
    reader: Classification,
    found: list[Text],
) -> None:
    """Add the words of a value, which stands under some keys of a record, to those that were found."""
    kind: Any = type(value)
    if isinstance(value, str):
        found.append(Text(value, at, keys, reader))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _gather(item, at, (*keys, index), reader, found)
    elif names := _named(kind):
        reader = getattr(value, "classification", "public") if reader == "public" else reader
        for name in names:
            item = getattr(value, name)
            if isinstance(item, str):
                found.append(Text(item, at, (*keys, name), reader))
            elif item:  # most of what a record may hold is not there
                _gather(item, at, (*keys, name), reader, found)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _gather(item, at, (*keys, key), reader, found)


@cache
def _named(cls: Any) -> tuple[str, ...]:
    """Return the keys of a record under which words may stand; none of what is no record."""
    named = fields(cls) if is_dataclass(cls) else ()
    names = NAMES - {"outcome"} if cls in (Ask, Commitment) else NAMES  # there it is a record
    return tuple(f.name for f in named if f.name not in names)


def matches(name: str, text: Text) -> list[tuple[int, int]]:
    """Return where phrases of a list stand in a text, in capitals or not, in order."""
    return places(stems_of(name), text)


def places(stems: Stems, text: Text) -> list[tuple[int, int]]:
    """Return where any of some phrases stand in a text as it was written, as `places_in` finds them."""
    if stems.keys().isdisjoint(text.vocabulary):
        return []
    listed = possible(stems, text.vocabulary)
    return [text.written(*span) for span in places_in(listed, text.lower)] if listed else []
