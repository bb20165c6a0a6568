"""How the items of lists are numbered: numbers as Word writes them, and the lists of a Word file counted."""

from __future__ import annotations

import re
from typing import Any

from francis.formats.reading_back.contents import marker
from francis.formats.vocabulary import BULLETS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of Word's elements, as it stands before their names."""


def numeral(number: int, form: str) -> str:
    """Return a number in one of Word's number formats."""
    if form == "decimal" or number < 1:
        return str(number)
    if form.endswith("Letter"):
        count, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) * (count + 1)
    elif form.endswith("Roman"):
        text, steps = "", (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
        names = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
        for step, name in zip(steps, names, strict=True):
            text, number = text + name * (number // step), number % step
    else:
        return f"{form} {number}"
    return text.upper() if form.startswith("upper") else text


class ListNumbers:
    """The lists of a Word file, counted as Word counts them, paragraph by paragraph (ECMA-376-1, 17.9)."""

    def __init__(self, document: Any) -> None:
        styles = document.styles.element.iterchildren(W + "style")
        self._styles = {style.get(f"{W}styleId"): style for style in styles}
        self._lists: dict[str, Any] = {}
        self._definitions: dict[str, Any] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering"):
                root = relation.target_part.element
                self._lists = {n.get(f"{W}numId"): n for n in root.iterchildren(W + "num")}
                abstract = root.iterchildren(W + "abstractNum")
                self._definitions = {a.get(f"{W}abstractNumId"): a for a in abstract}

    def markers(self, *paragraphs: Any) -> tuple[str, ...]:
        """Return the markers of those paragraphs that have one; each paragraph is counted once."""
        return tuple(filter(None, map(self._marker, paragraphs)))

    def _marker(self, paragraph: Any) -> str:
        number, level = self._place(paragraph)
        if number not in self._lists:
            return ""
        name = _value(self._lists[number].find(W + "abstractNumId"))
        if name not in self._definitions:
            return ""
        looks = {
            int(of.get(f"{W}ilvl")): of for of in self._definitions[name].iterchildren(W + "lvl")
        }
        if level not in looks:
            return ""
        self._count(name, number, level, looks)
        form, text = (_value(looks[level].find(W + part)) for part in ("numFmt", "lvlText"))
        if form == "none" or not text:
            return ""
        if form == "bullet":
            return _bullet(text, level)

        def written(found: re.Match[str]) -> str:
            of = int(found[1]) - 1
            count = self._counts.get((name, of), 1)
            return numeral(count, _value(looks[of].find(W + "numFmt")))

        return marker(re.sub("%([1-9])", written, text))

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is None:
            style = self._styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")))
            own = None if style is None else style.find(f"{W}pPr/{W}numPr")
        if own is None:
            return "", 0
        return _value(own.find(W + "numId")), int(_value(own.find(W + "ilvl")) or 0)

    def _count(self, name: str, number: str, level: int, looks: dict[int, Any]) -> None:
        """Count a paragraph: on from the last of its definition, or from where its list begins anew."""
        override = self._lists[number].find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}startOverride")
        start = int(_value(looks[level].find(W + "start")) or 1)
        if override is not None and (number, level) not in self._begun:
            self._counts[name, level] = int(_value(override))
        else:
            self._counts[name, level] = self._counts.get((name, level), start - 1) + 1
        self._begun.add((number, level))
        for deeper in looks:
            if deeper > level:
                self._counts.pop((name, deeper), None)


def _bullet(painted: str, level: int) -> str:
    """Return the bullet of a level, or that of another level if that is what is painted.

    Any other is the house file's own, often a character that its font alone knows.
    """
    return painted if painted in BULLETS else BULLETS[level % len(BULLETS)]


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val", "")
