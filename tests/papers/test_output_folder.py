"""What stands in the output folder: made once, and again as soon as anything that it is made from changes."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from francis import workspace
from francis.errors import FrancisError
from francis.formats import web_page
from francis.formats.pdf import document as pdf
from francis.papers import made_list, making, output_folder
from francis.papers.made_list import LIST, LIST_FORMAT, LastBuild, Updated
from francis.papers.making import Finished
from francis.papers.output_folder import Output, Share, ShowProgress
from francis.record.audience import for_audience
from francis.record.reading import loading
from francis.record.writing import made_lists
from tests.shared.workspaces import POSITION, YEAR, action, plan, record_files, write_files
from tests.test_git import run as git

pytestmark = pytest.mark.slow

DOCX, HTML = "body/2021/stocktake-draft.docx", "body/2021/stocktake-draft.html"


@contextmanager
def quiet(paths: Sequence[str]) -> Iterator[Finished]:
    """Tell nobody."""
    yield lambda path, made: None


def updated(
    root: Path,
    folder: Path | None = None,
    *,
    body: str | None = None,
    year: str | None = None,
    audience: Any = "public",
    formats: Sequence[str] = ("docx", "html"),
    papers: Sequence[str] | None = None,
    progress: ShowProgress = quiet,
    changed: Callable[[Path], object] = lambda root: None,
    note: Callable[[Mapping[str, str]], LastBuild | None] = lambda paths: None,
    **terms: Any,
) -> Updated:
    """Build what can be made quickly, body by body; each was `changed` when it is read again."""
    found = loading.load(workspace.read_files(root))
    output = Output(folder or root / "output", root)

    def share(name: str) -> Share:
        files = workspace.read_files(root)
        found = loading.load(files)
        asked = [r for r in found.registers if r.body_id == name and year in (None, r.year_id)]
        shown = [for_audience(register, audience) for register in asked]
        jobs = making.jobs(root, shown, papers or (), formats, **terms)
        return Share(jobs, files, output_folder.departed(found, name, year))

    for name in found.years if body is None else [body]:
        output.look(name, share(name))
    changed(root)
    done = output.update(share, output_folder.departed(found, body, year), progress, note)
    WITHHELD[:] = output.withheld
    return done


WITHHELD: list[str] = []
"""The papers that the last build did not write, because they did not agree."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with templates of its own, of which the papers were made once."""
    root = write_files(tmp_path / "déjà vu")
    shutil.copytree(workspace.packaged() / "templates", root / "templates")
    assert updated(root).made == (DOCX, HTML)
    return root


def listed(root: Path) -> Any:
    """Return the list of what was made."""
    return json.loads((root / "output" / LIST).read_text())


def test_what_nobody_changed_is_not_made_again(root: Path) -> None:
    """Nor written: the folder may be one that cannot be written."""

    def stamps() -> dict[Path, tuple[int, int, int]]:
        found = {p: p.stat() for p in (root / "output").rglob("*")}
        return {p: (s.st_ino, s.st_size, s.st_mtime_ns) for p, s in found.items()}

    before = stamps()
    done = updated(root)
    assert (done.made, done.unchanged) == ((), (DOCX, HTML))
    assert stamps() == before


def appended(name: str, text: str = "\n") -> Callable[[Path], object]:
    """Return the change that adds a text to a file."""
    return lambda root: (root / name).write_bytes((root / name).read_bytes() + text.encode())


