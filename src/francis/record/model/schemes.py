"""The words for how far a recommendation is accepted: a body's own, or those that most bodies use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from francis.record.model.bodies import AcceptanceStep, Body


def acceptances_of(body: Body) -> tuple[AcceptanceStep, ...]:
    """Return the words that a body has for acceptance, in their order: `data/acceptances.yaml` unless it has its own."""
    return body.acceptances or usual_acceptances()


@cache
def usual_acceptances() -> tuple[AcceptanceStep, ...]:
    """Return the words for acceptance of a body that has none of its own, in their order."""
    path = Path(__file__).parent.with_name("data") / "acceptances.yaml"
    steps = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(AcceptanceStep(**step) for step in steps)
