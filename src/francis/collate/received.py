"""Datasets that others sent: each file is judged before it counts, and written anew.

Whatever stands in such a folder was made elsewhere. So names are held to what a name can be, links do not lead out
of it, files and tables have a size beyond which they are not read, and every column is held to its table.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from francis.dataset.extract import Asked, Extract, code_digest
from francis.dataset.files import (
    FOLDER_NAME,
    SQL_TYPES,
    file_literal,
    in_memory,
    literal,
    parquet_from,
)
from francis.dataset.rows import DataRow
from francis.dataset.store import DataSource
from francis.dataset.tables import DataTable, TableName, tables
from francis.errors import Place, Problem, excerpt, printable
from francis.workspace import read_ordinary

_LARGEST_FILE = 100_000_000
"""The size in bytes beyond which a file of a dataset is not read."""
_MOST_ROWS = 1_000_000
"""The most rows of a table of one body."""
_LONGEST_TEXT = 100_000
"""The most characters of a text."""
_RULE = "dataset"
"""The name of the rule by which all of these problems are told."""
_UNWRITABLE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]"
"""Characters that no paper can hold."""


def dataset_source(root: Path, asked: Asked) -> DataSource:
    """Return an exported dataset as a source: the bodies in it that answer the set which is asked for."""
    folder = root / f"set={asked.set_id}"
    bodies = sorted(p.name.removeprefix("body=") for p in folder.glob("body=*")) if folder else []
    files = "".join(sorted(_digest(path) for path in _own_files(root, folder)))
    sets = {asked.set_id: sha256(files.encode()).hexdigest()} if asked.set_id and bodies else {}
    return DataSource(
        str(root),
        tuple(bodies),
        lambda body: _key(root, body, asked),
        sets,
        receive_bodies,
    )


def _own_files(root: Path, folder: Path) -> Iterator[Path]:
    """Yield the files of tables in a folder that do not lie elsewhere."""
    home = root.resolve()
    for name in tables():
        for form in ("parquet", "json"):
            path = folder / f"{name}.{form}"
            if path.is_file() and path.resolve().is_relative_to(home):
                yield path
                break


def _digest(path: Path) -> str:
    try:
        return f"{path.name} {sha256(read_ordinary(path, _LARGEST_FILE + 1)).hexdigest()}\n"
    except OSError:
        return f"{path.name}\n"


def _key(root: Path, body: str, asked: Asked) -> str:
    """Return the digest of what a body sent."""
    folder = root / f"set={asked.set_id}" / f"body={body}"
    said = "".join(map(_digest, _own_files(root, folder)))
    return sha256(f"{code_digest()} {asked}\n{said}".encode()).hexdigest()


def receive_bodies(root: str, bodies: Sequence[str], asked: Asked) -> list[Extract]:
    """Return what some bodies sent, as far as nothing is wrong with it."""
    with tempfile.TemporaryDirectory() as scratch:
        return [_received(Path(root), body, asked, Path(scratch)) for body in bodies]


def _received(root: Path, body: str, asked: Asked, scratch: Path) -> Extract:
    """Return what one body sent: its files written anew, and what the dataset says of the set."""
    made = Extract(body, {}, {}, (), _key(root, body, asked))
    within = f"set={asked.set_id}"
    problems: list[Problem] = []
    if not FOLDER_NAME.fullmatch(body):
        name = f"{within}/body={printable(body)}"
        problems.append(_problem(name, "this cannot be the name of a body."))
        return made._replace(problems=tuple(problems))
    of_set: dict[TableName, list[DataRow]] = {}
    years: list[str] = []
    for by, folder in (("set", within), ("body", f"{within}/body={body}")):
        for path in _own_files(root, root / folder):
            table = next(table for name, table in tables().items() if name == path.stem)
            if table.by != by:
                continue
            given = _Given(
                path, f"{folder}/{path.name}", table, (asked.set_id or "", body), scratch
            )
            found = given.problems()
            problems += found
            if not found and by == "set":
                of_set[table.name] = given.rows()
            elif not found:
                years = given.years(asked) if table.name == "stocktakes" else years
                made.files[f"{folder}/{table.name}.parquet"] = given.parquet(asked, years)
    if not problems and not any(path.endswith("/bodies.parquet") for path in made.files):
        problems.append(_problem(f"{within}/body={body}", "there is no table of bodies."))
    made.of_sets.update(
        {asked.set_id or "": of_set} if {*of_set} >= {"sets", "recommendations"} else {}
    )
    return made._replace(files={}, of_sets={}, problems=tuple(problems)) if problems else made


def _problem(path: str, message: str) -> Problem:
    remedy = "Ask who sent it to run francis export again, with the newest version."
    return Problem(Place(path), message, _RULE, remedy)


class _Given:
    """A file of a dataset that was sent, as a copy in a place of ours, and what DuckDB makes of it."""

    def __init__(
        self, path: Path, shown: str, table: DataTable, of: tuple[str, str], scratch: Path
    ) -> None:
        self.path, self.shown, self.table, self.of, self.scratch = path, shown, table, of, scratch
        self.copy = scratch / f"given{path.suffix}"
        types = ", ".join(f"{c.name}: '{SQL_TYPES[c.type]}'" for c in table.columns)
        self.source = (
            f"read_parquet({file_literal(self.copy)})"
            if path.suffix == ".parquet"
            else f"read_json({file_literal(self.copy)}, format='array', columns={{{types}}})"
        )

    def problems(self) -> list[Problem]:
        """Return what is wrong with it, all at once; nothing is left out of it then."""
        import duckdb

        try:
            data = read_ordinary(self.path, _LARGEST_FILE + 1)
            if len(data) > _LARGEST_FILE:
                return [_problem(self.shown, f"it is larger than {_LARGEST_FILE:,} bytes.")]
            self.copy.write_bytes(data)
            said = [*self._columns()] or [*self._values()]
        except (OSError, duckdb.Error) as error:
            said = [f"it cannot be read: {excerpt(str(error).splitlines()[0], 160)}."]
        return [_problem(self.shown, message) for message in said]

    def _columns(self) -> Iterator[str]:
        """Yield the columns that are missing or of another type, and too many rows."""
        if self.path.suffix == ".parquet":
            counted = f"SELECT sum(num_rows) FROM parquet_file_metadata({file_literal(self.copy)})"
            if (self._one(counted)[0] or 0) > _MOST_ROWS:
                yield f"it has more than {_MOST_ROWS:,} rows."
                return
        there = {name: kind for name, kind, *_ in self._all(f"DESCRIBE FROM {self.source}")}
        self.there = there.keys()
        for column in self.table.columns:
            kind = there.get(column.name)
            if kind is None and column.needed:
                yield f"it has no column {column.name}."
            elif kind not in (None, SQL_TYPES[column.type]):
                yield f"the column {column.name} is {kind}, and must be {SQL_TYPES[column.type]}."

    def _values(self) -> Iterator[str]:
        """Yield what stands in columns that cannot stand there."""
        columns = [c for c in self.table.columns if c.name in self.there]
        keys = ", ".join(f"coalesce({_name(k)}::VARCHAR, '')" for k in self.table.key)
        asked = [f"count(*) - count(DISTINCT concat_ws(chr(31), {keys}))"]
        said = ["two rows have the same key."]
        asked += [f"greatest(count(*) - {_MOST_ROWS}, 0)"]
        said += [f"it has more than {_MOST_ROWS:,} rows."]
        for name, value in zip(("set", "body"), self.of, strict=True):
            if any(c.name == name for c in columns):
                asked.append(f"count(*) FILTER ({_name(name)} IS DISTINCT FROM {literal(value)})")
                said.append(f"a row is of another {name} than its folder.")
        for column in columns:
            name = _name(column.name)
            if column.needed:
                asked.append(f"count(*) FILTER ({name} IS NULL OR {name}::VARCHAR = '')")
                said.append(f"the column {column.name} is empty in a row, and must not be.")
            if column.of:
                words = ", ".join(map(literal, column.of))
                asked.append(f"count(*) FILTER ({name} NOT IN ({words}))")
                said.append(f"the column {column.name} has a word that is none of its own.")
            if column.type in ("string", "list"):
                text = f"{name}::VARCHAR"
                asked.append(f"count(*) FILTER (length({text}) > {_LONGEST_TEXT})")
                said.append(f"a text of the column {column.name} is too long.")
                asked.append(f"count(*) FILTER (regexp_matches({text}, '{_UNWRITABLE}'))")
                said.append(
                    f"a text of the column {column.name} has characters that cannot be printed."
                )
        counted = self._one(f"SELECT {', '.join(asked)} FROM {self.source}")
        yield from (words for number, words in zip(counted, said, strict=True) if number)

    def _one(self, query: str) -> tuple[Any, ...]:
        return self._all(query)[0]

    def _all(self, query: str) -> list[tuple[Any, ...]]:
        return in_memory().execute(query).fetchall()

    def _selected(self) -> str:
        """Return the columns of the table, in its order; those that are not there are empty."""
        return ", ".join(
            _name(c.name)
            if c.name in self.there
            else f"NULL::{SQL_TYPES[c.type]} AS {_name(c.name)}"
            for c in self.table.columns
        )

    def rows(self) -> list[DataRow]:
        """Return its rows as plain values."""
        names = [column.name for column in self.table.columns]
        found = self._all(f"SELECT {self._selected()} FROM {self.source}")
        return [dict(zip(names, row, strict=True)) for row in found]

    def years(self, asked: Asked) -> list[str]:
        """Return the stock-takes that count: up to the day that is asked for, and final unless drafts are."""
        final = "" if asked.drafts else " AND status = 'final'"
        until = asked.until or datetime.date.max
        found = self._all(
            f"SELECT year FROM {self.source} WHERE as_at <= DATE {literal(until)}{final}"
        )
        return [year for (year,) in found]

    def parquet(self, asked: Asked, years: Sequence[str]) -> bytes:
        """Return it as Parquet of our own, with what is of these stock-takes, or of a day that is asked for."""
        names = {column.name for column in self.table.columns}
        until = f"DATE {literal(asked.until or datetime.date.max)}"
        where = "true"
        if "year" in names:
            where = f"year IN ({', '.join(map(literal, years)) or 'NULL'})"
        elif day := next((name for name in ("period_end", "as_at") if name in names), None):
            where = f"{day} <= {until}"
        query = f"SELECT {self._selected()} FROM {self.source} WHERE {where}"
        if "latest" in names:
            query = f"SELECT * REPLACE (as_at = max(as_at) OVER () AS latest) FROM ({query})"
        return parquet_from(query, self.scratch)


def _name(column: str) -> str:
    """Return the name of a column as SQL writes it, whatever else the word means there."""
    return f'"{column}"'
