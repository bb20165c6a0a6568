"""`francis export`: the public record as data."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from francis.dataset import files
from francis.dataset.files import schema_bytes
from tests.cli.test_cli import run
from tests.shared.workspaces import YEAR, record_files, write_files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with a final stock-take."""
    return write_files(tmp_path, record_files(body__2021__year=YEAR.replace("draft", "final")))


def test_an_export_is_a_folder_of_tables_with_their_schema(root: Path) -> None:
    """Its path is the result; what became of the files is said beside it."""
    result = run("export", "--format", "csv", "--root", str(root))
    assert result.exit_code == 0, result.output
    target = root / "output/dataset"
    assert Path(result.stdout.strip()).resolve() == target
    assert result.stderr == "7 files made, 0 unchanged.\n"
    assert (target / "schema.json").read_bytes() == schema_bytes()
    with (target / "set=inquiry/body=body/positions.csv").open(newline="") as file:
        assert [row["number"] for row in csv.DictReader(file)] == ["1", "2"]
    assert run("export", "--format", "csv", "--root", str(root)).stderr == (
        "0 files made, 7 unchanged.\n"
    )


def test_drafts_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    """Otherwise there is only the name of a body."""
    root = write_files(tmp_path)
    told = run("export", "--format", "json", "--root", str(root))
    assert told.stderr.startswith("Left out: body has no final stock-take. To have it too: --draft")
    folder = root / "output/dataset/set=inquiry/body=body"
    assert [path.name for path in folder.iterdir()] == ["bodies.json"]
    told = run("export", "--format", "json", "--draft", "--root", str(root))
    assert "Left out" not in told.stderr
    assert (folder / "positions.json").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--body", "bdy"), "Did you mean body?"),
        (("--set", "inqiry"), "Did you mean inquiry?"),
        (("--format", "xml"), "'xml' is not one of 'parquet', 'csv', 'json'"),
        (("--output", "standards/data"), "inside the record"),
    ],
)
def test_what_cannot_be_exported_is_said(root: Path, words: tuple[str, ...], said: str) -> None:
    """Before anything is written."""
    words = tuple(str(root / w) if "/" in w else w for w in words)
    result = run("export", *words, "--root", str(root))
    assert result.exit_code
    assert said in result.stderr
    assert not (root / "output").exists()


def test_a_record_with_errors_is_not_exported(root: Path) -> None:
    """The errors are told as by every command, and nothing is written."""
    (root / "standards/body/2021/1.yaml").write_text("format: 1\n")
    result = run("export", "--format", "json", "--root", str(root))
    assert result.exit_code == 1
    assert "standards/body/2021/1.yaml" in result.stderr
    assert "Nothing was written." in result.stderr
    assert not (root / "output").exists()


def test_without_duckdb_it_says_what_to_install(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line; the other formats need nothing."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr(files, "_CONNECTIONS", [])
    result = run("export", "--root", str(root))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: This needs DuckDB")
    assert "pip install 'francis[collate]'" in result.stderr
    assert "standards/" not in result.stderr, "the record is not at fault"
    assert run("export", "--format", "csv", "--root", str(root)).exit_code == 0
