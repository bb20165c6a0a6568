"""Fields that a set and a body declare: checked, printed, in the workbook and compared."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from francis.record.reading.loading import load
from tests.cli.test_cli import run
from tests.shared.findings import explained
from tests.shared.workspaces import (
    BODY,
    POSITION,
    RECOMMENDATION,
    SET,
    action,
    plan,
    record_files,
    write_files,
)

OF_SET = """\
fields:
  recommendation:
    - {key: duty, label: Duty, of: [must, should]}
    - {key: regulation, label: Regulation}
  action:
    - {key: cost, label: Cost in pounds, type: number}
"""
OF_BODY = """\
fields:
  position:
    - {key: raised, label: Raised on, type: day}
  action:
    - {key: priority, label: Priority, of: [high, low]}
"""


def files(**changed: str) -> dict[str, bytes]:
    """Return a workspace in which a set and a body have such fields, all filled in."""
    made = {
        "inquiry__set": SET + OF_SET,
        "inquiry__1": RECOMMENDATION.format(number=1)
        + "fields: {duty: must, regulation: 12(2)(c)}\n",
        "body__body": BODY + OF_BODY,
        "body__2021__1": POSITION.format(number=1) + "fields: {raised: 2020-02-03}\n",
        "body__2021__actions": plan(action("A1", "fields: {priority: high, cost: 12000}")),
    }
    return record_files(**{**made, **changed})


def test_fields_of_its_own_are_printed_in_the_order_of_their_declaration(tmp_path: Path) -> None:
    """Those of the set before those of the body; and the workbook has a column for each."""
    root = write_files(tmp_path, files())
    result = run("build", root=root)
    assert result.exit_code == 0, result.output
    folder = root / "output/body/2021"
    page = (folder / "stocktake-draft.html").read_text()
    for label, words in (
        ("Duty", "must"),
        ("Regulation", "12(2)(c)"),
        ("Raised on", "3 February 2020"),
    ):
        assert f'<span class="label">{label}:</span> {words}' in page
    plan_page = (folder / "action-plan-draft.html").read_text()
    assert plan_page.index("Cost in pounds:</span> 12,000") < plan_page.index(
        "Priority:</span> high"
    )
    book = load_workbook(folder / "action-plan-draft.xlsx")
    rows = [row for row in book["Action plan"].values if "A1" in row]
    assert {12000, "high"} <= set(rows[0])
    assert any(
        {"must", "12(2)(c)", datetime.datetime(2020, 2, 3)} <= set(row)
        for row in book["Positions"].values
    )


@pytest.mark.parametrize(
    ("changed", "place", "words"),
    [
        ({"inquiry__1": RECOMMENDATION.format(number=1) + "fields:\n  duty: may\n"},
         "inquiry/1.yaml:9:9", "'duty' is 'may', which is not allowed. Choose from: must, should."),
        ({"inquiry__1": RECOMMENDATION.format(number=1) + "fields:\n  duty: shuold\n"},
         "inquiry/1.yaml:9:9", "Did you mean should?"),
        ({"inquiry__1": RECOMMENDATION.format(number=1) + "fields:\n  dutty: must\n"},
         "inquiry/1.yaml:9:10", "Did you mean duty?"),
        ({"inquiry__1": RECOMMENDATION.format(number=1) + "fields:\n  regulation: 12\n"},
         "inquiry/1.yaml:9:15", "'regulation' is 12, which is not text."),
        ({"inquiry__1": RECOMMENDATION.format(number=1) + "fields:\n  regulation: [a]\n"},
         "inquiry/1.yaml:9:15", "'regulation' is a list, which is not text."),
        ({"body__2021__1": POSITION.format(number=1) + "fields:\n  raised: 3 Feb\n"},
         "body/2021/1.yaml:12:11", "'raised' is '3 Feb', which is not a date"),
        ({"body__2021__1": POSITION.format(number=1) + "fields:\n  raised:\n"},
         "body/2021/1.yaml:12:10", "'raised' is empty, which is not text."),
        ({"body__2021__actions": plan(action("A1", "fields:\n  cost: much"))},
         "body/2021/actions.yaml:9:13", "'cost' is 'much', which is not a number."),
        ({"inquiry__set": SET + OF_SET.replace("key: regulation", "key: duty")},
         "inquiry/set.yaml:21:13", "the field 'duty' appears twice."),
        ({"body__body": BODY + OF_BODY.replace("position:", "recommendation:")},
         "body/body.yaml:26:5", "a body cannot have fields for recommendations"),
        ({"body__body": BODY + OF_BODY.replace("type: day", "type: date")},
         "body/body.yaml:26:45", "which is not allowed. Choose from: text, number, day."),
    ],
)  # fmt: skip
def test_what_is_not_as_declared_is_told(changed: dict[str, str], place: str, words: str) -> None:
    """With its line, what is allowed, and the nearest word."""
    told = [str(problem) for problem in explained(load(files(**changed)).problems)]
    assert any(line.startswith(f"standards/{place}: error: ") and words in line for line in told), (
        told
    )


def test_a_change_of_such_a_field_is_told(tmp_path: Path) -> None:
    """Under its file, as any key is."""
    root = write_files(tmp_path, files())
    assert run("new-year", "2022", root=root).exit_code == 0
    actions = root / "standards/body/2022/actions.yaml"
    actions.write_text(actions.read_text().replace("cost: 12000", "cost: 15000"))
    told = run("diff", "2021", "2022", root=root).stdout
    assert "fields → cost: “12000” → “15000”." in told
