"""Rules about what papers would print otherwise than it is meant, or could not use at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

from francis import workspace
from francis.check.case import Case, Text, texts_of
from francis.check.rule import Finding, rule, short
from francis.errors import quotation
from francis.record.audience import AUDIENCES
from francis.record.model import Recommendation
from francis.record.prose import DELIMITER, TextPart, cells_of, heading_signs, parts_of, plain
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


_KEY = re.compile(r"^[ ]*(?P<key>[a-z_]+):(?P<value>[ ].*)?$", re.MULTILINE)
"""A line that begins as a key does."""
_BEGUN = re.compile(r"\n[ ]*[a-z_]+:(?:[ ]|\n|\Z)")
"""The same behind the end of a line, by which the engine finds it at once."""
_BELOW = re.compile(r"\n(?:[ ]*- |[ ]+[a-z_]+:[ ])")
"""What begins below a key that holds a list or a block."""


@rule(
    "error",
    "Move the line, and those below it, to the left: a key of this file begins in column 1.",
)
def key_in_text(case: Case) -> Iterator[Finding]:
    """A line within a text is a key of its file, such as `commitments:` with a list below it, or `lead: …` at its end.

    It is one space or more too far to the right, so that it belongs to the text: papers print it, and
    nothing else reads it. A classification is told wherever it stands: without it, what is not for everybody would be published.
    """
    for speech in case.speeches:
        kind: Any = type(speech.record)
        keys = _keys_of(kind)
        for text in speech.texts:
            if text.key != "text" and text.keys[0] != "message":
                continue
            if ":" not in text.words or not _BEGUN.search(f"\n{text.words}"):
                continue
            lines = [*_KEY.finditer(text.words)]
            for index, found in enumerate(lines):
                if found["key"] in keys and _is_key(text.words, lines[index:], keys):
                    place = text.place(found.start("key"))
                    message = f"the key {quotation(found['key'])} stands inside the text."
                    yield Finding(place, message)


@cache
def _keys_of(cls: Any) -> Mapping[str, bool]:
    """Return the keys of a record, and whether words stand behind each."""
    return {field.name: "str | None" in str(field.type) for field in fields(cls)}


def _is_key(text: str, lines: Sequence[re.Match[str]], keys: Mapping[str, bool]) -> bool:
    """Return whether the first of some lines that begin as keys do is meant as one: by what it says, or what stands below.

    `keys` says of each whether words stand behind it.
    """
    found, value = lines[0], (lines[0]["value"] or "").strip()
    if not value:
        return _BELOW.match(text, found.end()) is not None
    if found["key"] == "classification":
        return value.strip("\"'") in AUDIENCES
    rest = text[found.start() :].strip().split("\n")  # to the end there are keys, and no prose
    return len(rest) <= len(lines) and all(keys.get(line["key"]) for line in lines)


_MARKDOWN = frozenset({"text", "notes", "reporting", "message", "fields", "asks", "sections"})
"""The keys of a position, a recommendation, a set, a year and a cover under which Markdown stands."""
_WITH_PARTS = frozenset({"text", "reporting", "sections"})
"""Those of which the text may have tables, quotations and sub-headings."""
_NO_TEXT = frozenset({"heading", "minute", "lead"})


@rule("error", "Write it in another way, as docs/officers-guide.md shows.")
def unprintable_markdown(case: Case) -> Iterator[Finding]:
    """A text has something of Markdown that papers do not print as it is meant.

    Papers print paragraphs, lists, bold and italic words, links, and in the text of a position and in sections of covers
    tables, quotations and sub-headings of two levels. All else would be printed with its signs: code, pictures,
    footnotes, links with another address than https://… or #NUMBER, boxes to tick, words struck out, lines across the page, tables without a header or inside a list.
    """
    for text in _in_markdown(case):
        for found in _marks_in(text.words, plain_only=text.keys[0] not in _WITH_PARTS):
            yield Finding(text.place(found.at), found.message, found.remedy)


def _in_markdown(case: Case) -> Iterator[Text]:
    """Yield all texts that papers print as Markdown."""
    register = case.register
    spoken = (text for speech in case.speeches for text in speech.texts)
    others = (register.set, *register.held.values(), *register.joint.values(), register.year)
    for text in (*spoken, *(text for record in others for text in texts_of(record, _MARKDOWN))):
        if text.keys[0] in _MARKDOWN and text.key not in _NO_TEXT:
            yield text


MOST_COLUMNS = 6
"""How many columns a table of a text may have, so that each has room for words."""


class _Mark(NamedTuple):
    """A mark that would be printed as it stands, or otherwise than it is meant: its offset, what it is, and the remedy."""

    at: int
    message: str
    remedy: str


class _Sign(NamedTuple):
    """A mark, by its pattern; one of its `needles` stands in every text that has it, and is looked for first."""

    needles: tuple[str, ...]
    pattern: re.Pattern[str]
    what: str
    remedy: str


def _sign(needles: str | tuple[str, ...], pattern: str, what: str, remedy: str) -> _Sign:
    looked_for = needles if isinstance(needles, tuple) else (needles,)
    return _Sign(looked_for, re.compile(pattern, re.MULTILINE | re.IGNORECASE), what, remedy)


_LINE = r"^(?:>[ ]*|[ ]*)"
_MARKERS = r"(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)"
"""The start of a line, and what begins a point of a list; one behind the other they match in one way only."""
_INSIDE = rf"{_LINE}{_MARKERS}*(?<=[ >\t])"
_WORDS = r"(?<![!\\])\[[^\[\]]+(?<!\\)\]"
"""The words of a link, in their brackets."""
_TWO_LINKS = "Write [the words](https://…), with the whole address, or [the words](#NUMBER)."
_SIGNS = (
    _sign("`", r"^[ ]*```|`[^`\n]+`", "is code", "Write the words without `."),
    _sign("~~", r"^[ ]*~~~|~~\S(?:[^~\n]*\S)?~~", "is struck out", "Write only what holds: francis diff shows what went."),
    _sign("![", r"!\[[^\]\n]*\]\([^)\n]*\)", "is a picture", "Papers print none. Name it as evidence, or link to it: [the chart](https://…)."),
    _sign("<", r"<(?:https?://|mailto:)[^\s<>]+>|<[^\s<>@]+@[^\s<>]+>", "is an address in angle brackets", "Write a link: [the words](https://…)."),
    _sign("[^", r"\[\^[^\]\s]+\]", "is a footnote", "Write the note into its sentence, in brackets."),
    _sign("]:", r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+", "is the address of a link", "Write the address at its words: [the words](https://…)."),
    _sign("](", rf"{_WORDS}\(\s*<?(?!<|#|mailto:|https?://[^\s/()<>])(?=[^\s()@]*[.:/\\])(?:[^()\n@]|\([^()\n]*\))*\)", "is no link that papers can print", _TWO_LINKS),
    _sign("](", rf"{_WORDS}\(\s*https?://[^\s()<>]*[ \t]+[^\s\"')][^)\n]*\)", "has a space in its address", "Write %20 for it."),
    _sign("](", rf"{_WORDS}\(\s*(?:https?://|#)[^\s()<>]*(?=[ \t]+[^\s\"')][^)\n]*$|[ \t]*$)", "has no bracket after its address", "Close it: [the words](https://…)."),
    _sign(("] (", "]\t("), rf"{_WORDS}[ \t]+\((?:https?://|www\.|#)[^\s()]*\)", "has a space between its brackets", "Leave it out: [the words](https://…)."),
    _sign(")[", r"\([^()\n]+\)\[(?:https?://|www\.|#)[^\s\[\]]*\]", "has its brackets the wrong way round", _TWO_LINKS),
    _sign("][", r"\[[^\[\]\n]+\]\[[^\[\]\n]*\]", "is a link without its address", "Write the address at its words: [the words](https://…)."),
    _sign(("[ ]", "[x]", "[X]"), rf"{_LINE}{_MARKERS}+\[[ x]\](?=[ \t])", "is a box to tick", "Begin the point with a word, such as “Done:” or “To do:”."),
    _sign(("---", "***", "___", "==="), rf"{_LINE}{_MARKERS}*(?:-{{3,}}|\*{{3,}}|_{{3,}}|={{3,}})[ \t]*$", "is a line across the page, or under a heading", "Leave it out. To divide a text, write a sub-heading: ## The words"),
    _sign("\n#", r"^#{2,6}[^\s#].*|^#{1,6}[ \t]*$", "is no sub-heading yet", "Write a space and the words after the signs: ## The words"),
    _sign("##", rf"{_INSIDE}#{{2,6}}[ \t]+\S.*", "is a sub-heading inside a list or a quotation", "End the list or the quotation first, and begin the line with the signs."),
    _sign(">", rf"{_INSIDE}>(?![ \t]*[£$€]?[0-9=])[ \t]*\S.*", "is a quotation inside a list or another quotation", "End the list first, and begin each line of the quotation with one >."),
    _sign("|", rf"{_INSIDE}\|.*\|[ \t]*$", "is a table inside a list or a quotation", "End the list or the quotation first, and begin each row in the first column."),
    _sign("**", r"\*\*(?<!\S\*\*)(?:[ \t]+[^*\n]+|[^\s*][^*\n]*[ \t])\*\*(?!\w)", "is not in bold", "Leave no space between the signs and the words: **the words**"),
)  # fmt: skip
_NO_SIGNS = bytes(c for c in range(0x80) if chr(c).isalnum()) + b" \t,.'"
"""What is in no needle, but for spaces. Without it little is left to look through, and what stood side by side still does."""
_MAY_HAVE = re.compile(rb"[`<>|]|~~|!\[|\[\^|\][:\[]|\]\(|\)\[|---|\*\*|___|===|\n#|##")
"""The needles but for boxes, of which any words in brackets would leave one among the signs."""
_ADDRESS = r"\]\((?:#[\w.-]+|https?://[^\s()<>]+)\)"
_LINK = re.compile(rf"\[(?<![!\])]\[)[\w ]+{_ADDRESS}")
"""Most links: none of these marks is in them, and none begins with what stands before them."""
_BEHIND_WORDS = re.compile(_ADDRESS)
"""What stands behind the words of nearly all other links, and is none of these marks."""


def _marks_in(text: str, *, plain_only: bool = False) -> Iterator[_Mark]:
    """Yield the marks of a text that papers would print as they stand: of each kind the first.

    A text of paragraphs and lists is `plain_only`: there tables, quotations and sub-headings are such marks.
    """
    lines = f"\n{_LINK.sub('.', text)}"
    if "](" in lines:
        lines = _BEHIND_WORDS.sub("].", lines)
    signs = lines.encode("utf-8", "replace").translate(None, _NO_SIGNS)
    has_box = b"[]" in signs and ("[ ]" in lines or "[x]" in lines or "[X]" in lines)
    if not (has_box or _MAY_HAVE.search(signs)):
        return
    for sign in _SIGNS:
        for needle in sign.needles:
            if needle in lines:
                break
        else:
            continue
        if found := sign.pattern.search(text):
            start = found.end() - len(found.group().lstrip(" \n"))
            yield _Mark(start, f"{_short_line(found.group())} {sign.what}.", sign.remedy)
    if not (b"|" in signs or b"\n#" in signs or b"\n>" in signs):
        return  # it is one stretch of paragraphs and lists
    parts = parts_of(text)
    if plain_only:
        yield from _too_much(parts)
        return
    yield from _headings(text, parts)
    yield from _rows(text, parts)


_PARTS = {"table": "a table", "quotation": "a quotation", "heading": "a sub-heading"}


def _too_much(parts: list[TextPart]) -> Iterator[_Mark]:
    for part in parts:
        if part.kind in _PARTS:
            yield _Mark(
                part.at,
                f"{_PARTS[part.kind]} cannot stand here.",
                "Move it to the text of a position, or to a section of a cover. Here write paragraphs and lists.",
            )
            return


def _headings(text: str, parts: list[TextPart]) -> Iterator[_Mark]:
    """Yield the first sub-heading that would not have the level that its signs say."""
    deep: list[int] = []
    for part in parts:
        if part.kind == "heading":
            line = text[part.at :].split("\n", 1)[0]
            deep.append(heading_signs(line))
            if deep[-1] not in (deep[0], deep[0] + 1):
                signs = "#" * deep[0]
                yield _Mark(
                    part.at,
                    f"{_short_line(line)} has a level that no paper has: a text has two, and begins with the higher.",
                    f"Begin the line with {signs}, or with {signs}# below such a sub-heading.",
                )
                return


def _rows(text: str, parts: list[TextPart]) -> Iterator[_Mark]:
    """Yield what is wrong with tables: rows without a header, columns without a name, and rows of another length."""
    for part in parts:
        if part.kind == "table":
            yield from _table(text, part)
        elif part.kind == "text" and "|" in part.text:
            yield from _no_table(part)


def _no_table(part: TextPart) -> Iterator[_Mark]:
    at = part.at
    for line in part.text.splitlines(keepends=True):
        bare = line.rstrip()
        if bare.startswith("|") and len(bare) > 1 and bare.endswith("|"):
            is_delimiter = DELIMITER.fullmatch(bare) is not None
            yield _Mark(
                at,
                f"{_short_line(bare)} belongs to no table: "
                + ("the line above it has another number of cells." if is_delimiter else "it has no header."),
                "Write the names of the columns in a row, and below it as many cells of ---: |---|---|",
            )  # fmt: skip
            return
        at += len(line)


def _table(text: str, part: TextPart) -> Iterator[_Mark]:
    header, width = part.rows[0], len(part.rows[0])
    at = part.at
    if width > MOST_COLUMNS:
        message = f"a table has {width} columns: papers have room for {MOST_COLUMNS}."
        yield _Mark(at, message, "Leave out columns, or make two tables.")
    if not all(map(plain, header)):
        number = next(n for n, cell in enumerate(header, 1) if not plain(cell))
        message = (
            f"column {number} of a table has no name, which screen readers read out with each cell."
        )
        yield _Mark(at, message, "Write a name in each cell of the first row.")
    if len(part.rows) == 1:
        yield _Mark(at, "a table has no row below its header.", "Write its rows, or leave it out.")
    for place, line in enumerate(text[at:].splitlines(keepends=True)[: len(part.rows) + 1]):
        if place > 1 and (many := len(cells_of(line))) != width:
            message = f"{_short_line(line)} has {many} cell{'s' * (many != 1)}, but the table has {width} columns."
            yield _Mark(at, message, r"Write as many cells as there are columns. For a | within a cell write \|.")  # fmt: skip
            return
        at += len(line)


def _short_line(words: str) -> str:
    return short(" ".join(words.split()))


_CELLS = re.compile(
    r"^[ ]*[^\s|][^\t\n]*\t+[^\t\n]*\S|^[ ]*[^|\s][^|\n]*\S[ ]*\|[^|\n]*\|", re.MULTILINE
)
"""A row of a table, as it comes from a word processor, or as some write it: with tabs or with upright strokes."""
_POINT = re.compile(r"^[ ]*(?:[•·▪●○◦‣\uf0b7\uf0a7]|[o–—](?=\t| {2}))\s*\S", re.MULTILINE)
"""A point of a list, as it comes from a word processor."""
_OF_MARKDOWN = re.compile(r"[ ]*(?:[-+*]|[0-9]{1,9}[.)])\t")
"""A point that is one in Markdown too, though a tab stands behind its sign."""


@rule(
    "warning",
    "Write it as a table: the cells of each row between |, and a line of |---|---| below the names of the columns.",
)
def pasted_table(case: Case) -> Iterator[Finding]:
    """A text has a table in it, with tabs between the cells, or with `|` but without the line below its header.

    Papers print the rows of such a table one after another, as one paragraph.
    """
    for text in case.texts:
        if "\t" not in text.words and "|" not in text.words:
            continue
        for part in parts_of(text.words):
            for row in _CELLS.finditer(part.text):
                if not (_POINT.match(row.group()) or _OF_MARKDOWN.match(row.group())):
                    message = f"{short(row.group())} looks like a row of a table, and will be printed as plain text."
                    yield Finding(text.place(part.at + row.start()), message)
                    break
            else:
                continue
            break


@rule(
    "warning",
    "Begin each point with “- ”, and end the list with an empty line. Where there is no doubt, francis check --fix does it.",
)
def pasted_points(case: Case) -> Iterator[Finding]:
    """A text has points that begin with “•” or another sign of a word processor.

    Only “- ” makes a list. Papers print points with other signs one after another, as one paragraph.
    """
    for text in case.texts:
        may_be = "\t" in text.words or "o  " in text.words or not text.words.isascii()
        if may_be and (found := _POINT.search(text.words)):
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
    unprintable_markdown,
    pasted_table,
    pasted_points,
    lead_of_two,
    ruling_without_file,
    wording_changed,
)
