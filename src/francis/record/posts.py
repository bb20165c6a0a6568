"""Whether a name is that of a person, where a post belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def is_like_a_person(name: str) -> bool:
    """Return whether a name looks like that of a person: a title, or two or three names without the word for a post."""
    words = re.findall(r"[\w’'-]+", name)
    like_a_name = 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
    posts = {word.lower() for word in _listed()["posts"]}
    return bool(_titles().match(name)) or (
        like_a_name and not posts & {word.lower() for word in words}
    )


def titles_of_people() -> tuple[str, ...]:
    """Return the titles that people have, such as Dr."""
    return tuple(_listed()["titles"])


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(titles_of_people())})\.?\s", re.IGNORECASE)


@cache
def _listed() -> Mapping[str, tuple[str, ...]]:
    """Return the words of `data/posts.yaml`."""
    from francis.record.reading.nodes import compose, plain_value

    path = Path(__file__).parent / "data" / "posts.yaml"
    read: Mapping[str, tuple[str, ...]] = plain_value(compose(path.read_text(encoding="utf-8")))
    return read
