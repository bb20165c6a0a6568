"""The named styles of a Word file and its lists, and what it borrows from another.

A council's file has the styles of its own papers. Those win; what ours need besides is borrowed from
the packaged house file, and dressed so that it looks at home: the words of a borrowed style have the
font, the size and the ink of the council's text, its rules the colour of the council's headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from francis.formats.vocabulary import BULLETS, LIST_LEVELS, NUMBER_FORMATS
from francis.formats.word.elements import TYPE, VAL, W
from francis.formats.word.house_file import HouseError, opened

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element as Element

STYLE_ID = W + "styleId"
LIST_DEPTHS = range(LIST_LEVELS)


class Styles:
    """The styles that papers need and their lists, by the names that Word shows."""

    def __init__(
        self,
        document: Document,
        needed: Mapping[str, str],
        lists: Mapping[str, str],
        base: bytes | None = None,
        text: str = "",
    ) -> None:
        """Find every style of the vocabulary, or borrow it from the Word file `base`.

        `text` is the style of text, by its identifier, where that is not the one named Normal.

        `needed` has the kind of each style, and `lists` those with bullets or numbers, each with the
        one whose words it is in line with. Raise `FrancisError` for what is missing, all of it at
        once, where there is nothing to borrow from.
        """
        self.root = document.styles.element
        self.by_id: dict[str, Element] = {}
        self.by_name: dict[tuple[str, str], str] = {}
        for style in self.root.iterchildren(W + "style"):
            if style.get(STYLE_ID) and style.find(W + "name") is not None:
                self._know(style)
        self.numbering = Lists(document)
        self.measured: dict[str, tuple[int, float, int]] = {}
        self.kept: dict[str, bool] = {}
        self.ids: dict[str, str] = {}
        for name, kind in needed.items():
            if found := self.by_name.get((kind, name.lower())):
                self.ids[name] = found
        if text:
            self.ids["Normal"] = text
        self.lists = {name: number for name in lists if (number := self.list_of(name))}
        self._moved: dict[tuple[str, int], str] = {}
        if base is None:
            self._complain_of_missing(needed, lists)
        elif len(self.ids) < len(needed) or not all(map(self.has_whole_list, lists)):
            lender = opened(base)
            _Loan(self, Styles(lender, needed, lists)).take(needed, lists)
            _lend_parts(document, lender)
        for number in self.lists.values():
            self.numbering.mark_alike(number)
        #: Whether a paragraph that names no style is text.
        self.text_is_default = self.by_id[self.ids["Normal"]].get(W + "default") in ("1", "true")

    def _know(self, style: Element) -> None:
        """Note a style by its identifier, its name and its other names."""
        kind, identifier = style.get(TYPE, ""), style.get(STYLE_ID, "")
        self.by_id[identifier] = style
        self.by_name[kind, name_of(style).lower()] = identifier
        aliases = style.find(W + "aliases")
        for name in "" if aliases is None else aliases.get(VAL, "").split(","):
            self.by_name.setdefault((kind, name.strip().lower()), identifier)

    def _complain_of_missing(self, needed: Mapping[str, str], lists: Mapping[str, str]) -> None:
        missing = [
            f"{name} ({kind} style)" for name, kind in needed.items() if name not in self.ids
        ]
        missing += [
            f"bullets or numbers of {name} (a list tied to the style)"
            for name in lists
            if name in self.ids and name not in self.lists
        ]
        if missing:
            raise HouseError(
                f"The house file for Word does not have {len(missing)} of the styles and lists that papers need: "
                f"{'; '.join(missing)}. Start from a copy of templates/house.docx and edit its "
                "styles, or copy them into your file in Word (Developer, Document Template, "
                "Organizer)."
            )

    def add(self, style: Element) -> str:
        """Take in a style under an identifier and a name that are free, and return the first."""
        identifier, name = str(style.get(STYLE_ID, "")), name_of(style)
        taken = {known.lower() for known in self.by_id}
        free, copy = identifier, 1
        while free.lower() in taken:
            copy += 1
            free = f"{identifier}{copy}"
        style.set(STYLE_ID, free)
        if any(name.lower() == known for _, known in self.by_name):  # of another kind
            style.find(W + "name").set(VAL, f"{name} ({style.get(TYPE)})")
            self.by_name[style.get(TYPE, ""), name.lower()] = free
        self.root.append(style)
        self._know(style)
        return free

    # -- what a style says --------------------------------------------------------------------

    def found(self, identifier: str, path: str) -> Iterator[Element]:
        """Yield a property of a style: its own, of the one it is based on, and so to the defaults."""
        kind, path = path.split("/")[0], "/".join(W + step for step in path.split("/"))
        for _ in range(20):  # deeper than Word allows, and an end to a circle
            style = self.by_id.get(identifier)
            if style is None:
                break
            if (found := style.find(path)) is not None:
                yield found
            base = style.find(W + "basedOn")
            identifier = "" if base is None else base.get(VAL, "")
        if (found := self.root.find(f"{W}docDefaults/{W}{kind}Default/{path}")) is not None:
            yield found

    def _found(self, name: str, path: str) -> Iterator[Element]:
        return self.found(self.ids.get(name, ""), path)

    def number(self, identifier: str, path: str, attribute: str, default: int) -> int:
        """Return the number that a style has for an attribute of a property."""
        for found in self.found(identifier, path):
            if re.fullmatch("[0-9]{1,5}", found.get(W + attribute, "")):
                return int(found.get(W + attribute))
        return default

    def _number(self, name: str, path: str, attribute: str, default: int) -> int:
        return self.number(self.ids.get(name, ""), path, attribute, default)

    def measures(self, name: str) -> tuple[int, float, int]:
        """Return the size of a style's type, its line, and its space above and below.

        All in twentieths of a point; 1.15 times its size is the line of Arial and its like.
        """
        if name not in self.measured:
            size = self._number(name, "rPr/sz", "val", 20) * 10
            line = self._number(name, "pPr/spacing", "line", 240) / 240
            around = sum(self._number(name, "pPr/spacing", side, 0) for side in ("before", "after"))
            self.measured[name] = size, size * 1.15 * max(line, 1), around
        return self.measured[name]

    def keeps(self, name: str) -> bool:
        """Return whether a style stays with the paragraph after it."""
        if name not in self.kept:
            keep = next(self._found(name, "pPr/keepNext"), None)
            self.kept[name] = keep is not None and keep.get(VAL) not in ("0", "false", "off")
        return self.kept[name]

    def tab_stops(self, name: str) -> list[int]:
        """Return where a style has tab stops, in twentieths of a point: its own, and those it inherits."""
        stops: dict[int, bool] = {}
        for tabs in self._found(name, "pPr/tabs"):
            for tab in tabs:
                if re.fullmatch("-?[0-9]{1,5}", tab.get(W + "pos", "")):
                    stops.setdefault(int(tab.get(W + "pos", "")), tab.get(VAL) != "clear")
        return [position for position, is_there in stops.items() if is_there]

    def end_in_tab(self, name: str, position: int) -> None:
        """Give a style one tab stop, to the right and with dots before it; one that it has there is kept.

        Said by the style and not by paragraphs, it holds too where Word writes these anew.
        """
        if self.tab_stops(name) != [position]:
            self.set_tabs(name, {position: "right"})

    def set_tabs(self, name: str, wanted: Mapping[int, str]) -> None:
        """Give a style these tab stops alone, by their positions, with dots before those to the right."""
        style: Any = self.by_id[self.ids[name]]
        stops = dict.fromkeys(self.tab_stops(name), "clear") | dict(wanted)
        properties = style.get_or_add_pPr()
        properties._remove_tabs()
        tabs = properties.get_or_add_tabs()
        for place, kind in sorted(stops.items()):
            leader = {W + "leader": "dot"} if kind == "right" else {}
            attributes = {VAL: kind, **leader, W + "pos": str(place)}
            tabs.append(tabs.makeelement(W + "tab", attributes))

    def indent(self, name: str) -> int:
        """Return how far from the margin the lines of a style begin, in twentieths of a point."""
        return self._number(name, "pPr/ind", "left", 0)

    # -- lists --------------------------------------------------------------------------------

    def list_of(self, name: str) -> str:
        """Return the number of the list that a style is tied to, or nothing."""
        tie = next(self._found(name, "pPr/numPr/numId"), None)
        number = "" if tie is None else tie.get(VAL, "")
        return number if number in self.numbering.numbers else ""

    def level_of(self, name: str) -> int:
        """Return the level of a style in the list that it is tied to."""
        return self._number(name, "pPr/numPr/ilvl", "val", 0)

    def has_whole_list(self, name: str) -> bool:
        """Return whether the list of a style has all levels, and its definition says all of it."""
        number = self.lists.get(name, "")
        return bool(number) and self.numbering.is_whole(number) and self.own_indent(name) is None

    def own_indent(self, name: str) -> Element | None:
        """Return the indents of a style itself, which come before those of its list in Word."""
        style = self.by_id.get(self.ids.get(name, ""))
        return None if style is None else style.find(f"{W}pPr/{W}ind")

    def restarted(self, number: str, level: int, start: str) -> str:
        """Return a new list that looks like another and counts from `start`."""
        return self.numbering.restarted(number, level, start)

    def moved(self, name: str, by: int) -> str:
        """Return the list of a style, or one that looks like it and stands further from the margin."""
        if not by:
            return self.lists[name]
        if (name, by) not in self._moved:
            levels = self.numbering.levels(self.lists[name])
            for level in levels.values():
                left, hanging = indents(level)
                set_indents(level, left + by, hanging)
            self._moved[name, by] = self.numbering.added(levels)
        return self._moved[name, by]

    def set_language(self, language: str) -> None:
        """Make a language the language of all text; a house file may have been edited in another."""
        defaults = self.root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for found in self.root.iter(W + "lang"):
            if found.get(VAL) is not None:
                found.set(VAL, language)
        if defaults is not None and defaults.find(W + "lang") is None:
            defaults.append(defaults.makeelement(W + "lang", {VAL: language}))


def name_of(style: Element) -> str:
    """Return the name that Word shows of a style."""
    name = style.find(W + "name")
    return "" if name is None else name.get(VAL, "")


# ---------------------------------------------------------------------------------------------
# Lists


class Lists:
    """The lists of a Word file: definitions of levels, and the numbers by which text names them."""

    def __init__(self, document: Document) -> None:
        """Read the lists of a file; one that has none gets an empty part for them."""
        self.root: Element = _numbering(document)
        self.definitions = {
            definition.get(W + "abstractNumId", ""): definition
            for definition in self.root.iterchildren(W + "abstractNum")
        }
        self.numbers: dict[str, Element] = {}
        for number in self.root.iterchildren(W + "num"):
            definition = number.find(W + "abstractNumId")
            known = definition is not None and definition.get(VAL, "") in self.definitions
            if known and re.fullmatch("[1-9][0-9]{0,8}", number.get(W + "numId", "")):
                self.numbers[number.get(W + "numId", "")] = number
        self.last_number = max(map(int, self.numbers), default=0)
        ids = [int(known) for known in self.definitions if re.fullmatch("[0-9]{1,9}", known)]
        self.last_definition = max(ids, default=0)
        # LibreOffice writes these two the wrong way round.
        for tie in list(self.root.iter(W + "pStyle")):
            form = tie.getnext()
            if form is not None and form.tag == W + "numFmt":
                form.addnext(tie)
        # Lists are added at the end, and this mark of Word for Mac would have to stay behind them.
        for mark in list(self.root.iterchildren(W + "numIdMacAtCleanup")):
            self.root.remove(mark)

    def _definition(self, number: str) -> Element:
        """Return the definition of a list; one may say that it is that of a style of lists."""
        own = self.definitions[_value(self.numbers[number].find(W + "abstractNumId"))]
        if link := _value(own.find(W + "numStyleLink")):
            for definition in self.definitions.values():
                if _value(definition.find(W + "styleLink")) == link:
                    return definition
        return own

    def levels(self, number: str) -> dict[int, Element]:
        """Return a copy of each level of a list, tied to no style."""
        levels: dict[int, Element] = {}
        overrides = self.numbers[number].iterfind(f"{W}lvlOverride/{W}lvl")
        for level in (*self._definition(number).iterchildren(W + "lvl"), *overrides):
            if re.fullmatch("[0-8]", level.get(W + "ilvl", "")):
                copy = levels[int(level.get(W + "ilvl", ""))] = deepcopy(level)
                for tie in list(copy.iterchildren(W + "pStyle")):
                    copy.remove(tie)
        return levels

    def mark_alike(self, number: str) -> None:
        """Give a list the numbers that all formats of a paper have, whatever the house file says.

        Its own bullets stay, but for one that marks another level in the other formats.
        """
        overrides = self.numbers[number].iterfind(f"{W}lvlOverride/{W}lvl")
        for level in (*self._definition(number).iterchildren(W + "lvl"), *overrides):
            form, text = level.find(W + "numFmt"), level.find(W + "lvlText")
            place = int(level.get(W + "ilvl", "0"))
            if form is None or text is None or _value(form) == "none":
                continue
            if _value(form) == "bullet":
                if _value(text) in BULLETS:
                    text.set(VAL, BULLETS[place % len(BULLETS)])
            else:
                form.set(VAL, NUMBER_FORMATS[place % len(NUMBER_FORMATS)])
                text.set(VAL, f"%{place + 1}.")

    def is_whole(self, number: str) -> bool:
        """Return whether the definition of a list has nine levels, and the list changes none."""
        definition = self.definitions[_value(self.numbers[number].find(W + "abstractNumId"))]
        own = len(list(definition.iterchildren(W + "lvl")))
        return own == LIST_LEVELS and self.numbers[number].find(f"{W}lvlOverride/{W}lvl") is None

    def added(self, levels: Mapping[int, Element], style: str = "") -> str:
        """Return the number of a new list with these levels, the first tied to a style."""
        self.last_definition += 1
        new = self.root.makeelement(
            W + "abstractNum", {W + "abstractNumId": str(self.last_definition)}
        )
        new.append(new.makeelement(W + "multiLevelType", {VAL: "multilevel"}))
        for _, level in sorted(levels.items()):
            new.append(level)
        if style:
            before = levels[0].find(W + "numFmt")
            assert before is not None
            before.addnext(new.makeelement(W + "pStyle", {VAL: style}))
        # All definitions come before all numbers.
        place = self.root.find(W + "num")
        if place is None:
            self.root.append(new)
        else:
            place.addprevious(new)
        self.definitions[str(self.last_definition)] = new
        return self._numbered(str(self.last_definition))

    def _numbered(self, definition: str) -> str:
        """Return the new number of a list."""
        from lxml.etree import SubElement

        self.last_number += 1
        new = SubElement(self.root, W + "num", {W + "numId": str(self.last_number)})
        SubElement(new, W + "abstractNumId", {VAL: definition})
        self.numbers[str(self.last_number)] = new
        return str(self.last_number)

    def restarted(self, number: str, level: int, start: str) -> str:
        """Return a new list that looks like another and counts from `start`."""
        from lxml.etree import SubElement

        new = self._numbered(_value(self.numbers[number].find(W + "abstractNumId")))
        override = SubElement(self.numbers[new], W + "lvlOverride", {W + "ilvl": str(level)})
        SubElement(override, W + "startOverride", {VAL: start})
        return new


def _numbering(document: Document) -> Element:
    """Return the root of the lists of a document, made where it has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import OxmlElement
    from docx.parts.numbering import NumberingPart

    main = document.part
    try:
        root: Element = main.numbering_part.element
    except NotImplementedError:  # the library cannot make one
        root = OxmlElement("w:numbering")
        name = PackURI("/word/numbering.xml")
        part: Any = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, root, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return root


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(VAL, "")


