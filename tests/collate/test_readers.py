"""The papers of many bodies, judged by those who read them: a validator, a browser and LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pdfua
import pytest
from playwright.sync_api import Browser

from francis import workspace
from francis.collate.figures import CollatedFigures
from francis.collate.report import LeftOut, Report, country_report, report_files
from francis.collate.side_by_side import side_by_side
from tests.collate.conftest import SET
from tests.formats.test_web_page import violations


@pytest.fixture(scope="module", params=["country", "side by side"])
def report(request: pytest.FixtureRequest, figures: CollatedFigures, dataset: Path) -> Report:
    """Return each of the papers."""
    if request.param == "country":
        return country_report(figures, [LeftOut("body-099", "standards/body-099/body.yaml: …")])
    return side_by_side(dataset, SET, ["body-001", "body-002", "body-003"], None, drafts=True)


@pytest.fixture(scope="module")
def files(report: Report, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return its files."""
    folder = tmp_path_factory.mktemp("report")
    made = report_files(report, report.forms, (workspace.packaged() / "templates",))
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def test_every_reader_finds_nothing_wrong(
    files: list[Path], browser: Browser, soffice: Callable[..., list[Path]]
) -> None:
    """PDF/UA, WCAG at two widths, and what LibreOffice opens."""
    by_form = {path.suffix[1:]: path for path in files}
    assert [str(f.message) for f in pdfua.validate(str(by_form["pdf"])).findings] == []
    for width in (320, 1280):
        tab = browser.new_page(viewport={"width": width, "height": 800})
        tab.goto(by_form["html"].as_uri())
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.close()
    office = [path for form, path in by_form.items() if form in ("docx", "xlsx")]
    assert len(soffice(*office)) == len(office)
