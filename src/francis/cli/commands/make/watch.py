"""`francis watch`: the papers in a browser while the record is edited."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from francis.cli import terminal
from francis.cli.options import AUDIENCE_CHOICE, WholeNumber, root_of, root_option, scope_options
from francis.cli.record import known_papers, known_scope
from francis.errors import tally

if TYPE_CHECKING:
    from francis.preview.watch import MakeSite, Saved
    from francis.record.model import Classification


@click.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@scope_options
@click.option(
    "--audience",
    type=AUDIENCE_CHOICE,
    default="public",
    show_default=True,
    help="The readers of the papers. What they may not see is left out, and the paper says so.",
)
@click.option(
    "--site",
    "as_site",
    is_flag=True,
    help="Show the public web site instead of papers, with what is not final marked as a draft.",
)
@click.option(
    "--port",
    type=WholeNumber(0, 65535),
    default=0,
    help="The port of the address. The default is any free port.",
)
@root_option
def watch(
    papers: tuple[str, ...],
    body: str | None,
    set_id: str | None,
    year: str | None,
    audience: Classification,
    as_site: bool,
    port: int,
    root: str | None,
) -> None:
    """Show the papers in a browser, and refresh them each time you save.

    The address that is printed can be opened only on this computer. Each time you save, the record is
    checked, the papers that have changed are made again, and the page in the browser is refreshed. While the
    record has errors, the page shows them above the paper as it was before. Nothing is written to output/.
    Press Ctrl+C to stop.

    PAPER, --body, --set and --year work as in francis build. With --site you see the web site that francis site
    makes, without the papers for download.

    \b
      francis watch board-report --body our-body
      francis watch --site
    """  # noqa: D301 - as above
    import threading

    from francis.preview import server
    from francis.preview.watch import Watch
    from francis.record.reading.scope import list_record

    home = root_of(root)
    listing = list_record(home, body)
    known_scope(listing.years, (body, year, set_id), listing.sets_of(body) if set_id else ())
    known_papers(papers, listing, body)
    if as_site and (papers or audience != "public"):
        raise click.UsageError(
            "--site shows the whole site, for the public: leave out PAPER and --audience."
        )
    watched = Watch(
        home, body, year, papers, audience, set_id=set_id, site=_site() if as_site else None
    )
    with suppress(KeyboardInterrupt), server.serving(watched, port) as address:
        click.echo(f"Open {address} in a browser. Press Ctrl+C to stop.", err=True)
        known = None
        for saved in watched.saves(threading.Event()):
            known = _tell(saved, known, "page" if as_site else "paper")


def _site() -> MakeSite:
    from francis.site.making import site_in_memory

    return site_in_memory


Known = set[tuple[str, str, str]]
"""Problems already shown, by file, rule and message: their lines change with every edit."""


def _tell(saved: Saved, known: Known | None, kind: str) -> Known:
    """Say what came of a save, which made papers or pages, and return which problems are known then.

    Shown are all errors, and of the rest what is new since the record was first read.
    """
    first, *more = saved.changed or ("The record",)
    what = f"{first} and {len(more)} more" if more else first
    papers = (
        f"{len(saved.made)} {kind}{'s' * (len(saved.made) != 1)}" if saved.made else f"no {kind}"
    )
    state = tally(saved.problems, len(saved.failures))
    made = f"{papers} made in {saved.seconds:.1f} s"
    click.echo(f"{what}: {made}; {state or 'no problems'}.", err=True)
    for failure in saved.failures:
        click.echo(failure, err=True)
    told = {(p.place.path, p.rule, p.message): p for p in saved.problems}
    news = () if known is None else told.keys() - known
    shown = [p for key, p in told.items() if p.level == "error" or key in news]
    terminal.show_problems(shown, err=True)
    return told.keys() | (known or set())
