"""The workspace on disk: where it is, and what it holds."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError, printable, quotation

RECORD = "standards"
"""The folder of the record; the root of a workspace is the folder that holds it."""
SCHEMAS = f"{RECORD}/.schemas"
"""The folder of the schemas for editors: see `schema`. It is hidden, so it is not part of the record."""
Files = Mapping[str, bytes]
"""Files by their path from the root of a workspace, with forward slashes."""
LARGEST = 1_000_000
"""The size in bytes beyond which a file of the record is not read: see `record_file`."""

LINK_OUT = b"\0a link that leads out of the workspace"
"""What stands for the content of such a link: nothing outside the workspace is read."""

_HERE = Path(__file__).resolve().parent


def packaged() -> Path:
    """Return the folder whose `standards` and `templates` came with the program.

    In a wheel it lies inside the package; in an editable installation it is the repository.
    """
    inside = _HERE / "packaged"
    return inside if inside.is_dir() else _HERE.parent.parent


def root_at(folder: Path) -> Path:
    """Return `folder`, if it holds the record."""
    if not (folder / RECORD).is_dir():
        raise FrancisError(f"{folder} is not a workspace: it has no folder {RECORD!r}.")
    return _of_its_own(folder)


def _of_its_own(root: Path) -> Path:
    """Return the root of a workspace, unless the record in it is a link to a folder elsewhere."""
    if (root / RECORD).is_symlink():
        raise FrancisError(
            f"{root / RECORD} is a link to a folder. Replace it with the folder itself,\n"
            "or go to the workspace that it leads to, so that git and the papers are of one place."
        )
    return root


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds the record."""
    for folder in (start, *start.parents):
        if (folder / RECORD).is_dir():
            return _of_its_own(folder)
    raise FrancisError(
        f"There is no folder {RECORD!r} in {start}, or in any folder above it.\n"
        "Go to your workspace, name it with --root, or start one with: francis init FOLDER"
    )


def template_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders of templates in the order in which they win: the workspace's own first."""
    folders = (root / "templates", packaged() / "templates")
    return tuple(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


class Names(NamedTuple):
    """The names in a folder of the record: of its files, and of the folders in it, in order."""

    files: frozenset[str]
    folders: tuple[str, ...]


def names_in(root: Path, folder: str = RECORD) -> Names:
    """Return the names in a folder of the record by its path from `root`; nothing is read."""
    with _readable(folder):
        found = [*_entries(str(root / folder), folder, root)]
    names = [(path.rpartition("/")[2], is_folder) for path, place, is_folder in found if place]
    return Names(
        frozenset(name for name, is_folder in names if not is_folder),
        tuple(name for name, is_folder in names if is_folder),
    )


def read_files(
    root: Path, wanted: Callable[[str], bool] = lambda folder: True, below: str = RECORD
) -> dict[str, bytes]:
    """Return the files of the record, or of a folder in it, by their path from `root`, in order.

    A folder that is not `wanted`, by its path, is not looked into. Hidden files are not part of the record, nor
    are links that lead out of the workspace: `LINK_OUT` stands for what they lead to. A file larger than `LARGEST` is cut there, which is
    enough for the reader to refuse it.
    """
    files: dict[str, bytes] = {}
    with _readable(below):
        _gather(str(root / below), below, root, wanted, files)
    return files


def read_file(root: Path, path: str) -> bytes:
    """Return one file of the record as `read_files` does; nothing if it is not there."""
    try:
        return read_ordinary(root / path, LARGEST + 1)
    except OSError:
        return b""


def read_ordinary(path: str | Path, most: int | None = None) -> bytes:
    """Return what a file holds, cut at `most` bytes; raise OSError also for a pipe or a device, which may never end."""
    # The system's own calls: a third of the time of a file object, of which a record makes thousands.
    handle = os.open(path, _AT_ONCE)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
        left = found.st_size if most is None else min(found.st_size, most)
        pieces = []
        while left and (piece := os.read(handle, left)):
            pieces.append(piece)
            left -= len(piece)
    finally:
        os.close(handle)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened: without waiting for somebody to write into a pipe."""


def _gather(
    folder: str, shown: str, root: Path, wanted: Callable[[str], bool], files: dict[str, bytes]
) -> None:
    """Add the files of a folder, and of those in it, to `files` under the path `shown`."""
    for path, place, is_folder in _entries(folder, shown, root):
        if not is_folder:
            files[path] = read_ordinary(place, LARGEST + 1) if place else LINK_OUT
        elif wanted(path):
            _gather(place, path, root, wanted, files)


def _entries(folder: str, shown: str, root: Path) -> Iterator[tuple[str, str, bool]]:
    """Yield the path from the root, the path on disk and whether it is a folder, of all in a folder, in order.

    The path on disk is empty for a link out of the workspace to a folder, or to what may be a file of the record.
    """
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = f"{shown}/{printable(entry.name)}"
        if entry.is_file(follow_symlinks=False):
            yield path, entry.path, False
            continue
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root.resolve()):
            if entry.is_dir() or entry.name.lower().endswith((".yaml", ".yml", ".csv")):
                yield path, "", False
            continue
        if entry.is_dir(follow_symlinks=False):
            yield path, entry.path, True
        elif entry.is_dir():
            raise FrancisError(f"{path} is a link to a folder. Replace it with the folder itself.")
        elif entry.is_file() or entry.is_symlink():
            yield path, entry.path, False
        else:
            raise FrancisError(f"{path} is not an ordinary file. Remove it from the record.")


@contextmanager
def _readable(folder: str) -> Iterator[None]:
    """Turn what the system says of a folder that cannot be read into a message."""
    try:
        yield
    except OSError as error:
        raise FrancisError(f"Cannot read {error.filename}: {error.strerror}.") from error
    except RuntimeError as error:  # how Python says that links lead to each other
        raise FrancisError(f"Cannot read {folder}: a link in it leads to itself.") from error


def holds(root: Path) -> Callable[[str], bool]:
    """Return what tells whether the workspace has a file at a path from its root; none lies outside it."""
    home = root.resolve()

    def is_there(path: str) -> bool:
        try:
            file = (home / path).resolve()
            return file.is_relative_to(home) and file.is_file()
        except (OSError, ValueError, RuntimeError):  # a name that no file can have
            return False

    return is_there


def template(name: str, folders: Iterable[Path]) -> bytes:
    """Return the file of this name in the first folder of templates that has it.

    A link, or a name with "..", that leads out of the folder is refused: a paper that is published
    would show whatever lies there.
    """
    for folder in folders:
        path = folder / name
        if path.is_file():
            if not path.resolve().is_relative_to(folder.resolve()):
                raise FrancisError(
                    f"{path} leads outside the templates folder. Put the file itself there."
                )
            return path.read_bytes()
    raise FrancisError(f"There is no file {quotation(name)} in {' or '.join(map(str, folders))}.")
