"""What a measure shows: the sentence that a board reads, and the rows of its chart."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.formats.charts.control_limits import Better, control_chart
from francis.record.days import When, months_after, parse_when
from francis.record.queries.measure_charts import MeasureChart, can_be_drawn

LETTERS = [
    71,
    68,
    70,
    73,
    66,
    66,
    71,
    67,
    70,
    71,
    66,
    71,
    70,
    71,
    68,
    72,
    67,
    73,
    70,
    69,
    66,
    64,
    61,
    58,
    57,
    60,
]
"""Of 26 months from April 2012: they fall from October 2013 to April 2014."""
SINCE = [88, 91, 92, 93, 92, 91, 93, 92, 90, 93]


def chart(
    values: list[int],
    better: Better = "up",
    first: str = "2012-04",
    *,
    target: int | None = None,
    splits: tuple[tuple[datetime.date, str], ...] = (),
    screened: bool = False,
) -> MeasureChart:
    begins = parse_when(first)
    apart = 1 if begins.span == "month" else 3
    readings = tuple(
        (months_after(begins, apart * place), Decimal(value)) for place, value in enumerate(values)
    )
    return MeasureChart(
        "Letters",
        "per cent",
        better,
        readings,
        target=None if target is None else Decimal(target),
        splits=splits,
        screened=screened,
        source="the clinic",
    )


STEADY = [9, 11] * 9


@pytest.mark.parametrize(
    ("values", "better", "sentence"),
    [
        (
            LETTERS[:25],
            "up",
            "Letters fell over eight months running, to April 2014: not chance, and worse.",
        ),
        (
            [10, 11, 12, 13, 14, 15, 16],
            "down",
            "Letters rose over seven months running, to October 2012: not chance, and worse.",
        ),
        (
            [*STEADY, 8, 8, 9, 8, 9, 8, 9],
            "neither",
            "Letters stayed below the mean of 9.6 for seven months running, to April 2014: not chance.",
        ),
        (
            [*STEADY, 3],
            "down",
            "Letters stood at 3 in October 2013, below the lower limit of 3.4: not chance, and better.",
        ),
        (
            [*STEADY, 20, 20, 21],
            "up",
            "Letters stood above the upper limit of 17.3 for three months running, to December 2013: not chance, and better.",
        ),
        (
            [*STEADY, 15, 11, 15],
            "up",
            "Letters came close to the upper limit of 16.6 in two of three months, to December 2013: not chance, and better.",
        ),
        (
            [*STEADY, 15, 15, 12],
            "up",
            "Letters came close to the upper limit of 16.0 two months running, to November 2013: not chance, and better.",
        ),
        (STEADY, "up", "Letters varied around 10.0 by chance."),
        ([100] * 12, "up", "Letters stayed at 100."),
    ],
)
def test_a_sentence_says_what_a_chart_shows(
    values: list[int], better: Better, sentence: str
) -> None:
    """Which way, for how long, until when, and whether that is worse; never that it is “normal”."""
    said = chart(values, better).sentence
    assert said == sentence
    assert "normal" not in said


def test_new_limits_have_a_sentence_of_their_own() -> None:
    """What was seen before them is still told, unless they have a signal themselves."""
    split = ((datetime.date(2014, 5, 12), "Remedial action plan"),)
    drawn = chart([*LETTERS, *SINCE], splits=split, target=90)
    assert drawn.sentence == (
        "Letters fell over eight months running, to April 2014: not chance, and worse. Since June 2014 it varied around 91.5 by chance."
    )
    assert drawn.on_target == (
        "While nothing changes, the target of 90 will be met or missed by chance."
    )
    assert drawn.note == (
        "Per cent, each month; higher is better. Source: the clinic. Limits: the mean, and 2.66 mean moving ranges to each side"
        " (all counted). Drawn anew from June 2014: Remedial action plan. Limits of fewer than 12 months are provisional."
    )
    assert [(row.year, row.limits, row.mean, row.lower, row.upper) for row in drawn.rows] == [
        ("2012/13", "", "67.5", "59.3", "75.7"),
        ("2013/14", None, "67.5", "59.3", "75.7"),
        ("2014/15", None, "67.5", "59.3", "75.7"),
        ("2014/15", "Remedial action plan, provisional", "91.5", "87.1", "95.9"),
    ]
    assert [cell.words for cell in drawn.rows[2].cells] == ["57", "60", *["–"] * 10]
    assert [cell.words for cell in drawn.rows[3].cells] == ["–", "–", *map(str, SINCE)]
    assert drawn.rows[2].cells[0].signal == "down concern"


def test_a_point_has_the_letter_under_which_it_is_told() -> None:
    """In its own cell, and no other has one."""
    drawn = replace(chart(SINCE), letters={2: "B"})
    cells = [cell for row in drawn.rows for cell in row.cells if cell.words != "–"]
    assert [cell.letter for cell in cells] == ["", "", "B", *[""] * (len(SINCE) - 3)]


def test_no_limit_lies_where_no_value_can_be() -> None:
    """Neither in the table nor in the sentence; and without a least or a most it is a number like others."""
    values = [1, 0, 2, 0, 9, 0, 9]
    drawn = replace(chart(values, "down"), least=Decimal(0), most=Decimal(10))
    (row,) = drawn.rows
    assert (row.mean, row.lower, row.upper) == ("3.0", "below 0", "above 10")
    assert drawn.note.endswith(
        "None is drawn below 0, where no value can be. None is drawn above 10, where no value can be."
        " Limits of fewer than 12 months are provisional."
    )
    (free,) = chart(values, "down").rows
    assert (free.lower, free.upper) == ("-11.2", "17.2")
    near = replace(chart([7, 9, 4, 8, 5, 7, 7, 8, 5, 1, 0], "down"), least=Decimal(0))
    assert near.sentence == (
        "Letters came close to where the lower limit would be (below 0) two months running, to February 2013: not chance, and better."
    )


def test_quarters_stand_in_rows_of_four() -> None:
    """Of a financial year or of the calendar's."""
    financial = chart([5, 6, 5, 6, 5, 6, 5], first="2013/14-Q3")
    assert [row.year for row in financial.rows] == ["2013/14", "2014/15", "2015/16"]
    assert [cell.words for cell in financial.rows[0].cells] == ["–", "–", "5", "6"]
    assert financial.columns == ("Q1", "Q2", "Q3", "Q4")
    calendar = chart([5, 6, 5, 6, 5, 6, 5], first="2013-Q4")
    assert [row.year for row in calendar.rows] == ["2013", "2014", "2015"]
    assert "each quarter" in calendar.note


