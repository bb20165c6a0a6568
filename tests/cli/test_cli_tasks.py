"""What the guide says to type for what: typed as it stands there, and looked at."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from francis.cli import main, terminal
from tests.shared.council_files import council
from tests.shared.forms import fill_word
from tests.test_git import run as git

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/officers-guide.md").read_text()
TABLE = GUIDE.partition("## What to type for what")[2].partition("\n## ")[0]
TASKS = {
    task: [
        words for words in re.findall(r"`([^`]+)`", typed) if words.startswith(("francis", "cd "))
    ]
    for task, typed in re.findall(
        r"^\| (?!you want|---)([^|]+) \| ([^|]+) \|$", TABLE, re.MULTILINE
    )
}
"""What somebody wants, and the commands of the guide in their order."""
YEAR = "standards/example-ccg/2015"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a workspace with the record of the example, under version control."""
    for name in ("example-ccg", "francis-2013"):
        shutil.copytree(ROOT / "standards" / name, tmp_path / "w/standards" / name)
    monkeypatch.chdir(tmp_path / "w")
    git(tmp_path / "w", "init", "--quiet", "--initial-branch=main")
    git(tmp_path / "w", "add", ".")
    git(tmp_path / "w", "commit", "--quiet", "--message", "Begun")
    return tmp_path / "w"


def typed(task: str, count: int, answers: str = "", *, build: str = "") -> list[Result]:
    """Type the commands of a task, which are so many, and return how each ended; `build` is added to that command."""
    commands = [shlex.split(words)[1:] for words in TASKS[task] if words.startswith("francis")]
    assert len(commands) == count
    done = []
    for words in commands:
        more = build.split() if words[0] == "build" else []
        wide = {"COLUMNS": "120"}
        done.append(CliRunner().invoke(main, [*words, *more], input=answers, env=wide))
        assert done[-1].exit_code == 0, (words, done[-1].output)
    return done


def test_each_task_of_the_guide_is_typed_below() -> None:
    """So that none is written there and tried by nobody."""
    names = re.findall(r'(?:typed\(|TASKS\[)"([^"]+)"', Path(__file__).read_text())
    assert sorted(names) == sorted(TASKS)


def test_the_first_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of nothing: three commands, one of them to go there."""
    monkeypatch.chdir(tmp_path)
    first, cd, last = TASKS["the first papers"]
    words = '--set francis-2013 --name "A Body" --short-name Body --kind icb'
    begun = CliRunner().invoke(main, shlex.split(f"{first} {words}")[1:])
    assert begun.exit_code == 0, begun.output
    monkeypatch.chdir(tmp_path / cd.split()[1])
    built = CliRunner().invoke(main, [*shlex.split(last)[1:], "--format", "html"])
    assert built.exit_code == 0, built.output
    (folder,) = Path("output/body").iterdir()
    assert {path.name for path in folder.iterdir()} >= {
        "board-report-draft.html",
        "hwbb-draft.html",
    }


def test_a_mistake_is_put_right(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has one answer, once somebody at a terminal has agreed to it."""
    monkeypatch.setattr(terminal, "is_agreed", lambda question: True)
    file = here / YEAR / "127.yaml"
    file.write_text(file.read_text().replace("value: amber", "value: Amber"))
    (done,) = typed("a mistake in the files put right", 1)
    assert "+  value: amber" in done.output


def test_a_rating_and_why(here: Path) -> None:
    """With its reason."""
    typed("another rating, and why", 1)
    text = (here / YEAR / "127.yaml").read_text()
    assert "value: green\n  reason: The analyst has begun.\n" in text


def test_the_councils_paper_in_its_own_word_file(here: Path) -> None:
    """The cover is written, and the paper has the look of the council."""
    (here / "templates").mkdir()
    (here / "templates/council.docx").write_bytes(council())
    body = here / "standards/example-ccg/body.yaml"
    body.write_text(
        body.read_text().replace("  - paper: hwbb\n", "  - paper: hwbb\n    house: council.docx\n")
    )
    typed("the council's paper, in its own Word file", 2, build="--format docx")
    assert (here / "output/example-ccg/2015/hwbb-july-draft.docx").exists()


def test_what_is_overdue_and_whose_it_is(here: Path) -> None:
    """The action, its date and its lead."""
    (done,) = typed("what is overdue, and whose it is", 1)
    assert "A19, due 31 January 2015: Head of Communications and Engagement" in done.output


def test_the_next_year_confirmed_in_bulk(here: Path) -> None:
    """All that is written, and rated or not accepted: two have no rating, as one is not accepted and one does not apply."""
    _, confirmed = typed("the next year, confirmed in bulk", 2)
    years = [path.read_text() for path in (here / "standards/example-ccg/2016").glob("1*.yaml")]
    assert sum("confirmed:" in text for text in years) == 22
    assert "Not confirmed" not in confirmed.output


def test_what_changed_as_a_paper(here: Path) -> None:
    """In the output folder."""
    typed("what changed, as a paper", 1)
    assert [*(here / "output/example-ccg/2015").glob("comparison*.docx")]


