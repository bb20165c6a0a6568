"""The workspace on disk: where it is, what it holds, and how files are written."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path

from francis.errors import FrancisError

RECORD = "standards"
"""The folder of the record; the root of a workspace is the folder that holds it."""
LARGEST = 1_000_000
"""The size in bytes beyond which a file of the record is not read: see `store`."""

_HERE = Path(__file__).resolve().parent


def packaged() -> Path:
    """Return the folder whose `standards` and `templates` came with the program.

    In a wheel it lies inside the package; in an editable installation it is the repository.
    """
    inside = _HERE / "packaged"
    return inside if inside.is_dir() else _HERE.parent.parent


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds the record."""
    for folder in (start, *start.parents):
        if (folder / RECORD).is_dir():
            return folder
    raise FrancisError(
        f"No folder named {RECORD!r} here or above ({start}).\n"
        "Go to your workspace, name it with --root, or start one: francis init FOLDER"
    )


def template_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders of templates in the order in which they win: the workspace's own first."""
    folders = (root / "templates", packaged() / "templates")
    return tuple(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


def read_record(root: Path) -> dict[str, bytes]:
    """Return the files of the record by their path from `root`, in order.

    Hidden files, and links that lead out of the workspace, are not part of it. A file larger than
    `LARGEST` is cut there, which is enough for the reader to refuse it.
    """
    files: dict[str, bytes] = {}
    _gather(str(root / RECORD), RECORD, str(root.resolve()), files)
    return files


def _gather(folder: str, shown: str, home: str, files: dict[str, bytes]) -> None:
    """Add the files of a folder, and of those in it, to `files` under the path `shown`."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            # A name that is no text would stop the printing of its own problems.
            path = f"{shown}/{entry.name.encode(errors='replace').decode()}"
            if entry.name.startswith("."):
                continue
            if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(home):
                continue
            if entry.is_dir(follow_symlinks=False):
                _gather(entry.path, path, home, files)
            elif entry.is_file() or entry.is_symlink():
                with open(entry.path, "rb") as file:
                    files[path] = file.read(LARGEST + 1)
            else:
                raise FrancisError(f"{path} is not a file: remove it from the record.")
    except OSError as error:
        raise FrancisError(f"Cannot read {error.filename}: {error.strerror}.") from error


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write all of `files`, each beside its place first and then moved over it.

    Nothing is moved before everything is written, so a full disk or a locked folder leaves every
    file as it was.
    """
    import tempfile

    ready: list[tuple[str, Path]] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            ready.append((beside, path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(beside, 0o666 & ~_umask())
        for beside, path in ready:
            os.replace(beside, path)
    except OSError as error:
        raise FrancisError(
            f"Cannot write {error.filename or 'a file'}: {error.strerror}."
        ) from error
    finally:
        for beside, _ in ready:
            if os.path.exists(beside):
                os.unlink(beside)


def _umask() -> int:
    """Return the process's mask for new files, which can be read only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def starter(today: datetime.date) -> dict[str, bytes]:
    """Return the files of a new workspace by their path from its root.

    They are the sets and templates that came with the program, and a body to fill in, whose first
    year is as at `today` and has a position, yet to be written, for every recommendation.
    """
    source = packaged()
    words = {"today": today.isoformat(), "year": str(today.year)}
    body = f"{RECORD}/our-body/{today.year}"
    files = {
        ".gitignore": _starter("gitignore"),
        ".vscode/extensions.json": _starter("extensions.json"),
        f"{RECORD}/our-body/body.yaml": _starter("body.yaml"),
    }
    for set_file in sorted(source.glob(f"{RECORD}/*/set.yaml")):
        words["set"] = set_file.parent.name
        for file in sorted(set_file.parent.glob("*.yaml")):
            files[file.relative_to(source).as_posix()] = file.read_bytes()
            if file != set_file:
                files[f"{body}/{file.name}"] = _starter("position.yaml", number=file.stem)
    files[f"{body}/year.yaml"] = _starter("year.yaml", **words)
    for file in sorted((source / "templates").rglob("*")):
        if file.is_file():
            files[file.relative_to(source).as_posix()] = file.read_bytes()
    return files


def _starter(name: str, **words: str) -> bytes:
    """Return a file of the starter, with `words` in their places."""
    from string import Template

    text = (_HERE / "starter" / name).read_text(encoding="utf-8")
    return Template(text).substitute(words).encode() if words else text.encode()


def start(folder: Path, today: datetime.date) -> list[Path]:
    """Make a workspace in `folder` and return its files; refuse to overwrite any."""
    files = {folder / path: data for path, data in starter(today).items()}
    there = [str(path) for path in files if path.exists()]
    if there:
        listed = "".join(f"\n  {path}" for path in there[:10]) + (
            "\n  …" if len(there) > 10 else ""
        )
        raise FrancisError(
            f"Nothing was written, because these files are there already:{listed}\n"
            "Name an empty folder, or one that does not exist yet."
        )
    write_whole(files)
    return list(files)
