"""Barnet CCG's record of April 2013 holds what its paper promised, and nothing that it did not say.

What the paper promises and how it is numbered stands here as data, from a reading of the paper itself.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from francis import workspace
from francis.record.days import When
from francis.record.figures import FIGURE, Promise
from francis.record.model import Action, Rated
from francis.record.model.cover import Paragraph
from francis.record.reading import loading
from francis.record.register import Register

ROOT = Path(__file__).parents[2]

PROMISED = {
    "action plan": ["123", "130", "132", "135", "136", "138", "141", "142", "143", "144"],
    "in development": ["123", "127", "129", "137"],
    "will": ["124", "125", "135"],
    "waits on another body": ["126", "134", "144"],
    "continuing": ["131", "140"],
}
"""The promises of the positions by their kind; 128, 133 and 139 promise nothing."""
PROMISED_IN_THE_PAPER = {
    "10.5": "action plan",
    "13.6": "in development",
    "13.7 (1)": "will",
    "13.7 (2)": "will",
    "13.7 (3)": "will",
    "13.7 (4)": "in development",
    "13.7 (5)": "in development",
}
NUMBERED = [
    "1.1", "2.1", "2.2", "3.1", "4.1", "5.1", "6.1", "7.1", "8.1", "9.1",
    "10.1", "10.2", "10.3", "10.4", "10.5", "10.6", "10.7", "10.8",
    "12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7", "12.8", "12.9",
    "13.1", "13.2", "13.3", "13.4", "13.5", "13.6", "13.7",
    "14.1",
]  # fmt: skip
"""The numbered paragraphs of the paper; section 11 has none, and 12 and 13 begin with text of their own."""
HEADED = {
    "10.1": "Background",
    "10.2": "A focus on patients",
    "10.7": "National Quality Board",
    "12.1": "Creating the right culture and putting the patient first",
    "12.2": "Putting the patient first",
    "12.3": "Fundamental standards of behaviour",
    "12.4": "An integrated hierarchy of standards of service",
    "12.5": "Responsibility for, and effectiveness of, healthcare standards",
    "12.6": "Responsibility for, and effectiveness of, regulating health systems governance",
    "12.7": "Effective assessment of compliance and enforcement of compliance with standards",
    "12.8": "CQC independence, strategy and culture",
    "12.9": "Authorisation of FTs",
    "13.1": "Commissioning for standards",
    "13.2": "Effective complaints handling",
    "13.3": "Openness, transparency and candour",
    "13.4": "Caring for older people",
    "13.5": "Information",
    "13.6": "Specific recommendations for commissioners",
    "13.7": "Priorities and next steps",
}


@cache
def barnet() -> Register:
    """Return the register of 2013."""
    registers = loading.load(workspace.read_files(ROOT)).registers
    return next(r for r in registers if (r.body_id, r.year_id) == ("barnet-ccg", "2013"))


def action(promise: Promise) -> Action:
    """Return the one action that answers a promise."""
    (name,) = promise.commitment.actions
    return next(action for action in barnet().actions if action.id == name)


def paragraphs() -> dict[str, Paragraph]:
    """Return the paragraphs of the covering paper by the numbers that they bear in it."""
    cover = barnet().covers["hwbb"]
    return {
        f"{place}.{number}": paragraph
        for place, entry in enumerate(barnet().form("hwbb").sections, 1)
        if (section := cover.section(entry.key)) is not None
        for number, paragraph in enumerate(section.paragraphs, 1)
    }


def test_every_promise_of_the_positions_is_there_and_no_other() -> None:
    """Each with its kind, in the order of the positions and of the words in them."""
    found = [(p.number, p.commitment.kind) for p in barnet().promises if p.number is not None]
    assert Counter(found) == Counter(
        (number, kind) for kind, numbers in PROMISED.items() for number in numbers
    )
    for number, position in barnet().positions.items():
        words = " ".join(position.text.split())
        places = [words.find(c.text[:30]) for c in position.commitments]
        assert places == sorted(places), number


def test_every_promise_of_the_covering_paper_is_there_and_no_other() -> None:
    """Each with its kind, and with the paragraph in which its words stand."""
    commitments = barnet().covers["hwbb"].commitments
    assert {c.source: c.kind for c in commitments} == PROMISED_IN_THE_PAPER
    assert len(commitments) == len(PROMISED_IN_THE_PAPER)
    for commitment in commitments:
        assert commitment.source is not None
        number = commitment.source.split()[0]
        assert commitment.text in " ".join(paragraphs()[number].text.split())
    assert barnet().covers["board-report"].commitments == ()


def test_promises_and_actions_answer_each_other_one_to_one() -> None:
    """In the same order, so that A01 answers the first promise and the last action the last."""
    answering = [action(promise) for promise in barnet().promises]
    assert answering == list(barnet().actions)
    assert [a.id for a in answering] == [f"A{place:02}" for place in range(1, 30)]


def test_an_action_serves_the_recommendation_that_promises_it() -> None:
    """The action plan itself serves the ten that promise something of it; the paper names no other number."""
    for promise in barnet().promises:
        served = action(promise).recommendations
        if promise.number is not None:
            assert served == (promise.number,)
            assert action(promise).source == f"Position on {promise.number}"
        else:
            assert action(promise).source == f"Section {promise.commitment.source} of the paper"
            expected = PROMISED["action plan"] if promise.commitment.source == "10.5" else []
            assert list(served) == expected


def test_the_plan_states_what_the_paper_states() -> None:
    """One date, June 2013, and the committee that leads two of the actions; nothing else is known."""
    dated = [a for a in barnet().actions if a.original_due]
    assert [(a.source, a.original_due) for a in dated] == [
        ("Section 10.5 of the paper", When.of_month(2013, 6))
    ]
    assert {a.source: a.lead for a in barnet().actions if a.lead} == {
        "Section 10.5 of the paper": "Clinical Quality and Risk Committee",
        "Section 13.6 of the paper": "Clinical Quality and Risk Committee",
    }
    assert "Clinical Quality and Risk Committee" in [c.name for c in barnet().body.committees]
    for a in barnet().actions:
        assert a.since == barnet().as_at
        assert a.rating == Rated("not rated")
        assert (a.measure, a.completed, a.verified, a.closure) == (None, None, None, None)
        assert (a.extensions, a.evidence) == ((), ())
    assert barnet().plan.last_meeting is None


def test_progress_is_told_where_the_paper_tells_it() -> None:
    """The team of 127 is “partly in place now”, and the work on contracts of 13.7 “currently underway”."""
    told = {a.source: [p.text for p in a.progress] for a in barnet().actions if a.progress}
    assert told == {
        "Position on 127": ["Partly in place."],
        "Section 13.7 (4) of the paper": ["Under way."],
    }


def test_every_paragraph_has_the_number_and_the_heading_that_it_has_in_the_paper() -> None:
    """Numbers come from the order, so one too few would move all that follow."""
    assert list(paragraphs()) == NUMBERED
    assert {n: p.heading for n, p in paragraphs().items() if p.heading} == HEADED
    sections = barnet().form("hwbb").sections
    assert len(sections) == 14
    written = [barnet().covers["hwbb"].section(entry.key) for entry in sections]
    with_text = [place for place, section in enumerate(written, 1) if section and section.text]
    assert with_text == [11, 12, 13]


def test_every_line_of_the_councils_cover_is_stated() -> None:
    """Its ten header fields; two of them, meeting and date, are filled in by the cover itself."""
    keys = [entry.key for entry in barnet().form("hwbb").fields]
    assert len(keys) == 10
    assert keys[:2] == ["meeting", "date"]
    assert list(barnet().covers["hwbb"].fields) == keys[2:]


def test_the_papers_contradiction_is_kept() -> None:
    """The Board saw the report on 4 April or in March: the record does not decide which."""
    assert "4 April 2013" in paragraphs()["2.1"].text
    assert "March 2013" in paragraphs()["8.1"].text


def test_the_board_is_told_what_is_not_stated() -> None:
    """The cover that was written for the Board claims no day, no author and no decision."""
    cover = barnet().covers["board-report"]
    assert (cover.date, cover.session) == (When.of_month(2013, 6), None)
    assert set(cover.purposes) == {"note", "discuss"}
    assert set(cover.fields) == {"summary", "finance", "engagement", "previously", "attachments"}
    figures = barnet().counts.figures
    asks = FIGURE.sub(
        lambda found: str(figures[found[1]]), " ".join(ask.text for ask in cover.all_asks)
    )
    assert "22 standards, of which 22 are not rated" in asks
    assert "of 29 actions, 28 have no stated date and 27 no stated lead" in asks
