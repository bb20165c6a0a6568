"""What a record begins with: sets, bodies, first years, and positions that are still to be written.

Each function returns files by their path from the root, for the caller to write. What has to be said and is not
known yet says that it is to be written.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from francis.errors import FrancisError, choices, excerpt, quotation
from francis.own_data import own_data
from francis.record.days import Day
from francis.record.model import (
    Body,
    Item,
    Recommendation,
    Set,
    Theme,
    Year,
    acceptances_of,
)
from francis.record.numbers import natural, slug, sorting
from francis.record.prose import TO_BE_WRITTEN, with_article
from francis.record.reading.folders import refuse_name
from francis.record.reading.record_file import Read, record_of
from francis.record.reading.years.answers import is_for_others
from francis.record.reading.years.numbers_answered import entries_for, numbers_of
from francis.record.writing.edits import Edited, fields_of, stated
from francis.record.writing.skeletons import skeleton
from francis.workspace import RECORD, Files


class Heading(NamedTuple):
    """A recommendation as a list has it: its number, its heading, and its text if the list has that too."""

    number: str
    heading: str
    text: str = ""


class Publication(NamedTuple):
    """What was published, when, where its wording was taken from, and under which licence."""

    title: str
    published: Day
    source: str
    licence: str
    licence_url: str
    short_title: str | None = None
    total: int | None = None
    item: Item = Item("recommendation", "recommendations")


class HeldSet(NamedTuple):
    """A set that is read, with its recommendations in their order."""

    name: str
    set: Set
    recommendations: tuple[Recommendation, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers that it holds, in their order."""
        return tuple(recommendation.number for recommendation in self.recommendations)

    def numbers_for(self, body: Body | None) -> tuple[str, ...]:
        """Return the numbers that are not addressed to others than a body, in their order."""
        return tuple(r.number for r in self.recommendations if not is_for_others(r, body))


class Kind(NamedTuple):
    """A kind of body to begin with: what it is, what body.yaml says of it, and the meeting of its report if not itself."""

    about: str
    kind: str
    meeting: str | None = None


@cache
def starting_kinds() -> Mapping[str, Kind]:
    """Return the kinds of body with which a record can begin, by their names: `data/starter/kinds.yaml`."""
    return {
        name: Kind(**said)
        for name, said in own_data(__file__, "../data/starter/kinds.yaml").items()
    }


@cache
def licences() -> Mapping[str, str]:
    """Return the web addresses of licences that many reports have, by their names."""
    found: Mapping[str, str] = own_data(__file__, "../data/starter/licences.yaml")
    return found


def folder_of(name: str) -> str:
    """Return the name of the folder for what is called so: in small letters without accents, with hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return slug(plain).casefold() or "body"


def held_set(files: Files, set_id: str, read: Read) -> HeldSet:
    """Return a set that is among some files; refuse one with errors."""
    paths = [
        path for path in files if re.fullmatch(rf"{RECORD}/{re.escape(set_id)}/[^/]+\.yaml", path)
    ]
    a_set, _, problems = record_of(
        Set, f"{RECORD}/{set_id}/set.yaml", files[f"{RECORD}/{set_id}/set.yaml"], read
    )
    found: list[Recommendation] = []
    for path in paths:
        if not path.endswith("/set.yaml"):
            one, _, wrong = record_of(Recommendation, path, files[path], read)
            problems = (*problems, *wrong)
            found += [one] if one is not None else []
    if a_set is None or problems:
        raise FrancisError(
            f"Nothing was written, because {set_id} has errors. To see them: francis check"
        )
    found.sort(key=lambda r: sorting(a_set.order)(r.number))
    return HeldSet(set_id, a_set, tuple(found))


# Sets


def headings_in(name: str, data: bytes) -> tuple[Heading, ...]:
    """Return the recommendations that a list has: a number and a heading on each line, or columns of a CSV file.

    Columns are those that a first row names (number, heading, text), or these in this order. All that is wrong is told at
    once.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FrancisError(f"{name} is not text in UTF-8. Save it as UTF-8.") from None
    rows = _csv_rows(text) if name.lower().endswith(".csv") else _line_rows(text)
    found: dict[str, Heading] = {}
    wrong: list[str] = []
    for line, row in rows:
        plain = slug(row.number).casefold()
        if not row.number or not row.heading:
            missing = "number" if not row.number else "heading"
            wrong.append(f"{name}:{line}: there is no {missing}: {quotation(' '.join(row))}.")
        elif fault := _number_fault(row.number):
            wrong.append(f"{name}:{line}: {fault}")
        elif plain in found:
            wrong.append(f"{name}:{line}: the number {quotation(row.number)} is there twice.")
        found.setdefault(plain, row)
    if wrong:
        raise FrancisError("\n".join((*wrong, "Nothing was written. Correct the list.")))
    if not found:
        raise FrancisError(f"Nothing was written, because {name} has no recommendations.")
    return tuple(found.values())


