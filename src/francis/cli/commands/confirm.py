"""`francis confirm`: that positions still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli import completion
from francis.cli.options import day_given, root_of, root_option, scope_options, text_given
from francis.cli.record import only_register, only_writer, write_change
from francis.errors import FrancisError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from francis.record.register import Register


@click.command()
@click.argument(
    "numbers",
    nargs=-1,
    required=True,
    metavar="NUMBER...",
    shell_complete=completion.written_numbers,
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
    set_id: str | None,
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
        record, register, numbers = only_register(
            home, (body, year, set_id), "NUMBER", numbers, lambda r: r.numbers
        )
        _refuse_unwritten(register, numbers)
        made: dict[str, bytes] = {}
        for number in numbers:
            made |= updates.confirmed(record.files, register, number, said)
        write_change(held, record, made, register, lambda _: [f"Confirmed: {', '.join(numbers)}."])


def _refuse_unwritten(register: Register, numbers: Iterable[str]) -> None:
    """Refuse to confirm a position of which only the place is held."""
    from francis.record.prose import is_unwritten

    unwritten = [n for n in numbers if is_unwritten(register.positions[n].text)]
    if unwritten:
        these = "this position is" if len(unwritten) == 1 else "these positions are"
        raise FrancisError(
            f"Nothing was written, because {these} not written yet: {', '.join(unwritten)}.\n"
            "Write the text first, then confirm it."
        )
