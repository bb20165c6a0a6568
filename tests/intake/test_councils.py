"""Tables as councils and trusts lay them out: what is sure comes in, and every place that is not is asked about."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.styles import Color, Font, PatternFill

from francis.cli import main
from francis.errors import FrancisError
from francis.intake.files import admit
from francis.intake.headings import Sought
from francis.intake.importing import Imported, Intake, import_into_year
from francis.record.model import Recommendation, TableReading
from francis.record.prose import plain
from francis.record.reading.scope import select_files
from francis.record.register import Register
from francis.record.writing.beginnings import unwritten_positions
from francis.workspace import RECORD
from tests.shared.workspaces import BODY, POSITION, record_files, write_files

ROOT = Path(__file__).parents[2]


# A table of 22 rows in Word, with all that went wrong with it in 2013


def printed(recommendation: Recommendation, part: str) -> str:
    """Return a heading or a text as the source prints it, with its slips."""
    words: str = getattr(recommendation, part)
    for correction in recommendation.corrections:
        if correction.part == part and correction.found and correction.reads:
            words = words.replace(correction.reads, correction.found)
        elif correction.part == part and correction.reads and "prints no" in correction.why:
            words = ""
    return words


def write(cell: Any, text: str) -> None:
    """Write Markdown of the record into a cell: paragraphs, and lists in Word's own style."""
    for number, line in enumerate(line for line in text.split("\n") if line.strip()):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        if line.startswith("- "):
            paragraph.style = "List Bullet"
        paragraph.add_run(plain(line.removeprefix("- ")))


class Council:
    """The document, page by page: a table with its header and its theme again on each."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self.table = self.document.add_table(0, 3)
        self.page()

    def page(self) -> None:
        theme = self.table.add_row().cells
        theme[0].merge(theme[2]).text = "Commissioning for Standards"
        header = self.table.add_row().cells
        header[0].merge(header[1]).text = "Standard"
        header[2].text = "Current CCG Position"

    def row(self, beside: str, text: str, position: str) -> list[Any]:
        cells = list(self.table.add_row().cells)
        for cell, words in zip(cells, (beside, text, position), strict=True):
            write(cell, words)
        return cells

    def data(self) -> bytes:
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()


CUT = {"123": "as well as commissioned services, at", "130": "safe and of high quality."}
"""Words after which a page ends: in the middle of a sentence, and at the end of one."""


def council(register: Register) -> bytes:
    """Return the paper as a council would have it: cells cut at page ends, numbers missing, a heading over two rows."""
    made, above = Council(), None
    for recommendation in register.recommendations:
        number = recommendation.number
        text, heading = printed(recommendation, "text"), printed(recommendation, "heading")
        position = register.positions[number].text
        beside = heading if number in ("126", "137") else f"{number}\n{heading}"
        if number == "138":  # it has no heading of its own
            beside = ""
        if number == "141":  # its text stands in the row below
            cells = made.row(beside, "", position)
        elif number == "142":
            others = printed(register.held["141"], "text")
            cells = made.row(beside, f"{others}\n{text}", position)
        elif number in CUT:
            at = position.index(CUT[number]) + len(CUT[number])
            cells = made.row(beside, text, position[:at])
            made.page()
            made.row("", "", position[at:].strip())
        elif number == "128":  # its first paragraph stands below 127's, on the page before
            first, _, rest = position.partition("\n\n")
            made.row("", "", first)
            made.page()
            cells = made.row(beside, text, rest)
        else:
            cells = made.row(beside, text, position)
        if number == "138" and above is not None:
            above[0].merge(cells[0])
        above = cells
    return made.data()


@pytest.fixture(scope="module")
def barnet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Register]:
    """Return a workspace in which nobody has written a position yet, and what they were."""
    root = tmp_path_factory.mktemp("barnet")
    for folder in ("barnet-ccg", "francis-2013"):
        shutil.copytree(ROOT / RECORD / folder, root / RECORD / folder)
    (register,) = select_files(root).found.registers
    folder = f"{RECORD}/barnet-ccg/2013"
    for path, data in unwritten_positions(folder, register.body, register.numbers).items():
        (root / path).write_bytes(data)
    return root, register


def imported(root: Path, data: bytes, answers: dict[str, str] | None = None) -> Imported:
    selection = select_files(root)
    reading = TableReading(1, values={"number": answers or {}})
    wanted = Intake([admit("paper.docx", data)], "positions", reading)
    return import_into_year(selection.files, selection.found.by_themselves[0], wanted)


def texts(root: Path, made: Imported) -> dict[str, str]:
    (register,) = select_files(root).changed(made.merge.files).by_themselves
    return {n: plain(p.text) for n, p in register.positions.items()}


def test_the_paper_of_2013_asks_about_every_place_that_is_not_sure(
    barnet: tuple[Path, Register],
) -> None:
    """And puts no word where it does not belong."""
    root, register = barnet
    made = imported(root, council(register))
    asked = [(q.place, q.key, q.why.partition(":")[0]) for q in made.questions]
    assert asked == [
        # a paragraph of 128 that stands below 127
        ("table 1, row 11", "number", "it has no number that is known"),
        # where 130 goes on, after a full stop
        ("table 1, row 19", "number", "it has no number that is known"),
        # the text of 141 in the row of 142
        ("table 1, row 31", "number", "it is numbered 142, and has the words of 141 and 142"),
    ]
    was = {n: plain(p.text) for n, p in register.positions.items()}
    now = texts(root, made)
    unwritten = {"142"}
    cut = {"128", "130"}
    assert {n for n in was if now[n] != was[n]} == unwritten | cut
    assert all(was[n].startswith(now[n]) or was[n].endswith(now[n]) for n in cut)
    assert now["142"] == "Not yet written."
    said = {line.partition(":")[0]: line.partition(": ")[2] for line in made.found.said}
    assert said["table 1, row 6"] == "goes on from the row above, 123"
    assert [line[-3:] for line in said.values() if "known by its words" in line] == [
        "126",
        "137",
        "138",
    ]
    assert {table.repeated for table in made.tables} == {
        6
    }  # a theme and a header on three more pages


def test_once_it_is_answered_all_of_it_is_in(barnet: tuple[Path, Register]) -> None:
    root, register = barnet
    answers = {"table 1, row 11": "128", "table 1, row 19": "130", "table 1, row 31": "142"}
    made = imported(root, council(register), answers)
    assert not made.questions
    assert not made.merge.conflicts
    assert texts(root, made) == {n: plain(p.text) for n, p in register.positions.items()}


# Smaller tables, of plans and stock-takes


def doc(*tables: list[list[str]], between: str = "") -> bytes:
    """Return a Word file with tables; "<" in a cell joins it to the left one, "^" to the one above."""
    document = docx.Document()
    for rows in tables:
        if between and document.tables:
            document.add_paragraph(between)
        table = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows):
            for j, words in enumerate(row):
                if words not in ("<", "^"):
                    write(table.cell(i, j), words)
        for i, row in enumerate(rows):
            for j, words in enumerate(row):
                if words == "<":
                    table.cell(i, j - 1).merge(table.cell(i, j))
                elif words == "^":
                    table.cell(i - 1, j).merge(table.cell(i, j))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with two recommendations, neither answered, and no plan."""
    unwritten = "Position on {n}."
    files = {
        f"body__2021__{n}": POSITION.format(number=n)
        .replace(unwritten.format(n=n), "Not yet written.")
        .replace("value: accepted", "value: under consideration")
        .replace("value: green", "value: not rated")
        for n in (1, 2)
    }
    return write_files(tmp_path, record_files(**files, body__body=BODY + COMMITTEES))


