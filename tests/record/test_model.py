"""What follows from a record: due dates, states, lists for the board, and every count."""

from __future__ import annotations

import dataclasses
import datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.record.days import When
from francis.record.figures import figure_names
from francis.record.model import (
    Action,
    Closure,
    Commitment,
    Extension,
    Outcome,
    Plan,
    Progress,
    Rated,
    State,
    Verified,
)
from francis.record.prose import stands_in
from francis.record.reading import loading
from francis.record.register import SOON, STALE, Register
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, record_files

DAY = datetime.date
AS_AT = DAY(2021, 3, 31)


def register(
    *actions: Action, last_meeting: datetime.date | None = None, **changed: str
) -> Register:
    """Return the small workspace's register with these actions."""
    (only,) = loading.load(record_files(**changed)).registers
    return dataclasses.replace(only, plan=Plan(1, actions, last_meeting))


def action(**more: object) -> Action:
    """Return an action that serves recommendation 1, with whatever else is given."""
    return Action(
        **{"id": "A1", "recommendations": ("1",), "description": "Do it.", "rating": Rated("green")}  # type: ignore[arg-type]
        | more
    )


def due(year: int, month: int, day: int) -> When:
    return When(DAY(year, month, day))


def test_the_due_date_is_that_of_the_last_approved_extension() -> None:
    """What is only asked for moves nothing, and the date that was set first stays."""
    first, second, third = due(2021, 1, 31), due(2021, 2, 28), due(2021, 6, 30)
    extended = action(
        original_due=first,
        extensions=(
            Extension(second, approved_by="Board", approved_on=DAY(2021, 1, 30)),
            Extension(third, asked_on=DAY(2021, 2, 20)),
        ),
    )
    assert extended.due == second
    assert extended.original_due == first
    assert extended.times_extended == 1
    assert extended.asked == extended.extensions[1]
    assert action(original_due=first).due == first
    assert action().due is None


@pytest.mark.parametrize("more", [{"completed": DAY(2021, 3, 1)}, {"closure": Closure("closed")}])
def test_an_extension_of_what_is_done_waits_for_nobody(more: dict[str, object]) -> None:
    """The board is not asked to decide on it."""
    assert action(extensions=(Extension(due(2021, 6, 30)),), **more).asked is None


@pytest.mark.parametrize(
    ("more", "fates"),
    [
        ({}, ["approved", "not approved", "requested"]),
        ({"completed": DAY(2021, 3, 1)}, ["approved", "not approved", "not approved"]),
        ({"closure": Closure("closed")}, ["approved", "not approved", "not approved"]),
    ],
)
def test_what_became_of_each_extension(more: dict[str, object], fates: list[str]) -> None:
    """The last that nobody approved waits, until the action ends without it."""
    extended = action(
        extensions=(
            Extension(due(2021, 2, 28), approved_by="Board", approved_on=DAY(2021, 1, 30)),
            Extension(due(2021, 4, 30)),
            Extension(due(2021, 6, 30)),
        ),
        **more,
    )
    assert [extended.fate(extension) for extension in extended.extensions] == fates


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "open"),
        ({"original_due": When(AS_AT)}, "open"),
        ({"original_due": When(AS_AT - datetime.timedelta(days=1))}, "overdue"),
        ({"original_due": When.of_month(2021, 3)}, "open"),
        ({"original_due": When.of_month(2021, 2)}, "overdue"),
        ({"original_due": due(2020, 1, 1), "completed": DAY(2021, 3, 1)}, "completed"),
        (
            {"completed": DAY(2021, 3, 1), "verified": Verified("Auditor", DAY(2021, 3, 2))},
            "verified",
        ),
        ({"original_due": due(2020, 1, 1), "closure": Closure("superseded")}, "closed"),
    ],
)
def test_the_state_of_an_action(more: dict[str, object], state: State) -> None:
    """It is judged by the day of the year, to whose end a date is kept, and never by today."""
    assert action(**more).state(AS_AT) == state
    assert action(**more).state(AS_AT) == state


def test_the_history_of_a_due_date_says_what_each_extension_replaced() -> None:
    """One that waits for a decision has replaced nothing, and is no part of it."""
    first, second, third = due(2021, 1, 31), due(2021, 2, 28), due(2021, 6, 30)
    extended = action(
        original_due=first,
        extensions=(
            Extension(second, approved_by="Board"),
            Extension(third),
            Extension(third, approved_by="Board"),
        ),
    )
    assert [(before, move.due) for before, move in extended.moves] == [
        (first, second),
        (second, third),
    ]
    assert action(original_due=first).moves == ()


def test_days_overdue_are_counted_from_the_end_of_the_day_that_holds() -> None:
    """An action that is not overdue, or done, is overdue by none."""
    extended = Extension(due(2021, 3, 30), approved_by="Board", approved_on=DAY(2021, 1, 30))
    late = action(original_due=due(2021, 1, 1), extensions=(extended,))
    month = action(original_due=When.of_month(2021, 2))
    done = action(original_due=due(2021, 1, 1), completed=AS_AT)
    register_ = register(late, month, done, action())
    assert [register_.days_overdue(a) for a in register_.actions] == [1, 31, 0, 0]


