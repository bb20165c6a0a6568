"""What a Word file is written with, and where in it.

A `Context` stays the same for a whole paper; a `Cursor` says where its next paragraph stands, and who goes
into a cell or a list hands on another. Only what is given out, such as a number, is counted, each by one owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from francis.formats.word.letterhead import Furniture
from francis.formats.word.links import Bookmarks, Links
from francis.formats.word.styles import Styles
from francis.formats.word.tracked_changes import Revisions

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element


@dataclass(frozen=True)
class Context:
    """What stays the same while a paper is written."""

    document: Document
    page: Element
    """The root of the HTML."""
    body: Element
    """What the text is written into."""
    language: str
    add: Callable[..., Any]
    """Appends a new element to another: lxml's `SubElement`, which is slow to import."""
    styles: Styles
    furniture: Furniture
    bookmarks: Bookmarks
    links: Links
    revisions: Revisions | None
    """None for a paper without changes."""
    charts: Iterator[int]
    """The numbers of charts; `shapes` has those of drawings in headers."""
    shapes: Iterator[int]
    copies: dict[tuple[object, ...], Callable[[], Element]] = field(default_factory=dict)
    """What copies a cell, a paragraph or a run without its words, by what these are.

    A copy takes a quarter of the time of a new one, if the element is asked itself: `copy` looks for its way first.
    """


@dataclass(frozen=True, eq=False)
class Layout:
    """How a section of Word's stands on its pages, in twentieths of a point; two are alike only if they are one."""

    landscape: bool
    width: int
    height: int
    text_width: int
    text_height: int


@dataclass(frozen=True)
class Cursor:
    """Where the next paragraph stands."""

    layout: Layout
    indent: int = 0
    """Of lists: in a numbered paragraph they are in line with its words."""
    stays: bool = False
    """Whether what is written stays on the page of what follows it."""
    page_after: Element | None = None
    """The paragraph right after this begins a new page, or right at the start of it; None if none does."""
    cell: CellSpace | None = None
    """None in the text."""


@dataclass
class CellSpace:
    """The space of a cell: its width, and the height of what it has so far, counted by who writes into it."""

    width: int
    height: float = 160  # its margins
