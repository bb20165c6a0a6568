"""What has to be read of a workspace: the bodies and years asked for, and the sets that these answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from francis import workspace
from francis.record.model import Year
from francis.record.reading import loading
from francis.record.reading.loading import Read, Scope, Workspace
from francis.workspace import RECORD, Files, Names


@dataclass(frozen=True)
class Selection:
    """Files of a workspace, read once, and the years of bodies that lie beside them, unread or not."""

    files: dict[str, bytes]
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read: Read = field(default_factory=dict)

    @cached_property
    def found(self) -> Workspace:
        """Return the registers and the problems of the files."""
        return loading.load(self.files, self.read, self.beside)

    def changed(self, made: Files) -> Workspace:
        """Return what the registers and the problems would be once some files are changed.

        Only these are parsed.
        """
        return loading.load({**self.files, **made}, self.read, self.beside)


def list_years(root: Path, body: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return all bodies, and the years of each or of the one that is asked for, in order; nothing is read."""
    return _years_in(root, _folders(root), body)


def _years_in(
    root: Path, folders: Mapping[str, Names], body: str | None
) -> dict[str, tuple[str, ...]]:
    return {
        name: _years_of(root, name, held) if body in (None, name) else ()
        for name, held in folders.items()
        if "body.yaml" in held.files
    }


def _years_of(root: Path, body: str, held: Names) -> tuple[str, ...]:
    """Return the years of a body, in order, from what lies in its folder; nothing is read."""
    folders = (f"{RECORD}/{body}/{name}/year.yaml" for name in held.folders)
    paths = [p for p in folders if "year.yaml" in workspace.names_in(root, p[:-10]).files]
    return loading.years_in([f"{RECORD}/{body}/body.yaml", *paths])[body]


def select_files(
    root: Path, body: str | None = None, year: str | None = None, read: Read | None = None
) -> Selection:
    """Return the files that concern a body, a year, or both; without either, all of them.

    Left out are other bodies, years that are neither asked for nor followed by one that is, and sets that
    none of these years answers. All sets are in it if a year cannot be read, or answers a set that does
    not exist: what is said of that names the others. What came of files is kept in `read`.
    """
    read = {} if read is None else read
    if body is None and year is None:
        return Selection(workspace.read_files(root), read=read)
    folders = _folders(root)
    beside = _years_in(root, folders, body)
    asked = [(name, one) for name, held in beside.items() for one in held if year in (None, one)]
    needed, answered = _rested_on(root, asked, beside, read)
    sets = {name for name, held in folders.items() if "set.yaml" in held.files}
    wanted = answered if answered <= sets else sets

    def is_wanted(folder: str) -> bool:
        _, name, *within = folder.split("/")
        if within and within[0] in beside.get(name, ()):
            return (name, within[0]) in needed
        return name in wanted or (body in (None, name) if name in beside else name not in sets)

    return Selection(workspace.read_files(root, is_wanted), beside, read)


def _rested_on(
    root: Path, asked: Iterable[Scope], beside: Mapping[str, Iterable[str]], read: Read
) -> tuple[set[Scope], set[str]]:
    """Return some years with those that they follow, and the sets that they answer: "" of one that cannot be read."""
    needed: set[Scope] = set()
    answered: set[str] = set()
    for body, name in asked:
        while name in beside[body] and (body, name) not in needed:
            needed.add((body, name))
            path = f"{RECORD}/{body}/{name}/year.yaml"
            year, _ = loading.record_of(Year, path, workspace.read_file(root, path), read)
            answered.add(year.set if year else "")
            name = year.follows or "" if year else ""
    return needed, answered


def _folders(root: Path) -> dict[str, Names]:
    """Return what lies in each folder of the record, by its name, in order; nothing is read."""
    return {
        name: workspace.names_in(root, f"{RECORD}/{name}")
        for name in workspace.names_in(root).folders
    }
