"""The output folder: what was made in it before, what of that still stands, and what is made anew.

The folder keeps a list of the files that were made in it: of each, the digest of everything that it
was made from, the digest of what it was drawn from (the HTML, the styles and the like), and the digest of its
bytes. A file is left as it is only where the first or the second is found again, and the third; whatever is in
doubt is made again. What is made is staged on disk, body by body; only when all of it is there is it moved to its
place, whole, under the lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError
from francis.papers import agreement, making
from francis.papers.agreement import Difference
from francis.papers.made_list import (
    LIST,
    LastBuild,
    MadeFile,
    Trees,
    Updated,
    digest_of,
    last_build,
    list_bytes,
    program_digest,
    read_list,
    standing_files,
    way_from,
)
from francis.papers.making import Job, Written
from francis.record import paper_kinds
from francis.record.audience import AUDIENCES
from francis.record.reading.workspaces import Workspace
from francis.record.register import Register
from francis.record.writing.locks import Wait, has_leftovers, lock, staging
from francis.record.writing.whole_files import (
    Content,
    fingerprint_at,
    fingerprint_of,
    fingerprints_in,
    stage,
    write_whole,
)

ShowProgress = Callable[[Sequence[str]], AbstractContextManager[making.Finished]]
"""From the files that are about to be made, to what is told of each when it is."""

FEW = 8
"""Of how many bodies the papers are made at once: no more are in memory."""

CHANGED = """\
The record of {} was changed while its papers were being made. Nothing was written.
Run the command again."""


class Share(NamedTuple):
    """What is to be made of one body: its jobs, the files that their registers were read from.

    `departed` tells by its path whether a file of the body is one that its record no longer makes.
    """

    jobs: Sequence[Job]
    record: Mapping[str, bytes]
    departed: Callable[[str], bool]


class Output:
    """The output folder, brought body by body from what was made in it before to what is asked for.

    First each body is looked at, then all is made. A body is read again for that, unless there are few.
    Papers whose files do not agree are `withheld`; `despite` their differences they are made, with these on a last
    page.
    """

    def __init__(self, folder: Path, root: Path, *, despite: bool = False) -> None:
        self.withheld: dict[str, tuple[Difference, ...]] = {}
        self._despite = despite
        self._folder, self._home = folder, way_from(folder, root)
        self._entries, self._last = read_list(folder), last_build(folder)
        self._made_of: defaultdict[str, list[str]] = defaultdict(list)
        for path, entry in self._entries.items():
            if entry.root == self._home:
                self._made_of[path.partition("/")[0]].append(path)
        self._sources = Sources()
        self._asked: dict[str, str] = {}
        self._unchanged: dict[str, MadeFile] = {}
        self._stale: dict[str, list[str]] = {}
        self._before: dict[str, str] = {}
        self._departed: set[str] = set()
        self._held: dict[str, Share] = {}
        self._pages: dict[str, dict[str, Written]] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files that are asked for."""
        return tuple(self._asked)

    def look(self, body: str, share: Share) -> None:
        """Find out which files of a body are as they should be, and which have departed."""
        self._sources.add(share.jobs, share.record)
        asked = {job.path: self._sources.of(job) for job in share.jobs}
        standing = standing_files(self._folder, self._entries, asked)
        unchanged = {path: e for path, e in standing.items() if e.source == asked[path]}
        self._asked |= asked
        self._unchanged |= unchanged
        self._departed.update(filter(share.departed, self._made_of.pop(body, ())))
        if stale := [path for path in asked if path not in unchanged]:
            self._stale[body] = stale
            self._before |= fingerprints_in(self._folder, stale)
            if len(self._held) < FEW:
                self._held[body] = share

    def update(
        self,
        again: Callable[[str], Share],
        departed: Callable[[str], bool],
        progress: ShowProgress,
        note: Callable[[Mapping[str, str]], LastBuild | None] = lambda paths: None,
        waiting: Wait = lambda: None,
    ) -> Updated:
        """Make what is not as it should be, and write all of it whole.

        What somebody else writes there meanwhile is not overwritten: then nothing is written. `waiting` is
        called if another process is writing there when all is made.

        `again` reads a body another time. Of bodies that were not looked at, files that were made from
        this workspace before are removed if they are `departed`: nobody would make them any more. `note`
        returns what is to be listed of this build, given its paths with their sources.
        """
        for paths in self._made_of.values():
            self._departed.update(filter(departed, paths))
        drawn, same = self._drawn(again)
        left = {
            body: [path for path in paths if path not in same]
            for body, paths in self._stale.items()
            if any(path not in same for path in paths)
        }
        self._refuse_to_replace(path for paths in left.values() for path in paths)
        with staging(self._folder) if left else nullcontext(Path()) as place:
            made = _Staged(place)
            missing = self._make(left, again, progress, made)
            fresh = {
                path: MadeFile(self._home, self._asked[path], drawn[path], digest, messages)
                for path, (digest, messages) in made.about.items()
            }
            last = None if missing or self.withheld else note(self._asked)
            return self._written_out(same, fresh, made, missing, last, waiting)

    def _refuse_to_replace(self, paths: Iterable[str]) -> None:
        """Refuse to make a final paper again that is there and says something else."""
        there = [p for p in paths if not paper_kinds.is_draft(p) and (self._folder / p).exists()]
        if there:
            listed = "".join(f"\n  {self._folder / path}" for path in there)
            raise FrancisError(
                f"Nothing was built, because these final papers are there and would change:{listed}\n"
                "Keep them, or remove them on purpose and run the command again."
            )

    def _jobs(self, body: str, again: Callable[[str], Share], paths: Sequence[str]) -> list[Job]:
        """Return the jobs of a body that make the files at `paths`."""
        share = self._held.get(body)
        if share is None:
            share = again(body)
            self._sources.add(share.jobs, share.record)
            if any(self._asked.get(job.path) != self._sources.of(job) for job in share.jobs):
                raise FrancisError(CHANGED.format(body))
        return [job for job in share.jobs if job.path in paths]

    def _drawn(self, again: Callable[[str], Share]) -> tuple[dict[str, str], dict[str, MadeFile]]:
        """Return what each file that is not as it should be would be drawn from, and those that were drawn from the same.

        Every mistake of every template is told at once; and then where a page that is the same does not
        say what the record says.
        """
        drawn: dict[str, str] = {}
        same: dict[str, MadeFile] = {}
        mistakes: list[FrancisError] = []
        for body, paths in self._stale.items():
            jobs = self._jobs(body, again, paths)
            pages, wrong = making.pages_and_mistakes(jobs)
            mistakes += wrong
            if mistakes:
                continue
            drawn |= {job.path: self._sources.drawn(job, pages[job.stem]) for job in jobs}
            standing = standing_files(self._folder, self._entries, paths)
            same |= {
                path: entry._replace(source=self._asked[path])
                for path, entry in standing.items()
                if entry.drawn == drawn[path]
            }
            unlike = making.against_record([j for j in jobs if j.path in same], pages)
            # They are made again, and what they say then decides.
            same = {p: e for p, e in same.items() if p.rpartition(".")[0] not in unlike}
            if body in self._held:
                self._pages[body] = pages
        making.raise_all(mistakes)
        return drawn, same

    def _make(
        self,
        left: Mapping[str, Sequence[str]],
        again: Callable[[str], Share],
        progress: ShowProgress,
        made: _Staged,
    ) -> tuple[str, ...]:
        """Make the files that are `left` of each body, a few bodies at once; return what could not be had.

        All that could not be made is raised at once. A paper whose files do not agree is withheld, or made with
        its differences on a last page.
        """
        paths = [path for those in left.values() for path in those]
        forms = [path.rpartition(".")[2] for path in paths]
        batches = []
        with progress(paths) as finished, making.maker(forms, None, finished) as make:
            waiting = list(left)
            while waiting:
                jobs: list[Job] = []
                pages: dict[str, Written] = {}
                for body in waiting[:FEW]:
                    own = self._jobs(body, again, left[body])
                    jobs += own
                    pages |= self._pages.pop(body, {}) or making.pages(own)
                    self._held.pop(body, None)
                batch = make(jobs, pages)
                unlike = batch.differences
                if unlike and self._despite:
                    batch.files.update(self._with_differences(jobs, pages, unlike, make))
                for path, file in batch.files.items():
                    stem, _, form = path.rpartition(".")
                    if stem not in unlike or (self._despite and form != "xlsx"):
                        made.keep(path, file)
                self.withheld |= unlike
                batches.append(batch._replace(files={}, differences={}))
                del waiting[:FEW]
        making.refuse(batches)
        return tuple(dict.fromkeys(str(error) for batch in batches for error in batch.missing))

    @staticmethod
    def _with_differences(
        jobs: Sequence[Job],
        pages: Mapping[str, Written],
        unlike: Mapping[str, tuple[Difference, ...]],
        make: Callable[[Sequence[Job], Mapping[str, Written]], making.Batch],
    ) -> dict[str, making.File]:
        """Return the files of papers that do not agree, each with its differences on a last page."""
        again = [job for job in jobs if job.stem in unlike and job.form != "xlsx"]
        told = {
            stem: pages[stem]._replace(html=agreement.with_differences(pages[stem].html, of))
            for stem, of in unlike.items()
        }
        return make(again, told).files

    def _written_out(
        self,
        same: Mapping[str, MadeFile],
        fresh: Mapping[str, MadeFile],
        made: _Staged,
        missing: Sequence[str],
        last: LastBuild | None,
        waiting: Wait,
    ) -> Updated:
        """Write what is fresh, and remove what has departed; return what became of the folder."""
        unchanged = {**self._unchanged, **same}
        told = {**unchanged, **fresh}
        rest = [p for p, e in self._entries.items() if e.root == self._home and p not in told]
        standing = standing_files(self._folder, self._entries, rest)
        left = [path for path in rest if path in self._departed]
        messages = (*(m for p in self._asked if p in told for m in told[p].messages), *missing)
        last = None if messages else last
        removed = tuple(path for path in standing if path in self._departed)
        if fresh or same or left or has_leftovers(self._folder):
            self._write({**same, **fresh}, made.files, removed, left, last, waiting)
        elif last is not None and last != self._last:
            # All papers are there, and the folder may be one that cannot be written.
            with suppress(FrancisError):
                self._write({}, {}, (), (), last, waiting)
        return Updated(
            made=tuple(fresh),
            unchanged=tuple(unchanged),
            removed=removed,
            kept=tuple(p for p in left if p not in standing and (self._folder / p).exists()),
            older=tuple(
                p for p, e in standing.items() if p not in left and self._sources.outgrew(p, e)
            ),
            messages=messages,
        )

    def _write(
        self,
        entries: Mapping[str, MadeFile],
        files: Mapping[str, Content],
        removed: Sequence[str],
        left: Sequence[str],
        last: LastBuild | None,
        waiting: Wait,
    ) -> None:
        """Write files, remove others, and list `entries`, and no longer those that are `left`."""
        with lock(self._folder, waiting) as held:
            # Read again, for another build may have ended while this one was at work.
            listed = {**read_list(self._folder), **entries}
            listing = list_bytes({p: e for p, e in listed.items() if p not in left}, last)
            gone = {path: self._entries[path].content for path in removed}
            # The list comes last: what it does not know yet is in doubt, and made again.
            write_whole(
                held,
                {**files, **dict.fromkeys(removed), LIST: listing},
                {**self._before, **gone, LIST: fingerprint_at(self._folder / LIST)},
            )


