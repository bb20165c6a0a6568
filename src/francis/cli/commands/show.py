"""`francis show`: one recommendation through all years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli import completion, terminal
from francis.cli.options import (
    audience_option,
    body_option,
    one_of,
    root_of,
    root_option,
    set_option,
)
from francis.cli.record import known_scope, one_set, refuse_errors

if TYPE_CHECKING:
    from francis.changes.history import TerminalStyle
    from francis.record.model import Classification


@click.command()
@click.argument("number", shell_complete=completion.numbers)
@body_option("Show only this body (the name of its folder).")
@set_option("Show the recommendation of this set (the name of its folder).")
@click.option(
    "--since", metavar="REVISION", help="List only commits that this git revision does not have."
)
@audience_option
@root_option
def show(
    number: str,
    body: str | None,
    set_id: str | None,
    since: str | None,
    audience: Classification | None,
    root: str | None,
) -> None:
    """Show one recommendation, and the position on it in every year.

    The commits that changed them are listed too.

    \b
      francis show 132 --body our-body
    """  # noqa: D301 - as above
    from francis import git, workspace
    from francis.changes import history
    from francis.record.audience import count_left_out, for_audience
    from francis.record.numbers import slug
    from francis.record.reading.scope import select_files

    home = root_of(root)
    found = select_files(home, body).found
    wanted = body, None, set_id
    known_scope(found.years, wanted, found.sets_of(body))
    refuse_errors(found.concerning(*wanted), "Nothing is shown.")
    reader: Classification = audience or "restricted"
    registers = [
        for_audience(r, reader)
        for r in found.registers
        if body in (None, r.body_id) and set_id in (None, r.set_id)
    ]
    number = one_of("NUMBER", number, dict.fromkeys(n for r in registers for n in r.positions))
    look = _terminal_style()
    hidden = sum(
        count_left_out(of.positions[number]) + count_left_out(of.serving.get(number, ()))
        for of in (for_audience(r, audience or "public") for r in registers)
        if number in of.positions
    )
    terminal.tell_audience(audience, hidden)
    bodies = dict.fromkeys(r.body_id for r in registers if number in r.positions)
    for place, body_id in enumerate(bodies):
        holding = [r for r in registers if r.body_id == body_id and number in r.positions]
        latest = [r for r in holding if r.year_id in found.latest[body_id]] or holding
        of_sets = {
            r.set_id: r for r in latest
        }  # of an older year alone if no latest has the number
        meant = one_set([*of_sets.values()], "NUMBER", (number,), lambda r: r.positions)
        years = [r for r in holding if r.set_id == meant.set_id]
        names = [f"{meant.set_id}/{slug(number)}.yaml"] + [
            f"{body_id}/{register.year_id}/{slug(number)}.yaml" for register in years
        ]
        commits = git.history(home, workspace.RECORD, names, since)
        click.echo(
            "\n" * bool(place) + "\n".join(history.history_lines(years, number, commits, look))
        )


def _terminal_style() -> TerminalStyle:
    """Return how a terminal shows days, headings, ratings, and words that went or came."""
    from francis.changes.history import TerminalStyle
    from francis.record.days import day_in_words

    return TerminalStyle(
        day_in_words,
        terminal.bold,
        terminal.painted,
        lambda text: click.style(f"[-{text}-]", fg="red"),
        lambda text: click.style(f"{{+{text}+}}", fg="green"),
    )
