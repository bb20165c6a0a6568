"""The record as commands ask for it: body by body, the same as of all files at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
import pytest

from francis import workspace
from francis.cli.record import Parts, asked_for
from francis.record.reading import loading, nodes, record_file
from tests.check.test_body_by_body import CHANGES, several
from tests.shared.workspaces import write_files


@pytest.mark.parametrize("year", [None, "2021", "2022"])
@pytest.mark.parametrize("body", [None, "alpha", "beta"])
@pytest.mark.parametrize("changed", CHANGES, ids=lambda changed: "+".join(changed) or "clean")
def test_the_parts_are_what_is_asked_for_of_all_files(
    tmp_path: Path, changed: dict[str, str | None], body: str | None, year: str | None
) -> None:
    """The same registers and problems in the same order, whatever is wrong."""
    write_files(tmp_path, several(**changed))
    found = loading.load(workspace.read_files(tmp_path))
    known = [y for name, held in found.years.items() if body in (None, name) for y in held]
    if year is not None and year not in known:
        with pytest.raises(click.UsageError, match="--year '2022' does not exist"):
            Parts(tmp_path, (body, year, None))
        return
    registers, problems = asked_for(found, (body, year, None))
    parts = [*Parts(tmp_path, (body, year, None))]
    assert [r for part in parts for r in part.registers] == registers
    assert [*dict.fromkeys(p for part in parts for p in part.problems)] == problems


def test_a_record_without_a_year_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    """What is wrong in its sets is said."""
    files = {path: data for path, data in several().items() if "/2021/" not in path}
    write_files(tmp_path, files | {"standards/inquiry/1.yaml": b"a: ["})
    (part,) = Parts(tmp_path, (None, None, None))
    found = loading.load(workspace.read_files(tmp_path))
    assert (part.registers, part.problems) == asked_for(found, (None, None, None))
    assert "standards/inquiry/1.yaml" in {problem.place.path for problem in part.problems}


def test_of_bodies_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets are parsed once for all of them; a body that is read again is parsed again."""
    write_files(tmp_path, several())
    parsed: Counter[str] = Counter()
    compose = nodes.compose
    monkeypatch.setattr(
        record_file, "compose", lambda text: (parsed.update([text]), compose(text))[1]
    )
    parts = Parts(tmp_path, (None, None, None))
    for _ in parts:
        pass
    assert parsed.total() == len(several())
    parts.read("alpha")
    own = sum("/alpha/" in path for path in several())
    assert parsed.total() == len(several()) + own
