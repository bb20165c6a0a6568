"""Who may see what: a register as a paper for the public, or for those within, may show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from francis.record.model import (
    Acceptance,
    Action,
    Body,
    Classification,
    Commitment,
    Evidence,
    FieldValue,
    JointPosition,
    Plan,
    Position,
    Progress,
    Rated,
)
from francis.record.model.cover import Cover, Paragraph
from francis.record.prose import is_unwritten, stands_in
from francis.record.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable

    from francis.record.model.providers import (
        ConcernEvent,
        ConcernSource,
        Dossier,
        Dossiers,
        LogEntry,
        Measure,
        MeasureReading,
        ProviderConcern,
        ProviderLog,
        Request,
    )

R = TypeVar("R")
N = TypeVar("N", Position, Action, Cover, Evidence, Commitment)

WITHHELD = "[{classification}]"
"""What stands in the place of words that are not for a paper's readers; what it means is said once in a paper."""


class Withheld(str):
    """What stands in the place of words that were left out, or nothing to read.

    Two are equal where the words were. So what changed from one year to the next is the same for all
    readers, though not all of them can read it; what remains of the words is their digest.
    """

    _of: str

    @classmethod
    def instead_of(cls, words: object, note: str = "") -> Withheld:
        """Return the note that is printed in place of some words of the record."""
        withheld = cls(note)
        withheld._of = sha256(repr(words).encode()).hexdigest()
        return withheld

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Withheld) and self._of == other._of

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._of)


AUDIENCES: tuple[Classification, ...] = get_args(Classification)
"""Those for whom papers are made, from the widest to the narrowest."""


def for_audience(register: Register, audience: Classification) -> Register:
    """Return the register as `audience` may read it.

    Words and evidence of a narrower classification are replaced by a note that they were left out, so
    that nothing disappears in silence, and every count is the same for every audience.
    """
    hidden = _providers_hidden(register, audience)
    positions = {
        n: _unnamed(_position(of, audience, joint=n in register.joint), hidden)
        for n, of in register.positions.items()
    }
    return replace(
        register,
        positions=positions,
        joint={n: _joint(of, positions[n]) for n, of in register.joint.items()},
        plan=replace(
            register.plan,
            actions=tuple(_unnamed(_action(of, audience), hidden) for of in register.plan.actions),
        ),
        covers={n: _unnamed(_cover(of, audience), hidden) for n, of in register.covers.items()},
        earlier=for_audience(register.earlier, audience) if register.earlier else None,
        body=_body(register.body, audience),
        dossiers=register.dossiers
        and _dossiers(register.dossiers, register.body.small_number, audience),
        audience=audience,
    )


def is_visible(classification: Classification, audience: Classification) -> bool:
    """Return whether what is so classified may be shown to `audience`."""
    return AUDIENCES.index(classification) <= AUDIENCES.index(audience)


def visible_part(record: R, audience: Classification, owner: Classification = "public") -> R:
    """Return the record of one file as `audience` may read it, as `for_audience` shows it in a register.

    Of a joint position the `owner` is the classification of the position with which it is answered, and of a
    file of a provider that of the provider: None is what is left where nobody may know of it.
    """
    shown: object = record
    if isinstance(record, Position):
        shown = _position(record, audience, joint=False)
    elif isinstance(record, JointPosition) and not is_visible(owner, audience):
        notes = tuple(_note(owner, words) for words in record.notes)
        own = record.acceptance and _acceptance(record.acceptance)
        shown = replace(record, acceptance=own, notes=notes)
    elif isinstance(record, Plan):
        shown = replace(record, actions=tuple(_action(of, audience) for of in record.actions))
    elif isinstance(record, Cover):
        shown = _cover(record, audience)
    elif isinstance(record, Body):
        shown = _body(record, audience)
    else:
        shown = _of_provider(record, audience, owner)
    return cast(R, shown)


def count_left_out(record: object) -> int:
    """Return how many texts of a record, or of a register with the years before it, were left out."""
    if isinstance(record, Withheld):
        return bool(record)
    if is_dataclass(record):
        return sum(
            count_left_out(getattr(record, f.name)) for f in fields(record) if f.name != "at"
        )
    if isinstance(record, Mapping):
        return sum(map(count_left_out, record.values()))
    return sum(map(count_left_out, record)) if isinstance(record, tuple) else 0


def is_left_out(words: object) -> bool:
    """Return whether words stand in the place of others that were left out."""
    return isinstance(words, Withheld)


