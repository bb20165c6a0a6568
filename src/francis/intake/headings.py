"""Which heading of a table means which key of the record: `words.yaml`, the body's own words, and an officer's answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from francis.formats.dates import MONTHS
from francis.record.model import LEAVE_OUT, Body, Set
from francis.record.model.own_fields import OwnField

Sought = Literal["positions", "actions", "recommendations", "measures"]
"""What a table is read as."""
_LIKE = 0.87
"""How like a known heading another one must be: a letter or two of it may differ."""
LEFT_OUT = "="
"""How a key begins whose values are not taken over."""
_MONTHS = "|".join(MONTHS)
DAY = (
    rf"(?:(?:[0-9]{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTHS}) [0-9]{{4}}"
    r"|[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    rf"|(?:{_MONTHS}) to (?:{_MONTHS}) [0-9]{{4}}(?: \(Q[1-4] of [0-9]{{4}}/[0-9]{{2}}\))?)"
)
"""How papers print a day, a month or a quarter, and how others write a day in figures."""
_AND = re.compile(r"\s*[/&+,]\s*|\s+and\s+")
"""What stands between two headings that are one: Comments / update."""
_BRACKETED = re.compile(
    r"\((?:\w+(?:\s?/\s?\w+)+|(?:job )?title|post|if (?:any|applicable|known)|optional)\)",
    re.IGNORECASE,
)
"""What a heading says of how its column is filled in, as in Accepted (Y/N), but not Due date (revised)."""
_PERIOD = re.compile(
    rf"(?: (?:as at|at|on|for|in|of|to))?(?: (?:[0-9]{{1,2}}(?:st|nd|rd|th)?|q[1-4]|(?:{'|'.join(m[:3] for m in MONTHS)})[a-z]*))*"
    r"(?: (?:[0-9]{2}|[0-9]{4})){1,3}$",
    re.IGNORECASE,
)
"""What stands behind a heading that says for when its column is: RAG as at 31 March 2013, Since 2014."""


@lru_cache(4096)
def bare_heading(words: str) -> str:
    """Return words as headings are compared: in small letters, without punctuation."""
    plain = words.casefold().replace("’", "").replace("'", "").replace("(s)", "s")
    return " ".join(re.sub(r"[^\w#%]+|_", " ", plain).split())


class Meaning(NamedTuple):
    """The key that a heading means; `is_sure` is no where only a word like it is known."""

    key: str
    is_sure: bool = True


@dataclass(frozen=True)
class KindOfTable:
    """A kind of table: its name, the key that tells its rows apart, and its headings, bare_heading, each with its key.

    `only` are headings without which a table is of another kind, and `told_by` keys of which it has at least one. The
    main kind has the name "".
    """

    name: str
    id: str
    headings: Mapping[str, str]
    only: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()


class LineForm(NamedTuple):
    """A form of single lines, whose groups are keys: in every cell, or in those of the column of one key."""

    form: re.Pattern[str]
    column: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All by which the tables of one import are understood.

    `lines` are forms of single lines; `styles` are paragraph styles that mean a key. `beside` says which
    key is meant where something else has one already. `names` are words by which people call the set.
    """

    main: KindOfTable
    lists: tuple[KindOfTable, ...]
    lines: tuple[LineForm, ...]
    styles: Mapping[str, str]
    beside: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, OwnField] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    def meaning(self, heading: str, kind: KindOfTable) -> Meaning | None:
        """Return the key that a heading means in a kind of table; None if no word is like it."""
        words = bare_heading(heading)
        if words in self.answers:
            key = self.answers[words]
            return Meaning(LEFT_OUT if key == LEAVE_OUT else key)
        if (known := self._as_known(heading, kind)) is not None:
            return Meaning(kind.headings[known])
        bare = _PERIOD.sub("", words)
        parts = [bare, *map(bare_heading, _AND.split(_PERIOD.sub("", heading)))]
        keys = {kind.headings.get(p) for p in (parts[:1] if bare in kind.headings else parts[1:])}
        meant = keys.pop() if len(keys) == 1 else None
        if meant is not None:
            return Meaning(meant, is_sure=False)
        near = get_close_matches(words, kind.headings, n=1, cutoff=_LIKE)
        if "%" in words and near and "%" not in near[0]:
            return None  # what is counted in per cent is nothing else
        return Meaning(kind.headings[near[0]], is_sure=False) if near else None

    def _as_known(self, heading: str, kind: KindOfTable) -> str | None:
        """Return a heading as it is known, if it is: without brackets, or the name of the set, that stand beside it."""
        for said in (heading, _BRACKETED.sub(" ", heading)):
            words = bare_heading(said)
            name, _, rest = words.partition(" ")
            for each in (words, rest if name in self.names else ""):
                if each in kind.headings:
                    return each
        return None

    def is_known(self, heading: str, kind: KindOfTable) -> bool:
        """Return whether a heading is one of the words of a kind of table, or was answered."""
        return self._as_known(heading, kind) is not None or bare_heading(heading) in self.answers

    def known(self, headings: Collection[str]) -> int:
        """Return how many of some headings are words of one kind of table, whichever has most of them."""
        return max(
            sum(self.is_known(heading, kind) for heading in headings)
            for kind in (self.main, *self.lists)
        )

    @cached_property
    def labels(self) -> re.Pattern[str]:
        """Return what finds a label at the beginning of a line, or behind a middle dot."""
        known = (w for w, key in self.main.headings.items() if len(w) > 2)
        listed = "|".join(sorted((_spelt(word) for word in known), key=len, reverse=True))
        return re.compile(rf"(?:^|\s·\s)\s*(?P<label>{listed})\s?:\s+", re.IGNORECASE)


