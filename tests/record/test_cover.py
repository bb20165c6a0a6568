"""Covers of papers: several of one paper in a year, and a body's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from francis.errors import Problem
from francis.record import paper_kinds
from francis.record.reading import loading
from francis.record.reading.workspaces import Workspace
from tests.shared.findings import explained
from tests.shared.workspaces import BODY, COVER, FORM, record_files

SUMMER = COVER.replace("purposes:", "paper: board-report\ndate: 2021-07-01\npurposes:")
AUTUMN = SUMMER.replace("2021-07-01", "2021-10-01")


def loaded(body: str = BODY + FORM, **covers: str) -> Workspace:
    """Return a workspace with these covers in its one year, by their names with _ for a hyphen."""
    files = {f"body__2021__papers__{n.replace('_', '-')}": text for n, text in covers.items()}
    return loading.load(record_files(body__body=body, **files))


def problem(body: str = BODY + FORM, **covers: str) -> Problem:
    """Return the one problem of a workspace with these covers."""
    (found,) = explained(loaded(body, **covers).problems)
    return found


def test_a_year_has_several_covers_of_one_paper_each_with_files_of_its_own() -> None:
    """In the order of their names, and all with the form of their paper."""
    (register,) = loaded(summer=SUMMER, autumn=AUTUMN, board_report=COVER).registers
    assert list(register.covers) == ["autumn", "board-report", "summer"]
    papers = [paper for paper in paper_kinds.of(register) if paper.has_cover]
    assert [(paper.name, paper.kind, paper.template) for paper in papers] == [
        (name, "board-report", "board-report.html.j2") for name in register.covers
    ]
    assert {register.form(name) for name in register.covers} == {register.body.papers[0]}
    stems = [paper_kinds.stem(register, paper, final=False) for paper in papers]
    assert stems[0] == "body/2021/autumn-restricted-draft"
    assert all(paper.is_among(["board-report"]) and paper.is_among([]) for paper in papers)
    assert [paper.is_among(["summer"]) for paper in papers] == [False, False, True]


def test_a_cover_of_no_paper_is_told_with_those_that_there_are() -> None:
    """By its key if it has one, otherwise by the name of its file."""
    told = problem(summer=SUMMER.replace("board-report", "bord-report"))
    assert (told.place.line, told.rule) == (4, "value")
    assert "board-report, hwbb. Did you mean board-report?" in told.message
    told = problem(summer=COVER)
    assert told.rule == "file-name"
    assert "paper: board-report" in told.remedy


@pytest.mark.parametrize(
    "name", ["stocktake", "Stocktake", "hwbb", "comparison", "x-draft", "x-Internal", "x-restricted", "a b"]
)  # fmt: skip
def test_the_files_of_two_papers_never_have_one_name(name: str) -> None:
    """Not even for other readers, as a draft, or where capitals do not count."""
    assert problem(**{name: SUMMER}).rule == "file-name"
    assert not loaded(**{f"{name.replace(' ', '')}-2": SUMMER}).problems


OWN = FORM + (
    "  - paper: quality-report\n    like: board-report\n    template: quality.html.j2\n"
    "    fields:\n      - {key: author, label: Author}\n    sections:\n      - {key: background, label: Background}\n"
)


def test_a_paper_of_the_bodys_own_is_made_like_one_that_there_is() -> None:
    """With its lists and formats, by a template of its own or that of the other, for as many covers as there are."""
    (register,) = loaded(
        BODY + OWN, quality_report=COVER, q2=COVER.replace("purposes:", "paper: quality-report\npurposes:")
    ).registers  # fmt: skip
    board = next(paper for paper in paper_kinds.PAPERS if paper.name == "board-report")
    papers = {paper.name: paper for paper in paper_kinds.of(register)}
    for name in ("q2", "quality-report"):
        own = papers[name]
        assert (own.kind, own.template) == ("quality-report", "quality.html.j2")
        assert (own.lists, own.formats, own.needs) == (board.lists, board.formats, "cover")
        assert register.form(name).sections[0].label == "Background"
    plain = OWN.replace("    template: quality.html.j2\n", "")
    (register,) = loaded(BODY + plain, quality_report=COVER).registers
    assert paper_kinds.of(register)[-1].template == "board-report.html.j2"


@pytest.mark.parametrize(
    ("found", "reads", "line", "words"),
    [
        ("like: board-report", "like: bord-report", 29, "Did you mean board-report?"),
        ("paper: quality-report", "paper: Stocktake", 28, "is a paper of the program"),
        ("paper: quality-report", "paper: comparison", 28, "is a paper of the program"),
        ("paper: quality-report", "paper: quality-draft", 28, "cannot be named 'quality-draft'"),
        ("paper: quality-report", "paper: a/b", 28, "cannot be named 'a/b'"),
        ("template: quality.html.j2", "template: ../x.j2", 30, "cannot be the name of a file"),
        ("    like: board-report\n", "", 28, "which does not exist"),
    ],
)
def test_what_is_wrong_with_a_paper_of_the_bodys_own_is_told(
    found: str, reads: str, line: int, words: str
) -> None:
    """What it is like, its name, and its template."""
    (told,) = loaded(BODY + OWN.replace(found, reads)).problems
    start = BODY.count("\n") + FORM.count("\n") - 27 + line
    assert (told.place.line, words in told.message) == (start, True), str(told)


def test_a_paper_goes_to_a_meeting_for_the_purposes_in_force() -> None:
    """The usual ones, two of them printed only where they are named; or the body's own, all of them."""
    (register,) = loaded(board_report=COVER).registers
    cover = register.covers["board-report"]
    usual = ["Note", "Approve", "Decide", "Discuss", "Assurance", "Information"]
    assert register.put_for(cover) == tuple((word, word == "Note") for word in usual)
    endorsed = replace(cover, purposes=("endorse",))
    assert register.put_for(endorsed)[-2:] == (("Information", False), ("Endorse", True))
    own = "purposes:\n  - {key: note, word: For noting}\n  - {key: steer, word: To steer}\n"
    (register,) = loaded(BODY + FORM + own, board_report=COVER).registers
    assert register.put_for(cover) == (("For noting", True), ("To steer", False))


def test_a_purpose_that_is_not_in_force_is_told() -> None:
    """With those that are; and one that the body lists twice."""
    told = problem(board_report=COVER.replace("[note]", "[note, endorsed]"))
    assert (told.place.line, told.place.column) == (4, 18)
    assert "Did you mean endorse?" in told.message
    own = "purposes:\n  - {key: note, word: Note}\n  - {key: steer, word: Steer}\n"
    told = problem(BODY + FORM + own, board_report=COVER.replace("[note]", "[approve]"))
    assert "note, steer" in told.message
    told = problem(BODY + FORM + own.replace("steer", "note"), board_report=COVER)
    assert "appears twice" in told.message
