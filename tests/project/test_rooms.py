"""The rooms of the program, held to what their listings promise; lint-imports holds which knows which."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "src/francis"
MODULES = sorted(PROGRAM.rglob("*.py"))
ROOMS = sorted({path.parent for path in MODULES} - {PROGRAM})


def name_of(path: Path) -> str:
    """Return the dotted name of a module or a room."""
    parts = path.relative_to(PROGRAM.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def doors(room: Path) -> set[str]:
    """Return the names that a room lists for others to use."""
    for node in ast.parse((room / "__init__.py").read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports from the program, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "francis":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_a_room_says_in_a_sentence_what_it_is_for(room: Path) -> None:
    """And each name that it lists is one of its modules, or a room in it, or is defined there."""
    tree = ast.parse((room / "__init__.py").read_text())
    said = ast.get_docstring(tree)
    assert said is not None
    assert said.partition("\n")[0].endswith(".")
    defined = {name for node in tree.body for name in _defined_by(node)}
    defined |= {a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names}
    inside = {path.stem for path in room.iterdir()}
    assert doors(room) <= inside | defined


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_is_entered_by_its_doors(path: Path) -> None:
    """A module of another room is imported only if every room around it lists it."""
    for target in imported(path):
        parts = target.split(".")
        for depth in range(1, len(parts)):
            room = PROGRAM.parent.joinpath(*parts[:depth])
            if room == PROGRAM or not room.is_dir() or room in (path.parent, *path.parents):
                continue
            if name_of(room).startswith("francis.cli"):
                continue  # nothing lies above it
            assert parts[depth] in doors(room), f"{target}: {name_of(room)} does not list it"


@pytest.mark.parametrize("room", [PROGRAM, *ROOMS], ids=name_of)
def test_a_room_can_be_read_at_a_glance(room: Path) -> None:
    """No folder has more than about a dozen entries; that of the rooms themselves has some more."""
    entries = [p for p in room.iterdir() if p.name not in ("__init__.py", "__pycache__")]
    assert len(entries) <= (18 if room == PROGRAM else 14)


def test_no_module_and_no_function_is_long() -> None:
    """At most 600 lines a module, and 60 a function."""
    found = set()
    for path in MODULES:
        text = path.read_text()
        if text.count("\n") > 600:
            found.add(name_of(path))
        found |= {
            f"{name_of(path)}:{node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
        }
    assert found == set()


def test_no_two_modules_call_different_things_the_same() -> None:
    """A public name is defined once, so that a search finds what is meant; commands are named by officers."""
    defined: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        if "commands" in path.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            for name in _defined_by(node):
                if not name.startswith("_") and len(name) > 1:  # one letter is a type variable
                    defined[name].append(name_of(path))
    assert {name: places for name, places in defined.items() if len(places) > 1} == {}


def _defined_by(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return [t.id for t in targets if isinstance(t, ast.Name)]


NAMES = re.compile(
    r"(?i:\b(?:ccg|hwbb|barnet|mid staffordshire|health and well-?being)\b)"
    r"|\b(?:Francis|NHS|123|144|England|Wales|Scotland|Northern Ireland|GB|ENG|Government)\b"
)
"""A body, a set and its numbers, a country and what governs it: whoever writes these into the code knows too much."""
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b|(?<=[\"'])(?=[0-9A-F]*[0-9])[0-9A-F]{6}(?=[\"'])")
COLOUR_WORDS = re.compile(
    r"(?i)\b(?:red|amber|green|blue|gr[ea]y|yellow|orange|cyan|black|white)\b"
)
MONTHS_PRINTED = re.compile(r"%-?[bB]|\bFebruary\b(?! 20)")

ON_A_TERMINAL = "one of a terminal's own colours"
THE_LAW = "the law from which the rule comes, as officers read it"
ENGLISH = "the language in which the program speaks"
KNOWN = {
    ("check/consistency.py", "Government"): THE_LAW,
    ("check/file_faults.py", "NHS"): "the kind of number that names a patient",
    ("check/publication.py", "GB"): "letters with which no National Insurance number begins",
    ("check/publication.py", "Government"): THE_LAW,
    (
        "cli/commands/change/add/sets.py",
        "Government",
    ): "the name of the licence that most reports have",
    ("cli/commands/look/show.py", "green"): ON_A_TERMINAL,
    ("cli/commands/look/show.py", "red"): ON_A_TERMINAL,
    ("cli/terminal.py", "cyan"): ON_A_TERMINAL,
    ("cli/terminal.py", "green"): ON_A_TERMINAL,
    ("cli/terminal.py", "red"): ON_A_TERMINAL,
    ("cli/terminal.py", "yellow"): ON_A_TERMINAL,
    ("formats/charts/canvas.py", "white"): "the paper, where a step has no colour",
    ("formats/colour.py", "#000000"): "one of the two inks between which contrast decides",
    ("formats/colour.py", "#ffffff"): "one of the two inks between which contrast decides",
    ("formats/dates.py", "February"): "the months, in their one place",
    ("formats/excel/workbook.py", "GB"): ENGLISH,
    ("formats/vocabulary/checks.py", "GB"): ENGLISH,
    ("intake/forms/word.py", "GB"): ENGLISH,
    ("intake/forms/workbook.py", "GB"): ENGLISH,
    ("preview/screens/index.html.j2", "GB"): ENGLISH,
    ("record/reading/loading.py", "NHS"): "the name of the rule on such numbers",
    ("record/reading/nhs_numbers.py", "NHS"): "the kind of number that names a patient",
    ("record/reading/references.py", "NHS"): "the name of the rule on such numbers",
    (
        "record/reading/providers/measure_readings.py",
        "NHS",
    ): "the kind of number that names a patient",
    ("site/feed.py", "GB"): ENGLISH,
    ("record/reading/references.py", "#00703c"): "shows how a colour is written",
}
"""What the code may name all the same, in which file, and why."""


def test_the_code_knows_no_body_no_set_no_country_and_no_colour() -> None:
    """All of these are data, and months are printed in one place."""
    found = set()
    for path in sorted(PROGRAM.rglob("*")):
        if path.suffix in (".py", ".j2", ".js"):
            text, name = path.read_text(), path.relative_to(PROGRAM).as_posix()
            words = {*NAMES.findall(text), *HEX.findall(text), *_printing_months(path)}
            found |= {(name, word) for word in words | _colour_words(path)}
    assert found == set(KNOWN)


def _strings(path: Path) -> Iterator[str]:
    """Yield the texts of a module; what explains it is none."""
    tree = ast.parse(path.read_text()) if path.suffix == ".py" else ast.Module([], [])
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def _colour_words(path: Path) -> set[str]:
    return {word for text in _strings(path) for word in COLOUR_WORDS.findall(text)}


def _printing_months(path: Path) -> set[str]:
    return {word for text in _strings(path) for word in MONTHS_PRINTED.findall(text)}
