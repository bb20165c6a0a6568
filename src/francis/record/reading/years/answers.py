"""Which position answers which recommendation: one by one, several together, and none of those for others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as Set_
from dataclasses import replace
from typing import NamedTuple

from francis.errors import Place, Problem, quotation
from francis.record.model import (
    Body,
    JointPosition,
    Position,
    Rated,
    Recommendation,
    Year,
    bare_name,
)
from francis.record.numbers import natural, slug
from francis.record.reading.references import check_days, check_text, not_there
from francis.workspace import RECORD

Joint = Mapping[str, JointPosition]
"""The recommendations of a year that are answered by the position on another one, by number."""


def is_for_others(recommendation: Recommendation, body: Body | None) -> bool:
    """Return whether a recommendation says to whom it is addressed, and the body is not among them."""
    names = {bare_name(name) for name in recommendation.addressed_to}
    own = {bare_name(body.name), bare_name(body.short_name)} if body else names
    return bool(names) and not names & own


def with_joint(positions: Mapping[str, Position], joint: Joint) -> dict[str, Position]:
    """Return the positions of a year, with one for each recommendation that another position answers too.

    The reasons, the commitments and the evidence stand with the position that is written.
    """
    made = dict(positions)
    for number, of in joint.items():
        if (written := positions.get(of.answered_with)) is not None:
            made[number] = Position(
                of.format,
                number,
                of.acceptance or replace(written.acceptance, reason=None),
                Rated(written.rating.value),
                Rated(written.assurance.value),
                f"Answered together with [{of.answered_with}](#{slug(of.answered_with)}).",
                lead=written.lead,
                classification=written.classification,
                confirmed=written.confirmed,
                answers=of.answers,
                notes=of.notes,
                at=of.at,
            )
    return made


def check_joint(
    joint: Joint,
    positions: Mapping[str, Position],
    year: Year,
    numbers: Set_[str],
    unread: Collection[str],
) -> Iterator[Problem]:
    """Yield what is said to be answered with a position that there is not, or that is none itself.

    Of those in files that could not be read, which `unread` has in their plain form, that is not known.
    """
    for of in joint.values():
        day = of.acceptance.date if of.acceptance else None
        yield from check_days(of.at, [(("acceptance", "date"), day)], year)
        for index, note in enumerate(of.notes):
            yield from check_text(of, note, ("notes", index), numbers)
        if of.answered_with in joint:
            yield Problem(
                of.at("answered_with"),
                f"{of.number} is answered with {of.answered_with}, which has no position of its own.",
                "position-missing",
                f"Name the recommendation with which {of.answered_with} is answered.",
            )
        elif of.answered_with not in positions and slug(of.answered_with) not in unread:
            remedy = "Name a recommendation on which this year has a position."
            place, name = of.at("answered_with"), "answered_with"
            yield not_there(place, name, of.answered_with, positions, "position-missing", remedy)


class Answers(NamedTuple):
    """The files of one year that answer something, and the numbers of those that could not be read.

    `unread` are in their plain form, as files are named.
    """

    folder: str
    year: Year
    found: Mapping[str, Position | JointPosition]
    unread: Collection[str]


def check_answers(
    of: Answers, numbers: Collection[str], held: Collection[str], unread: Collection[str]
) -> Iterator[Problem]:
    """Yield recommendations without a position, and positions without a recommendation.

    Of `numbers`, which the year answers, and of others that its set holds and it does not; `unread` are those
    of the set that could not be read.
    """
    name = of.folder.rpartition("/")[2]
    alike = {slug(number) for number in of.found.keys() - {*numbers}}
    for number in sorted({*numbers} - of.found.keys() - {*unread}, key=natural):
        if slug(number) not in of.unread and slug(number) not in alike:
            yield Problem(
                of.year.at(),
                f"recommendation {number} of {of.year.set} has no position.",
                "position-missing",
                f"Add {RECORD}/{of.folder}/{slug(number)}.yaml. To write all that are missing: francis add position",
            )
    for number, position in of.found.items():
        if number in numbers:
            continue
        place = Place(position.at().path)
        if number in held:
            remedy = f"Add {quotation(number)} to 'numbers' in year.yaml, or delete the file."
            what = f"is not among the numbers of {of.year.set} that {name} answers"
            yield not_there(place, "the file", number, (), "position-strange", remedy, what)
        else:
            remedy = "Give the file the number of its recommendation, or delete it."
            what = f"does not answer any recommendation of {of.year.set}"
            yield not_there(place, "the file", number, numbers, "position-strange", remedy, what)
