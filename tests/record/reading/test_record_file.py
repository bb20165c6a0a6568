"""One YAML file: what is read, and what is said of what cannot be."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.errors import LONGEST_EXCERPT, Place, Problem
from francis.record import model
from francis.record.model import Body, Position, Recommendation, Set
from francis.record.reading.nodes import DEEPEST
from francis.record.reading.record_file import read_record
from francis.workspace import LARGEST
from tests.shared.findings import explained, reports
from tests.shared.workspaces import BODY, POSITION, RECOMMENDATION, SET

FILE = POSITION.format(number=1)


def problems(text: str | bytes, cls: type[Any] = Position) -> list[Problem]:
    """Return what is wrong with a file; it must be something, and the record must be None."""
    found: list[Problem] = []
    data = text.encode() if isinstance(text, str) else text
    assert read_record(cls, "f.yaml", data, found) is None
    assert found
    return explained(found)


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
    (problem,) = problems(FILE + f"change: {written}\n")
    assert str(problem) == f"f.yaml:11:9: error: 'change' must be text, but it is {shown}. (type)"
    assert problem.remedy == (
        "Write text after the colon."
        if " of " in shown or "list" in shown
        else f'Put it in quotes: "{written}".'
    )


@pytest.mark.parametrize("value", ["x" * 500, "x " * 500, "\N{BRAILLE PATTERN BLANK}" + "x" * 500])
def test_a_long_value_is_cut_in_the_message(value: str) -> None:
    """The reader needs to recognise it, not to read it again."""
    (line,) = lines(FILE.replace("value: accepted", f"value: {value}"))
    shown = re.findall(r"is '(.*?)'", line)
    assert [len(words) for words in shown] == [LONGEST_EXCERPT]
    assert shown[0].endswith("…")


def test_an_unprintable_value_is_replaced_in_the_message() -> None:
    """A line separator in a value would break the line of the message."""
    (line,) = lines(FILE + r'classification: "a\nb\u00adc"' + "\n")
    assert reports(line, "f.yaml:11:17", "value", "'a b\N{REPLACEMENT CHARACTER}c'")


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
        FILE.replace('number: "1"', "number: 1")
        .replace("value: not assessed", "valeu: not assessed")
        .replace("text: |\n  Position on 1.\n", "txt: |\n  Position on 1.\nnotes: once\n")
        + "classification: pubic\n"
    )
    expected = (
        ("11:8", "type", "'notes'", "a list", "'once'"),
        ("12:17", "value", "'pubic'", "restricted", "Did you mean public?"),
        ("2:9", "type", "'number'", "text", "the number 1"),
        ("8:3", "unknown-key", "'valeu'", "value, reason", "Did you mean value?"),
        ("9:1", "unknown-key", "'txt'", "number, acceptance", "Did you mean text?"),
    )
    for line, (place, rule, *words) in zip(sorted(lines(text)), expected, strict=True):
        assert reports(line, f"f.yaml:{place}", rule, *words)


@pytest.mark.parametrize(
    ("cls", "text", "place", "rule", "words"),
    [
        (Position, FILE.replace("text: |\n  Position on 1.\n", ""),
         "f.yaml:1:1", "missing-key", ("'text'",)),
        (Position, FILE.replace("  value: green\n", "  reason: none\n"),
         "f.yaml:6:3", "missing-key", ("'value'", "'rating'")),
        (Position, FILE.replace("  Position on 1.\n", ""), "f.yaml:9:7", "empty", ("'text'",)),
        (Position, FILE + "lead:\nnotes: ['']\n", "f.yaml:12:9", "empty", ("'notes'", "item 1")),
        (Position, FILE.replace("rating:\n  value: green\n", "rating: green\n"),
         "f.yaml:5:9", "type", ("'rating'", "'green'")),
        (Position, FILE + "text: again\n", "f.yaml:11:1", "duplicate-key", ("'text'",)),
        (Position, FILE + "? [a]\n: b\n", "f.yaml:11:3", "key", ()),
        (Position, FILE + "at: here\n",
         "f.yaml:11:1", "unknown-key", ("'at'",)),
        (Position, FILE + "lead: !python/object:os.system x\n",
         "f.yaml:11:7", "tag", ("'!python/object:os.system'",)),
        (Position, FILE.replace("format: 1", "format: 2"),
         "f.yaml:1:9", "format", ("format 2",)),
        (Position, FILE + "lead: Director #acting\n",
         "f.yaml:11:7", "comment", ("'#acting'",)),
        (Body, BODY.replace('"#00703c"', "#00703c"),
         "f.yaml:14:12", "comment", ("'#00703c'",)),
        (Position, FILE.replace("format: 1", "format: 0"),
         "f.yaml:1:9", "format", ("format 0",)),
        (Position, FILE + "<<<<<<< HEAD\nlead: A\n=======\nlead: B\n>>>>>>> other\n",
         "f.yaml:11:1", "conflict", ()),
        (Position, "- a\n- b\n", "f.yaml:1:1", "type", ()),
        (Position, "just text", "f.yaml:1:1", "type", ()),
        (Position, "", "f.yaml", "empty", ()),
        (Position, "# only a remark\n", "f.yaml", "empty", ()),
        (Set, SET.replace("2020-02-29", "2021-02-29"),
         "f.yaml:4:12", "date", ("'published'", "'2021-02-29'")),
        (Set, SET.replace("2020-02-29", "29 February 2020"),
         "f.yaml:4:12", "date", ("'published'", "'29 February 2020'")),
        (Set, SET.replace("2020-02-29", "20200229"),
         "f.yaml:4:12", "date", ("'published'", "the number 20200229")),
        (Set, SET.replace("total: 9", "total: nine"), "f.yaml:5:8", "type", ("'total'", "'nine'")),
        (Set, SET.replace('first: "1"', "first: 1"),
         "f.yaml:16:12", "type", ("'first'", "'themes'", "item 1", "the number 1")),
        (Recommendation, RECOMMENDATION.format(number=1).replace("unknown", "unkown"),
         "f.yaml:7:11", "value", ("'status'", "'response'", "'unkown'", "Did you mean unknown?")),
        (Body, BODY.replace("colour:", "color:"),
         "f.yaml:14:5", "unknown-key", ("'color'", "Did you mean colour?")),
    ],
)  # fmt: skip
def test_a_problem_says_what_was_found_where_and_what_is_allowed(
    cls: type[Any], text: str, place: str, rule: str, words: tuple[str, ...]
) -> None:
    """One thing is wrong in each file, and one line says it."""
    (line,) = lines(text, cls)
    assert reports(line, place, rule, *words)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 'b\nc: d\n", "1:4", "a quotation mark is not closed"),
        ("a: b: c\n", "1:4", "a second colon"),
        ("a: [1,\nb: 2\n", "3:1", "is not closed (the mistake may begin in line 1)"),
        ("a: *x\n", "1:4", "begins with * needs quotes"),
        ("a: @b\n", "1:4", "begins with @ needs quotes"),
        ("- a\nb: c\n", "2:1", "a line of this list"),
        ("a: |\nxx\n", "2:1", "not indented under the key"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document"),
        ('a: "\\q"\n', "1:5", "backslash"),
        ("x: 'it's'\n", "1:8", "a quotation mark inside quoted text"),
        ("a: [&b c, &b d]\n", "1:11", "an anchor"),
        ("key: - x\n", "1:6", "a list begins on the line of its key"),
        ("x:\n  - {{counts.x}} of y\n", "2:5", "a value begins with {{"),
        ("x: “a: b”\n", "1:4", "the quotation marks are curly"),
        ("x: [\n", "2:1", "a list or block in brackets is incomplete"),
    ],
)
def test_syntax_is_explained_in_plain_english(text: str, place: str, says: str) -> None:
    """The library's words are turned into what an officer can mend, with the line that is meant."""
    (line,) = (line for line in lines(text) if line.endswith(" (syntax)"))
    assert line.startswith(f"f.yaml:{place}: error: ")
    assert says in line


