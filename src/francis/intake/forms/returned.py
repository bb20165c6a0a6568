"""Forms that come back, as files, folders or mail: read as hostile, and held to what they were made from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from francis.errors import FrancisError, Place, Problem, printable, quotation
from francis.formats.office_archive import members
from francis.intake.archives import damaged, refusal
from francis.intake.files import MOST_BYTES, Incoming, admit, open_workbook
from francis.intake.forms.drafts import DRAFT_EXTENSION, attachments
from francis.intake.forms.questions import (
    FORM_FORMAT,
    FormQuestion,
    ItemKind,
    Stamp,
    form_id,
    form_words,
    questions_of,
)
from francis.intake.forms.word_boxes import (
    PROPERTY,
    SENDER,
    Address,
    Boxes,
    boxes_of,
    printed_digests,
)
from francis.intake.forms.workbook import stamp_text, workbook_boxes
from francis.record.days import Day, date_meant, parse_day
from francis.record.model import Classification
from francis.record.reading.nhs_numbers import HELD_BY, NHS_NUMBER, nhs_numbers
from francis.record.reading.nodes import STRANGE

FORM_EXTENSIONS = (".docx", ".xlsx")
_DANGERS = ("macros", "embedded objects", "another document", "links to other files")
"""What no form holds, as the remarks on a file call it."""
_AROUND = ("word/comments.xml", "word/footnotes.xml", "word/endnotes.xml")
"""Where in a Word file somebody may write who does not write into the boxes."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif")
MOST_ANSWERED = 10_000
"""How long an answer may be: about four pages."""
MOST_ITEMS = 999
"""How many actions and positions a form may ask about."""
_PARTS = ("actions", "positions", "evidence")


@dataclass(frozen=True)
class Received:
    """A file that was sent: its name as messages say it, its bytes, and the day of the mail that brought it."""

    name: str
    data: bytes
    day: Day | None = None


@dataclass(frozen=True)
class Returned:
    """A form that came back: what it was made from, and what stands in its boxes, where something does.

    `edited` are the items beside whose boxes the print was changed, "" for all around them. `day` is that on which it was
    filled in, or else that of the mail; None if neither is known.
    """

    name: str
    stamp: Stamp
    answers: Mapping[Address, str]
    edited: tuple[str, ...]
    by: str
    day: Day | None

    def place(self, number: int, key: str) -> Place:
        """Return where an answer stands, as messages say it."""
        question = question_in(self.stamp, number, key)
        item = f"{self.stamp.items[number - 1][1]}, " if number != SENDER else ""
        return Place(f"{self.name}, {item}{question.label}")


def receive_all(paths: Sequence[Path], pass_over: Callable[[str], None]) -> Iterator[Received]:
    """Yield the forms that some files, folders and mails hold; raise `FrancisError` for one that holds none.

    Other files in folders and mails are passed over, by their names; pictures in silence, as most are logos.
    """

    def is_form(name: str, held_in: str, accepted: Sequence[str] = FORM_EXTENSIONS) -> bool:
        extension = Path(name).suffix.lower()
        if extension not in (*accepted, *_PICTURES):
            pass_over(f"{held_in}, {printable(name)}")
        return extension in accepted

    for path in paths:
        if path.is_dir():
            inside = [
                each
                for each in sorted(path.iterdir())
                if each.is_file()
                and not each.name.startswith((".", "~$"))
                and is_form(each.name, path.name, (*FORM_EXTENSIONS, DRAFT_EXTENSION))
            ]
            if not inside:
                raise FrancisError(f"{path}: there is no form in this folder.")
            yield from receive_all(inside, pass_over)
            continue
        try:
            with path.open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
        except OSError as error:
            raise FrancisError(f"{path}: {error.strerror}.") from error
        name = printable(path.name)
        if len(data) > MOST_BYTES:
            raise refusal(name, f"it is larger than {MOST_BYTES // 1_000_000} MB, and no form is.")
        if path.suffix.lower() != DRAFT_EXTENSION:
            yield Received(name, data)
            continue
        held = [
            Received(f"{name}, {printable(attached)}", content, day)
            for attached, content, day in attachments(name, data)
            if is_form(attached, name)
        ]
        if not held:
            raise refusal(name, "no form is attached to this message.")
        yield from held


