"""One writer at a time: a lock on a folder, which the system gives up when its process ends.

While a folder is written it holds a hidden one, `.francis`, with the lock and with files that are made
ready; git is told to ignore it, and it goes when the writing ends. What a process left there that was killed
is removed by the next that takes the lock. Where the folder does not exist yet, the hidden one stands
beside its place. Files that take long to make are staged in a hidden folder of their own, with a lock of its
own, so that others may write meanwhile.
"""

from __future__ import annotations

import errno
import glob
import os
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
MOST_TRIES = 100
"""How often a hidden folder is tried to be made where the system says that it is not there, before a command gives up."""
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
    with _held(folder, lambda: _place(folder), waiting) as held:
        _tidy_others(folder, held.ready.parent)
        yield held


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Make a hidden folder on the disk of `folder`, for files that are made before the lock is taken.

    Nobody else uses it. It is removed at the end, or by the next that takes the lock if this process is killed.
    """
    folder = folder.resolve()
    place = _place(folder)
    own = place.with_name(f".{os.urandom(4).hex()}{place.name}")
    with _held(folder, lambda: own, lambda: None) as held:
        with _refusals(held.ready):
            held.ready.mkdir()
        yield held.ready


@contextmanager
def _held(folder: Path, place: Callable[[], Path], waiting: Wait) -> Iterator[Held]:
    """Hold the lock of a hidden folder, which is empty at first and removed at the end."""
    hidden, handle = _acquired(folder, place, waiting)
    held = Held(folder, hidden / "new", hidden / "old")
    try:
        tidy(held)
        with _refusals(hidden):
            (hidden / ".gitignore").write_text("*\n")
        yield held
    finally:
        tidy(held)
        _release(hidden, handle)


def has_leftovers(folder: Path) -> bool:
    """Return whether a process that was killed left something hidden there, unless one is at work."""
    return any(place.exists() for place in _places(folder.resolve()))


def tidy(held: Held) -> None:
    """Remove what was made ready or kept, here or by a process that was killed."""
    import shutil  # a build that has nothing to write does not load it

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


def _places(folder: Path) -> Iterator[Path]:
    """Yield where hidden folders may be: in a folder, or beside it or one around it that did not exist then.

    Those for staging have the same name with something before it.
    """
    beside = (path.parent / f".{path.name}{HIDDEN}" for path in (folder, *folder.parents))
    for place in (folder / HIDDEN, *beside):
        yield place
        yield from place.parent.glob(f".*{glob.escape(place.name)}")


def _tidy_others(folder: Path, own: Path) -> None:
    """Remove what processes left that were killed: in other hidden folders than one's own."""
    for hidden in _places(folder):
        with suppress(OSError, FrancisError):  # somebody else's
            if hidden != own and hidden.is_dir() and (handle := _opened(hidden)) is not None:
                # Where the disk has no locks, nobody knows whether it is in use.
                if _try_lock(handle) and _is_still(handle, hidden):
                    tidy(Held(folder, hidden / "new", hidden / "old"))
                    _release(hidden, handle)
                else:
                    os.close(handle)


def _acquired(folder: Path, place: Callable[[], Path], waiting: Wait) -> tuple[Path, int]:
    """Return the hidden folder of one that is to be written, which is in its place, and its open lock."""
    began, told, unmade = time.monotonic(), False, 0
    while True:
        hidden = place()
        with _refusals(hidden):
            handle = _opened(hidden)
            if handle is not None:
                # Whoever had it before may have removed it since it was opened, or made the folder.
                if (
                    _try_lock(handle) is not False
                    and _is_still(handle, hidden)
                    and hidden == place()
                ):
                    return hidden, handle
                os.close(handle)
            unmade = 0 if handle is not None or hidden.exists() else unmade + 1
            if unmade > MOST_TRIES and hidden.parent.is_dir():
                reason = FileNotFoundError(errno.ENOENT, "no folder can be made there")
                raise write_error(hidden.parent, reason)
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

    def _try_lock(handle: int) -> bool | None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try_lock(handle: int) -> bool | None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP):
                raise
            # A disk on a network may have no locks. Files are still compared before they are replaced, which is better than nothing written.
            return None
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
