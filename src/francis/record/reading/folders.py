"""Folders of a record: problems of their names, and of the files that say what they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from francis.errors import Place, Problem, excerpt, quotation
from francis.record.model import Body
from francis.record.numbers import NAME, natural, slug
from francis.workspace import RECORD

Years = Mapping[str, Collection[str]]
"""The years of each body, by the names of their folders."""


def check_folders(
    paths: Collection[str], years: Years, answered: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """Yield the folders whose name cannot be used, or that lack the file which says what they are.

    `answered` are the folders of years that hold positions.
    """
    folders = sorted({tuple(path.split("/")[1:-1]) for path in paths})
    paths = {*paths, *(right_name(path) for path in paths if not path.endswith(".yaml"))}
    for holder in dict.fromkeys(parts[0] for parts in folders if parts):
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
        if file not in paths and year_id not in years.get(body_id, ()):
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


def check_years(body_id: str, body: Body, years: Years) -> Iterator[Problem]:
    """Yield that a body has no year."""
    if not years.get(body_id):
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


class Misplaced(NamedTuple):
    """A file in the place of another kind, or with another name: what to say of it, and the file that is missing for it.

    `unread` is that by its names below the folder of its set or body, without the ending.
    """

    problem: Problem
    unread: tuple[str, ...]


_ENDING = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)


def right_name(path: str) -> str:
    """Return the path that a file of the record should have which ends in .yml, .YAML or .yaml.txt; of others their own."""
    return _ENDING.sub(".yaml", path)


def named_otherwise(path: str, paths: Collection[str]) -> Misplaced | None:
    """Return what to say of a file that is not read because of how its name ends; None of what is no file of the record."""
    name, right = path.rpartition("/")[2], right_name(path)
    if right == path and ".yaml" not in name.lower():
        return None
    message = f"{excerpt(name)} is ignored, because its name does not end in .yaml."
    if right == path or right in paths:
        remedy = "If it is a copy, delete it. Otherwise rename it to end in .yaml."
        return Misplaced(Problem(Place(path), message, "file-name", remedy), ())
    remedy = f"Rename it to {right.rpartition('/')[2]}."
    _, _, *names = right.removesuffix(".yaml").split("/")
    return Misplaced(Problem(Place(path), message, "file-name", remedy), tuple(names))


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
_TOP_KEY = re.compile(rb"^([a-z_]+)[ \t]*:", re.MULTILINE)


def misplaced(path: str, data: bytes, years: Years) -> Misplaced | None:
    """Return what to say of a file that is whole, and stands where another kind of file belongs; None of any other."""
    here = _kind_at(path)
    if here is None or any(f"\n{key}:".encode() in data for key in _TELLING[here]):
        return None  # as nearly all are; it may be what belongs here, with a mistake
    keys = {key.decode() for key in _TOP_KEY.findall(data)}
    kinds = [kind for kind, telling in _TELLING.items() if telling <= keys]
    if not path.endswith(".yaml") or len(kinds) != 1 or here in kinds:
        return None
    (kind,) = kinds
    _, folder, *within, name = path.split("/")
    year = next((part for part in within if part in years.get(folder, ())), None)
    year = year or next(iter(reversed([*years.get(folder, ())])), "YEAR")
    target = {
        "a set": f"{RECORD}/SET/set.yaml",
        "a recommendation": f"{RECORD}/SET/{name}",
        "a body": f"{RECORD}/BODY/body.yaml",
        "a year": f"{RECORD}/{folder}/YEAR/year.yaml",
        "a position": f"{RECORD}/{folder}/{year}/{name}",
        "an action plan": f"{RECORD}/{folder}/{year}/actions.yaml",
        "a cover of a paper": f"{RECORD}/{folder}/{year}/papers/{name}",
    }[kind]
    message = f"this looks like {kind}, but it stands where {here} belongs."
    names = (year, "actions") if kind == "an action plan" else (year, "papers", name)
    return Misplaced(Problem(Place(path), message, "file-place", f"Move it to {target}."), names)


def _kind_at(path: str) -> str | None:
    """Return which kind of file belongs at a path; None where none does."""
    _, *folders, name = path.split("/")
    if len(folders) == 1:
        named = {"set.yaml": "a set", "body.yaml": "a body"}
        return named.get(name, "a recommendation")
    if len(folders) == 2:
        named = {"year.yaml": "a year", "actions.yaml": "an action plan"}
        return named.get(name, "a position")
    return "a cover of a paper" if len(folders) == 3 and folders[2] == "papers" else None
