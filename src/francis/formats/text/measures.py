"""How wide and how high text is, estimated: no format that is written here lays its own text out.

Each estimate errs on the side of more room, for Arial and fonts of its widths. There are three, because
what is asked differs: a drawing breaks its own lines and needs the width of each character; Word needs
the most lines that a paragraph can take, many thousand times a paper, so it takes an average character;
Excel measures columns in digits, and breaks at words.
"""

from __future__ import annotations

from functools import lru_cache

_AVERAGE = 0.51
"""The width of a character by the size of the type: somewhat more than Arial's average in English."""
_RAGGED = 4
"""What a line loses where its last word does not fit, in characters."""
_IN_A_DIGIT = 1.05
"""How many characters of English fit in the width of a digit, in bold type too."""


def wrapped(words: str, width: float, size: float) -> list[str]:
    """Break words into lines that are no wider than `width`; a word that is wider by itself is broken."""
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and length(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if length(lines[-1] + letter, size) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def length(words: str, size: float) -> float:
    """Return the width of words in Arial and its like, or somewhat more."""
    return sum(_letter(letter) for letter in words) * size


def _letter(letter: str) -> float:
    """Return the width of a letter by the size of the type."""
    if letter in " ,.:;!|'’‘/\\iIjltf()[]-":
        return 0.333
    if letter in "mwMW@%—…" or ord(letter) > 0x2E7F:  # of East Asia: as wide as high
        return 1
    return 0.78 if letter.isupper() or letter == "&" or ord(letter) > 0xFF else 0.56


def most_lines(text: str, width: float, size: float) -> float:
    """Return the most lines that a text fills; `width` and `size` of type are in one unit."""
    # Bytes, not characters: what takes two or three is wider than Latin letters are.
    characters = len(text) if text.isascii() else len(text.encode())
    return text.count("\n") + (-(-characters // _characters_in_line(width, size)) or 1)


@lru_cache
def _characters_in_line(width: float, size: float) -> float:
    """Return how many average characters a line holds; asked once for each paragraph of a paper."""
    return max(width / (_AVERAGE * size) - _RAGGED, 1)


def lines_in_column(text: str, width: float) -> int:
    """Return how many lines a text fills in a column of `width` digits, rather one too many than one too few."""
    lines, whole = 0, int(width * _IN_A_DIGIT)
    for paragraph in text.split("\n"):
        lines, room = lines + 1, whole
        for word in paragraph.split():
            if len(word) > room and room < whole:
                lines, room = lines + 1, whole
            lines += max(len(word) - 1, 0) // whole
            room = max(room - len(word), 0) - 1
    return lines
