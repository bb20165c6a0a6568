"""A page of the documentation, followed as its reader follows it: what to type, what to write, what one sees."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import click
from click.testing import CliRunner

from francis.cli import main

ANSWERS = "francis-2013\nNHS Barsetshire Integrated Care Board\nBarsetshire ICB\nicb\n"
"""What the reader answers to `francis init`."""
BLOCK = re.compile(
    r"^```(?P<kind>sh|yaml|csv|text)\n(?P<text>.*?)^```$|^!\[[^\]]*\]\((?P<picture>\S+\.svg)\)",
    re.DOTALL | re.MULTILINE,
)
OFFICER = ("-c", "user.name=An Officer", "-c", "user.email=officer@example.org")


@dataclass(frozen=True)
class Terminal:
    """What was typed, and what the terminal said, with its colours."""

    typed: str
    said: str


def follow(page: str, folder: Path) -> dict[str, Terminal]:
    """Do all that a page says, in a folder, and return what its pictures of a terminal show, by their paths.

    Commands stand in blocks of `sh`. A command may be refused if what it says is shown below it: in a block of
    `text`, in which … stands for what is left out, or in a picture. A block of `yaml` holds keys for the file
    of the record that the label above it names, and one of `csv` is all of a file.
    """
    pictures = {}
    blocks = [*BLOCK.finditer(page)]
    seen = Terminal("", "")
    with chdir(folder):
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if block["kind"] == "sh":
                shown = following is not None and following["kind"] not in {"sh", "yaml", "csv"}
                seen = Terminal(block["text"], _type_lines(block["text"], shown))
            elif block["kind"] == "yaml":
                _write(Path(_label(page, block).split("`")[1]), block["text"])
            elif block["kind"] == "csv":
                Path(_label(page, block).split("`")[1]).write_text(block["text"])
            elif block["kind"] == "text":
                said = click.unstyle(seen.said)
                assert _is_shown(said, block["text"]), f"{seen.typed}\nsays\n\n{said}"
            else:
                pictures[block["picture"]] = seen
    return pictures


def labels(page: str) -> list[tuple[str, str]]:
    """Return each block of a page: its kind, or `picture`, and the label on the line above it."""
    return [(block["kind"] or "picture", _label(page, block)) for block in BLOCK.finditer(page)]


def _label(page: str, block: re.Match[str]) -> str:
    """Return the label of a block, which stands in bold above it; nothing if it has none."""
    found = re.search(r"^\*\*(.*)\*\*\n\n\Z", page[: block.start()], re.MULTILINE)
    return found[1] if found else ""


def _type_lines(lines: str, may_fail: bool) -> str:
    """Return what the terminal says when the lines are typed."""
    said = ""
    for line in lines.splitlines():
        program, *words = shlex.split(line, comments=True)
        if program == "francis":
            with patch("francis.cli.asking.is_terminal", return_value=words[0] == "init"):
                result = CliRunner().invoke(
                    main, words, input=ANSWERS, color=True, catch_exceptions=False
                )
            assert result.exit_code in ({0, 1} if may_fail else {0}), f"{line}\n{result.output}"
            said += result.output
        elif program == "cd":
            os.chdir(words[0])
        elif program in {"git", "mv"}:
            settings = OFFICER if program == "git" else ()
            done = subprocess.run(
                [program, *settings, *words], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{line}\n{done.stderr}"
            said += done.stdout
        else:  # what makes `francis` a command, which it is here
            assert program == "."
    return said


def _write(path: Path, text: str) -> None:
    """Put the keys of a text into a file, in place of those that stand there."""
    path.parent.mkdir(exist_ok=True)
    keys = _keys(path.read_text()) if path.exists() else {}
    path.write_text("".join((keys | _keys(text)).values()))


def _keys(text: str) -> dict[str, str]:
    """Return each key at the left edge with the lines below it; a comment there counts as one."""
    parts = re.split(r"^(?=\w+:|#)", text, flags=re.MULTILINE)
    return {part.partition(":")[0]: part for part in parts if part}


def _is_shown(said: str, shown: str) -> bool:
    """Return whether a text is what the terminal said, but for what … leaves out."""
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, said.strip(), re.DOTALL) is not None
