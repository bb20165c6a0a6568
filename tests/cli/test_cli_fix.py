"""`check --fix`: what has one answer only is mended, after it was shown, and nothing else is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from francis.cli import terminal
from francis.errors import Place, Problem
from francis.record.writing import mending
from tests.cli.test_cli import run
from tests.cli.test_cli_mistakes import DATA, HOME, MISTAKES, make

ONE_ANSWER = {
    "a tab before a key": ("2026/1.yaml", ""),
    "a tab before a line of text": ("2026/1.yaml", ""),
    "non-breaking spaces before a key": ("2026/1.yaml", ""),
    "a non-breaking space behind a colon": ("2026/1.yaml", ""),
    "a non-breaking space behind a value": ("2026/1.yaml", ""),
    "a non-breaking space within a word of a scheme": (
        "2026/1.yaml",
        "value: under consideration\n",
    ),
    "a space of no width behind a word": ("2026/1.yaml", ""),
    "a soft hyphen in a key": ("2026/1.yaml", ""),
    "a key with a capital letter": ("2026/1.yaml", ""),
    "a rating with a capital letter": ("2026/1.yaml", ""),
    "a word of a scheme with capital letters": ("2026/1.yaml", "value: accepted in principle\n"),
    "a session with a capital letter": ("2026/papers/board-report.yaml", ""),
    "a status with a capital letter": ("2026/year.yaml", ""),
    "curly quotation marks round a number": ("2026/1.yaml", ""),
    "single curly quotation marks round a number": ("2026/1.yaml", ""),
    "curly quotation marks in a list": ("2026/actions.yaml", ""),
    "a number of the set in curly quotation marks": ("../inquiry/1.yaml", ""),
    "a tab before a message": ("2026/papers/board-report.yaml", "\nmessage: >-\n"),
    "a tab before the asks below a message": ("2026/papers/board-report.yaml", "\nasks:\n"),
    "a tab before the fields": ("2026/papers/board-report.yaml", "\nfields:\n"),
    "a tab before the first field": ("2026/papers/board-report.yaml", "\n  author:"),
    "a tab before the sections below a field of several lines": (
        "2026/papers/board-report.yaml",
        "\nsections:\n",
    ),
    "a tab before an item below a text": ("2026/papers/board-report.yaml", "\n  - key: risks\n"),
    "a tab before the text of a section": ("2026/papers/board-report.yaml", "\n    text: |\n"),
    "the ends of lines of Windows": ("2026/2.yaml", ""),
    "spaces behind values": ("2026/1.yaml", ""),
    "a tab behind a value": ("2026/1.yaml", ""),
    "points with a sign of Word": ("2026/2.yaml", "- "),
    "a plan that ends in .yml": ("2026/actions.yaml", ""),
    "a position that ends in .YAML": ("2026/1.yaml", ""),
    "a position that ends in .txt": ("2026/1.yaml", ""),
    "a body that ends in .yml": ("body.yaml", ""),
    "a cover that ends in .yml": ("2026/papers/board-report.yaml", ""),
    "a set that ends in .yml": ("../inquiry/set.yaml", ""),
    "a recommendation that ends in .yml": ("../inquiry/1.yaml", ""),
    "a year that ends in .yml": ("2026/year.yaml", ""),
}
"""Mistakes with one answer: the file that is mended, and what it then has that it has not in the workspace without them."""
UNDONE = {
    "a tab in an empty line of text": "the empty line stays",
    "curly quotation marks round a year": "the year is mended, and still follows itself",
    "twelve at once": "of which one is a capital letter",
}
"""Mistakes of which only some is mended, and what stays."""
BY_NAME = {mistake["mistake"]: mistake for mistake in MISTAKES}


def contents(root: Path) -> dict[str, bytes]:
    """Return all files of a workspace by their path."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("name", ONE_ANSWER)
def test_what_has_one_answer_is_mended(tmp_path: Path, name: str) -> None:
    """The workspace is then as it was without the mistake; a second run changes nothing."""
    make(tmp_path / "w", BY_NAME[name])
    wrong = contents(tmp_path / "w")
    file, now = ONE_ANSWER[name]
    told = run("check", "--fix", "--yes", root=tmp_path / "w")
    mended = contents(tmp_path / "w")
    path = (Path(HOME) / file).as_posix().replace("our-icb/../", "")
    assert f"+++ {path}" in told.stdout or f"to {path}" in told.stdout
    sound = contents(DATA / "mistakes")
    if now:
        assert now.encode() in mended.pop(path)
        assert sound.pop(path)
        for other in BY_NAME[name].get("change", {}):  # what the mistake needs beside it
            mended.pop(f"{HOME}/{other}", None), sound.pop(f"{HOME}/{other}", None)
    else:
        assert "No problems" in told.stdout
    assert mended == sound
    again = run("check", "--fix", "--yes", root=tmp_path / "w")
    assert again.stdout.startswith("Nothing to fix.\n")
    assert wrong != contents(tmp_path / "w")


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - ONE_ANSWER.keys() - UNDONE.keys()))
def test_what_has_two_answers_is_left_alone(tmp_path: Path, name: str) -> None:
    """Byte for byte."""
    make(tmp_path / "w", BY_NAME[name])
    before = contents(tmp_path / "w")
    told = run("check", "--fix", "--yes", root=tmp_path / "w")
    assert told.stdout.startswith("Nothing to fix.\n")
    assert contents(tmp_path / "w") == before


