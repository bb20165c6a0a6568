"""The provider assurance report: what a director reads on its first page, and what nobody reads in it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import outloud
import page as page_validation
import pdfua
import pytest
from click.testing import CliRunner, Result
from openxml_audit import OpenXmlValidator

from francis.cli import main
from francis.record import paper_kinds
from francis.record.queries import provider_standing, provider_story
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.file_text import pdf_pages, word_text
from tests.shared.provider_files import CONCERN, FOLDER, LADDERS, provider_files
from tests.shared.workspaces import BODY, COVER, FORM, RED, record_files

TEMPLATES = Path(__file__).parents[2] / "templates"

LOG = """\
format: 1
requests:
  - {id: R3, what: Staffing at night, asked: 2021-01-04, due: 2021-02-01}
  - id: R4
    what: Effect of savings on quality
    asked: 2020-11-01
    due: 2020-12-01
    chased: [2020-12-08, 2021-01-08]
    answered: {on: 2021-01-20}
    judged: {value: not sufficient, reason: No measure of harm}
  - {id: R5, what: Complaints, asked: 2021-03-01, due: 2021-04-15}
  - id: R6
    what: Its review
    asked: 2020-05-01
    due: 2020-06-01
    answered: {on: 2020-05-20}
    judged: {value: sufficient}
entries:
  - {id: V1, kind: visit, what: To the clinic, on: 2020-07-01}
  - {id: L1, kind: intelligence, what: A secret, on: 2021-01-02, source: Somebody, classification: restricted}
"""
CALM = "format: 1\nname: Calm Clinic\n"
LATE = "format: 1\nname: Late Laboratory\n"
LATE_LOG = "format: 1\nrequests:\n  - {id: R1, what: Turnaround times, asked: 2021-01-04, due: 2021-01-31}\n"
CLOSED_LOG = LOG.split("requests:")[0] + "entries:" + LOG.split("entries:")[1]
MEASURES = "measure,period,value\n" + "".join(
    f"letters,2020-{month:02},{value}\n" for month, value in enumerate(range(90, 78, -1), 1)
)


def files(**also: str) -> dict[str, bytes]:
    """Return the small workspace with three providers: one of high, one of raised and one of routine worry."""
    more = {
        f"{FOLDER}/calm/provider.yaml": CALM.encode(),
        f"{FOLDER}/late/provider.yaml": LATE.encode(),
        f"{FOLDER}/late/log.yaml": LATE_LOG.encode(),
    }
    return provider_files(**{"log": LOG, "measures": MEASURES, **also}) | more


def register(files: dict[str, bytes]) -> Register:
    loaded = loading.load(files)
    assert not loaded.problems, [*map(str, loaded.problems)]
    return next(r for r in loaded.registers if r.year_id == "2021")


def built(
    root: Path,
    record: dict[str, bytes],
    *options: str,
    audience: str = "internal",
    paper: str = "assurance",
) -> Result:
    for path, data in record.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    command = ["build", paper, "--year", "2021", "--audience", audience, "--root", str(root)]
    return CliRunner().invoke(main, [*command, *options])


# -- the first page --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the words of the first page of the PDF, which was read back and agreed with the other formats."""
    root = tmp_path_factory.mktemp("assurance")
    result = built(root, files())
    assert result.exit_code == 0, result.output
    (paper,) = (root / "output").rglob("assurance*.pdf")
    return " ".join(pdf_pages(paper)[0].split())


@pytest.mark.parametrize(
    "said",
    [
        "The Royal worries us most",
        # Why.
        "Late clinic letters. Patients may be at risk.",
        "Promised for 30 June 2020 and kept late: Letters in 5 days.",
        "Others did not agree: Watch.",
        "Letters within five days fell over twelve months running, to December 2020: not chance, and worse.",
        # What was asked and not answered.
        "The Royal (R3) Staffing at night 1 Feb 2021 Asked on 4 January 2021; 58 days late; no chase is recorded.",
        "Judged not sufficient: No measure of harm.",
        "Late Laboratory (R1) Turnaround times",
        # What the body did.
        "Eased (C2), 1 February 2021",
        # What happens next.
        "Next: 15 Apr 2021, an answer to R5",
        "Set a review date for C2: its review was due on 20 March 2021.",
        "Chase R3: 58 days late, and no chase is recorded.",
        "Decide what follows the answer to R4, which was judged not sufficient.",
    ],
)
def test_a_director_reads_it_on_the_first_page(first_page: str, said: str) -> None:
    """Which provider worries the body most, why, what was asked and not answered, what happens next."""
    assert said in first_page