def reworded(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Return the change that says something else in a file."""

    def change(root: Path) -> None:
        text = (root / name).read_text()
        assert old in text
        (root / name).write_text(text.replace(old, new))

    return change


@pytest.mark.parametrize(
    "change",
    [
        reworded("standards/body/2021/1.yaml", "Position on 1", "Answer to 1"),
        appended("standards/body/2021/year.yaml", "notes: [Read this first.]\n"),
        reworded("standards/body/body.yaml", "Test Body", "Trial Body"),
        reworded("standards/inquiry/2.yaml", "Heading 2", "Title 2"),
        reworded("templates/stocktake.html.j2", "Contents", "What is here"),
        reworded("templates/parts.html.j2", "About this paper", "On this paper"),
        appended("templates/house.css"),
        appended("templates/page.js"),
        appended("templates/fonts/LiberationSans-Bold.ttf"),
        lambda root: write_files(root, {"templates/fonts/Another.ttf": b"x"}),
        lambda root: write_files(root, {"templates/council.docx": b"x"}),
        lambda root: (root / "templates/house.docx").unlink(),
        lambda root: (root / "templates/here").symlink_to("house.css"),
        lambda root: shutil.rmtree(root / "templates"),
        lambda root: git(root, "init", "--quiet"),
    ],
)
def test_whatever_a_paper_is_made_from_makes_it_anew(
    root: Path, change: Callable[[Path], object]
) -> None:
    """The record's files, every template with its fonts and house files, and the line on the commit."""
    change(root)
    assert updated(root).made == (DOCX, HTML)
    assert updated(root).unchanged == (DOCX, HTML)


@pytest.mark.parametrize(
    "change",
    [
        appended("standards/body/2021/1.yaml", "# Looked at again.\n"),
        reworded("templates/stocktake.html.j2", "<main", "{# A comment. #}<main"),
        lambda root: write_files(
            root, {"standards/body/2021/actions.yaml": plan(action("A1")).encode()}
        ),
    ],
)
def test_what_changes_nothing_that_a_paper_says_does_not_make_it_anew(
    root: Path, change: Callable[[Path], object]
) -> None:
    """A comment, or a file that another paper reads; and the next build need not even run the templates."""
    change(root)
    done = updated(root, papers=("stocktake",))
    assert (done.made, done.unchanged) == ((), (DOCX, HTML))
    before = listed(root)
    assert updated(root, papers=("stocktake",)).unchanged == (DOCX, HTML)
    assert listed(root) == before


def test_another_house_file_makes_the_word_file_anew(root: Path) -> None:
    """Although the HTML is the same, and both files were there before; the page is left."""
    shutil.copy(root / "templates/house.docx", root / "templates/council.docx")
    updated(root)
    body = root / "standards/body/body.yaml"
    body.write_text(body.read_text() + "papers: [{paper: stocktake, house: council.docx}]\n")
    done = updated(root)
    assert (done.made, done.unchanged) == ((DOCX,), (HTML,))


def test_a_page_that_says_the_same_is_held_to_the_record_that_changed(root: Path) -> None:
    """As where a template of one's own states a fact by itself, which was true before."""
    parts = root / "templates/parts.html.j2"
    stated = '{{ fact("acceptance", acceptance.value) }}'
    assert stated in parts.read_text()
    parts.write_text(parts.read_text().replace(stated, '{{ fact("acceptance", "accepted") }}'))
    assert updated(root).unchanged == (DOCX, HTML)
    reworded("standards/body/2021/1.yaml", "value: accepted", "value: not accepted")(root)
    before = listed(root)
    assert updated(root).made == ()
    assert WITHHELD == ["body/2021/stocktake-draft"]
    assert listed(root) == before


def test_a_paper_names_the_commit_of_what_it_reads(root: Path) -> None:
    """A change of the plan is none of the stock-take, whose commit stays the one before."""
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Record")
    first = git(root, "rev-parse", "HEAD")[:10]
    updated(root)
    write_files(root, {"standards/body/2021/actions.yaml": plan(action("A1")).encode()})
    git(root, "add", "standards")
    git(root, "commit", "--quiet", "--message", "Plan")
    second = git(root, "rev-parse", "HEAD")[:10]
    done = updated(root)
    assert {DOCX, HTML} <= set(done.unchanged)
    assert first in (root / "output" / HTML).read_text()
    assert second in (root / "output/body/2021/action-plan-draft.html").read_text()


def test_a_link_that_leads_elsewhere_makes_papers_anew(root: Path) -> None:
    """Although all files are the same."""
    for name in ("a", "b"):
        write_files(root, {f"templates/{name}/x.css": name.encode()})
    (root / "templates/x").symlink_to("a", target_is_directory=True)
    updated(root)
    (root / "templates/x").unlink()
    (root / "templates/x").symlink_to("b", target_is_directory=True)
    assert updated(root).made == (DOCX, HTML)


def test_what_a_paper_is_not_made_from_does_not(root: Path) -> None:
    """Another body, another year, and what else lies in the workspace."""
    write_files(
        root,
        {
            **{p.replace("/body/", "/other/"): data for p, data in record_files().items()},
            "README.md": b"x",
            "standards/body/2020/year.yaml": YEAR.replace("2021", "2020").encode(),
            **{f"standards/body/2020/{n}.yaml": POSITION.format(number=n).encode() for n in "12"},
        },
    )
    done = updated(root)
    assert done.unchanged == (DOCX, HTML)
    assert {path.rpartition("/")[0] for path in done.made} == {"other/2021", "body/2020"}


def test_a_change_of_an_earlier_year_makes_the_later_papers_anew(root: Path) -> None:
    """They tell what changed since, and what was promised then."""
    shutil.copytree(root / "standards/body/2021", root / "standards/body/2022")
    appended("standards/body/2022/year.yaml", 'follows: "2021"\n')(root)
    assert updated(root, year="2022").made
    assert updated(root, year="2022").made == ()
    reworded("standards/body/2021/2.yaml", "Position on 2", "Answer to 2")(root)
    assert "body/2022/stocktake-draft.html" in updated(root, year="2022").made


def test_papers_of_other_terms_are_others(root: Path) -> None:
    """Final ones, ones of another moment, and ones for other readers, which have names of their own."""
    final = tuple(path.replace("-draft", "") for path in (DOCX, HTML))
    assert updated(root, final=True).made == final
    assert updated(root, final=True).unchanged == final
    assert updated(root).unchanged == (DOCX, HTML)
    epoch = datetime.datetime(2020, 1, 1)
    assert updated(root, epoch=epoch).made == (DOCX, HTML)
    assert updated(root, epoch=epoch).unchanged == (DOCX, HTML)
    updated(root)
    inner = updated(root, audience="internal").made
    assert inner == (
        "body/2021/stocktake-internal-draft.docx",
        "body/2021/stocktake-internal-draft.html",
    )
    assert updated(root).unchanged == (DOCX, HTML)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("__version__", "0.0.0"),
        ("_program", lambda: ["build.py changed"]),
        ("_computer", lambda: ["another Python"]),
    ],
)
def test_another_program_makes_everything_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, changed: object
) -> None:
    """Its version, its modules, and the libraries that it works with."""
    monkeypatch.setattr(made_list, name, changed)
    assert updated(root).made == (DOCX, HTML)


