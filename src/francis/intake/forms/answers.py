"""The answers of a form to one action or position, read as days, ratings and texts, and what each makes of the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from francis.errors import Place, Problem, choices, did_you_mean, excerpt, nearest, quotation
from francis.intake.forms.questions import base_of, form_words
from francis.intake.forms.returned import Returned, question_in
from francis.record.days import Day, When, date_meant, day_in_words, parse_day, parse_when
from francis.record.model import (
    Action,
    Confirmed,
    Evidence,
    Extension,
    Position,
    Progress,
    Rated,
    digest,
    due_in_words,
)
from francis.record.register import Register

T = TypeVar("T")

_YEARS = range(1990, 2201)
"""The years in which a day can lie that somebody writes into a form: outside them it is a slip of the keyboard."""
SLOTS = {
    "progress_on": "progress",
    "reason": "rating",
    "why": "due",
    "still_true": "confirmed",
    "evidence_on": "evidence",
    "evidence_where": "evidence",
}
"""The part of the record to which the answer in a box belongs, if it is called otherwise."""


class AnswerStep(NamedTuple):
    """One thing that a form says: of which slot, the words in the record and in the form, and how it is put into the record.

    `apply` returns the record as it becomes, the same if it says so already. What is only added `adds`. `said` is the
    sentence by which a note on progress tells of it; nothing of what has a source of its own.
    """

    slot: str
    what: str
    now: str
    answered: str
    apply: Callable[[Any], Any]
    adds: bool = False
    said: str = ""


@dataclass
class ItemAnswers:
    """The answers to one item, by the keys of their boxes; `day` is that on which they were given."""

    form: Returned
    number: int
    day: Day
    register: Register
    answers: Mapping[str, str]
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    # As records

    @property
    def source(self) -> str:
        """Return what the record says of where an answer comes from."""
        return f"Form {self.form.stamp.form}, {self.form.by}, {day_in_words(self.day)}"

    def note(self, day: Day, text: str) -> Progress:
        """Return a note on progress, for those to read for whom the form was."""
        return Progress(day, text, self.form.stamp.audience, self.source)

    def steps(self, ours: Action | Position) -> list[AnswerStep]:
        """Return all that the form says of an item, as it is now."""
        found = self._of_action(ours) if isinstance(ours, Action) else self._of_position(ours)
        return [*found]

    def _of_action(self, ours: Action) -> Iterator[AnswerStep]:
        days = {key: self._day(key) for key in ("progress_on", "completed", "turn", "evidence_on")}
        self._hold_to_as_at(days)
        self._needs("progress_on", "progress")
        if text := self.answers.get("progress"):
            note = self.note(days["progress_on"] or self.day, text)
            latest = ours.latest.text if ours.latest else ""
            yield AnswerStep(
                "progress", "Progress", latest, text, lambda a: with_note(a, note), adds=True
            )
        yield from self._rating(ours)
        yield from self._dates(ours, days["completed"], days["turn"])
        yield from self._evidence(days["evidence_on"])

    def _dates(self, ours: Action, done: Day | None, turn: Day | None) -> Iterator[AnswerStep]:
        why = self.answers.get("why")
        self._needs("why", "due")
        if (due := self._when("due")) is not None:
            words = day_in_words(due)
            if done:
                self._problem("due", "It is complete, and yet there is a later date.", _WHICH)
            if ours.first_due is None:
                now, said = due_in_words(ours.due_stated), _date_given(due, why)
                yield AnswerStep("due", "Date", now, words, lambda a: replace(a, original_due=due), said=said)  # fmt: skip
            else:
                yield self._request(ours, due, why)
        if done:
            words = day_in_words(done)
            closed = ours.closure.outcome if ours.closure else ""
            now = day_in_words(ours.completed) if ours.completed else closed
            said = f"Reported complete on {words}."
            yield AnswerStep("completed", "Complete", now, words, lambda a: replace(a, completed=done), said=said)  # fmt: skip
        if turn and ours.repeats:
            words, said = day_in_words(turn), f"Done again on {day_in_words(turn)}."
            yield AnswerStep("turn", "Done again", "", words, lambda a: _with_turn(a, turn), adds=True, said=said)  # fmt: skip

    def _request(self, ours: Action, due: When, why: str | None) -> AnswerStep:
        """Return what asks for another date."""
        if not why:
            self._problem("due", "A later date has no reason.", "Ask for it: no date is approved without one.")  # fmt: skip
        words = day_in_words(due)
        return AnswerStep(
            "due",
            "Later date",
            due_in_words(ours.waiting.due if ours.waiting else ours.due),
            f"{words}: {why}",
            lambda a: _with_extension(a, Extension(due, why, asked_on=self.day)),
            said=_date_given(due, why),
        )

    def _of_position(self, ours: Position) -> Iterator[AnswerStep]:
        is_true, text = (
            self._word("still_true", form_words()["true_words"]),
            self.answers.get("text"),
        )
        confirmed = Confirmed(self.day, self.form.by)
        asked = next(r for r in self.register.recommendations if r.number == ours.number)

        def sure(position: Position) -> Position:
            return replace(position, confirmed=confirmed, answers=digest(asked))

        if is_true and text:
            self._problem("text", "It is still true, and yet there is a new text.", _WHICH)
        if is_true is False and not text:
            self.remarks.append(f"{ours.number} is no longer true, and there is no new text: write it.")  # fmt: skip
        if text:
            yield AnswerStep(
                "text",
                "Text",
                excerpt(ours.text),
                excerpt(text),
                lambda p: p if p.text == text else sure(replace(p, text=text)),
            )
        elif is_true:
            before = (day_in_words(ours.confirmed.on), ours.confirmed.by) if ours.confirmed else ()
            now, words = (
                ", ".join(filter(None, before)),
                f"{day_in_words(self.day)}, {self.form.by}",
            )
            yield AnswerStep("confirmed", "Still true", now, words, sure)
        yield from self._evidence(self._day("evidence_on"))

    def _evidence(self, on: Day | None) -> Iterator[AnswerStep]:
        for key in ("evidence_on", "evidence_where"):
            self._needs(key, "evidence")
        if title := self.answers.get("evidence"):
            where, audience = self.answers.get("evidence_where"), self.form.stamp.audience
            shown = Evidence(title, on, where, audience, self.source)
            yield AnswerStep(
                "evidence", "Evidence", "", title, lambda r: _with_evidence(r, shown), adds=True
            )

    def _rating(self, ours: Action) -> Iterator[AnswerStep]:
        ratings = self.register.body.ratings
        words = {step.key: step.key for step in ratings} | {step.word: step.key for step in ratings}
        key, why = self._word("rating", words), self.answers.get("reason")
        if key is None and (why is None or "rating" in self.answers):
            return
        value = key or ours.rating.value
        # The same rating keeps its reason, if no other is given.
        kept = ours.rating.reason if value == ours.rating.value else None
        rated = replace(ours, rating=Rated(value, why or kept))
        was = self.form.stamp.base.get(f"{self.number}.rating_value")
        if not why and base_of(rated)["rating_value"] == was:
            return  # it says the rating that it was made from
        before, after = (self._rated_in_words(each) for each in (ours, rated))
        said = f"Rated {self.register.rating(rated).word}."
        adds = key == ours.rating.value and ours.rating.reason is None
        yield AnswerStep("rating", "Rating", before, after, lambda a: replace(a, rating=rated.rating), adds, said)  # fmt: skip

    def _rated_in_words(self, action: Action) -> str:
        return ": ".join(filter(None, (self.register.rating(action).word, action.rating.reason)))

    # As they are to be written

    def _hold_to_as_at(self, days: Mapping[str, Day | None]) -> None:
        """Refuse what happened after the day at which the record is true."""
        as_at, year = self.register.as_at, self.register.year_id
        remedy = f"Write a later 'as_at' in year.yaml of {year}, or a new year: francis new-year."
        after = f"after {day_in_words(as_at)}, the as-at date of {year}."
        for key, day in days.items():
            if day and day > as_at:
                self._problem(key, f"{day_in_words(day)} is {after}", remedy)
        # Requests, and notes that no other day stands beside, are of the day on which the form was filled in.
        is_noted = "progress" in self.answers and days["progress_on"]
        if self.day > as_at and ("due" in self.answers or not is_noted):
            said = f"It was filled in on {day_in_words(self.day)}, {after}"
            on = f"{remedy} Or give the day on which the answers are true with --on."
            self.problems.append(("", Problem(Place(self.form.name), said, "form", on)))

    def _problem(self, key: str, message: str, remedy: str) -> None:
        """Note what is wrong with an answer."""
        place = self.form.place(self.number, key)
        self.problems.append((SLOTS.get(key, key), Problem(place, message, "form", remedy)))

    def _needs(self, key: str, other: str) -> None:
        """Note an answer that says nothing without another."""
        if key in self.answers and other not in self.answers:
            label = question_in(self.form.stamp, self.number, other).label
            said = f"The box “{label}”, to which this belongs, is empty."
            self._problem(key, said, "Ask for both.")

    def _day(self, key: str) -> Day | None:
        return self._date(key, parse_day, month=False)

    def _when(self, key: str) -> When | None:
        return self._date(key, parse_when, month=True)

    def _date(self, key: str, read: Callable[[object], T], *, month: bool) -> T | None:
        if key not in self.answers:
            return None
        written = date_meant(self.answers[key], month=month)
        if not written or int(written[:4]) not in _YEARS:
            also = ", or April 2015 for a month" if month else ""
            said = f"{quotation(self.answers[key])} is not a date."
            self._problem(key, said, f"Write it as 3 April 2015{also}.")
            return None
        return read(written)

    def _word(self, key: str, words: Mapping[str, T]) -> T | None:
        """Return what an answer means that is one of some words; None if there is none, or another."""
        if key not in self.answers:
            return None
        said = self.answers[key]
        folded = {word.casefold(): value for word, value in words.items()}
        if said.casefold() not in folded:
            meant = did_you_mean(nearest(said, words))
            self._problem(key, f"{quotation(said)} is not one of the words.{meant}", choices({word.casefold(): word for word in words}.values()).strip())  # fmt: skip
        return folded.get(said.casefold())


def _date_given(due: When, why: str | None) -> str:
    return f"Date given: {day_in_words(due)}{f' ({why})' if why else ''}."


_WHICH = "Ask which of the two is meant."


# ---------------------------------------------------------------------------------------------
# The records as they become


def with_note(action: Action, note: Progress) -> Action:
    """Return an action with one more note on progress, unless it has that already."""

    def what(each: Progress) -> tuple[Day, str]:
        return each.date, each.text

    if any(what(each) == what(note) for each in action.progress):
        return action
    return replace(action, progress=_put_in(action.progress, note, what))


def _with_evidence(record: Any, shown: Evidence) -> Any:
    def what(each: Evidence) -> tuple[Day, str, str]:
        return each.date or Day.min, each.title, each.where or ""

    if any(what(each) == what(shown) for each in record.evidence):
        return record
    return replace(record, evidence=_put_in(record.evidence, shown, what))


def _with_extension(action: Action, asked: Extension) -> Action:
    """Return an action with one more request, or another reason for the one that waits for the same date."""
    if asked.due == action.due or any(_is_same(each, asked) for each in action.extensions):
        return action
    if action.waiting and action.waiting.due == asked.due:
        others = tuple(each for each in action.extensions if each != action.waiting)
        return replace(action, extensions=(*others, replace(action.waiting, reason=asked.reason)))
    return replace(action, extensions=(*action.extensions, asked))


def _is_same(one: Extension, other: Extension) -> bool:
    return (one.due, one.reason) == (other.due, other.reason)


def _with_turn(action: Action, turn: Day) -> Action:
    assert action.repeats is not None
    done = action.repeats.done
    if turn in done:
        return action
    return replace(
        action, repeats=replace(action.repeats, done=_put_in(done, turn, lambda day: day))
    )


def _put_in(held: tuple[T, ...], new: T, key: Callable[[T], Any]) -> tuple[T, ...]:
    """Put an item behind the last one that does not come after it: so the order of two forms makes no difference."""
    place = len(held)
    while place and key(held[place - 1]) > key(new):
        place -= 1
    return (*held[:place], new, *held[place:])
