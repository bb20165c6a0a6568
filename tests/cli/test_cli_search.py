"""`francis search`: where the record says something, with the place and the words around."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.record.queries import search
from tests.cli.test_cli import run
from tests.shared.every_key import every_key
from tests.shared.workspaces import (
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    record_files,
    record_with_plan,
    write_files,
)

TEXT = """\
  The first paragraph is long enough that its words stand on a line of their own, far from
  here. The Trust’s *Quality*
  Strategy – of 123 pages – is agreed.
"""
FIRST = POSITION.format(number=1).replace("  Position on 1.\n", TEXT)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with a plan and secrets, and a position that says much."""
    return write_files(tmp_path, record_with_plan(body__2021__1=FIRST))


def places(root: Path, *words: str) -> list[str]:
    """Return the lines that name a place, without the words around."""
    result = run("search", *words, root=root)
    assert result.exit_code == 0, result.output
    return [line for line in result.stdout.splitlines() if not line.startswith("    ")]


def test_a_place_is_a_line_of_a_file_with_what_it_is_of_and_the_words_around(root: Path) -> None:
    """The line is that of the first words, deep in a block too."""
    result = run("search", "strategy", "QUALITY", root=root)
    assert result.stdout == (
        "standards/body/2021/1.yaml:11: position on 1, text\n"
        "    …far from here. The Trust’s *Quality* Strategy – of 123 pages – is agreed.\n"
    )
    assert result.stderr == "1 place found.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("trust's",),
        ("quality strategy",),
        ("Strategy - of",),
        ("is", "FIRST"),
        ("123",),
        ("trust’s quality", "123 pages"),
    ],
)
def test_what_makes_no_difference_makes_none(root: Path, words: tuple[str, ...]) -> None:
    """Capitals, line breaks, emphasis, and kinds of quotation marks and dashes."""
    assert places(root, *words) == [
        f"standards/body/2021/1.yaml:{10 if 'FIRST' in words else 12 if '123' in words or 'Strategy - of' in words else 11}: position on 1, text"
    ]


@pytest.mark.parametrize("words", [("13",), ("23",), ("strategy quality",), ("quality", "nowhere")])
def test_what_is_said_otherwise_is_not_found(root: Path, words: tuple[str, ...]) -> None:
    """A number is a whole one, and words in quotation marks follow on each other."""
    assert places(root, *words) == []
    assert "0 places found." in run("search", *words, root=root).stderr


def test_everything_of_the_record_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind of file: sets, bodies, years, positions, plans and covers, names and days among them."""
    monkeypatch.setattr(search, "MOST_HITS", 10_000)
    root = write_files(tmp_path, every_key())
    for words, named in (
        (("once a",), "set, reporting"),
        (("must",), "recommendation 1, fields, must"),
        (("2021-01-21",), "action A1, completed"),
        (("Board",), "committees 1, name"),
    ):
        assert any(line.endswith(named) for line in places(root, *words)), named
    found = places(root, "e")
    for kind in ("set", "recommendation", "body", "year", "position", "action", "paper"):
        assert any(f": {kind}" in line for line in found), kind


def test_a_search_can_be_kept_to_a_body_a_set_and_a_year(tmp_path: Path) -> None:
    """What belongs to none of them, such as a set beside a body, is left out."""
    again = {f"body__2022__{n}": POSITION.format(number=n) for n in (1, 2)}
    files = record_files(
        second__set=SET,
        **{f"second__{n}": RECOMMENDATION.format(number=n) for n in (1, 2)},
        body__2022__year=YEAR.replace("set: inquiry", "set: second"),
        **again,
    )
    root = write_files(tmp_path, files)

    def folders(*words: str) -> set[str]:
        return {line.split("/", 1)[1].rpartition("/")[0] for line in places(root, "on", *words)}

    assert {"inquiry", "second", "body/2021", "body/2022"} <= folders()
    assert folders("--set", "second") == {"second", "body/2022"}
    assert folders("--year", "2021") == {"body/2021"}
    assert folders("--body", "body", "--set", "inquiry") == {"body/2021"}
    for option, value in (("--body", "bdy"), ("--year", "2023"), ("--set", "thrid")):
        assert run("search", "a", option, value, root=root).exit_code == 2


def test_secrets_are_for_those_who_may_read_them(root: Path) -> None:
    """They are counted, not shown; and of everything somebody is told that it is not for the public."""
    whole = run("search", "secret", root=root)
    assert whole.stdout.count("secret") == 2
    assert "--audience public" in whole.stderr
    public = run("search", "secret", "--audience", "public", root=root)
    assert public.stdout == ""
    assert "For readers who may see what is public: 2 texts are left out." in public.stderr
    assert run("search", "secret", "--audience", "internal", root=root).stdout == whole.stdout
    assert run("search", "delivery", "--audience", "public", root=root).stdout


def test_the_notes_of_a_joint_position_are_as_secret_as_the_position(root: Path) -> None:
    """Also where that cannot be read."""
    year = root / "standards/body/2021"
    joint = 'format: 1\nnumber: "2"\nanswered_with: "1"\nnotes: [A remark.]\n'
    (year / "2.yaml").write_text(joint)
    assert len(places(root, "remark", "--audience", "public")) == 1
    (year / "1.yaml").write_text(FIRST + "classification: internal\n")
    assert places(root, "remark", "--audience", "public") == []
    assert len(places(root, "remark", "--audience", "internal")) == 1
    (year / "1.yaml").unlink()
    assert places(root, "remark", "--audience", "internal") == []


def test_a_record_that_is_being_written_is_searched_as_far_as_it_can_be_read(root: Path) -> None:
    """Files with errors that may say it are named; others do not disturb."""
    (root / "standards/body/2021/2.yaml").write_text("format: 1\nnumber: Quality: Strategy\n")
    (root / "standards/inquiry/2.yaml").write_text("nonsense: [")
    result = run("search", "quality", "strategy", root=root)
    assert result.stdout.count("position on 1, text") == 1
    assert "files with errors: standards/body/2021/2.yaml. To see" in result.stderr


def test_an_escape_hides_nothing(root: Path) -> None:
    """A text in double quotes can write its letters otherwise."""
    escaped = POSITION.format(number=2).replace("text: |\n  Position on 2.", r'text: "Qu\x61lity"')
    (root / "standards/body/2021/2.yaml").write_text(escaped)
    assert len(places(root, "quality")) == 2


def test_very_much_is_cut_and_counted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a terminal is not flooded."""
    monkeypatch.setattr(search, "MOST_HITS", 3)
    result = run("search", "e", root=root)
    assert result.stdout.count("\n") == 6
    assert "The first 3 are shown." in result.stderr
    assert run("search", " ", root=root).exit_code == 2
    assert run("search", root=root).exit_code == 2


def test_what_was_looked_for_is_set_apart_from_the_words_around() -> None:
    """However it is written, in capitals or not."""
    pieces = search.Terms(["quality strategy"]).pieces("The Trust’s QUALITY Strategy is agreed.")
    assert pieces == ("The Trust’s ", "QUALITY Strategy", " is agreed.")
