"""A new workspace: the set and the templates that came with the program, and a body to fill in."""

from __future__ import annotations

import datetime
from pathlib import Path

from francis.errors import FrancisError
from francis.workspace import RECORD, SCHEMAS, packaged, write_whole

STARTER = Path(__file__).parent.parent / "starter"
"""The files of a new workspace that are not those of this one."""


def starter(today: datetime.date) -> dict[str, bytes]:
    """Return the files of a new workspace by their path from its root.

    They are the set, the schemas and the templates that came with the program, and a body to fill in, whose first
    year is as at `today` and has a position, yet to be written, for every recommendation.
    """
    source = packaged()
    words = {"today": today.isoformat(), "year": str(today.year)}
    body = f"{RECORD}/our-body/{today.year}"
    files = {
        ".gitignore": _starter("gitignore"),
        ".vscode/extensions.json": _starter("extensions.json"),
        f"{RECORD}/our-body/body.yaml": _starter("body.yaml"),
    }
    set_file = min(source.glob(f"{RECORD}/*/set.yaml"))
    words["set"] = set_file.parent.name
    for file in sorted(set_file.parent.glob("*.yaml")):
        files[file.relative_to(source).as_posix()] = file.read_bytes()
        if file != set_file:
            files[f"{body}/{file.name}"] = _starter("position.yaml", number=file.stem)
    files[f"{body}/year.yaml"] = _starter("year.yaml", **words)
    for file in sorted(
        path for name in (SCHEMAS, "templates") for path in (source / name).rglob("*")
    ):
        if file.is_file():
            files[file.relative_to(source).as_posix()] = file.read_bytes()
    return files


def _starter(name: str, **words: str) -> bytes:
    """Return a file of the starter, with `words` in their places."""
    from string import Template

    text = (STARTER / name).read_text(encoding="utf-8")
    return Template(text).substitute(words).encode() if words else text.encode()


def start(folder: Path, today: datetime.date) -> list[Path]:
    """Make a workspace in `folder` and return its files; refuse to overwrite any."""
    files = starter(today)
    there = [str(folder / path) for path in files if (folder / path).exists()]
    if there:
        listed = "".join(f"\n  {path}" for path in there[:10]) + (
            "\n  …" if len(there) > 10 else ""
        )
        raise FrancisError(
            f"Nothing was written, because these files are there already:{listed}\n"
            "Name an empty folder, or one that does not exist yet."
        )
    write_whole(folder, files)
    return [folder / path for path in files]
