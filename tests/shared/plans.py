"""Plans of real bodies, kept as data: what they say, and what must be found where once a workspace holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from francis.record.numbers import slug

PLANS = Path(__file__).parents[1] / "project/data/plans"
NAMES = tuple(sorted(path.stem for path in PLANS.glob("*.yaml")))
"""The names of the plans."""

SET = {
    "item": {"one": "recommendation", "many": "recommendations"},
    "acknowledgement": "The facts are those of the published papers; their wording is not.",
    "licence": "Open Government Licence v3.0",
    "licence_url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "source": "The published plan, shortened.",
}
"""What the file of a set must say, and a plan need not."""
BODY = {
    "words": {
        "item": {"one": "recommendation", "many": "recommendations"},
        "position": "position",
        "position_heading": "Position",
    },
    "acceptances": [
        {"key": "not stated", "meaning": "The plan does not say.", "claim": "undecided"}
    ],
    "assurances": [
        {"key": "not assessed", "word": "Not assessed", "meaning": "The plan does not say.", "blank": True}
    ],
}  # fmt: skip
YEAR = {"status": "draft"}
POSITION = {"acceptance": "not stated", "rating": "not rated", "assurance": "not assessed"}
STEPS = tuple(POSITION)
"""Keys under which a plan may give a step by its key alone."""


def read_plan(name: str) -> Any:
    """Return a plan: its `set`, its `bodies` with their years, what is `found` in it, and its `statements`."""
    return yaml.safe_load((PLANS / f"{name}.yaml").read_text(encoding="utf-8"))


def plan_files(plan: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of the workspace that a plan describes, by their paths."""
    return {
        f"standards/{path}.yaml": yaml.safe_dump(
            {"format": 1, **held}, sort_keys=False, allow_unicode=True
        ).encode()
        for path, held in _records(plan)
    }


def _records(plan: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each file of a plan, with what it holds."""
    folder, recommendations, asked = _apart(plan["set"], "folder", "recommendations")
    yield f"{folder}/set", SET | asked
    for recommendation in recommendations:
        yield f"{folder}/{slug(recommendation['number'])}", recommendation
    for body in plan["bodies"]:
        name, years, said = _apart(body, "folder", "years")
        yield f"{name}/body", BODY | said
        for held in years:
            year, positions, actions, papers, about = _apart(
                held, "folder", "positions", "actions", "papers"
            )
            yield f"{name}/{year}/year", {"set": folder} | YEAR | about
            for position in positions:
                yield f"{name}/{year}/{slug(position['number'])}", _position(position)
            if actions:
                stepped = [_with_steps(action) for action in actions["actions"]]
                yield f"{name}/{year}/actions", actions | {"actions": stepped}
            for paper, cover in (papers or {}).items():
                yield f"{name}/{year}/papers/{paper}", cover


def _apart(held: Mapping[str, Any], *keys: str) -> tuple[Any, ...]:
    """Return what stands under some keys, None where nothing does, and then all else."""
    rest = {key: value for key, value in held.items() if key not in keys}
    return *(held.get(key) for key in keys), rest


def _position(position: Mapping[str, Any]) -> dict[str, Any]:
    return _with_steps(position if "answered_with" in position else POSITION | dict(position))


def _with_steps(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a position or an action with each step as the record has it: `value: green` for `green`."""
    return {
        key: {"value": value} if key in STEPS and isinstance(value, str) else value
        for key, value in record.items()
    }
