"""Texts of the record in parts, in blocks and in lines, without their marks."""

from __future__ import annotations

import pytest

from francis.record.prose import (
    TextPart,
    cells_of,
    first_upper,
    is_sample,
    is_unwritten,
    lines_of,
    parts_of,
    plain,
    stands_in,
    too_deep_at,
    with_article,
)

TEXT = """\
It is *so*, and
[here](#1) too.
## What is done ##

- One
  of them
  - Within
1. First
> 95% of patients.

> It was said
> so.
>
> Twice.
### More #1

| A | B\\|C |
|---|---|
| 1 | 2 | 3 |
| 4
x | y
# Last
"""
PARTS = [
    TextPart("text", 0, "It is *so*, and\n[here](#1) too.\n"),
    TextPart("heading", 32, "What is done", level=1),
    TextPart("text", 51, "\n- One\n  of them\n  - Within\n1. First\n> 95% of patients.\n\n"),
    TextPart("quotation", 108, "It was said\nso.\n\nTwice.\n"),
    TextPart("heading", 139, "More #1", level=2),
    TextPart("table", 152, rows=(("A", "B|C"), ("1", "2 | 3"), ("4", ""), ("x", "y"))),
    TextPart("heading", 199, "Last", level=1),
]
LINES = """\
It is so, and here too.
What is done
- One of them
  - Within
- First > 95% of patients.
> It was said so.
> Twice.
More #1
A | B|C
1 | 2 | 3
4 |\x20
x | y
Last"""


def test_a_text_is_read_part_by_part() -> None:
    """Each with its place; what only looks like a quotation is none."""
    assert parts_of(TEXT) == PARTS
    for part in PARTS:
        assert TEXT[part.at :].lstrip("#> \n")[:1] == (part.text or "| A").lstrip("\n")[:1]
    assert parts_of(" \n") == parts_of("# \n\n")[1:] == []
    assert parts_of("Plain.") == [TextPart("text", 0, "Plain.")]
    assert parts_of("- a | b\n---|---\n") == [TextPart("text", 0, "- a | b\n---|---\n")]
    assert parts_of("a | b\n---\n") == [TextPart("text", 0, "a | b\n---\n")]


def test_a_text_is_read_line_by_line() -> None:
    """As on a terminal: points by their level, quotations with their sign, rows cell by cell."""
    assert "\n".join(lines_of(TEXT)) == LINES


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("a | b |", ["a", "b"]),
        ("| a | b", ["a", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        ("|  | b |\n", ["", "b"]),
        ("a", ["a"]),
    ],
)
def test_a_row_has_cells_with_or_without_its_edges(line: str, cells: list[str]) -> None:
    """An edge behind a backslash is none."""
    assert cells_of(line) == cells


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See [the *plan*](#7), **now**.", "See the plan, now."),
        (r"[*All* \*of\* it](#7)", "All *of* it"),
        (r"[\[a\](b)](#7)", "[a](b)"),
        ("a  b\n c\t", "a b c"),
        ("_one_ snake_case 2*3*4", "one snake_case 2*3*4"),
        (r"\*not\* so", "*not* so"),
        (r"\_not\_ so, and a\_b_", "_not_ so, and a_b"),
        ("one\\\nline", "one line"),
        (r"C:\d \– \\", "C:\\d \\– \\"),
        ("“é”  x", "“é” x"),
        (" a ", "a"),
    ],
)
def test_marks_are_no_words(text: str, words: str) -> None:
    """Of links, of emphasis and of breaks, over the ends of lines; a backslash is one before a sign of ASCII alone."""
    assert plain(text) == words


def test_words_stand_in_a_text_whatever_its_marks() -> None:
    """Not across other words."""
    assert stands_in("It was said so.", TEXT)
    assert stands_in("it is **so**, and here", "Now it is so,\nand [here](#2).")
    assert not stands_in("It was so.", TEXT)


@pytest.mark.parametrize(
    "text", ["", "Not yet written.", "*TBC* …", " to follow\n", "To be confirmed"]
)
def test_what_holds_the_place_of_a_text_is_none(text: str) -> None:
    """In any capitals, with or without its full stop; with anything more it is one."""
    assert is_unwritten(text)
    assert not is_unwritten(f"{text} by us")


def test_a_sample_and_a_title_are_known_by_how_they_begin() -> None:
    """In any capitals."""
    assert is_sample("\n Sample: write here.")
    assert not is_sample("A sample: write here.")
    assert with_article("Inquiry Report") == "the Inquiry Report"
    assert with_article("The Report") == "The Report"
    assert first_upper("aBC") == "ABC"
    assert first_upper("") == ""


@pytest.mark.parametrize(
    ("text", "levels", "at"),
    [
        ("- a\n  - b\n    - c\n", 3, None),
        ("- a\n  - b\n    - c\n", 2, 10),
        ("- a\n- b\n- c\n", 1, None),
        ("- - - a\n", 2, 0),
        ("1. a\n   - b\n", 1, 5),
        ("- a\n\nb\n\n  - c\n", 1, None),
        ("- a\n\t- b\n", 1, 4),
    ],
)
def test_lists_within_lists_are_counted(text: str, levels: int, at: int | None) -> None:
    """The place is where the line begins that goes too deep."""
    assert too_deep_at(text, levels) == at
