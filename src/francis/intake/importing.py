"""An import from end to end: files read, tables understood, rows matched, and the record with what they say.

Nothing is written here. What a person must decide is in the result, each with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from francis.errors import FrancisError, choices, did_you_mean, nearest, quotation
from francis.intake.files import Incoming
from francis.intake.headings import (
    LEFT_OUT,
    Sought,
    Vocabulary,
    bare_heading,
    vocabulary,
    words_of_tables,
)
from francis.intake.matching import matched
from francis.intake.measures import merge_readings, readings_of
from francis.intake.merging import (
    Merge,
    Prefer,
    merge_actions,
    merge_positions,
    merge_recommendations,
)
from francis.intake.reading.grid import Grid, Sheets
from francis.intake.reading.pages import page_sheets
from francis.intake.reading.tables import KnownTable, left_of, understood
from francis.intake.reading.word import Tracked, word_sheets
from francis.intake.reading.workbooks import csv_sheets, workbook_sheets
from francis.intake.targets import Matched, OpenQuestion
from francis.intake.values import KnownNames, Values
from francis.record.model import FORMAT, LEAVE_OUT, Recommendation, TableReading, Year
from francis.record.model.own_fields import Owned, own_fields
from francis.record.reading.folders import IMPORTS
from francis.record.reading.nhs_numbers import HELD_BY, nhs_numbers
from francis.record.register import Register
from francis.record.writing import beginnings
from francis.record.writing.edits import Edited, fields_of
from francis.record.writing.provider_files import ProviderFolder
from francis.workspace import RECORD, SCHEMAS, Files

WIDEST_TABLE = 200
"""How many columns a table may have."""
LONGEST_MARK = 80
"""How long a line may be that says for whom a file is."""


@dataclass
class Imported:
    """What came of an import: all that was understood, all that was not, and the files of the record as they become.

    `outside` are the lines that stand outside tables.
    """

    tables: Sequence[KnownTable]
    found: Matched
    merge: Merge
    remarks: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def questions(self) -> Sequence[OpenQuestion]:
        """Return what only a person can say."""
        return self.found.questions


@dataclass(frozen=True)
class Intake:
    """What is imported: the files, what their tables are read as, and what an officer said about them.

    `tables` are the names of those tables or sheets alone that are read; all of them if there are none. `theme` is the
    title of that of new recommendations.
    """

    files: Sequence[Incoming]
    sought: Sought
    reading: TableReading
    tables: Sequence[str] = ()
    tracked: Tracked | None = None
    prefer: Prefer | None = None
    theme: str | None = None


def import_into_year(record: Files, register: Register, wanted: Intake) -> Imported:
    """Return positions or actions of a year with what tables say of them."""
    owned: Owned = "action" if wanted.sought == "actions" else "position"
    fields = own_fields(owned, register.set.fields, register.body.fields)
    words = vocabulary(wanted.sought, wanted.reading.columns, fields, register.body, register.set)
    _check_columns(wanted, words)
    values = Values(
        wanted.reading,
        register.body,
        KnownNames(register.numbers),
        KnownNames(action.id for action in register.actions),
        _posts(register),
        words.fields,
    )
    sheets = _read(wanted)
    tables, strange = _understood(sheets, wanted, words)
    others: Sought = "positions" if wanted.sought == "actions" else "actions"
    told, tables = _without_others(tables, words, vocabulary(others, {}), others)
    held = {recommendation.number: recommendation for recommendation in register.recommendations}
    descriptions = {action.id: action.description for action in register.actions}
    found = matched(tables, strange, wanted.sought, values, held, descriptions)
    _ask_about(sheets, wanted, found)
    if posts := _new_posts(found, values.posts):
        found.said.append(f"posts that the record does not name yet: {', '.join(posts)}")
    targets = [*found.targets.values()]
    merge = (merge_actions if wanted.sought == "actions" else merge_positions)(
        record, register, targets, wanted.prefer
    )
    return Imported(tables, found, merge, (*told, *_remarks(sheets, wanted)), _outside(sheets))


def _without_others(
    tables: Sequence[KnownTable], words: Vocabulary, others: Vocabulary, name: str
) -> tuple[list[str], list[KnownTable]]:
    """Return the tables without those whose headings are rather the words of something else, and what is said of these."""
    told, kept_ones = [], []
    for table in tables:
        headings = list(dict.fromkeys(h.words for h in table.headings))
        if others.known(headings) > words.known(headings):
            told.append(
                f"{table.name}: it looks like {name}, and was not read. Import it with --as {name}"
            )
        else:
            kept_ones.append(table)
    return told, kept_ones


def import_into_set(
    record: Files, held: beginnings.HeldSet, years: Mapping[str, Year], wanted: Intake
) -> Imported:
    """Return the recommendations of a set with what tables say of them."""
    fields = own_fields("recommendation", held.set.fields)
    words = vocabulary(wanted.sought, wanted.reading.columns, fields, None, held.set)
    _check_columns(wanted, words)
    values = Values(
        wanted.reading, None, KnownNames(held.numbers), KnownNames(), fields=words.fields
    )
    sheets = _read(wanted)
    tables, strange = _understood(sheets, wanted, words)
    there: dict[str, Recommendation] = {each.number: each for each in held.recommendations}
    found = matched(tables, strange, wanted.sought, values, there, {})
    _ask_about(sheets, wanted, found)
    merge = merge_recommendations(
        record, held, years, found.targets.values(), wanted.prefer, wanted.theme
    )
    return Imported(tables, found, merge, tuple(_remarks(sheets, wanted)), _outside(sheets))


def import_measures(record: Files, folder: ProviderFolder, wanted: Intake) -> Imported:
    """Return the readings of a provider's measures with what tables say of them; raise `FrancisError` of files with mistakes."""
    words = vocabulary("measures", wanted.reading.columns)
    _check_columns(wanted, words)
    sheets = _read(wanted)
    tables, strange = _understood(sheets, wanted, words)
    path, held = folder.readings()
    values = Values(wanted.reading, None, KnownNames(), KnownNames())
    found, told = readings_of(tables, folder.provider().measures, held, values)
    found.left += (left for grid in strange for left in left_of(grid))
    _ask_about(sheets, wanted, found)
    merge = merge_readings(path, record, held, told, wanted.prefer)
    return Imported(tables, found, merge, tuple(_remarks(sheets, wanted)), _outside(sheets))


