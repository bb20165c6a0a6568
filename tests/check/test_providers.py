"""Rules about providers: what was asked of them, and what was done about concerns."""

from __future__ import annotations

import pytest

from francis.check import providers, publication
from francis.check.rule import Rule
from tests.shared.findings import RATED, At, findings
from tests.shared.provider_files import LADDERS, PROVIDER, provider_files
from tests.shared.workspaces import BODY, POSITION, RED, plan, record_files

ASKED = """\
format: 1
requests:
  - id: R1
    what: Its review
    asked: 2020-05-09
    due: 2020-06-28
"""
BEGUN = """\
format: 1
number: C2
what: Late letters
since: 2020-02-11
"""
SEEN = """\
format: 1
entries:
  - id: V1
    kind: visit
    what: A visit
    on: 2020-04-01
    found: All is well.
  - id: L1
    kind: intelligence
    what: All is well
    source: Patients
  - id: L2
    kind: assurance
    what: All is well
    source: The Royal Hospital's own report
"""


def told(rule: Rule, **changed: str) -> list[str]:
    """Return what a rule finds of a provider that has hardly anything but what is given."""
    bare = {
        "provider": PROVIDER.partition("measures:")[0],
        "log": "format: 1\n",
        "concern": BEGUN,
        "measures": "measure,period,value\n",
    }
    return findings(rule, provider_files(**bare | changed))


def test_a_request_past_its_date_that_nobody_chased() -> None:
    """Since that date; not one that is answered, refused or not due."""
    rule = providers.request_not_chased
    place = "providers/royal/log.yaml:6:10"
    assert told(rule, log=ASKED) == [At(place, "R1", "“Its review”", "276 days past its date")]
    assert len(told(rule, log=f"{ASKED}    chased: [2020-06-20]\n")) == 1
    for more in (
        "chased: [2020-07-26]",
        "answered: {on: 2020-09-20}",
        "refused: {on: 2020-09-20}",
    ):
        assert told(rule, log=f"{ASKED}    {more}\n") == []
    assert told(rule, log=ASKED.replace("due: 2020-06-28", "due: 2021-03")) == []
    assert told(rule, log=ASKED.replace("due: 2020-06-28", "asked_of: Chair")) == []


def test_an_answer_that_the_body_owes() -> None:
    """To somebody who asked it; chasing is not for it."""
    received = f"{ASKED}    received_from: The coroner\n"
    assert told(providers.answer_owed, log=received) == [
        At("providers/royal/log.yaml:6:10", "R1 of The coroner", "276 days late")
    ]
    assert told(providers.request_not_chased, log=received) == []
    assert told(providers.answer_owed, log=ASKED) == []
    assert told(providers.answer_owed, log=f"{received}    answered: {{on: 2020-09-20}}\n") == []


def test_an_answer_that_nobody_judged() -> None:
    """Of the provider, not of the body itself."""
    rule = providers.request_not_judged
    answered = f"{ASKED}    answered: {{on: 2020-09-20}}\n"
    assert told(rule, log=answered) == [
        At("providers/royal/log.yaml:7:15", "R1 was answered on 20 September 2020")
    ]
    assert told(rule, log=ASKED) == []
    assert told(rule, log=f"{answered}    judged: {{value: sufficient}}\n") == []
    assert told(rule, log=f"{answered}    received_from: The coroner\n") == []
    assert (
        told(rule, log=answered.replace("09-20", "09-20").replace("{on: 2020", "{on: 2021")) == []
    )


def test_a_concern_past_its_review() -> None:
    """While it is open."""
    rule = providers.concern_past_review
    late = f"{BEGUN}next_review: 2021-03-30\n"
    assert told(rule, concern=late) == [
        At("providers/royal/concerns/C2.yaml:5:14", "royal/C2", "30 March 2021")
    ]
    assert told(rule, concern=late.replace("03-30", "03-31")) == []
    assert told(rule, concern=f"{late}closed: [{{on: 2021-01-01, because: Over}}]\n") == []


