"""`francis act`: what became of actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from francis.cli import completion
from francis.cli.options import (
    OUTCOME_CHOICE,
    WholeNumber,
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
    from francis.record.writing.updates import Happened


def of_providers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command what can be said of a request of a provider, or of a concern about one."""
    options = (
        click.option("--chase", is_flag=True, help="Of a request: you asked again."),
        click.option("--answer", metavar="TEXT", help="Of a request: what was answered."),
        click.option(
            "--judged",
            metavar="VERDICT",
            help="Of a request: the answer is sufficient, in part, or not sufficient, with --reason.",
        ),
        click.option(
            "--step",
            metavar="STEP",
            help="Of a concern: a step on a ladder was taken, by its key.",
            shell_complete=completion.steps,
        ),
        click.option(
            "--needs-met",
            multiple=True,
            metavar="NEED",
            help="Of a step that needs something: what was in place, word for word. You can give this option more than once.",
            shell_complete=completion.needs,
        ),
        click.option("--share", metavar="WHO", help="Of a concern: with whom it was shared."),
        click.option(
            "--at-risk",
            "at_risk",
            flag_value="at risk",
            help="Of a concern: patients may be at risk.",
        ),
        click.option(
            "--no-risk",
            "at_risk",
            flag_value="not at risk",
            help="Of a concern: they no longer are.",
        ),
        click.option("--review", metavar="DAY", help="Of a concern: when it is looked at again."),
        click.option("--close", metavar="WHY", help="Of a concern: it is closed, and why."),
        click.option(
            "--evidence",
            multiple=True,
            metavar="ID",
            help="What shows that a concern is over, such as V3. You can give this option more than once.",
        ),
        click.option("--reopen", metavar="WHY", help="Of a concern: it is back, and why."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument(
    "names",
    nargs=-1,
    required=True,
    metavar="ACTION...",
    shell_complete=completion.actions_and_concerns,
)
@click.option("--progress", metavar="TEXT", help="Add a note on progress.")
@click.option("--percent", type=WholeNumber(0, 100), help="Say how much of it is done.")
@click.option("--complete", is_flag=True, help="Record that the action is complete.")
@click.option(
    "--verified-by",
    metavar="POST",
    help="Record that this post, which does not lead the action, has checked that it is complete.",
    shell_complete=completion.posts,
)
@click.option(
    "--end",
    type=OUTCOME_CHOICE,
    help="Take the action out of the plan, and say how with --reason.",
)
@click.option(
    "--turn", is_flag=True, help="Record that an action which repeats was done once more."
)
@click.option("--met", metavar="MILESTONE", help="Record that this milestone was met.")
@click.option("--milestone", metavar="TEXT", help="Add a milestone. Say by when with --by.")
@click.option("--by", metavar="DATE", help="The day, month or quarter of the new milestone.")
@click.option(
    "--extend",
    metavar="DATE",
    help="Ask for another day, month or quarter, later or earlier. With --approved-by, record that it was approved.",
)
@click.option(
    "--approved-by",
    metavar="POST",
    help="The post or committee that approved the later date.",
    shell_complete=completion.posts,
)
@click.option(
    "--rate",
    metavar="RATING",
    help="Change the rating of the action.",
    shell_complete=completion.ratings,
)
@click.option(
    "--reason",
    metavar="TEXT",
    help="The reason for the later date, for the rating, or for the end.",
)
@click.option(
    "--on",
    metavar="DATE",
    help="The day when it happened. The default is today. Of a concern or a request, a month will do.",
)
@of_providers
@scope_options
@root_option
def act(
    names: tuple[str, ...],
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
    **given: Any,
) -> None:
    """Record what became of an action, or of several: progress, a later date, completion or a new rating.

    Of a request of a provider, or a concern about one, it records what its own options say.

    An extension changes the due date only once it is approved. Until then it is listed for decision. A new
    rating does not keep the old reason. A change that would break a rule of the check is not written.

    \b
      francis act A07 --progress "Two of three wards use the form." --on 2014-03-12
      francis act A07 A09-A12 --complete --rate green
      francis act A07 --verified-by "Internal Audit" --on 2014-03-20
      francis act A11 --end superseded --reason "A24 takes its place."
      francis act A07 --extend 2014-06-30 --reason "The supplier is late."
      francis act A07 --extend 2014-06-30 --approved-by "Quality Committee"
      francis act A08 --met "Tender out" --percent 40
      francis act royal/R1 --answer "31 of 38 questions" --judged "in part" --reason "Nothing on nights"
      francis act royal/C2 --step contract-query-notice --approved-by "Director of Quality"
      francis act royal/C2 --step suspension --approved-by "Governing Body" --needs-met contingency --needs-met "patient safety weighed"
    """  # noqa: D301 - as above
    from francis.cli.commands.change import act_on_providers as of_them
    from francis.record.writing import updates

    home = root_of(root)
    is_of_them = any(map(given.get, of_them.OF_PROVIDERS_ALONE)) and "/" in names[0]
    if is_of_them or any(of_them.is_of_provider(home, name) for name in names):
        if len(names) > 1:
            raise click.UsageError("Name one request or concern of a provider at a time.")
        of_them.act_on_provider(home, body, names[0], given)
        return
    _refuse_what_does_not_go_together(given)
    with only_writer(home) as held:
        record, register, meant = only_register(
            home, (body, year, set_id), "ACTION", names, lambda r: [a.id for a in r.actions]
        )
        made = updates.acted(record.files, register, meant, _happened(given, register))
        write_change(held, record, made, register, partial(_said, meant, register))


def _happened(given: dict[str, Any], register: Register) -> Happened:
    """Return what options say that happened."""
    from francis.record.model import Closure, Extension, Milestone, Progress, Rated, Verified
    from francis.record.writing.updates import Happened

    note, due = text_given("--progress", given["progress"]), when_given("--extend", given["extend"])
    why, by = (
        text_given("--reason", given["reason"]),
        text_given("--approved-by", given["approved_by"]),
    )
    step, met = text_given("--milestone", given["milestone"]), text_given("--met", given["met"])
    step_due = when_given("--by", given["by"])
    day = day_given("--on", given["on"])
    checked = text_given("--verified-by", given["verified_by"])
    end = given["end"]
    is_dated = note or given["complete"] or given["turn"] or met or due or checked or end
    when = _day(day, register) if is_dated else register.as_at
    decided = {"approved_by": by, "approved_on": when} if by else {"asked_on": when}
    rating = None
    if given["rate"] is not None:
        key = rating_given("--rate", given["rate"], register.body)
        rating = Rated(key, None if due or end else why)
    return Happened(
        progress=Progress(when, note) if note else None,
        completed=when if given["complete"] else None,
        extension=Extension(due, why, **decided) if due else None,
        rating=rating,
        milestone=Milestone(step, step_due) if step and step_due else None,
        met=(met, when) if met else None,
        turn=when if given["turn"] else None,
        percent=given["percent"],
        verified=Verified(checked, when) if checked else None,
        closure=Closure(end, when, why) if end else None,
    )


def _said(names: Sequence[str], before: Register, now: Register) -> Iterator[str]:
    """Yield what is said of actions that were changed."""
    from francis.changes import sentences
    from francis.changes.compare import ActionChange, Move
    from francis.record.days import day_in_words

    days, bodies = Move(now.as_at, now.as_at), Move(now.body, now.body)
    for name in names:
        old, new = _action(before, name), _action(now, name)
        yield f"{name}:" if name == names[0] else f"\n{name}:"
        yield from sentences.action(ActionChange(name, old, new, days, bodies), day_in_words)
        yield from sentences.reason(old.rating, new.rating, now.body)
        done = now.rating(new).claim in ("complete", "reported complete", "complete or ongoing")
        if new.is_over and not old.is_over and new.rating == old.rating and not done:
            yield f"It is still rated {now.rating(new).word}. To change that: --rate."


def _action(register: Register, name: str) -> Action:
    return next(action for action in register.actions if action.id == name)


def _day(on: datetime.date | None, register: Register) -> datetime.date:
    """Return the day when it happened; refuse one after the as-at date."""
    import datetime

    from francis.workspace import RECORD

    when = on or datetime.date.today()
    if when > register.as_at:
        raise FrancisError(
            f"{when}{'' if on else ' (today)'} is after {register.as_at}, the as-at date of {register.year_id}.\n"
            "Give the day when it happened with --on, or write a later "
            f"'as_at' in {RECORD}/{register.body_id}/{register.year_id}/year.yaml."
        )
    return when


def _refuse_what_does_not_go_together(given: dict[str, Any]) -> None:
    """Refuse options that say nothing, or whose meaning is not clear."""
    from francis.cli.commands.change import act_on_providers as of_them

    complete, extend, approved_by, rate, reason, turn, milestone, by, end = (
        given[name]
        for name in (
            *("complete", "extend", "approved_by", "rate"),
            *("reason", "turn", "milestone", "by", "end"),
        )
    )
    said = ("progress", "extend", "met", "verified_by", "end")
    dated = complete or turn or any(given[n] is not None for n in said)
    undated = any(each is not None for each in (rate, milestone, given["percent"]))
    others = [n for n in of_them.OF_PROVIDERS_ALONE if given[n]]
    wrong = {
        f"{', '.join(map(of_them.option_of, others))} is for a request or a concern of a provider, such as royal/C2.": others,
        "--milestone and --by need each other.": (milestone is None) != (by is None),
        "Say what happened with --progress, --percent, --complete, --verified-by, --end, --turn, --met, "
        "--milestone, --extend or --rate.": not dated and not undated,
        "--end and --complete cannot be used together: what is complete stays in the plan.": (
            end and complete
        ),
        "--end and --extend cannot be used together.": end and extend,
        "--end needs a --reason, which papers print.": end and not reason,
        "--complete and --extend cannot be used together.": complete and extend,
        "--complete and --turn cannot be used together: with --turn the action goes on.": (
            complete and turn
        ),
        "--approved-by needs --extend.": approved_by and not extend,
        "--extend needs a --reason, which is printed with the request.": extend
        and not reason
        and not approved_by,
        "--reason needs --extend, --rate or --end.": reason and not (extend or rate or end),
        "--reason could be for --extend or for --rate. Run the command once for each.": (
            reason and extend and rate
        ),
        "--on is the day when something happened. A new milestone has its day in --by.": (
            given["on"] and not dated and milestone
        ),
        "--on is the day when something happened. A rating or a percentage has none: say what happened with --progress.": (
            given["on"] and not dated
        ),
    }
    for message, is_so in wrong.items():
        if is_so:
            raise click.UsageError(message)
