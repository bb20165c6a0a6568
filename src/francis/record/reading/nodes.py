"""YAML nodes: composed by the C loader, walked to plain values by the rules of YAML 1.2, and their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from string import ascii_letters
from typing import Any

import yaml
from yaml import MappingNode, ScalarNode, SequenceNode

from francis.errors import Place, Problem, character_name, excerpt, quotation

DEEPEST = 20
"""How deep lists and blocks may be nested in a file."""
MOST_VALUES = 100_000
"""How many values a file may hold once its aliases are followed."""
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that no paper can print, or that make text read otherwise than it is written."""
ORDINARY = bytes(c for c in range(0x80) if chr(c).isprintable() or chr(c) in "\t\n\r")
"""The bytes of a text in which nothing else needs to be looked for `CONTROL`."""
STRANGE = re.compile(f"{CONTROL.pattern}|\r")
"""These, and what ends a line in a file, but comes into a value by an escape: "\\r"."""


@dataclass(eq=False, slots=True)  # of a record there are thousands
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
        return node_place(self.path, node_under(node, keys), offset)


_YAML = "tag:yaml.org,2002:"
_TAGS = {
    ScalarNode: f"{_YAML}str",
    SequenceNode: f"{_YAML}seq",
    MappingNode: f"{_YAML}map",
}


class _Loader(yaml.CSafeLoader):
    """The C loader without implicit types: every plain scalar is text."""

    def __init__(self, text: str) -> None:
        super(yaml.CSafeLoader, self).__init__(text)  # nothing is constructed, nor resolved

    def resolve(self, kind: type[Any], value: Any, implicit: Any) -> str:
        """Return the tag of a node that names none."""
        return _TAGS[kind]

    def descend_resolver(self, parent: Any, key: Any) -> None:
        """Do nothing: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Do nothing, as on the way down."""


