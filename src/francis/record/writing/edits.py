"""Changes to a YAML file that keep every line that they need not touch.

An entry of a block is a key with all lines of its value. An entry is replaced, put in or taken out as whole
lines; comments, order, quoting and line ends of all others stay byte for byte, as no library that
writes YAML keeps them.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from francis.errors import FrancisError, quotation
from francis.record.days import When
from francis.record.reading.nodes import STRANGE, compose, plain_value

Keys = tuple[str | int, ...]
Value = Any
"""What can be written: text, a number, true or false, a day, month or quarter, and lists and mappings of these."""


class Remarked(NamedTuple):
    """A value, and the remark that stands above it as a comment."""

    value: Any
    remark: str


class _Entry(NamedTuple):
    """Where an entry stands: its lines from `first` to before `end`, and the column of its key or dash."""

    first: int
    end: int
    column: int
    node: Any


class Edited:
    """A file while it is edited; `data` is what it has become.

    `path` names it in messages. The file must be one that was read without problems.
    """

    def __init__(self, path: str, data: bytes) -> None:
        text = data.decode("utf-8-sig")
        self.path = path
        self._mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
        self._lines = text.splitlines(keepends=True)
        ends = re.search(r"\r?\n", text)
        self._newline = ends.group() if ends else "\n"

    @property
    def data(self) -> bytes:
        """Return the file as it is now."""
        return (self._mark + "".join(self._lines)).encode()

    def get(self, *keys: str | int) -> Value:
        """Return the plain value under keys and indexes, or None if nothing is there."""
        node = self._whole().node
        for key in keys:
            node = _child(node, key)
            if node is None:
                return None
        return plain_value(node)

    def set(self, keys: Keys, value: Value, order: Sequence[str] = ()) -> None:
        """Write a value under a key, in place of what is there.

        `order` lists the keys of that block as they should stand; a new one goes behind those before it.
        A block that is written on the line of its key is written over several lines then.
        """
        *above, key = keys
        block = self._entry(tuple(above)) if above else self._whole()
        if block is None or not isinstance(block.node, yaml.MappingNode):
            raise self.by_hand(keys)
        if block.node.flow_style:
            self._unfold(keys, block, lambda there: {**there, key: value})
            return
        entry = self._entry(keys)
        if entry is not None:
            self._replace(entry.first, entry.end, entry.column, _emitted(str(key), value))
            return
        there = [name.value for name, _ in block.node.value]
        before = order[: order.index(str(key))] if key in order else there
        last = next((name for name in reversed(there) if name in before), there[0])
        neighbour = self._entry((*above, last))
        assert neighbour is not None
        self._insert(neighbour.end, neighbour.column, _emitted(str(key), value))

    def remove(self, keys: Keys) -> None:
        """Take an entry of a block, or an item of a list, out; a list that is then empty becomes []."""
        *above, key = keys
        owner = self._entry(tuple(above)) if above else self._whole()
        if owner is None or _child(owner.node, key) is None:
            return
        if owner.node.flow_style and (len(owner.node.value) > 1 or not above):
            self._unfold(keys, owner, lambda there: _without(there, key))
            return
        entry = self._entry(keys)
        assert entry is not None
        if len(owner.node.value) == 1 and above:
            if isinstance(key, int):
                self._replace(owner.first, owner.end, owner.column, _emitted(str(above[-1]), []))
            else:
                self.remove(tuple(above))
            return
        first, column = entry.first, entry.column
        if not isinstance(key, int) and self._lines[first][:column].strip():
            # The first key of an item stands behind the dash, which the next key then takes over.
            heir = owner.node.value[1][0].start_mark.line
            self._lines[heir] = self._lines[first][:column] + self._lines[heir][column:]
        del self._lines[first : entry.end]

    def _unfold(self, keys: Keys, owner: _Entry, change: Callable[[Any], Value]) -> None:
        """Write the block or list that stands on one line, and holds what is under `keys`, changed and over several lines."""
        *above, _ = keys
        if not above or owner.node.start_mark.line != owner.node.end_mark.line:
            raise self.by_hand(keys)
        changed = change(self.get(*above))
        if isinstance(above[-1], int):
            self._replace(owner.first, owner.end, owner.column, _item(changed))
        else:
            self.set(tuple(above), changed)

    def append(self, keys: Keys, value: Value, order: Sequence[str] = ()) -> None:
        """Add an item to the end of a list, which is begun if there is none."""
        self.extend(keys, [value], order)

    def extend(self, keys: Keys, values: Sequence[Value], order: Sequence[str] = ()) -> None:
        """Add items to the end of a list, as `append` does one: many in the time of one."""
        entry = self._entry(keys)
        if entry is None or not isinstance(entry.node, yaml.SequenceNode) or entry.node.flow_style:
            there = self.get(*keys) if entry else []
            self.set(keys, [*(there or ()), *values], order)
            return
        last = self._entry((*keys, len(entry.node.value) - 1))
        assert last is not None
        self._insert(last.end, last.column, [line for value in values for line in _item(value)])

    def insert(self, keys: Keys, index: int, value: Value, order: Sequence[str] = ()) -> None:
        """Add an item to a list, before the one that stands at an index, counted from 0."""
        entry = self._entry(keys)
        there = [] if entry is None else self.get(*keys) or []
        if index >= len(there):
            self.append(keys, value, order)
        elif entry is None or entry.node.flow_style:
            self.set(keys, [*there[:index], value, *there[index:]], order)
        else:
            following = self._entry((*keys, index))
            before = self._entry((*keys, index - 1)) if index else None
            assert following is not None
            # What stands as a comment above the next item stays with that.
            at = before.end if before else following.first
            self._insert(at, following.column, _item(value))

    # Where entries stand

    def _whole(self) -> _Entry:
        try:
            node = compose("".join(self._lines))
        except yaml.YAMLError as error:  # the lines that went held an anchor
            raise self.by_hand(()) from error
        return _Entry(0, len(self._lines), 0, node)

    def _entry(self, keys: Keys) -> _Entry | None:
        """Return where the value under keys and indexes stands, with its key; None if it is not there."""
        entry = self._whole()
        for key in keys:
            found = self._step(entry, key)
            if found is None:
                return None
            entry = found
        return entry

    def _step(self, owner: _Entry, key: str | int) -> _Entry | None:
        """Return the entry under one key, or at one index, of another.

        Where an alias leads to another place of the file, or several entries share a line, none has lines of
        its own, and that is an error.
        """
        node = owner.node
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            starts = [
                self._dash(item.start_mark.line, item.start_mark.column) for item in node.value
            ]
            if not 0 <= key < len(starts):
                return None
            if [line for line, _ in starts] != sorted({line for line, _ in starts}):
                raise self.by_hand((key,))
            (first, column), value = starts[key], node.value[key]
            following = starts[key + 1][0] if key + 1 < len(starts) else owner.end
        elif isinstance(node, yaml.MappingNode) and isinstance(key, str):
            names = [name.value for name, _ in node.value]
            if key not in names:
                return None
            number = names.index(key)
            name, value = node.value[number]
            first, column = name.start_mark.line, name.start_mark.column
            following = (
                node.value[number + 1][0].start_mark.line if number + 1 < len(names) else owner.end
            )
        else:
            return None
        if not owner.first <= first < following <= owner.end:
            raise self.by_hand((key,))
        return _Entry(first, self._trimmed(first, following, column), column, value)

    def _dash(self, line: int, column: int) -> tuple[int, int]:
        """Return the line and column of the dash before an item that begins here."""
        while line >= 0:
            before = self._lines[line][:column].rstrip()
            if before.endswith("-"):
                return line, before.rindex("-")
            line, column = line - 1, len(self._lines[line - 1])
        raise self.by_hand(())

    def _trimmed(self, first: int, end: int, column: int) -> int:
        """Return where an entry ends, without the blank lines and comments that lead to the next."""
        while end > first + 1:
            line = self._lines[end - 1]
            comment = line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= column
            if line.strip() and not comment:
                break
            end -= 1
        return end

    # Writing lines

    def _replace(self, first: int, end: int, column: int, written: list[str]) -> None:
        head = self._lines[first][:column]
        self._lines[first:end] = self._indented(written, column, head)

    def _insert(self, at: int, column: int, written: list[str]) -> None:
        if at and not self._lines[at - 1].endswith("\n"):
            self._lines[at - 1] += self._newline
        self._lines[at:at] = self._indented(written, column, " " * column)

    def _indented(self, written: list[str], column: int, head: str) -> list[str]:
        pad = " " * column
        return [
            ((head if number == 0 else pad) + line).rstrip() + self._newline
            for number, line in enumerate(written)
        ]

    def by_hand(self, keys: Keys) -> FrancisError:
        """Return what to tell an officer if the file is written so that no change can be put into it."""
        name = ".".join(map(str, keys)) or "the file"
        return FrancisError(
            f"{self.path}: francis cannot change {name}, because of how the file is written: in a block on one line,\n"
            "or with text that is repeated by & and *. Change it in an editor."
        )


def _child(node: Any, key: str | int) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key] if 0 <= key < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


# Values as lines of YAML


def _emitted(key: str, value: Value) -> list[str]:
    """Return the lines of an entry, from the column of its key."""
    if isinstance(value, Remarked):
        return [_comment(value.remark), *_emitted(key, value.value)]
    if isinstance(value, Mapping) and value:
        return [f"{key}:", *("  " + line for name in value for line in _emitted(name, value[name]))]
    if _is_list(value) and value:
        return [f"{key}:", *("  " + line for item in value for line in _item(item))]
    if isinstance(value, str) and "\n" in value.strip("\n"):
        lines = value.strip("\n").split("\n")
        # Indentation would take the spaces before the first line, and lines end without any.
        if not lines[0][0].isspace() and all(line == line.rstrip() for line in lines):
            return [f"{key}: |", *("  " + line for line in map(_printable, lines))]
    return [f"{key}: {_scalar(value)}"]


def _without(there: Any, key: str | int) -> Value:
    """Return a list without the item at an index, or a block without a key."""
    if isinstance(key, int):
        return [item for index, item in enumerate(there) if index != key]
    return {name: item for name, item in there.items() if name != key}


def _comment(remark: str) -> str:
    return f"# {_printable(' '.join(remark.split()))}"


def _is_list(value: Value) -> bool:
    return isinstance(value, list | tuple) and not isinstance(value, When)


def _item(value: Value) -> list[str]:
    """Return the lines of an item of a list, from the column of its dash."""
    if isinstance(value, Remarked):
        return [_comment(value.remark), *_item(value.value)]
    if isinstance(value, Mapping):
        lines = [line for name in value for line in _emitted(name, value[name])]
        return [f"- {lines[0]}", *("  " + line for line in lines[1:])]
    return [f"- {_scalar(value)}"]


def _scalar(value: Value) -> str:
    """Return a value as YAML writes it on one line; text that would be read otherwise is quoted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date | When | int):
        return str(value)
    if _is_list(value):
        return "[" + ", ".join(map(_scalar, value)) + "]"
    if value is None or value == {}:
        return "null" if value is None else "{}"
    text = _printable(value)
    return text if _reads_as_itself(text) else json.dumps(text, ensure_ascii=False)


