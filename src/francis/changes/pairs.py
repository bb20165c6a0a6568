"""Which two registers are compared: years of the record as it is now, or revisions that git names."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from francis import git
from francis.errors import FrancisError, Problem, excerpt
from francis.record.reading.loading import Read, Workspace
from francis.record.reading.scope import list_record, select_commit, select_files
from francis.record.register import Register

NOW = "the files as they are now"
"""What a side is called that nobody named."""


class Pair(NamedTuple):
    """Two registers of one body, and the names by which they were asked for."""

    names: tuple[str, str]
    old: Register
    new: Register


class FaultyError(FrancisError):
    """A record that is to be compared has errors: its `problems`."""

    def __init__(self, message: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(message)
        self.problems = problems


def find_pairs(
    root: Path, old: str, new: str | None, body: str | None = None, year: str | None = None
) -> list[Pair]:
    """Return the two registers of each body that both sides have, or of one `body`.

    A name is a year of the record, and otherwise a revision; no name is the record as it is now. Of a
    revision `year` is taken, or else the latest. Raise FrancisError if there is nothing to compare, and
    FaultyError if a side has errors.
    """
    years = {year for held in list_record(root).years.values() for year in held}
    read = _reader(root, body, years)
    before, after = read(old), read(new)
    found = []
    for body_id in before.years:
        if body_id not in after.years or body not in (None, body_id):
            continue
        first, second = (
            _year(held.years[body_id], name, years, year)
            for held, name in ((before, old), (after, new))
        )
        if first is not None and second is not None:
            names = old, new or NOW
            sides = (
                _register(before, body_id, first, old),
                _register(after, body_id, second, names[1]),
            )
            found.append(Pair(names, *sides))
    if not found:
        what = f"year of {body}" if body else "year"
        raise FrancisError(
            f"{excerpt(old)} and {excerpt(new or NOW)} have no {what} in common.\n"
            "Name a year that both have with --year, or compare two years of the record."
        )
    return found


def _reader(root: Path, body: str | None, years: set[str]) -> Callable[[str | None], Workspace]:
    """Return the function that reads the record under a name; each file of the same content is read once."""
    seen: Read = {}

    @cache
    def at(commit: str | None) -> Workspace:
        if commit is None:
            return select_files(root, body, read=seen).found
        return select_commit(root, commit, body, seen).found

    def read(name: str | None) -> Workspace:
        if name is None or name in years:
            return at(None)
        found = at(git.commit_of(root, name))
        if not found.years:
            raise FrancisError(
                f"At {excerpt(name)} there was no record in {root}, or in a folder that was renamed to it.\n"
                "Name a revision that has the record."
            )
        return found

    return read


def _year(
    held: tuple[str, ...], name: str | None, years: set[str], wanted: str | None
) -> str | None:
    """Return which of the years that a body held is meant by a name; None if it is not among them."""
    meant = name if name in years else wanted
    if meant is None:
        return held[-1] if held else None
    return meant if meant in held else None


def _register(found: Workspace, body: str, year: str, name: str) -> Register:
    """Return the register of a year; raise FaultyError if its files have errors."""
    for register in found.registers:
        if (register.body_id, register.year_id) == (body, year):
            return register
    raise FaultyError(
        f"{body}/{year} at {excerpt(name)} cannot be compared.", found.concerning(body, year)
    )
