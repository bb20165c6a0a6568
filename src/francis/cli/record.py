"""The record as a command asks for it: the years that are meant, and the errors that stop the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from textwrap import indent
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from francis.cli import terminal
from francis.cli.options import one_of
from francis.errors import FrancisError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from francis.record.reading.loading import Workspace
    from francis.record.reading.scope import Selection
    from francis.record.register import Register
    from francis.record.writing.locks import Held
    from francis.workspace import Files

R = TypeVar("R")


def only_writer(home: Path) -> AbstractContextManager[Held]:
    """Let nobody else write in a folder meanwhile: what is read in it stays true until it is changed."""
    from francis.record.writing.locks import lock

    return lock(home, terminal.tell_of_waiting)


def only_register(
    home: Path, body: str | None, year: str | None = None
) -> tuple[Selection, Register]:
    """Return the one register that a change is meant for, and the files among which it was read.

    What is wrong in a year before does not stand in its way: then it is without that.
    """
    from francis.record.reading.scope import select_files

    selection = select_files(home, body, year)
    found = selection.found
    known_scope(found.years, body, year)
    told = [found.concerning_alone(*scope) for scope in found.meant(body, year)]
    problems = dict.fromkeys(chain.from_iterable(told or [found.concerning(body, year)]))
    refuse_errors([*problems], "Nothing was written.")
    registers = at_least_one(latest(found.by_themselves, found, body, year))
    if len(registers) > 1:
        bodies = ", ".join(register.body_id for register in registers)
        raise click.UsageError(f"There are several bodies. Choose one with --body: {bodies}.")
    return selection, registers[0]


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
) -> None:
    """Write changed files of a register, unless they would cause an error or break a rule of the check.

    Printed are the files, what is `said` of the change once it is made, and what it leaves to be done.
    """
    after = _without_errors(record, made)
    year = (old.body_id, old.year_id)
    new = next(r for r in after.by_themselves if (r.body_id, r.year_id) == year)
    needed = _hold_to_rules(held.folder, made, old, new)
    _write(held, record, made)
    for path in made:
        click.echo(path)
    click.echo(" ".join(said(new)))
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


def _hold_to_rules(home: Path, made: Files, old: Register, new: Register) -> list[Problem]:
    """Refuse what the changed files would say against a rule; return what other files then need.

    That an action is done may be said before its position is rated anew: that is the next step, and no
    reason against this one.
    """
    from francis import workspace
    from francis.check import all_rules

    before, after = (
        all_rules.found([register], workspace.holds(home)).problems for register in (old, new)
    )
    caused = [problem for problem in _caused(before, after, made) if problem.level != "note"]
    refused = [p for p in caused if p.place.path in made or p.level == "error"]
    if not refused:
        return caused
    abouts = {rule.name: rule.about for rule in all_rules.RULES}
    for name in dict.fromkeys(problem.rule for problem in refused):
        # The lines are those of files that are not written, so the files alone are named.
        those = [p._replace(place=Place(p.place.path)) for p in refused if p.rule == name]
        terminal.show_problems(those, err=True)
        click.echo(f"\n{indent(abouts.get(name, ''), '    ')}\n", err=True)
    nothing = "Nothing was written, because the change would break a rule of the check."
    if terminal.are_errors(refused):
        raise FrancisError(nothing)
    raise FrancisError(f"{nothing}\nTo make the change anyway, edit the file: {', '.join(made)}")


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

    def __init__(self, home: Path, body: str | None, year: str | None) -> None:
        from francis.record.reading.scope import list_record

        self._home, self._body, self._year = home, body, year
        self._listing = list_record(home, body)
        known_scope(self._listing.years, body, year)

    def __iter__(self) -> Iterator[Part]:
        """Yield of each body what is asked for: its latest year, unless a year is named.

        Where no body has a year, the problems of all that there is are those of a body without a name.
        """
        from francis.record.reading.scope import select_files

        bodies = [name for name, years in self._listing.years.items() if years]
        if self._body is not None:
            bodies = [name for name in bodies if name == self._body]
        for body in bodies:
            part = self.read(body)
            if part.selection.found.meant(body, self._year):
                yield part
        if not bodies:
            selection = select_files(self._home, self._body, self._year)
            registers, problems = asked_for(selection.found, self._body, self._year)
            yield Part("", registers, problems, selection)

    def read(self, body: str) -> Part:
        """Return what is asked for of one body."""
        selection = self._listing.select(body, self._year)
        registers, problems = asked_for(selection.found, body, self._year)
        self._listing.forget(body)
        return Part(body, registers, problems, selection)

    def departed(self, path: str) -> bool:
        """Return whether a paper is of a body that is there no more, if no other one is asked for."""
        body, year, _ = path.split("/")
        asked = self._body in (None, body) and self._year in (None, year)
        return asked and year not in self._listing.years.get(body, ())


def _registers(
    found: Workspace, body: str | None, year: str | None, without: str
) -> list[Register]:
    known_scope(found.years, body, year)
    registers, problems = asked_for(found, body, year)
    refuse_errors(problems, without)
    return at_least_one(registers)


def asked_for(
    found: Workspace, body: str | None, year: str | None
) -> tuple[list[Register], list[Problem]]:
    """Return the registers asked for that could be read, and the problems that concern them."""
    scopes: list[tuple[str | None, str | None]] = [*found.meant(body, year)] or [(body, year)]
    problems = dict.fromkeys(problem for scope in scopes for problem in found.concerning(*scope))
    return latest(found.registers, found, body, year), list(problems)


def latest(
    registers: Iterable[Register], found: Workspace, body: str | None, year: str | None
) -> list[Register]:
    """Return those of some registers that are asked for."""
    meant = found.meant(body, year)
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


def known_scope(known: Mapping[str, Sequence[str]], body: str | None, year: str | None) -> None:
    """Refuse a body or a year that the workspace does not have."""
    if body is not None:
        one_of("--body", body, known)
    if year is not None:
        years = [y for b, held in known.items() if body in (None, b) for y in held]
        one_of("--year", year, dict.fromkeys(years))
