"""Which papers there are, and that what copies it to load faster says the same."""

from __future__ import annotations

from typing import get_args

import click
import pytest
from click.testing import CliRunner

from francis.cli import main
from francis.cli.commands.make.build import build
from francis.cli.options import AUDIENCE_CHOICE
from francis.papers.facts import RECORD_LISTS
from francis.record.audience import AUDIENCES
from francis.record.paper_kinds import (
    COMPARISON,
    FORMATS,
    PAPERS,
    ConcernSubject,
    Need,
    OneSubject,
    RequestSubject,
    Subject,
)
from francis.workspace import packaged


def test_each_paper_has_what_it_is_made_from() -> None:
    """A template of its name, formats that there are, and lists that papers can show."""
    papers = (*PAPERS, COMPARISON)
    assert len({paper.name for paper in papers}) == len(papers)
    for paper in papers:
        assert (packaged() / "templates" / paper.template).is_file()
        assert set(paper.formats) <= set(FORMATS)
        assert paper.needs in (None, *get_args(Need))
        assert set(paper.lists) <= set(RECORD_LISTS)
        assert paper.about


def test_what_a_command_makes_of_one_subject_is_of_a_kind_that_there_is() -> None:
    """It is made by the template of its kind, which its own name does not say."""
    subjects = (Subject("1", ()), ConcernSubject("royal", "C1"), RequestSubject("royal", "R1"))
    for subject in subjects:
        paper = subject.paper
        assert (packaged() / "templates" / paper.template).is_file()
        assert paper.name.startswith(f"{paper.kind}-")
        assert paper.is_among({paper.kind})


def test_the_help_lists_every_paper() -> None:
    """With what it is, as the record has it."""
    said = " ".join(CliRunner().invoke(main, ["build", "--help"]).output.split())
    assert " ".join(f"{paper.name} {paper.about}" for paper in PAPERS) in said
    assert COMPARISON.about not in said


def test_what_commands_let_choose_is_what_there_is() -> None:
    """They say it again, because to import it would take longer than all the rest of the help."""
    assert tuple(AUDIENCE_CHOICE.choices) == AUDIENCES
    (formats,) = (option for option in build.params if option.name == "formats")
    assert isinstance(formats.type, click.Choice)
    assert tuple(formats.type.choices) == FORMATS


@pytest.mark.parametrize(
    ("subject", "name", "kind", "lists"),
    [
        (Subject("4(a)", ("2021",)), "recommendation-4-a", "recommendation", ("position-4(a)", "serving-4(a)")),
        (ConcernSubject("royal", "C 2"), "concern-royal-C-2", "concern", None),
        (RequestSubject("royal", "R 1"), "letter-royal-R-1", "letter", None),
    ],
)  # fmt: skip
def test_a_paper_on_one_thing_is_named_after_it(
    subject: OneSubject, name: str, kind: str, lists: tuple[str, ...] | None
) -> None:
    """Of one kind, by whose template it is made."""
    paper = subject.paper
    assert (paper.name, paper.of, paper.template) == (name, kind, f"{kind}.html.j2")
    assert lists is None or paper.lists == lists
