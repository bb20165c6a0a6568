"""Commands at once, commands that are killed, and an editor in between: nothing lost, nothing half.

Here some pairs and some kills of each command; `make races` runs a hundred pairs and kills at every change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from francis import workspace
from francis.papers import making
from francis.papers.made_list import last_build
from francis.record.reading import loading
from francis.record.writing import locks, whole_files
from tests.cli.test_cli import run
from tests.record.writing.test_locks import holder
from tests.shared.forks import Command, Ended
from tests.shared.workspaces import BODY, INIT, RED, action, plan, record_files, write_files

pytestmark = pytest.mark.slow

ACTIONS = "standards/body/2021/actions.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with a plan, in a folder of its own."""
    scheme = BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n")
    due = action("A1", "original_due: 2021-05-31\nlead: Director of Care\nsince: 2021-01-01")
    files = record_files(body__body=scheme, body__2021__actions=plan(due, "A2"))
    return write_files(tmp_path / "déjà vu/w", files)


def visible(folder: Path) -> dict[str, bytes]:
    """Return the files that somebody sees below a folder, by their path from it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not is_left(path.relative_to(folder))
    }


def is_left(path: Path) -> bool:
    """Return whether a path is what is hidden while a folder is written."""
    return any(part.endswith(".francis") for part in path.parts)


def left(folder: Path) -> list[Path]:
    """Return what is hidden below a folder, or beside it."""
    return [path for path in folder.parent.rglob("*") if is_left(path.relative_to(folder.parent))]


def begin(root: Path, *words: str) -> Command:
    """Start a command in a process of its own."""
    place = () if words[0] == "init" else ("--root", str(root))
    return Command((*words, *place), root.parent)


def at_once(root: Path, *commands: tuple[str, ...]) -> list[Ended]:
    """Run commands at once; return how each ended, and what it said."""
    started = [begin(root, *words) for words in commands]
    return [command.wait() for command in started]


@pytest.fixture
def pairs(request: pytest.FixtureRequest) -> int:
    """Return how many pairs of each command are run."""
    return 100 if request.config.getoption("--in-full") else 5


def no_problems(root: Path) -> bool:
    return loading.load(workspace.read_files(root)).problems == ()


# Two at once


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_two_notes_at_once_both_stand(root: Path, pairs: int) -> None:
    """The second is written to what the first has left."""
    notes = [f"Note {number}." for number in range(2 * pairs)]
    for one, other in zip(notes[::2], notes[1::2], strict=True):
        note = ("act", "A2", "--on", "2021-03-01", "--progress")
        done = at_once(root, (*note, one), (*note, other))
        assert [code for code, _ in done] == [0, 0], done
    text = (root / ACTIONS).read_text()
    assert [note for note in notes if f"text: {note}\n" not in text] == []
    assert no_problems(root)
    assert left(root) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_a_rating_and_a_confirmation_at_once_both_stand(root: Path, pairs: int) -> None:
    """Of one position, and beside them what others do to other files."""
    file = root / "standards/body/2021/1.yaml"
    for number in range(pairs):
        reason = f"The {number}th look."
        done = at_once(
            root,
            ("rate", "1", "red", "--reason", reason),
            ("confirm", "1", "2", "--by", f"Post {number}", "--on", "2021-03-31"),
        )
        assert [code for code, _ in done] == [0, 0], done
        assert f"reason: {reason}\n" in file.read_text()
        assert f"by: Post {number}\n" in file.read_text()
    assert no_problems(root)
    assert left(root) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_two_that_make_one_folder_one_does(root: Path, pairs: int) -> None:
    """The other says that it is there."""
    for number in range(pairs):
        words = ("new-year", str(2022 + number))
        codes = sorted(code for code, _ in at_once(root, words, words))
        follows = f'follows: "{2021 + number}"\n'
        # The second may find the new year as the latest, which it then is.
        assert codes == [0, 1]
        assert follows in (root / f"standards/body/{2022 + number}/year.yaml").read_text()
        new = root.parent / f"new {number}"
        done = at_once(root, ("init", str(new), *INIT), ("init", str(new), *INIT))
        assert sorted(code for code, _ in done) == [0, 1]
        assert "already exist" in "".join(text for _, text in done)
        assert no_problems(new)
    assert no_problems(root)
    assert left(root) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_of_two_that_write_the_same_both_do(root: Path, pairs: int) -> None:
    """Schemas, and papers, whose list is true afterwards."""
    for _ in range(pairs):
        for words in (("schema",), ("build", "--format", "html")):
            assert [code for code, _ in at_once(root, words, words)] == [0, 0]
        assert run("build", "--format", "html", root=root).stderr.count("0 made, 2 unchanged") == 1
        for path in (root / "output").rglob("*.html"):
            path.unlink()
    assert left(root) == []


def test_who_waits_is_told_why(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that does nothing for seconds looks broken."""
    monkeypatch.setattr(locks, "QUIET_WAIT", 0.1)
    with holder(root) as other:
        ending = threading.Timer(1, other.communicate)
        ending.start()
        result = run("confirm", "1", root=root)
        ending.join()
    assert result.exit_code == 0
    assert result.stderr == "Another francis command is writing here: waiting for it to end.\n"


