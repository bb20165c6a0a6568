"""What is added to files: each as it is written, and what is refused."""

from __future__ import annotations

import datetime

import pytest

from francis.errors import FrancisError
from francis.record.days import When
from francis.record.model import Action, Committee, Evidence, Rated
from francis.record.reading.loading import load
from francis.record.register import Register
from francis.record.writing import additions
from francis.record.writing.additions import Meeting
from tests.shared.workspaces import BODY, FORM, POSITION, YEAR, plan, record_files

COMMITTEES = "committees:\n  - name: The Board\n    also: [Governing Body]\n"
FILES = record_files(body__body=BODY + FORM + COMMITTEES, body__2021__actions=plan("A1"))
YEAR_FOLDER = "standards/body/2021"


def register(files: dict[str, bytes] = FILES) -> Register:
    """Return the register of files that are clean."""
    found = load(files)
    assert found.problems == ()
    return found.registers[-1]


def added(made: dict[str, bytes]) -> tuple[str, str]:
    """Return the path of the one file that was made, and what came at its end."""
    ((path, data),) = made.items()
    before = FILES.get(path, b"")
    assert data.startswith(before)
    return path, data.removeprefix(before).decode()


def test_a_cover_begins_with_what_is_known_of_its_meeting() -> None:
    """All else of its form is to be written; one by another name says which paper it is."""
    known = Meeting("The Board", ("note",), When(datetime.date(2021, 5, 1)), "private")
    path, text = added(
        additions.new_cover(FILES, register(), "board-report", "board-report", known)
    )
    end = (
        "fields:\n  # Author\n  author: To be written.\n"
        "sections:\n  # Background\n  - key: background\n    paragraphs:\n      - text: To be written.\n"
    )
    assert path == f"{YEAR_FOLDER}/papers/board-report.yaml"
    assert text.partition("\nformat: 1\n")[2] == (
        "title: Response to the Inquiry Report\nmeeting: The Board\ndate: 2021-05-01\nsession: private\n"
        f"purposes:\n  - note\n{end}"
    )
    bare = additions.new_cover(
        FILES, register(), "board-report", "may", Meeting("The Board", ()), "Ours"
    )
    path, text = added(bare)
    assert path == f"{YEAR_FOLDER}/papers/may.yaml"
    assert text.partition("\nformat: 1\n")[2] == (
        f"paper: board-report\ntitle: Ours\nmeeting: The Board\npurposes: []\n{end}"
    )
    with pytest.raises(FrancisError, match="is there already") as refused:
        additions.new_cover(
            FILES | bare, register(), "board-report", "may", Meeting("The Board", ())
        )
    assert "such as board-report-july" in str(refused.value)
    with pytest.raises(FrancisError, match="A cover cannot be named 'in May'"):
        additions.new_cover(FILES, register(), "board-report", "in May", Meeting("The Board", ()))


def test_an_action_stands_at_the_end_of_the_plan_with_its_rating_last() -> None:
    """Of a year without a plan, one is begun; an id is given once."""
    new = Action("A2", ("1",), "Do it: now", Rated("green"), lead="Head")
    block = '  - id: A2\n    recommendations:\n      - "1"\n    description: "Do it: now"\n    lead: Head\n    rating:\n      value: green\n'
    made = additions.new_action(FILES, register(), new)
    assert added(made) == (f"{YEAR_FOLDER}/actions.yaml", block)
    none = record_files()
    begun = additions.new_action(none, register(none), new)
    assert begun[f"{YEAR_FOLDER}/actions.yaml"].decode().endswith(f"format: 1\nactions:\n{block}")
    again = {**FILES, **made}
    with pytest.raises(FrancisError, match="there is an action A2 already") as refused:
        additions.new_action(again, register(again), new)
    assert str(refused.value).endswith("it is called A3.")


def test_evidence_stands_with_what_it_is_for() -> None:
    """Of a number that is answered with another, with that one."""
    audit = Evidence("Audit", datetime.date(2021, 3, 1))
    of_position = additions.new_evidence(FILES, register(), "2", audit, is_action=False)
    block = "evidence:\n  - title: Audit\n    date: 2021-03-01\n"
    assert added(of_position) == (f"{YEAR_FOLDER}/2.yaml", block)
    joint = FILES | {f"{YEAR_FOLDER}/2.yaml": b'format: 1\nnumber: "2"\nanswered_with: "1"\n'}
    with_other = additions.new_evidence(joint, register(joint), "2", audit, is_action=False)
    assert added(with_other) == (f"{YEAR_FOLDER}/1.yaml", block)
    secret = Evidence("Audit", where="Drawer", classification="internal")
    assert added(additions.new_evidence(FILES, register(), "A1", secret, is_action=True)) == (
        f"{YEAR_FOLDER}/actions.yaml",
        "    evidence:\n      - title: Audit\n        where: Drawer\n        classification: internal\n",
    )


def test_a_committee_has_names_that_no_other_has() -> None:
    """In capitals or not."""
    body = register().body
    new = additions.new_committee(FILES, "body", body, Committee("Quality Committee", ("QC",)))
    assert added(new) == (
        "standards/body/body.yaml",
        "  - name: Quality Committee\n    also:\n      - QC\n",
    )
    for known in (Committee("governing body"), Committee("Quality Committee", ("The Board",))):
        with pytest.raises(FrancisError, match="already, as 'The Board'"):
            additions.new_committee(FILES, "body", body, known)


@pytest.mark.parametrize(
    ("earlier", "later", "promised", "name"),
    [
        ([], [], [], "A01"),
        (["A1"], [], [], "A2"),
        (["A9"], ["B-003"], [], "B-004"),
        (["A9"], ["Audit"], [], "A10"),
        (["A9"], ["A1"], [], "A2"),
        ([], ["A1"], ["A2", "a3"], "A4"),
    ],
)
def test_the_next_id_goes_on_from_the_last(
    earlier: list[str], later: list[str], promised: list[str], name: str
) -> None:
    """Of this year, or one before; what a commitment names is not free."""
    first, second = load(
        record_files(
            body__2020__year=YEAR.replace("2021-03-31", "2020-03-31"),
            **{f"body__2020__{n}": POSITION.format(number=n) for n in (1, 2)},
            body__2020__actions=plan(*earlier),
            body__2021__year=f"{YEAR}follows: '2020'\n",
            body__2021__actions=plan(*later),
            body__2021__1=POSITION.format(number=1)
            + f"commitments: [{{text: Position on 1., kind: will, actions: [{', '.join(promised)}]}}]\n",
        )
    ).readable
    assert second.earlier == first
    assert additions.next_id(second) == name
