"""Rules about providers: what was asked of them, and what was done about concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from francis.check.case import Case, texts_of
from francis.check.phrases import phrases
from francis.check.rule import Finding, rule, short, short_prose
from francis.errors import Place
from francis.formats.dates import date_in_words
from francis.record.days import Day, day_in_words, days_in_words
from francis.record.model import Claim, Position, bare_name
from francis.record.model.timing import on_in_words
from francis.record.register import Register

if TYPE_CHECKING:
    from decimal import Decimal

    from francis.record.model import Ladder, Rung
    from francis.record.model.providers import (
        Closing,
        ConcernEvent,
        ConcernView,
        LogEntry,
        LogView,
        MeasureReading,
        ProviderView,
    )
    from francis.record.queries.withholding import Classified

SHOWN: tuple[Claim, ...] = ("complete", "reported complete", "complete or ongoing")
"""What ratings claim that evidence has to show."""


def _logs(register: Register) -> Iterator[LogView]:
    """Yield the log of each provider, and that of them all."""
    yield from register.providers
    if register.common_log is not None:
        yield register.common_log


def _concerns(register: Register) -> Iterator[tuple[ProviderView, ConcernView, str]]:
    """Yield the concerns of all providers, each with how it is called."""
    for view in register.providers:
        for concern in view.concerns:
            yield view, concern, f"{view.name}/{concern.concern.number}"


@rule(
    "warning",
    "Chase it: francis act PROVIDER/ID --chase. Or write when it was answered or refused.",
    is_next_step=True,
)
def request_not_chased(case: Case) -> Iterator[Finding]:
    """A request to a provider is overdue, and has not been chased.

    A provider that does not answer may have something to hide, or nobody may have read the letter. Both are worth knowing.
    """
    for log in _logs(case.register):
        for index, view in enumerate(log.requests):
            of = view.request
            is_chased = of.due and any(chased.last > of.due.last for chased in of.chased)
            if view.state == "overdue" and not (is_chased or of.received_from):
                late = f"{days_in_words(view.days_overdue)} past its date"
                message = (
                    f"{of.id} ({short_prose(of.what)}) is {late}, and has not been chased since."
                )
                yield Finding(log.log.at("requests", index, "due"), message)


@rule("warning", "Answer it, and write that under 'answered'.", is_next_step=True)
def answer_owed(case: Case) -> Iterator[Finding]:
    """A request that came to the body, as from a coroner or a regulator, is past its date and not answered.

    Some of these have a date by law.
    """
    for log in _logs(case.register):
        for index, view in enumerate(log.requests):
            of = view.request
            if view.state == "overdue" and of.received_from:
                late = f"{days_in_words(view.days_overdue)} late"
                message = f"the answer to {of.id} of {of.received_from} ({short_prose(of.what)}) is {late}."
                yield Finding(log.log.at("requests", index, "due"), message)


@rule(
    "warning",
    "Judge it: francis act PROVIDER/ID --judged sufficient, or in part, or not sufficient, with the reason.",
    is_next_step=True,
)
def request_not_judged(case: Case) -> Iterator[Finding]:
    """A request has been answered, but the answer has not been judged.

    Filing an answer is not the same as checking that it is good enough.
    """
    for log in _logs(case.register):
        for index, view in enumerate(log.requests):
            answered = view.request.answered
            if view.state == "answered" and answered and not view.request.received_from:
                message = f"{view.request.id} was answered {on_in_words(answered.on)}, and the answer has not been judged."
                yield Finding(log.log.at("requests", index, "answered"), message)


@rule(
    "warning",
    "Review the concern, and write the day of the next review under 'next_review'. Or close it.",
    is_next_step=True,
)
def concern_past_review(case: Case) -> Iterator[Finding]:
    """A concern is open, and the day of its next review is past.

    Concerns fade when nobody looks at them, and what they were about goes on.
    """
    for _, concern, name in _concerns(case.register):
        review = concern.concern.next_review
        if concern.is_past_review and review:
            message = f"{name} was to be reviewed on {day_in_words(review)}."
            yield Finding(concern.concern.at("next_review"), message)


@rule(
    "warning",
    "Take a step, or share it, and write that under 'events'. If patients are safe, say so: francis act PROVIDER/ID --no-risk.",
    is_next_step=True,
)
def risk_without_step(case: Case) -> Iterator[Finding]:
    """Patients may be at risk, but the concern was neither shared with anybody nor taken a step up.

    Those who know have to tell those who can act, or act themselves.
    """
    for _, concern, name in _concerns(case.register):
        held = concern.concern
        if concern.at_risk and concern.is_open and not concern.level and not concern.shared:
            message = (
                f"patients may be at risk by {name}, which was neither shared nor taken a step up."
            )
            event = concern.risk_event
            keys = ("events", held.events.index(event)) if event else ()
            yield Finding(held.at(*keys, "patients_at_risk"), message)


@rule(
    "warning",
    "Ask why, and begin a concern: francis add concern PROVIDER. If only the way of counting changed, write that under 'new_limits' of the measure.",
    is_next_step=True,
)
def worse_without_concern(case: Case) -> Iterator[Finding]:
    """The latest reading of a measure is worse by more than chance, and no concern about that provider is open.

    A control chart tells what is chance from what is not. Somebody has to ask why, or nobody reads the chart.
    """
    watched = [v for v in case.register.providers if v.provider.measures and not v.open_concerns]
    if not watched:
        return
    from francis.record.queries.measure_charts import measure_chart  # only for who measures

    for view in watched:
        for index, measure in enumerate(view.provider.measures):
            chart = measure_chart(view, measure, case.register.body.moving_ranges)
            if chart and chart.worsens:
                latest = date_in_words(chart.readings[-1][0])
                message = (
                    f"{short(measure.name)} of {short(view.provider.name)} is worse in {latest}, "
                    "by more than chance, and no concern about that provider is open."
                )
                yield Finding(view.provider.at("measures", index, "name"), message)


_SHARES = frozenset({"%", "per cent", "percent"})
"""The units of measures that say how many of a hundred."""


@rule("warning", "Correct the value or the two numbers, or export the table again.")
def reading_miscounted(case: Case) -> Iterator[Finding]:
    """A reading in per cent is not what its numerator and denominator come to.

    One of the three numbers is wrong, and charts show the value. It may be rounded up or down to the decimal places that it has.
    """
    if not case.register.providers:
        return
    from francis.record.reading.providers.files import MEASURES  # only where there are any

    for view in case.register.providers:
        shares = [m for m in view.provider.measures if m.unit.casefold() in _SHARES]
        for measure in shares:
            wrong = [reading for reading in view.readings.get(measure.key, ()) if _is_off(reading)]
            if wrong:
                first, others = wrong[0], f", and {len(wrong) - 1} more" if wrong[1:] else ""
                message = (
                    f"{short(measure.name)} is {first.value} in {date_in_words(first.period)}, "
                    f"but {first.numerator} of {first.denominator} is {_share(first):.1f} per cent{others}."
                )
                record = view.provider.at().path.rpartition("/")[0]
                yield Finding(Place(f"{record}/{MEASURES}", first.line, 1), message)


def _is_off(reading: MeasureReading) -> bool:
    """Return whether the value of a reading is not what its two numbers come to."""
    value, of = reading.value, reading.denominator
    if value is None or reading.numerator is None or not of:
        return False
    last_place = type(value)(1).scaleb(int(value.as_tuple().exponent))
    return abs(value - _share(reading)) >= last_place


def _share(reading: MeasureReading) -> Decimal:
    assert reading.numerator is not None
    assert reading.denominator
    return 100 * reading.numerator / reading.denominator


@rule("warning", "Write the step that was taken before, or under 'reason' why it was passed over.")
def step_skipped(case: Case) -> Iterator[Finding]:
    """A concern went up more than one step of a ladder at once, and no reason is given.

    That can be right where patients are at risk. Whoever reads the story later must see why.
    """
    for _, concern, name in _concerns(case.register):
        for ladder in concern.standpoint.ladders:
            level = 0
            for event, rung in concern.steps(ladder):
                new = _next_level(ladder, rung, level)
                if new > level + 1 and not event.reason:
                    passed = ladder.levels[level].word
                    message = f"{name} went to {short(rung.word)} without {short(passed)}, and no reason is given."
                    yield Finding(_place(concern, event), message)
                level = new


def _next_level(ladder: Ladder, rung: Rung, level: int) -> int:
    return max(level - 1, 0) if rung.down else ladder.level(rung.key) or level


def _place(concern: ConcernView, event: ConcernEvent) -> Place:
    """Return where the step of an event stands."""
    return concern.concern.at("events", concern.concern.events.index(event), "step")


@rule(
    "warning",
    "Write who approved it under 'approved_by', and under 'needs_met' what was in place, word for word.",
)
def last_resort_unready(case: Case) -> Iterator[Finding]:
    """A last resort was taken without its approval, or without what it needs.

    Taking a service away can harm those whom it serves. A board is asked who decided it, and what was in place.
    """
    for _, concern, name in _concerns(case.register):
        for ladder in concern.standpoint.ladders:
            for event, rung in concern.steps(ladder):
                lacking = [need for need in rung.needs if need not in event.needs_met]
                if rung.last_resort and event.approved_by is None:
                    lacking.append("approval")
                if lacking:
                    message = f"{name} came to {short(rung.word)} without: {', '.join(lacking)}."
                    yield Finding(_place(concern, event), message)


@rule(
    "warning",
    "Look for yourselves, or ask somebody independent. Write it into the log, and its id under 'evidence' of the closing.",
)
def closed_on_their_word(case: Case) -> Iterator[Finding]:
    """A concern was closed on the provider's word alone.

    Nobody of the body's own looked, and no independent source says that it is over. Concerns that are closed so come back.
    """
    for view, concern, name in _concerns(case.register):
        closing = concern.closing
        if closing and not _is_shown(view, concern, closing, case.register):
            index = concern.concern.closed.index(closing)
            message = f"{name} was closed {on_in_words(closing.on)} on the provider's word alone."
            yield Finding(concern.concern.at("closed", index), message)


def _is_shown(
    view: ProviderView, concern: ConcernView, closing: Closing, register: Register
) -> bool:
    """Return whether somebody looked before a concern was closed, or an independent source says that it is over."""
    again = [r.on.first for r in concern.concern.reopened if r.on.last < closing.on.last]
    begun = max(again, default=Day.min)
    if any(event.found and begun <= day <= closing.on.last for day, event in concern.placed):
        return True
    names = (each if "/" in each else f"{view.name}/{each}" for each in closing.evidence)
    return any(_is_independent(register, name) for name in names)


def _is_independent(register: Register, name: str) -> bool:
    """Return whether a name is of something that somebody else than the provider found or said."""
    folder, _, each = name.partition("/")
    view = register.provider(folder)
    log = view or register.common_log
    entry = next((e for e in log.entries if e.id == each), None) if log else None
    return entry is not None and (bool(entry.found) or _is_from_others(view, entry))


def _is_from_others(view: ProviderView | None, entry: LogEntry) -> bool:
    """Return whether an entry has a source that is not the provider itself."""
    if entry.source is None:
        return False
    own = [view.provider.name, *view.provider.also] if view else []
    return not any(bare_name(name) in bare_name(entry.source) for name in own)


@rule(
    "warning",
    "Add evidence from somebody else: a visit, a count of your own, patients, or another body. Or change the rating.",
)
def evidence_of_provider_alone(case: Case) -> Iterator[Finding]:
    """A position is rated complete, and all its evidence is the provider's own word.

    What a provider says about itself is not proof. Get somebody else to check before a paper says that the work is complete.
    """
    register = case.register
    for position in case.positions if register.dossiers else ():
        if register.rating(position).claim in SHOWN and _rests_on_their_word(register, position):
            word = register.rating(position).word
            message = (
                f"{position.number} is rated {word}, and all its evidence is what providers say."
            )
            yield Finding(position.at("rating", "value"), message)


def _rests_on_their_word(register: Register, position: Position) -> bool:
    """Return whether all evidence for a position is of providers, and none of that is independent of them."""
    evidence = [*position.evidence]
    evidence += (item for a in register.serving.get(position.number, ()) for item in a.evidence)
    return bool(evidence) and all(
        item.providers and not any(_is_independent(register, name) for name in item.providers)
        for item in evidence
    )


@rule(
    "warning",
    "Look whether it still has to be withheld. If so, write the next day under 'review'; if not, change its classification.",
    is_next_step=True,
)
def withholding_past_review(case: Case) -> Iterator[Finding]:
    """Something of a provider is not for everybody, and the day on which that was to be looked at again is past.

    What was rightly withheld in a crisis is often withheld for years after it, because nobody asks again.
    """
    for at, keys, of, name in _classified(case):
        if of.withheld and of.withheld.review < case.register.as_at:
            day = day_in_words(of.withheld.review)
            message = f"that {name} is {of.classification} was to be looked at again on {day}."
            yield Finding(at(*keys, "withheld", "review"), message)


@rule(
    "note",
    "Write under 'withheld' why, and the day on which that is looked at again: its 'because' and its 'review'.",
)
def withheld_without_reason(case: Case) -> Iterator[Finding]:
    """Something of a provider is not for everybody, and the record does not say why.

    Whoever is asked to publish it later has to know why it was withheld, and when that may end.
    """
    for at, keys, of, name in _classified(case):
        if of.classification != "public" and of.withheld is None:
            yield Finding(at(*keys, "classification"), f"{name} is {of.classification}, and does not say why.")  # fmt: skip


def _classified(case: Case) -> Iterator[Classified]:
    """Yield what of providers has a classification, but for sources that no paper shows."""
    if case.register.dossiers is None:
        return
    from francis.record.queries.withholding import classified  # only for who keeps providers

    yield from (e for e in classified(case.register) if not getattr(e.of, "protected", False))


@rule(
    "note",
    "Add it: francis add provider. If it is another name of one that you keep, add that under 'also' in its provider.yaml.",
)
def provider_without_file(case: Case) -> Iterator[Finding]:
    """A position or the plan names a provider that has no file, though others have.

    What is said of it in one place cannot be compared with what was asked and done.
    """
    register = case.register
    if not register.providers:
        return
    known = [
        bare_name(name)
        for view in register.providers
        for name in (view.provider.name, *view.provider.also)
    ]
    spoken = (s.texts for s in case.speeches if isinstance(s.record, Position))
    told: set[str] = set()
    for text in chain.from_iterable((*spoken, texts_of(register.plan))):
        for found in _names_of_providers().finditer(text.words):
            name = bare_name(found.group())
            is_known = name in told or name in bare_name(register.set.title)
            if not is_known and not any(each in name or name in each for each in known):
                told.add(name)
                message = f"{short(found.group())} has no file among the providers."
                yield Finding(text.place(found.start()), message)


@cache
def _names_of_providers() -> re.Pattern[str]:
    """Return what finds the name of a provider: words in capitals that end as such names do."""
    endings = "|".join(map(re.escape, _longest_first(phrases()["ends_of_providers"])))
    word = r"[A-Z][\w’'-]*"
    return re.compile(rf"\b{word}(?:,? (?:and |of |the |& )?{word}){{0,6}}? (?:{endings})\b")


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


PROVIDER_RULES = (
    request_not_chased,
    answer_owed,
    request_not_judged,
    concern_past_review,
    risk_without_step,
    worse_without_concern,
    reading_miscounted,
    step_skipped,
    last_resort_unready,
    closed_on_their_word,
    evidence_of_provider_alone,
    withholding_past_review,
    withheld_without_reason,
    provider_without_file,
)
"""The rules of this group."""
