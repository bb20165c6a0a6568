"""`francis collate`: one report of what many bodies have published."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.shell_completion import ShellComplete

from francis.cli import main
from francis.collate import report as reporting
from francis.formats.reading_back.readers import READERS
from tests.cli.test_cli import run
from tests.shared.country import Country


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a country that was collated, with an error in one body."""
    folder = tmp_path_factory.mktemp("country")
    root = Country(12, 4, 2).write(folder / "record")
    with (root / "standards/body-004/2025/1.yaml").open("a") as file:
        file.write("led: Nobody\n")
    result = collate(folder)
    assert result.exit_code == 1
    assert "body-004 in ../record is left out:" in result.stderr
    assert "standards/body-004/2025/1.yaml" in result.stderr
    return folder


def collate(folder: Path, *words: str):  # type: ignore[no-untyped-def]
    where = ("--set", "inquiry", "--output", str(folder / "collated"))
    return run("collate", str(folder / "record"), *where, *words)


def lines(path: Path) -> str:
    found = READERS[path.suffix[1:]](path.read_bytes())
    cells = [c.words for t in found.tables for r in t.rows for c in r.cells]
    return " ".join([*(line.words for line in found.lines), *cells])


def test_the_first_page_answers_what_everybody_asks(made: Path) -> None:
    """How many published, how many accept and have done what, where it is worst, who is silent; in every format."""
    for form in ("docx", "pdf", "html"):
        said = " ".join(lines(made / f"collated/report.{form}").split())
        assert (
            "8 of 11 bodies have published progress in the year to 31 March 2025; 3 have not"
            in said
        )
        assert re.search("Accepted in full.*Complete and checked.*In progress.*Not known", said)
        assert "Where it is worst" in said
        assert "Body 12 (no final stock-take was received), Body 11 (last on 31 March 2024)" in said
        assert "standards/body-004/2025/1.yaml" in said
    book = openpyxl.load_workbook(made / "collated/report.xlsx")
    behind = {row[0]: row[2] for row in book["Behind each figure"].iter_rows(3, values_only=True)}
    assert "Body 5" in behind["Bodies that did not"]


def test_a_second_time_nothing_is_made(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the dataset nor the report; other formats make the report anew."""
    monkeypatch.setattr(reporting, "report_files", None)
    again = collate(made)
    assert "0 files made" in again.stderr
    assert {Path(line).name for line in again.stdout.split()} == {
        *("report.docx", "report.pdf", "report.html", "report.xlsx", "dataset")
    }


def test_a_figure_that_was_not_counted_is_refused(
    made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A template may say in other words what is counted, and nothing else."""
    from francis import workspace
    from francis.collate.figures import collated_figures
    from francis.errors import FrancisError

    packaged = workspace.packaged() / "templates"
    text = (packaged / reporting.REPORT_TEMPLATE).read_text()
    wrong = text.replace(
        '{{ figure("current") }} of', '<strong data-figure="current">99</strong> of'
    )
    (tmp_path / reporting.REPORT_TEMPLATE).write_text(wrong)
    found = reporting.country_report(collated_figures(made / "collated/dataset", "inquiry"))
    with pytest.raises(FrancisError, match="figure current"):
        reporting.report_files(found, ["html"], (tmp_path, packaged))
    (tmp_path / reporting.REPORT_TEMPLATE).write_text(
        text.replace('figure("current")', 'figure("none")')
    )
    with pytest.raises(FrancisError, match="none"):
        reporting.report_files(found, ["html"], (tmp_path, packaged))


def test_bodies_of_one_workspace_stand_side_by_side(made: Path, tmp_path: Path) -> None:
    """By their names, in the order that is asked for."""
    where = ("--set", "inquiry", "--root", str(made / "record"), "--output", str(tmp_path))
    result = run("collate", "--bodies", "body-002", "body-001", *where, "--format", "html")
    assert result.exit_code == 0, result.output
    assert "Body 2 and Body 1 on the Inquiry Report" in (tmp_path / "side-by-side.html").read_text()
    for some in (["body-001"], [f"body-{n:03}" for n in range(1, 6)]):
        refused = run("collate", "--bodies", *some, *where[:-1], str(tmp_path / "none"))
        assert "From 2 to 4 bodies" in refused.stderr
        assert not (tmp_path / "none").exists(), "nothing is made for them"
    wrong = run("collate", "--bodies", "body-002", "bod-001", *where)
    assert wrong.exit_code == 2
    assert "Did you mean body-001?" in wrong.stderr
    forgotten = run("collate", "body-002", "body-001", *where)
    assert forgotten.exit_code == 2
    assert "add --bodies" in forgotten.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "no-such-set"), "No body answers the set no-such-set"),
        (("--set", "../x"), "cannot be the name of a folder"),
        (("--output", "record/standards/x"), "is inside a record"),
        (("--as-at", "soon"), "--as-at 'soon'"),
        (("--scheduler", "nowhere"), "No scheduler answers at nowhere"),
    ],
)
def test_what_cannot_be_collated_is_said(
    made: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    """Before anything is written."""
    shutil.copytree(made / "record/standards/inquiry", tmp_path / "record/standards/inquiry")
    few = "standards/body-001"
    shutil.copytree(made / "record" / few, tmp_path / "record" / few)
    words = tuple(str(tmp_path / w) if w.startswith("record") else w for w in words)
    result = collate(tmp_path, *words)
    assert result.exit_code
    assert said in result.stderr
    assert not (tmp_path / "collated").exists()


def test_a_prompt_offers_folders_or_bodies(made: Path) -> None:
    """As the words so far ask for."""
    offered = ShellComplete(main, {}, "francis", "_X").get_completions(["collate"], "rec")
    assert [(item.type, item.value) for item in offered] == [("dir", "rec")]
    words = ["collate", "--root", str(made / "record"), "--bodies"]
    bodies = ShellComplete(main, {}, "francis", "_X").get_completions(words, "body-00")
    assert "body-001" in [item.value for item in bodies]


def test_a_folder_may_be_called_as_it_likes(made: Path, tmp_path: Path) -> None:
    """Even as patterns are written."""
    root = tmp_path / "a [b]*"
    shutil.copytree(made / "record/standards/inquiry", root / "standards/inquiry")
    shutil.copytree(made / "record/standards/body-001", root / "standards/body-001")
    where = ("--set", "inquiry", "--format", "html", "--output", str(root / "of [all]?"))
    result = run("collate", str(root), *where)
    assert result.exit_code == 0, result.output
    assert "1 of 1 body has published" in lines(root / "of [all]?/report.html")
    again = run("collate", str(root), *where, "--as-at", "2035-01-01")
    assert again.exit_code == 0, again.output
    said = lines(root / "of [all]?/report.html")
    assert "0 of 1 body has published" in said
    assert "Body 1 (last on 31 March 2025)" in said
    assert "Accepted in full" not in said  # of none there is nothing to count
