"""What officers write into a year from day to day: confirmations, ratings, and what became of actions.

Each function returns the files that change, by their path from the root, for the caller to write. Lines that
need not change stay as they are, and a file is read again before it is given out: it says then what was
wanted, and nothing else than before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from francis.errors import FrancisError, Problem, choices, quotation
from francis.record.days import Day, When
from francis.record.model import (
    Action,
    Closure,
    Confirmed,
    Evidence,
    Extension,
    JointPosition,
    Milestone,
    Plan,
    Position,
    Progress,
    Rated,
    Repeats,
    Verified,
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


def rated(
    files: Files,
    register: Register,
    number: str,
    rating: Rated,
    evidence: Evidence | None = None,
) -> dict[str, bytes]:
    """Return the file of a position with another rating, or another reason for it, and with more evidence.

    A rating without a reason does not keep that of another rating.
    """
    _refuse_joint(register, number)
    position = register.positions[number]
    new = replace(position, rating=_rating(position.rating, rating))
    if new == position and evidence is None:
        raise FrancisError(
            f"{number} is already rated {register.rating(position).word}. You can give a new reason."
        )
    file = _opened(files, register, number)
    _rate(file, ("rating",), position.rating, new.rating)
    if evidence is not None:
        file.append(("evidence",), stated(evidence), fields_of(Position))
        new = replace(new, evidence=(*position.evidence, evidence))
    return _saying(new, file)


@dataclass(frozen=True)
class Happened:
    """What became of an action: each that is given is written, in one go.

    `turn` is a day on which one that repeats was done; `met` is the day on which the milestone that is called so was
    met, and `milestone` a new one.
    """

    progress: Progress | None = None
    completed: Day | None = None
    extension: Extension | None = None
    rating: Rated | None = None
    milestone: Milestone | None = None
    met: tuple[str, Day] | None = None
    turn: Day | None = None
    percent: int | None = None
    verified: Verified | None = None
    closure: Closure | None = None


def acted(
    files: Files, register: Register, names: Iterable[str], happened: Happened
) -> dict[str, bytes]:
    """Return the action plan after the same happened to the actions called `names`.

    An extension that is approved takes the place of the request for the same date, if there is one; a rating
    is changed as `rated` changes it.
    """
    file, actions = _opened(files, register, "actions"), list(register.actions)
    for name in names:
        index = next(i for i, action in enumerate(actions) if action.id == name)
        changed = _act(file, index, actions[index], happened)
        if changed == actions[index]:
            word = register.rating(changed).word
            said = "You can give a new reason." if happened.rating else ""
            state = f"rated {word}" if happened.rating else "as you say"
            raise FrancisError(f"{name} is already {state}. {said}".strip())
        actions[index] = changed
    return _saying(replace(register.plan, actions=tuple(actions)), file)


def _act(file: Edited, index: int, action: Action, happened: Happened) -> Action:
    """Write what happened to one action; return what it has become."""
    new, keys, order = action, ("actions", index), fields_of(Action)
    for what, happens in {
        "completed": happened.completed,
        "extended": happened.extension,
        "closed": happened.closure,
    }.items():
        if happens:
            _refuse_if_over(action, what)
    if happened.progress:
        file.append((*keys, "progress"), stated(happened.progress), order)
        new = replace(new, progress=(*action.progress, happened.progress))
    if happened.completed:
        file.set((*keys, "completed"), happened.completed, order)
        new = replace(new, completed=happened.completed)
    if happened.verified:
        _refuse_unless_complete(new)
        file.set((*keys, "verified"), stated(happened.verified), order)
        new = replace(new, verified=happened.verified)
    if happened.closure:
        file.set((*keys, "closure"), stated(happened.closure), order)
        new = replace(new, closure=happened.closure)
    if happened.extension:
        extended = _extend(file, (*keys, "extensions"), action, happened.extension)
        new = replace(new, extensions=extended)
    if happened.percent is not None and happened.percent != action.percent:
        file.set((*keys, "percent"), happened.percent, order)
        new = replace(new, percent=happened.percent)
    if happened.milestone or happened.met:
        milestones = _reach(file, (*keys, "milestones"), action, happened)
        new = replace(new, milestones=milestones)
    if happened.turn:
        if action.repeats is None:
            raise FrancisError(
                f"{action.id} does not repeat, so it has no turns. When it is done, use --complete."
            )
        file.append((*keys, "repeats", "done"), happened.turn, fields_of(Repeats))
        done = (*action.repeats.done, happened.turn)
        new = replace(new, repeats=replace(action.repeats, done=done))
    if happened.rating:
        new = replace(new, rating=_rating(action.rating, happened.rating))
        _rate(file, (*keys, "rating"), action.rating, new.rating)
    return new


def became(
    files: Files,
    register: Register,
    actions: Mapping[str, Action],
    positions: Mapping[str, Position],
) -> dict[str, bytes]:
    """Return the files of a year in which some actions, by id, and positions, by number, became other ones.

    Lists have either more items than before, all of those that they had in their order, or as many.
    """
    made: dict[str, bytes] = {}
    if actions:
        file = _opened(files, register, "actions")
        for index, old in enumerate(register.actions):
            _rewrite(file, ("actions", index), old, actions.get(old.id, old))
        new = tuple(actions.get(action.id, action) for action in register.actions)
        made |= _saying(replace(register.plan, actions=new), file)
    asked = {r.number: digest(r) for r in register.recommendations}
    for number, position in positions.items():
        file, old_one = _opened(files, register, number), register.positions[number]
        _rewrite(file, (), old_one, position)
        made |= _saying(position, file)
        if position.confirmed != old_one.confirmed:
            for other in register.answered_too.get(number, ()):
                beside = _opened(files, register, other)
                beside.set(("answers",), asked[other], fields_of(JointPosition))
                made |= _saying(replace(register.joint[other], answers=asked[other]), beside)
    return made


def _rewrite(file: Edited, keys: Keys, old: Any, new: Any) -> None:
    """Write what of a record is not as it was: whole values, parts of blocks, and what was put into lists."""
    order = fields_of(type(new))
    for name in order:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if after is None:
            file.remove((*keys, name))
        elif is_dataclass(after) and type(before) is type(after):
            _rewrite(file, (*keys, name), before, after)
        elif isinstance(after, tuple) and not isinstance(after, When):
            _rewrite_list(file, (*keys, name), (before, after), order)
        else:
            file.set((*keys, name), stated(after) if is_dataclass(after) else after, order)


def _rewrite_list(file: Edited, keys: Keys, lists: tuple[Any, Any], order: Sequence[str]) -> None:
    """Write the items of a list that are not as they were, or those that were put in."""
    before, after = lists
    if len(before) == len(after) and all(map(is_dataclass, after)):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            _rewrite(file, (*keys, index), old, new)
        return
    kept = iter(before)
    waiting = next(kept, None)
    for index, item in enumerate(after):
        if item == waiting:
            waiting = next(kept, None)
        else:
            file.insert(keys, index, stated(item) if is_dataclass(item) else item, order)


def _reach(file: Edited, keys: Keys, action: Action, happened: Happened) -> tuple[Milestone, ...]:
    """Write a new milestone, or that one was met; return all there are then."""
    there = list(action.milestones)
    if happened.milestone:
        file.append(keys, stated(happened.milestone), fields_of(Action))
        there.append(happened.milestone)
    if happened.met:
        words, day = happened.met
        open_ones = [i for i, step in enumerate(there) if step.met is None]
        meant = [i for i in open_ones if there[i].what.casefold() == words.casefold()] or [
            i for i in open_ones if there[i].what.casefold().startswith(words.casefold())
        ]
        if len(meant) != 1:
            known = choices(there[i].what for i in open_ones) or " It has none."
            many = "several open milestones begin" if meant else "no open milestone begins"
            raise FrancisError(f"{action.id}: {many} with {quotation(words)}.{known}")
        (index,) = meant
        file.set((*keys, index, "met"), day, fields_of(Milestone))
        there[index] = replace(there[index], met=day)
    return tuple(there)


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


def _refuse_unless_complete(action: Action) -> None:
    """Refuse that an action be verified which is not complete, or which somebody has verified."""
    if action.verified:
        by, day = action.verified.by, action.verified.date
        raise FrancisError(f"{action.id} was verified on {day} by {by}.")
    if not action.completed:
        raise FrancisError(
            f"{action.id} is not complete, so nobody can verify it.\n"
            "If it is complete, say so too: --complete."
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
