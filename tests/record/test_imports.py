"""The folder that says how tables from outside are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.record.reading.scope import select_files
from tests.shared.workspaces import write_files

HERE = "standards/imports"


def told(root: Path) -> list[tuple[str, str]]:
    return [(problem.place.path, problem.rule) for problem in select_files(root).found.problems]


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("council.yaml", "format: 1\ncolumns: {Ref: id}\ndates: day-first\n", None),
        ("council.yaml", "format: 1\nvalues: {lead: {Head of Q: Head of Quality}}\n", None),
        ("council.yaml", "format: 1\ncolumn: {Ref: id}\n", "unknown-key"),
        ("council.yaml", "format: 1\ndates: 03/04/13\n", "value"),
        ("council.yaml", "columns: {}\n", "missing-key"),
        ("council.yml", "format: 1\n", "file-name"),
        ("year.yaml", "format: 1\nset: harbour\nas_at: 2024-01-01\n", "file-place"),
    ],
)
def test_the_folder_is_read_and_held_to_its_keys(
    tmp_path: Path, name: str, text: str, rule: str | None
) -> None:
    """It is neither a set nor a body, and what is not a key there is told like everywhere else."""
    root = write_files(tmp_path)
    before = told(root)
    (root / HERE).mkdir()
    (root / HERE / name).write_text(text)
    new = [problem for problem in told(root) if problem not in before]
    assert [each for each in new if each[1] != "set-unknown"] == (
        [(f"{HERE}/{name}", rule)] if rule else []
    )
