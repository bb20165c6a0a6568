"""A body that answers two sets, and years whose names say nothing of their order: every command, from end to end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_cli import run
from tests.shared.workspaces import (
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    action,
    plan,
    record_files,
    write_files,
)
from tests.test_git import run as git

WIDE = SET.replace('last: "2"', 'last: "9"')


def year(day: str, set_id: str = "inquiry", follows: str = "") -> str:
    """Return the file of a year."""
    text = YEAR.replace("2021-03-31", day).replace("inquiry", set_id)
    return text + (f'follows: "{follows}"\n' if follows else "")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a body with two years of a set that holds 1 and 2, and one of another that holds 2 and 3."""
    files = record_files(
        second__set=WIDE.replace("short_title: Inquiry", "short_title: Second"),
        **{f"second__{n}": RECOMMENDATION.format(number=n) for n in (2, 3)},
        body__2021__year=None,
        body__2021__1=None,
        body__2021__2=None,
        body__b__year=year("2021-03-31"),
        body__a__year=year("2022-03-31", follows="b"),
        body__z__year=year("2021-06-30", "second"),
        body__a__actions=plan("A1", "A7"),
        body__z__actions=plan(*(action(n).replace('["1"]', '["3"]') for n in ("A1", "A9"))),
        **{f"body__{name}__{n}": POSITION.format(number=n) for name in "ab" for n in (1, 2)},
        **{f"body__z__{n}": POSITION.format(number=n) for n in (2, 3)},
    )
    root = write_files(tmp_path, files)
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Begun")
    return root


def test_status_and_build_treat_the_latest_of_both_sets(root: Path) -> None:
    """In the order in which years follow, whatever they are called; or of the one that is asked for."""
    shown = [
        (s["year"], s["set"])
        for s in json.loads(run("status", "--format", "json", root=root).stdout)
    ]
    assert shown == [("a", "inquiry"), ("z", "second")]
    heads = re.findall("^Test Body .*", run("status", root=root).stdout, re.MULTILINE)
    assert heads == [
        "Test Body a against the Inquiry Report, as at 31 March 2022: draft",
        "Test Body z against the Second Report, as at 30 June 2021: draft",
    ]
    (alone,) = re.findall("^Test Body .*", run("status", "--set", "second", root=root).stdout, re.M)
    assert alone == "Test Body z, as at 30 June 2021: draft"
    built = run("build", "stocktake", "--format", "html", root=root)
    assert {path.parent.name for path in (root / "output").rglob("*.html")} == {"a", "z"}
    assert built.exit_code == 0
    (root / "standards/body/z/year.yaml").write_text(year("2021-07-31", "second"))
    again = run("build", "stocktake", "--format", "html", "--set", "inquiry", root=root)
    assert "0 made, 1 unchanged" in again.stderr + again.stdout
    assert (root / "output/body/z/stocktake-draft.html").exists()


def test_check_looks_at_the_latest_of_both_sets(root: Path) -> None:
    """And with --set at one of them, and at the files of its years."""
    for name in ("a", "b", "z"):
        path = root / f"standards/body/{name}/2.yaml"
        path.write_text(path.read_text() + "  Our response is robust, see [9](#9).\n")

    def found(*options: str) -> set[str]:
        told = json.loads(run("check", "--format", "json", *options, root=root).stdout)["problems"]
        return {p["path"].split("/")[2] for p in told if p["rule"] == "link"}

    assert found() == {"a", "b", "z"}
    assert found("--set", "second") == {"z"}
    assert found("--set", "inquiry") == {"a", "b"}
    assert found("--set", "inquiry", "--year", "b") == {"b"}


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "status",
        "build",
        "watch",
        "rate 1 green",
        "show 1",
        "act A1 --complete",
        "confirm 1",
        "new-year c",
    ],
)
def test_a_set_that_is_not_answered_is_refused(root: Path, command: str) -> None:
    """By every command that takes one, with those that are."""
    refused = run(*command.split(), "--set", "inqiry", root=root)
    assert refused.exit_code == 2
    assert (
        "--set 'inqiry' does not exist. Choose from: inquiry, second. Did you mean inquiry?"
        in refused.stderr
    )


