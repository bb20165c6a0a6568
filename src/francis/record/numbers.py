"""The order of the numbers of recommendations."""

from __future__ import annotations

import re
from functools import cache


@cache
def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return the key that sorts numbers as people do: 9 before 10, 1.9 before 1.10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", number)
    )
