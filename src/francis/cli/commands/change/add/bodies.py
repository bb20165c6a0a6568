"""`francis add body`, `add year` and `add position`: who answers, when, and what is still to be written."""

from __future__ import annotations

from functools import partial

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.commands.change.add.sets import the_set
from francis.cli.options import (
    body_option,
    day_given,
    kind_given,
    kinds_in_words,
    line_given,
    root_of,
    root_option,
    scope_options,
    several_of,
    text_given,
)
from francis.cli.record import known_scope, only_body, only_writer, write_record
from francis.errors import FrancisError

SET_TO_ANSWER = click.option(
    "--set",
    "set_id",
    help="The set that it answers (the name of its folder). Needed if there are several.",
    shell_complete=completion.all_sets,
)


@click.command(cls=Asking)
@click.option(
    "--name",
    cls=Needed,
    metavar="NAME",
    question="What is the body called, in full?",
    help="What the body is called, in full.",
)
@click.option(
    "--kind",
    cls=Needed,
    metavar="KIND",
    question=kinds_in_words,
    proof=kind_given,
    help="What kind of body it is: a word of those that the tab key, or a wrong one, lists.",
    shell_complete=completion.body_kinds,
)
@click.option("--short-name", metavar="NAME", help="A short name. The default is the name.")
@click.option(
    "--folder", help="The name of its folder. The default is the short name with hyphens."
)
@SET_TO_ANSWER
@click.option("--year", help="The name of its first year. The default is that of the as-at date.")
@click.option(
    "--as-at", metavar="DATE", help="The as-at date of its first year. The default is today."
)
@root_option
def body(
    name: str,
    kind: str,
    short_name: str | None,
    folder: str | None,
    set_id: str | None,
    year: str | None,
    as_at: str | None,
    root: str | None,
) -> None:
    """Add a body, with a first year in which every position is still to be written.

    \b
      francis add body --name "Barsetshire Integrated Care Board" --short-name "Barsetshire ICB" --kind icb
    """  # noqa: D301 - as in the group
    import datetime

    from francis.record.reading.scope import select_files
    from francis.record.writing import beginnings, new_year
    from francis.workspace import RECORD

    home, day = root_of(root), day_given("--as-at", as_at) or datetime.date.today()
    called = line_given("--name", name)
    short = text_given("--short-name", short_name) or called
    kind = kind_given(kind)
    place = folder or beginnings.folder_of(short)
    with only_writer(home) as held:
        record = select_files(home)
        asked = beginnings.held_set(record.files, the_set(record.files, set_id), record.read)
        made = beginnings.new_body(place, called, short, kind)
        answers = beginnings.read_body(made)
        numbers = asked.numbers_for(answers)
        made |= beginnings.first_year(place, year or str(day.year), answers, asked, day, numbers)
        new_year.refuse_occupied(home, f"{RECORD}/{place}")
        write_record(held, record, made)
    click.echo(f"{len(made)} files written to {RECORD}/{place}.")
    click.echo("Next:\n  write the positions: francis check\n  francis build", err=True)


@click.command("year", cls=Asking)
@click.argument("year")
@click.option(
    "--as-at",
    cls=Needed,
    metavar="DATE",
    question="At which day are its positions true, such as 2026-03-31?",
    proof=partial(day_given, "--as-at"),
    help="The day at which its positions are true.",
)
@click.option(
    "--numbers",
    multiple=True,
    metavar="NUMBERS",
    help="Which recommendations it answers, such as 7-12,130. The default is all that the set holds for the body.",
)
@body_option("The body (the name of its folder). Needed if there are several.")
@SET_TO_ANSWER
@root_option
def new_year(
    year: str,
    as_at: str,
    numbers: tuple[str, ...],
    body: str | None,
    set_id: str | None,
    root: str | None,
) -> None:
    """Add the first YEAR in which a body answers a set. The next one begins with francis new-year.

    \b
      francis add year 2026 --as-at 2026-03-31 --set our-review
    """  # noqa: D301 - as in the group
    from francis.record.reading.scope import select_files
    from francis.record.writing import beginnings
    from francis.record.writing.new_year import refuse_occupied
    from francis.workspace import RECORD

    home, day = root_of(root), day_given("--as-at", as_at)
    assert day is not None
    with only_writer(home) as held:
        _, body_id, known = only_body(home, body)
        record = select_files(home)
        asked = beginnings.held_set(record.files, the_set(record.files, set_id), record.read)
        if asked.name in record.found.sets_of(body_id):
            raise FrancisError(
                f"Nothing was written, because {body_id} answers {asked.name} already.\n"
                f"To begin the next year from the latest: francis new-year {year}"
            )
        meant = several_of("--numbers", numbers, asked.numbers)
        made = beginnings.first_year(
            body_id, year, known, asked, day, meant or asked.numbers_for(known)
        )
        refuse_occupied(home, f"{RECORD}/{body_id}/{year}")
        write_record(held, record, made)
    click.echo(f"{len(made)} files written to {RECORD}/{body_id}/{year}.")


@click.command()
@click.argument(
    "numbers", nargs=-1, metavar="[NUMBER]...", shell_complete=completion.unanswered_numbers
)
@scope_options
@root_option
def position(
    numbers: tuple[str, ...],
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Add the positions that the latest year lacks, to be written: all of them, or those on NUMBER.

    With NUMBER the year answers these too from then on.

    \b
      francis add position
      francis add position 145 150-152
    """  # noqa: D301 - as in the group
    from francis.record.model import Year
    from francis.record.reading.record_file import record_of
    from francis.record.writing import beginnings
    from francis.workspace import RECORD

    home = root_of(root)
    with only_writer(home) as held:
        record, body_id, known = only_body(home, body)
        found, wanted = record.found, (body_id, year, set_id)
        known_scope(found.years, wanted, found.sets_of(body_id))
        meant = found.meant(*wanted)
        if len(meant) != 1:
            names = ", ".join(name for _, name in meant)
            raise click.UsageError(
                f"{body_id} has several such years. Choose one with --year: {names}."
                if meant
                else f"{body_id} has no year yet. To add one: francis add year YEAR"
            )
        folder = f"{RECORD}/{body_id}/{meant[0][1]}"
        path = f"{folder}/year.yaml"
        read, _, problems = record_of(Year, path, record.files[path], record.read)
        if read is None or problems:
            raise FrancisError(f"Nothing was written, because {path} has errors: francis check")
        asked = beginnings.held_set(record.files, the_set(record.files, read.set), record.read)
        made = beginnings.missing_positions(
            record.files, folder, known, read, asked, several_of("NUMBER", numbers, asked.numbers)
        )
        if made:
            write_record(held, record, made)
    if not made:
        click.echo(
            f"Nothing is missing: every recommendation that {folder} answers has a position."
        )
    else:
        positions = len(made) - (path in made)
        click.echo(f"{positions} position{'s' * (positions != 1)} written to {folder}.")
