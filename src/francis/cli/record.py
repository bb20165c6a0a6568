"""The record as a command asks for it: the years that are meant, and what keeps them from being used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from francis import terminal
from francis.cli.options import one_of
from francis.errors import FrancisError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from francis.register import Register
    from francis.store import Workspace


def only_register(home: Path, body: str | None, year: str | None) -> Register:
    """Return the one register that a change is meant for."""
    registers = registers_of(home, body, year, "Nothing was written.")
    if len(registers) > 1:
        bodies = ", ".join(register.body_id for register in registers)
        raise click.UsageError(f"there are several bodies: say which with --body ({bodies}).")
    return registers[0]


def write_record(home: Path, files: dict[str, bytes], made: dict[str, bytes]) -> None:
    """Write changed files of the record, unless they would be the cause of an error."""
    from francis import store, workspace

    before = set(store.load(files).problems)
    caused = [p for p in store.load({**files, **made}).problems if p not in before]
    if terminal.are_errors(caused):
        terminal.show_problems(caused, err=True)
        raise FrancisError("Nothing was written, as the record would then have these errors.")
    workspace.write_whole(home, made)


def registers_of(home: Path, body: str | None, year: str | None, without: str) -> list[Register]:
    """Return the registers asked for: of each body its latest year, unless a year is named.

    Problems that are errors are printed, and end the command; `without` says what was not done.
    """
    from francis import store, workspace

    registers, problems = asked_for(store.load(workspace.read_record(home)), body, year)
    refuse(problems, without)
    return at_least_one(registers)


def asked_for(
    found: Workspace, body: str | None, year: str | None
) -> tuple[list[Register], list[Problem]]:
    """Return the registers asked for that could be read, and the problems that concern them."""
    known_scope(found, body, year)
    chosen = _chosen(found, body, year)
    scopes: list[tuple[str | None, str | None]] = [*chosen] or [(body, year)]
    problems = dict.fromkeys(problem for scope in scopes for problem in found.concerning(*scope))
    return latest(found.registers, found, body, year), list(problems)


def _chosen(found: Workspace, body: str | None, year: str | None) -> list[tuple[str, str]]:
    """Return the years asked for: of each body the latest, unless one is named."""
    return [
        (body_id, year_id)
        for body_id, years in found.years.items()
        for year_id in ([year] if year in years else years[-1:] if year is None else [])
        if body in (None, body_id)
    ]


def latest(
    registers: Iterable[Register], found: Workspace, body: str | None, year: str | None
) -> list[Register]:
    """Return those of some registers that are asked for."""
    chosen = _chosen(found, body, year)
    return [r for r in registers if (r.body_id, r.year_id) in chosen]


def refuse(problems: Sequence[Problem], without: str) -> None:
    """Print the problems and end the command if there are errors; `without` says what was not done."""
    if terminal.are_errors(problems):
        terminal.show_problems(problems, err=True)
        raise FrancisError(f"{terminal.counted(problems)} {without}")


def at_least_one(registers: list[Register]) -> list[Register]:
    """Return the registers; raise FrancisError if there are none."""
    if not registers:
        raise FrancisError(
            "There is no year to make a paper from: add a body with a year, or see francis init."
        )
    return registers


def known_scope(found: Workspace, body: str | None, year: str | None) -> None:
    """Refuse a body or a year that the workspace does not have."""
    if body is not None:
        one_of("--body", body, found.years)
    if year is not None:
        years = [y for b, held in found.years.items() if body in (None, b) for y in held]
        one_of("--year", year, dict.fromkeys(years))
