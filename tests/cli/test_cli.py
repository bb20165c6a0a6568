"""The commands from end to end, as an officer types them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from francis import __version__
from francis.cli import main
from tests.shared.file_text import word_text
from tests.shared.findings import reports
from tests.shared.workspaces import (
    BODY,
    INIT,
    POSITION,
    RECOMMENDATION,
    YEAR,
    plan,
    record_files,
    write_files,
)
from tests.test_git import run as git

ROOT = Path(__file__).parents[2]
NO_GIT = "Papers can name no commit: the record is not under version control."


def run(*words: str, root: Path | None = None, **settings: str) -> Result:
    """Run a command in this process, on a terminal of 120 columns; a traceback fails the test."""
    place = ("--root", str(root)) if root is not None else ()
    result = CliRunner().invoke(main, [*words, *place], env={"COLUMNS": "120", **settings})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a small workspace in a folder with a space and accents."""
    return write_files(tmp_path / "déjà vu")


def files(folder: Path) -> dict[str, str]:
    """Return what is below a folder and not hidden, each file by its path with a digest of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_the_real_record_is_clean() -> None:
    """The record that comes with the project has no errors: papers can be made from it."""
    result = run("check", root=ROOT)
    assert result.exit_code == 0
    assert re.fullmatch(
        r"[0-9]+ warnings, [0-9]+ notes in [0-9]+ files\.", result.stdout.splitlines()[-1]
    )
    assert result.stderr.splitlines()[-1].startswith("Next: ")


def test_check_prints_each_problem_with_its_remedy_and_a_count(workspace: Path) -> None:
    """One line a problem, the remedy below it, and exit 1."""
    changed = POSITION.format(number=1).replace("green", "gren")
    write_files(
        workspace, record_files(body__2021__1=changed, inquiry__2=RECOMMENDATION.format(number=3))
    )
    result = run("check", root=workspace)
    assert result.exit_code == 1
    rating, remedy, number, rename, count = result.stdout.splitlines()
    assert reports(rating, "standards/body/2021/1.yaml:6:10", "value", "error", "'gren'", "green")
    assert remedy.startswith("    ")
    assert "body.yaml" in remedy
    assert reports(number, "standards/inquiry/2.yaml:2:9", "number-differs", "'3'", "2.yaml")
    assert rename == '    Write number: "2", or rename the file to 3.yaml.'
    assert count == "2 errors in 2 files."


def test_check_can_be_kept_to_a_body_and_a_year(workspace: Path) -> None:
    """The problems of others do not count."""
    write_files(
        workspace, record_files(other__body=BODY, other__2021__year="x", body__2020__year="x")
    )
    assert run("check", root=workspace).exit_code == 1
    assert run("check", "--body", "body", "--year", "2021", root=workspace).exit_code == 0
    assert run("check", "--body", "body", root=workspace).exit_code == 1
    assert run("check", "--body", "other", root=workspace).exit_code == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("check", "--body", "bdy"),
            "--body 'bdy' does not exist. Choose from: body. Did you mean body?",
        ),
        (
            ("check", "--year", "2022"),
            "--year '2022' does not exist. Choose from: 2021. Did you mean 2021?",
        ),
        (("build", "--body", "inquiry"), "--body 'inquiry' does not exist. Choose from: body."),
        (
            ("build", "stocktak"),
            "PAPER 'stocktak' does not exist. Choose from: stocktake, action-plan, board-report, hwbb, progress, assurance. Did you mean stocktake?",
        ),
        (("build", "--format", "doc"), "'doc' is not one of 'docx', 'pdf', 'html'"),
        (("chek",), "No such command 'chek'"),
        (("check", "--rot"), "No such option"),
    ],
)
def test_wrong_use_is_exit_2(workspace: Path, words: tuple[str, ...], says: str) -> None:
    """It is told apart from problems of the record."""
    result = run(*words) if words[0] == "chek" else run(*words, root=workspace)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())


def test_outside_a_workspace_the_way_in_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the command that starts one."""
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 1
    assert "francis init FOLDER" in result.stderr
    assert run("check", root=tmp_path / "gone").exit_code == 2


