"""`francis add template`: a template of the program, to be changed."""

from __future__ import annotations

import click

from francis.cli import completion
from francis.cli.options import one_of, root_of, root_option
from francis.cli.record import only_writer


@click.command()
@click.argument("name", metavar="TEMPLATE", shell_complete=completion.templates)
@click.option(
    "--merged",
    is_flag=True,
    help="Say that what has changed in the program's is in your copy now, so that nothing more is told of it.",
)
@root_option
def template(name: str, merged: bool, root: str | None) -> None:
    """Copy a TEMPLATE of the program into templates/, where you can change it.

    What it was copied from is kept beside it, so that francis build can say when the program's has changed since.
    All other templates stay those of the program.

    \b
      francis add template board-report
      francis add template house.css
    """  # noqa: D301 - as in the group
    from francis.papers import own_templates
    from francis.record.writing.whole_files import fingerprints_in, write_whole

    home, known = root_of(root), own_templates.program_templates()
    ending = ".html.j2"
    full = f"{name}{ending}" if f"{name}{ending}" in known else name
    meant = one_of("TEMPLATE", full, [*known])
    with only_writer(home) as held:
        made = own_templates.template_copy(home, meant, merged=merged)
        write_whole(held, made, fingerprints_in(home, made))
    for path in made:
        click.echo(path)
