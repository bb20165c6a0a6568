"""What officers type wrong: for each mistake one message, with its cause, at its own line, and no other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from francis.errors import LEVELS
from tests.cli.test_cli import run

DATA = Path(__file__).parent / "data"
MISTAKES: list[dict[str, Any]] = yaml.safe_load((DATA / "mistakes.yaml").read_text("utf-8"))
TOLD = DATA / "mistakes.json"
"""All that is said of each, to the last letter and column; --rewrite writes it anew, without -n."""
HOME = "standards/our-icb"


def make(root: Path, mistake: Mapping[str, Any]) -> None:
    """Write the workspace with one of the mistakes in it."""
    shutil.copytree(DATA / "mistakes", root)
    if beside := mistake.get("beside"):
        shutil.copytree(DATA / f"mistakes-{beside}", root, dirs_exist_ok=True)

    def at(name: str) -> Path:
        return root / HOME / name

    for old, new in mistake.get("copy", {}).items():
        at(new).parent.resolve().mkdir(parents=True, exist_ok=True)
        (shutil.copytree if at(old).is_dir() else shutil.copy)(at(old), at(new).resolve())
    for old, new in mistake.get("move", {}).items():
        at(new).parent.resolve().mkdir(parents=True, exist_ok=True)
        at(old).resolve().rename(at(new).resolve())
    for name, target in mistake.get("link", {}).items():
        at(name).symlink_to(target)
    for name, text in mistake.get("write", {}).items():
        at(name).parent.mkdir(parents=True, exist_ok=True)
        at(name).write_bytes(text.encode())
    for name, changes in mistake.get("change", {}).items():
        text = at(name).read_bytes().decode()
        for old, new in changes.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            text = text.replace(old, new)
        at(name).write_bytes(text.encode())
    for name, more in mistake.get("append", {}).items():
        at(name).write_bytes(at(name).read_bytes() + more.encode())
    for name, codec in mistake.get("encode", {}).items():
        at(name).write_bytes(at(name).read_bytes().decode().encode(codec))


def expected(says: list[Any]) -> tuple[str, int, str, list[str]]:
    """Return the path, the line, the level and the words of an expected message."""
    place, *words = map(str, says)
    name, _, line = place.partition(":")
    path = name.replace("../", "standards/") if name.startswith("../") else f"{HOME}/{name}"
    level = words.pop(0) if words[0] in LEVELS else "error"
    return path, int(line or 0), level, words


def test_the_workspace_has_no_problems() -> None:
    """So that all that is said comes from the mistakes."""
    assert run("check", root=DATA / "mistakes").stdout.startswith("No problems")


@pytest.mark.parametrize("mistake", MISTAKES, ids=[each["mistake"] for each in MISTAKES])
def test_a_mistake(tmp_path: Path, mistake: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """It is told at its line, by its cause, and nothing else is said; a change of what is said is seen in a diff."""
    make(tmp_path / "w", mistake)
    told = json.loads(run("check", "--format", "json", root=tmp_path / "w").stdout)["problems"]
    wanted = sorted(map(expected, mistake["says"]))
    found = sorted(told, key=lambda each: (each["path"], each["line"], each["level"]))
    shown = "\n".join(f"{p['path']}:{p['line']} {p['level']}: {p['message']}" for p in told)
    assert [(p["path"], p["line"], p["level"]) for p in found] == [w[:3] for w in wanted], shown
    for problem, (*_, words) in zip(found, wanted, strict=True):
        text = f"{problem['message']} {problem['remedy']}"
        for word in words:
            assert word in text, f"{word!r} is not in: {text}"
    said = [
        f"{p['path']}:{p['line']}:{p['column']}: {p['level']}: {p['message']} ({p['rule']}) {p['remedy']}"
        for p in told
    ]
    if request.config.getoption("--rewrite"):
        held = json.loads(TOLD.read_text("utf-8")) if TOLD.exists() else {}
        kept = {m["mistake"]: held.get(m["mistake"], []) for m in MISTAKES}
        whole = json.dumps(kept | {mistake["mistake"]: said}, indent=1, ensure_ascii=False)
        TOLD.write_text(f"{whole}\n", "utf-8")
    assert said == json.loads(TOLD.read_text("utf-8"))[mistake["mistake"]]
