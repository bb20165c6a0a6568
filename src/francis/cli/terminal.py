"""Output for a terminal: problems, progress and colours. Results go to stdout, messages to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from francis.errors import Level, Problem, tally

if TYPE_CHECKING:
    from pathlib import Path

    from francis.git import Access
    from francis.papers.agreement import Difference
    from francis.papers.made_list import Updated
    from francis.papers.making import Finished
    from francis.record.writing.mending import Mended


def are_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems is an error."""
    return any(problem.level == "error" for problem in problems)


def show_problems(problems: Iterable[Problem], *, err: bool = False, verbose: bool = True) -> None:
    """Print the problems, errors first, each on one line, and what to do below it.

    Without `verbose`, warnings and notes of one kind in one file are one line. Only a terminal has lines that fit it:
    programs read one problem a line.
    """
    import shutil

    from francis.check import reports as forms

    is_terminal = (sys.stderr if err else sys.stdout).isatty()
    width = max(shutil.get_terminal_size().columns, 40) if is_terminal else None
    for line in forms.problem_lines(problems, _problem_painted, verbose=verbose, width=width):
        click.echo(line, err=err)


def tell_what_to_do(problems: Sequence[Problem], verbose: bool) -> None:
    """Say what comes next after a check."""
    from francis.check.reports import is_folded

    if is_folded(problems) and not verbose:
        click.echo("To list each finding by itself: francis check --verbose", err=True)
    if are_errors(problems):
        again = "Next: correct the errors, as no paper can be made of them, and check again."
        click.echo(again, err=True)
        if any(
            problem.rule in ("syntax", "unknown-key", "value", "file-name") for problem in problems
        ):
            easy = "To mend what has one answer only, such as a capital letter or a tab"
            click.echo(f"{easy}: francis check --fix", err=True)
    elif any(problem.level == "warning" for problem in problems):
        reason = "or say under 'checks' in body.yaml why one does not apply"
        click.echo(f"Next: go through the warnings, {reason}. Then: francis build", err=True)
    else:
        click.echo("Next: francis build", err=True)


def _problem_painted(text: str, level: Level | None) -> str:
    """Return a place in bold, or the word of a level in its colour; nobody who sets NO_COLOR sees one."""
    if os.environ.get("NO_COLOR"):
        return text
    if level is None:
        return click.style(text, bold=True)
    return click.style(text, fg={"error": "red", "warning": "yellow", "note": "cyan"}[level])


def counted(problems: Iterable[Problem], files: int | None = None) -> str:
    """Return how many problems there are, in a sentence."""
    listed = list(problems)
    if not listed:
        return f"No problems in {files:,} files." if files != 1 else "No problems in 1 file."
    places = len({problem.place.path for problem in listed})
    return f"{tally(listed)} in {places:,} file{'s' * (places != 1)}."


def difference(before: Mapping[str, bytes], mends: Iterable[Mended]) -> Iterator[str]:
    """Yield the unified difference between files, in colours where there are any; what nobody sees is marked."""
    from difflib import unified_diff

    yield "· is a space at the end of a line, → a tab, ⍽ a non-breaking space:"
    for old, path, data in mends:
        if old != path:
            yield click.style(f"rename {old} to {path}", bold=True)
        left, right = (content.decode().split("\n") for content in (before[old], data))
        for line in unified_diff(left, right, old, path, lineterm="", n=1):
            colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
            shown = _marked(line) if line[:1] == "-" else line.rstrip("\r")
            yield click.style(shown, fg=colour) if colour else shown


