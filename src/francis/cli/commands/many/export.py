"""`francis export`: the public record as a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli import terminal
from francis.cli.options import body_option, root_of, root_option, set_option, target_folder
from francis.cli.record import known_scope, refuse_errors

if TYPE_CHECKING:
    from pathlib import Path

    from francis.dataset.files import DataFormat
    from francis.dataset.store import Stored


@click.command()
@body_option("Only this body (the name of its folder).")
@set_option("Only this set of recommendations (the name of its folder).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv", "json"]),
    default="parquet",
    show_default=True,
    help="Parquet needs DuckDB: pip install 'francis[collate]'. CSV opens in Excel.",
)
@click.option("--draft", is_flag=True, help="Stock-takes that are not final too.")
@click.option(
    "--output",
    "folder",
    type=click.Path(file_okay=False),
    help="The folder for the dataset. The default is output/dataset/ in the workspace.",
)
@root_option
def export(
    body: str | None,
    set_id: str | None,
    form: DataFormat,
    draft: bool,
    folder: str | None,
    root: str | None,
) -> None:
    """Write what is public of the record as data.

    That is a table each of the sets, recommendations, bodies, stock-takes, positions, actions, commitments, evidence,
    requests and measures, of all final stock-takes, with schema.json, which says what every column holds. Send it to
    whoever collates many bodies, or publish it. It is written whole, or not at all if the record has errors;
    only what changed is made again, and what you no longer ask for is removed from the folder.

    \b
      francis export
      francis export --format csv --body our-body --output ../our-data
    """  # noqa: D301 - as above
    from francis.dataset.extract import Asked, without_final
    from francis.dataset.files import in_memory
    from francis.dataset.store import on_all_cores, refuse_none, store, workspace_source
    from francis.record.reading.scope import list_record

    home = root_of(root)
    target = target_folder(home, folder) / ("dataset" if folder is None else "")
    listing = list_record(home)
    known_scope(listing.years, (body, None, set_id), listing.sets_of(body) if set_id else ())
    asked = Asked(set_id, draft, None, form)
    sources = {"": workspace_source(home, asked, body)}
    refuse_none(sources.values(), set_id)
    if form == "parquet":
        in_memory()  # says what is missing, before anything is read
    done = store(
        target,
        sources,
        asked,
        on_all_cores(sources, asked),
        strict=True,
        waiting=terminal.tell_of_waiting,
    )
    problems = [problem for told in done.left_out.values() for problem in told]
    refuse_errors([*dict.fromkeys(problems)], "Nothing was written.")
    for name in without_final(listing, asked, body):
        click.echo(f"Left out: {name} has no final stock-take. To have it too: --draft", err=True)
    tell_stored(target, done)


def tell_stored(target: Path, done: Stored) -> None:
    """Print the folder of a dataset as the result, and beside it what became of its files."""
    for path in done.kept:
        click.echo(f"Kept {path}: it is no longer made, but the file was changed since.", err=True)
    click.echo(terminal.shown_path(target, "."))
    gone = f", {len(done.removed):,} removed" if done.removed else ""
    click.echo(
        f"{len(done.made):,} files made, {len(done.paths) - len(done.made):,} unchanged{gone}.",
        err=True,
    )
