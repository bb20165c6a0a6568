"""What officers write about providers from week to week: notes, requests and what came of them, and concerns.

Each function returns the files that change or are new, by their path from the root, for the caller to write. Lines
that need not change stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from francis.errors import FrancisError, Problem, choices, did_you_mean, nearest, quotation
from francis.record.days import Day, When
from francis.record.model.providers import (
    Closing,
    ConcernEvent,
    Judgement,
    LogEntry,
    MeasureReading,
    Provider,
    ProviderConcern,
    ProviderLog,
    Reopening,
    Request,
    RequestAnswer,
)
from francis.record.model.timing import on_in_words
from francis.record.numbers import NAME, natural, slug
from francis.record.reading.folders import PROVIDERS
from francis.record.reading.providers.files import COMMON_LOG, MEASURES
from francis.record.reading.providers.measure_readings import readings_in
from francis.record.reading.record_file import read_record
from francis.record.writing.edits import Edited, fields_of, stated
from francis.record.writing.skeletons import skeleton
from francis.workspace import RECORD, Files

R = TypeVar("R", ProviderLog, ProviderConcern, Provider)


@dataclass(frozen=True)
class ProviderFolder:
    """The files of one provider of a body, or, under the name of the common log, what concerns them all."""

    files: Files
    body_id: str
    name: str

    @property
    def path(self) -> str:
        """Return the folder, by its path from the root."""
        top = f"{RECORD}/{self.body_id}/{PROVIDERS}"
        return top if self.name == COMMON_LOG else f"{top}/{self.name}"

    @property
    def is_there(self) -> bool:
        """Return whether there is such a provider; the common log always is."""
        return self.name == COMMON_LOG or f"{self.path}/provider.yaml" in self.files

    def log(self) -> tuple[Edited, ProviderLog]:
        """Return the log, to be edited, with what it says; it is begun if there is none."""
        path = f"{self.path}/log.yaml"
        begun = skeleton("provider-log.yaml")
        if self.name == COMMON_LOG:
            begun = begun.replace(b"../../../", b"../../")
        return _read(ProviderLog, path, self.files.get(path, begun))

    def concern(self, number: str) -> tuple[Edited, ProviderConcern] | None:
        """Return a concern, to be edited, with what it says; None if there is none of this number."""
        path = f"{self.path}/concerns/{slug(number)}.yaml"
        return _read(ProviderConcern, path, self.files[path]) if path in self.files else None

    def provider(self) -> Provider:
        """Return what provider.yaml says; raise FrancisError if it has mistakes, or if there is none."""
        path = f"{self.path}/provider.yaml"
        if path not in self.files:
            raise FrancisError("Only a provider has measures. Name one, as in: --provider royal")
        return _read(Provider, path, self.files[path])[1]

    def readings(self) -> tuple[str, tuple[MeasureReading, ...]]:
        """Return the path of measures.csv, and the readings in it; raise FrancisError if it has mistakes."""
        path, problems = f"{self.path}/{MEASURES}", list[Problem]()
        if path not in self.files:
            return path, ()
        found = readings_in(path, self.files[path], problems)
        _refuse(path, problems)
        return path, found

    def ids(self) -> Iterator[str]:
        """Yield the ids of all that the log holds, and the numbers of the concerns, in the order of people."""
        _, log = self.log()
        yield from (request.id for request in log.requests)
        yield from (entry.id for entry in log.entries)
        begin = f"{self.path}/concerns/"
        numbers = [path.removeprefix(begin) for path in self.files if path.startswith(begin)]
        yield from sorted((name.removesuffix(".yaml") for name in numbers), key=natural)

    def next_id(self, letter: str) -> str:
        """Return the next id that begins with a letter: R3 behind R2."""
        found = (re.fullmatch(rf"{letter}([0-9]{{1,9}})", name) for name in self.ids())
        return f"{letter}{max((int(each[1]) for each in found if each), default=0) + 1}"


def providers_in(files: Files, body_id: str) -> tuple[str, ...]:
    """Return the names of a body's providers, as people count."""
    found = re.compile(rf"{RECORD}/{re.escape(body_id)}/{PROVIDERS}/([^/]+)/provider\.yaml")
    names = (match[1] for path in files if (match := found.fullmatch(path)))
    return tuple(sorted(names, key=natural))


def provider_folder(files: Files, body_id: str, name: str) -> ProviderFolder:
    """Return the files of a provider; raise FrancisError, with what is there, if there is no such provider."""
    folder = ProviderFolder(files, body_id, name)
    if folder.is_there:
        return folder
    there = (*providers_in(files, body_id), COMMON_LOG)
    near = did_you_mean(nearest(name, there))
    raise FrancisError(
        f"{body_id} has no provider {quotation(name)}.{choices(there)}{near}\n"
        "To add one: francis add provider NAME"
    )


def new_provider(files: Files, body_id: str, name: str, provider: Provider) -> dict[str, bytes]:
    """Return the file of a new provider, whose folder has a name."""
    if not NAME.fullmatch(name) or name == COMMON_LOG:
        raise FrancisError(
            f"A provider's folder cannot be named {quotation(name)}. Use a short name of letters, digits and hyphens."
        )
    path = f"{ProviderFolder(files, body_id, name).path}/provider.yaml"
    there = {held.casefold() for held in providers_in(files, body_id)}
    if name.casefold() in there:
        raise FrancisError(f"Nothing was written, because {path} is there already.")
    return _begun(path, "provider.yaml", provider)


