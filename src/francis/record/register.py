"""One body's year: what follows from its records, and every figure that a paper may print.

Every list and every count of the record is worked out here, once; papers, terminals and comparisons only
show them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from francis.record import concerns
from francis.record.concerns import Concern
from francis.record.days import Day, days_after
from francis.record.figures import (
    FIGURE,
    Counts,
    Exceptions,
    Fulfilment,
    MadeIn,
    Promise,
    Unknown,
    UnknownKind,
    count_each,
    fulfilment_of,
    keys_of,
    made_by,
    promises_of,
)
from francis.record.model import (
    AcceptanceStep,
    Action,
    Body,
    Claim,
    Classification,
    Commitment,
    FulfilmentValue,
    Item,
    JointPosition,
    PaperForm,
    Plan,
    Position,
    Recommendation,
    Set,
    State,
    Step,
    Theme,
    Year,
    digest,
    said,
)
from francis.record.model.commissioning import Commissioning
from francis.record.model.cover import Ask, Cover, Matter, usual_purposes
from francis.record.model.own_fields import Owned, OwnField, own_fields
from francis.record.model.schemes import Direction, acceptances_of, by_key, direction
from francis.record.numbers import MOST_RUNS, listed, ranges_of, runs, sorting
from francis.record.prose import is_sample, is_unwritten

if TYPE_CHECKING:
    from francis.record.model.providers import Dossiers

L = TypeVar("L", bound=Position | Action | Promise)
Listed = Literal["positions", "actions"]

MOST_LISTED = 60
"""How many positions or actions a report to a board lists one by one: of more it says where each stands, and no more."""
WORST = 6
"""How many rows the first page of a report has room for."""
ON_COURSE = frozenset[Claim](("complete", "reported complete", "complete or ongoing", "on track"))
"""What a rating can claim that says nothing is amiss."""
SOON = datetime.timedelta(days=30)
"""How far ahead of a year's day an action is said to be due soon."""
STALE = datetime.timedelta(days=90)
"""How long an open action may go without a progress note."""
OFTEN = 2
"""How many extensions of one action a board wants to hear of."""


