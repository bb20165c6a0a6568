"""How wide the columns of a table in Word are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from francis.formats.text.measures import length
from francis.formats.word.columns import CELL_EDGES, column_widths

WHOLE, SIZE = 9638, 180
"""A page of 17 centimetres, and type of 9 points; in twentieths of a point."""
WORDS = st.text("aeimw", min_size=1, max_size=12)


@given(st.lists(st.tuples(WORDS, st.integers(1, 40)), min_size=1, max_size=6))
def test_a_column_has_room_for_its_longest_word(columns: list[tuple[str, int]]) -> None:
    """If all have room beside each other; the whole is filled exactly in any case."""
    cells = "".join(f"<td>a {word} a</td>" for word, _ in columns)
    row = fromstring(f"<table><tr>{cells}</tr></table>").find(".//tr")
    widths = column_widths(WHOLE, tuple(float(share) for _, share in columns), [row], SIZE)
    assert sum(widths) == WHOLE
    needed = [length(word, SIZE) + CELL_EDGES for word, _ in columns]
    if sum(needed) < WHOLE - len(columns):
        assert all(width >= need - 2 for width, need in zip(widths, needed, strict=True))


def test_columns_with_room_keep_their_widths() -> None:
    """The page has said them."""
    row = fromstring("<table><tr><td>one</td><td>two three</td></tr></table>").find(".//tr")
    assert column_widths(WHOLE, (25, 75), [row], SIZE) == [2410, 7228]


def test_a_rating_and_the_page_of_a_link_stay_on_one_line() -> None:
    """A shape stands before the rating, and the number of the page behind the link."""
    rated = '<td><span class="rating" data-shape="dash">Not rated</span></td>'
    linked = '<td><a href="#a" data-page="">Exceptions</a></td>'
    row = fromstring(f"<table><tr>{rated}{linked}<td>words</td></tr></table>").find(".//tr")
    widths = column_widths(WHOLE, (5, 5, 90), [row], SIZE)
    assert widths[0] > length("● Not rated", SIZE) + CELL_EDGES
    assert widths[1] > length("Exceptions 9", SIZE) + CELL_EDGES


def test_words_that_have_no_room_change_nothing() -> None:
    """Word breaks within them, wherever the columns end."""
    row = fromstring(f"<table><tr>{'<td>' + 'w' * 60 + '</td>'}<td>a</td></tr></table>").find(
        ".//tr"
    )
    assert column_widths(WHOLE, (50, 50), [row], SIZE) == [4819, 4819]
