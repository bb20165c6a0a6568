"""Figures: every number that a paper may print from a record, and the names that narratives use for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple, Protocol, TypeVar, get_args

from francis.record.days import Day
from francis.record.model import (
    AcceptanceStep,
    Action,
    Body,
    Commitment,
    FulfilmentValue,
    Position,
    State,
    Step,
)
from francis.record.model.cover import Cover
from francis.record.model.schemes import acceptances_of, usual_acceptances

K = TypeVar("K")


class Fulfilment(NamedTuple):
    """What became of a commitment by a day.

    `days_late` is for how many days it is late, or was when it was kept; otherwise 0. `reason` and `by`
    say why it was replaced or withdrawn, and what replaced it.
    """

    value: FulfilmentValue
    days_late: int = 0
    reason: str | None = None
    by: str | None = None


def fulfilment_of(
    commitment: Commitment, find: Callable[[str], Action | None], as_at: Day
) -> Fulfilment:
    """Return what has become of a commitment by a day.

    An outcome that is written down decides. Otherwise it is judged by its actions, each of which
    must be there and not be given up, unless another takes the place of one that is superseded.
    Closing an action keeps nothing. Done after its date it is kept late; a continuing one is being
    kept until its time is over, unless an action is late.
    """
    ended = commitment.outcome
    if ended and (ended.on is None or ended.on <= as_at):
        return Fulfilment(ended.value, reason=ended.reason, by=ended.by)
    named = [find(name) for name in commitment.actions]
    given_up = [a for a in named if a is not None and a.is_given_up]
    answers = [a for a in named if a is not None and not a.is_given_up]
    superseded = all(a.closure and a.closure.outcome == "superseded" for a in given_up)
    if not answers or None in named or not superseded:
        return Fulfilment("no action")
    dates = (a.next_turn if a.repeats else a.first_due for a in answers)
    holds, planned = commitment.due, [date for date in dates if date]
    continuing = commitment.kind == "continuing"
    due = holds if holds and not continuing else max(planned, default=None)
    done = [action.completed for action in answers if action.completed]
    if len(done) < len(answers) and due and due.last < as_at:
        return Fulfilment("late", (as_at - due.last).days)
    if continuing and (holds is None or holds.last >= as_at):
        return Fulfilment("being kept")
    if len(done) < len(answers):
        return Fulfilment("on the way")
    return Fulfilment("kept", max((max(done) - due.last).days, 0) if due else 0)


MadeIn = tuple[str | None, str, str]
"""Where a commitment is made, and in which words: the number of a position or None, the kind of paper or "", the text."""


class Promise(NamedTuple):
    """A commitment and where it was made: the number of a position, or the name of a paper.

    `place` counts the commitments of that position or paper from 1. `year` is the earlier year in which
    it was made last, if the year at hand does not repeat it.
    """

    commitment: Commitment
    number: str | None = None
    paper: str | None = None
    place: int = 1
    year: str | None = None

    @property
    def key(self) -> str:
        """Return its unique key: `7/1`, `board-report/2`, or `2013/7/1` of an earlier year."""
        earlier = f"{self.year}/" if self.year else ""
        return f"{earlier}{self.number or self.paper}/{self.place}"


class _Making(Protocol):
    """What is asked of a year that makes commitments."""

    @property
    def year_id(self) -> str: ...
    @property
    def numbers(self) -> tuple[str, ...]: ...
    @property
    def positions(self) -> Mapping[str, Position]: ...
    @property
    def covers(self) -> Mapping[str, Cover]: ...
    @property
    def said(self) -> Mapping[MadeIn, Promise]: ...


def promises_of(year: _Making) -> tuple[Promise, ...]:
    """Return every commitment of one year: of the positions by number, then of the papers."""
    return (
        *(
            Promise(commitment, number=number, place=place)
            for number in year.numbers
            for place, commitment in enumerate(year.positions[number].commitments, 1)
        ),
        *(
            Promise(commitment, paper=name, place=place)
            for name, cover in year.covers.items()
            for place, commitment in enumerate(cover.commitments, 1)
        ),
    )


def made_by(years: Sequence[_Making]) -> dict[MadeIn, Promise]:
    """Return every commitment of some years, the earliest of which is first, as it was made last.

    Those that the last year does not repeat come first, by their year.
    """
    found: dict[MadeIn, Promise] = {}
    for year in reversed(years):
        name = None if year is years[-1] else year.year_id
        fresh = {k: p._replace(year=name) for k, p in year.said.items() if k not in found}
        found = fresh | found
    return found


class Unknown(NamedTuple):
    """Of how many, among how many, something is not known: no date, no rating, no assurance, no text."""

    number: int
    among: int


UnknownKind = Literal["dates", "ratings", "action_ratings", "assurances", "texts"]


@dataclass(frozen=True)
class Exceptions:
    """What the governing body must be told separately; each kind in the order of the record."""

    rated: tuple[Position, ...]
    """Positions rated at a step that is an exception."""
    actions_rated: tuple[Action, ...]
    """Open actions rated at a step that is an exception."""
    overdue: tuple[Action, ...]
    extended: tuple[Action, ...]
    """Open actions extended `OFTEN` times or more."""
    assured: tuple[Position, ...]
    """Positions whose assurance is an exception."""
    stale: tuple[Action, ...]
    """Open actions without progress for too long."""
    unplanned: tuple[Promise, ...]
    """Commitments with no action, of this year and of earlier ones."""

    @property
    def total(self) -> int:
        """Return how many positions, actions and commitments there are; one of two kinds counts once."""
        positions = {p.number for p in (*self.rated, *self.assured)}
        actions = {a.id for a in (*self.actions_rated, *self.overdue, *self.extended, *self.stale)}
        return len(positions) + len(actions) + len(self.unplanned)


@dataclass(frozen=True)
class Counts:
    """Every figure of a register that a paper may print; there is no other count of the record.

    The mappings hold every value of their scheme, in its order, also those that nobody has.
    """

    positions: int
    acceptance: Mapping[str, int]
    ratings: Mapping[str, int]
    assurances: Mapping[str, int]
    actions: int
    action_ratings: Mapping[str, int]
    states: Mapping[State, int]
    undated: int
    leaderless: int
    due_soon: int
    asked: int
    newly_completed: int
    exceptions: Exceptions
    promises: int
    """All commitments made so far, each once: see `Register.made`."""
    fulfilments: Mapping[FulfilmentValue, int]
    open_actions: int
    for_review: int
    carried: int
    concerns: int
    on_course: int
    less_sure: int
    unknown: Mapping[UnknownKind, Unknown]
    """What is not known, and of what therefore nothing can be said: see `figures`."""

    @cached_property
    def figures(self) -> dict[str, int]:
        """Return the figures by the names under which a narrative uses them: see `figure_names`."""
        exceptions = self.exceptions
        return {
            **_named("", self.acceptance),
            **{rating_name(key): n for key, n in self.ratings.items()},
            **_named("assurance_", self.assurances),
            **{rating_name(key, "actions_"): n for key, n in self.action_ratings.items()},
            **_named("actions_", self.states),
            "positions": self.positions,
            "actions": self.actions,
            "actions_without_date": self.undated,
            "actions_without_lead": self.leaderless,
            "due_soon": self.due_soon,
            "extensions_asked": self.asked,
            "newly_completed": self.newly_completed,
            "promises": self.promises,
            **_named("commitments_", self.fulfilments),
            "open_actions": self.open_actions,
            "for_review": self.for_review,
            "carried": self.carried,
            "concerns": self.concerns,
            "on_course": self.on_course,
            "less_sure": self.less_sure,
            **{_UNKNOWN_NAMES[kind]: of.number for kind, of in self.unknown.items()},
            "unplanned": len(exceptions.unplanned),
            "extended_often": len(exceptions.extended),
            "without_progress": len(exceptions.stale),
            "actions_of_concern": len(exceptions.actions_rated),
            "exceptions": exceptions.total,
        }


def figure_name(key: str, prefix: str = "") -> str:
    """Return the name of the figure that counts `key`: `not rated` of `actions_` is `actions_not_rated`."""
    return prefix + re.sub(r"[^0-9a-z]+", "_", key.lower())


def rating_name(key: str, prefix: str = "") -> str:
    """Return the name of the figure that counts the rating `key`: `green`, or `actions_green` of `actions_`.

    A rating called like another figure is counted under a name that says so: `actions_rated_completed`.
    """
    name = figure_name(key, prefix)
    return figure_name(key, f"{prefix}rated_") if name in _names_of_others() else name


_DUE_BY = "due_by_"


def due_by_name(day: Day) -> str:
    """Return the name of the figure that counts what is due by a day: `due_by_2015_04_24`."""
    return _DUE_BY + day.isoformat().replace("-", "_")


def due_by_day(name: str) -> Day | None:
    """Return the day up to which a figure of this name counts; None if it is another figure."""
    if not re.fullmatch(rf"{_DUE_BY}[0-9]{{4}}_[0-9]{{2}}_[0-9]{{2}}", name):
        return None
    try:
        return Day.fromisoformat(name.removeprefix(_DUE_BY).replace("_", "-"))
    except ValueError:
        return None


def _named(prefix: str, counts: Mapping[K, int]) -> dict[str, int]:
    """Return counts by the names of their figures."""
    return {figure_name(str(key), prefix): n for key, n in counts.items()}


def figure_names(body: Body) -> frozenset[str]:
    """Return the names of the figures that a narrative of this body may use."""
    return _names(acceptances_of(body), body.ratings, body.assurances)


@cache
def fixed_figures() -> frozenset[str]:
    """Return the names of the figures that every body has, whatever its schemes."""
    return _names((), (), ())


@cache
def _names_of_others() -> frozenset[str]:
    """Return the names of the figures that are no ratings, of a body with the usual words for acceptance."""
    return _names(usual_acceptances(), (), ())


def _names(
    acceptances: tuple[AcceptanceStep, ...], ratings: tuple[Step, ...], assured: tuple[Step, ...]
) -> frozenset[str]:
    """Return the names of all figures of a body with these schemes."""
    nothing = Exceptions((), (), (), (), (), (), ())
    scheme, states = dict.fromkeys(keys_of(ratings), 0), dict.fromkeys(get_args(State), 0)
    acceptance = dict.fromkeys(keys_of(acceptances), 0)
    assurances = dict.fromkeys(keys_of(assured), 0)
    fates = dict.fromkeys(get_args(FulfilmentValue), 0)
    unknown = dict.fromkeys(_UNKNOWN_NAMES, Unknown(0, 0))
    counts = Counts(
        0,
        acceptance,
        scheme,
        assurances,
        0,
        scheme,
        states,
        0,
        0,
        0,
        0,
        0,
        nothing,
        0,
        fates,
        0,
        0,
        0,
        0,
        0,
        0,
        unknown,
    )
    return frozenset(counts.figures)


_UNKNOWN_NAMES: Mapping[UnknownKind, str] = {
    "dates": "open_without_date",
    "ratings": "unrated",
    "action_ratings": "open_unrated",
    "assurances": "unassessed",
    "texts": "unwritten",
}

FIGURE = re.compile(r"\{\{\s*counts\.(\w+)\s*\}\}")
"""How a narrative names a figure of the record: `{{ counts.not_rated }}`."""


def keys_of(steps: Iterable[Step | AcceptanceStep]) -> tuple[str, ...]:
    """Return the keys of a scheme's steps, in its order."""
    return tuple(step.key for step in steps)


def count_each(values: Iterable[K], scheme: Iterable[K]) -> dict[K, int]:
    """Count how often each value of a scheme occurs, in the scheme's order."""
    counted = Counter(values)
    return {value: counted[value] for value in scheme}
