"""Problems as text, JSON, SARIF and annotations of a pull request, all with the same facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any
from urllib.parse import quote

from francis import __version__
from francis.check.file_faults import ABOUT
from francis.check.rule import Rule
from francis.errors import LEVELS, Level, Problem

PROBLEMS_FORMAT = 1
"""The version of what `facts` returns."""
PaintLevel = Callable[[str, Level | None], str]
"""How a terminal shows a place (without a level) and the word of a level."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return errors first, as they come; then warnings and notes, those of one rule together by their places."""

    def key(problem: Problem) -> tuple[object, ...]:
        judged = () if problem.level == "error" else (problem.rule, problem.place, problem.message)
        return LEVELS.index(problem.level), *judged

    return sorted(problems, key=key)


FOLDED = 3
"""From how many findings of one kind in one file on they are one line, where not each is asked for."""


def problem_lines(
    problems: Iterable[Problem],
    paint: PaintLevel,
    *,
    verbose: bool = True,
    width: int | None = None,
) -> Iterator[str]:
    """Yield each problem on a line, and the remedy under those of one rule that share it.

    Without `verbose`, warnings and notes of one kind in one file are one. Lines are broken at a `width`.
    """
    shown = in_order(problems)
    for remedy, alike in groupby(
        shown if verbose else _folded(shown), key=lambda p: (p.level, p.rule, p.remedy)
    ):
        for problem in alike:
            place, *rest = _broken(str(problem), width, "", "    ")
            begin = f"{problem.place}: {problem.level}: "
            yield (
                f"{paint(str(problem.place), None)}: {paint(problem.level, problem.level)}: {place[len(begin) :]}"
                if place.startswith(begin)
                else place
            )
            yield from rest
        yield from _broken(remedy[2], width, "    ", "    ")


def _broken(text: str, width: int | None, first: str, others: str) -> list[str]:
    """Return a line broken at a width, never within a word: a path must stay whole."""
    if width is None:
        return [first + text]
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_folded(problems: Iterable[Problem]) -> bool:
    """Return whether some problems are one line where not each is asked for."""
    shown = in_order(problems)
    return len([*_folded(shown)]) < len(shown)


def _folded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems in their order, with warnings and notes of one kind in one file as one."""
    kinds = groupby(problems, key=lambda p: (p.level, p.rule, p.remedy, p.place.path))
    for (level, *_), found in kinds:
        alike = [*found]
        if level == "error" or len(alike) < FOLDED:
            yield from alike
            continue
        by_words: dict[str, list[Problem]] = {}
        for problem in alike:
            subject, _, words = problem.message.partition(" ")
            key = (
                words if subject[:1].isalnum() and re.search("[0-9]", subject) else problem.message
            )
            by_words.setdefault(key, []).append(problem)
        several = {words: those for words, those in by_words.items() if len(those) >= FOLDED}
        for words, those in several.items():
            names = _listed(problem.message.partition(" ")[0] for problem in those)
            message = f"{names}: each {words.rstrip('.')} ({len(those)} findings)."
            if words == those[0].message:  # they say the same, and name nothing
                lines = _listed(str(problem.place.line) for problem in those)
                message = f"{words} So on lines {lines} ({len(those)} findings)."
            yield those[0]._replace(message=message)
        single = [p for words, those in by_words.items() if words not in several for p in those]
        if len(single) < FOLDED:
            yield from single
        else:
            lines = ", ".join(str(problem.place.line) for problem in single[1:9])
            more = f"{len(single) - 1} more of this kind in this file: lines {lines}"
            message = f"{single[0].message} And {more}{', …' if len(single) > 9 else '.'}"
            yield single[0]._replace(message=message)


_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def _listed(names: Iterable[str]) -> str:
    """Return names in a list, with those that count on as ranges: A01–A15, A17."""
    runs: list[list[str]] = []
    for name in names:
        before = _NUMBERED.fullmatch(runs[-1][-1]) if runs else None
        here = _NUMBERED.fullmatch(name)
        goes_on = before and here and (here[1], int(here[2])) == (before[1], int(before[2]) + 1)
        if goes_on:
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def problems_json(problems: Sequence[Problem], files: int, silenced: int) -> dict[str, Any]:
    """Return problems as plain values for scripts, as `docs/problems.schema.json` describes them."""
    return {
        "format": PROBLEMS_FORMAT,
        "files": files,
        "silenced": silenced,
        "problems": [
            {
                "path": problem.place.path,
                "line": problem.place.line,
                "column": problem.place.column,
                "level": problem.level,
                "rule": problem.rule,
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in in_order(problems)
        ],
    }


def annotated(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the commands by which GitHub writes problems beside the lines of a pull request.

    See “Workflow commands for GitHub Actions”: characters that end a value are escaped.
    """
    for problem in in_order(problems):
        place, level = problem.place, "notice" if problem.level == "note" else problem.level
        told = [f"file={_value(place.path)}"]
        if place.line:
            told += [f"line={place.line}", f"col={place.column}"]
        told.append(f"title={_value(problem.rule)}")
        message = _message("\n".join((problem.message, problem.remedy)))
        yield f"::{level} {','.join(told)}::{message}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Iterable[Problem], rules: Iterable[Rule]) -> dict[str, Any]:
    """Return problems in the Static Analysis Results Interchange Format, 2.1.0 (OASIS)."""
    described = [
        {
            "id": rule.name,
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.about},
            "help": {"text": rule.remedy},
            "defaultConfiguration": {"level": rule.level},
            "properties": {"tags": [rule.group]},
        }
        for rule in rules
    ]
    described += [
        {
            "id": name,
            "shortDescription": {"text": about},
            "defaultConfiguration": {"level": "error"},
            "properties": {"tags": ["record"]},
        }
        for name, about in ABOUT.items()
    ]
    numbers = {rule["id"]: number for number, rule in enumerate(described)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "francis",
                        "semanticVersion": __version__,
                        "rules": described,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, numbers) for problem in in_order(problems)],
            }
        ],
    }


def _result(problem: Problem, numbers: dict[Any, int]) -> dict[str, Any]:
    place = problem.place
    where: dict[str, Any] = {
        "artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"}
    }
    if place.line:
        where["region"] = {"startLine": place.line, "startColumn": place.column}
    return {
        "ruleId": problem.rule,
        "ruleIndex": numbers[problem.rule],
        "level": problem.level,
        "message": {"text": f"{problem.message} {problem.remedy}"},
        "locations": [{"physicalLocation": where}],
    }
