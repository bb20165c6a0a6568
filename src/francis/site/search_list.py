"""What the search of a site looks through: one list of all that its pages say, written as a script, so that a folder can be searched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from francis.record.numbers import slug
from francis.record.prose import lines_of
from francis.site.scopes import PublicScope


class SearchEntry(NamedTuple):
    """Something to be found: its path below the folder of its body and set, what it is called, and all its words."""

    address: str
    title: str
    words: str


def search_list(scope: PublicScope) -> bytes:
    """Return the script that holds the list of what there is to find in the pages of a body and set."""
    base = f"{scope.addresses.base}/"
    listed = [[e.address.removeprefix(base), e.title, e.words] for e in _entries(scope)]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    # Nothing that a browser takes for the end of a script, or for the end of a line.
    for sign in "<>\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"var searchList={text};\n".encode()


def _entries(scope: PublicScope) -> Iterator[SearchEntry]:
    """Yield what there is to find: recommendations with all that is said of each in any year, actions, providers."""
    at = scope.addresses
    for number, register in scope.numbers.items():
        asked = register.held[number]
        said = [asked.heading, asked.name, asked.text]
        for year in scope.years:
            if position := year.positions.get(number):
                reasons = (position.rating, position.assurance, position.acceptance)
                said += [position.text, *(of.reason or "" for of in reasons)]
                said += [position.led_by or "", *(e.title for e in position.evidence)]
        yield SearchEntry(at.recommendation(number), f"{number} {asked.name}", _words(said))
    for action, _ in scope.actions.values():
        said = [action.description, action.name, action.measure or "", action.led_by or ""]
        said += [action.rating.reason or "", *(note.text for note in action.progress)]
        yield SearchEntry(at.action(action.id), f"{action.id} {action.name}", _words(said))
    for view in scope.register.providers:
        said = [view.provider.name, *view.provider.also, *view.provider.services]
        yield SearchEntry(at.provider(slug(view.name)), view.provider.name, _words(said))


def _words(texts: Iterable[str]) -> str:
    """Return the words of texts in Markdown, each text once."""
    lines = (line.strip(" -") for text in dict.fromkeys(texts) for line in lines_of(text))
    return " ".join(" ".join(dict.fromkeys(lines)).split())
