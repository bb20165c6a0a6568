"""Making papers: each register through its templates into the formats asked for, all in memory."""

from __future__ import annotations

import atexit
import datetime
import gc
import html
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from francis import __version__, workers
from francis.errors import FrancisError, Place, Problem
from francis.formats import markdown, web_page
from francis.formats.excel.workbook import Book, to_excel
from francis.formats.html import Page, PageError
from francis.formats.pdf import document as pdf
from francis.formats.reading_back.contents import Contents
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.workbook import read_rows
from francis.formats.word import document as word
from francis.formats.word.house_file import HouseError
from francis.git import Committed, History, committed
from francis.papers import agreement, templates
from francis.papers.agreement import Difference, PaperSource, Reading
from francis.papers.reads import noting
from francis.papers.sources import UNCOMMITTED
from francis.papers.tracker.book import plan_workbook
from francis.record import paper_kinds
from francis.record.paper_kinds import OneSubject, Paper
from francis.record.queries.cover_answers import cover_answers
from francis.record.reading.folders import PROVIDERS
from francis.record.register import Register
from francis.workspace import RECORD, Files, read_files, template, template_folders


@dataclass(frozen=True)
class Job:
    """One file to make: a paper of a register, as its readers may see it, in one format.

    It carries the mark of a draft unless it is `final`; `moment` is what it names as its time, and
    `history` what git says of the files of the register, or the words that a comparison prints instead.
    A paper on one recommendation, or on one concern, has it as its `subject`.
    """

    register: Register
    paper: Paper
    form: str
    folders: tuple[Path, ...]
    history: History | str
    moment: datetime.datetime
    final: bool
    subject: OneSubject | None = None

    @property
    def stem(self) -> str:
        """Return where the paper stands below the output folder: its path without the file extension."""
        return paper_kinds.stem(self.register, self.paper, final=self.final)

    @property
    def path(self) -> str:
        """Return the path of the file below the output folder."""
        return f"{self.stem}.{self.form}"

    def provenance(self, is_read: Callable[[str], bool] = lambda path: True) -> str:
        """Return where the files that are read come from, as the paper prints it."""
        if isinstance(self.history, str):
            return self.history
        return str(self.history.provenance(is_read))


class File(NamedTuple):
    """A file that was made, what is to be said about it, and what was read back from it.

    What it was made from is among the `readings` of one of the files that were.
    """

    data: bytes
    messages: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Made:
    """The files that were made, by their path below the output folder, and what could not be had.

    A paper of which something could not be had (a PDF, where its library is missing) is made as far
    as it can be, and `messages` say what is missing and what to do.
    """

    files: dict[str, File]
    messages: tuple[str, ...]


def jobs(
    root: Path,
    registers: Iterable[Register],
    wanted: Collection[str],
    formats: Collection[str],
    *,
    epoch: datetime.datetime | None = None,
    final: bool = False,
    record: Files | None = None,
    commits: Committed | None = None,
) -> list[Job]:
    """Return what is to be made: each wanted paper that a register has, in each format that it has.

    Papers are `wanted` by their names or kinds, or all if there are none of these.
    `epoch` is the moment that files name as theirs, otherwise the start of the day at which their
    record is true. `record` are the files that the registers were read from, and `commits` what git
    says of the workspace, if they were read already.
    """
    folders = template_folders(root)
    if record is None:
        record = read_files(root) if (root / RECORD).is_dir() else {}
    commits = committed(root, RECORD) if commits is None else commits
    paths = sorted(record)
    return [
        Job(register, paper, form, folders, own, moment, final)
        for register in registers
        for own in [commits.history(read_by(register), files_of(register, record, paths))]
        for moment in [epoch or datetime.datetime.combine(register.as_at, datetime.time())]
        for paper in paper_kinds.of(register)
        for form in formats
        if paper.is_among(wanted) and form in paper.formats
    ]


