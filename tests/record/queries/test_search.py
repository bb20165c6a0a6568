"""Search: what is found where, whose it is called, and what of the words around is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from francis.record.model import Classification
from francis.record.queries import search as searching
from francis.record.queries.search import SearchResult, Terms, search
from tests.shared.every_key import every_key
from tests.shared.provider_files import PROVIDER, provider_files
from tests.shared.workspaces import (
    BODY,
    POSITION,
    RECOMMENDATION,
    SET,
    YEAR,
    record_files,
    record_with_plan,
    write_files,
)

Wanted = tuple[str | None, str | None, str | None]
ALL: Wanted = (None, None, None)


def found(
    root: Path, *words: str, wanted: Wanted = ALL, audience: Classification = "restricted"
) -> SearchResult:
    """Return what a search finds, for those who may read everything if nothing else is said."""
    return search(root, words, wanted, audience)


def named(result: SearchResult) -> list[str]:
    """Return the file, the line and the name of each place, without the record's folder."""
    return [
        f"{hit.place.path.removeprefix('standards/')}:{hit.place.line} {hit.of}"
        for hit in result.hits
    ]


def test_every_place_is_called_by_what_it_belongs_to(tmp_path: Path) -> None:
    """By the number of a position, the id of an action, the name of a paper or the kind of file; then by its keys."""
    root = write_files(tmp_path, record_with_plan())
    assert named(found(root, "position on 1")) == [
        "body/2021/1.yaml:10 position on 1, text",
        "body/2021/1.yaml:12 position on 1, commitments 1, text",
    ]
    assert named(found(root, "it came")) == [
        "body/2021/actions.yaml:28 action A1, progress 2, text"
    ]
    assert named(found(root, "2021-06")) == [
        "body/2021/actions.yaml:57 action A2, extensions 1, due"
    ]
    assert named(found(root, "green", "on track")) == []
    assert named(found(root, "on track")) == ["body/body.yaml:13 body, ratings green, meaning"]
    assert named(found(root, "written for a test")) == ["inquiry/set.yaml:13 set, source"]
    assert named(found(root, "text of recommendation 2")) == [
        "inquiry/2.yaml:5 recommendation 2, text"
    ]
    assert named(found(root, "2021-03-31")) == ["body/2021/year.yaml:3 year, as at"]


def test_words_under_keys_of_its_own_are_called_by_these(tmp_path: Path) -> None:
    """Fields of a cover, of a position and of a recommendation, and words without a name by their number."""
    root = write_files(tmp_path, every_key())
    assert named(found(root, "regulation")) == [
        "inquiry/set.yaml:23 set, fields, recommendation regulation, key",
        "inquiry/set.yaml:24 set, fields, recommendation regulation, label",
    ]
    names = {hit.of for hit in found(root, "director").hits}
    assert "paper board-report, fields, author" in names
    assert "position on 1, lead 1, post" in names
    assert named(found(root, "all practices")) == [
        "body/providers/royal/concerns/C2.yaml:29 royal C2, touches 1"
    ]
    assert {hit.of for hit in found(root, "eased").hits} == {"body, ladders own, steps ease, word"}


def test_files_of_providers_are_called_by_their_folders(tmp_path: Path) -> None:
    """And what is not for the public among them is counted, and hidden from it."""
    root = write_files(tmp_path, provider_files())
    assert named(found(root, "unannounced")) == [
        "body/providers/royal/log.yaml:40 royal log, entries V1, what"
    ]
    assert named(found(root, "late clinic")) == [
        "body/providers/royal/concerns/C2.yaml:3 royal C2, what"
    ]
    assert named(found(root, "acute trust")) == [
        "body/providers/royal/provider.yaml:3 royal provider, kind"
    ]
    assert named(found(root, "with all providers")) == [
        "body/providers/log.yaml:5 log, entries W1, what"
    ]
    whole = found(root, "letters are late")
    assert (whole.total, whole.hidden, whole.not_public) == (1, 0, 1)
    public = found(root, "letters are late", audience="public")
    assert (public.total, public.hidden, public.not_public, public.hits) == (0, 1, 1, [])


def test_nobody_else_finds_what_a_provider_is_for_that_they_may_not_know_of(tmp_path: Path) -> None:
    """In whichever of its files; nor of one whose own file cannot be read."""
    files = provider_files(provider=f"{PROVIDER}classification: internal\n")
    root = write_files(tmp_path, files)
    for words in ("unannounced", "late clinic", "acute trust"):
        assert found(root, words, audience="public").total == 0
        assert found(root, words, audience="internal").total == 1
    assert found(root, "with all providers", audience="public").total == 1
    (root / "standards/body/providers/royal/provider.yaml").write_text("format: [")
    assert found(root, "unannounced", audience="internal").total == 0
    assert found(root, "unannounced").total == 1


def two_bodies() -> dict[str, bytes]:
    """Return a workspace of two bodies that answer one set, one of them a second set in another year too."""
    return record_files(
        second__set=SET,
        **{f"second__{n}": RECOMMENDATION.format(number=n) for n in (1, 2)},
        body__2022__year=YEAR.replace("set: inquiry", "set: second"),
        **{f"body__2022__{n}": POSITION.format(number=n) for n in (1, 2)},
        other__body=BODY.replace("name: The Body", "name: Another Body", 1),
        other__2021__year=YEAR,
        **{f"other__2021__{n}": POSITION.format(number=n) for n in (1, 2)},
    )


