"""The example body shows everything that a record can say, and says nothing that contradicts itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import get_args

import pytest

from francis import workspace
from francis.changes import compare, wording
from francis.changes.compare import Changes
from francis.record import model
from francis.record.audience import AUDIENCES, WITHHELD, for_audience
from francis.record.model import Action, Position
from francis.record.model.cover import usual_purposes
from francis.record.model.schemes import Direction
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.file_text import page_text, pdf_pages, sheet_dump, word_dump

ROOT = Path(__file__).parents[2]


@cache
def example() -> Register:
    """Return the register of the example body's latest year."""
    registers = loading.load(workspace.read_files(ROOT)).registers
    return [r for r in registers if r.body_id == "example-ccg"][-1]


@cache
def changes() -> tuple[Changes, ...]:
    """Return what changed from each year of the example body to the next."""
    return tuple(compare.compare(*two) for two in pairwise(example().years))


def served(register: Register, number: str) -> list[Action]:
    """Return the actions that serve a recommendation."""
    return [action for action in register.actions if number in action.recommendations]


def sentences(position: Position) -> list[str]:
    """Return the sentences of a position as they are read, without marks of Markdown."""
    wording = re.sub(
        r"\[([^\]]*)\]\([^)]*\)|[*_]|^ *(?:-|[0-9]+\.) ", r"\1", position.text, flags=re.M
    )
    return re.split(r"(?<=[.!?]) (?=[A-Z0-9])", " ".join(wording.split()))


YEARS = [pytest.param(year, id=year.year_id) for year in example().years]
POSITIONS = [
    pytest.param(year, position, id=f"{year.year_id}-{position.number}")
    for year in example().years
    for position in year.positions.values()
]
ACTIONS = [
    pytest.param(year, action, id=f"{year.year_id}-{action.id}")
    for year in example().years
    for action in year.actions
]


# It shows everything


def test_every_value_of_every_list_is_there() -> None:
    """Whoever looks at its papers sees each acceptance, rating, assurance, state, purpose and outcome."""
    register = example()
    counts, positions = register.counts, register.positions.values()
    assert all(counts.acceptance.values()), counts.acceptance
    assert all(counts.ratings.values()), counts.ratings
    assert all(counts.assurances.values()), counts.assurances
    assert all(counts.action_ratings.values()), counts.action_ratings
    assert all(counts.states.values()), counts.states
    purposes = {p for cover in register.covers.values() for p in cover.purposes}
    assert purposes == {usual.key for usual in usual_purposes("listed")}
    outcomes = {a.closure.outcome for a in register.actions if a.closure}
    assert outcomes == set(get_args(model.Outcome))
    kinds = {p.commitment.kind for p in register.promises}
    assert kinds == set(get_args(model.CommitmentKind))
    evidence = chain(*(p.evidence for p in positions), *(a.evidence for a in register.actions))
    assert {e.classification for e in evidence} == set(get_args(model.Classification))


def test_everything_that_a_board_must_hear_of_is_there() -> None:
    """Each kind of exception, in the numbers that the papers are written for."""
    register = example()
    found = register.exceptions
    assert len(found.unplanned) == 3
    assert {a.lead for a in found.overdue} == {
        "Head of Contracting",
        "Director of Quality and Nursing",
        "Head of Communications and Engagement",
        "Head of Commissioning",
    }
    assert sorted(a.times_extended for a in found.extended) == [2, 3]
    assert len(register.asked) == 3
    assert len(register.newly_completed) == 3
    assert [bool(a.progress) for a in found.stale] == [True, True, False]
    assert register.due_soon
    assert found.rated
    assert found.assured


def test_what_is_not_known_is_there_too() -> None:
    """One action without a lead, one without a date, one without a measure; months and no month."""
    actions = example().actions
    assert [a.lead for a in actions].count(None) == 1
    assert [a.due for a in actions].count(None) == 1
    assert [a.measure for a in actions].count(None) == 1
    assert {a.due.span for a in actions if a.due} == {"day", "month"}
    assert sum(not a.recommendations for a in actions) == 2
    assert {min(len(a.progress), 4) for a in actions} == {0, 1, 2, 3, 4}
    assert 30 <= len(actions) <= 32


def test_something_is_withheld_from_the_public() -> None:
    """One position, one action, a note, a paragraph and evidence, so that leaving out can be seen."""
    register = for_audience(example(), "public")
    notes = {WITHHELD.format(classification=c) for c in AUDIENCES}
    assert [p.number for p in register.positions.values() if str(p.text) in notes] == ["137"]
    assert [a.id for a in register.actions if str(a.description) in notes] == ["A22"]
    assert any(str(n.text) in notes for a in register.actions for n in a.progress if a.id != "A22")
    assert any(str(e.title) in notes for p in register.positions.values() for e in p.evidence)
    paragraphs = chain(*(s.paragraphs for c in register.covers.values() for s in c.sections))
    assert sum(str(p.text) in notes for p in paragraphs) == 1


