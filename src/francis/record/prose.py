"""Text of the record: the words of Markdown without their marks, and the words for what is not stated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import digits
from typing import Literal, NamedTuple

NOT_STATED = "not stated"
NO_OUTCOME = "no outcome recorded"
TO_BE_WRITTEN = "To be written."
"""What holds the place of a text in a file that the program writes."""
SAMPLE = "sample:"
"""How what a new workspace shows as an example begins, in small letters."""
"""Printed where the record has nothing."""
WHOLE_RESPONSE = "the whole response"
"""Printed of an action that serves no single recommendation."""
RESPONSE_AS_A_WHOLE = "The response as a whole"
"""The heading over such actions."""

_UNWRITTEN = frozenset(
    {"", "not yet written", "to be written", "to be confirmed", "to follow", "tbc", "tbd"}
)
"""Texts that only hold the place of one, without their full stop."""

_ITEM = re.compile(r"( *)(?:[-+*]|[0-9]{1,9}[.)])[ \t]+")
_MARKS = re.compile(
    r"\[(?P<words>(?:[^\[\]\\]|\\(?s:.))*)\]\([^)\s]{0,2000}\)|\\(?P<character>[!-/:-@\[-`{-~\n])"
    r"|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]{1,99}(?!\w)"
)
"""The marks of a link or of emphasis. Each character matches in one way only, and every repetition has a limit,
so that no text makes the engine backtrack for long."""


def first_upper(text: str) -> str:
    """Return `text` with its first letter in upper case and all else as it was."""
    return text[:1].upper() + text[1:]


TextKind = Literal["paragraph", "point", "heading", "quotation", "header", "row"]


BETWEEN_CELLS = " | "


class TextBlock(NamedTuple):
    """A paragraph, a point, a sub-heading, a paragraph of a quotation, or a row of a table, without marks.

    `level` is that of a point in its list, from 1, of all else 0. The words of a row are its cells one after
    another, as `row_in_words` returns them.
    """

    level: int
    words: str
    kind: TextKind = "paragraph"
    cells: tuple[str, ...] = ()


class TextPart(NamedTuple):
    """A stretch of a text: paragraphs and lists, a quotation, a sub-heading or a table, with its marks.

    `text` is that of paragraphs and lists, of a quotation without the signs before its lines, and of a
    sub-heading; a table has `rows`, of which the first is its header and all are as long. `level` is that
    of a sub-heading among those of its text, 1 or 2. `at` is where it begins in the text.
    """

    kind: Literal["text", "quotation", "heading", "table"]
    at: int
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    level: int = 0


_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_QUOTED = re.compile(r">[ \t]?")
_MORE_THAN = re.compile(r">[ \t]*[£$€]?[0-9=]")
"""A line that says “more than”: > 95% of patients."""
_QUOTED_LINE = re.compile(r"^>[ \t]?", re.MULTILINE)
DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
"""The line below the header of a table."""
_EDGE = re.compile(r"(?<!\\)(?:\\\\)*\|")


def parts_of(text: str) -> list[TextPart]:
    """Return a text as stretches, each of one kind, in their order.

    Quotations, sub-headings and tables begin in the first column. A quotation goes on as long as its lines begin
    with `>`, and a table as long as its lines have `|`; what a row has too many, is in its last cell.
    """
    begins = text[:1] in "#>" or "\n#" in text or "\n>" in text
    if not begins and "|" not in text:  # as most texts
        return [TextPart("text", 0, text)] if text.strip() else []
    lines = text.splitlines(keepends=True)
    found: list[TextPart] = []
    place = at = begin = 0
    deep: list[int] = []
    while place < len(lines):
        end = place
        part = None
        if words := _heading(lines[place]):
            deep.append(heading_signs(lines[place]))
            end, part = place + 1, TextPart("heading", at, words, level=_level(deep))
        elif (end := _end_of_quotation(lines, place)) > place:
            words = "".join(_QUOTED.sub("", line, count=1) for line in lines[place:end])
            part = TextPart("quotation", at, words) if words.strip() else None
        elif (end := _end_of_table(lines, place)) > place:
            part = TextPart("table", at, rows=tuple(_rows(lines[place:end])))
        end = max(end, place + 1)
        if part:
            found += _of_text(text, begin, at)
            found.append(part)
        at += sum(map(len, lines[place:end]))
        begin, place = at if part else begin, end
    return found + _of_text(text, begin, at)


def _of_text(text: str, begin: int, end: int) -> list[TextPart]:
    return [TextPart("text", begin, text[begin:end])] if text[begin:end].strip() else []


def heading_signs(line: str) -> int:
    """Return with how many `#` a line begins that is a sub-heading."""
    return len(line) - len(line.lstrip("#"))


def _heading(line: str) -> str:
    """Return the words of a sub-heading, without the signs that may end it; nothing if the line is none."""
    found = _HEADING.match(line)
    words = line[found.end() :].rstrip() if found else ""
    bare = words.rstrip("#")
    return words if bare and not bare[-1].isspace() else bare.rstrip()


def _level(deep: list[int]) -> int:
    """Return the level of the last heading: 1 if none before it had fewer signs, else 2."""
    return 2 if deep[-1] > min(deep) else 1


def _end_of_quotation(lines: list[str], place: int) -> int:
    if _MORE_THAN.match(lines[place]):
        return place
    while place < len(lines) and lines[place].startswith(">"):
        place += 1
    return place


def _end_of_table(lines: list[str], place: int) -> int:
    """Return where a table ends of which a line is the header; the place itself if there is none."""
    header, below = lines[place], lines[place + 1] if place + 1 < len(lines) else ""
    is_table = (
        header[:1].strip() != ""
        and not _ITEM.match(header)
        and "|" in header + below
        and DELIMITER.fullmatch(below.rstrip("\r\n")) is not None
        and len(cells_of(header)) == len(cells_of(below))
    )
    if not is_table:
        return place
    end = place + 2
    while end < len(lines) and _EDGE.search(lines[end]):
        end += 1
    return end


def cells_of(line: str) -> list[str]:
    r"""Return the cells of a row, with their marks; `\|` is no edge of a cell."""
    words = line.strip()
    edges = [found.end() - 1 for found in _EDGE.finditer(words)]
    if words.startswith("|"):
        edges = edges[1:]
    cells, begin = [], 1 if words.startswith("|") else 0
    for edge in (*edges, len(words)):
        cells.append(words[begin:edge].strip().replace("\\|", "|"))
        begin = edge + 1
    return cells[:-1] if edges and edges[-1] == len(words) - 1 else cells


def _rows(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, each with as many cells as its header."""
    width = len(cells_of(lines[0]))
    for line in (lines[0], *lines[2:]):
        cells = cells_of(line)
        rest = row_in_words(cells[width - 1 :])
        yield (*(cells + [""] * width)[: width - 1], rest)


