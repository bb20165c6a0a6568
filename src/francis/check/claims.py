"""Rules about ratings, and the evidence and actions behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from francis.changes.compare import Move
from francis.check.case import Case
from francis.check.phrases import bare, phrases_of
from francis.check.rule import Finding, rule, short_prose
from francis.record.days import Day, day_in_words, years_after
from francis.record.model import AcceptanceClaim, Action, Claim, Evidence, Position
from francis.record.model.schemes import direction
from francis.record.prose import is_unwritten, plain
from francis.record.register import Register

DONE: tuple[Claim, ...] = ("complete", "reported complete")
"""What ratings claim by which nothing is left to do."""
GOOD: tuple[Claim, ...] = (*DONE, "complete or ongoing", "on track")
BAD: tuple[Claim, ...] = ("at risk", "off track")
REFUSED: tuple[AcceptanceClaim, ...] = ("not accepted", "not applicable", "in part")
"""What acceptances claim that need a reason."""
LONGEST_POINTER = 60
"""The most characters of a text that only points at another."""


def _positions(register: Register, *claims: Claim) -> Iterator[Position]:
    """Yield the positions whose rating makes one of these claims, by number."""
    for position in register.written:
        if register.rating(position).claim in claims:
            yield position


def _serving(register: Register, position: Position) -> tuple[Action, ...]:
    """Return the actions of the plan that serve what a position answers."""
    answered = (position.number, *register.answered_too.get(position.number, ()))
    serving = (action for number in answered for action in register.serving.get(number, ()))
    return tuple({action.id: action for action in serving}.values())


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
    "Add the evidence here, or to an action that serves this recommendation. Or change the rating.",
)
def claim_without_evidence(case: Case) -> Iterator[Finding]:
    """A position is rated complete or on track, but has no evidence.

    A reader of the paper will ask “how do you know?” The record must have the answer.
    """
    register = case.register
    for position in _positions(register, *GOOD):
        if not _shown(register, position):
            claimed = _rating(register, position)
            message = f"{position.number} is {claimed}, but has no evidence."
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Add newer evidence, or change the rating.")
def evidence_old(case: Case) -> Iterator[Finding]:
    """A position is rated complete or on track, but all its evidence is old.

    Services change. Evidence from more than a year before the last stock-take says little about where
    things stand now.
    """
    register = case.register
    last = register.earlier.as_at if register.earlier else years_after(register.as_at, -1)
    oldest = years_after(last, -1)
    for position in _positions(register, *GOOD):
        dates = [item.date for item in _shown(register, position)]
        known = [date for date in dates if date is not None]
        if known and len(known) == len(dates) and max(known) < oldest:
            message = (
                f"{position.number} is {_rating(register, position)}, but its newest evidence is from "
                f"{day_in_words(max(known))}, before {day_in_words(oldest)}."
            )
            held_here = ("evidence",) if position.evidence else ("rating", "value")
            yield Finding(position.at(*held_here), message)


@rule("warning", "Change the rating, or get a later date approved for the action.")
def good_but_overdue(case: Case) -> Iterator[Finding]:
    """A position is rated complete or on track, but one of its actions is overdue.

    One page of the paper would say that all is well, and another that work is late.
    """
    register = case.register
    for position in _positions(register, *GOOD):
        late = [a for a in _serving(register, position) if register.state(a) == "overdue"]
        if late:
            message = (
                f"{position.number} is {_rating(register, position)}, but {_named(late)} overdue."
            )
            yield Finding(position.at("rating", "value"), message)


@rule(
    "warning",
    "Add an action to actions.yaml, or add this number to the action that will put it right.",
)
def bad_without_action(case: Case) -> Iterator[Finding]:
    """A position is rated at risk or off track, but has no open action.

    Whoever hears of a problem will ask what is being done about it, and by whom.
    """
    register = case.register
    for position in _positions(register, *BAD):
        if not any(map(register.is_open, _serving(register, position))):
            claimed = _rating(register, position)
            message = f"{position.number} is {claimed}, but has no open action."
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Add the evidence that it is better, or keep the earlier rating.")
def better_without_evidence(case: Case) -> Iterator[Finding]:
    """A rating is better than in the last stock-take, but there is no new evidence.

    Ratings drift upwards when nobody has to show what changed.
    """
    register, earlier = case.register, case.register.earlier
    if earlier is None:
        return
    for position in register.written:
        before = earlier.positions.get(position.number)
        if before is None or before.rating.value == position.rating.value:
            continue
        moved = Move(earlier.rating(before), register.rating(position))
        way = direction(moved, (earlier.body.ratings, register.body.ratings))
        fresh = _titles(_shown(register, position)) - _titles(_shown(earlier, before))
        if way == "better" and not fresh:
            message = (
                f"{position.number} went from {moved.old.word} to {moved.new.word}, but has no evidence that "
                f"{earlier.year_id} did not have."
            )
            yield Finding(position.at("rating", "value"), message)


def _titles(evidence: Iterable[Evidence]) -> set[tuple[str, Day | None]]:
    """Return what makes a piece of evidence another one, wherever it is kept."""
    return {(item.title, item.date) for item in evidence}


@rule("warning", "Correct the rating or the dates, so that they agree.")
def rating_against_dates(case: Case) -> Iterator[Finding]:
    """The rating of an action or a position contradicts its dates.

    An action rated on track cannot be overdue. One rated complete needs a completion date, and one that
    was completed is no longer off track, under way or not started. A position rated complete cannot have open actions,
    except those that repeat and whose turns are kept; one that is complete or ongoing can.
    """
    register = case.register
    for index, action in enumerate(register.actions):
        claim, state = register.rating(action).claim, register.state(action)
        against = {
            "overdue": claim in GOOD and "it is overdue",
            "open": claim in DONE and not action.repeats and "it has no completion date",
            "completed": claim in ("off track", "under way", "not started") and "it was completed",
            "verified": claim in (*BAD, "under way", "not started")
            and "it is complete and verified",
        }.get(state)
        if against:
            place = register.plan.at("actions", index, "rating", "value")
            yield Finding(place, f"{action.id} is {_rating(register, action)}, but {against}.")
    for position in _positions(register, *DONE):
        serving = _serving(register, position)
        undone = [a for a in serving if register.state(a) == "open" and not a.repeats]
        if undone:
            message = f"{position.number} is {_rating(register, position)}, but {_named(undone)} still open."
            yield Finding(position.at("rating", "value"), message)


@rule(
    "warning",
    "Correct the percentage (100 once it is completed, as in: francis act A01 --percent 100), or 'completed' with its day.",
)
def percent_against_state(case: Case) -> Iterator[Finding]:
    """An action is 100% done but not completed, or completed with less than 100%.

    One of the two is wrong, and papers print both.
    """
    for index, action in enumerate(case.register.actions):
        place = ("actions", index, "percent")
        if action.percent == 100 and action.completed is None:
            message = f"{action.id} is 100% done, but has no completion date."
            yield Finding(case.register.plan.at(*place), message)
        elif action.percent is not None and action.percent < 100 and action.completed:
            message = f"{action.id} is completed, but only {action.percent}% done."
            yield Finding(case.register.plan.at(*place), message)


@rule(
    "warning",
    "Ask somebody other than the lead to verify it, and add 'verified' with 'by' and 'date'.",
)
def complete_not_verified(case: Case) -> Iterator[Finding]:
    """An action or a position is rated complete, but is not yet verified.

    Complete means done, with evidence, and signed off by somebody other than the lead. A rating that claims no more
    than to be reported complete, or complete or ongoing, is passed over.
    """
    register = case.register
    for index, action in enumerate(register.actions):
        unseen = action.verified is None and action.closure is None
        if register.rating(action).claim == "complete" and action.completed and unseen:
            place = register.plan.at("actions", index, "rating", "value")
            claimed = _rating(register, action)
            yield Finding(place, f"{action.id} is {claimed}, but not yet verified.")
    for position in _positions(register, "complete"):
        unseen_too = [a for a in _serving(register, position) if register.state(a) == "completed"]
        if unseen_too:
            message = (
                f"{position.number} is {_rating(register, position)}, but {_named(unseen_too)} "
                "not yet verified."
            )
            yield Finding(position.at("rating", "value"), message)


@rule("warning", "Ask somebody else to verify it, and write their post.")
def verified_by_lead(case: Case) -> Iterator[Finding]:
    """An action was verified by its own lead.

    Nobody should sign off their own work.
    """
    for index, action in enumerate(case.register.actions):
        by = action.verified.by if action.verified else ""
        own = next((lead.post for lead in action.leads if _same(by, lead.post)), None)
        if own is not None:
            place = case.register.plan.at("actions", index, "verified", "by")
            yield Finding(place, f"{action.id} was verified by its own lead, {own}.")


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


@rule("warning", "Write what the assurance is based on, as its 'reason'.")
def assurance_without_reason(case: Case) -> Iterator[Finding]:
    """A level of assurance has no reason.

    Reading a report and looking for oneself are different things. The reason says which it was.
    """
    register = case.register
    for position in register.written:
        level = register.assurance(position)
        if not level.blank and not position.assurance.reason:
            message = f"{position.number} has the assurance {level.word}, but no reason for it."
            yield Finding(position.at("assurance", "value"), message)


@rule("warning", "Add the 'reason' below the value.")
def refused_without_reason(case: Case) -> Iterator[Finding]:
    """A recommendation is accepted in part, not accepted or not applicable, but there is no reason.

    Every body is asked how far it accepts each recommendation. The public will ask why not.
    """
    register = case.register
    for position in register.positions.values():
        joint = register.joint.get(position.number)
        if joint is not None and joint.acceptance is None:
            continue  # it is accepted as the position that answers it
        if register.acceptance(position).claim in REFUSED and not position.acceptance.reason:
            message = f"{position.number} is {position.acceptance.value}, but has no reason."
            yield Finding(position.at("acceptance", "value"), message)


@rule("warning", "Write the text before the papers go out.")
def position_unwritten(case: Case) -> Iterator[Finding]:
    """A position is not yet written.

    A paper with such a position tells its readers that the body has not looked.
    """
    unwritten = [position.number for position in case.register.unwritten]
    if unwritten:
        listed = ", ".join(unwritten[:3]) + (", …" if len(unwritten) > 3 else ".")
        many = f"{len(unwritten)} positions are" if len(unwritten) > 1 else "a position is"
        yield Finding(case.register.year.at(), f"{many} not yet written: {listed}")


@rule("warning", "Put your own in their place, or delete them.")
def sample_left(case: Case) -> Iterator[Finding]:
    """Actions or covers are still the samples with which the workspace began: they begin with “Sample:”.

    Papers would tell their readers of what nobody does.
    """
    if samples := case.register.samples:
        many = "1 sample is" if len(samples) == 1 else f"{len(samples)} samples are"
        message = f"{many} still to be replaced: {', '.join(samples)}."
        yield Finding(case.register.year.at(), message)


@rule("warning", "Copy its text into its file, word for word.")
def recommendation_unwritten(case: Case) -> Iterator[Finding]:
    """The text of a recommendation is not yet in the record.

    Nobody can see what a position on it answers.
    """
    silent = [r for r in case.register.recommendations if is_unwritten(r.text)]
    if silent:
        listed = ", ".join(r.number for r in silent[:3]) + (", …" if len(silent) > 3 else ".")
        many = f"{len(silent)} recommendations have" if len(silent) > 1 else "a recommendation has"
        yield Finding(silent[0].at("text"), f"{many} no text yet: {listed}")


@rule(
    "warning", "Write here what is said there, or link to it in a sentence that can be read alone."
)
def text_elsewhere(case: Case) -> Iterator[Finding]:
    """A position or an action says no more than “as above” or “see 2.1 above”.

    Whoever reads one row of a table, or one e-mail about one action, cannot follow it.
    """
    register = case.register
    for position in case.positions:
        if _points_elsewhere(position.text):
            message = f"the text of {position.number} says only {short_prose(position.text)}."
            yield Finding(position.at("text", offset=1), message)
    for index, action in enumerate(register.actions):
        for key in ("description", "measure"):
            words = getattr(action, key)
            if words and _points_elsewhere(words):
                message = f"the {key} of {action.id} says only {short_prose(words)}."
                yield Finding(register.plan.at("actions", index, key), message)


def _points_elsewhere(text: str) -> bool:
    """Return whether a text says no more than that something stands elsewhere, whatever number it names."""
    if len(text) > LONGEST_POINTER:
        return False
    words = re.findall(r"[a-z]+(?![\w.]*[0-9])(?<![0-9.])", bare(plain(text)))
    told = [word for word in words if word not in phrases_of("beside_elsewhere")]
    return " ".join(told) in phrases_of("elsewhere")


@rule("warning", "Read the new text, change the position if need be, and run francis confirm.")
def position_for_review(case: Case) -> Iterator[Finding]:
    """The text of a recommendation has changed since the position answered it.

    The answer may no longer fit. Papers mark it, and no final paper is made until somebody has looked.
    """
    for position in case.register.for_review:
        message = f"{position.number} answers an older text of its recommendation."
        yield Finding(position.at("answers"), message)


@rule(
    "note",
    "Add a 'claim' to each rating in body.yaml, such as complete, reported complete, on track or off track.",
)
def ratings_without_claim(case: Case) -> Iterator[Finding]:
    """The body's ratings do not say what they claim, so they cannot be checked against the record.

    Bodies define colours differently. The check must not guess that green means on track.
    """
    body = case.register.body
    silent = [step.word for step in body.ratings if not step.claim and not step.blank]
    if silent:
        message = f"the rating {silent[0]} does not say what it claims."
        if len(silent) > 1:
            message = f"the ratings {', '.join(silent)} do not say what they claim."
        yield Finding(body.at("ratings"), message)


CLAIM_RULES = (
    claim_without_evidence,
    evidence_old,
    good_but_overdue,
    bad_without_action,
    better_without_evidence,
    rating_against_dates,
    percent_against_state,
    complete_not_verified,
    verified_by_lead,
    assurance_without_reason,
    refused_without_reason,
    position_unwritten,
    sample_left,
    recommendation_unwritten,
    text_elsewhere,
    position_for_review,
    ratings_without_claim,
)
