"""What officers write into a year from day to day: confirmations, ratings, and what became of actions.

Each function returns the files that change, by their path from the root, for the caller to write. Lines that
need not change stay as they are, and a file is read again before it is given out: it says then what was
wanted, and nothing else than before.
"""

from __future__ import annotations

from dataclasses import replace

from francis.errors import FrancisError, Problem
from francis.record.days import Day
from francis.record.model import (
    Action,
    Confirmed,
    Extension,
    JointPosition,
    Plan,
    Position,
    Progress,
    Rated,
    digest,
)
from francis.record.numbers import slug
from francis.record.reading.record_file import read_record
from francis.record.register import Register
from francis.record.writing.edits import Edited, Keys, fields_of, stated
from francis.workspace import RECORD, Files


def confirmed(files: Files, register: Register, number: str, by: Confirmed) -> dict[str, bytes]:
    """Return the file of a position that was found to hold still, against the text of today.

    So are those of the recommendations that are answered with it, whose texts it answers too.
    """
    _refuse_joint(register, number)
    position = register.positions[number]
    asked = {r.number: digest(r) for r in register.recommendations}
    answered = asked[number]
    others: dict[str, bytes] = {}
    for other in register.answered_too.get(number, ()):
        beside = _opened(files, register, other)
        beside.set(("answers",), asked[other], fields_of(JointPosition))
        others |= _saying(replace(register.joint[other], answers=asked[other]), beside)
    file = _opened(files, register, number)
    file.set(("confirmed",), stated(by), fields_of(Position))
    file.set(("answers",), answered, fields_of(Position))
    return _saying(replace(position, confirmed=by, answers=answered), file) | others


def rated(files: Files, register: Register, number: str, rating: Rated) -> dict[str, bytes]:
    """Return the file of a position with another rating, or another reason for it.

    A rating without a reason does not keep that of another rating.
    """
    _refuse_joint(register, number)
    position = register.positions[number]
    new = _rating(position.rating, rating)
    if new == position.rating:
        raise FrancisError(
            f"{number} is already rated {register.rating(position).word}. You can give a new reason."
        )
    file = _opened(files, register, number)
    _rate(file, ("rating",), position.rating, new)
    return _saying(replace(position, rating=new), file)


def acted(
    files: Files,
    register: Register,
    name: str,
    *,
    progress: Progress | None = None,
    completed: Day | None = None,
    extension: Extension | None = None,
    rating: Rated | None = None,
) -> dict[str, bytes]:
    """Return the action plan after something happened to the action `name`.

    An extension that is approved takes the place of the request for the same date, if there is one; a rating
    is changed as `rated` changes it.
    """
    index, action = next((i, a) for i, a in enumerate(register.actions) if a.id == name)
    if completed or extension:
        _refuse_if_over(action, "completed" if completed else "extended")
    new = action
    file, keys = _opened(files, register, "actions"), ("actions", index)
    if progress:
        file.append((*keys, "progress"), stated(progress), fields_of(Action))
        new = replace(new, progress=(*action.progress, progress))
    if completed:
        file.set((*keys, "completed"), completed, fields_of(Action))
        new = replace(new, completed=completed)
    if extension:
        new = replace(new, extensions=_extend(file, (*keys, "extensions"), action, extension))
    if rating:
        new = replace(new, rating=_rating(action.rating, rating))
        _rate(file, (*keys, "rating"), action.rating, new.rating)
    if new == action:
        word = register.rating(action).word
        raise FrancisError(f"{name} is already rated {word}. You can give a new reason.")
    actions = (*register.actions[:index], new, *register.actions[index + 1 :])
    return _saying(replace(register.plan, actions=actions), file)


def _refuse_if_over(action: Action, what: str) -> None:
    """Refuse that an action which is done, or has left the plan, be `completed` or `extended`."""
    if action.closure:
        over = f"was closed as {action.closure.outcome}"
    elif action.completed:
        over = f"was completed on {action.completed}"
    else:
        return
    raise FrancisError(
        f"{action.id} {over}, so it cannot be {what}.\nIf that is wrong, correct actions.yaml."
    )


def _extend(
    file: Edited, keys: Keys, action: Action, extension: Extension
) -> tuple[Extension, ...]:
    """Write an extension, or the approval of the one that was asked for; return all there are then."""
    before = action.extensions
    asked = next(
        (i for i, e in enumerate(before) if e.due == extension.due and not e.approved_by), None
    )
    if asked is None:
        file.append(keys, stated(extension), fields_of(Action))
        return (*before, extension)
    if not extension.approved_by:
        raise FrancisError(
            f"An extension of {action.id} to {extension.due} is already waiting for a decision.\n"
            "When it is approved, say who approved it."
        )
    for key, value in stated(extension).items():
        if getattr(before[asked], key) != value:
            file.set((*keys, asked, key), value, fields_of(Extension))
    approved = replace(before[asked], **stated(extension))
    return (*before[:asked], approved, *before[asked + 1 :])


def _refuse_joint(register: Register, number: str) -> None:
    """Refuse to change a position that is written under another number."""
    if number in register.joint:
        other = register.joint[number].answered_with
        raise FrancisError(
            f"{number} is answered together with {other}. Give the number {other} instead."
        )


def _rating(old: Rated, new: Rated) -> Rated:
    """Return what a rating becomes: the same one keeps its reason, if no other is given."""
    return old if new == Rated(old.value) else new


def _rate(file: Edited, keys: Keys, old: Rated, new: Rated) -> None:
    """Write what of a rating is not as it was."""
    if new.value != old.value:
        file.set((*keys, "value"), new.value, fields_of(Rated))
    if new.reason is None and old.reason is not None:
        file.remove((*keys, "reason"))
    elif new.reason != old.reason:
        file.set((*keys, "reason"), new.reason, fields_of(Rated))


def _opened(files: Files, register: Register, name: str) -> Edited:
    """Return one of the files of a year, to be edited."""
    path = f"{RECORD}/{register.body_id}/{register.year_id}/{slug(name)}.yaml"
    return Edited(path, files[path])


def _saying(wanted: Position | JointPosition | Plan, file: Edited) -> dict[str, bytes]:
    """Return the changed file, once it is seen that it says what is wanted, and nothing else.

    Problems are left to the caller, who reads the file among all others.
    """
    problems: list[Problem] = []
    found = read_record(type(wanted), file.path, file.data, problems)
    if not problems and found != wanted:
        raise file.by_hand(())
    return {file.path: file.data}
