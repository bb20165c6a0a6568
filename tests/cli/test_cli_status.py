"""`francis status`: how a record stands, to which day, for whom, and of several bodies."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from francis.cli import main
from tests.cli.test_cli import run, workspace
from tests.shared.workspaces import BODY, POSITION, YEAR, action, plan, record_files, write_files

__all__ = ["workspace"]
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/status.schema.json").read_text())
PLAN = plan(
    action("A1", "original_due: 2021-04-20\nlead: Director of Care\nsince: 2021-02-01").replace(
        '["1"]', '["1", "2"]'
    ),
    action(
        "A2", "original_due: 2021-05-20\nlead: [{post: Head of Audit}, {post: Director of Care}]"
    ),
    action("A3", "original_due: 2021-04-10\nlead: Head of Audit"),
)


def test_status_counts_what_the_papers_count(workspace: Path) -> None:
    """In words and bars for people, and under the names of figures for scripts."""
    result = run("status", root=workspace)
    assert result.exit_code == 0
    assert "Test Body 2021, as at 31 March 2021: draft" in result.stdout
    assert re.search(r"Green +2  ██", result.stdout)
    assert "Not rated" not in result.stdout  # a row of nought says nothing
    assert ("No exceptions among what is known" in result.stdout) is (
        "Not known\n" in result.stdout
    )
    result = run("status", "--format", "json", root=workspace)
    (facts,) = json.loads(result.stdout)
    assert (facts["body"], facts["year"]) == ("body", "2021")
    assert facts["figures"]["positions"] == facts["ratings"]["green"] == 2
    assert facts["exceptions"]["overdue"] == []


def test_status_names_whose_action_is_overdue(workspace: Path) -> None:
    """And what waits for a decision, was promised without a plan, or is due soon."""
    promise = "commitments:\n  - text: Position on 1.\n    kind: will\n"
    (workspace / "standards/body/2021/1.yaml").write_text(POSITION.format(number=1) + promise)
    actions = plan(
        action("A1", "original_due: 2021-02\nlead: Director of Care\nsince: 2021-02-01"),
        action(
            "A2", "original_due: 2021-04-01\nsince: 2021-02-01\nextensions:\n  - due: 2021-05-01"
        ),
        "A3",
    )
    (workspace / "standards/body/2021/actions.yaml").write_text(actions)
    shown = run("status", root=workspace).stdout
    for line in (
        "A1, due February 2021: Director of Care",
        "A2, due 1 April 2021: lead not stated",
        "A2, to 1 May 2021",
        "Commitments with no action: 1",
        "1: Position on 1.",
        "No progress recorded for 90 days: 1",
        "3 exceptions",
    ):
        assert line in shown
    coloured = CliRunner().invoke(main, ["status", "--root", str(workspace)], color=True).stdout
    assert "\x1b[38;2;0;112;60m█" in coloured


def test_status_of_a_record_with_errors_counts_nothing(workspace: Path) -> None:
    """A count of half a record would be a wrong one."""
    (workspace / "standards/body/2021/1.yaml").write_text("format: 1\n")
    result = run("status", root=workspace)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Nothing was counted." in result.stderr


@pytest.fixture
def planned(workspace: Path) -> Path:
    """Return a workspace with three actions, led by two posts, and one position that one of them leads."""
    year = workspace / "standards/body/2021"
    (year / "actions.yaml").write_text(PLAN)
    promise = "commitments:\n  - text: Position on 2.\n    kind: will\n    actions: [A1]\n"
    (year / "2.yaml").write_text(POSITION.format(number=2) + "lead: Head of Audit\n" + promise)
    return workspace


def facts(root: Path, *words: str) -> dict[str, object]:
    """Return what `status` says of the one year of a workspace as JSON, which its schema describes."""
    result = run("status", "--format", "json", *words, root=root)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    jsonschema.validate(said, SCHEMA, format_checker=jsonschema.FormatChecker())
    (year,) = said
    return dict(year)


def test_another_day_is_counted_as_papers_of_that_day_would(planned: Path) -> None:
    """The same figures as if the record were as at that day; the day is named, and the record's own stays."""
    there = facts(planned, "--as-at", "2021-05-01")
    assert (there["as_at"], there["counted_to"]) == ("2021-03-31", "2021-05-01")
    assert there["exceptions"]["overdue"] == ["A1", "A3"]  # type: ignore[index]
    file = planned / "standards/body/2021/year.yaml"
    file.write_text(YEAR.replace("2021-03-31", "2021-05-01"))
    assert facts(planned) == there | {"as_at": "2021-05-01"}
    file.write_text(YEAR)
    shown = run("status", "--as-at", "2021-05-01", root=planned).stdout
    assert "as at 31 March 2021: draft, counted to 1 May 2021\n" in shown
    assert "Overdue: 2" in shown
    assert "counted to" not in run("status", "--as-at", "2021-03-31", root=planned).stdout


