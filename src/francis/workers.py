"""Work on all cores: in processes of their own, which end with this one."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from francis.errors import FrancisError

T = TypeVar("T")
R = TypeVar("R")

MOST_PROCESSES = 61
"""How many processes Windows can wait for."""


def cores() -> int:
    """Return how many processes can work at once on this computer."""
    if sys.version_info >= (3, 13):
        count = os.process_cpu_count()
    elif sys.platform == "linux":
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count()
    return min(count or 1, MOST_PROCESSES)


@contextmanager
def crew(
    count: int, prepare: Callable[[], object]
) -> Iterator[Callable[[Callable[[T], R], Sequence[T]], Iterator[tuple[T, R]]]]:
    """Start `count` processes, let each `prepare`, and return what shares work out among them.

    That is a function which does `work` with each of some pieces and yields these with its results, as they come. The
    first pieces are begun first. With a `count` of 1, and where processes cannot be started, all of it
    is done here. Both functions must be importable by their names, and what they take and return
    must be picklable.
    """
    before = set(multiprocessing.active_children())
    pool = _started(count, prepare) if count > 1 else None
    if pool is None:
        yield _here
        return
    try:
        yield partial(_there, pool)
    except BrokenProcessPool as error:
        raise FrancisError(
            "A process was stopped, perhaps because the computer ran out of memory. Nothing was written.\n"
            "Close other programs, or choose one body with --body."
        ) from error
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()  # nobody waits for what it makes
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _started(count: int, prepare: Callable[[], object]) -> ProcessPoolExecutor | None:
    """Return processes that prepare themselves, or None where the system has no means for them.

    They start afresh (spawn) on every system: a copy of this process would have its locks without its
    threads, and the state of native libraries.
    """
    try:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(count, context, _begin, (prepare,))
        with _uninterrupted():
            for _ in range(count):
                pool.submit(int)  # a process is started when there is work
    except (ImportError, NotImplementedError, OSError):
        return None
    return pool


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C back until processes are started, and in these until they have begun.

    Until then Python would answer it with a trace from each, wherever it is in starting. A mask is handed on to
    a process that is started; Windows has none.
    """
    import signal

    if sys.platform == "win32":
        yield
    else:
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # which some versions of Python end by taking the mask away
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[[], object]) -> None:
    """Begin a process: it ends at once when it is interrupted, or when who started it is gone."""
    import signal
    import threading

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # and not ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    parent: Any = multiprocessing.parent_process()
    parent.join()
    os._exit(1)


def _here(work: Callable[[T], R], pieces: Sequence[T]) -> Iterator[tuple[T, R]]:
    for piece in pieces:
        yield piece, work(piece)


def _there(
    pool: ProcessPoolExecutor, work: Callable[[T], R], pieces: Sequence[T]
) -> Iterator[tuple[T, R]]:
    with _uninterrupted():  # more processes may be started
        waiting = {pool.submit(work, piece): piece for piece in pieces}
    for done in as_completed(waiting):
        yield waiting[done], done.result()
