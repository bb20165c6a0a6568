"""The record: what a set asks, what a body answers, and what follows from the two.

Records are frozen, and each says where it was read: `record.at("rating", "value")` is the place of
that value in its file. Two records with the same content are equal wherever they were read.
"""

from __future__ import annotations

import calendar
import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Literal, NamedTuple, TypeVar, dataclass_transform, get_args

from francis.errors import Place
from francis.words import plain

FORMAT = 1
"""The newest `format` of the files that this version reads."""

Locate = Callable[..., Place]
"""From the keys and indexes that lead to a value, to its place in the file."""

AcceptanceValue = Literal[
    "accepted",
    "accepted in principle",
    "accepted in part",
    "not accepted",
    "under consideration",
    "not applicable",
]
ResponseStatus = Literal[
    "accepted", "accepted in principle", "accepted in part", "not accepted", "unknown"
]
Status = Literal["draft", "final"]
Part = Literal["number", "heading", "text"]
Classification = Literal["public", "internal", "restricted"]
CommitmentKind = Literal[
    "action plan", "in development", "will", "waits on another body", "continuing"
]
Outcome = Literal["closed", "business as usual", "superseded", "not pursued"]
Purpose = Literal["note", "approve", "decide", "discuss", "assurance", "information"]
Session = Literal["public", "private"]
Fulfilment = Literal["met", "under way", "unmet"]
State = Literal["overdue", "open", "completed", "verified", "closed"]

Day = datetime.date

SOON = datetime.timedelta(days=30)
"""How far ahead of a year's day an action is said to be due soon."""
STALE = datetime.timedelta(days=90)
"""How long an open action may go without a progress note."""
OFTEN = 2
"""How many extensions of one action a board wants to hear of."""


STATES: Mapping[State, str] = {
    "overdue": "The date that holds has passed, and it is not done.",
    "open": "It is still to be done, and not overdue.",
    "completed": "It is done; nobody but its lead has found it to be.",
    "verified": "It is done, and another post than its lead has found it to be.",
    "closed": "It has left the plan.",
}
"""Where an action can stand, and what is meant by it."""


class When(NamedTuple):
    """A day, or a month of which no day is stated.

    `last` is the day, or the last of the month: until its end whatever is due then is in time.
    """

    last: Day
    month: bool = False

    @classmethod
    def of_month(cls, year: int, month: int) -> When:
        """Return a whole month; raise ValueError if there is none such."""
        try:
            return cls(Day(year, month, calendar.monthrange(year, month)[1]), month=True)
        except (calendar.IllegalMonthError, ValueError) as error:
            raise ValueError("no such month") from error

    def __str__(self) -> str:
        """Return it as the record writes it."""
        return f"{self.last:%Y-%m}" if self.month else self.last.isoformat()


@cache
def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts numbers as people do: 9 before 10, 1.9 before 1.10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", number)
    )


T = TypeVar("T")
K = TypeVar("K")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen record whose keys in YAML are its fields, and no others."""
    return dataclass(frozen=True)(cls)


def _nowhere(*_keys: object) -> Place:
    """Return the place of a record that was made, not read."""
    return Place("")


# What is asked: a set and its recommendations.


@record
class Theme:
    """A grouping of a set: the recommendations numbered from `first` to `last`, both included."""

    title: str
    first: str
    last: str


@record
class Item:
    """What a set, or a body's paper, calls one of its recommendations, and many of them."""

    one: str
    many: str


@record
class Set:
    """A published set of recommendations, as far as this workspace holds it.

    `reporting` is what it asks bodies to publish about their progress, in Markdown.
    """

    format: int
    title: str
    short_title: str
    published: Day
    total: int
    item: Item
    responder: str
    acknowledgement: str
    licence: str
    licence_url: str
    source: str
    themes: tuple[Theme, ...]
    chair: str | None = None
    reporting: str | None = None
    at: Locate = field(default=_nowhere, compare=False, repr=False)


@record
class Correction:
    """A change made to what the source prints, with the reason for it.

    `found` is what the source prints and `reads` what stands here instead; without `found` the
    source prints nothing there, and without both only the place in the source was mended.
    """

    part: Part
    why: str
    found: str | None = None
    reads: str | None = None


