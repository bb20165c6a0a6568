"""measures.csv with more readings: each in its place, and no other byte is another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from francis.errors import FrancisError
from francis.record.days import parse_when
from francis.record.model.providers import MeasureReading
from francis.record.reading.providers.measure_readings import READING_COLUMNS
from francis.record.writing import measure_rows
from francis.record.writing.measure_rows import columns_of, with_readings


def reading(measure: str, period: str, value: str, *parts: str) -> MeasureReading:
    """Return a reading, with its numerator and denominator if it has any."""
    top, below = map(Decimal, parts) if parts else (None, None)
    return MeasureReading(measure, parse_when(period), Decimal(value), top, below)


def added(held: str | None, *readings: MeasureReading) -> str:
    """Return what a file says after some readings were put into it."""
    return with_readings("m.csv", None if held is None else held.encode(), readings).decode()


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        (None, READING_COLUMNS),
        (b"measure,period,value\n", ("measure", "period", "value")),
        (b"\xef\xbb\xbf\n ;; \n Period ;VALUE;measure\n", ("period", "value", "measure")),
        (b'"measure"\tperiod\tvalue\n', ("measure", "period", "value")),
        (b"", ("",)),
    ],
)
def test_the_columns_are_those_of_the_first_line(
    data: bytes | None, columns: tuple[str, ...]
) -> None:
    """That says anything, whatever divides them."""
    assert columns_of(data) == columns


def test_a_new_file_has_the_columns_that_are_needed() -> None:
    """And those of which any reading says something."""
    plain = reading("falls", "2021-01", "3")
    assert added(None, plain) == "measure,period,value\nfalls,2021-01,3\n"
    assert added(None, plain, reading("letters", "2021-01", "92.50", "185", "200")) == (
        "measure,period,value,numerator,denominator\n"
        "falls,2021-01,3,,\nletters,2021-01,92.50,185,200\n"
    )


HELD = "measure,period,value\nfalls,2020-12,3\nletters,2021-01,92\nfalls,2021-03,9\n"


@pytest.mark.parametrize(
    ("readings", "line", "rows"),
    [
        ([reading("falls", "2021-02", "4")], 2, ["falls,2021-02,4"]),
        ([reading("falls", "2021-04", "4")], 4, ["falls,2021-04,4"]),
        ([reading("falls", "2020-11", "4")], 1, ["falls,2020-11,4"]),
        ([reading("letters", "2020-11", "4")], 2, ["letters,2020-11,4"]),
        ([reading("x", "2020-11", "4")], 4, ["x,2020-11,4"]),
        ([reading("falls", "2021-05", "5"), reading("falls", "2021-04", "4")], 4, ["falls,2021-04,4", "falls,2021-05,5"]),
        ([reading("z", "2020-01", "5"), reading("x", "2020-02", "4"), reading("z", "2019-12", "3")], 4,
         ["z,2019-12,3", "z,2020-01,5", "x,2020-02,4"]),
    ],
)  # fmt: skip
def test_a_new_reading_stands_behind_the_earlier_ones_of_its_measure(
    readings: list[MeasureReading], line: int, rows: list[str]
) -> None:
    """Before the first if it is earlier than all; a measure that is new stands at the end."""
    lines = HELD.splitlines()
    assert added(HELD, *readings).splitlines() == [*lines[:line], *rows, *lines[line:]]


@pytest.mark.parametrize(
    ("held", "now"),
    [
        ("measure,period,value\r\nfalls,2020-12,3\r\n", "measure,period,value\r\nfalls,2020-12,3\r\nfalls,2021-01,4\r\n"),
        ("measure,period,value\nfalls,2020-12,3", "measure,period,value\nfalls,2020-12,3\nfalls,2021-01,4\n"),
        ("measure,period,value\rfalls,2020-12,3\r", "measure,period,value\rfalls,2020-12,3\rfalls,2021-01,4\r"),
        ("measure,period,value", "measure,period,value\nfalls,2021-01,4\n"),
        ("value;period;measure\n3;2020-12;falls\n", "value;period;measure\n3;2020-12;falls\n4;2021-01;falls\n"),
    ],
)  # fmt: skip
def test_a_file_keeps_its_line_ends_its_columns_and_what_divides_them(held: str, now: str) -> None:
    """One without a line end at its end gets one."""
    assert added(held, reading("falls", "2021-01", "4")) == now


def test_a_reading_that_is_there_is_changed_in_its_line() -> None:
    """What a reading does not say stays; cells in quotation marks, and those that are left out, are known."""
    held = (
        'measure,period,value,numerator,denominator\n"falls","2020-12","3",1,2\nfalls,2021-01,9\n'
    )
    assert added(held, reading("falls", "2020-12", "4")) == held.replace(
        '"falls","2020-12","3",1,2', "falls,2020-12,4,1,2"
    )
    assert added(held, reading("falls", "2021-01", "8", "7", "6")) == held.replace(
        "2021-01,9\n", "2021-01,8,7,6\n"
    )
    spaced = "measure,period,value\nfalls, 2020-12 ,3\n"
    assert added(spaced, reading("falls", "2020-12", "4")) == spaced.replace(",3", ",4")


@pytest.mark.parametrize(
    ("held", "old", "new"),
    [
        ("value,period,measure\r\n3,2020-12,falls\r\n", "3,2020", "4,2020"),
        ("measure,period,value\nx,2020-12,3\r\nfalls,2020-12,3\n", "falls,2020-12,3", "falls,2020-12,4"),
        ("measure\tperiod\tvalue\tnumerator\tdenominator\nfalls\t2020-12\t3\t\t\n", "\t3\t\t", "\t4\t\t"),
        ("\ufeffmeasure,period,value\nfalls,2020-12,3\n", ",3", ",4"),
        ("measure,period,value\nfalls,2020-12,3", ",3", ",4\n"),
    ],
)  # fmt: skip
def test_a_changed_line_keeps_its_end_and_its_empty_cells(held: str, old: str, new: str) -> None:
    """Whatever the lines around it end with."""
    assert added(held, reading("falls", "2020-12", "4")) == held.replace(old, new)


def test_a_file_that_would_say_something_else_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is read again first."""
    monkeypatch.setattr(measure_rows, "_digits", lambda number: "7")
    with pytest.raises(FrancisError, match=r"m\.csv could not be changed"):
        added(HELD, reading("falls", "2021-02", "4"))
    assert added(HELD, reading("falls", "2021-02", "7"))
