"""Rules about what was promised, and who does it by when."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from francis import workspace
from francis.check import promises
from francis.check.case import Case
from francis.check.phrases import phrases, sentences
from francis.record.prose import plain
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.findings import At, findings, findings_despite_faults, position, record_with_text
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, YEAR, action, plan, record_files

ROOT = Path(__file__).parents[2]
TEN = ["123", "130", "132", "135", "136", "138", "141", "142", "143", "144"]
"""The recommendations whose positions promise the action plan, as a reading of the paper of 2013 found."""
PROMISE = "We will publish a report."
COMMITTED = """\
commitments:
  - text: We will publish a report.
    kind: will
"""
FULL = "measure: It is so.\nlead: Head of Care\nsince: 2021-01-01\noriginal_due: 2021-06\n"


def promised(words: str, more: str = "", *actions: str) -> list[str]:
    """Return what is said of words that are promised in position 1."""
    files = record_files(
        body__2021__1=position(words, more=more), body__2021__actions=plan(*actions)
    )
    return findings(promises.promise_unrecorded, files)


def planned(*actions: str, **also: str) -> dict[str, bytes]:
    """Return a workspace with a plan, whose first action begins on line 3."""
    return record_files(body__2021__actions=plan(*actions, **also))


def two_years(before: str, now: str, **changed: str | None) -> dict[str, bytes]:
    """Return a workspace of two years with a position 1 in each."""
    return record_files(
        **{
            "body__2020__year": YEAR.replace("2021-03-31", "2020-03-31"),
            "body__2020__1": before,
            "body__2020__2": position("It is so.", 2),
            "body__2021__year": YEAR + 'follows: "2020"\n',
            "body__2021__1": now,
            **changed,
        }
    )


# A sentence that promises


@pytest.mark.parametrize("phrase", sorted(set(phrases()["promises"]) - {"action plan"}))
def test_every_phrase_promises(phrase: str) -> None:
    """On its line, in any capitals, and over the end of a line."""
    sentence = f"Quality is good and {phrase} done."
    assert promised(f"It is so.\n{sentence}") == [At("2021/1.yaml:11:1", f"“{sentence}”")]
    assert promised(f"It is so. {sentence}".replace(phrase, phrase.replace(" ", "\n")))
    assert promised(sentence.upper())
    assert not promised(sentence.replace(phrase, f"x{phrase}x"))


@pytest.mark.parametrize(
    "words",
    [
        "The Governing Body will be asked for its approval.",
        "An action plan to be agreed with the Trust follows.",
        "This will be reflected in the action plan.",
        "- It is so.\n- The team is\n  partly in place.",
        "The CCG’s strategy is under  development, and **will be** shared.",
    ],
)
def test_what_promises_is_found(words: str) -> None:
    """In points and in stressed words too."""
    assert len(promised(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "The Committee approved the action plan on 3 May 2020.",
        "Actions A1 to A3 of the action plan were completed.",
        "Members will be aware that the contract was varied.",
        "Doing so will be difficult.",
        "The Willbe Trust was visited.",
        "The CCG reviewed its plans together with providers.",
        "The goodwill between partners has been kept.",
        "Patients awaiting discharge are seen daily, as are people who await surgery.",
        "We have no plans to close a ward.",
        "Providers will be paid by results.",
        "The inquiry asks each body to say what it intends to do.",
    ],
)
def test_what_only_sounds_like_a_promise_is_none(words: str) -> None:
    """A plan that is named, what members know, and parts of other words."""
    assert not promised(words)


def test_a_promise_that_is_recorded_is_no_matter() -> None:
    """Nor one of which a part is, or that is part of a longer one; in other lines and marks too."""
    assert promised(PROMISE)
    assert not promised(PROMISE, COMMITTED)
    assert not promised("We will *publish*\na report.", COMMITTED)
    longer = "It is so. We will publish a report. It will be short."
    assert not promised(longer, COMMITTED.replace(PROMISE, longer))
    part = "In June, and not before, we will publish a report on all of it."
    assert not promised(part, COMMITTED.replace(PROMISE, "we will publish a report"))


def test_one_recorded_promise_does_not_cover_another() -> None:
    """Nor does the short end of a commitment cover whatever has the same words."""
    assert promised(f"{PROMISE} It will be short.", COMMITTED) == [
        At("2021/1.yaml:10:1", "“It will be short.”")
    ]
    told_twice = "We will publish it; by June. The budget will be agreed by June."
    recorded = COMMITTED.replace(PROMISE, "We will publish it; by June.")
    assert len(promised(told_twice, recorded)) == 1


def test_a_sentence_is_told_once() -> None:
    """However often it promises, and however often it stands there."""
    sentence = "It will be published and will be reviewed."
    assert len(promised(f"{sentence}\n\n{sentence}")) == 1


def test_papers_promise_in_their_sections_alone() -> None:
    """What a cover sums up or asks for stands in the paper elsewhere."""
    cover = COVER.replace("There are", "It will be published. There are").replace(
        "author: Director of Care", "author: It will be stated"
    )
    files = record_files(body__body=BODY + FORM, **{"body__2021__papers__board-report": cover})
    assert findings(promises.promise_unrecorded, files) == [
        At("2021/papers/board-report.yaml:10:15", "“It will be published.”")
    ]
    committed = cover + COMMITTED.replace(PROMISE, "It will be published")
    files = record_files(body__body=BODY + FORM, **{"body__2021__papers__board-report": committed})
    assert not findings(promises.promise_unrecorded, files)


# What answers a commitment


def test_a_commitment_is_answered_by_an_action() -> None:
    """Of this year or of an earlier one; a name that leads nowhere answers nothing."""
    rule = promises.commitment_without_action
    message = At("2021/1.yaml:12:11", "“We will publish a report.”")
    assert findings(
        rule, record_with_text(PROMISE, body__2021__1=position(PROMISE, more=COMMITTED))
    ) == [message]
    answered = position(PROMISE, more=COMMITTED + "    actions: [A1]\n")
    assert not findings(rule, record_files(body__2021__1=answered, body__2021__actions=plan("A1")))
    earlier = two_years(position("It is so."), answered, body__2020__actions=plan("A1"))
    assert not findings(rule, earlier)
    assert findings_despite_faults(rule, record_files(body__2021__1=answered)) == [message]


def test_the_action_plan_is_promised_by_positions() -> None:
    """That is told by a rule of its own, so that each promise is told once; papers promise it like anything."""
    of_plan = COMMITTED.replace("kind: will", "kind: action plan")
    files = record_files(body__2021__1=position(PROMISE, more=of_plan))
    assert findings(promises.plan_promised, files) == [
        At("2021/1.yaml:12:11", "“We will publish a report.”")
    ]
    assert not findings(promises.commitment_without_action, files)
    answered = position(PROMISE, more=of_plan + "    actions: [A1]\n")
    planned = record_files(body__2021__1=answered, body__2021__actions=plan("A1"))
    assert not findings(promises.plan_promised, planned)
    cover = COVER.replace("There are", f"{PROMISE} There are") + of_plan
    paper = record_files(body__body=BODY + FORM, **{"body__2021__papers__board-report": cover})
    assert not findings(promises.plan_promised, paper)
    assert findings(promises.commitment_without_action, paper) == [
        At("2021/papers/board-report.yaml:12:11", "“We will publish a report.”")
    ]


def test_a_promise_of_last_year_is_kept_or_made_again() -> None:
    """One that was planned then is followed up in the plan."""
    rule, made = promises.commitment_dropped, position(PROMISE, more=COMMITTED)
    assert findings(rule, two_years(made, position("It is so."))) == [
        At("2021/1.yaml:9:7", "“We will publish a report.”")
    ]
    assert not findings(rule, two_years(made, made))
    answered = position(PROMISE, more=COMMITTED + "    actions: [A1]\n")
    planned = two_years(answered, position("It is so."), body__2020__actions=plan("A1"))
    assert not findings(rule, planned)
    assert not findings(rule, two_years(position(PROMISE), position("It is so.")))


def test_a_promise_of_a_paper_is_looked_for_in_the_next_year_too() -> None:
    """It is told where the year says what it follows."""
    cover = COVER.replace("There are", f"{PROMISE} There are") + COMMITTED
    it_is_so = position("It is so.")
    changed = {"body__2020__papers__board-report": cover, "body__body": BODY + FORM}
    assert findings(promises.commitment_dropped, two_years(it_is_so, it_is_so, **changed)) == [
        At("2021/year.yaml:5:10", "“We will publish a report.”")
    ]


def test_an_open_action_does_not_vanish() -> None:
    """It leaves the plan by being done or closed; without a plan, the year is where it is missed."""
    rule, it_is_so = promises.action_gone, position("It is so.")

    def of(before: str, *now: str) -> list[str]:
        plans = {"body__2020__actions": plan(before), "body__2021__actions": plan(*now)}
        return findings(rule, two_years(it_is_so, it_is_so, **plans))

    assert of("A1", "A2") == [At("2021/actions.yaml:1:1", "A1", "2020")]
    assert of("A1") == [At("2021/year.yaml:1:1", "A1", "2020")]
    assert of(action("A1", "original_due: 2020-01-31")) == [At("2021/year.yaml:1:1", "A1", "2020")]
    assert not of("A1", "A1")
    assert not of(action("A1", "completed: 2020-01-31"))
    assert not of(action("A1", "closure:\n  outcome: superseded"))


# Dates


@pytest.mark.parametrize("phrase", phrases()["vague_dates"])
def test_every_vague_date_is_none(phrase: str) -> None:
    """In positions as in the plan, in any capitals."""
    sentence = f"A report on it, {phrase}, is due."
    assert findings(promises.date_vague, record_with_text(f"It is so.\n{sentence}")) == [
        At("2021/1.yaml:11:1", f"“{phrase}”", f"“{sentence}”")
    ]
    assert findings(promises.date_vague, record_with_text(sentence.upper()))
    assert not findings(
        promises.date_vague, record_with_text(sentence.replace(phrase, "by 30 June 2021"))
    )
    described = action("A1").replace("Do A1.", f"Report, {phrase}.")
    assert len(findings(promises.date_vague, planned(described))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Over the next three months, by 30 June 2021, it is done.",
        "Over the next three months, by the end of June, it is done.",
        "It is done in due course (e.g. by 1st of July 2021).",
        "In the coming months, until 30/06/2021, we look again.",
        "It comes in due course, by March 2021.",
        "It comes in due course, in 2022.",
        "The next three patients were seen.",
        "We look to the future.",
        "Shortly after admission, each patient is seen.",
        "Patients are seen as soon as possible, so that it does not happen in the future.",
    ],
)
def test_what_has_a_date_or_needs_none_is_let_pass(words: str) -> None:
    """A day, a month, or a year that had not passed; or a turn of speech that gives no date."""
    assert not findings(promises.date_vague, record_with_text(words))


@pytest.mark.parametrize(
    "words",
    [
        "In the light of the report of 6 February 2013, a plan is due in due course.",
        "The strategy of August 2012 is refreshed in the coming months.",
        "The standards for 2021/22 are agreed in due course.",
        "It was agreed on 1 May 2022. More comes in due course.",
        "The plan of 2012 comes in due course.",
        "It comes in due course, under reference 12345-67.",
        "It may be done in due course.",
    ],
)
def test_another_date_is_no_date_for_it(words: str) -> None:
    """One that had passed, the name of a year's contract, or one of another sentence."""
    assert len(findings(promises.date_vague, record_with_text(words))) == 1


