"""References between records, and contradictions within one, as problems.

Each function checks one record against those that it refers to. A reference to a file that could not be
read is not a problem here: that file has problems of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as Set_
from functools import partial
from html import unescape
from itertools import islice
from typing import Protocol

from francis.errors import Place, Problem, choices, did_you_mean, nearest, quotation
from francis.record import paper_kinds
from francis.record.days import Day
from francis.record.figures import FIGURE, figure_name, figure_names, fixed_figures, rating_name
from francis.record.model import (
    Acceptance,
    AcceptanceStep,
    Action,
    Body,
    Locate,
    PaperForm,
    Position,
    Recommendation,
    Set,
    Step,
    Year,
)
from francis.record.model.cover import Ask, Cover, usual_purposes
from francis.record.model.schemes import acceptances_of
from francis.record.numbers import NAME, natural, number_meant, ranges_of, slug
from francis.record.prose import stands_in, too_deep_at
from francis.record.reading.nhs_numbers import NHS_NUMBER

MOST_CLEAR_DAYS = 262
"""The most working days that a year can have."""


def not_there(
    place: Place,
    name: str,
    found: str,
    there: Iterable[str],
    rule: str,
    remedy: str,
    what: str = "does not exist",
) -> Problem:
    """Return the problem of a reference to nothing; it names the first of what is `there`."""
    names = sorted(islice(there, 1000), key=natural)
    value = quotation(found)
    subject = f"{name} {value}" if name == "the file" else f"{name!r} is {value}, which"
    near = nearest(found, names)
    message = f"{subject} {what}.{choices(names)}{did_you_mean(near)}"
    return Problem(place, message, rule, remedy, meant=near)


def check_set(
    a_set: Set, asked: Mapping[str, Recommendation], numbers: Set_[str]
) -> Iterator[Problem]:
    """Yield what is wrong between a set and its recommendations; `numbers` are the unread ones too."""
    yield from _check_address(a_set.at, ("licence_url",), a_set.licence_url)
    if a_set.total < len(numbers):
        yield Problem(
            a_set.at("total"),
            f"'total' is {a_set.total}, but the set has {len(numbers)} recommendations.",
            "total",
            "Write how many recommendations were published in all.",
        )
    if not numbers:
        yield Problem(
            a_set.at(),
            "the set has no recommendations.",
            "set-empty",
            "Add a file for each recommendation to its folder, such as 1.yaml.",
        )
    if a_set.reporting is not None:
        yield from check_text(a_set, a_set.reporting, ("reporting",), numbers)
    wrong = [*_check_order(a_set, numbers)]
    yield from wrong
    yield from _check_slugs(asked)
    yield from _check_parts(asked, numbers)
    among = ranges_of(asked, a_set.themes, a_set.order)
    for number, recommendation in asked.items():
        themes = [theme.title for theme in among[number]]
        if len(themes) != 1 and not wrong:  # or else they are found by an order that is none
            found = " and ".join(map(quotation, themes)) or "none"
            yield Problem(
                recommendation.at("number"),
                f"{number} must be in exactly one theme of the set, but it is in {found}.",
                "theme",
                "Correct 'first' and 'last' of the themes in set.yaml.",
            )
        yield from check_text(recommendation, recommendation.text, ("text",), numbers)


def _check_address(at: Locate, keys: tuple[str, ...], address: str) -> Iterator[Problem]:
    """Yield that the value under some keys is no web address, unless it is one."""
    if not re.match(r"https?://[^\s/]", address) or re.search(r"[\s<>\"]", address):
        yield Problem(
            at(*keys),
            f"{keys[-1]!r} is {quotation(address)}, which is not a web address.",
            "address",
            "Write an address that begins with https://.",
        )


def _check_slugs(asked: Mapping[str, Recommendation]) -> Iterator[Problem]:
    """Yield the numbers that differ from another only in the case of letters: many computers have one file for both."""
    seen: dict[str, str] = {}
    for number, recommendation in asked.items():
        plain = slug(number).casefold()
        if plain in seen:
            message = f"{quotation(number)} and {quotation(seen[plain])} would have one file name."
            remedy = "Give one of them another number."
            yield Problem(recommendation.at("number"), message, "number-differs", remedy)
        seen.setdefault(plain, number)


def _check_parts(asked: Mapping[str, Recommendation], numbers: Set_[str]) -> Iterator[Problem]:
    """Yield the parts of what is no recommendation of the set, or is a part itself."""
    for recommendation in asked.values():
        whole = recommendation.part_of
        if whole is None:
            continue
        place = recommendation.at("part_of")
        if whole not in numbers:
            remedy = "Name the recommendation of this set of which it is a part."
            yield not_there(place, "part_of", whole, numbers, "link", remedy)
        elif whole == recommendation.number or (whole in asked and asked[whole].part_of):
            message = f"{recommendation.number} is a part of {whole}, which is itself a part."
            remedy = "Name the recommendation that is no part of another."
            yield Problem(place, message, "link", remedy)


def _check_order(a_set: Set, numbers: Set_[str]) -> Iterator[Problem]:
    """Yield what is wrong with the list of a set's numbers, and themes whose ends are not in it."""
    for index, number in enumerate(a_set.order):
        if number not in numbers:
            remedy = "Correct the number, or take it out of the list."
            yield not_there(a_set.at("order", index), "order", number, numbers, "link", remedy)
        elif number in a_set.order[:index]:
            what = f"the number {quotation(number)}"
            yield twice(a_set.at("order", index), what, "Keep only one.")
    for index, theme in enumerate(a_set.themes if a_set.order else ()):
        for key, number in (("first", theme.first), ("last", theme.last)):
            if number not in a_set.order:
                yield Problem(
                    a_set.at("themes", index, key),
                    f"{key!r} is {quotation(number)}, which is not in 'order'.",
                    "theme",
                    "Name a number of the list, or add this one to it.",
                )


