"""What one file of the record says of another: actions, commitments, covers and their forms."""

from __future__ import annotations

import pytest

from francis.errors import Problem
from francis.record.reading import loading
from tests.shared.findings import explained, reports
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, action, plan, record_files


def found(**changed: str) -> list[Problem]:
    """Return the problems of the small workspace with a form of a cover, after a change."""
    files = record_files(**{"body__body": BODY + FORM, **changed})
    return explained(loading.load(files).problems)


def lines(**changed: str) -> list[str]:
    """Return them as they are printed, without the folder of the record."""
    return [str(problem).removeprefix("standards/body/") for problem in found(**changed)]


def of_actions(*actions: str, **also: str) -> list[str]:
    """Return the problems of an action plan, as line and rule."""
    return [
        f"{problem.place.line} {problem.rule}"
        for problem in found(body__2021__actions=plan(*actions, **also))
    ]


EXTENDED = """\
original_due: 2021-01-31
extensions:
  - due: 2021-05-31
    reason: The post was vacant.
"""


def test_a_plan_and_a_cover_are_part_of_the_register() -> None:
    """They are read beside the positions, and are clean."""
    files = record_files(
        body__body=BODY + FORM,
        body__2021__actions=plan("A1", action("A2", EXTENDED), last_meeting="2021-01-01"),
        **{"body__2021__papers__board-report": COVER},
    )
    loaded = loading.load(files)
    assert loaded.problems == ()
    (register,) = loaded.registers
    assert [a.id for a in register.actions] == ["A1", "A2"]
    assert list(register.covers) == ["board-report"]
    assert register.form("board-report").sections[0].label == "Background"
    assert register.form("hwbb").fields == ()


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ("verified:\n  by: Auditor\n  date: 2021-03-01", "9 verified"),
        ("completed: 2021-03-02\nverified:\n  by: Auditor\n  date: 2021-03-01", "11 verified"),
        ("closure:\n  outcome: not pursued", "9 missing-key"),
        ("completed: 2021-04-01", "8 future"),
        ("since: 2021-04-01", "8 future"),
        ("progress:\n  - date: 2021-04-01\n    text: Done.", "9 future"),
        ("evidence:\n  - title: Report\n    date: 2021-04-01", "10 future"),
        ("closure:\n  outcome: closed\n  date: 2021-04-01", "10 future"),
        ("extensions:\n  - due: 2021-05-31", "9 extension"),
        (EXTENDED.replace("2021-05-31", "2021-01-31"), "10 extension"),
        (EXTENDED + "    approved_by: Board\n", "10 extension"),
        (EXTENDED + "    approved_on: 2021-01-05\n", "10 extension"),
        (EXTENDED + "    asked_on: 2021-04-01\n", "12 future"),
        ("original_due: 2021-13", "8 date"),
        ("original_due: soon", "8 date"),
    ],
)
def test_an_action_that_contradicts_itself_is_told(more: str, rule: str) -> None:
    """With the line of what is wrong."""
    assert of_actions(action("A1", more)) == [rule]


@pytest.mark.parametrize(
    "more",
    [
        EXTENDED,
        EXTENDED + "    approved_by: Board\n    approved_on: 2021-01-05\n",
        "original_due: 2021-06",
        "completed: 2021-03-31\nverified:\n  by: Auditor\n  date: 2021-03-31",
        "closure:\n  outcome: not pursued\n  reason: The service was decommissioned.",
    ],
)
def test_an_action_that_is_in_order_is_clean(more: str) -> None:
    """A month is as good a date as a day, and an extension may wait."""
    assert of_actions(action("A1", more)) == []


def test_actions_are_told_from_each_other_and_name_what_exists() -> None:
    """Ids, recommendations and ratings, all in one run."""
    strange = action("A1").replace('["1"]', '["1", "7", "1"]').replace("green", "gren")
    expected = (
        ("4:28", "link", "'7'", "1, 2"),
        ("4:33", "duplicate-key", "'1'", "appears twice"),
        ("7:14", "value", "'gren'", "green, not rated", "Did you mean green?"),
        ("8:9", "duplicate-key", "'A1'", "appears twice"),
        ("13:9", "id", "'(-)'"),
    )
    found = lines(body__2021__actions=plan(strange, "A1", action("(-)")))
    for line, (place, rule, *words) in zip(found, expected, strict=True):
        assert reports(line, f"2021/actions.yaml:{place}", rule, *words)


def position(commitments: str) -> str:
    return POSITION.format(number=2) + f"commitments:\n{commitments}"


