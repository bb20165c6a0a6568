"""The files that differ, and the keys under which they do: nothing that a file says can change unnoticed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from francis.changes import record_files, reports
from francis.changes.compare import compare
from francis.changes.record_files import KeyChange
from francis.record import model
from francis.record.audience import for_audience
from francis.record.days import When, day_in_words
from francis.record.model import Extension, Plan, Progress, Ruling, cover
from francis.record.reading.scope import select_files
from francis.record.register import Register
from tests.changes.test_compare import BASE, DAY, action, planned, positioned

ROOT = Path(__file__).parents[2]


@cache
def example() -> Register:
    """Return the latest year of the example, which has nearly every key that there is."""
    return select_files(ROOT, "example-ccg").found.registers[-1]


def other(kind: Any, value: Any) -> Iterator[Any]:
    """Yield values of a type that are not `value`, each of which a file could say as well."""
    arguments = get_args(kind)
    if type(None) in arguments:
        if value is not None:
            yield None
        yield from other(arguments[0], value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, When):
        yield When(value.last + datetime.timedelta(days=40), value.span)
        yield When(value.last, "month" if value.span == "day" else "day")
    elif isinstance(value, datetime.date):
        yield value + datetime.timedelta(days=1)
    elif isinstance(value, str):
        yield next(word for word in (*map(str, arguments), f"{value}, and more") if word != value)
    elif isinstance(value, tuple) and value:
        yield value[:-1]
        yield from ((new, *value[1:]) for new in other(arguments[0], value[0]))
        if len(set(value)) > 1:
            yield tuple(reversed(value))
    elif isinstance(value, Mapping):
        first = next(iter(value), "key")
        yield {**value, first: f"{value.get(first)}, and more"}
    elif is_dataclass(value):
        yield from changed(value)


def changed(record: Any) -> Iterator[Any]:
    """Yield a record with each of its keys changed, one at a time and at every depth."""
    hints = get_type_hints(type(record))
    for field in fields(record):
        if field.name not in ("at", "format"):
            for value in other(hints[field.name], getattr(record, field.name)):
                yield replace(record, **{field.name: value})


def variants(of: Register) -> Iterator[tuple[str, Register]]:
    """Yield a register with one value of one of its files changed, and the file's path."""
    folder = f"standards/{of.body_id}/{of.year_id}"
    for body in changed(of.body):
        yield f"standards/{of.body_id}/body.yaml", replace(of, body=body)
    for a_set in changed(of.set):
        yield f"standards/{of.set_id}/set.yaml", replace(of, set=a_set)
    asked = of.recommendations
    for first in changed(asked[0]):
        if first.number == asked[0].number:
            path = f"standards/{of.set_id}/{first.number}.yaml"
            yield path, replace(of, recommendations=(first, *asked[1:]))
    for year in changed(of.year):
        yield f"{folder}/year.yaml", replace(of, year=year)
    for number in ("124", "125", "126", "133", "137"):
        for new in changed(of.positions[number]):
            yield f"{folder}/{number}.yaml", replace(of, positions={**of.positions, number: new})
    for place, old in enumerate(of.actions):
        if place in (2, 5, 6, 29):
            for act in changed(old):
                plan = (*of.actions[:place], act, *of.actions[place + 1 :])
                yield f"{folder}/actions.yaml", replace(of, plan=replace(of.plan, actions=plan))
    yield f"{folder}/actions.yaml", replace(of, plan=replace(of.plan, last_meeting=None))
    for name, held in of.covers.items():
        for anew in changed(held):
            yield f"{folder}/papers/{name}.yaml", replace(of, covers={**of.covers, name: anew})


def test_every_key_of_every_file_is_compared() -> None:
    """Whatever is changed to another value, the comparison names the file, and says something of it."""
    seen: set[type] = set()
    number = 0
    for path, new in variants(example()):
        number += 1
        for old, later in ((example(), new), (new, example())):
            (file,) = record_files.files_between(old, later)
            assert file.path == path
            assert file.changes, path
            seen.add(type(file.old))
    assert number > 400
    assert seen >= {model.Body, model.Set, model.Recommendation, model.Year, model.Position, Plan}
    assert cover.Cover in seen


