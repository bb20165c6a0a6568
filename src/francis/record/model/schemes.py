"""A body's schemes: its words for acceptance, or those that most bodies use, and which way a step moved."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from francis.own_data import own_data
from francis.record.model.bodies import AcceptanceStep, Body, Step

Direction = Literal["better", "worse", "given", "taken back", "other"]
"""Which way a rating or an assurance moved: `given` where there was none before, `taken back` where there
is none now, `other` where the two schemes do not agree on an order."""


def acceptances_of(body: Body) -> tuple[AcceptanceStep, ...]:
    """Return the words that a body has for acceptance, in their order: `data/acceptances.yaml` unless it has its own."""
    return body.acceptances or usual_acceptances()


@cache
def usual_acceptances() -> tuple[AcceptanceStep, ...]:
    """Return the words for acceptance of a body that has none of its own, in their order."""
    steps = own_data(__file__, "../data/acceptances.yaml")
    return tuple(AcceptanceStep(**step) for step in steps)


def direction(steps: tuple[Step, Step], schemes: Iterable[tuple[Step, ...]]) -> Direction:
    """Return which way a step moved, if every one of `schemes` puts the two in the same order.

    Schemes are written best first.
    """
    old, new = steps
    if old.blank or new.blank:
        return "other" if old.blank == new.blank else "given" if old.blank else "taken back"
    found: set[Direction] = set()
    for scheme in schemes:
        keys = [step.key for step in scheme]
        if old.key not in keys or new.key not in keys:
            return "other"
        found.add("better" if keys.index(new.key) < keys.index(old.key) else "worse")
    return found.pop() if len(found) == 1 else "other"


def by_key(steps: Iterable[Step]) -> dict[str, Step]:
    """Return the steps of a scheme by key; of two with one key, the first."""
    return {step.key: step for step in reversed((*steps,))}
