"""What a reading of a workspace gives: its registers, and the problems of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from francis.errors import Place, Problem
from francis.record.reading.folders import folders_around
from francis.record.register import Register
from francis.workspace import RECORD

Scope = tuple[str, str]
"""A body's year, by the names of their folders."""


@dataclass(frozen=True)
class Workspace:
    """All that a workspace holds: its registers, and every problem found in its files.

    `years` are the years of each body that the files name, whether they were read or not, each behind the
    one that it follows; `latest` are those of them that no other of the same set follows. `answered` says
    which of the `sets` each answers, and `before` which year it follows, as far as that could be read. A register
    is here only if there is no problem in them. Those that are `readable` are all that the rules can look
    at: also those in which something is promised to an action that does not exist, and the like.
    `by_themselves` are all whose own files have no problem: enough to change these, whatever is wrong in a
    year before, without which they then are. `problems` stand in the order of their places. `unsure` are the bodies with a year
    that could not be read: which of theirs is the latest is not known.
    """

    years: Mapping[str, tuple[str, ...]]
    latest: Mapping[str, tuple[str, ...]]
    registers: tuple[Register, ...]
    readable: tuple[Register, ...]
    by_themselves: tuple[Register, ...]
    problems: tuple[Problem, ...]
    answered: Mapping[Scope, str]
    sets: frozenset[str]
    before: Mapping[Scope, Scope]
    unsure: frozenset[str] = frozenset()

    def meant(
        self, body: str | None, year: str | None, set_id: str | None = None
    ) -> tuple[Scope, ...]:
        """Return the years, each with its body, that are asked for.

        Of each body these are the latest of each set, or of the one that is named, unless a year is named.
        """
        return tuple(
            (body_id, year_id)
            for body_id, years in self.years.items()
            for year_id in (
                self.latest[body_id] if year is None else [year] if year in years else []
            )
            if body in (None, body_id) and self._answers((body_id, year_id), set_id)
        )

    def _answers(self, scope: Scope, set_id: str | None) -> bool:
        """Return whether a year answers a set that is asked for, as far as is known; None is any."""
        return set_id is None or self.answered.get(scope, set_id) == set_id

    def sets_of(self, body: str | None = None, year: str | None = None) -> tuple[str, ...]:
        """Return the sets that a body, a year, or both answer, in the order of the years."""
        scopes = ((b, y) for b, years in self.years.items() for y in years)
        return tuple(
            dict.fromkeys(
                self.answered[scope]
                for scope in scopes
                if body in (None, scope[0]) and year in (None, scope[1]) and scope in self.answered
            )
        )

    def concerning(
        self, body: str | None, year: str | None, set_id: str | None = None
    ) -> tuple[Problem, ...]:
        """Return the problems that concern a body, a year, a set, or several of these; without any, all of them.

        Left out is what lies in another body's folder, in a year that is neither asked for nor followed
        by one that is, or in a set that none of these years answers.
        """
        if body is None and year is None and set_id is None:
            return self.problems
        chosen = [
            (body_id, year_id)
            for body_id, years in self.years.items()
            for year_id in years
            if body in (None, body_id) and year in (None, year_id)
            if self._answers((body_id, year_id), set_id)
        ]
        scopes = self._with_earlier(chosen)
        answered = {self.answered.get(scope) for scope in scopes}
        strangers = set() if None in answered else self.sets - answered

        def elsewhere(place: Place) -> bool:
            _, folder, within, *_ = (*place.path.split("/"), "", "")
            if body is not None and folder != body and folder in self.years:
                return True
            some = year is not None or set_id is not None
            other_year = some and (folder, within) not in scopes
            return folder in strangers or (other_year and within in self.years.get(folder, ()))

        return tuple(problem for problem in self.problems if not elsewhere(problem.place))

    def concerning_alone(self, body: str, year: str) -> tuple[Problem, ...]:
        """Return the problems that concern a year by itself: those of the years that it follows are left out."""
        others = {f"{RECORD}/{body}/{name}" for name in self.years[body] if name != year}
        return tuple(
            problem
            for problem in self.concerning(body, year)
            if not others & {problem.place.path, *folders_around(problem.place.path)}
        )

    def _with_earlier(self, chosen: Iterable[Scope]) -> set[Scope]:
        """Return some years and all that they follow."""
        scopes: set[Scope] = set()
        for start in chosen:
            scope: Scope | None = start
            while scope is not None and scope not in scopes:
                scopes.add(scope)
                scope = self.before.get(scope)
        return scopes
