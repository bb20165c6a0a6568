"""Links and bookmarks of a Word file: within the paper, and out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from francis.formats.html import address
from francis.formats.word.elements import (
    ID,
    NAMESPACE,
    NAMESPACES,
    RELATION_ID,
    RELATIONSHIPS,
    W,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ANCHOR = W + "anchor"


class Bookmarks:
    """Gives each id of a page a bookmark; its numbers come from those for all that Word numbers.

    Word has bookmarks in paragraphs alone. An id of what holds paragraphs waits for the first of them.
    """

    def __init__(self, page: Element, numbers: Iterator[int]) -> None:
        from lxml.etree import SubElement

        self.names = _bookmark_names(page)
        self._add = SubElement
        self._numbers = numbers
        self.waiting: list[str] = []
        """The ids for which the next paragraph is to begin a bookmark."""

    def wait(self, element: Element) -> None:
        """Note the id of an element, if it has one, for the next paragraph."""
        if identifier := element.get("id"):
            self.waiting.append(identifier)

    def begin(self, paragraph: Element) -> list[str]:
        """Begin a bookmark in a paragraph for each id that waits, and return the numbers of them."""
        if not self.waiting:
            return []
        begun = []
        for identifier in self.waiting:
            number = str(next(self._numbers))
            attributes = {ID: number, W + "name": self.names[identifier]}
            self._add(paragraph, W + "bookmarkStart", attributes)
            begun.append(number)
        self.waiting = []
        return begun

    def end(self, paragraph: Element, begun: list[str]) -> None:
        """End the bookmarks that were begun in a paragraph."""
        for number in begun:
            self._add(paragraph, W + "bookmarkEnd", {ID: number})


class Links:
    """Writes links, and gives each address that leads out of the file a relationship of its text."""

    def __init__(self, part: Any, bookmarks: Bookmarks) -> None:
        from lxml.etree import Element as new_element

        self._part = part  # links stand in the text alone, as the vocabulary demands
        self._bookmarks = bookmarks
        history = {W + "history": "1"}
        # Copied, for a large paper has many.
        self._inner = new_element(W + "hyperlink", {_ANCHOR: "", **history}, NAMESPACE)
        self._outer = new_element(W + "hyperlink", {RELATION_ID: "", **history}, NAMESPACES)
        self._relationships: dict[str, str] = {}

    def begin(self, paragraph: Element, href: str) -> Element:
        """Return a new link in a paragraph: to a bookmark of the paper, or out of it."""
        if href.startswith("#"):
            link = self._inner.__copy__()
            link.set(_ANCHOR, self._bookmarks.names[href[1:]])
        else:
            link = self._outer.__copy__()
            link.set(RELATION_ID, self._relationship(href))
        paragraph.append(link)
        return link

    def _relationship(self, href: str) -> str:
        """Return the name under which the text knows an address."""
        if href not in self._relationships:
            name = self._relationships[href] = f"link{len(self._relationships) + 1}"
            self._part.rels.add_relationship(
                f"{RELATIONSHIPS}/hyperlink", address(href), name, is_external=True
            )
        return self._relationships[href]


def _bookmark_names(page: Element) -> dict[str, str]:
    """Return Word's name for each id: letters, digits and underscores, 40 at most, each only once."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    unnameable = re.compile(r"[^A-Za-z0-9_]")
    for element in page.iterfind(".//*[@id]"):
        identifier = element.get("id", "")
        stem = unnameable.sub("_", identifier)[:36]
        stem = stem if stem[:1].isalpha() else f"b{stem}"
        name, copy = stem, 1
        while name.lower() in taken:  # Word does not tell A from a
            copy += 1
            name = f"{stem[: 39 - len(str(copy))]}_{copy}"
        taken.add(name.lower())
        names[identifier] = name
    return names
