"""Rules about what papers would print otherwise than it is meant, or could not use at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from francis import workspace
from francis.check.case import Case, Text
from francis.check.rule import Finding, rule, short
from francis.errors import quotation
from francis.record.model import Recommendation
from francis.record.prose import plain
from francis.record.reading.record_file import record_of
from francis.workspace import RECORD

_FIGURE = re.compile(r"\{\{[^{}\n]*\}\}")


@rule(
    "warning",
    "Write the number itself, or move the sentence to a field, an ask or a section of a cover.",
)
def figure_as_text(case: Case) -> Iterator[Finding]:
    """A text has a figure such as `counts.positions` in double braces, where none is filled in.

    Figures are filled in on covers, in their fields, message, asks and sections. Everywhere else, papers print the
    braces as they are.
    """
    for text in case.texts:
        may_be = "{{" in text.words and not _is_filled(case, text)
        if may_be and (found := _FIGURE.search(text.words)):
            message = (
                f"{short(found.group())} will be printed as it is: only a cover can have figures."
            )
            yield Finding(text.place(found.start()), message)


def _is_filled(case: Case, text: Text) -> bool:
    """Return whether a text is one of a cover in which figures are filled in, or found to be none."""
    is_of_cover = any(text.at is cover.at for cover in case.register.covers.values())
    return is_of_cover and text.keys[0] in ("fields", "message", "asks", "sections")


_KEY = re.compile(r"^(?P<key>[a-z_]+):[ ]*$\n(?=[ ]*- )", re.MULTILINE)
"""A line that is a key with a list below it."""


@rule(
    "error",
    "Move the line, and those below it, to the left: a key of this file begins in column 1.",
)
def key_in_text(case: Case) -> Iterator[Finding]:
    """A line within a text is a key of its file, such as `commitments:`, with a list below it.

    It is one space or more too far to the right, so that it belongs to the text: papers print it, and what
    stands under it counts nowhere.
    """
    for position in case.positions:
        keys = {field.name for field in fields(position)}
        for found in _KEY.finditer(position.text):
            if found["key"] in keys:
                place = position.at("text", offset=found.start() or 1)
                yield Finding(place, f"the key {quotation(found['key'])} stands inside the text.")


_CELLS = re.compile(
    r"^[ ]*[^\s|][^\t\n]*\t+[^\t\n]*\S|^[ ]*\|?[^|\n]*\S[ ]*\|[^|\n]*\|", re.MULTILINE
)
"""A row of a table, as it comes from a word processor, or as some write it: with tabs or with upright strokes."""
_POINT = re.compile(r"^[ ]*(?P<sign>[•·▪●○◦‣\uf0b7\uf0a7]|[o–—](?=\t))\s*\S", re.MULTILINE)
"""A point of a list, as it comes from a word processor."""


@rule("warning", "Write each row as a point of a list that begins with “- ”.")
def pasted_table(case: Case) -> Iterator[Finding]:
    """A text has a table in it, with tabs or with `|` between the cells.

    Texts can hold paragraphs and lists. Papers print the rows of a table one after another, as one paragraph.
    """
    for text in case.texts:
        if "\t" not in text.words and "|" not in text.words:
            continue
        for row in _CELLS.finditer(text.words):
            if not _POINT.match(text.words, row.start()):
                message = f"{short(row.group())} looks like a row of a table, and will be printed as plain text."
                yield Finding(text.place(row.start()), message)
                break


@rule("warning", "Begin each point with “- ”, and leave an empty line before the first.")
def pasted_points(case: Case) -> Iterator[Finding]:
    """A text has points that begin with “•” or another sign of a word processor.

    Only “- ” makes a list. Papers print points with other signs one after another, as one paragraph.
    """
    for text in case.texts:
        if not text.words.isascii() and (found := _POINT.search(text.words)):
            line = text.words[found.start() :].split("\n", 1)[0]
            message = f"{short(line)} will not be printed as a point of a list."
            yield Finding(text.place(found.start()), message)


_TWO_POSTS = re.compile(r"\s+/\s+|\s*;\s*|\s+\+\s+")


@rule("warning", "If it is one post, write it without the sign between its words.")
def lead_of_two(case: Case) -> Iterator[Finding]:
    """Two posts are named as one lead, such as “Head of Quality / Director of Nursing”.

    Lists by lead would show them as a third post, and neither would find the action under its own.
    """
    for text in case.texts:
        if text.key in ("lead", "post") and "evidence" not in text.keys:
            posts = [*filter(None, _TWO_POSTS.split(text.words))]
            if len(posts) > 1:
                message = f"{text.key!r} is {quotation(text.words)}, which looks like {_counted(len(posts))} posts."
                remedy = f"Write each on a line of its own under 'lead': {', '.join(f'- post: {p}' for p in posts)}."
                yield Finding(text.place(), message, remedy)


def _counted(number: int) -> str:
    return "two" if number == 2 else str(number)


@rule(
    "warning",
    "Correct the path, or take it out of the list. Begin with the year, as in 2013/132.yaml.",
)
def ruling_without_file(case: Case) -> Iterator[Finding]:
    """A ruling in body.yaml names a file or a folder that does not exist.

    The rule is then not silenced, or not made stricter, where somebody decided that it should be.
    """
    body = case.register.body
    for index, ruling in enumerate(body.checks):
        for number, file in enumerate(ruling.files):
            path = f"{RECORD}/{case.register.body_id}/{file}".rstrip("/")
            year = path.removesuffix("/papers")
            if not case.is_file(path) and not case.is_file(f"{year}/year.yaml"):
                message = f"'files' names {quotation(file)}, which does not exist."
                yield Finding(body.at("checks", index, "files", number), message)


@cache
def _source(set_id: str) -> dict[str, Recommendation]:
    """Return the recommendations of a set as it came with the program, by the names of their files; none of others."""
    own = workspace.packaged()
    folder = f"{RECORD}/{set_id}"
    if not (own / folder / "set.yaml").is_file():
        return {}
    paths = [f"{folder}/{path.name}" for path in (own / folder).glob("*.yaml")]
    read = {p: record_of(Recommendation, p, workspace.read_file(own, p), {})[0] for p in paths}
    return {path: held for path, held in read.items() if held is not None}


@rule(
    "warning",
    "Put the words of the source back. If the source is misprinted, say under 'corrections' what was corrected, "
    "and why.",
)
def wording_changed(case: Case) -> Iterator[Finding]:
    """A recommendation is not worded as in the set that came with francis.

    Papers print it as a quotation. What `corrections` explain is passed over.
    """
    source = _source(case.register.set_id)
    for here in case.register.held.values() if source else ():
        there = source.get(here.at().path)
        for part in ("heading", "text"):
            if there is not None and getattr(here, part) != getattr(there, part):
                yield from _changed(here, there, part)


def _changed(here: Recommendation, there: Recommendation, part: str) -> Iterator[Finding]:
    """Yield that a part of a recommendation says something else than its source, corrections apart."""
    found, source = plain(getattr(here, part)), plain(getattr(there, part))
    for correction in here.corrections:
        if correction.part == part and correction not in there.corrections:
            old, new = plain(correction.found or ""), plain(correction.reads or "")
            source = source.replace(old, new, 1) if old else source
            found = found if old else found.replace(new, "", 1)
    if "".join(found.split()) != "".join(source.split()):
        pairs = enumerate(zip(found.split(), source.split(), strict=False))
        first = next((n for n, (a, b) in pairs if a != b), 0)
        words = short(" ".join(found.split()[max(first - 2, 0) :]))
        message = f"the {part} of {here.number} is not worded as in its source: {words}"
        yield Finding(here.at(part), message)


PRINTING_RULES = (
    key_in_text,
    figure_as_text,
    pasted_table,
    pasted_points,
    lead_of_two,
    ruling_without_file,
    wording_changed,
)
