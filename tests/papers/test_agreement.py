"""Papers agree: true papers raise nothing, and each kind of fault is found, with both of its places."""

from __future__ import annotations

import datetime
import pickle
import re
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from francis.errors import FrancisError
from francis.formats.excel import workbook as excel
from francis.formats.html import parse
from francis.formats.reading_back.page import read_html
from francis.formats.reading_back.workbook import read_rows
from francis.papers import agreement, templates
from francis.papers.agreement import Reading
from francis.papers.facts import FIELDS, Fact, FactKind, Owner, meaning, printed
from francis.papers.tracker import book as tracker
from francis.record import paper_kinds
from francis.record.audience import for_audience
from francis.record.days import When, day_in_words
from francis.record.paper_kinds import PAPERS, Paper
from francis.record.reading import loading
from francis.record.register import Register
from tests.formats.test_reading_back import FORMS, TEMPLATES, made
from tests.shared.workspaces import BODY, COVER, FORM, POSITION, action, plan, record_files

STOCKTAKE, ACTION_PLAN, BOARD_REPORT = PAPERS[:3]
SCHEME = BODY.replace(
    "ratings:\n",
    """ratings:
  - key: red
    word: Red
    meaning: Late.
    colour: "#d4351c"
    exception: true
""",
)
ACTIONS = plan(
    action(
        "A1",
        "lead: Director of Care\n"
        "original_due: 2020-12-01\n"
        "extensions:\n"
        "  - due: 2021-02\n"
        "    approved_by: The Board\n"
        "    approved_on: 2020-11-02",
    ),
    action("A2", "lead: Director of Finance\noriginal_due: 2021-04-15\npercent: 40"),
    action(
        "A3",
        "completed: 2021-03-01\nverified:\n  by: Audit Committee\n  date: 2021-03-20",
    ),
    action("A4", "progress:\n  - date: 2021-03-01\n    text: Begun.").replace("green", "red"),
)
NARRATIVE = COVER.replace(
    "There are {{ counts.positions }} positions.",
    "Of {{ counts.actions }} actions, {{ counts.actions_overdue }} is overdue.",
)


def register(**changed: str | bytes | None) -> Register:
    """Return the register of the small workspace, with a plan and a report to the board."""
    files = {
        "body__body": SCHEME + FORM,
        "body__2021__2": POSITION.format(number=2).replace("green", "red") + "lead: Chief Nurse\n",
        "body__2021__actions": ACTIONS,
        "body__2021__papers__board-report": NARRATIVE,
    }
    found = loading.load(record_files(**{**files, **changed}))
    assert [str(problem) for problem in found.problems if problem.level == "error"] == []
    return for_audience(found.registers[0], "public")


def page(of: Register, paper: Paper) -> str:
    """Return the HTML of a paper, by the templates of the program."""
    return templates.paper(
        paper.template,
        of,
        [TEMPLATES],
        provenance="commit 1234567",
        made=datetime.datetime(2021, 3, 31),
        version="1",
    )


def read(of: Register, paper: Paper, source: str, **files: bytes) -> list[Reading]:
    """Return what the HTML of a paper and its files by format say, as processes hand it over."""
    made_from = agreement.PaperSource(f"templates/{paper.template}", read_html(parse(source)))
    readings = [
        agreement.source(of, paper.lists, made_from),
        *(
            agreement.file(f"{paper_kinds.stem(of, paper, final=False)}.{form}", data, made_from)
            for form, data in files.items()
        ),
    ]
    return [pickle.loads(pickle.dumps(reading)) for reading in readings]


def told(of: Register, readings: list[Reading]) -> list[str]:
    return [str(difference) for difference in agreement.between(of, readings)]


def changed(html: str, pattern: str, by: str) -> str:
    """Return HTML with the first of what a pattern finds changed; it must be there."""
    out, times = re.subn(pattern, by, html, count=1, flags=re.DOTALL)
    assert times == 1, pattern
    return out


# ---------------------------------------------------------------------------------------------
# The papers of the program


