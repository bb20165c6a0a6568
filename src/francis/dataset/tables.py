"""What the tables of the dataset hold, column by column, and the schema that is published of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from francis.own_data import own_data

ColumnType = Literal["string", "integer", "number", "boolean", "date", "list"]
TableName = Literal[
    "sets",
    "recommendations",
    "bodies",
    "steps",
    "stocktakes",
    "positions",
    "actions",
    "commitments",
    "evidence",
    "requests",
    "measures",
]
DATASET_FORMAT = 1
"""The version of the tables: columns are added, none changes its meaning."""
LIST_DELIMITER = "; "
"""What stands between the entries of a list in a cell of CSV."""
_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


@dataclass(frozen=True)
class DataColumn:
    """A column: its name, what stands in it, whether it is never empty, and the words of which it is one."""

    name: str
    type: ColumnType
    about: str
    needed: bool = False
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataTable:
    """A table: what a row is, of what there is one file, the columns that make a row unique, and all columns."""

    name: TableName
    about: str
    by: Literal["set", "body"]
    key: tuple[str, ...]
    columns: tuple[DataColumn, ...]


@cache
def tables() -> Mapping[TableName, DataTable]:
    """Return the tables by name, in their order: `tables.yaml`."""
    return {
        name: _table(name, **entry) for name, entry in own_data(__file__, "tables.yaml").items()
    }


def _table(
    name: TableName, key: list[str], columns: list[dict[str, Any]], **also: Any
) -> DataTable:
    made = (DataColumn(**{**column, "of": tuple(column.get("of", ()))}) for column in columns)
    return DataTable(name, key=tuple(key), columns=tuple(made), **also)


def schema_of_dataset() -> dict[str, Any]:
    """Return the schema of all tables as plain values: of each a Table Schema of the Data Package standard, version 2."""
    return {
        "format": DATASET_FORMAT,
        "tables": [
            {
                "name": t.name,
                "description": t.about,
                "one_file_for_each": t.by,
                "schema": _schema(t),
            }
            for t in tables().values()
        ],
    }


def _schema(table: DataTable) -> dict[str, Any]:
    return {
        "$schema": _PROFILE,
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }


def _field(column: DataColumn) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    constraints |= {"enum": list(column.of)} if column.of else {}
    return {
        "name": column.name,
        "type": column.type,
        **({"delimiter": LIST_DELIMITER} if column.type == "list" else {}),
        "description": column.about,
        **({"constraints": constraints} if constraints else {}),
    }
