"""What a meeting must hear of, each thing once, the worst first; what it is asked about that, and what it was asked before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self

from francis.record.days import Day, When
from francis.record.figures import Exceptions, Promise
from francis.record.model import Action, Body, Position, State, Step
from francis.record.model.cover import Cover, Matter
from francis.record.model.timing import ToBeSet

LATER, NO_LEAD, NO_DATE = "later date asked for", "no lead", "no date"
"""Why an action is here, where a meeting can do something about it."""
COMMON = 2
"""One reason that more than one open action in so many has is no exception: it is said once, of all of them."""


class _Register(Protocol):
    """What is asked here of a register, which stands above this module: see `register.Register`."""

    @property
    def year_id(self) -> str: ...
    @property
    def body(self) -> Body: ...
    @property
    def as_at(self) -> Day: ...
    @property
    def positions(self) -> Mapping[str, Position]: ...
    @property
    def actions(self) -> tuple[Action, ...]: ...
    @property
    def covers(self) -> Mapping[str, Cover]: ...
    @property
    def exceptions(self) -> Exceptions: ...
    @property
    def earlier(self) -> Self | None: ...
    @property
    def years(self) -> tuple[Self, ...]: ...
    def rating(self, rated: Position | Action) -> Step: ...
    def assurance(self, position: Position) -> Step: ...
    def in_state(self, *states: State) -> tuple[Action, ...]: ...
    def is_open(self, action: Action) -> bool: ...
    def days_overdue(self, action: Action) -> int: ...
    def last_sign(self, action: Action) -> Day | None: ...
    def kind_of(self, paper: str) -> str: ...
    def with_counts(self, text: str) -> str: ...


@dataclass(frozen=True)
class Concern:
    """One row of what a meeting must hear of: a position with its actions, an action alone, or a paper.

    A position is here if its rating or its assurance is an exception, or if it made a commitment that has no
    action. An action is here if it is still to be done and is overdue, extended `OFTEN` times or more, without progress
    for longer than `STALE`, rated at an exception, waits for a decision on another date, or has no lead or no
    date where most others have. One that serves a position that is here shares its row, which is named after
    what of them is rated worst. A paper is here for its own commitments that have no action, and so is a number that
    an earlier year answered and this one does not.
    """

    position: Position | None
    actions: tuple[Action, ...]
    """The worst first."""
    paper: str | None
    """The name of a paper, or such a number."""
    promises: tuple[Promise, ...]
    """Commitments without an action."""
    named: Position | Action | None
    """What the row is named after; None of a paper."""
    reasons: tuple[str, ...]
    """Why it is here, in words: “31 days overdue”, or “A23 31 days overdue” of what the row is not named after."""
    wanted: tuple[str, ...]
    """What a meeting could decide: “name a lead”, or “decide for A03” of what the row is not named after."""

    @property
    def key(self) -> str:
        """Return what the row is named after: a number, an id, or the name of a paper."""
        if isinstance(self.named, Action):
            return self.named.id
        return self.named.number if self.named else self.paper or ""

    @property
    def members(self) -> tuple[Position | Action | Promise, ...]:
        """Return all that the row tells of."""
        return (*((self.position,) if self.position else ()), *self.actions, *self.promises)

    @property
    def keys(self) -> frozenset[str]:
        """Return the number of the position and the ids of the actions that the row tells of."""
        numbers = [self.position.number] if self.position else []
        return frozenset((*numbers, *(action.id for action in self.actions)))

    @property
    def led_by(self) -> str | None:
        """Return who leads what the row is named after, or else the first of its actions that anybody leads."""
        leads = (self.named, *self.actions)
        return next((of.led_by for of in leads if of is not None and of.led_by), None)

    @property
    def dated(self) -> Action | None:
        """Return the action whose date the row gives: the one that it is named after, or the first that is due."""
        if isinstance(self.named, Action):
            return self.named
        return min((a for a in self.actions if a.due), key=_last_day, default=None)

    @property
    def due(self) -> ToBeSet | When | None:
        """Return that date, as papers state it."""
        return self.dated.due_stated if self.dated else None


def _last_day(action: Action) -> Any:
    return action.due and action.due.last


def all_of(register: _Register) -> tuple[Concern, ...]:
    """Return what a meeting must hear of, each thing once, the worst first.

    Positions come before actions of the same rating; of actions, those that are overdue for longest.
    """
    exceptions, told = register.exceptions, _reasons_of(register)
    promised: dict[str | None, list[Promise]] = {}
    for promise in exceptions.unplanned:
        promised.setdefault(promise.number, []).append(promise)
    exceptional = (p.number for p in (*exceptions.rated, *exceptions.assured))
    here = {*exceptional, *promised} & register.positions.keys()
    held: dict[str, list[Action]] = {}
    alone: list[Action] = []
    for action in register.actions:
        if told(action):
            number = next((n for n in action.recommendations if n in here), None)
            (held.setdefault(number, []) if number else alone).append(action)
    order = _severity(register)
    found = [
        _of_position(register, position, held.get(number, []), promised.get(number, ()), told)
        for number, position in register.positions.items()
        if number in here
    ]
    found += [_row(None, (action,), None, (), action, told) for action in alone]
    papers: dict[str, list[Promise]] = {}
    for promise in exceptions.unplanned:
        if promise.number not in here:
            papers.setdefault(promise.paper or promise.number or "", []).append(promise)
    rows = sorted(found, key=lambda row: order(row.named) if row.named else ())
    return (
        *rows,
        *(_row(None, (), name, tuple(made), None, told) for name, made in papers.items()),
    )


def _of_position(
    register: _Register,
    position: Position,
    actions: Iterable[Action],
    promises: Iterable[Promise],
    told: Callable[[Position | Action], list[str]],
) -> Concern:
    """Return the row of a position with its actions, named after what is rated worst; of two, after the position."""
    order = _severity(register)
    worst_first = sorted(actions, key=order)
    members: tuple[Position | Action, ...] = (position, *worst_first)
    named = min(members, key=lambda of: order(of)[0])
    return _row(position, tuple(worst_first), None, tuple(promises), named, told)


def _row(
    position: Position | None,
    actions: tuple[Action, ...],
    paper: str | None,
    promises: tuple[Promise, ...],
    named: Position | Action | None,
    told: Callable[[Position | Action], list[str]],
) -> Concern:
    reasons: list[str] = []
    wanted: list[str] = []
    for of in (position, *actions):
        if of is not None:
            key = of.id if isinstance(of, Action) else of.number
            why = told(of)
            reasons += [reason if of is named else f"{key} {reason}" for reason in why]
            of_whom = "" if of is named else f" for {key}"
            wanted += [f"{_WANTED[reason]}{of_whom}" for reason in why if reason in _WANTED]
    if promises:
        name = f"{position.number} " if position is not None and position is not named else ""
        reasons.append(f"{name}commitment without action")
        wanted.append("act, or withdraw")
    return Concern(position, actions, paper, promises, named, tuple(reasons), tuple(wanted))


_WANTED = {LATER: "decide", NO_LEAD: "name a lead", NO_DATE: "set a date"}
"""What a meeting could decide about an action, by the reason why it is here."""


def _severity(register: _Register) -> Callable[[Position | Action], tuple[int, bool, int, bool]]:
    """Return how bad something is, the worst least: by its rating, positions first.

    Then positions by their assurance, and actions by the days for which they are overdue; those that wait for a
    decision come first.

    The steps of a scheme stand from the best to the worst. One that is no judgement comes after all others.
    """
    body = register.body
    ratings, assurances = (
        [s.key for s in of if not s.blank] for of in (body.ratings, body.assurances)
    )

    def order(of: Position | Action) -> tuple[int, bool, int, bool]:
        rank = _rank(ratings, of.rating.value)
        if isinstance(of, Action):
            return rank, True, -register.days_overdue(of), not of.asked
        return rank, False, _rank(assurances, of.assurance.value), False

    return order


def _rank(judged: Sequence[str], key: str) -> int:
    """Return where a step stands among those that judge, the last and worst least; what judges nothing is most."""
    return -judged.index(key) if key in judged else 1


def _reasons_of(register: _Register) -> Callable[[Position | Action], list[str]]:
    """Return what says why a position or an action is an exception, in words; nothing of one that is none."""
    exceptions, undone = register.exceptions, register.in_state("open", "overdue")
    rated = {a.id for a in exceptions.actions_rated}
    extended = {a.id for a in exceptions.extended}
    stale = {a.id for a in exceptions.stale}
    without_lead = [a.id for a in undone if not a.leads]
    without_date = [a.id for a in undone if a.due is None]
    few_lack = {
        NO_LEAD: set(without_lead) if len(without_lead) * COMMON <= len(undone) else set(),
        NO_DATE: set(without_date) if len(without_date) * COMMON <= len(undone) else set(),
    }

    def told(of: Position | Action) -> list[str]:
        if isinstance(of, Position):
            step, sure = register.rating(of), register.assurance(of)
            rating = [f"rated {step.word}"] if step.exception and not sure.exception else []
            return [*rating, *([with_assurance(sure)] if sure.exception else [])]
        if not register.is_open(of):
            return []
        reasons = []
        if late := register.days_overdue(of):
            reasons.append(f"{late} {'day' if late == 1 else 'days'} overdue")
        if of.asked:
            reasons.append(LATER)
        if of.id in extended:
            reasons.append(f"extended {_times(of.times_extended)}")
        if of.id in stale:
            last = register.last_sign(of) if of.progress or of.repeats else None
            days = (register.as_at - last).days if last else 0
            reasons.append(f"no progress for {days} days" if days else "no progress recorded")
        reasons += [reason for reason, those in few_lack.items() if of.id in those]
        if of.id in rated and not reasons:
            reasons.append(f"rated {register.rating(of).word}")
        return reasons

    return told


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def with_assurance(step: Step) -> str:
    """Return an assurance as people say it: “Limited assurance”, “no assurance” of None, “assurance not assessed”."""
    words = step.word.lower()
    if words.endswith("assurance"):
        return words
    if words == "none":
        return "no assurance"
    return f"assurance {step.word}" if words.startswith("not ") else f"{step.word} assurance"


def is_less_sure(register: _Register, position: Position) -> bool:
    """Return whether the assurance of a position is a lower step than in the year before; what judges nothing is none."""
    before = register.earlier.positions.get(position.number) if register.earlier else None
    judged = [step.key for step in register.body.assurances if not step.blank]
    old, new = before and before.assurance.value, position.assurance.value
    return old in judged and new in judged and judged.index(old) < judged.index(new)


# What a meeting is asked, and was asked before


def named_in(text: str) -> frozenset[str]:
    """Return all that may be the id of an action in a text."""
    return frozenset(word.rstrip("./-") for word in re.findall(r"\w[\w./-]*", text))


def matters(register: _Register, paper: str) -> tuple[Matter, ...]:
    """Return what the paper before this one asked of the same meeting, and what came of it.

    That is the latest of an earlier date, of this year or one before; of several of that date it is the one of
    this kind, otherwise all. What a meeting in private was asked is told to one in private alone.
    """
    own, body = register.covers.get(paper), register.body
    if own is None or own.date is None:
        return ()
    before = [
        (cover.date.last, year.kind_of(name) == register.kind_of(paper), year, name)
        for year in register.years
        for name, cover in year.covers.items()
        if cover.date is not None and cover.date.last < own.date.last
        if body.committee(cover.meeting) == body.committee(own.meeting)
        if (cover.session == "private") == (own.session == "private")
    ]
    latest = max((found[:2] for found in before), default=None)
    return tuple(
        Matter(
            year.year_id,
            name,
            place,
            year.covers[name],
            year.with_counts(ask.text),
            ask.outcome
            and replace(ask.outcome, text=year.with_counts(ask.outcome.text or "") or None),
        )
        for day, alike, year, name in before
        if (day, alike) == latest
        for place, ask in enumerate(year.covers[name].all_asks, 1)
    )
