"""The commands on a workspace with every key of the record: what the check accepts is made, and agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from francis.check.all_rules import RULES
from francis.check.case import Case
from francis.record.days import Day
from francis.record.model import Confirmed, digest
from francis.record.reading.loading import load
from francis.record.writing.updates import confirmed
from tests.cli.test_cli import run
from tests.shared.every_key import every_key
from tests.shared.workspaces import write_files

JOINT = 'format: 1\nnumber: "{}"\nanswered_with: "2"\n'
COMMITMENTS = "commitments:\n  - text: There are\n    kind: continuing\n    actions: [A2]\n"
PROMISE = "commitments:\n  - text: There are\n    kind: will\n"


def changed(*changes: tuple[str, str, str]) -> dict[str, bytes]:
    """Return the files with some words replaced by others, each by its path; without a word, the file has the others."""
    files = every_key()
    for path, old, new in changes:
        whole = f"standards/{path}"
        text = files[whole].decode()
        assert old in text
        files[whole] = (text.replace(old, new, 1) if old else new).encode()
    return files


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (("inquiry/set.yaml", "type: day", "type: day\n      of: [soon]"), ("body/2021/1.yaml", "2021-01-05", "soon")),
        (("body/body.yaml", "label: Money", "label: Lead"), ("body/body.yaml", "label: Priority", "label: rating")),
        (("body/2021/actions.yaml", "money: 12000", f"money: {10**20 + 1}"),),
        (("body/2021/actions.yaml", "money: 12000", "money: 1200.50"),),
        (("body/2021/1.yaml", "  - post: Director of Care\n    role: sponsor\n  - post: Head of Wards\n    service: Wards\n", "  []\n"),),
        (("body/2021/1.yaml", "fields:\n  raised: 2021-01-05\n  cost: 1200\n", "fields: {}\n"),),
        (("body/2020/papers/board-report.yaml", "asks:", f"{PROMISE}asks:"),
         ("body/2021/papers/board-report.yaml", COMMITMENTS, "")),
    ],
)  # fmt: skip
def test_what_the_check_accepts_is_made(
    changes: tuple[tuple[str, str, str], ...], tmp_path: Path
) -> None:
    """Every paper in the formats that are quick, without a difference."""
    root = write_files(tmp_path, changed(*changes))
    for command in (("check",), ("status",), ("show", "3"), ("diff", "2020", "2021")):
        result = run(*command, root=root)
        assert result.exit_code == 0, result.output
    formats = (word for form in ("html", "docx", "xlsx") for word in ("--format", form))
    result = run("build", *formats, root=root)
    assert result.exit_code == 0, result.output


def test_a_commitment_of_an_earlier_year_is_listed_with_that_years_names(tmp_path: Path) -> None:
    """Also where this year answers no such number, and has no such paper."""
    files = changed(
        ("body/2020/1.yaml", "text: |", "commitments: [{text: Position on 1, kind: will}]\ntext: |"),
        ("body/2020/papers/board-report.yaml", "asks:", f"{PROMISE}asks:"),
        ("body/2020/papers/board-report.yaml", "title: The position", "title: The old position"),
        ("body/2021/year.yaml", "  - first: '1'\n    last: '3'\n", "  - '2'\n  - '3'\n"),
        ("body/2021/2.yaml", "[one](#1)", "one"),
        ("body/2021/3.yaml", "", JOINT.format(3)),
        ("body/2021/actions.yaml", 'recommendations: ["1"]', "recommendations: []"),
        ("body/2021/actions.yaml", '["1", "2(a)"]', '["2(a)"]'),
    )  # fmt: skip
    del files["standards/body/2021/1.yaml"]
    report = files.pop("standards/body/2021/papers/board-report.yaml").decode()
    files["standards/body/2021/papers/may.yaml"] = report.replace(COMMITMENTS, "").encode()
    root = write_files(tmp_path, files)
    result = run("build", "--format", "html", root=root)
    assert result.exit_code == 0, result.output
    page = (root / "output/body/2021/may-draft.html").read_text()
    assert '<tr data-record="1"' in page
    assert "1 <strong>The first</strong>" in page
    assert "<strong>The old position of the Test Body</strong>" in page


def test_a_column_of_a_workbook_has_a_heading_of_its_own(tmp_path: Path) -> None:
    """A field may be called like a column that is there, which a table of Excel cannot hold twice."""
    root = write_files(tmp_path, changed(("body/body.yaml", "label: Money", "label: lead")))
    assert run("build", "action-plan", root=root).exit_code == 0
    book = load_workbook(root / "output/body/2021/action-plan-draft.xlsx")
    headings = next(row for row in book["Action plan"].values if "Lead" in row)
    assert "lead (2)" in headings


def test_what_is_answered_with_another_is_not_asked_for_what_stands_there() -> None:
    """Neither for evidence nor for reasons; of an acceptance of its own it is."""
    (register,) = load(every_key()).registers[-1:]
    case = Case(register, lambda _: True)
    found = [(rule.name, finding.place.path) for rule in RULES for finding in rule.find(case)]
    assert {name for name, path in found if path.endswith("/3.yaml")} == {"position-for-review"}
    assert ("claim-without-evidence", "standards/body/2021/2-a.yaml") in found


def test_the_rules_read_whatever_is_said_of_a_commitment_and_of_what_is_answered_with_another() -> (
    None
):
    """Why a commitment ended, and why a recommendation is accepted otherwise than the one with it."""
    words = {text.words for text in Case(load(every_key()).registers[-1], lambda _: True).texts}
    assert {"It is done otherwise.", "Only here.", "Checked too."} <= words


def test_confirming_a_position_confirms_what_is_answered_with_it() -> None:
    """Its code is for the text of today, too, so that it is no longer for review."""
    files = every_key()
    (register,) = load(files).registers[-1:]
    made = confirmed(files, register, "1", Confirmed(Day(2021, 3, 30)))
    assert sorted(made) == ["standards/body/2021/1.yaml", "standards/body/2021/3.yaml"]
    asked = {r.number: digest(r) for r in register.recommendations}
    assert f"answers: {asked['3']}" in made["standards/body/2021/3.yaml"].decode()
    again = load({**files, **made}).registers[-1]
    assert [position.number for position in again.for_review] == ["2"]


@pytest.mark.parametrize("name", ["../x.j2", "<b>" * 300, "a" * 300])
def test_a_file_of_a_paper_that_no_folder_can_have_is_told_once(name: str, tmp_path: Path) -> None:
    """Not again as one that is not there, nor looked for."""
    files = changed(("body/body.yaml", "quality.html.j2", f'"{name}"'))
    result = run("check", root=write_files(tmp_path, files))
    assert result.exit_code == 1
    assert "which cannot be the name of a file in templates/" in result.output
    assert "which is not there" not in result.output
    assert "1 error" in result.output


def test_a_template_that_cannot_be_read_or_has_no_end_is_told_in_words(tmp_path: Path) -> None:
    """Without the names that a program has for such errors."""
    for data, said in (
        (b"<p>\n\xc3", "templates/quality.html.j2:2: the file is not saved as UTF-8: the byte 0xC3"),
        (b'{% extends "quality.html.j2" %}', "it uses itself, or goes deeper than"),
    ):  # fmt: skip
        root = write_files(tmp_path, every_key() | {"templates/quality.html.j2": data})
        result = run("build", "quality-report", "--format", "html", root=root)
        assert result.exit_code == 1
        assert said in result.output
        assert "Error:" not in result.output.replace("Error: templates", "")
