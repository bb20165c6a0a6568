"""A fault of a paper, as officers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from francis.errors import excerpt

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Fault(NamedTuple):
    """A fault of a paper: its element as people find it, the reason, and clues to its place in the template.

    `clues` are literals that stand in the template unless it computes them, the most telling first.
    """

    element: str
    reason: str
    clues: tuple[str, ...]

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.element}: {self.reason}."


def fault_of(element: Element, reason: str, attribute: str = "") -> Fault:
    """Return a fault of an element, or of one of its attributes."""
    words = words_in(element)
    start = "".join(f' {name}="{value}"' for name, value in element.items())
    about = f" (“{excerpt(words)}”)" if words else ""
    of_class = [f'<{element.tag} class="{element.get("class")}"'] if element.get("class") else []
    literal = [f'{attribute}="{element.get(attribute)}"'] if attribute else of_class
    return Fault(f"<{element.tag}{start}>{about}", reason, (*literal, f"<{element.tag}{start}>"))


def words_in(element: Element | None) -> str:
    """Return the words of an element, with one space between two; none of no element."""
    if element is None:
        return ""
    return " ".join("".join(element.itertext()).split())
