"""Files of the dataset: the rows of a table as CSV, JSON or Parquet, the same bytes for the same rows."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from francis.dataset.rows import DataRow, DataRows
from francis.dataset.tables import (
    LIST_DELIMITER,
    ColumnType,
    DataTable,
    schema_of_dataset,
    tables,
)
from francis.errors import FrancisError
from francis.formats.text.formulas import FORMULA_STARTS

if TYPE_CHECKING:
    import duckdb

DataFormat = Literal["parquet", "csv", "json"]
DATA_FORMATS: tuple[DataFormat, ...] = get_args(DataFormat)
SCHEMA_FILE = "schema.json"
"""The file beside the data that says what stands in it."""
SQL_TYPES: Mapping[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "list": "VARCHAR[]",
}
"""What the types of columns are in Parquet, by DuckDB's names."""


def csv_bytes(table: DataTable, rows: Iterable[DataRow]) -> bytes:
    """Return rows as CSV by RFC 4180, in UTF-8, under the names of their columns.

    What is empty has nothing in its cell. A text that a spreadsheet could take for a formula begins with an
    apostrophe, as in the workbooks.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(row[column.name]) for column in table.columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = LIST_DELIMITER.join(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return "" if value is None else json.dumps(value, default=str).strip('"')


def json_bytes(table: DataTable, rows: Iterable[DataRow]) -> bytes:
    """Return rows as a JSON list of objects, one to a line, in UTF-8; what is empty is null."""
    names = [column.name for column in table.columns]
    lines = (_encoder().encode({name: row[name] for name in names}) for row in rows)
    return "".join(["[\n", ",\n".join(lines), "\n]\n"]).encode()


def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, default=datetime.date.isoformat)


def parquet_bytes(table: DataTable, rows: Iterable[DataRow], scratch: Path) -> bytes:
    """Return rows as Parquet; `scratch` is a folder for what is written meanwhile."""
    from pydantic_core import to_json

    given = scratch / "rows.json"
    given.write_bytes(to_json([*rows]))
    try:
        types = _types(table)
        query = f"FROM read_json({file_literal(given)}, format='array', columns={types})"
        return parquet_from(query, scratch)
    finally:
        given.unlink(missing_ok=True)


def parquet_from(query: str, scratch: Path) -> bytes:
    """Return what a query finds as Parquet."""
    made = scratch / "rows.parquet"
    try:
        in_memory().execute(f"COPY ({query}) TO {literal(made)} (FORMAT parquet, COMPRESSION zstd)")
        return made.read_bytes()
    finally:
        made.unlink(missing_ok=True)


def _types(table: DataTable) -> str:
    return "{" + ", ".join(f"{c.name}: '{SQL_TYPES[c.type]}'" for c in table.columns) + "}"


def literal(value: object) -> str:
    """Return a value as SQL writes a text."""
    return "'" + str(value).replace("'", "''") + "'"


def file_literal(path: Path, within: str = "") -> str:
    """Return where SQL reads: a path as it is, whatever characters it has, and the pattern of files `within` it."""
    plain = re.sub(r"([*?\[])", r"[\1]", path.as_posix())
    return literal(f"{plain}/{within}" if within else plain)


_CONNECTIONS: list[duckdb.DuckDBPyConnection] = []


def in_memory() -> duckdb.DuckDBPyConnection:
    """Return this process's connection to DuckDB, in memory, which works alone and loads nothing; raise FrancisError without it."""
    if not _CONNECTIONS:
        try:
            import duckdb
        except ImportError as error:
            raise FrancisError(
                "This needs DuckDB, which is not installed. Install it with: pip install 'francis[collate]'\n"
                "Without it you can still run: francis export --format csv"
            ) from error
        settings: dict[str, Any] = {
            "threads": 1,
            "memory_limit": "200MB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        _CONNECTIONS.append(duckdb.connect(config=settings))
    return _CONNECTIONS[0]


def data_bytes(table: DataTable, rows: Iterable[DataRow], form: DataFormat, scratch: Path) -> bytes:
    """Return rows in one of the formats."""
    if form == "parquet":
        return parquet_bytes(table, rows, scratch)
    return (csv_bytes if form == "csv" else json_bytes)(table, rows)


def schema_bytes() -> bytes:
    """Return the published schema of the dataset, as it lies beside the files."""
    return (json.dumps(schema_of_dataset(), indent=2, ensure_ascii=False) + "\n").encode()


FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""What the name of a set or of a body can be in a path of the dataset."""


def data_folder(table: DataTable, set_id: str, body: str) -> str:
    """Return the folder of a table's file, from the top of the dataset: of a set, or of a body that answers it."""
    names = (set_id,) if table.by == "set" else (set_id, body)
    for name in names:
        if not FOLDER_NAME.fullmatch(name):
            raise FrancisError(f"{name!r} cannot be the name of a folder of the dataset.")
    return "/".join(f"{kind}={name}" for kind, name in zip(("set", "body"), names, strict=False))


def body_files(rows: DataRows, form: DataFormat, scratch: Path) -> dict[str, bytes]:
    """Return the files of the rows of one body and set, by their path from the top of the dataset.

    Tables without a row have no file. Those of the set are not among them: see `set_files`.
    """
    return _files(rows, form, scratch, "body")


def set_files(rows: DataRows, form: DataFormat, scratch: Path) -> dict[str, bytes]:
    """Return the files of the rows of a set, by their path from the top of the dataset."""
    return _files(rows, form, scratch, "set")


def _files(
    rows: DataRows, form: DataFormat, scratch: Path, by: Literal["set", "body"]
) -> dict[str, bytes]:
    found = {}
    for name, table in tables().items():
        if table.by == by and rows[name]:
            first = rows[name][0]
            folder = data_folder(table, first["set"], first.get("body", ""))
            found[f"{folder}/{name}.{form}"] = data_bytes(table, rows[name], form, scratch)
    return found
