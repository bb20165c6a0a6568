"""What is collated: workspaces and exported datasets, by the folders that are given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from francis.collate.received import dataset_source
from francis.dataset.extract import Asked
from francis.dataset.store import DataSource, workspace_source
from francis.errors import FrancisError
from francis.workspace import RECORD


def _way(folder: Path, target: Path) -> str:
    """Return the way from one folder to another; on another drive of Windows there is none, and it is the whole path."""
    try:
        return Path(os.path.relpath(folder, target)).as_posix()
    except ValueError:
        return folder.as_posix()


class FoundSources(NamedTuple):
    """What is collated, by its way from the folder of the result; and what cannot be read, with why."""

    found: Mapping[str, DataSource]
    unread: Mapping[str, str]


def sources_in(
    folders: Iterable[Path], target: Path, asked: Asked, bodies: Iterable[str] = ()
) -> FoundSources:
    """Return the sources in some folders.

    With `bodies` only these are asked for. Raise one error for all folders that are no source.
    """
    found: dict[str, DataSource] = {}
    unread: dict[str, str] = {}
    wrong = []
    for folder in dict.fromkeys(path.resolve() for path in folders):
        name = _way(folder, target)
        try:
            if (folder / RECORD).is_dir():
                found[name] = workspace_source(folder, asked)
            elif any(folder.glob("set=*")):
                found[name] = dataset_source(folder, asked)
            else:
                wrong.append(
                    f"{folder} is neither a workspace with a folder {RECORD!r} nor a dataset."
                )
        except FrancisError as error:
            unread[name] = str(error)
    if wrong:
        raise FrancisError(
            "\n".join(wrong)
            + "\nName the folders of workspaces, or what francis export wrote in Parquet or JSON."
        )
    wanted = {*bodies}
    if wanted:
        found = {
            name: source._replace(bodies=tuple(b for b in source.bodies if b in wanted))
            for name, source in found.items()
        }
    return FoundSources(found, unread)
