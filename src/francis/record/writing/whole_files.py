"""Files written whole: all that belong together or none, and never over what somebody else has written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from francis.errors import FrancisError
from francis.record.writing.locks import Held, new_folder, tidy, write_error
from francis.workspace import Files, read_ordinary

Fingerprints = Mapping[str, str]
"""What stands for the content of files, by their path from a folder: "" where there is none."""
Content = bytes | Path | None
"""What a file is to hold: bytes, or what a staged file holds, which is moved. None takes the file away."""


def fingerprint_at(path: str | Path) -> str:
    """Return what stands for the content of a file on disk; "" if there is no file that can be read."""
    try:
        return sha256(read_ordinary(path)).hexdigest()
    except OSError:
        return ""


def fingerprint_of(content: Content) -> str:
    """Return what stands for a content, as `fingerprint_at` does for that of the file that has it."""
    if isinstance(content, Path):
        return fingerprint_at(content)
    return "" if content is None else sha256(content).hexdigest()


def fingerprints(paths: Iterable[str], files: Files) -> dict[str, str]:
    """Return the fingerprints of some paths among files that were read."""
    return {path: fingerprint_of(files.get(path)) for path in paths}


def fingerprints_in(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the fingerprints of some paths as they are on disk now."""
    return {path: fingerprint_at(folder / path) for path in paths}


def stage(path: Path, data: bytes) -> Path:
    """Write a file where it is staged, to be moved to its place later; return its path."""
    try:
        _write(path, data)
    except OSError as error:
        raise write_error(path, error) from error
    return path


@dataclass(frozen=True)
class _Step:
    """One step of the writing, which happens at once: a file that is replaced or goes, or a new folder.

    `files` are those of a new folder, by their path from it, or the one file, under "". What is replaced
    is kept at `old` until all steps are done.
    """

    path: Path
    ready: Path
    old: Path
    is_folder: bool
    files: dict[str, Content]
    names: list[str]


def write_whole(held: Held, files: Mapping[str, Content], before: Fingerprints) -> None:
    """Write all of `files` by their path from the folder that is held, in their order: all, or nothing.

    `before` is how each was when it was read: if one is no longer so, nothing is written. A folder that
    does not exist appears by one rename, with all that goes into it; every other file is replaced whole. If
    a step cannot be taken, as when a file is open in Word on Windows, those before are taken back. Folders
    that hold nothing any more are removed too.
    """
    steps: list[_Step] = []
    taken: list[_Step] = []
    at = held.folder
    after = {name: fingerprint_of(content) for name, content in files.items()}
    try:
        steps = _steps(held, files)
        _refuse_changed(held.folder, files, before, after)
        for step in steps:
            at = step.path
            _make_ready(step)
        for step in steps:
            at = step.path
            _refuse_changed(held.folder, step.names, before, after)
            taken.append(step)
            _take(step)
    except BaseException as error:
        stuck = [step.path for step in reversed(taken) if not _taken_back(step, after)]
        if stuck:
            listed = "".join(f"\n  {path}" for path in stuck)
            raise FrancisError(
                f"Cannot write {at}, and these were changed already:{listed}\nRun the command again."
            ) from error
        if isinstance(error, OSError):
            raise write_error(at, error) from error
        raise
    finally:
        tidy(held)
    _remove_empty_folders(held.folder, [name for name, data in files.items() if data is None])


def _steps(held: Held, files: Mapping[str, Content]) -> list[_Step]:
    """Return the steps in which files are written, in order."""
    steps: dict[Path, _Step] = {}
    for name, content in files.items():
        path = _below(held.folder, name)
        folder = _appearing(path.parent, held.folder) if content is not None else None
        unit = folder or path
        if unit not in steps:
            number = str(len(steps))
            places = held.ready / number, held.old / number
            steps[unit] = _Step(unit, *places, folder is not None, {}, [])
        steps[unit].files["" if folder is None else path.relative_to(folder).as_posix()] = content
        steps[unit].names.append(name)
    return list(steps.values())


def _below(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise FrancisError(f"{path} is outside {folder}, so it was not written.")
    return path


def _appearing(parent: Path, folder: Path) -> Path | None:
    """Return the topmost folder around a file that does not exist yet, or is empty; None if there is none."""
    missing = new_folder(parent)
    above = parent if missing is None else missing.parent
    is_empty = folder in above.parents and above.is_dir() and not any(above.iterdir())
    return above if is_empty else missing


def _refuse_changed(
    folder: Path, names: Iterable[str], before: Fingerprints, after: Fingerprints
) -> None:
    """Refuse to write over files that are neither as they were nor as they are to become."""
    changed = [
        name
        for name in names
        if fingerprint_at(folder / name) not in (before.get(name, ""), after[name])
    ]
    if changed:
        listed = "".join(f"\n  {name}" for name in changed[:10]) + "\n  …" * (len(changed) > 10)
        raise FrancisError(
            f"Nothing was written, because somebody changed this in the meantime:{listed}\n"
            "Run the command again: it starts from what is there now."
        )


def _make_ready(step: _Step) -> None:
    """Write what a step needs beside its place, or move it there."""
    for name, content in step.files.items():
        if content is None:
            continue
        path = step.ready / name if name else step.ready
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            os.replace(content, path)
        else:
            _write(path, content)


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())  # or a power cut may leave the name without the content


def _take(step: _Step) -> None:
    """Take a step: one rename."""
    step.old.parent.mkdir(parents=True, exist_ok=True)
    if step.is_folder:
        with suppress(OSError):
            step.path.rmdir()  # an empty one, which Windows does not replace
        try:
            os.rename(step.ready, step.path)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
            raise FrancisError(
                f"Nothing was written, because {step.path} was made in the meantime."
            ) from error
    elif step.files[""] is None:
        with suppress(FileNotFoundError):
            os.replace(step.path, step.old)
    else:
        if step.path.is_file():
            _keep(step.path, step.old)
        os.replace(step.ready, step.path)


def _keep(path: Path, old: Path) -> None:
    """Keep a file that is about to be replaced: it needs no room where the disk has links."""
    try:
        os.link(path, old, follow_symlinks=False)
    except (OSError, NotImplementedError):
        import shutil

        shutil.copy2(path, old, follow_symlinks=False)


def _taken_back(step: _Step, after: Fingerprints) -> bool:
    """Undo a step, whether or not it came to be taken; return whether all is as it was.

    What somebody else has written since is left alone.
    """
    try:
        if step.is_folder:
            if not step.ready.exists():
                os.rename(step.path, step.ready)
            return True
        if fingerprint_at(step.path) != after[step.names[0]]:
            return True
        if os.path.lexists(step.old):
            os.replace(step.old, step.path)
        elif step.files[""] is not None and not step.ready.exists():
            step.path.unlink()
    except OSError:
        return False
    return True


def _remove_empty_folders(folder: Path, gone: Iterable[str]) -> None:
    """Remove the folders below `folder` that the last of the files which are `gone` has left."""
    for name in gone:
        for parent in (folder / name).relative_to(folder).parents[:-1]:
            with suppress(OSError):  # it holds something else
                (folder / parent).rmdir()
