"""A form as a workbook: a row for each action or position, with its boxes in columns; all other cells are locked.

The stamp is on a hidden sheet. Where the boxes are follows from it, as does where to read them again.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from francis.formats.colour import ink
from francis.formats.office_archive import archived, members
from francis.formats.text.measures import lines_in_column
from francis.intake.forms.questions import (
    AskedItem,
    FormQuestion,
    ItemKind,
    LeadForm,
    Stamp,
    form_words,
    questions_of,
)
from francis.intake.forms.word_boxes import SENDER, Address, Boxes, printed_digests
from francis.record.days import day_in_words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEETS: Mapping[ItemKind, str] = {"action": "Your actions", "position": "Your positions"}
STAMP_SHEET = "Made from"
"""The hidden sheet that holds the stamp, in pieces that a cell can hold."""
_PIECE = 30_000
_HEADINGS: Mapping[ItemKind, tuple[str, ...]] = {
    "action": ("Action", "What", "Measure, due", "You told us", "Rating"),
    "position": ("Number", "About", "What it says", "Rating", "Assurance and reason"),
}
_WIDTHS: Mapping[ItemKind, tuple[float, ...]] = {
    "action": (13, 26, 28, 30, 10),
    "position": (13, 22, 64, 10, 30),
}
_ANSWER_WIDTHS = {"text": 36, "line": 19, "choice": 11, "day": 13, "when": 13}
_HEADER_ROW = 5
"""The row of the headings: above it stand the title, the instructions and who fills the form in."""
_SENDER_ROW = 3


@dataclass(frozen=True)
class _Place:
    """A box: its sheet, row and column, counted from 1."""

    sheet: str
    row: int
    column: int


def places_of(stamp: Stamp) -> dict[Address, _Place]:
    """Return where each box of a form stands."""
    found: dict[Address, _Place] = {}
    rows = dict.fromkeys(SHEETS, _HEADER_ROW)
    columns = _columns(stamp.items)
    for number, (kind, _, keys) in enumerate(stamp.items, 1):
        rows[kind] += 1
        for key in keys:
            column = len(_HEADINGS[kind]) + 1 + columns[kind].index(key)
            found[number, key] = _Place(SHEETS[kind], rows[kind], column)
    first = SHEETS[stamp.items[0][0]]
    for place, question in enumerate(questions_of("sender", ("sender",), {})):
        found[SENDER, question.key] = _Place(first, _SENDER_ROW + place, 2)
    return found


def _columns(items: Sequence[tuple[ItemKind, str, tuple[str, ...]]]) -> dict[ItemKind, list[str]]:
    """Return the keys of the questions of each sheet, in the order of its columns."""
    return {
        kind: [*dict.fromkeys(key for other, _, keys in items if other == kind for key in keys)]
        for kind in SHEETS
    }


# ---------------------------------------------------------------------------------------------
# Out


def to_workbook_form(form: LeadForm, version: str) -> bytes:
    """Return the workbook of a form; the same bytes for the same form."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.active)
    for kind in dict.fromkeys(item.kind for item in form.items):
        _Sheet(book.create_sheet(SHEETS[kind]), form, kind).write()
    stamp = book.create_sheet(STAMP_SHEET)
    stamp.sheet_state = "hidden"
    _answer_places(book, form)
    _properties(book, form)
    printed = printed_digests(_beside(book, form.stamp), len(form.items))
    text = str(replace(form.stamp, printed=printed))
    for row, start in enumerate(range(0, len(text), _PIECE), 1):
        stamp.cell(row, 1).value = text[start : start + _PIECE]
        stamp.cell(row, 1).data_type = "s"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        ExcelWriter(book, archive).save()
    app = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>francis {version}</Application></Properties>'
    return archived(members(out.getvalue()) | {"docProps/app.xml": app.encode()})