class _Staged:
    """Files that were made and are not yet in their place: on disk, because those of many bodies fill the memory.

    `about` has the digest of each, and what is to be said of it.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self.files: dict[str, Content] = {}
        self.about: dict[str, tuple[str, tuple[str, ...]]] = {}

    def keep(self, path: str, file: making.File) -> None:
        """Stage a file."""
        self.files[path] = stage(self._place / str(len(self.files)), file.data)
        self.about[path] = fingerprint_of(file.data), file.messages


def departed(
    found: Workspace, body: str | None = None, year: str | None = None, set_id: str | None = None
) -> Callable[[str], bool]:
    """Return what tells, by its path, whether a file is one that a workspace no longer makes.

    That is a file of a year that is gone, or of a paper that a year no longer has. Files of other bodies,
    years or sets than those asked for, and of years that could not be read, are left alone.
    """
    possible = {
        (register.body_id, register.year_id): frozenset(_possible(register))
        for register in found.registers
    }

    def tells(path: str) -> bool:
        if not paper_kinds.is_draft(path):
            return False  # a final paper is kept until somebody removes it on purpose
        body_id, year_id, _ = path.split("/")
        if body not in (None, body_id) or year not in (None, year_id):
            return False
        if set_id not in (None, found.answered.get((body_id, year_id))):
            return False
        if year_id not in found.years.get(body_id, ()):
            return True
        return path not in possible.get((body_id, year_id), {path})

    return tells


def _possible(register: Register) -> Iterator[str]:
    """Yield the paths of the drafts of all papers that a register has, for whomever they may be."""
    for audience in AUDIENCES:
        shown = replace(register, audience=audience)
        for paper in paper_kinds.of(shown):
            for form in paper.formats:
                yield f"{paper_kinds.stem(shown, paper, final=False)}.{form}"


class Sources:
    """The digests of everything that files are made from, of one body after another."""

    def __init__(self) -> None:
        self._read: dict[str, str] = {}

    def add(self, jobs: Sequence[Job], record: Mapping[str, bytes]) -> None:
        """Take note of the files from which the registers of some jobs were read."""
        paths = sorted(record)
        for year, job in {_year_of(job.path): job for job in jobs}.items():
            files = making.files_of(job.register, record, paths)
            self._read[year] = digest_of(
                [
                    self._program,
                    *(f"{n} {d}" for folder in job.folders for n, d in self._trees[folder]),
                    *(f"{path} {fingerprint_of(data)}" for path, data in files.items()),
                    job.provenance(),
                    job.moment.isoformat(),
                ]
            )

    def of(self, job: Job) -> str:
        """Return the digest of all that a job's file is made from.

        The path is part of it, and with it the paper, the format, and for whom it is.
        """
        return self._of(job.path, final=job.final)

    def drawn(self, job: Job, page: Written) -> str:
        """Return the digest of what a job's file is drawn from: its HTML or its rows, and what gives them their look."""
        # Templates are left out: what they say is in the HTML.
        shaping = (
            f"{n} {d}"
            for folder in job.folders
            for n, d in self._trees[folder]
            if not n.endswith(".j2")
        )
        return digest_of([self._program, *shaping, *making.drawn_from(job, page)])

    def outgrew(self, path: str, entry: MadeFile) -> bool:
        """Return whether a file is of one of the years at work, but made from something else than these are."""
        return _year_of(path) in self._read and entry.source not in (
            self._of(path, final=True),
            self._of(path, final=False),
        )

    def _of(self, path: str, *, final: bool) -> str:
        return digest_of([self._read[_year_of(path)], path, "final" if final else "draft"])

    @cached_property
    def _program(self) -> str:
        return program_digest()

    @cached_property
    def _trees(self) -> Trees:
        return Trees()


def _year_of(path: str) -> str:
    """Return the body and the year of a file, as its path below the output folder has them."""
    return path.rpartition("/")[0]
