"""Days and months, as the record and the command line write them."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

from francis.formats.dates import Month, date_in_words

Day = datetime.date


class When(NamedTuple):
    """A day, or a month of which no day is stated.

    `last` is the day, or the last of the month: until its end whatever is due then is in time.
    """

    last: Day
    month: bool = False

    @classmethod
    def of_month(cls, year: int, month: int) -> When:
        """Return a whole month; raise ValueError if there is none such."""
        try:
            return cls(Day(year, month, calendar.monthrange(year, month)[1]), month=True)
        except (calendar.IllegalMonthError, ValueError) as error:
            raise ValueError("no such month") from error

    def __str__(self) -> str:
        """Return it as the record writes it."""
        return self.last.isoformat()[: 7 if self.month else None]


def day_in_words(value: Day | When) -> str:
    """Return a day, or a month of which no day is stated, as papers print it: 6 February 2013."""
    if not isinstance(value, When):
        return date_in_words(value)
    return date_in_words(Month(value.last) if value.month else value.last)


def days_after(date: Day, days: datetime.timedelta) -> Day:
    """Return the day some days later, or the last of the calendar."""
    return date + days if Day.max - date >= days else Day.max


def years_after(date: Day, years: int) -> Day:
    """Return the same day some years later, or earlier if negative; of 29 February, else the 28th."""
    year = min(max(date.year + years, Day.min.year), Day.max.year)
    last = calendar.monthrange(year, date.month)[1]
    return date.replace(year=year, day=min(date.day, last))


def parse_day(value: object) -> Day:
    """Return the day that `value` writes; raise ValueError, in plain English, if it is none."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("is not a date written as year-month-day")
    try:
        return Day.fromisoformat(value)
    except ValueError:
        raise ValueError("is a date that does not exist") from None


def parse_when(value: object) -> When:
    """Return the day or month that `value` writes; raise ValueError as `day` does."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
        try:
            return When.of_month(int(value[:4]), int(value[5:]))
        except ValueError:
            raise ValueError("is a month that does not exist") from None
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("is neither a date (year-month-day) nor a month (year-month)")
    return When(parse_day(value))
