"""What is wrong with one line, wherever it stands: its signs, its quotation marks and its colon."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from francis.record.reading.nodes import NUMBER_KEYS, QUOTES, WRONG_QUOTES
from francis.record.reading.syntax.lines import (
    BEFORE,
    KEY,
    KEYED,
    SPACES,
    START,
    Slip,
    key_column,
    known_keys,
    list_keys,
    opener_of,
)


def _spaces(found: re.Match[str]) -> str:
    return "".join("  " if c == "\t" else " " for c in found["start"]) + found["rest"]


def _quoted(found: re.Match[str]) -> str:
    value = found["value"].rstrip()
    plain = '"' not in value and "\\" not in value
    words = f'"{value}"' if plain else "'" + value.replace("'", "''") + "'"
    return f"{found['before']}{words}"


def _quoted_anew(found: re.Match[str]) -> str:
    value = found["value"].rstrip()
    is_around = len(value) > 1 and value.endswith(value[0])
    inner = value[1:-1].replace(value[0] * 2, value[0]) if is_around else value
    return _PLAIN.sub(_quoted, f"{found['before']}{inner}", count=1)


_PLAIN = re.compile(rf"{BEFORE}(?P<value>.*)")


def _straight(found: re.Match[str]) -> str:
    return f'{found["before"]}"{found["value"]}"'


def _item(found: re.Match[str]) -> str:
    return f"{found['start']}- {found['key']}:{found['rest']}"


_SIGNS = re.compile("^[=–—-]+ *")


_Pattern = tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]]
TAB = "there is a tab where only spaces are allowed."
STRANGE_SPACE = (
    "the line begins with a non-breaking space, or another that YAML does not take for one."
)
_STRANGE_BEHIND = (
    "after the colon is a non-breaking space, or another that YAML does not take for one."
)
CURLY = "the quotation marks are curly, which YAML does not read as quotes."
SURE = frozenset({TAB, STRANGE_SPACE, _STRANGE_BEHIND})
"""What is wrong with lines that can be meant in one way only."""
LINE_PATTERNS: tuple[_Pattern, ...] = (
    (re.compile(rf"(?P<start>[ {SPACES}]*\t[ \t{SPACES}]*)(?P<rest>\S.*)"), TAB, _spaces),
    (
        re.compile(rf"(?P<start>[ {SPACES}]*[{SPACES}][ {SPACES}]*)(?P<rest>\S.*)"),
        STRANGE_SPACE,
        _spaces,
    ),
    (
        re.compile(rf"{START}{KEY}:[ ]*[{SPACES}][ {SPACES}]*(?P<value>.*)"),
        _STRANGE_BEHIND,
        lambda found: f"{found['start']}{found['key']}: {found['value']}",
    ),
    (
        re.compile(rf"{START}{KEY}(?P<sign>:[|>][-+]?)"),
        "there is no space after the colon.",
        lambda found: f"{found['start']}{found['key']}: {found['sign'][1:]}",
    ),
    (
        re.compile(rf"{START}{KEY}:(?P<value>[^\s:/].*)"),
        "there is no space after the colon.",
        lambda found: f"{found['start']}{found['key']}: {found['value']}",
    ),
    (
        re.compile(rf"{START}{KEY}:{{2,}} *(?P<value>.*)"),
        "there are two colons after the key.",
        lambda found: f"{found['start']}{found['key']}: {found['value']}".rstrip(),
    ),
    (
        re.compile(rf"{START}{KEY} *[;\uff1a\ufe55] *(?P<value>.*)"),
        "the key is followed by another sign than a colon.",
        lambda found: f"{found['start']}{found['key']}: {found['value']}".rstrip(),
    ),
    (
        re.compile(rf"(?P<start>[ ]*)-{KEY}:(?P<rest>.*)"),
        "there is no space after the hyphen.",
        _item,
    ),
    (
        re.compile(rf"(?P<start>[ ]*)[–—•*·] *{KEY}:(?P<rest>.*)"),
        "the item begins with another sign than a hyphen.",
        _item,
    ),
    (
        re.compile(rf"{BEFORE}(?P<value>> ?[0-9£$].*)"),
        "a value that begins with SIGN needs quotes.",
        _quoted,
    ),
    (
        re.compile(rf"{START}{KEY}: *(?P<sign>[|>][-+]?)[ ]+(?P<value>[^\s#].*)"),
        "the text begins on the line of its key. After | or > it begins on the next line, indented.",
        lambda found: f"{found['start']}{found['key']}: {found['sign']}",
    ),
    (
        re.compile(rf"(?P<before>{START}(?:{KEY}: *)?)[“”„‘](?P<value>[^“”„‘’\"]*)[“”’] *"),
        CURLY,
        _straight,
    ),
    (
        re.compile(
            rf"""(?P<before>[ ]*(?:- +)?(?:{"|".join(sorted(NUMBER_KEYS))}): *)(?!"[^{QUOTES}]+" *$|'[^{QUOTES}]+' *$)(?=.*[{QUOTES}])"""
            rf"""[{QUOTES}]*(?P<value>[^\s{QUOTES}][^{QUOTES}#]*?)[{QUOTES}]* *"""
        ),
        WRONG_QUOTES,
        _straight,
    ),
    (
        re.compile(
            rf"{BEFORE}(?P<value>[%@`*&].*|!(?![!\w]*[:/!]).*|\[[^\[\]]*\]\s*[^\s\],#].*|\{{[^{{}}]*\}}\s*[^\s}},#].*|\? .*)"
        ),
        "a value that begins with SIGN needs quotes.",
        _quoted,
    ),
    (
        re.compile(r"(?P<before>[ ]*(?:- +)?[a-z][a-z_]*: +)(?P<value>- [^\s\"']+ [^:]*)"),
        "a value that begins with SIGN needs quotes.",
        _quoted,
    ),
    (
        re.compile(rf"{BEFORE}(?P<value>\{{\{{.*)"),
        "a value begins with {{, so it needs quotes.",
        _quoted,
    ),
    (
        re.compile(rf"{BEFORE}(?P<value>\"[^\"]*(?P<at>\\)[^0abtnvfre \"/\\N_LPxuU][^\"]*\") *"),
        'YAML does not understand the backslash in "…".',
        _quoted_anew,
    ),
    (
        re.compile(rf"{BEFORE}(?P<value>'(?:[^']|'')*'\s*(?P<at>[^\s'#]).*)"),
        "there is a quotation mark inside quoted text.",
        _quoted_anew,
    ),
    (
        re.compile(rf"{BEFORE}(?P<value>\"(?:[^\"\\]|\\.)*\"\s*(?P<at>[^\s\"#]).*)"),
        "there is a quotation mark inside quoted text.",
        _quoted_anew,
    ),
    (
        re.compile(r"(?P<before>[ ]*(?:- +)?[a-z][a-z_]*: +)(?P<value>[^\s\"'|>\[{#][^#]*?: .*)"),
        "there is a second colon in this line, so the value needs quotes.",
        _quoted,
    ),
    (
        re.compile(r"(?P<before>[ ]*- +)(?P<value>[A-Z][^\"'\[{#]*?: .*)"),
        "there is a second colon in this line, so the value needs quotes.",
        _quoted,
    ),
)


