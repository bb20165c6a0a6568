"""Letters that ask providers: what was asked, what became of it, and what is asked for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from francis.errors import FrancisError
from francis.record.days import Day, When, day_in_words
from francis.record.model import Recommendation

if TYPE_CHECKING:
    from francis.record.model.providers import Provider, Request, RequestView
    from francis.record.paper_kinds import RequestSubject
    from francis.record.register import Register

LetterKind = Literal["letter", "letter again", "letter for the rest"]
"""What a letter is: the first, one that asks again, or one that asks for what an answer lacked."""


@dataclass(frozen=True)
class RequestLetter:
    """A letter on a day about one request; `provider` is None of a request to all of them.

    `by` is when the answer is asked for: None where nobody has said, or the day that was said is past.
    """

    reference: str
    provider: Provider | None
    view: RequestView
    on: Day
    by: When | None
    recommendations: tuple[Recommendation, ...]

    @property
    def request(self) -> Request:
        """Return the request."""
        return self.view.request

    @property
    def post(self) -> str:
        """Return whom it goes to, as files with addresses name them: royal/Chief Executive."""
        return "/".join(filter(None, (self.reference.partition("/")[0], self.request.asked_of)))

    @property
    def purpose(self) -> LetterKind:
        """Return what the letter is for."""
        of = self.request
        if of.judged:
            return "letter for the rest"
        was_asked_before = of.asked is not None and of.asked.last < self.on
        return "letter again" if of.chased or of.refused or was_asked_before else "letter"


def request_letter(register: Register, subject: RequestSubject) -> RequestLetter:
    """Return the letter about a request of a register, on its day; raise FrancisError where nothing is left to ask."""
    reference = subject.reference
    folder = next((each for each in register.providers if each.name == subject.provider), None)
    log = folder or register.common_log
    found = (each for each in log.requests if each.request.id == subject.id) if log else iter(())
    view = next(found, None)
    if view is None:
        raise FrancisError(f"{reference} was not asked by {day_in_words(register.as_at)}.")
    of = view.request
    if of.received_from:
        raise FrancisError(
            f"{reference} came to you from {of.received_from}. Letters are made for what you ask of others."
        )
    if of.judged and of.judged.value == "sufficient":
        raise FrancisError(
            f"{reference} was answered, and judged sufficient. Nothing is left to ask."
        )
    if of.answered and not of.judged:
        raise FrancisError(
            f"{reference} was answered, and not judged yet. Say first whether that is enough, such as:\n"
            f'francis act {reference} --judged "in part" --reason "…"'
        )
    due = subject.by or of.due
    return RequestLetter(
        reference,
        folder.provider if folder else None,
        view,
        register.as_at,
        due if due and due.last >= register.as_at else None,
        tuple(register.held[number] for number in of.recommendations if number in register.held),
    )