class _Sheet:
    """The sheet of a form's actions, or of its positions."""

    def __init__(self, sheet: Worksheet, form: LeadForm, kind: ItemKind) -> None:
        self._sheet, self._form, self._kind = sheet, form, kind
        self._items = form.of(kind)
        self._questions = {q.key: q for item in self._items for q in item.questions}
        self._look: Mapping[str, str] = form_words()["look"]
        self._widths = (*_WIDTHS[kind], *(_ANSWER_WIDTHS[q.type] for q in self._questions.values()))

    def write(self) -> None:
        """Write all that is held, and look after how the sheet is shown, printed and locked."""
        from openpyxl.utils import get_column_letter

        sheet, form = self._sheet, self._form
        title = f"{form.title}: for the {form.stamp.lead}"
        self._put(1, 1, " · ".join((title, *form.notices)), bold=True, size=14, bare=True)
        self._put(2, 1, form.instructions, bare=True)
        headings = (*_HEADINGS[self._kind], *(q.label for q in self._questions.values()))
        for column, (heading, width) in enumerate(zip(headings, self._widths, strict=True), 1):
            self._put(_HEADER_ROW, column, heading, bold=True, colour=self._look["title"])
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.row_dimensions[_HEADER_ROW].height = 30
        rating = _HEADINGS[self._kind].index("Rating") + 1
        for row, item in enumerate(self._items, _HEADER_ROW + 1):
            cells = _cells_of(item)
            for column, words in enumerate(cells, 1):
                self._put(row, column, words, bold=column in (1, rating))
            self._colour(row, rating, item)
            lines = max(
                lines_in_column(w, width)
                for w, width in zip(cells, _WIDTHS[self._kind], strict=True)
            )
            sheet.row_dimensions[row].height = min(max(lines, 3) * 12.75 + 4, 409)
        sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 3)
        self._print()
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False

    def _put(
        self,
        row: int,
        column: int,
        words: str,
        *,
        bold: bool = False,
        size: float = 10,
        colour: str = "",
        bare: bool = False,
    ) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        cell = self._sheet.cell(row, column)
        cell.value, cell.data_type = words or None, "s"
        cell.font = Font(name="Arial", size=size, bold=bold, color=colour or None)
        cell.alignment = Alignment(vertical="top", wrap_text=not bare)
        if not bare:
            cell.fill = PatternFill("solid", fgColor=self._look["held"])
            cell.border = edges(self._look["line"])
        cell.quotePrefix = words.startswith(tuple("=+-@"))

    def _colour(self, row: int, column: int, item: AskedItem) -> None:
        """Put a rating on its colour, if it has one."""
        from openpyxl.styles import Font, PatternFill

        step, cell = item.held[-1].step, self._sheet.cell(row, column)
        if step is not None and step.colour is not None:
            cell.fill = PatternFill("solid", fgColor=step.colour[1:].upper())
            cell.font = Font(name="Arial", size=10, bold=True, color=ink(step.colour)[1:].upper())

    def _print(self) -> None:
        sheet, form = self._sheet, self._form
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top = margins.bottom = 0.6
        margins.footer = 0.3
        sheet.oddFooter.left.text = form.source.replace("&", "&&")[:200]
        sheet.oddFooter.right.text = "Page &P of &N"


