"""Search: where the files of a record say something, one file after another, without an index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from francis.errors import Place, printable
from francis.record.audience import visible_part
from francis.record.days import Day, When
from francis.record.model import (
    Action,
    Classification,
    Cover,
    JointPosition,
    Plan,
    Position,
    Recommendation,
)
from francis.record.numbers import slug
from francis.record.reading.folders import PROVIDERS, class_at
from francis.record.reading.record_file import record_of
from francis.record.reading.scope import Listing, list_record
from francis.workspace import RECORD, read_file, read_files

MOST_HITS = 100
"""How many places are shown; of more, only how many there are."""
AROUND = 30
"""How many characters are shown before the first words that were found; twice as many from there on."""

_Keys = tuple[str | int, ...]


class Hit(NamedTuple):
    """A place where the record says all that is looked for: what says it, and the words around it.

    Of the pieces every second one, from the second on, is what was looked for.
    """

    place: Place
    of: str
    pieces: tuple[str, ...]


@dataclass
class SearchResult:
    """What a search found: the first places, how many there are in all, and what it could not show.

    `hidden` are how many texts were left out, as they are not for the readers; `unread` are the files that
    have errors, and so may say it in more places.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    hidden: int = 0
    not_public: int = 0
    """How many of the texts found are not for the public."""
    unread: list[str] = field(default_factory=list)


class Terms:
    """What is looked for: words, or several words in their order; in capitals or not, with any kind of quotation mark or dash."""

    def __init__(self, given: Sequence[str]) -> None:
        words = [term.split() for term in given]
        self._needed = [_folded(word) for term in words for word in term]
        patterns = [_BETWEEN.join(map(_pattern, term)) for term in words if term]
        self._patterns = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        self._any = re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)

    def may_be_in(self, data: bytes) -> bool:
        """Return whether a file may say it all; of one with escapes nobody knows before it is parsed."""
        text = _folded(data.decode("utf-8", "replace"))
        return "\\" in text or all(word in text for word in self._needed)

    def are_in(self, text: str) -> bool:
        """Return whether a text says it all."""
        return all(pattern.search(text) for pattern in self._patterns)

    def start(self, text: str) -> int:
        """Return where the first of it begins in a text that says it."""
        found = self._any.search(text)
        return found.start() if found else 0

    def pieces(self, text: str) -> tuple[str, ...]:
        """Return the words around the first of it, split where what is looked for begins and ends."""
        start = self.start(text)
        begin, end = max(start - AROUND, 0), min(start + 2 * AROUND, len(text))
        while 0 < begin < start and not text[begin - 1].isspace():
            begin += 1
        while end < len(text) and not text[end].isspace() and end > start + AROUND:
            end -= 1
        shown = f"{'…' * (begin > 0)}{text[begin:end]}{'…' * (end < len(text))}"
        split = re.split(f"({self._any.pattern})", shown, flags=re.IGNORECASE)
        return tuple(printable(re.sub(r"\s+", " ", piece)) for piece in split)


_BETWEEN = r"[*_]*\s+(?:>\s*)?[*_]*"
"""What may stand between two words: white space, the mark of a line of a quotation, and those of emphasis."""
_ALIKE = {
    **dict.fromkeys("'‘’", "['‘’]"),
    **dict.fromkeys('"“”', '["“”]'),
    **dict.fromkeys("-‐‑–—", "[-‐‑–—]"),
}
"""Characters that mean the same, and what finds any of them."""
_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’", "'"), **dict.fromkeys("“”", '"'), **dict.fromkeys("‐‑–—", "-")}
    | dict.fromkeys("*_")
)


def _pattern(word: str) -> str:
    """Return what finds a word, also within a longer one; a number only as a whole."""
    letters = "".join(_ALIKE.get(letter, re.escape(letter)) for letter in word)
    before = r"(?<!\d)" if word[0].isdigit() else ""
    after = r"(?!\d)" if word[-1].isdigit() else ""
    return f"{before}{letters}{after}"


def _folded(text: str) -> str:
    """Return a text in which only what makes no difference is another: capitals, marks, doubled quotation marks."""
    return text.casefold().translate(_PLAIN).replace("''", "'")


def search(
    root: Path,
    given: Sequence[str],
    wanted: tuple[str | None, str | None, str | None],
    audience: Classification,
) -> SearchResult:
    """Return where the record says all that is given within one text, in the order of its files.

    `wanted` are a body, a year and a set, to each of which the files are kept that belong to it alone. Every file is read once,
    and only those are parsed in which the words stand.
    """
    terms, found, listing = Terms(given), SearchResult(), list_record(root)
    for folder in _folders(listing, *wanted):
        for path, data in _files(root, folder):
            if path.endswith(".yaml") and terms.may_be_in(data):
                _look(root, path, data, terms, audience, found)
    return found


