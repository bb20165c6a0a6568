"""What changed between two registers of one body: two years, or two revisions of one year.

A change holds the record as it was and as it is, and says from the two what happened. So comparing the
other way round gives the same changes with old and new exchanged, and comparing a register with itself
gives none. Nothing here knows of git, or that one register is a year after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from francis.changes.record_files import FileChange, files_between
from francis.changes.wording import Block, blocks_between
from francis.record.days import Day, When
from francis.record.figures import Fulfilment, Promise, figure_name
from francis.record.model import (
    Action,
    Body,
    Commitment,
    Evidence,
    Extension,
    FulfilmentValue,
    Position,
    Progress,
    Recommendation,
    Step,
    Year,
    said,
)
from francis.record.model.schemes import Direction, direction
from francis.record.numbers import natural, sorting
from francis.record.register import Register

T = TypeVar("T")
R = TypeVar("R")


class Move(NamedTuple, Generic[T]):
    """A value as it was and as it is."""

    old: T
    new: T


def _move(old: T, new: T) -> Move[T] | None:
    return None if old == new else Move(old, new)


@dataclass(frozen=True)
class RecommendationChange:
    """A recommendation that is new, was withdrawn, or whose national text changed."""

    number: str
    old: Recommendation | None
    new: Recommendation | None

    @property
    def heading(self) -> str:
        """Return its heading, the newer one if there are two."""
        return next(r.heading for r in (self.new, self.old) if r is not None)

    @property
    def text(self) -> tuple[Block, ...]:
        """Return how its text changed, block by block."""
        return blocks_between(self.old.text if self.old else "", self.new.text if self.new else "")


SchemeName = Literal["ratings", "assurances"]
"""A body's scheme, by its key."""


def _steps(bodies: Move[Body], scheme: SchemeName, keys: Move[str] | None) -> Move[Step] | None:
    """Return the steps that two keys name, each in the scheme of its time."""
    if keys is None:
        return None
    old, new = (
        next(step for step in getattr(body, scheme) if step.key == key)
        for body, key in zip(bodies, keys, strict=True)
    )
    return Move(old, new)