def test_papers_as_they_are_made_agree() -> None:
    """With the record and with each other in all formats, which all state the same facts."""
    of = register()
    readings = [
        reading
        for paper in paper_kinds.of(of)
        for html in [page(of, paper)]
        for reading in read(of, paper, html, **{form: made(form, html) for form in FORMS})
    ]
    assert told(of, readings) == []
    stated = {reading.name: {said.fact for said in reading.facts} for reading in readings}
    for paper in paper_kinds.of(of):
        for form in FORMS:
            file = f"{paper_kinds.stem(of, paper, final=False)}.{form}"
            assert stated[file] == stated[f"templates/{paper.template}"] != set()


OF_OPEN = ("recommendations", "due", "original-due", "state")


@pytest.mark.parametrize(
    ("paper", "kind", "rarely", "never"),
    [
        (STOCKTAKE, "position", {"lead"}, set()),
        (
            BOARD_REPORT,
            "position",
            set(),
            {"acceptance", "assurance"},
        ),  # the same of all: said once, above
        (
            ACTION_PLAN,
            "action",
            # Of what is no longer open, how it ended; of what is open, all else.
            {*OF_OPEN, "extended", "percent", "completed", "verified"},
            set(),
        ),
        (
            BOARD_REPORT,
            "action",
            {"extended", "percent", "completed", "verified"},
            {"original-due"},
        ),
    ],
)
def test_the_templates_mark_every_fact_of_a_row(
    paper: Paper, kind: FactKind, rarely: set[str], never: set[str]
) -> None:
    """What is not marked would be compared with nothing; some facts are printed only where there is one."""
    of = register()
    owners = {"position": {"1", "2"}, "action": {"A1", "A2", "A3", "A4"}}[kind]
    (reading,) = read(of, paper, page(of, paper))
    stated = {said.fact for said in reading.facts}
    of_the_workbook, elsewhere = {"verified-on", "verified-by"}, {"oversight", "percent"}
    for name in FIELDS[kind].keys() - of_the_workbook - elsewhere - never:
        whose = {
            fact.of.key for fact in stated if fact.of and (fact.of.kind, fact.name) == (kind, name)
        }
        assert whose == owners or (name in rarely and whose), name


def test_the_narrative_of_a_paper_is_compared_too() -> None:
    """Its figures are the record's, and marked by themselves."""
    of = register()
    source = changed(page(of, BOARD_REPORT), 'overdue">1</span> is overdue', 'overdue">2</span> is')
    (difference,) = told(of, read(of, BOARD_REPORT, source))
    assert re.match(
        "the figure “actions_overdue”: “2” in templates/board-report.html.j2, “1.1 Of 4 actions, 2 is.”; "
        "“1” in templates/board-report.html.j2, “.*”; “1” in standards/body/2021$",
        difference,
    )


@pytest.mark.parametrize("by", ["theme", "lead"])
def test_actions_may_be_grouped(by: str) -> None:
    """By theme or by lead, in the order of the plan within a group."""
    form = f"papers:\n  - paper: action-plan\n    grouped_by: {by}\n"
    of = register(body__body=SCHEME + form, **{"body__2021__papers__board-report": None})
    assert told(of, read(of, ACTION_PLAN, page(of, ACTION_PLAN))) == []


# ---------------------------------------------------------------------------------------------
# A template that is not true to the record

OWN = Paper("report", "a paper with a template of one's own", lists=("overdue",))


def paper(text: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Report</title></head>'
        f'<body><main id="paper"><h1>Report</h1><p class="subtitle">Day</p>{text}</main></body></html>'
    )


def table(listed: str, *rows: str, caption: str = "") -> str:
    """Return a table of a list; each row is its key and its cells, as HTML or plain words."""
    body, columns = "", max((row.count("|") + 1 for row in rows), default=1)
    for row in rows:
        key, *cells = row.split("|")
        shown = f'<th scope="row">{key}</th>'
        shown += "".join(c if c.startswith("<td") else f"<td>{c}</td>" for c in cells)
        body += f'<tr data-record="{key}">{shown}</tr>\n'
    widths = '<col style="width: 30%">' * columns
    return (
        f'<table class="facts" data-rows="{listed}"><caption>{caption or listed.title()}</caption>'
        f"<colgroup>{widths}</colgroup><tbody>{body}</tbody></table>"
    )


