"""What files of providers say of each other and of the rest of a body's record, and what refers to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from typing import Protocol

from francis.errors import Place, Problem, quotation
from francis.record.days import When
from francis.record.model import (
    Body,
    Classification,
    Ladder,
    Locate,
    ladders_in,
)
from francis.record.model.providers import (
    ConcernEvent,
    Dossier,
    Dossiers,
    LogEntry,
    ProviderConcern,
    ProviderLog,
    Request,
    Withholding,
)
from francis.record.model.timing import on_in_words
from francis.record.numbers import slug
from francis.record.reading.folders import PROVIDERS
from francis.record.reading.providers.files import COMMON_LOG, MEASURES
from francis.record.reading.providers.measure_readings import is_plain_number
from francis.record.reading.providers.mentions import MentionKeys, check_mentions, evidence_mentions
from francis.record.reading.references import check_text, not_there, twice
from francis.workspace import RECORD


class Withholdable(Protocol):
    """What has a classification, and perhaps the reason for it."""

    @property
    def classification(self) -> Classification:
        """Return for whom it is."""

    @property
    def withheld(self) -> Withholding | None:
        """Return why it is not for everybody."""


@dataclass(frozen=True)
class Known:
    """What files of providers may refer to: recommendations that the body answers, and its actions.

    None is where that could not be read. `whole` says of each provider whether all of its files could be.
    """

    dossiers: Dossiers
    body: Body | None = None
    numbers: Collection[str] | None = None
    actions: Collection[str] | None = None
    whole: Mapping[str, bool] = field(default_factory=dict)

    @property
    def ladders(self) -> tuple[Ladder, ...]:
        """Return the ladders of the body."""
        return ladders_in(self.body.ladders) if self.body else ()

    @cached_property
    def names(self) -> dict[str, None]:
        """Return all that can be referred to: each provider, and what its log and its concerns hold."""
        found: dict[str, None] = {}
        for name, of in self.dossiers.providers.items():
            found[name] = None
            found |= dict.fromkeys(f"{name}/{each}" for each in _ids(of.log, of.concerns))
        return found | dict.fromkeys(f"{COMMON_LOG}/{each}" for each in _ids(self.dossiers.log, ()))

    def is_unread(self, name: str) -> bool:
        """Return whether a name may be of something that could not be read."""
        folder = name.partition("/")[0]
        return not self.whole.get("" if folder == COMMON_LOG else folder, True)


def _ids(log: ProviderLog, concerns: Iterable[str]) -> Iterator[str]:
    yield from (request.id for request in log.requests)
    yield from (entry.id for entry in log.entries)
    yield from concerns


def check_dossiers(body_id: str, known: Known) -> Iterator[Problem]:
    """Yield what is wrong in the files of a body's providers, or between them and the rest of its record."""
    yield from _check_log(known.dossiers.log, (), known, "")
    named: dict[str, str] = {}
    for name, of in known.dossiers.providers.items():
        first = named.setdefault(of.provider.name.casefold(), name)
        if first != name:
            message = f"{name} looks like a copy of {first}: both have the name {quotation(of.provider.name)}."
            remedy = f"If it is a copy, delete its folder, {PROVIDERS}/{name}. Otherwise write its own name here."
            yield Problem(of.provider.at("name"), message, "folder", remedy)
        own = partial(_qualified, name)
        yield from _check_withheld(of.provider.at, (), of.provider)
        yield from _check_measures(f"{RECORD}/{body_id}/{PROVIDERS}/{name}/{MEASURES}", of)
        if of.provider.standards and known.numbers is not None:
            numbers = frozenset(known.numbers)
            yield from check_text(of.provider, of.provider.standards, ("standards",), numbers)
        yield from _check_log(of.log, of.concerns, known, name)
        for concern in of.concerns.values():
            yield from _check_concern(concern, known)
            evidence = (
                (("closed", n, "evidence", place), own(each))
                for n, closing in enumerate(concern.closed)
                for place, each in enumerate(closing.evidence)
            )
            yield from check_mentions(concern.at, evidence, known)


def _qualified(provider: str, name: str) -> str:
    """Return a name as the body's other files write it: what has no provider in it is of the provider itself."""
    return name if "/" in name else f"{provider}/{name}"


