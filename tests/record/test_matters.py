"""What a meeting decided, as the next paper for it has it: which paper that is, and what was asked there."""

from __future__ import annotations

from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, YEAR, record_files

COMMITTEES = "committees:\n  - name: The Board\n    also: [Governing Body]\n"
ASKS = """\
asks:
  - Note the {{ counts.positions }} positions.
  - text: Decide A09
    outcome:
      value: deferred
      minute: "6.2"
      lead: Chief Officer
      due: 2021-09
      text: It comes back with [costs](#1) and [risks](#2).
  - text: Agree to end it.
    outcome: {value: refused}
"""


def cover(date: str, more: str = "", meeting: str = "The Board") -> str:
    """Return a cover for a meeting on a date."""
    text = COVER.replace("The Board", meeting)
    return text.replace("purposes:", f"paper: board-report\ndate: {date}\n{more}purposes:")


def registers(numbers: str = "", **covers: str) -> list[Register]:
    """Return two years of a body with these covers, named like `y2021_name`."""
    files = {
        "body__body": BODY + FORM + COMMITTEES,
        "body__2022__year": YEAR.replace("2021-", "2022-") + f'follows: "2021"\n{numbers}',
        **{f"body__2022__{number}": POSITION.format(number=number) for number in (1, 2)},
        **{f"body__{n[1:5]}__papers__{n[6:]}": text for n, text in covers.items()},
    }
    if numbers:
        files.pop("body__2022__2")
    loaded = loading.load(record_files(**files))
    assert not loaded.problems, [*map(str, loaded.problems)]
    return list(loaded.registers)


def told(register: Register, paper: str) -> list[str]:
    """Return the keys of the matters arising of a paper."""
    return [matter.key for matter in register.matters(paper)]


def test_the_latest_paper_of_the_meeting_is_the_one_before() -> None:
    """By any name of the committee, in this year or one before; not one for another meeting."""
    first, second = registers(
        y2021_may=cover("2021-05-01", ASKS),
        y2021_july=cover("2021-07-01", "asks: [Do it.]\n", "governing body"),
        y2021_late=cover("2021-08-01", ASKS, "Audit Committee"),
        y2022_may=cover("2022-05-01", ASKS),
        y2022_june=cover("2022-06", ASKS),
        y2022_audit=cover("2022-06", "", "Audit Committee"),
    )
    assert told(first, "may") == []
    assert told(first, "july") == ["2021/may/1", "2021/may/2", "2021/may/3"]
    assert told(first, "late") == []
    assert told(second, "may") == ["2021/july/1"]
    assert told(second, "june") == ["2022/may/1", "2022/may/2", "2022/may/3"]
    assert told(second, "audit") == ["2021/late/1", "2021/late/2", "2021/late/3"]


def test_what_was_asked_in_private_is_not_told_in_public() -> None:
    """And the other way round: they are two meetings."""
    _, register = registers(
        y2021_open=cover("2021-05-01", ASKS),
        y2021_closed=cover("2021-06-01", "asks: [Do it.]\nsession: private\n"),
        y2022_open=cover("2022-05-01"),
        y2022_closed=cover("2022-05-01", "session: private\n"),
        y2022_undated=COVER.replace("purposes:", "paper: board-report\npurposes:"),
    )
    assert told(register, "open")[0] == "2021/open/1"
    assert told(register, "closed") == ["2021/closed/1"]
    assert told(register, "undated") == []


def test_of_several_papers_of_one_day_the_one_of_this_kind_counts() -> None:
    """Otherwise all of them do."""
    other = cover("2021-05-01", ASKS).replace("paper: board-report", "paper: hwbb")
    other = other.partition("fields:")[0] + "fields: {}\n"
    later = {"y2022_own": cover("2022-05-01"), "y2022_other": other.replace("2021-05", "2022-05")}
    both = registers(y2021_a=cover("2021-05-01", "asks: [Do it.]\n"), y2021_b=other, **later)[1]
    assert told(both, "own") == ["2021/a/1"]
    assert told(both, "other") == ["2021/b/1", "2021/b/2", "2021/b/3"]
    one = registers(y2021_a=other, y2021_b=other, **later)[1]
    assert [key.rpartition("/")[0] for key in told(one, "own")] == ["2021/a"] * 3 + ["2021/b"] * 3


def test_a_matter_has_the_words_and_the_figures_of_its_year() -> None:
    """And what was decided, in the words of the meeting."""
    decided = ASKS.replace("It comes back", "All {{ counts.positions }} come back")
    _, register = registers(
        'numbers: ["1"]\n', y2021_may=cover("2021-05-01", decided), y2022_may=cover("2022-05-01")
    )
    first, second, third = register.matters("may")
    assert (first.year, first.paper, first.place) == ("2021", "may", 1)
    assert (first.cover.title, first.text, first.outcome) == (
        "The position of the Test Body",
        "Note the 2 positions.",
        None,
    )
    assert second.outcome is not None
    assert (second.outcome.value, second.outcome.text) == (
        "deferred",
        "All 2 come back with [costs](#1) and [risks](#2).",
    )
    assert third.outcome is not None
    assert (third.outcome.value, third.outcome.text) == ("refused", None)


def test_an_outcome_is_checked() -> None:
    """Its word, its date, its links, and what stands in it."""
    faults = {
        "value: deferred": "value: defered",
        "due: 2021-09": "due: September",
        "(#1)": "(#7)",
        'minute: "6.2"': "minute: 6.2",
    }
    for right, wrong in faults.items():
        text = cover("2021-05-01", ASKS.replace(right, wrong))
        files = record_files(body__body=BODY + FORM, body__2021__papers__may=text)
        (problem,) = loading.load(files).problems
        assert problem.place.path.endswith("may.yaml"), right
        assert problem.place.line > 6, right
