"""Rules about what must not be published, and what must be published on time."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache

from francis.check.case import POSTS, Case, Text, matches, places
from francis.check.phrases import phrases, stems, vocabulary_of
from francis.check.rule import Finding, rule, short
from francis.errors import quotation
from francis.formats.dates import MONTHS
from francis.record.days import day_in_words, years_after
from francis.record.model import Action, Position
from francis.record.model.leads import is_like_a_person, titles_of_people
from francis.record.paper_kinds import meeting_rules
from francis.record.register import Register

# What identifies a person

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(
    r"(?<![\w.,£$€/-])(?:\+44[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)(?=[1-9])[0-9](?:[)\s.-]{0,2}[0-9]){8,9}(?![\w/]|[.,-]?[0-9])"
)
_POSTCODE = re.compile(
    r"(?<!\w)(?:GIR\s?0AA|[A-PR-UWYZ](?:[0-9][0-9A-HJKPSTUW]?|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?)\s?"
    r"[0-9][ABD-HJLNP-UW-Z]{2})(?!\w)"
)
"""A postcode as it is written: outward code, inward code, in capitals (BS 7666), with or without a space between."""
_EMAIL_IN_WORDS = re.compile(
    r"[\w.+'-]+\s?[(\[{<]\s?at\s?[)\]}>]\s?[\w-]+(?:(?:\.|\s?[(\[{<]\s?dot\s?[)\]}>]\s?|\sdot\s)[\w-]+)+",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?:\s?[0-9]{2}){3}\s?[A-D](?![A-Za-z0-9])"
)
"""A National Insurance number: two letters, six digits, a letter (HMRC, NIM39110)."""
_NUMERIC_DAY = re.compile(
    r"(?<![\w/.-])[0-3]?[0-9][/.-][01]?[0-9][/.-](?:19|20)?[0-9]{2}(?![\w/-])"
)
_DAY_IN_WORDS = re.compile(
    rf"\b[0-3]?[0-9](?:st|nd|rd|th)?(?:\s+(?:day\s+)?of)?\s+(?:{'|'.join(m[:3] for m in MONTHS)})[a-z]*\.?,?\s+(?:19|20)?[0-9]{{2}}\b"
    rf"|\b(?:{'|'.join(m[:3] for m in MONTHS)})[a-z]*\.?\s+[0-3]?[0-9](?:st|nd|rd|th)?,?\s+(?:19|20)[0-9]{{2}}\b"
    r"|\b(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]\b",
    re.IGNORECASE,
)
_INWARD = re.compile("0[ABD-HJLNP-UW-Z]{2}")
"""The second half of a postcode, with 0 for its digit; the whole is looked for only in the few texts that have it."""


@rule("warning", "Remove it. Name the post, and give a general contact instead.")
def email_address(case: Case) -> Iterator[Finding]:
    """A text has an e-mail address in it.

    An address in a published paper names an officer, attracts spam, and is there long after the officer has left.
    """
    for text in case.words:
        found = "@" in text.words and _EMAIL.search(text.words)
        if found := found or ("at" in text.vocabulary and _EMAIL_IN_WORDS.search(text.words)):
            yield Finding(text.place(found.start()), "there is an e-mail address here.")


@rule("warning", "Remove it, or give the switchboard number, on the cover only.")
def telephone_number(case: Case) -> Iterator[Finding]:
    """A text has a telephone number in it.

    A direct line leads to one officer, and changes sooner than the paper does.
    """
    for text in case.words:
        if text.digits >= 10 and (found := _TELEPHONE.search(text.words)):
            yield Finding(text.place(found.start()), "there is a telephone number here.")


@rule("warning", "Remove it, or name the ward, the district or the building instead.")
def postcode(case: Case) -> Iterator[Finding]:
    """A text has a full postcode in it.

    About fifteen households share a postcode. With an age or an illness, it identifies a person.
    """
    for text in case.words:
        if not (text.digits and _INWARD.search(text.masked)):
            continue
        if found := _POSTCODE.search(text.words):
            message = f"there is a full postcode here, {found.group()}."
            yield Finding(text.place(found.start()), message)


@rule("warning", "Remove it, or give the age in years or an age range instead.")
def birth_date(case: Case) -> Iterator[Finding]:
    """A text has a date of birth in it.

    A date of birth and a place are enough to identify most people.
    """
    for text in case.words:
        born: dict[str, int] = {}
        for begin, _ in matches("births", text):
            # A colon ends a sentence, and what stands behind it still belongs to “DOB:”.
            born.setdefault(f"{text.sentence_at(begin)} {text.words[begin : begin + 40]}", begin)
        for sentence, begin in born.items():
            if _NUMERIC_DAY.search(sentence) or _DAY_IN_WORDS.search(sentence):
                yield Finding(text.place(begin), "there is a date of birth here.")
                break


@rule("warning", "Say it in other words, or classify the text as restricted.")
def patient_record(case: Case) -> Iterator[Finding]:
    """A text uses words from a patient record, such as “hospital number” or “date of birth”.

    Where one thing was copied from a patient record, there is often more.
    """
    for text in case.words:
        for begin, end in (
            matches("patient_records", text)[:1] if text.classification == "public" else ()
        ):
            message = f"{short(text.words[begin:end])} looks as if it comes from a patient record."
            yield Finding(text.place(begin), message)


@cache
def _hospital_number() -> re.Pattern[str]:
    """Return the pattern of a number with a word for a patient's number right before it: “hospital no. 12345”."""
    kinds = "|".join(map(re.escape, phrases()["patient_numbers"]))
    return re.compile(
        rf"(?<!\w)(?:{kinds})s?(?:\s+(?:no|nos|number|ref|reference|id))?\b[\s.:#=-]*(?:is\s+|was\s+)?[A-Z]{{0,3}}\s?[0-9]{{4,}}",
        re.IGNORECASE,
    )


