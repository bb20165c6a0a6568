"""When something was last said about a recommendation, by the definition of docs/the-record.md."""

from __future__ import annotations

import datetime

import pytest

from francis.record.queries.updates import last_update
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.workspaces import POSITION, YEAR, action, plan, record_files

DAY = datetime.date


def register(**changed: str) -> Register:
    """Return a stock-take of 31 March 2022 that follows one of 31 March 2021 and says the same."""
    found = loading.load(
        record_files(
            body__2022__year=YEAR.replace("2021", "2022") + 'follows: "2021"\n',
            **{f"body__2022__{n}": POSITION.format(number=n) for n in (1, 2)} | changed,
        )
    )
    assert found.problems == ()
    return found.registers[-1]


def test_a_position_that_says_what_it_said_is_as_old_as_that() -> None:
    """A whole year of months; another text, or a confirmation, is new."""
    assert last_update(register(), "1") == (DAY(2021, 3, 31), 12)
    other = POSITION.format(number=1) + "lead: Head\n"
    assert last_update(register(body__2022__1=other), "1") == (DAY(2022, 3, 31), 0)
    confirmed = POSITION.format(number=1) + "confirmed: {on: 2022-02-01}\n"
    assert last_update(register(body__2022__1=confirmed), "1") == (DAY(2022, 2, 1), 0)


@pytest.mark.parametrize(
    ("more", "day", "months"),
    [
        ("progress:\n  - {date: 2021-12-30, text: a}", DAY(2021, 12, 30), 3),
        ("progress:\n  - {date: 2021-12-31, text: a}", DAY(2021, 12, 31), 0),
        ("milestones:\n  - {what: a, due: 2021-09, met: 2021-09-15}", DAY(2021, 9, 15), 6),
        ("original_due: 2021-09-30\nrepeats: {every: month, done: [2021-10-01]}", DAY(2021, 10, 1), 5),
        ("completed: 2021-08-31", DAY(2021, 8, 31), 7),
        ("closure: {outcome: superseded, date: 2021-11-30}", DAY(2021, 11, 30), 4),
        ("since: 2021-05-31", DAY(2021, 5, 31), 10),
    ],
)  # fmt: skip
def test_what_happened_to_an_action_is_an_update(more: str, day: DAY, months: int) -> None:
    """90 days are not long; then whole months count."""
    of = register(body__2022__actions=plan(action("A1", more)))
    assert last_update(of, "1") == (day, months)
    assert last_update(of, "2") == (DAY(2021, 3, 31), 12), "it serves another"