def check_body(body: Body) -> Iterator[Problem]:
    """Yield what is wrong with the schemes of a body."""
    for name, steps in (("ratings", body.ratings), ("assurances", body.assurances)):
        if not steps:
            yield Problem(body.at(name), f"{name!r} is empty.", "empty", "List at least one step.")
        for index, step in enumerate(steps):
            if step.colour is not None and not re.fullmatch("#[0-9a-fA-F]{6}", step.colour):
                message = f"the colour {quotation(step.colour)} is not written as #rrggbb."
                remedy = 'Write # and six hexadecimal digits, in quotes, such as "#00703c".'
                yield Problem(body.at(name, index, "colour"), message, "colour", remedy)
    yield from _check_keys(body)
    allowed = paper_kinds.kinds_of_body() if body.kind else ()
    if body.kind and body.kind not in allowed:
        remedy = "Use one of these words, or remove the key if the body is of another kind."
        yield not_there(body.at("kind"), "kind", body.kind, allowed, "value", remedy)
    purposes = [purpose.key for purpose in body.purposes]
    for index, key in enumerate(purposes):
        if key in purposes[:index]:
            place = body.at("purposes", index, "key")
            yield twice(place, f"the purpose {quotation(key)}", "Keep only one.")
    for index, form in enumerate(body.papers):
        yield from _check_paper(body, index, form)
        same = [e.paper for e in body.papers[:index] if e.paper.casefold() == form.paper.casefold()]
        if same:
            place, remedy = body.at("papers", index, "paper"), "Keep only one."
            if form.paper not in same:
                remedy += " On many computers capital letters make no other file."
            yield twice(place, f"the paper {quotation(form.paper)}", remedy)
        if form.clear_days is not None and form.clear_days < 0:
            place = body.at("papers", index, "clear_days")
            message = f"'clear_days' is {form.clear_days}, which is less than 0."
            yield Problem(place, message, "value", "Write a number of working days, such as 5.")
        if form.clear_days is not None and form.clear_days > MOST_CLEAR_DAYS:
            place = body.at("papers", index, "clear_days")
            message = (
                f"'clear_days' is {form.clear_days:,}, which is more working days than a year has."
            )
            yield Problem(place, message, "value", "Write a number of working days, such as 5.")
        yield from _check_form(body, index, form)
    yield from _check_rulings(body)
    if body.site and body.site.address is not None:
        yield from _check_address(body.at, ("site", "address"), body.site.address)


