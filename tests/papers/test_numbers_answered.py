"""Papers of a stock-take that answers some recommendations of its set: the numbers that are there, and no others."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from openpyxl import load_workbook

from francis.papers import making
from francis.record.audience import for_audience
from francis.record.reading.scope import select_files
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    action,
    plan,
    record_files,
    write_files,
)

HELD = ("1", "2", "3", "4", "18", "19", "20", "44")
ANSWERED = tuple(number for number in HELD if number != "20")
SPAN = "1–4, 18, 19 and 44"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every paper of a year that answers seven of eight held, of 44 that were published."""
    linked = RECOMMENDATION.format(number=1).replace(
        "Text of", "After [that one](#20), [this](#2) of"
    )
    files = record_files(
        inquiry__set=SET.replace("total: 9", "total: 44").replace('last: "2"', 'last: "44"'),
        body__body=BODY + FORM,
        body__2021__year=YEAR + 'numbers: [{first: "1", last: "4"}, "18", "19", "44"]\n',
        body__2021__actions=plan(action("A1")),
        **{"body__2021__papers__board-report": COVER},
        **{f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in HELD if n != "1"},
        inquiry__1=linked,
        **{f"body__2021__{n}": POSITION.format(number=n) for n in ANSWERED},
    )
    root = write_files(tmp_path_factory.mktemp("record"), files)
    (register,) = select_files(root).found.registers
    jobs = making.jobs(
        root,
        [for_audience(register, "public")],
        (),
        ["docx", "pdf", "html", "xlsx"],
    )
    result = making.make_papers(jobs, cores=1)
    assert result.messages == ()
    return {Path(path).name: file.data for path, file in result.files.items()}


def test_titles_captions_and_properties_name_the_runs(made: dict[str, bytes]) -> None:
    """In every format; no paper says that 5 to 17 were answered."""
    page = made["stocktake-draft.html"].decode()
    title = f"Test Body current position against standards {SPAN}"
    assert f"<title>{title}</title>" in page
    assert f"<h1>{title}</h1>" in page
    assert f"<caption>Standards {SPAN}, and the position" in page
    word = Document(io.BytesIO(made["stocktake-draft.docx"]))
    assert word.core_properties.title == title
    with (
        pikepdf.open(io.BytesIO(made["stocktake-draft.pdf"])) as pdf,
        pdf.open_metadata() as metadata,
    ):
        assert metadata["dc:title"] == title
    book = load_workbook(io.BytesIO(made["action-plan-draft.xlsx"]))
    assert book.properties.title == f"Test Body action plan for standards {SPAN}"
    assert "1–44" not in page + made["board-report-draft.html"].decode()


def test_the_sources_say_how_many_of_how_many(made: dict[str, bytes]) -> None:
    """As of all papers."""
    for name in ("stocktake-draft.html", "action-plan-draft.html", "board-report-draft.html"):
        told = " ".join(made[name].decode().split())
        assert f"{SPAN}: 7 of the 44 recommendations of the Report of an Inquiry" in told


def test_a_link_to_what_is_not_answered_is_plain_words(made: dict[str, bytes]) -> None:
    """It would lead nowhere; the words of the inquiry stay, and other links too."""
    page = made["stocktake-draft.html"].decode()
    assert 'After that one, <a href="#item-2">this</a> of recommendation 1.' in page
    assert "#item-20" not in page
