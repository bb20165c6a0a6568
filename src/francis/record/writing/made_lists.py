"""Lists of what was made in a folder, which lie beside it: JSON that anybody may have changed since it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from francis.workspace import read_ordinary

LARGEST_LIST = 50_000_000
"""The size in bytes beyond which a list is not read."""


def read_made(path: Path, form: int) -> Any:
    """Return what the list at a path holds, whatever that is; None if it cannot be read, or is of another format."""
    try:
        listed = json.loads(read_ordinary(path, LARGEST_LIST))
        return listed if listed["format"] == form else None
    except (OSError, ValueError, RecursionError, TypeError, KeyError):
        return None


def made_bytes(form: int, parts: Mapping[str, object]) -> bytes:
    """Return a list of this format as it is written."""
    return (json.dumps({"format": form, **parts}, indent=1) + "\n").encode()
