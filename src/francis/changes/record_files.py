"""Which files of the record differ between two registers, and under which of their keys.

What is compared is what the files say. Comments, the order of keys and the way in which a text is quoted
are their form, and no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from francis.record import model
from francis.record.days import When
from francis.record.model import cover
from francis.record.model.leads import Lead
from francis.record.model.timing import Milestone
from francis.record.numbers import slug
from francis.record.reading.folders import PROVIDERS
from francis.record.register import Register
from francis.workspace import RECORD

if TYPE_CHECKING:
    from francis.record.model.providers import MeasureReading

KeyPath = tuple[str, ...]
"""What leads to a value: keys, and of an item of a list what names it or else its place, from 1."""


class KeyChange(NamedTuple):
    """A value that is not what it was; None on a side that does not have it."""

    keys: KeyPath
    old: Any
    new: Any


@dataclass(frozen=True)
class FileChange:
    """A file of which something changed: the records of both sides, None where there is none.

    `path` is where it lies now, or lay if it is gone.
    """

    path: str
    old: Any
    new: Any

    @cached_property
    def changes(self) -> tuple[KeyChange, ...]:
        """Return what changed, value by value; nothing of a file that one side does not have."""
        if self.old is None or self.new is None:
            return ()
        return tuple(_differences(self.old, self.new, ()))


def files_between(old: Register, new: Register) -> tuple[FileChange, ...]:
    """Return the files that differ, by their paths, of all that either register was read from.

    Of two different years each file is compared with the one of the same name. A year before both is
    compared with itself, as it may have been changed between two revisions.
    """
    pairs = [(_of_body(old), _of_body(new)), (_of_year(old), _of_year(new))]
    if old.set_id == new.set_id:
        pairs.append((_of_set(old), _of_set(new)))
    before, after = ({of.year_id: of for of in side.years} for side in (old, new))
    pairs += [
        (_of_year(before[name]), _of_year(after[name]))
        for name in before
        if name in after and (before[name] is not old or after[name] is not new)
    ]
    found = [
        FileChange(*_sides(was.get(name), is_now.get(name)))
        for was, is_now in pairs
        for name in {**was, **is_now}
    ]
    return tuple(sorted((f for f in found if f.old != f.new), key=lambda f: f.path))


class _File(NamedTuple):
    path: str
    record: Any


def _sides(old: _File | None, new: _File | None) -> tuple[str, Any, Any]:
    path = new.path if new else old.path if old else ""
    return path, old and old.record, new and new.record


def _of_body(register: Register) -> dict[str, _File]:
    body = f"{RECORD}/{register.body_id}"
    return {"body": _File(f"{body}/body.yaml", register.body), **_of_providers(register, body)}


def _of_providers(register: Register, body: str) -> dict[str, _File]:
    """Return the files of a body's providers, whatever their day: they serve all years."""
    held, folder = register.dossiers, f"{body}/{PROVIDERS}"
    if held is None:
        return {}
    found = {"log": _File(f"{folder}/log.yaml", held.log)}
    for name, of in held.providers.items():
        place = f"{folder}/{name}"
        found[f"{name}/provider"] = _File(f"{place}/provider.yaml", of.provider)
        found[f"{name}/log"] = _File(f"{place}/log.yaml", of.log)
        readings = {f"{r.measure} {r.period}": _figures(r) for r in of.readings}
        found[f"{name}/measures"] = _File(f"{place}/measures.csv", readings)
        found |= {
            f"{name}/{number}": _File(f"{place}/concerns/{slug(number)}.yaml", concern)
            for number, concern in of.concerns.items()
        }
    return found


def _figures(reading: MeasureReading) -> str:
    """Return what a table says of a measure in a period: the value, and of what it is the share."""
    value, *share = (reading.value, reading.numerator, reading.denominator)
    said = " of ".join(str(part) for part in share if part is not None)
    return f"{'' if value is None else value}{f' ({said})' if said else ''}"


def _of_set(register: Register) -> dict[str, _File]:
    folder = f"{RECORD}/{register.set_id}"
    asked = {
        r.number: _File(f"{folder}/{slug(r.number)}.yaml", r) for r in register.recommendations
    }
    return {"set": _File(f"{folder}/set.yaml", register.set), **asked}


