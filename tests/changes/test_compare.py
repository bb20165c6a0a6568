"""What changed between two registers, which way, and that it is the same the other way round."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.changes import sentences
from francis.changes.compare import MIRROR, Changes, Move, compare
from francis.record.days import When
from francis.record.figures import Fulfilment
from francis.record.model import (
    Acceptance,
    Action,
    Closure,
    Commitment,
    CommitmentOutcome,
    Evidence,
    Extension,
    Plan,
    Position,
    Progress,
    Rated,
    Verified,
)
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import BODY, record_files

DAY = datetime.date
AS_AT = DAY(2021, 3, 31)
SCHEME = BODY.replace(
    "  - key: not rated\n",
    '  - key: red\n    word: Red\n    meaning: Late.\n    colour: "#d4351c"\n  - key: not rated\n',
)


def register() -> Register:
    """Return the small workspace's register, with a scheme of three steps."""
    (only,) = loading.load(record_files(body__body=SCHEME)).registers
    return only


BASE = register()


def positioned(**more: object) -> Register:
    """Return the register with position 1 changed."""
    position = replace(BASE.positions["1"], **more)  # type: ignore[arg-type]
    return replace(BASE, positions={**BASE.positions, "1": position})


def planned(*actions: Action, as_at: datetime.date = AS_AT) -> Register:
    """Return the register with these actions at a day."""
    return replace(BASE, plan=Plan(1, actions), year=replace(BASE.year, as_at=as_at))


def action(**more: object) -> Action:
    plain = {
        "id": "A1",
        "recommendations": ("1",),
        "description": "Do it.",
        "rating": Rated("green"),
    }
    return Action(**plain | more)  # type: ignore[arg-type]


def test_a_register_and_itself_have_no_changes() -> None:
    """Nor has one that was read again, or only confirmed."""
    assert not compare(BASE, BASE)
    assert not compare(BASE, register())
    assert compare(BASE, BASE).unchanged == (BASE.positions["1"], BASE.positions["2"])


@pytest.mark.parametrize(
    ("old", "new", "direction"),
    [
        ("red", "green", "better"),
        ("green", "red", "worse"),
        ("not rated", "red", "given"),
        ("green", "not rated", "taken back"),
    ],
)
def test_a_rating_moves_in_a_direction(old: str, new: str, direction: str) -> None:
    """By the order of the body's scheme; what is not rated is neither better nor worse."""
    (change,) = compare(positioned(rating=Rated(old)), positioned(rating=Rated(new))).positions
    assert change.rating_direction == direction
    assert change.rating is not None
    assert (change.rating.old.key, change.rating.new.key) == (old, new)


def test_schemes_that_differ_give_no_direction() -> None:
    """If one puts the two steps otherwise than the other, or lacks one."""
    turned = replace(BASE.body, ratings=tuple(reversed(BASE.body.ratings)))
    new = replace(positioned(rating=Rated("red")), body=turned)
    assert compare(BASE, new).positions[0].rating_direction == "other"
    (only,) = compare(BASE, replace(new, body=BASE.body)).positions
    assert only.rating_direction == "worse"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"acceptance": Acceptance("not accepted", reason="No.")}, "acceptance"),
        ({"lead": "Director"}, "lead"),
        ({"text": "Position on 1, again."}, "text"),
        ({"assurance": Rated("not assessed", reason="No time.")}, "reasons"),
    ],
)
def test_what_changed_of_a_position_is_told(more: dict[str, object], told: str) -> None:
    """And nothing else."""
    (change,) = compare(BASE, positioned(**more)).positions
    names = ("acceptance", "rating", "assurance", "lead", "text", "reasons")
    assert [name for name in names if getattr(change, name)] == [told]


def test_evidence_and_commitments_come_and_go() -> None:
    """Each by what it says."""
    old = positioned(
        evidence=(Evidence("a"), Evidence("b")), commitments=(Commitment("x", "will"),)
    )
    new = positioned(
        evidence=(Evidence("b"), Evidence("c")), commitments=(Commitment("y", "will"),)
    )
    (change,) = compare(old, new).positions
    assert change.evidence == Move((Evidence("a"),), (Evidence("c"),))
    assert [c.text for c in change.commitments.old + change.commitments.new] == ["x", "y"]


LATER = When(DAY(2021, 6, 30))
SOONER = When(DAY(2021, 2, 28))
APPROVED = Extension(LATER, approved_by="Board", approved_on=DAY(2021, 2, 1))


