"""The order of a body's years, and the latest of each set: by what they follow, never by a name."""

from __future__ import annotations

import pytest

from francis.errors import Problem
from francis.record.reading import loading
from francis.record.reading.workspaces import Workspace
from tests.shared.workspaces import POSITION, RECOMMENDATION, SET, YEAR, record_files


def load(*years: tuple[str, str, str | None], sets: dict[str, str] | None = None) -> Workspace:
    """Return the workspace of a body with these years: each its name, its day and what it follows."""
    files = record_files(
        body__2021__year=None,
        body__2021__1=None,
        body__2021__2=None,
        second__set=SET,
        **{f"second__{n}": RECOMMENDATION.format(number=n) for n in (1, 2)},
    )
    for name, day, follows in years:
        folder, text = f"standards/body/{name}", YEAR.replace("2021-03-31", day)
        text = text.replace("inquiry", (sets or {}).get(name, "inquiry"))
        text += f'follows: "{follows}"\n' if follows else ""
        files[f"{folder}/year.yaml"] = text.encode()
        files |= {f"{folder}/{n}.yaml": POSITION.format(number=n).encode() for n in (1, 2)}
    return loading.load(files)


def told(found: Workspace) -> list[tuple[str, str, str]]:
    """Return each problem: its place, its message and what to do."""
    assert {problem.rule for problem in found.problems} <= {"year-order"}
    return [(place(p), p.message, str(p.remedy)) for p in found.problems]


def place(problem: Problem) -> str:
    return f"{problem.place.path.split('/')[2]}:{problem.place.line}"


def test_a_year_follows_none_that_is_not_there() -> None:
    """Nor itself, whatever it says."""
    for name in ("2015-dec", "2016-feb"):
        assert load(JAN, ("2016-feb", "2016-02-26", name)).before == {}
    assert load(JAN, FEB).before == {("body", "2016-feb"): ("body", "2016-jan")}


JAN = ("2016-jan", "2016-01-26", None)
FEB = ("2016-feb", "2016-02-26", "2016-jan")
APR = ("2016-apr", "2016-04-26", "2016-feb")


def test_the_latest_is_the_one_that_no_other_follows() -> None:
    """By the alphabet January would be the latest."""
    found = load(APR, FEB, JAN)
    assert found.problems == ()
    assert found.years == {"body": ("2016-jan", "2016-feb", "2016-apr")}
    assert [r.year_id for r in found.registers] == ["2016-jan", "2016-feb", "2016-apr"]
    assert found.meant(None, None) == (("body", "2016-apr"),)
    assert found.meant("body", "2016-jan") == (("body", "2016-jan"),)


def test_each_set_has_a_latest_of_its_own() -> None:
    """And one set can be asked for."""
    found = load(JAN, FEB, ("a", "2016-03-01", None), sets={"a": "second"})
    assert found.problems == ()
    assert found.meant(None, None) == (("body", "2016-feb"), ("body", "a"))
    assert found.meant(None, None, "second") == (("body", "a"),)
    assert found.meant(None, "2016-jan", "second") == ()
    assert found.sets_of("body") == ("inquiry", "second")
    assert found.sets_of("body", "a") == ("second",)


def test_two_that_follow_the_same_year_are_an_error() -> None:
    """It stands at the later, and says what it should follow; both are meant, so nobody misses it."""
    found = load(JAN, FEB, ("2016-apr", "2016-04-26", "2016-jan"))
    ((where, message, remedy),) = told(found)
    assert where == "2016-apr:5"
    assert "2016-feb and 2016-apr" in message
    assert "follow 2016-jan" in message
    assert 'follows: "2016-feb" in 2016-apr/year.yaml' in remedy
    assert found.meant(None, None) == (("body", "2016-feb"), ("body", "2016-apr"))
    assert len(found.concerning("body", "2016-apr")) == 1


