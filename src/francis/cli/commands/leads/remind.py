"""`francis remind`: which leads have not answered."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from francis.cli import terminal
from francis.cli.commands.leads.ask import known_addresses, tell_unknown_addresses
from francis.cli.options import output_option, root_of, root_option, scope_options, target_folder
from francis.cli.record import only_register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from francis.intake.forms.owed import OwedForm
    from francis.record.register import Register


@click.command()
@scope_options
@click.option(
    "--mail", is_flag=True, help="Make a mail draft for each lead, with the form attached again."
)
@output_option
@root_option
def remind(
    body: str | None,
    set_id: str | None,
    year: str | None,
    mail: bool,
    folder: str | None,
    root: str | None,
) -> None:
    """Show which leads have not sent back their forms, what they were asked about, and since when.

    These are the forms in output/BODY/YEAR/forms/ that were not taken, as far as nobody has changed in the record what they
    ask about. Drafts are written beside them.

    \b
      francis remind
      francis remind --mail
    """  # noqa: D301 - Click takes the sign for one that keeps lines as they are
    from francis.intake.forms.owed import owed_forms, reminder_path
    from francis.record.days import day_in_few_words, days_in_words
    from francis.record.numbers import sorting
    from francis.record.writing.locks import lock
    from francis.record.writing.whole_files import fingerprints_in, write_whole

    home, today = root_of(root), datetime.date.today()
    target = target_folder(home, folder)
    _, register, _ = only_register(home, (body, year, set_id))
    owed = [*owed_forms(target, register)]
    if not owed:
        click.echo("Nobody owes a form.")
        return
    rows = []
    for form in owed:
        late = (today - form.stamp.due).days
        since = f"{days_in_words(late)} late" if late > 0 else ""
        days = day_in_few_words(form.stamp.made), day_in_few_words(form.stamp.due)
        items = sorted(form.items, key=sorting(()))
        rows.append((form.stamp.lead, ", ".join(items), *days, since))
    click.echo(terminal.table(("Lead", "Owes", "Asked on", "Due back", ""), rows))
    if not mail:
        click.echo("For mail drafts: francis remind --mail", err=True)
        return
    addresses = known_addresses(home)
    files = {
        reminder_path(form.path).relative_to(target).as_posix(): _draft(form, register, addresses)
        for form in owed
    }
    with lock(target, terminal.tell_of_waiting) as held:
        write_whole(held, files, fingerprints_in(target, files))
    for path in files:
        click.echo(terminal.shown_path(target, path))
    tell_unknown_addresses([form.stamp.lead for form in owed], addresses)


def _draft(form: OwedForm, register: Register, addresses: Mapping[str, str]) -> bytes:
    from francis.intake.forms.drafts import reminder

    return reminder(form.stamp, form.items, (form.path.name, form.path.read_bytes()), addresses)
