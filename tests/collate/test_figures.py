"""The figures of many bodies, held to those that are known from what was drawn."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest

from francis.collate.figures import CollatedFigures, collated_figures
from francis.errors import FrancisError
from tests.collate.conftest import SET, collated
from tests.shared.country import BLANK, Country

SHARED = {
    "complete": "complete and checked",
    "reported complete": "complete as the body says",
    "on track": "in progress",
    "at risk": "in progress",
    "off track": "in progress",
    "under way": "in progress",
    "not started": "not started",
    None: "not known",
}
"""What each claim is in the words of public trackers, by docs/the-record.md."""


def test_acceptance_is_counted_by_claim_whatever_the_word(
    country: Country, figures: CollatedFigures
) -> None:
    """Of every recommendation, and with the bodies that accept it in part or not at all."""
    known = country.acceptances()
    year = country.years - 1
    for tally in figures.tallies:
        for claim, number in tally.accepted.items():
            assert number == known[tally.number, claim]
        refusing = [
            f"Body {body + 1}"
            for body in country.current
            if country.drawn[body, year, int(tally.number)].acceptance in (2, 3)
        ]
        assert sorted(tally.refusing) == sorted(refusing)
    assert {w.word for w in figures.acceptance_words if w.claim == "in part"} == {
        *("accepted in part", "agreed with changes")
    }


def test_ratings_are_counted_by_claim_and_those_without_one_apart(
    country: Country, figures: CollatedFigures
) -> None:
    """Nothing that claims nothing is added to what claims something."""
    known = country.claims()
    counted: Counter[str | None] = Counter()
    for word in (*figures.rating_words, *figures.silent_words):
        counted[word.claim] += word.positions
    counted[None] += figures.blank
    assert counted == known
    assert figures.blank == country.blank()
    assert {word.word for word in figures.silent_words} == {"A", "B", "C"}
    year = country.years - 1
    stands: Counter[str] = Counter()
    for body in country.current:
        claims = dict(country.scheme(body).ratings)
        for number in range(1, country.recommendations + 1):
            answer = country.drawn[body, year, number]
            refused = answer.acceptance == 3
            stands["not accepted" if refused else SHARED[claims.get(answer.rating)]] += 1
    # A body that says complete says so alone while its assurance is an exception, or not assessed; no action is verified.
    moved = sum(
        (a := country.drawn[body, year, number]).rating == "blue"
        and a.assurance in ("limited", BLANK)
        and a.acceptance != 3
        for body in country.current
        for number in range(1, country.recommendations + 1)
    )
    assert moved
    stands["complete and checked"] -= moved
    stands["complete as the body says"] += moved
    assert {word: n for word, n in figures.stands.items() if n} == dict(stands)


def test_movement_and_commitments_are_those_that_were_drawn(
    country: Country, figures: CollatedFigures
) -> None:
    """By the order of each body's own ratings."""
    known = country.moved()
    assert {way: n for way, n in figures.moved.items() if n} == {
        way: n for way, n in known.items() if way
    }
    assert {fate: n for fate, n in figures.outcomes.items() if n} == country.fates()
    late = {
        f"Body {body + 1}": sum(
            country.drawn[body, country.years - 1, n].commitment == "late"
            for n in range(1, country.recommendations + 1)
        )
        for body in country.current
    }
    assert {name: n for name, n, *_ in figures.late} == {name: n for name, n in late.items() if n}
    assert {days for *_, days in figures.late} == {40}


def test_assurance_is_counted_for_bodies_with_the_same_words(
    country: Country, figures: CollatedFigures
) -> None:
    """And for no others together."""
    known: Counter[tuple[str, str]] = Counter()
    for body in country.current:
        words = [w for w, _ in country.scheme(body).assurances]
        scheme = ", ".join(w.capitalize() for w in (*words, "not assessed"))
        for number in range(1, country.recommendations + 1):
            said = country.drawn[body, country.years - 1, number].assurance
            word = "Not assessed" if said == BLANK else said.capitalize()
            known[scheme, word] += 1
    assert {(scheme, word): n for scheme, word, n, *_ in figures.assurances} == known


def test_who_is_silent_is_told_with_for_how_long(
    country: Country, figures: CollatedFigures
) -> None:
    """One never published, and some not in the last year."""
    assert {m.body for m in figures.current} == {*map(country.name, country.current)}
    never, *late = figures.silent
    assert (never.name, never.as_at, never.months) == ("Body 12", None, None)
    assert {(m.as_at, m.months) for m in late} == {(country.day(country.years - 2), 12)}


def test_an_earlier_day_shows_what_was_known_then(
    country: Country, together: Path, tmp_path: Path
) -> None:
    """Whatever was published since; and of a day without any there is nothing to count."""
    from tests.collate.conftest import ASKED

    day = country.day(0) + datetime.timedelta(30)
    asked = ASKED._replace(until=day)
    collated(tmp_path, together, asked=asked)
    found = collated_figures(tmp_path, SET, day)
    assert (found.day, len(found.current), found.compared) == (day, 11, 0)
    assert {m.as_at for m in found.current} == {country.day(0)}
    early = ASKED._replace(until=datetime.date(1999, 1, 1))
    collated(tmp_path, together, asked=early)
    none = collated_figures(tmp_path, SET, early.until)
    assert not none.current
    with pytest.raises(FrancisError, match="No body has published anything"):
        collated_figures(tmp_path, SET)


def test_words_of_any_length_leave_room_for_others(tmp_path: Path) -> None:
    """A name, a word or a title that fills a page is cut."""
    root = Country(3, 3, 2).write(tmp_path / "record")
    body = root / "standards/body-001/body.yaml"
    long = "Word" * 5000
    text = body.read_text().replace("short_name: Body 1", f"short_name: {long}")
    text = text.replace("word: Limited", f"word: {long}")
    body.write_text(
        text.replace("word: Green", f"word: {long}").replace("word: Blue", f"word: {long}x")
    )
    heading = root / "standards/inquiry/2.yaml"
    heading.write_text(heading.read_text().replace("Heading 2", long))
    assert not collated(tmp_path / "data", root).left_out
    found = repr(collated_figures(tmp_path / "data", SET))
    assert max(map(len, re.findall(r"(?:Word)+", found))) <= 400
    assert "WordWo" in found


def test_an_outlier_is_what_few_say_where_most_say_something_else(
    figures: CollatedFigures,
) -> None:
    """With the reason in the body's own words."""
    assert figures.outliers
    for each in figures.outliers:
        (tally,) = (t for t in figures.tallies if t.number == each.number)
        claim = each.said.partition(" (“")[0]
        unlike = ("not known", "not accepted", "not applicable")
        known = {word: n for word, n in tally.stands.items() if word not in unlike}
        both = [of for of in (tally.accepted, known) if of.get(claim) == 1]
        assert any(2 * of.get(each.most, 0) >= sum(of.values()) > 2 for of in both)
        assert each.reason is None or each.number in each.reason


def test_every_figure_has_the_bodies_behind_it(figures: CollatedFigures) -> None:
    """As many as it counts."""
    assert all(b.number == len(b.bodies.split(", ")) for b in figures.behind)
    named = {b.figure: b.number for b in figures.behind}
    for tally in figures.tallies:
        for claim, number in tally.accepted.items():
            key = f"Recommendation {tally.number}: acceptance claims {claim}"
            assert named.get(key, 0) == number
