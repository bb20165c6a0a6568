"""Markdown as papers print it, where it is not what its writer thought."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from francis.formats.vocabulary import LIST_LEVELS as LEVELS_OF_FORMATS
from francis.papers import templates
from francis.record.prose import too_deep_at
from francis.record.reading.references import LIST_LEVELS


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a [b]() c", "<p>a [b]() c</p>"),
        ("[](https://example.org)", "<p>[](https://example.org)</p>"),
        ("[\N{NO-BREAK SPACE}](#1)", "<p>[\N{NO-BREAK SPACE}](#1)</p>"),
        ("[w](https://)", "<p>[w](https://)</p>"),
        ("[w](https://example.org)", '<p><a href="https://example.org">w</a></p>'),
        ("[*](#1)", '<p><a href="#item-1">*</a></p>'),
        ("*a *b* c*", "<p><em>a b c</em></p>"),
        ("**a *b **c** d* e**", "<p><strong>a <em>b c d</em> e</strong></p>"),
        ("*a* *b*", "<p><em>a</em> <em>b</em></p>"),
        ("1. -", "<ol>\n<li>-</li>\n</ol>"),
        ("- \N{EM SPACE}", "<p>-</p>"),
    ],
)
def test_nothing_that_is_written_disappears(text: str, printed: str) -> None:
    """A link without words or address is text, and emphasis within the same emphasis is that."""
    assert str(templates.markdown(text)) == printed


PIECES = st.sampled_from(
    [*("- ", "1. ", "* ", "10) ", "  - ", "-"), *("  ", "   ", "    ", "\n", "\n\n", "\t"), "a"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("- " * 30 + "a")
@example("- a\nlazy\n  - b\n    - c")
@example("1.   a\n\n    - b")
def test_the_check_counts_the_levels_of_lists_as_the_papers_do(text: str) -> None:
    """It never counts fewer, so a text that it accepts can be printed; and it counts what is plain exactly."""
    printed = str(templates.markdown(text))
    depth = most = 0
    for closing, _ in re.findall(r"<(/?)([uo]l)\b", printed):
        depth += -1 if closing else 1
        most = max(most, depth)
    counted = next(n for n in range(100) if too_deep_at(text, n) is None)
    assert counted >= most


def test_levels_are_counted_and_limited_alike() -> None:
    """The check and the formats have one limit, and the place is that of the line."""
    assert LIST_LEVELS == LEVELS_OF_FORMATS
    text = "".join(f"{'  ' * level}- a\n" for level in range(5))
    assert too_deep_at(text, 5) is None
    assert text[too_deep_at(text, 4) or 0 :] == "        - a\n"
