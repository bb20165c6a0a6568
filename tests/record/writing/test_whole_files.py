"""Files written whole: all that belong together or none, and never over somebody else's change."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from francis.errors import FrancisError
from francis.record.writing import whole_files
from francis.record.writing.locks import lock, staging
from francis.record.writing.whole_files import fingerprints, fingerprints_in, stage, write_whole


def write(folder: Path, files: dict[str, bytes | None]) -> None:
    """Write over what is there now."""
    with lock(folder) as held:
        write_whole(held, files, fingerprints_in(folder, files))


def there(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_are_written_whole_with_the_usual_rights(tmp_path: Path) -> None:
    """What was there is replaced, folders are made, and nothing is left beside."""
    mask = os.umask(0o022)
    try:
        write(tmp_path, {"a/b": b"new", "c": b""})
        write(tmp_path, {"a/b": b"newer"})
    finally:
        os.umask(mask)
    assert (tmp_path / "a/b").read_bytes() == b"newer"
    assert stat.S_IMODE((tmp_path / "a/b").stat().st_mode) == 0o644
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b", "c"]


def test_a_folder_that_does_not_exist_appears_with_all_that_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By one rename, also where an empty one stands; even the folder that is written itself."""
    renamed: list[str] = []
    rename = os.rename

    def noted(source: Path, target: Path) -> None:
        assert not target.exists() or not any(target.iterdir())
        rename(source, target)
        renamed.append(target.relative_to(tmp_path).as_posix())

    monkeypatch.setattr("os.rename", noted)
    files: dict[str, bytes | None] = {"x/a": b"1", "x/y/b": b"2", "c": b"3", "x/d": b"4"}
    write(tmp_path / "one/two", files)
    assert renamed == ["one"]
    assert there(tmp_path / "one/two") == files
    (tmp_path / "three/x").mkdir(parents=True)
    write(tmp_path / "three", files)
    assert renamed[1:] == ["three/x"]
    assert there(tmp_path / "three") == files
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one", "three"]


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    """A file where a folder is needed leaves every other file as it was."""
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FrancisError, match=r"Cannot write .*below"):
        write(tmp_path, {"old": b"new", "file/below": b"x"})
    assert there(tmp_path) == {"file": b"", "old": b"old"}


def test_when_one_file_cannot_be_replaced_all_are_put_back(tmp_path: Path) -> None:
    """A folder in its place stops the last, after others were replaced, made and removed."""
    before: dict[str, bytes | None] = {"a": b"old", "g": b"old"}
    write(tmp_path, before)
    (tmp_path / "z").mkdir()
    with pytest.raises(FrancisError, match="z: Is a directory"):
        write(tmp_path, {"a": b"new", "b": b"new", "new/c": b"new", "g": None, "z": b"new"})
    assert there(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "g", "z"]


def test_what_cannot_be_put_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An officer hears what was changed, and what to do."""
    write(tmp_path, {"a": b"old"})
    (tmp_path / "z").mkdir()
    replace = os.replace

    def once(source: Path, target: Path) -> None:
        if source.parent.name == "old":
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    monkeypatch.setattr("os.replace", once)
    with pytest.raises(FrancisError, match=r"(?s)these were changed already:\s+\S*/a\s.*again"):
        write(tmp_path, {"a": b"new", "z": b"new"})
    assert there(tmp_path) == {"a": b"new"}


def test_files_that_are_gone_go_with_the_folders_that_they_leave_empty(tmp_path: Path) -> None:
    """In the same step as others are written; one that is gone already is no fault."""
    write(tmp_path / "out", {"a/b/c": b"", "a/d": b"", "e/f": b""})
    write(tmp_path / "out", {"g": b"new", "a/b/c": None, "e/f": None, "h/i": None})
    assert sorted(p.name for p in (tmp_path / "out").rglob("*")) == ["a", "d", "g"]
    write(tmp_path / "out", {"a/d": None, "g": None})
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("last", ["folder", "../elsewhere"])
def test_what_cannot_be_removed_puts_everything_back(tmp_path: Path, last: str) -> None:
    """What was written and what was removed before it."""
    before: dict[str, bytes | None] = {"a": b"old", "b": b"old", "folder/x": b""}
    write(tmp_path, before)
    files: dict[str, bytes | None] = {"a": b"new", "c": b"new", "b": None, f"{last}/x/y": None}
    with pytest.raises(FrancisError):
        write(tmp_path, files)
    assert there(tmp_path) == before


def test_an_interruption_puts_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever moment somebody presses Ctrl-C."""
    write(tmp_path, {"a": b"old"})
    replace = os.replace

    def interrupted(source: Path, target: Path) -> None:
        replace(source, target)
        if target.name == "b":
            raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, {"a": b"new", "b": b"new"})
    assert there(tmp_path) == {"a": b"old"}


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    """Neither through a link nor by a name."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/body").symlink_to(tmp_path)
    for name in ("body/x", "../x"):
        with pytest.raises(FrancisError, match="is outside"):
            write(tmp_path / "out", {"fine": b"", name: b"x"})
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["body"]


def changed(path: Path) -> None:
    path.write_bytes(b"theirs")


def removed(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("edit", [changed, removed])
@pytest.mark.parametrize("moment", ["before", "meanwhile"])
def test_what_somebody_else_changed_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], None], moment: str
) -> None:
    """Whether it was saved before anything was written, or while the first of two files is: then that is put back."""
    read = {"a": b"old", "b": b"old"}
    write(tmp_path, {**read})
    replace = os.replace

    def meanwhile(source: Path, target: Path) -> None:
        replace(source, target)
        if target.name == "a" and source.parent.name == "new":
            edit(tmp_path / "b")

    if moment == "before":
        edit(tmp_path / "b")
    else:
        monkeypatch.setattr("os.replace", meanwhile)
    with (
        pytest.raises(FrancisError, match=r"(?s)changed this in the meantime:\s+b\s"),
        lock(tmp_path) as held,
    ):
        write_whole(held, {"a": b"new", "b": b"new"}, fingerprints(read, read))
    theirs = {"b": b"theirs"} if edit is changed else {}
    assert there(tmp_path) == {"a": b"old", **theirs}


@pytest.mark.parametrize(("number", "more"), [(10, ""), (11, "  …\n")])
def test_of_many_files_that_were_changed_ten_are_named(
    tmp_path: Path, number: int, more: str
) -> None:
    """More would fill the terminal."""
    names = [f"f{n:02}" for n in range(number)]
    write(tmp_path, dict.fromkeys(names, b"theirs"))
    with pytest.raises(FrancisError) as caught, lock(tmp_path) as held:
        write_whole(held, dict.fromkeys(names, b"new"), {})
    listed = str(caught.value).partition("meantime:\n")[2].partition("Run the command")[0]
    assert listed == "".join(f"  {name}\n" for name in names[:10]) + more


@pytest.mark.parametrize("links", [True, False])
def test_a_link_is_put_back_as_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """And what it leads to is left alone, whether or not the disk keeps files by links."""
    write(tmp_path, {"a": b"old"})
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "z").mkdir()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr("os.link", refuse)
    with pytest.raises(FrancisError, match="z: Is a directory"):
        write(tmp_path, {"b": b"new", "z": b"new"})
    assert (tmp_path / "b").readlink() == Path("a")
    assert there(tmp_path) == {"a": b"old", "b": b"old"}


def test_what_was_made_where_nothing_was_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file, and a folder that somebody made after it was seen that there is none."""
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(FrancisError, match="in the meantime"), lock(tmp_path) as held:
        write_whole(held, {"a": b"new"}, {})
    make = whole_files._make_ready

    def meanwhile(step: whole_files._Step) -> None:
        make(step)
        (tmp_path / "f").mkdir()
        (tmp_path / "f/theirs").write_bytes(b"")

    monkeypatch.setattr(whole_files, "_make_ready", meanwhile)
    with pytest.raises(FrancisError, match="in the meantime"):
        write(tmp_path, {"f/a": b"new"})
    assert there(tmp_path) == {"a": b"theirs", "f/theirs": b""}


