"""Providers as they stand on a day: requests, concerns on their ladders, what was promised, and who may read what."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.record.audience import AUDIENCES, count_left_out, for_audience
from francis.record.days import Day, When, parse_when, places_in_order
from francis.record.model import ladders_in, usual_ladders
from francis.record.model.providers import (
    ConcernEvent,
    ConcernView,
    Dossiers,
    ProviderConcern,
    ProviderView,
    Standpoint,
    provider_views,
)
from francis.record.queries.withholding import count_withheld, why_withheld
from francis.record.reading.loading import load
from francis.record.register import Register
from tests.shared.provider_files import CONCERN, LOG, MEASURES, PROVIDER, provider_files
from tests.shared.workspaces import POSITION


def register(**changed: str) -> Register:
    """Return the later of the two years, with some files of its provider changed."""
    found = load(provider_files(**changed))
    assert found.problems == ()
    return found.registers[-1]


def royal(as_at: str, of: Register | None = None) -> ProviderView:
    """Return the provider as it stood on a day; the year before ended on 31 March 2020."""
    held = of or register()
    assert held.dossiers is not None
    ladders = ladders_in(held.body.ladders)
    standpoint = Standpoint(Day.fromisoformat(as_at), Day(2020, 3, 31), ladders)
    (view,), _ = provider_views(held.dossiers, standpoint)
    return view


def test_a_register_shows_its_providers_as_at_its_day() -> None:
    """With the year before as the one from which things move."""
    of = register()
    assert [view.name for view in of.providers] == ["royal"]
    view = of.provider("royal")
    assert view is not None
    assert view.as_at == Day(2021, 3, 31)
    assert of.provider("other") is None
    assert of.common_log is not None
    assert [entry.id for entry in of.common_log.entries] == ["W1"]
    assert of.earlier is not None
    assert [c.concern.number for c in of.earlier.providers[0].concerns] == ["C2"]
    assert of.earlier.providers[0].requests == ()


@pytest.mark.parametrize(
    ("day", "state", "late", "chased"),
    [
        ("2020-06-28", "waiting", 0, 0),
        ("2020-06-29", "overdue", 1, 0),
        ("2020-08-01", "overdue", 34, 1),
        ("2020-09-20", "answered", 0, 1),
        ("2021-05-01", "answered", 0, 1),
        ("2021-05-02", "judged", 0, 1),
        ("2021-10-01", "judged", 0, 2),
    ],
)
def test_where_a_request_stands_follows_from_its_days(
    day: str, state: str, late: int, chased: int
) -> None:
    """What came later is not known yet."""
    (request, *_) = royal(day).requests
    assert (request.state, request.days_overdue, request.times_chased) == (state, late, chased)
    assert request.is_open == (state in ("waiting", "overdue"))
    assert (request.request.then is None) == (state != "judged")


def test_a_request_whose_day_is_not_stated_is_neither_waiting_nor_overdue() -> None:
    """And one that was refused waits no longer; one that came to the body is apart."""
    log = LOG.replace("    asked: 2020-05-09\n", "").replace(
        "    answered: {on: 2020-09-20, what: 31 of 38 questions}\n"
        "    judged: {value: in part, reason: Nothing on nights, by: Director, on: 2021-05-02}\n",
        "",
    )
    view = royal("2021-03-31", register(log=log))
    assert [r.state for r in view.requests] == ["not stated", "refused"]
    assert [r.request.id for r in view.asked] == ["R1"]
    assert [r.request.id for r in view.received] == ["R2"]
    assert [r.request.id for r in view.in_state("not stated", "refused")] == ["R1"]


LEVELS = {
    "2020-02-29": (0, 0, None),
    "2020-03-01": (1, 0, "Informal talk"),
    "2020-04-01": (2, 0, "Contract query notice"),
    "2020-05-02": (2, 0, "Contract query notice"),
    "2020-08-01": (0, 0, None),
    "2020-10-31": (0, 0, None),
    "2020-11-01": (0, 2, None),
    "2021-02-01": (0, 1, None),
    "2021-06-01": (8, 1, "Service suspended"),
}
"""The level on each of the two ladders, and the word of the first, day by day."""


@pytest.mark.parametrize("day", LEVELS)
def test_how_far_a_concern_has_come_on_each_ladder(day: str) -> None:
    """Steps beside a ladder are no level, a step down ends one, and a concern that comes back begins anew."""
    (concern,) = royal(day).concerns
    levels = {level.ladder.key: level for level in concern.levels}
    found = [levels[key].level if key in levels else 0 for key in ("quality-2013", "own")]
    word = levels["quality-2013"].word if "quality-2013" in levels else None
    assert (*found, word) == LEVELS[day]
    assert concern.level == max(found)
    assert concern.is_open == (not "2020-08-01" <= day < "2020-09-01")


def test_which_way_a_concern_moved_since_the_year_before() -> None:
    """At the end of March 2020 it was at the first level."""
    assert royal("2020-04-01").concerns[0].direction == "up"
    assert royal("2020-03-31").concerns[0].direction == "same"
    assert royal("2020-10-01").concerns[0].direction == "down"
    (first, second) = royal("2021-03-31").concerns[0].levels
    assert (first.level_before, first.level, first.direction) == (1, 0, "down")
    assert (second.level_before, second.level, second.of, second.rung.key) == (0, 1, 2, "ease")


def test_the_story_of_a_concern() -> None:
    """Who was told and did not agree, the last step, and what became of promises."""
    (concern,) = royal("2021-03-31").concerns
    assert [event.shared_with for event in concern.shared] == ["Others"]
    assert concern.disputed == concern.shared
    step = concern.latest_step
    assert step is not None
    assert (step[0].on, step[1].word) == (When(Day(2021, 2, 1)), "Eased")
    assert [p.what for p in concern.kept] == ["Letters in 5 days"]
    assert [p.what for p in concern.broken] == ["Letters in 5 days"]
    assert [p.what for p in concern.still_promised] == ["A new system"]
    assert concern.is_past_review
    (early,) = royal("2020-06-30").concerns
    assert early.kept == early.broken == ()


def test_a_provider_shows_what_is_open_and_what_is_next() -> None:
    """The gravest concern first."""
    view = royal("2021-03-31")
    assert view.worst is view.open_concerns[0]
    assert view.level == 1
    assert [entry.id for entry in view.entries] == ["L1", "V1"]
    assert {key: len(of) for key, of in view.readings.items()} == {"falls": 2, "letters": 1}
    measure = view.measure("falls")
    assert measure is not None
    assert measure.better == "down"
    assert view.measure("other") is None


def test_a_place_in_a_view_is_that_in_the_file() -> None:
    """Also where what stands before it was left out."""
    late = "  - {on: 2021-08-01, what: Later}\n"
    of = register(concern=CONCERN.replace("events:\n", f"events:\n{late}"))
    (concern,) = royal("2021-03-31", of).concerns
    index = next(i for i, e in enumerate(concern.concern.events) if e.step == "informal")
    place = concern.concern.at("events", index, "step")
    lines = CONCERN.replace("events:\n", f"events:\n{late}").splitlines()
    assert "step: informal" in lines[place.line - 1]
    assert pickle.loads(pickle.dumps(concern)) == concern


def dated(of: object) -> Iterator[Any]:
    """Yield every day in a record that says that something has happened."""
    for name in ("on", "asked", "met"):
        day = getattr(of, name, None)
        if day is not None:
            yield getattr(day, "last", day)
    if hasattr(of, "__dataclass_fields__"):
        for name in of.__dataclass_fields__:
            if name != "at":
                yield from dated(getattr(of, name))
    elif isinstance(of, tuple) and not hasattr(of, "last"):
        for each in of:
            yield from dated(each)


@given(st.dates(Day(2020, 1, 1), Day(2021, 12, 31)))
def test_a_view_knows_nothing_of_a_later_day(day: Day) -> None:
    """Of no request, entry, concern, promise or reading."""
    view = royal(day.isoformat(), REGISTER)
    found = [*dated(view.log), *(each for c in view.concerns for each in dated(c.concern))]
    found += [r.period.last for readings in view.readings.values() for r in readings]
    assert all(each <= day for each in found)


REGISTER = register()
_STEPS = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(["talk", "end", "visit", "ease"])), max_size=8
)


@given(_STEPS, st.integers(0, 300))
def test_the_level_is_what_an_independent_count_finds(
    steps: list[tuple[int, str]], today: int
) -> None:
    """Step by step, in the order of days."""
    begin = Day(2020, 1, 1)
    events = tuple(ConcernEvent(When(begin + timedelta(n)), key) for n, key in steps)
    since = When(begin)
    concern = ProviderConcern(1, "C1", "A concern", since, events=events)
    (ladder,) = [each for each in ladders_in(REGISTER.body.ladders) if each.key == "own"]
    standpoint = Standpoint(begin + timedelta(today), None, (ladder,))
    expected = 0
    for number, key in sorted(steps, key=lambda step: step[0]):
        if number <= today:
            expected = {"talk": 1, "end": 2, "visit": expected, "ease": max(expected - 1, 0)}[key]
    past = [event for event in events if event.on and event.on.last <= standpoint.as_at]
    view = ConcernView(ProviderConcern(1, "C1", "A concern", since, events=tuple(past)), standpoint)
    assert view.level == expected
    assert concern.events == events


def test_the_ladders_of_the_program_are_whole() -> None:
    """Each step once, each level with a word and a meaning or an approver, last resorts last."""
    for key, ladder in usual_ladders().items():
        assert ladder.key == key
        keys = [step.key for step in ladder.steps]
        assert len(keys) == len({*keys})
        resorts = [step.last_resort for step in ladder.levels]
        assert resorts == sorted(resorts)
        assert all(step.approver for step in ladder.levels)
    suspension = usual_ladders()["quality-2013"].rung("suspension")
    assert suspension is not None
    assert suspension.needs == ("patient safety weighed", "contingency")
    assert usual_ladders()["quality-2013"].level("visit") is None
    assert usual_ladders()["quality-2013"].level("removal") == 9


def test_whether_patients_may_be_at_risk_changes_on_a_day() -> None:
    """As the last event by then says, and before the first the concern itself; it is graver while they may be."""
    said = "{on: 2020-05-02, step: harm-review, found: 2 of 60, patients_at_risk: false}"
    more = "  - {on: 2020-10, patients_at_risk: true}\n"
    concern = CONCERN.replace("{on: 2020-05-02, step: harm-review, found: 2 of 60}", said)
    of = register(concern=concern.replace("promised:\n", f"{more}promised:\n"))
    days = ("2020-05-01", "2020-05-02", "2020-09-30", "2020-10-01")
    (concerns,) = zip(*(royal(day, of).concerns for day in days), strict=True)
    assert [each.at_risk for each in concerns] == [True, False, False, True]
    assert [str(each.risk_event and each.risk_event.on) for each in concerns] == [
        *("None", "2020-05-02", "2020-05-02", "2020-10"),
    ]


# Days that are not known


def test_what_has_no_day_stands_behind_what_comes_before_it_in_the_list() -> None:
    """A month as near as it can be to that; the first of all at its first day."""
    whens = [None, "2020-04", "2020-04-20", "2020-04", None, "2020-05", "2020-03", "2020-Q1"]
    read = [parse_when(when) if when else None for when in whens]
    found = [day.isoformat() for day in places_in_order(read)]
    assert found == [
        *("0001-01-01", "2020-04-01", "2020-04-20", "2020-04-20", "2020-04-20"),
        *("2020-05-01", "2020-03-31", "2020-03-31"),
    ]
    assert [*places_in_order([None], parse_when("2020-02"))] == [Day(2020, 2, 1)]


@given(st.lists(st.dates(Day(2020, 1, 1), Day(2021, 12, 31))))
def test_days_that_are_known_stand_at_themselves(days: list[Day]) -> None:
    """Whatever comes before them in the list."""
    assert [*places_in_order(map(When, days))] == days


def test_a_month_is_no_number_of_days() -> None:
    """A request that was asked in May was answered; nobody knows after how many days. May has begun on its first day."""
    log = LOG.replace("asked: 2020-05-09", "asked: 2020-05").replace("2020-07-26", "2020-07")
    of = register(log=log)
    assert [r.request.id for r in royal("2020-04-30", of).requests] == []
    (request, *_) = royal("2020-05-01", of).requests
    assert request.state == "waiting"
    assert royal("2020-07-01", of).requests[0].times_chased == 1
    answered = royal("2020-09-20", of).requests[0]
    assert answered.state == "answered"


UNDATED = """\
format: 1
number: C2
what: Late clinic letters
sources: [{kind: a newspaper}]
events:
  - {step: informal, what: They were told}
  - {on: 2020-04, step: contract-query-notice}
  - {step: contract-management-meeting}
  - {on: 2020-04-24, what: A letter}