COMMITTEES = "committees: [{name: Quality Committee}]\nfields:\n  action: [{key: cost, label: Cost, type: number}]\n"


def read(
    root: Path,
    data: bytes,
    sought: Sought,
    reading: TableReading | None = None,
    name: str = "plan.docx",
) -> Imported:
    selection = select_files(root)
    (register,) = selection.found.by_themselves
    wanted = Intake([admit(name, data)], sought, reading or TableReading(1))
    return import_into_year(selection.files, register, wanted)


def actions(root: Path, made: Imported) -> list[dict[str, Any]]:
    """Return the actions as the plan has them once they are in."""
    file = made.merge.files[f"{RECORD}/body/2021/actions.yaml"]
    found: list[dict[str, Any]] = yaml.safe_load(file)["actions"]
    assert not select_files(root).changed(made.merge.files).problems
    return found


def asked(made: Imported) -> list[tuple[str, str, str]]:
    return [(q.place, q.key, q.words) for q in made.questions]


PLAN = [
    ["Ref", "Rec", "Action", "Lead", "Target date", "RAG"],
    ["A1", "Rec 1", "Train all staff.", "Head of Quality", "31/03/2021", "Green"],
    [
        "A2",
        "1 and 2",
        "Audit the wards.",
        "Director of Care; Quality Committee",
        "April 2021",
        "Not rated – begins in May",
    ],
]


def test_a_plan_in_word_comes_in(root: Path) -> None:
    made = read(root, doc(PLAN), "actions")
    assert not made.questions
    assert not made.found.left
    assert actions(root, made) == [
        {"id": "A1", "recommendations": ["1"], "description": "Train all staff.", "lead": "Head of Quality",
         "original_due": date(2021, 3, 31), "rating": {"value": "green"}},
        {"id": "A2", "recommendations": ["1", "2"], "description": "Audit the wards.",
         "lead": [{"post": "Director of Care"}, {"post": "Quality Committee"}], "original_due": "2021-04",
         "rating": {"value": "not rated", "reason": "begins in May"}},
    ]  # fmt: skip


