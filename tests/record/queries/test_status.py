"""How a register stands, on a terminal."""

from __future__ import annotations

import datetime
from functools import cache

import pytest

from francis.errors import FrancisError
from francis.record.days import day_in_words
from francis.record.queries import status
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import (
    BODY,
    DONE,
    LATE,
    POSITION,
    RECOMMENDATION,
    RED,
    SET,
    YEAR,
    action,
    plan,
    record_files,
    record_with_plan,
)


def bars(count: int) -> dict[str, str]:
    """Return the bar of each rating in a year of so many positions, all of them green but one."""
    files = record_files(
        inquiry__set=SET.replace("total: 9", "total: 90").replace('last: "2"', 'last: "90"')
    )
    for number in range(1, count + 1):
        text = POSITION.format(number=number)
        text = text.replace("value: green", "value: not rated") if number == 1 else text
        files[f"standards/body/2021/{number}.yaml"] = text.encode()
        files[f"standards/inquiry/{number}.yaml"] = RECOMMENDATION.format(number=number).encode()
    loaded = loading.load(files)
    assert not loaded.problems
    lines = list(
        status.status_lines(
            status.YearCount(loaded.registers[0], status.Question()),
            status.Look(day_in_words, lambda text, colour: text),
        )
    )
    start = lines.index("  Rating")
    return {
        " ".join(line.split()[:-2] if "█" in line else line.split()[:-1]): line
        for line in lines[start + 1 : start + 3]
    }


def test_a_bar_is_as_long_as_its_count() -> None:
    """A block for each position; without any there is no bar."""
    shown = bars(4)
    assert shown["Green"].count("█") == 3
    assert shown["Not rated"].count("█") == 1


def test_the_longest_bar_fills_the_width() -> None:
    """The others are shorter in the same measure, and never longer than the width."""
    shown = bars(49)
    assert shown["Green"].count("█") == status.WIDEST
    assert shown["Not rated"].count("█") == 0


DAY = datetime.date
PLAIN = status.Look(day_in_words, lambda text, colour: f"{text}{colour or ''}", str.upper)
"""A look that shows where there is a colour, and where a heading."""
POOR = """\
  - key: poor
    word: Poor
    meaning: Nobody believes it.
    exception: true
"""
SECOND = (
    f"""\
{POSITION.format(number=2)}answers: 0123456789ab
commitments:
  - text: |
      We will do
      all of it.
    kind: will
  - text: Position on 2.
    kind: will
    actions: [A4]
""".replace("green", "red")
    .replace("not assessed", "poor")
    .replace("accepted", "not accepted", 1)
)
SECOND = SECOND.replace("  Position on 2.\n", "  Position on 2.\n  We will do all of it.\n", 1)
PLAN = plan(
    DONE,
    LATE,
    action("A3"),
    action("A4", "lead: Head of Contracts\noriginal_due: 2021-04-30\nsince: 2021-03-01").replace(
        '["1"]', '["1", "2"]'
    ),
    action("A5", "original_due: 2021-05-01\nsince: 2021-03-01").replace("green", "not rated"),
    action(
        "A6",
        "original_due: 2020-05-01\nsince: 2021-03-01\nextensions:\n"
        "  - {due: 2020-06-01, reason: a, approved_by: b, approved_on: 2020-05-01}\n"
        "  - {due: 2021-12-01, reason: a, approved_by: b, approved_on: 2020-05-01}",
    ),
)


@cache
def register() -> Register:
    """Return a year in which there is something of every kind, and the year before."""
    body = BODY.replace("  - key: not rated\n", f"{RED}  - key: not rated\n")
    body = body.replace("  - key: not assessed\n", f"{POOR}  - key: not assessed\n")
    third = POSITION.format(number=3).replace("Position on 3.", "Not yet written.")
    third = third.replace("green", "not rated")
    found = loading.load(
        record_with_plan(
            body__body=f"{body}notice: Everything here is made up.\n",
            inquiry__set=SET.replace('last: "2"', 'last: "9"'),
            inquiry__3=RECOMMENDATION.format(number=3),
            body__2020__year=YEAR.replace("2021", "2020"),
            **{f"body__2020__{n}": POSITION.format(number=n) for n in (1, 2)},
            body__2020__3=third,
            body__2021__year=f'{YEAR}follows: "2020"\n',
            body__2021__2=SECOND,
            body__2021__3=third,
            body__2021__actions=PLAN,
        )
    )
    assert found.problems == ()
    return found.registers[-1]


