"""The scripts that a text is written in: their languages, their direction, and the fonts that have their letters.

The font of papers has the letters of Europe. A stretch of another script is marked in the HTML of a paper
with what it is, so that each format names a font for it, and screen readers know how to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from francis.own_data import own_data

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KIND = "span.script"
"""The element around a stretch of another script; it is put in when the HTML was checked, and no template has it."""
_NAME = "data-script"

_UNMARKED = frozenset({"head", "svg", "span.page-number", "span.page-count"})
_BLOCKS = frozenset({"p", "td", "th", "caption", "h1", "h2", "h3", "h4"})
_LISTS = frozenset({"ul", "ol"})


SCRIPT_STYLES = """\
[dir=rtl] { direction: rtl; unicode-bidi: isolate; }
:not(span)[dir=rtl] { text-align: right; }
:is(ul, ol)[dir=rtl] { padding-left: 0; padding-right: 16pt; }
@media print {
  [dir=rtl] > li::before { margin: 0 -11pt 0 0; }
  ol[dir=rtl] > li::before { margin: 0 -16pt 0 0; }
}
"""
"""How what is read from right to left is laid out, in PDF and HTML."""


class Language(NamedTuple):
    """A language as HTML and Word call it, and the letters by which a text is known to be in it."""

    code: str
    word: str
    has: str = ""


class Script(NamedTuple):
    """A script; `font` begins the names of its files, and `windows` is what Word names for it."""

    key: str
    name: str
    letters: str
    font: str
    windows: str
    direction: str = "ltr"
    languages: tuple[Language, ...] = ()

    @property
    def is_rtl(self) -> bool:
        """Return whether it is read from right to left."""
        return self.direction == "rtl"

    def language(self, text: str) -> Language | None:
        """Return the language of a text in this script, as far as its letters tell; signs are of none."""
        own = (each for each in self.languages if not each.has or set(each.has) & set(text))
        return next(own, None)


@cache
def all_scripts() -> dict[str, Script]:
    """Return the scripts by their keys."""
    found = own_data(__file__, "scripts.yaml")
    return {
        key: Script(
            key,
            **said | {"languages": tuple(Language(**each) for each in said.get("languages", ()))},
        )
        for key, said in found.items()
    }


@cache
def _letters() -> re.Pattern[str]:
    """Return what finds a stretch of letters of one script, in the group of its key."""
    return re.compile("|".join(f"(?P<{s.key}>[{s.letters}]+)" for s in all_scripts().values()))


_OTHER = re.compile("[\u0590-\u139f\u25a2-\uffff\U00020000-\U0003ffff]")
"""What a text has at least one of in which there are letters of another script."""
_LETTER = re.compile(r"[^\W\d_]")
_OF_BOTH = "\u0964\u0965\u200c\u200d"
"""Stops of sentences and joiners that several scripts share: they belong to what they follow."""


def stretches(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text in stretches, each with the key of its script, or nothing for the letters of Europe.

    Spaces, figures and punctuation between two stretches of one script belong to it.
    """
    found: list[list[int | str]] = []
    for match in _letters().finditer(text):
        start, end, key = match.start(), match.end(), match.lastgroup or ""
        while end < len(text) and text[end] in _OF_BOTH:
            end += 1
        if found and found[-1][2] == key and not _LETTER.search(text, int(found[-1][1]), start):
            found[-1][1] = end
        else:
            found.append([start, end, key])
    edges = [(0, 0, ""), *((int(a), int(b), str(key)) for a, b, key in found)]
    for (_, before, _), (start, end, key) in pairwise([*edges, (len(text), len(text), "")]):
        if before < start:
            yield "", text[before:start]
        if start < end:
            yield key, text[start:end]


def mark_scripts(root: Element) -> None:
    """Mark what is written in other scripts below an element, and the blocks that are read from right to left."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        name = element.get("class")
        if element.tag in _UNMARKED or (name and f"{element.tag}.{name}" in _UNMARKED):
            continue
        waiting += element
        numbered = len(element) > 0 and element[0].get("class") == "paragraph-number"
        words = _own_words(element) if element.tag in _BLOCKS and not numbered else ""
        if element.tag in _LISTS:  # its markers stand on one side
            words = "".join(element.itertext())
        if is_from_right(words):
            element.set("dir", "rtl")
        _mark_text(element)
        for child in list(element):
            _mark_tail(child)


def _own_words(element: Element) -> str:
    """Return the words of a block, without those of blocks in it."""
    words = [element.text or ""]
    for child in element:
        words += [
            "" if child.tag in _BLOCKS | _LISTS else "".join(child.itertext()),
            child.tail or "",
        ]
    return "".join(words)


def is_from_right(text: str) -> bool:
    """Return whether most letters of a text are of a script that is read from right to left."""
    if not _OTHER.search(text):
        return False
    scripts = all_scripts()
    letters = [(key, len(_LETTER.findall(words))) for key, words in stretches(text)]
    from_right = sum(count for key, count in letters if key and scripts[key].is_rtl)
    return from_right > sum(count for _, count in letters) / 2


def _mark_text(element: Element) -> None:
    text = element.text
    if text and _OTHER.search(text):
        element.text = ""
        for place, span in enumerate(_spans(element, text)):
            if isinstance(span, str):
                element.text = span
            else:
                element.insert(place - bool(element.text), span)


def _mark_tail(child: Element) -> None:
    text = child.tail
    if text and _OTHER.search(text):
        child.tail, last = "", child
        for span in _spans(child, text):
            if isinstance(span, str):
                child.tail = span
            else:
                last.addnext(span)
                last = span


def _spans(element: Element, text: str) -> Iterator[Element | str]:
    """Yield the plain words that a text begins with, if it does, then the marked ones, with plain ones behind each."""
    span: Element | None = None
    for key, words in stretches(text):
        if not key:
            if span is None:
                yield words
            else:
                span.tail = words
            continue
        if span is not None:
            yield span
        script = all_scripts()[key]
        language = script.language(words)
        said = {"lang": language.code} if language else {}
        said |= {"dir": "rtl"} if script.is_rtl else {}
        span = element.makeelement("span", {"class": "script", _NAME: key, **said})
        span.text = words
    if span is not None:
        yield span


def is_other(text: str) -> bool:
    """Return whether a text may have letters of another script: asked first, for most papers have none."""
    return _OTHER.search(text) is not None


def script_of(element: Element) -> str:
    """Return the key of the script that an element marks."""
    return str(element.get(_NAME, ""))


def of_page(root: Element) -> list[Script]:
    """Return the scripts that are marked in a page, in their order."""
    used = {script_of(span) for span in root.iter("span")}
    return [script for key, script in all_scripts().items() if key in used]
