"""What rules look at: the words of the record, their sentences, the dates in them, and phrases."""

from __future__ import annotations

import datetime
import itertools
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from francis.check import all_rules
from francis.check.case import Case, Text, matches, places
from francis.check.phrases import (
    DATE,
    bare,
    phrases,
    places_in,
    says,
    sentences,
    stated_date,
    stems,
)
from francis.check.rule import short, short_prose
from francis.errors import Place
from francis.record.days import When
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.findings import RATED, position, record_with_text
from tests.shared.workspaces import (
    BODY,
    COVER,
    DONE,
    FORM,
    LATE,
    POSITION,
    YEAR,
    plan,
    record_files,
    record_with_plan,
)


def case(files: dict[str, bytes]) -> Case:
    """Return what rules look at in the latest year."""
    return Case(loading.load(files).readable[-1], lambda path: False)


def text(words: str) -> Text:
    """Return words that stand nowhere."""
    return Text(words, lambda *keys, **_: Place("a.yaml"), ("text",), "public")


# Words and their places


def test_all_words_of_a_year_are_looked_at() -> None:
    """Of positions, plan, covers and year, each by its keys; names of things are no words."""
    files = record_with_plan(
        body__body=(BODY + FORM).replace("  - key: not rated\n", "  - {key: red, word: R, meaning: Late.}\n  - key: not rated\n"),
        **{"body__2021__papers__board-report": COVER},
    )  # fmt: skip
    found = case(files).texts
    words = {t.words for t in found}
    assert {"Position on 1.", "It was ordered.", "Delivery note", "Director of Care"} <= words
    assert {"The position of the Test Body", "There are {{ counts.positions }} positions."} <= words
    assert not {"green", "accepted", "board-report", "background", "inquiry"} & words
    assert all(t.place().line for t in found)


def test_words_are_for_whom_the_record_says() -> None:
    """What is held by something internal is internal, whatever it says itself."""
    more = "classification: internal\nevidence:\n  - title: Minutes\n"
    files = record_files(
        body__2021__1=position("It is so.", more=more), body__2021__actions=plan(DONE)
    )
    found = {t.words: t.classification for t in case(files).texts}
    assert found["It is so."] == found["Minutes"] == "internal"
    assert found["A secret note."] == "internal"
    assert found["It came."] == "public"


def test_what_a_body_states_is_less() -> None:
    """Remarks on sources, posts, and commitments, which stand in their text too, are left out."""
    more = (
        "lead: Head of Care\nnotes: [A remark.]\ncommitments:\n  - {text: It is so., kind: will}\n"
    )
    here = case(record_files(body__2021__1=position("It is so.", more=more)))
    assert {"Head of Care", "A remark.", "It is so."} <= {t.words for t in here.texts}
    assert [t.words for t in here.statements] == ["It is so.", "Position on 2."]
    assert [t.key for t in here.answers] == ["text", "text"]


def test_words_have_a_line() -> None:
    """In a block of lines that of the letter; elsewhere that of the value."""
    long = case(record_with_text("One.\nTwo.\n\nThree.")).answers[0]
    assert [long.place(long.words.index(word)).line for word in ("One", "Two", "Three")] == [10, 11, 13]  # fmt: skip
    assert long.place() == Place("standards/body/2021/1.yaml", 10, 1)
    folded = case(record_files(body__2021__1=POSITION.format(number=1).replace("|", ">"))).answers[
        0
    ]
    assert folded.place(5) == Place("standards/body/2021/1.yaml", 9, 7)


