"""Rules about what the record claims, and what it holds to show for it."""

from __future__ import annotations

from datetime import date

import pytest

from francis.check import claims
from francis.check.case import Case
from francis.check.rule import Rule
from francis.record.model import digest
from francis.record.reading import loading
from tests.shared.findings import RATED, At, findings
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    action,
    plan,
    record_files,
)

EVIDENCE = """\
evidence:
  - title: Audit of handover
    date: 2021-02-01
"""
OVERDUE = "original_due: 2021-03-30\n"
DONE = "completed: 2021-03-01\n"
VERIFIED = DONE + "lead: Head of Care\nverified:\n  by: Internal Audit\n  date: 2021-03-02\n"
LAST_YEAR = YEAR.replace("2021-03-31", "2020-03-31")
FOLLOWING = YEAR + 'follows: "2020"\n'


def rated(colour: str, more: str = "", number: int = 1) -> str:
    """Return a position with a rating; further keys begin on line 11."""
    return POSITION.format(number=number).replace("value: green", f"value: {colour}") + more


def act(colour: str, more: str = "", name: str = "A1") -> str:
    """Return an action with a rating, which serves position 1."""
    return action(name, more).replace("value: green", f"value: {colour}")


def files(first: str, *actions: str, **changed: str | None) -> dict[str, bytes]:
    """Return a workspace with a position 1 and a plan; position 2 is not rated."""
    return record_files(
        **{
            "body__body": RATED,
            "body__2021__1": first,
            "body__2021__2": rated("not rated", number=2),
            "body__2021__actions": plan(*actions),
            **changed,
        }
    )


def years(before: str, now: str, *actions: str, **changed: str | None) -> dict[str, bytes]:
    """Return a workspace of two years: position 1 as it was, and as it is."""
    return files(
        now,
        *actions,
        body__2020__year=LAST_YEAR,
        body__2020__1=before,
        body__2020__2=rated("not rated", number=2),
        body__2021__year=FOLLOWING,
        **changed,
    )


def dated(day: str) -> str:
    """Return evidence of a day."""
    return EVIDENCE.replace("2021-02-01", day)


@pytest.mark.parametrize("colour", ["blue", "green"])
def test_what_is_claimed_is_shown(colour: str) -> None:
    """By evidence of the position, or of an action that serves it."""
    rule = claims.claim_without_evidence
    word = colour.capitalize()
    message = At("2021/1.yaml:6:10", word)
    assert findings(rule, files(rated(colour))) == [message]
    assert findings(rule, files(rated(colour), act("green"))) == [message]
    assert not findings(rule, files(rated(colour, EVIDENCE)))
    assert not findings(rule, files(rated(colour), act("green", EVIDENCE)))
    other = act("green", EVIDENCE).replace('["1"]', '["2"]')
    assert findings(rule, files(rated(colour), other)) == [message]


@pytest.mark.parametrize("colour", ["amber", "red", "not rated"])
def test_who_claims_nothing_good_need_show_nothing(colour: str) -> None:
    """Nor a body whose ratings say nothing of what they claim."""
    assert not findings(claims.claim_without_evidence, files(rated(colour)))
    assert not findings(claims.claim_without_evidence, record_files())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2019-03-30",
            [At("2021/1.yaml:12:3", "Green", "30 March 2019", "31 March 2019")],
        ),
        ("2019-03-31", []),
    ],
)
def test_evidence_may_be_of_the_year_before(day: str, expected: list[str]) -> None:
    """And no older: of a year as at 31 March 2021, back to 31 March 2019; whether or not it follows one."""
    assert findings(claims.evidence_old, files(rated("green", dated(day)))) == expected
    assert (
        findings(claims.evidence_old, years(rated("green"), rated("green", dated(day)))) == expected
    )


def test_evidence_is_as_old_as_the_stock_take_before_allows() -> None:
    """A year before the earlier stock-take, not two years before this one."""
    half = {"standards/body/2020/year.yaml": YEAR.replace("2021-03-31", "2020-12-31").encode()}
    of = {
        day: years(rated("green"), rated("green", dated(day))) | half
        for day in ("2019-12-30", "2019-12-31")
    }
    assert len(findings(claims.evidence_old, of["2019-12-30"])) == 1
    assert not findings(claims.evidence_old, of["2019-12-31"])


