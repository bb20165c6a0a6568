"""The action plan as a paper: every fact of every action, and what a board must hear of by itself."""

from __future__ import annotations

import datetime
import html
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from francis import workspace
from francis.formats.html import Page
from francis.papers import templates
from francis.record.audience import for_audience
from francis.record.model import Classification
from francis.record.reading import loading
from tests.shared.workspaces import DONE, LATE, POSITION, action, plan, record_with_plan

FOLDERS = workspace.template_folders(Path(__file__).parents[2])


def paper(
    audience: Classification = "public", name: str = "", **changed: str | bytes | None
) -> Any:
    """Return the action plan of the small workspace, as a tree."""
    (register,) = loading.load(record_with_plan(**changed)).registers
    made = datetime.datetime(2021, 3, 31)
    text = templates.paper(
        "action-plan.html.j2",
        for_audience(register, audience),
        FOLDERS,
        provenance="commit 1",
        made=made,
        version="0",
        name=name,
    )
    assert Page(text)
    return lxml_html.document_fromstring(text)


def words(element: Any) -> str:
    """Return the words of an element, each paragraph and cell apart from the next."""
    text = re.sub(
        r"<(p|td|th|tr|caption|li)\b[^>]*>", " ", lxml_html.tostring(element, encoding="unicode")
    )
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def row(of: Any, rows: str, record: str) -> Any:
    """Return the row of a record in the tables of a list."""
    (found,) = of.xpath(f"//table[@data-rows='{rows}']//tr[@data-record='{record}']")
    return found


def facts(element: Any) -> dict[str, str]:
    """Return the fields of a row."""
    fields = element.xpath(".//*[@data-field]")
    return {field.get("data-field"): field.text_content().strip() for field in fields}


def test_all_that_the_record_says_of_an_action_is_in_its_row() -> None:
    """What will be done and when, every extension, every note, the evidence, how it ended, where it comes from."""
    begun = re.sub(r"    completed:.*(?=    source:)", "", DONE, flags=re.DOTALL)
    of = paper("internal", body__2021__actions=plan(begun, LATE, "A3"))
    text = words(row(of, "open-actions", "A1"))
    for part in (
        "A1 for 1 Do A1. Measure: Everybody has it.",
        "Commitment in: position on 1 · Source: Section 7 Director of Care",
        "28 February 2021 Originally: 31 December 2020 Extensions: 2 In the plan since: 1 October 2020",
        "Extended to 31 January 2021: The supplier was late. (requested on 1 December 2020, approved by The Board on 15 December 2020)",
        "Extended to 28 February 2021: So was the weather. (requested on 20 January 2021, approved by The Chair on 21 January 2021)",
        "Green Overdue, 31 days",
        "20 February 2021: A secret note. (internal) 10 February 2021: It came. 5 November 2020: It was ordered.",
        "Evidence: Delivery note, 10 February 2021, https://example.org/note",
        "Evidence: A secret list, In a drawer (internal)",
    ):
        assert part in text, part
    assert "not stated" not in text


def test_what_is_no_longer_to_be_done_is_told_in_little_room() -> None:
    """How and when it ended, who verified it, and the evidence; its notes are in the workbook."""
    text = words(row(paper(), "settled", "A1"))
    assert text == (
        "A1 Do A1. Director of Care Green Completed: 11 February 2021 Business as usual: 2 March 2021. "
        "It is ordered every year. Verified: 1 March 2021 by Internal Audit Evidence: Delivery note, "
        "10 February 2021, https://example.org/note Evidence: [internal]"
    )


def test_each_fact_of_a_row_is_marked() -> None:
    """So that a built file can be compared with the record."""
    of = paper()
    assert facts(row(of, "open-actions", "A2")) == {
        "recommendations": "1",
        "lead": "Head of Contracts",
        "due": "February 2021",
        "original-due": "February 2021",
        "rating": "Red",
        "state": "Overdue",
    }
    assert facts(row(of, "settled", "A1")) == {
        "lead": "Director of Care",
        "rating": "Green",
        "completed": "11 February 2021",
        "verified": "1 March 2021 by Internal Audit",
    }
    begun = facts(row(of, "open-actions", "A3"))
    assert {begun[name] for name in ("lead", "due", "original-due")} == {"not stated"}


