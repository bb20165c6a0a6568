"""How providers stand: which worries the body most and why, what was asked and not answered, what was done, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from francis.own_data import own_data
from francis.record.audience import is_left_out
from francis.record.days import (
    Day,
    day_in_few_words,
    day_in_words,
    days_in_words,
    years_after,
)
from francis.record.model import Ladder, Step, ladders_in
from francis.record.model.timing import due_in_words, on_in_words, when_in_words
from francis.record.queries.provider_story import (
    OURS,
    StoryRow,
    sentence,
    story_of,
    story_of_concern,
)
from francis.record.queries.withholding import count_withheld, in_concern

if TYPE_CHECKING:
    from francis.record.model.providers import (
        ConcernEvent,
        ConcernSource,
        ConcernView,
        LogView,
        ProviderView,
        RequestView,
    )
    from francis.record.register import Register

Trend = Literal["worse", "better", "same", "new"]
TIMES = ("once", "twice", "three times", "four times", "five times")


@cache
def worries() -> tuple[Step, ...]:
    """Return how much a provider can worry, the most first: `data/worries.yaml`."""
    return tuple(Step(**said) for said in own_data(__file__, "../data/worries.yaml"))


class Due(NamedTuple):
    """Something that comes next: when, and what."""

    on: Day
    what: str


class Told(NamedTuple):
    """Something that is told of a provider on a first page: its name, and a text."""

    provider: str
    text: str


class Unanswered(NamedTuple):
    """A request of which the body has no sufficient answer, with the name of whom it asked; of no one provider, none."""

    folder: str
    provider: str
    request: RequestView

    @property
    def key(self) -> str:
        """Return by what references name it: royal/R1."""
        return (
            f"{self.folder}/{self.request.request.id}" if self.folder else self.request.request.id
        )

    @property
    def judgement(self) -> str | None:
        """Return how its answer was judged."""
        judged = self.request.request.judged
        return judged.value if judged else None


@dataclass(frozen=True)
class ProviderStanding:
    """A provider on the day of a register, and on that of the year before, if it is known then."""

    view: ProviderView
    before: ProviderView | None

    @property
    def name(self) -> str:
        """Return what people call it: the first of its other names that is shorter, or else its name."""
        full = self.view.provider.name
        return next((also for also in self.view.provider.also if len(also) < len(full)), full)

    @cached_property
    def worry(self) -> Step:
        """Return how much it worries."""
        return worries()[_worry(self.view)]

    @property
    def trend(self) -> Trend:
        """Return which way that moved since the year before."""
        if self.before is None:
            return "new"
        now, then = _worry(self.view), _worry(self.before)  # the first worries most
        if now != then and UNKNOWN in (now, then):
            return "new"
        return "same" if now == then else "worse" if now < then else "better"

    @property
    def was(self) -> Step | None:
        """Return how much it worried the year before."""
        return worries()[_worry(self.before)] if self.before else None

    @property
    def why(self) -> str:
        """Return why: the gravest open concern, or what was closed last."""
        worst, others = self.view.worst, len(self.view.open_concerns) - 1
        if worst:
            risk = " Patients may be at risk." if worst.at_risk else ""
            more = f" And {others} more." if others else ""
            return f"{sentence(worst.concern.what)}{risk}{_again(worst)}{more}"
        if late := [request for _, request in _not_answered(self.view)]:
            return f"No concern is open. Not answered, or not sufficiently: {sentence(late[0].request.what)}"
        closed = [c for c in self.view.concerns if c.closing]
        if not closed:
            known = self.worry.key == "routine"
            return "No concern is recorded." if known else "Nothing is recorded by which to tell."
        last = max(closed, key=lambda c: c.closing.on.last if c.closing else Day.min)
        assert last.closing is not None  # as it is closed
        return f"{sentence(last.concern.what)} Closed {on_in_words(last.closing.on)}: {sentence(last.closing.because)}"

    @property
    def grounds(self) -> str:
        """Return what worries of its gravest open concern, in sentences of the record's own facts; nothing without one."""
        return " ".join(_grounds(self.view.worst)) if self.view.worst else ""

    @property
    def step(self) -> tuple[str, str]:
        """Return the last step on its gravest open concern, and its day in few words; without a step, nothing."""
        worst = self.view.worst
        if worst is None:
            return ("No concern open" if self.view.concerns else "None recorded"), ""
        if worst.latest_step is None:
            return "No step taken", ""
        event, rung = worst.latest_step
        return rung.word, when_in_words(event.on, day_in_few_words)

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """Return what it was asked and did not answer, or not sufficiently, the latest first."""
        return tuple(
            Unanswered(self.view.name, self.name, request)
            for _, request in _not_answered(self.view)
        )

    @property
    def next(self) -> Due | None:
        """Return what is due next."""
        return min(_coming(self.view), default=None)

    @property
    def unreviewed(self) -> tuple[ConcernView, ...]:
        """Return the open concerns that have no day for a review to come."""
        return tuple(
            c for c in self.view.open_concerns if c.concern.next_review is None or c.is_past_review
        )

    @cached_property
    def story(self) -> tuple[StoryRow, ...]:
        """Return all that is recorded of it, in the order of days."""
        return story_of(self.view)


