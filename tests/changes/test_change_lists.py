"""The lists of a comparison: which positions, actions and commitments stand in each, and in what order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from francis.changes import sentences
from francis.changes.compare import Changes, CommitmentChange, Move, compare
from francis.record.days import When
from francis.record.figures import Fulfilment, Promise
from francis.record.model import (
    Acceptance,
    Closure,
    Commitment,
    Confirmed,
    Evidence,
    Extension,
    Plan,
    Progress,
    Rated,
    Response,
    Step,
)
from francis.record.model.cover import Cover
from francis.record.model.schemes import direction
from francis.record.register import Register
from tests.changes.test_compare import BASE, DAY, action, planned, positioned

GREEN, RED, BLANK = BASE.body.ratings


def many(**ratings: str) -> Register:
    """Return a register of positions with these ratings, by their numbers without the `n`."""
    asked, answer = BASE.recommendations[0], BASE.positions["1"]
    rated = {name.removeprefix("n"): rating.replace("_", " ") for name, rating in ratings.items()}
    return replace(
        BASE,
        recommendations=tuple(replace(asked, number=n, heading=f"Heading {n}") for n in rated),
        positions={n: replace(answer, number=n, rating=Rated(r)) for n, r in rated.items()},
    )


def test_positions_are_listed_by_the_way_that_their_rating_moved() -> None:
    """In the order of numbers, in which 10 comes after 9; one that came or went has not moved."""
    old = many(n10="green", n9="red", n1="not_rated", n2="red", n3="green", n4="green", n5="red")
    new = many(n10="red", n9="green", n1="red", n2="not_rated", n3="red", n4="green", n6="red")
    changes = compare(old, new)
    ways = {
        "better": ["9"],
        "worse": ["3", "10"],
        "given": ["1"],
        "taken back": ["2"],
        "other": [],
    }
    assert {way: [c.number for c in changes.moved(way)] for way in ways} == ways  # type: ignore[arg-type]
    assert [c.number for c in changes.positions] == ["1", "2", "3", "5", "6", "9", "10"]
    assert [p.number for p in changes.steady] == ["4"]
    assert [p.number for p in changes.unchanged] == ["4"]
    assert [c.number for c in changes.recommendations] == ["5", "6"]
    figures = ("improved", "worsened", "unchanged", "newly_rated", "no_longer_rated")
    assert [changes.figures[name] for name in figures] == [1, 2, 1, 1, 1]


def test_a_position_whose_words_changed_alone_is_steady_but_not_unchanged() -> None:
    """And one that was only confirmed is both."""
    new = positioned(text="Other words.")
    confirmed = replace(BASE.positions["2"], confirmed=Confirmed(DAY(2021, 3, 1)))
    new = replace(new, positions={**new.positions, "2": confirmed})
    changes = compare(BASE, new)
    assert [p.number for p in changes.steady] == ["1", "2"]
    assert [p.number for p in changes.unchanged] == ["2"]
    assert changes.steady[0] is new.positions["1"]
    found = changes.position("1")
    assert found is changes.positions[0]
    assert changes.position("2") is None


@pytest.mark.parametrize(
    ("old", "new", "way"),
    [
        (GREEN, RED, "worse"),
        (RED, GREEN, "better"),
        (GREEN, BLANK, "taken back"),
        (BLANK, RED, "given"),
        (BLANK, replace(BLANK, key="unknown"), "other"),
        (GREEN, Step("amber", "Amber", "?"), "other"),
        (Step("amber", "Amber", "?"), GREEN, "other"),
    ],
)
def test_which_way_a_step_moved(old: Step, new: Step, way: str) -> None:
    """From no judgement to no judgement it moved nowhere, and so where one of the two is not of the scheme."""
    assert direction(Move(old, new), [BASE.body.ratings]) == way
    assert direction(Move(old, new), [BASE.body.ratings] * 2) == way


def test_assurance_moves_by_its_own_scheme() -> None:
    """Not by that of the ratings."""
    high, low = Step("high", "High", "Sure."), Step("low", "Low", "Not sure.")
    body = replace(BASE.body, assurances=(high, low))
    old, new = (replace(positioned(assurance=Rated(key)), body=body) for key in ("low", "high"))
    # Position 2 has no assurance of this scheme, and does not change.
    (change,) = compare(old, new).positions
    assert (change.assurance, change.assurance_direction) == (Move(low, high), "better")
    assert (change.rating, change.rating_direction) == (None, None)


def test_what_a_position_says_is_told_with_what_it_said() -> None:
    """The older value first."""
    old = positioned(lead="Chair", acceptance=Acceptance("accepted"))
    new = positioned(lead="Director", acceptance=Acceptance("not accepted"), text="Other words.")
    (change,) = compare(old, new).positions
    assert change.lead == Move("Chair", "Director")
    assert change.acceptance == Move("accepted", "not accepted")
    assert [block.kind for block in change.text] != []
    assert change.reasons == ()
    for name in ("acceptance", "rating", "assurance"):
        value = replace(getattr(BASE.positions["1"], name), reason="Why.")
        (change,) = compare(BASE, positioned(**{name: value})).positions
        assert change.reasons == (name,)
        assert change.text == ()


def test_a_commitment_and_a_piece_of_evidence_that_stay_are_neither_new_nor_gone() -> None:
    """Also where another comes or goes beside it."""
    stays, goes, comes = (Commitment(text, "will") for text in ("stays", "goes", "comes"))
    (change,) = compare(
        positioned(commitments=(stays, goes)), positioned(commitments=(comes, stays))
    ).positions
    assert change.commitments == Move((goes,), (comes,))
    assert change.evidence == Move((), ())


def test_what_was_written_about_an_action() -> None:
    """Its new notes, its new rating, its extensions, and each field that is another."""
    first, second = Progress(DAY(2021, 1, 1), "Begun."), Progress(DAY(2021, 2, 1), "Going on.")
    asked = Extension(When(DAY(2021, 9, 30)))
    agreed = Extension(When(DAY(2021, 8, 31)), approved_by="Board")
    old = action(progress=(first,), lead="Chair", original_due=When(DAY(2021, 6, 30)))
    new = action(
        progress=(first, second),
        lead="Director",
        rating=Rated("red"),
        original_due=When(DAY(2021, 7, 31)),
        extensions=(agreed, asked),
    )
    (change,) = compare(planned(old), planned(new)).actions
    assert change.progress == (second,)
    assert change.rating == Move(GREEN, RED)
    assert change.extensions == Move((), (agreed,))
    assert change.moved("lead") == Move("Chair", "Director")
    assert change.moved("description") is None
    assert change.overwritten == Move(When(DAY(2021, 6, 30)), When(DAY(2021, 7, 31)))
    (fresh,) = compare(planned(), planned(new)).actions
    assert (fresh.progress, fresh.rating, fresh.overwritten) == ((first, second), None, None)
    (gone,) = compare(planned(new), planned()).actions
    assert (gone.progress, gone.rating, gone.overwritten) == ((), None, None)
    assert gone.extensions == Move((agreed,), ())


def test_the_evidence_of_an_action_comes_and_goes() -> None:
    """By what it says, as that of a position does."""
    old, new = (action(evidence=(Evidence("stays"), Evidence(name))) for name in ("goes", "comes"))
    (change,) = compare(planned(old), planned(new)).actions
    assert change.evidence == Move((Evidence("goes"),), (Evidence("comes"),))
    assert change.events == ()


def test_what_the_year_says_of_itself_is_told_if_it_changed() -> None:
    """As it was, and as it is; so are the days and the bodies, changed or not."""
    later, other = replace(BASE.year, as_at=DAY(2022, 3, 31)), replace(BASE.body, name="Another")
    changes = compare(BASE, replace(BASE, year=later, body=other))
    assert changes.year == Move(BASE.year, later)
    assert changes.days == Move(BASE.as_at, DAY(2022, 3, 31))
    assert changes.bodies == Move(BASE.body, other)
    assert compare(BASE, BASE).year is None


def test_actions_are_listed_by_what_happened_to_them() -> None:
    """Each once in a list, whichever of the events it asks for happened; in the order of ids."""
    late, agreed = When(DAY(2021, 2, 28)), Extension(When(DAY(2021, 3, 1)), approved_by="Board")
    old = planned(
        action(id="A10", original_due=When(DAY(2021, 1, 31))), action(id="A9"), action(id="A2")
    )
    new = planned(
        action(id="A10", original_due=When(DAY(2021, 1, 31)), extensions=(agreed,)),
        action(id="A9", original_due=late),
        action(id="A2", completed=DAY(2021, 3, 1)),
        action(id="A1", closure=Closure("not pursued", reason="No money.")),
    )
    changes = compare(old, new)
    assert [c.id for c in changes.actions] == ["A1", "A2", "A9", "A10"]
    assert [c.id for c in changes.events("completed", "overdue")] == ["A2", "A9"]
    assert [c.id for c in changes.slipped] == ["A9", "A10"]
    assert [c.id for c in changes.given_up] == ["A1"]
    names = ("started", "completed", "slipped")
    assert [changes.figures[name] for name in names] == [1, 1, 2]


def committed(year: str, positions: dict[str, list[str]], paper: list[str]) -> Register:
    """Return a register whose positions and board report make these commitments, without actions."""
    of = many(**{f"n{number}": "green" for number in positions})
    answers = {
        number: replace(
            of.positions[number], commitments=tuple(Commitment(t, "will") for t in made)
        )
        for number, made in positions.items()
    }
    made = tuple(Commitment(text, "will", ("A1",)) for text in paper)
    cover = Cover(1, "Title", "Board", (), {}, commitments=made)
    return replace(of, year_id=year, positions=answers, covers={"board-report": cover})


def test_commitments_are_listed_by_where_they_were_made() -> None:
    """Those of positions by number, then those of papers; each as it stood and stands."""
    old = committed("2020", {"9": ["stays"], "10": ["goes"]}, ["paper"])
    new = committed("2021", {"9": ["stays"], "10": ["comes"]}, ["paper"])
    new = replace(new, plan=Plan(1, (action(completed=DAY(2021, 3, 1)),)))
    nothing, kept = Fulfilment("no action"), Fulfilment("kept")
    changes = compare(old, new)
    assert changes.promises == (
        CommitmentChange(new.promises[0], nothing, nothing, in_old=True, in_new=True),
        CommitmentChange(old.promises[1], nothing, nothing, in_old=True, in_new=False),
        CommitmentChange(new.promises[1], None, nothing, in_old=False, in_new=True),
        CommitmentChange(new.promises[2], nothing, kept, in_old=True, in_new=True),
    )
    assert [c.dropped for c in changes.promises] == [False, True, False, False]
    assert [c.text for c in changes.commitments] == ["goes", "comes", "paper"]
    assert (changes.figures["no_action"], changes.figures["kept"]) == (2, 1)


def test_commitments_of_earlier_years_are_followed_to_the_end() -> None:
    """One that neither side repeats is told all the same, and by its year; and counted by every figure."""
    first = committed("2019", {"9": ["stays", "left"]}, [])
    second = replace(committed("2020", {"9": ["stays"]}, []), earlier=first)
    third = replace(committed("2021", {"9": ["stays"]}, ["new"]), earlier=second)
    changes = compare(second, third)
    assert [(c.text, c.in_old, c.in_new, c.dropped, c.moved) for c in changes.promises] == [
        ("left", False, False, False, False),
        ("stays", True, True, False, False),
        ("new", False, True, False, True),
    ]
    assert sentences.made_in(changes, changes.promises[0]) == "Position on 9, 2019"
    assert changes.figures["no_action"] == third.counts.promises == 3


@pytest.mark.parametrize(
    ("now", "dropped"),
    [
        (Fulfilment("on the way"), True),
        (Fulfilment("late", 3), True),
        (Fulfilment("no action"), True),
        (Fulfilment("kept"), False),
        (Fulfilment("being kept"), False),
        (Fulfilment("replaced"), False),
        (Fulfilment("withdrawn"), False),
    ],
)
def test_a_commitment_is_dropped_that_is_no_longer_made_and_was_not_kept_or_ended(
    now: Fulfilment, dropped: bool
) -> None:
    """One that is still made is not dropped, however it stands."""
    made, later = Promise(Commitment("x", "will"), "1"), now._replace(days_late=9)
    assert CommitmentChange(made, now, now, in_old=True, in_new=False).dropped is dropped
    assert CommitmentChange(made, now, now, in_old=True, in_new=True).dropped is False
    assert CommitmentChange(made, now, now, in_old=False, in_new=False).dropped is False
    assert CommitmentChange(made, now, now, in_old=True, in_new=False).moved
    assert CommitmentChange(made, None, now, in_old=False, in_new=True).moved
    assert not CommitmentChange(made, now, later, in_old=True, in_new=True).moved
    assert not CommitmentChange(made, now, later, in_old=False, in_new=False).moved


@pytest.mark.parametrize(
    ("was", "now", "settled"),
    [
        (Fulfilment("kept"), Fulfilment("kept"), True),
        (Fulfilment("replaced"), Fulfilment("replaced"), True),
        (Fulfilment("withdrawn"), Fulfilment("withdrawn"), True),
        (Fulfilment("being kept"), Fulfilment("being kept"), False),
        (Fulfilment("late", 3), Fulfilment("late", 4), False),
        (Fulfilment("kept"), Fulfilment("late", 3), False),
        (None, Fulfilment("kept"), False),
    ],
)
def test_a_commitment_is_settled_that_was_over_before_and_is_made_no_more(
    was: Fulfilment | None, now: Fulfilment, settled: bool
) -> None:
    """One that is made again, or became something else, is told."""
    made = Promise(Commitment("x", "will"), "1")
    assert CommitmentChange(made, was, now, in_old=False, in_new=False).settled is settled
    assert not CommitmentChange(made, was, now, in_old=True, in_new=True).settled
    assert not CommitmentChange(made, was, now, in_old=True, in_new=False).settled


MAY, JULY = When(DAY(2021, 5, 31)), When(DAY(2021, 7, 31))
PAST = When(DAY(2021, 3, 30))


@pytest.mark.parametrize(
    ("actions", "why", "by"),
    [
        ([{"original_due": MAY}, {"original_due": JULY}], None, JULY),
        ([{"original_due": JULY}, {"original_due": MAY, "rating": Rated("red", "Snow")}], "Snow", JULY),
        ([{"rating": Rated("red", "Snow")}, {"rating": Rated("red", "Ice"), "original_due": MAY}], "Snow", None),
        ([{"original_due": PAST}, {"original_due": MAY}], None, None),
        ([{"original_due": When(DAY(2021, 3, 31))}], None, When(DAY(2021, 3, 31))),
        ([{"completed": DAY(2021, 3, 1), "rating": Rated("green", "Done")}, {"original_due": MAY}], None, MAY),
        ([{"completed": DAY(2021, 3, 1)}], None, None),
        ([], None, None),
    ],
)  # fmt: skip
def test_what_is_left_of_a_commitment(
    actions: list[dict[str, object]], why: str | None, by: When | None
) -> None:
    """Why the first action that is not over is late, and by when all of them are to be done, if that is known."""
    names = tuple(f"A{n}" for n in range(1, len(actions) + 1))
    plan = planned(*(action(id=n, **more) for n, more in zip(names, actions, strict=True)))
    made = Commitment("Position on 1.", "will", (*names, "A9"))
    new = replace(plan, positions=positioned(commitments=(made,)).positions)
    changes = compare(BASE, new)
    (change,) = changes.promises
    assert (changes.why_late(change), changes.expected(change)) == (why, by)


def test_a_recommendation_changed_if_anything_national_did() -> None:
    """Its heading, its text, or what the Government said to it; a correction is the workspace's own."""
    first = BASE.recommendations[0]
    response = Response("accepted", source="Hard Truths")
    for name, value, changed in (
        ("heading", "Another", True),
        ("text", "Another.", True),
        ("response", response, True),
        ("corrections", ("a slip",), False),
    ):
        new = replace(BASE, recommendations=(replace(first, **{name: value}), *BASE.recommendations[1:]))  # type: ignore[arg-type]  # fmt: skip
        changes = Changes(BASE, new)
        assert [c.number for c in changes.recommendations] == ["1"] * changed
        assert [p.number for p in changes.for_review] == ["1"] * (name == "text")
        if name == "heading":
            assert changes.recommendations[0].heading == "Another"


