"""What is written about the program, held to the program."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from lxml import etree

from francis.cli import main
from francis.record.schema import KINDS_OF_FILE
from tests.shared.pictures import picture_of
from tests.shared.walkthrough import follow, labels

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
GUIDE = (ROOT / "docs/officers-guide.md").read_text()
COMMANDS = (ROOT / "docs/commands.md").read_text()
RECORD = (ROOT / "docs/the-record.md").read_text()
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def commands(text: str) -> list[list[str]]:
    """Return the commands of the program in the shell blocks of a page."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and line[0] == "francis"]


def every_command(group: click.Group) -> Iterator[click.Command]:
    """Yield the commands of a group, and of the groups in it."""
    context = click.Context(group)
    for command in filter(
        None, (group.get_command(context, n) for n in group.list_commands(context))
    ):
        yield command
        if isinstance(command, click.Group):
            yield from every_command(command)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_written_of_exists(page: Path) -> None:
    """Its name and its options are real."""
    text = page.read_text()
    names = set(re.findall(r"`francis ([a-z-]+)", text)) | {line[1] for line in commands(text)}
    assert names <= set(main.commands)
    options = {name for c in every_command(main) for p in c.params for name in p.opts} | {"--help"}
    assert set(re.findall(r"`(--[a-z-]+)`", text)) <= options


def test_every_command_is_on_its_page_and_in_the_help() -> None:
    """A command that nobody is told of is not used."""
    shown = CliRunner().invoke(main, ["--help"]).output
    for name, command in main.commands.items():
        assert f"| `francis {name}" in COMMANDS
        assert len(re.findall(rf"^  {name} +[A-Z]", shown, re.M)) == 1
        assert isinstance(command, click.Command)
    options = (p for c in every_command(main) for p in c.params if isinstance(p, click.Option))
    assert all(option.help for option in options)


@pytest.mark.slow
def test_the_readmes_example_works(tmp_path: Path) -> None:
    """Line by line, as a newcomer types it."""
    follow(README.partition("## Start your own")[2], tmp_path)
    assert len(list((tmp_path / "my-workspace/output").rglob("stocktake-draft.*"))) == 3


@pytest.mark.slow
def test_the_guides_year_is_real(tmp_path: Path) -> None:
    """Every command does what the guide says, and every picture of a terminal shows what it says now."""
    pictures = follow(GUIDE, tmp_path)
    assert pictures
    for path, terminal in pictures.items():
        shown = (ROOT / "docs" / path).read_text()
        assert _letters(shown) == _letters(picture_of(terminal)), (
            f"{path}: run make pictures, and look at it"
        )
    made = {path.name for path in (tmp_path / "our-record/output").rglob("*.*")}
    assert {
        "assurance-internal-draft.pdf",
        "board-report-internal-draft.docx",
        "progress-draft.pdf",
    } <= made


def test_every_box_of_the_guide_says_what_it_is() -> None:
    """What the reader types, what the reader sees, or which file the reader writes."""
    for kind, label in labels(GUIDE):
        if kind == "yaml":
            assert re.fullmatch(r"The file `standards/[^`]+\.yaml`", label), label
        elif kind == "csv":
            assert re.fullmatch(r"The file `[\w-]+\.csv`", label), label
        else:
            assert label == ("You type" if kind == "sh" else "You see"), (kind, label)


def _letters(svg: str) -> str:
    """Return the text of a picture without its spaces, which are written in more ways than one."""
    text = "".join(etree.fromstring(svg).itertext("{http://www.w3.org/2000/svg}text"))
    return re.sub(r"\s", "", text)


def test_the_readmes_file_is_the_real_one() -> None:
    """What goes in is shown as it is."""
    name = re.search(r"`(standards/[^`]*\.yaml)`", README)
    shown = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert name is not None
    assert shown is not None
    assert (ROOT / name[1]).read_text() == shown[1]


def test_the_examples_of_the_record_are_a_workspace_without_a_fault(tmp_path: Path) -> None:
    """One whole file of each kind, each in the section on its kind; together they pass the check and make papers."""
    sections = re.findall(r"^## `standards/[^`]+`\n.*?(?=^## |\Z)", RECORD, re.M | re.S)
    kinds = set()
    for section in sections:
        ((name, text),) = re.findall(
            r"^\*\*The file `(standards/[^`]+)`\*\*\n\n```yaml\n(.*?)^```$", section, re.M | re.S
        )
        kinds.add(Path(text.splitlines()[0]).stem)
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert kinds == set(KINDS_OF_FILE) - {"joint-position"}
    ((name, text),) = re.findall(
        r"^\*\*The file `(standards/[^`]+\.csv)`\*\*\n\n```csv\n(.*?)^```$", RECORD, re.M | re.S
    )
    (tmp_path / name).write_text(text)
    checked = CliRunner().invoke(main, ["check", "--fail-on", "note", "--root", str(tmp_path)])
    assert checked.exit_code == 0, checked.output
    made = CliRunner().invoke(main, ["build", "--format", "html", "--root", str(tmp_path)])
    assert made.exit_code == 0, made.output
    assert {path.stem for path in (tmp_path / "output").rglob("*.html")} == {
        "assurance-draft",
        "stocktake-draft",
        "action-plan-draft",
        "board-report-draft",
    }


def test_the_readme_is_short() -> None:
    """It is read, not studied: four to six hundred words, without its blocks and tables."""
    assert 400 <= len(re.sub(r"```.*?```|^\|.*?$", "", README, flags=re.S | re.M).split()) <= 600


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    """Pictures too."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_the_vocabulary_of_the_templates_is_that_of_word() -> None:
    """The elements that styles are written for are those that papers may use."""
    from francis.formats.vocabulary.checks import _KINDS

    templates = "".join(path.read_text() for path in (ROOT / "templates").glob("*.j2"))
    kinds = {f"{tag}.{name}" for tag, name in re.findall(r'<(\w+) class="([a-z -]+)"', templates)}
    assert {kind for kind in kinds if not kind.startswith("body.")} <= _KINDS


def test_no_personal_data_and_no_path_of_one_machine() -> None:
    """E-mail addresses, telephone numbers and home folders are in no file of the project."""
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        path = ROOT / name
        if (
            path.suffix in {".ttf", ".docx", ".png"}
            or name == "tests/project/test_docs.py"
            or not path.is_file()
        ):
            continue
        text = path.read_text()
        assert not re.search(r"\b[\w.]+@(?!example\.org)[\w-]+\.[\w.]+\b", text), name
        assert not re.search(r"(?<![\w/.#])0\d{2,4} ?\d{3,4} ?\d{4}\b", text), name
        assert not re.search(r"(?<![\w.])/(home|root|work)/[a-z]", text), name


def test_contributing_names_every_room_and_only_what_is_there() -> None:
    """Each folder of the program, and each path that is named."""
    page = (ROOT / "CONTRIBUTING.md").read_text()
    for room in (ROOT / "src/francis").iterdir():
        if (room / "__init__.py").is_file():
            assert f"`src/francis/{room.name}/`" in page
    for path in re.findall(r"`((?:src|tests|docs)/[\w./-]*)`", page):
        assert (ROOT / path).exists(), path
