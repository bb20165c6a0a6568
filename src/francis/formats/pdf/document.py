"""The PDF of a paper: HTML and a style sheet in, PDF/UA-1 out.

WeasyPrint lays out and paints; the tags are written by `tags`.
"""

from __future__ import annotations

import logging
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from francis.errors import FrancisError
from francis.formats.charts import svg
from francis.formats.pdf import tags
from francis.formats.pdf.tags import HEADINGS, link_text

BASE = "https://templates.invalid/"
"""What relative addresses are joined to; nothing but the folders of templates answers for it."""

LIBRARIES = {
    "darwin": "run “brew install pango”",
    "linux": "run “sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0”",
    "win32": "install MSYS2 and run “pacman -S mingw-w64-x86_64-pango” in its shell",
}
"""How to get WeasyPrint's native libraries, by `sys.platform`, as its documentation says."""


class PdfUnavailable(FrancisError):
    """WeasyPrint cannot load its native libraries; the text says how to get them."""


def to_pdf(html: str, styles: str, folders: Sequence[Path]) -> bytes:
    """Return the paper as a tagged PDF: the same bytes for the same input, in any process.

    Relative addresses in `html` and `styles` are looked for in `folders`, in their order; nothing
    else is fetched. Raises `PdfUnavailable` where WeasyPrint cannot load its native libraries, and
    `FrancisError` where a file is refused, missing or broken, or a link leads nowhere.
    """
    prepare()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    with _complaints() as complaints:
        fetcher = _fetcher(folders, complaints)
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=styles, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
        page = weasyprint.HTML(string=svg.drawn(html), base_url=BASE, url_fetcher=fetcher)
        try:
            paper = _printed(page, {"stylesheets": [sheet], "font_config": fonts})
        except RecursionError:
            complaints.append("Its elements are nested too deeply.")
    if complaints:
        raise FrancisError("No PDF was made. " + " ".join(dict.fromkeys(complaints)))
    return paper


def prepare() -> None:
    """Import WeasyPrint, which takes half a second; raise `PdfUnavailable` where it cannot be had."""
    try:
        with redirect_stdout(StringIO()):  # where it would print advice of its own
            import weasyprint  # noqa: F401 - for whoever imports it next
    except OSError as error:
        remedy = LIBRARIES.get(sys.platform, LIBRARIES["linux"])
        raise PdfUnavailable(
            f"No PDF was made: the libraries that draw it are not on this computer; {remedy}."
        ) from error


def _printed(page: Any, look: dict[str, Any]) -> bytes:
    look |= {"presentational_hints": True}  # for the start of a list
    laid_out = page.render(**look, pdf_variant="pdf/ua-1")
    if rows := [*_overlong_rows(laid_out), *_stranding_rows(laid_out)]:
        for row in rows:
            row.set("style", f"{row.get('style', '')}; break-inside: auto")
        laid_out = page.render(**look, pdf_variant="pdf/ua-1")
    paper: bytes = laid_out.write_pdf(finisher=tags.write, pdf_variant="pdf/ua-1")
    return paper


def _overlong_rows(document: Any) -> list[Any]:
    """Return the rows (tr) that are on more than one page although they were not to be split.

    WeasyPrint leaves an empty page before such a row, and takes the header off its pages. Told that
    it may be split, it does neither.
    """
    first: dict[Any, int] = {}
    long: dict[Any, None] = {}
    for number, page in enumerate(document.pages):
        waiting = [page._page_box]
        while waiting:
            box = waiting.pop()
            if box.element_tag in ("thead", "tfoot"):
                continue
            waiting += getattr(box, "children", ())
            whole = box.element_tag == "tr" and box.style["break_inside"] != "auto"
            if whole and first.setdefault(box.element, number) != number:
                long[box.element] = None
    return list(long)


def _stranding_rows(document: Any) -> Iterator[Any]:
    """Yield the rows that fit on a page, but not below the headings that must stay with them.

    WeasyPrint leaves the last heading alone on a page then. Told that the row may be split, it puts
    the row's beginning below it.
    """
    for page, after in pairwise(document.pages):
        if _ends_in_heading(page._page_box.children[0]):
            rows = (box for box in after._page_box.descendants() if box.element_tag == "tr")
            of_text = (row for row in rows if row.element.find("td") is not None)
            whole = (row.element for row in of_text if row.style["break_after"] != "avoid")
            yield from islice(whole, 1)


def _ends_in_heading(box: Any) -> bool:
    while children := getattr(box, "children", ()):
        box = children[-1]
        if box.element_tag in HEADINGS:
            return True
    return False


# What WeasyPrint may read, and what it complains of


def _fetcher(folders: Sequence[Path], complaints: list[str]) -> Any:
    """Return the only way from WeasyPrint to files; what is refused is added to `complaints`.

    WeasyPrint goes on without a file that it cannot have, so an error alone would be lost.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Templates(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        """Answers from the folders of templates, and from nowhere else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            try:
                return URLFetcherResponse(url, _file(url, folders).read_bytes())
            except (OSError, ValueError) as error:
                complaints.append(f"{_shortened(url)}: {_reason(error)}.")
                raise

    return Templates()


