"""Rules about contradictions, and references that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from itertools import islice
from string import digits
from typing import NamedTuple

from francis.check.case import Case, Text, matches, places, texts_of
from francis.check.phrases import DATE, bare, phrases, sentence_end, stated_date, stems
from francis.check.rule import Finding, rule, short, short_prose
from francis.errors import Place, excerpt
from francis.formats.dates import MONTHS
from francis.record.days import When, day_in_words
from francis.record.model import PaperForm
from francis.record.model.cover import FILLED, Cover
from francis.record.prose import blocks_of, plain
from francis.record.register import Register

NEAR = 14
"""Days between two meetings of one committee below which they are taken for one with two dates."""
BESIDE = 7
"""The same for a day and a month of which no day is stated, as committees meet every month."""
LONG = 8
"""The number of words from which on a repeated sentence counts as copied."""

_MEETINGS = ("Board", "Committee", "Body", "Executive", "Panel", "Forum")
_IN_LOWER_CASE = frozenset(map(str.lower, _MEETINGS))
_MONTHS = frozenset(month.lower() for month in MONTHS)
_ISO = re.compile("-(?<=[0-9]{4}-)[0-9]{2}")
"""A month as the record writes it, without the first digits: a pattern that begins with one character is fast."""
_MEETING = re.compile(
    r"(?<![\w&-])(?<![\w&’'-][’'])(?:[A-Z][\w&’'-]*\s+(?:(?:and|of|for|the)\s+)*){0,6}"
    rf"(?:{'|'.join(_MEETINGS)})\b"
)
"""The name of a meeting, as papers write it with capitals."""
_THEN = re.compile(r"[\s,(]*(?:meeting|met|held|on|of|in|its|the|at|dated|agreed|approved|[\s,(])*")
"""What may stand between a meeting and its date."""


class _Mention(NamedTuple):
    """A meeting that is named with its date, and the sentence that does so."""

    meeting: str
    date: When
    at: Callable[..., Place]
    keys: tuple[str | int, ...]
    offset: int = 0
    sentence: str = ""

    @property
    def place(self) -> Place:
        """Return where it is named; to find that costs more than all else, and is seldom asked."""
        return self.at(*self.keys, offset=self.offset or 1)

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
            yield _Mention(cover.meeting, cover.date, cover.at, ("date",))
    for position in case.positions:
        decided = position.acceptance
        if decided.meeting and decided.date:
            keys = ("acceptance", "date")
            yield _Mention(decided.meeting, When(decided.date), position.at, keys)
    for text in case.statements:
        named = not text.vocabulary.isdisjoint(_IN_LOWER_CASE) and _is_dated(text)
        for found in _MEETING.finditer(text.words) if named else ():
            gap = _THEN.match(text.words, found.end())
            date = DATE.match(text.words, gap.end() if gap else found.end())
            told = stated_date(date) if date else None
            before = bare(text.words[max(found.start() - 40, 0) : found.end()])
            if told and not any(word in before for word in phrases()["other_meetings"]):
                begin = found.start()
                sentence = text.sentence_at(begin)
                yield _Mention(found.group(), told, text.at, text.keys, begin, sentence)


def _is_dated(text: Text) -> bool:
    """Return whether a text can have a date: it names a month, or has one as the record writes it."""
    return not text.vocabulary.isdisjoint(_MONTHS) or _ISO.search(text.words) is not None


@rule(
    "warning",
    "Correct one of the two dates. If there were two meetings, say what one of them was, as in “an extraordinary "
    "meeting of the Board”.",
)
def meeting_two_dates(case: Case) -> Iterator[Finding]:
    """One meeting has two dates.

    Two dates of one committee that are less than {NEAR} days apart are taken for one meeting. A day and a
    month are compared only within one file, and must be less than {BESIDE} days apart. Two dates in one sentence
    are two meetings, and so is an extraordinary meeting.
    """
    alike: dict[tuple[str, ...], dict[object, _Mention]] = {}
    told: set[tuple[tuple[str, ...], frozenset[When]]] = set()
    for mention in _mentions(case):
        # One name ends the other, so that their last two words are the same.
        end = mention.name[-2:]
        earlier = alike.setdefault(end, {})
        for other in earlier.values():
            pair = end, frozenset((mention.date, other.date))
            if pair not in told and _contradict(mention, other):
                told.add(pair)
                message = (
                    f"{short(mention.meeting)} is on {day_in_words(mention.date)} here, but {short(other.meeting)} is on "
                    f"{day_in_words(other.date)} in {other.place}."
                )
                yield Finding(mention.place, message)
        earlier.setdefault((mention.name, mention.date, mention.at), mention)


def _contradict(one: _Mention, other: _Mention) -> bool:
    """Return whether two mentions are of one meeting, with two dates."""
    months = (one.date.span != "day") + (other.date.span != "day")
    if months == 2 or (months == 1 and one.at != other.at):
        return False
    if one.sentence and one.sentence == other.sentence:
        return False
    near = BESIDE if months else NEAR
    return _is_same(one.name, other.name) and 0 < _days_apart(one.date, other.date) < near


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names are of one meeting: the shorter ends the longer, in two words or more."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 1 and longer[-len(shorter) :] == shorter)


def _days_apart(one: When, other: When) -> int:
    """Return the days that lie at least between two dates; 0 if they can be the same."""
    first, second = sorted((one, other))
    return max((second.first - first.last).days, 0)


@rule("warning", "Use the name in body.yaml.")
def committee_names(case: Case) -> Iterator[Finding]:
    """A committee is called by another name than its own.

    A reader who meets four names looks for four committees. The rule looks for the other names that
    body.yaml lists under `also`. It passes over another body's committee (“the trust's Audit Committee”),
    committees in general (“a quality committee”) and titles of evidence.
    """
    body = case.register.body
    names = {bare(committee.name) for committee in body.committees}
    own = {bare(alias): c.name for c in body.committees for alias in c.also}
    own = {alias: name for alias, name in own.items() if alias not in names}
    if not own:
        return
    listed = stems((*own, *names))
    ours = {"the"} | set(" ".join((bare(body.name), bare(body.short_name), *own, *names)).split())
    told: set[tuple[object, str]] = set()
    for text in case.texts:
        if text.key == "source" or "evidence" in text.keys:
            continue
        for begin, end in places(listed, text):
            alias = bare(text.words[begin:end])
            name = own.get(alias)
            if name and (text.at, alias) not in told and _is_ours(ours, text.words, begin, end):
                told.add((text.at, alias))
                message = f"{short(text.words[begin:end])} is called “{name}” in body.yaml."
                yield Finding(text.place(begin), message)


_BEFORE = re.compile(r"(?P<word>[\w&-]+)(?P<owner>['’]s?)?\s+\Z")
_BEGUN = re.compile(r"(?:\A|[.!?:;][”\"’)]*\s+|\n\s*(?:[-+*]\s+)?)\Z")
"""What stands before the first word of a sentence."""


_AFTER = re.compile(rf"\s+(?:of|at)\s+(?:the\s+)?(?!{'|'.join(MONTHS)})(?P<word>[A-Z][\w&-]+)")


def _is_ours(ours: Set[str], words: str, begin: int, end: int) -> bool:
    """Return whether a committee that is named in some words is the body's: by the words around its name.

    `ours` are the words of the body's own names.
    """
    after = _AFTER.match(words, end)
    if after is not None and after["word"].lower() not in ours:
        return False
    before = _BEFORE.search(words[max(begin - 60, 0) : begin])
    if before is None:
        return True
    word = before["word"].lower()
    if word in phrases()["any_committee"] or word in ours:
        return word not in phrases()["any_committee"]
    leads = words[max(begin - 60, 0) : begin - len(before.group())]
    is_name = before["word"][0].isupper() and not _BEGUN.search(leads)
    return not (before["owner"] or is_name)


_AROUND = " -+*.;:!?()“”‘’\"'" + digits
"""The characters around the words of a sentence: of a list marker, full stops, and the end of the one before."""


@rule("warning", "Say it once, and link to it from the other position, as in [132](#132).")
def copied_sentence(case: Case) -> Iterator[Finding]:
    """Two positions share a sentence word for word.

    A copied sentence seldom answers both recommendations, and when one copy is changed, the other is
    forgotten.
    """
    first: dict[str, str] = {}  # sentences are not made with their offsets, which few need
    ends = sentence_end()
    for position, text in zip(case.positions, case.answers, strict=True):
        copied: dict[str, list[int]] = {}
        for piece in ends.split(text.words):
            spaces = piece.count(" ")
            if spaces >= LONG - 1 or spaces + piece.count("\n") >= LONG - 1:
                sentence = plain(piece).strip(_AROUND)
                number = first.setdefault(sentence, position.number)
                if number != position.number and sentence.count(" ") >= LONG - 1:
                    copied.setdefault(number, []).append(text.words.index(piece.lstrip()))
        for number, found in copied.items():
            many = f"{len(found)} sentences" if len(found) > 1 else "a sentence"
            appear = "appear" if len(found) > 1 else "appears"
            told = short_prose(text.sentence_at(found[0]))
            message = f"{many} of {position.number} also {appear} in {number}: {told}"
            yield Finding(text.place(found[0]), message)


@rule("warning", "Correct the number, or remove the reference.")
def reference_to_nothing(case: Case) -> Iterator[Finding]:
    """A text refers to a recommendation, a section or an action that does not exist.

    A reader who follows it finds nothing.
    """
    register = case.register
    items = tuple(
        bare(word)
        for item in (register.set.item, register.body.words.item)
        for word in (item.one, item.many)
    )
    of_the_set = re.compile(rf"\s+(?:the\s+)?{re.escape(bare(register.set.short_title))}")
    shape, action = _mention_of_actions(register)
    for text in case.statements:
        for found in _NUMBERS.finditer(text.lower) if text.digits else ():
            begin = _behind(items, text.lower, found.start("numbers"))
            if begin is None:
                continue
            named = _NUMBER.findall(found["numbers"])
            missing = next((number for number in named if not _exists(register, number)), None)
            of_others = found["of"] and not of_the_set.match(text.lower, found.end())
            if missing and not of_others:
                first, last = text.written(begin, found.end("numbers"))
                told = f"{short(text.words[first:last])} does not exist: there is no {excerpt(missing, 20)}"
                yield Finding(text.place(first), f"{told} in this set of {register.set.total}.")
        acted = text.digits and shape and shape.search(text.words)
        for found in action.finditer(text.words) if acted else ():
            for name in re.findall(r"[\w.-]*[0-9][\w.-]*", found["ids"]):
                if register.action(name) is None:
                    yield Finding(text.place(found.start()), f"the action {name} does not exist.")
    for name, cover in register.covers.items():
        yield from _sections_of_no_paper(register.form(name), cover)


# A pattern that begins with one character, and not with a choice of several, matches ten times as fast.
_DIGITS = r"[0-9]*(?:\.[0-9]+)*[a-z]?(?![\w/-])"
_NUMBER = re.compile(rf"[0-9]{_DIGITS}")
_NUMBERS = re.compile(
    rf" (?P<numbers>[0-9]{_DIGITS}(?:\s*(?:to|and|or|[–-])\s*{_NUMBER.pattern})?)"
    r"(?P<of>\s+(?:of|in\s+the|from)\b)?"
)
"""The number of a recommendation, or two; and whether they are of something."""


def _behind(items: tuple[str, ...], lower: str, number: int) -> int | None:
    """Return where the word begins that stands before a number, if it is one of `items`."""
    for item in items:
        begin = number - 1 - len(item)
        if begin >= 0 and lower.startswith(f"{item} ", begin):
            return None if lower[begin - 1 : begin].isalnum() else begin
    return None


def _exists(register: Register, number: str) -> bool:
    """Return whether a recommendation stands in the record, or must stand in the report."""
    in_report = number.isdecimal() and len(number) < 10 and int(number) <= register.set.total
    return number in register.positions or in_report


def _mention_of_actions(
    register: Register,
) -> tuple[re.Pattern[str] | None, re.Pattern[str]]:
    """Return the patterns of the id of an action, or None unless ids are alike, and of its mention in a text.

    Without `action` or a bracket before it, `A41` may well be a road.
    """
    shapes = {re.sub("[0-9]", "[0-9]", re.escape(a.id)) for a in register.actions}
    alike = len(shapes) == 1 and register.actions[0].id[:1].isalpha()
    one = rf"{shapes.pop()}(?![\w-])" if alike else r"(?!)"
    mention = rf"(?:\bactions?\s+|\()(?P<ids>{one}(?:(?:,|\s+and|\s+or|\s+to)\s+{one})*)"
    return re.compile(one) if alike else None, re.compile(mention)


_SECTION = re.compile(
    r"(?:\b(?:see|in|of|to)|\()\s*(?P<named>(?:section|paragraph)s?\s+(?P<number>[0-9]+(?:\.[0-9]+)?))"
    r"(?![\w.]*[0-9A-Z])(?!(?:\s*(?:,|and|to|–)\s*[0-9][0-9.]*)*\s+(?:of|to|and\s+section)\b)"
    r"(?:\s+(?P<next>[a-z]+))?"
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
        if not numbers or text.keys[0] not in ("sections", "fields"):
            continue
        for found in _SECTION.finditer(text.words):
            in_law = found["next"] in phrases()["of_acts"] or any(
                word in phrases()["acts"]
                for word in re.findall(r"\w+", text.sentence_at(found.start()))
            )
            if found["number"] not in numbers and not in_law:
                message = f"“{found['named']}” does not exist in this paper."
                yield Finding(text.place(found.start()), message)


_ABOVE = r"\s+(?:above|below)\b(?!\s*:)"
_NUMBER_ABOVE = re.compile(rf"\s+[0-9]+(?:\.[0-9]+)*\]?(?:\(#[^()\s]*\))?{_ABOVE}", re.IGNORECASE)
_LINK_ABOVE = re.compile(rf"[0-9]\]\(#[^()\s]*\){_ABOVE}", re.IGNORECASE)


@rule(
    "warning",
    "Link to the recommendation, as in [127](#127), or write the number of the section.",
)
def above_below(case: Case) -> Iterator[Finding]:
    """A text says “above” or “below” instead of linking to a place.

    Texts move when others are added or removed, and in another paper there may be nothing above.
    """
    for text in case.statements:
        if not text.vocabulary.isdisjoint(("above", "below")):
            for begin, end in islice(_pointing(text), 1):
                told = " ".join(re.sub(r"\]\(#[^)]*\)", "", text.words[begin:end]).split())
                yield Finding(text.place(begin), f"“{told}” will be wrong if the text moves.")


def _pointing(text: Text) -> Iterator[tuple[int, int]]:
    """Yield where words point at a place; not those that announce what follows at once: “set out below:”."""
    for begin, end in matches("pointing", text):
        if not re.match(r"\s*:", text.words[end : end + 5]):
            yield begin, end
    for begin, end in matches("places", text):
        if found := _NUMBER_ABOVE.match(text.words, end):
            yield begin, found.end()
    for found in _LINK_ABOVE.finditer(text.words):
        yield found.span()


_TITLE = re.compile(
    r"(?<!\w)\*(?P<title>[A-Z][^*\n]{10,}?)\*(?!\w)|“(?P<quoted>[A-Z][^“”\n.?!]{10,}?)”"
)
"""The title of a document as papers write it: in italics, or in quotation marks, with a capital."""


@rule("warning", "List the documents that this paper is based on, and where to get them.")
def background_papers_none(case: Case) -> Iterator[Finding]:
    """A paper says that it has no background papers, but is based on some.

    A council must list the documents that its reports are based on, and let the public see them (Local
    Government Act 1972, section 100D).
    """
    for name, cover in case.register.covers.items():
        form = case.register.form(name)
        for entry in (*form.fields, *form.sections):
            place, told = _under(cover, entry.key)
            if place is None or not _is_in("background", entry.label):
                continue
            rests = _rests_on(case.register, cover)
            if rests and bare(plain(told)).strip(" .") in phrases()["none"]:
                message = f"“{entry.label}” is {short(told)}, but the paper is based on {rests}."
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
            return short(found["title"] or found["quoted"])
    if cover.source:
        return short(cover.source)
    shown = [item for position in register.positions.values() for item in position.evidence]
    many = f"{len(shown)} pieces" if len(shown) > 1 else "1 piece"
    return f"{many} of evidence, such as {short(shown[0].title)}" if shown else ""


@rule("warning", "Fill it in under 'fields'. If the answer is none, write “None”.")
def field_empty(case: Case) -> Iterator[Finding]:
    """A field of a cover is empty, or says “TBC”.

    The paper would print “not stated”, and a council's clerk would send it back.
    """
    for name, cover in case.register.covers.items():
        form = case.register.form(name)
        silent = [entry.label for entry in form.fields if not _is_filled(cover, entry.key)]
        if silent:
            many = "field is" if len(silent) == 1 else "fields are"
            message = f"{len(silent)} {many} empty: {', '.join(silent)}."
            yield Finding(cover.at("fields"), message)


def _is_filled(cover: Cover, key: str) -> bool:
    """Return whether a cover says something under a key of its form."""
    if key in ("date", "session"):
        return getattr(cover, key) is not None
    told = bare(cover.fields.get(key, "")).strip(" .[]()")
    return key in FILLED or (bool(told) and told not in phrases()["unfilled"])


_MARKUP = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--|&(?P<name>[A-Za-z][A-Za-z0-9]*;)|&#(?:[0-9]+|x[0-9A-Fa-f]+);"
)


@rule("warning", "Remove it. Write the character itself, and use Markdown for lists and emphasis.")
def markup(case: Case) -> Iterator[Finding]:
    """A text has the code of a web page in it, such as `<p>` or `&nbsp;`.

    It often comes with pasted text, and papers print it as it is.
    """
    for text in case.texts:
        if "<" not in text.words and "&" not in text.words:
            continue
        for mark in _MARKUP.finditer(text.words):
            if mark["name"] is None or _is_character(mark["name"]):
                message = f"{short(mark.group())} will be printed as it is."
                yield Finding(text.place(mark.start()), message)
                break


def _is_character(name: str) -> bool:
    """Return whether a web page has a character of this name; `A&E;` is none."""
    from html.entities import html5  # two thousand names, of which few records have one

    return name in html5


_CLOSING = "”’\"')]*_"
"""What may stand behind the stop of a sentence."""


@rule(
    "warning",
    "Finish the sentence. If the text breaks off in its source, say so under 'incomplete'.",
)
def breaks_off(case: Case) -> Iterator[Finding]:
    """A position breaks off in mid-sentence, but is not marked as incomplete.

    Readers must be able to tell a lost text from one that somebody forgot to finish.
    """
    for position in case.positions:
        if position.incomplete:
            continue
        last_lines = position.text.rstrip().rpartition("\n\n")[2]
        block = blocks_of(last_lines)[-1]
        if block.kind in ("row", "header", "heading"):
            continue
        level, words = block.level, block.words
        last = re.findall(r"[\w’'-]+", words[-60:])[-1:]
        cut = bool(last) and last[0].lower() in phrases()["unfinished"]
        if words.endswith((",", "–", "-", "(")) or (cut and words[-1:].isalnum()):
            reason = f"ends with “{words[-30:].strip()}”"
        elif level == 0 and not words.rstrip(_CLOSING).endswith((".", "!", "?", ":", ";", "…")):
            reason = f"has no full stop: “{words[-30:].strip()}”"
        else:
            continue
        last_line = position.text.rstrip().rfind("\n") + 1
        message = f"the text of {position.number} {reason}."
        yield Finding(position.at("text", offset=last_line or 1), message)


_LISTED = re.compile(
    r"^(?P<indent>[ \t]*)(?:[-+*]|[0-9]{1,9}[.)])[ \t]+(?P<words>.*(?:\n[ \t]+(?![-+*\s]|[0-9]{1,9}[.)]).+)*)",
    re.MULTILINE,
)
"""A point of a list, with the lines that go on with it."""
_LIKE_A_POINT = re.compile(r"\n[ \t]*[-+*0-9]")
"""The beginning of a line that may be a point; the pattern of a point alone would be tried at every character."""
_ARTICLES = re.compile(r"(?:(?:and|or|the|a|an|our|to|in|of|for|with|by)\s+)*")


@rule("warning", "Remove one of the two, or write what was meant instead.")
def named_twice(case: Case) -> Iterator[Finding]:
    """A list names the same thing twice: “Clinical Effectiveness, Patient Experience and Patient Experience”.

    Whatever should be there instead is missing.
    """
    for text in case.statements:
        seen: set[str] = set()
        for offset, item in (*_twice_in_points(text), *_twice_in_sentences(text)):
            if item.lower() not in seen:
                seen.add(item.lower())
                yield Finding(text.place(offset), f"{short_prose(item)} appears twice in one list.")


def _twice_in_points(text: Text) -> Iterator[tuple[int, str]]:
    """Yield each point that stands a second time in its list, with its offset."""
    begins = (0, *(found.start() + 1 for found in _LIKE_A_POINT.finditer(text.words)))
    if len(begins) == 1:  # one point at most
        return
    seen: set[tuple[str, str]] = set()
    end = 0
    for found in filter(None, (_LISTED.match(text.words, begin) for begin in begins)):
        if text.words[end : found.start()].strip():  # something stands between: another list
            seen.clear()
        end = found.end()
        item = plain(found["words"]).rstrip(".,;:")
        key = found["indent"], item.lower()
        if key in seen and found["indent"] == "" and _is_a_thing(item):
            yield found.start(), item
        seen.add(key)


def _twice_in_sentences(text: Text) -> Iterator[tuple[int, str]]:
    """Yield each item that a sentence lists twice, with the offset of the sentence.

    Only the last item is parted from the others by “and”, which may stand within each: “Quality and Risk”.
    """
    listing = "," in text.words and any(word in text.lower for word in (" and ", " or ", " & "))
    for offset, sentence in text.sentences if listing else ():
        head, comma, tail = sentence.rstrip(".;:!?").rpartition(",")
        last = re.fullmatch(r"(.*)\s(?:and|or|&)\s+(.+)", tail) if comma else None
        if last is None:
            continue
        items = [_thing(item) for item in (*head.split(","), *last.groups())]
        first = items[0].lower()  # with what comes before the list
        seen: set[str] = set()
        for item in items:
            lower = item.lower()
            begun = first.endswith(f" {lower}")
            if _is_a_thing(item) and (lower in seen or begun):
                yield offset, item
            seen.add(lower)


def _thing(item: str) -> str:
    words = " ".join(item.split())
    begin = _ARTICLES.match(words)
    return words[begin.end() :] if begin else words


def _is_a_thing(item: str) -> bool:
    """Return whether words can be the name of a thing: no number, and no short word that is said twice."""
    return len(item) > 5 and not re.search("[0-9]", item) and item.count(" ") < 6


CONSISTENCY_RULES = (
    meeting_two_dates,
    committee_names,
    copied_sentence,
    reference_to_nothing,
    above_below,
    background_papers_none,
    field_empty,
    markup,
    breaks_off,
    named_twice,
)
