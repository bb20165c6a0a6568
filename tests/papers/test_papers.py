"""What a reader who has only the papers can find out: questions, asked of the built files."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest

from francis import workspace
from francis.record.audience import for_audience
from francis.record.concerns import Concern
from francis.record.days import day_in_few_words, day_in_words
from francis.record.model import Action
from francis.record.model.timing import due_in_words
from francis.record.numbers import listed
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.file_text import pdf_pages, word_text

ROOT = Path(__file__).parents[2]
DECISIONS = "Extensions waiting for approval; until then the current date stands"
OVERDUE = (
    "Actions past their agreed date as at 31 March 2015 (↑ better, ↓ worse than on 31 March 2014)"
)
COUNTS = "The plan as at 31 March 2015"


@cache
def example() -> Register:
    """Return the register of the example body, as the public may read it."""
    registers = loading.load(workspace.read_files(ROOT)).registers
    return for_audience([r for r in registers if r.body_id == "example-ccg"][-1], "public")


class Read:
    """A built paper as its lines of text, in the order in which they are read."""

    def __init__(self, data: bytes, form: str, folder: Path) -> None:
        if form == "pdf":
            (folder / "paper.pdf").write_bytes(data)
            text = "\n".join(pdf_pages(folder / "paper.pdf"))
        elif form == "docx":
            text = "\n".join(word_text(data))
        else:
            body = data.decode().partition("<main")[2]
            text = html.unescape(
                re.sub(r"<[^>]*>", "", re.sub(r"<(br|/td|/th|/figcaption)>", "\n", body))
            )
        self.lines = [line.strip() for line in text.split("\n")]

    def part(self, heading: str, until: str) -> str:
        """Return what follows a heading, without spaces; the contents list names it before."""
        start = len(self.lines) - self.lines[::-1].index(heading)
        return squeezed("".join(self.lines[start : self.lines.index(until, start)]))


def squeezed(*words: object) -> str:
    """Return words without spaces, since each format breaks its lines elsewhere."""
    return re.sub(r"\s", "", "".join(map(str, words)))


@pytest.fixture(params=["pdf", "docx", "html"])
def form(request: pytest.FixtureRequest) -> str:
    """Return each format in turn."""
    return str(request.param)


@pytest.fixture
def report(form: str, made: dict[str, bytes], tmp_path: Path) -> Read:
    """Return the example body's board report."""
    return Read(made[f"example-ccg/2015/board-report-draft.{form}"], form, tmp_path)


@pytest.fixture
def plan(form: str, made: dict[str, bytes], tmp_path: Path) -> Read:
    """Return the example body's action plan."""
    return Read(made[f"example-ccg/2015/action-plan-draft.{form}"], form, tmp_path)


def opening(action: Action) -> str:
    """Return how the row of an action begins: its reference, what it is, and whose."""
    return squeezed(action.id, action.name, action.lead or "not stated")


def ids_in(text: str) -> set[str]:
    """Return the references of the actions whose rows stand in a text."""
    return {action.id for action in example().actions if opening(action) in text}


def ids(actions: tuple[Action, ...]) -> set[str]:
    return {action.id for action in actions}


def rows(text: str, found: tuple[Concern, ...]) -> dict[str, str]:
    """Return what a table of exceptions says in the row of each; fail if one is missing or in another place."""
    begins: list[int] = []
    for concern in found:
        name = (
            concern.named.name
            if isinstance(concern.named, Action)
            else example().names[concern.key]
        )
        begins.append(text.index(squeezed(concern.key, name), begins[-1] if begins else 0))
    ends = [*begins[1:], len(text)]
    return {c.key: text[at:end] for c, at, end in zip(found, begins, ends, strict=True)}


def test_the_first_page_answers(report: Read, form: str) -> None:
    """What is asked, how many are on course, what is red, what fell, what is overdue, and whose."""
    of, counts = example(), example().counts.figures
    page = squeezed(*report.lines[: report.lines.index("Exceptions: 12 items, the worst first")])
    if form == "pdf":
        assert squeezed("Page 1 of") in page
        assert squeezed("Page 2 of") not in page
    for ask in of.covers["board-report"].all_asks:
        for words in re.split(r"\{\{.*?\}\}|\*\*", ask.text):
            assert squeezed(words) in page
    assert of.earlier
    before = of.earlier.counts.figures["on_course"]
    assert (
        squeezed(
            counts["on_course"],
            "of",
            counts["positions"],
            "recommendations are complete or on track, up from",
            before,
        )
        in page
    )
    red = [f"{of.names[p.number]} ({p.number})" for p in of.exceptions.rated]
    assert squeezed("2 recommendations are rated Red:", " and ".join(red)) in page
    down = [p.number for p in of.positions.values() if of.rating_moved(p) == "worse"]
    less = [p.number for p in of.less_sure]
    assert squeezed(f"The rating fell on {len(down)} ({listed(down)}), assurance on") in page
    assert squeezed(f"assurance on {counts['less_sure']} ({listed(less)})") in page
    assert squeezed("2 (134 and 144) need no rating.") in page
    assert (
        squeezed(
            counts["actions_overdue"], "of the", counts["open_actions"], "open actions are overdue"
        )
        in page
    )
    for key, row in rows(page[page.index(squeezed("Needs you now: 6 of 12")) :], of.worst).items():
        (concern,) = (c for c in of.worst if c.key == key)
        assert squeezed(" · ".join(concern.reasons)) in row
        assert squeezed(concern.led_by or "not stated") in row
        assert concern.due
        assert squeezed(due_in_words(concern.due, day_in_few_words)) in row