def _check_measures(path: str, of: Dossier) -> Iterator[Problem]:
    """Yield measures that appear twice, and readings of none."""
    keys = [measure.key for measure in of.provider.measures]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            place = of.provider.at("measures", index, "key")
            yield twice(place, f"the measure {quotation(key)}", "Give each its own key.")
        measure = of.provider.measures[index]
        if not measure.counts_people or measure.published:  # or else small numbers make it internal
            yield from _check_withheld(of.provider.at, ("measures", index), measure)
    yield from _check_range(path, of)
    known, told = {*keys}, set[str]()
    for reading in of.readings:
        if reading.measure not in known and reading.measure not in told:
            told.add(reading.measure)
            remedy = "Write a key of 'measures' in provider.yaml, or add the measure there."
            place = Place(path, reading.line, 1)
            yield not_there(place, "measure", reading.measure, keys, "link", remedy)


def _check_range(path: str, of: Dossier) -> Iterator[Problem]:
    """Yield what a value is said to be at least or at most and is no number, and values beyond it."""
    ends: dict[str, dict[str, Decimal]] = {}
    for index, measure in enumerate(of.provider.measures):
        for name in ("least", "most"):
            words = getattr(measure, name)
            if words is not None and not is_plain_number(words):
                place = of.provider.at("measures", index, name)
                remedy = "Write a number in digits, in quotes."
                yield Problem(place, f"{quotation(words)} is not a number.", "value", remedy)
            elif words is not None:
                ends.setdefault(measure.key, {})[name] = Decimal(words)
    for reading in of.readings if ends else ():
        held, value = ends.get(reading.measure), reading.value
        for name, end in held.items() if held and value is not None else ():
            if value is not None and (value < end if name == "least" else value > end):
                message = f"{quotation(reading.measure)} is {value:f} here, and {end:f} at {name}."
                remedy = f"Correct the value, or '{name}' in provider.yaml."
                yield Problem(Place(path, reading.line, 1), message, "value", remedy)


def _check_log(
    log: ProviderLog, concerns: Collection[str], known: Known, provider: str
) -> Iterator[Problem]:
    """Yield what is wrong with a provider's log: its requests and its entries one by one, and their ids."""
    seen = {slug(number).casefold() for number in concerns}
    held: tuple[tuple[str, tuple[Request | LogEntry, ...]], ...] = (
        ("requests", log.requests),
        ("entries", log.entries),
    )
    for name, items in held:
        for index, of in enumerate(items):
            keys, plain = (name, index), slug(of.id).casefold()
            if not plain:
                message = f"nothing can have the id {quotation(of.id)}."
                remedy = "Use an id with a letter or a digit, as in R7."
                yield Problem(log.at(*keys, "id"), message, "id", remedy)
            elif plain in seen:
                remedy = "Give each request, entry and concern of a provider its own id."
                yield twice(log.at(*keys, "id"), f"the id {quotation(of.id)}", remedy)
            seen.add(plain)
            yield from _check_withheld(log.at, keys, of)
            yield from _check_links(log.at, keys, of, known)
            yield from check_mentions(log.at, evidence_mentions(keys, of.evidence), known)
            if isinstance(of, Request):
                yield from _check_request(log.at, keys, of)
            else:
                unread = known.is_unread(provider)
                yield from _check_triage(log.at, keys, of, None if unread else concerns)


def _check_links(
    at: Locate, keys: MentionKeys, of: Request | LogEntry | ProviderConcern, known: Known
) -> Iterator[Problem]:
    """Yield the recommendations and actions that something names and that the body does not have."""
    held: tuple[tuple[str, tuple[str, ...], Collection[str] | None, str], ...] = (
        (
            "recommendations",
            of.recommendations,
            known.numbers,
            "Use the number of a recommendation that the body answers, in quotes.",
        ),
        ("actions", of.actions, known.actions, "Use the id of an action in an actions.yaml."),
    )
    for name, listed, there, remedy in held:
        for place, each in enumerate(listed if there is not None else ()):
            if each not in (there or ()):
                yield not_there(at(*keys, name, place), name, each, there or (), "link", remedy)


def _check_withheld(at: Locate, keys: MentionKeys, of: Withholdable) -> Iterator[Problem]:
    """Yield that something is said to be withheld which anybody may read."""
    if of.withheld and of.classification == "public":
        message = "this is withheld, but anybody may read it."
        remedy = "Write for whom it is, as in classification: internal, or take 'withheld' out."
        yield Problem(at(*keys, "withheld"), message, "missing-key", remedy)


def _later(
    at: Locate, keys: MentionKeys, what: str, when: When | None, after: str, before: When | None
) -> Iterator[Problem]:
    """Yield that something is said to have happened before what it follows, whatever the days are in their months."""
    if when is not None and before is not None and when.last < before.first:
        message = (
            f"{what} {on_in_words(when, str)}, before it was {after}, {on_in_words(before, str)}."
        )
        yield Problem(at(*keys), message, "sequence", "Correct one of the two dates.")


