"""A whole comparison as a terminal and a pull request show it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from francis.changes import reports
from francis.changes.compare import compare
from francis.record.days import day_in_words
from tests.changes.test_compare import BASE


def test_a_comment_that_is_too_long_is_cut_at_a_whole_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The number of entries stays whole, and what is left out is counted."""
    changed = {n: replace(p, text="Another text.") for n, p in BASE.positions.items()}
    changes = compare(BASE, replace(BASE, positions=changed))
    whole = reports.comparison_comment(changes, ("old", "new"), day_in_words)
    assert "more: run francis diff" not in whole
    monkeypatch.setattr(reports, "LONGEST_COMMENT", whole.index("- **2 Heading 2**"))
    cut = reports.comparison_comment(changes, ("old", "new"), day_in_words)
    assert "<summary>Positions (2)</summary>" in cut
    assert "- **1 Heading 1**" in cut
    assert "- **2 Heading 2**" not in cut
    assert "… and 1 more: run francis diff to see them all." in cut
