"""What editors are told of the record: a JSON Schema for each kind of file.

They are made from the classes that validate the record, and from `data/keys.yaml`, which says in an officer's words
what each key means. With them an editor completes and explains keys, and underlines what cannot be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from francis.record import days, model
from francis.record.model import cover, providers
from francis.record.reading.nodes import compose, plain_value
from francis.record.reading.validation import stated_type
from francis.workspace import SCHEMAS

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that every editor reads; later ones have nothing that the record needs."""
KINDS_OF_FILE: Mapping[str, type[Any]] = {
    "set": model.Set,
    "recommendation": model.Recommendation,
    "body": model.Body,
    "year": model.Year,
    "position": model.Position,
    "joint-position": model.JointPosition,
    "actions": model.Plan,
    "cover": cover.Cover,
    "reading": model.TableReading,
    "provider": providers.Provider,
    "provider-log": providers.ProviderLog,
    "provider-concern": providers.ProviderConcern,
}
"""The kinds of file that the record has, by the names of their schemas."""

Schema = dict[str, Any]

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
_QUARTER = "[0-9]{4}(/[0-9]{2})?-Q[1-4]"


def schemas() -> dict[str, bytes]:
    """Return every schema by its path from the root of a workspace."""
    return {f"{SCHEMAS}/{name}.json": _bytes(schema_of(name)) for name in KINDS_OF_FILE}


def schema_of(name: str) -> Schema:
    """Return the schema of a kind of file, by its name in `FILES`."""
    titled = {"$schema": DRAFT, "$id": f"urn:francis:{name}", "title": words()["titles"][name]}
    return titled | _record(KINDS_OF_FILE[name])


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return what is said of records and lists of words: `data/keys.yaml`."""
    read: Mapping[str, Mapping[str, str]] = _data("data/keys.yaml")
    return read


def _bytes(schema: Schema) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _record(cls: Any) -> Schema:
    """Return the schema of a record: its keys with what they mean, and no others."""
    hints, said = (
        get_type_hints(cls, include_extras=True),
        {**words()["every file"], **words()[cls.__name__]},
    )
    keys = [field for field in fields(cls) if field.name != "at"]
    properties: dict[str, Schema] = {
        key.name: {"description": said[key.name]} | _kind(hints[key.name]) for key in keys
    }
    for name, schema in properties.items():
        if name == "format":
            schema["const"] = model.FORMAT
        if cls is cover.Cover and name == "purposes":
            schema["items"]["defaultSnippets"] = _purposes()
        if hints[name] is model.Rated:
            schema["properties"]["value"]["defaultSnippets"] = _steps(
                _data("data/starter/body.yaml")[f"{name}s"]
            )
        if name == "acceptance":
            schema["properties"]["value"]["defaultSnippets"] = _steps(
                _data("data/acceptances.yaml")
            )
    return {
        "type": "object",
        "properties": properties,
        "required": [
            key.name for key in keys if key.default is MISSING and key.default_factory is MISSING
        ],
        "additionalProperties": False,
    }


def _kind(kind: Any) -> Schema:
    """Return the schema of a type of `model`; it says what `source` makes of the same type."""
    if get_origin(kind) is Literal:
        return _choice(kind)
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _kind(get_args(kind)[0])} | _mistake("list")
    if type(None) in get_args(kind):
        return _kind(stated_type(kind))
    if get_origin(kind) is Annotated:
        plain, most = get_args(kind)
        return _kind(plain) | (
            {"minimum": 0, "maximum": most} if plain is int else {"maxLength": most}
        )
    if get_origin(kind) in (Union, UnionType):
        return {"anyOf": [_kind(option) for option in get_args(kind)]}
    if get_origin(kind) is Mapping:
        return {"type": "object", "additionalProperties": _kind(get_args(kind)[1])}
    if is_dataclass(kind):
        return _record(kind)
    kinds: dict[Any, Schema] = {
        str: {"type": "string", "pattern": r"\S"} | _mistake("text"),
        int: {"type": "integer"} | _mistake("number"),
        object: {"type": ["string", "number"]},
        bool: {"type": "boolean"} | _mistake("yes or no"),
        days.Day: {"type": "string", "pattern": f"^{_DAY}$"} | _mistake("day"),
        days.When: {"type": "string", "pattern": f"^({_DAY}|{_MONTH}|{_QUARTER})$"}
        | _mistake("month"),
    }
    return kinds[kind]


def _mistake(name: str) -> Schema:
    """Return what an editor says of a value that is not of its kind; other validators pass it over."""
    return {"errorMessage": words()["mistakes"][name]}


def _choice(kind: Any) -> Schema:
    """Return the schema of a list of words, each with what it means."""
    (name,) = (name for name, value in _named().items() if value == kind)
    allowed = list(get_args(kind))
    said = words()[name]
    return {"enum": allowed, "enumDescriptions": [said[word] for word in allowed]}


def _named() -> Mapping[str, Any]:
    """Return the records and the lists of words, by their names."""
    return {**vars(model), **vars(cover), **vars(providers)}


def _steps(scheme: Iterable[Mapping[str, str]]) -> list[Schema]:
    """Return the steps of the usual scheme for an editor to offer; a body may have others."""
    return [
        {"label": step["key"], "description": step["meaning"], "body": step["key"]}
        for step in scheme
    ]


def _purposes() -> list[Schema]:
    """Return the usual purposes of papers for an editor to offer; a body may have others."""
    usual = (*cover.usual_purposes("listed"), *cover.usual_purposes("also"))
    return [{"label": p.key, "description": p.meaning, "body": p.key} for p in usual]


@cache
def _data(name: str) -> Any:
    """Return what a YAML file of the program says, by its path from this module's folder."""
    return plain_value(compose((Path(__file__).parent / name).read_text(encoding="utf-8")))