@pytest.mark.parametrize("said", ["Complaints 15 Apr", "(R6)", "A secret", "normal"])
def test_the_first_page_has_nothing_else(first_page: str, said: str) -> None:
    """Neither what is not due yet, nor what was answered, nor what its readers may not read."""
    assert said not in first_page


# -- how providers stand ---------------------------------------------------------------------------


def test_the_one_that_worries_most_is_first() -> None:
    """High where patients may be at risk, raised by a concern or a missing answer; what is not known is not good news."""
    those = provider_standing.standings(register(files()))
    assert [(of.view.name, of.worry.key, of.trend) for of in those] == [
        ("royal", "high", "same"),
        ("late", "raised", "new"),
        ("calm", "unknown", "same"),
    ]


def test_a_closed_concern_worries_no_longer() -> None:
    """Its closing is told, and that things are better."""
    closed = CONCERN.replace("reopened:\n  - {on: 2020-09-01, why: Late again}\n", "")
    found = provider_standing.standings(register(provider_files(concern=closed, log=CLOSED_LOG)))
    (royal,) = found
    assert (royal.worry.key, royal.trend) == ("routine", "better")
    assert royal.why == "Late clinic letters. Closed on 1 August 2020: Kept."
    assert provider_standing.most_worrying(found) == ()


def test_of_equal_worry_what_is_longest_overdue_is_first() -> None:
    """And of that, by name."""
    more = {
        f"{FOLDER}/zeta/provider.yaml": b"format: 1\nname: Zeta\n",
        f"{FOLDER}/zeta/log.yaml": LATE_LOG.replace("2021-01-31", "2021-01-15").encode(),
    }
    those = provider_standing.standings(register(files() | more))
    assert [of.name for of in those] == ["The Royal", "Zeta", "Late Laboratory", "Calm Clinic"]


def test_a_story_is_in_order_and_ends_on_the_day_of_the_year() -> None:
    """With steps, who approved them, requests, closing and opening again."""
    royal = provider_standing.standings(register(files()))[0]
    days = [row.on.last for row in royal.story if row.on]
    assert len(days) == len(royal.story)
    assert days == sorted(days)
    assert max(days) <= royal.view.as_at
    steps = {row.step: row for row in royal.story}
    assert steps["Contract query notice (C2)"].approved_by == "Director of Quality"
    assert steps["Concern C2 closed"].what == "Kept."
    assert steps["Concern C2 opened again"].what == "Late again."
    assert steps["Request R4 judged not sufficient"].what == "Answered. No measure of harm."
    assert "Chased on 8 December 2020 and on 8 January 2021." in steps["Request R4"].what
    assert "suspension" not in " ".join(steps).lower(), "which came after the day"


def test_letters_lead_from_charts_to_the_story() -> None:
    """In order of time over all charts; the row says what the chart shows, at the end of its period."""
    falls = "".join(
        f"falls,2020-{m:02},{n}\n" for m, n in enumerate([5, 6, 5, 6, 5, 6, 5, 6, 30, 6, 5, 6], 1)
    )
    of = register(files(measures=MEASURES + falls))
    royal = provider_standing.standings(of)[0]
    charts, story = provider_story.charted_story(of, royal.view)
    assert [chart.letters for chart in charts] == [{7: "A", 8: "B"}, {11: "C"}]
    cells = [cell.letter for row in charts[0].rows for cell in row.cells if cell.letter]
    assert cells == ["A", "B"]
    lettered = [(row.letter, str(row.on), row.step) for row in story if row.letter]
    assert lettered == [
        (x, f"2020-{m}", "Measure") for x, m in (("A", "08"), ("B", "09"), ("C", "12"))
    ]
    days = [row.place for row in story]
    assert days == sorted(days)
    assert len(story) == len(royal.story) + 3
    (said,) = (row.what for row in story if row.letter == "C")
    assert (
        said
        == "Letters within five days fell over twelve months running, to December 2020: not chance, and worse."
    )


