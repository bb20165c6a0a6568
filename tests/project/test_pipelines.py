"""The pipelines that are offered for copying: what their steps say to the shell is run here, beside a real remote."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from tests.shared.workspaces import POSITION, record_files, write_files

ROOT = Path(__file__).parents[2]
PIPELINES = ROOT / "docs/pipelines"
GITHUB = yaml.safe_load((PIPELINES / "github.yml").read_text())
GITLAB = yaml.safe_load((PIPELINES / "gitlab.yml").read_text())
GITHUB_PAGES = yaml.safe_load((PIPELINES / "github-pages.yml").read_text())
GITLAB_PAGES = yaml.safe_load((PIPELINES / "gitlab-pages.yml").read_text())
MARK = "<!-- francis -->"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("vendor.github-workflows", "github.yml"),
        ("vendor.github-workflows", "github-pages.yml"),
        ("vendor.gitlab-ci", "gitlab.yml"),
        ("vendor.gitlab-ci", "gitlab-pages.yml"),
    ],
)
def test_their_hosts_would_read_them(schema: str, name: str) -> None:
    """By the schemas that are published for them."""
    from check_jsonschema import main as check_jsonschema  # asks for a newer click than the program

    words = ["--builtin-schema", schema, str(PIPELINES / name)]
    result = CliRunner().invoke(check_jsonschema, words)
    assert result.exit_code == 0, result.output


def test_a_pull_request_gets_no_more_rights_than_it_needs() -> None:
    """What may write runs nothing of it, and what it is named cannot become a command."""
    assert GITHUB["permissions"] == {"contents": "read"}
    for name, job in GITHUB["jobs"].items():
        text = json.dumps([step.get("run", "") for step in job["steps"]])
        assert "${{" not in text
        assert ("write" in job.get("permissions", {}).values()) == (name != "record")
        if name != "record":
            assert not re.search(r"francis [a-z]", text)
            assert "head.repo.full_name == github.repository" in job["if"]
    assert "pull_request_target" not in (PIPELINES / "github.yml").read_text()


def test_what_makes_the_site_cannot_publish_and_what_publishes_runs_nothing() -> None:
    """Of the repository, nor of anybody else's words."""
    assert GITHUB_PAGES["permissions"] == {"contents": "read"}
    site, publish = (GITHUB_PAGES["jobs"][name] for name in ("site", "publish"))
    assert "write" not in site["permissions"].values()
    assert not any("run" in step for step in publish["steps"])
    assert "${{" not in json.dumps([step.get("run", "") for step in site["steps"]])


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone in which a branch changes one position, with `francis` on the path."""
    program = tmp_path / "bin/francis"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m francis "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    root = write_files(tmp_path / "clone", record_files())
    run("git init --quiet --initial-branch main && git init --quiet --bare ../remote.git", root)
    run("git remote add origin ../remote.git", root)
    commit(root)
    run("git push --quiet origin main && git switch --quiet --create change", root)
    position = root / "standards/body/2021/1.yaml"
    position.write_text(POSITION.format(number=1).replace("value: green", "value: not rated"))
    commit(root)
    return root


def run(script: str, folder: Path, shell: str = "bash", **environment: str) -> str:
    """Return what a script prints; fail with all that it says unless it exits 0."""
    done = subprocess.run(
        [shell, "-e", "-c", script],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout


def commit(folder: Path) -> None:
    officer = "-c user.name='An Officer' -c user.email=officer@example.org"
    run(f"git add --all && git {officer} commit --quiet --message Change", folder)


def on_github(job: str, folder: Path, **environment: str) -> str:
    """Return what the steps of a job print, one after another, but for what installs."""
    said = ""
    for step in GITHUB["jobs"][job]["steps"]:
        if "run" in step and step.get("name") != "Install":
            given = {name: value for name, value in step.get("env", {}).items() if "${{" in value}
            given = {name: re.sub(r"\$\{\{.*\}\}", "main", value) for name, value in given.items()}
            said += run(step["run"], folder, **given | environment)
    return said


def on_gitlab(job: str, folder: Path, shell: str, **environment: str) -> str:
    """Return what the script of a job prints, in the shell that its image has."""
    return run("\n".join(GITLAB[job]["script"]), folder, shell, **environment)


@pytest.mark.slow
def test_github_checks_compares_and_makes_the_papers(clone: Path) -> None:
    """With the findings for the Security tab, and the comparison in the summary of the job."""
    said = on_github("record", clone, GITHUB_STEP_SUMMARY="summary.md")
    assert "output/body/2021/stocktake-draft.pdf" in said
    assert json.loads((clone / "record.sarif").read_text())["version"] == "2.1.0"
    compared = (clone / "comparison.md").read_text()
    assert compared.startswith(f"{MARK}\n### ")
    assert "Rating: Green → Not rated" in compared
    assert (clone / "summary.md").read_text() == compared


@pytest.mark.slow
def test_gitlab_checks_compares_and_makes_the_papers(clone: Path) -> None:
    """With a report on what was found that GitLab shows beside the lines."""
    base = run("git merge-base origin/main HEAD", clone).strip()
    said = on_gitlab("record", clone, "bash", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert "output/body/2021/stocktake-draft.pdf" in said
    assert "Rating: Green → Not rated" in (clone / "comparison.md").read_text()
    found = json.loads((clone / "quality.json").read_text())
    assert found
    for one in found:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] == "info"
        assert (clone / one["location"]["path"]).is_file()
        assert one["location"]["lines"]["begin"] > 0


@pytest.mark.slow
def test_a_mistake_stops_both_and_is_told(clone: Path) -> None:
    """In the form that each host shows."""
    (clone / "standards/body/2021/1.yaml").write_text("format: 1\n")
    with pytest.raises(AssertionError, match=r"::error file=standards/body/2021/1.yaml,line=1"):
        on_github("record", clone)
    assert json.loads((clone / "record.sarif").read_text())["runs"][0]["results"]
    with pytest.raises(AssertionError, match=r"1.yaml:1:1: error"):
        on_gitlab("record", clone, "bash")
    found = json.loads((clone / "quality.json").read_text())
    assert {one["severity"] for one in found} == {"critical"}
    assert len({one["fingerprint"] for one in found}) == len(found) > 1
    assert not (clone / "output").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_the_site_is_made_where_the_host_publishes_it(name: str, clone: Path) -> None:
    """At the address that the host gives; a branch without a final stock-take fails."""
    address = "https://body.example.org/record"
    if name == "github":
        (step,) = (s for s in GITHUB_PAGES["jobs"]["site"]["steps"] if s.get("env"))
        folder, script = "site", step["run"]
        uploads = [
            s["with"]["path"]
            for s in GITHUB_PAGES["jobs"]["site"]["steps"]
            if "upload" in s.get("uses", "")
        ]
        given = dict.fromkeys(step["env"], address)
    else:
        folder, script = "public", "\n".join(GITLAB_PAGES["pages"]["script"])
        uploads = GITLAB_PAGES["pages"]["artifacts"]["paths"]
        given = {"CI_PAGES_URL": address}
    assert uploads == [folder]
    with pytest.raises(AssertionError, match="no stock-take that was asked for is final"):
        run(script, clone, **given)
    year = clone / "standards/body/2021/year.yaml"
    year.write_text(year.read_text().replace("draft", "final"))
    commit(clone)
    run(script, clone, **given)
    assert f"<loc>{address}/body/inquiry/1/</loc>" in (clone / folder / "sitemap.xml").read_text()
    assert (clone / folder / "body/inquiry/papers/2021/stocktake.pdf").is_file()


class Comments(BaseHTTPRequestHandler):
    """The comments of one request, as both hosts keep them; a colleague wrote the first."""

    kept: list[dict[str, Any]]

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.kept.append({"id": len(self.kept) + 1, "body": self._body()} | BOT)
        self._answer()

    def do_PATCH(self) -> None:
        number = int(self.path.rpartition("/")[2])
        next(one for one in self.kept if one["id"] == number)["body"] = self._body()
        self._answer()

    do_PUT = do_PATCH

    def _body(self) -> str:
        assert "secret" in f"{self.headers['Authorization']} {self.headers['PRIVATE-TOKEN']}"
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        return str(json.loads(sent)["body"])

    def _answer(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.kept).encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing: what is served is looked at afterwards."""


