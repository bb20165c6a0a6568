"""The papers of a site: those that anybody may read, of every stock-take that it shows, made by what makes papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from francis.git import Committed
from francis.papers import making
from francis.papers.making import Job
from francis.record.days import day_in_words
from francis.record.prose import with_article
from francis.site.pages import PaperFile, SitePaper
from francis.site.scopes import PublicScope


def jobs_of(
    root: Path,
    scope: PublicScope,
    formats: Collection[str],
    record: Mapping[str, bytes],
    commits: Committed,
) -> list[Job]:
    """Return the jobs of all papers of the stock-takes of a scope; those of drafts are marked as such."""
    return [
        job
        for year in scope.years
        for job in making.jobs(
            root,
            [year],
            (),
            formats,
            final=year.year_id not in scope.drafts | scope.marked,
            record=record,
            commits=commits,
        )
    ]


def site_path(scope: PublicScope, job: Job) -> str:
    """Return the path of a job's file on the site."""
    return scope.addresses.file("papers", job.register.year_id, job.path.rpartition("/")[2])


FORMS = ("html", "pdf", "docx", "xlsx")
"""The formats in the order in which pages list them."""


def site_papers(
    scope: PublicScope, jobs: Iterable[Job], missing: Collection[str] = ()
) -> list[SitePaper]:
    """Return the papers of some jobs as pages list them, without the files that are `missing`."""
    held: dict[tuple[str, str], tuple[Job, list[PaperFile]]] = {}
    for job in jobs:
        path = site_path(scope, job)
        if path not in missing:
            key = job.register.year_id, job.paper.name
            held.setdefault(key, (job, []))[1].append(PaperFile(path, job.form))
    return [
        SitePaper(
            year,
            name,
            _title(job),
            tuple(sorted(files, key=lambda file: FORMS.index(file.form))),
        )
        for (year, name), (job, files) in held.items()
    ]


def _title(job: Job) -> str:
    """Return what a paper is called in a list: of one with a cover, for which meeting it is; and that it is a draft."""
    cover = job.register.covers.get(job.paper.name) if job.paper.has_cover else None
    on = f", {day_in_words(cover.date)}" if cover and cover.date else ""
    name = f"Paper for {with_article(cover.meeting)}{on}" if cover else job.paper.title
    return name if job.final else f"{name} (draft)"
