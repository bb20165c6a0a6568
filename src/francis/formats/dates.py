"""Days, months and quarters in words, as British papers print them, whatever language the computer speaks."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Literal, NamedTuple

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SHORT_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "June",
    "July",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
)
"""What they are called where a date must stand on one line of a narrow column."""
FINANCIAL_YEAR = 4
"""The month in which a financial year begins."""

Span = Literal["day", "month", "quarter", "financial quarter"]
"""A day, a month, or a quarter of a calendar year or of a financial one."""


class Period(NamedTuple):
    """A day, or a month or a quarter of which no day is stated, by its last day."""

    last: datetime.date
    span: Span = "day"


def financial_quarter(last: datetime.date) -> tuple[int, str]:
    """Return the quarter of a financial year that ends on a day, and that year: 2 and 2015/16."""
    quarter = (last.month - FINANCIAL_YEAR) // 3 % 4 + 1
    first = last.year - (last.month < FINANCIAL_YEAR)
    return quarter, f"{first}/{(first + 1) % 100:02}"


def date_in_words(value: datetime.date | Period, months: Sequence[str] = MONTHS) -> str:
    """Return a day as 6 February 2013, a month as February 2013, and a quarter by its months.

    A quarter is printed as July to September 2015, and one of a financial year with its number behind
    it, as in July to September 2015 (Q2 of 2015/16). `months` are the names of the months.
    """
    last, span = value if isinstance(value, Period) else Period(value)
    month = f"{months[last.month - 1]} {last.year}"
    if span == "day":
        return f"{last.day} {month}"
    if span == "month":
        return month
    quarter_in_words = f"{months[last.month - 3]} to {month}"
    if span == "quarter":
        return quarter_in_words
    quarter, year = financial_quarter(last)
    return f"{quarter_in_words} (Q{quarter} of {year})"


def moment(text: str) -> str | None:
    """Return a date and time as Word writes it, in UTC; one without a zone is taken to be in UTC.

    None if it is no date.
    """
    try:
        value = datetime.datetime.fromisoformat(text)
        value = value if value.tzinfo is None else value.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")
