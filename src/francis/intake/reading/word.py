"""Word files read: every table with its merged cells, and every word outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from francis.formats.reading_back.numbering import ListNumbers, W
from francis.intake.archives import MOST_CELLS, refusal
from francis.intake.files import Incoming, open_word
from francis.intake.reading.grid import Grid, GridCell, GridRow, Line, Run, Sheets, row_of

Tracked = Literal["accept", "refuse"]
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRONG, _EMPHASIS = ("strong", "intensestrong"), ("emphasis", "intenseemphasis", "subtleemphasis")
_WORDS = {
    "tab": " ", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": " ",
}  # fmt: skip
_ADDED, _REMOVED = ("ins", "moveTo"), ("del", "moveFrom")
_UNUSUAL = {"strike": "struck through", "dstrike": "struck through", "vanish": "hidden"}
"""Looks of words that may not be meant to be read, and what an officer is told of them."""
_OFF = ("0", "false", "off", "none")


def word_sheets(file: Incoming, tracked: Tracked | None = None) -> Sheets:
    """Return what a Word file says, with its tracked changes accepted or refused; as if accepted where nothing is said."""
    return _Reading(open_word(file), tracked, file.name).sheets()


class _Reading:
    """One reading of a document: its tables so far, and the place of what is being read."""

    def __init__(self, document: Any, tracked: Tracked | None, name: str) -> None:
        self._document, self._tracked = document, tracked
        self._name, self._cells_left = name, MOST_CELLS
        self._lists = ListNumbers(document)
        self._styles = {
            style.get(f"{W}styleId"): _value(style.find(W + "name"))
            for style in document.styles.element.iterchildren(W + "style")
        }
        self._relations = document.part.rels
        self._notes = {
            kind: self._noted(kind, element)
            for kind, element in (
                ("comments", "comment"),
                ("footnotes", "footnote"),
                ("endnotes", "endnote"),
            )
        }
        self._place = "outside the tables"
        self._dropped = _REMOVED if tracked != "refuse" else _ADDED
        self._made = Sheets()

    def sheets(self) -> Sheets:
        """Return what the document says."""
        body = self._document.element.body
        if self._tracked is None:
            self._made.tracked = sum(
                1 for name in (*_ADDED, *_REMOVED) for _ in body.iter(W + name)
            )
        self._blocks(body)
        for relation in self._relations.values():
            if relation.reltype.rpartition("/")[2] in ("header", "footer"):
                self._blocks(relation.target_part.element)
        return self._made

    def _noted(self, kind: str, element: str) -> dict[str, str]:
        """Return the notes of a kind by their ids: comments, footnotes or endnotes."""
        from lxml import etree

        for relation in self._relations.values():
            if relation.reltype.endswith("/" + kind) and not relation.is_external:
                root = etree.fromstring(
                    relation.target_part.blob, etree.XMLParser(resolve_entities=False)
                )
                return {
                    note.get(f"{W}id"): " ".join(
                        "".join(text.text or "" for text in note.iter(W + "t")).split()
                    )
                    for note in root.iter(W + element)
                }
        return {}

    def _blocks(self, owner: Any) -> None:
        """Read paragraphs and tables outside tables."""
        for element in owner:
            name = _name(element)
            if name == "p":
                words = self._line(element).words
                self._made.outside += [words] if words else []
            elif name == "tbl":
                self._table(element)
            elif name not in ("sectPr", "tblPr", "tcPr", *self._dropped) and not _is_prompt(
                element
            ):
                self._blocks(element)

    def _table(self, table: Any) -> None:
        cells = [
            cell
            for row in _within(table, "tr", self._dropped)
            for cell in _within(row, "tc", self._dropped)
        ]
        if len(cells) == 1 and cells[0].find(W + "tbl") is not None:
            self._blocks(cells[0])  # a frame around it
            return
        number = len(self._made.grids) + 1
        title = self._made.outside[-1] if self._made.outside else ""
        rows: list[GridRow] = []
        for row in _within(table, "tr", self._dropped):
            if any(row.find(f"{W}trPr/{W}{name}") is not None for name in self._dropped):
                continue
            place = f"table {number}, row {len(rows) + 1}"
            rows.append(GridRow(place, tuple(self._cells(row, place))))
        self._place = "outside the tables"
        self._made.grids.append(Grid(f"table {number}", title, tuple(rows)))

    def _cells(self, row: Any, place: str) -> Iterator[GridCell]:
        """Yield a cell for each column of a row."""
        yield from [GridCell(place)] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for column, cell in enumerate(_within(row, "tc", self._dropped), 1):
            properties = cell.find(W + "tcPr")
            span = joined = shade = None
            if properties is not None:
                span, joined = (properties.find(W + name) for name in ("gridSpan", "vMerge"))
                shade = properties.find(W + "shd")
            self._place = f"{place}, column {column}"
            is_joined = joined is not None and _value(joined) != "restart"
            around = cell.iterancestors(W + "sdt")
            is_prompt = any(_is_prompt(sdt) for sdt in around if sdt.getparent() is row)
            made = GridCell(
                self._place,
                () if is_prompt else tuple(self._lines(cell)),
                _colour(shade),
                joined=is_joined,
            )
            columns = max(_number(span, 1), 1)
            self._cells_left -= columns
            if self._cells_left < 0:
                raise refusal(self._name, f"its tables have more than {MOST_CELLS:,} cells.")
            yield from [made] * columns

    def _lines(self, cell: Any) -> Iterator[Line]:
        """Yield the paragraphs of a cell, with those of tables inside it."""
        for element in cell:
            name = _name(element)
            if name == "p":
                line = self._line(element)
                if line.runs:
                    yield line
            elif name == "tbl":
                for row in _within(element, "tr", self._dropped):
                    yield row_of(self._lines(c) for c in _within(row, "tc", self._dropped))
            elif name not in ("tcPr", "sdtPr", *self._dropped) and not _is_prompt(element):
                yield from self._lines(element)

    def _line(self, paragraph: Any) -> Line:
        """Return a paragraph with its look; nobody's words are lost."""
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        marker = next(iter(self._lists.markers(paragraph)), "")
        depth = _number(paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl"), 0) if marker else 0
        runs = tuple(run for run in self._runs(paragraph, Run("")) if run.words)
        return Line(runs, self._styles.get(style, ""), marker, depth)

    def _runs(self, owner: Any, look: Run) -> Iterator[Run]:
        """Yield the runs in an element; `look` is what they are in."""
        field_link: str | None = None
        for element in owner:
            name = _name(element)
            if name == "sdt" and _is_prompt(element):
                continue
            if name in ("pPr", "rPr", "sdtPr", "instrText", *self._dropped):
                if name == "instrText" and (found := _ADDRESS.search(element.text or "")):
                    yield look._replace(words="", link=found[1])
            elif name == "r":
                for run in self._runs(element, self._look(element, look)):
                    # A field says its address before its words, and ends after them.
                    if not run.words and run.link != look.link:
                        field_link = run.link
                    elif field_link is not None and not run.link:
                        yield run._replace(link=field_link)
                    else:
                        yield run
                if element.find(f"{W}fldChar[@{W}fldCharType='end']") is not None:
                    field_link = None
            elif name == "hyperlink":
                yield from self._runs(element, look._replace(link=self._target(element)))
            elif name in ("t", "delText"):
                yield look._replace(words=element.text or "")
            elif name == "br":
                if _attribute(element, "type") not in ("page", "column"):
                    yield look._replace(words="\n")
            elif name == "sym":
                yield look._replace(words=self._symbol(_attribute(element, "char")))
            elif name in _WORDS:
                yield look._replace(words=_WORDS[name])
            elif name in ("commentReference", "footnoteReference", "endnoteReference"):
                self._remark(name.removesuffix("Reference"), _attribute(element, "id"))
            elif name == "txbxContent":
                words = "".join(text.text or "" for text in element.iter(W + "t"))
                self._made.outside.append(words)
                self._made.remarks.append(
                    f"{self._place}: a text box, which was not read into the cell"
                )
            elif name != "Fallback":
                yield from self._runs(element, look)

    def _look(self, run: Any, around: Run) -> Run:
        properties = run.find(W + "rPr")
        if properties is None:
            return around
        for name, what in _UNUSUAL.items():
            remark = f"{self._place}: words that are {what}, read like others"
            if _is_on(properties.find(W + name)) and remark not in self._made.remarks[-2:]:
                self._made.remarks.append(remark)
        named = self._styles.get(_value(properties.find(W + "rStyle")), "").replace(" ", "").lower()
        bold, italic = (_is_on(properties.find(W + name)) for name in ("b", "i"))
        return around._replace(
            bold=around.bold or (named in _STRONG if bold is None else bold),
            italic=around.italic or (named in _EMPHASIS if italic is None else italic),
        )

    def _target(self, link: Any) -> str:
        relation = self._relations.get(link.get(f"{_R}id", ""))
        if relation is not None and relation.is_external:
            return str(relation.target_ref)
        anchor = link.get(f"{W}anchor", "")
        return f"#{anchor}" if anchor else ""

    def _symbol(self, code: str) -> str:
        """Return a character of a symbol font; what only that font knows is said, and left out."""
        if re.fullmatch("[0-9A-Fa-f]{4,5}", code) and not 0xE000 <= int(code, 16) <= 0xF8FF:
            return chr(int(code, 16))
        self._made.remarks.append(
            f"{self._place}: a character of a symbol font, which was not read"
        )
        return ""

    def _remark(self, kind: str, name: str) -> None:
        words = self._notes[f"{kind}s"].get(name, "")
        if words:
            self._made.remarks.append(f"{self._place}: a {kind}: “{words}”")


_ADDRESS = re.compile(r'^\s*HYPERLINK\s+"(https?://[^"]+)"')


def _within(owner: Any, wanted: str, dropped: tuple[str, ...]) -> Iterator[Any]:
    """Yield the elements of a name in another, also in what is around some of them."""
    for element in owner:
        name = _name(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "customXml", *_ADDED, *_REMOVED) and name not in dropped:
            yield from _within(element, wanted, dropped)


def _is_prompt(element: Any) -> bool:
    """Return whether a form field is still empty, so that Word shows its prompt."""
    return element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    return str(element.get(W + name, ""))


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def _number(element: Any, default: int) -> int:
    value = _value(element)
    return min(int(value), 100) if value.isdecimal() else default


def _is_on(element: Any) -> bool | None:
    """Return whether a look is on or off; None if nothing is said of it."""
    return None if element is None else _value(element) not in _OFF


def _colour(shading: Any) -> str:
    """Return the colour behind a cell as six digits; one of the document's theme alone by its name there."""
    if shading is None:
        return ""
    fill, theme = _attribute(shading, "fill").lower(), _attribute(shading, "themeFill")
    if re.fullmatch("[0-9a-f]{6}", fill):
        return fill
    return f"theme {theme}" if theme and not theme.startswith(("background", "light")) else ""