def test_a_month_lasts_to_its_end() -> None:
    """February of a leap year, too; a month that does not exist is refused."""
    assert When.of_month(2024, 2) == When(DAY(2024, 2, 29), "month")
    assert str(When.of_month(2013, 6)) == "2013-06"
    assert str(due(2013, 6, 30)) == "2013-06-30"
    assert str(When.of_month(1, 6)) == "0001-06"
    with pytest.raises(ValueError, match="no such month"):
        When.of_month(2013, 13)


def test_the_latest_progress_is_by_date() -> None:
    """Of two notes of one day, it is the one that stands last."""
    notes = (
        Progress(DAY(2021, 2, 1), "second"),
        Progress(DAY(2021, 2, 1), "third"),
        Progress(DAY(2021, 1, 1), "first"),
    )
    latest = action(progress=notes).latest
    assert latest is not None
    assert latest.text == "third"
    assert [note.text for note in action(progress=notes).earlier] == ["second", "first"]
    assert action().latest is None
    assert action().earlier == ()


def test_the_lists_for_the_board() -> None:
    """Each open action stands in every list to which it belongs, and in no other."""
    ids = {
        "soon": action(id="soon", original_due=When(AS_AT + SOON), since=AS_AT),
        "later": action(
            id="later", original_due=When(AS_AT + SOON + datetime.timedelta(1)), since=AS_AT
        ),
        "stale": action(
            id="stale", progress=(Progress(AS_AT - STALE - datetime.timedelta(1), "x"),)
        ),
        "fresh": action(id="fresh", progress=(Progress(AS_AT - STALE, "x"),)),
        "undated": action(id="undated"),
        "often": action(
            id="often",
            since=AS_AT,
            original_due=due(2021, 1, 1),
            extensions=tuple(
                Extension(due(2021, month, 2), approved_by="Board", approved_on=AS_AT)
                for month in (2, 9)
            ),
        ),
        "done": action(id="done", completed=DAY(2021, 3, 20), original_due=due(2021, 1, 1)),
        "before": action(id="before", completed=DAY(2021, 1, 20)),
    }
    register_ = register(*ids.values(), last_meeting=DAY(2021, 1, 20))
    exceptions = register_.exceptions

    def names(actions: tuple[Action, ...]) -> list[str]:
        return [a.id for a in actions]

    assert names(register_.due_soon) == ["soon"]
    assert names(exceptions.overdue) == []
    assert names(exceptions.extended) == ["often"]
    assert names(exceptions.stale) == ["stale", "undated"]
    assert names(register_.newly_completed) == ["done"]
    assert register_.counts.figures["newly_completed"] == 1
    assert names(register(*ids.values()).newly_completed) == ["done", "before"]


@pytest.mark.parametrize("as_at", [DAY.min, DAY.max])
def test_the_calendar_may_end_at_the_day_of_the_year(as_at: datetime.date) -> None:
    """A year that somebody mistyped has lists like any other."""
    dated = action(original_due=When(as_at), since=as_at)
    register_ = register(dated)
    ended = dataclasses.replace(register_, year=dataclasses.replace(register_.year, as_at=as_at))
    assert ended.due_soon == (dated,)
    assert ended.exceptions.stale == ()


def test_what_is_rated_or_assured_as_an_exception_is_told() -> None:
    """Which steps those are is data of the body."""
    body = BODY.replace(
        "    meaning: On track.\n", "    meaning: On track.\n    exception: true\n"
    ).replace(
        "    meaning: Nobody has looked.\n",
        "    meaning: Nobody has looked.\n    exception: true\n",
    )
    register_ = register(action(), action(id="A2", closure=Closure("closed")), body__body=body)
    assert [p.number for p in register_.exceptions.rated] == ["1", "2"]
    assert [p.number for p in register_.exceptions.assured] == ["1", "2"]
    assert [a.id for a in register_.exceptions.actions_rated] == ["A1"]
    assert register().exceptions.total == 0


PROMISE = POSITION.format(number=1) + (
    "commitments:\n  - text: Position on 1.\n    kind: will\n    actions: [A1]\n"
    "  - text: Position\n    kind: continuing\n"
)


