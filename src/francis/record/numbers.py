"""The numbers of recommendations: which there may be, and their order."""

from __future__ import annotations

import re
from functools import cache

NAME = re.compile("[0-9A-Za-z][0-9A-Za-z.-]*")
"""The names that files, folders and actions may have: they need no escaping in addresses and shells."""


@cache
def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts numbers as people do: 9 before 10, 1.9 before 1.10."""
    return tuple(
        (len(digits), digits) if part.isdecimal() else (-1, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", number)
        for digits in [part.lstrip("0")]  # as figures: Python makes no number of 5,000 of them
    )
