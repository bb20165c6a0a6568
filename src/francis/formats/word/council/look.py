"""What a council's styles say that would spoil a paper.

A council's styles were made for documents that somebody writes by hand: their headings number themselves,
its titles begin pages, its text is justified. A paper has its own numbers, begins its own pages, and has
narrow columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from francis.formats.vocabulary import LIST_STYLES, LISTS, NUMBERED
from francis.formats.word.elements import PPR, PSTYLE, TYPE, VAL, P, T, W
from francis.formats.word.styles import (
    STYLE_ID,
    Styles,
    indents,
    name_of,
    said_indents,
    write_indents,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OF_TEXT = frozenset(
    {"Normal", "After Table", *NUMBERED, *(name for pair in LISTS.values() for name in pair)}
)
"""Styles of the text between margins, where words may be spread over the line; others stand in cells too."""

_HEADINGS = {"Heading 1": 1.5, "Heading 2": 1.25, "Heading 3": 1.1, "Heading 4": 1.0}
"""The headings, and the size beside text of one that looks like text."""

_TITLE = "Heading 1"
_LOOKS = ("b", "i", "u", "caps", "smallCaps", "color")
"""What tells a heading from text, besides its size."""

_SPACE = 120
"""The space between paragraphs where a council's text has none, in twentieths of a point."""

_SPREAD = frozenset({"both", "distribute", "lowKashida", "mediumKashida", "highKashida"})

_SWITCHED_OFF = ("pPr/pageBreakBefore", "pPr/bidi", "rPr/rtl", "rPr/vanish", "rPr/specVanish")
"""What no style of a paper has: it begins pages itself, reads from left to right, and is there to be read."""