# -- whoever reads it ------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["public", "internal", "restricted"])
def test_a_protected_source_never_leaves(tmp_path: Path, audience: str) -> None:
    """Neither what it said, nor its kind, nor its day, in any format and for any reader."""
    result = built(tmp_path, files(), audience=audience)
    assert result.exit_code == 0, result.output
    made = [*(tmp_path / "output").rglob("assurance*")]
    assert {path.suffix for path in made} == {".pdf", ".docx", ".html"}
    for path in made:
        texts = [path.read_bytes()]
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                texts = [archive.read(name) for name in archive.namelist()]
        if path.suffix == ".pdf":
            texts = ["\n".join(pdf_pages(path)).encode()]
        for text in texts:
            words = re.sub(rb"\s+", b" ", text)
            for secret in (b"whistleblower", b"From the ward", b"12 February 2020", b"12 Feb 2020"):
                assert secret not in words, path.name


def test_a_measure_of_few_people_is_not_for_the_public(tmp_path: Path) -> None:
    """Its readings are left out, and those who may read them have its chart."""
    falls = "measure,period,value\n" + "".join(f"falls,2020-{m:02},{m % 3}\n" for m in range(1, 13))
    record = files(measures=falls)
    for audience in ("public", "internal"):
        assert built(tmp_path, record, "--format", "html", audience=audience).exit_code == 0
    pages = {path.stem: path.read_text() for path in (tmp_path / "output").rglob("assurance*.html")}
    assert {stem: "Falls with harm" in page and "<svg" in page for stem, page in pages.items()} == {
        "assurance-draft": False,
        "assurance-internal-draft": True,
    }


