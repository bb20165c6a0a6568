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
    items = body.words.item.word(len(register.numbers))
    chair = f", chaired by {set_.chair}" if set_.chair else ""
    yield Source("Body", body.name)
    yield Source(
        first_upper(items),
        f"{register.share} {set_.item.word(set_.total)} of {with_article(set_.title)}{chair}, "
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


UNCOMMITTED = {
    "no git": (
        "the record is not under version control, so a final paper could not say what it was made from.",
        "Run: git init, git add ., git commit.",
    ),
    "not installed": (
        "git is not installed, so a final paper could not say what it was made from.",
        "Install it, for example from https://git-scm.com. Then run the command again.",
    ),
    "refused": (
        "git refused to read the record, so a final paper could not say what it was made from.",
        "To see why, run: git status. If it speaks of ownership and the folder is yours, run the command that it names.",
    ),
    "no history": (
        "this part of the record was never committed, so a final paper could not say what it was made from.",
        "Commit it: git add, git commit.",
    ),
    "shallow": (
        "the git history here is incomplete, so a final paper could not say what it was made from.",
        "To get the rest, run: git fetch --unshallow.",
    ),
    "changed": (
        "the file has uncommitted changes, so nobody could make the same final paper again.",
        "Commit them (git add, git commit), or undo them.",
    ),
}
"""What is said of a record of which no final paper is made, by the state of its provenance, and the remedy."""
