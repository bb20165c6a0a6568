"""When two texts say the same, whatever the layout of their files."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)
"""A stretch of what HTML folds and what nobody sees: white space, soft hyphens, characters without width."""
_SPELT_OUT = str.maketrans({
    "\u2011": "-",  # a hyphen at which no line ends
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "ſt", "\ufb06": "st",
})  # fmt: skip
"""What is painted as something else: letters as one, and a hyphen as any other."""
_PAINTED_AS_ONE = re.compile("[\u2011\ufb00-\ufb06]")
_HYPHENS = ("-", "\u2010")
_INEXACT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u109f\u1100-\u11ff\u1780-\u18af\u1900-\u1cff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u25cc"
    "\ufb1d-\ufdff\ufe20-\ufe2f\ufe70-\ufefc]"
)
"""What PDFs do not give back character by character: words from right to left, marks upon letters, and the
scripts of South Asia, in which several characters are painted as one."""
_ONE_WAY = str.maketrans(")]}>»›", "([{<«‹")
"""Brackets, of which a page with words from right to left may show the mirror image."""
_EXACT = re.compile("[0-9A-Za-z\u05d0-\u05ea\u0620-\u064a]")
"""Among them, letters and figures that they do: those of English, Hebrew and Arabic."""
_BARE = re.compile(
    f"{_EXACT.pattern}(?![\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff])"
)
"""These without a mark upon them: a font may paint both as one, which is read back as something else."""


def letters(words: str) -> str:
    """Return what two formats must share of a text: its letters, figures and punctuation, in their order.

    Where lines break, how wide a space is, and whether f and i are painted as one is layout.
    """
    if words.isascii():
        return "".join(words.split())
    seen = UNSEEN.sub("", words)
    if _PAINTED_AS_ONE.search(seen):  # looking is cheaper than replacing nothing
        seen = seen.translate(_SPELT_OUT)
    return unicodedata.normalize("NFC", seen)


def same(expected: str, found: str) -> bool:
    """Return whether a text that was found says what was expected; its lines may have been hyphenated.

    Of a text with words from right to left, or with marks upon its letters, it is enough that its other
    letters and figures are all there: in which order they are painted, and with what, is not sure.
    """
    if expected == found:
        return True
    whole, read = letters(expected), letters(found)
    if whole == read or whole.translate(_ONE_WAY) == read.translate(_ONE_WAY):
        return True
    if _INEXACT.search(whole):
        return _counted(_BARE, whole) <= _counted(_EXACT, found)
    at = 0
    for line in map(letters, found.split("\n")):
        if not whole.startswith(line, at) and line.endswith(_HYPHENS):
            line = line[:-1]
        if not whole.startswith(line, at):
            return False
        at += len(line)
    return at == len(whole)


def _counted(kind: re.Pattern[str], words: str) -> Counter[str]:
    return Counter(kind.findall(unicodedata.normalize("NFKD", words)))