def cell(field: str, words: str) -> str:
    return f'<td data-field="{field}">{words}</td>'


A1, A2, A3, A4 = (
    f"{key}|{cell('lead', lead)}|{cell('due', due)}"
    for key, lead, due in (
        ("A1", "Director of Care", "February 2021"),
        ("A2", "Director of Finance", "15 April 2021"),
        ("A3", "not stated", "not stated"),
        ("A4", "not stated", "not stated"),
    )
)
OVERDUE = table("overdue", A1)
PLACE = "templates/report.html.j2, “{}”"
PLAN = "standards/body/2021/actions.yaml"


def of_template(text: str) -> list[str]:
    of = register()
    return told(of, read(of, OWN, paper(text)))


def test_a_number_that_a_template_makes_up_is_found() -> None:
    """In all that was made from it too."""
    of = register()
    html = paper(OVERDUE + '<p><strong data-figure="actions_overdue">3</strong> late</p>')
    (difference,) = told(of, read(of, OWN, html, docx=made("docx", html)))
    assert difference == (
        "the figure “actions_overdue”: “3” in templates/report.html.j2, “3 late”; "
        "“3” in body/2021/report-draft.docx, “3 late”; “1” in standards/body/2021"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            table("overdue", caption="Late") + table("actions", A1, A2, A3, A4),
            f"action A1, overdue: missing in {PLACE.format('Late')}; there in {PLAN}:3:5",
        ),
        (
            table("overdue", A1, A2),
            f"action A2, overdue: there in {PLACE.format('Overdue')}; not one of them in "
            "standards/body/2021",
        ),
        (
            table("overdue", A1, "A9"),
            f"action A9, overdue: there in {PLACE.format('Overdue')}; not one of them in "
            "standards/body/2021",
        ),
        (
            OVERDUE + table("actions", A2, A1, A3, A4),
            f"the order of actions: A2, A1, A3, A4 in {PLACE.format('Actions')}; A1, A2, A3, A4 in "
            "standards/body/2021",
        ),
        (
            OVERDUE + table("actions", A1, A2.replace("Finance", "Care"), A3, A4),
            f"lead of action A2: “Director of Care” in {PLACE.format('Actions')}; “Director of Finance” in "
            f"{PLAN}:19:11",
        ),
        (
            table("overdue", A1.replace("February", "March")) + table("actions", A1, A2, A3, A4),
            f"due of action A1: “March 2021” in {PLACE.format('Overdue')}; “February 2021” in "
            f"{PLACE.format('Actions')}; “February 2021” in {PLAN}:11:14",
        ),
        ("", f"action A1, overdue: missing in templates/report.html.j2; there in {PLAN}:3:5"),
    ],
    ids=["no row", "another row", "an unknown row", "order", "lead", "day", "no table"],
)
def test_other_rows_or_facts_than_the_records_are_found(text: str, expected: str) -> None:
    """With the place in the template, and the file and line of the record."""
    assert of_template(text) == [expected]


def test_a_list_may_be_shown_in_several_tables_and_more_than_once() -> None:
    """A table that begins with a row which was there already begins the list again."""
    one, two = table("actions", A1, A2), table("actions", A3, A4)
    assert of_template(OVERDUE + one + two) == []
    assert of_template(OVERDUE + one + two + one + two) == []
    (missing, _) = of_template(OVERDUE + one + two + table("actions", A1, A3, caption="Some"))
    assert missing == f"action A2, actions: missing in {PLACE.format('Some')}; there in {PLAN}:14:5"


def test_a_list_may_follow_the_themes_or_the_leads() -> None:
    """Of each group the rows stand in the order of the plan."""
    assert of_template(OVERDUE + table("actions", A1, A2, A3, A4)) == []
    files = {"body__2021__actions": plan(action("B1", "lead: Z"), action("B2", "lead: A"))}
    of = register(**files)
    source = paper(table("actions", "B2", "B1"))
    assert told(of, read(of, OWN, source)) == []


