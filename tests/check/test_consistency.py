"""Rules about what contradicts itself, or leads nowhere."""

from __future__ import annotations

import pytest

from francis.check import consistency
from francis.check.phrases import phrases
from francis.check.rule import Rule
from tests.shared.findings import At, findings, position, record_with_text
from tests.shared.workspaces import BODY, COVER, FORM, action, plan, record_files

COMMITTEES = """\
committees:
  - name: Clinical Quality and Risk Committee
    also: [Quality Committee, Clinical  Quality Committee, Patients’ Forum]
  - name: Audit Committee
"""
LONG = "The team gives added value to the scrutiny of all services."
"""A sentence of more than eight words."""


def paper(
    *paragraphs: str, form: str = FORM, fields: str = "author: Head of Care", more: str = "", **changed: str | None
) -> dict[str, bytes]:  # fmt: skip
    """Return a workspace with a paper, whose first paragraph is on line 10 of its file."""
    said = "".join(f"      - text: {words}\n" for words in paragraphs)
    cover = COVER.replace("      - text: There are {{ counts.positions }} positions.\n", said)
    cover = cover.replace("author: Director of Care", fields) + more
    return record_files(
        **{"body__body": BODY + form, "body__2021__papers__board-report": cover, **changed}
    )


# Meetings


def met(*paragraphs: str) -> list[str]:
    """Return what is said of meetings that a paper names."""
    return findings(consistency.meeting_two_dates, paper(*paragraphs))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Barnet CCG Board meeting held on 4 April 2013.", "A report was put to the CCG Board in March 2013."),
        ("The Governing Body met on 4 April 2013.", "It was agreed (Governing Body, 9 April 2013)."),
        ("Audit Committee, 2013-04-04.", "Audit Committee, 2013-04-17."),
        ("Quality and Risk Committee on 4th April 2013", "the Quality and Risk Committee of April 5, 2013".replace("April 5,", "5 April")),
        ("The Quality Committee in May 2013.", "The Clinical Quality Committee on 3 June 2013."),
    ],
)  # fmt: skip
def test_one_meeting_has_one_date(one: str, other: str) -> None:
    """Under its whole name or the end of it; a month is held against a day."""
    (line,) = met(one, other)
    assert line.startswith("2021/papers/board-report.yaml:11:15: “")
    assert line.endswith(" in standards/body/2021/papers/board-report.yaml:10:15.")
    assert len(met(other, one)) == 1
    assert len(met(one, "It is so.", other, other)) == 1


def test_each_date_of_a_meeting_is_held_against_those_before_it() -> None:
    """Not against the first alone."""
    dates = ("4 April 2013", "6 June 2013", "10 June 2013")
    (line,) = met(*(f"The Quality Committee met on {date}." for date in dates))
    assert "on 10 June 2013 here" in line
    assert "on 6 June 2013 in" in line


def test_two_committees_may_each_have_two_dates() -> None:
    """Though they are the same two days."""
    committees = ("Audit Committee", "Quality Committee")
    days = (f"{name}, {day} April 2013." for name in committees for day in (4, 5))
    assert len(met(*days)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Audit Committee, 4 April 2013.", "Audit Committee, 18 April 2013."),
        ("Audit Committee, March 2013.", "Audit Committee, 7 April 2013."),
        ("Audit Committee, March 2013.", "Audit Committee, April 2013."),
        ("Audit Committee, April 2013.", "Audit Committee, 4 April 2013."),
        ("Audit Committee, 4 April 2013.", "Quality Committee, 5 April 2013."),
        ("Audit Committee, 4 April 2013.", "The Committee, 5 April 2013."),
        ("The Health and Well-Being Board on 4 April 2013.", "The CCG Board on 5 April 2013."),
        ("Audit Committee, 4 April 2013.", "An extraordinary meeting of the Audit Committee on 8 April 2013."),
        ("Audit Committee, 31 June 2013.", "Audit Committee, 30 June 2013."),
        ("The Audit Committee of 4 April 2013 and the Audit Committee of 8 April 2013.", "It is so."),
        ("The Audit Committee was told on 4 April 2013.", "The Audit Committee of 5 April 2013."),
    ],
)  # fmt: skip
def test_two_meetings_have_two_dates(one: str, other: str) -> None:
    """Two weeks apart, of two bodies, in one sentence, or called extraordinary; a month may hold the day."""
    assert not met(one, other)


