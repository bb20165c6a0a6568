"""What a table says, put into files of the record: only what they lack; a value that differs is a conflict.

Nothing that stands in a file is overwritten, unless it is said whose value counts. Lists are only ever added to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from string import digits
from typing import Any, Literal

from francis.errors import FrancisError, excerpt
from francis.intake.reading.tables import Left
from francis.intake.targets import Target
from francis.record.model import (
    Action,
    Body,
    Commitment,
    Evidence,
    Extension,
    Lead,
    Milestone,
    Plan,
    Position,
    Progress,
    Recommendation,
    Year,
    acceptances_of,
)
from francis.record.numbers import slug
from francis.record.prose import is_sample, is_unwritten, plain
from francis.record.register import Register
from francis.record.writing import additions, beginnings
from francis.record.writing.edits import Edited, fields_of
from francis.record.writing.skeletons import skeleton
from francis.workspace import RECORD, Files

Prefer = Literal["mine", "theirs"]
"""Whose value counts where the record and a table differ."""
_ALIKE: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "progress": (Progress, ("date", "text")),
    "evidence": (Evidence, ("title",)),
    "extensions": (Extension, ("due",)),
    "milestones": (Milestone, ("what",)),
    "commitments": (Commitment, ("text",)),
}
"""The records of each list, and by which keys an item is known again."""


MOST_IDS_NAMED = 30
"""How many actions one line of the report names."""
_NAMES = ("short", "description")
"""Keys of an action, either of which papers print where there is room for one."""


@dataclass(frozen=True)
class Conflict:
    """A key of something in the record that has a value, and another one in a table, at a place of it."""

    name: str
    key: str
    mine: str
    theirs: str
    place: str


@dataclass
class Merge:
    """Files as they become, and how: what was added, what was there already, what differs, and what has no place.

    `said` is what was put there without a word in the table.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    equal: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def count(self, key: str) -> None:
        """Note that a value of a key was added."""
        self.added[key] = self.added.get(key, 0) + 1


def merge_positions(
    files: Files, register: Register, targets: Iterable[Target], prefer: Prefer | None = None
) -> Merge:
    """Return the positions of a year with what tables say of them."""
    merge, folder = Merge(), f"{RECORD}/{register.body_id}/{register.year_id}"
    for target in targets:
        joint = register.joint.get(target.name)
        name = joint.answered_with if joint else target.name
        path = f"{folder}/{slug(name)}.yaml"
        if path not in files:
            made = beginnings.unwritten_positions(folder, register.body, [name])
            file = Edited(path, made[path])
            merge.new.append(name)
        else:
            file = Edited(path, merge.files.get(path, files[path]))
        before = file.data
        blank = _blank(register.body) if is_unwritten(str(file.get("text") or "")) else {}
        _Filling(merge, file, (), target, Position, prefer, blank).fill()
        if file.data != before or path not in files:
            merge.files[path] = file.data
    return merge


def _blank(body: Body) -> dict[str, frozenset[str]]:
    """Return the values that an unwritten position has in the place of others."""
    return {
        "acceptance.value": frozenset(
            s.key for s in acceptances_of(body) if s.claim == "undecided"
        ),
        "rating.value": frozenset(step.key for step in body.ratings if step.blank),
        "assurance.value": frozenset(step.key for step in body.assurances if step.blank),
    }


def merge_actions(
    files: Files, register: Register, targets: Iterable[Target], prefer: Prefer | None = None
) -> Merge:
    """Return the plan of a year with what tables say of its actions, new ones at its end."""
    merge = Merge()
    path = f"{RECORD}/{register.body_id}/{register.year_id}/actions.yaml"
    file = Edited(path, files.get(path, skeleton("actions.yaml")))
    before = file.data
    places = {action.id: index for index, action in enumerate(register.actions)}
    blocks: list[dict[str, Any]] = []
    taken: set[str] = set()
    without: list[str] = []
    for target in targets:
        if target.name in places:
            keys = ("actions", places[target.name])
            _Filling(merge, file, keys, target, Action, prefer, {}).fill()
            continue
        name = target.name
        if name.startswith("\0"):
            name = _next_id(register, taken)
        taken.add(name)
        merge.new.append(name)
        blocks.append(_new_action(name, target, register, merge))
        without += [name] if "recommendations" not in target.places else []
    if without:
        merge.said.append(
            f"{', '.join(without[:MOST_IDS_NAMED])}{', …' * (len(without) > MOST_IDS_NAMED)}: no recommendation is given, so taken as being for the whole response"
        )
    if blocks:
        file.extend(("actions",), blocks, fields_of(Plan))
    if file.data != before:
        merge.files[path] = file.data
    return merge


