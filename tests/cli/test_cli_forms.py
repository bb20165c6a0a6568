"""The commands on forms from end to end: asked, filled in, taken, and what is still owed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from francis.formats.word.elements import NAMESPACES
from francis.intake.forms.word_boxes import Address
from tests.cli.test_cli import files, run
from tests.intake.test_forms_back import FILES, RATED
from tests.intake.test_forms_out import LEAD
from tests.shared.forms import changed_part, fill_word
from tests.shared.workspaces import write_files
from tests.test_git import run as git

APRIL = {"SOURCE_DATE_EPOCH": "1617235200"}
PLAN = "standards/body/2021/actions.yaml"
DONE: dict[Address, Any] = {
    (0, "filled_on"): "30 March 2021",
    (1, "progress"): "All of it came.",
    (1, "rating"): "Red",
    (4, "still_true"): "yes",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace under version control, with forms to fill in."""
    place = write_files(tmp_path / "w", FILES)
    (place / ".gitignore").write_text("output/\naddresses.yaml\n")
    git(place, "init", "--quiet", "--initial-branch=main")
    git(place, "add", ".")
    git(place, "commit", "--quiet", "--message", "Begun")
    assert run("ask", root=place, **APRIL).exit_code == 0
    return place


def sent(root: Path) -> Path:
    """Return the form for the lead."""
    return root / "output/body/2021/forms/Director-of-Care.docx"


def filled(root: Path, answers: dict[Address, Any] | None = None, name: str = "back.docx") -> Path:
    """Return a form that came back."""
    path = root.parent / name
    path.write_bytes(fill_word(sent(root).read_bytes(), DONE if answers is None else answers))
    return path


def nothing_written(root: Path, done: Result) -> str:
    """Hold a command to it that it refused, and wrote nothing; return what it said."""
    assert done.exit_code == 1, done.output
    assert git(root, "status", "--porcelain") == ""
    assert sent(root).exists()
    return done.stderr


