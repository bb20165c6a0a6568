"""Forms that come back: read, merged with what the record has become, and written line by line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from francis.errors import FrancisError
from francis.intake.forms.merging import MergedForms, OfficerChoice, merge
from francis.intake.forms.questions import LeadForm, form_for, form_id, form_words
from francis.intake.forms.returned import Received, Returned, read_form
from francis.intake.forms.word import to_word_form
from francis.intake.forms.word_boxes import Address
from francis.intake.forms.workbook import places_of, to_workbook_form
from francis.record.days import When, date_meant, parse_when
from francis.record.model import Action, Position
from francis.record.reading.loading import load
from francis.record.register import Register
from francis.record.writing.updates import became
from tests.intake.test_forms_out import DAYS, HOUSE, LEAD, PARTS
from tests.shared.forms import changed_part, fill_odt, fill_word, fill_workbook
from tests.shared.workspaces import BODY, POSITION, action, plan, record_files

RED = "  - key: red\n    word: Red\n    meaning: Late.\n"
OPEN = """\
# What comes first.
measure: Everybody has it.
lead: Director of Care
since: 2020-10-01
original_due: 2021-02-28
extensions:
  - due: 2021-03-30
    reason: The supplier was late.
    asked_on: 2020-12-01
    approved_by: The Board
    approved_on: 2020-12-15
progress:
  - date: 2020-11-05
    text: It was ordered.   # not here
  # A comment that must stay.
  - date: 2021-01-20
    text: >-
      Half of it came,
      and half did not.
