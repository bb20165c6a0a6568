"""A mistake in a year before: what it stops, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import run
from tests.shared.workspaces import BODY, POSITION, RED, YEAR, plan, record_files, write_files

BROKEN = "format: ["
LAST_YEAR = {
    "a position": "standards/body/2021/1.yaml",
    "the plan": "standards/body/2021/actions.yaml",
    "the year": "standards/body/2021/year.yaml",
    "a year before that": "standards/body/2020/2.yaml",
}
WRITING = [
    ("rate", "1", "red"),
    ("act", "B1", "--progress", "It is here.", "--on", "2022-03-01"),
    ("confirm", "1", "2"),
    ("new-year", "2023"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace of three years, each of which follows the one before."""
    years = {}
    for year in (2020, 2021, 2022):
        follows = f'follows: "{year - 1}"\n' if year > 2020 else ""
        years[f"body__{year}__year"] = YEAR.replace("2021", str(year)) + follows
        years[f"body__{year}__actions"] = plan(f"{'AB'[year > 2021]}1")
        years |= {f"body__{year}__{n}": POSITION.format(number=n) for n in (1, 2)}
    # The commitment is answered by an action that only the earlier plans have.
    commitment = "commitments:\n  - text: Position on 1.\n    kind: will\n    actions: [A1]\n"
    years["body__2022__1"] += commitment
    scheme = BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n")
    return write_files(tmp_path, record_files(body__body=scheme, **years))


@pytest.mark.parametrize("file", LAST_YEAR.values(), ids=LAST_YEAR)
@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_a_mistake_of_last_year_does_not_stop_the_work_of_this_year(
    root: Path, words: tuple[str, ...], file: str
) -> None:
    """These commands read and write the year's own files."""
    (root / file).write_text(BROKEN)
    for scope in ((), ("--body", "body")):
        before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
        result = run(*words, *scope, root=root)
        assert (result.exit_code, result.stderr.count("error")) == (0, 0), result.stderr
        assert {path: path.read_bytes() for path in root.rglob("*.yaml")} != before
        words = ("rate", "2", "red", "--reason", scope[0] if scope else "None.")


@pytest.mark.parametrize("file", LAST_YEAR.values(), ids=LAST_YEAR)
def test_papers_wait_for_the_years_that_they_are_compared_with(root: Path, file: str) -> None:
    """What was promised then and not done is in them: without it they would be better than the truth."""
    (root / file).write_text(BROKEN)
    result = run("build", "--format", "html", root=root)
    assert result.exit_code == 1
    assert f"{file}:" in result.stderr
    assert not (root / "output").exists()


def test_papers_do_not_wait_for_years_that_they_do_not_follow(root: Path) -> None:
    """A year that begins anew, and is named, needs no other."""
    (root / "standards/body/2022/1.yaml").write_text(POSITION.format(number=1))
    year = root / "standards/body/2022/year.yaml"
    year.write_text(year.read_text().replace('follows: "2021"\n', ""))
    for file in LAST_YEAR.values():
        (root / file).write_text(BROKEN)
    assert run("build", "--format", "html", "--year", "2022", root=root).exit_code == 0


def test_a_mistake_of_this_year_stops_its_changes(root: Path) -> None:
    """Also one that is there beside a mistake of last year, which is not told."""
    (root / "standards/body/2022/2.yaml").write_text(BROKEN)
    (root / "standards/body/2021/1.yaml").write_text(BROKEN)
    for words in WRITING:
        result = run(*words, root=root)
        assert result.exit_code == 1
        assert "standards/body/2022/2.yaml:" in result.stderr
        assert "standards/body/2021/1.yaml" not in result.stderr


def test_last_year_can_be_put_right_while_this_year_is_not(root: Path) -> None:
    """Of two mistakes, each is mended by itself."""
    (root / "standards/body/2022/2.yaml").write_text(BROKEN)
    assert run("rate", "1", "red", "--year", "2021", root=root).exit_code == 0


def test_a_new_year_takes_no_folder_in_which_something_lies(root: Path) -> None:
    """It would not appear whole; an empty one is as good as none."""
    (root / "standards/body/2023").mkdir()
    (root / "standards/body/2023/.DS_Store").touch()
    result = run("new-year", "2023", root=root)
    assert result.exit_code == 1
    assert "2023 is there already, with .DS_Store" in result.stderr
    (root / "standards/body/2023/.DS_Store").unlink()
    assert run("new-year", "2023", root=root).exit_code == 0
    assert run("check", "--year", "2023", "--select", "claims", root=root).exit_code == 0
