"""The files that differ, and the keys under which they do: nothing that a file says can change unnoticed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from francis.changes import record_files, reports
from francis.changes.compare import compare
from francis.changes.record_files import KeyChange
from francis.formats.dates import Span
from francis.record import model, schema
from francis.record.audience import for_audience
from francis.record.days import When, day_in_words
from francis.record.model import Extension, Plan, Progress, Ruling, cover
from francis.record.model.providers import Dossier, Dossiers, ProviderConcern
from francis.record.numbers import slug
from francis.record.reading.loading import load
from francis.record.reading.scope import select_files
from francis.record.register import Register
from tests.changes.test_compare import BASE, DAY, action, planned, positioned
from tests.shared.every_key import every_key
from tests.shared.workspaces import record_files as record_files_of

ROOT = Path(__file__).parents[2]


@cache
def example() -> Register:
    """Return the latest year of the example, which has nearly every key that there is."""
    return select_files(ROOT, "example-ccg").found.registers[-1]


def other(kind: Any, value: Any) -> Iterator[Any]:
    """Yield values of a type that are not `value`, each of which a file could say as well."""
    arguments = get_args(kind)
    options = [option for option in arguments if option is not type(None)]
    if type(None) in arguments:
        yield from (FORMS[o] for o in options if o in FORMS) if value is None else (None,)
    if get_origin(kind) in (Union, UnionType):
        for option in options:
            if len(options) == 1 or isinstance(value, get_origin(option) or option):
                yield from other(option, value)
            else:
                yield FORMS[option]
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, When):
        yield When(value.last + datetime.timedelta(days=40), value.span)
        yield from (When(value.last, span) for span in get_args(Span) if span != value.span)
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
        yield {**value, "another": "word"}
        for key in value:
            yield {name: held for name, held in value.items() if name != key}
            for new in other(arguments[1], value[key]):
                yield {**value, key: new}
    elif is_dataclass(value):
        yield from changed(value)
    elif kind is object:  # what stands in a field of its own
        yield from other(type(value), value)


FORMS: Mapping[Any, Any] = {
    model.Ladder: model.Ladder("new", "New", (model.Rung("talk", "Talk"),)),
    str: "Another word",
    tuple[model.Lead, ...]: (model.Lead("Another post", "sponsor"),),
    model.NumberRange: model.NumberRange("1", "9"),
    model.Ask: model.Ask("Ask", outcome=model.Decision("agreed")),
    model.ToBeSet: model.ToBeSet(datetime.date(2030, 1, 1)),
    When: When(datetime.date(2030, 1, 1)),
}
"""A value of each other form that some keys can have."""


def changed(record: Any) -> Iterator[Any]:
    """Yield a record with each of its keys changed, one at a time and at every depth."""
    hints = get_type_hints(type(record))
    for field in fields(record):
        if field.name not in ("at", "format"):
            for value in other(hints[field.name], getattr(record, field.name)):
                yield replace(record, **{field.name: value})


NUMBERS, PLACES = ("124", "125", "126", "133", "137"), (2, 5, 6, 29)
"""Positions and actions of the example, which have many keys between them."""


def variants(
    of: Register, numbers: Collection[str] = NUMBERS, places: Collection[int] = PLACES
) -> Iterator[tuple[str, Register]]:
    """Yield a register with one value of one of its files changed, and the file's path.

    Of positions and actions these are those with some numbers, and at some places of the plan.
    """
    folder = f"standards/{of.body_id}/{of.year_id}"
    for body in changed(of.body):
        yield f"standards/{of.body_id}/body.yaml", replace(of, body=body)
    for a_set in changed(of.set):
        yield f"standards/{of.set_id}/set.yaml", replace(of, set=a_set)
    asked = of.recommendations
    for first in changed(asked[0]):
        if first.number == asked[0].number:
            path = f"standards/{of.set_id}/{slug(first.number)}.yaml"
            yield path, replace(of, recommendations=(first, *asked[1:]))
    for year in changed(of.year):
        yield f"{folder}/year.yaml", replace(of, year=year)
    for number in numbers:
        for new in changed(of.positions[number]):
            path = f"{folder}/{slug(number)}.yaml"
            yield path, replace(of, positions={**of.positions, number: new})
    for number, joint in of.joint.items():
        for other_joint in changed(joint):
            path = f"{folder}/{slug(number)}.yaml"
            yield path, replace(of, joint={**of.joint, number: other_joint})
    for place, old in enumerate(of.actions):
        if place in places:
            for act in changed(old):
                plan = (*of.actions[:place], act, *of.actions[place + 1 :])
                yield f"{folder}/actions.yaml", replace(of, plan=replace(of.plan, actions=plan))
    yield f"{folder}/actions.yaml", replace(of, plan=replace(of.plan, last_meeting=None))
    for name, held in of.covers.items():
        for anew in changed(held):
            yield f"{folder}/papers/{name}.yaml", replace(of, covers={**of.covers, name: anew})
    for path, dossiers in of_providers(of):
        yield f"standards/{of.body_id}/providers/{path}", replace(of, dossiers=dossiers)


def of_providers(of: Register) -> Iterator[tuple[str, Dossiers]]:
    """Yield the providers of a register with one value of one of their files changed, and the file's path."""
    held = of.dossiers or Dossiers()
    for log in changed(held.log):
        yield "log.yaml", replace(held, log=log)
    for name, dossier in held.providers.items():

        def within(path: str, new: Dossier, name: str = name) -> tuple[str, Dossiers]:
            return f"{name}/{path}", replace(held, providers={**held.providers, name: new})

        for provider in changed(dossier.provider):
            yield within("provider.yaml", replace(dossier, provider=provider))
        for log in changed(dossier.log):
            yield within("log.yaml", replace(dossier, log=log))
        for number, concern in dossier.concerns.items():
            for other in changed(concern):
                concerns = {**dossier.concerns, number: other}
                yield within(f"concerns/{number}.yaml", replace(dossier, concerns=concerns))
        if dossier.readings:
            first, *rest = dossier.readings
            for reading in (first._replace(value=None), first._replace(numerator=Decimal(99))):
                yield within("measures.csv", replace(dossier, readings=(reading, *rest)))


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