def leaves_out(records: object) -> bool:
    """Return whether any text of a record, or of several, was left out for its readers."""
    return count_left_out(records) > 0


def _body(of: Body, audience: Classification) -> Body:
    """Return a body without its reasons for passing over a rule, which are for those who check the record."""
    if audience == "restricted":
        return of
    checks = tuple(replace(c, reason=Withheld.instead_of(c.reason)) for c in of.checks)
    return replace(of, checks=checks)


def _note(classification: Classification, words: object) -> str:
    """Return the note that these words, which are of a narrower classification, were left out."""
    return Withheld.instead_of(words, WITHHELD.format(classification=classification))


def _unsaid(words: str | None) -> str | None:
    """Return nothing to read in place of words beside which a note stands already."""
    return words and Withheld.instead_of(words)


def _evidence(
    items: tuple[Evidence, ...], audience: Classification, within: Classification = "public"
) -> tuple[Evidence, ...]:
    """Return evidence as `audience` may see it; `within` is the classification of its owner."""

    def shown(item: Evidence) -> Evidence:
        narrowest = max(item.classification, within, key=AUDIENCES.index)
        if is_visible(narrowest, audience):
            return item
        return Evidence(_note(narrowest, item), classification=narrowest)

    return tuple(map(shown, items))


def _bare(rated: Rated) -> Rated:
    return replace(rated, reason=_unsaid(rated.reason))


def _acceptance(of: Acceptance) -> Acceptance:
    return replace(of, reason=_unsaid(of.reason), meeting=_unsaid(of.meeting))


def _commitment(of: Commitment, note: str) -> Commitment:
    """Return a commitment with a note in place of its words, and nothing to read beside it."""
    ended = of.outcome
    outcome = ended and replace(
        ended, reason=Withheld.instead_of(ended.reason), by=_unsaid(ended.by)
    )
    return replace(
        of,
        text=note,
        source=_unsaid(of.source),
        outcome=outcome,
        providers=_names(of.providers),
    )


def _names(of: tuple[str, ...]) -> tuple[str, ...]:
    """Return names with nothing to read in their place."""
    return tuple(map(Withheld.instead_of, of))


