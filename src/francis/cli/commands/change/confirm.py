"""`francis confirm`: that positions still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli import completion
from francis.cli.options import day_given, root_of, root_option, scope_options, text_given
from francis.cli.record import only_register, only_writer, write_change
from francis.errors import FrancisError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from francis.record.register import Register


@click.command()
@click.argument(
    "numbers",
    nargs=-1,
    metavar="[NUMBER]...",
    shell_complete=completion.written_numbers,
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Confirm all positions that are written and rated and not confirmed yet. The rest is listed.",
)
@click.option(
    "--by",
    metavar="POST",
    help="The post that confirms them. Do not give a person's name.",
    shell_complete=completion.posts,
)
@click.option(
    "--on", "on", metavar="DATE", help="The day of the confirmation. The default is today."
)
@scope_options
@root_option
def confirm(
    numbers: tuple[str, ...],
    everything: bool,
    by: str | None,
    on: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Confirm that positions in the latest year are still right.

    \b
      francis confirm 7-12 132 --by "Director of Quality"
      francis confirm --all --by "Director of Quality"
    """  # noqa: D301 - as above
    import datetime

    from francis.record.model import Confirmed
    from francis.record.numbers import listed
    from francis.record.writing import updates

    if bool(numbers) == everything:
        raise click.UsageError("Say which positions with NUMBER, such as 7-12, or use --all.")
    home = root_of(root)
    said = Confirmed(day_given("--on", on) or datetime.date.today(), text_given("--by", by))
    with only_writer(home) as held:
        record, register, meant = only_register(
            home, (body, year, set_id), "NUMBER", numbers, lambda r: r.numbers
        )
        if len(meant) > 1:  # of those that are answered together one stands for all
            meant = tuple(n for n in meant if _written_with(register, n) not in {*meant} - {n})
        left = _not_ready(register) if everything else {}
        if everything:
            meant = _ready(register, left)
        _refuse_unwritten(register, meant)
        made: dict[str, bytes] = {}
        for number in meant:
            made |= updates.confirmed(record.files, register, number, said)
        if made:
            confirmed = listed(meant)
            write_change(held, record, made, register, lambda _: [f"Confirmed: {confirmed}."])
        else:
            click.echo("There is nothing to confirm.")
    for why, those in left.items():
        click.echo(f"{why}: {listed(those)}.", err=True)


def _written_with(register: Register, number: str) -> str:
    """Return the number under which the position on another one is written."""
    return register.joint[number].answered_with if number in register.joint else number


def _not_ready(register: Register) -> dict[str, tuple[str, ...]]:
    """Return the positions that nobody can confirm yet, by the reason why; without those for which there is none."""
    from francis.record.prose import is_unwritten

    unwritten = tuple(p.number for p in register.written if is_unwritten(p.text))
    unrated = tuple(
        p.number
        for p in register.written
        if p.number not in unwritten
        and register.rating(p).blank
        and not register.acceptance(p).declines
    )
    reasons = {"Not confirmed, because not yet written": unwritten}
    reasons["Not confirmed, because not yet rated"] = unrated
    return {why: those for why, those in reasons.items() if those}


def _ready(register: Register, left: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the positions that are not `left` and not confirmed yet, or not since their recommendation changed."""
    out = {number for those in left.values() for number in those}
    return tuple(
        p.number
        for p in register.written
        if p.number not in out and (p.confirmed is None or register.is_for_review(p))
    )


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
