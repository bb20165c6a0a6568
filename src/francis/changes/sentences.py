"""One change in sentences, one for each fact.

An officer's own words about a change come first; all else is stated from the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from francis.changes.compare import (
    ActionChange,
    Changes,
    CommitmentChange,
    PositionChange,
    RecommendationChange,
)
from francis.changes.record_files import KeyChange, is_list
from francis.changes.wording import Block, Piece, blocks_between, groups_of
from francis.record.audience import Withheld
from francis.record.days import Day, When, days_in_words
from francis.record.figures import Fulfilment
from francis.record.model import Action, Body, Evidence, Extension, Rated
from francis.record.model.schemes import Direction
from francis.record.model.timing import ToBeSet, due_in_words, due_phrase
from francis.record.prose import BETWEEN_CELLS, NOT_STATED, blocks_of, first_upper

WAYS: dict[Direction, str] = {
    "better": "improved",
    "worse": "worsened",
    "given": "newly rated",
    "taken back": "no longer rated",
    "other": "changed",
}
"""The word for the way a rating moved."""
Days = Callable[[Day | When], str]


OTHERWISE = "Other details changed."
"""Said where what changed has no sentence of its own; a comparison of files names each key."""


def position(change: PositionChange, *, counts: bool = True) -> Iterator[str]:
    """Yield what happened to a position, a sentence for each fact.

    Where its text stands beside them, with what changed in it marked, no words need to be counted (`counts`).
    """
    found = [*_of_position(change, counts)]
    yield from found or ([] if change.text else [OTHERWISE])


def _of_position(change: PositionChange, counts: bool) -> Iterator[str]:
    if change.new is None or change.old is None:
        yield "The position is new." if change.old is None else "The position was removed."
        return
    if change.new.change:
        yield change.new.change
    if change.acceptance:
        yield f"Acceptance: {change.acceptance.old} → {change.acceptance.new}."
    for name, steps, way in (
        ("Rating", change.rating, change.rating_direction),
        ("Assurance", change.assurance, change.assurance_direction),
    ):
        if steps and way:
            yield f"{name}: {steps.old.word} → {steps.new.word}{_way(way, name)}."
    for name in change.reasons:
        yield f"The reason for the {name} changed."
    if change.lead:
        yield _ended(f"Lead: {_said(change.lead.old)} → {_said(change.lead.new)}")
    if change.text and str(change.old.text) == str(change.new.text):
        yield f"The text changed. {change.new.text}"  # of which its readers may see neither
    elif change.text and counts:
        yield rewording(change.text)
        yield from _first(table_changes(change.text))
    yield from _evidence(change.evidence.old, change.evidence.new)
    for commitment in change.commitments.new:
        yield _named("New commitment", commitment.text, quoted(commitment.text))
    for commitment in change.commitments.old:
        yield _named("Commitment removed", commitment.text, quoted(commitment.text))


MOST_SENTENCES = 3
"""How many sentences that are new in a text a paper prints; the comparison prints all."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘(0-9])")


def what_changed(change: PositionChange) -> Iterator[str]:
    """Yield what changed in what a position says: the officer's own sentence, or else the sentences that are new.

    Its rating, its assurance and its commitments are not told.
    """
    if change.new is None or change.old is None:
        yield "The position is new." if change.old is None else "The position was removed."
    elif change.new.change:
        yield change.new.change
    elif change.text and str(change.old.text) == str(change.new.text):
        yield str(change.new.text)  # of which its readers may see neither
    elif change.text:
        before = {*_sentences(change.old.text)}
        fresh = [sentence for sentence in _sentences(change.new.text) if sentence not in before]
        in_tables = [*table_changes(change.text)]
        yield from fresh[:MOST_SENTENCES]
        if more := len(fresh) - MOST_SENTENCES if len(fresh) > MOST_SENTENCES else 0:
            yield f"And {more} more new {'sentence' if more == 1 else 'sentences'}, which the comparison of the two years shows."
        yield from _first(in_tables)
        if not fresh and not in_tables:
            yield "Only words were taken out, or their form changed."


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, without those of its tables."""
    for block in blocks_of(text):
        if not block.cells:
            yield from _BETWEEN_SENTENCES.split(block.words)


def table_changes(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what changed in the tables of a text: a sentence for each cell, and for each row that came or went."""
    for group in groups_of(blocks):
        for block in group.blocks if group.columns else ():
            row = f"row “{_short(block.new.partition(BETWEEN_CELLS)[0])}”"
            if block.kind == "changed":
                for name, cell in zip(group.columns, block.cells, strict=True):
                    old, new = (_side(cell, kind) for kind in ("new", "old"))
                    if old != new:
                        where = f"column “{name}”" if block.form == "header" else f"{row}, {name}"
                        yield _ended(f"In a table, {where}: {old} → {new}")
            elif block.kind in _OF_ROWS:
                of = "columns" if block.form == "header" else "row"
                yield _ended(f"In a table, {of} {_OF_ROWS[block.kind]}: {block.pieces[0].words}")