def test_another_library_or_font_of_the_computer_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library by the name under which it is installed, a font by the folder that it lies in."""
    (tmp_path / "site/weasyprint-70.0.dist-info").mkdir(parents=True)
    (tmp_path / "fonts/serif").mkdir(parents=True)
    os.utime(tmp_path / "fonts/serif", (1, 1))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setattr(made_list, "WATCHED", (str(tmp_path / "fonts"), str(tmp_path / "none")))
    first = list(made_list._computer())
    assert first == list(made_list._computer())
    (tmp_path / "fonts/serif/New.ttf").write_bytes(b"")
    second = list(made_list._computer())
    (tmp_path / "site/weasyprint-70.0.dist-info").rename(
        tmp_path / "site/weasyprint-70.1.dist-info"
    )
    third = list(made_list._computer())
    assert len({*map(tuple, (first, second, third))}) == 3
    assert "weasyprint-70.1.dist-info" in third
    assert any(name.startswith("weasyprint-") for name in first[2:])


def test_the_files_of_the_program_are_all_looked_at() -> None:
    """A paper that an older one made is not served."""
    names = {line.split()[0] for line in made_list._program()}
    assert {"papers/making.py", "formats/word/document.py", "__init__.py"} < names
    assert {
        "record/data/papers.yaml",
        "formats/excel/colours.yaml",
        "check/phrases/phrases.yaml",
    } < names
    assert not any("__pycache__" in name for name in names)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(path.read_bytes() + b"\n"),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.symlink_to(path.with_suffix(".docx"))),
        lambda path: (path.rename(path.with_suffix(".x")), path.symlink_to(path.with_suffix(".x"))),
    ],
)
def test_a_file_that_somebody_changed_is_made_again(
    root: Path, change: Callable[[Path], object]
) -> None:
    """And no other; also where a link stands in its place, which is replaced and not followed."""
    path = root / "output" / HTML
    before = path.read_bytes()
    change(path)
    done = updated(root)
    assert (done.made, done.unchanged) == ((HTML,), (DOCX,))
    assert path.read_bytes() == before
    assert not path.is_symlink()
    assert updated(root).made == ()


def test_a_file_that_was_only_touched_is_not(root: Path) -> None:
    """Its bytes count, not its time."""
    os.utime(root / "output" / HTML, (1, 1))
    assert updated(root).made == ()


ENTRY = {"root": "..", "source": "x", "drawn": "", "content": "x", "messages": []}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "\ufeff[",
        "[" * 100_000,
        "null",
        "[]",
        f'{{"format": {LIST_FORMAT}}}',
        f'{{"format": {LIST_FORMAT}, "files": []}}',
        f'{{"format": {LIST_FORMAT - 1}, "files": {{}}}}',
        f'{{"format": {LIST_FORMAT}, "files": {{"body/2021/stocktake-draft.docx": 1}}}}',
        f'{{"format": {LIST_FORMAT}, {" " * 1000}"files": {{}}}}',
    ],
)
def test_a_list_that_cannot_be_read_is_none(
    root: Path, text: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then everything is made again, and listed again."""
    monkeypatch.setattr(made_lists, "LARGEST_LIST", 1_000)
    path = root / "output" / LIST
    path.unlink() if text is None else path.write_text(text)
    assert updated(root).made == (DOCX, HTML)
    monkeypatch.undo()
    assert updated(root).made == ()


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("../../secret.txt", {}),
        ("../standards/secret.txt", {}),
        ("/2021/secret", {}),
        ("body/../secret.txt", {}),
        ("body/2021/sub/secret.txt", {}),
        ("body\\2021\\x/y/z", {}),
        (HTML, {"messages": ["\x1b[2J"]}),
        (HTML, {"messages": "text"}),
        (HTML, {"source": None}),
        (HTML, {"root": 1}),
    ],
)
def test_an_entry_that_was_never_written_so_is_not_believed(
    root: Path, name: str, entry: dict[str, object]
) -> None:
    """Above all it removes nothing, and prints nothing."""
    secret = root / "output" / name
    if name != HTML and not name.startswith("/"):
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.write_text("x")
    made = listed(root)
    was = made["files"].get(name, {**ENTRY, "content": made_list.content_of(secret)})
    made["files"][name] = {**was, **entry}
    (root / "output" / LIST).write_text(json.dumps(made))
    done = updated(root)
    assert (done.removed, done.kept, done.messages) == ((), (), ())
    assert done.made == ((HTML,) if name == HTML else ())
    assert secret.exists() != name.startswith("/")


