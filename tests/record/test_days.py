"""Days, months and quarters: how they are read, written, counted on, and meant by what people write."""

from __future__ import annotations

import datetime
from datetime import timedelta

import pytest

from francis.record.days import (
    Day,
    When,
    date_meant,
    day_in_few_words,
    day_in_words,
    days_after,
    days_in_words,
    months_after,
    parse_day,
    parse_when,
    years_after,
)


@pytest.mark.parametrize(
    ("written", "first", "last", "words"),
    [
        ("2021-02-03", "2021-02-03", "2021-02-03", "3 February 2021"),
        ("2020-02", "2020-02-01", "2020-02-29", "February 2020"),
        ("2021-12", "2021-12-01", "2021-12-31", "December 2021"),
        ("2021-Q1", "2021-01-01", "2021-03-31", "January to March 2021"),
        ("2021-Q4", "2021-10-01", "2021-12-31", "October to December 2021"),
        ("2021/22-Q1", "2021-04-01", "2021-06-30", "April to June 2021 (Q1 of 2021/22)"),
        ("2021/22-Q3", "2021-10-01", "2021-12-31", "October to December 2021 (Q3 of 2021/22)"),
        ("2021/22-Q4", "2022-01-01", "2022-03-31", "January to March 2022 (Q4 of 2021/22)"),
        ("1999/00-Q4", "2000-01-01", "2000-03-31", "January to March 2000 (Q4 of 1999/00)"),
    ],
)
def test_what_the_record_writes_is_read_and_written_again(
    written: str, first: str, last: str, words: str
) -> None:
    """From its first day to its last."""
    when = parse_when(written)
    assert (str(when.first), str(when.last), str(when)) == (first, last, written)
    assert day_in_words(when) == words


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2021-13", "is a month that does not exist"),
        ("2021-00", "is a month that does not exist"),
        ("0000-01", "is a month that does not exist"),
        ("2021-02-29", "is a date that does not exist"),
        ("2021-Q0", "is a quarter that does not exist"),
        ("2021-Q5", "is a quarter that does not exist"),
        ("9999/00-Q4", "is a quarter that does not exist"),
        ("2021/23-Q1", "names no financial year: the one that begins in 2021 is 2021/22"),
        ("1999/99-Q1", "names no financial year: the one that begins in 1999 is 1999/00"),
        ("2021", "is not a date (year-month-day), a month (year-month) or a quarter"),
        ("2021-2-3", "is not a date (year-month-day), a month (year-month) or a quarter"),
        ("2021-02-03x", "is not a date (year-month-day), a month (year-month) or a quarter"),
        (20210203, "is not a date (year-month-day), a month (year-month) or a quarter"),
    ],
)
def test_what_is_no_date_is_refused_with_why(written: object, why: str) -> None:
    """In words that stand behind the value."""
    with pytest.raises(ValueError, match=r"^is |^names ") as found:
        parse_when(written)
    assert str(found.value) == why


def test_a_day_is_no_month() -> None:
    """Nor a value that is no text."""
    assert parse_day("2021-02-03") == Day(2021, 2, 3)
    for wrong in ("2021-02", "2021-02-3", 3, None):
        with pytest.raises(ValueError, match="is not a date written as year-month-day"):
            parse_day(wrong)
    with pytest.raises(ValueError, match="is a date that does not exist"):
        parse_day("2021-04-31")


@pytest.mark.parametrize(
    ("when", "months", "later"),
    [
        ("2021-01-15", 1, "2021-02-15"),
        ("2021-01-30", 1, "2021-02-28"),
        ("2021-02-28", 1, "2021-03-31"),
        ("2020-02-28", 1, "2020-03-28"),
        ("2021-08-30", 1, "2021-09-30"),
        ("2021-12-05", 1, "2022-01-05"),
        ("2021-12-05", 12, "2022-12-05"),
        ("2021-01", 1, "2021-02"),
        ("2021-12", 13, "2023-01"),
        ("2021-Q1", 3, "2021-Q2"),
        ("2021-Q4", 6, "2022-Q2"),
        ("2021/22-Q4", 3, "2022/23-Q1"),
        ("2021-Q1", 1, "2021-04-30"),
        ("2021/22-Q1", 2, "2021-08-31"),
    ],
)
def test_some_months_later_it_is_the_same_day(when: str, months: int, later: str) -> None:
    """The last of a month if it is that, or if there is none such; a quarter is one again if it can be."""
    assert str(months_after(parse_when(when), months)) == later


