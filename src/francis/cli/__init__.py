"""The commands: options in, one call, text and exit code out; a module for each.

Results go to standard output, progress and messages to standard error. Exit 0 is done, 1 is problems
or refused input, 2 is wrong use of the command.
"""

from __future__ import annotations

from typing import Any

import click

from francis import __version__
from francis.cli.commands.act import act
from francis.cli.commands.build import build
from francis.cli.commands.check import check
from francis.cli.commands.confirm import confirm
from francis.cli.commands.diff import diff
from francis.cli.commands.init import init
from francis.cli.commands.new_year import new_year
from francis.cli.commands.rate import rate
from francis.cli.commands.schema import schema
from francis.cli.commands.show import show
from francis.cli.commands.status import status
from francis.cli.commands.watch import watch
from francis.errors import FrancisError


class _Commands(click.Group):
    """The one place where an error becomes a message."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what prevents an answer ends it with a message and exit 1."""
        try:
            return super().invoke(ctx)
        except FrancisError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise click.ClickException(
                f"{error.filename or 'Output'}: {error.strerror}."
            ) from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="francis %(version)s")
def main() -> None:
    """Keep a body's position against an inquiry's recommendations, and make every paper from it.

    The record is kept as YAML files below standards/; papers are written below output/.

    \b
      francis init FOLDER    start a workspace
      francis check          say what is wrong in the record, and where
      francis status         say how it stands: ratings, overdue actions, exceptions
      francis new-year YEAR  begin the next year from the latest
      francis confirm NUMBER say that a position still holds
      francis rate NUMBER    change the rating of a position
      francis act ACTION     write what became of an action: progress, a later date, done
      francis diff OLD NEW   say what changed between two years or revisions
      francis show NUMBER    show one recommendation through all years
      francis schema         write what editors need to complete, explain and underline
      francis build          make the papers as Word, PDF and web page
      francis watch          show them in a browser, refreshed on each save
    """  # noqa: D301 - the sign that keeps these lines as they are is a real backspace


for command in (
    init,
    check,
    status,
    new_year,
    confirm,
    rate,
    act,
    diff,
    show,
    schema,
    build,
    watch,
):
    main.add_command(command)