def test_an_output_folder_anywhere_is_as_good(root: Path, tmp_path: Path) -> None:
    """Each has a list of its own, and both can be moved together."""
    assert updated(root, tmp_path / "else/where").made == (DOCX, HTML)
    assert updated(root, tmp_path / "else/where").made == ()
    assert updated(root).made == ()
    assert updated(root.rename(tmp_path / "moved")).made == ()


def test_papers_that_do_not_agree_leave_the_folder_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the faulty file is left in it nor any other of that build, and no list says otherwise."""
    (root / "standards/body/2021/1.yaml").write_text(POSITION.format(number=1) + "lead: A nurse\n")
    before = {path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}
    make = web_page.to_page
    monkeypatch.setattr(
        web_page, "to_page", lambda page, *rest: make(page.text.replace("nurse", "cook"), *rest)
    )
    assert updated(root).made == ()
    assert WITHHELD == ["body/2021/stocktake-draft"]
    assert before == {
        path: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()
    }
    monkeypatch.undo()
    assert updated(root).made == (DOCX, HTML)


def test_a_folder_that_cannot_be_written_is_said(root: Path) -> None:
    """And the list still tells the truth."""
    appended("templates/house.css")(root)
    (root / "output" / HTML).unlink()
    (root / "output" / HTML).mkdir()
    before = listed(root)
    with pytest.raises(FrancisError, match="Is a directory"):
        updated(root)
    assert listed(root) == before
    (root / "output" / HTML).rmdir()
    assert updated(root).made == (DOCX, HTML)


def test_what_another_build_made_meanwhile_stays_listed(root: Path) -> None:
    """The list is read again before it is written."""

    @contextmanager
    def meanwhile(paths: Sequence[str]) -> Iterator[Finished]:
        yield lambda path, made: None
        assert updated(root, audience="internal").made

    updated(root, audience="restricted", formats=["html"], progress=meanwhile)
    assert len(listed(root)["files"]) == 5
    assert updated(root, audience="internal").made == ()


def test_a_body_that_was_renamed_leaves_nothing_behind(root: Path) -> None:
    """Its papers, which nobody would make again, are removed with their folders."""
    write_files(root, {"output/README.md": b"x", "output/body/mine.txt": b"x"})
    (root / "standards/body").rename(root / "standards/newname")
    done = updated(root)
    assert (done.removed, done.kept) == ((DOCX, HTML), ())
    assert sorted(p.name for p in (root / "output").iterdir()) == [
        LIST,
        "README.md",
        "body",
        "newname",
    ]
    assert [p.name for p in (root / "output/body").iterdir()] == ["mine.txt"]
    assert sorted(listed(root)["files"]) == [
        "newname/2021/stocktake-draft.docx",
        "newname/2021/stocktake-draft.html",
    ]


def test_what_francis_did_not_make_or_somebody_changed_is_never_removed(root: Path) -> None:
    """It is named once; what is not in the list is not even looked at."""
    (root / "standards/body").rename(root / "standards/newname")
    write_files(root, {"output/body/2021/hwbb-draft.pdf": b"scanned"})
    appended(f"output/{HTML}")(root)
    done = updated(root)
    assert (done.removed, done.kept) == ((DOCX,), (HTML,))
    assert (root / "output" / HTML).exists()
    assert (root / "output/body/2021/hwbb-draft.pdf").exists()
    assert updated(root).kept == ()


def test_papers_of_years_that_are_still_there_are_left(root: Path) -> None:
    """An earlier year, a year that cannot be read, papers for other readers, and other formats."""
    updated(root, audience="internal")
    (root / "standards/body/2021").rename(root / "standards/body/2022")
    write_files(root)
    updated(root)
    write_files(root, {"standards/body/2021/1.yaml": b"["})
    done = updated(root, formats=["html"])
    assert (done.made, done.unchanged, done.removed) == (
        (),
        ("body/2022/stocktake-draft.html",),
        (),
    )
    assert len(listed(root)["files"]) == 6


@pytest.mark.parametrize("scope", [{"body": "other"}, {"year": "2022"}])
def test_only_what_was_asked_for_is_tidied(root: Path, scope: dict[str, Any]) -> None:
    """A build of one body or year removes no paper of another."""
    files = record_files()
    write_files(
        root,
        {p.replace("/body/", "/other/").replace("2021/", "2022/"): d for p, d in files.items()},
    )
    shutil.rmtree(root / "standards/body")
    assert updated(root, **scope).removed == ()
    assert updated(root).removed == (DOCX, HTML)


def test_a_paper_that_a_year_no_longer_has_is_removed(root: Path) -> None:
    """As when its cover is, whomever it was for."""
    made = listed(root)
    for name in ("hwbb-draft.pdf", "hwbb-internal-draft.pdf", "stocktake-restricted-draft.xlsx"):
        write_files(root, {f"output/body/2021/{name}": b"x"})
        content = made_list.content_of(root / "output/body/2021" / name)
        made["files"][f"body/2021/{name}"] = {**ENTRY, "content": content}
    (root / "output" / LIST).write_text(json.dumps(made))
    assert len(updated(root).removed) == 3


def test_two_workspaces_may_share_a_folder(root: Path, tmp_path: Path) -> None:
    """Neither removes what the other made."""
    files = {p.replace("/body/", "/theirs/"): d for p, d in record_files().items()}
    other, shared = write_files(tmp_path / "other", files), tmp_path / "shared"
    updated(root, shared)
    assert updated(other, shared).removed == ()
    assert updated(root, shared).made == ()
    assert updated(other, shared).made == ()


def test_files_that_are_older_than_their_record_are_named(root: Path) -> None:
    """Those that lie beside the ones that were asked for; and that they are not is not said of drafts."""
    updated(root, audience="internal")
    assert updated(root).older == ()
    appended("standards/body/2021/1.yaml")(root)
    older = (
        "body/2021/stocktake-internal-draft.docx",
        "body/2021/stocktake-internal-draft.html",
        DOCX,
    )
    assert sorted(updated(root, formats=["html"]).older) == sorted(older)
    updated(root, audience="internal")
    assert updated(root).older == ()
    assert updated(root, formats=["docx"], final=True).older == ()


def test_the_old_file_of_one_that_cannot_be_made_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the library for PDF files is gone."""
    updated(root, formats=["pdf"])
    appended("templates/house.css")(root)

    def refuse() -> None:
        raise pdf.PdfUnavailable("No PDF was made.")

    monkeypatch.setattr(pdf, "prepare", refuse)
    done = updated(root, formats=["html", "pdf"])
    assert done.messages == ("No PDF was made.",)
    assert done.older == (DOCX, "body/2021/stocktake-draft.pdf")


