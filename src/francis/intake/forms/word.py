"""A form as a Word file: one table for each action or position, whose label cells say by bookmarks what stands beside them.

Content controls offer lists and calendars. They are for comfort only: LibreOffice and others lose their names, and
keep bookmarks, custom properties and protection.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from francis.formats.colour import ink
from francis.formats.office_archive import archived, members
from francis.formats.word import document
from francis.formats.word.elements import NAMESPACES, VAL, WIDTH, P, T, W
from francis.intake.forms.questions import (
    AskedItem,
    FormQuestion,
    LeadForm,
    SaidBefore,
    form_rows,
    form_words,
    questions_of,
)
from francis.intake.forms.word_boxes import PROPERTY, SENDER, address_of, boxes_of, printed_digests
from francis.record.days import day_in_words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FORM_COLUMNS = (19, 20, 18, 43)
"""The widths of a form's columns, in per cent: a day or a word is asked for on the left, words on the right."""
_SIZE, _HINT_SIZE = '<w:sz w:val="19"/>', '<w:sz w:val="17"/>'
_MARKER = "⟦{}⟧"


def to_word_form(form: LeadForm, house: bytes, base: bytes, version: str) -> bytes:
    """Return the Word file of a form, in the styles and on the page of a house file; the same bytes for the same form."""
    files = members(document.to_word(_page(form, version), house, base))
    root = _parsed(files["word/document.xml"])
    writer = _Writer(root, files["word/styles.xml"])
    for number, item in enumerate(form.items, 1):
        writer.put(_MARKER.format(number), writer.table(number, item))
    writer.put(_MARKER.format(SENDER), writer.sender())
    printed = printed_digests(boxes_of(root).beside, len(form.items))
    files["word/document.xml"] = _serialised(root)
    files["word/settings.xml"] = _protected(files["word/settings.xml"])
    return archived(_with_stamp(files, str(replace(form.stamp, printed=printed))))


