"""The output folder: what was made in it before, what of that still stands, and what is made anew.

The folder keeps a list of the files that were made in it: of each, the digest of everything that it
was made from, the digest of what it was drawn from (the HTML, the styles and the like), and the digest of its
bytes. A file is left as it is only where the first or the second is found again, and the third; whatever is in
doubt is made again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

import francis
from francis import __version__
from francis.papers import making
from francis.papers.making import Job
from francis.record import paper_kinds
from francis.record.audience import AUDIENCES
from francis.record.reading.loading import Workspace
from francis.record.reading.references import NAME
from francis.record.register import Register
from francis.record.writing.locks import Wait, has_leftovers, lock
from francis.record.writing.whole_files import (
    Fingerprints,
    fingerprint_at,
    fingerprints_in,
    write_whole,
)

LIST = ".made.json"
"""The file that lists what was made, in the output folder itself."""
LARGEST_LIST = 10_000_000
"""The size in bytes beyond which a list is not read."""
LIST_FORMAT = 2

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


ShowProgress = Callable[[Sequence[str]], AbstractContextManager[making.Finished]]
"""From the files that are about to be made, to what is told of each when it is."""


def update(
    folder: Path,
    root: Path,
    wanted: Sequence[Job],
    record: Mapping[str, bytes],
    departed: Callable[[str], bool],
    progress: ShowProgress,
    waiting: Wait = lambda: None,
) -> Updated:
    """Make those files of `wanted` that are not in `folder` as they should be, and write them whole.

    What somebody else writes there meanwhile is not overwritten: then nothing is written. `waiting` is
    called if another process is writing there when all is made.

    `record` are the files from which the registers were read. Files that were made from this workspace
    before are removed if they are `departed`: their path tells that nobody would make them any more.
    """
    home, entries, sources = _from(folder, root), _read(folder), _Sources(wanted, record)
    asked = {job.path: sources.of(job) for job in wanted}
    standing = _standing(folder, entries, asked)
    unchanged = {path: entry for path, entry in standing.items() if entry.source == asked[path]}
    stale = [job for job in wanted if job.path not in unchanged]
    before = fingerprints_in(folder, (job.path for job in stale))
    pages = making.pages(stale)
    drawn = {job.path: sources.drawn(job, pages[job.stem]) for job in stale}
    same = {
        path: standing[path]._replace(source=asked[path])
        for path in drawn
        if path in standing and standing[path].drawn == drawn[path]
    }
    making.hold_to_record([job for job in stale if job.path in same], pages)
    left = [job for job in stale if job.path not in same]
    with progress([job.path for job in left]) as finished:
        made = making.make_papers(left, finished=finished, written=pages)
    fresh = {
        path: MadeFile(home, asked[path], drawn[path], sha256(file.data).hexdigest(), file.messages)
        for path, file in made.files.items()
    }
    outcome = _Outcome(
        folder, home, before, entries, sources, {**unchanged, **same}, same, fresh, made
    )
    return _written_out(outcome, departed, waiting)


class _Outcome(NamedTuple):
    """What came of all files: those that stand as they were, of these the `same` as before, and the `fresh`.

    `before` is what lay where the others go when the work began.
    """

    folder: Path
    home: str
    before: Fingerprints
    entries: Mapping[str, MadeFile]
    sources: _Sources
    unchanged: Mapping[str, MadeFile]
    same: Mapping[str, MadeFile]
    fresh: Mapping[str, MadeFile]
    made: making.Made


def _written_out(of: _Outcome, departed: Callable[[str], bool], waiting: Wait) -> Updated:
    """Write what is fresh, and remove what has departed; return what became of the folder."""
    told = {**of.unchanged, **of.fresh}
    rest = [p for p, entry in of.entries.items() if entry.root == of.home and p not in told]
    standing = _standing(of.folder, of.entries, rest)
    left = [path for path in rest if departed(path)]
    removed = tuple(path for path in standing if path in left)
    if of.fresh or of.same or left or has_leftovers(of.folder):
        with lock(of.folder, waiting) as held:
            # Read again, for another build may have ended while this one was at work.
            listed = {
                p: e
                for p, e in {**_read(of.folder), **of.same, **of.fresh}.items()
                if p not in left
            }
            files = {path: file.data for path, file in of.made.files.items()}
            gone = {path: of.entries[path].content for path in removed}
            # The list comes last: what it does not know yet is in doubt, and made again.
            write_whole(
                held,
                {**files, **dict.fromkeys(removed), LIST: _written(listed)},
                {**of.before, **gone, LIST: fingerprint_at(of.folder / LIST)},
            )
    return Updated(
        made=tuple(of.fresh),
        unchanged=tuple(of.unchanged),
        removed=removed,
        kept=tuple(p for p in left if p not in standing and (of.folder / p).exists()),
        older=tuple(p for p, e in standing.items() if p not in left and of.sources.outgrew(p, e)),
        messages=(
            *(m for p in of.sources.asked if p in told for m in told[p].messages),
            *of.made.messages,
        ),
    )


def _standing(
    folder: Path, entries: Mapping[str, MadeFile], paths: Iterable[str]
) -> dict[str, MadeFile]:
    """Return those of the files at `paths` that are there as they were made."""
    return {
        path: entries[path]
        for path in paths
        if path in entries and entries[path].content == _content(folder / path)
    }


def departed(
    found: Workspace, body: str | None = None, year: str | None = None
) -> Callable[[str], bool]:
    """Return what tells, by its path, whether a file is one that a workspace no longer makes.

    That is a file of a year that is gone, or of a paper that a year no longer has. Files of other bodies
    or years than those asked for, and of years that could not be read, are left alone.
    """
    possible = {
        (register.body_id, register.year_id): frozenset(_possible(register))
        for register in found.registers
    }

    def tells(path: str) -> bool:
        body_id, year_id, _ = path.split("/")
        if body not in (None, body_id) or year not in (None, year_id):
            return False
        if year_id not in found.years.get(body_id, ()):
            return True
        return path not in possible.get((body_id, year_id), {path})

    return tells


def _possible(register: Register) -> Iterator[str]:
    """Yield the paths of all papers that a register has, for whomever they may be."""
    for audience in AUDIENCES:
        shown = replace(register, audience=audience)
        for paper in paper_kinds.of(shown):
            for form in paper.formats:
                yield f"{paper_kinds.stem(shown, paper)}.{form}"


# The list


def _read(folder: Path) -> dict[str, MadeFile]:
    """Return the files that the list of a folder names; what is not as it was written is passed over."""
    try:
        with open(folder / LIST, "rb") as file:
            listed = json.loads(file.read(LARGEST_LIST))
        if listed["format"] != LIST_FORMAT:
            return {}
        entries = listed["files"].items()
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return {}
    return {path: entry for path, value in entries if (entry := _entry(path, value)) is not None}


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


def _written(entries: Mapping[str, MadeFile]) -> bytes:
    """Return the list as it is written."""
    files = {path: entry._asdict() for path, entry in sorted(entries.items())}
    return (json.dumps({"format": LIST_FORMAT, "files": files}, indent=1) + "\n").encode()


def _from(folder: Path, root: Path) -> str:
    """Return the way from the output folder to the workspace, which is the same once both are moved."""
    try:
        return Path(os.path.relpath(root.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return root.resolve().as_posix()


# Digests


def _content(path: Path) -> str:
    """Return the digest of a file's bytes, or nothing if there is no plain file."""
    return "" if path.is_symlink() else fingerprint_at(path)


