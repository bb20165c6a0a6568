"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from francis.cli import completion
from francis.errors import FrancisError, choices, did_you_mean, nearest, quotation

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from francis.record.days import When
    from francis.record.model import Body

T = TypeVar("T")

AUDIENCE_CHOICE = click.Choice(["public", "internal", "restricted"])
"""As `audience.AUDIENCES`, which would take longer to import than all the rest of the help."""

OUTCOME_CHOICE = click.Choice(
    ["closed", "business as usual", "superseded", "not pursued"], case_sensitive=False
)
"""How an action can leave the plan, as `plan.Outcome`, which would take as long."""


def audience_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that prints the option for whom it prints."""
    return click.option(
        "--audience",
        type=AUDIENCE_CHOICE,
        help="For whom; otherwise everything as text, and what is public in every other format.",
    )(command)


def root_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that names the workspace."""
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False),
        help="The workspace folder. The default is the nearest folder, from here upwards, with standards/ in it.",
    )(command)


def scope_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose a body, a set and a year."""
    command = click.option(
        "--year",
        help="Use only this year (the name of its folder).",
        shell_complete=completion.years,
    )(command)
    command = set_option("Use only this set of recommendations (the name of its folder).")(command)
    return body_option("Use only this body (the name of its folder).")(command)


def body_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what gives a command the option that chooses a body."""
    return click.option("--body", help=help_text, shell_complete=completion.bodies)


