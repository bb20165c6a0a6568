"""Who sees what: a register as readers may see it, and secret words searched for in every file that is built."""

from __future__ import annotations

import html
import pickle
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from francis.changes import sentences
from francis.changes.compare import compare
from francis.changes.reports import headlines
from francis.papers import making
from francis.record.audience import AUDIENCES, Withheld, for_audience, visible_part
from francis.record.model import Classification
from francis.record.paper_kinds import COMPARISON, FORMATS
from francis.record.reading import loading
from francis.record.register import Register
from tests.shared.every_key import every_key
from tests.shared.file_text import pdf_pages
from tests.shared.workspaces import BODY, FORM, RECOMMENDATION, SET, YEAR, record_files

CIRCLES: dict[Classification, tuple[Classification, ...]] = {
    "public": ("public",),
    "internal": ("public", "internal"),
    "restricted": ("public", "internal", "restricted"),
}
"""The circles whose words the readers of a paper may read."""
PLACES: dict[str, tuple[Classification, str]] = {}
"""Every word that was planted in the record, with the circle that it is for and where it stands."""


def planted(classification: Classification, place: str) -> str:
    """Return a word that stands nowhere else in the record, of the length of a usual word."""
    word = f"{classification[0]}{'qvxz'[len(PLACES) % 4]}{len(PLACES):03d}k"
    PLACES[word] = classification, place
    return word


def position(number: int, of: Classification, year: str) -> str:
    """Return a position with a word planted wherever its classification reaches."""

    def a(place: str) -> str:
        return planted(of, f"{year}: position {number}: {place}")

    promise = a("commitment")
    return f"""\
format: 1
number: "{number}"
classification: {of}
acceptance:
  value: accepted in part
  reason: {a("reason of the acceptance")}
  meeting: {a("meeting")}
rating:
  value: red
  reason: {a("reason of the rating")}
assurance:
  value: not assessed
  reason: {a("reason of the assurance")}
text: |
  {a("text")}, and [{a("link")}](#1). We will {promise}.
incomplete: {a("where it breaks off")}
lead: Director of Care
commitments:
  - text: We will {promise}
    kind: will
    source: {a("source of the commitment")}
    outcome:
      value: withdrawn
      reason: {a("reason of the outcome")}
      by: {a("what replaced it")}
fields:
  origin: {a("field of its own")}
evidence:
  - title: {a("evidence")}
    where: {a("where the evidence is")}
{evidence("internal", f"{year}: position {number}", of)}\
{evidence("restricted", f"{year}: position {number}", of)}\
change: {a("change")}
notes:
  - {a("note")}
"""


def evidence(own: Classification, place: str, within: Classification) -> str:
    """Return a piece of evidence, which is for the narrower circle of its own and of what it belongs to."""
    of = max(own, within, key=AUDIENCES.index)
    title, where = (planted(of, f"{place}: {own} evidence: {key}") for key in ("title", "where"))
    return (
        f"  - title: {title}\n    date: 2021-01-31\n    where: {where}\n    classification: {own}\n"
    )


def action(name: str, of: Classification, year: str, ending: str) -> str:
    """Return an action with a word planted wherever its classification reaches."""

    def a(place: str) -> str:
        return planted(of, f"{year}: action {name}: {place}")

    def note(own: Classification, day: int) -> str:
        word = planted(max(own, of, key=AUDIENCES.index), f"{year}: action {name}: {own} progress")
        return f"    - date: 2020-12-{day}\n      text: {word}\n      classification: {own}\n"

    def indented(text: str) -> str:
        return "".join(f"  {line}\n" for line in text.splitlines())

    return f"""\
- id: {name}
  recommendations: ["1"]
  classification: {of}
  description: {a("description")}
  measure: {a("measure")}
  lead: Director of Care
  rating:
    value: red
    reason: {a("reason of the rating")}
  original_due: 2020-12-31
  extensions:
    - due: 2021-01-31
      reason: {a("reason of an extension")}
      approved_by: The Board
      approved_on: 2020-12-15
    - due: 2021-06-30
      reason: {a("reason of what is asked")}
      asked_on: 2021-01-31
  progress:
{note(of, 10)}{note("internal", 11)}{note("restricted", 12)}\
  evidence:
{indented(evidence("internal", f"{year}: action {name}", of))}\
{indented(evidence("restricted", f"{year}: action {name}", of))}\
  short: {a("short name")}
  milestones:
    - what: {a("milestone")}
      due: 2021-Q3
  fields:
    origin: {a("field of its own")}
  source: {a("source")}
{ending.format(reason=a("reason of the closure")) if "{reason}" in ending else ending}"""


