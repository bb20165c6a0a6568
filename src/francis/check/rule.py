"""What a rule of the check is, and what it finds.

A rule judges a record that can be read: whether its papers may be sent out. Faults that stop a file from being
read are found while it is loaded (see `file_faults`).
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from francis.check.case import Case
from francis.errors import Level, Place, excerpt
from francis.record.prose import plain

RULE_GROUPS: Mapping[str, str] = {
    "claims": "Ratings, and the evidence and actions behind them.",
    "promises": "Commitments, and the actions and dates that answer them.",
    "consistency": "Contradictions, and references that lead nowhere.",
    "providers": "Requests of providers, and concerns about them.",
    "meetings": "Covers of papers, and what the meetings made of them.",
    "printing": "What would be printed otherwise than it is meant, and rulings on files that are not there.",
    "publication": "What must not be published, and what must be published on time.",
}
"""The groups of rules, each named like the module that holds it."""


class Finding(NamedTuple):
    """What a rule found: the place, a sentence, and a remedy if it differs from that of the rule."""

    place: Place
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule of the check: its name, level, group and remedy, and the function that finds what breaks it.

    The docstring of the function is what officers read: what the rule finds, then why it matters. `is_next_step` is
    whether it finds what is still to be done, rather than what should not be written: a change may lead to that.
    """

    name: str
    level: Level
    group: str
    remedy: str
    find: Callable[[Case], Iterable[Finding]]
    is_next_step: bool = False

    @property
    def summary(self) -> str:
        """Return what it finds, in its first sentence."""
        return " ".join(self.about.partition("\n\n")[0].split())

    @property
    def about(self) -> str:
        """Return what it finds, and why that matters, in paragraphs.

        `{STALE}` in a docstring is that constant of the rule's module: a number, or a length in days.
        """
        named: Mapping[str, int | timedelta] = vars(sys.modules[self.find.__module__])

        def number(found: re.Match[str]) -> str:
            limit = named[found[1]]
            return str(limit.days if isinstance(limit, timedelta) else limit)

        return re.sub(r"\{([A-Z]+)\}", number, inspect.getdoc(self.find) or "")


def rule(
    level: Level, remedy: str, *, is_next_step: bool = False
) -> Callable[[Callable[[Case], Iterable[Finding]]], Rule]:
    """Make a function a rule, named after it and grouped by its module."""

    def made(find: Callable[[Case], Iterable[Finding]]) -> Rule:
        group = find.__module__.rpartition(".")[2]
        return Rule(find.__name__.replace("_", "-"), level, group, remedy, find, is_next_step)

    return made


def short(words: str) -> str:
    """Return an excerpt of words of the record, as they were typed, in quotation marks."""
    return f"“{excerpt(words)}”"


def short_prose(text: str) -> str:
    """Return an excerpt of a text in quotation marks, without the marks of links, emphasis and breaks."""
    return short(plain(text))
