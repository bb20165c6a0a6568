"""`francis add cover`: the cover of a paper, to be filled in."""

from __future__ import annotations

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.options import (
    line_given,
    one_of,
    root_of,
    root_option,
    scope_options,
    text_given,
    when_given,
)
from francis.cli.record import only_register, only_writer, write_record


@click.command(cls=Asking)
@click.argument("paper", shell_complete=completion.papers_with_cover)
@click.option(
    "--meeting",
    cls=Needed,
    metavar="NAME",
    question="Which meeting is the paper for, such as Governing Body?",
    help="The committee or board to which the paper goes.",
)
@click.option(
    "--purpose",
    "purposes",
    cls=Needed,
    multiple=True,
    question="What does the paper go there for, such as note, approve, assurance?",
    help="What the paper goes there for, such as note or approve. You can give this option more than once.",
    shell_complete=completion.purposes,
)
@click.option("--date", metavar="DATE", help="The day of the meeting.")
@click.option(
    "--session",
    type=click.Choice(["public", "private"]),
    help="Whether the public may be there.",
)
@click.option("--title", metavar="TEXT", help="The title of the paper.")
@click.option(
    "--name",
    help="The name of the file, and so of the paper, if the year has several covers of one paper.",
)
@scope_options
@root_option
def cover(
    paper: str,
    meeting: str,
    purposes: tuple[str, ...],
    date: str | None,
    session: str | None,
    title: str | None,
    name: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Write the cover of PAPER, such as board-report, for the latest year.

    It has all fields and sections that body.yaml lists for the paper. Fill them in, then make the paper
    with francis build PAPER.

    \b
      francis add cover board-report --meeting "Governing Body" --purpose approve --date 2026-04-23
      francis add cover board-report --name board-report-july
    """  # noqa: D301 - as in the group
    from francis.record.writing import additions

    home = root_of(root)
    given = line_given("--meeting", meeting)
    known = additions.Meeting(given, purposes, when_given("--date", date), session)  # type: ignore[arg-type]
    with only_writer(home) as held:
        record, register, _ = only_register(home, (body, year, set_id), adding=True)
        kind = one_of("PAPER", paper, additions.cover_kinds(register.body))
        made = additions.new_cover(
            record.files, register, kind, name or kind, known, text_given("--title", title)
        )
        write_record(held, record, made)
    for path in made:
        click.echo(path)
    click.echo(
        f"Next:\n"
        f"  write what says “To be written.” there: francis check\n"
        f"  francis build {name or kind} --body {register.body_id}",
        err=True,
    )
