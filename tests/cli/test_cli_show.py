"""`francis show`: one recommendation through all years, on a terminal and as a paper for somebody who asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_cli import run
from tests.shared.file_text import word_text
from tests.shared.workspaces import (
    COVER,
    FORM,
    POSITION,
    YEAR,
    record_with_plan,
    write_files,
)
from tests.test_git import run as git

REASONED = """\
format: 1
number: "1"
acceptance:
  value: accepted
  meeting: The Board
  date: 2021-02-01
  reason: It is right.
rating:
  value: green
  reason: It is done.
assurance:
  value: not assessed
  reason: Nobody was free.
lead: Director of Care
text: |
  Position on 1.
evidence:
  - title: Minutes
    date: 2021-03-01
    where: Drawer 7
  - title: A hidden list
    classification: internal
commitments:
  - text: Position on 1.
    kind: will
    actions: [A1, A2]
"""
SAYING = COVER + (
    "      - text: Of recommendations 1 and 2 all {{ counts.positions }} are answered.\n"
    "      - text: It is as [before](#1).\n"
    "      - text: A promise (1) that is secret.\n        classification: internal\n"
    "      - text: There are 1 or 12 reasons, and standard 12.\n"
    "asks:\n  - Note standard 1.\n  - Note the rest.\n"
    "date: 2021-04-22\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace under version control: two years, a plan, and a cover of the second year that speaks of 1."""
    files = record_with_plan(
        body__2020__year=YEAR.replace("2021-03-31", "2020-03-31"),
        body__2020__1=POSITION.format(number=1).replace("Position on 1.", "What we said first."),
        body__2020__2=POSITION.format(number=2),
        body__2021__year=YEAR + 'follows: "2020"\n',
        body__2021__1=REASONED,
        body__2021__papers__board_report=None,
    )
    files["standards/body/body.yaml"] += FORM.encode()
    files["standards/body/2021/papers/board-report.yaml"] = SAYING.encode()
    folder = write_files(tmp_path, {k: v for k, v in files.items() if "board_report" not in k})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "All of it")
    return folder


def shown(root: Path, *words: str) -> str:
    result = run("show", "1", *words, root=root)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_reasons_evidence_and_progress_are_shown(root: Path) -> None:
    """And where evidence lies, which is what somebody asks for next."""
    text = shown(root)
    for line in (
        "  Acceptance: The Board, 1 February 2021. It is right.\n",
        "  Rating: It is done.\n",
        "  Assurance: Nobody was free.\n",
        "  Evidence: Minutes, 1 March 2021, Drawer 7\n",
        "  Evidence: A hidden list (internal)\n",
        "    10 February 2021: It came.\n",
        "    20 February 2021: A secret note. (internal)\n",
        "    Evidence: Delivery note, 10 February 2021, https://example.org/note\n",
        "    Red: Nobody has signed.\n",
    ):
        assert line in text, line


def test_what_covers_said_of_it_is_shown(root: Path) -> None:
    """What names it, links to it or promises something of it, with the figures of that year; no other number."""
    text = shown(root)
    assert "  The position of the Test Body (The Board, 22 April 2021)\n" in text
    said = re.findall(r"^    (\w.*)$", text.partition("22 April 2021)")[2], re.M)
    assert said[:4] == [
        "Note standard 1.",
        "Of recommendations 1 and 2 all 2 are answered.",
        "It is as before.",
        "A promise (1) that is secret.",
    ]
    assert "the rest" not in text
    assert "12 reasons" not in text


def test_what_is_not_for_everybody_is_counted_in_each_place(root: Path) -> None:
    """Also where only a cover speaks of it."""
    public = run("show", "1", "--audience", "public", root=root)
    assert "secret" not in public.stdout
    assert "hidden list" not in public.stdout
    assert public.stdout.count("[internal]") == 5  # one of them twice
    assert "4 texts are left out" in public.stderr


def test_it_can_begin_at_a_year_a_day_or_a_revision(root: Path) -> None:
    """A year is meant before a revision; from a day without a later year, the last is shown."""
    assert "What we said first." in shown(root)
    assert "All of it" in shown(root)
    first = root / "standards/body/2020/1.yaml"
    first.write_text(first.read_text() + "# A remark.\n")
    git(root, "commit", "--quiet", "--all", "--message", "A remark on 2020")
    git(root, "tag", "2021")
    for since in ("2021", "2020-04-01", "2999-01-01"):
        text = shown(root, "--since", since)
        assert "Test Body 2021" in text
        assert "Test Body 2020" not in text
        assert "Position on 1." in text
        assert "A remark on 2020" not in text
        assert ("All of it" in text) is (since == "2021" or since < "2021")
    assert "Test Body 2020" in shown(root, "--since", "2020")
    assert "Test Body 2020" in shown(root, "--since", "2020-03-31")
    text = shown(root, "--since", "HEAD~1")
    assert "Test Body 2020" in text
    assert "A remark on 2020" in text
    assert "All of it" not in text
    wrong = run("show", "1", "--since", "2019", root=root)
    assert wrong.exit_code == 1
    assert "neither a year of the record nor a revision" in wrong.stderr


