"""`francis check`: what is wrong in the record."""

from __future__ import annotations

import sys

import click

from francis import terminal
from francis.cli.options import root_of, root_option, scope_options
from francis.cli.record import known_scope


@click.command()
@scope_options
@root_option
def check(body: str | None, year: str | None, root: str | None) -> None:
    """Say what is wrong in the record, where, and what to do about it.

    Every problem of every file is found in one run and printed as path:line:column, with the remedy
    below it. Exit 0 when there are no errors, otherwise 1.
    """
    from francis import store, workspace

    files = workspace.read_record(root_of(root))
    found = store.load(files)
    known_scope(found, body, year)
    problems = found.concerning(body, year)
    terminal.show_problems(problems)
    click.echo(terminal.counted(problems, sum(path.endswith(".yaml") for path in files)))
    sys.exit(1 if terminal.are_errors(problems) else 0)
