"""Which papers there are, and what each is made from."""

from __future__ import annotations

from dataclasses import dataclass

from francis.record.model import Classification
from francis.record.register import Register

FORMATS = ("docx", "pdf", "html", "xlsx")


@dataclass(frozen=True)
class Paper:
    """A paper made from one register: the name of its files, what it is, and its formats.

    One that `has_cover` is made where the record holds its cover, under its name. `lists` are those
    of the record that it must show in tables, whoever wrote its template: see `agree`.
    """

    name: str
    about: str
    formats: tuple[str, ...] = ("docx", "pdf", "html")
    has_cover: bool = False
    lists: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Return the name of the template that makes the paper."""
        return f"{self.name}.html.j2"


STOCKTAKE = Paper(
    "stocktake", "the position against every recommendation, one by one", lists=("positions",)
)
ACTION_PLAN = Paper(
    "action-plan", "what will be done, by whom and by when", FORMATS, lists=("actions",)
)
BOARD_REPORT = Paper(
    "board-report",
    "the report to the body's own board",
    has_cover=True,
    lists=(
        *("positions", "rated", "assured", "asked", "unplanned"),
        *("actions", "actions-rated", "overdue", "extended", "stale"),
    ),
)
HWBB = Paper(
    "hwbb",
    "the paper for the Health and Well-Being Board",
    has_cover=True,
    lists=("positions",),
)
COMPARISON = Paper("comparison", "what changed between two years or revisions")
"""The paper that `francis diff` makes; it is none of those that every register has."""
PROGRESS = Paper("progress", "what changed since the year before")
PAPERS = (STOCKTAKE, ACTION_PLAN, BOARD_REPORT, HWBB, PROGRESS)
"""All papers, in the order in which they are made and listed."""


def of(register: Register) -> tuple[Paper, ...]:
    """Return the papers that a register has what it needs for."""

    def is_there(paper: Paper) -> bool:
        if paper.has_cover:
            return paper.name in register.covers
        if paper is PROGRESS:
            return register.earlier is not None
        return paper is not ACTION_PLAN or bool(register.actions)

    return tuple(filter(is_there, PAPERS))


def stem(register: Register, paper: Paper) -> str:
    """Return the path of a paper's files below the output folder, without the ending.

    A paper that is not for the public says so in its name.
    """
    return f"{register.body_id}/{register.year_id}/{paper.name}{suffix(register.audience)}"


def suffix(audience: Classification) -> str:
    """Return what the name of a paper for an audience ends in."""
    return "" if audience == "public" else f"-{audience}"