def row(**changed: str) -> list[list[str]]:
    """Return the plan with one action, of which cells are changed by their headings."""
    made = [PLAN[0], list(PLAN[1])]
    for heading, words in changed.items():
        made[1][PLAN[0].index(heading.replace("_", " "))] = words
    return made


@pytest.mark.parametrize(
    ("changed", "key", "answers", "said"),
    [
        ({"Target_date": "03/04/13"}, "original_due", TableReading(1, dates="day-first"), date(2013, 4, 3)),
        ({"Target_date": "03/04/13"}, "original_due", TableReading(1, dates="month-first"), date(2013, 3, 4)),
        ({"Target_date": "Ongoing"}, "original_due", {"original_due": {"Ongoing": "2021-Q3"}}, "2021-Q3"),
        ({"Target_date": "30/02/2021"}, "original_due", {"original_due": {"30/02/2021": "leave out"}}, None),
        ({"Target_date": "Q3 2020"}, "original_due", {"original_due": {"Q3 2020": "2020/21-Q3"}}, "2020/21-Q3"),
        ({"RAG": "Purple"}, "rating", {"rating": {"purple": "green"}}, {"value": "green"}),
        ({"Lead": "Jane Smith"}, "lead", {"lead": {"Jane Smith": "Head of Quality"}}, "Head of Quality"),
        ({"Lead": "Dr Smith"}, "lead", {"lead": {"Dr Smith": "Head of Quality"}}, "Head of Quality"),
        ({"Lead": "Head of Quality, Jane Smith"}, "lead", {"lead": {"Head of Quality, Jane Smith": "Head of Quality"}}, "Head of Quality"),
        ({"Rec": "7"}, "recommendations", {"recommendations": {"7": "2"}}, ["2"]),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked_and_the_answer_holds(
    root: Path, changed: dict[str, str], key: str, answers: Any, said: Any
) -> None:
    made = read(root, doc(row(**changed)), "actions")
    (question,) = made.questions
    assert (question.key, question.words) == (key, next(iter(changed.values())))
    reading = answers if isinstance(answers, TableReading) else TableReading(1, values=answers)
    again = read(root, doc(row(**changed)), "actions", reading)
    assert not again.questions
    assert actions(root, again)[0].get(key) == said


def test_dates_that_can_be_one_day_only_are_not_asked_about(root: Path) -> None:
    for words, day in (("31/03/21", date(2021, 3, 31)), ("03/31/2021", date(2021, 3, 31)), ("4.4.2021", date(2021, 4, 4)),
                       ("1st June 2021", date(2021, 6, 1)), ("2021-06-01", date(2021, 6, 1))):  # fmt: skip
        made = read(root, doc(row(Target_date=words)), "actions")
        assert actions(root, made)[0]["original_due"] == day


def test_two_rows_of_headings_joined_cells_and_headings_between_rows_are_understood(
    root: Path,
) -> None:
    table = [
        ["Ref", "Action", "Dates", "<", "RAG"],
        ["^", "^", "Original due", "Completed", "^"],
        ["Recommendation 2: Heading 2", "<", "<", "<", "<"],
        ["A1", "Train.", "1 May 2020", "2 May 2020", "Green"],
        ["A2", "Audit.", "^", "", "^"],
        ["Ref", "Action", "Dates", "<", "RAG"],
        ["A3", "Report.", "3 June 2020", "", "Not rated"],
    ]
    made = read(root, doc(table), "actions")
    assert not made.questions
    found = actions(root, made)
    assert [(a["id"], a["recommendations"], a["original_due"], a["rating"]["value"]) for a in found] == [
        ("A1", ["2"], date(2020, 5, 1), "green"),
        ("A2", ["2"], date(2020, 5, 1), "green"),
        ("A3", ["2"], date(2020, 6, 3), "not rated"),
    ]  # fmt: skip
    assert found[0]["completed"] == date(2020, 5, 2)


def test_a_rating_can_be_a_colour_of_the_scheme(root: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (
        ("Ref", "Action", "RAG", "Cost"),
        ("A1", "Train.", "", 1200),
        ("A2", "Audit.", "", ""),
    ):
        book.active.append(cells)
    book.active["C2"].fill = PatternFill("solid", fgColor="FF00703C")
    book.active["C3"].fill = PatternFill("solid", fgColor="FF00FF00")
    out = BytesIO()
    book.save(out)
    made = read(root, out.getvalue(), "actions", name="plan.xlsx")
    assert asked(made) == [("'Sheet', cell C3", "rating", "#00ff00")]
    again = read(
        root,
        out.getvalue(),
        "actions",
        TableReading(1, values={"rating": {"#00ff00": "green"}}),
        "plan.xlsx",
    )
    assert [a["rating"] for a in actions(root, again)] == [{"value": "green"}] * 2
    assert actions(root, again)[0]["fields"] == {"cost": 1200}


def test_what_has_no_key_is_listed_with_its_place(root: Path) -> None:
    table = [[*PLAN[0], "Budget code"], [*PLAN[1], "B7"]]
    made = read(root, doc(table), "actions")
    assert [(left.place, left.words) for left in made.found.left] == [
        ("table 1, row 2, column 7 (Budget code)", "B7")
    ]
    kept_out = read(
        root, doc(table), "actions", TableReading(1, columns={"Budget code": "leave out"})
    )
    assert not kept_out.found.left
    said = read(root, doc(table), "actions", TableReading(1, columns={"budget code": "source"}))
    assert actions(root, said)[0]["source"] == "B7"


def test_an_action_without_a_reference_is_asked_about_unless_none_has_one(root: Path) -> None:
    made = read(root, doc([PLAN[0], PLAN[1], ["", *PLAN[2][1:]]]), "actions")
    assert asked(made) == [("table 1, row 3", "id", "Audit the wards.")]
    without = [line[1:] for line in PLAN]
    assert [a["id"] for a in actions(root, read(root, doc(without), "actions"))] == ["A01", "A02"]


def test_progress_without_a_day_is_asked_about_once(root: Path) -> None:
    table = [[*PLAN[0], "Progress"], [*PLAN[1], "Half are trained."], [*PLAN[2], "Not begun."]]
    made = read(root, doc(table), "actions")
    assert asked(made) == [("table 1, row 2, column 7", "progress.date", "not stated")]
    again = read(
        root,
        doc(table),
        "actions",
        TableReading(1, values={"progress.date": {"not stated": "2021-03-01"}}),
    )
    assert actions(root, again)[0]["progress"] == [
        {"date": date(2021, 3, 1), "text": "Half are trained."}
    ]


def test_two_columns_that_could_be_one_key_are_asked_about(root: Path) -> None:
    table = [
        ["Ref", "Action", "Lead", "Owner"],
        ["A1", "Train.", "Head of Quality", "Head of Care"],
    ]
    made = read(root, doc(table), "actions")
    assert asked(made) == [("table 1", "columns", "Owner")]


def test_the_current_date_is_no_original_one(root: Path) -> None:
    """Unless the table says why it moved, it is told and not taken over."""
    table = [
        ["Ref", "Action", "Due date", "Revised date"],
        ["A1", "Train.", "1 May 2020", "1 July 2020"],
    ]
    made = read(root, doc(table), "actions")
    assert actions(root, made)[0]["original_due"] == date(2020, 5, 1)
    (left,) = made.merge.left
    assert "2020-07-01, the current date of A1, is no extension yet" in left.words


STOCK_TAKE = [
    ["No.", "Recommendation", "Our response", "RAG"],
    ["Rec 1:", "Heading 1", "We **have** begun.", "Green"],
    ["2", "Text of recommendation 2.", "First:\n- a\n- b", "Not rated"],
]


def positions(root: Path, made: Imported) -> dict[str, str]:
    (register,) = select_files(root).changed(made.merge.files).by_themselves
    return {number: position.text for number, position in register.positions.items()}


def test_several_tables_one_after_another_are_one(root: Path) -> None:
    made = read(root, doc(STOCK_TAKE[:2], STOCK_TAKE[2:]), "positions")
    assert not made.questions
    assert positions(root, made) == {"1": "We have begun.", "2": "First:\n\n- a\n- b"}
    apart = read(root, doc(STOCK_TAKE[:2], STOCK_TAKE[2:], between="Something else"), "positions")
    assert [left.place for left in apart.found.left] == ["table 2, row 1"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["7", "Heading 7", "x", "Green"], "there is no 7"),
        (["1, 2", "", "x", "Green"], "it fits 1 and 2"),
        (
            ["1", "Text of recommendation 2.", "x", "Green"],
            "it is numbered 1, and has the words of 2",
        ),
        (["", "Something", "x", "Green"], "it has no number that is known"),
    ],
)
def test_a_row_that_fits_two_or_none_is_asked_about(root: Path, cells: list[str], why: str) -> None:
    made = read(
        root,
        doc([STOCK_TAKE[0], cells]),
        "positions",
    )
    if why.startswith("there") or "known" in why:  # beside a row that is known
        made = read(root, doc([STOCK_TAKE[0], STOCK_TAKE[2], cells]), "positions")
    (question,) = made.questions
    assert question.why == why
    answered = TableReading(1, values={"number": {question.words: "1"}})
    table = doc([STOCK_TAKE[0], STOCK_TAKE[2], cells])
    if question.place == "table 1, row 3":
        assert positions(root, read(root, table, "positions", answered))["1"] == "x"


def test_what_differs_from_the_record_is_a_conflict_and_nothing_is_overwritten(root: Path) -> None:
    for path, said in (("1", "We had begun."), ("2", "First:\n\n  - a\n  - b")):
        file = root / f"{RECORD}/body/2021/{path}.yaml"
        file.write_text(
            file.read_text().replace("Not yet written.", said).replace("not rated", "green")
        )
    made = read(root, doc(STOCK_TAKE), "positions")
    assert [(c.name, c.key, c.mine, c.theirs) for c in made.merge.conflicts] == [
        ("1", "text", "We had begun.", "We have begun."),
        ("2", "rating.value", "green", "not rated"),
    ]
    assert made.merge.files == {}
    selection = select_files(root)
    wanted = Intake(
        [admit("a.docx", doc(STOCK_TAKE))], "positions", TableReading(1), prefer="theirs"
    )
    theirs = import_into_year(selection.files, selection.found.by_themselves[0], wanted)
    assert not theirs.merge.conflicts
    assert positions(root, theirs)["1"] == "We have begun."
    mine = import_into_year(
        selection.files, selection.found.by_themselves[0], replace(wanted, prefer="mine")
    )
    assert (mine.merge.conflicts, mine.merge.files) == ([], {})


def test_lists_are_only_added_to(root: Path) -> None:
    table = [[*PLAN[0], "Progress"], [*PLAN[1], "1 March 2021: Half are trained."]]
    for path, data in read(root, doc(table), "actions").merge.files.items():
        (root / path).write_bytes(data)
    table[1][-1] = "2 March 2021: All are trained.\n1 March 2021: Half are trained."
    made = read(root, doc(table), "actions")
    assert not made.merge.conflicts
    notes = [note["text"] for note in actions(root, made)[0]["progress"]]
    assert notes == ["Half are trained.", "All are trained."]


# Plans as they were published: whose ids are no plain numbers

PLANS = {
    # each requirement with its actions below it, in a table without a column for it
    "must do": [
        ["Ref", "Action", "Executive lead", "Start", "Original completion", "Revised completion", "BRAG", "Progress"],
        ["2: Heading 2", "<", "<", "<", "<", "<", "<", "<"],
        ["MD2.1", "Give time for training.", "Director of Quality", "1 August 2020", "31 March 2021", "30 June 2021", "Green", "20 March 2021: 88 per cent."],
    ],
    # numbers of an audit, with spaces
    "audit": [
        ["Audit ref", "Rec", "Agreed action", "Responsible officer", "Target date", "Status", "Comments"],
        ["21 BCFU 07", "2", "Hold the test.", "Head of Customer Focus", "31/03/2021", "In progress", "20/03/2021: One step is left."],
    ],
    # an action for several recommendations, by the number of its paragraph
    "task and finish": [
        ["No.", "Serves", "What we will do", "How we will know", "By whom", "By when", "RAG", "Update (11 January 2021)"],
        ["2.5.3", "1 & 2", "Sign off training.", "List signed off", "Deputy Director of Workforce", "January 2021", "Not rated", "11 January 2021: Listed."],
    ],
    # a letter within the number
    "parts": [
        ["Action no", "Recommendation", "Action", "Lead (s)", "Timescale", "RAG"],
        ["4(a)(i)-1", "2", "Consult on regulation.", "Head of One; Head of Two", "18 February 2021", "Green"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_plans_with_numbers_of_their_own_come_in(root: Path, name: str) -> None:
    """Whole, with what they say of dates that moved, and without a question where none is open."""
    table = PLANS[name]
    made = read(root, doc(table), "actions", TableReading(1, columns={"Audit ref": "id"}))
    assert not made.questions
    (action,) = actions(root, made)
    row = table[-1]
    assert action["id"] == row[0]
    assert action["recommendations"] == {"must do": ["2"], "task and finish": ["1", "2"]}.get(
        name, ["2"]
    )
    said = json.dumps(action, default=str)
    lost = [*made.found.left, *made.merge.left]
    kept_words = {
        "must do": "88 per cent.",
        "audit": "One step is left.",
        "task and finish": "Listed.",
    }
    assert kept_words.get(name, "Head of Two") in said
    expected = {"must do": ["2021-06-30"]}.get(name, [])
    skipped = {"audit": {"Status": {"In progress": 1}}, "must do": {"Start": {"1 August 2020": 1}}}
    assert made.tables[0].skipped == skipped.get(name, {})
    assert [e for e in expected if any(e in left.words for left in lost)] == expected
    assert len(lost) == len(expected)


# The command


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["import", *words, "--root", str(root)])


@pytest.fixture
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "Council plan.docx"
    path.write_bytes(doc(row(Target_date="03/04/13", Lead="Jane Smith")))
    return path


def test_nothing_is_written_unless_it_is_told(root: Path, plan: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    done = run(root, str(plan), "--as", "actions")
    assert done.exit_code == 0
    assert "Nothing was written. To write it: --write" in done.stderr
    for words in ("Ref          id", "Target date  original_due", "1 row, about 1 action, 1 of them new.", "Questions (2):",
                  "table 1, row 2, column 4: lead: 'Jane Smith': it looks like the name of a person",
                  "dates: day-first", '"Jane Smith": ', "standards/imports/council-plan.yaml"):  # fmt: skip
        assert words in done.stdout, words
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_answers_are_kept_and_next_month_has_no_questions(root: Path, plan: Path) -> None:
    """A question that is left stops the writing, but not the answers so far."""
    half = run(root, str(plan), "--as", "actions", "--dates", "day-first", "--write")
    assert half.exit_code == 1
    assert "The record was not changed, because there is 1 question to decide." in half.stderr
    kept = root / RECORD / "imports/council-plan.yaml"
    assert "dates: day-first" in kept.read_text()
    assert not (root / RECORD / "body/2021/actions.yaml").exists()
    whole = run(
        root,
        str(plan),
        "--as",
        "actions",
        "--answer",
        "lead: Jane Smith = Head of Quality",
        "--write",
    )
    assert whole.exit_code == 0, whole.output
    assert yaml.safe_load(kept.read_text()) == {
        "format": 1, "dates": "day-first", "values": {"lead": {"Jane Smith": "Head of Quality"}},
    }  # fmt: skip
    plan_file = (root / RECORD / "body/2021/actions.yaml").read_text()
    assert "original_due: 2013-04-03" in plan_file
    assert "lead: Head of Quality" in plan_file
    later = plan.with_name("June.docx")
    later.write_bytes(doc([PLAN[0], ["A9", "2", "Report.", "Jane Smith", "01/02/14", "Green"]]))
    again = run(root, str(later), "--as", "actions", "--reading", "council-plan", "--write")
    assert again.exit_code == 0, again.output
    assert "original_due: 2014-02-01" in (root / RECORD / "body/2021/actions.yaml").read_text()
    checked = CliRunner().invoke(main, ["check", "--root", str(root)])
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(
    ("words", "message", "code"),
    [
        (["--column", "Budget"], "Write --column as --column 'HEADING=KEY'.", 2),
        (["--answer", "lead=x"], "Write --answer as --answer 'KEY: WORDS = VALUE'.", 2),
        (["--column", "RAG=colour"], "The column 'RAG' cannot be 'colour'. Choose from: ", 1),
        (["--table", "3"], "There is no table 3. Choose from: table 1.", 1),
        (["--sheet", "Plan"], "There is no Plan. Choose from: table 1.", 1),
    ],
)
def test_wrong_options_are_refused_in_words(
    root: Path, plan: Path, words: list[str], message: str, code: int
) -> None:
    done = run(root, str(plan), "--as", "actions", *words)
    assert (done.exit_code, message in done.stderr) == (code, True), done.stderr


def test_a_file_that_cannot_be_read_is_refused_in_words(root: Path, plan: Path) -> None:
    plan.write_bytes(b"%PDF-1.7")
    done = run(root, str(plan), "--as", "actions")
    assert done.exit_code == 1
    assert "Council plan.docx: it is a PDF, whatever its name says." in done.stderr


def test_what_would_break_the_record_is_not_written(root: Path, tmp_path: Path) -> None:
    """All of it is refused together, before anything is written."""
    path = tmp_path / "plan.docx"
    path.write_bytes(
        doc([[*PLAN[0], "Completed"], [*PLAN[1], "1 May 2020"], ["A1 ", *PLAN[2][1:], ""]])
    )
    done = run(root, str(path), "--as", "actions", "--write")
    assert (done.exit_code, (root / RECORD / "body/2021/actions.yaml").exists()) in (
        (0, True),
        (1, False),
    )


def test_a_number_of_a_patient_is_refused_where_it_stands_in_the_table(
    root: Path, plan: Path
) -> None:
    """Before anything is said of the table, so that nothing repeats the number."""
    plan.write_bytes(doc(row(Target_date="03/04/2021", Action="Write to patient 943 476 5919.")))
    done = run(root, str(plan), "--as", "actions")
    assert done.exit_code == 1
    assert done.output.startswith(
        "Error: Nothing was written.\n  table 1, row 2, column 3 holds a valid NHS number. This message does not repeat it.\n"
    )
    assert "943" not in done.output


def test_what_breaks_a_rule_is_refused_and_the_answers_are_kept(root: Path, tmp_path: Path) -> None:
    """Such as a classification that nothing would read; of the record nothing is written."""
    before = {path: path.read_bytes() for path in (root / RECORD).rglob("*.yaml")}
    table = tmp_path / "council positions.csv"
    table.write_text('Recommendation,Position\n1,"We do so.\n\nclassification: internal"\n')
    done = run(root, str(table), "--as", "positions", "--dates", "day-first", "--write")
    assert done.exit_code == 1
    assert "(key-in-text)" in done.output
    assert "Your answers so far are in standards/imports/council-positions.yaml." in done.output
    after = {path: path.read_bytes() for path in (root / RECORD).rglob("*.yaml")}
    assert after.keys() - before.keys() == {root / RECORD / "imports/council-positions.yaml"}
    assert all(after[path] == data for path, data in before.items())


def test_what_the_record_lacked_is_brought_in(root: Path, plan: Path) -> None:
    """A position names an action that only the table has: the mistake was there before."""
    position = root / RECORD / "body/2021/1.yaml"
    text = "text: |\n  We will train all staff.\n"
    promise = (
        "commitments:\n  - text: We will train all staff.\n    kind: will\n    actions: [A1]\n"
    )
    written = position.read_text().replace("text: |\n  Not yet written.\n", text + promise)
    assert promise in written
    position.write_text(written)
    plan.write_bytes(doc(row()))
    done = run(root, str(plan), "--as", "actions", "--write")
    assert done.exit_code == 0, done.output
    assert not select_files(root).found.problems


def test_the_recommendations_of_a_new_report_come_in(root: Path, tmp_path: Path) -> None:
    """None of which the set has; each in its theme, with paragraphs and points, and once."""
    table = [
        ["No", "Heading", "Text"],
        ["3", "Openness", "Be open:\n- at once\n- in writing"],
        ["4(a)", "Candour", "Tell them."],
        ["3", "Openness", "Something else."],
    ]
    path = tmp_path / "report.docx"
    path.write_bytes(doc(table))
    theme = ("--theme", theme_of(root))
    asked = run(root, str(path), "--as", "recommendations", *theme, "--write")
    assert "table 1, row 4: number: 3 is in table 1, row 2 already." in asked.output
    answer = ("--answer", "number: table 1, row 4 = leave out")
    done = run(root, str(path), "--as", "recommendations", *theme, *answer, "--write")
    assert done.exit_code == 0, done.output
    assert "3 | Openness | Something else." in done.output
    held = yaml.safe_load((root / RECORD / "inquiry/3.yaml").read_text())
    assert (held["heading"], held["text"]) == ("Openness", "Be open:\n\n- at once\n- in writing\n")
    assert (root / RECORD / "inquiry/4-a.yaml").exists()
    again = run(root, str(path), "--as", "recommendations", *theme, "--write")
    assert again.exit_code == 0, again.output
    assert "To be added" not in again.output


def theme_of(root: Path) -> str:
    """Return the title of the first theme of the set."""
    title: str = yaml.safe_load((root / RECORD / "inquiry/set.yaml").read_text())["themes"][0][
        "title"
    ]
    return title


def test_tracked_changes_are_asked_about(root: Path, tmp_path: Path) -> None:
    document = docx.Document(BytesIO(doc(STOCK_TAKE)))
    cell = document.tables[0].cell(1, 2).paragraphs[0]
    cell._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="X"><w:r><w:t xml:space="preserve"> More.</w:t></w:r></w:ins>'
        )
    )
    path = tmp_path / "stock-take.docx"
    document.save(str(path))
    asked = run(root, str(path), "--as", "positions", "--write")
    assert asked.exit_code == 1
    assert "nobody has accepted or refused its tracked changes (1)" in asked.stdout
    for choice, text in (("refuse", "We have begun."), ("accept", "We have begun. More.")):
        done = run(root, str(path), "--as", "positions", "--tracked", choice, "--write", "--theirs")
        assert done.exit_code == 0, done.output
        assert f"text: {text}\n" in (root / RECORD / "body/2021/1.yaml").read_text()


def test_recommendations_come_into_a_set(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        'Number,Heading,Text\n1,Heading 1,Text of recommendation 1.\n1a,Openness,"Be open.\n\nAlways."\n'
    )
    done = run(root, str(path), "--as", "recommendations", "--set", "inquiry", "--write")
    assert done.exit_code == 0, done.output
    made = yaml.safe_load((root / RECORD / "inquiry/1a.yaml").read_text())
    assert (made["number"], made["heading"], made["text"]) == (
        "1a",
        "Openness",
        "Be open.\n\nAlways.\n",
    )
    assert "numbers" in (root / RECORD / "body/2021/year.yaml").read_text()


# What officers write otherwise than a program would


def test_numbers_of_several_in_one_cell_are_never_one_of_them(root: Path) -> None:
    for words in ("Rec 1 – 2", "1 and 2", "1/2", "1 to 2", "1 & 2: Both"):
        table = [STOCK_TAKE[0][1:], [words, "All done.", "Green"], ["2", "", ""]]
        made = read(root, doc(table), "positions")
        assert [q.key for q in made.questions] == ["number"], words
        assert not made.merge.files


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Comments / update June 2021", "progress"),
        ("Lead / Owner", "lead"),
        ("RAG as at 31 March 2021", "rating.value"),
        ("RAG Q1 2021/22", "rating.value"),
        ("Lead / RAG", ""),
        ("2021", ""),
    ],
)
def test_headings_with_two_words_or_a_date_are_taken_with_a_word_of_doubt(
    root: Path, heading: str, key: str
) -> None:
    made = read(root, doc([["Ref", "Action", heading], ["A1", "Train.", ""]]), "actions")
    assert made.tables[0].headings[2] == (heading, key, not key)


