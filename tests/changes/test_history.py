"""What became of a recommendation from year to year, as a terminal tells it."""

from __future__ import annotations

import datetime

import pytest

from francis.changes.history import (
    TerminalStyle,
    concerning,
    history_lines,
    said_by_covers,
    told_years,
)
from francis.git import Commit
from francis.record.days import day_in_words
from francis.record.reading.loading import load
from tests.shared.every_key import every_key
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, plan, record_files

LOOK = TerminalStyle(
    day=day_in_words,
    bold="**{}**".format,
    paint=lambda text, colour: f"{text}{colour or ''}",
    old="-{}-".format,
    new="+{}+".format,
)
FIRST = """\
**1 Heading 1**
  Text of recommendation 1.
  The Government’s response: accepted (Page 3)

**Test Body 2020, as at 31 March 2020**
  accepted; rating: Green#00703c; assurance: Not assessed
  Position on 1.
  **The position of the Test Body** (The Board, May 2020)
    Look at it.

**Test Body 2021, as at 31 March 2021**
  accepted; rating: Green#00703c; assurance: Not assessed; lead: Director of Care (sponsor); Head of Wards (Wards)
  Lead: not stated → Director of Care (sponsor); Head of Wards (Wards).
  New commitment: “Position on 1.”
  A1 Do A1. (closed, due 31 January 2021)
    Green#00703c: It is done.
    5 November 2020: It was ordered.
    20 January 2021: A secret note. (internal)
    Evidence: Delivery note, 20 January 2021, https://example.org/note (internal)
  A2 Do A2. (open, due January to March 2021 (Q4 of 2020/21))
    Red#d4351c: Nobody has signed.
    30 March 2021: They have it in writing.
  **The position of the Test Body** (Governing Board, 20 April 2021)
    There are 4 positions.
  **The position of the Test Body** (The Board, 20 May 2021)
    There are 4 positions."""
SECOND = """\
**2 Heading 2**
  Text of recommendation 2.
  The Government’s response: unknown

**Test Body 2020, as at 31 March 2020**
  accepted; rating: Green#00703c; assurance: Not assessed
  Position on 2.

**Test Body 2021, as at 31 March 2021**
  partly; rating: Green#00703c; assurance: Not assessed; lead: Director
  Acceptance: Governing Board, 1 April 2020. It is *hard*.
  Rating: It goes well.
  Assurance: Nobody came.
  Confirmed on 1 March 2021 by Director.
  For review: the recommendation has changed since this was written.
  New.
  Acceptance: accepted → partly.
  The reason for the rating changed.
  The reason for the assurance changed.
  Lead: not stated → Director.
  The text changed: 5 words added, 0 words removed.
  Evidence added: Minutes.
  | +See one, and+
  | - +this+
  | - +that.+
  Evidence: Minutes, 1 February 2021, https://example.org/m (internal)
  B(ii) Do it some day. (open, date to be set by 30 June 2021)"""


@pytest.mark.parametrize(("number", "told"), [("1", FIRST), ("2", SECOND)])
def test_the_history_of_a_recommendation(number: str, told: str) -> None:
    """The first position whole, each later one by what changed, with its actions, evidence and papers."""
    years = [concerning(year, number) for year in load(every_key()).registers[-1].years]
    commit = Commit("0123abc", datetime.date(2021, 4, 1), "Say more")
    lines = list(history_lines(years, number, [commit], LOOK))
    assert lines[-3:] == ["", "**Commits**", "  0123abc  1 April 2021  Say more"]
    assert "\n".join(lines[:-3]) == told


def test_the_years_that_are_told_are_those_asked_for_that_have_a_position() -> None:
    """The latest first, each with what its papers said of the recommendation."""
    latest = concerning(load(every_key()).registers[-1], "1")
    years = told_years(latest, "1", {"2020", "2021"})
    assert [year.register.year_id for year in years] == ["2021", "2020"]
    assert [len(year.papers) for year in years] == [2, 1]
    assert years[0].papers == said_by_covers(latest)
    assert [year.register.year_id for year in told_years(latest, "1", {"2020"})] == ["2020"]
    assert told_years(latest, "99", {"2020", "2021"}) == ()


MADE = """\
commitments:
  - {text: We will count them., kind: will, actions: [A1]}
"""


@pytest.mark.parametrize(
    ("words", "speaks"),
    [
        ("See standard 1.", True),
        ("See Standards 2 and 1.", True),
        ("See recommendations 2, 1 & 12.", True),
        ("It is done (2 and 1).", True),
        ("See [this](#1).", True),
        ("We will count them.", True),
        ("See standard 12.", False),
        ("See standard 2, of which 1 ward is left.", False),
        ("There is 1 ward.", False),
        ("See [this](#2).", False),
        ("We will not.", False),
    ],
)
def test_a_paper_speaks_of_what_it_names_or_promises(words: str, speaks: bool) -> None:
    """By the word of the body or of the set, by a link, or by a promise that one of its actions answers."""
    line = "There are {{ counts.positions }} positions."
    cover = COVER.replace(line, f"{words} {line}").replace(
        "sections:", f'asks:\n  - "{words}"\nsections:'
    )
    promised = cover + (MADE if "count them" in words else "")
    of = load(
        record_files(
            body__body=BODY + FORM,
            body__2021__1=POSITION.format(number=1),
            body__2021__actions=plan("A1"),
            **{"body__2021__papers__board-report": promised},
        )
    )
    assert of.problems == ()
    told = said_by_covers(concerning(of.registers[-1], "1"))
    expected = [words, f"{words} There are 2 positions."] if speaks else []
    assert [text.strip() for each in told for text, _ in each.said] == expected


def test_the_years_of_a_chain_are_told_the_latest_first() -> None:
    """Those that are asked for, in which there is a position, each with what its papers said."""
    register = load(every_key()).registers[-1]
    told = told_years(register, "1", ["2021", "2020"])
    assert [(each.register.year_id, len(each.papers)) for each in told] == [
        ("2021", 2),
        ("2020", 1),
    ]
    assert told[0].papers == said_by_covers(register)
    assert [each.register.year_id for each in told_years(register, "1", ["2020"])] == ["2020"]
    assert told_years(register, "7", ["2020", "2021"]) == told_years(register, "1", []) == ()
