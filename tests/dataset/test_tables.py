"""The tables of the dataset: what is published of them, and that all of it says the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft7Validator

from francis.dataset.files import schema_bytes
from francis.dataset.tables import DataTable, TableName, tables
from francis.record import model
from francis.record.model import schemes, timing
from francis.record.model.providers import views
from francis.record.model.providers.records import JudgementValue
from francis.record.queries.shared_words import SharedWord

DOCS = Path(__file__).parents[2] / "docs"
PAGE, SCHEMA = DOCS / "the-dataset.md", DOCS / "dataset.schema.json"


def table_on_page(table: DataTable) -> str:
    """Return the table that explains one of the dataset."""
    lines = ["| column | type | needed | what it says |", "|---|---|---|---|"]
    for column in table.columns:
        name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
        words = f" One of: {', '.join(column.of)}." if column.of else ""
        about = f"{column.about}{words}"
        lines.append(f"| {name} | {column.type} | {'yes' * column.needed} | {about} |")
    return f"{table.about}\n\n" + "\n".join(lines) + "\n"


def test_the_page_on_the_dataset_says_the_same(request: pytest.FixtureRequest) -> None:
    """Its tables are those of the program, and so is the published schema; --rewrite writes both anew."""
    head = PAGE.read_text().partition("\n## ")[0].rstrip()
    sections = (f"## {name}\n\n{table_on_page(table)}" for name, table in tables().items())
    wanted = "\n\n".join([head, "\n".join(sections)])
    if request.config.getoption("--rewrite"):
        PAGE.write_text(wanted)
        SCHEMA.write_bytes(schema_bytes())
    assert PAGE.read_text() == wanted
    assert SCHEMA.read_bytes() == schema_bytes()


def test_each_table_can_be_read_without_the_program() -> None:
    """By the shape that Table Schema gives to fields, keys and constraints."""
    field = {
        "type": "object",
        "required": ["name", "type", "description"],
        "properties": {
            "type": {"enum": ["string", "integer", "number", "boolean", "date", "list"]},
            "description": {"pattern": r"^[A-Z].*\.$"},
            "constraints": {
                "properties": {"required": {"const": True}, "enum": {"minItems": 2}},
                "additionalProperties": False,
            },
        },
    }
    for entry in json.loads(schema_bytes())["tables"]:
        names = [of["name"] for of in entry["schema"]["fields"]]
        assert len(set(names)) == len(names)
        assert {*entry["schema"]["primaryKey"]} <= {*names}
        for of in entry["schema"]["fields"]:
            Draft7Validator(field).validate(of)
            assert re.fullmatch("[a-z_]+", of["name"])
    assert [*tables()] == [*get_args(TableName)]


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("recommendations", "response", model.ResponseStatus),
        ("positions", "acceptance_claim", model.AcceptanceClaim),
        ("positions", "rating_claim", model.Claim),
        ("positions", "moved", schemes.Direction),
        ("positions", "shared_word", SharedWord),
        ("positions", "classification", model.Classification),
        ("actions", "state", model.State),
        ("actions", "closure", model.Outcome),
        ("actions", "repeats", timing.Interval),
        ("commitments", "kind", model.CommitmentKind),
        ("commitments", "outcome", model.FulfilmentValue),
        ("stocktakes", "status", model.Status),
        ("requests", "state", views.RequestState),
        ("requests", "judged", JudgementValue),
    ],
)
def test_a_column_lists_the_words_that_the_record_has(
    table: TableName, column: str, words: object
) -> None:
    """Whoever reads the data by its schema meets no other."""
    (found,) = (c for c in tables()[table].columns if c.name == column)
    assert {*found.of} == {*get_args(words)}
