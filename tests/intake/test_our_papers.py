"""Each paper that francis makes comes back in: every field that it prints is equal once it is printed again."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from francis.cli import main
from francis.intake.files import receive
from francis.intake.reading.grid import Sheets
from francis.intake.reading.pages import page_sheets
from francis.intake.reading.word import word_sheets
from francis.intake.reading.workbooks import workbook_sheets
from francis.record.model import Position
from francis.record.numbers import slug
from francis.record.reading.scope import select_files
from francis.record.register import Register
from francis.record.writing.beginnings import unwritten_positions
from francis.record.writing.skeletons import skeleton
from francis.workspace import RECORD
from tests.shared.plans import NAMES, plan_files, read_plan
from tests.shared.workspaces import write_files

ROOT = Path(__file__).parents[2]
OURS = ("barnet-ccg", "example-ccg")
FORMATS = ("docx", "html", "xlsx")
READERS = {".docx": word_sheets, ".html": page_sheets, ".xlsx": workbook_sheets}


def run(root: Path, *words: str) -> str:
    done = CliRunner().invoke(main, [*words, "--root", str(root)])
    assert done.exit_code == 0, done.output
    return done.stdout


def record(root: Path, name: str, *, public: bool = True) -> Register:
    """Write the record of a body of ours, or of a plan; a `public` one without anything that a public paper leaves out."""
    if name in OURS:
        for folder in (name, "francis-2013"):
            shutil.copytree(ROOT / RECORD / folder, root / RECORD / folder)
    else:
        write_files(root, plan_files(read_plan(name)))
    for path in (root / RECORD).rglob("*.yaml") if public else ():
        text = re.sub(r"(?m)^( *)withheld:\n(?:\1  .*\n)*", "", path.read_text())
        lines = text.splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "classification:" not in line))
    return select_files(root).found.registers[-1]


def build(root: Path, register: Register, *options: str, formats: Iterable[str] = FORMATS) -> Path:
    asked = [word for name in formats for word in ("--format", name)]
    scope = ("--body", register.body_id, "--year", register.year_id)
    plan = (root / RECORD / register.body_id / register.year_id / "actions.yaml").read_text()
    papers = (
        ("stocktake", "action-plan") if "\n- id" in plan or "  - id" in plan else ("stocktake",)
    )
    run(root, "build", *papers, *scope, *asked, *options)
    return root / "output" / register.body_id / register.year_id


@pytest.fixture(
    scope="module", params=[*OURS, *(pytest.param(name, marks=pytest.mark.slow) for name in NAMES)]
)
def paper(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Return the name of a record, and the folder of its papers."""
    root = tmp_path_factory.mktemp(request.param)
    register = record(root, request.param)
    plan = root / RECORD / register.body_id / register.year_id / "actions.yaml"
    if not plan.exists():
        plan.write_bytes(skeleton("actions.yaml"))
    return request.param, build(root, register)


def emptied(root: Path, name: str) -> Register:
    """Write a record in which nobody has written the positions of the last year, nor its plan."""
    register = record(root, name)
    folder = f"{RECORD}/{register.body_id}/{register.year_id}"
    own = [n for n in register.numbers if n not in register.joint]
    if all(
        any(s.blank for s in scheme) for scheme in (register.body.ratings, register.body.assurances)
    ):
        blank = unwritten_positions(folder, register.body, own)
    else:  # a body that has no words for nothing begins with what it says
        blank = {f"{folder}/{slug(n)}.yaml": barely(register.positions[n]) for n in own}
    for path, data in {**blank, f"{folder}/actions.yaml": skeleton("actions.yaml")}.items():
        (root / path).write_bytes(data)
    shutil.rmtree(root / folder / "papers", ignore_errors=True)
    shutil.rmtree(root / RECORD / name / "providers", ignore_errors=True)  # they name actions
    for file in (root / RECORD / name).rglob("*.yaml"):
        file.write_text(re.sub(r"^ *providers: \[.*\]\n", "", file.read_text(), flags=re.MULTILINE))
    return register


