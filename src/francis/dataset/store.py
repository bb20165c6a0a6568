"""A folder with a dataset: only what changed is made again, and all of it is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from francis.dataset.extract import (
    Asked,
    Extract,
    body_key,
    code_digest,
    extract_bodies,
    held_bodies,
    set_key,
)
from francis.dataset.files import SCHEMA_FILE, schema_bytes, set_files
from francis.dataset.rows import DataRow
from francis.dataset.tables import TableName
from francis.errors import FrancisError, Problem
from francis.record.numbers import natural
from francis.record.reading.scope import list_record
from francis.record.writing.locks import Wait, lock, staging
from francis.record.writing.made_lists import made_bytes, read_made
from francis.record.writing.whole_files import Content, fingerprint_at, stage, write_whole

MANIFEST = ".dataset.json"
"""The file in a dataset that says what was made from what."""
MANIFEST_FORMAT = 1


TOGETHER = 8
"""How many bodies are worked on together: their sets are read once."""


class Portion(NamedTuple):
    """Some bodies of one source, which are worked on together."""

    source: str
    bodies: tuple[str, ...]


Work = Callable[[str, Sequence[str], Asked], list[Extract]]
"""What is done with some bodies of a source, by where that lies."""


class DataSource(NamedTuple):
    """Where bodies come from: where it lies, which it has, the digests of what it holds, and the work on some of its bodies.

    `key` gives the digest of a body's part, `sets` those of the sets. `work` can be imported by its name.
    """

    root: str
    bodies: tuple[str, ...]
    key: Callable[[str], str]
    sets: Mapping[str, str]
    work: Work


Shared = Callable[[Sequence[Portion]], Iterator[tuple[Portion, list[Extract]]]]
"""What shares out work: it takes the shares and yields each with what came of it."""


@dataclass(frozen=True)
class _Entry:
    """What the manifest says of a body of a source, or of the sets: the digest of what it was made from, and of its files."""

    key: str
    files: dict[str, str]


@dataclass
class Stored:
    """What became of a dataset: its files, and the bodies that were left out, each with what is wrong.

    `kept` would have been removed, but were changed by somebody.
    """

    paths: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    left_out: dict[tuple[str, str], tuple[Problem, ...]] = field(default_factory=dict)
    twice: dict[tuple[str, str], str] = field(default_factory=dict)
    """Bodies that another source has too, each with the name of that, which was taken."""


def workspace_source(root: Path, asked: Asked, body: str | None = None) -> DataSource:
    """Return a workspace as a source of the dataset, with all bodies that answer what is asked for, or with one."""
    listing = list_record(root)
    sets = sorted(listing.set_names & ({asked.set_id} if asked.set_id else listing.set_names))
    return DataSource(
        str(root),
        tuple(held_bodies(listing, asked, body)),
        lambda each: body_key(listing, each, asked),
        {set_id: set_key(listing, set_id) for set_id in sets},
        extract_bodies,
    )


def store(
    target: Path,
    sources: Mapping[str, DataSource],
    asked: Asked,
    shared_out: Shared,
    *,
    strict: bool = False,
    together: int = TOGETHER,
    waiting: Wait = lambda: None,
) -> Stored:
    """Write the dataset of some sources into a folder: what changed since the last time, whole or not at all.

    Sources have names that stay the same from time to time. What the folder held of others goes, and so does what
    is no longer made, unless somebody changed it. A body with errors is left out and told; where it is `strict`, nothing is written then. As
    many bodies of a source as are worked on `together` have their sets read once.
    """
    with staging(target) as scratch:
        update = _Update(target, sources, asked, scratch)
        update.look()
        for share, extracts in shared_out(update.shares(together)):
            for extract in extracts:
                update.take(share.source, extract)
        if strict and update.stored.left_out:
            return update.stored
        with lock(target, waiting) as held:
            files = update.changes()
            write_whole(held, files, {path: fingerprint_at(target / path) for path in files})
    return update.stored


class _Update:
    """One update of a dataset: what is there already, what is to be made, and what came of it."""

    def __init__(
        self, target: Path, sources: Mapping[str, DataSource], asked: Asked, scratch: Path
    ) -> None:
        self.target, self.sources, self.asked, self.scratch = target, sources, asked, scratch
        self.stored = Stored()
        self.last = _read_manifest(target)
        self.entries: dict[str, _Entry] = {}
        self.stale: dict[str, list[str]] = {place: [] for place in sources}
        self.of_sets: dict[str, dict[str, dict[TableName, list[DataRow]]]] = {}
        self.staged: dict[str, Path] = {}
        held = sorted({pair for of in sources.values() for pair in of.sets.items()})
        self.sets_key = sha256(f"{code_digest()} {asked} {held}".encode()).hexdigest()

    def look(self) -> None:
        """Compare each body with what was made of it the last time."""
        taken: dict[str, str] = {}
        for place, source in self.sources.items():
            for body in source.bodies:
                name = f"{place}\n{body}"
                entry = self.last.get(name)
                if taken.setdefault(body, place) != place:
                    self.stored.twice[place, body] = taken[body]
                elif entry and self._is_current(source, body, entry) and self._stand(entry):
                    self.entries[name] = entry
                else:
                    self.stale[place].append(body)
        sets = self.last.get("")
        if sets and sets.key == self.sets_key and self._stand(sets):
            self.entries[""] = sets
        else:
            for place, source in self.sources.items():
                own = [body for body in source.bodies if taken[body] == place]
                self.stale[place] = self.stale[place] or own[:1]

    def _is_current(self, source: DataSource, body: str, entry: _Entry) -> bool:
        """Return whether a body is as it was; one that cannot be read is not, and is told when it is worked on."""
        try:
            return entry.key == source.key(body)
        except FrancisError:
            return False

    def _stand(self, entry: _Entry) -> bool:
        return all(fingerprint_at(self.target / path) == of for path, of in entry.files.items())

    def shares(self, together: int) -> list[Portion]:
        """Return what is to be worked on, some bodies of one source at a time."""
        return [
            Portion(place, tuple(bodies[first : first + together]))
            for place, bodies in self.stale.items()
            for first in range(0, len(bodies), together)
        ]

    def take(self, place: str, extract: Extract) -> None:
        """Take what came of one body, and stage its files."""
        name = f"{place}\n{extract.body}"
        self.entries.pop(name, None)
        if extract.problems:
            self.stored.left_out[place, extract.body] = extract.problems
            return
        for set_id, rows in extract.of_sets.items():
            self.of_sets.setdefault(set_id, {}).setdefault(place, rows)
        files = {path: self._stage(path, data) for path, data in extract.files.items()}
        self.entries[name] = _Entry(extract.key, files)

    def _stage(self, path: str, data: bytes) -> str:
        """Stage a file if it is another than what is there; return what stands for its content."""
        place = self.scratch / str(len(self.staged))
        stage(place, data)
        found = fingerprint_at(place)
        if found == fingerprint_at(self.target / path):
            place.unlink()
        else:
            self.staged[path] = place
        return found

    def _make_sets(self) -> None:
        """Make the files of sets anew, of what all sources say of them: of two that differ, the first counts."""
        if "" in self.entries:
            return
        files: dict[str, str] = {}
        for _, by_place in sorted(self.of_sets.items()):
            held = [by_place[place] for place in self.sources if place in by_place]
            made = set_files(_together(held), self.asked.form, self.scratch)
            files.update({path: self._stage(path, data) for path, data in made.items()})
        self.entries[""] = _Entry(self.sets_key, files)

    def changes(self) -> dict[str, Content]:
        """Return what is to be written, and None for what goes; note what becomes of each file."""
        self._make_sets()
        schema = self._stage(SCHEMA_FILE, schema_bytes())
        entries = {**self.entries, "schema": _Entry("", {SCHEMA_FILE: schema})}
        paths = {path for entry in entries.values() for path in entry.files}
        gone: list[str] = []
        kept: list[str] = []
        for path, of in ((p, of) for entry in self.last.values() for p, of in entry.files.items()):
            if path not in paths and (there := fingerprint_at(self.target / path)):
                (gone if there == of else kept).append(path)
        files: dict[str, Content] = {**dict(sorted(self.staged.items())), **dict.fromkeys(gone)}
        manifest = _manifest_bytes(entries)
        if not (self.target / MANIFEST).is_file() or files or entries != self.last:
            files[MANIFEST] = manifest
        self.stored.paths = tuple(sorted(paths))
        self.stored.made = tuple(sorted(self.staged))
        self.stored.removed, self.stored.kept = tuple(gone), tuple(kept)
        return files


def _together(held: Sequence[Mapping[TableName, list[DataRow]]]) -> dict[TableName, list[DataRow]]:
    """Return the rows of a set as several sources have it: each recommendation once, in the order of people."""
    if len(held) == 1:
        return dict(held[0])
    asked: dict[str, DataRow] = {}
    for rows in held:
        for row in rows["recommendations"]:
            asked.setdefault(row["number"], row)
    numbers = enumerate(sorted(asked, key=natural), 1)
    recommendations = [{**asked[number], "place": place} for place, number in numbers]
    sets = [{**held[0]["sets"][0], "held": len(recommendations)}]
    return {"sets": sets, "recommendations": recommendations}


def _manifest_bytes(entries: Mapping[str, _Entry]) -> bytes:
    said = {name: asdict(entry) for name, entry in sorted(entries.items())}
    return made_bytes(MANIFEST_FORMAT, {"entries": said})


def _read_manifest(target: Path) -> dict[str, _Entry]:
    """Return what was made the last time; nothing if that cannot be read, or if a path in it leads elsewhere."""
    try:
        read = read_made(target / MANIFEST, MANIFEST_FORMAT)["entries"]
        entries = {
            str(name): _Entry(str(of["key"]), {str(p): str(f) for p, f in of["files"].items()})
            for name, of in read.items()
        }
    except (TypeError, KeyError, AttributeError):
        return {}
    within = target.resolve()
    paths = [p for entry in entries.values() for p in entry.files]
    return entries if all((target / p).resolve().is_relative_to(within) for p in paths) else {}


def on_all_cores(
    sources: Mapping[str, DataSource], asked: Asked, cores: int | None = None
) -> Shared:
    """Return what shares work out among as many processes as pay for their start."""
    return lambda shares: _on_all_cores(sources, asked, cores, shares)


def _on_all_cores(
    sources: Mapping[str, DataSource], asked: Asked, cores: int | None, shares: Sequence[Portion]
) -> Iterator[tuple[Portion, list[Extract]]]:
    import gc
    from functools import partial

    from francis import workers

    works = {name: (source.work, source.root) for name, source in sources.items()}
    count = min(
        cores or workers.cores(), sum(len(share.bodies) for share in shares) // WORTH_A_PROCESS
    )
    with workers.crew(count, gc.freeze) as shared_out:
        yield from shared_out(partial(work_on, works, asked), shares)


WORTH_A_PROCESS = 10
"""How many bodies pay for the start of a process."""


def work_on(works: Mapping[str, tuple[Work, str]], asked: Asked, share: Portion) -> list[Extract]:
    """Return what comes of a share: `works` says of each source what is done, and where it lies."""
    work, root = works[share.source]
    return work(root, share.bodies, asked)


def refuse_none(sources: Iterable[DataSource], set_id: str | None) -> None:
    """Refuse sources of which no body answers what is asked for."""
    if not any(source.bodies for source in sources):
        what = f"the set {set_id}" if set_id else "a set"
        raise FrancisError(f"No body answers {what}, so there is nothing to write.")
