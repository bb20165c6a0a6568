"""The page: one self-contained HTML file from the HTML of a paper.

The furniture of a page is put in here (styles, skip link, a filter over the long table), so that a
template holds only what every format prints.
"""

from __future__ import annotations

import base64
import hashlib
import re
from copy import deepcopy
from typing import Any

from francis.errors import FrancisError
from francis.formats.charts import svg
from francis.formats.html import ARROWS, UNWRITABLE, Page, page_of
from francis.formats.text import scripts
from francis.formats.vocabulary import TEXT_TABLE, kind_of

FILTERED = ("positions", "plan")
"""The classes of the tables that have a filter: those with a row for each of what a paper is about."""


def to_page(html: str | Page, styles: str, script: str) -> bytes:
    """Return a page that needs nothing else: no network, no other file.

    The machine's own Arial stands in for the font of the PDF, which has the same widths and would
    weigh more than all the rest.
    """
    from lxml import etree
    from lxml import html as lxml_html

    def add(parent: Any, tag: str, attributes: dict[str, str], text: str = "") -> None:
        element = etree.SubElement(parent, tag, attributes)
        element.text = text

    styles, script = styles_of(styles), _script_of(script)
    tree: Any = deepcopy(page_of(html).root)
    head, body = tree.find("head"), tree.find("body")
    add(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _policy(script)})
    add(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    add(head, "style", {}, re.sub(r"@font-face\s*\{[^}]*\}\s*", "", styles))
    if scripts.of_page(tree):
        add(head, "style", {}, scripts.SCRIPT_STYLES)
    for furniture in body.xpath("header[@class='page-header'] | footer[@class='page-footer']"):
        _drop(furniture)  # a page of the web has no pages to number
    _skip_link(body)
    svg.draw(body)
    for span in body.iter("span"):
        if heard := ARROWS.get(kind_of(span)):
            span.attrib.update({"role": "img", "aria-label": heard})
    for number, table in enumerate(body.iterfind(".//table")):
        keep_meaning(table)
        if table.get("class") in FILTERED:
            table.set("id", f"table-{number}")
            table.addprevious(_filter(table.get("id")))
    add(body, "script", {}, script)
    page: bytes = lxml_html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>")
    return page + b"\n"


def styles_of(text: str) -> str:
    """Return a style sheet that may stand in a page; refuse one that would end its element there.

    HTML ends a `style` at `</style`, in any case, whatever it stands in.
    """
    return _embedded(text, "style", "house.css", "a style sheet")


def _script_of(text: str) -> str:
    """Return a script that may stand in a page, in the same way."""
    return _embedded(text, "script", "page.js", "a script")


def _embedded(text: str, element: str, file: str, what: str) -> str:
    ends = re.search(rf"</\s*{element}|<!--|-->", text, re.IGNORECASE)
    if found := ends or UNWRITABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        shown = f"“{found[0]}”" if ends else f"the character U+{ord(found[0]):04X}"
        raise FrancisError(f"templates/{file}:{line}: {what} cannot have {shown} in it. Remove it.")
    return text


def _policy(script: str) -> str:
    """Return what the browser may load: the styles and the one script of the page, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"


def _drop(element: Any) -> None:
    """Take an element out, and leave the white space behind it."""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def _skip_link(body: Any) -> None:
    """Put a link to the paper before all else, for those who go from link to link."""
    link = body.makeelement("a", {"class": "skip-link", "href": "#paper"})
    link.text = "Skip to the paper"
    body.insert(0, link)


ARIA_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def keep_meaning(table: Any) -> None:
    """Give a table its roles, which browsers forget once a narrow screen stacks its cells.

    Each cell also learns the heading of its column, to show it where the column is gone.
    """
    table.set("role", "table")
    if kind_of(table) == TEXT_TABLE:
        table.set("aria-label", table.get("data-description", ""))
    labels = [" ".join("".join(th.itertext()).split()) for th in table.iterfind("thead/tr/th")]
    for element in table.iter():
        if element.tag in ARIA_ROLES:
            element.set("role", ARIA_ROLES[element.tag])
        elif element.tag == "th":
            element.set("role", "rowheader" if element.get("scope") == "row" else "columnheader")
    for row in table.iterfind("tbody/tr"):
        cells = row.findall("*")
        if len(cells) == len(labels):
            for cell, label in zip(cells, labels, strict=True):
                cell.set("data-label", label)


def _filter(table: str) -> Any:
    """Return the search field over a table; it stays hidden where no script runs."""
    from lxml import html as lxml_html

    return lxml_html.fragment_fromstring(
        f'<form class="filter" role="search" hidden data-table="{table}">'
        f'<label for="{table}-words">Show only rows that contain</label>'
        f'<input id="{table}-words" type="search" autocomplete="off" spellcheck="false">'
        '<p role="status"></p></form>'
    )
