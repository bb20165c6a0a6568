"""What a form asks of a lead: their open actions and positions, what is known of each, and the boxes for answers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any, Literal

from francis.own_data import own_data
from francis.record.audience import for_audience, is_left_out
from francis.record.days import Day, day_in_few_words, day_in_words, days_in_words
from francis.record.model import (
    Action,
    Classification,
    Position,
    Step,
    due_in_words,
    said,
)
from francis.record.prose import blocks_of, is_unwritten, plain
from francis.record.register import Register
from francis.record.writing.edits import stated

FormPart = Literal["actions", "positions", "evidence"]
ItemKind = Literal["action", "position"]
AnswerType = Literal["line", "text", "day", "when", "choice"]
FORM_FORMAT = 1
"""The version of what a form says of itself: a form of a later one is not read."""


@cache
def form_words() -> Mapping[str, Any]:
    """Return the questions, words and looks of forms: `form.yaml`."""
    found: Mapping[str, Any] = own_data(__file__, "form.yaml")
    return found


@dataclass(frozen=True)
class FormQuestion:
    """A box of a form: what it is called, what may stand in it, and the hint that does until somebody answers.

    Of a choice, `words` are those to choose from.
    """

    key: str
    label: str
    hint: str
    type: AnswerType
    wide: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class SaidBefore:
    """What is known already: its label, the words, those of them that stand out, and a rating behind them."""

    label: str
    words: str
    strong: str = ""
    step: Step | None = None


@dataclass(frozen=True)
class AskedItem:
    """An action or a position in a form, with what it says in whole paragraphs, where the form shows that."""

    kind: ItemKind
    name: str
    title: str
    held: tuple[SaidBefore, ...]
    questions: tuple[FormQuestion, ...]
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stamp:
    """What a form was made from, which it carries with it.

    `items` are the kinds and names of what it asks about, in order, and `base` the digest of each value that its answers
    may change, by the number of the item, from 1, and the slot: `2.rating`. `hints` are what it prints into empty boxes, by
    kind and key: `action.rating`. `printed` are the digests of what is printed beside the boxes, filled in when the file is made.
    """

    form: str
    body: str
    body_name: str
    set: str
    year: str
    lead: str
    made: Day
    due: Day
    audience: Classification
    items: tuple[tuple[ItemKind, str, tuple[str, ...]], ...]
    base: Mapping[str, str]
    hints: Mapping[str, str]
    printed: tuple[str, ...] = ()
    format: int = FORM_FORMAT

    def __str__(self) -> str:
        """Return it as a file carries it."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class LeadForm:
    """A form for one lead: what it was made from, what it asks, and the register as its lead may read it."""

    stamp: Stamp
    items: tuple[AskedItem, ...]
    register: Register

    def of(self, kind: ItemKind) -> tuple[AskedItem, ...]:
        """Return its actions, or its positions."""
        return tuple(item for item in self.items if item.kind == kind)

    @property
    def count(self) -> str:
        """Return what it asks about: two actions and three positions."""
        counts = ((len(self.of("action")), "action"), (len(self.of("position")), "position"))
        return " and ".join(f"{_counted(n)} {word}{'s' * (n != 1)}" for n, word in counts if n)

    @property
    def title(self) -> str:
        """Return its title."""
        return f"Your {self.count}"

    @property
    def instructions(self) -> str:
        """Return what to do with it, in plain words."""
        words = form_words()
        asked = words["instructions"].format(due=day_in_words(self.stamp.due))
        return f"{asked} {words['public' if self.stamp.audience == 'public' else 'internal']}"

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what no page may be without: for whom it is, and what the body says on each page."""
        audience = self.stamp.audience
        restricted = "" if audience == "public" else f"{audience.capitalize()}: not for publication"
        return tuple(filter(None, (restricted, self.register.body.notice)))

    @property
    def source(self) -> str:
        """Return when and from what it was made."""
        made, as_at = day_in_words(self.stamp.made), day_in_words(self.register.as_at)
        return f"Made {made} from the record of {as_at} · form {self.stamp.form}"


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _counted(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def leads_with_work(register: Register) -> tuple[str, ...]:
    """Return the posts that lead an open action or a position, by name."""
    led = (*filter(register.is_open, register.actions), *register.written)
    return tuple(sorted({lead.post for each in led for lead in each.leads}, key=str.casefold))


def form_for(
    register: Register,
    lead: str,
    parts: Collection[FormPart],
    days: tuple[Day, Day],
    audience: Classification = "public",
) -> LeadForm | None:
    """Return the form for one lead, or None if nothing is to be asked of that lead.

    `days` are that on which it is made, and that by which it is to come back.
    """
    shown = for_audience(register, audience)
    made, due = days
    items = tuple(
        _action(shown, each, parts) if isinstance(each, Action) else _position(shown, each, parts)
        for each in _led_by(shown, lead)
        if not is_left_out(_words_of(each))
    )
    items = tuple(item for item in items if item.questions)
    if not items:
        return None
    held = led_records(register)
    base = {
        f"{number}.{slot}": value
        for number, item in enumerate(items, 1)
        for slot, value in base_of(held[item.kind, item.name]).items()
    }
    hints = {f"{item.kind}.{q.key}": q.hint for item in items for q in item.questions}
    hints |= {f"sender.{q.key}": q.hint for q in questions_of("sender", ("sender",), {})}
    stamp = Stamp(
        "",
        register.body_id,
        register.body.name,
        register.set_id,
        register.year_id,
        lead,
        made,
        due,
        audience,
        tuple((i.kind, i.name, tuple(q.key for q in i.questions)) for i in items),
        base,
        hints,
    )
    return LeadForm(replace(stamp, form=form_id(stamp)), items, shown)


def _led_by(register: Register, lead: str) -> list[Action | Position]:
    """Return the open actions of a lead, the first that is due first, and the positions."""
    actions = [a for a in register.actions if register.is_open(a) and a.is_led_by(lead)]
    actions.sort(key=lambda action: action.due.last if action.due else Day.max)
    return [*actions, *(p for p in register.written if p.is_led_by(lead))]


def _words_of(record: Action | Position) -> str:
    """Return what nobody can be asked about without showing it."""
    return record.description if isinstance(record, Action) else record.text


def hidden_items(register: Register, lead: str, audience: Classification) -> tuple[str, ...]:
    """Return the names of what a lead is not asked about, because it may not be shown to an audience."""
    led = _led_by(for_audience(register, audience), lead)
    return tuple(_name_of(each) for each in led if is_left_out(_words_of(each)))


def _name_of(record: Action | Position) -> str:
    return record.id if isinstance(record, Action) else record.number


def form_id(stamp: Stamp) -> str:
    """Return the id of a form, which follows from all else that it was made from: so a slip in that is noticed."""
    return _digest(str(replace(stamp, form="", printed=())))[:6]


def base_of(record: Action | Position) -> dict[str, str]:
    """Return the digest of each value that answers may change, of an action or a position, by its slot."""
    values = _of_action(record) if isinstance(record, Action) else _of_position(record)
    return {slot: _digest(value) for slot, value in values.items()}


def _of_action(action: Action) -> dict[str, object]:
    # A later date and the completion are one matter: either makes the other doubtful.
    dates = action.original_due, [stated(each) for each in action.extensions]
    over = action.completed, action.closure and stated(action.closure)
    return {
        "rating": stated(action.rating),
        "rating_value": action.rating.value,
        "completed": (dates, over),
        "due": (dates, over),
        "turn": action.repeats and action.repeats.done,
        "progress": [stated(note) for note in action.progress],
        "evidence": [stated(each) for each in action.evidence],
    }


def _of_position(position: Position) -> dict[str, object]:
    return {
        # As the form prints it: whoever copies that into the box says nothing new.
        "text": [block.words for block in blocks_of(position.text)],
        "confirmed": (stated(replace(said(position), evidence=())), position.confirmed),
        "evidence": [stated(each) for each in position.evidence],
    }


def led_records(register: Register) -> dict[tuple[ItemKind, str], Action | Position]:
    """Return the actions and positions about which forms can ask, by kind and name."""
    actions: dict[tuple[ItemKind, str], Action | Position] = {
        ("action", a.id): a for a in register.actions
    }
    return actions | {("position", p.number): p for p in register.written}


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:12]


# ---------------------------------------------------------------------------------------------
# What is asked about each


def questions_of(
    kind: str, parts: Collection[str], words: Mapping[str, tuple[str, ...]]
) -> tuple[FormQuestion, ...]:
    """Return the boxes for an action or a position, as far as they belong to some parts; `words` are those of each choice."""
    asked = [dict(each) for each in form_words()[kind]]
    return tuple(
        FormQuestion(**each, words=words.get(each["key"], ()))
        for each in asked
        if each.pop("of") in parts
    )


def _action(register: Register, action: Action, parts: Collection[FormPart]) -> AskedItem:
    words = {"rating": tuple(step.word for step in register.body.ratings)}
    # One that repeats has no later date, and what is done of it is its next turn.
    left_out = ("due", "why", "completed") if action.repeats else ("turn",)
    latest, step = action.latest, register.rating(action)
    measure = plain(action.measure) if action.measure else "No measure is set."
    told = plain(latest.text) if latest else "Nothing yet."
    if latest and is_left_out(latest.text):
        told = form_words()["unseen"]
    return AskedItem(
        "action",
        action.id,
        plain(action.description),
        (
            SaidBefore("Measure, due", measure, _due(action, register.as_at)),
            SaidBefore("You told us", told, day_in_few_words(latest.date) if latest else "", step),
        ),
        tuple(q for q in questions_of("action", parts, words) if q.key not in left_out),
    )


def _due(action: Action, as_at: Day) -> str:
    """Return when an action is due: 28 Feb 2015, 31 days overdue (first 29 Nov 2014)."""
    words = due_in_words(action.due_stated, day_in_few_words)
    if action.is_past(as_at) and action.due:
        words += f", {days_in_words((as_at - action.due.last).days)} overdue"
    if action.first_due and action.due != action.first_due and not action.repeats:
        words += f" (first {day_in_few_words(action.first_due)})"
    if action.waiting:
        words += f"; {day_in_few_words(action.waiting.due)} requested"
    return words


def _position(register: Register, position: Position, parts: Collection[FormPart]) -> AskedItem:
    step, assurance = register.rating(position), register.assurance(position)
    numbers = (position.number, *register.answered_too.get(position.number, ()))
    questions = questions_of("position", parts, {"still_true": tuple(form_words()["true_words"])})
    reason = plain(position.rating.reason) if position.rating.reason else ""
    return AskedItem(
        "position",
        position.number,
        register.names[position.number] + "".join(f" (and {n})" for n in numbers[1:]),
        (SaidBefore("Rating", reason, f"Assurance: {assurance.word}", step),),
        tuple(q for q in questions if q.key != "still_true" or not is_unwritten(position.text)),
        tuple(block.words for block in blocks_of(position.text)),
    )


def form_rows(questions: tuple[FormQuestion, ...]) -> Iterator[tuple[FormQuestion, ...]]:
    """Yield the questions of each row of a form: a wide one, or two."""
    waiting: list[FormQuestion] = []
    for question in questions:
        if question.wide:
            if waiting:
                yield tuple(waiting)
            waiting = []
            yield (question,)
        else:
            waiting.append(question)
        if len(waiting) == 2:
            yield tuple(waiting)
            waiting = []
    if waiting:
        yield tuple(waiting)