def test_old_evidence_is_no_matter_beside_newer() -> None:
    """Or beside some of which the day is not known; and where nothing is claimed."""
    old = dated("2001-01-01")
    for more in ("  - title: New\n    date: 2021-01-01\n", "  - title: Undated\n"):
        assert not findings(claims.evidence_old, files(rated("green", old + more)))
    assert not findings(claims.evidence_old, files(rated("red", old)))
    assert not findings(claims.evidence_old, files(rated("green")))


def test_old_evidence_of_an_action_is_told_at_the_rating() -> None:
    """Where the position lists none itself."""
    (line,) = findings(
        claims.evidence_old, files(rated("green"), act("green", dated("2001-01-01")))
    )
    assert line.startswith("2021/1.yaml:6:10: ")


def test_a_year_of_29_february_has_a_year_before() -> None:
    """Evidence of 28 February two years earlier is not too old, and that of the day before is."""
    leap = YEAR.replace("2021-03-31", "2020-02-29")
    for day, count in (("2018-02-28", 0), ("2018-02-27", 1)):
        changed = files(rated("green", dated(day)), body__2021__year=leap)
        assert len(findings(claims.evidence_old, changed)) == count


def test_green_and_overdue_contradict_each_other() -> None:
    """On the day itself an action is in time; one that is done or left the plan is not late."""
    rule = claims.good_but_overdue
    assert findings(rule, files(rated("green"), act("red", OVERDUE))) == [
        At("2021/1.yaml:6:10", "Green", "A1")
    ]
    two = (act("red", OVERDUE), act("red", OVERDUE, "A2"))
    assert findings(rule, files(rated("blue"), *two)) == [
        At("2021/1.yaml:6:10", "Blue", "A1", "A2")
    ]
    for more in ("original_due: 2021-03-31\n", "original_due: 2021-03\n", OVERDUE + DONE, ""):
        assert not findings(rule, files(rated("green"), act("red", more)))
    assert not findings(rule, files(rated("amber"), act("red", OVERDUE)))


@pytest.mark.parametrize("colour", ["amber", "red"])
def test_what_is_at_risk_has_an_open_action(colour: str) -> None:
    """One that is overdue is open; one that is done mends nothing more."""
    rule = claims.bad_without_action
    message = At("2021/1.yaml:6:10", f"{colour.capitalize()}")
    assert findings(rule, files(rated(colour))) == [message]
    assert findings(rule, files(rated(colour), act("green", DONE))) == [message]
    closed = "closure:\n  outcome: superseded\n"
    assert findings(rule, files(rated(colour), act("green", closed))) == [message]
    assert not findings(rule, files(rated(colour), act("green")))
    assert not findings(rule, files(rated(colour), act("green", OVERDUE)))
    assert not findings(rule, files(rated("green")))


def test_better_needs_new_evidence() -> None:
    """New is what has another title or day; the same in another place is not."""
    rule = claims.better_without_evidence
    message = At("2021/1.yaml:6:10", "Red", "Amber")
    before, old = rated("red", dated("2020-01-01")), dated("2020-01-01")
    assert findings(rule, years(before, rated("amber"))) == [message]
    assert findings(rule, years(before, rated("amber", old))) == [message]
    assert findings(rule, years(before, rated("amber", old + "    where: Room 4\n"))) == [message]
    assert not findings(rule, years(before, rated("amber", dated("2020-01-02"))))
    assert not findings(rule, years(before, rated("amber"), act("green", EVIDENCE)))


@pytest.mark.parametrize(
    ("before", "now"),
    [("amber", "red"), ("amber", "amber"), ("not rated", "green"), ("red", "not rated")],
)
def test_no_better_needs_no_evidence(before: str, now: str) -> None:
    """Nor a first rating, nor a first year."""
    assert not findings(claims.better_without_evidence, years(rated(before), rated(now)))
    assert not findings(claims.better_without_evidence, files(rated(now)))


@pytest.mark.parametrize(
    ("colour", "more", "expected"),
    [
        ("green", OVERDUE, "A1 is rated Green, but it is overdue."),
        ("blue", OVERDUE, "A1 is rated Blue, but it is overdue."),
        ("blue", "", "A1 is rated Blue, but it has no completion date."),
        ("red", DONE, "A1 is rated Red, but it was completed."),
        ("amber", VERIFIED, "A1 is rated Amber, but it is complete and verified."),
        ("red", VERIFIED, "A1 is rated Red, but it is complete and verified."),
        ("amber", OVERDUE, ""),
        ("red", OVERDUE, ""),
        ("not rated", OVERDUE, ""),
        ("green", "original_due: 2021-03-31\n", ""),
        ("amber", DONE, ""),
        ("green", DONE, ""),
        ("blue", VERIFIED, ""),
        ("blue", "closure:\n  outcome: business as usual\n", ""),
    ],
)
def test_the_rating_of_an_action_agrees_with_its_dates(
    colour: str, more: str, expected: str
) -> None:
    """As at the day of the year."""
    line = At("2021/actions.yaml:7:14", expected)
    found = findings(claims.rating_against_dates, files(rated("amber"), act(colour, more)))
    assert found == ([line] if expected else [])


