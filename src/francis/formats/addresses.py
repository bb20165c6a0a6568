"""Addresses that a link of a paper can lead to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f\\]+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s\x00-\x20\x7f\\@]+@[^\s\x00-\x20\x7f\\@]+", re.IGNORECASE)


def is_address(href: str) -> bool:
    """Return whether a link can lead there: a web address with a host, or a mail address."""
    if _MAIL.fullmatch(href):
        return True
    try:
        return bool(_WEB.fullmatch(href) and urlsplit(href).hostname)
    except ValueError:
        return False
