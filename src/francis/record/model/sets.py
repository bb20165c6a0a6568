"""What is asked: a set and its recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from francis.record.days import Day
from francis.record.model.base import Locate, Name, Short, nowhere, record
from francis.record.model.own_fields import FieldValue, OwnFields

ResponseStatus = Literal[
    "accepted", "accepted in principle", "accepted in part", "not accepted", "unknown"
]
CorrectedPart = Literal["number", "heading", "text"]


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

    def word(self, number: int) -> str:
        """Return the word for so many of them."""
        return self.one if number == 1 else self.many


@record
class Set:
    """A published set of recommendations, as far as this workspace holds it.

    `reporting` is what it asks bodies to publish about their progress, in Markdown. `order` are its numbers
    in their order, where that is not the one in which people count. `responder` answers for the country, if anybody does.
    """

    format: int
    title: str
    short_title: str
    published: Day
    total: int
    item: Item
    acknowledgement: str
    licence: str
    licence_url: str
    source: str
    themes: tuple[Theme, ...]
    responder: str | None = None
    chair: str | None = None
    reporting: str | None = None
    order: tuple[Name, ...] = ()
    fields: OwnFields | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)

    @property
    def response_label(self) -> str:
        """Return what papers call the response to a recommendation, by who gave it."""
        return f"{self.responder}’s response" if self.responder else "Response"


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
    which is itself no part. `response` is None where nobody answers for the country. `addressed_to` are those who are to answer it, by name; without any, everybody.
    """

    format: int
    number: Name
    heading: str
    text: str
    response: Response | None = None
    short: Short | None = None
    part_of: Name | None = None
    addressed_to: tuple[str, ...] = ()
    fields: Mapping[Name, FieldValue] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    at: Locate = field(default=nowhere, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Return what it is called where there is little room."""
        return self.short or self.heading


def digest(recommendation: Recommendation) -> str:
    """Return a 12-character digest of the text of a recommendation, ignoring line breaks."""
    import hashlib  # slow to load, and only some positions say what they answered

    words = " ".join(recommendation.text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:12]