def test_the_date_of_a_cover_and_of_a_decision_count() -> None:
    """A day is held against a day whatever the file, and a month only within one."""
    rule, decided = consistency.meeting_two_dates, position("It is so.").replace(
        "value: accepted\n", "value: accepted\n  meeting: The Board\n  date: 2021-03-30\n"
    )  # fmt: skip
    dated = paper("It is so.", more="date: 2021-03-26\n", body__2021__1=decided)
    assert findings(rule, dated) == [
        At("2021/1.yaml:6:9", "“The Board”", "30 March 2021", "26 March 2021")
    ]
    month = paper("It is so.", more="date: 2021-04\n", body__2021__1=decided)
    assert not findings(rule, month)


# Committees


def named(words: str) -> list[str]:
    """Return what is said of committees that a position names."""
    return findings(
        consistency.committee_names, record_with_text(words, body__body=BODY + COMMITTEES)
    )


@pytest.mark.parametrize("name", ["Quality Committee", "Clinical Quality Committee", "Patients’ Forum"])  # fmt: skip
def test_a_committee_has_one_name(name: str) -> None:
    """In capitals or not, over the end of a line, whatever the space and the apostrophe."""
    own = "Clinical Quality and Risk Committee"
    assert named(f"It is so.\nThe {name} agreed.") == [
        At("2021/1.yaml:11:1", f"“{name}”", f"“{own}”")
    ]
    assert named(f"{name} agreed.")
    assert named(f"The {name.lower()} agreed.".replace(" ", "  "))
    assert named(f"The {name} agreed.".replace(" ", "\n").replace("’", "'"))
    assert named(f"The Test Body's {name} agreed.")
    assert named(f"The Test {name} agreed.")
    assert named(f"The {name} of the Test Body agreed.")
    assert named(f"The {name} of March 2021 agreed.")
    assert named(f"It was agreed. {name}, March 2013.")
    assert len(named(f"The {name} and the {name}.")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "The Clinical Quality and Risk Committee and the Audit Committee agreed.",
        "The Royal’s Quality Committee agreed.",
        "The trusts' Quality Committee agreed.",
        "The Quality Committee of the Royal agreed, and the Quality Committee at Stafford.",
        "We saw the Joint Quality Committee.",
        "Each has a quality committee, or another quality committee.",
        "The Quality Committees of both.",
    ],
)
def test_what_is_no_other_name_of_a_committee_is_let_pass(words: str) -> None:
    """Its own name, that of somebody else's, and any committee."""
    assert not named(words)


def test_the_titles_of_evidence_are_what_they_are() -> None:
    """Nobody can write them anew; a body without other names has nothing to find."""
    rule, more = (
        consistency.committee_names,
        "evidence:\n  - title: Minutes of the Quality Committee\n",
    )
    files = record_files(
        body__body=BODY + COMMITTEES, body__2021__1=position("It is so.", more=more)
    )
    assert not findings(rule, files)
    assert not findings(rule, record_with_text("The Quality Committee."))
    led = record_files(
        body__body=BODY + COMMITTEES,
        body__2021__actions=plan(action("A1", "lead: Quality Committee")),
    )
    assert findings(rule, led)[0].startswith("2021/actions.yaml:8:11: ")


# Sentences that were copied


def copied(one: str, other: str) -> list[str]:
    """Return what is said of two positions."""
    files = record_files(body__2021__1=position(one), body__2021__2=position(other, 2))
    return findings(consistency.copied_sentence, files)


def test_a_sentence_stands_in_one_position() -> None:
    """Told at its line in the later one, whatever its lines, marks and stops."""
    line = At("2021/2.yaml:12:1", f"“{LONG}”")
    assert copied(f"It is. {LONG}", f"So it is.\n\n{LONG}") == [line]
    assert copied(f"It is. {LONG}", f"So it is.\nYes.\n{LONG}") == [line]
    assert copied(LONG.replace(" ", "\\\n", 1), f"*{LONG}*") == [
        At("2021/2.yaml:10:1", f"“{LONG}”")
    ]
    assert copied(f"- {LONG.rstrip('.')}", LONG)
    assert copied(f"{LONG} {LONG} Not so.", f"It is so. {LONG}")
    second = "And so it is with each of the contracts of this year."
    assert copied(f"{LONG} {second}", f"{LONG} {second}") == [
        At("2021/2.yaml:10:1", "2 sentences", f"“{LONG}”")
    ]


def test_what_is_short_or_another_was_not_copied() -> None:
    """Less than eight words, one word more, and what one position says twice."""
    assert not copied("It is so, as it always was.", "It is so, as it always was.")
    assert not copied(LONG, LONG.replace("all", "all the"))
    assert not copied(f"{LONG} {LONG}", "It is so.")


# References


