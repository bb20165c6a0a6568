"""The papers themselves: what each format holds, and what the readers that people use make of it."""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_left
from itertools import pairwise
from pathlib import Path
from typing import Any

import outloud
import page as page_validation
import pdfua
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from francis import workspace
from francis.errors import FrancisError
from francis.formats.html import Page
from francis.formats.office_archive import archived, members
from francis.papers import making
from francis.papers.markdown import markdown
from francis.papers.one_recommendation import recommendation_job
from francis.record.audience import for_audience
from francis.record.paper_kinds import FORMATS, ConcernSubject
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared import council_files, council_forms
from tests.shared.file_text import page_text, pdf_pages, sheet_dump, word_dump, word_text
from tests.shared.workspaces import POSITION, record_files

EMPTY = 300
"""How many letters a page has at most that is almost empty, its header and footer among them."""
FURNITURE = frozenset({"Page", "of", "Value", "Target"})
"""What only the header and the footer of a page say, and the legends of charts."""
HEAD, FOOT, LINE = 71, 57, 12
"""The margins above and below what a page says, and the height of the line at its foot, in points."""
ROOT = Path(__file__).parents[2]
GOLDENS = Path(__file__).parent / "goldens"


def register() -> Register:
    registers = loading.load(workspace.read_files(ROOT)).registers
    return next(r for r in registers if r.body_id == "barnet-ccg")


def words(text: str) -> str:
    """Return the words of a text with one space between two, and without what marks a list."""
    return " ".join(re.sub(r"[•\u00ad]", " ", text).split())


def shown(text: str) -> list[str]:
    """Return the words of each paragraph and point of a text of the record."""
    blocks = re.split(r"<[/]?(?:p|li|ul|ol)>", str(markdown(text)))
    return [
        words(html.unescape(re.sub(r"<[^>]*>", "", block))) for block in blocks if block.strip()
    ]


def squeezed(text: str) -> str:
    """Return a text without its spaces and what marks a list, which each format sets its own way."""
    return re.sub(r"[\s•\u00ad]", "", text)


def text_of(path: str, data: bytes, folder: Path) -> str:
    """Return the words of a paper in Word, PDF or HTML in the order in which they are read."""
    if path.endswith(".pdf"):
        (folder / "paper.pdf").write_bytes(data)
        return words("\n".join(pdf_pages(folder / "paper.pdf")))
    if path.endswith(".docx"):
        return words("\n".join(word_text(data)))
    body = data.decode().partition("<main")[2]
    return words(html.unescape(re.sub(r"<[^>]*>", " ", body)))


def texts(papers: dict[str, bytes], folder: Path) -> dict[str, str]:
    """Return the words of each format."""
    return {form: text_of(f".{form}", papers[form], folder) for form in ("docx", "pdf", "html")}


def is_on(pages: list[str], paragraph: str) -> bool:
    """Return whether a paragraph stands on a page, or begins on one and ends on the next; all without spaces."""
    if any(paragraph in page for page in pages):
        return True
    for page, following in pairwise(pages):
        most = (
            bisect_left(range(len(paragraph) + 1), True, key=lambda n: paragraph[:n] not in page)
            - 1
        )
        if most > 0 and paragraph[most:] in following:
            return True
    return False


def test_every_paragraph_of_the_record_is_in_every_format(
    papers: dict[str, bytes], tmp_path: Path
) -> None:
    """Nothing is lost on the way, and the headings, notes and marks are there too."""
    made = texts(papers, tmp_path)
    pages = [squeezed(page) for page in pdf_pages(tmp_path / "paper.pdf")]
    for recommendation in register().recommendations:
        position = register().positions[recommendation.number]
        expected = [*shown(recommendation.text), *shown(position.text), position.incomplete or ""]
        expected += [f"{recommendation.number} {recommendation.heading}"]
        expected += [c.why for c in recommendation.corrections] + list(position.notes)
        for paragraph in map(words, expected):
            assert paragraph in made["docx"]
            assert re.sub(r"\s", "", paragraph) in re.sub(r"\s", "", made["html"])
            assert is_on(pages, squeezed(paragraph)), paragraph


