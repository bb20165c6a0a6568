"""What a reader who has only the papers can find out: four questions, asked of the built files."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest

from francis import workspace
from francis.record.audience import for_audience
from francis.record.days import day_in_words
from francis.record.model import Action
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.file_text import pdf_pages, word_text

ROOT = Path(__file__).parents[2]
DECISIONS = "Extensions waiting for approval; until then the current date stands"
OVERDUE = "Actions past their agreed date as at 31 March 2015"
COMPLETED = "Completed since the last meeting on 30 January 2015"


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


def test_how_many_are_red(report: Read) -> None:
    """The summary says the number, and the exceptions which they are."""
    found = example().exceptions.rated
    assert found
    number = squeezed(len(found), "recommendations rated Red")
    assert number in report.part("What needs attention", "Recommendations by rating")
    red = report.part("Recommendations rated Red", "Actions rated Red")
    assert number in red
    named = {
        number for number, heading in example().names.items() if squeezed(number, heading) in red
    }
    assert named == {position.number for position in found}


def test_how_many_actions_are_red(report: Read, plan: Read) -> None:
    """The report says it of the open ones, the plan of all."""
    red = report.part("Actions rated Red", "Overdue")
    assert ids_in(red) == ids(example().exceptions.actions_rated) != set()
    ratings = {
        step.word: example().counts.action_ratings[step.key] for step in example().body.ratings
    }
    counts = plan.part("Actions by rating", "Contents")
    words = squeezed(*ratings).lower()
    assert counts.lower() == squeezed(words, *ratings.values())


def test_what_is_overdue_and_whose_it_is(report: Read, plan: Read) -> None:
    """Both papers name the same actions, each with its lead and for how long."""
    overdue = example().exceptions.overdue
    assert overdue
    for text in (
        report.part(OVERDUE, "Extended twice or more"),
        plan.part(OVERDUE, COMPLETED),
    ):
        assert ids_in(text) == ids(overdue)
        for action in overdue:
            row = text[text.index(opening(action)) :]
            assert action.due
            due, late = squeezed(day_in_words(action.due)), example().days_overdue(action)
            assert row.index(due) < row.index(squeezed(late, "days overdue"))


def test_what_the_governing_body_is_asked_to_decide(report: Read, plan: Read) -> None:
    """What it is asked to do, and each extension requested."""
    cover = example().covers["board-report"]
    decide = report.part(f"The {cover.meeting} is asked to", "Contents")
    for ask in cover.all_asks:
        for words in re.split(r"\{\{.*?\}\}|\*\*", ask.text):
            assert squeezed(words) in decide
    asked = example().asked
    assert asked
    for text in (report.part(DECISIONS, "Contents"), plan.part(DECISIONS, "Overdue")):
        assert ids_in(text) == ids(asked)
        for action in asked:
            row = text[text.index(opening(action)) :]
            assert action.due
            assert action.asked
            assert row.index(squeezed(day_in_words(action.due))) < row.index(
                squeezed(day_in_words(action.asked.due))
            )
            assert squeezed(action.asked.reason) in row


def test_which_commitments_have_no_action(report: Read) -> None:
    """Each in its own words, with where it was made; no other is among them."""
    found = example().exceptions.unplanned
    assert found
    text = report.part("Commitments with no action", "1. Background")
    assert squeezed(len(found), "commitments with no action") in text
    for promise in example().promises:
        assert (squeezed(promise.commitment.text) in text) == (promise in found)
    for promise in found:
        assert promise.number
        assert squeezed(promise.number, example().names[promise.number]) in text
