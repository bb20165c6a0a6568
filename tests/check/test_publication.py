"""Rules about what must not be shown to the public, and what the public is owed."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from francis.check import publication
from francis.check.case import Case
from francis.check.publication import _are_surely_clear, clear_days
from francis.check.rule import Rule
from francis.errors import Place
from francis.record.reading import loading
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    YEAR,
    record_files,
    record_with_plan,
)


def told(
    rule: Rule, files: dict[str, bytes], is_file: Callable[[str], bool] = lambda path: False
) -> list[tuple[Place, str]]:
    """Return where a rule finds something in the latest year of a workspace, and what."""
    loaded = loading.load(files)
    assert not loaded.problems, loaded.problems
    found = rule.find(Case(loaded.registers[-1], is_file))
    return [(place, message) for place, message, _ in found]


def saying(words: str, **changed: str) -> dict[str, bytes]:
    """Return a workspace in which position 1 says some words on the first line of its text."""
    text = POSITION.format(number=1).replace("Position on 1.", words)
    return record_files(body__2021__1=text, **changed)


def fires(rule: Rule, words: str) -> bool:
    """Return whether a rule finds something in these words of a position; it must name their line."""
    found = told(rule, saying(words))
    assert all(place == Place("standards/body/2021/1.yaml", 10, 1) for place, _ in found)
    return bool(found)


# What else identifies a person

TELEPHONE = "0" + "20 7946 0123"  # of a range that is kept for fiction
NEARLY: list[tuple[Rule, str, str]] = [
    (publication.email_address, "Write to someone@example.org.", "Write to @someone on the site."),
    (publication.telephone_number, f"Ring {TELEPHONE}.", "It cost 0.2079460123."),
    (publication.telephone_number, f"Ring +44 {TELEPHONE[1:]}.", "Item 020 of 2013."),
    (publication.telephone_number, f"Ring ({TELEPHONE[:3]}) {TELEPHONE[4:]}.", "On 01/02/2013."),
    (publication.postcode, "She lives in NW4 4BG.", "Ward NW4 has 4 beds."),
    (publication.postcode, "She lives in SW1A 1AA.", "In Q4 2BN was spent."),
    (publication.birth_date, "Born on 3 May 1950.", "Born in May."),
    (publication.birth_date, "DOB:03/05/1950.", "DOB:unknown."),
    (publication.birth_date, "DOB 03/05/1950.", "The idea was born; it met on 3 May."),
    (publication.email_address, "Write to post.holder (at) example (dot) org.", "Met (at) noon."),
    (publication.email_address, "Write to postholder[at]example.org.", "The ward (at) the back."),
    (publication.postcode, "She lives in NW44BG.", "Form NW44BGX is used."),
    (publication.birth_date, "Born on the 3rd of May 1950.", "Born in the spring of 1950."),
    (publication.birth_date, "DOB: 1950-05-03.", "DOB: 1950."),
    (publication.birth_date, "Date of birth 3 May 50.", "The birth unit opened 3 weeks later."),
    (publication.birth_date, "born May 3, 1950", "born again in May"),
    (publication.personal_number, "Hospital no. 123456 was seen.", "Hospital 12 was seen."),
    (
        publication.personal_number,
        "In 2013, of 1,000 beds in ward 1234: “" + "words, " * 40 + "patient id 98765” was said.",
        "In 2013, of 1,000 beds in ward 1234: “" + "words, " * 40 + "patient 987” was not, 98765.",
    ),
    (publication.personal_number, "MRN: A1234567", "The MRN is printed on 12 forms."),
    (
        publication.personal_number,
        "Her number is AB 12 34 56 C.",
        "Form AB 12 34.",
    ),
    (publication.personal_number, "AB123456C", "AB1234567C"),
    (publication.person_named, "Mrs Smith was told.", "The Mrs and the Mr were told."),
    (publication.person_named, "We thank Dr A. B. Jones.", "The Dr met the board."),
    (publication.person_named, "Cllr O’Neill asked.", "A cllr asked."),
    (publication.small_count, "Three women waited.", "Three trusts waited."),
    (publication.patient_record, "Her hospital number is known.", "The hospital has a number."),
    (publication.patient_record, "Her NHS no. is known.", "The NHS no longer pays."),
    (
        publication.patient_record,
        "The date of birth is given.",
        "The date of the birth of the idea.",
    ),
    (publication.small_count, "Three patients fell.", "Thirteen patients fell."),
    (publication.small_count, "There were 2 deaths.", "There were 12 deaths."),
    (publication.small_count, "Two elderly patients fell.", "Two hospitals have patients."),
    (publication.small_count, "In all 4 children waited.", "Of £4 children had none."),
    (publication.small_count, "One resident complained.", "One resident in four is over 65."),
]


@pytest.mark.parametrize(
    ("rule", "words", "nearly"), NEARLY, ids=lambda value: getattr(value, "name", None)
)
def test_what_may_identify_somebody_is_found_and_what_only_looks_like_it_is_not(
    rule: Rule, words: str, nearly: str
) -> None:
    """Each in words that are nearly the same."""
    assert rule.level == "warning"
    assert fires(rule, words)
    assert not fires(rule, nearly)


@pytest.mark.parametrize("rule", [publication.patient_record, publication.small_count])
def test_what_is_not_for_the_public_may_speak_of_patients(rule: Rule) -> None:
    """The audience decides who reads it."""
    text = POSITION.format(number=1).replace("Position on 1.", "Two patients; their date of birth.")
    assert told(rule, record_files(body__2021__1=text))
    assert not told(rule, record_files(body__2021__1=text + "classification: restricted\n"))


@pytest.mark.parametrize(
    ("lead", "person"),
    [
        ("Dr A Surname", True),
        ("Mrs Surname", True),
        ("Councillor Surname, Chair of the Board", True),
        ("Firstname Surname", True),
        ("Firstname Middle-Name Surname", True),
        ("Director of Quality", False),
        ("Head of Contracting", False),
        ("Deputy Director", False),
        ("Chief Finance Officer", False),
        ("Clinical Executive", False),
        ("Caldicott Guardian", False),
        ("GP Lead", False),
        ("Quality team", False),
        ("To be agreed", False),
    ],
)
def test_a_lead_is_a_post(lead: str, person: bool) -> None:
    """Never a person; a committee of the body may be called anything."""
    files = record_files(body__2021__1=POSITION.format(number=1) + f"lead: {lead}\n")
    assert bool(told(publication.personal_name, files)) == person


def test_a_committee_of_the_body_is_no_person() -> None:
    """Whatever it is called."""
    lead = POSITION.format(number=1) + "lead: Northern Locality\n"
    assert told(publication.personal_name, record_files(body__2021__1=lead))
    body = BODY + "committees:\n  - name: Northern Locality\n"
    assert not told(publication.personal_name, record_files(body__2021__1=lead, body__body=body))


def test_whoever_approves_verifies_or_confirms_is_a_post_too() -> None:
    """In the plan, and in positions."""
    files = record_with_plan()
    assert not told(publication.personal_name, files)
    path = "standards/body/2021/actions.yaml"
    for post in (b"by: Internal Audit", b"approved_by: The Chair"):
        assert post in files[path]
        changed = {**files, path: files[path].replace(post, post.split(b": ")[0] + b": Ms Surname")}
        assert len(told(publication.personal_name, changed)) == 1


# What the public is owed


@pytest.mark.parametrize(
    ("published", "meeting", "days"),
    [
        ("2015-05-07", "2015-05-15", 5),  # a Thursday, and the Friday of the week after
        ("2015-05-08", "2015-05-15", 4),
        ("2013-03-28", "2013-04-04", 2),  # over Good Friday and Easter Monday
        ("2015-05-01", "2015-05-08", 3),  # over the early May bank holiday
        ("2013-12-20", "2014-01-02", 5),  # over Christmas and New Year
        ("2015-05-14", "2015-05-15", 0),
        ("2015-05-15", "2015-05-15", 0),
        ("2015-05-16", "2015-05-15", 0),
    ],
)
def test_clear_days_count_neither_day_nor_weekends_nor_bank_holidays(
    published: str, meeting: str, days: int
) -> None:
    """By England's calendar."""
    first, last = map(datetime.date.fromisoformat, (published, meeting))
    assert clear_days(first, last) == days


