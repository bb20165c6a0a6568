"""Files to registers: which file is what, and what one file says of another.

A file with problems does not stop another, and every problem of every file is found in one run.
"""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as Set_
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from francis.errors import Place, Problem, quotation
from francis.record import model, paper_kinds
from francis.record.model import (
    Action,
    Body,
    JointPosition,
    Plan,
    Position,
    Recommendation,
    Set,
    Year,
)
from francis.record.model.cover import Cover
from francis.record.model.own_fields import Owned, OwnField, own_fields
from francis.record.numbers import NAME, natural, slug, sorting
from francis.record.reading.folders import (
    IMPORTS,
    PROVIDERS,
    Misplaced,
    check_folders,
    check_years,
    leads_out,
    misplaced,
    named_otherwise,
    named_wrongly,
    number_differs,
    number_in,
    years_in,
)
from francis.record.reading.nhs_numbers import NHS_NUMBER, nhs_problems
from francis.record.reading.own_values import check_beside, check_declarations, check_values
from francis.record.reading.plan_references import check_plan
from francis.record.reading.providers.ladders import check_ladders
from francis.record.reading.providers.mentions import check_mentions, mentions_of
from francis.record.reading.record_file import Read, record_of
from francis.record.reading.references import (
    check_acceptance,
    check_body,
    check_commitments,
    check_cover,
    check_cover_name,
    check_position,
    check_set,
    check_text,
    not_there,
)
from francis.record.reading.workspaces import Scope, Workspace
from francis.record.reading.years.answers import (
    Answers,
    check_answers,
    check_joint,
    is_for_others,
    with_joint,
)
from francis.record.reading.years.chains import check_chains, in_chain_order, latest_of
from francis.record.reading.years.numbers_answered import check_numbers, numbers_of
from francis.record.register import Register
from francis.workspace import LINK_OUT, RECORD

if TYPE_CHECKING:
    from francis.record.reading.providers.checks import Known
    from francis.record.reading.providers.files import ProviderFiles

R = TypeVar("R", Set, Recommendation, Body, Year, Position, JointPosition, Plan, Cover)
N = TypeVar("N", Recommendation, Position, JointPosition)
K = TypeVar("K")

COVERS = "papers"
"""The folder of a year that holds the covers of its papers."""
UNREADABLE = frozenset({"numbers", "position-missing", "position-strange", "value"})
"""Problems between files that leave a register without something on which everything counts."""


def load(
    files: Mapping[str, bytes],
    read: Read | None = None,
    beside: Mapping[str, Iterable[str]] | None = None,
) -> Workspace:
    """Return the registers and the problems of `files`, given by their path from the root.

    `read` is filled with what came of each file, and what is in it already is not read again: of two
    revisions of a large record nearly every file is the same. `beside` are bodies and years of the
    workspace that are not among the files.
    """
    with collector_paused():
        return _Load(files, read, beside or {}).workspace()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, which would look through a large record again and again, for nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


_JOINT = re.compile(rb"^answered_with[ \t]*:", re.MULTILINE)
"""What a file says of a recommendation that is answered by the position on another one."""


