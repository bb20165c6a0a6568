"""A whole comparison as a terminal and a pull request show it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from francis.changes import reports
from francis.changes.compare import compare
from francis.record.days import When, day_in_words
from francis.record.model import (
    Acceptance,
    Commitment,
    Evidence,
    Extension,
    Progress,
    Rated,
    Step,
)
from tests.changes.test_compare import BASE, DAY, action, planned, positioned


def test_a_comment_that_is_too_long_is_cut_at_a_whole_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The number of entries stays whole, and what is left out is counted."""
    changed = {n: replace(p, text="Another text.") for n, p in BASE.positions.items()}
    changes = compare(BASE, replace(BASE, positions=changed))
    whole = reports.comparison_comment(changes, ("old", "new"), day_in_words)
    assert "more: run francis diff" not in whole
    monkeypatch.setattr(reports, "LONGEST_COMMENT", whole.index("- **2 Heading 2**"))
    cut = reports.comparison_comment(changes, ("old", "new"), day_in_words)
    assert "<summary>Positions (2)</summary>" in cut
    assert "- **1 Heading 1**" in cut
    assert "- **2 Heading 2**" not in cut
    assert "… and 1 more: run francis diff to see them all." in cut


BEFORE = replace(
    planned(
        action(id="A1", original_due=When(DAY(2021, 2, 28)), evidence=(Evidence("Old minutes"),)),
        action(id="A2"),
    ),
    year_id="2020",
    year=replace(BASE.year, as_at=DAY(2020, 3, 31)),
)
AFTER = replace(
    planned(
        action(
            id="A1",
            original_due=When(DAY(2021, 2, 28)),
            extensions=(
                Extension(When(DAY(2021, 6, 30)), "Late.", approved_by="Board", approved_on=DAY(2021, 3, 1)),
            ),
            progress=(Progress(DAY(2021, 3, 2), "Begun."),),
            evidence=(Evidence("New minutes"),),
        ),
    ),
    recommendations=(replace(BASE.recommendations[0], text="Other text."), BASE.recommendations[1]),
    positions={
        "1": replace(
            BASE.positions["1"],
            rating=Rated("red"),
            assurance=Rated("high"),
            lead="Chair",
            acceptance=Acceptance("not accepted"),
            commitments=(Commitment("Position on 1.", "will", ("A1",)),),
            evidence=(Evidence("Audit"),),
        ),
        "2": BASE.positions["2"],
    },
    body=replace(
        BASE.body, assurances=(Step("high", "High", "Sure.", claim=None), *BASE.body.assurances)
    ),
)  # fmt: skip


def test_a_comparison_for_scripts_holds_both_sides() -> None:
    """What was under `old`, what is under `new`, and which way it went."""
    found = reports.changes_json(compare(BEFORE, AFTER), ("last year", "now"))
    files = found.pop("files")
    assert [(file["path"], file["change"]) for file in files] == [
        ("standards/body/2021/1.yaml", "changed"),
        ("standards/body/2021/actions.yaml", "changed"),
        ("standards/body/2021/year.yaml", "changed"),
        ("standards/body/body.yaml", "changed"),
        ("standards/inquiry/1.yaml", "changed"),
    ]
    assert files[2]["keys"] == [{"keys": ["as_at"], "old": "2020-03-31", "new": "2021-03-31"}]
    assert {"keys": ["lead"], "old": None, "new": "Chair"} in files[0]["keys"]
    assert files[3]["keys"] == [
        {
            "keys": ["assurances", "high"],
            "old": None,
            "new": {
                "key": "high",
                "word": "High",
                "meaning": "Sure.",
                "colour": None,
                "exception": False,
                "blank": False,
                "claim": None,
                "shape": None,
            },
        }
    ]
    figures = found.pop("figures")
    assert {name: number for name, number in figures.items() if number} == {
        "worsened": 1,
        "unchanged": 1,
        "slipped": 1,
        "late": 1,
    }
    assert found["recommendations"][0].pop("text") == [
        {"kind": "old", "level": 0, "pieces": [["old", "Text of recommendation 1."]]},
        {"kind": "new", "level": 0, "pieces": [["new", "Other text."]]},
    ]
    assert found == {
        "format": 2,
        "body": "body",
        "set": "inquiry",
        "reformatted": [],
        "old": {"name": "last year", "year": "2020", "as_at": "2020-03-31"},
        "new": {"name": "now", "year": "2021", "as_at": "2021-03-31"},
        "recommendations": [{"number": "1", "change": "reworded"}],
        "positions": [
            {
                "number": "1",
                "change": "changed",
                "acceptance": {"old": "accepted", "new": "not accepted"},
                "rating": {"old": "green", "new": "red", "direction": "worse"},
                "assurance": {"old": "not assessed", "new": "high", "direction": "given"},
                "lead": {"old": None, "new": "Chair"},
                "evidence_added": ["Audit"],
                "evidence_removed": [],
                "text": [],
            }
        ],
        "actions": [
            {
                "id": "A1",
                "events": ["extended"],
                "extensions": [
                    {
                        "due": "2021-06-30",
                        "reason": "Late.",
                        "approved_by": "Board",
                        "approved_on": "2021-03-01",
                    }
                ],
                "times_extended": 1,
                "progress": [{"date": "2021-03-02", "text": "Begun."}],
                "evidence_added": ["New minutes"],
                "evidence_removed": ["Old minutes"],
            },
            {
                "id": "A2",
                "events": ["gone"],
                "extensions": [],
                "times_extended": None,
                "progress": [],
                "evidence_added": [],
                "evidence_removed": [],
            },
        ],
        "commitments": [
            {
                "text": "Position on 1.",
                "number": "1",
                "paper": None,
                "old": None,
                "new": "late",
                "now": {"value": "late", "days_late": 31, "reason": None, "by": None},
            }
        ],
        "for_review": [],
    }


