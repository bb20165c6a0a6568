"""Make `templates/house.docx`, the look of every Word paper: `python tests/house_file.py`.

The file is an ordinary Word document, and an officer restyles papers by editing the styles of a
copy of it in Word; nobody needs this script for that. It is here so that the file that ships can
be reviewed as text, and grow with the vocabulary of `francis.word`. A test holds the two together.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

SHIPPED = Path(__file__).parents[2] / "templates" / "house.docx"

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BLUE = "003087"  # headings
LINK = "005EB8"
GREY = "425563"  # notes, headers and footers: 7.6 to 1 on white
LINE = "AEB7BD"  # hairlines
TINT = "E8EDEE"  # behind a header row; BLUE on it is 10.9 to 1

KEEP = "<w:keepNext/><w:keepLines/>"


def spacing(before: float, after: float, line: float = 0) -> str:
    """Return space before and after in points; `line` is a multiple of a line."""
    exact = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{exact}/>'


def border(side: str, colour: str = LINE, eighths: int = 4, space: int = 0) -> str:
    """Return one side of a border; 4 eighths of a point are a hairline."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def font(
    size: float = 0, colour: str = "", *, bold: bool = False, italic: bool = False, more: str = ""
) -> str:
    """Return the properties of a run, in the schema's order."""
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + (f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "")
        + more
    )


def outline(level: int) -> str:
    """Return the level at which Word's outline and contents list see a style."""
    return f'<w:outlineLvl w:val="{level}"/>'


def list_number(number: int) -> str:
    """Return the tie from a style to its list."""
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'


#: To the right margin of the page below, with dots: where the contents list has its page numbers.
TO_PAGE_NUMBER = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
BAR = f"<w:pBdr>{border('left', LINE, 12, 6)}</w:pBdr>"
RULES = f"<w:pBdr>{border('top', BLUE, 8, 4)}{border('bottom', BLUE, 8, 4)}</w:pBdr>"