def test_patients_at_risk_and_nobody_told() -> None:
    """Neither those who could help, nor by a step on a ladder."""
    rule = providers.risk_without_step
    risk = f"{BEGUN}patients_at_risk: true\n"
    events = "{risk}events: [{{on: 2020-03-01, {what}}}]\n"
    assert told(rule, concern=risk) == [
        At("providers/royal/concerns/C2.yaml:5:19", "royal/C2", "neither shared nor taken")
    ]
    assert len(told(rule, concern=events.format(risk=risk, what="step: visit"))) == 1
    for what in ("step: informal", "shared_with: The council"):
        assert told(rule, concern=events.format(risk=risk, what=what)) == []
    assert told(rule, concern=risk.replace("true", "false")) == []
    since = "events: [{on: 2021-02-01, patients_at_risk: true}]\n"
    assert told(rule, concern=BEGUN + since) == [
        At("providers/royal/concerns/C2.yaml:5:45", "royal/C2", "neither shared nor taken")
    ]
    assert told(rule, concern=risk + since.replace("at_risk: true", "at_risk: false")) == []
    assert told(rule, concern=BEGUN + since.replace("2021-02", "2021-04")) == []
    assert told(rule, concern=f"{risk}closed: [{{on: 2021-01-01, because: Over}}]\n") == []


LETTERS = [90, 92, 91, 93, 90, 92, 91, 92, 90]
"""Letters within five days, per cent, of nine months: nothing but chance."""


def letters(*values: int) -> str:
    """Return the readings of a measure for as many months, up to March 2021."""
    months = [f"20{20 + n // 12}-{n % 12 + 1:02}" for n in range(15 - len(values), 15)]
    rows = (f"letters,{month},{value}\n" for month, value in zip(months, values, strict=True))
    return "measure,period,value\n" + "".join(rows)


def test_a_measure_that_is_worse_by_more_than_chance_and_no_concern_is_open() -> None:
    """By its latest reading up to the day of the year; a concern about that provider, of whatever kind, is enough."""
    rule = providers.worse_without_concern
    closed = f"{BEGUN}closed: [{{on: 2021-01-01, because: Over}}]\n"
    held = {"provider": PROVIDER, "concern": closed}
    worse = letters(*LETTERS, 40)
    assert told(rule, measures=worse, **held) == [
        At("providers/royal/provider.yaml:25:11", "five days” of “The Royal", "in March 2021")
    ]
    assert told(rule, measures=worse, provider=PROVIDER) == []
    for values in ((*LETTERS, 91), (*LETTERS, 99), (*LETTERS[:5], 40, *LETTERS[5:]), (92, 40)):
        assert told(rule, measures=letters(*values), **held) == []
    later = letters(*LETTERS, 91) + "letters,2021-04,40\n"
    assert told(rule, measures=later, **held) == []
    drawn_anew = "    better: up\n    new_limits: [{on: 2021-03-01, because: A new form}]\n"
    changed = PROVIDER.replace("    better: up\n", drawn_anew)
    assert told(rule, measures=worse, **held | {"provider": changed}) == []


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        ("96.7,58,60", False),
        ("96.6,58,60", False),
        ("97,58,60", False),
        ("96,58,60", False),
        ("96.5,58,60", True),
        ("95,58,60", True),
        ("86.7,58,60", True),
        ("96.7,60,58", True),
        ("0,0,60", False),
        ("0,,60", False),
        (",58,60", False),
        ("96.7,58,0", False),
    ],
)
def test_a_share_that_its_two_numbers_do_not_come_to(row: str, is_told: bool) -> None:
    """Rounded or cut off it may be."""
    rows = f"measure,period,value,numerator,denominator\nletters,2020-03,{row}\n"
    there = [At("providers/royal/measures.csv:2:1", "in March 2020, but")] if is_told else []
    assert told(providers.reading_miscounted, measures=rows, provider=PROVIDER) == there
    counted = PROVIDER.replace("unit: per cent", "unit: letters")
    assert told(providers.reading_miscounted, measures=rows, provider=counted) == []


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        (("informal", "contract-query-notice"), []),
        (("contract-query-notice",), [6]),
        (("informal", "visit", "remedial-action-plan"), [8]),
        (("informal", "contract-query-notice", "informal", "contract-query-notice"), []),
        (("talk", "ease", "end"), [8]),
        (("end, reason: Danger",), []),
    ],
)
def test_a_step_that_was_passed_over(steps: tuple[str, ...], lines: list[int]) -> None:
    """Unless a reason is given; steps beside a ladder are no level of it."""
    events = "".join(
        f"  - {{on: 2020-03-{n:02}, step: {step}}}\n" for n, step in enumerate(steps, 1)
    )
    found = told(providers.step_skipped, concern=f"{BEGUN}events:\n{events}")
    assert [int(line.split(":")[1]) for line in found] == lines
    assert all("without “" in line for line in found)


