"""All rules of the check, and what they find in a year of the record.

The rules come from the modules that hold them, a group each. A body may give a rule another level, or silence it,
with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from francis.check import (
    claims,
    consistency,
    meetings,
    printing,
    promises,
    providers,
    publication,
)
from francis.check.case import Case
from francis.check.rule import Rule
from francis.errors import Place, Problem, did_you_mean, nearest, quotation
from francis.record.model import Body, Ruling
from francis.record.reading.nhs_numbers import NHS_NUMBER
from francis.record.register import Register
from francis.workspace import RECORD

RULES: tuple[Rule, ...] = (
    *claims.CLAIM_RULES,
    *promises.PROMISE_RULES,
    *consistency.CONSISTENCY_RULES,
    *providers.PROVIDER_RULES,
    *meetings.MEETING_RULES,
    *printing.PRINTING_RULES,
    *publication.PUBLICATION_RULES,
)
"""All rules, in the order in which they are explained."""


class Found(NamedTuple):
    """What the rules found, and how much of it a body has silenced."""

    problems: tuple[Problem, ...]
    silenced: int


def found(
    registers: Iterable[Register],
    is_file: Callable[[str], bool],
    rules: Iterable[Rule] = RULES,
) -> Found:
    """Return what `rules` find in some years of the record, in the order of their places.

    `is_file` tells whether the workspace has a file at a path from its root.
    """
    rules = tuple(rules)
    told: dict[Problem, None] = {}
    silenced = 0
    before: dict[str, list[Register]] = {}
    for register in registers:
        told |= dict.fromkeys(unknown_rules(register))
        others = before.setdefault(register.body_id, [])
        case = Case(register, is_file, tuple(r for r in others if r.year.set != register.year.set))
        others.append(register)
        for problem in _of(case, rules):
            if problem is None:
                silenced += 1
            else:
                told[problem] = None
    return Found(tuple(sorted(told, key=lambda problem: problem.place)), silenced)


def _of(case: Case, rules: tuple[Rule, ...]) -> Iterator[Problem | None]:
    """Yield what rules find in one year; None for each finding that its body has silenced."""
    register = case.register
    for rule in rules:
        rulings = [ruling for ruling in register.body.checks if ruling.rule == rule.name]
        for place, message, remedy in rule.find(case):
            ruling = _ruling(register, rulings, place)
            level = ruling.level if ruling else rule.level
            line = " ".join(message.split())  # the words of a body may stand on several
            yield (
                None
                if level == "off"
                else Problem(place, line, rule.name, remedy or rule.remedy, level)
            )


def _ruling(register: Register, rulings: Iterable[Ruling], place: Place) -> Ruling | None:
    """Return the ruling that holds at a place: the last, and one for its file before one for the body."""
    held: Ruling | None = None
    for ruling in rulings:
        named = [f"{RECORD}/{register.body_id}/{file}" for file in ruling.files]
        here = any(place.path == name or place.path.startswith(f"{name}/") for name in named)
        if here or (not named and not (held and held.files)):
            held = ruling
    return held


def unknown_rules(register: Register) -> Iterator[Problem]:
    """Yield what a body decided about rules that do not exist."""
    body: Body = register.body
    names = [NHS_NUMBER, *(rule.name for rule in RULES)]
    for index, ruling in enumerate(body.checks):
        if ruling.rule not in names:
            near = did_you_mean(nearest(ruling.rule, names))
            yield Problem(
                body.at("checks", index, "rule"),
                f"'rule' is {quotation(ruling.rule)}, which does not exist.{near}",
                "value",
                "Use the name of a rule, as francis check prints it in brackets.",
            )


def chosen(select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules that are meant by names of rules or of groups: those selected, or all, less the ignored."""
    wanted, left_out = set(select), set(ignore)
    return tuple(
        rule
        for rule in RULES
        if (not wanted or {rule.name, rule.group} & wanted)
        and not {rule.name, rule.group} & left_out
    )
