"""What is added to a record that there is: covers of papers, actions, evidence and committees.

Each function returns the files that change or are new, by their path from the root, for the caller to write.
Everything that has to be said and is not known yet says that it is to be written, where `check` finds it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from francis.errors import FrancisError, quotation
from francis.record import paper_kinds
from francis.record.days import When
from francis.record.model import Action, Body, Committee, Evidence, PaperForm, Plan, Position, Rated
from francis.record.model.cover import FILLED, Session
from francis.record.numbers import NAME, slug
from francis.record.prose import TO_BE_WRITTEN, with_article
from francis.record.reading.loading import COVERS
from francis.record.register import Register
from francis.record.writing.edits import Edited, Remarked, fields_of, stated
from francis.record.writing.skeletons import skeleton
from francis.workspace import RECORD, Files


class Meeting(NamedTuple):
    """What is known of a paper's meeting: its name, its date, who may be there, and what the paper goes there for."""

    name: str
    purposes: tuple[str, ...]
    date: When | None = None
    session: Session | None = None


def new_cover(
    files: Files,
    register: Register,
    kind: str,
    name: str,
    meeting: Meeting,
    title: str | None = None,
) -> dict[str, bytes]:
    """Return the cover `name` of a paper, with all fields and sections of its form to be written."""
    path = f"{RECORD}/{register.body_id}/{register.year_id}/{COVERS}/{name}.yaml"
    if not NAME.fullmatch(name):
        raise FrancisError(
            f"A cover cannot be named {quotation(name)}. Use only letters, digits, full stops and hyphens."
        )
    if path in files:
        raise FrancisError(
            f"Nothing was written, because {path} is there already.\n"
            f"For another meeting, name the cover with --name, such as {kind}-july."
        )
    form = next((form for form in register.body.papers if form.paper == kind), PaperForm(kind))
    cover: dict[str, Any] = {
        "paper": kind if kind != name else None,
        "title": title or f"Response to {with_article(register.set.short_title)}",
        "meeting": meeting.name,
        "date": meeting.date,
        "session": meeting.session,
        "purposes": meeting.purposes,
        "fields": {
            entry.key: Remarked(TO_BE_WRITTEN, entry.label)
            for entry in form.fields
            if entry.key not in FILLED
        },
        "sections": [
            Remarked({"key": entry.key, "paragraphs": [{"text": TO_BE_WRITTEN}]}, entry.label)
            for entry in form.sections
        ],
    }
    file = Edited(path, skeleton("cover.yaml"))
    for key, value in cover.items():
        if value is not None and (value != [] or key == "purposes"):
            file.set((key,), value)
    return {path: file.data}


def cover_kinds(body: Body) -> tuple[str, ...]:
    """Return the papers of a body that have a cover, by their names."""
    return tuple(kind.name for kind in paper_kinds.kinds(body) if kind.has_cover)


def new_action(files: Files, register: Register, action: Action) -> dict[str, bytes]:
    """Return the plan with one more action; it is begun if there is none."""
    if register.action(action.id) is not None:
        raise FrancisError(
            f"Nothing was written, because there is an action {action.id} already, in this year or one before.\n"
            f"Leave --id out, and it is called {next_id(register)}."
        )
    path = f"{RECORD}/{register.body_id}/{register.year_id}/actions.yaml"
    file = Edited(path, files.get(path, skeleton("actions.yaml")))
    block = stated(action)
    block["rating"] = block.pop("rating")  # where the eye looks for it: at the end
    file.append(("actions",), block, fields_of(Plan))
    return {path: file.data}


def next_id(register: Register) -> str:
    """Return the id of the next action: one more than the last that ends in a number, of this year or one before.

    One that a commitment names is not free, even where the action is not there yet.
    """
    ids = [action.id for each in reversed(register.years) for action in reversed(each.actions)]
    found = next(filter(None, (re.fullmatch("(.*?)([0-9]{1,9})", name) for name in ids)), None)
    stem, digits = (found[1], found[2]) if found else ("A", "00")
    promised = {
        name
        for each in register.years
        for commitments in (
            *(position.commitments for position in each.positions.values()),
            *(cover.commitments for cover in each.covers.values()),
        )
        for commitment in commitments
        for name in commitment.actions
    }
    taken = {slug(name).casefold() for name in (*ids, *promised)}
    number = int(digits) + 1
    while slug(name := f"{stem}{number:0{len(digits)}}").casefold() in taken:
        number += 1
    return name


def unrated(register: Register) -> Rated | None:
    """Return the rating that says nothing yet; None if the body has no such step."""
    return next((Rated(step.key) for step in register.body.ratings if step.blank), None)


def new_evidence(
    files: Files, register: Register, target: str, evidence: Evidence, *, is_action: bool
) -> dict[str, bytes]:
    """Return the file of a position, or the plan, with one more piece of evidence for `target`."""
    folder = f"{RECORD}/{register.body_id}/{register.year_id}"
    if is_action:
        index = next(i for i, action in enumerate(register.actions) if action.id == target)
        file = Edited(f"{folder}/actions.yaml", files[f"{folder}/actions.yaml"])
        file.append(("actions", index, "evidence"), stated(evidence), fields_of(Action))
    else:
        written = register.joint[target].answered_with if target in register.joint else target
        path = f"{folder}/{slug(written)}.yaml"
        file = Edited(path, files[path])
        file.append(("evidence",), stated(evidence), fields_of(Position))
    return {file.path: file.data}


def new_committee(files: Files, body_id: str, body: Body, committee: Committee) -> dict[str, bytes]:
    """Return the file of a body with one more committee."""
    known = {body.committee(name): name for c in body.committees for name in (c.name, *c.also)}
    for name in (committee.name, *committee.also):
        if body.committee(name) in known:
            raise FrancisError(
                f"Nothing was written, because body.yaml lists {quotation(name)} already, as "
                f"{quotation(body.committee(name))}."
            )
    path = f"{RECORD}/{body_id}/body.yaml"
    file = Edited(path, files[path])
    file.append(("committees",), stated(committee), fields_of(Body))
    return {path: file.data}
