"""Words of a table as values of the record: dates, ratings, posts, numbers and texts. Nothing is guessed.

What could mean two things, or nothing that the record knows, is `Unsure`, and so a question.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, get_args

from francis.formats.dates import MONTHS
from francis.intake.headings import bare_heading, words_of_tables
from francis.intake.reading.grid import Line, Run, as_markdown, text_lines
from francis.intake.reading.tables import Mention
from francis.record.days import Day, When, date_meant, parse_day, parse_when
from francis.record.model import (
    LEAVE_OUT,
    Body,
    Classification,
    CommitmentKind,
    Outcome,
    ResponseStatus,
    TableReading,
    acceptances_of,
)
from francis.record.model.leads import is_like_a_person
from francis.record.model.own_fields import OwnField
from francis.record.numbers import ends_meant, slug


class Unsure(Exception):
    """Words that may mean several things or none: why, and what may be meant instead."""

    def __init__(self, why: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(why)
        self.allowed = tuple(allowed)


_DAYS = frozenset({
    "acceptance.date", "completed", "verified.date", "since", "closure.date", "progress.date", "evidence.date",
    "extensions.asked_on", "extensions.approved_on", "milestones.met",
})  # fmt: skip
_WHENS = frozenset({"original_due", "due", "extensions.due", "milestones.due", "period"})
_DECIMALS = frozenset({"value", "numerator", "denominator"})
_POSTS = frozenset({"lead", "oversight", "verified.by", "extensions.approved_by"})
_TEXTS = frozenset({"text", "notes"})
_CHOICES: Mapping[str, Any] = {
    "closure.outcome": Outcome,
    "classification": Classification,
    "progress.classification": Classification,
    "evidence.classification": Classification,
    "response.status": ResponseStatus,
    "commitments.kind": CommitmentKind,
}
_NUMERIC = re.compile(r"([0-9]{1,2})\s?[./-]\s?([0-9]{1,2})\s?[./-]\s?([0-9]{4}|[0-9]{2})")
_QUARTER = re.compile(
    rf"(?P<first>{'|'.join(MONTHS)}) to (?P<last>{'|'.join(MONTHS)}) (?P<year>[0-9]{{4}})(?: \(Q(?P<q>[1-4]) of (?P<of>[0-9/]+)\))?"
)
_FROM = re.compile(r"\s*\((?:[↑↓] )?from [^()]+\)")
_REST = re.compile(r"\s*(?:\((?P<where>[^()]*)\))?\s*(?:[–—-]\s+(?P<reason>.+))?", re.DOTALL)
_TO = re.compile(r"(?<=[0-9)])\s+(?:to|until|through)\s+(?=[0-9(])", re.IGNORECASE)
"""What stands between the first and the last of some numbers, in words."""
_SIDE_BY_SIDE = re.compile(r"\s*/\s*|\s+")
_LISTED = re.compile(r"\s*(?:[,;&\n]|\band\b)\s*")


LONGEST_RANGE = 80
"""How many characters may name the first and the last of some numbers."""


class KnownNames(Collection[str]):
    """Numbers or ids in their order, found again however people write them."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names: dict[str, None] = {}
        self._written: dict[str, str] = {}
        for name in names:
            self.add(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def add(self, name: str) -> None:
        """Add a name, if it is not there."""
        self._names.setdefault(name)
        for written in (name, slug(name), name.casefold()):
            self._written.setdefault(written, name)

    def find(self, words: str) -> str | None:
        """Return the one name that words are, in any case of letters, with or without zeros before it."""
        bare = words.strip(" .:)")
        meant = (words.strip(), bare, bare.lstrip("0"), bare.casefold())
        found = (name if name in self._names else self._written.get(name) for name in meant)
        return next((name for name in found if name is not None), None)


@dataclass(frozen=True)
class Values:
    """What turns words into values: a body's schemes, the numbers and ids that there are, and the answers so far.

    `posts` are the leads and committees that the record names already.
    """

    reading: TableReading
    body: Body | None
    numbers: KnownNames
    actions: KnownNames
    posts: Collection[str] = ()
    fields: Mapping[str, OwnField] = field(default_factory=dict)

    def of(self, key: str, found: Mention) -> dict[str, Any]:
        """Return what words say of a key: a value for it, and for others that it implies; raise `Unsure`.

        Nothing is returned for words that say that nothing is stated, or that were answered with "leave out".
        """
        answer = self.answer(key, found.words or (f"#{found.shade}" if found.shade else ""))
        if answer == LEAVE_OUT:
            return {}
        if answer is not None:
            found = Mention(found.place, tuple(text_lines(answer)))
        if key not in _TEXTS and any(len(line.cells) > 1 for line in found.lines):
            raise Unsure("there is a table in the cell: say it in words", (LEAVE_OUT,))
        if key in ("acceptance.value", "rating.value", "assurance.value"):
            return self._step(key, found)
        if is_unstated(found.words) and not isinstance(found.value, int | float):
            return {}
        made = self._value(key, found)
        return {} if made is None else {key: made}

    def answer(self, key: str, words: str) -> str | None:
        """Return what an officer answered about words of a key; None if nothing."""
        for name in (key, key.removesuffix(".value")):
            for asked, said in self.reading.values.get(name, {}).items():
                if " ".join(asked.split()).casefold() == words.casefold():
                    return said
        return None

    def _value(self, key: str, found: Mention) -> Any:
        if key in self.fields:
            return self._own(self.fields[key], found)
        if key in _DAYS:
            return self._day(found)
        if key in _WHENS:
            return self._when(found)
        if key in _POSTS:
            return self._posts(key, found)
        if key in _TEXTS:
            return as_markdown(map(self._linked, found.lines))
        if key in _CHOICES:
            return _choice(found.words, get_args(_CHOICES[key]))
        if key in ("recommendations", "commitments.actions"):
            known = self.numbers if key == "recommendations" else self.actions
            return self.listed(found.words, known)
        if key == "percent":
            return _percent(found)
        if key in _DECIMALS:
            return _decimal(found)
        return found.words

    def _linked(self, line: Line) -> Line:
        """Return a line whose links within the file lead to recommendations, or are plain words."""
        if not any(run.link.startswith("#") for run in line.runs):
            return line
        cells = tuple(tuple(map(self._led, cell)) for cell in line.cells)
        return line._replace(runs=tuple(map(self._led, line.runs)), cells=cells)

    def _led(self, run: Run) -> Run:
        if not run.link.startswith("#"):
            return run
        number = self._places.get(_bookmark(run.link.removeprefix("#")).removeprefix("item_"))
        return run._replace(link=f"#{slug(number)}" if number else "")

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """Return the numbers by the names of their places in a paper."""
        return {_bookmark(slug(number)): number for number in self.numbers}

    # Days

    def _day(self, found: Mention) -> Day:
        when = self._when(found)
        if when.span != "day":
            raise Unsure("it names no day")
        return when.last

    def _when(self, found: Mention) -> When:
        """Return a day, a month or a quarter; raise `Unsure` of 03/04/13, unless it was answered what is the day."""
        if isinstance(found.value, datetime.datetime):
            return When(found.value.date())
        if isinstance(found.value, datetime.date):
            return When(found.value)
        words = found.words.rstrip(".")
        if isinstance(found.value, int | float):
            raise Unsure("it is a number, not a date", _as_excel_counts(found.value))
        if quarter := _QUARTER.fullmatch(words):
            return _quarter(quarter)
        if numeric := _NUMERIC.fullmatch(words):
            return When(self._numeric(*numeric.groups()))
        if not (meant := date_meant(words, month=True)):
            raise Unsure("it is no date", ("a date such as 2014-03-31", LEAVE_OUT))
        if meant != words and re.fullmatch(r"[0-9]{4}-Q[1-4]", meant):
            year, of_year = int(meant[:4]), meant[5:]
            why = "it can be a quarter of the calendar year or of the financial year"
            raise Unsure(why, (meant, f"{year}/{(year + 1) % 100:02}-{of_year}"))
        return parse_when(meant)

    def _numeric(self, first: str, second: str, year: str) -> Day:
        order, (day, month) = self.reading.dates, (int(first), int(second))
        if day <= 12 and month <= 12 and day != month and order is None:
            raise Unsure("either number can be the day", ("dates: day-first", "dates: month-first"))
        against = (order == "day-first" and month > 12) or (order == "month-first" and day > 12)
        if (month > 12) if against or order is None else order == "month-first":
            day, month = month, day
        try:
            found = Day(int(year) + 2000 * (len(year) == 2), month, day)
        except ValueError:
            raise Unsure("there is no such day") from None
        if against:
            raise Unsure(f"the numbers do not stand {order}", (str(found), LEAVE_OUT))
        return found

    # Words of lists

    def _step(self, key: str, found: Mention) -> dict[str, Any]:
        """Return the step of a scheme that words or a colour mean, and the reason that stands behind it."""
        if self.body is None:
            return {}
        name = key.removesuffix(".value")
        steps = {s.key: s.key for s in acceptances_of(self.body)}
        colours: dict[str, str] = {}
        if name != "acceptance":
            scheme = self.body.ratings if name == "rating" else self.body.assurances
            steps = {s.key: s.key for s in scheme} | {s.word: s.key for s in scheme}
            colours = {s.colour[1:].lower(): s.key for s in scheme if s.colour}
        if not found.words:
            if found.shade in colours:
                return {key: colours[found.shade]}
            if not colours or not found.shade:
                return {}
            allowed = dict.fromkeys(steps.values())
            raise Unsure(f"the colour #{found.shade} is none of the body’s", allowed)
        lines = [line.words for line in found.lines if line.words]
        first = re.sub(r"^[^\w(]+", "", _FROM.sub("", lines[0]))  # without a shape drawn before it
        for word in sorted(steps, key=len, reverse=True):
            rest = first[len(word) :]
            if first.casefold().startswith(word.casefold()) and (said := _REST.fullmatch(rest)):
                made = {key: steps[word]} | self._where(name, said["where"])
                parts = (said["reason"] or "", *lines[1:])
                reason = " ".join(part for part in parts if not is_unstated(part))
                return made | ({f"{name}.reason": reason} if reason else {})
        if is_unstated(found.words):
            return {}
        raise Unsure(f"it is none of the body’s words for {name}", dict.fromkeys(steps.values()))

    def _where(self, name: str, where: str | None) -> dict[str, Any]:
        """Return where and when something was accepted, as papers print it behind the word: (Governing Body, 25 April 2013)."""
        if not where:
            return {}
        if name != "acceptance":
            raise Unsure(f"({where}) is not part of a {name}")
        meeting, _, day = where.rpartition(", ")
        try:
            return {"acceptance.date": parse_day(date_meant(day, month=False))} | (
                {"acceptance.meeting": meeting} if meeting else {}
            )
        except ValueError:
            return {"acceptance.meeting": where}

    def _posts(self, key: str, found: Mention) -> str | list[dict[str, str]]:
        """Return posts or committees; raise `Unsure` of what looks like the name of a person."""
        words = found.words
        parts = [part.strip() for line in found.lines for part in line.words.split(";")]
        parts = [part for part in parts if part]
        known = {post.casefold() for post in self.posts}
        if words.casefold().strip(" .") in words_of_tables()["undecided"]:
            raise Unsure("it is no post", (LEAVE_OUT, *self.posts))
        if words.casefold() in known:
            return words
        for part in parts:
            pieces, several = re.split(r"\s*[,/&()]\s*", part), re.split(r"\s+and\s+", part)
            is_person = any(map(is_like_a_person, pieces)) or all(map(is_like_a_person, several))
            if is_person and part.casefold() not in known:
                raise Unsure("it looks like the name of a person: name the post", self.posts)
        if key == "lead" and len(parts) > 1:
            return [{"post": part} for part in parts]
        return words

    def _own(self, own: OwnField, found: Mention) -> Any:
        if own.of:
            return _choice(found.words, own.of)
        if own.type == "day":
            return self._day(found).isoformat()
        if own.type == "number":
            number = found.words.replace(",", "").lstrip("£")
            if not re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", number):
                raise Unsure("it is no number")
            return float(number) if "." in number else int(number)
        return found.words

    # Numbers

    def listed(self, words: str, known: KnownNames) -> list[str]:
        """Return the numbers or ids that words list, one by one or from first to last; raise `Unsure` of another."""
        if bare_heading(words) in _folded("whole"):
            return []
        made: dict[str, None] = {}
        for part in filter(None, _LISTED.split(words)):
            bare = _TO.sub("-", without_label(part))
            if (one := known.find(bare)) is not None:
                made[one] = None
                continue
            if (one := _named_number(bare, known)) is not None:
                made[one] = None
                continue
            first, last = ends_meant(bare, known) if len(bare) <= LONGEST_RANGE else (None, None)
            order = [*known]
            if first is None or last is None or order.index(first) > order.index(last):
                several = [known.find(without_label(each)) for each in _SIDE_BY_SIDE.split(bare)]
                if len(several) < 2 or not all(several):
                    raise Unsure(f"there is no {bare}")
                made |= dict.fromkeys(filter(None, several))
                continue
            made |= dict.fromkeys(order[order.index(first) : order.index(last) + 1])
        return list(made)


@lru_cache(4096)
def without_label(words: str) -> str:
    """Return a number without what people write before it: 12 of “Rec. 12:”."""
    return _labels().sub("", words.strip()).strip(" .:")


@cache
def _labels() -> re.Pattern[str]:
    labels = "|".join(
        sorted(map(re.escape, words_of_tables()["before_numbers"]), key=len, reverse=True)
    )
    return re.compile(rf"^(?:(?:{labels})\.?\s*(?=[^a-z])\s*)+", re.IGNORECASE)


def _bookmark(name: str) -> str:
    """Return the name of a place in a paper as Word writes it."""
    return re.sub(r"[^A-Za-z0-9]", "_", name).casefold()


def leading_number(words: str, known: Collection[str]) -> str | None:
    """Return the longest of some numbers with which words begin, if no letter or digit follows it."""
    for end in range(min(len(words), 80), 0, -1):
        if words[:end] in known and not words[end : end + 1].isalnum():
            return words[:end]
    return None


def _named_number(words: str, known: Collection[str]) -> str | None:
    """Return the number that words give with a name behind it, as in “124 – Fundamental standards”; None of others."""
    number = leading_number(words, known)
    behind = words[len(number or "") :].lstrip()
    is_name = behind[:1] in _BEFORE_NAMES and not any(map(str.isdigit, behind))
    return number if number and behind and is_name else None


_BEFORE_NAMES = frozenset("-–—:.(")


def is_unstated(words: str) -> bool:
    """Return whether words say that nothing is stated."""
    bare = words.casefold().strip(" .")
    listed: list[str] = words_of_tables()["unstated"]
    return bare in listed or bare.startswith("left out of this paper:") or not bare


def _folded(name: str) -> frozenset[str]:
    return frozenset(map(bare_heading, words_of_tables()[name]))


def _choice(words: str, allowed: Collection[str]) -> str:
    lower = {word.casefold(): word for word in allowed}
    if words.casefold() not in lower:
        raise Unsure("it is none of the words that are allowed", allowed)
    return lower[words.casefold()]


def _percent(found: Mention) -> int:
    words = found.words.replace("%", "").strip()
    if words == "1" and "%" not in found.words:
        raise Unsure("it can be one per cent, or all of it", ("1%", "100%"))
    if re.fullmatch(r"0?[.,][0-9]*[1-9][0-9]*", words) and "%" not in found.words:
        share = Decimal(words.replace(",", ".")) * 100
        near = (f"{share:f}".rstrip("0").rstrip(".") + "%") if share == int(share) else ""
        raise Unsure("it looks like a share of 1", (*filter(None, [near]), LEAVE_OUT))
    if not words.isdecimal() or int(words) > 100:
        raise Unsure("it is no whole number from 0 to 100")
    return int(words)


def _decimal(found: Mention) -> Decimal:
    """Return the number in a cell, as people write it: with thousands set apart, or with a per cent sign."""
    if isinstance(found.value, int | float):
        return Decimal(f"{found.value:.12g}")
    words = found.words.replace(" ", "").removesuffix("%")
    if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", words):
        words = words.replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", words):
        raise Unsure("it is no number", (LEAVE_OUT,))
    return Decimal(words)


def _as_excel_counts(days: float) -> tuple[str, ...]:
    """Return the day that a number is in Excel, where it is one of the years of which tables speak."""
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=min(abs(days), 10**5))
    return (str(day),) if 1990 <= day.year <= 2100 else ()


def _quarter(found: re.Match[str]) -> When:
    if found["of"]:
        return parse_when(f"{found['of']}-Q{found['q']}")
    last = MONTHS.index(found["last"]) + 1
    return parse_when(f"{found['year']}-Q{last // 3}")
