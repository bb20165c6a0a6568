"""The record of April 2013 holds every word of its source, and each of them once.

`data/appendix-a.txt` is Appendix A of Barnet CCG's paper of 25 April 2013, as it was extracted from
a table in a PDF: tabs part the cells, `<p>` and • the paragraphs and bullets of a cell. Whatever lies
between two such marks is a fragment. The record has four columns: the numbers, headings and texts of
the recommendations, and the positions. Read in the order of the source, each fragment must be what
comes next in exactly one column, until both sides are used up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

APPENDIX = Path(__file__).parent / "data" / "appendix-a.txt"
STANDARDS = Path(__file__).parents[2] / "standards"
NUMBERS = [str(number) for number in range(123, 145)]

NOT_IN_THE_TABLE = {
    "Commissioning for Standards",  # head of each page
    "Standard",  # heads of the two columns, repeated on each page
    "Current CCG Position",
    "Barnet CCG current position against standards 123-144",  # title
    "DRAFT",
}
PRINTED_AGAIN = {
    # 124 has its heading beside its position, and a second time beside its text.
    ("Responsibility for requiring and monitoring delivery of enhanced standards", 2),
}
MARK = re.compile(r"(\t|<[^>]*>|•|Current CCG Position|(?<=<p>)[0-9]{3}\b)")

Record = dict[str, Any]


@dataclass(frozen=True)
class Fragment:
    """A piece of the source without a mark in it; `page` counts the pages of the table."""

    text: str
    page: int
    bullet: bool


@dataclass(frozen=True)
class Block:
    """A paragraph or a bullet of the record; `bullet` is None where the source's mark was mended."""

    text: str
    bullet: bool | None = False


class Column:
    """Blocks of the record in the order of their numbers, used up word by word from the start."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.used = 0  # words of the first block
        self.page = 0  # of the fragment that was taken last

    def next_words(self) -> list[str]:
        """Return what is not yet used of the first block."""
        return self.blocks[0].text.split()[self.used :] if self.blocks else []

    def takes(self, fragment: Fragment) -> bool:
        """Return whether `fragment` comes next: a block begins, or goes on after a page's end."""
        words = fragment.text.split()
        if self.next_words()[: len(words)] != words:
            return False
        if self.used:
            return fragment.page == self.page + 1 and not fragment.bullet
        return self.blocks[0].bullet in (None, fragment.bullet)

    def take(self, fragment: Fragment) -> None:
        """Use up the words of `fragment`."""
        self.used += len(fragment.text.split())
        self.page = fragment.page
        if not self.next_words():
            self.blocks, self.used = self.blocks[1:], 0


def fragments(source: str) -> Iterator[Fragment]:
    """Yield the fragments of `source`, without the furniture of its pages."""
    seen: Counter[str] = Counter()
    page, bullet = 0, False
    for line in source.splitlines():
        for piece in map(str.strip, MARK.split(line)):
            seen[piece] += 1
            if piece == "•":
                bullet = True
            elif piece == "Standard":
                page += 1
            elif (
                piece
                and piece not in NOT_IN_THE_TABLE
                and not piece.startswith("<")
                and (piece, seen[piece]) not in PRINTED_AGAIN
            ):
                yield Fragment(piece, page, bullet)
                bullet = False


def read(folder: str, number: str) -> Record:
    """Return the record of `number` in a folder of the standards."""
    text = (STANDARDS / folder / f"{number}.yaml").read_text(encoding="utf-8")
    record: Record = yaml.safe_load(text)
    return record


def recommendation(number: str) -> Record:
    """Return the recommendation of this number."""
    return read("francis-2013", number)


def position(number: str) -> Record:
    """Return Barnet's position of 2013 on the recommendation of this number."""
    return read("barnet-ccg/2013", number)


def as_printed(record: Record) -> dict[str, str]:
    """Return number, heading and text of a recommendation with its corrections undone."""
    printed: dict[str, str] = {part: record[part] for part in ("number", "heading", "text")}
    corrections: list[dict[str, str]] = record.get("corrections", [])
    for correction in corrections:
        part, reads = correction["part"], correction.get("reads")
        if reads is None:  # mended is only where, or as what, the source prints it
            assert "found" not in correction
            continue
        assert printed[part].count(reads) == 1, f"{reads!r} does not stand once in the {part}"
        printed[part] = printed[part].replace(reads, correction.get("found", ""))
    for correction in corrections:
        part, found = correction["part"], correction.get("found")
        assert not found or printed[part].count(found) == 1, f"{found!r} is not unique as printed"
    return printed


def blocks(markdown: str, first_was_mended: bool = False) -> Iterator[Block]:
    """Yield the paragraphs and bullets of `markdown` with their links reduced to their words."""
    words = re.sub(r"\[([^]]*)\]\(#[0-9]+\)", r"\1", markdown)
    for index, block in enumerate(re.split(r"\n\n|\n(?=- )", words.strip())):
        bullet = None if first_was_mended and index == 0 else block.startswith("- ")
        yield Block(block.removeprefix("- "), bullet)


