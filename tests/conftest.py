"""The real readers that judge what is made, for every test.

A test that asks for one of these fixtures is marked `slow`. A reader
that is missing fails the test: `make slow` installs them all, so a skip would hide a mistake.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.shared.once import once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from francis.record.register import Register

# No test is timed: a computer that is busy with something else would make it fail.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

READERS = {"soffice", "settled", "chromium", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if READERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


def program(*names: str) -> str:
    """Return the path of the first of `names` that is installed; fail the test if none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.fail(f"{' or '.join(names)} is not installed: run make slow", pytrace=False)
    return found


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """Return a function that converts files to PDF, or to `kind`, with LibreOffice, each beside it.

    They lie in one folder. The start takes longer than most files do, so ask for many at once.
    """
    command = program("soffice")
    # Two LibreOffices cannot share a profile, and tests run side by side.
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()

    def convert(*paths: Path, kind: str = "pdf") -> list[Path]:
        (folder,) = {path.parent for path in paths}
        done = subprocess.run(
            [
                *(command, f"-env:UserInstallation={profile}", "--headless"),
                *("--convert-to", kind, "--outdir", str(folder), *map(str, paths)),
            ],
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        made = [path.with_suffix(f".{kind}") for path in paths]
        missing = [path.name for path in made if not path.is_file()]
        assert not missing, f"LibreOffice does not make {missing}: {done.stdout}{done.stderr}"
        return made

    return convert


SETTLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Both(source, accepted, rejected)
  Settle(source, "AcceptAllTrackedChanges", accepted)
  Settle(source, "RejectAllTrackedChanges", rejected)
  StarDesktop.terminate()
End Sub
Sub Settle(source, command, target)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  paper = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(paper.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName"
  form(0).Value = "MS Word 2007 XML"
  paper.storeToURL(target, form())
  paper.close(True)
End Sub
</script:module>
"""
"""What presses “Accept All” or “Reject All” in LibreOffice; Basic needs no package of its own."""


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], tuple[bytes, bytes]]:
    """Return a function with which LibreOffice accepts all changes of a Word file, and rejects them."""
    command = program("soffice")
    folder = tmp_path_factory.mktemp("changes")
    profile, source = folder / "profile", folder / "before.docx"
    accepted, rejected = folder / "accepted.docx", folder / "rejected.docx"

    def run(argument: str) -> None:
        subprocess.run(
            [command, f"-env:UserInstallation={profile.as_uri()}", "--headless", argument],
            capture_output=True,
            timeout=180,
            check=True,
        )

    run("--terminate_after_init")  # it fills the profile, and would write over the macro
    (profile / "user/basic/Standard/Module1.xba").write_text(SETTLE)

    def settle(data: bytes) -> tuple[bytes, bytes]:
        source.write_bytes(data)
        for target in (accepted, rejected):
            target.unlink(missing_ok=True)
        places = ",".join(path.as_uri() for path in (source, accepted, rejected))
        run(f"macro:///Standard.Module1.Both({places})")
        return accepted.read_bytes(), rejected.read_bytes()

    return settle


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
        offline = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", offline]
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every public paper of each body's latest year, and the comparison with the year before, by path.

    They are made once for all processes that run tests, from a copy outside git.
    """
    folder = once(tmp_path_factory, "made", _make_all)
    return {path: (folder / _flat(path)).read_bytes() for path in planned()}


def _make_all(folder: Path) -> None:
    from francis.papers import making
    from francis.record.paper_kinds import COMPARISON, FORMATS

    here, root = Path(__file__).parent.parent, folder / "workspace"
    for name in ("standards", "templates"):
        shutil.copytree(here / name, root / name)
    jobs = making.jobs(root, latest(), (), FORMATS)
    for new in latest():
        if old := new.earlier:
            names = old.year_id, new.year_id
            jobs += [making.comparison(root, names, old, new, f, None) for f in COMPARISON.formats]
    result = making.make_papers(jobs)
    assert not result.messages
    assert not any(file.messages for file in result.files.values())
    assert result.files.keys() == set(planned())
    for path, file in result.files.items():
        (folder / _flat(path)).write_bytes(file.data)


def _flat(path: str, form: str = "") -> str:
    """Return the name of a paper in one folder of all, or of what was converted from it."""
    return path.replace("/", "-").replace(".", "-") + f".{form or path.rpartition('.')[2]}"


@pytest.fixture(scope="session")
def printed_papers(
    made: dict[str, bytes],
    soffice: Callable[..., list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Return what LibreOffice makes of each Word and Excel file of `made`, as a PDF, by the file's path."""
    paths = [path for path in made if path.endswith((".docx", ".xlsx"))]

    def convert(folder: Path) -> None:
        for path in paths:
            (folder / _flat(path)).write_bytes(made[path])
        soffice(*(folder / _flat(path) for path in paths))

    folder = once(tmp_path_factory, "printed", convert)
    return {path: folder / _flat(path, "pdf") for path in paths}


@pytest.fixture(scope="session")
def papers(made: dict[str, bytes]) -> dict[str, bytes]:
    """Return Barnet CCG's stock-take by format."""
    return {
        form: made[f"barnet-ccg/2013/stocktake-draft.{form}"] for form in ("docx", "pdf", "html")
    }


FILES = {
    "word_file": "docx",
    "pdf_file": "pdf",
    "page_file": "html",
    "printed_word_file": "docx",
    "printed_excel_file": "xlsx",
}
"""Fixtures that give every paper and comparison of the record in turn, each as a file of one format.

What is printed is the PDF that LibreOffice makes of such a file.
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for every paper of a format, so that a test fails for the one that is at fault."""
    for name in FILES.keys() & set(metafunc.fixturenames):
        paths = [path for path in planned() if path.endswith(f".{FILES[name]}")]
        metafunc.parametrize(name, paths, indirect=True)


@cache
def latest() -> tuple[Register, ...]:
    """Return the register of each body's latest year, as the public may see it."""
    from francis import workspace
    from francis.record.audience import for_audience
    from francis.record.reading import loading

    found = loading.load(workspace.read_files(Path(__file__).parent.parent))
    years = found.meant(None, None)
    return tuple(
        for_audience(register, "public")
        for register in found.registers
        if (register.body_id, register.year_id) in years
    )


@cache
def planned() -> tuple[str, ...]:
    """Return the paths of all files that `made` has; nothing is built for that."""
    from francis.record import paper_kinds

    return tuple(
        f"{paper_kinds.stem(register, paper, final=paper is paper_kinds.COMPARISON)}.{form}"
        for register in latest()
        for paper in (
            *paper_kinds.of(register),
            *([paper_kinds.COMPARISON] if register.earlier else []),
        )
        for form in paper.formats
    )


def _file(request: pytest.FixtureRequest, made: dict[str, bytes], tmp_path: Path) -> Path:
    """Return the path of a paper's file; its name says which body's it is, and of which year."""
    file: Path = tmp_path / request.param.replace("/", "-")
    file.write_bytes(made[request.param])
    return file


word_file, pdf_file, page_file = (
    pytest.fixture(_file, name=name) for name in ("word_file", "pdf_file", "page_file")
)


def _printed(request: pytest.FixtureRequest, printed_papers: dict[str, Path]) -> Path:
    return printed_papers[request.param]


printed_word_file, printed_excel_file = (
    pytest.fixture(_printed, name=name) for name in ("printed_word_file", "printed_excel_file")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the goldens anew; read the diff")
    parser.addoption("--in-full", action="store_true", help="all races and kills: make races")
