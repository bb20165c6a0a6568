"""One YAML file: from its bytes to a validated record, with every problem and its place."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import yaml

from francis.errors import Place, Problem, excerpt
from francis.record import model
from francis.record.reading.nhs_numbers import nhs_problems
from francis.record.reading.nodes import (
    CONTROL,
    MOST_VALUES,
    ORDINARY,
    TooDeep,
    Walk,
    compose,
    control_problem,
    deep_problem,
    node_place,
    node_under,
    place_in_text,
    stray_anchors,
)
from francis.record.reading.syntax.parser_errors import is_conflict, syntax_problems
from francis.record.reading.syntax.typing_slips import mended, mended_at
from francis.record.reading.validation import keys_in, keys_sentence, validate
from francis.workspace import LARGEST

R = TypeVar("R")
Problems = tuple[Problem, ...]
Read = dict[tuple[str, bytes], tuple[object, object, tuple[Problem, ...]]]
"""What came of files that were read, by their path and content: the record, or None, what is left of it, its problems."""


def read_record(
    cls: type[R], path: str, data: bytes, problems: list[Problem], left: list[R] | None = None
) -> R | None:
    """Return the record that `data` holds, or None; add what is wrong to `problems`.

    What is left of a record without its faults is added to `left`, so that it can be held to other files all the same.
    """
    text = decoded(path, data, problems)
    if text is None:
        return None
    readable = _readable(cls, path, text, problems)
    if readable is None:
        return None
    (whole, node), written = readable, text
    has_slips, text = whole != written, whole
    problems += nhs_problems(path, text, node)
    if "&" in text:
        problems += stray_anchors(path, text)
    if node is None:
        message = f"Fill it in, or delete it. {keys_sentence(cls)}"
        problems.append(Problem(Place(path), "the file is empty.", "empty", message))
        return None
    walk = Walk(path, text)
    value = walk.value(node, 0)
    problems += walk.problems
    if walk.seen > MOST_VALUES:
        return None
    if (strange := _strange(cls, path, node, value)) is not None:
        problems.append(strange)
        return None
    before = len(problems)
    record: R | None = validate(cls, value, path, text, node, problems)
    is_whole = not walk.problems and len(problems) == before
    if has_slips:  # in which a text may have taken the lines below it
        problems[:] = [p for p in problems if p.rule != "list" or p.place.path != path]
    left_out = {problem.place.line for problem in walk.problems if problem.rule == "comment"}
    problems[before:] = [
        each
        for each in problems[before:]
        if each.rule != "empty" or each.place.line not in left_out
    ]
    if is_whole and not has_slips:
        return record
    if (
        (is_whole or not _read_without_slips(cls, path, text, problems, left))
        and record
        and left is not None
    ):
        left.append(record)
    return None


def _strange(cls: type[Any], path: str, node: Any, value: Any) -> Problem | None:
    """Return why what a file says is no record of this version, whatever its keys."""
    if not isinstance(value, dict):
        return Problem(
            node_place(path, node),
            "the file is not a list of keys and values.",
            "type",
            f"Write lines such as “key: value”. {keys_sentence(cls)}",
        )
    if _other_format(value.get("format")):
        return Problem(
            node_place(path, node_under(node, ("format",))),
            f"the file has format {excerpt(str(value['format']))}, but this version of francis reads format {model.FORMAT}.",
            "format",
            f"If the file is newer, update francis. Otherwise write format: {model.FORMAT}.",
        )
    return None


def _read_without_slips(
    cls: type[R], path: str, text: str, problems: list[Problem], left: list[R] | None
) -> bool:
    """Tell slips in lines with problems, which YAML takes for something else, and the problems without them.

    A key behind a space that is none to YAML, for example, is another key to it. Return whether there are any.
    """
    own = [problem for problem in problems if problem.place.path == path]
    known = keys_in(cls)
    unknown = {
        problem.place.line - 1
        for problem in own
        if problem.rule == "unknown-key"
        and (word := re.match("'([A-Z][^']*|[^' ]* [^']*)'", problem.message))
        and word[1].lower() not in known
    }
    whole, slips = mended_at(text, {problem.place.line - 1 for problem in own}, unknown)
    if slips:
        problems[:] = [problem for problem in problems if problem.place.path != path]
        problems += [problem for problem in own if problem.rule == "syntax"]
        problems += [slip.problem(path) for slip in slips]
        read_record(cls, path, whole.encode(), problems, left)
    return bool(slips)


def _readable(
    cls: type[Any], path: str, text: str, problems: list[Problem]
) -> tuple[str, Any] | None:
    """Return a text that is YAML, and its root node: as it is, or with the slips mended that are noted.

    Of what is no YAML even so, None, with what is wrong noted.
    """
    try:
        return text, compose(text)
    except yaml.YAMLError as error:
        whole, slips = (text, []) if is_conflict(text) else mended(text, keys_in(cls))
        told = [slip.problem(path) for slip in slips]
        try:
            node = compose(whole) if slips else None
        except (yaml.YAMLError, TooDeep) as left:
            node, error = None, left if isinstance(left, yaml.YAMLError) else error
        problems += told
        if node is not None:
            return whole, node
        lines = {problem.place.line for problem in told}
        found = syntax_problems(path, whole, error)
        problems += [problem for problem in found if problem.place.line not in lines]
    except TooDeep as error:
        problems.append(deep_problem(Place(path, error.line + 1, error.column + 1)))
    return None


def _other_format(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and found != model.FORMAT


_DIVIDE = "Keep one recommendation or position in each file, and evidence in other files."


def decoded(path: str, data: bytes, problems: list[Problem], smaller: str = _DIVIDE) -> str | None:
    """Return the text of a file in UTF-8, or None with the reason noted; `smaller` is the remedy of one too large."""
    if len(data) > LARGEST:
        problems.append(
            Problem(
                Place(path),
                f"the file is larger than {LARGEST // 1000:,} kB, so it is not read.",
                "too-large",
                smaller,
            )
        )
        return None
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        place, message = Place(path), "the file is saved as UTF-16, not UTF-8."
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            before = data[: error.start].decode("utf-8-sig", "replace")
            place = place_in_text(path, before, len(before))
            message = (
                f"the file is not saved as UTF-8: the byte 0x{data[error.start]:02X} is not valid."
            )
        problems.append(
            Problem(
                place,
                message,
                "encoding",
                "Open the file in your editor and save it with the encoding UTF-8.",
            )
        )
        return None
    if data.translate(None, ORDINARY) and CONTROL.search(text):
        strange = list(CONTROL.finditer(text))[:100]
        problems += [
            control_problem(place_in_text(path, text, m.start()), m.group()) for m in strange
        ]
        return None
    return text


def record_of(
    cls: type[R], path: str, data: bytes, read: Read
) -> tuple[R | None, R | None, Problems]:
    """Return the record of a file, or None, what is left of it, and its problems: read now, or before into `read`."""
    key = path, data
    held = read.get(key)
    if held is None:
        problems: list[Problem] = []
        left: list[R] = []
        found = read_record(cls, path, data, problems, left)
        held = read[key] = found, left[-1] if left else None, tuple(problems)
    whole, part, told = held
    return (
        whole if isinstance(whole, cls) else None,
        part if isinstance(part, cls) else None,
        told,
    )