def new_concern(folder: ProviderFolder, concern: ProviderConcern) -> dict[str, bytes]:
    """Return the file of a new concern about a provider."""
    if folder.name == COMMON_LOG:
        raise FrancisError(
            "A concern is about a provider. Name one, as in: francis add concern royal"
        )
    path = f"{folder.path}/concerns/{slug(concern.number)}.yaml"
    if path in folder.files:
        raise FrancisError(
            f"Nothing was written, because {path} is there already.\n"
            f"Leave --number out, and it is called {folder.next_id('C')}."
        )
    return _begun(path, "provider-concern.yaml", concern)


def _begun(path: str, name: str, record: Provider | ProviderConcern) -> dict[str, bytes]:
    file = Edited(path, skeleton(name))
    order = fields_of(type(record))
    for key, value in stated(record).items():
        if key != "format":
            file.set((key,), value, order)
    return {path: file.data}


def logged(folder: ProviderFolder, new: Request | LogEntry) -> dict[str, bytes]:
    """Return the log with one more request or entry."""
    file, log = folder.log()
    if isinstance(new, Request):
        name, wanted = "requests", replace(log, requests=(*log.requests, new))
    else:
        name, wanted = "entries", replace(log, entries=(*log.entries, new))
    file.append((name,), stated(new), fields_of(ProviderLog))
    return _saying(wanted, file)


@dataclass(frozen=True)
class RequestNews:
    """What became of a request: each that is given is written, in one go."""

    chased: When | None = None
    answered: RequestAnswer | None = None
    judged: Judgement | None = None


def request_changed(folder: ProviderFolder, name: str, news: RequestNews) -> dict[str, bytes]:
    """Return the log after something became of one of its requests."""
    file, log = folder.log()
    index = next((i for i, each in enumerate(log.requests) if each.id == name), None)
    if index is None:
        raise FrancisError(
            f"{folder.name}/{name} is neither a request nor a concern, so nothing can come of it."
        )
    old, keys, order = log.requests[index], ("requests", index), fields_of(Request)
    new = old
    if news.chased and old.received_from:
        raise FrancisError(
            f"{folder.name}/{name} came to you from {old.received_from}. Answer it with --answer."
        )
    if news.chased:
        if old.answered:
            raise FrancisError(
                f"{folder.name}/{name} was answered {on_in_words(old.answered.on, str)}, so it cannot be chased."
            )
        file.append((*keys, "chased"), news.chased, order)
        new = replace(new, chased=(*old.chased, news.chased))
    if news.answered:
        if old.answered:
            raise FrancisError(
                f"{folder.name}/{name} was already answered, {on_in_words(old.answered.on, str)}."
            )
        file.set((*keys, "answered"), stated(news.answered), order)
        new = replace(new, answered=news.answered)
    if news.judged:
        if not new.answered:
            raise FrancisError(
                f"{folder.name}/{name} is not answered yet. Say with --answer what came, or with --chase that you asked again."
            )
        if old.judged:
            raise FrancisError(
                f"{folder.name}/{name} is already judged {old.judged.value}. To change that, edit {file.path}."
            )
        file.set((*keys, "judged"), stated(news.judged), order)
        new = replace(new, judged=news.judged)
    requests = (*log.requests[:index], new, *log.requests[index + 1 :])
    return _saying(replace(log, requests=requests), file)


@dataclass(frozen=True)
class ConcernNews:
    """What became of a concern: each that is given is written, in one go."""

    event: ConcernEvent | None = None
    closed: Closing | None = None
    reopened: Reopening | None = None
    review: Day | None = None


def concern_changed(folder: ProviderFolder, number: str, news: ConcernNews) -> dict[str, bytes]:
    """Return the file of a concern after something became of it."""
    held = folder.concern(number)
    if held is None:
        raise unknown_id(folder, number)
    file, old = held
    order, new = fields_of(ProviderConcern), old
    is_closed = len(old.closed) > len(old.reopened)
    if is_closed and not news.reopened:
        last = max((closing.on for closing in old.closed), key=lambda on: on.last)
        raise FrancisError(
            f"{folder.name}/{number} was closed {on_in_words(last, str)}. If it is back, say why with --reopen first."
        )
    if news.reopened:
        if not is_closed:
            raise FrancisError(f"{folder.name}/{number} is open already.")
        file.append(("reopened",), stated(news.reopened), order)
        new = replace(new, reopened=(*old.reopened, news.reopened))
    if news.event:
        file.append(("events",), stated(news.event), order)
        new = replace(new, events=(*old.events, news.event))
    if news.review:
        file.set(("next_review",), news.review, order)
        new = replace(new, next_review=news.review)
    if news.closed:
        file.append(("closed",), stated(news.closed), order)
        new = replace(new, closed=(*old.closed, news.closed))
    return _saying(new, file)


def unknown_id(folder: ProviderFolder, name: str) -> FrancisError:
    """Return the error of something that a provider's files do not hold, with what they do."""
    there = [*folder.ids()]
    near = did_you_mean(nearest(name, there))
    return FrancisError(f"{folder.name} has no {quotation(name)}.{choices(there, 30)}{near}")


def _read(cls: type[R], path: str, data: bytes) -> tuple[Edited, R]:
    """Return a file to be edited, with what it says; raise FrancisError if it has mistakes."""
    problems: list[Problem] = []
    found: Any = read_record(cls, path, data, problems)
    if found is None:
        _refuse(path, problems)
    return Edited(path, data), found


def _refuse(path: str, problems: list[Problem]) -> None:
    """Raise FrancisError if a file has mistakes."""
    if problems:
        told = "\n".join(map(str, problems))
        raise FrancisError(f"{told}\nNothing was written. Correct {path} first.")


def _saying(wanted: R, file: Edited) -> dict[str, bytes]:
    """Return the changed file, once it is seen that it says what is wanted, and nothing else."""
    problems: list[Problem] = []
    found = read_record(type(wanted), file.path, file.data, problems)
    if not problems and found != wanted:
        raise file.by_hand(())
    return {file.path: file.data}
