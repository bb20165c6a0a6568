"""What a meeting decided, as the next paper for it tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis import workspace
from francis.changes.record_files import files_between
from francis.papers import making
from francis.papers.facts import Fact, Owner, Record
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


def test_every_format_tells_what_was_decided(tmp_path: Path) -> None:
    """With the figures of the year in which it was asked, and links only to what is there."""
    _, register = registers(
        'numbers: ["1"]\n', y2021_may=cover("2021-05-01", ASKS), y2022_may=cover("2022-05-01")
    )
    jobs = making.jobs(tmp_path, [register], ["may"], ("docx", "pdf", "html"))
    made = making.make_papers(jobs, cores=1)  # read back, and so they agree
    assert len(made.files) == 3
    page = made.files["body/2022/may-restricted-draft.html"].data.decode()
    matters = page[page.index('id="matters"') : page.index('id="positions"')]
    for words in ("Note the 2 positions.", "No outcome recorded", "Deferred", "6.2", "Refused"):
        assert words in matters
    assert ">Chief Officer</span>, by <span" in matters
    assert '<a href="#item-1">costs</a> and risks.' in matters
    record = Record(register)
    due = Fact("due", Owner("ask", "2021/may/2"))
    assert record.says(due) == "September 2021"
    assert str(record.place(due.of, "due")) == "standards/body/2021/papers/may.yaml:13:12"


def test_the_paper_itself_stays_as_it_was(tmp_path: Path) -> None:
    """Whatever is written down of its outcomes; `diff` tells them as a change of the file."""
    plain = "asks:\n  - Note the {{ counts.positions }} positions.\n  - Decide A09\n  - Agree to end it.\n"
    pages = []
    both = [registers(y2021_may=cover("2021-05-01", asks))[0] for asks in (plain, ASKS)]
    for register in both:
        jobs = making.jobs(tmp_path, [register], ["may"], ["html"])
        pages.append(making.make_papers(jobs, cores=1).files)
    assert pages[0] == pages[1]
    (file,) = files_between(*both)
    assert [change.keys for change in file.changes] == [
        ("asks", "2", "outcome"),
        ("asks", "3", "outcome"),
    ]


def test_a_paper_that_leaves_out_a_matter_does_not_agree(tmp_path: Path) -> None:
    """Its list is held to the record like all others."""
    _, register = registers(y2021_may=cover("2021-05-01", ASKS), y2022_may=cover("2022-05-01"))
    (tmp_path / "templates").mkdir()
    text = (workspace.packaged() / "templates/cover.html.j2").read_text()
    text = text.replace("{% for matter in found %}", "{% for matter in found[1:] %}")
    (tmp_path / "templates/cover.html.j2").write_text(text)
    jobs = making.jobs(tmp_path, [register], ["may"], ["html"])
    with pytest.raises(Exception, match="ask 2021/may/1, matters-may"):
        making.make_papers(jobs, cores=1)


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