def _fields(of: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Return fields of its own with nothing to read in any of them."""
    return {key: Withheld.instead_of(value) for key, value in of.items()}


def _joint(of: JointPosition, shown: Position) -> JointPosition:
    """Return what says with which position another recommendation is answered, as that position is shown there."""
    acceptance = of.acceptance and shown.acceptance
    return replace(of, acceptance=acceptance, notes=shown.notes)


def _position(of: Position, audience: Classification, *, joint: bool) -> Position:
    """Return a position as `audience` may read it; of a `joint` one the text only says with which it is answered."""
    evidence = _evidence(of.evidence, audience, of.classification)
    if is_visible(of.classification, audience):
        return of if evidence == of.evidence else replace(of, evidence=evidence)

    def note(words: str) -> str:
        return _note(of.classification, words)

    # That a text is missing is no secret, and every count is the same for every audience.
    return replace(
        of,
        acceptance=_acceptance(of.acceptance),
        rating=_bare(of.rating),
        assurance=_bare(of.assurance),
        text=of.text if joint or is_unwritten(of.text) else note(of.text),
        incomplete=_unsaid(of.incomplete),
        fields=_fields(of.fields),
        commitments=tuple(_commitment(c, note(c.text)) for c in of.commitments),
        evidence=evidence,
        providers=_names(of.providers),
        change=of.change and note(of.change),
        notes=tuple(map(note, of.notes)),
    )


def _action(of: Action, audience: Classification) -> Action:
    evidence = _evidence(of.evidence, audience, of.classification)

    def note(words: str) -> str:
        return _note(of.classification, words)

    if is_visible(of.classification, audience):
        progress = tuple(
            p if is_visible(p.classification, audience) else _withheld_note(p, p.classification)
            for p in of.progress
        )
        if (evidence, progress) == (of.evidence, of.progress):
            return of
        return replace(of, evidence=evidence, progress=progress)
    return replace(
        of,
        description=note(of.description),
        short=_unsaid(of.short),
        rating=replace(of.rating, reason=of.rating.reason and note(of.rating.reason)),
        measure=of.measure and note(of.measure),
        extensions=tuple(replace(e, reason=e.reason and note(e.reason)) for e in of.extensions),
        milestones=tuple(replace(m, what=note(m.what)) for m in of.milestones),
        progress=tuple(_withheld_note(p, of.classification) for p in of.progress),
        evidence=evidence,
        closure=of.closure
        and replace(of.closure, reason=of.closure.reason and note(of.closure.reason)),
        source=of.source and note(of.source),
        providers=_names(of.providers),
        fields=_fields(of.fields),
    )


def _withheld_note(of: Progress, classification: Classification) -> Progress:
    """Return a note on progress of which only the day can be read."""
    return replace(of, text=_note(classification, of.text), source=_unsaid(of.source))


def _cover(of: Cover, audience: Classification) -> Cover:
    """Return a cover without the paragraphs, and the promises in them, that are not for `audience`."""
    secret: list[Paragraph] = [
        p
        for section in of.sections
        for p in section.paragraphs
        if not is_visible(p.classification, audience)
    ]
    sections = tuple(
        replace(
            section,
            paragraphs=tuple(
                Paragraph(_note(p.classification, p), classification=p.classification)
                if p in secret
                else p
                for p in section.paragraphs
            ),
        )
        for section in of.sections
    )
    commitments = tuple(
        _commitment(c, _note(p.classification, c.text))
        if (p := next((p for p in secret if stands_in(c.text, p.text)), None))
        else c
        for c in of.commitments
    )
    return replace(of, sections=sections, commitments=commitments)


# Providers

PROTECTED = "[protected]"
"""What stands in the place of a source that no paper names, whoever it is for."""


def _providers_hidden(register: Register, audience: Classification) -> frozenset[str]:
    """Return the names of the providers that `audience` may not know of."""
    held = register.dossiers.providers if register.dossiers else {}
    return frozenset(
        name for name, of in held.items() if not is_visible(of.provider.classification, audience)
    )


def _unnamed(of: N, hidden: frozenset[str]) -> N:
    """Return a record, and what it holds, with nothing to read in place of the names of providers that are hidden."""
    if not hidden:
        return of
    shown: dict[str, Any] = {
        name: tuple(_unnamed(each, hidden) for each in getattr(of, name))
        for name in ("evidence", "commitments")
        if hasattr(of, name)
    }
    if names := getattr(of, "providers", ()):
        shown["providers"] = tuple(
            Withheld.instead_of(name) if name.partition("/")[0] in hidden else name
            for name in names
        )
    return replace(of, **shown)


def _of_provider(record: object, audience: Classification, owner: Classification) -> object:
    """Return the record of one file of a provider as `audience` may read it; any other as it is."""
    from francis.record.model.providers import Provider, ProviderConcern, ProviderLog

    is_of_them = isinstance(record, Provider | ProviderLog | ProviderConcern)
    if is_of_them and not is_visible(owner, audience):
        return None
    if isinstance(record, Provider):
        measures = (
            m if is_visible(m.classification, audience) else _measure(m, m.classification)
            for m in record.measures
        )
        return replace(record, measures=tuple(measures))
    if isinstance(record, ProviderLog):
        return _log(record, audience)
    return _concern(record, audience) if isinstance(record, ProviderConcern) else record


def _dossiers(of: Dossiers, small: int, audience: Classification) -> Dossiers:
    """Return the providers of a body as `audience` may read them, without those that it may not know of.

    A count up to `small` might name somebody.
    """
    providers = {
        name: _dossier(held, small, audience)
        for name, held in of.providers.items()
        if is_visible(held.provider.classification, audience)
    }
    left_out = len(of.providers) - len(providers)
    return replace(of, providers=providers, log=_log(of.log, audience), left_out=left_out)


def _dossier(of: Dossier, small: int, audience: Classification) -> Dossier:
    """Return a provider without the readings of measures that are not for `audience`."""
    measures, left_out = [], set()
    for measure in of.provider.measures:
        readings = tuple(r for r in of.readings if r.measure == measure.key)
        classification = measure_classification(measure, readings, small)
        if is_visible(classification, audience):
            measures.append(measure)
            continue
        left_out.add(measure.key)
        measures.append(_measure(measure, classification, readings))
    return replace(
        of,
        provider=replace(of.provider, measures=tuple(measures)),
        log=_log(of.log, audience),
        concerns={number: _concern(each, audience) for number, each in of.concerns.items()},
        readings=tuple(r for r in of.readings if r.measure not in left_out),
    )


def _measure(of: Measure, classification: Classification, readings: object = ()) -> Measure:
    """Return a measure of which only the name may be read, and what it counts."""
    return replace(
        of,
        source=_note(classification, (of.source, readings)),
        new_limits=tuple(
            replace(each, because=Withheld.instead_of(each.because)) for each in of.new_limits
        ),
        classification=classification,
        withheld=None,
    )


def measure_classification(
    measure: Measure, readings: Iterable[MeasureReading], small: int
) -> Classification:
    """Return for whom a measure is: one that counts people, up to `small` of them somewhere, is internal as a whole.

    Unless it is published anyway. What is counted is the numerator, or the value where there is none.
    """
    if measure.classification != "public" or measure.published or not measure.counts_people:
        return measure.classification
    counts = (r.value if r.numerator is None else r.numerator for r in readings)
    return "internal" if any(0 < n <= small for n in counts if n is not None) else "public"


def _log(of: ProviderLog, audience: Classification) -> ProviderLog:
    return replace(
        of,
        requests=tuple(_request(each, audience) for each in of.requests),
        entries=tuple(_entry(each, audience) for each in of.entries),
    )


def _request(of: Request, audience: Classification) -> Request:
    evidence = _evidence(of.evidence, audience, of.classification)
    if is_visible(of.classification, audience):
        return replace(of, evidence=evidence)
    answered, judged, refused = of.answered, of.judged, of.refused
    return replace(
        of,
        what=_note(of.classification, of.what),
        asked_of=_unsaid(of.asked_of),
        received_from=_unsaid(of.received_from),
        answered=answered and replace(answered, what=_unsaid(answered.what)),
        judged=judged and replace(judged, reason=_unsaid(judged.reason)),
        refused=refused and replace(refused, reason=_unsaid(refused.reason)),
        then=_unsaid(of.then),
        evidence=evidence,
        source=_unsaid(of.source),
        withheld=None,
    )


def _entry(of: LogEntry, audience: Classification) -> LogEntry:
    evidence = _evidence(of.evidence, audience, of.classification)
    if is_visible(of.classification, audience):
        return replace(of, evidence=evidence)
    return replace(
        of,
        what=_note(of.classification, of.what),
        source=_unsaid(of.source),
        by=_unsaid(of.by),
        found=_unsaid(of.found),
        triage=of.triage and replace(of.triage, reason=_unsaid(of.triage.reason)),
        evidence=evidence,
        withheld=None,
    )


def _concern(of: ProviderConcern, audience: Classification) -> ProviderConcern:
    """Return a concern as `audience` may read it; how far it has come is for everybody, as it is counted."""

    def note(words: str) -> str:
        return _note(of.classification, words)

    shown = replace(
        of,
        sources=tuple(_source(each, audience, of.classification) for each in of.sources),
        events=tuple(_event(each, audience, of.classification) for each in of.events),
    )
    if is_visible(of.classification, audience):
        return shown
    return replace(
        shown,
        what=note(of.what),
        promised=tuple(replace(each, what=note(each.what)) for each in of.promised),
        closed=tuple(replace(each, because=note(each.because)) for each in of.closed),
        reopened=tuple(replace(each, why=note(each.why)) for each in of.reopened),
        touches=_names(of.touches),
        withheld=None,
    )


def _source(of: ConcernSource, audience: Classification, within: Classification) -> ConcernSource:
    """Return a source of a concern; one that is protected says nothing to anybody."""
    narrowest = max(of.classification, within, key=AUDIENCES.index)
    if of.protected:
        return replace(
            of, kind=Withheld.instead_of(of, PROTECTED), what=None, soft=None, withheld=None
        )
    if is_visible(narrowest, audience):
        return of
    return replace(of, kind=_note(narrowest, of.kind), what=_unsaid(of.what), withheld=None)


_WORDS_OF_EVENT = (
    *("what", "by", "approved_by", "reason", "shared_with", "our_view", "their_view"),
    *("we_did", "they_did", "found"),
)


def _event(of: ConcernEvent, audience: Classification, within: Classification) -> ConcernEvent:
    """Return an event of a concern with its day and its step, and a note in place of all its words."""
    narrowest = max(of.classification, within, key=AUDIENCES.index)
    if is_visible(narrowest, audience):
        return of
    said = {name: getattr(of, name) for name in _WORDS_OF_EVENT}
    silent: dict[str, Any] = {name: _unsaid(words) for name, words in said.items()}
    return replace(of, **{**silent, "what": _note(narrowest, said)}, needs_met=(), withheld=None)
