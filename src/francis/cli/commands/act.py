"""`francis act`: what became of an action."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from francis.cli import completion
from francis.cli.options import (
    day_given,
    rating_given,
    root_of,
    root_option,
    scope_options,
    text_given,
    when_given,
)
from francis.cli.record import only_register, only_writer, write_change
from francis.errors import FrancisError

if TYPE_CHECKING:
    import datetime

    from francis.record.model import Action
    from francis.record.register import Register


@click.command()
@click.argument("name", metavar="ACTION", shell_complete=completion.actions)
@click.option("--progress", metavar="TEXT", help="Add a note on progress.")
@click.option("--complete", is_flag=True, help="Record that the action is complete.")
@click.option(
    "--extend",
    metavar="DATE",
    help="Ask for another day, month or quarter, later or earlier. With --approved-by, record that it was approved.",
)
@click.option(
    "--approved-by", metavar="POST", help="The post or committee that approved the later date."
)
@click.option(
    "--rate",
    metavar="RATING",
    help="Change the rating of the action.",
    shell_complete=completion.ratings,
)
@click.option("--reason", metavar="TEXT", help="The reason for the later date or for the rating.")
@click.option("--on", metavar="DATE", help="The day when it happened. The default is today.")
@scope_options
@root_option
def act(
    name: str,
    progress: str | None,
    complete: bool,
    extend: str | None,
    approved_by: str | None,
    rate: str | None,
    reason: str | None,
    on: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Record progress, a later date, completion or a new rating for an action.

    An extension changes the due date only once it is approved. Until then it is listed for decision. A new
    rating does not keep the old reason. A change that would break a rule of the check is not written.

    \b
      francis act A07 --progress "Two of three wards use the form." --on 2014-03-12
      francis act A07 --complete --rate green
      francis act A07 --extend 2014-06-30 --reason "The supplier is late."
      francis act A07 --extend 2014-06-30 --approved-by "Quality Committee"
    """  # noqa: D301 - as above
    from francis.record.model import Extension, Progress, Rated
    from francis.record.writing import updates

    _refuse_what_does_not_go_together(progress, complete, extend, approved_by, rate, reason, on)
    home = root_of(root)
    note, due = text_given("--progress", progress), when_given("--extend", extend)
    why, by = text_given("--reason", reason), text_given("--approved-by", approved_by)
    with only_writer(home) as held:
        record, register, (name,) = only_register(
            home, (body, year, set_id), "ACTION", (name,), lambda r: [a.id for a in r.actions]
        )
        when = _day(on, register) if progress or complete or extend else register.as_at
        decided = {"approved_by": by, "approved_on": when} if by else {"asked_on": when}
        made = updates.acted(
            record.files,
            register,
            name,
            progress=Progress(when, note) if note else None,
            completed=when if complete else None,
            extension=Extension(due, why, **decided) if due else None,
            rating=Rated(rating_given("--rate", rate, register.body), None if due else why)
            if rate is not None
            else None,
        )
        write_change(held, record, made, register, partial(_said, name, register))


def _said(name: str, before: Register, now: Register) -> Iterator[str]:
    """Yield what is said of an action that was changed."""
    from francis.changes import sentences
    from francis.changes.compare import ActionChange, Move
    from francis.record.days import day_in_words

    old, new = _action(before, name), _action(now, name)
    days, bodies = Move(now.as_at, now.as_at), Move(now.body, now.body)
    yield f"{name}:"
    yield from sentences.action(ActionChange(name, old, new, days, bodies), day_in_words)
    yield from sentences.reason(old.rating, new.rating, now.body)


def _action(register: Register, name: str) -> Action:
    return next(action for action in register.actions if action.id == name)


def _day(on: str | None, register: Register) -> datetime.date:
    """Return the day when it happened; refuse one after the as-at date."""
    import datetime

    from francis.workspace import RECORD

    when = day_given("--on", on) or datetime.date.today()
    if when > register.as_at:
        raise FrancisError(
            f"{when}{'' if on else ' (today)'} is after {register.as_at}, the as-at date of {register.year_id}.\n"
            "Give the day when it happened with --on, or write a later "
            f"'as_at' in {RECORD}/{register.body_id}/{register.year_id}/year.yaml."
        )
    return when


def _refuse_what_does_not_go_together(
    progress: str | None,
    complete: bool,
    extend: str | None,
    approved_by: str | None,
    rate: str | None,
    reason: str | None,
    on: str | None,
) -> None:
    """Refuse options that say nothing, or whose meaning is not clear."""
    dated = progress is not None or complete or extend is not None
    wrong = {
        "Say what happened with --progress, --complete, --extend or --rate.": not dated
        and rate is None,
        "--complete and --extend cannot be used together.": complete and extend,
        "--approved-by needs --extend.": approved_by and not extend,
        "--extend needs a --reason, which is printed with the request.": extend
        and not reason
        and not approved_by,
        "--reason needs --extend or --rate.": reason and not extend and not rate,
        "--reason could be for --extend or for --rate. Run the command once for each.": (
            reason and extend and rate
        ),
        "--on needs --progress, --complete or --extend, because a rating has no date.": on
        and not dated,
    }
    for message, is_so in wrong.items():
        if is_so:
            raise click.UsageError(message)