STATUS = """\
TEST BODY 2021 AGAINST THE INQUIRY REPORT, AS AT 31 MARCH 2021: DRAFT
Everything here is made up.

3 STANDARDS
  Acceptance
    accepted                  2  ██
    not accepted              1  █
  Rating
    Green                     1  █#00703c
    Red                       1  █#d4351c
    Not rated                 1  █
  Assurance
    Poor                      1  █
    Not assessed              2  ██

6 ACTIONS
  Rating
    Green                     4  ████#00703c
    Red                       1  █#d4351c
    Not rated                 1  █
  State
    overdue                   1  █
    open                      4  ████
    closed                    1  █
  Due by 30 April 2021: 1
    A4, due 30 April 2021: Head of Contracts
  Extensions requested: 1
    A2, to June 2021

3 COMMITMENTS
  What became of them
    on the way                1  █
    late                      1  █
    no action                 1  █

5 EXCEPTIONS
  Rating: 1
    2 Red#d4351c
  Rating of actions: 1
    A2 Red#d4351c
  Overdue: 1
    A2, due February 2021: Head of Contracts
  Extended 2 times or more: 1
    A6, 2 times
  Assurance: 1
    2 Poor
  No progress recorded for 90 days: 1
    A3
  Commitments with no action: 1
    2: We will do all of it.

STILL TO DO
  Not yet written: 3
  For review, as the text it answers has changed: 2
  Carried forward, not yet confirmed: 3

NOT KNOWN
  Open actions without a date, so whether they are overdue: 1 of 5
  Positions that are not rated: 1 of 3
  Open actions that are not rated: 1 of 5
  Positions without an assessment of assurance: 2 of 3
  Positions that are not written: 1 of 3"""
OF_ONE_POST = """\
TEST BODY 2021, AS AT 31 MARCH 2021: DRAFT, COUNTED TO 31 DECEMBER 2021, LED BY HEAD OF CONTRACTS
Everything here is made up.

0 STANDARDS

2 ACTIONS
  Rating
    Green                     1  █#00703c
    Red                       1  █#d4351c
  State
    overdue                   2  ██
  Extensions requested: 1
    A2, to June 2021

2 COMMITMENTS
  What became of them
    late                      2  ██

2 EXCEPTIONS
  Rating of actions: 1
    A2 Red#d4351c
  Overdue: 2
    A2, due February 2021: Head of Contracts
    A4, due 30 April 2021: Head of Contracts
  No progress recorded for 90 days: 2
    A2
    A4"""
NOTHING = """\
TEST BODY 2021, AS AT 31 MARCH 2021: DRAFT

2 STANDARDS
  Acceptance
    accepted                  2  ██
  Rating
    Green                     2  ██#00703c
  Assurance
    Not assessed              2  ██

0 ACTIONS

NO EXCEPTIONS AMONG WHAT IS KNOWN

NOT KNOWN
  Positions without an assessment of assurance: 2 of 2"""
ASKED = status.Question(DAY(2021, 12, 31), "Head of Contracts", 5)


def test_every_count_and_what_is_behind_it_as_lines() -> None:
    """In the order in which it is read: what there is, what a board must hear of, what is to be done, what is not known."""
    standing = status.YearCount(register(), status.Question())
    assert "\n".join(status.status_lines(standing, PLAIN, with_set=True)) == STATUS


def test_what_one_post_leads_by_another_day() -> None:
    """Counted to that day, and only what is its own."""
    lines = status.status_lines(status.YearCount(register(), ASKED), PLAIN)
    assert "\n".join(lines) == OF_ONE_POST


def test_one_is_said_of_one() -> None:
    """Of positions, actions, commitments and exceptions."""
    standing = status.YearCount(loading.load(record_with_plan()).registers[-1], status.Question())
    lines = [*status.status_lines(standing, PLAIN)]
    assert [line for line in lines if line.isupper() and line[0].isdigit()] == [
        "2 STANDARDS", "3 ACTIONS", "1 COMMITMENT", "2 EXCEPTIONS"
    ]  # fmt: skip


def test_without_exceptions_somebody_is_told_how_far_that_is_known() -> None:
    """What is not assessed may be one."""
    found = loading.load(record_files()).registers[-1]
    lines = status.status_lines(status.YearCount(found, status.Question()), PLAIN)
    assert "\n".join(lines) == NOTHING


BEHIND = {
    "body": "body",
    "year": "2021",
    "set": "inquiry",
    "as_at": "2021-03-31",
    "counted_to": "2021-03-31",
    "lead": None,
    "status": "draft",
    "ratings": {"green": 1, "red": 1, "not rated": 1},
    "assurances": {"poor": 1, "not assessed": 2},
    "action_ratings": {"green": 4, "red": 1, "not rated": 1},
    "action_states": {"overdue": 1, "open": 4, "completed": 0, "verified": 0, "closed": 1},
    "due_soon": ["A4"],
    "due": {"until": "2021-05-01", "actions": ["A4", "A5"]},
    "extensions_asked": ["A2"],
    "unwritten": ["3"],
    "for_review": ["2"],
    "carried": ["3"],
    "exceptions": {
        "rated": ["2"],
        "actions_rated": ["A2"],
        "overdue": ["A2"],
        "extended": ["A6"],
        "assured": ["2"],
        "stale": ["A3"],
        "unplanned": [{"number": "2", "paper": None, "text": "We will do\nall of it."}],
    },
}