class _Load:
    """One reading of a workspace: what was found so far, file by file."""

    def __init__(
        self, files: Mapping[str, bytes], read: Read | None, beside: Mapping[str, Iterable[str]]
    ) -> None:
        self.files = files
        self.read: Read = {} if read is None else read
        self.named = years_in(files, beside)
        self.problems: list[Problem] = []
        self.sets: dict[str, Set] = {}
        self.bodies: dict[str, Body] = {}
        self.years: dict[Scope, Year] = {}
        self.recommendations: dict[str, dict[str, Recommendation]] = {}
        self.positions: dict[Scope, dict[str, Position]] = {}
        self.joint: dict[Scope, dict[str, JointPosition]] = {}
        self.plans: dict[Scope, Plan] = {}
        self.parts: dict[str, object] = {}
        self.covers: dict[Scope, dict[str, Cover]] = {}
        self.actions: dict[Scope, Mapping[str, Action] | None] = {}
        self.unread: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.unread_numbers: defaultdict[str, set[str]] = defaultdict(set)
        self.elsewhere: set[str] = set()
        self.away: set[tuple[str, ...]] = set()
        self.misnamed: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        self.slips: set[str] = set()
        self.sound: dict[Scope, None] = {}
        self.by_themselves: dict[Scope, Register] = {}
        self.latest: dict[str, tuple[str, ...]] = {}
        self.providers: ProviderFiles | None = None
        self.known: dict[str, Known] = {}

    def workspace(self) -> Workspace:
        """Read every file, join the files, and return what came of it."""
        for path, data in self.files.items():
            self._file(path, data)
        for body_id in self.named:
            self._put_in_order(body_id)
        self.problems += check_folders(self.files, self.named, self.positions, self.unread)
        for set_id, a_set in self.sets.items():
            asked = self.recommendations.get(set_id, {})
            self.problems += check_set(a_set, asked, asked.keys() | self._unread_of(set_id))
            self.problems += check_declarations(a_set)
            fields = own_fields("recommendation", a_set.fields)
            for each in asked.values():
                self.problems += check_values(each.at, (), each.fields, fields)
        for body_id, body in self.bodies.items():
            self.problems += check_body(body)
            self.problems += check_ladders(body)
            self.problems += check_declarations(body)
            if not any("year" in names for names in self.unread[body_id]):
                self.problems += check_years(body_id, body, self.named, self.positions)
        self.problems += check_beside(self.bodies, self.sets, self.years)
        self.problems += self._check_providers()
        registers: dict[Scope, Register] = {}
        for folder in self._earliest_first():
            if (register := self._register(folder, registers)) is not None:
                registers[folder] = register
        order = [(body_id, year_id) for body_id, years in self.named.items() for year_id in years]
        made = [folder for folder in order if folder in registers]
        folders = frozenset(p.split("/")[1] for p in self.files if p.count("/") == 2)
        before = {folder: self._named_before(folder) for folder in self.years}
        return Workspace(
            self.named,
            self.latest,
            tuple(registers[folder] for folder in made if folder in self.sound),
            tuple(registers[folder] for folder in made),
            tuple(self.by_themselves[folder] for folder in order if folder in self.by_themselves),
            tuple(sorted(filter(self._is_told, self.problems), key=lambda p: p.place)),
            {place: year.set for place, year in self.years.items()},
            folders - self.named.keys(),
            {folder: earlier for folder, earlier in before.items() if earlier is not None},
            frozenset(self._with_unread_years()),
        )

    def _with_unread_years(self) -> Iterator[str]:
        """Yield the bodies that have a folder of a year whose file is not there, or could not be read."""
        for folder, names in self.unread.items():
            if any(len(name) == 2 and name[1] == "year" for name in names):
                yield folder
        for body_id, year_id in self.positions:
            if year_id not in self.named.get(body_id, ()):
                yield body_id

    def _is_told(self, problem: Problem) -> bool:
        """Return whether a problem is to be told: not of what the body has found to be no NHS number.

        Nor of a commitment that is not in a text whose lines cannot stand as they are.
        """
        if problem.rule == "commitment":
            return problem.place.path not in self.slips
        if problem.rule != NHS_NUMBER:
            return True
        _, folder, *_ = problem.place.path.split("/")
        rulings = self.bodies[folder].checks if folder in self.bodies else ()
        return not any(
            problem.place.path in (f"{RECORD}/{folder}/{file}" for file in ruling.files)
            for ruling in rulings
            if (ruling.rule, ruling.level) == (NHS_NUMBER, "off")
        )

    def _put_in_order(self, body_id: str) -> None:
        """Order the years of a body by what they follow, and note what is wrong with that.

        Of years that are not all among the files, it is not known.
        """
        names, here = self.named[body_id], f"{RECORD}/{body_id}"
        years = {name: self.years[body_id, name] for name in names if (body_id, name) in self.years}
        if not years:  # as of all other bodies where one alone is read
            self.latest[body_id] = names
            return
        if all(f"{here}/{name}/year.yaml" in self.files for name in names):
            self.named[body_id] = in_chain_order(names, years)
        self.latest[body_id] = latest_of(names, years)
        self.problems += check_chains(body_id, names, years)

    def _file(self, path: str, data: bytes) -> None:
        """Read one file into the place that its path gives it."""
        _, *folders, name = path.split("/")
        stem, _, extension = name.rpartition(".")
        scope = (folders[0], folders[1]) if len(folders) > 1 else ("", "")
        if data == LINK_OUT:
            self._unread(leads_out(path))
        elif (
            len(folders) > 1
            and folders[1] == PROVIDERS
            and PROVIDERS not in self.named.get(folders[0], ())
        ):
            self.problems += self._provider_files().add(path, data, self.files)
        elif (astray := misplaced(path, data, self.named, self.files)) is not None:
            self._unread(astray)
        elif extension != "yaml":
            self.problems += nhs_problems(path, data.decode("utf-8-sig", "replace"), None)
            if (ending := named_otherwise(path, data, self.files)) is not None:
                self._unread(ending)
        elif folders == [IMPORTS]:
            self.problems += record_of(model.TableReading, path, data, self.read)[2]
        elif len(folders) == 1 and stem == "set":
            self._read(Set, path, data, self.sets, folders[0])
        elif len(folders) == 1 and stem == "body":
            self._read(Body, path, data, self.bodies, folders[0])
        elif len(folders) == 1 and f"{RECORD}/{folders[0]}/body.yaml" in self.files:
            self.problems += nhs_problems(path, data.decode("utf-8-sig", "replace"), None)
            remedy = f"Delete it, or move it out of {RECORD}: a body has body.yaml, and a folder for each year."
            self._say(path, "file-place", "no file of this name belongs here.", remedy)
        elif len(folders) == 1:
            held = self.recommendations.setdefault(folders[0], {})
            self._numbered(Recommendation, path, data, held, stem)
        elif len(folders) == 2 and stem == "year":
            self._read(Year, path, data, self.years, scope)
        elif len(folders) == 2 and stem == "actions":
            self._read(Plan, path, data, self.plans, scope)
        elif len(folders) == 2:
            answers = self.positions.setdefault(scope, {})
            if b"answered_with" in data and _JOINT.search(data):
                self._numbered(JointPosition, path, data, self.joint.setdefault(scope, {}), stem)
            else:
                self._numbered(Position, path, data, answers, stem)
        elif len(folders) == 3 and folders[2] == COVERS:
            self._cover(path, data, scope, stem)
        elif all(map(NAME.fullmatch, folders)):  # of others it is told that they cannot be named so
            self._say(
                path,
                "file-place",
                "this file is in the wrong folder.",
                f"Put recommendations in {RECORD}/SET/, positions in {RECORD}/BODY/YEAR/, and covers of papers in {RECORD}/BODY/YEAR/{COVERS}/.",
            )

    def _provider_files(self) -> ProviderFiles:
        """Return the files of providers so far; what reads them is imported only where there are any."""
        if self.providers is None:
            from francis.record.reading.providers.files import ProviderFiles

            self.providers = ProviderFiles(self.read)
        return self.providers

    def _providers_of(self, body_id: str) -> Known | None:
        """Return the providers of a body with all that their files may refer to; None where there are none."""
        if self.providers is None or body_id not in self.providers.bodies:
            return None
        if body_id not in self.known:
            from francis.record.reading.providers.checks import Known

            scopes = [(body_id, name) for name in self.named.get(body_id, ())]
            sets = [self.years[scope].set for scope in scopes if scope in self.years]
            are_here = len(sets) == len(
                scopes
            )  # a log serves all years, not only those that are read
            numbers = {
                n for s in sets for n in (*self.recommendations.get(s, ()), *self._unread_of(s))
            }
            plans = [self._own_actions(scope) for scope in scopes]
            self.known[body_id] = Known(
                self.providers.dossiers(body_id),
                self.bodies.get(body_id),
                numbers if are_here else None,
                {*chain.from_iterable(filter(None, plans))}
                if are_here and None not in plans
                else None,
                self.providers.whole(body_id),
            )
        return self.known[body_id]

    def _check_providers(self) -> Iterator[Problem]:
        """Yield what is wrong between the files of providers, and with the rest of the record."""
        for body_id in self.providers.bodies if self.providers else ():
            from francis.record.reading.providers.checks import check_dossiers

            yield from self._provider_files().check_folders_of(body_id)
            if (known := self._providers_of(body_id)) is not None:
                yield from check_dossiers(body_id, known)

    def _unread(self, file: Misplaced) -> None:
        """Note a file that is not where it belongs, or is not named so, and that another is missing for it."""
        self.problems.append(file.problem)
        _, folder, *_ = file.problem.place.path.split("/")
        if file.unread:
            self.unread[folder].add(file.unread)
            self.away.add((folder, *file.unread))
        if len(file.unread) == 1:
            self.unread_numbers[folder] |= {*file.unread}
        self.elsewhere |= {*filter(None, [file.number])}

    def _say(self, path: str, rule: str, message: str, remedy: str) -> None:
        """Note a problem of a file as a whole."""
        self.problems.append(Problem(Place(path), message, rule, remedy))

    def _read(self, cls: type[R], path: str, data: bytes, held: dict[K, R], key: K) -> R | None:
        """Put the record of a file where it belongs and return it, or note its problems."""
        result, part, told = record_of(cls, path, data, self.read)
        self.problems += told
        self.slips |= {path for problem in told if problem.rule == "syntax"}
        if part is not None:
            self.parts[path] = part
        if result is None:
            _, folder, *names = path.removesuffix(".yaml").split("/")
            self.unread[folder].add(tuple(names))
        else:
            held[key] = result
        return result

    def _numbered(
        self, cls: type[N], path: str, data: bytes, held: dict[str, N], stem: str
    ) -> None:
        """Read the record of a file that is named after its number."""
        if not NAME.fullmatch(stem):
            self._unread(named_wrongly(path, data, self.files))
            return
        result = self._read(cls, path, data, held, stem)
        if result is None and cls is Recommendation:
            number = number_in(data)
            self.unread_numbers[path.split("/")[1]].add(number if slug(number) == stem else stem)
        if result is None or result.number == stem:
            return
        plain = slug(result.number)
        if plain == stem:
            held[result.number] = held.pop(stem)
            return
        self.problems.append(number_differs(result, stem, self.files))
        _, *folders, _ = path.split("/")
        self.misnamed[*folders][stem] = plain
        held[stem] = replace(result, number=stem)  # by which everything else finds it

    def _cover(self, path: str, data: bytes, folder: Scope, stem: str) -> None:
        """Read the cover of a paper, whose files are named after this one."""
        if NAME.fullmatch(stem) and not paper_kinds.ends_like_another(stem):
            self._read(Cover, path, data, self.covers.setdefault(folder, {}), stem)
            return
        endings = " and ".join(map(quotation, paper_kinds.ENDINGS))
        message = f"{quotation(stem)} cannot be the name of a paper."
        likely = slug(stem.replace("_", "-")).lower() or "board-report"
        remedy = f"Use letters, digits, full stops and hyphens, as in {likely}.yaml. The program itself adds {endings}."
        self._say(path, "file-name", message, remedy)

    def _before(self, folder: Scope) -> Scope | None:
        """Return the year that a year follows, as far as both could be read."""
        before = self._named_before(folder)
        return before if before in self.years else None

    def _named_before(self, folder: Scope) -> Scope | None:
        """Return the year that a year follows, if there is one of that name, readable or not."""
        body_id, year_id = folder
        before = self.years[folder].follows
        is_there = before != year_id and before in self.named.get(body_id, ())
        return (body_id, before) if before and is_there else None

    def _earliest_first(self) -> list[Scope]:
        """Return all years, each behind the one that it follows; of those in a circle it is told that one follows a later one."""
        order: dict[Scope, None] = {}
        for start in self.years:
            way: dict[Scope, None] = {}
            folder: Scope | None = start
            while folder is not None and folder not in order and folder not in way:
                way[folder] = None
                folder = self._before(folder)
            order |= dict.fromkeys(reversed(way))
        return list(order)

    def _register(self, folder: Scope, registers: Mapping[Scope, Register]) -> Register | None:
        """Return the register of a body's year, or None if it lacks a part; note its problems.

        `registers` has those of the years before; without the one that this year follows, none is made.
        If there is no problem in it, nor in those before, it is noted as sound.
        """
        self.problems += self._names_unknown(folder)
        year, before = self.years[folder], self._named_before(folder)
        a_set, asked = self.sets.get(year.set), self.recommendations.get(year.set, {})
        if a_set is None and year.set not in self.recommendations:
            return None
        held = asked.keys() | self._unread_of(year.set)
        order = a_set.order if a_set else ()
        found = list(check_numbers(year, held, order))
        others = {
            number
            for number in asked.keys() - self._answered(folder).keys()
            if year.numbers is None and is_for_others(asked[number], self.bodies.get(folder[0]))
        }
        numbers = held if found else numbers_of(year, held, order) - others
        found += self._contents(folder, numbers, held)
        self.problems += found
        rules = {problem.rule for problem in found}
        body = self.bodies.get(folder[0])
        needed = {"year", "actions", COVERS, *map(slug, numbers)}
        of_year = [n for n in self.unread[folder[0]] if n[0] == folder[1]]
        unread = any((folder[0], *n) not in self.away or n[1] in needed for n in of_year)
        unread = unread or bool(self.elsewhere or self.unread.get(year.set))
        lacks = self.misnamed[folder].keys() - numbers or rules & UNREADABLE
        has_schemes = body is not None and body.ratings and body.assurances
        if body is None or not has_schemes or a_set is None or not asked or lacks or unread:
            return None
        answered = with_joint(self.positions.get(folder, {}), self.joint.get(folder, {}))
        in_order = sorting(a_set.order)
        register = Register(
            *folder,
            year.set,
            body,
            year,
            a_set,
            tuple(asked[number] for number in sorted(numbers, key=in_order)),
            {number: answered[number] for number in sorted(answered, key=in_order)},
            self._plan(folder),
            self._covers(folder),
            registers.get(before) if before else None,
            joint=self.joint.get(folder, {}),
            held=asked,
            dossiers=known.dossiers if (known := self._providers_of(folder[0])) else None,
        )
        if not rules:
            is_whole = before in (None, *self.sound.keys() & {before})
            self.by_themselves[folder] = register if is_whole else replace(register, earlier=None)
            if is_whole:
                self.sound[folder] = None
        return register if before is None or before in registers else None

    def _names_unknown(self, folder: Scope) -> Iterator[Problem]:
        """Yield a year before, and a set, that a year names and that do not exist."""
        (body_id, year_id), year = folder, self.years[folder]
        others = [name for name in self.named.get(body_id, ()) if name != year_id]
        if year.follows == year_id:
            remedy = "Name the year before, or remove 'follows' if this is the first year."
            message = f"{year_id} follows itself."
            yield Problem(year.at("follows"), message, "year-unknown", remedy)
        elif year.follows is not None and year.follows not in others:
            remedy = (
                f"Name a year in {RECORD}/{body_id}, or remove 'follows' if this is the first year."
            )
            place = year.at("follows")
            yield not_there(place, "follows", year.follows, others, "year-unknown", remedy)
        if year.set not in self.sets and ("set",) not in self.unread[year.set]:
            remedy = f"Name a folder of {RECORD} that has a set.yaml."
            yield not_there(year.at("set"), "set", year.set, self.sets, "set-unknown", remedy)

    def _contents(self, folder: Scope, numbers: Set_[str], held: Set_[str]) -> Iterator[Problem]:
        """Yield what is wrong in the files of a year that answers some numbers of all that its set holds."""
        year, body = self.years[folder], self.bodies.get(folder[0])
        known = self._actions(folder)
        fields = self._own_fields(folder)
        unread = {n[1] for n in self.unread[folder[0]] if len(n) == 2 and n[0] == folder[1]}
        otherwise = {stem: n for stem, n in self.misnamed[folder].items() if stem not in numbers}
        found = {n: each for n, each in self._answered(folder).items() if n not in otherwise}
        answers = Answers("/".join(folder), year, found, unread | {*otherwise.values()})
        yield from check_answers(answers, numbers, held, self._unread_of(year.set))
        joint, positions = self.joint.get(folder, {}), self.positions.get(folder, {})
        yield from check_joint(joint, positions, year, numbers, unread)
        for each in joint.values():
            yield from check_acceptance(each.at, each.acceptance, body)
        for index, note in enumerate(year.notes):
            yield from check_text(year, note, ("notes", index), numbers)
        known_providers = self._providers_of(folder[0])
        for position in (*positions.values(), *self._left(folder, Position)):
            yield from check_mentions(position.at, mentions_of((), position), known_providers)
            yield from check_position(position, body, numbers, year)
            yield from check_values(position.at, (), position.fields, fields["position"])
            yield from check_commitments(position, known, numbers)
        for plan in (self._plan(folder), *self._left(folder, Plan)):
            yield from check_plan(plan, body, numbers, year)
            for index, action in enumerate(plan.actions):
                keys = ("actions", index)
                yield from check_mentions(plan.at, mentions_of(keys, action), known_providers)
                yield from check_values(plan.at, keys, action.fields, fields["action"])
        for name, cover in self.covers.get(folder, {}).items():
            yield from check_cover_name(name, cover, body, self.covers[folder])
        left = {cover.at().path: cover for cover in self._left(folder, Cover)}
        for path, cover in left.items():
            yield from check_cover(path.rpartition("/")[2][:-5], cover, body, numbers)
        for name, cover in self._covers(folder).items():
            yield from check_cover(name, cover, body, numbers, known)
            yield from check_mentions(cover.at, mentions_of((), cover), known_providers)
            yield from check_commitments(cover, known, numbers)

    def _left(self, folder: Scope, cls: type[R]) -> Iterator[R]:
        """Yield what is left of the records of a year that have faults, to hold it to the other files all the same."""
        within = f"{RECORD}/{'/'.join(folder)}/"
        yield from (
            part
            for path, part in self.parts.items()
            if path.startswith(within) and isinstance(part, cls)
        )

    def _own_fields(self, folder: Scope) -> dict[Owned, tuple[OwnField, ...] | None]:
        """Return the fields that positions and actions of a year have; None where a declaration could not be read."""
        a_set, body = self.sets.get(self.years[folder].set), self.bodies.get(folder[0])
        if a_set is None or body is None:
            return {"position": None, "action": None}
        kinds: tuple[Owned, ...] = ("position", "action")
        return {kind: own_fields(kind, a_set.fields, body.fields) for kind in kinds}

    def _answered(self, folder: Scope) -> dict[str, Position | JointPosition]:
        """Return what answers each recommendation, by number: a position, or the one that it is answered with."""
        return {**self.positions.get(folder, {}), **self.joint.get(folder, {})}

    def _plan(self, folder: Scope) -> Plan:
        return self.plans.get(folder) or Plan(model.FORMAT, ())

    def _covers(self, folder: Scope) -> dict[str, Cover]:
        """Return the covers of a year, in the order of the papers, and of one paper by their names."""
        held = self.covers.get(folder, {})
        names = sorted(held, key=natural)
        kinds = [k.name for k in paper_kinds.kinds(self.bodies.get(folder[0])) if k.has_cover]
        return {n: held[n] for kind in kinds for n in names if (held[n].paper or n) == kind}

    def _actions(self, folder: Scope) -> Mapping[str, Action] | None:
        """Return the actions of a year, and of those before it, by id; of two with one id the latest.

        None if one of their plans or years could not be read. The years before were asked for already.
        """
        before = self._named_before(folder)
        earlier = {} if before is None else self.actions.get(before)
        own = self._own_actions(folder)
        self.actions[folder] = None if own is None or earlier is None else {**earlier, **own}
        return self.actions[folder]

    def _own_actions(self, folder: Scope) -> Mapping[str, Action] | None:
        """Return the actions of a year alone, by id; None if its plan could not be read."""
        left = next(self._left(folder, Plan), None)
        if left is None and (folder[1], "actions") in self.unread[folder[0]]:
            return None
        return {action.id: action for action in reversed((left or self._plan(folder)).actions)}

    def _unread_of(self, set_id: str) -> set[str]:
        """Return the numbers of the recommendations of a set that could not be read."""
        return self.unread_numbers.get(set_id, set()) | self.elsewhere
