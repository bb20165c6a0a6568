"""`francis act` on a request of a provider, or a concern about one: `royal/R1`, `royal/C2`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from francis.cli.options import day_given, happened_given, one_of, text_given
from francis.cli.record import only_provider, only_writer, write_of_provider

if TYPE_CHECKING:
    from francis.record.days import When
    from francis.record.reading.scope import Selection
    from francis.record.writing.provider_files import (
        ConcernNews,
        ProviderFolder,
        RequestNews,
    )

OF_REQUESTS = ("chase", "answer", "judged")
OF_CONCERNS = (
    "step",
    "needs_met",
    "share",
    "progress",
    "at_risk",
    "close",
    "evidence",
    "reopen",
    "review",
)
"""What can be said of each, by the options of the command."""
OF_PROVIDERS_ALONE = tuple(key for key in (*OF_REQUESTS, *OF_CONCERNS) if key != "progress")
"""Those that say nothing of an action."""
_COMMON = ("reason", "approved_by", "on")


def is_of_provider(home: Path, name: str) -> bool:
    """Return whether a name is of something of a provider: its part before the stroke is the folder of one."""
    folder, stroke, _ = name.partition("/")
    if not stroke:
        return False
    from francis.record.reading.folders import PROVIDERS
    from francis.record.reading.providers.files import COMMON_LOG
    from francis.workspace import RECORD

    if folder == COMMON_LOG:
        return True
    return any((place / PROVIDERS / folder).is_dir() for place in (home / RECORD).iterdir())


def act_on_provider(home: Path, body: str | None, name: str, given: Mapping[str, Any]) -> None:
    """Write what happened to one request or concern, and say so."""
    from francis.record.writing import provider_files

    provider, _, each = name.partition("/")
    with only_writer(home) as held:
        record, folder = only_provider(home, body, provider)
        if folder.concern(each) is not None:
            _refuse_others(name, "a concern", OF_CONCERNS, given)
            needs = _needs_met(record, folder.body_id, given)
            made = provider_files.concern_changed(folder, each, _concern_news(folder, given, needs))
        elif each not in folder.ids():
            raise provider_files.unknown_id(folder, each)
        else:
            _refuse_others(name, "a request", OF_REQUESTS, given)
            made = provider_files.request_changed(folder, each, _request_news(given))
        said = f"{name}: {', '.join(_said(given))}."
        _, day = happened_given("--on", given["on"])
        write_of_provider(held, record, made, folder.body_id, day, said)


def option_of(name: str) -> str:
    """Return an option as it is typed."""
    return f"--{name.replace('_', '-')}"


def _refuse_others(
    name: str, what: str, allowed: tuple[str, ...], given: Mapping[str, Any]
) -> None:
    """Refuse options that say nothing of such a thing, or none that say anything."""
    other = [key for key, value in given.items() if value and key not in (*allowed, *_COMMON)]
    if other:
        listed = ", ".join(map(option_of, other))
        raise click.UsageError(f"{name} is {what}, of which {listed} says nothing.")
    if not any(given[key] for key in allowed):
        options = ", ".join(map(option_of, allowed))
        raise click.UsageError(f"Say what happened to {name}, with one of {options}.")
    if given["evidence"] and not given["close"]:
        raise click.UsageError("--evidence needs --close.")
    if given["needs_met"] and not given["step"]:
        raise click.UsageError("--needs-met needs --step.")


def _known(given: Mapping[str, Any], what: str) -> When:
    """Return when something happened of which that has to be known."""
    when, _ = happened_given("--on", given["on"])
    if when is None:
        raise click.UsageError(
            f"When {what} has to be known: write a day or a month, such as --on 2014-03."
        )
    return when


def _request_news(given: Mapping[str, Any]) -> RequestNews:
    """Return what options say of a request."""
    from typing import get_args

    from francis.record.model.providers import Judgement, JudgementValue, RequestAnswer
    from francis.record.writing.provider_files import RequestNews

    when, judged = _known(given, "a request was chased, answered or judged"), None
    if given["judged"] is not None:
        value: Any = one_of("--judged", given["judged"], get_args(JudgementValue))
        reason = text_given("--reason", given["reason"])
        if value != "sufficient" and reason is None:
            raise click.UsageError(
                f"--judged {value!r} needs a --reason: what does the answer lack?"
            )
        by = text_given("--approved-by", given["approved_by"])
        judged = Judgement(value, reason, by, when)
    words = text_given("--answer", given["answer"])
    return RequestNews(
        chased=when if given["chase"] else None,
        answered=RequestAnswer(when, words) if words else None,
        judged=judged,
    )


def _needs_met(record: Selection, body_id: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what was in place of that which a step needs; refuse what it does not need."""
    from francis.record.model import Body, ladders_in
    from francis.record.reading.record_file import record_of
    from francis.workspace import RECORD

    if not given["needs_met"]:
        return ()
    path = f"{RECORD}/{body_id}/body.yaml"
    body, _, _ = record_of(Body, path, record.files[path], record.read)
    rungs = (ladder.rung(given["step"]) for ladder in ladders_in(body.ladders if body else ()))
    needs = [need for rung in rungs if rung for need in rung.needs]
    return tuple(one_of("--needs-met", need.strip(), needs) for need in given["needs_met"])


def _concern_news(
    folder: ProviderFolder, given: Mapping[str, Any], needs: tuple[str, ...]
) -> ConcernNews:
    """Return what options say of a concern."""
    from francis.record.model.providers import Closing, ConcernEvent, Reopening
    from francis.record.writing.provider_files import ConcernNews, unknown_id

    when, _ = happened_given("--on", given["on"])
    approved, reason = (
        text_given("--approved-by", given["approved_by"]),
        text_given("--reason", given["reason"]),
    )
    step, shared, words = (
        text_given(option_of(key), given[key]) for key in ("step", "share", "progress")
    )
    event = None
    risk = {None: None, "at risk": True, "not at risk": False}[given["at_risk"]]
    if step or shared or words or risk is not None:
        event = ConcernEvent(
            when,
            step=step,
            what=words,
            shared_with=shared,
            approved_by=approved,
            reason=reason,
            needs_met=needs,
            patients_at_risk=risk,
        )
    closing, again = text_given("--close", given["close"]), text_given("--reopen", given["reopen"])
    for name in given["evidence"]:
        if "/" not in name and name not in folder.ids():
            raise unknown_id(folder, name)
    return ConcernNews(
        event=event,
        closed=Closing(
            _known(given, "a concern was closed"),
            closing,
            None if event else approved,
            given["evidence"],
        )
        if closing
        else None,
        reopened=Reopening(_known(given, "a concern was opened again"), again) if again else None,
        review=day_given("--review", given["review"]),
    )


_WORDS = {
    "chase": "chased",
    "answer": "answered",
    "judged": "judged {}",
    "step": "step {}",
    "share": "shared with {}",
    "progress": "noted",
    "at_risk": "patients {}",
    "close": "closed",
    "reopen": "opened again",
    "review": "next review {}",
}
"""What is said of each option that was given."""


def _said(given: Mapping[str, Any]) -> list[str]:
    return [words.format(given[key]) for key, words in _WORDS.items() if given[key]]
