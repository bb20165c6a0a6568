"""What a record begins with: lists of recommendations, sets that grow, and positions still to be written."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from francis.errors import FrancisError
from francis.record.model import Item
from francis.record.reading.loading import load
from francis.record.register import Register
from francis.record.writing import beginnings
from francis.record.writing.beginnings import Heading, Publication
from tests.shared.workspaces import BODY, RECOMMENDATION, SET, YEAR, record_files


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.txt", "1 One\n\n 2.\tTwo or\tmore \n3:  Three\n", [("1", "One"), ("2", "Two or\tmore"), ("3", "Three")]),
        ("a.txt", "\ufeff4(a)(iii) Say: sorry.", [("4(a)(iii)", "Say: sorry.")]),
        ("a.csv", "1,One,Words\n, ,\n2,Two\n", [("1", "One", "Words"), ("2", "Two", "")]),
        ("a.CSV", "Heading,x,NUMBER\nOne,y,1\n", [("1", "One", "")]),
        ("a.csv", 'Number,Text,Heading\n1,"Two\nlines",One\n', [("1", "One", "Two\nlines")]),
    ],
)  # fmt: skip
def test_a_list_has_a_number_and_a_heading_on_each_line(
    name: str, text: str, found: list[tuple[str, ...]]
) -> None:
    """Or columns, which a first row may name."""
    expected = tuple(Heading(*each) for each in found)
    assert beginnings.headings_in(name, text.encode()) == expected


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"1 \xe9", "a.txt is not text in UTF-8. Save it as UTF-8."),
        ("a.txt", b" \n", "Nothing was written, because a.txt has no recommendations."),
        ("a.csv", b"number,heading\n", "Nothing was written, because a.csv has no recommendations."),
        ("a.txt", b"1 One\n2\n", "a.txt:2: there is no heading: '2'."),
        ("a.csv", b"1,One\n,Two\n", "a.csv:2: there is no number: 'Two'."),
        ("a.txt", b"4-A One\n4(a) Two\n", "a.txt:2: the number '4(a)' is there twice."),
        ("a.txt", b"actions One\n", "a.txt:1: 'actions' cannot be a number: another file is called so."),
        ("a.txt", b"Set One\n", "a.txt:1: 'Set' cannot be a number: another file is called so."),
        ("a.csv", b"text,other\n", "Line 1 of the list names its columns, but none of them is “number”."),
        ("a.csv", b'1,One\n2,"Two"x\n', "Line 2 of the list is not CSV: "),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_list_is_told_at_its_line(name: str, data: bytes, why: str) -> None:
    """And nothing is guessed."""
    with pytest.raises(FrancisError) as found:
        beginnings.headings_in(name, data)
    assert str(found.value).startswith(why)


def test_all_that_is_wrong_in_a_list_is_told_together() -> None:
    """A number that is there a third time is told a second time."""
    with pytest.raises(FrancisError) as found:
        beginnings.headings_in("a.txt", b"1 One\n1 Two\n2\n1 Three\n")
    assert [line.partition(": ")[0] for line in str(found.value).splitlines()] == [
        "a.txt:2",
        "a.txt:3",
        "a.txt:4",
        "Nothing was written. Correct the list.",
    ]


REPORT = Publication(
    "Review of Care", datetime.date(2020, 3, 1), "Page 7", "Ours", "https://example.org/licence"
)


def held(files: dict[str, bytes], set_id: str = "inquiry") -> beginnings.HeldSet:
    """Return a set of some files."""
    return beginnings.held_set(files, set_id, {})


@pytest.mark.parametrize(
    ("numbers", "order"),
    [(["1", "2", "10"], ()), (["2", "1"], ("2", "1")), (["B", "A"], ("B", "A"))],
)
def test_a_set_says_what_was_published_and_has_one_theme(
    numbers: list[str], order: tuple[str, ...]
) -> None:
    """It lists its numbers only where their order is not that of people."""
    entries = [
        Heading(number, f"Heading {number}", "Text." * (number == "1")) for number in numbers
    ]
    made = beginnings.new_set("ours", REPORT, entries)
    new = held(made, "ours")
    assert new.numbers == tuple(numbers)
    assert new.set.order == order
    assert [(t.title, t.first, t.last) for t in new.set.themes] == [
        ("All recommendations", numbers[0], numbers[-1])
    ]
    assert (new.set.title, new.set.short_title, new.set.total) == ("Review of Care", "Review of Care", len(numbers))  # fmt: skip
    assert (new.set.published, new.set.source, new.set.licence, new.set.licence_url) == (
        REPORT.published,
        "Page 7",
        "Ours",
        "https://example.org/licence",
    )
    assert new.set.acknowledgement == "The recommendations are quoted from the Review of Care."
    texts = {r.number: (r.heading, r.text.strip()) for r in new.recommendations}
    assert texts == {
        n: (f"Heading {n}", "Text." if n == "1" else "To be written.") for n in numbers
    }


def test_a_set_may_hold_a_part_of_a_report() -> None:
    """Which has more than those; and call them as the report does."""
    part = REPORT._replace(short_title="Review", total=290, item=Item("standard", "standards"))
    of = held(beginnings.new_set("ours", part, [Heading("1", "One")]), "ours").set
    assert (of.total, of.short_title, of.item.one) == (290, "Review", "standard")
    assert of.themes[0].title == "All standards"
    fewer = part._replace(total=1)
    two = [Heading("1", "One"), Heading("2", "Two")]
    assert held(beginnings.new_set("ours", fewer, two), "ours").set.total == 2


def test_a_set_with_errors_is_not_built_upon() -> None:
    """Of its own file or of a recommendation; a file of another folder is none of its own."""
    files = record_files(inquiry__papers__x="a: [", inquiryx__1="a: [")
    assert held(files).numbers == ("1", "2")
    for path in ("set", "2"):
        wrong = {**files, f"standards/inquiry/{path}.yaml": b"format: ["}
        with pytest.raises(FrancisError, match="because inquiry has errors"):
            held(wrong)


TWO_THEMES = SET.replace(
    'last: "2"\n', 'last: "2"\n  - title: Rest\n    first: "7"\n    last: "8"\n'
)


def grown(number: str, theme: str | None = None, set_: str = SET) -> dict[str, bytes]:
    """Return the files that change as a set gets one more recommendation."""
    files = record_files(inquiry__set=set_)
    return beginnings.new_recommendation(files, held(files), Heading(number, "New"), theme, {})


@pytest.mark.parametrize(
    ("number", "theme", "themes"),
    [
        ("1(a)", None, [("1", "2"), ("7", "8")]),
        ("7(a)", None, [("1", "2"), ("7", "8")]),
        ("3", "Care", [("1", "3"), ("7", "8")]),
        ("3", "Rest", [("1", "2"), ("3", "8")]),
        ("9", "Rest", [("1", "2"), ("7", "9")]),
        ("7(a)", "Rest", [("1", "2"), ("7", "8")]),
    ],
)
def test_a_theme_is_made_wide_enough_for_a_number(
    number: str, theme: str | None, themes: list[tuple[str, str]]
) -> None:
    """Unless the number lies in one, of which nobody needs say the title."""
    files = record_files(inquiry__set=TWO_THEMES) | grown(number, theme, TWO_THEMES)
    assert [(t.first, t.last) for t in held(files).set.themes] == themes
    assert number in held(files).numbers


def test_a_number_of_no_theme_and_a_number_twice_are_refused() -> None:
    """Nor can a file be named after every word."""
    for number, theme, set_, why in (
        ("3", None, TWO_THEMES, "3 is in no theme of inquiry. Name one with --theme. Choose from: Care, Rest."),
        ("3", "Other", SET, "3 is in no theme of inquiry. Name one with --theme. Choose from: Care."),
        ("2", None, SET, "inquiry has a 2 already."),
        ("year", None, SET, "'year' cannot be a number: another file is called so."),
    ):  # fmt: skip
        with pytest.raises(FrancisError) as found:
            grown(number, theme, set_)
        assert str(found.value).startswith("Nothing was written, because ")
        assert why in str(found.value)


def test_a_set_that_is_full_has_one_more_and_its_order_too() -> None:
    """The one theme that there is takes what is outside of it."""
    full = SET.replace("total: 9", "total: 2")
    files = record_files(inquiry__set=full) | grown("3", None, full)
    assert (held(files).set.total, held(files).set.themes[0].last) == (3, "3")
    assert held(record_files() | grown("3")).set.total == 9
    ordered = SET.replace("themes:", 'order: ["2", "1"]\nthemes:').replace(
        'first: "1"\n    last: "2"', 'first: "2"\n    last: "1"'
    )
    files = record_files(inquiry__set=ordered) | grown("3", None, ordered)
    assert held(files).set.order == ("2", "1", "3")
    assert held(files).numbers == ("2", "1", "3")
    assert held(files).set.themes[0].last == "3"


def register(files: dict[str, bytes]) -> Register:
    """Return the one register of files that are clean."""
    found = load(files)
    assert found.problems == ()
    return found.registers[-1]


def test_a_year_that_does_not_say_its_numbers_says_them_before_the_set_grows() -> None:
    """One that does stays as it is."""
    files = record_files()
    of = register(files)
    path = "standards/body/2021/year.yaml"
    new = Heading("3", "New", "Text.")
    made = beginnings.new_recommendation(files, held(files), new, None, {path: of.year})
    assert sorted(made) == [path, "standards/inquiry/3.yaml", "standards/inquiry/set.yaml"]
    assert register(files | made).numbers == ("1", "2")
    said = replace(of.year, numbers=("1",))
    assert path not in beginnings.new_recommendation(files, held(files), new, None, {path: said})


def test_positions_that_are_missing_are_begun() -> None:
    """Of what the year answers; with what says nothing yet."""
    files = record_files(body__2021__1=None)
    body, year = register(record_files()).body, register(record_files()).year
    folder = "standards/body/2021"
    made = beginnings.missing_positions(files, folder, body, year, held(files))
    assert [*made] == [f"{folder}/1.yaml"]
    begun = register(files | made).positions["1"]
    assert (begun.acceptance.value, begun.rating.value, begun.assurance.value) == (
        "under consideration",
        "not rated",
        "not assessed",
    )
    assert beginnings.missing_positions(record_files(), folder, body, year, held(files)) == {}
    with pytest.raises(FrancisError, match=r"a position on 2 already, in standards/body/2021\."):
        beginnings.missing_positions(files, folder, body, year, held(files), ["1", "2"])


def test_a_year_answers_what_is_wanted_from_then_on() -> None:
    """In the order of the set; one that answers all that is held need not say it."""
    files = record_files(
        inquiry__set=SET.replace('last: "2"', 'last: "3"'),
        inquiry__3=RECOMMENDATION.format(number=3),
        body__2021__year=f'{YEAR}numbers: ["2"]\n',
        body__2021__1=None,
    )
    of, folder = register(files), "standards/body/2021"
    assert of.numbers == ("2",)
    made = beginnings.missing_positions(files, folder, of.body, of.year, held(files), ["1"])
    assert sorted(made) == [f"{folder}/1.yaml", f"{folder}/year.yaml"]
    assert register(files | made).numbers == ("1", "2")
    assert beginnings.missing_positions(files, folder, of.body, of.year, held(files)) == {}
    every = replace(of.year, numbers=None)
    whole = beginnings.missing_positions(files, folder, of.body, every, held(files), ["1"])
    assert [*whole] == [f"{folder}/1.yaml"]


def test_steps_that_say_nothing_yet_are_needed() -> None:
    """All that are lacking are named."""
    body = register(record_files()).body
    judged = replace(
        body,
        ratings=body.ratings[:1],
        assurances=tuple(replace(step, blank=False) for step in body.assurances),
    )
    with pytest.raises(FrancisError, match="no step of rating and assurance that says nothing yet"):
        beginnings.unwritten_positions("x", judged, ["1"])


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Our Board", "our-board"), ("É: a “Board”", "e-a-board"), ("“”", "body"), ("ICB 2", "icb-2")],
)
def test_a_folder_is_named_in_small_letters(name: str, folder: str) -> None:
    """Without accents and signs."""
    assert beginnings.folder_of(name) == folder


def test_a_first_year_has_a_position_for_each_of_its_numbers() -> None:
    """And no others."""
    files = record_files()
    day = datetime.date(2022, 3, 31)
    made = beginnings.first_year("other", "2022", register(files).body, held(files), day, ["2"])
    assert [*made] == ["standards/other/2022/year.yaml", "standards/other/2022/2.yaml"]
    of = register(files | {"standards/other/body.yaml": BODY.replace("The Body", "Another").encode()} | made)  # fmt: skip
    assert (of.body_id, of.as_at, of.set_id, of.numbers) == ("other", day, "inquiry", ("2",))
