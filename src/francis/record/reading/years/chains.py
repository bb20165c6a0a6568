"""The years of a body in their order, and the latest of each set: by what they follow, never by a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from francis.errors import Problem
from francis.record.days import Day
from francis.record.model import Year
from francis.record.numbers import natural
from francis.workspace import RECORD

YearsByName = Mapping[str, Year]
"""The years of a body that could be read, by the names of their folders."""


def in_chain_order(names: Iterable[str], years: YearsByName) -> tuple[str, ...]:
    """Return the names of a body's years, each behind the one that it follows, otherwise by their days.

    Those that could not be read come last, unless another follows them.
    """

    def place(name: str) -> tuple[bool, Day, object]:
        day = years[name].as_at if name in years else Day.max
        return name not in years, day, natural(name)

    held = sorted(names, key=place)
    behind: dict[str | None, list[str]] = {}
    for name in held:
        before = years[name].follows if name in years else None
        behind.setdefault(before if before in held and before != name else None, []).append(name)
    found: dict[str, None] = {}
    waiting = [*reversed(behind.get(None, ()))]
    while waiting:
        found[waiting[-1]] = None
        waiting += reversed(behind.get(waiting.pop(), ()))
    return (*found, *(name for name in held if name not in found))  # the rest are in a circle


def latest_of(names: Collection[str], years: YearsByName) -> tuple[str, ...]:
    """Return the latest year of each set that a body answers, in order.

    It is the one that no other of the set follows. Where several are so, all are returned, and where none
    is, all of the circle. A year that could not be read may follow any but the last of these, and if none
    follows it, it may be the latest itself.
    """
    ordered = in_chain_order(names, years)
    followed = {(year.set, year.follows) for name, year in years.items() if year.follows != name}
    heads: dict[str, list[str]] = {year.set: [] for year in years.values()}
    for name in sorted(years, key=lambda name: (years[name].as_at, ordered.index(name))):
        if (years[name].set, name) not in followed:
            heads[years[name].set].append(name)
    unread = set(names) - years.keys()
    found = unread - {follows for _, follows in followed}
    for set_id, those in heads.items():
        circle = [name for name, year in years.items() if year.set == set_id]
        found |= set((those[-1:] if unread else those) or circle)
    return tuple(name for name in ordered if name in found)


def check_chains(body_id: str, names: Collection[str], years: YearsByName) -> Iterator[Problem]:
    """Yield that years of one set do not follow each other one by one, in the order of their days."""
    for name in in_chain_order(names, years):
        if name in years:
            yield from _check_step(name, years)
    for set_id in sorted({year.set for year in years.values()}):
        of_set = {name: year for name, year in years.items() if year.set == set_id}
        ordered = sorted(of_set, key=lambda name: (of_set[name].as_at, natural(name)))
        seen: dict[str | None, str] = {}
        for name in ordered:
            before = of_set[name].follows
            if before is not None and (before not in of_set or before == name):
                continue  # it is told of that by itself
            if before in seen:
                yield _second(body_id, name, seen[before], of_set)
            seen.setdefault(before, name)


def _check_step(name: str, years: YearsByName) -> Iterator[Problem]:
    """Yield what is wrong with the year that one follows: it is of another set, later, or of the same day."""
    year = years[name]
    before = years.get(year.follows or "")
    if before is None or before is year:
        return
    if before.set != year.set:
        yield Problem(
            year.at("follows"),
            f"{name} answers {year.set}, but it follows {year.follows}, which answers {before.set}.",
            "year-order",
            f"Name a year that answers {year.set}, remove 'follows' if this is the first, or correct 'set'.",
        )
    elif before.as_at >= year.as_at:
        same = "also " if before.as_at == year.as_at else ""
        yield Problem(
            year.at("follows"),
            f"this year is as at {year.as_at}, but it follows {year.follows}, "
            f"which is {same}as at {before.as_at}.",
            "year-order",
            "Name an earlier year in 'follows', or correct the wrong 'as_at'.",
        )


def _second(body_id: str, name: str, first: str, years: YearsByName) -> Problem:
    """Return the problem of a year that follows what another of its set follows already, or nothing like it."""
    year, rival = years[name], years[first]
    key = "as_at" if year.follows is None else "follows"
    place, which = ("next", year.follows) if year.follows else ("first", "no year")
    folder = f"{RECORD}/{body_id}"
    if rival.as_at == year.as_at:
        return Problem(
            year.at(key),
            f"{first} and {name} both answer {year.set} as at {year.as_at}, and follow {which}: "
            "one may be a copy of the other.",
            "year-order",
            f"If {name} is a copy, delete {folder}/{name}. If it is the next year, write its own "
            f"'as_at' in its year.yaml, and follows: \"{first}\".",
        )
    after = _behind(name, years)
    before = max(
        (n for n in years if n not in after and years[n].as_at < year.as_at),
        key=lambda n: (years[n].as_at, natural(n)),
        default=first,
    )
    moved = next((n for n, of in years.items() if of.follows == before and n != name), None)
    also = f', and follows: "{name}" in {moved}/year.yaml' if moved else ""
    return Problem(
        year.at(key),
        f"{first} and {name} both answer {year.set} and follow {which}, but only one can be the {place}.",
        "year-order",
        f'Write follows: "{before}" in {name}/year.yaml{also}, or delete the year that is not needed.',
    )


def _behind(name: str, years: YearsByName) -> set[str]:
    """Return a year and all that follow it, one behind the other."""
    found = {name}
    while more := {n for n, year in years.items() if year.follows in found} - found:
        found |= more
    return found