def test_beyond_the_calendar_there_is_no_month() -> None:
    """Its last is there."""
    assert str(months_after(parse_when("9999-11"), 1)) == "9999-12"
    with pytest.raises(ValueError, match="beyond the calendar"):
        months_after(parse_when("9999-12"), 1)


def test_days_and_years_are_counted_within_the_calendar() -> None:
    """What lies beyond its end is its last day; of 29 February the year after, the 28th."""
    assert days_after(Day(2021, 3, 1), timedelta(30)) == Day(2021, 3, 31)
    assert days_after(Day(9999, 12, 30), timedelta(1)) == Day.max
    assert days_after(Day(9999, 12, 30), timedelta(5)) == Day.max
    assert years_after(Day(2020, 2, 29), 1) == Day(2021, 2, 28)
    assert years_after(Day(2020, 2, 29), -4) == Day(2016, 2, 29)
    assert years_after(Day(2020, 6, 5), 3) == Day(2023, 6, 5)
    assert years_after(Day(9999, 6, 5), 3) == Day(9999, 6, 5)
    assert years_after(Day(2, 6, 5), -3) == Day(1, 6, 5)


def test_one_day_is_a_day() -> None:
    """And two are days; a narrow column has short months."""
    assert [days_in_words(n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert day_in_few_words(Day(2021, 2, 3)) == "3 Feb 2021"
    assert day_in_few_words(parse_when("2021-09")) == "Sept 2021"
    assert When(datetime.date(2021, 2, 3)) == parse_when("2021-02-03")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2021-02-03", "2021-02-03"),
        ("2021-2-3", "2021-02-03"),
        ("2021/02/03", "2021-02-03"),
        ("3.2.2021", "2021-02-03"),
        ("03/02/21", "2021-02-03"),
        ("31 – 03 – 2021", "2021-03-31"),
        ("3 February 2021", "2021-02-03"),
        ("3rd of Feb, 2021", "2021-02-03"),
        ("3rd February 21", "2021-02-03"),
        ("1-Feb-21", "2021-02-01"),
        ("22nd Sept 2021", "2021-09-22"),
        ("February 3rd, 2021", "2021-02-03"),
        ("Feb 3 2021", "2021-02-03"),
        ("by the end of 31 March 2021", "2021-03-31"),
        ("due 1 April 2021", "2021-04-01"),
        ("30 February 2021", ""),
        ("3 Smarch 2021", ""),
        ("soon", ""),
        ("", ""),
        ("3 February 2021 " + "or so " * 9, ""),
    ],
)
def test_a_day_is_known_however_people_write_it(words: str, meant: str) -> None:
    """Whether a month may stand there or not."""
    assert date_meant(words, month=True) == date_meant(words, month=False) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2021-02", "2021-02"),
        ("2/2021", "2021-02"),
        ("Feb-21", "2021-02"),
        ("February 2021", "2021-02"),
        ("by mid-February 2021", "2021-02"),
        ("end of Sept 2021", "2021-09"),
        ("Q2 2021", "2021-Q2"),
        ("quarter 3 of 2021", "2021-Q3"),
        ("2021 Q4", "2021-Q4"),
        ("2021-Q4", "2021-Q4"),
        ("Q2 2021/22", "2021/22-Q2"),
        ("q2 2021-2022", "2021/22-Q2"),
        ("Q1 21/22", "2021/22-Q1"),
        ("21/22 Q1", "2021/22-Q1"),
        ("2021/2022 Q1", "2021/22-Q1"),
        ("2021/23 Q1", ""),
        ("Q5 2021", ""),
        ("13/2021", ""),
    ],
)
def test_a_month_or_a_quarter_is_known_where_it_may_stand(words: str, meant: str) -> None:
    """And is nothing where a day has to."""
    assert date_meant(words, month=True) == meant
    assert date_meant(words, month=False) == ""