def test_positions_and_promises_are_lists_too() -> None:
    """A promise is named by where it was made, and its place there."""
    promise = "commitments:\n  - text: Position on 1.\n    kind: will\n"
    of = register(body__2021__1=POSITION.format(number=1) + promise)
    for text, expected in (
        (table("promises", "1/1") + table("unplanned", "1/1"), []),
        (table("positions", "1", "2") + table("rated", "2") + table("assured"), []),
        (
            table("promises", "1/2"),
            ["commitment 1/1, promises: missing", "commitment 1/2, promises: there"],
        ),
        (table("rated"), ["position 2, rated: missing"]),
    ):
        differences = told(of, read(of, OWN, paper(OVERDUE + text)))
        assert [difference.partition(" in ")[0] for difference in differences] == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            table("overdu", "A1"),
            'report.html.j2: data-rows="overdu" does not exist. Choose from: actions, .* Did you mean overdue',
        ),
        (
            table("overdue", f"A1|{cell('leed', 'x')}"),
            '“Overdue”: data-field="leed" does not exist. Choose from: completed, .*Did you mean lead',
        ),
        (
            table("positions", f"1|{cell('due', 'x')}"),
            'data-field="due" does not exist. Choose from: acceptance, assurance, lead, oversight, rating',
        ),
        (
            '<p>Now <strong data-figure="actions_overdu">1</strong>.</p>',
            '“Now 1.”: data-figure="actions_overdu" does not exist. .*Did you mean actions_overdue',
        ),
        (
            '<p><span class="fact" data-field="lead">x</span></p>',
            "“x”: data-field=.lead. is not in a row",
        ),
        (table("", A1), "data-field=.lead. is not in a row with data-record of a table with"),
    ],
)
def test_a_mark_that_means_nothing_is_refused(text: str, message: str) -> None:
    """It would be compared with nothing, and nobody would know."""
    with pytest.raises(FrancisError, match=message):
        of_template(text)


# ---------------------------------------------------------------------------------------------
# A file that is not true to its template


def chip(words: str) -> str:
    return f'<span class="fact" data-field="rating">{words}</span>'


CHART = """<figure class="chart" data-chart="bars" data-description="Red 1, green 1.">
<table class="figures"><caption>Standards by rating</caption>
<colgroup><col style="width: 75%"><col style="width: 25%"></colgroup>
<thead><tr><th scope="col">Rating</th><th scope="col">Number</th></tr></thead><tbody>
<tr><td>Red</td><td data-figure="red">1</td></tr>
<tr><td>Green</td><td data-figure="green">1</td></tr>
<tr><td>Not rated</td><td data-figure="not_rated">0</td></tr></tbody></table></figure>"""
LATE = '<strong data-figure="actions_overdue">1</strong>'
TRUE = paper(
    f'<p>Of <strong data-figure="actions">4</strong> actions, {LATE} is overdue.</p>'
    "<p>1 is overdue.</p>"
    + table(
        "positions", f"1|<td>{chip('Green')} It is.</td>", f"2|<td>{chip('Red')} It is not.</td>"
    )
    + table("overdue", A1)
    + table("actions", A1, A2, A3, A4)
    + CHART
)


@cache
def source() -> list[Reading]:
    """Return what the template of the true paper and its web page say."""
    return read(register(), OWN, TRUE, html=made("html", TRUE))


def judged(form: str, data: bytes) -> list[str]:
    """Return what is told of a file that was made otherwise than from the true paper, beside its page."""
    of = register()
    made_from = agreement.PaperSource("templates/report.html.j2", read_html(parse(TRUE)))
    return told(of, [*source(), agreement.file(f"body/2021/false.{form}", data, made_from)])


@pytest.mark.parametrize("form", FORMS)
def test_a_true_file_raises_nothing(form: str) -> None:
    """So that what follows is found for the fault's sake alone."""
    assert judged(form, made(form, TRUE)) == []