def _check_keys(body: Body) -> Iterator[Problem]:
    """Yield the keys of a body's schemes that stand there twice, or by which two figures would have one name."""
    taken = dict.fromkeys(fixed_figures(), "something else that papers count")
    usual = () if body.acceptances else acceptances_of(body)
    taken |= {figure_name(step.key): f"the acceptance {quotation(step.key)}" for step in usual}
    schemes: Mapping[
        str, tuple[tuple[Step | AcceptanceStep, ...], tuple[Callable[[str], str], ...]]
    ]
    schemes = {
        "ratings": (body.ratings, (rating_name, partial(rating_name, prefix="actions_"))),
        "assurances": (body.assurances, (partial(figure_name, prefix="assurance_"),)),
        "acceptances": (body.acceptances, (figure_name,)),
    }
    for name, (steps, names) in schemes.items():
        seen: set[str] = set()
        for index, step in enumerate(steps):
            figures = [name_of(step.key) for name_of in names]
            both = next((figure for figure in figures if figure in taken), None)
            if step.key in seen:
                message = f"the key {quotation(step.key)} appears twice in {name!r}."
                remedy = "Give each step its own key."
            else:
                message = f"the figure {both!r} would count {quotation(step.key)} of {name!r} and {taken.get(both or '')}."
                remedy = "Give the step another key."
            if step.key in seen or both:
                place = body.at(name, index, "key")
                yield Problem(place, message, "duplicate-key", remedy)
            seen.add(step.key)
            for figure in figures:
                taken.setdefault(figure, f"{quotation(step.key)} of {name!r}")


def _check_paper(body: Body, index: int, form: PaperForm) -> Iterator[Problem]:
    """Yield that a form is of no paper, or that a body's own paper is like none or cannot have its name."""
    names = [paper.name for paper in paper_kinds.PAPERS]
    taken = [*names, paper_kinds.COMPARISON.name]
    place = partial(body.at, "papers", index, "paper")
    if form.like is None:
        if form.paper not in names:
            remedy = (
                "Use the name of a paper that francis build makes. If it is a paper of your own, write under 'like' "
                "which of these it is made like."
            )
            yield not_there(place(), "paper", form.paper, names, "value", remedy)
        return
    if form.like not in names:
        remedy = "Name the paper of the program that yours is made like."
        at = body.at("papers", index, "like")
        yield not_there(at, "like", form.like, names, "value", remedy)
    if form.paper.casefold() in taken:
        message = (
            f"{quotation(form.paper)} is a paper of the program, so it cannot be like another."
        )
        remedy = "Give your own paper another name, or remove 'like'."
        yield Problem(place(), message, "value", remedy)
    elif not NAME.fullmatch(form.paper) or paper_kinds.ends_like_another(form.paper):
        message = f"a paper cannot be named {quotation(form.paper)}."
        remedy = "Use letters, digits, full stops and hyphens, as in quality-report. "
        remedy += f"The program itself adds {', '.join(paper_kinds.ENDINGS)}."
        yield Problem(place(), message, "file-name", remedy)


def _check_rulings(body: Body) -> Iterator[Problem]:
    """Yield that the rule on NHS numbers is turned off for more than single files."""
    for index, ruling in enumerate(body.checks):
        if ruling.rule != NHS_NUMBER or ruling.level == "error":
            continue
        if ruling.level != "off" or not all(
            file.endswith(".yaml") for file in ruling.files or ("",)
        ):
            yield Problem(
                body.at("checks", index),
                f"the rule {NHS_NUMBER} can only be turned off for single files.",
                "value",
                "Write level: off, and under 'files' each file with a number that you have looked at, as in "
                "[2013/132.yaml].",
            )


def _check_form(body: Body, index: int, form: PaperForm) -> Iterator[Problem]:
    """Yield what is wrong with the form of one of a body's papers."""
    for name, entries in (("fields", form.fields), ("sections", form.sections)):
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            if entry.key in seen:
                place = body.at("papers", index, name, number, "key")
                yield twice(place, f"the key {quotation(entry.key)}", "Give each its own key.")
            seen.add(entry.key)
    for key, file in (("house", form.house), ("template", form.template)):
        if file is not None and not paper_kinds.FILE_NAME.fullmatch(file):
            message = (
                f"{key!r} is {quotation(file)}, which cannot be the name of a file in templates/."
            )
            remedy = "Put the file in the folder templates/, and write only its name here."
            yield Problem(body.at("papers", index, key), message, "file-name", remedy)


