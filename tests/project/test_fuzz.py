"""A few of the files that `make fuzz` changes, and that it would notice what is wrong."""

from __future__ import annotations

import hashlib
import os

import pytest

from tests import fuzz

CASES = range(90_000, 90_012)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a case runs in a copy of this process")
def test_changed_files_end_in_a_message() -> None:
    """Each command in time, with an exit code of its own, and without a traceback or a control character."""
    found = [complaint for seed in CASES for complaint in fuzz.run(fuzz.case(seed, heavy=False))]
    assert found == []


def test_a_seed_always_makes_the_same_case() -> None:
    """So what was found can be made again; and most cases differ."""
    digests = {
        hashlib.sha256(repr(sorted(fuzz.case(seed).files.items())).encode()).hexdigest()
        for seed in (*CASES, *CASES)
    }
    assert len(CASES) - 2 <= len(digests) <= len(CASES)


@pytest.mark.parametrize(
    ("outcome", "complaint"),
    [
        (fuzz.Outcome(1, "Error: no", 0, "KeyError: 'a' at x.py"), "a traceback"),
        (fuzz.Outcome(3, "", 0, ""), "exit code 3"),
        (fuzz.Outcome(1, "Error: no", 9, ""), "9.0 seconds"),
        (fuzz.Outcome(1, "Error: \x1b[2J", 0, ""), "control characters: U+001B"),
        (fuzz.Outcome(1, "Error: francis.papers.making failed", 0, ""), "no officer understands"),
        (fuzz.Outcome(1, "Error: templates/parts.html.j2:9: no", 0, ""), "a template is blamed"),
        (fuzz.Outcome(1, "x" * 9999, 0, ""), "a line without an end"),
    ],
)
def test_what_is_wrong_is_noticed(outcome: fuzz.Outcome, complaint: str) -> None:
    """Each of the things that no command may do; and of one that went well nothing is said."""
    of = fuzz.Case(1, {}, "standards/body/body.yaml", ())
    (found,) = fuzz.complaints(of, ("check",), outcome)
    assert complaint in found
    well = fuzz.Outcome(1, "standards/body/body.yaml:1:1: error: no (x)", 1, "")
    assert not list(fuzz.complaints(of, ("check",), well))
