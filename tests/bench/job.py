"""One measurement, in a process of its own: `python -m tests.bench.job NAME FOLDER`.

Prints the seconds that the work itself took, and the seconds of processors; what it needs is imported and
read beforehand. The process that starts this one measures its memory.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from francis import workspace
from francis.formats import web_page
from francis.formats.pdf import document as pdf
from francis.formats.word import document as word
from francis.papers import making, templates
from francis.record.audience import for_audience
from francis.record.reading import loading
from francis.record.register import Register

TEMPLATES = workspace.packaged() / "templates"
FOLDERS = (TEMPLATES,)
NOTHING = "<!DOCTYPE html><html lang=en><title>Warm</title><body><p>Warm</p></body></html>"


def register(folder: Path) -> Register:
    """Return the one register of a workspace that was made for measuring."""
    (only,) = loading.load(workspace.read_files(folder)).registers
    return only


def paper(source: Register) -> str:
    """Return the HTML from which every format is made."""
    moment = datetime.datetime(2013, 4, 25)  # as in `francis build`, which has no time zone either
    return templates.paper(
        "stocktake.html.j2", source, FOLDERS, provenance="measured", made=moment, version="0"
    )


def html(folder: Path) -> Callable[[], object]:
    """Return the work of the template and of the page around it."""
    source = register(folder)
    styles = (TEMPLATES / "house.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    return lambda: web_page.to_page(paper(source), styles, script)


def template(folder: Path) -> Callable[[], object]:
    """Return the work of the template alone."""
    source = register(folder)
    return lambda: paper(source)


def agreed(folder: Path) -> Callable[[], object]:
    """Return the work of the page of a paper from its template on, read back and held to the record."""
    source = register(folder)
    (wanted,) = making.jobs(folder, [source], ["stocktake"], ["html"])
    return lambda: making.make_papers([wanted], cores=1)


def docx(folder: Path) -> Callable[[], object]:
    """Return the work of the Word file; its library has been imported."""
    import docx  # noqa: F401 - as for bare elements

    text, house = paper(register(folder)), (TEMPLATES / "house.docx").read_bytes()
    return lambda: word.to_word(text, house)


def elements(folder: Path) -> Callable[[], object]:
    """Return the work of a Word file that holds the same text as bare elements, and no more."""
    import docx
    from docx.oxml.ns import qn
    from lxml import html as parser
    from lxml.etree import SubElement

    def words(cell: Any) -> list[str]:
        blocks = cell.xpath(
            "self::*[not(p|ul|ol|div|h3|h4)] | .//p | .//li[not(p)] | .//h3 | .//h4"
        )
        return [" ".join(block.text_content().split()) for block in blocks]

    tree: Any = parser.document_fromstring(paper(register(folder)))
    rows = [[words(cell) for cell in row.xpath("td|th")] for row in tree.iter("tr")]

    def make() -> bytes:
        document = docx.Document()
        table: Any = document.add_table(rows=0, cols=2)
        for row in rows:
            tr = SubElement(table._tbl, qn("w:tr"))
            for cell in row:
                tc = SubElement(tr, qn("w:tc"))
                for paragraph in cell:
                    run = SubElement(SubElement(tc, qn("w:p")), qn("w:r"))
                    SubElement(run, qn("w:t")).text = paragraph
        out = BytesIO()
        document.save(out)
        return out.getvalue()

    return make


def tagged(folder: Path) -> Callable[[], object]:
    """Return the work of the PDF, its tags mended."""
    text = paper(register(folder))
    styles = (TEMPLATES / "house.css").read_text(encoding="utf-8")
    pdf.to_pdf(NOTHING, "", FOLDERS)  # imports what it needs
    return lambda: pdf.to_pdf(text, styles, FOLDERS)


def weasyprint(folder: Path) -> Callable[[], object]:
    """Return the work of WeasyPrint alone, with its own tags, on the same HTML and styles."""
    text, make = paper(register(folder)), bare()
    return lambda: make(text)


def everything(folder: Path) -> Callable[[], object]:
    """Return the work of WeasyPrint alone on every paper of a workspace, one after another."""
    found = loading.load(workspace.read_files(folder))
    latest = {register.body_id: register for register in found.registers}.values()
    public = [for_audience(register, "public") for register in latest]
    pages = [
        templates.paper(
            job.paper.template,
            job.register,
            job.folders,
            provenance=job.provenance(),
            made=job.moment,
            version="0",
        )
        for job in making.jobs(folder, public, (), ["pdf"])
    ]
    make = bare()
    return lambda: [make(web_page) for web_page in pages]


def bare() -> Callable[[str], object]:
    """Return WeasyPrint alone, from HTML to a PDF; it has been imported and used once."""
    import weasyprint as library
    from weasyprint.text.fonts import FontConfiguration

    def make(text: str, sheets: Sequence[Path] = (TEMPLATES / "house.css",)) -> object:
        fonts = FontConfiguration()
        styles = [library.CSS(filename=sheet, font_config=fonts) for sheet in sheets]
        return library.HTML(string=text, base_url=str(TEMPLATES) + "/").write_pdf(
            stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1"
        )

    make(NOTHING, ())
    return make


def sent(folder: Path) -> bytes:
    """Return the Word file of a stock-take, as somebody sends it."""
    return word.to_word(paper(register(folder)), (TEMPLATES / "house.docx").read_bytes())


def tables_read(folder: Path) -> Callable[[], object]:
    """Return the work of reading the tables of a Word file that is hostile until read: cells, texts as Markdown, places."""
    import docx  # noqa: F401 - as for the library alone

    from francis.intake.files import admit
    from francis.intake.reading.word import word_sheets

    data = sent(folder)
    return lambda: word_sheets(admit("a.docx", data))


def sheets_read(folder: Path) -> Callable[[], object]:
    """Return the work of reading the tables of a workbook that is hostile until read."""
    import openpyxl  # noqa: F401 - as for the library alone

    from francis.intake.files import admit
    from francis.intake.reading.workbooks import workbook_sheets

    data = workbook(folder)
    return lambda: workbook_sheets(admit("a.xlsx", data))


def imported(folder: Path) -> Callable[[], object]:
    """Return the work of bringing in a stock-take of Word, into the record that it was made from."""
    import docx  # noqa: F401 - as for the library alone

    from francis.intake.files import admit
    from francis.intake.importing import Intake, import_into_year
    from francis.record.model import TableReading

    data, source, files = sent(folder), register(folder), workspace.read_files(folder)
    return lambda: import_into_year(
        files, source, Intake([admit("a.docx", data)], "positions", TableReading(1))
    )


def read_document(folder: Path) -> Callable[[], object]:
    """Return the work of python-docx alone on the same file: the text of every cell."""
    import docx

    data = sent(folder)
    return lambda: [
        cell.text
        for table in docx.Document(BytesIO(data)).tables
        for row in table.rows
        for cell in row.cells
    ]


def workbook(folder: Path) -> bytes:
    """Return a workbook of the positions of a stock-take, as somebody sends it."""
    import openpyxl

    source, book = register(folder), openpyxl.Workbook()
    book.active.append(["Number", "Heading", "Position", "Acceptance", "RAG", "Assurance", "Lead"])
    for asked in source.recommendations:
        held = source.positions[asked.number]
        steps = [held.acceptance.value, held.rating.value, held.assurance.value]
        book.active.append([asked.number, asked.heading, held.text, *steps, held.led_by])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def imported_sheet(folder: Path) -> Callable[[], object]:
    """Return the work of bringing in a workbook."""
    import openpyxl  # noqa: F401 - as for the library alone

    from francis.intake.files import admit
    from francis.intake.importing import Intake, import_into_year
    from francis.record.model import TableReading

    data, source, files = workbook(folder), register(folder), workspace.read_files(folder)
    return lambda: import_into_year(
        files, source, Intake([admit("a.xlsx", data)], "positions", TableReading(1))
    )


def read_sheet(folder: Path) -> Callable[[], object]:
    """Return the work of openpyxl alone on the same workbook."""
    import openpyxl

    data = workbook(folder)
    return lambda: [*openpyxl.load_workbook(BytesIO(data)).active.values]


def words(_folder: Path) -> Callable[[], object]:
    """Return the work of comparing 2,000 texts of 400 words, word by word."""
    from francis.changes.wording import blocks_between
    from tests.bench.generate import changed

    texts = [changed(seed, 400) for seed in range(2000)]
    return lambda: [blocks_between(old, new) for old, new in texts]


JOBS = {
    job.__name__: job
    for job in (
        *(html, template, agreed, docx, elements, tagged, weasyprint, everything, words),
        *(imported, tables_read, read_document, imported_sheet, sheets_read, read_sheet),
    )
}

if __name__ == "__main__":
    work = JOBS[sys.argv[1]](Path(sys.argv[2]))
    began, began_to_work = perf_counter(), process_time()
    work()
    print(perf_counter() - began, process_time() - began_to_work)
