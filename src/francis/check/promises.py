"""Rules about what was promised, and who does it by when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from francis.check.case import Case, Text, matches
from francis.check.phrases import DATE, says, sentences, stated_date
from francis.check.rule import Finding, rule, short
from francis.formats.dates import MONTHS
from francis.record.days import Day, day_in_words
from francis.record.model import Action, Commitment, Cover, Position
from francis.record.prose import plain
from francis.record.register import STALE, Register


@rule(
    "warning", "Copy the sentence into 'commitments', with its kind and the actions that answer it."
)
def promise_unrecorded(case: Case) -> Iterator[Finding]:
    """A sentence promises something, and is not recorded as a commitment.

    A promise that nobody wrote down is one that nobody keeps. A promise is known by words such as
    “will publish” or “under development”. To look back at an action plan, or to name one, promises nothing.
    """
    for speech in case.speeches:
        recorded = _recorded(speech.record)
        told: set[str] = set()
        for text in speech.narrative:
            for begin, sentence in _promising(text):
                if sentence in told or any(r in sentence or sentence in r for r in recorded):
                    continue
                told.add(sentence)
                message = (
                    f"{speech.name} promises something that is no commitment: {short(sentence)}"
                )
                yield Finding(text.place(begin), message)


def _recorded(record: Position | Cover) -> list[str]:
    """Return the commitments of a record, and the sentences of each; not a word or two of one."""
    return [
        sentence
        for commitment in record.commitments
        for sentence in (plain(commitment.text), *(s for _, s in sentences(commitment.text)))
        if sentence.count(" ") > 2 or sentence == plain(commitment.text)
    ]


def _promising(text: Text) -> Iterator[tuple[int, str]]:
    """Yield the sentences that promise something, each with the offset of the words by which it does."""
    promising = matches("promises", text)
    denials = matches("no_promises", text) if promising else ()
    denied = {offset for denial in denials for offset in range(*denial)}
    for begin, end in promising:
        sentence = text.sentence_at(begin)
        names_a_plan = says("names_of_plans", text.words[begin:end])
        if begin not in denied and (not names_a_plan or says("ahead", sentence)):
            yield begin, sentence


def _is_unanswered(register: Register, commitment: Commitment) -> bool:
    """Return whether no action of this year's plan, or of an earlier one, answers a commitment."""
    return not any(register.action(name) for name in commitment.actions)


@rule("warning", "Add an action that answers it to actions.yaml, and name it at the commitment.")
def plan_promised(case: Case) -> Iterator[Finding]:
    """A position promises the action plan, and the plan has nothing for it.

    Where a position refers its reader to the plan, the reader must find something there.
    """
    for position in case.positions:
        for index, commitment in enumerate(position.commitments):
            if commitment.kind == "action plan" and _is_unanswered(case.register, commitment):
                message = (
                    f"{position.number} promises the action plan, which has no action for it: "
                    f"{short(commitment.text)}"
                )
                yield Finding(position.at("commitments", index, "text"), message)


@rule("warning", "Add an action that answers it to actions.yaml, and name it at the commitment.")
def commitment_without_action(case: Case) -> Iterator[Finding]:
    """A commitment has no action that answers it.

    What is promised in public needs a post that does it and a day by which it is done.
    """
    for speech in case.speeches:
        for index, commitment in enumerate(speech.record.commitments):
            of_plan = commitment.kind == "action plan" and isinstance(speech.record, Position)
            if not of_plan and _is_unanswered(case.register, commitment):
                message = f"{speech.name} promises what no action answers: {short(commitment.text)}"
                yield Finding(speech.record.at("commitments", index, "text"), message)