def test_days_are_counted_only_where_bank_holidays_could_make_them_too_few() -> None:
    """Never is a paper passed over that comes too late, and an early one costs no calendar."""
    start = datetime.date(2010, 1, 1)
    days = [start + datetime.timedelta(n) for n in range(0, 5000, 3)]
    for needed in (3, 5, 10):
        for gap in (*range(1, 25), 40):
            for day in days[gap % 7 :: 7]:
                later = day + datetime.timedelta(gap)
                if _are_surely_clear(day, later, needed):
                    assert clear_days(day, later) >= needed
    assert _are_surely_clear(start, start + datetime.timedelta(21), 5)


def meeting(
    more: str, days: str = "    clear_days: 5\n", kind: str = "", paper: str = "board-report"
) -> dict[str, bytes]:
    """Return a workspace with a paper for a meeting on 15 May 2015."""
    body = BODY + kind + FORM.replace("paper: board-report\n", f"paper: {paper}\n{days}")
    cover = COVER.replace("purposes:", f"date: 2015-05-15\n{more}purposes:")
    return record_files(body__body=body, **{f"body__2021__papers__{paper}": cover})


@pytest.mark.parametrize(
    ("kind", "paper", "days", "published", "ends"),
    [
        ("council", "board-report", "", "08", "5 by law (Local Government Act 1972, section 100B)."),
        ("council", "board-report", "", "07", None),
        ("nhs board", "board-report", "", "12", "3 by custom (the standing orders of most NHS boards)."),
        ("nhs board", "board-report", "", "08", None),
        ("nhs board", "hwbb", "", "08", "5 by law (Local Government Act 1972, section 100B)."),
        ("council", "board-report", "    clear_days: 3\n", "12", "it needs 3."),
        ("council", "board-report", "    clear_days: 3\n", "08", None),
    ],
)  # fmt: skip
def test_the_kind_of_a_body_says_how_early_its_papers_must_be(
    kind: str, paper: str, days: str, published: str, ends: str | None
) -> None:
    """By law or by custom, at whose meeting it is; what the body says of the paper itself comes first."""
    files = meeting(f"published: 2015-05-{published}\n", days, f"kind: {kind}\n", paper)
    found = told(publication.clear_days_short, files)
    assert [message.endswith(ends or "") for _, message in found] == [True] * (ends is not None)
    unstated = told(publication.publication_unstated, meeting("", "", f"kind: {kind}\n"))
    assert len(unstated) == 1


