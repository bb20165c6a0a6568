"""How one text became another: by blocks and whole words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.changes.sentences import table_changes
from francis.changes.wording import Block, Piece, blocks_between, groups_of, pieces_between
from francis.record.prose import blocks_of, plain


def shown(blocks: tuple[Block, ...]) -> list[str]:
    """Return blocks as people write changes: [-went-]{+came+}."""
    signs = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return [
        f"{block.kind}: " + "".join(signs[p.kind].format(p.words) for p in block.pieces)
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The rating is red.", "The rating is green.", "The rating is [-red-]{+green+}."),
        ("It is red.", "It is re-rated.", "It is [-red-]{+re-rated+}."),
        ("The CCG's plan", "The CCG’s plan", "The [-CCG's-]{+CCG’s+} plan"),
        ("one two three", "one four five", "one [-two three-]{+four five+}"),
        ("It costs 1,000 a year", "It costs 1,200 a year", "It costs [-1,000-]{+1,200+} a year"),
        ("Done", "Done.", "Done{+.+}"),
    ],
)
def test_a_change_is_of_whole_words(old: str, new: str, expected: str) -> None:
    """Red never becomes re·d g·re·en, and two words changed in a row are one change."""
    (block,) = shown(blocks_between(old, new))
    assert block == f"changed: {expected}"


def test_blocks_are_paragraphs_and_points() -> None:
    """With their levels, and without the marks of Markdown."""
    text = "A [link](#1) and *stress*\nin two lines.\n\n- one\n  - two_b\n  more\n\n1. three\nafter\n\nlast \\* 2*3"
    assert [(b.level, b.words) for b in blocks_of(text)] == [
        (0, "A link and stress in two lines."),
        (1, "one"),
        (2, "two_b more"),
        (1, "three after"),
        (0, "last * 2*3"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"[a folder of \\server" + r"\a" * 100, r"[a folder of \server" + r"\a" * 100),
        (r"[in \[brackets\]](#1)", "in [brackets]"),
        ("[a](a" * 20_000, "[a](a" * 20_000),
        ("Name" + "_" * 20_000 + "n", "Name" + "_" * 20_000 + "n"),
    ],
)
def test_no_text_is_read_for_long(text: str, words: str) -> None:
    """A bracket that is never closed, with many backslashes, would be read in more ways than there is time for."""
    assert plain(text) == words


def test_a_paragraph_that_moved_is_not_new() -> None:
    """It is shown where it stood and where it stands."""
    assert shown(
        blocks_between(
            "One thing.\n\nTwo of it.\n\nThree more.", "Two of it.\n\nThree more.\n\nOne thing."
        )
    ) == [
        "moved away: [-One thing.-]",
        "same: Two of it.",
        "same: Three more.",
        "moved here: {+One thing.+}",
    ]


def test_paragraphs_are_paired_by_their_words() -> None:
    """A new one between two that changed is new, and what has nothing in common is no change."""
    old = "The plan will be written soon.\n\nThe board meets in public."
    new = "The plan was written in May.\n\nA nurse was appointed.\n\nThe board met in public."
    assert shown(blocks_between(old, new)) == [
        "changed: The plan [-will be-]{+was+} written [-soon-]{+in May+}.",
        "new: {+A nurse was appointed.+}",
        "changed: The board [-meets-]{+met+} in public.",
    ]
    assert shown(blocks_between("Nothing.", "All was done by the team.")) == [
        "old: [-Nothing.-]",
        "new: {+All was done by the team.+}",
    ]


def test_only_the_marks_changed() -> None:
    """Then every block is the same."""
    assert {b.kind for b in blocks_between("As *stated*.", "As [stated](#3).")} == {"same"}


TEXT = st.lists(
    st.lists(
        st.sampled_from(
            ["red", "green", "the", "plan", "a,", "b.", "-", "*", "[x](#1)", "“q”", "it's", "1,000"]
        ),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    max_size=6,
).map("\n\n".join)


@given(TEXT, TEXT)
def test_both_texts_are_in_the_comparison(old: str, new: str) -> None:
    """Accepting every change gives the new text, rejecting every change the old one."""
    blocks = blocks_between(old, new)
    was = sorted((b.level, b.old) for b in blocks if b.kind not in ("new", "moved here"))
    assert was == sorted((b.level, b.words) for b in blocks_of(old))
    is_now = [b.new for b in blocks if b.kind not in ("old", "moved away")]
    assert is_now == [b.words for b in blocks_of(new)]
    assert [b.old for b in blocks if b.kind not in ("new", "moved here")] == [
        b.words for b in blocks_of(old)
    ]


@given(TEXT, TEXT)
def test_the_other_way_round_is_the_mirror(old: str, new: str) -> None:
    """Block by block and word by word."""
    there = [block.mirrored for block in blocks_between(old, new)]
    back = list(blocks_between(new, old))
    assert sorted(map(repr, there)) == sorted(map(repr, back))


@given(TEXT)
def test_a_text_and_itself_are_the_same(text: str) -> None:
    """Nothing went and nothing came."""
    assert {b.kind for b in blocks_between(text, text)} <= {"same"}


def test_pieces_are_in_order_and_joined() -> None:
    """What went stands before what came, and space between two changes belongs to both."""
    assert pieces_between("a b", "c d") == (Piece("old", "a b"), Piece("new", "c d"))
    assert pieces_between("", "c") == (Piece("new", "c"),)
    assert pieces_between("a", "a") == (Piece("same", "a"),)


TABLE = "| Question | Answer | Lead |\n|---|---|---|\n"


def test_a_cell_that_changed_is_found_in_its_row() -> None:
    """Rows are known by their first cell; one that came or went is whole, and so is a table with another width."""
    old = f"{TABLE}| A | Yes | Nurse |\n| B | Yes | Nurse |\n| C | No | Head |\n"
    new = f"{TABLE}| A | No | Nurse |\n| C | No | Head |\n| D | Late | Clerk |\n\nAfter.\n"
    blocks = blocks_between(old, new)
    assert [(b.kind, b.form, b.old, b.new) for b in blocks] == [
        ("same", "header", "Question | Answer | Lead", "Question | Answer | Lead"),
        ("changed", "row", "A | Yes | Nurse", "A | No | Nurse"),
        ("old", "row", "B | Yes | Nurse", ""),
        ("same", "row", "C | No | Head", "C | No | Head"),
        ("new", "row", "", "D | Late | Clerk"),
        ("new", "paragraph", "", "After."),
    ]
    assert blocks[1].cells[1] == (Piece("old", "Yes"), Piece("new", "No"))
    table, after = groups_of(blocks)
    assert (table.columns, len(table.blocks)) == (("Question", "Answer", "Lead"), 4)
    assert (after.columns, len(after.blocks)) == ((), 1)
    assert [*table_changes(blocks)] == [
        "In a table, row “A”, Answer: Yes → No.",
        "In a table, row removed: B | Yes | Nurse.",
        "In a table, row added: D | Late | Clerk.",
    ]
    wider = blocks_between("| A |\n|---|\n| 1 |\n", "| A | B |\n|---|---|\n| 1 | 2 |\n")
    assert [(g.columns, [b.kind for b in g.blocks]) for g in groups_of(wider)] == [
        (("A",), ["old", "old"]),
        (("A", "B"), ["new", "new"]),
    ]


def test_a_heading_of_a_column_that_changed_is_a_row_of_its_own() -> None:
    """What programs read as the name of a column cannot be struck out."""
    renamed = blocks_between(
        TABLE + "| a | b | c |\n", TABLE.replace("Lead", "Owner") + "| a | | c |\n"
    )
    (group,) = groups_of(renamed)
    assert group.columns == ("Question", "Answer", "Owner")
    assert [b.form for b in group.blocks] == ["header", "row"]
    assert [*table_changes(renamed)] == [
        "In a table, column “Owner”: Lead → Owner.",
        "In a table, row “a”, Answer: b → (empty).",
    ]


@pytest.mark.parametrize(
    ("sign", "form", "level"),
    [("## ", "heading", 0), ("> ", "quotation", 0), ("- ", "point", 1), ("", "paragraph", 0)],
)
def test_a_block_keeps_its_form_whatever_became_of_it(sign: str, form: str, level: int) -> None:
    """A sub-heading or a quotation that changed is still one; so is one that came, went or stayed."""
    old, new = f"{sign}What we did then", f"{sign}What we did now"
    for before, after, kind in ((old, new, "changed"), ("", new, "new"), (old, "", "old"), (old, old, "same")):  # fmt: skip
        (block,) = blocks_between(before, after)
        assert (block.kind, block.form, block.level) == (kind, form, level)
        mirrored = block.mirrored
        assert (mirrored.form, mirrored.level) == (form, level)