closed:
  - {on: 2020-06, because: All is well}
reopened:
  - {on: 2020-06-20, why: It is not}
"""


@pytest.mark.parametrize(
    ("day", "level", "is_open"),
    [
        ("2020-03-31", 1, True),
        ("2020-04-01", 3, True),
        ("2020-05-31", 3, True),
        ("2020-06-01", 0, False),
        ("2020-06-20", 0, True),
    ],
)
def test_steps_whose_day_is_not_stated_keep_their_place(
    day: str, level: int, is_open: bool
) -> None:
    """And a concern that was closed and opened again in one month is open."""
    (concern,) = royal(day, register(concern=UNDATED)).concerns
    assert (concern.level, concern.is_open) == (level, is_open)


def test_steps_of_one_month_keep_their_order() -> None:
    """Also where only one of the two has a day: the file says which came first."""
    events = (
        "  - {on: 2020-04-24, step: informal}\n  - {on: 2020-04, step: contract-query-notice}\n"
    )
    of = register(concern=UNDATED.split("events:")[0] + "events:\n" + events)
    (concern,) = royal("2020-12-31", of).concerns
    assert concern.level == 2
    assert [str(event.on) for event in concern.story] == ["2020-04-24", "2020-04"]


@pytest.mark.parametrize(
    ("promise", "kept", "broken"),
    [
        ("{what: x}", False, False),
        ("{what: x, met: 2020-07}", True, False),
        ("{what: x, due: 2020-06-30, met: 2020-07}", True, True),
        ("{what: x, due: 2020-06-30, met: 2020-06}", True, False),
        ("{what: x, due: 2020-06-30, met: 2021-04}", False, True),
        ("{what: x, due: 2021-03}", False, False),
    ],
)
def test_a_promise_without_a_date_is_not_broken(promise: str, kept: bool, broken: bool) -> None:
    """Nor is one that may have been kept in time, as only the month is known."""
    (concern,) = royal("2021-03-31", register(concern=f"{UNDATED}promised: [{promise}]\n")).concerns
    assert (bool(concern.kept), bool(concern.broken)) == (kept, broken)
    assert bool(concern.still_promised) == (not kept and not broken)


@pytest.mark.parametrize(
    ("asked", "answered", "said"),
    [
        ("2020-10", "2020-09-20", "R1 was answered on 2020-09-20, before it was asked, in 2020-10."),
        ("2020-09-21", "2020-09", ""),
        ("2020-09", "2020-09-01", ""),
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_an_error_and_what_may_have_been_is_none(
    asked: str, answered: str, said: str
) -> None:
    """Of two that are in one month nobody knows which was first."""
    log = LOG.replace("asked: 2020-05-09", f"asked: {asked}").replace(
        "on: 2020-09-20", f"on: {answered}"
    ).replace("chased: [2020-07-26, 2021-09-06]", "chased: [2021-09]")  # fmt: skip
    assert [p.message for p in load(provider_files(log=log)).problems] == [said] * bool(said)


# Who may read what


SECRET = {
    "restricted": ["Letters", "are", "late", "GPs", "Quality", "Manager"],
}


def said(of: object) -> str:
    """Return all that providers of a register say, as one text."""
    return repr(of)


def test_words_are_withheld_from_narrower_readers_and_figures_are_not() -> None:
    """A note stands in their place."""
    of = register()
    public, internal = (for_audience(of, audience) for audience in ("public", "internal"))
    assert "Letters are late" not in said(internal.dossiers)
    assert "31 of 38 questions" in said(internal.dossiers)
    assert "31 of 38 questions" not in said(public.dossiers)
    assert "Nine letters" not in said(public.dossiers)
    assert "They sent facts" not in said(public.dossiers)
    assert "[restricted]" in said(public.dossiers)
    for audience in AUDIENCES:
        shown = for_audience(of, audience).providers[0]
        assert [r.state for r in shown.requests] == ["answered", "refused"]
        assert shown.level == 1
        assert [e.kind for e in shown.entries] == ["intelligence", "visit"]
    left = [count_left_out(for_audience(of, audience).dossiers) for audience in AUDIENCES]
    assert left[0] > left[1] > left[2]


def test_why_it_is_withheld_is_for_those_who_may_read_it() -> None:
    """Others are told how many things are, with the providers that they may not know of, and no protected source."""
    of = register()
    reasons = ("The practices asked", "Not yet answered", "Their lawyers")
    known = {each: [r in said(for_audience(of, each).dossiers) for r in reasons] for each in AUDIENCES}  # fmt: skip
    assert known == {
        "public": [False, False, False],
        "internal": [False, True, True],
        "restricted": [True, True, True],
    }
    counted = [count_withheld(for_audience(of, each)) for each in AUDIENCES]
    assert counted == [5, 1, 0], "R1, L1, a source, an event, and a measure of few people"
    hidden = register(provider=f"{PROVIDER}classification: restricted\n")
    assert count_withheld(for_audience(hidden, "internal")) == 1
    entry = for_audience(of, "restricted").providers[0].entries[0]
    assert why_withheld(entry) == (
        " (restricted: The practices asked for it; to be looked at again on 30 March 2021)"
    )
    assert why_withheld(for_audience(of, "internal").providers[0].entries[0]) == ""


def test_a_concern_that_is_restricted_says_nothing_to_others() -> None:
    """But that there is one, and how far it has come."""
    words = ("Late clinic letters", "Late again", "A new system", "All practices", "2 of 60", "Unsafe", "Others")  # fmt: skip
    of = register(
        concern=CONCERN.replace("classification: public\n", "classification: restricted\n")
    )
    assert all(word in said(of.dossiers) for word in words)
    shown = for_audience(of, "internal")
    assert not any(word in said(shown.dossiers) for word in words)
    assert shown.providers[0].level == 1


def test_a_protected_source_never_leaves() -> None:
    """Neither its kind nor its day nor its words, whoever reads."""
    for audience in AUDIENCES:
        shown = for_audience(register(), audience)
        sources = shown.providers[0].concerns[0].concern.sources
        assert "whistleblower" not in said(sources)
        assert "From the ward" not in said(sources)
        assert "2020, 2, 12" not in said(sources)
        assert f"{sources[1].kind}" == "[protected]"


@pytest.mark.parametrize(
    ("changed", "audience"),
    [
        ({}, "internal"),
        ({"measures": MEASURES.replace("2020-12,3", "2020-12,6")}, "public"),
        ({"measures": MEASURES.replace("2020-12,3", "2020-12,0")}, "public"),
        ({"measures": MEASURES.replace("2020-12,3,,", "2020-12,30,5,100")}, "internal"),
        ({"measures": MEASURES.replace("2020-12,3,,", "2020-12,3,60,1000")}, "public"),
        ({"provider": PROVIDER.replace("published: false", "published: true")}, "public"),
        ({"provider": PROVIDER.replace("counts_people: true", "counts_people: false")}, "public"),
    ],
)  # fmt: skip
def test_a_measure_of_few_people_is_internal_as_a_whole(
    changed: dict[str, str], audience: str
) -> None:
    """Up to five in a period here, unless it is published anyway; nobody is no person."""
    of = register(**changed)
    public, internal = (for_audience(of, each).providers[0] for each in ("public", "internal"))
    assert len(internal.readings["falls"]) == 2
    assert len(public.readings["falls"]) == (0 if audience == "internal" else 2)
    measure = public.measure("falls")
    assert measure is not None
    assert measure.classification == audience
    assert (f"{measure.source}" == "[internal]") == (audience == "internal")


def test_readings_that_are_left_out_are_told_to_have_changed() -> None:
    """Without a word of them; where no reading changed, neither did what stands in their place."""
    other = MEASURES.replace("2020-12,3", "2020-12,4")
    (first, again, changed) = (
        for_audience(of, "public").providers[0].provider.measures[0]
        for of in (register(), register(measures=MEASURES), register(measures=other))
    )
    assert first == again
    assert first.source != changed.source
    assert f"{first.source}" == f"{changed.source}" == "[internal]"


def test_a_value_beyond_what_can_be_is_an_error() -> None:
    """At its line."""
    for end in ('least: "4"', 'most: "8"'):
        provider = PROVIDER.replace('target: "2"', end)
        (problem,) = load(provider_files(provider=provider)).problems
        line, value = (2, 3) if "least" in end else (3, 9)
        assert problem.place.line == line
        assert (
            problem.message == f"'falls' is {value} here, and {end[-2]} at {end.partition(':')[0]}."
        )
    fair = PROVIDER.replace('target: "2"', 'least: "3"\n    most: "9"')
    assert load(provider_files(provider=fair)).problems == ()


def test_dossiers_of_nobody_are_empty() -> None:
    """And views of them none."""
    views, log = provider_views(Dossiers(), Standpoint(Day(2021, 1, 1)))
    assert (views, log.requests, log.entries) == ((), (), ())


def test_a_provider_that_is_restricted_is_not_named_elsewhere() -> None:
    """Neither in positions, nor in their evidence and commitments; what was left out is equal where the words were."""
    files = provider_files(provider=f"{PROVIDER}classification: restricted\n")
    more = """\
providers: [royal, log/W1]
evidence: [{title: Minutes, providers: [royal/V1]}]
commitments: [{text: Position on 1., kind: will, providers: [royal/R1]}]
"""
    path = "standards/body/2021/1.yaml"
    files[path] = (POSITION.format(number=1) + more).encode()
    of = load(files).registers[-1]
    shown = for_audience(of, "internal")
    assert shown.providers == ()
    assert shown.providers_left_out == 1
    assert "royal" not in repr(shown.positions)
    assert "log/W1" in repr(shown.positions)
    assert shown.positions == for_audience(of, "public").positions
    assert for_audience(of, "restricted").positions == of.positions