def referred(words: str, *actions: str) -> list[str]:
    """Return what is said of references in a position; the set has 9 in all, of which 1 and 2 are here."""
    files = record_with_text(words, body__2021__actions=plan(*actions))
    return findings(consistency.reference_to_nothing, files)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("recommendation 10", "10"),
        ("standard 10", "10"),
        ("Standards 1 to 10", "10"),
        ("standards 12 and 13", "12"),
        ("recommendation\n1.1", "1.1"),
        ("standard 4a", "4a"),
        ("recommendation 10 of the Inquiry Report", "10"),
        ("recommendation 9999999990", "9999999990"),
    ],
)
def test_a_recommendation_exists(words: str, missing: str) -> None:
    """By the word of the set, or of the body; it is in the report or in the record."""
    shown = " ".join(words.split()).removesuffix(" of the Inquiry Report")
    assert referred(f"It is so.\nSee {words}.") == [At("2021/1.yaml:11:1", f"“{shown}”", missing)]


@pytest.mark.parametrize(
    "words",
    [
        "See recommendation 1, standard 2 and recommendation 9.",
        "See standards 1 to 9, and standards 1–2.",
        "See recommendation 14 of the audit report, and standard 20 in the NHS contract.",
        "The standard 2013/14 contract holds it.",
        "Standards: 12 were set, of 40 recommendations.",
        "By that standard, 40 cases were late.",
    ],
)
def test_other_numbers_are_no_recommendations(words: str) -> None:
    """Those of another report, of a year, and of things that are counted."""
    assert not referred(words)


def test_no_number_is_too_long() -> None:
    """Python refuses to read one of five thousand digits."""
    assert len(referred(f"recommendation {'9' * 5000}.")) == 1


def test_an_action_exists() -> None:
    """Where it is called one, or stands in brackets; `A41` alone may be a road."""
    assert referred("It is so.\nSee action A09.", "A01", "A02") == [At("2021/1.yaml:11:1", "A09")]
    assert len(referred("It was put off (A01, A08 and A09).", "A01")) == 2
    assert not referred("See actions A01 and A02 (A01).", "A01", "A02")
    assert not referred("The A41 and the A1 meet; see form A09 on A4.", "A01")
    assert not referred("See action A09.")
    assert not referred("See action A09.", "A01", "B-1")
    assert not referred("See action 09 (09).", '"01"')


SECTIONS = [
    ("section 2", 1),
    ("section 1.2", 1),
    ("paragraph 1.9", 1),
    ("section 1", 0),
    ("section 1.1", 0),
]


@pytest.mark.parametrize(("named_section", "count"), SECTIONS)
def test_a_section_of_the_paper_exists(named_section: str, count: int) -> None:
    """By the numbers of the form, and of the paragraphs in each."""
    rule = consistency.reference_to_nothing
    found = findings(rule, paper(f"It is so, see {named_section}."))
    message = f"“{named_section}” does not exist in this paper."
    assert found == [At("2021/papers/board-report.yaml:10:15", message)] * count
    assert len(findings(rule, paper(f"It is so ({named_section})."))) == count


@pytest.mark.parametrize(
    "words",
    [
        "It is in section 12 of the Health and Social Care Act 2012.",
        "The Act provides for that in section 12.",
        "It is paid for under section 75 agreements, and in section 75 arrangements.",
        "It is paid from section 256 funding, and in section 117 aftercare.",
        "It is in section 14R, and in sections 2.1 and 2.2 of the paper of April.",
        "Section 12 doctors are few.",
    ],
)
def test_a_section_of_an_act_is_none_of_the_paper(words: str) -> None:
    """Nor is one of another paper; and positions have no sections."""
    assert not findings(consistency.reference_to_nothing, paper(words))
    assert not findings(consistency.reference_to_nothing, record_with_text(words))


# Above and below


@pytest.mark.parametrize("phrase", phrases()["pointing"])
def test_a_text_does_not_point(phrase: str) -> None:
    """With any of the phrases; one that announces what follows at once does not point away."""
    sentence = f"It is so, {phrase}, and was."
    assert findings(consistency.above_below, record_with_text(f"It is so.\n{sentence}")) == [
        At("2021/1.yaml:11:1", f"“{phrase}”")
    ]
    assert not findings(
        consistency.above_below, record_with_text(f"It is so, {phrase}:\n\n- a point")
    )


