"""Rules about what goes to meetings: which covers there are, and what the meetings made of them."""

from __future__ import annotations

from collections.abc import Iterator

from francis.check.case import Case
from francis.check.rule import Finding, rule
from francis.record.days import day_in_words


@rule("warning", "Remove one of the two, or correct its 'paper', 'meeting' or 'date'.")
def cover_twice(case: Case) -> Iterator[Finding]:
    """Two covers of one paper are for the same meeting on the same date.

    The meeting would get the paper twice, and nobody could tell which of them counts.
    """
    register = case.register
    seen: dict[tuple[object, ...], str] = {}
    for name, cover in register.covers.items():
        if cover.date is None:
            continue
        kind = register.kind_of(name)
        first = seen.setdefault((kind, register.body.committee(cover.meeting), cover.date), name)
        if first != name:
            message = (
                f"{name} and {first} are both the paper {kind} for the {cover.meeting} on "
                f"{day_in_words(cover.date)}."
            )
            yield Finding(cover.at("date"), message)


MEETING_RULES = (cover_twice,)
