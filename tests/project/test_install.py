"""Installed in any of the ways that people use, the program finds its set and its templates.

Each environment is new and empty. The program is installed into it for real; the libraries are lent
to it from the environment of the tests, and only those that the program names as its own, so that
one which it uses without naming is missed here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.shared.workspaces import INIT

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = REPOSITORY / "src" / "francis"


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Return what a command prints; fail with all that it says unless it exits 0."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL", "COV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean | {"HOME": str(cwd), "PIP_DISABLE_PIP_VERSION_CHECK": "1"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def built(what: Path, folder: Path) -> Path:
    """Return the wheel that pip makes of a source tree or a source archive, without a network."""
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
    run(sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", folder, what, cwd=folder)
    return next(folder.glob("*.whl"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this repository."""
    return built(REPOSITORY, tmp_path_factory.mktemp("wheel"))


def needs(name: str) -> set[str]:
    """Return the distributions that `name` needs, by what it and they say themselves."""

    def follow(name: str, extras: set[str], seen: set[tuple[str, ...]]) -> Iterator[str]:
        for requirement in map(Requirement, distribution(name).requires or []):
            key = (requirement.name, *sorted(requirement.extras))
            marker = requirement.marker
            if key not in seen and (
                marker is None or any(marker.evaluate({"extra": e}) for e in {"", *extras})
            ):
                seen.add(key)
                yield requirement.name
                yield from follow(requirement.name, requirement.extras, seen)

    return set(follow(name, set(), set()))


def lend(distributions: Iterable[str], folder: Path) -> None:
    """Put links to the files of `distributions` into `folder`."""
    for name in distributions:
        found = distribution(name)
        for top in {file.parts[0] for file in found.files or () if file.parts[0] != ".."}:
            if not (folder / top).exists():
                (folder / top).symlink_to(Path(str(found.locate_file(top))))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return the Python of a new environment to which the program's libraries are lent."""
    venv.create(tmp_path / "environment", symlinks=True)
    python = tmp_path / "environment" / "bin" / "python"
    site = run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=tmp_path)
    lend(needs("francis"), Path(site.strip()))
    return python


def installed(python: Path, *what: str | Path) -> None:
    """Install what is named with pip, which refuses if one of its libraries is not there."""
    # What builds the program is lent for this one command, as pip itself would do.
    tools = python.parents[2] / "tools"
    tools.mkdir()
    lend({"hatchling", *needs("hatchling")}, tools)
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet"),
        *("--no-index", "--no-build-isolation", *what),
        cwd=python.parents[2],
        PYTHONPATH=str(tools),
    )


def works(python: Path, work: Path) -> None:
    """Start a workspace outside the repository, and check and build it at once."""
    francis = python.with_name("francis")
    run(francis, "init", work / "new", *INIT, cwd=work)
    assert (work / "new" / "standards" / "francis-2013" / "123.yaml").is_file()
    assert not (work / "new" / "templates").exists()
    assert "2 warnings in 1 file." in run(francis, "check", cwd=work / "new")
    listed = run(francis, "build", "--root", work / "new", cwd=work).split()
    made = {Path(work, path).suffix: Path(work, path).read_bytes()[:4] for path in listed}
    assert made == {".docx": b"PK\3\4", ".xlsx": b"PK\3\4", ".pdf": b"%PDF", ".html": b"<!DO"}


@pytest.mark.slow
def test_from_a_wheel(wheel: Path, empty: Path, tmp_path: Path) -> None:
    """`pip install .` gives a program whose new workspace can be checked and built at once."""
    installed(empty, wheel)
    where = run(empty, "-c", "import francis; print(francis.__file__)", cwd=tmp_path)
    assert "site-packages" in where
    works(empty, tmp_path)


@pytest.mark.slow
def test_editable(empty: Path, tmp_path: Path) -> None:
    """`pip install -e .` does the same, from the files of the repository."""
    installed(empty, "--editable", REPOSITORY)
    where = run(empty, "-c", "import francis; print(francis.__file__)", cwd=tmp_path)
    assert Path(where.strip()).parent == PROGRAM
    works(empty, tmp_path)


@pytest.mark.slow
def test_without_the_workspaces_own_templates(wheel: Path, empty: Path, tmp_path: Path) -> None:
    """A workspace that holds nothing but its record is built with the templates of the program."""
    installed(empty, wheel)
    francis = empty.with_name("francis")
    run(francis, "init", "new", *INIT, cwd=tmp_path)
    listed = run(francis, "build", "--format", "html", "--root", "new", cwd=tmp_path).split()
    assert [Path(path).suffix for path in listed] == [".html"] * 4


def test_what_a_wheel_holds(wheel: Path) -> None:
    """A wheel holds the program, its starter, templates, fonts, schemas and set, the licences, and no more."""
    held = {name for name in names(wheel) if ".dist-info/" not in name}
    expected = {
        f"francis/{path.relative_to(PROGRAM).as_posix()}"
        for path in PROGRAM.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    for folder in ("templates", "standards/.schemas", "standards/francis-2013"):
        expected |= {
            f"francis/packaged/{path.relative_to(REPOSITORY).as_posix()}"
            for path in (REPOSITORY / folder).rglob("*")
            if path.is_file()
        }
    expected.add("francis/packaged/docs/officers-guide.md")
    assert held == expected
    assert {
        "francis/py.typed",
        "francis/record/data/starter/body.yaml",
        "francis/packaged/standards/.schemas/position.json",
        "francis/packaged/standards/francis-2013/set.yaml",
        "francis/packaged/standards/francis-2013/144.yaml",
        "francis/packaged/docs/officers-guide.md",
        "francis/packaged/templates/house.docx",
        "francis/packaged/templates/stocktake.html.j2",
        *(
            f"francis/packaged/templates/fonts/LiberationSans-{style}.ttf"
            for style in ("Regular", "Bold", "Italic", "BoldItalic")
        ),
        "francis/packaged/templates/fonts/NotoSansArabic-Regular.ttf",
        "francis/formats/text/scripts.yaml",
    } <= held
    licences = {name.split("/licenses/")[1] for name in names(wheel) if "/licenses/" in name}
    assert licences == {
        "LICENSE",
        "templates/fonts/LICENCE.txt",
        "templates/fonts/NotoSans-LICENCE.txt",
    }


@pytest.mark.slow
def test_by_way_of_a_source_archive(wheel: Path, tmp_path: Path) -> None:
    """The archive of the source holds all that the wheel is made of."""
    run(
        *(sys.executable, "-m", "hatchling", "build", "--target", "sdist"),
        *("--directory", tmp_path),
        cwd=REPOSITORY,
    )
    (archive,) = tmp_path.glob("*.tar.gz")
    assert names(built(archive, tmp_path)) == names(wheel)


def test_the_environment_of_the_tests() -> None:
    """The tests see the files of this repository, not another copy of the program."""
    import francis

    assert Path(francis.__file__).parent == PROGRAM
    assert sysconfig.get_path("purelib").startswith(str(Path(sys.prefix).resolve()))
