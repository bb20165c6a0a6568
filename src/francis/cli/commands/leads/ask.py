"""`francis ask`: a form for each lead."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from francis.cli import completion
from francis.cli.options import (
    AUDIENCE_CHOICE,
    day_given,
    epoch,
    one_of,
    output_option,
    root_of,
    root_option,
    scope_options,
    target_folder,
)
from francis.cli.record import only_register
from francis.cli.terminal import shown_path, tell_of_waiting
from francis.errors import FrancisError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from francis.intake.forms.questions import FormPart, LeadForm
    from francis.record.model import Classification
    from francis.record.reading.scope import Listing
    from francis.record.register import Register

PARTS = ("actions", "positions", "evidence")
USUAL_TIME = datetime.timedelta(days=10)
"""How long leads have, unless a day is given."""


@click.command()
@scope_options
@click.option(
    "--lead",
    "leads",
    metavar="POST",
    multiple=True,
    help="Make the form of this post only. You can give this option more than once.",
    shell_complete=completion.posts,
)
@click.option(
    "--what",
    metavar="LIST",
    default=",".join(PARTS),
    show_default=True,
    help="What to ask about, with commas between.",
)
@click.option(
    "--due",
    metavar="DATE",
    help="The day by which forms must come back. The default is in ten days.",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["docx", "xlsx"]),
    default="docx",
    show_default=True,
    help="Make Word files or Excel files.",
)
@click.option(
    "--audience",
    type=AUDIENCE_CHOICE,
    default="public",
    show_default=True,
    help="The readers of the forms. What they may not see is left out.",
)
@output_option
@root_option
def ask(
    body: str | None,
    set_id: str | None,
    year: str | None,
    leads: tuple[str, ...],
    what: str,
    due: str | None,
    file_format: str,
    audience: Classification,
    folder: str | None,
    root: str | None,
) -> None:
    """Make a form for each lead, to fill in and send back, with a mail draft that has it attached.

    A form shows what its lead has to do and last said, and asks for progress, ratings, dates and evidence, and whether
    positions are still true. Forms are written to output/BODY/YEAR/forms/. The addresses of the drafts come from
    addresses.yaml beside standards/, which git must ignore: a post on each line, a colon, and its address.
    When forms come back: francis take FILE

    \b
      francis ask --due 2015-04-10
      francis ask --lead "Head of Commissioning" --format xlsx --what actions
    """  # noqa: D301 - Click takes the sign for one that keeps lines as they are
    from francis.record.reading.scope import list_record
    from francis.record.writing.locks import lock
    from francis.record.writing.whole_files import fingerprints_in, write_whole

    home, moment = root_of(root), epoch()
    made = moment.date() if moment else datetime.date.today()
    by = day_given("--due", due) or made + USUAL_TIME
    if by < made:
        raise click.UsageError(f"--due {by} is before {made}, the day on which the forms are made.")
    parts = tuple(
        cast("FormPart", one_of("--what", part.strip(), PARTS)) for part in what.split(",")
    )
    _, register, _ = only_register(home, (body, year, set_id))
    if later := year_after(list_record(home), register.body_id, register.year_id):
        raise FrancisError(
            f"{later} follows {register.year_id}, so answers for {register.year_id} could not be taken.\n"
            f"Ask for those of {later}: --year {later}"
        )
    leads = _asked_leads(register, leads)
    forms = _forms(register, leads, parts, (made, by), audience)
    addresses = known_addresses(home)
    files = _files(home, forms, file_format, addresses)
    target = target_folder(home, folder)
    target.mkdir(parents=True, exist_ok=True)
    with lock(target, tell_of_waiting) as held:
        write_whole(held, files, fingerprints_in(target, files))
    for path in files:
        click.echo(shown_path(target, path))
    many = f"{len(forms)} forms" if len(forms) > 1 else "1 form"
    said = f"{many} with mail drafts, to come back by {by}. When they do: francis take FILE"
    click.echo(said, err=True)
    _tell_hidden(register, leads, audience)
    tell_unknown_addresses([form.stamp.lead for form in forms], addresses)


def year_after(listing: Listing, body: str, year: str) -> str | None:
    """Return the year that follows another one of a body; None if it is the latest."""
    years = listing.read_years(body)
    return next((name for name, each in years.items() if each.follows == year), None)


def _forms(
    register: Register,
    leads: Sequence[str],
    parts: tuple[FormPart, ...],
    days: tuple[datetime.date, datetime.date],
    audience: Classification,
) -> list[LeadForm]:
    """Return the forms that are asked for; refuse to make none."""
    from francis.intake.forms.questions import form_for

    made = [form_for(register, lead, parts, days, audience) for lead in leads]
    forms = [form for form in made if form is not None]
    if not forms:
        raise FrancisError(
            f"There is nothing to ask in {register.year_id}: no open action and no position has a lead"
            f"{'' if audience == 'restricted' else ', or none that these readers may see (--audience)'}."
        )
    return forms


def _tell_hidden(register: Register, leads: Sequence[str], audience: Classification) -> None:
    """Say what is not asked about, because the readers of the forms may not see it."""
    from francis.intake.forms.questions import hidden_items
    from francis.record.numbers import sorting

    names = {name for lead in leads for name in hidden_items(register, lead, audience)}
    if names:
        listed = ", ".join(sorted(names, key=sorting(())))
        wider = "internal" if audience == "public" else "restricted"
        click.echo(
            f"Not asked about, because {audience} forms may not show it: {listed}.\n"
            f"To ask about it: francis ask --audience {wider}",
            err=True,
        )


def _asked_leads(register: Register, leads: Sequence[str]) -> tuple[str, ...]:
    """Return the leads that options name, or all who have work."""
    from francis.intake.forms.questions import leads_with_work

    there = leads_with_work(register)
    return tuple(dict.fromkeys(one_of("--lead", lead, there) for lead in leads)) or there


def _files(
    home: Path, forms: Sequence[LeadForm], file_format: str, addresses: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of some forms and their drafts, by their path from the folder of papers."""
    from francis import __version__
    from francis.intake.forms import drafts, word, workbook
    from francis.intake.forms.owed import form_path
    from francis.workspace import template, template_folders

    folders = template_folders(home)
    files: dict[str, bytes] = {}
    # Files whose names differ by case alone are one file on some computers.
    alike = Counter(form_path(form.stamp, file_format).casefold() for form in forms)
    for form in forms:
        if file_format == "xlsx":
            data = workbook.to_workbook_form(form, __version__)
        else:
            house = template(form.register.form("form").house or "house.docx", folders)
            data = word.to_word_form(form, house, template("house.docx", folders[-1:]), __version__)
        path = form_path(form.stamp, file_format)
        path = form_path(form.stamp, file_format, with_id=alike[path.casefold()] > 1)
        files[path] = data
        name = path.rpartition("/")[2]
        files[path.removesuffix(file_format) + "eml"] = drafts.draft(form, name, data, addresses)
    return files


def known_addresses(home: Path) -> dict[str, str]:
    """Return the mail address of each post, if the workspace has them; refuse to read a file that git would keep."""
    from francis import git
    from francis.intake.forms import drafts

    path = home / drafts.ADDRESSES
    if not path.is_file():
        return {}
    if not git.ignores(home, drafts.ADDRESSES):
        raise FrancisError(
            f"{drafts.ADDRESSES} holds mail addresses, and git does not ignore it.\n"
            f"Add a line with {drafts.ADDRESSES} to .gitignore. If it was committed before, run: git rm --cached {drafts.ADDRESSES}"
        )
    return drafts.addresses_in(path.read_bytes())


def tell_unknown_addresses(leads: Sequence[str], addresses: Mapping[str, str]) -> None:
    """Say which drafts have no address, and where to write one."""
    from francis.intake.forms.drafts import ADDRESSES

    unknown = [lead for lead in dict.fromkeys(leads) if lead not in addresses]
    if unknown:
        click.echo(
            f"No address is known of: {', '.join(unknown)}.\n"
            f"Write it in the draft, or beside standards/ in {ADDRESSES}, such as: {unknown[0]}: post@example.org",
            err=True,
        )