class TooDeep(Exception):
    """Lists and blocks are nested too deeply at this line and column, from 0."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.line, self.column = mark.line, mark.column


@lru_cache(maxsize=2)
def compose(text: str) -> Any:
    """Return the root node of `text`, or None for an empty file.

    The C loader composes by recursion, and 100,000 opening brackets end the process. A text can
    nest deeply only with as many of these four characters, so counting them settles nearly all
    files; the others are parsed event by event first.
    """
    if sum(map(text.count, "[{?-")) > 1000:
        depth = 0
        try:
            for event in yaml.parse(text, Loader=_Loader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > DEEPEST:
                    raise TooDeep(event.start_mark)
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem):  # newer libraries look ahead, and stop there
                raise TooDeep(error.problem_mark) from error
            raise
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


_ANCHOR = re.compile(r"^[ ]*(?:- +)*(?:[\w-]+: +)?&\S", re.MULTILINE)
"""What a line with an anchor begins with; in a longer text it may be words."""


def stray_anchors(path: str, text: str) -> Iterator[Problem]:
    """Yield the values that begin with `&` and are repeated nowhere: what follows the sign would be left out of them."""
    if not _ANCHOR.search(text):
        return
    events = list(yaml.parse(text, Loader=_Loader))
    repeated = {event.anchor for event in events if isinstance(event, yaml.AliasEvent)}
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and event.anchor and event.anchor not in repeated:
            mark = event.start_mark
            yield Problem(
                Place(path, mark.line + 1, mark.column + 1) if mark else Place(path),
                f"the value begins with {quotation('&' + event.anchor)}, which would be left out of it.",
                "syntax",
                "Put the whole value in quotes.",
            )


def node_place(path: str, node: Any, offset: int = 0) -> Place:
    """Return where `node` begins, or where its literal block has the character at `offset`."""
    mark = node.start_mark
    if offset and isinstance(node, ScalarNode) and node.style == "|":
        before = node.value[:offset]
        return Place(path, mark.line + 2 + before.count("\n"), 1)
    return Place(path, mark.line + 1, mark.column + 1)


def node_under(node: Any, keys: Iterable[str | int]) -> Any:
    """Return the node under `keys`, or the last one that exists on the way."""
    for key in keys:
        if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        elif isinstance(node, MappingNode):
            found = [value for name, value in node.value if name.value == key]
            if not found:
                return node
            node = found[0]  # as `Walk` has it, if the key appears twice
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
_CURLY = frozenset("“”„‘’")
NUMBER_IN_CURLY = re.compile("[“”„‘’]([0-9][^\\s“”„‘’]{0,20})[“”‘’]")
"""A number in quotation marks that YAML does not read as such."""
QUOTES = "\"'`´“”„‘’"
"""What people type around a number for quotation marks."""
WRONG_QUOTES = "the quotation marks around the value are not a pair of straight ones."
NUMBER_KEYS = frozenset({"number", "first", "last", "part_of", "answered_with", "follows"})
"""The keys whose value is one number, or the name of a year."""
_LIKE_A_STROKE = "\\/Il1!¦"
_MAYBE = frozenset(("", *"-+.0123456789~nNtTfF"))
_ORDINARY_STARTS = frozenset(ascii_letters) - _MAYBE - {*_LIKE_A_STROKE}
"""What a value begins with that can be nothing but text."""


_MARKED = re.compile(r"\s*(?:(?:[-*+•>]|[0-9]{1,2}[.)])\s+\S|\|.*\|\s*$)")
"""A point of a list, a line of a quotation or a row of a table."""


_BARE_KEY = re.compile(r"\s*[a-z_]+:\s*")


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class Walk:
    """From nodes to plain values: dict, tuple, str, int, float, bool and None."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        # Lines are looked at only in a file that may have a comment behind a value.
        may_have = "#" in text and (" #" in text or "\t#" in text)
        self.lines = text.splitlines() if may_have else []
        self.problems: list[Problem] = []
        self.seen = 0

    def value(self, node: Any, depth: int, is_item: bool = False) -> Any:
        """Return the value of `node`, which may be an item of a list; note what a record may not contain."""
        self.seen += 1
        if self.seen > MOST_VALUES or depth > DEEPEST:
            self._too_much(node, depth)
            return None
        kind = type(node)
        if node.tag != _TAGS[kind]:
            tag = node.tag.replace(_YAML, "!!")  # as people write it
            self._say(
                node,
                f"the tag {quotation(tag)} is not allowed.",
                "tag",
                "Remove it, and keep the value.",
            )
            return None
        if kind is ScalarNode:
            return self._scalar(node)
        if kind is SequenceNode:
            return tuple([self.value(item, depth + 1, is_item=True) for item in node.value])
        return self._mapping(node, depth, is_item)

    def _too_much(self, node: Any, depth: int) -> None:
        """Note, once, that there are too many values, or that they are nested too deeply."""
        if depth > DEEPEST and self.seen <= MOST_VALUES:
            self.problems.append(deep_problem(node_place(self.path, node)))
            self.seen = MOST_VALUES + 1
        elif self.seen == MOST_VALUES + 1:
            self._say(
                node,
                f"the file has more than {MOST_VALUES:,} values once its aliases are followed.",
                "too-many",
                "Write each value out, and remove the aliases (*name).",
            )

    def _scalar(self, node: Any) -> object:
        text: str = node.value
        if node.style != "|" and node.end_mark.line > node.start_mark.line:
            self._run_together(node)
        if not node.style:
            if self.lines:
                self._comment(node)
            first = text[:1]
            if first in _ORDINARY_STARTS:
                return text
            if first in _CURLY and (found := NUMBER_IN_CURLY.fullmatch(text)):
                message = (
                    f"the quotation marks are curly, which YAML does not read as quotes: {text}"
                )
                self._say(node, message, "type", f'Put straight ones around it: "{found[1]}".')
                return found[1]
            if first in _LIKE_A_STROKE and text[1:2] == " ":
                self._stroke(node)
            if first in _MAYBE and (found := _PLAIN.fullmatch(text)):
                return _MEANING[str(found.lastgroup)](text)
        elif node.style == '"' and (strange := STRANGE.search(text)):
            self.problems.append(control_problem(node_place(self.path, node), strange.group()))
        return text

    def _run_together(self, node: Any) -> None:
        """Note points of a list, rows of a table or the like in a text whose lines are run together, if it has some."""
        folds = node.style == ">"
        start, end = node.start_mark.line + folds, node.end_mark.line + (not folds)
        lines = self.text.split("\n")[start:end]
        lines[:1] = [line[0 if folds else node.start_mark.column :] for line in lines[:1]]
        margin = next((_margin(line) for line in lines if line.strip()), 0)
        for before, line in pairwise(lines):
            if folds and not _margin(before) == _margin(line) == margin:
                continue  # lines further to the right are not run together
            if _MARKED.match(line) and _BARE_KEY.fullmatch(before):
                at = start + lines.index(before) + 1
                message = (
                    f"the key {quotation(before.strip()[:-1])} stands inside the text above it."
                )
                remedy = (
                    "Move the line to the left, to the column in which the keys beside it begin."
                )
                place = Place(self.path, at, _margin(before) + 1)
                self.problems.append(Problem(place, message, "syntax", remedy))
                return
            if _MARKED.match(line) and (_MARKED.match(before) or before.rstrip().endswith(":")):
                both = " and ".join(f"“{excerpt(each, 40)}”" for each in (before, line))
                message = f"these lines would be printed as one: {both}"
                instead = "instead of >" if folds else "first, and the text below it, indented"
                self._say(node, message, "list", f"Write the sign | {instead}.")
                return

    def _stroke(self, node: Any) -> None:
        """Note a sign that looks like a stroke, which begins a longer text, if it stands alone behind its key."""
        if node.end_mark.line > node.start_mark.line:
            line = self.text.splitlines()[node.start_mark.line]
            if line[node.start_mark.column :].strip() == node.value[0]:
                message = f"{quotation(node.value[0])} is not the sign for a longer text."
                remedy = f"It is an upright stroke: {line[: node.start_mark.column].strip()} |"
                self._say(node, message, "syntax", remedy)

    def _comment(self, node: Any) -> None:
        """Note a comment behind a value: more often it is text that YAML would leave out."""
        end = node.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if rest.lstrip(" \t").startswith("#") and rest[:1] in (" ", "\t", "#"):
            told = rest.strip()
            self._say(
                node,
                f"{quotation(told)} is a comment, so it would be left out of the value.",
                "comment",
                f'If it is the value, put it in quotes: "{excerpt(told)}".'
                if not node.value and '"' not in told
                else "If it is part of the text, put the whole text in quotes. Otherwise move it to its own line.",
            )

    def _mapping(self, node: Any, depth: int, is_item: bool) -> dict[str, object]:
        result: dict[str, object] = {}
        is_next_item = False  # of which only the hyphen is missing: its other keys are no mistakes
        for key, value in node.value:
            name = key.value
            if type(key) is not ScalarNode:
                self._say(
                    key,
                    "a key must be a word, not a list or a block.",
                    "key",
                    "Write a word before the colon.",
                )
            elif name not in result:
                found = self.value(value, depth + 1)
                result[name] = self._number(name, value, found) if name in NUMBER_KEYS else found
            elif is_next_item or (is_item and _begins_another(node, key)):
                if not is_next_item:
                    message = "a new item begins here, but its line has no hyphen."
                    remedy = "Begin the line with “- ”, two columns further to the left."
                    self._say(key, message, "duplicate-key", remedy)
                is_next_item = True
            else:
                self._say(
                    key,
                    f"the key {quotation(name)} appears twice.",
                    "duplicate-key",
                    "Keep only one: the second would hide the first.",
                )
        return result

    def _number(self, key: str, node: Any, found: object) -> object:
        """Return a number without the quotation marks that YAML takes for a part of it; note them."""
        bare = found.strip(QUOTES) if isinstance(found, str) else None
        if not bare or bare == found:
            return found
        self._say(node, WRONG_QUOTES, "type", f'Write {key}: "{bare}".')
        return bare

    def _say(self, node: Any, message: str, rule: str, remedy: str) -> None:
        self.problems.append(Problem(node_place(self.path, node), message, rule, remedy))