_OF_ROWS = {"new": "added", "old": "removed", "moved here": "moved"}
"""What became of a row; that it moved away is said where it moved to."""


def _side(cell: Iterable[Piece], without: str) -> str:
    """Return the words of a cell before or after a change; words for having none."""
    return "".join(piece.words for piece in cell if piece.kind != without).strip() or "(empty)"


MOST_OF_TABLES = 6
"""How many changes in tables are told of one text; the comparison prints all."""


def _first(said: Iterable[str]) -> Iterator[str]:
    """Yield the first sentences, and how many more there are."""
    every = [*said]
    yield from every[:MOST_OF_TABLES]
    if (more := len(every) - MOST_OF_TABLES) > 0:
        yield f"And {more} more {'change' if more == 1 else 'changes'} in tables, which the comparison of the two years shows."


def quoted(words: str) -> str:
    """Return words of the record in quotation marks; a note that they were left out is no quotation."""
    return words if isinstance(words, Withheld) else f"“{words.strip()}”"


def _named(what: str, words: str, shown: str) -> str:
    """Return what came or went with its words, or with the note that they were left out."""
    return f"{what}: {words if isinstance(words, Withheld) else shown}"


def _ended(sentence: str) -> str:
    """Return a sentence with one punctuation mark at its end."""
    return sentence if sentence.endswith((".", "?", "!", "…", "]")) else f"{sentence}."


def _way(way: Direction, name: str) -> str:
    words = WAYS[way] if name == "Rating" else WAYS[way].replace("rated", "assessed")
    return "" if way == "other" else f" ({words})"


def _said(value: object) -> str:
    return NOT_STATED if value is None else str(value)


def rewording(blocks: Iterable[Block]) -> str:
    """Return how much of a text changed: the words that were added and removed."""
    came = sum(len(p.words.split()) for b in blocks for p in b.pieces if p.kind == "new")
    gone = sum(len(p.words.split()) for b in blocks for p in b.pieces if p.kind == "old")
    if not came and not gone:
        return "Only the formatting of the text changed, such as a link."
    return f"The text changed: {_words(came)} added, {_words(gone)} removed."


def _reworded(blocks: Iterable[Block]) -> str:
    """Return the same of a text that was named already."""
    return rewording(blocks).removeprefix("The text changed: ")


def _words(number: int) -> str:
    return f"{number} word{'s' * (number != 1)}"


def _evidence(old: Iterable[Evidence], new: Iterable[Evidence]) -> Iterator[str]:
    for what, items in (("Evidence added", new), ("Evidence removed", old)):
        yield from (_named(what, item.title, _ended(item.title)) for item in items)


def action(change: ActionChange, day: Days) -> Iterator[str]:
    """Yield what happened to an action, a sentence for each fact; `day` writes days and months."""
    yield from [*_of_action(change, day)] or [OTHERWISE]


def _of_action(change: ActionChange, day: Days) -> Iterator[str]:
    old, new = change.old, change.new
    if new is None or old is None:
        yield from _whole(change, day)
        return
    if "completed" in change.events and new.completed:
        yield f"Completed on {day(new.completed)}."
    if "verified" in change.events and new.verified:
        yield f"Verified by {new.verified.by} on {day(new.verified.date)}."
    if "closed" in change.events and new.closure:
        why = f": {new.closure.reason}" if new.closure.reason else ""
        yield _ended(f"Left the plan ({new.closure.outcome}){why}")
    if "reopened" in change.events:
        yield "Reopened: it was completed, and is open again."
    if "no longer verified" in change.events and "reopened" not in change.events:
        yield "No longer verified."
    if "overdue" in change.events and new.due:
        yield f"Overdue: it was due {day(new.due)}."
    yield from (extension(e, new, day) for e in change.extensions.new)
    for e in change.extensions.old:
        what = "bringing forward" if old.is_forward(e) else "extension"
        yield f"The {what} to {day(e.due)} was removed."
    if new.waiting not in old.extensions:
        yield from asked(new, day)
    if change.overwritten and isinstance(old.original_due, ToBeSet):
        now = due_in_words(new.original_due, day)
        yield f"The date, which was {due_in_words(old.original_due, day)}, is {now}."
    elif change.overwritten:
        yield (
            f"The original date was changed from {due_in_words(old.original_due, day)} to "
            f"{due_in_words(new.original_due, day)}; record a later date as an extension."
        )
    yield from _turns(old, new, day)
    yield from _milestones(old, new, day)
    if change.rating:
        yield f"Rating: {change.rating.old.word} → {change.rating.new.word}."
    if moved := change.moved("percent"):
        was, is_now = (NOT_STATED if of is None else f"{of}%" for of in moved)
        yield f"Done: {was} → {is_now}."
    for name, label in (("led_by", "Lead"), ("measure", "Measure"), ("description", "Action")):
        if moved := change.moved(name):
            yield _ended(f"{label}: {_said(moved.old).rstrip('.')} → {_said(moved.new)}")
    yield from (_ended(f"{day(note.date)}: {note.text}") for note in change.progress)
    yield from _evidence(change.evidence.old, change.evidence.new)


