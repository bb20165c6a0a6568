"""Commitments: where each was made, in which years, and what has become of it by a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from francis.record.days import Day
from francis.record.model import Action, Commitment, FulfilmentValue, Position
from francis.record.model.cover import Cover


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


class _Year(Protocol):
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


def promises_of(year: _Year) -> tuple[Promise, ...]:
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


def made_by(years: Sequence[_Year]) -> dict[MadeIn, Promise]:
    """Return every commitment of some years, the earliest of which is first, as it was made last.

    Those that the last year does not repeat come first, by their year.
    """
    found: dict[MadeIn, Promise] = {}
    for year in reversed(years):
        name = None if year is years[-1] else year.year_id
        fresh = {k: p._replace(year=name) for k, p in year.said.items() if k not in found}
        found = fresh | found
    return found
