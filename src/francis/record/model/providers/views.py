"""How a provider stands on a day: what was asked and not answered, and how far each concern has come.

Files of a provider serve all years. A view leaves out what happened after its day, so that the papers of a year
that is over stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from francis.errors import Place
from francis.record.days import Day, When, places_in_order
from francis.record.model.base import FORMAT, Locate
from francis.record.model.ladders import Ladder, Rung
from francis.record.model.providers.records import (
    Closing,
    ConcernEvent,
    LogEntry,
    Measure,
    Provider,
    ProviderConcern,
    ProviderLog,
    ProviderPromise,
    Reopening,
    Request,
)

if TYPE_CHECKING:
    from decimal import Decimal

R = TypeVar("R", ProviderLog, ProviderConcern)
H = TypeVar("H", bound=ConcernEvent | Closing | Reopening)
RequestState = Literal["not stated", "waiting", "overdue", "answered", "judged", "refused"]
"""Where a request stands: `not stated` is when it was asked, `answered` is not judged yet."""
LadderMove = Literal["up", "down", "same"]
_NOTHING = ProviderLog(FORMAT)


class MeasureReading(NamedTuple):
    """What a measure was in a period; `value` is None where the period was not counted.

    `line` is its line in measures.csv, counted from 1.
    """

    measure: str
    period: When
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    line: int = 0


@dataclass(frozen=True)
class Dossier:
    """All that the folder of a provider holds, whatever its day; concerns by number, in the order of people."""

    provider: Provider
    log: ProviderLog = _NOTHING
    concerns: Mapping[str, ProviderConcern] = field(default_factory=dict)
    readings: tuple[MeasureReading, ...] = ()


@dataclass(frozen=True)
class Dossiers:
    """The providers of a body by the names of their folders, and the log of what concerns them all.

    `left_out` are how many are not for the readers, who may not know that they are there.
    """

    providers: Mapping[str, Dossier] = field(default_factory=dict)
    log: ProviderLog = _NOTHING
    left_out: int = 0


class Standpoint(NamedTuple):
    """The day of a view, that of the year before, if there is one, and the body's ladders."""

    as_at: Day
    before: Day | None = None
    ladders: tuple[Ladder, ...] = ()


@dataclass(frozen=True)
class RequestView:
    """A request as it stood on a day."""

    request: Request
    as_at: Day

    @property
    def state(self) -> RequestState:
        """Return where it stands; a refusal counts until it is answered all the same."""
        of = self.request
        if of.judged:
            return "judged"
        if of.answered:
            return "answered"
        if of.refused:
            return "refused"
        if of.asked is None:
            return "not stated"
        return "overdue" if of.due and of.due.last < self.as_at else "waiting"

    @property
    def is_open(self) -> bool:
        """Return whether an answer is still to come."""
        return self.state in ("not stated", "waiting", "overdue")

    @property
    def days_overdue(self) -> int:
        """Return for how many days the answer has been late; of what is not overdue, 0."""
        due = self.request.due
        return (self.as_at - due.last).days if due and self.state == "overdue" else 0

    @property
    def times_chased(self) -> int:
        """Return how often it was chased."""
        return len(self.request.chased)


@dataclass(frozen=True)
class LadderLevel:
    """How far a concern has come on one ladder: its level, of how many, and what it was a year before.

    Level 0 is none. `rung` is the last step taken on the ladder, one beside it included, and `event` the one by
    which it was taken.
    """

    ladder: Ladder
    level: int
    level_before: int
    rung: Rung
    event: ConcernEvent

    @property
    def of(self) -> int:
        """Return how many levels the ladder has."""
        return len(self.ladder.levels)

    @property
    def word(self) -> str | None:
        """Return the word of the level, or None of none."""
        return self.ladder.levels[self.level - 1].word if self.level else None

    @property
    def direction(self) -> LadderMove:
        """Return which way it moved since the year before."""
        if self.level == self.level_before:
            return "same"
        return "up" if self.level > self.level_before else "down"


