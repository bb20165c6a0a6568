"""`francis add set` and `francis add recommendation`: what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import IO, Any

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.options import (
    WholeNumber,
    day_given,
    line_given,
    one_of,
    root_of,
    root_option,
    text_given,
)
from francis.cli.record import only_writer, write_record
from francis.errors import FrancisError


def _has_known_licence(given: Mapping[str, Any]) -> bool:
    from francis.record.writing.beginnings import licences

    return given["licence"] in licences()


@click.command("set", cls=Asking)
@click.argument("folder")
@click.argument("entries", metavar="LIST", type=click.File("rb"))
@click.option(
    "--title",
    cls=Needed,
    metavar="TEXT",
    question="What was published, in full?",
    help="What was published, in full.",
)
@click.option(
    "--published",
    cls=Needed,
    metavar="DATE",
    question="On which day, such as 2013-02-06?",
    proof=partial(day_given, "--published"),
    help="The day on which it was published.",
)
@click.option(
    "--source",
    cls=Needed,
    metavar="TEXT",
    question="Where was the wording taken from?",
    help="Where the wording was taken from.",
)
@click.option(
    "--licence",
    cls=Needed,
    metavar="NAME",
    question="Under which licence is it quoted, such as Open Government Licence v3.0?",
    help="The licence under which its words are quoted, such as Open Government Licence v3.0.",
)
@click.option(
    "--licence-url",
    cls=Needed,
    metavar="ADDRESS",
    question="What is the web address of that licence?",
    unless=_has_known_licence,
    help="The web address of the licence, if it is not one of those that most reports have.",
)
@click.option("--short-title", metavar="TEXT", help="A short name for it.")
@click.option(
    "--total", type=WholeNumber(1), help="How many it has in all, if the list is not all."
)
@click.option("--item", default="recommendation", show_default=True, help="What it calls one.")
@click.option(
    "--items", default="recommendations", show_default=True, help="What it calls several."
)
@root_option
def one_set(
    folder: str,
    entries: IO[bytes],
    title: str,
    published: str,
    source: str,
    licence: str,
    licence_url: str | None,
    short_title: str | None,
    total: int | None,
    item: str,
    items: str,
    root: str | None,
) -> None:
    """Add a set of recommendations in FOLDER, from a LIST of their numbers and headings.

    LIST is a file with a number and a heading on each line, or a CSV file with the columns number, heading and, if you
    have it, text. A hyphen reads it from what is piped in. Then copy each text into its file, word for word.

    \b
      francis add set our-review list.txt --title "Review of Maternity Services" --published 2025-03-01 \\
        --source "The published report" --licence "Open Government Licence v3.0"
    """  # noqa: D301 - as in the group
    from francis.record.model import Item
    from francis.record.reading.scope import select_files
    from francis.record.writing import beginnings, new_year
    from francis.workspace import RECORD

    home = root_of(root)
    day = day_given("--published", published)
    assert day is not None
    published_as = beginnings.Publication(
        line_given("--title", title),
        day,
        line_given("--source", source),
        line_given("--licence", licence),
        text_given("--licence-url", licence_url) or beginnings.licences()[licence],
        text_given("--short-title", short_title),
        total,
        Item(line_given("--item", item), line_given("--items", items)),
    )
    listed = beginnings.headings_in(entries.name, entries.read())
    with only_writer(home) as held:
        made = beginnings.new_set(folder, published_as, listed)
        new_year.refuse_occupied(home, f"{RECORD}/{folder}")
        write_record(held, select_files(home), made)
    click.echo(f"{len(made)} files written to {RECORD}/{folder}.")
    click.echo(
        f"Next:\n  copy each text into its file\n  francis add body --set {folder}", err=True
    )


@click.command(cls=Asking)
@click.argument("number")
@click.option(
    "--heading",
    cls=Needed,
    metavar="TEXT",
    question="What is its heading?",
    help="A short heading for it.",
)
@click.option("--text", metavar="TEXT", help="Its text, word for word.")
@click.option("--theme", metavar="TITLE", help="The theme to which it belongs, if it lies in none.")
@click.option(
    "--set",
    "set_id",
    help="The set (the name of its folder). Needed if there are several.",
    shell_complete=completion.all_sets,
)
@root_option
def recommendation(
    number: str,
    heading: str,
    text: str | None,
    theme: str | None,
    set_id: str | None,
    root: str | None,
) -> None:
    """Add the recommendation NUMBER to a set. Years that answer the set already stay as they are.

    \b
      francis add recommendation 145 --heading "Openness" --theme "Commissioning for standards"
    """  # noqa: D301 - as in the group
    from francis.record.model import Year
    from francis.record.reading.record_file import record_of
    from francis.record.reading.scope import select_files
    from francis.record.writing import beginnings

    home = root_of(root)
    entry = beginnings.Heading(
        number, line_given("--heading", heading), text_given("--text", text) or ""
    )
    with only_writer(home) as held:
        record = select_files(home)
        paths = {p: p.split("/") for p in record.files if p.endswith("/year.yaml")}
        read = {p: record_of(Year, p, record.files[p], record.read)[0] for p in paths}
        known = beginnings.held_set(record.files, the_set(record.files, set_id), record.read)
        years = {path: year for path, year in read.items() if year and year.set == known.name}
        made = beginnings.new_recommendation(record.files, known, entry, theme, years)
        write_record(held, record, made)
    for path in made:
        click.echo(path)


def the_set(files: Mapping[str, bytes], set_id: str | None) -> str:
    """Return the name of the one set that is meant; refuse to guess."""
    sets = sorted(
        path.split("/")[1] for path in files if path.endswith("/set.yaml") and path.count("/") == 2
    )
    if not sets:
        raise FrancisError("There is no set yet. To add one: francis add set FOLDER LIST")
    if set_id is not None:
        return one_of("--set", set_id, sets)
    if len(sets) > 1:
        raise click.UsageError(f"There are several sets. Choose one with --set: {', '.join(sets)}.")
    return sets[0]
