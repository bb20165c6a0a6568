"""A whole comparison: lines for a terminal, a comment for a pull request, JSON for scripts, and its headline figures."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from francis.changes import sentences
from francis.changes.compare import (
    ActionChange,
    Changes,
    CommitmentChange,
    PositionChange,
)
from francis.changes.record_files import FileChange, KeyChange, KeyPath, is_list
from francis.changes.sentences import Days
from francis.changes.wording import Block
from francis.record.model import Plan, Position, Recommendation, Step
from francis.record.model.schemes import Direction

CHANGES_FORMAT = 2
"""The version of the JSON that `changes_json` returns; its schema is docs/changes.schema.json."""
LONGEST_COMMENT = 60_000
"""The most characters of a pull request comment, less what surrounds it."""


HEADLINES: Mapping[str, Mapping[str, str]] = {
    "Ratings": {
        "improved": "Improved",
        "worsened": "Worsened",
        "unchanged": "Unchanged",
        "newly_rated": "Newly rated",
        "no_longer_rated": "No longer rated",
    },
    "Actions": {"started": "Started", "completed": "Completed", "slipped": "Slipped"},
    "Commitments": {
        "kept": "Kept",
        "being_kept": "Being kept",
        "on_the_way": "On the way",
        "late": "Late",
        "no_action": "No action",
        "replaced": "Replaced",
        "withdrawn": "Withdrawn",
    },
}
"""The figures of change that a report of progress begins with, by what they count: each with its words."""
_BY_THEMSELVES: Mapping[str, str] = {
    "newly_rated": "Newly rated",
    "no_longer_rated": "No longer rated",
    "rated_otherwise": "Rated by another scheme",
    "no_action": "Commitments with no action",
}
"""What a figure is called in a list, where that is not its subject and its words."""
UNUSUAL: Mapping[str, str] = {"rated_otherwise": "Rated by another scheme"}
"""A figure of change that is told only where there is any."""


class Headline(NamedTuple):
    """A figure of change: its name, its words, the number, and under which name papers mark it."""

    name: str
    words: str
    number: int
    mark: str


def headlines(changes: Changes) -> dict[str, list[Headline]]:
    """Return the figures of change, by what they count."""
    figures, others = changes.figures, changes.new.counts.figures
    found = {
        subject: [
            Headline(name, words, figures[name], mark(name, others))
            for name, words in names.items()
        ]
        for subject, names in HEADLINES.items()
    }
    found["Ratings"] += [
        Headline(name, words, figures[name], mark(name, others))
        for name, words in UNUSUAL.items()
        if figures[name]
    ]
    return found


def mark(name: str, others: Container[str]) -> str:
    """Return under which name papers mark a figure of change, beside `others` of the record.

    A body may call a rating “completed”: then the figure of change is `change_completed`.
    """
    return f"change_{name}" if name in others else name


def _counted(changes: Changes) -> list[tuple[str, int]]:
    """Return the figures of change that are not nothing, each with words that stand by themselves."""
    return [
        (
            _BY_THEMSELVES.get(headline.name)
            or f"{subject.removesuffix('s' * (headline.number == 1))} {headline.words.lower()}",
            headline.number,
        )
        for subject, those in headlines(changes).items()
        for headline in those
        if headline.number
    ]


def comparison_lines(
    changes: Changes,
    names: tuple[str, str],
    day: Days,
    bold: Callable[[str], str],
    *,
    summary: bool = False,
) -> Iterator[str]:
    """Yield a comparison as lines to read; `names` say what is compared, `bold` marks headings.

    A `summary` is the figures, and a line for each file.
    """
    body = changes.new.body
    yield bold(f"{body.short_name}: {names[0]} → {names[1]}")
    if body.notice:
        yield body.notice
    if not changes:
        yield nothing_changed(changes)
        return
    yield ""
    yield from (f"  {count:>4}  {words}" for words, count in _counted(changes))
    if summary:
        yield ""
        yield from files_summary(changes)
        return
    for title, entries in _parts(changes, day):
        yield ""
        yield bold(title)
        for name, said in entries:
            yield f"  {name}"
            yield from (f"    {sentence}" for sentence in said)


ReportPart = tuple[str, list[tuple[str, list[str]]]]


def _parts(changes: Changes, day: Days) -> Iterator[ReportPart]:
    """Yield the parts of a comparison that have anything: a heading, and for each entry its sentences."""
    item = changes.new.body.words.item
    national = [
        (
            f"{c.number} {c.heading}",
            list(sentences.recommendation(c)),
        )
        for c in changes.recommendations
    ]
    positions = [
        (f"{c.number} {sentences.heading(changes, c.number)}", list(sentences.position(c)))
        for c in changes.positions
    ]
    actions = [(_with_id(c), list(sentences.action(c, day))) for c in changes.actions]
    promises = [
        (
            place,
            [
                f"{sentences.quoted(c.text)}: {'' if c.was else 'new, '}{sentences.fate(c)}."
                for c in those
            ],
        )
        for place, those in groupby(changes.commitments, partial(sentences.made_in, changes))
    ]
    review = [
        (position.number, ["Its text changed, but the position did not."])
        for position in changes.for_review
    ]
    for title, entries in (
        (f"The {item.many} themselves", national),
        ("Positions", positions),
        ("Actions", actions),
        ("Commitments", promises),
        ("For review", review),
        ("Files", files_told(changes, day)),
    ):
        if entries:
            yield title, entries


def nothing_changed(changes: Changes) -> str:
    """Return that nothing changed, or nothing but the form of some files."""
    if not changes.reformatted:
        return "Nothing changed."
    return f"Nothing changed but the form (comments, order or quoting) of: {', '.join(changes.reformatted)}."


def files_told(changes: Changes, day: Days) -> list[tuple[str, list[str]]]:
    """Return each file that changed, with what is not told elsewhere of it: a sentence for each key."""
    return [
        (
            file.path,
            ["New." if file.old is None else "Gone."]
            if file.old is None or file.new is None
            else [
                sentences.key_changed(change, day)
                for change in file.changes
                if not _is_told(file, change)
            ],
        )
        for file in changes.files
    ] + [(path, ["Only its form changed."]) for path in changes.reformatted]


def files_summary(changes: Changes) -> Iterator[str]:
    """Yield a line for each file that changed: its path, and the keys under which it did."""
    for file in changes.files:
        keys = dict.fromkeys(_summary_key(change.keys) for change in file.changes)
        what = "new" if file.old is None else "gone" if file.new is None else ", ".join(keys)
        yield f"{file.path}: {what}"
    yield from (f"{path}: form only" for path in changes.reformatted)


def _summary_key(keys: KeyPath) -> str:
    """Return what a line of a summary says of a key: of an action its id, otherwise the first key."""
    return keys[1] if keys[0] == "actions" and len(keys) > 1 else keys[0]


_TOLD_OF_POSITION = frozenset(
    {("acceptance", "value"), ("rating", "value"), ("assurance", "value"), ("lead",), ("text",)}
)
_TOLD_OF_ACTION = frozenset(
    {("rating", "value"), ("lead",), ("measure",), ("description",), ("percent",)}
)
_TOLD_OF_RECOMMENDATION = frozenset(
    {("text",), ("heading",), ("response",), ("response", "status"), ("response", "source")}
)


def _is_told(file: FileChange, change: KeyChange) -> bool:
    """Return whether a change has its sentence among the positions, the actions or the recommendations."""
    whole = change.old is None or change.new is None
    keys = change.keys[:1] if change.keys[0] == "lead" else change.keys
    if isinstance(file.old, Recommendation):
        return keys in _TOLD_OF_RECOMMENDATION
    if isinstance(file.old, Position):
        listed = keys[0] in ("evidence", "commitments") and len(keys) == 2
        if keys == ("change",):
            return change.new is not None
        return keys in _TOLD_OF_POSITION or (listed and whole)
    if not isinstance(file.old, Plan) or keys[0] != "actions" or len(keys) < 2:
        return False
    keys = keys[2:]
    if not keys:
        return whole
    if keys[0] in ("original_due", "lead"):
        return True
    if keys[0] in ("completed", "verified", "closure"):
        return len(keys) == 1 and change.old is None
    if keys[0] == "extensions":
        return len(keys) == 2 and change.old is None and change.new.approved_by is not None
    if keys[0] == "repeats":
        return "done" in keys
    if keys[0] == "milestones":
        return len(keys) > 1
    if keys[0] == "progress":
        return len(keys) == 2 and change.old is None
    return keys in _TOLD_OF_ACTION or (keys[0] == "evidence" and len(keys) == 2 and whole)


def _with_id(change: ActionChange) -> str:
    found = change.new or change.old
    description = found.description if found else ""
    return f"{change.id} {description}"


def comparison_comment(changes: Changes, names: tuple[str, str], day: Days) -> str:
    """Return a comparison for a comment of a pull request: figures first, and all of it folded behind.

    What is longer than a comment may be is cut at a whole entry, and says so.
    """
    body = changes.new.body
    title = f"### {_escaped(body.short_name)}: {_escaped(names[0])} → {_escaped(names[1])}"
    if not changes:
        return f"{title}\n\n{_escaped(nothing_changed(changes))}\n"
    counted = [f"| {words} | {count} |" for words, count in _counted(changes)]
    table = "\n".join(["| | |", "|---|---|", *counted]) if counted else "Wording and notes changed."
    out = [title, *([f"*{_escaped(body.notice)}*"] if body.notice else []), table]
    size = sum(map(len, out))
    for heading, entries in _parts(changes, day):
        shown = [_entry(name, said) for name, said in entries]
        kept = 0
        for text in shown:
            if size + len(text) > LONGEST_COMMENT:
                break
            kept, size = kept + 1, size + len(text)
        more = (
            f"\n\n… and {len(shown) - kept} more: run francis diff to see them all."
            if kept < len(shown)
            else ""
        )
        inside = "\n".join(shown[:kept]) + more
        out.append(
            f"<details><summary>{_escaped(heading)} ({len(shown)})</summary>\n\n{inside}\n\n</details>"
        )
    return "\n\n".join(out) + "\n"


def _entry(name: str, said: Iterable[str]) -> str:
    points = "".join(f"\n  - {_escaped(' '.join(sentence.split()))}" for sentence in said)
    return f"- **{_escaped(name)}**{points}"


def _escaped(text: str) -> str:
    """Return a text in which nothing is Markdown, HTML or a mention."""
    for sign in "\\`*_[]#|":
        text = text.replace(sign, "\\" + sign)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")


def changes_json(changes: Changes, names: tuple[str, str]) -> dict[str, Any]:
    """Return a comparison as plain values, by the schema of docs/changes.schema.json."""
    return {
        "format": CHANGES_FORMAT,
        "body": changes.new.body_id,
        "set": changes.new.set_id,
        "old": {"name": names[0], "year": changes.old.year_id, "as_at": str(changes.old.as_at)},
        "new": {"name": names[1], "year": changes.new.year_id, "as_at": str(changes.new.as_at)},
        "figures": changes.figures,
        "recommendations": [
            {
                "number": c.number,
                "change": "withdrawn" if c.new is None else "new" if c.old is None else "reworded",
                "text": _blocks(c.text),
            }
            for c in changes.recommendations
        ],
        "positions": [_position_facts(change) for change in changes.positions],
        "actions": [_action_facts(change) for change in changes.actions],
        "commitments": [_commitment_facts(change) for change in changes.commitments],
        "for_review": [position.number for position in changes.for_review],
        "files": [_file_facts(file) for file in changes.files],
        "reformatted": list(changes.reformatted),
    }


def _position_facts(change: PositionChange) -> dict[str, Any]:
    return {
        "number": change.number,
        "change": "new" if change.old is None else "gone" if change.new is None else "changed",
        "acceptance": change.acceptance and change.acceptance._asdict(),
        "rating": _step_facts(change.rating, change.rating_direction),
        "assurance": _step_facts(change.assurance, change.assurance_direction),
        "lead": change.lead and change.lead._asdict(),
        "evidence_added": [item.title for item in change.evidence.new],
        "evidence_removed": [item.title for item in change.evidence.old],
        "text": _blocks(change.text),
    }


def _step_facts(steps: tuple[Step, Step] | None, way: Direction | None) -> dict[str, Any] | None:
    return {"old": steps[0].key, "new": steps[1].key, "direction": way} if steps else None


def _action_facts(change: ActionChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "events": list(change.events),
        "extensions": [
            {
                "due": str(e.due),
                "reason": e.reason,
                "approved_by": e.approved_by,
                "approved_on": e.approved_on and str(e.approved_on),
            }
            for e in change.extensions.new
        ],
        "times_extended": change.new.times_extended if change.new else None,
        "progress": [{"date": str(note.date), "text": note.text} for note in change.progress],
        "evidence_added": [item.title for item in change.evidence.new],
        "evidence_removed": [item.title for item in change.evidence.old],
    }


def _file_facts(file: FileChange) -> dict[str, Any]:
    return {
        "path": file.path,
        "change": "new" if file.old is None else "gone" if file.new is None else "changed",
        "keys": [
            {"keys": list(c.keys), "old": _plain(c.old), "new": _plain(c.new)} for c in file.changes
        ],
    }


def _plain(value: Any) -> Any:
    """Return a value of the record as JSON can hold it: records as objects, days as text."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "at"}
    if is_list(value):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | None) else str(value)


def _commitment_facts(change: CommitmentChange) -> dict[str, Any]:
    return {
        "text": change.text,
        "number": change.number,
        "paper": change.paper,
        "old": change.was.value if change.was and change.in_old else None,
        "new": change.now.value if change.in_new else None,
        "now": change.now._asdict(),
    }


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [
        {"kind": b.kind, "level": b.level, "pieces": [[p.kind, p.words] for p in b.pieces]}
        | ({"form": b.form} if b.form in ("header", "row", "heading", "quotation") else {})
        for b in blocks
    ]