CLOSED = """\
  closure:
    outcome: not pursued
    date: 2021-02-01
    reason: {reason}
"""
DONE = """\
  completed: 2021-02-01
  verified:
    by: Internal Audit
    date: 2021-03-01
"""


def joint(number: int, of: Classification, year: str) -> str:
    """Return what is answered with a position of a circle, with words planted that are then for the same circle."""

    def a(place: str) -> str:
        return planted(of, f"{year}: answered with {of}: {place}")

    return f"""\
format: 1
number: "{number + 3}"
answered_with: "{number}"
acceptance:
  value: accepted in part
  reason: {a("reason of the acceptance")}
  meeting: {a("meeting")}
notes:
  - {a("note")}
"""


OWN_FIELDS = "".join(
    f"  {owned}:\n    - key: origin\n      label: Origin\n" for owned in ("position", "action")
)


def plan(year: str) -> str:
    """Return an action plan with three actions for each circle: one open, one done, one given up."""
    actions = [
        action(f"{of[0].upper()}{place}", of, year, ending)
        for of in AUDIENCES
        for place, ending in enumerate(("", DONE, CLOSED))
    ]
    return "format: 1\nactions:\n" + "".join(actions)


def cover(paper: str, year: str) -> str:
    """Return a cover whose paragraphs, and what they promise, are for each circle."""

    def paragraph(of: Classification) -> str:
        def a(place: str) -> str:
            return planted(of, f"{year}: {paper}: paragraph: {place}")

        promise = a("commitment")
        promises.append(
            f"  - text: We will {promise}\n    kind: will\n    source: {a('source of the commitment')}\n"
        )
        return (
            f"      - heading: {a('heading')}\n        text: {a('text')}. We will *{promise}*.\n"
            f"        classification: {of}\n"
        )

    promises: list[str] = []
    paragraphs = "".join(map(paragraph, AUDIENCES))
    return (
        "format: 1\ntitle: The position of the Test Body\nmeeting: The Board\npurposes: [note]\n"
        "fields:\n  author: Director of Care\n"
        f"sections:\n  - key: background\n    paragraphs:\n{paragraphs}commitments:\n{''.join(promises)}"
    )


def secrets() -> dict[str, bytes]:
    """Return the files of a workspace of two years in which everything is for every circle once."""
    red = '  - key: red\n    word: Red\n    meaning: Overdue.\n    colour: "#d4351c"\n    exception: true\n'
    body = BODY.replace("  - key: not rated\n", red + "  - key: not rated\n")
    forms = FORM + FORM.replace("papers:\n", "").replace("board-report", "hwbb")
    files = {
        "inquiry__set": SET.replace('last: "2"', 'last: "6"'),
        **{f"inquiry__{n}": RECOMMENDATION.format(number=n) for n in range(3, 7)},
        "body__body": body + forms + "fields:\n" + OWN_FIELDS,
        "body__2020__year": YEAR.replace("03-31", "03-30"),
        "body__2021__year": YEAR + 'follows: "2020"\n',
    }
    for year in ("2020", "2021"):
        for number, of in enumerate(AUDIENCES, 1):
            files[f"body__{year}__{number}"] = position(number, of, year)
            files[f"body__{year}__{number + 3}"] = joint(number, of, year)
        files[f"body__{year}__actions"] = plan(year)
        for paper in ("board-report", "hwbb"):
            files[f"body__{year}__papers__{paper}"] = cover(paper, year)
    return record_files(**files)


@pytest.fixture(scope="module")
def register() -> Register:
    """Return the later of the two years."""
    PLACES.clear()
    found = loading.load(secrets())
    assert found.problems == ()
    return found.registers[-1]