def standings(register: Register) -> tuple[ProviderStanding, ...]:
    """Return how each provider stands, the one that worries most first."""
    earlier = register.earlier
    found = (
        ProviderStanding(view, earlier.provider(view.name) if earlier else None)
        for view in register.providers
    )
    return tuple(sorted(found, key=_urgency))


def _urgency(of: ProviderStanding) -> tuple[int, int, int, str]:
    late = max((each.request.days_overdue for each in of.unanswered), default=0)
    return _worry(of.view), -of.view.level, -late, of.name


def _worry(view: ProviderView) -> int:
    """Return the place of what is true of a provider among the worries."""
    if any(concern.at_risk for concern in view.open_concerns):
        return 0
    if view.open_concerns or _not_answered(view):
        return 1
    return ROUTINE if _is_known(view) else UNKNOWN


UNKNOWN, ROUTINE = 2, 3
"""The places, among the worries, of what is not known and of what is routine."""


def _is_known(view: ProviderView) -> bool:
    """Return whether anything is recorded by which to tell how a provider does, whoever may read it."""
    seen = any(entry.found is not None for entry in view.entries)
    measured = any(view.readings.values())
    withheld = any(is_left_out(measure.source) for measure in view.provider.measures)
    return seen or measured or withheld or bool(view.concerns) or any(map(_is_enough, view.asked))


def _not_answered(view: LogView) -> list[tuple[int, RequestView]]:
    """Return the requests without a sufficient answer, those first that are longest overdue; not what is not due yet."""
    found = [
        (-request.days_overdue, request)
        for request in view.asked
        if request.state in ("overdue", "refused", "not stated")
        or (request.state == "waiting" and request.request.due is None)
        or (request.state == "judged" and not _is_enough(request))
    ]
    return sorted(found, key=lambda each: each[0])


def _is_enough(request: RequestView) -> bool:
    judged = request.request.judged
    return judged is not None and judged.value == "sufficient"


def came_of(of: RequestView) -> str:
    """Return what came of a request, in a sentence or two; when it was due is told beside it."""
    request = of.request
    if request.judged:
        reason = f": {request.judged.reason}" if request.judged.reason else ""
        then = f" {sentence(request.then)}" if request.then else ""
        return f"{sentence(f'Judged {request.judged.value}{reason}')}{then}"
    if request.refused:
        reason = f": {request.refused.reason}" if request.refused.reason else ""
        return sentence(f"Refused {on_in_words(request.refused.on)}{reason}")
    asked = f"Asked {on_in_words(request.asked)}"
    late = f"; {days_in_words(of.days_overdue)} late" if of.days_overdue else ""
    chased = "no chase is recorded"
    if request.chased:
        last = max(request.chased, key=lambda chased: chased.last)
        chased = f"chased {_times(len(request.chased))}, last {on_in_words(last)}"
    return f"{asked}{late}; {chased}."


def _times(number: int) -> str:
    return TIMES[number - 1] if number <= len(TIMES) else f"{number} times"


def _again(of: ConcernView) -> str:
    """Return that a concern was closed before, if it was."""
    if not of.concern.reopened:
        return ""
    last = max(of.concern.reopened, key=lambda each: each.on.last)
    return f" Closed before, opened again {on_in_words(last.on)}: {sentence(last.why)}"


def _coming(view: ProviderView) -> Iterator[Due]:
    day = view.as_at
    for of in view.requests:
        if of.is_open and of.request.due and of.request.due.last >= day:
            whose = "our answer" if of.request.received_from else "an answer"
            yield Due(of.request.due.last, f"{whose} to {of.request.id}")
    for concern in view.open_concerns:
        number, review = concern.concern.number, concern.concern.next_review
        if review and review >= day:
            yield Due(review, f"review of {number}")
        for promise in concern.still_promised:
            if promise.due:
                yield Due(promise.due.last, f"promised: {promise.what}")
    for entry in view.entries:
        if entry.review and entry.review >= day:
            yield Due(entry.review, f"review of {entry.id}")


# -- the first page --------------------------------------------------------------------------------


def most_worrying(those: Iterable[ProviderStanding]) -> tuple[ProviderStanding, ...]:
    """Return the providers that worry most, if any is known to do more than is routine."""
    those = tuple(those)
    top = min((_worry(each.view) for each in those), default=ROUTINE)
    return tuple(each for each in those if _worry(each.view) == top) if top < UNKNOWN else ()


