"""What a shell offers at the tab key, in the form in which each shell asks and is answered."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from francis.cli import main
from tests.shared.every_key import every_key
from tests.shared.workspaces import BODY, YEAR, action, plan, record_files, write_files

SHELLS = ("bash", "zsh", "fish")
PLAN = plan(
    "A1", action("A10").replace("Do A10.", '"First: this,\\n\\n      then that, and so on."')
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace of two bodies, the second with an older year too."""
    files = record_files(
        body__2021__actions=PLAN,
        other__body=BODY.replace("key: green", "key: 'on: time'"),
        **{f"other__{year}__year": YEAR for year in ("2020", "2021")},
    )
    return write_files(tmp_path / "déjà vu", files)


def answer(shell: str, line: str) -> str:
    """Return what the program answers to the shell when the tab key is pressed at the end of a line."""
    words = re.split(r"(?<!\\) ", line)
    asked = {
        "_FRANCIS_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "\n".join(words) if shell == "bash" else line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    result = CliRunner().invoke(main, [], env=asked, prog_name="francis")
    assert result.exit_code == 0
    assert result.stderr == ""
    return result.stdout.rstrip("\n")


def offered(shell: str, line: str) -> dict[str, str]:
    """Return the words that are offered, each with its description, if the shell shows any."""
    lines = [line for line in answer(shell, line).splitlines() if line]
    if shell == "zsh":
        triples = zip(lines[::3], lines[1::3], lines[2::3], strict=True)
        return {word: "" if about == "_" else about for _, word, about in triples}
    pairs = (line.partition(",")[2].partition("\t") for line in lines)
    return {word: about for word, _, about in pairs}


@pytest.fixture(autouse=True)
def _there(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "standards")


@pytest.mark.parametrize("shell", SHELLS)
def test_numbers_actions_and_ratings_are_offered(shell: str) -> None:
    """With what they are, on one line, where the shell can show it."""
    told = shell != "bash"
    for command in ("rate", "show", "confirm"):
        numbers = offered(shell, f"francis {command} ")
        assert numbers == {n: f"Heading {n}" * told for n in ("1", "2")}
    assert offered(shell, "francis act A10") == {"A10": "First: this, then that, and so on." * told}
    ratings = offered(shell, "francis rate --body body 1 ")
    space = r"not\\ rated" if shell == "bash" else "not rated"
    assert ratings == {
        "green": "Green: On track." * told,
        space: "Not rated: Nobody has given a rating." * told,
    }
    assert offered(shell, "francis act A1 --rate g") == {"green": "Green: On track." * told}


@pytest.mark.parametrize("shell", SHELLS)
def test_bodies_years_and_papers_are_offered(shell: str) -> None:
    """Wherever one is asked for; the years are those of the body that was named."""
    told = shell != "bash"
    for command in ("check", "build", "status", "show 1", "new-year 2022", "act", "diff 2021"):
        assert list(offered(shell, f"francis {command} --body ")) == ["body", "other"]
    for command in ("check", "build", "status", "rate 1", "confirm 1"):
        assert list(offered(shell, f"francis {command} --body body --year ")) == ["2021"]
    assert offered(shell, "francis diff --body other 2") == dict.fromkeys(
        ("2020", "2021"), "as at 2021-03-31" * told
    )
    assert list(offered(shell, "francis build ac")) == ["action-plan"]
    assert list(offered(shell, "francis confirm 1 ")) == ["2"]
    for option in ("--select", "--ignore promises --ignore", "--explain"):
        names = offered(shell, f"francis check {option} claim")
        assert list(names) == ["claim-without-evidence", "claims"]
    assert list(offered(shell, "francis check --explain claim-without-evidence --yea")) == [
        "--year"
    ]
    for year in ("2020", "2021"):
        end = year[-1]
        line = f"francis check --explain claims --body other --year 202{end}"
        assert list(offered(shell, line)) == [year]


def test_what_is_answered_with_another_is_offered_where_it_can_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be shown, but is rated and confirmed under the other number; short names stand for long ones."""
    monkeypatch.chdir(write_files(tmp_path / "whole", every_key()))
    assert list(offered("zsh", "francis show ")) == ["1", "2", "2-a", "3", "other/C1", "royal/C2"]
    for command in ("rate", "confirm"):
        assert list(offered("zsh", f"francis {command} ")) == ["1", "2", "2-a"]
    assert offered("zsh", "francis rate 1") == {"1": "The first"}
    assert offered("zsh", "francis act A1") == {"A1": "One"}
    assert list(offered("zsh", "francis act B")) == ["B(i)", "B(ii)"]
    assert "quality-report" in offered("zsh", "francis build ")


def test_pages_of_the_guide_are_offered() -> None:
    """With their headings; a workspace is not needed."""
    assert offered("fish", "francis help a-c") == {"a-colleagues-change": "A colleague's change"}
    assert len(offered("zsh", "francis help ")) > 8


def test_posts_are_offered(root: Path) -> None:
    """Those that lead a position or an action, alone or with others."""
    year = root / "standards/body/2021"
    with (year / "2.yaml").open("a") as file:
        file.write("lead: [{post: Head of Audit}, {post: Head of Care}, 7]\n")
    with (year / "actions.yaml").open("a") as file:
        file.write("    lead: Chief Officer\n")
    posts = ["Chief Officer", "Head of Audit", "Head of Care"]
    assert list(offered("zsh", "francis status --body body --lead ")) == posts
    assert list(offered("zsh", "francis status --body other --lead ")) == []


def test_what_is_still_being_written_hides_nothing_else(root: Path) -> None:
    """An action without an id, a paper without a name, a list that is none."""
    plan_file = root / "standards/body/2021/actions.yaml"
    plan_file.write_text(
        plan_file.read_text().replace("actions:\n", "actions:\n  - \n  - descr\n", 1)
    )
    body = root / "standards/body/body.yaml"
    body.write_text(body.read_text() + "papers:\n  - like: hwbb\n  - paper: q\n    like: hwbb\n")
    assert list(offered("fish", "francis act --body body ")) == ["A1", "A10"]
    assert "q" in offered("fish", "francis build --body body ")


def test_a_rating_of_several_words_can_be_typed_in_each_way() -> None:
    """As words, in quotation marks, with a backslash."""
    assert offered("bash", "francis rate 1 not ") == {"rated": ""}
    assert offered("bash", "francis rate 1 not r") == {"rated": ""}
    assert offered("bash", "francis rate 1 green ") == {}
    assert answer("bash", 'francis act A1 --rate "n') == "plain,not rated"
    assert answer("bash", r"francis act A1 --rate not\ r") == r"plain,not\\ rated"


def test_what_can_be_added_is_offered(root: Path) -> None:
    """Kinds of things, papers with a cover, purposes, posts, numbers that lack a position, sets, kinds of body, templates."""
    kinds = (
        "set recommendation body year position action progress evidence cover committee template "
        "provider concern request"
    )
    assert {*offered("fish", "francis add ")} == {*kinds.split()}
    assert {*offered("fish", "francis add cover ")} == {"board-report", "hwbb"}
    assert "approve" in offered("fish", "francis add cover hwbb --purpose ")
    led = plan(action("A1", "lead: Head of Care"), action("A2", "lead: [{post: Head of Beds}]"))
    (root / "standards/body/2021/actions.yaml").write_text(led)
    for line in ("add action --lead ", "confirm --by ", "act A1 --approved-by "):
        assert {*offered("fish", f"francis {line}")} == {"Head of Care", "Head of Beds"}
    (root / "standards/body/2021/2.yaml").unlink()
    assert offered("fish", "francis add position --body body ") == {"2": "Heading 2"}
    assert {*offered("fish", "francis add evidence --body body ")} == {"1", "A1", "A2"}
    assert {*offered("fish", "francis add body --set ")} == {"inquiry"}
    assert "icb" in offered("fish", "francis add body --kind ")
    assert {*offered("fish", "francis init x --set ")} == {"francis-2013"}
    assert "board-report" in offered("fish", "francis add template ")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_prompt_is_never_disturbed(shell: str, root: Path, tmp_path: Path) -> None:
    """Not by a broken file, nor by nonsense, nor outside a workspace; what can be read is offered."""
    (root / "standards/body/2021/actions.yaml").write_text("actions: [")
    (root / "standards/inquiry/1.yaml").write_bytes(b"\xff\xfe\x00")
    (root / "standards/other/body.yaml").write_text("ratings: nonsense")
    assert offered(shell, "francis act ") == {}
    assert list(offered(shell, "francis rate ")) == ["1", "2"]
    assert list(offered(shell, "francis check --body ")) == ["body", "other"]
    for line in ("rate 1 --body other ", "nonsense ", "rate --what ", "rate --root /nowhere 1 '"):
        answer(shell, f"francis {line}")
    shutil.rmtree(root / "standards/body")
    (root / "standards/other/body.yaml").write_text("- " * 2000)
    assert offered(shell, "francis rate --body other 1 ") == {}


@pytest.mark.parametrize("shell", SHELLS)
def test_outside_a_workspace_nothing_is_offered(
    shell: str, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless one is named."""
    monkeypatch.chdir(tmp_path)
    assert offered(shell, "francis rate ") == {}
    monkeypatch.chdir(root.parent)
    root.rename(tmp_path / "there")
    assert list(offered(shell, "francis rate --root there ")) == ["1", "2"]


def test_bash_takes_what_it_is_offered(root: Path) -> None:
    """Its own script, which puts the words into the line; zsh and fish need a terminal for that."""
    program = Path(sys.executable).with_name("francis")
    assert program.is_file()
    asking = f"""
        eval "$(_FRANCIS_COMPLETE=bash_source {program})"
        COMP_WORDS=({program} rate 1 n) COMP_CWORD=3
        _francis_completion {program}
        printf '<%s>' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", asking], capture_output=True, text=True, check=True)
    assert done.stdout == r"<not\ rated>"


def test_the_whole_description_is_shown_in_fish() -> None:
    """Click's own script ends it at the first comma."""
    asked = {"_FRANCIS_COMPLETE": "fish_source"}
    script = CliRunner().invoke(main, [], env=asked, prog_name="francis").stdout
    assert 'string split --max 1 ","' in script
