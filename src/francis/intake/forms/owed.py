"""Forms that were made and have not come back: what lies in the folder of forms, held against the record.

A form that was taken leaves that folder. One whose questions were answered otherwise, by a command or in the files, is not
owed either: the record does not say any more what it said when the form was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError
from francis.intake.forms.drafts import DRAFT_EXTENSION
from francis.intake.forms.questions import Stamp, base_of, led_records
from francis.intake.forms.returned import FORM_EXTENSIONS, Received, Returned, read_form
from francis.record.numbers import slug
from francis.record.register import Register

FORMS, TAKEN = "forms", "taken"
"""The folder of forms, in that of a year's papers, and in it that of those that came back."""


def form_path(stamp: Stamp, extension: str, *, with_id: bool = False) -> str:
    """Return the path of a form from the folder of papers; with its id, where two posts are called alike."""
    suffix = "" if stamp.audience == "public" else f"-{stamp.audience}"
    suffix += f"-{stamp.form}" if with_id else ""
    return f"{stamp.body}/{stamp.year}/{FORMS}/{slug(stamp.lead)}{suffix}.{extension}"


def reminder_path(form: Path) -> Path:
    """Return the path of the reminder about a form."""
    return form.with_name(f"{form.stem}-reminder{DRAFT_EXTENSION}")


class OwedForm(NamedTuple):
    """A form that has not come back: what it was made from, its file, and the items to which nobody has said anything since."""

    stamp: Stamp
    path: Path
    items: tuple[str, ...]


def owed_forms(folder: Path, register: Register) -> Iterator[OwedForm]:
    """Yield the forms that are owed of a register, by the name of their files; `folder` is that of papers."""
    held = led_records(register)
    for path, stamp in _made(folder / register.body_id / register.year_id / FORMS):
        waiting = [
            name
            for number, (kind, name, _) in enumerate(stamp.items, 1)
            if (kind, name) in held
            and all(
                stamp.base.get(f"{number}.{slot}") == now
                for slot, now in base_of(held[kind, name]).items()
            )
        ]
        if waiting:
            yield OwedForm(stamp, path, tuple(waiting))


def _made(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    """Yield the forms in a folder, with what each was made from; other files are passed over."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix in FORM_EXTENSIONS and not path.name.startswith((".", "~$")):
            try:
                form, _ = read_form(Received(path.name, path.read_bytes()))
            except (FrancisError, OSError):
                continue
            yield path, form.stamp


def put_away(folder: Path, forms: Mapping[str, tuple[Returned, bytes]]) -> dict[str, bytes | None]:
    """Return what changes in the folder of papers once some forms are taken: None for what goes.

    `forms` are by the ids of the forms, each with the bytes that came back. A form that was made anew since stays.
    """
    files: dict[str, bytes | None] = {}
    for form, data in forms.values():
        stamp = form.stamp
        place = folder / form_path(stamp, "docx")
        extension = Path(form.name).suffix.lower()
        name = f"{place.stem}-{stamp.form}{extension}"
        files[(place.parent / TAKEN / name).relative_to(folder).as_posix()] = data
        for path, own in _made(place.parent):
            if own.form == stamp.form:
                for gone in (path, path.with_suffix(DRAFT_EXTENSION), reminder_path(path)):
                    if gone.is_file():
                        files[gone.relative_to(folder).as_posix()] = None
    return files
