"""Files that nobody would write on purpose, end to end: a message in time, and never a traceback."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from francis.cli import main
from francis.errors import LONGEST_EXCERPT
from tests.shared.findings import reports
from tests.shared.workspaces import (
    ACTION,
    BODY,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    record_files,
    write_files,
)

COMMANDS = (
    ("check",),
    ("status",),
    ("show", "2"),
    ("search", "Position"),
    ("diff", "2020", "2021"),
    ("rate", "2", "green", "--reason", "Reached."),
    ("confirm", "2", "--on", "2021-03-01"),
    ("new-year", "2022"),
    ("build", "--format", "html"),
)


def run(root: Path, *words: str) -> Result:
    """Run a command in this process; a traceback fails the test, and so does one that takes long."""
    begun = time.monotonic()
    result = CliRunner().invoke(main, [*words, "--root", str(root)], catch_exceptions=False)
    assert time.monotonic() - begun < 5
    assert all(character.isprintable() or character == "\n" for character in result.output)
    assert "templates/" not in result.output
    assert "yaml.org" not in result.output
    return result


def two_years(**changed: str | bytes | None) -> dict[str, bytes]:
    """Return the files of a workspace with a year before; `changed` as for `record_files`."""
    before = {f"body__2020__{n}": POSITION.format(number=n) for n in (1, 2)}
    years = {
        "body__2020__year": YEAR.replace("2021", "2020"),
        "body__2021__year": YEAR + 'follows: "2020"\n',
    }
    return record_files(**{**before, **years, **changed})


def saying(text: str) -> str:
    """Return a position that says something else."""
    lines = text.replace("\n", "\n  ")
    return POSITION.format(number=1).replace("Position on 1.", f"A.\n\n  {lines}")


REFUSED: dict[str, tuple[dict[str, str | bytes | None], str, str]] = {
    "a key twice, in two shapes": (
        {"body__2021__1": POSITION.format(number=1) + "rating:\n  - a: 1\n"},
        "standards/body/2021/1.yaml:11:1",
        "duplicate-key",
    ),
    "a key twice, the first of them wrong": (
        {"body__2021__1": "rating:\n  foo: x\n  value: green\n" + POSITION.format(number=1)},
        "standards/body/2021/1.yaml:2:3",
        "unknown-key",
    ),
    "a recommendation under another number": (
        {"inquiry__1": RECOMMENDATION.format(number="1.2")},
        "standards/inquiry/1.yaml:2:9",
        "number-differs",
    ),
    "a position under another number": (
        {"body__2021__1": POSITION.format(number="7")},
        "standards/body/2021/1.yaml:2:9",
        "number-differs",
    ),
    "a number of 5,000 digits": (
        {"inquiry__set": SET.replace('last: "2"', f'last: "{"0" + "1" * 5000}"').replace('first: "1"', 'first: "2"')},
        "standards/inquiry/set.yaml:17:11",
        "too-long",
    ),
    "a set with a name of a page": (
        {"body__2021__year": YEAR.replace("set: inquiry", f"set: {'a ' * 3000}")},
        "standards/body/2021/year.yaml:2:6",
        "too-long",
    ),
    "an action with a name of a page": (
        {"body__2021__actions": "format: 1\nactions:\n" + ACTION.format(id="A" * 900)},
        "standards/body/2021/actions.yaml:3:9",
        "too-long",
    ),
    "a colour that is none": (
        {"body__body": BODY.replace('"#00703c"', '"\u00e9"')},
        "standards/body/body.yaml:14:13",
        "colour",
    ),
    "a tag of another language": (
        {"body__2021__1": POSITION.format(number=1).replace("value: green", "value: !!python/name:os.system green")},
        "standards/body/2021/1.yaml:6:10",
        "tag",
    ),
    "a carriage return in a value": (
        {"inquiry__1": RECOMMENDATION.format(number=1).replace("Heading 1", '"Head\\r\\x1b[2J"')},
        "standards/inquiry/1.yaml:3:10",
        "control-character",
    ),
    "a list of 400 levels on one line": (
        {"body__2021__1": saying("- " * 400 + "a")},
        "standards/body/2021/1.yaml:12:1",
        "list",
    ),
    "a list of 12 levels, one below the other": (
        {"body__2021__1": saying("\n".join(" " * 3 * level + "1. a" for level in range(12)))},
        "standards/body/2021/1.yaml:21:1",
        "list",
    ),
    "a link to nothing": (
        {"body__2021__1": saying("See [words]().")},
        "standards/body/2021/1.yaml:12:1",
        "link",
    ),
    "a link to no recommendation, with an escape": (
        {"body__2021__1": saying("See [words](\\#9).")},
        "standards/body/2021/1.yaml:12:1",
        "link",
    ),
    "a link to no recommendation, in what a set asks for": (
        {"inquiry__set": SET + 'reporting: "See [words](&num;9)."\n'},
        "standards/inquiry/set.yaml:18:12",
        "link",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_paper_can_be_made_of_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    """By every command, in one message, and with values cut."""
    changed, place, rule = REFUSED[name]
    root = write_files(tmp_path, two_years(**changed))
    result = run(root, "check")
    told = [line for line in result.stdout.splitlines() if ": error: " in line]
    assert any(reports(line, place, rule) for line in told), result.output
    assert len(told) <= 2
    assert max(map(len, told)) < len(place) + 4 * LONGEST_EXCERPT
    for words in COMMANDS[1:]:
        done = run(root, *words)
        if words[0] in ("diff", "search") and done.exit_code == 0:
            continue  # what is wrong does not stand in the way of a comparison, or of a search
        assert done.exit_code == 1, (words, done.output)
        assert place in done.output


def test_a_record_that_has_another_number_than_its_file_is_one_mistake(tmp_path: Path) -> None:
    """Everything else takes it by the name of its file, so nothing else is reported."""
    for name, text in (("inquiry__1", RECOMMENDATION), ("body__2021__1", POSITION)):
        root = write_files(tmp_path / name, two_years(**{name: text.format(number="1.2")}))
        lines = run(root, "check").stdout.splitlines()
        assert sum(": error: " in line for line in lines) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    """In the record it is refused, as the list of what was made it is none, and as a paper it is replaced."""
    root = write_files(tmp_path)
    output = root / "output/body/2021"
    output.mkdir(parents=True)
    os.mkfifo(root / "output/.made.json")
    os.mkfifo(output / "stocktake-draft.html")
    for made in (1, 0):
        result = run(root, "build", "--format", "html")
        assert result.exit_code == 0
        assert f"{made} made" in result.output
    assert (output / "stocktake-draft.html").is_file()
    os.mkfifo(root / "standards/body/2021/3.yaml")
    for words in COMMANDS:
        result = run(root, *words)
        assert result.exit_code != 0
        assert "is not an ordinary file" in result.output or "2020" in words


PRINTED = {
    "brackets": "[" * 500,
    "closing brackets": "]" * 500 + ")",
    "links that do not end": "[a](" * 500,
    "links without words": "[](https://example.org) [ ](#1) [\u00a0](#2)",
    "links in links": "[a **b [c](#1) d** e](#2)" + "[" * 60 + "x" + "](#1)" * 8,
    "emphasis in emphasis": "*a **b " * 200 + "c** d* " * 200,
    "asterisks": "*" * 501 + "a" + "*" * 501 + " " + "_" * 501 + "a" + "_" * 501,
    "backslashes": "\\" * 999,
    "a quote and marks of HTML": "> " + "a\n" * 200 + "\n<b>" * 100,
    "lone markers": "- 1. -\n- \u2003\n1. *\n- - - -\n* * *\n2013.\n",
    "a long word": "a" * 20_000,
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |",
}
"""Markdown that no paper can well have, and that is printed all the same."""


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_no_markdown_is_printed_as_it_stands(tmp_path: Path, name: str) -> None:
    """In a page, within seconds, and no template is blamed."""
    root = write_files(tmp_path, two_years(body__2021__1=saying(PRINTED[name])))
    for words in COMMANDS:
        result = run(root, *words)
        assert result.exit_code == 0, result.output


def test_quotes_in_quotes_code_and_links_to_nowhere_are_refused_by_every_command(
    tmp_path: Path,
) -> None:
    """What no paper prints is an error with what to write instead, however much of it there is."""
    text = "> " * 200 + "a\n\n" + "`" * 500 + "\n\n```\n" + "x\n" * 500
    text += "\n[a](https://) [b](javascript:alert) [d](http://[::1)"
    root = write_files(tmp_path, two_years(body__2021__1=saying(text)))
    for words in (("check",), ("build", "--format", "html")):
        result = run(root, *words)
        assert result.exit_code == 1
        assert "is a quotation inside a list or another quotation. (unprintable-markdown)" in (
            result.output
        )
        assert "is code. (unprintable-markdown)" in result.output


def test_a_note_on_the_year_may_link_to_a_recommendation(tmp_path: Path) -> None:
    """A paper in which that has no place prints the words alone."""
    year = YEAR + 'follows: "2020"\nnotes:\n  - "See [the first](#1)."\n'
    plan = "format: 1\nactions:\n" + ACTION.format(id="A1")
    root = write_files(tmp_path, two_years(body__2021__year=year, body__2021__actions=plan))
    assert run(root, "build", "--format", "html").exit_code == 0
    assert run(root, "diff", "2020", "2021", "--format", "html").exit_code == 0
    linked = {
        path.name.removesuffix(".html"): '<a href="#item-1">the first</a>' in path.read_text()
        for path in (root / "output").rglob("*.html")
    }
    assert linked.pop("stocktake-draft")
    assert linked.pop("progress-draft")
    assert len(linked) == 2
    assert not any(linked.values())