def columns() -> dict[str, Column]:
    """Return the four columns of the record, as the source prints them."""
    numbers: list[Block] = []
    headings: list[Block] = []
    texts: list[Block] = []
    positions: list[Block] = []
    for number in NUMBERS:
        record = recommendation(number)
        printed = as_printed(record)
        mended = any(
            c["part"] == "text" and "reads" not in c for c in record.get("corrections", [])
        )
        numbers += [Block(printed["number"])] if printed["number"] else []
        headings += [Block(printed["heading"])] if printed["heading"] else []
        texts += blocks(printed["text"], first_was_mended=mended)
        positions += blocks(position(number)["text"])
    return {
        "numbers": Column(numbers),
        "headings": Column(headings),
        "texts": Column(texts),
        "positions": Column(positions),
    }


def test_every_word_of_the_source_stands_in_exactly_one_place() -> None:
    """Fragments and columns cover each other: nothing is lost, added, moved or used twice."""
    record = columns()
    for fragment in fragments(APPENDIX.read_text(encoding="utf-8")):
        takers = [column for column in record.values() if column.takes(fragment)]
        come_next = {name: " ".join(column.next_words()) for name, column in record.items()}
        assert len(takers) == 1, f"The source goes on: {fragment}. The record: {come_next}"
        takers[0].take(fragment)
    assert [block for column in record.values() for block in column.blocks] == []


@pytest.mark.parametrize(
    ("number", "begins", "ends"),
    [
        ("123", "The CCG has put a structure", "within the action plan."),
        ("124", "The Quality Strategy for the CCG", "requirements and best practice."),
        ("125", "[As stated above](#124)", "collaborative working."),
        ("127", "The CCG has recognised the responsibilities", "the CCG intends to foster."),
        ("128", "The CCG has a specific objective", "kept within the CCG."),
        ("134", "The CCG will await", "new governmental guidance"),
        ("135", "From April 1st 2013", "the forthcoming action plan."),
        ("136", "[As stated above](#135)", "the action plan the CCG develops."),
        ("140", "The CCG holds the patient", "within its membership."),
        ("141", "The CCG would welcome", "the action plan the CCG develops."),
        ("144", "Within the CCG Quality Strategy", "reflected in the CCG action plan."),
    ],
)
def test_a_position_begins_and_ends_where_its_subject_does(
    number: str, begins: str, ends: str
) -> None:
    """Where the source's cells run into each other, the sense says where a position begins."""
    text = position(number)["text"].strip()
    assert text.startswith(begins)
    assert text.endswith(ends)


def test_141_and_142_have_their_own_texts() -> None:
    """The text that stands first in 142's row is that of 141."""
    assert recommendation("141")["text"].startswith("Any differences of judgement")
    assert recommendation("142")["text"].startswith("For an organisation to be effective")


@pytest.mark.parametrize("number", NUMBERS)
def test_every_correction_can_be_undone(number: str) -> None:
    """What a correction reads stands once in the record, and what it found once in the source."""
    as_printed(recommendation(number))


def test_every_correction_says_why() -> None:
    """A correction to what the source prints is never without its reason."""
    for number in NUMBERS:
        for correction in recommendation(number).get("corrections", []):
            assert correction["why"].endswith(".")


def test_139_and_142_break_off() -> None:
    """A position that breaks off in the source is marked, ends as it does there, and no other is."""
    incomplete = {n: position(n)["text"] for n in NUMBERS if "incomplete" in position(n)}
    assert list(incomplete) == ["139", "142"]
    assert incomplete["139"].endswith("throughout the Quality Strategy the\n")
    assert incomplete["142"].endswith("reflected in the CCG action\n")


def test_the_governments_responses_are_those_that_were_seen() -> None:
    """Where the Government's published answer was not seen, the record says that it is unknown."""
    seen = {
        "125": "accepted",
        "133": "accepted in principle",
        "135": "accepted in part",
        "143": "accepted",
    }
    for number in NUMBERS:
        assert recommendation(number)["response"]["status"] == seen.get(number, "unknown")


def test_nothing_is_judged_that_nobody_judged() -> None:
    """The source gives no acceptance, rating or assurance, and neither does the record."""
    for number in NUMBERS:
        record = position(number)
        assert record["acceptance"] == {"value": "under consideration"}
        assert record["rating"] == {"value": "not rated"}
        assert record["assurance"] == {"value": "not assessed"}


def test_what_is_above_is_linked() -> None:
    """Each "above" of the positions leads to the recommendation that is meant."""
    links = {}
    for number in NUMBERS:
        text = position(number)["text"]
        found = re.findall(r"\[[^]]*\babove\]\(#([0-9]+)\)", text)
        assert len(found) == len(re.findall(r"\babove\b", text))
        if found:
            links[number] = found
    assert links == {"125": ["124"], "132": ["127"], "136": ["135"], "143": ["142"]}


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\S@\S", id="e-mail address"),
        pytest.param(r"(\+44|\b0)[ 0-9()-]{8,}[0-9]", id="telephone number"),
        pytest.param(r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame)\b\.? [A-Z]", id="titled name"),
    ],
)
def test_no_person_is_in_the_record(pattern: str) -> None:
    """The record and its source name posts; how to reach a person stands in neither."""
    for path in [APPENDIX, *sorted(STANDARDS.rglob("*.yaml"))]:
        assert not re.search(pattern, path.read_text(encoding="utf-8")), path