def test_build_makes_every_format_of_the_latest_year(workspace: Path) -> None:
    """The files are listed on standard output, and lie below output/BODY/YEAR/."""
    write_files(
        workspace,
        record_files(
            body__2022__year=YEAR.replace("2021", "2022") + 'follows: "2021"\n',
            **{f"body__2022__{n}": POSITION.format(number=n) for n in "12"},
        ),
    )
    result = run("build", root=workspace)
    assert result.exit_code == 0, result.output
    made = [
        f"body/2022/{paper}-draft.{form}"
        for paper in ("stocktake", "progress")
        for form in ("docx", "pdf", "html")
    ]
    assert [Path(line).name for line in result.stdout.splitlines()] == [Path(p).name for p in made]
    assert result.stderr.splitlines() == [
        *(NO_GIT, *(f"Made {p}" for p in made)),
        "6 made, 0 unchanged.",
    ]
    assert sorted(files(workspace / "output")) == sorted(made)


def test_build_can_be_kept_to_a_paper_a_year_a_format_and_a_folder(
    workspace: Path, tmp_path: Path
) -> None:
    """Everything that can be chosen, chosen at once."""
    words = (
        "stocktake",
        "--body",
        "body",
        "--year",
        "2021",
        "--format",
        "html",
        "--format",
        "docx",
    )
    result = run("build", *words, "--output", str(tmp_path / "out"), root=workspace)
    assert result.exit_code == 0, result.output
    assert sorted(files(tmp_path / "out")) == [
        "body/2021/stocktake-draft.docx",
        "body/2021/stocktake-draft.html",
    ]
    assert not (workspace / "output").exists()


def test_a_record_with_errors_builds_nothing_and_says_why(workspace: Path) -> None:
    """What was built before stays as it was."""
    assert run("build", "--format", "html", root=workspace).exit_code == 0
    before = files(workspace / "output")
    write_files(workspace, record_files(body__2021__1="number: ["))
    result = run("build", root=workspace)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "standards/body/2021/1.yaml:2:1: error" in result.stderr
    assert result.stderr.endswith("Error: 1 error in 1 file. Nothing was built.\n")
    assert files(workspace / "output") == before


def test_an_error_of_another_body_stops_nobody_else(workspace: Path) -> None:
    """Only what a paper rests on can stop it."""
    write_files(workspace, record_files(other__body=BODY, other__2021__year="x"))
    assert run("build", "--format", "html", "--body", "body", root=workspace).exit_code == 0
    assert run("build", "--format", "html", root=workspace).exit_code == 1


def test_an_error_of_a_set_stops_those_alone_who_answer_it(workspace: Path) -> None:
    """A second set that is being typed in is nobody's concern yet."""
    write_files(workspace, record_files(other__set="format: ["))
    assert run("check", root=workspace).exit_code == 1
    assert run("check", "--body", "body", root=workspace).exit_code == 0
    assert run("build", "--format", "html", root=workspace).exit_code == 0
    write_files(workspace, record_files(inquiry__set="format: ["))
    assert run("build", "--format", "html", root=workspace).exit_code == 1


def test_papers_are_not_written_into_the_record(workspace: Path) -> None:
    """They would be read as part of it."""
    before = files(workspace)
    result = run(
        "build", "--format", "html", "--output", str(workspace / "standards/x"), root=workspace
    )
    assert result.exit_code == 1
    assert "is inside the record" in result.stderr
    assert files(workspace) == before


def test_a_full_disk_is_said(workspace: Path) -> None:
    """Also when it is the output that cannot be written."""
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "francis", "check", "--root", str(workspace)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "text", "<p>a</p>", "<main>" + "<section>" * 3000])
@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_template_that_makes_no_page_is_no_traceback(
    workspace: Path, text: str, form: str
) -> None:
    """Whatever it makes, the answer is a paper or a message."""
    (workspace / "templates").mkdir()
    (workspace / "templates/stocktake.html.j2").write_text(text)
    result = run("build", "--format", form, root=workspace)
    assert result.exit_code == 1
    assert "Error: " in result.stderr or "Warning: " in result.stderr


