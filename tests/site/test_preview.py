"""The site under watch: `francis watch --site`."""

from __future__ import annotations

import http.client
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from francis.cli import main
from francis.preview import server
from francis.preview.watch import Watch
from francis.site.making import site_in_memory
from tests.shared.workspaces import POSITION, record_with_plan, write_files

ONE = "standards/body/2021/1.yaml"


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """Return the watch of a workspace whose one stock-take is a draft, after its first look."""
    root = write_files(tmp_path / "work", record_with_plan())
    made = Watch(root, rules=(), site=site_in_memory)
    made.look()
    return made


def got(watch: Watch, path: str) -> tuple[int, str, str]:
    """Return the status, the policy and the text of what a browser is given."""
    with server.serving(watch) as address:
        host = address.removeprefix("http://").rstrip("/")
        connection = http.client.HTTPConnection(host)
        connection.request("GET", path)
        answer = connection.getresponse()
        policy = f"{answer.headers['Content-Type']} {answer.headers['Content-Security-Policy']}"
        return answer.status, policy, answer.read().decode()


def test_the_site_is_shown_as_it_would_be_published(watch: Watch) -> None:
    """Drafts are marked; what pages load is there; each rule of the policy is said once."""
    status, policy, page = got(watch, "/body/inquiry/1/")
    assert status == 200
    assert "Draft:" in page
    assert "the stock-take" in page
    names = [rule.split()[0] for rule in policy.partition("charset=utf-8 ")[2].split("; ")]
    assert len(names) == len(set(names))
    assert got(watch, "/site.css")[1].startswith("text/css")
    assert got(watch, "/body/inquiry/search-list.js")[1].startswith("text/javascript")
    assert got(watch, "/body/inquiry/nothing/")[0] == 404


def test_each_save_is_seen_and_an_error_leaves_the_site_as_it_was(watch: Watch) -> None:
    """The pages that it changed are told; what is wrong stands above the page."""
    file = watch.root / ONE
    file.write_text(POSITION.format(number=1).replace("Position on 1", "Another word"))
    saved = watch.look()
    assert saved is not None
    assert "body/inquiry/1/index.html" in saved.made
    assert "body/inquiry/2/index.html" not in saved.made
    file.write_text(POSITION.format(number=1).replace("green", "gren"))
    saved = watch.look()
    assert saved is not None
    assert saved.made == ()
    page = got(watch, "/body/inquiry/1/index.html")[2]
    assert "Another word" in page
    assert "this is the paper as it was before" in page
    file.write_text(POSITION.format(number=1))
    own = watch.root / "templates/site/about.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ nothing }}")
    saved = watch.look()
    assert saved is not None
    assert re.search(r"templates/site/about.html.j2:1: 'nothing' is undefined", saved.failures[0])


@pytest.mark.parametrize("more", [["stocktake"], ["--audience", "internal"]])
def test_the_whole_site_is_shown_and_for_the_public_alone(watch: Watch, more: list[str]) -> None:
    """Anything else is wrong use."""
    done = CliRunner().invoke(main, ["watch", "--site", "--root", str(watch.root), *more])
    assert done.exit_code == 2
    assert "--site shows the whole site" in done.stderr
