"""Ladders of escalation: the steps by which a body acts on a concern, in order, and those beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from francis.own_data import own_data
from francis.record.model.base import Name, record


@record
class Rung:
    """A step of a ladder, by its key.

    One that is `beside` the ladder can be taken at any time and is no level of it; one that leads `down` ends
    a level. `needs` are what must be in place before it is taken, and `approver` is the post that decides on it.
    """

    key: Name
    word: str
    meaning: str | None = None
    approver: str | None = None
    last_resort: bool = False
    beside: bool = False
    down: bool = False
    needs: tuple[str, ...] = ()


@record
class Ladder:
    """The steps of one way to escalate, the mildest first."""

    key: Name
    name: str
    steps: tuple[Rung, ...]

    @property
    def levels(self) -> tuple[Rung, ...]:
        """Return the steps that are levels of it, the mildest first."""
        return tuple(step for step in self.steps if not step.beside and not step.down)

    def rung(self, key: str) -> Rung | None:
        """Return the step with this key, or None."""
        return next((step for step in self.steps if step.key == key), None)

    def level(self, key: str) -> int | None:
        """Return which level a step is, counted from 1; None if it is none."""
        return next((n for n, step in enumerate(self.levels, 1) if step.key == key), None)


@cache
def usual_ladders() -> Mapping[str, Ladder]:
    """Return the ladders that come with the program, by key: `data/ladders.yaml`."""
    listed = own_data(__file__, "../data/ladders.yaml")
    return {ladder["key"]: _ladder(**ladder) for ladder in listed}


def _ladder(key: str, name: str, steps: Iterable[Mapping[str, object]]) -> Ladder:
    lists = ({k: tuple(v) if isinstance(v, list) else v for k, v in s.items()} for s in steps)
    return Ladder(key, name, tuple(Rung(**step) for step in lists))  # type: ignore[arg-type]


def ladders_in(named: Iterable[Ladder | Name]) -> tuple[Ladder, ...]:
    """Return the ladders of a body, those it names and those it writes out; names of none are passed over."""
    usual = usual_ladders() if any(isinstance(each, str) for each in named) else {}
    found = (each if isinstance(each, Ladder) else usual.get(each) for each in named)
    return tuple(ladder for ladder in found if ladder is not None)
