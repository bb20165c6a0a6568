"""The settings of an editor: added to those that are there, none of which is changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from francis.record.writing import editor_settings
from francis.record.writing.editor_settings import merged, schemas_of_files
from tests.cli.test_cli import run
from tests.shared.every_key import every_key
from tests.shared.workspaces import write_files

WANTED: dict[str, list[str]] = {"a.json": ["x/*.yaml"], "b.json": ["y/*.yaml"]}


def bare(text: str) -> str:
    """Return settings without their comments and last commas, which these tests write in one way only."""
    return re.sub(r",(?=\s*[}\]])", "", re.sub(r"(?m)//.*$", "", text))


def test_the_schema_of_every_file_is_found_by_its_name(tmp_path: Path) -> None:
    """As the editor does it: a star is anything; each file of a record has the schema that its first line would name."""
    files = every_key()
    found = schemas_of_files({"inquiry"}, {"body"})
    for path in files:
        if not path.startswith("standards/") or path.endswith(".csv"):
            continue
        kinds = [
            Path(schema).stem
            for schema, patterns in found.items()
            for pattern in patterns
            if re.search(re.escape(pattern).replace(r"\*", ".*") + "$", path)
        ]
        name = path.rpartition("/")[2].removesuffix(".yaml")
        in_set = path.startswith("standards/inquiry/")
        expected = (
            "cover"
            if "/papers/" in path
            else {"provider": "provider", "log": "provider-log"}.get(name, "provider-concern")
            if "/providers/" in path
            else name
            if name in ("set", "body", "year", "actions")
            else "recommendation"
            if in_set
            else "position"
        )
        assert kinds == [expected], path


@pytest.mark.parametrize(
    "before",
    [
        "{}",
        "{\n}\n",
        '{\n  "editor.tabSize": 2\n}\n',
        '{"editor.tabSize": 2}',
        '{\r\n\t"editor.tabSize": 2,\r\n\t"files.eol": "\\n"\r\n}\r\n',
        '// What we agreed {\n{\n    // two\n    "editor.tabSize": 2, // not four\n    "a": ["x", "y",],\n}\n',
        "{ // nothing yet\n}\n",
        '\ufeff{\n  "a": "// no comment"\n}\n',
    ],
)
def test_what_is_there_stays_word_for_word(before: str) -> None:
    """Comments, tabs and line ends too; a second time nothing is left to do."""
    made = merged(before.encode(), "yaml.schemas", WANTED)
    assert made.by_hand == ""
    assert made.data is not None
    after = made.data.decode()
    start = after.index('"yaml.schemas"')
    kept = [line.strip() for line in before.splitlines() if line.strip()]
    assert all(line.lstrip("{").strip() in after for line in kept), after
    assert start > 0
    if "//" not in before:
        assert json.loads(after)["yaml.schemas"] == WANTED
    if "no comment" not in before:
        held = json.loads(bare(after.removeprefix("\ufeff")))
        assert held["yaml.schemas"] == WANTED
        assert held.items() >= json.loads(bare(before)).items()
    assert ("\r\n" in after) == ("\r\n" in before)
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in before
    assert merged(made.data, "yaml.schemas", WANTED) == (None, "")


def test_what_a_person_chose_is_kept_beside_what_is_added() -> None:
    """Another pattern for the same schema wins, and other schemas stay."""
    before = {"yaml.schemas": {"a.json": "mine/*.yaml", "c.json": "z"}, "b": 1}
    made = merged(json.dumps(before).encode(), "yaml.schemas", WANTED)
    assert made.data is not None
    assert json.loads(made.data) == {
        "yaml.schemas": {"a.json": "mine/*.yaml", "b.json": ["y/*.yaml"], "c.json": "z"},
        "b": 1,
    }
    made = merged(b'{"recommendations": ["x.y"]}', "recommendations", ["a.b", "x.y"])
    assert made.data is not None
    assert json.loads(made.data) == {"recommendations": ["x.y", "a.b"]}


@pytest.mark.parametrize(
    "before",
    [
        b'{\n  // ours\n  "yaml.schemas": {"c.json": "z"}\n}\n',
        b'{"yaml.schemas": "none"}',
        b"[1]",
        b"{ nonsense",
        b"\xff\xfe{}",
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_added_to_is_left_for_a_person(before: bytes) -> None:
    """With the lines that are missing."""
    made = merged(before, "yaml.schemas", WANTED)
    assert made.data is None
    assert json.loads("{" + made.by_hand + "}") == {"yaml.schemas": WANTED}


def test_the_command_writes_settings_and_recommends_extensions(tmp_path: Path) -> None:
    """In a new workspace, twice the same; in one with comments it says what to add, and writes all else."""
    root = write_files(tmp_path, every_key())
    result = run("schema", "--editor", "vscode", root=root)
    assert result.exit_code == 0, result.output
    settings, extensions = (
        root / ".vscode" / name for name in ("settings.json", "extensions.json")
    )
    patterns = json.loads(settings.read_bytes())["yaml.schemas"]
    assert patterns["standards/.schemas/position.json"][0] == "standards/body/*/0*.yaml"
    assert all((root / name).is_file() for name in patterns)
    assert json.loads(extensions.read_bytes())["recommendations"] == editor_settings.extensions()
    first = settings.read_bytes()
    again = run("schema", "--editor", "vscode", root=root)
    assert again.exit_code == 0
    assert ".vscode" not in again.stdout
    assert settings.read_bytes() == first
    commented = '{\n  // ours\n  "yaml.schemas": {"c.json": "z"}\n}\n'
    settings.write_text(commented)
    result = run("schema", "--editor", "vscode", root=root)
    assert result.exit_code == 1
    assert settings.read_text() == commented
    assert ".vscode/settings.json has comments" in result.stderr
    assert '"standards/.schemas/set.json"' in result.stderr
    assert ".vscode" not in run("schema", root=root).stdout