def _page(form: LeadForm, version: str) -> str:
    """Return the page around the tables as HTML, with a mark in the place of each."""
    body, lead = form.register.body, escape(form.stamp.lead)
    title = f"Form for the {lead}, {day_in_words(form.stamp.made)}"
    notice = escape(" · ".join(form.notices))
    parts = [f"<h1>{form.title}</h1>", f"<p><strong>For the {lead}.</strong> {_with_due(form)}</p>"]
    asks_truth = any(q.key == "still_true" for item in form.items for q in item.questions)
    truth = ": are they still true? (Their text is at the end.)" if asks_truth else ""
    headings = {"action": "Your actions", "position": f"Your positions{truth}"}
    for kind, items in itertools.groupby(enumerate(form.items, 1), lambda pair: pair[1].kind):
        parts.append(f"<h2>{headings[kind]}</h2>")
        parts += [f"<p>{_MARKER.format(number)}</p>" for number, _ in items]
    parts.append(f"<p>{_MARKER.format(SENDER)}</p>")
    texts = [item for item in form.items if item.text]
    if texts:
        parts.append('<section class="page"><h2>What your positions say</h2>')
        for item in texts:
            parts.append(f"<h3>{escape(f'{item.name} {item.title}')}</h3>")
            parts += [f"<p>{escape(paragraph)}</p>" for paragraph in item.text]
        parts.append("</section>")
    moment = f"{form.stamp.made.isoformat()}T00:00:00Z"
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>
<meta name="author" content="{escape(body.name)}"><meta name="dcterms.modified" content="{moment}">
<meta name="generator" content="francis {version}"></head><body class="form">
<header class="page-header"><p>{escape(body.short_name)} · Form for the {lead}</p>
{f'<p class="notice">{notice}</p>' if notice else ""}</header>
<footer class="page-footer"><p>{escape(form.source)}</p>
<p>Page <span class="page-number"></span> of <span class="page-count"></span></p></footer>
<main>{"".join(parts)}</main></body></html>"""


def _with_due(form: LeadForm) -> str:
    due = day_in_words(form.stamp.due)
    return escape(form.instructions).replace(due, f"<strong>{due}</strong>", 1)


class _Writer:
    """The tables of one form."""

    def __init__(self, root: Element, styles: bytes) -> None:
        self._body = root.find(f"{W}body")
        self._ids = itertools.count(9000)
        names = {
            s.find(f"{W}name").get(VAL): s.get(f"{W}styleId")
            for s in _parsed(styles).iter(f"{W}style")
        }
        self._text, self._rating = names["Table Text"], names["Rating"]
        section = self._body.find(f"{W}sectPr")
        page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        width = int(page.get(WIDTH)) - sum(int(margins.get(W + s)) for s in ("left", "right"))
        self._widths = [width * share // 100 for share in FORM_COLUMNS]
        self._look: Mapping[str, str] = form_words()["look"]
        for paragraph in self._body.iter(P):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(VAL) == names["heading 2"]:
                page_break = style.getnext()
                (style if page_break is None else page_break).addnext(_parsed(_CLOSE.encode()))

    def put(self, marker: str, xml: str) -> None:
        """Put a table in the place of the paragraph that holds its marker."""
        place = next(
            p for p in self._body.iter(P) if "".join(t.text or "" for t in p.iter(T)) == marker
        )
        place.addprevious(_parsed(xml.encode()))
        for found in place.iter(T):
            found.text = ""
        style = place.find(f"{W}pPr") if place.find(f"{W}pPr") is not None else None
        for child in list(place):
            if child is not style:
                place.remove(child)
        place.insert(0, _parsed(_SMALL.encode()))
        if style is not None:
            place.remove(style)

    def table(self, number: int, item: AskedItem) -> str:
        """Return the table of an action or a position."""
        title = self._title(item)
        held = "".join(map(self._held, item.held if item.kind == "action" else ()))
        return self._table(
            title + held + self._boxes(number, item.questions), f"{item.name} {item.title}"
        )

    def sender(self) -> str:
        """Return the table in which the lead says who answers, and on which day."""
        return self._table(
            self._boxes(SENDER, questions_of("sender", ("sender",), {})), "Who fills this in"
        )

    def _table(self, rows: str, title: str) -> str:
        line = self._look["line"]
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="{line}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        margins = "".join(
            f'<w:{side} w:w="{size}" w:type="dxa"/>'
            for side, size in (("top", 20), ("left", 90), ("bottom", 20), ("right", 90))
        )
        spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
        return (
            f'<w:tbl {spaces}><w:tblPr><w:tblW w:w="{sum(self._widths)}" w:type="dxa"/>'
            f"<w:tblBorders>{edges}</w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
            f'<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1"/><w:tblCaption w:val="{_quoted(title)}"/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, cells: str, *, header: bool = False) -> str:
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * header}</w:trPr>{cells}</w:tr>"

    def _cell(
        self,
        column: int,
        span: int,
        content: str,
        *,
        held: bool,
        marks: str = "",
        last: bool = False,
    ) -> str:
        width = sum(self._widths[column : column + span])
        fill = (
            f'<w:shd w:val="clear" w:color="auto" w:fill="{self._look["held"]}"/>' if held else ""
        )
        many = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        keep = "" if last else "<w:keepNext/>"
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{many}{fill}</w:tcPr><w:p><w:pPr>'
            f'<w:pStyle w:val="{self._text}"/>{keep}<w:spacing w:before="10" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
            f"{marks}{content}</w:p></w:tc>"
        )

    def _title(self, item: AskedItem) -> str:
        words = self._run(f"{item.name} {item.title}", bold=True, colour=self._look["title"])
        if item.kind == "position":
            (held,) = item.held
            words += (
                self._run("  ")
                + self._pill(held)
                + self._run(f" {held.strong}. {held.words}".rstrip(". ") + ".")
            )
        return self._row(self._cell(0, 4, words, held=True), header=True)

    def _held(self, held: SaidBefore) -> str:
        dated = held.label != "Measure, due"
        strong = (
            self._run(f"{held.strong} " if dated else f" {held.strong}", bold=True)
            if held.strong
            else ""
        )
        words = self._run(held.words)
        both = strong + words if dated else words + strong + self._run(".")
        both += (self._run(" ") + self._pill(held)) if held.step else ""
        label = self._cell(0, 1, self._run(held.label, bold=True), held=True)
        return self._row(label + self._cell(1, 3, both, held=True))

    def _pill(self, held: SaidBefore) -> str:
        """Return a rating: its word on its colour, if it has one."""
        step = held.step
        assert step is not None
        if step.colour is None:
            return self._run(f"\u00a0{step.word}\u00a0", bold=True, style=self._rating)
        shade = f'{_SIZE}<w:shd w:val="clear" w:color="auto" w:fill="{step.colour[1:].upper()}"/>'
        return self._run(
            f"\u00a0{step.word}\u00a0",
            bold=True,
            style=self._rating,
            colour=ink(step.colour)[1:].upper(),
            more=shade,
        )

    def _boxes(self, number: int, questions: tuple[FormQuestion, ...]) -> str:
        rows = [*form_rows(questions)]
        written = []
        for row in rows:
            last = row is rows[-1]
            cells = ""
            for place, question in enumerate(row):
                name = address_of(number, question.key)
                key = next(self._ids)
                marks = (
                    f'<w:bookmarkStart w:id="{key}" w:name="{name}"/><w:bookmarkEnd w:id="{key}"/>'
                )
                cells += self._cell(
                    2 * place,
                    1,
                    self._run(question.label, bold=True),
                    held=True,
                    marks=marks,
                    last=last,
                )
                span = 3 if len(row) == 1 else 1
                cells += self._cell(
                    2 * place + 1, span, self._box(number, question), held=False, last=last
                )
            height = '<w:trHeight w:val="{}" w:hRule="atLeast"/>'.format(
                560 if row[0].wide and row[0].type == "text" else 330
            )
            written.append(self._row(cells).replace("<w:cantSplit/>", f"<w:cantSplit/>{height}"))
        return "".join(written)

    def _box(self, number: int, question: FormQuestion) -> str:
        """Return a content control that shows the hint until somebody answers."""
        kind = "<w:richText/>"  # of plain text LibreOffice loses the breaks between lines
        if question.type == "day":
            kind = (
                '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
        if question.type == "choice":
            words = "".join(
                f'<w:listItem w:displayText="{_quoted(w)}" w:value="{_quoted(w)}"/>'
                for w in question.words
            )
            kind = f"<w:dropDownList>{words}</w:dropDownList>"
        hint = self._run(question.hint, colour=self._look["quiet"], more=_HINT_SIZE)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{_quoted(question.label)}"/><w:tag w:val="{address_of(number, question.key)}"/>'
            f'<w:id w:val="{next(self._ids)}"/><w:lock w:val="sdtLocked"/><w:showingPlcHdr/>{kind}</w:sdtPr>'
            f"<w:sdtContent>{hint}</w:sdtContent></w:sdt>"
        )

    def _run(
        self, words: str, *, bold: bool = False, style: str = "", colour: str = "", more: str = ""
    ) -> str:
        look = (f'<w:rStyle w:val="{style}"/>' if style else "") + "<w:b/>" * bold
        look += (f'<w:color w:val="{colour}"/>' if colour else "") + (more or _SIZE)
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


_CLOSE = f'<w:spacing xmlns:w="{NAMESPACES["w"]}" w:before="160" w:after="60"/>'
"""How near a heading stands to the tables around it, so that a form is short."""
_SMALL = f'<w:pPr xmlns:w="{NAMESPACES["w"]}"><w:spacing w:before="0" w:after="0" w:line="100" w:lineRule="exact"/></w:pPr>'
"""What a paragraph between two tables looks like: without one, programs make one table of them."""


def _quoted(words: str) -> str:
    return escape(words, quote=True)


def _parsed(xml: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _serialised(root: Any) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # type: ignore[no-any-return]


def _protected(settings: bytes) -> bytes:
    """Return the settings of a file in which only the boxes can be filled in; there is no password."""
    root = _parsed(settings)
    protection = root.makeelement(
        f"{W}documentProtection", {f"{W}edit": "forms", f"{W}enforcement": "1"}
    )
    root.find(f"{W}defaultTabStop").addprevious(protection)
    return _serialised(root)


def _with_stamp(files: Mapping[str, bytes], stamp: str) -> dict[str, bytes]:
    """Return the files with what the form was made from among the custom properties."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    made = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{office}/custom-properties" '
        f'xmlns:vt="{office}/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" '
        f'name="{PROPERTY}"><vt:lpwstr>{escape(stamp, quote=False)}</vt:lpwstr></property></Properties>'
    )
    types = files["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/docProps/custom.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
    )
    relations = files["_rels/.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdForm" Type="{office}/relationships/custom-properties" '
        'Target="docProps/custom.xml"/></Relationships>'.encode(),
    )
    return {
        **files,
        "[Content_Types].xml": types,
        "_rels/.rels": relations,
        "docProps/custom.xml": made.encode(),
    }