def test_what_stands_in_a_form_is_looked_for_in_the_file() -> None:
    """In any line or cell; what is nowhere is told."""
    made_from = agreement.PaperSource(
        "templates/report.html.j2", read_html(parse(TRUE)), ("It is not.", "Chief Nurse of nobody")
    )
    (fault,) = agreement.file("body/2021/x.docx", made("docx", TRUE), made_from).faults
    assert str(fault).startswith("the answer “Chief Nurse of nobody” in the form: missing in")


ROW_A2 = re.search(r'<tr data-record="A2">.*?</tr>\n', TRUE)[0]  # type: ignore[index]
ROW_A3 = re.search(r'<tr data-record="A3">.*?</tr>\n', TRUE)[0]  # type: ignore[index]
PLANTED: dict[str, tuple[Callable[[str], str], list[str]]] = {
    "a row is dropped": (
        lambda html: html.replace(ROW_A2, ""),
        ["the row of action A2 in the table “Actions”: missing in {file}; row 2 in templates/report.html.j2"],
    ),
    "a row is doubled": (
        lambda html: html.replace(ROW_A2, ROW_A2 * 2),
        ["the row of action A2 in the table “Actions”: row 2, 3 in {file}{page}; row 2 in templates/report.html.j2"],
    ),
    "two rows are exchanged": (
        lambda html: html.replace(ROW_A2 + ROW_A3, ROW_A3 + ROW_A2),
        ["the row of action A3 in the table “Actions”: row 2 in {file}{page}; row 3 in templates/report.html.j2"],
    ),
    "two ratings are exchanged": (
        lambda html: (
            html.replace(chip("Green"), "@").replace(chip("Red"), chip("Green")).replace("@", chip("Red"))
        ),
        [
            "rating of position 1: “Red” in {file}{page}, “Positions”; “Green” in body/2021/report-draft.html, "
            "“Positions”; “Green” in standards/body/2021/1.yaml:6:10",
            "rating of position 2: “Green” in {file}{page}, “Positions”; “Red” in body/2021/report-draft.html, "
            "“Positions”; “Red” in standards/body/2021/2.yaml:6:10",
        ],
    ),
    "a figure is changed": (
        lambda html: html.replace(LATE, LATE.replace("1", "11")),
        [
            "the figure “actions_overdue”: “11” in {file}{page}, “Of 4 actions, 11 is overdue.”; “1” in "
            "body/2021/report-draft.html, “Of 4 actions, 1 is overdue.”; “1” in standards/body/2021",
        ],
    ),
    "a figure is lost": (
        lambda html: html.replace(LATE, LATE.replace("1", "")),
        [
            "the figure “actions_overdue”: “” in {file}{page}, “Of 4 actions, is overdue.”; “1” in "
            "body/2021/report-draft.html, “Of 4 actions, 1 is overdue.”; “1” in standards/body/2021",
        ],
    ),
    "a day is changed, in one of two tables": (
        lambda html: changed(html, "February 2021", "June 2021"),
        [
            "due of action A1: “June 2021” in {file}{page}, “Overdue”; “February 2021” in {file}{page}, "
            "“Actions”; “February 2021” in standards/body/2021/actions.yaml:11:14"
        ],
    ),
    "words beside a fact are changed": (
        lambda html: html.replace("It is not.", "It was not."),
        [
            "the row of position 2 in the table “Positions”: “Red It was not.” in {file}{page}, “Positions”; "
            "“Red It is not.” in templates/report.html.j2"
        ],
    ),
    "a cell is dropped": (
        lambda html: html.replace(cell("due", "15 April 2021"), cell("due", "")),
        [
            "due of action A2: “” in {file}{page}, “Actions”; “15 April 2021” in body/2021/report-draft.html, "
            "“Actions”; “15 April 2021” in standards/body/2021/actions.yaml:20:19"
        ],
    ),
    "a table is dropped": (
        lambda html: html.replace(table("overdue", A1), ""),
        ["the table “Overdue”: missing in {file}; there in templates/report.html.j2"],
    ),
    "a table is exchanged": (
        lambda html: html.replace(table("overdue", A1), table("overdue", A2)),
        [
            "the row of action A1 in the table “Overdue”: “A2” in {file}{page}, “Overdue”; “A1” in "
            "templates/report.html.j2",
            "lead of action A1: “Director of Finance” in {file}{page}, “Overdue”; “Director of Care” in "
            "{file}{page}, “Actions”; “Director of Care” in standards/body/2021/actions.yaml:8:11",
            "due of action A1: “15 April 2021” in {file}{page}, “Overdue”; “February 2021” in "
            "{file}{page}, “Actions”; “February 2021” in standards/body/2021/actions.yaml:11:14",
        ],
    ),
    "a line is dropped": (
        lambda html: changed(html, "<p>Of .*?</p>", ""),
        ["the line “Of 4 actions, 1 is overdue.”: missing in {file}; there in templates/report.html.j2"],
    ),
    "the paper is of another day": (
        lambda html: html.replace(">Day<", ">Night<"),
        ["the line “Day”: “Night” in {file}{page}, “Night”; “Day” in templates/report.html.j2"],
    ),
    "a chart and its table are others": (
        lambda html: html.replace('data-figure="green">1', 'data-figure="green">3'),
        [
            "the chart “Standards by rating”: “{drawn}” in {file}; the figures of its table in "
            "templates/report.html.j2",
            "the figure “green”: “3” in {file}{page}, “Standards by rating”; “1” in "
            "body/2021/report-draft.html, “Standards by rating”; “1” in standards/body/2021",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fault", PLANTED)
def test_each_fault_of_a_writer_is_found_in_each_format(fault: str, form: str) -> None:
    """And told with its places: the file with its page and words, another file, the line of the record."""
    change, expected = PLANTED[fault]
    places = {
        "file": f"body/2021/false.{form}",
        "page": ", page 1" if form == "pdf" else "",
        "drawn": "R e d 1 G r e e n 3 N o t r a t e d 0"
        if form == "pdf"
        else "Red 1 Green 3 Not rated 0",
    }
    differences = [re.sub(r"page \d", "page 1", d) for d in judged(form, made(form, change(TRUE)))]
    assert differences == [line.format(**places) for line in expected]


@pytest.mark.parametrize("form", FORMS)
def test_words_that_are_shown_as_changed_are_compared_too(form: str) -> None:
    """Both those that were deleted and those that were inserted, whatever the style sheet says of them."""
    meta = (
        '<meta name="revision.author" content="A"><meta name="revision.date" content="2021-03-31">'
    )
    changed = "<p>It is <del>late</del> <ins>done and</ins> well.</p>"
    text = table("positions", f"1|<td>{changed}</td>", "2|b") + changed
    html = paper(OVERDUE + text).replace("</head>", f"{meta}</head>")
    of = register()
    assert told(of, read(of, OWN, html, **{form: made(form, html)})) == []
    for old, new in (("<del>late</del>", ""), ("<ins>done and</ins>", "<ins>done</ins>")):
        wrong = html.replace(old, new)
        differences = told(of, read(of, OWN, html, **{form: made(form, wrong)}))
        assert [difference.partition(":")[0] for difference in differences] == [
            "the row of position 1 in the table “Positions”",
            "the line “It is late done and well.”",
        ]


def test_a_right_number_elsewhere_hides_no_wrong_one() -> None:
    """The line below says the same as the one that was changed should."""
    html = TRUE.replace("<p>1 is overdue.</p>", "<p>Of 4 actions, 1 is overdue.</p>")
    of, wrong = register(), html.replace(LATE, LATE.replace("1", "2"))
    for form in FORMS:
        (difference,) = told(of, read(of, OWN, html, **{form: made(form, wrong)}))
        assert "actions_overdue”: “2” in" in difference or "1 is overdue.”: missing" in difference


def test_a_word_file_that_was_changed_is_found() -> None:
    """In its text, and in the chart that Word draws from figures of its own."""
    true = made("docx", TRUE)
    for part, old, new, expected in (
        (
            "word/document.xml",
            "15 April 2021",
            "15 April 2022",
            "due of action A2: “15 April 2022”",
        ),
        (
            "word/charts/chart1.xml",
            "<c:v>1</c:v>",
            "<c:v>8</c:v>",
            "the chart “Standards by rating”: “Red 8",
        ),
    ):
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(true)) as old_file, zipfile.ZipFile(out, "w") as new_file:
            for name in old_file.namelist():
                data = old_file.read(name).decode() if name == part else old_file.read(name)
                if isinstance(data, str):
                    assert old in data
                    data = data.replace(old, new, 1)
                new_file.writestr(name, data)
        (difference,) = judged("docx", out.getvalue())
        assert difference.startswith(expected)


def workbook(change: Callable[[Any], None] = lambda workbook: None) -> list[str]:
    """Return what is told of the workbook of the plan, once something was changed in it by hand."""
    of = register()
    book = tracker.plan_workbook(
        of, provenance="commit 1", made=datetime.datetime(2021, 3, 31), version="1"
    )
    made_from = agreement.PaperSource("the rows of action-plan-draft.xlsx", read_rows(book))
    opened, out = load_workbook(BytesIO(excel.to_excel(book))), BytesIO()
    change(opened)
    opened.save(out)
    reading = agreement.file("body/2021/action-plan-draft.xlsx", out.getvalue(), made_from)
    of_rows = agreement.source(of, ACTION_PLAN.lists, made_from)
    assert {said.fact for said in of_rows.facts} >= {said.fact for said in reading.facts} != set()
    return told(of, [of_rows, reading])


def test_a_workbook_as_it_is_made_agrees() -> None:
    """Its actions, its positions and its figures; days as days, and months as months."""
    assert workbook() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda book: book["Action plan"].delete_rows(4),
            "the row of action A2 in the table “Action plan”: missing in body/2021/action-plan-draft.xlsx; row 3 in the rows",
        ),
        (
            lambda book: book["Action plan"].__setitem__("H3", datetime.date(2021, 3, 31)),
            "due of action A1: “March 2021” in body/2021/action-plan-draft.xlsx, “Action plan”; “February "
            "2021” in the rows of action-plan-draft.xlsx, “Action plan”; “February 2021” in standards/body/2021/"
            "actions.yaml:11:14",
        ),
        (
            lambda book: book["Action plan"].__setitem__("E4", "Director of Nothing"),
            "lead of action A2: “Director of Nothing” in body/2021/action-plan-draft.xlsx, “Action plan”",
        ),
        (
            lambda book: book["Positions"].__setitem__("E4", "Green"),
            "rating of position 2: “Green” in body/2021/action-plan-draft.xlsx, “Positions”",
        ),
        (
            lambda book: book["Figures"].__setitem__("B9", 77),
            "the figure “red”: “77” in body/2021/action-plan-draft.xlsx, “Figures”; “1” in body/2021/action-plan-draft.xlsx, “Overview”",
        ),
        (
            lambda book: book["Action plan"].__setitem__("C5", "Do nothing."),
            "the row of action A3 in the table “Action plan”: “Do nothing.” in body/2021/action-plan-draft.xlsx, “Action plan”; "
            "“Do A3.” in the rows of action-plan-draft.xlsx",
        ),
        (
            lambda book: (
                book["Overview"]
                ._charts[0]
                .series[0]
                .val.numRef.numCache.pt[0]
                .__setattr__("v", "7")
            ),
            "the row “31 March 2021” in the table “chart of sheet 1”: “7” in body/2021/action-plan-draft.xlsx",
        ),
        (
            lambda book: book.remove(book["Positions"]),
            "the table “Positions”: missing in body/2021/",
        ),
    ],
    ids=["row", "day", "lead", "rating", "figure", "words", "chart", "sheet"],
)
def test_a_workbook_that_is_not_true_is_found(change: Callable[[Any], None], expected: str) -> None:
    """Cell by cell, by what its column states."""
    assert any(difference.startswith(expected) for difference in workbook(change)), workbook(change)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_another_year_is_found(form: str) -> None:
    """Also if only its day and one rating are others."""
    of = register()
    before = register(
        body__2021__year="format: 1\nset: inquiry\nas_at: 2021-03-30\nstatus: draft\n",
        body__2021__1=POSITION.format(number=1).replace("green", "red"),
    )
    stale = made(form, page(before, STOCKTAKE))
    differences = told(of, read(of, STOCKTAKE, page(of, STOCKTAKE), **{form: stale}))
    about = (
        f"the line “As at 31 March 2021”: “As at 30 March 2021” in body/2021/stocktake-draft.{form}"
    )
    assert any(difference.startswith(about) for difference in differences)


