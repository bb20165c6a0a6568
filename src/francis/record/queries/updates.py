"""When something was last said about a recommendation, and for how long nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from francis.record.days import Day, When, months_after
from francis.record.model import Action, said
from francis.record.register import STALE, Register


class LastUpdate(NamedTuple):
    """When something was last said about a recommendation, and for how many whole months nothing was.

    `months` is 0 while the update is not older than `STALE`.
    """

    day: Day
    months: int = 0


def last_update(register: Register, number: str) -> LastUpdate:
    """Return when something was last said about a recommendation, as at the day of the register.

    That is the latest of: the day of the last stock-take in which its position says something else than in the
    one before, or is the first; the day on which it was confirmed; and the days of what happened to the actions
    that serve it.
    """
    day = max(_days(register, number))
    if register.as_at - day <= STALE:
        return LastUpdate(day)
    months = 12 * (register.as_at.year - day.year) + register.as_at.month - day.month
    is_over = months_after(When(day), months).last <= register.as_at
    return LastUpdate(day, months if is_over else months - 1)


def _days(register: Register, number: str) -> Iterator[Day]:
    """Yield the days on which something was said about a recommendation."""
    for year in register.years:
        position = year.positions.get(number)
        if position is None:
            continue
        before = year.earlier.positions.get(number) if year.earlier else None
        if before is None or said(before) != said(position):
            yield year.as_at
        if position.confirmed:
            yield position.confirmed.on
    for action in register.serving.get(number, ()):
        yield from _days_of(action)


def _days_of(action: Action) -> Iterator[Day]:
    """Yield the days on which something is recorded of an action."""
    yield from (note.date for note in action.progress)
    yield from (milestone.met for milestone in action.milestones if milestone.met)
    yield from action.repeats.done if action.repeats else ()
    ends = action.completed, action.verified and action.verified.date
    closed = action.closure and action.closure.date
    yield from (day for day in (action.since, *ends, closed) if day)