def _file(url: str, folders: Sequence[Path]) -> Path:
    """Return the file in the first folder that has it; raise ValueError for any other address."""
    if not url.startswith(BASE):
        raise ValueError("only files of the templates folder may be used in a paper")
    name = unquote(url.removeprefix(BASE).split("?")[0].split("#")[0])
    for folder in folders:
        root = folder.resolve()
        path = root.joinpath(*name.split("/"))
        if not path.is_file():
            continue
        if path.resolve() != path or not path.is_relative_to(root):
            raise ValueError("links and paths that leave the templates folder are not followed")
        return path
    raise ValueError("there is no such file in the templates folder")


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)


def _shortened(url: str) -> str:
    name = unquote(url.removeprefix(BASE))
    return name if len(name) <= 80 else name[:79] + "…"


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Gather what WeasyPrint only logs: its errors, and the fonts that it could not use."""
    complaints: list[str] = []

    class Listener(logging.Handler):
        """Keeps the messages that mean a paper without one of its parts."""

        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            about_fonts = message.startswith("Font-face")
            about_alt = "required alt" in message  # said of decoration too; `hazards` knows better
            if (record.levelno >= logging.ERROR or about_fonts) and not about_alt:
                complaints.append(message.rstrip(".") + ".")

    logger = logging.getLogger("weasyprint")
    listener = Listener(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield complaints
    finally:
        logger.removeHandler(listener)


# What a paper must not hold


def hazards(html: str, fonts: Sequence[Path] = ()) -> list[str]:
    """Return, in plain English, what in a paper no tags could make good.

    Each of these was seen to fail a check of PDF/UA-1, or to send a reader astray. `fonts` are the
    files of the paper's font: a character that none of them has would be painted from whatever
    font a computer happens to have, or as an empty box.
    """
    from lxml.html import document_fromstring

    page = document_fromstring(html)
    found = [
        *_nameless(page),
        *_astray(page),
        *_misplaced_headings(page),
        *(fault for table in page.iter("table") for fault in _broken_table(table)),
        *(_strangers(page.text_content(), fonts) if fonts else ()),
    ]
    return list(dict.fromkeys(found))


def _nameless(page: Any) -> Iterator[str]:
    """Yield what says nothing to somebody who cannot see it."""
    if not page.get("lang"):
        yield 'The paper does not say its language, as in <html lang="en-GB">.'
    if not page.findtext(".//title", "").strip():
        yield "The paper has no title, as in <title>Action plan</title>."
    for image in page.iter("img"):
        if image.get("alt") is None:
            yield f"The image {image.get('src')} has no alternative text (alt)."
    for drawing in page.iter("svg"):
        if not (
            drawing.findtext("title") or drawing.get("aria-label") or drawing.get("aria-hidden")
        ):
            yield "A drawing (svg) does not begin with a <title> that says what it shows."
    for item in page.iter("li"):
        if not item.text_content().strip() and item.find(".//img") is None:
            yield "An item of a list has no words."
    for link in page.iterfind(".//a[@href]"):
        if not link_text(link):
            yield f"The link to {link.get('href')} has no words."


def _astray(page: Any) -> Iterator[str]:
    """Yield the links that lead nowhere, or elsewhere than they say."""
    names = [element.get("id") for element in page.iterfind(".//*[@id]")]
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{times} elements are named “{name}”, and a link reaches only the first."
    for link in page.iterfind(".//a[@href]"):
        address = link.get("href")
        if address.startswith("#") and unquote(address[1:]) not in names:
            yield f"The link “{link_text(link)}” leads to “{address[1:]}”, which is not in the paper."
        elif not address.startswith("#") and not urlsplit(address).scheme:
            yield f"The link “{link_text(link)}” leads to {address}, which works on one website only."
        if any(
            "page-" in above.get("class", "") for above in link.iterancestors("header", "footer")
        ):
            yield f"The link “{link_text(link)}” does not work at the head or foot of pages."


def _misplaced_headings(page: Any) -> Iterator[str]:
    last = 0
    for heading in page.iter(*HEADINGS):
        level, words = int(heading.tag[1]), " ".join(heading.text_content().split())
        if not words:
            yield f"A heading ({heading.tag}) has no words."
        if level > last + 1:
            yield f"The heading “{words}” is an {heading.tag}, and no h{level - 1} comes before it."
        last = level


def _broken_table(table: Any) -> Iterator[str]:
    """Yield what keeps the cells of a table from finding their headers."""
    name = " ".join(table.findtext("caption", "").split()) or "without a caption"
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if next(table.iter("th"), None) is None:
        yield f"The table “{name}” has no header cells (th)."
    widths, below = set(), Counter[int]()
    for number, row in enumerate(rows):
        for cell in row.iterchildren("th", "td"):
            across, down = (_span(cell, name) for name in ("colspan", "rowspan"))
            below.update(dict.fromkeys(range(number, min(number + down, len(rows))), across))
        widths.add(below[number])
    if len(widths) > 1:
        yield f"The rows of the table “{name}” have between {min(widths)} and {max(widths)} columns."


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "")
    return min(int(value), 1000) if value.isascii() and value.isdigit() and int(value) else 1


def _strangers(text: str, fonts: Sequence[Path]) -> Iterator[str]:
    from fontTools.ttLib import TTFont

    missing = {ord(letter) for letter in text} - {ord("\n"), ord("\t"), ord("\r")}
    for path in fonts:
        if missing:
            with TTFont(path, lazy=True) as font:
                missing -= font.getBestCmap().keys()
    for letter in map(chr, sorted(missing)):
        name = unicodedata.name(letter, "unnamed")
        yield f"The font has no “{letter}” (U+{ord(letter):04X}, {name.lower()})."
