"""Tokens of Markdown, as its parser gives them, made into what a paper can hold; no word of them is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_STRESSED = {"em", "strong"}


def make_printable(tokens: Sequence[Token]) -> None:
    """Print links that lead nowhere, or have no words, as they stand; stress nothing twice."""
    for token in tokens:
        if token.children:
            token.children = list(_stressed_once(_with_links(token.children)))


def _with_links(children: Sequence[Token]) -> list[Token]:
    """Return the tokens of a text in which each link has words, and an address."""
    kept, opened = list(children), -1
    for place, token in enumerate(children):
        if token.type == "link_open":
            opened = place
        elif token.type == "link_close":
            words = "".join(inner.content for inner in children[opened:place])
            href = str(children[opened].attrs["href"])
            if not (href and words.strip()):
                kept[opened] = _words("[")
                kept[place] = _words(f"]({href})")
    return kept


def _words(text: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=text)


def _stressed_once(children: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a text without emphasis inside the same emphasis, which looks the same.

    Hundreds of asterisks would nest elements deeper than a file can have them.
    """
    depth = dict.fromkeys(_STRESSED, 0)
    for token in children:
        if token.tag in _STRESSED:
            outermost = depth[token.tag] == (0 if token.nesting == 1 else 1)
            depth[token.tag] += token.nesting
            if not outermost:
                continue
        yield token
