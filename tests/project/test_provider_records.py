"""The providers of the two records: the first says what its source says, the example shows what can happen."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from francis import workspace
from francis.check import providers
from francis.check.case import Case
from francis.record.audience import for_audience
from francis.record.days import Day, When
from francis.record.reading import loading
from francis.record.register import Register

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "standards/barnet-ccg/providers"


@cache
def latest(body: str) -> Register:
    """Return the latest year of a body."""
    registers = loading.load(workspace.read_files(ROOT)).registers
    return [register for register in registers if register.body_id == body][-1]


# Barnet


def test_barnets_providers_are_those_that_its_paper_names() -> None:
    """Two trusts, which attended the meeting, and the supplier of its support; no more is known of them."""
    views = latest("barnet-ccg").providers
    assert {view.provider.name: view.provider.kind for view in views} == {
        "Barnet and Chase Farm Hospitals NHS Trust": "NHS trust",
        "Royal Free Hospital NHS Trust": "NHS trust",
        "NEL Commissioning Support Unit": "support supplier",
    }
    assert not any(view.concerns or view.requests or view.readings for view in views)
    assert [view.entries[0].on for view in views if view.entries] == [When(Day(2013, 4, 25))] * 2


def test_what_barnet_was_to_ask_and_to_assess_has_no_day() -> None:
    """Because the paper states none: it is neither waiting nor overdue. Of one report it states the month."""
    log = latest("barnet-ccg").common_log
    assert log is not None
    assert [(r.request.id, r.state, r.request.asked, r.request.due) for r in log.requests] == [
        ("R1", "not stated", None, None),
        ("R2", "not stated", None, None),
    ]
    march = When.of_month(2013, 3)
    assert [(e.id, e.on) for e in log.entries] == [("P1", None), ("W1", None), ("E1", march)]
    sources = [*(r.request.source for r in log.requests), *(entry.source for entry in log.entries)]
    assert all("of the paper" in (source or "") for source in sources)


def test_what_is_quoted_from_barnets_paper_stands_there() -> None:
    """Word for word."""
    quoted = [
        " ".join(words.split())
        for path in FOLDER.rglob("*.yaml")
        for words in re.findall(
            r"“([^”]{40,})”", re.sub(r"^#.*\n", "", path.read_text(), flags=re.M)
        )
    ]
    assert len(quoted) >= 4
    held = " ".join((ROOT / "tests/project/data/sections-8-9-and-13.7.txt").read_text().split())
    missing = [words for words in quoted if words.strip("., ") not in held]
    assert not missing


# The example


def test_a_concern_of_the_example_climbs_the_ladder_and_is_resolved() -> None:
    """Step by step within a year, and closed on what was seen."""
    register = latest("example-ccg")
    view = register.provider("royal")
    assert view is not None
    (concern,) = [each for each in view.concerns if each.concern.number == "C2"]
    (ladder,) = concern.standpoint.ladders
    levels = [ladder.level(rung.key) for _, rung in concern.steps(ladder) if not rung.beside]
    assert levels == [1, 2, 3, 4]
    assert not concern.is_open
    assert concern.broken == ()
    assert concern.closing is not None
    assert concern.closing.evidence == ("V1",)


def test_a_concern_of_the_example_was_dismissed_too_early_and_came_back() -> None:
    """On the word of the home alone, which the check would have told then."""
    register = latest("example-ccg")
    view = register.provider("northmoor-house")
    assert view is not None
    (concern,) = view.concerns
    assert concern.is_open
    assert concern.level == 1
    assert "word alone" in concern.concern.reopened[0].why
    dossiers = register.dossiers
    assert dossiers is not None
    then = replace(register, year=replace(register.year, as_at=Day(2014, 9, 30)))
    found = list(providers.closed_on_their_word.find(Case(then, lambda path: False)))
    assert [finding.message for finding in found] == [
        "northmoor-house/C1 was closed on 10 June 2014 on the provider's word alone."
    ]


def test_the_example_has_measures_of_two_years() -> None:
    """24 months of three trusts, of which nothing is missing; each reading is what its figures make."""
    for name, keys in (
        ("royal", ["letters", "falls", "complaints"]),
        ("community", ["ulcers"]),
        ("partnership", ["follow-up"]),
    ):
        view = latest("example-ccg").provider(name)
        assert view is not None
        assert [*view.readings] == keys
        for key, readings in view.readings.items():
            assert len(readings) == 24
            assert readings[-1].period.last == Day(2015, 3, 31)
            times = {"letters": 100, "follow-up": 100, "falls": 1000}.get(key, 0)
            for reading in readings if times else ():
                assert reading.numerator
                assert reading.denominator
                assert reading.value is not None
                made = times * reading.numerator / reading.denominator
                assert abs(made - reading.value) <= 1 / (10 if times == 100 else 100)


def test_each_year_of_the_example_knows_what_was_known_then() -> None:
    """In June 2013 nobody had answered late yet, in March 2014 the letters were late."""
    first, second, third = latest("example-ccg").years
    states = [[r.state for r in year.providers[-2].asked] for year in (first, second, third)]
    assert [year.providers[-2].name for year in (first, second, third)] == ["royal"] * 3
    assert states == [["overdue"], ["judged"], ["judged", "overdue"]]
    royal = [[c.concern.number for c in year.providers[-2].concerns] for year in latest("example-ccg").years]  # fmt: skip
    assert royal == [[], ["C1"], ["C1", "C2", "C3"]]
    assert [c.concern.number for c in third.providers[-2].open_concerns] == ["C3"]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_the_public_does_not_learn_which_home_it_is(audience: str) -> None:
    """Nor do those within: only how many providers are left out."""
    shown = for_audience(latest("example-ccg"), audience)  # type: ignore[arg-type]
    assert "northmoor" not in repr(shown.dossiers).casefold()
    assert shown.providers_left_out == 1
    assert len(shown.providers) == 4
    assert latest("example-ccg").providers_left_out == 0
