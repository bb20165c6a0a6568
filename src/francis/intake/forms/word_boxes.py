"""The boxes of a form in a Word file: found by the bookmarks in their labels, with what stands in each, and beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from francis.formats.word.elements import BR, TBL, TC, P, T, W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PROPERTY = "francis-form"
"""The custom property that holds the stamp of a form."""
SENDER = 0
"""The number under which a form asks who fills it in; those of its items count from 1."""
Address = tuple[int, str]
"""Which box: the number of the item in its form, and the key of the question."""

_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_ADDRESS = re.compile(r"answer_([0-9]{1,4})_([a-z_]{1,30})")


def address_of(number: int, key: str) -> str:
    """Return the name of the bookmark that addresses a box."""
    return f"answer_{number}_{key}"


@dataclass(frozen=True)
class Boxes:
    """What stands in each box, line by line, and beside the boxes of each item.

    `twice` are addresses that several boxes have, and `unread` says of boxes what stands there in the place of a text.
    """

    answers: Mapping[Address, tuple[str, ...]]
    beside: Mapping[int, str]
    twice: tuple[Address, ...] = ()
    unread: Mapping[Address, str] = field(default_factory=dict)


def boxes_of(document: Element, notes: Iterable[Element] = ()) -> Boxes:
    """Return the boxes of the main part of a Word file; `notes` are its other parts with texts, such as comments."""
    unread: dict[Address, str] = {}
    answers: dict[Address, tuple[str, ...]] = {}
    beside: dict[int, list[str]] = defaultdict(list)
    twice: list[Address] = []
    filled: set[Element] = set()
    owner: dict[Element, int] = {}
    for cell in document.iter(TC):
        following = cell.getnext()
        names = (mark.get(f"{W}name") or "" for mark in cell.iter(f"{W}bookmarkStart"))
        for found in filter(None, map(_ADDRESS.fullmatch, names)):
            address = int(found[1]), found[2]
            if (
                address in answers
                or following is None
                or following.tag != TC
                or following in filled
            ):
                twice.append(address)
                continue
            answers[address] = tuple(line for p in following.iter(P) for line in _lines(p))
            if next(following.iter(*_PICTURES), None) is not None:
                unread[address] = "A picture or an object"
            filled.add(following)
            owner.setdefault(next(cell.iterancestors(TBL)), address[0])
    for paragraph in document.iter(P):
        around = [*paragraph.iterancestors(TBL, TC)]
        if filled.isdisjoint(around):
            number = next((owner[table] for table in around if table in owner), SENDER)
            beside[number].append(" ".join(_lines(paragraph)))
    beside[SENDER] += [" ".join(_lines(paragraph)) for part in notes for paragraph in part.iter(P)]
    texts = {number: "\n".join(lines) for number, lines in beside.items()}
    return Boxes(answers, texts, tuple(twice), unread)


def _lines(paragraph: Element) -> list[str]:
    """Return the lines of a paragraph; what a tracked change took out is not in it."""
    text = ""
    for piece in paragraph.iter(T, BR, f"{W}tab", f"{W}cr"):
        if piece.tag == f"{W}tab":
            text += " " * (next(piece.iterancestors(f"{W}tabs"), None) is None)
        else:
            text += piece.text or "" if piece.tag == T else "\n"
    return text.split("\n")


def printed_digests(beside: Mapping[int, str], items: int) -> tuple[str, ...]:
    """Return the digests of what is printed beside the boxes: around all, and of each item; only letters and digits count."""

    def digest(text: str) -> str:
        plain = "".join(char for char in text.casefold() if char.isalnum())
        return sha256(plain.encode()).hexdigest()[:12]

    return tuple(digest(beside.get(number, "")) for number in range(items + 1))
