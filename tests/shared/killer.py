"""Run a francis command, and kill it just before its n-th change of a folder; with 0, print how many there are.

    python killer.py N FOLDER COMMAND...

Counted is whatever makes, opens to write, flushes, links, renames or removes something below FOLDER or beside it.
"""

from __future__ import annotations

import os
import signal
import sys
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


def main() -> None:
    """Run the command that is named."""
    from francis.cli import main as francis

    counter = Counter(int(sys.argv[1]), sys.argv[2])
    fsync = os.fsync

    def flush(fd: Any) -> None:
        counter.step()
        fsync(fd)

    os.fsync = flush
    sys.addaudithook(counter.hear)
    try:
        francis(sys.argv[3:], standalone_mode=True)
    finally:
        if not counter.last:
            sys.stdout.write(f"\n{counter.count}\n")


if __name__ == "__main__":
    main()
