"""The record: what a set asks, what a body answers, and what follows from the two.

Records are frozen, and each says where it was read: `record.at("rating", "value")` is the place of
that value in its file. Two records with the same content are equal wherever they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, TypeVar, dataclass_transform

from francis.errors import Place
from francis.record.days import Day, When
from francis.record.leads import Lead, Led
from francis.record.own_fields import FieldType as FieldType
from francis.record.own_fields import OwnField as OwnField
from francis.record.own_fields import OwnFields, Value
from francis.record.timing import Extension as Extension
from francis.record.timing import ExtensionFate as ExtensionFate
from francis.record.timing import Interval as Interval
from francis.record.timing import Milestone, Repeats, Timed, ToBeSet

FORMAT = 1
"""The newest `format` of the files that this version reads."""

Name = Annotated[str, 80]
"""A number, a key, or what else names something: a text of so many characters at most, printed whole in messages."""
Short = Annotated[str, 40]
"""A name for where there is little room, beside the whole text."""
Percent = Annotated[int, 100]
"""A whole number from 0 to 100."""
Locate = Callable[..., Place]
"""From the keys and indexes that lead to a value, to its place in the file."""

AcceptanceClaim = Literal[
    "accepted", "in principle", "in part", "not accepted", "undecided", "not applicable"
]
ResponseStatus = Literal[
    "accepted", "accepted in principle", "accepted in part", "not accepted", "unknown"
]
Status = Literal["draft", "final"]
CorrectedPart = Literal["number", "heading", "text"]
Classification = Literal["public", "internal", "restricted"]
CommitmentKind = Literal[
    "action plan", "in development", "will", "waits on another body", "continuing"
]
Outcome = Literal["closed", "business as usual", "superseded", "not pursued"]
CommitmentEnding = Literal["replaced", "withdrawn"]
FulfilmentValue = Literal[
    "kept", "being kept", "on the way", "late", "no action", "replaced", "withdrawn"
]
"""What became of a commitment, best first; the definitions are those of docs/the-record.md."""
Grouping = Literal["theme", "lead"]
Claim = Literal["complete", "on track", "at risk", "off track"]
RuleLevel = Literal["error", "warning", "note", "off"]
State = Literal["overdue", "open", "completed", "verified", "closed"]

STATES: Mapping[State, str] = {
    "overdue": "Past the agreed date, and not completed.",
    "open": "Still to be done, and not overdue.",
    "completed": "Reported complete, not yet verified.",
    "verified": "Complete, and verified by a post other than the lead.",
    "closed": "No longer in the plan.",
}
"""The states of an action, and what each means."""


T = TypeVar("T")
K = TypeVar("K")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen record whose keys in YAML are its fields, and no others."""
    return dataclass(frozen=True)(cls)


def nowhere(*_keys: object) -> Place:
    """Return the place of a record that was made, not read."""
    return Place("")


# What is asked: a set and its recommendations.


@record
class Theme:
    """A grouping of a set: the recommendations numbered from `first` to `last`, both included."""

    title: str
    first: Name
    last: Name


@record
class Item:
    """What a set, or a body's paper, calls one of its recommendations, and many of them."""

    one: str
    many: str


@record
class Set:
    """A published set of recommendations, as far as this workspace holds it.

    `reporting` is what it asks bodies to publish about their progress, in Markdown. `order` are its numbers
    in their order, where that is not the one in which people count.
    """

    format: int
    title: str
    short_title: str
    published: Day
    total: int
    item: Item
    responder: str
    acknowledgement: str
    licence: str
    licence_url: str
    source: str
    themes: tuple[Theme, ...]
    chair: str | None = None
    reporting: str | None = None
    order: tuple[Name, ...] = ()
    fields: OwnFields | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)


@record
class Correction:
    """A change made to what the source prints, with the reason for it.

    `found` is what the source prints and `reads` what stands here instead; without `found` the
    source prints nothing there, and without both only the place in the source was mended.
    """

    part: CorrectedPart
    why: str
    found: str | None = None
    reads: str | None = None


@record
class Response:
    """What the one to whom the set was addressed said to a recommendation."""

    status: ResponseStatus
    source: str | None = None


