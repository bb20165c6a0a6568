"""Rules about what goes to meetings: which covers there are, and what the meetings made of them."""

from __future__ import annotations

from collections.abc import Iterator

from francis.check.case import Case, Text, texts_of
from francis.check.phrases import DATE, says, stated_date
from francis.check.rule import Finding, rule, short, short_prose
from francis.record import paper_kinds
from francis.record.days import day_in_words
from francis.record.model.cover import Cover
from francis.record.prose import is_unwritten
from francis.workspace import packaged


@rule("warning", "Remove one of the two, or correct its 'paper', 'meeting' or 'date'.")
def cover_twice(case: Case) -> Iterator[Finding]:
    """Two covers of one paper are for the same meeting on the same date.

    The meeting would get the paper twice, and nobody could tell which of them counts.
    """
    register = case.register
    seen: dict[tuple[object, ...], str] = {}
    for name, cover in register.covers.items():
        if cover.date is None:
            continue
        kind = register.kind_of(name)
        first = seen.setdefault((kind, register.body.committee(cover.meeting), cover.date), name)
        if first != name:
            message = (
                f"{name} and {first} are both the paper {kind} for the {cover.meeting} on "
                f"{day_in_words(cover.date)}."
            )
            yield Finding(cover.at("date"), message)


@rule("error", "Put the file there, or correct its name in body.yaml.")
def file_of_paper_missing(case: Case) -> Iterator[Finding]:
    """A paper needs a template, or a Word file, that is not in templates/.

    The paper cannot be made without it.
    """
    body = case.register.body
    made = {paper.kind for paper in paper_kinds.of(case.register)}
    for index, form in enumerate(body.papers):
        template = (
            form.template if form.paper in made else None
        )  # one for later may be written later
        for key, file in (("template", template), ("house", form.house)):
            if file is None or not paper_kinds.FILE_NAME.fullmatch(file):
                continue  # which the reading of the record tells already
            known = (packaged() / "templates" / file).is_file()
            if not known and not case.is_file(f"templates/{file}"):
                message = f"the paper {form.paper} needs templates/{file}, which is not there."
                yield Finding(body.at("papers", index, key), message)


@rule(
    "note", "Write under 'outcome' what the meeting decided: agreed, amended, deferred or refused."
)
def ask_without_outcome(case: Case) -> Iterator[Finding]:
    """A meeting was asked something, and the record does not say what it decided.

    The next paper for the meeting prints “No outcome recorded”. A meeting is over once it lies before the as-at
    date of its stock-take, or of a later one.
    """
    for register in case.register.years:
        for name, cover in register.covers.items():
            if cover.date is None or cover.date.last >= case.register.as_at:
                continue
            silent = [place for place, ask in enumerate(cover.all_asks) if ask.outcome is None]
            if silent:
                many, asks = f"{len(silent)} of {len(cover.asks)}", cover.all_asks
                message = (
                    f"the paper {name} does not say what its meeting of {day_in_words(cover.date)} decided "
                    f"about {many} things it was asked, such as {short_prose(asks[silent[0]].text)}."
                )
                yield Finding(cover.at("asks", silent[0]), message)


@rule(
    "warning",
    "Correct the date, or the date of the meeting. What is still to come is not said here.",
)
def considered_after_meeting(case: Case) -> Iterator[Finding]:
    """A paper says that it was considered before, at a date after its own meeting.

    One of the two dates is wrong, or the line was left from another paper. The rule looks at fields and sections
    that say so in their label or key, such as “Previously considered by”.
    """
    register = case.register
    for name, cover in register.covers.items():
        if cover.date is None:
            continue
        form = register.form(name)
        entries = (*form.fields, *form.sections)
        keys = {
            e.key
            for e in entries
            if says("considered_before", f"{e.label} {e.key.replace('_', ' ')}")
        }
        for text in texts_of(cover):
            for told in DATE.finditer(text.words) if _key_of(cover, text) in keys else ():
                date = stated_date(told)
                if date is not None and date.first > cover.date.last:
                    message = (
                        f"{short(told.group())} is after the meeting on {day_in_words(cover.date)} to which the paper "
                        f"{name} goes."
                    )
                    yield Finding(text.place(told.start()), message)


def _key_of(cover: Cover, text: Text) -> str | int | None:
    """Return the key of the field or section of a cover in which a text stands; None of another."""
    where, *rest = text.keys
    if where == "sections":
        return cover.sections[int(rest[0])].key
    return rest[0] if where == "fields" else None


@rule("warning", "Write it, or remove the paragraph.")
def paragraph_unwritten(case: Case) -> Iterator[Finding]:
    """A section of a paper only says that it is to be written.

    The paper would go to the meeting like that.
    """
    for speech in case.speeches:
        for text in speech.narrative if isinstance(speech.record, Cover) else ():
            if is_unwritten(text.words):
                yield Finding(text.place(), f"{short(text.words)} is all that stands here.")


MEETING_RULES = (
    cover_twice,
    file_of_paper_missing,
    ask_without_outcome,
    considered_after_meeting,
    paragraph_unwritten,
)
