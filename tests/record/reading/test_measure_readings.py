"""Readings of measures: the quick way for plain files says what the careful way says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.errors import Problem
from francis.record.reading.providers import measure_readings
from francis.record.reading.providers.measure_readings import _plain_readings, readings_in
from francis.workspace import LARGEST

NAMES = ("measure", "period", "value", "numerator", "denominator")
CELLS = {
    "measure": st.sampled_from(["falls", "waits", "ulcers-3-4", "4010232137", ""]),
    "period": st.sampled_from(
        ["2014-02", "2014-03", "2014-Q1", "2013/14-Q4", "2014-13", "2014-02-28"]
    ),
}
NUMBERS = st.one_of(
    st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["", "n/a", "1,5", '"2"', "3 "]),
)


@given(
    st.permutations(NAMES[3:]),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["\n", "\r\n"]),
    st.data(),
)
def test_the_quick_way_says_what_the_careful_way_says(
    more: list[str], count: int, end: str, data: st.DataObject
) -> None:
    """Of a whole file; or it says nothing, wherever anything could be wrong."""
    names = data.draw(st.permutations([*NAMES[:3], *more[:count]]))
    rows = [
        ",".join(data.draw(CELLS.get(name, NUMBERS)) for name in names)
        for _ in range(data.draw(st.integers(0, 5)))
    ]
    text = end.join([",".join(names), *rows, ""])
    quick = _plain_readings(text)
    problems: list[Problem] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure_readings, "_plain_readings", lambda text: None)
        careful = readings_in("measures.csv", text.encode(), problems)
    assert quick is None or (quick == careful and not problems)


def test_the_quick_way_is_taken() -> None:
    """Of a table as an analyst exports it."""
    text = "measure,period,value\nfalls,2014-02,3\nfalls,2014-03,\n"
    found = _plain_readings(text)
    assert found is not None
    assert [(r.measure, str(r.period), r.value, r.line) for r in found] == [
        ("falls", "2014-02", 3, 2),
        ("falls", "2014-03", None, 3),
    ]


def test_spaces_around_cells_are_nothing() -> None:
    """At the ends of a row too."""
    problems: list[Problem] = []
    spaced = b"measure , period, value\n falls ,2014-02, 3 \n\tfalls,2014-03,4\n waits,2014-02,5"
    found = readings_in("measures.csv", spaced, problems)
    assert [(r.measure, str(r.period), str(r.value)) for r in found] == [
        ("falls", "2014-02", "3"),
        ("falls", "2014-03", "4"),
        ("waits", "2014-02", "5"),
    ]
    assert problems == []


def test_what_is_too_large_says_what_to_leave_out() -> None:
    """A table is not divided as other files are."""
    problems: list[Problem] = []
    assert readings_in("measures.csv", b" " * (LARGEST + 1), problems) == ()
    assert [(p.rule, p.remedy.split(",")[0]) for p in problems] == [
        ("too-large", "Leave out the oldest periods")
    ]
