"""Rules about what the record claims, and what it holds to show for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from francis.changes.compare import Move, direction
from francis.check.case import Case
from francis.check.phrases import phrases
from francis.check.rule import Finding, rule
from francis.record.days import Day, day_in_words, years_after
from francis.record.model import Action, Claim, Evidence, Position
from francis.record.register import Register

GOOD: tuple[Claim, ...] = ("complete", "on track")
BAD: tuple[Claim, ...] = ("at risk", "off track")
REFUSED = ("not accepted", "not applicable", "accepted in part")
"""The acceptances that somebody will ask the reason for."""


def _positions(register: Register, *claims: Claim) -> Iterator[Position]:
    """Yield the positions whose rating makes one of these claims, by number."""
    for recommendation in register.recommendations:
        position = register.positions[recommendation.number]
        if register.rating(position).claim in claims:
            yield position


def _serving(register: Register, position: Position) -> tuple[Action, ...]:
    """Return the actions of the plan that serve a position's recommendation."""
    return register.serving.get(position.number, ())


def _named(actions: Sequence[Action]) -> str:
    """Return the ids of actions as the subject of what is still so: `A1 is`, or `A1, A2 are`."""
    return ", ".join(action.id for action in actions) + (" are" if len(actions) > 1 else " is")


def _rating(register: Register, rated: Position | Action) -> str:
    return f"rated {register.rating(rated).word}"


def _shown(register: Register, position: Position) -> tuple[Evidence, ...]:
    """Return all evidence for a position: its own, and that of the actions that serve it."""
    return (
        *position.evidence,
        *(item for action in _serving(register, position) for item in action.evidence),
    )


@rule(
    "warning",
    "Add what shows it under 'evidence', here or at an action that serves it; or change the rating.",
)
def claim_without_evidence(case: Case) -> Iterator[Finding]:
    """A position is rated complete or on track, and no evidence is recorded for it.

    Whoever reads the paper must be able to ask “how do you know?” and get an answer.
    """
    register = case.register
    for position in _positions(register, *GOOD):
        if not _shown(register, position):
            claimed = _rating(register, position)
            message = f"{position.number} is {claimed}, and there is no evidence for it."
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Add newer evidence, or change the rating.")
def evidence_old(case: Case) -> Iterator[Finding]:
    """A position is rated complete or on track, and all its evidence is older than the year before.

    Services change. Evidence that was gathered before the last stock-take but one says little
    about where things stand now.
    """
    register = case.register
    last = register.earlier.as_at if register.earlier else years_after(register.as_at, -1)
    oldest = years_after(last, -1)
    for position in _positions(register, *GOOD):
        dates = [item.date for item in _shown(register, position)]
        known = [date for date in dates if date is not None]
        if known and len(known) == len(dates) and max(known) < oldest:
            message = (
                f"{position.number} is {_rating(register, position)}, and its newest evidence is of "
                f"{day_in_words(max(known))}, before {day_in_words(oldest)}."
            )
            held_here = ("evidence",) if position.evidence else ("rating", "value")
            yield Finding(position.at(*held_here), message)


@rule("warning", "Change the rating, or have a later date for the action approved.")
def good_but_overdue(case: Case) -> Iterator[Finding]:
    """A position is rated complete or on track, while an action that serves it is overdue.

    One page of the paper then says that all is well, and another that it is late.
    """
    register = case.register
    for position in _positions(register, *GOOD):
        late = [a for a in _serving(register, position) if register.state(a) == "overdue"]
        if late:
            message = (
                f"{position.number} is {_rating(register, position)}, while {_named(late)} overdue."
            )
            yield Finding(position.at("rating", "value"), message)


@rule(
    "warning", "Add an action that mends it to actions.yaml, or list this number at one that does."
)
def bad_without_action(case: Case) -> Iterator[Finding]:
    """A position is rated at risk or off track, and no open action serves it.

    A board that is told of a problem will ask what is being done about it, and by whom.
    """
    register = case.register
    for position in _positions(register, *BAD):
        if not any(map(register.is_open, _serving(register, position))):
            claimed = _rating(register, position)
            message = f"{position.number} is {claimed}, and no open action serves it."
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Add the evidence that it is better, or leave the rating as it was.")
def better_without_evidence(case: Case) -> Iterator[Finding]:
    """A rating is better than in the year before, and there is no evidence that was not there then.

    Ratings drift upwards when nobody has to show what changed.
    """
    register, earlier = case.register, case.register.earlier
    if earlier is None:
        return
    for recommendation in register.recommendations:
        position = register.positions[recommendation.number]
        before = earlier.positions.get(position.number)
        if before is None or before.rating.value == position.rating.value:
            continue
        moved = Move(earlier.rating(before), register.rating(position))
        way = direction(moved, (earlier.body.ratings, register.body.ratings))
        fresh = _titles(_shown(register, position)) - _titles(_shown(earlier, before))
        if way == "better" and not fresh:
            message = (
                f"{position.number} went from {moved.old.word} to {moved.new.word} without evidence that "
                f"{earlier.year_id} did not have."
            )
            yield Finding(position.at("rating", "value"), message)


