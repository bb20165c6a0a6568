"""When an action is due: its first date, and how and why that was moved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Literal

from francis.record.days import Day, When, day_in_words, days_in_words, months_after
from francis.record.prose import NOT_STATED

ExtensionFate = Literal["approved", "requested", "not approved"]
Interval = Literal["week", "fortnight", "month", "quarter", "half-year", "year"]

_WEEKS: Mapping[Interval, int] = {"week": 1, "fortnight": 2}
_MONTHS: Mapping[Interval, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class ToBeSet:
    """A date that nobody has set yet, and the day by which that is to be done."""

    to_be_set_by: Day


@dataclass(frozen=True)
class Extension:
    """Another date requested for an action, later or earlier; it applies once somebody has approved it."""

    due: When
    reason: str | None = None
    asked_on: Day | None = None
    approved_by: str | None = None
    approved_on: Day | None = None


@dataclass(frozen=True)
class Milestone:
    """A step on the way of an action: what is to be reached, when, and when it was met."""

    what: str
    due: When
    met: Day | None = None


@dataclass(frozen=True)
class Repeats:
    """How often an action is to be done again, until when, and the days on which it was.

    Its turns are the first due date of the action and, from there, one in every interval.
    """

    every: Interval
    until: When | None = None
    done: tuple[Day, ...] = ()

    def turn(self, first: When, number: int) -> When | None:
        """Return a turn, counted from 0, or None if there are not so many."""
        try:
            if self.every in _WEEKS:
                days = 7 * _WEEKS[self.every] * number
                turn = When(first.last + timedelta(days)) if number else first
            else:
                turn = months_after(first, _MONTHS[self.every] * number)
        except (ValueError, OverflowError):
            return None
        return None if self.until and turn.last > self.until.last else turn


@lru_cache(1000)
def next_number(repeats: Repeats, first: When) -> int:
    """Return how many turns were kept or passed over: the number of the next one, counted from 0.

    The definition is that of docs/the-record.md, “Turns of an action that repeats”.
    """
    number = 0
    for day in sorted(repeats.done):
        turn = repeats.turn(first, number)
        if turn is None:
            break
        before = repeats.turn(first, number - 1) if number else None
        if day > turn.last:
            number = _nearest(repeats, first, number, day) + 1
        elif before is None or day > before.last:
            number += 1
    return number


def _nearest(repeats: Repeats, first: When, number: int, day: Day) -> int:
    """Return the turn that is nearest to a day after the turn `number`; of two, the earlier."""
    near = turn = repeats.turn(first, number)
    while near and (turn := repeats.turn(first, number + 1)) and turn.last <= day:
        number, near = number + 1, turn
    if near and turn and turn.last - day < day - near.last:
        number += 1
    return number


def due_in_words(
    due: ToBeSet | When | None, day: Callable[[Day | When], str] = day_in_words
) -> str:
    """Return a due date as papers print it: 6 February 2013, or what is known in its place."""
    if isinstance(due, ToBeSet):
        return f"to be set by {day(due.to_be_set_by)}"
    return NOT_STATED if due is None else day(due)


def when_in_words(when: When | None, day: Callable[[Day | When], str] = day_in_words) -> str:
    """Return when something happened, as papers print it: 6 February 2013, April 2013, date not stated."""
    return f"date {NOT_STATED}" if when is None else day(when)


def on_in_words(when: When | None, day: Callable[[When], str] = day_in_words) -> str:
    """Return the same for a sentence: on 6 February 2013, in April 2013, on a day that is not stated."""
    if when is None:
        return f"on a day that is {NOT_STATED}"
    return f"{'on' if when.span == 'day' else 'in'} {day(when)}"


def due_phrase(due: ToBeSet | When | None, day: Callable[[Day | When], str]) -> str:
    """Return when something is due: “due 6 February 2013”; of a date that is not set, by when it is to be."""
    return f"{'date' if isinstance(due, ToBeSet) else 'due'} {due_in_words(due, day)}"


class Timed(ABC):
    """What follows from the dates of an action, which the record `Action` holds."""

    original_due: ToBeSet | When | None
    extensions: tuple[Extension, ...]
    milestones: tuple[Milestone, ...]
    repeats: Repeats | None

    @property
    @abstractmethod
    def is_over(self) -> bool:
        """Return whether it was completed, or left the plan."""

    @property
    def first_due(self) -> When | None:
        """Return the original date, if there is one that is set."""
        return None if isinstance(self.original_due, ToBeSet) else self.original_due

    @property
    def due(self) -> When | None:
        """Return the current due date: the last that was approved, or the original one.

        Of an action that repeats it is the next turn; once there is none, the last.
        """
        if self.repeats and self.first_due:
            last = self.repeats.turn(self.first_due, next_number(self.repeats, self.first_due) - 1)
            return self.next_turn or last
        return next((e.due for e in reversed(self.extensions) if e.approved_by), self.first_due)

    @property
    def next_turn(self) -> When | None:
        """Return the turn that is to be done next, if the action repeats and has one."""
        if self.repeats is None or self.first_due is None:
            return None
        return self.repeats.turn(self.first_due, next_number(self.repeats, self.first_due))

    @property
    def has_had_its_turns(self) -> bool:
        """Return whether the action repeats and has no turn any more."""
        dated = self.repeats is not None and self.first_due is not None
        return dated and self.next_turn is None

    def is_past(self, as_at: Day) -> bool:
        """Return whether its due date lies before a day, and something was due then."""
        due = None if self.has_had_its_turns else self.due
        return due is not None and due.last < as_at

    @property
    def turns_in_words(self) -> str:
        """Return how an action repeats: every quarter; last done 20 June 2015; next by 30 September 2015."""
        if self.repeats is None:
            return ""
        until = f" until {day_in_words(self.repeats.until)}" if self.repeats.until else ""
        last = max(self.repeats.done, default=None)
        done = f"last done {day_in_words(last)}" if last else "not yet done"
        ahead = f"next by {day_in_words(self.next_turn)}" if self.next_turn else ""
        if self.has_had_its_turns:
            ahead = "no turn is left"
        parts = (f"every {self.repeats.every}{until}", done, "" if self.is_over else ahead)
        return "; ".join(filter(None, parts))

    @property
    def due_stated(self) -> ToBeSet | When | None:
        """Return the current due date as papers state it, or by when it is to be set."""
        return self.due or self.original_due

    def due_before(self, place: int) -> When | None:
        """Return the due date that applied before the extension at a place of the list, counted from 0."""
        earlier = self.extensions[:place]
        return next((e.due for e in reversed(earlier) if e.approved_by), self.first_due)

    def is_forward(self, extension: Extension) -> bool:
        """Return whether one of its extensions brings the date forward, and so extends nothing."""
        before = self.due_before(self.extensions.index(extension))
        return before is not None and extension.due.last < before.last

    @property
    def times_extended(self) -> int:
        """Return how many extensions were approved; a date brought forward is none."""
        return sum(e.approved_by is not None and not self.is_forward(e) for e in self.extensions)

    @property
    def moves(self) -> tuple[tuple[When | None, Extension], ...]:
        """Return each approved extension or date brought forward with the date before it, in their order."""
        approved = [extension for extension in self.extensions if extension.approved_by]
        return tuple(zip((self.first_due, *(e.due for e in approved)), approved, strict=False))

    @property
    def waiting(self) -> Extension | None:
        """Return the other date waiting for a decision, unless the action is completed or closed."""
        waiting = [e for e in self.extensions if e.approved_by is None]
        return waiting[-1] if waiting and not self.is_over else None

    @property
    def asked(self) -> Extension | None:
        """Return the extension waiting for a decision; a date to be brought forward is none."""
        return None if self.waiting is None or self.is_forward(self.waiting) else self.waiting

    def fate(self, extension: Extension) -> ExtensionFate:
        """Return what became of one of its extensions; one that nobody approved may still wait."""
        if extension.approved_by:
            return "approved"
        return "requested" if extension == self.waiting else "not approved"

    def is_missed(self, milestone: Milestone, as_at: Day) -> bool:
        """Return whether one of its milestones should have been met before a day, and can still be."""
        return milestone.met is None and milestone.due.last < as_at and not self.is_over

    def milestone_in_words(
        self, milestone: Milestone, as_at: Day, day: Callable[[Day | When], str] = day_in_words
    ) -> str:
        """Return when one of its milestones is due, and how it stands on a day."""
        due, late = f"due {day(milestone.due)}", (as_at - milestone.due.last).days
        if milestone.met:
            late = (milestone.met - milestone.due.last).days
            met = f"{due}; met {day(milestone.met)}"
            return f"{met}, {days_in_words(late)} late" if late > 0 else met
        if self.is_missed(milestone, as_at):
            return f"{due}; not met, {days_in_words(late)} overdue"
        return f"{due}; not met" if self.is_over else due