def _number_fault(number: str) -> str:
    """Return why a file cannot be named after a number; nothing if it can."""
    plain = slug(number).casefold()
    if not plain:
        return f"the number {quotation(number)} has no letter and no digit."
    if plain in ("set", "year", "actions"):
        return f"{quotation(number)} cannot be a number: another file is called so."
    return ""


def _line_rows(text: str) -> Iterator[tuple[int, Heading]]:
    for line, words in enumerate(text.splitlines(), 1):
        if words.strip():
            parts = words.strip().split("\t", 1) if "\t" in words.strip() else words.split(None, 1)
            number, heading = parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
            yield line, Heading(number.rstrip(".:"), heading)


def _csv_rows(text: str) -> Iterator[tuple[int, Heading]]:
    columns: Sequence[str] = Heading._fields
    for line, row in _csv_cells(text):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if columns is Heading._fields and "number" in (names := [c.casefold() for c in cells]):
            columns = names
            continue
        if columns is Heading._fields and {"heading", "text"} & {c.casefold() for c in cells}:
            raise FrancisError(
                f"Line {line} of the list names its columns, but none of them is “number”. "
                "Add a column with the number of each recommendation."
            )
        held = dict(zip(columns, cells, strict=False))
        yield line, Heading(*(held.get(key, "") for key in Heading._fields))


