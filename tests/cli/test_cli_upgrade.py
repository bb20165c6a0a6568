"""Templates of a workspace's own, and what a new version of the program changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from francis.cli import asking, main
from francis.papers import own_templates
from francis.record.schema import schemas
from tests.cli.test_cli import run
from tests.shared.workspaces import write_files

NAME = "stocktake.html.j2"
OWN = f"templates/{NAME}"
ORIGIN = f"templates/.copied/{NAME}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small workspace without templates, whose schemas are up to date."""
    return write_files(write_files(tmp_path / "w"), dict(schemas()))


def later(monkeypatch: pytest.MonkeyPatch, name: str = NAME) -> bytes:
    """Let the program have a later version of a template; return it."""
    now = own_templates.program_templates()
    new = now[name].replace(b"\n", b"\n{# Better. #}\n", 1)
    monkeypatch.setattr(own_templates, "program_templates", lambda: now | {name: new})
    return new


def test_a_template_is_copied_with_what_it_was_copied_from(root: Path) -> None:
    """By its name or its paper's, once; papers are made with it."""
    result = run("add", "template", "stocktake", root=root)
    assert result.stdout.splitlines() == [OWN, ORIGIN]
    assert (root / OWN).read_bytes() == (root / ORIGIN).read_bytes()
    assert run("add", "template", "house.css", root=root).exit_code == 0
    again = run("add", "template", NAME, root=root)
    assert (again.exit_code, f"{OWN} is there already" in again.stderr) == (1, True)
    unknown = run("add", "template", "stocktak", root=root)
    assert (unknown.exit_code, "Did you mean stocktake.html.j2?" in unknown.stderr) == (2, True)
    none = run("add", "template", "hwbb", "--merged", root=root)
    assert (none.exit_code, "there is no templates/hwbb.html.j2 yet" in none.stderr) == (1, True)
    built = run("build", "--format", "html", root=root)
    assert (built.exit_code, "copy" in built.stderr) == (0, False)


def test_build_shows_what_has_changed_since(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time, also where nothing is made anew, until somebody says that it is merged."""
    run("add", "template", "stocktake", root=root)
    (root / OWN).write_bytes((root / OWN).read_bytes() + b"<!-- ours -->")
    new = later(monkeypatch)
    for _ in range(2):
        told = run("build", "--format", "html", root=root).stderr
        assert f"{OWN} is a copy of the program's template, which has changed since:" in told
        assert "  +{# Better. #}\n" in told
        assert "ours" not in told
    run("add", "template", "stocktake", "--merged", root=root)
    assert (root / ORIGIN).read_bytes() == new
    assert (root / OWN).read_bytes().endswith(b"<!-- ours -->")
    assert "Better" not in run("build", "--format", "html", root=root).stderr


def test_templates_of_the_web_site_are_copied_and_kept_up_with_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have the folder of the site before their names."""
    made = run("add", "template", "site/home", root=root).stdout.splitlines()
    assert made == ["templates/site/home.html.j2", "templates/.copied/site/home.html.j2"]
    new = later(monkeypatch, "site/home.html.j2")
    (found,) = own_templates.outdated(root)
    assert "+{# Better. #}" in found.difference
    assert run("upgrade", "--yes", root=root).exit_code == 0
    assert [(root / path).read_bytes() for path in made] == [new, new]


def test_an_upgrade_says_first_what_it_will_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a script nothing is written without --yes, on a terminal not without an answer; then all of it."""
    assert "Nothing to do" in run("upgrade", root=root).stdout
    run("add", "template", "stocktake", root=root)
    run("add", "template", "hwbb", root=root)
    schema = root / "standards/.schemas/body.json"
    schema.write_text("{}")
    new, old = later(monkeypatch), (root / OWN).read_bytes()
    said = f"replace standards/.schemas/body.json\nreplace {OWN}\nreplace {ORIGIN}\n"
    result = run("upgrade", root=root)
    assert (result.exit_code, result.stdout) == (0, said)
    assert "Nothing was written. To do this: francis upgrade --yes" in result.stderr
    monkeypatch.setattr(asking, "is_terminal", lambda: True)
    CliRunner().invoke(main, ["upgrade", "--root", str(root)], input="n\n")
    assert (schema.read_text(), (root / OWN).read_bytes()) == ("{}", old)
    result = CliRunner().invoke(main, ["upgrade", "--root", str(root)], input="y\n")
    assert "3 files brought up to date." in result.output
    assert (root / OWN).read_bytes() == (root / ORIGIN).read_bytes() == new
    assert schema.read_bytes() == schemas()["standards/.schemas/body.json"]
    assert "Nothing to do" in run("upgrade", "--yes", root=root).stdout


def test_a_template_that_somebody_changed_is_left_as_it_is(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is told that the program's has changed too."""
    run("add", "template", "stocktake", root=root)
    (root / OWN).write_text("ours")
    later(monkeypatch)
    result = run("upgrade", "--yes", root=root)
    assert "Left as it is: templates/stocktake.html.j2, which you changed." in result.stderr
    assert "Nothing to do" in result.stdout
    assert (root / OWN).read_text() == "ours"


def test_templates_with_which_earlier_versions_began_go(root: Path) -> None:
    """If nobody changed them, so that the program's own are used; those of somebody's own stay."""
    source = Path(__file__).parents[2] / "templates"
    files = (p for p in source.rglob("*") if p.is_file())
    names = [p.relative_to(source).as_posix() for p in files if not p.name.startswith("Noto")]
    given = {f"templates/{name}": (source / name).read_bytes() for name in names}
    ours = {"templates/hwbb.html.j2": b"ours", "templates/council.docx": b"theirs"}
    write_files(root, given | ours)
    result = run("upgrade", "--yes", root=root)
    assert result.exit_code == 0, result.stderr
    assert "remove templates/fonts/LiberationSans-Bold.ttf" in result.stdout
    left = {p.relative_to(root).as_posix() for p in (root / "templates").rglob("*") if p.is_file()}
    assert left == {*ours}
    assert run("build", "--format", "pdf", root=root).exit_code == 0


def test_an_upgrade_is_all_or_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody writes after it was said what will be done is not written over."""
    schema = root / "standards/.schemas/body.json"
    schema.write_text("{}")
    other = root / "standards/.schemas/year.json"
    other.write_text("{}")
    monkeypatch.setattr(asking, "is_terminal", lambda: True)

    def confirmed(*_: object, **__: object) -> bool:
        schema.write_text("somebody's")
        return True

    monkeypatch.setattr("click.confirm", confirmed)
    result = run("upgrade", root=root)
    assert (result.exit_code, "somebody changed this" in result.stderr) == (1, True)
    assert (schema.read_text(), other.read_text()) == ("somebody's", "{}")