@pytest.mark.parametrize("odd", ["<u>x</u>", '<p class="odd">x</p>', '<p onclick="x()">x</p>'])
@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_template_keeps_to_the_vocabulary_in_every_format(
    workspace: Path, odd: str, form: str
) -> None:
    """What one format cannot show is in none, so that papers agree."""
    (workspace / "templates").mkdir()
    text = (ROOT / "templates/stocktake.html.j2").read_text()
    (workspace / "templates/stocktake.html.j2").write_text(
        text.replace("<section>", "<section>" + odd, 1)
    )
    result = run("build", "--format", form, root=workspace)
    assert result.exit_code == 1
    line = (ROOT / "templates/stocktake.html.j2").read_text().partition("<section>")[0].count(
        "\n"
    ) + 1
    assert re.search(
        rf"templates/stocktake\.html\.j2:{line}: <(u|p) ?.*papers cannot have", result.stderr
    )
    assert ".py" not in result.stderr
    assert not (workspace / "output").exists()


@pytest.mark.parametrize("name", ["house.css", "page.js", "stocktake.html.j2"])
def test_a_template_in_another_encoding_is_said(workspace: Path, name: str) -> None:
    """Windows' own encoding is what an editor may save."""
    (workspace / "templates").mkdir()
    (workspace / "templates" / name).write_bytes(b"/* \x92 */")
    result = run("build", "--format", "html", root=workspace)
    assert result.exit_code == 1
    assert name in result.stderr


def test_root_is_the_folder_that_is_named(workspace: Path) -> None:
    """It is not looked for above: only where no root is named."""
    result = run("check", root=workspace / "standards")
    assert result.exit_code == 1
    assert "is not a workspace" in result.stderr


def test_progress_on_a_terminal_and_plain_lines_elsewhere(workspace: Path) -> None:
    """A bar counts the files that are done; results stay on standard output."""
    import pty

    leader, follower = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "francis",
        "build",
        "--format",
        "html",
        "--root",
        str(workspace),
    ]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=follower, env=environment, check=True
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert "Making the papers" in shown
    assert "0/1" in shown
    assert "Made body/2021/stocktake-draft.html" in shown
    assert "1/1" in shown
    assert "1 made, 0 unchanged." in shown
    assert done.stdout.decode().count("\n") == 1


def test_without_a_body_there_is_nothing_to_build(tmp_path: Path) -> None:
    """That is said, and is not success."""
    (tmp_path / "standards").mkdir()
    result = run("build", root=tmp_path)
    assert result.exit_code == 1
    assert "There is no year to make papers from" in result.stderr


def test_a_broken_template_is_told_by_its_line_and_leaves_what_was_there(workspace: Path) -> None:
    """The workspace's own template wins, and its mistakes are told."""
    assert run("build", "--format", "html", root=workspace).exit_code == 0
    before = files(workspace / "output")
    (workspace / "templates").mkdir()
    (workspace / "templates/stocktake.html.j2").write_text("<p>\n{{ bdy }}")
    result = run("build", root=workspace)
    assert result.exit_code == 1
    assert "templates/stocktake.html.j2:2: 'bdy' is undefined" in result.stderr
    assert files(workspace / "output") == before


def test_a_character_that_the_font_lacks_is_said(workspace: Path) -> None:
    """The paper is made, the character is named, and the exit is 1."""
    (workspace / "templates").mkdir()
    text = (ROOT / "templates/parts.html.j2").read_text()
    broken = text.replace("</h3>", "中</h3>")
    (workspace / "templates/parts.html.j2").write_text(broken)
    result = run("build", "--format", "pdf", root=workspace)
    assert result.exit_code == 1
    told = [
        "Warning: body/2021/stocktake-draft.pdf: There is no font for Chinese (“中” (U+4E2D, cjk unified ideograph-4e2d)). "
        "Put NotoSansSC-Regular.ttf into templates/fonts."
    ]
    assert result.stderr.splitlines()[2:] == [*told, "1 made, 0 unchanged."]
    again = run("build", "--format", "pdf", root=workspace)
    assert (again.exit_code, again.stdout) == (1, result.stdout)
    assert again.stderr.splitlines() == [NO_GIT, *told, "0 made, 1 unchanged."]
    assert sorted(files(workspace / "output")) == ["body/2021/stocktake-draft.pdf"]


WITHOUT_LIBRARIES = """
import ctypes.util
import cffi
def refuse(self, name, *rest):
    raise OSError(f"cannot load library {name}")
cffi.FFI.dlopen = refuse
ctypes.util.find_library = lambda name: None
"""