@pytest.mark.parametrize("words", ["TBC", "To be confirmed", "Vacant", "?"])
def test_nobody_is_no_lead(root: Path, words: str) -> None:
    (question,) = read(root, doc(row(Lead=words)), "actions").questions
    assert (question.key, question.words) == ("lead", words)


def test_posts_that_are_new_are_named(root: Path) -> None:
    made = read(root, doc(PLAN), "actions")
    posts = "posts that the record does not name yet: Director of Care, Head of Quality"
    assert posts in made.found.said


def test_a_row_without_a_reference_goes_on_where_it_is_told(root: Path) -> None:
    """Its words follow those of the row above, and so does its note on progress."""
    table = [
        ["Ref", "Action", "Progress"],
        ["A1", "Train all", "1 March 2021: Half are"],
        ["", "staff.", "trained."],
        ["A2", "Audit.", "2 March 2021 – Begun.\nNot ended."],
        ["", "", "Ended on 5 March."],
    ]
    made = read(root, doc(table), "actions")
    assert [(q.place, q.key, q.allowed[0]) for q in made.questions] == [
        ("table 1, row 3", "id", "A1"),
        ("table 1, row 5", "id", "A2"),
    ]
    answers = {"staff.": "A1", "table 1, row 5": "A2"}
    again = read(root, doc(table), "actions", TableReading(1, values={"id": answers}))
    assert not again.questions
    assert [(a["description"], [n["text"] for n in a["progress"]]) for a in actions(root, again)] == [
        ("Train all staff.", ["Half are trained."]),
        ("Audit.", ["Begun. Not ended. Ended on 5 March."]),
    ]  # fmt: skip


