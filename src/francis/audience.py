"""Who may see what: a register as a paper for the public, or for those within, may show it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from francis.model import (
    Action,
    Classification,
    Cover,
    Evidence,
    Paragraph,
    Position,
    Rated,
    Register,
    stands_in,
)

WITHHELD = "Left out of this paper: {classification}."
"""What stands in the place of words that are not for a paper's readers."""


AUDIENCES: tuple[Classification, ...] = get_args(Classification)
"""Those for whom papers are made, from the widest to the narrowest."""


def for_audience(register: Register, audience: Classification) -> Register:
    """Return the register as `audience` may read it.

    Words and evidence of a narrower classification are replaced by a note that they were left out, so
    that nothing disappears in silence, and every count is the same for every audience.
    """
    return replace(
        register,
        positions={n: _position(of, audience) for n, of in register.positions.items()},
        plan=replace(
            register.plan, actions=tuple(_action(of, audience) for of in register.plan.actions)
        ),
        covers={name: _cover(of, audience) for name, of in register.covers.items()},
        earlier=for_audience(register.earlier, audience) if register.earlier else None,
        audience=audience,
    )


def _hidden(classification: Classification, audience: Classification) -> bool:
    return AUDIENCES.index(classification) > AUDIENCES.index(audience)


def _note(classification: Classification) -> str:
    return WITHHELD.format(classification=classification)


def _evidence(
    items: tuple[Evidence, ...], audience: Classification, within: Classification = "public"
) -> tuple[Evidence, ...]:
    """Return evidence as `audience` may see it; `within` is the classification of its owner."""

    def shown(item: Evidence) -> Evidence:
        narrowest = max(item.classification, within, key=AUDIENCES.index)
        if not _hidden(narrowest, audience):
            return item
        return Evidence(_note(narrowest), classification=narrowest)

    return tuple(map(shown, items))


def _bare(rated: Rated) -> Rated:
    return replace(rated, reason=None)


def _position(of: Position, audience: Classification) -> Position:
    evidence = _evidence(of.evidence, audience, of.classification)
    if not _hidden(of.classification, audience):
        return replace(of, evidence=evidence)
    words = _note(of.classification)
    return replace(
        of,
        acceptance=replace(of.acceptance, reason=None, meeting=None),
        rating=_bare(of.rating),
        assurance=_bare(of.assurance),
        text=words,
        incomplete=None,
        commitments=tuple(replace(c, text=words, source=None) for c in of.commitments),
        evidence=evidence,
        change=of.change and words,
        notes=tuple(words for _ in of.notes),
    )


def _action(of: Action, audience: Classification) -> Action:
    evidence = _evidence(of.evidence, audience, of.classification)
    if not _hidden(of.classification, audience):
        progress = tuple(
            replace(p, text=_note(p.classification)) if _hidden(p.classification, audience) else p
            for p in of.progress
        )
        return replace(of, evidence=evidence, progress=progress)
    words = _note(of.classification)
    return replace(
        of,
        description=words,
        rating=_bare(of.rating),
        measure=of.measure and words,
        extensions=tuple(replace(e, reason=e.reason and words) for e in of.extensions),
        progress=tuple(replace(p, text=words) for p in of.progress),
        evidence=evidence,
        closure=of.closure and replace(of.closure, reason=of.closure.reason and words),
        source=None,
    )


def _cover(of: Cover, audience: Classification) -> Cover:
    """Return a cover without the paragraphs, and the promises in them, that are not for `audience`."""
    secret: list[Paragraph] = [
        p
        for section in of.sections
        for p in section.paragraphs
        if _hidden(p.classification, audience)
    ]
    sections = tuple(
        replace(
            section,
            paragraphs=tuple(
                Paragraph(_note(p.classification), classification=p.classification)
                if p in secret
                else p
                for p in section.paragraphs
            ),
        )
        for section in of.sections
    )
    commitments = tuple(
        replace(c, text=_note(p.classification), source=None)
        if (p := next((p for p in secret if stands_in(c.text, p.text)), None))
        else c
        for c in of.commitments
    )
    return replace(of, sections=sections, commitments=commitments)