#: Paragraph styles: name, based on, next, paragraph properties, run properties.
PARAGRAPHS: tuple[tuple[str, str, str, str, str], ...] = (
    # Space above as well as below: a table before it has none of its own.
    ("Normal", "", "", spacing(4, 4), ""),
    (
        "heading 1",
        "Normal",
        "Normal",
        KEEP + spacing(0, 4, 1) + outline(0),
        font(20, BLUE, bold=True),
    ),
    (
        "heading 2",
        "Normal",
        "Normal",
        KEEP + spacing(14, 5, 1) + outline(1),
        font(15, BLUE, bold=True),
    ),
    (
        "heading 3",
        "Normal",
        "Normal",
        KEEP + spacing(8, 4, 1) + outline(2),
        font(12, BLUE, bold=True),
    ),
    (
        "heading 4",
        "Normal",
        "Normal",
        KEEP + spacing(2, 4, 1) + outline(3),
        font(10.5, BLUE, bold=True),
    ),
    (
        "heading 5",
        "Normal",
        "Normal",
        KEEP + spacing(4, 2, 1) + outline(4),
        font(10, BLUE, bold=True),
    ),
    (
        "heading 6",
        "Normal",
        "Normal",
        KEEP + spacing(3, 2, 1) + outline(5),
        font(10, GREY, bold=True),
    ),
    ("Quote", "Normal", "Quote", BAR + spacing(3, 4) + '<w:ind w:left="357" w:right="357"/>', ""),
    ("Subtitle", "Normal", "Normal", "<w:keepNext/>" + spacing(0, 10), font(13, GREY)),
    ("After Table", "Normal", "Normal", spacing(9, 6), ""),
    # Word keeps a section's page in a paragraph, and a table is none: this one takes no room.
    (
        "Section End",
        "Normal",
        "Normal",
        '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
        font(1),
    ),
    (
        "Banner",
        "Normal",
        "Normal",
        RULES + spacing(4, 6) + "<w:contextualSpacing/>",
        font(bold=True),
    ),
    (
        "Incomplete",
        "Normal",
        "Normal",
        BAR + spacing(0, 5) + '<w:ind w:left="140"/>',
        font(9.5, bold=True),
    ),
    # The column is wide enough for 10.12; the number is text, and no list of Word's.
    (
        "Numbered Paragraph",
        "Normal",
        "Numbered Paragraph",
        '<w:ind w:left="794" w:hanging="794"/>',
        "",
    ),
    (
        "Numbered Continue",
        "Numbered Paragraph",
        "Numbered Continue",
        '<w:ind w:hanging="0"/>',
        "",
    ),
    ("Response", "Normal", "Normal", spacing(2, 4), font(9.5, GREY)),
    ("Status", "Normal", "Table Text", spacing(2, 5), font(9.5)),
    ("Detail", "Normal", "Table Text", spacing(1, 3, 1.1), font(9, GREY)),
    ("Finding", "Normal", "Normal", "<w:keepNext/>" + spacing(2, 3, 1.1), font(12, bold=True)),
    ("Count", "Normal", "Table Text", spacing(1, 3, 1), font(16, BLUE, bold=True)),
    ("caption", "Normal", "Normal", KEEP + spacing(8, 5), font(10, GREY, bold=True)),
    ("Chart", "Normal", "Normal", "<w:keepNext/>" + spacing(0, 6, 1), ""),
    ("Table Text", "Normal", "Table Text", spacing(1, 3.5, 1.1), font(10)),
    ("Table Heading", "Table Text", "Table Text", KEEP + spacing(2, 2), font(10, BLUE, bold=True)),
    ("List Bullet", "Normal", "List Bullet", list_number(1) + spacing(0, 2), ""),
    ("List Number", "Normal", "List Number", list_number(2) + spacing(0, 3), ""),
    ("List Continue", "Normal", "List Continue", list_number(3) + spacing(0, 3), ""),
    ("Table Bullet", "Table Text", "Table Bullet", list_number(4) + spacing(0, 3), ""),
    ("Table Number", "Table Text", "Table Number", list_number(5) + spacing(0, 3), ""),
    ("Table Continue", "Table Text", "Table Continue", list_number(6) + spacing(0, 3), ""),
    (
        "Table Quote",
        "Table Text",
        "Table Quote",
        BAR + spacing(0, 3) + '<w:ind w:left="227"/>',
        "",
    ),
    ("TOC Heading", "heading 2", "Normal", '<w:outlineLvl w:val="9"/>', ""),
    (
        "toc 2",
        "Normal",
        "Normal",
        "<w:keepLines/>" + TO_PAGE_NUMBER + spacing(3, 1),
        font(bold=True),
    ),
    (
        "toc 3",
        "Normal",
        "Normal",
        "<w:keepLines/>" + TO_PAGE_NUMBER + spacing(2, 2) + '<w:ind w:left="284"/>',
        "",
    ),
    (
        "toc 4",
        "Normal",
        "Normal",
        "<w:keepLines/>" + TO_PAGE_NUMBER + spacing(0, 0.5, 1.1) + '<w:ind w:left="567"/>',
        font(10),
    ),
    ("header", "Normal", "header", spacing(0, 0), font(8.5, GREY)),
    ("Notice", "header", "Notice", spacing(0, 6), font(bold=True)),
    (
        "footer",
        "Normal",
        "footer",
        f"<w:pBdr>{border('top', space=4)}</w:pBdr>" + spacing(0, 0),
        font(8.5, GREY),
    ),
)

#: Character styles: name, run properties.
CHARACTERS: tuple[tuple[str, str], ...] = (
    ("Strong", font(bold=True)),
    ("Emphasis", font(italic=True)),
    ("Hyperlink", font(colour=LINK, more='<w:u w:val="single"/>')),
    ("Label", font(bold=True)),
    ("Number", font(bold=True)),
    ("Rating", font(bold=True)),
    ("Reason", f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'),
    (
        "Outlined",
        font(bold=True, more=f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{GREY}"/>'),
    ),
    ("Not Stated", font(colour=GREY, italic=True)),
    ("Paragraph Number", ""),
)

#: Table styles: name, borders, properties of the header row, of the first column, of all paragraphs.
TABLES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "Positions table",
        border("top", BLUE, 8) + border("bottom", BLUE, 8) + border("insideH") + border("insideV"),
        f'<w:tcBorders>{border("bottom", BLUE, 8)}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>',
        "",
        "",
    ),
    (
        "Key table",
        border("top", BLUE, 8) + border("bottom") + border("insideH"),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>',
        "<w:rPr><w:b/><w:bCs/></w:rPr>",
        "",
    ),
    (
        "Facts table",
        border("top") + border("bottom") + border("insideH"),
        "",
        "<w:rPr><w:b/><w:bCs/></w:rPr>",
        "",
    ),
    (
        "Figures table",
        border("top", BLUE, 8) + border("bottom") + border("insideH"),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>',
        '<w:pPr><w:jc w:val="left"/></w:pPr>',
        '<w:jc w:val="right"/>',
    ),
    (
        "Headlines table",
        border("top", BLUE, 8) + border("bottom") + border("insideV"),
        "",
        "",
        "",
    ),
    (
        "Strip table",
        border("top") + border("bottom"),
        "",
        "",
        "",
    ),
    (
        "Asks table",
        border("top", BLUE, 16),
        "",
        "<w:rPr><w:b/><w:bCs/></w:rPr>",
        "",
    ),
    (
        "Plan table",
        border("top", BLUE, 8) + border("bottom", BLUE, 8) + border("insideH"),
        f'<w:tcBorders>{border("bottom", BLUE, 8)}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>',
        "",
        "",
    ),
)

