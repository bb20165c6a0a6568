"""Files to registers: which file is what, and what one file says of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis import workspace
from francis.errors import Place
from francis.record.numbers import natural
from francis.record.reading import loading, nodes
from tests.shared.findings import explained, reports
from tests.shared.workspaces import BODY, POSITION, RECOMMENDATION, SET, YEAR, record_files

ROOT = Path(__file__).parents[3]


def lines(**changed: str | bytes | None) -> list[str]:
    """Return what is wrong with the small workspace after a change, as it is printed."""
    return [str(problem) for problem in explained(loading.load(record_files(**changed)).problems)]


def test_a_clean_workspace_is_one_register() -> None:
    """The parts are joined, in the order of the numbers, and nothing is wrong."""
    found = loading.load(record_files())
    (register,) = found.registers
    assert found.problems == ()
    assert found.years == {"body": ("2021",)}
    assert (register.body_id, register.year_id, register.set_id) == ("body", "2021", "inquiry")
    assert [r.number for r in register.recommendations] == ["1", "2"]
    assert register.positions["2"].text == "Position on 2."
    assert register.span(register.set.item) == "recommendations 1 and 2"
    assert register.rating(register.positions["1"]).word == "Green"
    assert register.assurance(register.positions["1"]).word == "Not assessed"
    assert [(theme.title, len(held)) for theme, held in register.themes] == [("Care", 2)]


def test_positions_stand_in_the_order_of_their_numbers_and_not_of_their_files() -> None:
    """The file 10.yaml is read before 9.yaml, and no paper may print it first."""
    numbers = "8", "9", "10", "11"
    files = record_files(
        inquiry__set=SET.replace('first: "1"', 'first: "8"')
        .replace('last: "2"', 'last: "11"')
        .replace("total: 9", "total: 11"),
        **{f"{of}__{n}": None for of in ("inquiry", "body__2021") for n in ("1", "2")},
        **{f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in numbers},
        **{f"body__2021__{n}": POSITION.format(number=n) for n in numbers},
    )
    found = loading.load(dict(sorted(files.items())))
    assert found.problems == ()
    (register,) = found.registers
    assert tuple(register.positions) == tuple(p.number for p in register.written) == numbers


def test_the_same_files_give_the_same_register() -> None:
    """Records are equal by their content, wherever they were read."""
    assert loading.load(record_files()).registers == loading.load(record_files()).registers


def test_the_real_record_has_no_problems() -> None:
    """The record that comes with the project is clean."""
    found = loading.load(workspace.read_files(ROOT))
    assert found.problems == ()
    assert {len(r.recommendations) for r in found.registers} == {22}


def test_numbers_sort_as_people_sort() -> None:
    """9 before 10, 1.9 before 1.10, and letters after."""
    assert sorted(["10", "1.10", "9", "1.9", "9a"], key=natural) == [
        "1.9",
        "1.10",
        "9",
        "9a",
        "10",
    ]


@pytest.mark.parametrize(
    ("changed", "place", "rule", "words"),
    [
        ({"inquiry__1": RECOMMENDATION.format(number=7)},
         "standards/inquiry/1.yaml:2:9", "number-differs", ("'7'", "1.yaml")),
        ({"body__2021__a b": POSITION.format(number="a b")},
         "standards/body/2021/a b.yaml", "file-name", ("'a b'",)),
        ({"body__2021__2": None},
         "standards/body/2021/year.yaml:1:1", "position-missing", ("recommendation 2 of inquiry",)),
        ({"body__2021__3": POSITION.format(number=3)},
         "standards/body/2021/3.yaml", "position-strange", ("'3'",)),
        ({"body__2021__year": YEAR.replace("set: inquiry", "set: inqiry")},
         "standards/body/2021/year.yaml:2:6", "set-unknown", ("'set'", "'inqiry'", "Did you mean inquiry?")),
        ({"body__2021__year": YEAR + 'follows: "2020"\n'},
         "standards/body/2021/year.yaml:5:10", "year-unknown", ("'follows'", "'2020'")),
        ({"body__2021__1": POSITION.format(number=1).replace("value: green", "value: gren")},
         "standards/body/2021/1.yaml:6:10", "value", ("'gren'", "Did you mean green?")),
        ({"body__2021__1": POSITION.format(number=1).replace("value: not assessed", "value: strong")},
         "standards/body/2021/1.yaml:8:10", "value", ("'strong'",)),
        ({"body__2021__1": POSITION.format(number=1) + "\n  As in [section 9](#9).\n"},
         "standards/body/2021/1.yaml:12:1", "link", ("'link'", "'9'")),
        ({"inquiry__2": RECOMMENDATION.format(number=2).replace("Text of", "[Text](#8) of")},
         "standards/inquiry/2.yaml:5:1", "link", ("'link'", "'8'")),
        ({"inquiry__set": SET.replace('last: "2"', 'last: "1"')},
         "standards/inquiry/2.yaml:2:9", "theme", ("in none",)),
        ({"inquiry__set": SET + '  - title: More\n    first: "2"\n    last: "3"\n'},
         "standards/inquiry/2.yaml:2:9", "theme", ("'Care'", "'More'")),
        ({"body__body": BODY.replace("#00703c", "green")},
         "standards/body/body.yaml:14:13", "colour", ("'green'",)),
        ({"body__body": BODY.replace("key: not rated", "key: green")},
         "standards/body/body.yaml:15:10", "duplicate-key", ("'green'", "'ratings'")),
        ({"body__2021__year": YEAR + "notes:\n  - See [x](<#99>).\n"},
         "standards/body/2021/year.yaml:6:5", "link", ("'link'", "'99'")),
        ({"body__2021__1": POSITION.format(number=1) + "\n" + "".join(f"  {'  ' * n}- a\n" for n in range(10))},
         "standards/body/2021/1.yaml:21:1", "list", ("nine levels",)),
        ({"body__2021__year": YEAR + 'follows: "2021"\n'},
         "standards/body/2021/year.yaml:5:10", "year-unknown", ("2021 follows itself",)),
        ({"inquiry__set": SET.replace("https://example.org/licence", "javascript:alert(1)")},
         "standards/inquiry/set.yaml:12:14", "address", ("'licence_url'", "'javascript:alert(1)'")),
        ({"inquiry__set": SET.replace("total: 9", "total: 1")},
         "standards/inquiry/set.yaml:5:8", "total", ("'total' is 1", "2 recommendations")),
        ({"body__a b__year": YEAR},
         "standards/body/a b", "file-name", ("'a b'",)),
        ({"inquiry__set": None},
         "standards/inquiry", "folder", ("neither set.yaml nor body.yaml",)),
        ({"inquiry__body": BODY},
         "standards/inquiry", "folder", ("both set.yaml and body.yaml",)),
        ({"body__2020__1": POSITION.format(number=1)},
         "standards/body/2020", "folder", ("no year.yaml",)),
        ({"body__2021__notes__1": POSITION.format(number=1)},
         "standards/body/2021/notes/1.yaml", "file-place", ()),
        ({"stray": POSITION.format(number=1)},
         "standards/stray.yaml", "file-place", ()),
        ({"other__set": SET}, "standards/other/set.yaml:1:1", "set-empty", ()),
        ({"other__body": BODY},
         "standards/other/body.yaml:1:1", "no-year", ()),
    ],
)  # fmt: skip
def test_references_between_files_are_checked(
    changed: dict[str, str | None], place: str, rule: str, words: tuple[str, ...]
) -> None:
    """Each reference to nothing, and each file in the wrong place, is a problem with a remedy."""
    assert any(reports(line, place, rule, *words) for line in lines(**changed))


def test_a_message_lists_only_the_first_of_many_choices() -> None:
    """A set may have hundreds; the nearest one is named all the same."""
    numbers = range(3, 30)
    asked = {
        f"standards/inquiry/{n}.yaml": RECOMMENDATION.format(number=n).encode() for n in numbers
    }
    linked = record_files(body__2021__1=POSITION.format(number=1) + "\n  [x](#30)\n")
    message = next(p.message for p in loading.load(linked | asked).problems if p.rule == "link")
    assert "10, 11, 12, …" in message
    assert "13" not in message
    assert "Did you mean " in message


@pytest.mark.parametrize("name", ["1.yml", "1.YAML", "1.yaml.bak", "1.yaml~"])
def test_files_that_are_nearly_of_the_record_are_told(name: str) -> None:
    """A file with another extension would be passed over in silence; other files may lie about."""
    files = record_files() | {f"standards/body/2021/{name}": b"x", "standards/body/notes.md": b"x"}
    (problem,) = loading.load(files).problems
    assert reports(
        str(problem), f"standards/body/2021/{name}", "file-name", "does not end in .yaml"
    )


def test_one_unreadable_file_is_told_once() -> None:
    """No other file is blamed for it, and there is no register."""
    for name in ("inquiry__set", "inquiry__1", "body__body", "body__2021__year", "body__2021__1"):
        found = loading.load(record_files(**{name: "format: ["}))
        assert [problem.rule for problem in found.problems] == ["syntax"], name
        assert found.registers == ()
        assert found.years == {"body": ("2021",)}


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others() -> None:
    """What is wrong beside a broken set or body is told in the same run."""
    wrong = POSITION.format(number=1).replace("green", "gren") + "\n  [x](#99)\n"
    for name, rules in (
        ("inquiry__set", ["link", "position-missing", "syntax", "value"]),
        ("body__body", ["link", "position-missing", "syntax"]),
        ("inquiry__2", ["link", "syntax", "value"]),
    ):
        found = loading.load(
            record_files(**{name: "format: [", "body__2021__1": wrong, "body__2021__2": None})
        )
        assert sorted(problem.rule for problem in found.problems) == rules, name


def test_a_wrong_set_costs_no_more_than_its_size() -> None:
    """Ten thousand problems, each with what is near, in a moment."""
    files = {
        f"standards/body/2021/x{n}.yaml": POSITION.format(number=f"x{n}").encode()
        for n in range(3000)
    }
    asked = {
        f"standards/inquiry/{n}.yaml": RECOMMENDATION.format(number=n).encode()
        for n in range(3, 300)
    }
    assert len(loading.load(record_files() | files | asked).problems) > 3000


def test_problems_of_all_files_come_in_one_run_in_the_order_of_their_places() -> None:
    """An officer mends everything before asking again."""
    found = loading.load(record_files(inquiry__1="a: [", body__body="b", body__2021__2="c: '"))
    assert [problem.place.path for problem in found.problems] == sorted(
        f"standards/{name}.yaml" for name in ("inquiry/1", "body/body", "body/2021/2")
    )


def test_problems_of_others_can_be_left_out() -> None:
    """A body is not kept waiting by another body, nor a year by another year."""
    files = record_files(
        body__2020__year="x", other__body=BODY, other__2019__year="x", inquiry__1="x"
    )
    found = loading.load(files)
    paths = lambda *scope: [p.place.path for p in found.concerning(*scope)]  # noqa: E731
    assert "standards/other/2019/year.yaml" in paths(None, None)
    assert "standards/other/2019/year.yaml" not in paths("body", None)
    assert "standards/body/2020/year.yaml" in paths("body", None)
    assert "standards/body/2020/year.yaml" not in paths("body", "2021")
    assert "standards/inquiry/1.yaml" in paths("body", "2021")


def test_the_place_of_a_link_is_its_line() -> None:
    """A link is found in the line in which it stands, not at the beginning of the text."""
    text = POSITION.format(number=1) + "\n  Then.\n\n  See [it](#7).\n"
    (problem,) = loading.load(record_files(body__2021__1=text)).problems
    assert problem.place == Place("standards/body/2021/1.yaml", 14, 1)


def test_a_clean_record_is_never_read_a_second_time_for_a_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To find a place costs as much as to read the file, and only a problem has one."""
    files = workspace.read_files(ROOT)
    asked: list[str] = []

    def place(self: nodes.Locator, *keys: str | int, offset: int = 0) -> Place:
        asked.append(self.path)
        return Place(self.path)

    monkeypatch.setattr(nodes.Locator, "__call__", place)
    assert loading.load(files).problems == ()
    assert asked == []