@pytest.mark.parametrize("bodies", [["body"], ["body", "other"]])
def test_without_the_libraries_of_the_pdf_word_and_html_are_made(
    workspace: Path, tmp_path: Path, bodies: list[str]
) -> None:
    """One line says how to get the PDF, and the exit is 1: of one paper, and of several on all cores."""
    for path, data in record_files().items():
        write_files(workspace, {path.replace("/body/", f"/{body}/"): data for body in bodies})
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_LIBRARIES)
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
    for made, unchanged in ((2 * len(bodies), 0), (0, 2 * len(bodies))):
        done = subprocess.run(
            [sys.executable, "-m", "francis", "build", "--root", str(workspace)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert done.returncode == 1
        assert [Path(line).suffix for line in done.stdout.splitlines()] == [".docx", ".html"] * len(
            bodies
        )
        lines = done.stderr.splitlines()
        assert lines[-1] == f"{made} made, {unchanged} unchanged."
        assert "Warning: No PDF was made" in lines[-2]
        assert lines[1:-2] == [
            line
            for body in bodies
            for line in (
                f"Made {body}/2021/stocktake-draft.docx",
                f"Not made: {body}/2021/stocktake-draft.pdf",
                f"Made {body}/2021/stocktake-draft.html",
            )
            if made or line.startswith("Not")
        ]


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another folder, another process, on another day, with another seed for hashes."""
    made = []
    for name, seed in (("a", "1"), ("b c", "2")):
        root = write_files(tmp_path / name)
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": f"Etc/GMT{'+' if seed == '1' else '-'}7",
        }
        command = [sys.executable, "-m", "francis", "build", "--root", str(root)]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        made.append(files(root / "output"))
    assert made[0] == made[1]
    assert len(made[0]) == 3


def test_the_moment_of_the_files_can_be_given(workspace: Path) -> None:
    """SOURCE_DATE_EPOCH is the convention; otherwise it is the day as at which the record is true."""
    page = workspace / "output/body/2021/stocktake-draft.html"
    assert run("build", "--format", "html", root=workspace).exit_code == 0
    assert '"dcterms.modified" content="2021-03-31T00:00:00Z"' in page.read_text()
    assert (
        run("build", "--format", "html", root=workspace, SOURCE_DATE_EPOCH="86400").exit_code == 0
    )
    assert '"dcterms.modified" content="1970-01-02T00:00:00Z"' in page.read_text()
    result = run("build", root=workspace, SOURCE_DATE_EPOCH="soon")
    assert result.exit_code == 1
    assert "SOURCE_DATE_EPOCH is 'soon'" in result.stderr


FINAL_YEAR = YEAR.replace("draft", "final")


def committed(root: Path, **changed: str) -> Path:
    """Return a workspace in git in which all is committed."""
    write_files(root, record_files(**changed))
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Record")
    return root


def test_final_papers_carry_no_draft_mark(tmp_path: Path) -> None:
    """They lie beside the drafts, under a name of their own, and name the commit that they were made from."""
    root = committed(tmp_path / "w", body__2021__year=FINAL_YEAR)
    for words, draft in (((), "-draft"), (("--final",), "")):
        result = run("build", "--format", "html", "--format", "docx", *words, root=root)
        assert result.exit_code == 0, result.output
        assert result.stderr.endswith("2 made, 0 unchanged.\n")
        page = (root / f"output/body/2021/stocktake{draft}.html").read_text()
        text = "\n".join(word_text((root / f"output/body/2021/stocktake{draft}.docx").read_bytes()))
        marked = "this paper is not final" in page, "this paper is not final" in text
        assert marked == (bool(draft), bool(draft))
        assert git(root, "rev-parse", "HEAD")[:10] in text


def test_a_final_paper_stays_until_somebody_removes_it(tmp_path: Path) -> None:
    """No draft takes its place, and not even another final paper that says something else."""
    root = committed(tmp_path / "w", body__2021__year=FINAL_YEAR)
    paper = root / "output/body/2021/stocktake.html"
    assert run("build", "--format", "html", "--final", root=root).exit_code == 0
    final = paper.read_bytes()
    first = root / "standards/body/2021/1.yaml"
    first.write_text(first.read_text().replace("Position on", "Another position on"))
    assert run("build", "--format", "html", root=root).exit_code == 0
    assert paper.read_bytes() == final
    git(root, "commit", "--quiet", "--all", "--message", "Another")
    refused = run("build", "--format", "html", "--final", root=root)
    assert (refused.exit_code, paper.read_bytes()) == (1, final)
    assert "stocktake.html" in refused.stderr
    assert "remove them on purpose" in refused.stderr
    shutil.rmtree(root / "standards/body/2021")
    write_files(root, {"standards/body/2022/year.yaml": YEAR.encode()})
    for number in "12":
        write_files(
            root,
            {f"standards/body/2022/{number}.yaml": POSITION.format(number=number).encode()},
        )
    assert run("build", "--format", "html", root=root).exit_code == 0
    assert paper.read_bytes() == final
    assert not (root / "output/body/2021/stocktake-draft.html").exists()
    paper.unlink()


def test_a_final_paper_needs_every_position_written_reviewed_and_confirmed(tmp_path: Path) -> None:
    """Each is named, with its file, and what is to be done about it; `confirm` helps with no text."""
    root = committed(tmp_path / "w", body__2021__year=FINAL_YEAR)
    assert run("new-year", "2022", root=root).exit_code == 0
    year = root / "standards/body/2022"
    (year / "year.yaml").write_text((year / "year.yaml").read_text().replace("draft", "final"))
    (year / "1.yaml").write_text((year / "1.yaml").read_text().replace("Position on 1.", "TBC"))
    asked = root / "standards/inquiry/2.yaml"
    asked.write_text(asked.read_text().replace("Text of", "New text of"))
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "2022")
    refused = run("build", "--format", "html", "--final", root=root)
    assert refused.exit_code == 1
    assert not (root / "output").exists()
    for words in (
        "2022/1.yaml:10:7: error: the position on 1 is not written",
        "the position on 2 is to be reviewed, because the text that it answers has changed",
        "the position on 2 was carried forward and not confirmed",
    ):
        assert words in refused.stderr.replace("2022/1.yaml:9:7", "2022/1.yaml:10:7")
    helped = run("confirm", "1", "2", root=root)
    assert helped.exit_code == 1
    assert "not written yet: 1." in helped.stderr
    assert "confirmed" not in (year / "2.yaml").read_text()
    assert run("confirm", "2", root=root).exit_code == 0
    assert "reviewed" not in run("build", "--format", "html", "--final", root=root).stderr


WRONG = """\
{% import "parts.html.j2" as parts %}
<!DOCTYPE html>
<html lang="en-GB">
{{ parts.head("Wrong", register, made, version, "Wrong.") }}
<body class="progress">
{{ parts.furniture("Wrong", register, provenance) }}
<main id="paper">
<h1>Wrong</h1>
<p>There are <strong data-figure="positions">77</strong> positions.</p>
<h2 id="positions">Positions</h2>
{{ parts.positions(register) }}
</main>
</body>
</html>
"""


def test_a_paper_that_does_not_agree_is_withheld_and_all_others_are_written(tmp_path: Path) -> None:
    """Whoever needs it all the same has it with the differences on its last page."""
    root = write_files(tmp_path, record_files(body__2021__actions=plan("A1")))
    write_files(root, {"templates/stocktake.html.j2": WRONG.encode()})
    options = ("build", "--format", "html", "--format", "docx")
    result = run(*options, root=root)
    assert result.exit_code == 1
    made = {path.name for path in (root / "output/body/2021").iterdir()}
    assert made == {"action-plan-draft.html", "action-plan-draft.docx"}
    assert "body/2021/stocktake-draft is withheld" in result.stderr
    assert "“77”" in result.stderr
    assert "--despite-differences" in result.stderr
    again = run(*options, root=root)
    assert (again.exit_code, "is withheld" in again.stderr) == (1, True)
    despite = run(*options, "--despite-differences", root=root)
    assert despite.exit_code == 1
    page = (root / "output/body/2021/stocktake-draft.html").read_text()
    text = "\n".join(word_text((root / "output/body/2021/stocktake-draft.docx").read_bytes()))
    for words in (page, text):
        assert "Differences found in this paper" in words
        assert "“77” in templates/stocktake.html.j2" in words.replace("&ldquo;", "“")


def test_final_papers_are_refused_with_every_reason_of_every_body_at_once(tmp_path: Path) -> None:
    """Each with its place and what to do; what was built before stays as it was."""
    root = committed(
        tmp_path / "w", body__2021__year=FINAL_YEAR, other__body=BODY, other__2021__year=YEAR
    )
    write_files(
        root,
        {f"standards/other/2021/{n}.yaml": POSITION.format(number=n).encode() for n in "12"},
    )
    assert run("build", "--format", "html", root=root).exit_code == 0
    before = files(root / "output")
    result = run("build", "--format", "html", "--final", root=root)
    assert (result.exit_code, result.stdout) == (1, "")
    draft, finish, *unsaved, commit, count = result.stderr.splitlines()
    assert reports(draft, "standards/other/2021/year.yaml:4:9", "not-final", "draft")
    assert "status: final" in finish
    for line, number in zip(unsaved, "12", strict=True):
        assert reports(line, f"standards/other/2021/{number}.yaml", "not-final", "uncommitted")
    assert "git commit" in commit
    assert count == "Error: 3 errors in 3 files. Nothing was built."
    assert files(root / "output") == before
    assert run("build", "--format", "html", "--final", "--body", "body", root=root).exit_code == 0


def test_an_error_of_the_record_hides_no_other_reason(tmp_path: Path) -> None:
    """One run tells all that stands between the record and its final papers."""
    root = committed(
        tmp_path / "w", other__body=BODY, other__2021__year=FINAL_YEAR, other__2021__1="number: ["
    )
    result = run("build", "--final", root=root)
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if "error: " in line]
    assert told[0].startswith("standards/other/2021/1.yaml:")
    assert told[-1].startswith("standards/body/2021/year.yaml:4:9: error: the year is a draft")
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    ("state", "says", "remedy"),
    [
        ("no git", "standards: error: the record is not under version control", "git init"),
        ("not installed", "standards: error: git is not installed", "Install it"),
        ("refused", "standards: error: git refused to read the record", "git status"),
        ("no history", "standards/body/2021: error: this part of the record was never", "git add"),
        (
            "shallow",
            "standards: error: the git history here is incomplete",
            "git fetch --unshallow",
        ),
        ("changed", "standards/body/body.yaml: error: the file has uncommitted changes", "undo"),
    ],
)
def test_final_papers_need_a_record_that_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, says: str, remedy: str
) -> None:
    """Otherwise nobody could say what they were made from."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = tmp_path / "w"
    if state in ("no git", "no history"):
        write_files(root, record_files(body__2021__year=FINAL_YEAR))
        if state == "no history":
            git(root, "init", "--quiet")
    else:
        committed(root, body__2021__year=FINAL_YEAR)
    if state == "shallow":
        (root / "README").write_text("x")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", "Other")
        git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), "clone")
        root = tmp_path / "clone"
    if state == "not installed":
        monkeypatch.setenv("PATH", str(tmp_path))
    if state == "refused":
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    if state == "changed":
        with open(root / "standards/body/body.yaml", "a") as file:
            file.write("\n")
    result = run("build", "--final", root=root)
    assert result.exit_code == 1
    assert says in result.stderr
    assert remedy in result.stderr
    assert result.stderr.endswith("Nothing was built.\n")
    assert not (root / "output").exists()