def test_the_acknowledgement_and_where_it_comes_from_are_in_every_format(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    """The licence asks for the one, and the reader for the other."""
    for path, data in made.items():
        if path.endswith(".xlsx"):
            continue
        body, year, name = path.split("/")
        text = squeezed(text_of(path, data, tmp_path))
        assert squeezed(register().set.acknowledgement) in text, path
        origin = f"The record {body}/{year} against francis-2013, "
        if name.startswith("comparison."):
            assert squeezed(f"{origin}comparing 2014 → {year}") in text, path
        else:
            assert squeezed(f"{origin}not under version control") in text, path
            assert squeezed("Draft: this paper is not final") in text, path


def test_a_chart_that_would_say_nothing_is_not_drawn(made: dict[str, bytes]) -> None:
    """Where all positions have the same rating, or none, its figures say it."""
    assert b"<figure" not in made["barnet-ccg/2013/board-report-draft.html"]
    assert made["example-ccg/2015/board-report-draft.html"].count(b"<figure") == 2


def test_libreoffice_opens_every_word_file(printed_word_file: Path) -> None:
    """It numbers the pages, and none of them is almost empty."""
    pages = pdf_pages(printed_word_file)
    assert pages
    for number, web_page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in web_page
        assert len(web_page) > EMPTY, f"page {number} is almost empty"


def test_no_word_is_broken_in_a_narrow_column(
    made: dict[str, bytes], printed_papers: dict[str, Path]
) -> None:
    """Every word that LibreOffice prints is one of the file: none is cut into two by the edge of its cell."""
    for path, printed in printed_papers.items():
        if path.endswith("-draft.docx"):  # of a comparison, half words are marked
            written, read = word_text(made[path]), pdf_pages(printed)
            there, printed_words = (
                {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}
                for texts in (written, read)
            )
            assert printed_words - there - FURNITURE == set(), path


def test_libreoffice_shows_the_words_of_the_word_file(printed_papers: dict[str, Path]) -> None:
    """It has about as many pages as the PDF, and the same words."""
    pages = pdf_pages(printed_papers["barnet-ccg/2013/stocktake-draft.docx"])
    assert 13 <= len(pages) <= 16
    read = [squeezed(page) for page in pages]
    for recommendation in register().recommendations:
        for paragraph in shown(register().positions[recommendation.number].text):
            assert is_on(read, squeezed(paragraph))


def test_the_contents_of_a_word_file_have_the_pages_of_its_headings(
    printed_papers: dict[str, Path],
) -> None:
    """LibreOffice counts them by itself; every recommendation is among the entries."""
    pages = pdf_pages(printed_papers["barnet-ccg/2013/stocktake-draft.docx"])
    entries = dict(re.findall(r"^ *(\d{3}) .+?\.{3,} *(\d+)$", "\n".join(pages[:2]), re.MULTILINE))
    assert list(entries) == [recommendation.number for recommendation in register().recommendations]
    for number, page in entries.items():
        assert re.search(rf"^ *{number} [A-Z]", pages[int(page) - 1], re.MULTILINE), number


def test_libreoffice_opens_every_excel_file(printed_excel_file: Path) -> None:
    """What it prints is not empty."""
    assert "".join(pdf_pages(printed_excel_file)).strip()


def test_no_page_of_a_pdf_is_almost_empty(pdf_file: Path) -> None:
    """No heading stands alone, and no last line has a page of its own."""
    pages = pdf_pages(pdf_file)
    for number, web_page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in web_page
        assert len(web_page) > EMPTY, f"page {number} is almost empty"


def test_no_page_of_a_pdf_is_a_third_empty(pdf_file: Path) -> None:
    """But the last of a section, as where the sheet is turned, or where a provider begins a page of its own."""
    if "assurance" in pdf_file.name:
        return
    with pypdfium2.PdfDocument(pdf_file) as document:
        pages = [(page.get_size(), text_ends(page)) for page in document]
    for number, ((size, ends), following) in enumerate(pairwise(pages), 1):
        if size == following[0]:
            assert ends - FOOT < (size[1] - HEAD - FOOT) / 3, f"page {number} is a third empty"


def text_ends(page: pypdfium2.PdfPage) -> float:
    """Return how far above the foot of a page its text ends, in points, without the line at its foot."""
    text = page.get_textpage()
    feet = sorted(text.get_rect(place)[1] for place in range(text.count_rects()))
    return float(next(foot for foot in feet if foot > feet[0] + LINE))


def test_the_checkers_find_nothing_in_any_pdf(pdf_file: Path) -> None:
    """Three of them, since each finds what the others miss."""
    report = page_validation.validate_pdf(pdf_file, profile="ua1")
    assert [(fault.rule_id, fault.message) for fault in report.failures] == []
    assert [(f.rule_id, f.message) for f in pdfua.validate(str(pdf_file)).findings] == []
    judged = outloud.check(str(pdf_file))
    assert (judged.error, judged.findings) == (None, [])


def test_the_validator_finds_nothing_in_any_word_file(word_file: Path) -> None:
    """LibreOffice opens what Word would refuse, so the file is held to the schemas too."""
    result = OpenXmlValidator().validate(str(word_file))
    assert result.is_valid
    assert result.warning_count == 0
    assert list(result.errors) == []


def test_a_paper_has_the_house_file_that_its_body_names(tmp_path: Path) -> None:
    """The council's header is on it; and a file that cannot be used is named."""
    body = record_files()["standards/body/body.yaml"].decode()
    form = "papers:\n  - paper: stocktake\n    house: council.docx\n"
    (one,) = loading.load(record_files(body__body=body + form)).registers
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/council.docx").write_bytes(council_files.council())
    jobs = making.jobs(tmp_path, [one], ["stocktake"], ("docx",))
    (made,) = making.make_papers(jobs).files.values()
    assert "Riverside Borough Council" in word_dump(made.data)
    (tmp_path / "templates/council.docx").write_bytes(b"")
    with pytest.raises(FrancisError, match=r"templates/council\.docx: The house file"):
        making.make_papers(jobs)


def test_a_council_has_its_own_form_filled_in(tmp_path: Path) -> None:
    """The answers are looked for when the file is read back, and what nothing fills is a message."""
    files = workspace.read_files(ROOT)
    name = "standards/barnet-ccg/body.yaml"
    of_paper = b"  - paper: hwbb\n"
    files[name] = files[name].replace(of_paper, of_paper + b"    house: council.docx\n")
    one = next(r for r in loading.load(files).registers if r.body_id == "barnet-ccg")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/council.docx").write_bytes(
        council_forms.form("Health and Well-Being Board")
    )
    (made,) = making.make_papers(making.jobs(tmp_path, [one], ["hwbb"], ("docx",))).files.values()
    assert len(made.messages) == 1
    assert "“Ward Member” in its form, “Cabinet Member” in the header" in made.messages[0]
    text = word_text(made.data)
    assert text.index("Chief Officer, Barnet Clinical Commissioning Group (CCG)") < text.index(
        "Details of the item"
    )
    assert "Report of" in text
    assert "Report of" not in text[text.index("Details of the item") :]


