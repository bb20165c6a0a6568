"""Tables, quotations and sub-headings of texts, from the YAML to every paper and comparison."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import jsonschema
import page as page_validation
import pytest
from openxml_audit import OpenXmlValidator
from playwright.sync_api import Browser

from francis.formats.html import parse
from francis.formats.reading_back.contents import Contents
from francis.formats.reading_back.readers import READERS
from tests.cli.test_cli import run
from tests.cli.test_cli_years import SCHEMA
from tests.shared.accessibility import violations
from tests.shared.file_text import W, word_part
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    RECOMMENDATION,
    record_files,
    write_files,
)

TEXT = """\
Before.

| Question | Answer | Lead |
|---|---|---|
| PMRT | Yes | Director of Midwifery |
| HSIB \\| new | **Partly**, see [2](#2) | Head of Governance |

## What we found

> Nobody knew *whom* to call.
>
> - at night

### At night

After.
"""
CELLS = [
    ["Question", "Answer", "Lead"],
    ["PMRT", "Yes", "Director of Midwifery"],
    ["HSIB | new", "Partly, see 2", "Head of Governance"],
]


def block(text: str, margin: int) -> str:
    """Return a text as a block of YAML."""
    return "|\n" + "".join(f"{' ' * margin}{line}\n" if line else "\n" for line in text.split("\n"))


def with_text(text: str) -> str:
    """Return a position with a text."""
    return POSITION.format(number=1).replace("|\n  Position on 1.\n", block(text, 2))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with a text in a position, a recommendation, a section and a numbered paragraph."""
    recommendation = RECOMMENDATION.format(number=1)
    begin = recommendation.index("text:")
    end = recommendation.index("\n", begin) + 1
    here = "      - text: There are {{ counts.positions }} positions.\n"
    assert here in COVER
    cover = COVER.replace("    paragraphs:\n", f"    text: {block(TEXT, 6)}    paragraphs:\n")
    figures = TEXT.replace("| Yes |", "| {{ counts.positions }} |")
    files = record_files(
        inquiry__1=recommendation[:begin] + f"text: {block(TEXT, 2)}" + recommendation[end:],
        body__body=BODY + FORM,
        body__2021__1=with_text(TEXT),
        **{
            "body__2021__papers__board-report": cover.replace(
                here, f"      - text: {block(figures, 10)}"
            )
        },
    )
    return write_files(tmp_path, files)


def tables_of(contents: Contents) -> list[list[list[str]]]:
    """Return the tables of the text that a file has, cell by cell; spaces beside a comma are layout."""
    found = [
        [[cell.words.strip() for cell in row.cells] for row in t.rows] for t in contents.tables
    ]
    return [
        [[" ".join(c.split()).replace(" ,", ",") for c in row] for row in t]
        for t in found
        if t[0] == CELLS[0]
    ]


def test_every_paper_has_real_tables_headings_and_quotations(root: Path) -> None:
    """They are read back cell by cell, also from within a cell; the checkers of Word and PDF find nothing."""
    checked = run("check", "--fail-on", "error", root=root)
    assert (checked.exit_code, "error" in checked.stdout) == (0, False), checked.stdout
    built = run("build", root=root)
    assert built.exit_code == 0, built.stderr
    folder = root / "output/body/2021"
    for form in ("docx", "pdf", "html"):
        paths = sorted(folder.glob(f"*.{form}"))
        read = {path.stem: READERS[form](path.read_bytes()) for path in paths}
        assert tables_of(read["stocktake-draft"]) == [CELLS, CELLS]
        first, second = tables_of(read["board-report-draft"])
        assert first == CELLS
        assert second[1] == ["PMRT", "2", "Director of Midwifery"]
    for path in folder.glob("*.docx"):
        assert list(OpenXmlValidator().validate(str(path)).errors) == []
    for path in folder.glob("*.pdf"):
        report = page_validation.validate_pdf(path, profile="ua1")
        assert [(fault.rule_id, fault.message) for fault in report.failures] == []


def test_no_level_of_heading_is_skipped_and_tables_have_headers(root: Path) -> None:
    """In a cell below h4, in a section below h2; a table says to Word and to screen readers what its first row is."""
    run("build", "--format", "html", root=root)
    run("build", "--format", "docx", root=root)
    folder = root / "output/body/2021"
    for name, levels in (("stocktake", ["h5", "h6"]), ("board-report", ["h3", "h4"])):
        html = parse((folder / f"{name}-draft.html").read_text())
        found = [
            h.tag
            for h in html.iter("h2", "h3", "h4", "h5", "h6")
            if h.text in ("What we found", "At night")
        ]
        assert found == levels * 2
        for table in html.xpath("//table[@class='text']"):
            assert table.get("aria-label") == "A table with the columns: Question, Answer, Lead."
            assert [th.get("scope") for th in table.iterfind("thead/tr/th")] == ["col"] * 3
        word = docx.Document(BytesIO((folder / f"{name}-draft.docx").read_bytes()))
        text = word_part((folder / f"{name}-draft.docx").read_bytes(), "word/document.xml")
        inner = [
            t
            for t in text.iter(W + "tbl")
            if "Question" in "".join(t.itertext()) and t.find(f".//{W}tbl") is None
        ]
        assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in inner)
        assert len(inner) == 2
        styles = {style.name for style in word.styles}
        assert {"Quote", "Table Quote", "Heading 5", "Heading 6"} <= styles