def test_a_form_is_taken_and_one_command_undoes_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changed is a table; the form leaves the folder of those that are owed."""
    monkeypatch.chdir(root)
    before = files(root / "standards")
    done = run("take", str(filled(root)))
    assert done.exit_code == 0, done.output
    assert f"{PLAN}\n" in done.stdout
    for words in (
        "A1",
        "Green",
        "Red",
        "All of it came.",
        LEAD,
        "30 Mar 2021",
        "back.docx",
        "Still true",
    ):
        assert words in done.stdout
    assert files(root / "standards") != before
    taken = [path.name for path in (sent(root).parent / "taken").iterdir()]
    assert len(taken) == 1
    assert not sent(root).exists()
    assert not sent(root).with_suffix(".eml").exists()
    undo = done.stderr.partition("To undo this: ")[2].strip()
    assert undo.startswith("git checkout HEAD -- ")
    subprocess.run(undo.split(), check=True, capture_output=True)
    assert files(root / "standards") == before


def test_a_dry_run_shows_the_same_and_writes_nothing(root: Path) -> None:
    """Neither in the record nor beside it."""
    before = files(root)
    done = run("take", str(filled(root)), "--dry-run", root=root)
    assert done.exit_code == 0, done.output
    assert "All of it came." in done.stdout
    assert files(root) == before


def test_files_that_are_not_committed_are_not_changed(root: Path) -> None:
    """Or no command could undo just what was taken; other files do not matter."""
    form = filled(root)
    (root / "standards/body/2021/year.yaml").write_text(
        FILES["standards/body/2021/year.yaml"].decode() + "notes: []\n"
    )
    assert run("take", str(form), "--dry-run", root=root).exit_code == 0
    (root / PLAN).write_text((root / PLAN).read_text() + "# Mine.\n")
    done = run("take", str(form), root=root)
    assert done.exit_code == 1
    assert f"not committed:\n  {PLAN}\n" in done.stderr
    assert (root / PLAN).read_text().endswith("# Mine.\n")


def test_without_git_a_form_is_taken_too(root: Path) -> None:
    """With a word on what that means."""
    shutil.rmtree(root / ".git")
    done = run("take", str(filled(root)), root=root)
    assert done.exit_code == 0, done.output
    assert "no git here" in done.stderr


@pytest.mark.parametrize(
    ("options", "rating"),
    [((), None), (("--mine", "A1.rating"), "red"), (("--theirs", "A1"), "not rated"), (("--theirs", "all", "--mine", "A2"), "not rated")],
)  # fmt: skip
def test_an_officer_decides_where_both_sides_changed_something(
    root: Path, options: tuple[str, ...], rating: str | None
) -> None:
    """Both are shown side by side; without a decision nothing of any form is written."""
    form = filled(
        root, {(0, "filled_on"): "30 March 2021", (1, "rating"): "Not rated", (3, "rating"): "Red"}
    )
    (root / PLAN).write_bytes(RATED[PLAN])
    git(root, "commit", "--quiet", "--all", "--message", "Rated")
    done = run("take", str(form), *options, root=root)
    if rating is None:
        said = nothing_written(root, done)
        row = next(line for line in said.splitlines() if "A1.rating" in line)
        assert row.index("Red") < row.index("Not rated")
        return
    assert done.exit_code == 0, done.output
    text = (root / PLAN).read_text()
    first, second = (text.partition(f"id: A{n}")[2].partition("  - id:")[0] for n in (1, 2))
    assert f"value: {rating}" in first
    assert ("value: red" in second) == ("A2" not in options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--mine", "A8"), "A8"),
        (("--mine", "A1", "--theirs", "A1"), "both name A1"),
        (("--on", "soon"), "--on"),
    ],
)
def test_wrong_choices_are_told(root: Path, options: tuple[str, ...], said: str) -> None:
    """As wrong use of the command."""
    done = run("take", str(filled(root)), *options, root=root)
    assert done.exit_code == 2
    assert said in done.output


def test_answers_that_break_a_rule_are_not_written(root: Path) -> None:
    """As with every other change of the record; the rest of the form can be taken."""
    form = filled(
        root,
        {
            **DONE,
            (3, "progress"): "Ask nurse.joan@example.org.",
            (3, "progress_on"): "1 March 2021",
        },
    )
    said = nothing_written(root, run("take", str(form), root=root))
    assert "would break a rule" in said
    assert "such as --mine A03" in said
    assert "back.docx, A2: warning: there is an e-mail address here." in said
    assert run("take", str(form), "--mine", "A2", root=root).exit_code == 0


def test_a_patients_number_stops_all(root: Path) -> None:
    """With the box in which it stands."""
    good, bad = filled(root), filled(root, {**DONE, (3, "evidence"): "943 476 5919"}, "bad.docx")
    said = nothing_written(root, run("take", str(good), str(bad), root=root))
    assert "bad.docx, A2, Evidence: error: The answer holds a valid NHS number" in said


# ---------------------------------------------------------------------------------------------
# Mails and folders


def mail(path: Path, *attached: Path) -> Path:
    """Return a message with files attached."""
    message = EmailMessage(SMTP)
    message["Date"], message["Subject"] = "Mon, 29 Mar 2021 10:00:00 +0100", "Back"
    message.set_content("Here it is.")
    for each in attached:
        message.add_attachment(
            each.read_bytes(), maintype="application", subtype="octet-stream", filename=each.name
        )
    path.write_bytes(message.as_bytes())
    return path


def test_forms_come_in_mails_and_folders(root: Path) -> None:
    """A form that came twice counts once; the day of an answer is that of the mail, if the form says none."""
    folder = root.parent / "in"
    folder.mkdir()
    form = filled(root, {(1, "progress"): "All of it came."}, "in/back.docx")
    (folder / "note.txt").write_text("Not a form.")
    mail(folder / "a.eml", form)
    (folder / "logo.png").write_bytes(b"A picture.")
    done = run("take", str(folder), root=root)
    assert done.exit_code == 0, done.output
    assert done.stdout.count("All of it") == 1
    assert "neither Word, Excel nor mail files:\n  in, note.txt\n" in done.stderr
    assert (
        "- date: 2021-03-29\n        text: All of it came.\n        source: Form "
        in (root / PLAN).read_text()
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.eml", b"", "no form is attached"),
        (
            "a.eml",
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\xff\x00",
            "no form is attached",
        ),
        ("a.eml", b"Content-Type: a/b; name=" + b'"a.docx"' * 20_000 + b"\n\n", "cannot be read"),
        (
            "a.eml",
            b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n\n" * 1001,
            "cannot be read",
        ),
        ("a.msg", b"\xd0\xcf\x11\xe0", "Save the form that is attached to it."),
        ("a.odt", b"PK\x03\x04", "Save it as .docx or .xlsx."),
        ("a.eml", b"-" * 50_000_001, "larger than 50 MB"),
        ("a.docx", b"", "it is empty"),
        ("a.docx", b"PK\x03\x04", "damaged"),
        ("a.docx", b"%PDF-1.7", "a PDF"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Excel"),
    ],
)
def test_what_is_no_form_is_told(root: Path, name: str, content: bytes, said: str) -> None:
    """With its name, and nothing is written of what came with it."""
    (root.parent / name).write_bytes(content)
    done = run("take", str(filled(root)), str(root.parent / name), root=root)
    told = nothing_written(root, done)
    assert name in told
    assert said in told


def test_an_empty_folder_is_told(root: Path) -> None:
    """There is nothing to take."""
    (root.parent / "none").mkdir()
    assert "no form in this folder" in nothing_written(
        root, run("take", str(root.parent / "none"), root=root)
    )


# ---------------------------------------------------------------------------------------------
# Forms that somebody changed


def replaced(old: bytes, new: bytes, part: str = "word/document.xml") -> Callable[[bytes], bytes]:
    """Return what replaces something in a part of a file, everywhere."""

    def change(data: bytes) -> bytes:
        def swap(content: bytes) -> bytes:
            assert old in content
            return content.replace(old, new)

        return changed_part(data, part, swap)

    return change


def swapped(data: bytes) -> bytes:
    """Give the boxes of two actions each other's addresses."""
    for old, new in (
        (b'"answer_1_', b'"answer_9_'),
        (b'"answer_3_', b'"answer_1_'),
        (b'"answer_9_', b'"answer_3_'),
    ):
        data = replaced(old, new)(data)
    return data


