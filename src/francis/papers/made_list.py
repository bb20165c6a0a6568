"""What was made in an output folder: the list of its files, and whether all of a build would be the same again.

Nothing here is slow to load, nor reads YAML: where nothing has changed since the last build, its list and the
digests of all files are enough to say so.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

import francis
from francis import __version__, git, workspace
from francis.record.numbers import NAME
from francis.record.writing.locks import has_leftovers
from francis.record.writing.made_lists import made_bytes, read_made
from francis.record.writing.whole_files import fingerprint_at
from francis.workspace import RECORD

LIST = ".made.json"
"""The file that lists what was made, in the output folder itself."""
LIST_FORMAT = 3

WATCHED = (
    *("/etc/ld.so.cache", "/opt/homebrew/opt", "/usr/local/opt", "C:/msys64/mingw64/bin"),
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    *("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
)
"""What changes when a computer's own libraries or fonts do, with which a PDF is drawn."""


class MadeFile(NamedTuple):
    """One file of the list.

    `root` is the workspace that it was made from, from the output folder; `source`, `drawn` and `content`
    are digests of all that it was made from, of what it was drawn from, and of its bytes; `messages` were
    said when it was made.
    """

    root: str
    source: str
    drawn: str
    content: str
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Updated:
    """What became of the output folder, file by file, and what is to be said.

    `kept` would have been removed, but were changed by somebody since they were made. `older` were not
    asked for, and their record has changed since they were made.
    """

    made: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    older: tuple[str, ...]
    messages: tuple[str, ...]


@dataclass(frozen=True)
class LastBuild:
    """The last build into a folder: the digest of all that it was made from, its files, and what it rested upon.

    `paths` are its files, each with its source; `warnings` is how many the rules had, and `asked` says of
    each path outside the record whether a file was there.
    """

    key: str
    paths: Mapping[str, str]
    warnings: int
    asked: Mapping[str, bool]

    def stands(self, folder: Path, root: Path, body: str | None) -> bool:
        """Return whether all files are as this build left them, and nobody made others of the same bodies.

        What a build left that was killed is for another to remove.
        """
        entries, home = read_list(folder), way_from(folder, root)
        listed = {
            path: entry.source
            for path, entry in entries.items()
            if entry.root == home and body in (None, path.partition("/")[0])
        }
        is_file = workspace.holds(root)
        return (
            listed == self.paths
            and not has_leftovers(folder)
            and all(is_file(path) == there for path, there in self.asked.items())
            and standing_files(folder, entries, listed).keys() == listed.keys()
        )


def build_key(root: Path, terms: Iterable[str], body: str | None) -> str:
    """Return the digest of all that a build is made from: the record of a body or of all, templates, program, `terms`.

    The sets are all part of it, and of other bodies the names.
    """
    whole = sha256()
    for path, data in _record_files(root, body):
        whole.update(f"{path}\0{len(data)}\0".encode())
        whole.update(data)
    trees = (part for folder in workspace.template_folders(root) for part in tree_digests(folder))
    return digest_of(
        [
            whole.hexdigest(),
            *(f"{name} {of}" for name, of in trees),
            program_digest(),
            git.state(root),
            *terms,
        ]
    )


def program_digest() -> str:
    """Return the digest of this program, and of what on this computer decides how papers look."""
    return digest_of([__version__, *_program(), *_computer()])


