"""What clashes only when several keys come together: one name for two things, joint answers, odd values."""

from __future__ import annotations

import pytest

from francis.errors import Problem
from francis.record.reading.loading import load
from tests.shared.every_key import every_key
from tests.shared.findings import explained

BODY, SET, FIRST, JOINT = "body/body", "inquiry/set", "body/2021/1", "body/2021/3"
PLAN, COVERS = "body/2021/actions", "body/2021/papers/"
REPORT = every_key()[f"standards/{COVERS}board-report.yaml"].decode()


def told(**changed: tuple[str, str] | str | None) -> list[str]:
    """Return what is told of the workspace with every key, with some words of its files replaced by others.

    A path is written as in `record_files`; a text alone is the whole of a new file, and None removes one.
    """
    files = every_key()
    for name, change in changed.items():
        path = f"standards/{name.replace('__', '/')}.yaml"
        if change is None:
            del files[path]
            continue
        if isinstance(change, str):
            files[path] = change.encode()
            continue
        text = files[path].decode()
        assert change[0] in text
        files[path] = text.replace(*change, 1).encode()
    return [str(problem) for problem in explained(load(files).problems)]


def test_the_workspace_has_every_key_and_no_problem() -> None:
    """So that each test finds what it changes, and nothing else."""
    assert told() == []


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        (BODY, ("key: partly", "key: positions"), "would count 'positions' of 'acceptances' and something else"),
        (BODY, ("key: partly", "key: Green"), "would count 'Green' of 'acceptances' and 'green' of 'ratings'."),
        (BODY, ("key: partly", "key: accepted"), "the key 'accepted' appears twice in 'acceptances'."),
        (BODY, ("key: partly", "key: Actions overdue"), "the figure 'actions_overdue' would count 'Actions overdue' of"),
        (BODY, ("key: red", "key: GREEN"), "would count 'GREEN' of 'ratings' and 'green' of 'ratings'."),
        (BODY, ("key: endorse", "key: note"), "the purpose 'note' appears twice."),
        (BODY, ("key: cost", "key: raised"), "the key 'raised' is one of inquiry/set.yaml already."),
        (BODY, ("label: Money", "label: ORIGIN"), "the label 'ORIGIN' is one of inquiry/set.yaml already."),
        (BODY, ("label: Money", "label: priority"), "the label 'priority' appears twice."),
        (BODY, ("clear_days: 4", "clear_days: -4"), "'clear_days' is -4, which is less than 0."),
        (BODY, ("fields:\n  position:", "  - paper: Quality-Report\n    like: hwbb\nfields:\n  position:"),
         "the paper 'Quality-Report' appears twice."),
        (FIRST, ("cost: 1200", "cost: .nan"), "'cost' is nan, which no paper can print as a number."),
        (FIRST, ("cost: 1200", "cost: -.inf"), "'cost' is -inf, which no paper can print as a number."),
        (FIRST, ("cost: 1200", "cost: true"), "'cost' is True, which is not a number."),
        (JOINT, ("[Checked too.]", '["See [x](#99)."]'), "'link' is '99', which does not lead to a recommendation."),
        (JOINT, ("here.\n", "here.\n  date: 2022-01-01\n"), "'date' is 2022-01-01, which is after the year's as-at date"),
        (JOINT, ('with: "1"', 'with: "3"'), "3 is answered with 3, which has no position of its own."),
        (f"{COVERS}July", REPORT.replace("04-20", "07-20"), None),
        (PLAN, ("      - post: Chief Nurse", "      - Chief Nurse"),
         "item 2 of 'lead' of item 2 of 'actions' must be a block of keys (post, role, service), but it is 'Chief Nurse'."),
        (PLAN, ("to_be_set_by: 2021-06-30", "to_be_set_by: 2021-06"), "'2021-06', which is not a date written as year-month-day."),
    ],
)  # fmt: skip
def test_each_is_told_in_its_file(path: str, change: tuple[str, str], said: str | None) -> None:
    """Alone or first, at the place where it is to be corrected."""
    found = told(**{path.replace("/", "__"): change})
    if said is None:
        assert found == []
    else:
        assert any(line.startswith(f"standards/{path}.yaml:") and said in line for line in found)


@pytest.mark.parametrize("key", ["a list", "a block", "a text", "block", "list"])
def test_a_key_that_is_called_like_a_kind_of_value_is_told_like_any_other(key: str) -> None:
    """In a record, and among keys that may have any name."""
    (said,) = told(body__2021__1=("oversight:", f"{key}: 3\noversight:"))
    assert f"'{key}' is not a key here." in said
    said = told(
        **{f"{COVERS}board-report".replace("/", "__"): ("author: ", f"{key}: 3\n  author: ")}
    )[0]
    assert f"'{key}' of 'fields' must be text, but it is the number 3." in said


def test_a_position_that_cannot_be_read_is_no_fault_of_what_is_answered_with_it() -> None:
    """The one mistake is told, once."""
    (said,) = told(body__2021__1=("oversight: Quality Committee", "oversight: [A]"))
    assert said.startswith("standards/body/2021/1.yaml:")


def test_a_paper_with_a_mistake_in_body_yaml_is_no_fault_of_its_cover() -> None:
    """The one mistake is told, once."""
    (said,) = told(body__body=("like: board-report", "like: quality-report"))
    assert said.startswith("standards/body/body.yaml:")


def test_covers_that_differ_in_capitals_alone_are_told() -> None:
    """Their papers would be one file on many computers."""
    july = REPORT.replace("04-20", "07-20")
    folder = "body__2021__papers__"
    (said,) = told(**{f"{folder}july": july, f"{folder}July": july.replace("07-20", "08-20")})
    assert "the names 'July' and 'july' differ only in the case of letters." in said


def test_a_number_of_signs_alone_is_told_what_it_can_be() -> None:
    """No file can be named after it."""
    found = told(**{"inquiry__2-a": ('"2(a)"', '"(…)"')})
    remedies = [p.remedy for p in load_of(("inquiry__2-a", '"2(a)"', '"(…)"')) if "(…)" in str(p)]
    assert found
    assert remedies == ['Write number: "2-a".']


def load_of(change: tuple[str, str, str]) -> tuple[Problem, ...]:
    """Return the problems of the workspace with one change."""
    files = every_key()
    path = f"standards/{change[0].replace('__', '/')}.yaml"
    files[path] = files[path].decode().replace(*change[1:], 1).encode()
    return load(files).problems


def test_a_recommendation_is_addressed_to_a_body_by_its_name_however_it_is_written() -> None:
    """In capitals, with “the” before it, with more spaces; then it needs a position."""
    for name, needed in (("the  TEST body", True), ("Test Bodies", False)):
        found = told(
            inquiry__3=("response:", f'addressed_to: ["{name}"]\nresponse:'),
            body__2021__year=("numbers:\n  - first: '1'\n    last: '3'\n  - 2(a)\n", ""),
            body__2021__3=None,
        )
        assert (
            any("recommendation 3 of inquiry has no position" in said for said in found) == needed
        )


def test_a_value_that_begins_with_an_ampersand_is_told() -> None:
    """To YAML it is a name for the value, and the rest would be the value alone; one that is repeated by it is meant."""
    (said,) = told(body__2021__1=("oversight: Quality Committee", "oversight: &Quality Committee"))
    assert "1.yaml:" in said
    assert "the value begins with '&Quality', which would be left out of it." in said
    assert (
        told(
            body__2021__1=(
                "oversight: Quality Committee",
                "oversight: &a Committee\nincomplete: *a",
            )
        )
        == []
    )
