"""Letters that ask: which of them a request has next, to whom it goes, and when none is left."""

from __future__ import annotations

import pytest

from francis.errors import FrancisError
from francis.record.days import parse_when
from francis.record.paper_kinds import RequestSubject
from francis.record.queries.request_letters import RequestLetter, request_letter
from francis.record.reading.loading import load
from tests.shared.provider_files import provider_files

CALM = "format: 1\nnumber: C2\nwhat: Late clinic letters\nsince: 2020-05-01\n"


def letter(asked: str, reference: str = "royal/R1", by: str | None = None) -> RequestLetter:
    """Return the letter on 31 March 2021 about a request of a provider, and of the common log."""
    log = f"format: 1\nrequests:\n  - {{id: R1, what: A plan, {asked}}}\n"
    found = load(provider_files(log=log, common=log.replace("R1", "Q1"), concern=CALM))
    assert found.problems == ()
    provider, _, name = reference.partition("/")
    subject = RequestSubject(provider, name, parse_when(by) if by else None)
    return request_letter(found.registers[-1], subject)


@pytest.mark.parametrize(
    ("asked", "purpose"),
    [
        ("recommendations: ['1']", "letter"),
        ("asked: 2021-03-31", "letter"),
        ("asked: 2021-03-30", "letter again"),
        ("asked: 2021-03-31, chased: [2021-03-31]", "letter again"),
        ("refused: {on: 2021-03-01}", "letter again"),
        ("answered: {on: 2021-03-01}, judged: {value: in part, reason: no nights}", "letter for the rest"),
        ("answered: {on: 2021-03-01}, judged: {value: not sufficient, reason: no}, chased: [2020-03-01]", "letter for the rest"),
    ],
)  # fmt: skip
def test_what_a_letter_is_for(asked: str, purpose: str) -> None:
    """The first, one that asks again, or one for what an answer lacked."""
    assert letter(asked).purpose == purpose


def test_whom_a_letter_goes_to_and_what_it_is_about() -> None:
    """A provider, or the post at it that was asked; of a request to all, nobody by name."""
    own = letter("asked_of: Medical Director, recommendations: ['2', '1']")
    assert own.post == "royal/Medical Director"
    assert own.provider is not None
    assert own.provider.name == "The Royal Hospital"
    assert (own.reference, str(own.on), own.request.what) == ("royal/R1", "2021-03-31", "A plan")
    assert [each.number for each in own.recommendations] == ["2", "1"]
    assert letter("kind: other").post == "royal"
    common = letter("kind: other", "log/Q1")
    assert (common.provider, common.post, common.recommendations) == (None, "log", ())


@pytest.mark.parametrize(
    ("due", "by", "asked_for"),
    [
        ("2021-03-31", None, "2021-03-31"),
        ("2021-03-30", None, None),
        ("2021-03", None, "2021-03"),
        (None, None, None),
        ("2021-03-30", "2021-04-01", "2021-04-01"),
        (None, "2021-03-30", None),
    ],
)
def test_by_when_an_answer_is_asked_for(due: str | None, by: str | None, asked_for: str | None) -> None:  # fmt: skip
    """What was asked now before what was said then, and never a day that is past."""
    found = letter(f"asked: 2021-01-01{f', due: {due}' if due else ''}", by=by).by
    assert (found and str(found)) == asked_for


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("received_from: The coroner", "royal/R1 came to you from The coroner"),
        ("answered: {on: 2021-03-01}, judged: {value: sufficient}", "royal/R1 was answered, and judged sufficient"),
        ("answered: {on: 2021-03-01}", "royal/R1 was answered, and not judged yet"),
        ("asked: 2021-04-01", "royal/R1 was not asked by 31 March 2021"),
    ],
)  # fmt: skip
def test_no_letter_where_nothing_is_left_to_ask(asked: str, why: str) -> None:
    """It says which of the reasons it is."""
    with pytest.raises(FrancisError, match=why):
        letter(asked)