# Sentences


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("One; two: three", ["One;", "two:", "three"]),
        ("One\ntwo.\n\nThree\n \nfour", ["One two.", "Three", "four"]),
        ("As follows\n- one\n- two\n  goes on\n1. three", ["As follows", "one", "two goes on", "three"]),
        ("“One.” Two (three.) Four", ["“One.”", "Two (three.)", "Four"]),
        ("*One.* _Two._ ’Three.’ 'four.' five", ["One.", "Two.", "’Three.’", "'four.'", "five"]),
        ("One.\\\nTwo.”\\\n\\\n three\\\nfour", ["One.", "Two.”", "three four"]),
        ("It has 1.5 per cent, see 13.7", ["It has 1.5 per cent, see 13.7"]),
        ("By 5 p.m. on e.g. Monday, i.e. soon. Then", ["By 5 p.m. on e.g. Monday, i.e. soon.", "Then"]),
        ("St. Mary’s and Dr. No. 5 etc. follow", ["St. Mary’s and Dr. No. 5 etc. follow"]),
        ("*One*. [Two](#1).", ["One.", "Two."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_a_text_has_sentences(words: str, expected: list[str]) -> None:
    """They end at a stop, a paragraph or a point, and not at the stop of an abbreviation."""
    assert [sentence for _, sentence in sentences(words)] == expected


@given(st.text("aZ.!? \n-*_[]()#1’”\u00a0\u2028é"))
def test_sentences_are_the_text(words: str) -> None:
    """Each begins where it says, in order, and none begins with a space."""
    found = list(sentences(words))
    begins = [begin for begin, _ in found]
    assert begins == sorted(set(begins))
    assert all(not words[begin].isspace() for begin in begins)
    whole = text(words)
    for begin, sentence in found:
        assert whole.sentence_at(begin) == sentence
    assert whole.sentence_at(len(words)) == (found[-1][1] if found else "")


def test_a_sentence_is_found_by_any_of_its_letters() -> None:
    """Its mark at the end is its own."""
    whole = text("One two. Three four.")
    assert {whole.sentence_at(n) for n in range(8)} == {"One two."}
    assert {whole.sentence_at(n) for n in range(9, 20)} == {"Three four."}


# Phrases


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("The action plan.", 1),
        ("ACTION PLAN, action\n   plan, Action\u00a0Plan", 3),
        ("action plans, reaction plan, action-plan, actionplan", 0),
        ("(action plan)", 1),
        ("plan:action plan/plan of action", 1),
    ],
)
def test_a_phrase_is_whole_words(words: str, count: int) -> None:
    """In capitals or not, over the end of a line, and whatever the space."""
    assert len(list(matches("names_of_plans", text(words)))) == count


@pytest.mark.parametrize("sign", ["'", "’"])
def test_an_apostrophe_may_be_straight_or_not(sign: str) -> None:
    """In the text as in the list."""
    assert matches("patient_records", text(f"the patient{sign}s name"))
    assert says("patient_records", f"the patient{sign}s  name")


def test_the_longest_phrase_wins() -> None:
    """And of two that overlap the first; no phrase at all is found nowhere."""
    assert places(stems(["a b", "a b c", "c a"]), text("a b c a b")) == [(0, 5), (6, 9)]
    assert places(stems([]), text("anything")) == []
    assert places(stems(["–"]), text("any – thing")) == []


PIECES = st.sampled_from(
    ["a b", "will", "İ", "ß", "’", "'s", "“", "_", "\u0301", "٣", "K", " ", "\n", "\u00a0", "."]
)


@given(st.lists(PIECES | st.text(max_size=3)).map("".join))
def test_the_words_of_a_text_are_those_of_a_pattern(words: str) -> None:
    """Whatever its characters, though most texts are taken apart by a faster way; and so are its digits counted."""
    assert text(words).vocabulary == frozenset(re.findall(r"\w+", bare(words)))
    assert text(words).digits == len(re.findall("[0-9]", words))


PARTS = ["a", "b", "a b", "b a", "a_b", "a'b", "b.", "c"]


@given(
    st.lists(st.sampled_from(PARTS)),
    st.lists(st.sampled_from([*PARTS, " ", "-", "\n"])).map("".join),
)
def test_phrases_are_found_as_if_each_were_looked_for(listed: list[str], words: str) -> None:
    """Though only those are whose words all occur."""
    here = text(words)
    each = [here.written(*span) for span in places_in(listed, here.lower)]
    assert places(stems(listed), here) == each


def test_a_phrase_is_found_where_it_was_written() -> None:
    """However many spaces stand before it and in it, and whatever a letter becomes without capitals."""
    words = "\u00a0\u00a0İ  ẞ \n the ACTION\n   Plan."
    ((begin, end),) = matches("names_of_plans", text(words))
    assert words[begin:end] == "ACTION\n   Plan"


