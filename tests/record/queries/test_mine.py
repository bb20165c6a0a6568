"""What one post has to do, by its record: actions, and what is due of providers."""

from __future__ import annotations

from collections import Counter
from datetime import date

from francis.record.queries.mine import duties_of, posts_with_duties
from francis.record.reading.loading import load
from francis.record.register import Register
from tests.shared.provider_files import CONCERN, provider_files
from tests.shared.workspaces import DONE, LATE, plan

HEAD = "Head of Quality"
LOG = """\
format: 1
requests:
  - {id: R1, what: Late, asked: 2020-05-01, due: 2021-03-01, lead: Head of Quality}
  - {id: R2, what: Theirs, received_from: The coroner, asked: 2021-01-10, due: 2021-05, lead: Head of Quality}
  - {id: R3, what: To judge, answered: {on: 2020-09}, lead: Head of Quality}
  - {id: R4, what: We answered, received_from: The coroner, answered: {on: 2020-09}, lead: Head of Quality}
  - {id: R5, what: No day, asked: 2020-05-01, lead: Head of Quality}
  - {id: R6, what: Of another, asked: 2020-05-01, due: 2021-03-01, lead: Director of Quality}
  - {id: R7, what: Enough, answered: {on: 2020-09}, judged: {value: sufficient}, lead: Head of Quality}
entries:
  - {id: L1, kind: visit, what: To a ward, review: 2021-06-01, lead: Head of Quality}
  - {id: L2, kind: visit, what: To no ward, lead: Head of Quality}
  - {id: L3, kind: visit, what: Of another, review: 2021-06-01, lead: Director of Quality}
"""
COMMON = """\
format: 1
requests:
  - {id: Q1, what: Of all, asked: 2020-05-01, due: 2021-03-02, lead: Head of Quality}
entries:
  - {id: W1, kind: workshop, what: With all, review: 2021-03-31, lead: Head of Quality}
"""
OURS = CONCERN.replace("[V1, royal/L1]", "[L1]").replace(
    "lead: Director of Quality", f"lead: {HEAD}"
)
ACTIONS = plan(
    DONE.replace("Director of Care", HEAD),
    LATE.replace("Head of Contracts", HEAD),
    "  - {id: A3, recommendations: ['1'], description: Do A3., lead: Head of Quality, rating: {value: green}}\n",
    "  - {id: A4, recommendations: ['1'], description: Do A4., lead: Head of Quality, original_due: 2021-04, rating: {value: green}}\n",
)  # fmt: skip


def register(concern: str = OURS) -> Register:
    """Return a year in which one post leads something of every kind."""
    files = provider_files(log=LOG, common=COMMON, concern=concern)
    found = load(files | {"standards/body/2021/actions.yaml": ACTIONS.encode()})
    assert found.problems == ()
    return found.registers[-1]


DUTIES = [
    ("2020-09-30", "royal/R3", "To judge", "judge the answer"),
    ("2021-02-28", "A2", "Do A2.", "complete it"),
    ("2021-03-01", "royal/R1", "Late", "get an answer"),
    ("2021-03-02", "log/Q1", "Of all", "get an answer"),
    ("2021-03-20", "royal/C2", "Late clinic letters", "review it"),
    ("2021-03-31", "log/W1", "With all", "look again"),
    ("2021-04-30", "A4", "Do A4.", "complete it"),
    ("2021-05-31", "royal/R2", "Theirs", "answer it"),
    ("2021-06-01", "royal/L1", "To a ward", "look again"),
    ("2021-12-31", "royal/C2", "A new system", "see that it was kept"),
]


def test_a_post_reads_what_it_has_to_do_in_the_order_of_days() -> None:
    """Overdue or not, up to a day; not what is done, has no day, or is another's."""
    of = register()

    def listed(post: str, until: str) -> list[tuple[str, ...]]:
        return [(str(d.due), *d[1:]) for d in duties_of(of, post, date.fromisoformat(until))]

    assert listed(HEAD, "2021-12-31") == DUTIES
    assert listed(HEAD, "2021-12-30") == DUTIES[:-1]
    assert listed(HEAD, "2021-03-31") == DUTIES[:6]
    assert [name for _, name, *_ in listed("Director of Quality", "2022-01-01")] == ["royal/R6", "royal/L3"]  # fmt: skip
    assert listed("Director of Care", "2022-01-01") == []


def test_a_closed_concern_is_nobodys_duty() -> None:
    """Nor what was promised about it."""
    closed = "\nclosed:\n  - {on: 2020-08-01, because: Kept}\n"
    of = register(OURS.partition("\nclosed:")[0] + closed)
    assert "royal/C2" not in {duty.name for duty in duties_of(of, HEAD, date(2022, 1, 1))}


def test_the_posts_that_lead_something_are_offered() -> None:
    """Of actions, requests, entries and concerns, whatever their state."""
    # Four actions, six requests and two entries of the provider, one of each of all, and the concern.
    assert Counter(posts_with_duties(register())) == {HEAD: 15, "Director of Quality": 2}
