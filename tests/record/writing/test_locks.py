"""The lock on a folder that is written, between real processes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from francis.errors import FrancisError
from francis.record.writing import locks
from francis.record.writing.locks import lock, staging

HOLDING = """
import sys
from pathlib import Path
from francis.record.writing.locks import lock
with lock(Path(sys.argv[1])) as held:
    held.ready.mkdir()
    (held.ready / "half").touch()
    print("held", flush=True)
    sys.stdin.read()
"""
STAGING = """
import sys
from pathlib import Path
from francis.record.writing.locks import staging
with staging(Path(sys.argv[1])) as place:
    (place / "half").touch()
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path, program: str = HOLDING) -> subprocess.Popen[str]:
    """Return a process that holds the lock of a folder, or stages there, until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("name", ["", "new/folder"])
def test_a_second_waits_for_the_first_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also where the folder does not exist yet; afterwards nothing is left."""
    monkeypatch.setattr(locks, "QUIET_WAIT", 0.1)
    said = threading.Event()
    with holder(tmp_path / name) as first:

        def end() -> None:
            assert said.wait(30)
            first.communicate()

        ending = threading.Thread(target=end)
        ending.start()
        with lock(tmp_path / name, said.set):
            assert said.is_set()
            assert first.wait(30) == 0
        ending.join()
    assert list(tmp_path.iterdir()) == []


