"""What will be done: the action plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from francis.record.days import Day, When
from francis.record.model.base import (
    Classification,
    Evidence,
    Locate,
    Name,
    Percent,
    Rated,
    Short,
    nowhere,
    record,
)
from francis.record.model.leads import Lead, Led
from francis.record.model.own_fields import FieldValue
from francis.record.model.timing import Extension, Milestone, Repeats, Timed, ToBeSet

Outcome = Literal["closed", "business as usual", "superseded", "not pursued"]
State = Literal["overdue", "open", "completed", "verified", "closed"]
STATES: Mapping[State, str] = {
    "overdue": "Past the agreed date, and not completed.",
    "open": "Still to be done, and not overdue.",
    "completed": "Reported complete, not yet verified.",
    "verified": "Complete, and verified by a post other than the lead.",
    "closed": "No longer in the plan.",
}
"""The states of an action, and what each means."""


@record
class Progress:
    """What had been done towards an action on a day.

    `source` says who reported it, if that was written down, for those who keep the record.
    """

    date: Day
    text: str
    classification: Classification = "public"
    source: str | None = None


@record
class Verified:
    """The post that verified an action, and when; never the action's own lead."""

    by: str
    date: Day


@record
class Closure:
    """How an action left the plan."""

    outcome: Outcome
    date: Day | None = None
    reason: str | None = None


@record
class Action(Timed, Led):
    """Something that a body will do, for some recommendations or, without any, for the whole response.

    `since` is the day from which it stands in the plan. `original_due` is never overwritten: a later
    date is an extension. `short` is its description where there is little room, and `percent` is how much is done,
    where the body counts so. The classification is that of the description, the measure, the milestones, the reasons,
    the progress and the fields of its own; what can be counted is for everybody.
    """

    id: Name
    recommendations: tuple[Name, ...]
    description: str
    rating: Rated
    short: Short | None = None
    since: Day | None = None
    measure: str | None = None
    lead: tuple[Lead, ...] | str | None = None
    oversight: str | None = None
    original_due: ToBeSet | When | None = None
    extensions: tuple[Extension, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    repeats: Repeats | None = None
    progress: tuple[Progress, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    percent: Percent | None = None
    completed: Day | None = None
    verified: Verified | None = None
    closure: Closure | None = None
    fields: Mapping[Name, FieldValue] = field(default_factory=dict)
    source: str | None = None
    providers: tuple[Name, ...] = ()
    classification: Classification = "public"

    @property
    def name(self) -> str:
        """Return what it is called where there is little room."""
        return self.short or self.description

    @property
    def is_over(self) -> bool:
        """Return whether it was completed, or left the plan."""
        return self.completed is not None or self.closure is not None

    @property
    def is_given_up(self) -> bool:
        """Return whether it left the plan without having been completed."""
        return self.closure is not None and self.completed is None

    @property
    def is_settled(self) -> bool:
        """Return whether nobody has to do anything more about it, not even verify it."""
        return self.verified is not None or self.closure is not None

    @property
    def latest(self) -> Progress | None:
        """Return the progress note of the latest day; of two of one day, the one that stands last."""
        return max(reversed(self.progress), key=lambda note: note.date, default=None)

    @property
    def earlier(self) -> tuple[Progress, ...]:
        """Return the progress notes before the latest, newest first."""
        oldest_first = sorted(self.progress, key=lambda note: note.date)
        return tuple(reversed(oldest_first[:-1]))

    def state(self, as_at: Day) -> State:
        """Return the state of the action on a day; a plan is never judged by today's date."""
        if self.closure:
            return "closed"
        if self.verified:
            return "verified"
        if self.completed:
            return "completed"
        return "overdue" if self.is_past(as_at) else "open"


@record
class Plan:
    """The action plan of a year; `last_meeting` is the day on which the governing body last saw it."""

    format: int
    actions: tuple[Action, ...]
    last_meeting: Day | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)
