"""Folders of a record: problems of their names, and of the files that say what they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from francis.errors import FrancisError, Place, Problem, excerpt, quotation
from francis.record.model import (
    Body,
    JointPosition,
    Plan,
    Position,
    Recommendation,
    Set,
    Year,
)
from francis.record.model.cover import Cover
from francis.record.numbers import NAME, natural, slug
from francis.record.reading.nodes import QUOTES
from francis.workspace import RECORD

if TYPE_CHECKING:
    from francis.record.model.providers import ProviderConcern

IMPORTS = "imports"
"""The folder that holds how tables from outside are read; it is neither a set nor a body."""
PROVIDERS = "providers"
"""The folder of a body that holds those of its providers."""
TAKEN_NAMES: Mapping[str, str] = {
    "concerns": "the concerns about a provider",
    IMPORTS: "how tables from outside are read",
    "output": "the papers that were made",
    "papers": "the covers of papers",
    PROVIDERS: "the files of providers",
}
"""The names that folders have already, and what these hold: no set, body or year can have one of them."""
Years = Mapping[str, Collection[str]]
"""The years of each body, by the names of their folders."""


def check_folders(
    paths: Collection[str],
    years: Years,
    answered: Iterable[tuple[str, str]],
    unread: Mapping[str, Collection[tuple[str, ...]]],
) -> Iterator[Problem]:
    """Yield the folders whose name cannot be used, or that lack the file which says what they are.

    `answered` are the folders of years that hold positions, and `unread` the files of each set or body that
    stand elsewhere, or could not be read.
    """
    folders = sorted({tuple(path.split("/")[1:-1]) for path in paths})
    for holder in dict.fromkeys(parts[0] for parts in folders if parts):
        if holder != IMPORTS and not {("set",), ("body",)} & {*unread.get(holder, ())}:
            yield from _check_kind(holder, paths)
    for parts in folders:
        if parts and not NAME.fullmatch(parts[-1]):
            yield Problem(
                Place("/".join((RECORD, *parts))),
                f"a folder cannot be named {quotation(parts[-1])}.",
                "file-name",
                f"Use only letters, digits, full stops and hyphens, as in {slug(parts[-1]).lower() or 'our-body'}.",
            )
    for body_id, year_id in answered:
        file = f"{RECORD}/{body_id}/{year_id}/year.yaml"
        is_told = {("year",), (year_id, "year")} & {*unread.get(body_id, ())}
        if file not in paths and year_id not in years.get(body_id, ()) and not is_told:
            yield Problem(
                Place(f"{RECORD}/{body_id}/{year_id}"),
                "this folder has positions but no year.yaml, so it is not used.",
                "folder",
                "Add year.yaml, which names the set that is answered and the as-at date.",
            )


def _check_kind(folder: str, paths: Collection[str]) -> Iterator[Problem]:
    """Yield that a folder is both a set and a body, or neither."""
    is_set, is_body = (f"{RECORD}/{folder}/{name}.yaml" in paths for name in ("set", "body"))
    if is_set and is_body:
        yield Problem(
            Place(f"{RECORD}/{folder}"),
            "this folder has both set.yaml and body.yaml, but it can be only a set or a body.",
            "folder",
            "Move one of the two files to another folder.",
        )
    elif not is_set and not is_body:
        yield Problem(
            Place(f"{RECORD}/{folder}"),
            "this folder has neither set.yaml nor body.yaml, so it is not used.",
            "folder",
            "Add set.yaml (what is asked) or body.yaml (who answers), or remove the folder.",
        )


def check_years(
    body_id: str, body: Body, years: Years, answered: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield that a body has no year, not even one that is `answered` and lacks its file, which is told."""
    if not years.get(body_id) and body_id not in [name for name, _ in answered]:
        yield Problem(
            body.at(),
            "the body has no year, so no papers can be made.",
            "no-year",
            f"Add a folder such as {RECORD}/{body_id}/2013 that has a year.yaml.",
        )