def test_what_a_colleagues_branch_changes(here: Path) -> None:
    """Compared with one's own."""
    git(here, "switch", "--quiet", "--create", "colleague")
    file = here / YEAR / "127.yaml"
    file.write_text(file.read_text().replace("value: amber", "value: green"))
    git(here, "commit", "--quiet", "--all", "--message", "Rate 127")
    git(here, "switch", "--quiet", "main")
    (done,) = typed("to see what a colleague's branch changes", 1)
    assert "Rating: Amber → Green (improved)." in done.output


@pytest.fixture
def asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the form of a lead, on the day after that of the record."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1427846400")
    (here / ".gitignore").write_text("output/\naddresses.yaml\n")
    (here / "addresses.yaml").write_text("Head of Commissioning: commissioning@example.org\n")
    typed("forms for the leads, and mail drafts", 1)
    return here / "output/example-ccg/2015/forms/Head-of-Commissioning.docx"


def test_forms_for_the_leads(asked: Path) -> None:
    """Each with a message that is ready to be sent."""
    text = asked.with_suffix(".eml").read_text()
    assert "To: commissioning@example.org" in text
    assert "by 10 April 2015" in text


def test_answers_in_forms_that_came_back(here: Path, asked: Path) -> None:
    """From a folder; what is not filled in stays as it is."""
    answers = {
        (0, "filled_on"): "30 March 2015",
        (1, "progress"): "Two plans are finished.",
        (1, "rating"): "Amber",
    }
    (here / "Downloads/forms").mkdir(parents=True)
    (here / "Downloads/forms/back.docx").write_bytes(fill_word(asked.read_bytes(), answers))
    looked, taken = typed("the answers in the forms that came back", 2)
    assert "Two plans are" in looked.output
    assert looked.stdout == taken.stdout
    changed = git(here, "diff", "--unified=0").splitlines()
    lines = [line.strip(" -+") for line in changed if re.match(r"[-+](?![-+])", line)]
    assert lines == [
        "date: 2015-03-30",
        "text: Two plans are finished.",
        lines[2],
        "value: red",
        "reason: Overdue since 28 February 2015. Two plans are drafts, and four are not begun.",
        "value: amber",
    ]
    assert lines[2].startswith("source: Form ")


def test_who_has_not_answered(asked: Path) -> None:
    """With drafts beside the forms."""
    (done,) = typed("to know who has not answered", 1)
    assert "Head of Commissioning" in done.output
    assert asked.with_name("Head-of-Commissioning-reminder.eml").exists()


def test_a_second_set_of_recommendations(here: Path) -> None:
    """From a list, and a year that answers it."""
    (here / "list.txt").write_text("1 Answer complaints in time\n2 Tell who answers them\n")
    typed("a second set of recommendations", 2)
    year = (here / "standards/example-ccg/audit-2015/year.yaml").read_text()
    assert "set: our-audit" in year
    checked = CliRunner().invoke(main, ["check", "--fail-on", "error"])
    assert checked.exit_code == 0, checked.output


def test_a_second_body(here: Path) -> None:
    """With a first year."""
    typed("a second body", 1)
    assert (here / "standards/barsetshire-icb/2026/123.yaml").exists()


def test_everything_on_one_recommendation(here: Path) -> None:
    """In every year."""
    (done,) = typed("everything on one recommendation", 1)
    for year in ("2013", "2014", "2015"):
        assert f"Exampleshire CCG {year}" in done.output


def test_last_years_table(here: Path) -> None:
    """A table of Word is in the plan, its answers are kept, and nothing of the record was lost."""
    document = docx.Document()
    rows = (
        ("Ref", "Recommendation", "Action required", "By whom", "By when", "RAG"),
        ("Q1", "Rec 124", "Put them into contracts", "Head of Contracting", "03/04/2015", "Amber"),
        ("Q2", "127 and 128", "Fill the post", "Head of Commissioning", "30/04/2015", "On track"),
    )
    table = document.add_table(len(rows), len(rows[0]))
    for cell, words in zip(table._cells, (words for row in rows for words in row), strict=True):
        cell.text = words
    document.save("last-year.docx")
    plan = here / YEAR / "actions.yaml"
    before = plan.read_text()
    first, second = typed("last year's table, from Word or Excel", 2)
    assert "Questions (2):" in first.output
    assert "Questions" not in second.output
    after = plan.read_text()
    assert after.startswith(before.rstrip("\n"))
    assert re.findall(r"- id: (Q.)\n(?:.*\n)*?.*original_due: (.*)\n", after) == [
        ("Q1", "2015-04-03"),
        ("Q2", "2015-04-30"),
    ]
    assert "On track: green" in (here / "standards/imports/last-year.yaml").read_text()
    checked = CliRunner().invoke(main, ["check"])
    assert checked.exit_code == 0, checked.output


def test_a_line_on_a_provider(here: Path) -> None:
    """In its log."""
    (done,) = typed("a line on a provider", 1)
    assert "royal/L4 was noted." in done.output
    log = (here / "standards/example-ccg/providers/royal/log.yaml").read_text()
    assert log.rstrip().endswith("source: GPs of two practices")


def test_what_is_mine_to_do(here: Path) -> None:
    """Actions and what is due of providers, in one list."""
    (done,) = typed("what is mine to do, and when", 1)
    assert "27 February 2015: royal/C3, see that it was kept" in done.output
    assert "28 March 2015: A14, complete it" in done.output
