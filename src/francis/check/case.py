"""What a rule of the check is, and what it looks at.

A rule judges a record that can be read: whether its papers may be sent out. What keeps a file from being read
at all is found by `store`, and is no matter of opinion.
"""

from __future__ import annotations

import inspect
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from string import digits
from typing import Any, NamedTuple

from francis.errors import Level, Place
from francis.record.days import MONTHS, Day, When
from francis.record.model import Classification, Cover, Position
from francis.record.prose import plain
from francis.record.register import Register

RULE_GROUPS: Mapping[str, str] = {
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
        return _vocabulary(self.lower)

    @cached_property
    def digits(self) -> int:
        """Return how many digits it has."""
        return sum(map(self.words.count, digits))

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
    """What rules look at: a body's year, and whether there is a file at a path from the workspace's root."""

    register: Register
    is_file: Callable[[str], bool]

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """Return the positions, by number."""
        register = self.register
        return tuple(register.positions[r.number] for r in register.recommendations)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Return all words of the year: of its positions by number, its papers, its plan, and its own."""
        register = self.register
        spoken = (text for speech in self.speeches for text in speech.texts)
        rest = (text for record in (register.plan, register.year) for text in texts_of(record))
        return (*spoken, *rest)

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


def texts_of(record: Any) -> list[Text]:
    """Return the words of a record and of all that it holds, with their classification."""
    found: list[Text] = []
    _gather(record, record.at, (), "public", found)
    return found


NAMES = frozenset(
    {
        *("at", "format", "set", "follows", "answers", "id", "number", "key", "recommendations"),
        *("value", "status", "kind", "outcome", "purposes", "session", "classification"),
    }
)
"""Keys whose values are no words of anybody, but names of things."""
POSTS = frozenset({"lead", "approved_by", "by"})
"""Keys under which a post stands."""


def _gather(
    value: object,
    at: Callable[..., Place],
    keys: tuple[str | int, ...],
    reader: Classification,
    found: list[Text],
) -> None:
    """Add the words of a value, which stands under some keys of a record, to those that were found."""
    if isinstance(value, str):
        found.append(Text(value, at, keys, reader))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _gather(item, at, (*keys, index), reader, found)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _gather(item, at, (*keys, key), reader, found)
    elif is_dataclass(value):
        reader = getattr(value, "classification", "public") if reader == "public" else reader
        kind: Any = type(value)
        for name in _named(kind):
            _gather(getattr(value, name), at, (*keys, name), reader, found)


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
    def summary(self) -> str:
        """Return what it finds, in its first sentence."""
        return " ".join(self.about.partition("\n\n")[0].split())

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
    from francis.record.reading.nodes import compose, plain_value

    file = Path(__file__).with_name("phrases.yaml")
    read: Mapping[str, Any] = plain_value(compose(file.read_text(encoding="utf-8")))
    return read


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(map(bare, phrases()[name]))


def bare(words: str) -> str:
    """Return words without capitals, on one line, with straight apostrophes: as they are compared."""
    return " ".join(words.lower().replace("’", "'").split())


def matches(name: str, text: Text) -> list[tuple[int, int]]:
    """Return where phrases of a list stand in a text, in capitals or not, in order."""
    if text.vocabulary.isdisjoint(_stems(name)):
        return []
    return places(_listed(name), text)


@cache
def _stems(name: str) -> frozenset[str]:
    """Return few words of which every phrase of a list has one: a text without any has no phrase."""
    left, stems = {phrase: _vocabulary(phrase) for phrase in _listed(name)}, set()
    while left:
        words = Counter(word for held in left.values() for word in held)
        stem = max(words, key=lambda word: (len(word) > 3, words[word], len(word), word))
        stems.add(stem)
        left = {phrase: held for phrase, held in left.items() if stem not in held}
    return frozenset(stems)


def _vocabulary(lower: str) -> frozenset[str]:
    """Return the words of what `bare` returned; a sign parts them, as it does for `places_in`."""
    return frozenset(re.findall(r"\w+", lower))


def places(listed: Iterable[str], text: Text) -> list[tuple[int, int]]:
    """Return where any of some phrases stand in a text as it was written, as `places_in` finds them."""
    return [text.written(*span) for span in places_in(listed, text.lower)]


def says(name: str, words: str) -> bool:
    """Return whether a phrase of a list stands in some words."""
    return bool(places_in(_listed(name), bare(words)))


def places_in(listed: Iterable[str], lower: str) -> list[tuple[int, int]]:
    """Return where any of some phrases stand as whole words, in order, each by its begin and end.

    Phrases and words are written as `bare` returns them. Of two phrases that overlap the first stands, and
    the longer of two that begin together.
    """
    found = []
    for phrase in listed:
        begin = lower.find(phrase)  # many times faster than a pattern of all phrases
        while begin >= 0:
            end = begin + len(phrase)
            if not (_is_in_word(lower, begin - 1) or _is_in_word(lower, end)):
                found.append((begin, -end))
            begin = lower.find(phrase, end)
    kept: list[tuple[int, int]] = []
    last = 0
    for begin, end in sorted(found):
        if begin >= last:
            last = -end
            kept.append((begin, last))
    return kept


def _is_in_word(text: str, offset: int) -> bool:
    return 0 <= offset < len(text) and (text[offset].isalnum() or text[offset] == "_")


@cache
def ending() -> re.Pattern[str]:
    """Return what ends a sentence: a stop, unless of an abbreviation, a paragraph, or a point of a list."""
    shortened = "".join(rf"(?<!\b{re.escape(word)})" for word in phrases()["abbreviations"])
    return re.compile(
        r"[.!?;:\n](?:"  # begun with what the engine can look for by itself
        rf"(?<!\n)(?=[\s”’\"')*]){shortened}|(?<=\n)[^\S\n]*\n|(?<=\n)(?=[^\S\n]*(?:[-+*]|[0-9]+[.)])\s))"
    )


BEFORE_A_POINT = frozenset("-+*" + digits)
"""The signs with which a point of a list may begin."""
_POINT = re.compile(r"\s*(?:[-+*]|[0-9]+[.)])\s+")
_NUMBER = re.compile(r"\s*[0-9]{1,9}\.")
"""What begins a point of a numbered list, and ends with a stop."""


def sentences(words: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the offset at which it begins, on one line and without marks."""
    begin = 0
    for end in (*(found.end() for found in ending().finditer(words)), len(words)):
        if end - begin < 12 and _NUMBER.fullmatch(words, begin, end):
            continue
        written = words[begin:end].lstrip()
        point = _POINT.match(written) if written[:1] in BEFORE_A_POINT else None
        if told := plain(written[point.end() :] if point else written):
            yield end - len(written), told
        begin = end


DATE = re.compile(
    rf"(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"\b(?P<month>{'|'.join(MONTHS)}),?\s+(?P<year>\d{{4}})(?!\d)"
    r"|(?<![\d-])(?P<iso>\d{4}-\d{2}(?:-\d{2})?)(?![\d-])"
)
"""A day, or a month of a year, as people write it or as the record does."""


def stated_date(found: re.Match[str]) -> When | None:
    """Return the day or month that `DATE` found; None if there is none such."""
    if found["iso"]:
        year, month, *days = map(int, found["iso"].split("-"))
    else:
        year, month = int(found["year"]), MONTHS.index(found["month"]) + 1
        days = [int(found["day"])] if found["day"] else []
    try:
        return When(Day(year, month, days[0])) if days else When.of_month(year, month)
    except ValueError:
        return None


def short(words: str) -> str:
    """Return words short enough to be quoted in a message."""
    told = " ".join(words.split())
    return f"“{told if len(told) <= 80 else told[:77].rstrip() + '…'}”"
