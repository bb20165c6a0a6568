"""`francis add`: what is new in the record, a command for each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping

import click

KINDS: Mapping[str, tuple[str, str]] = {
    "set": ("sets", "one_set"),
    "recommendation": ("sets", "recommendation"),
    "body": ("bodies", "body"),
    "year": ("bodies", "new_year"),
    "position": ("bodies", "position"),
    "action": ("plan", "action"),
    "progress": ("plan", "progress"),
    "evidence": ("evidence", "evidence"),
    "cover": ("cover", "cover"),
    "committee": ("committee", "committee"),
    "provider": ("providers", "provider"),
    "concern": ("providers", "concern"),
    "request": ("providers", "request"),
    "template": ("template", "template"),
}
"""The kinds of things, in the order in which a record grows, each with the module here and the command in it."""


class _Kinds(click.Group):
    """The kinds of things, each with its whole sentence; only the one that is meant is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all kinds."""
        return [*KINDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command for a kind; None if there is no such kind."""
        if cmd_name not in KINDS:
            return None
        from importlib import import_module

        module, name = KINDS[cmd_name]
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of kinds."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section("Kinds"):
            formatter.write_dl(
                [(name, c.get_short_help_str(limit=150)) for name, c in commands.items() if c]
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