# The plan


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("lead: Head of Care\n", "lead"),
        ("original_due: 2021-06\n", "date"),
        ("measure: It is so.\n", "measure"),
    ],
)
def test_an_open_action_is_complete(left_out: str, missing: str) -> None:
    """It has a lead, a date and a measure; what is done or closed needs none of them any more."""
    rule = promises.action_incomplete
    more = FULL.replace(left_out, "")
    assert findings(rule, planned(action("A1", more))) == [
        At("2021/actions.yaml:3:9", "A1", missing)
    ]
    assert not findings(rule, planned(action("A1", FULL)))
    assert not findings(rule, planned(action("A1", f"{more}completed: 2021-01-31")))
    assert not findings(rule, planned(action("A1", f"{more}closure:\n  outcome: closed")))


def test_an_action_may_lack_everything() -> None:
    """Then all of it is told at once; and an empty plan lacks nothing."""
    assert findings(promises.action_incomplete, planned("A1")) == [
        At("2021/actions.yaml:3:9", "A1")
    ]
    assert not findings(promises.action_incomplete, planned())


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2020-12-31", At("2021/actions.yaml:9:19", "A1", "1 January 2021", "31 December 2020")),
        ("2020-12", At("2021/actions.yaml:9:19", "A1", "1 January 2021", "December 2020")),
        ("2021-01-01", ""),
        ("2021-01", ""),
    ],
)  # fmt: skip
def test_a_date_is_set_before_it_passes(due: str, expected: str) -> None:
    """A month has passed with its last day."""
    found = findings(
        promises.due_in_past, planned(action("A1", f"since: 2021-01-01\noriginal_due: {due}"))
    )
    assert found == ([expected] if expected else [])


