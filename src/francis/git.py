"""All git: which commit holds the record."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["no git", "no history", "shallow", "unchanged", "changed"]


@dataclass(frozen=True)
class Provenance:
    """The commit that last changed some files, and whether they have changed since.

    `commit` is empty when the state is `no git` (no git, or no repository here), `no history` (the
    files were never committed) or `shallow` (the clone does not reach back to that commit).
    """

    commit: str
    state: State

    def __str__(self) -> str:
        """Return it as papers print it."""
        return {
            "no git": "not under version control",
            "no history": "not yet committed",
            "shallow": "commit not known, as the history here is not whole",
            "unchanged": f"commit {self.commit}",
            "changed": f"commit {self.commit} with changes not committed",
        }[self.state]


def provenance(root: Path, paths: Sequence[str]) -> Provenance:
    """Return where the files at `paths` below `root` come from.

    The files are compared with the commit here, by their ids. Git's own `status` would run whatever
    filters the repository's settings name, and would pass over files that it is told to ignore.
    """
    last = _git(root, "log", "-1", "--format=%H", "--no-show-signature", "--", *paths)
    if last is None:
        state: State = "no git" if _git(root, "rev-parse", "--git-dir") is None else "no history"
        return Provenance("", state)
    if not last:
        return Provenance("", "no history")
    if _git(root, "rev-parse", "--is-shallow-repository") == "true" and last in _boundary(root):
        return Provenance("", "shallow")
    return Provenance(last[:10], "unchanged" if _committed(root, paths) else "changed")


def _committed(root: Path, paths: Sequence[str]) -> bool:
    """Return whether the files on disk are those of the last commit."""
    listed = _git(root, "ls-tree", "-r", "-z", "HEAD", "--", *paths) or ""
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    kept = {name: about.split()[2] for about, name in entries}
    there = {
        file.relative_to(root).as_posix(): file
        for path in paths
        for file in ((root / path).rglob("*") if (root / path).is_dir() else [root / path])
        if file.is_file() and not file.name.startswith(".")
    }
    kept = {
        name: blob for name, blob in kept.items() if not name.rpartition("/")[2].startswith(".")
    }
    return kept.keys() == there.keys() and all(
        _is_blob(file.read_bytes(), kept[name]) for name, file in there.items()
    )


def _is_blob(data: bytes, blob: str) -> bool:
    """Return whether git would keep `data` under the id `blob`, as it is or with the line ends of Unix."""
    algorithm = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
    return any(
        algorithm(b"blob %d\0" % len(text) + text).hexdigest() == blob
        for text in (data, data.replace(b"\r\n", b"\n"))
    )


def _boundary(root: Path) -> frozenset[str]:
    """Return the commits at which a shallow history ends."""
    where = _git(root, "rev-parse", "--git-path", "shallow")
    file = root / where if where else None
    return (
        frozenset(file.read_text().split()) if file is not None and file.is_file() else frozenset()
    )


def _git(root: Path, *words: str) -> str | None:
    """Return what git prints, or None if there is no git or it refuses.

    Only commands that run no program which a repository's settings could name; literal paths because
    a folder may be named `*`.
    """
    settings = ("-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
    command = ["git", "--literal-pathspecs", *settings, "-C", str(root), *words]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every word is ours or behind "--"
            command, capture_output=True, env=environment, check=False
        )
    except OSError:
        return None
    return os.fsdecode(done.stdout).strip() if done.returncode == 0 else None
