"""Problems as text, JSON, SARIF and annotations of a pull request, all with the same facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
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


def problem_lines(problems: Iterable[Problem], paint: PaintLevel) -> Iterator[str]:
    """Yield each problem on a line, and the remedy under those of one rule that share it."""
    for remedy, alike in groupby(in_order(problems), key=lambda p: (p.level, p.rule, p.remedy)):
        for problem in alike:
            yield (
                f"{paint(str(problem.place), None)}: {paint(problem.level, problem.level)}: "
                f"{problem.message} ({problem.rule})"
            )
        yield f"    {remedy[2]}"


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
