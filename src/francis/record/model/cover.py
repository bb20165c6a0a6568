"""What is put to a meeting: the cover of a paper, and its narrative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from typing import Literal, NamedTuple

from francis.own_data import own_data
from francis.record.days import Day, When
from francis.record.model.base import Classification, Locate, Name, nowhere, record
from francis.record.model.bodies import Purpose
from francis.record.model.positions import Commitment

Session = Literal["public", "private"]
DecisionValue = Literal["agreed", "amended", "deferred", "refused"]
FILLED = ("meeting", "date", "session", "purpose")
"""The fields of a cover that are filled in from the cover itself."""


@record
class Paragraph:
    """A paragraph of a section, numbered in the paper; its Markdown may hold figures of the record."""

    text: str
    heading: str | None = None
    classification: Classification = "public"


@record
class Section:
    """A section of a paper: what comes before its numbered paragraphs, and these."""

    key: Name
    text: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()


@record
class Decision:
    """What a meeting made of what it was asked, in which minute, and who is to do what is left by when."""

    value: DecisionValue
    minute: str | None = None
    lead: str | None = None
    due: When | None = None
    text: str | None = None


@record
class Ask:
    """What a meeting is asked to do, in Markdown, and by when; once it was held, what came of it.

    `about` are the numbers of recommendations and the ids of actions that it is about, beside those of actions in
    its text.
    """

    text: str
    by: When | None = None
    about: tuple[Name, ...] = ()
    outcome: Decision | None = None


@record
class Cover:
    """The cover of one paper for one meeting, and its narrative.

    `paper` says which paper it is; without it, the name of its file does. `fields` are by the keys of the body's form; one of the form that is not here is printed as not
    stated. `purposes` are keys of the list in force: the body's own, or `usual_purposes`. `asks` are what the meeting is asked to do: of one without an outcome the words alone may stand there. `published` is the day from which
    anybody could read the paper, and `late` the reason why that was later than it should be.
    `chair_agreed` says that the chair took it all the same. `message` says where things stand, in place of the
    sentences that papers make of the record.
    """

    format: int
    title: str
    meeting: str
    purposes: tuple[Name, ...]
    fields: Mapping[str, str]
    paper: Name | None = None
    date: When | None = None
    session: Session | None = None
    published: Day | None = None
    late: str | None = None
    chair_agreed: bool = False
    message: str | None = None
    asks: tuple[Ask | str, ...] = ()
    sections: tuple[Section, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    source: str | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)

    @property
    def all_asks(self) -> tuple[Ask, ...]:
        """Return what the meeting is asked to do, each with its outcome if one is written down."""
        return tuple(Ask(ask) if isinstance(ask, str) else ask for ask in self.asks)

    def section(self, key: str) -> Section | None:
        """Return the section under a key of the form, or None if nothing is written there."""
        return next((section for section in self.sections if section.key == key), None)


@cache
def usual_purposes(group: str) -> tuple[Purpose, ...]:
    """Return the purposes of a body that lists none: those that are always `listed`, or those that there are `also`."""
    found = own_data(__file__, "../data/purposes.yaml")[group]
    return tuple(Purpose(**said) for said in found)


class Matter(NamedTuple):
    """What an earlier paper asked of a meeting, and what came of it, as the next paper of that meeting tells it.

    `place` counts the asks of the cover from 1. The words hold no figures by name: these are those of the `year` in
    which it was asked.
    """

    year: str
    paper: str
    place: int
    cover: Cover
    text: str
    outcome: Decision | None

    @property
    def key(self) -> str:
        """Return its unique key: `2014/board-report/2`."""
        return f"{self.year}/{self.paper}/{self.place}"
