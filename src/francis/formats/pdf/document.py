"""The PDF of a paper: HTML and a style sheet in, PDF/UA-1 out.

WeasyPrint lays out and paints; the tags are written by `tags`.
"""

from __future__ import annotations

import logging
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from copy import deepcopy
from io import StringIO
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

from francis.errors import FrancisError
from francis.formats.charts import svg
from francis.formats.html import Page, page_header, page_of
from francis.formats.pdf import tags
from francis.formats.pdf.tags import HEADINGS, SVG_NAMESPACE
from francis.formats.text import scripts
from francis.formats.web_page import styles_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

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


def to_pdf(html: str | Page, styles: str, folders: Sequence[Path]) -> bytes:
    """Return the paper as a tagged PDF: the same bytes for the same input, in any process.

    Relative addresses in `html` and `styles` are looked for in `folders`, in their order; nothing
    else is fetched. Raises `PdfUnavailable` where WeasyPrint cannot load its native libraries, and
    `PageError` for HTML outside the vocabulary, and `FrancisError` where a file is refused, missing or broken.
    """
    root = page_of(html).root
    styles += _script_styles(root, folders)
    prepare()
    import weasyprint
    from cssselect2 import ElementWrapper
    from weasyprint.text.fonts import FontConfiguration

    with _complaints() as complaints:
        fetcher = _fetcher(folders, complaints)
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(
            string=styles_of(styles), base_url=BASE, url_fetcher=fetcher, font_config=fonts
        )
        page = weasyprint.HTML(string="<p>", base_url=BASE, url_fetcher=fetcher)
        page.wrapper_element = ElementWrapper.from_html_root(_drawn(root), content_language=None)
        page.etree_element = page.wrapper_element.etree_element
        paper = _printed(page, {"stylesheets": [sheet], "font_config": fonts})
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
            f"No PDF was made, because this computer does not have the libraries for it. To install them, {remedy}."
        ) from error


def _drawn(root: Element) -> ElementTree.Element:
    """Return a paper with its mark and a drawing in each chart, as the elements that WeasyPrint works on."""
    copy = deepcopy(root)
    svg.draw(copy)
    body: Any = copy.find("body")
    header = page_header(copy, "p", "p.notice")
    for before in body.findall("header"):
        body.remove(before)
    if header is not None:
        body.insert(0, header)
    return _copied(copy, "")


def _copied(element: Element, namespace: str) -> ElementTree.Element:
    namespace = SVG_NAMESPACE if element.tag == "svg" else namespace
    copy = ElementTree.Element(namespace + element.tag, dict(element.items()))
    parent, before = element.getparent(), element.getprevious()
    follows = parent is not None and (before is not None or bool((parent.text or "").strip()))
    copy.text = _breakable(element.text) if follows else element.text
    copy.tail = _breakable(element.tail)
    if copy.text and _NO_BREAK_HYPHEN in copy.text:
        copy.text = copy.text.replace(_NO_BREAK_HYPHEN, _HELD_HYPHEN)
    if copy.tail and _NO_BREAK_HYPHEN in copy.tail:
        copy.tail = copy.tail.replace(_NO_BREAK_HYPHEN, _HELD_HYPHEN)
    copy.extend([_copied(child, namespace) for child in element])
    return copy


_LONG_RUN = re.compile(r"\S{40}")


def _breakable(text: str | None) -> str | None:
    """Return text before whose first word a line may end, if that is long.

    Where no space parts two elements, WeasyPrint breaks a long word of the second at no place at all.
    """
    return f"\u200b{text}" if text and _LONG_RUN.match(text) else text


_NO_BREAK_HYPHEN, _HELD_HYPHEN = "\u2011", "\u2060-\u2060"
"""A hyphen at which no line ends, and what is painted for it: the font has it only without that quality."""


def _printed(page: Any, look: dict[str, Any]) -> bytes:
    look |= {"presentational_hints": True}  # for the start of a list
    laid_out = page.render(**look, pdf_variant="pdf/ua-1")
    for _ in range(_MOST_LAYOUTS - 1):
        loose = [*_overlong_rows(laid_out), *_stranding_rows(laid_out)]
        late = islice(_lopsided_rows(laid_out), 1)  # what follows it will stand elsewhere
        changes = [(row, "break-inside: auto") for row in loose] or [
            (_with_what_leads_to(row, page.etree_element), "break-before: page") for row in late
        ]
        if not changes:
            break
        for element, style in changes:
            element.set("style", f"{element.get('style', '')}; {style}")
        laid_out = page.render(**look, pdf_variant="pdf/ua-1")
    paper: bytes = laid_out.write_pdf(finisher=tags.write, pdf_variant="pdf/ua-1")
    return paper


_MOST_LAYOUTS = 8
"""How often a paper is laid out at most: what is mended on one page moves all that follow."""


def _lopsided_rows(document: Any) -> Iterator[Any]:
    """Yield the rows that begin on a page with some of their cells, and on the next with the others.

    WeasyPrint leaves a cell empty whose first lines have no room, whatever stands beside it.
    """
    seen: set[Any] = set()
    for page in document.pages:
        for box in page._page_box.descendants():
            if box.element_tag != "tr" or box.element in seen:
                continue
            seen.add(box.element)
            worded = (cell for cell in box.children if "".join(cell.element.itertext()).strip())
            if len({_has_lines(cell) for cell in worded}) > 1:
                yield box.element


