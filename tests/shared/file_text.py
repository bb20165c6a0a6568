"""What was made, read back as text that a person can compare."""

from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_part(data: bytes, name: str) -> Any:
    """Return the root of one part of a Word file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def word_dump(data: bytes) -> str:
    """Return a Word file as lines of style and text: paragraph by paragraph, cell by cell.

    Words in a character style stand as `{Style: words}`, fields as `{PAGE}`, links as `[words](to)`,
    bookmarks as `<name>`; whatever is formatted otherwise than by a style is named too.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = sorted(archive.namelist())
    styles = {
        style.get(W + "styleId"): style.find(W + "name").get(W + "val")
        for style in word_part(data, "word/styles.xml").iter(W + "style")
    }
    core = word_part(data, "docProps/core.xml")
    lines = [f"{etree.QName(child).localname}: {child.text}" for child in core]
    document = word_part(data, "word/document.xml")
    size, margins = (next(document.iter(W + name)) for name in ("pgSz", "pgMar"))
    lines.append(f"page: {_attributes(size)}, margins: {_attributes(margins)}")
    for name in parts:
        if re.fullmatch(r"word/(header|footer)[0-9]*\.xml", name):
            lines.append(f"-- {name}")
            lines += _blocks(word_part(data, name), styles, _links(data, name), "")
    lines.append("-- text")
    body = document.find(W + "body")
    lines += _blocks(body, styles, _links(data, "word/document.xml"), "")
    return "\n".join(lines) + "\n"


def _links(data: bytes, name: str) -> dict[str, str]:
    folder, _, file = name.rpartition("/")
    try:
        root = word_part(data, f"{folder}/_rels/{file}.rels")
    except KeyError:
        return {}
    return {link.get("Id"): link.get("Target") for link in root}


def _attributes(element: Any) -> str:
    return " ".join(
        f"{etree.QName(name).localname}={value}" for name, value in element.attrib.items()
    )


def _blocks(parent: Any, styles: dict[str, str], links: dict[str, str], margin: str) -> list[str]:
    lines = []
    for block in parent:
        if block.tag == W + "p":
            lines.append(margin + _paragraph(block, styles, links))
        elif block.tag == W + "tbl":
            lines += _table(block, styles, links, margin)
        elif block.tag == W + "sdt":
            lines.append(f"{margin}contents")
            content = block.find(W + "sdtContent")
            lines += _blocks(content, styles, links, margin + "  ")
    return lines