@dataclass(frozen=True)
class PositionChange:
    """A position that is new, is gone, or says something else than before.

    `bodies` are the body before and after, whose schemes say what its ratings mean.
    """

    number: str
    old: Position | None
    new: Position | None
    bodies: Move[Body]

    def _moved(self, value: Callable[[Position], T]) -> Move[T] | None:
        if self.old is None or self.new is None:
            return None
        return _move(value(self.old), value(self.new))

    @property
    def acceptance(self) -> Move[str] | None:
        """Return how far it was and is accepted, if that changed."""
        return self._moved(lambda position: position.acceptance.value)

    @property
    def lead(self) -> Move[str | None] | None:
        """Return the post that led and the one that leads, if it changed."""
        return self._moved(lambda position: position.led_by)

    @property
    def rating(self) -> Move[Step] | None:
        """Return the steps at which it was and is rated, if they differ."""
        return self._step("ratings", lambda position: position.rating.value)

    @property
    def assurance(self) -> Move[Step] | None:
        """Return the levels of assurance that it had and has, if they differ."""
        return self._step("assurances", lambda position: position.assurance.value)

    def _step(self, scheme: SchemeName, key: Callable[[Position], str]) -> Move[Step] | None:
        return _steps(self.bodies, scheme, self._moved(key))

    @property
    def rating_direction(self) -> Direction | None:
        """Return which way the rating moved."""
        return self._direction(self.rating, "ratings")

    @property
    def assurance_direction(self) -> Direction | None:
        """Return which way the assurance moved."""
        return self._direction(self.assurance, "assurances")

    def _direction(self, steps: Move[Step] | None, scheme: SchemeName) -> Direction | None:
        return steps and direction(steps, [getattr(body, scheme) for body in self.bodies])

    @cached_property
    def text(self) -> tuple[Block, ...]:
        """Return how the text changed, block by block; nothing if it did not."""
        old, new = (position.text if position else "" for position in (self.old, self.new))
        return blocks_between(old, new) if old != new else ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return which of acceptance, rating and assurance are what they were, for another reason."""
        if self.old is None or self.new is None:
            return ()
        return tuple(
            name
            for name in ("acceptance", "rating", "assurance")
            if (old := getattr(self.old, name)) != (new := getattr(self.new, name))
            and old.value == new.value
        )

    @property
    def evidence(self) -> Move[tuple[Evidence, ...]]:
        """Return the evidence that was removed, and that which was added."""
        return _evidence(self.old, self.new)

    @property
    def commitments(self) -> Move[tuple[Commitment, ...]]:
        """Return the commitments that were dropped, and those that are new, by their words."""
        old, new = (p.commitments if p else () for p in (self.old, self.new))
        words = Move({c.text for c in old}, {c.text for c in new})
        return Move(
            tuple(c for c in old if c.text not in words.new),
            tuple(c for c in new if c.text not in words.old),
        )


def _exchanged(old: tuple[T, ...], new: tuple[T, ...]) -> Move[tuple[T, ...]]:
    """Return what only the old has, and what only the new has."""
    return Move(tuple(i for i in old if i not in new), tuple(i for i in new if i not in old))


def _evidence(
    old: Position | Action | None, new: Position | Action | None
) -> Move[tuple[Evidence, ...]]:
    return _exchanged(old.evidence if old else (), new.evidence if new else ())


Event = Literal[
    "new",
    "gone",
    "completed",
    "verified",
    "closed",
    "reopened",
    "no longer verified",
    "overdue",
    "no longer overdue",
    "extended",
    "extension withdrawn",
    "brought forward",
    "no longer brought forward",
]
"""What happened to an action. Each has its mirror, which happened if one looks the other way round."""
MIRROR: dict[Event, Event] = {
    "new": "gone",
    "completed": "reopened",
    "closed": "reopened",
    "verified": "no longer verified",
    "overdue": "no longer overdue",
    "extended": "extension withdrawn",
    "brought forward": "no longer brought forward",
}


@dataclass(frozen=True)
class ActionChange:
    """An action that is new, is gone, or of which something was written anew.

    `days` are those at which the two registers are true, and `bodies` the body before and after.
    """

    id: str
    old: Action | None
    new: Action | None
    days: Move[Day]
    bodies: Move[Body]

    @property
    def rating(self) -> Move[Step] | None:
        """Return the steps at which it was and is rated, if they differ."""
        if self.old is None or self.new is None:
            return None
        keys = _move(self.old.rating.value, self.new.rating.value)
        return _steps(self.bodies, "ratings", keys)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Return what happened to it, in the order of `Event`."""
        old, new = self.old, self.new
        if new is None:
            return ("gone",)
        if old is None:
            return ("new", *self._at_once(new))
        was, is_now = old.state(self.days.old), new.state(self.days.new)
        done, undone = ("completed", "verified", "closed"), ("open", "overdue")
        held: dict[Event, bool] = {
            "completed": new.completed is not None and old.completed is None,
            "verified": new.verified is not None and old.verified is None,
            "closed": new.closure is not None and old.closure is None,
            "reopened": was in done and is_now in undone,
            "no longer verified": old.verified is not None and new.verified is None,
            "overdue": is_now == "overdue" and was != "overdue",
            "no longer overdue": was == "overdue" and is_now != "overdue",
            "extended": any(not new.is_forward(e) for e in self.extensions.new),
            "extension withdrawn": any(not old.is_forward(e) for e in self.extensions.old),
            "brought forward": any(map(new.is_forward, self.extensions.new)),
            "no longer brought forward": any(map(old.is_forward, self.extensions.old)),
        }
        return tuple(event for event, happened in held.items() if happened)

    def _at_once(self, new: Action) -> Iterator[Event]:
        """Yield what happened to an action in the time in which it came into the plan."""
        if new.completed:
            yield "completed"
        if new.verified:
            yield "verified"
        if new.closure:
            yield "closed"
        if new.state(self.days.new) == "overdue":
            yield "overdue"
        if any(not new.is_forward(e) for e in self.extensions.new):
            yield "extended"
        if any(map(new.is_forward, self.extensions.new)):
            yield "brought forward"

    @property
    def extensions(self) -> Move[tuple[Extension, ...]]:
        """Return the approved extensions and dates brought forward that are gone, and those that are new."""
        old, new = (
            tuple(e for e in action.extensions if e.approved_by) if action else ()
            for action in (self.old, self.new)
        )
        return _exchanged(old, new)

    @property
    def progress(self) -> tuple[Progress, ...]:
        """Return the notes that are new."""
        return _exchanged(
            self.old.progress if self.old else (), self.new.progress if self.new else ()
        ).new

    @property
    def evidence(self) -> Move[tuple[Evidence, ...]]:
        """Return the evidence that was removed, and that which was added."""
        return _evidence(self.old, self.new)

    def moved(self, name: str) -> Move[object] | None:
        """Return a field of the action as it was and is, if it changed: lead, measure and the like."""
        if self.old is None or self.new is None:
            return None
        return _move(getattr(self.old, name), getattr(self.new, name))

    @property
    def overwritten(self) -> Move[object] | None:
        """Return the date that was set first, if somebody changed it, which nobody should."""
        return self.moved("original_due")