def test_every_key_that_there_is_is_compared() -> None:
    """Also those that the example does without, and the mappings of own fields; the files are those of one workspace."""
    files, held = every_key(), "standards/body/providers/royal"
    why = b"classification: internal\nwithheld: {because: A small team, review: 2021-06-30}\n"
    files[f"{held}/provider.yaml"] += why
    concern = files[f"{held}/concerns/C2.yaml"]
    files[f"{held}/concerns/C2.yaml"] = concern.replace(b"classification: public\n", why)
    register = load(files).registers[-1]
    written = [n for n in register.numbers if n not in register.joint]
    seen: set[tuple[type, str]] = set()
    for path, new in variants(register, written, range(len(register.actions))):
        for old, later in ((register, new), (new, register)):
            (file,) = record_files.files_between(old, later)
            assert file.path == path
            assert file.changes, path
            seen |= {(type(file.old), change.keys[0]) for change in file.changes}
    for kind in {*schema.KINDS_OF_FILE.values()} - {model.TableReading}:  # no part of a record
        keys = {field.name for field in fields(kind)} - {"at", "format"}
        if kind in (model.Recommendation, ProviderConcern):
            keys -= {"number"}  # by which its file is named, as those of positions are
        assert keys <= {key for owner, key in seen if owner is kind}, kind


def test_a_position_that_is_answered_with_another_from_now_on_is_compared_key_by_key() -> None:
    """In one file before and after: what it says no more, and with what it is answered; and the other way round."""
    text = 'format: 1\nnumber: "2"\nanswered_with: "1"\nnotes: [Checked.]\n'
    old, new = (
        load(record_files_of(**more)).registers[0] for more in ({}, {"body__2021__2": text})
    )
    there = dict(reports.files_told(compare(old, new), day_in_words))["standards/body/2021/2.yaml"]
    assert "answered_with: added, “1”." in there
    assert "notes → Checked.: added." in there
    assert not any("fields" in said or "classification" in said for said in there)
    back = dict(reports.files_told(compare(new, old), day_in_words))["standards/body/2021/2.yaml"]
    assert "answered_with: removed, it was “1”." in back
    assert list(reports.files_summary(compare(old, new)))
    assert json.dumps(reports.changes_json(compare(old, new), ("a", "b")))


def test_numbers_of_a_year_are_told_by_their_ends() -> None:
    """Whether they are written one by one or from first to last."""
    old, new = (
        replace(BASE, year=replace(BASE.year, numbers=numbers))
        for numbers in (("1", "2"), (model.NumberRange("1", "3"),))
    )
    told = dict(reports.files_told(compare(old, new), day_in_words))[
        "standards/body/2021/year.yaml"
    ]
    assert told == ["numbers → 1 → last: “1” → “3”.", "numbers → 2: removed."]


def test_fields_of_its_own_are_objects_in_json() -> None:
    """Of an action that came, whose record is told as a whole."""
    new = planned(action(fields={"origin": "Audit", "cost": 12}))
    (file,) = reports.changes_json(compare(planned(), new), ("a", "b"))["files"]
    assert file["keys"][0]["new"]["fields"] == {"origin": "Audit", "cost": 12}


def test_every_kind_of_change_is_said_in_every_form() -> None:
    """On a terminal, in the summary and in a comment the file is named, and the comparison is not empty."""
    for path, new in list(variants(example()))[::17]:
        try:
            assert new.counts
            assert all(map(new.rating, new.actions)) or not new.actions
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