@pytest.fixture(scope="module")
def built(
    register: Register, tmp_path_factory: pytest.TempPathFactory
) -> dict[Classification, dict[str, bytes]]:
    """Return every paper for each circle by the path of its file: of the later year, and its comparison, in every format.

    Of the year before they are the pages, from which the other formats would be made, and the workbook.
    """
    root = tmp_path_factory.mktemp("workspace")
    shown = [for_audience(register, audience) for audience in AUDIENCES]
    jobs = making.jobs(root, shown, (), FORMATS)
    for new in shown:
        old = new.earlier
        assert old is not None
        jobs += making.jobs(root, [old], (), ["html", "xlsx"])
        names = old.year_id, new.year_id
        jobs += [making.comparison(root, names, old, new, f, None) for f in COMPARISON.formats]
    made = making.make_papers(jobs)
    files: dict[Classification, dict[str, bytes]] = {audience: {} for audience in AUDIENCES}
    for path, file in made.files.items():
        audience = next(
            (a for a in AUDIENCES if f"-{a}." in path or f"-{a}-draft." in path), AUDIENCES[0]
        )
        files[audience][path] = file.data
    return files


def insides(path: str, data: bytes) -> Iterator[str]:
    """Yield everything that a file says or hides, part by part, as text."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield from insides(name, archive.read(name))
    elif data.startswith(b"%PDF"):
        done = subprocess.run(
            ["pdftotext", "-q", "-raw", "-", "-"], input=data, capture_output=True, check=True
        )
        yield done.stdout.decode()
        with pikepdf.open(BytesIO(data)) as document:
            for found in document.objects:
                yield from strings(found)
    else:
        text = html.unescape(data.decode("utf-8", "replace"))
        yield text
        yield re.sub(r"<[^>]*>", "", text)


def strings(found: Any) -> Iterator[str]:
    """Yield the texts of one object of a PDF, and of those that stand in it."""
    if isinstance(found, pikepdf.Stream):
        yield found.read_bytes().decode("latin-1")
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key in found.keys():  # noqa: SIM118 - it is no dictionary of Python
            yield key
            if not getattr(found[key], "is_indirect", False):
                yield from strings(found[key])
    elif isinstance(found, pikepdf.Array):
        for item in found:
            if not getattr(item, "is_indirect", False):
                yield from strings(item)
    elif isinstance(found, pikepdf.String):
        yield str(found)


def seen(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the planted words that stand in any of some files, with the first of these."""
    found: dict[str, str] = {}
    for path, data in files.items():
        for text in insides(path, data):
            solid = re.sub(r"[\s\u00ad]", "", text)
            for word in PLACES:
                if word in solid:
                    found.setdefault(word, path)
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_register_has_just_the_words_for_its_readers(
    register: Register, audience: Classification
) -> None:
    """Each word that is for them, of both years, and none that is not; of one file as of the whole."""
    for_them = {word for word, (of, _) in PLACES.items() if of in CIRCLES[audience]}
    shown = for_audience(register, audience)
    said = repr(shown)
    assert {word for word in PLACES if word in said} == for_them
    for number, of in register.positions.items():
        if number not in register.joint:
            assert visible_part(of, audience) == shown.positions[number]
    for number, also in register.joint.items():
        owner = register.positions[also.answered_with].classification
        assert visible_part(also, audience, owner) == shown.joint[number]
    assert visible_part(register.plan, audience) == shown.plan
    for name, cover in register.covers.items():
        assert visible_part(cover, audience) == shown.covers[name]
    assert visible_part(register.body, audience) == shown.body


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_file_of_a_provider_is_shown_as_the_register_shows_it(audience: Classification) -> None:
    """Its log, its concern and itself; nothing of one of which its readers may not know."""
    found = loading.load(every_key()).registers[-1]
    shown = for_audience(found, audience).dossiers
    assert found.dossiers is not None
    assert shown is not None
    assert visible_part(found.dossiers.log, audience) == shown.log
    for name, of in found.dossiers.providers.items():
        records = (of.log, *of.concerns.values())
        parts = [visible_part(each, audience, of.provider.classification) for each in records]
        seen = shown.providers.get(name)
        assert (seen is None) == (audience == "public" and name == "other")
        assert parts == ([seen.log, *seen.concerns.values()] if seen else [None] * len(records))


