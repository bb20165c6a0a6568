"""The next year from this one: files, by their path from the root, that the caller writes, all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from francis.errors import FrancisError
from francis.record.days import Day, years_after
from francis.record.model import JointPosition, Position, Year, digest
from francis.record.model.cover import Cover
from francis.record.numbers import slug
from francis.record.prose import TO_BE_WRITTEN
from francis.record.reading.folders import refuse_name
from francis.record.reading.loading import COVERS
from francis.record.reading.years.numbers_answered import entries_for
from francis.record.register import Register
from francis.record.writing.edits import Edited, fields_of
from francis.workspace import RECORD


def next_year(
    files: Mapping[str, bytes],
    register: Register,
    name: str,
    as_at: Day | None = None,
    *,
    with_covers: bool = False,
) -> dict[str, bytes]:
    """Return the files of the year `name` that follows a register's; its day is `as_at`, or one year on.

    Text, ratings, evidence, commitments and all actions that are not settled are carried over, with
    their comments, order and quoting. Left behind are actions that were verified or closed, which
    commitments can still name; confirmations, so that each position must be confirmed or changed;
    what was said of the year itself; and the covers of papers, each of which is for one meeting, unless
    they are asked for `with_covers`, as a start.
    """
    old, new = (f"{RECORD}/{register.body_id}/{year}" for year in (register.year_id, name))
    refuse_name("A year", name)
    if there := sorted(path for path in files if path.startswith(f"{new}/")):
        raise FrancisError(
            f"Nothing was written, because {new} already has files, such as {there[0]}."
        )
    day = as_at or years_after(register.as_at, 1)
    _refuse_earlier_name(name, register.year_id)
    if day <= register.as_at:
        raise FrancisError(
            f"{day} is not after {register.as_at}, the as-at date of {register.year_id}. Name a later date."
        )
    made = {f"{new}/year.yaml": _year(files[f"{old}/year.yaml"], register, day)}
    for recommendation in register.recommendations:
        file_name = f"{slug(recommendation.number)}.yaml"
        path = f"{old}/{file_name}"
        file = Edited(path, files[path])
        for key in ("confirmed", "change"):
            file.remove((key,))
        if register.positions[recommendation.number].answers is None:
            kind = JointPosition if recommendation.number in register.joint else Position
            file.set(("answers",), digest(recommendation), fields_of(kind))
        made[f"{new}/{file_name}"] = file.data
    if f"{old}/actions.yaml" in files:
        made[f"{new}/actions.yaml"] = _plan(files[f"{old}/actions.yaml"], register)
    for paper, cover in register.covers.items() if with_covers else ():
        path = f"{COVERS}/{paper}.yaml"
        made[f"{new}/{path}"] = _cover(f"{old}/{path}", files[f"{old}/{path}"], cover)
    return made


def left_out(files: Mapping[str, bytes], register: Register) -> int:
    """Return how many recommendations of its set a register does not answer."""
    folder = f"{RECORD}/{register.set_id}/"
    held = [path for path in files if path.startswith(folder) and path.endswith(".yaml")]
    return len(held) - 1 - len(register.numbers)  # one of the files is the set itself


def refuse_occupied(root: Path, folder: str) -> None:
    """Refuse a folder that holds anything, hidden or not: a year appears whole, by one rename."""
    place = root / folder
    held = sorted(path.name for path in place.iterdir()) if place.is_dir() else []
    if held:
        raise FrancisError(
            f"{folder} is there already, with {held[0]}: nothing was written.\n"
            "Remove that folder, or name another year."
        )


def _refuse_earlier_name(name: str, before: str) -> None:
    """Refuse a name that says an earlier year than the one that it follows: readers would be misled."""
    new, old = (re.search(r"(?<![0-9])[12][0-9]{3}(?![0-9])", each) for each in (name, before))
    if new and old and int(new[0]) < int(old[0]):
        raise FrancisError(
            f"Nothing was written, because {name} would follow {before}, the latest year.\n"
            f"Choose a later name, such as {int(old[0]) + 1}."
        )


def _year(data: bytes, register: Register, as_at: Day) -> bytes:
    """Return the file of a year that follows another: a draft, which says nothing yet of its own.

    The numbers that are answered are written down, so that the set can grow later.
    """
    file = Edited("year.yaml", data)
    for key in ("source", "notes"):
        file.remove((key,))
    for key, value in (("as_at", as_at), ("status", "draft"), ("follows", register.year_id)):
        file.set((key,), value, fields_of(Year))
    if register.year.numbers is None:
        file.set(("numbers",), entries_for(register.numbers), fields_of(Year))
    return file.data


def _cover(path: str, data: bytes, cover: Cover) -> bytes:
    """Return a cover as a start for the next meeting: what it says of the last one, and what it told it, is left out.

    Kept are its title, meeting, session, purposes, fields and asks, and of its sections the keys and the headings.
    """
    file = Edited(path, data)
    for key in ("date", "published", "late", "chair_agreed", "commitments", "source"):
        file.remove((key,))
    if any(ask.outcome for ask in cover.all_asks):
        file.set(("asks",), [ask.text for ask in cover.all_asks])
    sections: list[dict[str, object]] = []
    for section in cover.sections:
        headings = [paragraph.heading for paragraph in section.paragraphs if paragraph.heading]
        held = {"paragraphs": [{"heading": h, "text": TO_BE_WRITTEN} for h in headings]}
        sections.append({"key": section.key, **(held if headings else {})})
    if sections:
        file.set(("sections",), sections)
    return file.data


def _plan(data: bytes, register: Register) -> bytes:
    """Return an action plan without the actions that are settled."""
    file = Edited("actions.yaml", data)
    for index, action in reversed(list(enumerate(register.actions))):
        if action.is_settled:
            file.remove(("actions", index))
    return file.data
