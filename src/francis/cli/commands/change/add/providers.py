"""`francis add provider`, `francis add concern` and `francis add request`: what is known and asked of providers."""

from __future__ import annotations

import click

from francis.cli import completion
from francis.cli.asking import Asking, Needed
from francis.cli.options import (
    body_option,
    day_given,
    happened_given,
    line_given,
    root_of,
    root_option,
    several_of,
    text_given,
    when_given,
)
from francis.cli.record import only_body, only_provider, only_writer, write_of_provider


@click.command(cls=Asking)
@click.argument("name")
@click.option(
    "--name",
    "full",
    cls=Needed,
    metavar="NAME",
    question="What is its full name, as papers print it?",
    help="Its full name, as papers print it.",
)
@click.option("--kind", metavar="WORDS", help="What it is, such as acute trust.")
@click.option(
    "--also",
    multiple=True,
    metavar="NAME",
    help="Another name that people give it. You can give this option more than once.",
)
@body_option("The body (the name of its folder). Needed if there are several.")
@root_option
def provider(
    name: str,
    full: str,
    kind: str | None,
    also: tuple[str, ...],
    body: str | None,
    root: str | None,
) -> None:
    """Add a provider or supplier, in a folder called NAME, by which other files refer to it.

    \b
      francis add provider royal --name "Exampleshire Royal Hospital" --kind "acute trust" --also "The Royal"
    """  # noqa: D301 - as in the group
    import datetime

    from francis.record.model import FORMAT
    from francis.record.model.providers import Provider
    from francis.record.writing import provider_files

    home = root_of(root)
    new = Provider(
        FORMAT,
        line_given("--name", full),
        text_given("--kind", kind),
        tuple(line_given("--also", each) for each in also),
    )
    with only_writer(home) as held:
        record, body_id, _ = only_body(home, body)
        made = provider_files.new_provider(record.files, body_id, name, new)
        said = f"{new.name} was added. Other files refer to it as {name}."
        write_of_provider(held, record, made, body_id, datetime.date.today(), said)


@click.command(cls=Asking)
@click.argument("provider", shell_complete=completion.providers)
@click.option(
    "--what",
    cls=Needed,
    metavar="TEXT",
    question="What is feared, in a few words?",
    help="What is feared, in a few words.",
)
@click.option(
    "--since",
    metavar="WHEN",
    help="When it was raised: a day, a month, or “not stated”. The default is today.",
)
@click.option("--source", metavar="TEXT", help="What gave rise to it, such as GP feedback.")
@click.option(
    "--at-risk/--no-risk",
    "risk",
    default=None,
    help="Whether patients may be at risk now. Without it, that is not stated.",
)
@click.option(
    "--lead", metavar="POST", shell_complete=completion.posts, help="The post that owns it."
)
@click.option("--review", metavar="DAY", help="The day on which it is to be looked at again.")
@click.option("--number", metavar="NUMBER", help="Its number. The default is the next one.")
@body_option("The body (the name of its folder). Needed if there are several.")
@root_option
def concern(
    provider: str,
    what: str,
    since: str | None,
    source: str | None,
    risk: bool | None,
    lead: str | None,
    review: str | None,
    number: str | None,
    body: str | None,
    root: str | None,
) -> None:
    """Add a concern about PROVIDER, in a file of its own.

    \b
      francis add concern royal --what "Late clinic letters" --source "GP feedback" --at-risk
    """  # noqa: D301 - as in the group
    from francis.record.model import FORMAT
    from francis.record.model.providers import ConcernSource, ProviderConcern
    from francis.record.writing import provider_files

    home = root_of(root)
    when, day = happened_given("--since", since)
    kind = text_given("--source", source)
    with only_writer(home) as held:
        record, folder = only_provider(home, body, provider)
        new = ProviderConcern(
            FORMAT,
            text_given("--number", number) or folder.next_id("C"),
            line_given("--what", what),
            when,
            patients_at_risk=risk,
            lead=text_given("--lead", lead),
            next_review=day_given("--review", review),
            sources=(ConcernSource(kind, when),) if kind else (),
        )
        made = provider_files.new_concern(folder, new)
        said = (
            f"{provider}/{new.number} was added. Next: francis act {provider}/{new.number} --step …"
        )
        write_of_provider(held, record, made, folder.body_id, day, said)


@click.command(cls=Asking)
@click.argument("provider", shell_complete=completion.providers)
@click.option(
    "--what",
    cls=Needed,
    metavar="TEXT",
    question="What was asked?",
    help="What was asked.",
)
@click.option("--due", metavar="DATE", help="By when: a day, a month or a quarter.")
@click.option(
    "--asked",
    metavar="WHEN",
    help="When it was asked: a day, a month, or “not stated”. The default is today.",
)
@click.option("--of", "asked_of", metavar="POST", help="Who was asked there, by post.")
@click.option(
    "--from",
    "received_from",
    metavar="WHO",
    help="Who asked, if it came to you, such as a coroner or a regulator.",
)
@click.option("--kind", metavar="WORDS", help="What sort of request it is, in your own words.")
@click.option(
    "--lead", metavar="POST", shell_complete=completion.posts, help="Your post that sees to it."
)
@click.option(
    "--for",
    "numbers",
    multiple=True,
    metavar="NUMBERS",
    help="The recommendations that it is about, such as 132 or 130,132.",
    shell_complete=completion.numbers,
)
@click.option("--id", "name", metavar="ID", help="Its id. The default is the next one.")
@body_option("The body (the name of its folder). Needed if there are several.")
@root_option
def request(
    provider: str,
    what: str,
    due: str | None,
    asked: str | None,
    asked_of: str | None,
    received_from: str | None,
    kind: str | None,
    lead: str | None,
    numbers: tuple[str, ...],
    name: str | None,
    body: str | None,
    root: str | None,
) -> None:
    """Add a request to the log of PROVIDER, or of all with the name log.

    \b
      francis add request royal --what "Staffing at night, ward by ward" --due 2026-06-30 --lead "Head of Quality"
    """  # noqa: D301 - as in the group
    from francis.record.model.providers import Request
    from francis.record.writing import provider_files

    home = root_of(root)
    when, day = happened_given("--asked", asked)
    with only_writer(home) as held:
        record, folder = only_provider(home, body, provider)
        held_numbers = [
            n for r in record.found.by_themselves for n in r.numbers if r.body_id == folder.body_id
        ]
        new = Request(
            text_given("--id", name) or folder.next_id("R"),
            line_given("--what", what),
            kind=text_given("--kind", kind),
            asked=when,
            asked_of=text_given("--of", asked_of),
            received_from=text_given("--from", received_from),
            lead=text_given("--lead", lead),
            due=when_given("--due", due),
            recommendations=several_of("--for", numbers, held_numbers),
        )
        made = provider_files.logged(folder, new)
        still = "" if new.due else " It has no date by which an answer is due."
        said = f"{provider}/{new.id} was added.{still}"
        write_of_provider(held, record, made, folder.body_id, day, said)