EXTENDED = """\
original_due: 2020-01-31
extensions:
  - due: 2021-02-28
    reason: The post was vacant.
    asked_on: 2021-02-01
"""
APPROVED = "    approved_by: The Board\n    approved_on: 2021-02-10\n"


def test_a_later_date_is_set_before_it_passes_too() -> None:
    """By the day on which it was approved, or asked for if it was not yet."""
    rule = promises.due_in_past
    late = EXTENDED.replace("2021-02-01", "2021-03-01")
    assert findings(rule, planned(action("A1", late))) == [
        At("2021/actions.yaml:10:14", "A1", "28 February 2021", "asked for", "1 March 2021")
    ]
    approved = EXTENDED + APPROVED.replace("2021-02-10", "2021-03-02")
    assert findings(rule, planned(action("A1", approved))) == [
        At("2021/actions.yaml:10:14", "A1", "28 February 2021", "approved", "2 March 2021")
    ]
    assert not findings(rule, planned(action("A1", EXTENDED)))
    assert not findings(rule, planned(action("A1", EXTENDED + APPROVED)))
    on_the_day = EXTENDED + APPROVED.replace("2021-02-10", "2021-02-28")
    assert not findings(rule, planned(action("A1", on_the_day)))
    assert not findings(
        rule, planned(action("A1", EXTENDED.replace("    asked_on: 2021-02-01\n", "")))
    )


