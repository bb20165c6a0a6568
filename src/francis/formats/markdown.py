"""Markdown: a paper as text for an e-mail or a web form, in the form that code hosts show (GFM).

Captions stand in bold above their tables. What Markdown has no sign for, as lists in a cell, is HTML, which it may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from francis.errors import FrancisError
from francis.formats.html import (
    BREAK,
    FIELD,
    PLAIN,
    Page,
    RunStyle,
    TextRun,
    blocks,
    page_of,
    pieces_of,
)
from francis.formats.vocabulary import LISTS, TABLES, rows_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEFT_OUT = ("header.page-header", "footer.page-footer", "nav.contents")
"""What only has a meaning on pages, or where one can click."""
NO_CAPTION = "<!-- -->"
"""What stands above a table without a caption, so that no words before it are taken for one."""
_BOLD = frozenset({"Strong", "Label", "Number", "Rating", "Paragraph Number"})
_ITALIC = frozenset({"Emphasis", "Not Stated"})


def to_markdown(html: str | Page) -> bytes:
    """Return the HTML of a paper as Markdown; refuse one with a chart, which it cannot draw."""
    body = page_of(html).root.find("body")
    assert body is not None
    if next(body.iter("figure"), None) is not None:
        raise FrancisError("Markdown cannot show a chart. Make the paper as Word, PDF or web page.")
    return ("\n\n".join(_blocks_in(body)) + "\n").encode()


def _blocks_in(element: Element) -> Iterator[str]:
    """Yield each paragraph, list and table in an element as a block of lines."""
    for kind, content in blocks(element):
        if kind == "":
            yield _at_start(_inline(content))
        elif kind in _LEFT_OUT:
            continue
        elif kind in LISTS:
            yield "\n".join(_list(content))
        elif kind in TABLES:
            yield _table(content)
        elif kind == "blockquote":
            lines = "\n\n".join(_blocks_in(content)).split("\n")
            yield "\n".join(f"> {line}".rstrip() for line in lines)
        elif kind[0] == "h" and kind[1:].isdigit():
            yield f"{'#' * int(kind[1:])} {_inline(pieces_of(content))}"
        elif kind.partition(".")[0] == "p":
            yield _at_start(_inline(pieces_of(content)))
        else:
            yield from _blocks_in(content)


def _list(of: Element) -> Iterator[str]:
    """Yield the lines of a list; what belongs to a point is indented under its words."""
    first = int(of.get("start", "1"))
    for place, item in enumerate(of, first):
        label = f"{place}. " if of.tag == "ol" else "- "
        parts: list[str] = []
        for kind, content in blocks(item):
            if kind in LISTS:
                parts += ["", *_list(content)] if content.get("start") else _list(content)
            else:
                words = content if kind == "" else pieces_of(content)
                parts += ["", _at_start(_inline(words))] if parts else [_at_start(_inline(words))]
        lines = parts or [""]
        yield label + lines[0]
        yield from (" " * len(label) + line if line else "" for line in lines[1:])


def _table(table: Element) -> str:
    """Return a table under its caption; one without a header has an empty one, as every table needs one."""
    caption = table.find("caption")
    rows = [list(row) for row in rows_of(table)]
    width = max(sum(int(cell.get("colspan", "1")) for cell in row) for row in rows)
    if table.find("thead") is None:
        rows.insert(0, [])
    lines = []
    for row in rows:
        cells = [_cell(cell) for cell in row]
        lines.append(f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |")
    lines.insert(1, f"|{' --- |' * width}")
    name = "" if caption is None else f"**{_inline(pieces_of(caption))}**"
    return f"{name or NO_CAPTION}\n\n" + "\n".join(lines)


def _cell(cell: Element) -> str:
    """Return a cell on one line: a break between paragraphs, and lists as HTML."""
    parts = []
    for kind, content in blocks(cell):
        if kind in LISTS:
            parts.append(_html_list(content))
        elif kind in TABLES:
            parts.append(_html_table(content))
        elif kind == "blockquote":
            parts.append(f"<blockquote>{_cell(content)}</blockquote>")
        else:
            parts.append(_inline(content if kind == "" else pieces_of(content)))
    return "<br>".join(parts)


def _html_table(of: Element) -> str:
    head, *body = (
        "".join(f"<{cell.tag}>{_cell(cell)}</{cell.tag}>" for cell in row) for row in rows_of(of)
    )
    rows = "".join(f"<tr>{row}</tr>" for row in body)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _html_list(of: Element) -> str:
    items = []
    for item in of:
        parts = [
            _html_list(content)
            if kind in LISTS
            else _inline(content if kind == "" else pieces_of(content))
            for kind, content in blocks(item)
        ]
        items.append(f"<li>{'<br>'.join(parts)}</li>")
    start = f' start="{of.get("start")}"' if of.get("start") else ""
    return f"<{of.tag}{start}>{''.join(items)}</{of.tag}>"


def _inline(pieces: Sequence[TextRun]) -> str:
    """Return the words of a paragraph with their emphasis and links; a line break is a tag."""
    runs: list[tuple[str, RunStyle]] = []
    for words, look in pieces:
        if look.style == BREAK:
            runs.append(("<br>", look))
        elif look is not FIELD:
            bare = _bare(look)
            if runs and runs[-1][1] == bare:
                words = runs.pop()[0] + words
            runs.append((words, bare))
    around = ["", *map(_edges, runs), ""]
    return "".join(
        words
        if look.style == BREAK
        else _run(words, look, around[place][-1:], around[place + 2][:1])
        for place, (words, look) in enumerate(runs)
    )


def _edges(run: tuple[str, RunStyle]) -> str:
    """Return what a run shows to those beside it: its words, or, if it has signs of its own, letters and spaces."""
    words, look = run
    if look.style == BREAK:
        return " "
    return words if look == PLAIN else re.sub(r"[^ ]", "x", words)


def _bare(look: RunStyle) -> RunStyle:
    """Return what of a look Markdown can show."""
    return RunStyle(
        bold=look.bold or look.style in _BOLD,
        italic=look.italic or look.style in _ITALIC,
        href="" if look.href.startswith("#") else look.href,
        change=look.change,
    )


def _run(words: str, look: RunStyle, before: str, after: str) -> str:
    """Return one run: signs of emphasis where they are sure to be read as such, and tags elsewhere."""
    inner = words.strip(" ")
    lead, trail = words[: len(words) - len(words.lstrip(" "))], words[len(words.rstrip(" ")) :]
    if not inner:
        return words
    shown = _escaped(inner)
    if look.href:
        shown = f"[{shown}](<{look.href}>)"
    for is_so, (sign, tag) in ((look.italic, ("*", "em")), (look.bold, ("**", "strong"))):
        if is_so:
            is_apart = _is_safe(lead or before, inner[0]) and _is_safe(trail or after, inner[-1])
            shown = f"{sign}{shown}{sign}" if is_apart else f"<{tag}>{shown}</{tag}>"
    if look.change:
        shown = f"<{look.change}>{shown}</{look.change}>"
    return f"{lead}{shown}{trail}"


def _is_safe(outside: str, inside: str) -> bool:
    """Return whether a sign of emphasis between two characters is read as one, by the rules of CommonMark (6.2)."""
    return outside in ("", " ") or (outside in ",.;:()" and inside.isalnum())


def _escaped(words: str) -> str:
    """Return words in which nothing is a sign of Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", words)


def _at_start(text: str) -> str:
    """Return a paragraph that does not begin like something else: a list, a quotation or a rule."""
    text = re.sub(r"^([-+=:])", r"\\\1", text)
    return re.sub(r"^(\d{1,9})([.)])", r"\1\\\2", text)