@pytest.mark.parametrize(
    ("words", "pointed"),
    [
        ("See section 127 above.", "section 127 above"),
        ("See [section 1 above](#1).", "section 1 above"),
        ("See [section 1](#1) above.", "section 1 above"),
        ("See [1](#1) above.", "1 above"),
        ("See table 2 below.", "table 2 below"),
        ("It is so, as\nstated above.", "stated above"),
    ],
)
def test_a_number_above_points(words: str, pointed: str) -> None:
    """As the number of a place, or as a link."""
    assert findings(consistency.above_below, record_with_text(words)) == [
        At(f"2021/1.yaml:{10 + words.count(chr(10))}:1", f"“{pointed}”")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Patients aged 65 and above were asked.",
        "It is 5 below target, and 3 percentage points above the average.",
        "A figure above 95 per cent is good; five points above it is better.",
        "Above all, patients come first.",
        "No ward fell below the standard.",
        "See [1](#1).",
    ],
)
def test_what_is_more_or_less_points_nowhere(words: str) -> None:
    """Nor does a link."""
    assert not findings(consistency.above_below, record_with_text(words))


# Background papers, and fields

BACKGROUND = FORM.replace("label: Background\n", "label: Background papers\n")


@pytest.mark.parametrize("none", ["None", "None.", "*None*.", "N/A", "There are none.", "nil"])
def test_a_paper_that_rests_on_a_document_has_background_papers(none: str) -> None:
    """A title in italics or in quotation marks, and with a capital; its source, or evidence."""
    rule = consistency.background_papers_none
    form = BACKGROUND + "      - key: details\n        label: Details\n"
    details = "  - key: details\n    text: {}\n"

    def rests(words: str) -> list[str]:
        return findings(rule, paper(f'"{none}"', form=form, more=details.format(words)))

    assert rests("It rests on *Quality in the new health system*.") == [
        At(
            "2021/papers/board-report.yaml:8:10",
            "“Background papers”",
            f"“{none}”",
            "“Quality in the new health system”",
        )
    ]
    assert rests("It rests on “Quality in the new health system”.")
    assert not rests("It rests on *nothing at all that has a title*, as “Jo” said.")
    assert not rests("A patient said “We were not heard. Nobody came.”")
    assert findings(rule, paper(f'"{none}"', form=BACKGROUND, more="source: The report of May\n"))
    shown = position("It is so.", more="evidence:\n  - title: Audit\n")
    assert findings(rule, paper(f'"{none}"', form=BACKGROUND, body__2021__1=shown)) == [
        At("2021/papers/board-report.yaml:8:10", "1 piece of evidence", "“Audit”")
    ]
    assert not findings(rule, paper(f'"{none}"', form=BACKGROUND))


def test_background_papers_that_are_listed_are_no_matter() -> None:
    """Nor what is none under another label."""
    source = "source: The report of May\n"
    rule = consistency.background_papers_none
    assert not findings(rule, paper("The report of May.", form=BACKGROUND, more=source))
    assert not findings(rule, paper("None.", more=source))
    in_field = FORM.replace("label: Author", "label: Background papers")
    assert findings(
        rule, paper("It is so.", form=in_field, fields="author: None", more=source)
    ) == [
        At(
            "2021/papers/board-report.yaml:6:11",
            "“Background papers”",
            "“None”",
            "“The report of May”",
        )
    ]


@pytest.mark.parametrize("filler", [*phrases()["unfilled"], "TBC", "[to follow]", "To be confirmed."])  # fmt: skip
def test_a_field_says_something(filler: str) -> None:
    """Not left out, and not left for later."""
    line = At("2021/papers/board-report.yaml:6:3", "Author")
    assert findings(consistency.field_empty, paper("It is so.", fields=f'author: "{filler}"')) == [
        line
    ]
    assert not findings(consistency.field_empty, paper("It is so.", fields="author: None"))


def test_all_empty_fields_are_told_at_once() -> None:
    """Those that the cover fills in itself are empty only without a date or a session."""
    form = FORM.replace(
        "    fields:\n",
        "    fields:\n"
        + "".join(
            f"      - {{key: {key}, label: {key}}}\n" for key in ("date", "session", "purpose")
        ),
    )
    found = findings(consistency.field_empty, paper("It is so.", form=form, fields="{}"))
    assert [line.partition(": ")[2] for line in found] == [
        "3 fields are empty: date, session, Author."
    ]
    filled = paper("It is so.", form=form, more="date: 2021-03\nsession: public\n")
    assert not findings(consistency.field_empty, filled)
    assert not findings(consistency.field_empty, record_files())


# Marks and broken texts