def test_every_kind_of_change_is_said_in_every_form() -> None:
    """On a terminal, in the summary and in a comment the file is named, and the comparison is not empty."""
    for path, new in list(variants(example()))[::17]:
        try:
            assert new.counts
        except (
            KeyError,
            RuntimeError,
        ):  # a rating that is none of the scheme, which the reader refuses
            continue
        changes = compare(example(), new)
        assert changes, path
        names = "before", "now"
        assert path in "\n".join(reports.comparison_lines(changes, names, day_in_words, str))
        assert path in "\n".join(reports.files_summary(changes))
        comment = reports.comparison_comment(changes, names, day_in_words)
        assert path in comment.replace("\\", "")
        assert path in {file["path"] for file in reports.changes_json(changes, names)["files"]}


def test_a_register_beside_itself_has_no_file_that_differs() -> None:
    """Nor has one that was read again."""
    assert record_files.files_between(example(), example()) == ()
    again = select_files(ROOT, "example-ccg").found.registers[-1]
    assert record_files.files_between(example(), again) == ()
    assert not compare(example(), again)


def test_an_earlier_year_that_was_changed_is_told() -> None:
    """Somebody who corrects last year's answer changes what this year is compared with."""
    before = replace(BASE, year_id="2020", year=replace(BASE.year, as_at=DAY(2020, 3, 31)))
    corrected = replace(
        before, positions={**before.positions, "1": replace(before.positions["1"], lead="Chair")}
    )
    (file,) = record_files.files_between(
        replace(BASE, earlier=before), replace(BASE, earlier=corrected)
    )  # fmt: skip
    assert (file.path, file.changes) == (
        "standards/body/2020/1.yaml",
        (KeyChange(("lead",), None, "Chair"),),
    )
    assert record_files.files_between(before, replace(BASE, earlier=before))


def test_a_file_that_came_or_went_is_told_as_a_whole() -> None:
    """Under the path that it has, or had."""
    less = replace(BASE, positions={"1": BASE.positions["1"]})
    (gone,) = record_files.files_between(BASE, less)
    assert (gone.path, gone.new, gone.changes) == ("standards/body/2021/2.yaml", None, ())
    assert dict(reports.files_told(compare(less, BASE), day_in_words)) == {gone.path: ["New."]}
    assert list(reports.files_summary(compare(BASE, less))) == [f"{gone.path}: gone"]


NOTE = Progress(DAY(2021, 3, 1), "Begun.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"progress": (NOTE,)}, {}, "progress → 2021-03-01: removed."),
        ({}, {"progress": (NOTE,)}, None),
        ({}, {"source": "Minutes."}, "source: added, “Minutes.”."),
        ({}, {"recommendations": ("1", "2")}, "recommendations → 2: added."),
        ({"recommendations": ("1", "2")}, {"recommendations": ("2", "1")}, "recommendations: in another order."),
        ({"completed": DAY(2021, 3, 1)}, {"completed": DAY(2021, 3, 2)}, "completed: 1 March 2021 → 2 March 2021."),
        ({}, {"completed": DAY(2021, 3, 1)}, None),
        ({}, {"extensions": (Extension(When(DAY(2021, 4, 1))),)}, "extensions → 2021-04-01: added."),
        ({"classification": "public"}, {"classification": "internal"}, "classification: “public” → “internal”."),
        ({"measure": "a " * 90}, {"measure": "b " * 90}, None),
    ],
)  # fmt: skip
def test_what_no_other_sentence_says_is_said_of_the_file(
    old: dict[str, object], new: dict[str, object], said: str | None
) -> None:
    """And what is said already is not said again."""
    changes = compare(planned(action(**old)), planned(action(**new)))
    found = dict(reports.files_told(changes, day_in_words))
    assert found == {"standards/body/2021/actions.yaml": [f"actions → A1 → {said}"] if said else []}


def test_reasons_for_passing_over_a_rule_are_for_those_who_check() -> None:
    """That one was changed is for everybody."""
    changed = replace(
        BASE, body=replace(BASE.body, checks=(Ruling("stale", "off", "A secret reason."),))
    )
    changes = compare(*(for_audience(each, "public") for each in (BASE, changed)))
    lines = "\n".join(reports.comparison_lines(changes, ("a", "b"), day_in_words, str))
    assert "checks → stale: added" in lines
    assert "secret" not in str(reports.changes_json(changes, ("a", "b")))


def test_a_long_value_is_told_by_its_words() -> None:
    """A line of the terminal has room for no more."""
    old, new = (positioned(notes=(f"{word} " * 40,)) for word in ("one", "two"))
    ((_, (said,)),) = reports.files_told(compare(old, new), day_in_words)
    assert said == "notes → 1: 40 words added, 40 words removed."
