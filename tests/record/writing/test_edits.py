"""Changes to a YAML file: what is not touched stays byte for byte."""

from __future__ import annotations

import datetime
import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from francis.errors import FrancisError
from francis.record.days import When
from francis.record.model import Action, Milestone, Rated
from francis.record.writing.edits import Edited, Keys, Remarked, stated

FILE = """\
# The position.
format: 1

number: '132'   
acceptance:
  value: accepted
  # why
  reason: "It's right"

# The rating is the board's.
rating:
    value: green   
text: |
  One paragraph: with a # sign.

  - a point

# The end of it.
commitments:
- text: We will.
  # kind of it
  kind: will
  actions: [A1]

- text: We shall.
  kind: will
lead: Director
"""  # noqa: W291 - spaces at the end of a line are a line's own


def edited(text: str = FILE) -> Edited:
    return Edited("f.yaml", text.encode())


def changes(after: Edited, before: str = FILE) -> list[str]:
    """Return the lines that went and came."""
    diff = difflib.unified_diff(
        before.splitlines(), after.data.decode().splitlines(), lineterm="", n=0
    )
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]


def test_a_value_is_replaced_where_it_stands() -> None:
    """Only its own line changes, whatever is around it."""
    file = edited()
    file.set(("rating", "value"), "amber")
    file.set(("lead",), "Director of Care: quality")
    assert changes(file) == [
        "-    value: green   ",
        "+    value: amber",
        "-lead: Director",
        '+lead: "Director of Care: quality"',
    ]
    assert file.get("rating", "value") == "amber"


def test_a_new_key_stands_where_the_record_has_it() -> None:
    """Behind the keys that come before it, with its block, and before the comment of the next."""
    file = edited()
    order = ("format", "number", "acceptance", "rating", "text", "confirmed", "commitments")
    file.set(("confirmed",), {"on": datetime.date(2014, 3, 31), "by": "Director"}, order)
    file.set(("rating", "reason"), "Late.", ("value", "reason"))
    assert changes(file) == [
        "+    reason: Late.",
        "+confirmed:",
        "+  on: 2014-03-31",
        "+  by: Director",
    ]
    assert file.data.decode().index("confirmed:") < file.data.decode().index("# The end of it.")


def test_an_entry_is_taken_out_whole() -> None:
    """With all its lines, and without the comments that lead to the next."""
    file = edited()
    file.remove(("text",))
    file.remove(("acceptance", "reason"))
    file.remove(("not", "there"))
    assert changes(file) == [
        '-  reason: "It\'s right"',
        "-text: |",
        "-  One paragraph: with a # sign.",
        "-",
        "-  - a point",
    ]


def test_items_of_lists_come_and_go() -> None:
    """An item is one entry; the first key of an item gives its dash to the next; an empty list is []."""
    file = edited()
    file.append(("commitments",), {"text": "We do.", "actions": ["A2"]})
    file.remove(("commitments", 1))
    file.remove(("commitments", 0, "text"))
    assert changes(file) == [
        "-- text: We will.",
        "-  kind: will",
        "+- kind: will",
        "-- text: We shall.",
        "-  kind: will",
        "+- text: We do.",
        "+  actions:",
        "+    - A2",
    ]
    file.remove(("commitments", 1))
    file.remove(("commitments", 0))
    assert file.get("commitments") == ()
    assert "commitments: []\n" in file.data.decode()
    file.append(("commitments",), {"text": "We do."})
    assert file.get("commitments") == ({"text": "We do."},)


def test_a_list_on_one_line_grows_into_a_block() -> None:
    """Its own line is the only one that is touched."""
    file = edited()
    file.append(("commitments", 0, "actions"), "A2")
    assert changes(file) == ["-  actions: [A1]", "+  actions:", "+    - A1", "+    - A2"]
    file.append(("notes",), "A remark: with a colon.", ())
    assert changes(file)[-2:] == ["+notes:", '+  - "A remark: with a colon."']


def test_a_block_on_one_line_grows_over_several() -> None:
    """What stood in it stays; one that stands on several lines already is left to the officer."""
    one = "rating: {value: green, reason: 'It is, yes', on: 2021-03-31}\nlead: Director\n"
    file = edited(one)
    file.set(("rating", "value"), "amber")
    assert changes(file, one) == [
        "-rating: {value: green, reason: 'It is, yes', on: 2021-03-31}",
        "+rating:",
        "+  value: amber",
        "+  reason: It is, yes",
        '+  on: "2021-03-31"',
    ]
    file = edited(one)
    file.remove(("rating", "reason"))
    assert changes(file, one)[1:] == ["+rating:", "+  value: green", '+  on: "2021-03-31"']
    file = edited("actions: [A1, A2, A3]\nall:\n  - {id: A1, lead: Director}\n")
    file.remove(("actions", 1))
    file.remove(("all", 0, "lead"))
    assert file.data.decode() == "actions:\n  - A1\n  - A3\nall:\n  - id: A1\n"
    for text in ("rating: {value: green,\n  # why\n  reason: x}\n", "{rating: green}\n"):
        file = edited(text)
        with pytest.raises(FrancisError, match="on one line"):
            file.set(("rating", "value") if "value" in text else ("rating",), "amber")
        with pytest.raises(FrancisError, match="on one line"):
            file.remove(("rating", "value") if "value" in text else ("rating",))
        assert changes(file, text) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("one: &a\n  value: x\ntwo: *a\n", ("two", "value")),
        ("one:\n  - &a\n    id: x\n  - *a\n", ("one", 1, "id")),
        ("one: &a\n  id: x\ntwo:\n  - *a\n  - *a\n", ("two", 1, "id")),
        ("one: [&a {id: x}]\ntwo:\n- *a\n", ("two", 0, "id")),
    ],
)
def test_text_that_stands_elsewhere_is_left_to_the_officer(text: str, keys: Keys) -> None:
    """An alias leads to another place of the file, which is not to be changed."""
    file = edited(text)
    with pytest.raises(FrancisError, match="francis cannot change"):
        file.set(keys, "y")
    assert changes(file, text) == []


