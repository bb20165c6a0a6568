"""Rules about commitments, and the actions and dates that answer them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from francis.check.case import Case, Speech, Text, matches
from francis.check.phrases import (
    DATE,
    QUARTER,
    bare,
    phrases_of,
    says,
    sentences,
    stated_date,
    stated_quarter,
)
from francis.check.rule import Finding, rule, short, short_prose
from francis.formats.dates import MONTHS
from francis.record.days import Day, When, day_in_words
from francis.record.model import Action, Commitment, Position
from francis.record.model.cover import Cover
from francis.record.model.timing import ToBeSet, due_in_words
from francis.record.prose import plain, stands_in, with_article
from francis.record.register import STALE, Register


@rule(
    "warning", "Copy the sentence to 'commitments', with its kind and the actions that answer it."
)
def promise_unrecorded(case: Case) -> Iterator[Finding]:
    """A sentence makes a commitment that is not recorded.

    A commitment that nobody writes down is a commitment that nobody keeps. The rule looks for words such
    as “will publish” or “under development”. Only to name an action plan, or to look back at one, is not a
    commitment.
    """
    for speech in case.speeches:
        if not _stand_in_it(speech):
            continue
        recorded = _recorded(speech.record)
        told: set[str] = set()
        for text in speech.narrative:
            for begin, sentence in _promising(text):
                if sentence in told or any(r in sentence or sentence in r for r in recorded):
                    continue
                told.add(sentence)
                message = f"{speech.name} makes a commitment that is not recorded: {short_prose(sentence)}"
                yield Finding(text.place(begin), message)


def _stand_in_it(speech: Speech) -> bool:
    """Return whether all commitments stand in the text; else one of its sentences is one of them in other words."""
    words = "\n\n".join(text.words for text in speech.narrative)
    return all(stands_in(commitment.text, words) for commitment in speech.record.commitments)


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


@rule("warning", "Add an action for it to actions.yaml, and name the action in the commitment.")
def plan_promised(case: Case) -> Iterator[Finding]:
    """A position refers to the action plan, but the plan has no action for it.

    A reader who turns to the plan must find something there.
    """
    for position in case.positions:
        for index, commitment in enumerate(position.commitments):
            if commitment.kind == "action plan" and _is_unanswered(case.register, commitment):
                message = (
                    f"{position.number} refers to the action plan, which has no action for it: "
                    f"{short_prose(commitment.text)}"
                )
                yield Finding(position.at("commitments", index, "text"), message)


@rule("warning", "Add an action for it to actions.yaml, and name the action in the commitment.")
def commitment_without_action(case: Case) -> Iterator[Finding]:
    """A commitment has no action.

    A public commitment needs somebody to do it and a date to do it by.
    """
    for speech in case.speeches:
        for index, commitment in enumerate(speech.record.commitments):
            of_plan = commitment.kind == "action plan" and isinstance(speech.record, Position)
            names_none = commitment.actions and case.register.actions  # told of the ids themselves
            if not (of_plan or names_none) and _is_unanswered(case.register, commitment):
                message = f"{speech.name} makes a commitment that has no action: {short_prose(commitment.text)}"
                yield Finding(speech.record.at("commitments", index, "text"), message)


@rule(
    "warning",
    "Make the commitment again in the same words, with an action for it. If it was kept or withdrawn, say so in the "
    "text, and silence the rule for this file under 'checks' in body.yaml, with that reason.",
)
def commitment_dropped(case: Case) -> Iterator[Finding]:
    """An earlier commitment never had an action, and is no longer in the text.

    A commitment does not end because the text was rewritten.
    """
    register = case.register
    for promise in register.exceptions.unplanned:
        if promise.year is not None:
            where = promise.number or f"the paper {promise.paper}"
            told = short_prose(promise.commitment.text)
            position = register.positions.get(promise.number or "")
            yield Finding(
                position.at("text") if position else register.year.at("follows"),
                f"{where} no longer makes a commitment of {promise.year} that had no action: {told}",
            )


@rule(
    "warning",
    "Put it back in actions.yaml. If it has ended, add 'closure' there, with the reason.",
)
def action_gone(case: Case) -> Iterator[Finding]:
    """An action that was open in the last stock-take is no longer in the plan.

    An action should leave the plan only when it is complete or closed, so that everybody can read why.
    """
    register, earlier = case.register, case.register.earlier
    if earlier is None:
        return
    here = {action.id for action in register.actions}
    for action in earlier.in_state("open", "overdue"):
        if action.id not in here:
            message = f"{action.id} was open in {earlier.year_id}, but is no longer in the plan."
            yield Finding(register.plan.at() if register.actions else register.year.at(), message)


SHORT = 4
"""How few words are a date alone: “Q4”, “End of quarter 4”."""
_DATED = re.compile(
    rf"{DATE.pattern}|\b[0-3]?[0-9][/.][01]?[0-9][/.](?:20)?[0-9]{{2}}\b"
    rf"|\b[0-3]?[0-9](?:st|nd|rd|th)?\s+(?:{'|'.join(MONTHS)})\b"
    rf"|\b(?:by|in|of|until|from|during|early|late|mid)[\s-]+(?:(?:{'|'.join(MONTHS)})\b(?!,?\s+[0-9]{{4}})|20[0-9]{{2}}\b(?![/–-]?[0-9]))"
)
"""A date by which something is due, with or without its year."""


def _names_a_day_ahead(sentence: str, as_at: Day) -> bool:
    """Return whether a sentence has a date that had not passed on a day."""

    def is_ahead(found: re.Match[str]) -> bool:
        told = stated_date(found) if found["month"] or found["iso"] else None
        years = re.findall("20[0-9]{2}", found.group())
        return told.last >= as_at if told else not years or int(years[0]) >= as_at.year

    quarters = map(stated_quarter, QUARTER.finditer(sentence))
    return any(map(is_ahead, _DATED.finditer(sentence))) or any(
        quarter.last >= as_at for quarter in quarters
    )


_BY = re.compile(
    rf"\b(?:by|before|until|no\s+later\s+than)\s+(?:the\s+end\s+of\s+)?"
    rf"(?:(?i:{QUARTER.pattern})|{DATE.pattern})"
)
"""The date by which something is promised."""


def _stated(found: re.Match[str]) -> When | None:
    """Return the day, month or quarter that `_BY` found."""
    return stated_quarter(found) if found["after"] or found["before"] else stated_date(found)


@rule("warning", "Say in the text how it stands now, and bring 'commitments' up to date.")
def promise_overtaken(case: Case) -> Iterator[Finding]:
    """The date of a commitment has passed.

    Whether it was kept or not, the text still speaks of it as something to come.
    """
    as_at = case.register.as_at
    for speech in case.speeches:
        for index, commitment in enumerate(speech.record.commitments):
            dates = map(_stated, _BY.finditer(commitment.text))
            last = max((date for date in dates if date), default=None)
            if last and last.last < as_at:
                message = (
                    f"{speech.name} makes a commitment by {day_in_words(last)}, which is before the as-at date, {day_in_words(as_at)}: "
                    f"{short_prose(commitment.text)}"
                )
                yield Finding(speech.record.at("commitments", index, "text"), message)


@rule("warning", "Write the day or the month, such as 30 June 2013 or June 2013.")
def date_vague(case: Case) -> Iterator[Finding]:
    """A text says “in the forthcoming months”, “in due course”, “by Q2” or “date TBC” instead of a date.

    Without a date, nobody can tell when it is late. A date in the same sentence is enough, unless it has
    passed. A quarter is a date if it says of which year.
    """
    for text in case.statements:
        told: set[str] = set()
        for begin, end in (
            *matches("vague_dates", text),
            *_unset_dates(text),
            *_quarters_of_no_year(text),
        ):
            sentence = text.sentence_at(begin)
            if sentence not in told and not _names_a_day_ahead(sentence, case.register.as_at):
                told.add(sentence)
                message = f"{short(text.words[begin:end])} is not a date: {short_prose(sentence)}"
                yield Finding(text.place(begin), message)


def _unset_dates(text: Text) -> Iterator[tuple[int, int]]:
    """Yield where a date is to be confirmed: “date: TBC”, or “(TBC)” and “– TBC” behind something else.

    A position of which nothing else is said is told as one that is not written.
    """
    for begin, end in matches("unset", text):
        before, after = text.words[:begin].rstrip(), text.words[end:].lstrip(" .")
        apart = before.endswith(("(", "–", "-")) and after[:1] in ("", ")", "\n")
        alone = not before and not after and text.keys != ("text",)
        if apart or alone or _ends_with("unset_dates", before.rstrip(" :–-(")):
            yield begin, end


def _ends_with(name: str, words: str) -> bool:
    """Return whether words end with a phrase of a list."""
    last = f" {bare(words[-30:])}"
    return any(last.endswith(f" {phrase}") for phrase in phrases_of(name))


def _quarters_of_no_year(text: Text) -> Iterator[tuple[int, int]]:
    """Yield where something is due in a quarter of which the year is not said."""
    found = matches("quarters", text)
    dated = [match.span() for match in QUARTER.finditer(text.words)] if found else []
    for begin, end in found:
        of_a_year = any(first < end and begin < last for first, last in dated)
        sentence = text.sentence_at(begin)
        is_due = _ends_with("by_quarters", text.words[:begin])
        if not of_a_year and (is_due or says("ahead", sentence) or len(sentence.split()) < SHORT):
            yield begin, end


def _undone(register: Register) -> Iterator[tuple[int, Action]]:
    """Yield the actions that are still to be done, each with its index in the plan."""
    return ((i, a) for i, a in enumerate(register.actions) if register.is_open(a))


@rule(
    "warning",
    "Add what is missing: the post that leads it, a day or month, and a measure of success.",
)
def action_incomplete(case: Case) -> Iterator[Finding]:
    """An open action has no lead, no due date or no measure of success.

    Without a lead nobody does it, without a date it is never late, and without a measure nobody knows
    when it is done.
    """
    for index, action in _undone(case.register):
        needed = {"lead": action.led_by, "due date": action.due_stated, "measure": action.measure}
        missing = [name for name, value in needed.items() if value is None]
        if missing:
            place = case.register.plan.at("actions", index, "id")
            yield Finding(place, f"{action.id} has no {' and no '.join(missing)}.")


@rule("warning", "Write the date as 'original_due', or a later day by which it is to be set.")
def date_not_set(case: Case) -> Iterator[Finding]:
    """The date of an open action was to be set by a day that has passed.

    Until there is a date, nobody can say that the action is late.
    """
    for index, action in _undone(case.register):
        due = action.original_due
        if isinstance(due, ToBeSet) and due.to_be_set_by < case.register.as_at:
            message = f"{action.id} has no date yet, although one was {due_in_words(due)}."
            yield Finding(case.register.plan.at("actions", index, "original_due"), message)


@rule("warning", "Write the day on which it was met as 'met', or say in 'progress' why it is late.")
def milestone_overdue(case: Case) -> Iterator[Finding]:
    """A milestone should have been met, but the action itself is not overdue.

    When a step is late, the action itself is often late too.
    """
    register = case.register
    for index, action in enumerate(register.actions):
        for number, milestone in enumerate(action.milestones):
            if register.state(action) == "open" and action.is_missed(milestone, register.as_at):
                stands = action.milestone_in_words(milestone, register.as_at)
                message = (
                    f"the milestone {short_prose(milestone.what)} of {action.id} was {stands}."
                )
                yield Finding(register.plan.at("actions", index, "milestones", number), message)


@rule(
    "note", "Write 'completed'. If it is to go on, write a later day as 'until', or leave that out."
)
def turns_over(case: Case) -> Iterator[Finding]:
    """An action that repeats has had its last turn, but is still open.

    There is nothing more to be done, and nobody says that it is done.
    """
    for index, action in _undone(case.register):
        if action.has_had_its_turns:
            message = f"{action.id} has had its last turn, but is not completed."
            yield Finding(case.register.plan.at("actions", index, "repeats"), message)


@rule("warning", "Give the later action an id of its own.")
def action_id_reused(case: Case) -> Iterator[Finding]:
    """An action has the id of another action of the same body: of an earlier year, or of the plan for another set.

    Whoever looks up the id finds two. Of two years the rule compares what they say: another description, other
    recommendations and another day since which it has been in the plan.
    """
    register = case.register
    earlier = {a.id: (year, a) for year in register.years[:-1] for a in year.actions}
    beside = {a.id: (year, a) for year in case.before for a in year.actions}
    for index, action in enumerate(register.actions):
        year, other = earlier.get(action.id, (None, None))
        message = f"{action.id} was another action in"
        if year is None or other is None or not _is_another(action, other):
            year, other = beside.get(action.id, (None, None))
            message = f"{action.id} is another action too, in"
            if year is None or other is None or not _differs(action, other):
                continue
        place = register.plan.at("actions", index, "id")
        yield Finding(place, f"{message} {year.year_id}: {short_prose(other.description)}")


def _is_another(action: Action, other: Action) -> bool:
    """Return whether nothing that tells actions apart is the same of two."""
    known = action.since is not None and action.since == other.since
    same = set(action.recommendations) == set(other.recommendations)
    return _differs(action, other) and not (known or same)


def _differs(action: Action, other: Action) -> bool:
    """Return whether two actions are described in other words."""
    return plain(action.description).casefold() != plain(other.description).casefold()


@rule("warning", "Correct one of the two dates.")
def due_in_past(case: Case) -> Iterator[Finding]:
    """A due date had already passed when it was set.

    An action that starts overdue was not planned: somebody made up a date for it later.
    """
    plan = case.register.plan
    for index, action in enumerate(plan.actions):
        first = action.first_due
        if first and action.since and first.last < action.since:
            message = f"{action.id} has been in the plan since {day_in_words(action.since)}, but was already due {day_in_words(first)}."
            yield Finding(plan.at("actions", index, "original_due"), message)
        for number, extension in enumerate(action.extensions):
            decided = extension.approved_on or extension.asked_on
            if decided and extension.due.last < decided:
                verb = "approved" if extension.approved_on else "asked for"
                what = "bringing forward" if action.is_forward(extension) else "extension"
                message = f"the {what} of {action.id} to {day_in_words(extension.due)} was {verb} later, on {day_in_words(decided)}."
                yield Finding(plan.at("actions", index, "extensions", number, "due"), message)


@rule("warning", "Correct one of the two dates.")
def dates_out_of_order(case: Case) -> Iterator[Finding]:
    """Something is said to have happened before what has to come first.

    A stock-take is made once there is a report, an action is completed once it is in the plan, and an extension is
    approved once it was asked for.
    """
    register, plan = case.register, case.register.plan
    if register.as_at < register.set.published:
        message = (
            f"the stock-take is as at {day_in_words(register.as_at)}, before {with_article(register.set.short_title)} "
            f"was published ({day_in_words(register.set.published)})."
        )
        yield Finding(register.year.at("as_at"), message)
    for index, action in enumerate(plan.actions):
        keys = ("actions", index)
        if action.completed and action.since and action.completed < action.since:
            message = (
                f"{action.id} was completed on {day_in_words(action.completed)}, before it was in the plan "
                f"({day_in_words(action.since)})."
            )
            yield Finding(plan.at(*keys, "completed"), message)
        for number, extension in enumerate(action.extensions):
            approved, asked = extension.approved_on, extension.asked_on
            if approved and asked and approved < asked:
                message = (
                    f"the extension of {action.id} to {day_in_words(extension.due)} was approved on "
                    f"{day_in_words(approved)}, before it was asked for ({day_in_words(asked)})."
                )
                yield Finding(plan.at(*keys, "extensions", number, "approved_on"), message)


@rule("warning", "Add the 'reason', and who approved it and when. Or put it to the next meeting.")
def extension_unexplained(case: Case) -> Iterator[Finding]:
    """An extension has no reason, or a meeting saw the plan and did not approve it.

    A date that moves without a reason, or without approval, means nothing. A date brought forward is passed over.
    """
    plan = case.register.plan
    for index, action in enumerate(plan.actions):
        for number, extension in enumerate(action.extensions):
            place = ("actions", index, "extensions", number)
            if action.is_forward(extension):
                continue
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
                    else "asked for on a date that is not stated"
                )
                message = (
                    f"the extension of {action.id} to {day_in_words(extension.due)}, {since}, is not approved, although "
                    f"the plan went to a meeting on {day_in_words(met)}."
                )
                yield Finding(plan.at(*place), message)


@rule("warning", "Add a note under 'progress', with its date, even if nothing was done.")
def progress_stale(case: Case) -> Iterator[Finding]:
    """An open action has no progress note from the {STALE} days before the as-at date.

    Silence is the first sign of an action that nobody is doing.
    """
    for index, action in _undone(case.register):
        if case.register.is_stale(action):
            last = case.register.last_sign(action)
            since = f"since {day_in_words(last)}" if last else "at all"
            message = (
                f"{action.id} has no progress note {since}. The as-at date is {day_in_words(case.register.as_at)}, "
                f"and the limit is {STALE.days} days."
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
    date_not_set,
    milestone_overdue,
    turns_over,
    action_id_reused,
    due_in_past,
    dates_out_of_order,
    extension_unexplained,
    progress_stale,
)
