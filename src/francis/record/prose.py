"""Text of the record: the words of Markdown without their marks, and the words for what is not stated."""

from __future__ import annotations

import re
from string import digits

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

_ITEM = re.compile(r"( *)(?:[-+*]|[0-9]{1,9}[.)]) +")
_MARKS = re.compile(
    r"\[(?P<words>(?:[^\[\]\\]|\\(?s:.))*)\]\([^)\s]{0,2000}\)|\\(?P<character>[^\w\s])"
    r"|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]{1,99}(?!\w)"
)
"""The marks of a link or of emphasis. Each character matches in one way only, and every repetition has a limit,
so that no text makes the engine backtrack for long."""


def first_upper(text: str) -> str:
    """Return `text` with its first letter in upper case and all else as it was."""
    return text[:1].upper() + text[1:]


def blocks_of(text: str) -> list[tuple[int, str]]:
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


_MARKER = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])( +)(?=\S)")
BEGINS_ITEM = frozenset("-+*" + digits)
"""The characters with which an item of a list may begin."""


def too_deep_at(text: str, levels: int) -> int | None:
    """Return where a text begins a list inside more than so many levels of lists; None if it does not.

    Levels are counted as CommonMark nests them (section 5.2): an item belongs to the one above if it begins where
    the words of that begin, or further right; several can begin on one line.
    """
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
        text = _MARKS.sub(lambda m: m["words"] or m["character"] or "", text)
    elif text.isascii() and not ("\n" in text or "  " in text or "\t" in text):
        return text.strip()  # the same as below, but faster
    return " ".join(text.split())


def stands_in(words: str, text: str) -> bool:
    """Return whether a text contains `words`, ignoring line breaks, links and emphasis."""
    return plain(words) in plain(text)


def with_article(title: str) -> str:
    """Return a title as it stands in a sentence: with “the” before it, unless it begins so."""
    return title if title.casefold().startswith("the ") else f"the {title}"