def _table(table: Any, styles: dict[str, str], links: dict[str, str], margin: str) -> list[str]:
    properties = table.find(W + "tblPr")
    named = properties.find(W + "tblStyle")
    style = "no style" if named is None else styles[named.get(W + "val")]
    lines = [f"{margin}table | {style}"]
    for name in ("tblCaption", "tblDescription"):
        if (found := properties.find(W + name)) is not None:
            lines.append(f"{margin}  {name}: {found.get(W + 'val')}")
    look = properties.find(W + "tblLook")
    shown = (
        []
        if look is None
        else [etree.QName(k).localname for k, v in look.attrib.items() if v == "1"]
    )
    lines.append(f"{margin}  look: {' '.join(shown)}")
    widths = [column.get(W + "w") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    lines.append(f"{margin}  widths: {' '.join(widths)}")
    for row in table.iterchildren(W + "tr"):
        properties = row.find(W + "trPr")
        marks = [etree.QName(mark).localname for mark in (() if properties is None else properties)]
        lines.append(f"{margin}  row {' '.join(marks)}".rstrip())
        for cell in row.iterchildren(W + "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            lines.append(
                f"{margin}    cell" + ("" if span is None else f" of {span.get(W + 'val')}")
            )
            lines += _blocks(cell, styles, links, margin + "      ")
    return lines


def _paragraph(paragraph: Any, styles: dict[str, str], links: dict[str, str]) -> str:
    properties = paragraph.find(W + "pPr")
    style, more = "Normal", []
    for found in () if properties is None else properties:
        name = etree.QName(found).localname
        if name == "pStyle":
            style = styles[found.get(W + "val")]
        elif name == "rPr":
            ends = [etree.QName(end).localname for end in found.iter(W + "ins", W + "del")]
            more += [f"end {end}" for end in ends] or ["rPr"]
        elif name == "numPr":
            level, number = (found.find(W + part).get(W + "val") for part in ("ilvl", "numId"))
            more.append(f"list {number} level {level}")
        else:
            more.append(f"{name} {found.get(W + 'val', '')}".strip())
    about = f" ({', '.join(more)})" if more else ""
    return f"{style}{about} | {_runs(paragraph, styles, links)}"


def _runs(parent: Any, styles: dict[str, str], links: dict[str, str]) -> str:
    out = ""
    for child in parent:
        name = etree.QName(child).localname
        if name == "r":
            out += _run(child, styles)
        elif name in ("ins", "del"):
            words = _runs(child, styles, links)
            out += f"{{+{words}+}}" if name == "ins" else f"[-{words}-]"
        elif name == "hyperlink":
            anchor = child.get(W + "anchor")
            target = f"#{anchor}" if anchor else links[next(iter(child.attrib.values()))]
            out += f"[{_runs(child, styles, links)}]({target})"
        elif name == "bookmarkStart":
            out += f"<{child.get(W + 'name')}>"
    return out


def _run(run: Any, styles: dict[str, str]) -> str:
    out = ""
    looks: list[str] = []
    for child in run:
        name = etree.QName(child).localname
        if name == "rPr":
            for found in child:
                kind = etree.QName(found).localname
                if kind == "rStyle":
                    looks.insert(0, styles[found.get(W + "val")])
                elif kind == "shd":
                    looks.append(f"shd {found.get(W + 'fill')}")
                elif not kind.endswith("Cs"):
                    looks.append(f"{kind} {found.get(W + 'val', '')}".strip())
        elif name in ("t", "delText"):
            out += child.text or ""
        elif name == "instrText":
            out += f"{{{child.text.strip()}}}"
        elif name in ("br", "tab"):
            out += {"br": "⏎", "tab": "⇥"}[name]
        elif name == "sym":
            symbol = chr(int(child.get(W + "char"), 16))
            out, looks = out + ("" if symbol == "\u00a0" else symbol), []
        elif name == "drawing":
            properties = child.find(".//{*}docPr")
            out += f"{{chart: {properties.get('title')}: {properties.get('descr')}}}"
        elif name == "AlternateContent":
            return f"{{{child.find('.//{*}docPr').get('descr')}}}"
    return f"{{{', '.join(looks)}: {out}}}" if looks else out


def word_text(data: bytes) -> list[str]:
    """Return the text of each paragraph of the body, a line break as one."""
    out = []
    for paragraph in word_part(data, "word/document.xml").iter(W + "p"):
        text = ""
        for node in paragraph.iter(W + "t", W + "br"):
            text += "\n" if node.tag == W + "br" else node.text or ""
        out.append(text)
    return out


def word_settled(data: bytes, *, accepted: bool) -> Any:
    """Return the root of a Word file's text with all of its changes accepted, or all refused.

    As ECMA-376 part 1, 17.13.5 has it: words that go take their element with them; where the end of a
    paragraph goes, what is left of it stands before the next, which keeps its properties.
    """
    root = word_part(data, "word/document.xml")
    gone, stays = ("del", "ins") if accepted else ("ins", "del")
    for change in list(root.iter(W + "pPrChange")):
        properties = change.getparent()
        properties.remove(change)
        if not accepted:
            end = properties.findall(W + "rPr")
            properties[:] = [*change[0], *end]
    for paragraph in list(root.iter(W + "p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is not None:
            following = paragraph.getnext()
            assert following.tag == W + "p", "the end of a paragraph goes, and no paragraph follows"
            before = [child for child in paragraph if child.tag != W + "pPr"]
            place = int(following.find(W + "pPr") is not None)
            following[place:place] = before
            paragraph.getparent().remove(paragraph)
    for element in list(root.iter(W + gone)):
        element.getparent().remove(element)
    for element in list(root.iter(W + stays)):
        parent = element.getparent()
        place = parent.index(element)
        parent[place : place + 1] = list(element)
    for text in root.iter(W + "delText"):
        text.tag = W + "t"
    return root


def word_points(element: Any) -> list[tuple[int, str]]:
    """Return the text of each paragraph in a part of a Word file, and its level: 0 if it is no point."""
    out = []
    for paragraph in element.iter(W + "p"):
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        text = "".join(node.text or "" for node in paragraph.iter(W + "t"))
        out.append((0 if level is None else int(level.get(W + "val")) + 1, text))
    return out


def pdf_pages(path: Path) -> list[str]:
    """Return the text of each page of a PDF, line by line in the order in which it is read."""
    done = subprocess.run(
        ["pdftotext", "-q", "-raw", str(path), "-"], capture_output=True, check=True
    )
    pages = done.stdout.decode().split("\f")[:-1]
    return ["\n".join(line.strip() for line in page.splitlines() if line.strip()) for page in pages]


def page_text(data: bytes) -> str:
    """Return a web page as its HTML, one line a block, without its styles and its script."""
    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", data.decode(), flags=re.DOTALL)
    return re.sub(r"script-src '[^']*'", "script-src '…'", text)


def sheet_dump(data: bytes) -> str:
    """Return an Excel file as lines of cells, one line a row, sheet by sheet."""
    from openpyxl import load_workbook

    lines = []
    for sheet in load_workbook(BytesIO(data)).worksheets:
        lines.append(f"-- {sheet.title}: {sheet.dimensions}")
        lines += [
            " | ".join("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
    return "\n".join(lines) + "\n"
