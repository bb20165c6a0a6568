"""What people type into cells, one way or another: points, runs of numbers, shares, days; and what pages and boxes hide."""

from __future__ import annotations

import csv
import shutil
from io import BytesIO, StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from francis.record.model import TableReading
from tests.cli.test_cli import run
from tests.intake.test_councils import STOCK_TAKE, actions, asked, positions, read
from tests.intake.test_councils import root as root

HERE = Path(__file__).parents[1] / "cli/data/mistakes"


def table(*rows: list[str]) -> bytes:
    """Return a CSV file."""
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def book(*rows: list[object]) -> bytes:
    """Return a workbook."""
    made, out = openpyxl.Workbook(), BytesIO()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("typed", "text", "in_word"),
    [
        ("First:\n• a\n• b", "First:\n\n- a\n- b", "First:\n\n- a\n- b"),
        ("- a\n- b\nLast.", "- a\n- b\n\nLast.", "- a\n- b\n\nLast."),
        ("– a\n– b", "- a\n- b", "- a\n- b"),
        ("1. a\n2. b", "1. a\n2. b", "1. a\n2. b"),
        ("1) a\n2) b", "1. a\n2. b", "1. a\n2. b"),
        ("- or so it seems", "- or so it seems", "- or so it seems"),
        ("We\nread.", "We\n\nread.", "We\\\nread."),
    ],
)
def test_points_that_were_typed_are_a_list(root: Path, typed: str, text: str, in_word: str) -> None:
    """In a workbook's cell, and in a paragraph of Word with breaks, which stay between other lines."""
    rows = [STOCK_TAKE[0], ["1", "Heading 1", typed, "Green"]]
    made = read(root, table(*rows), "positions", name="a.csv")
    assert positions(root, made)["1"] == text
    document = docx.Document()
    cells = document.add_table(2, 4)
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            run_of = cells.cell(i, j).paragraphs[0].add_run()
            run_of.text = words  # with a break for each end of a line
    out = BytesIO()
    document.save(out)
    made = read(root, out.getvalue(), "positions")
    assert positions(root, made)["1"] == in_word


@pytest.mark.parametrize(
    ("said", "numbers"),
    [("1 to 2", ["1", "2"]), ("1 / 2", ["1", "2"]), ("1 2", ["1", "2"]), ("1/2", ["1", "2"])],
)
def test_several_numbers_are_understood_however_they_are_written(
    root: Path, said: str, numbers: list[str]
) -> None:
    """Of an action; a position that fits several is asked about."""
    rows = [["Ref", "Rec", "Action"], ["A1", said, "Train."]]
    made = read(root, table(*rows), "actions", name="a.csv")
    assert actions(root, made)[0]["recommendations"] == numbers
    of_one = [STOCK_TAKE[0], STOCK_TAKE[2], [said, "", "x", "Green"]]
    (question,) = read(root, table(*of_one), "positions", name="a.csv").questions
    assert question.why == "it fits 1 and 2"


def test_a_number_beside_another_that_is_not_there_is_no_number(root: Path) -> None:
    """It is asked about, not taken for the first."""
    rows = [STOCK_TAKE[0], STOCK_TAKE[2], ["1 999", "", "x", "Green"]]
    (question,) = read(root, table(*rows), "positions", name="a.csv").questions
    assert question.why == "there is no 1 999"


def test_a_share_and_a_one_are_asked_about(root: Path) -> None:
    """1 in a column of shares is all of it; in a column of per cent it is one."""
    rows: list[list[object]] = [["Ref", "Action", "Progress %"]]
    rows += [["A1", "Train.", 0.5], ["A2", "Audit.", 1], ["A3", "Ask.", 40]]
    made = read(root, book(*rows), "actions", name="a.xlsx")
    assert [(q.words, q.allowed) for q in made.questions] == [
        ("0.5", ("50%", "leave out")),
        ("1", ("1%", "100%")),
    ]
    said = TableReading(1, values={"percent": {"0.5": "50%", "1": "100%"}})
    made = read(root, book(*rows), "actions", said, name="a.xlsx")
    assert [action["percent"] for action in actions(root, made)] == [50, 100, 40]