def comparison(
    root: Path,
    names: tuple[str, str],
    old: Register,
    new: Register,
    form: str,
    epoch: datetime.datetime | None,
) -> Job:
    """Return the job of a comparison of two registers, whose names its pages print."""
    moment = epoch or datetime.datetime.combine(new.as_at, datetime.time())
    register = replace(new, earlier=old)
    return Job(
        register,
        paper_kinds.COMPARISON,
        form,
        template_folders(root),
        " → ".join(names),
        moment,
        final=True,
    )


def read_by(register: Register) -> tuple[str, ...]:
    """Return the files and folders that a register was read from, those of earlier years among them."""
    body = f"{RECORD}/{register.body_id}"
    sets = dict.fromkeys(f"{RECORD}/{year.set_id}" for year in register.years)
    providers = [f"{body}/{PROVIDERS}"] if register.dossiers else []
    years = (f"{body}/{year.year_id}" for year in register.years)
    return *sets, f"{body}/body.yaml", *providers, *years


def files_of(
    register: Register, record: Mapping[str, bytes], paths: Sequence[str]
) -> dict[str, bytes]:
    """Return those files of the record that a register was read from; `paths` are those of all, sorted."""
    found: dict[str, bytes] = {}
    for place in read_by(register):
        if place in record:
            found[place] = record[place]
        first, end = (bisect_left(paths, f"{place}{mark}") for mark in "/0")
        found |= {path: record[path] for path in paths[first:end]}  # 0 follows the slash
    return found


def against_final(wanted: Iterable[Job]) -> list[Problem]:
    """Return every reason why papers cannot be final: a year in draft, a record that is not committed."""
    reasons: dict[Problem, None] = {}
    for job in wanted:
        register = job.register
        own = (*_in_draft(register), *_sampled(register), *unfinished(register))
        reasons |= dict.fromkeys([*own, *_uncommitted(job)])
    return list(reasons)


_UNFINISHED = (
    ("unwritten", "is not written", "text", "Write the text."),
    (
        "for_review",
        "is to be reviewed, because the text that it answers has changed",
        "answers",
        "Read the new text, change the position if need be, and run: francis confirm {0}",
    ),
    (
        "carried",
        "was carried forward and not confirmed",
        "number",
        "Change it, or run: francis confirm {0}",
    ),
)
"""What keeps a position out of a final paper: the list of the register, what is said, where, and the remedy."""


def _sampled(register: Register) -> Iterator[Problem]:
    """Yield that there are samples left, if there are."""
    if register.samples:
        yield Problem(
            register.year.at(),
            f"there are samples ({', '.join(register.samples)}), so the papers cannot be final.",
            "not-final",
            "Put your own in their place, or delete them.",
        )


def unfinished(register: Register) -> Iterator[Problem]:
    """Yield each position that is not written, not reviewed or not confirmed."""
    for name, what, key, remedy in _UNFINISHED:
        for position in getattr(register, name):
            number = position.number
            yield Problem(
                position.at(key),
                f"the position on {number} {what}, so the papers cannot be final.",
                "not-final",
                remedy.format(number),
            )


def _in_draft(register: Register) -> list[Problem]:
    if register.year.status == "final":
        return []
    return [
        Problem(
            register.year.at("status"),
            "the year is a draft, so its papers cannot be final.",
            "not-final",
            "Write 'status: final' once the record is approved.",
        )
    ]


def _uncommitted(job: Job) -> list[Problem]:
    if isinstance(job.history, str):
        return []
    provenance = job.history.provenance()
    state = provenance.state
    if state == "unchanged":
        return []
    message, remedy = UNCOMMITTED[state]
    register = job.register
    places = {
        "changed": provenance.changed,
        "no history": (f"{RECORD}/{register.body_id}/{register.year_id}",),
    }.get(state, (RECORD,))
    return [Problem(Place(path), message, "not-final", remedy) for path in places]


Finished = Callable[[str, bool], None]
"""What is told of each file, by its path and whether it could be made, as soon as that is known."""


class Written(NamedTuple):
    """The HTML of a paper, which all its formats are made from, and where what it says comes from."""

    html: str
    provenance: str


