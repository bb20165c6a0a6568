"""Mistakes in files that have one answer only, mended: letters in the wrong case, white space, and names of files.

Whatever could be meant in two ways is left to people, and no line is touched that has no such mistake.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

import yaml

from francis.errors import Problem
from francis.record.reading import loading
from francis.record.reading.folders import class_at, kind_at, right_name
from francis.record.reading.nodes import TooDeep, compose
from francis.record.reading.scope import Selection
from francis.record.reading.syntax.parser_errors import is_conflict
from francis.record.reading.syntax.typing_slips import surely_mended
from francis.record.reading.validation import keys_in
from francis.workspace import LARGEST

PASSES = 5
"""How often files are read again: what one mend brings to light may be mended by the next."""


class Mended(NamedTuple):
    """A file as it should be: the path that it has, the path that it should have, and what it should hold."""

    old: str
    path: str
    data: bytes


def mended_files(
    record: Selection,
    wanted: Callable[[str], bool] = lambda path: True,
    is_there: Callable[[str], bool] = lambda path: False,
) -> list[Mended]:
    """Return the files of a record that can be mended, in order.

    Files that are not `wanted` are left alone. `is_there` tells whether the disk has a file at a path, which it
    may also have under a name with other capitals: none is renamed to that.
    """
    now = dict(record.files)
    olds = {
        new: old for old, new in _renamed(filter(wanted, now), now).items() if not is_there(new)
    }
    for new, old in olds.items():
        now[new] = now.pop(old)
    for _ in range(PASSES):
        told: defaultdict[str, list[Problem]] = defaultdict(list)
        for problem in loading.load(now, record.read, record.beside).problems:
            told[problem.place.path].append(problem)
        paths = [path for path in now if path.endswith(".yaml") and wanted(path)]
        after = {**now, **{path: _mended_file(path, now[path], told[path]) for path in paths}}
        if after == now:
            break
        now = after
    found = [Mended(olds.get(path, path), path, data) for path, data in sorted(now.items())]
    return [file for file in found if file[1:] != (file.old, record.files[file.old])]


def _renamed(paths: Iterable[str], files: Collection[str]) -> dict[str, str]:
    """Return the names that files should have which end in .yml and the like, unless there is such a file."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        if right_name(path) not in files:
            found[right_name(path)].append(path)
    return {olds[0]: name for name, olds in found.items() if len(olds) == 1}


def _mended_file(path: str, data: bytes, problems: Collection[Problem]) -> bytes:
    """Return a file with what is surely wrong in it mended; as it is if it cannot be read, or if git left two versions."""
    try:
        text = data.decode() if len(data) <= LARGEST else ""
    except UnicodeDecodeError:
        return data
    if not text or is_conflict(text):
        return data
    places = {problem.place.line - 1 for problem in problems}
    mended = surely_mended(_with_one_line_end(text), places, _keys_of(path))
    if mended == text:  # or the places of the problems are no longer those
        mended = _with_words_meant(text, problems)
    if mended == text and kind_at(path) in _WITH_MARKDOWN:
        mended = _with_points(text)
    return data if _keys_twice(mended) > _keys_twice(text) else mended.encode()


def _keys_of(path: str) -> list[str]:
    """Return the keys of the file that belongs at a path."""
    cls = class_at(path)
    return keys_in(cls) if cls else []


def _keys_twice(text: str) -> int:
    """Return how many keys stand twice in one block of a text; 0 of what is no YAML."""
    try:
        waiting, count = [compose(text)], 0
    except (yaml.YAMLError, TooDeep):
        return 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            count += len(keys) - len(set(keys))
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return count


def _with_one_line_end(text: str) -> str:
    """Return a text whose lines all end as most of them do."""
    ends = Counter(re.findall(r"\r\n|\r|\n", text))
    if len(ends) < 2 and not ends["\r"]:
        return text
    return re.sub(r"\r\n|\r|\n", "\r\n" if ends["\r\n"] > ends["\n"] else "\n", text)


def _with_words_meant(text: str, problems: Iterable[Problem]) -> str:
    """Return a text with the words in it that are meant where others stand which differ in case or in spaces alone."""
    meant = {
        (problem.place.line, problem.place.column): problem.meant
        for problem in problems
        if problem.meant
    }
    if not meant:
        return text
    try:
        node = compose(text)
    except (yaml.YAMLError, TooDeep):
        return text
    lines = text.splitlines(keepends=True)
    for scalar in sorted(_scalars(node), key=lambda s: s.start_mark.column, reverse=True):
        begin, end = scalar.start_mark, scalar.end_mark
        word = meant.get((begin.line + 1, begin.column + 1), "")
        if begin.line == end.line and word != scalar.value and _bare(word) == _bare(scalar.value):
            line, quote = lines[begin.line], scalar.style or ""
            lines[begin.line] = f"{line[: begin.column]}{quote}{word}{quote}{line[end.column :]}"
    return "".join(lines)


_WITH_MARKDOWN = ("a position", "a recommendation", "a cover of a paper", "a year", "a set")
_MARKDOWN_KEYS = ("text", "notes", "sections", "message", "fields", "reporting")
"""The files that have texts in Markdown, and the keys under which these stand."""
_PASTED = re.compile(
    r"(?P<indent> *)(?:(?P<sign>[•·▪●○◦‣\uf0b7\uf0a7])\s*|(?P<letter>[o–—-])\t\s*|(?P<number>[0-9]{1,3}[.)])\t\s*)(?P<words>\S.*)"
)
"""A point of a list as a word processor writes it; a letter, a dash or a number only with a tab behind it."""


def _with_points(text: str) -> str:
    """Return a file in which the points that were pasted into a text are points of Markdown.

    That is sure of lines one after another that are all such points, up to an empty line or the end of the text:
    any other line may go on with the point above it, or may not.
    """
    try:
        node = compose(text)
    except (yaml.YAMLError, TooDeep):
        return text
    lines = text.splitlines(keepends=True)
    held = node.value if isinstance(node, yaml.MappingNode) else ()
    for scalar in (
        s for key, value in held if key.value in _MARKDOWN_KEYS for s in _scalars(value)
    ):
        if scalar.style == "|":
            place, last = scalar.start_mark.line + 1, scalar.end_mark.line
            while place < last:
                end = place
                while end < last and _PASTED.fullmatch(lines[end].rstrip()):
                    end += 1
                if end > place and (end == last or not lines[end].strip()):
                    lines[place:end] = _points(lines[place:end])
                place = max(end, place + 1)
    return "".join(lines)


def _points(lines: Iterable[str]) -> Iterator[str]:
    """Yield points with the signs of Markdown: one that begins with another sign than those before belongs to them."""
    signs: list[str] = []
    for line in lines:
        bare = line.rstrip()
        found = _PASTED.fullmatch(bare)
        assert found is not None  # as its finder saw
        sign = found["sign"] or found["letter"] or "1."
        signs = signs[: signs.index(sign)] if sign in signs else signs
        before = "".join(" " * (3 if outer == "1." else 2) for outer in signs)
        signs.append(sign)
        marker = found["number"] or "-"
        yield f"{found['indent']}{before}{marker} {found['words']}{line[len(bare) :]}"


def _scalars(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif node is not None:
        for each in node.value:
            for part in each if isinstance(each, tuple) else (each,):
                yield from _scalars(part)


def _bare(word: str) -> str:
    """Return a word without its capitals, and without what nobody sees in it."""
    return " ".join(re.sub("[\u200b\u00ad\u2060]", "", word).split()).casefold()
