"""Word's own chart, whose data can be edited in Word: its part, and the workbook behind it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from francis.formats.charts.native import native
from francis.formats.charts.svg import AnyChart
from francis.formats.office_archive import archived, members
from francis.formats.word.elements import RELATIONSHIPS

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

SHEET = "Figures"


def add_parts(document: Document, chart: AnyChart, number: int, language: str) -> str:
    """Add a chart and the workbook that “Edit data” opens, and return the relationship of the chart."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    workbook = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        archived(chart_workbook(chart)),
        package,
    )
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        native(chart, language, SHEET, workbook="rId1"),
        package,
    )
    part.relate_to(workbook, f"{RELATIONSHIPS}/package")
    name: str = document.part.relate_to(part, f"{RELATIONSHIPS}/chart")
    return name


def drawing_of(chart: AnyChart, number: int, relationship: str, size: tuple[int, int]) -> Element:
    """Return the run that shows a chart; `size` is its width and height in twentieths of a point."""
    from docx.oxml import parse_xml

    cx, cy = (side * 635 for side in size)  # English Metric Units
    run: Element = parse_xml(_DRAWING.format(number=number, name=relationship, cx=cx, cy=cy))
    properties = run.find(".//{*}docPr")
    assert properties is not None
    properties.set("title", chart.title)
    properties.set("descr", chart.description)
    return run


def chart_workbook(chart: AnyChart) -> dict[str, bytes]:
    """Return the parts of a workbook with the figures of a chart, for Word's “Edit data”.

    It holds no moment and no author, so that the same figures give the same bytes.
    """
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row, values in enumerate(chart.cells, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # words that begin like a formula are words
    sheet.column_dimensions["A"].width = 40
    out = BytesIO()
    book.save(out)
    return members(out.getvalue()) | {"docProps/core.xml": _PROPERTIES}


_PROPERTIES = b"""\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"""


_DRAWING = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>\
<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{number}" name="Chart {number}"/>\
<wp:cNvGraphicFramePr/><a:graphic><a:graphicData\
 uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="{name}"/>\
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""
