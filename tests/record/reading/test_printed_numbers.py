"""Numbers and ids as sources print them, from the files to the papers and the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.record.numbers import number_meant, slug
from francis.record.reading.loading import load
from francis.workspace import read_files
from tests.cli.test_cli import run
from tests.shared.workspaces import (
    POSITION,
    RECOMMENDATION,
    SET,
    action,
    plan,
    record_files,
    write_files,
)

NUMBERS = ("4(a)(i)", "4(a)(iii)", "SR (25/26) 01", "21 BCFU 07")


def numbered(**changed: str | bytes | None) -> dict[str, bytes]:
    """Return a workspace of a set with such numbers, a position on each and an action."""
    files: dict[str, str | bytes | None] = {f"inquiry__{n}": None for n in (1, 2)}
    files |= {f"body__2021__{n}": None for n in (1, 2)}
    files["inquiry__set"] = (
        SET.replace('first: "1"', 'first: "SR (25/26) 01"')
        .replace('last: "2"', 'last: "21 BCFU 07"')
        .replace("total: 2", "total: 9")
    )
    for number in NUMBERS:
        files[f"inquiry__{slug(number)}"] = RECOMMENDATION.format(number=number)
        files[f"body__2021__{slug(number)}"] = POSITION.format(number=number)
    served = action("A1/2").replace('["1"]', '["4(a)(iii)"]')
    files["body__2021__actions"] = plan(served)
    return record_files(**{**files, **changed})


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        ("132", "132"),
        ("4(a)(iii)", "4-a-iii"),
        ("21 BCFU 07", "21-BCFU-07"),
        ("SR (25/26) 01", "SR-25-26-01"),
        ("A1/2", "A1-2"),
        ("1.9", "1.9"),
        (".5", "5"),
        ("(–)", ""),
    ],
)
def test_a_number_has_a_plain_form(number: str, plain: str) -> None:
    """It can name a file and an address, and stays as it is when it is made plain once more."""
    assert slug(number) == plain
    assert slug(plain) == plain


def test_either_form_means_a_number() -> None:
    """And neither another's, nor one that is not there."""
    assert number_meant("4-a-iii", NUMBERS) == number_meant("4(a)(iii)", NUMBERS) == "4(a)(iii)"
    assert number_meant("4-a-ii", NUMBERS) is None


def test_the_record_has_the_numbers_as_they_are_printed(tmp_path: Path) -> None:
    """In the order in which people count, whatever their files are called."""
    found = load(read_files(write_files(tmp_path, numbered())))
    assert found.problems == ()
    (register,) = found.registers
    assert register.numbers == ("SR (25/26) 01", "4(a)(i)", "4(a)(iii)", "21 BCFU 07")
    assert [action.id for action in register.serving["4(a)(iii)"]] == ["A1/2"]


def test_a_recommendation_with_a_mistake_is_one_mistake(tmp_path: Path) -> None:
    """Its number is known all the same, so nothing that refers to it is wrong."""
    wrong = RECOMMENDATION.format(number="4(a)(iii)").replace("heading:", "headign:")
    year = 'format: 1\nset: inquiry\nas_at: 2021-03-31\nstatus: draft\nnumbers: ["4(a)(iii)"]\n'
    files = numbered(**{"inquiry__4-a-iii": wrong, "body__2021__year": year})
    for number in set(NUMBERS) - {"4(a)(iii)"}:
        del files[f"standards/body/2021/{slug(number)}.yaml"]
    (problem,) = load(files).problems
    assert problem.rule == "unknown-key"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"inquiry__4-A-I": RECOMMENDATION.format(number="4(A)(I)")}, "number-differs"),
        ({"inquiry__4-a-i": RECOMMENDATION.format(number="4(a)(ii)")}, "number-differs"),
        ({"body__2021__actions": plan(action("A1/2"), action("a1-2"))}, "id"),
        ({"body__2021__actions": plan(action('"(–)"'))}, "id"),
    ],
)
def test_what_would_be_one_name_is_refused(changed: dict[str, str], rule: str) -> None:
    """Also where a computer tells letters apart only by their case, and another does not."""
    assert rule in {problem.rule for problem in load(numbered(**changed)).problems}


def test_papers_and_commands_know_both_forms(tmp_path: Path) -> None:
    """A text links by the plain form, papers print the other, and people may type either."""
    linked = POSITION.format(number="4(a)(i)").replace("Position", "See [that](#4-a-iii). Position")
    root = write_files(tmp_path, numbered(**{"body__2021__4-a-i": linked}))
    assert run("build", "--format", "html", root=root).exit_code == 0
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    assert '<a href="#item-4-a-iii">that</a>' in page
    assert '<span class="number">4(a)(iii)</span>' in page
    plan_page = (root / "output/body/2021/action-plan-draft.html").read_text()
    assert 'id="action-A1-2"' in plan_page
    for number in ("4-a-iii", "4(a)(iii)"):
        assert run("show", number, root=root).stdout.startswith("4(a)(iii) ")
    done = run("act", "a1-2", "--progress", "Begun.", root=root)
    assert done.exit_code == 2
    assert "Did you mean A1/2?" in done.stderr
    assert (
        run("act", "A1-2", "--progress", "Begun.", "--on", "2021-03-30", root=root).exit_code == 0
    )
    assert run("confirm", "SR-25-26-01", "--on", "2021-03-30", root=root).exit_code == 0
    assert "confirmed:" in (root / "standards/body/2021/SR-25-26-01.yaml").read_text()
    assert run("new-year", "2022", root=root).exit_code == 0
    assert (root / "standards/body/2022/4-a-iii.yaml").exists()
