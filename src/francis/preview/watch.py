"""The record while somebody edits it: what each save changes, and the papers that are made again, in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Condition, Event
from time import monotonic
from typing import NamedTuple

from francis import git, workspace
from francis.check import all_rules
from francis.check.reports import in_order
from francis.check.rule import Rule
from francis.errors import FrancisError, Problem
from francis.papers import making
from francis.papers.making import Job
from francis.record.audience import for_audience
from francis.record.model import Classification
from francis.record.reading.record_file import Read
from francis.record.reading.scope import select_files
from francis.record.reading.workspaces import Scope, Workspace
from francis.record.register import Register

SHAPING = (".j2", ".css", ".js")
"""How files of templates end that a web page is made from."""
FIRST_PAGE = "index.html"
"""The name of the first page of a web site, and of every folder in it."""
SETTLED = 50
"""The milliseconds without a change after which a burst of changes is over."""
MakeSite = Callable[
    [Path, Sequence[Register], Mapping[str, bytes], git.Committed], Mapping[str, bytes]
]
"""What makes the files of a web site, by their paths, of registers that were read from some files."""
SITE: Scope = ("", "")
"""Under which the web site stands among the years: it is that of all of them."""
TICK = 500
"""The milliseconds after which it is looked whether the watched folders are still the same."""


@dataclass(frozen=True)
class Standing:
    """How a body's year stands: its papers as they could be made last, and what is wrong now.

    `pages` are the files of papers by their path, as `build` writes them; `failures` say of papers why
    they could not be made. While there are errors among the problems, both are those of the record
    before. They were made from the files that are `sources`.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    pages: Mapping[str, bytes] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems because of which no paper is made."""
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """Return the problems in spite of which papers are made: warnings and notes."""
        return tuple(problem for problem in self.problems if problem.level != "error")

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all papers that there are, or should be."""
        return tuple(dict.fromkeys([*self.pages, *self.failures]))

    def made(self, path: str, outcome: bytes | str) -> Standing:
        """Return this with a paper that was made, or with why it could not be."""
        failures = {p: why for p, why in self.failures.items() if p != path}
        if isinstance(outcome, str):
            return replace(self, failures={**failures, path: outcome})
        return replace(self, pages={**self.pages, path: outcome}, failures=failures)


@dataclass(frozen=True)
class Shown:
    """All that there is to see: each year asked for, and problems that are no year's.

    `trouble` is what keeps the record from being read at all, if anything does.
    """

    standings: Mapping[Scope, Standing] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    trouble: str = ""


class Saved(NamedTuple):
    """What came of a look at the record: the files that changed, the papers that were made again.

    Of the first look, no file is said to have changed. `failures` are what is wrong with templates, or
    prevents any answer.
    """

    changed: tuple[str, ...]
    made: tuple[str, ...]
    problems: tuple[Problem, ...]
    failures: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class _Look:
    """The files at one look, and what is worked out of them once for all years."""

    root: Path
    files: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def record(self) -> dict[str, bytes]:
        """Return the files of the record."""
        top = f"{workspace.RECORD}/"
        return {path: data for path, data in self.files.items() if path.startswith(top)}

    @cached_property
    def paths(self) -> list[str]:
        """Return the paths of the record, sorted."""
        return sorted(self.record)

    @cached_property
    def shaping(self) -> dict[str, bytes]:
        """Return the files that shape a page."""
        return {path: data for path, data in self.files.items() if path.endswith(SHAPING)}

    @cached_property
    def commits(self) -> git.Committed:
        """Return what git says of the record."""
        return git.committed(self.root, workspace.RECORD)


