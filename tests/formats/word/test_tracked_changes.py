"""Tracked changes: accepted, the new text; rejected, the old one, in Word's own terms and by LibreOffice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from francis.changes.wording import Block, blocks_between
from francis.errors import FrancisError
from francis.formats import html as page
from francis.formats.word import document as word
from francis.papers import templates
from francis.record.prose import blocks_of
from tests.shared.file_text import W, word_dump, word_part, word_points, word_settled, word_text
from tests.shared.house_file import SHIPPED

HOUSE = SHIPPED.read_bytes()
TEMPLATES = SHIPPED.parent

AUTHOR = '<meta name="revision.author" content="Example CCG">'
DATE = '<meta name="revision.date" content="2014-04-25T00:30:00+01:00">'


CHANGES = """<p>The rating is <del>red</del><ins>green</ins>, <strong>all <ins>of</ins> it</strong>.</p>
<p><del>Gone.</del></p><p><span class="moved-here"><ins>Stays.</ins></span></p>
<ul><li>one</li><li><ins>new, <a href="https://example.org/">linked</a></ins><ul><li>inner</li></ul></li></ul>
<p><span class="moved-away"><del>Stays.</del></span></p>"""


def paper(text: str, head: str = AUTHOR + DATE) -> str:
    """Return an HTML document around some text."""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Changes</title>{head}'
        f"</head><body><main><h1>Changes</h1>{text}</main></body></html>"
    )


def table(cells: Sequence[str]) -> str:
    """Return a table with a row for each cell."""
    rows = "".join(f'<tr class="item"><td>{cell}</td><td></td></tr>\n' for cell in cells)
    return (
        '<table class="positions"><caption>Each standard</caption><thead><tr><th scope="col">'
        f'Position</th><th scope="col">More</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def written(blocks: Sequence[Block]) -> str:
    """Return blocks as the papers write them."""
    template = templates._environment((TEMPLATES,)).from_string(
        '{% import "parts.html.j2" as parts %}{{ parts.blocks(blocks) }}'
    )
    return template.render(blocks=blocks)


def made(text: str) -> bytes:
    html = paper(text)
    page.Page(html)
    return word.to_word(html, HOUSE)


def both(text: str, start: int = 1) -> tuple[list[str], list[str]]:
    """Return the paragraphs of a text with its changes accepted, and with them rejected."""
    data = made(text)
    accepted, rejected = (
        [words for _, words in word_points(word_settled(data, accepted=accepted))][start:]
        for accepted in (True, False)
    )
    return accepted, rejected


# -- what stands in it ------------------------------------------------------------------------


def test_words_points_and_paragraphs_are_tracked() -> None:
    """A paragraph that came or went as a whole goes with its end; the others keep theirs."""
    data = made(
        '<h2 id="now">Where <ins>it</ins> stands</h2>'
        "<p>The rating is <del>red</del><ins>green</ins>, <strong>all <ins>of</ins> it</strong>.</p>"
        '<p><del>Gone.</del></p><p><span class="moved-here"><ins>Moved.</ins></span></p>'
        '<ul><li>one</li><li><ins>new, <a href="https://example.org/">linked</a></ins>'
        "<ul><li>inner</li></ul></li></ul>"
        "<p>Broken<del><br>off</del></p>"
    )
    assert word_dump(data).split("-- text\n")[1].splitlines() == [
        "heading 1 | Changes",
        "heading 2 | <now>Where {+it+} stands",
        "Normal | The rating is [-red-]{+green+}, {Strong: all }{+{Strong: of}+}{Strong:  it}.",
        "Normal (end del) | [-Gone.-]",
        "Normal (end ins) | {+Moved.+}",
        "List Bullet (list 1 level 0) | one",
        "List Bullet (list 1 level 0, end ins) | {+new, +}[{+{Hyperlink: linked}+}](https://example.org/)",
        "List Bullet (list 1 level 1) | inner",
        "Normal | Broken[-⏎off-]",
    ]


def test_each_change_says_whose_it_is_and_when() -> None:
    """Word takes no two with one number, and a time in UTC; an author may have any name."""
    author = '<meta name="revision.author" content="R&amp;D &lt;b&gt; &quot;x&quot;">'
    text = '<p id="a"><ins>a</ins><del>b</del></p><p id="b"><ins>c</ins></p><p>d</p>'
    root = word_part(word.to_word(paper(text, author + DATE), HOUSE), "word/document.xml")
    changes = list(root.iter(W + "ins", W + "del"))
    assert {(c.get(W + "author"), c.get(W + "date")) for c in changes} == {
        ('R&D <b> "x"', "2014-04-24T23:30:00Z")
    }
    numbers = [e.get(W + "id") for e in root.iter(W + "ins", W + "del", W + "bookmarkStart")]
    assert len(numbers) == len(set(numbers)) == 6


@pytest.mark.parametrize(
    ("text", "head", "said"),
    [
        ("<p><ins>a <ins>b</ins></ins></p>", None, "a change inside a change"),
        ("<p><ins>a <strong><del>b</del></strong></ins></p>", None, "a change inside a change"),
        ("<ins><p>a</p></ins>", None, "does not belong in <main>"),
        ("<p><del><span class='page-number'></span></del></p>", None, "a page number cannot be a change"),
        (table(["a"]).replace("Each", "<ins>Each</ins>"), None, "only in the text"),
        (table(["a"]).replace("More", "<del>More</del>"), None, "only in the text"),
        ('<div class="numbered"><p><ins><span class="paragraph-number">1</span></ins> a</p></div>',
         None, "which cannot be a change"),
        ("<p><ins cite='x'>a</ins></p>", None, "attribute cite"),
        ("<p><ins>a</ins></p>", DATE, '<meta name="revision.author"'),
        ("<p><ins>a</ins></p>", AUTHOR, '<meta name="revision.date"'),
        ("<p><ins>a</ins></p>", AUTHOR + DATE.replace("2014-04-25", "soon"), "revision.date is not a date"),
        ("<p><ins>a</ins></p>", AUTHOR + DATE.replace("2014-04-25", "0001-01-01"), "is not a date"),
    ],
)  # fmt: skip
def test_what_cannot_be_tracked_is_refused(text: str, head: str | None, said: str) -> None:
    """In words, and before any file is made."""
    html = paper(text, AUTHOR + DATE if head is None else head)
    with pytest.raises(FrancisError) as caught:
        word.to_word(html, HOUSE)
    assert said in str(caught.value)


def test_a_paper_without_changes_needs_no_author() -> None:
    """Most papers have none."""
    assert word_text(word.to_word(paper("<p>a</p>", ""), HOUSE)) == ["Changes", "a"]


# -- accepted and rejected --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "accepted", "rejected"),
    [
        ("<p><ins>new</ins></p>", ["new"], [""]),
        ("<p><del>old</del></p>", [""], ["old"]),
        ("<del>old</del>", [""], ["old"]),
        ("<p><del>old</del></p><p><ins>new</ins></p>", ["new"], ["old"]),
        ("<p><ins>new</ins></p><p><del>old</del></p>", ["new"], ["old"]),
        ("<p>a</p><p><ins>b</ins></p><p><ins>c</ins></p>", ["a", "b", "c"], ["a"]),
        ("<p>a</p><p><del>b</del></p><p><del>c</del></p>", ["a"], ["a", "b", "c"]),
        ("<p>a</p><p><del>b</del></p><p><del>c</del></p><p><ins>d</ins></p><p><ins>e</ins></p>",
         ["a", "d", "e"], ["a", "b", "c"]),
        ("<p><del>a</del></p><p><ins>b</ins></p><p><del>c</del></p><p><ins>d</ins></p>",
         ["b", "d"], ["a", "c"]),
        ("<p>a<ins>b</ins></p>", ["ab"], ["a"]),
        # Each text is folded as if the other were not there.
        ("<p>a<del>; b </del><ins> c d</ins>(</p>", ["a c d("], ["a; b ("]),
        ("<p>a <del>b </del><ins> c</ins></p>", ["a c"], ["a b "]),
        ("<p>a <del><br></del>b</p>", ["a b"], ["a b"]),
    ],
)  # fmt: skip
def test_the_end_of_a_cell_or_of_the_text(
    cell: str, accepted: list[str], rejected: list[str]
) -> None:
    """The last paragraph cannot go, and yet nothing is left of what does."""
    if not cell.startswith("<del>"):  # the title stands before it, and no paragraph must remain
        assert both(cell) == ([*filter(None, accepted)], [*filter(None, rejected)])
    found = both(table([cell]), start=4)
    assert found == ([*accepted, "", ""], [*rejected, "", ""])


def test_a_look_does_not_pass_to_the_paragraph_before() -> None:
    """Where two paragraphs become one, the words that remain keep their own style."""
    point, text = "<ul><li>{}</li></ul>", "<p>{}</p>"
    for first, second in ((point, text), (text, point)):
        for one, other in (("a", "<ins>b</ins>"), ("a", "<del>b</del>")):
            data = made(first.format(one) + second.format(other))
            for accepted in (True, False):
                left = word_points(word_settled(data, accepted=accepted))[1:]
                whole = [(int(first == point), "a"), (int(second == point), "b")]
                assert left == whole[: 2 if accepted == ("ins" in other) else 1]
        data = made(first.format("<del>a</del>") + second.format("<ins>b</ins>"))
        assert word_points(word_settled(data, accepted=True))[1:] == [(int(second == point), "b")]
        assert word_points(word_settled(data, accepted=False))[1:] == [(int(first == point), "a")]


WORDS = ["red", "green", "the", "plan", "a,", "b.", "; ", "(", "“q”", "R&D", "<b>", "1,000"]
LINES = st.tuples(
    st.sampled_from(["", "", "- ", "  - ", "    - "]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=7),
)
TEXTS = st.lists(LINES, max_size=7)


def markdown(lines: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return lines as paragraphs and points."""
    return "\n\n".join(sign + " ".join(words) for sign, words in lines)