@pytest.mark.parametrize(
    ("old", "new", "events"),
    [
        ({}, {"completed": DAY(2021, 3, 1)}, ("completed",)),
        ({"completed": DAY(2021, 3, 1)}, {}, ("reopened",)),
        (
            {"completed": DAY(2021, 3, 1)},
            {"completed": DAY(2021, 3, 1), "verified": Verified("Auditor", DAY(2021, 3, 2))},
            ("verified",),
        ),
        ({}, {"closure": Closure("superseded")}, ("closed",)),
        (
            {"original_due": SOONER},
            {"original_due": SOONER, "completed": DAY(2021, 3, 1)},
            ("completed", "no longer overdue"),
        ),
        ({}, {"original_due": SOONER}, ("overdue",)),
        ({"original_due": SOONER}, {"original_due": SOONER, "extensions": (APPROVED,)}, ("no longer overdue", "extended")),
        ({"original_due": LATER}, {"original_due": LATER, "extensions": (Extension(LATER),)}, ()),
        ({}, {"progress": (Progress(DAY(2021, 3, 1), "Begun."),)}, ()),
    ],
)  # fmt: skip
def test_what_happened_to_an_action(
    old: dict[str, object], new: dict[str, object], events: tuple[str, ...]
) -> None:
    """An extension that is only asked for, or a note, is a change without an event."""
    changes = compare(planned(action(**old)), planned(action(**new)))
    (change,) = changes.actions
    assert change.events == events
    assert change.overwritten == (Move(None, SOONER) if events == ("overdue",) else None)


def test_an_action_becomes_overdue_by_the_day_alone() -> None:
    """The record of the action is the same; the year's day passed its date."""
    due = action(original_due=SOONER)
    changes = compare(planned(due, as_at=DAY(2021, 1, 1)), planned(due))
    assert [change.events for change in changes.actions] == [("overdue",)]
    assert changes.slipped == changes.actions


def test_actions_are_new_or_gone_by_their_ids() -> None:
    """An id never names another action."""
    changes = compare(planned(action()), planned(action(id="A2")))
    assert [(change.id, change.events) for change in changes.actions] == [
        ("A1", ("gone",)),
        ("A2", ("new",)),
    ]


def test_a_commitment_is_kept_when_its_actions_are_done() -> None:
    """It is told once, when it changes."""
    promise = Commitment("Position on 1.", "will", ("A1",))
    old = replace(positioned(commitments=(promise,)), plan=Plan(1, (action(),)))
    new = replace(old, plan=Plan(1, (action(completed=DAY(2021, 3, 1)),)))
    (change,) = compare(old, new).commitments
    assert (change.number, change.was, change.now) == (
        "1",
        Fulfilment("on the way"),
        Fulfilment("kept"),
    )


def test_a_commitment_that_is_one_day_later_is_none_that_changed() -> None:
    """Otherwise every late one would be told again with each day."""
    promise = Commitment("Position on 1.", "will", ("A1",), due=SOONER)
    old = replace(positioned(commitments=(promise,)), plan=Plan(1, (action(),)))
    new = replace(old, year=replace(old.year, as_at=DAY(2021, 4, 1)))
    changes = compare(old, new)
    assert [change.now for change in changes.promises] == [Fulfilment("late", 32)]
    assert changes.commitments == ()


@pytest.mark.parametrize(
    ("done", "events"),
    [
        ({"completed": DAY(2021, 3, 1)}, ("new", "completed")),
        (
            {"completed": DAY(2021, 3, 1), "verified": Verified("Auditor", DAY(2021, 3, 2))},
            ("new", "completed", "verified"),
        ),
        ({"closure": Closure("not pursued", reason="No money.")}, ("new", "closed")),
        ({"original_due": SOONER}, ("new", "overdue")),
        ({"original_due": SOONER, "extensions": (APPROVED,)}, ("new", "extended")),
        ({"original_due": LATER, "extensions": (Extension(LATER),)}, ("new",)),
    ],
)
def test_what_happened_to_a_new_action_counts(
    done: dict[str, object], events: tuple[str, ...]
) -> None:
    """One can be started, completed and slipped in one year, and counts under each."""
    changes = compare(planned(), planned(action(**done)))
    (change,) = changes.actions
    assert change.events == events
    assert changes.figures["started"] == 1
    assert changes.figures["completed"] == ("completed" in events)
    assert changes.figures["slipped"] == bool({"overdue", "extended"} & set(events))
    assert len(changes.given_up) == ("closed" in events)


def test_national_text_is_kept_apart_from_the_bodys_own() -> None:
    """A recommendation that reads otherwise changes no position, but asks for a look at it."""
    recommendation = replace(
        BASE.recommendations[0], text="Text of recommendation 1, made clearer."
    )
    changes = compare(
        BASE, replace(BASE, recommendations=(recommendation, BASE.recommendations[1]))
    )
    assert changes.positions == ()
    assert [change.number for change in changes.recommendations] == ["1"]
    assert changes.recommendations[0].text[0].new == "Text of recommendation 1, made clearer."
    assert [position.number for position in changes.for_review] == ["1"]