def test_whoever_waits_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes; whoever need not wait is told nothing."""
    monkeypatch.setattr(locks, "QUIET_WAIT", 0.05)
    told: list[str] = []
    with holder(tmp_path) as first:
        ending = threading.Timer(0.5, first.communicate)
        ending.start()
        with lock(tmp_path, lambda: told.append("told")):
            assert told == ["told"]
        ending.join()
    with lock(tmp_path, lambda: told.append("again")):
        assert told == ["told"]


def test_a_hidden_folder_in_which_the_lock_is_missing_is_used_again(tmp_path: Path) -> None:
    """As when a process is killed between the two."""
    (tmp_path / ".francis").mkdir()
    with lock(tmp_path) as held:
        assert (held.ready.parent / "lock").is_file()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_is_killed_gives_up_its_lock(tmp_path: Path) -> None:
    """And what it left is removed by the next; git would not have seen it."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with holder(tmp_path) as first:
        first.kill()
    assert (tmp_path / ".francis/new/half").is_file()
    status = ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(status, check=True, capture_output=True).stdout == b""
    assert locks.has_leftovers(tmp_path)
    with lock(tmp_path) as held:
        assert not held.ready.exists()
    assert not locks.has_leftovers(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [".git"]


@pytest.mark.parametrize("ended", [True, False])
def test_what_was_left_beside_a_folder_that_was_just_made_is_removed(
    tmp_path: Path, ended: bool
) -> None:
    """By whoever writes in the folder then; not while it is in use."""
    with holder(tmp_path / "new/folder") as first:
        (tmp_path / "new/folder").mkdir(parents=True)
        if ended:
            first.kill()
            first.wait()
        assert locks.has_leftovers(tmp_path / "new/folder")
        with lock(tmp_path / "new/folder"):
            assert (tmp_path / ".new.francis/new/half").exists() is not ended
        first.kill()
    left = [] if ended else [".new.francis"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [*left, "new"]


def test_nobody_waits_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that was stopped and forgotten is named as the reason."""
    monkeypatch.setattr(locks, "LONGEST_WAIT", 0.1)
    with (
        lock(tmp_path),
        pytest.raises(
            FrancisError,
            match=r"(?s)Another francis command .* for 0 minutes\. Nothing was changed",
        ),
        lock(tmp_path),
    ):
        pytest.fail("two hold it")


def test_the_lock_of_a_folder_that_was_made_meanwhile_is_the_one_in_it(tmp_path: Path) -> None:
    """Whoever waited beside its place waits on inside."""
    with lock(tmp_path / "new") as held:
        assert held.ready.parent == tmp_path / ".new.francis"
        (tmp_path / "new").mkdir()
        with lock(tmp_path / "new") as second:
            assert second.ready.parent == tmp_path / "new/.francis"
    assert list((tmp_path / "new").iterdir()) == []


def test_a_link_in_the_place_of_what_is_hidden_is_refused(tmp_path: Path) -> None:
    """What it leads to is not ours to tidy."""
    (tmp_path / "theirs/new").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/.francis").symlink_to(tmp_path / "theirs")
    with pytest.raises(FrancisError, match="is a link"), lock(tmp_path / "out"):
        pass
    assert (tmp_path / "theirs/new").is_dir()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """With the reason of the system."""
    (tmp_path / ".francis").write_text("")
    with (
        pytest.raises(FrancisError, match=r"\.francis: Not a directory\. Nothing was changed"),
        lock(tmp_path),
    ):
        pass


def test_whoever_may_write_in_the_folder_may_wait_there(tmp_path: Path) -> None:
    """Several people write in a shared folder."""
    tmp_path.chmod(0o775)
    with lock(tmp_path) as held:
        hidden = held.ready.parent
        assert oct(os.stat(hidden).st_mode)[-3:] == "775"
        assert oct(os.stat(hidden / "lock").st_mode)[-3:] == "664"


def test_many_at_once_never_hold_it_together(tmp_path: Path) -> None:
    """A number that each reads, and writes one higher, has counted them all."""
    counting = """
import sys
from pathlib import Path
from francis.record.writing.locks import lock
number = Path(sys.argv[1], "number")
for _ in range(50):
    with lock(number.parent):
        number.write_text(str(int(number.read_text()) + 1))
"""
    (tmp_path / "number").write_text("0")
    all_of_them = [
        subprocess.Popen([sys.executable, "-c", counting, str(tmp_path)]) for _ in range(6)
    ]
    assert [process.wait(100) for process in all_of_them] == [0] * 6
    assert (tmp_path / "number").read_text() == "300"
    assert [p.name for p in tmp_path.iterdir()] == ["number"]


@pytest.mark.parametrize("name", ["", "new/folder"])
def test_nobody_waits_for_what_is_staged(tmp_path: Path, name: str) -> None:
    """Others write in the folder meanwhile, leave it alone, and it goes at the end."""
    folder = tmp_path / name
    with staging(folder) as one, staging(folder) as other:
        assert one != other
        (one / "paper").write_text("")
        with lock(folder):
            folder.mkdir(parents=True, exist_ok=True)
        assert locks.has_leftovers(folder)
        with lock(folder):
            assert (one / "paper").exists()
    assert not locks.has_leftovers(folder)
    assert [path for path in tmp_path.rglob("*") if path.name.endswith(locks.HIDDEN)] == []


@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("name", ["", "new/folder"])
def test_what_was_staged_by_a_process_that_is_killed_is_removed(
    tmp_path: Path, name: str, made: bool
) -> None:
    """By whoever writes in the folder then, whether or not it was made meanwhile; git would not have seen it."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    folder = tmp_path / name
    with holder(folder, STAGING) as first:
        with lock(folder):
            assert len([*tmp_path.rglob("half")]) == 1
        first.kill()
    status = ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(status, check=True, capture_output=True).stdout == b""
    if made:
        folder.mkdir(parents=True, exist_ok=True)
    assert locks.has_leftovers(folder)
    with lock(folder):
        assert [*tmp_path.rglob("half")] == []
    assert not locks.has_leftovers(folder)
    assert {p.name for p in tmp_path.iterdir()} == {".git", *(["new"] if name and made else [])}


def test_where_the_disk_has_no_locks_what_is_staged_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can tell whether it is in use: it may be one's own."""

    def refuse(handle: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with staging(tmp_path) as place:
        (place / "paper").write_text("")
        with lock(tmp_path):
            assert (place / "paper").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has this folder")
def test_where_no_folder_can_be_made_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system says there that what is to be made is not there; nobody else is writing."""
    monkeypatch.setattr(locks, "MOST_TRIES", 2)
    refused = pytest.raises(FrancisError, match="Cannot write /proc: no folder can be made there")
    with refused, locks.lock(Path("/proc/nothing")):
        pytest.fail("it is held")
