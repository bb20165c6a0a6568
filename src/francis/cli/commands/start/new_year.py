"""`francis new-year`: the next year from the latest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli.options import body_option, day_given, root_of, root_option, set_option
from francis.cli.record import only_register, only_writer, write_record

if TYPE_CHECKING:
    from francis.record.register import Register


@click.command("new-year")
@click.argument("year")
@body_option("The body (the name of its folder). Needed if there are several.")
@set_option(
    "The set of recommendations (the name of its folder). Needed if the body answers several."
)
@click.option(
    "--as-at",
    metavar="DATE",
    help="The as-at date of the new year. The default is a year after that of the latest year.",
)
@click.option(
    "--with-covers",
    is_flag=True,
    help="Carry over the covers of papers too, as a start: title, meeting, purposes, fields, asks and headings. "
    "Dates, outcomes, commitments and the texts of sections stay behind.",
)
@root_option
def new_year(
    year: str,
    body: str | None,
    set_id: str | None,
    as_at: str | None,
    with_covers: bool,
    root: str | None,
) -> None:
    """Start the next YEAR of a body from its latest year, the one that no other follows.

    Texts, ratings, evidence, commitments and all actions that are not settled are copied, with their
    comments and order. Then change each position, or confirm it as it is. Covers of papers stay in the latest year,
    as each is for one meeting, unless you use --with-covers.

    \b
      francis new-year 2016 --as-at 2016-03-31
    """  # noqa: D301 - as above
    from francis import workspace
    from francis.record.writing import new_year

    home = root_of(root)
    day = day_given("--as-at", as_at)
    with only_writer(home) as held:
        record, register, _ = only_register(home, (body, None, set_id))
        made = new_year.next_year(record.files, register, year, day, with_covers=with_covers)
        new_year.refuse_occupied(home, f"{workspace.RECORD}/{register.body_id}/{year}")
        write_record(held, record, made)
    if left := new_year.left_out(record.files, register):
        some = (
            f"1 recommendation of {register.set_id} is"
            if left == 1
            else f"{left} recommendations of {register.set_id} are"
        )
        click.echo(
            f"{some} not answered, as in {register.year_id}. To answer more, add them to 'numbers' in year.yaml.",
            err=True,
        )
    settled = sum(action.is_settled for action in register.actions)
    stay = "action stays" if settled == 1 else "actions stay"
    click.echo(f"{len(made)} files written to {workspace.RECORD}/{register.body_id}/{year}.")
    covers = _covers(register, with_covers=with_covers)
    click.echo(
        f"{settled} settled {stay} in {register.year_id}.{covers}\nNext:\n"
        f"  change each position, or confirm it as it is: francis confirm NUMBER\n"
        f"  francis check\n"
        f"  francis diff {register.year_id} {year}",
        err=True,
    )


def _covers(register: Register, *, with_covers: bool) -> str:
    """Return what is said of the covers of the year that another follows; nothing if there are none."""
    names = ", ".join(register.covers)
    many = len(register.covers)
    if not many:
        return ""
    if with_covers:
        carried = "1 cover was" if many == 1 else f"{many} covers were"
        return f"\n{carried} carried over: {names}. Give each its date, and read every line of it."
    stay = "1 cover stays" if many == 1 else f"{many} covers stay"
    return f"\n{stay} in {register.year_id}: {names}. To write new ones: francis add cover PAPER. (With --with-covers, new-year starts from the old.)"
