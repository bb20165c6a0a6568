"""Tracked changes of a Word file: what was inserted and deleted, whose it is and when.

Words that changed stand in `w:ins` or `w:del`. A paragraph that came or went as a whole has besides a
mark on its end, so that nothing is left of it, not even an empty paragraph, once its words are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from francis.formats.html import Revision, TextRun
from francis.formats.word.elements import ID, PPR, PSTYLE, RPR, VAL, P, W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ENDS = {f"{PPR}/{RPR}/{W}{change}": change for change in ("ins", "del")}


def change_of(pieces: list[TextRun]) -> str:
    """Return the change that a paragraph is as a whole, by its words; nothing if it is none."""
    changes = {look.change for _, look in pieces}
    return changes.pop() if len(changes) == 1 else ""


class Revisions:
    """Writes the changes of one paper; its numbers come from those for all that Word numbers."""

    def __init__(self, revision: Revision, numbers: Iterator[int]) -> None:
        from lxml.etree import SubElement

        self._add = SubElement
        self._revision = revision
        self._numbers = numbers

    def begin(self, parent: Element, change: str) -> Element:
        """Return a new change in an element: what is written in it was inserted or deleted."""
        author, date = self._revision
        number = str(next(self._numbers))
        return self._add(parent, W + change, {ID: number, W + "author": author, W + "date": date})

    def mark_end(self, paragraph: Element, change: str) -> None:
        """Mark the end of a paragraph as a change; without it, the paragraph is one with the next."""
        properties = paragraph.find(PPR)
        if properties is None:
            properties = paragraph.makeelement(PPR)
            paragraph.insert(0, properties)
        self.begin(self._add(properties, RPR), change)

    def settle_end(self, container: Element, empty: str = "") -> None:
        """Let changes at the end of a cell, or of the text, go without an empty paragraph left of them.

        The end of the last paragraph cannot go, for Word demands one. So where the last paragraphs are a
        change, the end of the one before them goes in its stead. If that one is the other change, it is
        made one paragraph with the first of them, and whichever goes, the words of one remain in it.
        Where there is none before them, an empty paragraph must remain; `empty` is the id of its style.
        """
        last = container[-1] if len(container) else None
        change = "" if last is None else _end_of(last)
        if last is None or not change:
            return
        first, before = last, last.getprevious()
        while before is not None and _end_of(before) == change:
            first, before = before, before.getprevious()
        last[0].remove(last[0].find(RPR))
        if before is None or before.tag != P:
            if empty:
                blank = last.makeelement(P)
                self._add(self._add(blank, PPR), PSTYLE, {VAL: empty})
                self._hand_look_on(blank, last, change)
            return
        joined = _end_of(before) != ""
        for paragraph in dict.fromkeys((last, first)) if joined else (last,):
            self._hand_look_on(before, paragraph, change)
        if joined:
            first[1:1] = before[1:]
            container.remove(before)
        else:
            self.mark_end(before, change)

    def _hand_look_on(self, before: Element, paragraph: Element, change: str) -> None:
        """Give a paragraph the look of the one before it, from when its own words are gone.

        Of two paragraphs that become one, Word keeps the look of the second.
        """
        properties = paragraph[0]
        own, other = _look(paragraph), _look(before)
        if list(map(_facts, own)) == list(map(_facts, other)):
            return
        remembered = [deepcopy(fact) for fact in other]
        if change == "del":
            for fact in own:
                properties.remove(fact)
            properties[0:0] = remembered
            remembered = own
        self._add(self.begin(properties, "pPrChange"), PPR).extend(remembered)


def _end_of(element: Element) -> str:
    """Return the change that the end of a paragraph is; nothing if it, or the element, is none."""
    if element.tag == P:
        for path, change in ENDS.items():
            if element.find(path) is not None:
                return change
    return ""


def _look(paragraph: Element) -> list[Element]:
    """Return what a paragraph's properties say of its look."""
    return [fact for fact in paragraph.iterfind(f"{PPR}/*") if fact.tag != RPR]


def _facts(element: Element) -> list[tuple[str, dict[str, str]]]:
    return [(str(part.tag), dict(part.attrib)) for part in element.iter()]
