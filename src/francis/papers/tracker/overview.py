"""The first sheet of the workbook: how many positions have which rating on each day of account."""

from __future__ import annotations

from collections.abc import Sequence

from francis.formats.charts.figure import Chart, Label, patterned
from francis.formats.colour import ink
from francis.formats.excel.workbook import Column, Sheet
from francis.record.days import day_in_words
from francis.record.figures import rating_name
from francis.record.prose import first_upper
from francis.record.register import Register

_KEY_FIGURES = {
    "on_course": "Complete or on track",
    "open_actions": "Open actions",
    "actions_overdue": "Overdue actions",
    "promises": "Commitments",
    "unplanned": "Commitments with no action",
}
"""The figures beside the ratings of each year, and what the columns call them."""


def overview(register: Register) -> Sheet:
    """Return the first sheet: the ratings and the main figures on each day of account, and a chart of the ratings."""
    ratings, item = register.body.ratings, register.body.words.item
    years = [year for year in register.years if year.body.ratings == ratings]
    names = [
        *(rating_name(step.key) for step in ratings),
        *(name for name in _KEY_FIGURES if name != "on_course" or register.claims_course),
    ]
    headings = [step.word for step in ratings] + [_KEY_FIGURES[n] for n in names[len(ratings) :]]
    unmarked = ("",) * (len(years) - 1)  # the figures of years before are not those of this record
    return Sheet(
        "Overview",
        f"{first_upper(register.span(item))} by rating, and the main figures, on each day of account",
        (
            Column("As at", 20),
            *(
                Column(heading, 14, fact=(*unmarked, name))
                for heading, name in zip(headings, names, strict=True)
            ),
        ),
        tuple(
            (day_in_words(year.as_at), *(year.counts.figures[name] for name in names))
            for year in years
        ),
        chart=_ratings_chart(register, years),
    )


def _ratings_chart(register: Register, years: Sequence[Register]) -> Chart | None:
    """Return a bar for each year, divided by rating; None where no year has two ratings."""
    counts = [tuple(year.counts.ratings.values()) for year in years]
    if all(sum(map(bool, of)) < 2 for of in counts):
        return None
    ratings = register.body.ratings
    days = [day_in_words(year.as_at) for year in years]
    said = (
        f"{day}: {', '.join(f'{n} {step.word}' for n, step in zip(of, ratings, strict=True) if n)}."
        for day, of in zip(days, counts, strict=True)
    )
    looks = [
        Label(step.word, step.colour[1:].upper(), ink(step.colour)[1:].upper())
        if step.colour
        else Label(step.word)
        for step in ratings
    ]
    return Chart(
        kind="stacked",
        title=f"{first_upper(register.body.words.item.many)} by rating, on each day of account",
        description=" ".join(["A bar for each year, divided by rating.", *said]),
        heading="As at",
        rows=tuple(map(Label, days)),
        columns=patterned(looks, uncoloured=True),
        figures=tuple(counts),
    )
