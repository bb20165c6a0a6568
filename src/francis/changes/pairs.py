"""Which two registers are compared: years of the record as it is now, or revisions that git names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from francis import git
from francis.errors import FrancisError, Problem, excerpt
from francis.record.reading.folders import PROVIDERS
from francis.record.reading.record_file import Read
from francis.record.reading.scope import Selection, list_record, select_commit, select_files
from francis.record.reading.workspaces import Scope, Workspace
from francis.record.register import Register
from francis.workspace import RECORD

NOW = "the files as they are now"
"""What a side is called that nobody named."""


class Pair(NamedTuple):
    """Two registers of one body, and the names by which they were asked for.

    `title` is the name of the set where others of the body are compared beside it, and otherwise empty.
    """

    names: tuple[str, str]
    old: Register
    new: Register
    title: str = ""
    altered: frozenset[str] = frozenset()
    """The files of both sides, by their paths, that are not the same byte by byte."""
    faults: tuple[Problem, ...] = ()
    """The errors of both sides, which are in files that nothing compared rests upon."""

    @property
    def headings(self) -> tuple[str, str]:
        """Return the names as a comparison is headed."""
        first, second = self.names
        return f"{self.title}, {first}" if self.title else first, second


class FaultyError(FrancisError):
    """A record that is to be compared has errors: its `problems`."""

    def __init__(self, message: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(message)
        self.problems = problems


def find_pairs(
    root: Path,
    old: str,
    new: str | None,
    wanted: tuple[str | None, str | None, str | None] = (None, None, None),
) -> list[Pair]:
    """Return the two registers of each body and set that both sides have, or of the body and set `wanted`.

    A name is a year of the record, and otherwise a revision; no name is the record as it is now. Of a
    revision the year that is `wanted` is taken, or else the latest of each set. Raise FrancisError if there
    is nothing to compare, and FaultyError if a side has errors.
    """
    body, year, set_id = wanted
    years = {year for held in list_record(root).years.values() for year in held}
    read = _reader(root, body, years)
    names = old, new or NOW
    sides = read(old), read(new)
    before, after = (side.found for side in sides)
    altered = _altered(*sides)
    first, second = (
        found.meant(body, name if name in years else year, set_id)
        for found, name in ((before, old), (after, new))
    )
    pairs = [(a, b) for a in first for b in second if a[0] == b[0]]
    if year is None:
        for found, name in ((before, old), (after, new)):
            _refuse_unclear(found, {each for two in pairs for each in two}, name, years)
    alike = [
        (a, b) for a, b in pairs if _may_be_alike(before.answered.get(a), after.answered.get(b))
    ]
    if pairs and not alike:
        (one, other), *_ = pairs
        raise FrancisError(
            f"{excerpt(old)} answers {before.answered[one]}, and {excerpt(names[1])} answers "
            f"{after.answered[other]}: only stock-takes of one set can be compared."
        )
    if not alike:
        what = f"year of {body}" if body else f"year that answers {set_id}" if set_id else "year"
        raise FrancisError(
            f"{excerpt(old)} and {excerpt(names[1])} have no {what} in common.\n"
            "Name a year that both have with --year, or compare two years of the record."
        )
    several = Counter(body_id for (body_id, _), _ in alike)
    compared = []
    for one, other in alike:
        was, is_now = _register(before, one, old), _register(after, other, names[1])
        title = is_now.set.short_title if several[one[0]] > 1 else ""
        told = (*before.concerning(*one), *after.concerning(*other))
        faults = tuple(problem for problem in told if problem.level == "error")
        files = altered & _paths(is_now, sides[1].files)
        compared.append(Pair(names, was, is_now, title, files, faults))
    return compared


def _altered(old: Selection, new: Selection) -> frozenset[str]:
    """Return the files of both sides that are not the same byte by byte."""
    files = old.files
    return frozenset(
        path
        for path, data in new.files.items()
        if path.endswith(".yaml") and files.get(path, data) != data
    )


def _paths(register: Register, paths: Iterable[str]) -> frozenset[str]:
    """Return those of some files that a register, or a year before it, was read from."""
    body = f"{RECORD}/{register.body_id}/"
    folders = (
        f"{RECORD}/{register.set_id}/",
        *(f"{body}{year.year_id}/" for year in register.years),
        *([f"{body}{PROVIDERS}/"] if register.dossiers else []),
    )
    return frozenset(p for p in paths if p.startswith(folders) or p == f"{body}body.yaml")


def _refuse_unclear(
    found: Workspace, scopes: Collection[Scope], name: str | None, years: Collection[str]
) -> None:
    """Refuse a side of which the latest year is asked for, and it is not clear which that is."""
    told = [p for scope in scopes for p in found.concerning(*scope) if p.rule == "year-order"]
    if told and name not in years:
        raise FaultyError(
            f"There is no one latest year at {excerpt(name or NOW)}.", tuple(dict.fromkeys(told))
        )


def _may_be_alike(old: str | None, new: str | None) -> bool:
    """Return whether two years answer the same set, as far as is known of years that cannot be read."""
    return None in (old, new) or old == new


def _reader(root: Path, body: str | None, years: set[str]) -> Callable[[str | None], Selection]:
    """Return the function that reads the record under a name; each file of the same content is read once."""
    seen: Read = {}

    @cache
    def at(commit: str | None) -> Selection:
        if commit is None:
            return select_files(root, body, read=seen)
        return select_commit(root, commit, body, seen)

    def read(name: str | None) -> Selection:
        if name is None or name in years:
            return at(None)
        found = at(git.commit_of(root, name))
        if not found.found.years:
            raise FrancisError(
                f"At {excerpt(name)} there was no record in {root}, or in a folder that was renamed to it.\n"
                "Name a revision that has the record."
            )
        return found

    return read


def _register(found: Workspace, scope: Scope, name: str) -> Register:
    """Return the register of a year; raise FaultyError if its files have errors."""
    for register in found.registers:
        if (register.body_id, register.year_id) == scope:
            return register
    raise FaultyError(
        f"{'/'.join(scope)} at {excerpt(name)} cannot be compared.", found.concerning(*scope)
    )