def lines_of(blocks: Sequence[Block], *, new: bool) -> list[tuple[int, str]]:
    """Return one of the two texts that blocks are of: each level and its words."""
    out, depth = [], 0
    for block in blocks:
        depth = min(block.level, depth + 1)
        gone = ("old", "moved away") if new else ("new", "moved here")
        if block.kind not in gone:
            out.append((depth, block.new if new else block.old))
    return out


AROUND = st.sampled_from(
    [((), ()), ((), ("After.",)), (("Before.",), ()), (("Before.",), ("After.",))]
)


@settings(max_examples=20)
@given(st.lists(st.tuples(TEXTS, TEXTS, AROUND), min_size=1, max_size=10))
def test_accepted_is_the_new_text_and_rejected_the_old(changes: Sequence[Any]) -> None:
    """Paragraph by paragraph and point by point; in cells, in the text, and at the end of either."""
    texts, expected = [], {True: list[Any](), False: list[Any]()}
    for old, new, (above, below) in changes:
        blocks = blocks_between(markdown(old), markdown(new))
        texts.append(
            "".join(f"<p>{line}</p>" for line in above)
            + written(blocks)
            + "".join(f"<p>{line}</p>" for line in below)
        )
        for accepted, text in ((True, new), (False, old)):
            lines = lines_of(blocks, new=accepted)
            assert [words for _, words in lines] == [b.words for b in blocks_of(markdown(text))]
            around = [[(0, line) for line in part] for part in (above, below)]
            expected[accepted].append([*around[0], *lines, *around[1]])
    data = made(table(texts) + texts[-1])
    for accepted, paragraphs in expected.items():
        root = word_settled(data, accepted=accepted)
        cells = [word_points(cell) for cell in root.iter(W + "tc")][2::2]
        assert cells == [lines or [(0, "")] for lines in paragraphs]
        assert below_the_table(root) == (paragraphs[-1] or [(0, "")])