def _next_id(register: Register, taken: set[str]) -> str:
    """Return the id of the next action that is none of those that are `taken`."""
    first = additions.next_id(register)
    stem = first.rstrip(digits)
    width, number = len(first) - len(stem), int(first[len(stem) :])
    while f"{stem}{number:0{width}}" in taken:
        number += 1
    return f"{stem}{number:0{width}}"


def _new_action(name: str, target: Target, register: Register, merge: Merge) -> dict[str, Any]:
    """Return the block of an action that the plan does not have."""
    unrated = additions.unrated(register)
    said: dict[str, Any] = {"id": name, "recommendations": [], "rating": {}}
    for key, value in target.values.items():
        if key != "due":
            _put(said, key, value)
            merge.count(key)
    for listed, items in target.lists.items():
        said[listed] = [_in_order(item, _ALIKE[listed][0]) for item in _sorted(listed, items)]
        merge.added[listed] = merge.added.get(listed, 0) + len(items)
    if "value" not in said["rating"] and unrated is not None:
        said["rating"]["value"] = unrated.value
    _check_due(target, merge, said.get("original_due"), target.lists.get("extensions", []))
    block = _in_order(said, Action)
    block["rating"] = {k: said["rating"][k] for k in ("value", "reason") if k in said["rating"]}
    return block | {"rating": block.pop("rating")}


def _put(said: dict[str, Any], key: str, value: Any) -> None:
    holder, _, inner = key.partition(".")
    if inner:
        said.setdefault(holder, {})[inner] = value
    else:
        said[holder] = value


def _in_order(said: Mapping[str, Any], cls: type) -> dict[str, Any]:
    return {key: said[key] for key in fields_of(cls) if key in said}