@record
class Response:
    """What the one to whom the set was addressed said to a recommendation."""

    status: ResponseStatus
    source: str | None = None


@record
class Recommendation:
    """One recommendation of a set; its text is Markdown in the wording of the inquiry."""

    format: int
    number: str
    heading: str
    text: str
    response: Response
    corrections: tuple[Correction, ...] = ()
    at: Locate = field(default=_nowhere, compare=False, repr=False)


# Who answers: a body, its words and its scales.


@record
class Words:
    """The words of a body's papers: `current position` and, over its column, `Current CCG position`."""

    item: Item
    position: str
    position_heading: str


@record
class Committee:
    """A committee by its full name, with the other names that papers give it."""

    name: str
    also: tuple[str, ...] = ()


@record
class Step:
    """One step of a scheme of ratings or assurances, by its key.

    `colour` is #rrggbb, always beside the word and never instead of it; None is no colour. A step
    that is an `exception` is one of which the board is told by itself; one that is `blank` stands for
    no judgement at all, and so is neither better nor worse than another.
    """

    key: str
    word: str
    meaning: str
    colour: str | None = None
    exception: bool = False
    blank: bool = False


@record
class Entry:
    """A field or a section of a paper's cover: its key in the record and the words that are printed."""

    key: str
    label: str


@record
class PaperForm:
    """What one of a body's papers looks like: the fields and sections of its cover, in order.

    `house` names the Word file in templates/ in whose styles, with whose header and footer, the Word
    file of the paper is made. `grouped_by` is how its actions are grouped.
    """

    paper: str
    house: str | None = None
    grouped_by: Literal["theme", "lead"] = "theme"
    fields: tuple[Entry, ...] = ()
    sections: tuple[Entry, ...] = ()


@record
class Body:
    """A body that answers, with the schemes by which its positions are rated and assured.

    `notice` is printed on every page, as for a body that does not exist.
    """

    format: int
    name: str
    short_name: str
    words: Words
    ratings: tuple[Step, ...]
    assurances: tuple[Step, ...]
    committees: tuple[Committee, ...] = ()
    papers: tuple[PaperForm, ...] = ()
    notice: str | None = None
    at: Locate = field(default=_nowhere, compare=False, repr=False)


# What is answered: a year and its positions.


@record
class Year:
    """A year's stock-take: the set it answers, the day at which it is true, and whether it is final.

    `notes` are paragraphs of Markdown about the record as a whole, printed with every paper.
    """

    format: int
    set: str
    as_at: Day
    status: Status
    follows: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=_nowhere, compare=False, repr=False)


@record
class Acceptance:
    """How far the body accepts a recommendation, and where and why it decided so."""

    value: AcceptanceValue
    reason: str | None = None
    meeting: str | None = None
    date: Day | None = None


@record
class Rated:
    """A step of one of the body's schemes, by its key, with the reason for it."""

    value: str
    reason: str | None = None


@record
class Evidence:
    """What shows that a claim is true: its title, its day, and where it is kept.

    `where` is an address of the web or says in words where to ask for it.
    """

    title: str
    date: Day | None = None
    where: str | None = None
    classification: Classification = "public"


@record
class Commitment:
    """Words of a position or a paper that promise something, and the actions that answer them.

    `text` stands in the position or paper word for word. `source` is where in the body's own paper
    the promise was made.
    """

    text: str
    kind: CommitmentKind
    actions: tuple[str, ...] = ()
    source: str | None = None


@record
class Confirmed:
    """That somebody looked at a position in its year and found that it still holds."""

    on: Day
    by: str | None = None


