"""What officers write about providers from week to week: where it stands in the file, and what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from francis.errors import FrancisError
from francis.record.days import Day, When, parse_when
from francis.record.model.providers import (
    Closing,
    ConcernEvent,
    Judgement,
    LogEntry,
    Provider,
    ProviderConcern,
    Reopening,
    Request,
    RequestAnswer,
)
from francis.record.writing import provider_files as writing
from francis.record.writing.provider_files import ConcernNews, ProviderFolder, RequestNews
from tests.shared.provider_files import CONCERN, FOLDER, provider_files

DAY = When(datetime.date(2021, 3, 1))
ASKED = "format: 1\nrequests:\n  - id: R1\n    what: Its review\n    asked: 2020-05-09\n    source: A paper\n"
BEGUN = "format: 1\nnumber: C2\nwhat: Late letters\ntouches: [All]\n"


def royal(**changed: str) -> ProviderFolder:
    """Return the files of the provider, with some of them changed."""
    return ProviderFolder(provider_files(**changed), "body", "royal")


def text(made: dict[str, bytes]) -> str:
    """Return the one file that was written."""
    ((_, data),) = made.items()
    return data.decode()


@pytest.mark.parametrize(
    ("news", "lines"),
    [
        (RequestNews(chased=DAY), "    chased:\n      - 2021-03-01\n"),
        (RequestNews(answered=RequestAnswer(DAY, "All")), "    answered:\n      on: 2021-03-01\n      what: All\n"),
        (
            RequestNews(answered=RequestAnswer(DAY), judged=Judgement("sufficient")),
            "    answered:\n      on: 2021-03-01\n    judged:\n      value: sufficient\n",
        ),
    ],
)  # fmt: skip
def test_what_came_of_a_request_stands_where_the_record_has_it(
    news: RequestNews, lines: str
) -> None:
    """Before the keys that come behind it; no other line changes."""
    made = text(writing.request_changed(royal(log=ASKED), "R1", news))
    assert made == ASKED.replace("    source", f"{lines}    source")


@pytest.mark.parametrize(
    ("news", "lines"),
    [
        (ConcernNews(event=ConcernEvent(DAY, what="We met")), "events:\n  - on: 2021-03-01\n    what: We met\n"),
        (ConcernNews(review=Day(2021, 6, 1)), "next_review: 2021-06-01\n"),
        (ConcernNews(closed=Closing(DAY, "Kept")), "closed:\n  - on: 2021-03-01\n    because: Kept\n"),
    ],
)  # fmt: skip
def test_what_became_of_a_concern_stands_where_the_record_has_it(
    news: ConcernNews, lines: str
) -> None:
    """Before the keys that come behind it."""
    made = text(writing.concern_changed(royal(concern=BEGUN), "C2", news))
    assert made == BEGUN.replace("touches", f"{lines}touches")


SHUT = BEGUN + "closed:\n  - {on: 2020-08-01, because: Kept}\n"


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda: writing.concern_changed(royal(concern=SHUT), "C2", ConcernNews(review=Day(2021, 6, 1))), "royal/C2 was closed on 2020-08-01. If it is back"),
        (lambda: writing.concern_changed(royal(concern=BEGUN), "C2", ConcernNews(reopened=Reopening(DAY, "Late"))), "royal/C2 is open already."),
        (lambda: writing.concern_changed(royal(), "C9", ConcernNews()), "royal has no 'C9'."),
        (lambda: writing.request_changed(royal(), "R9", RequestNews(chased=DAY)), "royal/R9 is neither a request nor a concern"),
        (lambda: writing.request_changed(royal(), "R1", RequestNews(chased=DAY)), "royal/R1 was answered on 2020-09-20, so it cannot be chased."),
        (lambda: writing.request_changed(royal(), "R1", RequestNews(answered=RequestAnswer(DAY))), "royal/R1 was already answered, on 2020-09-20."),
        (lambda: writing.request_changed(royal(), "R1", RequestNews(judged=Judgement("sufficient"))), "royal/R1 is already judged in part."),
        (lambda: writing.request_changed(royal(), "R2", RequestNews(chased=DAY)), "royal/R2 came to you from The coroner."),
        (lambda: writing.request_changed(royal(), "R2", RequestNews(judged=Judgement("sufficient"))), "royal/R2 is not answered yet."),
        (lambda: writing.new_concern(royal(), ProviderConcern(1, "C2", "Late")), f"Nothing was written, because {FOLDER}/royal/concerns/C2.yaml is there already.\nLeave --number out, and it is called C3."),
        (lambda: writing.new_concern(ProviderFolder(provider_files(), "body", "log"), ProviderConcern(1, "C1", "Late")), "A concern is about a provider."),
        (lambda: writing.new_provider(provider_files(), "body", "ROYAL", Provider(1, "x")), f"Nothing was written, because {FOLDER}/ROYAL/provider.yaml is there already."),
        (lambda: writing.new_provider(provider_files(), "body", "log", Provider(1, "x")), "A provider's folder cannot be named 'log'."),
        (lambda: writing.provider_folder(provider_files(), "body", "ryal"), "body has no provider 'ryal'. Choose from: royal, log. Did you mean royal?"),
        (lambda: ProviderFolder(provider_files(), "body", "log").provider(), "Only a provider has measures."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_why(act: Callable[[], object], why: str) -> None:
    """And nothing is written."""
    with pytest.raises(FrancisError) as found:
        act()
    assert str(found.value).startswith(why)


def test_a_concern_that_was_closed_is_opened_again_with_what_comes_then() -> None:
    """In one go."""
    again = ConcernNews(event=ConcernEvent(DAY, what="We met"), reopened=Reopening(DAY, "Late again"))  # fmt: skip
    made = text(writing.concern_changed(royal(concern=SHUT), "C2", again))
    assert made.index("events:") < made.index("closed:") < made.index("reopened:")
    assert "reopened:\n  - on: 2021-03-01\n    why: Late again\n" in made


def test_what_is_new_is_behind_what_there_is() -> None:
    """In the log of a provider, which is begun if there is none, and in that of all."""
    entry, request = LogEntry("V2", "visit", "Again", parse_when("2021-03")), Request("R3", "More")
    assert text(writing.logged(royal(log=ASKED), entry)) == (
        f"{ASKED}entries:\n  - id: V2\n    kind: visit\n    what: Again\n    on: 2021-03\n"
    )
    assert text(writing.logged(royal(log=ASKED), request)) == f"{ASKED}  - id: R3\n    what: More\n"
    files = provider_files()
    del files[f"{FOLDER}/royal/log.yaml"], files[f"{FOLDER}/log.yaml"]
    for name, schema in (("royal", "../../../.schemas"), ("log", "../../.schemas")):
        made = text(writing.logged(ProviderFolder(files, "body", name), request))
        assert f"$schema={schema}/provider-log.json\n" in made
        assert made.endswith("format: 1\nrequests:\n  - id: R3\n    what: More\n")


def test_the_next_id_is_one_more_than_the_last() -> None:
    """Of those that begin with the same letter; without any it is the first."""
    of = royal(concern=CONCERN)
    assert [*of.ids()] == ["R1", "R2", "L1", "V1", "C2"]
    assert [of.next_id(letter) for letter in "RLVCX"] == ["R3", "L2", "V2", "C3", "X1"]
