"""Readings of measures from tables: what measure and period each row is about, and what measures.csv says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from francis.errors import nearest
from francis.formats.dates import Span
from francis.intake.headings import bare_heading
from francis.intake.merging import Conflict, Merge, Prefer
from francis.intake.reading.tables import KnownRow, KnownTable, Left, Mention
from francis.intake.targets import Matched, Target
from francis.intake.values import KnownNames, Unsure, Values, is_unstated
from francis.record.days import When
from francis.record.model import LEAVE_OUT
from francis.record.model.providers import Measure, MeasureReading
from francis.record.reading.providers.measure_readings import READING_COLUMNS
from francis.record.writing.measure_rows import columns_of, with_readings

_NUMBERS = READING_COLUMNS[2:]


class ImportedReading(NamedTuple):
    """What a row says of a measure in a period, where it stands, and the words that name the period."""

    reading: MeasureReading
    place: str
    period: str


def readings_of(
    tables: Sequence[KnownTable],
    measures: Sequence[Measure],
    held: Iterable[MeasureReading],
    values: Values,
) -> tuple[Matched, list[ImportedReading]]:
    """Return what rows say of some measures, of which readings are `held`, with what has to be asked."""
    found = Matched([*tables])
    rows: dict[str, list[ImportedReading]] = defaultdict(list)
    for table in tables:
        for entry in table.entries:
            found.rows += 1
            if row := _row(entry, measures, values, found):
                rows[row.reading.measure].append(row)
    spans: dict[str, set[Span]] = defaultdict(set)
    for reading in held:
        spans[reading.measure].add(reading.period.span)
    told: list[ImportedReading] = []
    for measure, listed in rows.items():
        found.targets[measure] = Target(measure, listed[0].place)
        told += _each_once(_in_periods(listed, spans[measure], values, found), found)
    return found, told


def _row(
    entry: KnownRow, measures: Sequence[Measure], values: Values, found: Matched
) -> ImportedReading | None:
    """Return what a row says; None if it is about no measure or no period, which is asked or noted."""
    measure = _measure(entry, measures, values, found)
    if measure is None:
        return None
    said: dict[str, Any] = {}
    for key in ("period", *_NUMBERS):
        mention = entry.values.get(key)
        try:
            said |= values.of(key, mention) if mention else {}
        except Unsure as error:
            assert mention is not None
            found.ask(mention.place, key, mention.words, str(error), error.allowed)
            return None
    if "period" not in said:
        found.left.append(Left(entry.place, f"{measure}, without a period"))
        return None
    numbers: dict[str, Any] = {key: said.get(key) for key in _NUMBERS}
    return ImportedReading(
        MeasureReading(measure, said["period"], **numbers),
        entry.place,
        entry.values["period"].words,
    )


def _measure(
    entry: KnownRow, measures: Sequence[Measure], values: Values, found: Matched
) -> str | None:
    """Return the key of the measure that a row names, by its key or its name; None of none, which is asked."""
    mention = entry.values.get("measure", Mention(entry.place))
    words = values.answer("measure", mention.words) or mention.words
    if words == LEAVE_OUT:
        return None
    named = {bare_heading(measure.name): measure.key for measure in measures}
    keys = KnownNames(measure.key for measure in measures)
    key = keys.find(words) or named.get(bare_heading(words))
    if key is None and is_unstated(words):
        found.left.append(Left(entry.place, "a row that names no measure"))
    elif key is None:
        names = {measure.name: measure.key for measure in measures}
        near = nearest(words, [*keys, *names])
        like = f"; {names.get(near, near)} is the one most like it" if near else ""
        why = f"the provider has no such measure{like}"
        found.ask(mention.place, "measure", words, why, (*keys, LEAVE_OUT))
    return key


# Periods


def _in_periods(
    rows: Sequence[ImportedReading], held: set[Span], values: Values, found: Matched
) -> Iterable[ImportedReading]:
    """Yield the rows of one measure, with a day as the month or the quarter that it stands for.

    It does where other readings of the measure are of months or quarters, or all in the table are the first days of
    months, or the last.
    """
    spans = held or {row.reading.period.span for row in rows} - {"day"}
    days = {row.reading.period.last for row in rows if row.reading.period.span == "day"}
    months = [When.of_month(day.year, day.month) for day in days]
    if not spans and (days == {m.first for m in months} or days == {m.last for m in months}):
        spans = {"month"} if len(days) > 1 else {"day", "month"}
    for row in rows:
        period = row.reading.period
        if period.span != "day" or not spans or spans == {"day"}:
            yield row
            continue
        meant = [whole for span in sorted(spans) if (whole := _whole(period, span))]
        if len(meant) == 1 and len(spans) == 1:
            yield row._replace(reading=row.reading._replace(period=meant[0]))
        elif values.answer("period", row.period) is not None:
            yield row
        else:
            why = "it is a day, and other readings of this measure are not"
            why = why if len(spans) == 1 else "it can be a day or a month"
            found.ask(row.place, "period", row.period, why, (*map(str, meant), LEAVE_OUT))


def _whole(day: When, span: Span) -> When | None:
    """Return the month or the quarter of which a day is the first or the last; a day itself."""
    if span == "day":
        return day
    year, month = day.last.year, day.last.month
    whole = When.of_month(year, month if span == "month" else month + -month % 3, span)
    return whole if day.last in (whole.first, whole.last) else None


def _each_once(rows: Iterable[ImportedReading], found: Matched) -> Iterable[ImportedReading]:
    """Yield rows of one measure, each period once; ask of one that stands there twice with other numbers."""
    seen: dict[When, ImportedReading] = {}
    for row in rows:
        first = seen.setdefault(row.reading.period, row)
        if first is row:
            yield row
        elif first.reading != row.reading:
            why = f"{row.reading.measure} has other numbers for it in {first.place}"
            found.ask(row.place, "period", row.period, why)


# The file


def merge_readings(
    path: str,
    files: Mapping[str, bytes],
    held: Iterable[MeasureReading],
    told: Sequence[ImportedReading],
    prefer: Prefer | None,
) -> Merge:
    """Return measures.csv with what tables say: what it lacks, and, where that is preferred, what it says otherwise."""
    merge, there = Merge(), {(r.measure, r.period): r for r in held}
    changed: list[MeasureReading] = []
    columns = columns_of(files.get(path))
    lacking = {
        k
        for k in _NUMBERS
        if k not in columns and any(getattr(t.reading, k) is not None for t in told)
    }
    left_out: dict[str, Any] = dict.fromkeys(lacking)
    merge.said += (
        f"{key}: not taken over, as the first line of {path} has no such column"
        for key in sorted(lacking)
    )
    for reading, place, _ in told:
        reading = reading._replace(**left_out)
        old = there.get((reading.measure, reading.period))
        if old is None:
            merge.count(reading.measure)
            changed.append(reading)
            continue
        new = {}
        for key in _NUMBERS:
            mine, theirs = getattr(old, key), getattr(reading, key)
            if theirs is None:
                continue
            if mine == theirs:
                merge.equal += 1
            elif mine is None:
                merge.count(reading.measure)
                new[key] = theirs
            elif prefer == "theirs":
                name = f"{reading.measure} {reading.period}, {key}"
                merge.said.append(f"{name}: {mine:f} in the record becomes {theirs:f}")
                new[key] = theirs
            elif prefer is None:
                name = f"{reading.measure} {reading.period}"
                merge.conflicts.append(Conflict(name, key, f"{mine:f}", f"{theirs:f}", place))
        if new:
            changed.append(old._replace(**new))
    if changed:
        merge.files[path] = with_readings(path, files.get(path), changed)
    return merge