def _turns(old: Action, new: Action, day: Days) -> Iterator[str]:
    """Yield on which days an action that repeats was done since, and which are no longer said to be."""
    was, is_now = (set(of.repeats.done if of.repeats else ()) for of in (old, new))
    yield from (f"Done on {day(turn)}." for turn in sorted(is_now - was))
    yield from (f"No longer said to be done on {day(turn)}." for turn in sorted(was - is_now))


def _milestones(old: Action, new: Action, day: Days) -> Iterator[str]:
    """Yield what happened to the milestones of an action: which came or went, were met, or are due another day."""
    was, is_now = ({m.what: m for m in of.milestones} for of in (old, new))
    for what, milestone in is_now.items():
        before = was.get(what)
        if before is None:
            yield f"Milestone added: {quoted(what)}, due {day(milestone.due)}."
        elif before.due != milestone.due:
            yield f"Milestone {quoted(what)}: due {day(before.due)} → {day(milestone.due)}."
        if milestone.met and (before is None or before.met != milestone.met):
            late = (milestone.met - milestone.due.last).days
            much = f", {days_in_words(late)} late" if late > 0 else ""
            yield f"Milestone {quoted(what)} met on {day(milestone.met)}{much}."
        elif before and before.met and not milestone.met:
            yield f"Milestone {quoted(what)} no longer met."
    yield from (f"Milestone removed: {quoted(what)}." for what in was.keys() - is_now.keys())


def _whole(change: ActionChange, day: Days) -> Iterator[str]:
    """Yield what is to be said of an action that one side does not have."""
    if change.new is not None:
        yield f"New: {due_phrase(change.new.due_stated, day)}; lead {_said(change.new.led_by)}."
    elif change.old is not None:
        state = change.old.state(change.days.old)
        yield (
            f"Not carried forward: it was {state}."
            if change.old.is_settled
            else f"No longer in the plan: it was {state}."
        )


def reason(old: Rated, new: Rated, body: Body) -> Iterator[str]:
    """Yield what became of the reason for a rating, if it did not just stay or come with the new one."""
    if old.value == new.value and old.reason != new.reason:
        yield "The reason for the rating changed."
    elif old.reason and not new.reason:
        word = next(step.word for step in body.ratings if step.key == old.value)
        yield f"The reason for {word} was removed: “{old.reason}”"


def planned(change: ActionChange, day: Days) -> Iterator[str]:
    """Yield what is planned of an action: by when, and how it stands."""
    of = change.new
    if of is None:
        return
    times = f", extended {_times(of.times_extended)}" if of.times_extended else ""
    first = f"; originally {due_phrase(of.original_due, day)}{times}" if of.moves else ""
    yield f"{first_upper(due_phrase(of.due_stated, day))}{first}."
    if of.completed:
        yield f"Completed on {day(of.completed)}."
    if of.state(change.days.new) == "overdue":
        yield "Overdue."


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def extension(item: Extension, of: Action, day: Days) -> str:
    """Return one extension of an action, or a date brought forward, in a sentence: from, to, why, who approved it, how many times."""
    forward, since = of.is_forward(item), of.due_before(of.extensions.index(item))
    alike = [e for e in of.extensions if e.approved_by and of.is_forward(e) == forward]
    why = f": {item.reason.rstrip('.')}" if item.reason else ""
    by = f" Approved by {item.approved_by}" if item.approved_by else " Not yet approved"
    on = f" on {day(item.approved_on)}" if item.approved_on else ""
    many = len(alike) > 1 and item in alike and not forward
    times = f" Extension {alike.index(item) + 1} of {len(alike)}." if many else ""
    verb = "Brought forward" if forward else "Extended"
    return f"{verb} from {due_in_words(since, day)} to {day(item.due)}{why}.{by}{on}.{times}"


