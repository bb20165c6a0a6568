"""The commands: options in, one call, text and exit code out.

Results go to standard output, progress and messages to standard error. Exit 0 is done, 1 is problems
or refused input, 2 is wrong use of the command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from francis import __version__, terminal
from francis.errors import FrancisError, Problem, did_you_mean, nearest

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from francis.compare import Changes
    from francis.model import Classification
    from francis.register import Register
    from francis.store import Workspace


_AUDIENCES = click.Choice(["public", "internal", "restricted"])
"""As `audience.AUDIENCES`, which would take longer to import than all the rest of the help."""


class _Commands(click.Group):
    """The one place where an error becomes a message."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what prevents an answer ends it with a message and exit 1."""
        try:
            return super().invoke(ctx)
        except FrancisError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise click.ClickException(
                f"{error.filename or 'Output'}: {error.strerror}."
            ) from error


def _root_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False),
        help="The workspace; otherwise the nearest folder from here upwards that holds standards/.",
    )(command)


def _scope_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, help_text in (
        ("--year", "Only this year, by the name of its folder."),
        ("--body", "Only this body, by the name of its folder."),
    ):
        command = click.option(name, help=help_text)(command)
    return command


def _output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--output",
        "folder",
        type=click.Path(file_okay=False),
        help="Where papers go; otherwise output/ in the workspace.",
    )(command)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="francis %(version)s")
def main() -> None:
    """Keep a body's position against an inquiry's recommendations, and make every paper from it.

    The record is kept as YAML files below standards/; papers are written below output/.

    \b
      francis init FOLDER    start a workspace
      francis check          say what is wrong in the record, and where
      francis status         say how it stands: ratings, overdue actions, exceptions
      francis new-year YEAR  begin the next year from the latest
      francis confirm NUMBER say that a position still holds
      francis diff OLD NEW   say what changed between two years or revisions
      francis show NUMBER    show one recommendation through all years
      francis build          make the papers as Word, PDF and web page
    """  # noqa: D301 - the sign that keeps these lines as they are is a real backspace


@main.command()
@_scope_options
@_root_option
def check(body: str | None, year: str | None, root: str | None) -> None:
    """Say what is wrong in the record, where, and what to do about it.

    Every problem of every file is found in one run and printed as path:line:column, with the remedy
    below it. Exit 0 when there are no errors, otherwise 1.
    """
    from francis import store, workspace

    files = workspace.read_record(_root(root))
    found = store.load(files)
    _known(found, body, year)
    problems = found.concerning(body, year)
    terminal.show_problems(problems)
    click.echo(terminal.counted(problems, sum(path.endswith(".yaml") for path in files)))
    sys.exit(1 if terminal.are_errors(problems) else 0)


