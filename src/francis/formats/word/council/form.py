"""A council's form: the cover of its own Word file, filled in from a paper as if by hand.

A control, a box or an empty cell beside its label is filled in where its name is that of an answer. A text
that has such a form is kept from its beginning to the last of these, and the paper follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from francis.errors import excerpt
from francis.formats.word.elements import (
    BR,
    PPR,
    PRESERVE,
    RPR,
    RSTYLE,
    SECTPR,
    TBL,
    TC,
    TCPR,
    TR,
    TYPE,
    VAL,
    P,
    R,
    T,
    W,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTROL, _CONTENT, _PROPERTIES = W + "sdt", W + "sdtContent", W + "sdtPr"
_SHOWS_PROMPT = W + "showingPlcHdr"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_CHECKBOX = _W14 + "checkbox"
_NO_WORDS = (*(W + name for name in ("picture", "docPartObj", "group")), _CHECKBOX)
"""Kinds of controls that hold no words of their own."""
_BOX = W + "txbxContent"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHAPE = "{urn:schemas-microsoft-com:vml}shape"

_LAST_STEP = re.compile(r"(?:\w+:)?@?(\w+)(?:\[\d+\])?/?$")
"""The last step of the path to what a control is bound to."""
_PROMPT = re.compile(
    r"[\[<{«][^\[\]]*[\]>}»]|(?:click|tap)\b.*"
    r"|(?:enter|insert|choose|select)\s+(?:an?|the|your|text|date|name|title|item)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""Words that ask to be replaced: those in brackets, and “Click or tap here to enter text”."""
_PROMPT_WITHIN = re.compile(
    r"[\[<{«](?:add|click|enter|insert|select|tap|type|name|title|date|delete|x{2,})\b[^\[\]<>{}«»]*[\]>}»]",
    re.IGNORECASE,
)
"""Those in brackets within a line of other words."""
_LIST_OF_WORDS = 80
"""How many characters an answer has at most that is a word or a list of words, such as “Note, Discuss”."""
_UNNAMED = "a control without a name"
_LABELS_NEEDED = 2
"""Beside how many labels answers must stand in a text to take it for a form; of a control or box, one is enough."""


class FormAnswer(NamedTuple):
    """What a paper says in one field of its cover: the label there, its other names, and its text.

    Each line of the text is a paragraph.
    """

    label: str
    names: tuple[str, ...]
    text: str


