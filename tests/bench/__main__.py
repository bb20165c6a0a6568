"""Measure speed and memory beside what they are measured against: `make bench`.

Of the names in `main`, those that are given are measured alone: `python -m tests.bench many agree`.

The two sides of a ratio take turns, each in a process of its own, so that a machine that slows down
slows both; the medians are compared. Benchmarks are read, and are never a gate: the exit is 0.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from francis.check.rule import RULE_GROUPS
from tests.bench.generate import (
    ANSWERED,
    ASKED,
    LONG,
    led,
    planned,
    providers,
    several,
    twice,
    workspace,
)
from tests.bench.growth import quadrupled
from tests.shared.country import Country

REPOSITORY = Path(__file__).parents[2]
FRANCIS = (str(Path(sys.executable).with_name("francis")),)
APP = """
import click
@click.group()
def main(): "Do something."
@main.command()
def run(): "Run."
main(["--help"])
"""
PARSE = """
import os, sys, yaml
def walk(node):
    if isinstance(node, yaml.MappingNode):
        return {key.value: walk(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [walk(item) for item in node.value]
    return node.value
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            walk(yaml.compose(file, yaml.CSafeLoader))
"""
LOAD = """
import os, sys, yaml
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            yaml.load(file, yaml.CSafeLoader)
"""
READ_TABLES = """
import csv, os, sys
from datetime import date
from decimal import Decimal
held = []
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        if name.endswith(".csv"):
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                next(rows)
                held += [(m, date(int(p[:4]), int(p[5:]), 1), Decimal(v)) for m, p, v in rows]
"""
"""A bare reading of tables of measures."""
HASH = """
import os, sys
from hashlib import sha256
for top in sys.argv[1:]:
    for folder, _, names in os.walk(top):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                sha256(file.read()).hexdigest()
"""
QUERY = """
import duckdb, sys
database = duckdb.connect(config={"threads": 1})
positions, commitments, stocktakes = (
    f"read_parquet('{sys.argv[1]}/set=*/body=*/{name}.parquet', hive_partitioning = false)"
    for name in ("positions", "commitments", "stocktakes")
)
last = f"JOIN (SELECT body, max(as_at) AS as_at FROM {stocktakes} GROUP BY body) USING (body, as_at)"
for group in (
    "number, acceptance_claim", "number, shared_word", "number, moved", "number, assurance_exception",
    "acceptance_claim, acceptance", "rating_claim, rating", "assurance",
):
    named = "string_agg(body, ', ' ORDER BY body)"
    database.execute(f"SELECT {group}, count(*), {named} FROM {positions} {last} GROUP BY {group}").fetchall()
database.execute(f"SELECT outcome, count(*) FROM {commitments} {last} GROUP BY outcome").fetchall()
"""
"""Bare queries of a collated dataset, with the bodies behind each count."""
COUNT = """
import pathlib, sys
from francis.collate.figures import collated_figures
collated_figures(pathlib.Path(sys.argv[1]), "inquiry")
"""
READ = """
import pathlib, sys, docx
for file in pathlib.Path(sys.argv[1]).iterdir():
    for table in docx.Document(str(file)).tables:
        for row in table.rows:
            for cell in row.cells:
                cell.text
"""
SMALL, MIDDLE, LARGE = 22, 290, 2000
BODIES, FEWER, YEARS = 211, 20, 3
PROVIDERS, MEASURES = 50, 60
LEADS = 20
MOST_MEMORY = 500.0
"""The megabytes within which a paper of 290 rows is to be made."""


@dataclass(frozen=True)
class Run:
    """What one process, or the job in it, took: seconds, megabytes at its peak, and seconds of processors."""

    seconds: float
    memory: float
    processor: float


@dataclass(frozen=True)
class Line:
    """One line of the table; `target` is None for what is only measured."""

    what: str
    size: str
    value: str
    ratio: float | None = None
    target: float | None = None
    memory: float | None = None


def process(command: Sequence[str | Path], *, timed_within: bool) -> Run:
    """Return what a process takes; fail if it does not exit 0.

    Both kinds of seconds are those that it prints, if it is `timed_within`, and otherwise its whole life.
    """
    # Compiled modules are kept, as they are wherever a program is installed.
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    began = perf_counter()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [str(part) for part in command],
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,  # its progress is no part of the table
            text=True,
        ) as child,
    ):
        printed = child.stdout.read() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - began
        if child.returncode:
            said.seek(0)
            sys.exit(f"{command}: exit {child.returncode}\n{said.read().decode()}")
    # Linux counts in kilobytes, macOS in bytes.
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    worked = usage.ru_utime + usage.ru_stime
    if timed_within:
        seconds, worked = map(float, printed.split())
    return Run(seconds, peak, worked)


def whole(*command: str | Path) -> Callable[[], Run]:
    """Return the run of a whole process."""
    return lambda: process(command, timed_within=False)


def job(name: str, root: Path) -> Callable[[], Run]:
    """Return the run of one job, timed without what it imports and reads beforehand."""
    command = (sys.executable, "-m", "tests.bench.job", name, root)
    return lambda: process(command, timed_within=True)


def turns(times: int, *sides: Callable[[], Run]) -> list[Run]:
    """Return the medians of each side; the sides take turns."""
    runs = [[side() for side in sides] for _ in range(times)]
    return [
        Run(
            median(run.seconds for run in side),
            median(run.memory for run in side),
            median(run.processor for run in side),
        )
        for side in zip(*runs, strict=True)
    ]


def seconds(run: Run) -> str:
    return f"{run.seconds * 1000:,.0f} ms" if run.seconds < 1 else f"{run.seconds:,.2f} s"


def per_unit(small: float, small_size: int, large: float, large_size: int) -> float:
    """Return how much more each unit costs at the large size: 1 is linear."""
    return (large / large_size) / (small / small_size)


def beside(what: str, size: str, run: Run, floor: Run, most: float | None) -> Line:
    """Return the line of a process that is measured in processor time beside another."""
    return Line(what, size, worked(run), run.processor / floor.processor, most, run.memory)


def worked(run: Run) -> str:
    return f"{run.processor * 1000:,.0f} ms" if run.processor < 1 else f"{run.processor:,.2f} s"


def startup() -> list[Line]:
    """Measure the start of the program beside the smallest program of its library of commands."""
    ours, click = turns(15, whole(*FRANCIS, "--help"), whole(sys.executable, "-c", APP))
    return [
        Line("a bare Click app's help", "", worked(click), memory=click.memory),
        beside("francis --help", "", ours, click, 1.2),
    ]


def checking(folder: Callable[[int], Path]) -> list[Line]:
    """Measure the check of a record beside a bare parse of its files, all as whole processes.

    Once it reads the record and no more, and once all rules look at it too.
    """
    lines = []
    unruled = [word for group in RULE_GROUPS for word in ("--ignore", group)]
    for files, times in ((22, 15), (20_000, 9)):
        root, size = folder(files // 2), f"{files:,} files"
        read, ruled, parse = turns(
            times,
            whole(*FRANCIS, "check", *unruled, "--root", root),
            whole(*FRANCIS, "check", "--root", root),
            whole(sys.executable, "-c", PARSE, root),
        )
        small = files == 22
        lines += [
            Line("bare parse", size, worked(parse), memory=parse.memory),
            beside("francis check, no rules", size, read, parse, None if small else 2.5),
            beside("francis check", size, ruled, parse, None if small else 4.5),
        ]
        if small:
            lines.append(beside("  beside no rules", size, ruled, read, 1.15))
            lines.append(Line("  of the 0.35 s allowed", size, "", ruled.seconds / 0.35, 1.0))
    return lines


def watching_providers(root: Path, without: Path) -> list[Line]:
    """Measure the check of a body with many providers and measures.

    Its floor is the check of the same body `without` them and a bare reading of their tables together.
    """
    size = f"{PROVIDERS} of {MEASURES}"
    ruled, alone, bare = turns(
        5,
        whole(*FRANCIS, "check", "--root", root),
        whole(*FRANCIS, "check", "--root", without),
        whole(sys.executable, "-c", READ_TABLES, root),
    )
    floor = replace(alone, processor=alone.processor + bare.processor)
    return [
        Line("check without providers", "", worked(alone), memory=alone.memory),
        Line("bare reading of measures", size, worked(bare), memory=bare.memory),
        beside("francis check, providers", size, ruled, floor, 2.0),
    ]


def asking(alone: Path, among: Path, third: Path) -> list[Line]:
    """Measure what is asked of one body: alone, and among many; and the check of all.

    A third of these bodies are in a workspace of their own.
    """
    one = ("--body", "a-body", "--root")
    ours, floor = turns(
        9, whole(*FRANCIS, "status", *one, among), whole(*FRANCIS, "status", *one, alone)
    )
    reasons = count()

    def rate() -> Run:
        words = ("rate", "5", "green", "--reason", f"Reason {next(reasons)}.")
        return process((*FRANCIS, *words, *one, among), timed_within=False)

    rated, checked = turns(9, rate, whole(*FRANCIS, "check", *one, among))
    many, fewer = turns(3, *(whole(*FRANCIS, "check", "--root", root) for root in (among, third)))
    return [
        Line("francis status, one body", "1 body", worked(floor), memory=floor.memory),
        beside("  the same among", f"{BODIES} bodies", ours, floor, 1.2),
        Line("francis check, one body", f"{BODIES} bodies", worked(checked), memory=checked.memory),
        beside("francis rate", f"{BODIES} bodies", rated, checked, 1.5),
        Line("francis check", f"{BODIES} bodies", seconds(many), memory=many.memory),
        Line("  memory, of a third of them", "", "", many.memory / fewer.memory, 1.1),
    ]


def body_by_body(among: Path, fewer: Path, temporary: Path) -> list[Line]:
    """Measure the memory of a build and of a status of many bodies beside few; and a second build of all.

    The second finds nothing changed, and stands beside a bare program that reads and digests the same files.
    """
    outputs = {root: temporary / root.name for root in (among, fewer)}

    def build(root: Path) -> Run:
        words = ("build", "--format", "html", "--root", root, "--output", outputs[root])
        return process((*FRANCIS, *words), timed_within=False)

    first, small = turns(1, lambda: build(among), lambda: build(fewer))
    again, digests = turns(
        9,
        lambda: build(among),
        whole(sys.executable, "-c", HASH, among / "standards", outputs[among]),
    )
    shown, shorter = turns(3, *(whole(*FRANCIS, "status", "--root", r) for r in (among, fewer)))
    size = f"{BODIES} bodies"
    return [
        Line("francis build, web pages", size, worked(first), memory=first.memory),
        Line(f"  memory, of {FEWER} bodies", "", "", first.memory / small.memory, 1.1),
        Line("reading and hashing all files", size, worked(digests), memory=digests.memory),
        beside("a second build", size, again, digests, 1.5),
        Line("francis status", size, worked(shown), memory=shown.memory),
        Line(f"  memory, of {FEWER} bodies", "", "", shown.memory / shorter.memory, 1.1),
    ]


def agreeing(root: Path) -> list[Line]:
    """Measure a page that is read back and held to the record, beside its template alone."""
    ours, template = turns(3, *(job(name, root) for name in ("agreed", "template")))
    size = f"{LARGE:,} rows"
    return [
        Line("  its template alone", size, worked(template), memory=template.memory),
        beside("HTML, read back", size, ours, template, 2.2),
    ]


def growing() -> list[Line]:
    """Measure what each unit costs of what is quadrupled: 1 is linear, 4 is quadratic."""
    return [Line(f"  {what}", f"{size:,}", "", ratio, 2.0) for what, size, ratio in quadrupled()]


def comparing(folder: Callable[[int], Path]) -> list[Line]:
    """Measure comparisons: of two years beside two checks, of two revisions, and of words alone."""
    two_years, revised = folder(22), folder(LARGE + 1000)
    ours, check = turns(
        9,
        whole(*FRANCIS, "diff", "2013", "2014", "--root", two_years),
        whole(*FRANCIS, "check", "--root", two_years),
    )
    (revisions,) = turns(3, whole(*FRANCIS, "diff", "HEAD~1", "HEAD", "--root", revised))
    (words,) = turns(3, job("words", two_years))
    return [
        Line("francis check", "two years", seconds(check), memory=check.memory),
        Line(
            "francis diff",
            "two years",
            seconds(ours),
            ours.seconds / (2 * check.seconds),
            1.5,
            ours.memory,
        ),
        Line(
            "  of two revisions, of 3 s",
            "6,000 files",
            seconds(revisions),
            revisions.seconds / 3,
            1.0,
            revisions.memory,
        ),
        Line(
            "  words alone, of 10 s",
            "2,000 texts",
            seconds(words),
            words.seconds / 10,
            1.0,
            words.memory,
        ),
    ]


def taking(root: Path) -> list[Line]:
    """Measure the answers of forms taken, beside python-docx that reads the forms and one check, as whole processes."""
    ours, read, check = turns(
        9,
        whole(*FRANCIS, "take", root / "forms", "--dry-run", "--root", root),
        whole(sys.executable, "-c", READ, root / "forms"),
        whole(*FRANCIS, "check", "--root", root),
    )
    both = Run(0, max(read.memory, check.memory), read.processor + check.processor)
    size = f"{LEADS} forms"
    return [
        Line("python-docx reads all cells", size, worked(read), memory=read.memory),
        Line("francis check", f"{2 * LEADS} rows", worked(check), memory=check.memory),
        beside("francis take, beside both", size, ours, both, 2.0),
    ]


def collating(temporary: Path) -> list[Line]:
    """Measure what many bodies cost: all of them, nothing that changed, one that changed, and their figures.

    The dataset is made as `francis collate` makes it; the figures stand beside DuckDB's bare queries of it. Reading all
    bodies stands beside PyYAML's C loader, which makes plain values of the same files, and beside its composing alone.
    """
    country, few = Country(BODIES, MIDDLE, YEARS), Country(FEWER, MIDDLE, YEARS)
    root, other = country.write(temporary / "country"), few.write(temporary / "few")
    size = f"{BODIES * MIDDLE * YEARS:,}"
    fresh = (temporary / "made" / str(number) for number in count())

    def export(home: Path, output: Path) -> Run:
        return process((*FRANCIS, "export", "--root", home, "--output", output), timed_within=False)

    load, parse = (
        process((sys.executable, "-c", w, root), timed_within=False) for w in (LOAD, PARSE)
    )
    cold, small = export(root, data := next(fresh)), export(other, next(fresh))
    warm, digests = turns(
        3, lambda: export(root, data), whole(sys.executable, "-c", HASH, root / "standards", data)
    )
    changed = [root / f"standards/{country.name(0)}/2025/{number}.yaml" for number in range(1, 5)]

    def touched() -> Run:
        path = changed.pop()
        path.write_text(path.read_text().replace("We will", "We shall"))
        return export(root, data)

    one, again, alone = turns(
        3,
        touched,
        whole(sys.executable, "-c", HASH, root / "standards", data),
        whole(sys.executable, "-c", PARSE, root / "standards" / country.name(0)),
    )
    floor = replace(again, processor=again.processor + alone.processor)
    figures, bare = turns(
        3, whole(sys.executable, "-c", COUNT, data), whole(sys.executable, "-c", QUERY, data)
    )
    growth = per_unit(small.processor, FEWER, cold.processor, BODIES)
    return [
        Line("bare C loader", size, worked(load), memory=load.memory),
        beside("  its composing alone", size, parse, load, None),
        beside("francis export, all bodies", size, cold, load, 2.0),
        beside("  beside composing alone", size, cold, parse, 2.0),
        Line("  of the 300 MB allowed", size, "", cold.memory / 300, 1.0),
        Line(f"  a body, of one of {FEWER}", f"{BODIES} bodies", "", growth, 1.2),
        Line("bare digests", size, worked(digests), memory=digests.memory),
        beside("  nothing changed", size, warm, digests, 1.5),
        beside("  one body changed", size, one, floor, 1.5),
        Line("bare queries", size, worked(bare), memory=bare.memory),
        beside("figures of the report", size, figures, bare, 2.0),
    ]


def building(temporary: Path) -> list[Line]:
    """Measure the build of every paper of this repository, and a second build that finds all of it made.

    The first, a whole process that makes all formats and reads them back, stands beside WeasyPrint alone
    on the same pages, one after another and without its import.
    """
    fresh = (temporary / str(number) for number in count())
    root, cores = REPOSITORY, len(os.sched_getaffinity(0))

    def build(output: Path) -> Run:
        return process((*FRANCIS, "build", "--root", root, "--output", output), timed_within=False)

    ours, bare = turns(3, lambda: build(next(fresh)), job("everything", root))
    output = next(fresh)
    build(output)
    pdfs = [*output.rglob("*.pdf")]
    before = {path: path.stat().st_ino for path in pdfs}
    (again,) = turns(9, lambda: build(output))
    made = sum(path.stat().st_ino != before[path] for path in pdfs)
    return [
        Line(
            "  WeasyPrint alone, one by one",
            f"{len(pdfs)} papers",
            seconds(bare),
            memory=bare.memory,
        ),
        Line(
            f"francis build, {cores} cores",
            f"{len(pdfs)} papers",
            seconds(ours),
            ours.seconds / bare.seconds,
            0.75,
            ours.memory,
        ),
        Line(
            "a second build, of 1 s",
            f"{len(pdfs)} papers",
            seconds(again),
            again.seconds,
            1.0,
            again.memory,
        ),
        Line("  PDFs that it makes", "", str(made), float(made), 0.0),
    ]


def making(
    what: str,
    ours: str,
    bare: str | None,
    target: float | None,
    sizes: Sequence[tuple[int, int]],
    folder: Callable[[int], Path],
) -> list[Line]:
    """Measure one format at `sizes` (rows and repeats), in processor time beside `bare` if there is such a side."""
    lines = []
    cost: dict[int, Run] = {}
    for rows, times in sizes:
        size = f"{rows:,} rows"
        sides = [job(name, folder(rows)) for name in (ours, bare) if name is not None]
        run, *floors = turns(times, *sides)
        cost[rows] = run
        lines += [
            Line(f"  {bare} alone", size, worked(floor), memory=floor.memory) for floor in floors
        ]
        if floors:
            lines.append(beside(what, size, run, floors[0], target))
        else:
            lines.append(Line(what, size, worked(run), memory=run.memory))
        if rows == MIDDLE:
            lines.append(Line("  of the 500 MB allowed", size, "", run.memory / MOST_MEMORY, 1.0))
    if len(sizes) < 3:
        return lines
    (least, _), (middle, _), (most, _) = sizes
    growth = per_unit(cost[middle].processor, middle, cost[most].processor, most)
    lines.append(Line(f"  a row, of one at {middle:,}", f"{most:,} rows", "", growth, 1.2))
    added = per_unit(
        cost[middle].memory - cost[least].memory,
        middle - least,
        cost[most].memory - cost[least].memory,
        most - least,
    )
    lines.append(Line(f"  memory a row, of one at {middle:,}", f"{most:,} rows", "", added, 1.2))
    return lines


def show(lines: Sequence[Line]) -> None:
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        target = "" if line.target is None else f"{line.target:.2f}"
        met = "" if line.ratio is None or line.target is None else "yes"
        if line.ratio is not None and line.target is not None and line.ratio > line.target:
            met = "MISSED"
        memory = "" if line.memory is None else f"{line.memory:,.0f} MB"
        print(
            f"{line.what:34}{line.size:>13}{line.value:>11}{ratio:>8}{target:>8}{met:>8}{memory:>11}",
            flush=True,
        )


def main() -> None:
    began = perf_counter()
    with tempfile.TemporaryDirectory() as temporary:

        @cache
        def folder(rows: int, asks: int = ASKED, answers: int = ANSWERED) -> Path:
            return workspace(Path(temporary, f"{rows} {asks}"), rows, asks, answers)

        def of_long_files(rows: int) -> Path:
            return folder(rows, LONG, LONG)

        @cache
        def planned_of(rows: int) -> Path:
            return planned(Path(temporary, f"{rows} planned"), rows)

        @cache
        def bodies_of(number: int) -> Path:
            return several(Path(temporary, f"{number} bodies"), SMALL, number)

        def with_providers() -> Path:
            root = folder(SMALL)
            other = Path(temporary, "providers")
            shutil.copytree(root, other)
            for path, data in providers(PROVIDERS, MEASURES).items():
                (other / path).parent.mkdir(parents=True, exist_ok=True)
                (other / path).write_bytes(data)
            return other

        @cache
        def two_of(rows: int) -> Path:
            return twice(Path(temporary, f"{rows} twice"), rows)

        print(
            f"{'what':34}{'size':>13}{'median':>11}{'ratio':>8}{'target':>8}{'met':>8}{'peak':>11}"
        )
        groups: dict[str, Callable[[], list[Line]]] = {
            "start": startup,
            "check": lambda: checking(planned_of),
            "one": lambda: asking(*map(bodies_of, (1, BODIES, BODIES // 3))),
            "many": lambda: body_by_body(
                bodies_of(BODIES), bodies_of(FEWER), Path(temporary, "many")
            ),
            "collate": lambda: collating(Path(temporary, "collate")),
            "providers": lambda: watching_providers(with_providers(), folder(SMALL)),
            "diff": lambda: comparing(two_of),
            "build": lambda: building(Path(temporary, "built")),
            "html": lambda: making("HTML", "html", None, None, sizes(7, 5, 3), folder),
            "agree": lambda: agreeing(folder(LARGE)),
            "word": lambda: making("Word", "docx", "elements", 3.0, sizes(7, 5, 3), folder),
            "pdf": lambda: making(
                "PDF", "tagged", "weasyprint", 1.2, ((22, 5), (110, 1), (290, 1)), folder
            ),
            "long": lambda: making(
                "PDF, rows longer than pages",
                "tagged",
                "weasyprint",
                1.2,
                ((22, 3),),
                of_long_files,
            ),
            "import": lambda: [
                line
                for what, ours, bare, most in (
                    ("the tables of a Word file, read", "tables_read", "read_document", 3.0),
                    ("those of a workbook, read", "sheets_read", "read_sheet", 3.0),
                    ("a Word file, brought in", "imported", None, None),
                    ("a workbook, brought in", "imported_sheet", None, None),
                )
                for line in making(what, ours, bare, most, sizes(7, 5, 3), folder)
            ],
            "take": lambda: taking(led(Path(temporary, "led"), LEADS)),
            "growth": growing,  # last: a process begins with the memory of the one that starts it
        }
        lines = []
        for name in sys.argv[1:] or groups:
            print()
            measured = groups[name]()
            show(measured)
            lines += measured
    missed = [
        f"{line.what.strip()} {line.size}".strip()
        for line in lines
        if line.ratio is not None and line.target is not None and line.ratio > line.target
    ]
    print(f"\n{'Targets missed: ' + '; '.join(missed) if missed else 'Every target is met.'}")
    print(f"{perf_counter() - began:,.0f} s in all.")


def sizes(small: int, middle: int, large: int) -> tuple[tuple[int, int], ...]:
    """Return the sizes of the papers, with how often each is measured."""
    return (SMALL, small), (MIDDLE, middle), (LARGE, large)


if __name__ == "__main__":
    main()
