"""One site of the whole record for all tests, and a small workspace whose stock-take is final."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from francis.cli import main
from tests.shared.once import once
from tests.shared.workspaces import POSITION, YEAR, record_with_plan, write_files

ROOT = Path(__file__).parents[2]
ADDRESS = "https://example.org/inquiry"


def run(*words: str) -> Result:
    """Run `francis site`; papers are made as pages alone, which takes a tenth of the time."""
    return CliRunner().invoke(main, ["site", "--format", "html", *words])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the record, drafts among it, with papers as pages."""

    def make(folder: Path) -> None:
        for name in ("standards", "templates"):
            shutil.copytree(ROOT / name, folder / "workspace" / name)
        words = ("--root", str(folder / "workspace"), "--output", str(folder / "site"))
        done = run(*words, "--draft", "--address", ADDRESS)
        assert done.exit_code == 0, done.output

    return once(tmp_path_factory, "public-site", make) / "site"


def git(root: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=Officer", "-c", "user.email=officer@example.org", *words],
        cwd=root,
        check=True,
        capture_output=True,
    )


FINAL = YEAR.replace("status: draft", "status: final")


@pytest.fixture
def final(tmp_path: Path) -> Path:
    """Return a workspace in git with a final stock-take, and a draft of the next year."""
    following = {
        "body__2022__year": YEAR.replace("2021", "2022") + 'follows: "2021"\n',
        "body__2022__1": POSITION.format(number=1).replace("Position on", "A later word on"),
        "body__2022__2": POSITION.format(number=2),
    }
    root = write_files(tmp_path / "work", record_with_plan(body__2021__year=FINAL, **following))
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Record")
    return root


@pytest.fixture
def publish(final: Path) -> Callable[..., Result]:
    """Return what makes the site of the workspace with a final stock-take."""
    return lambda *words: run("--root", str(final), *words)
