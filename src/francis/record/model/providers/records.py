"""What the files of a provider hold: who it is, what it was asked, what is feared, and all else in its log."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from francis.formats.charts.control_limits import Better
from francis.record.days import Day, When
from francis.record.model.base import Classification, Evidence, Locate, Name, nowhere, record
from francis.record.model.leads import Lead, Led

JudgementValue = Literal["sufficient", "in part", "not sufficient"]
TriageValue = Literal["nothing", "watch", "joined", "new concern"]
ReplyStage = Literal["sent", "corrected", "answered"]


@record
class Withholding:
    """Why something is not for everybody, and the day on which that is looked at again."""

    because: str
    review: Day


@record
class NewLimits:
    """The day from which a measure has control limits of its own, and why: something was changed."""

    on: Day
    because: str


@record
class Measure:
    """What is measured at a provider, period by period; its readings are in measures.csv, under its key.

    `target` is in the measure's `unit`, and so are `least` and `most`: what a value can be at all, such as 0 and 100 of
    a share. `counts_people` says that its readings count people, or rest on such
    counts; where these are small, all of it is internal unless it is `published` anyway, as never events are.
    """

    key: Name
    name: str
    unit: str
    better: Better
    target: str | None = None
    least: str | None = None
    most: str | None = None
    source: str | None = None
    new_limits: tuple[NewLimits, ...] = ()
    counts_people: bool = False
    published: bool = False
    classification: Classification = "public"
    withheld: Withholding | None = None


@record
class Provider:
    """A provider or supplier of a body: who it is, and what is commissioned from it, with whom.

    `kind` is in the body's words. `standards` is Markdown: a table of the quality standards in its contract.
    The classification is of all that is known of it, even that it is there.
    """

    format: int
    name: str
    kind: str | None = None
    also: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    commissioned_with: tuple[str, ...] = ()
    co_ordinating_commissioner: str | None = None
    standards: str | None = None
    measures: tuple[Measure, ...] = ()
    notes: tuple[str, ...] = ()
    classification: Classification = "public"
    withheld: Withholding | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)


@record
class RequestAnswer:
    """When a request was answered, and with what."""

    on: When
    what: str | None = None


@record
class Judgement:
    """Whether an answer is enough, and why not; None as the day is that of the answer."""

    value: JudgementValue
    reason: str | None = None
    by: str | None = None
    on: When | None = None


@record
class Refusal:
    """When and why a request was refused."""

    on: When
    reason: str | None = None


@record
class Request(Led):
    """What a provider was asked, or, if it was `received_from` somebody, what they asked the body.

    `asked` and `due` are None where that is not stated. `lead` is the post that sees to it, and `then` what
    followed from the judgement.
    """

    id: Name
    what: str
    kind: str | None = None
    asked: When | None = None
    asked_of: str | None = None
    received_from: str | None = None
    lead: tuple[Lead, ...] | str | None = None
    due: When | None = None
    chased: tuple[When, ...] = ()
    answered: RequestAnswer | None = None
    judged: Judgement | None = None
    refused: Refusal | None = None
    then: str | None = None
    recommendations: tuple[Name, ...] = ()
    actions: tuple[Name, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    source: str | None = None
    classification: Classification = "public"
    withheld: Withholding | None = None


@record
class Triage:
    """What was made of a piece of intelligence: it `joined` a concern, or became a new one, or neither."""

    value: TriageValue
    concern: Name | None = None
    on: When | None = None
    by: str | None = None
    reason: str | None = None


@record
class LogEntry(Led):
    """Anything else that is known or was done: intelligence, a visit, a handover, a workshop, a contingency.

    `kind` is in the body's words. `soft` is whether the source is a feeling rather than a count. `found` is
    what the body itself saw; `review` is the day on which it looks again, and `lead` the post that does.
    """

    id: Name
    kind: str
    what: str
    on: When | None = None
    source: str | None = None
    soft: bool | None = None
    by: str | None = None
    found: str | None = None
    triage: Triage | None = None
    lead: tuple[Lead, ...] | str | None = None
    review: Day | None = None
    recommendations: tuple[Name, ...] = ()
    actions: tuple[Name, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    classification: Classification = "public"
    withheld: Withholding | None = None


@record
class ProviderLog:
    """What a provider was asked, and what else is known of it; or, of no provider, what concerns them all."""

    format: int
    requests: tuple[Request, ...] = ()
    entries: tuple[LogEntry, ...] = ()
    at: Locate = field(default=nowhere, compare=False, repr=False)


@record
class ConcernSource:
    """Who or what gave rise to a concern; `on` is None where that is not stated.

    Of one that is `protected` no paper says anything.
    """

    kind: str
    on: When | None = None
    what: str | None = None
    soft: bool | None = None
    protected: bool = False
    classification: Classification = "public"
    withheld: Withholding | None = None


@record
class ConcernEvent:
    """What happened about a concern: a step on a ladder, what was shared, a reply, or other words.

    `on` is None where that is not stated: what happened then keeps its place in the list. `ladder` is named where two ladders have a step of this key. `needs_met` are those of the step's needs that
    were in place. `reply` is how far the provider's reply had come. `patients_at_risk` is what holds from then on.
    """

    on: When | None = None
    step: Name | None = None
    ladder: Name | None = None
    what: str | None = None
    by: str | None = None
    approved_by: str | None = None
    reason: str | None = None
    needs_met: tuple[str, ...] = ()
    shared_with: str | None = None
    our_view: str | None = None
    their_view: str | None = None
    agreed: bool | None = None
    we_did: str | None = None
    they_did: str | None = None
    reply: ReplyStage | None = None
    found: str | None = None
    patients_at_risk: bool | None = None
    classification: Classification = "public"
    withheld: Withholding | None = None


@record
class ProviderPromise:
    """What a provider promised, by when, and when it was met; None as a date is not stated, or not yet."""

    what: str
    due: When | None = None
    met: When | None = None


@record
class Closing:
    """When and why a concern was closed, and on what that rests: ids of the log, as in V3."""

    on: When
    because: str
    by: str | None = None
    evidence: tuple[Name, ...] = ()


@record
class Reopening:
    """When and why a closed concern was opened again."""

    on: When
    why: str


@record
class ProviderConcern(Led):
    """What is feared at a provider, and all that happened about it, in one file.

    `since` is None where that is not stated. `patients_at_risk` is whether patients may be at risk, until an event says otherwise; None is not stated. `promised` is what the
    provider promised, each with the day on which it was met.
    """

    format: int
    number: Name
    what: str
    since: When | None = None
    patients_at_risk: bool | None = None
    lead: tuple[Lead, ...] | str | None = None
    next_review: Day | None = None
    sources: tuple[ConcernSource, ...] = ()
    events: tuple[ConcernEvent, ...] = ()
    promised: tuple[ProviderPromise, ...] = ()
    closed: tuple[Closing, ...] = ()
    reopened: tuple[Reopening, ...] = ()
    recommendations: tuple[Name, ...] = ()
    actions: tuple[Name, ...] = ()
    touches: tuple[str, ...] = ()
    classification: Classification = "public"
    withheld: Withholding | None = None
    at: Locate = field(default=nowhere, compare=False, repr=False)
