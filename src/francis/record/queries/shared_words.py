"""Where a position stands, in the words of public trackers, whatever words the body has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from francis.record.model import Action, Claim, Position, Step
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
    complete is so as the body says, unless the record says how anybody else knows, and one that is complete
    or ongoing is in progress while an action that serves it is still to be done.
    """
    claim = register.rating(position).claim
    accepted = register.acceptance(position).claim
    if claim == "superseded":
        return "superseded"
    if accepted == "not accepted" or accepted == "not applicable":
        return accepted
    served = (position.number, *register.answered_too.get(position.number, ()))
    actions = [a for n in served for a in register.serving.get(n, ())]
    if claim == "complete" and not _is_checked(register.assurance(position), actions):
        return "complete as the body says"
    if claim == "complete or ongoing" and any(map(register.is_open, actions)):
        return "in progress"
    return _OF_CLAIM[claim] if claim else "not known"


def _is_checked(assurance: Step, actions: Iterable[Action]) -> bool:
    """Return whether the record says that somebody looked: an assessment of assurance, or a verified action."""
    if assurance.blank:
        return any(action.verified for action in actions)
    return not assurance.exception
