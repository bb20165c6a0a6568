"""The words of public trackers, held to the definitions in docs/the-record.md."""

from __future__ import annotations

import pytest

from francis.record.queries.shared_words import shared_word
from francis.record.reading import loading
from tests.shared.workspaces import BODY, POSITION, action, plan, record_files

SCHEMES = BODY.replace(
    "assurances:\n",
    "assurances:\n  - {key: full, word: Full}\n  - {key: none, word: None, exception: true}\n",
)


@pytest.mark.parametrize(
    ("claim", "accepted", "assured", "open_action", "word"),
    [
        ("superseded", "not accepted", "not assessed", False, "superseded"),
        ("on track", "not accepted", "not assessed", False, "not accepted"),
        ("complete", "not applicable", "not assessed", False, "not applicable"),
        ("complete", "accepted", "not assessed", False, "complete as the body says"),
        ("complete", "accepted", "not assessed", "verified", "complete and checked"),
        ("complete", "accepted", "full", False, "complete and checked"),
        ("complete", "accepted", "none", "verified", "complete as the body says"),
        ("complete", "accepted in part", "none", False, "complete as the body says"),
        ("reported complete", "accepted", "none", True, "complete as the body says"),
        ("complete or ongoing", "accepted", "not assessed", False, "complete as the body says"),
        ("complete or ongoing", "accepted", "not assessed", True, "in progress"),
        ("on track", "under consideration", "not assessed", False, "in progress"),
        ("under way", "accepted", "not assessed", False, "in progress"),
        ("at risk", "accepted", "not assessed", False, "in progress"),
        ("off track", "accepted", "not assessed", False, "in progress"),
        ("not started", "accepted in principle", "not assessed", False, "not started"),
        (None, "accepted", "not assessed", False, "not known"),
    ],
)
def test_a_position_stands_as_its_schemes_claim(
    claim: str | None, accepted: str, assured: str, open_action: bool | str, word: str
) -> None:
    """Never better than is known: assurance and open work count against a claim."""
    claimed = f'    colour: "#00703c"\n    claim: {claim}\n' if claim else '    colour: "#00703c"\n'
    position = POSITION.format(number=1).replace(
        "value: accepted", f"value: {accepted}\n  reason: So."
    )
    done = "" if open_action is True else "completed: 2021-01-31\n"
    if open_action == "verified":
        done += "verified: {by: Internal Audit, date: 2021-02-28}\n"
    files = record_files(
        body__body=SCHEMES.replace('    colour: "#00703c"\n', claimed),
        body__2021__1=position.replace("value: not assessed", f"value: {assured}"),
        body__2021__actions=plan(action("A1", done)),
    )
    (register,) = loading.load(files).registers
    assert shared_word(register, register.positions["1"]) == word