@main.command()
@_scope_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON for scripts.",
)
@_root_option
def status(body: str | None, year: str | None, form: str, root: str | None) -> None:
    """Say how the record stands: acceptance, ratings, assurance, actions and exceptions.

    The counts are those that the papers print. Without --year, each body's latest year is shown. JSON
    is a list with an object for each year, which holds every figure under the name that narratives use.
    """
    from francis import status
    from francis.render import day

    registers = _registers(_root(root), body, year, "Nothing was counted.")
    if form == "json":
        import json

        click.echo(json.dumps([status.facts(r) for r in registers], indent=2, ensure_ascii=False))
        return
    for number, register in enumerate(registers):
        click.echo("\n" * bool(number) + "\n".join(status.lines(register, day, terminal.painted)))


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER]...")
@_scope_options
@click.option(
    "--format",
    "formats",
    type=click.Choice(["docx", "pdf", "html", "xlsx"]),
    multiple=True,
    help="Only this format; may be given more than once.",
)
@click.option(
    "--audience",
    type=_AUDIENCES,
    default="public",
    show_default=True,
    help="For whom: what is for a narrower circle is left out, and the paper says so.",
)
@click.option(
    "--final",
    is_flag=True,
    help="Make final papers, without the draft mark; refused while the record is not final.",
)
@_output_option
@_root_option
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

    Without a PAPER, all papers are made; without --year, each body's latest year. They are written
    to output/BODY/YEAR/, all of them or, if the record has errors, none. A file that is there already
    and as it should be is not made again; a paper that the record makes no more is removed.

    Papers carry a draft mark until they are made with --final, which takes a year whose status is
    final and a record that is committed. The files name the day of the record as theirs, or the
    moment of SOURCE_DATE_EPOCH.

    \b
    Papers:
      stocktake     the position against every recommendation, one by one
      action-plan   what will be done, by whom and by when
      board-report  the report to the body's own board
      hwbb          the paper for the Health and Well-Being Board
      progress      what changed since the year before
    """  # noqa: D301 - as above
    from francis import build, output, store, workspace
    from francis.audience import for_audience
    from francis.papers import FORMATS, PAPERS

    names = [paper.name for paper in PAPERS]
    for name in papers:
        _one_of("PAPER", name, names)
    home = _root(root)
    target = _target(home, folder)
    record = workspace.read_record(home)
    found = store.load(record)
    registers, problems = _asked(found, body, year)
    wanted = build.jobs(
        home,
        [for_audience(register, audience) for register in registers],
        [paper for paper in PAPERS if not papers or paper.name in papers],
        [form for form in FORMATS if not formats or form in formats],
        epoch=_epoch(),
        final=final,
    )
    _refuse([*problems, *(build.against_final(wanted) if final else ())], "Nothing was built.")
    _at_least_one(registers)
    if not wanted:
        raise FrancisError(
            "There is no such paper to make: an action plan needs actions.yaml, a paper for a meeting\n"
            "its cover in papers/, and not every paper is made in every format."
        )
    done = output.update(
        target, home, wanted, record, output.departed(found, body, year), terminal.progress
    )
    terminal.tell(target, [job.path for job in wanted], done)
    sys.exit(1 if done.messages else 0)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False))
def init(folder: str) -> None:
    """Start a workspace in FOLDER: the set, a body to fill in, and templates to change."""
    import datetime
    import shlex
    from pathlib import Path

    from francis import workspace

    files = workspace.start(Path(folder), datetime.date.today())
    click.echo(f"{len(files)} files written to {folder}.")
    click.echo(
        f"Next:\n"
        f"  cd {shlex.quote(folder)}\n"
        f"  edit standards/our-body/body.yaml, and the positions in the folder beside it\n"
        f"  francis check\n"
        f"  francis build",
        err=True,
    )


@main.command()
@click.argument("old")
@click.argument("new", required=False)
@_scope_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "html", "pdf", "docx"]),
    default="text",
    show_default=True,
    help="For a terminal, a pull request's comment, scripts, or as a paper.",
)
@click.option(
    "--audience",
    type=_AUDIENCES,
    help="For whom; otherwise all of it as text, and what is public in every other format.",
)
@_output_option
@_root_option
def diff(
    old: str,
    new: str | None,
    body: str | None,
    year: str | None,
    form: str,
    audience: Classification | None,
    folder: str | None,
    root: str | None,
) -> None:
    """Say what changed from OLD to NEW: ratings, words, evidence, actions, commitments.

    Each is a year of the record, or a revision: whatever git names (a tag, a branch, HEAD~3), or
    @2013-06-30 for the record as committed by that day. Without NEW, OLD is compared with the files as
    they are now. Of a revision, the year named by --year is compared, otherwise the latest. In the Word
    file, words that changed are tracked changes, to step through and to accept or reject.
    """
    from francis import sides, told
    from francis.audience import for_audience
    from francis.compare import compare
    from francis.render import day

    home = _root(root)
    reader: Classification = audience or ("restricted" if form == "text" else "public")
    try:
        pairs = sides.pairs(home, old, new, body, year)
    except sides.FaultyError as error:
        _refuse(error.problems, str(error))
        raise
    compared = [
        (pair.names, compare(for_audience(pair.old, reader), for_audience(pair.new, reader)))
        for pair in pairs
    ]
    if form == "json":
        import json

        facts = [told.facts(changes, names) for names, changes in compared]
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    elif form == "markdown":
        click.echo("\n".join(told.markdown(changes, names, day) for names, changes in compared))
    elif form != "text":
        _write_comparisons(home, folder, compared, form)
    else:
        for number, (names, changes) in enumerate(compared):
            lines = told.lines(changes, names, day, lambda text: click.style(text, bold=True))
            click.echo("\n" * bool(number) + "\n".join(lines))


def _write_comparisons(
    home: Path, folder: str | None, compared: list[tuple[tuple[str, str], Changes]], form: str
) -> None:
    """Make a paper of each comparison, and say where it is."""
    from francis import build, workspace

    jobs = [
        build.comparison(home, names, changes.old, changes.new, form, _epoch())
        for names, changes in compared
    ]
    target = _target(home, folder)
    made = build.make(jobs)
    workspace.write_whole(target, {path: file.data for path, file in made.files.items()})
    messages = [*made.messages, *(m for file in made.files.values() for m in file.messages)]
    for path in made.files:
        click.echo(os.path.relpath(target / path))
    for message in messages:
        click.echo(f"Warning: {message}", err=True)
    sys.exit(1 if messages else 0)


def _target(home: Path, folder: str | None) -> Path:
    """Return the folder into which papers go."""
    from pathlib import Path

    from francis import workspace

    target = home / "output" if folder is None else Path(folder)
    if target.resolve().is_relative_to(home / workspace.RECORD):
        raise FrancisError(f"{target} lies in the record: name another folder for the papers.")
    return target


@main.command()
@click.argument("number")
@click.option("--body", help="Only this body, by the name of its folder.")
@click.option("--since", metavar="REVISION", help="Only commits that this revision does not have.")
@_root_option
def show(number: str, body: str | None, since: str | None, root: str | None) -> None:
    """Show one recommendation, the position on it in every year, and the commits that changed it."""
    from francis import git, shown, store, workspace
    from francis.render import day

    home = _root(root)
    found = store.load(workspace.read_record(home))
    _known(found, body, None)
    _refuse(found.concerning(body, None), "Nothing is shown.")
    registers = [r for r in found.registers if body in (None, r.body_id)]
    _one_of("NUMBER", number, dict.fromkeys(n for r in registers for n in r.positions))
    look = shown.Look(
        day,
        lambda text: click.style(text, bold=True),
        terminal.painted,
        lambda text: click.style(f"[-{text}-]", fg="red"),
        lambda text: click.style(f"{{+{text}+}}", fg="green"),
    )
    bodies = dict.fromkeys(r.body_id for r in registers if number in r.positions)
    for place, body_id in enumerate(bodies):
        years = [r for r in registers if r.body_id == body_id and number in r.positions]
        names = [f"{years[-1].set_id}/{number}.yaml"] + [
            f"{body_id}/{register.year_id}/{number}.yaml" for register in years
        ]
        commits = git.history(home, workspace.RECORD, names, since)
        click.echo("\n" * bool(place) + "\n".join(shown.lines(years, number, commits, look)))


@main.command("new-year")
@click.argument("year")
@click.option("--body", help="The body, by the name of its folder; needed if there are several.")
@click.option("--as-at", metavar="DATE", help="The day at which it is true; otherwise a year on.")
@_root_option
def new_year(year: str, body: str | None, as_at: str | None, root: str | None) -> None:
    """Begin the next YEAR of a body from its latest one.

    Carried over are texts, ratings, evidence, commitments and all actions that are not settled, with
    comments and order as they are. Each position is then to be changed, or confirmed as it stands.
    """
    from francis import workspace, years

    home = _root(root)
    register = _only_register(home, body, None)
    files = workspace.read_record(home)
    made = years.next_year(files, register, year, _day_given("--as-at", as_at))
    _write_record(home, files, made)
    settled = sum(map(years.is_settled, register.actions))
    stay = "action stays" if settled == 1 else "actions stay"
    click.echo(f"{len(made)} files written to {workspace.RECORD}/{register.body_id}/{year}.")
    click.echo(
        f"{settled} settled {stay} in {register.year_id}. Next:\n"
        f"  edit each position, or confirm it as it stands: francis confirm NUMBER\n"
        f"  francis check\n"
        f"  francis diff {register.year_id} {year}",
        err=True,
    )


@main.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--by", metavar="POST", help="The post that confirms; never a person's name.")
@click.option("--on", "on", metavar="DATE", help="The day; otherwise today.")
@_scope_options
@_root_option
def confirm(
    numbers: tuple[str, ...],
    by: str | None,
    on: str | None,
    body: str | None,
    year: str | None,
    root: str | None,
) -> None:
    """Confirm positions that still hold as they stand, in the latest year."""
    import datetime

    from francis import workspace, years
    from francis.model import Confirmed

    home = _root(root)
    register = _only_register(home, body, year)
    for number in numbers:
        _one_of("NUMBER", number, register.positions)
    files = workspace.read_record(home)
    said = Confirmed(_day_given("--on", on) or datetime.date.today(), by)
    made: dict[str, bytes] = {}
    for number in numbers:
        made |= years.confirmed(files, register, number, said)
    _write_record(home, files, made)
    for path in made:
        click.echo(path)


def _only_register(home: Path, body: str | None, year: str | None) -> Register:
    """Return the one register that a change is meant for."""
    registers = _registers(home, body, year, "Nothing was written.")
    if len(registers) > 1:
        bodies = ", ".join(register.body_id for register in registers)
        raise click.UsageError(f"there are several bodies: say which with --body ({bodies}).")
    return registers[0]


def _day_given(name: str, value: str | None) -> datetime.date | None:
    """Return the day that an option gives."""
    import datetime

    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise click.UsageError(
            f"{name} {value!r} is no day: write year-month-day, as in 2014-03-31."
        ) from None


def _write_record(home: Path, files: dict[str, bytes], made: dict[str, bytes]) -> None:
    """Write changed files of the record, unless they would be the cause of an error."""
    from francis import store, workspace

    before = set(store.load(files).problems)
    caused = [p for p in store.load({**files, **made}).problems if p not in before]
    if terminal.are_errors(caused):
        terminal.show_problems(caused, err=True)
        raise FrancisError("Nothing was written, as the record would then have these errors.")
    workspace.write_whole(home, made)


def _epoch() -> datetime.datetime | None:
    """Return the moment of SOURCE_DATE_EPOCH, the convention of reproducible builds, if it is set."""
    import datetime

    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise FrancisError(
            f"SOURCE_DATE_EPOCH is {seconds!r}; it must be a number of seconds."
        ) from None


def _root(given: str | None) -> Path:
    """Return the root of the workspace to work on."""
    from pathlib import Path

    from francis import workspace

    if given is not None:
        return workspace.root_at(Path(given).resolve())
    return workspace.find_root(Path.cwd())


def _registers(home: Path, body: str | None, year: str | None, without: str) -> list[Register]:
    """Return the registers asked for: of each body its latest year, unless a year is named.

    Problems that are errors are printed, and end the command; `without` says what was not done.
    """
    from francis import store, workspace

    registers, problems = _asked(store.load(workspace.read_record(home)), body, year)
    _refuse(problems, without)
    return _at_least_one(registers)


def _asked(
    found: Workspace, body: str | None, year: str | None
) -> tuple[list[Register], list[Problem]]:
    """Return the registers asked for that could be read, and the problems that concern them."""
    _known(found, body, year)
    chosen = [
        (body_id, year_id)
        for body_id, years in found.years.items()
        for year_id in ([year] if year in years else years[-1:] if year is None else [])
        if body in (None, body_id)
    ]
    scopes: list[tuple[str | None, str | None]] = [*chosen] or [(body, year)]
    problems = dict.fromkeys(problem for scope in scopes for problem in found.concerning(*scope))
    return [r for r in found.registers if (r.body_id, r.year_id) in chosen], list(problems)


def _refuse(problems: Sequence[Problem], without: str) -> None:
    """Print the problems and end the command if there are errors; `without` says what was not done."""
    if terminal.are_errors(problems):
        terminal.show_problems(problems, err=True)
        raise FrancisError(f"{terminal.counted(problems)} {without}")


def _at_least_one(registers: list[Register]) -> list[Register]:
    if not registers:
        raise FrancisError(
            "There is no year to make a paper from: add a body with a year, or see francis init."
        )
    return registers


def _known(found: Workspace, body: str | None, year: str | None) -> None:
    """Refuse a body or a year that the workspace does not have."""
    if body is not None:
        _one_of("--body", body, found.years)
    if year is not None:
        years = [y for b, held in found.years.items() if body in (None, b) for y in held]
        _one_of("--year", year, dict.fromkeys(years))


def _one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    """Refuse `value` as wrong use unless it is one of `allowed`."""
    known = list(allowed)
    if value not in known:
        there = ", ".join(known) or "none"
        raise click.UsageError(
            f"{name} {value!r} does not exist; there is: {there}.{did_you_mean(nearest(value, known))}"
        )
