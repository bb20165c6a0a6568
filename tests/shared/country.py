"""A country drawn with a seed: bodies that answer one set, year by year, whose figures are known from what was drawn.

Nothing here asks the program: figures are counted from the draw, so that those of the program can be held to them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.shared.workspaces import SET

WORDS = ("board", "care", "complaints", "contracts", "patients", "quality", "safety", "staffing")


class Scheme(NamedTuple):
    """How a kind of body rates: words best first with their claims, the last one blank; and its words for acceptance."""

    kind: str
    ratings: tuple[tuple[str, str | None], ...]
    assurances: tuple[tuple[str, str], ...]
    acceptances: tuple[tuple[str, str], ...]


SCHEMES = (
    Scheme(
        "nhs board",
        (("blue", "complete"), ("green", "on track"), ("amber", "at risk"), ("red", "off track")),
        (("substantial", ""), ("limited", "exception: true")),
        (),
    ),
    Scheme(
        "nhs board",
        (("done", "reported complete"), ("doing", "under way"), ("to do", "not started")),
        (("high", ""), ("low", "exception: true")),
        (
            ("agreed", "accepted"),
            ("agreed in spirit", "in principle"),
            ("agreed with changes", "in part"),
            ("declined", "not accepted"),
            ("open", "undecided"),
        ),
    ),
    Scheme(
        "council",
        (("A", None), ("B", None), ("C", None)),
        (("substantial", ""), ("limited", "exception: true")),
        (),
    ),
)
USUAL = (
    ("accepted", "accepted"),
    ("accepted in principle", "in principle"),
    ("accepted in part", "in part"),
    ("not accepted", "not accepted"),
    ("under consideration", "undecided"),
)
BLANK = "not rated"


class Answer(NamedTuple):
    """What a body says of a recommendation in a year."""

    acceptance: int
    rating: str
    assurance: str
    commitment: str | None
    """What is to become of its commitment: kept, late, on the way or no action; None without one."""


@dataclass(frozen=True)
class Country:
    """So many bodies, recommendations and years; one body in `silent` has not published the last year, and one in `mute` never."""

    bodies: int = 12
    recommendations: int = 20
    years: int = 3
    seed: int = 1
    sentences: int = 8
    silent: int = 6
    mute: int = 12
    drawn: dict[tuple[int, int, int], Answer] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        random = Random(self.seed)
        for body in range(self.bodies):
            scheme = self.scheme(body)
            words = [word for word, _ in scheme.ratings]
            for number in range(1, self.recommendations + 1):
                accepted = random.choices(range(5), (80, 8, 6, 3, 3))[0]
                at = random.randrange(len(words) + 1)
                for year in range(self.years):
                    at = max(0, min(len(words), at + random.choice((-1, -1, 0, 0, 1))))
                    rating = [*words, BLANK][at]
                    assurance = random.choice([*(w for w, _ in scheme.assurances), BLANK])
                    fate = random.choice(("kept", "late", "on the way", "no action"))
                    promises = number % 3 == 0
                    answer = Answer(accepted, rating, assurance, fate if promises else None)
                    self.drawn[body, year, number] = answer

    def scheme(self, body: int) -> Scheme:
        """Return how a body rates."""
        return SCHEMES[body % len(SCHEMES)]

    def name(self, body: int) -> str:
        """Return the name of a body's folder."""
        return f"body-{body + 1:03}"

    def day(self, year: int) -> datetime.date:
        """Return the day of account of a year, counted from 0."""
        return datetime.date(2026 - self.years + year, 3, 31)

    def last(self, body: int) -> int | None:
        """Return the last year that a body has published; None if it never has."""
        if body % self.mute == self.mute - 1:
            return None
        return self.years - 1 - (body % self.silent == self.silent - 2)

    @cached_property
    def current(self) -> tuple[int, ...]:
        """Return the bodies that have published the last year."""
        return tuple(b for b in range(self.bodies) if self.last(b) == self.years - 1)

    # What is known of it

    def acceptances(self) -> Counter[tuple[str, str]]:
        """Return how many bodies that are current accept each recommendation, by its number and what their word claims."""
        year = self.years - 1
        return Counter(
            (str(number), USUAL[self.drawn[body, year, number].acceptance][1])
            for body in self.current
            for number in range(1, self.recommendations + 1)
        )

    def claims(self) -> Counter[str | None]:
        """Return how many positions of current bodies have a rating of each claim; None is a word that claims nothing."""
        return Counter(
            dict(self.scheme(body).ratings).get(answer.rating) for body, answer in self._answers()
        )

    def blank(self) -> int:
        """Return how many positions of current bodies are not rated at all."""
        return sum(answer.rating == BLANK for _, answer in self._answers())

    def moved(self) -> Counter[str | None]:
        """Return which way the ratings of current bodies went since the year before."""
        found: Counter[str | None] = Counter()
        for body in self.current:
            order = [word for word, _ in self.scheme(body).ratings]
            for number in range(1, self.recommendations + 1):
                old, new = (
                    self.drawn[body, year, number].rating
                    for year in (self.years - 2, self.years - 1)
                )
                if old == new:
                    found[None] += 1
                elif BLANK in (old, new):
                    found["given" if old == BLANK else "taken back"] += 1
                else:
                    found["better" if order.index(new) < order.index(old) else "worse"] += 1
        return found

    def fates(self) -> Counter[str]:
        """Return what became of the commitments of current bodies."""
        return Counter(a.commitment for _, a in self._answers() if a.commitment)

    def _answers(self) -> Iterator[tuple[int, Answer]]:
        for body in self.current:
            for number in range(1, self.recommendations + 1):
                yield body, self.drawn[body, self.years - 1, number]

    # Its files

    def write(self, root: Path) -> Path:
        """Write one workspace with all bodies; return it."""
        self._write_set(root)
        for body in range(self.bodies):
            self.write_body(root, body)
        return root

    def write_apart(self, root: Path) -> list[Path]:
        """Write a workspace for each body; return them."""
        for body in range(self.bodies):
            self._write_set(root / self.name(body))
            self.write_body(root / self.name(body), body)
        return [root / self.name(body) for body in range(self.bodies)]

    def _write_set(self, root: Path) -> None:
        folder = root / "standards/inquiry"
        folder.mkdir(parents=True)
        many = self.recommendations
        (folder / "set.yaml").write_text(
            SET.replace("total: 9", f"total: {many}").replace('last: "2"', f'last: "{many}"')
        )
        for number in range(1, many + 1):
            (folder / f"{number}.yaml").write_text(
                f'format: 1\nnumber: "{number}"\nheading: Heading {number}\ntext: |\n'
                f"{self._text(f'asked {number}')}response:\n  status: unknown\n"
            )

    def _text(self, seed: str) -> str:
        random = Random(f"{seed} {self.seed}")
        made = (
            " ".join(random.choices(WORDS, k=13)).capitalize() + "." for _ in range(self.sentences)
        )
        return "".join(f"  {sentence}\n" for sentence in made)

    def write_body(self, root: Path, body: int) -> None:
        """Write one body with its years."""
        home = root / "standards" / self.name(body)
        home.mkdir(parents=True)
        (home / "body.yaml").write_text(self._body(body))
        last = self.last(body)
        for year in range((self.years - 1 if last is None else last) + 1):
            folder = home / str(self.day(year).year)
            folder.mkdir()
            status = "draft" if last is None else "final"
            follows = f'follows: "{self.day(year - 1).year}"\n' if year else ""
            (folder / "year.yaml").write_text(
                f"format: 1\nset: inquiry\nas_at: {self.day(year)}\nstatus: {status}\n{follows}"
            )
            plan = []
            for number in range(1, self.recommendations + 1):
                text, actions = self._position(body, year, number)
                (folder / f"{number}.yaml").write_text(text)
                plan += actions
            (folder / "actions.yaml").write_text("format: 1\nactions:\n" + "".join(plan))

    def _body(self, body: int) -> str:
        scheme = self.scheme(body)
        lines = [
            f"format: 1\nname: Body {body + 1} of the Country\nshort_name: Body {body + 1}\nkind: {scheme.kind}\n"
            "words:\n  item: {one: recommendation, many: recommendations}\n  position: position\n"
            "  position_heading: Position\nratings:\n"
        ]
        for word, claim in scheme.ratings:
            bad = "    exception: true\n" if claim == "off track" else ""
            says = f"    claim: {claim}\n" if claim else ""
            lines.append(f"  - key: {word}\n    word: {word.capitalize()}\n{says}{bad}")
        lines.append(f"  - {{key: {BLANK}, word: Not rated, blank: true}}\nassurances:\n")
        for word, more in scheme.assurances:
            lines.append(
                f"  - {{key: {word}, word: {word.capitalize()}, meaning: x{', ' * bool(more)}{more}}}\n"
            )
        lines.append(f"  - {{key: {BLANK}, word: Not assessed, blank: true}}\n")
        if scheme.acceptances:
            lines.append("acceptances:\n")
            for word, claim in scheme.acceptances:
                lines.append(f"  - {{key: {word}, meaning: x, claim: {claim}}}\n")
        return "".join(lines)

    def _position(self, body: int, year: int, number: int) -> tuple[str, list[str]]:
        """Return the file of a position, and the actions that serve it."""
        answer = self.drawn[body, year, number]
        accepted = (self.scheme(body).acceptances or USUAL)[answer.acceptance]
        why = f"  reason: Reason {number} of {self.name(body)}.\n" if answer.acceptance else ""
        text = (
            f'format: 1\nnumber: "{number}"\nacceptance:\n  value: {accepted[0]}\n{why}'
            f"rating:\n  value: {answer.rating}\n  reason: Because of {number}.\n"
            f"assurance:\n  value: {answer.assurance}\nlead: Director of Care\n"
            f"text: |\n  We will do {number}.\n{self._text(f'{body} {year} {number}')}"
        )
        if answer.commitment is None:
            return text, []
        name = f"A{number:03}"
        named = "" if answer.commitment == "no action" else f"    actions: [{name}]\n"
        text += f"commitments:\n  - text: We will do {number}.\n    kind: will\n{named}"
        day = self.day(year)
        due = day + datetime.timedelta({"late": -40, "on the way": 40}.get(answer.commitment, -10))
        done = f"    completed: {due}\n" if answer.commitment == "kept" else ""
        action = (
            f'  - id: {name}\n    recommendations: ["{number}"]\n    description: Do {number}.\n'
            f"    rating: {{value: {answer.rating}}}\n    lead: Head of Care\n    original_due: {due}\n{done}"
        )
        return text, [action]
