"""When an action is due: its first date, and how and why that was moved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from francis.record.days import Day, When, day_in_words, days_in_words
from francis.record.prose import NOT_STATED

ExtensionFate = Literal["approved", "requested", "not approved"]


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


def due_in_words(
    due: ToBeSet | When | None, day: Callable[[Day | When], str] = day_in_words
) -> str:
    """Return a due date as papers print it: 6 February 2013, or what is known in its place."""
    if isinstance(due, ToBeSet):
        return f"to be set by {day(due.to_be_set_by)}"
    return NOT_STATED if due is None else day(due)


def due_phrase(due: ToBeSet | When | None, day: Callable[[Day | When], str]) -> str:
    """Return when something is due: “due 6 February 2013”; of a date that is not set, by when it is to be."""
    return f"{'date' if isinstance(due, ToBeSet) else 'due'} {due_in_words(due, day)}"


class Timed(ABC):
    """What follows from the dates of an action, which the record `Action` holds."""

    original_due: ToBeSet | When | None
    extensions: tuple[Extension, ...]
    milestones: tuple[Milestone, ...]

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
        """Return the current due date: the last that was approved, or the original one."""
        return next((e.due for e in reversed(self.extensions) if e.approved_by), self.first_due)

    @property
    def due_stated(self) -> ToBeSet | When | None:
        """Return the current due date as papers state it, or by when it is to be set."""
        return self.due or self.original_due

    def due_before(self, extension: Extension) -> When | None:
        """Return the due date that applied before one of its extensions."""
        earlier = self.extensions[: self.extensions.index(extension)]
        return next((e.due for e in reversed(earlier) if e.approved_by), self.first_due)

    def is_forward(self, extension: Extension) -> bool:
        """Return whether one of its extensions brings the date forward, and so extends nothing."""
        before = self.due_before(extension)
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