def read_form(received: Received) -> tuple[Returned, list[Problem]]:
    """Return a form that came back, and what is wrong with its answers as texts; raise `FrancisError` if it is none."""
    name = received.name
    if Path(name).suffix.lower() not in FORM_EXTENSIONS:
        is_message = Path(name).suffix.lower() == ".msg"
        remedy = (
            "Save the form that is attached to it" if is_message else "Save it as .docx or .xlsx"
        )
        raise refusal(name, "forms are Word or Excel files.", f"{remedy}.")
    file = admit(name, received.data)
    held = [remark for remark in file.remarks if any(danger in remark for danger in _DANGERS)]
    if held:
        raise refusal(
            name,
            f"{' '.join(held)} No form that francis makes holds that.",
            "Ask whoever sent it, and do not open it.",
        )
    stamp, boxes = _read(file)
    _refuse_other_boxes(name, stamp, boxes)
    problems: list[Problem] = []
    answers: dict[Address, str] = {}
    for address, lines in boxes.answers.items():
        if text := _answer(stamp, address, lines):
            answers[address] = text
    printed = printed_digests(boxes.beside, len(stamp.items))
    names = ("", *(item for _, item, _ in stamp.items))
    edited = tuple(
        n for n, now, was in zip(names, printed, stamp.printed, strict=True) if now != was
    )
    by = answers.get((SENDER, "by"), stamp.lead)
    filled = answers.get((SENDER, "filled_on"), "")
    day = received.day
    if filled and not (written := date_meant(filled, month=False)):
        place = Place(f"{name}, {question_in(stamp, SENDER, 'filled_on').label}")
        problems.append(
            Problem(
                place, f"{quotation(filled)} is not a date.", "form", "Write it as 3 April 2015."
            )
        )
    elif filled:
        day = parse_day(written)
    returned = Returned(name, stamp, answers, edited, by, day)
    for address, what in boxes.unread.items():
        said = f"{what} stands in the box."
        problems.append(
            Problem(returned.place(*address), said, "form", "Write the words or the day.")
        )
    problems += _unfit(returned)
    return returned, problems


def _kind_of(stamp: Stamp, number: int) -> str:
    return "sender" if number == SENDER else stamp.items[number - 1][0]


def question_in(stamp: Stamp, number: int, key: str) -> FormQuestion:
    """Return the question of a box."""
    kind = _kind_of(stamp, number)
    parts = ("sender",) if number == SENDER else _PARTS
    return next(q for q in questions_of(kind, parts, {}) if q.key == key)


# ---------------------------------------------------------------------------------------------
# The file


