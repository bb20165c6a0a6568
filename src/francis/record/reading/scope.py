"""What has to be read of a workspace: the bodies and years asked for, and the sets that these answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from francis import git, workspace
from francis.record import paper_kinds
from francis.record.model import Body, Year
from francis.record.reading import loading
from francis.record.reading.folders import years_in
from francis.record.reading.record_file import Read, record_of
from francis.record.reading.workspaces import Scope, Workspace
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


class _Source(NamedTuple):
    """Where a record is read from: what lies in a folder, whether there is a file, the files in wanted folders, and one."""

    names: Callable[[str], Names]
    has: Callable[[str], bool]
    files: Callable[[Callable[[str], bool], str], dict[str, bytes]]
    file: Callable[[str], bytes]


@dataclass(frozen=True)
class Listing:
    """What lies in each folder of a record, by its name, in order, and the years of bodies; nothing is read.

    The files of a set are kept once they were read, and what came of all files in `read`.
    """

    source: _Source
    folders: Mapping[str, Names]
    years: Mapping[str, tuple[str, ...]]
    read: Read
    sets: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def select(self, body: str | None, year: str | None) -> Selection:
        """Return the files that concern a body, a year, or both.

        Left out are other bodies, years that are neither asked for nor followed by one that is, and sets
        that none of these years answers. All sets are in it if a year cannot be read, or answers a set that
        does not exist: what is said of that names the others.
        """
        beside = {name: years if body in (None, name) else () for name, years in self.years.items()}
        asked = [
            (name, one) for name, held in beside.items() for one in held if year in (None, one)
        ]
        needed, answered = _rested_on(self.source.file, asked, beside, self.read)
        sets = self.set_names
        wanted = (answered if answered <= sets else sets) | self._named_by_others

        files = {**self._others}
        for name in beside if body is None else {body} & beside.keys():
            files |= self.source.files(
                lambda at: _is_wanted(at, beside, needed), f"{RECORD}/{name}"
            )
        for name in sorted(wanted):
            files |= self.set_files(name)
        return Selection(files, beside, self.read)

    def read_years(self, body: str) -> dict[str, Year]:
        """Return the years of a body that can be read, by the names of their folders."""
        paths = {name: f"{RECORD}/{body}/{name}/year.yaml" for name in self.years[body]}
        found = {
            name: record_of(Year, path, self.source.file(path), self.read)[0]
            for name, path in paths.items()
        }
        return {name: year for name, year in found.items() if year}

    def sets_of(self, body: str | None = None) -> tuple[str, ...]:
        """Return the sets that a body answers, or all bodies, as far as their years can be read."""
        bodies = self.years if body is None else {body} & self.years.keys()
        return tuple(dict.fromkeys(y.set for b in bodies for y in self.read_years(b).values()))

    def covers(self, body: str, years: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the covers of papers in some years of a body, by their names, each with the path of its file."""
        for name in years:
            folder = f"{RECORD}/{body}/{name}"
            if loading.COVERS in self.source.names(folder).folders:
                for file in sorted(self.source.names(f"{folder}/{loading.COVERS}").files):
                    if file.endswith(".yaml"):
                        yield file.removesuffix(".yaml"), f"{folder}/{loading.COVERS}/{file}"

    def paper_names(self, body: str | None = None) -> Iterator[str]:
        """Yield the names by which papers can be asked for: of all kinds, and of the covers that there are."""
        yield from (kind.name for kind in paper_kinds.PAPERS)
        for each, years in self.years.items():
            if body in (None, each):
                path = f"{RECORD}/{each}/body.yaml"
                read, _, _ = record_of(Body, path, self.source.file(path), self.read)
                yield from (kind.name for kind in paper_kinds.kinds(read))
                yield from (name for name, _ in self.covers(each, years))

    def forget(self, body: str) -> None:
        """Keep no longer what came of the files of a body."""
        for key in [key for key in self.read if key[0].startswith(f"{RECORD}/{body}/")]:
            del self.read[key]

    def rest(self, answered: Container[str]) -> Selection:
        """Return the files that no body holds, without those of the sets that are `answered`."""
        files = {**self._others}
        for name in sorted(self.set_names):
            if name not in answered or name in self._named_by_others:
                files |= self.set_files(name)
        return Selection(files, dict.fromkeys(self.years, ()), self.read)

    @cached_property
    def set_names(self) -> frozenset[str]:
        """Return the names of the folders that hold a set."""
        return frozenset(n for n, held in self.folders.items() if "set.yaml" in held.files)

    @cached_property
    def _named_by_others(self) -> frozenset[str]:
        """Return the sets that are named by years which lie in no body."""
        years = (
            record_of(Year, path, data, self.read)[0]
            for path, data in self._others.items()
            if path.endswith("/year.yaml")
        )
        return self.set_names.intersection(year.set for year in years if year)

    @cached_property
    def _others(self) -> dict[str, bytes]:
        """Return the files that lie neither in a body nor in a set."""
        known = {
            name for name, held in self.folders.items() if held.files & {"set.yaml", "body.yaml"}
        }
        return self.source.files(lambda at: at.split("/")[1] not in known, RECORD)

    def set_files(self, name: str) -> dict[str, bytes]:
        """Return the files of a set, which are read once."""
        if name not in self.sets:
            self.sets[name] = self.source.files(lambda at: True, f"{RECORD}/{name}")
        return self.sets[name]


