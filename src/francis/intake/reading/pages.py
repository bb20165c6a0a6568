"""Saved web pages read: every table with the cells that cover several rows or columns, and every line outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from francis.errors import FrancisError
from francis.intake.archives import MOST_CELLS, MOST_MARKUP, refusal
from francis.intake.files import Incoming
from francis.intake.headings import words_of_tables
from francis.intake.reading.grid import Grid, GridCell, GridRow, Line, Run, Sheets, row_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "section",
        "article",
        "blockquote",
        "dd",
        "dt",
    ]
)
_TEXT_CLASS = "text"
"""The class of a table that stands in a text."""
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_COLOUR = re.compile(
    r"background(?:-color)?:\s*(?:#(?P<digits>[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b"
    r"|rgb\(\s*(?P<r>\d{1,3})\s*,\s*(?P<g>\d{1,3})\s*,\s*(?P<b>\d{1,3})\s*\)|(?P<name>[a-z]+))",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_GONE = ("del",)
_STRUCK = ("s", "strike")


def page_sheets(file: Incoming) -> Sheets:
    """Return what a page says; nothing that it names is fetched."""
    from lxml import etree

    if file.data.count(b"<") + file.data.count(b"=") > MOST_MARKUP:
        raise refusal(file.name, "it is too large.", "Save the table alone, as .xlsx or .csv.")
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding=_encoding(file.data)
    )
    root = etree.fromstring(file.data, parser)
    if root is None:
        raise refusal(file.name, "it has nothing to read.")
    made = Sheets()
    _outside(root, made)
    return made


def _encoding(data: bytes) -> str | None:
    try:
        data.decode()
    except UnicodeDecodeError:
        return None  # as the page itself says
    return "utf-8"


def _outside(owner: Element, made: Sheets) -> None:
    """Read what stands outside tables, and the tables between."""
    line = Line(())
    for line in _lines(owner, Run(""), made):
        if line.words:
            made.outside.append(line.words)


def _table(table: Element, made: Sheets) -> None:
    number = len(made.grids) + 1
    caption = table.find("caption")
    title = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
    title = title or (made.outside[-1] if made.outside else "")
    rows: list[GridRow] = []
    made.grids.append(Grid("", "", ()))  # its number is taken, whatever tables lie in its cells
    below: dict[int, tuple[int, GridCell]] = {}
    room = MOST_CELLS
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        place, column = f"table {number}, row {len(rows) + 1}", 0
        if _is_hidden(row):
            made.remarks.append(f"{place}: the row is hidden, and was read too")
        cells: list[GridCell] = []
        own = [cell for cell in row if cell.tag in ("td", "th")]
        while own or column in below:
            if column in below:
                count, joined = below.pop(column)
                cells.append(joined)
                if count > 1:
                    below[column] = (count - 1, joined)
                column += 1
                continue
            cell = own.pop(0)
            at = f"{place}, column {column + 1}"
            lines = tuple(line for line in _lines(cell, Run(""), made) if line.words)
            made.remarks += (f"{at}: {what}" for what in _remarks_on(cell, table))
            made_cell = GridCell(at, lines, _shade(cell))
            for _ in range(_span(cell, "colspan")):
                cells.append(made_cell)
                if (count := _span(cell, "rowspan")) > 1:
                    below[column] = (count - 1, GridCell(at, joined=True))
                column += 1
        rows.append(GridRow(place, tuple(cells)))
        room -= len(cells)
        if room < 0:
            raise FrancisError(f"table {number} has more than {MOST_CELLS:,} cells.")
    width = max((len(row.cells) for row in rows), default=0)
    padded = (
        row._replace(cells=(*row.cells, *[GridCell(row.place)] * (width - len(row.cells))))
        for row in rows
    )
    made.grids[number - 1] = Grid(f"table {number}", title, tuple(padded))


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _remarks_on(cell: Element, table: Element) -> Iterator[str]:
    """Yield what an officer must know of a cell of a table: words that were left out or may not hold, and pictures."""
    for element in cell.iter():
        if not isinstance(element.tag, str) or next(element.iterancestors("table")) is not table:
            continue
        words = " ".join("".join(element.itertext()).split())
        if element is not cell and words and _is_hidden(element):
            yield f"words that are hidden, left out: “{words}”"
        elif element.tag in _GONE and words:
            yield f"words that are deleted, left out: “{words}”"
        elif element.tag in _STRUCK and words:
            yield "words that are struck through, read like others"
        elif element.tag == "img" and not (element.get("alt") or "").strip():
            yield "a picture without a description, which was not read"


def _shade(cell: Element) -> str:
    """Return the colour behind a cell as six digits, or by the name that it has there."""
    said = _COLOUR.search(cell.get("style") or "") or _COLOUR.search(
        f"background:{cell.get('bgcolor') or ''}"
    )
    if said is None:
        return ""
    if said["digits"]:
        digits = said["digits"].lower()
        return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    if said["r"]:
        return "".join(f"{min(int(said[part]), 255):02x}" for part in "rgb")
    name = said["name"].lower()
    return "" if name in words_of_tables()["no_colour"] else name


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or ""
    return min(max(int(value), 1), 100) if value.isdecimal() and len(value) < 9 else 1


def _lines(owner: Element, look: Run, made: Sheets, item: Line | None = None) -> Iterator[Line]:
    """Yield the paragraphs and points in an element; its tables are read beside."""
    begun = item or Line((), _style(owner))
    runs: list[Run] = []

    def ended() -> Iterator[Line]:
        nonlocal begun
        line = begun._replace(runs=_folded(runs))
        runs.clear()
        if line.runs:
            yield line
            begun = begun._replace(marker="")  # of an item of several paragraphs the first has it

    for words, element, inner in _pieces(owner, look):
        if element is None:
            runs += [inner._replace(words=words)] if words else []
        elif element.tag == "br":
            runs.append(inner._replace(words="\0"))
        else:
            yield from ended()
            if element.tag == "table" and element.get("class") == _TEXT_CLASS:
                for row in element.iter("tr"):
                    yield row_of(
                        _lines(cell, inner, made) for cell in row if cell.tag in ("td", "th")
                    )
            elif element.tag == "table":
                _table(element, made)
            elif element.tag == "li":
                yield from _lines(element, inner, made, _item(element))
            else:
                yield from _lines(element, inner, made)
    yield from ended()


def _pieces(owner: Element, look: Run) -> Iterator[tuple[str, Element | None, Run]]:
    """Yield the words in an element with their look, and the blocks in it, which are not looked into."""
    yield owner.text or "", None, look
    for child in owner:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _UNSEEN or tag in _GONE or not tag or _is_hidden(child):
            pass
        elif tag == "img":
            yield child.get("alt") or "", None, look
        elif tag in _BLOCKS or tag in (
            "table",
            "ul",
            "ol",
            "main",
            "nav",
            "header",
            "footer",
            "body",
        ):
            yield "", child, look
        else:
            yield from _pieces(child, _look(child, look))
        yield child.tail or "", None, look


def _look(element: Element, around: Run) -> Run:
    link = element.get("href") or "" if element.tag == "a" else around.link
    return around._replace(
        bold=around.bold or element.tag in ("strong", "b"),
        italic=around.italic or element.tag in ("em", "i"),
        link=link if link.startswith(("http://", "https://", "#")) else "",
    )


def _folded(runs: list[Run]) -> tuple[Run, ...]:
    """Return runs with each stretch of white space as one space, and with breaks as line ends."""
    out: list[Run] = []
    for run in runs:
        words = re.sub(r"[^\S\u00a0]+", " ", run.words).replace("\0", "\n")
        if out and out[-1].words.endswith((" ", "\n")):
            words = words.lstrip(" ")
        out += [run._replace(words=words)] if words else []
    return tuple(out) if any(run.words.strip() for run in out) else ()


def _item(element: Element) -> Line:
    """Return the marker of an item of a list, and how deep it lies."""
    owner = element.getparent()
    depth = sum(1 for _ in element.iterancestors("ul", "ol")) - 1
    if owner is None or owner.tag != "ol":
        return Line((), _style(element), "•", depth)
    start = owner.get("start") or "1"
    before = sum(1 for _ in element.itersiblings("li", preceding=True))
    return Line((), _style(element), str((int(start) if start.isdecimal() else 1) + before), depth)


def _style(element: Element) -> str:
    if re.fullmatch("h[1-6]", element.tag):
        return f"heading {element.tag[1]}"
    is_quoted = (
        element.tag == "blockquote" or next(element.iterancestors("blockquote"), None) is not None
    )
    return "quote" if is_quoted else element.get("class") or ""