@record
class Position:
    """Where a body stands against one recommendation; its text is Markdown in the body's own words.

    `incomplete` says how the text breaks off in its source, and is None for a whole text. `notes`
    are remarks on the source by those who transcribed it. The classification is that of the text,
    the reasons and the commitments; the acceptance, the rating and the assurance are for everybody.
    `answers` is the digest of the recommendation's text that was answered, as `digest` makes it, and
    `change` what the officer says about the difference to the year before.
    """

    format: int
    number: str
    acceptance: Acceptance
    rating: Rated
    assurance: Rated
    text: str
    incomplete: str | None = None
    lead: str | None = None
    commitments: tuple[Commitment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    classification: Classification = "public"
    confirmed: Confirmed | None = None
    change: str | None = None
    answers: str | None = None
    notes: tuple[str, ...] = ()
    at: Locate = field(default=_nowhere, compare=False, repr=False)


# What will be done: the action plan.


@record
class Extension:
    """A later date that was asked for an action; it holds once somebody has approved it."""

    due: When
    reason: str | None = None
    asked_on: Day | None = None
    approved_by: str | None = None
    approved_on: Day | None = None


@record
class Progress:
    """What had been done towards an action on a day."""

    date: Day
    text: str
    classification: Classification = "public"


@record
class Verified:
    """The post that found an action to be done, and when; never the action's own lead."""

    by: str
    date: Day


@record
class Closure:
    """How an action left the plan."""

    outcome: Outcome
    date: Day | None = None
    reason: str | None = None


@record
class Action:
    """Something that a body will do, for some recommendations or, without any, for the whole response.

    `since` is the day from which it stands in the plan. `original_due` is never overwritten: a later
    date is an extension. `lead` is a post or a committee. The classification is that of the
    description, the measure, the reasons and the progress; what can be counted is for everybody.
    """

    id: str
    recommendations: tuple[str, ...]
    description: str
    rating: Rated
    since: Day | None = None
    measure: str | None = None
    lead: str | None = None
    original_due: When | None = None
    extensions: tuple[Extension, ...] = ()
    progress: tuple[Progress, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    completed: Day | None = None
    verified: Verified | None = None
    closure: Closure | None = None
    source: str | None = None
    classification: Classification = "public"

    @property
    def due(self) -> When | None:
        """Return the day or month that holds: of the last approved extension, or the first that was set."""
        return next((e.due for e in reversed(self.extensions) if e.approved_by), self.original_due)

    @property
    def times_extended(self) -> int:
        """Return how many extensions were approved."""
        return sum(extension.approved_by is not None for extension in self.extensions)

    @property
    def moves(self) -> tuple[tuple[When | None, Extension], ...]:
        """Return each approved extension with the date that held before it, in their order."""
        approved = [extension for extension in self.extensions if extension.approved_by]
        return tuple(zip((self.original_due, *(e.due for e in approved)), approved, strict=False))

    @property
    def asked(self) -> Extension | None:
        """Return the extension that waits for a decision, unless the action is done or left the plan."""
        waiting = [e for e in self.extensions if e.approved_by is None]
        return waiting[-1] if waiting and not (self.completed or self.closure) else None

    @property
    def latest(self) -> Progress | None:
        """Return the progress note of the latest day; of two of one day, the one that stands last."""
        return max(reversed(self.progress), key=lambda note: note.date, default=None)

    @property
    def earlier(self) -> tuple[Progress, ...]:
        """Return the progress notes before the latest, newest first."""
        oldest_first = sorted(self.progress, key=lambda note: note.date)
        return tuple(reversed(oldest_first[:-1]))

    def state(self, as_at: Day) -> State:
        """Return where the action stands on a day; a plan is never judged by today's date."""
        if self.closure:
            return "closed"
        if self.verified:
            return "verified"
        if self.completed:
            return "completed"
        return "overdue" if self.due and self.due.last < as_at else "open"


@record
class Plan:
    """The action plan of a year; `last_meeting` is the day on which the board last saw it."""

    format: int
    actions: tuple[Action, ...]
    last_meeting: Day | None = None
    at: Locate = field(default=_nowhere, compare=False, repr=False)


def stands_in(words: str, text: str) -> bool:
    """Return whether `words` stand in a text, whatever its lines, its links and its emphasis."""
    return plain(words) in plain(text)


# How it is put to a meeting: the cover of a paper.


@record
class Paragraph:
    """A paragraph of a section, numbered in the paper; its Markdown may hold figures of the record."""

    text: str
    heading: str | None = None
    classification: Classification = "public"


@record
class Section:
    """A section of a paper: what comes before its numbered paragraphs, and these."""

    key: str
    text: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()


@record
class Cover:
    """The cover of one paper for one meeting, and its narrative.

    `fields` are by the keys of the body's form; one of the form that is not here is printed as not
    stated. `asks` are what the meeting is asked to do, in Markdown.
    """

    format: int
    title: str
    meeting: str
    purposes: tuple[Purpose, ...]
    fields: Mapping[str, str]
    date: When | None = None
    session: Session | None = None
    asks: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    source: str | None = None
    at: Locate = field(default=_nowhere, compare=False, repr=False)

    @property
    def put_for(self) -> tuple[tuple[Purpose, bool], ...]:
        """Return every purpose that there is, and whether the paper is put to the meeting for it."""
        return tuple((purpose, purpose in self.purposes) for purpose in get_args(Purpose))

    def section(self, key: str) -> Section | None:
        """Return the section under a key of the form, or None if nothing is written there."""
        return next((section for section in self.sections if section.key == key), None)


# All of it together.


class Promise(NamedTuple):
    """A commitment and where it was made: the number of a position, or the name of a paper.

    `place` counts the commitments of that position or paper from 1. `year` is the earlier year in which
    it was made, if it was.
    """

    commitment: Commitment
    number: str | None = None
    paper: str | None = None
    place: int = 1
    year: str | None = None

    @property
    def key(self) -> str:
        """Return what tells it from all others: `123/1`, `hwbb/2`, or `2013/123/1` of an earlier year."""
        earlier = f"{self.year}/" if self.year else ""
        return f"{earlier}{self.number or self.paper}/{self.place}"


@dataclass(frozen=True)
class Exceptions:
    """What the board needs to hear of by itself; each kind in the order of the record."""

    rated: tuple[Position, ...]
    """Positions rated at a step that is an exception."""
    actions_rated: tuple[Action, ...]
    """Open actions rated so."""
    overdue: tuple[Action, ...]
    extended: tuple[Action, ...]
    """Open actions that were extended as often as a board wants to hear of."""
    assured: tuple[Position, ...]
    """Positions whose assurance is an exception."""
    stale: tuple[Action, ...]
    """Open actions without progress for too long."""
    unplanned: tuple[Promise, ...]
    """Promises that no action answers."""

    @property
    def total(self) -> int:
        """Return how many there are of all kinds; an action of two kinds counts in both."""
        return sum(len(getattr(self, name)) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Counts:
    """Every figure of a register that a paper may print; there is no other count of the record.

    The mappings hold every value of their scheme, in its order, also those that nobody has.
    """

    positions: int
    acceptance: Mapping[str, int]
    ratings: Mapping[str, int]
    assurances: Mapping[str, int]
    actions: int
    action_ratings: Mapping[str, int]
    states: Mapping[State, int]
    undated: int
    leaderless: int
    due_soon: int
    asked: int
    newly_completed: int
    exceptions: Exceptions
    promises: int

    @cached_property
    def figures(self) -> dict[str, int]:
        """Return the figures by the names under which a narrative uses them: see `figure_names`."""
        exceptions = self.exceptions
        return {
            **_named("", self.acceptance),
            **_named("", self.ratings),
            **_named("assurance_", self.assurances),
            **_named("actions_", self.action_ratings),
            **_named("actions_", self.states),
            "positions": self.positions,
            "actions": self.actions,
            "actions_without_date": self.undated,
            "actions_without_lead": self.leaderless,
            "due_soon": self.due_soon,
            "extensions_asked": self.asked,
            "newly_completed": self.newly_completed,
            "promises": self.promises,
            "unplanned": len(exceptions.unplanned),
            "extended_often": len(exceptions.extended),
            "without_progress": len(exceptions.stale),
            "actions_of_concern": len(exceptions.actions_rated),
            "exceptions": exceptions.total,
        }


def figure_name(key: str, prefix: str = "") -> str:
    """Return the name of the figure that counts `key`: `not rated` of `actions_` is `actions_not_rated`."""
    return prefix + re.sub(r"[^0-9a-z]+", "_", key.lower())


def _named(prefix: str, counts: Mapping[K, int]) -> dict[str, int]:
    """Return counts by the names of their figures."""
    return {figure_name(str(key), prefix): n for key, n in counts.items()}


def figure_names(body: Body) -> frozenset[str]:
    """Return the names of the figures that a narrative of this body may use."""
    nothing = Exceptions((), (), (), (), (), (), ())
    scheme, states = dict.fromkeys(_keys(body.ratings), 0), dict.fromkeys(get_args(State), 0)
    acceptance = dict.fromkeys(get_args(AcceptanceValue), 0)
    assurances = dict.fromkeys(_keys(body.assurances), 0)
    counts = Counts(0, acceptance, scheme, assurances, 0, scheme, states, 0, 0, 0, 0, 0, nothing, 0)
    return frozenset(counts.figures)


FIGURE = re.compile(r"\{\{\s*counts\.(\w+)\s*\}\}")
"""How a narrative names a figure of the record: `{{ counts.not_rated }}`."""


@dataclass(frozen=True)
class Register:
    """One body's year against one set: what every paper reads.

    `recommendations` stand in the order of their numbers, and `positions` has one for each. `earlier`
    is the register of the year that this one follows.
    """

    body_id: str
    year_id: str
    set_id: str
    body: Body
    year: Year
    set: Set
    recommendations: tuple[Recommendation, ...]
    positions: Mapping[str, Position]
    plan: Plan
    covers: Mapping[str, Cover]
    earlier: Register | None = None
    audience: Classification = "restricted"

    @property
    def as_at(self) -> Day:
        """Return the day at which all of it is true."""
        return self.year.as_at

    @property
    def actions(self) -> tuple[Action, ...]:
        """Return the actions of the plan, in its order."""
        return self.plan.actions

    @cached_property
    def themes(self) -> tuple[tuple[Theme, tuple[Recommendation, ...]], ...]:
        """Return each theme of the set that holds recommendations, with them, in order."""
        held: dict[Theme, list[Recommendation]] = {theme: [] for theme in self.set.themes}
        themes = themes_of((r.number for r in self.recommendations), self.set.themes)
        for recommendation in self.recommendations:
            for theme in themes[recommendation.number]:
                held[theme].append(recommendation)
        return tuple((theme, tuple(those)) for theme, those in held.items() if those)

    @property
    def span(self) -> str:
        """Return the first and last number: `123–144`, or one number alone."""
        first, last = self.recommendations[0].number, self.recommendations[-1].number
        return first if first == last else f"{first}–{last}"

    @cached_property
    def headings(self) -> dict[str, str]:
        """Return the heading of each recommendation by its number."""
        return {r.number: r.heading for r in self.recommendations}

    def noted(self, recommendation: Recommendation) -> bool:
        """Return whether there is a note on the text of a recommendation or of its position."""
        return bool(recommendation.corrections or self.positions[recommendation.number].notes)

    @property
    def has_notes(self) -> bool:
        """Return whether there is a note on any text."""
        return any(map(self.noted, self.recommendations))

    def rating(self, rated: Position | Action) -> Step:
        """Return the step of the body's scheme at which a position or an action is rated."""
        return next(r for r in self.body.ratings if r.key == rated.rating.value)

    def assurance(self, position: Position) -> Step:
        """Return the level of assurance that the rating of `position` is right."""
        return next(a for a in self.body.assurances if a.key == position.assurance.value)

    def form(self, paper: str) -> PaperForm:
        """Return what the body says about one of its papers, or a form without anything."""
        return next((form for form in self.body.papers if form.paper == paper), PaperForm(paper))

    # The years before

    @property
    def years(self) -> tuple[Register, ...]:
        """Return this register and those of all years before it, the earliest first."""
        return (*(self.earlier.years if self.earlier else ()), self)

    def is_carried(self, position: Position) -> bool:
        """Return whether a position says what it said in the year before, and nobody confirmed it."""
        before = self.earlier.positions.get(position.number) if self.earlier else None
        return before is not None and not position.confirmed and said(position) == said(before)

    @cached_property
    def carried(self) -> tuple[Position, ...]:
        """Return the positions that were carried forward without change or confirmation, by number."""
        return tuple(filter(self.is_carried, self._in_order))

    def is_for_review(self, position: Position) -> bool:
        """Return whether the text that a position answered has changed since."""
        asked = next(r for r in self.recommendations if r.number == position.number)
        return position.answers is not None and position.answers != digest(asked)

    @cached_property
    def for_review(self) -> tuple[Position, ...]:
        """Return the positions that answered an older text of their recommendation, by number."""
        return tuple(filter(self.is_for_review, self._in_order))

    @property
    def _in_order(self) -> tuple[Position, ...]:
        return tuple(self.positions[r.number] for r in self.recommendations)

    # The action plan

    def action(self, name: str) -> Action | None:
        """Return the action with this id, also one that was left behind in an earlier year."""
        own = next((action for action in self.actions if action.id == name), None)
        return own or (self.earlier.action(name) if self.earlier else None)

    def fulfilment(self, commitment: Commitment) -> Fulfilment:
        """Return what has become of a commitment by the register's day.

        It is met once all its actions are done; unmet if it has none, or if one of them is overdue, is
        not pursued or is nowhere in the plans; and under way otherwise.
        """
        answers = [self.action(name) for name in commitment.actions]
        found = [action for action in answers if action is not None]
        if not found or len(found) < len(answers):
            return "unmet"
        if any(a.closure and a.closure.outcome == "not pursued" for a in found):
            return "unmet"
        states = {self.state(action) for action in found}
        if "overdue" in states:
            return "unmet"
        return "under way" if "open" in states else "met"

    def state(self, action: Action) -> State:
        """Return where an action stands at the register's day."""
        return action.state(self.as_at)

    def is_open(self, action: Action) -> bool:
        """Return whether an action is still to be done."""
        return self.state(action) in ("open", "overdue")

    def in_state(self, *states: State) -> tuple[Action, ...]:
        """Return the actions in any of these states, in the order of the plan."""
        return tuple(action for action in self.actions if self.state(action) in states)

    @property
    def due_soon(self) -> tuple[Action, ...]:
        """Return the open actions that are due within `SOON` and not overdue."""
        return tuple(a for a in self.in_state("open") if a.due and a.due.last <= self.as_at + SOON)

    @property
    def asked(self) -> tuple[Action, ...]:
        """Return the actions for which an extension waits for a decision."""
        return tuple(action for action in self.actions if action.asked)

    @property
    def newly_completed(self) -> tuple[Action, ...]:
        """Return the actions completed since the last meeting that saw the plan, or all completed."""
        since = self.plan.last_meeting
        return tuple(
            a for a in self.actions if a.completed and (since is None or a.completed > since)
        )

    def days_overdue(self, action: Action) -> int:
        """Return for how many days an overdue action has been so; of any other, 0."""
        due = action.due if self.state(action) == "overdue" else None
        return (self.as_at - due.last).days if due else 0

    def is_stale(self, action: Action) -> bool:
        """Return whether an open action has gone without progress for longer than `STALE`.

        One that stands in the plan without any day has no progress that anybody could date.
        """
        days = [note.date for note in action.progress] + [action.since] * bool(action.since)
        known = [day for day in days if day is not None]
        return self.is_open(action) and (not known or max(known) < self.as_at - STALE)

    @cached_property
    def by_theme(self) -> tuple[tuple[Theme | None, tuple[Action, ...]], ...]:
        """Return each theme with its actions, each action once: under the first theme that it serves.

        Actions for the whole response come last, under None.
        """
        theme_of = {r.number: theme for theme, those in self.themes for r in those}
        held: dict[Theme | None, list[Action]] = {theme: [] for theme, _ in self.themes}
        held[None] = []
        for action in self.actions:
            first = min(action.recommendations, key=natural, default=None)
            held[theme_of[first] if first is not None else None].append(action)
        return tuple((theme, tuple(those)) for theme, those in held.items() if those)

    @cached_property
    def by_lead(self) -> tuple[tuple[str | None, tuple[Action, ...]], ...]:
        """Return each lead with its actions, by name; actions without one come last, under None."""
        leads = sorted({a.lead for a in self.actions if a.lead}, key=str.casefold)
        return tuple(
            (lead, those)
            for lead in (*leads, None)
            if (those := tuple(a for a in self.actions if a.lead == lead))
        )

    def groups(self, paper: str) -> tuple[tuple[Theme | str | None, tuple[Action, ...]], ...]:
        """Return the actions by theme or by lead, as the body's form of a paper groups them."""
        return self.by_lead if self.form(paper).grouped_by == "lead" else self.by_theme

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """Return every commitment: of the positions by number, then of the papers."""
        numbers = [r.number for r in self.recommendations]
        return (
            *(
                Promise(commitment, number=number, place=place)
                for number in numbers
                for place, commitment in enumerate(self.positions[number].commitments, 1)
            ),
            *(
                Promise(commitment, paper=name, place=place)
                for name, cover in self.covers.items()
                for place, commitment in enumerate(cover.commitments, 1)
            ),
        )

    def answered_by(self, action: Action) -> tuple[Promise, ...]:
        """Return the promises that an action answers."""
        return tuple(p for p in self.promises if action.id in p.commitment.actions)

    # Figures

    @cached_property
    def exceptions(self) -> Exceptions:
        """Return what the board needs to hear of by itself."""
        positions = [self.positions[r.number] for r in self.recommendations]
        undone = self.in_state("open", "overdue")
        return Exceptions(
            rated=tuple(p for p in positions if self.rating(p).exception),
            actions_rated=tuple(a for a in undone if self.rating(a).exception),
            overdue=self.in_state("overdue"),
            extended=tuple(a for a in undone if a.times_extended >= OFTEN),
            assured=tuple(p for p in positions if self.assurance(p).exception),
            stale=tuple(filter(self.is_stale, undone)),
            unplanned=(
                *self._unplanned_before,
                *(p for p in self.promises if not p.commitment.actions),
            ),
        )

    @property
    def _unplanned_before(self) -> tuple[Promise, ...]:
        """Return what was promised in earlier years and not planned, if this year is silent about it."""
        if self.earlier is None:
            return ()
        made = {promise.commitment.text for promise in self.promises}
        before = self.earlier.exceptions.unplanned
        return tuple(
            p._replace(year=p.year or self.earlier.year_id)
            for p in before
            if p.commitment.text not in made
        )

    @cached_property
    def counts(self) -> Counts:
        """Return every figure that a paper may print."""
        positions = self.positions.values()
        return Counts(
            positions=len(positions),
            acceptance=_tally((p.acceptance.value for p in positions), get_args(AcceptanceValue)),
            ratings=_tally((p.rating.value for p in positions), _keys(self.body.ratings)),
            assurances=_tally((p.assurance.value for p in positions), _keys(self.body.assurances)),
            actions=len(self.actions),
            action_ratings=_tally((a.rating.value for a in self.actions), _keys(self.body.ratings)),
            states=_tally(map(self.state, self.actions), get_args(State)),
            undated=sum(action.due is None for action in self.actions),
            leaderless=sum(action.lead is None for action in self.actions),
            due_soon=len(self.due_soon),
            asked=len(self.asked),
            newly_completed=len(self.newly_completed),
            exceptions=self.exceptions,
            promises=len(self.promises),
        )

    def ratings_of(self, recommendations: Iterable[Recommendation]) -> dict[str, int]:
        """Return how many of some recommendations have each rating, by its key in the scheme's order."""
        values = (self.positions[r.number].rating.value for r in recommendations)
        return _tally(values, _keys(self.body.ratings))


def _keys(steps: Iterable[Step]) -> tuple[str, ...]:
    return tuple(step.key for step in steps)


def _tally(values: Iterable[K], scheme: Iterable[K]) -> dict[K, int]:
    """Return how often each value of a scheme occurs, in the scheme's order."""
    counted = Counter(values)
    return {value: counted[value] for value in scheme}


def said(position: Position) -> Position:
    """Return what of a position makes it another one: all but how it was confirmed and remarked on."""
    return replace(position, confirmed=None, change=None, answers=None, notes=())


def digest(recommendation: Recommendation) -> str:
    """Return twelve signs that stand for the text of a recommendation, whatever its lines."""
    words = " ".join(recommendation.text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def themes_of(numbers: Iterable[str], themes: Iterable[Theme]) -> dict[str, list[Theme]]:
    """Return the themes in whose range each number lies; they should be one.

    Numbers and themes are gone through side by side, so that the cost is that of sorting them.
    """
    result: dict[str, list[Theme]] = {}
    waiting = sorted(themes, key=lambda theme: natural(theme.first), reverse=True)
    begun: list[Theme] = []
    for number in sorted(numbers, key=natural):
        while waiting and natural(waiting[-1].first) <= natural(number):
            begun.append(waiting.pop())
        begun = [theme for theme in begun if natural(theme.last) >= natural(number)]
        result[number] = list(begun)
    return result