@pytest.mark.parametrize(
    "mark", ["<p>", "</p>", "<br/>", '<a href="x">', "<!--", "&nbsp;", "&amp;", "&#160;", "&#xA0;"]
)
def test_the_marks_of_a_page_are_found(mark: str) -> None:
    """On their line."""
    assert findings(consistency.markup, record_with_text(f"It is so.\nIt {mark} was.")) == [
        At("2021/1.yaml:11:1", f"“{mark}”")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Attendances at A&E; and R&D; and P&L;",
        "Barnet & Chase Farm, with <5 cases; 3 < 4 > 2.",
        "See <https://example.org/a>.",
        "a && b; &c &d &; &#; <>",
    ],
)
def test_signs_that_people_write_are_no_marks(words: str) -> None:
    """A&E before a semicolon is none."""
    assert not findings(consistency.markup, record_with_text(words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("It is so.\n\nAnd the", "11:1: the text of 1 ends with “And the”."),
        ("It is so", "10:1: the text of 1 has no full stop: “It is so”."),
        ("It is so.\nIt was,", "11:1: the text of 1 ends with “It is so. It was,”."),
        ("We see to:\n- care\n- quality and", "12:1: the text of 1 ends with “quality and”."),
        ("It is so –", "10:1: the text of 1 ends with “It is so –”."),
    ],
)
def test_a_text_that_breaks_off_is_found(words: str, said: str) -> None:
    """At its last line; marked as incomplete, it is no matter."""
    line, _, message = said.partition(" ")
    line = line.replace("11:1:", "12:1:") if "\n\n" in words else line
    assert findings(consistency.breaks_off, record_with_text(words)) == [
        f"2021/1.yaml:{line} {message}"
    ]
    marked = position(words, more="incomplete: The source breaks off.\n")
    assert not findings(consistency.breaks_off, record_files(body__2021__1=marked))


@pytest.mark.parametrize(
    "words",
    [
        "It is so.", "Is it?", "“It is so.”", "It is so (yes).", "It is so…", "It is **so.**", "See [it.](#1)",
        "We see to:\n- care\n- quality", "We have:\n- services that people sign up to",
        "We see to:\n\n1. care\n\n2. quality", "It is so:\n- care,\n  and quality",
    ],
)  # fmt: skip
def test_a_text_that_ends_is_whole(words: str) -> None:
    """With any stop, before any closing sign; a point needs none."""
    assert not findings(consistency.breaks_off, record_with_text(words))


# Named twice


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("It is Clinical Effectiveness, Patient Experience and Patient Experience.", "Patient Experience"),
        ("We see to patient experience, patient safety, and patient experience.", "patient experience"),
        ("We ask for safety, outcomes and safety.", "safety"),
        ("We ask for the safety, outcomes, our safety and care.", "safety"),
        ("- patient safety\n- outcomes\n- Patient safety.", "Patient safety"),
        ("1. patient safety\n2. patient\n   safety", "patient safety"),
        ("- outcomes\n  - wards\n- outcomes", "outcomes"),
    ],
)  # fmt: skip
def test_a_list_names_a_thing_once(words: str, item: str) -> None:
    """In a sentence or in points, with articles or without."""
    (line,) = findings(consistency.named_twice, record_with_text(f"We see to this.\n\n{words}"))
    place = 12 + words.count(chr(10)) - words.endswith("   safety")
    assert line == At(f"2021/1.yaml:{place}:1", f"“{item}”")


@pytest.mark.parametrize(
    "words",
    [
        "It is more and more so, from time to time, and again and again.",
        "The Quality and Risk Committee, the Audit and Risk Committee and the Finance and Risk Committee met.",
        "It rose from 15 beds, 20 beds and 15 beds.",
        "The CCG, the trust and the CCG’s lay members met.",
        "The lead body, NHS Barnet, reports monthly and NHS Barnet publishes it.",
        "On 4 April 2013, the Board met, and on 4 April 2013 it agreed.",
        "We ask patients and patients ask us.",
        "- outcomes\n\nAnd for the second:\n\n- outcomes",
        "- Royal\n  - outcomes\n- Barnet\n  - outcomes",
        "- one, the care\n- one, the wards",
        "Yes, yes and yes.",
        ", , and , and",
    ],
)  # fmt: skip
def test_what_is_said_twice_need_not_be_named_twice(words: str) -> None:
    """Turns of speech, parts of names, numbers, and points of two lists."""
    assert not findings(consistency.named_twice, record_with_text(words))


@pytest.mark.parametrize("rule", consistency.CONSISTENCY_RULES, ids=lambda rule: rule.name)
def test_a_record_that_agrees_with_itself_is_silent(rule: Rule) -> None:
    """Also without papers, committees and a plan."""
    assert not findings(rule, record_files(body__2021__1=position("It is so."), body__2021__2=position("So it is.", 2)))  # fmt: skip
    assert not findings(rule, paper("It is so."))
