"""Answers put into the record: a three-way merge of what it was, what it is now, and what a form says.

What a form leaves empty stays as it is. What it fills in is taken if the record still says what it said when the form was
made, or says the same already. Otherwise both sides changed one thing, which is a conflict for an officer to decide.
Notes on progress and evidence are only ever added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from francis.errors import Place, Problem, quotation
from francis.intake.forms.answers import ItemAnswers, with_note
from francis.intake.forms.questions import base_of, led_records
from francis.intake.forms.returned import Returned
from francis.record.days import Day
from francis.record.model import Action, Position
from francis.record.register import Register

EVERYTHING = "all"
"""What means every item, in an officer's choice."""


class TakenChange(NamedTuple):
    """What a form changes: of which item, what, from and to which words, and by whom, on which day, in which file."""

    item: str
    what: str
    before: str
    after: str
    by: str
    on: Day
    file: str


class FormConflict(NamedTuple):
    """What both the record and a form changed: its name as an officer chooses by it, what each side says, and the form's file."""

    name: str
    what: str
    now: str
    answered: str
    file: str


class OfficerChoice(NamedTuple):
    """Whose word counts: names of items (A3), of one thing of them (A3.rating), or `EVERYTHING`.

    What is `mine` stays as the record has it, whether or not there is a conflict.
    """

    mine: Collection[str] = ()
    theirs: Collection[str] = ()


@dataclass
class MergedForms:
    """What comes of some forms: actions and positions as they become, and all there is to say about it.

    `remarks` are for an officer to read, and keep nothing from being written. `names` are those by which a choice can be made.
    """

    actions: dict[str, Action] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    changes: list[TakenChange] = field(default_factory=list)
    conflicts: list[FormConflict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)


def merge(
    register: Register, forms: Iterable[Returned], choice: OfficerChoice, undated: Day
) -> MergedForms:
    """Return what comes of some forms for a register, in their order.

    `undated` is the day of answers in forms that do not say when they were filled in.
    """
    merged, there = MergedForms(), led_records(register)
    now = dict(there)
    posts = {lead.post for each in there.values() for lead in each.leads}
    for form in forms:
        if form.by not in posts:
            said = f"{quotation(form.by)} filled it in, who leads nothing in the record. If that is a person's name, write the post."
            merged.remarks.append(f"{form.name}: {said}")
        for number, (kind, name, keys) in enumerate(form.stamp.items, 1):
            found = {
                key: form.answers[number, key] for key in keys if (number, key) in form.answers
            }
            merged.names[name] = None
            if not found or _is_in(choice.mine, name):
                continue
            if (kind, name) not in there:
                said = f"{register.year_id} has no such {kind} any more: the form is too old."
                remedy = f"To leave its answers out: --mine {name}"
                merged.problems.append(Problem(Place(f"{form.name}, {name}"), said, "form", remedy))
                continue
            answers = ItemAnswers(form, number, form.day or undated, register, found)
            now[kind, name] = _put(merged, choice, answers, now[kind, name])
    changed = {key: each for key, each in now.items() if each != there[key]}
    merged.actions = {n: each for (_, n), each in changed.items() if isinstance(each, Action)}
    merged.positions = {n: each for (_, n), each in changed.items() if isinstance(each, Position)}
    merged.problems = [*dict.fromkeys(merged.problems)]
    return merged


def _is_in(names: Collection[str], item: str, slot: str = "") -> bool:
    return not {EVERYTHING, item, f"{item}.{slot}"}.isdisjoint(names)


def _put(
    merged: MergedForms, choice: OfficerChoice, answers: ItemAnswers, ours: Action | Position
) -> Action | Position:
    """Return an item after the answers that are to be taken; note all others."""
    form, (_, name, _) = answers.form, answers.form.stamp.items[answers.number - 1]
    became, base, reported = ours, base_of(ours), list[str]()
    steps = [s for s in answers.steps(ours) if not _is_in(choice.mine, name, s.slot)]
    for step in steps:
        new = step.apply(became)
        was = form.stamp.base.get(f"{answers.number}.{step.slot}")
        is_chosen = _is_in(choice.theirs, name, step.slot)
        if not step.adds and not is_chosen and base_of(new).get(step.slot) == was:
            continue  # the form says what it was made from
        if not (step.adds or is_chosen or new == became or was == base[step.slot]):
            where = f"{name}.{step.slot}"
            merged.conflicts.append(
                FormConflict(where, step.what, step.now, step.answered, form.name)
            )
            continue
        reported += [step.said] if step.said else []
        if new != became:
            told = step.what, step.now, step.answered
            merged.changes.append(TakenChange(name, *told, form.by, answers.day, form.name))
        became = new
    merged.names |= dict.fromkeys(f"{name}.{slot}" for slot in base if slot != "rating_value")
    merged.problems += [p for slot, p in answers.problems if not _is_in(choice.mine, name, slot)]
    merged.remarks += [f"{form.name}: {remark}" for remark in answers.remarks]
    if not ours.is_led_by(form.stamp.lead):
        merged.remarks.append(f"{form.name}: the {form.stamp.lead} does not lead {name} any more.")
    if isinstance(became, Action) and reported and all(step.slot != "progress" for step in steps):
        # Who reported it is noted, also where the report has no note of its own.
        became = with_note(became, answers.note(answers.day, " ".join(reported)))
    return became
