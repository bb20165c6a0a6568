"""The open data of a site: the tables of the dataset that a body and set give, as CSV and JSON, with their schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

from francis.dataset.files import csv_bytes, json_bytes, schema_bytes
from francis.dataset.rows import DataRow, DataRows, public_rows
from francis.dataset.tables import TableName, tables
from francis.site.pages import DataFile
from francis.site.scopes import PublicScope

SCHEMA = "schema.json"
"""The file that says what the columns of all tables hold."""


def open_data(scope: PublicScope) -> tuple[list[DataFile], dict[str, bytes]]:
    """Return the tables as the page on data lists them, and their files by path from the top of the site.

    Tables without a row are left out. Beside the page of each recommendation is what they hold of it.
    """
    rows, at = public_rows(scope.register, drafts=True), scope.addresses
    listed: list[DataFile] = []
    files = {at.file("data", SCHEMA): schema_bytes()}
    for name, table in tables().items():
        if rows[name]:
            paths = {form: at.file("data", f"{name}.{form}") for form in ("csv", "json")}
            files[paths["csv"]] = csv_bytes(table, rows[name])
            files[paths["json"]] = json_bytes(table, rows[name])
            listed.append(DataFile(name, table.about, len(rows[name]), paths))
    by_number = _by_number(rows)
    for number in scope.numbers:
        held = by_number[number]
        of_years = csv_bytes(tables()["positions"], held["positions"])
        files[at.recommendation_data(number, "csv")] = of_years
        files[at.recommendation_data(number, "json")] = _together(held)
    return listed, files


def _by_number(rows: DataRows) -> Mapping[str, DataRows]:
    """Return by recommendation the rows that its page tells: of actions and their evidence, those that serve it."""
    found: defaultdict[str, defaultdict[TableName, list[DataRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    served: dict[tuple[str, str], list[str]] = {
        (row["year"], row["id"]): row["recommendations"] for row in rows["actions"]
    }

    def numbers(name: TableName, row: DataRow) -> Iterable[str | None]:
        if name == "actions":
            return cast("list[str]", row["recommendations"])
        if name != "evidence":
            return (row["number"],)
        if row["owner"] == "action":
            return served[row["year"], row["owner_id"]]
        return (row["owner_id"],) if row["owner"] == "position" else ()

    for name in _OF_ONE:
        for row in rows[name]:
            for number in filter(None, numbers(name, row)):
                found[number][name].append(row)
    return found


_OF_ONE: tuple[TableName, ...] = (
    "recommendations",
    "positions",
    "actions",
    "commitments",
    "evidence",
)
"""The tables with rows that are of one recommendation."""


def _together(rows: DataRows) -> bytes:
    """Return the rows of some tables as one JSON object, with a list for each table."""
    lists = (f'"{name}": {json_bytes(tables()[name], of).decode()}' for name, of in rows.items())
    return f"{{\n{','.join(lists)}}}\n".encode()