def indents(level: Element) -> tuple[int, int]:
    """Return the indents from the margin of the words of a level, and of the marker before them."""
    found = level.find(f"{W}pPr/{W}ind")
    return (0, 0) if found is None else said_indents(found, (0, 0))


def said_indents(indent: Element, default: tuple[int, int]) -> tuple[int, int]:
    """Return how far words begin from the margin, and their first line before them.

    What an element does not say is the default.
    """
    left, hanging = default
    for name in ("start", "left"):
        if re.fullmatch("-?[0-9]{1,5}", indent.get(W + name, "")):
            left = int(indent.get(W + name, ""))
    for name, direction in (("firstLine", -1), ("hanging", 1)):
        if re.fullmatch("[0-9]{1,5}", indent.get(W + name, "")):
            hanging = direction * int(indent.get(W + name, ""))
    return left, hanging


def set_indents(level: Element, left: int, hanging: int) -> None:
    """Set the indents of a level, in twentieths of a point."""
    properties: Any = level.find(W + "pPr")
    if properties is None:
        properties = level.makeelement(W + "pPr")
        look = level.find(W + "rPr")
        if look is None:
            level.append(properties)
        else:
            look.addprevious(properties)
    indent = properties.get_or_add_ind()
    indent.attrib.clear()
    write_indents(indent, left, hanging)