def test_every_field_and_section_of_the_covers_is_filled() -> None:
    """They are to be seen at their best."""
    register = example()
    for name, cover in register.covers.items():
        form = register.form(name)
        own = {"meeting", "date", "session", "purpose"}
        assert {entry.key for entry in form.fields} - own == set(cover.fields)
        assert [entry.key for entry in form.sections] == [s.key for s in cover.sections]
        assert cover.date
        assert cover.session


# Its years differ in every way in which years can


def test_every_kind_of_change_is_there() -> None:
    """Whoever looks at its reports of progress sees each way in which a position and a plan can move."""
    positions = [change for of in changes() for change in of.positions]
    for directions in (
        {change.rating_direction for change in positions},
        {change.assurance_direction for change in positions},
    ):
        # The scheme is the same in all years, so that every step is better, worse or no judgement.
        assert set(get_args(Direction)) - directions == {"other"}
    assert {block.kind for change in positions for block in change.text} == set(
        get_args(wording.BlockKind)
    )
    assert {reason for change in positions for reason in change.reasons} >= {"rating", "assurance"}
    assert sum(change.lead is not None for change in positions) >= 2
    assert any(change.evidence.old for change in positions)
    assert any(change.evidence.new for change in positions)
    assert any(change.new and change.new.change for change in positions)
    moves = {change.acceptance for change in positions if change.acceptance}
    assert {
        ("under consideration", "accepted in part"),
        ("under consideration", "not accepted"),
    } <= moves
    assert any(move.new == "under consideration" for move in moves)


def test_everything_that_can_happen_to_an_action_is_there() -> None:
    """Except what no plan may do, such as to withdraw an approval, and a date that was brought forward."""
    actions = [change for of in changes() for change in of.actions]
    events = set(chain.from_iterable(change.events for change in actions))
    assert set(get_args(compare.Event)) - events == {
        *("no longer verified", "extension withdrawn"),
        *("brought forward", "no longer brought forward"),
    }
    assert {len(c.extensions.new) for c in actions if c.old and c.new} == {0, 1, 2}
    assert any(c.old and c.old.times_extended and c.extensions.new for c in actions)


def test_all_that_can_become_of_a_commitment_is_there() -> None:
    """Also one that was dropped before it was kept, and one that is kept and no longer made."""
    fates = [fate for of in changes() for fate in of.promises]
    assert {fate.now.value for fate in fates} == set(get_args(model.FulfilmentValue))
    assert {(fate.was.value, fate.now.value) for fate in fates if fate.was} >= {
        ("on the way", "kept"),
        ("on the way", "late"),
    }
    assert any(not fate.in_new and fate.now.value == "kept" for fate in fates)
    assert any(fate.dropped for fate in fates)
    assert any(fate.was is None for fate in fates)
    assert any(fate.now.value == "kept" and fate.now.days_late for fate in fates)


def test_the_figures_of_change_are_those_that_an_auditor_counted() -> None:
    """By hand, from the plans of two years: also what happened to actions in their first year."""
    first, second = (of.figures for of in changes())
    assert (first["completed"], second["completed"]) == (10, 9)
    assert second["slipped"] == 9


@pytest.mark.parametrize(
    ("words", "became"),
    [
        ("A service that compares the Royal with hospitals like it will be bought.", "replaced"),
        ("That agreement continues until March 2017.", "being kept"),
        ("A survey of residents who are not patients will be made in autumn 2015.", "no action"),
        ("In 2014 some will be broadcast on the web.", "withdrawn"),
    ],
)
def test_a_closed_action_keeps_no_commitment(words: str, became: str) -> None:
    """What was superseded, given up, or goes on, is not printed as if it had been done."""
    (fate,) = (fate for fate in changes()[1].promises if fate.text == words)
    assert fate.now.value == became


@pytest.mark.parametrize("year", range(2))
def test_positions_are_confirmed_and_carried_forward(year: int) -> None:
    """In each later year one is carried forward without confirmation, and others are confirmed."""
    of = changes()[year]
    assert len(of.new.carried) == 1
    confirmed = [p for p in of.new.positions.values() if p.confirmed]
    assert confirmed
    assert {p.number for p in (*confirmed, *of.new.carried)} == {p.number for p in of.unchanged}


@pytest.mark.parametrize("year", range(2))
def test_nothing_is_lost_from_year_to_year(year: int) -> None:
    """An action goes on with all its history until it is settled, and is left behind then."""
    of = changes()[year]
    for change in of.actions:
        if change.new is None:
            assert change.old
            assert change.old.is_settled
            continue
        assert of.old.earlier is None or change.old or not of.old.action(change.id)
        if change.old:
            assert not change.old.is_settled
            assert not change.overwritten
            assert change.new.progress[: len(change.old.progress)] == change.old.progress
            assert change.new.extensions[: len(change.old.extensions)] == change.old.extensions