def test_every_list_of_phrases_is_used() -> None:
    """By the name that it has in phrases.yaml; none is empty or holds a phrase twice."""
    room = Path(all_rules.__file__).parent
    source = "".join(path.read_text() for path in room.rglob("*.py"))
    for name, listed in phrases().items():
        assert re.search(rf"""["']{name}["']""", source), name
        assert listed
        assert isinstance(listed, dict) or len(set(map(str.lower, listed))) == len(listed), name


# Dates


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4 April 2013", When(datetime.date(2013, 4, 4))),
        ("4th of April, 2013", When(datetime.date(2013, 4, 4))),
        ("April 2013", When(datetime.date(2013, 4, 30), "month")),
        ("2013-04-04", When(datetime.date(2013, 4, 4))),
        ("2013-04", When(datetime.date(2013, 4, 30), "month")),
        ("29 February 2012", When(datetime.date(2012, 2, 29))),
        ("29 February 2013", None),
        ("31 June 2013", None),
        ("2013-13", None),
        ("May 0000", None),
        ("123 April 2013", When(datetime.date(2013, 4, 30), "month")),
    ],
)
def test_a_date_is_read_as_people_write_it(words: str, expected: When | None) -> None:
    """A day or a month; None for one that does not exist."""
    found = DATE.search(words)
    assert found is not None
    assert stated_date(found) == expected


@pytest.mark.parametrize("words", ["12345-67", "2013-04-04-1", "Mayor 2013", "may 2013", "2013/14"])
def test_other_numbers_are_no_dates(words: str) -> None:
    """References, years of contracts, and words that begin like a month."""
    assert DATE.search(words) is None


def test_words_in_a_message_are_short() -> None:
    """On one line."""
    assert short("a\n b") == "“a b”"
    assert short("x" * 81) == f"“{'x' * 79}…”"
    assert short_prose("A *b*, [c](https://example.org)\\\nd") == "“A b, c d”"


# All rules, on any record

WORDS = [
    "We will publish an action plan in due course.", "A&E; <p>", "as stated above", "section 99 above",
    "recommendation 999", "the Quality Committee on 4 April 2021", "Quality Committee, March 2021", "(A1, A9)",
    "- Patient safety\n- Patient safety", "one patient", "943 476 5919", "born 1/2/1950", "*A long title of it*",
    "see section 12.1", "safety, outcomes and safety", "\u2028", "İ", "’", "29 February 2013", "9999-99", "the",
    "Dr A Person", "N1 1AA", "a@example.org", "[1](#1) above", "e.g.", "…", "ß", "\U0001f600", "and", ",", ";",
]  # fmt: skip
LINES = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), min_size=1, max_size=6)
DAYS = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))


