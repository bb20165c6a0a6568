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
    "--due",
    "ahead",
    metavar="DAYS",
    type=WholeNumber(0, 3660),
    default=30,
    show_default=True,
    help="List the actions that are due within so many days.",
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
    """  # noqa: D301 - as above
    from francis.record.audience import count_left_out, for_audience
    from francis.record.queries import status as counting

    question = counting.Question(as_at_given(as_at), lead, ahead)
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    problems: dict[Problem, None] = {}
    refused: list[str] = []
    posts: dict[str, None] = {}
    answers: list[_Answer] = []
    hidden = years = 0
    for part in Parts(root_of(root), (body, year, set_id)):
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