def test_every_tab_at_the_beginning_of_a_line_is_found() -> None:
    """A file that was indented with tabs is mended in one go."""
    for line, told in zip((2, 3), lines("a:\n\tb: 1\n\tc: 2\n"), strict=False):
        assert reports(told, f"f.yaml:{line}:1", "syntax", "tab")


@pytest.mark.parametrize(
    ("data", "place", "rule", "words"),
    [
        (b"a: b\nlead: caf\xe9\n", "f.yaml:2:10", "encoding", ("0xE9",)),
        ("a: b".encode("utf-16"), "f.yaml", "encoding", ("UTF-16",)),
        (b"a: x\x00y\n", "f.yaml:1:5", "control-character", ("U+0000",)),
        ("a: x\u202ey\n".encode(), "f.yaml:1:5", "control-character", ("U+202E",)),
        (b"\xed\xa0\x80", "f.yaml:1:1", "encoding", ("0xED",)),
        (b"#" * (LARGEST + 1), "f.yaml", "too-large", ()),
    ],
)  # fmt: skip
def test_other_encodings_and_control_characters_are_said(
    data: bytes, place: str, rule: str, words: tuple[str, ...]
) -> None:
    """The place is that of the first byte or character that cannot be read."""
    assert reports(lines(data)[0], place, rule, *words)


def test_a_control_character_written_as_an_escape_is_found() -> None:
    r"""In quotation marks, \x07 is a control character as well."""
    (line,) = lines(FILE + 'lead: "a\\x07"\n')
    assert reports(line, "f.yaml:11:7", "control-character", "U+0007")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "-\t"])
@pytest.mark.parametrize("depth", [DEEPEST + 2, 1_000, 100_000])
def test_nesting_out_of_bounds_is_refused(opening: str, depth: int) -> None:
    """A hundred thousand brackets would end the process inside the C loader."""
    assert lines((opening * depth).rstrip() + " a")


def test_deep_and_well_formed_nesting_is_said_to_be_too_deep() -> None:
    """The message says how many levels there may be, where the library's patience ended or ours."""
    text = "a: " + "[" * 3000 + "]" * 3000
    (line,) = lines(text)
    assert re.match(r"f\.yaml:1:[0-9]+: ", line)
    assert f"more than {DEEPEST} levels" in line
    assert line.endswith("(too-deep)")


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
