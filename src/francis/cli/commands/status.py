"""`francis status`: how the record stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from francis.cli import terminal
from francis.cli.options import audience_option, root_of, root_option, scope_options
from francis.cli.record import Parts, at_least_one, refuse_errors

if TYPE_CHECKING:
    from francis.errors import Problem
    from francis.record.model import Classification


@click.command()
@scope_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON for scripts.",
)
@audience_option
@root_option
def status(
    body: str | None,
    set_id: str | None,
    year: str | None,
    form: str,
    audience: Classification | None,
    root: str | None,
) -> None:
    """Show how things stand: ratings, assurance, actions and exceptions.

    The counts are the same as in the papers. Without --year, the latest year is shown of each body and each set. JSON is a
    list with an object for each year, which has every figure under the name that narratives use.
    """
    from dataclasses import replace

    from francis.record import status
    from francis.record.audience import count_left_out, for_audience
    from francis.record.days import day_in_words

    problems: dict[Problem, None] = {}
    shown: list[str] = []
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    hidden = 0
    for part in Parts(root_of(root), (body, year, set_id)):
        problems |= dict.fromkeys(part.problems)
        if terminal.are_errors([*problems]):
            continue  # nothing is printed, and what has errors need not be printable
        for each in part.registers:
            register = for_audience(each, reader)
            alone = replace(each, earlier=None)
            hidden += count_left_out(for_audience(alone, audience or "public"))
            if form == "json":
                shown.append(_json(status.status_json(register)))
            else:
                several = len(part.registers) > 1
                lines = status.status_lines(
                    register, day_in_words, terminal.painted, with_set=several
                )
                shown.append("\n".join(lines))
    refuse_errors([*problems], "Nothing was counted.")
    at_least_one(shown)
    terminal.tell_audience(audience if form == "text" else reader, hidden)
    click.echo("[\n" + ",\n".join(shown) + "\n]" if form == "json" else "\n\n".join(shown))


def _json(value: Any) -> str:
    """Return a value as it is printed in a list."""
    import json

    return "  " + json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")