@record
class Recommendation:
    """One recommendation of a set; its text is Markdown in the wording of the inquiry.

    `short` is its heading where there is little room. A part names the recommendation that it is `part_of`,
    which is itself no part. `addressed_to` are those who are to answer it, by name; without any, everybody.
    """

    format: int
    number: Name
    heading: str
    text: str
    response: Response
    short: Short | None = None
    part_of: Name | None = None
    addressed_to: tuple[str, ...] = ()
    fields: Mapping[Name, Value] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    at: Locate = field(default=nowhere, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Return what it is called where there is little room."""
        return self.short or self.heading


# Who answers: a body, its words and its scales.


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
    by which the check judges it, whatever the body's own word for it.
    """

    key: Name
    word: str
    meaning: str
    colour: str | None = None
    exception: bool = False
    blank: bool = False
    claim: Claim | None = None


@record
class AcceptanceStep:
    """A word of the body's own for how far it accepts a recommendation, as papers print it, and what that claims."""

    key: Name
    meaning: str
    claim: AcceptanceClaim


@record
class Purpose:
    """What papers go to meetings for: its key, the word that is printed, and what that means."""

    key: Name
    word: str
    meaning: str | None = None


@record
class Entry:
    """A field or a section of a paper's cover: its key in the record and the words that are printed."""

    key: Name
    label: str


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
    fields: tuple[Entry, ...] = ()
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
class Body:
    """A body that answers, with the schemes by which its positions are rated and assured.

    `notice` is printed on every page, as for a body that does not exist. `kind` is one of those in
    `data/kinds_of_body.yaml`, which say how early papers for its meetings must be published.
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
    at: Locate = field(default=nowhere, compare=False, repr=False)

    def committee(self, meeting: str) -> str:
        """Return one name for all names of a meeting: of a committee its own, of another the given one in small letters."""

        def bare(name: str) -> str:
            return " ".join(name.casefold().split()).removeprefix("the ")

        own = {bare(n): c.name for c in reversed(self.committees) for n in (*c.also, c.name)}
        return own.get(bare(meeting), bare(meeting))


# What is answered: a year and its positions.


@record
class NumberRange:
    """Some numbers of a set: those from `first` to `last`, both included, in the set's order.

    Between two whole numbers these are whole numbers alone, so that a set which grows by 130a leaves
    120 to 140 as they were.
    """

    first: Name
    last: Name


@record
class Year:
    """A year's stock-take: the set it answers, the day at which it is true, and whether it is final.

    `notes` are paragraphs of Markdown about the record as a whole, printed with every paper.
    """

    format: int
    set: Name
    as_at: Day
    status: Status
    numbers: tuple[NumberRange | Name, ...] | None = None
    follows: Name | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=nowhere, compare=False, repr=False)


@record
class Acceptance:
    """How far the body accepts a recommendation, by the word for it, and where and why it decided so."""

    value: Name
    reason: str | None = None
    meeting: str | None = None
    date: Day | None = None


@record
class Rated:
    """A step of one of the body's schemes, by its key, with the reason for it."""

    value: Name
    reason: str | None = None


@record
class Evidence:
    """What shows that a claim is true: its title, its day, and where it is kept.

    `where` is a web address, or says in words whom to ask for it.
    """

    title: str
    date: Day | None = None
    where: str | None = None
    classification: Classification = "public"


@record
class CommitmentOutcome:
    """How a commitment ended without having been kept: replaced `by` an action or in words, or withdrawn.

    It holds from the day `on`, so that it can be written down in the year in which the commitment was
    made, whose own papers stay as they were. Without that day it holds at once.
    """

    value: CommitmentEnding
    reason: str
    by: Name | None = None
    on: Day | None = None


@record
class Commitment:
    """Words by which a position or a paper commits the body, and the actions that answer them.

    `text` stands in the position or paper word for word. `due` is the day by which it is to be kept, or,
    of a continuing one, until which it holds. `source` is where in the body's own paper the commitment
    was made.
    """

    text: str
    kind: CommitmentKind
    actions: tuple[Name, ...] = ()
    due: When | None = None
    outcome: CommitmentOutcome | None = None
    source: str | None = None


@record
class Confirmed:
    """A note that somebody reviewed a position in its year and found that it still applies."""

    on: Day
    by: str | None = None


@record
class Position(Led):
    """Where a body stands against one recommendation; its text is Markdown in the body's own words.

    `incomplete` says how the text breaks off in its source, and is None for a whole text. `notes`
    are remarks on the source by those who transcribed it. The classification is that of the text,
    the reasons and the commitments; the acceptance, the rating and the assurance are for everybody.
    `answers` is the digest of the recommendation's text that was answered, as `digest` makes it, and
    `change` what the officer says about the difference to the year before.
    """

    format: int
    number: Name
    acceptance: Acceptance
    rating: Rated
    assurance: Rated
    text: str
    incomplete: str | None = None
    lead: tuple[Lead, ...] | str | None = None
    oversight: str | None = None
    fields: Mapping[Name, Value] = field(default_factory=dict)
    commitments: tuple[Commitment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    classification: Classification = "public"
    confirmed: Confirmed | None = None
    change: str | None = None
    answers: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=nowhere, compare=False, repr=False)


@record
class JointPosition:
    """A recommendation that is answered by the position on another one: its rating, assurance and text are those.

    Its `acceptance` is its own if it has one. `answers` and `notes` are as of a position.
    """

    format: int
    number: Name
    answered_with: Name
    acceptance: Acceptance | None = None
    answers: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=nowhere, compare=False, repr=False)


