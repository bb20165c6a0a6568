"""One YAML file: what is read, and what is said of what cannot be."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.errors import Place, Problem
from francis.record import model
from francis.record.model import Body, Position, Recommendation, Set
from francis.record.reading.nodes import DEEPEST
from francis.record.reading.record_file import read_record
from francis.workspace import LARGEST
from tests.shared.workspaces import BODY, POSITION, RECOMMENDATION, SET

FILE = POSITION.format(number=1)


def problems(text: str | bytes, cls: type[Any] = Position) -> list[Problem]:
    """Return what is wrong with a file; it must be something, and the record must be None."""
    found: list[Problem] = []
    data = text.encode() if isinstance(text, str) else text
    assert read_record(cls, "f.yaml", data, found) is None
    assert found
    assert all(problem.remedy for problem in found)
    return found


def lines(text: str | bytes, cls: type[Any] = Position) -> list[str]:
    """Return the problems of a file as they are printed."""
    return [str(problem) for problem in problems(text, cls)]


def read(text: str | bytes, cls: type[Any] = Position) -> Any:
    """Return the record of a file without problems."""
    found: list[Problem] = []
    result = read_record(cls, "f.yaml", text.encode() if isinstance(text, str) else text, found)
    assert not found
    return result


def test_a_whole_file_becomes_a_record() -> None:
    """Every key arrives in its field, and dates are dates."""
    assert read(FILE) == Position(
        format=1,
        number="1",
        acceptance=model.Acceptance("accepted"),
        rating=model.Rated("green"),
        assurance=model.Rated("not assessed"),
        text="Position on 1.",
    )
    assert read(SET, Set).published == datetime.date(2020, 2, 29)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_utf_8_with_or_without_a_mark_and_any_line_end(mark: bytes, end: bytes) -> None:
    """The mark of some editors and the line ends of Windows change nothing."""
    text = FILE.replace("Position on 1.", "Überblick – “ok”").encode().replace(b"\n", end)
    assert read(mark + text).text == "Überblick – “ok”"


def test_a_record_knows_the_places_of_its_values() -> None:
    """A place is found by the keys that lead to it, also within a block of text."""
    position = read(FILE)
    assert position.at("rating", "value") == Place("f.yaml", 6, 10)
    assert position.at("text", offset=3) == Place("f.yaml", 10, 1)
    assert position.at() == Place("f.yaml", 1, 1)
    assert position.at("no", "such", 3) == Place("f.yaml", 1, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2013-04-25", "2013-04-25"),
        ("=", "="),
        ("1.2.3", "1.2.3"),
        ("0x", "0x"),
        ('"null"', "null"),
        ("'1.10'", "1.10"),
    ],
)
def test_scalars_follow_yaml_1_2(written: str, meant: str) -> None:
    """What YAML 1.1 took for switches, times and dates is text."""
    assert read(FILE + f"lead: {written}\n").lead == meant


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1.10", "the number 1.10"),
        ("010", "the number 010"),
        ("0o17", "the number 0o17"),
        ("0xFF", "the number 0xFF"),
        ("-.inf", "the number -.inf"),
        ("true", "true"),
        ("[a]", "a list"),
        ("{a: b}", "a block of keys"),
    ],
)
def test_what_is_not_text_is_said_and_never_turned_into_text(written: str, shown: str) -> None:
    """1.10 must not become 1.1: quotes are asked for."""
    (problem,) = problems(FILE + f"lead: {written}\n")
    assert str(problem) == f"f.yaml:11:7: error: 'lead' must be text, but it is {shown}. (type)"
    assert problem.remedy == (
        "Write text after the colon."
        if " of " in shown or "list" in shown
        else f'Put it in quotes: "{written}".'
    )


def test_a_hash_within_a_text_is_text() -> None:
    """In quotes, in a block and without a space before it."""
    text = (
        FILE.replace("Position on 1.", "a: b # c")
        + "# a comment on its own line\nlead: 'A #1' \nincomplete: A#1\n"
    )
    assert (read(text).text, read(text).lead, read(text).incomplete) == ("a: b # c", "A #1", "A#1")


def test_every_problem_of_a_file_is_found_at_once() -> None:
    """One run tells all, each with its place, what was found, what is allowed and the nearest word."""
    text = (
        FILE.replace("value: accepted", "value: acepted")
        .replace('number: "1"', "number: 1")
        .replace("value: not assessed", "valeu: not assessed")
        .replace("text: |\n  Position on 1.\n", "txt: |\n  Position on 1.\nnotes: once\n")
    )
    assert sorted(lines(text)) == [
        "f.yaml:11:8: error: 'notes' must be a list, but it is 'once'. (type)",
        "f.yaml:2:9: error: 'number' must be text, but it is the number 1. (type)",
        "f.yaml:4:10: error: 'value' of 'acceptance' is 'acepted'; allowed: accepted, accepted in principle, "
        "accepted in part, not accepted, under consideration, not applicable. Did you mean accepted? (value)",
        "f.yaml:8:3: error: 'valeu' is not a key here; allowed: value, reason. Did you mean value? (unknown-key)",
        "f.yaml:9:1: error: 'txt' is not a key here; allowed: format, number, acceptance, rating, assurance, "
        "text, incomplete, lead, commitments, evidence, classification, confirmed, change, answers, notes. Did you mean text? (unknown-key)",
    ]


@pytest.mark.parametrize(
    ("cls", "text", "line"),
    [
        (Position, FILE.replace("text: |\n  Position on 1.\n", ""),
         "f.yaml:1:1: error: the key 'text' is missing. (missing-key)"),
        (Position, FILE.replace("  value: green\n", "  reason: none\n"),
         "f.yaml:6:3: error: the key 'value' of 'rating' is missing. (missing-key)"),
        (Position, FILE.replace("  Position on 1.\n", ""), "f.yaml:9:7: error: 'text' is empty. (empty)"),
        (Position, FILE + "lead:\nnotes: ['']\n", "f.yaml:12:9: error: item 1 of 'notes' is empty. (empty)"),
        (Position, FILE.replace("rating:\n  value: green\n", "rating: green\n"),
         "f.yaml:5:9: error: 'rating' must be a block of keys (value, reason), but it is 'green'. (type)"),
        (Position, FILE + "text: again\n", "f.yaml:11:1: error: the key 'text' stands here a second time. (duplicate-key)"),
        (Position, FILE + "? [a]\n: b\n", "f.yaml:11:3: error: a key must be a word, not a list or a block. (key)"),
        (Position, FILE + "at: here\n",
         "f.yaml:11:1: error: 'at' is not a key here; allowed: format, number, acceptance, rating, assurance, text, "
         "incomplete, lead, commitments, evidence, classification, confirmed, change, answers, notes. (unknown-key)"),
        (Position, FILE + "lead: !python/object:os.system x\n",
         "f.yaml:11:7: error: the tag '!python/object:os.system' is not allowed. (tag)"),
        (Position, FILE.replace("format: 1", "format: 2"),
         "f.yaml:1:9: error: the file has format 2; this version reads format 1. (format)"),
        (Position, FILE + "lead: Director #acting\n",
         "f.yaml:11:7: error: '#acting' behind the value is a comment and would be left out. (comment)"),
        (Body, BODY.replace('"#00703c"', "#00703c"),
         "f.yaml:14:12: error: '#00703c' behind the value is a comment and would be left out. (comment)"),
        (Position, FILE.replace("format: 1", "format: 0"),
         "f.yaml:1:9: error: the file has format 0; this version reads format 1. (format)"),
        (Position, FILE + "<<<<<<< HEAD\nlead: A\n=======\nlead: B\n>>>>>>> other\n",
         "f.yaml:11:1: error: git could not join two versions of this file, and shows both from here on. (conflict)"),
        (Position, "- a\n- b\n", "f.yaml:1:1: error: the file is not made of keys and values. (type)"),
        (Position, "just text", "f.yaml:1:1: error: the file is not made of keys and values. (type)"),
        (Position, "", "f.yaml: error: the file is empty. (empty)"),
        (Position, "# only a remark\n", "f.yaml: error: the file is empty. (empty)"),
        (Set, SET.replace("2020-02-29", "2021-02-29"),
         "f.yaml:4:12: error: 'published' is '2021-02-29', which is a date that does not exist. (date)"),
        (Set, SET.replace("2020-02-29", "29 February 2020"),
         "f.yaml:4:12: error: 'published' is '29 February 2020', which is not a date written as year-month-day. (date)"),
        (Set, SET.replace("2020-02-29", "20200229"),
         "f.yaml:4:12: error: 'published' is the number 20200229, which is not a date written as year-month-day. (date)"),
        (Set, SET.replace("total: 9", "total: nine"), "f.yaml:5:8: error: 'total' must be a whole number, but it is 'nine'. (type)"),
        (Set, SET.replace('first: "1"', "first: 1"),
         "f.yaml:16:12: error: 'first' of item 1 of 'themes' must be text, but it is the number 1. (type)"),
        (Recommendation, RECOMMENDATION.format(number=1).replace("unknown", "unkown"),
         "f.yaml:7:11: error: 'status' of 'response' is 'unkown'; allowed: accepted, accepted in principle, accepted in "
         "part, not accepted, unknown. Did you mean unknown? (value)"),
        (Body, BODY.replace("colour:", "color:"),
         "f.yaml:14:5: error: 'color' is not a key here; allowed: key, word, meaning, colour, exception, blank, claim. Did you mean colour? (unknown-key)"),
    ],
)  # fmt: skip
def test_a_problem_says_what_was_found_where_and_what_is_allowed(
    cls: type[Any], text: str, line: str
) -> None:
    """One thing is wrong in each file, and one line says it."""
    assert lines(text, cls) == [line]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 'b\nc: d\n", "1:4", "a quotation mark is opened and never closed"),
        ("a: b: c\n", "1:5", "a second colon and space"),
        ("a: [1,\nb: 2\n", "3:1", "is not closed (what is wrong may begin in line 1)"),
        ("a: *x\n", "1:4", "asterisk"),
        ("a: @b\n", "1:4", "cannot begin with this character"),
        ("- a\nb: c\n", "2:1", "a line of another kind stands among the items"),
        ("a: |\nxx\n", "3:1", "not indented under its key"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document"),
        ('a: "\\q"\n', "1:5", "a backslash"),
        ("x: 'it's'\n", "1:8", "a quotation mark inside quoted text"),
        ("a: &b c\nd: &b e\n", "2:4", "an anchor"),
        ("key: - x\n", "1:6", "a list begins on the line of its key"),
        ("x:\n  - {{counts.x}} of y\n", "2:5", "a value begins with {{"),
        ("x: “a: b”\n", "1:4", "quotation marks around this value are curly"),
        ("x: [\n", "2:1", "a list or block in brackets ends before it is complete"),
    ],
)
def test_syntax_is_explained_in_plain_english(text: str, place: str, says: str) -> None:
    """The library's words are turned into what an officer can mend, with the line that is meant."""
    (line,) = lines(text)
    assert line.startswith(f"f.yaml:{place}: error: ")
    assert says in line