def _grounds(of: ConcernView) -> Iterator[str]:
    yield sentence(of.concern.what)
    if of.latest_step is None:
        yield "No step was taken."
    for promise in of.broken[:1]:
        kept = "kept late" if promise.met else "not kept"
        yield f"Promised for {due_in_words(promise.due)} and {kept}: {sentence(promise.what)}"
    for event in of.disputed[-1:]:
        view = f": {sentence(event.their_view)}" if event.their_view else "."
        yield f"{event.shared_with} did not agree{view}"
    if of.is_past_review and of.concern.next_review:
        yield f"Its review was due on {day_in_words(of.concern.next_review)}."


def not_answered(register: Register) -> tuple[Unanswered, ...]:
    """Return all that was asked and not answered, or not sufficiently, what is longest overdue first."""
    found = [each for of in standings(register) for each in of.unanswered]
    if register.common_log:
        found += [
            Unanswered("", "All", request) for _, request in _not_answered(register.common_log)
        ]
    return tuple(sorted(found, key=lambda each: -each.request.days_overdue))


def done(register: Register) -> tuple[Told, ...]:
    """Return what the body did since the day of the year before, or in a year, the latest first; what has no day too."""
    since = register.earlier.as_at if register.earlier else years_after(register.as_at, -1)
    rows = [
        (row, of.name)
        for of in standings(register)
        for row in of.story
        if row.order == OURS and (row.on is None or since < row.on.last)
    ]
    rows.sort(key=lambda each: each[0].place, reverse=True)
    return tuple(
        Told(
            name,
            sentence(
                f"{row.step}, {when_in_words(row.on)}" + (f": {row.what}" if row.what else "")
            ),
        )
        for row, name in rows
    )


def ladders(register: Register) -> tuple[Ladder, ...]:
    """Return the ladders on which the body takes its steps."""
    return ladders_in(register.body.ladders)


def decisions(those: Iterable[ProviderStanding]) -> tuple[Told, ...]:
    """Return what is to be decided, because the record does not say that somebody has."""
    return tuple(Told(of.name, text) for of in those for text in _undecided(of))


def _undecided(of: ProviderStanding) -> Iterator[str]:
    for concern in of.unreviewed:
        review, number = concern.concern.next_review, concern.concern.number
        when = f"its review was due on {day_in_words(review)}" if review else "it has none"
        yield f"Set a review date for {number}: {when}."
    for concern in of.view.open_concerns:
        if concern.at_risk and concern.latest_step is None:
            yield f"Decide on a step for {concern.concern.number}: patients may be at risk, and none was taken."
    for each in of.unanswered:
        request = each.request.request
        if request.judged and not request.then:
            yield f"Decide what follows the answer to {request.id}, which was judged {request.judged.value}."
        if request.refused:
            yield f"Decide what follows the refusal of {request.id}."
        if each.request.state == "overdue" and not request.chased:
            yield f"Chase {request.id}: {days_in_words(each.request.days_overdue)} late, and no chase is recorded."


# -- one concern -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConcernStanding:
    """One concern about a provider, as a paper on it tells it; a source that is protected is not among its sources."""

    provider: ProviderStanding
    concern: ConcernView

    @property
    def sources(self) -> tuple[ConcernSource, ...]:
        """Return its sources, without those that are protected: not even their day or kind is told."""
        return tuple(each for each in self.concern.concern.sources if not each.protected)

    @property
    def story(self) -> tuple[StoryRow, ...]:
        """Return what happened about it, in the order of days."""
        return story_of_concern(self.concern)

    @property
    def views(self) -> tuple[ConcernEvent, ...]:
        """Return the events of which somebody's view is recorded, in the order of days."""
        return tuple(e for e in self.concern.story if e.our_view or e.their_view)

    def withheld(self, register: Register) -> int:
        """Return how many things about it are not for the readers of a register."""
        return count_withheld(register, in_concern(self.concern, self.provider.view.name))

    @property
    def asked(self) -> tuple[str, ...]:
        """Return what is to be decided about it, because the record does not say that somebody has."""
        number = self.concern.concern.number
        return tuple(text for text in _undecided(self.provider) if f" {number}:" in text)

    @property
    def state(self) -> str:
        """Return whether it is open, and how far it has come."""
        closing = self.concern.closing
        if closing:
            return f"Closed {on_in_words(closing.on)}"
        levels = [level.word for level in self.concern.levels if level.word]
        return f"Open: {', '.join(levels)}" if levels else "Open"


def concern_standing(register: Register, provider: str, number: str) -> ConcernStanding:
    """Return a concern of a register that holds it."""
    (of,) = (each for each in standings(register) if each.view.name == provider)
    (concern,) = (each for each in of.view.concerns if each.concern.number == number)
    return ConcernStanding(of, concern)