def twice(place: Place, what: str, remedy: str) -> Problem:
    """Return the problem of something that stands where it is once already."""
    return Problem(place, f"{what} appears twice.", "duplicate-key", remedy)


def check_step(
    at: Locate, keys: tuple[str | int, ...], value: str, steps: Sequence[Step | AcceptanceStep]
) -> Iterator[Problem]:
    """Yield that a rating, an assurance or an acceptance, which stands under `keys`, is no step of the body's scheme."""
    for step in steps:
        if step.key == value:
            return
    if known := [step.key for step in steps]:
        name, near = keys[-2], nearest(value, known)
        yield Problem(
            at(*keys),  # looked for only where there is a problem, as it costs as much as the check
            f"the {name} is {quotation(value)}, which is not in the body's scheme."
            f"{choices(known)}{did_you_mean(near)}",
            "value",
            f"Use a key of the {name}s in body.yaml, or add a step there.",
            meant=near,
        )


def check_acceptance(
    at: Locate, acceptance: Acceptance | None, body: Body | None
) -> Iterator[Problem]:
    """Yield that an acceptance is no word of the body's scheme."""
    if acceptance is not None and body is not None:
        yield from check_step(at, ("acceptance", "value"), acceptance.value, acceptances_of(body))


def check_position(
    position: Position, body: Body | None, numbers: Set_[str], year: Year
) -> Iterator[Problem]:
    """Yield what a position says that its body's schemes, its set or its year do not hold."""
    ratings, assurances = (body.ratings, body.assurances) if body else ((), ())
    at = position.at
    yield from check_acceptance(at, position.acceptance, body)
    yield from check_step(at, ("rating", "value"), position.rating.value, ratings)
    yield from check_step(at, ("assurance", "value"), position.assurance.value, assurances)
    yield from check_text(position, position.text, ("text",), numbers)
    for index, note in enumerate(position.notes):
        yield from check_text(position, note, ("notes", index), numbers)
    days = [(("evidence", i, "date"), item.date) for i, item in enumerate(position.evidence)]
    yield from check_days(at, [(("acceptance", "date"), position.acceptance.date), *days], year)


def check_days(
    at: Locate, days: Iterable[tuple[tuple[str | int, ...], Day | None]], year: Year
) -> Iterator[Problem]:
    """Yield the days on which something is said to have happened after the day of the year."""
    for keys, day in days:
        if day is not None and day > year.as_at:
            name = next(key for key in reversed(keys) if isinstance(key, str))
            message = f"{name!r} is {day}, which is after the year's as-at date, {year.as_at}."
            remedy = "Correct the date, or write a later 'as_at' in year.yaml."
            yield Problem(at(*keys), message, "future", remedy)


def check_commitments(
    record: Position | Cover, actions: Mapping[str, Action] | None, numbers: Set_[str]
) -> Iterator[Problem]:
    """Yield commitments that are not in their text, and actions that do not link back.

    `actions` are those of the year and of earlier years, by id; None if one of these plans could not be
    read, and then nothing is said about links. Nor is anything said where the position or the action names
    what is not among the `numbers` of the year: that is told of these.
    """
    if not record.commitments:
        return
    text = record.text if isinstance(record, Position) else _narrative(record)
    for index, commitment in enumerate(record.commitments):
        keys = ("commitments", index)
        if not stands_in(commitment.text, text):
            message = f"the commitment {quotation(commitment.text)} is not in the text."
            remedy = "Copy the sentence from the text, word for word."
            yield Problem(record.at(*keys, "text"), message, "commitment", remedy)
        for number, name in enumerate(commitment.actions):
            where = (*keys, "actions", number)
            if actions is None:
                continue
            if name not in actions:
                remedy = "Use the id of an action in actions.yaml, or add the action there."
                yield not_there(record.at(*where), "actions", name, actions, "link", remedy)
            elif (
                isinstance(record, Position)
                and record.number not in actions[name].recommendations
                and record.number in numbers
                and actions[name].recommendations
                and numbers >= {*actions[name].recommendations}
            ):
                message = f"{name} answers a commitment of {record.number}, but its recommendations do not include {record.number}."
                remedy = f"Add {record.number} to the recommendations of {name} in actions.yaml."
                yield Problem(record.at(*where), message, "link", remedy)


