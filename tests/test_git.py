"""Which commit holds the record, with real git."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from francis import git
from francis.errors import FrancisError
from francis.record.writing import new_workspace
from francis.workspace import read_files
from tests.shared.workspaces import BEGUN, write_files


def run(folder: Path, *words: str) -> str:
    """Run git in `folder` and return what it prints."""
    settings = ("-c", "user.name=An Officer", "-c", "user.email=officer@example.org")
    return subprocess.run(
        ["git", "-C", str(folder), *settings, *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def provenance(root: Path, places: list[str]) -> git.Provenance:
    """Return where some files of the record come from, as they are on disk."""
    files = {
        path: data
        for path, data in read_files(root).items()
        if any(f"{path}/".startswith(f"{place}/") for place in places)
    }
    return git.committed(root, "standards").history(places, files).provenance()


def files_at(root: Path, commit: str, folder: str) -> dict[str, bytes]:
    """Return all files of a folder as they were at a commit."""
    tree = git.tree_at(root, commit, folder)
    return tree.read(tree.blobs)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a workspace in git, in a folder with a space and accents, committed once."""
    root = write_files(tmp_path / "été 2021")
    run(root, "init", "--quiet")
    run(root, "add", ".")
    run(root, "commit", "--quiet", "--message", "Record")
    return root


def test_the_commit_is_the_last_that_touched_the_files(repository: Path) -> None:
    """A commit that changes something else does not change the papers."""
    first = run(repository, "rev-parse", "HEAD")[:10]
    (repository / "README").write_text("x")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "--message", "Other")
    found = provenance(repository, ["standards"])
    assert found == git.Provenance(first, "unchanged")
    assert str(found) == f"commit {first}"


@pytest.mark.parametrize("name", ["standards/body/body.yaml", "standards/body/new.yaml"])
def test_changes_that_are_not_committed_are_said(repository: Path, name: str) -> None:
    """A changed file and a new file both count; a file elsewhere does not."""
    (repository / "elsewhere").write_text("x")
    assert provenance(repository, ["standards"]).state == "unchanged"
    (repository / name).write_text("x")
    found = provenance(repository, ["standards"])
    assert found.state == "changed"
    assert found.changed == (name,)
    assert str(found).endswith("with changes not committed")
    (repository / "standards/body/2021/2.yaml").unlink()
    found = provenance(repository, ["standards"])
    assert sorted(found.changed) == sorted([name, "standards/body/2021/2.yaml"])