def _sorted(listed: str, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return items in the order in which the record has them: notes on progress from the oldest on."""
    return sorted(items, key=lambda item: item["date"]) if listed == "progress" else [*items]


def _check_due(
    target: Target, merge: Merge, original: Any, extensions: Iterable[Mapping[str, Any]]
) -> None:
    """Note a current date that is neither the original one nor that of an extension."""
    due = target.values.get("due")
    dates = {str(original), *(str(extension["due"]) for extension in extensions)}
    if due is not None and str(due) not in dates:
        why = f"{due}, the current date of {target.name}, is no extension yet: record it with francis act --extend"
        merge.left.append(Left(target.places["due"], why))


class _Filling:
    """The filling of one block of a file with what a table says of it."""

    def __init__(
        self,
        merge: Merge,
        file: Edited,
        keys: tuple[str | int, ...],
        target: Target,
        cls: type,
        prefer: Prefer | None,
        blank: Mapping[str, frozenset[str]],
    ) -> None:
        self._merge, self._file, self._keys = merge, file, keys
        self._target, self._cls, self._prefer, self._blank = target, cls, prefer, blank
        self._there: dict[str, Any] = file.get(*keys) or {}

    def fill(self) -> None:
        """Put in what is lacking, and note what differs."""
        target = self._target
        for key, value in target.values.items():
            if key == "notes":
                self._notes(value)
            elif key != "due":
                self._value(key, value)
        for listed, items in target.lists.items():
            for item in _sorted(listed, items):
                self._item(listed, item)
        extensions = (*target.lists.get("extensions", ()), *self._there.get("extensions", ()))
        original = target.values.get("original_due", self._there.get("original_due"))
        _check_due(target, self._merge, original, extensions)

    def _value(self, key: str, value: Any) -> None:
        top, _, inner = key.partition(".")
        held = self._there.get(top)
        there = held.get(inner) if inner and isinstance(held, dict) else None if inner else held
        if key in _NAMES and any(_same(key, self._there.get(name), value) for name in _NAMES):
            self._merge.equal += 1
            return
        if there is not None and not self._is_blank(key, there):
            if _same(key, there, value) or (key == "original_due" and self._is_current(value)):
                self._merge.equal += 1
                return
            if self._prefer is None:
                self._conflict(key, there, value)
            if self._prefer != "theirs":
                return
        if inner and not isinstance(held, dict):
            self._file.set((*self._keys, top), {inner: value}, fields_of(self._cls))
            self._there[top] = {inner: value}
        elif inner:
            self._file.set((*self._keys, top, inner), value)
        else:
            self._file.set((*self._keys, top), value, fields_of(self._cls))
        self._merge.count(key)

    def _is_current(self, due: Any) -> bool:
        """Return whether a date is one to which an action was extended: tables often name it alone."""
        return str(due) in {str(e.get("due")) for e in self._there.get("extensions", ())}

    def _is_blank(self, key: str, there: Any) -> bool:
        """Return whether a value only holds the place of one."""
        if key == "text":
            return is_unwritten(str(there)) or is_sample(str(there))
        return there in self._blank.get(key, ()) or (isinstance(there, list) and not there)

    def _conflict(self, key: str, mine: Any, theirs: Any, within: str = "") -> None:
        name = f"{self._target.name}{within}"
        place = self._target.places.get(key, self._target.place)
        self._merge.conflicts.append(
            Conflict(name, key, excerpt(_shown(mine)), excerpt(_shown(theirs)), place)
        )

    def _notes(self, notes: Sequence[str]) -> None:
        """Add remarks that are not there yet."""
        there = [plain(str(note)) for note in self._there.get("notes", ())]
        for note in notes:
            if plain(note) in there:
                self._merge.equal += 1
            else:
                self._file.append((*self._keys, "notes"), note, fields_of(self._cls))
                self._merge.count("notes")

    def _item(self, listed: str, item: Mapping[str, Any]) -> None:
        """Add an item to a list, or to one that is there what it lacks."""
        cls, alike = _ALIKE[listed]
        there: Sequence[dict[str, Any]] = self._there.get(listed, ())
        for index, held in enumerate(there):
            if all(_same(key, held.get(key), item.get(key)) for key in alike):
                for key, value in item.items():
                    if held.get(key) is None:
                        self._file.set((*self._keys, listed, index, key), value, fields_of(cls))
                        self._merge.count(f"{listed}.{key}")
                    elif _same(key, held[key], value):
                        self._merge.equal += 1
                    elif self._prefer == "theirs":
                        self._file.set((*self._keys, listed, index, key), value)
                        self._merge.count(f"{listed}.{key}")
                    elif self._prefer is None:
                        self._conflict(f"{listed}.{key}", held[key], value, f", {held[alike[0]]}")
                return
        self._file.append((*self._keys, listed), _in_order(item, cls), fields_of(self._cls))
        self._merge.count(listed)


def _same(key: str, mine: Any, theirs: Any) -> bool:
    """Return whether two values say the same, however they are written."""
    if key == "lead":
        return _posts(mine) == _posts(theirs)
    if isinstance(theirs, list):
        return [*map(str, mine or ())] == [*map(str, theirs)]
    if isinstance(mine, str) and isinstance(theirs, str):
        return mine.split() == theirs.split() or plain(mine) == plain(theirs)
    return str(mine) == str(theirs)


def _posts(value: Any) -> str:
    """Return leads as papers print them."""
    if isinstance(value, list | tuple):
        return "; ".join(str(Lead(**lead)) for lead in value)
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_posts([v]) if isinstance(v, dict) else str(v) for v in value)
    return str(value)


def merge_recommendations(
    files: Files,
    held: beginnings.HeldSet,
    years: Mapping[str, Year],
    targets: Iterable[Target],
    prefer: Prefer | None = None,
    theme: str | None = None,
) -> Merge:
    """Return the files of a set with what tables say of its recommendations, new ones among them.

    A new one is in the theme that its table names, or in the `theme` that is given; else in that around it.
    """
    merge, known = Merge(), set(held.numbers)
    now: dict[str, bytes] = dict(files)
    files_of = {slug(number).casefold(): (number, held.name) for number in held.numbers}
    for target in targets:
        said = target.values.pop(
            "theme", None
        )  # that of a new one; the others stand where they stand
        title = theme or (said if said in {each.title for each in held.set.themes} else None)
        if "addressed_to" in target.values:
            parts = target.values["addressed_to"].split(";")
            target.values["addressed_to"] = [part.strip() for part in parts if part.strip()]
        path = f"{RECORD}/{held.name}/{slug(target.name)}.yaml"
        _refuse_one_file(target, files_of)
        equal, is_new = merge.equal, target.name not in known
        if is_new:
            heading = target.values.get("heading")
            if heading is None:
                raise FrancisError(
                    f"{target.place}: {target.name} has no heading, so it cannot be added."
                )
            entry = beginnings.Heading(target.name, heading, target.values.get("text", ""))
            made = beginnings.new_recommendation(now, held, entry, title, years)
            merge.new.append(target.name)
            merge.files |= made
            now |= made
            years = {}
            held = beginnings.held_set(now, held.name, {})
        file = Edited(path, now[path])
        before = file.data
        _Filling(merge, file, (), target, Recommendation, prefer, {}).fill()
        if is_new:  # what it was made with is not there already
            merge.equal = equal
            for key in ("heading", "text"):
                if key in target.values:
                    merge.count(key)
        if file.data != before:
            merge.files[path] = now[path] = file.data
    return merge


def _refuse_one_file(target: Target, files: dict[str, tuple[str, str]]) -> None:
    """Refuse a number whose file would be that of another; `files` says whose each is, and where that stands."""
    plain = slug(target.name).casefold()
    name, place = files.setdefault(plain, (target.name, target.place))
    if name != target.name:
        raise FrancisError(
            f"{target.place}: {target.name} would have the same file as {name}, in {place}.\n"
            "Nothing was written. Give one of the two another number."
        )
