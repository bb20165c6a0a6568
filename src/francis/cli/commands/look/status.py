"""`francis status`: how the record stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from francis.cli import completion, terminal
from francis.cli.options import (
    WholeNumber,
    as_at_given,
    audience_option,
    one_of,
    root_of,
    root_option,
    scope_options,
)
from francis.cli.record import Parts, at_least_one, refuse_errors
from francis.errors import FrancisError

if TYPE_CHECKING:
    from francis.errors import Problem
    from francis.record.model import Classification
    from francis.record.queries.status import Look, Question, TableRow, YearCount


@click.command()
@scope_options
@click.option(
    "--as-at",
    metavar="DAY",
    help="Count to this day, such as 2014-03-31, or to today; otherwise to the record's own day.",
)
@click.option(
    "--lead",
    metavar="POST",
    shell_complete=completion.posts,
    help="Only what this post leads, alone or with others.",
)
@click.option(
    "--mine",
    metavar="POST",
    shell_complete=completion.posts,
    help="List what this post has to do: its actions, and what is due of providers.",
)
@click.option(
    "--due",
    "ahead",
    metavar="DAYS",
    type=WholeNumber(0, 3660),
    default=30,
    show_default=True,
    help="List what is due within so many days.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON for scripts.",
)
@audience_option
@root_option
def status(
    body: str | None,
    set_id: str | None,
    year: str | None,
    as_at: str | None,
    lead: str | None,
    mine: str | None,
    ahead: int,
    form: str,
    audience: Classification | None,
    root: str | None,
) -> None:
    """Show how things stand: ratings, assurance, actions and exceptions.

    The counts are the same as in the papers. Without --year, the latest year is shown of each body and each set; several
    bodies are one table. Dates are compared with the as-at date of the record, unless you use --as-at. JSON is a
    list with an object for each year, which has every figure under the name that narratives use.

    \b
      francis status
      francis status --as-at today --due 60
      francis status --body our-body --lead "Head of Quality"
      francis status --mine "Head of Quality" --as-at today
    """  # noqa: D301 - as above
    from francis.record.queries.status import Question

    question = Question(as_at_given(as_at), lead, ahead)
    parts = Parts(root_of(root), (body, year, set_id))
    if mine is None:
        _show_counts(parts, question, form, audience)
    else:
        _show_mine(parts, mine, question, audience, alone=form == "text")


def _show_counts(
    parts: Parts, question: Question, form: str, audience: Classification | None
) -> None:
    """Print every figure of each year that is meant."""
    from francis.record.audience import count_left_out, for_audience
    from francis.record.queries import status as counting

    lead = question.lead
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    problems: dict[Problem, None] = {}
    refused: list[str] = []
    posts: dict[str, None] = {}
    answers: list[_Answer] = []
    hidden = years = 0
    for part in parts:
        problems |= dict.fromkeys(part.problems)
        if terminal.are_errors([*problems]):
            continue  # nothing is printed, and what has errors need not be printable
        for each in part.registers:
            years += 1
            alone = replace(each, earlier=None)
            hidden += count_left_out(for_audience(alone, audience or "public"))
            posts |= dict.fromkeys(counting.posts_of(each))
            if lead is not None and lead not in counting.posts_of(each):
                continue
            try:
                standing = counting.YearCount(for_audience(each, reader), question)
            except FrancisError as error:
                refused.append(str(error))
            else:
                answers.append(_answer(standing, form, with_set=len(part.registers) > 1))
    refuse_errors([*problems], "Nothing was counted.")
    if refused:
        raise FrancisError("\n".join(refused))
    if lead is not None and years and not answers:
        one_of("--lead", lead, posts)
    terminal.tell_audience(audience if form == "text" else reader, hidden)
    _print(at_least_one(answers), question, form)


def _show_mine(
    parts: Parts,
    post: str,
    question: Question,
    audience: Classification | None,
    *,
    alone: bool,
) -> None:
    """Print what one post has to do in each year that is meant, what is overdue first.

    It is asked for `alone`: it has no figures for scripts, nor for another post.
    """
    if question.lead is not None or not alone:
        raise click.UsageError("--mine is a list to read: leave out --lead and --format.")
    from francis.record.audience import for_audience
    from francis.record.days import day_in_words
    from francis.record.queries import mine
    from francis.record.queries import status as counting

    problems: dict[Problem, None] = {}
    posts: dict[str, None] = {}
    lines: list[str] = []
    for part in parts:
        problems |= dict.fromkeys(part.problems)
        for each in () if terminal.are_errors([*problems]) else part.registers:
            held = dict.fromkeys(mine.posts_with_duties(each))
            posts |= held
            if post not in held:
                continue
            standing = counting.YearCount(for_audience(each, audience or "restricted"), question)
            register, until = standing.register, standing.until
            duties = mine.duties_of(register, post, until)
            late = [duty for duty in duties if duty.due < register.as_at]
            lines.append(
                terminal.bold(
                    f"{post}, {each.body.short_name}, as at {day_in_words(register.as_at)}"
                )
            )
            ahead = duties[len(late) :]
            for heading, those in (
                ("Overdue", late),
                (f"Due by {day_in_words(until)}", ahead),
            ):
                lines.append(heading if those else f"{heading}: nothing")
                lines += (f"  {day_in_words(d.due)}: {d.name}, {d.task}: {d.what}" for d in those)
    refuse_errors([*problems], "Nothing was listed.")
    if not lines:
        one_of("--mine", post, posts)
    click.echo("\n".join(lines))


class _Answer(NamedTuple):
    """What is said of one year of a body: as lines or as JSON, and as a row of the table of several."""

    body: str
    whole: str
    row: TableRow


def _answer(standing: YearCount, form: str, *, with_set: bool) -> _Answer:
    from francis.record.queries import status as counting

    look = _look()
    row = counting.table_row(standing, look, with_set=with_set)
    if form == "json":
        whole = _json(counting.status_json(standing))
    else:
        whole = "\n".join(counting.status_lines(standing, look, with_set=with_set))
    return _Answer(standing.register.body_id, whole, row)


def _look() -> Look:
    from francis.record.days import day_in_words
    from francis.record.queries.status import Look

    return Look(day_in_words, terminal.painted, terminal.bold)


def _print(answers: list[_Answer], question: Question, form: str) -> None:
    """Print what was found: each year in full, or a table of several bodies."""
    from francis.record.queries.status import table_lines

    wholes = [answer.whole for answer in answers]
    if form == "json":
        click.echo("[\n" + ",\n".join(wholes) + "\n]")
    elif len({answer.body for answer in answers}) == 1:
        click.echo("\n\n".join(wholes))
    else:
        click.echo("\n".join(table_lines([a.row for a in answers], question, _look())))
        click.echo("To see one in full, add --body and the name of its folder.", err=True)


def _json(value: Any) -> str:
    """Return a value as it is printed in a list."""
    import json

    return "  " + json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")