def set_option(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what gives a command the option that chooses a set of recommendations."""
    return click.option("--set", "set_id", help=help_text, shell_complete=completion.sets)


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that names the folder of papers."""
    return click.option(
        "--output",
        "folder",
        type=click.Path(file_okay=False),
        help="The folder for the papers. The default is output/ in the workspace.",
    )(command)


def target_folder(home: Path, folder: str | None) -> Path:
    """Return the folder into which papers go."""
    from pathlib import Path

    from francis import workspace

    target = home / "output" if folder is None else Path(folder)
    if target.resolve().is_relative_to(home / workspace.RECORD):
        raise FrancisError(f"{target} is inside the record. Choose another folder for the papers.")
    return target


def as_at_given(value: str | None) -> datetime.date | None:
    """Return the day to which `--as-at` asks to count; `today` is that of the computer."""
    import datetime

    return datetime.date.today() if value == "today" else day_given("--as-at", value)


class WholeNumber(click.IntRange):
    """A whole number in a range, which a message names in words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number that was typed."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            span = (
                f"from {self.min} to {self.max}"
                if self.max is not None
                else f"of {self.min} or more"
            )
            self.fail(f"{quotation(str(value))} is not a whole number {span}.", param, ctx)


EARLIEST, LATEST = 1900, 2200
"""The years in which a day on the command line can lie: beyond them it is a slip of the keyboard."""


def day_given(name: str, value: str | None) -> datetime.date | None:
    """Return the day that an option gives."""
    from francis.record.days import parse_day

    day = _given(name, value, parse_day, "Write it like 2014-03-31.")
    if day is not None and not EARLIEST <= day.year <= LATEST:
        raise click.UsageError(f"{name} {day} is not a day from {EARLIEST} to {LATEST}.")
    return day


def happened_given(name: str, value: str | None) -> tuple[When | None, datetime.date]:
    """Return when an option says that something happened, and the day as at which to judge that.

    Without the option it is today. None is what the words “not stated” say: nobody knows when.
    """
    import datetime

    from francis.record.days import When
    from francis.record.prose import NOT_STATED

    today = datetime.date.today()
    if value is None:
        return When(today), today
    if " ".join(value.split()).casefold() == NOT_STATED:
        return None, today
    when = when_given(name, value)
    assert when is not None  # as there is a value
    if not EARLIEST <= when.last.year <= LATEST:
        raise click.UsageError(f"{name} {when} is not from {EARLIEST} to {LATEST}.")
    return when, when.last


def when_given(name: str, value: str | None) -> When | None:
    """Return the day, month or quarter that an option gives."""
    from francis.record.days import parse_when

    return _given(
        name,
        value,
        parse_when,
        "Write it like 2014-03-31, 2014-03 for a month, or 2014-Q1 or 2013/14-Q4 for a quarter.",
    )


def _given(name: str, value: str | None, read: Callable[[object], T], remedy: str) -> T | None:
    try:
        return None if value is None else read(value)
    except ValueError as error:
        from francis.record.days import date_meant, parse_day

        near = did_you_mean(date_meant(str(value), month=read is not parse_day))
        raise click.UsageError(f"{name} {quotation(str(value))} {error}.{near} {remedy}") from None


def text_given(name: str, value: str | None) -> str | None:
    """Return the words that an option gives, without white space around them, in lines as files have them."""
    if value is not None and not value.strip():
        raise click.UsageError(f"{name} is empty. Write the words, or leave the option out.")
    return value and value.strip().replace("\r\n", "\n").replace("\r", "\n")


def line_given(name: str, value: str | None) -> str:
    """Return the words of an option that has to be given, on one line."""
    from francis.record.reading.nhs_numbers import HELD_BY, nhs_numbers

    line = " ".join((text_given(name, value) or "").split())
    if [*nhs_numbers(line)]:
        raise click.UsageError(HELD_BY.format(name))
    return line


def rating_given(name: str, value: str, body: Body) -> str:
    """Return the key of a rating that is given by its key, or by the word that papers print."""
    keys = {step.word: step.key for step in body.ratings} | {s.key: s.key for s in body.ratings}
    if value not in keys:
        one_of(name, value, [step.key for step in body.ratings])
    return keys[value]


def kind_given(word: str) -> str:
    """Return the kind of body that a word means."""
    from francis.record.writing.beginnings import starting_kinds

    return one_of("--kind", word, starting_kinds())


def kinds_in_words() -> str:
    """Return the question of what kind a body is, with the kinds that there are."""
    from francis.record.writing.beginnings import starting_kinds

    listed = "".join(f"\n  {name}: {kind.about}" for name, kind in starting_kinds().items())
    return f"What kind of body is it?{listed}\nKind"


def epoch() -> datetime.datetime | None:
    """Return the moment of SOURCE_DATE_EPOCH, the convention of reproducible builds, if it is set."""
    import datetime

    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise FrancisError(
            f"SOURCE_DATE_EPOCH is {quotation(seconds)}, but it must be a number of seconds."
        ) from None


def root_of(given: str | None) -> Path:
    """Return the root of the workspace to work on."""
    from pathlib import Path

    from francis import workspace

    if given is not None:
        return workspace.root_at(Path(given).resolve())
    return workspace.find_root(Path.cwd())


def several_of(name: str, values: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    """Return all of `allowed` that values mean, each of which is one, several with commas, or a range such as 7-12."""
    known = [*dict.fromkeys(allowed)]
    found: dict[str, None] = {}
    for value in values:
        if not value.strip(" ,"):
            raise click.UsageError(f"{name} is empty.")
        parts = [value] if value in known else [p.strip() for p in value.split(",") if p.strip()]
        for part in parts:
            found |= dict.fromkeys(_range_of(name, part, known))
    return tuple(found)


def _range_of(name: str, value: str, known: list[str]) -> list[str]:
    """Return all that one value means, from the first to the last of a range."""
    from francis.record.numbers import ends_meant, number_meant

    if (one := number_meant(value, known)) is not None:
        return [one]
    first, last = ends_meant(value, known)
    if first is None or last is None:
        raise _unknown(name, value, known)
    begin, end = known.index(first), known.index(last)
    if begin > end:
        raise click.UsageError(
            f"{name} {quotation(value)} begins with {first}, which comes after {last}. "
            f"Write {last}-{first}."
        )
    return known[begin : end + 1]


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return the one of `allowed` that a value means, as it is or in its plain form; refuse it as wrong use if there is none."""
    from francis.record.numbers import number_meant

    known = list(allowed)
    found = number_meant(value, known)
    if found is None:
        raise _unknown(name, value, known)
    return found


def _unknown(name: str, value: str, known: list[str]) -> click.UsageError:
    meant = did_you_mean(nearest(value, known))
    return click.UsageError(
        f"{name} {quotation(value)} does not exist.{choices(known, most=30)}{meant}"
    )