@dataclass(frozen=True)
class Register(Commissioning):
    """One body's year against one set: what every paper reads.

    Both `recommendations` and `positions` are in the order of their numbers, and each recommendation has a
    position. Where one is answered together with another, `joint` says which. `earlier` is the year that
    this one follows. `held` are all recommendations of the set that this workspace has, by number.
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
    joint: Mapping[str, JointPosition] = field(default_factory=dict)
    held: Mapping[str, Recommendation] = field(default_factory=dict)
    dossiers: Dossiers | None = None

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
        themes = ranges_of(self.numbers, self.set.themes, self.set.order)
        for recommendation in self.recommendations:
            for theme in themes[recommendation.number]:
                held[theme].append(recommendation)
        return tuple((theme, tuple(those)) for theme, those in held.items() if those)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers that the year answers, in their order."""
        return tuple(r.number for r in self.recommendations)

    def span(self, item: Item) -> str:
        """Return the numbers as a title names them: `standards 7–12`, or `standard 9`; of very many, how many more."""
        return f"{item.word(len(self.numbers))} {listed(self.numbers, MOST_RUNS)}"

    @cached_property
    def share(self) -> str:
        """Return all the numbers, and unless they are one run, how many they are of how many: `1, 3 and 9: 3 of the 9`."""
        held, total = len(self.numbers), self.set.total
        if held == total == 1:
            return f"{self.numbers[0]}, the only"
        is_run = len([*runs(self.numbers)]) == 1 and held != 2
        return f"{listed(self.numbers)}{'' if is_run else f': {held}'} of the {total}"

    @cached_property
    def names(self) -> dict[str, str]:
        """Return what each recommendation is called where there is little room, by its number."""
        return {r.number: r.name for r in self.recommendations}

    @cached_property
    def others(self) -> tuple[Recommendation, ...]:
        """Return the recommendations that are addressed to somebody else and not answered, in order."""
        numbers = sorted(self.held.keys() - self.positions.keys(), key=sorting(self.set.order))
        return tuple(self.held[number] for number in numbers if self.held[number].addressed_to)

    @cached_property
    def written(self) -> tuple[Position, ...]:
        """Return the positions that stand in a file of their own, and not with another one, by number."""
        return tuple(p for p in self._in_order if p.number not in self.joint)

    def noted(self, recommendation: Recommendation) -> bool:
        """Return whether there is a note on the text of a recommendation or of its position."""
        return bool(recommendation.corrections or self.positions[recommendation.number].notes)

    @cached_property
    def samples(self) -> tuple[str, ...]:
        """Return what still is an example to be replaced: the actions by their ids, then the covers by their names."""
        actions = tuple(a.id for a in self.actions if is_sample(a.description))
        return *actions, *(name for name, cover in self.covers.items() if is_sample(cover.title))

    @property
    def has_notes(self) -> bool:
        """Return whether there is a note on any text."""
        return any(map(self.noted, self.recommendations))

    @cached_property
    def answered_too(self) -> Mapping[str, tuple[str, ...]]:
        """Return, by number, the others that the position on a recommendation answers too, in order."""
        held: dict[str, list[str]] = {}
        for number in self.numbers:
            if number in self.joint:
                held.setdefault(self.joint[number].answered_with, []).append(number)
        return {number: tuple(others) for number, others in held.items()}

    def rating(self, rated: Position | Action) -> Step:
        """Return the step of the body's scheme at which a position or an action is rated."""
        return self._ratings[rated.rating.value]

    def is_listed(self, what: Listed) -> bool:
        """Return whether positions or actions are few enough for a report to list them one by one."""
        return len(self.numbers if what == "positions" else self.actions) <= MOST_LISTED

    def own_fields(self, owned: Owned) -> tuple[OwnField, ...]:
        """Return the fields of its own that the set, and then the body, gives to recommendations, positions or actions."""
        return own_fields(owned, self.set.fields, self.body.fields)

    def own_values(
        self, owned: Owned, record: Recommendation | Position | Action
    ) -> tuple[tuple[str, str], ...]:
        """Return what stands in such fields of one of these: each label with the words, in the order of the fields."""
        held = record.fields
        return tuple(
            (field.label, field.words(held[field.key]))
            for field in self.own_fields(owned)
            if str(held.get(field.key, ""))  # nothing to read where it was left out
        )

    def acceptance(self, position: Position) -> AcceptanceStep:
        """Return the step of the body's scheme that says how far it accepts what `position` answers."""
        return self._acceptances[position.acceptance.value]

    @cached_property
    def _acceptances(self) -> dict[str, AcceptanceStep]:
        return {step.key: step for step in reversed(acceptances_of(self.body))}

    def assurance(self, position: Position) -> Step:
        """Return the level of assurance that the rating of `position` is right."""
        return self._assurances[position.assurance.value]

    @cached_property
    def _ratings(self) -> dict[str, Step]:
        return by_key(self.body.ratings)

    @cached_property
    def _assurances(self) -> dict[str, Step]:
        return by_key(self.body.assurances)

    def kind_of(self, paper: str) -> str:
        """Return which paper the one of this name is: what its cover says, otherwise what it is called."""
        cover = self.covers.get(paper)
        return (cover and cover.paper) or paper

    def form(self, paper: str) -> PaperForm:
        """Return what the body says about one of its papers, or a form without anything."""
        kind = self.kind_of(paper)
        return next((form for form in self.body.papers if form.paper == kind), PaperForm(kind))

    def put_for(self, cover: Cover) -> tuple[tuple[str, bool], ...]:
        """Return the word of each purpose that a cover prints, and whether the paper is put to the meeting for it."""
        own, usual, also = self.body.purposes, *map(usual_purposes, ("listed", "also"))
        listed = own or (*usual, *(p for p in also if p.key in cover.purposes))
        return tuple((p.word, p.key in cover.purposes) for p in listed)

    def matters(self, paper: str) -> tuple[Matter, ...]:
        """Return what the paper before this one asked of the same meeting, and what came of it."""
        return concerns.matters(self, paper)

    def with_counts(self, text: str) -> str:
        """Return a text with the figures of the record in place of their names."""
        return FIGURE.sub(lambda found: f"{self.counts.figures[found[1]]:,}", text)

    # The years before

    @property
    def years(self) -> tuple[Register, ...]:
        """Return this register and those of all years before it, the earliest first."""
        return (*(self.earlier.years if self.earlier else ()), self)

    def is_carried(self, position: Position) -> bool:
        """Return whether a position says what it said in the year before, and nobody confirmed it."""
        before = self.earlier.positions.get(position.number) if self.earlier else None
        if before is None or position.confirmed or position.text != before.text:
            return False
        return said(position) == said(before)

    def rating_before(self, rated: Position | Action) -> Step | None:
        """Return the step at which the year before rated the same position or action, if that was another one."""
        if self.earlier is None:
            return None
        held = self.earlier._actions if isinstance(rated, Action) else self.earlier.positions
        before = held.get(rated.id if isinstance(rated, Action) else rated.number)
        is_other = before is not None and before.rating.value != rated.rating.value
        return self.earlier.rating(before) if before and is_other else None

    def rating_moved(self, rated: Position | Action) -> Direction | None:
        """Return which way a position or an action moved from its rating in the year before; None if it did not."""
        before = self.rating_before(rated)
        if before is None or self.earlier is None:
            return None
        schemes = self.earlier.body.ratings, self.body.ratings
        return direction((before, self.rating(rated)), schemes)

    @cached_property
    def carried(self) -> tuple[Position, ...]:
        """Return the positions that were carried forward without change or confirmation, by number."""
        return tuple(filter(self.is_carried, self._in_order))

    def is_for_review(self, position: Position) -> bool:
        """Return whether the text that a position answered has changed since."""
        answered = position.answers
        return answered is not None and answered != digest(self._asked[position.number])

    @cached_property
    def _asked(self) -> dict[str, Recommendation]:
        return {r.number: r for r in self.recommendations}

    @cached_property
    def for_review(self) -> tuple[Position, ...]:
        """Return the positions that answered an older text of their recommendation, by number."""
        return tuple(filter(self.is_for_review, self._in_order))

    @property
    def _in_order(self) -> tuple[Position, ...]:
        return tuple(self.positions.values())

    # The action plan

    def action(self, name: str) -> Action | None:
        """Return the action with this id, also one that was left behind in an earlier year."""
        own = self._actions.get(name)
        return own or (self.earlier.action(name) if self.earlier else None)

    @cached_property
    def _actions(self) -> dict[str, Action]:
        """Return the actions of the plan by id; of two with one id, the first."""
        return {action.id: action for action in reversed(self.actions)}

    def fulfilment(self, commitment: Commitment) -> Fulfilment:
        """Return what has become of a commitment by the register's day."""
        return fulfilment_of(commitment, self.action, self.as_at)

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
        return self.due_by(days_after(self.as_at, SOON))

    @property
    def due_next(self) -> tuple[Action, ...]:
        """Return the first of the open actions that are not overdue, by when they are due."""
        dated = [(a.due.last, n, a) for n, a in enumerate(self.in_state("open")) if a.due]
        return tuple(action for *_, action in sorted(dated)[:WORST])

    def due_by(self, day: Day) -> tuple[Action, ...]:
        """Return the open actions, not overdue, that are due on a day or before, in the plan's order."""
        found = self.in_state("open")
        return tuple(a for a in found if a.due and self.as_at <= a.due.last <= day)

    def due_until(self, paper: str | None = None) -> Day:
        """Return the day up to which a paper counts what is due: its meeting, if that is still to come."""
        cover = self.covers.get(paper or "")
        meeting = cover.date.last if cover and cover.date else None
        return meeting if meeting and meeting > self.as_at else days_after(self.as_at, SOON)

    @property
    def asked(self) -> tuple[Action, ...]:
        """Return the actions for which an extension waits for a decision."""
        return tuple(action for action in self.actions if action.asked)

    @property
    def newly_completed(self) -> tuple[Action, ...]:
        """Return the actions completed since the last meeting that saw the plan, or all completed."""
        since = self.plan.last_meeting
        done = (a for a in self.actions if a.completed)
        return tuple(a for a in done if since is None or (a.completed and a.completed > since))

    def days_overdue(self, action: Action) -> int:
        """Return for how many days an overdue action has been so; of any other, 0."""
        due = action.due if self.state(action) == "overdue" else None
        return (self.as_at - due.last).days if due else 0

    def last_sign(self, action: Action) -> Day | None:
        """Return the day of its latest note on progress or of its latest turn, or else that on which it came into the plan.

        A percentage that is not that of the year before, or above nought without one there, is a sign of the
        register's own day.
        """
        before = self.earlier.action(action.id) if self.earlier else None
        moved = action.percent not in (None, (before and before.percent) or 0)
        days = [*(note.date for note in action.progress), action.since]
        days += [self.as_at] if moved else []
        days += action.repeats.done if action.repeats else ()
        return max((day for day in days if day is not None), default=None)

    def is_stale(self, action: Action) -> bool:
        """Return whether an open action has gone without progress for longer than `STALE`.

        An action without any date counts as stale; one that repeats does not while its turns are kept.
        """
        last = self.last_sign(action)
        is_kept = action.repeats and action.due and self.state(action) == "open"
        return not is_kept and self.is_open(action) and (last is None or self.as_at - last > STALE)

    @cached_property
    def by_theme(self) -> tuple[tuple[Theme | None, tuple[Action, ...]], ...]:
        """Return each theme with its actions, each action once: under the first theme that it serves.

        Actions for the whole response come last, under None.
        """
        theme_of = {r.number: theme for theme, those in self.themes for r in those}
        held: dict[Theme | None, list[Action]] = {theme: [] for theme, _ in self.themes}
        held[None] = []
        key = sorting(self.set.order)
        for action in self.actions:
            first = min(action.recommendations, key=key, default=None)
            held[theme_of[first] if first is not None else None].append(action)
        return tuple((theme, tuple(those)) for theme, those in held.items() if those)

    @cached_property
    def by_lead(self) -> tuple[tuple[str | None, tuple[Action, ...]], ...]:
        """Return each post that leads, first of several, with its actions, by name; those without come last, under None."""
        held: dict[str | None, list[Action]] = {}
        for action in self.actions:
            held.setdefault(action.leads[0].post if action.leads else None, []).append(action)
        leads = sorted(held, key=lambda lead: (lead is None, (lead or "").casefold()))
        return tuple((lead, tuple(held[lead])) for lead in leads)

    def groups(self, paper: str) -> tuple[tuple[Theme | str | None, tuple[Action, ...]], ...]:
        """Return the actions by theme or by lead, as the body's form of a paper groups them."""
        return self.by_lead if self.form(paper).grouped_by == "lead" else self.by_theme

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """Return every commitment of this year: of the positions by number, then of the papers."""
        return promises_of(self)

    @cached_property
    def made(self) -> Mapping[MadeIn, Promise]:
        """Return every commitment of this year and of those before it, as it was made last; every figure counts these.

        The same words on the same number, or in the same paper, are one commitment: see `made_by`.
        """
        return made_by(self.years)

    @cached_property
    def said(self) -> Mapping[MadeIn, Promise]:
        """Return the commitments of this year by where and in which words they are made."""
        return {self.key_of(p): p for p in self.promises}

    def key_of(self, promise: Promise) -> MadeIn:
        """Return where and in which words a commitment of this year is made."""
        return promise.number, self.kind_of(promise.paper or ""), promise.commitment.text

    @cached_property
    def serving(self) -> Mapping[str, tuple[Action, ...]]:
        """Return the actions that serve each recommendation, by its number, in the order of the plan."""
        held: dict[str, list[Action]] = {}
        for action in self.actions:
            for number in action.recommendations:
                held.setdefault(number, []).append(action)
        return {number: tuple(actions) for number, actions in held.items()}

    def answered_by(self, action: Action) -> tuple[Promise, ...]:
        """Return the promises that an action answers."""
        return self._answered.get(action.id, ())

    @cached_property
    def _answered(self) -> Mapping[str, tuple[Promise, ...]]:
        """Return the promises that name each action, by its id, in their order."""
        held: dict[str, list[Promise]] = {}
        for promise in self.promises:
            for name in dict.fromkeys(promise.commitment.actions):
                held.setdefault(name, []).append(promise)
        return {name: tuple(promises) for name, promises in held.items()}

    # Figures

    @cached_property
    def exceptions(self) -> Exceptions:
        """Return what the board needs to hear of by itself."""
        positions, undone = self._in_order, self.in_state("open", "overdue")
        return Exceptions(
            rated=tuple(p for p in positions if self.rating(p).exception),
            actions_rated=tuple(a for a in undone if self.rating(a).exception),
            overdue=self.in_state("overdue"),
            extended=tuple(a for a in undone if a.times_extended >= OFTEN),
            assured=tuple(p for p in positions if self.assurance(p).exception),
            stale=tuple(filter(self.is_stale, undone)),
            unplanned=tuple(
                p for p in self.made.values() if self.fulfilment(p.commitment).value == "no action"
            ),
        )

    @cached_property
    def concerns(self) -> tuple[Concern, ...]:
        """Return what a meeting must hear of, each thing once, the worst first."""
        return concerns.all_of(self)

    @cached_property
    def worst(self) -> tuple[Concern, ...]:
        """Return those of them that have room on the first page of a report."""
        return self.concerns[:WORST]

    def about(self, ask: Ask) -> frozenset[str]:
        """Return the recommendations and actions that an ask is about: those it lists, and the actions that it names."""
        return concerns.named_in(ask.text).intersection(self._actions).union(ask.about)

    def asks_about(self, paper: str, concern: Concern) -> tuple[int, ...]:
        """Return which asks of a paper are about something that a meeting must hear of, counted from 1."""
        asks = self.covers[paper].all_asks
        return tuple(n for n, ask in enumerate(asks, 1) if self.about(ask) & concern.keys)

    @property
    def claims_course(self) -> bool:
        """Return whether a rating of the body can claim that something is complete or on track."""
        return any(step.claim in ON_COURSE for step in self.body.ratings)

    @property
    def on_course(self) -> tuple[Position, ...]:
        """Return the positions whose rating claims that it is complete or on track, by number."""
        return tuple(p for p in self._in_order if self.rating(p).claim in ON_COURSE)

    @cached_property
    def less_sure(self) -> tuple[Position, ...]:
        """Return the positions whose assurance is a lower step than in the year before, by number."""
        return tuple(p for p in self._in_order if concerns.is_less_sure(self, p))

    def when_made(self, promise: Promise) -> Register:
        """Return the register of the year in which a commitment of `made` was made last."""
        return next((r for r in self.years if r.year_id == promise.year), self)

    @property
    def unwritten(self) -> tuple[Position, ...]:
        """Return the positions that say no more than that they are not yet written, by number."""
        return tuple(p for p in self._in_order if is_unwritten(p.text))

    @property
    def unknown(self) -> Mapping[UnknownKind, Unknown]:
        """Return of how many positions or open actions something is not known, by what it is."""
        return self.counts.unknown

    @cached_property
    def counts(self) -> Counts:
        """Return every figure that a paper may print."""
        return self.counts_of(None)

    def counts_of(self, lead: str | None) -> Counts:
        """Return every figure, of all that there is or of what one post leads: see `led`."""
        positions, actions = self.led(self._in_order, lead), self.led(self.actions, lead)
        promises, undone = self.led(self.made.values(), lead), tuple(filter(self.is_open, actions))
        accepted = (position.acceptance.value for position in positions)
        assured = (position.assurance.value for position in positions)
        fates = (self.fulfilment(p.commitment).value for p in promises)
        found = self.exceptions
        kinds = {each.name: self.led(getattr(found, each.name), lead) for each in fields(found)}
        judged = [p for p in positions if not self.acceptance(p).declines]
        unknown: dict[UnknownKind, Unknown] = {
            "dates": Unknown(sum(a.due is None for a in undone), len(undone)),
            "ratings": Unknown(sum(self.rating(p).blank for p in judged), len(positions)),
            "action_ratings": Unknown(sum(self.rating(a).blank for a in undone), len(undone)),
            "assurances": Unknown(sum(self.assurance(p).blank for p in judged), len(positions)),
            "texts": Unknown(sum(is_unwritten(p.text) for p in positions), len(positions)),
        }
        return Counts(
            positions=len(positions),
            acceptance=count_each(accepted, keys_of(acceptances_of(self.body))),
            ratings=self._by_rating(positions),
            assurances=count_each(assured, keys_of(self.body.assurances)),
            actions=len(actions),
            action_ratings=self._by_rating(actions),
            states=count_each(map(self.state, actions), get_args(State)),
            undated=sum(action.due is None for action in actions),
            leaderless=sum(not action.leads for action in actions),
            due_soon=len(self.led(self.due_soon, lead)),
            asked=len(self.led(self.asked, lead)),
            newly_completed=len(self.led(self.newly_completed, lead)),
            exceptions=Exceptions(**kinds),
            promises=len(promises),
            fulfilments=count_each(fates, get_args(FulfilmentValue)),
            open_actions=len(undone),
            for_review=len(self.led(self.for_review, lead)),
            carried=len(self.led(self.carried, lead)),
            concerns=sum(bool(self.led(c.members, lead)) for c in self.concerns),
            on_course=len(self.led(self.on_course, lead)),
            less_sure=len(self.led(self.less_sure, lead)),
            unknown=unknown,
        )

    def led(self, those: Iterable[L], lead: str | None) -> tuple[L, ...]:
        """Return those that one post leads: of commitments, their positions or actions; of no post, all."""
        if lead is None:
            return tuple(those)
        return tuple(each for each in those if any(of.is_led_by(lead) for of in self._owners(each)))

    def _owners(self, of: Position | Action | Promise) -> Iterator[Position | Action]:
        """Yield what says who leads something: itself, or of a commitment its position and its actions."""
        if not isinstance(of, Promise):
            yield of
            return
        if of.number is not None:
            yield self.when_made(of).positions[of.number]
        yield from filter(None, map(self.action, of.commitment.actions))

    def ratings_of(self, recommendations: Iterable[Recommendation]) -> dict[str, int]:
        """Return how many of some recommendations have each rating, by its key in the scheme's order."""
        return self._by_rating(self.positions[r.number] for r in recommendations)

    def _by_rating(self, rated: Iterable[Position | Action]) -> dict[str, int]:
        return count_each((of.rating.value for of in rated), keys_of(self.body.ratings))