def test_papers_that_differ_from_each_other_are_both_named() -> None:
    """As the board's report and the action plan of two states of the record do."""
    of, later = register(), register(body__2021__actions=ACTIONS.replace("2021-02", "2021-05"))
    report, plan_of_later = page(of, BOARD_REPORT), page(later, ACTION_PLAN)
    readings = [
        *read(of, BOARD_REPORT, report, docx=made("docx", report)),
        *read(later, ACTION_PLAN, plan_of_later, pdf=made("pdf", plan_of_later)),
    ]
    (figure,) = [
        line for line in told(of, readings) if line.startswith("the figure “actions_overdue”")
    ]
    assert re.search(
        "“0” in body/2021/action-plan-draft.pdf, page 1, “.*”; “1” in body/2021/board-report-draft.docx",
        figure,
    )


# ---------------------------------------------------------------------------------------------
# What words say


@pytest.mark.parametrize(
    ("fact", "one", "other"),
    [
        (Fact("actions"), "1,234", "1234"),
        (Fact("due", Owner("action", "A1")), "3  March\n2021", "03 March 2021"),
        (Fact("recommendations", Owner("action", "A1")), "1, 2 and 3", "1,2,3"),
        (Fact("rating", Owner("action", "A1")), "Not rated", "not rated"),
        (Fact("lead", Owner("action", "A1")), "Director\nof Care", "Director of Care"),
    ],
)
def test_what_is_only_written_otherwise_says_the_same(fact: Fact, one: str, other: str) -> None:
    """Numbers, days, lists of numbers, words of a scheme."""
    assert meaning(fact, one) == meaning(fact, other)