def test_commitments_and_actions_are_linked_both_ways() -> None:
    """A commitment names actions that exist, and these name its recommendation."""
    promise = "  - text: Position on 2.\n    kind: will\n    actions: [A1, A9]\n"
    unlisted, unknown = lines(body__2021__2=position(promise), body__2021__actions=plan("A1"))
    assert reports(unlisted, "2021/2.yaml:14:15", "link", "A1", "commitment of 2")
    assert reports(unknown, "2021/2.yaml:14:19", "link", "'A9'", "does not exist", "A1")
    answered = action("A1").replace('["1"]', '["1", "2"]')
    right = promise.replace(", A9", "")
    assert lines(body__2021__2=position(right), body__2021__actions=plan(answered)) == []


def test_a_plan_that_cannot_be_read_makes_no_problem_elsewhere() -> None:
    """Its own problem is the one to mend."""
    promise = position("  - text: Position on 2.\n    kind: will\n    actions: [A1]\n")
    (problem,) = found(body__2021__2=promise, body__2021__actions="format: 1\nactions: none\n")
    assert problem.place.path.endswith("actions.yaml")


def test_a_commitment_stands_in_its_text() -> None:
    """Word for word, so that a paper never claims a promise that nobody made."""
    (line,) = lines(body__2021__2=position("  - text: We shall see.\n    kind: will\n"))
    assert reports(line, "2021/2.yaml:12:11", "commitment", "'We shall see.'")


def of_cover(text: str, name: str = "board-report") -> list[str]:
    return [
        line.removeprefix(f"2021/papers/{name}.yaml:")
        for line in lines(**{f"body__2021__papers__{name}": text})
    ]


def test_a_cover_has_the_fields_and_sections_of_its_form() -> None:
    """A key that the form does not have would be printed nowhere."""
    text = COVER.replace("author:", "auther:").replace("background", "backround")
    found = of_cover(text + "  - key: background\n  - key: background\n")
    expected = (
        ("6:11", "value", "'auther'", "author, meeting", "Did you mean author?"),
        ("8:10", "value", "'backround'", "Did you mean background?"),
        ("12:10", "duplicate-key", "'background'", "appears twice"),
    )
    for line, (place, rule, *words) in zip(found, expected, strict=True):
        assert reports(line, place, rule, *words)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{{ counts.redd }}", "figure"),
        ("{{ counts }}", "figure"),
        ("{% for i in x %}", "figure"),
        ("{# gone #}", "figure"),
        ("{{ 7 * 7 }}", "figure"),
        ("[there](#9)", "link"),
    ],
)
def test_a_narrative_uses_figures_that_exist_and_nothing_else(text: str, line: str) -> None:
    """A wrong name is told when the record is checked, not when the paper is made."""
    cover = COVER.replace("There are", f"'{text}'").replace(
        " {{ counts.positions }} positions.", ""
    )
    (told,) = of_cover(cover)
    assert told.endswith(f"({line})")
    (told,) = of_cover(COVER.replace("purposes:", f"asks: ['{text}']\npurposes:"))
    assert told.endswith(f"({line})")


def test_a_cover_is_named_after_its_paper() -> None:
    """And nothing else lies in its folder, or deeper."""
    path = "2021/papers/bord-report.yaml"
    (line,) = lines(**{"body__2021__papers__bord-report": COVER})
    assert reports(line, path, "file-name", "board-report, hwbb", "Did you mean board-report?")
    for folder, name in (("papers/deeper", "x"), ("pappers", "hwbb")):
        (line,) = lines(**{f"body__2021__{folder.replace('/', '__')}__{name}": COVER})
        assert reports(line, f"2021/{folder}/{name}.yaml", "file-place")


def test_a_form_is_checked() -> None:
    """Papers that exist, each once; keys once; a house file by its name alone."""
    form = FORM.replace("key: author", "key: meeting") + (
        "  - paper: board-report\n  - paper: bored\n  - paper: hwbb\n    house: ../secret.docx\n"
    )
    assert [p.rule for p in found(body__body=BODY + form)] == [
        "duplicate-key",
        "duplicate-key",
        "value",
        "file-name",
    ]


def test_days_after_the_day_of_the_year_are_told() -> None:
    """In positions and in the plan; the date of a meeting to come is none of them."""
    text = POSITION.format(number=1).replace(
        "value: accepted", "value: accepted\n  date: 2021-04-01"
    )
    evidence = "evidence:\n  - title: Report\n    date: 2021-05-01\n"
    assert [p.rule for p in found(body__2021__1=text + evidence)] == ["future", "future"]
    assert of_actions("A1", last_meeting="2021-04-01") == ["2 future"]
    assert of_cover(COVER + "date: 2021-06\n") == []
