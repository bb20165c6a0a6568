"""A provider of the small workspace, with every key of its files."""

from __future__ import annotations

from tests.shared.workspaces import BODY, POSITION, RED, YEAR, record_with_plan

LADDERS = """\
ladders:
  - quality-2013
  - key: own
    name: Our own
    steps:
      - key: talk
        word: Talk
        meaning: We talk.
        approver: Head of Quality
      - key: visit
        word: Visit
        beside: true
      - key: end
        word: End
        last_resort: true
        needs: [Somebody else]
      - key: ease
        word: Eased
        down: true
small_number: 5
moving_ranges: without outliers
"""
PROVIDER = """\
format: 1
name: The Royal Hospital
kind: acute trust
also: [The Royal]
services: [Orthopaedics]
commissioned_with: [Next Door]
co_ordinating_commissioner: Test Body
standards: |
  | Standard | Kind |
  |---|---|
  | Letters | fundamental, see [one](#1) |
measures:
  - key: falls
    name: Falls with harm
    unit: falls
    better: down
    target: "2"
    source: Its report
    new_limits:
      - {on: 2021-01-01, because: A new form}
    counts_people: true
    published: false
    classification: public
  - key: letters
    name: Letters within five days
    unit: per cent
    better: up
notes: [A remark.]
"""
LOG = """\
format: 1
requests:
  - id: R1
    kind: response to the inquiry
    what: Its review
    asked: 2020-05-09
    asked_of: Medical Director
    lead: Head of Quality
    due: 2020-06-28
    chased: [2020-07-26, 2021-09-06]
    answered: {on: 2020-09-20, what: 31 of 38 questions}
    judged: {value: in part, reason: Nothing on nights, by: Director, on: 2021-05-02}
    then: Asked again
    recommendations: ["1"]
    actions: [A1]
    evidence:
      - title: The review
        providers: [royal/V1]
    source: A paper
    classification: internal
  - id: R2
    what: Numbers
    received_from: The coroner
    asked: 2021-01-10
    due: 2021-02
    refused: {on: 2021-02-01, reason: Not held}
entries:
  - id: L1
    kind: intelligence
    what: Letters are late
    on: 2020-10-11
    source: GPs
    soft: true
    by: Quality Manager
    triage: {value: joined, concern: C2, on: 2020-10-12, by: Head of Quality, reason: The same}
    classification: restricted
    withheld: {because: The practices asked for it, review: 2021-03-30}
  - id: V1
    kind: visit
    what: Unannounced visit
    on: 2021-02-03
    found: Call bells answered
    lead: [{post: Director of Quality}]
    review: 2021-06-01
    recommendations: ["2"]
    actions: [A1]
    evidence: [{title: Notes, classification: internal}]
"""
CONCERN = """\
format: 1
number: C2
what: Late clinic letters
since: 2020-02-11
patients_at_risk: true
lead: Director of Quality
next_review: 2021-03-20
sources:
  - {on: 2020-02-11, kind: GP feedback, what: Nine letters, soft: true, classification: internal, withheld: {because: Not yet answered., review: 2021-04-30}}
  - {on: 2020-02-12, kind: whistleblower, what: From the ward, protected: true}
events:
  - {on: 2020-03-01, step: informal, by: Head of Quality}
  - {on: 2020-04-01, step: contract-query-notice, approved_by: Director of Quality, reason: No answer}
  - {on: 2020-04-24, step: qsg, ladder: quality-2013, shared_with: Others, our_view: Unsafe, their_view: Watch, agreed: false, we_did: Visit, they_did: Wait}
  - {on: 2020-05-02, step: harm-review, found: 2 of 60}
  - {on: 2020-06-01, reply: corrected, what: They sent facts, classification: internal, withheld: {because: Their lawyers wrote, review: 2021-03-31}}
  - {on: 2020-11-01, step: end, needs_met: [Somebody else], approved_by: The Board}
  - {on: 2021-02-01, step: ease}
  - {on: 2021-06-01, step: suspension}
promised:
  - {what: Letters in 5 days, due: 2020-06-30, met: 2020-07-02}
  - {what: A new system, due: 2021-12}
closed:
  - {on: 2020-08-01, because: Kept, by: The Board, evidence: [V1, royal/L1]}
reopened:
  - {on: 2020-09-01, why: Late again}
recommendations: ["1"]
actions: [A1]
touches: [All practices]
classification: public
"""
MEASURES = """\
measure,period,value,numerator,denominator
falls,2020-12,3,,
falls,2021-01,9,,
letters,2021-01,92.5,185,200
letters,2021-04,96,192,200
"""
COMMON_LOG = """\
format: 1
entries:
  - id: W1
    kind: workshop
    what: With all providers
"""
FOLDER = "standards/body/providers"


def provider_files(**also: str) -> dict[str, bytes]:
    """Return the small workspace, its two years and its provider, with some of its files changed."""
    texts = {
        "provider": PROVIDER,
        "log": LOG,
        "concern": CONCERN,
        "measures": MEASURES,
        "common": COMMON_LOG,
        "body": BODY.replace("  - key: not rated\n", f"{RED}  - key: not rated\n") + LADDERS,
        **also,
    }
    files = record_with_plan(
        body__body=texts["body"],
        body__2020__year=YEAR.replace("2021-03-31", "2020-03-31"),
        **{f"body__2020__{n}": POSITION.format(number=n) for n in (1, 2)},
        body__2021__year=f"{YEAR}follows: '2020'\n",
    )
    paths = {
        "provider": f"{FOLDER}/royal/provider.yaml",
        "log": f"{FOLDER}/royal/log.yaml",
        "concern": f"{FOLDER}/royal/concerns/C2.yaml",
        "measures": f"{FOLDER}/royal/measures.csv",
        "common": f"{FOLDER}/log.yaml",
    }
    return files | {path: texts[name].encode() for name, path in paths.items()}