# Covers of papers


def _narrative(cover: Cover) -> str:
    """Return all that the sections of a cover say."""
    return "\n\n".join(
        text
        for section in cover.sections
        for text in (section.text or "", *(paragraph.text for paragraph in section.paragraphs))
    )


def check_cover_name(
    name: str, cover: Cover, body: Body | None, names: Iterable[str]
) -> Iterator[Problem]:
    """Yield that a cover is of no paper, or that its file is named like another paper than it is of.

    `names` are those of all covers of the year: many computers have one file for two that differ in capitals alone.
    """
    alike = next((o for o in names if o.casefold() == name.casefold() and o < name), None)
    if alike is not None:
        message = f"the names {quotation(alike)} and {quotation(name)} differ only in the case of letters."
        yield Problem(Place(cover.at().path), message, "file-name", "Rename one of the two.")
    kind = cover.paper or name
    forms = {form.paper: form for form in body.papers} if body else {}
    if body is None or (kind in forms and [*_check_paper(body, 0, forms[kind])]):
        return
    kinds = paper_kinds.kinds(body)
    covered = [kind.name for kind in kinds if kind.has_cover]
    if kind in covered:
        others = [each.name for each in (*kinds, paper_kinds.COMPARISON)]
        near = next((o for o in others if o.casefold() == name.casefold()), None)
        if near is not None and name != kind:
            message = f"the file is named like the paper {near}, but it is the cover of {kind}."
            remedy = f"Rename it, for example to {kind}-2.yaml."
            yield Problem(Place(cover.at().path), message, "file-name", remedy)
    elif cover.paper is not None:
        remedy = "Use the name of a paper with a cover, or add a paper of your own to body.yaml, with 'like'."
        yield not_there(cover.at("paper"), "paper", kind, covered, "value", remedy)
    else:
        near = did_you_mean(nearest(name, covered))
        yield Problem(
            Place(cover.at().path),
            f"{quotation(name)} is not a paper with a cover.{choices(covered)}{near}",
            "file-name",
            "Give the file the name of the paper that it is the cover of, or write which paper it is in the file, "
            f"as in 'paper: {covered[0]}'.",
        )


def _check_asks(
    cover: Cover, numbers: Iterable[str], actions: Iterable[str] | None
) -> Iterator[Problem]:
    """Yield what the asks of a cover are about that is neither a recommendation nor an action."""
    known = {*numbers, *(actions or ())}
    for index, ask in enumerate(cover.all_asks):
        for place, name in enumerate(ask.about if actions is not None else ()):
            if name not in known:
                remedy = "Write the number of a recommendation in quotes, or the id of an action."
                at = cover.at("asks", index, "about", place)
                yield not_there(at, "about", name, known, "value", remedy)