def test_a_day_against_the_order_that_was_said_is_asked_about(root: Path) -> None:
    """It is read the other way round only where nothing was said."""
    rows = [["Ref", "Action", "Due date"], ["A1", "Train.", "03/14/2021"]]
    assert not asked(read(root, table(*rows), "actions", name="a.csv"))
    made = read(root, table(*rows), "actions", TableReading(1, dates="day-first"), name="a.csv")
    (question,) = made.questions
    assert question.why == "the numbers do not stand day-first"
    assert question.allowed == ("2021-03-14", "leave out")
    rows[1][2] = "14/03/2021"
    made = read(root, table(*rows), "actions", TableReading(1, dates="month-first"), name="a.csv")
    assert [q.allowed[0] for q in made.questions] == ["2021-03-14"]


PAGE = """<table><tr><th>No<th>Recommendation<th>Our response<th>RAG</tr>
<tr><td>1<td>Heading 1<td>We <del>will</del> have <s>just</s> begun.<span style="display: none">x1</span>
<td {cell}></tr>
<tr style="display:none"><td>2<td>Heading 2<td>Done.<td><img alt="Green" src="g.png"></tr></table>"""


@pytest.mark.parametrize("cell", ['bgcolor="#00703C"', 'style="background: rgb(0, 112, 60)"'])
def test_what_a_page_hides_is_told_and_its_colours_are_read(root: Path, cell: str) -> None:
    """Deleted and hidden words are left out, a hidden row is read; a picture is its description."""
    made = read(root, PAGE.format(cell=cell).encode(), "positions", name="a.html")
    assert positions(root, made) == {"1": "We have just begun.", "2": "Done."}
    assert [*made.remarks] == [
        "table 1, row 2, column 3: words that are deleted, left out: “will”",
        "table 1, row 2, column 3: words that are struck through, read like others",
        "table 1, row 2, column 3: words that are hidden, left out: “x1”",
        "table 1, row 3: the row is hidden, and was read too",
    ]
    values = [made.found.targets[number].values.get("rating.value") for number in ("1", "2")]
    assert values == ["green", "green"]
    assert not made.questions


def test_a_box_that_nobody_filled_in_is_empty_and_a_colour_of_the_theme_is_asked_about(
    root: Path,
) -> None:
    """In Word: what the box shows is what to do, not what somebody said."""
    document = docx.Document()
    cells = document.add_table(2, 4)
    for i, row in enumerate([STOCK_TAKE[0], ["1", "Heading 1", "", ""]]):
        for j, words in enumerate(row):
            cells.cell(i, j).text = words
    box = (
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        "<w:r><w:t>Click here to enter text.</w:t></w:r></w:sdtContent></w:sdt>"
    )
    cells.cell(1, 2).paragraphs[0]._p.append(parse_xml(box))
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="auto" w:themeFill="accent6"/>'
    cells.cell(1, 3)._tc.get_or_add_tcPr().append(parse_xml(shade))
    out = BytesIO()
    document.save(out)
    made = read(root, out.getvalue(), "positions")
    assert "text" not in made.found.targets["1"].values
    (question,) = made.questions
    assert question.why == "the colour #theme accent6 is none of the body’s"


def test_several_notes_with_a_date_in_one_cell_are_several(root: Path) -> None:
    """On lines that a break divides, or one behind the other on one line."""
    said = "1 March 2021: Half are trained. 2 March 2021: All are.\n3 March 2021: Checked."
    rows = [["Ref", "Action", "Progress"], ["A1", "Train.", said]]
    made = read(root, table(*rows), "actions", name="a.csv")
    notes = [note["text"] for note in actions(root, made)[0]["progress"]]
    assert notes == ["Half are trained.", "All are.", "Checked."]