#: Lists: the glyph or number of each level, by turns; none for what continues a point. Every list
#: has nine levels, so that Tab and Shift+Tab move a point in Word.
BULLETS = ("•", "–", "▪")
NUMBERS = (("decimal", "%{}."), ("lowerLetter", "%{}."), ("lowerRoman", "%{}."))

#: What the officer who opens the file reads; it never reaches a paper.
GUIDE = (
    ("heading 1", "The house file"),
    (
        "Normal",
        "Papers take their styles, page margins, lists and fonts from this file. Change a style here (Home, "
        "Styles, right-click, Modify), save, and build the papers again. The words on this page are not "
        "used. This file has no header and no footer, so papers bring their own; if you put something in "
        "either, it stands on every page instead. Keep the names of the styles: one that is missing is "
        "taken from the file that came with the program.",
    ),
    ("heading 2", "Paragraph styles"),
)


def style_id(name: str) -> str:
    """Return the identifier that Word would give a style."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def styles() -> str:
    """Return the part with the styles, and what all text starts from."""
    out = [
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:eastAsia="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        + spacing(0, 6, 1.15)
        + "</w:pPr></w:pPrDefault></w:docDefaults>"
        # Every style that a paper does not use stays out of Word's gallery.
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
        'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    ]
    for name, base, following, paragraph, run in PARAGRAPHS:
        default = ' w:default="1"' if name == "Normal" else ""
        own = "" if name.lower() == name or name in BUILT_IN else ' w:customStyle="1"'
        out.append(
            f'<w:style w:type="paragraph"{default}{own} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            + (f'<w:basedOn w:val="{style_id(base)}"/>' if base else "")
            + (f'<w:next w:val="{style_id(following)}"/>' if following else "")
            + "<w:qFormat/>"
            + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
            + (f"<w:rPr>{run}</w:rPr>" if run else "")
            + "</w:style>"
        )
    out.append(
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        '<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
    )
    for name, run in CHARACTERS:
        own = "" if name in BUILT_IN else ' w:customStyle="1"'
        out.append(
            f'<w:style w:type="character"{own} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
            + (f"<w:rPr>{run}</w:rPr>" if run else "")
            + "</w:style>"
        )
    margins = '<w:top w:w="{}" w:type="dxa"/><w:left w:w="{}" w:type="dxa"/><w:bottom w:w="{}" w:type="dxa"/><w:right w:w="{}" w:type="dxa"/>'
    out.append(
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{margins.format(0, 108, 0, 108)}</w:tblCellMar></w:tblPr></w:style>"
    )
    for name, borders, header, first, paragraphs in TABLES:
        tight = ("Figures table", "Strip table", "Asks table")  # a first page has little room
        above = 10 if name in tight else 40  # and below
        out.append(
            f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
            + (f"<w:pPr>{paragraphs}</w:pPr>" if paragraphs else "")
            + f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders>"
            f"<w:tblCellMar>{margins.format(above, 113, above, 113)}</w:tblCellMar></w:tblPr>"
            + (
                f'<w:tblStylePr w:type="firstRow"><w:tcPr>{header}</w:tcPr></w:tblStylePr>'
                if header
                else ""
            )
            + (f'<w:tblStylePr w:type="firstCol">{first}</w:tblStylePr>' if first else "")
            + "</w:style>"
        )
    return "".join(out) + "</w:styles>"


#: Names that Word knows already, besides those it writes in lower case.
BUILT_IN = {
    "Normal", "Subtitle", "List Bullet", "List Number", "List Continue", "TOC Heading", "Strong",
    "Quote",
    "Emphasis", "Hyperlink",
}  # fmt: skip


def numbering() -> str:
    """Return the part with the six lists: bullets, numbers, continuation; in text and in tables."""
    out = []
    for number in range(1, 7):
        kind, step = (number - 1) % 3, 284 if number > 3 else 357
        style = [style_id(row[0]) for row in PARAGRAPHS if list_number(number) in row[3]]
        levels = []
        for level in range(9):
            if kind == 0:
                form, text = "bullet", BULLETS[level % 3]
            elif kind == 1:
                form, text = NUMBERS[level % 3][0], NUMBERS[level % 3][1].format(level + 1)
            else:
                form, text = "none", ""
            tie = f'<w:pStyle w:val="{style[0]}"/>' if level == 0 else ""
            hanging = step if kind < 2 else 0
            levels.append(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{tie}'
                + ('<w:suff w:val="nothing"/>' if kind == 2 else "")
                + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{step * (level + 1)}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
            )
        out.append(
            f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="F0A1{number:04X}"/>'
            '<w:multiLevelType w:val="multilevel"/>'
            f'<w:tmpl w:val="F0B1{number:04X}"/>{"".join(levels)}</w:abstractNum>'
        )
    out += [f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, 7)]
    return f'<w:numbering xmlns:w="{NAMESPACE}">{"".join(out)}</w:numbering>'


def guide() -> str:
    """Return the page that an officer sees on opening the file: every style, in itself."""

    def paragraph(style: str, text: str, character: str = "") -> str:
        run = f'<w:rPr><w:rStyle w:val="{character}"/></w:rPr>' if character else ""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>'
            f'<w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        )

    out = [paragraph(style, text) for style, text in GUIDE]
    out += [
        paragraph(row[0], row[0][:1].upper() + row[0][1:])
        for row in PARAGRAPHS
        if row[0] != "Normal"
    ]
    out.append(paragraph("heading 2", "Character styles"))
    out += [paragraph("Normal", name, style_id(name)) for name, _ in CHARACTERS]
    out.append(paragraph("heading 2", "Table styles"))
    for name, *_ in TABLES:
        rows = "".join(
            f"<w:tr>{header}"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="4700" w:type="dxa"/></w:tcPr>{paragraph(style, text)}</w:tc>'
                for text in texts
            )
            + "</w:tr>"
            for header, style, texts in (
                ("<w:trPr><w:tblHeader/></w:trPr>", "Table Heading", ("A heading", "Another")),
                ("", "Table Text", ("The first column", "The second column")),
                ("", "Table Text", ("A second row", "Its text")),
            )
        )
        out.append(
            paragraph("caption", name)
            + f'<w:tbl><w:tblPr><w:tblStyle w:val="{style_id(name)}"/><w:tblW w:w="9400" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{name}"/></w:tblPr><w:tblGrid><w:gridCol w:w="4700"/><w:gridCol w:w="4700"/></w:tblGrid>'
            f"{rows}</w:tbl>"
        )
    out.append(
        paragraph("", "The end of the house file.") + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1247" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="567" w:footer="510" w:gutter="0"/></w:sectPr>'
    )
    return f'<w:document xmlns:w="{NAMESPACE}"><w:body>{"".join(out)}</w:body></w:document>'


SETTINGS = (
    f'<w:settings xmlns:w="{NAMESPACE}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/></w:settings>'
)

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

FONTS = (
    f'<w:fonts xmlns:w="{NAMESPACE}"><w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)


def theme() -> str:
    """Return the theme: the palette that Word offers, and Arial; the rest is what Word demands."""
    palette = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": BLUE, "lt2": TINT, "accent1": LINK,
        "accent2": GREY, "accent3": "00703C", "accent4": "B25E00", "accent5": "A4161A",
        "accent6": "330072", "hlink": LINK, "folHlink": LINK,
    }  # fmt: skip
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in palette.items()
    )
    face = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="House"><a:themeElements><a:clrScheme name="House">{colours}'
        f'</a:clrScheme><a:fontScheme name="House"><a:majorFont>{face}</a:majorFont>'
        f'<a:minorFont>{face}</a:minorFont></a:fontScheme><a:fmtScheme name="House">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>House file</dc:title>'
    "<dc:language>en-GB</dc:language></cp:coreProperties>"
)


def house_file() -> bytes:
    """Return the Word file, the same bytes each time."""
    parts = {
        "document": guide(),
        "styles": styles(),
        "numbering": numbering(),
        "settings": SETTINGS,
        "webSettings": f'<w:webSettings xmlns:w="{NAMESPACE}"/>',
        "fontTable": FONTS,
        "theme": theme(),
    }
    kinds = {
        "document": f"{MAIN}.document.main",
        "theme": "application/vnd.openxmlformats-officedocument.theme",
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="{kinds.get(name, MAIN + "." + name)}+xml"/>'
        for name in parts
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": CORE,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
            for n, name in enumerate(list(parts)[1:], 1)
        )
        + "</Relationships>",
        **{f"word/{name}.xml": xml for name, xml in parts.items()},
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in members.items():
            info = zipfile.ZipInfo(name)
            info.create_system = 0
            info.external_attr = 0
            text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml
            archive.writestr(info, text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    SHIPPED.write_bytes(house_file())