@pytest.mark.parametrize(
    ("wanted", "folders"),
    [
        (ALL, ["inquiry", "second", "body", "body/2021", "body/2022", "other", "other/2021"]),
        (("other", None, None), ["other", "other/2021"]),
        (("body", None, None), ["body", "body/2021", "body/2022"]),
        (("body", "2022", None), ["body/2022"]),
        ((None, "2021", None), ["body/2021", "other/2021"]),
        ((None, None, "inquiry"), ["inquiry", "body/2021", "other/2021"]),
        ((None, None, "second"), ["second", "body/2022"]),
        (("body", None, "inquiry"), ["body/2021"]),
        (("body", "2022", "inquiry"), []),
    ],
)
def test_only_what_belongs_to_what_is_wanted_is_searched(
    tmp_path: Path, wanted: Wanted, folders: list[str]
) -> None:
    """Sets first, then bodies, each before its years."""
    root = write_files(tmp_path, two_bodies())
    paths = [hit.place.path for hit in found(root, "o", wanted=wanted).hits]
    searched = dict.fromkeys(path.removeprefix("standards/").rpartition("/")[0] for path in paths)
    assert list(searched) == folders


def test_files_with_errors_are_named_and_searched_as_far_as_they_can_be_read(
    tmp_path: Path,
) -> None:
    """Only those in which the words stand."""
    wrong = POSITION.format(number=1) + "nonsense: true\n"
    root = write_files(tmp_path, record_files(body__2021__1=wrong, body__2021__2="a: ["))
    result = found(root, "position on 1")
    assert named(result) == ["body/2021/1.yaml:10 position on 1, text"]
    assert result.unread == ["standards/body/2021/1.yaml"]
    assert found(root, "a:").unread == ["standards/body/2021/2.yaml"]


def test_no_more_places_are_kept_than_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All are counted."""
    root = write_files(tmp_path, record_files())
    whole = found(root, "position")
    monkeypatch.setattr(searching, "MOST_HITS", 2)
    first = found(root, "position")
    assert (first.hits, first.total) == (whole.hits[:2], whole.total)
    assert whole.total > 2


LONG = "Alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec"


@pytest.mark.parametrize(
    ("term", "text", "pieces"),
    [
        ("bravo", LONG, ("Alpha ", "bravo", " charlie delta echo foxtrot golf hotel india juliet…")),
        ("kilo", LONG, ("…golf hotel india juliet ", "kilo", " lima mike november oscar papa quebec")),
        ("golf hotel", LONG, ("…charlie delta echo foxtrot ", "golf hotel", " india juliet kilo lima mike november oscar papa…")),
        ("a", "a b a", ("", "a", " b ", "a", "")),
        ("b", "a\n  b\tc", ("a ", "b", " c")),
        ("x", "y" * 40 + "x" + "z" * 80, ("…", "x", "z" * 29 + "…")),
        ("b", "a\x1bb", ("a�", "b", "")),
    ],
)  # fmt: skip
def test_the_words_around_are_whole_words(term: str, text: str, pieces: tuple[str, ...]) -> None:
    """Some before the first that was found, more behind; of every second piece one was looked for."""
    assert Terms([term]).pieces(text) == pieces


@pytest.mark.parametrize(
    ("given", "text", "is_in"),
    [
        (["trust's"], "The Trust’s plan", True),
        (["“plan”"], 'the "plan"', True),
        (["re-rated"], "re–rated", True),
        (["quality plan"], "**Quality** _plan_", True),
        (["quality plan"], "> Quality\n> plan", True),
        (["quality", "plan"], "A plan of quality", True),
        (["quality plan"], "A plan of quality", False),
        (["quality", "plan"], "A plan", False),
        (["12"], "of 12 and", True),
        (["12"], "of 123", False),
        (["12"], "of 312", False),
        (["12a"], "12ab", True),
        (["a12"], "ba12", True),
        (["a.c"], "abc", False),
        ([" "], "anything", True),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_in_a_text(given: list[str], text: str, is_in: bool) -> None:
    """And then a file of it is not passed over."""
    terms = Terms(given)
    assert terms.are_in(text) is is_in
    if is_in:
        assert terms.may_be_in(text.encode())


def test_a_file_that_cannot_say_it_is_passed_over() -> None:
    """One with escapes may say anything."""
    terms = Terms(["Quality", "plan"])
    assert not terms.may_be_in(b"A plan")
    assert terms.may_be_in(b"QUALITY: a PLAN\xff")
    assert terms.may_be_in(b"A pl\\x61n")
    assert Terms(["it's"]).may_be_in(b"'it''s'")


def test_what_is_found_begins_at_the_first_of_several() -> None:
    """And at the beginning where nothing is found."""
    assert Terms(["plan", "quality"]).start("of quality, a plan") == 3
    assert Terms(["x"]).start("of quality") == 0
