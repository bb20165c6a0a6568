"""What is written of the way of a recommendation through the rooms, held to the way that it takes."""

from __future__ import annotations

import re
import shutil
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

import francis
from francis.cli import main

ROOT = Path(__file__).parents[2]
PROGRAM = Path(francis.__file__).parent
PAGE = (ROOT / "docs/how-it-works.md").read_text()


def test_the_rooms_that_132_passes_through_are_counted(tmp_path: Path) -> None:
    """From its YAML to a cell of the Word file, by the functions that are called on the way."""
    for folder in ("standards", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for path in PROGRAM.rglob("*.py"):  # what is called by an import alone is no way of 132
        if path.stem not in ("__init__", "__main__"):
            import_module(".".join(path.relative_to(PROGRAM.parent).with_suffix("").parts))
    rooms: set[str] = set()

    @cache
    def room_of(name: str) -> str:
        file = Path(name)
        parts = file.relative_to(PROGRAM).parts if file.is_relative_to(PROGRAM) else ()
        return parts[0] if len(parts) > 1 else "cli"

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            rooms.add(room_of(frame.f_code.co_filename))

    command = ["build", "stocktake", "--body", "barnet-ccg", "--format", "docx", "--root"]
    sys.setprofile(note)
    try:
        result = CliRunner().invoke(main, [*command, str(tmp_path)])
    finally:
        sys.setprofile(None)
    assert result.exit_code == 0, result.output
    rooms.discard("cli")
    said = re.search(r"\*\*([0-9]+) rooms\*\*: ([^.]*)\.", PAGE)
    assert said is not None
    assert int(said[1]) == len(rooms)
    assert set(re.findall(r"`([a-z]+)`", said[2])) == rooms


def test_every_file_that_is_named_is_there() -> None:
    """By its path in the program, or its name alone where that follows from the sentence."""
    names = {path.name for path in PROGRAM.rglob("*")}
    for name in re.findall(r"`([\w/]+(?:\.py|\.yaml|/))`", PAGE):
        assert (PROGRAM / name).exists() or (ROOT / name).exists() or name.rstrip("/") in names, (
            name
        )
