"""Rows matched: which position, action or recommendation each is about, and what it says of it as values.

A row that fits two, or none, is a question, and so are words that are no value. What is nobody's stands in `left`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from francis.intake.headings import Sought, bare_heading, words_of_tables
from francis.intake.reading.grid import Grid, text_lines
from francis.intake.reading.tables import (
    KnownRow,
    KnownTable,
    Left,
    Mention,
    left_in_row,
    left_of,
    without_start,
)
from francis.intake.targets import Matched, Target
from francis.intake.values import (
    KnownNames,
    Unsure,
    Values,
    is_unstated,
    leading_number,
    without_label,
)
from francis.record.model import LEAVE_OUT, Recommendation
from francis.record.numbers import slug
from francis.record.prose import blocks_of, plain

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "progress": ("date", "text"),
    "evidence": ("title",),
    "extensions": ("due",),
    "milestones": ("what", "due"),
    "commitments": ("text", "kind"),
}
"""What an item of each list must have."""
_ABOUT = frozenset({"number", "id", "heading", "recommendation"})
"""Keys of positions that say what a row is about, and are no part of the answer."""
_SENTENCES = frozenset({"description", "measure"})
"""Keys of actions whose words go on where a row goes on from the one above."""
LONGEST_SHORT = 40
"""How many characters the short name of an action may have."""
LONGEST_TEXT = 30
"""How many paragraphs the text of a recommendation may have to be known by."""
_MORE_NUMBERS = re.compile(
    r"[.(][0-9a-z]|\s*(?:[-–—,;&/]|and\b|to\b)\s*[0-9]|(?:\s+[0-9]{1,4})+\s*$"
)
"""What follows a number that is only the beginning of one, or of a list."""
_SEVERAL = re.compile(
    r"\D{0,3}[0-9]+\s*(?:[-–—,;&/]|\band\b|\bto\b|\s)\s*\D{0,3}[0-9]+", re.IGNORECASE
)
"""Numbers from first to last, or side by side."""
_WORD = re.compile(r"(?![ivxlcdmIVXLCDM]+$)[A-Za-z ]{4,}")
"""A word, such as Total."""
_ENDS = re.compile(r"[.!?:;)”’\"']\s*$")


def matched(
    tables: Sequence[KnownTable],
    strange: Iterable[Grid],
    sought: Sought,
    values: Values,
    held: Mapping[str, Recommendation],
    descriptions: Mapping[str, str],
) -> Matched:
    """Return what tables say of the recommendations that are `held`, or of actions, by id and by their `descriptions`."""
    found = Matched([*tables], left=[left for grid in strange for left in left_of(grid)])
    matching = _Matching(found, sought, values, held, descriptions)
    for table in sorted(tables, key=_rank):
        matching.read(table)
    if sought == "actions":
        matching.ask_about_new()
    return found


def _rank(table: KnownTable) -> tuple[bool, bool, int]:
    """Return the order in which tables are read: first those that name what others only refer to, the largest first."""
    names = any(heading.key == table.kind.id for heading in table.headings)
    return bool(table.kind.name), not names, -len(table.entries)


class _Matching:
    """One matching of tables: what was found so far, and by which words recommendations are known."""

    def __init__(
        self,
        found: Matched,
        sought: Sought,
        values: Values,
        held: Mapping[str, Recommendation],
        descriptions: Mapping[str, str],
    ) -> None:
        self._found, self._sought, self._values = found, sought, values
        self._held, self._numbers = held, KnownNames(held)
        self._names = KnownNames(values.actions if sought == "actions" else held)
        self._ids: dict[str, tuple[str, ...]] = {}
        for name, words in descriptions.items():
            self._ids[bare_heading(words)] = (*self._ids.get(bare_heading(words), ()), name)
        self._beside = words_of_tables()[sought].get("beside", {})
        self._listed = {table.kind.name for table in found.tables if table.kind.name}
        self._headings: defaultdict[str, set[str]] = defaultdict(set)
        self._texts: defaultdict[str, set[str]] = defaultdict(set)
        for number, each in held.items():
            self._headings[bare_heading(each.heading)].add(number)
            printed = " ".join(block.words for block in blocks_of(each.text))
            self._texts[bare_heading(printed)].add(number)
            for correction in each.corrections:
                if correction.part == "heading" and correction.found:
                    self._headings[bare_heading(correction.found)].add(number)
                if correction.part == "text" and correction.reads and correction.found:
                    printed = printed.replace(correction.reads, correction.found)
            self._texts[bare_heading(printed)].add(number)
        self._new = 0

    def read(self, table: KnownTable) -> None:
        """Add what a table says."""
        found = self._found
        if self._sought != "actions" and not table.kind.name:
            numbered = any(heading.key == "number" for heading in table.headings)
            is_known = (self._sought == "recommendations" and numbered) or any(
                self._stated(e) or self._by_words(e)[0] for e in table.entries
            )
            if not is_known and not self._answered_in(table):
                found.left += [left for e in table.entries for left in left_in_row(e)]
                found.left += table.left
                return
        found.left += table.left
        above: Target | None = None
        for entry in table.entries:
            if above is not None and entry.is_joined:
                self._join(above, entry)
            elif (target := self._target(entry, table, above)) is not None:
                self._add(target, entry, table, is_next=target is above)
                above = target
            found.rows += 1

    def _answered_in(self, table: KnownTable) -> bool:
        return any(self._values.answer(table.kind.id, e.place) is not None for e in table.entries)

    def ask_about_new(self) -> None:
        """Ask about actions that the plan does not have, and of which no table says what will be done."""
        for name, target in [*self._found.targets.items()]:
            if name not in self._values.actions and "short" in target.values:
                target.values.setdefault("description", target.values["short"])
            if target.values.get("short") == target.values.get("description"):
                target.values.pop("short", None)
            if name not in self._values.actions and "description" not in target.values:
                del self._found.targets[name]
                self._found.ask(
                    target.place,
                    "id",
                    name,
                    "no table says what will be done",
                    (*self._values.actions, LEAVE_OUT),
                )

    # What a row is about

    def _target(self, entry: KnownRow, table: KnownTable, above: Target | None) -> Target | None:
        """Return what a row is about; None if that is asked, or if it is nobody's."""
        name = self._answer(entry, table)
        is_answered = name is not None
        if name == LEAVE_OUT:
            self._found.left += left_in_row(entry)
            return None
        if name is None and table.kind.name:
            name = self._of_list(entry, table)
        elif name is None and self._sought == "actions":
            name = self._action(entry, table, above)
        elif name is None:
            name = self._number(entry, above)
        if name is None:
            return None
        if not is_answered and name in self._found.targets and self._is_second(name, entry):
            return None
        if name not in self._found.targets:
            self._found.targets[name] = Target(name, entry.place)
            self._names.add(name)
        return self._found.targets[name]

    def _answer(self, entry: KnownRow, table: KnownTable) -> str | None:
        """Return what an officer answered about a row, by its place or by words of it."""
        key = table.kind.id
        asked = [entry.place, *(f.words for k, f in entry.values.items() if k in _ABOUT)]
        asked += [f.lines[0].words for k, f in entry.values.items() if k in _ABOUT and f.lines]
        if "description" in entry.values:
            asked.append(entry.values["description"].words)
        answers = (self._values.answer(key, words) for words in asked if words)
        said = next((answer for answer in answers if answer is not None), None)
        if said is None or said == LEAVE_OUT or self._sought == "actions":
            return said
        known = self._numbers.find(said)
        return known if known is not None else said if self._sought == "recommendations" else None

    def _of_list(self, entry: KnownRow, table: KnownTable) -> str | None:
        """Return whose item a row of a list is: of something that is there, or in another table."""
        words = (
            without_label(entry.values[table.kind.id].words)
            if table.kind.id in entry.values
            else ""
        )
        name = self._names.find(words)
        if name is None:
            self._found.left += left_in_row(entry)
        return name

    def _action(self, entry: KnownRow, table: KnownTable, above: Target | None) -> str | None:
        """Return the id of an action: as it is written, or as the record has it for the same description."""
        said = entry.values.get("id")
        description = entry.values.get("description")
        words = said.words.strip(" .:") if said else ""
        if words and not is_unstated(words):
            name = self._names.find(words)
            if name is None and (description is None or not slug(words) or len(words) > 80):
                self._found.left += left_in_row(entry)
                return None
            return name or words
        has_ids = any(heading.key == "id" for heading in table.headings)
        if description is None and (above is None or not has_ids):
            self._found.left += left_in_row(entry)
            return None
        if description is not None:
            if said is None and (name := self._referred(description)) is not None:
                rest = without_start(description, len(name))
                del entry.values["description"]
                entry.values["short" if len(rest.words) <= LONGEST_SHORT else "description"] = rest
                return name
            alike = self._ids.get(bare_heading(description.words), ())
            if len(alike) == 1:
                return alike[0]
            if not alike and not has_ids:
                self._new += 1
                return f"\0{self._new}"
            before = (above.name,) if above is not None else ()
            why = "the action has no reference"
            if alike:
                why = f"the action has the words of {' and '.join(alike)}"
            options = (*(alike or before), "a reference such as A12", LEAVE_OUT)
            self._found.ask(entry.place, "id", description.words, why, options)
        elif above is not None:
            why = "the row has no reference, and may go on from the one above"
            self._found.ask(entry.place, "id", entry.place, why, (above.name, LEAVE_OUT))
        return None

    def _referred(self, description: Mention) -> str | None:
        """Return the action with whose id a description begins, as one does that only refers to it."""
        words = description.words
        name = leading_number(words, self._names)
        is_counted = name is not None and name.isdecimal() and words[len(name)] not in ".:)"
        return None if is_counted else name

    def _number(self, entry: KnownRow, above: Target | None) -> str | None:
        """Return the number that a row is about, or ask."""
        stated, (by_words, has_several) = self._stated(entry), self._by_words(entry)
        about = next(
            (
                entry.values[k].words
                for k in ("heading", "recommendation", "number")
                if k in entry.values
            ),
            "",
        )
        written = entry.values.get("number")
        if len(stated) == 1 and not has_several and (not by_words or stated <= by_words):
            return next(iter(stated))
        if len(stated) == 1 and by_words:
            (number,) = stated
            why = f"it is numbered {number}, and has the words of {' and '.join(sorted(by_words))}"
            options = dict.fromkeys((*stated, *sorted(by_words), LEAVE_OUT))
            self._found.ask(entry.place, "number", entry.place, why, options)
            return None
        if not stated and len(by_words) == 1 and not (written and written.words):
            number = next(iter(by_words))
            self._found.said.append(
                f"{entry.place}: without a number, known by its words as {number}"
            )
            return number
        if self._sought == "recommendations" and written and not stated and not by_words:
            return self._new_number(entry, without_label(written.words))
        if not about and above is not None and self._goes_on(entry, above):
            self._found.said.append(f"{entry.place}: goes on from the row above, {above.name}")
            return above.name
        several = stated or by_words
        why = (
            f"it fits {' and '.join(sorted(several))}"
            if several
            else "it has no number that is known"
        )
        if written and written.words and not several:
            why = f"there is no {without_label(written.words)}"
        near = (above.name,) if above is not None and not about else ()
        self._found.ask(
            entry.place, "number", entry.place, why, (*sorted(several), *near, LEAVE_OUT)
        )
        return None

    def _new_number(self, entry: KnownRow, words: str) -> str | None:
        """Return the number of a new recommendation, or ask about words that are several, or none."""
        if not _SEVERAL.fullmatch(words) and not _WORD.fullmatch(words):
            return words
        why = "it may be no number" if _WORD.fullmatch(words) else "these may be several numbers"
        self._found.ask(entry.place, "number", entry.place, why, (words, LEAVE_OUT))
        return None

    def _is_second(self, name: str, entry: KnownRow) -> bool:
        """Return whether a row states the number of a recommendation that another row has; ask about it."""
        if self._sought != "recommendations" or "number" not in entry.values:
            return False
        first = self._found.targets[name].place
        why = f"{name} is in {first} already"
        self._found.ask(entry.place, "number", entry.place, why, ("another number", LEAVE_OUT))
        return True

    def _stated(self, entry: KnownRow) -> set[str]:
        """Return the numbers that a row states: in a cell of its own, or at the beginning of its words."""
        stated: set[str] = set()
        if (cell := entry.values.get("number")) is not None and cell.words:
            try:
                stated |= {*self._values.listed(cell.words, self._numbers)}
            except Unsure:
                stated |= {*filter(None, [self._leading(cell.words)])}
        if (cell := entry.values.get("recommendation")) is not None and cell.lines:
            first = cell.lines[0].words
            try:
                stated |= {*self._values.listed(first, self._numbers)}
            except Unsure:
                stated |= {*filter(None, [self._leading(first)])}
        return stated

    def _leading(self, words: str) -> str | None:
        """Return the number with which words begin, unless something else follows it than other words."""
        bare = without_label(words)
        number = leading_number(bare, self._held)
        return None if number and _MORE_NUMBERS.match(bare[len(number) :]) else number

    def _by_words(self, entry: KnownRow) -> tuple[set[str], bool]:
        """Return the numbers whose text a row has, word for word, or else whose heading; and whether it has those of several."""
        lines: list[str] = []
        for key in ("heading", "recommendation"):
            if key in entry.values:
                lines += [line.words for line in entry.values[key].lines]
        if lines and (number := self._leading(lines[0])) is not None:
            lines[0] = without_label(lines[0])[len(number) :]
        bare = [*filter(None, map(bare_heading, lines))]
        texts = [
            self._texts[words]
            for start in range(len(bare))
            for end in range(start + 1, min(len(bare), start + LONGEST_TEXT) + 1)
            if (words := " ".join(bare[start:end])) in self._texts
        ]
        headings = self._headings.get(bare[0], set()) if bare else set()
        if not texts:
            return headings, False
        common = set.intersection(*texts)
        return (common & headings or common or set.union(*texts)), not common

    def _goes_on(self, entry: KnownRow, above: Target) -> bool:
        """Return whether a row surely goes on with the text of the row above, in the middle of a sentence."""
        before, after = above.values.get("text"), entry.values.get("text")
        if not before or after is None or {*entry.values} - {"text"}:
            return False
        first = after.words[:1]
        return not _ENDS.search(plain(before)) and first.islower()

    # What a row says

    def _join(self, target: Target, entry: KnownRow) -> None:
        """Add what a row says that is one with the row above."""
        self._found.said.append(f"{entry.place}: one with the row above")
        self._add(target, entry, self._found.tables[0], is_next=True)

    def _add(self, target: Target, entry: KnownRow, table: KnownTable, *, is_next: bool) -> None:
        """Add what a row says; of a row that goes on from the one above, its text to the text before."""
        if table.kind.name:
            self._item(
                target,
                table.kind.name,
                {k: f for k, f in entry.values.items() if k != table.kind.id},
            )
            return
        before = len(target.values)
        for key, found in entry.values.items():
            if key in ("progress", "evidence", "progress.date"):
                continue
            if key in _NEEDED:
                self._found.left.append(Left(found.place, found.words))
                continue
            if key in _ABOUT and self._sought != "recommendations":
                self._compare(target, key, found)
                continue
            read = self._read(key, found)
            if not read and not is_unstated(found.words):
                target.places.setdefault(
                    key, found.place
                )  # it says something, which is asked about
            for name, value in read.items():
                self._put(target, name, value, found, is_next=bool(before) and is_next)
        self._notes(target, entry, is_next=bool(before) and is_next)
        for name, items in entry.lists.items():
            for item in items:
                self._item(target, name, item)
        if self._sought == "actions" and entry.theme:
            self._theme(target, entry, table)
        if self._sought == "recommendations":
            self._wording(target, entry)

    def _read(self, key: str, found: Mention) -> dict[str, Any]:
        """Return the values of words, or ask."""
        try:
            return self._values.of(key, found)
        except Unsure as unsure:
            words = found.words or f"#{found.shade}"
            self._found.ask(
                found.place, key.removesuffix(".value"), words, str(unsure), unsure.allowed
            )
            return {}

    def _put(self, target: Target, key: str, value: Any, found: Mention, *, is_next: bool) -> None:
        """Put a value under its key, unless another row has said something else."""
        if key == "notes":
            value = self._without_corrections(target.name, found)
            if not value:
                return
        if (key, value) == ("classification", "public"):  # as it is without the key
            return
        if key not in target.values:
            target.values[key], target.places[key] = value, found.place
        elif target.values[key] == value:
            return
        elif key == "text" and is_next:
            target.values[key] = _continued(target.values[key], value)
        elif key in _SENTENCES and is_next:
            target.values[key] += f" {value}"
        elif key in self._beside and target.values.get(self._beside[key], value) == value:
            target.values[self._beside[key]] = value
            target.places.setdefault(self._beside[key], found.place)
        else:
            self._found.left.append(
                Left(
                    found.place,
                    f"{found.words} (of {target.name} it is also said: {target.places[key]})",
                )
            )

    def _without_corrections(self, number: str, found: Mention) -> list[str]:
        """Return notes without those on the wording of the recommendation, which the set holds."""
        held = self._held.get(number)
        whys = [bare_heading(c.why) for c in held.corrections] if held else []
        lines = [
            line
            for line in found.lines
            if not any(bare_heading(line.words).endswith(w) for w in whys)
        ]
        return [line.words for line in lines]

    def _compare(self, target: Target, key: str, found: Mention) -> None:
        """Say what a row prints of the recommendation, if that is not what the set has."""
        if key in ("number", "id") or self._sought == "actions":
            return
        entry = KnownRow(found.place, {key: found})
        if target.name not in self._by_words(entry)[0] and bare_heading(
            found.words
        ) != bare_heading(target.name):
            number = self._leading(found.words)
            if number is None or bare_heading(without_label(found.words)) != bare_heading(number):
                self._found.left.append(
                    Left(
                        found.place, f"{found.words} (not the wording of {target.name} in the set)"
                    )
                )

    def _item(self, target: Target, name: str, item: Mapping[str, Mention]) -> None:
        """Add an item of a list, if it has all that it must have."""
        made: dict[str, Any] = {}
        for key, found in item.items():
            read = self._read(f"{name}.{key}", found)
            made |= {full.removeprefix(f"{name}."): value for full, value in read.items()}
        if all(key in made for key in _NEEDED[name]):
            if made.get("classification") == "public":
                del made["classification"]  # as it is without the key
            if made not in target.lists.setdefault(name, []):
                target.lists[name].append(made)
        elif not any(q.place == f.place for q in self._found.questions for f in item.values()):
            words = " | ".join(f.words for f in item.values() if f.words)
            place = next(iter(item.values())).place
            if words:
                self._found.left.append(Left(place, words))

    def _notes(self, target: Target, entry: KnownRow, *, is_next: bool) -> None:
        """Add progress and evidence of an action that stand in a column, unless they have a table of their own."""
        for name, inner in (("progress", "text"), ("evidence", "title")):
            found = entry.values.get(name)
            if found is None or name in self._listed or is_unstated(found.words):
                continue
            if name == "evidence":
                for line in found.lines:
                    self._item(target, name, {inner: Mention(found.place, (line,))})
                continue
            day = entry.values.get("progress.date") or Mention(found.place)
            if is_next and is_unstated(day.words) and name in target.lists:
                target.lists[name][-1][inner] += f" {found.words}"
                continue
            if (
                is_unstated(day.words)
                and self._values.answer("progress.date", "not stated") is None
            ):
                self._found.ask(
                    found.place,
                    "progress.date",
                    "not stated",
                    "notes on progress have no date: say which",
                    ("a day such as 2014-03-31", LEAVE_OUT),
                )
                continue
            if is_unstated(day.words):
                answer = self._values.answer("progress.date", "not stated") or ""
                if answer == LEAVE_OUT:
                    self._found.left.append(Left(found.place, found.words))
                    continue
                day = Mention(found.place, tuple(text_lines(answer)))
            self._item(target, name, {"date": day, inner: found})

    def _theme(self, target: Target, entry: KnownRow, table: KnownTable) -> None:
        """Take what a heading over rows names: who leads an action, or the recommendation that it serves."""
        title, posts = bare_heading(table.title), map(str.casefold, self._values.posts)
        is_by_lead = any(words in title for words in words_of_tables()["by_lead"])
        if is_by_lead or entry.theme.casefold() in posts:
            made = Mention(entry.place, tuple(text_lines(entry.theme)))
            if "lead" not in target.values and not is_unstated(entry.theme):
                for key, value in self._read("lead", made).items():
                    self._put(target, key, value, made, is_next=False)
            return
        if "recommendations" in target.values:
            return
        bare, numbers = without_label(entry.theme), self._values.numbers
        number = leading_number(bare, numbers)
        if number is None:
            return
        held = self._held.get(number)
        if bare != entry.theme.strip(" .:") or (
            held and bare_heading(bare[len(number) :]) == bare_heading(held.heading)
        ):
            target.values["recommendations"], target.places["recommendations"] = (
                [number],
                entry.place,
            )

    def _wording(self, target: Target, entry: KnownRow) -> None:
        """Take heading and text of a recommendation from a cell that has both."""
        target.values.pop("number", None)
        if entry.theme:
            target.values.setdefault("theme", entry.theme)
        cell = target.values.pop("recommendation", None)
        found = entry.values.get("recommendation")
        if cell is None or found is None or not found.lines:
            return
        if (number := self._leading(found.lines[0].words)) is not None or found.lines[
            0
        ].words.startswith(target.name):
            raw = "".join(run.words for run in found.lines[0].runs)
            found = without_start(
                found, raw.index(number or target.name) + len(number or target.name)
            )
        if len(found.lines) > 1 and "heading" not in target.values:
            target.values["heading"] = found.lines[0].words
            found = Mention(found.place, found.lines[1:])
        for key, value in self._read("text", found).items():
            target.values.setdefault(key, value)


def _continued(before: str, after: str) -> str:
    """Return a text that was cut in two: one paragraph where a sentence was cut, and else another."""
    is_cut = not _ENDS.search(before) and after[:1].islower()
    return before + (" " if is_cut else "\n\n") + after
