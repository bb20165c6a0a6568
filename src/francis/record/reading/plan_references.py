"""What is wrong in an action plan: its actions one by one, among each other, and what they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as Set_

from francis.errors import Problem, excerpt, quotation
from francis.record.days import Day
from francis.record.model import Action, Body, Extension, Plan, Year
from francis.record.numbers import natural, slug
from francis.record.reading.references import check_days, check_step, not_there, twice


def check_plan(plan: Plan, body: Body | None, numbers: Set_[str], year: Year) -> Iterator[Problem]:
    """Yield what is wrong with the actions of a plan, one by one and among each other."""
    seen: dict[str, str] = {}
    yield from check_days(plan.at, [(("last_meeting",), plan.last_meeting)], year)
    for index, action in enumerate(plan.actions):
        keys, plain = ("actions", index), slug(action.id).casefold()
        if not plain:
            message = f"an action cannot have the id {quotation(action.id)}."
            remedy = "Use an id with a letter or a digit, as in A07."
            yield Problem(plan.at(*keys, "id"), message, "id", remedy)
        elif seen.get(plain) == action.id:
            what = f"the action {quotation(action.id)}"
            yield twice(plan.at(*keys, "id"), what, "Give each action its own id.")
        elif plain in seen:
            message = f"{quotation(action.id)} and {quotation(seen[plain])} differ only in signs or in the case of letters."
            remedy = "Give one of them another id: in links and on the command line they are one."
            yield Problem(plan.at(*keys, "id"), message, "id", remedy)
        seen.setdefault(plain, action.id)
        yield from _check_served(plan, index, action, numbers, year)
        ratings = body.ratings if body else ()
        yield from check_step(plan.at, (*keys, "rating", "value"), action.rating.value, ratings)
        for number, extension in enumerate(action.extensions):
            yield from _check_extension(plan, index, number, extension)
        yield from _check_repeats(plan, index, action)
        for place, milestone in enumerate(action.milestones):
            if milestone.what in [earlier.what for earlier in action.milestones[:place]]:
                what = f"the milestone {quotation(milestone.what)}"
                at = plan.at(*keys, "milestones", place, "what")
                yield twice(at, what, "Say of each what sets it apart.")
        yield from _check_end(plan, index, action)
        yield from check_days(plan.at, _days_of(index, action), year)


def _check_served(
    plan: Plan, index: int, action: Action, numbers: Set_[str], year: Year
) -> Iterator[Problem]:
    """Yield the recommendations of an action that do not exist, or appear twice."""
    for place, number in enumerate(action.recommendations):
        where = ("actions", index, "recommendations", place)
        if number not in numbers:
            remedy = "Use the number of a recommendation that this year answers."
            what = (
                "is not among the numbers that this year answers"
                if year.numbers
                else "does not exist"
            )
            at = plan.at(*where)
            if several := _several(number, numbers):
                message = f"'recommendations' is {quotation(number)}, which is not one number."
                listed = ", ".join(f'"{each}"' for each in several)
                remedy = f"List each number by itself, in quotes: [{excerpt(listed)}]."
                yield Problem(at, message, "link", remedy)
                continue
            yield not_there(at, "recommendations", number, numbers, "link", remedy, what)
        elif number in action.recommendations[:place]:
            what = f"the recommendation {quotation(number)}"
            yield twice(plan.at(*where), what, "Keep only one.")


_BETWEEN = re.compile(r"\s*(?:[,;&–—-]|\band\b|\bto\b)\s*")


def _several(found: str, numbers: Set_[str]) -> list[str]:
    """Return the numbers that are meant by several in one value, such as 132-134; none if it is not that."""
    parts = _BETWEEN.split(found)
    if len(parts) < 2 or not numbers >= {*parts}:
        return []
    ordered = sorted(numbers, key=natural)
    if len(parts) == 2 and not re.search("[,;&]|and", found):
        first, last = sorted(map(ordered.index, parts))
        return ordered[first : last + 1]
    return parts


def _check_extension(
    plan: Plan, index: int, number: int, extension: Extension
) -> Iterator[Problem]:
    """Yield what is wrong with one extension of an action."""
    action = plan.actions[index]
    keys = ("actions", index, "extensions", number)
    before = action.due_before(number)
    if action.first_due is None:
        message = f"{action.id} is extended, but no first date is set."
        remedy = "Write the first due date as 'original_due', or remove the extension."
        yield Problem(plan.at(*keys), message, "extension", remedy)
    elif before is not None and extension.due.last == before.last:
        message = f"{action.id} is extended to {extension.due}, but it is due then already."
        remedy = "Correct the date. List extensions in the order in which they were asked for."
        yield Problem(plan.at(*keys, "due"), message, "extension", remedy)
    if (extension.approved_by is None) != (extension.approved_on is None):
        missing = "approved_by" if extension.approved_by is None else "approved_on"
        message = f"an approved extension of {action.id} has no {missing!r}."
        remedy = "Write who approved it and when. If it is waiting for a decision, remove both."
        yield Problem(plan.at(*keys), message, "extension", remedy)


def _check_repeats(plan: Plan, index: int, action: Action) -> Iterator[Problem]:
    """Yield what contradicts itself in how an action repeats."""
    repeats, first, keys = action.repeats, action.first_due, ("actions", index, "repeats")
    if repeats is None:
        return
    if action.original_due is None:
        message = f"{action.id} repeats, but has no 'original_due'."
        remedy = "Write the date of its first turn as 'original_due'."
        yield Problem(plan.at(*keys), message, "repeats", remedy)
    if action.extensions:
        message = f"{action.id} repeats, so it cannot have 'extensions'."
        remedy = "Say in 'progress' why a turn is late. To change all its turns, close it and add another action."
        yield Problem(plan.at("actions", index, "extensions"), message, "repeats", remedy)
    if first and repeats.until and repeats.until.last < first.last:
        message = (
            f"{action.id} repeats until {repeats.until}, which is before its first turn, {first}."
        )
        yield Problem(plan.at(*keys, "until"), message, "repeats", "Correct one of the two dates.")
    for place, day in enumerate(repeats.done):
        if day in repeats.done[:place]:
            yield twice(plan.at(*keys, "done", place), f"the day {day}", "Keep only one.")


def _check_end(plan: Plan, index: int, action: Action) -> Iterator[Problem]:
    """Yield what contradicts itself in how an action ended."""
    keys = ("actions", index)
    if action.verified and not action.completed:
        message = f"{action.id} is verified, but not completed."
        remedy = "Write the date when it was completed as 'completed'."
        yield Problem(plan.at(*keys, "verified"), message, "verified", remedy)
    if action.verified and action.completed and action.verified.date < action.completed:
        message = f"{action.id} was verified on {action.verified.date}, before it was completed."
        remedy = "Correct one of the two dates."
        yield Problem(plan.at(*keys, "verified", "date"), message, "verified", remedy)
    if action.closure and action.closure.outcome == "not pursued" and not action.closure.reason:
        message = f"{action.id} is closed as not pursued, but has no 'reason'."
        remedy = "Say why it is not pursued."
        yield Problem(plan.at(*keys, "closure"), message, "missing-key", remedy)


def _days_of(index: int, action: Action) -> Iterator[tuple[tuple[str | int, ...], Day | None]]:
    """Yield the days of an action on which something had happened, each with its keys."""
    keys = ("actions", index)
    yield (*keys, "since"), action.since
    yield (*keys, "completed"), action.completed
    yield (*keys, "verified", "date"), action.verified.date if action.verified else None
    yield (*keys, "closure", "date"), action.closure.date if action.closure else None
    for number, day in enumerate(action.repeats.done if action.repeats else ()):
        yield (*keys, "repeats", "done", number), day
    for number, milestone in enumerate(action.milestones):
        yield (*keys, "milestones", number, "met"), milestone.met
    for number, note in enumerate(action.progress):
        yield (*keys, "progress", number, "date"), note.date
    for number, item in enumerate(action.evidence):
        yield (*keys, "evidence", number, "date"), item.date
    for number, extension in enumerate(action.extensions):
        yield (*keys, "extensions", number, "asked_on"), extension.asked_on
        yield (*keys, "extensions", number, "approved_on"), extension.approved_on