def test_what_is_complete_has_nothing_open() -> None:
    """Whatever is overdue is told by another rule."""
    rule = claims.rating_against_dates
    two = act("green"), act("green", "", "A2")
    assert findings(rule, files(rated("blue"), *two)) == [
        At("2021/1.yaml:6:10", "Blue", "A1", "A2")
    ]
    assert not findings(rule, files(rated("blue"), act("blue", DONE)))
    assert not findings(rule, files(rated("green"), act("green")))
    assert not findings(rule, files(rated("blue"), act("red", OVERDUE)))


def test_complete_is_signed_off_by_somebody_else() -> None:
    """An action, and a position whose actions nobody looked at; not one that has left the plan."""
    rule = claims.complete_not_verified
    assert findings(rule, files(rated("blue"), act("blue", DONE))) == [
        At("2021/actions.yaml:7:14", "A1", "Blue"),
        At("2021/1.yaml:6:10", "Blue", "A1"),
    ]
    assert not findings(rule, files(rated("blue"), act("blue", VERIFIED)))
    assert not findings(rule, files(rated("green"), act("green", DONE)))
    closed = DONE + "closure:\n  outcome: closed\n"
    assert not findings(rule, files(rated("blue"), act("blue", closed)))


PLAN, RATING = "2021/actions.yaml", "2021/1.yaml"


@pytest.mark.parametrize(
    ("claim", "state", "rule", "expected"),
    [
        ("complete", DONE, claims.complete_not_verified, [PLAN, RATING]),
        ("reported complete", DONE, claims.complete_not_verified, []),
        ("complete or ongoing", DONE, claims.complete_not_verified, []),
        ("reported complete", "", claims.rating_against_dates, [PLAN, RATING]),
        ("complete or ongoing", "", claims.rating_against_dates, []),
        ("complete or ongoing", OVERDUE, claims.rating_against_dates, [PLAN]),
        ("under way", "", claims.rating_against_dates, []),
        ("under way", OVERDUE, claims.rating_against_dates, []),
        ("under way", DONE, claims.rating_against_dates, [PLAN]),
        ("under way", VERIFIED, claims.rating_against_dates, [PLAN]),
        ("not started", "", claims.rating_against_dates, []),
        ("not started", DONE, claims.rating_against_dates, [PLAN]),
        ("not started", VERIFIED, claims.rating_against_dates, [PLAN]),
        ("superseded", "", claims.bad_without_action, []),
        ("reported complete", OVERDUE, claims.good_but_overdue, [RATING]),
        ("complete or ongoing", "", claims.claim_without_evidence, [RATING]),
        ("under way", "", claims.claim_without_evidence, []),
        ("under way", "", claims.ratings_without_claim, []),
    ],
)
def test_each_claim_is_held_to_what_it_says(
    claim: str, state: str, rule: Rule, expected: list[str]
) -> None:
    """Not every scheme asks for a second look, and some words say no more than that work has begun."""
    body = RATED.replace("claim: on track", f"claim: {claim}")
    found = findings(rule, files(rated("green"), act("green", state), body__body=body))
    assert [line.partition(":")[0] for line in found] == expected