def below_the_table(root: Any) -> list[tuple[int, str]]:
    paragraphs = next(root.iter(W + "tbl")).itersiblings(W + "p")
    return [line for paragraph in paragraphs for line in word_points(paragraph)]


def examples(number: int) -> list[tuple[Block, ...]]:
    """Return so many changes, the same each time: points and paragraphs that came, went and moved."""
    chance = random.Random(1)
    found = []
    for _ in range(number):
        old = [
            (
                chance.choice(["", "", "- ", "  - "]),
                [chance.choice(WORDS) for _ in range(chance.randint(1, 7))],
            )
            for _ in range(chance.randint(0, 6))
        ]
        new = [(sign, [w for w in words if chance.random() > 0.2] or ["x"]) for sign, words in old]
        new = [line for line in new if chance.random() > 0.2]
        chance.shuffle(new) if chance.random() > 0.6 else None
        for _ in range(chance.randint(0, 2)):
            new.insert(chance.randint(0, len(new)), (chance.choice(["", "- "]), ["quite", "new"]))
        found.append(blocks_between(markdown(old), markdown(new)))
    return found


def test_libreoffice_accepts_all_and_rejects_all(
    settled: Callable[[bytes], tuple[bytes, bytes]],
) -> None:
    """Its two buttons give the new text and the old, in cells and between headings."""
    blocks = examples(40)
    texts = [written(block) for block in blocks]
    headed = "".join(f"<h2>Text {n}</h2>{text}" for n, text in enumerate(texts))
    data = made(table(texts) + headed)
    for accept, after in zip((True, False), settled(data), strict=True):
        root = word_part(after, "word/document.xml")
        assert not list(root.iter(W + "ins", W + "del", W + "pPrChange"))
        cells = list(root.iter(W + "tc"))[2::2]
        expected = [lines_of(block, new=accept) for block in blocks]
        assert [word_points(cell) for cell in cells] == [lines or [(0, "")] for lines in expected]
        assert below_the_table(root) == [
            line for n, lines in enumerate(expected) for line in ((0, f"Text {n}"), *lines)
        ]