# -- papers and the record agree -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('parts.fact("name", of.name)', 'parts.fact("name", "Nobody")', "name of provider royal"),
        ('parts.chip(of.worry, "level")', 'parts.chip(standing.worries()[2], "level")', "level of"),
        ('data-rows="providers"', "", "is not in a row with data-record of a table with data-rows"),
        ("{% for of in those %}", "{% for of in those[1:] %}", "royal"),
        ("{% for each in those %}", "{% for each in those[1:] %}", "request late/R1"),
        ('<td data-field="what">{{', '<td data-field="what">Not {{', "what of request royal/R3"),
    ],
)
def test_a_paper_that_says_otherwise_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Each fact is that of the record, and each list has the rows that the record has."""
    (tmp_path / "templates").mkdir()
    text = (TEMPLATES / "provider.html.j2").read_text()
    assert old in text
    (tmp_path / "templates/provider.html.j2").write_text(text.replace(old, new))
    result = built(tmp_path, files(), "--format", "html")
    assert result.exit_code == 1
    assert said in result.output
    assert not [*tmp_path.rglob("assurance*.html")]


def test_a_body_without_providers_has_no_such_paper(tmp_path: Path) -> None:
    """Who asks for it is told what is missing."""
    record = record_files()
    loaded = loading.load(record)
    assert "assurance" not in [paper.name for paper in paper_kinds.of(loaded.registers[-1])]
    for path, data in record.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    result = CliRunner().invoke(main, ["build", "assurance", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "assurance cannot be made, because the body has no providers." in result.output


def test_what_is_not_known_is_not_good_news(tmp_path: Path) -> None:
    """A provider of which nothing is recorded is not one that gives no cause for worry, nor is a request without a day answered."""
    asked = "format: 1\nrequests:\n  - {id: R1, what: Its review}\n"
    record = record_files() | {
        f"{FOLDER}/calm/provider.yaml": CALM.encode(),
        f"{FOLDER}/log.yaml": asked.encode(),
    }
    result = built(tmp_path, record, "--format", "html")
    assert result.exit_code == 0, result.output
    (paper,) = tmp_path.rglob("assurance*.html")
    text = " ".join(re.sub(r"<[^>]*>", " ", paper.read_text().partition("<main")[2]).split())
    assert "No concern about a provider is open; of 1 of 1 nothing is known" in text
    assert "Nothing is recorded by which to tell." in text
    assert "All (R1) Its review not stated Asked on a day that is not stated" in text
    known = record | {f"{FOLDER}/calm/log.yaml": LOG.split("requests:")[0].encode() + VISIT}
    (standing,) = provider_standing.standings(register(known))
    assert standing.worry.key == "routine"


VISIT = (
    b"entries:\n  - {id: V1, kind: visit, what: To the ward, on: 2021-01-01, found: All in order}\n"
)


def test_a_board_report_has_a_section_on_providers(tmp_path: Path) -> None:
    """As the assurance report says it; a body that keeps none has no such section, and papers as before."""
    paper = "board-report"
    cover = {f"standards/body/2021/papers/{paper}.yaml": COVER.encode()}
    body = BODY.replace("  - key: not rated\n", f"{RED}  - key: not rated\n") + FORM
    records = {"with": files(body=body + LADDERS), "without": record_files(body__body=body)}
    pages = []
    for name, record in records.items():
        root = tmp_path / name
        result = built(root, record | cover, "--format", "html", paper=paper)
        assert result.exit_code == 0, result.output
        (made,) = root.rglob(f"output/**/{paper}*.html")
        pages.append(made.read_text())
    there, absent = pages
    assert '<h2 id="providers">Providers</h2>' in there
    assert "Late Laboratory (R1)" in there
    assert "provider" not in absent.partition("<main")[2].lower()


def councils_paper(root: Path, record: dict[str, bytes]) -> str:
    """Return the words of the paper for the council."""
    cover = {"standards/body/2021/papers/hwbb.yaml": COVER.encode()}
    result = built(root, record | cover, "--format", "html", paper="hwbb")
    assert result.exit_code == 0, result.output
    (made,) = root.rglob("output/**/hwbb*.html")
    return " ".join(re.sub("<[^>]*>", " ", made.read_text().partition("<main")[2]).split())


def test_a_councils_paper_says_how_much_providers_worry_the_body(tmp_path: Path) -> None:
    """In a row each, the one that worries most first; where nothing is known of any, in a sentence, once."""
    body = BODY.replace("  - key: not rated\n", f"{RED}  - key: not rated\n") + FORM.replace(
        "board-report", "hwbb"
    )
    told = councils_paper(tmp_path / "a", files(body=body + LADDERS))
    rows = told.partition("Level Provider Why")[2]
    assert 0 <= rows.index("High") < rows.index("Raised") < rows.index("Not known")
    unknown = record_files(body__body=body) | {f"{FOLDER}/calm/provider.yaml": CALM.encode()}
    told = councils_paper(tmp_path / "b", unknown)
    assert "Nothing is recorded by which to tell whether it worries Test Body: Calm Clinic." in told
    assert "Level Provider Why" not in told
    assert "Calm" not in councils_paper(tmp_path / "c", record_files(body__body=body))


# -- one concern -----------------------------------------------------------------------------------


def shown(root: Path, record: dict[str, bytes], *options: str) -> Result:
    for path, data in record.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return CliRunner().invoke(main, ["show", *options, "--root", str(root)])


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_concern_has_a_paper_for_one_audience(tmp_path: Path, form: str) -> None:
    """The facts, what we think, what they think, the steps and what is asked; a protected source is in none."""
    record = files()
    result = shown(tmp_path, record, "royal/C2", "--format", form, "--audience", "internal")
    assert result.exit_code == 0, result.output
    (paper,) = tmp_path.rglob(f"concern-royal-C2-internal-draft.{form}")
    if form == "pdf":
        text = "\n".join(pdf_pages(paper))
    elif form == "docx":
        text = "\n".join(word_text(paper.read_bytes()))
    else:
        text = re.sub(r"<[^>]*>", " ", paper.read_text().partition("<main")[2])
    words = " ".join(text.split())
    for said in (
        "Late clinic letters",
        "Set a review date for C2: its review was due on 20 March 2021.",
        "GP feedback: Nine letters",
        "Unsafe",
        "Watch",
        "Not agreed.",
        "Contract query notice (C2), Director of Quality",
        "Letters in 5 days",
        "2 July 2020",
    ):
        assert said in words, said
    for secret in ("whistleblower", "From the ward", "12 February 2020", "protected"):
        assert secret not in words, secret


def test_the_checkers_find_nothing_in_a_paper_on_a_concern(tmp_path: Path) -> None:
    """Neither in the PDF nor in the Word file."""
    for form in ("pdf", "docx"):
        assert shown(tmp_path, files(), "royal/C2", "--format", form).exit_code == 0
    (paper,) = tmp_path.rglob("concern*.pdf")
    assert list(page_validation.validate_pdf(paper, profile="ua1").failures) == []
    assert list(pdfua.validate(str(paper)).findings) == []
    assert list(outloud.check(str(paper)).findings) == []
    (file,) = tmp_path.rglob("concern*.docx")
    assert list(OpenXmlValidator().validate(str(file)).errors) == []


def test_the_public_does_not_read_what_is_internal(tmp_path: Path) -> None:
    """Words give way to a note; how far the concern has come is for everybody."""
    result = shown(tmp_path, files(), "royal/C2", "--format", "html")
    assert result.exit_code == 0, result.output
    (paper,) = tmp_path.rglob("concern-royal-C2-draft.html")
    assert "Nine letters" not in paper.read_text()
    assert "Late clinic letters" in paper.read_text()


def test_a_concern_is_shown_on_a_terminal(tmp_path: Path) -> None:
    """With its story, and what is left to be decided; not one that there is not."""
    result = shown(tmp_path, files(), "royal/C2")
    assert result.exit_code == 0, result.output
    assert (
        "1 April 2020: Contract query notice (C2), Director of Quality. No answer." in result.output
    )
    assert "Set a review date for C2" in result.output
    assert "whistleblower" not in result.output
    unknown = shown(tmp_path, {}, "royal/C9")
    assert unknown.exit_code == 2
    assert "royal/C2" in unknown.output
    assert shown(tmp_path, {}, "royal/C2", "--since", "2020").exit_code == 2


UNDATED = """\
format: 1
number: C2
what: Late clinic letters
sources: [{kind: a newspaper, what: A letter to the trust}]
events:
  - {step: informal, what: They were told}
  - {on: 2020-04, step: contract-query-notice, our_view: Unsafe, patients_at_risk: true}
