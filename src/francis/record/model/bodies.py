"""Who answers: a body, its words, its schemes and the forms of its papers."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from francis.record.days import Day
from francis.record.model.base import Locate, Name, nowhere, record
from francis.record.model.ladders import Ladder
from francis.record.model.own_fields import OwnFields
from francis.record.model.sets import Item

AcceptanceClaim = Literal[
    "accepted", "in principle", "in part", "not accepted", "undecided", "not applicable"
]
Claim = Literal[
    "complete",
    "reported complete",
    "complete or ongoing",
    "on track",
    "under way",
    "at risk",
    "off track",
    "not started",
    "superseded",
]
Compliance = Literal["full", "partial", "none"]
Shape = Literal["tick", "circle", "triangle", "diamond", "dash"]
Grouping = Literal["theme", "lead"]
FieldPlace = Literal["top", "foot"]
MovingRanges = Literal["all", "without outliers"]
RuleLevel = Literal["error", "warning", "note", "off"]


@record
class BodyWords:
    """The words of a body's papers: `current position` and, over its column, `Our current position`."""

    item: Item
    position: str
    position_heading: str


@record
class Committee:
    """A committee by its full name, with the other names that papers give it."""

    name: str
    also: tuple[str, ...] = ()


@record
class Step:
    """One step of a scheme of ratings or assurances, by its key.

    `colour` is #rrggbb, always beside the word and never instead of it; None is no colour. A step
    that is an `exception` is reported to the governing body separately; one that is `blank` stands for
    no judgement, and so is neither better nor worse than another. `claim` is what a rating claims,
    by which the check judges it, whatever the body's own word for it. `shape` is drawn beside the word,
    for those who do not see the colour; None leaves it to `drawn_shape`.
    """

    key: Name
    word: str
    meaning: str | None = None
    colour: str | None = None
    exception: bool = False
    blank: bool = False
    claim: Claim | None = None
    shape: Shape | None = None

    @property
    def drawn_shape(self) -> Shape:
        """Return its shape, or where the body says none, the one that suits what it means."""
        if self.shape:
            return self.shape
        if self.blank or self.claim == "superseded":
            return "dash"
        if self.claim in ("complete", "reported complete"):
            return "tick"
        if self.exception:
            return "diamond"
        going_well = ("complete or ongoing", "on track", "under way")
        return "circle" if self.claim in going_well else "triangle"


@record
class AcceptanceStep:
    """A word of the body's own for how far it accepts a recommendation, as papers print it, and what that claims."""

    key: Name
    meaning: str
    claim: AcceptanceClaim

    @property
    def declines(self) -> bool:
        """Return whether what is answered so is nothing to be done, so that there need be nothing to rate."""
        return self.claim in ("not accepted", "not applicable")


@record
class Purpose:
    """What papers go to meetings for: its key, the word that is printed, and what that means."""

    key: Name
    word: str
    meaning: str | None = None


@record
class Entry:
    """A field of a paper's cover, or a section of it: its key in the record and the words that are printed."""

    key: Name
    label: str


@record
class CoverField(Entry):
    """A field of a cover, and where it stands on the first page of a report: in the line at its top, or at its foot.

    Without a `place` it stands with the other details of the item, later.
    """

    place: FieldPlace | None = None


@record
class PaperForm:
    """What one of a body's papers looks like: the fields and sections of its cover, in order.

    `house` names the Word file in templates/ in whose styles, with whose header and footer, the Word
    file of the paper is made. `grouped_by` is how its actions are grouped. `clear_days` are the working
    days that must lie between the publication of the paper and its meeting, neither counted. A paper of
    the body's own is made as the one that it is `like`; `template` names the file in templates/ that makes it.
    """

    paper: Name
    like: Name | None = None
    template: str | None = None
    house: str | None = None
    clear_days: int | None = None
    grouped_by: Grouping = "theme"
    fields: tuple[CoverField, ...] = ()
    sections: tuple[Entry, ...] = ()


@record
class Ruling:
    """What a body decided about a rule of the check, and why: another level, or none at all.

    It holds for the whole body, or for those `files` alone: paths below its folder, such as `2013` or
    `2013/7.yaml`.
    """

    rule: Name
    level: RuleLevel
    reason: str
    files: tuple[str, ...] = ()


@record
class Accessibility:
    """What the body found out about how far its site can be used by everybody, for the statement that the law asks for.

    `prepared` is the day of the statement, `reviewed` that of the last review; `tested` says who tested the site and
    how. `parts` is Markdown: what cannot be used by everybody, and why.
    """

    compliance: Compliance | None = None
    prepared: Day | None = None
    reviewed: Day | None = None
    tested: str | None = None
    parts: str | None = None


@record
class Site:
    """What the body says on its public web site.

    `address` is where the site is published: the web address of its first page. `introduction` and `contact` are
    Markdown: what the pages are about, and whom to tell of a mistake.
    """

    address: str | None = None
    introduction: str | None = None
    contact: str | None = None
    accessibility: Accessibility | None = None


@record
class Body:
    """A body that answers, with the schemes by which its positions are rated and assured.

    `notice` is printed on every page, as for a body that does not exist. `kind` is one of those in
    `data/kinds_of_body.yaml`, which say how early papers for its meetings must be published. `ladders` are the
    names of those in `data/ladders.yaml`, or its own. A count of people up to `small_number` might name one of them.
    `moving_ranges` are those by which the limits of control charts are computed.
    """

    format: int
    name: str
    short_name: str
    words: BodyWords
    ratings: tuple[Step, ...]
    assurances: tuple[Step, ...]
    committees: tuple[Committee, ...] = ()
    acceptances: tuple[AcceptanceStep, ...] = ()
    papers: tuple[PaperForm, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    kind: Name | None = None
    checks: tuple[Ruling, ...] = ()
    notice: str | None = None
    fields: OwnFields | None = None
    ladders: tuple[Ladder | Name, ...] = ()
    small_number: int = 7
    moving_ranges: MovingRanges = "all"
    site: Site | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)

    def committee(self, meeting: str) -> str:
        """Return one name for all names of a meeting: of a committee its own, of another the given one in small letters."""
        own = {bare_name(n): c.name for c in reversed(self.committees) for n in (*c.also, c.name)}
        return own.get(bare_name(meeting), bare_name(meeting))


def bare_name(name: str) -> str:
    """Return the name of a body or a committee in small letters, with single spaces, and without “the” before it."""
    return " ".join(name.casefold().split()).removeprefix("the ")
