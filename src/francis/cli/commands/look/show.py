"""`francis show`: one recommendation through all years, or one concern about a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from francis.cli import completion, terminal
from francis.cli.options import (
    audience_option,
    body_option,
    epoch,
    output_option,
    root_of,
    root_option,
    set_option,
    several_of,
    target_folder,
)
from francis.cli.papers import write_papers
from francis.cli.record import known_scope, one_set, refuse_errors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from francis.changes.history import TerminalStyle
    from francis.git import Commit
    from francis.record.days import Day
    from francis.record.model import Classification
    from francis.record.register import Register
    from francis.workspace import Files


@click.command()
@click.argument(
    "numbers",
    metavar="NUMBER...",
    nargs=-1,
    required=True,
    shell_complete=completion.numbers_and_concerns,
)
@body_option("Show only this body (the name of its folder).")
@set_option("Show the recommendation of this set (the name of its folder).")
@click.option(
    "--since",
    metavar="WHEN",
    shell_complete=completion.years,
    help="Only from this year of the record on, from a day such as 2013-06-30, or only commits that a git revision does not have.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "docx", "pdf", "html", "md"]),
    default="text",
    show_default=True,
    help="Text for a terminal, or a paper for somebody who asked, in the folder of papers.",
)
@audience_option
@output_option
@root_option
def show(
    numbers: Sequence[str],
    body: str | None,
    set_id: str | None,
    since: str | None,
    form: str,
    audience: Classification | None,
    folder: str | None,
    root: str | None,
) -> None:
    """Show one recommendation or several, and the position on each in every year; or a concern about a provider.

    With each position stand the reasons, the evidence and where it lies, the actions with their progress, and what the
    covers of papers said. The commits that changed the files are listed too. A paper has the draft mark unless all papers of
    the year could be final.

    \b
      francis show 132 --body our-body
      francis show 132-134,138 --since 2014
      francis show 132 --body our-body --format docx
      francis show royal/C2 --format pdf --audience internal
    """  # noqa: D301 - as above
    from francis.record.reading.scope import select_files

    home = root_of(root)
    selection = select_files(home, body)
    found, wanted = selection.found, (body, None, set_id)
    known_scope(found.years, wanted, found.sets_of(body))
    refuse_errors(found.concerning(*wanted), "Nothing is shown.")
    registers = [
        r for r in found.registers if body in (None, r.body_id) and set_id in (None, r.set_id)
    ]
    if any("/" in number for number in numbers):
        if since:
            raise click.UsageError("--since is for recommendations; a concern is shown as a whole.")
        latest = [r for r in registers if r.year_id in found.latest[r.body_id]]
        _show_concerns(
            home, target_folder(home, folder), latest, numbers, form, audience, selection.files
        )
        return
    target = target_folder(home, folder)
    _show_recommendations(
        home, target, registers, found.latest, numbers, since, form, audience, selection.files
    )


def _show_recommendations(
    home: Path,
    target: Path,
    registers: Sequence[Register],
    latest: Mapping[str, Sequence[str]],
    numbers: Sequence[str],
    since: str | None,
    form: str,
    audience: Classification | None,
    record: Files,
) -> None:
    """Print recommendations with the position on each in every year, or make a paper of each."""
    from francis.changes.history import concerning, count_hidden
    from francis.record.audience import for_audience

    asked = several_of("NUMBER", numbers, (n for r in registers for n in r.positions))
    start = _start_given(home, since, {r.year_id for r in registers})
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    stories = {
        number: [
            start.kept([concerning(r, number) for r in years])
            for years in _years_of_each_body(registers, latest, number)
        ]
        for number in asked
    }
    hidden = sum(
        count_hidden((for_audience(each, audience or "public") for each in years), number)
        for number, story in stories.items()
        for years in story
    )
    terminal.tell_audience(audience if form == "text" else reader, hidden)
    for place, (number, story) in enumerate(stories.items()):
        told = [[for_audience(each, reader) for each in years] for years in story]
        if form == "text":
            click.echo("\n" if place else "", nl=False)
            _print(home, told, number, start)
        else:
            _write(target, home, told, number, form, record)


def _years_of_each_body(
    registers: Sequence[Register], latest: Mapping[str, Sequence[str]], number: str
) -> Iterator[list[Register]]:
    """Yield, for each body that answers a recommendation, its years of the set that is meant, the earliest first."""
    bodies = dict.fromkeys(r.body_id for r in registers if number in r.positions)
    for body_id in bodies:
        holding = [r for r in registers if r.body_id == body_id and number in r.positions]
        last = [r for r in holding if r.year_id in latest[body_id]] or holding
        # of an older year alone if no latest has the number
        meant = one_set([*{r.set_id: r for r in last}.values()], "NUMBER", (number,), _numbers)
        yield [r for r in holding if r.set_id == meant.set_id]


def _numbers(register: Register) -> Iterable[str]:
    return register.positions


class _Start(NamedTuple):
    """From where on something is shown: a year of the record, a day, or a revision of git; or from the beginning."""

    year: str | None = None
    day: Day | None = None
    revision: str | None = None

    def kept(self, years: list[Register]) -> list[Register]:
        """Return the years from there on, the last at least."""
        if self.year in {each.year_id for each in years}:
            return [r for r in years if self.year in {each.year_id for each in r.years}]
        if self.day is not None:
            return [r for r in years if r.as_at >= self.day] or years[-1:]
        return years

    def commits(self, home: Path, years: list[Register], number: str) -> list[Commit]:
        """Return the commits from there on that changed a recommendation, or the position on it in one of some years."""
        from francis import git, workspace
        from francis.record.numbers import slug

        folders = (years[0].set_id, *(f"{r.body_id}/{r.year_id}" for r in years))
        names = [f"{folder}/{slug(number)}.yaml" for folder in folders]
        found = git.history(home, workspace.RECORD, names, self.revision)
        return [commit for commit in found if self.day is None or commit.day >= self.day]


def _start_given(home: Path, since: str | None, years: Collection[str]) -> _Start:
    """Return where to begin: at a year of the record if there is one of this name, otherwise at a day or a revision."""
    from francis import git
    from francis.record.days import parse_day

    if since is None:
        return _Start()
    if since in years:
        return _Start(year=since)
    try:
        return _Start(day=parse_day(since))
    except ValueError:
        git.commit_of(home, since)  # it says what is wrong
        return _Start(revision=since)


def _print(home: Path, stories: list[list[Register]], number: str, start: _Start) -> None:
    """Print what is told of each body."""
    from francis.changes.history import history_lines

    look = _terminal_style()
    for place, years in enumerate(stories):
        commits = start.commits(home, years, number)
        click.echo("\n" * bool(place) + "\n".join(history_lines(years, number, commits, look)))


def _write(
    target: Path,
    home: Path,
    stories: list[list[Register]],
    number: str,
    form: str,
    record: Files,
) -> None:
    """Make a paper for each body."""
    from francis.papers.one_recommendation import recommendation_job
    from francis.record.paper_kinds import Subject

    jobs = [
        recommendation_job(
            home,
            years[-1],
            Subject(number, tuple(each.year_id for each in years)),
            form,
            record,
            epoch=epoch(),
        )
        for years in stories
    ]
    write_papers(target, jobs)


def _show_concerns(
    home: Path,
    target: Path,
    latest: Sequence[Register],
    keys: Sequence[str],
    form: str,
    audience: Classification | None,
    record: Files,
) -> None:
    """Print concerns about providers, or make a paper of each, as they stood on the last day of account."""
    from francis.papers.one_recommendation import recommendation_job
    from francis.record.audience import count_left_out, for_audience
    from francis.record.paper_kinds import ConcernSubject
    from francis.record.queries.provider_standing import concern_standing

    by_day = sorted(latest, key=lambda register: register.as_at)
    holding = {
        f"{view.name}/{concern.concern.number}": register
        for register in by_day
        for view in register.providers
        for concern in view.concerns
    }
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    subjects = [
        (for_audience(holding[key], reader), ConcernSubject(*key.split("/", 1)))
        for key in several_of("CONCERN", keys, holding)
    ]
    hidden = sum(
        count_left_out(
            concern_standing(for_audience(register, audience or "public"), *subject).concern.concern
        )
        for register, subject in subjects
    )
    terminal.tell_audience(audience if form == "text" else reader, hidden)
    if form != "text":
        jobs = (
            recommendation_job(home, register, subject, form, record, epoch=epoch())
            for register, subject in subjects
        )
        write_papers(target, [*jobs])
    for register, subject in subjects:
        _print_concern(register, subject.provider, subject.number)


def _print_concern(register: Register, provider: str, number: str) -> None:
    """Print a concern: where it stands, what happened, and what is left to be decided."""
    from francis.record.days import day_in_words
    from francis.record.model.timing import when_in_words
    from francis.record.prose import first_upper
    from francis.record.queries.provider_standing import concern_standing

    told = concern_standing(register, provider, number)
    about = f"{provider}/{number} {told.concern.concern.what}, as at {day_in_words(register.as_at)}"
    click.echo(terminal.bold(about))
    click.echo(told.state)
    for row in told.story:
        approved = f", {row.approved_by}" if row.approved_by else ""
        click.echo(
            f"  {first_upper(when_in_words(row.on))}: {row.step}{approved}. {row.what}".rstrip()
        )
    for text in told.asked:
        click.echo(text)


def _terminal_style() -> TerminalStyle:
    """Return how a terminal shows days, headings, ratings, and words that went or came."""
    from francis.changes.history import TerminalStyle
    from francis.record.days import day_in_words

    return TerminalStyle(
        day_in_words,
        terminal.bold,
        terminal.painted,
        lambda text: click.style(f"[-{text}-]", fg="red"),
        lambda text: click.style(f"{{+{text}+}}", fg="green"),
    )