def row_in_words(cells: Iterable[str]) -> str:
    """Return the cells of a row on one line."""
    return BETWEEN_CELLS.join(cells)


def blocks_of(text: str) -> list[TextBlock]:
    """Return the paragraphs, points, sub-headings and rows of a text in their order."""
    return [block for part in parts_of(text) for block in _blocks_in(part)]


def _blocks_in(part: TextPart) -> Iterator[TextBlock]:
    if part.kind == "heading":
        yield TextBlock(0, plain(part.text), "heading")
    elif part.kind == "table":
        for place, cells in enumerate(part.rows):
            bare = tuple(map(plain, cells))
            yield TextBlock(0, row_in_words(bare), "row" if place else "header", bare)
    else:
        for level, words in _paragraphs_of(part.text):
            kind: TextKind = "quotation" if part.kind == "quotation" else "paragraph"
            yield TextBlock(level, words, "point" if level else kind)


def _paragraphs_of(text: str) -> list[tuple[int, str]]:
    """Return the paragraphs and points of a text, each with its level and its words."""
    found: list[tuple[int, list[str]]] = []
    fresh = True
    for line in text.splitlines():
        item = _ITEM.match(line)
        if not line.strip():
            fresh = True
        elif item:
            found.append((len(item[1]) // 2 + 1, [line[item.end() :]]))
            fresh = False
        elif fresh or not found:
            found.append((0, [line]))
            fresh = False
        else:
            found[-1][1].append(line)
    return [(level, plain(" ".join(lines))) for level, lines in found]


def lines_of(text: str) -> Iterator[str]:
    """Yield a text line by line as it can be read without any look: points by their level, rows cell by cell."""
    for block in blocks_of(text):
        before = {"point": f"{'  ' * (block.level - 1)}- ", "quotation": "> "}
        yield before.get(block.kind, "") + block.words


_MARKER = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])( +)(?=\S)")
_ITEM_LINES = re.compile(r"\n[^\S\n]*[-+*0-9].*")
"""Every line that may begin an item, behind the end of the one before."""
_BEHIND_MARKERS = tuple(f"{sign} " for sign in "-+*.)")
BEGINS_ITEM = frozenset("-+*" + digits)
"""The characters with which an item of a list may begin."""