# What will be done: the action plan.


@record
class Progress:
    """What had been done towards an action on a day."""

    date: Day
    text: str
    classification: Classification = "public"


@record
class Verified:
    """The post that verified an action, and when; never the action's own lead."""

    by: str
    date: Day


@record
class Closure:
    """How an action left the plan."""

    outcome: Outcome
    date: Day | None = None
    reason: str | None = None


@record
class Action(Timed, Led):
    """Something that a body will do, for some recommendations or, without any, for the whole response.

    `since` is the day from which it stands in the plan. `original_due` is never overwritten: a later
    date is an extension. `short` is its description where there is little room, and `percent` is how much is done,
    where the body counts so. The classification is that of the description, the measure, the milestones, the reasons
    and the progress; what can be counted is for everybody.
    """

    id: Name
    recommendations: tuple[Name, ...]
    description: str
    rating: Rated
    short: Short | None = None
    since: Day | None = None
    measure: str | None = None
    lead: tuple[Lead, ...] | str | None = None
    oversight: str | None = None
    original_due: ToBeSet | When | None = None
    extensions: tuple[Extension, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    repeats: Repeats | None = None
    progress: tuple[Progress, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    percent: Percent | None = None
    completed: Day | None = None
    verified: Verified | None = None
    closure: Closure | None = None
    fields: Mapping[Name, Value] = field(default_factory=dict)
    source: str | None = None
    classification: Classification = "public"

    @property
    def name(self) -> str:
        """Return what it is called where there is little room."""
        return self.short or self.description

    @property
    def is_over(self) -> bool:
        """Return whether it was completed, or left the plan."""
        return self.completed is not None or self.closure is not None

    @property
    def is_given_up(self) -> bool:
        """Return whether it left the plan without having been completed."""
        return self.closure is not None and self.completed is None

    @property
    def is_settled(self) -> bool:
        """Return whether nobody has to do anything more about it, not even verify it."""
        return self.verified is not None or self.closure is not None

    @property
    def latest(self) -> Progress | None:
        """Return the progress note of the latest day; of two of one day, the one that stands last."""
        return max(reversed(self.progress), key=lambda note: note.date, default=None)

    @property
    def earlier(self) -> tuple[Progress, ...]:
        """Return the progress notes before the latest, newest first."""
        oldest_first = sorted(self.progress, key=lambda note: note.date)
        return tuple(reversed(oldest_first[:-1]))

    def state(self, as_at: Day) -> State:
        """Return the state of the action on a day; a plan is never judged by today's date."""
        if self.closure:
            return "closed"
        if self.verified:
            return "verified"
        if self.completed:
            return "completed"
        return "overdue" if self.is_past(as_at) else "open"


@record
class Plan:
    """The action plan of a year; `last_meeting` is the day on which the governing body last saw it."""

    format: int
    actions: tuple[Action, ...]
    last_meeting: Day | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)


# What tells records apart.


def said(position: Position) -> Position:
    """Return what of a position makes it another one: all but how it was confirmed and remarked on."""
    return replace(position, confirmed=None, change=None, answers=None, notes=())


def digest(recommendation: Recommendation) -> str:
    """Return a 12-character digest of the text of a recommendation, ignoring line breaks."""
    import hashlib  # slow to load, and only some positions say what they answered

    words = " ".join(recommendation.text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:12]
