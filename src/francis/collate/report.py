"""The report of many bodies on one set: a paper in every format and a workbook, read back before they are written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from francis import __version__, workspace
from francis.collate.book import book_of
from francis.collate.figures import CollatedFigures
from francis.errors import FrancisError
from francis.formats.excel.workbook import Book, to_excel
from francis.formats.html import Page, PageError
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.workbook import read_rows
from francis.papers import agreement, made_list, making, templates
from francis.papers.agreement import Difference, PaperSource
from francis.record.days import Day
from francis.record.paper_kinds import FORMATS
from francis.record.prose import first_upper, with_article
from francis.record.writing.locks import Wait, lock
from francis.record.writing.made_lists import made_bytes, read_made
from francis.record.writing.whole_files import fingerprint_of, fingerprints_in, write_whole

REPORT_FORMAT = 1
"""The format of the list of what was made of a report."""
REPORT_TEMPLATE = "collated-report.html.j2"
_MOST_OUTLIERS = 60
"""How many outliers the paper lists; the workbook has all."""


class LeftOut(NamedTuple):
    """A body that is left out, and why."""

    name: str
    why: str


class Report(NamedTuple):
    """A paper of many bodies: the name of its files, its template with what that prints, its figures, and its rows if it has any.

    `day` is what it is as at. The figures are by the names under which the template marks them.
    """

    stem: str
    template: str
    title: str
    day: Day
    words: Mapping[str, Any]
    figures: Mapping[str, int]
    rows: Callable[[str, datetime.datetime], Book] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the formats that it has."""
        return FORMATS if self.rows else FORMATS[:3]


def country_report(
    figures: CollatedFigures, left_out: Sequence[LeftOut] = (), *, drafts: bool = False
) -> Report:
    """Return the report of all bodies on a set."""
    many = len(figures.members)
    of_set = first_upper(with_article(str(figures.of_set.get("short_title", figures.set_id))))
    title = f"{of_set}: progress of {'1 body' if many == 1 else f'{many:,} bodies'}"
    words = {
        "report": figures,
        "left_out": left_out,
        "most": _MOST_OUTLIERS,
        "drafts": drafts,
    }
    rows = partial(book_of, figures)
    named = "report", REPORT_TEMPLATE, title, figures.day
    return Report(*named, words, figures.figures, rows)


def report_files(
    report: Report,
    forms: Collection[str],
    folders: Sequence[Path],
    moment: datetime.datetime | None = None,
) -> dict[str, bytes]:
    """Return a report in those of its formats that are asked for, by the names of its files.

    `folders` are those of templates, and `moment` is what files name as their time: otherwise the day. Raise
    FrancisError if a file does not say what it was made from, or a figure of it is not the one that was counted.
    """
    made = moment or datetime.datetime.combine(report.day, datetime.time())
    words = {**report.words, "title": report.title, "made": made, "version": __version__}
    html = templates.render(report.template, folders, words)
    try:
        page = Page(html)
    except PageError as error:
        raise FrancisError(f"templates/{report.template}: {error}") from error
    source = PaperSource(f"templates/{report.template}", read_html(page.root))
    differences = [*_miscounted(source, report.figures)]
    files = {}
    for form in forms:
        name, of = f"{report.stem}.{form}", source
        if form == "xlsx" and report.rows:
            book = report.rows(report.title, made)
            files[name], of = to_excel(book), PaperSource(f"the rows for {name}", read_rows(book))
        else:
            files[name] = making.printed_page(page, form, folders)
        differences += agreement.file(name, files[name], of).faults
    agreement.refuse_differences(differences)
    return files


def update_report(
    target: Path,
    report: Report,
    forms: Collection[str],
    moment: datetime.datetime | None,
    waiting: Wait,
) -> list[str]:
    """Write a report into a folder, whole or not at all; return the names of its files.

    Where all that it is made from is as it was the last time, and so are its files, nothing is made.
    """
    folders = (workspace.packaged() / "templates",)
    forms = [form for form in report.forms if form in forms]
    names = [f"{report.stem}.{form}" for form in forms]
    said = repr((report.title, report.words, forms, moment, *made_list.tree_digests(folders[0])))
    key = sha256(f"{made_list.program_digest()}\n{said}".encode()).hexdigest()
    listed = f".{report.stem}.json"
    made = {"format": REPORT_FORMAT, "key": key, "files": fingerprints_in(target, names)}
    if read_made(target / listed, REPORT_FORMAT) == made:
        return names
    files = report_files(report, forms, folders, moment)
    digests = {name: fingerprint_of(data) for name, data in files.items()}
    files[listed] = made_bytes(REPORT_FORMAT, {"key": key, "files": digests})
    with lock(target, waiting) as held:
        write_whole(held, files, fingerprints_in(target, files))
    return names


def _miscounted(source: PaperSource, figures: Mapping[str, int]) -> Iterator[Difference]:
    """Yield the figures that the page marks and that are none, or say another number than was counted."""
    contents = source.contents
    cells = (cell for table in contents.tables for row in table.rows for cell in row.cells)
    for text in (*cells, *contents.lines):
        for mark in text.marks:
            said = text.words[mark.start : mark.end].strip()
            true = figures.get(mark.name)
            if said.replace(",", "") != str(true):
                places = ((f"“{said}”", source.name), (f"“{true}”", "the dataset"))
                yield Difference(f"figure {mark.name}", places)
