"""What a file from outside says, in one shape for every kind of file: tables of cells, and lines of runs.

A text becomes Markdown as the papers print it: paragraphs, lists, bold, italics, links and line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple


class Run(NamedTuple):
    """Words in one look; `link` is a web address, or #name within the file."""

    words: str
    bold: bool = False
    italic: bool = False
    link: str = ""


class Line(NamedTuple):
    """A paragraph; or an item of a list, with its marker, as "•" or "2", and how deep it lies; or a row of a table in a cell.

    Such a row has `cells`, and in `runs` all their words.
    """

    runs: tuple[Run, ...]
    style: str = ""
    marker: str = ""
    depth: int = 0
    cells: tuple[tuple[Run, ...], ...] = ()

    @property
    def words(self) -> str:
        """Return the words alone, on one line."""
        return " ".join("".join(run.words for run in self.runs).split())

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return the part of the paragraph from one character to before another, as runs."""
        kept, at = [], 0
        for run in self.runs:
            words = run.words[max(start - at, 0) : None if end is None else max(end - at, 0)]
            kept += [run._replace(words=words)] if words else []
            at += len(run.words)
        return self._replace(runs=tuple(kept))


@dataclass(frozen=True)
class GridCell:
    """A cell: its paragraphs, the colour behind it as six digits or by name, and the number or day that a workbook holds.

    `place` is where it stands, in words. `joined` says that it is one with the cell above it.
    """

    place: str
    lines: tuple[Line, ...] = ()
    shade: str = ""
    value: object = None
    joined: bool = False

    @cached_property
    def words(self) -> str:
        """Return all its words, on one line."""
        return " ".join(filter(None, (line.words for line in self.lines)))


class GridRow(NamedTuple):
    """A row with a cell for each column; one that covers several columns stands in each of them."""

    place: str
    cells: tuple[GridCell, ...]

    @property
    def distinct(self) -> tuple[GridCell, ...]:
        """Return its cells, each once."""
        return tuple(next(group) for _, group in groupby(self.cells, key=id))


class Grid(NamedTuple):
    """A table: its name, as "table 2" or that of a sheet, what stands above it, and its rows."""

    name: str
    title: str
    rows: tuple[GridRow, ...]


@dataclass
class Sheets:
    """What a file says: its tables, the lines outside them, and what an officer must know of both.

    `tracked` is how many tracked changes it has that nobody has accepted or refused. `remarks` say where a
    comment, a footnote or a formula stands.
    """

    grids: list[Grid] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    tracked: int = 0


_POINT = re.compile(
    r"\s*(?:(?P<bullet>[•·‣▪●○◦\uf0b7])\s*|(?P<dash>[-–—*])\s+|(?P<number>[0-9]{1,2})[.)]\s+)(?=\S)"
)
"""How a point of a list begins that somebody typed."""
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_SIGN_OF_PART = re.compile(r"^(?=#{1,6}\s|>|[ \t:|-]*\|[ \t:|-]*\\?$)", re.MULTILINE)
"""What would begin a sub-heading or a quotation, or make a table of the line above."""
_SPECIAL = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)|(?<![^\W_])[*_]|[*_](?![^\W_])")
_BEGINS_POINT = re.compile(r"^(?=[-+](?:\s|$))|^([0-9]{1,9})(?=[.)](?:\s|$))")
"""How a line after a line break begins if Markdown would read it as a list item, and print the backslash of the break."""
_BRACKETS, _ESCAPED = re.compile(r"[\[\]]"), r"\\\g<0>"
_SPACES = re.compile(r"  +|[^\S\n\u00a0 ]")
_DEEPER = "    "


def row_of(cells: Iterable[Iterable[Line]]) -> Line:
    """Return a row of a table that stands in a cell."""
    joined = [
        tuple(
            run for n, line in enumerate(cell) for run in ([Run(" ")] if n else []) + [*line.runs]
        )
        for cell in cells
    ]
    between = [
        run for n, runs in enumerate(joined) for run in ([Run(" | ")] if n else []) + [*runs]
    ]
    return Line(tuple(between), cells=tuple(joined))


def as_markdown(lines: Iterable[Line]) -> str:
    """Return paragraphs, lists, quotations, sub-headings and tables as Markdown."""
    listed = _with_typed_points([piece for line in lines for piece in _of_points(line)])
    levels = [int(found[1]) for line in listed if (found := _HEADING.fullmatch(line.style))]
    parts: list[str] = []
    for kind, group in groupby(listed, key=_part_of):
        if kind == "table":
            parts.append(_table([line.cells for line in group]))
        elif kind == "quotation":
            parts += [
                re.sub("^", "> ", _paragraphs(group), flags=re.MULTILINE).replace("> \n", ">\n")
            ]
        elif kind:
            signs = "#" * min(int(kind) - min(levels) + 2, 6)
            parts += [f"{signs} {words}" for line in group if (words := _cell(line.runs))]
        else:
            parts.append(_paragraphs(group))
    return "\n\n".join(filter(None, parts))


def _part_of(line: Line) -> str:
    """Return of which part of a text a line is: "table", "quotation", the level of a sub-heading, or nothing."""
    if line.cells:
        return "table"
    if found := _HEADING.fullmatch(line.style):
        return found[1]
    return "quotation" if line.style.casefold().endswith("quote") else ""


def _table(rows: Sequence[tuple[tuple[Run, ...], ...]]) -> str:
    """Return rows as a table, the first of them as its header; as paragraphs if they are a frame around words."""
    width = max(map(len, rows))
    if width == 1 or len(rows) == 1:
        return "\n\n".join(filter(None, (_cell(cell) for row in rows for cell in row)))
    written = [
        [*(_cell(cell).replace("|", "\\|") for cell in row), *[""] * (width - len(row))]
        for row in rows
    ]
    written.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in written)


def _cell(runs: Sequence[Run]) -> str:
    """Return runs as Markdown, without a break."""
    return _inline([run._replace(words=run.words.replace("\n", " ")) for run in runs])


def _paragraphs(lines: Iterable[Line]) -> str:
    """Return paragraphs and lists as Markdown, with nothing between the items of one list but a line break."""
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        words = _SIGN_OF_PART.sub(r"\\", _inline(line.runs))
        if not words:
            continue
        if line.marker and line.marker[0].isalnum() and not line.marker.isdecimal():
            line, words = line._replace(marker=""), f"({line.marker}) {words}"
        if line.marker:
            label = f"{line.marker}. " if line.marker.isdecimal() else "- "
            pad = _DEEPER * line.depth
            broken = words.replace("\n", "\n" + pad + " " * len(label))
            words = f"{pad}{label}{broken}"
        between = "\n" if before is not None and before.marker and line.marker else "\n\n"
        out += [between, words] if out else [words]
        before = line
    return "".join(out)


def lines_at_breaks(line: Line) -> Iterator[Line]:
    """Yield the lines into which breaks divide a paragraph."""
    raw, start = "".join(run.words for run in line.runs), 0
    for words in raw.split("\n"):
        if words.strip():
            yield line.cut(start, start + len(words))
        start += len(words) + 1


def _of_points(line: Line) -> list[Line]:
    """Return a paragraph, or its lines if points of a list are among them which somebody typed."""
    pieces = [line] if line.marker or line.cells else [*lines_at_breaks(line)]
    return pieces if sum(map(bool, map(_point, pieces))) > 1 else [line]


def _point(line: Line) -> re.Match[str] | None:
    """Return the bullet, dash or number with which a paragraph begins, if it only looks like a list item."""
    raw = "".join(run.words for run in line.runs)
    return None if line.marker or line.cells else _POINT.match(raw)


def _with_typed_points(lines: Sequence[Line]) -> list[Line]:
    """Return paragraphs with those as items of a list that begin as such: with a bullet, or beside another point alike.

    A hyphen, or a number and a full stop, may also begin a sentence.
    """
    points = [*map(_point, lines)]
    made = []
    for place, (line, point) in enumerate(zip(lines, points, strict=True)):
        beside = [*points[max(place - 1, 0) : place], *points[place + 1 : place + 2]]
        if point is None or not (point["bullet"] or any(_is_next(point, o) for o in beside if o)):
            made.append(line)
        else:
            made.append(line.cut(point.end())._replace(marker=point["number"] or "•"))
    return made


def _is_next(one: re.Match[str], other: re.Match[str]) -> bool:
    """Return whether two points are of one list: both with a hyphen, or numbered one after the other."""
    if one["number"] and other["number"]:
        return abs(int(one["number"]) - int(other["number"])) == 1
    return one["dash"] is not None and one["dash"] == other["dash"]


def _inline(runs: Sequence[Run]) -> str:
    """Return runs as Markdown on one line, or on several with breaks between them."""
    merged: list[Run] = []
    for look, group in groupby((run for run in runs if run.words), key=lambda run: run[1:]):
        words = "".join(run.words for run in group)
        if _SPACES.search(words):
            words = _SPACES.sub(" ", words)
        merged.append(Run(words, *look))
    whole = "".join(run.words for run in merged)
    out, at, is_open = [], 0, True
    for run in merged:
        before, after = whole[at - 1 : at] if at else "", whole[at + len(run.words) :][:1]
        text = _stressed(run, before, after, is_open) if run.words.strip() else run.words
        is_open = not text.endswith("*")  # two stresses side by side would be read as one
        out.append(re.sub(r"\[", r"\\[", text) if "](" in whole and not run.link else text)
        at += len(run.words)
    first, *others = (line.strip(" ") for line in "".join(out).strip().split("\n"))
    return "\\\n".join([first, *(_BEGINS_POINT.sub(r"\1\\", line) for line in others)])


def _stressed(run: Run, before: str, after: str, is_open: bool) -> str:
    """Return a run with its link and its emphasis, unless Markdown has no way to write it there."""
    bare = run.words.strip()
    lead, _, trail = run.words.partition(bare)
    text = _SPECIAL.sub(_ESCAPED, bare)
    if run.link and not re.search(r"[\s()<>\\]", run.link):
        text = f"[{_BRACKETS.sub(_ESCAPED, text)}]({run.link})"
    sign = "**" * run.bold + "*" * run.italic
    edges = ((before if not lead else "", bare[0]), (after if not trail else "", bare[-1]))
    if sign and is_open and "\n" not in bare and not any(map(_is_inside, edges)):
        text = f"{sign}{text}{sign}"
    return f"{lead}{text}{trail}"


def _is_inside(edge: tuple[str, str]) -> bool:
    """Return whether a stress would begin or end in the middle of a word."""
    return edge[0].isalnum() or edge[0] in ("*", "_", "\\")


def text_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a plain text, as a cell of a workbook holds them."""
    for words in text.splitlines():
        if words.strip():
            yield Line((Run(words.strip()),))
