"""Validation of plain values against the classes of `model`: every error of a file, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml

from francis.errors import Place, Problem, choices, did_you_mean, excerpt, nearest, quotation
from francis.record import model
from francis.record.days import Day, When, date_meant, parse_day, parse_when
from francis.record.reading.nodes import Locator, node_place, node_under


@cache
def _validator(cls: Any) -> tuple[Any, Any]:
    """Return the validator of a record of `cls`, and the error that it raises.

    The engine of pydantic is used without its front: the few kinds of value that a record has are
    put to it in `_schema`, and a small check starts in half the time.
    """
    from pydantic_core import SchemaValidator, ValidationError

    return SchemaValidator(_schema(cls)), ValidationError


def _schema(kind: Any) -> Any:
    """Return how the engine describes a type of `model`: exactly this type, and no other key."""
    if get_origin(kind) is Literal:
        return {"type": "literal", "expected": list(get_args(kind))}
    if get_origin(kind) is Annotated:
        plain, most = get_args(kind)
        limit = {"ge": 0, "le": most} if plain is int else {"max_length": most}
        return _schema(plain) | limit
    if get_origin(kind) is tuple:
        return {
            "type": "tuple",
            "items_schema": [_schema(get_args(kind)[0])],
            "variadic_item_index": 0,
        }
    if type(None) in get_args(kind):
        return {"type": "nullable", "schema": _schema(stated_type(kind))}
    if get_origin(kind) in (Union, UnionType):
        return _either(*get_args(kind))
    if get_origin(kind) is Mapping:
        keys, values = map(_schema, get_args(kind))
        return {"type": "dict", "keys_schema": keys, "values_schema": values}
    if is_dataclass(kind):
        return _record_schema(kind)
    return {
        str: {"type": "str", "strict": True, "min_length": 1, "strip_whitespace": True},
        int: {"type": "int", "strict": True},
        bool: {"type": "bool", "strict": True},
        object: {"type": "any"},
        When: {
            "type": "function-plain",
            "function": {"type": "no-info", "function": parse_when},
        },
        Day: {
            "type": "function-plain",
            "function": {"type": "no-info", "function": parse_day},
        },
        model.Locate: {"type": "callable"},
    }[kind]


def stated_type(kind: Any) -> Any:
    """Return a type of `model` without the None that stands for a key which is left out."""
    return Union[tuple(option for option in get_args(kind) if option is not type(None))]  # noqa: UP007


_TEXT = "\0text"
_BRANCHES: dict[Any, str] = {dict: "\0block", tuple: "\0list", str: _TEXT}
"""What the engine calls the kinds that a value can be of, in the places of its errors: no file can have such a key."""


def _either(*options: Any) -> dict[str, Any]:
    """Return how the engine describes a value that is a text, or else a list or a block of keys.

    It is judged as what it looks like, and as a text if it looks like none of them.
    """
    kinds = {_BRANCHES[_plain_kind(option)]: _schema(option) for option in options}

    def branch(value: Any) -> str:
        found = _BRANCHES.get(type(value), _TEXT)
        return found if found in kinds else _TEXT

    return {"type": "tagged-union", "discriminator": branch, "choices": kinds}


def _plain_kind(kind: Any) -> type[Any]:
    """Return as what a value of a type of `model` is read from a file."""
    if kind not in _WRITTEN and is_dataclass(kind):
        return dict
    return tuple if get_origin(kind) is tuple else str


_WRITTEN: tuple[Any, ...] = (Day, When)
"""The records that a file writes as a text."""


def _record_schema(cls: Any) -> dict[str, Any]:
    """Return how the engine describes a record: its fields, those with a default left out at will."""
    described = []
    for field in fields(cls):
        schema = _schema(_hints(cls)[field.name])
        if field.default is not MISSING:
            schema = {"type": "default", "schema": schema, "default": field.default}
        elif field.default_factory is not MISSING:
            schema = {"type": "default", "schema": schema, "default_factory": field.default_factory}
        described.append(
            {"type": "dataclass-field", "name": field.name, "kw_only": True, "schema": schema}
        )
    arguments = {"type": "dataclass-args", "dataclass_name": cls.__name__, "fields": described}
    return {
        "type": "dataclass",
        "cls": cls,
        "fields": [field.name for field in fields(cls)],
        "schema": arguments | {"extra_behavior": "forbid"},
    }


def validate(
    cls: Any, value: dict[str, Any], path: str, text: str, node: Any, problems: list[Problem]
) -> Any:
    """Return `value` as a record of `cls`, with every error noted.

    Of a value with errors it is what is left without them, to be held to other files; None if that is no record.
    """
    validator, failed = _validator(cls)
    errors: list[Any] = []
    result = None
    try:
        result = validator.validate_python({**value, "at": Locator(path, text)})
        if "at" not in value:
            return result
    except failed as failure:
        errors = [
            {**error, "loc": tuple(key for key in error["loc"] if key not in _BRANCHES.values())}
            for error in failure.errors(include_url=False)
        ]
    whole = errors
    for find in (_unindented, _of_file, _without_first_key):
        beside, told = find(cls, path, node, errors)
        problems += beside
        errors = [error for error in errors if tuple(error["loc"]) not in told]
    unknown = [tuple(e["loc"]) for e in errors if e["type"] == "unexpected_keyword_argument"]
    if "at" in value:  # the one field of a record that is not a key of its file
        unknown.append(("at",))
    meant: set[tuple[Any, ...]] = set()
    for loc in unknown:
        known = keys_in(_class_at(cls, loc[:-1]))
        near = nearest(str(loc[-1]), known)
        meant.add((*loc[:-1], near))
        message = (
            f"{quotation(str(loc[-1]))} is not a key here.{choices(known, 99)}{did_you_mean(near)}"
        )
        remedy = "Correct or remove the key. If the line belongs to the text above, indent it."
        place = _key_place(path, node, loc)
        problems.append(Problem(place, message, "unknown-key", remedy, meant=near))
    for error in errors:
        loc = tuple(error["loc"])
        if loc not in unknown and not (error["type"] == "missing" and loc in meant):
            problems.append(_explained(cls, path, node, loc, error["type"], error))
    return _without(cls, value, whole, Locator(path, text)) if whole else result


def _without(cls: Any, value: dict[str, Any], errors: Iterable[Any], at: Locator) -> Any:
    """Return what is left of a value as a record without its errors; None if no record is left."""
    validator, failed = _validator(cls)
    whole = _copied(value)
    for error in errors:
        *way, key = error["loc"]
        holder = whole
        for step in way:
            holder = holder[step]
        found = next(iter(get_args(_type_at(cls, tuple(error["loc"])))), None)
        if error["type"] == "literal_error":
            holder[key] = (
                found  # another of the allowed words: which does not matter to other files
            )
        elif error["type"] == "tuple_type" and cls is model.Plan and not way:
            return None  # other files refer to what may be meant there
        elif error["type"] == "tuple_type":
            holder[key] = []
        elif isinstance(holder, dict):
            holder.pop(key, None)
    try:
        return validator.validate_python({**_frozen(whole), "at": at})
    except failed:
        return None


def _copied(value: Any) -> Any:
    """Return a value whose lists and blocks can be changed."""
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    """Return a value as files are read: with lists that cannot be changed."""
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


_ERRORS: dict[str, tuple[str, str, str]] = {
    "string_type": ("must be text, but it is {found}.", "type", "{quoted}"),
    "dataclass_type": (
        "must be a block of keys ({keys}), but it is {found}.",
        "type",
        "Begin a new line after the colon, and indent the keys by two spaces.",
    ),
    "tuple_type": (
        "must be a list, but it is {found}.",
        "type",
        "Begin a new line after the colon, and each item with “- ”.",
    ),
    "int_type": (
        "must be a whole number, but it is {found}.",
        "type",
        "Write a number without quotes.",
    ),
    "greater_than_equal": ("is {found}, which is less than 0.", "value", "Write 0 or more."),
    "less_than_equal": (
        "is {found}, which is more than {limit}.",
        "value",
        "Write {limit} or less.",
    ),
    "bool_type": ("must be true or false, but it is {found}.", "type", "Write true or false."),
    "dict_type": (
        "must be a block of keys, but it is {found}.",
        "type",
        "Begin a new line after the colon, and indent the keys by two spaces.",
    ),
    "value_error": (
        "is {found}, which {reason}.{nearest}",
        "date",
        "Write a real date as year-month-day, for example 2013-04-25{month}.",
    ),
    "literal_error": (
        "is {found}, which is not allowed.{allowed}{nearest}",
        "value",
        "Use one of these words, exactly as written here.",
    ),
    "string_too_long": (
        "is {found}, which has more than {most} characters.",
        "too-long",
        "Shorten it.",
    ),
    "empty": ("is empty.", "empty", "Fill it in. If the key is optional, you can remove it."),
}
"""What each error of the library means to an officer: message, rule and remedy."""


def _explained(
    cls: type[Any], path: str, node: Any, loc: tuple[Any, ...], kind: str, error: Any
) -> Problem:
    """Return one error of the library as a problem that an officer understands."""
    if kind == "missing":
        within = f" of {_name(loc[:-1])}" if loc[:-1] else ""
        message = f"the key {str(loc[-1])!r}{within} is missing."
        place = node_place(path, node_under(node, loc[:-1]))
        return Problem(place, message, "missing-key", f"Add a line “{loc[-1]}: …”.")
    here, value = node_under(node, loc), error["input"]
    if kind == "string_too_short" or value is None:
        kind = "empty"
    message, rule, remedy = _ERRORS.get(
        kind, ("is {found}, which is not allowed here.", "value", "Change it.")
    )
    of_shape = _remedy_of_shape(cls, loc, kind, here)
    is_period = _type_at(cls, loc, block=False) is When
    allowed = [str(word) for word in get_args(_type_at(cls, loc))] if "literal" in kind else []
    near = nearest(str(value), allowed)
    words = {
        "found": _shown(value, here),
        "keys": ", ".join(keys_in(_class_at(cls, loc))) if kind == "dataclass_type" else "",
        "allowed": choices(allowed, 99),
        "nearest": did_you_mean(
            date_meant(str(value), month=is_period) if kind == "value_error" else near
        ),
        "reason": error.get("ctx", {}).get("error"),
        "most": error.get("ctx", {}).get("max_length"),
        "limit": error.get("ctx", {}).get("le"),
        "month": ", a month, as in 2013-06, or a quarter, as in 2013-Q2 or 2013/14-Q1"
        if is_period
        else "",
        "quoted": f'Put it in quotes: "{excerpt(here.value)}".'
        if isinstance(here, yaml.ScalarNode)
        else "Write text after the colon.",
    }
    return Problem(
        node_place(path, here),
        f"{_name(loc)} {message.format(**words)}",
        rule,
        of_shape or remedy.format(**words),
        meant=near,
    )


_BETWEEN = re.compile(r"\s*[,;]\s*")


def _remedy_of_shape(cls: type[Any], loc: tuple[Any, ...], kind: str, node: Any) -> str:
    """Return how to write what is a list or a block where something else belongs; "" if that is not sure."""
    if kind in ("dataclass_type", "dict_type") and isinstance(node, yaml.SequenceNode):
        return "Take the hyphen away from before its keys." if node.value else ""
    if kind == "dataclass_type" and isinstance(node, yaml.ScalarNode) and node.value:
        said = f"{keys_in(_class_at(cls, loc))[0]}: {excerpt(node.value)}"
        if isinstance(loc[-1], int):
            return (
                f"Write each of its keys on a line of its own, the first one after “- ”: - {said}"
            )
        return f"Begin a new line after the colon, and indent the keys by two spaces: {said}"
    if kind == "int_type" and isinstance(node, yaml.ScalarNode) and node.value.endswith("%"):
        return f"Write the number alone, without the sign: {excerpt(node.value.rstrip('% '))}"
    if kind != "tuple_type":
        return ""
    if isinstance(node, yaml.MappingNode) and node.value:
        key, value = node.value[0]
        said = excerpt(value.value) if isinstance(value, yaml.ScalarNode) else ""
        return f"Begin each item with “- ”, as in: - {excerpt(str(key.value))}: {said}".rstrip()
    item = next(iter(get_args(_type_at(cls, loc))), None)
    words = _BETWEEN.split(node.value.strip("[]() ")) if isinstance(node, yaml.ScalarNode) else []
    if not is_dataclass(item) and 0 < len(words) <= 9:
        quoted = (f'"{word}"' if word[:1].isdigit() else word for word in words)
        return f"Write it in brackets: [{excerpt(', '.join(quoted))}]."
    return ""


def _unindented(
    cls: type[Any], path: str, node: Any, errors: Sequence[Any]
) -> tuple[list[Problem], set[tuple[Any, ...]]]:
    """Return the keys that stand beside the empty block to which they belong, and where all this is told already."""
    found: list[Problem] = []
    told: set[tuple[Any, ...]] = set()
    strange = {tuple(e["loc"]) for e in errors if e["type"] == "unexpected_keyword_argument"}
    for *above, key in (error["loc"] for error in errors if error["input"] is None):
        owner, kind = node_under(node, above), _type_at(cls, (*above, key))
        names = (
            [name.value for name, _ in owner.value] if isinstance(owner, yaml.MappingNode) else []
        )
        is_record = isinstance(kind, type) and is_dataclass(kind)
        if key not in names or not (is_record or get_origin(kind) is Mapping):
            continue
        behind = [(*above, name) for name in names[names.index(key) + 1 :]]
        inner = keys_in(kind) if is_record else names
        belong = [loc in strange and loc[-1] in inner for loc in behind]
        those = behind[: (*belong, False).index(False)]
        if those:
            place = _key_place(path, node, those[0])
            message = (
                f"{quotation(str(those[0][-1]))} begins in column {place.column}, but it belongs below {quotation(str(key))}, "
                f"in column {place.column + 2}."
            )
            remedy = "Begin the line, and those after it that belong there, two columns further to the right."
            found.append(Problem(place, message, "syntax", remedy))
            told |= {(*above, key), *those}
    return found, told


def _of_file(
    cls: type[Any], path: str, node: Any, errors: Sequence[Any]
) -> tuple[list[Problem], set[tuple[Any, ...]]]:
    """Return the keys of the file that stand within a block, and where all this is told already."""
    found: list[Problem] = []
    told: set[tuple[Any, ...]] = set()
    there = {key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    for error in errors:
        *above, key = error["loc"]
        is_strange = error["type"] in ("unexpected_keyword_argument", "string_type")
        if not above or not is_strange or key in there or key not in keys_in(cls):
            continue
        place = _key_place(path, node, tuple(error["loc"]))
        message = f"{quotation(key)} begins in column {place.column}, but it is a key of the file, which begins in column 1."
        remedy = "Begin the line, and those that belong to it, in that column."
        found.append(Problem(place, message, "syntax", remedy))
        told |= {(*above, key), (key,)}
    return found, told


def _without_first_key(
    cls: type[Any], path: str, node: Any, errors: Sequence[Any]
) -> tuple[list[Problem], set[tuple[Any, ...]]]:
    """Return the sections that begin with what should stand behind their first key, and where this is told already."""
    found: list[Problem] = []
    told: set[tuple[Any, ...]] = set()
    missing = {tuple(error["loc"]) for error in errors if error["type"] == "missing"}
    for error in errors:
        *above, key = error["loc"]
        if (
            error["type"] != "unexpected_keyword_argument"
            or not above
            or _class_at(cls, tuple(above)) is not model.Section
        ):
            continue
        known = keys_in(model.Section)
        first = (*above, known[0])
        item = node_under(node, above)
        begins = isinstance(item, yaml.MappingNode) and item.value[0][0].value == key
        if begins and first in missing and not nearest(str(key), known):
            place = _key_place(path, node, tuple(error["loc"]))
            message = f"{quotation(str(key))} is not a key here: the item has no {known[0]!r}."
            remedy = f"Write it after its key, and what belongs to it below: - {known[0]}: {key}"
            found.append(Problem(place, message, "unknown-key", remedy))
            told |= {(*above, key), first}
    return found, told


def _name(loc: tuple[Any, ...]) -> str:
    """Return how people speak of the value at `loc`: 'value' of acceptance, item 2 of themes."""
    parts = [
        f"item {key + 1}" if isinstance(key, int) else quotation(str(key)) for key in reversed(loc)
    ]
    return " of ".join(parts) or "the file"


def _shown(value: object, node: Any) -> str:
    """Return what was found, as the file writes it and short enough for a message."""
    if isinstance(value, str):
        return quotation(value)
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, tuple):
        return "a list"
    return str(node.value) if isinstance(value, bool) else f"the number {excerpt(node.value)}"


def keys_in(cls: type[Any]) -> list[str]:
    """Return the keys of a record."""
    return [field.name for field in fields(cls) if field.name != "at"]


def keys_sentence(cls: type[Any]) -> str:
    """Return the sentence that lists the keys of a record."""
    return f"Its keys are {', '.join(keys_in(cls))}."


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


def _type_at(cls: type[Any], loc: tuple[Any, ...], *, block: bool = True) -> Any:
    """Return the type at `loc` in the class `cls`, without `None` and the marks around it.

    Of a block or a list and a text it is the `block` or list, which leads on, or at the end the text.
    """
    kind: Any = cls
    for place, key in enumerate(loc, 1):
        if isinstance(key, int):
            kind = get_args(kind)[0]
        elif get_origin(kind) is Mapping:
            kind = get_args(kind)[1]
        else:
            owner: Any = kind
            kind = _hints(owner).get(key) if is_dataclass(kind) else None
        options = [option for option in get_args(kind) if option is not type(None)]
        leads_on = block or place < len(loc)
        if get_origin(kind) not in (tuple, Literal) and len(options) == 1:
            kind = options[0]
        elif get_origin(kind) in (Union, UnionType):
            kind = next((o for o in options if (_plain_kind(o) is not str) == leads_on), options[0])
    return kind


def _class_at(cls: type[Any], loc: tuple[Any, ...]) -> type[Any]:
    found = _type_at(cls, loc)
    return found if isinstance(found, type) and is_dataclass(found) else cls


def _key_place(path: str, node: Any, loc: tuple[Any, ...]) -> Place:
    """Return the place of the key itself, not of its value."""
    mapping = node_under(node, loc[:-1])
    pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else ()
    keys = [key for key, _ in pairs if key.value == loc[-1]]
    return node_place(path, keys[0] if keys else mapping)
