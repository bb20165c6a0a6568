"""What papers and the site say of a body with one recommendation, one action and one commitment."""

from __future__ import annotations

import html
import re
from pathlib import Path

from click.testing import CliRunner

from francis.cli import main
from tests.shared.workspaces import (
    BODY,
    POSITION,
    RED,
    SET,
    YEAR,
    action,
    plan,
    record_files,
    write_files,
)

# A plural behind the figure 1, and the one number behind a plural: never of a range, a date or a percentage.
MANY = "standards|recommendations|positions|actions|commitments|items|asks|days|months|bodies|pieces|rows|extensions|exceptions"
WRONG = re.compile(
    rf"(?<![\w.,:–-])1 (?:open |overdue |late )?(?:{MANY})\b|of the 1 |\b(?:all|none of the) 1\b(?!–)|\bthe the\b"
    rf"|\b(?:standards|recommendations) 1\b(?! and| to|[–,])",
    re.I,
)
LATE = action("A1", "since: 2020-10-01\noriginal_due: 2021-02-28\n").replace(
    "value: green\n", "value: red\n      reason: Nobody has signed.\n"
)
POSITION_ON_1 = (
    POSITION.format(number=1)
    + "commitments:\n  - text: Position on 1.\n    kind: will\n    actions: [A1]\n"
)
BOARD = """\
format: 1
title: The position of the Test Body
meeting: The Board
date: {year}-04-20
purposes: [note]
asks: ["**Note** it."]
fields: {{}}
sections: []
"""


def text_of(page: str) -> str:
    """Return the words of a page, without its styles, each run of spaces one."""
    words = re.sub(r"<style.*?</style>|<script.*?</script>", "", page, flags=re.S)
    words = re.sub(r"</(?:p|td|th|li|h\d|dt|dd|div|caption|figcaption)>|<br>", " | ", words)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", words)))


def test_one_is_never_told_as_many(tmp_path: Path) -> None:
    """Not of a standard, an action, a commitment, an ask, a day or a body; in any paper, the site and on the terminal."""
    files = record_files(
        inquiry__set=SET.replace('last: "2"', 'last: "1"').replace("total: 9", "total: 1"),
        inquiry__2=None,
        body__body=BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n"),
        body__2020__year=YEAR.replace("2021", "2020"),
        body__2020__1=POSITION.format(number=1),
        body__2021__year=YEAR + 'follows: "2020"\n',
        body__2021__1=POSITION_ON_1,
        body__2021__2=None,
        body__2021__actions=plan(LATE, last_meeting="2021-01-31"),
        **{f"body__{year}__papers__board-report": BOARD.format(year=year) for year in (2020, 2021)},
    )
    root = ["--root", str(write_files(tmp_path, files))]
    told = []
    for command in (
        ["build", "--format", "html"],
        ["site", "--draft"],
        ["status"],
        ["diff", "2020", "2021"],
    ):
        done = CliRunner().invoke(main, [*command, *root])
        assert done.exit_code == 0, done.output
        told.append((command[0], done.output))
    pages = sorted((tmp_path / "output").rglob("*.html"))
    assert {"stocktake-draft", "action-plan-draft", "board-report-draft", "progress-draft"} <= {
        p.stem for p in pages
    }
    told += [(str(page.relative_to(tmp_path)), text_of(page.read_text())) for page in pages]
    found = {
        (where, text[max(0, m.start() - 40) : m.end() + 30])
        for where, text in told
        for m in WRONG.finditer(text)
    }
    assert found == set()
    (progress,) = (text for where, text in told if where.endswith("2021/progress-draft.html"))
    assert "Nothing is still to be done" not in progress
    assert "all that is still to be done is overdue" in progress
