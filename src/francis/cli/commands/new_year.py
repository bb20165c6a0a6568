"""`francis new-year`: the next year from the latest."""

from __future__ import annotations

import click

from francis.cli.options import body_option, day_given, root_of, root_option, set_option
from francis.cli.record import only_register, only_writer, write_record


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
@root_option
def new_year(
    year: str, body: str | None, set_id: str | None, as_at: str | None, root: str | None
) -> None:
    """Start the next YEAR of a body from its latest year, the one that no other follows.

    Texts, ratings, evidence, commitments and all actions that are not settled are copied, with their
    comments and order. Then change each position, or confirm it as it is.

    \b
      francis new-year 2016 --as-at 2016-03-31
    """  # noqa: D301 - as above
    from francis import workspace
    from francis.record.writing import new_year

    home = root_of(root)
    day = day_given("--as-at", as_at)
    with only_writer(home) as held:
        record, register, _ = only_register(home, (body, None, set_id))
        made = new_year.next_year(record.files, register, year, day)
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
    click.echo(
        f"{settled} settled {stay} in {register.year_id}. Next:\n"
        f"  change each position, or confirm it as it is: francis confirm NUMBER\n"
        f"  francis check\n"
        f"  francis diff {register.year_id} {year}",
        err=True,
    )
