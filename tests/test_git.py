"""Which commit holds the record, with real git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from francis import git
from tests.records import written


def run(folder: Path, *words: str) -> str:
    """Run git in `folder` and return what it prints."""
    settings = ("-c", "user.name=An Officer", "-c", "user.email=officer@example.org")
    return subprocess.run(
        ["git", "-C", str(folder), *settings, *words], check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a workspace in git, in a folder with a space and accents, committed once."""
    root = written(tmp_path / "été 2021")
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
    found = git.provenance(repository, ["standards"])
    assert found == git.Provenance(first, "unchanged")
    assert str(found) == f"commit {first}"
    assert git.provenance(repository, ["README"]).commit != first


@pytest.mark.parametrize("name", ["standards/body/body.yaml", "standards/body/new.yaml"])
def test_changes_that_are_not_committed_are_said(repository: Path, name: str) -> None:
    """A changed file and a new file both count; a file elsewhere does not."""
    (repository / "elsewhere").write_text("x")
    assert git.provenance(repository, ["standards"]).state == "unchanged"
    (repository / name).write_text("x")
    found = git.provenance(repository, ["standards"])
    assert found.state == "changed"
    assert str(found).endswith("with changes not committed")


def test_without_a_repository_a_history_or_git_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is said in its own words, and none is an error."""
    root = written(tmp_path / "w")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert str(git.provenance(root, ["standards"])) == "not under version control"
    run(root, "init", "--quiet")
    assert str(git.provenance(root, ["standards"])) == "not yet committed"
    (root / "README").write_text("x")
    run(root, "add", "README")
    run(root, "commit", "--quiet", "--message", "Other")
    assert str(git.provenance(root, ["standards"])) == "not yet committed"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert str(git.provenance(root, ["standards"])) == "not under version control"


def test_a_shallow_clone_claims_no_commit(repository: Path, tmp_path: Path) -> None:
    """Where the history ends, every file looks as if it were new in that commit."""
    (repository / "README").write_text("x")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "--message", "Other")
    clone = tmp_path / "clone"
    run(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    assert (
        str(git.provenance(clone, ["standards"]))
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
    assert git.provenance(repository, ["standards"]) == git.Provenance(side, "unchanged")


@pytest.mark.parametrize(
    "settings",
    [
        {"core.fsmonitor": "{program}"},
        {"filter.evil.clean": "{program}", "filter.evil.process": "{program}"},
        {"log.showSignature": "true", "gpg.program": "{program}"},
        {"core.pager": "{program}", "diff.external": "{program}", "core.sshCommand": "{program}"},
    ],
    ids=["monitor", "filter", "signature", "others"],
)
def test_a_repositorys_settings_run_no_program(
    repository: Path, tmp_path: Path, settings: dict[str, str]
) -> None:
    """Whatever its settings and attributes name, the program is not started."""
    trace, program = tmp_path / "trace", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {trace}\n")
    program.chmod(0o755)
    (repository / ".gitattributes").write_text("*.yaml filter=evil\n")
    for name, value in settings.items():
        run(repository, "config", name, value.format(program=program))
    (repository / "standards/body/body.yaml").write_text("x")
    assert git.provenance(repository, ["standards"]).state == "changed"
    assert not trace.exists()


def test_a_file_that_git_ignores_is_a_change(repository: Path) -> None:
    """It is part of the paper, and of no commit."""
    (repository / ".git/info/exclude").write_text("9.yaml\n")
    (repository / "standards/inquiry/9.yaml").write_text("x")
    assert git.provenance(repository, ["standards"]).state == "changed"


def test_a_removed_file_is_a_change(repository: Path) -> None:
    """A paper without it is not the paper of that commit."""
    (repository / "standards/inquiry/1.yaml").unlink()
    assert git.provenance(repository, ["standards"]).state == "changed"


def test_line_ends_of_windows_are_no_change(repository: Path) -> None:
    """Git for Windows writes them when it checks a text out."""
    file = repository / "standards/inquiry/1.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert git.provenance(repository, ["standards"]).state == "unchanged"


def test_names_that_are_no_text(repository: Path) -> None:
    """A name in another encoding is no traceback."""
    run(repository, "config", "core.quotepath", "false")
    Path(os.fsdecode(os.fsencode(repository / "standards") + b"/caf\xe9.yaml")).write_text("x")
    run(repository, "add", ".")
    run(repository, "commit", "--quiet", "--message", "Strange")
    assert git.provenance(repository, ["standards"]).state == "unchanged"
