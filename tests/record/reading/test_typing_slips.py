"""What people type wrongly, each told at its own line with the line as it should read; and the rest is read on."""

from __future__ import annotations

import pytest

from francis.errors import Problem
from francis.record.model import Plan, Position
from francis.record.reading.record_file import read_record
from francis.record.reading.syntax.typing_slips import mended
from tests.shared.findings import explained
from tests.shared.workspaces import POSITION, action, plan

FILE = POSITION.format(number=1) + "lead: Head of Quality\n"
TEXT = "text: |\n  Position on 1.\n"


def told(text: str, cls: type = Position) -> list[Problem]:
    problems: list[Problem] = []
    assert read_record(cls, "f.yaml", text.encode(), problems) is None
    return explained(problems)


SLIPS = {
    "a non-breaking space before a key": ("  value: green", "\u00a0\u00a0value: green", 6, "value: green"),
    "one among ordinary ones": ("  value: green", " \u00a0value: green", 6, "value: green"),
    "a tab before a key": ("  value: green", "\tvalue: green", 6, "value: green"),
    "a non-breaking space after the colon": ("lead: ", "lead:\u00a0", 11, "lead: Head of Quality"),
    "no space after the colon": ("lead: ", "lead:", 11, "lead: Head of Quality"),
    "no colon": ("lead: ", "lead ", 11, "lead: Head of Quality"),
    "no colon behind a key of a block": ("  value: green", "  value green", 6, "value: green"),
    "a semicolon": ("lead: ", "lead; ", 11, "lead: Head of Quality"),
    "a wide colon": ("lead: ", "lead\uff1a ", 11, "lead: Head of Quality"),
    "a second colon": ("lead: Head", "lead: A: Head", 11, 'lead: "A: Head of Quality"'),
    "a second colon beside quotation marks": ("lead: Head", 'lead: "A": Head', 11, ""),
    "a sign that YAML takes for its own": ("lead: Head", "lead: @Head", 11, 'lead: "@Head of Quality"'),
    "text after the sign for a longer text": ("text: |", "text: | Our position:", 9, "text: |"),
    "a longer text with no space before its sign": ("text: |", "text:|", 9, "text: |"),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, slip in SLIPS.items() if slip[3]])
def test_a_slip_is_told_at_its_own_line_and_nothing_else_is(name: str) -> None:
    """With the line as it should read."""
    right, wrong, line, reads = SLIPS[name]
    assert right in FILE
    text = (
        FILE.replace(right, wrong, 1)
        if line != 6
        else FILE.replace(f"rating:\n{right}", f"rating:\n{wrong}", 1)
    )
    (problem,) = told(text)
    assert (problem.place.line, problem.rule) == (line, "syntax")
    assert problem.message.endswith(f"It should read: {reads}")


@pytest.mark.parametrize("name", [name for name, slip in SLIPS.items() if slip[3]])
def test_what_is_mended_is_what_was_meant(name: str) -> None:
    """Nothing else of the file is another."""
    right, wrong, line, _ = SLIPS[name]
    if name.startswith(("a second", "a sign", "text behind")):
        return  # the value is another one
    text = (
        FILE.replace(right, wrong, 1)
        if line != 6
        else FILE.replace(f"rating:\n{right}", f"rating:\n{wrong}", 1)
    )
    assert mended(text, ())[0] == FILE


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("text: |\n  One.\nTwo.\n", 11, "not indented under the key"),
        ("text: |\n  One.\n Two.\n  Three.\n", 11, "further to the left"),
        ("text: |\n   One.\n  Two.\n  Three.\n", 10, "further to the right"),
        ("text: |\n  One.\n- a point\n", 11, "not indented under the key"),
        ("text: |\n  One.\n• a point\n  Two.\n", 11, "not indented under the key"),
        ("text: |\n  One.\n\tTwo.\n", 11, "a tab"),
    ],
)
def test_a_line_of_a_text_that_begins_in_the_wrong_column_is_told(
    body: str, line: int, words: str
) -> None:
    """And with how many spaces it is to begin."""
    (problem,) = told(FILE.replace(TEXT, body))
    assert problem.place.line == line
    assert words in problem.message
    assert problem.remedy.startswith("Begin the line with 2 spaces")


def test_a_list_of_actions_is_read_whatever_column_an_item_begins_in() -> None:
    """The items and the hyphens are told; the item that lacks nothing else is read."""
    two = plan(action("A1"), action("A2"))
    second = two.index("  - id: A2")
    shifted = two[:second] + "\n".join(line.removeprefix("  ") for line in two[second:].split("\n"))
    for wrong, words in (
        (shifted, "belongs in column 3"),
        (two.replace("  - id: A2", "  -id: A2"), "no space after the hyphen"),
        (two.replace("  - id: A2", "  – id: A2"), "another sign than a hyphen"),
    ):
        (problem,) = told(wrong, Plan)
        assert problem.place.line == two[:second].count("\n") + 1
        assert words in problem.message


def test_an_item_without_its_hyphen_is_told_once() -> None:
    """And not key by key, as if each stood twice."""
    two = plan(action("A1"), action("A2"))
    (problem,) = told(two.replace("  - id: A2", "    id: A2"), Plan)
    assert problem.place.line == two[: two.index("  - id: A2")].count("\n") + 1
    assert "no hyphen" in problem.message


def test_the_rest_of_the_file_is_read_on() -> None:
    """So that all its mistakes are told in one run."""
    text = (
        FILE.replace("lead: ", "lead:").replace("value: green", "valeu: green")
        + "classification: pubic\n"
    )
    assert [(p.place.line, p.rule) for p in sorted(told(text), key=lambda p: p.place)] == [
        (6, "unknown-key"),
        (11, "syntax"),
        (12, "value"),
    ]


@pytest.mark.parametrize(
    "text", [FILE, plan(action("A1", "lead: The lead\ndescription: >-\n  lead")), "a: 'b\n"]
)
def test_what_is_right_is_left_alone(text: str) -> None:
    """And so is what nobody can guess."""
    assert mended(text, ()) == (text, [])


def test_a_key_without_its_colon_is_known_by_the_key_behind_it() -> None:
    """Where a text stands before it; a line of the text that begins like a key is none."""
    text = plan(
        action("A1", "description: >\n  It is\n  lead by us.\nlead Head\nsince: 2021-03-01\n")
    )
    text = text.replace("    description: Do A1.\n", "")
    (problem,) = told(text, Plan)
    assert problem.place.line == 1 + text.splitlines().index("    lead Head")
    assert problem.message.endswith("It should read: lead: Head")
