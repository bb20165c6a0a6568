"""Problems, their places, and the values that messages show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Literal, NamedTuple, get_args

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""The levels of problems, the worst first."""


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
    under which the documentation explains it. `meant` is the word that was probably meant instead of the one
    at the place, if it is like one that is allowed.
    """

    place: Place
    message: str
    rule: str
    remedy: str = ""
    level: Level = "error"
    meant: str = ""

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
    """An error that stops a command; its text says what is wrong, where, and what to do."""


LONGEST_EXCERPT = 80
"""The most characters of a value that a message shows."""


def printable(text: str) -> str:
    """Replace unprintable characters, so that the message stays on one line."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def excerpt(text: str, longest: int = LONGEST_EXCERPT) -> str:
    """Return a text as messages show it: printable, on one line, and cut with “…” if it is longer."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def quotation(text: str) -> str:
    """Return the excerpt of a key or a value in straight quotation marks; what nobody sees in it is named behind it."""
    quoted = f"'{excerpt(text)}'"
    if text.isascii():
        return quoted
    unseen = (c for c in text if c != " " and unicodedata.category(c) in ("Zs", "Cf"))
    names = dict.fromkeys(map(character_name, unseen))
    return f"{quoted} (with a {' and a '.join(names)})" if names else quoted


def character_name(char: str) -> str:
    """Return the name by which people look for a character that they do not see, such as “zero width space”."""
    if char == "\u00a0":
        return "non-breaking space"
    return unicodedata.name(char, f"U+{ord(char):04X}").lower()


def choices(allowed: Iterable[str], most: int = 12) -> str:
    """Return the sentence that lists what is allowed, with a space before it; nothing if nothing is."""
    listed = [excerpt(word) for word in islice(allowed, most + 1)]
    if not listed:
        return ""
    return f" Choose from: {', '.join(listed[:most])}{', …' if len(listed) > most else '.'}"


def nearest(found: str, allowed: Iterable[str]) -> str:
    """Return the allowed word that is most like `found`; an empty string if there is none, or if it may mean the opposite."""
    import difflib

    by_lower = {word.lower(): word for word in allowed}
    words = re.findall(r"[^\W_]+", found.lower())
    if len(words) > 1 and len(by_lower.keys() & {*words}) > 1:
        return ""  # it names several of them
    close = difflib.get_close_matches(found.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close and not _is_opposite(found.lower(), close[0]) else ""


_TURNING = {
    **dict.fromkeys(("not", "no", "none", "never", "non", "without", "nothing"), "not"),
    **dict.fromkeys(("part", "partly", "partial", "partially", "some"), "partly"),
    **dict.fromkeys(("off", "out"), "off"),
}
"""Words that turn the meaning of others round, or make it less, each with what it does."""
_TURNED = re.compile("(?:in|im|ir|un|dis|non|mis)-?")


def _is_opposite(found: str, word: str) -> bool:
    """Return whether two names that look alike may mean the opposite of each other: nobody is to be led astray."""
    words, others = re.findall(r"\w+", found), re.findall(r"\w+", word)
    turned, otherwise = ({_TURNING[w] for w in each if w in _TURNING} for each in (words, others))
    if turned != otherwise:
        return True
    return any(
        a != b and _TURNED.sub("", a, count=1) == _TURNED.sub("", b, count=1)
        for a, b in zip(words, others, strict=False)
    )


def did_you_mean(word: str) -> str:
    """Return the question that ends a message, with a space before it, or an empty string."""
    return f" Did you mean {excerpt(word)}?" if word else ""
