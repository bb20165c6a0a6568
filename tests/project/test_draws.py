"""The draw by which `make mutants` tries some of its faults, and what it says of all of them."""

from __future__ import annotations

import pytest

from tests.shared.draws import draw, interval

NAMES = [f"{module}.{n:03}" for module, size in (("a", 10), ("b", 100), ("c", 890)) for n in range(size)]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_each_module_is_drawn_by_its_size(seed: int) -> None:
    """In no order of the names, and each name once."""
    drawn = draw(reversed(NAMES), 100, seed)
    assert [sum(name[0] == module for name in drawn) for module in "abc"] == [1, 10, 89]
    assert len({*drawn}) == 100
    assert drawn == draw(NAMES, 100, seed)


def test_another_seed_draws_others() -> None:
    """And in time every name is drawn."""
    assert draw(NAMES, 100, 1) != draw(NAMES, 100, 2)
    assert {name for seed in range(200) for name in draw(NAMES, 100, seed)} == {*NAMES}


def test_no_more_is_drawn_than_there_is() -> None:
    """Whoever asks for more has all."""
    assert draw(NAMES, 5000, 1) == NAMES
    assert draw([], 5, 1) == []


@pytest.mark.parametrize(
    ("found", "drawn", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_that_of_the_books(found: int, drawn: int, low: float, high: float) -> None:
    """Of 81 in 263: Newcombe, Statistics in Medicine 17 (1998), table I."""
    assert interval(found, drawn) == pytest.approx((low, high), abs=0.0001)
