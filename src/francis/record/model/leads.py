"""Who leads something: one post, or several, each with its role or for its service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from francis.own_data import own_data


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
        if isinstance(self.lead, str):
            return self.lead or None
        return "; ".join(map(str, self.leads)) or None

    def is_led_by(self, post: str) -> bool:
        """Return whether a post leads it, alone or with others."""
        return any(lead.post == post for lead in self.leads)


@lru_cache(maxsize=1000)
def is_like_a_person(name: str) -> bool:
    """Return whether a name looks like that of a person: a title, or two or three names without the word for a post."""
    words = re.findall(r"[\w’'-]+", name)
    like_a_name = 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
    return bool(_titles().match(name)) or (
        like_a_name and _posts().isdisjoint(word.lower() for word in words)
    )


@cache
def _posts() -> frozenset[str]:
    return frozenset(word.lower() for word in _listed()["posts"])


def titles_of_people() -> tuple[str, ...]:
    """Return the titles that people have, such as Dr."""
    return tuple(_listed()["titles"])


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(titles_of_people())})\.?\s", re.IGNORECASE)


@cache
def _listed() -> Mapping[str, list[str]]:
    """Return the words of `data/posts.yaml`."""
    read: Mapping[str, list[str]] = own_data(__file__, "../data/posts.yaml")
    return read
