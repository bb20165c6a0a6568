"""References to providers and to what their files hold, from wherever they are: `royal`, `royal/C2`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from francis.errors import Problem
from francis.record.model import Action, Commitment, Evidence, Locate, Position
from francis.record.model.cover import Cover
from francis.record.reading.references import not_there

MentionKeys = tuple[str | int, ...]
"""What leads to a value in its file."""


class Referable(Protocol):
    """What can be referred to, and whether a name may be of what could not be read."""

    @property
    def names(self) -> Collection[str]:
        """Return all that can be referred to."""

    def is_unread(self, name: str) -> bool:
        """Return whether a name may be of something that could not be read."""


def check_mentions(
    at: Locate, mentions: Iterable[tuple[MentionKeys, str]], known: Referable | None
) -> Iterator[Problem]:
    """Yield what is said of providers, under some keys of a record, that none of their files holds."""
    for keys, name in mentions:
        names = known.names if known else ()
        if name not in names and not (known and known.is_unread(name)):
            remedy = "Name a folder of providers, or what its files hold, as in royal/C2."
            yield not_there(at(*keys), "providers", name, names, "link", remedy)


def mentions_of(
    keys: MentionKeys, of: Position | Action | Cover
) -> Iterator[tuple[MentionKeys, str]]:
    """Yield the providers that a position, an action or a paper names, its evidence and its commitments too, each with its keys."""
    if not isinstance(of, Cover):
        if of.providers:
            yield from _named(keys, of)
        if of.evidence:
            yield from evidence_mentions(keys, of.evidence)
    for index, commitment in enumerate(() if isinstance(of, Action) else of.commitments):
        yield from _named((*keys, "commitments", index), commitment)


def evidence_mentions(
    keys: MentionKeys, evidence: Iterable[Evidence]
) -> Iterator[tuple[MentionKeys, str]]:
    """Yield the providers that pieces of evidence name, each with its keys."""
    for index, item in enumerate(evidence):
        yield from _named((*keys, "evidence", index), item)


def _named(
    keys: MentionKeys, of: Position | Action | Commitment | Evidence
) -> Iterator[tuple[MentionKeys, str]]:
    yield from (((*keys, "providers", n), name) for n, name in enumerate(of.providers))
