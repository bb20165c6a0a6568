"""`francis add`: what is new in the record, a command for each kind of thing."""

from __future__ import annotations

import click

from francis.cli.commands.add.bodies import body, new_year, position
from francis.cli.commands.add.committee import committee
from francis.cli.commands.add.cover import cover
from francis.cli.commands.add.evidence import evidence
from francis.cli.commands.add.plan import action, progress
from francis.cli.commands.add.sets import one_set, recommendation
from francis.cli.commands.add.template import template


class _Kinds(click.Group):
    """The kinds of things, in the order in which a record grows, each with its whole sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of kinds."""
        with formatter.section("Kinds"):
            formatter.write_dl(
                [(name, c.get_short_help_str(limit=150)) for name, c in self.commands.items()]
            )


@click.group(cls=_Kinds)
def add() -> None:
    """Add a file or an entry to the record, in the right place.

    What must be known is asked for; in a script, give it with options. What is still to be written says so, and
    `francis check` finds it.

    \b
      francis add cover board-report
      francis add action --for 132
    """  # noqa: D301 - Click takes \b for a paragraph whose lines are kept


for name, command in {
    **{"set": one_set, "recommendation": recommendation, "body": body, "year": new_year},
    **{"position": position, "action": action, "progress": progress, "evidence": evidence},
    **{"cover": cover, "committee": committee, "template": template},
}.items():
    add.add_command(command, name)
