"""Some bodies side by side, held to what was drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis import workspace
from francis.collate.report import report_files
from francis.collate.side_by_side import side_by_side
from francis.errors import FrancisError
from francis.formats.reading_back.readers import READERS
from tests.collate.conftest import SET
from tests.shared.country import USUAL, Country


def test_what_two_bodies_say_stands_side_by_side(country: Country, dataset: Path) -> None:
    """Each word is the body's own, and what they accept is compared by what that claims."""
    bodies, year = (0, 1), country.years - 1
    report = side_by_side(dataset, SET, [country.name(b) for b in bodies], None)
    drawn = [
        [country.drawn[body, year, number] for body in bodies]
        for number in range(1, country.recommendations + 1)
    ]
    alike = sum(a.acceptance == b.acceptance for a, b in drawn)
    assert 0 < alike < len(drawn)
    assert report.figures["accepted_alike"] == alike
    assert report.figures["accepted_otherwise"] == len(drawn) - alike
    made = report_files(report, report.forms, (workspace.packaged() / "templates",))
    assert [*made] == [f"side-by-side.{form}" for form in ("docx", "pdf", "html")]
    (table,) = (
        t for t in READERS["html"](made["side-by-side.html"]).tables if "every" in t.caption
    )
    for (mine, theirs), row in zip(drawn, table.rows[1:], strict=True):
        for answer, body, cell in zip((mine, theirs), bodies, row.cells[1:], strict=True):
            words = country.scheme(body).acceptances or USUAL
            assert cell.words.strip().lower().startswith(words[answer.acceptance][0])
            assert answer.rating.capitalize() in cell.words


def test_who_has_published_nothing_cannot_stand_beside_another(
    country: Country, dataset: Path
) -> None:
    names = [country.name(body) for body in (0, 11)]
    with pytest.raises(FrancisError, match="body-012 has no final stock-take"):
        side_by_side(dataset, SET, names, None)
