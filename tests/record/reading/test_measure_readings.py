"""Readings of measures: the quick way for plain rows says what the careful way says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from francis.errors import Problem
from francis.record.reading.providers.measure_readings import (
    _plain_reading,
    _reading,
    _Row,
    readings_in,
)

NAMES = ("measure", "period", "value", "numerator", "denominator")
CELLS = st.one_of(
    st.sampled_from(["", "falls", "2014-02", "2014-13", "2014-Q1", "2013/14-Q4", "2014-02-30"]),
    st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{1,3})?", fullmatch=True),
    st.text("ab1 %,.-/", max_size=14),
)


@given(st.permutations(NAMES).flatmap(lambda n: st.integers(3, 5).map(lambda k: n[:k])), st.data())
def test_the_quick_way_says_what_the_careful_way_says(
    names: list[str], data: st.DataObject
) -> None:
    """Or it says nothing, wherever anything could be wrong."""
    names = [*dict.fromkeys((*NAMES[:3], *names))]
    places = {name: place for place, name in enumerate(names)}
    cells = [data.draw(CELLS).strip() for _ in range(data.draw(st.integers(1, 6)))]
    row = _Row("measures.csv", 2, ",".join(cells), ",", cells)
    problems: list[Problem] = []
    careful, quick = _reading(row, places, problems), _plain_reading(row, places)
    assert quick is None or (quick == careful and not problems)


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
