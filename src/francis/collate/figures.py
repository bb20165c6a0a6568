"""The figures of many bodies on one set, counted by SQL over the Parquet of a collated dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from francis.dataset.files import SQL_TYPES, file_literal, in_memory, literal
from francis.dataset.tables import DataTable, TableName, tables
from francis.errors import FrancisError, excerpt
from francis.record.days import Day

_LONGEST_NAME, _LONGEST_REASON = 60, 400
"""The most characters of a name or word, and of a reason or title, that the report prints of what others wrote."""
_RARE, _COMMON = 0.05, 0.5
"""An answer of at most this share of bodies is an outlier, where at least this share gives one other answer."""
_WORST = 6
"""How many recommendations the first page has room for."""


def _words(table: TableName, column: str) -> tuple[str, ...]:
    return next(c.of for c in tables()[table].columns if c.name == column)


class Member(NamedTuple):
    """A body: its key, its name, its last stock-take with its day, for how many whole months that lies back, whether it is current."""

    body: str
    name: str
    notice: str | None
    year: str | None
    as_at: Day | None
    months: int | None
    current: bool


class Tally(NamedTuple):
    """Of one recommendation, how many current bodies give each answer, and who those are that stand out.

    `accepted` and `stands` count by claim and by the word of public trackers. `troubled` are the bodies whose rating
    claims that it is at risk or off track, or is an exception; `refusing` those that accept it in part or not at all.
    """

    number: str
    heading: str
    theme: str | None
    answered: int
    accepted: Mapping[str, int]
    stands: Mapping[str, int]
    better: int
    worse: int
    unsure: int
    troubled: tuple[str, ...]
    refusing: tuple[str, ...]


class Wording(NamedTuple):
    """A word of bodies' own for what it claims (None: nothing), with how many bodies use it for how many positions."""

    claim: str | None
    word: str
    bodies: int
    positions: int
    names: str


class Outlier(NamedTuple):
    """An answer that few give where most give another: whose, what, what most say, and the body's own reason."""

    number: str
    name: str
    said: str
    most: str
    reason: str | None


class Behind(NamedTuple):
    """A figure, and the bodies behind it."""

    figure: str
    number: int
    bodies: str


@dataclass(frozen=True)
class CollatedFigures:
    """All that the report of many bodies on one set prints, as at a day.

    What is counted of positions, actions and commitments is of the bodies that are current: whose last stock-take
    lies no more than a year before the day.
    """

    set_id: str
    of_set: Mapping[str, Any]
    day: Day
    members: tuple[Member, ...]
    tallies: tuple[Tally, ...]
    acceptance_words: tuple[Wording, ...]
    rating_words: tuple[Wording, ...]
    silent_words: tuple[Wording, ...]
    """Ratings that claim nothing, so that they cannot be compared."""
    assurances: tuple[tuple[str, str, int, int, bool], ...]
    """By scheme: its words, the word, the positions, the bodies that have the scheme, and whether it is an exception."""
    moved: Mapping[str, int]
    compared: int
    """The bodies that are current and have an earlier stock-take."""
    then_and_now: tuple[Mapping[str, int], Mapping[str, int]]
    outcomes: Mapping[str, int]
    late: tuple[tuple[str, int, int, int], ...]
    """Of each body with late commitments: its name, how many of how many, and for how many days at most."""
    outliers: tuple[Outlier, ...]
    behind: tuple[Behind, ...]
    positions: int
    blank: int

    @cached_property
    def current(self) -> tuple[Member, ...]:
        """Return the bodies that have published in the year before the day."""
        return tuple(member for member in self.members if member.current)

    @cached_property
    def silent(self) -> tuple[Member, ...]:
        """Return the bodies that have not, those that never did first, then by how long it is ago."""
        rest = [m for m in self.members if not m.current]
        return tuple(sorted(rest, key=lambda m: (m.as_at is not None, m.as_at or self.day, m.name)))

    @cached_property
    def accepted(self) -> Mapping[str, int]:
        """Return how many positions have each claim of acceptance."""
        return _sum((t.accepted for t in self.tallies), _words("positions", "acceptance_claim"))

    @cached_property
    def stands(self) -> Mapping[str, int]:
        """Return how many positions stand as each word of public trackers says."""
        return _sum((t.stands for t in self.tallies), _words("positions", "shared_word"))

    @cached_property
    def worst(self) -> tuple[Tally, ...]:
        """Return the recommendations with which most bodies are in trouble, for the first page."""
        troubled = [t for t in self.tallies if t.troubled]
        return tuple(sorted(troubled, key=lambda t: -len(t.troubled))[:_WORST])

    @cached_property
    def figures(self) -> Mapping[str, int]:
        """Return the figures of the report by the names under which its template marks them."""
        return {
            "bodies": len(self.members),
            "current": len(self.current),
            "silent": len(self.silent),
            "never": sum(m.as_at is None for m in self.members),
            "recommendations": len(self.tallies),
            "positions": self.positions,
            "unrated": self.blank,
            "compared": self.compared,
            **{f"accepted_{_key(k)}": n for k, n in self.accepted.items()},
            **{f"stands_{_key(k)}": n for k, n in self.stands.items()},
            **{f"moved_{_key(k)}": n for k, n in self.moved.items()},
            **{f"commitments_{_key(k)}": n for k, n in self.outcomes.items()},
            "commitments": sum(self.outcomes.values()),
            "outliers": len(self.outliers),
        }


