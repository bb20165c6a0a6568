"""The phrases by which rules recognise things in a text, and how they are found: words, sentences, dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from francis.formats.dates import MONTHS
from francis.record.days import Day, When, parse_when
from francis.record.prose import BEGINS_ITEM, plain

__all__ = [
    "DATE",
    "QUARTER",
    "Stems",
    "bare",
    "phrases",
    "phrases_of",
    "places_in",
    "possible",
    "says",
    "sentence_end",
    "sentences",
    "stated_date",
    "stated_quarter",
    "stems",
    "stems_of",
    "vocabulary_of",
]


@cache
def phrases() -> Mapping[str, Any]:
    """Return the words by which rules recognise things: `phrases.yaml`, which lies in this folder."""
    from francis.record.reading.nodes import compose, plain_value

    file = Path(__file__).with_name("phrases.yaml")
    read: Mapping[str, Any] = plain_value(compose(file.read_text(encoding="utf-8")))
    return read


@cache
def phrases_of(name: str) -> tuple[str, ...]:
    """Return the phrases of a list, as `bare` has them."""
    return tuple(map(bare, phrases()[name]))


def bare(words: str) -> str:
    """Return words without capitals, on one line, with straight apostrophes: as they are compared."""
    return " ".join(words.lower().replace("’", "'").split())


_PARTING = bytes(c if chr(c).isalnum() or chr(c) == "_" else ord(" ") for c in range(0x80)).ljust(
    0x100
)
_OFTEN = "’‘“”–—…•£"
"""The characters beyond ASCII of most texts that have any; none is part of a word."""


def vocabulary_of(words: str) -> frozenset[str]:
    """Return the words that occur in a text, without capitals; other characters part them, as for `places_in`."""
    lower = words.lower()
    if not lower.isascii():
        for character in _OFTEN:
            lower = lower.replace(character, " ")
        if not lower.isascii():
            return frozenset(re.findall(r"\w+", lower))
    return frozenset(lower.encode().translate(_PARTING).decode().split())  # in a third of the time


Stems = Mapping[str, Mapping[str, frozenset[str]]]
"""A list of phrases, to be looked for: a few words, one of which every phrase has, each with its phrases and
the words of these."""


def stems(listed: Iterable[str]) -> Stems:
    """Return phrases, as `bare` has them, by few of their words; without a word there is nothing to look for."""
    left = {phrase: words for phrase in listed if (words := vocabulary_of(phrase))}
    found = {}
    while left:
        counted = Counter(word for words in left.values() for word in words)
        stem = max(counted, key=lambda word: (len(word) > 3, counted[word], len(word), word))
        found[stem] = {phrase: words for phrase, words in left.items() if stem in words}
        left = {phrase: words for phrase, words in left.items() if stem not in words}
    return found


@cache
def stems_of(name: str) -> Stems:
    """Return the phrases of a list by their stems."""
    return stems(phrases_of(name))


def possible(stems: Stems, vocabulary: frozenset[str]) -> list[str]:
    """Return those phrases whose words all occur in a text: no other phrase is in it."""
    return [
        phrase
        for stem in stems.keys() & vocabulary
        for phrase, words in stems[stem].items()
        if words <= vocabulary
    ]


def says(name: str, words: str) -> bool:
    """Return whether a text contains a phrase of a list."""
    return bool(places_in(phrases_of(name), bare(words)))


def places_in(listed: Iterable[str], lower: str) -> list[tuple[int, int]]:
    """Return where any of some phrases stand as whole words, in order, each by its begin and end.

    Phrases and words are written as `bare` returns them. Of two phrases that overlap the first stands, and
    the longer of two that begin together.
    """
    found = []
    for phrase in listed:
        begin = lower.find(phrase)  # many times faster than a pattern of all phrases
        while begin >= 0:
            end = begin + len(phrase)
            if not (_is_in_word(lower, begin - 1) or _is_in_word(lower, end)):
                found.append((begin, -end))
            begin = lower.find(phrase, end)
    kept: list[tuple[int, int]] = []
    last = 0
    for begin, end in sorted(found):
        if begin >= last:
            last = -end
            kept.append((begin, last))
    return kept


def _is_in_word(text: str, offset: int) -> bool:
    return 0 <= offset < len(text) and (text[offset].isalnum() or text[offset] == "_")


@cache
def sentence_end() -> re.Pattern[str]:
    """Return the pattern of the end of a sentence: a stop not of an abbreviation, or the end of a paragraph, an item or a row."""
    by_length = groupby(sorted(phrases()["abbreviations"], key=len), len)
    alike = ("|".join(map(re.escape, words)) for _, words in by_length)
    shortened = "".join(rf"(?<!\b(?:{words}))" for words in alike)
    return re.compile(
        r"[.!?;:\n](?:"  # begun with what the engine can look for by itself
        rf"(?<!\n){shortened}[”’\"')*_]*(?=\s|\\\n)|(?<=\n)[^\S\n]*\n|(?<=\n)(?=[^\S\n]*(?:(?:[-+*]|[0-9]+[.)])\s|\||#{{1,6}}\s)))"
    )


_POINT = re.compile(r"\s*(?:[-+*]|[0-9]+[.)])\s+")
_NUMBER = re.compile(r"\s*[0-9]{1,9}\.")
"""What begins a point of a numbered list, and ends with a stop."""


def sentences(words: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the offset at which it begins, on one line and without marks."""
    begin = 0
    for end in (*(found.end() for found in sentence_end().finditer(words)), len(words)):
        if end - begin < 12 and _NUMBER.fullmatch(words, begin, end):
            continue
        written = words[begin:end].removeprefix("\\\n").lstrip()
        point = _POINT.match(written) if written[:1] in BEGINS_ITEM else None
        if told := plain(written[point.end() :] if point else written):
            yield end - len(written), told
        begin = end


