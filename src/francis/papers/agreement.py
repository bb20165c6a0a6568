"""Papers agree: what every file says is compared with the record, and with what the others say.

The HTML of a paper says what of the record stands where (see `marks`). So its rows and facts can be held
to the record, a file to the HTML word by word, and the same fact in all files to each other. A file is
read back from the bytes that are about to be written, so that no fault is ever left on disk.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby, zip_longest
from typing import NamedTuple

from francis.errors import FrancisError, choices, did_you_mean, excerpt, nearest
from francis.formats.reading_back.contents import Contents, FileLine, Mark, Row, Table
from francis.formats.reading_back.equality import UNSEEN, letters, same
from francis.formats.reading_back.readers import READERS
from francis.papers.facts import (
    FIELDS,
    WHOLE_LISTS,
    Fact,
    Owner,
    Record,
    folded,
    kind_listed,
    meaning,
)
from francis.record.figures import due_by_day
from francis.record.register import Register


class Said(NamedTuple):
    """What is said of a fact, in the words of a file, and where."""

    fact: Fact
    words: str
    where: str


class Difference(NamedTuple):
    """Something of which two places say different things; `said` has each thing with its place."""

    about: str
    said: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Return it as one line: what it is about, then what each place says."""
        return f"{self.about}: " + "; ".join(f"{what} in {where}" for what, where in self.said)


class PaperSource(NamedTuple):
    """What files are made from, by its name: the HTML of a paper, or the rows of a workbook.

    `in_form` are the texts that stand somewhere in the file besides, in the form that it begins with.
    """

    name: str
    contents: Contents
    in_form: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was read in a file or a template: the facts that it states, and where it is at fault."""

    name: str
    facts: tuple[Said, ...]
    faults: tuple[Difference, ...]


def between(register: Register, readings: Sequence[Reading]) -> tuple[Difference, ...]:
    """Return where the templates and files of a register's papers differ from it and from each other."""
    found = at_fault(register, [("", reading) for reading in readings])
    return found.get("", ())


def at_fault(
    register: Register, readings: Sequence[tuple[str, Reading]]
) -> dict[str, tuple[Difference, ...]]:
    """Return the differences of each paper that does not say what its register says.

    Each reading comes with the name of its paper.
    """
    record = Record(register)
    sayings: dict[Fact, list[tuple[str, Said]]] = defaultdict(list)
    faults: dict[str, dict[Difference, None]] = defaultdict(dict)
    for paper, reading in readings:
        faults[paper] |= dict.fromkeys(reading.faults)
        for said in reading.facts:
            sayings[said.fact].append((paper, said))
    for fact, of_papers in sayings.items():
        all_said = [said for _, said in of_papers]
        words = record.says(fact)
        if words is None:
            continue  # its row is of no list of the record, which is a fault by itself
        true = meaning(fact, words)
        wrong = [said for said in all_said if meaning(fact, said.words) != true]
        if wrong:
            right = [said for said in all_said if said not in wrong][-1:]
            places = [(f"“{said.words}”", said.where) for said in (*wrong, *right)]
            places.append((f"“{words}”", str(record.place(fact.of, fact.name))))
            for paper, said in of_papers:
                if said in wrong:
                    faults[paper][Difference(str(fact), tuple(places))] = None
    return {paper: tuple(found) for paper, found in faults.items() if found}


def refuse_differences(differences: Sequence[Difference]) -> None:
    """Raise the error that lists all differences, if there are any."""
    if differences:
        many = f"{len(differences):,} differences" if len(differences) > 1 else "1 difference"
        raise FrancisError(
            f"The papers do not agree: {many}. Nothing was written.\n"
            + "".join(map(_lines, differences))
            + "If you use your own templates or house.css, correct them. Otherwise, please report this."
        )


def withheld(paper: str, differences: Sequence[Difference]) -> str:
    """Return what is said of a paper that is not written, because of its differences."""
    many = f"{len(differences):,} differences" if len(differences) > 1 else "1 difference"
    return (
        f"{paper} is withheld, because its files do not agree with the record or with each other ({many}):\n"
        + "".join(map(_lines, differences))
    )


def with_differences(html: str, differences: Sequence[Difference]) -> str:
    """Return the HTML of a paper with its differences told on a last page, for those who must have it all the same."""
    points = "".join(
        f"<li>{escape(str(difference), quote=False)}</li>\n" for difference in differences
    )
    section = (
        '<section class="page">\n<h2 id="differences">Differences found in this paper</h2>\n'
        "<p>When this paper was read back, these facts did not agree with the record or with another file of it.</p>\n"
        f"<ul>\n{points}</ul>\n</section>\n</main>"
    )
    return section.join(html.rsplit("</main>", 1))