def test_what_is_answered_together_is_judged_once() -> None:
    """Where it is written: its reasons, its evidence and all actions for any of it count for both."""
    joint = 'format: 1\nnumber: "2"\nanswered_with: "1"\n'
    serving = act("red").replace('["1"]', '["2"]')
    red = files(rated("red"), serving, body__2021__2=joint)
    assert not findings(claims.bad_without_action, red)
    in_part = rated("green", EVIDENCE).replace("value: accepted", "value: accepted in part")
    shown = in_part.replace("in part", "in part\n  reason: No money.").replace(
        "value: not assessed", "value: limited\n  reason: There is no audit."
    )
    for rule in claims.CLAIM_RULES:
        assert not findings(rule, files(shown, body__2021__2=joint)), rule.name
    rule = claims.refused_without_reason
    found = findings(rule, files(in_part, body__2021__2=joint))
    assert found == [At("2021/1.yaml:4:10", "accepted in part", "no reason")]
    own = joint + "acceptance:\n  value: not accepted\n"
    found = findings(rule, files(shown, body__2021__2=own))
    assert found == [At("2021/2.yaml:5:10", "not accepted", "no reason")]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "head of  care",
            [At("2021/actions.yaml:11:11", "A1", "Head of Care")],
        ),
        ("Deputy Head of Care", []),
    ],
)
def test_nobody_signs_off_their_own_work(by: str, expected: list[str]) -> None:
    """However the post is written."""
    verified = VERIFIED.replace("Internal Audit", by)
    found = findings(claims.verified_by_lead, files(rated("green"), act("green", verified)))
    assert found == expected
    without = verified.replace("lead: Head of Care\n", "")
    assert not findings(claims.verified_by_lead, files(rated("green"), act("green", without)))


def test_assurance_says_what_it_rests_on() -> None:
    """Not assessed rests on nothing."""
    rule, limited = (
        claims.assurance_without_reason,
        rated("green").replace("not assessed", "limited"),
    )
    assert findings(rule, files(limited)) == [At("2021/1.yaml:8:10", "Limited")]
    reason = limited.replace("limited\n", "limited\n  reason: Two visits.\n")
    assert not findings(rule, files(reason))
    assert not findings(rule, files(rated("green")))


@pytest.mark.parametrize("value", ["not accepted", "not applicable", "accepted in part"])
def test_who_does_not_accept_says_why(value: str) -> None:
    """In full, in principle and under consideration need no reason."""
    rule = claims.refused_without_reason
    refused = rated("green").replace("value: accepted", f"value: {value}")
    assert findings(rule, files(refused)) == [At("2021/1.yaml:4:10", value)]
    assert not findings(
        rule, files(refused.replace(f"{value}\n", f"{value}\n  reason: It is so.\n"))
    )


@pytest.mark.parametrize("value", ["accepted", "accepted in principle", "under consideration"])
def test_who_accepts_need_not_say_why(value: str) -> None:
    """Nor who has not decided."""
    accepted = rated("green").replace("value: accepted", f"value: {value}")
    assert not findings(claims.refused_without_reason, files(accepted))


@pytest.mark.parametrize("words", ["Not yet written.", "TBC", "To follow"])
def test_a_position_that_is_not_written_is_told_once_for_all(words: str) -> None:
    """At the year, with the first of their numbers; what says more is written."""
    unwritten = POSITION.replace("Position on {number}.", words)
    rule = claims.position_unwritten
    both = record_files(
        body__2021__1=unwritten.format(number=1), body__2021__2=unwritten.format(number=2)
    )
    assert findings(rule, both) == [At("2021/year.yaml:1:1", "2 positions", "1, 2")]
    one = record_files(body__2021__2=unwritten.format(number=2))
    assert findings(rule, one) == [At("2021/year.yaml:1:1")]
    assert not findings(rule, record_files())
    said = POSITION.format(number=1).replace("Position on 1.", f"{words} It is about contracts.")
    assert not findings(rule, record_files(body__2021__1=said))


@pytest.mark.parametrize(("count", "listed"), [(3, "1, 2, 3."), (4, "1, 2, 3, …")])
def test_of_many_positions_that_are_not_written_three_are_named(count: int, listed: str) -> None:
    """And whether there are more."""
    held = record_files(
        inquiry__set=SET.replace('last: "2"', 'last: "9"'),
        **{f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in range(1, count + 1)},
        **{
            f"body__2021__{n}": POSITION.format(number=n).replace(
                f"Position on {n}.", "Not yet written."
            )
            for n in range(1, count + 1)
        },
    )
    (found,) = findings(claims.position_unwritten, held)
    assert found.endswith(f"{count} positions are not yet written: {listed}")


def test_ratings_that_claim_nothing_cannot_be_held_to_the_record() -> None:
    """Those that stand for no judgement claim nothing by their nature."""
    rule = claims.ratings_without_claim
    assert findings(rule, record_files()) == [At("body.yaml:11:3", "Green")]
    judged = BODY.replace("    blank: true\n", "", 1)
    assert findings(rule, record_files(body__body=judged)) == [
        At("body.yaml:11:3", "Green", "Not rated")
    ]
    claimed = BODY.replace("meaning: On track.\n", "meaning: On track.\n    claim: on track\n")
    assert not findings(rule, record_files(body__body=claimed))


