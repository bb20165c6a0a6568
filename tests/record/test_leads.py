"""Who leads: one post, or several with their roles, and the committee that watches."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from francis.check.claims import verified_by_lead
from francis.record.model.leads import Lead
from francis.record.reading.loading import load
from tests.cli.test_cli import run
from tests.shared.findings import At, findings
from tests.shared.workspaces import POSITION, action, plan, record_files, write_files

SEVERAL = """\
lead:
  - {post: Director of Nursing, role: sponsor}
  - {post: Head of Forensics, service: Forensics}
  - post: Director of Care
oversight: Quality Committee
"""
LED = "Director of Nursing (sponsor); Head of Forensics (Forensics); Director of Care"


def files(**changed: str) -> dict[str, bytes]:
    """Return a workspace in which a position and an action have three leads, and another action one."""
    made = {
        "body__2021__1": POSITION.format(number=1) + SEVERAL,
        "body__2021__actions": plan(
            action("A1", SEVERAL),
            action("A2", "lead: Director of Nursing"),
        ),
    }
    return record_files(**{**made, **changed})


def test_one_lead_is_a_line_and_several_are_a_list() -> None:
    """Each with its role, or the service for which it leads."""
    (register,) = load(files()).registers
    several, one = register.actions
    assert several.leads[:2] == (
        Lead("Director of Nursing", role="sponsor"),
        Lead("Head of Forensics", service="Forensics"),
    )
    assert several.led_by == register.positions["1"].led_by == LED
    assert one.leads == (Lead("Director of Nursing"),)
    assert register.positions["2"].led_by is None
    assert register.counts.leaderless == 0


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("lead: 7", 11, "'lead' must be text, but it is the number 7."),
        ("lead: {post: A}", 11, "'lead' must be text, but it is a block of keys."),
        ("lead:\n  - A post", 12, "item 1 of 'lead' must be a block of keys (post, role, service)"),
        ("lead:\n  - role: sponsor", 12, "the key 'post' of item 1 of 'lead' is missing."),
    ],
)
def test_a_lead_that_is_neither_is_told(wrong: str, line: int, words: str) -> None:
    """As a text if it looks like none of the two."""
    text = POSITION.format(number=1) + wrong + "\n"
    (problem,) = load(record_files(body__2021__1=text)).problems
    assert problem.place.line == line
    assert words in problem.message


def test_papers_print_every_lead_and_the_oversight(tmp_path: Path) -> None:
    """In every format; the plan by lead has each action once, under the first of its leads."""
    by_lead = "papers:\n  - paper: action-plan\n    grouped_by: lead\n"
    made = files()
    made["standards/body/body.yaml"] += by_lead.encode()
    root = write_files(tmp_path, made)
    result = run("build", root=root)
    assert result.exit_code == 0, result.output
    folder = root / "output/body/2021"
    stocktake = (folder / "stocktake-draft.html").read_text()
    assert f">{LED}</span>" in stocktake
    assert ">Quality Committee</span>" in stocktake
    page = (folder / "action-plan-draft.html").read_text()
    assert page.count(LED) >= 1
    assert page.count(">Director of Nursing</h") == 1
    book = load_workbook(folder / "action-plan-draft.xlsx")
    assert any(LED in row for row in book["Action plan"].values)
    assert any("Quality Committee" in row for row in book["Details"].values)


def test_a_change_of_leads_is_told(tmp_path: Path) -> None:
    """As one sentence, with all of them."""
    root = write_files(tmp_path, files())
    assert run("new-year", "2022", root=root).exit_code == 0
    position = root / "standards/body/2022/1.yaml"
    position.write_text(position.read_text().replace("  - post: Director of Care\n", ""))
    told = run("diff", "2021", "2022", root=root).stdout
    assert f"Lead: {LED} → {LED.rpartition(';')[0]}." in told


def test_whichever_lead_verifies_an_action_is_told() -> None:
    """Nobody signs off their own work."""
    verified = "completed: 2021-03-01\nverified:\n  by: head of forensics\n  date: 2021-03-02\n"
    made = files(body__2021__actions=plan(action("A1", SEVERAL + verified)))
    (found,) = findings(verified_by_lead, made)
    assert found == At("2021/actions.yaml:15:11", "A1", "Head of Forensics")