def _read(file: Incoming) -> tuple[Stamp, Boxes]:
    from lxml import etree

    if file.kind == "workbook":
        opened = open_workbook(file)
        stamp = _stamp(file.name, stamp_text(opened.book))
        return stamp, workbook_boxes(opened.book, stamp, opened.formulas)
    parts = members(file.data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        properties = etree.fromstring(parts.get("docProps/custom.xml", b"<none/>"), parser)
        document = etree.fromstring(parts["word/document.xml"], parser)
        notes = [etree.fromstring(parts[name], parser) for name in _AROUND if name in parts]
    except (etree.XMLSyntaxError, KeyError) as error:
        raise damaged(file.name) from error
    held = properties.xpath("//*[local-name() = 'property'][@name = $name]", name=PROPERTY)
    stamp = _stamp(file.name, "".join(held[0].itertext()) if held else "")
    return stamp, boxes_of(document, notes)


def _stamp(name: str, text: str) -> Stamp:
    """Return what a form says of itself; refuse one that says nothing, or what this version cannot read."""
    if not text.strip():
        raise refusal(
            name,
            "it is not a form that francis made, or what it was made from was lost.",
            "Fill in the form that was sent, and save it under its own name.",
        )
    try:
        said: dict[str, Any] = json.loads(text)
        version = said["format"]
        if isinstance(version, int) and version > FORM_FORMAT:
            raise refusal(name, "it was made by a newer version of francis.", "Upgrade francis.")
        items = tuple((kind, item, tuple(keys)) for kind, item, keys in said.pop("items"))
        stamp = Stamp(
            **{**said, "made": parse_day(said["made"]), "due": parse_day(said["due"])},
            items=items,
        )
        _hold_to_shape(stamp)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refusal(
            name, "what it says it was made from cannot be read.", "Make the form anew: francis ask"
        ) from error
    return stamp


def _hold_to_shape(stamp: Stamp) -> None:
    """Raise ValueError unless a stamp has what stamps have: somebody may have written it."""
    texts = (stamp.form, stamp.body, stamp.body_name, stamp.set, stamp.year, stamp.lead)
    names = [name for _, name, _ in stamp.items]
    fits = (
        all(isinstance(text, str) and text.isprintable() for text in (*texts, *names))
        and stamp.audience in get_args(Classification)
        and isinstance(stamp.base, dict)
        and isinstance(stamp.hints, dict)
        and len(stamp.printed) == len(stamp.items) + 1
        and MOST_ITEMS >= len({*stamp.items}) == len(stamp.items) > 0
        and (stamp.format, stamp.form) == (FORM_FORMAT, form_id(stamp))
        and all(
            kind in get_args(ItemKind)
            and {*keys} <= {q.key for q in questions_of(kind, _PARTS, {})}
            for kind, _, keys in stamp.items
        )
    )
    if not fits:
        raise ValueError("not a stamp")


def _refuse_other_boxes(name: str, stamp: Stamp, boxes: Boxes) -> None:
    """Refuse a form whose boxes are not those that it was made with."""
    asked = {(n, key) for n, (_, _, keys) in enumerate(stamp.items, 1) for key in keys}
    asked |= {(SENDER, q.key) for q in questions_of("sender", ("sender",), {})}
    if boxes.twice or boxes.answers.keys() != asked:
        raise refusal(
            name,
            "its boxes are not those with which it was made: some are missing, moved or there twice.",
            "Ask for the answers in a form that nobody changed: francis ask",
        )


# ---------------------------------------------------------------------------------------------
# The answers


def _answer(stamp: Stamp, address: Address, lines: Sequence[str]) -> str:
    """Return an answer: one line, or of a text its paragraphs; nothing where the hint still stands."""
    question = question_in(stamp, *address)
    hint = stamp.hints.get(f"{_kind_of(stamp, address[0])}.{question.key}")
    words = [" ".join(line.split()) for line in lines]
    text = " ".join(filter(None, words))
    for unanswered in (hint, *form_words()["empty"]):
        if text == unanswered:
            return ""
        if hint and hint == unanswered and text.startswith(f"{hint} "):
            words[0] = words[0].removeprefix(hint).strip()
    return ("\n\n" if question.type == "text" else " ").join(filter(None, words))


def _unfit(returned: Returned) -> Iterator[Problem]:
    """Yield the answers that hold what no record may, without repeating it."""
    for (number, key), text in returned.answers.items():
        place = returned.place(number, key)
        if [*nhs_numbers(text)]:
            yield Problem(
                place, HELD_BY.format("The answer"), NHS_NUMBER, "Ask for an answer without it."
            )
        if len(text) > MOST_ANSWERED:
            said = f"The answer has {len(text):,} characters; up to {MOST_ANSWERED:,} are taken."
            yield Problem(place, said, "form", "Ask for a shorter one.")
        if STRANGE.search(text):
            said = "The answer holds a character that cannot be printed."
            yield Problem(place, said, "form", "Remove it from the box.")
    if "@" in returned.by:
        place = returned.place(SENDER, "by")
        yield Problem(place, "A mail address stands in place of a post.", "form", "Write the post.")