def pages(wanted: Iterable[Job]) -> dict[str, Written]:
    """Return the page of each paper by its stem; raise every mistake of every template at once."""
    made, errors = pages_and_mistakes(wanted)
    raise_all(errors)
    return made


def pages_and_mistakes(wanted: Iterable[Job]) -> tuple[dict[str, Written], list[FrancisError]]:
    """Return the page of each paper by its stem, and the mistakes of templates that have none."""
    made: dict[str, Written] = {}
    errors = []
    for job in {job.stem: job for job in wanted}.values():
        try:
            made[job.stem] = _page(job)
        except FrancisError as error:
            errors.append(error)
    return made, errors


def make_papers(
    wanted: Sequence[Job],
    *,
    cores: int | None = None,
    finished: Finished = lambda path, made: None,
    written: Mapping[str, Written] | None = None,
) -> Made:
    """Return the files of all jobs, made by up to `cores` processes: otherwise by all that there are.

    Every mistake of every template is told at once, and nothing is returned then; nor where a file does
    not agree with the record or with another. `written` are the pages of these jobs, if there are any already.
    """
    with maker([job.form for job in wanted], cores, finished) as make:
        batch = make(wanted, pages(wanted) if written is None else written)
    refuse([batch])
    return Made(batch.files, tuple(dict.fromkeys(map(str, batch.missing))))


class Batch(NamedTuple):
    """What came of some jobs, in their order: the files, and what went wrong; `missing` is no fault of theirs."""

    files: dict[str, File]
    missing: list[pdf.PdfUnavailable]
    errors: list[FrancisError]
    differences: dict[str, tuple[Difference, ...]]
    """Those of each paper, by its stem, of which some file does not agree."""


@contextmanager
def maker(
    forms: Sequence[str], cores: int | None, finished: Finished
) -> Iterator[Callable[[Sequence[Job], Mapping[str, Written]], Batch]]:
    """Start as many processes as pay for files of these formats; return what makes the files of some jobs."""
    with workers.crew(_processes(forms, cores), partial(_prepare, frozenset(forms))) as shared_out:

        def make(jobs: Sequence[Job], written: Mapping[str, Written]) -> Batch:
            outcomes = {}
            for task, outcome in shared_out(_outcome, sorted(_tasks(jobs, written), key=_order)):
                outcomes[task.job.path] = outcome
                finished(task.job.path, isinstance(outcome, File))
            return _gathered(jobs, outcomes)

        yield make


def _gathered(jobs: Sequence[Job], made: Mapping[str, File | FrancisError]) -> Batch:
    """Return what came of jobs, in their order."""
    batch = Batch({}, [], [], {})
    for outcome, path in ((made[job.path], job.path) for job in jobs):
        if isinstance(outcome, File):
            batch.files[path] = outcome
        elif isinstance(outcome, pdf.PdfUnavailable):
            batch.missing.append(outcome)
        else:
            batch.errors.append(outcome)
    read = {path: file.readings for path, file in batch.files.items()}
    batch.differences.update(_differences(jobs, read))
    return batch


def refuse(batches: Iterable[Batch]) -> None:
    """Raise all that went wrong at once: that files could not be made, or else that they do not agree."""
    batches = list(batches)
    raise_all([error for batch in batches for error in batch.errors])
    agreement.refuse_differences(
        [d for batch in batches for those in batch.differences.values() for d in those]
    )


def against_record(
    jobs: Sequence[Job], written: Mapping[str, Written]
) -> dict[str, tuple[Difference, ...]]:
    """Return, by the stems of papers, where pages and workbooks do not say what the record says; no file is made of them.

    The record may have changed under a page that says the same as before.
    """
    once = {(job.stem, job.form == "xlsx"): job for job in jobs}.values()
    readings = {job.path: (_read_source(job, _source(job, written[job.stem])),) for job in once}
    return _differences(jobs, readings)


