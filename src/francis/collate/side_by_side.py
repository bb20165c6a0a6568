"""Some bodies side by side on one set: a paper for those who answer together, such as a joint board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from francis.collate.figures import DatasetViews, Member
from francis.collate.report import Report
from francis.errors import FrancisError
from francis.record.days import Day
from francis.record.prose import first_upper, with_article

SIDE_TEMPLATE = "side-by-side.html.j2"
_MOST_BESIDE = 4
"""How many bodies have room beside each other."""


class Answered(NamedTuple):
    """What a body says of a recommendation, from its last stock-take."""

    acceptance: str
    acceptance_claim: str
    acceptance_reason: str | None
    rating: str
    rating_reason: str | None
    shared_word: str
    assurance: str
    text: str | None
    lead: str | None


@dataclass(frozen=True)
class Compared:
    """A recommendation, and what each body says of it, in their order; None where one does not answer it."""

    number: str
    heading: str
    text: str
    answers: tuple[Answered | None, ...]

    @property
    def accepted_alike(self) -> bool:
        """Return whether all answer it, and their words for acceptance claim the same."""
        return (
            None not in self.answers and len({a.acceptance_claim for a in self.answers if a}) == 1
        )

    @property
    def stands_alike(self) -> bool:
        """Return whether all answer it, and it stands the same in the words of public trackers, and is known."""
        words = {a.shared_word for a in self.answers if a}
        return None not in self.answers and len(words) == 1 and words != {"not known"}


def check_how_many(bodies: Sequence[str]) -> None:
    """Raise FrancisError unless there are two bodies or more, and each has room."""
    if not 2 <= len(bodies) <= _MOST_BESIDE:
        raise FrancisError(f"From 2 to {_MOST_BESIDE} bodies have room beside each other.")


def side_by_side(
    dataset: Path, set_id: str, bodies: Sequence[str], day: Day | None, *, drafts: bool = False
) -> Report:
    """Return the report of some bodies beside each other; raise FrancisError if one has published nothing by the day."""
    views = DatasetViews(dataset, set_id, day)
    members = {m.body: m for m in views.members() if m.body in bodies}
    silent = [b for b in bodies if b not in members or members[b].year is None]
    if silent:
        has = "has" if len(silent) == 1 else "have"
        raise FrancisError(
            f"{' and '.join(silent)} {has} no final stock-take of {set_id} by that day, so there is nothing to put beside another.\n"
            "To take drafts too, add: --draft"
        )
    those = [members[body] for body in bodies]
    compared = tuple(_compared(views, those))
    of_set = views.of_set()
    names = " and ".join(m.name for m in those[-2:])
    names = ", ".join([*(m.name for m in those[:-2]), names])
    title = f"{names} on {with_article(str(of_set.get('short_title', set_id)))}, side by side"
    words = {
        "members": those,
        "compared": compared,
        "set": of_set,
        "day": views.day,
        "drafts": drafts,
    }
    figures = {
        "answered": sum(None not in c.answers for c in compared),
        "recommendations": len(compared),
        "accepted_alike": sum(c.accepted_alike for c in compared),
        "accepted_otherwise": sum(not c.accepted_alike for c in compared if None not in c.answers),
        "stands_alike": sum(c.stands_alike for c in compared),
        **_counted(those, compared),
    }
    words["figures"] = figures
    named = "side-by-side", SIDE_TEMPLATE, first_upper(title), views.day
    return Report(*named, words, figures)


def _counted(members: Sequence[Member], compared: Sequence[Compared]) -> Mapping[str, int]:
    """Return how many positions of each body stand how, by the body's place and the word."""
    found: dict[str, int] = {}
    for place, _ in enumerate(members, 1):
        for each in compared:
            if answer := each.answers[place - 1]:
                for name in (f"stands_{answer.shared_word}", f"accepted_{answer.acceptance_claim}"):
                    key = f"{name}_{place}".replace(" ", "_")
                    found[key] = found.get(key, 0) + 1
    return found


def _compared(views: DatasetViews, members: Sequence[Member]) -> Sequence[Compared]:
    answers: dict[tuple[Any, Any], Answered] = {}
    for member in members:
        query = f"SELECT number, {', '.join(Answered._fields)} FROM positions WHERE body = $1 AND year = $2"
        for number, *said in views.run(query, member.body, member.year):
            answers[member.body, number] = Answered(*said)
    asked = views.run("SELECT number, heading, text FROM recommendations ORDER BY place")
    return [
        Compared(number, heading, text, tuple(answers.get((m.body, number)) for m in members))
        for number, heading, text in asked
        if any((m.body, number) in answers for m in members)
    ]
