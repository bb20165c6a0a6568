"""What a meeting decided, as the next paper for it tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis import workspace
from francis.changes.record_files import files_between
from francis.papers import making
from francis.papers.facts import Fact, Owner, Record
from tests.record.test_matters import ASKS, cover, registers


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