def test_which_ranges_count_is_said() -> None:
    """The body chooses, the chart says which."""
    values = [*STEADY[:10], 40, *STEADY[:8]]
    assert "(all counted)" in chart(values).note
    screened = chart(values, screened=True)
    assert "(those over 3.267 times their mean left out)" in screened.note
    assert screened.chart.stretches[0].limits != chart(values).chart.stretches[0].limits


@pytest.mark.parametrize(
    ("periods", "drawn"),
    [
        (["2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06", "2014-07"], True),
        (["2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06"], False),
        (["2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06", "2014-Q3"], False),
        ([f"2014-01-0{day}" for day in range(1, 9)], False),
        (["2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06", "2014-06"], False),
    ],
)
def test_what_can_be_drawn(periods: list[str], drawn: bool) -> None:
    """Seven or more of one kind, and no days: events have the days between them."""
    assert can_be_drawn((parse_when(each), Decimal(1)) for each in periods) == drawn


@given(
    st.lists(st.decimals(-99, 999, places=1), min_size=7, max_size=40),
    st.sampled_from(["2012-04", "2012-11", "2013/14-Q2", "2013-Q1"]),
    st.none() | st.integers(0, 40),
    st.booleans(),
)
def test_any_readings_have_rows_and_a_sentence(
    values: list[Decimal], first: str, split: int | None, screened: bool
) -> None:
    """Each reading stands once, in order, with the signal that the arithmetic finds."""
    begins = parse_when(first)
    apart = 1 if begins.span == "month" else 3
    readings = tuple((months_after(begins, apart * n), value) for n, value in enumerate(values))
    day = months_after(begins, apart * split).last if split is not None else None
    drawn = MeasureChart(
        "x", "y", "down", readings, splits=((day, "z"),) if day else (), screened=screened
    )
    cells = [cell for row in drawn.rows for cell in row.cells if cell.words != "–"]
    assert [Decimal(cell.words) for cell in cells] == values
    signals = {n for n, cell in enumerate(cells) if cell.signal}
    split_at = [(split + 1, "z")] if split is not None and split + 1 < len(values) else []
    again = control_chart([*map(float, values)], "down", splits=split_at, screened=screened)
    assert signals == set(again.signal_at)
    assert drawn.sentence.endswith(".")
    assert drawn.description.startswith(f"{len(values)} points")


