"""The workspace on disk: where it is, what it holds, and how files are written."""

from __future__ import annotations

import datetime
import os
import stat
from pathlib import Path

import pytest

from francis import workspace
from francis.errors import FrancisError
from francis.record.paper_kinds import PAPERS
from francis.record.reading import loading
from francis.record.writing import new_workspace
from tests.shared.workspaces import written

TODAY = datetime.date(2024, 2, 29)


def test_the_root_is_found_from_any_folder_below_it(tmp_path: Path) -> None:
    """The nearest folder upwards that holds the record is the root."""
    root = written(tmp_path / "a b – é")
    assert workspace.find_root(root / "standards" / "body" / "2021") == root
    with pytest.raises(FrancisError, match="francis init FOLDER"):
        workspace.find_root(tmp_path)


def test_hidden_files_and_links_out_of_the_workspace_are_not_read(tmp_path: Path) -> None:
    """Nothing outside the workspace becomes part of a paper."""
    root = written(tmp_path / "w")
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: b")
    (root / "standards/body/2021/3.yaml").symlink_to(secret)
    (root / "standards/body/2022").symlink_to(tmp_path)
    (root / "standards/.hidden").mkdir()
    (root / "standards/.hidden/1.yaml").write_text("a: b")
    (root / "standards/body/.1.yaml.swp").write_text("x")
    (root / "standards/body/2021/4.yaml").symlink_to(root / "standards/body/2021/1.yaml")
    assert sorted(Path(path).name for path in workspace.read_files(root)) == [
        *("1.yaml", "1.yaml", "2.yaml", "2.yaml", "4.yaml", "body.yaml", "set.yaml", "year.yaml")
    ]


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    """One byte more than is allowed is enough to refuse it."""
    root = written(tmp_path)
    (root / "standards/inquiry/1.yaml").write_bytes(b"#" * 3_000_000)
    assert len(workspace.read_files(root)["standards/inquiry/1.yaml"]) == workspace.LARGEST + 1


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A name that leads nowhere is told by its path."""
    root = written(tmp_path)
    (root / "standards/body/2021/9.yaml").symlink_to(root / "gone.yaml")
    with pytest.raises(FrancisError, match=r"9\.yaml"):
        workspace.read_files(root)


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    """A pipe would keep the program waiting for ever."""
    os.mkfifo(written(tmp_path) / "standards/body/2021/9.yaml")
    with pytest.raises(FrancisError, match=r"9\.yaml is not a file"):
        workspace.read_files(tmp_path)


def test_files_are_written_whole_with_the_usual_rights(tmp_path: Path) -> None:
    """What was there is replaced, folders are made, and nothing is left beside."""
    mask = os.umask(0o022)
    try:
        workspace.write_whole(tmp_path, {"a/b": b"new", "c": b""})
        workspace.write_whole(tmp_path, {"a/b": b"newer"})
    finally:
        os.umask(mask)
    assert (tmp_path / "a/b").read_bytes() == b"newer"
    assert stat.S_IMODE((tmp_path / "a/b").stat().st_mode) == 0o644
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a", "b", "c"]


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    """A file where a folder is needed leaves every other file as it was."""
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FrancisError, match="Cannot write"):
        workspace.write_whole(tmp_path, {"old": b"new", "file/below": b"x"})
    assert (tmp_path / "old").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "old"]


def test_when_one_file_cannot_be_replaced_all_are_put_back(tmp_path: Path) -> None:
    """A folder in its place stops the second, after the first was replaced and a new one made."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "z").mkdir()
    with pytest.raises(FrancisError, match="z: Is a directory"):
        workspace.write_whole(tmp_path, {"a": b"new", "b": b"new", "z": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "z"]


def test_files_that_are_gone_go_with_the_folders_that_they_leave_empty(tmp_path: Path) -> None:
    """In the same step as others are written; one that is gone already is no fault."""
    workspace.write_whole(tmp_path / "out", {"a/b/c": b"", "a/d": b"", "e/f": b""})
    workspace.write_whole(tmp_path / "out", {"g": b"new"}, gone=["a/b/c", "e/f", "h/i"])
    assert sorted(p.name for p in (tmp_path / "out").rglob("*")) == ["a", "d", "g"]
    workspace.write_whole(tmp_path / "out", {}, gone=["a/d", "g"])
    assert list((tmp_path / "out").iterdir()) == []


def test_what_cannot_be_removed_puts_everything_back(tmp_path: Path) -> None:
    """What was written and what was removed before it."""
    workspace.write_whole(tmp_path, {"a": b"old", "b": b"old"})
    (tmp_path / "folder").mkdir()
    for last in ("folder", "../elsewhere"):
        with pytest.raises(FrancisError):
            workspace.write_whole(tmp_path, {"a": b"new", "c": b"new"}, gone=["b", last])
        assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"old", b"old"]
        assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "folder"]


