"""The record as a command asks for it: the years that are meant, and the errors that stop the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import chain
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from francis.cli import terminal
from francis.cli.options import one_of, several_of
from francis.errors import FrancisError, Place, Problem

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from francis.record.model import Body
    from francis.record.reading.scope import Listing, Selection
    from francis.record.reading.workspaces import Workspace
    from francis.record.register import Register
    from francis.record.writing.locks import Held
    from francis.record.writing.provider_files import ProviderFolder
    from francis.workspace import Files

R = TypeVar("R")


Wanted = tuple[str | None, str | None, str | None]
"""The body, the year and the set that options name; None where they name none."""


def only_writer(home: Path) -> AbstractContextManager[Held]:
    """Let nobody else write in a folder meanwhile: what is read in it stays true until it is changed."""
    from francis.record.writing.locks import lock

    return lock(home, terminal.tell_of_waiting)


def only_register(
    home: Path,
    wanted: Wanted,
    name: str = "",
    given: Sequence[str] = (),
    held: Callable[[Register], Iterable[str]] = lambda register: (),
    *,
    adding: bool = False,
) -> tuple[Selection, Register, tuple[str, ...]]:
    """Return the one register that a change is meant for, the files among which it was read, and what is meant in it.

    Of several sets of a body it is that in which all are `held` that are `given`, called `name` in
    messages, as they are printed or in their plain form, and in ranges. What is wrong in a year before does not stand in its way: then it is without that. What is added
    may be what is missing, so with `adding` references to nothing do not stand in its way either.
    """
    from francis.record.reading.scope import select_files

    selection = select_files(home, *wanted[:2])
    found = selection.found
    known_scope(found.years, wanted, found.sets_of(wanted[0]))
    scopes = found.meant(*wanted)
    registers = latest(found.by_themselves, found, wanted)
    if adding and not registers:
        registers = latest(found.readable, found, wanted)
    bodies, sets = ({getattr(r, key) for r in registers} for key in ("body_id", "set_id"))
    if len(bodies) == 1 and len(sets) == len(registers) == len(scopes):
        registers = [one_set(registers, name, given, held)]
        scopes = ((registers[0].body_id, registers[0].year_id),)
    told = [found.concerning_alone(*scope) for scope in scopes]
    problems = dict.fromkeys(chain.from_iterable(told or [found.concerning(*wanted)]))
    if not (adding and registers):
        refuse_errors([*problems], f"Nothing was written.{_one_set_alone(found, scopes, wanted)}")
    if len(at_least_one(registers)) > 1:
        names = ", ".join(dict.fromkeys(register.body_id for register in registers))
        raise click.UsageError(f"There are several bodies. Choose one with --body: {names}.")
    meant = several_of(name, given, held(registers[0]))
    return selection, registers[0], meant


def only_body(home: Path, body: str | None) -> tuple[Selection, str, Body]:
    """Return the one body that a change is meant for, and the files among which it was read; refuse to guess."""
    from francis.record.model import Body
    from francis.record.reading.record_file import record_of
    from francis.record.reading.scope import list_record
    from francis.workspace import RECORD

    listing = list_record(home)
    known_scope(listing.years, (body, None, None))
    bodies = [body] if body is not None else [*listing.years]
    if len(bodies) != 1:
        names = ", ".join(bodies)
        raise click.UsageError(
            f"There are several bodies. Choose one with --body: {names}."
            if bodies
            else "There is no body yet. To begin one: francis add body NAME"
        )
    selection, path = listing.select(bodies[0], None), f"{RECORD}/{bodies[0]}/body.yaml"
    read, _, problems = record_of(Body, path, selection.files[path], selection.read)
    refuse_errors(problems, "Nothing was written.")
    assert read is not None
    return selection, bodies[0], read


def only_provider(home: Path, body: str | None, name: str) -> tuple[Selection, ProviderFolder]:
    """Return the one provider that a change is meant for, and the files among which it was read.

    Where no body is named, it is the one that has such a provider.
    """
    from francis.record.reading.folders import PROVIDERS
    from francis.record.reading.providers.files import COMMON_LOG
    from francis.record.reading.scope import list_record
    from francis.record.writing.provider_files import provider_folder
    from francis.workspace import RECORD

    if body is None:
        bodies = list_record(home).years
        folders = {b: home / RECORD / b / PROVIDERS for b in bodies}
        having = [b for b, folder in folders.items() if (folder / name).is_dir()]
        if not having and len(bodies) > 1 and name != COMMON_LOG:
            there = (each.name for folder in folders.values() for each in folder.glob("*/"))
            one_of("PROVIDER", name, sorted({each for each in there if "." not in each}))
        body = having[0] if len(having) == 1 else None
    selection, body_id, _ = only_body(home, body)
    return selection, provider_folder(selection.files, body_id, name)


def _one_set_alone(found: Workspace, scopes: Sequence[tuple[str, str]], wanted: Wanted) -> str:
    """Return the advice to name one of several sets, so that the mistakes of another do not matter."""
    sets = dict.fromkeys(found.answered[scope] for scope in scopes if scope in found.answered)
    if wanted[2] is not None or len(sets) < 2 or len({body for body, _ in scopes}) > 1:
        return ""
    return f"\nTo work on one set in spite of mistakes in another, name it with --set: {', '.join(sets)}."


def one_set(
    registers: Sequence[Register],
    name: str,
    given: Sequence[str],
    held: Callable[[Register], Iterable[str]],
) -> Register:
    """Return that register of a body, of several sets, which holds all that is given; refuse to guess."""
    if len(registers) == 1:
        return registers[0]
    there = dict.fromkeys(each for r in registers for each in held(r))
    meant = {*several_of(name, given, there)}
    holding = [register for register in registers if meant <= {*held(register)}]
    if given and len(holding) == 1:
        return holding[0]
    body, sets = registers[0].body_id, ", ".join(register.set_id for register in registers)
    which = f"{', '.join(given)} could be of any of them. " if holding and given else ""
    raise click.UsageError(f"{body} answers several sets. {which}Choose one with --set: {sets}.")


def write_record(held: Held, record: Selection, made: Files) -> None:
    """Write changed files of the record, unless they would be the cause of an error."""
    _without_errors(record, made)
    _write(held, record, made)


def _write(held: Held, record: Selection, made: Files) -> None:
    from francis.record.writing.whole_files import fingerprints, write_whole

    write_whole(held, made, fingerprints(made, record.files))


def write_change(
    held: Held,
    record: Selection,
    made: Files,
    old: Register,
    said: Callable[[Register], Iterable[str]],
    *,
    place: Callable[[Register, Place], Place] = lambda _, place: Place(place.path),
    remedy: str = "",
    lenient: bool = False,
    dry_run: bool = False,
) -> None:
    """Write changed files of a register, unless they would cause an error or break a rule of the check.

    Printed are the files, what is `said` of the change once it is made, and what it leaves to be done. With `lenient`
    that includes warnings about the changed files themselves: somebody else has written what is in them. A `dry_run`
    does all that, and writes nothing. `place` says where a rule is broken, from the register as it would be and a place
    in its files, whose lines nobody can look at, because they are not written; `remedy` what can be done instead of
    editing them.
    """
    after = _without_errors(record, made)
    year = (old.body_id, old.year_id)
    there = (*after.by_themselves, *after.readable)  # with mistakes that were there before, too
    new = next(r for r in there if (r.body_id, r.year_id) == year)
    told = _Told(partial(place, new), remedy, lenient)
    needed = _hold_to_rules(held.folder, made, ([old], [new]), told)
    if not dry_run:
        _write(held, record, made)
    _say(made, " ".join(said(new)), needed)


def write_of_provider(
    held: Held, record: Selection, made: Files, body: str, day: datetime.date, said: str
) -> None:
    """Write changed files of a body's provider, unless they would cause an error or break a rule of the check.

    They are judged in the latest year of each set, but as at the `day` of the change, which may be before the day of
    the year or after it. What the rules say is told with the lines of the files as they would be.
    """
    after = _without_errors(record, made)
    before, now = (_as_at(found, body, day) for found in (record.found, after))
    needed = _hold_to_rules(held.folder, made, (before, now), _Told(lambda place: place, "", False))
    _write(held, record, made)
    _say(made, said, needed)


def _as_at(found: Workspace, body: str, day: datetime.date) -> list[Register]:
    """Return the latest registers of a body as at another day."""
    from dataclasses import replace

    there = (*found.readable, *found.by_themselves)  # as for any other change
    held = {r.year_id: r for r in latest(there, found, (body, None, None))}
    return [replace(r, year=replace(r.year, as_at=day)) for r in held.values()]


def _say(made: Files, said: str, needed: Sequence[Problem]) -> None:
    """Print which files were changed, what is said of it, and what is still to be done."""
    for path in made:
        click.echo(path)
    click.echo(said)
    if needed:
        click.echo("Still to do:", err=True)
        terminal.show_problems(needed, err=True)


def _without_errors(record: Selection, made: Files) -> Workspace:
    """Return all that the record holds once some files are changed, unless they are the cause of an error."""
    after = record.changed(made)
    caused = list(_caused(record.found.problems, after.problems, made))
    if terminal.are_errors(caused):
        terminal.show_problems(caused, err=True)
        raise FrancisError("Nothing was written, because the change would cause these errors.")
    return after


class _Told(NamedTuple):
    """How a broken rule is told: where, what can be done, and whether warnings about the changed files are let through."""

    place: Callable[[Place], Place]
    remedy: str
    is_lenient: bool


def _hold_to_rules(
    home: Path, made: Files, registers: tuple[list[Register], list[Register]], told: _Told
) -> list[Problem]:
    """Refuse what the changed files would say against a rule; return what other files then need.

    The `registers` are the old ones and the new.

    That an action is done may be said before its position is rated anew: that is the next step, and no
    reason against this one.
    """
    from francis import workspace
    from francis.check import all_rules

    before, after = (all_rules.found(those, workspace.holds(home)).problems for those in registers)
    next_steps = {rule.name for rule in all_rules.RULES if rule.is_next_step}
    caused = [problem for problem in _caused(before, after, made) if problem.level != "note"]
    refused = [
        p
        for p in caused
        if p.level == "error"
        or (p.place.path in made and p.rule not in next_steps and not told.is_lenient)
    ]
    if not refused:
        return caused
    abouts = {rule.name: rule.about for rule in all_rules.RULES}
    for name in dict.fromkeys(problem.rule for problem in refused):
        those = [p._replace(place=told.place(p.place)) for p in refused if p.rule == name]
        terminal.show_problems(those, err=True)
        click.echo(f"\n{indent(abouts.get(name, ''), '    ')}\n", err=True)
    nothing = "Nothing was written, because the change would break a rule of the check."
    if terminal.are_errors(refused):
        raise FrancisError("\n".join(filter(None, (nothing, told.remedy))))
    edit = f"To make the change anyway, edit the file: {', '.join(made)}"
    raise FrancisError(f"{nothing}\n{told.remedy or edit}")


def _caused(before: Iterable[Problem], after: Iterable[Problem], made: Files) -> Iterator[Problem]:
    """Yield the problems that a change is the cause of, although it may have moved others to another line.

    In a file that was not changed, a problem of the same rule in the same place is the one that was there,
    even if it is said in other words now: of two actions that were late, one is left.
    """

    def alike(problem: Problem) -> tuple[object, ...]:
        if problem.place.path in made:
            return problem.rule, problem.place.path, problem.message
        return problem.rule, problem.place

    there = Counter(map(alike, before))
    for problem in after:
        if not there[alike(problem)]:
            yield problem
        else:
            there[alike(problem)] -= 1


class Part(NamedTuple):
    """What is asked for of one body: its registers, the problems that concern them, and the files among which they were read."""

    body: str
    registers: list[Register]
    problems: list[Problem]
    selection: Selection


class Parts:
    """The bodies that are asked for, read one after another; of sets alone is kept what was read."""

    def __init__(self, home: Path, wanted: Wanted) -> None:
        from francis.record.reading.scope import list_record

        self._home, self._wanted = home, wanted
        self._body, self._year, self._set = wanted
        self.listing = list_record(home, self._body)
        sets = self.listing.sets_of(self._body) if self._set else ()
        known_scope(self.listing.years, wanted, sets)

    def __iter__(self) -> Iterator[Part]:
        """Yield of each body what is asked for: its latest year of each set, unless a year is named.

        Where no body has a year, the problems of all that there is are those of a body without a name.
        """
        from francis.record.reading.scope import select_files

        bodies = [name for name, years in self.listing.years.items() if years]
        if self._body is not None:
            bodies = [name for name in bodies if name == self._body]
        for body in bodies:
            part = self.read(body)
            if part.selection.found.meant(body, self._year, self._set):
                yield part
        if not bodies:
            selection = select_files(self._home, self._body, self._year)
            registers, problems = asked_for(selection.found, self._wanted)
            yield Part("", registers, problems, selection)

    def read(self, body: str) -> Part:
        """Return what is asked for of one body."""
        selection = self.listing.select(body, self._year)
        registers, problems = asked_for(selection.found, (body, self._year, self._set))
        self.listing.forget(body)
        return Part(body, registers, problems, selection)

    def departed(self, path: str) -> bool:
        """Return whether a paper is of a body that is there no more, if no other one is asked for."""
        body, year, _ = path.split("/")
        asked = self._body in (None, body) and self._year in (None, year) and self._set is None
        return asked and year not in self.listing.years.get(body, ())


def asked_for(found: Workspace, wanted: Wanted) -> tuple[list[Register], list[Problem]]:
    """Return the registers asked for that could be read, and the problems that concern them."""
    scopes: list[tuple[str | None, ...]] = [*found.meant(*wanted)] or [wanted]
    problems = dict.fromkeys(problem for scope in scopes for problem in found.concerning(*scope))
    return latest(found.registers, found, wanted), list(problems)


def latest(registers: Iterable[Register], found: Workspace, wanted: Wanted) -> list[Register]:
    """Return those of some registers that are asked for."""
    meant = found.meant(*wanted)
    return [r for r in registers if (r.body_id, r.year_id) in meant]


def refuse_errors(problems: Sequence[Problem], without: str) -> None:
    """Print the problems and end the command if there are errors; `without` says what was not done."""
    if terminal.are_errors(problems):
        terminal.show_problems(problems, err=True)
        raise FrancisError(f"{terminal.counted(problems)} {without}")


def at_least_one(registers: list[R]) -> list[R]:
    """Return the registers; raise FrancisError if there are none."""
    if not registers:
        raise FrancisError(
            "There is no year to make papers from. Add a body with a year, or start with: francis init FOLDER"
        )
    return registers


def known_papers(names: Iterable[str], listing: Listing, body: str | None) -> None:
    """Refuse the name of a paper that is neither one of the kinds nor that of a cover."""
    for name in names:
        one_of("PAPER", name, dict.fromkeys(listing.paper_names(body)))


def known_scope(
    known: Mapping[str, Sequence[str]], wanted: Wanted, sets: Iterable[str] | None = None
) -> None:
    """Refuse a body or a year that the workspace does not have, or a set that it does not answer."""
    body, year, set_id = wanted
    if body is not None:
        one_of("--body", body, known)
    if year is not None:
        years = [y for b, held in known.items() if body in (None, b) for y in held]
        one_of("--year", year, dict.fromkeys(years))
    if set_id is not None:
        one_of("--set", set_id, sets or ())