def test_yes_is_no_post_and_a_table_is_no_sentence(root: Path) -> None:
    """Both are asked about."""
    rows: list[list[object]] = [["Ref", "Action", "Lead"], ["A1", "Train.", True]]
    (question,) = read(root, book(*rows), "actions", name="a.xlsx").questions
    assert (question.key, question.why) == ("lead", "it is no post")
    document = docx.Document()
    cells = document.add_table(2, 2)
    for j, words in enumerate(("Ref", "Action")):
        cells.cell(0, j).text = words
    cells.cell(1, 0).text = "A1"
    inner = cells.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    out = BytesIO()
    document.save(out)
    (question, *_) = read(root, out.getvalue(), "actions").questions
    assert question.why.startswith("there is a table in the cell")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["3,Beds,Free.", "3,More,Count."], "row 3: number: 3 is in row 2 already."),
        (["4(a),Beds,Free.", "4-a,More,Count."], "row 3: 4-a would have the same file as 4(a), in row 2."),
        (["4a,Beds,Free.", "4A,More,Count."], "row 3: 4A would have the same file as 4a, in row 2."),
        (["3-5,Beds,Free."], "row 2: number: these may be several numbers."),
        (["Total,Beds,Free."], "row 2: number: it may be no number."),
    ],
)  # fmt: skip
def test_recommendations_that_clash_are_asked_about(
    tmp_path: Path, rows: list[str], says: str
) -> None:
    """Each with its row, and nothing is written."""
    shutil.copytree(HERE, tmp_path / "w")
    (tmp_path / "set.csv").write_text("\n".join(["No,Heading,Text", *rows]))
    words = ("--as", "recommendations", "--theme", "Care", "--write")
    done = run("import", str(tmp_path / "set.csv"), *words, root=tmp_path / "w")
    assert done.exit_code == 1
    assert says in done.output
    assert len([*(tmp_path / "w/standards/inquiry").iterdir()]) == 3


def test_a_new_recommendation_is_not_said_to_be_there_already(tmp_path: Path) -> None:
    """What it is made with is counted as added."""
    shutil.copytree(HERE, tmp_path / "w")
    (tmp_path / "set.csv").write_text("No,Heading,Text\n3,Beds,Free.\n")
    words = ("--as", "recommendations", "--theme", "Care")
    done = run("import", str(tmp_path / "set.csv"), *words, root=tmp_path / "w")
    assert "To be added: heading 1, text 1." in done.stdout
    assert "already" not in done.stdout