def edges(colour: str) -> Any:
    """Return a thin line around a cell."""
    from openpyxl.styles import Border, Side

    side = Side("thin", color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


def _cells_of(item: AskedItem) -> tuple[str, ...]:
    """Return the cells of what is known of an item, under the headings of its sheet."""
    if item.kind == "action":
        measure, told = item.held
        assert told.step is not None
        return (
            item.name,
            item.title,
            f"{measure.words} {measure.strong}".strip(),
            f"{told.strong} {told.words}".strip(),
            told.step.word,
        )
    (held,) = item.held
    assert held.step is not None
    reason = f"{held.strong}. {held.words}".strip()
    return item.name, item.title, "\n".join(item.text), held.step.word, reason


def _answer_places(book: Any, form: LeadForm) -> None:
    """Make the boxes: unlocked, with lists to choose from and hints that show when a box is entered."""
    from openpyxl.styles import Alignment, Font, Protection
    from openpyxl.worksheet.datavalidation import DataValidation

    look = form_words()["look"]
    questions = {
        (number, question.key): question
        for number, item in enumerate(form.items, 1)
        for question in item.questions
    }
    sender = {(SENDER, q.key): q for q in questions_of("sender", ("sender",), {})}
    rules: dict[tuple[str, FormQuestion], Any] = {}
    for address, place in places_of(form.stamp).items():
        question = (questions | sender)[address]
        sheet = book[place.sheet]
        cell = sheet.cell(place.row, place.column)
        cell.protection = Protection(locked=False)
        cell.font = Font(name="Arial", size=10)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = edges(look["line"])
        if question.type == "day":
            cell.number_format = "[$-809]d mmm yyyy"
        elif not question.words:
            cell.number_format = (
                "@"  # or Excel makes the first of June of “June 2015”, and a formula of “- done”
            )
        if address in sender:
            label = sheet.cell(place.row, 1)
            label.value, label.font = question.label, Font(name="Arial", size=10, bold=True)
            label.alignment = Alignment(vertical="top", wrap_text=True)
        rule = rules.get((place.sheet, question))
        if rule is None:
            rule = DataValidation(type="list" if question.words else None, allow_blank=True)
            if question.words:
                rule.formula1 = _listed(book[STAMP_SHEET], question.words)
                rule.showErrorMessage, rule.error = True, "Choose one of the words of the list."
            rule.showInputMessage = True
            rule.promptTitle, rule.prompt = question.label[:32], question.hint[:255]
            rules[place.sheet, question] = rule
            sheet.add_data_validation(rule)
        rule.add(cell)


def _listed(stamp: Worksheet, words: tuple[str, ...]) -> str:
    """Write words to choose from beside the stamp, and return the range that holds them."""
    from openpyxl.utils import get_column_letter

    column = stamp.max_column + 1
    for row, word in enumerate(words, 1):
        stamp.cell(row, column).value, stamp.cell(row, column).data_type = word, "s"
    letter = get_column_letter(column)
    return f"'{STAMP_SHEET}'!${letter}$1:${letter}${len(words)}"


def _properties(book: Any, form: LeadForm) -> None:
    properties = book.properties
    properties.title = f"Form for the {form.stamp.lead}, {day_in_words(form.stamp.made)}"
    properties.creator = properties.lastModifiedBy = form.register.body.name
    properties.language = "en-GB"
    made = datetime.datetime.combine(form.stamp.made, datetime.time())
    properties.created = properties.modified = made


# ---------------------------------------------------------------------------------------------
# Back


def stamp_text(book: Any) -> str:
    """Return the stamp that a workbook carries; nothing if it has none."""
    if STAMP_SHEET not in book.sheetnames:
        return ""
    return "".join(words for _, column, words in _filled(book[STAMP_SHEET]) if column == 1)


def workbook_boxes(book: Any, stamp: Stamp, formulas: Mapping[str, Collection[str]]) -> Boxes:
    """Return what stands in the boxes of a form, and beside them; `formulas` are the cells with one, by sheet."""
    answers: dict[Address, tuple[str, ...]] = {}
    unread: dict[Address, str] = {}
    for address, place in places_of(stamp).items():
        if place.sheet in book.sheetnames:
            cell = book[place.sheet].cell(place.row, place.column)
            answers[address] = tuple(_words(cell.value).split("\n"))
            if cell.data_type == "e" or cell.coordinate in formulas.get(place.sheet, ()):
                unread[address] = "A formula"
    return Boxes(answers, _beside(book, stamp), unread=unread)


def _beside(book: Any, stamp: Stamp) -> dict[int, str]:
    """Return what stands in the cells of each item that are not boxes, and in all others."""
    places = places_of(stamp)
    boxes = {(place.sheet, place.row, place.column) for place in places.values()}
    owner = {(place.sheet, place.row): number for (number, _), place in places.items() if number}
    beside: dict[int, list[str]] = {}
    for sheet in book.worksheets:
        for row, column, words in _filled(sheet) if sheet.title != STAMP_SHEET else ():
            if (sheet.title, row, column) not in boxes:
                beside.setdefault(owner.get((sheet.title, row), SENDER), []).append(words)
        comments = [cell.comment.text for cell in sheet._cells.values() if cell.comment]
        beside.setdefault(SENDER, []).extend(comments)
    return {number: "\n".join(words) for number, words in beside.items()}


def _filled(sheet: Worksheet) -> Iterator[tuple[int, int, str]]:
    # `iter_rows` would walk to the farthest cell, wherever somebody has put one.
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None:
            yield row, column, _words(cell.value)


def _words(value: object) -> str:
    """Return what a cell says, a date as the record writes it."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