@pytest.mark.parametrize(
    ("fact", "one", "other"),
    [
        (Fact("actions"), "12", "1"),
        (Fact("actions"), "", "0"),
        (Fact("due", Owner("action", "A1")), "March 2021", "1 March 2021"),
        (Fact("due", Owner("action", "A1")), "Mar 2021", "May 2021"),
        (Fact("lead", Owner("action", "A1")), "Director of care", "Director of Care"),
        (Fact("verified", Owner("action", "A1")), "1 March 2021 by A", "1 March 2021 by B"),
    ],
)
def test_what_says_something_else_is_not_the_same(fact: Fact, one: str, other: str) -> None:
    """A month is no day, and a name is written in one way."""
    assert meaning(fact, one) != meaning(fact, other)


def test_values_are_printed_as_templates_print_them() -> None:
    """By other code, so that each proves the other."""
    for value in (
        datetime.date(2021, 3, 1),
        When.of_month(2021, 3),
        When(datetime.date(2021, 12, 31)),
    ):
        assert printed(value) == day_in_words(value)
    assert (printed(None), printed(2)) == ("not stated", "2")


def test_all_differences_are_told_at_once() -> None:
    """With what to do about them."""
    difference = agreement.Difference("x", (("1", "a"), ("2", "b")))
    agreement.refuse_differences(())
    with pytest.raises(
        FrancisError, match=r"do not agree: 2 differences\. Nothing was written"
    ) as raised:
        agreement.refuse_differences((difference, difference))
    assert str(raised.value).count("  x:\n    1 in a\n    2 in b\n") == 2
