"""One writer at a time: a lock on a folder, which the system gives up when its process ends.

While a folder is written it holds a hidden one, `.francis`, with the lock and with files that are made
ready; git is told to ignore it, and it goes when the writing ends. What a process left there that was killed
is removed by the next that takes the lock. Where the folder does not exist yet, the hidden one stands
beside its place.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HIDDEN = ".francis"
"""The name of the hidden folder in one that is written."""
QUIET_WAIT = 1.0
"""After how many seconds somebody who waits is told why."""
LONGEST_WAIT = 300.0
"""After how many seconds a command gives up."""

Wait = Callable[[], None]


class Held(NamedTuple):
    """A folder whose lock is held, and where files are made ready and kept, on the same disk."""

    folder: Path
    ready: Path
    old: Path


@contextmanager
def lock(folder: Path, waiting: Wait = lambda: None) -> Iterator[Held]:
    """Hold the lock of a folder, so that no other process that asks for it writes there.

    `waiting` is called once if another process holds it for longer than `QUIET_WAIT`. Raise FrancisError
    if the folder cannot be written, or after `LONGEST_WAIT`.
    """
    folder = folder.resolve()
    hidden, handle = _acquired(folder, waiting)
    held = Held(folder, hidden / "new", hidden / "old")
    try:
        tidy(held)
        if folder.exists():
            _tidy_beside(folder)
        with _refusals(hidden):
            (hidden / ".gitignore").write_text("*\n")
        yield held
    finally:
        tidy(held)
        _release(hidden, handle)


def has_leftovers(folder: Path) -> bool:
    """Return whether a process that was killed left something hidden there, unless one is at work."""
    folder = folder.resolve()
    return any(place.exists() for place in (_place(folder), *_places_beside(folder)))


def tidy(held: Held) -> None:
    """Remove what was made ready or kept, here or by a process that was killed."""
    for place in (held.ready, held.old):
        shutil.rmtree(place, ignore_errors=True)


def write_error(path: Path, error: OSError) -> FrancisError:
    """Return what to tell an officer when nothing was changed, because a file could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FrancisError(
            f"The disk is full, so {path} was not written. Nothing was changed.\n"
            "Make room on the disk, then run the command again."
        )
    return FrancisError(
        f"Cannot write {path}: {error.strerror}. Nothing was changed; close the file if it is open."
    )


def new_folder(path: Path) -> Path | None:
    """Return the topmost of a path and the folders around it that does not exist; None if all do."""
    missing = None
    while not path.exists():
        missing, path = path, path.parent
    return missing


def _place(folder: Path) -> Path:
    """Return the hidden folder for one that is to be written."""
    missing = new_folder(folder)
    return folder / HIDDEN if missing is None else missing.parent / f".{missing.name}{HIDDEN}"


def _places_beside(folder: Path) -> list[Path]:
    """Return where the hidden folder was, if the folder or one around it did not exist then."""
    return [path.parent / f".{path.name}{HIDDEN}" for path in (folder, *folder.parents)]


def _tidy_beside(folder: Path) -> None:
    """Remove what a process left that was killed when it had just made the folder."""
    for hidden in _places_beside(folder):
        with suppress(OSError, FrancisError):  # somebody else's
            if hidden.is_dir() and (handle := _opened(hidden)) is not None:
                if _try_lock(handle) and _is_still(handle, hidden):
                    tidy(Held(folder, hidden / "new", hidden / "old"))
                    _release(hidden, handle)
                else:
                    os.close(handle)


def _acquired(folder: Path, waiting: Wait) -> tuple[Path, int]:
    """Return the hidden folder of one that is to be written, and its open lock."""
    began, told = time.monotonic(), False
    while True:
        hidden = _place(folder)
        with _refusals(hidden):
            handle = _opened(hidden)
            if handle is not None:
                # Whoever had it before may have removed it since it was opened, or made the folder.
                if _try_lock(handle) and _is_still(handle, hidden) and hidden == _place(folder):
                    return hidden, handle
                os.close(handle)
        waited = time.monotonic() - began
        if waited > LONGEST_WAIT:
            raise FrancisError(
                f"Another francis command has been writing in {folder} for {waited / 60:.0f} minutes. "
                "Nothing was changed.\nEnd that command, or wait for it; then run this one again."
            )
        if waited > QUIET_WAIT and not told:
            waiting()
            told = True
        time.sleep(0.02)


def _opened(hidden: Path) -> int | None:
    """Return the open lock in a hidden folder, both made if need be; None if they are just being removed."""
    if hidden.is_symlink():
        raise FrancisError(f"{hidden} is a link. Remove it: francis keeps its lock there.")
    try:
        if not hidden.exists():
            hidden.mkdir()
            (hidden / "lock").touch()
            mode = stat.S_IMODE(hidden.parent.stat().st_mode)  # who may write there may wait here
            (hidden / "lock").chmod(mode & 0o666)
            hidden.chmod(mode)
        return os.open(hidden / "lock", os.O_RDWR | os.O_CREAT)
    except (FileNotFoundError, FileExistsError):
        return None
    except PermissionError:
        if sys.platform == "win32":  # as it says of what is being removed
            return None
        raise


if sys.platform == "win32":

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP):
                raise
            # A disk on a network may have no locks. Files are still compared before they are replaced, which is better than nothing written.
        return True


def _is_still(handle: int, hidden: Path) -> bool:
    """Return whether an open lock is the one that others find."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(hidden / "lock"))
    except FileNotFoundError:
        return False


def _release(hidden: Path, handle: int) -> None:
    """Remove what is hidden, and give up the lock.

    It is removed while it is held, so that it is nobody else's; on Windows an open file cannot be removed, and
    so neither can one for which somebody waits.
    """
    if sys.platform == "win32":
        _unlink(hidden / ".gitignore")
        os.close(handle)
        _unlink(hidden / "lock")
    else:
        _unlink(hidden / ".gitignore")
        _unlink(hidden / "lock")
        os.close(handle)
    with suppress(OSError):  # somebody else is in it already
        hidden.rmdir()


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


@contextmanager
def _refusals(hidden: Path) -> Iterator[None]:
    """Turn what the system says of a folder in which nothing can be written into a message."""
    try:
        yield
    except NotADirectoryError as error:
        raise write_error(hidden, error) from error
    except OSError as error:
        raise write_error(hidden.parent, error) from error
