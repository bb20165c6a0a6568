"""Papers by name, at the command line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from francis.cli import completion, main
from francis.cli.commands.make.build import build as command
from francis.workspace import packaged
from tests.record.test_cover import AUTUMN, OWN, SUMMER
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RED,
    action,
    plan,
    record_files,
    write_files,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a workspace with a board report for three meetings."""
    covers = {"board-report": COVER, "summer": SUMMER, "autumn": AUTUMN}
    files = {f"body__2021__papers__{name}": text for name, text in covers.items()}
    return write_files(tmp_path, record_files(body__body=BODY + FORM, **files))


def build(root: Path, *papers: str) -> Result:
    """Build papers as web pages."""
    return CliRunner().invoke(main, ["build", *papers, "--format", "html", "--root", str(root)])


def made(root: Path) -> list[str]:
    """Return the names of the web pages of the one year."""
    return sorted(path.name for path in (root / "output/body/2021").glob("*.html"))


def test_a_paper_is_built_by_its_name_or_with_all_its_covers(root: Path) -> None:
    """One that is gone goes from the output folder too."""
    assert build(root, "summer").exit_code == 0
    assert made(root) == ["summer-draft.html"]
    assert build(root, "board-report").exit_code == 0
    assert made(root) == ["autumn-draft.html", "board-report-draft.html", "summer-draft.html"]
    page = (root / "output/body/2021/summer-draft.html").read_text()
    assert "1 July 2021" in page
    assert "Director of Care" in page
    (root / "standards/body/2021/papers/summer.yaml").unlink()
    assert build(root).exit_code == 0
    assert "summer-draft.html" not in made(root)


def test_a_name_that_no_paper_has_is_told_with_those_that_there_are(root: Path) -> None:
    """Of `build` and of `watch`."""
    for name in ("build", "watch"):
        result = CliRunner().invoke(main, [name, "sumer", "--root", str(root)])
        assert result.exit_code == 2
        assert "Did you mean summer?" in result.stderr
        assert "board-report, hwbb, progress" in result.stderr


def test_single_papers_are_offered_at_the_tab_key(root: Path) -> None:
    """With the titles of their covers, behind those that the program has."""
    context = click.Context(command)
    context.params = {"root": str(root)}
    offered = {i.value: i.help for i in completion.papers(context, context.command.params[0], "")}
    assert list(offered)[:2] == ["stocktake", "action-plan"]
    assert list(offered)[-2:] == ["autumn", "summer"]
    assert offered["summer"] == "The position of the Test Body"


def test_a_paper_of_the_bodys_own_is_built_by_its_own_template(root: Path) -> None:
    """From the workspace's folder; without the template, nothing is built and the line says why."""
    (root / "standards/body/body.yaml").write_text(BODY + OWN)
    (root / "standards/body/2021/papers/quality-report.yaml").write_text(COVER)
    result = build(root)
    assert result.exit_code == 1
    assert "needs templates/quality.html.j2, which is not there" in result.stderr
    template = (packaged() / "templates/board-report.html.j2").read_text()
    (root / "templates").mkdir()
    (root / "templates/quality.html.j2").write_text(
        template.replace("Position by theme<", "Quality<")
    )
    assert build(root, "quality-report").exit_code == 0
    page = (root / "output/body/2021/quality-report-draft.html").read_text()
    assert "Quality</h2>" in page
    template = template.replace("{{ parts.overview(register) }}", "")
    (root / "templates/quality.html.j2").write_text(template)
    result = build(root, "quality-report")
    assert result.exit_code == 1
    assert "missing in templates/quality.html.j2" in result.stderr


def test_a_new_year_says_what_became_of_covers(root: Path) -> None:
    """They stay, or are carried over as a start."""
    runner = CliRunner()
    result = runner.invoke(main, ["new-year", "2022", "--root", str(root)])
    assert (
        "3 covers stay in 2021: autumn, board-report, summer. To write new ones: francis add cover PAPER."
        in result.stderr
    )
    assert not (root / "standards/body/2022/papers").exists()
    result = runner.invoke(main, ["new-year", "2023", "--with-covers", "--root", str(root)])
    assert "carried over" not in result.stderr, "2022 has none"
    (root / "standards/body/2022/papers").mkdir()
    (root / "standards/body/2022/papers/summer.yaml").write_text(SUMMER)
    shutil.rmtree(root / "standards/body/2023")
    result = runner.invoke(main, ["new-year", "2023", "--with-covers", "--root", str(root)])
    assert "1 cover was carried over: summer. Give each its date" in result.stderr
    assert "date:" not in (root / "standards/body/2023/papers/summer.yaml").read_text()


def test_papers_count_ratings_that_are_called_like_a_state(tmp_path: Path) -> None:
    """“Blue: completed” is one of many schemes; a rating and the state of an action are two figures."""
    scheme = BODY.replace("key: green", "key: completed").replace(
        "  - key: not rated\n", RED + "  - key: not rated\n"
    )
    done = action("A1").replace("value: green", "value: completed")
    files = record_files(
        body__body=scheme.replace("key: red", "key: open"),
        body__2021__actions=plan(done, action("A2").replace("value: green", "value: open")),
        **{
            f"body__2021__{n}": POSITION.format(number=n).replace("green", "completed")
            for n in (1, 2)
        },
    )
    root = write_files(tmp_path, files)
    result = CliRunner().invoke(
        main, ["build", "--root", str(root), "--format", "html", "--format", "xlsx"]
    )
    assert result.exit_code == 0, result.output
    page = (root / "output/body/2021/action-plan-draft.html").read_text()
    counted = dict(re.findall(r'data-figure="actions_(\w+)"[^>]*>\D*?(\d+)<', page))
    assert counted["rated_completed"] == counted["rated_open"] == "1"
    assert counted.get("completed", "0") == "0"