@pytest.mark.parametrize(
    ("command", "changed"),
    [
        ("rate 1 not rated", "a/1.yaml"),
        ("rate 3 not rated", "z/3.yaml"),
        ("confirm 3", "z/3.yaml"),
        ("act A7 --complete --on 2021-05-01", "a/actions.yaml"),
        ("act A9 --complete --on 2021-05-01", "z/actions.yaml"),
    ],
)
def test_what_is_in_one_set_only_means_that_one(root: Path, command: str, changed: str) -> None:
    """A number, or the id of an action."""
    done = run(*command.split(), root=root)
    assert done.exit_code == 0, done.stderr
    assert git(root, "diff", "--name-only").split() == [f"standards/body/{changed}"]


@pytest.mark.parametrize(
    ("command", "changed"),
    [
        ("rate 2 not rated", "2.yaml"),
        ("confirm 2", "2.yaml"),
        ("act A1 --complete --on 2021-05-01", "actions.yaml"),
        ("show 2", None),
    ],
)
def test_what_is_in_both_sets_needs_the_set(root: Path, command: str, changed: str | None) -> None:
    """The message says which there are, and nothing is written."""
    asked = run(*command.split(), root=root)
    assert asked.exit_code == 2
    assert "could be of any of them. Choose one with --set: inquiry, second." in asked.stderr
    assert git(root, "diff", "--name-only") == ""
    done = run(*command.split(), "--set", "second", root=root)
    assert done.exit_code == 0, done.stderr
    if changed:
        assert git(root, "diff", "--name-only").split() == [f"standards/body/z/{changed}"]
    else:
        assert "Test Body z, as at 30 June 2021" in done.stdout
        assert "Test Body a" not in done.stdout


def test_what_is_in_no_set_is_said_to_be_in_none(root: Path) -> None:
    """With what there is in both; and positions of two sets are not confirmed in one run."""
    refused = run("rate", "8", "green", root=root)
    assert "NUMBER '8' does not exist. Choose from: 1, 2, 3." in refused.stderr
    both = run("confirm", "1", "3", root=root)
    assert "body answers several sets. Choose one with --set: inquiry, second." in both.stderr


def test_mistakes_in_one_set_do_not_stop_work_on_the_other(root: Path) -> None:
    """As soon as it is named; and the message says how."""
    (root / "standards/body/z/3.yaml").write_text("format: [")
    stopped = run("rate", "1", "not", "rated", root=root)
    assert stopped.exit_code == 1
    assert "name it with --set: inquiry, second." in stopped.stderr
    assert run("rate", "1", "not", "rated", "--set", "inquiry", root=root).exit_code == 0


def test_a_next_year_is_begun_for_one_set(root: Path) -> None:
    """It follows the latest of that set, and writes down which numbers it answers."""
    assert "Choose one with --set" in run("new-year", "c", root=root).stderr
    done = run("new-year", "c", "--set", "inquiry", root=root)
    assert done.exit_code == 0, done.stderr
    text = (root / "standards/body/c/year.yaml").read_text()
    assert "follows: a\n" in text
    assert 'numbers:\n  - "1"\n  - "2"\n' in text
    assert run("check", root=root).exit_code == 0
    write_files(root, {"standards/inquiry/set.yaml": WIDE.encode()})
    write_files(root, {"standards/inquiry/9.yaml": RECOMMENDATION.format(number=9).encode()})
    (root / "standards/body/a/year.yaml").write_text(
        year("2022-03-31", follows="b") + 'numbers: ["1", "2"]\n'
    )
    (root / "standards/body/b/year.yaml").write_text(year("2021-03-31") + 'numbers: ["1", "2"]\n')
    assert run("check", root=root).exit_code == 0
    grown = run("new-year", "d", "--set", "inquiry", root=root)
    assert grown.exit_code == 0, grown.stderr
    assert "1 recommendation of inquiry is not answered, as in c." in grown.stderr


