"""NHS numbers are found in every shape, and other numbers are not."""

from __future__ import annotations

import random
import re
from string import digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.errors import Place
from francis.record.reading import loading
from francis.record.reading.nhs_numbers import (
    NHS_NUMBER,
    _may_hold_one,
    is_nhs_number,
    nhs_numbers,
)
from tests.shared.workspaces import (
    BODY,
    COVER,
    FORM,
    POSITION,
    SET,
    YEAR,
    action,
    plan,
    record_files,
)

SHAPES = {
    "plain": "9434765919",
    "3-3-4": "943 476 5919",
    "no-break spaces": "943\xa0476\xa05919",
    "thin spaces": "943\u2009476\u20095919",
    "three spaces": "943   476   5919",
    "hyphens": "943-476-5919",
    "soft and hard hyphens": "943\u2011476\u20135919",
    "full stops": "943.476.5919",
    "slashes": "943/476/5919",
    "commas": "943,476,5919",
    "commas and spaces": "943, 476, 5919",
    "hyphens between spaces": "943 - 476 - 5919",
    "a mixture": "943 -476/ 5919",
    "underscores": "943_476_5919",
    "colons": "943:476:5919",
    "in a table": "| 943 | 476 | 5919 |",
    "over a line": "943 476\n5919",
    "over an indented line": "943 476\n      5919",
    "strong": "943 **476** 5919",
    "strong in a word": "**943**4765919",
    "code": "`943` `476` `5919`",
    "escaped": "943\\-476\\-5919",
    "a link inside": "[943](#132) 476 5919",
    "a link around": "[943 476 5919](https://example.org)",
    "in an address": "[x](https://example.org/9434765919)",
    "in an address with spaces": "https://example.org/943%20476%205919",
    "HTML spaces": "943&nbsp;476&nbsp;5919",
    "HTML marks": "943<b>476</b>5919",
    "labelled": "NHS number: 943 476 5919",
    "labelled and glued": "NHS No.9434765919",
    "glued": "NHS9434765919",
    "glued to a name": "Smith9434765919",
    "glued on both sides": "id9434765919x",
    "behind a slash": "ref/9434765919",
    "in a row": "Smith,9434765919,F",
    "two in a row": "9434765919,4010232137",
    "zero width": "943\u200b476\u200b5919",
    "zero width inside groups": "94\u200b3476\u20605919",
    "soft hyphens": "943\xad476\xad5919",
    "a byte order mark": "943\ufeff476 5919",
    "wide digits": "９４３４７６５９１９",
    "Arabic digits": "٩٤٣٤٧٦٥٩١٩",
    "digits one by one": "9 4 3 4 7 6 5 9 1 9",
    "boxes": "|9|4|3|4|7|6|5|9|1|9|",
    "pairs": "94 34 76 59 19",
    "other groups": "9434 765 919",
    "in brackets": "(943) 476-5919",
    "a reference": "reference 9434765919",
    "a file": "letter_9434765919.docx",
    "an order": "order number 9434765919",
    "a telephone": "telephone 9434765919",
    "after another number": "ward 12, 943 476 5919",
    "behind a sum": "£12; 943 476 5919",
    "at an end": "see 943 476 5919.",
}
OTHERS = {
    "pounds sterling": "£9434765919",
    "pounds with a space": "£ 9434765919",
    "euros": "€9434765919",
    "dollars": "$9434765919",
    "ISBN": "ISBN 9434765919",
    "ISBN-10": "ISBN-10: 9434765919",
    "a country code": "+449434765919",
    "eleven digits": "94347659190",
    "nine digits": "943476591",
    "pounds": "9434765919 pounds",
    "a first zero": "0" + "123456789",
    "a wrong check digit": "943 476 5918",
    "two digits for the check": "123 456 7890",
    "thousands": "9,434,765,919 items",
    "split by words": "943 patients, 476 beds and 5919 days",
    "a digest": "a9434765919ffbc0d1",
    "a UUID": "94347659-1912-4a3b-8c1d-0305e82c3301",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_number_is_found_in_every_shape(shape: str) -> None:
    """At the digit with which it begins, whatever stands around it."""
    text = SHAPES[shape]
    found = list(nhs_numbers(text))
    assert len(found) == (2 if shape == "two in a row" else 1)
    if "%" not in text and "&" not in text:
        assert text[found[0]] in "9９٩"


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_no_number_of_a_patient_is_not_found(other: str) -> None:
    """Money and books have numbers of ten digits too."""
    assert list(nhs_numbers(OTHERS[other])) == []


@pytest.mark.parametrize(
    "word", ["order", "telephone", "invoice", "ref", "case", "GBP", "ISSN", "no"]
)
def test_no_other_word_silences(word: str) -> None:
    """Whoever writes a patient's number behind it has still written it."""
    assert list(nhs_numbers(f"{word} no. 943 476 5919"))


def test_other_numbers_are_found_only_as_the_check_digit_allows() -> None:
    """Of a thousand of ten digits those that are valid, of a thousand of eleven none."""
    draw = random.Random(7)
    tens = [str(draw.randrange(10**9, 10**10)) for _ in range(1000)]
    assert [t for t in tens if list(nhs_numbers(t))] == [t for t in tens if is_nhs_number(t)]
    assert 50 < sum(map(is_nhs_number, tens)) < 130
    elevens = [str(draw.randrange(10**10, 10**11)) for _ in range(1000)]
    assert not [e for e in elevens if list(nhs_numbers(e))]


def test_days_and_hours_are_no_number() -> None:
    """Nor are days with what follows them, in any year of the record."""
    for year in range(2000, 2030):
        for month in range(1, 13):
            text = f"{year}-{month:02}-17 {month:02}:30, {year}{month:02}17 {month:02}, 17.{month:02}.{year}"
            assert list(nhs_numbers(text)) == [], text


def test_a_long_text_is_looked_through_in_time_that_grows_with_it() -> None:
    """No text keeps the search at work for long."""
    for text in ("1 " * 50_000, "1" * 200_000, "[" * 100_000, "943 476 " * 20_000, "<a " * 50_000):
        assert list(nhs_numbers(text)) is not None


def check_digit(nine: str) -> int:
    """Return the check digit by its definition in the data dictionary, step by step."""
    total = 0
    for place, digit in enumerate(nine, 1):
        total += int(digit) * (11 - place)
    rest = 11 - total % 11
    return 0 if rest == 11 else rest


@given(st.text(digits, min_size=9, max_size=9), st.integers(0, 9))
def test_the_check_digit_decides(nine: str, last: int) -> None:
    """Ten digits are valid with the one digit that belongs to the nine, and with no other; none begins with 0."""
    valid = check_digit(nine) == last and nine[0] != "0"
    assert is_nhs_number(f"{nine}{last}") == valid


@given(
    st.text(digits, min_size=9, max_size=9).filter(lambda nine: check_digit(nine) < 10),
    st.text(
        st.sampled_from(" \u00a0\u2009-‐‑–/,.|_:*\u200b\u00ad\u2060\ufeff\n\t"),
        min_size=1,
        max_size=6,
    ),
    st.text(st.sampled_from(" \u00a0-–/,.|_:*\u200b\u00ad\n"), min_size=1, max_size=6),
)
def test_any_mixture_of_separators_is_seen_through(nine: str, first: str, second: str) -> None:
    """In the groups of three, three and four in which it is always written."""
    ten = f"{nine}{check_digit(nine)}"
    text = f"It is {ten[:3]}{first}{ten[3:6]}{second}{ten[6:]} here"
    assert bool(list(nhs_numbers(text))) == (ten[0] != "0")


# In files

VALID = "943 476 5919"
"""A valid NHS number of the range that is never given to anybody."""


def places(files: dict[str, bytes]) -> list[Place]:
    """Return where numbers are found in a workspace, which must have no other problem."""
    found = loading.load(files).problems
    assert {problem.rule for problem in found} <= {NHS_NUMBER}
    assert all(problem.level == "error" and "943" not in problem.message for problem in found)
    return [problem.place for problem in found]


POSITIONED = POSITION.format(number=1)
ONE = "standards/body/2021/1.yaml"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("body__2021__1", POSITIONED.replace("Position on", f"About {VALID} on"), Place(ONE, 10, 1)),
        ("body__2021__1", POSITIONED + f"notes:\n  - About {VALID}.\n", Place(ONE, 12, 5)),
        ("body__2021__1", POSITIONED + f"classification: restricted\nlead: Post {VALID}\n", Place(ONE, 12, 7)),
        ("body__2021__1", f"# Ask {VALID}\n{POSITIONED}", Place(ONE, 1, 7)),
        ("body__2021__1", POSITIONED + "lead: Chair\n# of 943-476-5919\n", Place(ONE, 12, 6)),
        ("body__2021__1", POSITIONED + 'lead: "Post 943\\u00a0476\\u00a05919"\n', Place(ONE, 11, 7)),
        ("body__2021__actions", plan(action("A1", f"measure: Patient {VALID} is told.")), Place("standards/body/2021/actions.yaml", 8, 14)),
        ("body__2021__year", YEAR + f"notes:\n  - About {VALID}.\n", Place("standards/body/2021/year.yaml", 6, 5)),
        ("body__body", BODY + f"notice: About {VALID}\n", Place("standards/body/body.yaml", 24, 9)),
        ("inquiry__set", SET.replace("Written for a test.", f"About {VALID}"), None),
    ],
)  # fmt: skip
def test_a_number_is_found_in_every_text_of_every_file(
    name: str, text: str, place: Place | None
) -> None:
    """Values, keys and comments, of whatever classification."""
    (found,) = places(record_files(**{name: text}))
    assert place is None or found == place


