"""Rules about what contradicts itself, or leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from francis.errors import Place
from francis.model import Cover, PaperForm, When, day
from francis.register import Register
from francis.rules import (
    DATE,
    Case,
    Finding,
    matches,
    phrases,
    places,
    rule,
    sentences,
    short,
    texts_of,
    when,
)
from francis.words import blocks_of, plain

NEAR = 14
"""Days between two meetings of one committee below which they are taken for one with two dates."""
LONG = 8
"""The words from which on a sentence that stands twice was copied."""

_MEETING = re.compile(
    r"(?:[A-Z][\w&’'-]*\s+(?:(?:and|of|for|the)\s+)*){0,6}(?:Board|Committee|Body|Executive|Panel|Forum)\b"
)
"""The name of a meeting, as papers write it with capitals."""
_THEN = re.compile(r"[\s,(]*(?:meeting|met|held|on|of|in|its|the|at|dated|agreed|approved|[\s,(])*")
"""What may stand between a meeting and its date."""


class _Mention(NamedTuple):
    """A meeting that is named with its date."""

    meeting: str
    date: When
    place: Place

    @property
    def name(self) -> tuple[str, ...]:
        """Return the words of its name, without capitals."""
        words = re.findall(r"[\w’'-]+", self.meeting.casefold())
        return tuple(word for word in words if word != "the")


def _mentions(case: Case) -> Iterator[_Mention]:
    """Yield the meetings that the record names with a date, in its keys and in its words."""
    register = case.register
    for cover in register.covers.values():
        if cover.date:
            yield _Mention(cover.meeting, cover.date, cover.at("date"))
    for position in case.positions:
        decided = position.acceptance
        if decided.meeting and decided.date:
            place = position.at("acceptance", "date")
            yield _Mention(decided.meeting, When(decided.date), place)
    for text in case.statements:
        if "20" not in text.words:
            continue
        for found in _MEETING.finditer(text.words):
            gap = _THEN.match(text.words, found.end())
            date = DATE.match(text.words, gap.end() if gap else found.end())
            told = when(date) if date else None
            if told:
                yield _Mention(found.group(), told, text.place(found.start()))


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names are of one meeting: the shorter ends the longer, in two words or more."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 1 and longer[-len(shorter) :] == shorter)


def _days_apart(one: When, other: When) -> int:
    """Return the days that lie at least between two dates; 0 if they can be the same."""
    first, second = sorted((one, other))
    begin = second.last.replace(day=1) if second.month else second.last
    return max((begin - first.last).days, 0)


@rule("warning", "Correct one of the two dates; if there were two meetings, say so.")
def meeting_two_dates(case: Case) -> Iterator[Finding]:
    """One meeting is given two dates.

    Two dates of one committee that lie too near each other to be two meetings are taken for one. A
    month is held against a day only within one file.
    """
    earlier: list[_Mention] = []
    told: set[frozenset[When]] = set()
    for mention in _mentions(case):
        for other in earlier:
            dates = frozenset((mention.date, other.date))
            if dates not in told and _contradict(mention, other):
                told.add(dates)
                message = (
                    f"{short(mention.meeting)} is of {day(mention.date)} here, and {short(other.meeting)} of "
                    f"{day(other.date)} in {other.place}."
                )
                yield Finding(mention.place, message)
        earlier.append(mention)


def _contradict(one: _Mention, other: _Mention) -> bool:
    """Return whether two mentions are of one meeting, with two dates."""
    months = one.date.month + other.date.month
    if months == 2 or (months == 1 and one.place.path != other.place.path):
        return False
    return _is_same(one.name, other.name) and 0 < _days_apart(one.date, other.date) < NEAR


@rule("warning", "Write its name as body.yaml has it.")
def committee_names(case: Case) -> Iterator[Finding]:
    """A committee goes by another name than its own.

    A reader who meets four names looks for four committees. The other names are those that the body
    lists in body.yaml under `also`.
    """
    committees = case.register.body.committees
    own = {alias.casefold(): c.name for c in committees for alias in c.also}
    names = {committee.name.casefold() for committee in committees}
    own = {alias: name for alias, name in own.items() if alias not in names}
    if not own:
        return
    told: set[tuple[str, str]] = set()
    for text in case.texts:
        if text.key == "source":
            continue
        for begin, end in places((*own, *names), text):
            place, alias = text.place(begin), " ".join(text.words[begin:end].split())
            name = own.get(alias.casefold())
            if name and (place.path, alias) not in told:
                told.add((place.path, alias))
                yield Finding(place, f"“{alias}” is called “{name}” in body.yaml.")


@rule("warning", "Say it once, and refer to it from the other with a link such as [132](#132).")
def copied_sentence(case: Case) -> Iterator[Finding]:
    """A sentence stands word for word in two positions.

    What was copied is seldom an answer to both recommendations, and one of the two is forgotten when
    the other is changed.
    """
    first: dict[str, str] = {}
    for position in case.positions:
        copied: dict[str, list[tuple[int, str]]] = {}
        for offset, sentence in sentences(position.text):
            if sentence.count(" ") >= LONG - 1:
                number = first.setdefault(sentence.rstrip(".;:!?"), position.number)
                if number != position.number:
                    copied.setdefault(number, []).append((offset, sentence))
        for number, found in copied.items():
            many = f"{len(found)} sentences" if len(found) > 1 else "a sentence"
            message = f"{many} of {position.number} stand in {number} too: {short(found[0][1])}"
            if len(found) == 1:
                message = message.replace(" stand in ", " stands in ")
            yield Finding(position.at("text", offset=found[0][0]), message)


@rule("warning", "Correct the number, or leave the reference out.")
def reference_to_nothing(case: Case) -> Iterator[Finding]:
    """A text refers to a recommendation, a section or an action that does not exist.

    Whoever follows it arrives nowhere.
    """
    register = case.register
    items = tuple(
        word.lower()
        for item in (register.set.item, register.body.words.item)
        for word in (item.one, item.many)
    )
    shape = _shape_of_ids(register)
    for text in case.statements:
        for found in _NUMBER.finditer(text.words):
            before = text.lower[max(found.start() - 60, 0) : found.start()].rstrip()
            if before.endswith(items) and not _exists(register, found.group()):
                message = f"{found.group()} does not exist; the set has {register.set.total}."
                yield Finding(text.place(found.start()), message)
        for found in shape.finditer(text.words) if shape else ():
            begins = not re.match(r"[\w-]", text.words[found.start() - 1 : found.start()])
            if begins and register.action(found.group()) is None:
                message = f"the action {found.group()} does not exist."
                yield Finding(text.place(found.start()), message)
    for name, cover in register.covers.items():
        yield from _sections_of_no_paper(register.form(name), cover)


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*[a-z]?(?![\w-])")


def _exists(register: Register, number: str) -> bool:
    """Return whether a recommendation is answered here, or was published and is not in the workspace."""
    in_report = number.isdecimal() and int(number) <= register.set.total
    return number in register.positions or in_report


def _shape_of_ids(register: Register) -> re.Pattern[str] | None:
    """Return what finds words that look like ids of actions; None if not all ids look alike."""
    shapes = {re.sub("[0-9]", "[0-9]", a.id) for a in register.actions if a.id[:1].isalpha()}
    return re.compile(rf"{shapes.pop()}(?![\w-])") if len(shapes) == 1 else None


_SECTION = re.compile(
    r"(?:\b(?:see|in|under|of|to)|\()\s*(?:section|paragraph)s?\s+(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"(?![\w.]*[0-9A-Z])(?!\s+(?:of|to)\b)"
)
"""A reference to a section or a paragraph of the same paper; those of Acts say of which Act they are."""


def _sections_of_no_paper(form: PaperForm, cover: Cover) -> Iterator[Finding]:
    """Yield references of a paper to sections and paragraphs that it does not have."""
    numbers = set()
    for place, entry in enumerate(form.sections, 1):
        section = cover.section(entry.key)
        numbers.add(f"{place}")
        held = len(section.paragraphs) if section else 0
        numbers |= {f"{place}.{paragraph}" for paragraph in range(1, held + 1)}
    for text in texts_of(cover):
        for found in (
            _SECTION.finditer(text.words) if text.keys[0] in ("sections", "fields") else ()
        ):
            if numbers and found["number"] not in numbers:
                message = f"“{found.group().lstrip('( ')}” does not exist in this paper."
                yield Finding(text.place(found.start()), message)


_NUMBER_ABOVE = re.compile(
    r"\b[0-9]+(?:\.[0-9]+)*\]?(?:\(#[^)]*\))?\s+(?:above|below)\b(?!\s+[0-9])"
)


@rule(
    "warning",
    "Write a link to the recommendation, such as [127](#127), or the number of the section.",
)
def above_below(case: Case) -> Iterator[Finding]:
    """A text points “above” or “below”.

    Texts move when others are put in or taken out, and in another paper there is nothing above.
    """
    for text in case.statements:
        if "above" in text.lower or "below" in text.lower:
            numbered = _NUMBER_ABOVE.search(text.words)
            found = matches("pointing", text) or ([numbered.span()] if numbered else [])
            for begin, end in found[:1]:
                message = f"“{plain(text.words[begin:end])}” points at a place that may move."
                yield Finding(text.place(begin), message)


_TITLE = re.compile(
    r"(?<!\w)\*(?P<title>[A-Z][^*\n]{10,}?)\*(?!\w)|“(?P<quoted>[A-Z][^”\n]{10,}?)”"
)
"""The title of a document as papers write it: in italics, or in quotation marks, with a capital."""


@rule("warning", "List the papers on which this one rests, with where they can be had.")
def background_papers_none(case: Case) -> Iterator[Finding]:
    """A paper says that it has no background papers, and rests on some.

    A council must list the documents that its reports rely on, and let the public see them (Local
    Government Act 1972, section 100D).
    """
    for name, cover in case.register.covers.items():
        form = case.register.form(name)
        for entry in (*form.fields, *form.sections):
            place, told = _under(cover, entry.key)
            if place is None or not _is_in("background", entry.label):
                continue
            rests = _rests_on(case.register, cover)
            if rests and told.strip(" .").lower() in phrases()["none"]:
                message = f"“{entry.label}” is “{told.strip()}”, but the paper rests on {rests}."
                yield Finding(place, message)


def _is_in(phrase_list: str, label: str) -> bool:
    return any(phrase.lower() in label.lower() for phrase in phrases()[phrase_list])


def _under(cover: Cover, key: str) -> tuple[Place | None, str]:
    """Return what a cover says under a key of its form, as one text, and where; None if nothing."""
    if key in cover.fields:
        return cover.at("fields", key), cover.fields[key]
    for index, section in enumerate(cover.sections):
        if section.key == key:
            told = (section.text or "", *(paragraph.text for paragraph in section.paragraphs))
            return cover.at("sections", index, "key"), "\n".join(filter(None, told))
    return None, ""


def _rests_on(register: Register, cover: Cover) -> str:
    """Return a document that a paper rests on, in words; nothing if it names none."""
    for text in texts_of(cover):
        if text.keys[0] == "sections" and (found := _TITLE.search(text.words)):
            return f"“{found['title'] or found['quoted']}”"
    if cover.source:
        return short(cover.source)
    shown = [item for position in register.positions.values() for item in position.evidence]
    return f"{len(shown)} pieces of evidence, such as “{shown[0].title}”" if shown else ""


FILLED = ("meeting", "date", "session", "purpose")
"""The fields of a cover that are filled in from the cover itself."""


@rule("warning", "Fill it in under 'fields'; write “None” if that is the answer.")
def field_empty(case: Case) -> Iterator[Finding]:
    """A field of a cover is left empty, and the paper prints “not stated”.

    A council's clerk sends such a paper back.
    """
    for name, cover in case.register.covers.items():
        silent = [
            entry.label
            for entry in case.register.form(name).fields
            if not (
                getattr(cover, entry.key)
                if entry.key in ("date", "session")
                else entry.key in FILLED or cover.fields.get(entry.key)
            )
        ]
        if silent:
            many = "field is" if len(silent) == 1 else "fields are"
            message = f"{len(silent)} {many} empty: {', '.join(silent)}."
            yield Finding(cover.at("fields"), message)


_MARKUP = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--|&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);"
)


@rule("warning", "Take it out: write the character itself, and Markdown for lists and stress.")
def markup(case: Case) -> Iterator[Finding]:
    """A text holds the marks of a web page, such as `<p>` or `&nbsp;`.

    They come along when text is pasted, and papers print them as they stand.
    """
    for text in case.texts:
        found = "<" in text.words or "&" in text.words
        if found and (mark := _MARKUP.search(text.words)):
            yield Finding(
                text.place(mark.start()), f"{mark.group()!r} will be printed as it stands."
            )


@rule(
    "warning",
    "Finish the sentence, or say under 'incomplete' how the text breaks off in its source.",
)
def breaks_off(case: Case) -> Iterator[Finding]:
    """A position breaks off in mid-sentence, and is not marked as incomplete.

    Readers must be able to tell a text that is lost from one that somebody forgot to finish.
    """
    for position in case.positions:
        last_lines = position.text.rstrip().rpartition("\n\n")[2]
        blocks = [] if position.incomplete else blocks_of(last_lines)
        if not blocks:
            continue
        level, words = blocks[-1]
        last = re.findall(r"[\w’'-]+", words)[-1:]
        cut = bool(last) and last[0].lower() in phrases()["unfinished"]
        if words.endswith((",", "–", "-", "(")) or (cut and words[-1:].isalnum()):
            reason = f"ends with “{words[-30:].strip()}”"
        elif level == 0 and not re.search(r"[.!?:;…][”’\"')\]*_]*$", words):
            reason = f"has no full stop: “{words[-30:].strip()}”"
        else:
            continue
        offset = max(position.text.rstrip().rfind("\n") + 1, 0)
        message = f"the text of {position.number} {reason}"
        yield Finding(position.at("text", offset=offset), f"{message}.")


RULES = (
    meeting_two_dates,
    committee_names,
    copied_sentence,
    reference_to_nothing,
    above_below,
    background_papers_none,
    field_empty,
    markup,
    breaks_off,
)
