"""What can go wrong, where it went wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""How bad problems can be, the worst first."""


class Place(NamedTuple):
    """A place in a file of the workspace.

    `path` is relative to the root, with forward slashes; `line` and `column` count from 1, and
    0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `path:line:column`, or the path alone for a whole file."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Problem(NamedTuple):
    """Something wrong in the record: a value, never raised, gathered with all the others.

    `message` says what was found and what is allowed; `remedy` says what to do; `rule` is the name
    under which the documentation explains it.
    """

    place: Place
    message: str
    rule: str
    remedy: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        """Return the one line that editors and people both read."""
        return f"{self.place}: {self.level}: {self.message} ({self.rule})"


def tally(problems: Iterable[Problem], failures: int = 0) -> str:
    """Return how many problems there are of each level, as in "2 errors, 1 note", or an empty string.

    `failures` are errors that have no place in the record.
    """
    found = ["error"] * failures + [problem.level for problem in problems]
    kinds = [(level, found.count(level)) for level in LEVELS]
    return ", ".join(f"{n:,} {level}{'s' * (n != 1)}" for level, n in kinds if n)


class FrancisError(Exception):
    """What prevents any answer; its text says what is wrong, where, and what to do."""


def printable(text: str) -> str:
    """Return a text without signs that would spoil the line which tells of it; others stand in their places."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def nearest(found: str, allowed: Iterable[str]) -> str:
    """Return the allowed word that looks most like `found`, or an empty string."""
    import difflib

    by_lower = {word.lower(): word for word in allowed}
    close = difflib.get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else ""


def did_you_mean(word: str) -> str:
    """Return the question that ends a message, or nothing."""
    return f" Did you mean {word}?" if word else ""
