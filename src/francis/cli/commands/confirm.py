"""`francis confirm`: that positions still hold."""

from __future__ import annotations

import click

from francis.cli import completion
from francis.cli.options import day_given, one_of, root_of, root_option, scope_options, text_given
from francis.cli.record import only_register, only_writer, write_change


@click.command()
@click.argument(
    "numbers", nargs=-1, required=True, metavar="NUMBER...", shell_complete=completion.numbers
)
@click.option(
    "--by", metavar="POST", help="The post that confirms them. Do not give a person's name."
)
@click.option(
    "--on", "on", metavar="DATE", help="The day of the confirmation. The default is today."
)
@scope_options
@root_option
def confirm(
    numbers: tuple[str, ...],
    by: str | None,
    on: str | None,
    body: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Confirm that positions in the latest year are still right.

    \b
      francis confirm 132 133 --by "Director of Quality"
    """  # noqa: D301 - as above
    import datetime

    from francis.record.model import Confirmed
    from francis.record.writing import updates

    home = root_of(root)
    numbers = tuple(number for given in numbers for number in given.split(",") if number)
    said = Confirmed(day_given("--on", on) or datetime.date.today(), text_given("--by", by))
    with only_writer(home) as held:
        record, register = only_register(home, body, year)
        made: dict[str, bytes] = {}
        for number in numbers:
            one_of("NUMBER", number, register.positions)
            made |= updates.confirmed(record.files, register, number, said)
        write_change(held, record, made, register, lambda _: [f"Confirmed: {', '.join(numbers)}."])