def test_rows_that_only_refer_to_an_action_name_it(root: Path) -> None:
    """In a table without references, with the id before its name; a number in a sentence is none."""
    table = [["RAG", "Action", "Due"], ["Green", "A1 Training", "1 May 2021"]]
    made = read(root, doc(PLAN, table, between="Late:"), "actions")
    assert not made.questions
    first = actions(root, made)[0]
    assert (first["description"], first["short"]) == ("Train all staff.", "Training")
    assert first["original_due"] == date(2021, 3, 31)
    (left,) = made.merge.left
    assert "2021-05-01, the current date of A1, is no extension yet" in left.words
    numbered = [["Ref", "Action"], ["1", "Train."]]
    counted = [["RAG", "Action"], ["Green", "1 nurse more"]]
    both = read(root, doc(numbered, counted, between="Late:"), "actions")
    assert [a["description"] for a in actions(root, both)] == ["Train.", "1 nurse more"]


def test_two_actions_with_the_same_words_are_asked_about(root: Path) -> None:
    same = [PLAN[0], PLAN[1], ["A2", *PLAN[1][1:]]]
    for path, data in read(root, doc(same), "actions").merge.files.items():
        (root / path).write_bytes(data)
    made = read(root, doc([line[1:] for line in same[:2]]), "actions")
    assert [(q.why, q.allowed[:2]) for q in made.questions] == [
        ("the action has the words of A1 and A2", ("A1", "A2"))
    ]


