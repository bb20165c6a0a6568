"""The five documents that this project was made from, as records: each of their facts is in a paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from francis.record.reading.loading import load
from francis.workspace import read_files
from tests.cli.test_cli import run
from tests.shared.workspaces import BODY, POSITION, YEAR, record_files, write_files

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data/sources"
SOURCES = ("barts-health", "never-events", "barnet", "support-supplier", "guidance")
READ_ON = "2026-11-30"
"""The day of a record whose source has no date: that on which it was read."""
UNKNOWN = """\
acceptances:
  - {key: not stated, meaning: The source does not say., claim: undecided}
"""


def facts(source: str) -> dict[str, Any]:
    """Return what is said of a source: whose record it is, its ladders, and the facts of each paper."""
    return yaml.safe_load((DATA / source / "facts.yaml").read_text())  # type: ignore[no-any-return]


def workspace(source: str, root: Path) -> str:
    """Write the record of a source, and return the name of its body."""
    of = facts(source)
    if "record" in of:
        held = {p: d for p, d in read_files(ROOT).items() if not p.startswith("standards/example")}
        write_files(root, held)
        return str(of["record"])
    also = {key: of[key] for key in ("ladders",) if key in of}
    body = re.sub(r"\nname:.*\nshort_name:.*\n", "\n", BODY) + UNKNOWN
    body += yaml.safe_dump({key: of[key] for key in ("name", "short_name")} | also)
    position = POSITION.replace("accepted", "not stated").replace("green", "not rated")
    record = record_files(
        body__body=body,
        body__2021__year=YEAR.replace("2021-03-31", str(of.get("as_at", READ_ON))),
        **{f"body__2021__{n}": position.format(number=n) for n in (1, 2)},
    )
    for path in (DATA / source / "providers").rglob("*.yaml"):
        name = path.relative_to(DATA / source)
        record[f"standards/body/{name.as_posix()}"] = path.read_bytes()
    write_files(root, record)
    return "body"


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_a_record_and_its_facts_are_in_the_papers(source: str, tmp_path: Path) -> None:
    """Without an error; what the source does not say is “not stated”."""
    body = workspace(source, tmp_path)
    assert load(read_files(tmp_path)).problems == ()
    assert run("check", "--select", "providers", "--verbose", root=tmp_path).exit_code == 0
    for name, said in facts(source)["papers"].items():
        command: tuple[str, ...] = ("build", name, "--body", body)
        if name != "assurance":
            (provider,) = (p.name for p in (DATA / source / "providers").iterdir())
            command = ("show", f"{provider}/{name}")
        made = run(*command, "--format", "html", root=tmp_path)
        assert made.exit_code == 0, made.output
        (paper,) = (tmp_path / "output").rglob("assurance*" if name == "assurance" else f"*{name}*")
        words = re.sub(r"<[^>]*>", " ", paper.read_text().partition("<main")[2])
        text = re.sub(r"\s+([.,;)])", r"\1", " ".join(words.split()))
        missing = [fact for fact in said if fact not in text]
        assert not missing, "\n".join([*missing, text])