BOT = {"user": {"login": "github-actions[bot]"}}


@pytest.fixture
def host() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Return the address of a host, and the comments that it keeps."""
    Comments.kept = [{"id": 1, "body": "Well done.", "user": {"login": "colleague"}}]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Comments)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Comments.kept
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_the_comparison_is_one_comment(
    name: str, tmp_path: Path, host: tuple[str, list[dict[str, Any]]]
) -> None:
    """It is written once and then changed, and what others say is left alone."""
    address, kept = host
    for text in (f"{MARK}\n“Old” & *new* + 1%\n", f"{MARK}\nSomething else\n"):
        (tmp_path / "comparison.md").write_text(text)
        if name == "github":
            given = {"GITHUB_API_URL": address, "GITHUB_REPOSITORY": "body/record"}
            on_github("comment", tmp_path, TOKEN="secret", **given)
        else:
            given = {"CI_API_V4_URL": address, "FRANCIS_TOKEN": "secret"}
            given |= {"CI_MERGE_REQUEST_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3"}
            on_gitlab("comment", tmp_path, "sh", **given)
        assert [one["body"] for one in kept] == ["Well done.", text]


@pytest.mark.slow
def test_a_comparison_too_long_for_a_comment_is_pointed_to(
    tmp_path: Path, host: tuple[str, list[dict[str, Any]]]
) -> None:
    """As GitHub would refuse it."""
    address, kept = host
    (tmp_path / "comparison.md").write_text(f"{MARK}\n{'long ' * 20000}\n")
    on_github(
        "comment", tmp_path, TOKEN="secret", GITHUB_API_URL=address, GITHUB_REPOSITORY="body/record"
    )
    assert "attached to the checks" in kept[1]["body"]


def test_the_hook_runs_a_command_that_is_installed() -> None:
    """Where pre-commit expects it, on changes of the record."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, command = hook["entry"].split()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert (program in scripts, command) == (True, "check")
    assert re.search(hook["files"], "standards/body/2021/1.yaml")
    assert not re.search(hook["files"], "templates/house.css")