def _words_of(file: Path) -> str:
    if file.suffix == ".docx":
        return "\n".join(word_text(file.read_bytes()))
    return file.read_text()


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "md"])
def test_a_paper_says_what_was_asked_and_what_is_left_out(root: Path, form: str) -> None:
    """For the public unless somebody else is named; beside those that `build` makes, which it leaves alone."""
    result = run("show", "1", "--format", form, root=root)
    assert result.exit_code == 0, result.output
    file = root / f"output/body/2021/recommendation-1-draft.{form}"
    assert file.is_file()
    assert "4 texts are left out" in result.stderr
    if form == "pdf":
        return
    text = _words_of(file)
    for words in ("What we said first.", "Minutes", "Drawer 7", "It came.", "all 2 are answered"):
        assert words in text
    assert "4 texts are left out of this paper" in text
    assert "secret" not in text
    assert "hidden list" not in text
    within = run("show", "1", "--format", form, "--audience", "internal", root=root)
    assert within.exit_code == 0
    inner = root / f"output/body/2021/recommendation-1-internal-draft.{form}"
    text = _words_of(inner)
    assert "A promise (1) that is secret." in text
    assert "left out of this paper" not in text
    assert run("build", "stocktake", "--format", "html", root=root).exit_code == 0
    assert file.is_file()


def test_a_paper_begins_where_it_is_asked_to(root: Path) -> None:
    """And is the same again, byte by byte."""
    file = root / "output/body/2021/recommendation-1-draft.html"
    run("show", "1", "--format", "html", "--since", "2021", root=root)
    first = file.read_bytes()
    assert b"What we said first." not in first
    run("show", "1", "--format", "html", "--since", "2021", root=root)
    assert file.read_bytes() == first


def test_a_paper_of_what_is_final_has_no_draft_mark(root: Path) -> None:
    """As with `build --final`: the year is final, all of it is written and confirmed, and committed."""
    year = root / "standards/body/2021/year.yaml"
    year.write_text(year.read_text().replace("draft", "final"))
    second = root / "standards/body/2021/2.yaml"
    second.write_text(second.read_text() + "confirmed:\n  on: 2021-03-01\n")
    run("show", "1", "--format", "html", root=root)
    assert (root / "output/body/2021/recommendation-1-draft.html").is_file()
    git(root, "commit", "--quiet", "--all", "--message", "Approved")
    result = run("show", "1", "--format", "html", root=root)
    assert result.stdout.strip().endswith("recommendation-1.html")


def test_a_paper_that_lies_is_not_written(root: Path) -> None:
    """The facts that its template states are read back and held to the record, and so are its lists."""
    templates = root / "templates"
    templates.mkdir()
    original = Path(__file__).parents[2] / "templates/recommendation.html.j2"
    for old, new, says in (
        ('"rating")', '"assurance")', "assurance of position 1"),
        ("{{ plan.serving(register, number) }}", "<p>Nothing.</p>", "action A1"),
        ('data-rows="position-{{ number }}"', 'data-rows="position-9"', "position-9"),
    ):
        changed = original.read_text()
        assert old in changed
        (templates / "recommendation.html.j2").write_text(changed.replace(old, new, 1))
        result = run("show", "1", "--format", "html", root=root)
        assert result.exit_code == 1
        assert says in result.stderr, result.stderr
        assert not (root / "output/body/2021/recommendation-1-draft.html").exists()


def test_a_cover_of_the_same_name_is_not_written_over(root: Path) -> None:
    """It is told; the cover stays as valid as it was."""
    papers = root / "standards/body/2021/papers"
    (papers / "recommendation-1.yaml").write_text(SAYING + "paper: board-report\n")
    assert run("check", "--select", "claims", root=root).exit_code == 0
    result = run("show", "1", "--format", "html", root=root)
    assert result.exit_code == 1
    assert "body/2021 has a paper of its own that is called recommendation-1" in result.stderr


def test_a_joint_answer_is_in_the_paper(root: Path) -> None:
    """The text of the position with which it is answered."""
    (root / "standards/body/2021/2.yaml").write_text('format: 1\nnumber: "2"\nanswered_with: "1"\n')
    result = run("show", "2", "--format", "html", root=root)
    assert result.exit_code == 0, result.output
    text = (root / "output/body/2021/recommendation-2-draft.html").read_text()
    assert "Answered together with 1." in text
    assert "Position on 1." in text
