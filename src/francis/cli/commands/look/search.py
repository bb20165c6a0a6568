"""`francis search`: where the record says something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli import terminal
from francis.cli.options import AUDIENCE_CHOICE, root_of, root_option, scope_options, text_given
from francis.cli.record import known_scope

if TYPE_CHECKING:
    from francis.record.model import Classification
    from francis.record.queries.search import SearchResult


@click.command()
@click.argument("words", nargs=-1, required=True)
@scope_options
@click.option(
    "--audience",
    type=AUDIENCE_CHOICE,
    help="For whom; otherwise everything is searched.",
)
@root_option
def search(
    words: tuple[str, ...],
    body: str | None,
    set_id: str | None,
    year: str | None,
    audience: Classification | None,
    root: str | None,
) -> None:
    """Find where the record says something: in any body, set and year.

    All WORDS must stand in one text, in any order, in capitals or not; in quotation marks they must follow on each other. Each
    place is a file and a line, what it is of, and the words around.

    \b
      francis search complaint dashboard
      francis search "duty of candour" --body our-body
    """  # noqa: D301 - as above
    from francis.record.queries import search as searching
    from francis.record.reading.scope import list_record

    for word in words:
        text_given("WORDS", word)
    home, wanted = root_of(root), (body, year, set_id)
    listing = list_record(home)
    known_scope(listing.years, wanted, {*listing.sets_of(body), *listing.set_names})
    found = searching.search(home, words, wanted, audience or "restricted")
    for hit in found.hits:
        place = terminal.bold(f"{hit.place.path}:{hit.place.line}")
        click.echo(f"{place}: {hit.of}")
        click.echo(f"    {_marked(hit.pieces)}")
    hidden = found.hidden if audience else found.not_public
    terminal.tell_audience(audience, hidden)
    _tell(found)


def _marked(pieces: tuple[str, ...]) -> str:
    """Return the words around a place, with those that were looked for in bold."""
    return "".join(
        terminal.bold(piece) if place % 2 else piece for place, piece in enumerate(pieces)
    ).strip()


def _tell(found: SearchResult) -> None:
    """Say how much was found, and what else there may be."""
    more = found.total - len(found.hits)
    places = f"{found.total:,} place{'s' * (found.total != 1)}"
    click.echo(
        f"{places} found.{f' The first {len(found.hits)} are shown.' if more else ''}", err=True
    )
    if more:
        click.echo("For fewer, add more words, or --body, --set or --year.", err=True)
    if found.unread:
        click.echo(
            f"There may be more in files with errors: {', '.join(found.unread)}. To see what is wrong: francis check",
            err=True,
        )
