"""What a paper rests on: the body, the set, and where the words of each come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from francis.record.days import day_in_words
from francis.record.prose import first_upper, with_article
from francis.record.register import Register


class Link(NamedTuple):
    """A document that a source names, and its address."""

    title: str
    address: str


class Source(NamedTuple):
    """One thing that a paper rests on: what it is, in words, and the document to read, if any.

    `text` is None where the record does not say it; papers of prose leave it out.
    """

    label: str
    text: str | None
    link: Link | None = None


def sources(register: Register, provenance: str, version: str) -> Iterator[Source]:
    """Yield what a paper of the register rests on; `provenance` says where the record comes from."""
    body, year, set_ = register.body, register.year, register.set
    items = body.words.item.many
    chair = f", chaired by {set_.chair}" if set_.chair else ""
    yield Source("Body", body.name)
    yield Source(
        first_upper(items),
        f"{register.share} {set_.item.many} of {with_article(set_.title)}{chair}, "
        f"published on {day_in_words(set_.published)}",
    )
    yield Source("Status of the positions", first_upper(year.status))
    yield Source("Source of the positions", year.source)
    yield Source(f"Source of the {items}", set_.source)
    yield Source("Copyright", set_.acknowledgement, Link(set_.licence, set_.licence_url))
    yield Source(
        "Made from",
        f"The record {register.body_id}/{register.year_id} against {register.set_id}, {provenance}, "
        f"by francis {version}",
    )
