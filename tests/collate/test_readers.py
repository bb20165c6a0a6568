"""The papers of many bodies, judged by those who read them: a validator, a browser and LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pdfua
from playwright.sync_api import Browser

from francis import workspace
from francis.collate.figures import CollatedFigures
from francis.collate.report import LeftOut, country_report, report_files
from francis.collate.side_by_side import side_by_side
from tests.collate.conftest import SET
from tests.shared.accessibility import violations


def test_every_reader_finds_nothing_wrong(
    figures: CollatedFigures,
    dataset: Path,
    tmp_path: Path,
    browser: Browser,
    soffice: Callable[..., list[Path]],
) -> None:
    """PDF/UA, WCAG on a telephone, and what LibreOffice opens."""
    left_out = [LeftOut("body-099", "standards/body-099/body.yaml: …")]
    bodies = ["body-001", "body-002", "body-003"]
    reports = (
        country_report(figures, left_out),
        side_by_side(dataset, SET, bodies, None, drafts=True),
    )
    folders = (workspace.packaged() / "templates",)
    for report in reports:
        for name, data in report_files(report, report.forms, folders).items():
            (tmp_path / name).write_bytes(data)
    for path in tmp_path.glob("*.pdf"):
        assert [str(found.message) for found in pdfua.validate(str(path)).findings] == []
    for name in ("report", "side-by-side"):
        tab = browser.new_page(viewport={"width": 320, "height": 800})
        tab.goto((tmp_path / f"{name}.html").as_uri())
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320
        tab.close()
    assert len(soffice(tmp_path / "report.docx", tmp_path / "report.xlsx")) == 2
