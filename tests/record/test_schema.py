"""What editors are told of the record: complete, current, and of one mind with what reads it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from francis import workspace
from francis.cli import main
from francis.errors import Problem
from francis.record import model, schema
from francis.record.model import cover, providers
from francis.record.reading.nodes import compose, plain_value
from francis.record.reading.record_file import read_record
from francis.record.writing import new_workspace
from tests.shared.workspaces import (
    BEGUN,
    BODY,
    COVER,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    action,
    plan,
    write_files,
)

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/the-record.md"
STARTER = new_workspace.starter(datetime.date(2024, 2, 29), BEGUN)
RECORD = {
    "the record": {p: d for p, d in workspace.read_files(ROOT).items() if p.endswith(".yaml")},
    "a new workspace": {p: d for p, d in STARTER.items() if p.endswith(".yaml")},
}


def values(data: bytes | str) -> Any:
    """Return what a file says, as JSON has it."""
    text = data if isinstance(data, str) else data.decode()
    return json.loads(json.dumps(plain_value(compose(text))))


def named(path: str, data: bytes) -> str:
    """Return the path of the schema that a file names in its first line."""
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", data.decode())
    assert found, f"{path} names no schema in its first line"
    return (ROOT / path).parent.joinpath(found[1]).resolve().relative_to(ROOT).as_posix()


def test_the_schemas_here_are_those_of_the_program() -> None:
    """They are what editors read, and what a wheel carries."""
    there = {p.relative_to(ROOT).as_posix(): p for p in (ROOT / workspace.SCHEMAS).iterdir()}
    made = schema.schemas()
    assert sorted(there) == sorted(made)
    stale = [path for path, data in made.items() if there[path].read_bytes() != data]
    assert not stale, "write them anew with: francis schema"


@pytest.mark.parametrize("name", RECORD)
def test_every_file_names_a_schema_that_an_independent_validator_finds_it_to_meet(
    name: str,
) -> None:
    """Of all sets, bodies and years, and of what an officer starts from."""
    validators = {}
    for path, data in schema.schemas().items():
        Draft7Validator.check_schema(json.loads(data))
        validators[path] = Draft7Validator(json.loads(data))
    met = set()
    for path, data in RECORD[name].items():
        against = named(path, data)
        met.add(against)
        found = [
            f"{e.json_path}: {e.message}" for e in validators[against].iter_errors(values(data))
        ]
        assert not found, path
    not_here = {f"{workspace.SCHEMAS}/{name}.json" for name in ("joint-position", "reading")}
    assert name != "the record" or met == validators.keys() - not_here


FILE = POSITION.format(number=1)


OF_ACTIONS = (
    "original_due: 2021-Q1", "original_due: 2021-Q5", "original_due: 2020/21-Q4", "original_due: 2021-q1",
    "original_due: {to_be_set_by: 2021-06-30}", "original_due: {to_be_set_by: 2021-06}",
    "original_due: {to_be_set: 2021-06-30}", "original_due: {}", "original_due: [2021-06-30]", "original_due: soon",
    "lead: Head", "lead: []", "lead: [Head]", "lead: [{post: Head, role: sponsor, service: Wards}]",
    "lead: [{role: sponsor}]", "lead: {post: Head}", "lead: [{post: Head, rol: sponsor}]", "lead: 3",
    "percent: 0", "percent: 100", "percent: 101", "percent: -1", "percent: 40%", "percent: 40.5",
    "repeats: {every: quarter}", "repeats: {every: quarter, until: 2021-Q4, done: [2021-01-31]}",
    "repeats: {every: day}", "repeats: {every: week, done: [2021-01]}", "repeats: week", "repeats: {until: 2021}",
    "milestones: [{what: Tender, due: 2021-Q2, met: 2021-06-01}]", "milestones: [{what: Tender}]",
    "milestones: [{what: Tender, due: 2021-Q2, met: 2021-Q2}]", "milestones: {what: Tender, due: 2021-Q2}",
    "fields: {}", "fields: {cost: 12, origin: Audit}", "fields: {cost: 1.5}", "fields: [cost]", "fields: cost",
    "short: One", f"short: {'x' * 41}", "short: 1", "oversight: Board", "oversight: [Board]",
)  # fmt: skip
OF_POSITIONS = (
    "lead: [{post: Head}, {post: Chief, service: Wards}]\n", "lead: {}\n", "fields: {raised: 2021-01-01}\n",
    "fields: raised\n", "oversight: ''\n", "answered_with: '2'\n",
    "commitments: [{text: a, kind: will, due: 2021-Q1, outcome: {value: replaced, reason: b, by: c, on: 2021-01-01}}]\n",
    "commitments: [{text: a, kind: will, due: 2021-Q1, outcome: {value: replaced}}]\n",
    "commitments: [{text: a, kind: will, due: 2021-Q5}]\n",
)  # fmt: skip
JOINT = 'format: 1\nnumber: "1"\nanswered_with: "2"\n'
OF_JOINT = (
    "", "notes: [a]\n", "acceptance: {value: accepted}\n", "acceptance: {}\n", "acceptance: accepted\n", "text: a\n",
    "rating: {value: green}\n", "answers: abc\n",
)  # fmt: skip
OF_COVERS = (
    "asks: [a, {text: b}]\n", "asks: []\n", "asks: [{outcome: {value: agreed}}]\n", "asks: {text: a}\n", "asks: [6]\n",
    "asks: [{text: a, outcome: {value: agreed, minute: '6', lead: b, due: 2021-Q3, text: c}}]\n", "asks: [[a]]\n",
    "asks: [{text: a, outcome: agreed}]\n", "asks: [{text: a, outcome: {value: noted}}]\n",
    "asks: [{text: a, outcome: {value: agreed, minute: 6}}]\n", "paper: hwbb\n", "paper: ''\n",
    "chair_agreed: true\n", "chair_agreed: 'true'\n", "chair_agreed: yes\n",
)  # fmt: skip
OF_YEARS = (
    "numbers: ['1', {first: '2', last: '3'}]\n", "numbers: []\n", "numbers: [1]\n", "numbers: [{first: '2'}]\n",
    "numbers: {first: '1', last: '2'}\n",
)  # fmt: skip
OF_BODIES = (
    "kind: council\n", "kind: 3\n", "acceptances: [{key: a, meaning: b, claim: accepted}]\n",
    "acceptances: [{key: a, meaning: b, claim: partial}]\n", "acceptances: [{key: a, meaning: b}]\n",
    "purposes: [{key: a, word: b}]\n", "purposes: [a]\n", "papers: [{paper: a, like: b, template: c, clear_days: 3}]\n",
    "papers: [{paper: a, clear_days: '3'}]\n", "fields: {}\n", "fields: {action: [{key: a, label: b, type: day, of: [c]}]}\n",
    "fields: {action: [{key: a}]}\n", "fields: {actions: []}\n", "fields: [a]\n",
    "fields: {position: [{key: a, label: b, type: date}]}\n",
)  # fmt: skip
READING = "format: 1\n"
OF_READINGS = (
    "", "columns: {Ref: number, By when: original_due}\n", "columns: [Ref]\n", "columns: {Ref: ''}\n", "dates: day-first\n",
    "dates: day first\n", "values: {lead: {Head of Q: Head of Quality}}\n", "values: {lead: Head}\n", "values: {lead: [Head]}\n",
    "values: {number: {Memory: 126}}\n", "rows: {}\n", "columns: {}\n",
)  # fmt: skip
OF_ASKED = (
    "short: One\n", "part_of: '2'\n", "part_of: 2\n", "addressed_to: [a]\n", "addressed_to: a\n", "addressed_to: []\n",
    "fields: {must: should, cost: 3}\n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("cls", "text"),
    [
        (model.Position, FILE),
        (model.Position, FILE + "lead: Director of Care\nnotes: []\nconfirmed:\n  on: 2021-03-01\n"),
        (model.Position, FILE + "led: Director of Care\n"),
        (model.Position, FILE + "at: here\n"),
        (model.Position, FILE + "confirmed:\n  when: 2021-03-01\n"),
        (model.Position, FILE + "confirmed:\n  on: 1 March 2021\n"),
        (model.Position, FILE + "confirmed:\n  on: 2021-13-01\n"),
        (model.Position, FILE + "lead: '  '\n"),
        (model.Position, FILE + "notes: once\n"),
        (model.Position, FILE + "notes: ['']\n"),
        (model.Position, FILE + "classification: secret\n"),
        (model.Position, FILE.replace('"1"', "1")),
        (model.Position, FILE.replace("format: 1", "format: 2")),
        (model.Position, FILE.replace("format: 1", "format: one")),
        (model.Position, FILE.replace("value: accepted", "value: acepted")),
        (model.Position, FILE.replace("  value: accepted", "  reason: Because.")),
        (model.Position, FILE.replace("acceptance:\n  value: accepted", "acceptance: accepted")),
        (model.Set, SET),
        (model.Set, SET.replace("total: 9", "total: '9'")),
        (model.Set, SET.replace("  - title: Care", "  - titel: Care")),
        (model.Plan, plan("A1", last_meeting="2021-03")),
        (model.Plan, plan("A1", last_meeting="2021-03-01")),
        (model.Plan, plan("A1").replace("    rating:", "    original_due: 2021-03\n    rating:")),
        (model.Plan, plan("A1").replace("    rating:", "    original_due: 2021\n    rating:")),
        *((model.Plan, plan(action("A1", more))) for more in OF_ACTIONS),
        *((model.Position, FILE + more) for more in OF_POSITIONS),
        *((model.JointPosition, JOINT + more) for more in OF_JOINT),
        *((cover.Cover, COVER + more) for more in OF_COVERS),
        *((model.Year, YEAR + more) for more in OF_YEARS),
        *((model.TableReading, READING + more) for more in OF_READINGS),
        *((model.Body, BODY + more) for more in OF_BODIES),
        *((model.Recommendation, RECOMMENDATION.format(number=1) + more) for more in OF_ASKED),
    ],
)  # fmt: skip
def test_a_schema_and_the_reader_agree(cls: type[Any], text: str) -> None:
    """What the editor underlines the check refuses, and the other way round."""
    problems: list[Problem] = []
    read_record(cls, "f.yaml", text.encode(), problems)
    (name,) = (name for name, kind in schema.KINDS_OF_FILE.items() if kind is cls)
    assert Draft7Validator(schema.schema_of(name)).is_valid(values(text)) == (not problems)


def test_a_key_with_nothing_behind_it_is_underlined() -> None:
    """The reader takes it as left out; whoever writes it has still to fill it in."""
    text = FILE + "lead:\n"
    problems: list[Problem] = []
    assert read_record(model.Position, "f.yaml", text.encode(), problems)
    assert not Draft7Validator(schema.schema_of("position")).is_valid(values(text))


def test_every_key_and_every_word_is_explained_and_nothing_else_is() -> None:
    """So that no key is added without a sentence for the officer who meets it."""
    said = {name: list(entry) for name, entry in schema.words().items()}
    assert said.pop("titles") == list(schema.KINDS_OF_FILE)
    assert said.pop("every file") == ["format"]
    assert said.pop("mistakes")
    kinds = {kind for cls in schema.KINDS_OF_FILE.values() for kind in reachable(cls)}
    expected = {
        name: {field.name for field in fields(kind)} - {"at", "format"}
        if is_dataclass(kind)
        else set(get_args(kind))
        for name, kind in {**vars(model), **vars(cover), **vars(providers)}.items()
        if isinstance(kind, Hashable) and kind in kinds
    }
    assert {name: set(entry) for name, entry in said.items()} == expected
    for name, entry in schema.words().items():
        for key, sentence in entry.items():
            assert name == "titles" or re.fullmatch("[A-Z].*\\.", sentence), f"{name}: {key}"


def reachable(kind: Any) -> Iterator[Any]:
    """Yield the records and lists of words that a record is made of, itself first."""
    if is_dataclass(kind):
        yield kind
        hints = get_type_hints(kind)
        for field in fields(kind):
            if field.name != "at":
                yield from reachable(hints[field.name])
    elif get_origin(kind) is Literal:
        yield kind
    else:
        for part in get_args(kind):
            yield from reachable(part)


def test_an_editor_offers_the_steps_of_a_new_body() -> None:
    """Each with what it means; no validator holds another body to them."""
    properties = schema.schema_of("position")["properties"]
    for key, step in (("rating", "amber"), ("assurance", "limited")):
        value = properties[key]["properties"]["value"]
        assert step in [offered["body"] for offered in value["defaultSnippets"]]
        assert "enum" not in value


# The page


def rows(
    node: dict[str, Any], before: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], bool, dict[str, Any]]]:
    """Yield every key below a part of a schema: how one comes to it, whether it must be there, what is said of it."""
    inner = node.get("items", node)
    inner = next((one for one in inner.get("anyOf", ()) if "properties" in one), inner)
    for key, entry in inner.get("properties", {}).items():
        yield (*before, key), key in inner["required"], entry
        yield from rows(entry, (*before, key))
    for option in inner.get("anyOf", ()):
        yield from rows(option, before)


def shown(keys: tuple[str, ...]) -> str:
    return " → ".join(f"`{key}`" for key in keys)


def table(name: str) -> str:
    """Return the table that explains a kind of file."""
    lines = ["| key | needed | what it says |", "|---|---|---|"]
    for keys, needed, entry in rows(schema.schema_of(name)):
        if keys != ("format",):
            words = entry.get("enum", entry.get("items", {}).get("enum"))
            listed = f" One of: {', '.join(words)}." if words else ""
            lines.append(f"| {shown(keys)} | {'yes' * needed} | {entry['description']}{listed} |")
    return "\n".join(lines) + "\n"


def choices() -> str:
    """Return the table that explains the words of lists, each list under the key that is shortest to name."""
    found: dict[tuple[str, ...], tuple[tuple[str, ...], list[str]]] = {}
    for name in schema.KINDS_OF_FILE:
        for keys, _, entry in rows(schema.schema_of(name)):
            held = entry.get("items", entry)
            words = tuple(held.get("enum", ()))
            if words and (words not in found or len(keys) < len(found[words][0])):
                found[words] = keys, held["enumDescriptions"]
    lines = ["| key | word | what it means |", "|---|---|---|"]
    for words, (keys, meanings) in found.items():
        for word, meaning in zip(words, meanings, strict=True):
            lines.append(f"| {shown(keys)} | {word} | {meaning} |")
    return "\n".join(lines) + "\n"


SECTIONS = {
    "`standards/SET/set.yaml`": "set",
    "`standards/SET/123.yaml`": "recommendation",
    "`standards/BODY/body.yaml`": "body",
    "`standards/BODY/YEAR/year.yaml`": "year",
    "`standards/BODY/YEAR/123.yaml`": "position",
    "A recommendation answered together with another one": "joint-position",
    "`standards/BODY/YEAR/actions.yaml`": "actions",
    "`standards/BODY/YEAR/papers/PAPER.yaml`": "cover",
    "`standards/imports/NAME.yaml`": "reading",
    "`standards/BODY/providers/PROVIDER/provider.yaml`": "provider",
    "`standards/BODY/providers/PROVIDER/log.yaml`": "provider-log",
    "`standards/BODY/providers/PROVIDER/concerns/C2.yaml`": "provider-concern",
}


def test_the_page_on_the_record_says_the_same(request: pytest.FixtureRequest) -> None:
    """Its tables are those of the schemas; --rewrite writes them anew."""
    made = {heading: table(name) for heading, name in SECTIONS.items()}
    made["Words to choose from"] = choices()
    page = PAGE.read_text()
    wanted = page
    for heading, text in made.items():
        section = re.search(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", wanted, re.M | re.S)
        assert section, heading
        (old,) = re.findall(r"^(?:\|.*\n)+", section[0], re.MULTILINE)
        wanted = wanted.replace(section[0], section[0].replace(old, text))
    if request.config.getoption("--rewrite"):
        PAGE.write_text(wanted)
    assert page == wanted, (
        "write the tables anew with: pytest tests/test_schema.py --rewrite, and read the diff"
    )


# The command


def test_schema_writes_what_editors_need_and_says_so(tmp_path: Path) -> None:
    """What was there of an older version is replaced, and the record stays as it was."""
    root = write_files(tmp_path)
    before = workspace.read_files(root)
    (root / workspace.SCHEMAS).mkdir()
    (root / workspace.SCHEMAS / "set.json").write_text("{}")
    result = CliRunner().invoke(main, ["schema", "--root", str(root)])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == list(schema.schemas())
    assert {path: (root / path).read_bytes() for path in schema.schemas()} == schema.schemas()
    assert workspace.read_files(root) == before


def test_the_files_of_a_next_year_lead_to_their_schemas_too(tmp_path: Path) -> None:
    """They lie as deep as those that they were made from."""
    new_workspace.start(tmp_path, datetime.date(2024, 2, 29), BEGUN)
    assert CliRunner().invoke(main, ["new-year", "2025", "--root", str(tmp_path)]).exit_code == 0
    for file in (tmp_path / "standards/our-body/2025").iterdir():
        path = named(file.relative_to(tmp_path).as_posix(), file.read_bytes())
        assert (tmp_path / path).is_file()
