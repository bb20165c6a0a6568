"""NHS numbers are found in every shape, and other numbers are not."""

from __future__ import annotations

import random

import pytest

from francis.record.reading.nhs_numbers import is_nhs_number, may_hold_nhs_number, nhs_numbers

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
    "a first zero": "0123456789",
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
    assert may_hold_nhs_number(text)
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
