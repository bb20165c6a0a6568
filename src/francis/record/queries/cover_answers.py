"""What a cover says, field by field, as it is written into a form that somebody else made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from francis.own_data import own_data
from francis.record.days import day_in_words
from francis.record.model.cover import Cover
from francis.record.prose import NOT_STATED, blocks_of, first_upper
from francis.record.register import Register


class CoverAnswer(NamedTuple):
    """What a cover says in one field: the label of that, its other names, and the text, a line a paragraph."""

    label: str
    names: tuple[str, ...]
    text: str


def cover_answers(register: Register, paper: str) -> tuple[CoverAnswer, ...]:
    """Return the answers of a paper's cover: the fields of the body's form, then what else a cover has.

    There are none for a paper without a cover. A field that the cover leaves out says so.
    """
    cover = register.covers.get(paper)
    return () if cover is None else tuple(_answers(register, cover, paper))


def _answers(register: Register, cover: Cover, paper: str) -> Iterator[CoverAnswer]:
    entries = {entry.key: entry.label for entry in register.form(paper).fields}
    given = {
        "title": cover.title,
        "meeting": cover.meeting,
        "date": day_in_words(cover.date) if cover.date else NOT_STATED,
        "session": first_upper(cover.session or NOT_STATED),
        "purpose": first_upper(", ".join(w for w, chosen in register.put_for(cover) if chosen)),
        "body": register.body.name,
    }
    names = _names()
    for key, label in entries.items():
        text = given.get(key) or _text(register, cover.fields.get(key, NOT_STATED))
        yield CoverAnswer(label, (key, *names.get(key, ())), text)
    for key, text in given.items():
        if key not in entries:
            yield CoverAnswer(first_upper(key), names[key], text)


def _text(register: Register, markdown: str) -> str:
    """Return Markdown as plain lines with the figures of the record in it, a dot before each point."""
    blocks = blocks_of(register.with_counts(markdown))
    return "\n".join(f"• {block.words}" if block.level else block.words for block in blocks)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    listed = own_data(__file__, "../data/cover_names.yaml")
    return {key: tuple(names) for key, names in listed.items()}
