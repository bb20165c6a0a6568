"""The workbook of the report of many bodies: each figure with the bodies behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from francis import __version__
from francis.collate.figures import CollatedFigures
from francis.formats.excel.workbook import Book, Cell, Column, Sheet
from francis.record.days import day_in_words
from francis.record.prose import NOT_STATED, first_upper


def book_of(figures: CollatedFigures, title: str, made: datetime.datetime) -> Book:
    """Return the workbook: each figure with the bodies behind it."""
    notices = dict.fromkeys(m.notice for m in figures.members if m.notice)
    return Book(
        title,
        "francis collate",
        f"The bodies behind each figure, as at {day_in_words(figures.day)}.",
        str(figures.of_set.get("short_title", "")),
        f"francis {__version__}",
        made,
        tuple(notices),
        f"As at {day_in_words(figures.day)}",
        NOT_STATED,
        tuple(_sheets(figures)),
    )


def _sheets(figures: CollatedFigures) -> Iterator[Sheet]:
    yield _sheet(
        "Bodies",
        "Who has published, and when",
        (("Body", 40), ("Last stock-take", 16), ("Published in the year", 14)),
        ((m.name, m.as_at or "never", "yes" if m.current else "no") for m in figures.members),
    )
    yield _every_one(figures)
    yield _sheet(
        "Behind each figure",
        "The bodies behind each figure",
        (("Figure", 60), ("Bodies", 10), ("Which", 100)),
        ((each.figure, each.number, _short(each.bodies)) for each in figures.behind),
    )
    yield _words(figures)
    yield _sheet(
        "Outliers",
        "What few bodies say where most say something else",
        (("Number", 10), ("Body", 30), ("Says", 36), ("Most say", 26), ("Why", 80)),
        ((o.number, o.name, o.said, o.most, o.reason) for o in figures.outliers),
    )
    yield _sheet(
        "Late commitments",
        "Bodies with commitments that are late",
        (("Body", 40), ("Late", 10), ("Of", 10), ("Days at most", 12)),
        figures.late,
    )


def _every_one(figures: CollatedFigures) -> Sheet:
    """Return the sheet with a row for each recommendation."""
    accepted, stands = [*figures.accepted], [*figures.stands]
    return _sheet(
        "Every one",
        "In how many bodies each is accepted how, and stands where",
        (
            *(("Number", 10), ("Heading", 40), ("Bodies that answer", 10)),
            *((f"Acceptance: {word}", 13) for word in accepted),
            *((first_upper(word), 12) for word in stands),
            *(("Rating up", 10), ("Rating down", 10), ("Little assurance", 11)),
        ),
        (
            (
                *(t.number, t.heading, t.answered),
                *(t.accepted[word] for word in accepted),
                *(t.stands[word] for word in stands),
                *(t.better, t.worse, t.unsure),
            )
            for t in figures.tallies
        ),
    )


def _words(figures: CollatedFigures) -> Sheet:
    """Return the sheet with a row for each word of the bodies' own."""
    kinds = (
        ("acceptance", figures.acceptance_words),
        ("rating", (*figures.rating_words, *figures.silent_words)),
    )
    return _sheet(
        "Words",
        "The bodies' own words, and what they claim",
        (("Of", 12), ("Word", 30), ("Claim", 24), ("Bodies", 10), ("Positions", 10), ("Which", 90)),
        (
            (of, word.word, word.claim, word.bodies, word.positions, _short(word.names))
            for of, words in kinds
            for word in words
        ),
    )


def _sheet(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[tuple[Cell, ...]],
) -> Sheet:
    made = tuple(Column(heading, width) for heading, width in columns)
    return Sheet(name, title, made, tuple(tuple(row) for row in rows), "There are none.")


_LONGEST_CELL = 8_000
"""The most characters of a list of bodies in a cell."""


def _short(names: str) -> str:
    """Return a list of bodies as a cell holds it, cut between two where it is very long."""
    if len(names) <= _LONGEST_CELL:
        return names
    kept = names[:_LONGEST_CELL].rpartition(", ")[0]
    return f"{kept} and {names[len(kept) :].count(', ')} more"