def too_deep_at(text: str, levels: int) -> int | None:
    """Return where a text begins a list inside more than so many levels of lists; None if it does not.

    Levels are counted as CommonMark nests them (section 5.2): an item belongs to the one above if it begins where
    the words of that begin, or further right; several can begin on one line.
    """
    if "\t" not in text and "\r" not in text:
        lines = "".join(_ITEM_LINES.findall(f"\n{text}"))
        if sum(map(lines.count, _BEHIND_MARKERS)) <= levels:
            return None  # as of nearly all texts: they have fewer items than there may be levels
    columns: list[int] = []  # where the words of each item begin that is open
    at, is_after_blank = 0, True
    for line in text.splitlines(keepends=True):
        shown = line.expandtabs(4) if "\t" in line else line
        words = shown.lstrip()
        place = len(shown) - len(words)
        found = _MARKER.match(shown, place) if words[:1] in BEGINS_ITEM else None
        if words and (found or is_after_blank):
            while columns and place < columns[-1]:
                columns.pop()
        while found is not None:
            gap = len(found[1])
            columns.append(found.end() - (gap - 1 if gap > 4 else 0))
            if len(columns) > levels:
                return at
            found = _MARKER.match(shown, found.end())
        is_after_blank = not words
        at += len(line)
    return None


def is_unwritten(text: str) -> bool:
    """Return whether a text only holds the place of one, such as “Not yet written”."""
    return len(text) < 40 and plain(text).casefold().strip(" .…") in _UNWRITTEN


def is_sample(text: str) -> bool:
    """Return whether a text is an example with which a workspace began, and is to be replaced."""
    return text.lstrip().casefold().startswith(SAMPLE)


def plain(text: str) -> str:
    """Return the words of a text without the marks of links and emphasis, on one line."""
    if "*" in text or "_" in text or "[" in text or "\\" in text:
        text = _without_marks(text)
    elif text.isascii() and not ("\n" in text or "  " in text or "\t" in text):
        return text.strip()  # the same as below, but faster
    return " ".join(text.split())


def _without_marks(text: str) -> str:
    """Return a text without marks; those in the words of a link are looked for in turn, and no link is in them."""
    return _MARKS.sub(
        lambda m: _without_marks(m["words"]) if m["words"] else m["character"] or "", text
    )


def stands_in(words: str, text: str) -> bool:
    """Return whether a text contains `words`, ignoring line breaks, links, emphasis and the signs of quotations."""
    return plain(words) in plain(_QUOTED_LINE.sub("", text) if ">" in text else text)


def with_article(title: str) -> str:
    """Return a title as it stands in a sentence: with “the” before it, unless it begins so."""
    return title if title.casefold().startswith("the ") else f"the {title}"
