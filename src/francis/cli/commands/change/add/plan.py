"""`francis add action` and `francis add progress`: what will be done, and how far it has come."""

from __future__ import annotations

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.commands.change.act import act
from francis.cli.options import (
    day_given,
    rating_given,
    root_of,
    root_option,
    scope_options,
    text_given,
    when_given,
)
from francis.cli.record import only_register, only_writer, write_record


@click.command(cls=Asking)
@click.option(
    "--description",
    cls=Needed,
    metavar="TEXT",
    question="What will be done? Begin with a verb.",
    help="What will be done, beginning with a verb.",
)
@click.option(
    "--for",
    "numbers",
    multiple=True,
    metavar="NUMBERS",
    help="The recommendations that it serves, such as 132 or 7-12,130. Without them, the response as a whole.",
    shell_complete=completion.numbers,
)
@click.option(
    "--lead",
    metavar="POST",
    help="The post or committee that does it.",
    shell_complete=completion.posts,
)
@click.option("--due", metavar="DATE", help="When it will be done: a day, a month or a quarter.")
@click.option("--measure", metavar="TEXT", help="How one knows that it is done.")
@click.option("--short", metavar="TEXT", help="A name of up to 40 characters.")
@click.option(
    "--rating",
    help="Its rating. The default is that nobody has given one.",
    shell_complete=completion.ratings,
)
@click.option(
    "--since",
    metavar="DATE",
    help="The day from which it stands in the plan. The default is today, or the as-at date if that is earlier.",
)
@click.option("--id", "name", metavar="ID", help="Its id. The default is the next one.")
@scope_options
@root_option
def action(
    description: str,
    numbers: tuple[str, ...],
    lead: str | None,
    due: str | None,
    measure: str | None,
    short: str | None,
    rating: str | None,
    since: str | None,
    name: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Add an action to the plan of the latest year, which is begun if there is none.

    \b
      francis add action --for 132 --lead "Head of Quality" --due 2026-07-31 --description "Agree the measures."
    """  # noqa: D301 - as in the group
    import datetime

    from francis.record.model import Action, Rated
    from francis.record.writing import additions

    home = root_of(root)
    first_due, day = when_given("--due", due), day_given("--since", since)
    with only_writer(home) as held:
        record, register, served = only_register(
            home, (body, year, set_id), "--for", numbers, lambda r: r.numbers, adding=True
        )
        keys = [step.key for step in register.body.ratings]
        blank = additions.unrated(register)
        if rating is None and blank is None:
            raise click.UsageError(f"--rating is needed. Choose from: {', '.join(keys)}.")
        new = Action(
            id=text_given("--id", name) or additions.next_id(register),
            recommendations=served,
            description=text_given("--description", description) or "",
            rating=blank
            if rating is None and blank
            else Rated(rating_given("--rating", rating or "", register.body)),
            since=day or min(datetime.date.today(), register.as_at),
            original_due=first_due,
            lead=text_given("--lead", lead),
            measure=text_given("--measure", measure),
            short=text_given("--short", short),
        )
        made = additions.new_action(record.files, register, new)
        write_record(held, record, made)
    for path in made:
        click.echo(path)
    left = [key for key in ("lead", "measure", "original_due") if getattr(new, key) is None]
    still = f" Still to be written: {', '.join(left)}." if left else ""
    click.echo(f"{new.id} was added.{still}")


@click.command(cls=Asking)
@click.argument("name", metavar="ACTION", shell_complete=completion.actions)
@click.option(
    "--text",
    cls=Needed,
    metavar="TEXT",
    question="What has been done?",
    help="What has been done.",
)
@click.option("--on", metavar="DATE", help="The day when it happened. The default is today.")
@scope_options
@root_option
@click.pass_context
def progress(context: click.Context, /, name: str, text: str, **settings: str | None) -> None:
    """Add a note on progress to ACTION, as francis act --progress does.

    \b
      francis add progress A07 --text "Two of three wards use the form." --on 2026-03-12
    """  # noqa: D301 - as in the group
    context.invoke(act, names=(name,), progress=text, complete=False, turn=False, **settings)
