"""A body's own words for acceptance, and that no suggestion turns a meaning round."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from francis.check.claims import refused_without_reason
from francis.errors import nearest
from francis.record.reading.loading import load
from tests.cli.test_cli import run
from tests.shared.findings import At, findings
from tests.shared.workspaces import BODY, POSITION, plan, record_files, write_files

OWN = """\
acceptances:
  - {key: agreed, meaning: We agree., claim: accepted}
  - {key: agreed with changes, meaning: We agree with some of it., claim: in part}
  - {key: for others, meaning: It is not ours., claim: not applicable}
"""
USUAL = ("accepted", "accepted in principle", "accepted in part", "not accepted")


def files(first: str, second: str) -> dict[str, bytes]:
    """Return a workspace of a body with words of its own, and what it says of two recommendations."""
    positions = {
        f"body__2021__{n}": POSITION.format(number=n).replace("value: accepted", f"value: {word}")
        for n, word in ((1, first), (2, second))
    }
    return record_files(body__body=BODY + OWN, body__2021__actions=plan("A1"), **positions)


def test_a_body_has_its_own_words_for_acceptance(tmp_path: Path) -> None:
    """Counted in their order, printed in every format, and told where another word stands."""
    root = write_files(tmp_path, files("agreed", "agreed with changes"))
    (register,) = load(files("agreed", "agreed with changes")).registers
    assert register.counts.acceptance == {"agreed": 1, "agreed with changes": 1, "for others": 0}
    assert register.counts.figures["agreed_with_changes"] == 1
    assert run("build", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert ">agreed with changes</span>" in page
    book = load_workbook(root / "output/body/2021/action-plan-draft.xlsx")
    assert any("Agreed with changes" in row for row in book["Positions"].values)
    (problem,) = load(files("agreed", "accepted")).problems
    assert problem.message.startswith("the acceptance is 'accepted', which is not in the body's")


def test_what_a_word_claims_is_judged_and_not_the_word() -> None:
    """Whatever a body calls it, the public will ask why not."""
    found = findings(refused_without_reason, files("agreed", "agreed with changes"))
    assert found == [At("2021/2.yaml:4:10", "agreed with changes", "no reason")]


@pytest.mark.parametrize("place", ["2.yaml", "joint"])
def test_an_acceptance_is_held_to_the_usual_words(place: str) -> None:
    """Of a body without words of its own; also where a recommendation is answered with another."""
    joint = 'format: 1\nnumber: "2"\nanswered_with: "1"\nacceptance:\n  value: acepted\n'
    single = POSITION.format(number=2).replace("value: accepted", "value: acepted")
    (problem,) = load(record_files(body__2021__2=joint if place == "joint" else single)).problems
    assert problem.rule == "value"
    assert problem.message.endswith("Did you mean accepted?")


@pytest.mark.parametrize(
    ("found", "allowed", "meant"),
    [
        ("partially accepted", USUAL, ""),
        ("partly accepted", USUAL, ""),
        ("acepted", USUAL, "accepted"),
        ("not acepted", USUAL, "not accepted"),
        ("unaccepted", USUAL, ""),
        ("of track", ("on track", "off track"), ""),
        ("off trak", ("on track", "off track"), "off track"),
        ("incomplete", ("complete",), ""),
        ("nonapplicable", ("applicable",), ""),
        ("gren", ("green", "amber"), "green"),
    ],
)
def test_no_suggestion_turns_a_meaning_round(
    found: str, allowed: tuple[str, ...], meant: str
) -> None:
    """Rather nothing is suggested."""
    assert nearest(found, allowed) == meant


@pytest.mark.parametrize(
    ("keys", "shape"),
    [
        ("blank: true", "dash"),
        ("claim: complete", "tick"),
        ("claim: reported complete", "tick"),
        ("claim: complete, exception: true", "tick"),
        ("claim: off track, exception: true", "diamond"),
        ("claim: complete or ongoing", "circle"),
        ("claim: on track", "circle"),
        ("claim: under way", "circle"),
        ("claim: at risk", "triangle"),
        ("claim: off track", "triangle"),
        ("meaning: Anything.", "triangle"),
        ("claim: complete, shape: diamond", "diamond"),
        ("blank: true, shape: circle", "circle"),
    ],
)
def test_a_rating_has_the_shape_that_suits_what_it_means(keys: str, shape: str) -> None:
    """Unless the body says another one."""
    body = BODY.replace("ratings:\n", f"ratings:\n  - {{key: own, word: Own, {keys}}}\n")
    (register,) = load(record_files(body__body=body)).registers
    assert register.body.ratings[0].drawn_shape == shape


def test_a_shape_is_one_of_five() -> None:
    """Another is refused, with those that there are."""
    body = BODY.replace("ratings:\n", "ratings:\n  - {key: own, word: Own, shape: square}\n")
    (problem,) = load(record_files(body__body=body)).problems
    assert "square" in problem.message
    assert "tick, circle, triangle, diamond" in str(problem)