DATE = re.compile(
    rf"(?:(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"\b(?P<month>{'|'.join(MONTHS)}),?\s+(?P<year>\d{{4}})(?!\d)"
    r"|(?<![\d-])(?P<iso>\d{4}-\d{2}(?:-\d{2})?)(?![\d-])"
)
"""A day, or a month of a year, as people write it or as the record does."""


_YEAR = r"(?P<{0}>20[0-9]{{2}})(?:\s*[/–-]\s*(?P<{0}_end>(?:20)?[0-9]{{2}})(?![0-9]))?"
QUARTER = re.compile(
    r"\b(?:(?:Q|quarter\s+)(?P<after>[1-4])[\s,(]*(?:(?:of|in)\s+)?(?:the\s+)?" + _YEAR.format("y")
    + r"|" + _YEAR.format("x") + r"[\s,-]*(?:Q|quarter\s+)(?P<before>[1-4])\b)",
    re.IGNORECASE,
)  # fmt: skip
"""A quarter of a year, or of a financial one, as people write it or as the record does."""


def stated_quarter(found: re.Match[str]) -> When:
    """Return the quarter that `QUARTER` found; of two years, it is one of a financial year."""
    year, number = found["y"] or found["x"], found["after"] or found["before"]
    end = found["y_end"] or found["x_end"]
    financial = f"/{(int(year) + 1) % 100:02}" if end else ""
    return parse_when(f"{year}{financial}-Q{number}")


def stated_date(found: re.Match[str]) -> When | None:
    """Return the day or month that `DATE` found; None if there is none such."""
    if found["iso"]:
        year, month, *days = map(int, found["iso"].split("-"))
    else:
        year, month = int(found["year"]), MONTHS.index(found["month"]) + 1
        days = [int(found["day"])] if found["day"] else []
    try:
        return When(Day(year, month, days[0])) if days else When.of_month(year, month)
    except ValueError:
        return None
