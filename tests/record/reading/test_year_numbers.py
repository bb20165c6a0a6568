"""Which numbers of its set a year answers."""

from __future__ import annotations

import pytest

from francis.record.reading import loading
from francis.record.reading.workspaces import Workspace
from francis.record.reading.years.numbers_answered import entries_for
from tests.shared.findings import explained
from tests.shared.workspaces import (
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    action,
    plan,
    record_files,
)

WIDE = SET.replace('last: "2"', 'last: "9"').replace("total: 9", "total: 12")
HELD = ("1", "2", "3", "4", "4a", "6", "7")


def files(numbers: str, answered: tuple[str, ...] = HELD, **changed: str) -> dict[str, bytes]:
    """Return a workspace whose set holds seven numbers, and whose year says which of them it answers."""
    return record_files(
        body__2021__year=YEAR + (f"numbers: {numbers}\n" if numbers else ""),
        **{
            "inquiry__set": WIDE,
            **{"body__2021__1": None, "body__2021__2": None},
            **{f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in HELD},
            **{f"body__2021__{n}": POSITION.format(number=n) for n in answered},
            **changed,
        },
    )


def lines(found: Workspace) -> list[str]:
    """Return what is wrong, as it is printed, with what to do."""
    return [f"{problem} {problem.remedy}" for problem in explained(found.problems)]


@pytest.mark.parametrize(
    ("numbers", "answered", "span"),
    [
        ("", HELD, "1–4, 4a, 6 and 7"),
        ('["1", "6"]', ("1", "6"), "1 and 6"),
        ('[{first: "1", last: "4"}, "7"]', ("1", "2", "3", "4", "7"), "1–4 and 7"),
        ('["7", {first: "3", last: "6"}]', ("3", "4", "6", "7"), "3, 4, 6 and 7"),
        ('[{first: "4", last: "4a"}]', ("4", "4a"), "4 and 4a"),
    ],
)
def test_a_year_answers_the_numbers_that_it_says(
    numbers: str, answered: tuple[str, ...], span: str
) -> None:
    """One by one, or from first to last; without the key all that the set holds."""
    found = loading.load(files(numbers, answered))
    assert found.problems == ()
    (register,) = found.registers
    assert register.numbers == answered
    assert register.span(register.set.item) == f"recommendations {span}"
    assert register.counts.positions == len(answered)
    assert {r.number for _, those in register.themes for r in those} == {*answered}


@pytest.mark.parametrize(
    ("numbers", "column", "words"),
    [
        ('["1", "4b"]', 16, ("'4b'", "does not exist", "Choose from: 1, 2, 3, 4, 4a")),
        ('["1", {first: "2", last: "8"}]', 35, ("'last' is '8'", "Choose from")),
        ('[{first: "0", last: "2"}]', 19, ("'first' is '0'",)),
        ('[{first: "4", last: "2"}]', 19, ("begins with 4", "other way round")),
        ('["1", {first: "1", last: "3"}]', 16, ("'1' appears twice",)),
        ('["1", "1"]', 16, ("'1' appears twice",)),
        ('["1-4"]', 11, ("'1-4'", '{first: "1", last: "4"}')),
        ("[]", 10, ("'numbers' is empty", "remove the key")),
        ("[1]", 11, ("must be text", 'quotes: "1"')),
        ('["1", {first: "1"}]', 16, ("'last'", "missing")),
        ('["1", {first: "1", lsat: "2"}]', 29, ("'lsat'", "Did you mean last?")),
        ('"1"', 10, ("must be a list",)),
    ],
)
def test_what_the_set_does_not_hold_is_said_at_its_own_place(
    numbers: str, column: int, words: tuple[str, ...]
) -> None:
    """With a suggestion, and without messages about positions that follow from it."""
    found = loading.load(files(numbers))
    (line,) = lines(found)
    assert line.startswith(f"standards/body/2021/year.yaml:5:{column}: ")
    assert all(word in line for word in words)
    assert found.registers == ()


def test_positions_actions_and_links_stay_within_the_numbers() -> None:
    """Each outside is told in its own place; one inside without a position, too."""
    found = loading.load(
        files(
            '["1", "2"]',
            ("1", "6"),
            body__2021__1=POSITION.format(number=1) + "  See [7](#7).\n",
            body__2021__actions=plan(action("A1").replace('["1"]', '["3"]')),
        )
    )
    assert [(p.rule, p.place.path.rpartition("/")[2]) for p in found.problems] == [
        ("link", "1.yaml"),
        ("position-strange", "6.yaml"),
        ("link", "actions.yaml"),
        ("position-missing", "year.yaml"),
    ]
    (strange,) = (line for line in lines(found) if "6.yaml" in line)
    assert "is not among the numbers of inquiry that 2021 answers" in strange
    assert "Add '6' to 'numbers' in year.yaml, or delete the file" in strange


def test_a_set_grows_without_breaking_a_year() -> None:
    """By more at its end, and by one between two of a range, whatever it is called."""
    answered = tuple(n for n in HELD if n != "4a")
    written = '[{first: "1", last: "4"}, "6", "7"]'
    grown = {f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in ("2a", "5", "8")}
    found = loading.load(files(written, answered, **grown))
    assert found.problems == ()
    assert found.registers[0].numbers == answered
    without = loading.load(files("", HELD, **grown))
    assert {problem.rule for problem in without.problems} == {"position-missing"}


def test_an_unread_recommendation_is_still_one_of_the_set() -> None:
    """What is wrong with it is said there, and nowhere else."""
    found = loading.load(
        files('[{first: "1", last: "3"}]', ("1", "2", "3"), inquiry__2="x: [", inquiry__7="x: [")
    )
    assert {problem.place.path for problem in found.problems} == {
        "standards/inquiry/2.yaml",
        "standards/inquiry/7.yaml",
    }


def test_numbers_are_written_down_so_that_they_stay() -> None:
    """Whole numbers in a row as a range, within which none can be added; all others by themselves."""
    assert entries_for([*HELD, "10", "11", "12"]) == [
        {"first": "1", "last": "4"},
        *("4a", "6", "7"),
        {"first": "10", "last": "12"},
    ]


ORDERED = WIDE.replace('first: "1"\n    last: "9"', 'first: "7"\n    last: "3"')


def test_a_set_can_say_in_which_order_its_numbers_stand() -> None:
    """Themes and ranges then go by its list."""
    more = '  - title: More\n    first: "4"\n    last: "6"\n'
    set_file = f'{ORDERED}{more}order: ["7", "1", "4a", "2", "3", "4", "6"]\n'
    found = loading.load(files("", inquiry__set=set_file))
    assert found.problems == ()
    (register,) = found.registers
    assert register.numbers == ("7", "1", "4a", "2", "3", "4", "6")
    assert [r.number for _, those in register.themes for r in those] == [*register.numbers]
    part = files('[{first: "1", last: "4a"}]', ("1", "4a"), inquiry__set=set_file)
    (register,) = loading.load(part).registers
    assert register.numbers == ("1", "4a")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ('["7", "1", "8", "3"]', "'order' is '8', which does not exist"),
        ('["7", "1", "7", "3"]', "the number '7' appears twice"),
        ('["1", "3"]', "'first' is '7', which is not in 'order'"),
    ],
)
def test_what_is_wrong_with_the_order_of_a_set_is_said(order: str, words: str) -> None:
    """In its own place."""
    found = loading.load(files("", inquiry__set=f"{ORDERED}order: {order}\n"))
    assert any(words in problem.message for problem in found.problems)
    assert {p.place.path for p in found.problems if words in p.message} == {
        "standards/inquiry/set.yaml"
    }