def test_a_month_without_a_value_is_a_gap() -> None:
    """It has a dash in its place, and the points around it are neighbours."""
    readings = tuple((When.of_month(2014, month), Decimal(5)) for month in (4, 5, 6, 8, 9, 10, 11))
    (row,) = MeasureChart("x", "y", "up", readings).rows
    assert [cell.words for cell in row.cells] == ["5", "5", "5", "–", "5", "5", "5", "5", *"––––"]


CALM = st.lists(st.sampled_from([-1, 0, 1]), min_size=8, max_size=20)
LATEST = st.lists(st.integers(-6, 6), min_size=1, max_size=8)


@given(CALM, LATEST, st.sampled_from(["up", "down", "neither"]), st.booleans())
def test_it_worsens_where_the_last_point_is_a_signal_for_the_worse(
    steady: list[int], latest: list[int], better: Better, screened: bool
) -> None:
    """Whatever is looked at first, to compute few charts."""
    told = chart([50 + value for value in (*steady, *latest)], better, screened=screened)
    last = told.chart.signal_at.get(len(told.readings) - 1)
    assert told.worsens == (last is not None and last.verdict == "concern")


def test_each_way_in_which_it_worsens() -> None:
    """Beyond the limit, near it twice, a run on one side, and a run of steps; not where that is better."""
    ways = (
        [*[50, 52] * 8, 30],
        [*[50, 52] * 8, 46, 49, 45],
        [*[50, 60] * 8, *[51] * 7],
        [*[50, 60] * 8, 60, 59, 58, 57, 56, 55, 54, 53],
    )
    for values in ways:
        assert chart(values).worsens, values
        assert not chart(values, "down").worsens, values
        assert chart([-value for value in values], "down").worsens, values


@pytest.mark.parametrize(
    ("values", "target", "said"),
    [
        (STEADY, None, "18 points from April 2012 to September 2013, with their mean and limits. None of them are not chance. The table has the figures."),
        ([*STEADY, 3], 9, "19 points from April 2012 to October 2013, with their mean and limits, and the target. 1 of them is not chance. The table has the figures."),
        ([*STEADY, 20, 20, 21], None, "21 points from April 2012 to December 2013, with their mean and limits. 21 of them are not chance. The table has the figures."),
    ],
)  # fmt: skip
def test_who_does_not_see_a_chart_is_told_what_is_drawn(
    values: list[int], target: int | None, said: str
) -> None:
    """How many points, from when to when, and how many of them are not chance."""
    assert chart(values, target=target).description == said


@pytest.mark.parametrize(
    ("target", "better", "fate"),
    [
        (2, "up", "always be met"),
        (18, "up", "never be met"),
        (10, "up", "be met or missed by chance"),
        (18, "down", "always be met"),
        (2, "down", "never be met"),
        (2, "neither", None),
        (None, "up", None),
    ],
)
def test_how_a_target_fares_while_nothing_changes(
    target: int | None, better: Better, fate: str | None
) -> None:
    """By where it lies to the limits, and which way is better."""
    drawn = chart(STEADY, better, target=target)
    said = f"While nothing changes, the target of {target} will {fate}." if fate else ""
    assert drawn.on_target == said
    assert drawn.target_words == ("" if target is None else str(target))


