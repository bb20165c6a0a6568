"""Which commit holds the record, with real git."""

from __future__ import annotations

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


def test_a_repositorys_settings_run_no_program(repository: Path, tmp_path: Path) -> None:
    """A monitor of the file system named by the repository is not started."""
    trace = tmp_path / "trace"
    monitor = tmp_path / "monitor"
    monitor.write_text(f"#!/bin/sh\ntouch {trace}\n")
    monitor.chmod(0o755)
    run(repository, "config", "core.fsmonitor", str(monitor))
    (repository / "standards/body/body.yaml").write_text("x")
    assert git.provenance(repository, ["standards"]).state == "changed"
    assert not trace.exists()
