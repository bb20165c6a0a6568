"""`francis status`: how the record stands."""

from __future__ import annotations

import click

from francis.cli import terminal
from francis.cli.options import root_of, root_option, scope_options
from francis.cli.record import registers_of


@click.command()
@scope_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON for scripts.",
)
@root_option
def status(body: str | None, year: str | None, form: str, root: str | None) -> None:
    """Show how things stand: ratings, assurance, actions and exceptions.

    The counts are the same as in the papers. Without --year, each body's latest year is shown. JSON is a
    list with an object for each year, which has every figure under the name that narratives use.
    """
    from francis.record import status
    from francis.record.days import day_in_words

    registers = registers_of(root_of(root), body, year, "Nothing was counted.")
    if form == "json":
        import json

        click.echo(
            json.dumps([status.status_json(r) for r in registers], indent=2, ensure_ascii=False)
        )
        return
    for number, register in enumerate(registers):
        click.echo(
            "\n" * bool(number)
            + "\n".join(status.status_lines(register, day_in_words, terminal.painted))
        )
