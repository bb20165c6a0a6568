"""`francis letter`: a letter that asks a provider for something, and a mail draft that has it attached."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from francis.cli import completion
from francis.cli.commands.leads.ask import known_addresses, tell_unknown_addresses
from francis.cli.options import (
    body_option,
    day_given,
    epoch,
    output_option,
    root_of,
    root_option,
    several_of,
    target_folder,
    when_given,
)
from francis.cli.papers import write_papers
from francis.cli.record import known_scope, refuse_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from francis.record.days import When
    from francis.record.model import Classification
    from francis.record.paper_kinds import RequestSubject
    from francis.record.queries.request_letters import RequestLetter
    from francis.record.register import Register


@click.command()
@click.argument(
    "references",
    metavar="REQUEST...",
    nargs=-1,
    required=True,
    shell_complete=completion.requests,
)
@click.option(
    "--by",
    metavar="DATE",
    help="By when you ask for the answer: a day, a month or a quarter. The default is what the request says.",
)
@click.option("--on", metavar="DAY", help="The day of the letter. The default is today.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["docx", "pdf", "html"]),
    default="docx",
    show_default=True,
    help="Make a Word file, a PDF or a page.",
)
@body_option("The body (the name of its folder). Needed if several have such a provider.")
@output_option
@root_option
def letter(
    references: tuple[str, ...],
    by: str | None,
    on: str | None,
    form: str,
    body: str | None,
    folder: str | None,
    root: str | None,
) -> None:
    """Write a letter to a provider about a request, and a mail draft that has it attached.

    A letter says what was asked, when, how often, and what came of it: it asks for the first time, again, or for what an
    answer lacked. A request to all providers is named log/ID. The addresses of the drafts come from addresses.yaml
    beside standards/, which git must ignore, under the provider and the post: royal/Chief Executive. Once it is sent, note it:
    francis act REQUEST --chase

    \b
      francis letter royal/R2
      francis letter royal/R2 --by 2026-12-11 --format pdf
    """  # noqa: D301 - Click takes the sign for one that keeps lines as they are
    from francis.intake.forms.drafts import letter_draft
    from francis.papers.one_recommendation import recommendation_job
    from francis.record.reading.scope import select_files

    home = root_of(root)
    moment = epoch()
    day = day_given("--on", on) or (moment.date() if moment else datetime.date.today())
    until = when_given("--by", by)
    if until and until.last < day:
        raise click.UsageError(f"--by {by} is before {day}, the day of the letter.")
    selection = select_files(home, body)
    found = selection.found
    known_scope(found.years, (body, None, None))
    refuse_errors(found.concerning(body, None, None), "No letter was made.")
    latest = (r for r in found.registers if r.year_id in found.latest[r.body_id])
    on_day = (replace(r, year=replace(r.year, as_at=day)) for r in latest)
    letters = _letters(on_day, references, until)
    addresses = known_addresses(home)
    jobs = [
        recommendation_job(home, of.register, of.subject, form, selection.files, epoch=moment)
        for of in letters
    ]
    of_path = {job.path: of.letter for job, of in zip(jobs, letters, strict=True)}
    for of in letters:
        if of.letter.purpose != "letter":
            click.echo(f"Once it is sent: francis act {of.subject.reference} --chase", err=True)
    tell_unknown_addresses([of.letter.post for of in letters], addresses)

    def draft(path: str, data: bytes) -> dict[str, bytes]:
        """Return the mail draft that goes beside a letter."""
        made = letter_draft(of_path[path], (path.rpartition("/")[2], data), addresses)
        return {f"{path.removesuffix(form)}eml": made}

    write_papers(target_folder(home, folder), jobs, draft)


class _Meant(NamedTuple):
    """A letter that is to be made, and the register of whose body it is, as its readers may see it."""

    register: Register
    subject: RequestSubject
    letter: RequestLetter


def _letters(
    registers: Iterable[Register], references: Sequence[str], until: When | None
) -> list[_Meant]:
    """Return the letters about the requests that are named; refuse to guess of which body one is."""
    from francis.record.audience import for_audience
    from francis.record.paper_kinds import RequestSubject
    from francis.record.queries.request_letters import request_letter

    held: dict[str, dict[str, tuple[Register, Classification]]] = {}
    for register in registers:
        for reference, classification in _requests(register):
            held.setdefault(reference, {})[register.body_id] = register, classification
    made = []
    for reference in several_of("REQUEST", references, held):
        if len(held[reference]) > 1:
            bodies = ", ".join(held[reference])
            raise click.UsageError(
                f"Several bodies have {reference}. Choose one with --body: {bodies}."
            )
        ((register, classification),) = held[reference].values()
        provider, _, name = reference.partition("/")
        subject = RequestSubject(provider, name, until)
        shown = for_audience(register, classification)
        made.append(_Meant(shown, subject, request_letter(shown, subject)))
    return made


def _requests(register: Register) -> Iterator[tuple[str, Classification]]:
    """Yield the requests of a register, by what references name them, each with who may read of it."""
    from francis.record.audience import AUDIENCES
    from francis.record.reading.providers.files import COMMON_LOG

    for view in register.providers:
        for of in view.requests:
            both = view.provider.classification, of.request.classification
            yield f"{view.name}/{of.request.id}", max(both, key=AUDIENCES.index)
    for of in register.common_log.requests if register.common_log else ():
        yield f"{COMMON_LOG}/{of.request.id}", of.request.classification
