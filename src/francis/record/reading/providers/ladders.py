"""What is wrong with the ladders that a body names or writes out."""

from __future__ import annotations

from collections.abc import Iterator

from francis.errors import Problem, quotation
from francis.record.model import Body, usual_ladders
from francis.record.reading.references import not_there, twice


def check_ladders(body: Body) -> Iterator[Problem]:
    """Yield the ladders that do not exist or appear twice, and steps that appear twice on one."""
    if not body.ladders:
        return
    usual = usual_ladders()
    seen: set[str] = set()
    for index, ladder in enumerate(body.ladders):
        key = ladder if isinstance(ladder, str) else ladder.key
        keys = ("ladders", index) if isinstance(ladder, str) else ("ladders", index, "key")
        if key in seen:
            yield twice(body.at(*keys), f"the ladder {quotation(key)}", "Keep only one.")
        seen.add(key)
        if isinstance(ladder, str):
            if ladder not in usual:
                remedy = (
                    "Use the name of a ladder that comes with the program, or write out its steps."
                )
                yield not_there(body.at(*keys), "ladders", ladder, usual, "value", remedy)
            continue
        steps = [step.key for step in ladder.steps]
        for place, step in enumerate(steps):
            if step in steps[:place]:
                at = body.at("ladders", index, "steps", place, "key")
                yield twice(at, f"the step {quotation(step)}", "Give each step its own key.")
        if not ladder.levels:
            message = f"the ladder {quotation(key)} has no step that is a level of it."
            remedy = "Add a step without 'beside' and 'down'."
            yield Problem(body.at("ladders", index, "steps"), message, "empty", remedy)
