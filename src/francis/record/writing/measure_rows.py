"""measures.csv with more readings, or with others: of all else in the file no byte changes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from francis.errors import FrancisError, Problem
from francis.record.days import When
from francis.record.model.providers import MeasureReading
from francis.record.reading.providers.measure_readings import (
    NEEDED,
    READING_COLUMNS,
    readings_in,
)


def columns_of(data: bytes | None) -> tuple[str, ...]:
    """Return the columns of a file, in their order; all that there can be of one that is not there yet."""
    if data is None:
        return READING_COLUMNS
    names, _ = _header(data.decode())
    return tuple(names)


def _header(text: str) -> tuple[list[str], str]:
    """Return the names of the columns, and what divides them."""
    lines = (line for line in text.lstrip("\ufeff").splitlines() if line.strip(" \t,;"))
    first = next(lines, "")
    separator = max(",;\t", key=first.count)
    return [name.strip().casefold() for name in _cells(first, separator)], separator


def with_readings(path: str, data: bytes | None, readings: Iterable[MeasureReading]) -> bytes:
    """Return a file, which has no mistakes, with some readings: those of its periods changed, others added.

    A new one stands behind the readings of its measure that are earlier. `None` is a file that is not there yet.
    Raise `FrancisError` if the file could not be changed so.
    """
    wanted = [*readings]
    if data is None:
        also = (name for name in READING_COLUMNS[3:] if any(getattr(r, name) for r in wanted))
        data = ",".join((*NEEDED, *also)).encode() + b"\n"
    held = {(r.measure, r.period): r for r in readings_in(path, data, [])}
    names, separator = _header(data.decode())
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", data.decode())
    newline = _end_of(lines[0]) or "\n"
    if not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    added: dict[int, list[str]] = {}
    order = list(dict.fromkeys((*(r.measure for r in held.values()), *(r.measure for r in wanted))))
    for reading in sorted(wanted, key=lambda r: (order.index(r.measure), r.period.last)):
        said = _said(reading)
        old = held.get((reading.measure, reading.period))
        if old is None:
            row = _line([said.get(name, "") for name in names], separator)
            added.setdefault(_line_before(reading, held.values(), len(lines)), []).append(row)
        else:
            cells = _cells(lines[old.line - 1], separator)
            cells += [""] * (len(names) - len(cells))
            kept = [c if n in ("measure", "period") else said.get(n, c) for n, c in zip(names, cells, strict=False)]  # fmt: skip
            lines[old.line - 1] = _line(kept, separator) + _end_of(lines[old.line - 1])
    made = []
    for number, line in enumerate(["", *lines]):
        made += [line, *(row + newline for row in added.get(number, ()))]
    text = "".join(made).encode()
    _check(path, text, held, wanted, names)
    return text


def _line_before(reading: MeasureReading, held: Iterable[MeasureReading], last: int) -> int:
    """Return the line behind which a new reading stands."""
    alike = [each for each in held if each.measure == reading.measure]
    earlier = [each.line for each in alike if each.period.last < reading.period.last]
    if earlier:
        return max(earlier)
    return min((each.line for each in alike), default=last + 1) - 1


def _said(reading: MeasureReading) -> dict[str, str]:
    """Return what a reading says of each column."""
    numbers = {name: getattr(reading, name) for name in READING_COLUMNS[2:]}
    said = {name: _digits(number) for name, number in numbers.items() if number is not None}
    return {"measure": reading.measure, "period": str(reading.period), **said}


def _digits(number: Decimal) -> str:
    return f"{number:f}"


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _cells(line: str, separator: str) -> list[str]:
    bare = line.rstrip("\r\n")
    return next(csv.reader([bare], delimiter=separator)) if '"' in bare else bare.split(separator)


def _line(cells: Sequence[str], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="").writerow(cells)
    return out.getvalue()


def _check(
    path: str,
    data: bytes,
    held: Mapping[tuple[str, When], MeasureReading],
    wanted: Iterable[MeasureReading],
    names: Sequence[str],
) -> None:
    """Raise `FrancisError` unless a changed file says what is wanted, and all else as before.

    What is wrong with what it says is for whoever reads it.
    """
    problems: list[Problem] = []
    found = {(r.measure, r.period): r._replace(line=0) for r in readings_in(path, data, problems)}
    expected = dict(held)
    for reading in wanted:
        old = expected.get((reading.measure, reading.period))
        numbers = {
            name: value
            for name in READING_COLUMNS[2:]
            if name in names and (value := getattr(reading, name)) is not None
        }
        blank = MeasureReading(reading.measure, reading.period, None)
        expected[reading.measure, reading.period] = (old or blank)._replace(**numbers)
    if not problems and found != {key: r._replace(line=0) for key, r in expected.items()}:
        raise FrancisError(f"{path} could not be changed. Put the readings in by hand.")
