"""What the marks of a paper mean: which lists and facts of the record its HTML says are where.

A template marks its tables, rows, cells and figures (`vocabulary.ATTRIBUTES`). Here is, for each mark, what
the record says, in the words of papers, and where the record says it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple

from francis.changes.compare import compare
from francis.changes.reports import mark
from francis.errors import Place
from francis.formats.dates import MONTHS, SHORT_MONTHS
from francis.record.concerns import Concern
from francis.record.days import When, day_in_words
from francis.record.figures import due_by_day, figure_names
from francis.record.model import Action, Position
from francis.record.model.cover import Matter
from francis.record.model.timing import due_in_words
from francis.record.prose import NO_OUTCOME, NOT_STATED, WHOLE_RESPONSE
from francis.record.queries import provider_standing
from francis.record.register import Register
from francis.workspace import RECORD

FactKind = Literal[
    "position", "action", "commitment", "recommendation", "ask", "concern", "provider", "request"
]


class Owner(NamedTuple):
    """Whose row a text stands in: what it is, and its number or id."""

    kind: FactKind
    key: str

    def __str__(self) -> str:
        """Return how people speak of it: action A07."""
        return f"{self.kind} {self.key}"


class Fact(NamedTuple):
    """What of the record a paper can state: a field of a position, an action or an ask, or, of nobody, a figure."""

    name: str
    of: Owner | None = None

    def __str__(self) -> str:
        """Return how people speak of it: due of action A07."""
        if self.of is None:
            return f"the figure “{self.name}”"
        return f"{self.name.replace('-', ' ')} of {self.of}"


# ---------------------------------------------------------------------------------------------
# What words say. Each of these returns equal texts for words that say the same.


def folded(words: str) -> str:
    """Return words with one space between two."""
    return " ".join(words.split())


def _word(words: str) -> str:
    return folded(words).casefold()


def _number(words: str) -> str:
    digits = folded(words).replace(",", "")
    return str(int(digits)) if digits.isascii() and digits.isdigit() else digits


def _numbers(words: str) -> str:
    return re.sub(r",? and |, ?", ",", folded(words))


_SHORT = re.compile(rf"\b(?:{'|'.join(SHORT_MONTHS)})\b")


def _day(words: str) -> str:
    """Return a day or a month as the record writes it, with what follows it; other words, such as a quarter, as they are.

    Months may have their short names.
    """
    words = _SHORT.sub(lambda found: MONTHS[SHORT_MONTHS.index(found[0])], folded(words))
    found = re.match(r"(?:([0-9]{1,2}) )?([A-Z][a-z]+) ([0-9]{4})\b", words)
    if not found or found[2] not in MONTHS:
        return words
    day = f"-{int(found[1]):02}" if found[1] else ""
    return f"{found[3]}-{MONTHS.index(found[2]) + 1:02}{day}{words[found.end() :]}"


def printed(value: object) -> str:
    """Return a value of the record in the words of papers, whoever templates ask for them."""
    if value is None:
        return NOT_STATED
    if isinstance(value, When | datetime.date):
        return day_in_words(value)
    return str(value)


# ---------------------------------------------------------------------------------------------
# What the record says


FactKeys = tuple[str | int, ...]
"""What leads to a value in the file of the record, from its position or action on."""


class _Field(NamedTuple):
    """A field as papers state it: how its words are read, what the record says, and under which keys."""

    read: Callable[[str], str]
    value: Callable[[Register, Any], object]
    keys: Callable[[Any], FactKeys] = lambda _: ()


def _under(*keys: str | int) -> Callable[[Any], FactKeys]:
    return lambda _: keys


def _due(action: Action) -> FactKeys:
    if action.repeats:
        return ("repeats",)
    held = [place for place, item in enumerate(action.extensions) if item.approved_by]
    return ("extensions", held[-1], "due") if held else ("original_due",)


def _verified(_: Register, action: Any) -> str | None:
    by = action.verified
    return by and f"{printed(by.date)} by {by.by}"


def _decided(key: str) -> Callable[[Matter], FactKeys]:
    return lambda matter: ("outcome", key) if matter.outcome else ()


FIELDS: Mapping[FactKind, Mapping[str, _Field]] = {
    "position": {
        "acceptance": _Field(_word, lambda _, p: p.acceptance.value, _under("acceptance", "value")),
        "rating": _Field(_word, lambda r, p: r.rating(p).word, _under("rating", "value")),
        "assurance": _Field(_word, lambda r, p: r.assurance(p).word, _under("assurance", "value")),
        "lead": _Field(folded, lambda _, p: p.led_by, _under("lead")),
        "oversight": _Field(folded, lambda _, p: p.oversight, _under("oversight")),
    },
    "action": {
        "recommendations": _Field(
            _numbers,
            lambda _, a: ", ".join(a.recommendations) or WHOLE_RESPONSE,
            _under("recommendations"),
        ),
        "lead": _Field(folded, lambda _, a: a.led_by, _under("lead")),
        "oversight": _Field(folded, lambda _, a: a.oversight, _under("oversight")),
        "original-due": _Field(
            _day, lambda _, a: due_in_words(a.original_due), _under("original_due")
        ),
        "due": _Field(_day, lambda _, a: due_in_words(a.due_stated), _due),
        "extended": _Field(_number, lambda _, a: a.times_extended, _under("extensions")),
        "rating": _Field(_word, lambda r, a: r.rating(a).word, _under("rating", "value")),
        "state": _Field(_word, lambda r, a: r.state(a)),
        "percent": _Field(
            lambda words: folded(words).removesuffix("%"), lambda _, a: a.percent, _under("percent")
        ),
        "completed": _Field(_day, lambda _, a: a.completed, _under("completed")),
        "verified": _Field(_day, _verified, _under("verified")),
        "verified-on": _Field(
            _day, lambda _, a: a.verified and a.verified.date, _under("verified", "date")
        ),
        "verified-by": _Field(
            folded, lambda _, a: a.verified and a.verified.by, _under("verified", "by")
        ),
    },
    "commitment": {},
    "recommendation": {
        "addressed-to": _Field(
            folded, lambda _, of: "; ".join(of.addressed_to), _under("addressed_to")
        ),
    },
    "ask": {
        "outcome": _Field(
            _word, lambda _, m: m.outcome.value if m.outcome else NO_OUTCOME, _decided("value")
        ),
        "minute": _Field(folded, lambda _, m: m.outcome and m.outcome.minute, _decided("minute")),
        "lead": _Field(folded, lambda _, m: m.outcome and m.outcome.lead, _decided("lead")),
        "due": _Field(_day, lambda _, m: m.outcome and m.outcome.due, _decided("due")),
    },
    "concern": {
        "rating": _Field(_word, lambda r, c: c.named and r.rating(c.named).word),
        "reasons": _Field(folded, lambda _, c: " · ".join(c.reasons)),
        "lead": _Field(folded, lambda _, c: c.led_by),
        "due": _Field(_day, lambda _, c: due_in_words(c.due) if c.due else None),
    },
    "provider": {
        "name": _Field(folded, lambda _, p: p.name, _under("name")),
        "level": _Field(_word, lambda _, p: p.worry.word),
        "trend": _Field(_word, lambda _, p: p.trend),
        "step": _Field(_word, lambda _, p: p.step[0]),
        "next": _Field(_day, lambda _, p: p.next and p.next.on),
    },
    "request": {
        "what": _Field(folded, lambda _, r: r.request.request.what),
        "due": _Field(_day, lambda _, r: r.request.request.due),
        "overdue": _Field(_number, lambda _, r: r.request.days_overdue),
        "judged": _Field(_word, lambda _, r: r.judgement),
    },
}
"""The facts that a row can state, by what the row is, under the names that `data-field` has for them."""


class _List(NamedTuple):
    """A list of the record: what its rows are, and they themselves."""

    kind: FactKind
    rows: Callable[[Register], Iterable[Any]]


RECORD_LISTS: Mapping[str, _List] = {
    "others": _List("recommendation", lambda r: r.others),
    "positions": _List("position", lambda r: (r.positions[of.number] for of in r.recommendations)),
    "rated": _List("position", lambda r: r.exceptions.rated),
    "assured": _List("position", lambda r: r.exceptions.assured),
    "actions": _List("action", lambda r: r.actions),
    "open-actions": _List("action", lambda r: r.in_state("open", "overdue")),
    "settled": _List("action", lambda r: r.in_state("completed", "verified", "closed")),
    "overdue": _List("action", lambda r: r.exceptions.overdue),
    "due-soon": _List("action", lambda r: r.due_soon),
    "asked": _List("action", lambda r: r.asked),
    "newly-completed": _List("action", lambda r: r.newly_completed),
    "actions-rated": _List("action", lambda r: r.exceptions.actions_rated),
    "extended": _List("action", lambda r: r.exceptions.extended),
    "stale": _List("action", lambda r: r.exceptions.stale),
    "concerns": _List("concern", lambda r: r.concerns),
    "worst": _List("concern", lambda r: r.worst),
    "promises": _List("commitment", lambda r: r.made.values()),
    "unplanned": _List("commitment", lambda r: r.exceptions.unplanned),
    "providers": _List("provider", provider_standing.standings),
    "unanswered": _List("request", provider_standing.not_answered),
}
"""The lists that tables can show, under the names that `data-rows` has for them."""

WHOLE_LISTS: Mapping[str, str] = {"open-actions": "actions", "settled": "actions"}
"""The lists that are parts of another: whatever shows that one shows them."""

_MATTERS, _POSITION, _SERVING = "matters-", "position-", "serving-"
"""What the names of lists begin with of which there are several: the matters arising of a paper, which is named behind
it, and the position on one recommendation, and the actions that serve it, whose number is."""


def kind_listed(name: str) -> FactKind:
    """Return what the rows of a list are."""
    own: Mapping[str, FactKind] = {_MATTERS: "ask", _POSITION: "position", _SERVING: "action"}
    kind = next((kind for prefix, kind in own.items() if name.startswith(prefix)), None)
    return kind or RECORD_LISTS[name].kind


def _position_on(register: Register, number: str) -> Iterable[Position]:
    return [register.positions[number]]


def _serving(register: Register, number: str) -> Iterable[Action]:
    return register.serving.get(number, ())


_KEYS: Mapping[FactKind, Callable[[Any], str]] = {
    "position": lambda position: position.number,
    "action": lambda action: action.id,
    "commitment": lambda promise: promise.key,
    "recommendation": lambda recommendation: recommendation.number,
    "ask": lambda matter: matter.key,
    "concern": lambda concern: concern.key,
    "provider": lambda of: of.view.name,
    "request": lambda of: of.key,
}


class Record:
    """A register, asked for single facts and for lists as papers can show them."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.folder = f"{RECORD}/{register.body_id}/{register.year_id}"
        self.figures: Collection[str] = {*figure_names(register.body), *self._of_change}
        self._actions = {action.id: place for place, action in enumerate(register.actions)}

    def says(self, fact: Fact) -> str | None:
        """Return what the record says, in the words of papers; None if it does not know whose it is."""
        register, of = self.register, fact.of
        if of is None:
            return str(self._figure(fact.name))
        field = FIELDS[of.kind][fact.name]
        if of.kind == "position" and of.key in register.positions:
            return printed(field.value(register, register.positions[of.key]))
        if of.kind == "recommendation" and of.key in register.held:
            return printed(field.value(register, register.held[of.key]))
        if of.kind == "action" and of.key in self._actions:
            return printed(field.value(register, register.actions[self._actions[of.key]]))
        if of.kind == "ask" and of.key in self._matters:
            return printed(field.value(register, self._matters[of.key]))
        if of.kind == "concern" and of.key in self._concerns:
            return printed(field.value(register, self._concerns[of.key]))
        if of.kind in ("provider", "request") and of.key in self._commissioned:
            return printed(field.value(register, self._commissioned[of.key]))
        return None

    def _figure(self, name: str) -> int:
        """Return a figure of the record, of change, or of what is due by a day that its name ends in."""
        if day := due_by_day(name):
            return len(self.register.due_by(day))
        figures = self.register.counts.figures
        return figures[name] if name in figures else self._of_change[name]

    def place(self, of: Owner | None, name: str = "") -> Place:
        """Return where the record says it: the line of a fact, or the folder of what it computes."""
        register = self.register
        keys = FIELDS[of.kind][name].keys if of and name else _under()
        if of and of.kind == "position" and of.key in register.positions:
            position = register.positions[of.key]
            return position.at(*keys(position))
        if of and of.kind == "recommendation" and of.key in register.held:
            asked = register.held[of.key]
            return asked.at(*keys(asked))
        if of and of.kind == "action" and of.key in self._actions:
            place = self._actions[of.key]
            return register.plan.at("actions", place, *keys(register.actions[place]))
        if of and of.kind == "ask" and of.key in self._matters:
            matter = self._matters[of.key]
            return matter.cover.at("asks", matter.place - 1, *keys(matter))
        if of and of.kind == "provider" and of.key in self._commissioned:
            standing = self._commissioned[of.key]
            return standing.view.provider.at(*keys(standing))  # type: ignore[no-any-return]
        return Place(self.folder)

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the keys of the rows of a list, in the order of the record."""
        listed = self.lists[name]
        return tuple(_KEYS[listed.kind](row) for row in listed.rows(self.register))

    def orders(self, name: str) -> list[tuple[str, ...]]:
        """Return the orders in which a paper may show the rows of a list; the first is the record's."""
        rows = self.listed(name)
        held = set(rows)
        return [
            rows,
            *(tuple(k for k in order if k in held) for order in self._grouped[kind_listed(name)]),
        ]

    @cached_property
    def lists(self) -> Mapping[str, _List]:
        """Return the lists that tables can show, with those of one paper or one recommendation."""
        own = {
            f"{_MATTERS}{name}": _List("ask", partial(Register.matters, paper=name))
            for name in self.register.covers
        }
        for number in self.register.numbers:
            own[f"{_POSITION}{number}"] = _List("position", partial(_position_on, number=number))
            own[f"{_SERVING}{number}"] = _List("action", partial(_serving, number=number))
        return {**RECORD_LISTS, **own}

    @cached_property
    def _matters(self) -> dict[str, Matter]:
        """Return all matters arising, by their keys."""
        papers = self.register.covers
        return {matter.key: matter for name in papers for matter in self.register.matters(name)}

    @cached_property
    def _concerns(self) -> dict[str, Concern]:
        """Return what a meeting must hear of, by the key of each."""
        return {concern.key: concern for concern in self.register.concerns}

    @cached_property
    def _commissioned(self) -> dict[str, Any]:
        """Return the providers by their folders, and what they were asked and did not answer by its key."""
        lists = (RECORD_LISTS[name] for name in ("providers", "unanswered"))
        return {
            _KEYS[listed.kind](each): each
            for listed in lists
            for each in listed.rows(self.register)
        }

    @cached_property
    def _of_change(self) -> dict[str, int]:
        """Return the figures of what changed since the year before, by the names of their marks."""
        if self.register.earlier is None:
            return {}
        figures = compare(self.register.earlier, self.register).figures
        return {mark(n, figure_names(self.register.body)): count for n, count in figures.items()}

    @cached_property
    def _grouped(self) -> dict[FactKind, list[list[str]]]:
        """Return how positions and actions follow on each other by theme, and actions by lead."""
        register = self.register
        return {
            "position": [[r.number for _, those in register.themes for r in those]],
            "action": [
                [action.id for _, those in register.by_theme for action in those],
                [action.id for _, those in register.by_lead for action in those],
            ],
            "commitment": [],
            "recommendation": [],
            "ask": [],
            "concern": [],
            "provider": [],
            "request": [],
        }


def meaning(fact: Fact, words: str) -> str:
    """Return what words say of a fact: the same for all words that say the same."""
    return (FIELDS[fact.of.kind][fact.name].read if fact.of else _number)(words)
