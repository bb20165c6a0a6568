"""Work in other processes, with real ones: what comes back, and that they are gone afterwards."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from francis import workers
from francis.errors import FrancisError

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_piece_comes_back_with_its_result(count: int) -> None:
    """Here or elsewhere, in whatever order they are done."""
    with workers.crew(count, gc.collect) as shared_out:
        done = list(shared_out(math.factorial, [20, 3, 1, 2]))
    assert sorted(done) == [(1, 1), (2, 2), (3, 6), (20, math.factorial(20))]
    assert multiprocessing.active_children() == []


def test_two_processes_work_at_once_and_none_of_them_is_this_one() -> None:
    """With a count of one there is no other process."""
    with workers.crew(2, gc.collect) as shared_out:
        pieces = [(os.path.join, index) for index in range(4)]
        assert len(list(shared_out(len, pieces))) == 4
        assert len(multiprocessing.active_children()) == 2
    with workers.crew(1, gc.collect) as shared_out:
        assert list(shared_out(os.getpgid, [os.getpid()])) == [(os.getpid(), os.getpgrp())]
        assert multiprocessing.active_children() == []


def test_a_mistake_in_the_program_is_raised_here_and_ends_them() -> None:
    """At once: nobody waits for the others."""
    began = time.monotonic()
    with (
        pytest.raises(TypeError, match="str"),
        workers.crew(2, gc.collect) as shared_out,
    ):
        list(shared_out(time.sleep, ["long", 60]))  # type: ignore[arg-type]
    assert time.monotonic() - began < 30
    assert multiprocessing.active_children() == []


def test_a_process_that_is_killed_is_a_message() -> None:
    """As the system does when memory runs out."""
    with (
        pytest.raises(FrancisError, match="was stopped"),
        workers.crew(2, gc.collect) as shared_out,
    ):
        list(shared_out(os._exit, [1, 1]))
    assert multiprocessing.active_children() == []


def test_a_file_that_cannot_be_read_there_is_told_as_here() -> None:
    """With its name and the system's reason."""
    with (
        pytest.raises(OSError, match="No such file") as raised,
        workers.crew(2, gc.collect) as shared_out,
    ):
        list(shared_out(os.listdir, ["/nowhere", "/nowhere"]))
    assert raised.value.filename == "/nowhere"


def test_where_no_process_can_be_started_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some systems have no means for it."""

    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("francis.workers.ProcessPoolExecutor", refuse)
    with workers.crew(2, gc.collect) as shared_out:
        assert list(shared_out(abs, [-1])) == [(-1, 1)]


def test_the_cores_that_this_process_may_use_are_counted() -> None:
    """Not those that the computer has."""
    kept = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(kept)})
    try:
        assert workers.cores() == 1
    finally:
        os.sched_setaffinity(0, kept)
    assert workers.cores() == len(kept)


SLOW = """
import multiprocessing, signal, time
if getattr(multiprocessing.current_process(), "_inheriting", False):  # in a process that is starting
    time.sleep(2)
def prepare():
    signal.pause()
"""
WAITING = """
import gc, multiprocessing, signal, time
import slow
from francis import workers
signal.signal(signal.SIGINT, signal.default_int_handler)  # where whoever runs the tests ignores it
with workers.crew(2, {prepare}) as shared_out:
    {meanwhile}
    print(len(multiprocessing.active_children()), flush=True)
    list(shared_out(time.sleep, [60]))  # and one waits
"""


@pytest.mark.parametrize(
    ("prepare", "meanwhile"),
    [
        ("gc.collect", "next(shared_out(abs, [1, 2]))"),
        ("signal.pause", "time.sleep(0.5)"),
        ("slow.prepare", "time.sleep(0.5)"),
    ],
    ids=["at work", "preparing", "starting"],
)
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("to_all", [True, False])
def test_who_ends_the_program_ends_all_of_it(
    tmp_path: Path, sent: signal.Signals, to_all: bool, prepare: str, meanwhile: str
) -> None:
    """Also where the program cannot say so; Ctrl-C reaches all processes, and they end without a word."""
    (tmp_path / "slow.py").write_text(SLOW)
    found = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, "-c", WAITING.format(prepare=prepare, meanwhile=meanwhile)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": found},
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == "2\n"
        began = time.monotonic()
        (os.killpg if to_all else os.kill)(program.pid, sent)
        said = program.stderr.read()  # until the last of them is gone
    assert time.monotonic() - began < 30
    # The program's own trace may be chained to another of its own; the others say nothing.
    own = said.count("Traceback") - said.count("above exception")
    assert own == (sent == signal.SIGINT), said
    assert "Process-" not in said
