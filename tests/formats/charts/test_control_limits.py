"""Control charts: published examples, cases that can be followed by hand, and an independent computation."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from francis.formats.charts.control_limits import (
    CAUSES,
    PROVISIONAL,
    Better,
    Cause,
    ControlChart,
    control_chart,
    days_between,
)

# -- published -------------------------------------------------------------------------------------

FLOW_RATES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
"""NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, “Individuals Control Charts”: ten batches."""


def test_the_limits_of_a_published_example() -> None:
    """The handbook has a mean of 50.81 and limits of 45.8159 and 55.8041, by 3 / 1.128 where we have 2.66."""
    (stretch,) = control_chart(FLOW_RATES).stretches
    ranges = [2.0, 2.3, 1.4, 3.5, 3.4, 1.4, 0.2, 1.2, 1.5]
    assert sum(ranges) / 9 == pytest.approx(1.8778, abs=5e-5)
    assert stretch.mean == pytest.approx(50.81)
    assert stretch.limits == pytest.approx((45.8159, 55.8041), abs=0.002)
    assert stretch.limits == pytest.approx((50.81 - 2.66 * 16.9 / 9, 50.81 + 2.66 * 16.9 / 9))
    assert control_chart(FLOW_RATES).signals == (), "nor does the handbook find any"


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([1] * 6 + [-1], []),
        ([1] * 8 + [-1], [0, 1, 2, 3, 4, 5, 6, 7]),
        ([-1] * 8 + [1], [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_seven_on_one_side_as_published(sides: list[int], expected: list[int]) -> None:
    """Cases of the tests of NHSRplotthedots, `ptd_seven_point_one_side_mean`."""
    series = [*sides, -sum(sides)]  # a mean of nought
    points = [p for s in control_chart(series).signals if s.cause == "shift" for p in s.points]
    assert points == expected


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], None),
        ([1, 2, 3, 3, 4, 5, 6], None),
        ([1, 2, 3, 4, 5, 6, 7], (1, 0, 6)),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], (1, 1, 7)),
        ([7, 6, 5, 4, 3, 2, 1], (-1, 0, 6)),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], (-1, 1, 7)),
    ],
)
def test_seven_rising_or_falling_as_published(
    series: list[int], expected: tuple[int, int, int] | None
) -> None:
    """Cases of the tests of NHSRplotthedots, `ptd_seven_point_trend`: seven points, which is six steps."""
    found = [s for s in control_chart(series).signals if s.cause == "trend"]
    assert [(s.side, s.points[0], s.points[-1]) for s in found] == ([expected] if expected else [])


# -- by hand ---------------------------------------------------------------------------------------


def rules(chart: ControlChart) -> list[tuple[Cause, int, tuple[int, ...]]]:
    return [(signal.cause, signal.side, signal.points) for signal in chart.signals]


def test_a_point_beyond_the_limits() -> None:
    """Of nine tens and a 20 the mean is 11 and the mean moving range 20/9, so the upper limit is 16.9."""
    chart = control_chart([10] * 5 + [20] + [10] * 4, "down")
    assert chart.stretches[0].limits == pytest.approx((11 - 53.2 / 9, 11 + 53.2 / 9))
    assert rules(chart) == [("beyond", 1, (5,))]
    assert chart.signals[0].verdict == "concern"
    # Without the two ranges of ten, each more than 3.267 * 20/9 = 7.26, nothing moves at all.
    screened = control_chart([10] * 5 + [20] + [10] * 4, "down", screened=True)
    assert screened.stretches[0].limits == pytest.approx((11, 11))
    assert ("beyond", -1, (0, 1, 2, 3, 4)) in rules(screened)


def test_two_of_three_near_a_limit() -> None:
    """All three on one side, two of them beyond two thirds of the limit: the third is not marked."""
    steady = [
        1,
        -1,
    ] * 10  # a mean moving range of about 2: limits at about 5.6, two thirds at about 3.7
    chart = control_chart([*steady, 4.5, 0.5, 4.5, -1, -3, -3, -2.5])
    assert ("near", 1, (20, 22)) in rules(chart)
    other_side = control_chart([*steady, 4.5, -0.5, 4.5, -1, -3, -3, -2.5])
    assert "near" not in [signal.cause for signal in other_side.signals]
    only_two = control_chart([*steady, 4.5, 4.5, -1, -1, -3, -3, -2])
    assert "near" not in [signal.cause for signal in only_two.signals]


@pytest.mark.parametrize(
    ("better", "rise", "fall"),
    [
        ("up", "improvement", "concern"),
        ("down", "concern", "improvement"),
        ("neither", "neither", "neither"),
    ],
)
def test_what_a_signal_means_depends_on_which_way_is_better(
    better: Better, rise: str, fall: str
) -> None:
    """A rise of staff and one of falls are not the same news."""
    assert control_chart(range(7), better).signals[-1].verdict == rise
    assert control_chart(range(7, 0, -1), better).signals[-1].verdict == fall


def test_a_point_has_the_first_rule_that_holds() -> None:
    """What is beyond the limits is said of a point before that it is one of seven."""
    chart = control_chart([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 4, 5, 12])
    assert {"beyond", "trend"} <= {signal.cause for signal in chart.signals if 14 in signal.points}
    assert chart.signal_at[14].cause == "beyond"
    assert chart.signal_at[13].cause == "trend"
    assert chart.signal_at[3].cause == "shift"


def test_limits_are_drawn_anew_from_a_split() -> None:
    """Each stretch has limits of its own, no range and no run crosses the split, and the reason is kept."""
    before, after = [70, 72, 71, 73, 74, 75, 72], [90, 92, 91, 93, 92, 91, 90]
    chart = control_chart([*before, *after], "up", splits=[(7, "A remedial action plan")])
    assert [(s.first, s.end, s.reason) for s in chart.stretches] == [
        (0, 7, ""),
        (7, 14, "A remedial action plan"),
    ]
    for stretch, values in zip(chart.stretches, (before, after), strict=True):
        (alone,) = control_chart(values).stretches
        assert (stretch.mean, stretch.limits) == (alone.mean, alone.limits)
    assert chart.signals == ()
    assert control_chart([*before, *after], "up").signals != ()


def test_a_single_point_has_no_limits() -> None:
    """As in the month after a split; nothing is said of it or of the target."""
    chart = control_chart([5.0], "up", target=4)
    assert chart.stretches[0].limits is None
    assert (chart.signals, chart.target_met) == ((), None)


@pytest.mark.parametrize("points", [2, PROVISIONAL - 1, PROVISIONAL, 40])
def test_limits_of_few_points_are_provisional(points: int) -> None:
    """Below twelve."""
    (stretch,) = control_chart(range(points)).stretches
    assert stretch.provisional == (points < 12)


@pytest.mark.parametrize(
    ("better", "target", "met"),
    [
        ("up", 4, "always"),
        ("up", 10, "by chance"),
        ("up", 16, "never"),
        ("down", 4, "never"),
        ("down", 10, "by chance"),
        ("down", 16, "always"),
        ("neither", 4, None),
        ("up", None, None),
    ],
)
def test_whether_a_target_is_met(better: Better, target: float | None, met: str | None) -> None:
    """By the limits, which are 10 ± 5.32 here."""
    assert control_chart([9, 11] * 10, better, target=target).target_met == met


def test_what_never_changes_is_not_called_a_signal() -> None:
    """Tenths have no exact sum: a mean of tenths must not lie beside a tenth."""
    for value in (0.1, 0.7, 97.3, 0.0):
        chart = control_chart([value] * 36, "up", target=value)
        assert chart.signals == ()
        assert chart.target_met == "always"


def test_rare_events_have_the_days_between() -> None:
    """One less than there are events."""
    days = [datetime.date(2014, 7, 2), datetime.date(2014, 7, 2), datetime.date(2015, 1, 22)]
    assert days_between(days) == (0, 204)
    assert days_between(days[:1]) == ()


# -- an independent computation --------------------------------------------------------------------


def by_windows(
    values: list[int], *, screened: bool
) -> tuple[float, tuple[float, float], set[tuple[str, int, int]]]:
    """Return mean and limits of whole numbers, exactly, and each point with the rules it breaks and the side.

    Every window of the definition is tried for every point, with fractions.
    """
    exact = [Fraction(value) for value in values]
    mean = sum(exact) / len(exact)
    ranges = [abs(exact[i] - exact[i - 1]) for i in range(1, len(exact))]
    if screened:
        most = Fraction("3.267") * sum(ranges) / len(ranges)
        ranges = [each for each in ranges if each <= most]
    away = Fraction("2.66") * sum(ranges) / len(ranges)
    found: set[tuple[str, int, int]] = set()
    for side in (1, -1):
        up = [side * (value - mean) for value in exact]
        found |= {("beyond", side, i) for i, each in enumerate(up) if each > away}
        for start in range(len(up)):
            seven = up[start : start + 7]
            if len(seven) == 7 and min(seven) > 0:
                found |= {("shift", side, start + i) for i in range(7)}
            if len(seven) == 7 and seven == sorted(set(seven)):
                found |= {("trend", side, start + i) for i in range(7)}
            three = up[start : start + 3]
            far = [i for i, each in enumerate(three) if each > away * Fraction(2, 3)]
            if len(three) == 3 and min(three) > 0 and len(far) >= 2:
                found |= {("near", side, start + i) for i in far}
    return float(mean), (float(mean - away), float(mean + away)), found


@settings(max_examples=200)
@given(
    st.one_of(
        st.lists(st.integers(0, 9), min_size=2, max_size=40),
        st.lists(st.integers(-1000, 1000), min_size=2, max_size=40),
        st.lists(st.integers(-2, 3), min_size=7, max_size=30).map(
            lambda steps: [sum(steps[: place + 1]) for place in range(len(steps))]
        ),
    ),
    st.booleans(),
)
def test_an_independent_computation_agrees(values: list[int], screened: bool) -> None:
    """On limits, on each point that is not chance, and on why; and signals are as long as they can be."""
    chart = control_chart(values, screened=screened)
    mean, limits, expected = by_windows(values, screened=screened)
    (stretch,) = chart.stretches
    assert stretch.mean == pytest.approx(mean)
    assert stretch.limits == pytest.approx(limits)
    found = [(s.cause, s.side, point) for s in chart.signals for point in s.points]
    assert set(found) == expected
    assert len(found) == len(expected), "no point is in two signals of one rule"
    for point, signal in chart.signal_at.items():
        held = {rule for rule, _, each in expected if each == point}
        assert signal.cause == min(held, key=CAUSES.index)