def words_of_name(name: str) -> str:
    """Return a name as those of controls and labels are compared: “Date of meeting:” and DateOfMeeting alike."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("(s)", "s"))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\([^)]*\)", " ", words).casefold()))


class Form:
    """What is filled in of a council's file: in its headers, and in its text if that has a form."""

    def __init__(self, answers: Iterable[tuple[str, tuple[str, ...], str]] = ()) -> None:
        """Take the answers; of two with one name, the first has it."""
        self._answers: dict[str, FormAnswer] = {}
        for answer in (FormAnswer(*said) for said in answers):
            for name in (answer.label, *answer.names):
                self._answers.setdefault(words_of_name(name), answer)
        #: What nothing was filled into, each with its place.
        self.left: dict[str, None] = {}
        #: The answers that stand in the text.
        self.filled: dict[FormAnswer, None] = {}
        #: What is kept of the text, and whether a page ends behind it.
        self.blocks: list[Element] = []
        self.ends_page = False
        self._written: set[Element] = set()
        self._told: set[Element] = set()

    def fill_text(self, body: Element) -> None:
        """Fill in the form of a text and keep it, if the text has one."""
        blocks = [block for block in body if block.tag != SECTPR] if self._answers else []
        last, is_form = -1, False
        filled: dict[FormAnswer, None] = {}
        for place, block in enumerate(blocks):
            named = dict.fromkeys(self._fill_named(block))
            if found := named | dict.fromkeys(self._fill_cells(block)):
                last, is_form, filled = place, is_form or bool(named), filled | found
        if not is_form and len(filled) < _LABELS_NEEDED:
            return
        kept, after = blocks[: last + 1], blocks[last + 1 : last + 2]
        self.ends_page = any(map(_ends_section, (kept[-1], *after))) or any(
            not _words(block) and _breaks_page(block) for block in after
        )
        self.filled, self.blocks = filled, deepcopy(kept)
        for block in kept:
            self._note([*self._unfilled(block), *self._unnamed(block)], "its form")
        for block in self.blocks:
            for section in list(block.iter(SECTPR)):
                section.getparent().remove(section)

    def fill_part(self, root: Element, place: str) -> None:
        """Fill in the controls and boxes of a header or footer, which is called `place`."""
        for _ in self._fill_named(root):
            pass
        self._note([*self._unfilled(root), *self._unnamed(root)], place)

    def _note(self, prompts: Iterable[str], place: str) -> None:
        self.left |= dict.fromkeys(f"“{excerpt(words, 40)}” in {place}" for words in prompts)

    def _answer(self, names: Iterable[str]) -> FormAnswer | None:
        return next(
            (self._answers[name] for name in map(words_of_name, names) if name in self._answers),
            None,
        )

    # -- controls and boxes -------------------------------------------------------------------

    def _fill_named(self, root: Element) -> Iterator[FormAnswer]:
        """Fill in and tick what has a name of its own, and yield the answers."""
        yield from self._fill_controls(root)
        yield from self._fill_boxes(root)
        yield from self._fill_fields(root)
        self._tick(root)

    def _fill_controls(self, root: Element) -> Iterator[FormAnswer]:
        """Fill in the controls that hold words and no other controls, and yield the answers."""
        for control, properties, content in _controls(root):
            answer = self._answer(_names(properties, content))
            words = answer and _choice(properties, answer.text)
            if answer and words is not None:
                is_prompt = properties.find(_SHOWS_PROMPT) is not None
                _write(content, words, is_prompt=is_prompt)
                self._written.add(control)
                yield answer

    def _fill_boxes(self, root: Element) -> Iterator[FormAnswer]:
        """Fill in the boxes that are named, and empty or with a prompt in them, and yield the answers."""
        for box in root.iter(_BOX):
            holder = next((a for a in box.iterancestors(_ALTERNATIVES)), None)
            around = (holder if holder is not None else box.getparent(), *box.iterancestors(_SHAPE))
            named = [
                found.get(name, "")
                for above in around
                if above is not None
                for found in (above, *above.iter(_DRAWN))
                for name in ("title", "descr", "name", "alt", "id")
            ]
            answer = self._answer(named)
            if answer and _is_free(box):
                _write(box, answer.text, is_prompt=bool(_words(box)))
                yield answer

    def _fill_fields(self, root: Element) -> Iterator[FormAnswer]:
        """Fill in the fields of forms as older versions of Word made them, and yield the answers."""
        for data in root.iter(W + "ffData"):
            answer = self._answer([_value(data.find(W + "name"))])
            shown = _shown(data) if data.find(W + "textInput") is not None else []
            if answer and shown and all(map(_is_free, shown)):
                look = shown[0].find(RPR)
                lines = list(enumerate(answer.text.split("\n")))
                for place, line in reversed(lines):
                    shown[-1].addnext(_run(data, line, look, breaks=place > 0))
                for run in shown:
                    run.getparent().remove(run)
                yield answer

    def _tick(self, root: Element) -> None:
        """Tick the boxes whose name, or the words behind them, are one of those that an answer lists."""
        listed = {
            words_of_name(part)
            for answer in self._answers.values()
            if len(answer.text) <= _LIST_OF_WORDS
            for part in answer.text.split(",")
        }
        for control in list(root.iter(_CONTROL)):
            box = control.find(f"{_PROPERTIES}/{_CHECKBOX}")
            mark = next(control.iter(T), None)
            if box is None or mark is None:
                continue
            behind = "".join(
                text.text or "" for after in control.itersiblings() for text in after.iter(T)
            )
            names = [_value(control.find(f"{_PROPERTIES}/{W}{name}")) for name in ("alias", "tag")]
            if listed & {words_of_name(name) for name in (*names, behind) if words_of_name(name)}:
                state = box.find(_W14 + "checkedState")
                code = "" if state is None else state.get(_W14 + "val", "")
                mark.text = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else "☒"

    def _unfilled(self, root: Element) -> Iterator[str]:
        """Yield what asks to be filled in and was not: controls, and cells beside labels in a form."""
        for control, properties, content in _controls(root):
            words, alias = _words(content), _value(properties.find(W + "alias"))
            asks = properties.find(_SHOWS_PROMPT) is not None or words_of_name(words) in (
                "",
                words_of_name(alias),
            )
            if control not in self._written and (asks or _PROMPT.fullmatch(words)):
                yield (
                    alias
                    or _label(control)
                    or _value(properties.find(W + "tag"))
                    or words
                    or _UNNAMED
                )
        for table in root.iter(TBL):
            if any(cell in self._written for cell in table.iter(TC)):
                for label, cell in (pair for row in _rows(table) for pair in pairwise(row)):
                    if label not in self._written and _words(label) and _is_free(cell):
                        self._told.add(cell)
                        yield _words(label)

    def _unnamed(self, root: Element) -> Iterator[str]:
        """Yield the prompts in plain text, except where the label beside them is listed already."""
        for paragraph in root.iter(P):
            around = (*paragraph.iterancestors(), *paragraph.iter(_CONTROL))
            if any(each.tag == _CONTROL or each in self._told for each in around):
                continue
            words = _words(paragraph)
            if _PROMPT.fullmatch(words):
                yield words
            else:
                yield from _PROMPT_WITHIN.findall(words)

    # -- tables -------------------------------------------------------------------------------

    def _fill_cells(self, root: Element) -> Iterator[FormAnswer]:
        """Fill in the empty cells that have a label beside or, in a whole row, above them; yield the answers."""
        for table in root.iter(TBL):
            rows = list(_rows(table))
            pairs = [pair for row in rows for pair in pairwise(row)]
            for upper, lower in pairwise(rows):
                if (
                    1 < len(upper) == len(lower)
                    and all(map(_words, upper))
                    and all(map(_is_free, lower))
                ):
                    pairs += zip(upper, lower, strict=True)
            for label, cell in pairs:
                answer = self._answer([_words(label)])
                if answer and _is_free(cell) and label not in self._written:
                    _write(cell, answer.text, is_prompt=bool(_words(cell)))
                    self._written.add(cell)
                    yield answer


