"""Forms for the covers of committee papers, as councils have them in their own Word files."""

from __future__ import annotations

from tests.shared.council_files import archive

PROMPT_LOOK = '<w:rStyle w:val="PlaceholderText"/><w:color w:val="808080"/>'
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="720" w:footer="720" w:gutter="0"/>'
)
LAST = f'<w:sectPr><w:headerReference w:type="default" r:id="rId9"/>{PAGE}</w:sectPr>'
BOUND = (
    '<w:dataBinding w:prefixMappings="xmlns:n=\'urn:x\'" w:xpath="/n:report[1]/n:author[1]" '
    'w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/>'
)


def run(words: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


PROMPT = run("Click or tap here to enter text.", PROMPT_LOOK)


def line(runs: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(lines: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{lines}</w:tc>'


def control(name: str, content: str, *, tag: str = "", kind: str = "", prompt: bool = True) -> str:
    """Return a content control: `kind` is what Word lets one do with what stands in it."""
    names = "".join(
        f'<w:{key} w:val="{value}"/>' for key, value in (("alias", name), ("tag", tag)) if value
    )
    shows = "<w:showingPlcHdr/>" if prompt else ""
    return f"<w:sdt><w:sdtPr>{names}{shows}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def choices(*shown: str) -> str:
    items = "".join(f'<w:listItem w:displayText="{words}" w:value="{words}"/>' for words in shown)
    return f"<w:dropDownList>{items}</w:dropDownList>"


def box(name: str, words: str) -> str:
    """Return a text box in a line of its own."""
    return line(
        f'<w:r><w:pict><v:shape id="b1" type="#_x0000_t202" alt="{name}" style="width:400pt;height:24pt">'
        f"<v:textbox><w:txbxContent>{line(run(words))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def table(*rows: str) -> str:
    """Return a table of rows, each in its element or in a control around that."""
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>'
        '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6000"/></w:tblGrid>'
        + "".join(row if row.startswith("<w:sdt>") else f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def label(words: str) -> str:
    return cell(line(run(words, "<w:b/>")))


HEADER = line(
    run("Riverside · ")
    + control("Title", PROMPT)
    + run(" · ")
    + control("Cabinet Member", run("Cabinet Member"), prompt=False)
)
TABLE = table(
    label("Meeting:") + cell(line(control("", PROMPT, tag="Meeting", kind=choices("Cabinet", "{meeting}")))),
    label("Date of Meeting") + cell(line(control("", PROMPT, tag="MeetingDate", kind="<w:date/>"))),
    label("Report title") + control("Title", cell(line(PROMPT))),
    label("Report of") + cell(control("", line(PROMPT), kind=BOUND.replace("author", "reportOf"))),
    label("Summary of report") + cell(line("", "<w:rPr><w:i/></w:rPr>")),
    label("Ward Member") + cell(line()),
    control("Decision", f"<w:tr>{label('Key decision')}{cell(line(run('No')))}</w:tr>", prompt=False),
)  # fmt: skip


def form(meeting: str = "Health and Wellbeing Board", after: str = "") -> bytes:
    """Return a council's form: a cover table with cells and controls of all kinds, a box, guidance below."""
    return archive(
        line(run("Riverside Borough Council: report to committee", '<w:b/><w:sz w:val="36"/>'))
        + TABLE.replace("{meeting}", meeting)
        + box("Wards affected", "[wards]")
        + (after or line(run("Guidance: write your report below, in the third person.")))
        + LAST,
        HEADER,
    )
