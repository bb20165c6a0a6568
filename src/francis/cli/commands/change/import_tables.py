"""`francis import`: tables that others keep, into the record."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from francis.cli import completion, terminal
from francis.cli.options import root_of, root_option, scope_options
from francis.cli.record import (
    only_provider,
    only_register,
    only_writer,
    write_change,
    write_of_provider,
    write_record,
)
from francis.errors import FrancisError

if TYPE_CHECKING:
    from francis.intake.importing import Imported, Intake
    from francis.record.model import TableReading
    from francis.record.reading.scope import Selection
    from francis.record.writing.locks import Held

SOUGHT = ("positions", "actions", "recommendations", "measures")


@click.command(name="import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False),
)
@click.option("--as", "sought", type=click.Choice(SOUGHT), required=True, help="What its rows are.")
@click.option(
    "--provider",
    metavar="NAME",
    help="Of measures: the provider whose they are.",
    shell_complete=completion.providers,
)
@click.option(
    "--table",
    "numbers",
    type=click.IntRange(1),
    multiple=True,
    metavar="N",
    help="Read only this table of a document, counted from 1. You can give it several times.",
)
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="NAME",
    help="Read only this sheet of a workbook. You can give it several times.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=KEY",
    help="Say which key a column holds, or “leave out”.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="'KEY: WORDS = VALUE'",
    help="Answer a question, such as 'lead: Head of Q = Head of Quality'.",
)
@click.option(
    "--dates",
    type=click.Choice(("day-first", "month-first")),
    help="Say which number of 03/04/13 is the day.",
)
@click.option(
    "--tracked",
    type=click.Choice(("accept", "refuse")),
    help="Accept or refuse the tracked changes of a Word file, for this import.",
)
@click.option(
    "--mine", "prefer", flag_value="mine", help="Keep the record's value where the two differ."
)
@click.option(
    "--theirs", "prefer", flag_value="theirs", help="Take the table's value where the two differ."
)
@click.option("--theme", metavar="TITLE", help="The theme of new recommendations.")
@click.option(
    "--reading",
    metavar="NAME",
    help="The name of the file in standards/imports that keeps the answers. The default is that of FILE.",
    shell_complete=completion.readings,
)
@click.option("--verbose", is_flag=True, help="List everything that is not taken over.")
@click.option("--write", is_flag=True, help="Write what was understood into the record.")
@scope_options
@root_option
def import_tables(files: tuple[str, ...], root: str | None, **given: Any) -> None:
    """Bring tables of Word, Excel, CSV or saved web pages into the record.

    Without --write, it only shows what it understands: which column is which key, what would be added, and what it
    must ask. Nothing is guessed. What you answer is kept, so that next month's file needs no questions.
    Only what the record lacks is added. A value that differs is a conflict.

    \b
      francis import last-year.docx --as positions
      francis import plan.xlsx --as actions --column "By when=original_due" --dates day-first --write
      francis import plan-june.xlsx --as actions --reading plan --write
      francis import april.csv --as measures --provider royal --write
    """  # noqa: D301 - as above
    from francis.intake.files import receive

    home = root_of(root)
    if (given["sought"] == "measures") != (given["provider"] is not None):
        raise click.UsageError("Measures are of a provider: --as measures --provider NAME.")
    received = [receive(Path(file)) for file in files]
    is_written = given["write"]
    with only_writer(home) if is_written else nullcontext() as held:
        if given["sought"] == "recommendations":
            _into_set(home, held, received, given)
        elif given["sought"] == "measures":
            _into_provider(home, held, received, given)
        else:
            _into_year(home, held, received, given)
    if not is_written:
        click.echo("Nothing was written. To write it: --write", err=True)


def _into_year(home: Path, held: Held | None, received: Any, given: dict[str, Any]) -> None:
    from francis.intake.importing import import_into_year

    scope = (given["body"], given["year"], given["set_id"])
    record, register, _ = only_register(home, scope, adding=True)
    wanted, name = _wanted(record, received, given)
    imported = import_into_year(record.files, register, wanted)
    made = _shown(record, imported, wanted, name, given)
    if held is not None:
        _refuse_open(held, record, imported, made)
        done = [f"{len(imported.found.targets):,} {given['sought']} are as the tables say."]
        files = {**made, **imported.merge.files}
        try:
            if files:
                write_change(held, record, files, register, lambda _: done, lenient=True)
        except FrancisError as error:
            if made:  # what somebody has answered is not to be asked again
                write_record(held, record, made)
                raise FrancisError(f"{error}\n{_kept(made)}") from None
            raise


def _into_set(home: Path, held: Held | None, received: Any, given: dict[str, Any]) -> None:
    from francis.cli.commands.change.add.sets import the_set
    from francis.intake.importing import import_into_set
    from francis.record.model import Year
    from francis.record.reading.record_file import record_of
    from francis.record.reading.scope import select_files
    from francis.record.writing import beginnings

    record = select_files(home)
    known = beginnings.held_set(record.files, the_set(record.files, given["set_id"]), record.read)
    paths = [path for path in record.files if path.endswith("/year.yaml")]
    read = {path: record_of(Year, path, record.files[path], record.read)[0] for path in paths}
    years = {path: year for path, year in read.items() if year and year.set == known.name}
    wanted, name = _wanted(record, received, given)
    imported = import_into_set(record.files, known, years, wanted)
    made = _shown(record, imported, wanted, name, given)
    if held is not None:
        _refuse_open(held, record, imported, made)
        write_record(held, record, {**made, **imported.merge.files})
        for path in (*made, *imported.merge.files):
            click.echo(path)


def _into_provider(home: Path, held: Held | None, received: Any, given: dict[str, Any]) -> None:
    import datetime

    from francis.intake.importing import import_measures

    name = given["provider"]
    record, folder = only_provider(home, given["body"], name)
    wanted, reading = _wanted(record, received, given)
    imported = import_measures(record.files, folder, wanted)
    made = _shown(record, imported, wanted, reading, given)
    if held is None:
        return
    _refuse_open(held, record, imported, made)
    files = {**made, **imported.merge.files}
    if files:
        said = f"The readings of {name} are as the tables say."
        write_of_provider(held, record, files, folder.body_id, datetime.date.today(), said)


def _wanted(record: Selection, received: Any, given: dict[str, Any]) -> tuple[Intake, str]:
    """Return what is imported, with the answers that are kept and those that were given, and the name of the file for them."""
    from francis.intake import importing
    from francis.record.model import TableReading
    from francis.record.reading.record_file import record_of
    from francis.record.writing.beginnings import folder_of

    name = folder_of(given["reading"] or Path(received[0].name).stem)
    path, reading = importing.reading_path(name), None
    if path in record.files:
        reading, _, problems = record_of(TableReading, path, record.files[path], record.read)
        if problems:
            terminal.show_problems(problems, err=True)
            raise FrancisError(f"Nothing was read, because {path} has errors.")
    elif given["reading"] and not given["write"]:
        click.echo(f"{path} is not there yet.", err=True)
    columns = dict(_pair("--column", text, "HEADING=KEY") for text in given["columns"])
    held: TableReading = importing.with_answers(
        reading, columns, _answers(given["answers"]), given["dates"]
    )
    names = (*(f"table {number}" for number in given["numbers"]), *given["sheets"])
    tracked, prefer = given["tracked"], given["prefer"]
    sought, theme = given["sought"], given["theme"]
    return importing.Intake(received, sought, held, names, tracked, prefer, theme), name


def _pair(option: str, text: str, form: str) -> tuple[str, str]:
    words, sign, value = text.rpartition("=")
    if not sign or not words.strip() or not value.strip():
        raise click.UsageError(f"Write {option} as {option} '{form}'.")
    return words.strip(), value.strip()


def _answers(given: Iterable[str]) -> dict[tuple[str, str], str]:
    made = {}
    for text in given:
        about, value = _pair("--answer", text, "KEY: WORDS = VALUE")
        key, sign, words = about.partition(":")
        if not sign or not words.strip():
            raise click.UsageError("Write --answer as --answer 'KEY: WORDS = VALUE'.")
        made[key.strip(), words.strip()] = value
    return made


def _shown(
    record: Selection, imported: Imported, wanted: Intake, name: str, given: dict[str, Any]
) -> dict[str, bytes]:
    """Print the report, and return the file of answers if it changes."""
    from francis.intake import importing
    from francis.intake.report import report

    path = importing.reading_path(name)
    for line in report(imported, wanted.sought, path, verbose=given["verbose"]):
        click.echo(terminal.bold(line) if line.endswith(":") and not line.startswith(" ") else line)
    return importing.kept(name, record.files, wanted.reading)


def _kept(made: dict[str, bytes]) -> str:
    return f"Your answers so far are in {', '.join(made)}."


def _refuse_open(held: Held, record: Selection, imported: Imported, made: dict[str, bytes]) -> None:
    """Refuse to write while something has to be answered; the answers so far are kept all the same."""
    if not imported.questions and not imported.merge.conflicts:
        return
    if made:
        write_record(held, record, made)
    parts = [
        f"{len(each):,} {word}{'s' * (len(each) != 1)}"
        for each, word in ((imported.questions, "question"), (imported.merge.conflicts, "conflict"))
        if each
    ]
    kept = f"\n{_kept(made)}" if made else ""
    are = "is" if parts[0].startswith("1 ") else "are"
    raise FrancisError(
        f"The record was not changed, because there {are} {' and '.join(parts)} to decide.{kept}"
    )