"""
TURNS = "lead: Director of Care\noriginal_due: 2020-12-31\nrepeats:\n  every: quarter\n  done: [2020-12-20]\n"
FILES = record_files(
    body__body=BODY.replace("  - key: not rated\n", RED + "  - key: not rated\n"),
    body__2021__actions=plan(
        action("A1", OPEN.replace("   # not here", "")),
        action("A2", f"lead: {LEAD}"),
        action("A3", "lead: Head of Wards"),
        action("A4", TURNS),
    ),
    body__2021__1=POSITION.format(number=1) + f"lead: {LEAD}\nevidence:\n  - title: A list\n",
    body__2021__2=POSITION.format(number=2) + f"lead: {LEAD}\n# The end.\n",
)
TODAY = date(2021, 3, 30)


def register(files: Mapping[str, bytes] | None = None) -> Register:
    """Return the one year of a record."""
    return read(tuple(sorted((FILES if files is None else files).items())))


@lru_cache(50)
def read(files: tuple[tuple[str, bytes], ...]) -> Register:
    """Return the same, once for each content."""
    found = load(dict(files))
    assert found.problems == ()
    return found.registers[-1]


@cache
def form() -> LeadForm:
    """Return a form, which asks about A1, A4, A2, 1 and 2 in this order."""
    made = form_for(register(), LEAD, PARTS, DAYS)
    assert made is not None
    return made


@cache
def empty_word() -> bytes:
    """Return it as a Word file."""
    return to_word_form(form(), HOUSE, HOUSE, "1")


@cache
def empty_workbook() -> bytes:
    """Return it as a workbook."""
    return to_workbook_form(form(), "1")


def back(data: bytes, name: str = "form.docx") -> Returned:
    """Return a form that came back without any problem."""
    returned, problems = read_form(Received(name, data))
    assert problems == []
    return returned


def word(answers: Mapping[Address, Any]) -> Returned:
    """Return a Word form that was filled in."""
    return back(fill_word(empty_word(), answers))


def merged(
    *forms: Returned, of: Register | None = None, choice: OfficerChoice | None = None
) -> MergedForms:
    """Return what comes of some forms."""
    return merge(of or register(), forms, choice or OfficerChoice(), TODAY)


def written(files: Mapping[str, bytes], found: MergedForms) -> dict[str, bytes]:
    """Return all files of the record after forms were taken."""
    return {**files, **became(dict(files), register(files), found.actions, found.positions)}


# ---------------------------------------------------------------------------------------------
# Whatever is filled in, and nothing else, changes

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
# openpyxl takes this away wherever it stands, as what escapes an underscore.
WORD = st.text(LETTERS, min_size=1, max_size=9).filter(lambda word: "x005F_" not in word)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
PAST = st.dates(date(2020, 1, 1), date(2021, 3, 31)).map(str)
WHENS = st.sampled_from(["2021-06-30", "June 2021", "30/6/21", "Q3 2021", "1 July 2021"])
OF_ACTION = {
    "progress": TEXTS,
    "progress_on": PAST,
    "rating": st.sampled_from(["Green", "red", "Not rated"]),
    "reason": WORDS,
    "due": WHENS,
    "why": WORDS,
    "completed": PAST,
    "turn": PAST,
    "evidence": WORDS,
    "evidence_on": PAST,
    "evidence_where": WORDS,
}
NEED = {
    "progress_on": "progress",
    "evidence_on": "evidence",
    "evidence_where": "evidence",
    "why": "due",
}
OF_POSITION = {"still_true": st.just("yes"), "text": TEXTS, "evidence": WORDS, "evidence_on": PAST}


@st.composite
def filled(draw: Any, of: LeadForm | None = None) -> dict[Address, str]:
    """Return answers that fit together, to some of the boxes of a form."""
    answers: dict[Address, str] = {}
    for number, (kind, _, keys) in enumerate((of or form()).stamp.items, 1):
        chosen = draw(st.sets(st.sampled_from(keys)))
        chosen |= {"why"} if "due" in chosen else set()
        chosen -= {key for key in chosen if NEED.get(key, key) not in chosen}
        chosen -= {"due", "why"} if "completed" in chosen else set()
        chosen -= {"still_true"} if "text" in chosen else set()
        draws = OF_ACTION if kind == "action" else OF_POSITION
        answers |= {(number, key): draw(draws[key]) for key in sorted(chosen)}
    return answers


def touched(answers: Mapping[Address, str], number: int) -> set[str]:
    """Return the keys of the record that answers to an item may change."""
    of = {
        "progress": {"progress"}, "progress_on": {"progress"}, "rating": {"rating"}, "reason": {"rating"},
        "due": {"extensions", "original_due"}, "why": {"extensions"}, "completed": {"completed"}, "turn": {"repeats"},
        "evidence": {"evidence"}, "evidence_on": {"evidence"}, "evidence_where": {"evidence"},
        "still_true": {"confirmed", "answers"}, "text": {"text", "confirmed", "answers"},
    }  # fmt: skip
    return {key for (n, box) in answers if n == number for key in of[box]}


@settings(max_examples=30)
@given(filled(), st.booleans())
def test_exactly_what_is_filled_in_changes(answers: dict[Address, str], is_word: bool) -> None:
    """From the record to a form, filled in, taken: all other values, and the lines of them, are as they were."""
    if is_word:
        returned = word(answers)
    else:
        data = empty_workbook()
        returned = back(fill_workbook(data, form().stamp, answers), "form.xlsx")
    assert returned.edited == ()
    found = merged(returned)
    assert (found.problems, found.conflicts) == ([], [])
    files = written(FILES, found)
    old, new = register(), register(files)
    for number, (kind, name, _) in enumerate(form().stamp.items, 1):
        before: Any = held(old)[kind, name]
        after: Any = held(new)[kind, name]
        may = touched(answers, number)
        # What is reported is noted, with its source.
        may |= {"progress"} if kind == "action" and may else set()
        assert replace(before, **{key: getattr(after, key) for key in may}) == after
        _says(answers, number, before, after)
    others = [
        name for name in FILES if name not in files or not name.startswith("standards/body/2021")
    ]
    assert all(files[name] == FILES[name] for name in others)
    _keeps_lines(FILES, files)


def held(of: Register) -> dict[tuple[str, str], Action | Position]:
    """Return actions and positions by kind and name."""
    actions: dict[tuple[str, str], Action | Position] = {("action", a.id): a for a in of.actions}
    return actions | {("position", p.number): p for p in of.written}


def _says(answers: Mapping[Address, str], number: int, before: Any, after: Any) -> None:
    """Hold an item to each answer that was given."""
    said = {key: value for (n, key), value in answers.items() if n == number}
    plain = {key: " ".join(value.split()) for key, value in said.items()}
    if "progress" in said:
        assert plain["progress"] in [" ".join(note.text.split()) for note in after.progress]
    if "rating" in said:
        words = {"green": "green", "red": "red", "not rated": "not rated"}
        assert after.rating.value == words[said["rating"].casefold()]
    if "reason" in said:
        assert after.rating.reason == plain["reason"]
    if "completed" in said:
        assert after.completed == date.fromisoformat(said["completed"])
    if "turn" in said:
        assert date.fromisoformat(said["turn"]) in after.repeats.done
    if "due" in said and number == 3:  # which had no date
        assert after.original_due == when(said["due"])
    elif "due" in said:
        asked = after.extensions[-1]
        assert (asked.due, asked.reason) == (when(said["due"]), plain["why"])
        assert asked.approved_by is None
    if "evidence" in said:
        assert plain["evidence"] in [each.title for each in after.evidence]
    if "still_true" in said:
        assert (after.confirmed.on, after.confirmed.by) == (TODAY, LEAD)
    if "text" in said:
        assert after.text.split() == said["text"].split()
        assert [p for p in after.text.split("\n") if p] == [
            " ".join(p.split()) for p in said["text"].split("\n")
        ]


def when(words: str) -> When:
    """Return the date that an answer writes."""
    return parse_when(date_meant(words, month=True))


def _keeps_lines(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Hold files to it that all lines of the old one are there in their order, but for those of what was replaced."""
    replaced = (
        "value:",
        "reason:",
        "text:",
        "Position on",
        "completed",
        "repeats",
        "every",
        "done",
    )
    for name, old in before.items():
        lines = iter(after[name].splitlines())
        for line in old.splitlines():
            plain = line.decode().strip().removeprefix("- ")
            if not plain.startswith(replaced):
                assert line in lines, (name, line)


