"""Who leads something: one post, or several, each with its role or for its service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lead:
    """A post or committee that leads something together with others: as what, or for which service."""

    post: str
    role: str | None = None
    service: str | None = None

    def __str__(self) -> str:
        """Return the post with what it does: Director of Nursing (sponsor)."""
        part = ", ".join(filter(None, (self.role, self.service)))
        return f"{self.post} ({part})" if part else self.post


class Led:
    """What follows from the leads that a record holds: one post as a text, or a list."""

    lead: tuple[Lead, ...] | str | None

    @property
    def leads(self) -> tuple[Lead, ...]:
        """Return all leads, in the order of the record."""
        if isinstance(self.lead, str):
            return (Lead(self.lead),)
        return self.lead or ()

    @property
    def led_by(self) -> str | None:
        """Return the leads as papers print them: Director of Nursing (sponsor); Head of Forensics. None without any."""
        return "; ".join(map(str, self.leads)) or None

    def is_led_by(self, post: str) -> bool:
        """Return whether a post leads it, alone or with others."""
        return any(lead.post == post for lead in self.leads)