def several(root: Path, bodies: int, **changed: str) -> list[making.Job]:
    """Return the jobs of a workspace in which several bodies answer the same set."""
    files = record_files(**changed)
    for number in range(1, bodies):
        for path, data in record_files(**changed).items():
            files[path.replace("/body/", f"/body{number}/")] = data
    registers = loading.load(files).registers
    assert len(registers) == bodies
    return making.jobs(root, registers, (), FORMATS)


def test_all_cores_make_the_same_files_as_one(tmp_path: Path) -> None:
    """In the same order, whichever of them is ready first."""
    jobs = several(tmp_path, 3)
    told: dict[str, bool] = {}
    alone, together = (
        making.make_papers(jobs, cores=1),
        making.make_papers(jobs, cores=2, finished=told.__setitem__),
    )
    assert list(alone.files) == list(together.files) == [job.path for job in jobs]
    assert alone == together
    assert told == dict.fromkeys(together.files, True)


def test_processes_are_started_where_they_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their start takes as long as several web pages, and memory is bounded by their number."""
    monkeypatch.setattr("francis.workers.cores", lambda: 4)
    forms = [job.form for job in several(Path(), 6)]
    assert [making._processes(forms[: 3 * papers], None) for papers in (1, 2, 3, 6)] == [
        1,
        2,
        3,
        4,
    ]
    assert making._processes([form for form in forms if form != "pdf"], None) == 0
    assert making._processes(forms, 2) == 2


@pytest.mark.parametrize("cores", [1, 2])
def test_every_mistake_is_told_at_once_in_the_order_of_the_papers(
    tmp_path: Path, cores: int
) -> None:
    """Whether it is found here or in another process, and each is told once."""
    (tmp_path / "templates").mkdir()
    jobs = several(tmp_path, 3)
    assert tmp_path / "templates" in jobs[0].folders
    (tmp_path / "templates/house.docx").write_bytes(b"")
    (tmp_path / "templates/house.css").write_text("@import 'elsewhere.css';")
    with pytest.raises(FrancisError) as raised:
        making.make_papers(jobs, cores=cores)
    word, pdf = str(raised.value).splitlines()
    assert word.startswith("templates/house.docx: The house file")
    assert pdf.startswith("No PDF was made. elsewhere.css")


def test_a_mistake_of_a_template_is_told_before_anything_is_made(tmp_path: Path) -> None:
    """Of every body for itself, where they differ."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/stocktake.html.j2").write_text("{{ register.body_id.nothing }}")
    told: dict[str, bool] = {}
    with pytest.raises(FrancisError, match="no attribute 'nothing'") as raised:
        making.make_papers(several(tmp_path, 3), cores=2, finished=told.__setitem__)
    assert str(raised.value).count("stocktake.html.j2:1") == 1
    assert told == {}