def test_the_chair_of_a_council_must_agree_to_a_late_paper() -> None:
    """Beside the reason; of no other body, and of no paper that is in time."""
    late = "published: 2015-05-08\nlate: The figures came on 7 May.\n"
    ((place, message),) = told(publication.clear_days_short, meeting(late, kind="kind: council\n"))
    assert (place.line, message.endswith("Nothing says that the chair agreed.")) == (6, True)
    for silent in (
        meeting(f"{late}chair_agreed: true\n", kind="kind: council\n"),
        meeting(late, kind="kind: nhs board\n"),
        meeting(late.replace("05-08", "05-07"), kind="kind: council\n"),
    ):
        assert not told(publication.clear_days_short, silent)
    agreed = "published: 2015-05-08\nchair_agreed: true\n"
    ((place, _),) = told(publication.clear_days_short, meeting(agreed, kind="kind: council\n"))
    assert place.line == 5


def test_an_unknown_kind_of_body_is_told() -> None:
    """And no rule stumbles over it."""
    loaded = loading.load(meeting("published: 2015-05-08\n", kind="kind: counsil\n"))
    (problem,) = loaded.problems
    assert "Did you mean council?" in problem.message
    for register in loaded.readable:
        assert list(publication.clear_days_short.find(Case(register, lambda path: False)))


def test_a_paper_that_comes_too_late_needs_a_reason() -> None:
    """Where the body says how many clear days it needs."""
    ((place, message),) = told(publication.clear_days_short, meeting("published: 2015-05-08\n"))
    assert place.line == 5
    assert "8 May 2015, 4 clear days before the meeting on 15 May 2015, but it needs 5." in message
    late = "published: 2015-05-08\nlate: The figures came on 7 May.\n"
    for silent in (
        meeting("published: 2015-05-07\n"),
        meeting(late),
        meeting(""),
        meeting("published: 2015-05-08\n", days=""),
    ):
        assert not told(publication.clear_days_short, silent)