def test_text_that_others_use_does_not_vanish() -> None:
    """Once its lines are gone, the file can be read no more, and that is said."""
    file = edited("one: &a x\ntwo: *a\n")
    file.set(("one",), "y")
    with pytest.raises(FrancisError, match="francis cannot change"):
        file.get("two")


@pytest.mark.parametrize("sign", ["\x00", "\x85", "\u2028", "\ufeff", "\udcff", "\x0c"])
def test_what_no_file_may_hold_is_not_written(sign: str) -> None:
    """Wherever it stands, on one line or on several."""
    for value in (f"a{sign}b", f"a\nb{sign}\nc", [f"{sign}a"], {"text": f"a{sign}"}):
        file = edited()
        with pytest.raises(FrancisError, match=r"cannot be printed \(U\+"):
            file.set(("lead",), value)
        assert changes(file) == []


@pytest.mark.parametrize(
    "text", ["\ufeffa: x\r\nb: y\r\n", "a: x\nb: y", "# é\na: 'x'\n\n\nb: y\n\n# end\n"]
)
def test_line_ends_marks_and_ends_of_files_stay(text: str) -> None:
    """A file from Windows stays one, and a last line without an end gets one only if another follows."""
    file = edited(text)
    file.set(("b",), "z")
    assert file.data.decode() == text.replace(
        "b: y", "b: z" + ("" if text.endswith("\n") else "\n")
    )
    file.set(("c",), When.of_month(2013, 6))
    assert file.get("c") == "2013-06"
    assert file.data.startswith(b"\xef\xbb\xbf") == text.startswith("\ufeff")
    assert file.data.count(b"\r\n") == (3 if "\r" in text else 0)


TEXT = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=30
).filter(str.strip)


@given(TEXT.map(lambda t: " ".join(t.split())), TEXT.map(lambda t: " ".join(t.split())))
def test_any_text_is_read_back_as_it_was_written(one: str, other: str) -> None:
    """On one line, in a block of lines, and in a list; nothing else of the file changes."""
    file = edited()
    file.set(("lead",), one)
    file.set(("text",), f"{one}\n\n{other}")
    file.append(("notes",), other)
    assert file.get("lead") == one
    assert file.get("text").strip() == f"{one}\n\n{other}"
    assert file.get("notes") == (other,)
    assert file.get("commitments") == edited().get("commitments")
    assert file.get("acceptance") == {"value": "accepted", "reason": "It's right"}


def test_what_is_new_can_have_remarks() -> None:
    """A comment above it, at its column; nothing empty is left without its brackets."""
    file = edited("format: 1\n")
    file.set(("fields",), {"a": Remarked("x", "What  a\nmeans"), "b": {}}, ())
    file.set(("sections",), [Remarked({"key": "k", "all": []}, "The first")], ())
    assert file.data.decode() == (
        "format: 1\nfields:\n  # What a means\n  a: x\n  b: {}\n"
        "sections:\n  # The first\n  - key: k\n    all: []\n"
    )


def test_an_item_on_one_line_grows_over_several() -> None:
    """The others stay as they are."""
    file = edited("list:\n  - {a: 1}  # first\n  - {a: 2, b: x}\n  - {a: 3}\n")
    file.set(("list", 1, "c"), "y", ("a", "b", "c"))
    assert file.data.decode() == (
        "list:\n  - {a: 1}  # first\n  - a: 2\n    b: x\n    c: y\n  - {a: 3}\n"
    )


def test_a_record_is_stated_with_those_in_it() -> None:
    """As blocks of plain values, without what goes without saying."""
    day = When(datetime.date(2021, 3, 31))
    action = Action("A1", (), "Do it.", Rated("green"), milestones=(Milestone("Begun", day),))
    assert stated(action) == {
        "id": "A1",
        "recommendations": [],
        "description": "Do it.",
        "rating": {"value": "green"},
        "milestones": [{"what": "Begun", "due": day}],
    }


def test_an_item_is_put_into_a_list_before_another() -> None:
    """The comment above that stays with it; a list on one line grows over several, and behind the last it is added."""
    text = "a:\n  - one\n  # why\n  - two\nb: [one, two]\n"
    for index, expected in (
        (0, "a:\n  - new\n  - one\n  # why\n  - two\n"),
        (1, "a:\n  - one\n  - new\n  # why\n  - two\n"),
        (2, "a:\n  - one\n  # why\n  - two\n  - new\n"),
    ):
        file = edited(text)
        file.insert(("a",), index, "new")
        assert file.data.decode() == f"{expected}b: [one, two]\n"
    for index, items in ((0, ["new", "one", "two"]), (1, ["one", "new", "two"]), (2, ["one", "two", "new"])):  # fmt: skip
        file = edited(text)
        file.insert(("b",), index, "new")
        listed = "".join(f"  - {item}\n" for item in items)
        assert file.data.decode() == text.replace("b: [one, two]\n", f"b:\n{listed}")
    file = edited(text)
    file.insert(("c",), 0, "new", ("a", "b", "c"))
    assert file.data.decode() == f"{text}c:\n  - new\n"
