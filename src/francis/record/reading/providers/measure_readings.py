"""measures.csv: the readings of measures, as an analyst exports them, with every problem and its place."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count, islice, repeat
from typing import NamedTuple

from francis.errors import Place, Problem, choices, did_you_mean, nearest, quotation
from francis.record.days import When, date_meant, parse_when
from francis.record.model.providers import MeasureReading
from francis.record.reading.nhs_numbers import nhs_problems
from francis.record.reading.record_file import decoded

NEEDED = ("measure", "period", "value")
READING_COLUMNS = (*NEEDED, "numerator", "denominator")
"""The columns of the file, in any order."""
MOST_PROBLEMS = 100
"""How many problems of one file are told."""
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_FRACTION = re.compile(r"-?[0-9]+\.[0-9]+")
"""What is a number in a table, though in a text it could be an NHS number in two parts."""
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?[0-9]{1,15},[0-9]{1,15}")
_KEEP = "Export the table again, with the columns measure, period and value, and if you have them numerator and denominator."


class _Row(NamedTuple):
    """A line of the file with its cells; the place of a cell is worked out only where it is wrong."""

    path: str
    line: int
    text: str
    separator: str
    cells: Sequence[str]

    def place(self, index: int) -> Place:
        """Return where a cell begins; behind the last one, where the line ends."""
        column, quoted = 1, False
        for offset, char in enumerate(self.text):
            if index == 0:
                break
            quoted = quoted != (char == '"')
            if char == self.separator and not quoted:
                index, column = index - 1, offset + 2
        return Place(self.path, self.line, column if index == 0 else len(self.text) + 1)


def is_plain_number(words: str) -> bool:
    """Return whether words are a number in digits, with a decimal point if need be."""
    return _NUMBER.fullmatch(words) is not None


def readings_in(path: str, data: bytes, problems: list[Problem]) -> tuple[MeasureReading, ...]:
    """Return the readings of a file, in its order, without those that are wrong; add what is wrong to `problems`."""
    remedy = "Leave out the oldest periods, or measures that nobody reads."
    text = decoded(path, data, problems, remedy)
    if text is None:
        return ()
    problems += nhs_problems(path, "", None)  # of its name; values are looked at cell by cell
    plain = _plain_readings(text)
    if plain is not None:
        return plain
    rows = _rows(path, text, problems)
    header = next(rows, None)
    if header is None:
        problems.append(Problem(Place(path), "the file is empty.", "empty", _KEEP))
        return ()
    places = _columns(header, problems)
    if places is None:
        return ()
    found: list[MeasureReading] = []
    told: list[Problem] = []
    seen: dict[tuple[str, When], int] = {}
    for row in rows:
        reading = _reading(row, places, told)
        if reading is None:
            continue
        known = seen.setdefault((reading.measure, reading.period), row.line)
        if known == row.line:
            found.append(reading)
            continue
        message = f"{quotation(reading.measure)} has a value for {reading.period} in line {known} already."
        told.append(Problem(row.place(places["period"]), message, "duplicate-key", "Keep one."))
    problems += islice(told, MOST_PROBLEMS)
    return tuple(found)


def _rows(path: str, text: str, problems: list[Problem]) -> Iterator[_Row]:
    """Yield the lines that hold anything, with their cells, the header first."""
    separator = ""
    for number, line in enumerate(re.split("\r\n|\n|\r", text), 1):
        if not line.strip(" \t,;"):
            continue
        separator = separator or max(",;\t", key=line.count)
        try:
            if '"' in line:
                (cells,) = csv.reader([line], delimiter=separator, strict=True)
            else:
                cells = line.split(separator)
        except (csv.Error, ValueError):
            message = "a quotation mark in this line is not where a cell begins or ends."
            remedy = "Write each row on one line, and double a quotation mark within a cell."
            problems.append(Problem(Place(path, number, 1), message, "csv", remedy))
            continue
        yield _Row(path, number, line, separator, [cell.strip() for cell in cells])


def _columns(header: _Row, problems: list[Problem]) -> dict[str, int] | None:
    """Return at which place each column stands; None if the header does not say so, with the reason noted."""
    names = [cell.casefold() for cell in header.cells]
    before = len(problems)
    missing = [quotation(name) for name in NEEDED if name not in names]
    if len(missing) == len(NEEDED):
        message = "the first line does not name the columns measure, period and value."
        problems.append(Problem(header.place(0), message, "csv", _KEEP))
        return None
    lacks = (
        f"the column{'s' * (len(missing) > 1)} {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} missing"
        if missing
        else ""
    )
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"the column {quotation(name)} appears twice."
            problems.append(Problem(header.place(index), message, "csv", "Keep one of the two."))
    strange = [i for i, name in enumerate(names) if name and name not in READING_COLUMNS]
    if strange:
        told = " and ".join(quotation(header.cells[index]) for index in strange)
        are = "are not columns" if len(strange) > 1 else "is not a column"
        near = did_you_mean(
            nearest(names[strange[0]], READING_COLUMNS) if len(strange) == 1 else ""
        )
        also = f", and {lacks}" if lacks else ""  # one is there for the other
        message = f"{told} {are} here{also}.{choices(READING_COLUMNS)}{near}"
        problems.append(Problem(header.place(strange[0]), message, "csv", _KEEP))
    if lacks and len(problems) == before:
        problems.append(Problem(header.place(0), f"{lacks}.", "csv", _KEEP))
    if len(problems) > before:
        return None
    return {name: index for index, name in enumerate(names) if name}


def _plain_readings(text: str) -> tuple[MeasureReading, ...] | None:
    """Return the readings of a file in which nothing can be wrong, as nearly all are; None of any other."""
    if not text.isascii() or '"' in text or " " in text:
        return None
    header, *lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    separator = max(",;\t", key=header.count)
    names = header.split(separator)
    rows = [line.split(separator) for line in lines]
    if {*map(len, rows)} != {len({*names})} or not {*NEEDED} <= {*names} <= {*READING_COLUMNS}:
        return None
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    measures, written = columns["measure"], columns["period"]
    periods = {cell: _plain_period(cell) for cell in {*written}}
    known = {*periods.values()}
    # Whoever writes the same period in two ways is read with care, as is whoever has two values for one.
    if (
        None in known
        or len(known) < len(periods)
        or len({*zip(measures, written, strict=True)}) < len(rows)
    ):
        return None
    numbers = {
        cell: _plain_number(cell) for n in READING_COLUMNS[2:] for cell in {*columns.get(n, ())}
    }
    if _NO_NUMBER in numbers.values() or not all(map(_is_plain_name, {*measures})):
        return None
    values = (
        map(numbers.get, columns[n]) if n in columns else repeat(None) for n in READING_COLUMNS[2:]
    )
    return tuple(map(MeasureReading, measures, map(periods.get, written), *values, count(2)))


_NO_NUMBER = Decimal("Infinity")


def _plain_number(cell: str) -> Decimal | None:
    """Return the number in a cell; None of an empty one, and infinity of another."""
    if len(cell) < 10 and _NUMBER.fullmatch(cell):
        return Decimal(cell)
    return _NO_NUMBER if cell else None


def _plain_period(cell: str) -> When | None:
    """Return the day, month or quarter in a cell; None if it is none."""
    try:
        return parse_when(cell)
    except ValueError:
        return None


def _is_plain_name(cell: str) -> bool:
    """Return whether a cell is there, and no number of a patient can be in it."""
    return cell.isalpha() or 0 < len(cell) < 10


def _reading(
    row: _Row, places: Mapping[str, int], problems: list[Problem]
) -> MeasureReading | None:
    """Return the reading of a row, or None with what is wrong noted."""
    before = len(problems)
    last = max(places.values())
    for index, cell in enumerate(row.cells):
        if cell and index > last:
            message = f"{quotation(cell)} stands in no column."
            remedy = (
                "Put a cell with a comma in it in double quotation marks, or write a decimal point."
            )
            problems.append(Problem(row.place(index), message, "csv", remedy))
        elif len(cell) >= 10 and not _FRACTION.fullmatch(cell):
            problems += (p._replace(place=row.place(index)) for p in nhs_problems("", cell, None))
    cells = {name: row.cells[i] if i < len(row.cells) else "" for name, i in places.items()}
    for name in ("measure", "period"):
        if not cells[name]:
            message = f"the {name} is empty."
            remedy = "Fill it in, or take the row out."
            problems.append(Problem(row.place(places[name]), message, "empty", remedy))
    period = _period(row, places["period"], cells["period"], problems) if cells["period"] else None
    numbers = {
        name: _number(row, places[name], name, cells[name], problems)
        for name in READING_COLUMNS[2:]
        if name in places
    }
    if len(problems) > before or period is None:
        return None
    return MeasureReading(cells["measure"], period, **numbers, line=row.line)


def _period(row: _Row, index: int, cell: str, problems: list[Problem]) -> When | None:
    """Return the day, month or quarter in a cell, or None with the reason noted."""
    try:
        return parse_when(cell)
    except ValueError as error:
        near = date_meant(cell, month=True)
        message = f"the period is {quotation(cell)}, which {error}.{did_you_mean(near)}"
        remedy = "Write a month as year-month, for example 2014-02, a quarter as in 2014-Q1 or 2013/14-Q4, or a day."
        problems.append(Problem(row.place(index), message, "date", remedy, meant=near))
        return None


def _number(row: _Row, index: int, name: str, cell: str, problems: list[Problem]) -> Decimal | None:
    """Return the number in a cell; None of an empty one, and of another with the reason noted."""
    if not cell:
        return None
    if _NUMBER.fullmatch(cell):
        return Decimal(cell)
    near, remedy = (
        "",
        "Write digits, with a decimal point if need be. If it is not known, leave it empty.",
    )
    if _NUMBER.fullmatch(cell.rstrip(" %")):
        near, remedy = cell.rstrip(" %"), "Say in the unit of the measure that it is per cent."
    elif _THOUSANDS.fullmatch(cell):
        near = cell.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(cell):
        near = cell.replace(",", ".")
    message = f"the {name} is {quotation(cell)}, which is not a number.{did_you_mean(near)}"
    problems.append(Problem(row.place(index), message, "value", remedy, meant=near))
    return None
