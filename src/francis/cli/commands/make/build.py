"""`francis build`: the papers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from francis.cli import completion, terminal
from francis.cli.options import (
    AUDIENCE_CHOICE,
    epoch,
    output_option,
    root_of,
    root_option,
    scope_options,
    target_folder,
)
from francis.cli.record import Part, Parts, Wanted, at_least_one, known_papers, refuse_errors
from francis.cli.terminal import progress, tell_of_waiting
from francis.errors import FrancisError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from francis.errors import Problem
    from francis.papers.made_list import Updated
    from francis.record.model import Classification
    from francis.record.register import Register


NO_SUCH_PAPER = """\
There is no such paper to make. Not every paper can be made in every format: an Excel file is made of the
action plan alone. To begin one: francis add action"""
LACKING: Mapping[str | None, tuple[str, str]] = {
    "cover": ("it has no cover in {folder}", "To write one: francis add cover {paper}{scope}"),
    "actions": ("there is no action in {folder}", "To add the first: francis add action{scope}"),
    "earlier": (
        "{folder} follows no earlier year",
        "It is made once there is a second one. To begin it: francis new-year YEAR{scope}",
    ),
    "providers": (
        "the body has no providers",
        'To describe the first: francis add provider FOLDER --name "ITS NAME"{scope}',
    ),
}
"""Why a paper that is asked for cannot be made, by what it needs, and which command helps."""


class _Listing(click.Command):
    """A command whose help lists the papers, which are read only where it is asked for."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, and below it the papers."""
        from francis.record.paper_kinds import PAPERS

        super().format_help_text(ctx, formatter)
        with formatter.section("Papers"):
            formatter.write_dl([(paper.name, paper.about) for paper in PAPERS])


@click.command(cls=_Listing)
@click.argument("papers", nargs=-1, metavar="[PAPER]...", shell_complete=completion.papers)
@scope_options
@click.option(
    "--format",
    "formats",
    type=click.Choice(["docx", "pdf", "html", "xlsx"]),
    multiple=True,
    help="Make only this format. You can give this option more than once.",
)
@click.option(
    "--audience",
    type=AUDIENCE_CHOICE,
    default="public",
    show_default=True,
    help="The readers of the papers. What they may not see is left out, and the paper says so.",
)
@click.option(
    "--final",
    is_flag=True,
    help="Make final papers, without the draft mark. The record must be final and committed.",
)
@click.option(
    "--despite-differences",
    is_flag=True,
    help="Make papers whose files do not agree too, with the differences on their last page.",
)
@output_option
@root_option
def build(
    papers: tuple[str, ...],
    body: str | None,
    set_id: str | None,
    year: str | None,
    formats: tuple[str, ...],
    audience: Classification,
    final: bool,
    despite_differences: bool,
    folder: str | None,
    root: str | None,
) -> None:
    """Make the papers as Word, PDF and web page.

    Without PAPER, all papers are made, for the latest year of each body and set, or for --year. PAPER is one of those
    listed below, for each of its covers, or the name of one cover, such as board-report-july. They are written to
    output/BODY/YEAR/: all of them or, if the record has errors, none. Papers that are up to date are not made
    again, and papers that the record no longer makes are removed. Papers have a draft mark unless you use --final.
    For that, the year must be final and the record committed. Files carry the as-at date, or SOURCE_DATE_EPOCH.

    \b
      francis build
      francis build stocktake --body our-body --format pdf --final
    """  # noqa: D301 - as above
    from functools import partial

    from francis import git
    from francis.papers import made_list
    from francis.record.paper_kinds import FORMATS

    moment, home = epoch(), root_of(root)
    target = target_folder(home, folder)
    terms = repr((papers, body, year, set_id, formats, audience, final, moment))
    key_now = partial(made_list.build_key, home, [terms], body)
    key = key_now()
    last = made_list.last_build(target)
    if last is not None and last.key == key and last.stands(target, home, body):
        paths = tuple(last.paths)
        terminal.tell_of_git(git.access_to(home))
        terminal.tell(target, paths, made_list.Updated((), paths, (), (), (), ()))
        _warn(last.warnings)
        terminal.tell_outdated(home)
        sys.exit(0)
    wanted = body, year, set_id
    parts = Parts(home, wanted)
    known_papers(papers, parts.listing, body)
    asked = papers, [form for form in FORMATS if not formats or form in formats]
    work = _Build(home, target, parts, wanted, despite=despite_differences)
    done = work.done(asked, audience, moment, final=final, key=key, key_now=key_now)
    terminal.tell(target, work.output.paths, done)
    _warn(work.findings.warnings)
    terminal.tell_outdated(home)
    terminal.tell_withheld(work.output.withheld, made=despite_differences)
    sys.exit(1 if done.messages or work.output.withheld else 0)


