"""Rules about what must not be shown to the public, and what the public is owed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache

from francis.check.case import POSTS, Case, matches, places, texts_of
from francis.check.phrases import phrases, stems
from francis.check.rule import Finding, rule, short
from francis.record.days import day_in_words, years_after
from francis.record.model import Action, Position
from francis.record.register import Register

# What identifies a person

_TEN_DIGITS = re.compile(
    r"(?<![\w.,£$€+/‐‑–-])[0-9](?:(?:[^\S\n]?\s|[.‐‑–-])?[0-9]){9}(?![\w/]|[.,‐‑–-]?[0-9])"
)
"""Ten digits, however they are spaced: 943 476 5919, 943-476-5919 or 9434765919, also over the end of a line."""
_DAY = re.compile(r"(?:19|20)[0-9]{2}[ .-]?(?:0[1-9]|1[0-2])[ .-]?(?:0[1-9]|[12][0-9]|3[01])")
"""A day, as 2013-04-25 or 20130425: ten digits that begin with one are a day and an hour."""
_AFTER = re.compile(r"\s*(?:%|per\s+cent|pounds|p\b)", re.IGNORECASE)
"""What follows an amount."""


def is_nhs_number(ten: str) -> bool:
    """Return whether ten digits are a valid NHS number.

    The first nine are multiplied by 10 down to 2; the last is what is lacking to the next multiple of 11,
    11 being written as 0, and 10 never being used (NHS Data Dictionary, “NHS number”).
    """
    total = sum(
        int(digit) * weight for digit, weight in zip(ten[:9], range(10, 1, -1), strict=True)
    )
    return (11 - total % 11) % 11 == int(ten[9])


def _is_of_something_else(words: str, found: re.Match[str]) -> bool:
    """Return whether the words around ten digits say that they are no number of a patient."""
    if found.group()[0] == "0" or _DAY.match(found.group()) or _AFTER.match(words, found.end()):
        return True
    before = words[max(found.start() - 40, 0) : found.start()]
    return before.rstrip()[-1:] in tuple("£€$") or _label().search(before) is not None


@cache
def _label() -> re.Pattern[str]:
    """Return the pattern of a word for a number of another kind, right before it: “order no.”, “ISBN-10:”.

    A patient’s reference is that of a patient.
    """
    kinds = "|".join(map(re.escape, phrases()["other_numbers"]))
    return re.compile(
        rf"(?<!\w)(?<!patient )(?<!NHS )(?:{kinds})s?(?:-10|\s+(?:no|nos|number|code))?[.:#]*\s*\Z",
        re.IGNORECASE,
    )


@rule(
    "error",
    "Take the number out. If it was committed, git keeps it: your Data Protection Officer must know.",
)
def nhs_number(case: Case) -> Iterator[Finding]:
    """A text holds a valid NHS number.

    It names one patient. Nothing is built until it is gone, also from the years before, whose words are
    printed where they changed. Of ten digits that are no NHS number, the check digit lets one in eleven
    pass; where a word right before them says what they are (a telephone, an order, an ISBN), or they are
    an amount or a date, nothing is said. NHS numbers do not begin with 0.
    """
    years = (Case(year, case.is_file) for year in case.register.years[:-1])
    of_years = (text for year in (*years, case) for text in year.texts)
    for text in (*of_years, *texts_of(case.register.body), *texts_of(case.register.set)):
        for found in _TEN_DIGITS.finditer(text.words) if text.digits >= 10 else ():
            ten = re.sub("[^0-9]", "", found.group())
            if is_nhs_number(ten) and not _is_of_something_else(text.words, found):
                message = "a valid NHS number stands here; it is not repeated in this message."
                yield Finding(text.place(found.start()), message)


_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(
    r"(?<![\w.,£$€/-])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)(?=[1-9])[0-9](?:[)\s.-]{0,2}[0-9]){8,9}(?![\w/]|[.,-]?[0-9])"
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:GIR 0AA|[A-PR-UWYZ](?:[0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?)\s"
    r"[0-9][ABD-HJLNP-UW-Z]{2})(?!\w)"
)
"""A postcode as it is written: outward code, a space, inward code, in capitals (BS 7666)."""
_NUMERIC_DAY = re.compile(
    r"(?<![\w/.-])[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)?[0-9]{2}(?![\w/-])"
)
_INWARD = re.compile(" [0-9][abd-hjlnp-uw-z]{2}")
"""The second half of a postcode, as `bare` has it; the whole is looked for only in the few texts that have it."""


@rule("warning", "Take it out: name the post, and the place where it can be reached in general.")
def email_address(case: Case) -> Iterator[Finding]:
    """A text holds an e-mail address.

    Addresses in published papers name officers, are harvested, and outlive the officer.
    """
    for text in case.texts:
        if "@" in text.words and (found := _EMAIL.search(text.words)):
            yield Finding(text.place(found.start()), "an e-mail address stands here.")


@rule("warning", "Take it out, or give the number of the switchboard on the cover alone.")
def telephone_number(case: Case) -> Iterator[Finding]:
    """A text holds a telephone number.

    Direct lines name officers, and change sooner than papers do.
    """
    for text in case.texts:
        if text.digits >= 10 and (found := _TELEPHONE.search(text.words)):
            yield Finding(text.place(found.start()), "a telephone number stands here.")


@rule("warning", "Take it out, or name the ward, the district or the building.")
def postcode(case: Case) -> Iterator[Finding]:
    """A text holds a full postcode.

    Some fifteen households share one; with an age or an illness beside it, it names a person.
    """
    for text in case.texts:
        if not (text.digits and _INWARD.search(text.lower)):
            continue
        if found := _POSTCODE.search(text.words):
            message = f"the postcode {found.group()} stands here."
            yield Finding(text.place(found.start()), message)


@rule("warning", "Take it out, or give the age in years, or a range of ages.")
def birth_date(case: Case) -> Iterator[Finding]:
    """A text gives a day of birth.

    A day of birth and a place are enough to name most people.
    """
    for text in case.texts:
        born: dict[str, int] = {}
        for begin, _ in matches("births", text):
            born.setdefault(text.sentence_at(begin), begin)
        for sentence, begin in born.items():
            if _NUMERIC_DAY.search(sentence) or re.search(
                r"\b[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", sentence
            ):
                yield Finding(text.place(begin), "a day of birth stands here.")
                break


@rule("warning", "Say it without the words of the record, or classify the text as restricted.")
def patient_record(case: Case) -> Iterator[Finding]:
    """A text uses words of a patient's record, such as “hospital number” or “date of birth”.

    What is copied from a record seldom comes alone.
    """
    for text in case.texts:
        for begin, end in (
            matches("patient_records", text)[:1] if text.classification == "public" else ()
        ):
            message = f"{short(text.words[begin:end])} belongs to a patient's record."
            yield Finding(text.place(begin), message)


@rule("warning", "Write “fewer than five”, or put them together with others.")
def small_count(case: Case) -> Iterator[Finding]:
    """Fewer than five people are counted in a text for the public.

    Where few are counted, those who know the place know who they are. Numbers under five are held back
    in published health figures.
    """
    numbers = stems((*phrases()["small_numbers"], "1", "2", "3", "4"))
    people = "|".join(
        re.escape(word) for word in sorted(phrases()["people"], key=len, reverse=True)
    )
    counted = re.compile(
        rf"\s+(?:(?!(?:and|or|of|had|has|to|in|a|the)\b)[a-z-]+\s+)?(?:{people})\b(?!\s+in\s)",
        re.IGNORECASE,
    )
    for text in case.texts:
        for begin, end in places(numbers, text) if text.classification == "public" else ():
            found = counted.match(text.words, end)
            if found and text.words[begin - 1 : begin] not in tuple(".,£/–-"):
                told = short(text.words[begin : found.end()])
                yield Finding(text.place(begin), f"{told} counts fewer than five people.")


@rule("warning", "Write the post, such as “Director of Quality”.")
def personal_name(case: Case) -> Iterator[Finding]:
    """A person, and not a post, stands where somebody leads, approves, verifies or confirms.

    Records outlive the people in posts, and a public record of persons needs a reason that this one has
    not.
    """
    titles = re.compile(rf"(?:{'|'.join(phrases()['titles'])})\.?\s", re.IGNORECASE)
    posts = {word.lower() for word in phrases()["posts"]}
    committees = {c.name.casefold() for c in case.register.body.committees}
    for text in case.texts:
        if text.key not in POSTS or text.words.casefold() in committees:
            continue
        words = re.findall(r"[\w’'-]+", text.words)
        like_a_name = 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words)
        if titles.match(text.words) or (like_a_name and not posts & {w.lower() for w in words}):
            message = f"{text.key!r} is {text.words!r}, which looks like a person."
            yield Finding(text.place(), message)


# What the public is owed


def _are_surely_clear(published: datetime.date, meeting: datetime.date, needed: int) -> bool:
    """Return whether there are enough working days between two days even if it has all bank holidays it can have.

    To count them costs more than all the rest of a small check.
    """
    days = (meeting - published).days - 1
    weeks, rest = divmod(days, 7)
    least = 5 * weeks + max(0, rest - 2)
    return least - int(phrases()["calendar"]["most"]) * (days // 31 + 1) >= needed


def clear_days(published: datetime.date, meeting: datetime.date) -> int:
    """Return the working days between two days, neither counted: no weekends, no bank holidays."""
    import holidays

    calendar: Mapping[str, str] = phrases()["calendar"]
    years = range(published.year, meeting.year + 1)
    free = holidays.country_holidays(calendar["country"], subdiv=calendar["part"], years=years)
    between = (
        published + datetime.timedelta(days) for days in range(1, (meeting - published).days)
    )
    return sum(date.weekday() < 5 and date not in free for date in between)


@rule(
    "warning",
    "Publish it earlier, or write under 'late' why it is late: the chair must state that.",
)
def clear_days_short(case: Case) -> Iterator[Finding]:
    """A paper was published too few clear days before its meeting, without a reason for lateness.

    A council's papers must be open to the public five clear days before the meeting (Local Government
    Act 1972, section 100B). The day of publication, the day of the meeting, weekends and bank holidays do
    not count. How many days a paper needs stands in body.yaml, as `clear_days`.
    """
    for name, cover in case.register.covers.items():
        needed = case.register.form(name).clear_days
        if needed is None or cover.date is None or cover.date.month or cover.published is None:
            continue
        if cover.late or _are_surely_clear(cover.published, cover.date.last, needed):
            continue
        given = clear_days(cover.published, cover.date.last)
        if given < needed:
            message = (
                f"the paper {name} was published on {day_in_words(cover.published)}, {given} clear days before the "
                f"meeting on {day_in_words(cover.date)}; it needs {needed}."
            )
            yield Finding(cover.at("published"), message)


@rule("note", "Write 'published', the day from which anybody could read the paper.")
def publication_unstated(case: Case) -> Iterator[Finding]:
    """A paper needs some clear days before its meeting, and the day of its publication is not stated.

    Then nobody can tell whether it came in time.
    """
    for name, cover in case.register.covers.items():
        if case.register.form(name).clear_days is not None and cover.published is None:
            message = f"nothing says when the paper {name} was published."
            yield Finding(cover.at("meeting"), message)


@rule(
    "note",
    "If this is what the meeting saw, write 'status: final'; if the record has moved on, write the next meeting.",
)
def draft_to_public(case: Case) -> Iterator[Finding]:
    """A paper was published, or its meeting in public was held, and the record that it is made of is a draft.

    A draft is as it should be while a paper is being written. Once it is out, the public reads as the
    body's word what the body has not agreed; or else the record is on its way to the next meeting, which
    its cover should name.
    """
    register = case.register
    for name, cover in register.covers.items() if register.year.status == "draft" else ():
        held = cover.date is not None and cover.date.last <= register.as_at
        if cover.session == "public" and (cover.published or held):
            meeting = (
                f"the meeting in public on {day_in_words(cover.date)}"
                if cover.date
                else "the public"
            )
            message = f"the paper {name} was for {meeting}, and the record is a draft."
            yield Finding(cover.at("session"), message)


def _published(register: Register) -> list[datetime.date]:
    """Return the days on which papers of a year went to meetings in public, in order; else the year's own."""
    days = [
        cover.date.last
        for cover in register.covers.values()
        if cover.session != "private" and cover.date is not None
    ]
    return sorted(days) or [register.as_at]