def _record_files(root: Path, body: str | None) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a record, folder by folder; of bodies that are not asked for their names alone."""
    others = set()
    top = workspace.names_in(root)
    for name in top.folders:
        at = f"{RECORD}/{name}"
        if body not in (None, name) and (root / at / "body.yaml").is_file():
            others.add(at)
            yield f"{at}/", b""
        else:
            yield from workspace.read_files(root, below=at).items()
    yield from workspace.read_files(root, lambda folder: False).items()


def standing_files(
    folder: Path, entries: Mapping[str, MadeFile], paths: Iterable[str]
) -> dict[str, MadeFile]:
    """Return those of the files at `paths` that are there as they were made."""
    return {
        path: entries[path]
        for path in paths
        if path in entries and entries[path].content == content_of(folder / path)
    }


# The list


def read_list(folder: Path) -> dict[str, MadeFile]:
    """Return the files that the list of a folder names; what is not as it was written is passed over."""
    match read_made(folder / LIST, LIST_FORMAT):
        case {"files": dict(files)}:
            entries = ((path, _entry(path, value)) for path, value in files.items())
            return {path: entry for path, entry in entries if entry is not None}
    return {}


def last_build(folder: Path) -> LastBuild | None:
    """Return the last build that the list of a folder names, or None if it is not as it was written."""
    match read_made(folder / LIST, LIST_FORMAT):
        case {
            "last": {
                "key": str(key),
                "paths": dict(paths),
                "warnings": int(warnings),
                "asked": dict(asked),
            }
        } if warnings >= 0:
            return LastBuild(key, paths, warnings, asked)
    return None


def _entry(path: str, value: object) -> MadeFile | None:
    """Return a file of the list, or None if this program would not have written it so."""
    names = path.split("/")
    match value:
        case {
            "root": str(root),
            "source": str(source),
            "drawn": str(drawn),
            "content": str(content),
            "messages": list(said),
        } if (
            len(names) == 3
            and all(map(NAME.fullmatch, names))
            and all(isinstance(message, str) and message.isprintable() for message in said)
        ):
            return MadeFile(root, source, drawn, content, tuple(said))
    return None


def list_bytes(entries: Mapping[str, MadeFile], last: LastBuild | None) -> bytes:
    """Return the list as it is written."""
    files = {path: entry._asdict() for path, entry in sorted(entries.items())}
    return made_bytes(LIST_FORMAT, {"files": files, "last": last and asdict(last)})


def way_from(folder: Path, root: Path) -> str:
    """Return the way from the output folder to the workspace, which is the same once both are moved."""
    try:
        return Path(os.path.relpath(root.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return root.resolve().as_posix()


# Digests


def content_of(path: str | Path) -> str:
    """Return the digest of a file's bytes, or nothing if there is no plain file."""
    return "" if os.path.islink(path) else fingerprint_at(path)


def digest_of(parts: Iterable[str]) -> str:
    """Return one digest of several texts, which is that of no others."""
    return sha256(json.dumps([*parts]).encode()).hexdigest()


class Trees(dict[Path, tuple[tuple[str, str], ...]]):
    """What lies below folders of templates, looked at once."""

    def __missing__(self, folder: Path) -> tuple[tuple[str, str], ...]:
        self[folder] = tuple(tree_digests(folder))
        return self[folder]


def tree_digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what lies below a folder: each file with its digest, and each link with where it leads."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield f"link {name}", os.readlink(path)
        if path.is_file():
            with open(path, "rb") as file:
                yield name, file_digest(file, "sha256").hexdigest()


def _program() -> Iterator[str]:
    """Yield the files of this program, its modules and the data that it comes with, each with its digest."""
    package = Path(francis.__file__).parent
    for folder, below, names in os.walk(package):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(names):
            path = os.path.join(folder, name)
            yield f"{path[len(str(package)) + 1 :]} {content_of(path)}"


def _computer() -> Iterator[str]:
    """Yield what on this computer decides how papers look: Python, the libraries, the fonts.

    A library is known by the folder that says it is installed, whose name holds its version. Of what is
    not Python's, the times at which its folders were changed must do.
    """
    yield f"{sys.platform} {sys.version}"
    for folder in dict.fromkeys(sys.path):
        if os.path.isdir(folder):
            yield from sorted(
                n for n in os.listdir(folder) if n.endswith((".dist-info", ".egg-info"))
            )
    for place in map(os.path.expanduser, WATCHED):
        if os.path.exists(place):
            yield f"{place} {os.stat(place).st_mtime_ns}"
        for folder, below, _ in os.walk(place):
            yield from (
                f"{folder} {name} {os.stat(os.path.join(folder, name)).st_mtime_ns}"
                for name in sorted(below)
            )
