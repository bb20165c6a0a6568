"""The counts of registers for a terminal and for scripts."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from francis.errors import FrancisError
from francis.record.days import Day, day_in_words, days_after
from francis.record.figures import Counts, Promise, UnknownKind
from francis.record.model import Action, Position, Step
from francis.record.model.timing import due_in_words
from francis.record.numbers import listed
from francis.record.prose import NOT_STATED, with_article
from francis.record.register import OFTEN, SOON, STALE, Register

StepWords = Mapping[str, tuple[str, str | None]]
"""The word and the colour of each step, by its key."""
WIDEST = 24
"""The width of the longest bar, in characters."""


class Look(NamedTuple):
    """How a terminal shows things: a day or a month, a text in a colour (#rrggbb, or None), and a heading."""

    day: Callable[[Any], str]
    paint: Callable[[str, str | None], str]
    bold: Callable[[str], str] = str


class Question(NamedTuple):
    """What is asked of a register: how things stand on a day, what one post leads, and how far ahead to look.

    Without a day it is the one at which the record is true; without a post, everything; `ahead` are days.
    """

    day: Day | None = None
    lead: str | None = None
    ahead: int = SOON.days


class YearCount:
    """A register as a question means it: counted to its day, and what its post leads.

    Every figure is the register's own. Raise FrancisError for a day before something that the record
    says has happened: it cannot tell how things stood then.
    """

    def __init__(self, register: Register, question: Question) -> None:
        self.lead, self.as_at = question.lead, register.as_at
        self.register = register
        if question.day is not None:
            if (last := _last_event(register)) > question.day:
                raise FrancisError(
                    f"{register.body_id}/{register.year_id} tells what happened on {day_in_words(last)}, so it cannot "
                    f"say how things stood on {day_in_words(question.day)}.\n"
                    "Choose a later day with --as-at, or an earlier year with --year."
                )
            self.register = replace(register, year=replace(register.year, as_at=question.day))
        self.until = days_after(self.register.as_at, datetime.timedelta(question.ahead))

    @cached_property
    def counts(self) -> Counts:
        """Return every figure of what is meant."""
        return self.register.counts_of(self.lead)

    @property
    def due(self) -> tuple[Action, ...]:
        """Return the open actions, not overdue, that are due within the days that are asked for."""
        return self.actions(self.register.due_by(self.until))

    def actions(self, those: Iterable[Action]) -> tuple[Action, ...]:
        """Return those of some actions that are meant."""
        return self.register.led(those, self.lead)

    def positions(self, those: Iterable[Position]) -> tuple[Position, ...]:
        """Return those of some positions that are meant."""
        return self.register.led(those, self.lead)


def posts_of(register: Register) -> Iterator[str]:
    """Yield the posts that lead a position or an action, some more than once."""
    for held in (*register.written, *register.actions):
        yield from (lead.post for lead in held.leads)


def _last_event(register: Register) -> Day:
    """Return the latest day on which something happened that the record tells of as done."""
    days: list[Day | None] = [Day.min]
    for action in register.actions:
        ends = action.verified, action.closure
        days += [action.since, action.completed, *(end.date for end in ends if end)]
        days += [note.date for note in action.progress]
        days += [extension.approved_on for extension in action.extensions]
        days += [milestone.met for milestone in action.milestones]
        days += action.repeats.done if action.repeats else ()
    for position in register.written:
        days += [position.acceptance.date]
        days += [position.confirmed.on] if position.confirmed else []
    return max(day for day in days if day is not None)


STATUS_FORMAT = 2
"""The version of the JSON that `status_json` returns; its schema is docs/status.schema.json."""
UNKNOWN_WORDS: Mapping[UnknownKind, str] = {
    "dates": "Open actions without a date, so whether they are overdue",
    "ratings": "Positions that are not rated",
    "action_ratings": "Open actions that are not rated",
    "assurances": "Positions without an assessment of assurance",
    "texts": "Positions that are not written",
}
"""What is not known, as a list of it begins."""


def status_json(standing: YearCount) -> dict[str, Any]:
    """Return every count of a register as plain values, and the records behind the exceptions.

    Actions are named by id, positions by number, and commitments by where they were made and what
    they say. The figures are those that a narrative may use, under the same names. `counted_to` is the day to
    which all is counted; it is that of the record, `as_at`, unless another was asked for.
    """
    register, counts = standing.register, standing.counts
    exceptions = counts.exceptions
    return {
        "format": STATUS_FORMAT,
        "body": register.body_id,
        "year": register.year_id,
        "set": register.set_id,
        "as_at": standing.as_at.isoformat(),
        "counted_to": register.as_at.isoformat(),
        "lead": standing.lead,
        "status": register.year.status,
        "figures": counts.figures,
        "acceptance": dict(counts.acceptance),
        "ratings": dict(counts.ratings),
        "assurances": dict(counts.assurances),
        "action_ratings": dict(counts.action_ratings),
        "action_states": dict(counts.states),
        "due_soon": _ids(standing.actions(register.due_soon)),
        "due": {"until": standing.until.isoformat(), "actions": _ids(standing.due)},
        "extensions_asked": _ids(standing.actions(register.asked)),
        "commitments": dict(counts.fulfilments),
        "unwritten": _numbers(standing.positions(register.unwritten)),
        "for_review": _numbers(standing.positions(register.for_review)),
        "carried": _numbers(standing.positions(register.carried)),
        "exceptions": {
            "rated": _numbers(exceptions.rated),
            "actions_rated": _ids(exceptions.actions_rated),
            "overdue": _ids(exceptions.overdue),
            "extended": _ids(exceptions.extended),
            "assured": _numbers(exceptions.assured),
            "stale": _ids(exceptions.stale),
            "unplanned": [
                {"number": p.number, "paper": p.paper, "text": p.commitment.text}
                for p in exceptions.unplanned
            ],
        },
    }


def _ids(actions: Iterable[Action]) -> list[str]:
    return [action.id for action in actions]


def _numbers(positions: Iterable[Position]) -> list[str]:
    return [position.number for position in positions]


def status_lines(standing: YearCount, look: Look, *, with_set: bool = False) -> Iterator[str]:
    """Yield the counts of a register as lines to read; the set is named `with_set`.

    Steps that nothing has are left out, for all are in the body's file.
    """
    register, counts = standing.register, standing.counts
    body, item = register.body, register.body.words.item
    ratings = _steps(body.ratings)
    yield look.bold(_title(standing, look, with_set=with_set))
    if body.notice:
        yield body.notice
    schemes: tuple[tuple[str, StepWords, Mapping[Any, int]], ...] = (
        ("Acceptance", {value: (value, None) for value in counts.acceptance}, counts.acceptance),
        ("Rating", ratings, counts.ratings),
        ("Assurance", _steps(body.assurances), counts.assurances),
        ("Rating", ratings, counts.action_ratings),
        ("State", {str(state): (str(state), None) for state in counts.states}, counts.states),
        ("What became of them", {f: (f, None) for f in counts.fulfilments}, counts.fulfilments),
    )
    widest = max(len(word) for _, scheme, _ in schemes[:5] for word, _ in scheme.values())
    bars = [[*_bars(*scheme, widest, look)] for scheme in schemes]
    yield ""
    yield look.bold(_many(counts.positions, item.one, item.many))
    yield from (line for scheme in bars[:3] for line in scheme)
    yield ""
    yield look.bold(_many(counts.actions, "action", "actions"))
    if counts.actions:
        yield from (line for scheme in bars[3:5] for line in scheme)
        due = f"Due by {look.day(standing.until)}"
        yield from _listed(due, [_due(a, look.day) for a in standing.due])
        yield from _listed(
            "Extensions requested", _asked(standing.actions(register.asked), look.day)
        )
    if counts.promises:
        yield ""
        yield look.bold(_many(counts.promises, "commitment", "commitments"))
        yield from bars[5]
    yield ""
    yield from _exceptions(standing, look)
    yield from _still_to_do(standing, look)


def _title(standing: YearCount, look: Look, *, with_set: bool) -> str:
    """Return whose counts these are, of which record and to which day."""
    register = standing.register
    against = f" against {with_article(register.set.short_title)}" if with_set else ""
    day = f", counted to {look.day(register.as_at)}" if register.as_at != standing.as_at else ""
    lead = f", led by {standing.lead}" if standing.lead else ""
    return (
        f"{register.body.short_name} {register.year_id}{against}, as at {look.day(standing.as_at)}: "
        f"{register.year.status}{day}{lead}"
    )


def _many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _bars(
    name: str, scheme: StepWords, counted: Mapping[Any, int], widest: int, look: Look
) -> Iterator[str]:
    """Yield a scheme with a bar for each step that something has; nothing if there is none."""
    most = max([*counted.values(), WIDEST])
    if any(counted.values()):
        yield f"  {name}"
    for key, (word, colour) in scheme.items():
        if counted[key]:
            bar = "█" * round(counted[key] * WIDEST / most)
            line = f"    {word:{widest}}  {counted[key]:>4}"
            yield f"{line}  {look.paint(bar, colour)}" if bar else line


def _still_to_do(standing: YearCount, look: Look) -> Iterator[str]:
    """Yield what is still to be written or looked at, and what cannot be said for want of facts."""
    register = standing.register
    undone = {
        "Not yet written": standing.positions(register.unwritten),
        "For review, as the text it answers has changed": standing.positions(register.for_review),
        "Carried forward, not yet confirmed": standing.positions(register.carried),
    }
    if any(undone.values()):
        yield ""
        yield look.bold("Still to do")
        for name, positions in undone.items():
            yield from _numbered(name, positions)
    unknown = {kind: of for kind, of in standing.counts.unknown.items() if of.number}
    if unknown:
        yield ""
        yield look.bold("Not known")
        for kind, of in unknown.items():
            yield f"  {UNKNOWN_WORDS[kind]}: {of.number} of {of.among}"


def _numbered(name: str, positions: Iterable[Position]) -> Iterator[str]:
    numbers = _numbers(positions)
    if numbers:
        yield f"  {name}: {listed(numbers)}"


def _exceptions(standing: YearCount, look: Look) -> Iterator[str]:
    """Yield what the governing body must be told separately; that there is nothing, only as far as that is known."""
    register, day = standing.register, look.day
    exceptions = standing.counts.exceptions

    def rated(name: str, of: Position | Action) -> str:
        return f"{name} {look.paint(register.rating(of).word, register.rating(of).colour)}"

    total = exceptions.total
    known = " among what is known" if _is_unknown(standing.counts) else ""
    yield look.bold(_many(total, "exception", "exceptions") if total else f"No exceptions{known}")
    yield from _listed("Rating", [rated(p.number, p) for p in exceptions.rated])
    yield from _listed("Rating of actions", [rated(a.id, a) for a in exceptions.actions_rated])
    yield from _listed("Overdue", [_due(action, day) for action in exceptions.overdue])
    yield from _listed(
        f"Extended {OFTEN} times or more",
        [f"{a.id}, {a.times_extended} times" for a in exceptions.extended],
    )
    yield from _listed(
        "Assurance", [f"{p.number} {register.assurance(p).word}" for p in exceptions.assured]
    )
    yield from _listed(f"No progress recorded for {STALE.days} days", _ids(exceptions.stale))
    yield from _listed("Commitments with no action", [_promise(p) for p in exceptions.unplanned])


def _is_unknown(counts: Counts) -> bool:
    """Return whether anything is not known, so that there may be more exceptions than are counted."""
    return any(of.number for of in counts.unknown.values())


def _steps(steps: Iterable[Step]) -> StepWords:
    return {step.key: (step.word, step.colour) for step in steps}


def _due(action: Action, day: Callable[[Any], str]) -> str:
    return (
        f"{action.id}, due {due_in_words(action.due, day)}: {action.led_by or f'lead {NOT_STATED}'}"
    )


def _asked(actions: Iterable[Action], day: Callable[[Any], str]) -> list[str]:
    return [f"{a.id}, to {day(a.asked.due)}" for a in actions if a.asked]


def _promise(promise: Promise) -> str:
    return f"{promise.number or promise.paper}: {' '.join(promise.commitment.text.split())}"


def _listed(name: str, items: list[str]) -> Iterator[str]:
    """Yield a list under its name and number, if there is anything in it."""
    if items:
        yield f"  {name}: {len(items)}"
        yield from (f"    {item}" for item in items)


# Several bodies, a row each


class TableRow(NamedTuple):
    """A body's year in the table of several: whose it is, its figures by their headings, how many have each rating, its notice."""

    name: str
    cells: Mapping[str, str]
    ratings: str
    notice: str | None


def table_row(standing: YearCount, look: Look, *, with_set: bool = False) -> TableRow:
    """Return the row of a register in a table of several; ratings are words, as each body has its own."""
    register, figures = standing.register, standing.counts.figures
    of_set = f", {register.set.short_title}" if with_set else ""
    steps = [(step, standing.counts.ratings[step.key]) for step in register.body.ratings]
    undated, is_unknown = figures["open_without_date"], _is_unknown(standing.counts)
    counted = {
        "Positions": (figures["positions"], False),
        "Unwritten": (figures["unwritten"], False),
        "Actions": (figures["actions"], False),
        "Overdue": (figures["actions_overdue"], bool(undated)),
        "No date": (undated, False),
        "Due soon": (len(standing.due), bool(undated)),
        "Exceptions": (figures["exceptions"], is_unknown),
    }
    return TableRow(
        f"{register.body.short_name} {register.year_id}{of_set}",
        {
            "As at": standing.as_at.isoformat(),
            "Status": register.year.status,
            **{name: f"{n:,}{_PARTLY if partly else ''}" for name, (n, partly) in counted.items()},
        },
        ", ".join(look.paint(f"{n:,} {step.word}", step.colour) for step, n in steps if n),
        register.body.notice and f"{register.body.short_name}: {register.body.notice}",
    )


_PARTLY = "*"
"""What stands behind a figure that only counts what is known."""
_WORDS = frozenset({"As at", "Status"})
"""The columns of the table that are no figures."""


def table_lines(rows: Sequence[TableRow], question: Question, look: Look) -> Iterator[str]:
    """Yield a table with a row for each body's year; columns of which all are 0 are left out, but for the overdue."""
    used = [
        name
        for name in rows[0].cells
        if name == "Overdue" or any(row.cells[name] != "0" for row in rows)
    ]
    first = max(len(row.name) for row in rows)
    widths = {name: max(len(name), *(len(row.cells[name]) for row in rows)) for name in used}

    def line(name: str, cells: Mapping[str, str], last: str) -> str:
        texts = (f"{cells[n]:{'<' if n in _WORDS else '>'}{widths[n]}}" for n in used)
        return "  ".join((f"{name:<{first}}", *texts, last)).rstrip()

    is_partly = any(_PARTLY in cell for row in rows for cell in row.cells.values())

    said = [f"Counted to {look.day(question.day)}"] if question.day else []
    said += [f"Led by {question.lead}"] if question.lead else []
    yield from map(look.bold, said)
    yield look.bold(line("", {name: name for name in used}, "Ratings"))
    yield from (line(row.name, row.cells, row.ratings) for row in rows)
    if is_partly:
        yield f"{_PARTLY} As far as is known: not everything is rated, assessed, written or dated."
    yield from dict.fromkeys(row.notice for row in rows if row.notice)
