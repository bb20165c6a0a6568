"""Which stock-takes a site shows: of each body and set those that are final, and the others if they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from francis.changes.compare import Changes, compare
from francis.record.audience import for_audience
from francis.record.figures import Fulfilment, Promise
from francis.record.model import Action
from francis.record.numbers import sorting
from francis.record.prose import with_article
from francis.record.register import Register
from francis.site.addresses import Addresses


def without_drafts(register: Register) -> Register | None:
    """Return the latest final stock-take of a chain, with those before it that are final too; None if none is."""
    earlier = register.earlier and without_drafts(register.earlier)
    return earlier if register.year.status != "final" else replace(register, earlier=earlier)


class MadeCommitment(NamedTuple):
    """A commitment, the stock-take in which it was made last, all that made it, and what became of it by the latest."""

    promise: Promise
    register: Register
    years: tuple[str, ...]
    now: Fulfilment


@dataclass(frozen=True)
class PublicScope:
    """What a site shows of one body and set: the latest stock-take that it shows, as the public may see it.

    `drafts` are the years, of this and those before it, that are not final: all pages say so. `marked` are those that
    are, but whose papers cannot be final.
    """

    register: Register
    drafts: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, register: Register, drafts: frozenset[str], marked: frozenset[str]) -> PublicScope:
        """Return what a site shows of a register, whoever that is for."""
        return cls(for_audience(register, "public"), drafts, marked)

    @property
    def name(self) -> str:
        """Return what the pages are called together."""
        return f"{self.register.body.short_name} and {with_article(self.register.set.short_title)}"

    @property
    def has_contact(self) -> bool:
        """Return whether the body, or the cover of a paper, says whom to tell of a mistake."""
        said = self.register.body.site
        covers = self.register.covers.values()
        return bool(said and said.contact) or any("contact" in of.fields for of in covers)

    @cached_property
    def addresses(self) -> Addresses:
        """Return where its pages lie."""
        return Addresses(self.register.body_id, self.register.set_id)

    @cached_property
    def years(self) -> tuple[Register, ...]:
        """Return all stock-takes that are shown, the latest first."""
        return self.register.years[::-1]

    @cached_property
    def numbers(self) -> dict[str, Register]:
        """Return the numbers that are answered in any year, in their order, each with the latest year that does."""
        found = {number: year for year in self.register.years for number in year.numbers}
        return {n: found[n] for n in sorted(found, key=sorting(self.register.set.order))}

    @cached_property
    def actions(self) -> dict[str, tuple[Action, Register]]:
        """Return every action by its id, as the last plan has it in which it stands, with the year of that.

        Those of the latest plan come first, in its order.
        """
        found: dict[str, tuple[Action, Register]] = {}
        for year in self.years:
            for action in year.actions:
                found.setdefault(action.id, (action, year))
        return found

    @cached_property
    def changes(self) -> dict[str, Changes]:
        """Return what changed in each year that follows another one, the latest first."""
        return {
            year.year_id: compare(year.earlier, year)
            for year in self.years
            if year.earlier is not None
        }

    @cached_property
    def commitments(self) -> tuple[MadeCommitment, ...]:
        """Return every commitment once, as it was made last: those of the latest year first."""
        last = self.register
        found = [
            MadeCommitment(
                promise,
                last.when_made(promise),
                tuple(year.year_id for year in last.years if key in year.said),
                last.fulfilment(promise.commitment),
            )
            for key, promise in last.made.items()
        ]
        return tuple(sorted(found, key=lambda each: self.years.index(each.register)))