def _folders(
    listing: Listing, body: str | None, year: str | None, set_id: str | None
) -> Iterator[str]:
    """Yield what is to be searched: folders of sets and years, and files of bodies, by their paths."""
    if body is None and year is None:
        for name in sorted(listing.set_names):
            if set_id in (None, name):
                yield f"{RECORD}/{name}"
    for name in listing.years if body is None else [body]:
        if year is None and set_id is None:
            yield f"{RECORD}/{name}/body.yaml"
            if PROVIDERS in listing.folders[name].folders:
                yield f"{RECORD}/{name}/{PROVIDERS}"
        read = listing.read_years(name) if set_id else {}
        for each in listing.years[name]:
            if year in (None, each) and (
                set_id is None or (each in read and read[each].set == set_id)
            ):
                yield f"{RECORD}/{name}/{each}"


def _files(root: Path, path: str) -> Iterator[tuple[str, bytes]]:
    if path.endswith(".yaml"):
        yield path, read_file(root, path)
    else:
        yield from read_files(root, below=path).items()


def _look(
    root: Path, path: str, data: bytes, terms: Terms, audience: Classification, found: SearchResult
) -> None:
    """Add the places of one file to what was found."""
    record, is_whole = _record_at(path, data)
    if not is_whole:
        found.unread.append(path)
    if record is None:
        return
    owner = _owner(root, path, record)
    seen, public = (
        dict(_texts(visible_part(record, reader, owner), ())) for reader in (audience, _PUBLIC)
    )
    for keys, text in _texts(record, ()):
        if not terms.are_in(text):
            continue
        found.not_public += public.get(keys) != text
        if seen.get(keys) != text:
            found.hidden += 1
            continue
        found.total += 1
        if len(found.hits) < MOST_HITS:
            start = terms.start(text) or 1  # at 0 it would be the place of the key
            place = record.at(*keys, offset=start)
            found.hits.append(Hit(place, printable(_name(path, record, keys)), terms.pieces(text)))


_PUBLIC: Classification = "public"
_JOINT = re.compile(rb"^answered_with[ \t]*:", re.MULTILINE)


def _record_at(path: str, data: bytes) -> tuple[Any, bool]:
    """Return the record that a file holds, or what is left of it, and whether it is whole."""
    _, _, *within = path.split("/")
    if within[:1] == [PROVIDERS]:
        from francis.record.reading.providers.files import file_kind

        cls = file_kind(within[1:])
    else:
        cls = class_at(path)
    if cls is None:
        return None, True
    if cls is Position and _JOINT.search(data):
        cls = JointPosition
    whole, part, _ = record_of(cls, path, data, {})
    return (whole or part), whole is not None


def _owner(root: Path, path: str, record: object) -> Classification:
    """Return for whom a joint position is: those of the position that answers it too; of one that cannot be read, nobody else.

    A file of a provider is for those who may know of the provider.
    """
    _, body, *within = path.split("/")
    if within[0] == PROVIDERS and len(within) > 2:
        return _provider_owner(root, f"{RECORD}/{body}/{PROVIDERS}/{within[1]}/provider.yaml")
    if not isinstance(record, JointPosition):
        return _PUBLIC
    beside = f"{path.rpartition('/')[0]}/{slug(record.answered_with)}.yaml"
    position, part, _ = record_of(Position, beside, read_file(root, beside), {})
    held = position or part
    return held.classification if held else "restricted"


def _provider_owner(root: Path, path: str) -> Classification:
    """Return for whom a provider is; of one whose file cannot be read, nobody else."""
    from francis.record.model.providers import Provider

    whole, part, _ = record_of(Provider, path, read_file(root, path), {})
    held = whole or part
    return held.classification if held else "restricted"


def _texts(value: object, keys: _Keys) -> Iterator[tuple[_Keys, str]]:
    """Yield all words, names and days of a record, each with the keys under which it stands."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, Day | When):
        yield keys, str(value)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _texts(item, (*keys, place))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*keys, key))
    else:
        kind: Any = type(value)
        for name in _named(kind):
            yield from _texts(getattr(value, name), (*keys, name))


@cache
def _named(cls: Any) -> tuple[str, ...]:
    """Return the keys of a record under which words may stand; none of what is no record."""
    return tuple(f.name for f in fields(cls) if f.name != "at") if is_dataclass(cls) else ()


def _name(path: str, record: Any, keys: _Keys) -> str:
    """Return what says something: `position on 132, rating, reason`, `action A07, progress 2, text`."""
    parts = [_title(path, record)]
    value = record
    for key in keys:
        if isinstance(key, int):
            value = value[key]
            named = getattr(value, "id", None) or getattr(value, "key", None) or key + 1
            parts[-1] = f"action {named}" if isinstance(value, Action) else f"{parts[-1]} {named}"
        else:
            value = value[key] if isinstance(value, Mapping) else getattr(value, key)
            parts.append(key.replace("_", " "))
    return ", ".join(part for part in parts if part)


def _title(path: str, record: Any) -> str:
    """Return what a file holds; of a plan nothing, as its actions say whose words they are."""
    _, _, *within = path.removesuffix(".yaml").split("/")
    if within[:1] == [PROVIDERS]:  # royal C2, royal log
        return " ".join((within[1], *within[-1:][: len(within) - 2]))
    if isinstance(record, Position | JointPosition):
        return f"position on {record.number}"
    if isinstance(record, Recommendation):
        return f"recommendation {record.number}"
    if isinstance(record, Cover):
        return f"paper {Path(path).stem}"
    return "" if isinstance(record, Plan) else type(record).__name__.lower()
