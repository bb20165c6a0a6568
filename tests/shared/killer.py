"""Run a francis command, and kill its process just before its n-th change of a folder; with 0, print how many there are.

Counted is whatever makes, opens to write, flushes, links, renames or removes something below FOLDER or beside it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.chmod"}
FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Counter:
    """What counts the changes, and kills."""

    def __init__(self, last: int, folder: str) -> None:
        self.last, self.around = last, os.path.dirname(os.path.realpath(folder))
        self.count = 0

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Count an audit event if it is a change."""
        if event == "open":
            path, _, flags = args
            is_change = bool(flags & FLAGS) and isinstance(path, str)
        else:
            is_change = event in CHANGES
            path = args[0] if is_change else ""
        if is_change and os.path.abspath(os.fsdecode(path)).startswith(self.around):
            self.step()

    def step(self) -> None:
        """Count a change, and end the process without a word if it is the last."""
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def run(last: int, folder: str, words: Sequence[str]) -> None:
    """Run a command in this process, which hears of its changes from then on, and end it at the last."""
    from francis.cli import main

    counter = Counter(last, folder)
    fsync = os.fsync

    def flush(fd: Any) -> None:
        counter.step()
        fsync(fd)

    os.fsync = flush
    sys.addaudithook(counter.hear)
    try:
        main([*words], standalone_mode=True)
    finally:
        if not counter.last:
            sys.stdout.write(f"\n{counter.count}\n")
