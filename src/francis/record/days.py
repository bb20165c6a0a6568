"""Days, months and quarters, as the record and the command line write them."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator

from francis.formats.dates import (
    FINANCIAL_YEAR,
    MONTHS,
    SHORT_MONTHS,
    Period,
    Span,
    date_in_words,
    financial_quarter,
)

Day = datetime.date


class When(Period):
    """A day, or a month or a quarter of which no day is stated.

    `last` is the day, or the last of the month or quarter: until its end whatever is due then is in time.
    """

    @classmethod
    def of_month(cls, year: int, month: int, span: Span = "month") -> When:
        """Return a whole month, or the quarter that it ends; raise ValueError if there is none such."""
        try:
            return cls(Day(year, month, calendar.monthrange(year, month)[1]), span)
        except (calendar.IllegalMonthError, ValueError) as error:
            raise ValueError(f"no such {span}") from error

    @property
    def first(self) -> Day:
        """Return the day, or the first of the month or quarter."""
        if self.span == "day":
            return self.last
        return self.last.replace(day=1, month=self.last.month - 2 * (self.span != "month"))

    def __str__(self) -> str:
        """Return it as the record writes it."""
        if self.span == "quarter":
            return f"{self.last.year:04}-Q{self.last.month // 3}"
        if self.span == "financial quarter":
            quarter, year = financial_quarter(self.last)
            return f"{year}-Q{quarter}"
        return self.last.isoformat()[: 7 if self.span == "month" else None]


def places_in_order(whens: Iterable[When | None], since: When | None = None) -> Iterator[Day]:
    """Yield the day at which each of a list stands among the others, of which the first is not before `since`.

    A day stands at itself. A month or a quarter is known only to lie somewhere within it, and None anywhere: it stands
    as near as it can be to what comes before it in the list. What nothing comes before stands at its first day.
    """
    place = since.first if since else Day.min
    for when in whens:
        place = min(max(place, when.first), when.last) if when else place
        yield place


def day_in_words(value: Day | When) -> str:
    """Return a day, or a month or a quarter of which no day is stated, as papers print it: 6 February 2013."""
    return date_in_words(value)


def day_in_few_words(value: Day | When) -> str:
    """Return the same for a narrow column: 6 Feb 2013."""
    return date_in_words(value, SHORT_MONTHS)


def _is_month_end(day: Day) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def months_after(when: When, months: int) -> When:
    """Return the same day some months later; raise ValueError beyond the calendar.

    Of the last day of a month it is the last of the later month, and of one that is not there, such as
    31 September, the last that is. A month or a quarter is one again if it still can be.
    """
    year, month = divmod(when.last.year * 12 + when.last.month - 1 + months, 12)
    if year > Day.max.year:
        raise ValueError("beyond the calendar")
    end = When.of_month(year, month + 1)
    if when.span == "month":
        return end
    if when.span != "day" and months % 3 == 0:
        return When(end.last, when.span)
    if when.span != "day" or _is_month_end(when.last):
        return When(end.last)
    return When(end.last.replace(day=min(when.last.day, end.last.day)))


def days_in_words(number: int) -> str:
    """Return a number of days: 1 day, 2 days."""
    return f"{number} day{'s' * (number != 1)}"


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


_QUARTER = re.compile(r"(?P<year>[0-9]{4})(?P<financial>/[0-9]{2})?-Q(?P<quarter>[0-9])")


def parse_when(value: object) -> When:
    """Return the day, month or quarter that `value` writes; raise ValueError as `parse_day` does."""
    words = value if isinstance(value, str) else ""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", words):
        try:
            return When.of_month(int(words[:4]), int(words[5:]))
        except ValueError:
            raise ValueError("is a month that does not exist") from None
    if found := _QUARTER.fullmatch(words):
        return _quarter(int(found["year"]), int(found["quarter"]), found["financial"])
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
        raise ValueError("is not a date (year-month-day), a month (year-month) or a quarter")
    return When(parse_day(value))


def _quarter(year: int, quarter: int, financial: str | None) -> When:
    """Return a quarter of a year, or of the financial year that begins in it and ends in the other."""
    if financial and int(financial[1:]) != (year + 1) % 100:
        own = f"{year:04}/{(year + 1) % 100:02}"
        raise ValueError(f"names no financial year: the one that begins in {year:04} is {own}")
    first = (quarter - 1) * 3 + (FINANCIAL_YEAR if financial else 1)
    later, month = divmod(first + 1, 12)
    try:
        if not 1 <= quarter <= 4:
            raise ValueError
        span: Span = "financial quarter" if financial else "quarter"
        return When.of_month(year + later, month + 1, span)
    except ValueError:
        raise ValueError("is a quarter that does not exist") from None


_MONTH = "|".join(month[:3] for month in MONTHS)
_MEANT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2}))(?:-(?P<d>[0-9]{1,2}))?",
        r"(?P<m>[0-9]{1,2})-(?P<y>[0-9]{4})(?P<d>)",
        r"(?P<d>[0-9]{1,2})-(?P<m>[0-9]{1,2})-(?P<y>[0-9]{4}|[0-9]{2})",
        rf"(?:(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<m>{_MONTH})[a-z]*,? (?P<y>[0-9]{{4}}|[0-9]{{2}})",
        rf"(?P<m>{_MONTH})[a-z]* (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})",
    )
)
"""How people write a day or a month otherwise than the record does, once all that divides it is one sign."""
_QUARTER_MEANT = re.compile(
    r"(?:Q|quarter )(?P<q>[1-4])(?: of)?[ -](?P<y>[0-9]{4}|[0-9]{2}(?=-[0-9]{2}$))(?:[-/](?P<to>[0-9]{2}|[0-9]{4}))?"
    r"|(?P<year>[0-9]{4}|[0-9]{2}(?=-[0-9]{2}\b))(?:[-/](?P<later>[0-9]{4}|[0-9]{2}))?[ -]?Q(?P<quarter>[1-4])",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:by|in|on|end|start|mid|early|late|beginning|the|of|to|due|[\s-])+\b", re.IGNORECASE
)


def date_meant(words: str, *, month: bool) -> str:
    """Return the date that words surely mean, as the record writes it; nothing if it is none, or not sure.

    Of words that name no day it is a `month`, if that may stand there.
    """
    if len(words) > 50:
        return ""
    plain = re.sub(r"\s*[‐-―−./]\s*", "-", " ".join(words.split()))
    plain = re.sub(rf"(?i)(?<=[0-9])[- ](?=(?:{_MONTH}))|(?<=[a-z])-(?=[0-9])", " ", plain)
    begin = _AROUND.match(plain)
    plain = plain[begin.end() :].strip() if begin else plain
    if month and (found := _QUARTER_MEANT.fullmatch(plain)):
        year, later = found["y"] or found["year"], found["to"] or found["later"]
        written = f"{'20' * (len(year) == 2)}{year}{'/' + later[-2:] if later else ''}-Q{found['q'] or found['quarter']}"
        return written if _is_when(written) else ""
    for pattern in _MEANT:
        if found := pattern.fullmatch(plain):
            number = found["m"] if found["m"].isdecimal() else str(_month(found["m"]))
            day = f"-{found['d']:>02}" if found["d"] else ""
            written = f"{found['y']:0>2}-{number:>02}{day}"
            written = written if len(found["y"]) == 4 else f"20{written}"
            return written if (day or month) and _is_when(written) else ""
    return ""


def _is_when(written: str) -> bool:
    try:
        parse_when(written)
    except ValueError:
        return False
    return True


def _month(name: str) -> int:
    return [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1
