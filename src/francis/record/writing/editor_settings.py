"""The settings of an editor in a workspace: added to those that are there, none of which is changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import digits
from typing import Any, NamedTuple

from francis.own_data import own_data
from francis.record.reading.scope import list_record
from francis.record.writing.skeletons import STARTER
from francis.workspace import SCHEMAS, read_ordinary

SETTINGS, EXTENSIONS = ".vscode/settings.json", ".vscode/extensions.json"
"""The files of Visual Studio Code, from the root of the workspace."""
_PATTERNS = "../data/editors.yaml"


class Merged(NamedTuple):
    """A file with what was added to it, or the lines that somebody has to add by hand; neither if all is there."""

    data: bytes | None = None
    by_hand: str = ""


@dataclass(frozen=True)
class EditorFiles:
    """The files of an editor in a workspace: those that change, as they were and will be, and lines to add by hand."""

    before: Mapping[str, bytes]
    made: Mapping[str, bytes]
    by_hand: Mapping[str, str]


def editor_files(root: Path) -> EditorFiles:
    """Return the files that give a workspace to Visual Studio Code: which schema is for which file, and the extensions."""
    listing = list_record(root)
    wanted: dict[str, tuple[str, dict[str, list[str]] | list[str]]] = {
        SETTINGS: ("yaml.schemas", schemas_of_files(listing.set_names, listing.years)),
        EXTENSIONS: ("recommendations", extensions()),
    }
    before = {path: read_ordinary(root / path) for path in wanted if (root / path).exists()}
    found = {path: merged(before.get(path), *asked) for path, asked in wanted.items()}
    return EditorFiles(
        before,
        {path: each.data for path, each in found.items() if each.data is not None},
        {path: each.by_hand for path, each in found.items() if each.by_hand},
    )


def schemas_of_files(sets: Iterable[str], bodies: Iterable[str]) -> dict[str, list[str]]:
    """Return the patterns of the files of each schema, by its path, as the editor's settings have them."""
    named = {"SET": sorted(sets), "BODY": sorted(bodies)}
    kinds: Mapping[str, list[str]] = own_data(__file__, _PATTERNS)
    found: dict[str, list[str]] = {}
    for kind, patterns in kinds.items():
        for word, names in named.items():
            patterns = [
                pattern.replace(word, name)
                for pattern in patterns
                for name in (names if f"/{word}/" in pattern else [""])
            ]
        found[f"{SCHEMAS}/{kind}.json"] = [
            pattern.replace("DIGIT", digit)
            for pattern in patterns
            for digit in (digits if "DIGIT" in pattern else " ")
        ]
    return found


def extensions() -> list[str]:
    """Return the extensions that a workspace recommends."""
    listed: list[str] = json.loads((STARTER / "extensions.json").read_bytes())["recommendations"]
    return listed


def merged(before: bytes | None, key: str, wanted: dict[str, list[str]] | list[str]) -> Merged:
    """Return the settings of a file with what is `wanted` under a key.

    What stands there stays, word for word. A new key is put behind the first brace, so that comments stay too;
    a key that is there and lacks something is completed unless the file has comments: then that is for a person.
    """
    if before is None or not before.strip():
        return Merged(_written({key: wanted}, "  ", "\n").encode())
    by_hand = json.dumps({key: wanted}, indent=2, ensure_ascii=False)[2:-2]
    try:
        text = before.decode()
    except UnicodeDecodeError:
        return Merged(by_hand=by_hand)
    held = _parsed(text.removeprefix(_MARK))
    if held is None:
        return Merged(by_hand=by_hand)
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = next(iter(re.findall(r"^([ \t]+)\S", text, re.MULTILINE)), "  ")
    if key not in held:
        start = _first_brace(text) + 1
        inner = _written({key: wanted}, indent, newline)
        inner = inner[len("{") : -len(f"{newline}}}{newline}")]
        comma = "," if held else ""
        rest = text[start:]
        end = "" if rest.lstrip(" \t").startswith(("\n", "\r")) else newline
        return Merged(f"{text[:start]}{inner}{comma}{end}{rest}".encode())
    complete = _completed(held[key], wanted)
    if complete is None:
        return Merged(by_hand=by_hand)
    if complete == held[key]:
        return Merged()
    try:
        json.loads(text)
    except ValueError:  # it has comments, which would be lost
        return Merged(by_hand=by_hand)
    return Merged(_written(held | {key: complete}, indent, newline).encode())


def _completed(held: object, wanted: dict[str, list[str]] | list[str]) -> object:
    """Return what a key holds with what it lacks; None if it holds something else."""
    if isinstance(wanted, dict):
        return {**wanted, **held} if isinstance(held, dict) else None
    if not isinstance(held, list):
        return None
    return [*held, *(each for each in wanted if each not in held)]


_MARK = "\ufeff"
"""What some editors begin a file with."""
_STRINGS_AND_COMMENTS = re.compile(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')


def _parsed(text: str) -> dict[str, Any] | None:
    """Return what settings hold, which may have comments and commas at the ends of lists; None if it is no object."""
    bare = _STRINGS_AND_COMMENTS.sub(lambda found: found[1] or " ", text)
    bare = _TRAILING_COMMA.sub(lambda found: found[1] or "", bare)
    try:
        held = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None


def _first_brace(text: str) -> int:
    """Return where the object begins, behind whatever comments stand before it."""
    blank = _STRINGS_AND_COMMENTS.sub(lambda found: " " * len(found[0]), text)
    return blank.index("{")


def _written(settings: dict[str, Any], indent: str, newline: str) -> str:
    """Return settings as text, in lines that end like those that were there."""
    return json.dumps(settings, indent=indent, ensure_ascii=False).replace("\n", newline) + newline
