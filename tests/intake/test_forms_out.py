"""Forms for the leads: what they ask, and what their files hold."""

from __future__ import annotations

import datetime
import email
import zipfile
from email.policy import default
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from francis.formats.word.elements import W
from francis.intake.forms.questions import FormPart, LeadForm, form_for, leads_with_work
from francis.intake.forms.word import to_word_form
from francis.intake.forms.word_boxes import SENDER, boxes_of
from francis.intake.forms.workbook import STAMP_SHEET, places_of, to_workbook_form
from francis.record.reading.loading import load
from francis.record.register import Register
from tests.cli.test_cli import run
from tests.shared.workspaces import (
    POSITION,
    action,
    plan,
    record_files,
    write_files,
)
from tests.test_git import run as git

ROOT = Path(__file__).parents[2]
HOUSE = (ROOT / "templates/house.docx").read_bytes()
DAYS = datetime.date(2021, 4, 1), datetime.date(2021, 4, 10)
PARTS: tuple[FormPart, ...] = ("actions", "positions", "evidence")
LEAD = "Director of Care"
OWN = action("A1", f"lead: {LEAD}\nmeasure: Everybody has it.\noriginal_due: 2021-02-28\n")
SECRET = action("A2", f"lead: {LEAD}\nclassification: internal\nmeasure: Nobody may know.\n")
OTHERS = action("A3", "lead: Head of Wards")
SOON = action("A0", f"lead: {LEAD}\noriginal_due: 2021-01-31\n")
OVER = action("A4", f"lead: {LEAD}\ncompleted: 2021-01-01")
FILES = record_files(
    body__2021__actions=plan(OWN, SECRET, OTHERS, OVER, SOON),
    body__2021__1=POSITION.format(number=1) + f"lead: {LEAD}\n",
)


def register(files: dict[str, bytes] = FILES) -> Register:
    """Return the one year of a record."""
    found = load(files)
    assert found.problems == ()
    return found.registers[-1]


def form(audience: str = "public", lead: str = LEAD) -> LeadForm:
    """Return the form of a lead."""
    made = form_for(register(), lead, PARTS, DAYS, audience)  # type: ignore[arg-type]
    assert made is not None
    return made


def part(data: bytes, name: str) -> bytes:
    """Return a part of an Office file."""
    return zipfile.ZipFile(BytesIO(data)).read(name)


def test_a_lead_is_asked_about_open_actions_and_own_positions() -> None:
    """Not about what others lead, nor about what is over; first about what is due first."""
    assert leads_with_work(register()) == (LEAD, "Head of Wards")
    assert [item.name for item in form().items] == ["A0", "A1", "1"]
    assert [item.name for item in form(lead="Head of Wards").items] == ["A3"]
    assert form_for(register(), "Nobody", PARTS, DAYS) is None


@pytest.mark.parametrize(("audience", "is_shown"), [("public", False), ("internal", True)])
def test_internal_texts_go_only_into_internal_forms(audience: str, is_shown: bool) -> None:
    """Neither the words nor anything from which they could be read."""
    for data in (
        to_word_form(form(audience), HOUSE, HOUSE, "1"),
        to_workbook_form(form(audience), "1"),
    ):
        every = b"".join(part(data, name) for name in zipfile.ZipFile(BytesIO(data)).namelist())
        assert (b"Nobody may know" in every) == is_shown
        assert (b"not for publication" in every) == is_shown


def test_a_form_that_asks_for_evidence_alone_does_not_ask_for_the_truth() -> None:
    """Its heading says what its boxes are."""
    for parts, heading in ((PARTS, "are they still true?"), (("evidence",), "Your positions")):
        made = form_for(register(), LEAD, parts, DAYS)
        assert made is not None
        document = etree.fromstring(
            part(to_word_form(made, HOUSE, HOUSE, "1"), "word/document.xml")
        )
        beside = boxes_of(document).beside[SENDER]
        assert heading in beside
        assert ("still true" in beside) == (parts is PARTS)


def test_nobody_is_asked_about_what_a_form_may_not_show(tmp_path: Path) -> None:
    """The officer is told what was left out, and how to ask about it."""
    root = write_files(tmp_path, FILES)
    assert [item.name for item in form("internal").items] == ["A0", "A1", "A2", "1"]
    done = run("ask", root=root)
    assert "Not asked about, because public forms may not show it: A2." in done.stderr
    assert "may not show it" not in run("ask", "--audience", "internal", root=root).stderr
    write_files(root, record_files(body__2021__actions=plan(SECRET)))
    done = run("ask", root=root)
    assert done.exit_code == 1
    assert "none that these readers may see" in done.output


def test_a_form_has_the_same_bytes_each_time() -> None:
    """In both formats."""
    assert to_word_form(form(), HOUSE, HOUSE, "1") == to_word_form(form(), HOUSE, HOUSE, "1")
    assert to_workbook_form(form(), "1") == to_workbook_form(form(), "1")


def test_forms_are_valid_office_files(tmp_path: Path) -> None:
    """But for what openpyxl writes otherwise than the validator would."""
    for name, data in (
        ("form.docx", to_word_form(form(), HOUSE, HOUSE, "1")),
        ("form.xlsx", to_workbook_form(form(), "1")),
    ):
        (tmp_path / name).write_bytes(data)
        errors = OpenXmlValidator().validate(str(tmp_path / name)).errors
        found = [e for e in errors if e.id != "Excel_InlineStrCells" and "/font[" not in e.path]
        assert [str(error) for error in found] == []


