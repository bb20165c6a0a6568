"""What could grow faster than the record: the work of each at any size, in this process."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time

from francis.papers import making
from francis.record.reading import folders, loading
from francis.record.reading.record_file import Read
from tests.bench.generate import ACTION, BODY, POSITION, RECOMMENDATION, SET, THEME, YEAR, providers

Work = Callable[[], object]


def _record(rows: int, *, more: str = "") -> dict[str, bytes]:
    """Return the files of a record of so many rows; `more` ends each position."""
    theme = THEME.format(number=1, first=1, last=rows)
    files = {"a-set/set": SET.format(total=rows) + theme, "a-body/body": BODY}
    for n in range(1, rows + 1):
        files[f"a-set/{n}"] = RECOMMENDATION.format(number=n, text="  Asked.")
        files[f"a-body/2013/{n}"] = POSITION.format(number=n, text="  We will do it.") + (
            more.format(number=n)
        )
    files["a-body/2013/year"] = YEAR
    return {f"standards/{name}.yaml": text.encode() for name, text in files.items()}


def _loaded(files: dict[str, bytes]) -> Work:
    """Return the work of joining files that are parsed already."""
    read: Read = {}
    assert not loading.load(files, read).problems
    return lambda: loading.load(files, read)


def positions_for_review(rows: int) -> Work:
    """Return the work of comparing each position with the text that it answered."""
    (register,) = loading.load(_record(rows, more="answers: 0123456789ab\n")).registers
    return lambda: replace(register).for_review


def _committed(rows: int) -> dict[str, bytes]:
    """Return a record whose positions each make a commitment, which an action of its own answers."""
    promise = (
        "commitments:\n  - text: We will do it.\n    kind: will\n    actions: [A{number:04}]\n"
    )
    actions = "".join(ACTION.format(number=n, served=n) for n in range(1, rows + 1))
    plan = {"standards/a-body/2013/actions.yaml": f"format: 1\nactions:\n{actions}".encode()}
    return _record(rows, more=promise) | plan


def commitments(rows: int) -> Work:
    """Return the work of joining positions that each make a commitment."""
    return _loaded(_committed(rows))


def answers_of_actions(rows: int) -> Work:
    """Return the work of finding what each action answers, and what has become of that."""
    (read,) = loading.load(_committed(rows)).registers

    def work() -> object:
        register = replace(read)
        answered = [register.answered_by(action) for action in register.actions]
        return [register.fulfilment(promise.commitment) for those in answered for promise in those]

    return work


def _copies(bodies: int) -> dict[str, bytes]:
    """Return the files of so many bodies that answer one set."""
    one = _record(1)
    copies = {
        path.replace("a-body", f"body-{n}"): data
        for n in range(bodies)
        for path, data in one.items()
        if "a-body" in path
    }
    return {path: data for path, data in one.items() if "a-set" in path} | copies


def bodies(rows: int) -> Work:
    """Return the work of joining so many bodies of one year."""
    return _loaded(_copies(rows))


def files_of_registers(rows: int) -> Work:
    """Return the work of finding the files of each of so many registers among all of them."""
    files = _copies(rows)
    registers = loading.load(files).registers
    return lambda: [
        making.files_of(register, files, paths)
        for paths in [sorted(files)]
        for register in registers
    ]


def names_of_years(rows: int) -> Work:
    """Return the work of finding the bodies and their years among paths."""
    paths = [f"standards/b{n}/{name}" for n in range(rows) for name in ("body.yaml", "1/year.yaml")]
    return lambda: folders.years_in(paths)


def years(rows: int) -> Work:
    """Return the work of joining so many years, each of which follows another."""
    files = _record(1)
    for n in range(rows):
        follows = f'follows: "{n - 1 if n else 2013}"\n'
        day = datetime.date(2013, 4, 26) + datetime.timedelta(n)
        text = YEAR.replace("2013-04-25", day.isoformat()) + follows
        files[f"standards/a-body/{n}/year.yaml"] = text.encode()
        files[f"standards/a-body/{n}/1.yaml"] = files["standards/a-body/2013/1.yaml"]
    return _loaded(files)


def pages_of_providers(rows: int) -> Work:
    """Return the work of the assurance report of so many providers, of 6 measures each."""
    files = _record(1) | providers(rows, 6)
    (register,) = loading.load(files).registers
    (job,) = making.jobs(Path(), [register], ["assurance"], ["html"], record=files)
    return lambda: making.pages([replace(job, register=replace(register))])


SIZES: dict[Callable[[int], Work], int] = {
    positions_for_review: 2000,
    commitments: 500,
    answers_of_actions: 1000,
    bodies: 500,
    files_of_registers: 500,
    names_of_years: 10_000,
    years: 200,
    pages_of_providers: 6,
}
"""A size of each at which it takes some milliseconds."""


def quadrupled() -> Iterator[tuple[str, int, float]]:
    """Yield the name of each, its larger size, and what a unit costs there beside one at a quarter of it."""
    for make, size in SIZES.items():
        small, large = make(size), make(4 * size)
        least = [min(_seconds(work) for _ in range(5)) for work in (small, large)]
        yield make.__name__.replace("_", " "), 4 * size, least[1] / (4 * least[0])


def _seconds(work: Work) -> float:
    gc.collect()
    gc.disable()
    began = process_time()
    work()
    took = process_time() - began
    gc.enable()
    return took
