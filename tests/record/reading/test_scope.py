"""What is read of a workspace: what is asked for, what it rests upon, and no more."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from francis import git
from francis.record.paper_kinds import PAPERS
from francis.record.reading import nodes, record_file
from francis.record.reading.scope import list_bodies, list_record, select_commit, select_files
from tests.shared.workspaces import (
    BODY,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    record_files,
    write_files,
)
from tests.test_git import run

LATER = YEAR.replace("2021-", "2022-") + 'follows: "2021"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace of two bodies, a second set, and three years of one body."""
    year = {f"body__2022__{n}": POSITION.format(number=n) for n in (1, 2)}
    files = record_files(
        body__2022__year=LATER,
        body__2020__year=YEAR.replace("2021-", "2020-"),
        body__2020__1=POSITION.format(number=1),
        other__body=BODY,
        other__2021__year=YEAR.replace("inquiry", "second"),
        second__set=SET,
        second__1=RECOMMENDATION.format(number=1),
        **year,
    )
    write_files(tmp_path, {**files, "standards/stray.yaml": b"a: 1"})
    return tmp_path


def folders(files: dict[str, bytes]) -> set[str]:
    """Return the folders in which files were read."""
    return {path.rpartition("/")[0].removeprefix("standards").strip("/") for path in files}


@pytest.mark.parametrize(
    ("body", "year", "expected"),
    [
        ("body", None, {"", "inquiry", "body", "body/2020", "body/2021", "body/2022"}),
        ("body", "2022", {"", "inquiry", "body", "body/2021", "body/2022"}),
        ("body", "2021", {"", "inquiry", "body", "body/2021"}),
        ("other", None, {"", "second", "other", "other/2021"}),
        (None, "2022", {"", "inquiry", "body", "other", "body/2021", "body/2022"}),
        ("nobody", None, {""}),
    ],
)
def test_only_what_is_asked_for_is_read(
    root: Path, body: str | None, year: str | None, expected: set[str]
) -> None:
    """A body with the sets that its years answer, and a year with those that it follows."""
    assert folders(select_files(root, body, year).files) == expected


@pytest.mark.parametrize("changed", [b"format: [", YEAR.replace("inquiry", "inqiry").encode()])
def test_all_sets_are_read_where_it_is_not_known_which_is_answered(
    root: Path, changed: bytes
) -> None:
    """What is said of a set that does not exist names the others."""
    write_files(root, {"standards/body/2021/year.yaml": changed})
    assert {"inquiry", "second"} <= folders(select_files(root, "body").files)


def test_bodies_and_years_are_known_without_being_read(root: Path) -> None:
    """So that a message about a name can list them."""
    assert list_record(root).years == {"body": ("2020", "2021", "2022"), "other": ("2021",)}
    assert list_bodies(root, {"other"}, {}).years == {"body": (), "other": ("2021",)}
    assert select_files(root, "other").found.years == {"body": (), "other": ("2021",)}
    assert select_files(root, "body", "2021").found.years["body"] == ("2020", "2021", "2022")


def test_a_change_parses_the_changed_file_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is kept."""
    selection = select_files(root, "body")
    assert len(selection.found.registers) == 2
    parsed: Counter[str] = Counter()
    compose = nodes.compose
    monkeypatch.setattr(
        record_file, "compose", lambda text: (parsed.update([text]), compose(text))[1]
    )
    new = POSITION.format(number=1) + "lead: Director\n"
    after = selection.changed({"standards/body/2022/1.yaml": new.encode()})
    assert parsed == {new: 1}
    assert after.registers[-1].positions["1"].lead == "Director"


@pytest.mark.parametrize("body", ["body", "other", "nobody", None])
def test_as_much_is_read_of_a_commit(
    root: Path, body: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a body and its sets are asked of git, and they are found as they were."""
    run(root, "init", "--quiet")
    run(root, "add", ".")
    run(root, "commit", "--quiet", "--message", "Record")
    expected = select_files(root, body)
    assert expected.found.years
    write_files(root, {"standards/other/2021/year.yaml": b"a: 1"})
    asked: Counter[str] = Counter()
    blobs = git._blobs
    monkeypatch.setattr(git, "_blobs", lambda at, ids: (asked.update(ids), blobs(at, ids))[1])
    found = select_commit(root, git.commit_of(root, "HEAD"), body, {})
    assert found.files == expected.files
    assert found.found == expected.found
    assert len(asked) == len(set(expected.files.values()))


def test_covers_and_the_names_of_papers_are_listed_without_being_read(root: Path) -> None:
    """Those of each year that is asked for, in the order of their names; other files are none."""
    covers = {
        f"standards/body/{path}": b"format: ["
        for path in ("2021/papers/b.yaml", "2021/papers/a.yaml", "2021/papers/x.txt", "2022/papers/c.yaml")
    }  # fmt: skip
    listing = list_record(write_files(root, covers))
    found = [
        ("a", "standards/body/2021/papers/a.yaml"),
        ("b", "standards/body/2021/papers/b.yaml"),
        ("c", "standards/body/2022/papers/c.yaml"),
    ]
    assert [*listing.covers("body", ["2020", "2021", "2022"])] == found
    assert [*listing.covers("body", ["2021"])] == found[:2]
    kinds = [kind.name for kind in PAPERS]
    assert [*listing.paper_names("other")] == [*kinds, *kinds]
    assert [*listing.paper_names("body")] == [*kinds, *kinds, "a", "b", "c"]
    assert [*listing.paper_names()] == [*kinds, *kinds, "a", "b", "c", *kinds]
    assert [*listing.paper_names("nobody")] == kinds


def test_the_sets_of_bodies_are_known_as_far_as_their_years_can_be_read(root: Path) -> None:
    """Of one body, or of all; and what was read of one can be forgotten."""
    write_files(root, {"standards/body/2020/year.yaml": b"format: ["})
    listing = list_record(root)
    assert [*listing.read_years("body")] == ["2021", "2022"]
    assert listing.sets_of("body") == ("inquiry",)
    assert listing.sets_of() == ("inquiry", "second")
    assert listing.sets_of("nobody") == ()
    assert any(path.startswith("standards/body/") for path, *_ in listing.read)
    listing.forget("body")
    assert {path.split("/")[1] for path, *_ in listing.read} == {"other"}


def test_what_no_body_holds_is_the_rest(root: Path) -> None:
    """Without the sets that are answered, unless a year outside of any body names one."""
    listing = list_record(root)
    assert folders(listing.rest({"inquiry", "second"}).files) == {""}
    assert folders(listing.rest({"second"}).files) == {"", "inquiry"}
    assert folders(listing.rest(()).files) == {"", "inquiry", "second"}
    stray = YEAR.replace("inquiry", "second").encode()
    listing = list_record(write_files(root, {"standards/lost/2021/year.yaml": stray}))
    assert folders(listing.rest({"inquiry", "second"}).files) == {"", "lost/2021", "second"}
    assert listing.rest(()).beside == {"body": (), "other": ()}
