"""`francis take`: the answers in forms that came back."""

from __future__ import annotations

import datetime
import os
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from francis.cli import terminal
from francis.cli.commands.leads.ask import year_after
from francis.cli.options import (
    day_given,
    output_option,
    root_of,
    root_option,
    several_of,
    target_folder,
)
from francis.cli.record import only_register, only_writer, write_change
from francis.errors import FrancisError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from francis.intake.forms.merging import MergedForms, OfficerChoice
    from francis.intake.forms.returned import Received, Returned
    from francis.record.reading.scope import Selection
    from francis.record.register import Register

Back = list[tuple["Received", "Returned"]]


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--mine",
    metavar="NAME",
    multiple=True,
    help="Leave what the record says of this, such as A03 or A03.rating; all for everything.",
)
@click.option(
    "--theirs",
    metavar="NAME",
    multiple=True,
    help="Where the record was changed too, take what the form says of this; all for everything.",
)
@click.option(
    "--on",
    metavar="DATE",
    help="The day of the answers in forms that do not say it. The default is the day of the mail, or today.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--despite-edits",
    is_flag=True,
    help="Take the answers of forms in which more than the boxes was changed.",
)
@output_option
@root_option
def take(
    files: tuple[Path, ...],
    mine: tuple[str, ...],
    theirs: tuple[str, ...],
    on: str | None,
    dry_run: bool,
    despite_edits: bool,
    folder: str | None,
    root: str | None,
) -> None:
    """Take the answers in forms that came back, all of them or none.

    FILE is a form, a folder of forms, or a mail that was saved as .eml, with forms attached. What a form leaves empty
    stays as it is. If the record says something else than when the form was made, that is a conflict: both sides are
    shown, and you choose with --mine or --theirs. Files of the record that change must be committed before, so that one
    git command undoes it all. What breaks a rule of the check is not written.

    \b
      francis take Downloads/Head-of-Commissioning.docx --dry-run
      francis take Downloads/forms --theirs A03.rating --mine A05
    """  # noqa: D301 - Click takes the sign for one that keeps lines as they are
    from francis.record.writing import updates

    home, today = root_of(root), datetime.date.today()
    given = day_given("--on", on)
    target = target_folder(home, folder)
    back, problems = _read_all(files, despite_edits=despite_edits)
    with only_writer(home) as held:
        record, register = _register_of(home, [form for _, form in back])
        forms = [form for _, form in back]
        choice = _choice(register, forms, mine, theirs)
        merged = _merged(register, forms, choice, given or today)
        _refuse([*problems, *merged.problems], merged)
        for remark in merged.remarks:
            click.echo(remark, err=True)
        made = updates.became(record.files, register, merged.actions, merged.positions)
        if made:
            _refuse_uncommitted(home, record, made)
            said = "\n".join(_lines(merged))
            write_change(
                *(held, record, made, register, lambda _: [said]),
                place=partial(_origin, merged),
                remedy="To take all other answers: --mine with each name, such as --mine A03. Ask for these again, or write them yourself.",
                dry_run=dry_run,
            )
        else:
            click.echo(
                "Nothing changes: the forms say nothing that the record does not say already."
            )
    if dry_run:
        click.echo("Nothing was written, because of --dry-run.", err=True)
        return
    _put_away(target, back)
    if made:
        click.echo(f"To undo this: {_undoing(home, made)}", err=True)


def _put_away(target: Path, back: Back) -> None:
    """Move forms that came back out of the folder of those that are owed."""
    from francis.intake.forms.owed import put_away
    from francis.record.writing.locks import lock
    from francis.record.writing.whole_files import fingerprints_in, write_whole

    away = put_away(target, {form.stamp.form: (form, sent.data) for sent, form in back})
    target.mkdir(parents=True, exist_ok=True)
    with lock(target, terminal.tell_of_waiting) as held:
        write_whole(held, away, fingerprints_in(target, away))


def _read_all(paths: Sequence[Path], *, despite_edits: bool) -> tuple[Back, list[Problem]]:
    """Return the forms that came back, and what is wrong in them; refuse files that are no forms, all at once."""
    from francis.intake.forms.returned import read_form, receive_all

    back: Back = []
    problems: list[Problem] = []
    refused: list[str] = []
    passed_over: list[str] = []
    seen = set()
    for path in paths:
        try:
            received = [*receive_all([path], passed_over.append)]
        except FrancisError as error:
            refused.append(str(error))
            continue
        for each in received:
            try:
                form, wrong = read_form(each)
            except FrancisError as error:
                refused.append(str(error))
                continue
            key = form.stamp.form, tuple(sorted(form.answers.items()))
            if key not in seen:  # the same form, from a mail and from a folder
                seen.add(key)
                back.append((each, form))
                problems += [*wrong, *([] if despite_edits else _edited(form))]
    if passed_over:
        listed = "".join(f"\n  {name}" for name in passed_over)
        click.echo(
            f"Passed over, because these are neither Word, Excel nor mail files:{listed}", err=True
        )
    if refused:
        raise FrancisError("\n".join((*refused, "Nothing was written.")))
    return back, problems


def _edited(form: Returned) -> Iterator[Problem]:
    """Yield where more than the boxes of a form was changed."""
    for item in form.edited:
        yield Problem(
            Place(", ".join(filter(None, (form.name, item)))),
            "More than the boxes was changed: something was added or is printed otherwise.",
            "form",
            "Read it there. To take what is in the boxes all the same: --despite-edits",
        )


