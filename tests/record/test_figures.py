"""The names of figures, and what each of them counts."""

from __future__ import annotations

import datetime

import pytest

from francis.record.figures import (
    FIGURE,
    Counts,
    Exceptions,
    Promise,
    Unknown,
    count_each,
    due_by_day,
    due_by_name,
    figure_name,
    rating_name,
)
from francis.record.model import Acceptance, Action, Commitment, Position, Rated

DAY = datetime.date
MADE = Commitment("We will.", "will")


def action(name: str) -> Action:
    return Action(name, (), "Do it.", Rated("green"))


def position(number: str) -> Position:
    return Position(1, number, Acceptance("accepted"), Rated("green"), Rated("high"), "Text.")


@pytest.mark.parametrize(
    ("promise", "key"),
    [
        (Promise(MADE, number="7"), "7/1"),
        (Promise(MADE, paper="board-report", place=2), "board-report/2"),
        (Promise(MADE, number="7", place=3, year="2013"), "2013/7/3"),
    ],
)
def test_a_commitment_has_a_key_of_its_own(promise: Promise, key: str) -> None:
    """Where it was made, and the how manieth there it is."""
    assert promise.key == key


def test_an_exception_of_two_kinds_counts_once() -> None:
    """A position and an action may share a number: they are two."""
    a, b, c, d, e = map(action, "12345")
    exceptions = Exceptions(
        rated=(position("1"), position("2")),
        actions_rated=(a,),
        overdue=(a, b),
        extended=(c,),
        assured=(position("2"), position("3")),
        stale=(a, d, e),
        unplanned=(Promise(MADE), Promise(MADE, place=2)),
    )
    assert exceptions.total == 3 + 5 + 2


def test_each_figure_counts_what_its_name_says() -> None:
    """Every one of them, and no other; a word of a scheme becomes part of a name."""
    actions = tuple(map(action, "123456789"))
    counts = Counts(
        positions=100,
        acceptance={"accepted": 1, "not accepted": 2},
        ratings={"green": 3, "not rated": 4},
        assurances={"high": 5},
        actions=101,
        action_ratings={"green": 6, "not rated": 7},
        states={"overdue": 8, "open": 9},
        undated=102,
        leaderless=103,
        due_soon=104,
        asked=105,
        newly_completed=106,
        exceptions=Exceptions(
            (position("1"),), actions[:2], (), actions[:4], (), actions[:3], (Promise(MADE),) * 5
        ),
        promises=107,
        fulfilments={"kept": 10, "no action": 11},
        open_actions=108,
        for_review=109,
        carried=110,
        concerns=116,
        on_course=117,
        less_sure=118,
        unknown={
            "dates": Unknown(111, 1),
            "ratings": Unknown(112, 1),
            "action_ratings": Unknown(113, 1),
            "assurances": Unknown(114, 1),
            "texts": Unknown(115, 1),
        },
    )
    assert counts.figures == {
        "accepted": 1,
        "not_accepted": 2,
        "green": 3,
        "not_rated": 4,
        "assurance_high": 5,
        "actions_green": 6,
        "actions_not_rated": 7,
        "actions_overdue": 8,
        "actions_open": 9,
        "positions": 100,
        "actions": 101,
        "actions_without_date": 102,
        "actions_without_lead": 103,
        "due_soon": 104,
        "extensions_asked": 105,
        "newly_completed": 106,
        "promises": 107,
        "commitments_kept": 10,
        "commitments_no_action": 11,
        "open_actions": 108,
        "for_review": 109,
        "carried": 110,
        "concerns": 116,
        "on_course": 117,
        "less_sure": 118,
        "open_without_date": 111,
        "unrated": 112,
        "open_unrated": 113,
        "unassessed": 114,
        "unwritten": 115,
        "unplanned": 5,
        "extended_often": 4,
        "without_progress": 3,
        "actions_of_concern": 2,
        "exceptions": 1 + 4 + 5,
    }


def test_a_key_becomes_the_name_of_a_figure() -> None:
    """In small letters and digits, with one line for whatever lies between."""
    assert figure_name("Not rated") == "not_rated"
    assert figure_name("Amber - Red 2", "actions_") == "actions_amber_red_2"


@pytest.mark.parametrize(
    ("key", "of_positions", "of_actions"),
    [
        ("green", "green", "actions_green"),
        ("Completed", "completed", "actions_rated_completed"),
        ("overdue", "overdue", "actions_rated_overdue"),
        ("Exceptions", "rated_exceptions", "actions_exceptions"),
        ("accepted", "rated_accepted", "actions_accepted"),
    ],
)
def test_a_rating_called_like_another_figure_is_counted_under_a_name_of_its_own(
    key: str, of_positions: str, of_actions: str
) -> None:
    """Bodies call a rating “completed”, and actions have a state of that name."""
    assert rating_name(key) == of_positions
    assert rating_name(key, "actions_") == of_actions


def test_a_figure_names_the_day_by_which_something_is_due() -> None:
    """And is told from every other."""
    assert due_by_name(DAY(2015, 4, 24)) == "due_by_2015_04_24"
    assert due_by_day("due_by_2015_04_24") == DAY(2015, 4, 24)
    others = (
        "due_by_2015_02_30",
        "due_soon",
        "due_by_2015_04_24_",
        "xdue_by_2015_04_24",
        "due_by_",
    )
    assert [due_by_day(name) for name in others] == [None] * len(others)


def test_a_narrative_names_a_figure() -> None:
    """With or without spaces in the braces."""
    text = "{{ counts.not_rated }} of {{counts.positions}}, {{ counts. }} and {{ other.x }}"
    assert FIGURE.findall(text) == ["not_rated", "positions"]


def test_each_value_of_a_scheme_is_counted_in_its_order() -> None:
    """Also one that nobody has; one that is not of the scheme is not counted."""
    assert list(count_each("abacx", "cbd").items()) == [("c", 1), ("b", 1), ("d", 0)]