# -- the same each time, and what other programs say ------------------------------------------


def changed() -> str:
    """Return the HTML of a paper with many changes."""
    texts = [written(block) for block in examples(12)]
    return paper(table(texts) + "".join(texts) + f"<p><ins>{escape('R&D <b>')}</ins></p>")


def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    """The changes keep to the schema of Office."""
    path = tmp_path / "paper.docx"
    path.write_bytes(word.to_word(changed(), HOUSE))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_the_same_changes_have_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    """Numbers are given in the order of the text."""
    source = tmp_path / "paper.html"
    source.write_text(changed(), encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from francis.formats.word import document as word;"
        "sys.stdout.buffer.write(word.to_word(Path(sys.argv[1]).read_text(encoding='utf-8'), Path(sys.argv[2]).read_bytes()))"
    )
    files = {
        subprocess.run(
            [sys.executable, "-c", program, str(source), str(SHIPPED)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert files == {word.to_word(changed(), HOUSE)}


def test_the_macro_makes_nothing_else_of_words() -> None:
    """Text is text; points stand in the lists of their levels; a block of no words stands nowhere."""
    blocks = blocks_between(
        "One <b> thing.\n\n- a\n  - b\n\nMoved.", "Moved.\n\nOne <b> thing.\n\n- a\n- c\n- "
    )
    assert "".join(written(blocks).split("\n")) == (
        '<p><span class="moved-here"><ins>Moved.</ins></span></p>'
        "<p>One &lt;b&gt; thing.</p>"
        "<ul><li>a<ul><li><del>b</del></li></ul></li></ul>"
        '<p><span class="moved-away"><del>Moved.</del></span></p>'
        "<ul><li><ins>c</ins></li></ul>"
    )