def test_recommendations_are_new_or_withdrawn() -> None:
    """With their positions."""
    less = replace(
        BASE, recommendations=BASE.recommendations[:1], positions={"1": BASE.positions["1"]}
    )
    (change,) = compare(less, BASE).recommendations
    assert (change.number, change.heading, change.old) == ("2", "Heading 2", None)
    assert [c.number for c in compare(less, BASE).positions] == ["2"]
    assert [*sentences.recommendation(change)] == ["Newly answered."]
    (gone,) = compare(BASE, less).recommendations
    assert [*sentences.recommendation(gone)] == ["No longer answered."]


POSITIONS = st.builds(
    lambda **more: replace(BASE.positions["1"], **more),
    rating=st.sampled_from(["green", "red", "not rated"]).map(Rated),
    text=st.sampled_from(["One.", "One. Two.", "Three."]),
    lead=st.none() | st.sampled_from(["a", "b"]),
    evidence=st.lists(st.sampled_from("abc").map(Evidence), max_size=2, unique=True).map(tuple),
    acceptance=st.sampled_from(["accepted", "not accepted"]).map(Acceptance),
)
ACTIONS = st.builds(
    action,
    id=st.sampled_from(["A1", "A2"]),
    original_due=st.none() | st.sampled_from([SOONER, LATER]),
    completed=st.none() | st.just(DAY(2021, 3, 1)),
    verified=st.none() | st.just(Verified("Auditor", DAY(2021, 3, 2))),
    closure=st.none() | st.just(Closure("closed")),
    extensions=st.sampled_from([(), (APPROVED,)]),
)
REGISTERS = st.builds(
    lambda position, actions, day: replace(
        planned(*actions, as_at=day), positions={**BASE.positions, "1": position}
    ),
    POSITIONS,
    st.lists(ACTIONS, max_size=2, unique_by=lambda a: a.id),
    st.sampled_from([DAY(2021, 1, 1), DAY(2021, 3, 31)]),
)


def mirrored(changes: Changes) -> list[object]:
    """Return what the changes are the other way round, as far as it has words of its own."""
    turned = {"better": "worse", "worse": "better", "given": "taken back", "taken back": "given"}
    return [
        [
            (
                c.number,
                c.rating and Move(c.rating.new, c.rating.old),
                turned.get(str(c.rating_direction)),
            )
            for c in changes.positions
        ],
        [(c.number, Move(c.evidence.new, c.evidence.old)) for c in changes.positions],
        [(c.id, {mirror(event) for event in c.events}) for c in changes.actions],
    ]


def mirror(event: str) -> str:
    """Return an event or its mirror, whichever names both."""
    return {str(k): str(v) for k, v in MIRROR.items()}.get(event, event)


def plain(changes: Changes) -> list[object]:
    return [
        [(c.number, c.rating, c.rating_direction) for c in changes.positions],
        [(c.number, c.evidence) for c in changes.positions],
        [(c.id, {mirror(event) for event in c.events}) for c in changes.actions],
    ]


@given(REGISTERS, REGISTERS)
def test_the_other_way_round_is_the_mirror(one: Register, other: Register) -> None:
    """What was better is worse, what came went, and what happened to an action is undone."""
    there, back = compare(one, other), compare(other, one)
    assert mirrored(there)[:2] == plain(back)[:2]
    assert [c.number for c in there.positions] == [c.number for c in back.positions]
    assert [c.id for c in there.actions] == [c.id for c in back.actions]
    sides = [(m.in_old and m.was, m.in_new and m.now) for m in there.commitments]
    assert sides == [(m.in_new and m.now, m.in_old and m.was) for m in back.commitments]


@given(REGISTERS)
def test_any_register_and_itself_are_the_same(one: Register) -> None:
    """Whatever it holds."""
    assert not compare(one, one)


def test_each_event_of_one_way_has_one_the_other_way() -> None:
    """An action that was completed was reopened, seen from the other end."""
    pairs: list[tuple[dict[str, object], dict[str, object]]] = [
        ({}, {"completed": DAY(2021, 3, 1)}),
        ({"original_due": SOONER}, {"original_due": SOONER, "extensions": (APPROVED,)}),
        ({}, {"closure": Closure("closed")}),
    ]
    see: Callable[[dict[str, object], dict[str, object]], set[str]] = lambda a, b: {  # noqa: E731
        mirror(e)
        for c in compare(planned(action(**a)), planned(action(**b))).actions
        for e in c.events
    }
    for old, new in pairs:
        assert see(old, new) == see(new, old)


