"""Making a site: pages, papers, lists and feed of every body and set, each file once, checked and written whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from francis import __version__
from francis.errors import FrancisError, Problem
from francis.formats.html import parse
from francis.git import Committed
from francis.papers import making
from francis.papers.making import Job
from francis.papers.output_folder import ShowProgress, Sources
from francis.papers.own_templates import SITE_FOLDER
from francis.record.register import ON_COURSE, Register
from francis.record.writing.locks import Wait, staging
from francis.record.writing.whole_files import Content, fingerprint_of, stage
from francis.site import feed, papers
from francis.site.addresses import INDEX, SCRIPT, STYLES, link, published
from francis.site.folder import SiteFile, SiteFolder, SiteUpdate
from francis.site.links import PageLinks, broken, links_of
from francis.site.open_data import open_data
from francis.site.pages import POLICY, FinishedPage, Pages, written
from francis.site.scopes import PublicScope, without_drafts
from francis.site.search_list import search_list
from francis.workspace import template, template_folders

MOST_TOLD = 20
"""How many broken links are told one by one."""


class RecordSource(NamedTuple):
    """Where what is shown comes from: the workspace, the files of the record that were read, and what git says of them."""

    root: Path
    record: Mapping[str, bytes]
    commits: Committed


class Outlook(NamedTuple):
    """What a site shows of a register, if anything; why it cannot be published, and why some papers are marked as drafts."""

    scope: PublicScope | None
    against: tuple[Problem, ...] = ()
    marked: tuple[Problem, ...] = ()


def scope_of(register: Register, origin: RecordSource, *, drafts: bool) -> Outlook:
    """Return what a site shows of a register and the years before it.

    Without `drafts`, only stock-takes that say they are final are shown; None if none is. With them all are, and
    those that are not final, or not committed, are marked. Of a year with a position that is not written, reviewed or
    confirmed, the papers are marked as drafts, as they could not be final; its pages say it of that position.
    """
    shown = register if drafts else without_drafts(register)
    if shown is None:
        return Outlook(None)
    marked = {year.year_id: [*making.unfinished(year)] for year in shown.years}
    against = {
        year.year_id: [
            problem
            for problem in making.against_final([_stocktake(year, origin)])
            if problem not in marked[year.year_id]
        ]
        for year in shown.years
    }
    told = tuple(problem for those in marked.values() for problem in those)
    unready = frozenset(year for year, those in against.items() if those)
    scope = PublicScope.of(
        shown, unready, frozenset(year for year, those in marked.items() if those)
    )
    if drafts:
        return Outlook(scope, (), told)
    return Outlook(scope, tuple(p for those in against.values() for p in those), told)


def _stocktake(register: Register, origin: RecordSource) -> Job:
    """Return the job of a register's stock-take, with what git says of its files."""
    root, record, commits = origin
    (job,) = making.jobs(
        root, [register], ("stocktake",), ("html",), record=record, commits=commits
    )
    return job