def test_a_paper_that_no_body_has_is_said(workspace: Path) -> None:
    """Not passed over in silence."""
    for words, says in {
        ("hwbb",): "To write one: francis add cover hwbb",
        ("stocktake", "--format", "xlsx"): "There is no such paper to make",
    }.items():
        result = run("build", *words, root=workspace)
        assert (result.exit_code, result.stdout) == (1, "")
        assert says in result.stderr


def test_a_second_build_says_what_it_left_and_loads_nothing_heavy(workspace: Path) -> None:
    """It lists the same papers, and ends as soon as it has looked at everything."""
    words = ["build", "--root", str(workspace)]
    first = run(*words)
    code = f"""
import json, sys
from francis.cli import main
try:
    main({words!r})
except SystemExit as end:
    print(json.dumps([end.code, [name for name in {HEAVY!r} if name in sys.modules]]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *paths, heavy = done.stdout.splitlines()
    assert paths == first.stdout.splitlines()
    assert json.loads(heavy) == [0, []]
    assert done.stderr == f"{NO_GIT}\n0 made, 3 unchanged.\n"


def test_what_was_removed_and_what_is_older_is_said(workspace: Path) -> None:
    """On the side: standard output lists the papers that there are."""
    assert run("build", "--format", "html", "--format", "docx", root=workspace).exit_code == 0
    (workspace / "standards/body").rename(workspace / "standards/newname")
    (workspace / "output/body/2021/stocktake-draft.docx").write_bytes(b"mine")
    result = run("build", "--format", "html", "--format", "docx", root=workspace)
    assert result.stderr.splitlines()[3:] == [
        "Removed body/2021/stocktake-draft.html, because the record no longer makes it.",
        "Kept body/2021/stocktake-draft.docx: the record no longer makes it, but the file was changed.",
        "2 made, 0 unchanged.",
    ]
    write_files(
        workspace,
        {
            "standards/newname/2021/1.yaml": POSITION.format(number=1)
            .replace("Position", "Answer")
            .encode()
        },
    )
    result = run("build", "--format", "html", root=workspace)
    assert result.stderr.splitlines()[2:] == [
        "Out of date: newname/2021/stocktake-draft.docx is older than the record, and was not asked for.",
        "1 made, 0 unchanged.",
    ]
    assert result.stdout.count("\n") == 1


def test_two_builds_at_once_leave_whole_papers_and_a_true_list(workspace: Path) -> None:
    """Whoever is last wins, and the next build has nothing to do or makes what is in doubt again."""
    command = [sys.executable, "-m", "francis", "build", "--root", str(workspace)]
    both = [
        subprocess.Popen([*command, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for words in ((), ("--audience", "internal"), ())
    ]
    assert [(process.communicate(), process.returncode)[1] for process in both] == [0, 0, 0]
    there = files(workspace / "output")
    assert len(there) == 6
    assert run("build", root=workspace).exit_code == 0
    assert run("build", "--audience", "internal", root=workspace).exit_code == 0
    assert files(workspace / "output") == there
    assert run("build", root=workspace).stderr == f"{NO_GIT}\n0 made, 3 unchanged.\n"
    hidden = [p.name for p in (workspace / "output").rglob(".*")]
    assert hidden == [".made.json"]


def test_init_starts_a_workspace_in_which_check_and_build_work(tmp_path: Path) -> None:
    """What comes next is told."""
    result = run("init", str(tmp_path / "new"), *INIT)
    assert result.exit_code == 0
    assert "francis check" in result.stderr
    told = run("check", root=tmp_path / "new")
    assert told.exit_code == 0
    assert "5 samples are still to be replaced: A01, A02, A03, board-report, hwbb." in told.stdout
    assert "22 positions are not yet written" in told.stdout
    assert told.stdout.endswith("2 warnings in 1 file.\n")
    assert run("build", root=tmp_path / "new").exit_code == 0
    assert len(files(tmp_path / "new/output")) == 3 * 4 + 1
    again = run("init", str(tmp_path / "new"), *INIT)
    assert again.exit_code == 1
    assert "Nothing was written" in again.stderr


def test_help_and_version() -> None:
    """Every command explains itself."""
    assert run("--version").output == f"francis {__version__}\n"
    for words in ((), ("check",), ("build",), ("init",)):
        result = run(*words, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.output
        assert "\\b" not in result.output
    assert (
        "See what is wrong, and how things stand:\n  check     Find every problem"
        in run("--help").output
    )


HEAVY = ("docx", "jinja2", "lxml", "markdown_it", "rich", "weasyprint")


@pytest.mark.parametrize(
    ("words", "heavy"),
    [(["--help"], (*HEAVY, "pydantic_core", "yaml")), (["check"], (*HEAVY, "pydantic"))],
)
def test_nothing_heavy_is_imported_before_it_is_needed(
    workspace: Path, words: list[str], heavy: tuple[str, ...]
) -> None:
    """Start-up is part of the experience."""
    code = f"""
import json, sys
from francis.cli import main
try:
    main({[*words, *(["--root", str(workspace)] if words == ["check"] else [])]!r})
except SystemExit:
    print("\\n" + json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []
