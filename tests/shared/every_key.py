"""A small workspace in which every key of the record is used at least once."""

from __future__ import annotations

from tests.shared.provider_files import FOLDER, LADDERS, provider_files
from tests.shared.workspaces import COVER, POSITION, RECOMMENDATION, SET, YEAR, record_with_plan

_SET = (
    SET.replace('last: "2"', 'last: "4"').replace("\nsource: ", "\nchair: A Chair\nsource: ")
    + """\
reporting: Once a *year*.
order: ["1", "2", "2(a)", "3", "4"]
fields:
  recommendation:
    - key: regulation
      label: Regulation
    - key: must
      label: Must or should
      of: [must, should]
  position:
    - key: raised
      label: Raised on
      type: day
  action:
    - key: origin
      label: Origin
"""
)
_ASKED = """\
short: The first
addressed_to: [TEST BODY, Everybody]
fields:
  regulation: 12(2)
  must: must
corrections:
  - part: text
    found: Txt
    reads: Text
    why: A slip.
"""
_BODY = """\
format: 1
name: The Body of a Test
short_name: Test Body
kind: council
notice: A test.
words:
  item:
    one: standard
    many: standards
  position: current position
  position_heading: Current position
ratings:
  - key: green
    word: Green
    meaning: On track.
    colour: "#00703c"
    claim: on track
  - key: red
    word: Red
    meaning: Late.
    colour: "#d4351c"
    exception: true
    claim: off track
    shape: triangle
  - key: not rated
    word: Not rated
    meaning: Nobody has given a rating.
    blank: true
assurances:
  - key: not assessed
    word: Not assessed
    meaning: Nobody has looked.
    blank: true
acceptances:
  - key: accepted
    meaning: All of it.
    claim: accepted
  - key: partly
    meaning: Some of it.
    claim: in part
purposes:
  - key: note
    word: To note
    meaning: To know of it.
  - key: endorse
    word: To endorse
committees:
  - name: The Board
    also: [Governing Board]
checks:
  - rule: date-vague
    level: note
    reason: Known.
    files: ['2020']
papers:
  - paper: board-report
    house: council.docx
    clear_days: 4
    grouped_by: lead
    fields:
      - key: meeting
        label: Meeting
      - key: purpose
        label: Purpose
      - key: author
        label: Author
    sections:
      - key: background
        label: Background
  - paper: quality-report
    like: board-report
    template: quality.html.j2
    sections:
      - key: background
        label: Background
fields:
  position:
    - key: cost
      label: Cost
      type: number
  action:
    - key: priority
      label: Priority
      of: [high, low]
    - key: money
      label: Money
      type: number
site:
  address: https://example.org/site
  introduction: These pages are [ours](#1).
  contact: Write to the Head of Wards.
  accessibility: {compliance: full, prepared: 2021-04-01, reviewed: 2021-04-02, tested: By hand., parts: None.}
"""
_POSITION = """\
providers: [royal, royal/C2]
lead:
  - post: Director of Care
    role: sponsor
  - post: Head of Wards
    service: Wards
oversight: Quality Committee
fields:
  raised: 2021-01-05
  cost: 1200
commitments:
  - text: Position on 1.
    kind: will
    actions: [A1, A2]
    due: 2021-Q1
    source: Page 2
    providers: [royal/R1]
    outcome:
      value: replaced
      reason: It is done otherwise.
      by: B(i)
      on: 2021-03-01
"""
_SECOND = """\
format: 1
number: "2"
acceptance:
  value: partly
  reason: It is *hard*.
  meeting: Governing Board
  date: 2020-04-01
rating:
  value: green
  reason: It goes well.
assurance:
  value: not assessed
  reason: Nobody came.
incomplete: It breaks off.
lead: Director
classification: public
text: |
  See [one](#1), and

  - this
  - that.

  Position on 2.
evidence:
  - title: Minutes
    date: 2021-02-01
    where: https://example.org/m
    classification: internal
    providers: [royal/V1]
confirmed:
  on: 2021-03-01
  by: Director
change: New.
answers: 123456789abc
notes: [Checked.]
"""
_JOINT = """\
format: 1
number: "3"
answered_with: "1"
acceptance:
  value: partly
  reason: Only here.
answers: 123456789abc
notes: [Checked too.]
"""
_SECRET = (
    POSITION.format(number="2(a)")
    + """\
classification: restricted
"""
)
_PLAN = """\
format: 1
last_meeting: 2021-01-31
actions:
  - id: A1
    recommendations: ["1"]
    description: Do A1.
    short: One
    since: 2020-10-01
    measure: Everybody has it.
    lead: Director of Care
    oversight: Quality Committee
    original_due: 2020-12-31
    extensions:
      - due: 2021-02
        reason: The supplier was late.
        asked_on: 2020-12-01
        approved_by: The Board
        approved_on: 2020-12-15
      - due: 2021-01-31
        reason: It came early.
        asked_on: 2021-01-10
        approved_by: The Chair
        approved_on: 2021-01-12
    progress:
      - date: 2020-11-05
        text: It was ordered.
      - date: 2021-01-20
        text: A secret note.
        classification: internal
        source: The secret form of the Chief Nurse
    evidence:
      - title: Delivery note
        date: 2021-01-20
        where: https://example.org/note
        classification: internal
        source: The secret form of the Chief Nurse
    milestones:
      - what: Ordered
        due: 2020-11
        met: 2020-11-05
      - what: Paid
        due: 2021-Q4
    percent: 100
    rating:
      value: green
      reason: It is done.
    completed: 2021-01-21
    verified:
      by: Internal Audit
      date: 2021-03-01
    closure:
      outcome: business as usual
      date: 2021-03-02
      reason: It is ordered every year.
    source: Section 7
    providers: [royal/C2]
    classification: public
    fields:
      origin: Audit
      priority: high
      money: 12000
  - id: A2
    recommendations: ["1", "2(a)"]
    description: Do A2.
    lead:
      - post: Head of Contracts
        role: lead
        service: Contracts
      - post: Chief Nurse
    original_due: 2020/21-Q4
    percent: 40
    extensions:
      - due: 2021-06
        reason: They have not signed.
        asked_on: 2021-03-20
    progress:
      - date: 2021-03-30
        text: They have it in writing.
    rating:
      value: red
      reason: Nobody has signed.
  - id: B(i)
    recommendations: []
    description: Do it again and again.
    original_due: 2020-12-31
    repeats:
      every: quarter
      until: 2028-03
      done: [2020-12-20, 2021-03-29]
    rating:
      value: green
  - id: B(ii)
    recommendations: ["2"]
    description: Do it some day.
    original_due:
      to_be_set_by: 2021-06-30
    rating:
      value: not rated
"""
_COVER = (
    COVER.replace("The Board", "Governing Board")
    + """\
paper: board-report
date: 2021-04-20
session: public
published: 2021-04-10
late: The clerk was ill.
chair_agreed: true
message: "We are *not* there: {{ counts.red }} red."
asks:
  - Note **it**.
  - text: Agree to {{ counts.actions }} actions.
    by: 2021-05
    about: ["2", A1]
    outcome:
      value: amended
      minute: "6.2"
      lead: Director of Care
      due: 2021-Q3
      text: Agreed to *fewer*.
commitments:
  - text: There are
    kind: continuing
    actions: [A2]
source: A paper.
"""
)
_SECTION = """\
    text: Before it.
    paragraphs:
      - text: There are {{ counts.positions }} positions.
        heading: How many
        classification: public
"""
_EARLIER = (
    COVER
    + """\
date: 2020-05
asks:
  - text: Approve it.
    outcome:
      value: deferred
  - Look at [it](#1).
"""
)
_TEMPLATE = '{% extends "board-report.html.j2" %}\n'


