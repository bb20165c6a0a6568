"""A new workspace: the set that came with the program, and a body with samples to replace."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError
from francis.record.days import When, day_in_words, days_after, months_after
from francis.record.reading.loading import COVERS
from francis.record.schema import schemas
from francis.record.writing import beginnings
from francis.record.writing.locks import Wait, lock
from francis.record.writing.skeletons import STARTER, skeleton
from francis.record.writing.whole_files import fingerprints, write_whole
from francis.workspace import RECORD, packaged

MEETING_IN = datetime.timedelta(days=42)
"""How long after the day of a new record the meetings of its samples are held."""


class Beginning(NamedTuple):
    """Who answers which set: the body's names, its kind, and the name of a set that came with the program."""

    name: str
    short_name: str
    kind: str
    set_id: str


def packaged_sets() -> tuple[str, ...]:
    """Return the names of the sets that came with the program."""
    return tuple(sorted(file.parent.name for file in packaged().glob(f"{RECORD}/*/set.yaml")))


def starter(today: datetime.date, begun: Beginning | None) -> dict[str, bytes]:
    """Return the files of a new workspace by their path from its root.

    They are what git and editors need, and if something is `begun`, the set and the body. Its first year is as at
    `today`, has a position, yet to be written, for every recommendation, and a plan and two covers as samples.
    """
    files = {
        ".gitattributes": skeleton("gitattributes"),
        ".gitignore": skeleton("gitignore"),
        ".vscode/extensions.json": skeleton("extensions.json"),
        **schemas(),
    }
    if begun is None:
        return files
    source = packaged()
    for file in sorted((source / RECORD / begun.set_id).glob("*.yaml")):
        files[file.relative_to(source).as_posix()] = file.read_bytes()
    asked = beginnings.held_set(files, begun.set_id, {})
    if beginnings.folder_of(begun.short_name) == begun.set_id:
        raise FrancisError(f"Nothing was written: {begun.set_id} is the set. Choose another name.")
    body_id, year_id = beginnings.folder_of(begun.short_name), str(today.year)
    made = beginnings.new_body(body_id, begun.name, begun.short_name, begun.kind)
    body = beginnings.read_body(made)
    made |= beginnings.first_year(body_id, year_id, body, asked, today, asked.numbers_for(body))
    meeting = beginnings.starting_kinds()[begun.kind].meeting or begun.name
    return files | made | _samples(f"{RECORD}/{body_id}/{year_id}", asked.numbers, meeting, today)


def _samples(
    folder: str, numbers: tuple[str, ...], meeting: str, today: datetime.date
) -> dict[str, bytes]:
    """Return a plan and covers to be replaced, for a meeting of this name."""
    months = {n: months_after(When(today), n) for n in (1, 2, 3, 5, 12)}
    words = {f"in_{n}_month{'s' * (n != 1)}": str(when) for n, when in months.items()}
    words |= {
        "today": str(today),
        "meeting_day": str(days_after(today, MEETING_IN)),
        "late_in_words": day_in_words(months[5]),
        "meeting": json.dumps(meeting, ensure_ascii=False),
        "first": json.dumps(numbers[:2]),
        "second": json.dumps(numbers[2:3] or numbers[:1]),
    }
    plan, *covers = sorted(path.name for path in (STARTER / "samples").iterdir())
    places = {plan: f"{folder}/{plan}", **{name: f"{folder}/{COVERS}/{name}" for name in covers}}
    return {path: skeleton(f"samples/{name}", **words) for name, path in places.items()}


def start(
    folder: Path, today: datetime.date, begun: Beginning | None, waiting: Wait = lambda: None
) -> list[Path]:
    """Make a workspace in `folder` and return its files; refuse to change any that is there.

    The record appears last, so that a workspace which was begun and not finished is none, and can be
    begun again.
    """
    files = starter(today, begun)
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
        in_order = sorted(files, key=lambda path: _appearance(path, begun))
        write_whole(held, {name: files[name] for name in in_order}, fingerprints(files, there))
    return [folder / path for path in files]


def _content(path: Path) -> bytes | None:
    """Return what lies at a path where a file is to be written, or None if nothing does."""
    if path.is_file():
        return path.read_bytes()
    return b"" if os.path.lexists(path) else None


def _appearance(path: str, begun: Beginning | None) -> int:
    """Return when a file appears: what is no record first, then the set, and the body, which needs it, last."""
    folder = beginnings.folder_of(begun.short_name) if begun else ""
    steps = (f"{RECORD}/{folder}/", f"{RECORD}/", "") if folder else (f"{RECORD}/", "")
    return -next(place for place, start in enumerate(steps) if path.startswith(start))