def _lines(difference: Difference) -> str:
    """Return a difference on several lines: what it is about, and each place with what it says."""
    said = (f"    {what} in {where}\n" for what, where in difference.said)
    return f"  {difference.about}:\n" + "".join(said)


def _where(name: str, words: str, page: int = 0) -> str:
    """Return where something stands, as people find it: the file, the page and the words there."""
    return f"{name}{_on(page)}, “{_short(words)}”"


def _on(page: int) -> str:
    return f", page {page}" if page else ""


def _short(words: str) -> str:
    return excerpt(folded(words), 60)


# ---------------------------------------------------------------------------------------------
# What files are made from, and the record


def source(register: Register, lists: Iterable[str], made_from: PaperSource) -> Reading:
    """Return what the source of files states, and where its lists are not those of the record.

    It must show at least these `lists`, or those that they are part of. Raise FrancisError for a mark that means nothing.
    """
    record, name, contents = Record(register), made_from.name, made_from.contents
    for table in contents.tables:
        if table.rows_of:
            _know(name, "data-rows", table.rows_of, record.lists)
    facts = [said for text in _texts(name, contents) for said in _stated(*text, record)]
    there = {table.rows_of for table in contents.tables}
    shown = there.union(name for name in lists if WHOLE_LISTS.get(name) not in there)
    faults = (
        fault
        for listed in record.lists
        if listed in shown
        for tables in [[table for table in contents.tables if table.rows_of == listed]]
        for where, rows in _showings(name, tables)
        for fault in _list_faults(record, listed, rows, where)
    )
    return Reading(name, tuple(facts), tuple(faults))


def _texts(name: str, contents: Contents) -> Iterator[tuple[FileLine, str, Owner | None]]:
    """Yield each text of an HTML with where it stands, and in whose row."""
    for table in contents.tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell, _where(name, table.caption), _owner(table, row)
    for line in contents.lines:
        yield line, _where(name, line.words), None


def _stated(text: FileLine, where: str, of: Owner | None, record: Record) -> Iterator[Said]:
    """Yield what a text of an HTML states; refuse marks that would be compared with nothing."""
    for mark in text.marks:
        if mark.is_figure:
            if due_by_day(mark.name) is None:
                _know(where, "data-figure", mark.name, record.figures)
        elif of is None:
            raise FrancisError(
                f'{where}: data-field="{mark.name}" is not in a row with data-record of a table with '
                "data-rows, so francis cannot tell whose field it is."
            )
        else:
            _know(where, "data-field", mark.name, FIELDS[of.kind])
        yield Said(_fact(mark, of), folded(text.words[mark.start : mark.end]), where)


def _know(where: str, attribute: str, found: str, known: Iterable[str]) -> None:
    if found not in known:
        raise FrancisError(
            f'{where}: {attribute}="{found}" does not exist.{choices(sorted(known), most=99)}'
            + did_you_mean(nearest(found, known))
        )


def _owner(table: Table, row: Row) -> Owner | None:
    return Owner(kind_listed(table.rows_of), row.record) if table.rows_of and row.record else None


def _fact(mark: Mark, of: Owner | None) -> Fact:
    return Fact(mark.name, None if mark.is_figure else of)


def _showings(name: str, tables: Sequence[Table]) -> list[tuple[str, list[str]]]:
    """Return each showing of a list: where it begins, and its rows. It can be several tables, one a group.

    A table that begins with a row which was there already begins to show the list again. Where no table
    shows it, there is one showing of nothing.
    """
    showings: list[tuple[str, list[str]]] = []
    for table in tables:
        rows = [row.record for row in table.rows if row.record]
        if not showings or (rows and rows[0] in showings[-1][1]):
            showings.append((_where(name, table.caption), []))
        showings[-1][1].extend(rows)
    return showings or [(name, [])]


def _list_faults(
    record: Record, listed: str, rows: Sequence[str], where: str
) -> Iterator[Difference]:
    """Yield what is missing from, superfluous in or out of order in a showing of a list."""
    orders = record.orders(listed)
    if tuple(rows) in orders:
        return
    right, found = Counter(orders[0]), Counter(rows)
    kind = kind_listed(listed)
    for key in (right - found).elements():
        place = str(record.place(Owner(kind, key)))
        yield Difference(f"{kind} {key}, {listed}", (("missing", where), ("there", place)))
    for key in (found - right).elements():
        there = (("there", where), ("not one of them", record.folder))
        yield Difference(f"{kind} {key}, {listed}", there)
    if right == found:
        said = ((", ".join(rows), where), (", ".join(orders[0]), record.folder))
        yield Difference(f"the order of {listed}", said)


# ---------------------------------------------------------------------------------------------
# A file and what it was made from