def _check_columns(wanted: Intake, words: Vocabulary) -> None:
    """Refuse an answer about a column that names no key; raise `FrancisError` with the keys that there are."""
    keys = {key for key in words.main.headings.values() if not key.startswith(LEFT_OUT)}
    for heading, key in wanted.reading.columns.items():
        if key not in keys and key != LEAVE_OUT:
            raise FrancisError(
                f"The column {quotation(heading)} cannot be {quotation(key)}.{choices(sorted(keys), 99)}"
                f"{did_you_mean(nearest(key, keys))} Or write “{LEAVE_OUT}”."
            )


def _posts(register: Register) -> list[str]:
    """Return the posts and committees that the record of a body names."""
    years = (register, *register.years)
    posts = {
        lead.post
        for year in years
        for led in (*year.positions.values(), *year.actions)
        for lead in led.leads
    }
    posts |= {action.led_by for year in years for action in year.actions if action.led_by}
    return sorted(posts | {committee.name for committee in register.body.committees})


def _new_posts(found: Matched, known: Collection[str]) -> list[str]:
    """Return the posts that lead something by the tables alone."""
    names = {post.casefold() for post in known}
    posts: set[str] = set()
    for target in found.targets.values():
        lead = target.values.get("lead", ())
        posts |= {lead} if isinstance(lead, str) else {each["post"] for each in lead}
    return sorted(post for post in posts if post.casefold() not in names)


def _read(wanted: Intake) -> list[Sheets]:
    """Return what files say; of several, each place begins with the name of its file."""
    read = []
    for file in wanted.files:
        if file.kind == "word":
            sheets = word_sheets(file, wanted.tracked)
        else:
            kinds = {"workbook": workbook_sheets, "csv": csv_sheets, "page": page_sheets}
            sheets = kinds[file.kind](file)
        read.append(sheets)
    return read


def _chosen(read: Sequence[Sheets], wanted: Intake) -> list[Grid]:
    """Return the tables that are wanted; raise `FrancisError` if one of them is not there."""
    grids = [grid for sheets in read for grid in sheets.grids]
    names = {bare_heading(grid.name) for grid in grids}
    for name in wanted.tables:
        if bare_heading(name) not in names:
            raise FrancisError(f"There is no {name}.{choices(grid.name for grid in grids)}")
    chosen = {bare_heading(name) for name in wanted.tables or names}
    kept_ones = [grid for grid in grids if bare_heading(grid.name) in chosen]
    for grid in kept_ones:
        if (width := max((len(row.cells) for row in grid.rows), default=0)) > WIDEST_TABLE:
            raise FrancisError(
                f"{grid.name} has {width:,} columns. Up to {WIDEST_TABLE} are read.\n"
                "Copy the columns that you need into a new file, or choose other tables with --table or --sheet."
            )
    return kept_ones