class CommitmentChange(NamedTuple):
    """A commitment of either side or of the years before them, as it was made last, and what became of it.

    `was` is how it stood, and None if nobody had made it by then. `now` is how it stands whether it is still
    made or not: a commitment that was kept is left out of the next year's text, and is kept all the same.
    `in_old` and `in_new` say whether either side itself makes it, in these words.
    """

    promise: Promise
    was: Fulfilment | None
    now: Fulfilment
    in_old: bool
    in_new: bool

    @property
    def text(self) -> str:
        """Return its words."""
        return self.promise.commitment.text

    @property
    def number(self) -> str | None:
        """Return the number of the position that makes it, or None if a paper does."""
        return self.promise.number

    @property
    def paper(self) -> str | None:
        """Return the name of the paper that makes it, or None if a position does."""
        return self.promise.paper

    @property
    def settled(self) -> bool:
        """Return whether it had been kept or ended before, and the newer side no longer makes it."""
        ended = self.was is not None and self.was.value in ("kept", "replaced", "withdrawn")
        return ended and not self.in_new and not self.moved

    @property
    def dropped(self) -> bool:
        """Return whether the newer side no longer makes it, without its having been kept or ended."""
        unmet = self.now.value in ("on the way", "late", "no action")
        return self.in_old and not self.in_new and unmet

    @property
    def moved(self) -> bool:
        """Return whether it came, went, or became something else; one more day late is no change."""
        if self.was is None or self.in_old != self.in_new:
            return True
        return self.was._replace(days_late=0) != self.now._replace(days_late=0)


