"""How a register stands, on a terminal."""

from __future__ import annotations

from francis.record.days import day_in_words
from francis.record.queries import status
from francis.record.reading import loading
from tests.shared.workspaces import POSITION, RECOMMENDATION, SET, record_files


def bars(count: int) -> dict[str, str]:
    """Return the bar of each rating in a year of so many positions, all of them green but one."""
    files = record_files(
        inquiry__set=SET.replace("total: 9", "total: 90").replace('last: "2"', 'last: "90"')
    )
    for number in range(1, count + 1):
        text = POSITION.format(number=number)
        text = text.replace("value: green", "value: not rated") if number == 1 else text
        files[f"standards/body/2021/{number}.yaml"] = text.encode()
        files[f"standards/inquiry/{number}.yaml"] = RECOMMENDATION.format(number=number).encode()
    loaded = loading.load(files)
    assert not loaded.problems
    lines = list(
        status.status_lines(
            status.YearCount(loaded.registers[0], status.Question()),
            status.Look(day_in_words, lambda text, colour: text),
        )
    )
    start = lines.index("  Rating")
    return {
        " ".join(line.split()[:-2] if "█" in line else line.split()[:-1]): line
        for line in lines[start + 1 : start + 3]
    }


def test_a_bar_is_as_long_as_its_count() -> None:
    """A block for each position; without any there is no bar."""
    shown = bars(4)
    assert shown["Green"].count("█") == 3
    assert shown["Not rated"].count("█") == 1


def test_the_longest_bar_fills_the_width() -> None:
    """The others are shorter in the same measure, and never longer than the width."""
    shown = bars(49)
    assert shown["Green"].count("█") == status.WIDEST
    assert shown["Not rated"].count("█") == 0