def file(name: str, data: bytes, made_from: PaperSource) -> Reading:
    """Return what a file states, by its bytes, and where it does not say what it was made from.

    `name` is its path, whose file extension says how to read it.
    """
    found = READERS[name.rpartition(".")[2]](data)
    comparison = _Comparison(name, made_from.name)
    comparison.tables(made_from.contents, found)
    comparison.lines(made_from.contents, found)
    comparison.form(made_from.in_form, found)
    return Reading(name, tuple(comparison.facts), tuple(comparison.faults))


class _Comparison:
    """A file while it is compared with what it was made from: its facts, and what it says otherwise."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self.facts: list[Said] = []
        self.faults: list[Difference] = []

    def tables(self, source: Contents, found: Contents) -> None:
        """Compare each table with the one of its caption, and its place among those."""
        there = dict(_by_caption(found.tables))
        for key, table in _by_caption(source.tables):
            if key in there:
                self._table(table, there[key])
            else:
                self._differ(f"the table “{_short(table.caption)}”", "missing", "there")

    def lines(self, source: Contents, found: Contents) -> None:
        """Compare each line with the one that took its place; others, as of a list of contents, may be there."""
        lines, others = ([letters(text.words) for text in of.lines] for of in (source, found))
        for kind, start, end, from_, to in _opcodes(lines, others):
            texts, rest = source.lines[start:end], list(found.lines[from_:to])
            for place, text in enumerate(texts):
                about = f"the line “{_short(text.words)}”"
                partner = rest[0] if kind == "equal" else _partner(text, rest, len(texts) - place)
                if partner is None:
                    self._differ(about, "missing", "there")
                    continue
                rest = rest[rest.index(partner) + 1 :]
                where = _where(self.name, partner.words, partner.page)
                self._text(text, partner, about, where, None)

    def form(self, texts: Sequence[str], found: Contents) -> None:
        """Look for texts that a cell or a line of the file must hold."""
        rows = (row for table in found.tables for row in table.rows)
        held = [letters(cell.words) for row in rows for cell in row.cells]
        held += [letters(line.words) for line in found.lines]
        for text in texts:
            if not any(letters(text) in words for words in held):
                self._differ(f"the answer “{_short(text)}” in the form", "missing", "there")

    def _table(self, table: Table, other: Table) -> None:
        title = _short(table.caption)
        if table.chart and not _draws(table, other.drawn):
            self._differ(
                f"the chart “{title}”", f"“{folded(other.drawn)}”", "the figures of its table"
            )
        sides = [[_first(row) for row in rows] for rows in (table.rows, other.rows)]
        for mine, theirs in _paired(*sides):
            if mine is None or theirs is None:
                self._unpaired(table, other, mine, theirs)
                continue
            row, found = table.rows[mine], other.rows[theirs]
            about = _name(table, row)
            for cell, cell_found in zip_longest(row.cells, found.cells, fillvalue=FileLine("")):
                where = _where(self.name, title, cell_found.page)
                self._text(cell, cell_found, about, where, _owner(table, row))

    def _unpaired(self, table: Table, other: Table, mine: int | None, theirs: int | None) -> None:
        """Note a row that one side lacks or has elsewhere; it is the place of one in `table` or `other`."""
        row = table.rows[mine] if mine is not None else other.rows[theirs or 0]
        here, there = (
            [place for place, each in enumerate(rows, 1) if _first(each) == _first(row)]
            for rows in (table.rows, other.rows)
        )
        if len(here) == len(there) and (mine is None or here == there):
            return  # said of its row in the source; or it stayed, and others moved around it
        row = table.rows[here[0] - 1] if here else row  # it alone says whose it is
        wanted, found = (
            f"row {', '.join(map(str, places))}" if places else "missing"
            for places in (here, there)
        )
        page = next((cell.page for place in there for cell in other.rows[place - 1].cells), 0)
        about = _name(table, row)
        self._differ(about, found, wanted, f"{self.name}{_on(page)}")

    def _text(
        self, text: FileLine, found: FileLine, about: str, where: str, of: Owner | None
    ) -> None:
        """Compare a text, and note what it states."""
        if text.markers != found.markers:
            said, wanted = (f"the list markers “{' '.join(of.markers)}”" for of in (found, text))
            self._differ(about, said, wanted, where)
        values: Sequence[str] | None = [text.words[mark.start : mark.end] for mark in text.marks]
        if not same(text.words, found.words):
            values = _values(text, found.words)
        if values is None:
            wanted, said = _first_difference(text.words, found.words)
            self._differ(about, said, wanted, where)
            return
        for mark, value in zip(text.marks, values, strict=True):
            self.facts.append(Said(_fact(mark, of), folded(value), where))

    def _differ(self, about: str, found: str, wanted: str, where: str = "") -> None:
        said = ((found, where or self.name), (wanted, self.source))
        self.faults.append(Difference(about, said))


def _by_caption(tables: Iterable[Table]) -> Iterator[tuple[tuple[str, int], Table]]:
    """Yield each table under its caption, and how many of this caption came before it."""
    before: Counter[str] = Counter()
    for table in tables:
        caption = letters(table.caption)
        yield (caption, before[caption]), table
        before[caption] += 1


def _draws(table: Table, drawn: str) -> bool:
    """Return whether a chart says the figures of its table: the columns of a stack, then row by row.

    A figure of a stack may be left out, for there is not always room for it; the table has it. A control chart
    says either all its points, as Word keeps them, or their letters, and each mean with its limits as they stand below its
    drawing.
    """
    head, *body = ([letters(c.words).replace(",", "") for c in row.cells] for row in table.rows)
    if table.chart == "control":
        points = [figure for _, *figures in body for figure in figures[:-3] if figure != "–"]
        lines = [key for key, _ in groupby(row[-3:] for row in body)]
        whole = (
            rf"(?<![0-9.]){re.escape(f)}(?![0-9.])" for line in lines for f in line if f != "–"
        )
        said = letters(drawn)
        marks = re.findall("[A-Z]+", " ".join(points))
        return said == "".join(points) or re.search(".*".join([*marks, *whole]), said) is not None
    stacked = table.chart == "stacked"
    pattern = "".join(map(re.escape, head[1:])) if stacked else ""
    for label, *figures in body:
        pattern += re.escape(label)
        pattern += "".join(f"(?:{re.escape(figure)}){'?' * stacked}" for figure in figures)
    return re.fullmatch(pattern, letters(drawn).replace(",", "")) is not None


def _name(table: Table, row: Row) -> str:
    """Return how people speak of a row: by whose it is, or else by its first words."""
    of = _owner(table, row)
    whose = f"the row of {of}" if of else f"the row “{_short(_first_words(row))}”"
    return f"{whose} in the table “{_short(table.caption)}”"


def _first_words(row: Row) -> str:
    return row.cells[0].words if row.cells else ""


def _first(row: Row) -> str:
    return letters(_first_words(row))


def _opcodes(
    mine: Sequence[str], theirs: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """Return how one sequence becomes the other, as `difflib` says it; mostly it is the other."""
    if mine == theirs:
        return [("equal", 0, len(mine), 0, len(mine))]
    return SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()


def _paired(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Yield the places of rows that belong together, by their first cells; None is no such row."""
    for kind, a, b, c, d in _opcodes(mine, theirs):
        if kind == "equal" or (b - a == d - c and not set(mine[a:b]).intersection(theirs)):
            yield from zip(range(a, b), range(c, d), strict=True)
        else:
            yield from ((place, None) for place in range(a, b))
            yield from ((None, place) for place in range(c, d))


