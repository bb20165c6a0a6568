"""Commands in processes of their own, each copied from one that has read the program already: a start takes no time."""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from francis.cli import main
from tests.shared import killer


class Ended(NamedTuple):
    """How a command ended, by its exit code or the signal that killed it (below 0), and all that it said."""

    code: int
    said: str


class Command:
    """A francis command that runs in a folder, and is killed just before its n-th change in or beside `around`."""

    def __init__(
        self,
        words: Sequence[str],
        folder: Path,
        *,
        kill_at: int | None = None,
        around: Path | None = None,
    ) -> None:
        handle, name = tempfile.mkstemp()
        os.close(handle)
        self._said = Path(name)
        killing = None if kill_at is None else (kill_at, str(around or folder))
        self._process = _context().Process(
            target=_work, args=(tuple(words), str(folder), name, killing)
        )
        self._process.start()

    def wait(self) -> Ended:
        """Return how it ended, once it has."""
        self._process.join(200)
        assert self._process.exitcode is not None, "it has not ended within 200 seconds"
        said = self._said.read_text(encoding="utf-8")
        self._said.unlink()
        return Ended(self._process.exitcode, said)


def _context() -> multiprocessing.context.ForkServerContext:
    """Return what starts processes: from one that no test has changed, and that has no threads."""
    context = multiprocessing.get_context("forkserver")
    commands = import_module("francis.cli.commands")
    found = pkgutil.walk_packages(commands.__path__, f"{commands.__name__}.")
    context.set_forkserver_preload(
        [*(module.name for module in found), "francis.papers.output_folder", "jinja2.sandbox"]
    )
    return context


def _work(words: Sequence[str], folder: str, said: str, killing: tuple[int, str] | None) -> None:
    """Run a command as a process of its own does."""
    os.chdir(folder)
    with open(said, "w", encoding="utf-8") as out:
        sys.stdout = sys.stderr = out
        if killing is None:
            main([*words], prog_name="francis")
        else:
            killer.run(*killing, words)
