"""Limits of what a template may use: time, and the length of what it writes."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

MOST_SECONDS = 120.0
"""The seconds for which the template of one paper may run; 2,000 recommendations take a few."""
MOST_CHARACTERS = 100_000_000
"""The characters that it may write; a paper of 2,000 recommendations has 5 million."""


class LimitError(Exception):
    """A template went beyond a limit; its text says which, and what to look for."""


class _Stopped(Exception):
    """What is raised in a thread whose time is over, wherever it is."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise LimitError inside the block once it has run for so long, even in a loop without an end.

    Another thread raises it, which works on every system; one call into a library is not interrupted.
    """
    thread, lock = threading.get_ident(), threading.Lock()
    working, stopped = True, False

    def stop() -> None:
        nonlocal stopped
        with lock:
            if working:
                stopped = True
                _raise_in(thread, _Stopped)

    def settle() -> None:
        """See to it that nothing is raised any more, or that it is raised here."""
        nonlocal working
        with lock:
            working = False
        for _ in range(10_000 if stopped else 0):
            pass

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    try:
        timer.start()
        try:
            yield
        except _Stopped:
            raise
        except BaseException:
            settle()
            raise
        settle()
    except _Stopped as error:
        raise LimitError(
            f"it was still running after {seconds:g} seconds, and was stopped. Look for a loop in it that goes "
            "through far too much."
        ).with_traceback(error.__traceback__) from None
    finally:
        timer.cancel()


def _raise_in(thread: int, error: type[Exception]) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def joined(pieces: Iterable[str], largest: int) -> str:
    """Return what a template wrote; raise LimitError if it is longer than `largest` characters."""
    written, length = [], 0
    for piece in pieces:
        written.append(piece)
        length += len(piece)
        if length > largest:
            raise LimitError(
                f"it wrote more than {largest:,} characters, and was stopped. Look for a loop in it that writes "
                "far too much."
            )
    return "".join(written)
