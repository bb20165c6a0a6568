"""What a rule says of a small workspace, in one line each, and texts to say it of."""

from __future__ import annotations

from collections.abc import Iterable

from francis.check.case import Case
from francis.check.file_faults import ABOUT
from francis.check.rule import Rule
from francis.errors import Problem
from francis.record.reading import loading
from tests.shared.workspaces import BODY, POSITION, record_files

RATED = BODY.replace(
    BODY[BODY.index("ratings:") : BODY.index("assurances:")],
    """\
ratings:
  - {key: blue, word: Blue, meaning: Done., claim: complete}
  - {key: green, word: Green, meaning: On track., claim: on track}
  - {key: amber, word: Amber, meaning: Slipping., claim: at risk}
  - {key: red, word: Red, meaning: Late., claim: off track}
  - {key: not rated, word: Not rated, meaning: Nobody has., blank: true}
""",
).replace(
    "assurances:\n",
    "assurances:\n  - {key: limited, word: Limited, meaning: Little was seen.}\n",
)
"""A body whose ratings say what they claim, and that gives assurance."""


def reports(line: str, place: str, rule: str, *words: str) -> bool:
    """Return whether a printed problem has this place and rule, and mentions all these words."""
    here = line.startswith(f"{place}: ") and line.endswith(f" ({rule})")
    return here and all(word in line for word in words)


def explained(problems: Iterable[Problem]) -> list[Problem]:
    """Return the faults of files that were found, each of which has a name that is explained, and a remedy."""
    found = [*problems]
    assert {problem.rule for problem in found} <= ABOUT.keys()
    assert all(problem.remedy and problem.level == "error" for problem in found)
    return found


class At:
    """A finding at a place whose message mentions some words, in whatever sentence."""

    def __init__(self, place: str, *words: str) -> None:
        self.place, self.words = place, words

    def __eq__(self, other: object) -> bool:
        """Return whether a printed finding is the one that is meant."""
        return (
            isinstance(other, str)
            and other.startswith(f"{self.place}: ")
            and all(word in other for word in self.words)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return it as a failing test shows it."""
        return f"{self.place}: … {' … '.join(self.words)} …"


def findings(rule: Rule, files: dict[str, bytes]) -> list[str]:
    """Return where a rule finds something in the latest year, and what, without the body's folder."""
    loaded = loading.load(files)
    assert not loaded.problems, loaded.problems
    return findings_despite_faults(rule, files)


def findings_despite_faults(rule: Rule, files: dict[str, bytes]) -> list[str]:
    """Return the same of a record that may have links to nothing."""
    found = rule.find(Case(loading.load(files).readable[-1], lambda path: False))
    return [f"{place}: {message}".removeprefix("standards/body/") for place, message, _ in found]


def position(words: str, number: int = 1, more: str = "") -> str:
    """Return a position that says some words, on one line or several, from line 10 of its file."""
    lines = "".join(f"  {line}\n" if line else "\n" for line in words.split("\n"))
    return POSITION.format(number=number).replace(f"  Position on {number}.\n", lines) + more


def record_with_text(words: str, **changed: str | None) -> dict[str, bytes]:
    """Return a workspace in which position 1 says some words."""
    return record_files(**{"body__2021__1": position(words), **changed})