def _differences(
    wanted: Sequence[Job], read: Mapping[str, tuple[Reading, ...]]
) -> dict[str, tuple[Difference, ...]]:
    """Return where papers of a year, for whomever they are, differ from it or from each other, by their stems."""
    jobs = {job.path: job for job in wanted}
    registers = {Path(job.path).parent: job.register for job in wanted}
    readings: dict[Path, list[tuple[str, Reading]]] = {folder: [] for folder in registers}
    for path, of_file in read.items():
        readings[Path(path).parent] += [(jobs[path].stem, reading) for reading in of_file]
    return {
        stem: differences
        for folder, register in registers.items()
        for stem, differences in agreement.at_fault(register, readings[folder]).items()
    }


def raise_all(errors: Sequence[FrancisError]) -> None:
    """Raise one error that says all of them, if there are any."""
    if errors:
        raise FrancisError("\n".join(dict.fromkeys(map(str, errors)))) from errors[0]


class _Task(NamedTuple):
    """A job and the page of its paper: all that a process needs to make the file.

    That of the `first` file which is made from some HTML reads the HTML too.
    """

    job: Job
    page: Written
    first: bool


COSTS = {"pdf": 20, "docx": 2, "xlsx": 2, "html": 1, "md": 1}
"""How long it takes to make a format, of the same HTML, beside the others."""


def _order(task: _Task) -> tuple[int, str, int]:
    """Return where a task stands in the work: the largest papers first, all formats of one after another.

    So a process has parsed the HTML of a paper once when it comes to its next format.
    """
    return -len(task.page.html), task.job.stem, -COSTS[task.job.form]


