"""The numbers of recommendations: which there may be, their order, and runs of them as papers print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Protocol, TypeVar

MOST_RUNS = 12
"""How many numbers and runs a title lists before it says how many more there are."""
SHORTEST_RUN = 3
"""How many numbers in a row are written as a run."""

Key = tuple[tuple[int, int, str], ...]
"""What sorts numbers: for each part of one, its kind, its size and its text."""

_PARTS = re.compile("[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+")
_ROMAN = re.compile(r"(?=..)(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
"""Roman numerals of two letters or more, up to 89: higher ones are more often words, such as CI."""
_VALUES = {"xl": 40, "l": 50, "x": 10, "ix": 9, "iv": 4, "v": 5, "i": 1}
_SYMBOLS = re.compile("|".join(_VALUES))


class _Range(Protocol):
    """From a first number to a last, both included."""

    @property
    def first(self) -> str: ...
    @property
    def last(self) -> str: ...


W = TypeVar("W", bound=_Range)

NAME = re.compile("[0-9A-Za-z][0-9A-Za-z.-]*")
"""The names that files and folders may have: they need no escaping in addresses and shells."""
_UNPLAIN = re.compile("[^0-9A-Za-z.]+")


@cache
def slug(number: str) -> str:
    """Return the plain form of a number or an id as it is printed: `4-a-iii` of `4(a)(iii)`.

    Files and places in papers are named by it, and it may be typed for the number. It is empty if there
    is no letter or digit; two numbers of one set never have the same, whatever the case of their letters.
    """
    return _UNPLAIN.sub("-", number).strip("-.")


def number_meant(name: str, numbers: Collection[str]) -> str | None:
    """Return the one of some numbers that is meant by a name: itself, or its plain form; None if there is none."""
    if name in numbers:
        return name
    return next((number for number in numbers if slug(number) == name), None)


_DASH = re.compile("[-–—]")


def ends_meant(words: str, numbers: Collection[str]) -> tuple[str | None, str | None]:
    """Return the first and the last number of a range such as `7-12`; None for an end that is none of `numbers`."""
    halves = [(words[: dash.start()], words[dash.end() :]) for dash in _DASH.finditer(words)]
    found = [tuple(number_meant(half.strip(), numbers) for half in pair) for pair in halves]
    first, last = max(found, key=lambda ends: sum(map(bool, ends)), default=(None, None))
    return first, last


@cache
def natural(number: str) -> Key:
    """Return the key that sorts numbers as people do: 9 before 10, 1.9 before 1.10, iv before v before ix.

    i, v and x are at once letters and Roman numerals. As either they stand in the same order, so the
    numerals between them are put there: ii to iv behind i, vi to ix behind v, all that are higher behind x.
    """
    return tuple(map(_key, _PARTS.findall(number)))


def _key(part: str) -> tuple[int, int, str]:
    if part.isdecimal():
        digits = part.lstrip("0")
        return (
            2,
            len(digits),
            digits,
        )  # as text, since a number can have more digits than int() reads
    if not part.isalpha():
        return 0, 0, part
    if not _ROMAN.fullmatch(part.lower()) or not (part.islower() or part.isupper()):
        return 1, 0, f"{part}\0"
    value = sum(_VALUES[symbol] for symbol in _SYMBOLS.findall(part.lower()))
    letter = "i" if value < 5 else "v" if value < 10 else "x"
    return 1, 0, f"{letter.upper() if part.isupper() else letter}\0{value:04}"


def sorting(order: Sequence[str]) -> Callable[[str], tuple[int, Key]]:
    """Return the key that sorts numbers as a set lists them; those not in its list come last, as people count."""
    places = {number: place for place, number in enumerate(order)}
    return lambda number: (places.get(number, len(places)), natural(number))


def runs(numbers: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield numbers, in their order, grouped into runs: whole numbers of which each is one more than the last."""
    run: list[str] = []
    for number in numbers:
        if run and not _follows(run[-1], number):
            yield tuple(run)
            run = []
        run.append(number)
    if run:
        yield tuple(run)


def _follows(before: str, number: str) -> bool:
    """Return whether both are whole numbers, and one is the next of the other."""
    return is_whole(before) and is_whole(number) and int(number) == int(before) + 1


def is_whole(number: str) -> bool:
    """Return whether a number is a whole number, of a length that is still one."""
    return number.isascii() and number.isdecimal() and len(number) <= 18


def listed(numbers: Sequence[str], most: int | None = None) -> str:
    """Return numbers as papers print them: `7–12`, or `1–4, 18, 19 and 44`.

    Three or more in a row are a run. Of more than `most` numbers and runs the rest is counted: `and 30 more`.
    """
    parts = [
        part
        for run in runs(numbers)
        for part in ([run] if len(run) >= SHORTEST_RUN else [(number,) for number in run])
    ]
    written = [part[0] if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts]
    if most is not None and len(parts) > most:
        left = sum(map(len, parts[most - 1 :]))
        written[most - 1 :] = [f"{left} more"]
    *before, last = written
    return f"{', '.join(before)} and {last}" if before else last


def ranges_of(
    numbers: Iterable[str], ranges: Iterable[W], order: Sequence[str] = ()
) -> dict[str, list[W]]:
    """Return the ranges in which each number lies, by the order of a set; of themes it should be one.

    Numbers and ranges are gone through side by side, so that the cost is that of sorting them.
    """
    result: dict[str, list[W]] = {}
    key = sorting(order)
    waiting = sorted(ranges, key=lambda one: key(one.first), reverse=True)
    begun: list[W] = []
    for number in sorted(numbers, key=key):
        while waiting and key(waiting[-1].first) <= key(number):
            begun.append(waiting.pop())
        begun = [one for one in begun if key(one.last) >= key(number)]
        result[number] = list(begun)
    return result
