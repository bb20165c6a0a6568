"""One recommendation through all years of a body: what concerns it, and how that is told on a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from francis.changes import sentences
from francis.changes.compare import compare
from francis.changes.wording import Block
from francis.git import Commit
from francis.record.audience import count_left_out
from francis.record.model import Action, Ask, Classification, Cover, Evidence, Position
from francis.record.model.timing import due_phrase
from francis.record.numbers import number_meant
from francis.record.prose import NOT_STATED, lines_of, stands_in
from francis.record.register import Register


class TerminalStyle(NamedTuple):
    """How a terminal shows things: a day, a heading, a rating in its colour, words that went or came."""

    day: Callable[[Any], str]
    bold: Callable[[str], str]
    paint: Callable[[str, str | None], str]
    old: Callable[[str], str]
    new: Callable[[str], str]


def concerning(register: Register, number: str) -> Register:
    """Return a register, and those of the years before, of whose covers only what speaks of one recommendation is left.

    These are the asks and the paragraphs that name it (“recommendation 7”, “(7)”) or link to it, or in which something is promised to which an
    action that serves it answers. They have the figures of the record in place of their names.
    """
    serving = {action.id for action in register.serving.get(number, ())}
    names = _naming(register, number)
    promised = [
        commitment.text
        for cover in register.covers.values()
        for commitment in cover.commitments
        if serving.intersection(commitment.actions)
    ]

    def speaks(text: str | None) -> bool:
        return text is not None and (names(text) or any(stands_in(each, text) for each in promised))

    def kept(cover: Cover) -> Cover:
        asks = [ask for ask in cover.all_asks if speaks(ask.text)]
        sections = [
            replace(
                section,
                text=register.with_counts(section.text or "") if speaks(section.text) else None,
                paragraphs=tuple(
                    replace(p, text=register.with_counts(p.text))
                    for p in section.paragraphs
                    if speaks(p.text)
                ),
            )
            for section in cover.sections
        ]
        return replace(
            cover,
            asks=tuple(Ask(register.with_counts(ask.text)) for ask in asks),
            sections=tuple(s for s in sections if s.text or s.paragraphs),
            commitments=(),
        )

    covers = {name: kept(cover) for name, cover in register.covers.items()}
    return replace(
        register,
        covers={name: cover for name, cover in covers.items() if cover.asks or cover.sections},
        earlier=register.earlier and concerning(register.earlier, number),
    )


_LINK_TARGET = re.compile(r"\]\(\s*<?#([^)\s>]*)")
_BESIDE = r"(?:\s*,\s*(?:and\s+)?|\s+(?:and|or)\s+|\s*&\s*)"


def _naming(register: Register, number: str) -> Callable[[str], bool]:
    """Return what tells whether a text names a recommendation: by a link, or among the numbers behind the word or in brackets."""
    items = register.body.words.item, register.set.item
    words = "|".join(re.escape(word) for item in items for word in (item.one, item.many))
    known = sorted({*register.held, *register.positions}, key=len, reverse=True)
    one = rf"(?:{'|'.join(map(re.escape, known))})(?![\w(])"
    several = rf"{one}(?:{_BESIDE}{one})*"
    listed = re.compile(rf"\b(?:{words})\s+({several})|\(({several})\)", re.IGNORECASE)

    def names(text: str) -> bool:
        linked = (number_meant(target, [number]) for target in _LINK_TARGET.findall(text))
        lists = (found[1] or found[2] for found in listed.finditer(text))
        return any(linked) or any(number in re.findall(one, each) for each in lists)

    return names


class CoverWords(NamedTuple):
    """What one paper said: its name and its cover, and each ask or paragraph with its classification."""

    paper: str
    cover: Cover
    said: tuple[tuple[str, Classification], ...]


def said_by_covers(register: Register) -> tuple[CoverWords, ...]:
    """Return what is left in the covers of a register, paper by paper: see `concerning`."""
    public: Classification = "public"
    return tuple(
        CoverWords(
            name,
            cover,
            (
                *((ask.text, public) for ask in cover.all_asks),
                *(
                    said
                    for section in cover.sections
                    for said in (
                        *([(section.text, public)] if section.text else []),
                        *((p.text, p.classification) for p in section.paragraphs),
                    )
                ),
            ),
        )
        for name, cover in register.covers.items()
    )


class YearTold(NamedTuple):
    """What is told of one year: its register, and what papers said."""

    register: Register
    papers: tuple[CoverWords, ...]


def told_years(register: Register, number: str, years: Collection[str]) -> tuple[YearTold, ...]:
    """Return what is told of some years of a chain, the latest first: those in which there is a position."""
    return tuple(
        YearTold(each, said_by_covers(each))
        for each in reversed(register.years)
        if each.year_id in years and number in each.positions
    )


def count_hidden(registers: Iterable[Register], number: str) -> int:
    """Return how many texts that concern a recommendation are left out of some years: see `concerning`."""
    return sum(
        count_left_out((of.positions[number], of.serving.get(number, ()), of.covers))
        for of in registers
    )


def history_lines(
    registers: Sequence[Register], number: str, commits: Sequence[Commit], look: TerminalStyle
) -> Iterator[str]:
    """Yield a recommendation, the position on it in each year, and the commits that changed them.

    `registers` are the years of one body that have it, the earliest first, as `concerning` returns them. The
    first position is shown whole, and each later one by what changed.
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
    yield from _evidence(
        position.evidence, before.positions[number].evidence if before else (), look
    )
    for action in register.serving.get(number, ()):
        yield from _action(register, action, before.action(action.id) if before else None, look)
    for words in said_by_covers(register):
        cover = words.cover
        on = look.day(cover.date) if cover.date else f"date {NOT_STATED}"
        yield f"  {look.bold(cover.title)} ({cover.meeting}, {on})"
        for said, _ in words.said:
            yield from (f"  {line}" for line in _text(said))


