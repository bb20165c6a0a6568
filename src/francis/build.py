"""Making papers: each register through its templates into the formats asked for, all in memory."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from francis import __version__, excel, git, markup, page, papers, pdf, render, tracker, word
from francis.errors import FrancisError
from francis.house import HouseError
from francis.model import Register
from francis.papers import Paper
from francis.workspace import RECORD, template, template_folders


@dataclass(frozen=True)
class Made:
    """The files of the papers by their path below the output folder, and what went wrong.

    A paper of which something could not be had (a PDF, where its library is missing) is made as far
    as it can be, and `messages` say what is missing and what to do.
    """

    files: dict[str, bytes]
    messages: tuple[str, ...]


def make(
    root: Path,
    registers: Sequence[Register],
    wanted: Sequence[Paper],
    formats: Sequence[str],
    *,
    epoch: datetime.datetime | None = None,
    final: bool = False,
    started: Callable[[str], None] = lambda path: None,
) -> Made:
    """Return every wanted paper that a register has, in every format asked for that the paper has.

    A paper carries the mark of a draft unless it is `final`. `epoch` is the moment that files name as theirs, otherwise the start of the day at which their
    record is true; `started` is called with the path of each file before it is made.
    """
    folders = template_folders(root)
    files: dict[str, bytes] = {}
    messages: dict[str, None] = {}
    for register in registers:
        origin = str(git.provenance(root, _paths(register)))
        moment = epoch or datetime.datetime.combine(register.year.as_at, datetime.time())
        for paper in papers.of(register):
            if paper not in wanted:
                continue
            html = render.paper(
                paper.template,
                register,
                folders,
                provenance=origin,
                made=moment,
                version=__version__,
                final=final,
            )
            markup.check(html)
            for form in [form for form in formats if form in paper.formats]:
                path = f"{papers.stem(register, paper)}.{form}"
                started(path)
                try:
                    if form == "xlsx":
                        book = tracker.book(
                            register,
                            provenance=origin,
                            made=moment,
                            version=__version__,
                            final=final,
                        )
                        files[path] = excel.make(book)
                    else:
                        files[path] = _file(form, html, folders, register.form(paper.name).house)
                except pdf.PdfUnavailable as error:
                    messages[str(error)] = None
                except RecursionError:
                    message = f"templates/{paper.template}: its elements are nested too deeply."
                    raise FrancisError(message) from None
            if "pdf" in formats:
                fonts = [font for folder in folders for font in sorted(folder.glob("fonts/*.ttf"))]
                for hazard in pdf.hazards(html, fonts):
                    messages[f"{papers.stem(register, paper)}.pdf: {hazard}"] = None
    return Made(files, tuple(messages))


def planned(
    registers: Sequence[Register], wanted: Sequence[Paper], formats: Sequence[str]
) -> list[tuple[Register, Paper, str]]:
    """Return what `make` makes: each wanted paper that a register has, in each format that it has."""
    return [
        (register, paper, form)
        for register in registers
        for paper in papers.of(register)
        for form in paper.formats
        if paper in wanted and form in formats
    ]


def _paths(register: Register) -> tuple[str, ...]:
    """Return the files and folders that a register was read from."""
    body = f"{RECORD}/{register.body_id}"
    return f"{RECORD}/{register.set_id}", f"{body}/body.yaml", f"{body}/{register.year_id}"


def _file(form: str, html: str, folders: Sequence[Path], house: str | None) -> bytes:
    """Return the HTML of a paper as a file of the format `form`.

    `house` names the Word file that the Word paper is made in, if it is not that of all papers. What
    either lacks comes from the one that came with the program.
    """
    if form == "docx":
        name = house or "house.docx"
        try:
            return word.make(html, template(name, folders), template("house.docx", folders[-1:]))
        except HouseError as error:
            raise FrancisError(f"templates/{name}: {error}") from error
    styles = _text("house.css", folders)
    if form == "pdf":
        return pdf.make(html, styles, folders)
    return page.make(html, styles, _text("page.js", folders))


def _text(name: str, folders: Sequence[Path]) -> str:
    try:
        return template(name, folders).decode()
    except UnicodeDecodeError as error:
        raise FrancisError(f"templates/{name} is not UTF-8: save it with that encoding.") from error
