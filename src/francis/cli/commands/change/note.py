"""`francis note`: one line of what is known of a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from francis.cli import completion
from francis.cli.options import (
    AUDIENCE_CHOICE,
    body_option,
    day_given,
    happened_given,
    line_given,
    root_of,
    root_option,
    text_given,
)
from francis.cli.record import only_provider, only_writer, write_of_provider

if TYPE_CHECKING:
    from francis.record.model.providers import Withholding


@click.command()
@click.argument("provider", shell_complete=completion.providers)
@click.argument("what", metavar="TEXT")
@click.option(
    "--kind",
    metavar="WORDS",
    default="intelligence",
    show_default=True,
    help="What it is, in your own words, such as visit or never event.",
)
@click.option(
    "--source", metavar="WHO", help="Who says so, such as GPs of three practices. Never a person."
)
@click.option(
    "--soft/--hard",
    default=None,
    help="Whether people say or feel it, or it was counted. Without it, that is not stated.",
)
@click.option(
    "--by", metavar="POST", shell_complete=completion.posts, help="The post that writes it down."
)
@click.option("--found", metavar="TEXT", help="What you saw for yourselves.")
@click.option("--concern", metavar="NUMBER", help="The concern that it joins.")
@click.option("--review", metavar="DAY", help="The day on which it is to be looked at again.")
@click.option(
    "--classification",
    "audience",
    type=AUDIENCE_CHOICE,
    help="Who may read it. Anybody, if this is left out.",
)
@click.option(
    "--because",
    metavar="TEXT",
    help="Why not everybody may read it. It needs --classification and --until.",
)
@click.option(
    "--until",
    metavar="DAY",
    help="The day on which it is to be looked at whether that still holds.",
)
@click.option(
    "--on",
    metavar="WHEN",
    help="When it was: a day, a month, or “not stated”. The default is today.",
)
@body_option("The body (the name of its folder). Needed if several have such a provider.")
@root_option
def note(
    provider: str,
    what: str,
    kind: str,
    source: str | None,
    soft: bool | None,
    by: str | None,
    found: str | None,
    concern: str | None,
    review: str | None,
    audience: str | None,
    because: str | None,
    until: str | None,
    on: str | None,
    body: str | None,
    root: str | None,
) -> None:
    """Write a line of TEXT into the log of PROVIDER, or of all providers with the name log.

    What becomes of it can be said later: it joins a concern, is watched, or nothing follows from it. A line that
    would break a rule of the check is not written.

    \b
      francis note royal "Letters arrive four weeks late" --source "GPs of three practices" --soft
      francis note royal "A ward is short of staff" --classification restricted --because "A small team" --until 2026-06-30
      francis note royal "Call bells answered in three minutes" --kind visit --found "Two of eight charts empty"
    """  # noqa: D301 - as above
    from typing import cast

    from francis.record.model import Classification
    from francis.record.model.providers import LogEntry, Triage
    from francis.record.writing import provider_files

    home = root_of(root)
    when, day = happened_given("--on", on)
    joined = text_given("--concern", concern)
    withheld = _withholding(because, until, audience)
    letter = "L" if kind == "intelligence" else kind[:1].upper()
    with only_writer(home) as held:
        record, folder = only_provider(home, body, provider)
        if joined is not None and folder.concern(joined) is None:
            raise provider_files.unknown_id(folder, joined)
        new = LogEntry(
            folder.next_id(letter if letter.isascii() and letter.isalpha() else "E"),
            line_given("--kind", kind),
            line_given("TEXT", what),
            when,
            text_given("--source", source),
            soft,
            text_given("--by", by),
            text_given("--found", found),
            Triage("joined", joined, when) if joined else None,
            review=day_given("--review", review),
            classification=cast(Classification, audience or "public"),
            withheld=withheld,
        )
        made = provider_files.logged(folder, new)
        said = f"{provider}/{new.id} was noted."
        write_of_provider(held, record, made, folder.body_id, day, said)


def _withholding(
    because: str | None, until: str | None, audience: str | None
) -> Withholding | None:
    """Return why a line is not for everybody, as options say it."""
    from francis.record.model.providers import Withholding

    why, review = text_given("--because", because), day_given("--until", until)
    if bool(why) != bool(review) or (why and audience in (None, "public")):
        raise click.UsageError(
            "--because and --until belong together, with a --classification: internal or restricted."
        )
    return Withholding(why, review) if why and review else None
