"""Files that are not YAML: the parser's errors in plain words."""

from __future__ import annotations

import re

import yaml

from francis.errors import Place, Problem, excerpt
from francis.record.reading.nodes import place_in_text

_PARSER_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "tab character",
        "there is a tab where only spaces are allowed.",
        "Begin lines with spaces, never with tabs.",
    ),
    (
        "mapping values are not allowed",
        "there is a second colon here, or the line is indented wrongly.",
        'Put text that contains ": " in quotes, and begin all keys of a block in the same column.',
    ),
    ("expected ',' or", "a list or block in brackets is not closed.", "Close it with ] or }."),
    (
        "parsing a flow node",
        "a list or block in brackets is incomplete.",
        "Complete it and close it with ] or }. Put text that begins with a bracket in quotes.",
    ),
    (
        "unexpected end of stream",
        "a quotation mark is not closed.",
        "Close it. Inside '…', write an apostrophe twice: ''.",
    ),
    (
        "scanning an alias",
        "this value begins with an asterisk, which YAML reads as an alias.",
        "Put the value in quotes.",
    ),
    (
        "undefined alias",
        "this value begins with an asterisk, which YAML reads as an alias.",
        "Put the value in quotes.",
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character.",
        "Put the value in quotes. A line must begin with spaces, not with a tab.",
    ),
    (
        "did not find expected '-'",
        "a line of this list is not an item.",
        "Begin each item with “- ” in the same column.",
    ),
    (
        "could not find expected ':'",
        "a line has no colon, or text is not indented under its key.",
        "Indent the text of a block by two spaces, or write “key: value”.",
    ),
    (
        "another document",
        "a second document begins here (---).",
        "Delete the line ---. A file holds one document.",
    ),
    (
        "unknown escape",
        'YAML does not understand the backslash in "…".',
        "Write the backslash twice, or use '…' instead.",
    ),
    (
        "did not find expected key",
        "the line does not continue as expected: often there is a quotation mark inside quoted text, or text over several lines without “|” after its key.",
        "Inside '…', write an apostrophe twice: ''. Or put the whole text in \"…\".",
    ),
    (
        "expected <document start>",
        "this line does not go on with what is above it.",
        "Begin all keys of the file in column 1, each as “key: value”.",
    ),
    (
        "expected comment or line break",
        "there are words after | or >, which must be the last sign on its line.",
        "Write them on the lines below, indented by two spaces.",
    ),
    (
        "expected node content",
        "a value cannot begin with this sign.",
        "Take it away, or put the whole value in quotes.",
    ),
    (
        "block sequence entries",
        "a list begins on the line of its key.",
        "Begin the list on the next line, indented.",
    ),
    (
        "duplicate anchor",
        "an anchor (&name) appears twice.",
        "Remove it. The record needs no anchors.",
    ),
)


_LINE_MISTAKES = (
    (
        r"(?:^|[:-]\s)\s*\{(?=\{)",
        "a value begins with {{, which YAML reads as a block.",
        'Put the whole value in quotes: "{{ counts.positions }} positions".',
    ),
    (
        r"(?:^|[:-]\s)\s*[“”„]",
        "the quotation marks around this value are curly, which YAML does not read as quotes.",
        'Put straight ones around it: "…". Inside them, curly ones may stay.',
    ),
    (
        r'\[(?=[^"]*"(?:[^"]*"[^"]*")*[^"]*$)',
        "in a list in brackets a quotation mark is missing.",
        'Put a pair around each item, as in ["1", "2"].',
    ),
    (
        r"""\[.*(?P<quote>["'])[^"',\]]+(?P=quote)(?=\s*[^\s,\]#])""",
        "in a list in brackets a comma is missing.",
        'Put one between two items, as in ["1", "2"].',
    ),
)
"""Mistakes that a pattern finds in a line, and explains better than the library does."""


_CONFLICT = re.compile(r"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)


def is_conflict(text: str) -> bool:
    """Return whether git has left two versions of the file in it."""
    return _CONFLICT.search(text) is not None


def _is_item_of_nothing(text: str, place: int) -> bool:
    """Return whether a line is an item of a list, and the line above it a key with a value."""
    above, line = ["", *text.splitlines(), ""][place : place + 2]
    return bool(re.match(r"\s*- ", line) and re.fullmatch(r"[a-z_]+: *[^\s|>\[{].*", above))


def syntax_problems(path: str, text: str, error: yaml.YAMLError) -> list[Problem]:
    """Return what is wrong with the YAML, in plain English, with the line that shows it."""
    tabs = [
        place_in_text(path, text, m.end() - 1) for m in re.finditer(r"^ *\t", text, re.MULTILINE)
    ]
    if conflict := _CONFLICT.search(text):
        message = "git could not merge two versions of this file, and both are in it from here on."
        remedy = "Keep the right lines, and delete the lines <<<<<<<, ======= and >>>>>>>."
        return [Problem(place_in_text(path, text, conflict.start()), message, "conflict", remedy)]
    told = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}".strip()
    mark = getattr(error, "problem_mark", None)
    if tabs and ("tab" in told or "cannot start" in told):
        return [
            Problem(place, _PARSER_WORDS[0][1], "syntax", _PARSER_WORDS[0][2]) for place in tabs
        ]
    message, remedy = next(
        ((m, r) for words, m, r in _PARSER_WORDS if words in told),
        (
            "this line cannot be read as YAML.",
            "Compare it with a line of another file of the record.",
        ),
    )
    context = getattr(error, "context_mark", None)
    for near in filter(None, (mark, context)):
        line = "".join(text.splitlines()[near.line : near.line + 1])
        for pattern, said, do in _LINE_MISTAKES:
            if found := re.search(pattern, line):
                place = Place(path, near.line + 1, found.end())
                said = f"{said} The line reads: {excerpt(line)}"
                return [Problem(place, said, "syntax", do)]
    if mark is not None and _is_item_of_nothing(text, mark.line):
        place = Place(path, mark.line + 1, 1)
        message = "an item begins here, but there is no key above it to say of which list."
        remedy = "Write the key on the line above, such as “actions:”."
        return [Problem(place, message, "syntax", remedy)]
    if context is not None and mark is not None and "end of stream" in told:
        mark = context
    elif context is not None and mark is not None and context.line != mark.line:
        message = f"{message[:-1]} (the mistake may begin in line {context.line + 1})."
    if mark is None:
        return [Problem(Place(path), message, "syntax", remedy)]
    lines = text.splitlines()
    shown = excerpt(lines[mark.line]) if mark.line < len(lines) else ""
    if shown:
        message += f" The line reads: {shown}"
    return [Problem(Place(path, mark.line + 1, mark.column + 1), message, "syntax", remedy)]