def test_without_a_repository_a_history_or_git_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is said in its own words, and none is an error."""
    root = write_files(tmp_path / "w")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert str(provenance(root, ["standards"])) == "not under version control"
    run(root, "init", "--quiet")
    assert str(provenance(root, ["standards"])) == "not yet committed"
    (root / "README").write_text("x")
    run(root, "add", "README")
    run(root, "commit", "--quiet", "--message", "Other")
    assert str(provenance(root, ["standards"])) == "not yet committed"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.access_to(root) == git.Access("not installed")
    assert str(provenance(root, ["standards"])) == "commit not known, as git is not installed"


@pytest.mark.parametrize("how", ["owner", "settings", "folder", "commit"])
def test_a_repository_that_git_refuses_is_not_taken_for_none(
    repository: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """It belongs to somebody else, or is damaged: papers say so, and no file counts as changed."""
    if how == "owner":
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    elif how == "settings":
        (repository / ".git/config").write_text("[")
    elif how == "folder":
        shutil.rmtree(repository / ".git")
        (repository / ".git").mkdir()
    else:
        shutil.rmtree(repository / ".git/objects")
        (repository / ".git/objects").mkdir()
    found = git.committed(repository, "standards").history(["standards"], read_files(repository))
    assert found.access.state == "refused"
    assert found.access.reason.isprintable()
    assert "safe.directory" in str(found.access)
    assert found.provenance() == git.Provenance("", "refused")
    assert str(found.provenance()) == "commit not known, as git refused to read it"
    with pytest.raises(FrancisError, match=r"git refused|neither a year|cannot show"):
        git.tree_at(repository, git.commit_of(repository, "HEAD"), "standards")


def test_settings_of_the_output_change_nothing(repository: Path) -> None:
    """As an officer or their editor may have set them: another encoding, files followed through renames."""
    before = (
        provenance(repository, ["standards"]),
        git.history(repository, "standards", ["body/body.yaml"]),
    )
    for name, value in {
        "i18n.logOutputEncoding": "UTF-16",
        "i18n.commitEncoding": "UTF-16",
        "log.follow": "true",
        "log.decorate": "full",
        "log.date": "relative",
        "color.ui": "always",
        "diff.noprefix": "true",
        "column.ui": "always",
        "core.abbrev": "5",
        "core.quotePath": "true",
        "status.relativePaths": "false",
    }.items():
        run(repository, "config", name, value)
    after = (
        provenance(repository, ["standards"]),
        git.history(repository, "standards", ["body/body.yaml"]),
    )
    assert before[0] == after[0]
    assert [commit[1:] for commit in before[1]] == [commit[1:] for commit in after[1]]
    assert git.commit_of(repository, "@2999-01-01") == run(repository, "rev-parse", "HEAD")


def test_a_shallow_clone_claims_no_commit(repository: Path, tmp_path: Path) -> None:
    """Where the history ends, every file looks as if it were new in that commit."""
    (repository / "README").write_text("x")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "--message", "Other")
    clone = tmp_path / "clone"
    run(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    assert (
        str(provenance(clone, ["standards"]))
        == "commit not known, as the history here is not whole"
    )


def test_a_detached_head_and_a_merge(repository: Path) -> None:
    """The commit is found on every branch that was merged."""
    run(repository, "switch", "--quiet", "--create", "side")
    (repository / "standards/body/body.yaml").write_text("x")
    run(repository, "commit", "--quiet", "--all", "--message", "Side")
    side = run(repository, "rev-parse", "HEAD")[:10]
    run(repository, "switch", "--quiet", "-")
    (repository / "README").write_text("x")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "--message", "Main")
    run(repository, "merge", "--quiet", "--no-edit", "side")
    run(repository, "checkout", "--quiet", "--detach")
    assert provenance(repository, ["standards"]) == git.Provenance(side, "unchanged")


@pytest.mark.parametrize(
    "settings",
    [
        {"core.fsmonitor": "{program}"},
        {"filter.evil.clean": "{program}", "filter.evil.process": "{program}"},
        {"log.showSignature": "true", "gpg.program": "{program}"},
        {"diff.external": "{program}", "diff.evil.command": "{program}"},
        {
            "diff.evil.textconv": "{program}",
            "core.pager": "{program}",
            "core.sshCommand": "{program}",
        },
    ],
    ids=["monitor", "filter", "signature", "differences", "others"],
)
def test_a_repositorys_settings_run_no_program(
    repository: Path, tmp_path: Path, settings: dict[str, str]
) -> None:
    """Whatever its settings and attributes name, the program is not started, nor where a workspace moved."""
    trace, program = tmp_path / "trace", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {trace}\n")
    program.chmod(0o755)
    root = moved(repository, "", "new", "2014-01-01")
    (repository / ".gitattributes").write_text("*.yaml filter=evil diff=evil\n")
    for name, value in settings.items():
        run(repository, "config", name, value.format(program=program))
    (root / "standards/body/body.yaml").write_text("x")
    assert provenance(root, ["standards"]).state == "changed"
    assert NAME in files_at(root, "HEAD~1", "standards")
    assert len(git.history(root, "standards", ["body/body.yaml"])) == 2
    assert not trace.exists()


def test_a_file_that_git_ignores_is_a_change(repository: Path) -> None:
    """It is part of the paper, and of no commit."""
    (repository / ".git/info/exclude").write_text("9.yaml\n")
    (repository / "standards/inquiry/9.yaml").write_text("x")
    assert provenance(repository, ["standards"]).state == "changed"


def test_a_removed_file_is_a_change(repository: Path) -> None:
    """A paper without it is not the paper of that commit."""
    (repository / "standards/inquiry/1.yaml").unlink()
    assert provenance(repository, ["standards"]).state == "changed"


def test_line_ends_of_windows_are_no_change(repository: Path) -> None:
    """Git for Windows writes them when it checks a text out."""
    file = repository / "standards/inquiry/1.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert provenance(repository, ["standards"]).state == "unchanged"


def test_a_clone_on_windows_has_the_same_bytes(tmp_path: Path) -> None:
    """With git's settings there, in a new workspace and in this repository, text and binary files alike."""
    new_workspace.start(tmp_path / "new", datetime.date(2021, 3, 31), BEGUN)
    here = Path(__file__).parents[1]
    shipped = (tmp_path / "new/.gitattributes").read_text().splitlines()
    assert set(shipped) <= set((here / ".gitattributes").read_text().splitlines())
    root = tmp_path / "new"
    (root / "returned.docx").write_bytes(b"PK\r\n\n\x00")
    (root / "text.docx").write_bytes(b"only\ntext\n")
    run(root, "init", "--quiet")
    run(root, "add", ".")
    run(root, "commit", "--quiet", "--message", "Record")
    run(tmp_path, "-c", "core.autocrlf=true", "clone", "--quiet", str(root), "clone")
    for path in run(root, "ls-files").splitlines():
        assert (tmp_path / "clone" / path).read_bytes() == (root / path).read_bytes(), path
    assert b"\r" not in (tmp_path / "clone/standards/our-body/body.yaml").read_bytes()


