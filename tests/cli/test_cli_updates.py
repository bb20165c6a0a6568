"""The everyday changes from end to end, as an officer types them."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from textwrap import indent
from typing import get_args

import pytest

from francis.check import claims
from francis.cli.options import OUTCOME_CHOICE
from francis.record.model.plan import Outcome
from francis.record.reading import nodes, record_file
from tests.cli.test_cli import run
from tests.shared.findings import reports
from tests.shared.workspaces import (
    BODY,
    POSITION,
    RED,
    YEAR,
    action,
    plan,
    record_files,
    write_files,
)

CLAIMS = """\
  - key: blue
    word: Blue
    meaning: Complete.
    claim: complete
  - key: amber
    word: Amber
    meaning: Slipping.
    claim: at risk
"""
SHOWN = "evidence:\n  - title: Figures of March\n    date: 2021-03-01\n"
FIRST = POSITION.format(number=1).replace("green\n", "not rated\n  reason: Too early.\n")
SECOND = POSITION.format(number=2).replace("value: green", "value: amber")
PLAN = plan(
    action("A1", "original_due: 2021-02-28\nlead: Director of Care").replace("green", "red"),
    action("A2", "original_due: 2021-05-31").replace('["1"]', '["2"]'),
)
ONE = "standards/body/2021/1.yaml"
ACTIONS = "standards/body/2021/actions.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace whose ratings make claims; its second position stands against a rule already."""
    scheme = BODY.replace("On track.\n", "On track.\n    claim: on track\n")
    red = RED.replace("exception: true", "claim: off track")
    scheme = scheme.replace("  - key: not rated\n", CLAIMS + red + "  - key: not rated\n")
    return write_files(
        tmp_path / "déjà vu",
        record_files(
            body__body=scheme,
            body__2021__1=FIRST,
            body__2021__2=SECOND,
            body__2021__actions=PLAN,
        ),
    )