def every_key(house: bytes | None = None) -> dict[str, bytes]:
    """Return the files of the workspace; `house` is the Word file that it names, which none has without it."""
    early = dict.fromkeys(("1", "2"), POSITION)
    parts = {
        "inquiry__2-a": ("2(a)", "part_of: '2'\n"),
        "inquiry__3": ("3", ""),
        "inquiry__4": ("4", "addressed_to: [Somebody Else]\n"),
    }
    files = record_with_plan(
        inquiry__set=_SET,
        inquiry__1=RECOMMENDATION.format(number=1).replace(
            "status: unknown", "status: accepted\n  source: Page 3"
        )
        + _ASKED,
        **{p: RECOMMENDATION.format(number=n) + more for p, (n, more) in parts.items()},
        body__body=LADDERS + (_BODY if house else _BODY.replace("    house: council.docx\n", "")),
        body__2020__year=YEAR.replace("2021", "2020") + "numbers: ['1', '2']\n",
        **{f"body__2020__{n}": text.format(number=n) for n, text in early.items()},
        **{"body__2020__papers__board-report": _EARLIER},
        body__2021__year=YEAR
        + "follows: '2020'\nsource: A paper.\nnotes:\n  - A note.\n"
        + "numbers:\n  - first: '1'\n    last: '3'\n  - 2(a)\n",
        body__2021__1=POSITION.format(number=1) + _POSITION,
        body__2021__2=_SECOND,
        body__2021__3=_JOINT,
        **{"body__2021__2-a": _SECRET},
        body__2021__actions=_PLAN,
        **{
            "body__2021__papers__board-report": _COVER.replace(
                "    paragraphs:\n      - text: There are {{ counts.positions }} positions.\n",
                _SECTION,
            ),
            "body__2021__papers__quality-report": COVER.replace("  author: Director of Care\n", "")
            .replace("fields:\n", "fields: {}\n")
            .replace("[note]", "[endorse]")
            + "date: 2021-05-20\n",
        },
    )
    files |= {p: data for p, data in provider_files().items() if p.startswith(f"{FOLDER}/")}
    withheld = "classification: internal\nwithheld: {because: A reason, review: 2021-06-30}\n"
    files |= {
        f"{FOLDER}/other/provider.yaml": f"format: 1\nname: Other\n{withheld}".encode(),
        f"{FOLDER}/other/concerns/C1.yaml": (
            f"format: 1\nnumber: C1\nwhat: A fear\nsince: 2021-01\n{withheld}".encode()
        ),
    }
    files["templates/quality.html.j2"] = _TEMPLATE.encode()
    if house:
        files["templates/council.docx"] = house
    return files
