"""Files to registers: which file is what, and what one file says of another.

A file with problems does not stop another, and every problem of every file is found in one run.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from francis.errors import Place, Problem, did_you_mean, nearest
from francis.record import model, paper_kinds
from francis.record.model import Body, Cover, Plan, Position, Recommendation, Set, Year
from francis.record.numbers import natural
from francis.record.reading.record_file import read_record
from francis.record.reading.references import (
    NAME,
    check_body,
    check_commitments,
    check_cover,
    check_plan,
    check_position,
    check_set,
    check_text,
    not_there,
)
from francis.record.register import Register
from francis.workspace import RECORD

R = TypeVar("R", Set, Recommendation, Body, Year, Position, Plan, Cover)
K = TypeVar("K")

COVERS = "papers"
"""The folder of a year that holds the covers of its papers."""
COVERED = [paper.name for paper in paper_kinds.PAPERS if paper.has_cover]
"""The papers that have a cover, by name."""
UNREADABLE = frozenset({"position-missing", "position-strange", "value"})
"""Problems between files that leave a register without something on which everything counts."""


@dataclass(frozen=True)
class Workspace:
    """All that a workspace holds: its registers, and every problem found in its files.

    `years` are the years of each body that the files name, in order, whether they could be read or
    not, `answered` says which of the `sets` each answers, and `before` which years it follows, the nearest
    first, as far as that could be read. A register
    is here only if there is no problem in them. Those that are `readable` are all that the rules can look
    at: also those in which something is promised to an action that does not exist, and the like.
    `problems` stand in the order of their places.
    """

    years: Mapping[str, tuple[str, ...]]
    registers: tuple[Register, ...]
    readable: tuple[Register, ...]
    problems: tuple[Problem, ...]
    answered: Mapping[tuple[str, str], str]
    sets: frozenset[str]
    before: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]

    def meant(self, body: str | None, year: str | None) -> tuple[tuple[str, str], ...]:
        """Return the years, each with its body, that are asked for: of each body the latest, unless one is named."""
        return tuple(
            (body_id, year_id)
            for body_id, years in self.years.items()
            for year_id in ([year] if year in years else years[-1:] if year is None else [])
            if body in (None, body_id)
        )

    def concerning(self, body: str | None, year: str | None) -> tuple[Problem, ...]:
        """Return the problems that concern a body, a year, or both; without either, all of them.

        Left out is what lies in another body's folder, in a year that is neither asked for nor followed
        by one that is, or in a set that none of these years answers.
        """
        if body is None and year is None:
            return self.problems
        chosen = [
            (body_id, year_id)
            for body_id, years in self.years.items()
            for year_id in years
            if body in (None, body_id) and year in (None, year_id)
        ]
        chosen += [earlier for scope in chosen for earlier in self.before.get(scope, ())]
        answered = {self.answered.get(scope) for scope in chosen}
        strangers = set() if None in answered else self.sets - answered

        def elsewhere(place: Place) -> bool:
            _, folder, within, *_ = (*place.path.split("/"), "", "")
            if body is not None and folder != body and folder in self.years:
                return True
            other_year = year is not None and (folder, within) not in chosen
            return folder in strangers or (other_year and within in self.years.get(folder, ()))

        return tuple(problem for problem in self.problems if not elsewhere(problem.place))


Read = dict[tuple[str, bytes], tuple[object, tuple[Problem, ...]]]
"""What came of files that were read, by their path and content: the record, or None, and its problems."""


def load(files: Mapping[str, bytes], read: Read | None = None) -> Workspace:
    """Return the registers and the problems of `files`, given by their path from the root.

    `read` is filled with what came of each file, and what is in it already is not read again: of two
    revisions of a large record nearly every file is the same.
    """
    collecting = gc.isenabled()
    gc.disable()  # it would look through a large record again and again, for nothing
    try:
        return _Load(files, read).workspace()
    finally:
        if collecting:
            gc.enable()


def years_in(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the bodies that the paths of a record name, and the years of each, in order."""
    parts = [path.split("/") for path in paths]
    return {
        body: tuple(
            sorted(
                (p[2] for p in parts if len(p) == 4 and p[1] == body and p[3] == "year.yaml"),
                key=natural,
            )
        )
        for body in sorted(p[1] for p in parts if len(p) == 3 and p[2] == "body.yaml")
    }


def _folder_order(folder: tuple[str, str]) -> tuple[str, object]:
    """Return the key by which years stand in order within their bodies."""
    return folder[0], natural(folder[1])


