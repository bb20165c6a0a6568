"""Forms that were made and have not come back: what is in the folder of forms, held against the record."""

from __future__ import annotations

from francis.intake.forms.questions import Stamp
from francis.record.numbers import slug

FORMS = "forms"
"""The folder of forms, in that of a year's papers."""


def form_path(stamp: Stamp, extension: str) -> str:
    """Return the path of a form from the folder of papers."""
    suffix = "" if stamp.audience == "public" else f"-{stamp.audience}"
    return f"{stamp.body}/{stamp.year}/{FORMS}/{slug(stamp.lead)}{suffix}.{extension}"