def test_a_number_in_a_cover_or_in_a_name_is_found() -> None:
    """Also in files that are no record, and in the year before, whose words papers print."""
    cover = COVER.replace("There are", f"About {VALID} there are")
    files = record_files(body__body=BODY + FORM, **{"body__2021__papers__board-report": cover})
    assert [p.path for p in places(files)] == ["standards/body/2021/papers/board-report.yaml"]
    named = "standards/body/letter_9434765919.txt"
    assert places(record_files() | {named: b"x"}) == [Place(named)]
    notes = "standards/body/notes.txt"
    assert places(record_files() | {notes: f"One\nTwo {VALID}\n".encode()}) == [Place(notes, 2, 5)]
    later = record_files(
        body__2021__1=POSITIONED.replace("Position on", f"About {VALID} on"),
        body__2022__year=YEAR.replace("2021", "2022") + 'follows: "2021"\n',
        body__2022__1=POSITIONED,
        body__2022__2=POSITION.format(number=2),
    )
    assert places(later) == [Place(ONE, 10, 1)]


@given(
    st.lists(
        st.sampled_from(
            [
                *digits,
                "٣",
                "७",
                "𝟗",
                " ",
                "-",
                ".",
                "\n",
                "é",
                "–",
                "”",
                "\u200b",
                "\ud800",
                "x",
                "Z",
                "а",
                "漢",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_no_text_with_ten_digits_is_passed_over_at_the_first_look(text: str) -> None:
    """It is at bytes, and only says for certain where there is nothing."""
    expected = re.search(r"\d(?:[^\dA-Za-z]{0,80}\d){9}", text) is not None
    assert _may_hold_one(text) == expected


def test_values_are_not_joined_and_digests_are_not_numbers() -> None:
    """Each value is looked through by itself."""
    assert places(record_files(body__2021__1=POSITIONED + 'notes: ["943", "476", "5919"]\n')) == []


RULING = (
    "checks:\n  - rule: nhs-number\n    level: {level}\n    reason: A catalogue number.\n{files}"
)


@pytest.mark.parametrize(
    ("level", "files", "refused"),
    [
        ('"off"', "    files: [2021/1.yaml]\n", False),
        ('"off"', "", True),
        ('"off"', '    files: ["2021"]\n', True),
        ("note", "    files: [2021/1.yaml]\n", True),
        ("error", "", False),
    ],
)
def test_the_rule_is_turned_off_for_single_files_alone(
    level: str, files: str, refused: bool
) -> None:
    """Never for a whole body, or a year; and what is named is then passed over."""
    text = POSITIONED.replace("Position on", f"About {VALID} on")
    body = BODY + RULING.format(level=level, files=files)
    found = loading.load(record_files(body__body=body, body__2021__1=text)).problems
    assert ("value" in {p.rule for p in found}) == refused
    passed = level == '"off"' and "1.yaml" in files
    assert (NHS_NUMBER in {p.rule for p in found}) != passed