def test_a_file_that_says_something_else_than_the_record_is_not_returned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All files are read back, and all differences are told, each with both of its places."""
    from francis.formats import web_page
    from francis.formats.word import document as word

    page_of, word_of = web_page.to_page, word.fill_in
    faults: dict[str, Any] = {
        "web_page.to_page": lambda html, *rest: page_of(changed(html, "Green", "Grey"), *rest),
        "word.document.fill_in": lambda html, *rest: word_of(
            changed(html, "Text of", "Test of"), *rest
        ),
    }

    def changed(page: Page, old: str, new: str) -> str:
        before, row, after = page.text.partition('<tr class="item" data-record="1">')
        assert old in after
        return before + row + after.replace(old, new, 1)

    for function, make in faults.items():
        monkeypatch.setattr(f"francis.formats.{function}", make)
    with pytest.raises(FrancisError) as raised:
        making.make_papers(several(tmp_path, 1), cores=1)
    table = "“Standards 1 and 2, and the position of Test Body against ea…”"
    file = "body/2021/stocktake-restricted-draft"
    assert str(raised.value).splitlines() == [
        "The papers do not agree: 2 differences. Nothing was written.",
        f"  the row of position 1 in the table {table}:",
        f"    “1 Heading 1 Test of recommendation 1. The Government’s response: unknown” in {file}.docx, {table}",
        "    “1 Heading 1 Text of recommendation 1. The Government’s response: unknown” in templates/stocktake.html.j2",
        "  rating of position 1:",
        f"    “Grey” in {file}.html, {table}",
        f"    “Green” in {file}.pdf, page 1, {table}",
        "    “Green” in standards/body/2021/1.yaml:6:10",
        "If you use your own templates or house.css, correct them. Otherwise, please report this.",
    ]


LISTED = POSITION.format(number=1).replace(
    "  Position on 1.\n", "  1. Ordered.\n     1. Delivered.\n        - Unpacked.\n  2. Paid.\n"
)
"""A position of lists within lists, of both kinds."""


def test_a_style_sheet_that_counts_otherwise_is_told(tmp_path: Path) -> None:
    """People refer to “point b”, so a body's own styles may change how it looks and not what it is."""
    folder = tmp_path / "templates"
    folder.mkdir()
    styles = (workspace.packaged() / "templates/house.css").read_text()
    (folder / "house.css").write_text(styles + "ol { color: red }")
    jobs = several(tmp_path, 1, body__2021__1=LISTED)
    assert len(making.make_papers(jobs, cores=1).files) == 3
    for old, new, found in (
        ("--number: lower-alpha", "--number: upper-roman", "1 I ▪ 2"),
        ('--bullet: "▪"', '--bullet: "•"', "1 a • 2"),
    ):
        assert old in styles
        (folder / "house.css").write_text(styles.replace(old, new))
        with pytest.raises(FrancisError, match="1 difference\\.") as raised:
            making.make_papers(jobs, cores=1)
        assert (
            f"the list markers “{found}” in body/2021/stocktake-restricted-draft.pdf, page 2, "
            in str(raised.value)
        )
        assert "the list markers “1 a ▪ 2” in templates/stocktake.html.j2" in str(raised.value)