def check_cover(
    name: str,
    cover: Cover,
    body: Body | None,
    numbers: Set_[str],
    actions: Iterable[str] | None = None,
) -> Iterator[Problem]:
    """Yield what a cover holds that its body's form does not, texts that cannot be printed, and asks about nothing.

    `actions` are the ids of all actions, None if these are not known.
    """
    yield from _check_asks(cover, numbers, actions)
    texts: list[tuple[tuple[str | int, ...], str]] = [
        *([(("message",), cover.message)] if cover.message else []),
        *((("fields", key), text) for key, text in cover.fields.items()),
        *((("asks", i), text) for i, text in enumerate(cover.asks) if isinstance(text, str)),
    ]
    for index, ask in enumerate(cover.asks):
        if isinstance(ask, Ask):
            texts.append((("asks", index, "text"), ask.text))
            if ask.outcome and ask.outcome.text:
                texts.append((("asks", index, "outcome", "text"), ask.outcome.text))
    seen: set[str] = set()
    for index, section in enumerate(cover.sections):
        if section.key in seen:
            place = cover.at("sections", index, "key")
            yield twice(
                place, f"the section {quotation(section.key)}", "Make one section of the two."
            )
        seen.add(section.key)
        if section.text is not None:
            texts.append((("sections", index, "text"), section.text))
        for number, paragraph in enumerate(section.paragraphs):
            texts.append((("sections", index, "paragraphs", number, "text"), paragraph.text))
    known = figure_names(body) if body else None
    for keys, text in texts:
        yield from check_text(cover, text, keys, numbers)
        if known is not None:
            yield from _check_figures(cover, text, keys, known)
    if body is None:
        return
    kind = cover.paper or name
    form = next((form for form in body.papers if form.paper == kind), PaperForm(kind))
    purposes = body.purposes or (*usual_purposes("listed"), *usual_purposes("also"))
    in_force = [purpose.key for purpose in purposes]
    for index, key in enumerate(cover.purposes):
        if key not in in_force:
            advice = "Use one of these words, or list your own under 'purposes' in body.yaml."
            yield not_there(cover.at("purposes", index), "purposes", key, in_force, "value", advice)
    remedy = f"Use a key that body.yaml lists for {kind!r}, or add it there."
    for key in cover.fields:
        fields = [entry.key for entry in form.fields]
        if key not in fields:
            yield not_there(cover.at("fields", key), "fields", key, fields, "value", remedy)
    for index, section in enumerate(cover.sections):
        sections = [entry.key for entry in form.sections]
        if section.key not in sections:
            place = cover.at("sections", index, "key")
            yield not_there(place, "key", section.key, sections, "value", remedy)


_BRACES = re.compile(r"\{\{|\{%|\{#|(?<!\{)\{\s*counts\.\w+\s*\}(?!\})")


def _check_figures(
    cover: Cover, text: str, keys: tuple[str | int, ...], known: Set_[str]
) -> Iterator[Problem]:
    """Yield figures that the record does not count, and braces that are no figure."""
    for found in _BRACES.finditer(text):
        figure = FIGURE.match(text, found.start())
        if figure is not None and figure[1] in known:
            continue
        place = cover.at(*keys, offset=found.start() or 1)
        if figure is None:
            message = f"{quotation(text[found.start() : found.start() + 30])} is not a figure."
            remedy = (
                "Write a figure like {{ counts.positions }}. Use double braces for nothing else."
            )
            yield Problem(place, message, "figure", remedy)
        else:
            remedy = "Use the name of a figure. To list them all: francis status --format json"
            yield not_there(place, "figure", figure[1], known, "figure", remedy)


_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_TO_NOTHING = re.compile(r"(?<!\\)\[[^\[\]]*\]\(\s*(?:<>\s*)?\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
LIST_LEVELS = 9
"""How deep the lists of a text may be nested: Word has no more levels."""


class _WithPlaces(Protocol):
    """A record that says where its values stand."""

    @property
    def at(self) -> Locate: ...


def check_text(
    record: _WithPlaces,
    text: str,
    keys: tuple[str | int, ...],
    numbers: Set_[str],
) -> Iterator[Problem]:
    """Yield what no paper can print: links that lead to no recommendation, and lists nested too deeply."""
    deep = too_deep_at(text, LIST_LEVELS)
    if deep is not None:
        remedy = "Use fewer levels. Word has only nine."
        place = record.at(*keys, offset=deep or 1)
        yield Problem(place, "a list is nested more than nine levels deep.", "list", remedy)
    if "](" not in text:
        return
    remedy = "Write a link like [the words](#NUMBER)."
    links = list(_LINK.finditer(text))
    for link in () if all(link[1] for link in links) else _TO_NOTHING.finditer(text):
        place = record.at(*keys, offset=link.start() or 1)
        message = f"the link {quotation(link[0])} leads nowhere."
        yield Problem(place, message, "link", f"{remedy} A web address begins with https://.")
    for link in links:
        address = unescape(_ESCAPE.sub(r"\1", link[1]))
        if address[:1].isdigit() and number_meant(address, numbers) is not None:
            place = record.at(*keys, offset=link.start(1))
            message = f"the link to {quotation(address)} has no number sign before it."
            yield Problem(place, message, "link", f"Write [the words](#{address}).")
        if address.startswith("#") and number_meant(address[1:], numbers) is None:
            place = record.at(*keys, offset=link.start(1))
            yield not_there(
                place,
                "link",
                address[1:],
                numbers,
                "link",
                remedy,
                "does not lead to a recommendation",
            )
