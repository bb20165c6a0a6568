"""What is wrong with the folders of a record: their names, and the files that say what they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from francis.errors import Place, Problem
from francis.record.model import Body
from francis.record.reading.references import NAME
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
                f"{parts[-1]!r} cannot name a folder here.",
                "file-name",
                "Use letters, digits, full stops and hyphens alone, as in our-body or 2013.",
            )
    for body_id, year_id in answered:
        file = f"{RECORD}/{body_id}/{year_id}/year.yaml"
        if file not in paths and year_id not in years.get(body_id, ()):
            yield Problem(
                Place(f"{RECORD}/{body_id}/{year_id}"),
                "holds positions but no year.yaml, so nothing in it is used.",
                "folder",
                "Add year.yaml, which says which set is answered and as at which day.",
            )


def _check_kind(folder: str, paths: Collection[str]) -> Iterator[Problem]:
    """Yield that a folder is both a set and a body, or neither."""
    is_set, is_body = (f"{RECORD}/{folder}/{name}.yaml" in paths for name in ("set", "body"))
    if is_set and is_body:
        yield Problem(
            Place(f"{RECORD}/{folder}"),
            "holds both set.yaml and body.yaml; a folder is a set or a body.",
            "folder",
            "Move one of the two to a folder of its own.",
        )
    elif not is_set and not is_body:
        yield Problem(
            Place(f"{RECORD}/{folder}"),
            "holds neither set.yaml nor body.yaml, so nothing in it is used.",
            "folder",
            "Add set.yaml (what is asked) or body.yaml (who answers), or remove it.",
        )


def check_years(body_id: str, body: Body, years: Years) -> Iterator[Problem]:
    """Yield that a body has no year."""
    if not years.get(body_id):
        yield Problem(
            body.at(),
            "the body has no year, so there is nothing to make a paper from.",
            "no-year",
            f"Add a folder such as {RECORD}/{body_id}/2013 with its year.yaml.",
        )
