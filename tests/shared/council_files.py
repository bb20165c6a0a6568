"""Word files of other people, as a council's officer would send them: real ones, and odd ones."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from PIL import Image, ImageDraw

from tests.shared.house_file import MAIN, NAMESPACE, OFFICE, PACKAGE

#: What stands in the text of each file, and in no paper.
SAMPLE = "Sample text of the template"


def document_bytes(document: Any) -> bytes:
    """Return a document of the library as a file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def logo(colour: str = "#00664d") -> bytes:
    """Return a picture: a coloured disc."""
    picture, out = Image.new("RGB", (120, 120), "white"), BytesIO()
    ImageDraw.Draw(picture).ellipse((5, 5, 115, 115), fill=colour)
    picture.save(out, "PNG")
    return out.getvalue()


def plain() -> bytes:
    """Return what the library begins with: all of Word's own styles, and neither header nor footer."""
    document = docx.Document()
    document.add_paragraph(SAMPLE)
    return document_bytes(document)


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field to a paragraph, as Word writes it."""
    for kind, text in (
        ("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")
    ):  # fmt: skip
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(f"{{{NAMESPACE}}}fldCharType", kind)
            run._r.append(mark)
        else:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)


def council() -> bytes:
    """Return a council's own file: its fonts, narrow margins, a logo, and headers that differ.

    Like most files from Word it lacks styles that nobody has used in it.
    """
    document = docx.Document()
    styles = document.styles
    for name in ("Caption", "Subtitle", "Heading 4", "TOC Heading", "List Continue", "Emphasis"):
        styles[name].delete()
    styles["Normal"].font.name, styles["Normal"].font.size = "Georgia", Pt(12)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for level in (1, 2, 3):
        heading = styles[f"Heading {level}"]
        fonts = heading.element.rPr.rFonts
        fonts.attrib.clear()
        heading.font.name = "Verdana"
        heading.font.color.rgb = RGBColor(0x00, 0x66, 0x4D)
        heading.font.size = Pt(22 - 4 * level)
    styles.add_style("Banner", WD_STYLE_TYPE.CHARACTER)
    document.settings.odd_and_even_pages_header_footer = True
    document.add_heading(SAMPLE, 1)
    document.add_section()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.sections[-1].different_first_page_header_footer = True
    for part in document.sections:
        part.page_width, part.page_height = Mm(210), Mm(297)
        part.left_margin = part.right_margin = Mm(15)
        part.top_margin, part.bottom_margin = Mm(30), Mm(18)
    first = section.first_page_header.paragraphs[0]
    first.add_run().add_picture(BytesIO(logo()), width=Mm(15))
    first.add_run(" Riverside Borough Council: report to committee")
    default = section.header.paragraphs[0]
    default.add_run("Riverside Borough Council\t\t")
    default.add_run().add_picture(BytesIO(logo("#aa3300")), width=Mm(9))
    section.even_page_header.paragraphs[0].add_run("Riverside, an even page")
    for footer in (section.first_page_footer, section.footer, section.even_page_footer):
        line = footer.paragraphs[0]
        line.add_run("Democratic Services, page ")
        field(line, " PAGE  \\* MERGEFORMAT ", "1")
        line.add_run(" of ")
        field(line, " NUMPAGES ", "1")
    return document_bytes(document)


def template() -> bytes:
    """Return a template (.dotx) without styles and lists, on American paper, with a page border."""
    return archive(
        f"<w:p><w:r><w:t>{SAMPLE}</w:t></w:r></w:p><w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId9"/>'
        '<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
        '<w:pgBorders><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pgBorders></w:sectPr>',
        "<w:p><w:r><w:t>Hillside</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"2000\"/>"
        "</w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>District Council</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>",
        kind="template",
    )  # fmt: skip


def archive(
    body: str,
    header: str = "",
    *,
    kind: str = "document",
    rels: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a Word file written by hand: its body, its header (rId9), what the header relates to."""
    spaces = (
        f'xmlns:w="{NAMESPACE}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{{}}</Relationships>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}.{kind}.main+xml"/>'
        f'<Override PartName="/word/header7.xml" ContentType="{MAIN}.header+xml"/></Types>',
        "_rels/.rels": relations.format(
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations.format(
            f'<Relationship Id="rId9" Type="{OFFICE}/header" Target="header7.xml"/>'
        ),
        "word/header7.xml": f"<w:hdr {spaces}>{header or '<w:p/>'}</w:hdr>",
        "word/_rels/header7.xml.rels": relations.format(rels),
        **(parts or {}),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


#: A text document with a header, a footer and styles of its own, for LibreOffice to save for Word.
FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">
<office:styles>
<style:style style:name="Standard" style:family="paragraph" style:class="text">
<style:text-properties style:font-name="Liberation Serif" fo:font-size="11.5pt"/></style:style>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Heading" style:default-outline-level="1">
<style:text-properties fo:color="#663399" fo:font-size="19pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:parent-style-name="Heading" style:default-outline-level="2">
<style:text-properties fo:color="#663399" fo:font-size="14pt" fo:font-style="italic"/></style:style>
<style:style style:name="List_20_Bullet" style:display-name="List Bullet" style:family="paragraph"
 style:parent-style-name="Standard"/>
</office:styles>
<office:automatic-styles><style:page-layout style:name="P"><style:page-layout-properties fo:page-width="210mm"
 fo:page-height="297mm" fo:margin-top="12mm" fo:margin-bottom="12mm" fo:margin-left="30mm" fo:margin-right="20mm"/>
<style:header-style><style:header-footer-properties fo:min-height="16mm" fo:margin-bottom="4mm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="8mm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">
<style:header><text:p>Moorland County Council <draw:frame text:anchor-type="as-char" svg:width="14mm" svg:height="14mm">
<draw:image><office:binary-data>{logo}</office:binary-data></draw:image></draw:frame></text:p></style:header>
<style:footer><text:p>Page <text:page-number/> of <text:page-count/>, Moorland</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text><text:h text:style-name="Heading_20_1" text:outline-level="1">{sample}</text:h>
<text:h text:style-name="Heading_20_2" text:outline-level="2">Two</text:h>
<text:p text:style-name="List_20_Bullet">Three</text:p></office:text></office:body></office:document>"""


def flat() -> str:
    """Return a text document in OpenDocument's one-file form."""
    return FLAT.format(logo=base64.b64encode(logo("#663399")).decode(), sample=SAMPLE)


#: The files that need no other program to make.
MADE: dict[str, Callable[[], bytes]] = {"plain": plain, "council": council, "template": template}