def test_a_table_of_very_many_columns_is_refused_and_one_of_empty_rows_is_not(root: Path) -> None:
    wide = [["Ref", "Action", *(f"Heading {n}" for n in range(200))]]
    with pytest.raises(FrancisError, match="table 1 has 202 columns"):
        read(root, doc(wide), "actions")
    document = docx.Document(BytesIO(doc(PLAN)))
    document.tables[0]._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}/>"))
    out = BytesIO()
    document.save(out)
    assert len(actions(root, read(root, out.getvalue(), "actions"))) == 2


def test_what_a_workbook_shows_is_what_is_read(root: Path) -> None:
    """A share as per cent, a colour of the theme as a question, a number that would be a day as one too."""
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (
        ("Ref", "Action", "RAG", "% complete", "Due"),
        ("A1", "Train.", "", 0.6, 44286),
        ("A2", "Audit.", "Green", 1, date(2021, 5, 31)),
    ):
        sheet.append(cells)
    sheet["D2"].number_format = sheet["D3"].number_format = "0%"
    sheet["C2"].fill = PatternFill("solid", fgColor=Color(theme=5))
    sheet["B3"].font = Font(strike=True)
    sheet["F1"], sheet["F2"] = "Progress", "#DIV/0!"
    sheet.row_dimensions[3].hidden = True
    out = BytesIO()
    book.save(out)
    made = read(root, out.getvalue(), "actions", name="plan.xlsx")
    assert [(q.key, q.words, q.allowed[:1]) for q in made.questions] == [
        ("rating", "#theme 5", ("green",)),
        ("original_due", "44286", ("2021-03-31",)),
    ]
    assert [a["percent"] for a in actions(root, made)] == [60, 100]
    assert made.remarks == (
        "'Sheet', cell F2: #DIV/0!, an error of the workbook, which was not read",
        "'Sheet', cell B3: words that are struck through, read like others",
        "'Sheet': hidden rows (1) were read too",
    )