_BEFORE = 100
"""How far before a number the word for it can stand."""


@cache
def _of_patients() -> frozenset[str]:
    """Return words of which each text with a patient's number has one."""
    words = vocabulary_of(" ".join(phrases()["patient_numbers"]))
    return words | {f"{word}s" for word in words}


def _hospital_number_in(text: Text) -> re.Match[str] | None:
    """Return the first hospital number of a text; only what stands before long numbers is looked at."""
    if text.vocabulary.isdisjoint(_of_patients()):
        return None
    at = text.masked.find("0000")
    while at >= 0:
        if found := _hospital_number().search(text.words, max(at - _BEFORE, 0), at + 4):
            return found
        at = text.masked.find("0000", at + 4)
    return None


_SIX_DIGITS = re.compile(r"0(?:\s*0){5}")


@rule("warning", "Remove it. If it was committed, git keeps it: tell your Data Protection Officer.")
def personal_number(case: Case) -> Iterator[Finding]:
    """A text has the number of a person in it: a hospital number, or a National Insurance number.

    Either leads to one person, for everybody who has the other list.
    """
    for text in case.words:
        if text.digits < 4:
            continue
        has_six = text.digits >= 6 and _SIX_DIGITS.search(text.masked)
        if found := _INSURANCE.search(text.words) if has_six else None:
            yield Finding(text.place(found.start()), "there is a National Insurance number here.")
        if found := _hospital_number_in(text):
            yield Finding(
                text.place(found.start()), "there is the hospital number of a person here."
            )


@cache
def _titled() -> re.Pattern[str]:
    """Return the pattern of a title with a name behind it: “Mrs Smith”, “Dr A. B. Jones”, “Cllr O’Neill”."""
    titles = "|".join(map(re.escape, titles_of_people()))
    return re.compile(
        rf"(?<![\w-])(?:{titles})\.?\s+(?:[A-Z]\.?\s*){{0,3}}[A-Z][a-zà-ÿ]*[’'-]?[A-Za-zà-ÿ]{{2,}}"
    )


