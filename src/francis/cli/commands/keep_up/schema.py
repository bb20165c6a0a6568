"""`francis schema`: the schemas of the record for editors."""

from __future__ import annotations

import sys

import click

from francis.cli.options import root_of, root_option
from francis.cli.record import only_writer


@click.command()
@click.option(
    "--editor",
    type=click.Choice(["vscode"]),
    help="Write the settings of this editor too, and which extensions it needs.",
)
@root_option
def schema(editor: str | None, root: str | None) -> None:
    """Write the schemas that your editor uses to complete and check files.

    Each file names its schema in its first line, where Visual Studio Code (with the YAML extension by Red
    Hat) and other editors find it. With --editor vscode, files without that line have one too, and Visual Studio Code
    offers to install the extension; settings that are there stay as they are. Run this command again after you update
    francis, or add a body or a set.

    \b
      francis schema
      francis schema --editor vscode
    """  # noqa: D301 - as above
    from francis.record.schema import schemas
    from francis.record.writing.editor_settings import editor_files
    from francis.record.writing.whole_files import fingerprints, fingerprints_in, write_whole

    made, home = schemas(), root_of(root)
    with only_writer(home) as held:
        before = fingerprints_in(home, made)
        settings = editor_files(home) if editor is not None else None
        if settings is not None:
            before |= fingerprints(settings.made, settings.before)
            made |= settings.made
        write_whole(held, made, before)
    click.echo("\n".join(made))
    by_hand = settings.by_hand if settings is not None else {}
    for path, lines in by_hand.items():
        click.echo(
            f"{path} has comments, or is not what was expected, so it was not changed. Please add these lines to it:\n{lines}",
            err=True,
        )
    sys.exit(1 if by_hand else 0)