def test_what_is_not_stated_is_said_in_few_words() -> None:
    """Each fact that is missing is named once, and what is stated of no action above them all."""
    of = paper()
    text = words(row(of, "open-actions", "A3"))
    assert text == "A3 for 1 Do A3. not stated not stated Green Open Progress: not stated"
    assert "Of none of the 2 open actions is this stated: measure, evidence." in words(of)
    one = paper(body__2021__actions=plan("A3"), body__2021__1=POSITION.format(number=1))
    alone = words(row(one, "open-actions", "A3"))
    assert "Measure: not stated" in alone
    assert "Progress, evidence: not stated" in alone


def test_a_public_paper_says_what_it_leaves_out() -> None:
    """And holds no word of it."""
    text = words(paper())
    assert "Evidence: [internal]" in text
    assert (
        text.count("Where it says [internal] or [restricted], words of the record are left out")
        == 1
    )
    assert "left out" not in words(paper("restricted"))
    assert "secret" not in text
    assert "drawer" not in text


def test_an_overdue_action_says_for_how_long_and_why() -> None:
    """A month lasts to its end; a date that was only asked for does not hold."""
    text = words(row(paper(), "open-actions", "A2"))
    assert (
        "February 2021 the original date Extension requested to June 2021: They have not signed."
        in text
    )
    assert "Red Overdue, 31 days Nobody has signed." in text
    assert "Not approved" not in text


def test_what_a_board_must_hear_of_stands_apart() -> None:
    """With whose it is, the date asked for, the days overdue; each leads to its row in the plan."""
    of = paper()
    overdue = words(row(of, "overdue", "A2"))
    assert overdue.startswith("Red A2 Do A2. Head of Contracts February 2021 31 days overdue")
    assert "30 March 2021: They have it in writing." in overdue
    asked = words(row(of, "asked", "A2"))
    assert "June 2021? They have not signed. (Requested on 20 March 2021.)" in asked
    for link in of.xpath("//table[@class='list']//a[starts-with(@href, '#')]"):
        assert of.xpath(f"//td[@id='{link.get('href')[1:]}']")
    text = words(of)
    assert "1 of the 2 open actions is overdue; 1 has no date" in text
    assert "1 waits for a decision." in text
    assert text.index("For decision") < text.index("Overdue Actions past") < text.index("Contents")


def test_an_empty_list_is_a_sentence() -> None:
    """A table without rows could be one that was forgotten."""
    dated = [action(name, "original_due: 2021-04-01") for name in ("A1", "A2")]
    of = paper(body__2021__actions=plan(*dated))
    text = words(of)
    assert "For decision" not in text
    assert "Completed and closed" not in text
    assert "No action is overdue as at 31 March 2021." in text
    assert not of.xpath("//table[@class='list']")


def test_its_figures_are_those_of_the_record() -> None:
    """Each with its name, its number alone in its cell."""
    of = paper()
    (register,) = loading.load(record_with_plan()).registers
    found = {
        cell.get("data-figure"): cell.text_content() for cell in of.xpath("//td[@data-figure]")
    }
    due = "due_by_2021_04_30"
    figures = register.counts.figures | {due: len(register.due_soon)}
    assert found == {name: str(figures[name]) for name in found}
    first = [
        "actions",
        "open_actions",
        "actions_overdue",
        "open_without_date",
        due,
        "extensions_asked",
        "newly_completed",
    ]
    assert list(found) == [*first, "actions_green", "actions_red", "actions_not_rated"]
    assert [found[name] for name in first] == ["3", "2", "1", "1", "0", "1", "1"]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (("2021-04-01", "2021-05-01"), "No action is overdue as at 31 March 2021."),
        (("2021-04-01", None), "No open action with a date is overdue as at 31 March 2021; 1 of the 2 open actions has no date"),
        ((None, None), "Whether any action is overdue is not known: none of the 2 open actions has a date."),
    ],
)  # fmt: skip
def test_what_is_not_dated_is_not_said_to_be_in_time(
    dates: tuple[str | None, ...], said: str
) -> None:
    """That nothing is known to be late is no good news."""
    actions = [
        action(f"A{n}", f"original_due: {date}" if date else "lead: Chair")
        for n, date in enumerate(dates, 1)
    ]
    text = words(paper(body__2021__actions=plan(*actions)))
    assert said in text
    assert ("No action is overdue" in text) == (None not in dates)


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("theme", ["Care"]),
        ("lead", ["Head of Contracts", "Lead not stated"]),
    ],
)
def test_it_is_grouped_as_the_body_says(by: str, titles: list[str]) -> None:
    """By theme or by lead; the contents list leads to each group."""
    body = record_with_plan()["standards/body/body.yaml"].decode()
    form = f"papers:\n  - paper: action-plan\n    grouped_by: {by}\n"
    of = paper(body__body=body + form)
    assert [h.text_content() for h in of.xpath("//tr[@class='theme']//h3")] == titles
    assert [a.text for a in of.xpath("//nav//ol//ol//a")] == titles
    assert len(of.xpath("//table[@class='plan']//tr[@data-record]")) == 2
    heads = words(of.xpath("//table[@class='plan']//thead")[0])
    assert ("Lead" in heads) == (by == "theme")


