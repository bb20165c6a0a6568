"""`francis add evidence`: what shows that a claim is true."""

from __future__ import annotations

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.options import (
    AUDIENCE_CHOICE,
    day_given,
    line_given,
    root_of,
    root_option,
    scope_options,
    text_given,
)
from francis.cli.record import only_register, only_writer, write_change
from francis.errors import FrancisError


@click.command(cls=Asking)
@click.argument("target", metavar="NUMBER|ACTION", shell_complete=completion.numbers_and_actions)
@click.option(
    "--title",
    cls=Needed,
    metavar="TEXT",
    question="What shows it, such as Audit of handovers, March 2026?",
    help="What shows it, by its title.",
)
@click.option("--date", metavar="DATE", help="The day of the evidence.")
@click.option(
    "--where", metavar="TEXT", help="Where it is kept: a web address, a file, or whom to ask."
)
@click.option(
    "--classification",
    type=AUDIENCE_CHOICE,
    default="public",
    show_default=True,
    help="Who may see it.",
)
@scope_options
@root_option
def evidence(
    target: str,
    title: str,
    date: str | None,
    where: str | None,
    classification: str,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Add evidence to the position on NUMBER, or to ACTION, in the latest year.

    \b
      francis add evidence 132 --title "Figures for March" --date 2026-03-31
      francis add evidence A07 --title "Signed contract" --where "Contracts team" --classification internal
    """  # noqa: D301 - as in the group
    from francis.record.model import Evidence
    from francis.record.writing import additions

    home = root_of(root)
    new = Evidence(
        line_given("--title", title),
        day_given("--date", date),
        text_given("--where", where),
        classification,  # type: ignore[arg-type]
    )
    with only_writer(home) as held:
        record, register, (name, *others) = only_register(
            home,
            (body, year, set_id),
            "NUMBER|ACTION",
            (target,),
            lambda r: [*r.numbers, *(action.id for action in r.actions)],
        )
        if others:
            raise click.UsageError("Name one recommendation, or one action.")
        is_action = any(action.id == name for action in register.actions)
        if is_action and name in register.numbers:
            raise FrancisError(
                f"Nothing was written, because {name} is both a recommendation and an action.\n"
                "Write the evidence into the file of the one that you mean."
            )
        made = additions.new_evidence(record.files, register, name, new, is_action=is_action)
        write_change(held, record, made, register, lambda _: [f"{name}: Evidence: {new.title}"])
