"""A body that answers a whole inquiry: every command works, and papers to the board stay as short as they were."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from lxml import html as parser

from tests.bench.generate import ACTION, planned
from tests.cli.test_cli import run
from tests.shared.workspaces import COVER, FORM

pytestmark = pytest.mark.slow

WHOLE = 290
"""How many recommendations the inquiry made whose set this repository holds in part."""


def workspace(root: Path, rows: int) -> Path:
    """Make a workspace of so many recommendations, an action for each, and a report to the board; return its root."""
    planned(root, rows, 1, 1)
    body = root / "standards/a-body"
    actions = "".join(ACTION.format(number=n, served=n) for n in range(1, rows + 1))
    (body / "2013/actions.yaml").write_text(f"format: 1\nactions:\n{actions}")
    with (body / "body.yaml").open("a") as file:
        file.write(FORM)
    (body / "2013/papers").mkdir()
    (body / "2013/papers/board-report.yaml").write_text(COVER)
    return root


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Return the workspaces of a whole inquiry, of half of it, and of a small one."""
    made = tmp_path_factory.mktemp("inquiry")
    return {rows: workspace(made / str(rows), rows) for rows in (WHOLE, WHOLE // 2, 40)}


@cache
def board_report(root: Path, form: str) -> bytes:
    """Return the report to the board in a format."""
    done = run("build", "board-report", "--format", form, root=root)
    assert done.exit_code == 0, done.output
    return (root / f"output/a-body/2013/board-report-draft.{form}").read_bytes()


def pages(root: Path) -> int:
    return len(pypdfium2.PdfDocument(BytesIO(board_report(root, "pdf"))))


def test_the_report_to_the_board_does_not_grow_with_the_set(roots: dict[int, Path]) -> None:
    """Twice as many recommendations and actions are no more pages but for their numbers; a small plan is listed whole."""
    whole, half = (pages(roots[rows]) for rows in (WHOLE, WHOLE // 2))
    assert whole <= half + 2
    assert whole < 16
    tree = parser.fromstring(board_report(roots[40], "html"))
    assert len(tree.xpath("//tr[@data-record='40']")) == 1


def test_every_number_stands_in_it_and_links_lead_there(roots: dict[int, Path]) -> None:
    """In the table of themes and ratings, and in that of actions by state."""
    tree = parser.fromstring(board_report(roots[WHOLE], "html"))
    ids = set(tree.xpath("//@id"))
    assert {f"item-{n}" for n in range(1, WHOLE + 1)} <= ids
    assert {f"action-A{n:04}" for n in range(1, WHOLE + 1)} <= ids
    assert all(href[1:] in ids for href in tree.xpath("//a/@href") if href.startswith("#"))


def test_every_command_works_on_a_whole_inquiry(roots: dict[int, Path]) -> None:
    """And names the runs of numbers that are answered."""
    root = roots[WHOLE]
    for words in (
        ("check",),
        ("status",),
        ("show", "145"),
        ("search", "position"),
        ("rate", "145", "not", "rated"),
        ("confirm", "144", "--on", "2013-04-25"),
        ("act", "A0145", "--progress", "Begun.", "--on", "2013-04-24"),
        ("build", "stocktake", "action-plan", "--format", "html"),
        ("new-year", "2014"),
        ("diff", "2013", "2014", "--summary"),
        ("build", "progress", "--format", "html", "--year", "2014"),
    ):
        done = run(*words, root=root)
        assert done.exit_code == 0, (words, done.output[-600:])
    page = (root / "output/a-body/2013/stocktake-draft.html").read_text()
    assert "standards 1–290" in page