def _controls(root: Element) -> Iterator[tuple[Element, Element, Element]]:
    """Yield the controls that hold words and no other controls, each with its properties and its content."""
    for control in list(root.iter(_CONTROL)):
        properties, content = control.find(_PROPERTIES), control.find(_CONTENT)
        if properties is None or content is None:
            continue
        inside = next(content.iter(_CONTROL, TR, TBL), None)
        if inside is None and not any(properties.find(kind) is not None for kind in _NO_WORDS):
            yield control, properties, content


def _shown(data: Element) -> list[Element]:
    """Return the runs that a field of a form shows, by the element that says what it asks for."""
    begin = next(data.iterancestors(R), None)
    shown: list[Element] = []
    found = None
    for run in () if begin is None else begin.itersiblings(R):
        marks = [mark.get(W + "fldCharType") for mark in run.iterchildren(W + "fldChar")]
        if "end" in marks:
            return shown
        if found:
            shown.append(run)
        found = found or "separate" in marks
    return []


def _names(properties: Element, content: Element) -> Iterator[str]:
    """Yield what a control is called: by its title, its tag, what it is bound to, or by the prompt in it."""
    for name in ("alias", "tag"):
        yield _value(properties.find(W + name))
    bound = properties.find(W + "dataBinding")
    if bound is not None and (step := _LAST_STEP.search(bound.get(W + "xpath", ""))):
        yield step[1]
    if not any(properties.find(W + name) is not None for name in ("alias", "tag", "dataBinding")):
        yield _words(content)


def _choice(properties: Element, text: str) -> str | None:
    """Return a text as a control takes it: of a list of choices, the one that is the same; None if none is."""
    choices = properties.find(W + "dropDownList")
    if choices is None:
        return text
    shown = (item.get(W + "displayText") or item.get(W + "value", "") for item in choices)
    return next((choice for choice in shown if words_of_name(choice) == words_of_name(text)), None)