def test_messages_are_told_again_of_what_was_not_made_again(root: Path) -> None:
    """A paper with a fault does not become sound by being built twice."""
    parts = root / "templates/parts.html.j2"
    parts.write_text(parts.read_text().replace("</h3>", "中</h3>"), encoding="utf-8")
    said = updated(root, formats=["pdf"]).messages
    assert len(said) == 1
    done = updated(root, formats=["pdf"])
    assert (done.made, done.messages) == ((), said)


def test_a_file_that_somebody_deleted_is_not_said_to_be_kept(root: Path) -> None:
    """The record makes it no more, and it is not there: nothing is left of it, and nothing is told."""
    (root / "standards/body/2021").rename(root / "standards/body/2022")
    (root / "output" / DOCX).unlink()
    (root / "output" / HTML).write_bytes(b"mine")
    done = updated(root)
    assert (done.kept, done.removed) == ((HTML,), ())
    assert DOCX not in listed(root)["files"]


def bodies(root: Path, *names: str) -> None:
    """Copy a body under other names."""
    for name in names:
        shutil.copytree(root / "standards/body", root / "standards" / name)


@pytest.fixture(params=[1, 8])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the papers of one body after another, and of all at once."""
    monkeypatch.setattr(output_folder, "FEW", request.param)


@pytest.mark.usefixtures("few")
def test_how_many_bodies_are_made_at_once_changes_nothing(root: Path) -> None:
    """The same files in the same order, the same progress; and what stands is left."""
    bodies(root, "b", "c")
    paths = [f"{name}/2021/stocktake-draft.{form}" for name in "bc" for form in ("docx", "html")]
    told: list[Sequence[str]] = []

    @contextmanager
    def progress(paths: Sequence[str]) -> Iterator[Finished]:
        told.append(paths)
        yield lambda path, made: told.append([path])

    done = updated(root, progress=progress)
    assert (done.made, done.unchanged) == (tuple(paths), (DOCX, HTML))
    assert told[0] == paths
    assert sorted(path for (path,) in told[1:]) == sorted(paths)
    for name in ("body", "b", "c"):
        page = (root / f"output/{name}/2021/stocktake-draft.html").read_text()
        assert f"The record {name}/2021 against" in page
    assert updated(root).made == ()


@pytest.mark.usefixtures("few")
def test_what_is_wrong_in_all_bodies_is_said_at_once(root: Path) -> None:
    """Mistakes of templates before anything is made; differences once all is; and nothing is written."""
    bodies(root, "b", "c")
    parts = root / "templates/parts.html.j2"
    stated = '{{ fact("acceptance", acceptance.value) }}'
    was = parts.read_text()
    assert stated in was
    parts.write_text(was.replace(stated, '{{ fact("acceptance", "in full") }}'))
    before = listed(root)
    assert updated(root).made == ()
    assert sorted(WITHHELD) == [f"{name}/2021/stocktake-draft" for name in ("b", "body", "c")]
    parts.write_text(was.replace(stated, "{{ register.body_id[0].nothing }}"))
    with pytest.raises(FrancisError, match="no attribute 'nothing'"):
        updated(root)
    parts.write_text(was.replace(stated, "{{ nothing[register.body_id] }}"))
    with pytest.raises(FrancisError) as raised:
        updated(root)
    assert str(raised.value).count("'nothing' is undefined") == 1
    assert listed(root) == before
    assert sorted(p.name for p in (root / "output").iterdir()) == [LIST, "body"]


def test_a_record_that_changes_meanwhile_is_not_made_half_and_half(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that is read again is the one whose problems were looked at."""
    monkeypatch.setattr(output_folder, "FEW", 1)
    bodies(root, "b", "c")
    before = listed(root)
    with pytest.raises(FrancisError, match="The record of c was changed"):
        updated(root, changed=appended("standards/c/2021/1.yaml", "lead: Nurse\n"))
    assert listed(root) == before


