"""Papers that a command makes by themselves, beside those of `build`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from francis.cli.record import only_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from francis.papers.making import Job
    from francis.workspace import Files


def write_papers(
    target: Path, jobs: Sequence[Job], beside: Callable[[str, bytes], Files] | None = None
) -> None:
    """Make papers, write them below a folder with what goes beside each, say where all is, and end the command."""
    from francis.papers import making
    from francis.record.writing.whole_files import fingerprints_in, write_whole

    before = fingerprints_in(target, [job.path for job in jobs])
    made = making.make_papers(jobs)
    files = {path: file.data for path, file in made.files.items()}
    if beside:
        added = {p: d for path, data in files.items() for p, d in beside(path, data).items()}
        files, before = files | added, before | fingerprints_in(target, added)
    with only_writer(target) as held:
        write_whole(held, files, before)
    messages = [*made.messages, *(m for file in made.files.values() for m in file.messages)]
    for path in files:
        click.echo(os.path.relpath(target / path))
    for message in messages:
        click.echo(f"Warning: {message}", err=True)
    sys.exit(1 if messages else 0)