COMMENT = f'<w:comments xmlns:w="{NAMESPACES["w"]}"><w:comment><w:p><w:r><w:t>See my mail.</w:t></w:r></w:p></w:comment></w:comments>'.encode()


def with_part(name: str, content: bytes, *, related: str = "") -> Callable[[bytes], bytes]:
    """Return what puts a part into a file, and a relationship that leads to it."""

    def change(data: bytes) -> bytes:
        relation = f'<Relationship Id="x" Type="http://x/{related}" Target="{name.partition("/")[2]}"/></Relationships>'
        if related:
            data = replaced(b"</Relationships>", relation.encode(), "word/_rels/document.xml.rels")(
                data
            )
        out = BytesIO(data)
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return out.getvalue()

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (replaced(b"answer_1_rating", b"answer_2_reason"), "its boxes are not those"),
        (replaced(b"answer_1_rating", b"answer_7_rating"), "its boxes are not those"),
        (replaced(b"answer_1_rating", b"another"), "its boxes are not those"),
        (swapped, "More than the boxes was changed"),
        (replaced(b"Everybody has it.", b"Nobody has it."), "back.docx, A1: error: More than the boxes"),
        (replaced(b"<w:sectPr", b"<w:p><w:r><w:t>See my mail.</w:t></w:r></w:p><w:sectPr"), "back.docx: error: More than"),
        (replaced(b"All of it came.", b"</w:t></w:r><w:r><w:drawing/></w:r><w:r><w:t>"), "A1, Progress since: error: A picture"),
        (with_part("word/comments.xml", COMMENT, related="comments"), "back.docx: error: More than"),
        (replaced(b"All of it came.", b"All of it came. " * 1000), "The answer has 15,999 characters"),
        (replaced(b'"format":1', b'"format":2', "docProps/custom.xml"), "newer version"),
        (replaced(b'"format":1', b'"format":[]', "docProps/custom.xml"), "back.docx"),
        (replaced(b'"items":[[', b'"items":[[[', "docProps/custom.xml"), "cannot be read"),
        (replaced(b'"A1"', b'"A3"', "docProps/custom.xml"), "cannot be read"),
        (replaced(b'"audience":"public"', b'"audience":"all"', "docProps/custom.xml"), "cannot be read"),
        (replaced(b"francis-form", b"another", "docProps/custom.xml"), "not a form that francis made"),
        (replaced(b'"year":"2021"', b'"year":"../.."', "docProps/custom.xml"), "cannot be read"),
        (replaced(b"<w:body>", b"<!DOCTYPE a><w:body>"), "back.docx"),
        (with_part("word/vbaProject.bin", b"Run", related="vbaProject"), "It holds macros"),
        (with_part("word/styles2.xml", b" " * 70_000_000, related="styles"), "back.docx"),
    ],
)  # fmt: skip
def test_a_form_that_somebody_changed_is_told(
    root: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    """Nothing of it is written."""
    form = filled(root)
    form.write_bytes(change(form.read_bytes()))
    assert said in nothing_written(root, run("take", str(form), root=root))


def test_a_form_of_another_workspace_is_told(root: Path) -> None:
    """Also where the folders are called the same."""
    form = filled(root)
    body = root / "standards/body/body.yaml"
    body.write_text(body.read_text().replace("The Body of a Test", "Another Body"))
    git(root, "commit", "--quiet", "--all", "--message", "Another name")
    assert "made in another workspace" in nothing_written(root, run("take", str(form), root=root))
    git(root, "mv", "standards/body", "standards/other")
    git(root, "commit", "--quiet", "--all", "--message", "Another folder")
    said = nothing_written(root, run("take", str(form), root=root))
    assert "it is a form for The Body of a Test, 2021, and this workspace has no such year" in said


def test_boxes_can_be_taken_although_more_was_changed(root: Path) -> None:
    """Once somebody has read what."""
    form = filled(root)
    form.write_bytes(replaced(b"Everybody has it.", b"Nobody has it.")(form.read_bytes()))
    assert run("take", str(form), "--despite-edits", root=root).exit_code == 0


@pytest.mark.parametrize(
    ("old", "new"), [(".docx", ".xlsx"), (".docx", ".docm"), (".docx", ".pdf")]
)
def test_a_form_of_another_name_is_told(root: Path, old: str, new: str) -> None:
    """With how it should be called, or saved."""
    form = filled(root)
    other = form.rename(form.with_suffix(form.suffix.replace(old, new)))
    assert other.name in nothing_written(root, run("take", str(other), root=root))


def test_a_form_of_an_earlier_year_is_too_old(root: Path) -> None:
    """A new one asks about what is to be done now."""
    form = filled(root)
    assert run("new-year", "2022", root=root).exit_code == 0
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "2022")
    assert "too old, because 2022 follows 2021" in nothing_written(
        root, run("take", str(form), root=root)
    )
    assert "2022 follows 2021" in nothing_written(root, run("ask", "--year", "2021", root=root))


