"""`francis build`: the papers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from francis.cli import completion, terminal
from francis.cli.options import (
    AUDIENCE_CHOICE,
    epoch,
    one_of,
    output_option,
    root_of,
    root_option,
    scope_options,
    target_folder,
)
from francis.cli.record import asked_for, at_least_one, refuse_errors
from francis.cli.terminal import progress, tell_of_waiting
from francis.errors import FrancisError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from francis.errors import Problem
    from francis.record.model import Classification
    from francis.record.paper_kinds import Paper


NO_SUCH_PAPER = """\
There is no such paper to make. An action plan needs actions.yaml, a paper for a meeting needs
its cover in papers/, and not every paper can be made in every format."""


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
@output_option
@root_option
def build(
    papers: tuple[str, ...],
    body: str | None,
    year: str | None,
    formats: tuple[str, ...],
    audience: Classification,
    final: bool,
    folder: str | None,
    root: str | None,
) -> None:
    """Make the papers as Word, PDF and web page.

    Without PAPER, all papers are made, for each body's latest year or for --year. They are written to
    output/BODY/YEAR/: all of them or, if the record has errors, none. Papers that are up to date are not made
    again, and papers that the record no longer makes are removed. Papers have a draft mark unless you use --final.
    For that, the year must be final and the record committed. Files carry the as-at date, or SOURCE_DATE_EPOCH.

    \b
      francis build stocktake --body barnet-ccg --format pdf --final
    """  # noqa: D301 - as above
    from francis import workspace
    from francis.check import all_rules
    from francis.papers import making, output_folder
    from francis.record.audience import for_audience
    from francis.record.reading.scope import select_files

    asked = _known(papers, formats)
    home = root_of(root)
    target = target_folder(home, folder)
    selection = select_files(home, body, year)
    record, found = selection.files, selection.found
    registers, problems = asked_for(found, body, year)
    judged = all_rules.found(registers, workspace.holds(home)).problems
    problems += [problem for problem in judged if problem.level == "error"]
    wanted = making.jobs(
        home,
        [for_audience(register, audience) for register in registers],
        *asked,
        epoch=epoch(),
        final=final,
        record=record,
    )
    problems += making.against_final(wanted) if final else ()
    refuse_errors(problems, "Nothing was built.")
    at_least_one(registers)
    if not wanted:
        raise FrancisError(NO_SUCH_PAPER)
    gone = output_folder.departed(found, body, year)
    done = output_folder.update(target, home, wanted, record, gone, progress, tell_of_waiting)
    terminal.tell(target, [job.path for job in wanted], done)
    _warn(judged)
    sys.exit(1 if done.messages else 0)


def _known(papers: tuple[str, ...], formats: tuple[str, ...]) -> tuple[list[Paper], list[str]]:
    """Return the papers and formats that are asked for, in the order in which they are made."""
    from francis.record.paper_kinds import FORMATS, PAPERS

    for name in papers:
        one_of("PAPER", name, [paper.name for paper in PAPERS])
    return (
        [paper for paper in PAPERS if not papers or paper.name in papers],
        [form for form in FORMATS if not formats or form in formats],
    )


def _warn(judged: Iterable[Problem]) -> None:
    """Say how many warnings there are, if any."""
    if warnings := sum(problem.level == "warning" for problem in judged):
        many, them = ("1 warning", "it") if warnings == 1 else (f"{warnings:,} warnings", "them")
        click.echo(f"{many} about the record. To see {them}: francis check", err=True)
