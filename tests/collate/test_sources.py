"""What is collated: workspaces and datasets that were sent, of which none can do harm."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from francis.collate.figures import collated_figures
from francis.collate.sources import sources_in
from francis.dataset.extract import Asked
from francis.dataset.files import in_memory
from francis.dataset.store import MANIFEST, on_all_cores, store, workspace_source
from francis.errors import FrancisError
from tests.collate.conftest import ASKED, SET, collated
from tests.shared.country import Country


def held(target: Path) -> dict[str, bytes]:
    paths = (path for path in target.rglob("*") if path.is_file())
    found = {path.relative_to(target).as_posix(): path.read_bytes() for path in paths}
    found.pop(MANIFEST)
    return found


@pytest.fixture
def sent(dataset: Path, tmp_path: Path) -> Path:
    """Return a dataset with three bodies, to be spoilt."""
    target, folder = tmp_path / "sent", f"set={SET}"
    for name in ("body=body-001", "body=body-002", "body=body-003"):
        shutil.copytree(dataset / folder / name, target / folder / name)
    for path in (dataset / folder).glob("*.parquet"):
        shutil.copy(path, target / folder)
    return target


def test_it_is_one_whatever_the_bodies_come_in(tmp_path: Path) -> None:
    """A workspace with all, clones of each, and datasets in Parquet or JSON."""
    few = Country(3, 6, 2)
    apart = few.write_apart(tmp_path / "apart")
    one = few.write(tmp_path / "one")
    collated(tmp_path / "from-one", one)
    collated(tmp_path / "from-apart", *apart)
    assert held(tmp_path / "from-one") == held(tmp_path / "from-apart")
    wanted = collated_figures(tmp_path / "from-one", SET)
    for form in ("parquet", "json"):
        sources = {"": workspace_source(one, Asked(None, form=form))}
        own, asked = tmp_path / f"own-{form}", Asked(None, form=form)
        store(own, sources, asked, on_all_cores(sources, asked, cores=1))
        assert not collated(tmp_path / f"from-{form}", own).left_out
        assert collated_figures(tmp_path / f"from-{form}", SET) == wanted
    twice = collated(tmp_path / "twice", one, apart[0])
    assert twice.twice == {("../apart/body-001", "body-001"): "../one"}
    assert held(tmp_path / "twice") == held(tmp_path / "from-one")


def test_a_second_time_only_the_body_that_changed_is_made(country: Country, tmp_path: Path) -> None:
    """Of one that is gone nothing is left."""
    root = Country(3, 4, 2).write(tmp_path / "record")
    collated(tmp_path / "data", root)
    assert collated(tmp_path / "data", root).made == ()
    file = root / "standards/body-002/2025/1.yaml"
    file.write_text(file.read_text().replace("We will do 1.", "We did 1."))
    assert collated(tmp_path / "data", root).made == (f"set={SET}/body=body-002/positions.parquet",)
    shutil.rmtree(root / "standards/body-003")
    assert {p.split("/")[1] for p in collated(tmp_path / "data", root).removed} == {"body=body-003"}


def test_what_one_source_says_of_the_set_is_kept_when_another_changes(tmp_path: Path) -> None:
    """Of recommendations that differ, the first source counts; no body is lost or taken twice."""
    apart = Country(3, 3, 2).write_apart(tmp_path / "apart")
    collated(tmp_path / "data", *apart)
    first, last = (root / "standards/inquiry/2.yaml" for root in (apart[0], apart[2]))
    for path, words in ((last, "Last"), (first, "First")):
        path.write_text(path.read_text().replace("heading: Heading 2", f"heading: {words}"))
        done = collated(tmp_path / "data", *apart)
        assert (done.twice, done.left_out) == ({}, {})
        assert sum(path.endswith("/positions.parquet") for path in done.paths) == 3
    found = collated_figures(tmp_path / "data", SET)
    assert [tally.heading for tally in found.tallies] == ["Heading 1", "First", "Heading 3"]


BOMB = "a: &a [x]\n" + "".join(
    f"{chr(97 + n)}: &{chr(97 + n)} [{', '.join(['*' + chr(96 + n)] * 9)}]\n" for n in range(1, 9)
)


def test_a_body_with_errors_is_left_out_and_the_others_go_on(tmp_path: Path) -> None:
    """A bomb of aliases, a word that does not exist, a file of the wrong kind, a link out of the workspace."""
    root = Country(6, 3, 2).write(tmp_path / "record")
    (tmp_path / "secret.yaml").write_text("format: 1\nsecret: yes\n")
    home = root / "standards"
    (home / "body-001/2025/1.yaml").write_text(BOMB)
    (home / "body-002/body.yaml").write_text("format: 1\n")
    (home / "body-003/2025/year.yaml").write_bytes(b"\xff\xfe\x00")
    (home / "body-004/2025/2.yaml").unlink()
    (home / "body-004/2025/2.yaml").symlink_to(tmp_path / "secret.yaml")
    done = collated(tmp_path / "data", root)
    assert {body for _, body in done.left_out} == {f"body-00{n}" for n in (1, 2, 3, 4)}
    assert {p.split("/")[1] for p in done.paths if "body=" in p} == {
        "body=body-005",
        "body=body-006",
    }
    assert b"secret" not in b"".join(held(tmp_path / "data").values())


def rewritten(path: Path, query: str) -> None:
    """Write a file of a dataset anew, from itself."""
    other = path.with_name("other")
    in_memory().execute(
        f"COPY ({query.replace('IT', f'read_parquet({str(path)!r})')}) TO {str(other)!r} (FORMAT parquet)"
    )
    other.replace(path)


def spoilt(table: str, query: str) -> Callable[[Path], None]:
    return lambda body: rewritten(body / f"{table}.parquet", query)


def cut(at: int) -> Callable[[Path], None]:
    def spoil(body: Path) -> None:
        path = body / "actions.parquet"
        path.write_bytes(path.read_bytes()[:at])

    return spoil


def linked(body: Path) -> None:
    other = body.parents[2] / "elsewhere.parquet"
    (body / "positions.parquet").rename(other)
    (body / "positions.parquet").symlink_to(other)


HARM: dict[str, tuple[Callable[[Path], None], str]] = {
    "no Parquet": (cut(20), "cannot be read"),
    "cut": (cut(-99), "cannot be read"),
    "a wrong type": (spoilt("positions", "SELECT * REPLACE (1 AS text) FROM IT"), "the column text is INTEGER, and must be VARCHAR"),
    "no column": (spoilt("positions", "SELECT * EXCLUDE (rating) FROM IT"), "it has no column rating"),
    "another body": (spoilt("positions", "SELECT * REPLACE ('body-002' AS body) FROM IT"), "a row is of another body"),
    "another set": (spoilt("stocktakes", "SELECT * REPLACE ('../../x' AS \"set\") FROM IT"), "a row is of another set"),
    "a word of none": (spoilt("positions", "SELECT * REPLACE ('wonderful' AS shared_word) FROM IT"), "a word that is none of its own"),
    "a row twice": (spoilt("positions", "FROM IT UNION ALL FROM IT"), "two rows have the same key"),
    "nothing in it": (spoilt("positions", "SELECT * REPLACE (NULL::VARCHAR AS rating) FROM IT"), "the column rating is empty"),
    "no character": (spoilt("bodies", "SELECT * REPLACE (chr(7) AS name) FROM IT"), "characters that cannot be printed"),
    "a long text": (spoilt("bodies", "SELECT * REPLACE (repeat('x', 200000) AS short_name) FROM IT"), "is too long"),
    "many rows": (spoilt("evidence", "SELECT x FROM range(1000001) t(x)"), "more than 1,000,000 rows"),
    "no bodies": (lambda b: (b / "bodies.parquet").unlink(), "no table of bodies"),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_a_dataset_that_was_spoilt_leaves_that_body_out(
    sent: Path, tmp_path: Path, harm: str
) -> None:
    """Its file and what is wrong are told, and the others are collated."""
    spoil, said = HARM[harm]
    body = sent / f"set={SET}/body=body-001"
    if harm == "many rows":
        shutil.copy(body / "bodies.parquet", body / "evidence.parquet")
    spoil(body)
    done = collated(tmp_path / "data", sent)
    ((_, problems),) = done.left_out.items()
    assert said in " ".join(p.message for p in problems)
    assert all(p.place.path.startswith(f"set={SET}/body=body-001") for p in problems)
    assert {p.split("/")[1] for p in done.paths if "body=" in p} == {
        *("body=body-002", "body=body-003")
    }


def test_names_and_links_lead_nowhere(sent: Path, tmp_path: Path) -> None:
    """A folder that is no name, a link out of the dataset, and a pipe that never ends."""
    home = sent / f"set={SET}"
    shutil.copytree(home / "body=body-001", home / "body=a'b;--")
    linked(home / "body=body-002")
    shutil.move(sent.parent / "elsewhere.parquet", tmp_path / "outside.parquet")
    (home / "body=body-002/positions.parquet").unlink()
    (home / "body=body-002/positions.parquet").symlink_to(tmp_path / "outside.parquet")
    (home / "body=body-003/actions.parquet").unlink(missing_ok=True)
    os.mkfifo(home / "body=body-003/actions.parquet")
    done = collated(tmp_path / "data", sent)
    assert {body for _, body in done.left_out} == {"a'b;--"}
    assert f"set={SET}/body=body-002/positions.parquet" not in done.paths
    assert f"set={SET}/body=body-003/actions.parquet" not in done.paths
    inside = {path.resolve() for path in (tmp_path / "data").rglob("*")}
    assert all(path.is_relative_to((tmp_path / "data").resolve()) for path in inside)


def test_links_and_pipes_in_a_workspace_stop_that_body_alone(tmp_path: Path) -> None:
    """A link to a folder, and a pipe that never ends; also the second time, when all was read before."""
    one, two, three = Country(3, 3, 2).write_apart(tmp_path / "apart")
    assert not collated(tmp_path / "data", one, two, three).left_out
    (one / "standards/body-001/providers/royal").mkdir(parents=True)
    os.mkfifo(one / "standards/body-001/providers/royal/provider.yaml")
    (two / "standards/body-002/2026").symlink_to(two / "standards/body-002/2025")
    (two / "standards/more").symlink_to(two / "standards/inquiry")
    found = sources_in([one, two, three], tmp_path / "data", ASKED)
    assert [name.rpartition("/")[2] for name in found.unread] == ["body-002"]
    done = collated(tmp_path / "data", one, two, three)
    assert {body for _, body in done.left_out} == {"body-001"}
    assert {p.split("/")[1] for p in done.paths if "body=" in p} == {"body=body-003"}


def test_a_folder_that_is_no_source_is_refused(tmp_path: Path) -> None:
    """All of them at once."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with pytest.raises(FrancisError) as refused:
        collated(tmp_path / "data", tmp_path / "one", tmp_path / "two")
    assert str(refused.value).count("neither a workspace") == 2
