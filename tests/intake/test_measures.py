"""The month's figures, as an analyst exports them, put into measures.csv: nothing is guessed, and nothing else changes."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from francis.record.days import When
from francis.record.model.providers import MeasureReading
from francis.record.reading.providers.measure_readings import readings_in
from francis.record.writing.measure_rows import with_readings
from tests.cli.test_cli import run
from tests.cli.test_completion import offered
from tests.shared.provider_files import FOLDER, provider_files
from tests.shared.workspaces import write_files

HEAD = "measure,period,value,numerator,denominator\n"
HELD = f"""{HEAD}falls,2020-12,3,,
letters,2021-01,92.5,185,200
falls,2021-01,9,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with a provider, whose measures are counted by month."""
    return write_files(tmp_path, provider_files(measures=HELD))


def text(root: Path) -> str:
    return (root / FOLDER / "royal/measures.csv").read_bytes().decode()


def imported(root: Path, data: str | bytes, *options: str, name: str = "a.csv") -> Result:
    """Import a file for the provider; a table of CSV has no need of its header."""
    content = (data if data.startswith(HEAD[:7]) else HEAD + data).encode() if isinstance(data, str) else data  # fmt: skip
    (root / name).write_bytes(content)
    command = ("import", str(root / name), "--as", "measures", "--provider", "royal")
    return run(*command, *options, root=root)


def sheet(*rows: tuple[object, ...], **formats: str) -> bytes:
    """Return a workbook of these rows, with the number formats of some cells."""
    book = openpyxl.Workbook()
    book.active.append(("Measure", "Period", "Value", "Numerator", "Denominator"))
    for row in rows:
        book.active.append(row)
    for cell, form in formats.items():
        book.active[cell].number_format = form
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "period",
    ["2021-02", "Feb-21", "02/2021", "2/2021", "February 2021", "28/02/2021", "2021-02-01"],
)
def test_a_new_period_is_added_however_it_is_written(root: Path, period: str) -> None:
    """Behind the last one of its measure; no other line changes. A first or a last day stands for the month."""
    result = imported(root, f"letters,{period},94%,188,200\n", "--write")
    assert result.exit_code == 0, result.output
    assert "To be added: letters 1." in result.output
    new = "letters,2021-02,94,188,200\n"
    assert text(root) == HELD.replace("185,200\n", f"185,200\n{new}")


def test_a_workbook_is_read_as_it_is_shown(root: Path) -> None:
    """Dates as months or as days, shares as per cent, and a measure by its name; a second run has nothing to do."""
    day = datetime.date(2021, 2, 1)
    data = sheet(
        ("Letters within five days", day, 0.945, 189, 200),
        ("falls", datetime.date(2021, 3, 31), 7, None, None),
        ("falls", day, 1234.5, None, None),
        B2="mmm-yy",
        C2="0.0%",
    )
    result = imported(root, data, "--write", name="a.xlsx")
    assert result.exit_code == 0, result.output
    wanted = HELD.replace("185,200\n", "185,200\nletters,2021-02,94.5,189,200\n")
    assert text(root) == f"{wanted}falls,2021-02,1234.5,,\nfalls,2021-03,7,,\n"
    again = imported(root, data, "--write", name="a.xlsx")
    assert (again.exit_code, "To be added" in again.output) == (0, False)


def test_a_changed_value_is_told_before_it_is_written(root: Path) -> None:
    """Old and new: and it is written only where somebody says that the table counts."""
    rows = "letters,2021-01,93,186,200\nfalls,2021-01,,,\n"
    shown = imported(root, rows)
    assert "letters 2021-01, value: '92.5' in the record, '93' in row 2" in shown.output
    refused = imported(root, rows, "--write")
    assert refused.exit_code == 1
    assert "there are 2 conflicts to decide" in refused.output
    assert text(root) == HELD
    kept = imported(root, rows, "--write", "--mine")
    assert (kept.exit_code, text(root)) == (0, HELD)
    taken = imported(root, rows, "--write", "--theirs")
    assert "letters 2021-01, value: 92.5 in the record becomes 93" in taken.output
    assert text(root) == HELD.replace("92.5,185", "93,186")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("fals,2021-02,1,,", "'fals': the provider has no such measure; falls is the one most like it. Possible: falls, letters, leave out."),
        ("Late letters,2021-02,1,,", "the provider has no such measure"),
        ("falls,soon,1,,", "period: 'soon': it is no date."),
        ("falls,03/04/2021,1,,", "period: '03/04/2021': either number can be the day."),
        ("falls,2021-02-14,1,,", "it is a day, and other readings of this measure are not. Possible: leave out."),
        ('falls,2021-02,"3,5",,', "value: '3,5': it is no number."),
        ("falls,2021-02,3,,\nfalls,Feb 2021,4,,", "falls has other numbers for it in row 2."),
        ("falls,,3,,", "falls, without a period"),
        (",2021-02,3,,", "a row that names no measure"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked_and_not_written(root: Path, row: str, said: str) -> None:
    """Or listed, where nothing can be asked."""
    result = imported(root, f"{row}\n", "--write")
    assert said in result.output, result.output
    assert text(root) == HELD
    assert result.exit_code == ("without a period" not in said and "names no" not in said)


def test_days_of_a_measure_without_readings(root: Path) -> None:
    """First days of several months are months, one alone may be either, and other days are days."""
    (root / FOLDER / "royal/measures.csv").unlink()
    rows = "letters,2021-01-01,5,,\nletters,2021-02-01,6,,\nfalls,2021-01-07,1,,\nfalls,2021-02-01,1,,\n"
    assert imported(root, rows, "--write").exit_code == 0
    expected = "letters,2021-01,5\nletters,2021-02,6\nfalls,2021-01-07,1\nfalls,2021-02-01,1\n"
    assert text(root) == f"measure,period,value\n{expected}"
    (root / FOLDER / "royal/measures.csv").unlink()
    alone = imported(root, "falls,2021-02-01,1,,\n", "--write")
    assert "it can be a day or a month. Possible: 2021-02-01, 2021-02, leave out." in alone.output
    answer = ("--answer", "period: 2021-02-01 = 2021-02")
    assert imported(root, "falls,2021-02-01,1,,\n", "--write", *answer).exit_code == 0
    assert text(root).endswith("\nfalls,2021-02,1\n")


def test_a_file_keeps_its_form(root: Path) -> None:
    """The order of its columns, what divides them, its line ends, and what it has no column for."""
    path = root / FOLDER / "royal/measures.csv"
    held = "\ufeffperiod;measure;value\r\n2021-01;letters;92.5\r\n\r\n2021-01;falls;9"
    path.write_bytes(held.encode())
    result = imported(root, "falls,2021-02,4,1,2\nletters,2021-01,93,,\n", "--write", "--theirs")
    assert result.exit_code == 0, result.output
    assert "numerator: not taken over, as the first line of" in result.output
    assert text(root) == held.replace("92.5", "93") + "\r\n2021-02;falls;4\r\n"


def test_rules_and_mistakes_stand_in_the_way(root: Path) -> None:
    """Of a file with mistakes nothing is written; nor without a provider, or of the log of all."""
    number = imported(root, "falls,2021-02,9434765919,,\n", "--write")
    assert number.exit_code == 1
    assert (
        "\n  row 2, column 3 holds a valid NHS number. This message does not repeat it.\n"
        in number.output
    )
    assert imported(root, "falls,2021-02,4,1,2\n").exit_code == 0
    assert run("import", str(root / "a.csv"), "--as", "measures", root=root).exit_code == 2
    log = ("import", str(root / "a.csv"), "--as", "measures", "--provider", "log")
    assert "Only a provider has measures" in run(*log, root=root).output
    (root / FOLDER / "royal/measures.csv").write_text(HELD + "falls,soon,1,,\n")
    wrong = imported(root, "falls,2021-02,1,,\n", "--write")
    assert "measures.csv first." in wrong.output


def test_the_provider_is_offered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one types."""
    monkeypatch.chdir(root)
    assert "royal" in offered("zsh", "francis import x.csv --as measures --provider r")


_READINGS = st.dictionaries(
    st.tuples(st.sampled_from(["falls", "letters", "x"]), st.integers(1, 12)),
    st.decimals(-1000, 1000, places=2, allow_nan=False),
    max_size=12,
)


@given(_READINGS, _READINGS)
def test_any_readings_are_read_again_as_they_were_written(
    first: dict[tuple[str, int], object], more: dict[tuple[str, int], object]
) -> None:
    """And lines of which nothing was said stay."""

    def listed(said: dict[tuple[str, int], object]) -> list[MeasureReading]:
        return [MeasureReading(m, When.of_month(2020, n), v) for (m, n), v in said.items()]  # type: ignore[arg-type]

    begun = with_readings("x", None, listed(first))
    made = with_readings("x", begun, listed(more))
    found = {(r.measure, r.period.last.month): r.value for r in readings_in("x", made, [])}
    assert found == {**first, **more}
    kept = [line for line, key in zip(begun.decode().splitlines()[1:], readings_in("x", begun, []), strict=True) if (key.measure, key.period.last.month) not in more]  # fmt: skip
    assert [line for line in made.decode().splitlines() if line in kept] == kept
