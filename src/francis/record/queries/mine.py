"""What one post has to do: actions, and what is due of providers, in the order of days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from francis.record.days import Day
from francis.record.register import Register

if TYPE_CHECKING:
    from francis.record.model.providers import LogView, ProviderView


class Duty(NamedTuple):
    """Something that a post has to do by a day: what of, by its name, what that is about, and what is to be done."""

    due: Day
    name: str
    what: str
    task: str


def duties_of(register: Register, post: str, until: Day) -> tuple[Duty, ...]:
    """Return what a post has to do by a day, overdue or not, in the order of days."""
    found = [*_of_actions(register, post)]
    for view in register.providers:
        found += (*_of_log(view, view.name, post), *_of_concerns(view, post))
    if register.common_log is not None:
        found += _of_log(register.common_log, "log", post)
    return tuple(sorted(duty for duty in found if duty.due <= until))


def _of_actions(register: Register, post: str) -> Iterator[Duty]:
    for action in register.in_state("open", "overdue"):
        if action.is_led_by(post) and action.due:
            yield Duty(action.due.last, action.id, action.name, "complete it")


def _of_log(view: LogView, name: str, post: str) -> Iterator[Duty]:
    """Yield requests to chase, to judge or to answer, and what is to be looked at again."""
    for each in view.requests:
        of = each.request
        if not of.is_led_by(post):
            continue
        if each.is_open and of.due:
            task = "answer it" if of.received_from else "get an answer"
            yield Duty(of.due.last, f"{name}/{of.id}", of.what, task)
        elif each.state == "answered" and of.answered and not of.received_from:
            yield Duty(of.answered.on.last, f"{name}/{of.id}", of.what, "judge the answer")
    for entry in view.entries:
        if entry.is_led_by(post) and entry.review:
            yield Duty(entry.review, f"{name}/{entry.id}", entry.what, "look again")


def _of_concerns(view: ProviderView, post: str) -> Iterator[Duty]:
    """Yield reviews of concerns, and what providers promised."""
    for concern in view.open_concerns:
        of, name = concern.concern, f"{view.name}/{concern.concern.number}"
        if not of.is_led_by(post):
            continue
        if of.next_review:
            yield Duty(of.next_review, name, of.what, "review it")
        for promise in of.promised:
            if promise.due and not promise.met:
                yield Duty(promise.due.last, name, promise.what, "see that it was kept")


def posts_with_duties(register: Register) -> Iterator[str]:
    """Yield the posts that lead anything, some more than once."""
    logs = [*register.providers, *filter(None, [register.common_log])]
    yield from (lead.post for action in register.actions for lead in action.leads)
    for log in logs:
        yield from (lead.post for r in log.requests for lead in r.request.leads)
        yield from (lead.post for entry in log.entries for lead in entry.leads)
    for view in register.providers:
        yield from (lead.post for c in view.concerns for lead in c.concern.leads)
