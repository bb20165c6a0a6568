"""`francis diff`: what changed between two years or revisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from francis.cli import completion, terminal
from francis.cli.options import (
    audience_option,
    epoch,
    output_option,
    root_of,
    root_option,
    scope_options,
    target_folder,
)
from francis.cli.papers import write_papers
from francis.cli.record import refuse_errors

if TYPE_CHECKING:
    from pathlib import Path

    from francis.changes.compare import Changes
    from francis.changes.pairs import Pair
    from francis.record.model import Classification


@click.command()
@click.argument("old", shell_complete=completion.years)
@click.argument("new", required=False, shell_complete=completion.years)
@scope_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html", "pdf", "docx"]),
    default="text",
    show_default=True,
    help="Text for a terminal, Markdown for a comment, JSON for scripts, or a paper.",
)
@audience_option
@click.option(
    "--summary",
    is_flag=True,
    help="Only the figures, and a line for each file that changed; as text.",
)
@output_option
@root_option
def diff(
    old: str,
    new: str | None,
    body: str | None,
    set_id: str | None,
    year: str | None,
    form: str,
    audience: Classification | None,
    summary: bool,
    folder: str | None,
    root: str | None,
) -> None:
    """Compare two years, or two versions in git, and show what changed.

    OLD and NEW are each a year of the record or a git revision: a tag, a branch, HEAD~3, or @2013-06-30 for
    the record as it was committed by that day. Without NEW, OLD is compared with the files as they are
    now. From a revision, the latest year of each set is compared, or the year that you name with --year. The
    Word file has the changes as tracked changes, which you can accept or reject.

    \b
      francis diff 2014 2015
      francis diff @2013-06-30 --body our-body --format docx
    """  # noqa: D301 - as above
    from francis.changes import pairs
    from francis.changes.compare import compare
    from francis.record.audience import for_audience

    home = root_of(root)
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    try:
        found = pairs.find_pairs(home, old, new, (body, year, set_id))
    except pairs.FaultyError as error:
        refuse_errors(error.problems, str(error))
        raise
    faults = dict.fromkeys(error for pair in found for error in pair.faults)
    if faults:
        click.echo("There are errors, which the comparison passes over:", err=True)
        terminal.show_problems([*faults], err=True)
    compared = [
        (
            pair.headings,
            compare(
                for_audience(pair.old, reader), for_audience(pair.new, reader), altered=pair.altered
            ),
        )
        for pair in found
    ]
    if form in ("text", "markdown", "json"):
        _print_comparisons(found, compared, form, summary)
    else:
        _write_comparisons(home, folder, compared, form)


def _print_comparisons(
    found: Sequence[Pair],
    compared: list[tuple[tuple[str, str], Changes]],
    form: str,
    summary: bool,
) -> None:
    """Print each comparison: for a terminal, for a pull request, or for scripts."""
    from francis.changes import reports
    from francis.record.days import day_in_words

    if form == "json":
        import json

        facts = [
            reports.changes_json(changes, pair.names)
            for pair, (_, changes) in zip(found, compared, strict=True)
        ]
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    elif form == "markdown":
        comments = (
            reports.comparison_comment(changes, names, day_in_words) for names, changes in compared
        )
        click.echo("\n".join(comments))
    else:
        for number, (names, changes) in enumerate(compared):
            lines = reports.comparison_lines(
                changes, names, day_in_words, terminal.bold, summary=summary
            )
            click.echo("\n" * bool(number) + "\n".join(lines))


def _write_comparisons(
    home: Path, folder: str | None, compared: list[tuple[tuple[str, str], Changes]], form: str
) -> None:
    """Make a paper of each comparison, and say where it is."""
    from francis.papers import making

    jobs = [
        making.comparison(home, names, changes.old, changes.new, form, epoch())
        for names, changes in compared
    ]
    write_papers(target_folder(home, folder), jobs)