@pytest.mark.slow
def test_no_file_holds_a_word_that_is_not_for_its_readers(
    built: dict[Classification, dict[str, bytes]],
) -> None:
    """Nor one too few: what is printed for the narrowest circle is, for each, just what is for it."""
    found = {audience: seen(files) for audience, files in built.items()}
    for audience, circles in CIRCLES.items():
        expected = {word for word in found["restricted"] if PLACES[word][0] in circles}
        leaked = {
            PLACES[word]: path for word, path in found[audience].items() if word not in expected
        }
        assert leaked == {}
        assert [PLACES[word] for word in expected - found[audience].keys()] == []
    unprinted = [place for word, (_, place) in PLACES.items() if word not in found["restricted"]]
    # Of a position's evidence papers print the title, and of changes those of the year that is built.
    assert {place.rpartition(": ")[2] for place in unprinted} <= {
        "where",
        "where the evidence is",
        "change",
    }


@pytest.mark.slow
def test_words_are_planted_in_everything_that_a_file_can_hide(
    built: dict[Classification, dict[str, bytes]],
) -> None:
    """The search looks into every part: of this test itself."""
    for path, data in built["restricted"].items():
        assert any(PLACES[word][0] == "restricted" for word in seen({path: data})), path
    hidden = next(iter(PLACES))
    document, package = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.docinfo["/Subject"] = hidden
    document.save(package)
    assert seen({"x.pdf": package.getvalue()})
    inner, outer = BytesIO(), BytesIO()
    for into, data in ((inner, hidden.encode()), (outer, b"")):
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.xlsx", data or inner.getvalue())
    assert hidden.encode() not in outer.getvalue()
    assert seen({"x.docx": outer.getvalue()})
    assert seen({"x.html": f"<p>{hidden[:3]}<b>{hidden[3:]}</b></p>".encode()})


@pytest.mark.slow
def test_each_file_says_for_whom_it_is(
    built: dict[Classification, dict[str, bytes]], tmp_path: Path
) -> None:
    """In its name and on every page; what was left out is said too."""
    assert len({path for files in built.values() for path in files}) == 3 * len(built["public"])
    for audience, files in built.items():
        for path, data in files.items():
            stem, _, form = path.rpartition(".")
            whose = stem.removesuffix("-draft")
            assert whose.endswith(f"-{audience}") == (audience != "public")
            said = f"{audience.capitalize()}: not for publication"
            if form == "pdf":
                (tmp_path / "paper.pdf").write_bytes(data)
                assert all(
                    (said in page) == (audience != "public")
                    for page in pdf_pages(tmp_path / "paper.pdf")
                )
            else:
                assert any(said in text for text in insides(path, data)) == (audience != "public")
            withheld = any(
                re.search(r"\[(internal|restricted)\]", text) for text in insides(path, data)
            )
            assert withheld == (audience != "restricted"), path


CLASSIFICATIONS = st.sampled_from(AUDIENCES)


def shuffled(data: st.DataObject, of: Register, later: Register | None = None) -> Register:
    """Return a register with other classifications, of which some things are as in a later one."""

    def drawn(item: Any) -> Any:
        return replace(item, classification=data.draw(CLASSIFICATIONS))

    positions = dict(of.positions)
    actions = list(of.actions)
    if later is not None:
        same = data.draw(st.sets(st.sampled_from([*positions])))
        positions |= {number: later.positions[number] for number in same}
        kept = data.draw(st.sets(st.integers(0, len(actions) - 1)))
        actions = [later.actions[i] if i in kept else action for i, action in enumerate(actions)]
    else:
        positions = {
            n: replace(drawn(p), evidence=tuple(map(drawn, p.evidence)))
            for n, p in positions.items()
        }
        actions = [replace(drawn(a), progress=tuple(map(drawn, a.progress))) for a in actions]
    return replace(of, positions=positions, plan=replace(of.plan, actions=tuple(actions)))


