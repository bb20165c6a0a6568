"""`francis rate`: the rating of positions."""

from __future__ import annotations

from collections.abc import Iterator
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
)
from francis.cli.record import only_register, only_writer, write_change

if TYPE_CHECKING:
    from francis.record.register import Register


@click.command()
@click.argument("number", shell_complete=completion.written_numbers)
@click.argument(
    "words", nargs=-1, required=True, metavar="RATING", shell_complete=completion.rating_words
)
@click.option("--reason", metavar="TEXT", help="The reason for the rating.")
@click.option("--evidence", metavar="TEXT", help="What shows that it is so, by its title.")
@click.option("--evidence-date", metavar="DATE", help="The day of that evidence.")
@click.option("--evidence-where", metavar="TEXT", help="Where that evidence is kept.")
@scope_options
@root_option
def rate(
    number: str,
    words: tuple[str, ...],
    reason: str | None,
    evidence: str | None,
    evidence_date: str | None,
    evidence_where: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Change the rating of a position in the latest year, or its reason.

    RATING is a rating in body.yaml, by its key or its word. Without --reason, a new rating has no reason,
    because the old one explained another rating. A change that would break a rule of the check is not written.
    NUMBER can also be several, such as 7-12,130.

    \b
      francis rate 132 amber --reason "The tools are in use in two of three wards."
      francis rate 132 green --evidence "Audit of the tools" --evidence-date 2014-03-12
      francis rate 7-12,130 not rated
    """  # noqa: D301 - as above
    from francis.changes import sentences
    from francis.record.model import Evidence, Rated
    from francis.record.writing import updates

    if evidence is None and (evidence_date or evidence_where):
        raise click.UsageError("--evidence-date and --evidence-where need --evidence, its title.")
    home = root_of(root)
    why, title = text_given("--reason", reason), text_given("--evidence", evidence)
    dated = day_given("--evidence-date", evidence_date)
    where = text_given("--evidence-where", evidence_where)
    shown = Evidence(title, dated, where) if title else None
    with only_writer(home) as held:
        record, register, meant = only_register(
            home, (body, year, set_id), "NUMBER", (number,), lambda r: r.numbers
        )
        rated = Rated(rating_given("RATING", " ".join(words), register.body), why)
        made: dict[str, bytes] = {}
        for each in meant:
            made |= updates.rated(record.files, register, each, rated, shown)

        def said(now: Register) -> Iterator[str]:
            for each in meant:
                old, new = register.positions[each], now.positions[each]
                moved = dict.fromkeys(step.word for step in (register.rating(old), now.rating(new)))
                before = "" if each == meant[0] else "\n"
                yield f"{before}{each}: {' → '.join(moved)}."
                yield from sentences.reason(old.rating, new.rating, now.body)
                if shown:
                    yield f"Evidence: {shown.title}."

        write_change(held, record, made, register, said)