@pytest.mark.parametrize("rule", claims.CLAIM_RULES, ids=lambda rule: rule.name)
def test_a_record_of_which_everything_is_shown_is_silent(rule: Rule) -> None:
    """Complete, with evidence, verified; also without a plan, and without anything but two positions."""
    good = rated("blue", dated(str(date(2021, 3, 1))))
    assert not findings(rule, files(good, act("blue", VERIFIED)))
    assert not findings(rule, files(good, body__2021__actions=None))
    assert not findings(rule, files(rated("not rated")))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "a recommendation has no text yet: 1."),
        (2, "2 recommendations have no text yet: 1, 2."),
        (3, "3 recommendations have no text yet: 1, 2, 3."),
        (4, "4 recommendations have no text yet: 1, 2, 3, …"),
    ],
)
def test_recommendations_without_a_text_are_told_once_for_all(count: int, said: str) -> None:
    """At the text of the first, with the numbers of three."""
    numbers = range(1, 5)
    texts = [RECOMMENDATION.format(number=n) for n in numbers]
    empty = [t.replace(f"Text of recommendation {n}.", "To be written.") for n, t in zip(numbers, texts, strict=True)]  # fmt: skip
    held = record_files(
        inquiry__set=SET.replace('last: "2"', 'last: "9"'),
        **{f"inquiry__{n}": (empty if n <= count else texts)[n - 1] for n in numbers},
        **{f"body__2021__{n}": POSITION.format(number=n) for n in numbers},
    )
    (found,) = claims.recommendation_unwritten.find(Case(loading.load(held).registers[-1], bool))
    assert (found.place.path, found.place.line) == ("standards/inquiry/1.yaml", 4)
    assert found.message == said
    assert not findings(claims.recommendation_unwritten, record_files())


def test_samples_of_a_new_workspace_are_told_until_they_are_replaced() -> None:
    """At the year, by the ids of actions and the names of covers."""
    rule = claims.sample_left
    sample, own = (action(n).replace(f"Do {n}.", "'Sample: do it.'") for n in ("A1", "A2"))
    place = "2021/year.yaml:1:1"
    one = record_files(body__2021__actions=plan(sample, "A3"))
    assert findings(rule, one) == [f"{place}: 1 sample is still to be replaced: A1."]
    cover = {"body__body": BODY + FORM, "body__2021__papers__board-report": COVER.replace("title: ", "title: 'Sample: ").replace("Body\n", "Body'\n", 1)}  # fmt: skip
    several = record_files(body__2021__actions=plan(sample, own), **cover)
    assert findings(rule, several) == [
        f"{place}: 3 samples are still to be replaced: A1, A2, board-report."
    ]
    assert not findings(rule, record_files(body__2021__actions=plan("A1")))


def test_a_position_on_an_older_text_is_told_where_it_says_which() -> None:
    """One that says nothing of it, or answers the text of today, is not."""
    rule = claims.position_for_review
    of = loading.load(record_files()).registers[-1]
    answers = POSITION.format(number=1) + "answers: {}\n"
    older = record_files(body__2021__1=answers.format("0123456789ab"))
    assert findings(rule, older) == [
        "2021/1.yaml:11:10: 1 answers an older text of its recommendation."
    ]
    today = record_files(body__2021__1=answers.format(digest(of.recommendations[0])))
    assert not findings(rule, today)
    assert not findings(rule, record_files())


@pytest.mark.parametrize("key", ["description", "measure"])
def test_each_text_of_an_action_that_only_points_elsewhere_is_told(key: str) -> None:
    """At its own place; one of more words than a pointer has says something."""
    lines = {"description": "Do A1.", "measure": "It is so."}
    text = action("A1", "measure: It is so.\n").replace(lines[key], "See “above”.")
    (found,) = findings(claims.text_elsewhere, record_files(body__2021__actions=plan(text)))
    assert found.endswith(f": the {key} of A1 says only “See “above”.”.")
    assert found.startswith("2021/actions.yaml:" + ("5:18" if key == "description" else "8:14"))
    long = "see above " * 6
    assert len(long.strip()) == claims.LONGEST_POINTER - 1
    assert not findings(claims.text_elsewhere, record_files(body__2021__1=rated("green").replace("Position on 1.", long + "so")))  # fmt: skip
