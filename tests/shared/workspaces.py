"""A small workspace to change one thing in: two recommendations, and a body that answers them."""

from __future__ import annotations

from pathlib import Path

from francis.record.writing.new_workspace import Beginning

BEGUN = Beginning("The Body of a Test", "Our Body", "icb", "francis-2013")
"""What a new workspace begins with."""
INIT = ("--set", "francis-2013", "--name", BEGUN.name, "--short-name", "Our Body", "--kind", "icb")
"""The same as options of a command."""
SET = """\
format: 1
title: Report of an Inquiry
short_title: Inquiry Report
published: 2020-02-29
total: 9
item:
  one: recommendation
  many: recommendations
responder: The Government
acknowledgement: The recommendations are quoted from the report.
licence: Open Government Licence v3.0
licence_url: https://example.org/licence
source: Written for a test.
themes:
  - title: Care
    first: "1"
    last: "2"
"""
RECOMMENDATION = """\
format: 1
number: "{number}"
heading: Heading {number}
text: |
  Text of recommendation {number}.
response:
  status: unknown
"""
BODY = """\
format: 1
name: The Body of a Test
short_name: Test Body
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
  - key: not rated
    word: Not rated
    meaning: Nobody has given a rating.
    blank: true
assurances:
  - key: not assessed
    word: Not assessed
    meaning: Nobody has looked.
    blank: true
"""
YEAR = """\
format: 1
set: inquiry
as_at: 2021-03-31
status: draft
"""
POSITION = """\
format: 1
number: "{number}"
acceptance:
  value: accepted
rating:
  value: green
assurance:
  value: not assessed
text: |
  Position on {number}.
"""
ACTION = """\
  - id: {id}
    recommendations: ["1"]
    description: Do {id}.
    rating:
      value: green
"""
FORM = """\
papers:
  - paper: board-report
    fields:
      - key: meeting
        label: Meeting
      - key: author
        label: Author
    sections:
      - key: background
        label: Background
"""
COVER = """\
format: 1
title: The position of the Test Body
meeting: The Board
purposes: [note]
fields:
  author: Director of Care
sections:
  - key: background
    paragraphs:
      - text: There are {{ counts.positions }} positions.
"""


def plan(*actions: str, **also: str) -> str:
    """Return an action plan of these actions, each a name or a whole block of YAML."""
    blocks = [ACTION.format(id=a) if "\n" not in a else a for a in actions]
    keys = "".join(f"{key}: {value}\n" for key, value in also.items())
    return f"format: 1\n{keys}actions:" + ("\n" + "".join(blocks) if blocks else " []\n")


def action(name: str, more: str = "") -> str:
    """Return one action with further lines of YAML, which are indented here."""
    return ACTION.format(id=name) + "".join(f"    {line}\n" for line in more.splitlines())


# An action of which everything is stated, and one that is overdue and for which a later date is asked.
DONE = action(
    "A1",
    """\
measure: Everybody has it.
lead: Director of Care
since: 2020-10-01
original_due: 2020-12-31
extensions:
  - due: 2021-01-31
    reason: The supplier was late.
    asked_on: 2020-12-01
    approved_by: The Board
    approved_on: 2020-12-15
  - due: 2021-02-28
    reason: So was the weather.
    asked_on: 2021-01-20
    approved_by: The Chair
    approved_on: 2021-01-21
progress:
  - date: 2020-11-05
    text: It was ordered.
  - date: 2021-02-10
    text: It came.
  - date: 2021-02-20
    text: A secret note.
    classification: internal
evidence:
  - title: Delivery note
    date: 2021-02-10
    where: https://example.org/note
  - title: A secret list
    where: In a drawer
    classification: internal
completed: 2021-02-11
verified:
  by: Internal Audit
  date: 2021-03-01
closure:
  outcome: business as usual
  date: 2021-03-02
  reason: It is ordered every year.
source: Section 7
""",
)
LATE = action(
    "A2",
    """\
lead: Head of Contracts
original_due: 2021-02
extensions:
  - due: 2021-06
    reason: They have not signed.
    asked_on: 2021-03-20
progress:
  - date: 2021-03-30
    text: They have it in writing.
""",
).replace("value: green\n", "value: red\n      reason: Nobody has signed.\n")
RED = """\
  - key: red
    word: Red
    meaning: Overdue.
    colour: "#d4351c"
    exception: true
"""


def record_with_plan(**changed: str | bytes | None) -> dict[str, bytes]:
    """Return the files of the workspace with a plan: one action done, one overdue, one hardly begun."""
    files: dict[str, str | bytes | None] = {
        "body__body": BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n"),
        "body__2021__actions": plan(DONE, LATE, "A3", last_meeting="2021-01-31"),
        "body__2021__1": POSITION.format(number=1)
        + "commitments:\n  - text: Position on 1.\n    kind: will\n    actions: [A1, A2]\n",
    }
    return record_files(**files | changed)


def record_files(**changed: str | bytes | None) -> dict[str, bytes]:
    """Return the files of the workspace; `changed` gives others by their path, None removes one.

    A path is written as a keyword below `standards/`, with `__` for a slash and without the file extension:
    `inquiry__set`, `body__2021__1`.
    """
    files: dict[str, str | bytes | None] = {
        "inquiry__set": SET,
        "inquiry__1": RECOMMENDATION.format(number=1),
        "inquiry__2": RECOMMENDATION.format(number=2),
        "body__body": BODY,
        "body__2021__year": YEAR,
        "body__2021__1": POSITION.format(number=1),
        "body__2021__2": POSITION.format(number=2),
        **changed,
    }
    return {
        f"standards/{name.replace('__', '/')}.yaml": text.encode()
        if isinstance(text, str)
        else text
        for name, text in files.items()
        if text is not None
    }


def write_files(root: Path, files: dict[str, bytes] | None = None) -> Path:
    """Write a workspace to `root` and return it."""
    for path, data in (files if files is not None else record_files()).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root
