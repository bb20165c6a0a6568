"""Markdown as papers print it, where it is not what its writer thought."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from francis.formats.vocabulary import LIST_LEVELS as LEVELS_OF_FORMATS
from francis.papers.markdown import markdown, point, with_levels
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
    assert str(markdown(text)) == printed


TEXT = """Before.
| Question | Answer |
|:---|---:|
| Who \\| when? | **Yes**, [see](#7) |
| Short |
| Too | many | cells |
After.

## Found
### At night ###
> Said
> twice.
>
> - point
Not said.
"""


def test_tables_quotations_and_sub_headings_are_real() -> None:
    """A table ends where a line has no cells, a quotation where a line has no sign; no cell is lost."""
    assert str(markdown(TEXT, ["7"])) == (
        '<p>Before.</p>\n<table class="text" data-description="A table with the columns: Question, Answer.">\n'
        '<colgroup><col style="width: 47.83%"><col style="width: 52.17%"></colgroup>\n'
        '<thead><tr><th scope="col">Question</th><th scope="col">Answer</th></tr></thead>\n<tbody>\n'
        '<tr><td>Who | when?</td><td><strong>Yes</strong>, <a href="#item-7">see</a></td></tr>\n'
        "<tr><td>Short</td><td></td></tr>\n<tr><td>Too</td><td>many | cells</td></tr>\n</tbody>\n</table>\n"
        "<p>After.</p>\n<sub1>Found</sub1>\n<sub2>At night</sub2>\n"
        "<blockquote>\n<p>Said\ntwice.</p>\n<ul>\n<li>point</li>\n</ul>\n</blockquote>\n<p>Not said.</p>"
    )
    assert '<a href="#item-7">' not in markdown(TEXT, [])


def test_sub_headings_are_a_level_below_the_heading_above_them() -> None:
    """Wherever a text stands, no level is skipped, and none is beyond the sixth."""
    html = (
        "<h2>A</h2><sub1>B</sub1><sub2>C</sub2><sub1>D</sub1><h5>E</h5><sub1>F</sub1><sub2>G</sub2>"
    )
    assert with_levels(html) == (
        "<h2>A</h2><h3>B</h3><h4>C</h4><h3>D</h3><h5>E</h5><h6>F</h6><h6>G</h6>"
    )


def test_a_number_that_is_more_than_another_is_no_quotation() -> None:
    """Nor is what stands in a list."""
    assert markdown("> 95% of patients\n> £5m") == "<p>&gt; 95% of patients\n&gt; £5m</p>"
    assert markdown("- > a") == "<ul>\n<li>&gt; a</li>\n</ul>"


def test_what_a_point_of_an_ask_cannot_hold_stays_text() -> None:
    """A table cannot stand in a point of a list."""
    assert point("a | b\n--|--\nc | d") == "<li>a | b\n--|--\nc | d</li>"


PIECES = st.sampled_from(
    [*("- ", "1. ", "* ", "10) ", "  - ", "-"), *("  ", "   ", "    ", "\n", "\n\n", "\t"), "a"]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("- " * 30 + "a")
@example("- a\nlazy\n  - b\n    - c")
@example("1.   a\n\n    - b")
def test_the_check_counts_the_levels_of_lists_as_the_papers_do(text: str) -> None:
    """It never counts fewer, so a text that it accepts can be printed; and it counts what is plain exactly."""
    printed = str(markdown(text))
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
