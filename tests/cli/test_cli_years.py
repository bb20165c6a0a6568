"""The commands about years and revisions, from end to end, with real git."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import page as page_validation
import pytest
from openxml_audit import OpenXmlValidator

from francis.record.prose import blocks_of
from tests.cli.test_cli import run
from tests.shared.file_text import word_text
from tests.shared.workspaces import POSITION, action, plan, record_files, write_files
from tests.test_git import run as git

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/changes.schema.json").read_text())
PLAN = plan(
    action("A1", "original_due: 2021-02-28\nlead: Director of Care\nsince: 2021-01-01"),
    action("A2", "completed: 2021-03-01\nverified:\n  by: Auditor\n  date: 2021-03-02"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with an action plan, committed and tagged, in a folder with a space and accents."""
    root = write_files(tmp_path / "déjà vu", record_files(body__2021__actions=PLAN))
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "As the board saw it")
    git(root, "tag", "board")
    return root


def test_a_year_from_its_beginning_to_its_comparison(root: Path) -> None:
    """Roll forward, change one position, confirm the other, and see what changed."""
    begun = run("new-year", "2022", root=root)
    assert begun.exit_code == 0
    assert "4 files written to standards/body/2022." in begun.stdout
    assert "1 settled action stays in 2021" in begun.stderr
    assert run("check", root=root).exit_code == 0
    first = root / "standards/body/2022/1.yaml"
    text = first.read_text().replace("Position on 1.", "Position on 1, which changed.")
    first.write_text(text.replace("value: green", "value: not rated"))
    assert run("confirm", "2", "--on", "2022-03-01", "--by", " Director ", root=root).exit_code == 0
    assert (
        "confirmed:\n  on: 2022-03-01\n  by: Director\n"
        in (root / "standards/body/2022/2.yaml").read_text()
    )
    shown = run("diff", "2021", "2022", root=root).stdout
    assert "Test Body: 2021 → 2022" in shown
    assert "Rating: Green → Not rated" in shown
    assert "The text changed: 3 words added, 0 words removed." in shown
    assert "A2 Do A2.\n    Not carried forward: it was verified." in shown


def test_a_new_year_never_overwrites_and_writes_all_or_nothing(root: Path) -> None:
    """A second try is refused; so is a wrong day, as wrong use."""
    assert run("new-year", "2022", "--as-at", "2022-04-30", root=root).exit_code == 0
    assert "as_at: 2022-04-30" in (root / "standards/body/2022/year.yaml").read_text()
    again = run("new-year", "2022", root=root)
    assert again.exit_code == 1
    assert "already has files" in again.stderr
    assert run("new-year", "2023", "--as-at", "soon", root=root).exit_code == 2
    assert not (root / "standards/body/2023").exists()


def test_the_record_is_compared_with_any_revision(root: Path) -> None:
    """A tag against the files as they are; two revisions; a day; and a revision against itself."""
    position = root / "standards/body/2021/1.yaml"
    position.write_text(POSITION.format(number=1).replace("accepted", "not accepted"))
    shown = run("diff", "board", root=root).stdout
    assert "board → the files as they are now" in shown
    assert "Acceptance: accepted → not accepted." in shown
    assert "Nothing changed." in run("diff", "board", "HEAD", root=root).stdout
    assert "Nothing changed." in run("diff", "@2999-01-01", "HEAD", root=root).stdout
    assert run("diff", "nowhere", root=root).exit_code == 1
    assert "nor a revision in git" in run("diff", "nowhere", root=root).stderr


def test_a_renamed_workspace_is_compared_with_what_it_was(tmp_path: Path) -> None:
    """Under its old name at a revision and on a day; a revision without the record is said."""
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "Nothing yet")
    write_files(tmp_path / "old name/inner")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Record")
    git(tmp_path, "mv", "old name", "new name")
    git(tmp_path, "commit", "--quiet", "--message", "Renamed")
    root = tmp_path / "new name/inner"
    position = root / "standards/body/2021/1.yaml"
    position.write_text(POSITION.format(number=1).replace("accepted", "not accepted"))
    assert "accepted → not accepted." in run("diff", "HEAD~1", root=root).stdout
    assert "Nothing changed." in run("diff", "HEAD~1", "HEAD", root=root).stdout
    commits = run("show", "1", root=root).stdout.partition("Commits")[2].splitlines()
    assert [line.split("  ")[-1] for line in commits[1:]] == ["Renamed", "Record"]
    nothing = run("diff", "HEAD~2", root=root)
    assert nothing.exit_code == 1
    assert "At HEAD~2 there was no record" in nothing.stderr