def test_an_extension_has_a_reason() -> None:
    """Approved or not."""
    bare = EXTENDED.replace("    reason: The post was vacant.\n", "")
    message = At("2021/actions.yaml:10:9", "A1", "28 February 2021")
    assert findings(promises.extension_unexplained, planned(action("A1", bare))) == [message]
    assert findings(promises.extension_unexplained, planned(action("A1", bare + APPROVED))) == [
        message
    ]
    assert not findings(promises.extension_unexplained, planned(action("A1", EXTENDED + APPROVED)))


def test_an_extension_is_approved_when_the_board_has_met() -> None:
    """Before it meets, or once the action is done, nobody waits for anything."""

    def of(more: str, met: str = "2021-02-01") -> list[str]:
        files = record_files(body__2021__actions=plan(action("A1", more), last_meeting=met))
        return findings(promises.extension_unexplained, files)

    assert of(EXTENDED) == [
        At(
            "2021/actions.yaml:11:9",
            "A1",
            "28 February 2021",
            "asked for",
            "1 February 2021",
            "approved",
        )
    ]
    undated = EXTENDED.replace("    asked_on: 2021-02-01\n", "")
    assert of(undated) == [
        At(
            "2021/actions.yaml:11:9",
            "A1",
            "28 February 2021",
            "asked for",
            "approved",
            "1 February 2021",
        )
    ]
    assert not of(EXTENDED, met="2021-01-31")
    assert not of(EXTENDED + APPROVED)
    assert not of(EXTENDED + "completed: 2021-02-20\n")
    assert not findings(promises.extension_unexplained, planned(action("A1", EXTENDED)))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("since: 2020-12-30", "since 30 December 2020"),
        ("since: 2020-12-31", ""),
        ("since: 2020-01-01\nprogress:\n  - date: 2020-12-30\n    text: Begun.", "since 30 December 2020"),
        ("since: 2020-01-01\nprogress:\n  - date: 2020-12-31\n    text: Begun.", ""),
        ("lead: Head of Care", "at all"),
        ("completed: 2020-01-31", ""),
        ("closure:\n  outcome: superseded", ""),
    ],
)  # fmt: skip
def test_an_open_action_has_progress_in_90_days(more: str, expected: str) -> None:
    """As at the day of the year, 31 March 2021; the day on which it came into the plan counts."""
    found = findings(promises.progress_stale, planned(action("A1", more)))
    message = At("2021/actions.yaml:3:9", "A1", expected, "31 March 2021", "90 days")
    assert found == ([message] if expected else [])