def test_a_comparison_is_of_one_set(root: Path) -> None:
    """Of a revision both sets are compared, each with itself; two years of different sets cannot be."""
    path = root / "standards/body/z/3.yaml"
    path.write_text(path.read_text().replace("green", "not rated"))
    shown = run("diff", "HEAD", root=root).stdout
    assert re.findall("^Test Body.*", shown, re.MULTILINE) == [
        "Test Body: Inquiry Report, HEAD → the files as they are now",
        "Test Body: Second Report, HEAD → the files as they are now",
    ]
    facts = json.loads(run("diff", "HEAD", "--format", "json", root=root).stdout)
    assert [(f["set"], f["old"]["year"], f["old"]["name"]) for f in facts] == [
        ("inquiry", "a", "HEAD"),
        ("second", "z", "HEAD"),
    ]
    alone = run("diff", "HEAD", "--set", "second", root=root).stdout
    assert alone.startswith("Test Body: HEAD → the files as they are now")
    assert "Rating: Green → Not rated" in alone
    assert run("diff", "b", root=root).stdout.startswith("Test Body: b → the files as they are now")
    assert (
        json.loads(run("diff", "b", "--format", "json", root=root).stdout)[0]["new"]["year"] == "a"
    )
    refused = run("diff", "b", "z", root=root)
    assert refused.exit_code == 1
    assert "b answers inquiry, and z answers second" in refused.stderr


def test_two_latest_years_stop_whatever_means_the_latest(root: Path) -> None:
    """With what to do; a year that is named is not in doubt."""
    (root / "standards/body/a/year.yaml").write_text(year("2022-03-31"))
    for command in (
        "status",
        "build",
        "rate 1 green",
        "confirm 1",
        "new-year c --set inquiry",
        "diff HEAD",
        "show 1",
        "check",
    ):
        stopped = run(*command.split(), root=root)
        assert stopped.exit_code == 1, command
        told = stopped.stderr + stopped.stdout
        assert (
            "b and a both answer inquiry and follow no year, but only one can be the first" in told
        )
        assert 'Write follows: "b" in a/year.yaml' in told
    assert run("status", "--year", "a", root=root).exit_code == 0
    assert run("status", "--set", "second", root=root).exit_code == 0
    assert run("rate", "3", "not", "rated", "--set", "second", root=root).exit_code == 0


@pytest.mark.parametrize(
    ("before", "name", "is_refused"),
    [
        ("2026", "2025", True),
        ("2026", "2027", False),
        ("2016-jan", "2016-feb", False),
        ("2016-jan", "2015-dec", True),
        ("a", "1", False),
        ("fy2026", "fy2025", True),
    ],
)
def test_a_next_year_is_not_named_after_an_earlier_one(
    tmp_path: Path, before: str, name: str, is_refused: bool
) -> None:
    """Whoever reads the name would be misled; a name that holds no year says nothing."""
    files = record_files(body__2021__year=None, body__2021__1=None, body__2021__2=None)
    files[f"standards/body/{before}/year.yaml"] = YEAR.encode()
    files |= {
        f"standards/body/{before}/{n}.yaml": POSITION.format(number=n).encode() for n in (1, 2)
    }
    done = run("new-year", name, root=write_files(tmp_path, files))
    assert done.exit_code == is_refused
    assert ("Choose a later name, such as 20" in done.stderr) == is_refused


def test_papers_of_another_set_are_left_where_they_are(root: Path) -> None:
    """Even one that its year no longer has: it goes when that set is built."""
    run("build", "action-plan", "--format", "html", root=root)
    (root / "standards/body/z/actions.yaml").unlink()
    paper = root / "output/body/z/action-plan-draft.html"
    assert (
        run("build", "stocktake", "--format", "html", "--set", "inquiry", root=root).exit_code == 0
    )
    assert paper.exists()
    assert (
        run("build", "stocktake", "--format", "html", "--set", "second", root=root).exit_code == 0
    )
    assert not paper.exists()


def test_an_id_of_the_plans_for_both_sets_is_told_once(root: Path) -> None:
    """If it is of two actions: whoever says A1 must then say of which set."""
    rule = ("check", "--select", "action-id-reused")
    assert "action-id-reused" not in run(*rule, root=root).stdout
    file = root / "standards/body/z/actions.yaml"
    file.write_text(file.read_text().replace("description: Do A1", "description: Count A1", 1))
    told = run(*rule, root=root).stdout
    assert told.count("A1 is another action too, in a: ") == told.count("another action") == 1
    alone = run(*rule, "--set", "second", root=root).stdout
    assert "action-id-reused" not in alone