@rule(
    "warning",
    "Publish progress at least once a year; if it could not be, say why in a note of the year.",
)
def progress_unpublished(case: Case) -> Iterator[Finding]:
    """Progress was not published for more than a year.

    Each organisation is asked to publish its progress at least once a year. What counts are the
    meetings in public that papers of the record went to, from the last of one year to the first of the next,
    or the day of a year whose papers went to none.
    """
    register, earlier = case.register, case.register.earlier
    if earlier is None:
        return
    before, now = _published(earlier)[-1], _published(register)[0]
    if now > years_after(before, 1):
        message = (
            f"progress was published on {day_in_words(before)}, and then on {day_in_words(now)}, "
            f"{(now - before).days} days later."
        )
        yield Finding(register.year.at("as_at"), message)


@rule("warning", "Leave its title out of the text, or classify the text like the evidence.")
def internal_evidence_cited(case: Case) -> Iterator[Finding]:
    """A text for the public names evidence that is not for the public.

    The title alone can tell what was to be kept back, and a reader will ask for it.
    """
    register = case.register
    holders: tuple[Position | Action, ...] = (*register.positions.values(), *register.actions)
    kept_back = dict.fromkeys(  # in order: each run must name the same
        item.title
        for held in holders
        for item in held.evidence
        if item.classification != "public" or held.classification != "public"
    )
    for text in case.statements if kept_back else ():
        if text.classification == "public" and text.keys[-3:-2] != ("evidence",):
            named = next((title for title in kept_back if title in text.words), None)
            if named:
                message = f"the evidence {short(named)} is named here, and is not for the public."
                yield Finding(text.place(text.words.index(named)), message)


_PATH = re.compile(
    r"(?!\w+:)[^\s/\\]+(?:[/\\][^\s/\\]+)*\.[A-Za-z0-9]{2,5}|[^\s/\\]+(?:[/\\][^\s/\\]+)+/?"
)
"""The path of a file: no spaces, and an ending or a folder; no address of the web."""


@rule(
    "warning",
    "Put the file there, correct the path from the workspace's root, or say in words where to ask.",
)
def evidence_missing(case: Case) -> Iterator[Finding]:
    """Evidence is said to be in a file of the workspace, and there is no such file.

    Evidence that cannot be found when somebody asks is no evidence.
    """
    for text in case.texts:
        if text.key != "where" or not _PATH.fullmatch(text.words.strip()):
            continue
        path = text.words.strip().replace("\\", "/")
        if not case.is_file(path):
            yield Finding(text.place(), f"there is no file {path!r} in the workspace.")


PUBLICATION_RULES = (
    nhs_number,
    email_address,
    telephone_number,
    postcode,
    birth_date,
    patient_record,
    small_count,
    personal_name,
    clear_days_short,
    publication_unstated,
    draft_to_public,
    progress_unpublished,
    internal_evidence_cited,
    evidence_missing,
)
