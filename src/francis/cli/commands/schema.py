"""`francis schema`: the schemas of the record for editors."""

from __future__ import annotations

import click

from francis.cli.options import root_of, root_option
from francis.cli.record import only_writer


@click.command()
@root_option
def schema(root: str | None) -> None:
    """Write the schemas that your editor uses to complete and check files.

    Each file names its schema in its first line, where Visual Studio Code (with the YAML extension by Red
    Hat) and other editors find it. Run this command again after you update francis.

    \b
      francis schema
    """  # noqa: D301 - as above
    from francis.record.schema import schemas
    from francis.record.writing.whole_files import fingerprints_in, write_whole

    made, home = schemas(), root_of(root)
    with only_writer(home) as held:
        write_whole(held, made, fingerprints_in(home, made))
    click.echo("\n".join(made))
