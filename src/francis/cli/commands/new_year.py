"""`francis new-year`: the next year from the latest."""

from __future__ import annotations

import click

from francis.cli.options import body_option, day_given, root_of, root_option
from francis.cli.record import only_register, only_writer, write_record


@click.command("new-year")
@click.argument("year")
@body_option("The body, by the name of its folder; needed if there are several.")
@click.option(
    "--as-at",
    metavar="DATE",
    help="The day that it is as at. The default is a year after the latest.",
)
@root_option
def new_year(year: str, body: str | None, as_at: str | None, root: str | None) -> None:
    """Begin the next YEAR of a body from its latest year.

    Carried over are texts, ratings, evidence, commitments and all actions that are not settled, with
    comments and order as they are. Each position is then to be changed, or confirmed as it stands.
    """
    from francis import workspace
    from francis.record.writing import new_year

    home = root_of(root)
    day = day_given("--as-at", as_at)
    with only_writer(home) as held:
        record, register = only_register(home, body)
        made = new_year.next_year(record.files, register, year, day)
        new_year.refuse_occupied(home, f"{workspace.RECORD}/{register.body_id}/{year}")
        write_record(held, record, made)
    settled = sum(action.is_settled for action in register.actions)
    stay = "action stays" if settled == 1 else "actions stay"
    click.echo(f"{len(made)} files written to {workspace.RECORD}/{register.body_id}/{year}.")
    click.echo(
        f"{settled} settled {stay} in {register.year_id}. Next:\n"
        f"  edit each position, or confirm it as it stands: francis confirm NUMBER\n"
        f"  francis check\n"
        f"  francis diff {register.year_id} {year}",
        err=True,
    )
