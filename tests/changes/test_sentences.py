"""Changes in words: what is said of them, and what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from francis.changes import reports, sentences
from francis.changes.compare import compare
from francis.record.audience import Withheld, for_audience
from francis.record.days import When, day_in_words
from francis.record.figures import Fulfilment
from francis.record.model import (
    Closure,
    Commitment,
    Evidence,
    Extension,
    Plan,
    Progress,
    Rated,
    Verified,
)
from francis.record.model.timing import ToBeSet
from francis.record.register import Register
from tests.changes.test_compare import DAY, action, planned, positioned

PROMISE = Commitment("Position on 1.", "will", ("A1",))
MADE = replace(positioned(commitments=(PROMISE,)), plan=Plan(1, (action(),)))


def without(register: Register, **done: object) -> Register:
    """Return a register of the year after, that makes no promise any more, with its action as it then stood."""
    plan, positions = Plan(1, (action(**done),)), positioned(commitments=()).positions
    return replace(register, positions=positions, plan=plan, year_id="2022", earlier=register)


def counted(old: Register, new: Register) -> dict[str, int]:
    """Return the headlines on commitments of which there is any."""
    found = reports.headlines(compare(old, new))["Commitments"]
    return {headline.words: headline.number for headline in found if headline.number}


def test_a_commitment_that_was_kept_and_is_no_longer_made_is_kept() -> None:
    """Nobody repeats what was done; it is judged by its actions."""
    new = without(MADE, completed=DAY(2021, 3, 1))
    changes = compare(MADE, new)
    (change,) = changes.promises
    assert (sentences.made_in(changes, change), sentences.fate(change)) == (
        "Position on 1",
        "on the way → kept",
    )
    assert counted(MADE, new) == {"Kept": 1}


def test_a_commitment_that_was_dropped_before_it_was_kept_is_told() -> None:
    """Otherwise a commitment would vanish by being reworded."""
    new = without(MADE)
    (change,) = compare(MADE, new).promises
    assert sentences.fate(change) == "on the way; removed"
    assert counted(MADE, new) == {"On the way": 1}


def test_a_new_action_is_told_with_its_dates() -> None:
    """Also that it was extended, or is overdue, in the year in which it came."""
    late = Extension(When(DAY(2021, 2, 28)), approved_by="Board", approved_on=DAY(2021, 1, 31))
    new = action(original_due=When(DAY(2021, 1, 31)), extensions=(late,), measure="All of them.")
    (change,) = compare(planned(), planned(new)).actions
    assert list(sentences.planned(change, day_in_words)) == [
        "Due 28 February 2021; originally due 31 January 2021, extended once.",
        "Overdue.",
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
        "Evidence added: [internal]",
        "New commitment: [internal]",
    ]
    assert str(sentences.quoted(changes.promises[0].text)) == "[internal]"
    assert sentences.quoted(" Its own words. ") == "“Its own words.”"


def test_each_position_is_counted_under_its_rating_once() -> None:
    """So that the figures of a report of progress add up to all of them."""
    new = positioned(rating=Rated("red"), text="Changed.")
    figures = compare(positioned(), new).figures
    assert figures["worsened"] == 1
    assert figures["unchanged"] == len(new.positions) - 1
    reworded = compare(positioned(), positioned(text="Changed.")).figures
    assert reworded["unchanged"] == len(new.positions)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Fulfilment("kept"), "kept"),
        (Fulfilment("kept", 55), "kept, 55 days late"),
        (Fulfilment("late", 1), "late by 1 day"),
        (Fulfilment("withdrawn", reason="No money."), "withdrawn: No money"),
        (Fulfilment("replaced", 0, "One for all.", "A31"), "replaced by A31: One for all"),
        (Fulfilment("replaced", 0, Withheld("Left out.")), "replaced"),
    ],
)
def test_what_became_of_a_commitment_is_said_with_days_and_reason(
    found: Fulfilment, words: str
) -> None:
    """A reason that was left out is not said."""
    assert sentences.fulfilment(found) == words


def test_every_figure_of_change_has_its_words() -> None:
    """And no words are for a figure that is not counted."""
    named = [name for names in reports.HEADLINES.values() for name in names]
    assert {*named, *reports.UNUSUAL} == compare(MADE, MADE).figures.keys()


def test_what_left_the_plan_undone_is_a_list_of_its_own() -> None:
    """It is neither completed nor slipped, and a report of progress must not pass over it."""
    closed = Closure("not pursued", DAY(2021, 3, 1), "It costs too much.")
    changes = compare(planned(action()), planned(action(closure=closed)))
    assert changes.given_up == changes.actions
    done = action(closure=closed, completed=DAY(2021, 3, 1))
    assert not compare(planned(action()), planned(done)).given_up


JUNE, SEPTEMBER = When(DAY(2021, 6, 30)), When(DAY(2021, 9, 30))
LATER = Extension(SEPTEMBER, reason="They are late.", approved_by="Board", approved_on=DAY(2021, 3, 1))  # fmt: skip
SOONER = Extension(When(DAY(2021, 5, 31)), approved_by="Board", approved_on=DAY(2021, 3, 1))
DONE: dict[str, object] = {"completed": DAY(2021, 3, 1)}
CHECKED: dict[str, object] = DONE | {"verified": Verified("Internal Audit", DAY(2021, 3, 20))}
ENDED: dict[str, object] = {"closure": Closure("superseded", DAY(2021, 3, 2), "A16 does it")}
OF_ACTIONS: list[tuple[dict[str, object], dict[str, object], list[str]]] = [
    ({}, DONE, ["Completed on 1 March 2021."]),
    ({}, CHECKED, ["Completed on 1 March 2021.", "Verified by Internal Audit on 20 March 2021."]),
    (DONE, CHECKED, ["Verified by Internal Audit on 20 March 2021."]),
    (CHECKED, DONE, ["No longer verified."]),
    (CHECKED, {}, ["Reopened: it was completed, and is open again."]),
    ({}, ENDED, ["Left the plan (superseded): A16 does it."]),
    ({}, {"closure": Closure("closed")}, ["Left the plan (closed)."]),
    (ENDED, ENDED | {"measure": "All."}, ["Measure: not stated → All."]),
    (CHECKED, CHECKED | {"measure": "All."}, ["Measure: not stated → All."]),
    ({"original_due": JUNE}, {"original_due": JUNE, "extensions": (LATER,)},
     ["Extended from 30 June 2021 to 30 September 2021: They are late. Approved by Board on 1 March 2021."]),
    ({"original_due": JUNE, "extensions": (LATER,)}, {"original_due": JUNE},
     ["The extension to 30 September 2021 was removed."]),
    ({"original_due": JUNE, "extensions": (SOONER,)}, {"original_due": JUNE},
     ["The bringing forward to 31 May 2021 was removed."]),
    ({"original_due": JUNE}, {"original_due": SEPTEMBER},
     ["The original date was changed from 30 June 2021 to 30 September 2021; record a later date as an extension."]),
    ({"original_due": ToBeSet(DAY(2021, 4, 30))}, {"original_due": JUNE},
     ["The date, which was to be set by 30 April 2021, is 30 June 2021."]),
    ({"original_due": JUNE}, {"original_due": When(DAY(2021, 3, 30))},
     ["Overdue: it was due 30 March 2021.",
      "The original date was changed from 30 June 2021 to 30 March 2021; record a later date as an extension."]),
    ({}, {"rating": Rated("red")}, ["Rating: Green → Red."]),
    ({"percent": 40}, {"percent": 60}, ["Done: 40% → 60%."]),
    ({}, {"percent": 0}, ["Done: not stated → 0%."]),
    ({"lead": "Head of Care"}, {"lead": "Director."}, ["Lead: Head of Care → Director."]),
    ({}, {"description": "Do it twice."}, ["Action: Do it → Do it twice."]),
    ({}, {"progress": (Progress(DAY(2021, 3, 5), "Begun"),)}, ["5 March 2021: Begun."]),
    ({"evidence": (Evidence("Minutes"),)}, {"evidence": (Evidence("Note"),)},
     ["Evidence added: Note.", "Evidence removed: Minutes."]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "said"), OF_ACTIONS)
def test_what_happened_to_an_action_is_said_and_nothing_else(
    before: dict[str, object], now: dict[str, object], said: list[str]
) -> None:
    """In the order of what matters most; what was so before is not said again."""
    (change,) = compare(planned(action(**before)), planned(action(**now))).actions
    assert list(sentences.action(change, day_in_words)) == said