def _with_what_leads_to(row: Any, root: Any) -> Any:
    """Return where a page must begin for a row to stand at its top: with the headings above the row, if it has any."""
    parents = {child: parent for parent in root.iter() for child in parent}
    first = row
    while True:
        parent = parents[first]
        above = list(parent)[: list(parent).index(first)]
        if above and (above[-1].get("class") == "theme" or above[-1].tag in HEADINGS):
            first = above[-1]
        elif first.tag in ("tr", "tbody") and not [e for e in above if e.tag in ("tr", "tbody")]:
            first = parent
        else:
            return first


def _has_lines(cell: Any) -> bool:
    from weasyprint.formatting_structure.boxes import LineBox

    return any(isinstance(box, LineBox) for box in cell.descendants())


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
        raise ValueError("a paper can use only files in the templates folder")
    name = unquote(url.removeprefix(BASE).split("?")[0].split("#")[0])
    for folder in folders:
        root = folder.resolve()
        path = root.joinpath(*name.split("/"))
        if not path.is_file():
            continue
        if path.resolve() != path or not path.is_relative_to(root):
            raise ValueError("the file is outside the templates folder")
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
            if record.levelno >= logging.ERROR or about_fonts:
                complaints.append(message.rstrip(".") + ".")

    logger = logging.getLogger("weasyprint")
    listener = Listener(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield complaints
    finally:
        logger.removeHandler(listener)


# Other scripts, and what no font has


def _script_styles(root: Element, folders: Sequence[Path]) -> str:
    """Return the styles of the other scripts in a paper: their fonts, as far as there are any, and their direction."""
    used = scripts.of_page(root)
    faces = (
        f'@font-face {{ font-family: "House {script.key}"; font-weight: {weight}; '
        f'src: url("fonts/{script.font}-{style}.ttf"); }}\n'
        f'[data-script="{script.key}"] {{ font-family: "House {script.key}", "House Sans", sans-serif; }}\n'
        for script in used
        for style, weight in (("Regular", "normal"), ("Bold", "bold"))
        if any((folder / "fonts" / f"{script.font}-{style}.ttf").is_file() for folder in folders)
    )
    return "".join(["\n", *faces, scripts.SCRIPT_STYLES]) if used else ""


MOST_NAMED = 5
"""How many characters a message names of those that are missing."""


def hazards(page: Page, fonts: Sequence[Path]) -> list[str]:
    """Return what none of the files of fonts has, in one message for each script.

    It would be painted from whatever font a computer happens to have, or as an empty box.
    """
    if not fonts:
        return []
    of_scripts: dict[str, set[str]] = {}
    text = "".join(page.root.itertext()).replace(_NO_BREAK_HYPHEN, "-")
    parts = scripts.stretches(text) if scripts.is_other(text) else [("", text)]
    for key, words in parts:
        of_scripts.setdefault(key, set()).update(words)
    known = scripts.all_scripts() if of_scripts.keys() - {""} else {}
    own = tuple(f"{script.font}-" for script in known.values() if script.font != HOUSE_FONT)
    house = [font for font in fonts if not font.name.startswith(own)] if own else list(fonts)
    messages = []
    for key, letters in of_scripts.items():
        files = [f for f in fonts if key and f.name.startswith(f"{known[key].font}-")]
        missing = _missing(letters, [*files, *house])
        if missing and key and not files:
            messages.append(
                f"There is no font for {known[key].name} ({_named(missing)}). "
                f"Put {known[key].font}-Regular.ttf into templates/fonts."
            )
        elif missing:
            messages += _strangers(missing)
    return messages


HOUSE_FONT = "LiberationSans"
"""The font of papers, which has a few other scripts too."""


def _missing(letters: Iterable[str], fonts: Iterable[Path]) -> list[str]:
    """Return the letters that none of the files of fonts has, in their order."""
    from fontTools.ttLib import TTFont

    missing = {ord(letter) for letter in letters} - {ord("\n"), ord("\t"), ord("\r")}
    for path in fonts:
        if missing:
            with TTFont(path, lazy=True) as font:
                missing -= font.getBestCmap().keys()
    return list(map(chr, sorted(missing)))


def _strangers(missing: Sequence[str]) -> Iterator[str]:
    """Yield a message for each script that letters without a font are of, and one for each other character."""
    of_scripts: dict[str, list[str]] = {}
    for letter in missing:
        name = unicodedata.name(letter, "unnamed")
        is_letter = unicodedata.category(letter)[0] in "LM"
        of_scripts.setdefault(name.split()[0] if is_letter else name, []).append(letter)
    for letters in of_scripts.values():
        yield f"The font has no {_named(letters)}."


def _named(letters: Sequence[str]) -> str:
    """Return letters with their names, the first few of them."""
    named = [
        f"“{letter}” (U+{ord(letter):04X}, {unicodedata.name(letter, 'unnamed').lower()})"
        for letter in letters[:MOST_NAMED]
    ]
    rest = len(letters) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")
