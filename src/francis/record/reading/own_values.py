"""Whether what stands in the fields that a set and a body declare is what they say it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import get_args

from francis.errors import Problem, choices, did_you_mean, excerpt, nearest, quotation
from francis.record.days import parse_day
from francis.record.model import Body, Locate, Set, Year
from francis.record.model.own_fields import FieldType, FieldValue, Owned, OwnField, own_fields
from francis.record.reading.references import not_there


def check_declarations(record: Set | Body) -> Iterator[Problem]:
    """Yield the fields that are declared twice, and those that a body declares for what is not its own."""
    if record.fields is None:
        return
    if isinstance(record, Body) and record.fields.recommendation:
        yield Problem(
            record.at("fields", "recommendation"),
            "a body cannot have fields for recommendations, which belong to their set.",
            "value",
            "Declare them in set.yaml, or for positions.",
        )
    for owned in get_args(Owned):
        declared: tuple[OwnField, ...] = getattr(record.fields, owned)
        for index, field in enumerate(declared):
            for name in _shared(field, declared[:index]):
                place, what = record.at("fields", owned, index, name), getattr(field, name)
                message = (
                    f"the {'field' if name == 'key' else name} {quotation(what)} appears twice."
                )
                yield Problem(place, message, "duplicate-key", f"Give each field its own {name}.")


def check_beside(
    bodies: Mapping[str, Body], sets: Mapping[str, Set], years: Mapping[tuple[str, str], Year]
) -> Iterator[Problem]:
    """Yield the fields of bodies that have the key or the label of one of a set which they answer."""
    for body_id, set_id in sorted({(body_id, year.set) for (body_id, _), year in years.items()}):
        if body_id in bodies and set_id in sets:
            yield from _check_beside(bodies[body_id], set_id, sets[set_id])


def _check_beside(body: Body, set_id: str, a_set: Set) -> Iterator[Problem]:
    for owned in get_args(Owned) if body.fields else ():
        for index, field in enumerate(getattr(body.fields, owned)):
            for name in _shared(field, own_fields(owned, a_set.fields)):
                message = f"the {name} {quotation(getattr(field, name))} is one of {set_id}/set.yaml already."
                remedy = f"Give the field another {name}, or remove it here or there."
                yield Problem(
                    body.at("fields", owned, index, name), message, "duplicate-key", remedy
                )


def _shared(field: OwnField, others: Iterable[OwnField]) -> Iterator[str]:
    """Yield which of its key and its label a field has in common with another: readers tell fields by their labels."""
    others = tuple(others)
    if field.key in (other.key for other in others):
        yield "key"
    elif field.label.casefold() in (other.label.casefold() for other in others):
        yield "label"


def check_values(
    at: Locate,
    keys: tuple[str | int, ...],
    values: Mapping[str, FieldValue],
    fields: tuple[OwnField, ...] | None,
) -> Iterator[Problem]:
    """Yield what stands in no declared field, and what is not of its field's type.

    The values are those of the record under `keys`; nothing is known of them where `fields` are None.
    """
    if fields is None or not values:
        return
    known = {field.key: field for field in fields}
    for key, value in values.items():
        place = (*keys, "fields", key)
        if key not in known:
            remedy = "Declare it under 'fields' in set.yaml or body.yaml, or remove it."
            yield not_there(at(*place), "fields", key, known, "unknown-key", remedy)
        elif wrong := _fault(known[key], value):
            message = f"{quotation(key)} is {_shown(value)}{wrong}"
            remedy = _OF_LIST if known[key].of else _REMEDIES[known[key].type]
            yield Problem(at(*place), message, "value", remedy)


_OF_LIST = "Write one of these words, in quotes if it is a number."
_REMEDIES: Mapping[FieldType, str] = {
    "text": "Write text, in quotes if it is a number.",
    "number": "Write a number without quotes, such as 12000.",
    "day": "Write a day as year-month-day, for example 2013-04-25.",
}


def _fault(field: OwnField, value: FieldValue) -> str:
    """Return why a value cannot stand in a field; nothing if it can."""
    if field.of:
        if value in field.of:
            return ""
        near = nearest(value, field.of) if isinstance(value, str) else ""
        return f", which is not allowed.{choices(field.of, 99)}{did_you_mean(near)}"
    if field.type == "number":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        is_endless = isinstance(value, float) and not isfinite(value)
        if is_endless:
            return ", which no paper can print as a number."
        return "" if is_number else ", which is not a number."
    if not isinstance(value, str) or not value.strip():
        return ", which is not text."
    if field.type == "day":
        try:
            parse_day(value)
        except ValueError as error:
            return f", which {error}."
    return ""


def _shown(value: FieldValue) -> str:
    if isinstance(value, str):
        return quotation(value)
    if isinstance(value, dict | tuple):
        return "a block of keys" if isinstance(value, dict) else "a list"
    return "empty" if value is None else excerpt(str(value))
