"""The check body by body: the same findings as of all files at once, in the same order."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from francis import workspace
from francis.check import all_rules, body_by_body
from francis.check.body_by_body import check_workspace
from francis.errors import Problem
from francis.record.reading import loading, nodes, record_file
from francis.record.reading.scope import list_record
from tests.shared.workspaces import (
    BODY,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    record_files,
    write_files,
)

BODIES = ("alpha", "beta", "gamma")
WRONG = POSITION.format(number=1) + "\n  See [x](#9) and [x](#9).\n"
LATER = YEAR.replace("2021-", "2022-") + 'follows: "2021"\n'


def several(**changed: str | None) -> dict[str, bytes]:
    """Return a workspace of three bodies that answer one set, after a change."""
    one = record_files()
    files = {
        path.replace("/body/", f"/{body}/"): data
        for body in BODIES
        for path, data in one.items()
        if "/body/" in path
    }
    files |= {path: data for path, data in one.items() if "/body/" not in path}
    for name, text in changed.items():
        path = f"standards/{name.replace('__', '/')}.yaml"
        if text is None:
            del files[path]
        else:
            files[path] = text.encode()
    return files


CHANGES: tuple[dict[str, str | None], ...] = (
    {},
    {"beta__2021__1": WRONG},
    {"inquiry__1": RECOMMENDATION.format(number=1).replace("Text of", "[Text](#8) of")},
    {"inquiry__set": "format: ["},
    {"inquiry__set": None},
    {"inquiry__body": BODY},
    {"other__set": SET},
    {"other__set": SET, "beta__2021__year": "format: ["},
    {"other__set": SET, "beta__2021__year": YEAR.replace("inquiry", "inqiry")},
    {"other__set": SET, "other__1": RECOMMENDATION.format(number=1), "other__2": "a: ["},
    {"stray": "a: 1", "nothing__1": "a: 1", "gamma__notes__deep__1": "a: 1"},
    {"alpha__2022__year": LATER, "alpha__2022__1": WRONG, "alpha__2021__2": "a: ["},
    {"alpha__2022__year": LATER.replace('"2021"', '"2020"'), "alpha__2021__1": WRONG},
    {"gamma__2021__year": None},
    {"gamma__body": None},
    {"beta__2021__1": None, "gamma__2021__3": POSITION.format(number=3)},
)


def at_once(root: Path, body: str | None, year: str | None) -> tuple[tuple[Problem, ...], object]:
    """Return the findings in a record that is read as a whole."""
    found = loading.load(workspace.read_files(root))
    meant = found.meant(body, year)
    asked = [r for r in found.readable if (r.body_id, r.year_id) in meant]
    return found.concerning(body, year), all_rules.found(asked, workspace.holds(root))


@pytest.mark.parametrize("year", [None, "2021", "2022"])
@pytest.mark.parametrize("body", [None, "alpha", "beta"])
@pytest.mark.parametrize("changed", CHANGES, ids=lambda changed: "+".join(changed) or "clean")
def test_the_findings_are_those_of_all_files_at_once(
    tmp_path: Path, changed: dict[str, str | None], body: str | None, year: str | None
) -> None:
    """Whatever is wrong, and whatever is asked for."""
    write_files(tmp_path, several(**changed))
    found = check_workspace(tmp_path, list_record(tmp_path), body, year)
    assert (found.problems, found.found) == at_once(tmp_path, body, year)


def test_the_findings_of_many_processes_are_those_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same order, and the files are counted once."""
    monkeypatch.setattr(body_by_body, "WORTH", 1)
    write_files(tmp_path, several(beta__2021__1=WRONG, alpha__2021__2="a: ["))
    one, two = (
        check_workspace(tmp_path, list_record(tmp_path), None, cores=count) for count in (1, 2)
    )
    assert one == two
    assert len(one.problems) == 3
    assert one.files == len(several())


def test_each_file_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a set too, which all bodies answer."""
    write_files(tmp_path, several())
    counted: Counter[str] = Counter()
    compose = nodes.compose
    monkeypatch.setattr(
        record_file, "compose", lambda text: (counted.update([text]), compose(text))[1]
    )
    check_workspace(tmp_path, list_record(tmp_path), None)
    texts = Counter(data.decode() for data in several().values())
    assert counted == texts
