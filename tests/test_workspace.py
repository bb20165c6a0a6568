"""The workspace on disk: where it is, what it holds, and how it is begun."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from francis import workspace
from francis.errors import FrancisError
from francis.record.paper_kinds import PAPERS
from francis.record.reading import loading
from francis.record.writing import new_workspace
from tests.shared.workspaces import BEGUN, write_files

TODAY = datetime.date(2024, 2, 29)


def test_the_root_is_found_from_any_folder_below_it(tmp_path: Path) -> None:
    """The nearest folder upwards that holds the record is the root."""
    root = write_files(tmp_path / "a b – é")
    assert workspace.find_root(root / "standards" / "body" / "2021") == root
    with pytest.raises(FrancisError, match="francis init FOLDER"):
        workspace.find_root(tmp_path)


@pytest.mark.parametrize("find", [workspace.find_root, workspace.root_at])
def test_a_record_that_is_a_link_is_refused(tmp_path: Path, find: Callable[[Path], Path]) -> None:
    """One command would follow it and another would not, and git would hold nothing of it."""
    (tmp_path / "elsewhere/standards").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    (tmp_path / "here/standards").symlink_to(tmp_path / "elsewhere/standards")
    with pytest.raises(FrancisError, match="standards is a link to a folder"):
        find(tmp_path / "here")


def test_hidden_files_and_links_out_of_the_workspace_are_not_read(tmp_path: Path) -> None:
    """Nothing outside the workspace becomes part of a paper."""
    root = write_files(tmp_path / "w")
    secret = tmp_path / "secret.yaml"
    secret.write_text("a: b")
    (root / "standards/body/2021/3.yaml").symlink_to(secret)
    (root / "standards/body/2022").symlink_to(tmp_path)
    (root / "standards/.hidden").mkdir()
    (root / "standards/.hidden/1.yaml").write_text("a: b")
    (root / "standards/body/.1.yaml.swp").write_text("x")
    (root / "standards/body/2021/4.yaml").symlink_to(root / "standards/body/2021/1.yaml")
    (root / "standards/body/2021/letter.docx").symlink_to(tmp_path / "letter.docx")
    found = workspace.read_files(root)
    out = {Path(path).name for path, data in found.items() if data == workspace.LINK_OUT}
    assert out == {"3.yaml", "2022"}
    assert sorted(Path(path).name for path in found if Path(path).name not in out) == [
        *("1.yaml", "1.yaml", "2.yaml", "2.yaml", "4.yaml", "body.yaml", "set.yaml", "year.yaml")
    ]
    assert not {"3.yaml", "2022"} & workspace.names_in(root, "standards/body/2021").files


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    """One byte more than is allowed is enough to refuse it."""
    root = write_files(tmp_path)
    (root / "standards/inquiry/1.yaml").write_bytes(b"#" * 3_000_000)
    assert len(workspace.read_files(root)["standards/inquiry/1.yaml"]) == workspace.LARGEST + 1


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A name that leads nowhere is told by its path."""
    root = write_files(tmp_path)
    (root / "standards/body/2021/9.yaml").symlink_to(root / "gone.yaml")
    with pytest.raises(FrancisError, match=r"9\.yaml"):
        workspace.read_files(root)


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    """A pipe would keep the program waiting for ever."""
    os.mkfifo(write_files(tmp_path) / "standards/body/2021/9.yaml")
    with pytest.raises(FrancisError, match=r"9\.yaml is not an ordinary file"):
        workspace.read_files(tmp_path)


def test_templates_are_read_from_their_folder_alone(tmp_path: Path) -> None:
    """A published paper would show what a link leads to."""
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "house.css").symlink_to(tmp_path / "secret")
    for name in ("house.css", "../secret"):
        with pytest.raises(FrancisError, match="leads outside the templates folder"):
            workspace.template(name, [folder])
    with pytest.raises(FrancisError, match="There is no file 'x'"):
        workspace.template("x", [folder])


def test_names_that_cannot_be_printed_are_shown_without_harm(tmp_path: Path) -> None:
    """A line break in a name would forge a line of problems."""
    root = write_files(tmp_path)
    (root / "standards/body/2021/1\n2\x1b[31m.yaml").write_text("x")
    names = [path for path in workspace.read_files(root) if "31m" in path]
    assert names == ["standards/body/2021/1\ufffd2\ufffd[31m.yaml"]


def test_a_new_workspace_is_clean(tmp_path: Path) -> None:
    """It holds the set, and a body with a position for every recommendation, a plan and two covers as samples; no templates."""
    files = new_workspace.start(tmp_path / "new", TODAY, BEGUN)
    found = loading.load(workspace.read_files(tmp_path / "new"))
    assert found.problems == ()
    (register,) = found.registers
    assert (register.body_id, register.year_id, register.year.as_at) == ("our-body", "2024", TODAY)
    assert len(register.positions) == 22
    assert register.samples == ("A01", "A02", "A03", "board-report", "hwbb")
    assert not [file for file in files if "templates" in file.parts]
    assert (tmp_path / "new/.gitignore").read_text().splitlines()[-2:] == ["output/", "/site/"]
    assert "*.yaml text eol=lf" in (tmp_path / "new/.gitattributes").read_text().splitlines()
    assert (tmp_path / "new/.vscode/extensions.json").is_file()


def test_a_new_workspace_has_a_form_for_every_paper_with_a_cover(tmp_path: Path) -> None:
    """An officer changes what stands there, and need not start from nothing."""
    new_workspace.start(tmp_path / "new", TODAY, BEGUN)
    (register,) = loading.load(workspace.read_files(tmp_path / "new")).registers
    for paper in (paper for paper in PAPERS if paper.has_cover):
        form = register.form(paper.name)
        assert {"meeting", "date", "summary"} <= {entry.key for entry in form.fields}
        assert form.sections


def test_a_new_workspace_overwrites_nothing(tmp_path: Path) -> None:
    """The files that are in the way are named, and no other is written."""
    (tmp_path / ".gitignore").write_text("mine")
    with pytest.raises(FrancisError, match=r"\.gitignore"):
        new_workspace.start(tmp_path, TODAY, BEGUN)
    assert [p.name for p in tmp_path.iterdir()] == [".gitignore"]
    assert (tmp_path / ".gitignore").read_text() == "mine"


def test_a_workspaces_own_templates_win(tmp_path: Path) -> None:
    """Its folder stands before that of the program."""
    (tmp_path / "templates").mkdir()
    own, packaged = workspace.template_folders(tmp_path)
    assert own == tmp_path / "templates"
    assert (packaged / "house.css").is_file()
