"""Help: an example for every command, and the pages of the guide on the terminal."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from francis.cli import main
from tests.cli.test_cli import run

GUIDE = (Path(__file__).parents[2] / "docs/officers-guide.md").read_text()


@pytest.mark.parametrize("name", main.commands)
def test_every_command_has_an_example_that_can_be_typed(name: str) -> None:
    """Its options are real, and it stands below what the command does."""
    shown = run(name, "--help").output
    examples = re.findall(r"^    (francis .*)$", shown, re.MULTILINE)
    assert examples
    for example in examples:
        program, command, *words = shlex.split(example)
        assert (program, command) == ("francis", name)
        meant = main.commands[name]
        if isinstance(meant, click.Group) and words:
            found = meant.get_command(click.Context(meant), words[0])
            assert found
            meant = found
        options = {option for param in meant.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= options
    assert "\\b" not in shown


def test_the_pages_of_the_guide_are_listed_and_printed() -> None:
    """Each heading is a page, which is asked for by its name or a few of its words; nothing of it is lost."""
    listed = run("help").output
    for heading in re.findall("^## (.*)$", GUIDE, re.MULTILINE):
        (name,) = re.findall(rf"^  (\S+) +{re.escape(heading)}$", listed, re.MULTILINE)
        page = run("help", name).output
        assert page.startswith(heading)
        assert run("help", *name.split("-")).output == page
    page = run("help", "MAKING").output
    assert "francis build --final" in page
    assert "Picture: The first page of a board report" in page
    assert "](" not in page
    assert "\x1b[" not in page
    assert max(map(len, page.splitlines())) <= 100
    assert "our-record" in run("help", "starting").output


def test_help_on_a_command_is_what_the_command_says() -> None:
    """As people know it of git."""
    for name in ("build", "new-year"):
        assert run("help", name).output == run(name, "--help").output
    wrong = run("help", "biuld")
    assert wrong.exit_code == 2
    assert "making-the-papers" in wrong.output


def test_help_has_no_command_that_is_not_in_a_section() -> None:
    """And every one has a sentence."""
    shown = run("--help").output
    for name, command in main.commands.items():
        assert isinstance(command, click.Command)
        assert re.search(rf"^  {name} +\w", shown, re.MULTILINE)