def _csv_cells(text: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        yield from ((rows.line_num, row) for row in rows)
    except csv.Error as error:
        raise FrancisError(f"Line {rows.line_num} of the list is not CSV: {error}.") from error


def new_set(set_id: str, source: Publication, entries: Sequence[Heading]) -> dict[str, bytes]:
    """Return the files of a set: its own, and one for each recommendation, with one theme for all."""
    numbers = [entry.number for entry in entries]
    item = source.item
    said = {
        "title": source.title,
        "short_title": source.short_title or source.title,
        "published": source.published,
        "total": max(source.total or 0, len(entries)),
        "item": stated(item),
        "acknowledgement": f"The {item.many} are quoted from {with_article(source.title)}.",
        "licence": source.licence,
        "licence_url": source.licence_url,
        "source": source.source,
        "themes": [stated(Theme(f"All {item.many}", numbers[0], numbers[-1]))],
    }
    if numbers != sorted(numbers, key=natural):
        said["order"] = numbers
    path = _new_folder(set_id)
    file = Edited(f"{path}/set.yaml", skeleton("set.yaml"))
    for key, value in said.items():
        file.set((key,), value, fields_of(Set))
    return {file.path: file.data} | dict(_recommendation(path, entry) for entry in entries)


def _new_folder(name: str) -> str:
    refuse_name("A folder", name)
    return f"{RECORD}/{name}"


def _recommendation(folder: str, entry: Heading) -> tuple[str, bytes]:
    file = Edited(f"{folder}/{slug(entry.number)}.yaml", skeleton("recommendation.yaml"))
    for key, value in entry._replace(text=entry.text or TO_BE_WRITTEN)._asdict().items():
        file.set((key,), value, fields_of(Recommendation))
    return file.path, file.data


def new_recommendation(
    files: Files, held: HeldSet, entry: Heading, theme: str | None, years: Mapping[str, Year]
) -> dict[str, bytes]:
    """Return a set with one more recommendation: in the theme of this title, or in that around it.

    `years`, by the paths of their files, answer the set and do not say which of its numbers: they say it then, so that
    they stay as they are.
    """
    folder = f"{RECORD}/{held.name}"
    if slug(entry.number).casefold() in {slug(number).casefold() for number in held.numbers}:
        raise FrancisError(
            f"Nothing was written, because {held.name} has a {entry.number} already."
        )
    if fault := _number_fault(entry.number):
        raise FrancisError(f"Nothing was written, because {fault}")
    file = Edited(f"{folder}/set.yaml", files[f"{folder}/set.yaml"])
    if held.set.total <= len(held.numbers):
        file.set(("total",), len(held.numbers) + 1)
    if held.set.order:
        file.append(("order",), entry.number)
    _widen(file, held, entry.number, theme)
    made = {file.path: file.data, **dict([_recommendation(folder, entry)])}
    for path, year in years.items():
        if year.numbers is None:
            fixed = Edited(path, files[path])
            fixed.set(("numbers",), entries_for(held.numbers), fields_of(Year))
            made[path] = fixed.data
    return made


def _widen(file: Edited, held: HeldSet, number: str, title: str | None) -> None:
    """Make a theme of a set wide enough for a number, unless it lies in one."""
    themes, order = held.set.themes, held.set.order
    key = sorting((*order, number) if order else ())
    if title is None and any(key(t.first) <= key(number) <= key(t.last) for t in themes):
        return
    named = [i for i, theme in enumerate(themes) if title in (None, theme.title)]
    if len(named) != 1:
        raise FrancisError(
            f"Nothing was written, because {number} is in no theme of {held.name}. Name one with --theme."
            f"{choices(theme.title for theme in themes)}"
        )
    (index,) = named
    theme = themes[index]
    if key(number) < key(theme.first):
        file.set(("themes", index, "first"), number)
    elif key(number) > key(theme.last):
        file.set(("themes", index, "last"), number)


# Bodies and years


def new_body(body_id: str, name: str, short_name: str, kind: str) -> dict[str, bytes]:
    """Return the file of a body, with schemes and forms of papers to be changed as it wants them."""
    file = Edited(f"{_new_folder(body_id)}/body.yaml", skeleton("body.yaml"))
    said = {"name": name, "short_name": short_name, "kind": starting_kinds()[kind].kind}
    for key, value in said.items():
        file.set((key,), value, ("format", *said))
    return {file.path: file.data}


def read_body(made: Files) -> Body:
    """Return the body that `new_body` has made."""
    ((path, data),) = made.items()
    body, _, problems = record_of(Body, path, data, {})
    if body is None:
        raise FrancisError("\n".join(problem.message for problem in problems))
    return body


def first_year(
    body_id: str, year_id: str, body: Body, held: HeldSet, as_at: Day, numbers: Sequence[str]
) -> dict[str, bytes]:
    """Return the first year of a body against a set, with a position to be written for each of some numbers."""
    folder = f"{_new_folder(body_id)}/{year_id}"
    _new_folder(year_id)
    file = Edited(f"{folder}/year.yaml", skeleton("year.yaml", set=held.name, today=str(as_at)))
    file.set(("set",), held.name)
    file.set(("numbers",), entries_for(numbers), fields_of(Year))
    return {file.path: file.data} | unwritten_positions(folder, body, numbers)


def unwritten_positions(folder: str, body: Body, numbers: Iterable[str]) -> dict[str, bytes]:
    """Return a position to be written for each of some numbers, in the folder of a year."""
    schemes: Mapping[str, Iterator[str]] = {
        "acceptance": (s.key for s in acceptances_of(body) if s.claim == "undecided"),
        "rating": (step.key for step in body.ratings if step.blank),
        "assurance": (step.key for step in body.assurances if step.blank),
    }
    steps = {key: next(found, None) for key, found in schemes.items()}
    if silent := [key for key, step in steps.items() if step is None]:
        raise FrancisError(
            f"Nothing was written, because body.yaml has no step of {' and '.join(silent)} that says nothing yet.\n"
            "Add one: with 'blank: true' to the ratings and assurances, with 'claim: undecided' to the acceptances."
        )
    made = {}
    for number in numbers:
        words = {"number": excerpt(number), "plain": slug(number)}
        file = Edited(f"{folder}/{slug(number)}.yaml", skeleton("position.yaml", **words))
        file.set(("number",), number)
        for key, step in steps.items():
            if file.get(key, "value") != step:
                file.set((key, "value"), step)
        made[file.path] = file.data
    return made


def missing_positions(
    files: Files, folder: str, body: Body, year: Year, held: HeldSet, wanted: Collection[str] = ()
) -> dict[str, bytes]:
    """Return a position for each number that a year answers and has none; or for those `wanted`, which it answers then."""
    answered = {*numbers_of(year, held.numbers, held.set.order)} & {*held.numbers_for(body)}
    meant = [n for n in held.numbers if n in (wanted or answered)]
    lacking = [number for number in meant if f"{folder}/{slug(number)}.yaml" not in files]
    if there := [number for number in wanted if number not in lacking]:
        raise FrancisError(
            f"Nothing was written, because there is a position on {', '.join(there)} already, in {folder}."
        )
    made = unwritten_positions(folder, body, lacking)
    if year.numbers is not None and not answered.issuperset(meant):
        file = Edited(f"{folder}/year.yaml", files[f"{folder}/year.yaml"])
        listed = [number for number in held.numbers if number in answered.union(meant)]
        file.set(("numbers",), entries_for(listed), fields_of(Year))
        made[file.path] = file.data
    return made
