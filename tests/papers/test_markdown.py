"""Markdown as papers print it, where it is not what its writer thought."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from francis.formats.html import Page
from francis.formats.reading_back.equality import same
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.readers import READERS
from francis.formats.vocabulary import LIST_LEVELS as LEVELS_OF_FORMATS
from francis.papers.markdown import markdown, numbered, point, with_levels
from francis.record.prose import too_deep_at
from francis.record.reading.references import LIST_LEVELS
from tests.formats.test_reading_back import made, paper, table


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


PARTS = st.sampled_from([
    *("| ", "|", "|---|---|\n", "| a | b |\n", "\n", "\n\n", "> ", "## ", "### ", "- ", "1. ", "word "),
    *("**b** ", "*i*", "\\", "  ", "[l](https://example.org)", ":", "`c`", "\t", "<b>"),
])  # fmt: skip


@settings(max_examples=40)
@given(*[st.lists(PARTS, max_size=30).map("".join)] * 2)
def test_any_parts_are_read_back_from_every_format(one: str, other: str) -> None:
    """In a cell, in the text and in a numbered paragraph: every table cell by cell, and every line."""
    cell = f"<h2>H</h2>{markdown(one)}"
    html = with_levels(
        paper(f"{table(('a', cell))}<h2>S</h2>{markdown(other)}{numbered(one, '1.1')}")
    )
    source = read_html(Page(html).root)
    for form in ("docx", "html"):
        found = READERS[form](made(form, html))
        for table_made, table_found in zip(source.tables, found.tables, strict=True):
            cells, others = (
                [c for row in t.rows for c in row.cells] for t in (table_made, table_found)
            )
            assert all(same(c.words, o.words) for c, o in zip(cells, others, strict=True))
            assert [c.markers for c in cells] == [o.markers for o in others]
        lines = ["".join(line.words.split()) for line in found.lines]
        assert all("".join(line.words.split()) in lines for line in source.lines)