def test_today_is_the_computers_day(planned: Path) -> None:
    """Only where somebody asks for it."""
    before, there, after = (
        datetime.date.today(),
        facts(planned, "--as-at", "today"),
        datetime.date.today(),
    )
    assert str(before) <= str(there["counted_to"]) <= str(after)
    assert facts(planned)["counted_to"] == "2021-03-31"


def test_a_day_before_what_has_happened_is_refused(planned: Path) -> None:
    """What is complete now was not complete then, and the record cannot tell how it stood."""
    assert run("status", "--as-at", "2021-02-01", root=planned).exit_code == 0
    result = run("status", "--as-at", "2021-01-31", root=planned)
    assert result.exit_code == 1
    assert result.stdout == ""
    for words in ("body/2021", "1 February 2021", "31 January 2021", "--as-at", "--year"):
        assert words in result.stderr
    wrong = run("status", "--as-at", "31/3/2021", root=planned)
    assert wrong.exit_code == 2
    assert "--as-at '31/3/2021' is not a date" in wrong.stderr


def test_a_lead_sees_what_that_post_leads(planned: Path) -> None:
    """Positions, actions, led with others too, and the commitments of both; everything else is left out."""
    care = facts(planned, "--lead", "Director of Care")
    assert care["figures"]["positions"] == 0  # type: ignore[index]
    assert care["action_states"] == {
        "overdue": 0,
        "open": 2,
        "completed": 0,
        "verified": 0,
        "closed": 0,
    }
    assert care["due_soon"] == ["A1"]
    assert care["commitments"]["on the way"] == 1  # type: ignore[index]
    audit = facts(planned, "--lead", "Head of Audit")
    assert audit["figures"]["positions"] == 1  # type: ignore[index]
    assert audit["due_soon"] == ["A3"]
    assert audit["commitments"]["on the way"] == 1  # type: ignore[index]
    shown = run("status", "--lead", "Head of Audit", root=planned).stdout
    assert "draft, led by Head of Audit\n" in shown
    assert "1 standard\n" in shown
    wrong = run("status", "--lead", "Director of Cares", root=planned)
    assert wrong.exit_code == 2
    assert "Did you mean Director of Care?" in wrong.stderr


def test_what_is_due_reaches_as_far_as_is_asked(planned: Path) -> None:
    """The figure that papers print keeps its own thirty days."""
    far = facts(planned, "--due", "60")
    assert far["due"] == {"until": "2021-05-30", "actions": ["A1", "A2", "A3"]}
    assert far["due_soon"] == ["A1", "A3"]
    assert "Due by 31 March 2021" not in run("status", "--due", "0", root=planned).stdout
    assert run("status", "--due", "-1", root=planned).exit_code == 2


def test_several_bodies_are_one_table(planned: Path) -> None:
    """A row each, columns only where there is something; what is not known is marked; one body is shown in full."""
    other = BODY.replace("short_name: Test Body", "short_name: Other Body\nnotice: Not real.")
    write_files(
        planned,
        record_files(
            other__body=other,
            other__2021__year=YEAR,
            other__2021__1=POSITION.format(number=1).replace("value: green", "value: not rated"),
            other__2021__2=POSITION.format(number=2),
        ),
    )
    (planned / "standards/body/2021/actions.yaml").write_text(PLAN)
    result = run("status", root=planned)
    assert result.exit_code == 0
    head, one, two, known, notice = result.stdout.splitlines()
    assert re.split("  +", head.strip()) == [
        *("As at", "Status", "Positions", "Actions", "Overdue", "Due soon", "Exceptions"),
        "Ratings",
    ]

    rows = {re.split("  +", row)[0]: re.split("  +", row)[1:] for row in (one, two)}
    assert rows["Test Body 2021"] == ["2021-03-31", "draft", "2", "3", "0", "2", "2*", "2 Green"]
    assert rows["Other Body 2021"] == [
        *("2021-03-31", "draft", "2", "0", "0", "0", "0*"),
        "1 Green, 1 Not rated",
    ]
    assert known.startswith("* As far as is known")
    assert notice == "Other Body: Not real."
    assert "--body" in result.stderr
    alone = run("status", "--body", "other", root=planned).stdout
    assert alone.startswith("Other Body 2021, as at 31 March 2021")
    assert len(json.loads(run("status", "--format", "json", root=planned).stdout)) == 2
    moved = run("status", "--as-at", "2021-05-01", "--lead", "Head of Audit", root=planned).stdout
    assert "Other Body" not in moved  # nobody leads anything there


def test_colours_are_kept_from_those_who_do_not_want_them(planned: Path) -> None:
    """NO_COLOR, as on no-color.org; without a terminal there are none either."""
    for setting, coloured in ((None, True), ("", True), ("1", False)):
        result = CliRunner().invoke(
            main, ["status", "--root", str(planned)], color=True, env={"NO_COLOR": setting}
        )
        assert ("\x1b[" in result.stdout) is coloured, setting
    assert "\x1b[" not in run("status", root=planned).stdout
