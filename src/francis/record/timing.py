"""When an action is due: its first date, and how and why that was moved."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from francis.record.days import Day, When

ExtensionFate = Literal["approved", "requested", "not approved"]


@dataclass(frozen=True)
class Extension:
    """A later date requested for an action; it applies once somebody has approved it."""

    due: When
    reason: str | None = None
    asked_on: Day | None = None
    approved_by: str | None = None
    approved_on: Day | None = None


class Timed(ABC):
    """What follows from the dates of an action, which the record `Action` holds."""

    original_due: When | None
    extensions: tuple[Extension, ...]

    @property
    @abstractmethod
    def is_over(self) -> bool:
        """Return whether it was completed, or left the plan."""

    @property
    def due(self) -> When | None:
        """Return the current due date: that of the last approved extension, or the original one."""
        return next((e.due for e in reversed(self.extensions) if e.approved_by), self.original_due)

    @property
    def times_extended(self) -> int:
        """Return how many extensions were approved."""
        return sum(extension.approved_by is not None for extension in self.extensions)

    @property
    def moves(self) -> tuple[tuple[When | None, Extension], ...]:
        """Return each approved extension with the date before it, in their order."""
        approved = [extension for extension in self.extensions if extension.approved_by]
        return tuple(zip((self.original_due, *(e.due for e in approved)), approved, strict=False))

    @property
    def asked(self) -> Extension | None:
        """Return the extension waiting for a decision, unless the action is completed or closed."""
        waiting = [e for e in self.extensions if e.approved_by is None]
        return waiting[-1] if waiting and not self.is_over else None

    def fate(self, extension: Extension) -> ExtensionFate:
        """Return what became of one of its extensions; one that nobody approved may still wait."""
        if extension.approved_by:
            return "approved"
        return "requested" if extension == self.asked else "not approved"
