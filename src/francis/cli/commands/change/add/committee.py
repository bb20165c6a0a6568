"""`francis add committee`: a committee of a body, with the names that people give it."""

from __future__ import annotations

import click

from francis.cli.options import body_option, line_given, root_of, root_option
from francis.cli.record import only_body, only_writer, write_record


@click.command()
@click.argument("name")
@click.option(
    "--also",
    multiple=True,
    metavar="NAME",
    help="Another name that people give it. You can give this option more than once.",
)
@body_option("The body (the name of its folder). Needed if there are several.")
@root_option
def committee(name: str, also: tuple[str, ...], body: str | None, root: str | None) -> None:
    """Add a committee to body.yaml, so that all its names are known for one committee.

    \b
      francis add committee "Quality Committee" --also "Quality and Safety Committee"
    """  # noqa: D301 - as in the group
    from francis.record.model import Committee
    from francis.record.writing import additions

    home = root_of(root)
    names = [line_given("NAME", each) for each in (name, *also)]
    with only_writer(home) as held:
        record, body_id, known = only_body(home, body)
        made = additions.new_committee(
            record.files, body_id, known, Committee(names[0], tuple(names[1:]))
        )
        write_record(held, record, made)
    for path in made:
        click.echo(path)
    click.echo(f"{names[0]} is one of the committees.")