def barely(position: Position) -> bytes:
    """Return the file of a position with its steps, and without a word."""
    steps = "".join(
        f"{key}:\n  value: {getattr(position, key).value}\n"
        for key in ("acceptance", "rating", "assurance")
    )
    return f'format: 1\nnumber: "{position.number}"\n{steps}text: Not yet written.\n'.encode()


def take_in(root: Path, register: Register, sought: str, *papers: Path) -> None:
    scope = ("--body", register.body_id, "--year", register.year_id)
    run(root, "import", *map(str, papers), "--as", sought, *scope, "--write")


@lru_cache(maxsize=4)
def sheets(path: Path) -> Sheets:
    """Return what a paper holds, which no test changes once it is made."""
    return READERS[path.suffix](receive(path))


TABLES = (
    "Extensions waiting for approval",
    "Actions past their agreed date",
    "Every open action",
    "Completed and closed actions",
    "and the position of",
)
"""What the titles of the tables begin with, or have in them, in which papers print each position and each action."""


def rows(path: Path, name: str = "") -> Iterator[tuple[str, ...]]:
    """Yield every row of the table of positions or of actions of a paper, or of a sheet, its cells as lines.

    Which commitments an action answers, and what is carried forward, are worked out from more than one paper prints; the
    last meeting and notes of a plan stand in no table.
    """
    for grid in sheets(path).grids:
        if not (grid.name == name if name else any(words in grid.title for words in TABLES)):
            continue
        # A short table has its rows in the order of the record, and a long one brings them in by groups.
        is_short = grid.title.startswith(TABLES[:2])
        for row in sorted(grid.rows, key=lambda r: r.cells[1].words) if is_short else grid.rows:
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
def test_the_stock_take_comes_back(paper: tuple[str, Path], kind: str, tmp_path: Path) -> None:
    name, folder = paper
    register = emptied(tmp_path, name)
    before = folder / f"stocktake-draft.{kind}"
    take_in(tmp_path, register, "positions", before)
    again = build(tmp_path, register, formats=[kind]) / before.name
    assert len([*rows(before)]) > len(register.numbers)
    assert [*rows(again)] == [*rows(before)]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_the_action_plan_comes_back(paper: tuple[str, Path], kind: str, tmp_path: Path) -> None:
    name, folder = paper
    before = folder / f"action-plan-draft.{kind}"
    register = emptied(tmp_path, name)
    if not before.exists():
        assert not register.actions
        return
    take_in(tmp_path, register, "actions", before)
    again = build(tmp_path, register, formats=[kind]) / before.name
    assert len([*rows(before)]) > len(register.actions)
    assert [*rows(again)] == [*rows(before)]


SHEETS = ("Action plan", "Details", "Extensions", "Milestones", "Progress", "Evidence", "Commitments", "Positions")  # fmt: skip


def test_the_workbook_comes_back(paper: tuple[str, Path], tmp_path: Path) -> None:
    """Its actions, and of the positions what it has of them; their texts stand in the stock-take."""
    name, folder = paper
    before = folder / "action-plan-draft.xlsx"
    register = emptied(tmp_path, name)
    if not before.exists():
        assert not register.actions
        return
    take_in(tmp_path, register, "actions", before)
    take_in(tmp_path, register, "positions", before, folder / "stocktake-draft.docx")
    again = build(tmp_path, register, formats=["xlsx"]) / before.name
    for sheet in SHEETS:
        # A commitment in a cover is no position, and so in no table of positions.
        printed, reprinted = (
            [row for row in rows(path, sheet) if sheet != "Commitments" or "Position on" in row[0]]
            for path in (before, again)
        )
        assert reprinted == printed, sheet


def test_nothing_is_new_in_a_paper_of_the_same_record(
    paper: tuple[str, Path], tmp_path: Path
) -> None:
    """A paper that is imported into the record that it was made from adds nothing, and asks nothing."""
    name, folder = paper
    register = record(tmp_path, name)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    for made in folder.iterdir():
        sought = "positions" if "stocktake" in made.name else "actions"
        take_in(tmp_path, register, sought, made)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == files