def _begins_another(node: Any, key: Any) -> bool:
    """Return whether a key that an item has twice begins another: it is its first, and more keys come twice."""
    names = [name.value for name, _ in node.value if isinstance(name, ScalarNode)]
    twice = {name for name, many in Counter(names).items() if many > 1}
    return bool(key.value == names[0] and (names[0] == "id" or len(twice) > 1))


def deep_problem(place: Place) -> Problem:
    """Return the problem of blocks that are nested too deeply."""
    return Problem(
        place,
        f"the values are nested more than {DEEPEST} levels deep.",
        "too-deep",
        "Use fewer levels. The record needs no more than four.",
    )


def plain_value(node: Any) -> Any:
    """Return the plain value of a node of a file that was read without problems."""
    return Walk("", "").value(node, 0)


def control_problem(place: Place, character: str) -> Problem:
    """Return the problem of a character that cannot be printed."""
    return Problem(
        place,
        f"there is a character here that cannot be printed: {_named(character)}.",
        "control-character",
        "Delete it. Such characters often come with pasted text.",
    )


def _named(character: str) -> str:
    code, name = f"U+{ord(character):04X}", character_name(character)
    return code if name == code.lower() else f"{name} ({code})"


def place_in_text(path: str, text: str, offset: int) -> Place:
    """Return the place of the character at `offset` of `text`."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1)
