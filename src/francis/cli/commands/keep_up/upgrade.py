"""`francis upgrade`: what a new version of the program changes in a workspace."""

from __future__ import annotations

import click

from francis.cli import asking
from francis.cli.options import root_of, root_option
from francis.cli.record import only_writer


@click.command()
@click.option("--yes", is_flag=True, help="Do it without asking.")
@root_option
def upgrade(yes: bool, root: str | None) -> None:
    """Bring a workspace up to date after a new version of the program.

    Schemas for editors are written anew, and templates that nobody changed follow the program. The record itself stays as
    it is: no key changes its meaning. It says first what it will do, and does all of it or nothing.

    \b
      francis upgrade
      francis upgrade --yes
    """  # noqa: D301 - as above
    from francis.papers import own_templates
    from francis.record.schema import schemas
    from francis.record.writing.whole_files import Content, fingerprints_in, write_whole

    home = root_of(root)
    wanted: dict[str, Content] = {**schemas(), **own_templates.refreshed(home)}
    before = fingerprints_in(home, wanted)
    there = {path: (home / path).read_bytes() for path, digest in before.items() if digest}
    changes = {path: data for path, data in wanted.items() if there.get(path) != data}
    for path, data in changes.items():
        what = "remove" if data is None else "replace" if path in there else "write"
        why = ", which nobody changed: the program's own is used instead" if data is None else ""
        click.echo(f"{what} {path}{why}")
    for each in own_templates.outdated(home):
        if f"{own_templates.FOLDER}/{each.name}" not in changes:
            click.echo(
                f"Left as it is: {own_templates.FOLDER}/{each.name}, which you changed. The program's has changed too: "
                "francis build shows how.",
                err=True,
            )
    if not changes:
        click.echo("Nothing to do: the workspace is up to date.")
        return
    if not yes:
        if not asking.is_terminal():
            click.echo("Nothing was written. To do this: francis upgrade --yes", err=True)
            return
        if not click.confirm("Do all of this?", err=True):
            click.echo("Nothing was written.", err=True)
            return
    with only_writer(home) as held:
        write_whole(held, changes, before)
    click.echo(f"{len(changes)} {'file' if len(changes) == 1 else 'files'} brought up to date.")
