"""The rows of the dataset: what is public of a stock-take, and the files of it."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from francis.dataset.files import (
    DATA_FORMATS,
    DataFormat,
    body_files,
    csv_bytes,
    in_memory,
    json_bytes,
    set_files,
)
from francis.dataset.rows import DataRow, DataRows, public_rows
from francis.dataset.tables import tables
from francis.errors import FrancisError
from francis.record.audience import for_audience
from francis.record.reading import loading
from francis.record.reading.scope import list_record
from francis.record.register import Register
from tests.shared.workspaces import COVER, FORM, POSITION, YEAR, record_with_plan

ROOT = Path(__file__).parents[2]
DAY = datetime.date(2015, 3, 31)


def registers(body: str) -> tuple[Register, ...]:
    """Return the registers of a body of this repository."""
    return list_record(ROOT).select(body, None).found.registers


@pytest.fixture(scope="module")
def example() -> DataRows:
    """Return the rows of the body that has the most of everything."""
    return public_rows(registers("example-ccg")[-1])


def both(rows: DataRows, form: DataFormat, scratch: Path) -> dict[str, bytes]:
    return body_files(rows, form, scratch) | set_files(rows, form, scratch)


def first(**wanted: object) -> DataRow:
    """Return a row of positions with some values, and otherwise what a column must hold."""
    plain = {"integer": 1, "boolean": True, "date": DAY, "number": 1.5, "list": []}
    columns = tables()["positions"].columns
    return {c.name: plain.get(c.type, "x") if c.needed else None for c in columns} | wanted


def test_every_row_holds_what_its_table_says(example: DataRows) -> None:
    """All columns, nothing else, no empty value where one is needed, and no row twice."""
    kinds = {"string": str, "integer": int, "number": float, "boolean": bool, "date": datetime.date}
    for name, table in tables().items():
        assert example[name], name
        for row in example[name]:
            assert [*row] == [column.name for column in table.columns]
            for column in table.columns:
                value = row[column.name]
                assert not column.needed or value not in (None, ""), (name, column.name)
                assert value is None or not column.of or value in column.of, (name, value)
                assert value is None or type(value) is kinds.get(column.type, list), (name, value)
        keys = [tuple(row[key] for key in table.key) for row in example[name]]
        assert len({*keys}) == len(keys), name


def test_a_row_says_what_the_register_says(example: DataRows) -> None:
    """Counted by the register's own figures, year by year."""
    for year in registers("example-ccg"):
        here = {n: [r for r in example[n] if r.get("year") == year.year_id] for n in tables()}
        figures = year.counts.figures
        assert len(here["positions"]) == figures["positions"]
        assert len(here["actions"]) == figures["actions"]
        assert len(here["commitments"]) == len(year.promises)
        late = [a for a in here["actions"] if a["state"] == "overdue"]
        assert len(late) == figures["actions_overdue"] == sum(a["days_overdue"] > 0 for a in late)
    assert [s["latest"] for s in example["stocktakes"]] == [False, False, True]
    last = for_audience(registers("example-ccg")[-1], "public")
    fates = Counter(c["outcome"] for c in example["commitments"] if not c["repeated"])
    assert fates == {fate: n for fate, n in last.counts.fulfilments.items() if n}
    assert fates.total() == last.counts.figures["promises"] > len(last.promises)
    logs = [*last.providers, *filter(None, [last.common_log])]
    assert len(example["requests"]) == sum(len(log.requests) for log in logs)
    measured = sum(len(held) for view in last.providers for held in view.readings.values())
    assert len(example["measures"]) == measured


def test_a_draft_is_left_out_unless_it_is_asked_for() -> None:
    """The first record is one: of its body is told who it is and what it was asked, and nothing else."""
    (draft,) = registers("barnet-ccg")
    assert {n for n, rows in public_rows(draft).items() if rows} == {
        *("sets", "recommendations", "bodies")
    }
    assert len(public_rows(draft, drafts=True)["positions"]) == 22


