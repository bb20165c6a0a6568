"""What is collated: workspaces and exported datasets, by the folders that are given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from francis.collate.received import dataset_source
from francis.dataset.extract import Asked
from francis.dataset.store import DataSource, workspace_source
from francis.errors import FrancisError
from francis.workspace import RECORD


def found_sources(
    folders: Iterable[Path], target: Path, asked: Asked, bodies: Iterable[str] = ()
) -> Mapping[str, DataSource]:
    """Return the sources in some folders, each by its way from the folder of the result.

    With `bodies` only these are asked for. Raise one error for all folders that are no source.
    """
    found: dict[str, DataSource] = {}
    wrong = []
    for folder in dict.fromkeys(path.resolve() for path in folders):
        name = Path(os.path.relpath(folder, target)).as_posix()
        if (folder / RECORD).is_dir():
            found[name] = workspace_source(folder, asked)
        elif any(folder.glob("set=*")):
            found[name] = dataset_source(folder, asked)
        else:
            wrong.append(f"{folder} is neither a workspace with a folder {RECORD!r} nor a dataset.")
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
    return found
