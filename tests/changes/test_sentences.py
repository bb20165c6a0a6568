"""Changes in words: what is said of them, and what is counted."""

from __future__ import annotations

from dataclasses import replace

from francis.changes import reports, sentences
from francis.changes.compare import compare
from francis.record.audience import for_audience
from francis.record.days import When, day_in_words
from francis.record.model import Closure, Commitment, Evidence, Extension, Plan, Rated
from francis.record.register import Register
from tests.changes.test_compare import DAY, action, planned, positioned

PROMISE = Commitment("Position on 1.", "will", ("A1",))
MADE = replace(positioned(commitments=(PROMISE,)), plan=Plan(1, (action(),)))


def without(register: Register, **done: object) -> Register:
    """Return a register that makes no promise any more, with its action as it then stood."""
    plan = Plan(1, (action(**done),))
    return replace(register, positions=positioned(commitments=()).positions, plan=plan)


def counted(old: Register, new: Register) -> dict[str, int]:
    """Return the headlines on commitments."""
    return {k: v for k, v in reports.headlines(compare(old, new)) if k.startswith("Commitments")}


def test_a_commitment_that_was_kept_and_is_no_longer_made_is_met() -> None:
    """Nobody repeats what was done; it is judged by its actions."""
    new = without(MADE, completed=DAY(2021, 3, 1))
    changes = compare(MADE, new)
    (change,) = changes.promises
    assert (sentences.made_in(changes, change), sentences.fate(change)) == (
        "Position on 1",
        "under way → met",
    )
    assert counted(MADE, new) == {"Commitments met": 1, "Commitments unmet": 0}


def test_a_commitment_that_was_dropped_before_it_was_met_is_unmet() -> None:
    """Otherwise a promise would vanish by being reworded."""
    new = without(MADE)
    (change,) = compare(MADE, new).promises
    assert sentences.fate(change) == "under way; removed"
    assert counted(MADE, new) == {"Commitments met": 0, "Commitments unmet": 1}


def test_a_new_action_is_told_with_its_dates_and_its_measure() -> None:
    """Also that it was extended, or is overdue, in the year in which it came."""
    late = Extension(When(DAY(2021, 2, 28)), approved_by="Board", approved_on=DAY(2021, 1, 31))
    new = action(original_due=When(DAY(2021, 1, 31)), extensions=(late,), measure="All of them.")
    (change,) = compare(planned(), planned(new)).actions
    assert list(sentences.planned(change, day_in_words)) == [
        "Due 28 February 2021; originally due 31 January 2021, extended once.",
        "Overdue.",
        "Measure: All of them.",
    ]


def test_an_extension_that_is_asked_for_is_told_once() -> None:
    """When it is asked for, and not again in each comparison until somebody decides."""
    due = When(DAY(2021, 6, 30))
    later = Extension(When(DAY(2021, 9, 30)), reason="They are late.", asked_on=DAY(2021, 3, 1))
    plain = action(original_due=due)
    waiting = action(original_due=due, extensions=(later,))
    led = action(original_due=due, extensions=(later,), lead="Head of Quality")
    (asked,) = compare(planned(plain), planned(waiting)).actions
    assert list(sentences.action(asked, day_in_words)) == [
        "An extension to 30 September 2021 is requested."
    ]
    (after,) = compare(planned(waiting), planned(led)).actions
    assert list(sentences.action(after, day_in_words)) == ["Lead: not stated → Head of Quality."]


def test_a_sentence_has_one_sign_at_its_end() -> None:
    """Whatever the words of the record end with."""
    new = positioned(evidence=(Evidence("Who asks?"), Evidence("A report."), Evidence("Figures")))
    (change,) = compare(positioned(), new).positions
    assert list(sentences.position(change)) == [
        "Evidence added: Who asks?",
        "Evidence added: A report.",
        "Evidence added: Figures.",
    ]
    (moved,) = compare(
        planned(action(measure="All of them.")), planned(action(measure="Some."))
    ).actions
    assert list(sentences.action(moved, day_in_words)) == ["Measure: All of them → Some."]


def test_what_was_left_out_is_no_quotation() -> None:
    """The note on it stands without quotation marks, and ends the sentence that names it."""
    secret = {"commitments": (PROMISE,), "evidence": (Evidence("Figures"),)}
    old, new = (
        for_audience(positioned(classification="internal", **more), "public")
        for more in ({}, secret)
    )
    changes = compare(old, new)
    assert list(sentences.position(changes.positions[0])) == [
        "Evidence added, left out of this paper: internal.",
        "New commitment, left out of this paper: internal.",
    ]
    assert str(sentences.quoted(changes.promises[0].text)) == "Left out of this paper: internal."
    assert sentences.quoted(" Its own words. ") == "“Its own words.”"


def test_each_position_is_counted_under_its_rating_once() -> None:
    """So that the figures of a report of progress add up to all of them."""
    new = positioned(rating=Rated("red"), text="Changed.")
    figures = dict(reports.headlines(compare(positioned(), new)))
    assert figures["Ratings worsened"] == 1
    assert figures["Ratings unchanged"] == len(new.positions) - 1
    reworded = dict(reports.headlines(compare(positioned(), positioned(text="Changed."))))
    assert reworded["Ratings unchanged"] == len(new.positions)


def test_what_left_the_plan_undone_is_a_list_of_its_own() -> None:
    """It is neither completed nor slipped, and a report of progress must not pass over it."""
    closed = Closure("not pursued", DAY(2021, 3, 1), "It costs too much.")
    changes = compare(planned(action()), planned(action(closure=closed)))
    assert changes.given_up == changes.actions
    done = action(closure=closed, completed=DAY(2021, 3, 1))
    assert not compare(planned(action()), planned(done)).given_up