"""


def test_papers_say_what_is_known_of_a_day(tmp_path: Path) -> None:
    """A month, or that the date is not stated; in the report and in the paper on the concern."""
    common = "format: 1\nentries:\n  - {id: W1, kind: workshop, what: With all, on: 2020-05}\n"
    record = files(concern=UNDATED, log="format: 1\n", common=common)
    assert built(tmp_path, record, "--format", "html").exit_code == 0
    assert shown(tmp_path, {}, "royal/C2", "--format", "html").exit_code == 0
    texts = [
        " ".join(re.sub(r"<[^>]*>", " ", paper.read_text().partition("<main")[2]).split())
        for paper in sorted((tmp_path / "output").rglob("*.html"))
    ]
    for text in texts:
        assert (
            "date not stated They were told. Informal talk (C2) Apr 2020 We: Unsafe. Patients may be at risk."
            in text
        )
    assert "Contract query notice , Apr 2020" in texts[0]
    assert "Contract query notice (C2), April 2020: We: Unsafe." in texts[0]
    assert "All providers together" in texts[0]
    assert "May 2020 With all. Workshop W1" in texts[0]
    assert "Since not stated Patients at risk may be now, since April 2020" in texts[1]
    assert "Date not stated, a newspaper: A letter to the trust" in texts[1]
    told = shown(tmp_path, {}, "royal/C2").output
    assert "  Date not stated: Informal talk (C2). They were told." in told
    assert "  April 2020: Contract query notice (C2). We: Unsafe. Patients may be at risk." in told


def test_papers_say_why_something_is_withheld_or_how_much_is(tmp_path: Path) -> None:
    """Those for readers who may read it say why, where it is named; those for others only how many things there are."""
    for audience in ("internal", "public"):
        assert built(tmp_path, files(), "--format", "html", audience=audience).exit_code == 0
        page = shown(tmp_path, {}, "royal/C2", "--format", "html", "--audience", audience)
        assert page.exit_code == 0, page.output
    texts = {
        path.stem: " ".join(re.sub(r"<[^>]*>", " ", path.read_text().partition("<main")[2]).split())
        for path in (tmp_path / "output").rglob("*.html")
    }
    why = "They sent facts. The provider’s reply: corrected (internal: Their lawyers wrote; to be looked at again on 31 March 2021)."
    source = "Nine letters (internal: Not yet answered; to be looked at again on 30 April 2021)"
    assert why in texts["assurance-internal-draft"]
    assert why in texts["concern-royal-C2-internal-draft"]
    assert source in texts["concern-royal-C2-internal-draft"]
    assert "1 thing is withheld." in texts["assurance-internal-draft"]
    assert "withheld." not in texts["concern-royal-C2-internal-draft"]
    assert "3 things are withheld." in texts["assurance-draft"]
    assert "2 things are withheld." in texts["concern-royal-C2-draft"]
    assert not any("lawyers" in texts[n] for n in ("assurance-draft", "concern-royal-C2-draft"))