def test_every_tab_at_the_beginning_of_a_line_is_found() -> None:
    """A file that was indented with tabs is mended in one go."""
    assert lines("a:\n\tb: 1\n\tc: 2\n") == [
        f"f.yaml:{line}:1: error: a tab stands where only spaces may. (syntax)" for line in (2, 3)
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: b\nlead: caf\xe9\n", "f.yaml:2:10: error: the file's encoding is not UTF-8: it has the byte 0xE9 here. (encoding)"),
        ("a: b".encode("utf-16"), "f.yaml: error: the file's encoding is UTF-16, not UTF-8. (encoding)"),
        (b"a: x\x00y\n", "f.yaml:1:5: error: a character that cannot be printed (U+0000) stands here. (control-character)"),
        ("a: x\u202ey\n".encode(), "f.yaml:1:5: error: a character that cannot be printed (U+202E) stands here. (control-character)"),
        (b"\xed\xa0\x80", "f.yaml:1:1: error: the file's encoding is not UTF-8: it has the byte 0xED here. (encoding)"),
        (b"#" * (LARGEST + 1), "f.yaml: error: the file is larger than 1,000 kB and is not read. (too-large)"),
    ],
)  # fmt: skip
def test_other_encodings_and_control_characters_are_said(data: bytes, line: str) -> None:
    """The place is that of the first byte or character that cannot be read."""
    assert lines(data)[0] == line