def _rows(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row of a table, without those of tables in it, or that go on from the row above."""
    for row in table.iter(TR):
        if next(row.iterancestors(TBL), None) is table:
            cells = (cell for cell in row.iter(TC) if next(cell.iterancestors(TR), None) is row)
            yield [cell for cell in cells if not _goes_on(cell)]


def _label(control: Element) -> str:
    """Return the words of the cell before the one that a control is in, or around."""
    cell = next(control.iterancestors(TC), control)
    before = next(cell.itersiblings(TC, _CONTROL, preceding=True), None)
    return "" if before is None else _words(before)


def _goes_on(cell: Element) -> bool:
    merged = cell.find(f"{TCPR}/{W}vMerge")
    return merged is not None and merged.get(VAL) != "restart"


def _is_free(holder: Element) -> bool:
    """Return whether a cell or a box has nothing in it, or only words that ask to be replaced."""
    if next(holder.iter(_CONTROL, TBL, W + "drawing", W + "pict", W + "object"), None) is not None:
        return False
    words = _words(holder)
    return not re.search(r"\w", words) or _PROMPT.fullmatch(words) is not None


def _words(root: Element) -> str:
    """Return the words of an element, a space between paragraphs."""
    pieces = (
        (piece.text or "") if piece.tag == T else " " for piece in root.iter(T, P, BR, W + "tab")
    )
    return " ".join("".join(pieces).split())


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(VAL, "")


def _ends_section(block: Element) -> bool:
    """Return whether a section of the text ends with a block, and its page with it."""
    section = next(block.iter(SECTPR), None)
    kind = None if section is None else section.find(W + "type")
    return section is not None and _value(kind) not in ("continuous", "nextColumn")


def _breaks_page(block: Element) -> bool:
    return any(line.get(TYPE) == "page" for line in block.iter(BR))


# ---------------------------------------------------------------------------------------------
# Writing


def _write(holder: Element, text: str, *, is_prompt: bool) -> None:
    """Write a text into a control, a box or a cell in place of what it has, in the look of that unless it is a prompt.

    What holds paragraphs gets one for each line; what stands within a paragraph, line breaks.
    """
    look = _look(holder, is_prompt=is_prompt)
    lines = text.split("\n")
    first = next(holder.iter(P), None)
    if first is None:
        for child in list(holder):
            holder.remove(child)
        for place, line in enumerate(lines):
            _add_run(holder, line, look, breaks=place > 0)
        return
    parent = first.getparent()
    assert parent is not None
    for other in list(parent.iterchildren(P)):
        if other is not first:
            parent.remove(other)
    for child in list(first):
        if child.tag != PPR:
            first.remove(child)
    for line in reversed(lines[1:]):
        paragraph = deepcopy(first)
        _add_run(paragraph, line, look)
        first.addnext(paragraph)
    _add_run(first, lines[0], look)


def _look(holder: Element, *, is_prompt: bool) -> Element | None:
    """Return the properties of the runs to be written: those of the first run, or of the paragraph's end."""
    own = next(holder.iter(R), None)
    look = None if own is None else own.find(RPR)
    if look is None:
        look = next((found for p in holder.iter(P) for found in p.iterfind(f"{PPR}/{RPR}")), None)
    if look is None:
        return None
    look = deepcopy(look)
    for child in list(look):
        if (child.tag == RSTYLE and (is_prompt or "placeholder" in child.get(VAL, "").lower())) or (
            is_prompt and child.tag in (W + "color", W + "i", W + "iCs", W + "vanish")
        ):
            look.remove(child)
    return look


def _add_run(holder: Element, words: str, look: Element | None, *, breaks: bool = False) -> None:
    holder.append(_run(holder, words, look, breaks=breaks))


def _run(maker: Element, words: str, look: Element | None, *, breaks: bool) -> Element:
    """Return a new run, which begins with a break if it `breaks` the line."""
    run = maker.makeelement(R)
    if look is not None:
        run.append(deepcopy(look))
    if breaks:
        run.append(run.makeelement(BR))
    text = run.makeelement(T, dict(PRESERVE))
    text.text = words
    run.append(text)
    return run
