"""What a workspace gives to the dataset, body by body: the same work wherever it is done."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import francis
from francis.dataset.files import DataFormat, body_files
from francis.dataset.rows import DataRow, public_rows
from francis.dataset.tables import TableName, tables
from francis.errors import FrancisError, Place, Problem
from francis.record.days import Day
from francis.record.model import Year
from francis.record.reading.loading import collector_paused
from francis.record.reading.record_file import Read
from francis.record.reading.scope import Listing, Selection, list_bodies
from francis.record.register import Register
from francis.workspace import RECORD, Files


class Asked(NamedTuple):
    """What is asked of a workspace: which set, or all; drafts too; up to which day; in which format."""

    set_id: str | None = None
    drafts: bool = False
    until: Day | None = None
    form: DataFormat = "parquet"


class Extract(NamedTuple):
    """What came of one body: its files, what sets say, what is wrong, and the digest of what was read.

    `files` are by their path from the top of the dataset. `of_sets` has the rows of tables that are by set, for each
    set, unless they were had from another body. Of a body with `problems` there is nothing else.
    """

    body: str
    files: dict[str, bytes]
    of_sets: dict[str, dict[TableName, list[DataRow]]]
    problems: tuple[Problem, ...]
    key: str


def extract_bodies(root: str, bodies: Sequence[str], asked: Asked) -> list[Extract]:
    """Return what comes of some bodies of the workspace at `root`; sets are read once for all of them."""
    with tempfile.TemporaryDirectory() as scratch, collector_paused():
        told: set[str] = set()
        found: list[Extract] = []
        listing: Listing | None = None
        for body in bodies:
            try:
                listing = listing or list_bodies(Path(root), bodies, {**_READ_OF_SETS})
                found.append(_extract(listing, body, asked, told, Path(scratch)))
            except FrancisError as error:  # a link or a device where files should be
                found.append(Extract(body, {}, {}, (_unreadable(body, error),), ""))
        if listing is not None:
            _READ_OF_SETS.clear()
            _READ_OF_SETS.update(listing.read)
        return found


_READ_OF_SETS: Read = {}
"""What this process read beside bodies for the last of them: by the content of files, so it is never out of date."""


def _unreadable(body: str, error: FrancisError) -> Problem:
    """Return the problem of a body whose files cannot be read at all."""
    return Problem(Place(f"{RECORD}/{body}"), str(error).splitlines()[0], "file-place")


def _extract(listing: Listing, body: str, asked: Asked, told: set[str], scratch: Path) -> Extract:
    """Return what comes of one body; sets that were `told` are not told again."""
    selection = listing.select(body, None)
    years = listing.read_years(body)
    made = Extract(body, {}, {}, (), key_of(selection.files, body, years.values(), asked))
    registers, problems = _meant(selection, body, years, asked)
    for register in registers:
        rows = public_rows(register, drafts=asked.drafts, until=asked.until)
        made.files.update(body_files(rows, asked.form, scratch))
        if register.set_id not in told:
            told.add(register.set_id)
            of_set = {name: rows[name] for name, table in tables().items() if table.by == "set"}
            made.of_sets[register.set_id] = of_set
    listing.forget(body)
    return Extract(body, {}, {}, tuple(problems), made.key) if problems else made


def _meant(
    selection: Selection, body: str, years: Mapping[str, Year], asked: Asked
) -> tuple[list[Register], list[Problem]]:
    """Return the last stock-take of a body against each set that is asked for, and what is wrong with these.

    It is the last that is final, whatever is still being written; if none is, the last of all, for who the body
    is. What is wrong with a draft that is not asked for does not matter.
    """
    found = selection.found
    wanted = {n: y for n, y in years.items() if asked.set_id in (None, y.set)}
    final = {n: y for n, y in wanted.items() if asked.drafts or y.status == "final"}
    sets = {year.set for year in final.values()}
    chosen = final | {n: y for n, y in wanted.items() if y.set not in sets}
    last = chosen.keys() - {before for name in chosen for before in _before(name, years)}
    by_year = {r.year_id: r for r in found.registers if r.body_id == body}
    unread = (n for n in found.years.get(body, ()) if n not in years)
    told = [found.concerning(body, name) for name in (*last, *unread)]
    problems = dict.fromkeys(chain.from_iterable(told or [found.concerning(body, None)]))
    return [by_year[n] for n in by_year if n in last], [p for p in problems if p.level == "error"]


def _before(name: str, years: Mapping[str, Year]) -> Iterator[str]:
    """Yield all stock-takes that one follows, the latest first."""
    seen = {name}
    while (before := years[name].follows) is not None and before in years and before not in seen:
        seen.add(before)
        yield before
        name = before


def body_key(listing: Listing, body: str, asked: Asked) -> str:
    """Return the digest of all that a body's part of the dataset is made from; nothing is made of it."""
    years = listing.read_years(body).values()
    files = listing.source.files(lambda at: True, f"{RECORD}/{body}")
    for set_id in sorted({year.set for year in years} & listing.set_names):
        files |= listing.set_files(set_id)
    listing.forget(body)
    return key_of(files, body, years, asked)


def set_key(listing: Listing, set_id: str) -> str:
    """Return the digest of the files of a set."""
    return sha256(repr(sorted(listing.set_files(set_id).items())).encode()).hexdigest()


def key_of(files: Files, body: str, years: Iterable[Year], asked: Asked) -> str:
    """Return the digest of what a body's part of the dataset is made from, among the files that were read."""
    found = sha256(f"{code_digest()} {asked}\n".encode())
    for name in (body, *sorted({year.set for year in years})):
        within = f"{RECORD}/{name}/"
        for path in sorted(path for path in files if path.startswith(within)):
            found.update(f"{path}\0{len(files[path])}\0".encode())
            found.update(files[path])
    return found.hexdigest()


@cache
def code_digest() -> str:
    """Return the digest of what makes the dataset: the modules and the data of the rooms that do, and DuckDB."""
    from importlib import metadata

    found = sha256()
    here = Path(francis.__file__).parent
    for room in ("record", "dataset"):
        for path in sorted((here / room).rglob("*.[py][ya]*")):
            if path.suffix in (".py", ".yaml"):
                found.update(path.read_bytes())
    versions = [d.version for d in metadata.distributions(name="duckdb")]
    return f"{found.hexdigest()} {versions}"


def without_final(listing: Listing, asked: Asked, body: str | None = None) -> Iterator[str]:
    """Yield the bodies of whose stock-takes no row is made, as none is final; none if drafts are asked for."""
    for name in held_bodies(listing, asked, body):
        years = listing.read_years(name).values()
        stand = {y.status for y in years if asked.set_id in (None, y.set)}
        listing.forget(name)
        if stand == {"draft"} and not asked.drafts:
            yield name


def held_bodies(listing: Listing, asked: Asked, body: str | None = None) -> Iterator[str]:
    """Yield the bodies of a workspace that answer the set which is asked for, as far as that can be read.

    One whose years cannot be read is among them, so that it is told.
    """
    for name, years in listing.years.items():
        if body in (None, name):
            read = listing.read_years(name)
            sets = {year.set for year in read.values()}
            listing.forget(name)
            if not years or asked.set_id in (None, *sets) or len(read) < len(years):
                yield name
