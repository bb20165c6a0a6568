"""What an import says to an officer: what was understood, what is added, what must be answered, and what is nobody's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from francis.errors import excerpt, quotation
from francis.intake.headings import LEFT_OUT, Sought
from francis.intake.importing import Imported
from francis.intake.reading.tables import ColumnHeading, KnownTable
from francis.intake.targets import OpenQuestion

MOST_WORDS = 5
"""How many words of a column that is not taken over are named."""
MOST_LEFT = 20
"""How many words that belong to nobody are listed, unless all are asked for."""


def report(
    imported: Imported, sought: Sought, answers: str, *, verbose: bool = False
) -> Iterator[str]:
    """Yield the lines of the report; those that are headings end in a colon. `answers` is the file in which questions are answered."""
    yield from _understood(imported)
    yield from _matched(imported, sought)
    yield from _listed("Questions", map(_question, imported.questions))
    yield from _how_to_answer(imported.questions, answers)
    yield from _listed(
        "Conflicts",
        (
            f"{c.name}, {c.key}: {quotation(c.mine)} in the record, {quotation(c.theirs)} in {c.place}"
            for c in imported.merge.conflicts
        ),
    )
    if imported.merge.conflicts:
        yield "  To keep the record's values, add --mine. To take those of the table, add --theirs."
    left = [
        f"{left.place}: {quotation(left.words)}"
        for left in (*imported.found.left, *imported.merge.left)
    ]
    shown = left if verbose else left[:MOST_LEFT]
    yield from _listed("Not taken over", shown)
    if len(left) > len(shown):
        yield f"  … and {len(left) - len(shown):,} more. To list them all: --verbose"
    if verbose:
        yield from _listed("Outside the tables, and not taken over", imported.outside)
    elif imported.outside:
        many = _counted(len(imported.outside), "lines")
        yield from () if left else ("",)
        yield f"Not taken over: {many} outside the tables. To list: --verbose"
    yield from _listed("Also", (*imported.found.said, *imported.merge.said, *imported.remarks))


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = [*lines]
    if found:
        yield ""
        yield f"{heading} ({len(found):,}):"
        yield from (f"  {line}" for line in found)


def _understood(imported: Imported) -> Iterator[str]:
    if not imported.tables:
        yield "No table was found whose headings are known. Say what they mean with --column."
    for table in imported.tables:
        title = f", {quotation(table.title)}" if table.title not in ("", table.name) else ""
        kind = f", {table.kind.name}" if table.kind.name else ""
        repeated = f"; {_counted(table.repeated, 'repeated header rows')}" if table.repeated else ""
        themes = f"; {_counted(len(table.themes), 'grouping rows')}" if table.themes else ""
        rows = _counted(len(table.entries), "rows")
        yield f"{table.name}{title}{kind}: {rows}{repeated}{themes}:"
        columns = [
            (excerpt(h.words, 40) or "(no heading)", _meaning(h, table)) for h in _distinct(table)
        ]
        width = max((len(words) for words, _ in columns), default=0)
        yield from (f"  {words:<{width}}  {meaning}" for words, meaning in columns)


def _distinct(table: KnownTable) -> list[ColumnHeading]:
    return [next(group) for _, group in groupby(table.headings)]


def _meaning(heading: ColumnHeading, table: KnownTable) -> str:
    if heading.key == LEFT_OUT:
        return "left out, as was answered"
    if heading.key.startswith(LEFT_OUT):
        words = table.skipped[heading.words].most_common(MOST_WORDS + 1)
        said = ", ".join(
            f"{quotation(excerpt(w, 20))} {count:,}" for w, count in words[:MOST_WORDS]
        )
        more = ", …" * (len(words) > MOST_WORDS)
        return f"not taken over: {heading.key[1:]}" + (f" ({said}{more})" if said else "")
    if not heading.key:
        return "unknown: its words are listed below"
    return heading.key if heading.is_sure else f"{heading.key}, by the most similar word"


def _matched(imported: Imported, sought: Sought) -> Iterator[str]:
    found, merge = imported.found, imported.merge
    yield ""
    new = f", {len(merge.new):,} of them new" if merge.new else ""
    many, about = _counted(found.rows, "rows"), _counted(len(found.targets), sought)
    yield f"{many}, about {about}{new}."
    if merge.added:
        yield (
            "To be added: "
            + ", ".join(f"{key} {count:,}" for key, count in merge.added.items())
            + "."
        )
    if merge.equal:
        are = "is" if merge.equal == 1 else "are"
        yield f"{_counted(merge.equal, 'values')} {are} in the record already, and the same."


def _counted(count: int, many: str) -> str:
    return f"{count:,} {many if count != 1 else many[:-1]}"


def _question(question: OpenQuestion) -> str:
    words = (
        f"{quotation(question.words)}: "
        if question.words and question.words != question.place
        else ""
    )
    allowed = ""
    if question.allowed:
        some = [excerpt(word) for word in question.allowed[:8]]
        allowed = f" Possible: {', '.join(some)}{', …' if len(question.allowed) > 8 else '.'}"
    return f"{question.place}: {question.key}: {words}{question.why}.{allowed}"


def _how_to_answer(questions: Sequence[OpenQuestion], answers: str) -> Iterator[str]:
    """Yield the lines that answer questions, for an officer to complete."""
    asked = [q for q in questions if q.key not in ("tracked", "columns")]
    dated = [q for q in asked if any(word.startswith("dates:") for word in q.allowed)]
    asked = [q for q in asked if q not in dated]
    if not asked and not dated:
        return
    yield ""
    yield f"To answer, complete these lines in {answers}, or use --answer “KEY: WORDS = VALUE”:"
    if dated:
        yield "  dates: day-first"
    if asked:
        yield "  values:"
    for key, group in groupby(sorted(asked, key=lambda q: q.key), key=lambda q: q.key):
        yield f"    {key}:"
        for question in group:
            yield f"      {json.dumps(question.words, ensure_ascii=False)}: "
