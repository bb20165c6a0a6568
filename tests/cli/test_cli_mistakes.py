"""Many mistakes in one workspace: each is told in one run, whatever else is wrong in its file."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_cli import run
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    action,
    plan,
    record_files,
    write_files,
)

PROMISE = "commitments:\n  - text: Position on 1.\n    kind: Will\n    actions: [A9]\n"


def test_twelve_mistakes_are_twelve_messages(tmp_path: Path) -> None:
    """Those within a file, and those between it and the body's scheme, the set and the plan."""
    position = (
        POSITION.format(number=1)
        .replace("value: accepted", "value: acepted\n  date: 31/06/2013")
        .replace("value: green", "value: gren")
        .replace("value: not assessed", "value: medium")
    )
    cover = COVER.replace("author:", "autor:").replace("purposes: [note]", "purposes: note")
    files = record_files(
        body__body=BODY + FORM,
        body__2021__1=position + "leed: Head of Quality\n" + PROMISE,
        body__2021__actions=plan(action("A1", "original_due: 31 July").replace('["1"]', '["7"]')),
        **{"body__2021__papers__board-report": cover + "session: open\n"},
    )
    told = run("check", root=write_files(tmp_path, files)).stdout
    lines = [line for line in told.splitlines() if ": error: " in line]
    for words in (
        *("'acepted'", "'31/06/2013'", "'gren'", "'medium'", "'leed'", "'Will'", "'A9'", "'7'"),
        *("'31 July'", "'autor'", "'purposes' must be a list", "'open'"),
    ):
        assert sum(words in line for line in lines) == 1, words
    assert len(lines) == 12