def test_a_word_form_is_protected_but_for_its_boxes() -> None:
    """Each box stands beside a label whose bookmark says which it is, and shows its hint."""
    data = to_word_form(form(), HOUSE, HOUSE, "1")
    settings = etree.fromstring(part(data, "word/settings.xml"))
    (protection,) = settings.iter(f"{W}documentProtection")
    assert protection.get(f"{W}edit") == "forms"
    boxes = boxes_of(etree.fromstring(part(data, "word/document.xml")))
    asked = {(n, q.key): (q.hint,) for n, i in enumerate(form().items, 1) for q in i.questions}
    assert asked.items() <= boxes.answers.items()
    assert {key for number, key in boxes.answers if number == SENDER} == {"filled_on", "by"}
    assert "Everybody has it. 28 Feb 2021, 31 days overdue." in boxes.beside[2]
    assert form().stamp.form.encode() in part(data, "docProps/custom.xml")


def test_a_workbook_form_is_locked_but_for_its_boxes() -> None:
    """Ratings are chosen from the body's words, and the stamp is hidden."""
    book = openpyxl.load_workbook(BytesIO(to_workbook_form(form(), "1")))
    places = places_of(form().stamp)
    open_cells = {
        (sheet.title, cell.row, cell.column)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert open_cells == {(place.sheet, place.row, place.column) for place in places.values()}
    assert all(sheet.protection.sheet for sheet in book.worksheets if sheet.title != STAMP_SHEET)
    assert book[STAMP_SHEET].sheet_state == "hidden"
    formats = {
        key: book[at.sheet].cell(at.row, at.column).number_format
        for (number, key), at in places.items()
        if number == 1
    }
    assert (formats["due"], formats["progress"], formats["progress_on"][-10:]) == (
        "@",
        "@",
        "d mmm yyyy",
    )
    rules = [r for r in book["Your actions"].data_validations.dataValidation if r.type == "list"]
    where = rules[0].formula1.replace("$", "").partition("!")[2]
    assert [cell.value for (cell,) in book[STAMP_SHEET][where]] == ["Green", "Not rated"]


def test_forms_are_written_with_drafts(tmp_path: Path) -> None:
    """A draft opens unsent, has the form attached, and the address that the file beside the record has."""
    root = write_files(tmp_path, FILES)
    (root / "addresses.yaml").write_text(f"{LEAD}: care@example.org\n")
    done = run("ask", "--due", "2021-04-10", root=root, SOURCE_DATE_EPOCH="1617235200")
    assert done.exit_code == 0, done.output
    folder = root / "output/body/2021/forms"
    made = sorted(path.name for path in folder.iterdir())
    assert made == [
        "Director-of-Care.docx",
        "Director-of-Care.eml",
        "Head-of-Wards.docx",
        "Head-of-Wards.eml",
    ]
    assert "No address is known of: Head of Wards." in done.stderr
    first, second = (
        email.message_from_bytes((folder / made[n]).read_bytes(), policy=default) for n in (1, 3)
    )
    assert (first["X-Unsent"], first["To"], second["To"]) == ("1", "care@example.org", None)
    assert "by 10 April 2021" in first["Subject"]
    (attached,) = first.iter_attachments()
    assert attached.get_content() == (folder / made[0]).read_bytes()


def test_posts_that_are_called_alike_have_a_file_each(tmp_path: Path) -> None:
    """Also on a computer for which upper and lower case are the same."""
    files = FILES | record_files(
        body__2021__actions=plan(OWN, action("A2", "lead: Director of care"))
    )
    done = run("ask", root=write_files(tmp_path, files))
    assert done.exit_code == 0, done.output
    assert len({line.casefold() for line in done.stdout.splitlines()}) == 4


def test_addresses_that_git_would_keep_are_refused(tmp_path: Path) -> None:
    """They are personal data; without git nothing keeps them."""
    root = write_files(tmp_path, FILES)
    git(root, "init", "--quiet")
    (root / "addresses.yaml").write_text(f"{LEAD}: care@example.org\n")
    done = run("ask", root=root)
    assert done.exit_code == 1
    assert "git does not ignore it" in done.output
    assert not (root / "output").exists()
    (root / ".gitignore").write_text("addresses.yaml\n")
    assert run("ask", root=root).exit_code == 0


@pytest.mark.parametrize(
    "written", ["- a\n", "Post: nobody\n", "Post: [\n", "Post: 'a@b\n  c'\n", "\xff"]
)
def test_wrong_addresses_are_told(written: str, tmp_path: Path) -> None:
    """With the file and what to do."""
    root = write_files(tmp_path, FILES)
    (root / "addresses.yaml").write_bytes(written.encode("latin-1"))
    done = run("ask", root=root)
    assert done.exit_code == 1
    assert "addresses.yaml" in done.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--lead", "Head of Wars"), "Head of Wards"),
        (("--what", "everything"), "actions, positions, evidence"),
        (("--due", "2000-01-01"), "before"),
    ],
)
def test_wrong_options_are_told(options: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """With what is allowed."""
    done = run("ask", *options, root=write_files(tmp_path, FILES))
    assert done.exit_code == 2
    assert said in done.output


def test_nothing_to_ask_is_told(tmp_path: Path) -> None:
    """Where nothing has a lead."""
    done = run("ask", root=write_files(tmp_path, record_files()))
    assert done.exit_code == 1
    assert "nothing to ask" in done.output
