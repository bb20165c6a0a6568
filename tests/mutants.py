"""Plant small faults in the record, the changes and the check, and count how many the tests notice.

`make mutants` runs mutmut, which is given what its settings cannot say: which texts are code, and
that a property or a rule is a function like any other. Without that it leaves out every rule.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import libcst as cst
from mutmut import __main__ as mutmut
from mutmut.mutation import file_mutation, mutators
from mutmut.stats import status_by_exit_code

TRANSPARENT = {"property", "cached_property", "rule"}
"""Decorators below which a function is planted with faults; `cache` would keep the right answer."""
AIM = 90
"""The share of faults that the tests should notice, in per cent."""


def _words_of_code(node: cst.BaseString) -> Iterable[cst.BaseString]:
    """Change a text that may be a key or a value; what has a space is a message."""
    if isinstance(node, cst.SimpleString) and " " not in node.value:
        yield from list(mutators.operator_string(node))[:1]


def _decorator(function: cst.FunctionDef) -> str | None:
    """Return the name of a function's decorator; None where it has none, or more than one."""
    if len(function.decorators) != 1:
        return None
    named = function.decorators[0].decorator
    named = named.func if isinstance(named, cst.Call) else named
    return named.value if isinstance(named, cst.Name) else None


def _extend_mutmut() -> None:
    """Let mutmut leave messages alone, and look below the decorators of this code."""
    operators: Any = file_mutation.mutation_operators
    operators[operators.index((cst.BaseString, mutators.operator_string))] = (
        cst.BaseString,
        _words_of_code,
    )
    skip = file_mutation.MutationVisitor._skip_node_and_children
    arrange = file_mutation.function_trampoline_arrangement

    def keep(self: Any, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and _decorator(node) in TRANSPARENT:
            return False
        return bool(skip(self, node))

    def undecorated(function: cst.FunctionDef, mutants: Any, class_name: str | None) -> Any:
        declared, (trampoline, *copies), *rest = arrange(function, mutants, class_name)
        if _decorator(function) in TRANSPARENT:
            copies = [copy.with_changes(decorators=[]) for copy in copies]
        return (declared, [trampoline, *copies], *rest)

    patched: Any = file_mutation
    patched.MutationVisitor._skip_node_and_children = keep
    patched.function_trampoline_arrangement = undecorated


def _table(root: Path) -> Iterable[str]:
    """Yield a line for each module that was tried, and one for all together; what was not tried is told apart."""
    total: Counter[str] = Counter()
    for meta in sorted(root.rglob("*.py.meta")):
        codes = json.loads(meta.read_text())["exit_code_by_key"].values()
        counts = Counter(status_by_exit_code[code] for code in codes)
        total += counts
        if counts and set(counts) != {"not checked"}:
            yield _row(meta.relative_to(root).with_suffix("").as_posix(), counts)
    yield _row("all", total)


def _row(name: str, counts: Counter[str]) -> str:
    tried = counts.total() - counts["not checked"]
    caught = counts["killed"] + counts["timeout"] + counts["segfault"]
    share = f"{100 * caught / tried:5.1f} %" if tried else "      –"
    return f"{name:40} {caught:5} of {tried:5} {share}   not tried: {counts['not checked']}"


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Try the mutants whose NAMES match, such as 'francis.check.claims.*'; without NAMES, all."""
    _extend_mutmut()
    mutmut._run(names, 1)
    for line in _table(Path("mutants/src/francis")):
        click.echo(line)
    click.echo(f"The aim is {AIM} %. To see a survivor: mutmut results, mutmut show NAME.")


if __name__ == "__main__":
    # mutmut changes the folder while it runs.
    sys.path = [entry and str(Path(entry).resolve()) for entry in sys.path]
    main()