def test_a_last_resort_needs_its_approval_and_what_it_needs() -> None:
    """Each is named that is lacking."""
    rule = providers.last_resort_unready
    taken = f"{BEGUN}events:\n  - {{on: 2020-03-01, step: end%s}}\n"
    place = "providers/royal/concerns/C2.yaml:6:28"
    assert told(rule, concern=taken % "") == [At(place, "“End”", "Somebody else, approval")]
    assert told(rule, concern=taken % ", approved_by: The Board") == [
        At(place, "without: Somebody else.")
    ]
    whole = ", approved_by: The Board, needs_met: [Somebody else]"
    assert told(rule, concern=taken % whole) == []
    assert told(rule, concern=(taken % "").replace("step: end", "step: informal")) == []


@pytest.mark.parametrize(
    ("closing", "events", "is_told"),
    [
        ("", "", True),
        (", evidence: [V1]", "", False),
        (", evidence: [royal/V1]", "", False),
        (", evidence: [L1]", "", False),
        (", evidence: [L2]", "", True),
        (", evidence: [C2]", "", True),
        (", evidence: [log/W1]", "", True),
        ("", "  - {on: 2020-05-01, step: harm-review, found: 2 of 60}\n", False),
        ("", "  - {on: 2020-05-01, step: harm-review}\n", True),
        ("", "  - {on: 2020-07-01, found: Too late}\n", True),
    ],
)
def test_a_concern_closed_on_the_providers_word(closing: str, events: str, is_told: bool) -> None:
    """Unless somebody of the body's looked before, or somebody else says so."""
    concern = f"{BEGUN}closed: [{{on: 2020-06-10, because: They say so{closing}}}]\n"
    if events:
        concern += f"events:\n{events}"
    found = told(providers.closed_on_their_word, concern=concern, log=SEEN)
    expected = [At("providers/royal/concerns/C2.yaml:5:10", "10 June 2020", "word alone")]
    assert found == (expected if is_told else [])


def test_what_was_seen_before_a_concern_came_back_counts_no_more() -> None:
    """Only since then."""
    concern = (
        f"{BEGUN}events: [{{on: 2020-03-01, found: All well}}]\n"
        "closed: [{on: 2020-03-10, because: Well}, {on: 2020-06-10, because: They say so}]\n"
        "reopened: [{on: 2020-04-01, why: Again}]\n"
    )
    assert len(told(providers.closed_on_their_word, concern=concern)) == 1
    looked = concern.replace("All well}", "All well}, {on: 2020-05-01, found: Well}")
    assert told(providers.closed_on_their_word, concern=looked) == []


@pytest.mark.parametrize(
    ("names", "rating", "is_told"),
    [
        ("[royal/R1]", "blue", True),
        ("[royal]", "blue", True),
        ("[royal/L2]", "blue", True),
        ("[royal/R1, royal/V1]", "blue", False),
        ("[]", "blue", False),
        ("[royal/R1]", "amber", False),
    ],
)
def test_a_rating_that_rests_on_the_providers_word(names: str, rating: str, is_told: bool) -> None:
    """Evidence of anybody else is enough."""
    position = POSITION.format(number=1).replace("value: green", f"value: {rating}")
    evidence = f"evidence: [{{title: The answer, providers: {names}}}]\n"
    log = SEEN + ASKED.replace("format: 1\n", "")
    files = provider_files(
        body=RATED + LADDERS, log=log, concern=BEGUN, measures="measure,period,value\n"
    )
    files["standards/body/2021/1.yaml"] = (position + evidence).encode()
    files["standards/body/2021/actions.yaml"] = plan().encode()
    expected = [At("2021/1.yaml:6:10", "1 is rated Blue", "what providers say")]
    assert findings(providers.evidence_of_provider_alone, files) == (expected if is_told else [])