@st.composite
def records(draw: st.DrawFn) -> dict[str, bytes]:
    """Return a workspace of one or two years in which anything may stand, most of which can be read."""
    body = yaml.safe_load(RATED + FORM)
    body["committees"] = [{"name": "Care Committee", "also": ["Quality Committee", draw(st.sampled_from(WORDS))]}]  # fmt: skip

    def written() -> str:
        return draw(st.sampled_from(["", " ", "\n", "\n\n"])).join(draw(LINES)) or "x"

    def a_position(number: str) -> dict[str, object]:
        held: dict[str, object] = {
            "format": 1,
            "number": number,
            "acceptance": {"value": draw(st.sampled_from(["accepted", "not accepted"]))},
            "rating": {"value": draw(st.sampled_from(["blue", "green", "amber", "red", "not rated"]))},
            "assurance": {"value": draw(st.sampled_from(["limited", "not assessed"]))},
            "text": written(),
        }  # fmt: skip
        if draw(st.booleans()):
            held["evidence"] = [{"title": written(), "date": draw(DAYS)}]
            held["acceptance"] = {"value": "accepted", "meeting": written(), "date": draw(DAYS)}
            held["commitments"] = [{"text": held["text"], "kind": "will", "actions": ["A1"]}]
        return held

    def an_action(name: str) -> dict[str, object]:
        held: dict[str, object] = {
            "id": name,
            "recommendations": draw(st.sampled_from([[], ["1"]])),
            "description": written(),
            "rating": {"value": draw(st.sampled_from(["blue", "green", "red", "not rated"]))},
        }
        if draw(st.booleans()):
            held |= {"original_due": draw(DAYS), "since": draw(DAYS), "lead": written()}
            held["extensions"] = [{"due": draw(DAYS), "reason": written(), "asked_on": draw(DAYS)}]
        return held

    cover = yaml.safe_load(COVER)
    cover["meeting"] = written()
    cover["date"] = draw(st.sampled_from(["2021-02", "2021-03-31"]))
    cover["session"] = draw(st.sampled_from(["public", "private"]))
    cover["fields"]["author"] = written()
    cover["sections"][0]["paragraphs"][0]["text"] = written()
    years = draw(st.sampled_from([("2021",), ("2020", "2021")]))
    files: dict[str, object] = {"body__body": body}
    for name, before in itertools.zip_longest(years, (None, *years[:-1])):
        year = yaml.safe_load(YEAR) | {"as_at": draw(DAYS), "notes": [written()]}
        files[f"body__{name}__year"] = year | ({"follows": before} if before else {})
        files |= {f"body__{name}__{number}": a_position(number) for number in ("1", "2")}
        actions = [an_action(f"A{n}") for n in range(draw(st.integers(0, 2)))]
        files[f"body__{name}__actions"] = {"format": 1, "actions": actions}
        if draw(st.booleans()):
            files[f"body__{name}__papers__board-report"] = cover
    dumped = {name: yaml.safe_dump(value, allow_unicode=True) for name, value in files.items()}
    return record_files(**dumped)


def readable(files: dict[str, bytes]) -> tuple[Register, ...]:
    """Return the years that rules can look at."""
    return loading.load(files).readable


@settings(max_examples=100)
@given(records())
def test_no_record_makes_a_rule_raise(files: dict[str, bytes]) -> None:
    """And every place that a rule names lies in a file of the record, within its lines."""
    for problem in all_rules.found(readable(files), lambda path: False).problems:
        path, line, column = problem.place
        assert path in files
        lines = files[path].decode().split("\n")
        assert 1 <= line <= len(lines)
        assert column >= 1
        assert problem.message.endswith((".", "”")), problem.message
        assert problem.remedy


@pytest.mark.parametrize("name", ["two", "one", "empty plan"])
def test_rules_look_at_the_least_that_a_year_can_hold(name: str) -> None:
    """Two positions that are not rated, one of them, or one and an empty plan: nothing is wrong with it."""
    silent = {n: position("It is so.", n).replace("green", "not rated") for n in (1, 2)}
    changed: dict[str, str | None] = {"body__body": RATED, "body__2021__1": silent[1]}
    if name == "two":
        changed["body__2021__2"] = silent[2].replace("It is so", "So is it")
    else:
        changed |= {"inquiry__2": None, "body__2021__2": None}
    if name == "empty plan":
        changed["body__2021__actions"] = plan()
    assert all_rules.found(readable(record_files(**changed)), lambda path: False).problems == ()


SEEDS = [
    "We will publish a plan in due course. ", "A", "A-", "Aa Bb ", "A and and ", "CCG Board 3 May 2013, ",
    "<a ", "&a ", "a     b  ", "see section 9 of ", "*A star of ten letters ", ". ", "the Quality Committee ",
    "patient safety, ", "\n- Patient safety", "e.g. ", "[", "1. ", "born 1/2/2013 ", "‘", "2 patients of ",
    "“A", "A’’", "1.", "standard 1](#1", "section 1(#", "born ", "[\\a", "_", "-  ",
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_text_of_any_length_is_judged(seed: str) -> None:
    """In seconds, if it has 100,000 letters; by steps that grow with its square this would take minutes."""
    words = "x@above " + (seed * (100_000 // len(seed))).strip()
    body = RATED + "committees:\n  - name: Care Committee\n    also: [Quality Committee]\n"
    late = LATE.replace("value: red", "value: amber")
    files = record_with_text(words, body__body=body, body__2021__actions=plan(late))
    (register,) = readable(files)
    assert all_rules.found([register], lambda path: False).silenced == 0