def test_a_position_is_rated_in_a_word(root: Path) -> None:
    """The file and the change are told, and the reason that went with the old rating."""
    result = run("rate", "1", "amber", "--reason", "Late: not begun.", root=root)
    assert result.stdout == f"{ONE}\n1: Not rated → Amber.\n"
    assert (root / ONE).read_text() == FIRST.replace(
        "not rated\n  reason: Too early.", 'amber\n  reason: "Late: not begun."'
    )
    assert run("rate", "1", "amber", "--reason", "Begun.", root=root).stdout == (
        f"{ONE}\n1: Amber. The reason for the rating changed.\n"
    )
    assert run("rate", "1", "Not", "rated", root=root).stdout == (
        f"{ONE}\n1: Amber → Not rated. The reason for Amber was removed: “Begun.”\n"
    )
    again = run("rate", "1", "not", "rated", root=root)
    assert again.exit_code == 1
    assert "1 is already rated Not rated" in again.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("rate", "1", "amber", "--reason", "Late."),
        ("confirm", "1"),
        ("act", "A2", "--progress", "Begun.", "--on", "2021-03-01"),
    ],
)
def test_a_command_parses_the_record_once_and_then_the_changed_file(
    root: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the files of another body none."""
    write_files(
        root, {"standards/other/body.yaml": b"format: [", "standards/other/1/year.yaml": b"["}
    )
    before = {path: path.read_text() for path in (root / "standards").rglob("*.yaml")}
    parsed: Counter[str] = Counter()
    compose = nodes.compose
    monkeypatch.setattr(
        record_file, "compose", lambda text: (parsed.update([text]), compose(text))[1]
    )
    result = run(*words, "--body", "body", root=root)
    assert result.exit_code == 0, result.stderr
    changed = [path.read_text() for path, text in before.items() if path.read_text() != text]
    own = [text for path, text in before.items() if "other" not in path.parts]
    assert parsed.keys() == {*own, *changed}
    assert {parsed[text] for text in own} == {1}
    assert {parsed[text] for text in changed} == {2}  # what is written is read beforehand, too


def test_a_rating_that_breaks_a_rule_is_refused_with_its_explanation(root: Path) -> None:
    """Nothing is written; the officer is told why the rule is there, what to do, and the way round it."""
    before = (root / ONE).read_bytes()
    result = run("rate", "1", "blue", root=root)
    assert result.exit_code == 1
    assert result.stdout == ""
    line, remedy, *about = result.stderr.splitlines()
    rule = claims.claim_without_evidence
    assert reports(line, ONE, rule.name, "warning", "1 is rated Blue")
    assert remedy == f"    {rule.remedy}"
    assert indent(rule.about, "    ") in "\n".join(about)
    assert f"edit the file: {ONE}" in result.stderr
    assert (root / ONE).read_bytes() == before


def test_what_was_against_a_rule_before_does_not_stand_in_the_way(root: Path) -> None:
    """Lines move, and of two actions that are late one is left: neither is a new problem."""
    (root / ONE).write_text(FIRST.replace("not rated", "green") + SHOWN)
    late = action("A0", "original_due: 2021-01-31").replace("green", "amber")
    (root / ACTIONS).write_text(
        PLAN.replace("actions:\n", f"actions:\n{late}").replace("value: red", "value: green")
    )
    day = ("--on", "2021-03-30")
    assert run("act", "A0", "--progress", "Nearly.", *day, root=root).exit_code == 0
    completed = run("act", "A0", "--complete", *day, root=root)
    assert (completed.exit_code, completed.stderr) == (0, "")
    assert run("rate", "2", "amber", "--reason", "Snow.", root=root).exit_code == 0


def test_an_action_is_completed_with_its_rating(root: Path) -> None:
    """It cannot be done and still be rated red, so both are said at once."""
    words = ("act", "A1", "--complete", "--on", "2021-03-30")
    refused = run(*words, root=root)
    assert refused.exit_code == 1
    assert "A1 is rated Red, but it was completed. (rating-against-dates)" in (refused.stderr)
    assert "contradicts its dates" in refused.stderr
    assert (root / ACTIONS).read_text() == PLAN
    done = run(*words, "--rate", "green", "--progress", "All have it.", root=root)
    assert done.stdout == (
        f"{ACTIONS}\nA1: Completed on 30 March 2021. Rating: Red → Green. 30 March 2021: All have it.\n"
    )
    changed = PLAN.replace("value: red\n", "value: green\n").replace(
        "    lead: Director of Care\n",
        "    lead: Director of Care\n    progress:\n      - date: 2021-03-30\n        text: All have it.\n"
        "    completed: 2021-03-30\n",
    )
    assert (root / ACTIONS).read_text() == changed
    twice = run(*words, root=root)
    assert twice.exit_code == 1
    assert "A1 was completed on 2021-03-30, so it cannot be completed" in twice.stderr


def test_an_action_is_verified_by_another_post(root: Path) -> None:
    """Once it is complete, once, and not by its lead."""
    on = ("--on", "2021-03-20")
    early = run("act", "A1", "--verified-by", "Internal Audit", *on, root=root)
    assert (early.exit_code, early.stderr) == (
        1,
        "Error: A1 is not complete, so nobody can verify it.\nIf it is complete, say so too: --complete.\n",
    )
    assert run("act", "A1", "--complete", "--rate", "green", *on, root=root).exit_code == 0
    own = run("act", "A1", "--verified-by", "Director of Care", *on, root=root)
    assert own.exit_code == 1
    assert "(verified-by-lead)" in own.stderr
    result = run("act", "A1", "--verified-by", "Internal Audit", *on, root=root)
    assert result.stdout.startswith(
        f"{ACTIONS}\nA1: Verified by Internal Audit on 20 March 2021.\n"
    )
    told = "    verified:\n      by: Internal Audit\n      date: 2021-03-20\n"
    assert told in (root / ACTIONS).read_text()
    again = run("act", "A1", "--verified-by", "Medical Director", *on, root=root)
    assert again.stderr == "Error: A1 was verified on 2021-03-20 by Internal Audit.\n"


def test_an_action_leaves_the_plan_with_a_reason(root: Path) -> None:
    """How and when; what it is rated stays, which is said."""
    words = ("--end", "Superseded", "--reason", "A2 takes its place.", "--on", "2021-03-20")
    result = run("act", "A1", *words, root=root)
    assert result.stdout == (
        f"{ACTIONS}\nA1: Left the plan (superseded): A2 takes its place. "
        "It is still rated Red. To change that: --rate.\n"
    )
    assert (
        "    closure:\n      outcome: superseded\n      date: 2021-03-20\n      reason: A2 takes its place.\n"
        in (root / ACTIONS).read_text()
    )
    over = run("act", "A1", *words, root=root)
    assert over.stderr.startswith("Error: A1 was closed as superseded, so it cannot be closed.\n")
    assert set(get_args(Outcome)) == set(OUTCOME_CHOICE.choices)


def test_what_the_positions_need_once_an_action_is_done_is_told(root: Path) -> None:
    """That is the next step, and no reason against saying that it is done."""
    result = run("act", "A2", "--complete", "--on", "2021-03-30", root=root)
    assert result.exit_code == 0
    assert "completed: 2021-03-30\n" in (root / ACTIONS).read_text()
    heading, line, *_ = result.stderr.splitlines()
    assert heading == "Still to do:"
    assert reports(
        line, "standards/body/2021/2.yaml:6:10", "bad-without-action", "2 is rated Amber"
    )


def test_a_later_date_is_asked_for_and_approved(root: Path) -> None:
    """The request waits, and is written once."""
    words = ("act", "A1", "--extend", "2021-06", "--on", "2021-03-20")
    asked = run(*words, "--reason", "Snow", root=root)
    assert asked.stdout == f"{ACTIONS}\nA1: An extension to June 2021 is requested.\n"
    assert run(*words, "--reason", "Snow", root=root).exit_code == 1
    approved = run(*words, "--approved-by", "The Board", root=root)
    assert approved.stdout == (
        f"{ACTIONS}\nA1: Extended from 28 February 2021 to June 2021: Snow. "
        "Approved by The Board on 20 March 2021.\n"
    )
    assert (root / ACTIONS).read_text().count("due: 2021-06\n") == 1
    words = ("act", "A1", "--extend", "2021-06-30", "--on", "2021-03-21")
    same = run(*words, "--reason", "Sun", root=root)
    assert same.exit_code == 1
    assert "A1 is extended to 2021-06-30, but it is due then already." in same.stderr


def test_a_day_that_the_year_does_not_reach_is_refused(root: Path) -> None:
    """Today, if no other is named; a rating has no day, and can be given at any time."""
    today = datetime.date.today()
    result = run("act", "A1", "--progress", "Going on.", root=root)
    assert result.exit_code == 1
    assert (
        f"{today} (today) is after 2021-03-31, the as-at date of 2021.\n"
        "Give the day when it happened with --on, or write a later 'as_at' in "
        "standards/body/2021/year.yaml."
    ) in result.stderr
    year = root / "standards/body/2021/year.yaml"
    year.write_text(YEAR.replace("2021-03-31", str(today)))
    assert run("act", "A1", "--progress", "Going on.", root=root).exit_code == 0
    assert f"- date: {today}\n" in (root / ACTIONS).read_text()
    year.write_text(YEAR)
    (root / ACTIONS).write_text(PLAN)
    result = run("act", "A2", "--rate", "amber", "--reason", "Snow.", root=root)
    assert result.stdout == f"{ACTIONS}\nA2: Rating: Green → Amber.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rate", "11", "amber"), "NUMBER '11' does not exist. Choose from: 1, 2. Did you mean 1?"),
        (("rate", "1", "ambr"), "RATING 'ambr' does not exist. Choose from: green, blue, amber, red,"),
        (("rate", "1", "ambr"), "Did you mean amber?"),
        (("rate", "1"), "Missing argument 'RATING'"),
        (("rate", "1", "amber", "--reason", " "), "--reason is empty"),
        (("act", "A11", "--complete"), "ACTION 'A11' does not exist. Choose from: A1, A2. Did you mean"),
        (("act", "A1"), "Say what happened with --progress, --percent, --complete, --verified-by, --end, --turn, --met, --milestone, --extend or --rate."),
        (("act", "A1", "--rate", "ambr"), "--rate 'ambr' does not exist."),
        (("act", "A1", "--progress", ""), "--progress is empty"),
        (("act", "A1", "--complete", "--on", "30 March"), "--on '30 March' is not a date written as"),
        (("act", "A1", "--complete", "--on", "2021-02-30"), "is a date that does not exist. Write"),
        (("act", "A1", "--extend", "2021-06-30"), "--extend needs a --reason"),
        (("act", "A1", "--extend", "2021-13", "--reason", "Snow"), "'2021-13' is a month that does not exist. Write"),
        (("act", "A1", "--extend", "soon", "--reason", "Snow"), "'soon' is not a date (year-month-day), a month"),
        (("act", "A1", "--complete", "--extend", "2021-06"), "--complete and --extend cannot be used together"),
        (("act", "A1", "--complete", "--reason", "x"), "--reason needs --extend, --rate or --end."),
        (("act", "A1", "--end", "superseded"), "--end needs a --reason, which papers print."),
        (("act", "A1", "--end", "gone", "--reason", "x"), "'gone' is not one of 'closed', 'business as usual', 'superseded', 'not pursued'"),
        (("act", "A1", "--end", "closed", "--reason", "x", "--complete"), "--end and --complete cannot be used together"),
        (("act", "A1", "--complete", "--approved-by", "x"), "--approved-by needs --extend."),
        (("act", "A1", "--rate", "red", "--on", "2021-03-01"), "A rating or a percentage has none"),
        (("act", "A1", "--rate", "red", "--extend", "2021", "--reason", "x"), "once for each"),
    ],
)  # fmt: skip
def test_wrong_use_says_what_is_right(root: Path, words: tuple[str, ...], says: str) -> None:
    """It is exit 2, and nothing is written."""
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    on = ("--on", "2021-03-01") if words[0] == "act" and "--on" not in words else ()
    result = run(*words, *(on if "--extend" in words else ()), root=root)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


@pytest.mark.parametrize("sign", ["\x01", "\udcff", "\u2028"])
def test_what_no_file_may_hold_is_refused(root: Path, sign: str) -> None:
    """It comes along when text is pasted, or from a terminal with another encoding."""
    for words in (("rate", "1", "red", "--reason"), ("act", "A2", "--rate", "red", "--reason")):
        result = run(*words, f"a{sign}b", root=root)
        assert result.exit_code == 1
        assert "a character that cannot be printed" in result.stderr
    assert (root / ONE).read_text() == FIRST


def test_an_earlier_year_can_be_named(root: Path) -> None:
    """The latest is the one that is meant otherwise."""
    assert run("new-year", "2022", root=root).exit_code == 0
    assert run("rate", "1", "red", root=root).stdout.startswith("standards/body/2022/1.yaml\n")
    assert run("rate", "1", "red", "--year", "2021", root=root).stdout.startswith(f"{ONE}\n")


def test_a_new_error_in_another_file_refuses_the_change(root: Path) -> None:
    """What another file then needs is told, unless the body has made it an error."""
    body = root / "standards/body/body.yaml"
    body.write_text(
        body.read_text()
        + "checks:\n  - {rule: bad-without-action, level: error, reason: The board asked for it.}\n"
    )
    before = (root / ACTIONS).read_bytes()
    result = run("act", "A2", "--complete", "--on", "2021-03-01", root=root)
    assert result.exit_code == 1
    assert "standards/body/2021/2.yaml" in result.stderr
    assert "(bad-without-action)" in result.stderr
    assert (root / ACTIONS).read_bytes() == before


def test_a_number_out_of_range_is_told_in_words(root: Path) -> None:
    """With what it can be."""
    for number in ("140", "a lot"):
        told = run("act", "A2", "--percent", number, "--on", "2021-03-01", root=root)
        assert told.exit_code == 2
        assert f"'{number}' is not a whole number from 0 to 100." in told.stderr