def test_a_time_scale_is_divided_into_its_start_and_its_end(root: Path) -> None:
    """Under one heading over both, in the form that most plans have; the start is told, and is no date by which it is due."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        ["Inquiry action plan, version 7"],
        ["Ref", "Inquiry rec(s)", "What we will do", "Timescale", None, "Owner", "RAG"],
        [None, None, None, "Start", "End", None, None],
        ["1a", "1, 2", "Agree the schedule", "Apr-21", "30/09/2021", "Head of Quality", "Green"],
        ["1b", "R2", "Publish it", "Q1 21/22", "Q2 21/22", "Head of Quality", "Green"],
    ):
        sheet.append(row)
    sheet.merge_cells("D2:E2")
    out = BytesIO()
    made.save(out)
    found = read(root, out.getvalue(), "actions", name="plan.xlsx")
    assert not found.questions
    assert [(left.place, left.words) for left in found.found.left] == [
        ("'Sheet', row 1", "Inquiry action plan, version 7")
    ]
    assert [(str(a["original_due"]), a["recommendations"]) for a in actions(root, found)[-2:]] == [
        ("2021-09-30", ["1", "2"]),
        ("2021/22-Q2", ["2"]),
    ]


def cards(*tables: tuple[str, list[list[str]]]) -> bytes:
    """Return a Word file of tables, each with the line above it."""
    document, out = docx.Document(), BytesIO()
    for title, rows in tables:
        if title:
            document.add_heading(title, 2)
        made = document.add_table(len(rows), max(map(len, rows)))
        for i, row in enumerate(rows):
            for j, words in enumerate(row):
                made.cell(i, j).text = words
    document.save(out)
    return out.getvalue()


def test_a_table_for_each_recommendation_stands_upright(root: Path) -> None:
    """What it is about stands above it, or in it; one may say less than another."""
    found = read(
        root,
        cards(
            ("Recommendation 1: Heading 1", [["Our position:", "We have begun."], ["Accepted?", "Accepted"], ["RAG", "Green"], ["Next steps", "Audit"]]),
            ("2. Heading 2", [["Our position:", "We wait."], ["Lead", "Director of Care"], ["RAG", "Green"]]),
        ),
        "positions",
    )  # fmt: skip
    assert not found.questions
    assert [(row.place, row.values["number"].words) for row in found.tables[0].entries] == [
        ("table 1", "Recommendation 1: Heading 1"),
        ("table 2", "2. Heading 2"),
    ]
    assert [left.place for left in found.found.left] == ["table 1, row 4, column 2 (Next steps)"]
    assert positions(root, found) == {"1": "We have begun.", "2": "We wait."}


def test_upright_tables_of_a_page_have_the_heading_above_them(root: Path) -> None:
    """As in Word."""
    one = "<h2>Recommendation {0}</h2><table><tr><th>Our position</th><td>We said {0}.</td></tr><tr><th>RAG</th><td>Green</td></tr><tr><th>Lead</th><td>Director of Care</td></tr></table>"
    page = f"<html><body>{one.format(1)}{one.format(2)}</body></html>"
    found = read(root, page.encode(), "positions", name="page.html")
    assert not found.questions
    assert positions(root, found) == {"1": "We said 1.", "2": "We said 2."}


def test_a_header_alone_stands_not_upright(root: Path) -> None:
    """The table behind it goes on with it."""
    header = ["Ref", "Action", "Lead", "Due", "RAG", "Progress"]
    row = ["A9", "Train staff", "Head of Quality", "2021-06", "Green", "1 March 2021: Begun"]
    document, out = docx.Document(), BytesIO()
    for cells in (header, row):
        made = document.add_table(1, 6)
        for place, words in enumerate(cells):
            made.cell(0, place).text = words
    document.save(out)
    found = read(root, out.getvalue(), "actions")
    assert not found.questions
    assert actions(root, found)[-1]["description"] == "Train staff"


def test_rows_over_the_whole_of_an_upright_table_are_titles_labels_or_left(root: Path) -> None:
    """Nothing of them is lost."""
    document, out = docx.Document(), BytesIO()
    made = document.add_table(8, 2)
    for i, row in enumerate(
        [["Recommendation 2"], ["RAG", "Green"], ["Our position"], ["We have begun."], ["Lead", "Director of Care"],
         ["For the file only"], ["Accepted", "Accepted"], ["Notes"]]
    ):  # fmt: skip
        if len(row) == 1:
            made.cell(i, 0).merge(made.cell(i, 1))
        for j, words in enumerate(row):
            made.cell(i, j).text = words
    document.save(out)
    found = read(root, out.getvalue(), "positions")
    assert not found.questions
    assert positions(root, found)["2"] == "We have begun."
    assert [(left.place, left.words) for left in found.found.left] == [
        ("table 1, row 6, column 1", "For the file only"),
        ("table 1, row 8, column 1", "Notes"),
    ]


def test_labels_stand_in_pairs_across_too(root: Path) -> None:
    """Two to a row, under a heading over all; with a label for the number, the line above is none."""
    rows = [
        ["Ref", "A9", "Owner", "Head of Quality"],
        ["Action", "Train staff", "By when", "2021-06"],
    ]
    found = read(root, cards(("Action plan 2", rows)), "actions")
    assert not found.questions
    (*_, action) = actions(root, found)
    assert (action["id"], action["description"]) == ("A9", "Train staff")
    assert str(action["original_due"]) == "2021-06"


@pytest.mark.parametrize(
    "rows",
    [
        [["RAG", "Meaning"], ["Green", "On its way"], ["Lead", "Who leads"]],
        [["RAG", "a"], ["Lead", "b"], ["Our position", "c"], ["RAG", "d"]],
        [["RAG", "a", "b"], ["Lead", "c", "d"], ["Our position", "e", "f"]],
        [["RAG", "a"], ["Lead", "b"], ["Response", "c"], ["w", ""], ["x", ""], ["y", ""], ["z", ""]],
    ],
)  # fmt: skip
def test_what_only_looks_upright_is_left(root: Path, rows: list[list[str]]) -> None:
    """Few labels, one of them twice, three columns, or mostly others: nothing is made of it."""
    found = read(root, cards(("Recommendation 1", rows)), "positions")
    assert not any(row.values for table in found.tables for row in table.entries)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 – Openness", ["1"]),
        ("Rec 1 (Openness)", ["1"]),
        ("1: Openness; 2: Candour", ["1", "2"]),
        ("1 - 2", ["1", "2"]),
        ("1 - 12 months", None),
        ("1 month", None),
        ("12: Openness", None),
    ],
)
def test_a_number_may_have_its_name_behind_it(
    root: Path, typed: str, meant: list[str] | None
) -> None:
    """Behind a sign; a number in the name, or none between, is asked about."""
    rows = [["Ref", "Recs", "Action"], ["X1", typed, "Write it"]]
    found = read(root, table(*rows), "actions", name="plan.csv")
    assert bool(found.questions) == (meant is None)
    assert found.merge.said == []
    if meant:
        assert actions(root, found)[-1]["recommendations"] == meant


@pytest.mark.parametrize(
    ("said", "is_told"), [("", True), ("-", True), ("All", False), ("9", False)]
)
def test_an_action_without_recommendations_is_told_as_such(
    root: Path, said: str, is_told: bool
) -> None:
    """Not one that is for all of them, or about whose number the officer is asked."""
    rows = [["Ref", "Recs", "Action"], ["X1", said, "Write it"]]
    found = read(root, table(*rows), "actions", name="plan.csv")
    assert any("no recommendation is given" in words for words in found.merge.said) == is_told


def test_what_brackets_say_of_a_date_is_no_hint_of_how_to_write_it(root: Path) -> None:
    """A revised date is not the original one."""
    rows = [
        ["Ref", "Action", "Due (dd/mm/yyyy)", "Due (revised)"],
        ["X1", "Write it", "30/06/2021", "31/07/2021"],
    ]
    found = read(root, table(*rows), "actions", name="plan.csv")
    assert [(h.words, h.key) for h in found.tables[0].headings[2:]] == [
        ("Due (dd/mm/yyyy)", "original_due"),
        ("Due (revised)", "due"),
    ]


def test_a_tracker_with_the_headings_of_most_trackers_comes_in(root: Path) -> None:
    """Whole; numbers with letters before them, one beside the other too."""
    rows = [
        ["Action ID", "Recommendation Reference", "Action Description", "Responsible Person (job title)", "Due Date (dd/mm/yyyy)", "% Complete", "Status update"],
        ["X1", "F1/F2", "Write it", "Head of Quality", "30/06/2021", "50%", "12 March 2021: drafted"],
    ]  # fmt: skip
    found = read(root, table(*rows), "actions", name="tracker.csv")
    assert not found.questions
    assert not found.found.left
    (*_, action) = actions(root, found)
    assert action["recommendations"] == ["1", "2"]
    assert (action["lead"], action["percent"]) == ("Head of Quality", 50)
    assert action["progress"][0]["text"] == "drafted"
