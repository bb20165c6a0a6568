"""Changes in words: what is said of them, and what is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from francis.changes import reports, sentences
from francis.changes.compare import compare
from francis.changes.record_files import KeyChange
from francis.record.audience import Withheld, for_audience
from francis.record.days import When, day_in_words
from francis.record.figures import Fulfilment
from francis.record.model import (
    Acceptance,
    Closure,
    Commitment,
    Evidence,
    Extension,
    Milestone,
    Plan,
    Progress,
    Rated,
    Repeats,
    Response,
    Step,
    Verified,
)
from francis.record.model.timing import ToBeSet
from francis.record.register import Register
from tests.changes.test_compare import BASE, DAY, action, planned, positioned

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


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"rating": Rated("red")}, {}, ["Rating: Red → Green (improved)."]),
        ({}, {"rating": Rated("red")}, ["Rating: Green → Red (worsened)."]),
        ({"rating": Rated("not rated")}, {}, ["Rating: Not rated → Green (newly rated)."]),
        ({}, {"rating": Rated("not rated")}, ["Rating: Green → Not rated (no longer rated)."]),
        ({}, {"assurance": Rated("high")}, ["Assurance: Not assessed → High (newly assessed)."]),
        ({"assurance": Rated("high")}, {}, ["Assurance: High → Not assessed (no longer assessed)."]),
        ({}, {"acceptance": Acceptance("not accepted")}, ["Acceptance: accepted → not accepted."]),
        ({}, {"rating": Rated("green", "Why.")}, ["The reason for the rating changed."]),
        ({"lead": "Chair"}, {}, ["Lead: Chair → not stated."]),
        ({}, {"text": "Position on 1. Again."}, ["The text changed: 1 word added, 0 words removed."]),
        ({}, {"text": "*Position* on 1."}, ["Only the formatting of the text changed, such as a link."]),
        ({}, {"change": "We looked again.", "lead": "Chair"}, ["We looked again.", "Lead: not stated → Chair."]),
        ({"commitments": (PROMISE,)}, {}, ["Commitment removed: “Position on 1.”"]),
        ({}, {"incomplete": "Page 2 is missing."}, ["Other details changed."]),
    ],
)  # fmt: skip
def test_what_happened_to_a_position_is_said_and_nothing_else(
    before: dict[str, object], now: dict[str, object], said: list[str]
) -> None:
    """Which way a rating moved is said in words."""
    body = replace(BASE.body, assurances=(*BASE.body.assurances, Step("high", "High", "Sure.")))
    (change,) = compare(*(replace(positioned(**of), body=body) for of in (before, now))).positions
    assert list(sentences.position(change)) == said


def test_a_text_that_is_shown_beside_its_change_is_not_counted() -> None:
    """Nor are other details looked for: what changed is what is shown."""
    (change,) = compare(positioned(), positioned(text="Position on 1, again.")).positions
    assert list(sentences.position(change, counts=False)) == []


def test_a_position_that_came_or_went_is_said_to() -> None:
    """By both of what is said of it."""
    one = replace(BASE, positions={"2": BASE.positions["2"]})
    for old, new, said in (
        (one, BASE, "The position is new."),
        (BASE, one, "The position was removed."),
    ):
        (change,) = compare(old, new).positions
        assert [*sentences.position(change)] == [*sentences.what_changed(change)] == [said]


TABLE = "| Ward | Beds |\n|---|---|\n| One | {} |\n"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"change": "We looked again.", "text": "Other."}, ["We looked again."]),
        ({"text": "Position on 1. We looked again! Who came?"}, ["We looked again!", "Who came?"]),
        ({"text": "Position on 1.\n\n- One.\n- Two."}, ["One.", "Two."]),
        ({"text": "A. B. C."}, ["A.", "B.", "C."]),
        ({"text": "A. B. C. D."}, ["A.", "B.", "C.", "And 1 more new sentence, which the comparison of the two years shows."]),
        ({"text": "A. B. C. D. E."}, ["A.", "B.", "C.", "And 2 more new sentences, which the comparison of the two years shows."]),
        ({"text": "*Position* on 1."}, ["Only words were taken out, or their form changed."]),
        ({"text": "Position on 1.\n\n" + TABLE.format(4)}, ["In a table, columns added: Ward | Beds.", "In a table, row added: One | 4."]),
        ({"rating": Rated("red"), "lead": "Chair", "commitments": (PROMISE,)}, []),
    ],
)  # fmt: skip
def test_what_a_position_says_anew_is_told_in_its_own_sentences(
    now: dict[str, object], said: list[str]
) -> None:
    """The first three of them, unless the officer says it in one."""
    (change,) = compare(positioned(), positioned(**now)).positions
    assert list(sentences.what_changed(change)) == said


def test_a_text_that_its_readers_may_not_see_changed_all_the_same() -> None:
    """The note on it is what is told."""
    old, new = (
        for_audience(positioned(classification="internal", text=text), "public")
        for text in ("One.", "Two.")
    )
    (change,) = compare(old, new).positions
    assert list(sentences.what_changed(change)) == ["[internal]"]
    assert list(sentences.position(change)) == ["The text changed. [internal]"]


@pytest.mark.parametrize("count", [6, 7, 8])
def test_six_changes_in_tables_are_told_of_a_text(count: int) -> None:
    """And how many more there are."""
    rows = "".join(f"| Ward {n} | {{}} |\n" for n in range(count))
    old, new = (
        positioned(text="| Ward | Beds |\n|---|---|\n" + rows.replace("{}", beds)) for beds in "45"
    )
    (change,) = compare(old, new).positions
    told = [f"In a table, row “Ward {n}”, Beds: 4 → 5." for n in range(6)]
    more = {7: "1 more change", 8: "2 more changes"}.get(count)
    told += [f"And {more} in tables, which the comparison of the two years shows."] * bool(more)
    assert list(sentences.what_changed(change)) == told


TURNS = Repeats("month", done=(DAY(2021, 1, 31),))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"repeats": TURNS}, {"repeats": replace(TURNS, done=(DAY(2021, 3, 31), DAY(2021, 2, 28), DAY(2021, 1, 31)))},
         ["Done on 28 February 2021.", "Done on 31 March 2021."]),
        ({"repeats": TURNS}, {}, ["No longer said to be done on 31 January 2021."]),
        ({}, {"milestones": (Milestone("Bids", JUNE),)}, ["Milestone added: “Bids”, due 30 June 2021."]),
        ({}, {"milestones": (Milestone("Bids", JUNE, DAY(2021, 7, 1)),)},
         ["Milestone added: “Bids”, due 30 June 2021.", "Milestone “Bids” met on 1 July 2021, 1 day late."]),
        ({"milestones": (Milestone("Bids", JUNE),)}, {"milestones": (Milestone("Bids", SEPTEMBER),)},
         ["Milestone “Bids”: due 30 June 2021 → 30 September 2021."]),
        ({"milestones": (Milestone("Bids", JUNE),)}, {"milestones": (Milestone("Bids", JUNE, DAY(2021, 6, 30)),)},
         ["Milestone “Bids” met on 30 June 2021."]),
        ({"milestones": (Milestone("Bids", JUNE, DAY(2021, 6, 1)),)}, {"milestones": (Milestone("Bids", JUNE),)},
         ["Milestone “Bids” no longer met."]),
        ({"milestones": (Milestone("Bids", JUNE),)}, {}, ["Milestone removed: “Bids”."]),
        ({}, {"recommendations": ("2",)}, ["Other details changed."]),
    ],
)  # fmt: skip
def test_turns_and_milestones_are_told_one_by_one(
    before: dict[str, object], now: dict[str, object], said: list[str]
) -> None:
    """Which came, went, were met or moved, and how late."""
    due = {"original_due": SEPTEMBER, "completed": DAY(2021, 3, 1)}
    (change,) = compare(planned(action(**due | before)), planned(action(**due | now))).actions
    assert list(sentences.action(change, day_in_words)) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "No longer in the plan: it was open."),
        ({"original_due": When(DAY(2021, 3, 30))}, "No longer in the plan: it was overdue."),
        (DONE, "No longer in the plan: it was completed."),
        (CHECKED, "Not carried forward: it was verified."),
        (ENDED, "Not carried forward: it was closed."),
    ],
)
def test_an_action_that_is_gone_is_told_by_how_it_stood(
    state: dict[str, object], said: str
) -> None:
    """What is settled need not be carried on."""
    (change,) = compare(planned(action(**state)), planned()).actions
    assert list(sentences.action(change, day_in_words)) == [said]
    assert list(sentences.planned(change, day_in_words)) == []


def test_an_action_that_is_new_is_told_by_when_it_is_due_and_who_leads_it() -> None:
    """Whether that is stated or not."""
    (bare,) = compare(planned(), planned(action())).actions
    assert list(sentences.action(bare, day_in_words)) == ["New: due not stated; lead not stated."]
    (led,) = compare(planned(), planned(action(original_due=JUNE, lead="Chair"))).actions
    assert list(sentences.action(led, day_in_words)) == ["New: due 30 June 2021; lead Chair."]


def extended(*dates: When, **also: object) -> dict[str, object]:
    """Return what an action says that is due in June, and was extended to some days."""
    given = tuple(
        Extension(date, approved_by="Board", approved_on=DAY(2021, 3, n))
        for n, date in enumerate(dates, 1)
    )
    return {"original_due": JUNE, "extensions": given, **also}


OCTOBER, NOVEMBER = When(DAY(2021, 10, 31)), When(DAY(2021, 11, 30))
ASKED_FOR = Extension(When(DAY(2021, 12, 31)), asked_on=DAY(2021, 3, 5))


@pytest.mark.parametrize(
    ("state", "plan", "history"),
    [
        ({"original_due": JUNE}, ["Due 30 June 2021."], ["Originally due 30 June 2021."]),
        (extended(SEPTEMBER, OCTOBER), ["Due 31 October 2021; originally due 30 June 2021, extended twice."],
         ["Originally due 30 June 2021.",
          "Extended from 30 June 2021 to 30 September 2021. Approved by Board on 1 March 2021. Extension 1 of 2.",
          "Extended from 30 September 2021 to 31 October 2021. Approved by Board on 2 March 2021. Extension 2 of 2."]),
        (extended(SEPTEMBER, OCTOBER, NOVEMBER), ["Due 30 November 2021; originally due 30 June 2021, extended 3 times."], None),
        ({"original_due": JUNE, "extensions": (SOONER,)}, ["Due 31 May 2021; originally due 30 June 2021."],
         ["Originally due 30 June 2021.", "Brought forward from 30 June 2021 to 31 May 2021. Approved by Board on 1 March 2021."]),
        ({"original_due": JUNE, "extensions": (ASKED_FOR,)}, ["Due 30 June 2021."],
         ["Originally due 30 June 2021.", "An extension to 31 December 2021 is requested."]),
        ({"original_due": JUNE, "extensions": (replace(ASKED_FOR, due=When(DAY(2021, 5, 1))),)}, ["Due 30 June 2021."],
         ["Originally due 30 June 2021.", "A request to bring it forward to 1 May 2021 waits for a decision."]),
        ({"original_due": When(DAY(2021, 3, 30))}, ["Due 30 March 2021.", "Overdue."],
         ["Originally due 30 March 2021.", "Overdue since 30 March 2021."]),
        ({"original_due": JUNE} | DONE, ["Due 30 June 2021.", "Completed on 1 March 2021."], ["Originally due 30 June 2021."]),
    ],
)  # fmt: skip
def test_the_dates_of_an_action_are_told_as_a_plan_and_as_a_history(
    state: dict[str, object], plan: list[str], history: list[str] | None
) -> None:
    """How often it was extended, each extension, and where it stands now."""
    (change,) = compare(planned(), planned(action(**state))).actions
    assert list(sentences.planned(change, day_in_words)) == plan
    if history is not None:
        assert list(sentences.slippage(change, day_in_words)) == history


def test_the_history_of_dates_is_that_of_the_newer_plan() -> None:
    """Of an action that is gone, that of the older."""
    later = action(**extended(SEPTEMBER))
    (change,) = compare(planned(action(original_due=JUNE)), planned(later)).actions
    (gone,) = compare(planned(later), planned()).actions
    assert [*sentences.slippage(change, day_in_words)] == [*sentences.slippage(gone, day_in_words)]
    assert len([*sentences.slippage(gone, day_in_words)]) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (Rated("red", "Late."), Rated("red", "Later."), ["The reason for the rating changed."]),
        (Rated("red", "Late."), Rated("red"), ["The reason for the rating changed."]),
        (Rated("red", "Late."), Rated("green"), ["The reason for Red was removed: “Late.”"]),
        (Rated("red", "Late."), Rated("green", "Done."), []),
        (Rated("red"), Rated("green"), []),
        (Rated("red", "Late."), Rated("red", "Late."), []),
    ],
)
def test_a_reason_does_not_vanish_unsaid(old: Rated, new: Rated, said: list[str]) -> None:
    """One that comes with another rating takes its place."""
    assert list(sentences.reason(old, new, BASE.body)) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": "Text of recommendation one."}, ["The text changed: 1 word added, 1 word removed."]),
        ({"heading": "Another?"}, ["Heading: Heading 1 → Another?"]),
        ({"response": Response("accepted", source="Page 3")},
         ["Response: unknown → accepted.", "Source of the response: not stated → Page 3."]),
    ],
)  # fmt: skip
def test_what_changed_in_a_recommendation_is_said_part_by_part(
    changed: dict[str, object], said: list[str]
) -> None:
    """Its text, its heading, and what the Government said to it."""
    first, second = BASE.recommendations
    new = replace(BASE, recommendations=(replace(first, **changed), second))  # type: ignore[arg-type]
    (change,) = compare(BASE, new).recommendations
    assert list(sentences.recommendation(change)) == said
    assert sentences.heading(compare(BASE, new), "1") == changed.get("heading", "Heading 1")


def test_a_recommendation_is_answered_newly_or_no_longer() -> None:
    """And is called by the name that either side has."""
    fewer = replace(BASE, recommendations=BASE.recommendations[:1])
    for old, new, said in (
        (fewer, BASE, "Newly answered."),
        (BASE, fewer, "No longer answered."),
    ):
        changes = compare(old, new)
        (change,) = changes.recommendations
        assert list(sentences.recommendation(change)) == [said]
        assert sentences.heading(changes, "2") == change.heading == "Heading 2"


LONG = "word " * 20


@pytest.mark.parametrize(
    ("keys", "old", "new", "said"),
    [
        (("lead",), "Chair", "Director", "lead: “Chair” → “Director”."),
        (("lead",), None, "Director", "lead: added, “Director”."),
        (("lead",), "Chair", None, "lead: removed, it was “Chair”."),
        (("a", "b  c"), 1, 2, "a → b c: “1” → “2”."),
        (("soft",), True, False, "soft: true → false."),
        (("on",), DAY(2021, 3, 1), JUNE, "on: 1 March 2021 → 30 June 2021."),
        (("list",), ("a", "b"), ("b", "a"), "list: in another order."),
        (("also", "One"), None, "One", "also → One: added."),
        (("also", "One"), "One", None, "also → One: removed."),
        (("text",), LONG, f"{LONG}more", "text: 1 word added, 0 words removed."),
        (("text",), "Short.", LONG, "text: 20 words added, 1 word removed."),
        (("text",), None, LONG, "text: added."),
        (("text",), LONG, None, "text: removed."),
        (("a" * 90,), 1, 2, f"{'a' * 79}…: “1” → “2”."),
        (("a",), "x" * 80, "y", f"a: “{'x' * 80}” → “y”."),
    ],
)  # fmt: skip
def test_what_changed_under_a_key_is_said_with_what_it_was(
    keys: tuple[str, ...], old: object, new: object, said: str
) -> None:
    """A value of more than a few words by how many came and went."""
    assert sentences.key_changed(KeyChange(keys, old, new), day_in_words) == said


def test_what_its_readers_may_not_see_is_said_to_be_left_out() -> None:
    """By its note, or in words."""
    change = KeyChange(("a",), Withheld.instead_of("x"), Withheld.instead_of("y", "[internal]"))
    assert sentences.key_changed(change, day_in_words) == "a: left out of this paper → [internal]"
