"""What is answered: a year and its positions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

from francis.record.days import Day, When
from francis.record.model.base import Classification, Evidence, Locate, Name, Rated, nowhere, record
from francis.record.model.leads import Lead, Led
from francis.record.model.own_fields import FieldValue

Status = Literal["draft", "final"]
CommitmentKind = Literal[
    "action plan", "in development", "will", "waits on another body", "continuing"
]
CommitmentEnding = Literal["replaced", "withdrawn"]
FulfilmentValue = Literal[
    "kept", "being kept", "on the way", "late", "no action", "replaced", "withdrawn"
]
"""What became of a commitment, best first; the definitions are those of docs/the-record.md."""


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
    providers: tuple[Name, ...] = ()


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
    the reasons, the commitments and the fields of its own; the acceptance, the rating and the assurance are for everybody.
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
    fields: Mapping[Name, FieldValue] = field(default_factory=dict)
    commitments: tuple[Commitment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    providers: tuple[Name, ...] = ()
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


def said(position: Position) -> Position:
    """Return what of a position makes it another one: all but how it was confirmed and remarked on."""
    return replace(position, confirmed=None, change=None, answers=None, notes=())