def test_axe_finds_nothing_in_tables_of_texts(root: Path, browser: Browser) -> None:
    """At the width of a telephone and of a desk; and nothing is wider than the screen."""
    run("build", "--format", "html", root=root)
    for width in (320, 1280):
        for page in (root / "output/body/2021").glob("*.html"):
            tab = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
            tab.goto(page.as_uri())
            assert violations(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            tab.close()


def test_libreoffice_shows_them(root: Path, soffice: Callable[..., list[Path]]) -> None:
    """Every cell is on its pages."""
    run("build", "--format", "docx", root=root)
    folder = root / "output/body/2021"
    for made in soffice(*sorted(folder.glob("*-draft.docx"))):
        assert tables_of(READERS["docx"](made.with_suffix(".docx").read_bytes()))
        assert "Nobody knew whom to call." in " ".join(page_text(made).split())


def page_text(path: Path) -> str:
    """Return the words of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    words = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return words


NEW = (
    TEXT.replace("| PMRT | Yes |", "| PMRT | No |")
    .replace("\n## What", "| Bereavement | Yes | Chief Nurse |\n\n## What", 1)
    .replace("| HSIB \\| new | **Partly**, see [2](#2) | Head of Governance |\n", "")
)


def test_a_comparison_says_which_cell_changed(
    root: Path, settled: Callable[[bytes], tuple[bytes, bytes]]
) -> None:
    """In sentences, and as tracked changes of cells and of rows that LibreOffice accepts and rejects."""
    from tests.test_git import run as git

    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "Old")):
        git(root, *words)
    (root / "standards/body/2021/1.yaml").write_text(with_text(NEW))
    shown = run("diff", "HEAD", root=root).stdout
    assert "In a table, row “PMRT”, Answer: Yes → No." in shown
    assert "In a table, row removed: HSIB | new | Partly, see 2 | Head of Governance." in shown
    assert "In a table, row added: Bereavement | Yes | Chief Nurse." in shown
    for form in ("docx", "pdf", "html", "json"):
        result = run("diff", "HEAD", "--format", form, root=root)
        assert (result.exit_code, result.stderr) == (0, "")
    every = json.loads(run("diff", "HEAD", "--format", "json", root=root).stdout)
    jsonschema.validate(every, SCHEMA)
    (position,) = every[0]["positions"]
    forms = {block["form"]: block["kind"] for block in position["text"] if "form" in block}
    assert forms.keys() == {"header", "row", "heading", "quotation"}
    data = (root / "output/body/2021/comparison.docx").read_bytes()
    assert (
        list(OpenXmlValidator().validate(str(root / "output/body/2021/comparison.docx")).errors)
        == []
    )
    accepted, rejected = (tables_of(READERS["docx"](after))[0] for after in settled(data))
    assert accepted == [
        CELLS[0],
        ["PMRT", "No", CELLS[1][2]],
        ["Bereavement", "Yes", "Chief Nurse"],
    ]
    assert rejected == CELLS


def test_the_terminal_and_the_search_show_texts_as_they_read(root: Path) -> None:
    """A row cell by cell, a quotation with its sign; and words are found across its lines."""
    shown = run("show", "1", root=root).stdout
    assert "  PMRT | Yes | Director of Midwifery\n" in shown
    assert "  > Nobody knew whom to call.\n  - at night\n" in shown
    position = root / "standards/body/2021/1.yaml"
    position.write_text(
        position.read_text().replace("> Nobody knew *whom*", "> Nobody knew\n  > *whom*")
    )
    found = run("search", "knew whom to call", root=root).stdout
    assert "1.yaml" in found
    assert "position on 1, text" in found
    assert "position on 1, text" in run("search", "Director of Midwifery", root=root).stdout


def test_one_recommendation_can_be_made_in_every_format(root: Path) -> None:
    """Markdown, too, in which a table has no caption."""
    for form in ("docx", "pdf", "html", "md"):
        done = run("show", "1", "--format", form, root=root)
        assert done.exit_code == 0, done.stderr
    (made,) = root.rglob("output/**/*.md")
    text = made.read_text()
    assert "| PMRT | Yes | Director of Midwifery |" in text
    assert "> Nobody knew *whom* to call." in text