class _Build:
    """A build of what is asked for, body by body."""

    def __init__(
        self, home: Path, target: Path, parts: Parts, wanted: Wanted, *, despite: bool
    ) -> None:
        from francis import workspace
        from francis.papers import output_folder

        self.home, self.parts, self.wanted = home, parts, wanted
        self.output = output_folder.Output(target, home, despite=despite)
        self.findings = Findings(workspace.holds(home))

    def done(
        self,
        asked: tuple[Collection[str], Collection[str]],
        audience: Classification,
        moment: datetime.datetime | None,
        *,
        final: bool,
        key: str,
        key_now: Callable[[], str],
    ) -> Updated:
        """Make what is asked for, unless the record has errors.

        `key` stands for all that the build is made from; the list names it unless it has changed meanwhile.
        """
        from francis import git, workspace
        from francis.papers import making, output_folder
        from francis.papers.made_list import LastBuild
        from francis.record.audience import for_audience

        commits = git.committed(self.home, workspace.RECORD)

        def share(part: Part) -> output_folder.Share:
            record, found = part.selection.files, part.selection.found
            jobs = making.jobs(
                self.home,
                [for_audience(register, audience) for register in part.registers],
                *asked,
                epoch=moment,
                final=final,
                record=record,
                commits=commits,
            )
            gone = output_folder.departed(found, part.body, *self.wanted[1:])
            return output_folder.Share(jobs, record, gone)

        def last_build(paths: Mapping[str, str]) -> LastBuild:
            return LastBuild(key, paths, self.findings.warnings, self.findings.asked)

        years: list[tuple[str, str]] = []
        lacking = dict.fromkeys(asked[0], "")
        for part in self.parts:
            years += [(part.body, register.year_id) for register in part.registers]
            lacking = _still_lacking(lacking, part.registers)
            own = share(part)
            self.findings.look(part, making.against_final(own.jobs) if final else ())
            self.output.look(part.body, own)
        refuse_errors(self.findings.problems, "Nothing was built.")
        at_least_one(years)
        if lacking:
            raise FrancisError("\n".join(lacking.values()))
        if not self.output.paths:
            raise FrancisError(NO_SUCH_PAPER)
        terminal.tell_of_git(commits.access)
        return self.output.update(
            lambda body: share(self.parts.read(body)),
            self.parts.departed,
            progress,
            lambda paths: last_build(paths) if key_now() == key else None,
            tell_of_waiting,
        )


def _still_lacking(lacking: Mapping[str, str], registers: Iterable[Register]) -> dict[str, str]:
    """Return the papers asked for that none of some registers has either, each with why and what to do."""
    from francis.record import paper_kinds
    from francis.workspace import RECORD

    left = dict(lacking)
    for register in registers:
        there = paper_kinds.of(register)
        kinds = {kind.name: kind for kind in paper_kinds.kinds(register.body)}
        for name in lacking:
            if any(paper.is_among((name,)) for paper in there):
                left.pop(name, None)
            elif name in left:
                kind = kinds.get(name)
                why, remedy = LACKING[kind.needs if kind else "cover"]
                folder = f"{RECORD}/{register.body_id}/{register.year_id}"
                paper = name if kind else f"PAPER --name {name}"
                scope = f" --body {register.body_id}"
                left[name] = left[name] or (
                    f"{name} cannot be made, because {why.format(folder=folder)}.\n"
                    f"{remedy.format(paper=paper, scope=scope)}"
                )
    return left


class Findings:
    """What was found wrong in one body after another: errors, and how many warnings of the rules."""

    def __init__(self, is_file: Callable[[str], bool]) -> None:
        self._holds = is_file
        self.asked: dict[str, bool] = {}
        self._in_files: dict[Problem, None] = {}
        self._judged: dict[Problem, None] = {}
        self._against_final: dict[Problem, None] = {}
        self._own_warnings = 0

    def _is_file(self, path: str) -> bool:
        """Return whether the workspace has a file, and remember that it was asked."""
        self.asked[path] = self._holds(path)
        return self.asked[path]

    def look(self, part: Part, against_final: Iterable[Problem]) -> None:
        """Take note of what is wrong in a body."""
        from francis.check import all_rules
        from francis.workspace import RECORD

        self._in_files |= dict.fromkeys(part.problems)
        self._against_final |= dict.fromkeys(against_final)
        for problem in all_rules.found(part.registers, self._is_file).problems:
            own = problem.place.path.startswith(f"{RECORD}/{part.body}/")
            if (
                problem.level == "warning" and own
            ):  # it is found in no other body: no need to keep it
                self._own_warnings += 1
            elif problem.level != "note":
                self._judged[problem] = None

    @property
    def problems(self) -> list[Problem]:
        """Return the problems that keep papers from being made, and others in the files."""
        judged = sorted(self._judged, key=lambda problem: problem.place)
        errors = [problem for problem in judged if problem.level == "error"]
        return [*self._in_files, *errors, *self._against_final]

    @property
    def warnings(self) -> int:
        """Return how many warnings the rules have."""
        return self._own_warnings + sum(p.level == "warning" for p in self._judged)


def _warn(warnings: int) -> None:
    """Say how many warnings there are, if any."""
    if warnings:
        many, them = ("1 warning", "it") if warnings == 1 else (f"{warnings:,} warnings", "them")
        click.echo(f"{many} about the record. To see {them}: francis check", err=True)
