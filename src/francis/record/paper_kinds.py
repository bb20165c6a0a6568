"""Which papers there are, as `data/papers.yaml` lists them, and what each is made from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple, get_args

from francis.own_data import own_data
from francis.record.days import When
from francis.record.model import Body, Classification
from francis.record.numbers import slug
from francis.record.register import Listed, Register

FORMATS = ("docx", "pdf", "html", "xlsx")
FILE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._ -]{0,99}")
"""The names that a template or a Word file of a paper may have."""
Need = Literal[
    "cover",
    "actions",
    "earlier",
    "providers",
    "two sides",
    "one number",
    "one concern",
    "one request",
]


@dataclass(frozen=True)
class Paper:
    """A paper made from one register: the name of its files, what it is, and its formats.

    It is made where the record holds what it `needs`. `lists` are the lists of the record that it must
    show in tables, whoever wrote its template: see `papers/agreement.py`; those that are also `if_few` only while they are
    short. Of a paper with a cover, `name` is that of
    the cover's file, and `of` says which paper it is: there may be several in a year. `made_by` is its template, if
    that is not named after the paper. `title` is its name in a list of papers. `meeting_of` is the kind of body whose meeting it goes to, if not the body itself.
    """

    name: str
    about: str
    formats: tuple[str, ...] = FORMATS[:3]
    needs: Need | None = None
    lists: tuple[str, ...] = ()
    if_few: tuple[Listed, ...] = ()
    of: str = ""
    made_by: str = ""
    meeting_of: str = ""
    title: str = ""

    @property
    def kind(self) -> str:
        """Return which paper it is, whatever its files are called."""
        return self.of or self.name

    @property
    def template(self) -> str:
        """Return the name of the template that makes the paper."""
        return self.made_by or f"{self.kind}.html.j2"

    @property
    def has_cover(self) -> bool:
        """Return whether the record holds a cover for it."""
        return self.needs == "cover"

    def required(self, register: Register) -> tuple[str, ...]:
        """Return the lists that it must show of a register."""
        long = [name for name in self.if_few if not register.is_listed(name)]
        return tuple(name for name in self.lists if name not in long)

    def is_among(self, names: Collection[str]) -> bool:
        """Return whether it is asked for by its name or its kind; without any names, all papers are."""
        return not names or self.name in names or self.kind in names


def _read() -> Iterator[Paper]:
    """Yield the papers that `papers.yaml` lists."""
    for name, said in own_data(__file__, "data/papers.yaml").items():
        lists = {key: tuple(value) for key, value in said.items() if isinstance(value, list)}
        yield Paper(name, **(said | lists))


_KINDS = tuple(_read())
_BY_THEMSELVES: tuple[Need, ...] = ("two sides", "one number", "one concern", "one request")
PAPERS = tuple(paper for paper in _KINDS if paper.needs not in _BY_THEMSELVES)
"""All papers of a register, in the order in which they are made and listed."""
(COMPARISON,) = (paper for paper in _KINDS if paper.needs == "two sides")
"""The paper that `francis diff` makes."""
(_ONE,) = (paper for paper in _KINDS if paper.needs == "one number")
(_CONCERN,) = (paper for paper in _KINDS if paper.needs == "one concern")
(_LETTER,) = (paper for paper in _KINDS if paper.needs == "one request")


class Subject(NamedTuple):
    """What a paper on one recommendation is about: its number, and the years that are told."""

    number: str
    years: tuple[str, ...]

    @property
    def paper(self) -> Paper:
        """Return the paper that `francis show` makes: with the position, and the actions that serve it."""
        name, lists = f"{_ONE.name}-{slug(self.number)}", ("position", "serving")
        return replace(
            _ONE, name=name, of=_ONE.name, lists=tuple(f"{each}-{self.number}" for each in lists)
        )


class ConcernSubject(NamedTuple):
    """What a paper on one concern is about: the folder of its provider, and its number."""

    provider: str
    number: str

    @property
    def paper(self) -> Paper:
        """Return the paper that `francis show` makes of it."""
        name = f"{_CONCERN.name}-{self.provider}-{slug(self.number)}"
        return replace(_CONCERN, name=name, of=_CONCERN.name)


class RequestSubject(NamedTuple):
    """What a letter is about: the folder of its provider, its id, and until when an answer is asked for.

    Of a request to all providers, the provider is the name by which references know the log of them all.
    """

    provider: str
    id: str
    by: When | None = None

    @property
    def reference(self) -> str:
        """Return by what references name the request."""
        return f"{self.provider}/{self.id}"

    @property
    def paper(self) -> Paper:
        """Return the letter that `francis letter` makes of it."""
        name = f"{_LETTER.name}-{self.provider}-{slug(self.id)}"
        return replace(_LETTER, name=name, of=_LETTER.name)


OneSubject = Subject | ConcernSubject | RequestSubject
"""What a paper is about that a command makes by itself."""


def kinds(body: Body | None) -> tuple[Paper, ...]:
    """Return all papers that a body can have: those of the program, and its own, made like one of these."""
    forms = body.papers if body else ()
    chosen = {form.paper: form.template for form in forms if form.template}
    known = {p.name: replace(p, made_by=chosen.get(p.name, "")) for p in PAPERS}
    return *known.values(), *(
        replace(
            known[form.like],
            name=form.paper,
            title=form.paper,
            about=f"a paper of the body's own, like {form.like}",
            made_by=form.template or known[form.like].template,
        )
        for form in forms
        if form.like in known and form.paper not in known
    )


def of(register: Register) -> tuple[Paper, ...]:
    """Return the papers that can be made from a register: of each kind with covers, one for each cover."""

    def is_there(paper: Paper) -> bool:
        if paper.needs == "earlier":
            return register.earlier is not None
        if paper.needs == "providers":
            return bool(register.providers)
        return paper.needs != "actions" or bool(register.actions)

    def made(kind: Paper) -> Iterator[Paper]:
        if not kind.has_cover:
            yield from filter(is_there, [kind])
        for name in register.covers if kind.has_cover else ():
            if register.kind_of(name) == kind.name:
                yield replace(kind, name=name, of=kind.name)

    return tuple(paper for kind in kinds(register.body) for paper in made(kind))


@dataclass(frozen=True)
class MeetingRules:
    """What is usual for papers to the meetings of a kind of body: the clear working days, and whether by law or custom.

    `source` is where that comes from. `chair_agrees` says that a late paper needs the chair's agreement.
    """

    clear_days: int
    basis: Literal["law", "custom"]
    source: str
    chair_agrees: bool = False


@cache
def kinds_of_body() -> Mapping[str, MeetingRules]:
    """Return what is usual at the meetings of each kind of body, as `kinds_of_body.yaml` lists them."""
    listed = own_data(__file__, "data/kinds_of_body.yaml")
    return {kind: MeetingRules(**said) for kind, said in listed.items()}


def meeting_rules(register: Register, name: str) -> MeetingRules | None:
    """Return what is usual at the meeting to which a paper goes; None if the body does not say of what kind it is."""
    own, kind = register.body.kind, register.kind_of(name)
    if own is None:
        return None
    elsewhere = {paper.name: paper.meeting_of for paper in kinds(register.body)}
    return kinds_of_body().get(elsewhere.get(kind) or own)


DRAFT_ENDING = "-draft"
"""What the name of every paper ends in that is not final, so that it never takes the place of one that is."""
ENDINGS = (DRAFT_ENDING, *(f"-{audience}" for audience in get_args(Classification)[1:]))
"""All that the names of papers can end in, beside what they are called."""


def ends_like_another(name: str) -> bool:
    """Return whether the files of a paper of this name could be taken for those of another one's drafts or readers."""
    return name.casefold().endswith(ENDINGS)


def is_draft(path: str) -> bool:
    """Return whether the file at a path is named as a draft."""
    return path.rpartition(".")[0].endswith(DRAFT_ENDING)


def stem(register: Register, paper: Paper, *, final: bool) -> str:
    """Return the path of a paper's files below the output folder, without the file extension.

    A paper that is not for the public says so in its name.
    """
    return f"{register.body_id}/{register.year_id}/{paper.name}{suffix(register.audience)}{'' if final else DRAFT_ENDING}"


def suffix(audience: Classification) -> str:
    """Return what the name of a paper for an audience ends in."""
    return "" if audience == "public" else f"-{audience}"
