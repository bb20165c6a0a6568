"""Whether what stands in the fields that a set and a body declare is what they say it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from francis.errors import Problem, choices, did_you_mean, excerpt, nearest, quotation
from francis.record.days import parse_day
from francis.record.model import Body, Locate, Set
from francis.record.model.own_fields import FieldType, FieldValue, Owned, OwnField
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
        seen: set[str] = set()
        for index, field in enumerate(getattr(record.fields, owned)):
            if field.key in seen:
                place = record.at("fields", owned, index, "key")
                message = f"the field {quotation(field.key)} appears twice."
                yield Problem(place, message, "duplicate-key", "Give each field its own key.")
            seen.add(field.key)


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
            yield Problem(at(*place), message, "value", _REMEDIES[known[key].type])


_REMEDIES: Mapping[FieldType, str] = {
    "text": "Write what 'fields' in set.yaml or body.yaml allows here.",
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