def test_nothing_is_written_without_a_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The difference is shown all the same; at a terminal somebody is asked."""
    make(tmp_path / "w", BY_NAME["a tab behind a value"])
    before = contents(tmp_path / "w")
    told = run("check", "--fix", root=tmp_path / "w")
    assert told.exit_code == 1
    assert "-  value: green→" in told.stdout
    assert "+  value: green\n" in told.stdout
    assert "add --yes" in told.stderr
    assert contents(tmp_path / "w") == before
    monkeypatch.setattr(terminal, "is_agreed", lambda question: True)
    assert run("check", "--fix", root=tmp_path / "w").exit_code == 0
    assert contents(tmp_path / "w") == contents(DATA / "mistakes")


def test_yes_is_for_fix_alone() -> None:
    """Alone it says nothing."""
    told = run("check", "--yes", root=DATA / "mistakes")
    assert told.exit_code == 2
    assert "--yes needs --fix" in told.stderr


def test_what_breaks_a_line_of_text_stays(tmp_path: Path) -> None:
    """Two spaces at the end of a line have a meaning; all else at the end has none."""
    make(tmp_path / "w", {})
    file = tmp_path / "w" / HOME / "2026/2.yaml"
    text = file.read_text("utf-8")
    text = text.replace(
        "  We read the", "  First,  \n  a non\u00a0breaking space \n  \n  We read the"
    )
    file.write_text(text, "utf-8")
    run("check", "--fix", "--yes", root=tmp_path / "w")
    assert "  First,  \n  a non\u00a0breaking space\n\n  We read" in file.read_text("utf-8")


def test_only_what_is_asked_for_is_mended(tmp_path: Path) -> None:
    """A body, or a year; in JSON the difference does not stand in the way."""
    make(tmp_path / "w", BY_NAME["a tab behind a value"])
    home = tmp_path / "w" / "standards"
    shutil.copytree(home / "our-icb", home / "other")
    body = (home / "other/body.yaml").read_text("utf-8").replace("NHS Our", "NHS Other")
    (home / "other/body.yaml").write_text(body, "utf-8")
    run("check", "--fix", "--yes", "--body", "other", root=tmp_path / "w")
    assert b"\t" not in (home / "other/2026/1.yaml").read_bytes()
    assert b"\t" in (home / "our-icb/2026/1.yaml").read_bytes()
    assert run("check", "--fix", "--yes", "--format", "json", root=tmp_path / "w").stdout[0] == "{"
    assert b"\t" not in (home / "our-icb/2026/1.yaml").read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - text: We will.\n\tkind: will\n", "  - text: We will.\n    kind: will\n"),
        ("rating:\n\tvalue: green\n", "rating:\n  value: green\n"),
        ("rating:\n  value: green\n\treason: So.\n", "rating:\n  value: green\n  reason: So.\n"),
    ],
)
def test_a_tab_becomes_the_spaces_that_belong_there(before: str, after: str) -> None:
    """Below a key or an item, or beside the line before."""
    assert mending._mended_file("standards/body/2021/1.yaml", before.encode(), ()) == after.encode()


def test_what_would_make_a_key_twice_is_left_alone() -> None:
    """Which of the two is meant, somebody must say."""
    text = b"lead: A\nLead: B\n"
    problem = Problem(Place("1.yaml", 2, 1), "'Lead' is no key.", "unknown-key", "", meant="lead")
    assert mending._mended_file("standards/body/2021/1.yaml", text, (problem,)) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  Three:\n  •\tone\n  •\ttwo\n", "  Three:\n  - one\n  - two\n"),
        ("  • a\n  o\tb\n  ▪\tc\n  o\td\n  • e\n\n  On.\n", "  - a\n    - b\n      - c\n    - d\n  - e\n\n  On.\n"),
        ("  1)\ta\n  –\tb\n  2)\tc\n", "  1) a\n     - b\n  2) c\n"),
        ("  \uf0b7\ta\r\n  \uf0a7\tb\r\n", "  - a\r\n    - b\r\n"),
        ("  • a\n  more of it\n", "  • a\n  more of it\n"),
        ("  A dash – here\n", "  A dash – here\n"),
    ],
)  # fmt: skip
def test_points_from_a_word_processor_become_a_list(before: str, after: str) -> None:
    """Where nobody can doubt where each ends: in texts of Markdown, and not in those of a plan."""
    position, begin = "standards/body/2021/1.yaml", "text: |\r\n" if "\r" in before else "text: |\n"
    made = mending._mended_file(position, (begin + before).encode(), ()).decode()
    assert made == begin + after
    plan = "standards/body/2021/actions.yaml"
    assert mending._mended_file(plan, (begin + before).encode(), ()).decode() == begin + before