@dataclass(frozen=True)
class ConcernView:
    """A concern as it stood on a day, with nothing in it that came later."""

    concern: ProviderConcern
    standpoint: Standpoint

    @property
    def as_at(self) -> Day:
        """Return the day."""
        return self.standpoint.as_at

    @property
    def closing(self) -> Closing | None:
        """Return how it was closed, if it is closed."""
        return _closing(self.concern, self.as_at)

    @property
    def turns(self) -> list[tuple[Day, Closing | Reopening]]:
        """Return how it was closed and opened again, in the order of time, each with the day at which it stands there."""
        return _turns(self.concern, self.as_at)

    @property
    def is_open(self) -> bool:
        """Return whether it is not closed, or was opened again."""
        return self.closing is None

    @property
    def is_past_review(self) -> bool:
        """Return whether it is open and was to be looked at before the day."""
        review = self.concern.next_review
        return self.is_open and review is not None and review < self.as_at

    @cached_property
    def placed(self) -> tuple[tuple[Day, ConcernEvent], ...]:
        """Return what happened, in the order of time, each with the day at which it stands there."""
        return tuple(_in_order(self.concern.events, self.concern.since))

    @property
    def story(self) -> tuple[ConcernEvent, ...]:
        """Return what happened, in the order of time."""
        return tuple(event for _, event in self.placed)

    @property
    def risk_event(self) -> ConcernEvent | None:
        """Return the last event that says whether patients may be at risk, if any does."""
        said = [event for event in self.story if event.patients_at_risk is not None]
        return said[-1] if said else None

    @property
    def at_risk(self) -> bool | None:
        """Return whether patients may be at risk; None is not stated."""
        event = self.risk_event
        return event.patients_at_risk if event else self.concern.patients_at_risk

    @cached_property
    def levels(self) -> tuple[LadderLevel, ...]:
        """Return how far it has come on each ladder of which a step was taken, in the body's order."""
        return tuple(filter(None, map(self._level, self.standpoint.ladders)))

    def _level(self, ladder: Ladder) -> LadderLevel | None:
        steps = [*self._placed_steps(ladder)]
        if not steps:
            return None
        before = self.standpoint.before
        _, event, rung = steps[-1]
        was = _level_of(ladder, steps, self.concern, before) if before else 0
        return LadderLevel(
            ladder, _level_of(ladder, steps, self.concern, self.as_at), was, rung, event
        )

    def steps(self, ladder: Ladder) -> Iterator[tuple[ConcernEvent, Rung]]:
        """Yield the steps taken on a ladder, in the order of time."""
        yield from ((event, rung) for _, event, rung in self._placed_steps(ladder))

    def _placed_steps(self, ladder: Ladder) -> Iterator[tuple[Day, ConcernEvent, Rung]]:
        for place, event in self.placed:
            if event.step and ladder_of(event, self.standpoint.ladders) == ladder:
                rung = ladder.rung(event.step)
                if rung:
                    yield place, event, rung

    @property
    def level(self) -> int:
        """Return the highest level on any ladder."""
        return max((level.level for level in self.levels), default=0)

    @property
    def direction(self) -> LadderMove:
        """Return which way it moved on the ladder on which it moved most: up before down."""
        ways = {level.direction for level in self.levels}
        return "up" if "up" in ways else "down" if "down" in ways else "same"

    @property
    def latest_step(self) -> tuple[ConcernEvent, Rung] | None:
        """Return the last step that was taken, on any ladder or beside it."""
        steps = [s for ladder in self.standpoint.ladders for s in self._placed_steps(ladder)]
        last = max(steps, key=lambda step: step[0], default=None)
        return last and last[1:]

    @property
    def shared(self) -> tuple[ConcernEvent, ...]:
        """Return the events by which it was shared with others, in the order of days."""
        return tuple(event for event in self.story if event.shared_with)

    @property
    def disputed(self) -> tuple[ConcernEvent, ...]:
        """Return those of them in which the others did not agree."""
        return tuple(event for event in self.shared if event.agreed is False)

    @property
    def kept(self) -> tuple[ProviderPromise, ...]:
        """Return what was promised and is met."""
        return tuple(promise for promise in self.concern.promised if promise.met)

    @property
    def broken(self) -> tuple[ProviderPromise, ...]:
        """Return what was promised for a day that is past, and is not met or was met late."""
        return tuple(p for p in self.concern.promised if self._is_broken(p))

    def _is_broken(self, promise: ProviderPromise) -> bool:
        day = promise.met.first if promise.met else self.as_at
        return promise.due is not None and day > promise.due.last

    @property
    def still_promised(self) -> tuple[ProviderPromise, ...]:
        """Return what was promised and is neither met nor late."""
        return tuple(p for p in self.concern.promised if not p.met and not self._is_broken(p))


