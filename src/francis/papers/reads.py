"""Which files of the record a paper reads: a register that notes what its template asks of it.

A paper names the commit that last changed what it says, and is made again only if that has changed. The
set, the body and the positions are taken as read by every paper; the plan, the covers and the providers as they are
asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from francis.record.model import Plan
from francis.record.model.cover import Cover
from francis.record.reading.folders import PROVIDERS
from francis.record.register import Register
from francis.workspace import RECORD

if TYPE_CHECKING:
    from francis.record.model.providers import Dossiers


def noting(register: Register) -> tuple[Register, Callable[[str], bool]]:
    """Return the register, and what tells, by its path, whether a file of it has been read since."""
    read: set[str] = set()
    providers = f"{RECORD}/{register.body_id}/{PROVIDERS}"

    def is_read(path: str) -> bool:
        folder, _, name = path.rpartition("/")
        if register.dossiers and path.startswith(f"{providers}/"):
            return providers in read
        if name == "actions.yaml" and folder.count("/") == 2:
            return path in read
        return folder.count("/") != 3 or path in read or folder in read

    return _noting(register, read.add), is_read


def _noting(register: Register, note: Callable[[str], None]) -> Register:
    folder = f"{RECORD}/{register.body_id}/{register.year_id}"
    return replace(
        register,
        plan=_NotingPlan.of(register.plan, lambda: note(f"{folder}/actions.yaml")),
        covers=_NotingCovers(register.covers, f"{folder}/papers", note),
        earlier=register.earlier and _noting(register.earlier, note),
        dossiers=register.dossiers
        and _noting_dossiers(
            register.dossiers, lambda: note(f"{RECORD}/{register.body_id}/{PROVIDERS}")
        ),
    )


class _NotingPlan(Plan):
    """A plan that notes that somebody looked at it."""

    _note: Callable[[], None]

    @classmethod
    def of(cls, plan: Plan, note: Callable[[], None]) -> Plan:
        noted = cls(plan.format, plan.actions, plan.last_meeting, plan.at)
        object.__setattr__(noted, "_note", note)
        return noted

    def __getattribute__(self, name: str) -> object:
        if name in ("actions", "last_meeting"):
            object.__getattribute__(self, "_note")()
        return object.__getattribute__(self, name)


def _noting_dossiers(dossiers: Dossiers, note: Callable[[], None]) -> Dossiers:
    """Return providers that note that somebody looked at them; their class is imported only where there are any."""
    from francis.record.model.providers import Dossiers

    class NotingDossiers(Dossiers):
        def __getattribute__(self, name: str) -> object:
            if name in ("providers", "log"):
                note()
            return object.__getattribute__(self, name)

    return NotingDossiers(dossiers.providers, dossiers.log, dossiers.left_out)


class _NotingCovers(Mapping[str, Cover]):
    """Covers that note which of them were looked at: one, or by going through them all."""

    def __init__(
        self, covers: Mapping[str, Cover], folder: str, note: Callable[[str], None]
    ) -> None:
        self._covers, self._folder, self._note = covers, folder, note

    def __getitem__(self, paper: str) -> Cover:
        self._note(f"{self._folder}/{paper}.yaml")
        return self._covers[paper]

    def __iter__(self) -> Iterator[str]:
        self._note(self._folder)
        return iter(self._covers)

    def __len__(self) -> int:
        self._note(self._folder)
        return len(self._covers)
