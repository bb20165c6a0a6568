"""The story of a provider beside the charts of its measures: what is not chance has a letter in both."""

from __future__ import annotations

from decimal import Decimal

import pytest

from francis.record.audience import for_audience
from francis.record.days import Day
from francis.record.queries.measure_charts import RareEvents, charts_of, rare_events
from francis.record.queries.provider_standing import concern_standing
from francis.record.queries.provider_story import charted_story, story_of
from francis.record.queries.withholding import why_withheld
from francis.record.reading.loading import load
from francis.record.register import Register
from tests.shared.provider_files import CONCERN, PROVIDER, provider_files

CALM = "format: 1\nnumber: C2\nwhat: Late clinic letters\nsince: 2020-05-01\n"
STEADY = [5, 15] * 6


def readings(**values: list[int]) -> str:
    """Return the readings of measures, month by month up to March 2021."""
    rows = (
        f"{key},{last // 12}-{last % 12 + 1:02},{value}\n"
        for key, held in values.items()
        for last, value in enumerate(held, 2021 * 12 + 3 - len(held))
    )
    return "measure,period,value\n" + "".join(rows)


def register(**changed: str) -> Register:
    """Return a year to 31 March 2021, whose provider has little but its measures."""
    bare = {"log": "format: 1\n", "common": "format: 1\n", "concern": CALM}
    found = load(provider_files(**bare | changed))
    assert found.problems == ()
    return found.registers[-1]


def test_what_a_chart_shows_is_told_in_the_story_under_its_letter() -> None:
    """In the order of days, whichever of the measures it is of; the point has the letter in its chart."""
    limits = PROVIDER[PROVIDER.index("    new_limits:") : PROVIDER.index("    counts_people")]
    of = register(
        provider=PROVIDER.replace(limits, ""),
        measures=readings(falls=[*STEADY, 60], letters=[*STEADY[:-1], 60, 5]),
    )
    (view,) = of.providers
    charts, story = charted_story(of, view)
    assert [row for row in story if not row.letter] == [*story_of(view)]
    told = [(row.letter, row.step, str(row.on), str(row.place), row.order) for row in story[1:]]
    assert told == [
        ("A", "Measure", "2021-02", "2021-02-28", 0),
        ("B", "Measure", "2021-03", "2021-03-31", 0),
    ]
    falls, letters = charts
    assert [row.what for row in story[1:]] == [letters.sentence, falls.sentence]
    assert (falls.letters, letters.letters) == ({12: "B"}, {11: "A"})
    assert [chart.name for chart in charts] == ["Falls with harm", "Letters within five days"]


def test_behind_z_letters_are_doubled() -> None:
    """So that each signal of many measures has its own."""
    measure = "  - {{key: m{}, name: Measure {}, unit: each, better: up}}\n"
    head, tail = PROVIDER.partition("measures:")[0], "notes: [A remark.]\n"
    count = 54
    of = register(
        provider=head + "measures:\n" + "".join(measure.format(n, n) for n in range(count)) + tail,
        measures=readings(**{f"m{n}": [*STEADY, 60] for n in range(count)}),
    )
    (view,) = of.providers
    letters = [row.letter for row in charted_story(of, view)[1] if row.letter]
    assert letters[:2] == ["A", "B"]
    assert letters[24:28] == ["Y", "Z", "AA", "AB"]
    assert letters[50:] == ["AY", "AZ", "BA", "BB"]


def test_measures_with_too_few_readings_have_no_chart() -> None:
    """The others have one each, in the order of the record, as the body counts moving ranges."""
    of = register(measures=readings(falls=[1, 2, 3], letters=STEADY))
    (view,) = of.providers
    (chart,) = charts_of(view, "all")
    assert (chart.name, chart.screened, chart.least, chart.most) == (
        "Letters within five days",
        False,
        None,
        None,
    )
    (screened,) = charts_of(view, "without outliers")
    assert screened.screened


def test_a_chart_has_what_its_measure_says() -> None:
    """People are not fewer than none; a target that is no number is not drawn."""
    of = register(measures=readings(falls=STEADY))
    (view,) = of.providers
    (chart,) = charts_of(view, "all")
    assert (chart.unit, chart.better, chart.source) == ("falls", "down", "Its report")
    assert (chart.target, chart.least, chart.most) == (Decimal(2), Decimal(0), None)
    assert chart.splits == ((Day(2021, 1, 1), "A new form"),)
    assert len(chart.readings) == len(STEADY)
    ends = 'target: about 2\n    least: "1"\n    most: "40"'
    of = register(provider=PROVIDER.replace('target: "2"', ends), measures=readings(falls=STEADY))
    (chart,) = charts_of(of.providers[0], "all")
    assert (chart.target, chart.least, chart.most) == (None, Decimal(1), Decimal(40))


def test_events_on_single_days_are_told_by_the_days_between_them() -> None:
    """And since the last, up to the day of the year; a day on which nothing happened is no event."""
    measures = (
        "measure,period,value\nfalls,2021-01-01,2\nfalls,2021-02-01,0\nfalls,2021-03-01,1\n"
        "letters,2021-01,9\n"
    )
    of = register(measures=measures)
    (view,) = of.providers
    assert rare_events(view) == (
        RareEvents(
            "Falls with harm",
            ((Day(2021, 1, 1), Decimal(2), None), (Day(2021, 3, 1), Decimal(1), 59)),
            30,
        ),
    )
    both = measures.replace("letters,2021-01,9", "letters,2021-01-05,9\nfalls,2021-03,1")
    assert [each.name for each in rare_events(register(measures=both).providers[0])] == [
        "Letters within five days"
    ]
    inside = PROVIDER.replace(
        "published: false\n    classification: public", "classification: internal"
    )
    (found,) = rare_events(register(provider=inside, measures=measures).providers[0])
    assert found.name == "Falls with harm (internal)"


@pytest.mark.parametrize(("audience", "count"), [("restricted", 0), ("internal", 0), ("public", 2)])
def test_what_is_withheld_of_one_concern_is_counted(audience: str, count: int) -> None:
    """Its sources and events among it, but no source that is protected, and nothing of the log."""
    found = load(provider_files(concern=CONCERN)).registers[-1]
    shown = for_audience(found, audience)  # type: ignore[arg-type]
    assert concern_standing(shown, "royal", "C2").withheld(shown) == count
    (source, _) = concern_standing(found, "royal", "C2").concern.concern.sources
    assert why_withheld(source) == (
        " (internal: Not yet answered; to be looked at again on 30 April 2021)"
    )