# It is fiction


def test_every_file_says_that_it_is_fiction() -> None:
    """Below the line for editors, for whoever copies it."""
    files = sorted((ROOT / "standards/example-ccg").rglob("*.yaml"))
    assert files
    for path in files:
        assert path.read_text().splitlines()[1].startswith("# Fiction: "), path


def test_every_page_of_every_paper_says_so(made: dict[str, bytes], tmp_path: Path) -> None:
    """A page that is printed or passed on alone cannot be taken for a real body's."""
    notice = example().body.notice
    assert notice == "Example data: not a real organisation"
    papers = {path: data for path, data in made.items() if path.startswith("example-ccg/")}
    assert papers
    for path, data in papers.items():
        form = path.rpartition(".")[2]
        if form == "pdf":
            (tmp_path / "paper.pdf").write_bytes(data)
            pages = pdf_pages(tmp_path / "paper.pdf")
            assert pages
            assert all(notice in " ".join(page.split()) for page in pages), path
        else:
            read = {"docx": word_dump, "html": page_text, "xlsx": sheet_dump}[form]
            assert notice in read(data), path


# It does not contradict itself


@pytest.mark.parametrize(("register", "position"), POSITIONS)
def test_a_position_agrees_with_its_actions(register: Register, position: Position) -> None:
    """Blue and green have evidence and nothing overdue; amber and red have something still to be done."""
    states = {register.state(action) for action in served(register, position.number)}
    if position.rating.value in ("blue", "green"):
        assert position.evidence
        assert "overdue" not in states
    if position.rating.value == "blue":
        assert states <= {"verified", "closed"}
    if position.rating.value in ("amber", "red"):
        assert states & {"open", "overdue"}


@pytest.mark.parametrize(("register", "position"), POSITIONS)
def test_every_judgement_has_its_reason(register: Register, position: Position) -> None:
    """Where and when it was accepted, why it is rated so, and how sure the body is of that."""
    assert position.acceptance.meeting
    assert position.acceptance.date
    assert position.acceptance.value == "accepted" or position.acceptance.reason
    assert position.rating.reason
    assert position.assurance.reason
    assert position.lead


@pytest.mark.parametrize(("register", "position"), POSITIONS)
def test_every_promise_is_recorded(register: Register, position: Position) -> None:
    """A sentence that promises is a commitment, whatever words it promises with."""
    promising = re.compile(
        r"\b(will|awaits?|waits on|under development|being developed|action plan|continues?)\b"
    )
    for sentence in filter(promising.search, sentences(position)):
        assert any(" ".join(c.text.split()) in sentence for c in position.commitments), sentence


@pytest.mark.parametrize("register", YEARS)
def test_no_sentence_stands_in_two_positions(register: Register) -> None:
    """Each says where the body stands on one recommendation."""
    seen = Counter(s for p in register.positions.values() for s in sentences(p))
    assert [sentence for sentence, times in seen.items() if times > 1] == []


def test_no_text_points_at_what_may_move() -> None:
    """“As stated above” leads nowhere, “in due course” is no date, and nobody can be rung up."""
    patterns = (
        r"\b(above|below|overleaf|in due course|forthcoming|shortly|next few)\b",
        r"\d{10}|\d{3} \d{3} \d{4}|\S@\S|(\+44|\b0)[ 0-9-]{8,}\d",
        r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    )
    for path in (ROOT / "standards/example-ccg").rglob("*.yaml"):
        content = re.sub(r"^ *#.*\n", "", path.read_text(), flags=re.MULTILINE)
        for pattern in patterns:
            assert not re.search(pattern, content), (path, pattern)


@pytest.mark.parametrize(("register", "action"), ACTIONS)
def test_a_rating_agrees_with_the_facts(register: Register, action: Action) -> None:
    """Blue is complete and verified, green not overdue, red and amber not done; amber names a day."""
    state, rating = register.state(action), action.rating.value
    if rating == "blue":
        assert action.verified
    if rating in ("amber", "red"):
        assert state in ("open", "overdue")
        assert action.rating.reason
    if rating == "amber":
        assert re.search(r"\b[0-9]{1,2} [A-Z][a-z]+ 201[345]\b", action.rating.reason or "")
    assert (state == "overdue") <= (rating == "red")


@pytest.mark.parametrize(("register", "action"), ACTIONS)
def test_the_history_of_an_action_can_be_true(register: Register, action: Action) -> None:
    """It begins before it is due, its notes stand in order, and nobody signs off work of their own."""
    assert action.since
    days = [note.date for note in action.progress]
    assert days == sorted(days)
    assert all(action.since <= day <= register.as_at for day in days)
    if action.first_due:
        assert action.since < action.first_due.last
    assert all(extension.reason and extension.asked_on for extension in action.extensions)
    assert bool(action.completed) <= bool(action.evidence)
    if action.verified:
        assert action.verified.by != action.lead