def _partner(text: FileLine, lines: Sequence[FileLine], many: int) -> FileLine | None:
    """Return the line that says the same as a text, or the first that differs in what it states alone.

    Without one it is the first, if there are as `many` lines as are looked for.
    """
    alike = (line for line in lines if same(text.words, line.words))
    values = (line for line in lines if _values(text, line.words) is not None)
    return next(alike, None) or next(values, None) or (lines[0] if len(lines) == many else None)


_GAP = f"(?:{UNSEEN.pattern})?"


def _values(text: FileLine, found: str) -> list[str] | None:
    """Return what stands in a found text at each mark; None where it differs between them too."""
    spans = [_trimmed(text.words, mark) for mark in text.marks]
    slots = sorted(set(spans))
    edges = [0, *(edge for slot in slots for edge in slot), len(text.words)]
    if not slots or edges != sorted(edges):  # a mark around another one and more words
        return None
    between = [text.words[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    seen = letters(found)
    if not (seen.startswith(letters(between[0])) and seen.endswith(letters(between[-1]))):
        return None
    literal = [
        "".join(re.escape(char) + _GAP for char in letters(words))
        or (r"\s*\n" if "\n" in words and 0 < place < len(slots) else r"\s*")
        for place, words in enumerate(between)
    ]
    match = re.fullmatch(_GAP + "(.*?)".join(literal), found, re.DOTALL)
    return match and [match[1 + slots.index(span)] for span in spans]


def _trimmed(words: str, mark: Mark) -> tuple[int, int]:
    """Return from where to where the words of a mark reach, without the space at their ends."""
    inside = words[mark.start : mark.end]
    start = mark.start + len(inside) - len(inside.lstrip())
    return start, max(start, mark.end - len(inside) + len(inside.rstrip()))


def _first_difference(wanted: str, found: str) -> tuple[str, str]:
    """Return some words of two texts, from shortly before they begin to differ."""
    sides = wanted.split(), found.split()
    pairs = enumerate(zip_longest(*sides))
    at = next((place for place, (one, other) in pairs if one != other), 0)
    one, other = (" ".join(side[max(at - 3, 0) : at + 8]) for side in sides)
    return f"“{one}”", f"“{other}”"
