"""Every figure is counted twice: by the program, and from the YAML alone by the definitions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from francis.changes.compare import compare
from francis.papers import making
from francis.record.audience import AUDIENCES, for_audience
from francis.record.reading.scope import select_files
from francis.record.register import Register
from tests.project import auditor
from tests.project.auditor import StockTake
from tests.shared.workspaces import (
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    action,
    plan,
    record_files,
    write_files,
)

ROOT = Path(__file__).parents[2]
BODIES = [path.parent.name for path in sorted(ROOT.glob("standards/*/body.yaml"))]
STOCK_TAKES = [path.parent for path in sorted(ROOT.glob("standards/*/*/year.yaml"))]


@cache
def registers() -> dict[tuple[str, str], Register]:
    """Return every stock-take of the repository."""
    found = (select_files(ROOT, body).found.registers for body in BODIES)
    return {(r.body_id, r.year_id): r for those in found for r in those}


def register_of(folder: Path) -> Register:
    """Return the register of a stock-take."""
    return registers()[folder.parent.name, folder.name]


def run(*arguments: str) -> Any:
    """Return what a command prints for scripts."""
    done = subprocess.run(
        [sys.executable, "-m", "francis", *arguments, "--format", "json", "--root", str(ROOT)],
        check=True,
        capture_output=True,
    )
    return json.loads(done.stdout)


def test_there_is_something_to_count() -> None:
    """Two bodies, four stock-takes, one of them the third of its body."""
    assert len(STOCK_TAKES) == len(registers()) >= 4
    assert max(len(r.years) for r in registers().values()) >= 3


@pytest.mark.parametrize(
    "folder", STOCK_TAKES, ids=lambda folder: f"{folder.parent.name}-{folder.name}"
)
def test_the_program_counts_what_an_auditor_counts(folder: Path) -> None:
    """Every figure of a stock-take, for every audience."""
    counted = StockTake(folder).figures()
    for audience in AUDIENCES:
        register = for_audience(register_of(folder), audience)
        assert register.counts.figures == counted
        for day in (register.as_at, register.due_until("board-report"), register.due_until("hwbb")):
            assert len(register.due_by(day)) == StockTake(folder).due_by(day)


@pytest.mark.parametrize(
    "folder",
    [f for f in STOCK_TAKES if register_of(f).earlier],
    ids=lambda folder: f"{folder.parent.name}-{folder.name}",
)
def test_the_program_counts_the_changes_that_an_auditor_counts(folder: Path) -> None:
    """Every figure of change, from each earlier year and for every audience; and `diff` prints them."""
    new = StockTake(folder)
    for old in new.chain[1:]:
        counted = auditor.change(old, new)
        for audience in AUDIENCES:
            sides = (for_audience(register_of(folder.parent / y.id), audience) for y in (old, new))
            assert compare(*sides).figures == counted
        (printed,) = run("diff", old.id, new.id, "--body", folder.parent.name)
        assert printed["figures"] == counted


@pytest.mark.parametrize(
    "folder", STOCK_TAKES, ids=lambda folder: f"{folder.parent.name}-{folder.name}"
)
def test_every_figure_of_every_paper_is_what_an_auditor_counts(folder: Path) -> None:
    """Each number that a paper marks as a figure, under its name."""
    new, register = StockTake(folder), register_of(folder)
    counted = new.figures()
    of_change = auditor.change(new.before, new) if new.before else {}
    known = {**{f"change_{n}" if n in counted else n: v for n, v in of_change.items()}, **counted}
    seen = set()
    jobs = making.jobs(ROOT, [register], (), ["html"])
    for written in making.pages(jobs).values():
        for element in lxml_html.fromstring(written.html).iter():
            figure = element.get("data-figure") if isinstance(element.tag, str) else None
            if figure is None:
                continue
            seen.add(figure)
            printed = int("".join(element.itertext()).replace(",", ""))
            if due := re.fullmatch(r"due_by_(\d{4})_(\d{2})_(\d{2})", figure):
                assert printed == new.due_by(auditor.last_day("-".join(due.groups())))
            else:
                assert printed == known[figure], figure
    assert len(seen) >= 10
    assert seen >= of_change.keys() - counted.keys() - {"rated_otherwise"}


def test_a_paper_says_of_how_many_actions_it_shows_the_next(made: dict[str, bytes]) -> None:
    """Of all that are open, not overdue and have a date: an auditor counts the same."""
    counted = StockTake(ROOT / "standards/example-ccg/2015")
    dated = [a for a in counted.actions.values() if counted.state(a) == "open" and counted.due(a)]
    page = made["example-ccg/2015/progress-draft.html"].decode()
    assert f"What: the first 3 of {len(dated)}<" in page


def test_a_year_that_answers_some_of_its_set_is_counted_so(tmp_path: Path) -> None:
    """Of nine that the set holds and 44 that were published, seven are answered."""
    held = ("1", "2", "3", "4", "18", "19", "20", "3a", "44")
    numbers = 'numbers: [{first: "1", last: "4"}, "18", "19", "44"]\n'
    answered = [number for number in held if number not in ("20", "3a")]
    set_file = SET.replace("total: 9", "total: 44").replace('last: "2"', 'last: "44"')
    files = record_files(
        inquiry__set=set_file,
        body__2021__year=YEAR + numbers,
        body__2021__actions=plan(action("A1").replace('["1"]', '["44", "1"]')),
        **{f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in held},
        **{f"body__2021__{n}": POSITION.format(number=n) for n in answered},
    )
    folder = write_files(tmp_path, files) / "standards/body/2021"
    (register,) = select_files(tmp_path).found.registers
    assert {*register.numbers} == StockTake(folder).numbers == {*answered}
    assert register.counts.figures == StockTake(folder).figures()
    assert register.counts.positions == 7


@pytest.mark.parametrize("body", BODIES)
def test_status_prints_what_an_auditor_counts(body: str) -> None:
    """For scripts, of the latest year."""
    for printed in run("status", "--body", body):
        folder = ROOT / "standards" / printed["body"] / printed["year"]
        assert printed["figures"] == StockTake(folder).figures()