def _key(word: str) -> str:
    return word.replace(" ", "_")


def _sum(counted: Any, words: Sequence[str]) -> dict[str, int]:
    found = dict.fromkeys(words, 0)
    for each in counted:
        for word, number in each.items():
            found[word] += number
    return found


def collated_figures(dataset: Path, set_id: str, day: Day | None = None) -> CollatedFigures:
    """Return the figures of a collated dataset for one set, as at a day: otherwise the last day of account of any body.

    Raise FrancisError where no body has published anything by then.
    """
    return _Counting(dataset, set_id, day).figures()


class DatasetViews:
    """The tables of a collated dataset as views, for one set and as at a day; and its bodies with their last stock-takes.

    Without a day it is the last day of account of any body; raise FrancisError where none has one.
    """

    def __init__(self, dataset: Path, set_id: str, day: Day | None) -> None:
        self.database = in_memory().cursor()
        self.set_id = set_id
        for table in tables().values():
            self._view(table, dataset / f"set={set_id}")
        found = day or self.run("SELECT max(as_at) FROM stocktakes")[0][0]
        if found is None:
            raise FrancisError(
                f"No body has published anything on {set_id}, so there is nothing to count."
            )
        self.day: Day = found
        self.run(_SHORT)
        self.run(_MEMBERS, self.day, self.day)

    def _view(self, table: DataTable, folder: Path) -> None:
        """Make a view of all files of a table; where there are none, of no row."""
        pattern = f"body=*/{table.name}.parquet" if table.by == "body" else f"{table.name}.parquet"
        query = ", ".join(f'NULL::{SQL_TYPES[c.type]} AS "{c.name}"' for c in table.columns)
        source = f"SELECT {query} WHERE false"
        if next(folder.glob(pattern), None) is not None:
            where = file_literal(folder, pattern)
            source = f"FROM read_parquet({where}, hive_partitioning = false)"
        self.run(f"CREATE OR REPLACE TEMP VIEW {table.name} AS {source}")

    def run(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        return self.database.execute(query, values or None).fetchall()

    def of_set(self) -> dict[str, Any]:
        """Return what the dataset says of the set."""
        rows = self.run("FROM sets LIMIT 1")
        names = [column[0] for column in self.database.description or ()]
        said = rows[0] if rows else ()
        short = (excerpt(v, _LONGEST_REASON) if isinstance(v, str) else v for v in said)
        return dict(zip(names, short, strict=False))

    def members(self) -> tuple[Member, ...]:
        """Return the bodies, by name."""
        return tuple(Member(*row) for row in self.run(f"{_MEMBER_ROWS} ORDER BY name, body"))


class _Counting(DatasetViews):
    """One count: the positions of current bodies as a table of its own, and the queries."""

    def __init__(self, dataset: Path, set_id: str, day: Day | None) -> None:
        super().__init__(dataset, set_id, day)
        self.run(_NOW)

    def _one(self, query: str) -> tuple[Any, ...]:
        return self.run(query)[0]

    def figures(self) -> CollatedFigures:
        """Return all figures."""
        then = self._counted(_THEN, "positions", "shared_word")
        both = self._counted(_BOTH, "positions", "shared_word")
        moved = self._counted(
            "SELECT moved, count(*) FROM now WHERE moved IS NOT NULL GROUP BY ALL"
        )
        return CollatedFigures(
            self.set_id,
            self.of_set(),
            self.day,
            self.members(),
            tuple(self._tallies()),
            self._wordings("acceptance_claim", "acceptance", "true"),
            self._wordings("rating_claim", "rating", "rating_claim IS NOT NULL"),
            self._wordings("rating_claim", "rating", "rating_claim IS NULL AND NOT rating_blank"),
            tuple(self.run(_ASSURANCES)),
            {**dict.fromkeys(_words("positions", "moved"), 0), **moved},
            self._one("SELECT count(*) FROM members WHERE is_current AND before IS NOT NULL")[0],
            (then, both),
            self._counted(_OUTCOMES, "commitments", "outcome"),
            tuple(self.run(_LATE)),
            tuple(
                Outlier(number, name, said, most, reason and excerpt(reason, _LONGEST_REASON))
                for number, name, said, most, reason in self.run(_OUTLIERS, _COMMON, _RARE)
            ),
            tuple(Behind(*row) for row in self.run(_BEHIND)),
            self._one("SELECT count(*) FROM now")[0],
            self._one("SELECT count(*) FROM now WHERE rating_blank")[0],
        )

    def _counted(
        self, query: str, table: TableName | None = None, column: str = ""
    ) -> dict[str, int]:
        found = dict(self.run(query))
        return (
            found if table is None else {word: found.get(word, 0) for word in _words(table, column)}
        )

    def _wordings(self, claim: str, word: str, where: str) -> tuple[Wording, ...]:
        query = _WORDINGS.format(claim=claim, word=word, where=where)
        order = _words("positions", claim)
        rows = (Wording(*row) for row in self.run(query))
        return tuple(sorted(rows, key=lambda w: order.index(w.claim) if w.claim else -1))

    def _tallies(self) -> list[Tally]:
        claims, words = _words("positions", "acceptance_claim"), _words("positions", "shared_word")
        counts = [f"count(*) FILTER (acceptance_claim = {literal(c)})" for c in claims]
        counts += [f"count(*) FILTER (shared_word = {literal(w)})" for w in words]
        rows = self.run(_TALLIES.format(counts=", ".join(counts), longest=_LONGEST_REASON))
        split = len(claims)
        return [
            Tally._make(
                (
                    *row[:4],
                    dict(zip(claims, row[9 : 9 + split], strict=True)),
                    dict(zip(words, row[9 + split :], strict=True)),
                    *row[4:7],
                    tuple(row[7] or ()),
                    tuple(row[8] or ()),
                )
            )
            for row in rows
        ]


_SHORT = f"""
CREATE OR REPLACE TEMP MACRO short(words) AS
    CASE WHEN length(words) > {_LONGEST_NAME} THEN left(words, {_LONGEST_NAME - 1}) || '…' ELSE words END
"""
_MEMBERS = """
CREATE OR REPLACE TEMP TABLE members AS
WITH last AS (
    SELECT body, max(as_at) AS as_at, arg_max(year, as_at) AS year, arg_max(follows, as_at) AS follows
    FROM stocktakes WHERE as_at <= $1 GROUP BY body
), named AS (
    SELECT *, short(short_name) AS shown
    FROM bodies
)
SELECT n.body, n.notice, l.year, l.as_at,
    shown || CASE WHEN count(*) OVER (PARTITION BY shown) > 1 THEN ' (' || n.body || ')' ELSE '' END AS name,
    date_diff('month', l.as_at, $2::DATE)
        - CASE WHEN day(l.as_at) > day($2::DATE) AND $2::DATE <> last_day($2::DATE) THEN 1 ELSE 0 END AS months,
    coalesce(l.as_at > $1::DATE - INTERVAL 1 YEAR, false) AS is_current,
    e.year AS before
FROM named n LEFT JOIN last l USING (body) LEFT JOIN stocktakes e ON e.body = n.body AND e.year = l.follows
"""
"""The bodies with their last stock-take by a day, and that before it."""
_MEMBER_ROWS = "SELECT body, name, notice, year, as_at, months, is_current FROM members"
_NOW = """
CREATE OR REPLACE TEMP TABLE now AS
SELECT p.body, m.name, number, short(acceptance) AS acceptance, acceptance_claim, acceptance_reason,
    short(rating) AS rating, rating_claim, rating_blank, rating_exception, rating_reason, moved, shared_word,
    short(assurance) AS assurance, assurance_exception, assurance_blank,
    coalesce(rating_claim IN ('at risk', 'off track'), false) OR rating_exception AS troubled,
    acceptance_claim IN ('in part', 'not accepted') AS refusing
FROM positions p JOIN members m ON m.body = p.body AND m.year = p.year AND m.is_current
"""
"""The positions of the last stock-take of each body that is current."""
_TALLIES = """
SELECT any_value(r.number), any_value(left(r.heading, {longest})), any_value(r.theme), count(n.body),
    count(*) FILTER (moved = 'better'), count(*) FILTER (moved = 'worse'), count(*) FILTER (assurance_exception),
    list(name ORDER BY name) FILTER (troubled), list(name ORDER BY name) FILTER (refusing), {counts}
FROM recommendations r LEFT JOIN now n USING (number) GROUP BY r.place ORDER BY r.place
"""
_WORDINGS = """
SELECT {claim}, {word}, count(DISTINCT body), count(*), string_agg(DISTINCT name, ', ' ORDER BY name)
FROM now WHERE {where} GROUP BY ALL ORDER BY 1, 4 DESC, 2
"""
_ASSURANCES = """
WITH scheme AS (
    SELECT body, string_agg(short(word), ', ' ORDER BY place) AS words FROM steps WHERE scheme = 'assurance' GROUP BY body
), sized AS (
    SELECT words, count(*) AS bodies FROM scheme JOIN members USING (body) WHERE is_current GROUP BY words
)
SELECT words, assurance, count(*), any_value(bodies), bool_or(assurance_exception)
FROM now JOIN scheme USING (body) JOIN sized USING (words)
JOIN (SELECT body, short(word) AS assurance, min(place) AS place FROM steps WHERE scheme = 'assurance' GROUP BY ALL) s
    USING (body, assurance)
GROUP BY words, assurance ORDER BY any_value(bodies) DESC, words, min(place)
"""
_THEN = """
SELECT shared_word, count(*) FROM positions p
JOIN members m ON m.body = p.body AND m.before = p.year AND m.is_current GROUP BY ALL
"""
_BOTH = """
SELECT shared_word, count(*) FROM now JOIN members USING (body) WHERE before IS NOT NULL GROUP BY ALL
"""
_OUTCOMES = """
SELECT outcome, count(*) FROM commitments c
JOIN members m ON m.body = c.body AND m.is_current AND NOT c.repeated GROUP BY ALL
"""
_LATE = """
SELECT m.name, count(*) FILTER (outcome = 'late'), count(*), max(days_late) FILTER (outcome = 'late')
FROM commitments c JOIN members m ON m.body = c.body AND m.is_current AND NOT c.repeated
GROUP BY ALL HAVING count(*) FILTER (outcome = 'late') > 0 ORDER BY name
"""
_OUTLIERS = """
WITH said AS (
    SELECT number, name, acceptance AS own, acceptance_claim AS claim, acceptance_reason AS reason, 1 AS kind FROM now
    UNION ALL
    SELECT number, name, rating, shared_word, rating_reason, 2 FROM now
    WHERE shared_word NOT IN ('not known', 'not accepted', 'not applicable')
), counted AS (
    SELECT *, count(*) OVER (PARTITION BY number, kind, claim) AS alike, count(*) OVER (PARTITION BY number, kind) AS many
    FROM said
), most AS (
    SELECT number, kind, arg_max(claim, alike) AS most, max(alike) AS most_alike FROM counted GROUP BY ALL
)
SELECT number, name, claim || CASE WHEN own = claim THEN '' ELSE ' (“' || own || '”)' END, most, reason
FROM counted JOIN most USING (number, kind) JOIN recommendations USING (number)
WHERE most_alike >= $1 * many AND claim <> most AND alike <= greatest(1, $2 * many) AND many > 2
ORDER BY alike, most_alike DESC, place, kind, claim, name
"""
_BEHIND = """
WITH figures AS (
    SELECT 1 AS part, 'Bodies that published in the year' AS figure, name, 0 AS place FROM members WHERE is_current
    UNION ALL SELECT 2, 'Bodies that did not', name, 0 FROM members WHERE NOT is_current
    UNION ALL SELECT 3, 'Recommendation ' || number || ': acceptance claims ' || acceptance_claim, name, place
        FROM now JOIN recommendations USING (number)
    UNION ALL SELECT 4, 'Recommendation ' || number || ': ' || shared_word, name, place
        FROM now JOIN recommendations USING (number)
    UNION ALL SELECT 5, 'Recommendation ' || number || ': rating moved to ' || moved, name, place
        FROM now JOIN recommendations USING (number) WHERE moved IS NOT NULL
    UNION ALL SELECT 6, 'Recommendation ' || number || ': assurance is an exception', name, place
        FROM now JOIN recommendations USING (number) WHERE assurance_exception
)
SELECT figure, count(*), string_agg(name, ', ' ORDER BY name) FROM figures GROUP BY part, place, figure
ORDER BY part, place, figure
"""
