"""Where a position stands, in the words of public trackers, whatever words the body has of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from francis.record.model import Claim, Position
from francis.record.register import Register

SharedWord = Literal[
    "not started",
    "in progress",
    "complete as the body says",
    "complete and checked",
    "not accepted",
    "superseded",
    "not applicable",
    "not known",
]
"""The words of trackers, and two for what these cannot say; the definitions are those of docs/the-record.md."""
_OF_CLAIM: Mapping[Claim, SharedWord] = {
    "complete": "complete and checked",
    "reported complete": "complete as the body says",
    "complete or ongoing": "complete as the body says",
    "on track": "in progress",
    "under way": "in progress",
    "at risk": "in progress",
    "off track": "in progress",
    "not started": "not started",
}


def shared_word(register: Register, position: Position) -> SharedWord:
    """Return where a position stands in the words of public trackers, by what the body's own words claim.

    What nobody knows is never said to be good: a rating that claims nothing is `not known`, one that is
    complete while its assurance is an exception is complete as the body says, and one that is complete or
    ongoing is in progress while an action that serves it is still to be done.
    """
    claim = register.rating(position).claim
    accepted = register.acceptance(position).claim
    if claim == "superseded":
        return "superseded"
    if accepted == "not accepted" or accepted == "not applicable":
        return accepted
    if claim == "complete" and register.assurance(position).exception:
        return "complete as the body says"
    if claim == "complete or ongoing":
        served = (position.number, *register.answered_too.get(position.number, ()))
        if any(register.is_open(a) for n in served for a in register.serving.get(n, ())):
            return "in progress"
    return _OF_CLAIM[claim] if claim else "not known"