def _marked(line: str) -> str:
    """Return a line with signs for white space that is to go."""
    bare = line.rstrip(" \r")
    line = bare + line[len(bare) :].replace(" ", "·")
    return line.replace("\t", "→").replace("\u00a0", "⍽").replace("\r", "␍")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table that fits the terminal, with long cells on several lines."""
    import shutil
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        made.add_column(heading, overflow="fold", vertical="top")
    for row in rows:
        made.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=max(shutil.get_terminal_size((110, 24)).columns, 60)).print(made)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n"))


def is_agreed(question: str) -> bool:
    """Ask somebody at a terminal whether to do something; nobody else says yes."""
    return sys.stdin.isatty() and click.confirm(question, err=True)


@contextmanager
def progress(paths: Sequence[str]) -> Iterator[Finished]:
    """Show how far the making of files has come: a bar on a terminal, a line a file elsewhere.

    The lines stand in the order of `paths`, whichever file is made first.
    """

    def line(path: str, made: bool) -> str:
        return f"{'Made' if made else 'Not made:'} {path}"

    if not (paths and sys.stderr.isatty()):
        waiting, known = list(paths), {}

        def tell(path: str, made: bool) -> None:
            known[path] = line(path, made)
            while waiting and waiting[0] in known:
                click.echo(known[waiting.pop(0)], err=True)

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Making the papers", total=len(paths))
        yield lambda path, made: bar.update(task, advance=1, description=line(path, made))


def shown_path(folder: Path, path: str) -> str:
    """Return the path of a file in a folder as it is called from here."""
    return os.path.normpath(os.path.join(os.path.relpath(folder), path))


def tell(folder: Path, paths: Sequence[str], done: Updated) -> None:
    """Print the paths of all papers as the result, and beside it what became of them."""
    there, way = {*done.made, *done.unchanged}, os.path.relpath(folder)
    click.echo(
        "".join(f"{os.path.normpath(os.path.join(way, p))}\n" for p in paths if p in there),
        nl=False,
    )
    for path in done.removed:
        click.echo(f"Removed {path}, because the record no longer makes it.", err=True)
    for path in done.kept:
        click.echo(
            f"Kept {path}: the record no longer makes it, but the file was changed.", err=True
        )
    for path in done.older:
        click.echo(
            f"Out of date: {path} is older than the record, and was not asked for.", err=True
        )
    for message in done.messages:
        click.echo(f"Warning: {message}", err=True)
    click.echo(f"{len(done.made):,} made, {len(done.unchanged):,} unchanged.", err=True)


def tell_withheld(withheld: Mapping[str, Sequence[Difference]], *, made: bool) -> None:
    """Say which papers do not agree, and what can be done about each."""
    from francis.papers import agreement

    for paper, differences in withheld.items():
        click.echo(f"Error: {agreement.withheld(paper, differences)}", err=True, nl=False)
    if withheld and not made:
        click.echo(
            "All other papers are written. If you use your own templates or house.css, correct them; otherwise, please "
            "report this.\nIf you need a withheld paper now, make it with: francis build --despite-differences",
            err=True,
        )


def tell_audience(audience: str | None, hidden: int) -> None:
    """Say for whom something is printed, if some of its texts are not for everybody.

    `hidden` is how many were left out; if no audience was named, how many would be for the public.
    """
    if not hidden:
        return
    if audience is None:
        click.echo(
            "This shows texts that are not for the public. For what anybody may read, add: --audience public",
            err=True,
        )
    else:
        many = f"{hidden:,} texts are" if hidden > 1 else "1 text is"
        click.echo(f"For readers who may see what is {audience}: {many} left out.", err=True)


MOST_LINES = 30
"""How many lines of a difference are shown at most."""


def tell_outdated(home: Path) -> None:
    """Say which templates were copied from what is no longer the program's, and what has changed there since."""
    from francis.papers.own_templates import outdated

    for each in outdated(home):
        lines = each.difference
        stem = each.name.removesuffix(".html.j2")
        click.echo(
            f"templates/{each.name} is a copy of the program's template, which has changed since:",
            err=True,
        )
        for line in lines[:MOST_LINES]:
            click.echo(f"  {line}", err=True)
        if len(lines) > MOST_LINES:
            click.echo(f"  … and {len(lines) - MOST_LINES:,} more lines", err=True)
        click.echo(
            "If nobody changed your copy, francis upgrade replaces it. Otherwise put this into it, then run: "
            f"francis add template {stem} --merged",
            err=True,
        )


def tell_of_git(access: Access) -> None:
    """Say why papers can name no commit, if they cannot."""
    if access.state != "read":
        click.echo(f"Papers can name no commit: {access}", err=True)


def tell_of_waiting() -> None:
    """Say why nothing happens yet."""
    click.echo("Another francis command is writing here: waiting for it to end.", err=True)


def bold(text: str) -> str:
    """Return a heading for terminals that can show it."""
    return click.style(text, bold=True)


def painted(text: str, colour: str | None) -> str:
    """Return a text in a colour of the record, #rrggbb, for terminals that have colours."""
    if colour is None:
        return text
    red, green, blue = bytes.fromhex(colour[1:])
    return click.style(text, fg=(red, green, blue))