def test_promises_are_counted_and_those_without_an_action_are_told() -> None:
    """Those of positions come first, by number, then those of papers."""
    cover = COVER + "commitments:\n  - text: There are\n    kind: will\n"
    register_ = dataclasses.replace(
        next(
            iter(
                loading.load(
                    record_files(
                        body__body=BODY + FORM,
                        body__2021__1=PROMISE,
                        **{"body__2021__papers__board-report": cover},
                        body__2021__actions='format: 1\nactions:\n  - id: A1\n    recommendations: ["1"]\n'
                        "    description: Do it.\n    rating:\n      value: green\n",
                    )
                ).registers
            )
        )
    )
    assert [p.key for p in register_.promises] == ["1/1", "1/2", "board-report/1"]
    assert [(p.number, p.paper) for p in register_.promises] == [
        ("1", None),
        ("1", None),
        (None, "board-report"),
    ]
    assert [p.commitment.kind for p in register_.exceptions.unplanned] == ["continuing", "will"]
    assert [p.commitment.text for p in register_.answered_by(register_.actions[0])] == [
        "Position on 1."
    ]
    assert register_.counts.figures["unplanned"] == 2
    assert register_.counts.promises == 3


def test_an_action_is_found_by_its_id() -> None:
    """The year's own before that of an earlier year; and a commitment that names it twice is one answer."""
    before, own = action(id="A1", description="Before."), action(id="A1", description="Now.")
    earlier = register(before, action(id="A2"))
    register_ = dataclasses.replace(register(own), earlier=earlier)
    assert (register_.action("A1"), register_.action("A2")) == (own, earlier.actions[1])
    assert register_.action("A3") is None
    twice = Commitment("It is so.", "will", actions=("A1", "A1"))
    positions = {
        number: dataclasses.replace(position, commitments=(twice,))
        for number, position in register_.positions.items()
    }
    promising = dataclasses.replace(register_, positions=positions)
    assert [p.key for p in promising.answered_by(own)] == [f"{n}/1" for n in positions]
    assert promising.answered_by(earlier.actions[1]) == ()


def test_actions_are_grouped_once_each() -> None:
    """By the first theme that they serve, or by their lead; those without one come last.

    Which of the two a paper has is data of the body.
    """
    actions = (
        action(id="A1", recommendations=("2", "1"), lead="b"),
        action(id="A2", recommendations=(), lead="A"),
        action(id="A3"),
    )
    register_ = register(*actions)
    assert [(t and t.title, [a.id for a in those]) for t, those in register_.by_theme] == [
        ("Care", ["A1", "A3"]),
        (None, ["A2"]),
    ]
    assert [(lead, [a.id for a in those]) for lead, those in register_.by_lead] == [
        ("A", ["A2"]),
        ("b", ["A1"]),
        (None, ["A3"]),
    ]
    assert register_.groups("action-plan") == register_.by_theme
    form = "papers:\n  - paper: action-plan\n    grouped_by: lead\n"
    by_lead = register(*actions, body__body=BODY + form)
    assert by_lead.groups("action-plan") == by_lead.by_lead
    assert by_lead.groups("board-report") == by_lead.by_theme


ACTIONS = st.builds(
    action,
    original_due=st.none() | st.dates(DAY(2020, 1, 1), DAY(2022, 1, 1)).map(When),
    completed=st.none() | st.dates(DAY(2020, 1, 1), AS_AT),
    closure=st.none() | st.sampled_from(get_args(Outcome)).map(Closure),
    rating=st.sampled_from(["green", "not rated"]).map(Rated),
    since=st.none() | st.dates(DAY(2020, 1, 1), AS_AT),
    lead=st.none() | st.sampled_from("ab"),
    recommendations=st.sampled_from([(), ("1",), ("2", "1")]),
)


@given(st.lists(ACTIONS, max_size=8))
def test_every_action_is_counted_once_in_each_scheme(actions: list[Action]) -> None:
    """Whatever the plan: sums are the number of actions, and every list is part of the plan."""
    counts = register(*actions).counts
    assert sum(counts.states.values()) == sum(counts.action_ratings.values()) == counts.actions
    assert counts.figures["actions_overdue"] == len(counts.exceptions.overdue)
    register_ = register(*actions)
    for groups in (register_.by_theme, register_.by_lead):
        assert sum(len(those) for _, those in groups) == len(actions)
    assert len(register_.due_soon) <= counts.states["open"]


def test_actions_without_a_date_or_a_lead_are_counted() -> None:
    """What nobody stated is a figure too."""
    dated = action(id="A1", original_due=When(AS_AT), lead="a")
    figures = register(dated, action(id="A2", lead="a"), action(id="A3")).counts.figures
    assert (figures["actions_without_date"], figures["actions_without_lead"]) == (2, 1)


def test_the_names_of_figures_are_known_without_a_register() -> None:
    """So that a narrative can be checked even when another file has errors."""
    assert figure_names(register().body) == register().counts.figures.keys()
    assert {
        "positions",
        "not_rated",
        "under_consideration",
        "assurance_not_assessed",
    } <= figure_names(register().body)


@pytest.mark.parametrize(
    "text", ["We will\ndo it.", "**We** will do *it*.", "[We will](#1) do it."]
)
def test_words_stand_in_a_text_whatever_its_marks(text: str) -> None:
    """Lines, links and emphasis are no words."""
    assert stands_in("We will do it.", text)
    assert not stands_in("We shall do it.", text)