def years_in(
    paths: Iterable[str], beside: Mapping[str, Iterable[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the bodies that the paths of a record name, and the years of each, in order.

    Those `beside` are added.
    """
    bodies = {body: set(years) for body, years in (beside or {}).items()}
    years: dict[str, list[str]] = {}
    for path in paths:
        _, *folders, name = path.split("/")
        if name == "body.yaml" and len(folders) == 1:
            bodies.setdefault(folders[0], set())
        elif name == "year.yaml" and len(folders) == 2:
            years.setdefault(folders[0], []).append(folders[1])
    return {
        body: tuple(sorted(bodies[body].union(years.get(body, ())), key=natural))
        for body in sorted(bodies)
    }


def refuse_name(what: str, name: str) -> None:
    """Refuse a name for the folder of a set, a body or a year: one with other signs, or that folders have already."""
    if not NAME.fullmatch(name):
        raise FrancisError(
            f"{what} cannot be named {quotation(name)}. Use only letters, digits, full stops and hyphens."
        )
    if (held := TAKEN_NAMES.get(name.casefold())) is not None:
        raise FrancisError(
            f"{what} cannot be named {quotation(name)}: a folder of that name holds {held}. Choose another name."
        )


def folders_around(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


class Misplaced(NamedTuple):
    """A file in the place of another kind, or with another name: what to say of it, and the file that is missing for it.

    `unread` is that by its names below the folder of its set or body, without the ending; `number` that of a
    recommendation of any set.
    """

    problem: Problem
    unread: tuple[str, ...]
    number: str = ""


_ENDING = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)


def right_name(path: str) -> str:
    """Return the path that a file of the record should have which ends in .yml, .YAML or .yaml.txt; of others their own."""
    return _ENDING.sub(".yaml", path)


_BEGINS = re.compile(rb"^format:[ \t]*[0-9]", re.MULTILINE)
"""How a file of the record begins, whatever its name."""


def named_otherwise(path: str, data: bytes, paths: Collection[str]) -> Misplaced | None:
    """Return what to say of a file that is not read because of how its name ends; None of what is no file of the record."""
    name, right = path.rpartition("/")[2], right_name(path)
    if right == path and _BEGINS.search(data, 0, 2000):
        stem = slug(number_in(data)) or slug(re.split(r"[.,;]|y\w?ml", name)[0])
        right = f"{path.rpartition('/')[0]}/{stem}.yaml"
    elif right == path and ".yaml" not in name.lower():
        return None
    why = "does not end in .yaml" if name == name.rstrip() else "ends in a space"
    message = f"{excerpt(name)} is ignored, because its name {why}."
    if right == path or right in paths:
        remedy = "If it is a copy, delete it. Otherwise rename it to end in .yaml."
        return Misplaced(Problem(Place(path), message, "file-name", remedy), ())
    remedy = f"Rename it to {right.rpartition('/')[2]}."
    _, _, *names = right.removesuffix(".yaml").split("/")
    return Misplaced(Problem(Place(path), message, "file-name", remedy), tuple(names))


def leads_out(path: str) -> Misplaced:
    """Return what to say of a link out of the workspace."""
    message = "this is a link that leads out of the workspace, so it is not read."
    remedy = "Put the file or the folder itself here instead of the link."
    _, _, *names = path.removesuffix(".yaml").split("/")
    return Misplaced(Problem(Place(path), message, "file-place", remedy), tuple(names))


_TELLING: Mapping[str, frozenset[str]] = {
    "a set": frozenset({"themes", "total"}),
    "a recommendation": frozenset({"heading"}),
    "a body": frozenset({"ratings", "assurances"}),
    "a year": frozenset({"set", "as_at"}),
    "a position": frozenset({"acceptance", "rating"}),
    "an action plan": frozenset({"actions"}),
    "a cover of a paper": frozenset({"meeting", "purposes"}),
}
"""The keys of the kinds of file, by which one is known wherever it stands."""
_TELLING_LINES = {
    kind: tuple(f"\n{key}:".encode() for key in sorted(keys)) for kind, keys in _TELLING.items()
}
"""How a line with one of them begins, as bytes."""
_TOP_KEY = re.compile(rb"^([a-z_]+)[ \t]*:", re.MULTILINE)


_NUMBER = re.compile(rb"^number:([^\r\n#]*)", re.MULTILINE)


def number_in(data: bytes) -> str:
    """Return the number in a file that is otherwise wrong: what refers to it is not wrong for that."""
    said = _NUMBER.search(data)
    return said[1].decode("utf-8", "replace").strip(f"{QUOTES}[] \t") if said else ""


def named_wrongly(path: str, data: bytes, paths: Collection[str]) -> Misplaced:
    """Return what to say of a file that should be named after its number."""
    folder, _, name = path.rpartition("/")
    plain = slug(number_in(data))
    message = f"{quotation(name.removesuffix('.yaml'))} is not the number of a recommendation."
    if not plain or f"{folder}/{plain}.yaml" in paths:
        remedy = "If it is a copy, delete it. Otherwise give it a name like 12.yaml or 4.1a.yaml."
        return Misplaced(Problem(Place(path), message, "file-name", remedy), ())
    problem = Problem(Place(path), message, "file-name", f"Rename it to {plain}.yaml.")
    return Misplaced(problem, (*folder.split("/")[2:], plain))


def number_differs(
    record: Recommendation | Position | JointPosition | ProviderConcern,
    stem: str,
    paths: Collection[str],
) -> Problem:
    """Return the problem of a file that is named `stem`, although the number in it is another."""
    place, plain = record.at("number"), slug(record.number)
    message = f"the number is {quotation(record.number)}, but the file is named {stem}.yaml."
    renamed = f", or rename the file to {plain}.yaml" if plain else ""  # of signs alone none can
    remedy = f'Write number: "{stem}"{renamed}.'
    if not NAME.fullmatch(stem) and plain:
        remedy = f"Rename the file to {plain}.yaml."
    if f"{place.path.rpartition('/')[0]}/{plain}.yaml" in paths:
        own = (
            f'write number: "{stem}"' if NAME.fullmatch(stem) else "give it its own number and name"
        )
        remedy = f"If it is a copy of {plain}.yaml, delete it. Otherwise {own}."
    return Problem(place, message, "number-differs", remedy)


def misplaced(path: str, data: bytes, years: Years, paths: Collection[str]) -> Misplaced | None:
    """Return what to say of a file that is whole, and stands where another kind of file belongs; None of any other."""
    here = kind_at(path)
    for line in _TELLING_LINES.get(here or "", ()):
        if line in data:
            return None  # as nearly all are; it may be what belongs here, with a mistake
    keys = {key.decode() for key in _TOP_KEY.findall(data)}
    kinds = [kind for kind, telling in _TELLING.items() if telling <= keys]
    _, *folders, name = path.split("/")
    usable = path.endswith(".yaml") and all(map(NAME.fullmatch, folders[1:]))
    if not usable or not folders or len(kinds) != 1 or here in kinds:
        return None
    (kind,) = kinds
    names = _names(kind, folders, name, years, paths)
    target = f"{RECORD}/{'/'.join((folders[0], *names))}.yaml"
    stands = f"it stands where {here} belongs" if here else "it is in the wrong folder"
    message, remedy = f"this looks like {kind}, but {stands}.", f"Move it to {target}."
    if kind == "a recommendation":
        home = folders[0] if f"{RECORD}/{folders[0]}/set.yaml" in paths else "SET"
        remedy = f"Move it to {RECORD}/{home}/{name}."
        return Misplaced(Problem(Place(path), message, "file-place", remedy), (), number_in(data))
    if kind == "a set" or (kind == "a body" and target in paths):
        remedy = f"Move it to {RECORD}/{kind[2:].upper()}/{kind[2:]}.yaml."
    elif target in paths and target.rpartition("/")[0] == path.rpartition("/")[0]:
        remedy = f"If it is a copy of {target}, delete it. Otherwise move it to where it belongs."
        names = ()
    return Misplaced(Problem(Place(path), message, "file-place", remedy), names)


def _names(
    kind: str, folders: Sequence[str], name: str, years: Years, paths: Collection[str]
) -> tuple[str, ...]:
    """Return the names, below the folder of its set or body, of a file of some kind that stands elsewhere in it."""
    folder, *within = folders
    held = years.get(folder, ())
    year = next((part for part in within if part in held), None)
    year = year or next(iter(reversed([*held])), "YEAR")
    inside = {path.split("/")[2] for path in paths if path.startswith(f"{RECORD}/{folder}/")}
    bare = [one for one in inside - {*held} if f"{RECORD}/{folder}/{one}" not in paths]
    stem = name.removesuffix(".yaml")
    return {
        "a set": ("set",),
        "a body": ("body",),
        "a year": (within[0] if len(within) == 1 else (*bare, "YEAR")[0], "year"),
        "an action plan": (year, "actions"),
        "a cover of a paper": (year, "papers", stem),
    }.get(kind, (year, stem))


_CLASSES: Mapping[str, type[Any]] = {
    "a set": Set,
    "a recommendation": Recommendation,
    "a body": Body,
    "a year": Year,
    "a position": Position,
    "an action plan": Plan,
    "a cover of a paper": Cover,
}


def class_at(path: str) -> type[Any] | None:
    """Return which record the file at a path holds; None of a file that is none of the set, the body or a year."""
    return _CLASSES.get(kind_at(path) or "")


def kind_at(path: str) -> str | None:
    """Return which kind of file belongs at a path; None where none does."""
    _, *folders, name = path.split("/")
    if folders == [IMPORTS]:
        return "a file that says how a table is read"
    if len(folders) == 1:
        named = {"set.yaml": "a set", "body.yaml": "a body"}
        return named.get(name, "a recommendation")
    if len(folders) == 2:
        named = {"year.yaml": "a year", "actions.yaml": "an action plan"}
        return named.get(name, "a position")
    return "a cover of a paper" if len(folders) == 3 and folders[2] == "papers" else None