# ---------------------------------------------------------------------------------------------
# Who has not answered


def test_leads_are_reminded_of_what_they_owe(root: Path) -> None:
    """Neither of forms that came back, nor of what the record says otherwise meanwhile."""
    done = run("remind", root=root)
    rows = [line.split("  ") for line in done.stdout.splitlines()]
    assert any(LEAD in row[0] for row in rows)
    assert "A1, A2, A4, 1, 2" in done.stdout or "1, 2, A1, A2, A4" in done.stdout
    assert "Head of Wards" in done.stdout
    assert (
        run(
            "act", "A2", "--progress", "Told by telephone.", "--on", "2021-03-30", root=root
        ).exit_code
        == 0
    )
    assert "A2" not in run("remind", root=root).stdout
    git(root, "commit", "--quiet", "--all", "--message", "Told")
    assert run("take", str(filled(root)), root=root).exit_code == 0
    assert LEAD not in run("remind", root=root).stdout


def test_reminders_have_the_form_attached(root: Path) -> None:
    """They lie beside it, and go when it is taken."""
    (root / "addresses.yaml").write_text(f"{LEAD}: care@example.org\n")
    done = run("remind", "--mail", root=root)
    assert done.exit_code == 0, done.output
    reminder = sent(root).with_name("Director-of-Care-reminder.eml")
    text = reminder.read_text()
    assert text.startswith("X-Unsent: 1")
    assert "To: care@example.org" in text
    assert "Head of Wards" in done.stderr
    assert run("take", str(filled(root)), root=root).exit_code == 0
    assert not reminder.exists()


def test_nobody_owes_what_nobody_was_asked(root: Path) -> None:
    """Files that are no forms are passed over."""
    shutil.rmtree(root / "output/body/2021/forms")
    (root / "output/body/2021/forms").mkdir()
    (root / "output/body/2021/forms/a.docx").write_bytes(b"PK")
    assert run("remind", root=root).stdout == "Nobody owes a form.\n"
