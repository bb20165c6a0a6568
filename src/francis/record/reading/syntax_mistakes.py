"""What is wrong with a file that is not YAML: the parser's findings in plain words."""

from __future__ import annotations

import re

import yaml

from francis.errors import Place, Problem
from francis.record.reading.nodes import place_in_text

_PARSER_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "tab character",
        "a tab stands where only spaces may.",
        "Use spaces at the beginning of a line, never tabs.",
    ),
    (
        "mapping values are not allowed",
        "a second colon and space, or a wrong indentation, stands here.",
        'Put text that contains ": " in quotes, and begin the keys of one block in the same column.',
    ),
    ("expected ',' or", "a list or block in brackets is not closed.", "Close it with ] or }."),
    (
        "parsing a flow node",
        "a list or block in brackets ends before it is complete.",
        "Complete it and close it with ] or }; put text that begins with a bracket in quotes.",
    ),
    (
        "unexpected end of stream",
        "a quotation mark is opened and never closed.",
        "Close it. In text within '…' write an apostrophe twice: ''.",
    ),
    (
        "scanning an alias",
        "an asterisk begins this value, and YAML takes it for an alias.",
        "Put the value in quotes.",
    ),
    (
        "undefined alias",
        "an asterisk begins this value, and YAML takes it for an alias.",
        "Put the value in quotes.",
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character.",
        "Put the value in quotes; a line must begin with spaces, not with a tab.",
    ),
    (
        "did not find expected '-'",
        "a line of another kind stands among the items of a list.",
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
        "Keep one document a file; remove the line ---.",
    ),
    (
        "unknown escape",
        'a backslash in "…" begins something that YAML does not know.',
        "Write the backslash twice, or use '…' instead.",
    ),
    (
        "did not find expected key",
        "the line does not go on as it should: often a quotation mark inside quoted text, or text of several lines without “|” after its key.",
        "Write an apostrophe within '…' twice: '', or put the whole text in \"…\".",
    ),
    (
        "block sequence entries",
        "a list begins on the line of its key.",
        "Begin the list on the next line, indented.",
    ),
    (
        "duplicate anchor",
        "an anchor (&name) stands here a second time.",
        "Remove it; the record needs no anchors.",
    ),
)


_LINE_MISTAKES = (
    (
        r"(?:^|[:-]\s)\s*\{(?=\{)",
        "a value begins with {{, which YAML takes for a block.",
        'Put the whole value in quotes: "{{ counts.positions }} positions".',
    ),
    (
        r"(?:^|[:-]\s)\s*[“”„]",
        "the quotation marks around this value are curly, and so are no quotes to YAML.",
        'Write straight ones around it: "…". Within them, curly ones may stay.',
    ),
)
"""What can be seen of a line that is not YAML, better than the library says it."""


def syntax_problems(path: str, text: str, error: yaml.YAMLError) -> list[Problem]:
    """Return what is wrong with the YAML, in plain English, with the line that shows it."""
    tabs = [
        place_in_text(path, text, m.end() - 1) for m in re.finditer(r"^ *\t", text, re.MULTILINE)
    ]
    if conflict := re.search(r"^<{7} ", text, re.MULTILINE):
        message = "git could not join two versions of this file, and shows both from here on."
        remedy = "Keep the lines that are right, and delete the lines <<<<<<<, ======= and >>>>>>>."
        return [Problem(place_in_text(path, text, conflict.start()), message, "conflict", remedy)]
    told = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}".strip()
    mark = getattr(error, "problem_mark", None)
    if tabs and ("tab" in told or "cannot start" in told):
        return [
            Problem(place, _PARSER_WORDS[0][1], "syntax", _PARSER_WORDS[0][2]) for place in tabs
        ]
    message, remedy = next(
        ((m, r) for sign, m, r in _PARSER_WORDS if sign in told),
        (f"this is not YAML: {told}.", "Compare it with another file of the record."),
    )
    context = getattr(error, "context_mark", None)
    for near in filter(None, (mark, context)):
        line = "".join(text.splitlines()[near.line : near.line + 1])
        for pattern, said, do in _LINE_MISTAKES:
            if found := re.search(pattern, line):
                place = Place(path, near.line + 1, found.end())
                said = f"{said} The line reads: {line.strip()[:60]}"
                return [Problem(place, said, "syntax", do)]
    if context is not None and mark is not None and "end of stream" in told:
        mark = context
    elif context is not None and mark is not None and context.line != mark.line:
        message = f"{message[:-1]} (what is wrong may begin in line {context.line + 1})."
    if mark is None:
        return [Problem(Place(path), message, "syntax", remedy)]
    lines = text.splitlines()
    shown = lines[mark.line].strip()[:60] if mark.line < len(lines) else ""
    if shown:
        message += f" The line reads: {shown}"
    return [Problem(Place(path, mark.line + 1, mark.column + 1), message, "syntax", remedy)]
