"""Plant small faults in the record, the changes and the check, and count how many the tests notice.

`make mutants` runs mutmut, which is given what its settings cannot say: which texts are code, and
that a property or a rule is a function like any other. Without that it leaves out every rule.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import click
import libcst as cst
from mutmut import __main__ as mutmut
from mutmut.mutation import file_mutation, mutators
from mutmut.runners import harness
from mutmut.stats import status_by_exit_code

from tests.shared.draws import draw, interval

TRANSPARENT = {"property", "cached_property", "rule"}
"""Decorators below which a function is planted with faults; `cache` would keep the right answer."""
AIM = 90
"""The share of faults that the tests should notice, in per cent."""
_PLAIN = {"killed", "survived"}
"""What became of a fault, where the two figures of a line say so."""


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


def _start_anew() -> None:
    """Let each mutant be tried in a process that remembers nothing of the right answers.

    It is forked from one that has run the tests: with every cache, and every record that a test made as it
    was imported, a fault would go unnoticed in what is computed once.
    """
    run = harness.PytestRunner.run_tests

    def forgetting(self: Any, **what: Any) -> int:
        for name, module in [*sys.modules.items()]:
            if name.startswith("tests."):
                del sys.modules[name]
            elif name.startswith("francis."):
                for value in vars(module).values():
                    getattr(value, "cache_clear", lambda: None)()
        return int(run(self, **what))

    patched: Any = harness.PytestRunner
    patched.run_tests = forgetting


def _try_only(tried: set[str], number: int | None, seed: int) -> None:
    """Let mutmut try no more than a draw of the mutants, and note in `tried` which it tries."""
    collect = mutmut.collect_source_file_mutation_data

    def drawn(**names: Any) -> Any:
        mutants, data = collect(**names)
        found = [name for _, name, _ in mutants]
        tried.update(found if number is None else draw(found, number, seed))
        return [mutant for mutant in mutants if mutant[1] in tried], data

    patched: Any = mutmut
    patched.collect_source_file_mutation_data = drawn


def _table(root: Path, tried: Collection[str]) -> Iterable[str]:
    """Yield a line for each module that was tried, and one for all together."""
    total: Counter[str] = Counter()
    for meta in sorted(root.rglob("*.py.meta")):
        codes = json.loads(meta.read_text())["exit_code_by_key"]
        counts = Counter(status_by_exit_code[codes[name]] for name in codes if name in tried)
        total += counts
        if counts:
            yield _row(meta.relative_to(root).with_suffix("").as_posix(), counts)
    yield _row("all", total)


def _row(name: str, counts: Counter[str]) -> str:
    known = counts.total() - counts["not checked"]
    caught = counts["killed"] + counts["timeout"] + counts["segfault"]
    if not known:
        return f"{name:32} not tried: {counts['not checked']}"
    low, high = (100 * share for share in interval(caught, known))
    others = "".join(
        f"   {status}: {number}" for status, number in counts.items() if status not in _PLAIN
    )
    share = f"{100 * caught / known:5.1f} %  ({low:.1f} to {high:.1f} %)"
    return f"{name:32} {caught:5} of {known:5} {share}{others}"


@click.command()
@click.argument("names", nargs=-1)
@click.option(
    "--draw", "number", type=click.IntRange(min=1), help="How many to draw at random; default: all."
)
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same mutants.")
@click.option("--jobs", default=1, show_default=True, help="How many to try side by side.")
def main(names: tuple[str, ...], number: int | None, seed: int, jobs: int) -> None:
    """Try the mutants whose NAMES match, such as 'francis.check.claims.*'; without NAMES, all.

    What was tried before is tried again if it is named or drawn; otherwise a run goes on where the
    last one stopped.
    """
    _extend_mutmut()
    _start_anew()
    tried: set[str] = set()
    _try_only(tried, number, seed)
    mutmut._run(names or (("*",) if number else ()), jobs)
    for line in _table(Path("mutants/src/francis"), tried):
        click.echo(line)
    click.echo(f"The aim is {AIM} %. To see a survivor: mutmut results, mutmut show NAME.")


if __name__ == "__main__":
    # mutmut changes the folder while it runs.
    sys.path = [entry and str(Path(entry).resolve()) for entry in sys.path]
    main()