def test_a_control_character_written_as_an_escape_is_found() -> None:
    r"""In quotation marks, \x07 is a control character as well."""
    assert lines(FILE + 'lead: "a\\x07"\n') == [
        "f.yaml:11:7: error: a character that cannot be printed (U+0007) stands here. (control-character)"
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "-\t"])
@pytest.mark.parametrize("depth", [DEEPEST + 2, 1_000, 100_000])
def test_nesting_out_of_bounds_is_refused(opening: str, depth: int) -> None:
    """A hundred thousand brackets would end the process inside the C loader."""
    assert lines((opening * depth).rstrip() + " a")


def test_deep_and_well_formed_nesting_is_said_to_be_too_deep() -> None:
    """The message says how many levels there may be, where the library's patience ended or ours."""
    text = "a: " + "[" * 3000 + "]" * 3000
    (line,) = lines(text)
    place, _, told = line.partition(": ")
    assert told == f"error: more than {DEEPEST} levels stand one inside the other. (too-deep)"
    assert re.fullmatch(r"f\.yaml:1:[0-9]+", place)


def test_aliases_that_explode_are_refused_quickly() -> None:
    """Ten lists of ten aliases each would be ten thousand million values."""
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11)
    )
    assert any("more than 100,000 values" in line for line in lines(bomb))