def test_a_year_between_two_is_put_there() -> None:
    """What follows it then has to be changed too, and the remedy says so."""
    found = load(JAN, APR, FEB, ("2016-mar", "2016-03-26", "2016-jan"))
    ((_, _, remedy),) = told(found)
    assert 'follows: "2016-feb" in 2016-mar/year.yaml' in remedy
    assert 'follows: "2016-mar" in 2016-apr/year.yaml' in remedy


def test_a_year_that_branches_off_follows_the_last_before_it() -> None:
    """The last by its day; not one that follows it itself, whatever its day."""
    may = ("2016-may", "2016-05-26", "2016-jan")
    ((where, message, remedy),) = told(load(JAN, FEB, APR, may))
    assert where == "2016-may:5"
    assert "2016-feb and 2016-may both answer inquiry and follow 2016-jan" in message
    assert remedy.startswith('Write follows: "2016-apr" in 2016-may/year.yaml, or delete')
    found = told(load(JAN, FEB, APR, may, ("x", "2016-05-01", "2016-may")))
    assert [where for where, _, _ in found] == ["2016-may:5", "x:5"]
    assert remedy in {each[2] for each in found}


def test_two_first_years_are_an_error() -> None:
    """One forgot to say which it follows."""
    ((where, message, remedy),) = told(load(JAN, ("2016-feb", "2016-02-26", None)))
    assert where == "2016-feb:3"
    assert "only one can be the first" in message
    assert 'follows: "2016-jan" in 2016-feb/year.yaml' in remedy


@pytest.mark.parametrize("follows", [None, "2016-jan"])
def test_a_copy_of_a_year_is_known_for_one(follows: str | None) -> None:
    """It is as at the same day and follows the same, even if another year follows the original."""
    years = [JAN, FEB, APR] if follows else [JAN, FEB]
    original = FEB if follows else JAN
    found = load(*years, (f"{original[0]}-copy", *original[1:]))
    ((where, message, remedy),) = told(found)
    assert where.startswith(f"{original[0]}-copy:")
    assert "may be a copy" in message
    assert f"delete standards/body/{original[0]}-copy" in remedy


@pytest.mark.parametrize("day", ["2016-01-26", "2015-12-31"])
def test_a_year_follows_an_earlier_one(day: str) -> None:
    """Not one of the same day, and not a later one."""
    ((where, message, _),) = told(load(JAN, ("x", day, "2016-jan")))
    assert where == "x:5"
    assert "which is " + ("also " if day == "2016-01-26" else "") + "as at 2016-01-26" in message


def test_a_year_follows_one_of_its_own_set() -> None:
    """Otherwise its report of progress would compare two different things."""
    found = load(JAN, FEB, sets={"2016-feb": "second"})
    ((_, message, _),) = told(found)
    assert "2016-feb answers second, but it follows 2016-jan, which answers inquiry" in message


def test_in_a_circle_all_are_meant() -> None:
    """So that the error is told, whatever is asked for."""
    found = load(("a", "2016-01-01", "b"), ("b", "2016-02-01", "a"), ("z", "2016-03-01", None))
    assert {scope[1] for scope in found.meant(None, None)} == {"z"}
    found = load(("a", "2016-01-01", "b"), ("b", "2016-02-01", "a"))
    assert {scope[1] for scope in found.meant(None, None)} == {"a", "b"}
    (only,) = told(found)
    assert "it follows b, which is as at 2016-02-01" in only[1]


def test_a_year_that_cannot_be_read_may_be_the_latest() -> None:
    """Otherwise the papers of an older year would be made in its place, without a word."""
    files = record_files(body__2022__year="format: [")
    assert loading.load(files).meant(None, None) == (("body", "2021"), ("body", "2022"))
    followed = YEAR.replace("2021-", "2023-") + 'follows: "2022"\n'
    files["standards/body/2023/year.yaml"] = followed.encode()
    assert ("body", "2022") not in loading.load(files).meant(None, None)