def named(words: str, **changed: str) -> list[str]:
    """Return what is said of providers that a position names."""
    files = provider_files(**changed)
    position = POSITION.format(number=1).replace("Position on 1.", words)
    files["standards/body/2021/1.yaml"] = position.encode()
    return findings(providers.provider_without_file, files)


def test_a_provider_that_is_named_and_has_no_file() -> None:
    """By none of its names; each is told once, and only where a body keeps files of providers."""
    (line,) = named("Fairlea Mental Health NHS Trust said so, and Fairlea Mental Health NHS Trust.")
    assert At("2021/1.yaml:10:1", "“Fairlea Mental Health NHS Trust”") == line
    for words in (
        "The Royal Hospital",
        "the Royal Hospital",
        "Royal Hospital",
        "a hospital",
        "Ours",
    ):
        assert named(f"It is {words}.") == []
    position = POSITION.format(number=1).replace("Position on 1.", "Fairlea NHS Trust")
    alone = record_files(body__2021__1=position)
    assert findings(providers.provider_without_file, alone) == []


def test_details_of_persons_are_found_in_files_of_providers_too() -> None:
    """Whatever the day of the note."""
    log = SEEN.replace("All is well.", "Ask x.y@example.org.").replace("2020-04-01", "2021-04-01")
    (line,) = told(publication.email_address, log=log)
    assert At("providers/royal/log.yaml:7:12", "e-mail address") == line


def test_rules_pass_over_a_body_without_providers() -> None:
    """And what came after the day of the year."""
    body = BODY.replace("  - key: not rated\n", f"{RED}  - key: not rated\n")
    for rule in providers.PROVIDER_RULES:
        assert findings(rule, record_files(body__body=body)) == []
        late = BEGUN.replace("since: 2020", "since: 2022") + "patients_at_risk: true\n"
        assert told(rule, concern=late, log=ASKED.replace("2020", "2022")) == []


def test_what_is_withheld_is_looked_at_again() -> None:
    """Once its day is past; and what nobody gave a reason for is told, of whatever has a classification."""
    why = "withheld: {because: A small team, review: 2021-03-30}"
    late, silent = providers.withholding_past_review, providers.withheld_without_reason
    concern = f"{BEGUN}classification: internal\n"
    assert told(late, concern=f"{concern}{why}\n") == [
        At(
            "providers/royal/concerns/C2.yaml:6:43",
            "that royal/C2 is internal was to be looked at again on 30 March 2021.",
        )
    ]
    assert told(late, concern=f"{concern}{why.replace('03-30', '03-31')}\n") == []
    assert told(silent, concern=f"{concern}{why}\n") == []
    assert told(silent, concern=concern) == [
        At("providers/royal/concerns/C2.yaml:5:17", "royal/C2 is internal, and")
    ]
    sources = "sources: [{kind: GPs, classification: restricted}, {kind: x, protected: true, classification: restricted}]\n"
    assert told(silent, concern=BEGUN + sources) == [
        At("providers/royal/concerns/C2.yaml:5:39", "a source of royal/C2")
    ]
    entry = "format: 1\nentries: [{id: L1, kind: visit, what: x, classification: internal}]\n"
    assert told(silent, log=entry) == [At("providers/royal/log.yaml:2:58", "royal/L1 is internal")]
    assert told(silent, provider="format: 1\nname: x\nclassification: internal\n") == [
        At("providers/royal/provider.yaml:3:17", "royal is internal")
    ]