def test_papers_of_an_older_record_do_not_replace_those_of_a_newer(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that began before a change, and ends after another that saw it."""
    papers = ("build", "stocktake", "--format", "html")
    paper = root / "output/body/2021/stocktake-draft.html"
    pages = making.pages_and_mistakes

    def meanwhile(jobs: Sequence[making.Job]) -> object:
        made = pages(jobs)
        file = root / "standards/body/2021/1.yaml"
        file.write_text(file.read_text().replace("Position on 1.", "Newer."))
        ((code, text),) = at_once(root, papers)
        assert code == 0, text
        return made

    monkeypatch.setattr(making, "pages_and_mistakes", meanwhile)
    result = run(*papers, root=root)
    assert result.exit_code == 1
    assert "body/2021/stocktake-draft.html" in result.stderr
    assert "in the meantime" in result.stderr
    assert "Newer." in paper.read_text()


def test_a_build_during_which_the_record_changes_is_not_listed_as_the_last(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its papers are of the record that it read, and the next build looks at all again."""
    build = ("build", "stocktake", "--format", "html")
    file = root / "standards/body/2021/1.yaml"
    make, read = making.pages_and_mistakes, file.read_text()

    def meanwhile(jobs: Sequence[making.Job]) -> object:
        file.write_text(read.replace("Position on 1.", "Newer."))
        return make(jobs)

    monkeypatch.setattr(making, "pages_and_mistakes", meanwhile)
    assert run(*build, root=root).exit_code == 0
    assert last_build(root / "output") is None
    monkeypatch.undo()
    assert "1 made, 0 unchanged" in run(*build, root=root).stderr
    assert last_build(root / "output") is not None
    assert "Newer." in (root / "output/body/2021/stocktake-draft.html").read_text()


# An editor in between

CHANGES: dict[str, tuple[tuple[str, ...], str]] = {
    "act": (("act", "A2", "--progress", "It came.", "--on", "2021-03-01"), ACTIONS),
    "rate": (("rate", "1", "red"), "standards/body/2021/1.yaml"),
    "confirm": (("confirm", "1", "2"), "standards/body/2021/2.yaml"),
    "schema": (("schema",), "standards/.schemas/year.json"),
    "new-year": (("new-year", "2022"), "standards/body/2022/1.yaml"),
}


@pytest.mark.parametrize(("words", "file"), CHANGES.values(), ids=CHANGES)
def test_what_an_editor_saves_in_between_is_never_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], file: str
) -> None:
    """The command says so, and changes nothing; the officer repeats it."""
    make = whole_files._make_ready

    def saved(step: whole_files._Step) -> None:
        make(step)
        path = root / file
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"format: 1\n") + b"# mine\n")

    before = visible(root)
    monkeypatch.setattr(whole_files, "_make_ready", saved)
    result = run(*words, root=root)
    assert result.exit_code == 1
    assert "in the meantime" in result.stderr
    after = visible(root)
    assert after.pop(file).endswith(b"# mine\n")
    assert after == {path: data for path, data in before.items() if path != file}
    assert left(root) == []


# Kills


def kill(n: int, root: Path, *words: str) -> str | None:
    """Run a command and kill it at its n-th change; return what it said if it came to its end."""
    place = () if words[0] == "init" else ("--root", str(root))
    done = Command((*words, *place), root.parent, kill_at=n, around=root).wait()
    assert done.code in (0, -9), done.said
    return done.said if done.code == 0 else None


KILLED: dict[str, tuple[str, ...]] = {
    "rate": ("rate", "1", "red"),
    "act": ("act", "A1", "--complete", "--on", "2021-03-01"),
    "confirm": ("confirm", "1", "2", "--on", "2021-03-31"),
    "new-year": ("new-year", "2022"),
    "schema": ("schema",),
    "build": ("build", "--format", "html"),
    "init": ("init", "made", *INIT),
    "init in a folder": ("init", "made", *INIT),
}


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> Callable[[int], Iterator[int]]:
    """Return at which of so many changes a command is killed."""
    in_full = request.config.getoption("--in-full")
    return lambda count: iter(range(1, count + 1, 1 if in_full else max(1, count // 4)))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", KILLED)
def test_a_kill_leaves_a_whole_record_and_the_next_run_finishes_the_work(
    tmp_path: Path, name: str, kills: Callable[[int], Iterator[int]]
) -> None:
    """Each file is as it was or as it is to be, a folder is there whole or not at all, and the rest is tidied."""
    words = KILLED[name]

    def fresh(number: int) -> Path:
        root = write_files(tmp_path / f"{number}/w", record_files(body__2021__actions=plan("A1")))
        scheme = BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n")
        (root / "standards/body/body.yaml").write_text(scheme)
        if name == "init in a folder":
            (root.parent / "made").mkdir()
            (root.parent / "made/README.md").write_text("Ours.")
        return root

    whole = fresh(0)
    folder = whole.parent
    before = visible(folder)
    said = kill(0, whole, *words)
    assert said is not None
    count, after = int(said.split()[-1]), visible(folder)
    assert count > 8
    assert before != after
    new = {Path(path).parent for path in after} - {Path(path).parent for path in before}
    for n in kills(count):
        root = fresh(n)
        assert kill(n, root, *words) is None
        there = visible(root.parent)
        assert {p for p, d in there.items() if d not in (before.get(p), after.get(p))} == set()
        assert set(before) <= set(there)
        if name != "init in a folder":
            assert len([p for p in there if Path(p).parent in new]) in (
                0,
                len([p for p in after if Path(p).parent in new]),
            )
        for place in (root, root.parent / "made"):
            if (place / "standards").exists():
                assert no_problems(place)
        again = kill(0, root, *words) if there != after else run_again(root, words)
        assert again is not None
        assert visible(root.parent) == after
        assert left(root) == []


def run_again(root: Path, words: tuple[str, ...]) -> str:
    """Run a command whose work is done: it may refuse to do it again, and tidies all the same."""
    command = begin(root, *(str(root.parent / "made") if w == "made" else w for w in words))
    return command.wait().said