@rule("warning", "Write the post instead of the person, such as “the Medical Director”.")
def person_named(case: Case) -> Iterator[Finding]:
    """A text names a person by title and name, such as “Mrs Smith” or “Dr Jones”.

    Papers stay in the open for ever, and the people in them did not ask to. The chair of an inquiry is in
    the set, and is not looked for.
    """
    titles = frozenset(title.lower() for title in titles_of_people())
    for text in case.words:
        if text.key in POSTS or not titles & text.vocabulary:
            continue
        if found := _titled().search(text.words):
            message = f"{short(found.group())} looks like the name of a person."
            yield Finding(text.place(found.start()), message)


@rule("warning", "Write “fewer than five”, or count a larger group.")
def small_count(case: Case) -> Iterator[Finding]:
    """A text for the public counts fewer than five people.

    People who know the place may know who they are. Published health figures leave out numbers under five.
    """
    numbers = stems((*phrases()["small_numbers"], "1", "2", "3", "4"))
    people = "|".join(
        re.escape(word) for word in sorted(phrases()["people"], key=len, reverse=True)
    )
    counted = re.compile(
        rf"\s+(?:(?!(?:and|or|of|had|has|to|in|a|the)\b)[a-z-]+\s+)?(?:{people})\b(?!\s+in\s)",
        re.IGNORECASE,
    )
    for text in case.words:
        for begin, end in places(numbers, text) if text.classification == "public" else ():
            found = counted.match(text.words, end)
            if found and text.words[begin - 1 : begin] not in tuple(".,£/–-"):
                told = short(text.words[begin : found.end()])
                yield Finding(text.place(begin), f"{told} counts fewer than five people.")


@rule("warning", "Write the post, such as “Director of Quality”.")
def personal_name(case: Case) -> Iterator[Finding]:
    """A person is named instead of a post as a lead, or as somebody who approves, verifies or confirms.

    The record outlives the people in its posts, and has no reason to publish their names.
    """
    committees = {c.name.casefold() for c in case.register.body.committees}
    for text in case.words:
        if text.key not in POSTS or text.words.casefold() in committees:
            continue
        if is_like_a_person(text.words):
            message = (
                f"{text.key!r} is {quotation(text.words)}, which looks like the name of a person."
            )
            yield Finding(text.place(), message)


# What must be published on time


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


def _needed(register: Register, name: str) -> tuple[int | None, str]:
    """Return the clear days that a paper needs, if any, and where these come from if the body does not say it."""
    own, usual = register.form(name).clear_days, meeting_rules(register, name)
    if own is not None or usual is None:
        return own, ""
    return usual.clear_days, f" by {usual.basis} ({usual.source})"


@rule(
    "warning",
    "Publish it earlier, or say under 'late' why it is late: the chair must state the reason.",
)
def clear_days_short(case: Case) -> Iterator[Finding]:
    """A paper was published too late before its meeting, and there is no reason for it, or the chair has not agreed.

    A council must publish its papers five clear days before the meeting (Local Government Act 1972,
    section 100B), and can take a late one only if the chair finds it urgent. The day of publication, the day
    of the meeting, weekends and bank holidays do not count. `clear_days` in body.yaml says how many days each
    paper needs. Without it, `kind` does: five by law for a council, three by custom for other boards.
    """
    register = case.register
    for name, cover in register.covers.items():
        needed, basis = _needed(register, name)
        if (
            needed is None
            or cover.date is None
            or cover.date.span != "day"
            or cover.published is None
        ):
            continue
        usual = meeting_rules(register, name)
        is_agreed = cover.chair_agreed or usual is None or not usual.chair_agrees
        if (cover.late and is_agreed) or _are_surely_clear(
            cover.published, cover.date.last, needed
        ):
            continue
        given = clear_days(cover.published, cover.date.last)
        if given >= needed:
            continue
        message = (
            f"the paper {name} was published on {day_in_words(cover.published)}, {given} clear day{'s' * (given != 1)} before the "
            f"meeting on {day_in_words(cover.date)}, but it needs {needed}{basis}."
        )
        if cover.late:
            yield Finding(
                cover.at("late"), f"{message} Nothing says that the chair agreed.", AGREED
            )
        else:
            yield Finding(cover.at("published"), message)


