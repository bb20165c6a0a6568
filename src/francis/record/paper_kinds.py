"""Which papers there are, as `data/papers.yaml` lists them, and what each is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from francis.record.model import Classification
from francis.record.register import Register

FORMATS = ("docx", "pdf", "html", "xlsx")
Need = Literal["cover", "actions", "earlier", "two sides"]


@dataclass(frozen=True)
class Paper:
    """A paper made from one register: the name of its files, what it is, and its formats.

    It is made where the record holds what it `needs`. `lists` are the lists of the record that it must
    show in tables, whoever wrote its template: see `papers/agreement.py`.
    """

    name: str
    about: str
    formats: tuple[str, ...] = FORMATS[:3]
    needs: Need | None = None
    lists: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """Return the name of the template that makes the paper."""
        return f"{self.name}.html.j2"

    @property
    def has_cover(self) -> bool:
        """Return whether the record holds a cover for it, under its name."""
        return self.needs == "cover"


def _read() -> Iterator[Paper]:
    """Yield the papers that `papers.yaml` lists."""
    file = Path(__file__).with_name("data") / "papers.yaml"
    for name, said in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        lists = {key: tuple(value) for key, value in said.items() if isinstance(value, list)}
        yield Paper(name, **(said | lists))


_KINDS = tuple(_read())
PAPERS = tuple(paper for paper in _KINDS if paper.needs != "two sides")
"""All papers of a register, in the order in which they are made and listed."""
(COMPARISON,) = (paper for paper in _KINDS if paper.needs == "two sides")
"""The paper that `francis diff` makes."""


def of(register: Register) -> tuple[Paper, ...]:
    """Return the papers that can be made from a register."""

    def is_there(paper: Paper) -> bool:
        if paper.has_cover:
            return paper.name in register.covers
        if paper.needs == "earlier":
            return register.earlier is not None
        return paper.needs != "actions" or bool(register.actions)

    return tuple(filter(is_there, PAPERS))


DRAFT_ENDING = "-draft"
"""What the name of every paper ends in that is not final, so that it never takes the place of one that is."""


def is_draft(path: str) -> bool:
    """Return whether the file at a path is named as a draft."""
    return path.rpartition(".")[0].endswith(DRAFT_ENDING)


def stem(register: Register, paper: Paper, *, final: bool) -> str:
    """Return the path of a paper's files below the output folder, without the file extension.

    A paper that is not for the public says so in its name.
    """
    return f"{register.body_id}/{register.year_id}/{paper.name}{suffix(register.audience)}{'' if final else DRAFT_ENDING}"


def suffix(audience: Classification) -> str:
    """Return what the name of a paper for an audience ends in."""
    return "" if audience == "public" else f"-{audience}"