def test_an_alias_to_itself_is_refused() -> None:
    """A list that contains itself is infinitely deep."""
    assert any("too-deep" in line for line in lines("a: &a [*a]\n"))


@given(st.text())
def test_no_text_makes_a_traceback(text: str) -> None:
    """Whatever a file holds, the answer is a record or problems."""
    found: list[Problem] = []
    result = read_record(Position, "f.yaml", text.encode("utf-8", "surrogatepass"), found)
    assert (result is None) == bool(found)


@given(st.binary())
def test_no_bytes_make_a_traceback(data: bytes) -> None:
    """Not even bytes that are no text."""
    found: list[Problem] = []
    assert (read_record(Position, "f.yaml", data, found) is None) == bool(found)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_no_yaml_makes_a_traceback(value: object) -> None:
    """Well-formed YAML of any other shape is refused in words."""
    import yaml

    found: list[Problem] = []
    assert read_record(Set, "f.yaml", yaml.safe_dump(value).encode(), found) is None
    assert found


@pytest.mark.parametrize("cls", [Set, Recommendation, Body, model.Year, Position])
def test_every_key_of_every_record_may_hold_anything_without_a_traceback(cls: type[Any]) -> None:
    """Each key in turn is given what it does not expect."""
    import dataclasses

    for field in dataclasses.fields(cls):
        for value in (
            "[]",
            "{}",
            "1",
            "true",
            "",
            "'x'",
            "[[x]]",
            "{a: b}",
            "[{a: b}]",
            "2013-99-99",
        ):
            assert problems(f"{field.name}: {value}\n", cls)