def test_numbers_up_to_twelve_are_words() -> None:
    """The others are digits."""
    rising = [*range(10, 22)], [*range(10, 23)]
    assert [chart(values).sentence.partition(" running")[0] for values in rising] == [
        "Letters rose over twelve months",
        "Letters rose over 13 months",
    ]
    assert "over seven quarters running, to October to December 2015" in chart([*range(10, 17)], first="2014-Q2").sentence  # fmt: skip


def test_what_is_not_chance_is_told_once_for_all_that_overlaps() -> None:
    """In the order of time; each in its own stretch of limits."""
    swings = [5, 15] * 9
    values = [*swings, 70, *swings, 71]
    drawn = chart(values)
    chiefs = drawn.chiefs
    assert [signal.points[-1] for signal in chiefs] == sorted(s.points[-1] for s in chiefs)
    told = [drawn.told_of(signal) for signal in chiefs]
    assert len(told) == 2
    assert told[0].startswith("Letters stood at 70 in October 2013, above the upper limit of ")
    assert told[-1] == drawn.sentence
    assert chart(STEADY).chiefs == ()
    split = chart([*STEADY, 3, *[50, 60] * 6, 5], splits=((datetime.date(2013, 11, 1), "New"),))
    first, last = (split.told_of(signal) for signal in split.chiefs)
    assert (
        first
        == "Letters stood at 3 in October 2013, below the lower limit of 3.4: not chance, and worse."
    )
    assert last.startswith("Letters stood at 5 in November 2014, below the lower limit of ")


@pytest.mark.parametrize(
    ("day", "begins"),
    [("2012-04-01", None), ("2012-04-02", 1), ("2012-05-01", 1), ("2013-09-01", 17), ("2013-09-02", None)],
)  # fmt: skip
def test_new_limits_begin_with_the_first_period_that_begins_on_their_day_or_later(
    day: str, begins: int | None
) -> None:
    """Where there are readings on both sides of it; of two days without a reading between them, the later counts."""
    on = datetime.date.fromisoformat(day)
    stretches = chart(STEADY, splits=((on, "New"),)).chart.stretches
    assert [(s.first, s.reason) for s in stretches[1:]] == ([(begins, "New")] if begins else [])
    two = chart(STEADY, splits=((datetime.date(2012, 6, 20), "Later"), (datetime.date(2012, 6, 2), "First")))  # fmt: skip
    assert [s.reason for s in two.chart.stretches] == ["", "Later"]


def test_the_note_says_which_way_is_better_and_for_whom_it_is() -> None:
    """Each quarter or month; without a source, it names none."""
    plain = replace(chart(STEADY, "neither"), source=None, withheld=" (internal)")
    assert plain.note == (
        "Per cent, each month; neither way is better. Limits: the mean, and 2.66 mean moving ranges to each side (all counted). (internal)"
    )
    assert (
        "each quarter; lower is better. Source: the clinic."
        in chart(STEADY, "down", "2013-Q1").note
    )
    assert (
        "Limits of fewer than 12 quarters are provisional."
        in chart(STEADY[:9], first="2013-Q1").note
    )


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (["1.5", "2.5"] * 6, ("2.00", "-0.66", "4.66")),
        (["1500", "2500"] * 6, ("2000", "-660", "4660")),
        (["999", "1"] * 6, ("500.0", "-2154.7", "3154.7")),
        (["0.25", "0.75"] * 6, ("0.500", "-0.830", "1.830")),
        (["-1E+1", "1E+1"] * 6, ("0.0", "-53.2", "53.2")),
    ],
)
def test_limits_are_by_one_place_more_exact_than_readings(
    values: list[str], lines: tuple[str, str, str]
) -> None:
    """Unless these are in thousands."""
    readings = tuple((months_after(parse_when("2014-04"), n), Decimal(v)) for n, v in enumerate(values))  # fmt: skip
    row = MeasureChart("x", "y", "up", readings).rows[0]
    assert (row.mean, row.lower, row.upper) == lines
