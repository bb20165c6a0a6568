"""What of providers is not for everybody: why, when that is looked at again, and how much is left out of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from francis.record.audience import is_left_out, is_visible
from francis.record.days import day_in_words
from francis.record.model import Locate

if TYPE_CHECKING:
    from francis.record.model.providers import (
        ConcernEvent,
        ConcernSource,
        ConcernView,
        LogEntry,
        LogView,
        Measure,
        Provider,
        ProviderConcern,
        Request,
    )
    from francis.record.register import Register

    ClassifiedThing = (
        Provider | Measure | Request | LogEntry | ProviderConcern | ConcernSource | ConcernEvent
    )


class Classified(NamedTuple):
    """Something with a classification of its own: how its file is found, its keys there, itself, and its name."""

    at: Locate
    keys: tuple[str | int, ...]
    of: ClassifiedThing
    name: str


def classified(register: Register) -> Iterator[Classified]:
    """Yield all of the providers on the day of a register that has a classification, in the order of the record."""
    for view in register.providers:
        of = view.provider
        yield Classified(of.at, (), of, view.name)
        for index, measure in enumerate(of.measures):
            name = f"{view.name}, {measure.key}"
            yield Classified(of.at, ("measures", index), measure, name)
        yield from _in_log(view, view.name)
        for concern in view.concerns:
            yield from in_concern(concern, view.name)
    if register.common_log is not None:
        yield from _in_log(register.common_log, "log")


def _in_log(view: LogView, name: str) -> Iterator[Classified]:
    for index, request in enumerate(view.log.requests):
        yield Classified(view.log.at, ("requests", index), request, f"{name}/{request.id}")
    for index, entry in enumerate(view.log.entries):
        yield Classified(view.log.at, ("entries", index), entry, f"{name}/{entry.id}")


def in_concern(view: ConcernView, provider: str) -> Iterator[Classified]:
    """Yield a concern about a provider, its sources and its events."""
    of = view.concern
    name = f"{provider}/{of.number}"
    yield Classified(of.at, (), of, name)
    for index, source in enumerate(of.sources):
        yield Classified(of.at, ("sources", index), source, f"a source of {name}")
    for index, event in enumerate(of.events):
        yield Classified(of.at, ("events", index), event, f"an event of {name}")


def count_withheld(register: Register, things: Iterable[Classified] | None = None) -> int:
    """Return how many things are not for the readers of a register: of all, with the providers that they may not know of.

    Sources that are protected are not counted: nobody may know that they are there.
    """
    left_out = register.providers_left_out if things is None else 0
    listed = classified(register) if things is None else things
    return left_out + sum(
        not is_visible(each.of.classification, register.audience)
        for each in listed
        if not getattr(each.of, "protected", False)
    )


def why_withheld(of: ClassifiedThing) -> str:
    """Return for whom something is, why and until when, to stand behind its words; nothing of what is for all, or left out."""
    words = (getattr(of, name, None) for name in ("what", "kind", "source"))
    if of.classification == "public" or any(map(is_left_out, words)):
        return ""
    if of.withheld is None:
        return f" ({of.classification})"
    again = f"to be looked at again on {day_in_words(of.withheld.review)}"
    return f" ({of.classification}: {of.withheld.because.rstrip('.')}; {again})"