AGREED = "If the chair agreed to take it as urgent, write 'chair_agreed: true'. Otherwise put it to a later meeting."
"""What to do about a late paper of which nobody says that the chair agreed to take it."""


@rule("note", "Add 'published', the day from which anybody could read the paper.")
def publication_unstated(case: Case) -> Iterator[Finding]:
    """A paper needs clear days before its meeting, but its publication date is not stated.

    Nobody can then tell whether it was published in time.
    """
    own = {k: c for k, c in case.register.covers.items() if k not in case.register.samples}
    for name, cover in own.items():
        if cover.published is None and _needed(case.register, name)[0] is not None:
            message = f"the paper {name} has no publication date."
            yield Finding(cover.at("meeting"), message)


@rule(
    "note",
    "If the meeting saw this record, write 'status: final'. If the record has changed since, name the next meeting.",
)
def draft_to_public(case: Case) -> Iterator[Finding]:
    """A paper was published, or its public meeting was held, but its record is still a draft.

    Once a paper is out, the public takes it for what the body has agreed. Either the record is final, or it
    is now being prepared for the next meeting, which the cover should name.
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
            message = f"the paper {name} was for {meeting}, but the record is still a draft."
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
    "Publish progress at least once a year. If that was not possible, say why in the notes of the year.",
)
def progress_unpublished(case: Case) -> Iterator[Finding]:
    """Progress was not published for more than a year.

    Each organisation is asked to publish its progress at least once a year. The rule counts from the last
    public meeting of one stock-take to the first of the next. Where papers went to no public meeting, it uses
    the as-at date.
    """
    register, earlier = case.register, case.register.earlier
    if earlier is None:
        return
    before, now = _published(earlier)[-1], _published(register)[0]
    if now > years_after(before, 1):
        message = (
            f"progress was published on {day_in_words(before)}, and next on {day_in_words(now)}, "
            f"{(now - before).days} days later."
        )
        yield Finding(register.year.at("as_at"), message)


@rule("warning", "Remove its title from the text, or classify the text like the evidence.")
def internal_evidence_cited(case: Case) -> Iterator[Finding]:
    """A text for the public names evidence that is not for the public.

    The title alone may give away what should not be published, and a reader will ask to see it.
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
                message = f"the evidence {short(named)} is named here, but is not for the public."
                yield Finding(text.place(text.words.index(named)), message)


_PATH = re.compile(
    r"(?!\w+:)[^\s/\\]+(?:[/\\][^\s/\\]+)*\.[A-Za-z0-9]{2,5}|[^\s/\\]+(?:[/\\][^\s/\\]+)+/?"
)
"""The path of a file: no spaces, with a file extension or a folder; not a web address."""


@rule(
    "warning",
    "Put the file there, correct the path from the workspace's root, or say whom to ask for it.",
)
def evidence_missing(case: Case) -> Iterator[Finding]:
    """A piece of evidence names a file that is not in the workspace.

    Evidence that nobody can find is not evidence.
    """
    for text in case.texts:
        if text.key != "where" or not _PATH.fullmatch(text.words.strip()):
            continue
        path = text.words.strip().replace("\\", "/")
        if not case.is_file(path):
            yield Finding(text.place(), f"there is no file {quotation(path)} in the workspace.")


PUBLICATION_RULES = (
    email_address,
    telephone_number,
    postcode,
    birth_date,
    patient_record,
    personal_number,
    person_named,
    small_count,
    personal_name,
    clear_days_short,
    publication_unstated,
    draft_to_public,
    progress_unpublished,
    internal_evidence_cited,
    evidence_missing,
)
