"""One recommendation through all years of a body, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from francis.changes import sentences
from francis.changes.compare import compare
from francis.changes.wording import Block
from francis.git import Commit
from francis.record.model import Position
from francis.record.model.timing import due_phrase
from francis.record.prose import blocks_of
from francis.record.register import Register


class TerminalStyle(NamedTuple):
    """How a terminal shows things: a day, a heading, a rating in its colour, words that went or came."""

    day: Callable[[Any], str]
    bold: Callable[[str], str]
    paint: Callable[[str, str | None], str]
    old: Callable[[str], str]
    new: Callable[[str], str]


def history_lines(
    registers: Sequence[Register], number: str, commits: Sequence[Commit], look: TerminalStyle
) -> Iterator[str]:
    """Yield a recommendation, the position on it in each year, and the commits that changed them.

    `registers` are the years of one body that have it, the earliest first. The first position is shown
    whole, and each later one by what changed.
    """
    latest = registers[-1]
    asked = next(r for r in latest.recommendations if r.number == number)
    yield look.bold(f"{number} {asked.heading}")
    yield from _text(asked.text)
    if asked.response:
        source = f" ({asked.response.source})" if asked.response.source else ""
        yield f"  {latest.set.response_label}: {asked.response.status}{source}"
    before: Register | None = None
    for register in registers:
        yield ""
        yield from _year(register, before, number, look)
        before = register
    if commits:
        yield ""
        yield look.bold("Commits")
        yield from (
            f"  {commit.id}  {look.day(commit.day)}  {commit.subject}" for commit in commits
        )


def _year(
    register: Register, before: Register | None, number: str, look: TerminalStyle
) -> Iterator[str]:
    """Yield where a body stood in one year, and what had changed since the one before."""
    position = register.positions[number]
    yield look.bold(
        f"{register.body.short_name} {register.year_id}, as at {look.day(register.as_at)}"
    )
    yield from (f"  {line}" for line in _facts(register, position, look))
    if before is None:
        yield from _text(position.text)
        if position.incomplete:
            yield f"  {position.incomplete}"
    else:
        yield from _since(register, before, number, look)
    for action in register.actions:
        if number in action.recommendations:
            due = due_phrase(action.due_stated, look.day)
            yield f"  {action.id} {action.description} ({register.state(action)}, {due})"


def _facts(register: Register, position: Position, look: TerminalStyle) -> Iterator[str]:
    rating, assurance = register.rating(position), register.assurance(position)
    lead = f"; lead: {position.led_by}" if position.led_by else ""
    yield (
        f"{position.acceptance.value}; rating: {look.paint(rating.word, rating.colour)}; "
        f"assurance: {assurance.word}{lead}"
    )
    if register.is_carried(position) and register.earlier:
        yield f"Carried forward from {register.earlier.year_id}, not yet confirmed."
    elif position.confirmed:
        by = f" by {position.confirmed.by}" if position.confirmed.by else ""
        yield f"Confirmed on {look.day(position.confirmed.on)}{by}."
    if register.is_for_review(position):
        yield "For review: the recommendation has changed since this was written."


def _since(register: Register, before: Register, number: str, look: TerminalStyle) -> Iterator[str]:
    changes = compare(before, register)
    change = next((c for c in changes.positions if c.number == number), None)
    if change is None:
        yield f"  Unchanged since {before.year_id}."
        return
    yield from (f"  {sentence}" for sentence in sentences.position(change))
    yield from (f"  {line}" for line in block_lines(change.text, look))


def block_lines(blocks: Iterable[Block], look: TerminalStyle) -> Iterator[str]:
    """Yield the blocks of a text with the words that went and came; what stayed as a whole is left out."""
    for block in blocks:
        if block.kind != "same":
            looks: dict[str, Callable[[str], str]] = {"same": str, "old": look.old, "new": look.new}
            shown = "".join(looks[piece.kind](piece.words) for piece in block.pieces)
            moved = f"({block.kind}) " if block.kind.startswith("moved") else ""
            yield f"| {'  ' * (block.level - 1) + '- ' if block.level else ''}{moved}{shown}"


def _text(text: str) -> Iterator[str]:
    """Yield the words of a text, a line for each paragraph or point."""
    for level, words in blocks_of(text):
        yield f"  {'  ' * (level - 1) + '- ' if level else ''}{words}"