def _processes(forms: Iterable[str], cores: int | None) -> int:
    """Return how many processes pay for their start, which takes half as long as a PDF of ten pages."""
    return min(cores or workers.cores(), sum(COSTS[form] for form in forms) // COSTS["pdf"])


def _tasks(wanted: Sequence[Job], written: Mapping[str, Written]) -> list[_Task]:
    """Return each job with the page of its paper, which is made once for all formats."""
    first = {(job.stem, job.form == "xlsx"): job.path for job in reversed(wanted)}
    firsts = set(first.values())
    return [_Task(job, written[job.stem], job.path in firsts) for job in wanted]


UNKNOWN_YET = "\u2068provenance\u2069"
"""What stands in the HTML for its provenance until the template has read all; no record may hold its first character."""


def _page(job: Job) -> Written:
    register, is_read = noting(job.register)
    text = templates.paper(
        job.paper.template,
        register,
        job.folders,
        provenance=UNKNOWN_YET,
        made=job.moment,
        version=__version__,
        final=job.final,
        name=job.paper.name,
        subject=job.subject,
    )
    if "xlsx" in job.paper.formats:
        plan_workbook(register, provenance="", made=job.moment, version="", final=job.final)
    provenance = job.provenance(is_read)
    text = text.replace(UNKNOWN_YET, html.escape(provenance, quote=False))
    return Written(text, provenance)


# What is done in processes of their own


def _prepare(forms: Collection[str]) -> None:
    """Import what takes long, while the templates still run.

    Garbage is looked for less often here than Python does otherwise, and not at all when the process ends:
    a PDF takes a tenth less time, and some 50 MB more.
    """
    if "pdf" in forms:
        with suppress(pdf.PdfUnavailable):  # said again by the first PDF
            pdf.prepare()
    gc.freeze()
    gc.set_threshold(10_000)
    atexit.register(gc.freeze)


def _outcome(task: _Task) -> File | FrancisError:
    """Return the file of a task, or why there is none."""
    try:
        if task.job.form == "xlsx":
            return _workbook(task)
        return _file(task)
    except PageError as error:
        paper = task.job.paper.template
        return FrancisError(
            "\n".join(
                f"{templates.place_of(fault.clues, paper, task.job.folders)}: {fault}"
                for fault in error.faults
            )
        )
    except FrancisError as error:
        return error


@lru_cache(maxsize=2)
def _parsed(html: str) -> tuple[Page, Contents]:
    """Return the HTML of a paper as a page, and what it says; the formats of a paper come one after another."""
    page = Page(html)
    return page, read_html(page.root)


def _source(job: Job, page: Written) -> PaperSource:
    """Return what a job's file is made from, and what that says: its HTML, or the rows of its workbook."""
    if job.form == "xlsx":
        rows = _rows(job, page.provenance)
        return PaperSource(f"the rows for {job.path}", read_rows(rows))
    return PaperSource(f"templates/{job.paper.template}", _parsed(page.html)[1])


def _read_source(job: Job, source: PaperSource) -> Reading:
    return agreement.source(job.register, job.paper.required(job.register), source)


def drawn_from(job: Job, page: Written) -> tuple[str, ...]:
    """Return all that makes a job's file what it is, beside the templates' other files and the program."""
    if job.form == "xlsx":
        return job.path, repr(_rows(job, page.provenance))
    return job.path, page.html, *([_house(job)] if job.form == "docx" else [])


def _file(task: _Task) -> File:
    """Return the HTML of a paper as a file of the job's format, which is read back."""
    job = task.job
    messages: tuple[str, ...] = ()
    page, _ = _parsed(task.page.html)
    if job.form == "docx":
        return _word(task, page)
    data = printed_page(page, job.form, job.folders)
    if job.form == "pdf":
        fonts = [font for folder in job.folders for font in sorted(folder.glob("fonts/*.ttf"))]
        messages = tuple(f"{job.path}: {hazard}" for hazard in pdf.hazards(page, fonts))
    return File(data, messages, _readings(task, data))


def printed_page(page: Page, form: str, folders: Sequence[Path]) -> bytes:
    """Return a checked page as a file in the look of all papers; there is no workbook of it."""
    if form == "md":
        return markdown.to_markdown(page)
    if form == "docx":
        return word.to_word(page, *(template("house.docx", f) for f in (folders, folders[-1:])))
    styles = _text("house.css", folders)
    if form == "html":
        return web_page.to_page(page, styles, _text("page.js", folders))
    return pdf.to_pdf(page, styles, folders)


def _rows(job: Job, provenance: str) -> Book:
    """Return the rows of the workbook of a job."""
    return plan_workbook(
        job.register,
        provenance=provenance,
        made=job.moment,
        version=__version__,
        final=job.final,
    )


def _workbook(task: _Task) -> File:
    """Return the workbook of the action plan, which is read back."""
    data = to_excel(_rows(task.job, task.page.provenance))
    return File(data, (), _readings(task, data))


def _readings(
    task: _Task, data: bytes, made_from: PaperSource | None = None
) -> tuple[Reading, ...]:
    """Return what a file says, and what it was made from, if no other file of the same source is read.

    It was `made_from` that source, or one that has some of its words elsewhere.
    """
    source = _source(task.job, task.page)
    reading = agreement.file(task.job.path, data, made_from or source)
    return (_read_source(task.job, source), reading) if task.first else (reading,)


def _word(task: _Task, page: Page) -> File:
    """Return the Word file of a paper, in the house file that the body names for it or else that of all papers.

    What either lacks comes from the one that came with the program.
    """
    job, name = task.job, _house(task.job)
    answers = cover_answers(job.register, job.paper.name)
    try:
        own, base = template(name, job.folders), template("house.docx", job.folders[-1:])
        made = word.fill_in(page, own, base, answers)
    except HouseError as error:
        raise FrancisError(f"templates/{name}: {error}") from error
    source = _source(job, task.page)
    if made.filled:
        in_form = tuple(answer.text for answer in made.filled)
        source = PaperSource(source.name, read_html(made.page.root), in_form)
    messages = (
        f"{job.path}: templates/{name} asks for what no field of the cover says: {', '.join(made.left)}. "
        "Write it in the paper, or take it out of that file.",
    )
    return File(made.data, messages if made.left else (), _readings(task, made.data, source))


def _house(job: Job) -> str:
    """Return the name of the house file of a job's paper."""
    return job.register.form(job.paper.name).house or "house.docx"


def _text(name: str, folders: Sequence[Path]) -> str:
    try:
        return template(name, folders).decode()
    except UnicodeDecodeError as error:
        message = f"templates/{name} is not saved as UTF-8. Save it with that encoding."
        raise FrancisError(message) from error
