"""The report of many bodies on one set: a paper in every format and a workbook, read back before they are written."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from francis import __version__, workspace
from francis.collate.book import book_of
from francis.collate.figures import CollatedFigures
from francis.errors import FrancisError
from francis.formats.excel.workbook import to_excel
from francis.formats.html import Page, PageError
from francis.formats.reading_back.contents import Contents
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.workbook import read_rows
from francis.papers import agreement, made_list, making, templates
from francis.papers.agreement import Difference, PaperSource
from francis.record.prose import first_upper, with_article
from francis.record.writing.locks import Wait, lock
from francis.record.writing.whole_files import fingerprints_in, write_whole

REPORT_TEMPLATE = "collated-report.html.j2"
_STEM = "report"
"""What the files of the report are called, without their extension."""
_LIST = ".report.json"
"""The file beside the report that says what it was made from."""
_MOST_OUTLIERS = 60
"""How many outliers the paper lists; the workbook has all."""


class LeftOut(NamedTuple):
    """A body that is left out, and why."""

    name: str
    why: str


def report_files(
    figures: CollatedFigures,
    forms: Collection[str],
    folders: Sequence[Path],
    left_out: Sequence[LeftOut] = (),
    moment: datetime.datetime | None = None,
) -> dict[str, bytes]:
    """Return the report in the formats that are asked for, by the names of its files.

    `folders` are those of templates, and `moment` is what files name as their time: otherwise the day. Raise
    FrancisError if a file does not say what it was made from, or a figure of it is not the one that was counted.
    """
    title = title_of(figures)
    made = moment or datetime.datetime.combine(figures.day, datetime.time())
    words = {
        "report": figures,
        "title": title,
        "made": made,
        "version": __version__,
        "left_out": left_out,
        "most": _MOST_OUTLIERS,
    }
    html = templates.render(REPORT_TEMPLATE, folders, words)
    try:
        page = Page(html)
    except PageError as error:
        raise FrancisError(f"templates/{REPORT_TEMPLATE}: {error}") from error
    source = PaperSource(f"templates/{REPORT_TEMPLATE}", read_html(page.root))
    differences = [*_miscounted(source.contents, figures.figures)]
    files = {}
    for form in forms:
        name, of = f"{_STEM}.{form}", source
        if form == "xlsx":
            book = book_of(figures, title, made)
            files[name], of = to_excel(book), PaperSource(f"the rows for {name}", read_rows(book))
        else:
            files[name] = making.printed_page(page, form, folders)
        differences += agreement.file(name, files[name], of).faults
    agreement.refuse_differences(differences)
    return files


def update_report(
    target: Path,
    figures: CollatedFigures,
    forms: Collection[str],
    left_out: Sequence[LeftOut],
    moment: datetime.datetime | None,
    waiting: Wait,
) -> list[str]:
    """Write the report into a folder, whole or not at all; return the names of its files.

    Where all that it is made from is as it was the last time, and so are its files, nothing is made.
    """
    folders = (workspace.packaged() / "templates",)
    names = [f"{_STEM}.{form}" for form in forms]
    said = repr((figures, [*forms], [*left_out], moment, *made_list.tree_digests(folders[0])))
    key = sha256(f"{made_list.program_digest()}\n{said}".encode()).hexdigest()
    there = fingerprints_in(target, names)
    if _last(target) == {"key": key, "files": there} and all(there.values()):
        return names
    files = report_files(figures, forms, folders, left_out, moment)
    made = {name: sha256(data).hexdigest() for name, data in files.items()}
    files[_LIST] = json.dumps({"key": key, "files": made}, indent=1).encode()
    with lock(target, waiting) as held:
        write_whole(held, files, fingerprints_in(target, files))
    return names


def _last(target: Path) -> object:
    """Return what the last report was made from, and its files; None if that cannot be read."""
    try:
        return json.loads((target / _LIST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def title_of(figures: CollatedFigures) -> str:
    """Return the title of the report."""
    many = len(figures.members)
    bodies = "1 body" if many == 1 else f"{many:,} bodies"
    title = str(figures.of_set.get("short_title", figures.set_id))
    return f"{first_upper(with_article(title))}: progress of {bodies}"


def _miscounted(contents: Contents, figures: Mapping[str, int]) -> Iterator[Difference]:
    """Yield the figures that the page marks and that are none, or say another number than was counted."""
    cells = (cell for table in contents.tables for row in table.rows for cell in row.cells)
    for text in (*cells, *contents.lines):
        for mark in text.marks:
            said = text.words[mark.start : mark.end].strip()
            true = figures.get(mark.name)
            if said.replace(",", "") != str(true):
                places = (
                    (f"“{said}”", f"templates/{REPORT_TEMPLATE}"),
                    (f"“{true}”", "the dataset"),
                )
                yield Difference(f"figure {mark.name}", places)
