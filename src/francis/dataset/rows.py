"""The rows of the dataset: what is public of a body's stock-takes of one set, as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from francis.dataset.tables import TableName, tables
from francis.record.audience import Withheld, for_audience
from francis.record.days import Day, When
from francis.record.model import (
    Action,
    Evidence,
    Position,
    Recommendation,
    Step,
    acceptances_of,
)
from francis.record.model.own_fields import Owned
from francis.record.numbers import ranges_of, sorting
from francis.record.prose import is_unwritten
from francis.record.queries.shared_words import shared_word
from francis.record.register import Register

if TYPE_CHECKING:
    from francis.record.model.providers.views import LogView

DataRow = dict[str, Any]
"""A row by the names of its columns: text, whole number, number, truth, day, list of texts, or None."""
DataRows = Mapping[TableName, list[DataRow]]


def public_rows(latest: Register, *, drafts: bool = False, until: Day | None = None) -> DataRows:
    """Return the rows of every table that a body's latest stock-take of a set, and those before it, give.

    Only what is public is in them, whatever the register holds: words of a narrower classification are None.
    Stock-takes that are not final are left out unless `drafts` are asked for. Without any that is left, no table
    has a row. DataRows stand in the order of the years, and then of the record.
    """
    shown = latest if latest.audience == "public" else for_audience(latest, "public")
    years = [
        year
        for year in shown.years
        if (drafts or year.year.status == "final") and (until is None or year.as_at <= until)
    ]
    found: dict[TableName, list[DataRow]] = {name: [] for name in tables()}
    found["sets"] = [_set(shown)]
    found["recommendations"] = [*_recommendations(shown)]
    found["bodies"] = [_body(shown)]
    if not years:
        return found
    last = years[-1]
    found["steps"] = [*_steps(last)]
    for year in years:
        found["stocktakes"].append(_stocktake(year, latest=year is last))
        dated = {**_of(year), "as_at": year.as_at}
        found["positions"] += [_position(year, p, dated) for p in _in_order(year)]
        found["actions"] += [_action(year, action, dated) for action in year.actions]
        found["commitments"] += _commitments(year, last)
        found["evidence"] += _evidence(year)
    if last.dossiers:
        found["requests"] += _requests(last)
        found["measures"] += _measures(last)
        found["evidence"] += _evidence_of_requests(last)
    return found


def _said(words: str | None) -> str | None:
    """Return words that anybody may read; None in place of those that were left out, and of none."""
    return None if not words or isinstance(words, Withheld) else str(words)


def _when(when: When | None) -> str | None:
    return None if when is None else str(when)


def _own(
    register: Register, owned: Owned, record: Recommendation | Position | Action
) -> str | None:
    """Return the fields of its own that a record has as JSON; None without any."""
    held = dict(register.own_values(owned, record)) if record.fields else None
    return json.dumps(held, ensure_ascii=False) if held else None


def _in_order(year: Register) -> Iterable[Position]:
    return (year.positions[number] for number in year.numbers)


def _set(register: Register) -> DataRow:
    of = register.set
    return {
        "set": register.set_id,
        "title": of.title,
        "short_title": of.short_title,
        "item": of.item.one,
        "items": of.item.many,
        "chair": of.chair,
        "published": of.published,
        "total": of.total,
        "held": len(_held(register)),
        "responder": of.responder,
        "reporting": of.reporting,
        "acknowledgement": of.acknowledgement,
        "licence": of.licence,
        "licence_url": of.licence_url,
    }


def _held(register: Register) -> Mapping[str, Recommendation]:
    return register.held or {each.number: each for each in register.recommendations}


def _recommendations(register: Register) -> Iterator[DataRow]:
    held = _held(register)
    numbers = sorted(held, key=sorting(register.set.order))
    themes = ranges_of(numbers, register.set.themes, register.set.order)
    for place, number in enumerate(numbers, 1):
        of = held[number]
        theme = next(iter(themes[number]), None)
        yield {
            "set": register.set_id,
            "number": number,
            "place": place,
            "heading": of.heading,
            "short": of.short,
            "text": of.text,
            "theme": theme and theme.title,
            "part_of": of.part_of,
            "addressed_to": list(of.addressed_to),
            "response": of.response and of.response.status,
            "response_source": of.response and of.response.source,
            "fields": _own(register, "recommendation", of),
        }


def _body(register: Register) -> DataRow:
    of = register.body
    return {
        "set": register.set_id,
        "body": register.body_id,
        "name": of.name,
        "short_name": of.short_name,
        "kind": of.kind,
        "notice": of.notice,
    }


def _steps(register: Register) -> Iterator[DataRow]:
    body = register.body
    accepted = (Step(s.key, s.key, s.meaning) for s in acceptances_of(body))
    claims = {s.key: s.claim for s in acceptances_of(body)}
    schemes: Mapping[str, Iterable[Step]] = {
        "acceptance": accepted,
        "rating": body.ratings,
        "assurance": body.assurances,
    }
    for scheme, steps in schemes.items():
        for place, step in enumerate(steps, 1):
            yield {
                "set": register.set_id,
                "body": register.body_id,
                "scheme": scheme,
                "word_key": step.key,
                "word": step.word,
                "meaning": step.meaning,
                "place": place,
                "claim": claims[step.key] if scheme == "acceptance" else step.claim,
                "exception": step.exception,
                "blank": step.blank,
            }


def _stocktake(year: Register, *, latest: bool) -> DataRow:
    return {
        **_of(year),
        "as_at": year.as_at,
        "status": year.year.status,
        "follows": year.year.follows,
        "latest": latest,
        "positions": len(year.numbers),
    }


def _of(year: Register) -> DataRow:
    return {"set": year.set_id, "body": year.body_id, "year": year.year_id}


def _position(year: Register, of: Position, dated: DataRow) -> DataRow:
    rating, assurance, accepted = year.rating(of), year.assurance(of), year.acceptance(of)
    joint = year.joint.get(of.number)
    return {
        **dated,
        "number": of.number,
        "answered_with": joint and joint.answered_with,
        "acceptance": accepted.key,
        "acceptance_claim": accepted.claim,
        "acceptance_reason": _said(of.acceptance.reason),
        "acceptance_meeting": _said(of.acceptance.meeting),
        "acceptance_date": of.acceptance.date,
        "rating": rating.word,
        "rating_claim": rating.claim,
        "rating_blank": rating.blank,
        "rating_exception": rating.exception,
        "rating_reason": _said(of.rating.reason),
        "moved": year.rating_moved(of),
        "shared_word": shared_word(year, of),
        "assurance": assurance.word,
        "assurance_exception": assurance.exception,
        "assurance_blank": assurance.blank,
        "assurance_reason": _said(of.assurance.reason),
        "text": _said(of.text),
        "incomplete": _said(of.incomplete),
        "unwritten": is_unwritten(of.text),
        "lead": of.led_by,
        "oversight": of.oversight,
        "carried": year.is_carried(of),
        "confirmed_on": of.confirmed and of.confirmed.on,
        "change": _said(of.change),
        "fields": _own(year, "position", of),
        "classification": of.classification,
    }


def _action(year: Register, of: Action, dated: DataRow) -> DataRow:
    rating, note, verified, closure = year.rating(of), of.latest, of.verified, of.closure
    return {
        **dated,
        "id": of.id,
        "recommendations": list(of.recommendations),
        "description": _said(of.description),
        "short": _said(of.short),
        "measure": _said(of.measure),
        "lead": of.led_by,
        "oversight": of.oversight,
        "since": of.since,
        "original_due": _when(of.first_due),
        "due": _when(of.due),
        "due_day": of.due and of.due.last,
        "times_extended": of.times_extended,
        "state": year.state(of),
        "days_overdue": year.days_overdue(of),
        "rating": rating.word,
        "rating_claim": rating.claim,
        "rating_reason": _said(of.rating.reason),
        "percent": of.percent,
        "progress_on": note and note.date,
        "progress": _said(note.text if note else None),
        "repeats": of.repeats and of.repeats.every,
        "completed": of.completed,
        "verified_by": verified and verified.by,
        "verified_on": verified and verified.date,
        "closure": closure and closure.outcome,
        "closure_on": closure and closure.date,
        "closure_reason": _said(closure.reason if closure else None),
        "fields": _own(year, "action", of),
        "classification": of.classification,
    }


def _commitments(year: Register, last: Register) -> Iterator[DataRow]:
    """Yield what a stock-take promises, each with what had become of it by the last one."""
    for promise in year.promises:
        of, cover = promise.commitment, year.covers.get(promise.paper or "")
        if cover is not None and cover.session == "private":
            continue
        fate, counted = last.fulfilment(of), last.made[year.key_of(promise)]
        yield {
            **_of(year),
            "as_at": year.as_at,
            "key": promise.key,
            "number": promise.number,
            "paper": promise.paper,
            "text": _said(of.text),
            "kind": of.kind,
            "actions": list(of.actions),
            "due": _when(of.due),
            "outcome": fate.value,
            "days_late": fate.days_late,
            "repeated": last.when_made(counted) is not year or counted.place != promise.place,
            "reason": _said(fate.reason),
            "replaced_by": _said(fate.by),
        }


def _evidence(year: Register) -> Iterator[DataRow]:
    for position in year.written:
        yield from _evidence_of(year, "position", position.number, position.evidence)
    for action in year.actions:
        yield from _evidence_of(year, "action", action.id, action.evidence)


def _evidence_of(
    year: Register, owner: str, name: str, items: Iterable[Evidence]
) -> Iterator[DataRow]:
    for place, item in enumerate(items, 1):
        yield {
            **_of(year),
            "owner": owner,
            "owner_id": name,
            "place": place,
            "title": _said(item.title),
            "date": item.date,
            "location": _said(item.where),
            "classification": item.classification,
        }


def _logs(register: Register) -> Iterator[tuple[str | None, str | None, LogView]]:
    """Yield the log of each provider with its folder and its name, and then that of none."""
    for provider in register.providers:
        yield provider.name, provider.provider.name, provider
    if register.common_log:
        yield None, None, register.common_log


def _requests(register: Register) -> Iterator[DataRow]:
    for folder, name, log in _logs(register):
        for view in log.requests:
            of = view.request
            answered, judged, refused = of.answered, of.judged, of.refused
            yield {
                "set": register.set_id,
                "body": register.body_id,
                "as_at": register.as_at,
                "provider": folder,
                "provider_name": name,
                "id": of.id,
                "what": _said(of.what),
                "kind": of.kind,
                "asked": _when(of.asked),
                "asked_of": _said(of.asked_of),
                "received_from": _said(of.received_from),
                "due": _when(of.due),
                "times_chased": view.times_chased,
                "state": view.state,
                "days_overdue": view.days_overdue,
                "answered_on": _when(answered.on if answered else None),
                "answer": _said(answered.what if answered else None),
                "judged": judged and judged.value,
                "judged_reason": _said(judged.reason if judged else None),
                "refused_on": _when(refused.on if refused else None),
                "recommendations": list(of.recommendations),
                "classification": of.classification,
            }


def _evidence_of_requests(register: Register) -> Iterator[DataRow]:
    for folder, _, log in _logs(register):
        for view in log.requests:
            name = f"{folder}/{view.request.id}" if folder else view.request.id
            yield from _evidence_of(register, "request", name, view.request.evidence)


def _measures(register: Register) -> Iterator[DataRow]:
    for provider in register.providers:
        for key, readings in provider.readings.items():
            measure = provider.measure(key)
            for reading in readings if measure else ():
                assert measure is not None
                yield {
                    "set": register.set_id,
                    "body": register.body_id,
                    "provider": provider.name,
                    "provider_name": provider.provider.name,
                    "measure": key,
                    "measure_name": measure.name,
                    "unit": measure.unit,
                    "better": measure.better,
                    "target": measure.target,
                    "period": str(reading.period),
                    "period_end": reading.period.last,
                    "value": _number(reading.value),
                    "numerator": _number(reading.numerator),
                    "denominator": _number(reading.denominator),
                }


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