def _spelt(words: str) -> str:
    """Return a pattern for bare_heading words as people write them."""
    return r"[\s’'/-]+".join(re.escape(word) for word in words.split())


@cache
def words_of_tables() -> Mapping[str, Any]:
    """Return the words by which tables are understood: `words.yaml`, which lies beside this module."""
    from francis.record.reading.nodes import compose, plain_value

    path = Path(__file__).with_name("words.yaml")
    read: Mapping[str, Any] = plain_value(compose(path.read_text(encoding="utf-8")))
    return read


def _form(said: str | Mapping[str, str]) -> LineForm:
    line, column = (said, "") if isinstance(said, str) else (said["line"], said["in"])
    return LineForm(re.compile(line.replace("{day}", DAY)), column)


def vocabulary(
    sought: Sought,
    columns: Mapping[str, str],
    fields: Iterable[OwnField] = (),
    body: Body | None = None,
    a_set: Set | None = None,
) -> Vocabulary:
    """Return the words by which a table is understood, with a body's own and the `columns` that were answered."""
    said = words_of_tables()[sought]
    own = {f"fields.{field.key}": field for field in fields}
    headings = {bare_heading(w): key for key, listed in said["headings"].items() for w in listed}
    headings |= {bare_heading(field.label): key for key, field in own.items()}
    for each in (body and body.words.item, a_set and a_set.item):
        if each and sought != "actions":
            headings |= {
                bare_heading(each.one): "recommendation",
                bare_heading(each.many): "recommendation",
            }
    if body and sought == "positions":
        headings |= {
            bare_heading(w): "text" for w in (body.words.position, body.words.position_heading)
        }
    if a_set:
        headings[bare_heading(a_set.response_label)] = (
            "response.status" if sought == "recommendations" else f"{LEFT_OUT}response"
        )
    return Vocabulary(
        KindOfTable("", said["id"], headings, told_by=tuple(said["told_by"])),
        tuple(
            KindOfTable(
                name,
                said["id"],
                {bare_heading(w): key for key, listed in one["headings"].items() for w in listed},
                tuple(map(bare_heading, one["only"])),
                (said["id"],),
            )
            for name, one in said["lists"].items()
        ),
        tuple(map(_form, said["lines"])),
        said["styles"],
        said.get("beside", {}),
        own,
        {bare_heading(heading): key for heading, key in columns.items()},
        frozenset(bare_heading(a_set.short_title).split()[:1]) if a_set else frozenset(),
    )