def slips_of_line(lines: Sequence[str], place: int) -> Iterator[Slip]:
    """Yield what is wrong with a line, one slip after another, each with the line as mended so far."""
    line = lines[place].rstrip("\r")
    for pattern, message, mend in LINE_PATTERNS:
        if found := pattern.fullmatch(line):
            new = mend(found)
            column = (
                found.start("at") if "at" in found.re.groupindex else _first_difference(line, new)
            )
            line = new
            sign = found.groupdict().get("value", "")[:1]
            yield Slip(place, column, message.replace("SIGN", sign), line)
    if without := _without_colon(lines, place, line):
        column = _first_difference(line, without)
        yield Slip(place, column, "there is no colon after the key.", without)
        line = without
    if (found := _PLAIN.fullmatch(line)) and found["value"][:1] in _OPENING:
        yield from _unclosed(lines, place, line, found)


def _first_difference(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))


_BARE = re.compile(rf"{START}{KEY}(?:[ ]+(?P<value>[^\s:].*))?")


def _without_colon(lines: Sequence[str], place: int, line: str) -> str:
    """Return a line with the colon that it lacks behind a key of the record; nothing if it lacks none.

    A line of a longer text may begin with such a word: it is a key only where others of its block begin.
    """
    found = _BARE.fullmatch(line)
    if found is None:
        return ""
    is_own = ":" not in line and opener_of(lines, place) == "fields:"
    if not (is_own or found["key"] in known_keys()):
        return ""
    column = len(found["start"])
    before = next((other for other in reversed(lines[:place]) if other.strip()), "")
    after = next((other for other in lines[place + 1 :] if other.strip()), "")
    opens = before.rstrip().endswith(":") and 0 <= key_column(before.rstrip()) < column
    if column and not opens and column not in (key_column(before), key_column(after)):
        return ""
    value = _SIGNS.sub("", found["value"] or "", count=1)
    return f"{found['start']}{found['key']}:{' ' + value if value else ''}"


_OPENING = {"[": "]", '"': '"', "'": "'"}


def _unclosed(lines: Sequence[str], place: int, line: str, found: re.Match[str]) -> Iterator[Slip]:
    """Yield that a bracket or a quotation mark at the beginning of a value is closed nowhere before the next key."""
    closing, key = _OPENING[found["value"][0]], found["before"].strip(" -:")
    if closing in found["value"][1:] or not found["value"][1:].strip() or key not in known_keys():
        return
    for other in lines[place + 1 :]:
        if KEYED.fullmatch(other.rstrip("\r")):
            break
        if closing in other:
            return
    what = "a bracket" if closing == "]" else "a quotation mark"
    mended = line.rstrip() + closing
    if closing == "]" and key not in list_keys(any):
        mended = f"{found['before']}{found['value'][1:].strip()}"
    yield Slip(place, found.start("value"), f"{what} is not closed.", mended)
