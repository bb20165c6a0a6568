"""`francis init`: a new workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.options import day_given, kind_given, kinds_in_words, line_given, one_of

NO_SET = "none"
"""The word for a workspace that begins without a set."""


def _begins_without_set(given: Mapping[str, Any]) -> bool:
    return bool(given["set_id"] == NO_SET)


def _set_given(word: str) -> str:
    from francis.record.writing.new_workspace import packaged_sets

    return one_of("--set", word, (*packaged_sets(), NO_SET))


def _sets_in_words() -> str:
    from francis.record.writing.new_workspace import packaged_sets

    return (
        f"Which recommendations does it answer: {', '.join(packaged_sets())}, or {NO_SET} of these?"
    )


@click.command(cls=Asking)
@click.argument("folder", type=click.Path(file_okay=False))
@click.option(
    "--set",
    "set_id",
    cls=Needed,
    metavar="SET",
    question=_sets_in_words,
    proof=_set_given,
    help=f"The set that it answers, of those that come with the program; {NO_SET} to begin with your own.",
    shell_complete=completion.sets_of_program,
)
@click.option(
    "--name",
    cls=Needed,
    metavar="NAME",
    question="What is your organisation called, in full?",
    unless=_begins_without_set,
    help="What your organisation is called, in full.",
)
@click.option(
    "--short-name",
    cls=Needed,
    metavar="NAME",
    question="And in short? Its folder is named after it",
    unless=_begins_without_set,
    help="A short name for it. Its folder is named after it.",
)
@click.option(
    "--kind",
    cls=Needed,
    metavar="KIND",
    question=kinds_in_words,
    proof=kind_given,
    unless=_begins_without_set,
    help="What kind of body it is. A word that is none lists them.",
    shell_complete=completion.body_kinds,
)
@click.option("--as-at", metavar="DATE", help="The as-at date. The default is today.")
def init(
    folder: str,
    set_id: str,
    name: str | None,
    short_name: str | None,
    kind: str | None,
    as_at: str | None,
) -> None:
    """Start a workspace in FOLDER, with a set of recommendations and a body whose papers can be made at once.

    A plan of three actions and two covers are samples: francis check counts them until you replace them.

    \b
      francis init our-record --as-at 2026-03-31
      francis init our-record --set none
    """  # noqa: D301 - as above
    import datetime
    import shlex
    from pathlib import Path

    from francis.cli.terminal import tell_of_waiting
    from francis.record.writing import new_workspace
    from francis.record.writing.beginnings import folder_of

    if not folder.strip():
        raise click.UsageError("FOLDER is empty. Name the folder that is to be made.")
    begun = None
    if (meant := _set_given(set_id)) != NO_SET:
        called, short = line_given("--name", name), line_given("--short-name", short_name)
        begun = new_workspace.Beginning(called, short, kind_given(kind or ""), meant)
    day = day_given("--as-at", as_at) or datetime.date.today()
    files = new_workspace.start(Path(folder), day, begun, tell_of_waiting)
    click.echo(f"{len(files)} files written to {folder}.")
    go = f"Next:\n  cd {shlex.quote(folder)}\n"
    if begun is None:
        click.echo(f"{go}  francis add set FOLDER LIST\n  francis add body", err=True)
        return
    click.echo(
        f"{go}"
        f"  edit the positions in standards/{folder_of(begun.short_name)}/{day.year}, and replace the samples there\n"
        f"  francis check\n"
        f"  francis build",
        err=True,
    )
