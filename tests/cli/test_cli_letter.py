"""`francis letter`: what a letter says at each stage of a request, and the mail draft beside it."""

from __future__ import annotations

import email
import re
import subprocess
from email.policy import default
from pathlib import Path

import pytest
from lxml import html

from tests.cli.test_cli import run
from tests.cli.test_completion import offered
from tests.shared.provider_files import FOLDER, provider_files
from tests.shared.workspaces import write_files

ASKED = """\
format: 1
requests:
  - id: R1
    what: Staffing at night
    asked: 2021-02-01
    asked_of: Chief Nurse
    lead: Head of Quality
    due: 2021-03-01
"""
CONCERN = """\
format: 1
number: C2
what: Late letters
since: 2020-02-11
"""
STAGES = {
    "first": ("", "2021-02-01", "We ask you for this by 1 March 2021: Staffing at night."),
    "again": (
        "    chased: [2021-03-02, 2021-03-09]\n",
        "2021-03-11",
        "On 1 February 2021 we asked you for this, by 1 March 2021. We asked again on 2 March 2021 and on 9 March 2021. "
        "We have no answer. It is now 10 days late. Please send it now, or tell us by when you will, and why not sooner.",
    ),
    "in time": ("", "2021-02-20", "We have no answer yet. Please send it by 1 March 2021, or tell"),
    "refused": (
        "    refused: {on: 2021-02-10, reason: Too much work}\n",
        "2021-02-11",
        "On 10 February 2021 you told us that you would not send it. You gave this reason: Too much work. We ask you to think again.",
    ),
    "the rest": (
        "    answered: {on: 2021-02-26, what: A table}\n    judged: {value: in part, reason: No wards}\n",
        "2021-03-05",
        "You answered on 26 February 2021, with this: A table. We find that sufficient in part, because: No wards. Please send us what is missing.",
    ),
}


def workspace(tmp_path: Path, more: str = "", log: str = ASKED) -> Path:
    return write_files(tmp_path, provider_files(log=log + more, concern=CONCERN))


def words(file: Path) -> str:
    """Return the words of a page, with one space between."""
    (main,) = html.fromstring(file.read_text()).xpath("//main")
    return (
        re.sub(r"\s+", " ", " ".join(main.itertext()))
        .replace(" ,", ",")
        .replace(" .", ".")
        .replace(" :", ":")
    )


@pytest.mark.parametrize("stage", STAGES)
def test_a_letter_says_what_became_of_the_request(tmp_path: Path, stage: str) -> None:
    """It asks for the first time, again, or for the rest; nothing later than its day is in it, and no day is made up."""
    more, day, said = STAGES[stage]
    root = workspace(tmp_path, more)
    result = run("letter", "royal/R1", "--on", day, "--format", "html", root=root)
    assert result.exit_code == 0, result.output
    text = words(next(root.glob("output/*/*/letter-royal-R1.html")))
    assert said in text
    assert "Chief Nurse, " in text
    assert "Please answer to our Head of Quality" in text
    assert "Draft" not in text
    assert ("--chase" in result.stderr) is (stage != "first")


def test_another_day_can_be_asked_for(tmp_path: Path) -> None:
    """If it is not before the letter's own."""
    root = workspace(tmp_path)
    again = ("letter", "royal/R1", "--on", "2021-03-11", "--format", "html", "--by")
    assert run(*again, "2021-03-19", root=root).exit_code == 0
    text = words(next(root.glob("output/*/*/letter-royal-R1.html")))
    assert "Please send it by 19 March 2021" in text
    assert run(*again, "2021-03-10", root=root).exit_code == 2


def test_a_mail_draft_has_the_letter_attached(tmp_path: Path) -> None:
    """It opens unsent, addressed as addresses.yaml says; without an address, how to write one is said."""
    root = workspace(tmp_path)
    again = ("letter", "royal/R1", "--on", "2021-03-11")
    assert "royal/Chief Nurse: post@example.org" in run(*again, root=root).stderr
    subprocess.run(["git", "init", "--quiet", root], check=True)
    (root / ".gitignore").write_text("addresses.yaml\n")
    (root / "addresses.yaml").write_text("royal/Chief Nurse: nursing@example.org\n")
    result = run(*again, root=root)
    assert result.exit_code == 0, result.output
    letter, mail = (Path(line) for line in result.stdout.splitlines())
    draft = email.message_from_bytes((root / "output" / mail.parent.parent.name / mail.parent.name / mail.name).read_bytes(), policy=default)  # fmt: skip
    assert (draft["X-Unsent"], draft["To"]) == ("1", "nursing@example.org")
    assert draft["Subject"] == "We have no answer on royal/R1: Staffing at night"
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == letter.name == "letter-royal-R1.docx"
    assert attached.get_content().startswith(b"PK")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("    answered: {on: 2021-02-26}\n", "not judged yet"),
        ("    answered: {on: 2021-02-26}\n    judged: {value: sufficient}\n", "Nothing is left"),
        ("    received_from: The coroner\n", "came to you from The coroner"),
    ],
)
def test_where_nothing_is_left_to_ask_no_letter_is_made(
    tmp_path: Path, more: str, said: str
) -> None:
    root = workspace(tmp_path, more)
    result = run("letter", "royal/R1", "--on", "2021-03-11", root=root)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (root / "output").exists()


def test_a_request_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With those that are; one that was asked after the letter's day is not there yet."""
    root = workspace(tmp_path)
    assert "royal/R1" in run("letter", "royal/R9", root=root).stderr
    early = run("letter", "royal/R1", "--on", "2021-01-31", root=root)
    assert (early.exit_code, early.stdout) == (2, "")


def test_a_letter_about_what_is_internal_says_so_in_its_name_alone(tmp_path: Path) -> None:
    """Who is asked may read what is asked; where the file is kept, its name tells that it is not for all."""
    root = workspace(tmp_path, "    classification: internal\n")
    result = run("letter", "royal/R1", "--on", "2021-02-01", "--format", "html", root=root)
    assert result.exit_code == 0, result.output
    file = next(root.glob("output/*/*/letter-royal-R1-internal.html"))
    assert "Staffing at night" in words(file)
    assert "not for publication" not in words(file)


def test_a_letter_to_all_providers(tmp_path: Path) -> None:
    files = provider_files(concern=CONCERN)
    files[f"{FOLDER}/log.yaml"] = ASKED.encode()
    root = write_files(tmp_path, files)
    result = run("letter", "log/R1", "--on", "2021-02-01", "--format", "html", root=root)
    assert result.exit_code == 0, result.output
    assert "Chief Nurse, all our providers" in words(next(root.glob("output/*/*/letter-*.html")))


def test_requests_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace(tmp_path))
    assert "royal/R1" in offered("zsh", "francis letter ")