def figures(register: Register) -> dict[str, Any]:
    """Return all that can be counted or listed of a register, without a word that could be secret."""
    changes = compare(register.earlier, register) if register.earlier else None
    exceptions = register.exceptions
    return {
        "figures": register.counts.figures,
        "exceptions": {
            kind.name: [
                getattr(each, "number", None) or getattr(each, "id", None) for each in those
            ]
            for kind in fields(exceptions)
            for those in [getattr(exceptions, kind.name)]
        },
        "unplanned": [promise.key for promise in exceptions.unplanned],
        "carried": [position.number for position in register.carried],
        "for review": [position.number for position in register.for_review],
        "headlines": changes and headlines(changes),
        "changed": changes and [change.number for change in changes.positions],
        "actions": changes and [(change.id, change.events) for change in changes.actions],
        "reasons": changes and [change.reasons for change in changes.positions],
        "commitments": changes
        and [
            (row.number, row.paper, *(f and f[:2] for f in (row.was, row.now)))
            for row in changes.promises
        ],
        "evidence": changes and [tuple(map(len, change.evidence)) for change in changes.positions],
    }


@settings(max_examples=60)
@given(st.data())
def test_what_can_be_counted_is_the_same_for_every_audience(
    register: Register, data: st.DataObject
) -> None:
    """Whatever is secret: papers for different readers agree, also on what changed since the year before."""
    assert register.earlier is not None
    later = shuffled(data, register)
    whole = replace(later, earlier=shuffled(data, register.earlier, later))
    assert figures(for_audience(whole, "restricted")) == figures(whole)
    assert figures(for_audience(whole, "internal")) == figures(whole)
    assert figures(for_audience(whole, "public")) == figures(whole)


@settings(max_examples=30)
@given(st.data())
def test_who_reads_more_loses_nothing(register: Register, data: st.DataObject) -> None:
    """Nothing is withheld from the narrowest circle, and withholding twice withholds what the second does."""
    whole = shuffled(data, register)
    assert for_audience(whole, "restricted") == replace(whole, audience="restricted")
    for wide, narrow in (
        ("public", "internal"),
        ("public", "restricted"),
        ("internal", "restricted"),
    ):
        once = for_audience(whole, wide)  # type: ignore[arg-type]
        twice = for_audience(for_audience(whole, narrow), wide)  # type: ignore[arg-type]
        assert repr(twice) == repr(once)


def test_what_was_left_out_differs_where_the_words_did() -> None:
    """And prints the same; it says neither the words nor anything to find them by."""
    note = "[internal]"
    one, other = (Withheld.instead_of(words, note) for words in ("one", "other"))
    assert str(one) == str(other) == f"{one}" == note
    assert one == Withheld.instead_of("one", note) == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(pickle.loads(pickle.dumps(one)))
    assert one != other
    assert one != note
    assert note != one
    assert {one, other, Withheld.instead_of("one")} == {one, other}
    assert not Withheld.instead_of("one")
    assert b"other" not in pickle.dumps(other)


def test_a_change_that_is_not_for_its_readers_is_said_and_not_shown(register: Register) -> None:
    """That there is one; which words came and went is not."""
    assert register.earlier is not None
    one = register.earlier.positions["2"]
    other = replace(one, text="All of it is new.")
    sides = [
        for_audience(replace(register, positions={**register.positions, "2": p}), "public")
        for p in (one, other)
    ]
    (change,) = compare(*sides).positions
    assert list(map(str, sentences.position(change))) == [
        "[internal]",
        "The text changed. [internal]",
    ]


def test_a_promise_goes_with_the_paragraph_that_makes_it(register: Register) -> None:
    """A paper that lists promises would print it again."""
    shown = for_audience(register, "public").covers["hwbb"]
    paragraphs = [p for section in shown.sections for p in section.paragraphs]
    left_out = ["[internal]", "[restricted]"]
    assert [str(p.text) for p in paragraphs[1:]] == left_out
    assert [p.heading is None for p in paragraphs] == [False, True, True]
    assert [str(c.text) for c in shown.commitments[1:]] == left_out
    assert [bool(c.source) for c in shown.commitments] == [True, False, False]