class Watch:
    """A workspace under watch, and what there is to see of it after the last look."""

    def __init__(
        self,
        root: Path,
        body: str | None = None,
        year: str | None = None,
        papers: Collection[str] = (),
        audience: Classification = "public",
        rules: Collection[Rule] = all_rules.RULES,
        set_id: str | None = None,
        site: MakeSite | None = None,
    ) -> None:
        self.root, self.body, self.year, self.set_id = root, body, year, set_id
        self.site = site
        self.papers, self.audience, self.rules = papers, audience, rules
        self.shown = Shown()
        self.first = ""  # the path of the paper to make before all others: somebody looks at it
        self.news = Condition()
        self.edition = 0
        self._look = _Look(root)
        self._read: Read = {}

    def saves(self, stop: Event) -> Iterator[Saved]:
        """Yield what came of a first look, and then of each save, until told to stop."""
        if (saved := self.look()) is not None:
            yield saved
        while not stop.is_set():
            folders = self._folders()
            unseen = True  # what changed before these folders were watched
            for changed in _changes(folders, stop):
                if (changed or unseen) and (saved := self.look()) is not None:
                    yield saved
                unseen = False
                if self._folders() != folders:
                    break

    def _folders(self) -> dict[Path, tuple[int, int]]:
        """Return the folders to watch, and what tells whether they were put there anew."""
        folders = (self.root / workspace.RECORD, *workspace.template_folders(self.root))
        known = {}
        for folder in folders:
            with suppress(OSError):  # it is not there now; it is looked for again
                state = folder.stat()
                known[folder] = state.st_dev, state.st_ino
        return known

    def look(self) -> Saved | None:
        """Make again what is touched by changes since the last look; None if nothing is."""
        begun, before = monotonic(), self.shown
        try:
            selection = select_files(self.root, self.body, self.year, self._read)
            files = selection.files | self._templates()
            known = self._look.files
            changed = _differing(known or files, files)
            if known and not changed and not before.trouble:
                return None
            self._look = _Look(self.root, files)
            made = self._make_again(selection.found)
        except FrancisError as error:
            trouble = str(error)
            if trouble == before.trouble:
                return None
            self._show(replace(self.shown, trouble=trouble))
            return Saved((), (), (), (trouble,), monotonic() - begun)
        # Only what is there now is kept, or each save of a long day would be.
        self._read = {key: came for key, came in self._read.items() if files.get(key[0]) == key[1]}
        shown = self.shown
        problems = (p for standing in shown.standings.values() for p in standing.problems)
        failures = (
            why for standing in shown.standings.values() for why in standing.failures.values()
        )
        return Saved(
            changed,
            made,
            tuple(dict.fromkeys([*problems, *shown.problems])),
            tuple(dict.fromkeys(failures)),
            monotonic() - begun,
        )

    def _templates(self) -> dict[str, bytes]:
        """Return the files of templates that shape a page, by their path from the root if it leads there."""
        try:
            return {
                (p.relative_to(self.root) if p.is_relative_to(self.root) else p).as_posix(): (
                    p.read_bytes()
                )
                for folder in workspace.template_folders(self.root)
                for p in sorted(folder.rglob("*"))
                if p.suffix in SHAPING and p.is_file()
            }
        except OSError as error:
            raise FrancisError(f"Cannot read {error.filename}: {error.strerror}.") from error

    def _make_again(self, found: Workspace) -> tuple[str, ...]:
        """Show how every year stands now, then each paper that is touched as soon as it is made."""
        scopes = found.meant(self.body, self.year, self.set_id)
        if self.site is not None:
            return self._make_site(found, scopes, self.site)
        judged = {scope: self._judged(found, scope) for scope in scopes}
        standings = {scope: standing for scope, (standing, _) in judged.items()}
        self._show(Shown(standings, () if scopes else found.problems))
        touched = [(scope, job) for scope, (_, jobs) in judged.items() for job in jobs]
        for scope, job in sorted(touched, key=lambda each: each[1].path != self.first):
            standings = standings | {scope: standings[scope].made(job.path, _outcome(job))}
            self._show(replace(self.shown, standings=standings))
        return tuple(job.path for _, job in touched)

    def _make_site(
        self, found: Workspace, scopes: Sequence[Scope], make: MakeSite
    ) -> tuple[str, ...]:
        """Show the web site as it is now, or as it was before with what is wrong; return which files changed."""
        old = self.shown.standings.get(SITE, Standing("The web site"))
        readable = [r for r in found.readable if (r.body_id, r.year_id) in scopes]
        findings = all_rules.found(readable, workspace.holds(self.root), self.rules).problems
        told = (problem for scope in scopes for problem in found.concerning(*scope))
        now = replace(old, problems=tuple(in_order(dict.fromkeys([*told, *findings]))))
        if readable and not now.errors:
            try:
                pages = make(self.root, readable, self._look.record, self._look.commits)
                now = Standing(now.name, now.problems, pages)
            except FrancisError as error:
                now = replace(now, failures=dict.fromkeys(old.pages or [FIRST_PAGE], str(error)))
        self._show(Shown({SITE: now}, () if scopes else found.problems))
        return tuple(p for p in _differing(old.pages, now.pages) if p.endswith(FIRST_PAGE))

    def _judged(self, found: Workspace, scope: Scope) -> tuple[Standing, Sequence[Job]]:
        """Return how a year stands before any paper is made, and which are to be made again."""
        old = self.shown.standings.get(scope, Standing(" ".join(scope)))
        readable = [r for r in found.readable if (r.body_id, r.year_id) == scope]
        findings = all_rules.found(readable, workspace.holds(self.root), self.rules).problems
        problems = tuple(in_order(dict.fromkeys([*found.concerning(*scope), *findings])))
        now = replace(old, problems=problems)
        if now.errors or not readable:
            return now, ()
        (register,) = readable
        look = self._look
        sources = making.files_of(register, look.record, look.paths) | look.shaping
        if sources == old.sources:
            return now, ()
        shown = for_audience(register, self.audience)
        jobs = making.jobs(
            self.root, [shown], self.papers, ["html"], record=sources, commits=look.commits
        )
        pages = {job.path: old.pages[job.path] for job in jobs if job.path in old.pages}
        name = f"{register.body.name}, {register.year_id}"
        return Standing(name, problems, pages, {}, sources), jobs

    def _show(self, shown: Shown) -> None:
        """Let everybody who waits for news see what there is to see now."""
        with self.news:
            self.shown = shown
            self.edition += 1
            self.news.notify_all()


def _differing(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths at which there is now something else than there was before, or nothing."""
    paths = sorted(before.keys() | now.keys())
    return tuple(path for path in paths if before.get(path) != now.get(path))


def _outcome(job: Job) -> bytes | str:
    """Return the page of a paper, or why it could not be made."""
    try:
        return making.make_papers([job], cores=1).files[job.path].data
    except FrancisError as error:
        return str(error)


def _changes(folders: Iterable[Path], stop: Event) -> Iterator[bool]:
    """Yield whether anything in some folders changed: once a burst of changes is over, or a tick has passed."""
    from watchfiles import watch

    try:
        for changes in watch(
            *folders,
            watch_filter=None,
            step=SETTLED,
            stop_event=stop,
            rust_timeout=TICK,
            yield_on_timeout=True,
        ):
            yield bool(changes)
    except FileNotFoundError:  # a folder went after it was listed
        yield True
    except (OSError, RuntimeError) as error:
        raise FrancisError(
            f"The folders of the workspace cannot be watched: {error}\n"
            "Set WATCHFILES_FORCE_POLLING=1 to check them at intervals instead."
        ) from error
