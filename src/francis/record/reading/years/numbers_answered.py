"""Which numbers of its set a year answers, and what is wrong with how it says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from francis.errors import Problem, quotation
from francis.record.model import NumberRange, Year
from francis.record.numbers import SHORTEST_RUN, is_whole, natural, runs, sorting
from francis.record.reading.references import not_there

_AS_TEXT = re.compile(r"\s*(\S+?)\s*(?:[-–—]|to)\s*(\S+)\s*")
"""A range that is written as one text."""


def numbers_of(year: Year, held: Collection[str], order: Sequence[str] = ()) -> frozenset[str]:
    """Return which of the numbers that a set holds, in its `order`, a year answers: all, unless it says which."""
    if year.numbers is None:
        return frozenset(held)
    return frozenset(number for entry in year.numbers for number in _meant(entry, held, order))


def _meant(entry: NumberRange | str, held: Collection[str], order: Sequence[str]) -> Iterator[str]:
    """Yield the numbers of a set that are meant by one entry."""
    if isinstance(entry, str):
        yield from [entry] if entry in held else ()
    elif is_whole(entry.first) and is_whole(entry.last):
        first, last = int(entry.first), int(entry.last)
        yield from (n for n in held if is_whole(n) and first <= int(n) <= last)
    else:
        key = sorting(order)
        yield from (n for n in held if key(entry.first) <= key(n) <= key(entry.last))


def check_numbers(
    year: Year, held: Collection[str], order: Sequence[str] = ()
) -> Iterator[Problem]:
    """Yield what a year says of its numbers that its set does not hold, or that it says twice."""
    if year.numbers is None:
        return
    if not year.numbers:
        remedy = "List the numbers that are answered, or remove the key to answer all of the set."
        yield Problem(year.at("numbers"), "'numbers' is empty.", "empty", remedy)
    seen: set[str] = set()
    for index, entry in enumerate(year.numbers):
        keys = ("numbers", index)
        wrong = list(_strange(year, index, entry, held))
        yield from wrong
        if wrong:
            continue
        meant = set(_meant(entry, held, order))
        if not meant and isinstance(entry, NumberRange):
            message = f"the range begins with {entry.first}, which comes after {entry.last}."
            remedy = "Put the two the other way round."
            yield Problem(year.at(*keys, "first"), message, "numbers", remedy)
        elif twice := sorted(meant & seen, key=natural):
            message = f"the number {quotation(twice[0])} appears twice in 'numbers'."
            yield Problem(year.at(*keys), message, "numbers", "Say each number once.")
        seen |= meant


def _strange(
    year: Year, index: int, entry: NumberRange | str, held: Collection[str]
) -> Iterator[Problem]:
    """Yield the numbers of an entry that the set does not hold."""
    named = [("first", entry.first), ("last", entry.last)] if isinstance(entry, NumberRange) else []
    remedy = f"Use a number of {year.set}, or add the recommendation there."
    for key, number in named:
        if number not in held:
            yield not_there(year.at("numbers", index, key), key, number, held, "numbers", remedy)
    if isinstance(entry, str) and entry not in held:
        ends = _AS_TEXT.fullmatch(entry)
        if ends and {ends[1], ends[2]} <= {*held}:
            remedy = f'Write a range as {{first: "{ends[1]}", last: "{ends[2]}"}}.'
        yield not_there(year.at("numbers", index), "numbers", entry, held, "numbers", remedy)


def entries_for(numbers: Collection[str]) -> list[str | dict[str, str]]:
    """Return numbers, in their order, as `numbers` of a year says them: whole numbers in a row as ranges, all others one by one."""
    entries: list[str | dict[str, str]] = []
    for run in runs(numbers):
        if len(run) >= SHORTEST_RUN:
            entries.append({"first": run[0], "last": run[-1]})
        else:
            entries += run
    return entries