@pytest.mark.parametrize(
    ("was", "in_new", "settled"),
    [
        ("kept", False, True),
        ("replaced", False, True),
        ("withdrawn", False, True),
        ("being kept", False, False),
        ("late", False, False),
        ("kept", True, False),
        (None, False, False),
    ],
)
def test_what_was_kept_or_ended_before_is_settled(
    was: str | None, in_new: bool, settled: bool
) -> None:
    """Once nobody repeats it, and nothing else has become of it since."""
    made = Promise(Commitment("x", "will"), "1")
    stood = Fulfilment(was) if was else None  # type: ignore[arg-type]
    now = stood or Fulfilment("kept")
    assert CommitmentChange(made, stood, now, in_old=in_new, in_new=in_new).settled is settled
    assert not CommitmentChange(made, stood, now, in_old=True, in_new=False).settled
    other = Fulfilment("no action")
    assert not CommitmentChange(made, stood, other, in_old=False, in_new=False).settled


MAY, JUNE, EARLIER = (When(DAY(2021, month, 28)) for month in (5, 6, 2))


@pytest.mark.parametrize(
    ("actions", "expected", "why"),
    [
        ([{"original_due": MAY}], MAY, None),
        ([{"original_due": JUNE}, {"original_due": MAY}], JUNE, None),
        ([{"original_due": MAY}, {}], None, None),
        ([{"original_due": MAY}, {"original_due": EARLIER}], None, None),
        ([{"original_due": When(DAY(2021, 3, 31))}], When(DAY(2021, 3, 31)), None),
        ([{"original_due": MAY}, {"completed": DAY(2021, 3, 1), "rating": Rated("red", "Late.")}], MAY, None),
        ([{"rating": Rated("green")}, {"rating": Rated("red", "Late.")}, {"rating": Rated("red", "Later.")}], None, "Late."),
        ([], None, None),
    ],
)  # fmt: skip
def test_what_is_left_of_a_commitment_is_expected_by_the_last_of_its_days(
    actions: list[dict[str, object]], expected: When | None, why: str | None
) -> None:
    """If all of them are known and still to come; the first reason of what is to be done says why it is late."""
    plan = Plan(1, tuple(action(id=f"A{n}", **of) for n, of in enumerate(actions)))
    made = Commitment("x", "will", tuple(a.id for a in plan.actions))
    register = replace(positioned(commitments=(made,)), plan=plan)
    changes = compare(register, register)
    (change,) = changes.promises
    assert (changes.expected(change), changes.why_late(change)) == (expected, why)


def test_commitments_that_ended_so_were_made_before() -> None:
    """One that is new has not come to its end since."""
    made = Commitment("x", "will", ("A1",))
    new = replace(
        positioned(commitments=(made,)), plan=Plan(1, (action(completed=DAY(2021, 3, 1)),))
    )
    old = replace(new, plan=Plan(1, (action(),)))
    assert [c.text for c in compare(old, new).ended("kept", "late")] == ["x"]
    assert compare(old, new).ended("late", "on the way") == ()
    assert compare(BASE, new).ended("kept") == ()
