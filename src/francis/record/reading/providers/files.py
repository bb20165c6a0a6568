"""The files of providers: which is what, and all that they say of one body."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from francis.errors import Place, Problem
from francis.record.model import FORMAT
from francis.record.model.providers import (
    Dossier,
    Dossiers,
    MeasureReading,
    Provider,
    ProviderConcern,
    ProviderLog,
)
from francis.record.numbers import NAME, natural, slug
from francis.record.reading.folders import PROVIDERS, named_otherwise, number_differs
from francis.record.reading.nhs_numbers import nhs_problems
from francis.record.reading.providers.measure_readings import readings_in
from francis.record.reading.record_file import Read, record_of
from francis.workspace import RECORD

MEASURES = "measures.csv"
CONCERNS = "concerns"
COMMON_LOG = "log"
"""What stands in references for the name of a provider, of what is in the log that concerns them all."""


_OTHERS = frozenset(
    {"provider.yaml", "log.yaml", "body.yaml", "set.yaml", "year.yaml", "actions.yaml"}
)
"""What no concern is called."""


def file_kind(within: Collection[str]) -> type[Any] | None:
    """Return which record a YAML file of providers holds, by the names that lead to it from their folder; None if none."""
    match [*within]:
        case ["log.yaml"] | [_, "log.yaml"]:
            return ProviderLog
        case [_, "provider.yaml"]:
            return Provider
        case [_, "concerns", name] if name.endswith(".yaml") and name not in _OTHERS:
            return ProviderConcern
    return None


_OF_CONCERN = re.compile(rb"number|what|since|lead|sources|events|\0")
"""One of these is in every concern, however it is mistyped, but for one saved in UTF-16."""


@dataclass
class _Held:
    """What was read of one provider so far, or of the log of them all."""

    provider: Provider | None = None
    log: ProviderLog | None = None
    concerns: dict[str, ProviderConcern] = field(default_factory=dict)
    readings: tuple[MeasureReading, ...] = ()
    is_whole: bool = True


class ProviderFiles:
    """The files of providers that were read so far, body by body."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._held: defaultdict[str, dict[str, _Held]] = defaultdict(dict)

    def add(self, path: str, data: bytes, paths: Collection[str]) -> Iterator[Problem]:
        """Read one file among those at `paths`, and yield what is wrong with it."""
        _, body, _, *within = path.split("/")
        name = within[0] if len(within) > 1 else ""
        held = (
            self._held[body].setdefault(name, _Held())
            if NAME.fullmatch(name or COMMON_LOG)
            else _Held()
        )
        if [*within[1:]] == [MEASURES]:
            held.readings, problems = self._readings(path, data)
            held.is_whole &= not problems
            yield from problems
        elif path.lower().endswith(".csv") or (
            within[-1].startswith(MEASURES.removesuffix("csv"))
            and f"{path.rpartition('/')[0]}/{MEASURES}" not in paths
        ):
            held.is_whole = False
            yield _misplaced(path)
        elif not path.endswith(".yaml"):
            yield from nhs_problems(path, data.decode("utf-8-sig", "replace"), None)
            if (ending := named_otherwise(path, data, paths)) is not None:
                held.is_whole = False
                yield ending.problem
        elif (kind := file_kind(within)) is None or (
            kind is ProviderConcern and not _OF_CONCERN.search(data)
        ):
            held.is_whole = False
            yield _misplaced(path)
        else:
            yield from self._add_record(kind, path, data, held, paths)

    def _readings(
        self, path: str, data: bytes
    ) -> tuple[tuple[MeasureReading, ...], tuple[Problem, ...]]:
        if (path, data) not in self._read:
            problems: list[Problem] = []
            readings = readings_in(path, data, problems)
            self._read[path, data] = readings, None, tuple(problems)
        found, _, told = self._read[path, data]
        return (found if isinstance(found, tuple) else ()), told

    def _add_record(
        self, kind: type[Any], path: str, data: bytes, held: _Held, paths: Collection[str]
    ) -> Iterator[Problem]:
        found, part, told = record_of(kind, path, data, self._read)
        yield from told
        held.is_whole &= found is not None
        found = found or part
        if isinstance(found, Provider):
            held.provider = found
        elif isinstance(found, ProviderLog):
            held.log = found
        elif isinstance(found, ProviderConcern):
            stem = path.rpartition("/")[2].removesuffix(".yaml")
            if slug(found.number) != stem or not NAME.fullmatch(stem):
                yield number_differs(found, stem, paths)
                held.is_whole = False  # others may mean it by its number
                found = replace(found, number=stem)  # by which everything else finds it
            held.concerns[stem] = found

    @property
    def bodies(self) -> Collection[str]:
        """Return the bodies that have any such file."""
        return self._held.keys()

    def whole(self, body: str) -> dict[str, bool]:
        """Return of each provider whether all of its files could be read; "" is the log of them all."""
        return {name: held.is_whole for name, held in self._held[body].items()}

    def dossiers(self, body: str) -> Dossiers:
        """Return what the files of a body say of its providers, as far as they could be read."""
        held = self._held[body]
        providers = {
            name: Dossier(
                of.provider,
                of.log or ProviderLog(FORMAT),
                _in_order(of.concerns),
                of.readings,
            )
            for name, of in sorted(held.items(), key=lambda item: natural(item[0]))
            if name and of.provider
        }
        return Dossiers(providers, held.get("", _Held()).log or ProviderLog(FORMAT))

    def check_folders_of(self, body: str) -> Iterator[Problem]:
        """Yield the folders that cannot be named so, or lack the file which says whose they are."""
        for name, held in self._held[body].items():
            folder = Place(f"{RECORD}/{body}/{PROVIDERS}/{name}")
            if name == COMMON_LOG:
                message = f"a provider cannot be named {COMMON_LOG}: references have that for the log of them all."
                yield Problem(folder, message, "file-name", "Give the folder another name.")
            if name and held.provider is None and held.is_whole:
                yield Problem(
                    folder,
                    "this folder has no provider.yaml, so it is not used.",
                    "folder",
                    f"Add provider.yaml, which gives the provider's name: francis add provider {name}",
                )


def _in_order(concerns: Mapping[str, ProviderConcern]) -> dict[str, ProviderConcern]:
    """Return concerns by their numbers, as people count."""
    ordered = sorted(concerns.values(), key=lambda concern: natural(concern.number))
    return {concern.number: concern for concern in ordered}


def _misplaced(path: str) -> Problem:
    """Return the problem of a file that is none of a provider's."""
    place = f"{RECORD}/{path.split('/')[1]}/{PROVIDERS}/PROVIDER"
    return Problem(
        Place(path),
        "this file is in the wrong folder, or has another name than it should.",
        "file-place",
        f"A provider has {place}/provider.yaml, log.yaml, {MEASURES}, and its concerns in {place}/{CONCERNS}/.",
    )
