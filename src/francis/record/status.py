"""The counts of a register for a terminal and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from francis.record.figures import Promise, UnknownKind
from francis.record.model import Action, Position, Step
from francis.record.model.timing import due_in_words
from francis.record.prose import NOT_STATED, with_article
from francis.record.register import OFTEN, STALE, Register

Paint = Callable[[str, str | None], str]
"""From a text and a colour to what a terminal shows."""
StepWords = Mapping[str, tuple[str, str | None]]
"""The word and the colour of each step, by its key."""
WIDEST = 24
"""The width of the longest bar, in characters."""


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


def status_json(register: Register) -> dict[str, Any]:
    """Return every count of a register as plain values, and the records behind the exceptions.

    Actions are named by id, positions by number, and commitments by where they were made and what
    they say. The figures are those that a narrative may use, under the same names.
    """
    counts, exceptions = register.counts, register.exceptions
    return {
        "format": STATUS_FORMAT,
        "body": register.body_id,
        "year": register.year_id,
        "set": register.set_id,
        "as_at": register.as_at.isoformat(),
        "status": register.year.status,
        "figures": counts.figures,
        "acceptance": dict(counts.acceptance),
        "ratings": dict(counts.ratings),
        "assurances": dict(counts.assurances),
        "action_ratings": dict(counts.action_ratings),
        "action_states": dict(counts.states),
        "due_soon": _ids(register.due_soon),
        "extensions_asked": _ids(register.asked),
        "commitments": dict(counts.fulfilments),
        "unwritten": _numbers(register.unwritten),
        "for_review": _numbers(register.for_review),
        "carried": _numbers(register.carried),
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


def status_lines(
    register: Register, day: Callable[[Any], str], paint: Paint, *, with_set: bool = False
) -> Iterator[str]:
    """Yield the counts of a register as lines to read.

    `day` writes days and months, and `paint` gives a bar its colour, #rrggbb or None. The set is named
    `with_set`, as where the body answers several.
    """
    body, counts = register.body, register.counts
    item = body.words.item
    against = f" against {with_article(register.set.short_title)}" if with_set else ""
    yield f"{body.short_name} {register.year_id}{against}, as at {day(register.as_at)}: {register.year.status}"
    if body.notice:
        yield body.notice
    ratings, assurances = _steps(body.ratings), _steps(body.assurances)
    acceptance = {value: (value, None) for value in counts.acceptance}
    states = {str(state): (str(state), None) for state in counts.states}
    schemes = (acceptance, ratings, assurances, states)
    widest = max(len(word) for scheme in schemes for word, _ in scheme.values())

    def bars(name: str, scheme: StepWords, counted: Mapping[Any, int]) -> Iterator[str]:
        most = max([*counted.values(), WIDEST])
        yield f"  {name}"
        for key, (word, colour) in scheme.items():
            bar = "█" * round(counted[key] * WIDEST / most)
            line = f"    {word:{widest}}  {counted[key]:>4}"
            yield f"{line}  {paint(bar, colour)}" if bar else line

    yield ""
    yield f"{counts.positions} {item.one if counts.positions == 1 else item.many}"
    yield from bars("Acceptance", acceptance, counts.acceptance)
    yield from bars("Rating", ratings, counts.ratings)
    yield from bars("Assurance", assurances, counts.assurances)
    yield ""
    yield f"{counts.actions} action{'s' * (counts.actions != 1)}"
    if counts.actions:
        yield from bars("Rating", ratings, counts.action_ratings)
        yield from bars("State", states, counts.states)
        due = f"Due by {day(register.due_until())}"
        yield from _listed(due, [_due(a, day) for a in register.due_soon])
        yield from _listed("Extensions requested", _asked(register.asked, day))
    if counts.promises:
        yield ""
        yield f"{counts.promises} commitment{'s' * (counts.promises != 1)}"
        fates = {str(fate): (str(fate), None) for fate, n in counts.fulfilments.items() if n}
        yield from bars("What became of them", fates, counts.fulfilments)
    yield ""
    yield from _exceptions(register, day)
    yield from _still_to_do(register)


def _still_to_do(register: Register) -> Iterator[str]:
    """Yield what is still to be written or looked at, and what cannot be said for want of facts."""
    if register.unwritten or register.for_review or register.carried:
        yield ""
        yield "Still to do"
        yield from _numbered("Not yet written", register.unwritten)
        yield from _numbered("For review, as the text it answers has changed", register.for_review)
        yield from _numbered("Carried forward, not yet confirmed", register.carried)
    unknown = {kind: of for kind, of in register.unknown.items() if of.number}
    if unknown:
        yield ""
        yield "Not known"
        for kind, of in unknown.items():
            yield f"  {UNKNOWN_WORDS[kind]}: {of.number} of {of.among}"


def _numbered(name: str, positions: Iterable[Position]) -> Iterator[str]:
    numbers = _numbers(positions)
    if numbers:
        yield f"  {name}: {', '.join(numbers)}"


def _exceptions(register: Register, day: Callable[[Any], str]) -> Iterator[str]:
    """Yield what the governing body must be told separately; that there is nothing, only as far as that is known."""
    exceptions = register.exceptions
    total = exceptions.total
    known = " among what is known" if any(of.number for of in register.unknown.values()) else ""
    yield f"{total} exception{'s' * (total != 1)}" if total else f"No exceptions{known}"
    yield from _listed("Rating", [f"{p.number} {p.rating.value}" for p in exceptions.rated])
    yield from _listed(
        "Rating of actions", [f"{a.id} {a.rating.value}" for a in exceptions.actions_rated]
    )
    yield from _listed("Overdue", [_due(action, day) for action in exceptions.overdue])
    yield from _listed(
        f"Extended {OFTEN} times or more",
        [f"{a.id}, {a.times_extended} times" for a in exceptions.extended],
    )
    yield from _listed("Assurance", [f"{p.number} {p.assurance.value}" for p in exceptions.assured])
    yield from _listed(f"No progress recorded for {STALE.days} days", _ids(exceptions.stale))
    yield from _listed("Commitments with no action", [_promise(p) for p in exceptions.unplanned])


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