class _Load:
    """One reading of a workspace: what was found so far, file by file."""

    def __init__(self, files: Mapping[str, bytes], read: Read | None) -> None:
        self.files = files
        self.read = read
        self.problems: list[Problem] = []
        self.sets: dict[str, Set] = {}
        self.bodies: dict[str, Body] = {}
        self.years: dict[tuple[str, str], Year] = {}
        self.recommendations: dict[str, dict[str, Recommendation]] = {}
        self.positions: dict[tuple[str, str], dict[str, Position]] = {}
        self.plans: dict[tuple[str, str], Plan] = {}
        self.covers: dict[tuple[str, str], dict[str, Cover]] = {}
        self.unread: set[tuple[str, ...]] = set()
        self.sound: set[tuple[str, str]] = set()

    def workspace(self) -> Workspace:
        """Read every file, join the files, and return what came of it."""
        for path, data in self.files.items():
            self._file(path, data)
        self._folders()
        for set_id, a_set in self.sets.items():
            asked = self.recommendations.get(set_id, {})
            self.problems += check_set(a_set, asked, asked.keys() | self._unread_of(set_id))
        for body in self.bodies.values():
            self.problems += check_body(body)
        self._circles()
        registers: dict[tuple[str, str], Register] = {}
        for folder in sorted(self.years, key=lambda folder: len(self._chain(folder))):
            if (register := self._register(*folder, registers)) is not None:
                registers[folder] = register
        problems = tuple(sorted(self.problems, key=lambda problem: problem.place))
        answered = {place: year.set for place, year in self.years.items()}
        named = (path.split("/") for path in self.files)
        folders = (
            frozenset(parts[1] for parts in named if len(parts) == 3) - years_in(self.files).keys()
        )
        in_order = sorted(registers, key=_folder_order)
        sound = tuple(registers[folder] for folder in in_order if folder in self.sound)
        readable = tuple(registers[folder] for folder in in_order)
        before = {folder: self._chain(folder) for folder in self.years}
        return Workspace(years_in(self.files), sound, readable, problems, answered, folders, before)

    def _file(self, path: str, data: bytes) -> None:
        """Read one file into the place that its path gives it."""
        _, *folders, name = path.split("/")
        stem, _, ending = name.rpartition(".")
        if ending != "yaml":
            if ending.lower() in ("yml", "yaml") or ".yaml" in name.lower():
                self._say(
                    path,
                    "file-name",
                    f"{name!r} does not end in .yaml and is not read.",
                    "Remove it if it is a copy; otherwise rename it so that its name ends in .yaml.",
                )
        elif len(folders) == 1 and stem == "set":
            self._read(Set, path, data, self.sets, folders[0])
        elif len(folders) == 1 and stem == "body":
            self._read(Body, path, data, self.bodies, folders[0])
        elif len(folders) == 1:
            held = self.recommendations.setdefault(folders[0], {})
            self._numbered(Recommendation, path, data, held, stem)
        elif len(folders) == 2 and stem == "year":
            self._read(Year, path, data, self.years, (folders[0], folders[1]))
        elif len(folders) == 2 and stem == "actions":
            self._read(Plan, path, data, self.plans, (folders[0], folders[1]))
        elif len(folders) == 2:
            answers = self.positions.setdefault((folders[0], folders[1]), {})
            self._numbered(Position, path, data, answers, stem)
        elif len(folders) == 3 and folders[2] == COVERS:
            self._cover(path, data, (folders[0], folders[1]), stem)
        else:
            self._say(
                path,
                "file-place",
                "no file of the record belongs in this folder.",
                f"A recommendation lies in {RECORD}/SET/, a position in {RECORD}/BODY/YEAR/, the cover "
                f"of a paper in {RECORD}/BODY/YEAR/{COVERS}/.",
            )

    def _say(self, path: str, rule: str, message: str, remedy: str) -> None:
        """Note a problem of a file as a whole."""
        self.problems.append(Problem(Place(path), message, rule, remedy))

    def _read(self, cls: type[R], path: str, data: bytes, held: dict[K, R], key: K) -> R | None:
        """Put the record of a file where it belongs and return it, or note its problems."""
        result = self._record(cls, path, data)
        if result is None:
            self.unread.add(tuple(path.removesuffix(".yaml").split("/")[1:]))
        else:
            held[key] = result
        return result

    def _record(self, cls: type[R], path: str, data: bytes) -> R | None:
        """Return the record of a file, read now or before; note its problems."""
        if self.read is None:
            return read_record(cls, path, data, self.problems)
        if (path, data) not in self.read:
            problems: list[Problem] = []
            self.read[path, data] = read_record(cls, path, data, problems), tuple(problems)
        found, told = self.read[path, data]
        self.problems += told
        return found if isinstance(found, cls) else None

    def _numbered(
        self, cls: type[R], path: str, data: bytes, held: dict[str, R], stem: str
    ) -> None:
        """Read the record of a file that is named after its number."""
        if not NAME.fullmatch(stem):
            remedy = "Remove it if it is a copy; otherwise name it as in 12.yaml or 4.1a.yaml."
            self._say(path, "file-name", f"{stem!r} is no number of a recommendation.", remedy)
            return
        result = self._read(cls, path, data, held, stem)
        if isinstance(result, Recommendation | Position) and result.number != stem:
            message = f"the number is {result.number!r}, but the file is named {stem + '.yaml'!r}."
            remedy = f'Write number: "{stem}", or rename the file to {result.number}.yaml.'
            self.problems.append(Problem(result.at("number"), message, "number-differs", remedy))

    def _cover(self, path: str, data: bytes, folder: tuple[str, str], stem: str) -> None:
        """Read the cover of the paper that the file is named after."""
        if stem in COVERED:
            self._read(Cover, path, data, self.covers.setdefault(folder, {}), stem)
            return
        message = f"{stem!r} is no paper with a cover; there is: {', '.join(COVERED)}."
        remedy = "Name the file after the paper whose cover it holds."
        near = did_you_mean(nearest(stem, COVERED))
        self._say(path, "file-name", message + near, remedy)

    def _folders(self) -> None:
        """Note folders that lack the file which says what they are."""
        holders = {path.split("/")[1] for path in self.files if path.count("/") > 1}
        for folder in sorted(holders):
            is_set, is_body = (
                f"{RECORD}/{folder}/{name}.yaml" in self.files for name in ("set", "body")
            )
            if is_set and is_body:
                self._say(
                    f"{RECORD}/{folder}",
                    "folder",
                    "holds both set.yaml and body.yaml; a folder is a set or a body.",
                    "Move one of the two to a folder of its own.",
                )
            elif not is_set and not is_body:
                self._say(
                    f"{RECORD}/{folder}",
                    "folder",
                    "holds neither set.yaml nor body.yaml, so nothing in it is used.",
                    "Add set.yaml (what is asked) or body.yaml (who answers), or remove it.",
                )
        named = {tuple(path.split("/")[1:-1]) for path in self.files}
        for folders in sorted(named):
            if folders and not NAME.fullmatch(folders[-1]):
                remedy = (
                    "Use letters, digits, full stops and hyphens alone, as in barnet-ccg or 2013."
                )
                path = "/".join((RECORD, *folders))
                self._say(path, "file-name", f"{folders[-1]!r} cannot name a folder here.", remedy)
        for body_id, year_id in self.positions:
            if f"{RECORD}/{body_id}/{year_id}/year.yaml" not in self.files:
                self._say(
                    f"{RECORD}/{body_id}/{year_id}",
                    "folder",
                    "holds positions but no year.yaml, so nothing in it is used.",
                    "Add year.yaml, which says which set is answered and as at which day.",
                )
        for body_id, body in self.bodies.items():
            if not any(
                path.startswith(f"{RECORD}/{body_id}/") and path.endswith("/year.yaml")
                for path in self.files
            ):
                self.problems.append(
                    Problem(
                        body.at(),
                        "the body has no year, so there is nothing to make a paper from.",
                        "no-year",
                        f"Add a folder such as {RECORD}/{body_id}/2013 with its year.yaml.",
                    )
                )

    def _chain(self, folder: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the years that a year follows, the nearest first, as far as they could be read."""
        chain: list[tuple[str, str]] = []
        body_id, year_id = folder
        while (year := self.years.get((body_id, year_id))) is not None and year.follows is not None:
            year_id = year.follows
            if (body_id, year_id) in (folder, *chain) or (body_id, year_id) not in self.years:
                break
            chain.append((body_id, year_id))
        return tuple(chain)

    def _circles(self) -> None:
        """Note years that follow each other in a circle, and years that follow a later one."""
        for folder, year in self.years.items():
            for before in self._chain(folder)[:1]:
                earlier = self.years[before]
                if earlier.as_at > year.as_at:
                    message = (
                        f"the year is as at {year.as_at}, and follows {before[1]}, "
                        f"which is as at {earlier.as_at}."
                    )
                    remedy = "Name the year before in 'follows', or correct one 'as_at'."
                    self.problems.append(Problem(year.at("follows"), message, "year-order", remedy))
            if folder in {
                (folder[0], self.years[before].follows or "") for before in self._chain(folder)
            }:
                message = f"the years {folder[1]} and {year.follows} follow each other in a circle."
                remedy = "Leave 'follows' out of the first year."
                self.problems.append(Problem(year.at("follows"), message, "year-order", remedy))

    def _register(
        self, body_id: str, year_id: str, registers: Mapping[tuple[str, str], Register]
    ) -> Register | None:
        """Return the register of a body's year, or None if it lacks a part.

        `registers` has those of the years before; without the one that this year follows, none is made.
        If there is no problem in it, nor in those before, it is noted as sound.
        """
        folder = body_id, year_id
        year, body = self.years[folder], self.bodies.get(body_id)
        if (
            year.follows is not None
            and f"{RECORD}/{body_id}/{year.follows}/year.yaml" not in self.files
        ) or year.follows == year_id:
            others = [y for b, y in self.years if b == body_id and y != year_id]
            self.problems.append(
                not_there(
                    year.at("follows"),
                    "follows",
                    year.follows,
                    others,
                    "year-unknown",
                    f"Name a folder of {RECORD}/{body_id}, or leave 'follows' out for a first year.",
                )
            )
        a_set = self.sets.get(year.set)
        if a_set is None and (year.set, "set") not in self.unread:
            self.problems.append(
                not_there(
                    year.at("set"),
                    "set",
                    year.set,
                    self.sets,
                    "set-unknown",
                    f"Name a folder of {RECORD} that holds a set.yaml.",
                )
            )
        if a_set is None and year.set not in self.recommendations:
            return None
        asked, answers = self.recommendations.get(year.set, {}), self.positions.get(folder, {})
        before = len(self.problems)
        numbers = asked.keys() | self._unread_of(year.set)
        self._answers(year, folder, asked, answers)
        for index, note in enumerate(year.notes):
            self.problems += check_text(year, note, ("notes", index), numbers)
        plan = self.plans.get(folder) or Plan(model.FORMAT, ())
        chain = self._chain(folder)
        done = [a for before in chain if before in self.plans for a in self.plans[before].actions]
        plan_is_read = all((*each, "actions") not in self.unread for each in (folder, *chain))
        known = (*plan.actions, *done) if plan_is_read else None
        for position in answers.values():
            self.problems += check_position(position, body, numbers, year)
            self.problems += check_commitments(position, known)
        self.problems += check_plan(plan, body, numbers, year)
        covers = dict(
            sorted(self.covers.get(folder, {}).items(), key=lambda c: COVERED.index(c[0]))
        )
        for name, cover in covers.items():
            self.problems += check_cover(name, cover, body, numbers)
            self.problems += check_commitments(cover, known)
        needed = (parts for parts in self.unread if parts[:1] == (year.set,) or parts[:2] == folder)
        rules = {problem.rule for problem in self.problems[before:]}
        if body is None or a_set is None or not asked or rules & UNREADABLE or any(needed):
            return None
        if chain and chain[0] not in registers:
            return None
        if not rules and (not chain or chain[0] in self.sound):
            self.sound.add(folder)
        recommendations = sorted(asked.values(), key=lambda r: natural(r.number))
        return Register(
            body_id,
            year_id,
            year.set,
            body,
            year,
            a_set,
            tuple(recommendations),
            answers,
            plan,
            covers,
            registers[chain[0]] if chain else None,
        )

    def _unread_of(self, set_id: str) -> set[str]:
        """Return the numbers of the recommendations of a set that could not be read."""
        return {parts[1] for parts in self.unread if len(parts) == 2 and parts[0] == set_id}

    def _answers(
        self,
        year: Year,
        folder: tuple[str, str],
        asked: Mapping[str, Recommendation],
        answers: Mapping[str, Position],
    ) -> None:
        """Note recommendations without a position and positions without a recommendation."""
        body_id, year_id = folder
        for number in sorted(asked, key=natural):
            if number not in answers and (body_id, year_id, number) not in self.unread:
                self.problems.append(
                    Problem(
                        year.at(),
                        f"recommendation {number} of {year.set} has no position.",
                        "position-missing",
                        f"Add {RECORD}/{body_id}/{year_id}/{number}.yaml; start from a copy of another.",
                    )
                )
        for number, position in answers.items():
            if number not in asked and (year.set, number) not in self.unread:
                self.problems.append(
                    not_there(
                        Place(position.at().path),
                        "the file",
                        number,
                        asked,
                        "position-strange",
                        "Rename the file after the recommendation that it answers, or remove it.",
                        f"belongs to no recommendation of {year.set}",
                    )
                )