def test_names_that_are_no_text(repository: Path) -> None:
    """A name in another encoding is no traceback."""
    run(repository, "config", "core.quotepath", "false")
    Path(os.fsdecode(os.fsencode(repository / "standards") + b"/caf\xe9.yaml")).write_text("x")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "--message", "Strange")
    assert provenance(repository, ["standards"]).state == "unchanged"


# The record at any revision.


def commit(folder: Path, name: str, text: str, day: str) -> str:
    """Commit one changed file on a day, and return the commit's id."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    run(folder, "add", ".")
    when = f"{day}T23:30:00+0100"
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=An Officer", "-c", "user.email=officer@example.org",
         "commit", "--quiet", "--message", f"Change of {day}", "--date", when],
        check=True, env={**os.environ, "GIT_COMMITTER_DATE": when},
    )  # fmt: skip
    return run(folder, "rev-parse", "HEAD")


NAME = "standards/body/2021/1.yaml"


@pytest.fixture
def dated(tmp_path: Path) -> tuple[Path, str, str]:
    """Return a workspace below the top of its repository, and two commits of two days."""
    top = tmp_path / "dépôt mit Raum"
    root = write_files(top / "the work")
    run(tmp_path, "init", "--quiet", "--initial-branch=main", str(top))
    first = commit(top, f"the work/{NAME}", "first", "2013-04-25")
    second = commit(top, f"the work/{NAME}", "second", "2013-06-30")
    return root, first, second


def test_a_revision_is_named_in_every_way_that_git_knows(dated: tuple[Path, str, str]) -> None:
    """A branch, a tag, steps back, part of an id; and a day, to its end where the commit was made."""
    root, first, second = dated
    run(root, "tag", "board-paper", first)
    for name in ("board-paper", "HEAD~1", first[:8], "@2013-04-25", "@2013-06-29"):
        assert git.commit_of(root, name) == first, name
    for name in ("main", "HEAD", "@", "@2013-06-30", "@2030-01-01"):
        assert git.commit_of(root, name) == second, name
    run(root, "checkout", "--quiet", "--detach", first)
    assert git.commit_of(root, "HEAD") == first


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2019", "neither a year of the record nor a revision"),
        ("--output=x", "nor a revision"),
        ("HEAD:README", "nor a revision"),
        ("@2013-04-24", "no commit on or before 2013-04-24"),
        ("@2013-13-01", "is not a date"),
    ],
)
def test_a_revision_that_does_not_exist_is_said(
    dated: tuple[Path, str, str], name: str, message: str
) -> None:
    """With what may be named instead; a name is never an option of git's."""
    with pytest.raises(FrancisError, match=message):
        git.commit_of(dated[0], name)


def test_the_files_of_a_revision_are_those_of_the_workspace(dated: tuple[Path, str, str]) -> None:
    """By their path from the root, wherever the root lies in the repository; the work tree is not asked."""
    root, first, second = dated
    (root / NAME).write_text("third")
    assert files_at(root, first, "standards")[NAME] == b"first"
    assert files_at(root, second, "standards")[NAME] == b"second"
    assert files_at(root, first, "standards").keys() == {
        path for path in read_files(root) if path != "standards/x"
    }


def test_renames_and_merges_make_no_difference(dated: tuple[Path, str, str]) -> None:
    """A revision is its files, whatever way they came; a day is a day of the branch that one is on."""
    root, first, _ = dated
    run(root, "checkout", "--quiet", "-b", "other", first)
    run(root, "mv", "standards/body", "standards/corps")
    side = commit(root, "standards/corps/2021/2.yaml", "side", "2013-05-15")
    assert "standards/corps/2021/1.yaml" in files_at(root, side, "standards")
    assert NAME not in files_at(root, side, "standards")
    run(root, "checkout", "--quiet", "main")
    run(root, "merge", "--quiet", "--no-edit", "-s", "ours", "other")
    assert git.commit_of(root, "@2013-06-01") == first
    assert files_at(root, git.commit_of(root, "HEAD"), "standards")[NAME] == b"second"