def test_a_house_file_that_counts_otherwise_is_put_right_or_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its numbers become those of all formats; if they did not, the build would say so."""
    from francis.formats.word.styles import Lists

    house = members((workspace.packaged() / "templates/house.docx").read_bytes())
    lists = house["word/numbering.xml"].replace(b'"lowerLetter"', b'"upperRoman"')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/house.docx").write_bytes(
        archived(house | {"word/numbering.xml": lists.replace("▪".encode(), "–".encode())})
    )
    jobs = several(tmp_path, 1, body__2021__1=LISTED)
    assert len(making.make_papers(jobs, cores=1).files) == 3
    monkeypatch.setattr(Lists, "mark_alike", lambda self, number: None)
    with pytest.raises(FrancisError, match="1 difference\\.") as raised:
        making.make_papers(jobs, cores=1)
    assert "the list markers “1 I – 2” in body/2021/stocktake-restricted-draft.docx, " in str(
        raised.value
    )
    assert "the list markers “1 a ▪ 2” in templates/stocktake.html.j2" in str(raised.value)


def test_a_template_of_ones_own_is_held_to_the_record(tmp_path: Path) -> None:
    """In another process too; what its marks do not name is its own affair."""
    folder = tmp_path / "templates"
    folder.mkdir()
    parts = (workspace.packaged() / "templates/parts.html.j2").read_text()
    stated = '{{ fact("acceptance", acceptance.value) }}'
    assert stated in parts
    (folder / "parts.html.j2").write_text(parts.replace(stated, "in full"))
    assert len(making.make_papers(several(tmp_path, 1), cores=2).files) == 3
    (folder / "parts.html.j2").write_text(
        parts.replace(stated, '{{ fact("acceptance", "in full") }}')
    )
    with pytest.raises(FrancisError, match="2 differences") as raised:
        making.make_papers(several(tmp_path, 1), cores=2)
    for place in (
        "“in full” in templates/stocktake.html.j2,",
        "restricted-draft.docx",
        "restricted-draft.pdf, page ",
    ):
        assert str(raised.value).count(place) == 2
    (folder / "stocktake.html.j2").write_text(
        '<!DOCTYPE html><html lang="en-GB"><head><title>T</title></head><body><main id="paper">'
        "<h1>T</h1></main></body></html>"
    )
    with pytest.raises(
        FrancisError, match="position 1, positions:\n    missing in templates/stocktake"
    ):
        making.make_papers(several(tmp_path, 1), cores=1)


LETTERS = st.characters(
    min_codepoint=0x21,
    max_codepoint=0x17E,
    exclude_characters="\u00ad",
    exclude_categories=["C", "Z"],
)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=6).map(" ".join))
def test_any_text_that_is_accepted_reaches_every_format(tmp_path: Path, text: str) -> None:
    """Signs of HTML, of Markdown and of YAML are text where a text is asked for."""
    quoted = "'" + text.replace("'", "''") + "'"
    files = record_files(body__2021__1=POSITION.format(number=1) + f"lead: {quoted}\n")
    (one,) = loading.load(files).registers
    assert one.positions["1"].lead == text
    jobs = making.jobs(tmp_path, [one], (), ("docx", "pdf", "html"))
    made = making.make_papers(jobs, cores=1)
    found = texts({p.rpartition(".")[2]: file.data for p, file in made.files.items()}, tmp_path)
    for form, whole in found.items():
        assert re.sub(r"\s", "", text) in re.sub(r"\s", "", whole), form


def shown_as_text(path: str, data: bytes, folder: Path) -> str:
    """Return a paper as text that a person can compare."""
    form = path.rpartition(".")[2]
    if form == "pdf":
        (folder / "paper.pdf").write_bytes(data)
        pages = enumerate(pdf_pages(folder / "paper.pdf"), 1)
        return "".join(f"-- page {number}\n{web_page}\n" for number, web_page in pages)
    return {"docx": word_dump, "html": page_text, "xlsx": sheet_dump}[form](data)


def one_concern(folder: Path) -> dict[str, bytes]:
    """Return the page on a concern of the example, for the public, by its path."""
    record = {p: data for p, data in workspace.read_files(ROOT).items() if "/barnet" not in p}
    of = for_audience(loading.load(record).registers[-1], "public")
    job = recommendation_job(folder, of, ConcernSubject("royal", "C1"), "html", record)
    return {path: file.data for path, file in making.make_papers([job], cores=1).files.items()}


def test_the_papers_are_as_they_were(
    made: dict[str, bytes], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """A change of what a paper says or how it is built is seen in the diff of its golden."""
    rewrite = request.config.getoption("--rewrite")
    shown = {
        f"{path.replace('/', '-')}.txt": shown_as_text(path, data, tmp_path)
        for path, data in {**made, **one_concern(tmp_path)}.items()
    }
    if rewrite:
        for old in GOLDENS.iterdir():
            old.unlink()
        for name, text in shown.items():
            (GOLDENS / name).write_text(text)
    assert sorted(shown) == sorted(golden.name for golden in GOLDENS.iterdir())
    different = [name for name, text in shown.items() if text != (GOLDENS / name).read_text()]
    assert not different, "If this is meant: pytest --rewrite, and read the diff."


def test_no_record_can_hold_what_stands_for_the_provenance() -> None:
    """Or its words would be replaced by it, and the papers would not agree."""
    notes = f"notes: [{json.dumps(making.UNKNOWN_YET)}]\n"
    found = loading.load(record_files(body__2021__1=POSITION.format(number=1) + notes)).problems
    assert [problem.rule for problem in found] == ["control-character"]