def _register_of(home: Path, forms: Sequence[Returned]) -> tuple[Selection, Register]:
    """Return the year from which all forms were made; refuse those of another workspace, and of a year that is over."""
    from francis.record.reading.scope import list_record

    scopes = dict.fromkeys((form.stamp.body, form.stamp.year) for form in forms)
    listing = list_record(home)
    wrong = []
    for form in forms:
        stamp = form.stamp
        if stamp.year not in listing.years.get(stamp.body, ()):
            wrong.append(f"{form.name}: it is a form for {stamp.body_name}, {stamp.year}, and this workspace has no such year.")  # fmt: skip
            continue
        if later := year_after(listing, stamp.body, stamp.year):
            wrong.append(f"{form.name}: it is too old, because {later} follows {stamp.year}, the year for which it was made.")  # fmt: skip
    if wrong:
        raise FrancisError("\n".join((*wrong, "Nothing was written. For new forms: francis ask")))
    if len(scopes) > 1:
        listed = ", ".join("/".join(scope) for scope in scopes)
        raise FrancisError(f"The forms are for several years: {listed}. Take those of each by themselves.")  # fmt: skip
    ((body, year),) = scopes
    record, register, _ = only_register(home, (body, year, None))
    others = [
        form.name
        for form in forms
        if (form.stamp.body_name, form.stamp.set) != (register.body.name, register.set_id)
    ]
    if others:
        raise FrancisError(
            f"Nothing was written, because these forms were made in another workspace: {', '.join(others)}."
        )
    return record, register


def _choice(
    register: Register, forms: Sequence[Returned], mine: Sequence[str], theirs: Sequence[str]
) -> OfficerChoice:
    """Return what options choose; refuse what the forms do not speak of, and a choice of both sides."""
    from francis.intake.forms.merging import EVERYTHING, OfficerChoice, merge

    if not mine and not theirs:
        return OfficerChoice()
    names = (EVERYTHING, *merge(register, forms, OfficerChoice(), register.as_at).names)
    choice = OfficerChoice(several_of("--mine", mine, names), several_of("--theirs", theirs, names))
    both = [name for name in choice.mine if name in choice.theirs]
    if both:
        raise click.UsageError(f"--mine and --theirs both name {', '.join(both)}.")
    return choice


def _merged(
    register: Register, forms: Sequence[Returned], choice: OfficerChoice, undated: datetime.date
) -> MergedForms:
    from francis.intake.forms.merging import merge

    return merge(register, forms, choice, undated)


def _refuse(problems: Sequence[Problem], merged: MergedForms) -> None:
    """End the command where an answer cannot be taken, or both sides changed something; show all of it."""
    if problems:
        terminal.show_problems(problems, err=True)
    if merged.conflicts:
        click.echo("Both the record and a form were changed:", err=True)
        headings = "Name", "", "The record says", "The form says", "File"
        click.echo(terminal.table(headings, merged.conflicts), err=True)
        click.echo(
            "To keep what the record says: --mine NAME. To take what the form says: --theirs NAME.",
            err=True,
        )
    if problems or merged.conflicts:
        raise FrancisError("Nothing was written.")


def _lines(merged: MergedForms) -> Iterator[str]:
    from francis.record.days import day_in_few_words

    headings = "", "What", "It was", "It is now", "By", "On", "File"
    yield terminal.table(
        headings,
        (
            (c.item, c.what, c.before, c.after, c.by, day_in_few_words(c.on), c.file)
            for c in merged.changes
        ),
    )


def _origin(merged: MergedForms, register: Register, place: Place) -> Place:
    """Return the forms whose answers stand at a place of the files as they would be."""
    begun = [
        action.id
        for index, action in enumerate(register.plan.actions)
        if (begins := register.plan.at("actions", index)).path == place.path
        and begins.line <= place.line
    ]
    items = begun[-1:] or [n for n, p in register.positions.items() if p.at().path == place.path]
    forms = dict.fromkeys(c.file for c in merged.changes if c.item in items)
    return Place(", ".join((*forms, *items))) if forms else Place(place.path)


def _refuse_uncommitted(
    home: Path, record: Selection, made: Sequence[str] | dict[str, bytes]
) -> None:
    """Refuse to change files that hold changes which git does not have yet."""
    from francis import git
    from francis.workspace import RECORD

    kept = git.committed(home, RECORD)
    if kept.access.state != "read":
        return
    origins = kept.history(list(made), record.files).origins
    changed = [path for path in made if origins[path].changed]
    if changed:
        listed = "".join(f"\n  {path}" for path in changed)
        raise FrancisError(
            f"Nothing was written, because these files hold changes that are not committed:{listed}\n"
            "Commit them first. Then one command can undo what is taken."
        )


def _undoing(home: Path, made: dict[str, bytes]) -> str:
    """Return the command that undoes what was taken; without git, what to do."""
    from francis import git

    if git.access_to(home).state != "read":
        return "there is no git here. Keep a copy of standards/ before you take forms."
    is_inside = Path.cwd().resolve().is_relative_to(home.resolve())
    where = [] if is_inside else ["-C", str(home)]
    paths = [os.path.relpath(home / path) if is_inside else path for path in made]
    return shlex.join(["git", *where, "checkout", "HEAD", "--", *paths])