def _check_request(at: Locate, keys: MentionKeys, of: Request) -> Iterator[Problem]:
    """Yield what contradicts itself in a request."""
    for index, day in enumerate(of.chased):
        yield from _later(
            at, (*keys, "chased", index), f"{of.id} was chased", day, "asked", of.asked
        )
    answered = of.answered.on if of.answered else None
    where = (*keys, "answered", "on")
    yield from _later(at, where, f"{of.id} was answered", answered, "asked", of.asked)
    if of.judged and not of.answered:
        message = f"{of.id} is judged, but not answered."
        remedy = "Write when it was answered: answered: {on: …}."
        yield Problem(at(*keys, "judged"), message, "sequence", remedy)
    elif of.judged:
        where = (*keys, "judged", "on")
        yield from _later(at, where, f"{of.id} was judged", of.judged.on, "answered", answered)
    if of.judged and of.judged.value != "sufficient" and not of.judged.reason:
        message = f"{of.id} is judged {of.judged.value}, but has no 'reason'."
        yield Problem(at(*keys, "judged"), message, "missing-key", "Say what it lacks.")


def _check_triage(
    at: Locate, keys: MentionKeys, of: LogEntry, concerns: Collection[str] | None
) -> Iterator[Problem]:
    """Yield a triage that names no concern of the provider, though it says so; None are those that could not all be read."""
    triage = of.triage
    if triage is None:
        return
    where = (*keys, "triage")
    if triage.concern is not None and concerns is not None and triage.concern not in concerns:
        remedy = "Use the number of a concern of this provider."
        yield not_there(at(*where, "concern"), "concern", triage.concern, concerns, "link", remedy)
    elif triage.concern is None and triage.value in ("joined", "new concern"):
        message = f"{of.id} is triaged as {triage.value}, but names no 'concern'."
        yield Problem(at(*where), message, "missing-key", "Name it, as in concern: C2.")
    yield from _later(at, (*where, "on"), f"{of.id} was triaged", triage.on, "noted", of.on)


def _check_concern(of: ProviderConcern, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with a concern: its steps, the order of its days, and what it names."""
    yield from _check_links(of.at, (), of, known)
    yield from _check_withheld(of.at, (), of)
    for index, source in enumerate(of.sources):
        if not source.protected:
            yield from _check_withheld(of.at, ("sources", index), source)
    for index, event in enumerate(of.events):
        yield from _check_withheld(of.at, ("events", index), event)
        yield from _check_event(of.at, ("events", index), event, known)
    for index, closing in enumerate(of.closed):
        where = ("closed", index, "on")
        yield from _later(of.at, where, f"{of.number} was closed", closing.on, "raised", of.since)
    first = min((closing.on for closing in of.closed), key=lambda on: on.first, default=None)
    for index, again in enumerate(of.reopened):
        where = ("reopened", index, "on")
        if first is None:
            message = f"{of.number} was reopened, but never closed."
            remedy = "Write when and why it was closed: closed: [{on: …, because: …}]."
            yield Problem(of.at("reopened", index), message, "sequence", remedy)
        yield from _later(of.at, where, f"{of.number} was reopened", again.on, "closed", first)


_SAID = ("step", "what", "shared_with", "reply", "found", "we_did", "they_did", "patients_at_risk")


def _check_event(
    at: Locate, keys: MentionKeys, event: ConcernEvent, known: Known
) -> Iterator[Problem]:
    """Yield an event that says nothing, or whose step is on none of the body's ladders."""
    if all(getattr(event, name) is None for name in _SAID):
        message = "this event does not say what happened."
        remedy = "Add a step, with whom it was shared, or what happened."
        yield Problem(at(*keys), message, "missing-key", remedy)
    ladders = known.ladders
    if known.body is None or len(ladders) < len(known.body.ladders):
        return  # which steps there are is not known
    if event.ladder is not None and event.ladder not in [ladder.key for ladder in ladders]:
        remedy = "Use the key of a ladder that body.yaml names."
        names = [ladder.key for ladder in ladders]
        yield not_there(at(*keys, "ladder"), "ladder", event.ladder, names, "link", remedy)
        return
    steps = [
        step.key
        for ladder in ladders
        if event.ladder in (None, ladder.key)
        for step in ladder.steps
    ]
    if event.step is not None and event.step not in steps:
        remedy = "Use the key of a step. The ladders are in body.yaml, under 'ladders'."
        yield not_there(at(*keys, "step"), "step", event.step, steps, "link", remedy)