def test_a_later_day_is_left_out() -> None:
    """So that what is collated up to a day stays the same when the next year is there."""
    last = registers("example-ccg")[-1]
    rows = public_rows(last, until=last.as_at - datetime.timedelta(1))
    assert [(s["year"], s["latest"]) for s in rows["stocktakes"]] == [
        ("2013", False),
        ("2014", True),
    ]
    assert {m["as_at"] for m in rows["requests"]} == {rows["stocktakes"][-1]["as_at"]}


def test_nothing_internal_is_in_any_file(tmp_path: Path) -> None:
    """Words, evidence, notes and the commitments of papers in private; what is counted stays."""
    secret = POSITION.format(number=2).replace("Position on 2", "A secret text")
    files = record_with_plan(
        body__2021__year=YEAR.replace("draft", "final"),
        body__2021__2=secret + "classification: internal\nevidence:\n  - title: A secret report\n",
        body__2021__papers__board_report=None,
    )
    cover = COVER.replace("meeting: The Board", "meeting: The Board\nsession: private")
    cover = cover.replace("There are", "A secret plan. There are")
    cover += "commitments:\n  - {text: A secret plan., kind: will}\n"
    files["standards/body/body.yaml"] += FORM.encode()
    files["standards/body/2021/papers/board-report.yaml"] = cover.encode()
    loaded = loading.load(files)
    assert not loaded.problems
    rows = public_rows(loaded.registers[0])
    assert [p["text"] for p in rows["positions"]] == ["Position on 1.", None]
    assert [e["classification"] for e in rows["evidence"]] == ["internal", "public", "internal"]
    assert not [c for c in rows["commitments"] if c["paper"]]
    for form in DATA_FORMATS:
        for data in both(rows, form, tmp_path).values():
            assert b"secret" not in data


def test_csv_is_what_a_spreadsheet_reads_as_text() -> None:
    """Line breaks and quotation marks are kept, and nothing begins like a formula."""
    table = tables()["positions"]
    texts = ['Two\nlines, "quoted"', "=1+1", "-2", "@x", "+44", "ordinary", "＝A1"]
    rows = [first(text=text) for text in texts]
    data = csv_bytes(table, rows)
    header, *read = csv.reader(io.StringIO(data.decode(), newline=""))
    assert header == [c.name for c in table.columns]
    at = header.index("text")
    assert [row[at] for row in read] == [
        texts[0],
        "'=1+1",
        "'-2",
        "'@x",
        "'+44",
        "ordinary",
        "'＝A1",
    ]
    assert [read[0][header.index(n)] for n in ("as_at", "carried", "change")] == [
        "2015-03-31",
        "true",
        "",
    ]
    assert data.count(b"\r\n") == len(rows) + 1


def test_all_formats_hold_the_same(example: DataRows, tmp_path: Path) -> None:
    """Parquet is read by DuckDB, JSON by Python; and the same rows give the same bytes again."""
    made = both(example, "parquet", tmp_path)
    assert made == both(example, "parquet", tmp_path)
    assert not [*tmp_path.iterdir()]
    for name, table in tables().items():
        (path,) = (p for p in made if p.endswith(f"/{name}.parquet"))
        file = tmp_path / "read.parquet"
        file.write_bytes(made[path])
        found = in_memory().execute(f"SELECT * FROM '{file}'")
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        assert rows == example[name]
        plain = json.loads(json.dumps(rows, default=str))
        assert json.loads(json_bytes(table, example[name])) == plain


def test_a_name_that_leads_elsewhere_is_no_folder(tmp_path: Path) -> None:
    """Whatever a foreign record calls its bodies."""
    row = {"set": "inquiry", "body": "../../elsewhere"}
    bad = {name: [row] if name == "bodies" else [] for name in tables()}
    with pytest.raises(FrancisError, match="cannot be the name of a folder"):
        both(bad, "json", tmp_path)
