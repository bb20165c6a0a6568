"""The record: what a set asks, what a body answers, and what follows from the two.

Records are frozen, and each says where it was read: `record.at("rating", "value")` is the place of
that value in its file. Two records with the same content are equal wherever they were read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal, TypeVar, dataclass_transform

from francis.errors import Place

FORMAT = 1
"""The newest `format` of the files that this version reads."""

Locate = Callable[..., Place]
"""From the keys and indexes that lead to a value, to its place in the file."""

AcceptanceValue = Literal[
    "accepted",
    "accepted in principle",
    "accepted in part",
    "not accepted",
    "under consideration",
    "not applicable",
]
ResponseStatus = Literal[
    "accepted", "accepted in principle", "accepted in part", "not accepted", "unknown"
]
Status = Literal["draft", "final"]
Part = Literal["number", "heading", "text"]


Day = datetime.date


@cache
def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts numbers as people do: 9 before 10, 1.9 before 1.10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", number)
    )


T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen record whose keys in YAML are its fields, and no others."""
    return dataclass(frozen=True)(cls)


def _nowhere(*_keys: object) -> Place:
    """Return the place of a record that was made, not read."""
    return Place("")


# What is asked: a set and its recommendations.


@record
class Theme:
    """A grouping of a set: the recommendations numbered from `first` to `last`, both included."""

    title: str
    first: str
    last: str


@record
class Item:
    """What a set, or a body's paper, calls one of its recommendations, and many of them."""

    one: str
    many: str


@record
class Set:
    """A published set of recommendations, as far as this workspace holds it."""

    format: int
    title: str
    short_title: str
    published: Day
    total: int
    item: Item
    responder: str
    acknowledgement: str
    licence: str
    licence_url: str
    source: str
    themes: tuple[Theme, ...]
    chair: str | None = None
    at: Locate = field(default=_nowhere, compare=False, repr=False)


@record
class Correction:
    """A change made to what the source prints, with the reason for it.

    `found` is what the source prints and `reads` what stands here instead; without `found` the
    source prints nothing there, and without both only the place in the source was mended.
    """

    part: Part
    why: str
    found: str | None = None
    reads: str | None = None


@record
class Response:
    """What the one to whom the set was addressed said to a recommendation."""

    status: ResponseStatus
    source: str | None = None


@record
class Recommendation:
    """One recommendation of a set; its text is Markdown in the wording of the inquiry."""

    format: int
    number: str
    heading: str
    text: str
    response: Response
    corrections: tuple[Correction, ...] = ()
    at: Locate = field(default=_nowhere, compare=False, repr=False)


# Who answers: a body, its words and its scales.


@record
class Words:
    """The words of a body's papers: `current position` and, over its column, `Current CCG position`."""

    item: Item
    position: str
    position_heading: str


@record
class Committee:
    """A committee by its full name, with the other names that papers give it."""

    name: str
    also: tuple[str, ...] = ()


@record
class Step:
    """One step of a scheme of ratings or assurances, by its key.

    `colour` is #rrggbb, always beside the word and never instead of it; None is no colour.
    """

    key: str
    word: str
    meaning: str
    colour: str | None = None


@record
class Body:
    """A body that answers, with the schemes by which its positions are rated and assured.

    `notice` is printed on every page, as for a body that does not exist.
    """

    format: int
    name: str
    short_name: str
    words: Words
    ratings: tuple[Step, ...]
    assurances: tuple[Step, ...]
    committees: tuple[Committee, ...] = ()
    notice: str | None = None
    at: Locate = field(default=_nowhere, compare=False, repr=False)


# What is answered: a year and its positions.


@record
class Year:
    """A year's stock-take: the set it answers, the day at which it is true, and whether it is final.

    `notes` are paragraphs of Markdown about the record as a whole, printed with every paper.
    """

    format: int
    set: str
    as_at: Day
    status: Status
    follows: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=_nowhere, compare=False, repr=False)


@record
class Acceptance:
    """How far the body accepts a recommendation, and where and why it decided so."""

    value: AcceptanceValue
    reason: str | None = None
    meeting: str | None = None
    date: Day | None = None


@record
class Rated:
    """A step of one of the body's schemes, by its key, with the reason for it."""

    value: str
    reason: str | None = None


@record
class Position:
    """Where a body stands against one recommendation; its text is Markdown in the body's own words.

    `incomplete` says how the text breaks off in its source, and is None for a whole text. `notes`
    are remarks on the source by those who transcribed it.
    """

    format: int
    number: str
    acceptance: Acceptance
    rating: Rated
    assurance: Rated
    text: str
    incomplete: str | None = None
    lead: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=_nowhere, compare=False, repr=False)


# All of it together.


@dataclass(frozen=True)
class Register:
    """One body's year against one set: what every paper reads.

    `recommendations` stand in the order of their numbers, and `positions` has one for each.
    """

    body_id: str
    year_id: str
    set_id: str
    body: Body
    year: Year
    set: Set
    recommendations: tuple[Recommendation, ...]
    positions: Mapping[str, Position]

    @cached_property
    def themes(self) -> tuple[tuple[Theme, tuple[Recommendation, ...]], ...]:
        """Return each theme of the set that holds recommendations, with them, in order."""
        held: dict[Theme, list[Recommendation]] = {theme: [] for theme in self.set.themes}
        themes = themes_of((r.number for r in self.recommendations), self.set.themes)
        for recommendation in self.recommendations:
            for theme in themes[recommendation.number]:
                held[theme].append(recommendation)
        return tuple((theme, tuple(those)) for theme, those in held.items() if those)

    @property
    def span(self) -> str:
        """Return the first and last number: `123–144`, or one number alone."""
        first, last = self.recommendations[0].number, self.recommendations[-1].number
        return first if first == last else f"{first}–{last}"

    def noted(self, recommendation: Recommendation) -> bool:
        """Return whether there is a note on the text of a recommendation or of its position."""
        return bool(recommendation.corrections or self.positions[recommendation.number].notes)

    @property
    def has_notes(self) -> bool:
        """Return whether there is a note on any text."""
        return any(map(self.noted, self.recommendations))

    def rating(self, position: Position) -> Step:
        """Return the step of the body's scheme at which `position` is rated."""
        return next(r for r in self.body.ratings if r.key == position.rating.value)

    def assurance(self, position: Position) -> Step:
        """Return the level of assurance that the rating of `position` is right."""
        return next(a for a in self.body.assurances if a.key == position.assurance.value)


def themes_of(numbers: Iterable[str], themes: Iterable[Theme]) -> dict[str, list[Theme]]:
    """Return the themes in whose range each number lies; they should be one.

    Numbers and themes are gone through side by side, so that the cost is that of sorting them.
    """
    result: dict[str, list[Theme]] = {}
    waiting = sorted(themes, key=lambda theme: natural(theme.first), reverse=True)
    begun: list[Theme] = []
    for number in sorted(numbers, key=natural):
        while waiting and natural(waiting[-1].first) <= natural(number):
            begun.append(waiting.pop())
        begun = [theme for theme in begun if natural(theme.last) >= natural(number)]
        result[number] = list(begun)
    return result