def test_each_side_may_lack_what_the_other_has() -> None:
    """A position, a recommendation and a file are then new, or gone."""
    less = replace(
        BASE, recommendations=BASE.recommendations[:1], positions={"1": BASE.positions["1"]}
    )
    for old, new, words in (
        (less, BASE, ("new", "new", "new")),
        (BASE, less, ("withdrawn", "gone", "gone")),
    ):
        found = reports.changes_json(compare(old, new), ("a", "b"))
        assert [found[key][0]["change"] for key in ("recommendations", "positions", "files")] == [
            *words
        ]


def test_a_figure_that_a_body_uses_for_a_rating_has_another_mark() -> None:
    """And a figure that is seldom anything is told only where there is any."""
    assert reports.mark("completed", {"completed", "green"}) == "change_completed"
    assert reports.mark("completed", {"green"}) == "completed"
    assert "rated_otherwise" not in {
        h.name for h in reports.headlines(compare(BASE, BASE))["Ratings"]
    }
    turned = replace(BASE.body, ratings=tuple(reversed(BASE.body.ratings)))
    new = replace(positioned(rating=Rated("red")), body=turned)
    last = reports.headlines(compare(BASE, new))["Ratings"][-1]
    assert last == ("rated_otherwise", "Rated by another scheme", 1, "rated_otherwise")


def test_a_summary_is_the_figures_and_a_line_for_each_file() -> None:
    """Of actions their ids, otherwise the keys that changed, each once."""
    lines = reports.comparison_lines(
        compare(BEFORE, AFTER), ("last year", "now"), day_in_words, str.upper, summary=True
    )
    assert list(lines) == [
        "TEST BODY: LAST YEAR → NOW",
        "",
        "     1  Rating worsened",
        "     1  Rating unchanged",
        "     1  Action slipped",
        "     1  Commitment late",
        "",
        "standards/body/2021/1.yaml: acceptance, rating, assurance, lead, commitments, evidence",
        "standards/body/2021/actions.yaml: A1, A2",
        "standards/body/2021/year.yaml: as_at",
        "standards/body/body.yaml: assurances",
        "standards/inquiry/1.yaml: text",
    ]


WHOLE = """\
TEST BODY: OLD → NEW

     1  Rating worsened
     1  Rating unchanged
     1  Action slipped
     1  Commitment late

THE STANDARDS THEMSELVES
  1 Heading 1
    The text changed: 2 words added, 4 words removed.

POSITIONS
  1 Heading 1
    Acceptance: accepted → not accepted.
    Rating: Green → Red (worsened).
    Assurance: Not assessed → High (newly assessed).
    Lead: not stated → Chair.
    Evidence added: Audit.
    New commitment: “Position on 1.”

ACTIONS
  A1 Do it.
    Extended from 28 February 2021 to 30 June 2021: Late. Approved by Board on 1 March 2021.
    2 March 2021: Begun.
    Evidence added: New minutes.
    Evidence removed: Old minutes.
  A2 Do it.
    No longer in the plan: it was open.

COMMITMENTS
  Position on 1
    “Position on 1.”: new, late by 31 days.

FILES
  standards/body/2021/1.yaml
  standards/body/2021/actions.yaml
  standards/body/2021/year.yaml
    as_at: 31 March 2020 → 31 March 2021.
  standards/body/body.yaml
    assurances → high: added.
  standards/inquiry/1.yaml"""
COMMENT = """\
### Test Body: old\\|er → &lt;new>

| | |
|---|---|
| Rating worsened | 1 |
| Rating unchanged | 1 |
| Action slipped | 1 |
| Commitment late | 1 |

<details><summary>The standards themselves (1)</summary>

- **1 Heading 1**
  - The text changed: 2 words added, 4 words removed.

</details>

<details><summary>Positions (1)</summary>
"""


def test_a_comparison_is_told_part_by_part() -> None:
    """What a sentence says above is not said of the file again; in a comment nothing else is Markdown."""
    changes = compare(BEFORE, AFTER)
    lines = reports.comparison_lines(changes, ("old", "new"), day_in_words, str.upper)
    assert "\n".join(lines) == WHOLE
    comment = reports.comparison_comment(changes, ("old|er", "<new>"), day_in_words)
    assert comment.startswith(COMMENT)
    assert (
        "  - as\\_at: 31 March 2020 → 31 March 2021.\n- **standards/body/body.yaml**\n" in comment
    )


def test_a_notice_stands_above_whatever_is_compared() -> None:
    """Also where nothing changed, or only the form of files."""
    noticed = replace(BASE, body=replace(BASE.body, notice="Made up, all of it."))
    same, names = compare(noticed, noticed), ("a", "b")
    assert [*reports.comparison_lines(same, names, day_in_words, str)] == [
        "Test Body: a → b",
        "Made up, all of it.",
        "Nothing changed.",
    ]
    assert reports.comparison_comment(same, names, day_in_words) == (
        "### Test Body: a → b\n\nNothing changed.\n"
    )
    path = "standards/body/2021/1.yaml"
    form = compare(noticed, noticed, altered=frozenset([path]))
    assert reports.nothing_changed(form) == (
        f"Nothing changed but the form (comments, order or quoting) of: {path}."
    )
    changed = compare(noticed, replace(positioned(notes=("One.",)), body=noticed.body))
    comment = reports.comparison_comment(changed, names, day_in_words)
    assert comment.startswith("### Test Body: a → b\n\n*Made up, all of it.*\n\n| | |\n")