@dataclass(frozen=True)
class Changes:
    """All that differs between two registers; every part is empty if they are the same."""

    old: Register
    new: Register
    altered: frozenset[str] = frozenset()
    """Files that are not the same byte by byte, by their paths, as far as that is known."""

    def __bool__(self) -> bool:
        """Return whether anything differs: in what a file says, or by the day at which it is judged."""
        return bool(self.files or self.actions or self.commitments)

    @cached_property
    def files(self) -> tuple[FileChange, ...]:
        """Return the files of the record that say something else, by their paths."""
        return files_between(self.old, self.new)

    @property
    def reformatted(self) -> tuple[str, ...]:
        """Return the files of which only the form changed: comments, the order of keys, the way of quoting."""
        return tuple(sorted(self.altered - {file.path for file in self.files}))

    @property
    def bodies(self) -> Move[Body]:
        """Return the body before and after."""
        return Move(self.old.body, self.new.body)

    @property
    def days(self) -> Move[Day]:
        """Return the days at which the two are true."""
        return Move(self.old.as_at, self.new.as_at)

    @property
    def year(self) -> Move[Year] | None:
        """Return what the year says of itself, before and after, if that changed."""
        return _move(self.old.year, self.new.year)

    @cached_property
    def _order(self) -> Callable[[str], Any]:
        """Return the key that sorts numbers in the order of the set."""
        return sorting(self.new.set.order)

    @cached_property
    def recommendations(self) -> tuple[RecommendationChange, ...]:
        """Return the recommendations that are new, were withdrawn, or read otherwise, by number."""
        old, new = ({r.number: r for r in side.recommendations} for side in (self.old, self.new))
        return tuple(
            RecommendationChange(number, old.get(number), new.get(number))
            for number in _keys(old, new, self._order)
            if _national(old.get(number)) != _national(new.get(number))
        )

    @cached_property
    def positions(self) -> tuple[PositionChange, ...]:
        """Return the positions that changed, by number; a confirmation alone is no change."""
        old, new = self.old.positions, self.new.positions
        return tuple(
            PositionChange(number, old.get(number), new.get(number), self.bodies)
            for number in _keys(old, new, self._order)
            if _said(old.get(number)) != _said(new.get(number))
        )

    def position(self, number: str) -> PositionChange | None:
        """Return what changed of one position, or None if it says what it said."""
        return next((change for change in self.positions if change.number == number), None)

    @cached_property
    def actions(self) -> tuple[ActionChange, ...]:
        """Return the actions that changed, by id, and those that became overdue or ceased to be so."""
        old, new = ({a.id: a for a in side.actions} for side in (self.old, self.new))
        changes = (
            ActionChange(name, old.get(name), new.get(name), self.days, self.bodies)
            for name in _keys(old, new)
        )
        return tuple(c for c in changes if c.old != c.new or c.events)

    def events(self, *wanted: Event) -> tuple[ActionChange, ...]:
        """Return the actions to which one of these happened."""
        return tuple(change for change in self.actions if set(wanted) & set(change.events))

    @cached_property
    def promises(self) -> tuple[CommitmentChange, ...]:
        """Return every commitment that either side has made so far, changed or not: of positions by number, then of papers."""
        old, new = self.old.made, self.new.made
        keys = sorted({**old, **new}, key=lambda key: (key[0] is None, self._order(key[0] or "")))
        return tuple(
            CommitmentChange(
                latest,
                self.old.fulfilment(old[key].commitment) if key in old else None,
                self.new.fulfilment(latest.commitment),
                key in self.old.said,
                key in self.new.said,
            )
            for key in keys
            for latest in [new.get(key) or old[key]]
        )

    @property
    def commitments(self) -> tuple[CommitmentChange, ...]:
        """Return the commitments that are new, are no longer made, or of which something else became."""
        return tuple(change for change in self.promises if change.moved)

    # Lists for a summary

    def ended(self, *wanted: FulfilmentValue) -> tuple[CommitmentChange, ...]:
        """Return the commitments that were made before, and of which one of these became."""
        return tuple(p for p in self.promises if p.was and p.now.value in wanted)

    def _undone(self, change: CommitmentChange) -> list[Action]:
        """Return the actions that are still to be done for a commitment."""
        named = map(self.new.action, change.promise.commitment.actions)
        return [action for action in named if action and not action.is_over]

    def why_late(self, change: CommitmentChange) -> str | None:
        """Return what is said of the first action that is still to be done for a commitment, if anything is."""
        return next((a.rating.reason for a in self._undone(change) if a.rating.reason), None)

    def expected(self, change: CommitmentChange) -> When | None:
        """Return by when what is left of a commitment is to be done, or None if that is past or not known."""
        undone = self._undone(change)
        dates = [a.due for a in undone if a.due and a.due.last >= self.days.new]
        return max(dates, default=None) if len(dates) == len(undone) else None

    def moved(self, *wanted: Direction) -> tuple[PositionChange, ...]:
        """Return the positions whose rating moved in one of these directions."""
        return tuple(c for c in self.positions if c.rating_direction in wanted)

    @property
    def steady(self) -> tuple[Position, ...]:
        """Return the positions of both sides whose rating is as it was, by number."""
        moved = {change.number for change in self.positions if change.rating_direction}
        return tuple(
            self.new.positions[number]
            for number in _keys(self.new.positions, {}, self._order)
            if number in self.old.positions and number not in moved
        )

    @property
    def slipped(self) -> tuple[ActionChange, ...]:
        """Return the actions that were extended, or became overdue."""
        return self.events("extended", "overdue")

    @property
    def given_up(self) -> tuple[ActionChange, ...]:
        """Return the actions that left the plan without having been completed."""
        return tuple(c for c in self.events("closed") if c.new and c.new.is_given_up)

    @cached_property
    def figures(self) -> dict[str, int]:
        """Return every figure of change by its name; docs/the-record.md defines each.

        Of the ratings and the actions, what happened between the two sides; of all commitments made
        so far, what has become of them by the end.
        """
        return {
            "improved": len(self.moved("better")),
            "worsened": len(self.moved("worse")),
            "unchanged": len(self.steady),
            "newly_rated": len(self.moved("given")),
            "no_longer_rated": len(self.moved("taken back")),
            "rated_otherwise": len(self.moved("other")),
            "started": len(self.events("new")),
            "completed": len(self.events("completed")),
            "slipped": len(self.slipped),
            **{figure_name(fate): n for fate, n in self.new.counts.fulfilments.items()},
        }

    @property
    def unchanged(self) -> tuple[Position, ...]:
        """Return the positions that say what they said before, by number."""
        changed = {change.number for change in self.positions}
        return tuple(
            self.new.positions[number]
            for number in _keys(self.new.positions, {}, self._order)
            if number not in changed
        )

    @property
    def for_review(self) -> tuple[Position, ...]:
        """Return the positions that answer an older text of their recommendation, and were not changed."""
        reworded = {
            c.number for c in self.recommendations if c.old and c.new and c.old.text != c.new.text
        }
        return tuple(position for position in self.unchanged if position.number in reworded)


def compare(old: Register, new: Register, *, altered: frozenset[str] = frozenset()) -> Changes:
    """Return what changed from one register to another of the same body; see `Changes` for `altered`."""
    return Changes(old, new, altered)


def _keys(
    old: Mapping[str, R], new: Mapping[str, R], key: Callable[[str], Any] = natural
) -> Iterator[str]:
    """Yield the keys of both, in the order of numbers."""
    yield from sorted({*old, *new}, key=key)


def _national(recommendation: Recommendation | None) -> object:
    """Return what of a recommendation is the inquiry's or the nation's to change."""
    if recommendation is None:
        return None
    return recommendation.heading, recommendation.text, recommendation.response


def _said(position: Position | None) -> Position | None:
    return position and said(position)