def _digest(parts: Iterable[str]) -> str:
    """Return one digest of several texts, which is that of no others."""
    return sha256(json.dumps([*parts]).encode()).hexdigest()


class _Sources:
    """The digests of everything that files are made from."""

    def __init__(self, wanted: Sequence[Job], record: Mapping[str, bytes]) -> None:
        trees = {folder: dict(_tree(folder)) for job in wanted for folder in job.folders}
        around = _digest([__version__, *_program(), *_computer()])
        self.asked = {job.path: job for job in wanted}
        # Templates are left out: what they say is in the HTML.
        shaping = {
            folder: _digest(f"{n} {d}" for n, d in tree.items() if not n.endswith(".j2"))
            for folder, tree in trees.items()
        }
        self._around = {
            job.folders: _digest([around, *(shaping[folder] for folder in job.folders)])
            for job in wanted
        }
        self._jobs = {_year_of(job.path): job for job in wanted}
        self._read = {
            year: _digest(
                [
                    around,
                    *(f"{n} {d}" for folder in job.folders for n, d in trees[folder].items()),
                    *_files_of(job.register, record),
                    job.provenance(),
                    job.moment.isoformat(),
                ]
            )
            for year, job in self._jobs.items()
        }

    def of(self, job: Job) -> str:
        """Return the digest of all that a job's file is made from.

        The path is part of it, and with it the paper, the format, and for whom it is.
        """
        return self._of(job.path, final=job.final)

    def drawn(self, job: Job, page: making.Written) -> str:
        """Return the digest of what a job's file is drawn from: its HTML or its rows, and what gives them their look."""
        return _digest([self._around[job.folders], *making.drawn_from(job, page)])

    def outgrew(self, path: str, entry: MadeFile) -> bool:
        """Return whether a file is of one of the years at work, but made from something else than these are."""
        return _year_of(path) in self._read and entry.source not in (
            self._of(path, final=True),
            self._of(path, final=False),
        )

    def _of(self, path: str, *, final: bool) -> str:
        return _digest([self._read[_year_of(path)], path, "final" if final else "draft"])


def _year_of(path: str) -> str:
    """Return the body and the year of a file, as its path below the output folder has them."""
    return path.rpartition("/")[0]


def _files_of(register: Register, record: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the files that a register was read from, each by its path and its digest."""
    for path, data in making.files_of(register, record).items():
        yield f"{path} {sha256(data).hexdigest()}"


def _tree(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what lies below a folder: each file with its digest, and each link with where it leads."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield f"link {name}", os.readlink(path)
        if path.is_file():
            with open(path, "rb") as file:
                yield name, file_digest(file, "sha256").hexdigest()


def _program() -> Iterator[str]:
    """Yield the modules of this program, each with its digest."""
    package = Path(francis.__file__).parent
    for path in sorted(package.rglob("*.py")):
        yield f"{path.relative_to(package).as_posix()} {_content(path)}"


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
