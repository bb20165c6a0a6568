"""Folders of a record: problems of their names, and of the files that say what they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from francis.errors import Place, Problem, quotation
from francis.record.model import Body
from francis.record.numbers import NAME
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
    for holder in dict.fromkeys(parts[0] for parts in folders if parts):
        yield from _check_kind(holder, paths)
    for parts in folders:
        if parts and not NAME.fullmatch(parts[-1]):
            yield Problem(
                Place("/".join((RECORD, *parts))),
                f"a folder cannot be named {quotation(parts[-1])}.",
                "file-name",
                "Use only letters, digits, full stops and hyphens, as in our-body or 2013.",
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