def test_a_comparison_for_scripts_and_for_a_pull_request(root: Path) -> None:
    """JSON by its schema, and Markdown in which nothing of the record is markup."""
    position = root / "standards/body/2021/1.yaml"
    position.write_text(POSITION.format(number=1) + "lead: <b>@someone</b> *Director*\n")
    printed = json.loads(run("diff", "board", "--format", "json", root=root).stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(printed)
    (facts,) = printed
    assert facts["positions"][0]["lead"] == {"old": None, "new": "<b>@someone</b> *Director*"}
    comment = run("diff", "board", "--format", "markdown", root=root).stdout
    assert "&lt;b>&#64;someone&lt;/b> \\*Director\\*" in comment
    assert comment.startswith("### Test Body: board → the files as they are now\n")
    assert len(comment) < 65_536


def test_the_schema_refuses_what_is_not_said_in_it(root: Path) -> None:
    """Every part of a full comparison is described, and nothing else may stand there."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    run("new-year", "2022", root=root)
    first = root / "standards/body/2022/1.yaml"
    first.write_text(first.read_text().replace("Position", "A position"))
    (facts,) = json.loads(run("diff", "2021", "2022", "--format", "json", root=root).stdout)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid([facts])
    for part in ("figures", "positions", "actions"):
        assert not validator.is_valid([{**facts, part: "x"}])
        assert not validator.is_valid([{key: value for key, value in facts.items() if key != part}])
    assert not validator.is_valid([{**facts, "more": 1}])


def test_a_record_with_errors_at_a_revision_is_not_compared(root: Path) -> None:
    """Its problems are told with their places, as of any record; so is an older format."""
    position = root / "standards/body/2021/1.yaml"
    old = position.read_text()
    position.write_text(old.replace("format: 1", "format: 0"))
    git(root, "commit", "--quiet", "--all", "--message", "Older")
    position.write_text(old)
    result = run("diff", "HEAD", root=root)
    assert result.exit_code == 1
    assert "the file has format 0" in result.stderr
    assert "body/2021 at HEAD" in result.stderr


def test_errors_that_a_comparison_does_not_rest_upon_are_printed(root: Path) -> None:
    """The comparison is made all the same, and each error is told once."""
    (root / "standards/body/2021/9.yml").write_text("format: 1\n")
    result = run("diff", "board", root=root)
    assert result.exit_code == 0
    assert result.stderr.count("standards/body/2021/9.yml") == 1
    assert "(file-name)" in result.stderr
    assert "errors" not in run("diff", "board", "board", root=root).stderr


def test_without_git_years_can_still_be_compared(tmp_path: Path) -> None:
    """And a revision is refused with what to do instead."""
    root = write_files(tmp_path)
    assert run("new-year", "2022", root=root).exit_code == 0
    assert (
        "Nothing changed."
        not in run("diff", "2021", root=root, GIT_DIR=str(tmp_path / "no")).stdout
    )
    result = run("diff", "HEAD", root=root, GIT_DIR=str(tmp_path / "no"))
    assert result.exit_code == 1
    assert "You can compare two years" in result.stderr


def test_one_recommendation_is_shown_through_all_years(root: Path) -> None:
    """Its text, each year's position and what changed, its actions, and the commits."""
    run("new-year", "2022", root=root)
    shown = run("show", "1", root=root).stdout
    assert (
        "1 Heading 1\n  Text of recommendation 1.\n  The Government’s response: unknown\n" in shown
    )
    assert (
        "Test Body 2021, as at 31 March 2021\n  accepted; rating: Green; assurance: Not assessed"
        in shown
    )
    assert "A1 Do A1. (overdue, due 28 February 2021)" in shown
    assert "Carried forward from 2021, not yet confirmed." in shown
    assert "Unchanged since 2021." in shown
    assert re.search(r"Commits\n  [0-9a-f]{7,}  [0-9]+ \w+ [0-9]{4}  As the board saw it\n", shown)
    assert "Commits" not in run("show", "1", "--since", "HEAD", root=root).stdout
    assert run("show", "7", root=root).exit_code == 2
    changed = root / "standards/body/2022/1.yaml"
    changed.write_text(changed.read_text().replace("Position on 1.", "A position on 1."))
    assert "| [-Position-]{+A position+} on 1." in run("show", "1", root=root).stdout


def test_a_change_that_would_break_the_record_is_not_written(root: Path) -> None:
    """The officer is told what would be wrong."""
    year = root / "standards/body/2021/year.yaml"
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    assert run("confirm", "1", "9", root=root).exit_code == 2
    assert run("confirm", "1", "--by", " ", root=root).exit_code == 2
    assert run("confirm", "1", "--on", "1 March", root=root).exit_code == 2
    year.write_text(year.read_text() + "unknown: key\n")
    assert run("confirm", "1", root=root).exit_code == 1
    year.write_bytes(before[year])
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_several_bodies_must_be_told_apart_to_write(root: Path) -> None:
    """To read, all are shown."""
    subprocess.run(["cp", "-r", root / "standards/body", root / "standards/other"], check=True)
    result = run("confirm", "1", root=root)
    assert result.exit_code == 2
    assert "Choose one with --body: body, other" in result.stderr
    assert run("confirm", "1", "--body", "other", root=root).exit_code == 0
    assert run("show", "1", root=root).stdout.count("1 Heading 1") == 2


OLD = (
    "The plan will be written.\n\nIt has [two](#2) parts:\n\n- the first part\n- the second part\n"
)
NEW = "The plan was written in May.\n\nIt has [three](#2) parts:\n\n- the second part\n- the third part\n\nNobody objected.\n"


def with_text(text: str) -> str:
    """Return a position that says this."""
    lines = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    return POSITION.format(number=1).replace("  Position on 1.\n", lines)


def between(paragraphs: list[str]) -> list[str]:
    """Return what a settled comparison says of the first position."""
    start = paragraphs.index("1 Heading 1")
    return paragraphs[start + 1 : paragraphs.index("Actions", start)]


def test_a_comparison_is_a_paper_with_tracked_changes(
    root: Path, settled: Callable[[bytes], tuple[bytes, bytes]]
) -> None:
    """LibreOffice accepts all of them and has the new text, rejects all and has the old one."""
    position = root / "standards/body/2021/1.yaml"
    position.write_text(with_text(OLD))
    git(root, "commit", "--quiet", "--all", "--message", "Old")
    position.write_text(with_text(NEW))
    actions = root / "standards/body/2021/actions.yaml"
    actions.write_text(actions.read_text().replace("Do A1.", "Do A1 now."))
    for form in ("docx", "html", "pdf"):
        result = run("diff", "HEAD", "--format", form, root=root)
        assert (result.exit_code, result.stderr) == (0, "")
    made = root / "output/body/2021"
    assert sorted(p.name for p in made.iterdir()) == [
        f"comparison.{f}" for f in ("docx", "html", "pdf")
    ]
    data = (made / "comparison.docx").read_bytes()
    for text, after in zip((NEW, OLD), settled(data), strict=True):
        assert between(word_text(after)) == [block.words for block in blocks_of(text)]
    assert list(OpenXmlValidator().validate(str(made / "comparison.docx")).errors) == []
    report = page_validation.validate_pdf(made / "comparison.pdf", profile="ua1")
    assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    page = (made / "comparison.html").read_text()
    assert "<del>will be</del>" in page
    assert "<ins>was</ins>" in page
    assert "HEAD → the files as they are now" in page


def test_a_comparison_is_never_written_into_the_record(root: Path) -> None:
    """As no paper is."""
    result = run(
        "diff", "board", "--format", "html", "--output", str(root / "standards"), root=root
    )
    assert result.exit_code == 1
    assert "is inside the record" in result.stderr


def test_what_is_printed_is_for_somebody(root: Path) -> None:
    """Everything unless somebody is named, with a line that says so; and what was left out is counted."""
    first = root / "standards/body/2021/1.yaml"
    first.write_text(first.read_text() + "classification: internal\nnotes: [A secret.]\n")
    whole = run("show", "1", root=root)
    assert "Position on 1." in whole.stdout
    assert "--audience public" in whole.stderr
    public = run("show", "1", "--audience", "public", root=root)
    assert "Position on 1." not in public.stdout
    assert "For readers who may see what is public: 2 texts are left out." in public.stderr
    assert "left out" not in run("show", "2", "--audience", "public", root=root).stderr
    status = run("status", "--audience", "public", root=root)
    assert "2 texts are left out" in status.stderr
    assert "--audience public" in run("status", root=root).stderr
    facts = run("status", "--format", "json", root=root)
    assert facts.exit_code == 0
    assert "2 texts are left out" in facts.stderr


def test_a_file_of_which_only_the_form_changed_is_named(root: Path) -> None:
    """That nothing changed is said only where no file differs, and otherwise what did."""
    assert run("diff", "board", root=root).stdout.endswith("\nNothing changed.\n")
    first = root / "standards/body/2021/1.yaml"
    first.write_text("# A comment.\n" + first.read_text())
    shown = run("diff", "board", root=root).stdout
    named = (
        "Nothing changed but the form (comments, order or quoting) of: standards/body/2021/1.yaml."
    )
    assert shown.endswith(f"\n{named}\n")
    (facts,) = json.loads(run("diff", "board", "--format", "json", root=root).stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate([facts])
    assert facts["reformatted"] == ["standards/body/2021/1.yaml"]
    second = root / "standards/body/2021/2.yaml"
    second.write_text(second.read_text() + "lead: Chair\n")
    both = run("diff", "board", root=root).stdout
    assert "standards/body/2021/1.yaml\n    Only its form changed." in both
    assert "standards/body/2021/2.yaml" in both
    summary = run("diff", "board", "--summary", root=root).stdout
    assert "standards/body/2021/1.yaml: form only\n" in summary
