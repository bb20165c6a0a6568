"""`francis collate`: many bodies, one report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from francis.cli import completion, terminal
from francis.cli.commands.many.export import tell_stored
from francis.cli.options import as_at_given, epoch, one_of, root_of, root_option
from francis.errors import FrancisError, quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from francis.collate.report import LeftOut, Report
    from francis.dataset.extract import Asked
    from francis.dataset.store import DataSource, Stored


@click.command()
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="SOURCE...",
    shell_complete=completion.bodies_or_folders,
)
@click.option(
    "--set",
    "set_id",
    required=True,
    help="The set of recommendations (the name of its folder).",
    shell_complete=completion.sets,
)
@click.option(
    "--bodies",
    is_flag=True,
    help="Put two to four bodies of this workspace side by side: each SOURCE is the name of a body's folder.",
)
@click.option(
    "--as-at",
    "as_at",
    metavar="DAY",
    help="The day, as in 2015-03-31, or today. The default is the last day of account of any body.",
)
@click.option("--draft", is_flag=True, help="Stock-takes that are not final too.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(["docx", "pdf", "html", "xlsx"]),
    multiple=True,
    help="Make only this format. You can give this option more than once.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Share the reading out on a Dask cluster, as in tcp://127.0.0.1:8786. Its workers must see the sources at the same paths.",
)
@click.option(
    "--output",
    "folder",
    type=click.Path(file_okay=False),
    default="collated",
    show_default=True,
    help="The folder for the report and the dataset.",
)
@root_option
def collate(
    sources: tuple[str, ...],
    set_id: str,
    bodies: bool,
    as_at: str | None,
    draft: bool,
    formats: tuple[str, ...],
    scheduler: str | None,
    folder: str,
    root: str | None,
) -> None:
    """Collate what many bodies have published into one report and one dataset.

    SOURCE is a workspace, such as a clone of a body's repository, or a dataset that francis export wrote as Parquet or
    JSON. The report says who has published and who has not, how many accept each recommendation and in which words,
    where things stand and what moved, which commitments are late, and which answers stand out and why. A body whose
    record has errors is left out and told. Only what has changed is read again. It needs DuckDB: pip install
    'francis[collate]'.

    \b
      francis collate ../clones/* --set francis-2013
      francis collate ../sent --set francis-2013 --as-at 2015-03-31 --format pdf
      francis collate --bodies our-body their-body --set francis-2013
    """  # noqa: D301 - as above
    from pathlib import Path

    from francis.collate.report import update_report
    from francis.collate.sources import sources_in
    from francis.dataset.extract import Asked
    from francis.dataset.files import FOLDER_NAME, in_memory
    from francis.dataset.store import refuse_none
    from francis.record.paper_kinds import FORMATS
    from francis.workspace import RECORD

    if not FOLDER_NAME.fullmatch(set_id):
        raise click.UsageError(f"--set {quotation(set_id)} cannot be the name of a folder.")
    in_memory()  # says what is missing, before anything is read
    target = Path(folder)
    asked = Asked(set_id, draft, as_at_given(as_at))
    names = dict.fromkeys(sources) if bodies else {}
    folders = [root_of(root)] if bodies else [_folder(source) for source in sources]
    if bodies:
        _known_bodies(folders[0], names)
    if any(target.resolve().is_relative_to((f / RECORD).resolve()) for f in folders):
        raise FrancisError(f"{target} is inside a record. Choose another folder with --output.")
    found, unread = sources_in(folders, target, asked, names)
    for name, why in unread.items():
        click.echo(f"{name} is left out: {why}", err=True)
    refuse_none(found.values(), set_id)
    for name, source in found.items():
        if not source.bodies:
            click.echo(f"{name} has no body that answers {set_id}.", err=True)
    done = _stored(target, found, asked, scheduler)
    left_out = [*_left_out(done), *_unread(unread)]
    report = _report(target, asked, [*names], left_out)
    forms = [form for form in FORMATS if not formats or form in formats]
    for path in update_report(target, report, forms, epoch(), terminal.tell_of_waiting):
        click.echo(terminal.shown_path(target, path))
    tell_stored(target / "dataset", done)
    sys.exit(1 if left_out else 0)


def _folder(source: str) -> Path:
    from pathlib import Path

    path = Path(source)
    if not path.is_dir():
        raise click.UsageError(
            f"SOURCE {quotation(source)} is no folder. To name bodies of this workspace, add --bodies."
        )
    return path


def _known_bodies(root: Path, names: Iterable[str]) -> None:
    """Refuse names of bodies that the workspace does not have, and more than have room."""
    from francis.collate.side_by_side import check_how_many
    from francis.record.reading.scope import list_record

    known = list_record(root).years
    for name in names:
        one_of("SOURCE", name, known)
    check_how_many([*names])


def _stored(
    target: Path, sources: Mapping[str, DataSource], asked: Asked, scheduler: str | None
) -> Stored:
    """Bring the dataset up to date, here or on a cluster."""
    from francis.dataset.store import TOGETHER, on_all_cores, store

    dataset, shared_out = target / "dataset", on_all_cores(sources, asked)
    if scheduler is not None:
        from francis.collate.cluster import on_cluster

        shared_out = on_cluster(scheduler, sources, asked)
    together = TOGETHER if scheduler is None else 1
    waiting = terminal.tell_of_waiting
    return store(dataset, sources, asked, shared_out, together=together, waiting=waiting)


def _left_out(done: Stored) -> list[LeftOut]:
    """Say which bodies are left out, with all that is wrong, and return them for the report."""
    from francis.collate.report import LeftOut

    found = []
    for (source, body), problems in sorted(done.left_out.items()):
        click.echo(f"{body} in {source} is left out:", err=True)
        terminal.show_problems(problems, err=True)
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        found.append(LeftOut(body, f"{problems[0].place}: {problems[0].message}{more}"))
    for (source, body), other in sorted(done.twice.items()):
        why = f"Another source has it too: the one in {other} was taken."
        click.echo(f"{body} in {source} is left out. {why}", err=True)
        found.append(LeftOut(body, "Two sources have it; the first was taken."))
    return found


def _unread(unread: Mapping[str, str]) -> Iterator[LeftOut]:
    from francis.collate.report import LeftOut

    for name, why in unread.items():
        yield LeftOut(name.rpartition("/")[2], why)


def _report(target: Path, asked: Asked, bodies: list[str], left_out: list[LeftOut]) -> Report:
    """Return the report of all bodies, or of some side by side."""
    from francis.collate.figures import collated_figures
    from francis.collate.report import country_report
    from francis.collate.side_by_side import side_by_side

    assert asked.set_id is not None
    dataset = target / "dataset"
    if bodies:
        return side_by_side(dataset, asked.set_id, bodies, asked.until, drafts=asked.drafts)
    figures = collated_figures(dataset, asked.set_id, asked.until)
    return country_report(figures, left_out, drafts=asked.drafts)