def _printable(text: str) -> str:
    """Return the text; refuse one that no file of the record may hold."""
    if strange := STRANGE.search(text):
        raise FrancisError(
            f"There is a character that cannot be printed (U+{ord(strange.group()):04X}) in {quotation(text)}.\n"
            "Remove it. Such characters often come with pasted text."
        )
    return text


def _reads_as_itself(text: str) -> bool:
    if not re.fullmatch(r"[^\W\d_].*[^\s:]|[^\W\d_]", text) or " #" in text or ": " in text:
        return False
    try:
        return bool(plain_value(compose(f"key: {text}\n")) == {"key": text})
    except yaml.YAMLError:
        return False


def fields_of(record: type) -> tuple[str, ...]:
    """Return the keys of a record in the order in which its files have them."""
    return tuple(field.name for field in dataclasses.fields(record) if field.name != "at")


def stated(record: Any) -> dict[str, Value]:
    """Return a record as a block of its keys, without those that say what would be so without them."""
    return {
        field.name: _plain(value)
        for field in dataclasses.fields(record)
        if field.name != "at"
        and (value := getattr(record, field.name)) != field.default
        and (value or field.default_factory is dataclasses.MISSING)
    }


def _plain(value: Any) -> Value:
    """Return a record within another one as a block, and a list of them as a list of blocks."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return stated(value)
    return [_plain(item) for item in value] if _is_list(value) else value