@settings(max_examples=20)
@given(filled(), filled(), st.booleans())
def test_the_order_of_two_forms_makes_no_difference(
    first: dict[Address, str], second: dict[Address, str], at_once: bool
) -> None:
    """Either way the record is the same, or there is a conflict; whether they are taken together or one by one."""
    forms = word(first), replace(word(second), name="other.docx")
    outcomes = []
    for order in (forms, forms[::-1]):
        files: dict[str, bytes] = dict(FILES)
        conflicts = []
        for those in (order,) if at_once else tuple((each,) for each in order):
            found = merged(*those, of=register(files))
            conflicts += found.conflicts
            files = written(files, replace(found, actions=found.actions))
        outcomes.append((bool(conflicts), register(files)))
    (some, one), (others, other) = outcomes
    assert some == others
    if not some:
        assert held(one) == held(other)


@settings(max_examples=20)
@given(filled())
def test_a_form_that_is_taken_twice_changes_nothing_more(answers: dict[Address, str]) -> None:
    """Neither does one that is empty."""
    returned = word(answers)
    files = written(FILES, merged(returned))
    again = merged(returned, of=register(files))
    assert (again.actions, again.positions, again.conflicts) == ({}, {}, [])
    assert merged(word({})).changes == []


# ---------------------------------------------------------------------------------------------
# LibreOffice

GIVEN: dict[Address, Any] = {
    (0, "filled_on"): "30 March 2021",
    (0, "by"): "Deputy Director of Care",
    (1, "progress"): "All of it came – “at last”.\nIt is in use.",
    (1, "progress_on"): "29/03/2021",
    (1, "rating"): "Red",
    (1, "due"): "June 2021",
    (1, "why"): "R&D <b>is</b> late",
    (3, "evidence"): "A photograph",
    (4, "still_true"): "yes",
    (5, "text"): "The first paragraph.\nThe second.",
}


