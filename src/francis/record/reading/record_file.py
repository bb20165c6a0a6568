"""One YAML file: bytes to a validated record, and from a record back to the places of its values.

A file is decoded, composed to nodes by the C loader, walked to plain values by the rules of YAML
1.2, and validated against its class of `model`. Every step notes every problem that it finds.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache, lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import yaml

from francis.errors import Place, Problem, did_you_mean, nearest
from francis.record import model
from francis.workspace import LARGEST

DEEPEST = 20
"""How many collections may stand one inside the other in a file."""
MOST_VALUES = 100_000
"""How many values a file may hold once its aliases are followed."""

R = TypeVar("R")


@dataclass(frozen=True)
class Locator:
    """Where a record was read; called with keys and indexes, it returns the place of that value.

    The nodes are composed again when somebody asks, which only a problem does: keeping them would
    cost more memory than all the rest of the record.
    """

    path: str
    text: str

    def __call__(self, *keys: str | int, offset: int = 0) -> Place:
        """Return the place of the value under `keys`, `offset` characters into a literal block."""
        node = compose(self.text)
        return _place(self.path, _follow(node, keys), offset)


def read_record(cls: type[R], path: str, data: bytes, problems: list[Problem]) -> R | None:
    """Return the record that `data` holds, or None; add what is wrong to `problems`."""
    text = _decode(path, data, problems)
    if text is None:
        return None
    try:
        node = compose(text)
    except yaml.YAMLError as error:
        problems += _syntax(path, text, error)
        return None
    except _TooDeep as error:
        problems.append(_too_deep(Place(path, error.line + 1, error.column + 1)))
        return None
    if node is None:
        problems.append(
            Problem(
                Place(path),
                "the file is empty.",
                "empty",
                "Fill it in, or remove it: " + _keys_of(cls),
            )
        )
        return None
    walk = _Walk(path, text)
    value = walk.value(node, 0)
    problems += walk.problems
    if walk.seen > MOST_VALUES:
        return None
    if not isinstance(value, dict):
        problems.append(
            Problem(
                _place(path, node),
                "the file is not made of keys and values.",
                "type",
                "Write lines such as “key: value”: " + _keys_of(cls),
            )
        )
        return None
    if _other_format(value.get("format")):
        problems.append(
            Problem(
                _place(path, _follow(node, ("format",))),
                f"the file has format {value['format']}; this version reads format {model.FORMAT}.",
                "format",
                f"Update the program if the file is newer; otherwise write format: {model.FORMAT}.",
            )
        )
        return None
    before = len(problems)
    record = _validated(cls, value, path, text, node, problems)
    return None if walk.problems or len(problems) > before else record


def plain_value(node: Any) -> Any:
    """Return the plain value of a node of a file that was read without problems."""
    return _Walk("", "").value(node, 0)


def _other_format(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and found != model.FORMAT


CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that no paper can print, or that make text read otherwise than it is written."""


