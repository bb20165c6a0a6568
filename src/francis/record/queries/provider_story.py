"""What happened at a provider, in the order of time: requests, entries, concerns, and what its measures show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from francis.record.days import Day, When, day_in_words, places_in_order
from francis.record.model.timing import on_in_words
from francis.record.prose import first_upper
from francis.record.queries.withholding import why_withheld

if TYPE_CHECKING:
    from francis.record.model.providers import (
        ConcernEvent,
        ConcernView,
        LogView,
        ProviderView,
    )
    from francis.record.queries.measure_charts import MeasureChart
    from francis.record.register import Register


class StoryRow(NamedTuple):
    """Something that happened: in words, the step that it was, and who approved it, as far as each is stated.

    `place` is the day at which it stands in order of time, whether or not `on` says the day; `letter` that of the point
    of a chart of which it tells.
    """

    place: Day
    on: When | None
    what: str
    step: str = ""
    approved_by: str | None = None
    order: int = 0
    letter: str = ""


def sentence(words: str) -> str:
    """Return words with a full stop, unless they end in one, or stand for what was left out."""
    return words if not words or words[-1] in ".!?]”" else f"{words}."


def story_of(view: ProviderView) -> tuple[StoryRow, ...]:
    """Return all that is recorded of a provider, in the order of time."""
    return _in_order([*_asked(view), *_noted(view), *_feared(view.concerns)])


def story_of_concern(view: ConcernView) -> tuple[StoryRow, ...]:
    """Return what happened about a concern, in the order of time."""
    return _in_order(_feared([view]))


def charted_story(
    register: Register, view: ProviderView
) -> tuple[tuple[MeasureChart, ...], tuple[StoryRow, ...]]:
    """Return the charts of a provider and its story, in which what is not chance has a letter in both."""
    from francis.record.queries.measure_charts import charts_of

    charts = charts_of(view, register.body.moving_ranges)
    told = sorted(
        (chart.readings[signal.points[-1]][0], number, signal)
        for number, chart in enumerate(charts)
        for signal in chart.chiefs
    )
    letters: dict[int, dict[int, str]] = {number: {} for number in range(len(charts))}
    rows = []
    for count, (when, number, signal) in enumerate(told):
        letter = letters[number][signal.points[-1]] = _letter(count)
        said = charts[number].told_of(signal)
        rows.append(StoryRow(when.last, when, said, "Measure", letter=letter))
    lettered = (replace(chart, letters=letters[n]) for n, chart in enumerate(charts))
    return tuple(lettered), _in_order([*story_of(view), *rows])


def _letter(count: int) -> str:
    """Return a letter: A of 0, Z of 25, AA of 26."""
    more, last = divmod(count, len(ascii_uppercase))
    return (_letter(more - 1) if more else "") + ascii_uppercase[last]


def story_of_all(register: Register) -> tuple[StoryRow, ...]:
    """Return what is recorded of all providers together, or of none, in the order of time."""
    log = register.common_log
    return _in_order([*_asked(log), *_noted(log)]) if log else ()


THEIRS, OURS = 0, 1
"""Whose doing a row of the story is; ours are told on the first page."""


def _in_order(rows: Iterable[StoryRow]) -> tuple[StoryRow, ...]:
    return tuple(sorted(rows, key=lambda row: row.place))


def _asked(view: LogView) -> Iterator[StoryRow]:
    places = places_in_order(of.request.asked for of in view.requests)
    for place, of in zip(places, view.requests, strict=True):
        request, name = of.request, f"Request {of.request.id}"
        whom = f"{request.received_from} asks us" if request.received_from else "We ask"
        due = f" By {day_in_words(request.due)}." if request.due else ""
        chased = [on_in_words(day) for day in sorted(request.chased)]
        told = f" Chased {_listed(chased)}." if chased else ""
        what = _with_aside(request.what, why_withheld(request))
        yield StoryRow(place, request.asked, f"{whom}: {what}{due}{told}", name)
        if request.answered:
            what = f": {request.answered.what}" if request.answered.what else ""
            judged, step = request.judged, f"{name} answered"
            if judged and judged.on in (None, request.answered.on):
                step = f"{name} judged {judged.value}"
                what += f". {first_upper(judged.reason)}" if judged.reason else ""
            on = request.answered.on
            yield StoryRow(_after(place, on), on, sentence(f"Answered{what}"), step)
        if (
            request.judged
            and request.judged.on
            and request.answered
            and request.judged.on != request.answered.on
        ):
            reason = request.judged.reason or ""
            yield StoryRow(
                _after(place, request.judged.on),
                request.judged.on,
                sentence(reason),
                f"{name} judged {request.judged.value}",
                request.judged.by,
            )
        if request.refused:
            what = sentence(request.refused.reason or "Refused")
            on = request.refused.on
            yield StoryRow(_after(place, on), on, what, f"{name} refused")


def _after(since: Day, on: When) -> Day:
    """Return the day at which something stands that followed what stands at another."""
    return next(places_in_order([on], When(since)))


def _with_aside(words: str, aside: str) -> str:
    """Return a sentence with words in brackets, if there are any, before its full stop."""
    return sentence(words.removesuffix(".") + aside if aside else words)


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _noted(view: LogView) -> Iterator[StoryRow]:
    places = places_in_order(entry.on for entry in view.entries)
    for place, entry in zip(places, view.entries, strict=True):
        found = f" Found: {sentence(entry.found)}" if entry.found else ""
        source = f" ({entry.source})" if entry.source else ""
        joined = entry.triage and entry.triage.concern
        step = f"{first_upper(entry.kind)} {entry.id}" + (f", joined to {joined}" if joined else "")
        whose = OURS if entry.found else THEIRS
        what = f"{_with_aside(entry.what, source + why_withheld(entry))}{found}"
        yield StoryRow(place, entry.on, what, step, entry.by, whose)


def _feared(concerns: Iterable[ConcernView]) -> Iterator[StoryRow]:
    from francis.record.model.providers import Closing

    for of in concerns:
        concern, name = of.concern, f"Concern {of.concern.number}"
        risk = " Patients may be at risk." if concern.patients_at_risk else ""
        begun = concern.since.first if concern.since else Day.min
        yield StoryRow(
            begun,
            concern.since,
            f"{_with_aside(concern.what, why_withheld(concern))}{risk}",
            f"{name} opened",
        )
        steps = {
            id(event): rung.word
            for ladder in of.standpoint.ladders
            for event, rung in of.steps(ladder)
        }
        for place, event in of.placed:
            step = steps.get(id(event), "")
            if event.shared_with and not step:
                step = f"Shared with {event.shared_with}"
            ours = OURS if step or event.we_did else THEIRS
            words = " ".join(_words_of(event))
            words = _with_aside(words, why_withheld(event)).strip() if words else ""
            yield StoryRow(
                place,
                event.on,
                words,
                f"{step} ({concern.number})" if step else concern.number,
                event.approved_by,
                ours,
            )
        for promise in of.kept:
            if promise.met:
                kept = f"Promise kept ({concern.number})"
                yield StoryRow(promise.met.last, promise.met, sentence(promise.what), kept)
        for place, turn in of.turns:
            if isinstance(turn, Closing):
                what, step = sentence(turn.because), f"{name} closed"
                yield StoryRow(place, turn.on, what, step, turn.by, OURS)
            else:
                what, step = sentence(turn.why), f"{name} opened again"
                yield StoryRow(place, turn.on, what, step, None, OURS)


_RISK = {True: "Patients may be at risk.", False: "Patients are not at risk."}


def _words_of(event: ConcernEvent) -> Iterator[str]:
    """Yield what the record says of an event, in sentences."""
    for key, before in _EVENT_WORDS.items():
        if value := getattr(event, key):
            yield f"{before}{sentence(value)}"
    if event.patients_at_risk is not None:
        yield _RISK[event.patients_at_risk]


_EVENT_WORDS = {
    "what": "", "reason": "", "our_view": "We: ", "their_view": "They: ", "found": "Found: ",
    "we_did": "We did: ", "they_did": "They did: ", "reply": "The provider’s reply: ",
}  # fmt: skip
"""What the record can say of an event, in the order in which it is told, with what stands before it."""