def test_libreoffice_keeps_what_a_word_form_needs(
    soffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """Filled in as an OpenDocument text, or in Word and then saved as one; and as Word again."""
    data = empty_word()
    (tmp_path / "empty.docx").write_bytes(data)
    (tmp_path / "word.docx").write_bytes(fill_word(data, GIVEN))
    texts = soffice(tmp_path / "empty.docx", tmp_path / "word.docx", kind="odt")
    texts[0].write_bytes(fill_odt(texts[0].read_bytes(), GIVEN))
    for path in soffice(*texts, kind="docx"):
        _is_as_given(back(path.read_bytes()))


def test_libreoffice_keeps_what_a_workbook_form_needs(
    soffice: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """Days typed as days or as words, saved as an OpenDocument sheet and as Excel again."""
    days: dict[Address, Any] = {
        (0, "filled_on"): date(2021, 3, 30),
        (1, "progress_on"): date(2021, 3, 29),
    }
    data = fill_workbook(empty_workbook(), form().stamp, GIVEN | days)
    (tmp_path / "form.xlsx").write_bytes(data)
    (path,) = soffice(*soffice(tmp_path / "form.xlsx", kind="ods"), kind="xlsx")
    _is_as_given(back(path.read_bytes(), "form.xlsx"))


def _is_as_given(returned: Returned) -> None:
    assert returned.edited == ()
    found = merged(returned)
    assert (found.problems, found.conflicts) == ([], [])
    one, two = found.actions["A1"], found.actions["A2"]
    note = one.progress[-1]
    assert (note.date, " ".join(note.text.split())) == (
        date(2021, 3, 29),
        "All of it came – “at last”. It is in use.",
    )
    assert note.source == f"Form {form().stamp.form}, Deputy Director of Care, 30 March 2021"
    assert (one.rating.value, one.extensions[-1].reason) == ("red", "R&D <b>is</b> late")
    assert (two.evidence[0].title, two.progress) == ("A photograph", ())
    assert two.evidence[0].source == note.source
    assert found.positions["1"].confirmed is not None
    assert found.positions["2"].text == "The first paragraph.\n\nThe second."


# ---------------------------------------------------------------------------------------------
# Conflicts, and what cannot be taken


def changed(old: str, new: str, path: str = "standards/body/2021/actions.yaml") -> dict[str, bytes]:
    """Return the record after somebody changed a file."""
    text = FILES[path].decode()
    assert old in text
    return {**FILES, path: text.replace(old, new, 1).encode()}


RATED = changed("value: green", "value: red")


@pytest.mark.parametrize(
    ("choice", "rating", "conflicts"),
    [
        (OfficerChoice(), "red", ["A1.rating"]),
        (OfficerChoice(mine=["A1.rating"]), "red", []),
        (OfficerChoice(mine=["A1"]), "red", []),
        (OfficerChoice(theirs=["A1.rating"]), "not rated", []),
        (OfficerChoice(theirs=["all"]), "not rated", []),
    ],
)
def test_what_both_sides_changed_is_for_an_officer_to_decide(
    choice: OfficerChoice, rating: str, conflicts: list[str]
) -> None:
    """With what each of them says; other answers are not touched by that."""
    returned = word({(1, "rating"): "Not rated", (3, "rating"): "Red"})
    now = register(RATED)
    found = merged(returned, of=now, choice=choice)
    assert [each.name for each in found.conflicts] == conflicts
    assert [(each.now, each.answered) for each in found.conflicts] == [("Red", "Not rated")] * len(
        conflicts
    )
    assert found.actions.get("A1", now.actions[0]).rating.value == rating
    assert found.actions["A2"].rating.value == "red"


@pytest.mark.parametrize(
    ("answer", "files", "name"),
    [
        ({(1, "completed"): "1 March 2021"}, changed("    rating:\n      value: green\n", "    completed: 2021-02-01\n    rating:\n      value: green\n"), "A1.completed"),
        ({(1, "due"): "2021-09-30", (1, "why"): "Late."}, changed("2021-03-30", "2021-04-30"), "A1.due"),
        ({(4, "still_true"): "yes"}, changed("Position on 1", "Another text", "standards/body/2021/1.yaml"), "1.confirmed"),
        ({(4, "text"): "New."}, changed("Position on 1", "Another text", "standards/body/2021/1.yaml"), "1.text"),
    ],
)  # fmt: skip
def test_every_kind_of_value_can_be_in_conflict(
    answer: dict[Address, str], files: dict[str, bytes], name: str
) -> None:
    """Not so where both say the same."""
    found = merged(word(answer), of=register(files))
    assert [each.name for each in found.conflicts] == [name]
    assert not found.actions
    assert not found.positions
    assert merged(word({(1, "rating"): "red"}), of=register(RATED)).conflicts == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({(1, "progress"): "Done.", (1, "progress_on"): "soon"}, "Progress on: error: 'soon' is not a date"),
        ({(1, "progress"): "Done.", (1, "progress_on"): "1 April 2021"}, "after 31 March 2021, the as-at date"),
        ({(1, "completed"): "1/1/1021"}, "is not a date"),
        ({(1, "rating"): "Grene"}, "Did you mean Green?"),
        ({(1, "due"): "June 2021"}, "no reason"),
        ({(1, "why"): "Late."}, "“Later date, if any”"),
        ({(1, "evidence_on"): "1 March 2021"}, "“Evidence”"),
        ({(1, "completed"): "1 March 2021", (1, "due"): "June 2021", (1, "why"): "Late."}, "yet there is a later date"),
        ({(4, "still_true"): "yes", (4, "text"): "New."}, "It is still true, and yet"),
        ({(4, "still_true"): "perhaps"}, "is not one of the words"),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_taken_are_told_with_their_box(
    answers: dict[Address, str], said: str
) -> None:
    """Leaving the item out takes the rest."""
    found = merged(word(answers))
    assert any(said in f"{problem} {problem.remedy}" for problem in found.problems)
    assert all(str(problem).startswith("form.docx, ") for problem in found.problems)
    name = "A1" if (4, "still_true") not in answers else "1"
    assert merged(word(answers), choice=OfficerChoice(mine=[name])).problems == []


def test_a_day_after_the_record_is_told_once() -> None:
    """It is the day on which the form was filled in, where no other is given."""
    late = word({(0, "filled_on"): "8 April 2021", (1, "rating"): "Red", (3, "progress"): "Some."})
    (problem,) = merged(late).problems
    assert "filled in on 8 April 2021, after 31 March 2021" in problem.message
    dated = {
        (0, "filled_on"): "8 April 2021",
        (3, "progress"): "Some.",
        (3, "progress_on"): "1 March 2021",
    }
    assert merged(word(dated)).problems == []


def test_a_text_is_new_if_it_is_not_what_the_form_prints() -> None:
    """Emphasis and lines do not count; the paragraphs of a new one do."""
    path = "standards/body/2021/1.yaml"
    files = FILES | {path: FILES[path].replace(b"Position on", b"We have a **position** on")}
    made = form_for(register(files), LEAD, PARTS, DAYS)
    assert made is not None
    copied = "\n".join(made.items[3].text)
    blank = to_word_form(made, HOUSE, HOUSE, "1")
    texts = (copied, f"{copied} Also more.", f"{copied}\nAlso more.")
    same, *others = (back(fill_word(blank, {(4, "text"): text})) for text in texts)
    assert merged(same, of=register(files)).changes == []
    for order in (others, others[::-1]):
        found = merged(*order, of=register(files))
        assert [each.name for each in found.conflicts] == ["1.text"]


def test_who_leads_nothing_is_told() -> None:
    """The record names posts, and this may be a person."""
    by, answers = (0, "by"), {(1, "rating"): "Red"}
    assert merged(word({**answers, by: "Head of Wards"})).remarks == []
    (told,) = merged(word({**answers, by: "A Person"})).remarks
    assert "'A Person' filled it in, who leads nothing in the record." in told


def test_what_is_not_true_any_more_is_told() -> None:
    """Nothing is written: what is true instead is for somebody to say."""
    found = merged(word({(4, "still_true"): "no"}))
    assert found.positions == {}
    assert found.remarks == ["form.docx: 1 is no longer true, and there is no new text: write it."]


def test_an_item_that_is_gone_makes_a_form_too_old() -> None:
    """Unless it is left out; one that somebody else leads now is told of."""
    files = changed("  - id: A2", "  - id: A9")
    found = merged(word({(3, "rating"): "Red"}), of=register(files))
    assert "form is too old" in found.problems[0].message
    assert (
        merged(
            word({(3, "rating"): "Red"}), of=register(files), choice=OfficerChoice(mine=["A2"])
        ).problems
        == []
    )
    other = changed(
        f"value: green\n    lead: {LEAD}\n  - id: A3", "value: green\n    lead: A Post\n  - id: A3"
    )
    told = merged(word({(3, "rating"): "Red"}), of=register(other)).remarks
    assert told == [f"form.docx: the {LEAD} does not lead A2 any more."]


def test_what_programs_leave_in_an_empty_box_is_no_answer() -> None:
    """Nor is the hint, also where somebody typed behind it."""
    empty = dict(
        zip(itertools.product((1, 2), ("progress", "reason")), form_words()["empty"], strict=False)
    )
    assert word(empty).answers == {}
    hint = next(q.hint for q in form().items[0].questions if q.key == "progress")
    assert word({(1, "progress"): f"{hint} Done."}).answers == {(1, "progress"): "Done."}


def test_a_later_version_with_other_hints_reads_forms_that_are_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the form printed into an empty box is no answer."""
    empty_word()
    for question in form_words()["action"]:
        monkeypatch.setitem(question, "hint", "another")
    assert back(empty_word()).answers == {}


def test_a_number_that_names_a_patient_stops_a_form() -> None:
    """The message says where, and does not repeat it."""
    data = fill_word(empty_word(), {(1, "progress"): "Seen: 943 476 5919."})
    _, (problem,) = read_form(Received("form.docx", data))
    assert str(problem) == (
        "form.docx, A1, Progress since: error: The answer holds a valid NHS number. "
        "This message does not repeat it. (nhs-number)"
    )


def workbook(change: Callable[[Any, Any], object]) -> Received:
    """Return a workbook form that somebody changed, given it and the cell of a box."""
    book = openpyxl.load_workbook(BytesIO(empty_workbook()))
    place = places_of(form().stamp)[1, "progress"]
    change(book, book[place.sheet].cell(place.row, place.column))
    out = BytesIO()
    book.save(out)
    return Received("form.xlsx", out.getvalue())


@pytest.mark.parametrize("written", ["=1+1", "=cmd|'/c calc'!A0", "#REF!"])
def test_a_formula_is_no_answer(written: str) -> None:
    """What it computes, or fails to, is not what somebody wrote."""
    _, (problem,) = read_form(workbook(lambda _, cell: setattr(cell, "value", written)))
    assert (
        str(problem) == "form.xlsx, A1, Progress since: error: A formula stands in the box. (form)"
    )


def test_what_is_written_beside_the_boxes_of_a_workbook_is_noticed() -> None:
    """In comments, on sheets of its own, and far away."""

    def comment(book: Any, cell: Any) -> None:
        cell.comment = Comment("See my mail.", "Somebody")

    def another_sheet(book: Any, cell: Any) -> None:
        book.create_sheet("Notes")["A1"] = "See my mail."

    def far_away(book: Any, cell: Any) -> None:
        cell.parent["XFD1048576"] = "See my mail."

    for change in (comment, another_sheet, far_away):
        returned, problems = read_form(workbook(change))
        assert (returned.edited, problems) == (("",), [])


def test_a_stamp_that_asks_about_too_much_is_refused() -> None:
    """Its id is no signature, so anybody can write one."""
    items = tuple(("action", f"A{n}", ("progress",)) for n in range(1000))
    forged = replace(form().stamp, items=items, printed=("",) * 1001)  # type: ignore[arg-type]
    forged = replace(forged, form=form_id(forged))
    text = escape(str(forged), quote=False).encode()
    data = changed_part(
        empty_word(),
        "docProps/custom.xml",
        lambda part: re.sub(rb"(?<=lpwstr>).*(?=</vt:lpwstr)", lambda _: text, part),
    )
    with pytest.raises(FrancisError, match="cannot be read"):
        read_form(Received("form.docx", data))


def test_a_form_knows_its_stamp_only_whole() -> None:
    """A Word file of another origin is no form."""
    with pytest.raises(FrancisError, match="not a form that francis made"):
        read_form(Received("house.docx", HOUSE))
