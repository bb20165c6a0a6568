"""Rules about covers of papers, and what the meetings made of them."""

from __future__ import annotations

import pytest

from francis.check import meetings
from francis.check.rule import Rule
from tests.record.test_cover import AUTUMN, OWN, SUMMER
from tests.shared.findings import At, findings
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, YEAR, record_files

COMMITTEES = "committees:\n  - name: The Board\n    also: [Governing Body]\n"


def told(rule: Rule, body: str = BODY + FORM, **covers: str) -> list[str]:
    """Return what a rule finds of the covers of a year, by their names."""
    files = {f"body__2021__papers__{name}": text for name, text in covers.items()}
    return findings(rule, record_files(body__body=body, **files))


def test_two_covers_of_one_paper_for_one_meeting() -> None:
    """By whatever name of the committee; not on another date, of another paper, or without a date."""
    again = SUMMER.replace("The Board", "governing body")
    rule = meetings.cover_twice
    assert told(rule, BODY + FORM + COMMITTEES, a=SUMMER, b=again) == [
        At("2021/papers/b.yaml:5:7", "b and a", "1 July 2021")
    ]
    assert told(rule, a=SUMMER, b=again) == []
    assert told(rule, a=SUMMER, b=AUTUMN) == []
    undated = SUMMER.replace("date: 2021-07-01\n", "")
    assert told(rule, a=undated, b=undated) == []
    other = SUMMER.replace("paper: board-report", "paper: hwbb")
    other = other[: other.index("fields:")] + "fields: {}\n"
    assert told(rule, a=SUMMER, b=other) == []


def test_a_template_that_is_not_there() -> None:
    """Of a paper that is made; those of the program are always there."""
    rule = meetings.file_of_paper_missing
    covers = {"quality-report": COVER}
    (found,) = told(rule, BODY + OWN, **covers)
    assert "the paper quality-report needs templates/quality.html.j2" in found
    assert told(rule, BODY + OWN) == []
    assert told(rule, BODY + OWN.replace("quality.html", "hwbb.html"), **covers) == []
    assert len(told(rule, BODY + OWN.replace("template: q", "house: q"), **covers)) == 1


def test_what_a_meeting_decided_is_asked_for_once_it_is_over() -> None:
    """By the as-at date of the year, or of one that follows; not for an outcome that is written down."""
    rule = meetings.ask_without_outcome
    asks = "asks:\n  - Note it.\n  - text: Decide A1\n    outcome: {value: deferred}\n  - text: Agree it.\n"
    held = COVER.replace("purposes:", f"date: 2021-03-30\n{asks}purposes:")
    (found,) = told(rule, **{"board-report": held})
    assert At("2021/papers/board-report.yaml:6:5", "2 of 3", "“Note it.”", "30 March 2021") == found
    later = held.replace("2021-03-30", "2021-03-31")
    assert told(rule, **{"board-report": later}) == []
    follows = {
        "body__2022__year": YEAR.replace("2021-", "2022-") + 'follows: "2021"\n',
        **{f"body__2022__{number}": POSITION.format(number=number) for number in (1, 2)},
    }
    (found,) = findings(
        rule, record_files(body__body=BODY + FORM, body__2021__papers__hwbb=later.replace("fields:\n  author: Director of Care", "fields: {}").partition("sections:")[0], **follows)
    )  # fmt: skip
    assert found.startswith("2021/papers/hwbb.yaml:6:5: the paper hwbb")
    said = held.replace("Note it.", "{text: Note it., outcome: {value: agreed}}")
    said = said.replace("text: Agree it.", "{text: Agree it., outcome: {value: agreed}}")
    assert told(rule, **{"board-report": said}) == []


def test_a_paragraph_that_is_still_to_be_written() -> None:
    """In a section of a cover."""
    text = SUMMER.replace("There are {{ counts.positions }} positions.", "To be written.")
    (found,) = told(meetings.paragraph_unwritten, summer=text)
    assert found.startswith("2021/papers/summer.yaml:12:")
    assert told(meetings.paragraph_unwritten, summer=SUMMER) == []


@pytest.mark.parametrize(
    ("label", "key", "words", "dates"),
    [
        ("Previously considered by", "seen", "Group, 27 June 2021; Team, 2 July 2021", ["2 July 2021"]),
        ("Seen by", "previously_considered", "Group, 2021-07-02; Team, 3rd July 2021", ["2021-07-02", "3rd July 2021"]),
        ("Previously considered by", "seen", "Group, 1 July 2021; Team, July 2021", []),
        ("Previously considered by", "seen", "Group, August 2021", ["August 2021"]),
        ("Previously considered by", "seen", "Nobody, 31 September 2021", []),
        ("Options considered", "options", "To end on 2 July 2021", []),
        ("Next steps", "next", "Group, 2 July 2021", []),
    ],
)  # fmt: skip
def test_what_was_considered_before_was_so_before_the_meeting(
    label: str, key: str, words: str, dates: list[str]
) -> None:
    """In a field or in a section; a month that has begun is no contradiction."""
    rule = meetings.considered_after_meeting
    form = FORM.replace("key: author\n        label: Author", f"key: {key}\n        label: {label}")
    cover = SUMMER.replace("author: Director of Care", f"{key}: {words}")
    expected = [
        At(f"2021/papers/a.yaml:8:{len(key) + 5}", f"“{date}”", "1 July 2021") for date in dates
    ]
    assert told(rule, BODY + form, a=cover) == expected
    assert told(rule, BODY + form, a=cover.replace("date: 2021-07-01\n", "")) == []
    form = FORM.replace(
        "key: background\n        label: Background", f"key: {key}\n        label: {label}"
    )
    cover = SUMMER.replace("key: background", f"key: {key}")
    cover = cover.replace("There are {{ counts.positions }} positions.", words)
    assert len(told(rule, BODY + form, a=cover)) == len(dates)