@dataclass(frozen=True)
class LogView:
    """What was asked and noted up to a day."""

    log: ProviderLog
    as_at: Day

    @cached_property
    def requests(self) -> tuple[RequestView, ...]:
        """Return all requests, in the order of the log."""
        return tuple(RequestView(request, self.as_at) for request in self.log.requests)

    @property
    def asked(self) -> tuple[RequestView, ...]:
        """Return what the body asked."""
        return tuple(r for r in self.requests if not r.request.received_from)

    @property
    def received(self) -> tuple[RequestView, ...]:
        """Return what the body was asked."""
        return tuple(r for r in self.requests if r.request.received_from)

    def in_state(self, *states: RequestState) -> tuple[RequestView, ...]:
        """Return what the body asked that stands so, in the order of the log."""
        return tuple(request for request in self.asked if request.state in states)

    @property
    def entries(self) -> tuple[LogEntry, ...]:
        """Return all else, in the order of the log."""
        return self.log.entries


@dataclass(frozen=True)
class ProviderView(LogView):
    """A provider as it stood on a day: the record of it, its concerns, and the readings of its measures.

    `name` is that of its folder, by which references name it.
    """

    name: str
    provider: Provider
    concerns: tuple[ConcernView, ...]
    readings: Mapping[str, tuple[MeasureReading, ...]]

    @cached_property
    def open_concerns(self) -> tuple[ConcernView, ...]:
        """Return the open concerns, those with patients at risk first; of these, and of the others, the highest level."""
        found = (concern for concern in self.concerns if concern.is_open)
        return tuple(sorted(found, key=_gravity))

    @property
    def worst(self) -> ConcernView | None:
        """Return the gravest of the open concerns."""
        return next(iter(self.open_concerns), None)

    @property
    def level(self) -> int:
        """Return the highest level of its open concerns."""
        return max((concern.level for concern in self.open_concerns), default=0)

    def measure(self, key: str) -> Measure | None:
        """Return the measure with this key, or None."""
        return next((measure for measure in self.provider.measures if measure.key == key), None)


def _gravity(concern: ConcernView) -> tuple[bool, int, Day]:
    since = concern.concern.since
    return not concern.at_risk, -concern.level, since.first if since else Day.min


def _in_order(items: Iterable[H], since: When | None) -> list[tuple[Day, H]]:
    """Return what happened, in the order of time, each with the day at which it stands there."""
    listed = [*items]
    places = [*places_in_order((each.on for each in listed), since)]
    return [(places[i], listed[i]) for i in sorted(range(len(listed)), key=places.__getitem__)]


def _turns(concern: ProviderConcern, day: Day) -> list[tuple[Day, Closing | Reopening]]:
    """Return how a concern was closed and opened again by a day, in the order of time."""
    pairs = zip_longest(concern.closed, concern.reopened)
    turns = [turn for pair in pairs for turn in pair if turn and turn.on.first <= day]
    return _in_order(turns, concern.since)


def _closing(concern: ProviderConcern, day: Day) -> Closing | None:
    """Return how a concern was closed, if it is closed on a day."""
    turns = _turns(concern, day)
    last = turns[-1][1] if turns else None
    return last if isinstance(last, Closing) else None


def _level_of(
    ladder: Ladder,
    steps: Iterable[tuple[Day, ConcernEvent, Rung]],
    concern: ProviderConcern,
    day: Day,
) -> int:
    """Return the level to which some steps, in the order of time, had led by a day.

    A closed concern has none, and one that was opened again begins anew.
    """
    if _closing(concern, day):
        return 0
    closed = [place for place, turn in _turns(concern, day) if isinstance(turn, Closing)]
    level = 0
    for place, event, rung in steps:
        if _begins(event.on, place) <= day and not (closed and place <= closed[-1]):
            level = max(level - 1, 0) if rung.down else ladder.level(rung.key) or level
    return level


def ladder_of(event: ConcernEvent, ladders: Iterable[Ladder]) -> Ladder | None:
    """Return the ladder on which an event is a step: the one it names, or the first that has such a step."""
    if event.step is None:
        return None
    return next(
        (
            ladder
            for ladder in ladders
            if event.ladder in (None, ladder.key) and ladder.rung(event.step)
        ),
        None,
    )


