"""Templates of a workspace's own: copies of the program's to be changed, and what has become of the program's since.

Beside each copy is kept what it was copied from, in a hidden folder, so that it can be said what changed on either side.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from francis.errors import FrancisError
from francis.workspace import packaged, read_ordinary

FOLDER = "templates"
SITE_FOLDER = "site"
"""The folder of the templates of the web site, below those of papers."""
ORIGINS = f"{FOLDER}/.copied"
"""Where it is kept what templates were copied from."""
_EARLIER = Path(__file__).with_name("copied_until_0.4.0.txt")
"""The first 12 hexadecimal digits of the SHA-256 of each template that a new workspace was given by a version of the
program up to 0.4.0, a line each. Later versions give it none."""


class Outdated(NamedTuple):
    """A template of which the program's has changed since it was copied: what it was copied from, and what that is now."""

    name: str
    origin: bytes
    now: bytes

    @property
    def difference(self) -> list[str]:
        """Return the lines of a unified difference; of what is not text, none."""
        try:
            old, new = (data.decode().splitlines() for data in (self.origin, self.now))
        except UnicodeDecodeError:
            return []
        return list(unified_diff(old, new, "when it was copied", "now", lineterm=""))


def program_templates() -> dict[str, bytes]:
    """Return what there is to copy: the program's templates, styles and scripts by their names, without its fonts.

    Those of the web site have its folder before their names.
    """
    return _templates(packaged() / FOLDER)


def template_copy(root: Path, name: str, *, merged: bool = False) -> dict[str, bytes]:
    """Return a copy of one of the program's templates, and what it was copied from; if `merged`, the latter alone.

    By then somebody has put what changed into the copy that there is.
    """
    there = (root / FOLDER / name).exists()
    if there and not merged:
        raise FrancisError(
            f"Nothing was written, because {FOLDER}/{name} is there already.\n"
            "Once you have put into it what has changed in the program's, add --merged."
        )
    if merged and not there:
        raise FrancisError(f"Nothing was written, because there is no {FOLDER}/{name} yet.")
    data = program_templates()[name]
    return ({} if merged else {f"{FOLDER}/{name}": data}) | {f"{ORIGINS}/{name}": data}


def outdated(root: Path) -> list[Outdated]:
    """Return the templates of a workspace that were copied from what is no longer the program's."""
    if not (root / ORIGINS).is_dir():  # as mostly
        return []
    now, own = program_templates(), _templates(root / FOLDER)
    origins = _templates(root / ORIGINS)
    return [
        Outdated(name, origin, now[name])
        for name, origin in origins.items()
        if name in own and name in now and origin != now[name]
    ]


def refreshed(root: Path) -> Mapping[str, bytes | None]:
    """Return what of a workspace's templates can follow the program, since nobody changed it: None is removed.

    A copy becomes the program's of now, with what it was copied from. Those with which versions up to 0.4.0 began
    a workspace go, so that the program's own are used.
    """
    changes: dict[str, bytes | None] = {}
    own, origins, now = _templates(root / FOLDER), _templates(root / ORIGINS), program_templates()
    for each in outdated(root):
        if own[each.name] == each.origin:
            changes |= {f"{FOLDER}/{each.name}": each.now, f"{ORIGINS}/{each.name}": each.now}
    given = frozenset(_EARLIER.read_text(encoding="utf-8").split())
    below = _files(root / FOLDER / "fonts")
    for name, data in {**own, **{f"fonts/{name}": data for name, data in below.items()}}.items():
        is_given = sha256(data).hexdigest()[:12] in given or data == now.get(name)
        if name not in origins and is_given:
            changes[f"{FOLDER}/{name}"] = None
    return changes


def _templates(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder of templates by their names, and those of the web site below it."""
    of_site = _files(folder / SITE_FOLDER)
    return _files(folder) | {f"{SITE_FOLDER}/{name}": data for name, data in of_site.items()}


def _files(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder by their names, in order; nothing where there is none."""
    if not folder.is_dir():
        return {}
    found = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: read_ordinary(path) for path in found}
