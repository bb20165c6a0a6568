"""The real readers that judge what is made, for every test.

A test that asks for one of these fixtures is marked `reader`. A reader
that is missing fails the test: `make test` installs them all, so a skip would hide a mistake.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

READERS = {"soffice", "chromium", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if READERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("reader")


def program(*names: str) -> str:
    """Return the path of the first of `names` that is installed; fail the test if none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(f"{' or '.join(names)} is not installed: run make test", pytrace=False)
    return found


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that converts a file to PDF, or to `kind`, with LibreOffice, beside it."""
    command = program("soffice")
    # Two LibreOffices cannot share a profile, and tests run side by side.
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def convert(path: Path, kind: str = "pdf") -> Path:
        done = subprocess.run(
            [
                *(command, f"-env:UserInstallation={profile}", "--headless"),
                *("--convert-to", kind, "--outdir", str(path.parent), str(path)),
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        made = path.with_suffix(f".{kind}")
        assert made.is_file(), f"LibreOffice does not open {path.name}: {done.stdout}{done.stderr}"
        return made

    return convert


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the system's Chromium."""
    return program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running Chromium, without a window and without a network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root, as in a container, may not use Chromium's own sandbox; the pages are our own.
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every public paper of the record by its path, made from a copy outside git."""
    from francis import build, store, workspace
    from francis.audience import for_audience
    from francis.papers import FORMATS, PAPERS

    here, root = Path(__file__).parent.parent, tmp_path_factory.mktemp("workspace")
    for folder in ("standards", "templates"):
        shutil.copytree(here / folder, root / folder)
    registers = store.load(workspace.read_record(root)).registers
    result = build.make(root, [for_audience(r, "public") for r in registers], PAPERS, FORMATS)
    assert result.messages == ()
    return result.files


@pytest.fixture(scope="session")
def papers(made: dict[str, bytes]) -> dict[str, bytes]:
    """Return Barnet CCG's stock-take by format."""
    return {form: made[f"barnet-ccg/2013/stocktake.{form}"] for form in ("docx", "pdf", "html")}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the goldens anew; read the diff")