def write_indents(indent: Element, left: int, hanging: int) -> None:
    """Write the indents of a paragraph, in twentieths of a point; a negative `hanging` is of the first line."""
    indent.set(W + "left", str(left))
    indent.set(W + ("hanging" if hanging >= 0 else "firstLine"), str(abs(hanging)))


# ---------------------------------------------------------------------------------------------
# Borrowing


class _Loan:
    """What one file borrows from another: copies of styles and lists, dressed as its own are."""

    def __init__(self, here: Styles, there: Styles) -> None:
        self.here, self.there = here, there
        if "Normal" not in here.ids:  # by whatever name, what text is that has no style
            for style in here.by_id.values():
                if style.get(TYPE) == "paragraph" and style.get(W + "default") in ("1", "true"):
                    here.ids["Normal"] = style.get(STYLE_ID, "")
                    here.by_name["paragraph", "normal"] = here.ids["Normal"]
        self.headings = {
            level: identifier
            for level in LIST_DEPTHS
            if (identifier := here.by_name.get(("paragraph", f"heading {level + 1}")))
        }
        self.theirs, self.ink = _ink(there, 0), "auto"
        if self.headings:
            self.ink = _ink(here, min(self.headings))
        self.scale = here.measures("Normal")[0] / there.measures("Normal")[0]
        self.borrowed: set[str] = set()

    def take(self, needed: Mapping[str, str], lists: Mapping[str, str]) -> None:
        """Borrow the styles that are needed and not here, then make every list whole."""
        for name in needed:
            if name not in self.here.ids:
                self.here.ids[name] = self._style(self.there.ids[name])
                self.here.measured.pop(name, None)
        # Those that others are in line with come first.
        for name in sorted(lists, key=lambda name: name != lists[name]):
            self._list(name, lists[name])

    # -- styles -------------------------------------------------------------------------------

    def _style(self, identifier: str) -> str:
        """Return the identifier here of a style of theirs: of our own of that name, or a copy."""
        theirs = self.there.by_id[identifier]
        kind, name = theirs.get(TYPE, ""), name_of(theirs)
        if identifier == self.there.ids["Normal"] and "Normal" in self.here.ids:
            return self.here.ids["Normal"]
        if own := self.here.by_name.get((kind, name.lower())):
            return own
        copy: Any = deepcopy(theirs)
        new = self.here.add(copy)
        self.borrowed.add(new)
        if any(style is not copy and style.get(TYPE) == kind and style.get(W + "default") in ("1", "true")
               for style in self.here.by_id.values()):  # fmt: skip
            copy.attrib.pop(W + "default", None)
        for link in copy.xpath("w:basedOn | w:next | w:link"):
            # The character style that a paragraph style is linked to is not needed.
            if link.tag != W + "link" and link.get(VAL) in self.there.by_id:
                link.set(VAL, self._style(link.get(VAL)))
            else:
                copy.remove(link)
        self._dress(copy)
        level = re.fullmatch("heading ([1-9])", name.lower())
        if level and self.headings:
            self._dress_heading(copy, int(level[1]) - 1)
        if kind == "paragraph":
            self._take_off_list(copy, new)
        return new

    def _dress(self, copy: Any) -> None:
        """Give a copy its size beside our text, our ink, and the colour of our headings for its rules.

        What is smaller than text is for tables, whose columns have no room for larger type.
        """
        text = self.there.measures("Normal")[0] / 10
        for size in copy.iter(W + "sz", W + "szCs"):
            own = int(size.get(VAL))
            scale = min(self.scale, 1) if own < text else self.scale
            size.set(VAL, str(round(own * scale)))
        for colour in list(copy.iter(W + "color")):
            if colour.get(VAL) == self.theirs:
                colour.getparent().remove(colour)
        for rule in copy.iter():
            for name in (W + "color", W + "fill"):
                if rule.get(name) == self.theirs:
                    rule.set(name, self.ink)

    def _dress_heading(self, copy: Any, level: int) -> None:
        """Make a heading that is not here look like the nearest that is, in a size of its level."""
        nearest = min(self.headings, key=lambda other: (abs(other - level), other))
        size = self.here.number(copy.get(STYLE_ID), "rPr/sz", "val", 22)
        own = self.here.number(self.headings[nearest], "rPr/sz", "val", 22)
        size = min(size, own) if nearest < level else max(size, own)
        for look in copy.findall(W + "rPr"):
            copy.remove(look)
        look = copy.get_or_add_rPr()
        found = self.here.by_id[self.headings[nearest]].find(W + "rPr")
        for child in () if found is None else found:
            look.append(deepcopy(child))
        for name in ("sz", "szCs"):
            for old in look.findall(W + name):
                look.remove(old)
        look.get_or_add_sz().set(VAL, str(size))

    def _take_off_list(self, copy: Any, identifier: str) -> None:
        """Untie a copy from the lists of both files: from theirs, and from one it would inherit."""
        for tie in copy.findall(f"{W}pPr/{W}numPr"):
            tie.getparent().remove(tie)
        if next(self.here.found(identifier, "pPr/numPr/numId"), None) is not None:
            copy.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0

    # -- lists --------------------------------------------------------------------------------

    def _list(self, name: str, beside: str) -> None:
        """Give a style of lists a list of nine levels: our own made whole, or a copy of theirs."""
        here = self.here
        identifier, number = here.ids[name], here.lists.get(name, "")
        theirs = self.there.numbering.levels(self.there.lists[name])
        if number and here.has_whole_list(name):
            return
        if number:
            levels = self._whole(here.numbering.levels(number), theirs, here.own_indent(name))
        else:
            levels = theirs
            for level in levels.values():
                for picture in level.findall(W + "lvlPicBulletId"):
                    level.remove(picture)
        if beside != name and not number:
            for place, level in here.numbering.levels(here.lists[beside]).items():
                set_indents(levels[place], indents(level)[0], indents(levels[place])[1])
        if identifier in self.borrowed:
            here.lists[name] = here.numbering.added(levels, identifier)
            style: Any = here.by_id[identifier]
            tie = style.get_or_add_pPr().get_or_add_numPr()
            tie.get_or_add_numId().val = int(here.lists[name])
        else:
            here.lists[name] = here.numbering.added(levels)

    def _whole(
        self, own: dict[int, Element], theirs: dict[int, Element], indent: Element | None
    ) -> dict[int, Element]:
        """Return our own levels with theirs below them, indented as ours begin.

        `indent` is what the style says, and then holds for the first level. Word's own lists of
        bullets have that level alone.
        """
        levels = {level: own.get(level, theirs[level]) for level in LIST_DEPTHS}
        if 0 in own and indent is not None:
            set_indents(own[0], *said_indents(indent, indents(own[0])))
        shift = indents(levels[0])[0] - indents(theirs[0])[0]
        for place, level in levels.items():
            if place not in own:
                left, hanging = indents(level)
                set_indents(level, left + shift, hanging)
        return levels


def _lend_parts(document: Document, lender: Document) -> None:
    """Give a document the theme and the table of fonts of another, if it has none."""
    own = {relationship.reltype for relationship in document.part.rels.values()}
    for relationship in lender.part.rels.values():
        kind = relationship.reltype
        if kind.endswith(("/theme", "/fontTable")) and kind not in own:
            document.part.relate_to(relationship.target_part, kind)


def _ink(styles: Styles, level: int) -> str:
    """Return the colour of the headings of one level, or of text where they have none."""
    identifier = styles.by_name["paragraph", f"heading {level + 1}"]
    found = next(styles.found(identifier, "rPr/color"), None)
    colour = "" if found is None else found.get(VAL, "")
    return colour if re.fullmatch("[0-9A-Fa-f]{6}", colour) else "auto"