def _titles(evidence: Iterable[Evidence]) -> set[tuple[str, Day | None]]:
    """Return what makes a piece of evidence another one, wherever it is kept."""
    return {(item.title, item.date) for item in evidence}


@rule("warning", "Change the rating, or the dates, until they say the same.")
def rating_against_dates(case: Case) -> Iterator[Finding]:
    """The rating of an action, or of a position, says something else than its dates.

    An action that is rated on track is not overdue, one rated complete has a day of completion, and
    one that was completed is no longer off track. A position that is rated complete has no action that
    is still open.
    """
    register = case.register
    for index, action in enumerate(register.actions):
        claim, state = register.rating(action).claim, register.state(action)
        against = {
            "overdue": claim in GOOD and "it is overdue",
            "open": claim == "complete" and "it has no day of completion",
            "completed": claim == "off track" and "it was completed",
            "verified": claim in BAD and "it is done, and verified",
        }.get(state)
        if against:
            place = register.plan.at("actions", index, "rating", "value")
            yield Finding(place, f"{action.id} is {_rating(register, action)}, but {against}.")
    for position in _positions(register, "complete"):
        undone = [a for a in _serving(register, position) if register.state(a) == "open"]
        if undone:
            message = f"{position.number} is {_rating(register, position)}, but {_named(undone)} still open."
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Have a post other than the lead look, and write 'verified' with 'by' and 'date'.")
def complete_not_verified(case: Case) -> Iterator[Finding]:
    """Something is rated complete, and nobody but its lead has found it to be so.

    Complete means done, with evidence, and signed off by somebody else.
    """
    register = case.register
    for index, action in enumerate(register.actions):
        unseen = action.verified is None and action.closure is None
        if register.rating(action).claim == "complete" and action.completed and unseen:
            place = register.plan.at("actions", index, "rating", "value")
            claimed = _rating(register, action)
            yield Finding(place, f"{action.id} is {claimed}, and nobody has verified it.")
    for position in _positions(register, "complete"):
        unseen_too = [a for a in _serving(register, position) if register.state(a) == "completed"]
        if unseen_too:
            message = (
                f"{position.number} is {_rating(register, position)}, and {_named(unseen_too)} "
                "not verified."
            )
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Have another post verify it, and write that post.")
def verified_by_lead(case: Case) -> Iterator[Finding]:
    """An action was verified by its own lead.

    Nobody signs off their own work.
    """
    for index, action in enumerate(case.register.actions):
        if action.verified and action.lead and _same(action.verified.by, action.lead):
            place = case.register.plan.at("actions", index, "verified", "by")
            yield Finding(place, f"{action.id} was verified by its own lead, {action.lead}.")


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


@rule("warning", "Write under 'reason' what the assurance rests on.")
def assurance_without_reason(case: Case) -> Iterator[Finding]:
    """An assurance is given without a reason.

    Paper assurance and having looked are two different things; the reason says which it was.
    """
    register = case.register
    for position in register.positions.values():
        level = register.assurance(position)
        if not level.blank and not position.assurance.reason:
            message = f"{position.number} has the assurance {level.word}, and nothing says what it rests on."
            yield Finding(position.at("assurance", "value"), message)


@rule("warning", "Write the 'reason' below the value.")
def refused_without_reason(case: Case) -> Iterator[Finding]:
    """A recommendation is accepted in part only, not accepted or not applicable, and nothing says why.

    Every body is to say how far it accepts each recommendation; the public will ask why not.
    """
    for position in case.register.positions.values():
        if position.acceptance.value in REFUSED and not position.acceptance.reason:
            message = f"{position.number} is {position.acceptance.value}, without a reason."
            yield Finding(position.at("acceptance", "value"), message)


@rule("warning", "Write each of them before the papers go out.")
def position_unwritten(case: Case) -> Iterator[Finding]:
    """A position says no more than that it is not yet written.

    A paper that is sent out so says of the body that it has not looked.
    """
    placeholders = phrases()["unwritten"]
    unwritten = [
        position.number
        for position, text in zip(case.positions, case.answers, strict=True)
        if text.lower.strip(" .") in placeholders
    ]
    if unwritten:
        listed = ", ".join(unwritten[:3]) + (", …" if len(unwritten) > 3 else ".")
        many = f"{len(unwritten)} positions are" if len(unwritten) > 1 else "a position is"
        yield Finding(case.register.year.at(), f"{many} not yet written: {listed}")


@rule("note", "Give each step of 'ratings' its 'claim': complete, on track, at risk or off track.")
def ratings_without_claim(case: Case) -> Iterator[Finding]:
    """The body's ratings do not say what they claim, so no rating can be held to the record.

    Bodies define colours differently. The check must not guess that green means on track.
    """
    body = case.register.body
    silent = [step.word for step in body.ratings if not step.claim and not step.blank]
    if silent:
        message = f"the ratings {', '.join(silent)} do not say what they claim."
        yield Finding(body.at("ratings"), message)


CLAIM_RULES = (
    claim_without_evidence,
    evidence_old,
    good_but_overdue,
    bad_without_action,
    better_without_evidence,
    rating_against_dates,
    complete_not_verified,
    verified_by_lead,
    assurance_without_reason,
    refused_without_reason,
    position_unwritten,
    ratings_without_claim,
)