def test_a_script_reads_what_is_behind_each_count() -> None:
    """Actions by id, positions by number, commitments by where they were made."""
    standing = status.YearCount(register(), status.Question(ahead=31))
    said = status.status_json(standing)
    assert {key: said[key] for key in BEHIND} == BEHIND
    assert said.keys() - BEHIND == {"format", "figures", "acceptance", "commitments"}
    assert said["figures"] == standing.counts.figures
    assert {key: n for key, n in said["acceptance"].items() if n} == {"accepted": 2, "not accepted": 1}  # fmt: skip
    fates = {"on the way": 1, "late": 1, "no action": 1}
    assert {key: n for key, n in said["commitments"].items() if n} == fates
    asked = status.status_json(status.YearCount(register(), ASKED))
    assert (asked["lead"], asked["as_at"], asked["counted_to"]) == ("Head of Contracts", "2021-03-31", "2021-12-31")  # fmt: skip


def test_several_bodies_stand_in_a_table() -> None:
    """A column of which all is nought is left out; a star says that not all is known, and a notice is told once."""
    whole, own = (status.YearCount(register(), q) for q in (status.Question(), ASKED))
    named = status.table_row(whole, PLAIN, with_set=True)
    assert (
        "\n".join(status.table_lines([named, named], status.Question(), PLAIN))
        == """\
                                AS AT       STATUS  POSITIONS  UNWRITTEN  ACTIONS  OVERDUE  NO DATE  DUE SOON  EXCEPTIONS  RATINGS
Test Body 2021, Inquiry Report  2021-03-31  draft           3          1        6       1*        1        1*          5*  1 Green#00703c, 1 Red#d4351c, 1 Not rated
Test Body 2021, Inquiry Report  2021-03-31  draft           3          1        6       1*        1        1*          5*  1 Green#00703c, 1 Red#d4351c, 1 Not rated
* As far as is known: not everything is rated, assessed, written or dated.
Test Body: Everything here is made up."""
    )
    assert (
        "\n".join(status.table_lines([status.table_row(own, PLAIN)], ASKED, PLAIN))
        == """\
COUNTED TO 31 DECEMBER 2021
LED BY HEAD OF CONTRACTS
                AS AT       STATUS  ACTIONS  OVERDUE  EXCEPTIONS  RATINGS
Test Body 2021  2021-03-31  draft         2        2           2
Test Body: Everything here is made up."""
    )
    calm = status.YearCount(loading.load(record_files()).registers[-1], status.Question())
    row = status.table_row(calm, PLAIN)
    assert "OVERDUE" in next(status.table_lines([row], status.Question(), PLAIN))


LAST = {
    "since: 2021-04-02": "2 April 2021",
    "since: 2021-03-01\ncompleted: 2021-04-03": "3 April 2021",
    "completed: 2021-03-03\nverified: {by: Audit, date: 2021-04-04}": "4 April 2021",
    "completed: 2021-03-03\nclosure: {outcome: closed, reason: a, date: 2021-04-05}": "5 April 2021",
    "progress: [{date: 2021-04-06, text: a}, {date: 2021-03-06, text: a}]": "6 April 2021",
    "original_due: 2022-01-01\nextensions: [{due: 2022-02-01, reason: a, approved_by: b, approved_on: 2021-04-07}]": "7 April 2021",
    "milestones: [{what: a, due: 2021-05, met: 2021-04-08}]": "8 April 2021",
    "original_due: 2021-05-01\nrepeats: {every: month, done: [2021-04-09]}": "9 April 2021",
}


@pytest.mark.parametrize("said", LAST)
def test_no_count_to_a_day_before_what_the_record_says_has_happened(said: str) -> None:
    """To that day itself it is counted; the record of an action tells it, whatever it is."""
    year = YEAR.replace("2021-03-31", "2021-06-30")
    files = record_files(body__2021__actions=plan(action("A1", said)), body__2021__year=year)
    refuse_before(files, LAST[said])


@pytest.mark.parametrize("said", ["confirmed: {on: 2021-04-10}", "  date: 2021-04-10"])
def test_nor_before_what_a_position_says(said: str) -> None:
    """When it was accepted, or confirmed."""
    text = POSITION.format(number=1)
    text = (
        text.replace("  value: accepted\n", f"  value: accepted\n{said}\n")
        if "date" in said
        else f"{text}{said}\n"
    )
    year = YEAR.replace("2021-03-31", "2021-06-30")
    refuse_before(record_files(body__2021__1=text, body__2021__year=year), "10 April 2021")


def refuse_before(files: dict[str, bytes], day: str) -> None:
    """Assert that a record is counted to a day, and not to the one before it."""
    found = loading.load(files)
    assert found.problems == ()
    on = datetime.datetime.strptime(day, "%d %B %Y").date()
    standing = status.YearCount(found.registers[-1], status.Question(on))
    assert standing.register.as_at == on
    with pytest.raises(
        FrancisError, match=f"tells what happened on {day}, so it cannot say how things stood on"
    ):
        status.YearCount(found.registers[-1], status.Question(on - datetime.timedelta(1)))