def _is_wanted(folder: str, years: Mapping[str, Iterable[str]], needed: Container[Scope]) -> bool:
    """Return whether a folder of a body is no year, or one that is needed."""
    _, body, name, *_ = folder.split("/")
    return name not in years[body] or (body, name) in needed


def list_record(root: Path, body: str | None = None, read: Read | None = None) -> Listing:
    """Return what lies in a record, with the years of all bodies or of the one that is asked for."""
    return _listed(_source_at(root), None if body is None else {body}, {} if read is None else read)


def list_bodies(root: Path, bodies: Container[str], read: Read) -> Listing:
    """Return what lies in a record, with the years of some bodies alone."""
    return _listed(_source_at(root), bodies, read)


def _source_at(root: Path) -> _Source:
    return _Source(
        partial(workspace.names_in, root),
        workspace.holds(root),
        partial(workspace.read_files, root),
        partial(workspace.read_file, root),
    )


def select_commit(root: Path, commit: str, body: str | None, read: Read) -> Selection:
    """Return the files that concern a body as they were at a commit; without one, all of them.

    What came of files is kept in `read`.
    """
    tree = git.tree_at(root, commit, RECORD)
    if body is None:
        return Selection(tree.read(tree.blobs), read=read)
    return _listed(_source_in(tree), {body}, read).select(body, None)


def _source_in(tree: git.Tree) -> _Source:
    """Return a record as it was at a commit."""
    held: dict[str, tuple[set[str], dict[str, None]]] = defaultdict(lambda: (set(), {}))
    for path in tree.blobs:
        folder, _, name = path.rpartition("/")
        held[folder][0].add(name)
        while folder != RECORD:
            folder, _, name = folder.rpartition("/")
            held[folder][1][name] = None

    def names(folder: str) -> Names:
        files, folders = held[folder]
        return Names(frozenset(files), tuple(folders))

    def below(wanted: Callable[[str], bool], folder: str) -> Iterator[str]:
        files, folders = held[folder]
        yield from (f"{folder}/{name}" for name in files)
        for at in (f"{folder}/{name}" for name in folders):
            if wanted(at):
                yield from below(wanted, at)

    def files(wanted: Callable[[str], bool], folder: str) -> dict[str, bytes]:
        return tree.read(sorted(below(wanted, folder)))

    def file(path: str) -> bytes:
        return tree.read([path])[path] if path in tree.blobs else b""

    return _Source(names, tree.blobs.__contains__, files, file)


def _listed(source: _Source, bodies: Container[str] | None, read: Read) -> Listing:
    top = source.names(RECORD)
    folders = {name: source.names(f"{RECORD}/{name}") for name in top.folders}
    years = {
        name: _years_of(source, name, held) if bodies is None or name in bodies else ()
        for name, held in folders.items()
        if "body.yaml" in held.files
    }
    return Listing(source, folders, years, read)


def _years_of(source: _Source, body: str, held: Names) -> tuple[str, ...]:
    paths = (f"{RECORD}/{body}/{name}/year.yaml" for name in held.folders)
    files = [*filter(source.has, paths)]
    return years_in([f"{RECORD}/{body}/body.yaml", *files])[body]


def select_files(
    root: Path, body: str | None = None, year: str | None = None, read: Read | None = None
) -> Selection:
    """Return the files that concern a body, a year, or both; without either, all of them.

    What came of files is kept in `read`.
    """
    if body is None and year is None:
        return Selection(workspace.read_files(root), read={} if read is None else read)
    return list_record(root, body, read).select(body, year)


def _rested_on(
    file: Callable[[str], bytes],
    asked: Iterable[Scope],
    beside: Mapping[str, Iterable[str]],
    read: Read,
) -> tuple[set[Scope], set[str]]:
    """Return some years with those that they follow, and the sets that they answer: "" of one that cannot be read."""
    needed: set[Scope] = set()
    answered: set[str] = set()
    for body, name in asked:
        while name in beside[body] and (body, name) not in needed:
            needed.add((body, name))
            path = f"{RECORD}/{body}/{name}/year.yaml"
            year, _, _ = record_of(Year, path, file(path), read)
            answered.add(year.set if year else "")
            name = year.follows or "" if year else ""
    return needed, answered
