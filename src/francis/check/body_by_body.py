"""The check of a whole workspace: body by body, on all cores, with each set parsed once in each process."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from francis import workspace
from francis.check import all_rules
from francis.check.all_rules import Found
from francis.check.rule import short_prose
from francis.errors import Place, Problem
from francis.record.model import Body, Set
from francis.record.reading.loading import collector_paused
from francis.record.reading.record_file import record_of
from francis.record.reading.scope import Listing, list_record
from francis.record.register import Register
from francis.workspace import RECORD

WORTH = 20
"""How many bodies pay for the start of a process: it takes as long as the check of some."""


class Checked(NamedTuple):
    """What is wrong in the files of a workspace, what the rules found, and how many files were looked at."""

    problems: tuple[Problem, ...]
    found: Found
    files: int


class _Piece(NamedTuple):
    """What came of one body: its name if it could be read, problems and numbers of files by folder, and its sets."""

    body: str
    name: str | None
    problems: Mapping[str, list[Problem]]
    files: Mapping[str, int]
    sets: frozenset[str]
    found: Found


def check_workspace(
    root: Path,
    listing: Listing,
    body: str | None,
    year: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    cores: int | None = None,
    set_id: str | None = None,
) -> Checked:
    """Return what is wrong in one `body` of a workspace, or in all of its `listing` and in what belongs to none of them.

    A register is kept only as long as it is looked at. The rules look at the latest year of each body and
    set, or at the one that is named; `select` and `ignore` name rules or groups.
    """
    rules = tuple(select), tuple(ignore)
    if body is not None:
        (piece,) = _check_bodies(root, (year, set_id), rules, (body,), listing)
        here = tuple(_by_place(chain.from_iterable(piece.problems.values())))
        return Checked(here, piece.found, sum(piece.files.values()))
    order = {body: place for place, body in enumerate(listing.years)}
    work = partial(_check_bodies, root, (year, set_id), rules)
    ordered = sorted(_shared(work, listing, cores), key=lambda piece: order[piece.body])
    problems: dict[str, list[Problem]] = {}
    files: dict[str, int] = {}
    rest = _check_rest(listing, (year, set_id), frozenset().union(*(p.sets for p in ordered)))
    copies = _copied_folders({piece.body: piece.name for piece in ordered})
    for folder, original in copies.items():
        problems[folder] = [_copied(Body, listing, folder, original)]  # and nothing else
    sets = {folder: _title_of(listing, folder) for folder in listing.set_names}
    for folder, original in _copied_folders(sets).items():
        problems[folder] = [_copied(Set, listing, folder, original)]
    ordered = [
        piece._replace(found=Found((), 0)) if piece.body in copies else piece for piece in ordered
    ]
    for piece in (*ordered, rest):
        for folder, told in piece.problems.items():
            problems.setdefault(folder, told)
        files |= piece.files
    ruled = dict.fromkeys(problem for piece in ordered for problem in piece.found.problems)
    return Checked(
        tuple(_by_place(chain.from_iterable(problems.values()))),
        Found(tuple(_by_place(ruled)), sum(piece.found.silenced for piece in ordered)),
        sum(files.values()),
    )


def _shared(work: Callable[..., list[_Piece]], listing: Listing, cores: int | None) -> list[_Piece]:
    """Return what came of all bodies, shared out among as many processes as pay, in any order."""
    bodies = tuple(listing.years)
    if len(bodies) < 2 * WORTH:
        return work(bodies, listing)
    from francis import workers  # a third of what a small check imports

    count = min(cores or workers.cores(), len(bodies) // WORTH)
    with workers.crew(count, gc.freeze) as shared_out:
        shares = [bodies[first::count] for first in range(count)]
        return [piece for _, pieces in shared_out(work, shares) for piece in pieces]


def _check_bodies(
    root: Path,
    wanted: tuple[str | None, str | None],
    named: tuple[tuple[str, ...], tuple[str, ...]],
    bodies: tuple[str, ...],
    listing: Listing | None = None,
) -> list[_Piece]:
    """Return what came of some bodies; files of sets are parsed once for all of them.

    A process of its own lists the record itself.
    """
    rules, is_file = all_rules.chosen(*named), workspace.holds(root)
    judged = partial(all_rules.found, is_file=is_file, rules=rules)
    listing = listing or list_record(root)
    pieces = []
    for body in bodies:
        with collector_paused():  # until what was read is gone: it leaves nothing to collect
            pieces.append(_check_body(listing, body, wanted, judged))
            listing.forget(body)
    return pieces


def _check_body(
    listing: Listing,
    body: str,
    wanted: tuple[str | None, str | None],
    judged: Callable[[Iterable[Register]], Found],
) -> _Piece:
    """Return what came of a body, of whose years `judged` returns what the rules find."""
    selection = listing.select(body, wanted[0])
    record = selection.found
    is_known = wanted[0] is not None or body not in record.unsure
    asked = record.meant(body, *wanted) if is_known else ()
    found = judged([r for r in record.readable if (r.body_id, r.year_id) in asked])
    sets = frozenset(record.answered.values())
    problems, counted = record.concerning(body, *wanted), _counted(selection.files)
    name = _name_of(listing, body)
    return _Piece(body, name, _by_folder(problems), counted, sets, found)


def _check_rest(
    listing: Listing, wanted: tuple[str | None, str | None], sets: frozenset[str]
) -> _Piece:
    """Return what is wrong in what no body holds or answers; of sets nothing if one year or set is asked for."""
    selection = listing.rest(sets)
    record = selection.found
    problems = _by_folder(record.problems)
    if wanted != (None, None):
        problems = {folder: told for folder, told in problems.items() if folder not in record.sets}
    return _Piece("", None, problems, _counted(selection.files), frozenset(), Found((), 0))


def _name_of(listing: Listing, body: str) -> str | None:
    """Return the name of a body that was read; None if it could not be."""
    path = f"{RECORD}/{body}/body.yaml"
    found, _, _ = record_of(Body, path, listing.source.file(path), listing.read)
    return found.name if found else None


_TITLE = re.compile(rb"^title:[ \t]*(\S.*)$", re.MULTILINE)


def _title_of(listing: Listing, set_id: str) -> str | None:
    """Return the title of a set as its file writes it; None if it is not there."""
    found = _TITLE.search(listing.source.file(f"{RECORD}/{set_id}/set.yaml"))
    return found[1].decode("utf-8", "replace") if found else None


def _copied_folders(named: Mapping[str, str | None]) -> dict[str, str]:
    """Return the bodies or sets that seem to be copies, each with that which it is a copy of.

    `named` are their names, as far as they could be read, by their folders. Of two with one name, it is the copy
    whose folder is named like the other's, and more: `our-body-old`.
    """
    found = {}
    folders: dict[str, list[str]] = {}
    for folder in sorted(named, key=lambda folder: (len(folder), folder)):
        alike = folders.setdefault(" ".join((named[folder] or folder).casefold().split()), [])
        original = next((other for other in alike if other in folder), None)
        if original is None:
            alike.append(folder)
        else:
            found[folder] = original
    return found


def _copied(cls: type[Body | Set], listing: Listing, folder: str, original: str) -> Problem:
    """Return the problem of a body or a set that seems to be a copy of another."""
    kind, key = ("body", "name") if cls is Body else ("set", "title")
    path = f"{RECORD}/{folder}/{kind}.yaml"
    found, _, _ = record_of(cls, path, listing.source.file(path), listing.read)
    same = f": the {key} of both is {short_prose(getattr(found, key))}" if found else ""
    return Problem(
        found.at(key) if found else Place(path),
        f"{folder} looks like a copy of {original}{same}.",
        "folder",
        f"If it is a copy, delete {RECORD}/{folder}. Otherwise write its own {key} here.",
    )


def _by_folder(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Return problems by the folder of the record in which they lie, or by the file itself."""
    held: dict[str, list[Problem]] = {}
    for problem in problems:
        held.setdefault(problem.place.path.split("/")[1], []).append(problem)
    return held


def _counted(files: Iterable[str]) -> dict[str, int]:
    """Return how many files of the record there are in each of its folders."""
    return Counter(path.split("/")[1] for path in files if path.endswith(".yaml"))


def _by_place(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.place)