def test_a_board_report_has_eight_pages_and_a_plan_of_six(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    """More than that nobody reads before a meeting."""
    (tmp_path / "report.pdf").write_bytes(made["example-ccg/2015/board-report-draft.pdf"])
    pages = pdf_pages(tmp_path / "report.pdf")
    plan = next(
        n for n, page in enumerate(pages) if "Appendix: the action plan\n" in page and n > 3
    )
    assert (plan <= 8, len(pages) - plan <= 6) == (True, True)


@pytest.mark.parametrize(
    ("paper", "most"), [("stocktake", 14), ("hwbb", 16), ("action-plan", 12), ("progress", 10)]
)
def test_a_paper_has_no_more_pages_than_somebody_reads(
    paper: str, most: int, made: dict[str, bytes], tmp_path: Path
) -> None:
    """Of the example, which has all that papers can have."""
    (tmp_path / "paper.pdf").write_bytes(made[f"example-ccg/2015/{paper}-draft.pdf"])
    assert len(pdf_pages(tmp_path / "paper.pdf")) <= most


def test_the_first_page_of_the_stocktake_shows_where_every_one_stands(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    """Each with its rating, and what moved since the year before."""
    (tmp_path / "paper.pdf").write_bytes(made["example-ccg/2015/stocktake-draft.pdf"])
    page = squeezed(pdf_pages(tmp_path / "paper.pdf")[0])
    of = example()
    assert of.earlier
    arrows = {"better": "↑", "worse": "↓"}
    for position in of.positions.values():
        before, way = of.rating_before(position), of.rating_moved(position)
        moved = f"{arrows.get(way or '', '')} from {before.word}" if before else "same"
        row = (position.number, of.names[position.number], position.acceptance.value)
        assert squeezed(*row, of.rating(position).word, moved) in page, position.number


def test_the_first_page_of_the_plan_shows_what_waits_and_what_is_late(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    """Each action with whose it is and for how long, before anything else."""
    (tmp_path / "paper.pdf").write_bytes(made["example-ccg/2015/action-plan-draft.pdf"])
    page = squeezed(pdf_pages(tmp_path / "paper.pdf")[0])
    of = example()
    assert len(of.asked) == 3
    assert len(of.exceptions.overdue) == 4
    for action in of.asked:
        assert action.asked
        assert squeezed(f"{day_in_words(action.asked.due.last)}?") in page
    for action in of.exceptions.overdue:
        assert squeezed(f"{action.id} {action.name}") in page
        assert squeezed(f"{of.days_overdue(action)} days overdue") in page


def test_all_exceptions_are_told_once(report: Read) -> None:
    """Each with why, whose it is, by when, and what a commitment without an action says."""
    text = report.part("Exceptions: 12 items, the worst first", "Later dates for decision")
    found = rows(text, example().concerns)
    assert len(found) == example().counts.figures["concerns"] == 12
    for concern in example().concerns:
        row = found[concern.key]
        assert squeezed(" · ".join(concern.reasons), *[]) in row
        for promise in concern.promises:
            assert squeezed(promise.commitment.text) in row
    told = {action.id for concern in example().concerns for action in concern.actions}
    assert told >= ids((*example().exceptions.overdue, *example().exceptions.actions_rated))


def test_how_many_actions_are_red(plan: Read) -> None:
    """The plan says it of all."""
    ratings = {
        step.word: example().counts.action_ratings[step.key] for step in example().body.ratings
    }
    counts = plan.part("Actions by rating", "Contents")
    words = squeezed(*ratings).lower()
    assert counts.lower() == squeezed(words, *ratings.values())


def test_what_is_overdue_and_whose_it_is(plan: Read) -> None:
    """Each with its lead and for how long."""
    overdue = example().exceptions.overdue
    assert overdue
    text = plan.part(OVERDUE, COUNTS)
    assert ids_in(text) == ids(overdue)
    for action in overdue:
        row = text[text.index(opening(action)) :]
        assert action.due
        due, late = squeezed(day_in_words(action.due)), example().days_overdue(action)
        assert row.index(due) < row.index(squeezed(late, "days overdue"))


def test_what_is_to_be_decided_about_dates(report: Read, plan: Read) -> None:
    """Each extension requested, with its reason."""
    asked = example().asked
    assert asked
    for text in (report.part(DECISIONS, "Details of the item"), plan.part(DECISIONS, "Overdue")):
        assert ids_in(text) == ids(asked)
        for action in asked:
            row = text[text.index(opening(action)) :]
            assert action.due
            assert action.asked
            assert row.index(squeezed(day_in_words(action.due))) < row.index(
                squeezed(day_in_words(action.asked.due))
            )
            assert squeezed(action.asked.reason) in row
