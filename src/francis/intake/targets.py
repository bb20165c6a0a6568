"""What came of tables: what each row is about with all that is said of it, what must be asked, and what is nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from francis.intake.reading.tables import KnownTable, Left


@dataclass(frozen=True)
class OpenQuestion:
    """What only a person can say: of a key, what words at a place mean, why that is not sure, and what is allowed."""

    place: str
    key: str
    words: str
    why: str
    allowed: tuple[str, ...] = ()


@dataclass
class Target:
    """What tables say of one position, action or recommendation: values by key, items of lists, and their places.

    `name` is its number or id, "" of a new action without one. `places` has the keys of which something is asked, too.
    """

    name: str
    place: str
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass
class Matched:
    """All that came of the tables: what each row is about, questions, what is nobody's, and what was done on the way."""

    tables: list[KnownTable]
    targets: dict[str, Target] = field(default_factory=dict)
    questions: list[OpenQuestion] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    rows: int = 0
    _asked: set[tuple[str, str, str]] = field(default_factory=set, repr=False)

    def ask(self, place: str, key: str, words: str, why: str, allowed: Iterable[str] = ()) -> None:
        """Note a question, once for the same words of one key."""
        made = OpenQuestion(place, key, words, why, tuple(allowed))
        if (key, words, why) not in self._asked:
            self._asked.add((key, words, why))
            self.questions.append(made)