def noted(root: Path, **terms: Any) -> bool:
    """Return whether the last build that the list names stands, once one that notes itself was made."""
    key = made_list.build_key(root, ["terms"], terms.get("body"))
    last = made_list.last_build(root / "output")
    found = last is not None and last.key == key
    stands = found and last is not None and last.stands(root / "output", root, terms.get("body"))
    if not stands:
        asked = {"report.pdf": workspace.holds(root)("report.pdf")}
        updated(root, note=lambda paths: LastBuild(key, paths, 3, asked), **terms)
    return stands


@pytest.mark.parametrize(
    "change",
    [
        appended("standards/body/2021/1.yaml", "# Looked at again.\n"),
        reworded("standards/inquiry/1.yaml", "Heading", "heading"),
        lambda root: write_files(root, {"standards/other/body.yaml": b"format: ["}),
        appended("templates/parts.html.j2"),
        lambda root: write_files(root, {"report.pdf": b"x"}),
        lambda root: git(root, "init", "--quiet"),
        lambda root: (root / "output" / HTML).write_text("mine"),
        lambda root: (root / "output" / DOCX).unlink(),
        lambda root: (root / "output/.0a1b.francis/new").mkdir(parents=True),
        lambda root: updated(root, audience="internal"),
        lambda root: (root / "output" / LIST).write_text('{"format": 2, "last": {"key": 1}}'),
    ],
)
def test_a_last_build_stands_while_nothing_that_it_rests_on_changes(
    root: Path, change: Callable[[Path], object]
) -> None:
    """The record, the templates, the commit, files that the rules looked for, and the papers themselves.

    What a build left that was killed is removed by the next, whatever it finds.
    """
    assert not noted(root)
    assert noted(root)
    last = made_list.last_build(root / "output")
    assert last is not None
    assert (tuple(last.paths), last.warnings) == ((DOCX, HTML), 3)
    change(root)
    assert not noted(root)
    assert not [*(root / "output").glob(".*.francis")]


def test_a_last_build_of_one_body_does_not_rest_on_another(root: Path) -> None:
    """But on all that is asked of all."""
    bodies(root, "b")
    updated(root)
    assert not noted(root, body="b")
    appended("standards/body/2021/1.yaml", "# Looked at again.\n")(root)
    assert noted(root, body="b")
    assert made_list.build_key(root, ["terms"], None) != made_list.build_key(root, ["others"], None)
