"""The files that officers start from: commented YAML in `data/starter/`, with words in the places left for them."""

from __future__ import annotations

from pathlib import Path

STARTER = Path(__file__).parent.parent / "data" / "starter"
"""The folder of the files."""


def skeleton(name: str, **words: str) -> bytes:
    """Return one of the files; with `words`, these stand in their places, written `$name` there."""
    from string import Template

    text = (STARTER / name).read_text(encoding="utf-8")
    return (Template(text).substitute(words) if words else text).encode()