def _action(
    register: Register, action: Action, before: Action | None, look: TerminalStyle
) -> Iterator[str]:
    """Yield how an action stands, and its progress notes and evidence that the year before did not have."""
    due = due_phrase(action.due_stated, look.day)
    yield f"  {action.id} {action.description} ({register.state(action)}, {due})"
    if action.rating.reason:
        rating = register.rating(action)
        yield f"    {look.paint(rating.word, rating.colour)}: {action.rating.reason}"
    for note in action.progress:
        if before is None or note not in before.progress:
            yield f"    {look.day(note.date)}: {' '.join(note.text.split())}{_classified(note)}"
    known = before.evidence if before else ()
    yield from (f"  {line}" for line in _evidence(action.evidence, known, look))


def _evidence(
    items: Iterable[Evidence], known: Sequence[Evidence], look: TerminalStyle
) -> Iterator[str]:
    """Yield evidence, with the day and where it lies, as far as it was not known before."""
    for item in items:
        if item not in known:
            parts = (item.title, look.day(item.date) if item.date else None, item.where)
            yield f"  Evidence: {', '.join(filter(None, parts))}{_classified(item)}"


def _classified(of: Any) -> str:
    return "" if of.classification == "public" else f" ({of.classification})"


def _facts(register: Register, position: Position, look: TerminalStyle) -> Iterator[str]:
    rating, assurance = register.rating(position), register.assurance(position)
    lead = f"; lead: {position.led_by}" if position.led_by else ""
    yield (
        f"{position.acceptance.value}; rating: {look.paint(rating.word, rating.colour)}; "
        f"assurance: {assurance.word}{lead}"
    )
    decided = position.acceptance
    on = look.day(decided.date) if decided.date else None
    where = ", ".join(filter(None, (decided.meeting, on)))
    for name, said in (
        ("Acceptance", ". ".join(filter(None, (where, decided.reason)))),
        ("Rating", position.rating.reason),
        ("Assurance", position.assurance.reason),
    ):
        if said:
            yield f"{name}: {' '.join(said.split())}"
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
    """Yield the words of a text, a line for each paragraph, point or row."""
    yield from (f"  {line}" for line in lines_of(text))
