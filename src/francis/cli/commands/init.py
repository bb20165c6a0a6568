"""`francis init`: a new workspace."""

from __future__ import annotations

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
def init(folder: str) -> None:
    """Start a workspace in FOLDER, with a set, templates and a body to fill in.

    \b
      francis init our-record
    """  # noqa: D301 - as above
    import datetime
    import shlex
    from pathlib import Path

    from francis.cli.terminal import tell_of_waiting
    from francis.record.writing import new_workspace

    files = new_workspace.start(Path(folder), datetime.date.today(), tell_of_waiting)
    click.echo(f"{len(files)} files written to {folder}.")
    click.echo(
        f"Next:\n"
        f"  cd {shlex.quote(folder)}\n"
        f"  edit standards/our-body/body.yaml and the positions in the folder beside it\n"
        f"  francis check\n"
        f"  francis build",
        err=True,
    )
