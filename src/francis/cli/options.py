"""What options are called in every command, and what their values mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from francis.errors import FrancisError, did_you_mean, nearest

if TYPE_CHECKING:
    import datetime
    from pathlib import Path


AUDIENCES = click.Choice(["public", "internal", "restricted"])
"""As `audience.AUDIENCES`, which would take longer to import than all the rest of the help."""


def root_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that names the workspace."""
    return click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False),
        help="The workspace; otherwise the nearest folder from here upwards that holds standards/.",
    )(command)


def scope_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose a body and a year."""
    for name, help_text in (
        ("--year", "Only this year, by the name of its folder."),
        ("--body", "Only this body, by the name of its folder."),
    ):
        command = click.option(name, help=help_text)(command)
    return command


def output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option that names the folder of papers."""
    return click.option(
        "--output",
        "folder",
        type=click.Path(file_okay=False),
        help="Where papers go; otherwise output/ in the workspace.",
    )(command)


def target_folder(home: Path, folder: str | None) -> Path:
    """Return the folder into which papers go."""
    from pathlib import Path

    from francis import workspace

    target = home / "output" if folder is None else Path(folder)
    if target.resolve().is_relative_to(home / workspace.RECORD):
        raise FrancisError(f"{target} lies in the record: name another folder for the papers.")
    return target


def day_given(name: str, value: str | None) -> datetime.date | None:
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
            f"SOURCE_DATE_EPOCH is {seconds!r}; it must be a number of seconds."
        ) from None


def root_of(given: str | None) -> Path:
    """Return the root of the workspace to work on."""
    from pathlib import Path

    from francis import workspace

    if given is not None:
        return workspace.root_at(Path(given).resolve())
    return workspace.find_root(Path.cwd())


def one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    """Refuse `value` as wrong use unless it is one of `allowed`."""
    known = list(allowed)
    if value not in known:
        there = ", ".join(known) or "none"
        raise click.UsageError(
            f"{name} {value!r} does not exist; there is: {there}.{did_you_mean(nearest(value, known))}"
        )
