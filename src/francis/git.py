"""All git: which commit holds the record."""

from __future__ import annotations

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
    """Return where the files at `paths` below `root` come from."""
    last = _git(root, "log", "-1", "--format=%H", "--", *paths)
    if last is None:
        state: State = "no git" if _git(root, "rev-parse", "--git-dir") is None else "no history"
        return Provenance("", state)
    if not last:
        return Provenance("", "no history")
    if _git(root, "rev-parse", "--is-shallow-repository") == "true" and last in _boundary(root):
        return Provenance("", "shallow")
    changed = _git(root, "status", "--porcelain", "--untracked-files=all", "--", *paths)
    return Provenance(last[:10], "changed" if changed else "unchanged")


def _boundary(root: Path) -> frozenset[str]:
    """Return the commits at which a shallow history ends."""
    where = _git(root, "rev-parse", "--git-path", "shallow")
    file = root / where if where else None
    return (
        frozenset(file.read_text().split()) if file is not None and file.is_file() else frozenset()
    )


def _git(root: Path, *words: str) -> str | None:
    """Return what git prints, or None if there is no git or it refuses.

    The monitor of the file system is off because a repository's own settings would name the program
    to run; literal paths because a folder may be named `*`.
    """
    command = ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", str(root), *words]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every word is ours or behind "--"
            command, capture_output=True, env=environment, check=False, text=True
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
