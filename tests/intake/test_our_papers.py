"""Each paper that francis makes comes back in: every field that it prints is equal once it is printed again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from francis.cli import main
from francis.intake.files import receive
from francis.intake.grid import Sheets
from francis.intake.importing import Wanted, _read
from francis.record.model import TableReading
from francis.record.numbers import slug
from francis.record.reading.scope import select_files
from francis.record.writing.beginnings import unwritten_positions
from francis.record.writing.skeletons import skeleton
from francis.workspace import RECORD

ROOT = Path(__file__).parents[2]
BODIES = {"barnet-ccg": "2013", "example-ccg": "2015"}
FORMATS = ("docx", "html", "xlsx")


def run(root: Path, *words: str) -> str:
    done = CliRunner().invoke(main, [*words, "--root", str(root)])
    assert done.exit_code == 0, done.output
    return done.stdout


def open_record(root: Path) -> None:
    """Copy the record, with nothing in it that a public paper leaves out."""
    shutil.copytree(ROOT / RECORD, root / RECORD)
    for body, year in BODIES.items():
        for path in (root / RECORD / body / year).glob("*.yaml"):
            lines = path.read_text().splitlines(keepends=True)
            path.write_text("".join(line for line in lines if "classification:" not in line))


def built(root: Path, body: str, *papers: str) -> Path:
    formats = [word for name in FORMATS for word in ("--format", name)]
    run(root, "build", *papers, "--body", body, *formats)
    return root / "output" / body / BODIES[body]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the papers of both bodies, in which everything is for the public."""
    root = tmp_path_factory.mktemp("papers")
    open_record(root)
    for body in BODIES:
        built(root, body, "stocktake", "action-plan")
    return root


@pytest.fixture(params=BODIES)
def emptied(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """Return a workspace in which nobody has written the positions of a year, nor its plan, and the body."""
    body = request.param
    open_record(tmp_path)
    (register,) = (
        r
        for r in select_files(tmp_path).found.registers
        if (r.body_id, r.year_id) == (body, BODIES[body])
    )
    folder = f"{RECORD}/{body}/{BODIES[body]}"
    blank = unwritten_positions(folder, register.body, register.numbers)
    for path, data in {**blank, f"{folder}/actions.yaml": skeleton("actions.yaml")}.items():
        (tmp_path / path).write_bytes(data)
    shutil.rmtree(tmp_path / folder / "papers", ignore_errors=True)
    assert all((tmp_path / folder / f"{slug(n)}.yaml").exists() for n in register.numbers)
    return tmp_path, body


def sheets(path: Path) -> Sheets:
    (read,) = _read(Wanted([receive(path)], "actions", TableReading(1)))
    return read


def rows(path: Path, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every row of the positions or actions of a paper, its cells as lines, without what is not of this paper's record.

    Which commitments an action answers, and what is carried forward, are worked out from more than one paper prints.
    """
    for grid in sheets(path).grids:
        first = [cell.words for cell in grid.rows[0].cells]
        is_main = len(grid.rows) > 20 and len(first) in (2, 6)
        if grid.name in names or (not names and is_main):
            for row in grid.rows:
                lines = (
                    [
                        re.sub(r"Commitment in: .*?(?: · (?=Source)|$)", "", line.words)
                        for line in cell.lines
                        if not line.words.startswith("Carried forward from")
                    ]
                    for cell in row.cells
                )
                yield tuple("\n".join(filter(None, each)) for each in lines)


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_the_stock_take_comes_back(papers: Path, emptied: tuple[Path, str], kind: str) -> None:
    root, body = emptied
    paper = papers / f"output/{body}/{BODIES[body]}/stocktake-draft.{kind}"
    before = [*rows(paper)]
    assert len(before) == 25
    done = run(root, "import", str(paper), "--as", "positions", "--body", body, "--write")
    assert "Questions" not in done
    again = built(root, body, "stocktake") / paper.name
    assert [*rows(again)] == before


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_the_action_plan_comes_back(papers: Path, emptied: tuple[Path, str], kind: str) -> None:
    root, body = emptied
    paper = papers / f"output/{body}/{BODIES[body]}/action-plan-draft.{kind}"
    before = [*rows(paper)]
    assert len(before) > 30
    run(root, "import", str(paper), "--as", "actions", "--body", body, "--write")
    again = built(root, body, "action-plan") / paper.name
    assert [*rows(again)] == before


SHEETS = (
    "Action plan",
    "Details",
    "Extensions",
    "Progress",
    "Evidence",
    "Commitments",
    "Positions",
)


def test_the_workbook_comes_back(papers: Path, emptied: tuple[Path, str]) -> None:
    """Its actions, and of the positions what it has of them."""
    root, body = emptied
    paper = papers / f"output/{body}/{BODIES[body]}/action-plan-draft.xlsx"
    text = papers / f"output/{body}/{BODIES[body]}/stocktake-draft.docx"
    run(root, "import", str(paper), "--as", "actions", "--body", body, "--write")
    run(root, "import", str(paper), str(text), "--as", "positions", "--body", body, "--write")
    again = built(root, body, "action-plan") / paper.name
    for name in SHEETS:
        # A commitment in a cover is no position, and so in no table of positions.
        before, after = (
            [row for row in rows(path, (name,)) if name != "Commitments" or "Position on" in row[0]]
            for path in (paper, again)
        )
        assert after == before, name


def test_nothing_changes_where_nothing_is_new(papers: Path) -> None:
    """A paper that is imported into the record that it was made from adds nothing, and asks nothing."""
    for body, year in BODIES.items():
        for kind in FORMATS:
            for name, sought in (("stocktake", "positions"), ("action-plan", "actions")):
                paper = papers / f"output/{body}/{year}/{name}-draft.{kind}"
                if paper.exists():
                    done = run(
                        papers, "import", str(paper), "--as", sought, "--body", body, "--write"
                    )
                    assert not {"Questions", "Conflicts", "To be added"} & {
                        *done.replace(":", " ").split()
                    }
                    assert "are in the record already" in done