@rule(
    "warning",
    "Make the promise again in the same words, with the actions that answer it; if it was kept or withdrawn, say so "
    "in the text and silence the rule for the file in body.yaml, under 'checks', with that reason.",
)
def commitment_dropped(case: Case) -> Iterator[Finding]:
    """A commitment of an earlier year was never planned, and is not made any more.

    A promise does not end because the text was written anew.
    """
    register = case.register
    for promise in register.exceptions.unplanned:
        if promise.year is not None:
            where = promise.number or f"the paper {promise.paper}"
            told = short(promise.commitment.text)
            position = register.positions.get(promise.number or "")
            yield Finding(
                position.at("text") if position else register.year.at("follows"),
                f"{where} promised in {promise.year} what nobody planned, and does no more: {told}",
            )


@rule(
    "warning",
    "Put it into actions.yaml again; if it has ended, write 'closure' there with its reason.",
)
def action_gone(case: Case) -> Iterator[Finding]:
    """An action that was open in the year before is not in the plan any more.

    An action leaves the plan by being done or closed, where everybody can read why.
    """
    register, earlier = case.register, case.register.earlier
    if earlier is None:
        return
    here = {action.id for action in register.actions}
    for action in earlier.in_state("open", "overdue"):
        if action.id not in here:
            message = f"{action.id} was open in {earlier.year_id}, and is not in the plan."
            yield Finding(register.plan.at() if register.actions else register.year.at(), message)


_DATED = re.compile(
    rf"{DATE.pattern}|\b[0-3]?[0-9][/.][01]?[0-9][/.](?:20)?[0-9]{{2}}\b"
    rf"|\b[0-3]?[0-9](?:st|nd|rd|th)?\s+(?:{'|'.join(MONTHS)})\b"
    rf"|\b(?:by|in|of|until|from|during|early|late|mid)[\s-]+(?:(?:{'|'.join(MONTHS)})\b(?!,?\s+[0-9]{{4}})|20[0-9]{{2}}\b(?![/–-]?[0-9]))"
)
"""A date by which something can be late, the year of which may go without saying."""


def _names_a_day_ahead(sentence: str, as_at: Day) -> bool:
    """Return whether a sentence has a date that had not passed on a day."""

    def is_ahead(found: re.Match[str]) -> bool:
        told = stated_date(found) if found["month"] or found["iso"] else None
        years = re.findall("20[0-9]{2}", found.group())
        return told.last >= as_at if told else not years or int(years[0]) >= as_at.year

    return any(map(is_ahead, _DATED.finditer(sentence)))


_BY = re.compile(
    rf"\b(?:by|before|until|no\s+later\s+than)\s+(?:the\s+end\s+of\s+)?(?:{DATE.pattern})"
)
"""The date by which something is promised."""


@rule("warning", "Say in the text how it stands now, and in 'commitments' what is promised now.")
def promise_overtaken(case: Case) -> Iterator[Finding]:
    """The date by which something is promised has passed.

    Whether it was done or not, the text promises what lies behind it.
    """
    as_at = case.register.as_at
    for speech in case.speeches:
        for index, commitment in enumerate(speech.record.commitments):
            dates = (stated_date(found) for found in _BY.finditer(commitment.text))
            last = max((date for date in dates if date), default=None)
            if last and last.last < as_at:
                message = (
                    f"{speech.name} promises something by {day_in_words(last)}, before {day_in_words(as_at)}: "
                    f"{short(commitment.text)}"
                )
                yield Finding(speech.record.at("commitments", index, "text"), message)


@rule("warning", "Write the day or the month, such as 30 June 2013.")
def date_vague(case: Case) -> Iterator[Finding]:
    """Something is said to come “in the forthcoming months” or “in due course”, and no date is given.

    Nobody can tell when it is late. A date in the same sentence will do, if it had not passed.
    """
    for text in case.statements:
        told: set[str] = set()
        for begin, end in matches("vague_dates", text):
            sentence = text.sentence_at(begin)
            if sentence not in told and not _names_a_day_ahead(sentence, case.register.as_at):
                told.add(sentence)
                message = f"{short(text.words[begin:end])} is no date: {short(sentence)}"
                yield Finding(text.place(begin), message)


