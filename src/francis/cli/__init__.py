"""The commands, a module for each: options in, one call, text and exit code out.

Results go to standard output, progress and messages to standard error. Exit 0 is done, 1 is problems
or refused input, 2 is wrong use of the command.
"""

from __future__ import annotations

import os
from typing import Any

import click

from francis import __version__
from francis.cli.commands.change.act import act
from francis.cli.commands.change.add import add
from francis.cli.commands.change.confirm import confirm
from francis.cli.commands.change.import_tables import import_tables
from francis.cli.commands.change.note import note
from francis.cli.commands.change.rate import rate
from francis.cli.commands.keep_up.help import help_page
from francis.cli.commands.keep_up.schema import schema
from francis.cli.commands.keep_up.upgrade import upgrade
from francis.cli.commands.leads.ask import ask
from francis.cli.commands.leads.letter import letter
from francis.cli.commands.leads.remind import remind
from francis.cli.commands.leads.take import take
from francis.cli.commands.look.check import check
from francis.cli.commands.look.diff import diff
from francis.cli.commands.look.search import search
from francis.cli.commands.look.show import show
from francis.cli.commands.look.status import status
from francis.cli.commands.make.build import build
from francis.cli.commands.make.site import site
from francis.cli.commands.make.watch import watch
from francis.cli.commands.many.collate import collate
from francis.cli.commands.many.export import export
from francis.cli.commands.start.init import init
from francis.cli.commands.start.new_year import new_year
from francis.errors import FrancisError

HELP_SECTIONS: dict[str, tuple[click.Command, ...]] = {
    "Start": (init, new_year),
    "See what is wrong, and how things stand": (check, status, show, search, diff),
    "Change the record": (add, rate, act, confirm, note, import_tables),
    "Ask leads and providers": (ask, take, remind, letter),
    "Make papers": (build, watch),
    "Publish, and read many bodies together": (site, export, collate),
    "Set up your editor, and keep up with the program": (schema, upgrade),
    "Read more": (help_page,),
}
"""The commands, by what an officer wants to do."""


class _Commands(click.Group):
    """The commands in sections, and the one place where an error becomes a message."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, section by section."""
        width = max(map(len, self.commands))
        for heading, commands in HELP_SECTIONS.items():
            rows = [(f"{c.name:<{width}}", c.get_short_help_str(limit=120)) for c in commands]
            with formatter.section(heading):
                formatter.write_dl(rows)

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
    """Keep a body's positions on an inquiry's recommendations, and make every paper from them.

    The record is a set of YAML files in standards/. Papers are written to output/.
    Type francis COMMAND --help for help on one command, and francis help for the guide.
    """
    if os.environ.get(
        "NO_COLOR"
    ):  # the convention of https://no-color.org, which Click does not know
        click.get_current_context().color = False


for commands in HELP_SECTIONS.values():
    for command in commands:
        main.add_command(command)
