"""The PDF of a paper: HTML and a style sheet in, PDF/UA-1 out.

WeasyPrint lays out and paints. It tags each page by itself, though, so that a table on three pages
would be read as three tables with their headings as text. `make` therefore writes the tags again,
from WeasyPrint's boxes: one tag for each HTML element, whatever pages it crosses, and everything
that is repeated or painted for the page alone marked as an artifact (ISO 14289-1, 7.1).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from francis.errors import FrancisError

BASE = "https://templates.invalid/"
"""The address that relative ones are joined to; nothing but the template folders answers for it."""

LIBRARIES = {
    "darwin": "run 'brew install pango'",
    "win32": "install MSYS2, then run 'pacman -S mingw-w64-ucrt-x86_64-pango' in its shell",
    "linux": "run 'sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0'",
}
"""How to get WeasyPrint's native libraries, by `sys.platform`."""

ROLES = {
    "article": "Art", "section": "Sect", "nav": "Sect", "aside": "Sect", "div": "Div",
    "figure": "Div", "blockquote": "BlockQuote",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "p": "P",
    "ul": "L", "ol": "L", "dl": "L", "dt": "Lbl", "dd": "LBody", "li": "LBody",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead",
    "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
    "a": "Link", "img": "Figure", "svg": "Figure",
}  # fmt: skip
"""The tag of an HTML element (ISO 32000-1, 14.8.4); any other leaves its text to its parent."""

GROUPS = {"Document", "Art", "Sect", "Div", "BlockQuote", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR"}
"""Tags that hold other tags: text straight inside one is put in a paragraph."""

SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


class PdfUnavailable(FrancisError):
    """WeasyPrint's native libraries are missing; the text says how to get them on this system."""


def make(html: str, styles: str, folders: Sequence[Path]) -> bytes:
    """Return the paper as a tagged PDF, the same bytes for the same input.

    Relative addresses in `html` and `styles` are looked for in `folders`, in their order, and
    nothing else is fetched. Raises `PdfUnavailable` where WeasyPrint cannot load its libraries, and
    `FrancisError` when a file is refused, missing or broken, or a link leads nowhere.
    """
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        remedy = LIBRARIES.get(sys.platform, LIBRARIES["linux"])
        raise PdfUnavailable(
            f"The PDF needs WeasyPrint's libraries, which cannot be loaded: {remedy}."
        ) from error
    fetcher = _fetcher(folders)
    with _complaints() as complaints:
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(
            string=styles, base_url=BASE, url_fetcher=fetcher, font_config=fonts
        )
        page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        paper: bytes = page.write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", finisher=_retag
        )
    if problems := [*fetcher.refused, *complaints]:
        raise FrancisError("The PDF cannot be made: " + " ".join(dict.fromkeys(problems)))
    return paper
