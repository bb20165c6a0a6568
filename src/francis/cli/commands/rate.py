"""`francis rate`: the rating of a position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from francis.cli import completion
from francis.cli.options import (
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
@scope_options
@root_option
def rate(
    number: str,
    words: tuple[str, ...],
    reason: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Change the rating of a position in the latest year, or its reason.

    RATING is a rating in body.yaml, by its key or its word. Without --reason, a new rating has no reason,
    because the old one explained another rating. A change that would break a rule of the check is not written.

    \b
      francis rate 132 amber --reason "The tools are in use in two of three wards."
      francis rate 132 not rated
    """  # noqa: D301 - as above
    from francis.changes import sentences
    from francis.record.model import Rated
    from francis.record.writing import updates

    home = root_of(root)
    why = text_given("--reason", reason)
    with only_writer(home) as held:
        record, register, (number,) = only_register(
            home, (body, year, set_id), "NUMBER", (number,), lambda r: r.numbers
        )
        key = rating_given("RATING", " ".join(words), register.body)
        made = updates.rated(record.files, register, number, Rated(key, why))

        def said(now: Register) -> Iterator[str]:
            old, new = register.positions[number], now.positions[number]
            moved = dict.fromkeys(step.word for step in (register.rating(old), now.rating(new)))
            yield f"{number}: {' → '.join(moved)}."
            yield from sentences.reason(old.rating, new.rating, now.body)

        write_change(held, record, made, register, said)
