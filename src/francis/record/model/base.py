"""What all records share: how they are made, where they were read, and the kinds of value in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeVar, dataclass_transform

from francis.errors import Place
from francis.record.days import Day

FORMAT = 1
"""The newest `format` of the files that this version reads."""
Name = Annotated[str, 80]
"""A number, a key, or what else names something: a text of so many characters at most, printed whole in messages."""
Short = Annotated[str, 40]
"""A name for where there is little room, beside the whole text."""
Percent = Annotated[int, 100]
"""A whole number from 0 to 100."""
Locate = Callable[..., Place]
"""From the keys and indexes that lead to a value, to its place in the file."""
Classification = Literal["public", "internal", "restricted"]
T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen record whose keys in YAML are its fields, and no others."""
    return dataclass(frozen=True)(cls)


def nowhere(*_keys: object) -> Place:
    """Return the place of a record that was made, not read."""
    return Place("")


@record
class Rated:
    """A step of one of the body's schemes, by its key, with the reason for it."""

    value: Name
    reason: str | None = None


@record
class Evidence:
    """What shows that a claim is true: its title, its day, and where it is kept.

    `where` is a web address, or says in words whom to ask for it. `source` says who told of it, if that was written
    down, for those who keep the record. `providers` are those that it is about, or what their files hold: `royal`,
    `royal/C2`.
    """

    title: str
    date: Day | None = None
    where: str | None = None
    classification: Classification = "public"
    source: str | None = None
    providers: tuple[Name, ...] = ()