def test_what_stands_already_as_it_is_to_become_is_no_fault(tmp_path: Path) -> None:
    """A command that was killed half-way is repeated."""
    (tmp_path / "a").write_bytes(b"new")
    with lock(tmp_path) as held:
        write_whole(held, {"a": b"new", "b": b"new"}, {"a": "as before"})
    assert there(tmp_path) == {"a": b"new", "b": b"new"}


@pytest.mark.parametrize("call", ["os.fsync", "os.link", "os.mkdir", "pathlib.Path.mkdir"])
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """And says so in plain words."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write(tmp_path, {"a": b"old"})
    monkeypatch.setattr(call, full)
    if call == "os.link":  # the disk has no links, and no room for a copy either
        monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(FrancisError, match=r"(?s)^The disk is full, .*Make room on the disk"):
        write(tmp_path, {"a": b"new", "b/c": b"new"})
    monkeypatch.undo()
    assert there(tmp_path) == {"a": b"old"}
    write(tmp_path, {"a": b"newer"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a"]


def test_where_the_disk_has_no_links_a_copy_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a memory stick."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    write(tmp_path, {"a": b"old"})
    (tmp_path / "z").mkdir()
    with pytest.raises(FrancisError, match="Cannot write"):
        write(tmp_path, {"a": b"new", "z": b"new"})
    assert there(tmp_path) == {"a": b"old"}


def test_what_is_staged_is_moved_to_its_place(tmp_path: Path) -> None:
    """Beside what is written, into folders that are new or not; a change that somebody made stops all of it."""
    folder = tmp_path / "out"
    for names in (["a", "x/b"], ["a", "c"]):
        with staging(folder) as place, lock(folder) as held:
            staged = {name: stage(place / str(n), name.encode()) for n, name in enumerate(names)}
            write_whole(
                held,
                {**staged, "list": b"new"},
                {"list": fingerprints_in(folder, ["list"])["list"]},
            )
            assert list(place.iterdir()) == []
    expected = {"a": b"a", "c": b"c", "list": b"new", "x/b": b"x/b"}
    assert there(tmp_path) == {f"out/{name}": data for name, data in expected.items()}
    before = fingerprints_in(folder, expected)
    (folder / "c").write_bytes(b"theirs")
    with (
        pytest.raises(FrancisError, match=r"(?s)changed this in the meantime:\s+c\s"),
        staging(folder) as place,
        lock(folder) as held,
    ):
        write_whole(held, {name: stage(place / name, b"ours") for name in "ac"}, before)
    expected["c"] = b"theirs"
    assert there(tmp_path) == {f"out/{name}": data for name, data in expected.items()}


def test_what_was_staged_and_moved_is_taken_back(tmp_path: Path) -> None:
    """A folder in the place of the last stops all."""
    write(tmp_path, {"a": b"old"})
    (tmp_path / "z").mkdir()
    before = fingerprints_in(tmp_path, "abz")
    with (
        pytest.raises(FrancisError, match="z: Is a directory"),
        staging(tmp_path) as place,
        lock(tmp_path) as held,
    ):
        write_whole(held, {name: stage(place / name, b"new") for name in "abz"}, before)
    assert there(tmp_path) == {"a": b"old"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "z"]


def test_a_disk_too_full_to_stage_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same words."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FrancisError, match=r"^The disk is full"), staging(tmp_path) as place:
        stage(place / "a", b"new")
    assert list(tmp_path.iterdir()) == []