def slippage(change: ActionChange, day: Days) -> Iterator[str]:
    """Yield the whole history of an action's dates: each extension that was approved, and where it stands."""
    found = change.new or change.old
    if found is None:
        return
    yield f"Originally {due_phrase(found.original_due, day)}."
    yield from (extension(e, found, day) for e in found.extensions if e.approved_by)
    if "overdue" in change.events and found.due:
        yield f"Overdue since {day(found.due)}."
    yield from asked(found, day)


def asked(of: Action, day: Days) -> Iterator[str]:
    """Yield which other date of an action waits for a decision, if one does."""
    if of.waiting and of.is_forward(of.waiting):
        yield f"A request to bring it forward to {day(of.waiting.due)} waits for a decision."
    elif of.waiting:
        yield f"An extension to {day(of.waiting.due)} is requested."


def heading(changes: Changes, number: str) -> str:
    """Return what a recommendation is called where there is little room, the newer name if both sides have it."""
    return {**changes.old.names, **changes.new.names}[number]


def fate(change: CommitmentChange) -> str:
    """Return what became of a commitment, in a few words."""
    now = fulfilment(change.now)
    was = change.was
    moved = now if was is None or was.value == change.now.value else f"{was.value} → {now}"
    return f"{moved}; removed" if change.dropped else moved


def fulfilment(found: Fulfilment) -> str:
    """Return what became of a commitment by a day: “kept, 55 days late”, “replaced by A31: why”."""
    days = f"{found.days_late} day{'s' * (found.days_late != 1)}"
    if found.value == "kept":
        return f"kept, {days} late" if found.days_late else "kept"
    if found.value == "late":
        return f"late by {days}"
    by = f" by {found.by}" if found.by else ""
    reason = found.reason if not isinstance(found.reason, Withheld) else None
    return f"{found.value}{by}{f': {reason.rstrip(chr(46))}' if reason else ''}"


def made_in(changes: Changes, change: CommitmentChange) -> str:
    """Return where a commitment was made last: on which number, or in which paper, by its title; of earlier years, when."""
    side = changes.new if change.promise in changes.new.made.values() else changes.old
    made, when = side.when_made(change.promise), change.promise.year
    of_then = f", {when}" if when and not (change.in_old or change.in_new) else ""
    if change.number:
        return f"Position on {change.number}{of_then}"
    return f"“{made.covers[change.paper or ''].title}”{of_then}"


LONGEST_VALUE = 80
"""The most characters of a value that is printed as it was and as it is; of a longer text the words count."""


def key_changed(change: KeyChange, day: Days) -> str:
    """Return what changed under a key: where, and what the value was and is."""
    where = " → ".join(_short(key) for key in change.keys)
    old, new = _value(change.old, day), _value(change.new, day)
    if change.keys[-1] in (change.old, change.new):  # an item of a list, which is named already
        old = new = ""
    if change.new is None:
        return _ended(f"{where}: removed{f', it was {old}' if old else ''}")
    if change.old is None:
        return _ended(f"{where}: added{f', {new}' if new else ''}")
    if is_list(change.old):
        return f"{where}: in another order."
    if isinstance(change.old, str) and isinstance(change.new, str) and not (old and new):
        return f"{where}: {_reworded(blocks_between(change.old, change.new))}"
    return _ended(f"{where}: {old} → {new}")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 1] + "…"


def _value(value: object, day: Days) -> str:
    """Return a value as it is printed; nothing for one that takes more than a few words."""
    if isinstance(value, Withheld):
        return str(value) or "left out of this paper"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Day | When):
        return day(value)
    if isinstance(value, str | int):
        words = " ".join(str(value).split())
        return f"“{words}”" if len(words) <= LONGEST_VALUE else ""
    return ""


def recommendation(change: RecommendationChange) -> Iterator[str]:
    """Yield what happened to a recommendation, a sentence for each fact."""
    old, new = change.old, change.new
    if old is None or new is None:
        yield "No longer answered." if new is None else "Newly answered."
        return
    if old.text != new.text:
        yield rewording(change.text)
    if old.heading != new.heading:
        yield _ended(f"Heading: {old.heading} → {new.heading}")
    for name, key in (("Response", "status"), ("Source of the response", "source")):
        before, now = (getattr(side.response, key, None) for side in (old, new))
        if before != now:
            yield _ended(f"{name}: {_said(before)} → {_said(now)}")
