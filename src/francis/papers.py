"""Which papers there are, and which template makes each."""

from __future__ import annotations

from dataclasses import dataclass

from francis.model import Register


@dataclass(frozen=True)
class Paper:
    """A paper made from one register: the name of its files, and what it is."""

    name: str
    about: str

    @property
    def template(self) -> str:
        """Return the name of the template that makes the paper."""
        return f"{self.name}.html.j2"


PAPERS = (Paper("stocktake", "the position against every recommendation, one by one"),)
FORMATS = ("docx", "pdf", "html")


def stem(register: Register, paper: Paper) -> str:
    """Return the path of a paper's files below the output folder, without the ending."""
    return f"{register.body_id}/{register.year_id}/{paper.name}"
