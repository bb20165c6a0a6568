"""Plans of nine real bodies: the record holds what they say, and papers and commands say it.

Each is a file in `data/plans/`: public facts, shortened, in other words. What it leaves out, its source leaves out.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph
from lxml import html
from openpyxl import load_workbook

from tests.cli.test_cli import run
from tests.shared.file_text import W, pdf_pages
from tests.shared.plans import NAMES, plan_files, read_plan
from tests.shared.workspaces import write_files

pytestmark = pytest.mark.slow

WITH_PDF = {"eeast", "grenfell", "ibi"}
"""The plans of which the PDFs are read too, which take longer than all else."""
BLOCKS = ["p", "td", "th", "li", "h1", "h2", "h3", "h4", "caption"]


@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_is_held_and_told(name: str, tmp_path: Path) -> None:
    """The check finds what is so and nothing else, and each statement stands in each place that must make it."""
    plan = read_plan(name)
    root = write_files(tmp_path, plan_files(plan))
    assert _found(root) == sorted(plan["found"])
    formats = [f for f in ("docx", "html", "xlsx", "pdf") if f != "pdf" or name in WITH_PDF]
    built = run("build", *(word for form in formats for word in ("--format", form)), root=root)
    assert built.exit_code == 0, built.output
    told = dict(_told_by_files(root)) | dict(_told_by_commands(root, plan))
    amiss = [line for statement in plan["statements"] for line in _amiss(statement, told)]
    assert not amiss, "\n".join(amiss)
    assert run("check", root=root).exit_code == 0


def _found(root: Path) -> list[str]:
    """Return what the check finds: how grave, which rule, and in the file of which number or paper."""
    found = json.loads(run("check", "--format", "json", root=root).stdout)
    return sorted(
        f"{problem['level']} {problem['rule']} {Path(problem['path']).stem}"
        for problem in found["problems"]
    )


def _amiss(statement: Mapping[str, Any], told: Mapping[str, str]) -> Iterator[str]:
    """Yield each place where a statement is not made, or where one is made that must `never` be."""
    for place in statement["in"]:
        body, _, paper = place.rpartition("/")
        texts = {
            name: words
            for name, words in told.items()
            if name.startswith(body) and f"{name}.".partition("/")[2].startswith(f"{paper}.")
        }
        if not texts:
            yield f"{place}: there is none"
        for name, words in texts.items():
            if "says" in statement and " ".join(statement["says"].split()) not in words:
                yield f"{name} does not say: {statement['says']}"
            if "never" in statement and statement["never"] in words:
                yield f"{name} says: {statement['never']}"


def _told_by_files(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the words of each paper of each latest year, by body, paper and format: `elft/stocktake.docx`."""
    for path in sorted((root / "output").rglob("*.*")):
        if path.suffix[1:] in READERS:
            name = f"{path.parents[1].name}/{path.stem.removesuffix('-draft')}{path.suffix}"
            yield name, " ".join(READERS[path.suffix[1:]](path).split())


def _page_words(path: Path) -> str:
    page = html.document_fromstring(path.read_bytes())
    for block in page.iter(*BLOCKS):
        block.tail = f" {block.tail or ''}"
    return str(page.body.text_content())


def _word_words(path: Path) -> str:
    document = docx.Document(str(path))
    paragraphs = document.element.body.iter(f"{W}p")
    return "\n".join(Paragraph(paragraph, document._body).text for paragraph in paragraphs)


def _workbook_words(path: Path) -> str:
    cells = (cell for sheet in load_workbook(path) for row in sheet.values for cell in row)
    return "\n".join(_cell_words(cell) for cell in cells if cell is not None)


def _cell_words(cell: object) -> str:
    return f"{cell.day} {cell:%B %Y}" if isinstance(cell, datetime.datetime) else str(cell)


def _pdf_words(path: Path) -> str:
    return "\n".join(pdf_pages(path))


READERS = {"html": _page_words, "docx": _word_words, "xlsx": _workbook_words, "pdf": _pdf_words}
"""What reads the words of a file of each format, without the program."""


def _told_by_commands(root: Path, plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what each command says of each body: `elft/status`, `elft/status-json`, `elft/new-year`, `elft/diff`.

    Of `new-year` that is also what it writes; `diff` compares each year with the one before.
    """
    for body in plan["bodies"]:
        name, (new, *words) = body["folder"], plan["next"]
        of = ("--body", name)
        years = [year["folder"] for year in body["years"]]
        said = {
            "status": _output("status", *of, root=root),
            "status-json": _output("status", "--format", "json", *of, root=root),
            "new-year": _output("new-year", new, *words, *of, root=root),
        }
        written = sorted((root / "standards" / name / new).rglob("*.yaml"))
        said["new-year"] += "\n".join(path.read_text() for path in written)
        pairs = zip(years, [*years[1:], new], strict=True)
        said["diff"] = "\n".join(_output("diff", *pair, *of, root=root) for pair in pairs)
        yield from ((f"{name}/{place}", " ".join(text.split())) for place, text in said.items())


def _output(*words: str, root: Path) -> str:
    result = run(*words, root=root)
    assert result.exit_code == 0, result.output
    return result.output
