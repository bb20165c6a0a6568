"""The folder of a site: which of its files francis made, what of them still stands, and how the rest is written whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError
from francis.papers.made_list import content_of, digest_of, way_from
from francis.record.writing.locks import Wait, lock
from francis.record.writing.made_lists import made_bytes, read_made
from francis.record.writing.whole_files import (
    Content,
    fingerprint_at,
    fingerprint_of,
    fingerprints_in,
    write_whole,
)

SITE_LIST = ".site.json"
"""The file that lists what was made, at the top of the site."""
SITE_LIST_FORMAT = 1


class SiteFile(NamedTuple):
    """A file of the list: the digest of its bytes; and of a paper that of all it was made from, and what was said of it."""

    content: str
    source: str = ""
    messages: tuple[str, ...] = ()


class SiteUpdate(NamedTuple):
    """What became of the folder, by the paths of files; `kept` would have been removed, but somebody changed them."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True)
class SiteFolder:
    """The folder of a site, and the files that francis made in it from this workspace before."""

    path: Path
    home: str
    files: Mapping[str, SiteFile]

    def stands(self, path: str, source: str) -> bool:
        """Return whether a paper is there as it was made, from the same."""
        listed = self.files.get(path)
        return listed is not None and listed.source == source and self.holds(path, listed.content)

    def holds(self, path: str, content: str) -> bool:
        """Return whether a file that francis made is there with a content, by its digest."""
        return path in self.files and content_of(self.path / path) == content

    def write(
        self,
        made: Mapping[str, Content],
        listed: Mapping[str, SiteFile],
        waiting: Wait = lambda: None,
    ) -> SiteUpdate:
        """Write files, and remove those that are no more; all of it or nothing.

        `made` are the files that are not there as they should be, and `listed` all files of the site. What somebody
        changed is not removed, and what francis did not make is not overwritten.
        """
        found = {path: content_of(self.path / path) for path in made}
        self._refuse_foreign(path for path in made if found[path] and path not in self.files)
        gone = [path for path in self.files if path not in listed]
        standing = [p for p in gone if content_of(self.path / p) == self.files[p].content]
        kept = tuple(p for p in gone if p not in standing and (self.path / p).exists())
        data = _list_bytes(self.home, listed)
        is_listed = fingerprint_at(self.path / SITE_LIST) == fingerprint_of(data)
        if made or standing or not is_listed:
            with lock(self.path, waiting) as held:
                before = {
                    **found,
                    **{path: self.files[path].content for path in standing},
                    **fingerprints_in(self.path, [SITE_LIST]),
                }
                files = {**made, **dict.fromkeys(standing), SITE_LIST: data}
                write_whole(held, files, before)
        unchanged = tuple(path for path in listed if path not in made)
        return SiteUpdate(tuple(made), unchanged, tuple(standing), kept)

    def _refuse_foreign(self, paths: Iterable[str]) -> None:
        """Refuse to write over files that francis did not make."""
        if there := [*paths]:
            listed = "".join(f"\n  {self.path / path}" for path in there[:10])
            more = f"\n  and {len(there) - 10:,} more" if len(there) > 10 else ""
            raise FrancisError(
                f"Nothing was written, because these files are there and francis did not make them:{listed}{more}\n"
                "Move them, or choose another folder with --output."
            )


def open_folder(path: Path, root: Path) -> SiteFolder:
    """Return the folder of a site of the workspace at `root`; refuse one that holds something else.

    A folder that is empty, or has only hidden files such as those of git, becomes a site.
    """
    if path.exists() and not path.is_dir():
        raise FrancisError(f"{path} is a file. Choose a folder for the site with --output.")
    home = digest_of([way_from(path, root)])
    match read_made(path / SITE_LIST, SITE_LIST_FORMAT):
        case {"workspace": str(whose), "files": dict(files)} if whose == home:
            entries = {name: _entry(name, value) for name, value in files.items()}
            return SiteFolder(path, home, {n: e for n, e in entries.items() if e is not None})
        case {"workspace": str()}:
            raise FrancisError(
                f"Nothing was written, because {path} is the site of another workspace.\n"
                "Choose another folder with --output, or remove that one."
            )
    if path.is_dir() and any(not entry.name.startswith(".") for entry in path.iterdir()):
        raise FrancisError(
            f"Nothing was written, because {path} holds something else than a site that francis made.\n"
            "Choose an empty folder, or one that does not exist, with --output."
        )
    return SiteFolder(path, home, {})


def _entry(path: str, value: object) -> SiteFile | None:
    """Return a file of the list, or None if this program would not have written it so."""
    names = path.split("/")
    is_below = all(name and not name.startswith(".") and "\\" not in name for name in names)
    match value:
        case {"content": str(content), "source": str(source), "messages": list(said)} if (
            is_below and all(isinstance(each, str) and each.isprintable() for each in said)
        ):
            return SiteFile(content, source, tuple(said))
    return None


def _list_bytes(home: str, files: Mapping[str, SiteFile]) -> bytes:
    """Return the list as it is written."""
    listed = {path: file._asdict() for path, file in sorted(files.items())}
    return made_bytes(SITE_LIST_FORMAT, {"workspace": home, "files": listed})