def test_an_interruption_puts_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whatever moment somebody presses Ctrl-C."""
    workspace.write_whole(tmp_path, {"a": b"old"})
    replace = os.replace

    def interrupted(source: str, target: Path) -> None:
        if target.name == "b":
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        workspace.write_whole(tmp_path, {"a": b"new", "b": b"new"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    """Neither through a link nor by a name."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/body").symlink_to(tmp_path)
    for name in ("body/x", "../x"):
        with pytest.raises(FrancisError, match="leads out of"):
            workspace.write_whole(tmp_path / "out", {"fine": b"", name: b"x"})
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["body"]


def test_templates_are_read_from_their_folder_alone(tmp_path: Path) -> None:
    """A published paper would show what a link leads to."""
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "house.css").symlink_to(tmp_path / "secret")
    for name in ("house.css", "../secret"):
        with pytest.raises(FrancisError, match="leads out of the folder"):
            workspace.template(name, [folder])
    with pytest.raises(FrancisError, match="There is no 'x'"):
        workspace.template("x", [folder])


def test_names_that_cannot_be_printed_are_shown_without_harm(tmp_path: Path) -> None:
    """A line break in a name would forge a line of problems."""
    root = written(tmp_path)
    (root / "standards/body/2021/1\n2\x1b[31m.yaml").write_text("x")
    names = [path for path in workspace.read_files(root) if "31m" in path]
    assert names == ["standards/body/2021/1\ufffd2\ufffd[31m.yaml"]


def test_a_new_workspace_is_clean(tmp_path: Path) -> None:
    """It holds the set, a body with a position for every recommendation, and the templates."""
    files = new_workspace.start(tmp_path / "new", TODAY)
    found = loading.load(workspace.read_files(tmp_path / "new"))
    assert found.problems == ()
    (register,) = found.registers
    assert (register.body_id, register.year_id, register.year.as_at) == ("our-body", "2024", TODAY)
    assert len(register.positions) == 22
    assert {"house.css", "house.docx", "stocktake.html.j2", "LiberationSans-Regular.ttf"} < {
        f.name for f in files
    }
    assert (tmp_path / "new/.gitignore").read_text().splitlines()[-1] == "output/"
    assert (tmp_path / "new/.vscode/extensions.json").is_file()


def test_a_new_workspace_has_a_form_for_every_paper_with_a_cover(tmp_path: Path) -> None:
    """An officer changes what stands there, and need not start from nothing."""
    new_workspace.start(tmp_path / "new", TODAY)
    (register,) = loading.load(workspace.read_files(tmp_path / "new")).registers
    for paper in (paper for paper in PAPERS if paper.has_cover):
        form = register.form(paper.name)
        assert {"meeting", "date", "summary"} <= {entry.key for entry in form.fields}
        assert form.sections


def test_a_new_workspace_overwrites_nothing(tmp_path: Path) -> None:
    """The files that are in the way are named, and no other is written."""
    (tmp_path / ".gitignore").write_text("mine")
    with pytest.raises(FrancisError, match=r"\.gitignore"):
        new_workspace.start(tmp_path, TODAY)
    assert [p.name for p in tmp_path.iterdir()] == [".gitignore"]
    assert (tmp_path / ".gitignore").read_text() == "mine"


def test_a_workspaces_own_templates_win(tmp_path: Path) -> None:
    """Its folder stands before that of the program."""
    (tmp_path / "templates").mkdir()
    own, packaged = workspace.template_folders(tmp_path)
    assert own == tmp_path / "templates"
    assert (packaged / "house.css").is_file()