def _of_year(register: Register) -> dict[str, _File]:
    folder = f"{RECORD}/{register.body_id}/{register.year_id}"
    return {
        "year": _File(f"{folder}/year.yaml", register.year),
        **{
            n: _File(f"{folder}/{slug(n)}.yaml", of)
            for n, of in {**register.positions, **register.joint}.items()
        },
        "actions": _File(f"{folder}/actions.yaml", register.plan),
        **{
            f"papers/{name}": _File(f"{folder}/papers/{name}.yaml", held)
            for name, held in register.covers.items()
        },
    }


_NAMED_BY: Mapping[type, str] = {
    model.AcceptanceStep: "key",
    model.Action: "id",
    model.Commitment: "text",
    model.Committee: "name",
    model.CoverField: "key",
    model.Entry: "key",
    model.Evidence: "title",
    model.Extension: "due",
    Lead: "post",
    Milestone: "what",
    model.NumberRange: "first",
    model.OwnField: "key",
    model.PaperForm: "paper",
    model.Progress: "date",
    model.Purpose: "key",
    model.Ruling: "rule",
    cover.Section: "key",
    model.Step: "key",
    model.Theme: "title",
}
"""What names an item of a list; of another kind its place does."""
_NOT_SAID = frozenset({"at", "format"})


def _differences(old: Any, new: Any, keys: KeyPath) -> Iterator[KeyChange]:
    """Yield each value that differs, in the order of the keys."""
    old, new = _alike(old, new), _alike(new, old)
    if old == new:
        return
    if is_dataclass(old) and is_dataclass(new) and (type(old) is type(new) or not keys):
        was, is_now = _stated(old, new), _stated(new, old)
        for name in {**was, **is_now}:
            yield from _differences(was.get(name), is_now.get(name), (*keys, name))
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in {**old, **new}:
            yield from _differences(old.get(name), new.get(name), (*keys, str(name)))
    elif is_list(old) and is_list(new):
        yield from _items(old, new, keys)
    else:
        yield KeyChange(keys, old, new)


def _stated(record: Any, other: Any) -> dict[str, Any]:
    """Return the values of a record by their keys; of keys that another kind of record does not have, what is stated."""
    kept = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in _NOT_SAID}
    usual = {f.name: f.default for f in fields(record)}
    return {
        name: value
        for name, value in kept.items()
        if hasattr(other, name) or (value and value != usual[name])
    }


def _alike(value: Any, other: Any) -> Any:
    """Return a value in the longer of two forms, if the other has that: an ask, a range of numbers, a list of leads."""
    if isinstance(value, str):
        if isinstance(other, cover.Ask):
            return cover.Ask(value)
        if isinstance(other, model.NumberRange):
            return model.NumberRange(value, value)
        if is_list(other) and other and isinstance(other[0], Lead):
            return (Lead(value),)
    return value


def is_list(value: object) -> bool:
    """Return whether a value of a record is a list."""
    return isinstance(value, tuple) and not isinstance(value, When)


def _items(old: Sequence[Any], new: Sequence[Any], keys: KeyPath) -> Iterator[KeyChange]:
    """Yield how the items of a list differ; of the same items in another order, the whole list."""
    was, is_now = _by_name(old), _by_name(new)
    changed = [
        change
        for name in {**was, **is_now}
        for change in _differences(was.get(name), is_now.get(name), (*keys, name))
    ]
    yield from changed or [KeyChange(keys, old, new)]


def _by_name(items: Sequence[Any]) -> dict[str, Any]:
    """Return the items of a list by what names each: of words alone the word; the second of a name is called so."""
    seen: Counter[str] = Counter()
    named = {}
    for place, item in enumerate(items, 1):
        attribute = _NAMED_BY.get(type(item))
        if attribute is None and is_dataclass(item):
            attribute = next((name for name in ("id", "key") if hasattr(item, name)), None)
        if attribute is not None:
            name = str(getattr(item, attribute))
        else:
            name = item if isinstance(item, str) and " " not in item else str(place)
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = item
    return named