def test_a_position_that_is_unknown_to_the_other_side_is_whole() -> None:
    """Its text came, or went, as a whole."""
    less = replace(BASE, positions={"1": BASE.positions["1"]})
    (change,) = compare(less, BASE).positions
    assert change.old is None
    assert isinstance(change.new, Position)
    assert [block.kind for block in change.text] == ["new"]
    assert change.rating is None


DONE = {"completed": DAY(2021, 3, 1)}
SUPERSEDED = {"closure": Closure("superseded")}
DROPPED = {"closure": Closure("not pursued", reason="No money.")}
CLOSED = {"closure": Closure("closed")}
ENDED = CommitmentOutcome("replaced", "Bought elsewhere.", by="A9", on=DAY(2021, 3, 31))


@pytest.mark.parametrize(
    ("commitment", "actions", "became"),
    [
        ({}, [], Fulfilment("no action")),
        ({}, [{}], Fulfilment("on the way")),
        ({}, [DONE], Fulfilment("kept")),
        ({}, [DONE, {}], Fulfilment("on the way")),
        ({}, [DONE | {"original_due": SOONER}], Fulfilment("kept", 1)),
        ({}, [{"original_due": SOONER}], Fulfilment("late", 31)),
        # The date that was set first counts, whatever was agreed later.
        ({}, [{"original_due": SOONER, "extensions": (APPROVED,)}], Fulfilment("late", 31)),
        # Of several actions the latest date; one done does not keep the commitment.
        ({}, [{"original_due": SOONER}, {"original_due": LATER}], Fulfilment("on the way")),
        # Its own date goes before those of its actions, either way.
        ({"due": LATER}, [{"original_due": SOONER}], Fulfilment("on the way")),
        ({"due": SOONER}, [{"original_due": LATER}], Fulfilment("late", 31)),
        ({"due": SOONER}, [DONE], Fulfilment("kept", 1)),
        # Its day itself is in time.
        ({"due": When(AS_AT)}, [{}], Fulfilment("on the way")),
        ({"due": When(DAY(2021, 3, 1))}, [DONE], Fulfilment("kept")),
        # A closed action keeps nothing by itself.
        ({}, [CLOSED], Fulfilment("no action")),
        ({}, [SUPERSEDED], Fulfilment("no action")),
        ({}, [DONE, DROPPED], Fulfilment("no action")),
        ({}, [DONE, CLOSED], Fulfilment("no action")),
        ({}, [SUPERSEDED, DONE], Fulfilment("kept")),
        ({}, [DONE | CLOSED], Fulfilment("kept")),
        # A continuing one.
        ({"kind": "continuing"}, [DONE], Fulfilment("being kept")),
        ({"kind": "continuing"}, [{}], Fulfilment("being kept")),
        ({"kind": "continuing"}, [{"original_due": SOONER}], Fulfilment("late", 31)),
        ({"kind": "continuing", "due": LATER}, [DONE], Fulfilment("being kept")),
        ({"kind": "continuing", "due": SOONER}, [DONE], Fulfilment("kept")),
        ({"kind": "continuing", "due": SOONER}, [{}], Fulfilment("on the way")),
        ({"kind": "continuing"}, [], Fulfilment("no action")),
        # An outcome that was decided by then goes before all else.
        ({"outcome": ENDED}, [DONE], Fulfilment("replaced", 0, "Bought elsewhere.", "A9")),
        ({"outcome": replace(ENDED, on=None)}, [], Fulfilment("replaced", 0, "Bought elsewhere.", "A9")),
        ({"outcome": replace(ENDED, on=DAY(2021, 4, 1))}, [DONE], Fulfilment("kept")),
    ],
)  # fmt: skip
def test_what_became_of_a_commitment(
    commitment: dict[str, object], actions: list[dict[str, object]], became: Fulfilment
) -> None:
    """By the definitions of docs/the-record.md, at 31 March 2021."""
    plan = [action(id=f"A{n}", **of) for n, of in enumerate(actions, 1)]
    made = Commitment(
        **{  # type: ignore[arg-type]
            "text": "Position on 1.",
            "kind": "will",
            "actions": tuple(a.id for a in plan),
            **commitment,
        }
    )
    register = replace(positioned(commitments=(made,)), plan=Plan(1, tuple(plan)))
    assert register.fulfilment(made) == became
    assert [p.commitment for p in register.exceptions.unplanned] == (
        [made] if became.value == "no action" else []
    )
    assert register.counts.fulfilments[became.value] == 1


def test_a_commitment_is_not_kept_by_an_action_that_is_nowhere() -> None:
    """It may have been deleted, done or not."""
    made = Commitment("Position on 1.", "will", ("A1", "A2"))
    register = replace(positioned(commitments=(made,)), plan=Plan(1, (action(**DONE),)))
    assert register.fulfilment(made) == Fulfilment("no action")