def provider_views(
    dossiers: Dossiers, standpoint: Standpoint
) -> tuple[tuple[ProviderView, ...], LogView]:
    """Return the providers as they stood on a day, in the order of the record, and the log of what concerns them all."""
    day = standpoint.as_at
    views = (
        ProviderView(
            _log_by(of.log, day),
            day,
            name,
            of.provider,
            tuple(
                ConcernView(_concern_by(concern, day), standpoint)
                for concern in of.concerns.values()
                if concern.since is None or concern.since.first <= day
            ),
            _readings_by(of, day),
        )
        for name, of in dossiers.providers.items()
    )
    return tuple(views), LogView(_log_by(dossiers.log, day), day)


def _readings_by(of: Dossier, day: Day) -> dict[str, tuple[MeasureReading, ...]]:
    """Return the readings of each measure of the provider for periods that are over by a day, the earliest first."""
    held: dict[str, list[MeasureReading]] = {m.key: [] for m in of.provider.measures}
    for reading in sorted(of.readings, key=attrgetter("period.last")):
        if reading.period.last <= day and reading.measure in held:
            held[reading.measure].append(reading)
    return {key: tuple(readings) for key, readings in held.items()}


def _log_by(log: ProviderLog, day: Day) -> ProviderLog:
    """Return a log without what came after a day."""
    kept = _kept(
        log,
        day,
        requests=[of.asked for of in log.requests],
        entries=[of.on for of in log.entries],
    )
    return replace(
        kept,
        requests=tuple(_request_by(of, day) for of in kept.requests),
        entries=tuple(_entry_by(of, day) for of in kept.entries),
    )


def _request_by(of: Request, day: Day) -> Request:
    """Return a request without what came of it after a day."""
    answered = of.answered if of.answered and of.answered.on.first <= day else None
    is_judged = answered and of.judged and (of.judged.on is None or of.judged.on.first <= day)
    judged = of.judged if is_judged else None
    refused = of.refused if of.refused and of.refused.on.first <= day else None
    chased = tuple(each for each in of.chased if each.first <= day)
    then = of.then if judged or not of.judged else None
    return replace(of, chased=chased, answered=answered, judged=judged, refused=refused, then=then)


def _entry_by(of: LogEntry, day: Day) -> LogEntry:
    """Return an entry without what was made of it after a day."""
    is_later = of.triage is not None and of.triage.on is not None and of.triage.on.first > day
    return replace(of, triage=None) if is_later else of


def _concern_by(of: ProviderConcern, day: Day) -> ProviderConcern:
    """Return a concern without what came after a day, nor the days of sources that are protected."""
    kept = _kept(
        of,
        day,
        sources=[source.on for source in of.sources],
        events=[event.on for event in of.events],
        closed=[closing.on for closing in of.closed],
        reopened=[again.on for again in of.reopened],
    )
    promised = (
        replace(p, met=p.met if p.met and p.met.first <= day else None) for p in kept.promised
    )
    sources = (replace(s, on=None) if s.protected else s for s in kept.sources)
    return replace(kept, promised=tuple(promised), sources=tuple(sources))


def _kept(of: R, day: Day, **whens: Sequence[When | None]) -> R:
    """Return a record with those items of its lists that had begun by a day, each still at its place in the file.

    `whens` are when the items of each list happened, in its order.
    """
    places = {name: list(_begun(whens[name], day)) for name in whens}
    lists: dict[str, Any] = {
        name: tuple(getattr(of, name)[i] for i in kept) for name, kept in places.items()
    }
    return replace(of, **lists, at=_Moved(of.at, places))


def _begun(whens: Sequence[When | None], day: Day) -> Iterator[int]:
    """Yield which of some that happened had begun by a day, counted from 0."""
    for index, (when, place) in enumerate(zip(whens, places_in_order(whens), strict=True)):
        if _begins(when, place) <= day:
            yield index


def _begins(when: When | None, place: Day) -> Day:
    """Return the first day on which something may have happened; of what has no day, that at which it stands."""
    return when.first if when else place


@dataclass(frozen=True)
class _Moved:
    """Where values stand in a file of whose lists only the items from some `places` were kept."""

    at: Locate
    places: Mapping[str, list[int]]

    def __call__(self, *keys: str | int, offset: int = 0) -> Place:
        """Return the place of the value under `keys`, as `Locator` does."""
        if len(keys) > 1 and keys[0] in self.places:
            name, index, *rest = keys
            keys = (name, self.places[str(name)][int(index)], *rest)
        return self.at(*keys, offset=offset) if offset else self.at(*keys)