_AFTER_BIDI = tuple(
    f"w:{tag}"
    for tag in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl",
        "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
"""What follows in the schema on the direction of a paragraph."""


def settle(styles: Styles, needed: Mapping[str, str]) -> None:
    """Make the styles that papers need fit for them, whatever file they come from."""
    names = [name for name, kind in needed.items() if kind == "paragraph"]
    _take_off_lists(styles, [name for name in names if name not in LIST_STYLES])
    for name in names:
        _switch_off(styles, name)
    for name in _HEADINGS:
        _set_apart(styles, name)
    _space_out(styles)
    if styles.tab_stops(NUMBERED[0]):
        styles.set_tabs(NUMBERED[0], {})


def _switch_off(styles: Styles, name: str) -> None:
    """Take out of a style what no paper has, and the frame beside the text that it stands in."""
    style, identifier = styles.by_id[styles.ids[name]], styles.ids[name]
    for path in _SWITCHED_OFF:
        if _is_on(next(styles.found(identifier, path), None)):
            _say(style, path, "0")
    for frame in list(styles.found(identifier, "pPr/framePr")):
        frame.getparent().remove(frame)
    alignment = next(styles.found(identifier, "pPr/jc"), None)
    if name not in _OF_TEXT and alignment is not None and alignment.get(VAL) in _SPREAD:
        _say(style, "pPr/jc", "left")


def _set_apart(styles: Styles, name: str) -> None:
    """Make a heading bold and large that looks like text, and keep each apart from what is above it, and with what is below."""
    identifier, text = styles.ids[name], styles.ids["Normal"]
    style = styles.by_id[identifier]
    if not styles.keeps(name):
        _say(style, "pPr/keepNext", "1")
        styles.kept[name] = True
    if name != _TITLE and not styles.number(identifier, "pPr/spacing", "before", 0):
        _say(style, "pPr/spacing").set(W + "before", str(_SPACE))
    size, of_text = (styles.number(of, "rPr/sz", "val", 20) for of in (identifier, text))
    looks, of_texts = (
        [_said(styles, of, f"rPr/{tag}") for tag in _LOOKS] for of in (identifier, text)
    )
    if size <= of_text and looks == of_texts:
        _say(style, "rPr/b", "1")
        _say(style, "rPr/sz", str(round(of_text * _HEADINGS[name])))
    styles.measured.pop(name, None)


def _space_out(styles: Styles) -> None:
    """Set paragraphs apart where a council's text leaves no space: its documents have empty lines between them."""
    text = styles.by_id[styles.ids["Normal"]]
    if styles.measures("Normal")[2]:
        return
    spaced = text.makeelement(W + "style", {TYPE: "paragraph", W + "customStyle": "1"})
    for tag, value in (("name", "Spaced Text"), ("basedOn", styles.ids["Normal"])):
        spaced.append(spaced.makeelement(W + tag, {VAL: value}))
    spaced.set(STYLE_ID, "SpacedText")
    styles.ids["Normal"] = styles.add(spaced)
    styles.text_is_default = False
    for name in ("Normal", *NUMBERED, *_HEADINGS):
        if not styles.number(styles.ids[name], "pPr/spacing", "after", 0):
            _say(styles.by_id[styles.ids[name]], "pPr/spacing").set(W + "after", str(_SPACE))
        styles.measured.pop(name, None)


def _take_off_lists(styles: Styles, names: Iterable[str]) -> None:
    """Take styles off the lists that number them: papers write their numbers themselves.

    Words begin at the margin; those of a numbered paragraph stay in line, as it has a number.
    """
    ties = {
        name: (number, styles.level_of(name)) for name in names if (number := styles.list_of(name))
    }
    for name, (number, level) in ties.items():
        style: Any = styles.by_id[styles.ids[name]]
        own, levels = styles.own_indent(name), styles.numbering.levels(number)
        properties = style.get_or_add_pPr()
        left, hanging = indents(levels[level]) if level in levels else (0, 0)
        if own is not None:
            left, hanging = said_indents(own, (left, hanging))
        if name != NUMBERED[0]:
            left, hanging = 0, 0
        write_indents(properties.get_or_add_ind(), left, hanging)
        properties.get_or_add_numPr().get_or_add_numId().val = 0
    taken_off = {styles.ids[name] for name in ties}
    for tie in list(styles.numbering.root.iter(W + "pStyle")):
        if tie.get(VAL) in taken_off:
            tie.getparent().remove(tie)


_NOT_TEXT = re.compile(
    r"heading|title|list|toc|caption|header|footer|quote|table|index|note|abstract|author|date",
    re.IGNORECASE,
)
_BODY_TEXT = re.compile(r"body text|text body", re.IGNORECASE)
"""The name that word processors give to the style of text, if not Normal."""
_ENOUGH = 300
"""So many letters in one style, more than in any other, are the text of a document."""


def text_style(document: Any) -> str:
    """Return the style of the text of a council's own file, or nothing if that is its default style.

    It is the one in which most of its words are, headings, lists and tables aside, or the one that is named so.
    """
    styles = {
        style.get(STYLE_ID, ""): name_of(style)
        for style in document.styles.element.iterchildren(W + "style")
        if style.get(TYPE) == "paragraph"
    }
    words: Counter[str] = Counter()
    for paragraph in document.element.body.iterchildren(P):
        name = paragraph.find(f"{PPR}/{PSTYLE}")
        identifier = "" if name is None else name.get(VAL, "")
        if paragraph.find(f"{PPR}/{W}numPr") is None:
            words[identifier] += sum(len(text.text or "") for text in paragraph.iter(T))
    for identifier, count in words.most_common():
        name = styles.get(identifier, "")
        if name and count and _BODY_TEXT.fullmatch(name):
            return identifier
        if count >= _ENOUGH and not _NOT_TEXT.search(name):
            return identifier
    return ""


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(VAL) not in ("0", "false", "off")


def _said(styles: Styles, identifier: str, path: str) -> str:
    """Return what a style says of a property: its value, and nothing where it is off."""
    found = next(styles.found(identifier, path), None)
    return "" if found is None or not _is_on(found) else found.get(VAL, "1")


def _say(style: Any, path: str, value: str | None = None) -> Element:
    """Set a property of a style itself, at its place in the schema, and return it."""
    kind, tag = path.split("/")
    properties = style.get_or_add_pPr() if kind == "pPr" else style.get_or_add_rPr()
    add = getattr(properties, f"get_or_add_{tag}", None)
    found: Element = add() if add else properties.find(W + tag)
    if found is None:  # the library does not know it
        found = properties.makeelement(W + tag)
        properties.insert_element_before(found, *_AFTER_BIDI)
    if value is not None:
        found.set(VAL, value)
    return found
