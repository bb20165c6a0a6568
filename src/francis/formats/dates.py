"""Days and months in words, as British papers print them, whatever language the computer speaks."""

from __future__ import annotations

import datetime
from typing import NamedTuple

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Month(NamedTuple):
    """A month of which no day is stated, by its last day."""

    last: datetime.date


def date_in_words(value: datetime.date | Month) -> str:
    """Return a day as 6 February 2013, and a month as February 2013."""
    last = value.last if isinstance(value, Month) else value
    month = f"{MONTHS[last.month - 1]} {last.year}"
    return month if isinstance(value, Month) else f"{last.day} {month}"
