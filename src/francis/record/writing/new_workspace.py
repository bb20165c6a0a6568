"""A new workspace: the set and the templates that came with the program, and a body to fill in."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from francis.errors import FrancisError
from francis.record.model import Year
from francis.record.numbers import natural
from francis.record.reading.year_numbers import entries_for
from francis.record.writing.edits import Edited, fields_of
from francis.record.writing.locks import Wait, lock
from francis.record.writing.skeletons import skeleton
from francis.record.writing.whole_files import fingerprints, write_whole
from francis.workspace import RECORD, SCHEMAS, packaged


def starter(today: datetime.date) -> dict[str, bytes]:
    """Return the files of a new workspace by their path from its root.

    They are the set, the schemas and the templates that came with the program, and a body to fill in, whose first
    year is as at `today` and has a position, yet to be written, for every recommendation.
    """
    source = packaged()
    words = {"today": today.isoformat(), "year": str(today.year)}
    body = f"{RECORD}/our-body/{today.year}"
    files = {
        ".gitattributes": skeleton("gitattributes"),
        ".gitignore": skeleton("gitignore"),
        ".vscode/extensions.json": skeleton("extensions.json"),
        f"{RECORD}/our-body/body.yaml": skeleton("body.yaml"),
    }
    set_file = min(source.glob(f"{RECORD}/*/set.yaml"))
    words["set"] = set_file.parent.name
    numbers: list[str] = []
    for file in sorted(set_file.parent.glob("*.yaml")):
        files[file.relative_to(source).as_posix()] = file.read_bytes()
        if file != set_file:
            numbers.append(file.stem)
            files[f"{body}/{file.name}"] = skeleton("position.yaml", number=file.stem)
    year = Edited(f"{body}/year.yaml", skeleton("year.yaml", **words))
    year.set(("numbers",), entries_for(sorted(numbers, key=natural)), fields_of(Year))
    files[f"{body}/year.yaml"] = year.data
    for file in sorted(
        path for name in (SCHEMAS, "templates") for path in (source / name).rglob("*")
    ):
        if file.is_file():
            files[file.relative_to(source).as_posix()] = file.read_bytes()
    return files


def start(folder: Path, today: datetime.date, waiting: Wait = lambda: None) -> list[Path]:
    """Make a workspace in `folder` and return its files; refuse to change any that is there.

    The record appears last, so that a workspace which was begun and not finished is none, and can be
    begun again.
    """
    files = starter(today)
    with lock(folder, waiting) as held:
        there = {name: read for name in files if (read := _content(folder / name)) is not None}
        other = [name for name, data in there.items() if data != files[name]]
        wrong = other or (list(there) if len(there) == len(files) else [])
        if wrong:
            listed = "".join(f"\n  {folder / name}" for name in wrong[:10]) + (
                "\n  …" if len(wrong) > 10 else ""
            )
            raise FrancisError(
                f"Nothing was written, because these files already exist:{listed}\n"
                "Name an empty folder, or a new one."
            )
        in_order = sorted(files, key=_appearance)
        write_whole(held, {name: files[name] for name in in_order}, fingerprints(files, there))
    return [folder / path for path in files]


def _content(path: Path) -> bytes | None:
    """Return what lies at a path where a file is to be written, or None if nothing does."""
    if path.is_file():
        return path.read_bytes()
    return b"" if os.path.lexists(path) else None


def _appearance(path: str) -> int:
    """Return when a file appears: what is no record first, then the set, and the body, which needs it, last."""
    steps = (f"{RECORD}/our-body/", f"{RECORD}/", "")
    return -next(place for place, start in enumerate(steps) if path.startswith(start))
