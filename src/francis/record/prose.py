"""Text of the record: the words of Markdown without their marks, and the words that stand for what is not said."""

from __future__ import annotations

import re

NOT_STATED = "not stated"
"""Printed where the record has nothing."""
WHOLE_RESPONSE = "the whole response"
"""Printed of an action that serves no single recommendation."""
RESPONSE_AS_A_WHOLE = "The response as a whole"
"""The heading over such actions."""

_ITEM = re.compile(r"( *)(?:[-+*]|[0-9]{1,9}[.)]) +")
_MARKS = re.compile(
    r"\[(?P<words>(?:[^\[\]\\]|\\(?s:.))*)\]\([^)\s]{0,2000}\)|\\(?P<sign>[^\w\s])"
    r"|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]{1,99}(?!\w)"
)
"""What marks a link or stress. A sign can be read in one way only, and what is looked through again for each
sign of a text has an end: no text can then keep the engine at work for long."""


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


def plain(text: str) -> str:
    """Return the words of a text without what marks links and stress, on one line."""
    if "*" in text or "_" in text or "[" in text or "\\" in text:
        text = _MARKS.sub(lambda m: m["words"] or m["sign"] or "", text)
    elif text.isascii() and not ("\n" in text or "  " in text or "\t" in text):
        return text.strip()  # as it would be below, at once
    return " ".join(text.split())
