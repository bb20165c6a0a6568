"""Numbers of recommendations: their order, and how papers list them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.record.numbers import ends_meant, listed, natural, runs

ROMAN = [
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xiv",
    "xix",
    "xx",
    "xxxix",
    "xl",
    "xlix",
]


@pytest.mark.parametrize(
    "ordered",
    [
        "9 9a 10 10a 10b",
        "1.9 1.10 2",
        "37.i 37.ii 37.iv 37.v 37.ix 37.x",
        "4 4(a) 4(a)(i) 4(a)(ii) 4(a)(iii) 4(a)(iv) 4(a)(v) 4(b) 5",
        "B2 B10 C1",
        " ".join(f"Annex-{numeral.upper()}" for numeral in ROMAN),
        " ".join(f"2{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
        "9 " + "9" * 5000,
    ],
)
def test_numbers_stand_in_the_order_in_which_people_count(ordered: str) -> None:
    """Roman numerals and letters among them."""
    numbers = ordered.split()
    shuffled = random.Random(1).sample(numbers, len(numbers))
    assert sorted(shuffled, key=natural) == numbers


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ("1", "1"),
        ("1 2", "1 and 2"),
        ("1 2 3", "1–3"),
        ("1 2 3 4 18 19 44", "1–4, 18, 19 and 44"),
        ("9 10 10a 11", "9, 10, 10a and 11"),
        ("9 10 11 11a", "9–11 and 11a"),
        ("37.i 37.ii 37.iii", "37.i, 37.ii and 37.iii"),
        ("1 3 5 6 7 8", "1, 3 and 5–8"),
        ("008 009 010", "008–010"),
    ],
)
def test_only_whole_numbers_in_a_row_are_a_run(numbers: str, written: str) -> None:
    """Three or more; two are written one by one."""
    assert listed(numbers.split()) == written


def test_of_very_many_the_rest_is_counted() -> None:
    """So that a title stays one; the runs that are left out count with all their numbers."""
    numbers = [str(n) for n in (1, 3, 5, 7, 8, 9, 10)]
    assert listed(numbers, 4) == "1, 3, 5 and 7–10"
    assert listed(numbers, 3) == "1, 3 and 5 more"


@given(st.sets(st.integers(1, 60), min_size=1))
def test_runs_hold_every_number_once_and_none_between(numbers: set[int]) -> None:
    """Whatever is read out of a list again is what was put in."""
    ordered = [str(n) for n in sorted(numbers)]
    assert [n for run in runs(ordered) for n in run] == ordered
    read = set()
    for part in listed(ordered).replace(" and ", ", ").split(", "):
        first, _, last = part.partition("–")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == numbers


def test_the_ends_of_a_range() -> None:
    """Whatever dash is typed, also where numbers have dashes themselves; an end that is unknown is none."""
    numbers = ("7", "9", "12", "A-1", "A-3", "4(a)(i)", "4(a)(ii)")
    assert ends_meant("7-12", numbers) == ends_meant("7 – 12", numbers) == ("7", "12")
    assert ends_meant("A-1-A-3", numbers) == ("A-1", "A-3")
    assert ends_meant("4-a-i-4-a-ii", numbers) == ("4(a)(i)", "4(a)(ii)")
    assert ends_meant("7-13", numbers) == ("7", None)
    assert ends_meant("13", numbers) == (None, None)
