"""Any record, its form filled in at random, and taken: exactly those values and lines change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from francis.intake.forms.merging import OfficerChoice, merge
from francis.intake.forms.questions import LeadForm, form_for
from francis.intake.forms.word import to_word_form
from francis.intake.forms.workbook import to_workbook_form
from francis.record.audience import is_visible
from francis.record.register import Register
from francis.record.writing.updates import became
from tests.intake.test_forms_back import TODAY, back, filled, held, register, touched
from tests.intake.test_forms_out import DAYS, HOUSE, LEAD, PARTS
from tests.shared.forms import fill_word, fill_workbook
from tests.shared.workspaces import BODY, record_files

RATED = BODY.replace(
    "  - key: not rated\n",
    "  - key: red\n    word: Red\n    meaning: Late.\n  - key: not rated\n",
)
TEXT = (
    "One line.",
    "Two lines,\nof which one\n\nis a paragraph.",
    "- a point\n- another",
    "“Ünï”: 5% #1",
)


def _block(words: str, pad: str) -> str:
    return "|\n" + "".join(f"{pad}{line}\n" if line else "\n" for line in words.split("\n"))


def _folded(words: str, pad: str) -> str:
    return _block(words.replace("\n", " "), pad).replace("|", ">-", 1)


def _quoted(words: str, pad: str) -> str:
    return '"{}"\n'.format(words.replace("\n", "\\n"))


TEXTS = st.builds(
    lambda words, style: lambda pad: style(words, pad),
    st.sampled_from(TEXT),
    st.sampled_from([_block, _folded, _quoted]),
)
NOTES = ("", "    # A comment.\n", "\n")
LISTS = {
    "progress": (
        "    progress:\n      - date: 2020-11-05\n        # Here.\n        text: Begun.\n",
        "    progress:\n    - {date: 2020-11-05, text: Begun}\n    -   date: 2021-03-29\n        text: |\n            Half\n            of it.\n",
        "    progress: [{date: 2021-03-28, text: Begun}]\n",
        "    progress: []\n",
    ),
    "evidence": (
        "    evidence:\n      - title: A list\n        # Of it all.\n        date: 2020-12-31\n",
        "    evidence: [{title: A list}]\n",
        '    evidence:\n    - "title": "A \\"list\\""\n',
    ),
    "extensions": (
        "    extensions:\n      - due: 2021-03-30\n        reason: Late.\n        asked_on: 2020-12-01\n",
    ),
}


@st.composite
def records(draw: Any) -> dict[str, bytes]:
    """Return a record of a few actions and positions, in all styles of YAML, some of which one lead has."""
    both = f"\n      - post: {LEAD}\n        role: sponsor\n      - {{post: Head of Wards}}"
    leads = st.sampled_from([LEAD, "Head of Wards", both])

    def parts(names: tuple[str, ...]) -> str:
        return "".join(
            draw(st.sampled_from(NOTES)) + draw(st.sampled_from(("", *LISTS[name])))
            for name in names
        )

    def one(name: str) -> str:
        rated = draw(
            st.sampled_from(
                [
                    "{value: green}",
                    "{value: red, reason: So it is.}",
                    "\n      value: red\n      reason: >\n        So\n        it is.",
                ]
            )
        )
        due = draw(st.sampled_from(["", "    original_due: 2021-02-28\n"]))
        secret = draw(st.sampled_from(["", "    classification: internal\n"]))
        lists = parts(("progress", "evidence", *(("extensions",) if due else ())))
        lead = draw(leads)
        return (
            f'  - id: {name}\n    recommendations: ["1"]\n    description: {draw(TEXTS)("      ")}'
            f"    rating: {rated}\n    lead: {lead}\n{secret}{due}{lists}"
        )

    def position(number: int) -> bytes:
        text = draw(TEXTS)("  ")
        lead = draw(leads).replace("\n    ", "\n")
        evidence = re.sub("^    ", "", parts(("evidence",)), flags=re.MULTILINE)
        end = draw(
            st.sampled_from(["", "# The end.\n", "confirmed: {on: 2021-01-01, by: Somebody}\n"])
        )
        return (
            f'format: 1\nnumber: "{number}"\nacceptance: {{value: accepted}}\nrating: {{value: green}}\n'
            f"assurance:\n  value: not assessed\ntext: {text}lead: {lead}\n{evidence}{end}"
        ).encode()

    actions = "".join(one(f"A{n}") for n in range(1, draw(st.integers(1, 3)) + 1))
    files = record_files(
        body__body=RATED,
        body__2021__actions=f"format: 1\nactions:\n{actions}",
        body__2021__1=position(1),
        body__2021__2=position(2),
    )
    if draw(st.booleans()):
        files = {
            name: data.replace(b"\n", b"\r\n") if "/2021/" in name else data
            for name, data in files.items()
        }
    return files


@settings(max_examples=30)
@given(records(), st.sampled_from(["public", "internal"]), st.booleans(), st.data())
def test_exactly_what_is_filled_in_changes(
    files: dict[str, bytes], audience: Any, is_word: bool, data: st.DataObject
) -> None:
    """In values and lines; what a form may not show is not asked about."""
    old = register(files)
    made = form_for(old, LEAD, PARTS, DAYS, audience)
    assume(made is not None)
    assert made is not None
    answers = data.draw(filled(made))
    returned = (
        back(fill_word(to_word_form(made, HOUSE, HOUSE, "1"), answers))
        if is_word
        else back(fill_workbook(to_workbook_form(made, "1"), made.stamp, answers), "form.xlsx")
    )
    assert returned.edited == ()
    assert returned.answers.keys() == answers.keys()
    found = merge(old, [returned], OfficerChoice(), TODAY)
    assert (found.problems, found.conflicts) == ([], [])
    after = {**files, **became(files, old, found.actions, found.positions)}
    changed = _values_changed(made, answers, old, register(after))
    assert {c.item for c in found.changes} == changed
    _untouched_is_as_it_was(files, after, changed)
    again = merge(register(after), [returned], OfficerChoice(), TODAY)
    assert (again.changes, again.conflicts) == ([], [])


def _values_changed(
    made: LeadForm, answers: Mapping[Any, str], old: Register, new: Register
) -> set[str]:
    """Hold all items to it that what changed was answered; return the names of those that changed."""
    changed = set()
    numbers = {(kind, name): n for n, (kind, name, _) in enumerate(made.stamp.items, 1)}
    for key, before in held(old).items():
        after: Any = held(new)[key]
        may = touched(answers, numbers[key]) if key in numbers else set()
        if key in numbers:
            assert is_visible(before.classification, made.stamp.audience)
        may |= {"progress"} if key[0] == "action" and may else set()
        assert replace(before, **{name: getattr(after, name) for name in may}) == after
        changed |= {key[1]} if before != after else set()
    return changed


def _untouched_is_as_it_was(
    before: Mapping[str, bytes], after: Mapping[str, bytes], changed: set[str]
) -> None:
    """Hold files to it that of what did not change each byte is there, and of what did each line not replaced."""
    for path, old in before.items():
        name = path.rpartition("/")[2].removesuffix(".yaml")
        if name != "actions":
            assert name in changed or after[path] == old
            continue
        pieces, now = (re.split(rb"(?m)^(?=  - id: )", data) for data in (old, after[path]))
        assert len(pieces) == len(now)
        for piece, new in zip(pieces, now, strict=True):
            if not any(f"id: {item}\n" in piece.decode().replace("\r", "") for item in changed):
                assert new == piece
            else:
                _keeps_notes(piece, new)


def _keeps_notes(old: bytes, new: bytes) -> None:
    """Hold an item to it that its comments, its end of lines and all that it added before are there."""
    assert (b"\r\n" in old) == (b"\r\n" in new)
    assert new.count(b"\n") == new.count(b"\r\n") or b"\r" not in new
    assert new.count(b"# ") >= old.count(b"# ")
    for line in old.splitlines():
        if line.strip().startswith(
            (b"- date", b"- {date", b"text: Begun", b"- title", b"description")
        ):
            assert line in new.splitlines(), line
