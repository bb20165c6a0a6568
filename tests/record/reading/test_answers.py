"""Which position answers which recommendation: several together, those for others, and parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.record.reading.loading import load
from francis.record.register import Register
from francis.workspace import read_files
from tests.cli.test_cli import run
from tests.shared.workspaces import POSITION, RECOMMENDATION, SET, record_files, write_files

RESPONSE = "response:\n  status: unknown\n"
JOINT = 'format: 1\nnumber: "2"\nanswered_with: "1"\n'
FOR_OTHERS = RECOMMENDATION.format(number=2) + "addressed_to: [The Department, A trust]\n"


def only(files: dict[str, bytes]) -> Register:
    found = load(files)
    assert found.problems == ()
    (register,) = found.registers
    return register


def test_one_position_answers_two_recommendations() -> None:
    """The rating and the assurance are those of the position, the acceptance may be its own, and reasons stand once."""
    reasoned = POSITION.format(number=1).replace("value: green", "value: green\n  reason: Seen.")
    register = only(record_files(body__2021__1=reasoned, body__2021__2=JOINT))
    assert register.answered_too == {"1": ("2",)}
    assert register.positions["2"].rating.value == "green"
    assert register.positions["2"].rating.reason is None
    assert register.positions["2"].text == "Answered together with [1](#1)."
    assert register.counts.positions == register.counts.ratings["green"] == 2
    own = JOINT + "acceptance:\n  value: not accepted\n  reason: It is not for us.\n"
    register = only(record_files(body__2021__2=own))
    assert register.counts.acceptance == {
        **dict.fromkeys(register.counts.acceptance, 0),
        "accepted": 1,
        "not accepted": 1,
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"body__2021__2": JOINT.replace('with: "1"', 'with: "7"')},
        {"body__2021__2": JOINT.replace('with: "1"', 'with: "2"')},
        {"body__2021__2": JOINT, "body__2021__1": JOINT.replace('"1"', '"2"').replace('"2"', '"1"', 1)},
    ],
)  # fmt: skip
def test_what_is_answered_with_must_be_a_position(changed: dict[str, str]) -> None:
    """Not one that is not there, nor itself, nor one that is answered with another."""
    found = load(record_files(**changed))
    assert {problem.rule for problem in found.problems} == {"position-missing"}
    assert all(problem.place.line == 3 for problem in found.problems)


def test_papers_and_commands_say_what_is_answered_together(tmp_path: Path) -> None:
    """Both rows say it; what changes a position asks for the number under which it is written."""
    root = write_files(tmp_path, record_files(body__2021__2=JOINT))
    assert run("build", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert 'This answers <a href="#item-2">2</a> too.' in page
    assert 'Answered together with <a href="#item-1">1</a>.' in page
    for words in (("rate", "2", "not", "rated"), ("confirm", "2", "--on", "2021-03-01")):
        refused = run(*words, root=root)
        assert refused.exit_code == 1
        assert "2 is answered together with 1. Give the number 1 instead." in refused.stderr
    assert run("new-year", "2022", root=root).exit_code == 0
    assert (root / "standards/body/2022/2.yaml").read_text().startswith(JOINT + "answers: ")
    told = run("diff", "2021", "2022", root=root).stdout
    assert "standards/body/2022/2.yaml" in told


def test_what_is_for_others_needs_no_position(tmp_path: Path) -> None:
    """It is listed as such. Whom it names is answered as ever, and so is what has a position."""
    files = record_files(inquiry__2=FOR_OTHERS, body__2021__2=None)
    register = only(files)
    assert register.numbers == ("1",)
    assert [of.number for of in register.others] == ["2"]
    root = write_files(tmp_path, files)
    assert run("build", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert ">The Department; A trust</td>" in page
    assert only(record_files(inquiry__2=FOR_OTHERS)).others == ()
    ours = FOR_OTHERS.replace("A trust", "test body")
    (problem,) = load(record_files(inquiry__2=ours, body__2021__2=None)).problems
    assert problem.rule == "position-missing"


def test_a_part_says_of_what(tmp_path: Path) -> None:
    """Of a recommendation of the set that is no part itself."""
    part = RECOMMENDATION.format(number=2) + 'part_of: "1"\n'
    root = write_files(tmp_path, record_files(inquiry__2=part))
    assert load(read_files(root)).problems == ()
    assert run("build", "--format", "html", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert '<span class="label">Part of 1:</span> Heading 1' in page
    for changed in (
        {"inquiry__2": part.replace('of: "1"', 'of: "3"')},
        {"inquiry__2": part.replace('of: "1"', 'of: "2"')},
        {"inquiry__2": part, "inquiry__1": RECOMMENDATION.format(number=1) + 'part_of: "2"\n'},
    ):
        assert {problem.rule for problem in load(record_files(**changed)).problems} == {"link"}


def test_where_nobody_answers_for_the_country_nothing_is_said_of_it(tmp_path: Path) -> None:
    """Of inspections and audits there is no response; of one set there may be some, by nobody in particular."""
    silent = {
        f"inquiry__{n}": RECOMMENDATION.format(number=n).replace(RESPONSE, "") for n in (1, 2)
    }
    of_none = SET.replace("responder: The Government\n", "")
    root = write_files(tmp_path, record_files(inquiry__set=of_none, **silent))
    assert load(read_files(root)).problems == ()
    assert run("build", "--format", "html", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert "esponse" not in page.partition("<body")[2]
    assert "These are three different things: how far Test Body accepts the standard" in page
    assert "esponse" not in run("show", "1", root=root).stdout
    write_files(root, record_files(inquiry__set=of_none, inquiry__1=silent["inquiry__1"]))
    assert run("build", "--format", "html", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert page.count('<span class="label">Response:</span> unknown') == 1
    assert "These are four different things: the response to a standard; how far" in page
    assert "A response shown as unknown is not recorded here." in page


def test_a_joint_position_has_what_it_says_of_itself_and_else_what_is_written_once() -> None:
    """Which text it answers and its notes are its own; who leads and who confirmed it are those of the other, to which its text leads."""
    written = POSITION.format(number=1) + (
        "lead: Chair\noversight: The Board\nclassification: internal\nanswers: 0123456789ab\n"
        "confirmed: {on: 2021-03-01}\nnotes: [One.]\n"
    )
    joint = 'format: 1\nnumber: "2"\nanswered_with: "1"\nanswers: ba9876543210\nnotes: [Two.]\n'
    (of,) = load(record_files(body__2021__1=written, body__2021__2=joint)).registers
    first, second = of.positions["1"], of.positions["2"]
    for name in ("lead", "classification", "confirmed"):
        assert getattr(second, name) == getattr(first, name), name
    assert second.text == "Answered together with [1](#1)."
    assert (second.number, second.answers, second.notes) == ("2", "ba9876543210", ("Two.",))
    assert (second.acceptance, second.rating, second.assurance) == (
        first.acceptance,
        first.rating,
        first.assurance,
    )
    assert [position.number for position in of.for_review] == ["1", "2"]
    plain = joint.replace("answers: ba9876543210\n", "")
    (of,) = load(record_files(body__2021__1=written, body__2021__2=plain)).registers
    assert (of.positions["2"].answers, [p.number for p in of.for_review]) == (None, ["1"])