def test_a_plan_of_the_bodys_own_is_grouped_as_the_body_says_of_that() -> None:
    """Whatever it says of the other."""
    body = record_with_plan()["standards/body/body.yaml"].decode()
    form = "papers:\n  - paper: by-lead\n    like: action-plan\n    grouped_by: lead\n"
    for name, first in (("by-lead", "Head of Contracts"), ("", "Care")):
        of = paper(name=name, body__body=body + form)
        assert of.xpath("//tr[@class='theme']//h3")[0].text_content() == first
        assert of.xpath("//nav//ol//ol//a")[0].text == first


def test_actions_for_all_of_it_come_last() -> None:
    """They say so where the others name what they are for."""
    before, _, after = (
        record_with_plan()["standards/body/2021/actions.yaml"].decode().rpartition('["1"]')
    )
    of = paper(body__2021__actions=f"{before}[]{after}")
    assert [h.text_content() for h in of.xpath("//tr[@class='theme']//h3")] == [
        "Care",
        "The response as a whole",
    ]
    assert "for the whole response" in words(row(of, "open-actions", "A3"))


def test_an_extension_that_nobody_approved_is_said_not_to_be(tmp_path: Path) -> None:
    """Once the action is done, it waits for nobody; and a reason that is missing is said to be."""
    actions = record_with_plan()["standards/body/2021/actions.yaml"].decode()
    ended = actions.replace(
        "original_due: 2021-02\n", "original_due: 2021-02\n    completed: 2021-03-21\n"
    )
    ended = ended.replace("        reason: They have not signed.\n", "")
    (register,) = loading.load(record_with_plan(body__2021__actions=ended)).registers
    (tmp_path / "serving.html.j2").write_text(
        "{% import 'plan.html.j2' as plan %}{{ plan.serving(register, '1') }}"
    )
    made = templates.paper(
        "serving.html.j2",
        register,
        (tmp_path, *FOLDERS),
        provenance="",
        made=datetime.datetime(2021, 3, 31),
        version="0",
    )
    text = words(lxml_html.document_fromstring(made))
    assert (
        "Extension requested to June 2021: reason not stated (requested on 20 March 2021) Not approved."
        in text
    )
    assert "Completed: 21 March 2021 Evidence, verified: not stated" in text


def test_a_paper_that_is_promised_by_is_named() -> None:
    """With the place in it, beside the positions."""
    cover = "format: 1\ntitle: Our paper\nmeeting: The Board\npurposes: [note]\nfields: {}\nsections:\n  - key: background\n    text: We will do it.\n"
    cover += "commitments:\n  - text: We will do it.\n    kind: will\n    actions: [A2]\n    source: section 4\n"
    form = "papers:\n  - paper: board-report\n    sections:\n      - key: background\n        label: Background\n"
    body = record_with_plan()["standards/body/body.yaml"].decode() + form
    covers: dict[str, Any] = {"body__2021__papers__board-report": cover}
    of = paper(body__body=body, **covers)
    assert "Commitment in: position on 1; “Our paper”, section 4" in words(
        row(of, "open-actions", "A2")
    )
