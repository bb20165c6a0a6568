"""Files in the place of another kind: one message, that says where they belong."""

from __future__ import annotations

import pytest

from francis.record.reading.loading import load
from tests.shared.workspaces import BODY, COVER, POSITION, SET, YEAR, plan, record_files


@pytest.mark.parametrize(
    ("path", "text", "kind", "target"),
    [
        ("body/papers/board-report.yaml", COVER, "a cover of a paper", "body/2021/papers/board-report.yaml"),
        ("body/2021/board-report.yaml", COVER, "a cover of a paper", "body/2021/papers/board-report.yaml"),
        ("body/2021/action-plan.yaml", plan("A1"), "an action plan", "body/2021/actions.yaml"),
        ("body/2021/papers/3.yaml", POSITION.format(number=3), "a position", "body/2021/3.yaml"),
        ("body/3.yaml", POSITION.format(number=3), "a position", "body/2021/3.yaml"),
        ("body/2021/body-old.yaml", BODY, "a body", "BODY/body.yaml"),
        ("body/2021/papers/year.yaml", YEAR, "a year", "body/YEAR/year.yaml"),
        ("inquiry/set-2.yaml", SET, "a set", "SET/set.yaml"),
    ],
)  # fmt: skip
def test_a_file_in_the_place_of_another_kind_is_told_once(
    path: str, text: str, kind: str, target: str
) -> None:
    """Not key by key, as if it were of the other kind."""
    files = record_files() | {f"standards/{path}": text.encode()}
    (problem,) = load(files).problems
    assert (problem.place.path, problem.rule) == (f"standards/{path}", "file-place")
    assert f"looks like {kind}," in problem.message
    assert problem.remedy == f"Move it to standards/{target}."


def test_what_refers_to_a_plan_elsewhere_is_not_wrong() -> None:
    """It is there, in a file of another name."""
    promise = (
        POSITION.format(number=1)
        + "commitments:\n  - text: Position on 1.\n    kind: will\n    actions: [A1]\n"
    )
    files = record_files(body__2021__1=promise) | {
        "standards/body/2021/plan.yaml": plan("A1").encode()
    }
    (problem,) = load(files).problems
    assert problem.rule == "file-place"


def test_a_file_in_its_place_with_mistakes_is_told_key_by_key() -> None:
    """However little of it is right."""
    text = POSITION.format(number=1).replace("acceptance:", "aceptance:")
    rules = {problem.rule for problem in load(record_files(body__2021__1=text)).problems}
    assert "file-place" not in rules