def test_a_paper_whose_publication_is_not_stated_is_noted() -> None:
    """As nobody can then tell whether it came in time."""
    assert publication.publication_unstated.level == "note"
    assert told(publication.publication_unstated, meeting(""))
    assert not told(publication.publication_unstated, meeting("published: 2015-05-07\n"))
    assert not told(publication.publication_unstated, meeting("", days=""))


@pytest.mark.parametrize(
    ("as_at", "late"), [("2022-03-31", False), ("2022-04-01", True), ("2021-12-31", False)]
)
def test_progress_is_published_once_a_year(as_at: str, late: bool) -> None:
    """Where no paper went to a meeting, the day of the year counts."""
    year = YEAR.replace("2021-03-31", as_at) + 'follows: "2021"\n'
    files = record_files(
        body__2022__year=year,
        body__2022__1=POSITION.format(number=1),
        body__2022__2=POSITION.format(number=2),
    )
    assert bool(told(publication.progress_unpublished, files)) == late


def test_what_counts_is_the_meeting_in_public() -> None:
    """From the last of one year to the first of the next; a meeting in private is none."""

    def two(first: str, second: str) -> dict[str, bytes]:
        def on(day: str) -> str:
            return COVER.replace("purposes:", f"date: {day}\npurposes:")

        return record_files(
            body__body=BODY + FORM,
            body__2022__year=YEAR.replace("2021", "2022") + 'follows: "2021"\n',
            body__2022__1=POSITION.format(number=1),
            body__2022__2=POSITION.format(number=2),
            **{
                "body__2021__papers__board-report": on(first),
                "body__2022__papers__board-report": on(second),
            },
        )

    rule = publication.progress_unpublished
    assert not told(rule, two("2021-06-30", "2022-06"))
    ((_, message),) = told(rule, two("2021-06-30", "2022-07-01"))
    assert "30 June 2021, and next on 1 July 2022, 366 days later" in message
    private = two("2021-06-30", "2022-07-01\nsession: private")
    assert not told(rule, private)


def test_a_public_text_does_not_name_evidence_that_is_kept_back() -> None:
    """Whose evidence it is does not matter; a text that is kept back too may name it."""
    held = POSITION.format(number=1) + (
        "evidence:\n  - title: Notes of a secret visit\n    classification: internal\n"
    )
    named = POSITION.format(number=2).replace(
        "Position on 2.", "See Notes of a secret visit, page 2."
    )
    rule = publication.internal_evidence_cited
    ((place, message),) = told(rule, record_files(body__2021__1=held, body__2021__2=named))
    assert place == Place("standards/body/2021/2.yaml", 10, 1)
    assert "“Notes of a secret visit”" in message
    assert not told(rule, record_files(body__2021__1=held))
    names = [f"Notes of visit {number} in secret" for number in range(20)]
    more = held + "".join(f"  - {{title: {n}, classification: internal}}\n" for n in names)
    all_named = named.replace("See ", f"{' '.join(reversed(names))} ")
    ((_, first),) = told(rule, record_files(body__2021__1=more, body__2021__2=all_named))
    assert "“Notes of a secret visit”" in first
    kept_back = record_files(body__2021__1=held, body__2021__2=named + "classification: internal\n")
    assert not told(rule, kept_back)
    public = held.replace("internal", "public")
    assert not told(rule, record_files(body__2021__1=public, body__2021__2=named))


@pytest.mark.parametrize(
    ("where", "missing"),
    [
        ("evidence/minutes.pdf", True),
        ("minutes.pdf", True),
        ("evidence/2021", True),
        ("evidence\\minutes.pdf", True),
        ("evidence/there.pdf", False),
        ("https://example.org/minutes.pdf", False),
        ("Quality team, file QT/15/044", False),
        ("In a drawer", False),
        ("the intranet", False),
    ],
)
def test_evidence_in_the_workspace_is_there(where: str, missing: bool) -> None:
    """An address of the web, or words, are not looked up."""
    files = record_files(
        body__2021__1=POSITION.format(number=1)
        + f"evidence:\n  - title: Minutes\n    where: {where}\n"
    )
    found = told(publication.evidence_missing, files, lambda path: path == "evidence/there.pdf")
    assert bool(found) == missing