@dataclass
class SiteInProgress:
    """A site while it is made, body by body: its files, as `keep` holds each of them, and the links of its pages."""

    folder: SiteFolder
    keep: Callable[[bytes], Content]
    formats: Collection[str]
    address: str | None = None
    several: bool = False
    files: dict[str, Content] = field(default_factory=dict)
    listed: dict[str, SiteFile] = field(default_factory=dict)
    links: dict[str, PageLinks] = field(default_factory=dict)
    scopes: list[PublicScope] = field(default_factory=list)
    pages: list[Pages] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)

    def add(
        self, scopes: Sequence[PublicScope], origin: RecordSource, progress: ShowProgress
    ) -> None:
        """Make the papers, the pages and the lists of what is shown of one body."""
        folders = template_folders(origin.root)
        for scope in scopes:
            root, record, commits = origin
            jobs = papers.jobs_of(root, scope, self.formats, record, commits)
            missing = self._make_papers(scope, jobs, record, progress)
            data, files = open_data(scope)
            for path, content in files.items():
                self._keep(path, content)
            pages = Pages(
                scope,
                folders,
                papers.site_papers(scope, jobs, missing),
                data,
                provenance=_stocktake(scope.register, origin).provenance(),
                address=self.address_of(scope),
                several=self.several,
            )
            self.pages.append(pages)
            for path, page in pages:
                self._keep_page(path, page)
            self._keep(scope.addresses.file("search-list.js"), search_list(scope))
            if address := self.address_of(scope):
                self._keep(scope.addresses.file("feed.xml"), feed.feed(scope, address))
        self.scopes += scopes

    def address_of(self, scope: PublicScope) -> str | None:
        """Return where the site is published: the address that was given, or else the body's."""
        own = scope.register.body.site
        return self.address or (own.address if own else None)

    def _make_papers(
        self,
        scope: PublicScope,
        jobs: Sequence[Job],
        record: Mapping[str, bytes],
        progress: ShowProgress,
    ) -> set[str]:
        """Make the papers that are not there as they should be; return the paths of those that could not be had."""
        sources = Sources()
        sources.add(jobs, record)
        places = {job.path: papers.site_path(scope, job) for job in jobs}
        asked = {place: sources.of(job) for job in jobs for place in [places[job.path]]}
        stale = [j for j in jobs if not self.folder.stands(places[j.path], asked[places[j.path]])]
        with progress([job.path for job in stale]) as finished:
            made = making.make_papers(stale, finished=finished) if stale else making.Made({}, ())
        self.missing |= dict.fromkeys(made.messages)
        for path, file in made.files.items():
            place = places[path]
            self._keep(place, file.data, asked[place], file.messages)
            if place.endswith(".html"):
                self.links[place] = links_of(parse(file.data.decode()))
        anew = {places[job.path] for job in stale}
        for place in (place for place in asked if place not in anew):
            self.listed[place] = self.folder.files[place]
            if place.endswith(".html"):
                text = (self.folder.path / place).read_text(encoding="utf-8")
                self.links[place] = links_of(parse(text))
        return anew - {places[path] for path in made.files}

    def _keep_page(self, path: str, page: FinishedPage) -> None:
        self._keep(path, page.data)
        self.links[path] = page.links

    def _keep(
        self, path: str, data: bytes, source: str = "", messages: tuple[str, ...] = ()
    ) -> None:
        """Take a file of the site, unless it is there already."""
        self.listed[path] = SiteFile(fingerprint_of(data), source, messages)
        if not self.folder.holds(path, self.listed[path].content):
            self.files[path] = self.keep(data)

    def finish(self, folders: Sequence[Path]) -> None:
        """Make what all bodies share: the first page, a page for each body, the styles, the script, the list of pages."""
        for name in (STYLES, SCRIPT):
            self._keep(name, template(f"{SITE_FOLDER}/{name}", folders))
        for path, page in self._listings(folders):
            self._keep_page(path, page)
        addresses = {self.address_of(scope) for scope in self.scopes}
        if len(addresses) == 1 and (address := addresses.pop()):
            pages = [path for path in self.links if path.endswith(INDEX)]
            self._keep("sitemap.xml", feed.sitemap(published(p, address) for p in sorted(pages)))

    def _listings(self, folders: Sequence[Path]) -> Iterator[tuple[str, FinishedPage]]:
        """Yield the pages that list bodies and sets: that of all, and that of each body.

        Where there is one body and set alone, the first page of all is that of these.
        """
        bodies = dict.fromkeys(scope.register.body_id for scope in self.scopes)
        if len(self.pages) == 1:
            yield INDEX, self.pages[0].page(INDEX, "home", {})
        for body in (*([None] if len(self.pages) > 1 else []), *bodies):
            path = INDEX if body is None else f"{body}/{INDEX}"
            those = [s for s in self.scopes if body in (None, s.register.body_id)]
            names = dict.fromkeys(scope.register.body.name for scope in those)
            heading = next(iter(names)) if len(names) == 1 else "Where each body stands"

            def to(target: str, page: str = path) -> str:
                return link(target, page)

            words = {
                "standings": [
                    SimpleNamespace(
                        register=scope.register,
                        home=scope.addresses.home,
                        name=scope.name,
                        drafts=sorted(scope.drafts),
                    )
                    for scope in those
                ],
                "heading": heading,
                "to": to,
                "here": path,
                "at": None,
                "site": SimpleNamespace(policy=POLICY, styles=to(STYLES), latest=those[0].register),
                "version": __version__,
                "on_course": ON_COURSE,
            }
            yield path, written("bodies", path, folders, words, {})

    def refuse_broken(self) -> None:
        """Refuse a site with links that lead nowhere, or with pages that load what is not of the site."""
        faults = [*broken(self.links, self.listed)]
        if faults:
            told = "".join(f"\n  {fault}" for fault in faults[:MOST_TOLD])
            more = f"\n  and {len(faults) - MOST_TOLD:,} more" if len(faults) > MOST_TOLD else ""
            raise FrancisError(
                f"Nothing was written, because the site would have these faults:{told}{more}\n"
                "If you use templates of your own, correct them; otherwise, please report this."
            )

    @property
    def messages(self) -> tuple[str, ...]:
        """Return what is to be said of papers, and what could not be had."""
        said = (message for file in self.listed.values() for message in file.messages)
        return tuple(dict.fromkeys([*said, *self.missing]))


def make_site(
    folder: SiteFolder,
    root: Path,
    shares: Iterable[tuple[Sequence[PublicScope], RecordSource]],
    *,
    formats: Collection[str],
    address: str | None,
    several: bool,
    progress: ShowProgress,
    waiting: Wait,
) -> tuple[SiteUpdate, tuple[str, ...]]:
    """Make a site of what is shown of each body, and write it whole; return what became of its folder, and what is to be said.

    Nothing is written if anything of it cannot be made.
    """
    with staging(folder.path) as place:
        numbers = count()

        def keep(data: bytes) -> Content:
            return stage(place / str(next(numbers)), data)

        site = SiteInProgress(folder, keep, formats, address, several)
        for scopes, origin in shares:
            site.add(scopes, origin, progress)
        site.finish(template_folders(root))
        site.refuse_broken()
        return folder.write(site.files, site.listed, waiting), site.messages


def site_in_memory(
    root: Path, registers: Iterable[Register], record: Mapping[str, bytes], commits: Committed
) -> dict[str, bytes]:
    """Return the files of a site by their paths, without papers: drafts are shown too, and marked.

    Raise FrancisError if it cannot be made.
    """
    source = RecordSource(root, record, commits)
    outlooks = (scope_of(register, source, drafts=True) for register in registers)
    scopes = [outlook.scope for outlook in outlooks if outlook.scope]
    site = SiteInProgress(SiteFolder(Path(), "", {}), bytes, (), several=len(scopes) > 1)
    site.add(scopes, source, lambda paths: nullcontext(lambda path, is_made: None))
    site.finish(template_folders(root))
    site.refuse_broken()
    return {path: data for path, data in site.files.items() if isinstance(data, bytes)}