def _understood(
    read: Sequence[Sheets], wanted: Intake, words: Vocabulary
) -> tuple[list[KnownTable], list[Grid]]:
    """Return the tables that are wanted, as `understood` does; raise `FrancisError` if a cell holds the number of a patient."""
    tables, strange = understood(_chosen(read, wanted), words)
    held = [
        mention.place
        for table in tables
        for row in table.entries
        for said in (row.values, *chain.from_iterable(row.lists.values()))
        for mention in said.values()
        if [*nhs_numbers(mention.words)]
    ]
    if held:
        cells = "".join(f"\n  {HELD_BY.format(place)}" for place in dict.fromkeys(held))
        raise FrancisError(
            f"Nothing was written.{cells}\nTake it out of the file, and import it again."
        )
    return tables, strange


def _ask_about(read: Sequence[Sheets], wanted: Intake, found: Matched) -> None:
    """Ask about tracked changes that nobody has accepted or refused, and about two columns with one key."""
    if tracked := sum(sheets.tracked for sheets in read):
        why = f"nobody has accepted or refused its tracked changes ({tracked:,})"
        found.ask("the file", "tracked", "", why, ("--tracked accept", "--tracked refuse"))
    for table in found.tables:
        seen: dict[str, str] = {}
        for heading in dict.fromkeys(table.headings):
            key = heading.key
            if not key or key.startswith(LEFT_OUT):
                continue
            if seen.setdefault(key, heading.words) != heading.words:
                why = f"the columns {seen[key]!r} and {heading.words!r} would both be {key}"
                options = (
                    f'--column "{heading.words}=leave out"',
                    f'--column "{seen[key]}=leave out"',
                )
                found.ask(table.name, "columns", heading.words, why, options)


def _outside(read: Sequence[Sheets]) -> tuple[str, ...]:
    """Return the lines outside the tables, each once."""
    return tuple(dict.fromkeys(line for sheets in read for line in sheets.outside))


def _remarks(read: Sequence[Sheets], wanted: Intake) -> Iterator[str]:
    """Yield what an officer must know of the files besides their tables."""
    yield from (remark for file in wanted.files for remark in file.remarks)
    yield from (remark for sheets in read for remark in sheets.remarks)
    marks = words_of_tables()["marks"]
    for line in _outside(read):
        if len(line) <= LONGEST_MARK and any(mark in bare_heading(line) for mark in marks):
            yield (
                f"it is marked {quotation(line)}: what is taken over is public, unless you add its classification"
            )


# The answers that are kept


def reading_path(name: str) -> str:
    """Return where the answers for a kind of table are kept."""
    return f"{RECORD}/{IMPORTS}/{name}.yaml"


def with_answers(
    reading: TableReading | None,
    columns: Mapping[str, str],
    answers: Mapping[tuple[str, str], str],
    dates: str | None,
) -> TableReading:
    """Return how a table is read, with answers that were given beside; these count before those that are kept."""
    held = reading or TableReading(FORMAT)
    values = {key: dict(said) for key, said in held.values.items()}
    for (key, words), said in answers.items():
        values.setdefault(key, {})[words] = said
    order = held.dates
    if dates == "day-first":
        order = "day-first"
    elif dates == "month-first":
        order = "month-first"
    return replace(held, columns={**held.columns, **columns}, values=values, dates=order)


def kept(name: str, files: Files, reading: TableReading) -> dict[str, bytes]:
    """Return the file of the answers for a kind of table; nothing if it says all of it already."""
    path = reading_path(name)
    if path not in files and not (reading.columns or reading.dates or reading.values):
        return {}
    folder = "/".join([".."] * (path.count("/") - 1))
    first = f"# yaml-language-server: $schema={folder}/{SCHEMAS.rpartition('/')[2]}/reading.json\nformat: {FORMAT}\n"
    file = Edited(path, files.get(path, first.encode()))
    order = fields_of(TableReading)
    if dict(reading.columns) != (file.get("columns") or {}):
        file.set(("columns",), _quoted(reading.columns), order)
    if reading.dates and reading.dates != file.get("dates"):
        file.set(("dates",), reading.dates, order)
    if {k: dict(v) for k, v in reading.values.items()} != (file.get("values") or {}):
        file.set(("values",), {k: _quoted(v) for k, v in reading.values.items()}, order)
    return {path: file.data} if file.data != files.get(path) else {}


def _quoted(said: Mapping[str, str]) -> dict[str, str]:
    """Return a mapping whose keys can stand in YAML as they are."""
    return {
        key
        if re.fullmatch(r"[A-Z][a-z]+(?: [A-Za-z]+)*", key)
        else json.dumps(key, ensure_ascii=False): value
        for key, value in said.items()
        if value
    }