def _decode(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """Return the text of a file in UTF-8, or None with the reason noted."""
    if len(data) > LARGEST:
        problems.append(
            Problem(
                Place(path),
                f"the file is larger than {LARGEST // 1000:,} kB and is not read.",
                "too-large",
                "Keep one recommendation or position a file, and evidence in files of its own.",
            )
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place, found = Place(path), "not UTF-8"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            found = "UTF-16, not UTF-8"
        else:
            before = data[: error.start].decode("utf-8-sig", "replace")
            place = _position(path, before, len(before))
            found = f"not UTF-8: it has the byte 0x{data[error.start]:02X} here"
        problems.append(
            Problem(
                place,
                f"the file's encoding is {found}.",
                "encoding",
                "Open the file in your editor and save it with the encoding UTF-8.",
            )
        )
        return None
    if CONTROL.search(text):
        strange = list(CONTROL.finditer(text))[:100]
        problems += [_control(_position(path, text, m.start()), m.group()) for m in strange]
        return None
    return text


def _control(place: Place, character: str) -> Problem:
    return Problem(
        place,
        f"a character that cannot be printed (U+{ord(character):04X}) stands here.",
        "control-character",
        "Delete it; it often comes along when text is pasted.",
    )


def _position(path: str, text: str, offset: int) -> Place:
    """Return the place of the character at `offset` of `text`."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1)


_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


class _Loader(yaml.CSafeLoader):
    """The C loader with no idea of its own about what a plain scalar means."""

    def resolve(self, kind: type[Any], value: Any, implicit: Any) -> str:
        """Return the tag of a node that names none."""
        return _TAGS[kind]

    def descend_resolver(self, parent: Any, key: Any) -> None:
        """Do nothing: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Do nothing, as on the way down."""


class _TooDeep(Exception):
    """Collections stand too deep one inside the other at this line and column, from 0."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.line, self.column = mark.line, mark.column


@lru_cache(maxsize=2)
def compose(text: str) -> Any:
    """Return the root node of `text`, or None for an empty file.

    The C loader composes by recursion, and 100,000 opening brackets end the process. A text can
    nest deeply only with as many of the four signs, so that counting them settles nearly all
    files; the others are looked through event by event first.
    """
    if sum(map(text.count, "[{?-")) > 1000:
        depth = 0
        try:
            for event in yaml.parse(text, Loader=_Loader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > DEEPEST:
                    raise _TooDeep(event.start_mark)
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem):  # newer libraries look ahead, and stop there
                raise _TooDeep(error.problem_mark) from error
            raise
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _place(path: str, node: Any, offset: int = 0) -> Place:
    """Return where `node` begins, or where its literal block has the character at `offset`."""
    mark = node.start_mark
    if offset and isinstance(node, yaml.ScalarNode) and node.style == "|":
        before = node.value[:offset]
        return Place(path, mark.line + 2 + before.count("\n"), 1)
    return Place(path, mark.line + 1, mark.column + 1)


def _follow(node: Any, keys: Iterable[str | int]) -> Any:
    """Return the node under `keys`, or the last one that exists on the way."""
    for key in keys:
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        elif isinstance(node, yaml.MappingNode):
            found = [value for name, value in node.value if name.value == key]
            if not found:
                return node
            node = found[-1]
        else:
            return node
    return node


_PLAIN = re.compile(
    r"(?P<null>null|Null|NULL|~|)|(?P<true>true|True|TRUE)|(?P<false>false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]{1,18})|(?P<octal>0o[0-7]{1,18})|(?P<hex>0x[0-9a-fA-F]{1,16})"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)
"""Plain scalars that are not text: YAML 1.2.2, section 10.3.2, the core schema."""
_MEANING: dict[str, Callable[[str], object]] = {
    "null": lambda _: None,
    "true": lambda _: True,
    "false": lambda _: False,
    "int": int,
    "octal": lambda text: int(text[2:], 8),
    "hex": lambda text: int(text[2:], 16),
    "float": lambda text: float(text.replace(".inf", "inf").replace(".nan", "nan")),
}
_MAYBE = frozenset("-+.0123456789~nNtTfF")


class _Walk:
    """From nodes to plain values: dict, tuple, str, int, float, bool and None."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        # Lines are looked at only in a file that may have a comment behind a value.
        self.lines = text.splitlines() if " #" in text or "\t#" in text else []
        self.problems: list[Problem] = []
        self.seen = 0

    def value(self, node: Any, depth: int) -> Any:
        """Return the value of `node`; note what a record may not contain."""
        self.seen += 1
        if self.seen > MOST_VALUES:
            if self.seen == MOST_VALUES + 1:
                self._say(
                    node,
                    f"the file holds more than {MOST_VALUES:,} values once its aliases are followed.",
                    "too-many",
                    "Write the values out, and remove the aliases (*name).",
                )
            return None
        if depth > DEEPEST:
            self.problems.append(_too_deep(_place(self.path, node)))
            self.seen = MOST_VALUES + 1
            return None
        if node.tag != _TAGS[type(node)]:
            self._say(
                node,
                f"the tag {node.tag!r} is not allowed.",
                "tag",
                "Remove it: write the value alone.",
            )
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return tuple([self.value(item, depth + 1) for item in node.value])
        return self._mapping(node, depth)

    def _scalar(self, node: Any) -> object:
        text: str = node.value
        if not node.style:
            if self.lines:
                self._comment(node)
            if (not text or text[0] in _MAYBE) and (found := _PLAIN.fullmatch(text)):
                return _MEANING[str(found.lastgroup)](text)
        elif node.style == '"' and (strange := CONTROL.search(text)):
            self.problems.append(_control(_place(self.path, node), strange.group()))
        return text

    def _comment(self, node: Any) -> None:
        """Note a comment behind a value: more often it is text that YAML would leave out."""
        end = node.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if rest.lstrip(" \t").startswith("#") and rest[:1] in (" ", "\t", "#"):
            self._say(
                node,
                f"{rest.strip()[:40]!r} behind the value is a comment and would be left out.",
                "comment",
                "If it belongs to the text, put all of it in quotes; otherwise give it its own line.",
            )

    def _mapping(self, node: Any, depth: int) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._say(
                    key,
                    "a key must be a word, not a list or a block.",
                    "key",
                    "Write a word before the colon.",
                )
            elif key.value in result:
                self._say(
                    key,
                    f"the key {key.value!r} stands here a second time.",
                    "duplicate-key",
                    "Keep one of the two; the second would hide the first.",
                )
            else:
                result[key.value] = self.value(value, depth + 1)
        return result

    def _say(self, node: Any, message: str, rule: str, remedy: str) -> None:
        self.problems.append(Problem(_place(self.path, node), message, rule, remedy))


def _too_deep(place: Place) -> Problem:
    return Problem(
        place,
        f"more than {DEEPEST} levels stand one inside the other.",
        "too-deep",
        "Write it with fewer levels; the record needs no more than four.",
    )


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        "tab character",
        "a tab stands where only spaces may.",
        "Use spaces at the beginning of a line, never tabs.",
    ),
    (
        "mapping values are not allowed",
        "a second colon and space, or a wrong indentation, stands here.",
        'Put text that contains ": " in quotes, and begin the keys of one block in the same column.',
    ),
    ("expected ',' or", "a list or block in brackets is not closed.", "Close it with ] or }."),
    (
        "parsing a flow node",
        "a list or block in brackets ends before it is complete.",
        "Complete it and close it with ] or }; put text that begins with a bracket in quotes.",
    ),
    (
        "unexpected end of stream",
        "a quotation mark is opened and never closed.",
        "Close it. In text within '…' write an apostrophe twice: ''.",
    ),
    (
        "scanning an alias",
        "an asterisk begins this value, and YAML takes it for an alias.",
        "Put the value in quotes.",
    ),
    (
        "undefined alias",
        "an asterisk begins this value, and YAML takes it for an alias.",
        "Put the value in quotes.",
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character.",
        "Put the value in quotes; a line must begin with spaces, not with a tab.",
    ),
    (
        "did not find expected '-'",
        "a line of another kind stands among the items of a list.",
        "Begin each item with “- ” in the same column.",
    ),
    (
        "could not find expected ':'",
        "a line has no colon, or text is not indented under its key.",
        "Indent the text of a block by two spaces, or write “key: value”.",
    ),
    (
        "another document",
        "a second document begins here (---).",
        "Keep one document a file; remove the line ---.",
    ),
    (
        "unknown escape",
        'a backslash in "…" begins something that YAML does not know.',
        "Write the backslash twice, or use '…' instead.",
    ),
    (
        "did not find expected key",
        "the line does not go on as it should: often a quotation mark inside quoted text, or text of several lines without “|” after its key.",
        "Write an apostrophe within '…' twice: '', or put the whole text in \"…\".",
    ),
    (
        "block sequence entries",
        "a list begins on the line of its key.",
        "Begin the list on the next line, indented.",
    ),
    (
        "duplicate anchor",
        "an anchor (&name) stands here a second time.",
        "Remove it; the record needs no anchors.",
    ),
)


_WRITTEN = (
    (
        r"(?:^|[:-]\s)\s*\{(?=\{)",
        "a value begins with {{, which YAML takes for a block.",
        'Put the whole value in quotes: "{{ counts.positions }} positions".',
    ),
    (
        r"(?:^|[:-]\s)\s*[“”„]",
        "the quotation marks around this value are curly, and so are no quotes to YAML.",
        'Write straight ones around it: "…". Within them, curly ones may stay.',
    ),
)
"""What can be seen of a line that is not YAML, better than the library says it."""


def _syntax(path: str, text: str, error: yaml.YAMLError) -> list[Problem]:
    """Return what is wrong with the YAML, in plain English, with the line that shows it."""
    tabs = [_position(path, text, m.end() - 1) for m in re.finditer(r"^ *\t", text, re.MULTILINE)]
    if conflict := re.search(r"^<{7} ", text, re.MULTILINE):
        message = "git could not join two versions of this file, and shows both from here on."
        remedy = "Keep the lines that are right, and delete the lines <<<<<<<, ======= and >>>>>>>."
        return [Problem(_position(path, text, conflict.start()), message, "conflict", remedy)]
    told = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}".strip()
    mark = getattr(error, "problem_mark", None)
    if tabs and ("tab" in told or "cannot start" in told):
        return [Problem(place, _SYNTAX[0][1], "syntax", _SYNTAX[0][2]) for place in tabs]
    message, remedy = next(
        ((m, r) for sign, m, r in _SYNTAX if sign in told),
        (f"this is not YAML: {told}.", "Compare it with another file of the record."),
    )
    context = getattr(error, "context_mark", None)
    for near in filter(None, (mark, context)):
        line = "".join(text.splitlines()[near.line : near.line + 1])
        for pattern, said, do in _WRITTEN:
            if found := re.search(pattern, line):
                place = Place(path, near.line + 1, found.end())
                said = f"{said} The line reads: {line.strip()[:60]}"
                return [Problem(place, said, "syntax", do)]
    if context is not None and mark is not None and "end of stream" in told:
        mark = context
    elif context is not None and mark is not None and context.line != mark.line:
        message = f"{message[:-1]} (what is wrong may begin in line {context.line + 1})."
    if mark is None:
        return [Problem(Place(path), message, "syntax", remedy)]
    lines = text.splitlines()
    shown = lines[mark.line].strip()[:60] if mark.line < len(lines) else ""
    if shown:
        message += f" The line reads: {shown}"
    return [Problem(Place(path, mark.line + 1, mark.column + 1), message, "syntax", remedy)]


# Validation: the library finds everything at once; what it finds is said in plain English.


@cache
def _validator(cls: Any) -> Any:
    """Return the validator of a record of `cls`.

    The engine of pydantic is used without its front: the few kinds of value that a record has are
    put to it in `_schema`, and a small check starts in half the time.
    """
    from pydantic_core import SchemaValidator

    return SchemaValidator(_schema(cls))


def _schema(kind: Any) -> Any:
    """Return how the engine describes a type of `model`: exactly this type, and no other key."""
    if get_origin(kind) is Literal:
        return {"type": "literal", "expected": list(get_args(kind))}
    if get_origin(kind) is tuple:
        return {
            "type": "tuple",
            "items_schema": [_schema(get_args(kind)[0])],
            "variadic_item_index": 0,
        }
    if type(None) in get_args(kind):
        return {"type": "nullable", "schema": _schema(get_args(kind)[0])}
    if get_origin(kind) is Mapping:
        keys, values = map(_schema, get_args(kind))
        return {"type": "dict", "keys_schema": keys, "values_schema": values}
    if is_dataclass(kind):
        return _record_schema(kind)
    return {
        str: {"type": "str", "strict": True, "min_length": 1, "strip_whitespace": True},
        int: {"type": "int", "strict": True},
        bool: {"type": "bool", "strict": True},
        model.When: {
            "type": "function-plain",
            "function": {"type": "no-info", "function": parse_when},
        },
        model.Day: {
            "type": "function-plain",
            "function": {"type": "no-info", "function": parse_day},
        },
        model.Locate: {"type": "callable"},
    }[kind]


def _record_schema(cls: Any) -> dict[str, Any]:
    """Return how the engine describes a record: its fields, those with a default left out at will."""
    described = []
    for field in fields(cls):
        schema = _schema(_hints(cls)[field.name])
        if field.default is not MISSING:
            schema = {"type": "default", "schema": schema, "default": field.default}
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


def parse_day(value: object) -> datetime.date:
    """Return the day that `value` writes; raise ValueError, in plain English, if it is none."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("is not a date written as year-month-day")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("is a date that does not exist") from None


def parse_when(value: object) -> model.When:
    """Return the day or month that `value` writes; raise ValueError as `day` does."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
        try:
            return model.When.of_month(int(value[:4]), int(value[5:]))
        except ValueError:
            raise ValueError("is a month that does not exist") from None
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("is neither a date (year-month-day) nor a month (year-month)")
    return model.When(parse_day(value))


def _validated(
    cls: Any, value: dict[str, Any], path: str, text: str, node: Any, problems: list[Problem]
) -> Any:
    """Return `value` as a record of `cls`, or None with every error noted."""
    from pydantic_core import ValidationError

    errors: list[Any] = []
    result = None
    try:
        result = _validator(cls).validate_python({**value, "at": Locator(path, text)})
    except ValidationError as failure:
        errors = failure.errors(include_url=False)
    unknown = [tuple(e["loc"]) for e in errors if e["type"] == "unexpected_keyword_argument"]
    if "at" in value:  # the one field of a record that is not a key of its file
        unknown.append(("at",))
    meant: set[tuple[Any, ...]] = set()
    for loc in unknown:
        known = _known(_class_at(cls, loc[:-1]))
        near = nearest(str(loc[-1]), known)
        meant.add((*loc[:-1], near))
        message = f"{loc[-1]!r} is not a key here; allowed: {', '.join(known)}.{did_you_mean(near)}"
        remedy = "Correct the key, remove it, or indent the line if it belongs to the text above."
        problems.append(Problem(_key_place(path, node, loc), message, "unknown-key", remedy))
    for error in errors:
        loc = tuple(error["loc"])
        if loc not in unknown and not (error["type"] == "missing" and loc in meant):
            problems.append(_explained(cls, path, node, loc, error["type"], error))
    return result


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
    "bool_type": ("must be true or false, but it is {found}.", "type", "Write true or false."),
    "dict_type": (
        "must be a block of keys, but it is {found}.",
        "type",
        "Begin a new line after the colon, and indent the keys by two spaces.",
    ),
    "value_error": (
        "is {found}, which {reason}.",
        "date",
        "Write a day that exists as year-month-day, for example 2013-04-25{month}.",
    ),
    "literal_error": (
        "is {found}; allowed: {allowed}.{nearest}",
        "value",
        "Use one of the allowed words, as it is written here.",
    ),
    "empty": ("is empty.", "empty", "Fill it in, or remove the key if it may be left out."),
}
"""What each error of the library means to an officer: message, rule and remedy."""


def _explained(
    cls: type[Any], path: str, node: Any, loc: tuple[Any, ...], kind: str, error: Any
) -> Problem:
    """Return one error of the library as a problem that an officer understands."""
    if kind == "missing":
        within = f" of {_name(loc[:-1])}" if loc[:-1] else ""
        message = f"the key {str(loc[-1])!r}{within} is missing."
        place = _place(path, _follow(node, loc[:-1]))
        return Problem(place, message, "missing-key", f"Add a line “{loc[-1]}: …”.")
    here, value = _follow(node, loc), error["input"]
    if kind == "string_too_short" or value is None:
        kind = "empty"
    message, rule, remedy = _ERRORS.get(
        kind, ("is {found}, which cannot be.", "value", "Change it.")
    )
    allowed = [str(word) for word in get_args(_type_at(cls, loc))] if "literal" in kind else []
    words = {
        "found": _shown(value, here),
        "keys": ", ".join(_known(_class_at(cls, loc))) if kind == "dataclass_type" else "",
        "allowed": ", ".join(allowed),
        "nearest": did_you_mean(nearest(str(value), allowed)),
        "reason": error.get("ctx", {}).get("error"),
        "month": ", or a month, as in 2013-06" if _type_at(cls, loc) is model.When else "",
        "quoted": f'Put it in quotes: "{here.value}".'
        if isinstance(here, yaml.ScalarNode)
        else "Write text after the colon.",
    }
    return Problem(
        _place(path, here), f"{_name(loc)} {message.format(**words)}", rule, remedy.format(**words)
    )


def _name(loc: tuple[Any, ...]) -> str:
    """Return how people speak of the value at `loc`: 'value' of acceptance, item 2 of themes."""
    parts = [f"item {key + 1}" if isinstance(key, int) else f"'{key}'" for key in reversed(loc)]
    return " of ".join(parts) or "the file"


def _shown(value: object, node: Any) -> str:
    """Return what was found, as it is written in the file and short enough for a message."""
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else value[:57] + "…")
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, tuple):
        return "a list"
    return str(node.value) if isinstance(value, bool) else f"the number {node.value}"


def _known(cls: type[Any]) -> list[str]:
    return [field.name for field in fields(cls) if field.name != "at"]


def _keys_of(cls: type[Any]) -> str:
    return f"its keys are {', '.join(_known(cls))}."


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _type_at(cls: type[Any], loc: tuple[Any, ...]) -> Any:
    """Return the type at `loc` in the class `cls`, without `None` and the marks around it."""
    kind: Any = cls
    for key in loc:
        if isinstance(key, int):
            kind = get_args(kind)[0]
        elif get_origin(kind) is Mapping:
            kind = get_args(kind)[1]
        else:
            owner: Any = kind
            kind = _hints(owner).get(key) if is_dataclass(kind) else None
        options = [option for option in get_args(kind) if option is not type(None)]
        if get_origin(kind) not in (tuple, Literal) and len(options) == 1:
            kind = options[0]
    return kind


def _class_at(cls: type[Any], loc: tuple[Any, ...]) -> type[Any]:
    found = _type_at(cls, loc)
    return found if isinstance(found, type) and is_dataclass(found) else cls


def _key_place(path: str, node: Any, loc: tuple[Any, ...]) -> Place:
    """Return the place of the key itself, not of its value."""
    mapping = _follow(node, loc[:-1])
    keys = [key for key, _ in mapping.value if key.value == loc[-1]]
    return _place(path, keys[0] if keys else mapping)