def _undone(register: Register) -> Iterator[tuple[int, Action]]:
    """Yield the actions that are still to be done, each with its index in the plan."""
    return ((i, a) for i, a in enumerate(register.actions) if register.is_open(a))


@rule(
    "warning", "Add what is missing: a post, a day or month, and how one will know that it is done."
)
def action_incomplete(case: Case) -> Iterator[Finding]:
    """An action that is still to be done has no lead, no date or no measure.

    Without a post nobody does it, without a date it is never late, and without a measure it is
    never done.
    """
    for index, action in _undone(case.register):
        needed = {"lead": action.lead, "date": action.due, "measure": action.measure}
        missing = [name for name, value in needed.items() if value is None]
        if missing:
            place = case.register.plan.at("actions", index, "id")
            yield Finding(place, f"{action.id} has no {' and no '.join(missing)}.")


@rule("warning", "Correct one of the two days.")
def due_in_past(case: Case) -> Iterator[Finding]:
    """A due date had passed when it was set.

    An action that begins overdue was not planned but recorded, and a date was made up for it.
    """
    plan = case.register.plan
    for index, action in enumerate(plan.actions):
        if action.original_due and action.since and action.original_due.last < action.since:
            message = f"{action.id} came into the plan on {day_in_words(action.since)}, due {day_in_words(action.original_due)}."
            yield Finding(plan.at("actions", index, "original_due"), message)
        for number, extension in enumerate(action.extensions):
            decided = extension.approved_on or extension.asked_on
            if decided and extension.due.last < decided:
                verb = "approved" if extension.approved_on else "asked for"
                message = f"the extension of {action.id} to {day_in_words(extension.due)} was {verb} on {day_in_words(decided)}."
                yield Finding(plan.at("actions", index, "extensions", number, "due"), message)


@rule("warning", "Write the 'reason', and who approved it and when; or put it to the next meeting.")
def extension_unexplained(case: Case) -> Iterator[Finding]:
    """An extension has no reason, or still waits for approval after the board has met.

    A date that moves without a reason, or without anybody's leave, is no date.
    """
    plan = case.register.plan
    for index, action in enumerate(plan.actions):
        for number, extension in enumerate(action.extensions):
            place = ("actions", index, "extensions", number)
            if not extension.reason:
                message = (
                    f"the extension of {action.id} to {day_in_words(extension.due)} has no reason."
                )
                yield Finding(plan.at(*place), message)
            asked, met = extension.asked_on, plan.last_meeting
            if extension is action.asked and met and (asked is None or asked <= met):
                since = (
                    f"asked for on {day_in_words(asked)}"
                    if asked
                    else "without the day on which it was asked for"
                )
                message = (
                    f"the extension of {action.id} to {day_in_words(extension.due)}, {since}, is not approved, though "
                    f"the board met on {day_in_words(met)}."
                )
                yield Finding(plan.at(*place), message)


@rule("warning", "Add a note under 'progress', with its date: also when nothing was done.")
def progress_stale(case: Case) -> Iterator[Finding]:
    """Nothing was written about an open action for {STALE} days before the as-at date.

    Silence is the first sign of an action that nobody is doing.
    """
    for index, action in _undone(case.register):
        if case.register.is_stale(action):
            last = case.register.last_sign(action)
            since = f"since {day_in_words(last)}" if last else "at all"
            message = (
                f"{action.id} has no progress {since}; the year is as at {day_in_words(case.register.as_at)}, and "
                f"{STALE.days} days may pass."
            )
            yield Finding(case.register.plan.at("actions", index, "id"), message)


PROMISE_RULES = (
    promise_unrecorded,
    plan_promised,
    commitment_without_action,
    commitment_dropped,
    action_gone,
    promise_overtaken,
    date_vague,
    action_incomplete,
    due_in_past,
    extension_unexplained,
    progress_stale,
)