def test_without_git_or_history_a_revision_is_refused(
    dated: tuple[Path, str, str], tmp_path: Path
) -> None:
    """With what to do about it."""
    (tmp_path / "w").mkdir()
    with pytest.raises(FrancisError, match="is not under version control"):
        git.commit_of(tmp_path / "w", "HEAD")
    run(tmp_path, "clone", "--quiet", "--depth=1", dated[0].parent.as_uri(), "shallow")
    shallow = tmp_path / "shallow/the work"
    assert git.commit_of(shallow, "HEAD") == dated[2]
    with pytest.raises(FrancisError, match="git fetch --unshallow"):
        git.commit_of(shallow, "HEAD~1")


def test_the_commits_of_a_file_are_its_history(dated: tuple[Path, str, str]) -> None:
    """The newest first, with their days; `since` leaves out what was there already."""
    root, first, second = dated
    found = git.history(root, "standards", ["body/2021/1.yaml"])
    assert [
        (c.id in long, c.day, c.subject) for c, long in zip(found, (second, first), strict=True)
    ] == [
        (True, datetime.date(2013, 6, 30), "Change of 2013-06-30"),
        (True, datetime.date(2013, 4, 25), "Change of 2013-04-25"),
    ]
    (since,) = git.history(root, "standards", ["body/2021/1.yaml"], since="HEAD~1")
    assert since == found[0]
    assert git.history(root, "standards", ["nothing"]) == ()


def test_a_subject_is_one_line_that_can_be_printed(dated: tuple[Path, str, str]) -> None:
    """Whatever else somebody wrote: the colours of a terminal, or another end of a line."""
    root, *_ = dated
    file = root / "standards/body/2021/1.yaml"
    file.write_bytes(file.read_bytes() + b"# more\n")
    run(root, "commit", "--all", "--quiet", "--message=one\u2028two\rthree\x0c\x1b[31m red")
    newest, *_ = git.history(root, "standards", ["body/2021/1.yaml"])
    assert newest.subject == "one�two�three��[31m red"


# A workspace that was moved within its repository.


def moved(top: Path, old: str, new: str, day: str) -> Path:
    """Move a workspace within its repository, and commit that; return where it is now."""
    root = top / new
    root.mkdir(parents=True, exist_ok=True)
    run(top, "mv", str(top / old / "standards"), str(root))
    commit(top, "moves", new, day)
    return root


@pytest.mark.parametrize(
    "ways",
    [["new", "the work"], ["new/folder", "other"], ["", "new [x]*"]],
    ids=["and back", "up and down", "by the top"],
)
def test_a_workspace_is_followed_to_where_it_was(
    dated: tuple[Path, str, str], ways: list[str]
) -> None:
    """Its files at a revision, and their history, whatever its folder was called and however often it moved."""
    root, first, second = dated
    top, old = root.parent, "the work"
    for number, new in enumerate(ways):
        root = moved(top, old, new, f"2014-01-0{number + 1}")
        old = new
    commit(top, f"{old}/{NAME}", "third", "2014-02-01")
    assert files_at(root, first, "standards")[NAME] == b"first"
    assert files_at(root, second, "standards").keys() == read_files(root).keys() - {"standards/x"}
    found = git.history(root, "standards", ["body/2021/1.yaml"])
    days = ["2014-02-01", "2014-01-02", "2014-01-01", "2013-06-30", "2013-04-25"]
    assert [str(c.day) for c in found] == days
    since = git.history(root, "standards", ["body/2021/1.yaml"], since=first)
    assert [str(c.day) for c in since] == days[:-1]


def test_a_move_that_is_not_committed_yet_is_followed_if_git_knows_of_it(
    dated: tuple[Path, str, str],
) -> None:
    """`git mv` is enough."""
    root, _, second = dated
    run(root.parent, "mv", "the work", "new")
    new = root.with_name("new")
    assert files_at(new, second, "standards")[NAME] == b"second"
    assert len(git.history(new, "standards", ["body/2021/1.yaml"])) == 2


def test_another_workspace_is_never_taken_for_this_one(dated: tuple[Path, str, str]) -> None:
    """One that was copied is not one that was moved: the other still is where it was."""
    root, first, _ = dated
    copy = root.with_name("copy")
    shutil.copytree(root, copy)
    commit(root.parent, "made", "copy", "2014-01-01")
    assert files_at(copy, first, "standards") == {}
    assert len(git.history(copy, "standards", ["body/2021/1.yaml"])) == 1