# Barnet CCG, 2013


@cache
def barnet() -> dict[str, bytes]:
    """Return the record of Barnet CCG alone, without its action plan's actions."""
    here = workspace.read_files(ROOT)
    files = {path: data for path, data in here.items() if "/example-ccg/" not in path}
    return {**files, "standards/barnet-ccg/2013/actions.yaml": b"format: 1\nactions: []\n"}


def of_barnet(files: dict[str, bytes]) -> Register:
    """Return its year, of which the links may lead to nothing."""
    (register,) = loading.load(files).readable
    return register


def numbers(files: dict[str, bytes]) -> list[str]:
    """Return the positions in which a promise of the action plan is found unanswered."""
    found = promises.plan_promised.find(Case(of_barnet(files), lambda path: False))
    return [Path(finding.place.path).stem for finding in found]


def test_the_ten_promises_of_the_action_plan_are_found() -> None:
    """No more and no fewer, once the plan is emptied, though links then lead to nothing."""
    assert numbers(barnet()) == TEN
    whole = {path: data for path, data in workspace.read_files(ROOT).items() if path in barnet()}
    assert numbers(whole) == []


def test_the_ten_promises_are_found_in_the_text_too() -> None:
    """When nobody has recorded any commitment, each of their sentences is found as a promise."""
    files = {
        path: re.sub(rb"^commitments:\n(?:[ ].*\n)+", b"", data, flags=re.MULTILINE)
        for path, data in barnet().items()
    }
    kept = of_barnet(barnet())
    assert not any(position.commitments for position in of_barnet(files).positions.values())
    found = [
        finding.message
        for finding in promises.promise_unrecorded.find(Case(of_barnet(files), lambda path: False))
    ]
    for number in TEN:
        (commitment,) = (c for c in kept.positions[number].commitments if c.kind == "action plan")
        begun = [m.partition("“")[2].rstrip("…”") for m in found if m.startswith(f"{number} ")]
        words = plain(commitment.text)
        promise = [s for _, s in sentences(kept.positions[number].text) if s in words or words in s]
        assert any(sentence.startswith(tuple(begun)) for sentence in promise), number


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        ("It will be done by 30 March 2021.", True),
        ("It will be done before the end of February 2021.", True),
        ("It will be done no later than 2021-03-01, and shown by 1 March 2021.", True),
        ("It will be done by Q3 2020/21.", True),
        ("It will be done by the end of quarter 2 of 2020.", True),
        ("It will be done by Q4 2020/21.", False),
        ("It will be done by 31 March 2021.", False),
        ("It will be done by March 2021.", False),
        ("It was begun on 1 March 2021 and will be done by 1 June 2021.", False),
        ("What was agreed on 1 March 2021 will be done.", False),
        ("It will be done by the Board.", False),
    ],
)
def test_a_promise_whose_date_has_passed_is_told(words: str, passed: bool) -> None:
    """As at the day of the year, to the end of a month; a date that is no time limit does not count."""
    text = POSITION.format(number=1).replace("Position on 1.", words)
    made = f"commitments:\n  - text: {words}\n    kind: will\n    actions: [A1]\n"
    found = findings(
        promises.promise_overtaken,
        record_files(body__2021__1=text + made, body__2021__actions=plan("A1")),
    )
    assert bool(found) == passed
    if passed:
        assert found == [At("2021/1.yaml:12:11", words)]