STRUCTURED = """\
Before | and # after.

| Question | Answer |
| --- | --- |
| PMRT | **Yes**, see [124](#124) |
| HSIB \\| new |  |

## What we found

> Nobody knew *whom* to call.
>
> - at night
> - on Sundays

### At night

\\> 3 calls."""


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_tables_quotations_and_headings_of_a_text_come_back(kind: str, tmp_path: Path) -> None:
    """Of a position, mark for mark; and a recommendation is known by a text that has them."""
    register = record(tmp_path, "barnet-ccg")
    path = tmp_path / RECORD / "barnet-ccg/2013/133.yaml"
    text = "text: |\n" + "".join(f"  {line}".rstrip() + "\n" for line in STRUCTURED.split("\n"))
    path.write_text(re.sub(r"text: \|\n(?:  .*\n|\n)+", lambda _: text, path.read_text(), count=1))
    asked = tmp_path / RECORD / "francis-2013/133.yaml"
    asked.write_text(
        re.sub(r"text: >?.*\n(?:  .*\n|\n)*", lambda _: text, asked.read_text(), count=1)
    )
    paper = build(tmp_path, register, formats=[kind]) / f"stocktake-draft.{kind}"
    blank = unwritten_positions(f"{RECORD}/barnet-ccg/2013", register.body, ["133"])
    for name, data in blank.items():
        (tmp_path / name).write_bytes(data)
    take_in(tmp_path, register, "positions", paper)
    position = select_files(tmp_path).found.registers[-1].positions["133"]
    # In Word a list belongs to no quotation: only how far it is indented hints at it.
    listed = ">\n> - at night\n> - on Sundays"
    apart = STRUCTURED.replace(listed, listed.replace("> ", "").replace(">", ""))
    assert position.text.strip() == (apart if kind == "docx" else STRUCTURED)


@pytest.mark.parametrize("audience", ["public", "internal", "restricted"])
def test_what_is_left_out_of_a_paper_is_no_word_of_it(audience: str, tmp_path: Path) -> None:
    """Nor is what says for whom a word is: a paper for any audience adds nothing to the record that it was made from."""
    register = record(tmp_path, "example-ccg", public=False)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    for made in build(tmp_path, register, "--audience", audience).iterdir():
        take_in(tmp_path, register, "positions" if "stocktake" in made.name else "actions", made)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == files


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx"])
def test_what_is_not_for_the_public_is_not_so_when_it_is_back(kind: str, tmp_path: Path) -> None:
    written = record(tmp_path, "example-ccg", public=False)
    made = build(tmp_path, written, "--audience", "restricted", formats=[kind])
    root = tmp_path / "again"
    register = emptied(root, "example-ccg")
    scope = ("--body", "example-ccg", "--year", "2015")
    paper = made / f"action-plan-restricted-draft.{kind}"
    said = run(root, "import", str(paper), "--as", "actions", *scope, "--write")
    assert kind == "xlsx" or "it is marked 'Restricted: not for publication." in said
    plan = f"{RECORD}/example-ccg/2015/actions.yaml"
    before, after = (
        Counter(re.findall("classification: (?:internal|restricted)", (r / plan).read_text()))
        for r in (tmp_path, root)
    )
    assert register.actions
    assert before
    assert after == before


def test_papers_that_libreoffice_has_saved_are_as_they_were(
    soffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """Through its own formats and back: nothing is new in them, and nothing is asked."""
    register = record(tmp_path, "example-ccg")
    folder = build(tmp_path, register, formats=["docx", "xlsx"])
    for names, there, back in (
        (("stocktake-draft.docx", "action-plan-draft.docx"), "odt", "docx"),
        (("action-plan-draft.xlsx",), "ods", "xlsx"),
    ):
        sent = tmp_path / there
        sent.mkdir()
        for name in names:
            shutil.copy(folder / name, sent / name)
        saved = soffice(*soffice(*(sent / name for name in names), kind=there), kind=back)
        files = {path: path.read_bytes() for path in (tmp_path / RECORD).rglob("*.yaml")}
        for made in saved:
            sought = "positions" if "stocktake" in made.name else "actions"
            take_in(tmp_path, register, sought, made)
        assert {path: path.read_bytes() for path in (tmp_path / RECORD).rglob("*.yaml")} == files
