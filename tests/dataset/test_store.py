"""A folder with a dataset: kept up to date, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from francis.dataset import store as storing
from francis.dataset.extract import Asked
from francis.dataset.store import MANIFEST, Stored, on_all_cores, store, workspace_source
from francis.record.writing.whole_files import fingerprint_at
from tests.shared.workspaces import BODY, POSITION, RECOMMENDATION, SET, YEAR, write_files

FINAL = YEAR.replace("draft", "final")
JSON = Asked(form="json")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace of two bodies; one has a final stock-take and a draft with an error after it."""
    files = {
        "inquiry/set": SET,
        "inquiry/1": RECOMMENDATION.format(number=1),
        "inquiry/2": RECOMMENDATION.format(number=2),
        **{f"{body}/body": BODY.replace("Test", body.title()) for body in ("north", "south")},
        **{f"{body}/2021/year": FINAL for body in ("north", "south")},
        **{f"{b}/2021/{n}": POSITION.format(number=n) for b in ("north", "south") for n in (1, 2)},
        "north/2022/year": YEAR.replace("2021", "2022") + 'follows: "2021"\n',
        "north/2022/1": POSITION.format(number=1) + "led: Nobody\n",
    }
    return write_files(
        tmp_path / "record", {f"standards/{name}.yaml": t.encode() for name, t in files.items()}
    )


def made(root: Path, target: Path, asked: Asked = JSON, *, strict: bool = False) -> Stored:
    sources = {"": workspace_source(root, asked)}
    return store(target, sources, asked, on_all_cores(sources, asked), strict=strict)


def held(target: Path) -> dict[str, bytes]:
    paths = (path for path in target.rglob("*") if path.is_file())
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in paths}


def test_only_what_changed_is_made_again(root: Path, tmp_path: Path) -> None:
    """And whatever was made from time to time is what is made at once."""
    target, fresh = tmp_path / "data", tmp_path / "fresh"
    first = made(root, target)
    assert not first.left_out  # the error is in a draft
    assert set(first.made) == set(first.paths) == held(target).keys() - {MANIFEST}
    assert made(root, target).made == ()
    position = root / "standards/south/2021/2.yaml"
    position.write_text(position.read_text().replace("Position on 2", "Another text"))
    changed = made(root, target)
    assert changed.made == ("set=inquiry/body=south/positions.json",)
    (root / "standards/inquiry/2.yaml").write_text(RECOMMENDATION.format(number=2) + "short: Two\n")
    assert made(root, target).made == ("set=inquiry/recommendations.json",)
    made(root, fresh)
    assert held(target) == held(fresh)
    (target / "set=inquiry/sets.json").write_text("[]")
    assert made(root, target).made == ("set=inquiry/sets.json",)


def test_an_error_leaves_everything_or_the_body_as_it_is_asked(root: Path, tmp_path: Path) -> None:
    """Of one's own record nothing is written then; of many bodies the others go on."""
    target = tmp_path / "data"
    made(root, target)
    before = held(target)
    with (root / "standards/south/2021/1.yaml").open("a") as file:
        file.write("led: Nobody\n")
    refused = made(root, target, strict=True)
    assert [(p.place.path, p.rule) for ps in refused.left_out.values() for p in ps] == [
        ("standards/south/2021/1.yaml", "unknown-key")
    ]
    assert held(target) == before
    others = made(root, target)
    assert [body for _, body in others.left_out] == ["south"]
    assert {p for p in held(target) if "south" in p} == set()
    assert set(others.removed) == {p for p in before if "south" in p}


def test_a_draft_between_two_final_stock_takes_is_passed_over(root: Path, tmp_path: Path) -> None:
    """The last one that is final tells of the first, and neither is there twice."""
    home = root / "standards/north"
    (home / "2022/1.yaml").write_text(POSITION.format(number=1))
    (home / "2022/2.yaml").write_text(POSITION.format(number=2))
    (home / "2023").mkdir()
    year = FINAL.replace("2021-03", "2023-03") + 'follows: "2022"\n'
    (home / "2023/year.yaml").write_text(year)
    for number in (1, 2):
        (home / f"2023/{number}.yaml").write_text(POSITION.format(number=number))
    done = made(root, tmp_path / "data")
    assert not done.left_out
    rows = json.loads((tmp_path / "data/set=inquiry/body=north/stocktakes.json").read_text())
    assert [(row["year"], row["latest"]) for row in rows] == [("2021", False), ("2023", True)]


def test_what_somebody_changed_is_not_removed(root: Path, tmp_path: Path) -> None:
    """It is told instead."""
    target, path = tmp_path / "data", "set=inquiry/body=south/bodies.json"
    made(root, target)
    (target / path).write_text("mine")
    (root / "standards/south").rename(root / "south")
    done = made(root, target)
    assert done.kept == (path,)
    assert (target / path).read_text() == "mine"
    assert {p for p in held(target) if "south" in p} == {path}


def test_a_manifest_that_names_files_elsewhere_is_not_believed(root: Path, tmp_path: Path) -> None:
    """A dataset that was sent here cannot have this command remove what lies outside it."""
    target, victim = tmp_path / "data", tmp_path / "victim.txt"
    made(root, target)
    victim.write_text("precious")
    fingerprint = fingerprint_at(victim)
    read = json.loads((target / MANIFEST).read_text())
    read["entries"]["\nelsewhere"] = {"key": "", "files": {"../victim.txt": fingerprint}}
    (target / MANIFEST).write_text(json.dumps(read))
    assert made(root, target).removed == ()
    assert victim.read_text() == "precious"
    for text in ("[]", "{", '{"format": 1, "entries": {"": {"key": 1}}}', "[" * 100_000):
        (target / MANIFEST).write_text(text)
        assert made(root, target).made == ()


def test_a_second_process_makes_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are."""
    made(root, tmp_path / "one")
    monkeypatch.setattr(storing, "WORTH_A_PROCESS", 1)
    sources = {"": workspace_source(root, JSON)}
    store(tmp_path / "two", sources, JSON, on_all_cores(sources, JSON), together=1)
    assert held(tmp_path / "one") == held(tmp_path / "two")
